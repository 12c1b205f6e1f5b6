/* cuda-driver.h: the CUDA driver, opened at run time (inside this room). */
#pragma once

#include "tally/count-table.h"
#include "tally/cuda-api.h"

G_BEGIN_DECLS

/* The library and its functions, by the names that it exports. */
typedef struct
{
  gpointer library;
#define CALL(name, parameters) AssayCuResult (*name) parameters;
  ASSAY_CU_CALLS (CALL)
#undef CALL
} AssayCudaDriver;

/* Opens libcuda.so.1 and starts it. Fails, saying why, where it is absent, lacks a function or finds no device. Any
 * thread. (transfer full) */
AssayCudaDriver *assay_cuda_driver_open   (GError               **error);
void             assay_cuda_driver_close  (AssayCudaDriver       *self);
/* The CUDA version that the driver supports, such as 13000; 0 when it does not say. */
int              assay_cuda_driver_version (const AssayCudaDriver *self);
/* FALSE, and an error with the call's name, the driver's name for the result and what to do, unless it is 0. */
gboolean         assay_cuda_check         (const AssayCudaDriver *self,
                                           AssayCuResult          result,
                                           const char            *call,
                                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;

#define ASSAY_CUDA_CALL(driver, error, name, ...) \
  assay_cuda_check ((driver), (driver)->name (__VA_ARGS__), #name, (error))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCudaDriver, assay_cuda_driver_close)

G_END_DECLS
