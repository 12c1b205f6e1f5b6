/* cuda-products.h: sums of replicates as products of matrices, by cuBLAS (inside this room). */
#pragma once

#include "tally/cuda-device.h"
#include "tally/product-plan.h"

#include "../kernels/layout.h"

G_BEGIN_DECLS

/* (transfer full) (nullable) What cuBLAS is to do of the work; NULL: nothing, or there is none. */
AssayProductPlan *assay_cuda_product_plan  (AssayCudaDevice          *device,
                                            const AssayReplicateWork *work);

/* Room for the two factors. */
typedef struct
{
  AssayCudaDevice *device;
  guint64          n_clusters; /* that there is room for; 0: none yet */
  AssayCuAddress   bytes;
} AssayCudaProducts;

/* Adds the product of what lies on the device to sums[sum * n_replicates + replicate], doubles: of the kernel's
 * description all but the factors is given. Puts work on the computing stream; the memory is in use until that is
 * done. */
gboolean          assay_cuda_products_add   (AssayCudaProducts        *self,
                                             const AssayKernelProduct *clusters,
                                             AssayCuAddress            sums,
                                             GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
void              assay_cuda_products_clear (AssayCudaProducts        *self);

G_END_DECLS
