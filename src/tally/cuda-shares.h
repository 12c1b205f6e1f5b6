/* cuda-shares.h: replicates on several devices, in pieces that can be waited for (inside this room). */
#pragma once

#include "tally/cuda-device.h"
#include "tally/engine.h"

G_BEGIN_DECLS

/* Clusters are shared out among the devices, each of which makes all replicates of its own; their sums are added. The
 * sums of all devices but the first lie beside the work's until then. A chunk of clusters goes to a device in pieces
 * of most_entries at most (0: as many as can be waited for, see cuda-pace.h). */
gboolean assay_cuda_share_replicates (AssayCudaDevice *const    *devices,
                                      guint                      n_devices,
                                      const AssayReplicateWork  *work,
                                      guint64                    most_entries,
                                      GCancellable              *cancellable,
                                      GError                   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
