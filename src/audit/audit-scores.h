/* audit-scores.h: score bins, and what is summed of scores. Inside src/audit. */
#pragma once

#include "audit-layout.h"

G_BEGIN_DECLS

/* Adds columns, values and shapes to a layout that has everything else. Looks at the scores' range, and at their
 * quantiles where they are no probabilities; edges (nullable): of another audit. */
gboolean assay_layout_add_scores (AssayLayout       *self,
                                  const AssayPlan   *plan,
                                  AssaySource       *source,
                                  const AssayCounts *edges,
                                  GCancellable      *cancellable,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
