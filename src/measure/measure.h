/* measure.h: the door of src/measure: a table in, numbers with their intervals out.
 *
 * Floating point starts here: fixed order of summation, NaN with a reason for what is undefined, never 0 in its
 * place. Every formula names its source; measures.md is the contract. All functions are pure and may run on any
 * thread.
 */
#pragma once

#include "measure/evidence.h"

#include <math.h>

G_BEGIN_DECLS

/* A point, its interval, and the rows of its denominator. */
typedef struct
{
  double      value;      /* NaN: undefined, why says the reason */
  double      lo, hi;     /* NaN: no interval, why says the reason */
  guint64     n;          /* rows of the denominator */
  const char *why;        /* static text, or NULL */
  double      n_eff;      /* what the n rows are worth when they are weighted or clustered; 0: each is worth one */
} AssayEstimate;

/* One class against the rest. With classes beside the positive and the negative one (an unknown class in the
 * prediction), right counts the diagonal, so that right <= tp + tn. Without a positive class
 * every row is in tn. */
typedef struct
{
  guint64 n, right, tp, fp, fn, tn;
} AssayConfusion;

AssayConfusion assay_confusion         (const AssayMatrix *matrix);
/* Each class in its turn against the rest, in one pass over the cells; confusions has room for n_classes. */
void           assay_confusion_classes (const AssayMatrix *matrix, AssayConfusion *confusions);

typedef enum
{
  ASSAY_MEASURE_ACCURACY, ASSAY_MEASURE_ERROR_RATE, ASSAY_MEASURE_PRECISION, ASSAY_MEASURE_RECALL,
  ASSAY_MEASURE_SPECIFICITY, ASSAY_MEASURE_FPR, ASSAY_MEASURE_FNR, ASSAY_MEASURE_FDR, ASSAY_MEASURE_FOR,
  ASSAY_MEASURE_F1, ASSAY_MEASURE_F_BETA, ASSAY_MEASURE_JACCARD, ASSAY_MEASURE_BALANCED_ACCURACY,
  ASSAY_MEASURE_MACRO_PRECISION, ASSAY_MEASURE_MACRO_RECALL, ASSAY_MEASURE_MACRO_F1,
  ASSAY_MEASURE_WEIGHTED_PRECISION, ASSAY_MEASURE_WEIGHTED_RECALL, ASSAY_MEASURE_WEIGHTED_F1,
  ASSAY_MEASURE_MCC, ASSAY_MEASURE_KAPPA, ASSAY_MEASURE_PREVALENCE, ASSAY_MEASURE_SELECTION_RATE,
  ASSAY_MEASURE_COST,
  ASSAY_MEASURE_MAE, ASSAY_MEASURE_RMSE, ASSAY_MEASURE_MEAN_ERROR, ASSAY_MEASURE_R2, /* of a regression */
  ASSAY_MEASURE_MEAN, ASSAY_MEASURE_RATIO, /* of numbers that each row has */
  ASSAY_MEASURE_ROC_AUC, ASSAY_MEASURE_AP, ASSAY_MEASURE_KS, ASSAY_MEASURE_BRIER, ASSAY_MEASURE_LOG_LOSS,
  ASSAY_MEASURE_CALIBRATION_ERROR,
  ASSAY_MEASURE_PARITY_RATIO, ASSAY_MEASURE_PARITY_DIFFERENCE, /* of groups: fairness.h; only in checks */
} AssayMeasureId;

typedef enum { ASSAY_DIRECTION_NONE, ASSAY_DIRECTION_HIGHER, ASSAY_DIRECTION_LOWER } AssayDirection;

/* What of the evidence a measure is a function of. */
typedef enum
{
  ASSAY_FAMILY_MATRIX,
  ASSAY_FAMILY_SCORE,
  ASSAY_FAMILY_MOMENT,
} AssayMeasureFamily;

/* How the interval is made; closed-form ones are always worked out. */
typedef enum
{
  ASSAY_INTERVAL_WILSON,    /* a proportion k/n */
  ASSAY_INTERVAL_JACCARD,   /* Wilson on tp/(tp+fp+fn); F1 = 2J/(1+J), ends transformed */
  ASSAY_INTERVAL_MOVER,     /* balanced accuracy, macro recall */
  ASSAY_INTERVAL_T,         /* delta method, t with n - 1 degrees: moments.h */
  ASSAY_INTERVAL_LOG_T,     /* R²: the same on log (1 - R²) */
  ASSAY_INTERVAL_DIRICHLET, /* 2000 draws, 1000 of curves: only when asked for */
  ASSAY_INTERVAL_DELONG,    /* ROC AUC: logit, or the roots of a score interval */
  ASSAY_INTERVAL_PAIRS,     /* of groups: from all pairs of them */
} AssayIntervalKind;

typedef struct
{
  AssayMeasureId    id;
  const char       *name;       /* "accuracy", "error_rate", "recall", "f1", "f0.5", "mcc" ... as plans spell it */
  const char       *label;      /* for people: "Recall" */
  AssayDirection    direction;  /* which way is better */
  AssayIntervalKind interval;
  double            beta;       /* F_BETA */
  AssayMeasureFamily family;
  guint             moments;    /* MOMENT: which of the evidence's moments */
  const char       *unit;       /* (nullable) " ms", as it stands behind a number; NULL: none, or the label's own */
} AssayMeasure;

/* Finds a measure by name, of classes or of a regression ("f0.5" makes an F-beta); FALSE when there is none. out->name
 * points into a static table or, for f<beta>, is g_intern_string()ed.
 * Also by what others call it ("auc", "tpr", "average_precision"): out->name is then ours. */
gboolean            assay_measure_find  (const char *name, AssayMeasure *out);
/* Every named measure of classes but F-beta, in the order that reports use. Measures of scores: scores.h. */
const AssayMeasure *assay_measure_table (guint *n_measures);
/* Those of a regression: mae, rmse, mean_error, r2. */
const AssayMeasure *assay_measure_regression_table (guint *n_measures);

/* Whether the measure is of one class against the rest: it needs a positive class. */
gboolean            assay_measure_is_of_class (const AssayMeasure *measure);

/* Numerator and denominator of a measure that is a proportion of rows (WILSON kinds), or of J for f1 and jaccard:
 * FALSE for others. */
gboolean assay_measure_proportion (const AssayMeasure   *measure,
                                   const AssayConfusion *confusion,
                                   guint64              *k,
                                   guint64              *n);

/* What a row costs by its label and prediction; pairs that are not named cost 0. */
typedef struct
{
  guint  label, prediction;
  double cost;
} AssayCost;

typedef struct
{
  double           confidence;  /* 0.95 */
  guint64          seed;        /* the plan's */
  const char      *stream;      /* canonical text of the slice: keys its random stream; "" for the whole set */
  guint            n_draws;     /* 0: 2000; of weighted rows 1000 */
  const AssayCost *costs;       /* (nullable) n_costs, ascending by (label, prediction), each pair once */
  guint            n_costs;
  gboolean         is_quick;    /* no draws: a measure of a matrix that takes them has its value, and ASSAY_NOT_DRAWN */
} AssayMeasureOptions;

#define ASSAY_NOT_DRAWN "its interval is not drawn yet"

/* Measures of one evidence, each worked out by its family's own file.
 *
 * The Dirichlet bootstrap (measures.md 3) draws the shares of the cells from Dirichlet (count + prior), the prior a
 * mass of 2 in all, spread evenly over the cells of the classes that are present in the slice: 2/C² of (label,
 * prediction), 1/2 for 2x2; 2/C³ of (label, new, old), 1/4 for two classes. Draws depend on (seed, stream) alone, so
 * all measures of a slice come from one set of draws, whether they are asked for together or one by one. Draws with
 * the measure undefined are left out; above 5 % of them there is no interval.
 *
 * Clustered rows have Poisson replicates instead, which were counted, and weighted rows those that follow from Σw and
 * Σw² of each cell (weighted.h), from the same (seed, stream); a measure that none of them changes has "no spread". */
AssayEstimate assay_measure_estimate  (const AssayMeasure        *measure,
                                       const AssayEvidence       *evidence,
                                       const AssayMeasureOptions *options);
/* The same for several measures, drawn once. estimates has room for n_measures. */
void          assay_measure_estimates (const AssayMeasure        *measures,
                                       guint                      n_measures,
                                       const AssayEvidence       *evidence,
                                       const AssayMeasureOptions *options,
                                       AssayEstimate             *estimates);

/* A closed form of one class against the rest (measures of one class but F-beta; not of averages). */
AssayEstimate assay_confusion_estimate (const AssayMeasure   *measure,
                                        const AssayConfusion *confusion,
                                        double                confidence);

/* Intervals (interval.c) */
double        assay_z               (double confidence);          /* Φ⁻¹((1+c)/2) */
double        assay_t               (double confidence, double degrees); /* Student's t at (1+c)/2 */
AssayEstimate assay_wilson          (guint64 k, guint64 n, double confidence);
/* The same of a share that is known without its rows' count, such as one that was published. */
AssayEstimate assay_wilson_share    (double share, guint64 n, double confidence);
/* Newcombe 1998, method 10: p₁ - p₂, disjoint rows. n of a difference or ratio of disjoint rows is n₁ + n₂. */
AssayEstimate assay_newcombe        (guint64 k1, guint64 n1, guint64 k2, guint64 n2, double confidence);
/* MOVER (Zou & Donner 2008): a - b from each side's own interval. */
AssayEstimate assay_mover           (const AssayEstimate *a, const AssayEstimate *b);
/* Bonett & Price 2012: (b - c)/n, same rows. */
AssayEstimate assay_bonett_price    (guint64 b, guint64 c, guint64 n, double confidence);
/* Katz log: (k1/n1)/(k2/n2); undefined for k2 = 0. */
AssayEstimate assay_katz            (guint64 k1, guint64 n1, guint64 k2, guint64 n2, double confidence);

/* Tests (test.c) */
typedef enum
{
  ASSAY_TEST_NONE, ASSAY_TEST_FISHER, ASSAY_TEST_SCORE, ASSAY_TEST_MCNEMAR_MID_P, ASSAY_TEST_MCNEMAR,
  ASSAY_TEST_Z,            /* weighted or clustered rows */
} AssayTestKind;
typedef struct
{
  double        p;         /* two-sided; NaN when there is none */
  AssayTestKind kind;
} AssayTest;
const char *assay_test_name        (AssayTestKind kind);           /* "fisher", "score", "mcnemar-mid-p", ... */
AssayTest   assay_test_proportions (guint64 k1, guint64 n1, guint64 k2, guint64 n2); /* measures.md 4 */
AssayTest   assay_test_mcnemar     (guint64 b, guint64 c);
/* Two disjoint evidences, a measure that is a share of rows (or J, for f1): of plain rows as above, z of weighted or
 * clustered ones. kind NONE where a side is undefined or has no interval of its own. */
AssayTest   assay_test_evidence    (const AssayMeasure *measure, const AssayEvidence *a, const AssayEvidence *b,
                                    double confidence);
/* Benjamini-Hochberg adjusted p, monotone; p and q have n entries, NaN entries are no tests and stay NaN. */
void        assay_adjust_bh        (const double *p, double *q, gsize n);

/* Two models on the same rows (paired.c) */
typedef struct
{
  guint64       rows, both_right, only_new_right, only_old_right, both_wrong, flips;
  AssayEstimate new_accuracy, old_accuracy, difference; /* difference: new - old, Bonett & Price */
  AssayEstimate flip_rate;                              /* Wilson */
  AssayTest     test;                                   /* McNemar on right and wrong; z of replicates */
} AssayPaired;

/* Of weighted or clustered rows difference and test are by replicates; options key those of weighted ones. */
AssayPaired   assay_paired            (const AssayPairedMatrix *matrix, const AssayMeasureOptions *options);
/* Difference new - old of any measure: Bonett & Price where measures.md 3 says so, else the Dirichlet bootstrap on
 * (label, new, old). test (nullable) gets McNemar on the rows of the measure's denominator where the labels alone fix
 * that, else kind NONE. n is the denominator's rows, the lesser one where the two models' differ. */
AssayEstimate assay_paired_difference (const AssayMeasure        *measure,
                                       const AssayPairedMatrix   *matrix,
                                       const AssayMeasureOptions *options,
                                       AssayTest                 *test);
/* Whether that difference is Bonett & Price's, for which no draws are needed; of plain rows, that is. */
gboolean      assay_paired_has_formula (const AssayMeasure       *measure);

G_END_DECLS
