/* audit-task.h: what kind of labels a plan with task=auto is about. Inside src/audit. */
#pragma once

#include "plan/plan.h"
#include "read/read.h"

G_BEGIN_DECLS

/* Puts task=regression over a plan with task=auto whose label is a floating column with a fraction, and says so in
 * notes (of char *). *plan is replaced. */
gboolean assay_choose_task (AssayPlan   **plan,
                            AssaySource  *source,
                            GPtrArray    *notes,
                            GCancellable *cancellable, /* (nullable) */
                            GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
