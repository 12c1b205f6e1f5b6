/* draft-slices.h: what a draft slices by, for people: columns with the sizes of their slices, named slices. */
#pragma once

#include "models/plan-draft.h"
#include "read/read.h"

G_BEGIN_DECLS

/* (transfer full) "5 slices: White (18,234), Black (2,010), …"; "5 slices of about 4,522 rows"; of edges, whose rows
 * are known when it runs, "6 slices". profile: (nullable) */
char *assay_draft_sizes       (AssayPlanDraft *draft, const AssayColumnProfile *profile);
/* How many slices a column makes; 0: not known. */
guint assay_draft_n_slices    (AssayPlanDraft *draft, const AssayColumnProfile *profile);
/* (nullable) Of a column. */
const AssayColumnProfile *assay_profile_of (const GPtrArray *profiles, const char *column);

/* All as one change. */
char    *assay_draft_add_slice    (AssayPlanDraft *draft, GError **error); /* (transfer full) (nullable) its name */
gboolean assay_draft_remove_slice (AssayPlanDraft *draft, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char    *assay_draft_rename_slice (AssayPlanDraft *draft, const char *name, const char *to, GError **error);

G_END_DECLS
