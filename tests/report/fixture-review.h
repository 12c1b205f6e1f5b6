/* fixture-review.h: what people said of an audit, as hostile as names can be; for tests of whatever prints it. */
#pragma once

#include "fixture.h"

#define FIXTURE_SHA256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static inline void
fixture_decide (AssayReview      *review,
                AssayDecisionKind kind,
                const char       *about,
                const char       *who,
                const char       *text)
{
  const AssayDecision decision = { kind, (char *) about, (char *) who, (char *) text,
                                   1764079200000000 + review->decisions->len };

  g_ptr_array_add (review->decisions, assay_decision_copy (&decision));
}

static inline void
fixture_sign (AssayReview      *review,
              gboolean          is_approval,
              const char       *who,
              const char       *note,
              guint             n_decisions,
              AssaySignOffState state)
{
  char *previous = review->sign_offs->len > 0 ? (char *) FIXTURE_SHA256 : NULL;
  const AssaySignOff sign_off = { is_approval, (char *) who, (char *) note, 1764082920000000, n_decisions, previous,
                                  (char *) FIXTURE_SHA256, state };

  g_ptr_array_add (review->sign_offs, assay_sign_off_copy (&sign_off));
}

/* Two decisions, three sign-offs. */
static inline AssayReview *
fixture_review (void)
{
  AssayReview *review = assay_review_new ();

  fixture_decide (review, ASSAY_DECISION_FIX, "slice race=Black", "Ada", "more rows");
  fixture_sign (review, FALSE, "Ada", "not yet", 1, ASSAY_SIGN_OFF_CHANGED);
  fixture_sign (review, TRUE, "Bob", NULL, 1, ASSAY_SIGN_OFF_ADDED);
  fixture_decide (review, ASSAY_DECISION_NOTE, "audit", "Cy", "two\nlines");
  fixture_sign (review, TRUE, "Cy", NULL, 2, ASSAY_SIGN_OFF_HOLDS);
  return review;
}

/* As much as there may be, of names that are markup, of one letter, from right to left; many of them. */
static inline AssayReview *
fixture_odd_review (void)
{
  static const char *const names[] = { "<script>document.title='owned'</script>", "' onmouseover='document.title=7777' x='",
                                       "\xe2\x80\xae" "evil", "\xd9\x85\xd8\xb1\xd9\x8a\xd9\x85", "]]><!-- %s%n" };
  AssayReview *review = assay_review_new ();
  g_autofree char *long_name = g_strnfill (ASSAY_REVIEW_NAME_CHARACTERS, 'W');
  g_autofree char *long_text = g_strnfill (ASSAY_REVIEW_TEXT_CHARACTERS, 'W');

  for (guint i = 0; i < 40; i++)
    fixture_decide (review, (AssayDecisionKind) (i % 4), i % 2 ? "check <b>" : "audit", i % 6 == 5 ? long_name : names[i % 5],
                    i % 7 == 6 ? long_text : names[(i + 1) % 5]);
  for (guint i = 0; i < 9; i++)
    fixture_sign (review, i % 2 == 0, i % 3 == 2 ? long_name : names[i % 5], i % 4 == 3 ? long_text : names[(i + 2) % 5], 9 + i,
                  (AssaySignOffState) (i % 3));
  return review;
}

/* The income audit with it. */
static inline Fixture *
fixture_signed (void)
{
  Fixture *self = fixture_income ();

  self->review = fixture_odd_review ();
  self->report.review = self->review;
  return self;
}
