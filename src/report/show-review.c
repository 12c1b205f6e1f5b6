/* show-review.c: what people said of an audit: notes, decisions, and whether sign-offs still hold. */
#include "terminal-private.h"

#define INDENT 13
#define MOST_SIGN_OFFS 3 /* of the summary */

/* (transfer full) */
static char *
safe_of (AssayPage *page,
         char      *raw) /* (transfer full) */
{
  g_autofree char *text = raw;

  return assay_page_safe (page, text);
}

static AssayInk
state_ink (const AssaySignOff *sign_off)
{
  return sign_off->state == ASSAY_SIGN_OFF_CHANGED ? ASSAY_INK_FAIL
         : sign_off->state == ASSAY_SIGN_OFF_ADDED ? ASSAY_INK_UNDECIDED
                                                   : ASSAY_INK_PASS;
}

static void
show_decision (AssayPage           *page,
               const AssayDecision *decision)
{
  g_autofree char *time = assay_review_time (decision->at_us);
  g_autofree char *line = assay_review_line (decision->text);
  g_autofree char *text = safe_of (page, g_strdup_printf ("%s: %s", decision->about, line));
  g_autofree char *who = safe_of (page, g_strdup_printf ("%s, %s", decision->who, time));

  assay_page_entry (page, assay_decision_kind_name (decision->kind), INDENT, ASSAY_INK_PLAIN, text);
  assay_page_entry (page, "", INDENT, ASSAY_INK_DIM, who);
}

static void
show_sign_off (AssayPage          *page,
               const AssayReview  *review,
               const AssaySignOff *sign_off)
{
  g_autofree char *time = assay_review_time (sign_off->at_us);
  g_autofree char *note = assay_review_line (sign_off->note != NULL ? sign_off->note : "");
  g_autofree char *who = safe_of (page, g_strdup_printf ("%s, %s%s%s", sign_off->who, time,
                                                         *note != '\0' ? ": " : "", note));
  g_autofree char *state = safe_of (page, assay_sign_off_state_words (review, sign_off));

  assay_page_entry (page, assay_sign_off_word (sign_off), INDENT, ASSAY_INK_PLAIN, who);
  assay_page_entry (page, "", INDENT, state_ink (sign_off), state);
}

void
assay_show_review (AssayPage         *page,
                   const AssayReport *report)
{
  const AssayReview *review = report->review;

  if (review == NULL || review->decisions->len + review->sign_offs->len == 0)
    {
      assay_page_paragraph (page, 0, ASSAY_INK_PLAIN, "Nobody has decided or signed anything yet: assay sign AUDIT "
                                                      "--as NAME --decision approve");
      return;
    }
  if (review->decisions->len > 0)
    assay_page_heading (page, "Notes and decisions");
  for (guint i = 0; i < review->decisions->len; i++)
    show_decision (page, review->decisions->pdata[i]);
  if (review->sign_offs->len == 0)
    return;
  assay_page_heading (page, "Sign-offs");
  for (guint i = 0; i < review->sign_offs->len; i++)
    show_sign_off (page, review, review->sign_offs->pdata[i]);
  assay_page_end_line (page);
  assay_page_paragraph (page, 2, ASSAY_INK_DIM, assay_review_caution ());
}

/* The last ones, on a line each: a reader of the summary sees that it was signed, and whether that holds. */
void
assay_show_signed (AssayPage         *page,
                   const AssayReport *report)
{
  const AssayReview *review = report->review;
  const guint n = review != NULL ? review->sign_offs->len : 0;

  for (guint i = n > MOST_SIGN_OFFS ? n - MOST_SIGN_OFFS : 0; i < n; i++)
    {
      const AssaySignOff *sign_off = review->sign_offs->pdata[i];
      g_autofree char *time = assay_review_time (sign_off->at_us);
      g_autofree char *state = assay_sign_off_state_words (review, sign_off);
      g_autofree char *line = safe_of (page, g_strdup_printf ("%s: %s, %s; %s", assay_sign_off_word (sign_off),
                                                              sign_off->who, time, state));
      const AssayInk ink = sign_off->state == ASSAY_SIGN_OFF_CHANGED ? ASSAY_INK_FAIL : ASSAY_INK_PLAIN;
      assay_page_entry (page, "signed", INDENT, ink, line);
    }
}
