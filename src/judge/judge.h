/* judge.h: the door of src/judge: numbers in, verdicts out.
 *
 * assay_findings_new() is a pure function of a plan and what was counted: a reviewer's change of the plan is a new
 * call, never a look at the data. One AssayFinding for the whole set and for each slice; checks at the end.
 */
#pragma once

#include "judge/annotator-findings.h"
#include "judge/fairness-findings.h"
#include "judge/tag-findings.h"
#include "measure/measure.h"
#include "measure/scores.h"
#include "plan/plan.h"
#include "tally/counts.h"

G_BEGIN_DECLS

#define ASSAY_JUDGE_Q 0.05 /* false discoveries among what is called worse (measures.md 4) */

#define ASSAY_JUDGE_ERROR (assay_judge_error_quark ())
typedef enum
{
  ASSAY_JUDGE_ERROR_PLAN,   /* the plan asks for what the counts do not hold */
} AssayJudgeError;
GQuark assay_judge_error_quark (void);

typedef enum { ASSAY_VERDICT_NONE, ASSAY_VERDICT_PASS, ASSAY_VERDICT_FAIL, ASSAY_VERDICT_UNDECIDED } AssayVerdict;
const char *assay_verdict_name (AssayVerdict verdict); /* "none", "pass", "fail", "undecided" */

typedef enum
{
  ASSAY_SLICE_WHOLE,   /* the whole set: no parts */
  ASSAY_SLICE_COLUMN,  /* one column's value */
  ASSAY_SLICE_CROSS,   /* a crossing's values */
  ASSAY_SLICE_NAMED,   /* a [slice NAME] */
  ASSAY_SLICE_TAG,     /* an error tag */
} AssaySliceKind;

typedef struct
{
  const char *column;  /* the column, or "slice" for a named one, "tag" for a tag */
  const char *value;   /* canonical text, NULL missing; the name for a named one or a tag */
} AssaySlicePart;

/* Against the rest: one for each measure of the plan's measures= (measures.md 4). Those that are no share of rows are
 * not tested; their difference is MOVER's. */
typedef struct
{
  AssayEstimate difference; /* slice - rest */
  AssayTest     test;       /* kind NONE: no test; why says so */
  double        q;          /* Benjamini-Hochberg over the family, NaN without a test */
  gboolean      is_worse;   /* q <= 0.05 and at least min-effect in the harmful direction */
  gboolean      is_different; /* the same without a direction */
  const char   *why;        /* (nullable) static: why there is no test; the difference may be there all the same */
} AssayAgainstRest;

/* A regression's measure of both models on their common rows. What cannot be compared has a why in its difference. */
typedef struct
{
  AssayEstimate new_value, old_value, difference;
} AssayPairedMeasure;

typedef struct
{
  AssayPaired paired;        /* of a regression: the rows alone, the rest undefined */
  AssayPairedMeasure *measures; /* (nullable) owned, of a regression: n_measures of the findings */
  double      q;             /* Benjamini-Hochberg over the section, NaN without a test: under min-rows, or the same
                              * rows as an earlier slice. The whole set is a family of its own: q is p */
  gboolean    is_regression; /* interval wholly on the harmful side of 0 and q <= 0.05 */
} AssayPairedFinding;

struct _AssayFinding
{
  AssaySliceKind      kind;
  guint               n_parts;
  AssaySlicePart     *parts;
  char               *text;         /* canonical: "" whole, "race=Black", "sex=Female*race=Black", "young women";
                                     * missing is "race=(missing)". Keys the random streams */
  guint64             n_rows;       /* rows in the slice, those left out included */
  guint64             n_left_out;   /* rows with a missing label or prediction */
  guint64             n_clusters;   /* with cluster=: that the other rows are in; else 0 */
  double              share;        /* of the rows read */
  AssayConfusion      confusion;
  AssayEvidence       evidence;     /* owned: all that was counted of the audited model in this slice */
  AssayEstimate      *measures;     /* n_measures of the findings */
  AssayAgainstRest   *rest;         /* n_tested; NULL for the whole set */
  AssayPairedMatrix  *pairs;        /* n_baselines, their cells owned: the audited model (new) and a baseline (old);
                                     * of more than 10 classes folded */
  AssayEvidence      *models;       /* n_baselines, owned: of each baseline's own predictions, its own rows */
  AssayEstimate      *model_measures; /* n_baselines times n_measures: models[b]'s are at b * n_measures */
  AssayEstimate      *literature;   /* n_literature: the audited model's measure less the published number */
  AssayScorePairs    *score_pairs;  /* n_baselines, their cells owned: scores of both models, where a check compares
                                     * them */
  AssayMoments       *pair_moments; /* (nullable) owned, of a regression: for each baseline those of a pair: moments.h */
  AssayPairedFinding *paired;       /* n_baselines */
  gboolean            is_too_small; /* fewer than min-rows rows */
  const char         *same_rows_as; /* (nullable) text of an earlier slice with exactly the same rows: no test */
};

/* A published number; its value has ends where its rows are known, else it is taken as exact. */
typedef struct
{
  const AssayLiterature *number;
  AssayMeasure           measure;
  AssayEstimate          value;
} AssayLiteratureFinding;

typedef struct
{
  const AssayFinding *finding;      /* (nullable) NULL: the named slice is absent, or it is about groups */
  const char         *slice;        /* its text, or as the plan wrote it when absent */
  AssayEstimate       estimate;     /* of the measure, or of the difference new - old; at the plan's confidence */
  double              lo_m, hi_m;   /* ends at confidence_m; NaN where a bootstrap could not have made a miss */
  gboolean            is_single;    /* named by itself, not one of a column or crossing: it decides, however small */
  AssayVerdict        verdict;      /* NONE: too small, listed and not deciding */
  char               *reason;       /* (nullable) one sentence */
  double              rows_to_decide;      /* rows of the slice in all; NaN: decided, or unknown; INFINITY: never */
  double              rows_to_decide_4of5; /* the same, enough in 4 of 5 */
} AssayCheckResult;

typedef struct
{
  const AssayCheck *check;
  AssayMeasure      measure;
  AssayDirection    direction;      /* after better= */
  AssayVerdict      verdict;        /* of the check itself */
  gboolean          is_accepted;    /* undecided=accept took it out of the count */
  char             *reason;         /* one sentence */
  double            confidence;     /* c */
  double            confidence_m;   /* 1 - (1 - c)/m */
  guint             m;              /* slices that decide: min-rows in the denominator, and an interval */
  guint64           n_too_small;    /* slices of "*", a column or a crossing with fewer than min-rows rows in the
                                     * measure's denominator: listed, not deciding */
  double            share_too_small;/* their share of the rows (a column's partition); NaN where slices may overlap */
  GPtrArray        *results;        /* of AssayCheckResult: deciding ones, others, too small; in the findings' order */
} AssayCheckFinding;

struct _AssayFindings
{
  const AssayPlan   *plan;          /* borrowed, as counts: both outlive the findings */
  const AssayCounts *counts;
  guint              n_measures;    /* closed-form ones always; bootstrapped when in measures= */
  AssayMeasure      *measures;
  guint              n_tested;      /* positions in measures that are tested against the rest */
  guint             *tested;
  guint              n_baselines;
  const char       **baselines;     /* names */
  guint              n_literature;
  AssayLiteratureFinding *literature; /* in the plan's order */
  guint              n_costs;
  AssayCost         *costs;         /* [costs], ascending by (label, prediction) */
  char              *cost_unit;     /* " EUR", or "" */
  AssayConfusion    *classes;       /* n_classes of the counts: each against the rest, of the whole set */
  gboolean          *is_rare;       /* n_classes: a smaller share of the labels than rare-class-share */
  AssayFinding      *whole;
  GPtrArray         *slices;        /* of AssayFinding: columns, crossings, named, in the plan's order, values in
                                     * the axis' order, missing last; values and cells without rows are not listed,
                                     * a named slice always is */
  GPtrArray         *tags;          /* of AssayFinding: the rows of each tag, in the order of the plan or the column; a
                                     * family of their own, and no slices of the plan */
  guint64            n_tests;       /* against the rest that entered Benjamini-Hochberg, over all families but tags */
  guint64            n_tag_tests;   /* the same of tags */
  AssayTagFindings  *tag_findings;  /* (nullable) NULL: no tags */
  AssayAnnotatorFindings *annotators; /* (nullable) NULL: no annotators= */
  GArray            *gaps;          /* (nullable) of AssayGap: to each baseline over each column of the plan, and over the sets of tags */
  AssayFairnessFindings *fairness;  /* (nullable) NULL: no groups are compared */
  GPtrArray         *controlled;    /* of AssayFinding: groups within the values of a control column: their evidence alone */
  GPtrArray         *checks;        /* of AssayCheckFinding, in the plan's order */
  AssayVerdict       verdict;
  char              *verdict_reason;/* one sentence: "2 of 6 checks failed: ..." */
  GPtrArray         *score_edges;   /* of double*: what the evidence's histograms borrow */
  guint64            n_left_out;
  guint64            n_disagree;    /* prediction and score >= threshold differ; 0 when only one is there */
};

/* Sums that tables of scores carry, each by its name: what is counted for scores is written down once, here.
 *
 *   (K..., label, score)                   the score; of a baseline its own axes of kind BASELINE_SCORE
 *   (K..., right, score)                   the same, with more than two classes
 *   (K..., label), (K..., label, baseline) losses and their squares, of the audited model and of a baseline
 *   (K..., label, score, baseline's score) both scores
 *   (K..., label, baseline)                both models' losses where both have a score, squares and products */
typedef enum
{
  ASSAY_SCORE_SUM_SCORE,
  ASSAY_SCORE_SUM_BRIER_0, ASSAY_SCORE_SUM_BRIER_1,
  ASSAY_SCORE_SUM_LOG_LOSS_0, ASSAY_SCORE_SUM_LOG_LOSS_1,
  ASSAY_N_SCORE_SUMS
} AssayScoreSum;
/* (transfer full) model (nullable): a baseline; NULL is the audited model. beside (nullable): only of rows in which this
 * other model has a score, too; "" is the audited one. */
char          *assay_score_sum_name    (AssayScoreSum sum, const char *model, const char *beside);
/* Weighted rows: the same times the weight, with this before its name; and the weights of the rows that have a score. */
#define ASSAY_SCORE_WEIGHTED "weighted "
char          *assay_score_weight_name (const char *model);

/* (transfer full) */
AssayFindings *assay_findings_new      (const AssayPlan   *plan,
                                        const AssayCounts *counts,
                                        GError           **error);
void           assay_findings_free     (AssayFindings *self);
/* (nullable) How far annotators agree on the whole set, a slice of one column, a named one or a tag. */
const AssayAgreementFinding *assay_findings_agreement (const AssayFindings *self, const AssayFinding *finding);
/* How many measures of one class are reported for each class: closed forms; their table, in its order. */
const AssayMeasure *assay_findings_class_measures (guint *n_measures);
/* Whether the plan asks for nothing that is not worked out of its rows (weighted, clustered), as far as it says what they
 * are: before any of them is read, and again when the task is known. */
gboolean       assay_findings_check_plan (const AssayPlan *plan, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether measures= and the checks name measures that there are, of the plan's task: for a plan that is being written; an
 * audit finds it out as well. */
gboolean       assay_findings_check_measures (const AssayPlan *plan, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Position of a measure in findings->measures, -1 when it was not worked out. */
int            assay_findings_measure  (const AssayFindings *self, const char *name);
/* A measure of one class against the rest, in a slice whose matrix has the confusion; of weighted or clustered rows as
 * those are. */
AssayEstimate  assay_findings_class_estimate (const AssayFindings *self, const AssayFinding *finding, guint class,
                                              const AssayMeasure *measure, const AssayConfusion *confusion);
/* Whether rows are weighted or clustered, so that estimates have an n_eff. */
gboolean       assay_findings_are_effective (const AssayFindings *self);
/* Whether any of measures= is a share of rows: only those are tested against the rest. */
gboolean       assay_findings_have_tests (const AssayFindings *self);
/* (transfer full) (element-type AssayBehind) The slices furthest behind, at most `most`: worse ones first, each by its
 * greatest harmful difference (of those in which it is worse), then the other tested ones that are behind. Where nothing
 * is tested they are those behind in the first of measures=. */
typedef struct
{
  const AssayFinding *finding;
  guint               tested; /* position in tested */
} AssayBehind;
GArray        *assay_findings_behind   (const AssayFindings *self, guint most);
/* (transfer full) (element-type AssayBehind) Slices significantly worse in a measure that no check judges them in, the
 * furthest behind first, each once; n_all (nullable): how many there are. */
GArray        *assay_findings_uncovered (const AssayFindings *self, guint most, guint *n_all);

/* Stars of a tag that somebody gave in place of the plan's: priorities follow, ranks when they are asked for. who is borrowed;
 * assay_findings_unrate() gives every tag the plan's again. */
void           assay_findings_rate      (AssayFindings *self, const char *tag, guint ease, guint importance, const char *who);
void           assay_findings_unrate    (AssayFindings *self);
void           assay_findings_rank_tags (AssayFindings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFindings, assay_findings_free)

G_END_DECLS
