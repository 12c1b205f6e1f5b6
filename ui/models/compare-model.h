/* compare-model.h: what the page of comparisons shows: slice by slice, the audited model and what it is held against.
 *
 * That is another model on the same rows (with the rows in which the two part), a published number, or people. The
 * whole set is row 0, a slice the row after its place.
 */
#pragma once

#include "judge/what-if.h"
#include "models/row-list.h"
#include "words/number.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_COMPARE_BY_PLAN,
  ASSAY_COMPARE_BY_NAME,
  ASSAY_COMPARE_BY_ROWS,
  ASSAY_COMPARE_BY_DIFFERENCE,
  ASSAY_COMPARE_BY_FLIPS,      /* the share of predictions that differ */
  ASSAY_COMPARE_BY_VERDICT,
} AssayCompareBy;

typedef struct
{
  const char               *name, *of; /* "Female, Black", "sex, race"; "whole set", "" */
  const AssayPairedFinding *paired;    /* (nullable) NULL: no model */
  guint64                   n_rows;    /* that are compared */
  AssayEstimate             new_value, old_value; /* on those rows */
  AssayEstimate             difference; /* new - old; undefined with a why */
  double                    q;         /* of many slices; NaN: no test */
  gboolean                  is_too_small; /* fewer than min-rows rows are compared: not tested, not sorted by it */
  gboolean                  has_flips; /* both give classes: paired says who is right where they part */
  gboolean                  is_regression;
  gboolean                  is_better; /* the interval is wholly on the good side of 0, and so says the test */
  AssayVerdict              verdict;   /* of the checks that ask to be no worse than it, the worst */
  AssayFollow               follow;    /* of the threshold, when it is moved */
} AssayCompareValues;

#define ASSAY_TYPE_COMPARE_MODEL (assay_compare_model_get_type ())
G_DECLARE_FINAL_TYPE (AssayCompareModel, assay_compare_model, ASSAY, COMPARE_MODEL, GObject)

/* (nullable) NULL: there is nothing to be held against. Signal "values-changed". */
AssayCompareModel        *assay_compare_model_new           (const AssayFindings *findings);
/* what_if (nullable): its findings in place of the audit's. Rows keep their places. */
void                      assay_compare_model_set_what_if   (AssayCompareModel *self, const AssayWhatIf *what_if);
void                      assay_compare_model_refresh       (AssayCompareModel *self);
const AssayFindings      *assay_compare_model_findings      (AssayCompareModel *self);

/* What it can be held against: models in the plan's order, then published numbers, then people. */
const AssayReference     *assay_compare_model_references    (AssayCompareModel *self, guint *n_references);
void                      assay_compare_model_set_reference (AssayCompareModel *self, guint reference);
guint                     assay_compare_model_reference     (AssayCompareModel *self);
/* Its place among the baselines; -1: it is none. */
int                       assay_compare_model_baseline      (AssayCompareModel *self);
/* Measures that can be compared with it: more than one of a regression. */
const AssayMeasure      **assay_compare_model_measures      (AssayCompareModel *self, guint *n_measures);
void                      assay_compare_model_set_measure   (AssayCompareModel *self, guint measure);
const AssayMeasure       *assay_compare_model_measure       (AssayCompareModel *self);
/* A greater difference is a loss: of errors. */
gboolean                  assay_compare_model_loses_upwards (AssayCompareModel *self);
/* The margin of the checks that ask to be no worse than it, on the difference's scale; NaN: none, or several. */
double                    assay_compare_model_bound         (AssayCompareModel *self);
AssayUnit                 assay_compare_model_unit          (AssayCompareModel *self, gboolean is_difference);

void                      assay_compare_model_sort          (AssayCompareModel *self, AssayCompareBy by,
                                                             gboolean is_descending);
void                      assay_compare_model_filter        (AssayCompareModel *self, const char *text,
                                                             gboolean only_regressions);
GListModel               *assay_compare_model_list          (AssayCompareModel *self); /* (transfer none) */
guint                     assay_compare_model_n             (AssayCompareModel *self); /* slices and the whole set */
guint                     assay_compare_model_n_shown       (AssayCompareModel *self);
guint                     assay_compare_model_at            (AssayCompareModel *self, guint position);
const AssayCompareValues *assay_compare_model_values        (AssayCompareModel *self, guint row);
const AssayFinding       *assay_compare_model_finding       (AssayCompareModel *self, guint row);
/* (transfer full) (element-type AssayCheckFinding) Checks that ask to be no worse than it. */
GPtrArray                *assay_compare_model_checks        (AssayCompareModel *self);

/* A measure of both, side by side. */
typedef struct
{
  const AssayMeasure *measure;
  const char         *label;      /* (nullable) in place of the measure's */
  AssayEstimate       new_value, old_value;
  AssayEstimate       difference; /* value NaN: not worked out for it */
} AssayCompareBeside;
guint                     assay_compare_model_n_beside      (AssayCompareModel *self);
AssayCompareBeside        assay_compare_model_beside        (AssayCompareModel *self, guint row, guint at);

/* All (transfer full). "Female: accuracy is 3.7 points (3.3 to 4.0) above that of today's model; 2,310 rows" */
char                     *assay_compare_model_sentence      (AssayCompareModel *self, guint row);
/* "Worse than today's model in 2 of 40 slices, better in 3" */
char                     *assay_compare_model_summary       (AssayCompareModel *self);
/* What is compared, and what cannot be. */
char                     *assay_compare_model_note          (AssayCompareModel *self);
/* "620 (2.7 %)": of the rows compared, those that each has right or wrong; the row has flips. */
char                     *assay_compare_model_cell          (AssayCompareModel *self, guint row,
                                                             gboolean is_new_right, gboolean is_old_right);
/* (nullable) "at 0.50" where the row does not follow a moved threshold. */
char                     *assay_compare_model_stays         (AssayCompareModel *self, guint row);

G_END_DECLS
