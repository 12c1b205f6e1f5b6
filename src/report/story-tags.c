/* story-tags.c: error tags: which is worth fixing first, what each would bring, which come together. */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>

#define MOST_TAGS 12
#define MOST_NEXT 5

/* --- the finding ------------------------------------------------------------------------------------------------ */

static const AssayTagFinding *
first_tag (const AssayTagFindings *tags)
{
  return &tags->tags[tags->ranked[0]];
}

/* Something is to be gained there, as far as is known. */
static gboolean
has_first (const AssayTagFindings *tags)
{
  return tags != NULL && tags->n_tags > 0 && tags->against >= 0 && first_tag (tags)->priority > 0;
}

static char *
title_of (AssayStory *self)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  const AssayTagFinding *first = first_tag (tags);
  const char *name = assay_story_title_name (self, assay_story_safe (self, first->name));
  gboolean is_known = FALSE;

  if (has_first (tags))
    return assay_sentence_gain (name, &first->rooms[tags->against].gain);
  for (guint t = 0; t < tags->n_tags && tags->against >= 0; t++)
    is_known = is_known || !isnan (tags->tags[t].rooms[tags->against].gain.value);
  if (is_known)
    return g_strdup_printf (
        _("Nothing is shown to be gained in any tag: %s is ahead in none"),
        assay_story_title_name (self, assay_story_safe (self, tags->references[tags->against].name)));
  if (first->shares.errors == 0)
    return g_strdup (_("No error has a tag"));
  return assay_sentence_holds (name, &first->shares.share_of_errors);
}

/* --- the table -------------------------------------------------------------------------------------------------- */

typedef enum { IS_NEUTRAL, IS_RATE, IS_GAIN } Kind;

/* A number of a tag. Where no tag has it, there is no such column. */
typedef struct
{
  const char          *title;
  AssayUnit            unit;
  Kind                 kind;
  const AssayEstimate *(*of) (const AssayTagFindings *tags, const AssayTagFinding *tag);
} Number;

static const AssayEstimate *
share_of_errors (const AssayTagFindings *tags,
                 const AssayTagFinding  *tag)
{
  return &tag->shares.share_of_errors;
}

static const AssayEstimate *
error_rate (const AssayTagFindings *tags,
            const AssayTagFinding  *tag)
{
  return &tag->shares.error_rate;
}

static const AssayEstimate *
share_of_data (const AssayTagFindings *tags,
               const AssayTagFinding  *tag)
{
  return &tag->shares.share_of_data;
}

static const AssayEstimate *
share_times_error (const AssayTagFindings *tags,
                   const AssayTagFinding  *tag)
{
  return &tag->share_times_error;
}

static const AssayEstimate *
lift (const AssayTagFindings *tags,
      const AssayTagFinding  *tag)
{
  return &tag->shares.lift;
}

static const AssayEstimate *
room (const AssayTagFindings *tags,
      const AssayTagFinding  *tag)
{
  return tags->against >= 0 ? &tag->rooms[tags->against].room : NULL;
}

static const AssayEstimate *
gain (const AssayTagFindings *tags,
      const AssayTagFinding  *tag)
{
  return tags->against >= 0 ? &tag->rooms[tags->against].gain : NULL;
}

static const Number numbers[] = {
  { N_("of errors, %"), ASSAY_UNIT_PERCENT, IS_NEUTRAL, share_of_errors },
  { N_("wrong, %"), ASSAY_UNIT_PERCENT, IS_RATE, error_rate },
  { N_("of data, %"), ASSAY_UNIT_PERCENT, IS_NEUTRAL, share_of_data },
  { N_("of all rows, %"), ASSAY_UNIT_PERCENT, IS_NEUTRAL, share_times_error },
  { N_("lift"), ASSAY_UNIT_AMOUNT, IS_NEUTRAL, lift },
  { N_("room, points"), ASSAY_UNIT_POINTS, IS_NEUTRAL, room },
  { N_("gain, points"), ASSAY_UNIT_POINTS, IS_GAIN, gain },
};

enum { WRONG = 1, OF_ALL_ROWS = 3, GAIN = 6 }; /* of numbers */

static gboolean
has_number (const AssayTagFindings *tags,
            const Number           *number)
{
  for (guint t = 0; t < tags->n_tags; t++)
    {
      const AssayEstimate *estimate = number->of (tags, &tags->tags[t]);
      if (estimate != NULL && !isnan (estimate->value))
        return TRUE;
    }
  return FALSE;
}

static void
add_number (AssayStory            *self,
            AssayTable            *table,
            const Number          *number,
            const AssayTagFinding *tag)
{
  const AssayEstimate *estimate = number->of (self->findings->tag_findings, tag);

  if (isnan (estimate->value))
    {
      AssayCell *cell = assay_document_cell_add (self->document, table, "\xe2\x80\x93");
      cell->more = assay_story_safe (self, estimate->why != NULL ? estimate->why : "");
      return;
    }
  g_autofree char *value =
      assay_number_value (estimate->value, assay_number_decimals (estimate, number->unit), number->unit, TRUE);
  AssayCell *cell = assay_document_cell_add (self->document, table, value);
  cell->sort = estimate->value;
  if (!isnan (estimate->lo))
    cell->more = assay_document_take (self->document, assay_number_interval (estimate, number->unit, TRUE));
  cell->is_strong = number->kind == IS_RATE ? tag->is_worse : number->kind == IS_GAIN && estimate->lo > 0;
  if (cell->is_strong)
    cell->role = number->kind == IS_RATE ? ASSAY_ROLE_WORSE_TEXT : ASSAY_ROLE_BETTER;
  else if (number->kind == IS_GAIN)
    cell->role = estimate->hi < 0 ? ASSAY_ROLE_TEXT_2 : ASSAY_ROLE_UNDECIDED;
}

static void
add_priority (AssayStory            *self,
              AssayTable            *table,
              const AssayTagFinding *tag)
{
  g_autofree char *wish = g_strdup_printf ("%u \xc3\x97 %u", tag->ease, tag->importance);
  g_autofree char *value = isnan (tag->priority)
                               ? g_strdup ("\xe2\x80\x93")
                               : g_strdup_printf (tag->priority < 0.1 && tag->priority > 0 ? "%.2f%s" : "%.1f%s",
                                                  tag->priority, tag->is_ahead ? " *" : "");

  assay_document_cell_add (self->document, table, wish)->sort = tag->ease * tag->importance;
  AssayCell *cell = assay_document_cell_add (self->document, table, value);
  cell->is_strong = TRUE;
  cell->sort = tag->priority;
}

static void
add_tag (AssayStory            *self,
         AssayTable            *table,
         const AssayTagFinding *tag,
         gboolean               has_priority)
{
  const gboolean is_reviewed = self->findings->tag_findings->is_reviewed;
  const guint64 n_rows = is_reviewed ? tag->shares.rows : tag->n_rows;
  g_autofree char *rows = assay_number_rows (n_rows);
  AssayCell *cell = assay_document_cell_add (self->document, table, assay_story_safe (self, tag->name));

  cell->is_strong = TRUE;
  cell->more = assay_document_take (self->document,
                                    g_strdup_printf (is_reviewed ? P_("%s row reviewed", "%s rows reviewed", n_rows)
                                                                 : P_("%s row", "%s rows", n_rows), rows));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (has_number (self->findings->tag_findings, &numbers[i]))
      add_number (self, table, &numbers[i], tag);
  if (has_priority)
    add_priority (self, table, tag);
}

static void
add_table (AssayStory *self)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  const gboolean has_priority = has_number (tags, &numbers[GAIN]);
  AssayTableColumn columns[G_N_ELEMENTS (numbers) + 3] = { { N_("tag"), ASSAY_ANCHOR_START, FALSE, 0.2 } };
  guint n = 1;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (has_number (tags, &numbers[i]))
      columns[n++] = (AssayTableColumn) { numbers[i].title, ASSAY_ANCHOR_END, FALSE, 0.13 };
  if (has_priority)
    {
      columns[n++] = (AssayTableColumn) { N_("ease \xc3\x97 imp."), ASSAY_ANCHOR_END, FALSE, 0 };
      columns[n++] = (AssayTableColumn) { N_("priority"), ASSAY_ANCHOR_END, FALSE, 0 };
    }
  AssayTable *table = assay_document_table (self->document, columns, n);
  table->caption = _("Error tags, what to work on first at the top");
  for (guint i = 0; i < MIN (tags->n_tags, MOST_TAGS); i++)
    add_tag (self, table, &tags->tags[tags->ranked[i]], has_priority);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}

/* What the columns are that there are, and how many tags are not shown. */
static void
add_key (AssayStory *self)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean any_ahead = FALSE;

  for (guint t = 0; t < tags->n_tags; t++)
    any_ahead = any_ahead || tags->tags[t].is_ahead;
  if (tags->n_tags > MOST_TAGS)
    g_string_append_printf (text, P_("And %u more tag, all in tags.csv. ", "And %u more tags, all in tags.csv. ",
                                     tags->n_tags - MOST_TAGS), tags->n_tags - MOST_TAGS);
  if (has_number (tags, &numbers[WRONG]))
    g_string_append (text, tags->is_reviewed
                               ? _("Lift: how many times as often wrong as other rows. ")
                               : _("Wrong in bold: significantly more often than all other rows; lift: how many "
                                    "times as often. "));
  if (has_number (tags, &numbers[OF_ALL_ROWS]))
    g_string_append (text, _("Of all rows: share of errors times the error rate of all, about what the tag's "
                              "errors are of all rows. "));
  if (has_number (tags, &numbers[GAIN]))
    g_string_append_printf (
        text,
        _("Room: points that %s is ahead by within the tag. Gain: what that is worth of all rows; bold: "
           "shown, blue: perhaps nothing. Priority: gain times ease times importance. "),
        assay_story_safe (self, tags->references[tags->against].name));
  if (any_ahead)
    g_string_append (text, _("* The model is ahead there; that counts as 0. "));
  g_autofree char *rated = assay_phrase_rated (tags);
  if (rated != NULL)
    g_string_append (text, assay_story_safe (self, rated));
  if (text->len > 0)
    assay_document_add (self->document, ASSAY_BLOCK_NOTE, g_strchomp (text->str));
}

/* --- next ------------------------------------------------------------------------------------------------------- */

static void
add_next (AssayStory *self)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  guint n = 0;

  for (; n < MIN (tags->n_tags, MOST_NEXT); n++)
    {
      g_autofree char *reason = assay_phrase_tag_reason (self->report, n, TRUE);
      if (reason == NULL)
        break;
      g_autofree char *text = g_strdup_printf ("%u. %s", n + 1, assay_story_safe (self, reason));
      if (n == 0)
        assay_document_heading (self->document, 2, _("Work on these next"), "work-on-these-next");
      assay_document_add (self->document, ASSAY_BLOCK_PARAGRAPH, text);
    }
  if (n > 0 && self->findings->n_baselines > 0)
    assay_document_add (self->document, ASSAY_BLOCK_NOTE,
                        _("Rows that would make good new data: assay rows AUDIT --candidates --out FILE"));
}

/* --- the whole -------------------------------------------------------------------------------------------------- */

/* What the shares are of, and what is not known. */
static char *
scope_of (const AssayTagFindings *tags)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *rows = assay_number_rows (tags->n_reviewed), *errors = assay_number_rows (tags->n_reviewed_errors);

  if (tags->only_errors)
    g_string_append_printf (
        text,
        _("Only errors were reviewed: shares are of the %s reviewed errors. How often rows with a tag are wrong, "
           "lift, room and gain need right rows too, and are not known."),
        errors);
  else if (tags->is_reviewed)
    g_string_append_printf (
        text,
        _("All shares are of the %s reviewed rows, %s of them wrong. Room and gain are not known of reviewed "
           "rows alone."),
        rows, errors);
  if (tags->against < 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "",
                            _("No baseline is named, such as human level: room and gain are not known, and tags "
                               "stand by their errors."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
assay_story_tags (AssayStory *self)
{
  const AssayTagFindings *tags = self->findings->tag_findings;

  if (tags == NULL || tags->n_tags == 0)
    return;
  g_autofree char *scope = scope_of (tags), *title = title_of (self);
  assay_document_heading (self->document, 1, _("Error tags"), "tags");
  AssayBlock *heading = assay_document_heading (self->document, 2, title, "tags-ranked");
  if (scope[0] != '\0')
    heading->more = assay_document_keep (self->document, scope);
  add_table (self);
  add_key (self);
  add_next (self);
  if (tags->against >= 0)
    assay_document_show (self->document, assay_exhibit_tag_gains (self, (guint) tags->against));
  assay_document_show (self->document, assay_exhibit_tag_pairs (self));
  assay_document_show (self->document, assay_exhibit_tag_slices (self));
  assay_story_tag_sets (self);
}

void
assay_story_tag_line (AssayStory *self)
{
  const AssayTagFindings *tags = self->findings->tag_findings;

  if (!has_first (tags))
    return;
  const AssayRoom *most = &first_tag (tags)->rooms[tags->against];
  g_autofree char *title = title_of (self), *points = assay_number_estimate (&most->gain, ASSAY_UNIT_POINTS, TRUE);
  g_autofree char *share = assay_number_share (first_tag (tags)->shares.share_of_errors.value, TRUE);
  AssayBlock *heading = assay_document_heading (self->document, 2, title, NULL);
  heading->more = assay_document_take (
      self->document,
      g_strdup_printf (_("%s if it were as good there as %s; the tag is on %s of the errors. See Error "
                          "tags."),
                       points, assay_story_safe (self, tags->references[tags->against].name), share));
}
