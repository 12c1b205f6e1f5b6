/* slices-model.h: what the page of slices shows: a list of all slices, sorted and filtered, in one measure at a time.
 *
 * Values stand in plain arrays, so that ten thousand slices sort in some milliseconds and a dragged threshold fills
 * them anew within a frame. While it is dragged rows keep their places (assay_slices_model_refresh()); sorting is
 * asked for.
 */
#pragma once

#include "judge/what-if.h"
#include "models/row-list.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_SLICES_BY_PLAN,        /* the findings' order */
  ASSAY_SLICES_BY_NAME,
  ASSAY_SLICES_BY_ROWS,
  ASSAY_SLICES_BY_VALUE,
  ASSAY_SLICES_BY_DIFFERENCE,  /* from the rest */
  ASSAY_SLICES_BY_VERDICT,     /* failed, undecided, worse than the rest, others, passed */
} AssaySlicesBy;

/* One slice in the measure that is shown. */
typedef struct
{
  const char    *name;       /* "Female, Black" */
  const char    *of;         /* "sex, race"; of a named slice "" */
  guint64        n_rows;
  AssayEstimate  estimate;
  AssayEstimate  difference; /* from the rest; undefined where the measure is not compared */
  double         q;
  gboolean       is_worse;
  gboolean       is_too_small;
  AssayVerdict   verdict;    /* of the checks about it in this measure, the worst; NONE: no check */
  AssayFollow    follow;     /* of the threshold, when it is moved */
} AssaySliceValues;

#define ASSAY_TYPE_SLICES_MODEL (assay_slices_model_get_type ())
G_DECLARE_FINAL_TYPE (AssaySlicesModel, assay_slices_model, ASSAY, SLICES_MODEL, GObject)

/* findings outlive the model. Signal "values-changed" after every refresh and change of measure. */
AssaySlicesModel       *assay_slices_model_new         (const AssayFindings *findings);
/* what_if (nullable): its findings in place of those of the audit; it is of the same. Rows keep their places. */
void                    assay_slices_model_set_what_if (AssaySlicesModel *self, const AssayWhatIf *what_if);
/* After a step of the what-if. */
void                    assay_slices_model_refresh     (AssaySlicesModel *self);
const AssayFindings    *assay_slices_model_findings    (AssaySlicesModel *self);

/* A position in the findings' measures; at first the first of measures=. */
void                    assay_slices_model_set_measure (AssaySlicesModel *self, guint measure);
guint                   assay_slices_model_measure     (AssaySlicesModel *self);
void                    assay_slices_model_sort        (AssaySlicesModel *self, AssaySlicesBy by,
                                                        gboolean is_descending);
/* text (nullable): in the name or its columns, upper and lower case alike; column (nullable): "sex" or "sex,
 * race". */
void                    assay_slices_model_filter      (AssaySlicesModel *self, const char *text, const char *column,
                                                        gboolean only_worse);
/* (transfer full) (array zero-terminated) Every `of` there is, in the findings' order, for a choice. */
char                  **assay_slices_model_columns     (AssaySlicesModel *self);

/* (transfer none) */
GListModel             *assay_slices_model_list        (AssaySlicesModel *self);
guint                   assay_slices_model_n           (AssaySlicesModel *self); /* all of them */
guint                   assay_slices_model_n_shown     (AssaySlicesModel *self);
guint                   assay_slices_model_at          (AssaySlicesModel *self, guint position); /* a row's slice */
guint                   assay_slices_model_position    (AssaySlicesModel *self, guint slice);    /* G_MAXUINT: hidden */
const AssaySliceValues *assay_slices_model_values      (AssaySlicesModel *self, guint slice);
const AssayFinding     *assay_slices_model_finding     (AssaySlicesModel *self, guint slice);
/* (transfer full) "Recall for Female, Black is 12 points (9 to 15) below the rest; 2,310 rows" */
char                   *assay_slices_model_sentence    (AssaySlicesModel *self, guint slice);
/* (transfer full) "at 0.50" where the slice does not follow a moved threshold; else NULL. */
char                   *assay_slices_model_stays       (AssaySlicesModel *self, guint slice);
/* (transfer full) "12 of 1,000 slices, 3 worse than the rest" */
char                   *assay_slices_model_summary     (AssaySlicesModel *self);

G_END_DECLS
