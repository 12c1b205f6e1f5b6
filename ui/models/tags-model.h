/* tags-model.h: what the page of tags shows: each tag's numbers, and the order in which to work on them.
 *
 * Ease and importance are the reviewer's: changed here, the priorities follow at once, and nothing is written until
 * the page saves what assay_tags_model_changes() lists.
 */
#pragma once

#include "judge/what-if.h"
#include "models/row-list.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_TAGS_BY_RANK,
  ASSAY_TAGS_BY_NAME,
  ASSAY_TAGS_BY_ROWS,
  ASSAY_TAGS_BY_SHARE,   /* of all errors */
  ASSAY_TAGS_BY_RATE,    /* of errors within the tag */
  ASSAY_TAGS_BY_GAIN,
} AssayTagsBy;

typedef struct
{
  const AssayTagFinding *tag;       /* its four numbers and rooms */
  AssayEstimate          gain;      /* against the reference that is chosen */
  guint                  ease, importance; /* 1 to 5, as they are here */
  gboolean               is_changed;
  double                 priority;  /* NaN: no gain is known */
  gboolean               is_ahead;  /* the model is better there than the reference */
  guint                  rank;      /* 1 is the first to work on */
} AssayTagValues;

#define ASSAY_TYPE_TAGS_MODEL (assay_tags_model_get_type ())
G_DECLARE_FINAL_TYPE (AssayTagsModel, assay_tags_model, ASSAY, TAGS_MODEL, GObject)

/* (nullable) NULL: the audit has no tags. Signal "values-changed" whenever a number is another. */
AssayTagsModel         *assay_tags_model_new           (const AssayFindings *findings);
void                    assay_tags_model_set_what_if   (AssayTagsModel *self, const AssayWhatIf *what_if); /* (nullable) */
void                    assay_tags_model_refresh       (AssayTagsModel *self);
const AssayTagFindings *assay_tags_model_findings      (AssayTagsModel *self);
/* A position in the references; -1 where there is none. At first that of room-against=. */
void                    assay_tags_model_set_reference (AssayTagsModel *self, int reference);
int                     assay_tags_model_reference     (AssayTagsModel *self);

/* 1 to 5; others are refused. */
void                    assay_tags_model_set_ease      (AssayTagsModel *self, guint tag, guint ease);
void                    assay_tags_model_set_importance (AssayTagsModel *self, guint tag, guint importance);
void                    assay_tags_model_revert        (AssayTagsModel *self);
/* Takes back the last star that was given, or the last revert. FALSE: there is none. */
gboolean                assay_tags_model_undo          (AssayTagsModel *self);
gboolean                assay_tags_model_can_undo      (AssayTagsModel *self);
/* The findings' stars may be others by now, rated by somebody: they are what there is; a star that is changed here
 * stays. */
void                    assay_tags_model_take          (AssayTagsModel *self);
typedef struct
{
  const char *name;
  guint       ease, importance;
} AssayTagChange;
/* (transfer full) (element-type AssayTagChange) Tags whose ease or importance is not what the audit has. */
GArray                 *assay_tags_model_changes       (AssayTagsModel *self);

void                    assay_tags_model_sort          (AssayTagsModel *self, AssayTagsBy by, gboolean is_descending);
GListModel             *assay_tags_model_list          (AssayTagsModel *self); /* (transfer none) */
guint                   assay_tags_model_n             (AssayTagsModel *self);
guint                   assay_tags_model_at            (AssayTagsModel *self, guint position);
guint                   assay_tags_model_ranked        (AssayTagsModel *self, guint rank); /* 1 .. n: the tag there */
const AssayTagValues   *assay_tags_model_values        (AssayTagsModel *self, guint tag);
/* (transfer full) "Noisy is worth fixing first: ..." of a gain; else what it holds of the errors. */
char                   *assay_tags_model_sentence      (AssayTagsModel *self, guint tag);
/* (transfer full) CSV, "work on these next": by rank, all of them. */
char                   *assay_tags_model_worklist      (AssayTagsModel *self);

G_END_DECLS
