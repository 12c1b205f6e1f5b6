/* test-cuda-header.c: cuda-api.h says of each call what NVIDIA's cuda.h says: compiled only where that header is. */
#include "tally/cuda-api.h"

#include <cuda.h>

#include <glib.h>

/* cuda.h gives a function the name of its current version, cuMemAlloc for cuMemAlloc_v2, by macros; the versions' own
 * names are declared as well. */
typedef struct
{
#define CALL(name, parameters) AssayCuResult (*name) parameters;
  ASSAY_CU_CALLS (CALL)
#undef CALL
} Ours;

#define CHECK(ours, theirs) \
  _Static_assert (__builtin_types_compatible_p (__typeof__ (((Ours *) 0)->ours), __typeof__ (&theirs)), #ours)
CHECK (cuInit, cuInit);
CHECK (cuDriverGetVersion, cuDriverGetVersion);
CHECK (cuDeviceGetCount, cuDeviceGetCount);
CHECK (cuDeviceGet, cuDeviceGet);
CHECK (cuDeviceGetName, cuDeviceGetName);
CHECK (cuDeviceTotalMem_v2, cuDeviceTotalMem);
CHECK (cuDeviceGetAttribute, cuDeviceGetAttribute);
CHECK (cuDevicePrimaryCtxRetain, cuDevicePrimaryCtxRetain);
CHECK (cuDevicePrimaryCtxRelease_v2, cuDevicePrimaryCtxRelease);
CHECK (cuCtxSetCurrent, cuCtxSetCurrent);
CHECK (cuModuleLoadData, cuModuleLoadData);
CHECK (cuModuleUnload, cuModuleUnload);
CHECK (cuModuleGetFunction, cuModuleGetFunction);
CHECK (cuMemAlloc_v2, cuMemAlloc);
CHECK (cuMemFree_v2, cuMemFree);
CHECK (cuMemAllocHost_v2, cuMemAllocHost);
CHECK (cuMemFreeHost, cuMemFreeHost);
CHECK (cuMemcpyHtoDAsync_v2, cuMemcpyHtoDAsync);
CHECK (cuMemcpyDtoHAsync_v2, cuMemcpyDtoHAsync);
CHECK (cuMemsetD8Async, cuMemsetD8Async);
CHECK (cuStreamCreate, cuStreamCreate);
CHECK (cuStreamSynchronize, cuStreamSynchronize);
CHECK (cuStreamWaitEvent, cuStreamWaitEvent);
CHECK (cuStreamDestroy_v2, cuStreamDestroy);
CHECK (cuEventCreate, cuEventCreate);
CHECK (cuEventRecord, cuEventRecord);
CHECK (cuEventSynchronize, cuEventSynchronize);
CHECK (cuEventDestroy_v2, cuEventDestroy);
CHECK (cuLaunchKernel, cuLaunchKernel);
CHECK (cuGetErrorName, cuGetErrorName);
CHECK (cuGetErrorString, cuGetErrorString);

static void
test_numbers (void)
{
  g_assert_cmpuint (ASSAY_CU_SUCCESS, ==, CUDA_SUCCESS);
  g_assert_cmpuint (ASSAY_CU_INVALID_VALUE, ==, CUDA_ERROR_INVALID_VALUE);
  g_assert_cmpuint (ASSAY_CU_OUT_OF_MEMORY, ==, CUDA_ERROR_OUT_OF_MEMORY);
  g_assert_cmpuint (ASSAY_CU_NO_DEVICE, ==, CUDA_ERROR_NO_DEVICE);
  g_assert_cmpuint (ASSAY_CU_INVALID_DEVICE, ==, CUDA_ERROR_INVALID_DEVICE);
  g_assert_cmpuint (ASSAY_CU_INVALID_IMAGE, ==, CUDA_ERROR_INVALID_IMAGE);
  g_assert_cmpuint (ASSAY_CU_INVALID_CONTEXT, ==, CUDA_ERROR_INVALID_CONTEXT);
  g_assert_cmpuint (ASSAY_CU_NO_BINARY_FOR_GPU, ==, CUDA_ERROR_NO_BINARY_FOR_GPU);
  g_assert_cmpuint (ASSAY_CU_INVALID_HANDLE, ==, CUDA_ERROR_INVALID_HANDLE);
  g_assert_cmpuint (ASSAY_CU_NOT_FOUND, ==, CUDA_ERROR_NOT_FOUND);
  g_assert_cmpuint (ASSAY_CU_ILLEGAL_ADDRESS, ==, CUDA_ERROR_ILLEGAL_ADDRESS);
  g_assert_cmpuint (ASSAY_CU_LAUNCH_OUT_OF_RESOURCES, ==, CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
  g_assert_cmpuint (ASSAY_CU_ASSERT, ==, CUDA_ERROR_ASSERT);
  g_assert_cmpuint (ASSAY_CU_LAUNCH_FAILED, ==, CUDA_ERROR_LAUNCH_FAILED);
  g_assert_cmpuint (ASSAY_CU_SYSTEM_DRIVER_MISMATCH, ==, CUDA_ERROR_SYSTEM_DRIVER_MISMATCH);
  g_assert_cmpuint (ASSAY_CU_STREAM_NON_BLOCKING, ==, CU_STREAM_NON_BLOCKING);
  g_assert_cmpuint (ASSAY_CU_EVENT_DISABLE_TIMING, ==, CU_EVENT_DISABLE_TIMING);
  g_assert_cmpuint (ASSAY_CU_ATTRIBUTE_MULTIPROCESSORS, ==, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
  g_assert_cmpuint (ASSAY_CU_ATTRIBUTE_MAJOR, ==, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
  g_assert_cmpuint (ASSAY_CU_ATTRIBUTE_MINOR, ==, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/cuda-header", test_numbers);
  return g_test_run ();
}
