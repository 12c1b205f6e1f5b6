/* agreement.h: how far annotators agree, and what that says of labels and of a model (measures.md 9).
 *
 * The ratings of a row are a multiset: who gave them is of no account but for pairs of annotators and for each one's
 * own level and bias. Rows with the same multiset are one pattern, so that ten million rows are some thousands of
 * patterns, and everything here is a function of how many rows each has.
 *
 *   table                               functions
 *   (class of i, class of j)            assay_annotator_pair()
 *   (multiset[, label, prediction])     assay_agreement(), assay_human_level(), assay_uncertain(),
 *                                       assay_label_noise()
 *   (multiset, class of i)              assay_annotator()
 *
 * Intervals of kappas and alphas are the Bayesian bootstrap over rows (Rubin 1981): each row weighs as an exponential
 * variate, so that a pattern of n rows weighs as a gamma variate of shape n, exactly. There is no prior: where every
 * rater agrees there is "no spread". Ends are value ± t s on the scale of log (1 - kappa), s the draws' deviation.
 * Streams are those of all draws, keyed by (seed, stream, draw); patterns are put in order first, so that neither the
 * order of codes nor who rated changes a bit. Ratios of sums over rows have the delta method's variance: shares as
 * Wilson's of effective rows, differences with Bonett & Price's two rows more (agreement-ratio.c). Shares of rows are
 * Wilson's.
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

/* --- two annotators --------------------------------------------------------------------------------------------- */

typedef enum { ASSAY_KAPPA_PLAIN, ASSAY_KAPPA_LINEAR, ASSAY_KAPPA_QUADRATIC, ASSAY_N_KAPPAS } AssayKappa;

typedef struct
{
  AssayEstimate agreement;               /* the share of rows on which both say the same; Wilson */
  AssayEstimate kappas[ASSAY_N_KAPPAS];  /* Cohen 1960, 1968 */
} AssayAnnotatorPair;

/* Rows that both rated, the one's classes as labels, the other's as predictions. Categories are the classes that
 * either used, in the class list's order, which is what the weights are made of: |i - j|/(k - 1) and its square.
 * Undefined where both use one and the same class only. */
AssayAnnotatorPair assay_annotator_pair (const AssayMatrix *matrix, const AssayMeasureOptions *options);

/* --- all annotators --------------------------------------------------------------------------------------------- */

typedef enum { ASSAY_ALPHA_NOMINAL, ASSAY_ALPHA_ORDINAL, ASSAY_ALPHA_INTERVAL, ASSAY_N_ALPHAS } AssayAlpha;

/* What merging two classes would do. Of all pairs of classes that some row has both of. */
typedef struct
{
  guint         a, b;     /* classes, a < b */
  guint64       n_splits; /* pairs of ratings of a row of which one says a and the other b */
  AssayEstimate split;    /* n_splits among the pairs of ratings of a row that say a or b */
  AssayEstimate nominal;  /* nominal alpha with a and b merged */
  AssayEstimate ordinal;  /* ordinal alpha with a and b merged: of neighbours among the classes rated */
  AssayEstimate accuracy; /* of the prediction against the label, with a and b merged; Wilson */
} AssayClassSplit;

typedef struct
{
  guint64          rows;                   /* with two ratings or more: what all of this is of */
  guint64          ratings;                /* of those rows */
  guint64          one_rating, no_rating;  /* rows left out */
  AssayEstimate    pairwise;               /* of all pairs of ratings of a row, the share that agree */
  AssayEstimate    fleiss;                 /* Fleiss 1971 */
  guint            fleiss_ratings;         /* of rows with so many: the commonest number, of two the greater */
  guint64          fleiss_left_out;        /* rows with two ratings or more, but another number */
  AssayEstimate    alphas[ASSAY_N_ALPHAS]; /* Krippendorff 2011 */
  AssayClassSplit *splits;                 /* those that split most often first */
  guint            n_splits;
} AssayAgreement;

/* At most most_splits pairs of classes, with the intervals of their alphas from the same draws: 32 KB each. */
void assay_agreement       (const AssayRatings *ratings, guint most_splits, const AssayMeasureOptions *options,
                            AssayAgreement *agreement);
void assay_agreement_clear (AssayAgreement *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayAgreement, assay_agreement_clear)

/* --- human level ------------------------------------------------------------------------------------------------ */

/* Each rating of a row is left out in turn, and what the others say most often is the majority: of t classes that are
 * said equally often each counts 1/t. Whoever says the majority's class has that credit; a level is the credit of all
 * ratings left out, over their number. Rows with fewer than two ratings are out. Ends stay within 0 and 1. */
typedef struct
{
  AssayEstimate human;     /* of each rating itself */
  AssayEstimate model;     /* of the prediction, against the same majorities; rows that have one */
  AssayEstimate label;     /* of the label; rows that have one */
  AssayEstimate room;      /* human - model on the rows with a prediction, paired; below 0 the model is ahead */
} AssayHumanLevel;

AssayHumanLevel assay_human_level (const AssayRatings *ratings, double confidence);

/* Rows in which the annotator gave this class. */
typedef struct
{
  guint   pattern, class;
  guint64 n;
} AssayAnnotatorCell;

typedef struct
{
  guint         class;
  AssayEstimate own;        /* the share of the annotator's ratings; Wilson */
  AssayEstimate others;     /* the mean over the same rows of the share among the others' ratings */
  AssayEstimate difference; /* own - others, paired: above 0 the annotator says it too often */
} AssayBias;

typedef struct
{
  AssayEstimate level;      /* against the majority of the others */
  AssayBias    *biases;     /* ascending by class: those that the annotator or the others said */
  guint         n_biases;
} AssayAnnotator;

/* Of rows that others rated, too. Cells in any order; one whose pattern lacks its class is left out. */
void assay_annotator       (const AssayRatings *ratings, const AssayAnnotatorCell *cells, guint n_cells,
                            double confidence, AssayAnnotator *annotator);
void assay_annotator_clear (AssayAnnotator *self);
/* (transfer container) (element-type AssayBias) Those whose interval lies beside 0, the largest first. */
GPtrArray *assay_annotator_biases (const AssayAnnotator *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayAnnotator, assay_annotator_clear)

/* The share of the pairs of ratings of a row of this pattern that differ: 0 where all agree, 1 where all are apart,
 * NaN of fewer than two ratings. Rows are ranked by it for review. */
double          assay_disagreement (const AssayRatings *ratings, guint pattern);

/* --- labels ----------------------------------------------------------------------------------------------------- */

/* What a class "uncertain" for rows without a majority would do: rows of two ratings or more of which no class has
 * more than half. */
typedef struct
{
  AssayEstimate share;         /* rows without a majority; Wilson */
  AssayEstimate pairwise;      /* on the other rows: of all pairs of ratings of a row, the share that agree */
  AssayEstimate accuracy;      /* on the other rows: the prediction against the label; Wilson */
  AssayEstimate all_accuracy;  /* the same on all rows of two ratings or more */
} AssayUncertain;

AssayUncertain assay_uncertain   (const AssayRatings *ratings, double confidence);

/* Rows of which all ratings, two or more, and the prediction are one class, but the label is another: among rows of
 * two ratings or more with a label and a prediction. */
typedef struct
{
  guint64       rows;
  AssayEstimate share;  /* Wilson */
} AssayLabelNoise;

AssayLabelNoise assay_label_noise (const AssayRatings *ratings, double confidence);

G_END_DECLS
