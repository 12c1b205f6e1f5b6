/* check-sentence.h: a check of a plan as a sentence, before any number is known: "recall of every race is at least 0.70".
 *
 * The bound stands as the plan wrote it. All (transfer full), UTF-8.
 */
#pragma once

#include "measure/measure.h"
#include "plan/plan.h"

G_BEGIN_DECLS

/* What a name in measure= is called within a sentence: "false positive rate"; a name that is none, or a plan's own, as it
 * is. */
char       *assay_measure_words  (const AssayPlan *plan, const char *name);
/* "the whole set", "every slice", "every race", "every sex and race", "race Black", "62 and older" */
char       *assay_target_words   (const AssayTarget *target);
/* "at least", "at most", "no worse than" (transfer none) */
const char *assay_bound_words    (AssayBoundKind bound);
/* "recall of every race is at least 0.70", "accuracy of every slice is no worse than current by more than 0.02" */
char       *assay_check_sentence (const AssayPlan *plan, const AssayCheck *check);

G_END_DECLS
