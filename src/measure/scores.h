/* scores.h: what a histogram of scores by label says (measures.md 2, 3).
 *
 * The rows of a slice by score bin and label, low bins first, with the sum of the scores of each: enough for every
 * threshold's confusion, the curves (ROC, precision and recall, gain, KS) and the calibration. Bins are those of the
 * whole set, so that the histogram of a slice's rest is the whole's less the slice's. Ties within a bin count half in
 * the AUC, one step in the AP; what the binning may have moved is worked out beside each.
 *
 * With more than two classes the score is the confidence in the predicted class and "positive" means that the
 * prediction was right: there are a calibration and every threshold's counts, and no AUC, AP, KS, Brier or log loss.
 *
 * All functions are pure and may run on any thread.
 */
#pragma once

#include "measure/measure.h"
#include "measure/moments.h"

G_BEGIN_DECLS

#define ASSAY_OUTSIDE_UNIT "scores outside [0, 1]" /* why a loss or a calibration is undefined */

/* A bin with rows. */
typedef struct
{
  guint    bin;
  guint64  negatives, positives;        /* rows */
  __int128 negative_sum, positive_sum;  /* Σ score * 2^k of them */
} AssayScoreBin;

/* Σx and Σx² of a loss of every row, x a fixed-point integer that stands for x / 2^k. */
typedef struct
{
  guint    k;
  __int128 sum, squares;
} AssayScoreLoss;

/* What the rows of a bin weigh, by label: Σw, Σw², Σ(w score), of negatives and of positives. */
typedef struct
{
  __int128 w[2], ww[2], score[2];
} AssayScoreWeight;

typedef struct
{
  int              k_w, k_score;     /* of Σw, and of Σ(w score) */
  AssayMoments     brier, log_loss;  /* x: w times the loss; weighted */
  AssayScoreWeight bins[];           /* n_bins of the histogram */
} AssayScoreWeighing;

struct _AssayHistogram
{
  guint                n_edges;         /* bins + 1 */
  const double        *edges;           /* bin b is [edges[b], edges[b + 1]), the last one closed; borrowed */
  guint                n_bins;
  const AssayScoreBin *bins;            /* ascending, only those with rows */
  guint                k;               /* scale of the sums of scores */
  gboolean             is_probability;  /* every score of the whole set lies within [0, 1] */
  gboolean             is_top_label;    /* score of the predicted class, more than two classes */
  AssayScoreLoss       brier, log_loss;
  AssayScoreWeighing  *weighing;        /* (nullable) owned: the rows weigh differently, and all measures are of weights */
};

/* score-weighted.c: all sums 0; freed with g_free(). */
AssayScoreWeighing *assay_score_weighing_new (guint n_bins);
/* The whole less a part of it, exactly. What is returned owns its bins, not the edges. */
AssayHistogram *assay_histogram_less      (const AssayHistogram *whole, const AssayHistogram *part);
void            assay_histogram_free      (AssayHistogram *self);
guint64         assay_histogram_positives (const AssayHistogram *self);
guint64         assay_histogram_rows      (const AssayHistogram *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayHistogram, assay_histogram_free)

/* --- every threshold (score-points.c) ------------------------------------------------------------------------ */

/* Rows with score >= threshold are called positive. Rates, precision and the gain curve (tp / P against the share of
 * rows called positive) follow from the counts, unless the rows weigh differently. */
typedef struct
{
  double  threshold;  /* edge of a bin; INFINITY: nothing is called positive */
  guint64 tp, fp, fn, tn;
} AssayScorePoint;

/* Room for n_bins + 1 points: from nothing called positive down to the lower edge of the lowest bin with rows. */
void            assay_score_points (const AssayHistogram *self, AssayScorePoint *points);
/* At any threshold; exact where it is an edge, else that of the next edge above it. */
AssayScorePoint assay_score_at     (const AssayHistogram *self, double threshold);

/* How far each could lie from its value on the scores themselves. */
typedef struct
{
  double auc;               /* ± Σ pos neg / (2 P N) */
  double ks;                /* ± max (pos / P, neg / N) of a bin */
  double ap_least, ap_most; /* AP in the worst and the best order within bins */
} AssayBinningError;

#define ASSAY_BINNING_SHOWN 0.0005  /* from where a binning error is shown */

/* NaN without positives and negatives, and of weighted rows. */
AssayBinningError assay_score_binning_error (const AssayHistogram *self);

/* --- ROC AUC (score-auc.c) ------------------------------------------------------------------------------------ */

/* Trapezoid, ties half. Interval: DeLong 1988 on bins, logit; where min (P, N) min (A, 1 - A) < 5, and at A = 0 or 1,
 * the roots of Newcombe 2006 as a score interval. */
AssayEstimate assay_score_auc (const AssayHistogram *self, double confidence);

/* Two models on the same rows: a cell of (label, new bin, old bin). */
typedef struct
{
  guint    new_bin, old_bin;
  guint64  negatives, positives;
  __int128 new_sum, old_sum;   /* Σ score * 2^k of each model, for the calibration error alone */
} AssayScorePair;

typedef struct
{
  guint                 n_new_bins, n_old_bins;
  guint                 n_pairs;
  const AssayScorePair *pairs;    /* only those with rows, each pair of bins once, in any order */
  guint                 k_new, k_old;
  gboolean              are_probabilities;
  AssayMoments          brier, log_loss; /* x the new model's, y the old one's */
} AssayScorePairs;

/* AUC new - old with DeLong's covariance of the two; equal rankings have no spread. */
AssayEstimate assay_score_auc_difference (const AssayScorePairs *pairs, double confidence);

/* --- curves and calibration by draws (score-draws.c) ----------------------------------------------------------- */

typedef enum
{
  ASSAY_CURVE_AP,           /* Σ (R_i - R_{i-1}) P_i, bins from high to low */
  ASSAY_CURVE_KS,           /* greatest distance of the two distribution functions */
  ASSAY_CURVE_CALIBRATION,  /* squared calibration error, debiased */
  ASSAY_CURVE_AUC,          /* of weighted rows alone: others have a closed form */
  ASSAY_N_CURVES
} AssayCurve;

/* Any of them, drawn once for all that are wanted: AP and KS with ends by type 7 of 1000 Dirichlet draws over
 * the bins with rows (both labels of each; prior mass 2 in all), the calibration error with z times the draws'
 * standard deviation, its calibration bins kept. Of weighted rows: replicates of their weights
 * instead (score-weighted.c). estimates has room for all. */
void          assay_score_curves           (const AssayHistogram      *self,
                                            const gboolean             is_wanted[ASSAY_N_CURVES],
                                            const AssayMeasureOptions *options,
                                            AssayEstimate             *estimates);
/* New - old of one of them, by draws over the pairs of bins. */
AssayEstimate assay_score_curve_difference (AssayCurve                 curve,
                                            const AssayScorePairs     *pairs,
                                            const AssayMeasureOptions *options);
/* New - old of any measure of scores. */
AssayEstimate assay_score_difference       (const AssayMeasure        *measure,
                                            const AssayScorePairs     *pairs,
                                            const AssayMeasureOptions *options);
/* A squared error as it is shown: the root of its value and ends, 0 where they are negative. */
AssayEstimate assay_score_root             (const AssayEstimate *squared);

/* --- calibration (score-calibration.c) ------------------------------------------------------------------------- */

#define ASSAY_CALIBRATION_BINS 15

typedef struct
{
  double        lo, hi;     /* edges of the scores in it */
  guint64       n, positives;
  double        score;      /* mean */
  AssayEstimate observed;   /* positives / n, Wilson */
} AssayCalibrationBin;

/* ECE = Σ n_b / n |observed - score| and the greatest |observed - score|, beside the means of both over draws of
 * labels that follow the scores exactly: with few rows a perfectly calibrated model has an ECE too. No interval is
 * claimed for them (measures.md 2); the calibration error of assay_score_curves() has one. */
typedef struct
{
  guint               n_bins;
  AssayCalibrationBin bins[ASSAY_CALIBRATION_BINS];
  double              ece, max_error;
  double              expected_ece, expected_max_error;
  const char         *why;  /* why there is none, or NULL */
} AssayCalibration;

AssayCalibration assay_score_calibration (const AssayHistogram *self, const AssayMeasureOptions *options);

/* --- measures (score-measures.c) ------------------------------------------------------------------------------- */

/* Every measure of scores, in the order that reports use. */
const AssayMeasure *assay_score_measures (guint *n_measures);
/* The curve that a measure is read from; ASSAY_N_CURVES: none, it has a closed form. */
AssayCurve          assay_score_curve_of (const AssayMeasure *measure);

/* --- losses (score-loss.c) -------------------------------------------------------------------------------------- */

/* Mean of (score - y)², and of -ln of the score of what came true, clipped at 1e-15; delta method, t. */
AssayEstimate assay_score_brier    (const AssayHistogram *self, double confidence);
AssayEstimate assay_score_log_loss (const AssayHistogram *self, double confidence);

G_END_DECLS
