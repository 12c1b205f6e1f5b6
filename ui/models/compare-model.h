/* compare-model.h: what the page that compares two models shows: slice by slice, the audited one and another on the same
 * rows, how often they part and who is right then. The whole set is row 0, a slice the row after its place. */
#pragma once

#include "judge/what-if.h"
#include "models/row-list.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_COMPARE_BY_PLAN,
  ASSAY_COMPARE_BY_NAME,
  ASSAY_COMPARE_BY_ROWS,
  ASSAY_COMPARE_BY_DIFFERENCE,
  ASSAY_COMPARE_BY_FLIPS,
} AssayCompareBy;

typedef struct
{
  const char               *name;    /* "Female, Black"; "whole set" */
  const AssayPairedFinding *paired;
  AssayEstimate             difference; /* of accuracy, new - old */
  gboolean                  is_regression;
  gboolean                  is_better;  /* the interval is wholly above 0, and so is what the test says */
} AssayCompareValues;

#define ASSAY_TYPE_COMPARE_MODEL (assay_compare_model_get_type ())
G_DECLARE_FINAL_TYPE (AssayCompareModel, assay_compare_model, ASSAY, COMPARE_MODEL, GObject)

/* (nullable) NULL: no baseline, or a regression. Signal "values-changed". */
AssayCompareModel        *assay_compare_model_new          (const AssayFindings *findings);
void                      assay_compare_model_set_what_if  (AssayCompareModel *self, const AssayWhatIf *what_if); /* (nullable) */
void                      assay_compare_model_refresh      (AssayCompareModel *self);
void                      assay_compare_model_set_baseline (AssayCompareModel *self, guint baseline);
guint                     assay_compare_model_baseline     (AssayCompareModel *self);
void                      assay_compare_model_sort         (AssayCompareModel *self, AssayCompareBy by, gboolean is_descending);
void                      assay_compare_model_filter       (AssayCompareModel *self, const char *text, gboolean only_regressions);
GListModel               *assay_compare_model_list         (AssayCompareModel *self); /* (transfer none) */
guint                     assay_compare_model_n            (AssayCompareModel *self); /* slices and the whole set */
guint                     assay_compare_model_n_shown      (AssayCompareModel *self);
guint                     assay_compare_model_at           (AssayCompareModel *self, guint position);
const AssayCompareValues *assay_compare_model_values       (AssayCompareModel *self, guint row);
/* (transfer full) "Female, Black: accuracy is 3.7 points (3.3 to 4.0) above that of today's model" */
char                     *assay_compare_model_sentence     (AssayCompareModel *self, guint row);
/* (transfer full) "Worse than today's model in 2 of 40 slices" */
char                     *assay_compare_model_summary      (AssayCompareModel *self);

G_END_DECLS
