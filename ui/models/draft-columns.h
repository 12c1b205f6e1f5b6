/* draft-columns.h: what a draft's columns are: each one's use in [data], and whether the rows are sliced by it.
 *
 * A plan says it key by key; here it is asked and changed column by column. All edits are undone as one.
 */
#pragma once

#include "models/plan-draft.h"
#include "read/read.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_USE_NONE,
  ASSAY_USE_LABEL,
  ASSAY_USE_PREDICTION,
  ASSAY_USE_SCORE,
  ASSAY_USE_BASELINE,
  ASSAY_USE_ANNOTATOR,
  ASSAY_USE_TAG,
  ASSAY_USE_WEIGHT,
  ASSAY_USE_CLUSTER,
  ASSAY_USE_REVIEWED,
  ASSAY_USE_ID,
  ASSAY_N_USES
} AssayColumnUse;

/* The key of [data] that says so; NULL for NONE. */
const char    *assay_column_use_key      (AssayColumnUse use);
const char    *assay_column_use_title    (AssayColumnUse use); /* "Label", translated */

/* Of a column that is used for several things the first. */
AssayColumnUse assay_draft_use           (AssayPlanDraft *draft, const char *column);
/* "also Annotator": (transfer full) (nullable) the others. */
char          *assay_draft_other_uses    (AssayPlanDraft *draft, const char *column);
/* The column is that and nothing else in [data]. Of what only one column can be, it takes the place of the other. */
gboolean       assay_draft_set_use       (AssayPlanDraft *draft, const char *column, AssayColumnUse use, GError **error)
                                          G_GNUC_WARN_UNUSED_RESULT;
gboolean       assay_draft_is_sliced     (AssayPlanDraft *draft, const char *column);
gboolean       assay_draft_set_sliced    (AssayPlanDraft *draft, const char *column, gboolean is_sliced, GError **error)
                                          G_GNUC_WARN_UNUSED_RESULT;
/* (nullable) bins.COLUMN= as it is written. */
const char    *assay_draft_bins          (AssayPlanDraft *draft, const char *column);
gboolean       assay_draft_set_bins      (AssayPlanDraft *draft, const char *column, const char *bins, GError **error)
                                          G_GNUC_WARN_UNUSED_RESULT;
/* Columns and bins that are proposed (audit/propose.h), where the plan has no columns=. */
gboolean       assay_draft_set_slices    (AssayPlanDraft *draft, const AssayPlanSetting *settings, guint n_settings,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A pair of columns, "sex*race": put to cross= or taken out of it. */
gboolean       assay_draft_set_crossed   (AssayPlanDraft *draft, const char *crossing, gboolean is_crossed, GError **error)
                                          G_GNUC_WARN_UNUSED_RESULT;
/* One key as a person typed it; letters typed one after the other are one change. An empty value takes it out. */
gboolean       assay_draft_set_key       (AssayPlanDraft *draft, const char *section, const char *key, const char *value,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What stands in the way of running: the plan's names against the data's columns, its measures, and what only one task has.
 * profiles (nullable): then only what can be said without data. */
gboolean       assay_draft_check         (AssayPlanDraft *draft, const GPtrArray *profiles, GError **error)
                                          G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
