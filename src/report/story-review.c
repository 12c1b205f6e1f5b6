/* story-review.c: what people said of an audit: the sign-offs on page 1, and behind it all notes and decisions. */
#include "story-private.h"

#include "phrases-review.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <string.h>

#define MOST_SIGN_OFFS 3      /* of page 1: the last ones */
#define NOTE_CHARACTERS 120   /* of a note on page 1 */

/* (transfer none) Text of people, made safe; taken. */
static const char *
keep (AssayStory *self,
      char       *text)
{
  g_autofree char *raw = text;

  return assay_story_safe (self, raw);
}

/* (transfer full) On one line. */
static char *
shortened (const char *text,
           glong       most)
{
  g_autofree char *line = assay_review_line (text);

  if (g_utf8_strlen (line, -1) <= most)
    return g_steal_pointer (&line);
  g_autofree char *start = g_utf8_substring (line, 0, most - 1);
  return g_strconcat (start, "\xe2\x80\xa6", NULL);
}

static const char *
state_text (const AssaySignOff *sign_off)
{
  static const char *const words[] = { N_("holds"), N_("holds, with more added since"), N_("changed since") };

  return _(words[sign_off->state]);
}

static void
add_sign_off (AssayStory         *self,
              AssayTable         *table,
              const AssaySignOff *sign_off,
              glong               most)
{
  AssayCell *cell = assay_document_cell_add (self->document, table,
                                             sign_off->is_approval ? _("approved") : _("rejected"));

  cell->mark = sign_off->is_approval ? ASSAY_SHAPE_PASS : ASSAY_SHAPE_FAIL;
  assay_document_cell_add (self->document, table, keep (self, shortened (sign_off->who, most)))->is_strong = TRUE;
  assay_document_cell_add (self->document, table, keep (self, assay_review_time (sign_off->at_us)));
  assay_document_cell_add (self->document, table,
                           keep (self, sign_off->note != NULL ? shortened (sign_off->note, most) : g_strdup ("")));
  cell = assay_document_cell_add (self->document, table, state_text (sign_off));
  cell->role = sign_off->state == ASSAY_SIGN_OFF_CHANGED ? ASSAY_ROLE_WORSE_TEXT : ASSAY_ROLE_TEXT_2;
}

/* The sign-offs from the first-th on. */
static AssayTable *
sign_offs_from (AssayStory *self,
                guint       first,
                glong       most)
{
  static const AssayTableColumn columns[] = {
    { N_("decision"), ASSAY_ANCHOR_START, FALSE, 0 }, { N_("by"), ASSAY_ANCHOR_START, FALSE, 0.25 },
    { N_("when"), ASSAY_ANCHOR_START, FALSE, 0 },     { N_("note"), ASSAY_ANCHOR_START, TRUE, 0 },
    { N_("what was signed"), ASSAY_ANCHOR_START, FALSE, 0.25 },
  };
  const AssayReview *review = self->report->review;
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));

  table->caption = _("Sign-offs");
  for (guint i = first; i < review->sign_offs->len; i++)
    add_sign_off (self, table, review->sign_offs->pdata[i], most);
  return table;
}

/* (transfer none) "Changed after Ada signed on 2026-11-25." of each that no longer holds, and what a sign-off is. */
static const char *
sign_text (AssayStory *self,
           guint       first)
{
  const AssayReview *review = self->report->review;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = first; i < review->sign_offs->len; i++)
    {
      const AssaySignOff *sign_off = review->sign_offs->pdata[i];
      if (sign_off->state == ASSAY_SIGN_OFF_HOLDS)
        continue;
      g_autofree char *words = assay_sign_off_state_words (review, sign_off);
      g_autofree char *sentence = assay_sentence_capital (words);
      g_string_append_printf (text, sign_off->state == ASSAY_SIGN_OFF_CHANGED ? "%s. " : "%s (%s). ", sentence,
                              sign_off->who);
    }
  if (first > 0)
    g_string_append_printf (text, P_("%u earlier sign-off stands under Decisions. ",
                                     "%u earlier sign-offs stand under Decisions. ", first), first);
  g_string_append (text, assay_review_caution ());
  return assay_story_safe (self, text->str);
}

/* Who signed; without anybody lines to sign by hand. */
void
assay_story_sign (AssayStory *self)
{
  const AssayReview *review = self->report->review;
  AssayBlock *block = assay_document_add (self->document, ASSAY_BLOCK_SIGN,
                                          _("A signature covers the numbers and the plan of the audit with the "
                                            "digest on the last page."));

  if (review == NULL || review->sign_offs->len == 0)
    return;
  const guint first = review->sign_offs->len - MIN (review->sign_offs->len, MOST_SIGN_OFFS);
  block->table = sign_offs_from (self, first, NOTE_CHARACTERS);
  block->text = sign_text (self, first);
}

/* --- all of it ------------------------------------------------------------------------------------------------ */

static void
add_decision (AssayStory          *self,
              AssayTable          *table,
              const AssayDecision *decision)
{
  g_autofree char *time = assay_review_time (decision->at_us);

  assay_document_cell_add (self->document, table, assay_phrase_decision_kind (decision->kind))->is_strong = TRUE;
  assay_document_cell_add (self->document, table, keep (self, g_strdup (decision->about)));
  assay_document_cell_add (self->document, table, keep (self, assay_review_line (decision->text)));
  assay_document_cell_add (self->document, table, keep (self, shortened (decision->who, NOTE_CHARACTERS)));
  assay_document_cell_add (self->document, table, time);
}

static void
add_decisions (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { N_("decision"), ASSAY_ANCHOR_START, FALSE, 0 }, { N_("about"), ASSAY_ANCHOR_START, FALSE, 0.28 },
    { N_("why"), ASSAY_ANCHOR_START, TRUE, 0 },       { N_("by"), ASSAY_ANCHOR_START, FALSE, 0.16 },
    { N_("when"), ASSAY_ANCHOR_START, FALSE, 0 },
  };
  const GPtrArray *decisions = self->report->review->decisions;
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));

  table->caption = _("Notes and decisions");
  for (guint i = 0; i < decisions->len; i++)
    add_decision (self, table, decisions->pdata[i]);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}

void
assay_story_review (AssayStory *self)
{
  const AssayReview *review = self->report->review;

  if (review == NULL || review->decisions->len + review->sign_offs->len == 0)
    return;
  assay_document_heading (self->document, 1, _("Decisions"), "decisions");
  if (review->decisions->len > 0)
    add_decisions (self);
  if (review->sign_offs->len == 0)
    return;
  AssayTable *table = sign_offs_from (self, 0, ASSAY_REVIEW_TEXT_CHARACTERS);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
  assay_document_add (self->document, ASSAY_BLOCK_NOTE, sign_text (self, 0));
}
