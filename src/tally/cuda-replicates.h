/* cuda-replicates.h: tables of replicates on a device (inside this room). */
#pragma once

#include "tally/cuda-device.h"
#include "tally/engine.h"

G_BEGIN_DECLS

/* The device is the calling thread's. */
gboolean assay_cuda_replicate (AssayCudaDevice           *device,
                               const AssayReplicateWork  *work,
                               GCancellable              *cancellable, /* (nullable) */
                               GError                   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
