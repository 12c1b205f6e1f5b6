/* moments.h: means, ratios of sums and the errors of a regression, from exact integer sums (measures.md 1, 3).
 *
 * A row has one or two values, fixed-point integers of at most 31 bits: the integer x stands for x / 2^k. What
 * remains of the rows are sums, and every variance is an exact integer until it is rounded once to double: a
 * difference of nearly equal sums loses nothing. The sums of disjoint rows add up, and those of a slice's rest are
 * the whole's less the slice's. Rows in which a value that is needed is missing are in none of the sums.
 *
 *   measure              x                     y          sums used
 *   mean                 the value             -          x, xx
 *   MAE                  |e|                   -          x, xx        e = prediction - label
 *   mean error           e                     -          x, xx
 *   RMSE                 e², on its own scale  -          x, xx        xx is Σe⁴
 *   R²                   e², on its own scale  the label  all five, and those of the label's square
 *   ratio of sums        the numerator         the denominator: all five
 *   differences of two models on the same rows: x the new one's, y the old one's: all five
 *
 * Intervals: the delta method, t with n - 1 degrees; of R² on log (1 - R²), which has the first-order variance of the
 * bootstrap over rows that it stands in for, with (n - 1)/3 (r2.c). One row has a value and no interval; values without
 * variation have "no spread". Coverage is what t promises where the mean of x is about normal; squared errors are skew,
 * so that RMSE takes some 100 rows of normal errors, and some 1,000 of heavy-tailed ones (double exponential).
 *
 * Weighted rows: Σwx/Σw in the place of the mean, t with Kish's (Σw)²/Σw² - 1 degrees; R² has a value and no interval
 * (moments-weighted.c).
 *
 * R² takes the label's third and fourth powers, too. The integer y² has 62 bits and is summed as two halves of 31, y² =
 * h 2^31 + l: their products with x, with y and with one another are exact, however far from 0 the labels are.
 *
 * Limits: |x|, |y| <= 2^31 and n <= 2^40 keep every integer below 2^244.
 */
#pragma once

#include "measure/measure.h"

G_BEGIN_DECLS

struct _AssayMoments
{
  guint64  n;                   /* rows */
  int      k_x, k_y;            /* scales */
  __int128 x, xx, y, xy, yy;    /* Σx, Σx², Σy, Σxy, Σy² of the integers; 0 where the measure has no use for it */
  /* Weighted rows: x is Σw x and xx Σ(w x)², w x an integer of a scale of its own, and so are y and all products; of R²
   * y, yh, yl are Σw y, Σw h, Σw l instead, with the label's integer, and the other powers of labels are not there. */
  gboolean is_weighted;
  gboolean is_even;             /* all rows weigh the same: nothing is said of what they are worth */
  gint64   k_w;                 /* no padding: moments are compared byte by byte */
  __int128 w, ww, xw, yw;       /* Σw, Σw², Σ(w x)w, Σ(w y)w */
  __int128 xh, xl, yh, yl, hh, hl, ll; /* R² alone: Σxh ... of the halves of y² */
};

/* Sums of disjoint rows on the same scales: self += other, self -= part. */
void          assay_moments_add             (AssayMoments *self, const AssayMoments *other);
void          assay_moments_subtract        (AssayMoments *self, const AssayMoments *part);

AssayEstimate assay_moments_mean            (const AssayMoments *moments, double confidence);
/* Undefined where Σy is 0. */
AssayEstimate assay_moments_ratio           (const AssayMoments *moments, double confidence);
/* Root of the mean of x >= 0. The lower end is never below 0. */
AssayEstimate assay_moments_root_mean       (const AssayMoments *moments, double confidence);
/* 1 - Σe²/Σ(y - ȳ)²; undefined where all labels are equal. */
AssayEstimate assay_moments_r2              (const AssayMoments *moments, double confidence);

/* Two models on the same rows: mean x - mean y, and √(mean x) - √(mean y). */
AssayEstimate assay_moments_mean_difference (const AssayMoments *moments, double confidence);
AssayEstimate assay_moments_root_difference (const AssayMoments *moments, double confidence);
/* R² of new - R² of old, from the moments of R² of each on the same rows and Σe²f² of their errors. */
AssayEstimate assay_moments_r2_difference   (const AssayMoments *new, const AssayMoments *old, __int128 product,
                                             double confidence);

/* Which of an evidence's moments are what in a regression; those of the plan's own measures follow, or come first where
 * there is no regression. Pairs have these three with y the old model's, then each model's own of R². */
enum { ASSAY_MOMENTS_ABSOLUTE, ASSAY_MOMENTS_ERROR, ASSAY_MOMENTS_SQUARE, ASSAY_MOMENTS_REGRESSION,
       ASSAY_MOMENTS_NEW = ASSAY_MOMENTS_REGRESSION, ASSAY_MOMENTS_OLD, ASSAY_MOMENTS_PAIR };

/* (nullable) Why two models are not compared by a measure; NULL: they are. */
const char   *assay_moments_why_unpaired    (const AssayMeasure *measure, gboolean is_weighted);
/* new - old of a measure, from the ASSAY_MOMENTS_PAIR moments of the rows that both models and the label have. */
AssayEstimate assay_moments_difference      (const AssayMeasure *measure, const AssayMoments *moments, double confidence);
/* Each model's own ASSAY_MOMENTS_REGRESSION moments, on the rows of the pair. */
void          assay_moments_of_new          (const AssayMoments *pair, AssayMoments *own);
void          assay_moments_of_old          (const AssayMoments *pair, AssayMoments *own);

G_END_DECLS
