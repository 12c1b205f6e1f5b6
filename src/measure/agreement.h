/* agreement.h: how far annotators agree, and what that says of labels and of a model (measures.md 9).
 *
 * The ratings of a row are a multiset: who gave them is of no account but for pairs of annotators and for each one's own
 * level and bias. Rows with the same multiset are one pattern, so that ten million rows are some thousands of patterns,
 * and everything here is a function of how many rows each has.
 *
 *   table                               functions
 *   (class of i, class of j)            assay_annotator_pair()
 *   (multiset)                          assay_agreement()
 *
 * Intervals of kappas and alphas are the Bayesian bootstrap over rows (Rubin 1981): each row weighs as an exponential
 * variate, so that a pattern of n rows weighs as a gamma variate of shape n, exactly. There is no prior: where every
 * rater agrees there is "no spread". Streams are those of all draws, keyed by (seed, stream, draw); patterns are put in
 * order first, so that neither the order of codes nor who rated changes a bit. Means and ratios of sums over rows have
 * the delta method, t with n - 1 degrees; shares of rows are Wilson's.
 *
 * All functions are pure and may run on any thread; `n` of an estimate counts rows.
 */
#pragma once

#include "measure/measure.h"

G_BEGIN_DECLS

/* In place of a label or prediction that is missing. */
#define ASSAY_NO_CLASS G_MAXUINT

typedef struct
{
  guint class;     /* position in the one class list */
  guint n;         /* > 0: raters of the row who said it */
} AssayRating;

/* All borrowed. Patterns stand in any order, each multiset once. */
typedef struct
{
  guint                  n_classes;
  const double          *values;       /* (nullable) n_classes: what the classes are as numbers; NULL: not all are */
  guint                  n_patterns;
  const guint           *offsets;      /* n_patterns + 1: pattern i is ratings offsets[i] .. offsets[i + 1] - 1 */
  const AssayRating     *ratings;      /* ascending by class within a pattern; a pattern may be empty */
  const guint64         *rows;         /* n_patterns */
  const guint           *cell_offsets; /* (nullable) n_patterns + 1: the pattern's rows by label and prediction */
  const AssayMatrixCell *cells;        /* each may be ASSAY_NO_CLASS */
} AssayRatings;

/* --- two annotators ---------------------------------------------------------------------------------------------- */

typedef enum { ASSAY_KAPPA_PLAIN, ASSAY_KAPPA_LINEAR, ASSAY_KAPPA_QUADRATIC, ASSAY_N_KAPPAS } AssayKappa;

typedef struct
{
  AssayEstimate agreement;               /* the share of rows on which both say the same; Wilson */
  AssayEstimate kappas[ASSAY_N_KAPPAS];  /* Cohen 1960, 1968 */
} AssayAnnotatorPair;

/* Rows that both rated, the one's classes as labels, the other's as predictions. Categories are the classes that either
 * used, in the class list's order, which is what the weights are made of: |i - j|/(k - 1) and its square. Undefined where
 * both use one and the same class only. */
AssayAnnotatorPair assay_annotator_pair (const AssayMatrix *matrix, const AssayMeasureOptions *options);

/* --- all annotators ---------------------------------------------------------------------------------------------- */

typedef enum { ASSAY_ALPHA_NOMINAL, ASSAY_ALPHA_ORDINAL, ASSAY_ALPHA_INTERVAL, ASSAY_N_ALPHAS } AssayAlpha;

/* What merging two classes would do. Of all pairs of classes that some row has both of. */
typedef struct
{
  guint         a, b;     /* classes, a < b */
  guint64       n_splits; /* pairs of ratings of a row of which one says a and the other b */
  AssayEstimate nominal;  /* nominal alpha with a and b merged */
  AssayEstimate ordinal;  /* ordinal alpha with a and b merged: of neighbours among the classes rated */
} AssayClassSplit;

typedef struct
{
  guint64          rows;                   /* with two ratings or more: what all of this is of */
  guint64          ratings;                /* of those rows */
  guint64          one_rating, no_rating;  /* rows left out */
  AssayEstimate    pairwise;               /* of all pairs of ratings of a row, the share that agree */
  AssayEstimate    fleiss;                 /* Fleiss 1971 */
  guint            fleiss_ratings;         /* of rows with this number of ratings, the commonest (the greater of two) */
  guint64          fleiss_left_out;        /* rows with two ratings or more, but another number */
  AssayEstimate    alphas[ASSAY_N_ALPHAS]; /* Krippendorff 2011 */
  AssayClassSplit *splits;                 /* those that split most often first */
  guint            n_splits;
} AssayAgreement;

/* At most most_splits pairs of classes, with the intervals of their alphas from the same draws. */
void assay_agreement       (const AssayRatings *ratings, guint most_splits, const AssayMeasureOptions *options,
                            AssayAgreement *agreement);
void assay_agreement_clear (AssayAgreement *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayAgreement, assay_agreement_clear)

G_END_DECLS
