/* audit-empty.h: models that say nothing: their column is missing in every row. Inside src/audit. */
#pragma once

#include "read/read.h"
#include "tally/tally.h"

G_BEGIN_DECLS

/* Before the plan's columns are checked: a score column of a text file in which nothing stands is text, but that is not
 * what is wrong with it. */
gboolean assay_empty_check_source (const AssayPlan   *plan,
                                   AssaySource       *source,
                                   GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* After the count. */
gboolean assay_empty_check_counts (const AssayPlan   *plan,
                                   const AssayCounts *counts,
                                   GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
