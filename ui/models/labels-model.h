/* labels-model.h: what the page of labels shows: how far people agree, on the whole set or a slice, and what follows.
 *
 * Every number is the findings'; the threshold changes none of them.
 */
#pragma once

#include "report/report.h"
#include "words/number.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A number with its name and what it says; texts are the model's until another part is chosen. */
typedef struct
{
  const char    *name;
  char          *reading;   /* owned; "" where there is nothing to add */
  AssayEstimate  estimate;
  AssayUnit      unit;
} AssayLabelsLine;

/* Two classes that people split about, and what merging them would do. */
typedef struct
{
  char          *name;      /* owned; "cat and dog" */
  guint64        n_splits;
  AssayEstimate  split;     /* of ratings of a row that say either, how often one says the one and one the other */
  AssayEstimate  alpha, accuracy; /* merged; accuracy undefined without a model */
} AssayLabelsMerge;

#define ASSAY_TYPE_LABELS_MODEL (assay_labels_model_get_type ())
G_DECLARE_FINAL_TYPE (AssayLabelsModel, assay_labels_model, ASSAY, LABELS_MODEL, GObject)

/* (nullable) NULL: the audit has no annotators. report outlives the model. Signal "values-changed". */
AssayLabelsModel       *assay_labels_model_new      (const AssayReport *report);
/* Parts: the whole set is 0, then slices and tags of which agreement was counted. */
guint                   assay_labels_model_n_parts  (AssayLabelsModel *self);
char                   *assay_labels_model_part_name (AssayLabelsModel *self, guint part); /* (transfer full) */
void                    assay_labels_model_set_part (AssayLabelsModel *self, guint part);
guint                   assay_labels_model_part     (AssayLabelsModel *self);
const AssayAgreementFinding *assay_labels_model_finding (AssayLabelsModel *self);
gboolean                assay_labels_model_has_model (AssayLabelsModel *self);

/* Shares, kappas and alphas; then human level, the label and the model against the same majorities, and the room. */
guint                   assay_labels_model_n_measures (AssayLabelsModel *self);
const AssayLabelsLine  *assay_labels_model_measure  (AssayLabelsModel *self, guint at);
guint                   assay_labels_model_n_levels (AssayLabelsModel *self);
const AssayLabelsLine  *assay_labels_model_level    (AssayLabelsModel *self, guint at);
/* Every annotator against the others, of the whole set: reading is what they say too often or too rarely. */
guint                   assay_labels_model_n_each   (AssayLabelsModel *self);
const AssayLabelsLine  *assay_labels_model_each     (AssayLabelsModel *self, guint at);
/* Those that split most often first; of two classes there is nothing to merge. */
guint                   assay_labels_model_n_merges (AssayLabelsModel *self);
const AssayLabelsMerge *assay_labels_model_merge    (AssayLabelsModel *self, guint at);
/* Pairs of annotators who rated a row together, as the chart of agreement names them: "a*b". */
guint                   assay_labels_model_n_pairs  (AssayLabelsModel *self);
char                   *assay_labels_model_pair_name (AssayLabelsModel *self, guint at, gboolean for_people);
/* (transfer full) (nullable) of tags: a chart is of a slice. "" is the whole set. */
char                   *assay_labels_model_slice    (AssayLabelsModel *self);

/* All (transfer full), as the data spell names. */
char                   *assay_labels_model_sentence (AssayLabelsModel *self);
char                   *assay_labels_model_people   (AssayLabelsModel *self);

G_END_DECLS
