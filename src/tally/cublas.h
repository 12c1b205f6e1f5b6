/* cublas.h: cuBLAS on one device, opened at run time (inside this room).
 *
 * It is of use, never needed: whoever finds none works without it.
 */
#pragma once

#include "tally/cublas-api.h"
#include "tally/cuda-driver.h"

G_BEGIN_DECLS

/* The library, its functions by the names that it exports, and its state on a device. */
typedef struct
{
  gpointer          library;
  AssayCublasHandle handle;
#define CALL(name, parameters) AssayCublasResult (*name) parameters;
  ASSAY_CUBLAS_CALLS (CALL)
#undef CALL
} AssayCublas;

/* (transfer full) libcublas.so.13, for the device that is the calling thread's; its work is put on the stream. Fails,
 * saying why, where it is absent, too old or broken. */
AssayCublas *assay_cublas_open     (AssayCuStream  stream,
                                    GError       **error);
void         assay_cublas_close    (AssayCublas   *self); /* while its device is the thread's */
/* (transfer full) "cuBLAS 13.0.2", or "no cuBLAS: " and why; needs no device. */
char        *assay_cublas_describe (void);

/* All three are columns behind each other, of device memory: sums (m x n) += left (m x k) times right, which lies
 * there transposed (n x k). */
typedef struct
{
  guint          m, n, k;
  AssayCuAddress left, right, sums;
} AssayCublasProduct;

gboolean     assay_cublas_multiply (AssayCublas              *self,
                                    const AssayCublasProduct *product,
                                    GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCublas, assay_cublas_close)

G_END_DECLS
