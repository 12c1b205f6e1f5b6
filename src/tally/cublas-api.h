/* cublas-api.h: what the program uses of cuBLAS's interface, version 13.
 *
 * Declared here as cuda-api.h declares the driver's; where cublas_v2.h is, a test compares the two. A stream of the
 * driver is one of the run-time library, which cuBLAS is written over.
 */
#pragma once

#include "cuda-api.h"

typedef unsigned int AssayCublasResult;   /* cublasStatus_t */
typedef struct cublasContext *AssayCublasHandle;

#define ASSAY_CUBLAS_SUCCESS 0u
#define ASSAY_CUBLAS_NOT_INITIALIZED 1u
#define ASSAY_CUBLAS_ALLOC_FAILED 3u
#define ASSAY_CUBLAS_INVALID_VALUE 7u
#define ASSAY_CUBLAS_EXECUTION_FAILED 13u

#define ASSAY_CUBLAS_PLAIN 0u             /* cublasOperation_t */
#define ASSAY_CUBLAS_TRANSPOSED 1u

/* Of cublasMath_t: double precision as it is written, never put together from numbers of fewer bits, whatever the
 * environment asks for. */
#define ASSAY_CUBLAS_PEDANTIC 2u

#define ASSAY_CUBLAS_MAJOR 0u             /* libraryPropertyType */
#define ASSAY_CUBLAS_MINOR 1u
#define ASSAY_CUBLAS_PATCH 2u

/* Every call: CALL (name as the library exports it, parameters). */
#define ASSAY_CUBLAS_CALLS(CALL) \
  CALL (cublasGetProperty, (unsigned int which, int *value)) \
  CALL (cublasCreate_v2, (AssayCublasHandle *handle)) \
  CALL (cublasDestroy_v2, (AssayCublasHandle handle)) \
  CALL (cublasSetStream_v2, (AssayCublasHandle handle, AssayCuStream stream)) \
  CALL (cublasSetMathMode, (AssayCublasHandle handle, unsigned int mode)) \
  CALL (cublasDgemm_v2, (AssayCublasHandle handle, unsigned int of_a, unsigned int of_b, int m, int n, int k, \
                         const double *alpha, const double *a, int stride_a, const double *b, int stride_b, \
                         const double *beta, double *c, int stride_c))
