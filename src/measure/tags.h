/* tags.h: what an error tag says of a model: Ng's four numbers, lift, and the gain that lies in it (measures.md 5).
 *
 * Rows have any number of tags. A tag is a part of the whole set, with the same evidence as a slice has: rows that are
 * weighted or clustered get their intervals as those do. Shares are of measured rows: both label and prediction there.
 * All functions are pure and may run on any thread.
 */
#pragma once

#include "measure/measure.h"

G_BEGIN_DECLS

typedef struct
{
  guint64       rows, errors;    /* measured rows with the tag, and the wrong ones among them */
  AssayEstimate share_of_errors; /* of the set's errors, those with the tag */
  AssayEstimate error_rate;      /* within the tag */
  AssayEstimate share_of_data;   /* of the set's rows, those with the tag */
  AssayEstimate lift;            /* error rate within the tag over that of all other rows: Katz */
} AssayTagShares;

/* whole and tag: of the audited model, the tag's rows being some of the whole's. Clustered rows: how many clusters have
 * errors was not counted; t takes the lesser of all clusters and the rows of the denominator. */
AssayTagShares assay_tag_shares (const AssayEvidence       *whole,
                                 const AssayEvidence       *tag,
                                 const AssayMeasureOptions *options);
/* Points of overall accuracy to be won if the model did in the tag what the baseline does, rows by rows: (b - c)/n, b rows
 * of the tag that only the baseline (old) has right, c only the model (new), n all rows of the whole's pairs. Bonett &
 * Price 2012; of weighted or clustered rows by replicates. Gains of the parts of a partition add up to the whole's. */
AssayEstimate  assay_tag_gain   (const AssayPairedMatrix   *whole,
                                 const AssayPairedMatrix   *part,
                                 const AssayMeasureOptions *options);
/* The same the other way round: of a - b that of b - a. */
AssayEstimate  assay_estimate_negated (AssayEstimate estimate);
/* room * share, both with intervals: delta method, the two taken as uncorrelated. */
AssayEstimate  assay_tag_gain_by_share (const AssayEstimate *room,
                                        const AssayEstimate *share,
                                        double               confidence);
/* How much oftener two tags come together than they would by chance: rows with both, over with_a * with_b / n. Undefined
 * where a tag has no row. log by the delta method over the four kinds of rows; no row with both: from 0 to Wilson's end. */
AssayEstimate  assay_tag_together (guint64 both,
                                   guint64 with_a,
                                   guint64 with_b,
                                   guint64 n,
                                   double  confidence);

G_END_DECLS
