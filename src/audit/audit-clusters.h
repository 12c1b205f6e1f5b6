/* audit-clusters.h: a scan's rows to the tables and, with cluster=, to the resampling beside them. Inside src/audit. */
#pragma once

#include "audit/audit-layout.h"

G_BEGIN_DECLS

typedef struct _AssayRowSink AssayRowSink;

/* stream: borrowed. most_bytes: what kept rows, and then the tables of replicates, may take; 0: no bound. */
AssayRowSink *assay_row_sink_new   (AssayTallyStream  *stream,
                                    const AssayLayout *layout,
                                    const AssayPlan   *plan,
                                    guint64            most_bytes);
void          assay_row_sink_free  (AssayRowSink      *self);
/* Before the scan is counted: an engine (nullable, borrowed) that draws the replicates. Where it cannot, the processor
 * does, or nothing when is_insistent. */
void          assay_row_sink_use   (AssayRowSink      *self,
                                    AssayEngine       *engine,
                                    gboolean           is_insistent);
/* Instead: a device (options, borrowed) draws them when they take so many additions, and when there is one; the processor
 * where it cannot. */
void          assay_row_sink_may_use (AssayRowSink     *self,
                                    const AssayEngineOptions *options,
                                    guint64            least_additions);
/* (nullable) After the count: why the engine did not draw the replicates. */
const char   *assay_row_sink_why   (const AssayRowSink *self);
/* (nullable) Of an engine that it may use: the work, against what is worth a device, and why there is none. */
const char   *assay_row_sink_says  (const AssayRowSink *self);
/* Whether such an engine drew the replicates. */
gboolean      assay_row_sink_took  (const AssayRowSink *self);
/* What to scan with; borrows from self, the layout and the plan. */
AssayScanSink assay_row_sink_scan  (AssayRowSink      *self);
/* After the scan: counts->replicates and counts->clusters, for every key of the layout. axes and maps: one for each of
 * its columns. Nothing to do without cluster=. */
gboolean      assay_row_sink_count (AssayRowSink      *self,
                                    AssayAxis *const  *axes,
                                    guint *const      *maps,
                                    guint              n_threads,
                                    AssayCounts       *counts,
                                    GCancellable      *cancellable,
                                    GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRowSink, assay_row_sink_free)

G_END_DECLS
