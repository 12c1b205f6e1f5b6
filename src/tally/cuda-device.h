/* cuda-device.h: one device: its context, kernels, streams and memory (inside this room).
 *
 * A device is used by one thread at a time, after assay_cuda_device_enter().
 */
#pragma once

#include "tally/cublas.h"
#include "tally/cuda-driver.h"

G_BEGIN_DECLS

typedef enum
{
#define KERNEL(name) ASSAY_KERNEL_##name,
#include "../kernels/kernels.def"
#undef KERNEL
  ASSAY_N_KERNELS,
} AssayKernelName;

typedef struct
{
  const AssayCudaDriver *driver;
  AssayCuDevice          device;
  AssayCuContext         context;
  AssayCuModule          module;
  AssayCuFunction        kernels[ASSAY_N_KERNELS];
  AssayCuStream          copying, computing;
  guint                  n_multiprocessors;
  guint                  capability; /* 75: 7.5 */
  AssayCublas           *blas;       /* see assay_cuda_device_blas() */
  gboolean               has_no_blas;
} AssayCudaDevice;

/* What is known of a device without using it. */
typedef struct
{
  guint    number;
  char    *name;
  int      major, minor;   /* compute capability */
  guint64  n_bytes;        /* of memory */
  char    *why;            /* (nullable) why it cannot be used; NULL: it can */
} AssayCudaDescription;

/* (transfer full) (element-type AssayCudaDescription) all devices, in the driver's order. */
GPtrArray       *assay_cuda_describe        (const AssayCudaDriver *driver,
                                             GError               **error);
/* (transfer full) Fails when there is no such device or it cannot be used. */
AssayCudaDevice *assay_cuda_device_open     (const AssayCudaDriver *driver,
                                             guint                  number,
                                             GError               **error);
void             assay_cuda_device_close    (AssayCudaDevice       *self);
/* Makes it the calling thread's. */
gboolean         assay_cuda_device_enter    (AssayCudaDevice       *self,
                                             GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Fails with ASSAY_TALLY_ERROR_TOO_LARGE when the device has no such memory left. */
gboolean         assay_cuda_device_alloc    (AssayCudaDevice       *self,
                                             guint64                n_bytes,
                                             AssayCuAddress        *address,
                                             GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets it to 0; 0 is freed already. */
void             assay_cuda_device_free     (AssayCudaDevice       *self,
                                             AssayCuAddress        *address);
/* Memory of the host that the device copies from while the host goes on. */
gboolean         assay_cuda_device_pin      (AssayCudaDevice       *self,
                                             guint64                n_bytes,
                                             gpointer              *bytes,
                                             GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void             assay_cuda_device_unpin    (AssayCudaDevice       *self,
                                             gpointer              *bytes);
gboolean         assay_cuda_device_wait     (AssayCudaDevice       *self, /* for all that was put on its streams */
                                             GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer none) (nullable) cuBLAS on its computing stream, opened when it is first asked for; NULL: there is
 * none. */
AssayCublas     *assay_cuda_device_blas     (AssayCudaDevice       *self);
/* Closes it, which gives its memory back; is_broken: there is none from now on. */
void             assay_cuda_device_drop_blas (AssayCudaDevice      *self,
                                              gboolean              is_broken);

typedef struct
{
  AssayKernelName kernel;
  guint64         n_items;    /* what its threads share, each of them some; decides how many blocks there are */
  guint           n_groups;   /* blocks in y */
  guint           n_codes;    /* blocks in z; 0: one */
  guint           n_shared;   /* bytes of dynamic shared memory */
} AssayCudaLaunch;

/* On the computing stream; arguments are copied. */
gboolean         assay_cuda_device_launch   (AssayCudaDevice       *self,
                                             const AssayCudaLaunch *launch,
                                             void                 **arguments,
                                             GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCudaDevice, assay_cuda_device_close)

G_END_DECLS
