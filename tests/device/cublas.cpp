/* cublas.cpp: what src/tally/cublas-api.h lists, over the software device: the same library as libcublas.so.13.
 *
 * A product waits on its stream like a kernel. It is added up from the last column on: sums that depend on the order
 * show. Operands outside one allocation, or that nobody wrote (in the checked variant), are errors as on a device
 * that looks.
 */
#include "../../src/tally/cublas-api.h"

#include "device.h"
#include "streams.h"

#include <stdlib.h>

#define EXPORT extern "C" __attribute__ ((visibility ("default")))
#define WORKSPACE_BYTES 4096 /* of a handle, in the device's memory */

struct cublasContext
{
  AssayCuStream stream;
  uintptr_t     workspace;
  unsigned      math;
};

namespace
{
  struct Matrix { AssayCuAddress address; int rows, columns, stride; };

  size_t
  bytes_of (const Matrix &m)
  {
    return ((size_t) (m.columns - 1) * (size_t) m.stride + (size_t) m.rows) * sizeof (double);
  }

  bool
  is_written (const Matrix &m)
  {
#ifdef ASSAY_DEVICE_CHECKED
    for (int column = 0; column < m.columns; column++)
      for (size_t i = 0; i < (size_t) m.rows * sizeof (double); i++)
        if (!memory_written (m.address + (size_t) column * (size_t) m.stride * sizeof (double))[i])
          return false;
#else
    (void) m;
#endif
    return true;
  }

  double *
  open (const Matrix &m, const char *name, bool for_writing)
  {
    double *elements = static_cast<double *> (memory_for_host (m.address, bytes_of (m), false));

    if (elements == nullptr)
      device_say ("cublasDgemm_v2: %s, %d x %d at %#llx, is not inside one allocation", name, m.rows, m.columns,
                  m.address);
    else if (!is_written (m))
      device_say ("cublasDgemm_v2: nobody wrote all of %s, %d x %d at %#llx", name, m.rows, m.columns,
                  m.address);
    else
      return for_writing ? static_cast<double *> (memory_for_host (m.address, bytes_of (m), true)) : elements;
    return nullptr;
  }

  /* ASSAY_DEVICE_CUBLAS_SINGLE: products are rounded, as if put together from numbers of fewer bits. */
  bool is_single () { return getenv ("ASSAY_DEVICE_CUBLAS_SINGLE") != nullptr; }

  /* c = alpha x a x b transposed + beta x c */
  AssayCuResult
  multiply (double alpha, const Matrix &a, const Matrix &b, double beta, const Matrix &c)
  {
    const double *left = open (a, "a", false), *right = open (b, "b", false);
    double *sums = open (c, "c", true);

    if (left == nullptr || right == nullptr || sums == nullptr)
      return ASSAY_CU_ILLEGAL_ADDRESS;
    for (int column = 0; column < c.columns; column++)
      for (int row = 0; row < c.rows; row++)
        {
          double sum = 0;
          for (ptrdiff_t k = a.columns; k-- > 0;)
            sum += left[k * a.stride + row] * right[k * b.stride + column];
          if (is_single ())
            sum = static_cast<float> (sum);
          double &to = sums[(ptrdiff_t) column * c.stride + row];
          to = alpha * sum + beta * to;
        }
    return ASSAY_CU_SUCCESS;
  }

  AssayCublasResult
  of_driver (AssayCuResult result)
  {
    switch (result)
      {
      case ASSAY_CU_SUCCESS:         return ASSAY_CUBLAS_SUCCESS;
      case ASSAY_CU_OUT_OF_MEMORY:   return ASSAY_CUBLAS_ALLOC_FAILED;
      case ASSAY_CU_INVALID_CONTEXT: return ASSAY_CUBLAS_NOT_INITIALIZED;
      default:                       return ASSAY_CUBLAS_EXECUTION_FAILED;
      }
  }
}

#define ENTER(call) \
  const std::lock_guard<std::recursive_mutex> locked (driver_lock ()); \
  if (const AssayCuResult refused = driver_enter (#call); refused != ASSAY_CU_SUCCESS) \
    return of_driver (refused)

/* Needs no context. ASSAY_DEVICE_CUBLAS=12 is an older one. */
EXPORT AssayCublasResult
cublasGetProperty (unsigned which, int *value)
{
  const std::lock_guard<std::recursive_mutex> locked (driver_lock ());
  const char *major = getenv ("ASSAY_DEVICE_CUBLAS");

  if (faults_count ("cublasGetProperty"))
    return ASSAY_CUBLAS_INVALID_VALUE;
  if (which > ASSAY_CUBLAS_PATCH)
    return ASSAY_CUBLAS_INVALID_VALUE;
  *value = which == ASSAY_CUBLAS_MAJOR ? major != nullptr ? atoi (major) : 13 : 0;
  return ASSAY_CUBLAS_SUCCESS;
}

EXPORT AssayCublasResult
cublasCreate_v2 (AssayCublasHandle *handle)
{
  ENTER (cublasCreate_v2);
  const uintptr_t workspace = memory_alloc (WORKSPACE_BYTES, driver_device ());
  if (workspace == 0)
    return ASSAY_CUBLAS_ALLOC_FAILED;
  *handle = new cublasContext { nullptr, workspace, 0 };
  return ASSAY_CUBLAS_SUCCESS;
}

/* Frees also on a device that is broken, and where the call is to fail. */
EXPORT AssayCublasResult
cublasDestroy_v2 (AssayCublasHandle handle)
{
  const std::lock_guard<std::recursive_mutex> locked (driver_lock ());
  const AssayCuResult result = driver_enter ("cublasDestroy_v2");

  memory_free (handle->workspace);
  delete handle;
  return of_driver (result);
}

EXPORT AssayCublasResult
cublasSetStream_v2 (AssayCublasHandle handle, AssayCuStream stream)
{
  ENTER (cublasSetStream_v2);
  handle->stream = stream;
  return ASSAY_CUBLAS_SUCCESS;
}

EXPORT AssayCublasResult
cublasSetMathMode (AssayCublasHandle handle, unsigned mode)
{
  ENTER (cublasSetMathMode);
  handle->math = mode;
  return ASSAY_CUBLAS_SUCCESS;
}

/* Of all that the call can do, what the program asks for. alpha and beta are read now. */
EXPORT AssayCublasResult
cublasDgemm_v2 (AssayCublasHandle handle, unsigned of_a, unsigned of_b, int m, int n, int k, const double *alpha,
                const double *a, int stride_a, const double *b, int stride_b, const double *beta, double *c,
                int stride_c)
{
  ENTER (cublasDgemm_v2);
  if (of_a != ASSAY_CUBLAS_PLAIN || of_b != ASSAY_CUBLAS_TRANSPOSED || handle->math != ASSAY_CUBLAS_PEDANTIC || m <= 0
      || n <= 0 || k <= 0 || stride_a < m || stride_b < n || stride_c < m)
    return ASSAY_CUBLAS_INVALID_VALUE;
  const Matrix left = { reinterpret_cast<AssayCuAddress> (a), m, k, stride_a };
  const Matrix right = { reinterpret_cast<AssayCuAddress> (b), n, k, stride_b };
  const Matrix sums = { reinterpret_cast<AssayCuAddress> (c), m, n, stride_c };
  return of_driver (driver_put (handle->stream, [=, alpha = *alpha, beta = *beta] {
    return multiply (alpha, left, right, beta, sums);
  }));
}
