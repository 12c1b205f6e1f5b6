/* audit-tags.h: the columns and tables of error tags. Inside src/audit.
 *
 *   for each tag t, as for a named slice      (t, label, prediction), or with baselines (t, label, prediction, b) for each
 *   with reviewed=                            (reviewed, t, label, prediction)
 *   the tags of a row together                (tag set, label, prediction), or with baselines one for each
 *   pairs of tags                             (tags, tags, right), cells of i <= j, (i, i) the tag alone
 *   tags by each slice column c               (c, tags, right)
 *
 * The last two are of sets (engine.h): a row is in as many cells as it has tags. Without a model, or of a regression, they
 * are without right; where a score makes the prediction, what is right is known before the scan only with positive=.
 */
#pragma once

#include "audit/audit-layout.h"

G_BEGIN_DECLS

#define ASSAY_TAG_SET_NAME "tags" /* of the axis of tag sets */

/* Finds the tags of the plan and adds their columns. */
gboolean assay_layout_add_tag_columns (AssayLayout      *self,
                                       const AssayPlan  *plan,
                                       AssaySource      *source,
                                       GCancellable     *cancellable,
                                       GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void     assay_layout_add_tag_shapes  (AssayLayout      *self,
                                       const AssayPlan  *plan);
/* (transfer full) shapes and set_shapes, to be counted in one stream; the set is number 0. */
AssayTallyStream *assay_layout_stream (const AssayLayout *self);
/* What the reader has to know of the tags: values that are missing, tables that are. */
void     assay_note_tags              (GPtrArray        *notes,
                                       const AssayLayout *layout,
                                       const AssayScan  *scan,
                                       const AssayCounts *counts);

G_END_DECLS
