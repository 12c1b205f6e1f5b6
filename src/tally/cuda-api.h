/* cuda-api.h: what the program uses of the CUDA driver's interface, version 12 and later.
 *
 * Declared here and not taken from NVIDIA's cuda.h, so that the engine is built everywhere; where cuda.h is, a test
 * compares the two. Plain C types: the software device of the tests (C++) implements this list.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef unsigned int AssayCuResult;      /* CUresult: an enum of its own in cuda.h */
typedef int AssayCuDevice;
typedef unsigned long long AssayCuAddress;
typedef struct CUctx_st *AssayCuContext;
typedef struct CUmod_st *AssayCuModule;
typedef struct CUfunc_st *AssayCuFunction;
typedef struct CUstream_st *AssayCuStream;
typedef struct CUevent_st *AssayCuEvent;

#define ASSAY_CU_SUCCESS 0u
#define ASSAY_CU_INVALID_VALUE 1u
#define ASSAY_CU_OUT_OF_MEMORY 2u
#define ASSAY_CU_NO_DEVICE 100u
#define ASSAY_CU_INVALID_DEVICE 101u
#define ASSAY_CU_INVALID_IMAGE 200u
#define ASSAY_CU_INVALID_CONTEXT 201u
#define ASSAY_CU_NO_BINARY_FOR_GPU 209u
#define ASSAY_CU_INVALID_HANDLE 400u
#define ASSAY_CU_NOT_FOUND 500u
#define ASSAY_CU_ILLEGAL_ADDRESS 700u
#define ASSAY_CU_LAUNCH_OUT_OF_RESOURCES 701u
#define ASSAY_CU_ASSERT 710u
#define ASSAY_CU_LAUNCH_FAILED 719u
#define ASSAY_CU_SYSTEM_DRIVER_MISMATCH 803u

#define ASSAY_CU_STREAM_NON_BLOCKING 1u
#define ASSAY_CU_EVENT_DISABLE_TIMING 2u
#define ASSAY_CU_EVENT_DEFAULT 0u

#define ASSAY_CU_ATTRIBUTE_MULTIPROCESSORS 16u
#define ASSAY_CU_ATTRIBUTE_MAJOR 75u
#define ASSAY_CU_ATTRIBUTE_MINOR 76u

/* Every call: CALL (name as the library exports it, parameters). */
#define ASSAY_CU_CALLS(CALL) \
  CALL (cuInit, (unsigned int flags)) \
  CALL (cuDriverGetVersion, (int *version)) \
  CALL (cuDeviceGetCount, (int *n_devices)) \
  CALL (cuDeviceGet, (AssayCuDevice *device, int number)) \
  CALL (cuDeviceGetName, (char *name, int n_bytes, AssayCuDevice device)) \
  CALL (cuDeviceTotalMem_v2, (size_t *n_bytes, AssayCuDevice device)) \
  CALL (cuDeviceGetAttribute, (int *value, unsigned int attribute, AssayCuDevice device)) \
  CALL (cuDevicePrimaryCtxRetain, (AssayCuContext *context, AssayCuDevice device)) \
  CALL (cuDevicePrimaryCtxRelease_v2, (AssayCuDevice device)) \
  CALL (cuCtxSetCurrent, (AssayCuContext context)) \
  CALL (cuModuleLoadData, (AssayCuModule *module, const void *image)) \
  CALL (cuModuleUnload, (AssayCuModule module)) \
  CALL (cuModuleGetFunction, (AssayCuFunction *function, AssayCuModule module, const char *name)) \
  CALL (cuMemAlloc_v2, (AssayCuAddress *address, size_t n_bytes)) \
  CALL (cuMemFree_v2, (AssayCuAddress address)) \
  CALL (cuMemAllocHost_v2, (void **bytes, size_t n_bytes)) \
  CALL (cuMemFreeHost, (void *bytes)) \
  CALL (cuMemcpyHtoDAsync_v2, (AssayCuAddress to, const void *from, size_t n_bytes, AssayCuStream stream)) \
  CALL (cuMemcpyDtoHAsync_v2, (void *to, AssayCuAddress from, size_t n_bytes, AssayCuStream stream)) \
  CALL (cuMemsetD8Async, (AssayCuAddress to, unsigned char value, size_t n_bytes, AssayCuStream stream)) \
  CALL (cuStreamCreate, (AssayCuStream *stream, unsigned int flags)) \
  CALL (cuStreamSynchronize, (AssayCuStream stream)) \
  CALL (cuStreamWaitEvent, (AssayCuStream stream, AssayCuEvent event, unsigned int flags)) \
  CALL (cuStreamDestroy_v2, (AssayCuStream stream)) \
  CALL (cuEventCreate, (AssayCuEvent *event, unsigned int flags)) \
  CALL (cuEventRecord, (AssayCuEvent event, AssayCuStream stream)) \
  CALL (cuEventSynchronize, (AssayCuEvent event)) \
  CALL (cuEventDestroy_v2, (AssayCuEvent event)) \
  CALL (cuLaunchKernel, (AssayCuFunction function, unsigned int grid_x, unsigned int grid_y, unsigned int grid_z, \
                         unsigned int block_x, unsigned int block_y, unsigned int block_z, unsigned int n_shared, \
                         AssayCuStream stream, void **parameters, void **extra)) \
  CALL (cuGetErrorName, (AssayCuResult result, const char **name)) \
  CALL (cuGetErrorString, (AssayCuResult result, const char **text))
