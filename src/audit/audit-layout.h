/* audit-layout.h: what a plan needs read and counted: columns of codes, and tables over them. Inside src/audit. */
#pragma once

#include "read/tags.h"
#include "tally/tally.h"

G_BEGIN_DECLS

#define ASSAY_LAYOUT_NONE G_MAXUINT
#define ASSAY_LAYOUT_MAX_CLASSES 1000 /* design.md 7 */

typedef struct
{
  GArray    *columns;      /* of AssayScanColumn: label, prediction, [scored,] baselines, annotators, slice columns, wheres,
                            * tags, [reviewed,] the tags together, ratings */
  GArray    *shapes;       /* of AssayTableShape */
  GArray    *values;       /* of AssayScanValue: numbers of the rows that shapes sum */
  GStringChunk *names;     /* of the values */
  GPtrArray *owned_bins;   /* of AssayBins: quantile edges that were found */
  GPtrArray *members;      /* of guint16*, owned: what columns made of others are made of */
  guint      label, prediction; /* ASSAY_LAYOUT_NONE: the plan has none */
  guint      scored;       /* position of score >= threshold beside a prediction column; 0: none */
  guint      first_baseline, n_baselines;
  guint      first_annotator, n_annotators;
  guint      first_slice, n_slices; /* all before first_slice are classes, or scores that make some */
  guint      first_named, n_named;
  AssayTags *tags;          /* what the columns of tags borrow from */
  guint      first_tag, n_tags;
  guint      reviewed;      /* position of reviewed=; 0: none */
  guint      tag_set;       /* position of the tags of a row together; 0: there are no tags */
  guint      right;         /* position of whether the prediction is the label; 0: none */
  const guint16 *tag_members; /* positions of the tags */
  AssayAxis *tags_axis;     /* (nullable) the tags as values: their names in the plan's order */
  GArray    *set_shapes;    /* of AssayTableShape: tables of the set of tags (engine.h), counted with shapes */
  guint      ratings;       /* position of all annotators' labels together; 0: none */
  gboolean   has_too_many;  /* sums of a table */
} AssayLayout;

/* The plan is resolved against the source's columns. Quantile edges are looked for here, or taken from an audit's
 * counts. The layout borrows from the plan. */
AssayLayout *assay_layout_new    (const AssayPlan   *plan,
                                  AssaySource       *source,
                                  const AssayCounts *edges,       /* (nullable) */
                                  GCancellable      *cancellable,
                                  GError           **error);
void         assay_layout_free   (AssayLayout     *self);
/* Returns its position. */
guint        assay_layout_add_column  (AssayLayout *self, AssayScanColumn column);
/* For a key of slices the table over (key, label, prediction), or one with each baseline behind it. */
void         assay_layout_add_shapes  (AssayLayout *self, const guint16 *key, guint n_key);
const AssayScanColumn *assay_layout_column (const AssayLayout *self, guint position);
/* Position of the column that makes slices of a name; 0 when there is none (0 is the label). */
guint        assay_layout_find_slice (const AssayLayout *self, const char *column);
guint        assay_layout_find_named (const AssayLayout *self, const char *name);
guint        assay_layout_find_tag   (const AssayLayout *self, const char *name);
/* Adds a value to be made of every row, its name copied, its columns borrowed; returns its position. A value of the same
 * name is not added twice. Its k is found when the layout is complete. */
guint        assay_layout_add_value  (AssayLayout *self, AssayScanValue value);
/* Position of a value by name; -1: there is none. */
int          assay_layout_find_value (const AssayLayout *self, const char *name);
/* Lets a shape sum value a, a x b, or the rows that have a (b: AssayShapeSum), unless it does already. */
void         assay_layout_add_sum    (AssayLayout *self, guint shape, guint a, guint b);
/* Both return where it is. */
guint        assay_layout_add_column (AssayLayout *self, AssayScanColumn column);
guint        assay_layout_add_shape  (AssayLayout *self, const AssayTableShape *shape);
/* audit-annotators.c: a column for each annotator, before any slice; the tables over them, after all slices. */
void         assay_layout_add_annotators       (AssayLayout *self, const AssayPlan *plan);
void         assay_layout_add_annotator_shapes (AssayLayout *self, const AssayPlan *plan);
/* Whether a table has an axis with more values than there is room for; has_overflow: of the scan. */
gboolean     assay_shape_is_dropped (const AssayTableShape *shape, const gboolean *has_overflow);
/* What is missing when the tables over ratings are dropped. */
#define ASSAY_NOTE_TAG_SETS "the tags occur in more than 65,534 different combinations: these are not listed, each tag is"
#define ASSAY_NOTE_RATINGS "the annotators' labels of a row make more than 65,534 different combinations: Fleiss' kappa, " \
  "Krippendorff's alpha, human level and what merging classes would do are not worked out; each pair of annotators is"
void         assay_note_ratings     (GPtrArray *notes, const AssayLayout *layout, const gboolean *has_overflow);
/* audit-moments.c: what means, ratios and errors need. */
void         assay_layout_add_moments (AssayLayout *self, const AssayPlan *plan);
/* (transfer full) with g_free(): the values' names, borrowed, and scales. */
AssayValueScale *assay_layout_scales (const AssayLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayLayout, assay_layout_free)

G_END_DECLS
