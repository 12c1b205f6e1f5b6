/* driver.cpp: the driver's interface over the software device: src/tally/cuda-api.h, served as libcuda.so.1.
 *
 * Streams are deferred: what is put on one runs when something waits for it and no sooner, and only as far as it is
 * waited for. A host that reads a result too early finds poison, one that fills a staging buffer again too early
 * sends the wrong bytes. After an error in a kernel every call fails with it until the context is released, as on a
 * device.
 */
#include "../../src/tally/cuda-api.h"

#include "device.h"
#include "language.h"
#include "streams.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT extern "C" __attribute__ ((visibility ("default")))
#define DRIVER_VERSION 13000
#define MOST_GRID 65535u
#define SM_COUNT 2

extern bool device_fault_is_lasting;

using Operation = std::function<AssayCuResult ()>;

struct CUctx_st { int device; };
struct CUmod_st { int device; };
struct CUstream_st { int device; std::deque<Operation> queue; };
struct CUevent_st
{
  CUstream_st *stream;      /* it was recorded on; null: never */
  unsigned     n_recorded, n_done;
};

namespace
{
  const int most_devices = 16;

  std::recursive_mutex lock;
  CUctx_st contexts[most_devices];
  int retained[most_devices];
  AssayCuResult broken[most_devices];       /* the error that a device is left with */
  std::map<std::thread::id, CUctx_st *> current_contexts;
  std::set<CUmod_st *> modules;
  std::set<CUstream_st *> streams;
  std::set<CUevent_st *> events;
  bool is_initialized;

  /* The calling thread's device; -1: none is current. */
  int
  current_device ()
  {
    const auto found = current_contexts.find (std::this_thread::get_id ());

    return found != current_contexts.end () && found->second != nullptr && retained[found->second->device] > 0
             ? found->second->device : -1;
  }

  AssayCuResult
  usual_fault (const char *call)
  {
    if (strstr (call, "Alloc") != nullptr || strstr (call, "Create") != nullptr || strstr (call, "Retain") != nullptr)
      return ASSAY_CU_OUT_OF_MEMORY;
    if (strcmp (call, "cuModuleGetFunction") == 0)
      return ASSAY_CU_NOT_FOUND;
    if (strcmp (call, "cuModuleLoadData") == 0)
      return ASSAY_CU_NO_BINARY_FOR_GPU;
    return strcmp (call, "cuInit") == 0 ? ASSAY_CU_NO_DEVICE : ASSAY_CU_LAUNCH_FAILED;
  }

  /* What every call begins with: whether it is to fail, and whether there is a context that still works. */
  AssayCuResult
  enter (const char *call, bool needs_context)
  {
    const int device = current_device ();

    if (faults_count (call))
      {
        if (device_fault_is_lasting && device >= 0)
          return broken[device] = ASSAY_CU_ILLEGAL_ADDRESS;
        return usual_fault (call);
      }
    if (!needs_context)
      return ASSAY_CU_SUCCESS;
    return device < 0 ? ASSAY_CU_INVALID_CONTEXT : broken[device];
  }

  /* Runs a stream's queue until it is empty, or until an event was recorded n times. */
  AssayCuResult
  drain (CUstream_st *stream, const CUevent_st *event = nullptr, unsigned n = 0)
  {
    AssayCuResult &error = broken[stream->device];

    while (error == ASSAY_CU_SUCCESS && !stream->queue.empty () && (event == nullptr || event->n_done < n))
      {
        const Operation operation = std::move (stream->queue.front ());
        stream->queue.pop_front ();
        error = operation ();
      }
    if (error != ASSAY_CU_SUCCESS)
      stream->queue.clear ();
    return error;
  }

  AssayCuResult
  drain_device (int device)
  {
    for (CUstream_st *stream : streams)
      if (stream->device == device)
        drain (stream);
    return broken[device];
  }

  AssayCuResult
  put (CUstream_st *stream, Operation operation)
  {
    if (streams.count (stream) == 0)
      {
        device_say ("work is put on stream %p, which does not exist", (void *) stream);
        return ASSAY_CU_INVALID_HANDLE;
      }
    stream->queue.push_back (std::move (operation));
    return ASSAY_CU_SUCCESS;
  }

  AssayCuResult
  of_fault (LaunchFault fault)
  {
    switch (fault)
      {
      case FAULT_NONE:    return ASSAY_CU_SUCCESS;
      case FAULT_ADDRESS: return ASSAY_CU_ILLEGAL_ADDRESS;
      case FAULT_ASSERT:  return ASSAY_CU_ASSERT;
      default:            return ASSAY_CU_LAUNCH_FAILED;
      }
  }
}

std::recursive_mutex &driver_lock () { return lock; }
AssayCuResult driver_enter (const char *call) { return enter (call, true); }
int driver_device () { return current_device (); }
AssayCuResult driver_put (AssayCuStream stream, Operation operation) { return put (stream, std::move (operation)); }

#define LOCKED const std::lock_guard<std::recursive_mutex> locked (lock)
#define ENTER(call) \
  LOCKED; \
  if (const AssayCuResult refused = enter (#call, true); refused != ASSAY_CU_SUCCESS) \
    return refused
#define ENTER_WITHOUT_CONTEXT(call) \
  LOCKED; \
  if (const AssayCuResult refused = enter (#call, false); refused != ASSAY_CU_SUCCESS) \
    return refused

/* --- devices ---------------------------------------------------------------------------------------------------- */

EXPORT AssayCuResult
cuInit (unsigned int)
{
  ENTER_WITHOUT_CONTEXT (cuInit);
  if (device_count () == 0)
    return ASSAY_CU_NO_DEVICE;
  is_initialized = true;
  return ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuDriverGetVersion (int *version)
{
  ENTER_WITHOUT_CONTEXT (cuDriverGetVersion);
  const char *given = getenv ("ASSAY_DEVICE_VERSION");
  *version = given != nullptr ? atoi (given) : DRIVER_VERSION;
  return ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuDeviceGetCount (int *n_devices)
{
  ENTER_WITHOUT_CONTEXT (cuDeviceGetCount);
  *n_devices = device_count ();
  return is_initialized ? ASSAY_CU_SUCCESS : ASSAY_CU_INVALID_CONTEXT;
}

EXPORT AssayCuResult
cuDeviceGet (AssayCuDevice *device, int number)
{
  ENTER_WITHOUT_CONTEXT (cuDeviceGet);
  if (number < 0 || number >= device_count ())
    return ASSAY_CU_INVALID_DEVICE;
  *device = number;
  return ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuDeviceGetName (char *name, int n_bytes, AssayCuDevice device)
{
  ENTER_WITHOUT_CONTEXT (cuDeviceGetName);
  snprintf (name, (size_t) n_bytes, "Software device %d", device);
  return ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuDeviceTotalMem_v2 (size_t *n_bytes, AssayCuDevice)
{
  ENTER_WITHOUT_CONTEXT (cuDeviceTotalMem_v2);
  *n_bytes = device_limit ();
  return ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuDeviceGetAttribute (int *value, unsigned int attribute, AssayCuDevice)
{
  ENTER_WITHOUT_CONTEXT (cuDeviceGetAttribute);
  const char *given = getenv ("ASSAY_DEVICE_CAPABILITY");   /* such as 61 */
  const int capability = given != nullptr ? atoi (given) : __CUDA_ARCH__ / 10;
  switch (attribute)
    {
    case ASSAY_CU_ATTRIBUTE_MULTIPROCESSORS: *value = SM_COUNT; return ASSAY_CU_SUCCESS;
    case ASSAY_CU_ATTRIBUTE_MAJOR: *value = capability / 10; return ASSAY_CU_SUCCESS;
    case ASSAY_CU_ATTRIBUTE_MINOR: *value = capability % 10; return ASSAY_CU_SUCCESS;
    default: return ASSAY_CU_INVALID_VALUE;
    }
}

EXPORT AssayCuResult
cuDevicePrimaryCtxRetain (AssayCuContext *context, AssayCuDevice device)
{
  ENTER_WITHOUT_CONTEXT (cuDevicePrimaryCtxRetain);
  if (device < 0 || device >= most_devices)
    return ASSAY_CU_INVALID_DEVICE;
  retained[device]++;
  contexts[device].device = device;
  *context = &contexts[device];
  return ASSAY_CU_SUCCESS;
}

/* With the last reference all that the context has goes; what was not freed before is told as a leak all the same. */
EXPORT AssayCuResult
cuDevicePrimaryCtxRelease_v2 (AssayCuDevice device)
{
  LOCKED;
  const bool fails = faults_count ("cuDevicePrimaryCtxRelease_v2");
  if (device < 0 || device >= most_devices || retained[device] == 0)
    return ASSAY_CU_INVALID_CONTEXT;
  if (--retained[device] == 0)
    {
      drain_device (device);
      broken[device] = ASSAY_CU_SUCCESS;
    }
  return fails ? ASSAY_CU_LAUNCH_FAILED : ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuCtxSetCurrent (AssayCuContext context)
{
  ENTER_WITHOUT_CONTEXT (cuCtxSetCurrent);
  current_contexts[std::this_thread::get_id ()] = context;
  return ASSAY_CU_SUCCESS;
}

/* --- modules ---------------------------------------------------------------------------------------------------- */

EXPORT AssayCuResult
cuModuleLoadData (AssayCuModule *module, const void *image)
{
  ENTER (cuModuleLoadData);
  if (!fatbin_take (image))
    return ASSAY_CU_INVALID_IMAGE;
  *module = new CUmod_st { current_device () };
  modules.insert (*module);
  return ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuModuleUnload (AssayCuModule module)
{
  LOCKED;
  const bool fails = faults_count ("cuModuleUnload");
  if (modules.erase (module) == 0)
    return ASSAY_CU_INVALID_HANDLE;
  delete module;
  return fails ? ASSAY_CU_LAUNCH_FAILED : ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuModuleGetFunction (AssayCuFunction *function, AssayCuModule, const char *name)
{
  ENTER (cuModuleGetFunction);
  DeviceKernel *kernel = kernel_find (name);
  if (kernel == nullptr)
    return ASSAY_CU_NOT_FOUND;
  if (const char *why = fatbin_refuses (kernel); why != nullptr)
    {
      device_say ("kernel %s: %s", name, why);
      return ASSAY_CU_INVALID_IMAGE;
    }
  *function = reinterpret_cast<AssayCuFunction> (kernel);
  return ASSAY_CU_SUCCESS;
}

/* --- memory ----------------------------------------------------------------------------------------------------- */

EXPORT AssayCuResult
cuMemAlloc_v2 (AssayCuAddress *address, size_t n_bytes)
{
  ENTER (cuMemAlloc_v2);
  if (n_bytes == 0)
    return ASSAY_CU_INVALID_VALUE;
  const uintptr_t found = memory_alloc (n_bytes, current_device ());
  if (found == 0)
    return ASSAY_CU_OUT_OF_MEMORY;
  *address = found;
  return ASSAY_CU_SUCCESS;
}

/* Freeing waits for the device, and frees even where it then tells an earlier error. */
EXPORT AssayCuResult
cuMemFree_v2 (AssayCuAddress address)
{
  LOCKED;
  const bool fails = faults_count ("cuMemFree_v2");
  const Allocation *allocation = memory_find (address);
  if (allocation == nullptr)
    return ASSAY_CU_INVALID_VALUE;
  const AssayCuResult result = drain_device (allocation->device);
  if (!memory_free (address))
    return ASSAY_CU_INVALID_VALUE;
  return fails ? ASSAY_CU_LAUNCH_FAILED : result;
}

EXPORT AssayCuResult
cuMemAllocHost_v2 (void **bytes, size_t n_bytes)
{
  ENTER (cuMemAllocHost_v2);
  const size_t whole = (n_bytes + 4095) & ~size_t { 4095 };
  void *found = n_bytes > 0 ? aligned_alloc (4096, whole) : nullptr;
  if (found == nullptr)
    return ASSAY_CU_OUT_OF_MEMORY;
  memset (found, DEVICE_POISON, whole);
  pinned_add (found, n_bytes);
  *bytes = found;
  return ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuMemFreeHost (void *bytes)
{
  LOCKED;
  const bool fails = faults_count ("cuMemFreeHost");
  for (CUstream_st *stream : streams)
    drain (stream);
  if (!pinned_remove (bytes))
    return ASSAY_CU_INVALID_VALUE;
  free (bytes);
  return fails ? ASSAY_CU_LAUNCH_FAILED : ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuMemcpyHtoDAsync_v2 (AssayCuAddress to, const void *from, size_t n_bytes, AssayCuStream stream)
{
  ENTER (cuMemcpyHtoDAsync_v2);
  return put (stream, [=] {
    void *target = memory_for_host (to, n_bytes, true);
    if (target == nullptr)
      {
        device_say ("a copy of %zu bytes to %#llx is not inside one allocation", n_bytes, to);
        return ASSAY_CU_INVALID_VALUE;
      }
    memcpy (target, from, n_bytes);
    return ASSAY_CU_SUCCESS;
  });
}

/* For the bench, which measures it. */
EXPORT AssayCuResult
cuMemcpyDtoDAsync_v2 (AssayCuAddress to, AssayCuAddress from, size_t n_bytes, AssayCuStream stream)
{
  ENTER (cuMemcpyDtoDAsync_v2);
  return put (stream, [=] {
    void *target = memory_for_host (to, n_bytes, true);
    const void *source = memory_for_host (from, n_bytes, false);
    if (target == nullptr || source == nullptr)
      return ASSAY_CU_INVALID_VALUE;
    memcpy (target, source, n_bytes);
    return ASSAY_CU_SUCCESS;
  });
}

EXPORT AssayCuResult
cuMemcpyDtoHAsync_v2 (void *to, AssayCuAddress from, size_t n_bytes, AssayCuStream stream)
{
  ENTER (cuMemcpyDtoHAsync_v2);
  memset (to, DEVICE_POISON, n_bytes);
  return put (stream, [=] {
    const void *source = memory_for_host (from, n_bytes, false);
    if (source == nullptr)
      {
        device_say ("a copy of %zu bytes from %#llx is not inside one allocation", n_bytes, from);
        return ASSAY_CU_INVALID_VALUE;
      }
    memcpy (to, source, n_bytes);
    return ASSAY_CU_SUCCESS;
  });
}

EXPORT AssayCuResult
cuMemsetD8Async (AssayCuAddress to, unsigned char value, size_t n_bytes, AssayCuStream stream)
{
  ENTER (cuMemsetD8Async);
  return put (stream, [=] {
    void *target = memory_for_host (to, n_bytes, true);
    if (target == nullptr)
      return ASSAY_CU_INVALID_VALUE;
    memset (target, value, n_bytes);
    return ASSAY_CU_SUCCESS;
  });
}

/* --- streams and events ----------------------------------------------------------------------------------------- */

EXPORT AssayCuResult
cuStreamCreate (AssayCuStream *stream, unsigned int)
{
  ENTER (cuStreamCreate);
  *stream = new CUstream_st { current_device (), {} };
  streams.insert (*stream);
  return ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuStreamSynchronize (AssayCuStream stream)
{
  ENTER (cuStreamSynchronize);
  return streams.count (stream) > 0 ? drain (stream) : ASSAY_CU_INVALID_HANDLE;
}

EXPORT AssayCuResult
cuStreamDestroy_v2 (AssayCuStream stream)
{
  LOCKED;
  const bool fails = faults_count ("cuStreamDestroy_v2");
  if (streams.count (stream) == 0)
    return ASSAY_CU_INVALID_HANDLE;
  drain (stream);
  for (CUevent_st *event : events)
    if (event->stream == stream)
      event->stream = nullptr;
  streams.erase (stream);
  delete stream;
  return fails ? ASSAY_CU_LAUNCH_FAILED : ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuEventCreate (AssayCuEvent *event, unsigned int)
{
  ENTER (cuEventCreate);
  *event = new CUevent_st { nullptr, 0, 0 };
  events.insert (*event);
  return ASSAY_CU_SUCCESS;
}

EXPORT AssayCuResult
cuEventRecord (AssayCuEvent event, AssayCuStream stream)
{
  ENTER (cuEventRecord);
  if (events.count (event) == 0)
    return ASSAY_CU_INVALID_HANDLE;
  const AssayCuResult result = put (stream, [event, n = event->n_recorded + 1] {
    event->n_done = n;
    return ASSAY_CU_SUCCESS;
  });
  if (result == ASSAY_CU_SUCCESS)
    {
      event->stream = stream;
      event->n_recorded++;
    }
  return result;
}

EXPORT AssayCuResult
cuEventSynchronize (AssayCuEvent event)
{
  ENTER (cuEventSynchronize);
  if (events.count (event) == 0)
    return ASSAY_CU_INVALID_HANDLE;
  return event->stream != nullptr ? drain (event->stream, event, event->n_recorded) : ASSAY_CU_SUCCESS;
}

/* Waits for the event as it is recorded now, even if it is recorded again before the stream gets there. */
EXPORT AssayCuResult
cuStreamWaitEvent (AssayCuStream stream, AssayCuEvent event, unsigned int)
{
  ENTER (cuStreamWaitEvent);
  if (events.count (event) == 0)
    return ASSAY_CU_INVALID_HANDLE;
  return put (stream, [event, n = event->n_recorded] {
    return event->stream != nullptr && event->n_done < n ? drain (event->stream, event, n) : ASSAY_CU_SUCCESS;
  });
}

EXPORT AssayCuResult
cuEventDestroy_v2 (AssayCuEvent event)
{
  LOCKED;
  const bool fails = faults_count ("cuEventDestroy_v2");
  if (events.count (event) == 0)
    return ASSAY_CU_INVALID_HANDLE;
  if (event->stream != nullptr)
    drain (event->stream, event, event->n_recorded);
  for (CUstream_st *stream : streams)  /* others may wait for it */
    drain (stream);
  events.erase (event);
  delete event;
  return fails ? ASSAY_CU_LAUNCH_FAILED : ASSAY_CU_SUCCESS;
}

/* --- launches --------------------------------------------------------------------------------------------------- */

static const char *
launch_refused (const DeviceKernel *kernel, const unsigned grid[3], const unsigned block[3], unsigned n_shared)
{
  for (int i = 0; i < 3; i++)
    if (grid[i] == 0 || block[i] == 0)
      return "an empty grid or block";
  if ((uint64_t) block[0] * block[1] * block[2] > 1024)
    return "more than 1024 threads in a block";
  if (grid[0] > 0x7fffffffu || grid[1] > MOST_GRID || grid[2] > MOST_GRID)
    return "more blocks than a grid may have";
  return fatbin_refuses_launch (kernel, block[0] * block[1] * block[2], n_shared);
}

/* Parameters are copied now, as the driver does. */
EXPORT AssayCuResult
cuLaunchKernel (AssayCuFunction function, unsigned int grid_x, unsigned int grid_y, unsigned int grid_z,
                unsigned int block_x,
                unsigned int block_y, unsigned int block_z, unsigned int n_shared, AssayCuStream stream,
                  void **parameters,
                void **)
{
  ENTER (cuLaunchKernel);
  const DeviceKernel *kernel = reinterpret_cast<const DeviceKernel *> (function);
  const unsigned grid[3] = { grid_x, grid_y, grid_z }, block[3] = { block_x, block_y, block_z };
  if (const char *why = launch_refused (kernel, grid, block, n_shared); why != nullptr)
    {
      device_say ("kernel %s: %s", kernel->name, why);
      return ASSAY_CU_INVALID_VALUE;
    }
  struct alignas (16) Bytes { unsigned char bytes[16]; };
  auto copies = std::make_shared<std::vector<std::vector<Bytes>>> ();
  for (unsigned i = 0; i < kernel->n_parameters; i++)
    {
      copies->emplace_back ((kernel->sizes[i] + 15) / 16);
      memcpy (copies->back ().data (), parameters[i], kernel->sizes[i]);
    }
  return put (stream, [=] {
    const unsigned of_grid[3] = { grid_x, grid_y, grid_z }, of_block[3] = { block_x, block_y, block_z };
    std::vector<void *> arguments;
    for (auto &copy : *copies)
      arguments.push_back (copy.data ());
    return of_fault (launch_run (kernel, of_grid, of_block, n_shared, arguments.data ()));
  });
}

/* --- errors ----------------------------------------------------------------------------------------------------- */

EXPORT AssayCuResult
cuGetErrorName (AssayCuResult result, const char **name)
{
  static const std::map<AssayCuResult, const char *> names = {
    { ASSAY_CU_SUCCESS, "CUDA_SUCCESS" }, { ASSAY_CU_INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE" },
    { ASSAY_CU_OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY" }, { ASSAY_CU_NO_DEVICE, "CUDA_ERROR_NO_DEVICE" },
    { ASSAY_CU_INVALID_DEVICE, "CUDA_ERROR_INVALID_DEVICE" }, { ASSAY_CU_INVALID_IMAGE, "CUDA_ERROR_INVALID_IMAGE" },
    { ASSAY_CU_INVALID_CONTEXT, "CUDA_ERROR_INVALID_CONTEXT" }, { ASSAY_CU_NO_BINARY_FOR_GPU,
                                                                  "CUDA_ERROR_NO_BINARY_FOR_GPU" },
    { ASSAY_CU_INVALID_HANDLE, "CUDA_ERROR_INVALID_HANDLE" }, { ASSAY_CU_NOT_FOUND, "CUDA_ERROR_NOT_FOUND" },
    { ASSAY_CU_ILLEGAL_ADDRESS, "CUDA_ERROR_ILLEGAL_ADDRESS" }, { ASSAY_CU_ASSERT, "CUDA_ERROR_ASSERT" },
    { ASSAY_CU_LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED" },
  };
  LOCKED;
  if (faults_count ("cuGetErrorName"))
    return ASSAY_CU_INVALID_VALUE;
  const auto found = names.find (result);
  *name = found != names.end () ? found->second : nullptr;
  return found != names.end () ? ASSAY_CU_SUCCESS : ASSAY_CU_INVALID_VALUE;
}

EXPORT AssayCuResult
cuGetErrorString (AssayCuResult result, const char **text)
{
  LOCKED;
  if (faults_count ("cuGetErrorString"))
    return ASSAY_CU_INVALID_VALUE;
  *text = result == ASSAY_CU_OUT_OF_MEMORY ? "out of memory" : "the software device says no";
  return ASSAY_CU_SUCCESS;
}

EXPORT unsigned
assay_device_leaks ()
{
  LOCKED;
  unsigned n = memory_count () + pinned_count () + (unsigned) (streams.size () + events.size () + modules.size ());
  for (int device = 0; device < most_devices; device++)
    n += (unsigned) retained[device];
  return n;
}
