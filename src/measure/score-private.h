/* score-private.h: what the files of scores share. */
#pragma once

#include "measure-private.h"
#include "scores.h"
#include "weighted.h"

G_BEGIN_DECLS

#define ASSAY_NEEDS_BOTH "needs positives and negatives"
#define ASSAY_NEEDS_TWO_OF_EACH "fewer than two positives or two negatives"
#define ASSAY_WEIGHTED_CALIBRATION "what chance adds is not worked out for weighted rows; see calibration_error"
#define ASSAY_TOP_LABEL "the score of the predicted class alone, with more than two classes"
#define ASSAY_NO_SCORE "the model has no score"
#define ASSAY_SCORE_DRAWS 1000
#define ASSAY_SCORE_MOST_DRAWS 5000 /* 40 MB of KS at 1024 bins */

static inline guint
score_draws (const AssayMeasureOptions *options)
{
  return options->n_draws > 0 ? MIN (options->n_draws, ASSAY_SCORE_MOST_DRAWS) : ASSAY_SCORE_DRAWS;
}

/* Rows of both labels in bins with rows, low to high, as real weights. */
typedef struct
{
  guint         n;
  const double *negatives, *positives;
} AssayScoreWeights;

/* score-curve.c; NaN where one of the labels has no weight */
double assay_curve_auc (const AssayScoreWeights *weights);
double assay_curve_ap  (const AssayScoreWeights *weights);
double assay_curve_ks  (const AssayScoreWeights *weights);
/* Distance of the labels' distribution functions above each bin, negatives' less positives'; n of them. */
void   assay_curve_gaps (const AssayScoreWeights *weights, double *gaps);

/* score-calibration.c: mean of n scores with this sum; of those of the other label of the bin where there are none.
 * */
double assay_mean_score         (__int128 sum, guint64 n, __int128 other_sum, guint64 other_n, guint k);
/* The calibration bin of each bin with rows, by the closing rule of measures.md 2; returns how
 * many there are. counts: rows of each bin, both labels. */
guint  assay_calibration_groups (const guint64 *counts, guint n, guint *groups);

/* score-draws.c: value ± z times the standard deviation of its draws. */
void   assay_spread_ends (AssayEstimate *estimate, const double *draws, guint n_draws, double confidence);

/* What stays the same over draws of a calibration error. */
typedef struct
{
  guint         n_groups;
  const guint  *groups;                          /* of each bin */
  const double *negative_scores, *positive_scores; /* mean score of the rows of each bin */
  double        rows[ASSAY_CALIBRATION_BINS];    /* what all weights together would stand for at each group's worth */
} AssayCalibrationShape;

/* score-weighted.c, all of a histogram whose rows are weighted: Σw and Σw² of n_bins negatives, then of positives; the mean
 * score of a bin's label y; what all rows are worth; weights as masses for assay_calibration_groups(); the rows that each
 * group is worth, over its share of weight. */
AssayScoreWeighing *assay_score_weighing_less  (const AssayHistogram *whole, const AssayHistogram *part,
                                                const AssayHistogram *rest);
AssayWeights       *assay_score_weighing_cells (const AssayHistogram *scores);
double              assay_score_weighing_mean  (const AssayHistogram *scores, guint bin, guint y);
double              assay_score_worth          (const AssayHistogram *scores);
void                assay_score_weighing_masses (const AssayHistogram *scores, guint64 *masses);
void                assay_score_weighing_rows  (const AssayHistogram *scores, const guint *groups, double *rows);

/* Squared calibration error, debiased, of weights; NaN without any weight. */
double assay_calibration_squared (const AssayCalibrationShape *shape, const AssayScoreWeights *weights);

G_END_DECLS
