/* what-if.h: everything at another threshold, from the counts alone. Part of src/judge's door.
 *
 * The audited model's scores were counted slice by slice and label by label, in bins; at any edge of these the matrix of
 * every slice is known, and all that follows from it is what a new audit with that threshold= would find: measures with
 * their intervals, slices against their rest, paired models, tags, checks. A step takes no look at a row:
 *
 *   what_if = assay_what_if_new (findings, &why)
 *   assay_what_if_move (what_if, edge)              closed forms, within a frame
 *   assay_what_if_settle (what_if)                  what is drawn, sentences, rows to decide: when the threshold rests
 *   assay_what_if_findings (what_if)                shown in place of the findings it was made from, which it needs
 *
 * What cannot follow stays as the audit has it and is told apart: slices whose scores were not counted, models whose
 * predictions are not known beside them, pairs and sets of tags, gaps, annotators, groups. It belongs to one thread.
 */
#pragma once

#include "judge/judge.h"

G_BEGIN_DECLS

typedef struct _AssayWhatIf AssayWhatIf;

/* (nullable) (transfer full) NULL: nothing can follow; why (transfer full) is a sentence. */
AssayWhatIf         *assay_what_if_new       (const AssayFindings *findings, char **why);
void                 assay_what_if_free      (AssayWhatIf *self);
/* (nullable) The same sentence without making one. (transfer full) */
char                *assay_what_if_why_not   (const AssayFindings *findings);

/* Where the threshold may stand, ascending: from an edge on scores are positive. The last one is INFINITY: none is. */
const double        *assay_what_if_edges     (const AssayWhatIf *self, guint *n_edges);
/* The plan's; and the edge that is nearest to a score. */
guint                assay_what_if_own_edge  (const AssayWhatIf *self);
guint                assay_what_if_nearest   (const AssayWhatIf *self, double score);
guint                assay_what_if_edge      (const AssayWhatIf *self);
double               assay_what_if_threshold (const AssayWhatIf *self);
/* FALSE: beside the score there is a column of predictions, and it is not score >= threshold in every row. What is shown
 * at the plan's own threshold then differs from the audit. */
gboolean             assay_what_if_is_own    (const AssayWhatIf *self);

void                 assay_what_if_move      (AssayWhatIf *self, guint edge);
void                 assay_what_if_settle    (AssayWhatIf *self);
/* Both in one. */
void                 assay_what_if_settle_at (AssayWhatIf *self, guint edge);
gboolean             assay_what_if_is_settled (const AssayWhatIf *self);

/* (transfer none) The same slices, tags and checks at the same places; changed by every step. Reasons of a check's results are
 * NULL until it is settled. */
const AssayFindings *assay_what_if_findings  (const AssayWhatIf *self);

typedef enum
{
  ASSAY_FOLLOWS,       /* it is of the moved threshold */
  ASSAY_FOLLOWS_LATER, /* when it is settled: until then as it last was */
  ASSAY_STAYS,         /* it is of the plan's threshold: "at 0.50" */
} AssayFollow;

/* finding: one of the what-if's findings. */
AssayFollow          assay_what_if_slice     (const AssayWhatIf *self, const AssayFinding *finding);
AssayFollow          assay_what_if_paired    (const AssayWhatIf *self, guint baseline);
AssayFollow          assay_what_if_check     (const AssayWhatIf *self, guint check);
/* Rooms, gains and priorities against a reference of the tags. */
AssayFollow          assay_what_if_reference (const AssayWhatIf *self, guint reference);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayWhatIf, assay_what_if_free)

G_END_DECLS
