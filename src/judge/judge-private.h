/* judge-private.h: what the files of src/judge share and no other room sees. */
#pragma once

#include "judge.h"

G_BEGIN_DECLS


/* What is wrong when a table that the plan asks for is not there. */
#define ASSAY_JUDGE_NOT_COUNTED "they were not counted; audit the data again with this plan"

/* What the slices of one table have in common: the axes whose codes tell them apart. */
typedef struct
{
  AssaySliceKind kind;
  guint          n_axes;
  AssayAxis     *axes[ASSAY_PLAN_MAX_CROSS]; /* borrowed from the counts */
  guint          first, n_slices;            /* its range of the findings' slices, in the order of their codes */
  gboolean       is_controlled;              /* groups within the values of a control column: behind all other slices, and
                                              * no slices of the findings; matrices alone */
} AssaySliceKey;

/* A slice with the codes of its key's axes. */
typedef struct
{
  AssayFinding *finding;
  guint         codes[ASSAY_PLAN_MAX_CROSS];
} AssayCodedSlice;

/* Findings while they are worked out. */
typedef struct
{
  AssayFindings *findings;
  GArray        *keys;   /* of AssaySliceKey, in the plan's order; the whole set's is not among them */
  GArray        *slices; /* of AssayCodedSlice, as findings->slices */
  gboolean       is_weighted; /* and not all rows weigh the same, or there are clusters */
} AssayJudging;

/* findings.c */
void                assay_finding_free     (AssayFinding *self, guint n_baselines);
AssayMeasureOptions assay_findings_options (const AssayFindings *self, double confidence, const char *stream);

/* slices.c: the whole set and every slice with its rows; no evidence yet. */
gboolean             assay_judging_slices  (AssayJudging *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable) The key over exactly these columns. */
const AssaySliceKey *assay_judging_key     (const AssayJudging *self, char *const *columns, guint n_columns);
/* The position of a key's slice in slices, -1 when no row has these codes (in the order of the key's axes). */
int                  assay_judging_find    (const AssayJudging *self, const AssaySliceKey *key, const guint *codes);
/* Calls visit for every cell of a table over (the key's axes, others ...) that lies in one of the key's slices, the
 * cells of a slice together and in ascending order. codes are those of the other axes; finding is not NULL; sums are
 * the cell's, NULL in a table without. Fails when the table counts other rows or other slices than those known. */
typedef void       (*AssaySliceVisitor)    (AssayFinding *finding, const guint *codes, guint64 count,
                                            const AssaySum *sums, gpointer data);
gboolean             assay_judging_walk    (const AssayJudging *self, const AssaySliceKey *key,
                                            const AssayCountTable *table, AssaySliceVisitor visit, gpointer data,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the table's axes are the key's, then some that are not of slices. */
gboolean             assay_judging_is_of_key (const AssayCountTable *table, const AssaySliceKey *key);
/* Sets "FILE: slices of KEY: WHAT" and returns FALSE. */
gboolean             assay_judging_fail    (const AssayJudging *self, const AssaySliceKey *key, const char *what,
                                            GError **error);

/* evidence-matrix.c: the matrices of every slice, and the pairs of matrices with each baseline. One such file a family:
 * it is called with every key, the whole set's first. */
gboolean assay_judging_matrices (AssayJudging *self, const AssaySliceKey *key, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* evidence-scores.c: histograms of scores, of every model that has a score. */
gboolean assay_judging_scores   (AssayJudging *self, const AssaySliceKey *key, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* evidence-moment.c: moments of every slice, and of each pair of models of a regression. */
gboolean assay_judging_moments  (AssayJudging *self, const AssaySliceKey *key, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* evidence-weights.c: the weights of the same matrices and pairs, which are there. Rows that all weigh the same stay
 * rows, unless they are clustered. */
gboolean assay_judging_weights  (AssayJudging *self, const AssaySliceKey *key, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* evidence-replicates.c: Poisson replicates of clustered rows. */
gboolean assay_judging_replicates (AssayJudging *self, const AssaySliceKey *key, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* The same again, of matrices that have changed: of one slice whose rest is given (rest.c; tested: n_tested measures; those
 * of scores and moments stay as they are; quick as in AssayMeasureOptions), then over the families. */
void assay_judging_compare_matrices   (const AssayFindings *findings, const AssayMeasure *tested, AssayFinding *slice,
                                       const AssayEvidence *rest, gboolean is_quick);
void assay_judging_adjust_rest        (AssayFindings *findings);
void assay_judging_adjust_paired      (AssayFindings *findings);
void assay_judging_compare_literature (const AssayFindings *self, AssayFinding *finding); /* literature.c */
/* tags.c: shares, rooms, priorities and ranks; pairs, sets and slices of tags stay as they are. */
void assay_judging_tags_again         (const AssayFindings *findings, AssayTagFindings *self);

/* same-rows.c, rest.c, paired-findings.c */
void assay_judging_same_rows (AssayJudging *self);
void assay_judging_rest      (AssayJudging *self);
void assay_judging_paired    (AssayJudging *self);

/* tags.c: what makes a slice a tag. */
gboolean assay_judging_tags       (AssayJudging *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void     assay_tag_findings_free  (AssayTagFindings *self);
/* tag-tables.c: pairs, sets and slices of tags, from the tables over several tags. */
typedef struct
{
  AssayTagSetFinding       set;     /* its tags alone */
  AssayPairedMatrix pairs;   /* cells owned */
} AssaySetPairs;
void       assay_set_pairs_free    (AssaySetPairs *self);
/* (nullable) (transfer full) (element-type AssaySetPairs) Model and baseline within each distinct set of tags. */
GPtrArray *assay_judging_set_pairs (const AssayFindings *findings, guint baseline);
gboolean assay_judging_tag_tables (AssayJudging *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* annotators.c: with annotators=, before tags are split off; nothing otherwise. */
void       assay_judging_annotators (AssayJudging *self);
void       assay_annotator_findings_free (AssayAnnotatorFindings *self);
/* gaps.c */
void     assay_judging_gaps       (AssayJudging *self);
void     assay_gap_clear          (AssayGap *self);

/* fairness-groups.c */
gboolean       assay_judging_fairness       (AssayJudging *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           assay_fairness_findings_free (AssayFairnessFindings *self);
/* (nullable) The groups of a check's columns, of all rows. */
const AssayFairness *assay_fairness_find    (const AssayFindings *findings, const AssayTarget *target);
/* With another positive class; rates has room for the groups. */
AssayParityGap assay_fairness_gap           (const AssayFindings *findings, const AssayFairness *self, AssayParity parity,
                                             guint positive, AssayGroupRates *rates);
/* A ratio that is to be at least the threshold; a group that is left out makes a pass undecided. */
AssayVerdict   assay_fairness_rule          (const AssayEstimate *ratio, double threshold, guint n_left_out);
/* fairness-check.c: checks of a parity. */
gboolean       assay_check_is_of_groups     (const AssayPlan *plan, const AssayCheck *check);
gboolean       assay_judging_check_fairness_plan (const AssayPlan *plan, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayCheckFinding *assay_judging_check_groups (const AssayJudging *self, const AssayCheck *check, GError **error);

/* costs.c: [costs] with the classes that there are. */
gboolean assay_judging_costs      (AssayJudging *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* classes.c: each class of the whole set. */
void     assay_judging_classes    (AssayJudging *self);
/* G_MAXUINT when there is no such class; the message then says so. (transfer full) */
guint    assay_judging_find_class (const AssayFindings *self, const char *name, char **message);
/* literature.c: published numbers, and the difference of a slice's value from one. */
gboolean assay_judging_literature (AssayJudging *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void     assay_judging_against_literature (AssayJudging *self);
AssayEstimate assay_literature_difference (const AssayLiteratureFinding *self, const AssayEstimate *estimate,
                                           double confidence);

/* parallel.c: calls work for every slice, several at a time; the second one for the whole set as well. */
typedef void (*AssayFindingWork)  (const AssayFindings *findings, AssayFinding *slice, gpointer data);
void     assay_judging_each_slice (const AssayFindings *self, AssayFindingWork work, gpointer data);
void     assay_judging_whole_and_slices (const AssayFindings *self, AssayFindingWork work, gpointer data);
/* plan-measures.c: a name of measures= or of a check. message (transfer full) says why it is none that fits. */
gboolean assay_judging_find_measure (const AssayPlan *plan, const char *name, AssayMeasure *measure, char **message);
/* (nullable) (transfer full) Why the measure cannot have that value, or two differ by it: most likely percent. what: the
 * value's name in the message. */
char    *assay_judging_why_beyond (const AssayMeasure *measure, const char *what, double value, gboolean is_difference);
gboolean assay_judging_check_own_measures (const AssayPlan *plan, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds those of a regression, and the plan's own, to an array of AssayMeasure. */
void     assay_judging_add_moment_measures (const AssayPlan *plan, GArray *measures);
/* paired-moments.c: fills slice->paired[baseline] of a regression. */
void     assay_judging_pair_moments (const AssayFindings *findings, AssayFinding *slice, guint baseline);

/* selection.c: the slices that a check's slices= means. */
typedef struct
{
  const AssayFinding *finding;   /* (nullable) NULL: no row is in it */
  const char         *text;      /* the slice's, or as the plan wrote it */
  gboolean            is_single; /* named by itself: it decides, however small */
} AssaySelected;
/* (transfer full) (element-type AssaySelected) In the findings' order, each once, those without rows last. */
GArray *assay_judging_select (const AssayJudging *self, const AssayCheck *check, GError **error);

/* A check as one statement about a number: it is at least, or at most, the bound. */
typedef struct
{
  const AssayFindings *findings;
  const AssayCheck    *check;
  AssayMeasure         measure;
  AssayDirection       direction; /* after better= */
  gboolean             is_difference;
  guint                baseline;  /* of a difference */
  const AssayLiteratureFinding *literature; /* (nullable) the difference is from this number */
  gboolean             has_class; /* class= */
  guint                positive;  /* the class that the measure is about */
  gboolean             is_least;
  double               bound;
  gboolean             is_brief;  /* verdicts alone: no sentences, no rows to decide */
} AssayStatement;

/* statement.c */
gboolean      assay_statement_init     (AssayStatement *self, const AssayFindings *findings, const AssayCheck *check,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayEstimate assay_statement_estimate (const AssayStatement *self, const AssayFinding *finding, double confidence);
/* The audited model's own value, whatever the statement is about. */
AssayEstimate assay_statement_own      (const AssayStatement *self, const AssayFinding *finding, double confidence);
/* The class that the measure is about against the rest. */
AssayConfusion assay_statement_confusion (const AssayStatement *self, const AssayFinding *finding);
/* PASS, FAIL or UNDECIDED of an interval. */
AssayVerdict  assay_statement_verdict  (const AssayStatement *self, double lo, double hi);
/* Whether its interval is a closed form, cheap at any confidence. */
gboolean      assay_statement_is_cheap (const AssayStatement *self);

/* rows-to-decide.c: fills both rows_to_decide of an undecided result; confidence_m as in AssayCheckFinding. */
void          assay_rows_to_decide     (const AssayStatement *statement, double confidence_m, AssayCheckResult *result);

/* checks.c */
void          assay_check_finding_free (gpointer check);
void          assay_check_result_free  (gpointer result);
AssayCheckFinding *assay_check_finding_new (const AssayStatement *statement, const GArray *selected);
gboolean      assay_judging_checks     (AssayJudging *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* verdict.c: the audit's verdict from its checks'. */
void          assay_findings_conclude  (AssayFindings *self);

/* words.c: sentences, all (transfer full) */
char *assay_words_finding     (const AssayFinding *finding); /* "race = Other", "all rows" */
char *assay_words_result      (const AssayStatement *statement, const AssayCheckResult *result);
char *assay_words_one_of_m    (const AssayStatement *statement, const AssayCheckResult *result,
                               const AssayCheckFinding *check);
char *assay_words_too_few     (const AssayStatement *statement, const AssayCheckResult *result);
char *assay_words_undefined   (const AssayStatement *statement, const AssayCheckResult *result);
char *assay_words_check       (const AssayStatement *statement, const AssayCheckFinding *check);
char *assay_words_audit       (const AssayFindings *findings);
char *assay_words_unknown_measure (const char *name);

/* Slices of one family are tested together (measures.md 4): columns and crossings, named ones, tags. */
enum { FAMILY_SECTION, FAMILY_NAMED, FAMILY_TAGS, N_FAMILIES };
static inline guint
slice_family (AssaySliceKind kind)
{
  return kind == ASSAY_SLICE_NAMED ? FAMILY_NAMED : kind == ASSAY_SLICE_TAG ? FAMILY_TAGS : FAMILY_SECTION;
}
/* Whether a slice is the rows for which something is true, rather than those with a value. */
static inline gboolean
is_where (AssaySliceKind kind)
{
  return slice_family (kind) != FAMILY_SECTION;
}

/* Rows of a slice's measure that are fewer than the plan's min-rows. */
static inline gboolean
is_under_min_rows (const AssayFindings *findings,
                   guint64              n_rows)
{
  return n_rows < findings->plan->min_rows;
}

G_END_DECLS
