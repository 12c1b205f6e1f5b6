/* threshold.h: the moved threshold of an audit that is open: every page shows the same one.
 *
 * A step is worked out at once, in closed forms. What takes longer, bootstrapped intervals, sentences, rows to
 * decide, is worked out in a thread on a second what-if once the threshold rests; then the two change places. Nobody
 * who shows something waits.
 */
#pragma once

#include "judge/what-if.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _AssayThreshold AssayThreshold;

/* owner has the signals "threshold-moved" and "threshold-settled"; it owns this, and threads hold it. */
AssayThreshold      *assay_threshold_new        (const AssayFindings *findings, GObject *owner);
void                 assay_threshold_free       (AssayThreshold *self);

/* (nullable) (transfer none) Made when it is first asked for. Another one after every "threshold-settled". */
AssayWhatIf         *assay_threshold_what_if    (AssayThreshold *self);
/* The same where it is moved; NULL at the plan's threshold, where the audit's own findings are shown. */
AssayWhatIf         *assay_threshold_moved      (AssayThreshold *self);
void                 assay_threshold_move       (AssayThreshold *self, guint edge);
/* Let go: it rests at once. */
void                 assay_threshold_let_go     (AssayThreshold *self);
gboolean             assay_threshold_is_settled (AssayThreshold *self);
/* Around a change of the findings: no thread reads what a reviewer may change of them meanwhile. */
void                 assay_threshold_hold       (AssayThreshold *self);
void                 assay_threshold_release    (AssayThreshold *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayThreshold, assay_threshold_free)

G_END_DECLS
