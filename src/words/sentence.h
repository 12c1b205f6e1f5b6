/* sentence.h: findings as sentences, for titles, alternative texts and people who read aloud.
 *
 * Numbers in, text out: nothing here knows where they come from. A sentence says no more than its interval bears: what is
 * not shown to be so is "not shown", what is undecided "may be". Texts are marked for translation (gettext domain "assay").
 * All (transfer full), UTF-8.
 */
#pragma once

#include "words/number.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_HEDGE_SHOWN,     /* significant, or decided */
  ASSAY_HEDGE_NOT_SHOWN, /* no difference shown */
  ASSAY_HEDGE_UNDECIDED  /* the interval holds the bound */
} AssayHedge;

/* "Female, Black": the values of a slice, for reading; n is at most what a crossing has. A NULL value is missing. */
char *assay_sentence_slice  (const char *const *values, guint n);
/* "recall", "false positive rate": a measure's label within a sentence; formulas and names keep their capitals. */
char *assay_sentence_measure (const AssayMeasure *measure);
/* "Recall for Female, Black is 12 points (9 to 15) below the rest; 2,310 rows" */
char *assay_sentence_against_rest (const AssayMeasure *measure, const char *slice, const AssayEstimate *difference,
                                   AssayHedge hedge, guint64 n_rows);
/* "Accuracy is 3.7 points (3.3 to 4.0) above today's model"; whole set */
char *assay_sentence_against_model (const AssayMeasure *measure, const char *model, const AssayEstimate *difference);
/* "Recall by age: from 16 to 76 %" */
char *assay_sentence_range   (const AssayMeasure *measure, const char *column, double least, double most,
                              const AssayEstimate *typical);
/* "12 points (9 to 15)": how far two shares are apart, without a sign; of -12 (-15 to -9) as well. */
char *assay_sentence_points  (const AssayEstimate *difference, gboolean is_utf8);
/* "noisy is worth fixing first: up to 0.6 points of accuracy"; "may be", "perhaps none", where the interval holds 0 */
char *assay_sentence_gain    (const char *tag, const AssayEstimate *gain);
/* "noisy is on more errors than any other tag: 44 % (41 to 47)", of the tag that is on the most */
char *assay_sentence_holds   (const char *tag, const AssayEstimate *share);
/* The first letter as a capital. */
char *assay_sentence_capital (const char *text);

G_END_DECLS
