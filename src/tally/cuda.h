/* cuda.h: the devices that the engine cuda could count on. */
#pragma once

#include "tally/cuda-device.h"

G_BEGIN_DECLS

/* (transfer full) (element-type AssayCudaDescription) Fails, saying why, where there is no driver or no device. */
GPtrArray *assay_engine_cuda_devices  (int     *driver_version, /* such as 13000 */
                                       GError **error);

/* Whether this build has kernels for devices: it was compiled where nvcc was. */
gboolean   assay_engine_cuda_is_built (void);

G_END_DECLS
