/* review.c: notes, decisions and sign-offs as such; src/audit keeps and verifies them. */
#include "report/review.h"

#include "words/translate.h"

#include <string.h>

static const char *const kinds[] = {
  [ASSAY_DECISION_NOTE] = "note",
  [ASSAY_DECISION_ACCEPT] = "accept",
  [ASSAY_DECISION_FIX] = "fix",
  [ASSAY_DECISION_REJECT] = "reject",
  [ASSAY_DECISION_RATE] = "rate",
};

AssayReview *
assay_review_new (void)
{
  AssayReview *self = g_new0 (AssayReview, 1);

  self->decisions = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_decision_free);
  self->sign_offs = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_sign_off_free);
  return self;
}

void
assay_review_free (AssayReview *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->decisions);
  g_ptr_array_unref (self->sign_offs);
  g_free (self);
}

AssayDecision *
assay_decision_copy (const AssayDecision *self)
{
  AssayDecision *copy = g_new (AssayDecision, 1);

  *copy = *self;
  copy->about = g_strdup (self->about);
  copy->who = g_strdup (self->who);
  copy->text = g_strdup (self->text);
  return copy;
}

AssaySignOff *
assay_sign_off_copy (const AssaySignOff *self)
{
  AssaySignOff *copy = g_new (AssaySignOff, 1);

  *copy = *self;
  copy->who = g_strdup (self->who);
  copy->note = g_strdup (self->note);
  copy->previous = g_strdup (self->previous);
  copy->sha256 = g_strdup (self->sha256);
  return copy;
}

void
assay_decision_free (AssayDecision *self)
{
  g_free (self->about);
  g_free (self->who);
  g_free (self->text);
  g_free (self);
}

void
assay_sign_off_free (AssaySignOff *self)
{
  g_free (self->who);
  g_free (self->note);
  g_free (self->previous);
  g_free (self->sha256);
  g_free (self);
}

const AssayDecision *
assay_review_decision (const AssayReview *self,
                       const char        *about)
{
  for (guint i = self != NULL ? self->decisions->len : 0; i-- > 0;)
    {
      const AssayDecision *decision = self->decisions->pdata[i];
      if (decision->kind != ASSAY_DECISION_NOTE && decision->kind != ASSAY_DECISION_RATE
          && strcmp (decision->about, about) == 0)
        return decision;
    }
  return NULL;
}

/* --- ratings -------------------------------------------------------------------------------------------------- */

#define MOST_STARS 5

char *
assay_rating_text (guint ease,
                   guint importance)
{
  return g_strdup_printf ("ease %u, importance %u", ease, importance);
}

/* As it is written, and nothing else: the digest of a sign-off is over the text. */
gboolean
assay_rating_parse (const char *text,
                    guint      *ease,
                    guint      *importance)
{
  for (*ease = 1; *ease <= MOST_STARS; ++*ease)
    for (*importance = 1; *importance <= MOST_STARS; ++*importance)
      {
        g_autofree char *written = assay_rating_text (*ease, *importance);
        if (strcmp (written, text) == 0)
          return TRUE;
      }
  return FALSE;
}

const char *
assay_rating_problem (const AssayDecision *self)
{
  guint ease, importance;

  if (self->kind != ASSAY_DECISION_RATE)
    return NULL;
  if (!g_str_has_prefix (self->about, "tag "))
    return "is about no tag";
  return assay_rating_parse (self->text, &ease, &importance) ? NULL : "is not 'ease N, importance N' with 1 to 5";
}

/* --- in words ------------------------------------------------------------------------------------------------- */

const char *
assay_decision_kind_name (AssayDecisionKind kind)
{
  g_assert ((gsize) kind < G_N_ELEMENTS (kinds));

  return kinds[kind];
}

gboolean
assay_decision_kind_find (const char        *name,
                          AssayDecisionKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i], name) == 0)
      {
        *kind = (AssayDecisionKind) i;
        return TRUE;
      }
  return FALSE;
}

const char *
assay_sign_off_word (const AssaySignOff *self)
{
  return self->is_approval ? "approve" : "reject";
}

const char *
assay_sign_off_state_name (AssaySignOffState state)
{
  static const char *const names[] = { "holds", "added", "changed" };

  g_assert ((gsize) state < G_N_ELEMENTS (names));
  return names[state];
}

char *
assay_review_line (const char *text)
{
  return g_strdelimit (g_strdup (text), "\n\t", ' ');
}

/* (transfer full) (nullable) NULL: no time that a calendar has. */
static char *
format_time (gint64      at_us,
             const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, format) : NULL;
}

char *
assay_review_time (gint64 at_us)
{
  char *text = format_time (at_us, "%Y-%m-%d %H:%M UTC");

  return text != NULL ? text : g_strdup (_("no such time"));
}

char *
assay_sign_off_state_words (const AssayReview  *self,
                            const AssaySignOff *sign_off)
{
  const guint n = self->decisions->len - MIN (sign_off->n_decisions, self->decisions->len);
  g_autofree char *day = format_time (sign_off->at_us, "%Y-%m-%d");

  if (sign_off->state == ASSAY_SIGN_OFF_HOLDS)
    return g_strdup (_("holds"));
  if (sign_off->state == ASSAY_SIGN_OFF_ADDED)
    return g_strdup_printf (P_("holds; %u note or decision was added since",
                               "holds; %u notes or decisions were added since", n), n);
  return g_strdup_printf (_("changed after %s signed on %s"), sign_off->who, day != NULL ? day : _("no such time"));
}

const char *
assay_review_caution (void)
{
  return _("A sign-off shows whether anything was changed after it. It is no proof of who signed.");
}

/* --- what may be kept ----------------------------------------------------------------------------------------- */

/* Whatever ends a line, moves a cursor or rings a bell. */
static gboolean
is_control (gunichar character)
{
  const GUnicodeType type = g_unichar_type (character);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

static char *
text_problem (const char *text,
              guint       most,
              const char *allowed)
{
  gboolean is_seen = FALSE;

  if (!g_utf8_validate (text, -1, NULL))
    return g_strdup ("is no UTF-8");
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar character = g_utf8_get_char (at);
      if (is_control (character) && (character > 127 || strchr (allowed, (int) character) == NULL))
        return g_strdup ("has a control character");
      is_seen = is_seen || g_unichar_isgraph (character);
    }
  const glong n = g_utf8_strlen (text, -1);
  if (n > (glong) most)
    return g_strdup_printf ("has %ld characters, more than %u", n, most);
  return is_seen ? NULL : g_strdup ("is empty");
}

char *
assay_review_name_problem (const char *name)
{
  return text_problem (name, ASSAY_REVIEW_NAME_CHARACTERS, "");
}

char *
assay_review_text_problem (const char *text)
{
  return text_problem (text, ASSAY_REVIEW_TEXT_CHARACTERS, "\n\t");
}
