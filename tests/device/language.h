/* language.h: CUDA C++ for the host's compiler; included before the first line of every .cu file (-include).
 *
 * A thread of a block is a fiber, a block's fibers run on one thread of the host, and one block runs at a time. Hence
 * shared memory is `thread_local`: at block scope that implies static, and `extern thread_local T a[]` is legal, so
 * that one word serves static and dynamic arrays. Between blocks all of it is overwritten (executor.cpp).
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <type_traits>
#include <utility>

#define __CUDACC__ 1
#ifndef __CUDA_ARCH__
#define __CUDA_ARCH__ 900 /* -D__CUDA_ARCH__=750 takes the other branch of an #if */
#endif
#define __global__
#define __device__
#define __host__
#define __constant__ static
#define __forceinline__ inline __attribute__ ((always_inline))
#define __launch_bounds__(...)
#define __align__(n) __attribute__ ((aligned (n)))
#define __shared__ constinit thread_local

struct uint2 { uint32_t x, y; };
struct uint3 { uint32_t x, y, z; };
struct __align__ (16) uint4 { uint32_t x, y, z, w; };
struct __align__ (16) ulonglong2 { unsigned long long x, y; };
static inline uint2 make_uint2 (uint32_t x, uint32_t y) { return { x, y }; }
static inline uint4 make_uint4 (uint32_t x, uint32_t y, uint32_t z, uint32_t w) { return { x, y, z, w }; }
struct dim3 { uint32_t x, y, z; };

/* What runs: set by the executor before a fiber goes on. */
struct DeviceThread { uint3 index; };
struct DeviceBlock { uint3 index; dim3 size, grid; };
extern DeviceThread *device_thread;
extern DeviceBlock device_block;
#define threadIdx (device_thread->index)
#define blockIdx (device_block.index)
#define blockDim (device_block.size)
#define gridDim (device_block.grid)
#define warpSize 32

/* --- barriers and warps: every call knows its line ------------------------------------------------------------- */

enum WarpOperation { SYNC_WARP, BALLOT, ANY, ALL, MATCH_ANY, SHUFFLE, SHUFFLE_UP, SHUFFLE_DOWN, SHUFFLE_XOR,
                     REDUCE_ADD, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR };

/* How many threads had a predicate that is not 0, and whether all or any had. */
struct BarrierVotes { int n; bool all, any; };
BarrierVotes device_barrier (int predicate, const char *file, int line);
uint64_t device_warp (WarpOperation operation, unsigned mask, uint64_t value, int argument, int width,
                      const char *file,
                      int line);
[[noreturn]] void device_trap (const char *what, const char *file, int line);

#define DEVICE_SITE const char *file = __builtin_FILE (), int line = __builtin_LINE ()

static inline void __syncthreads (DEVICE_SITE) { device_barrier (0, file, line); }
static inline int __syncthreads_count (int p, DEVICE_SITE) { return device_barrier (p, file, line).n; }
static inline int __syncthreads_and (int p, DEVICE_SITE) { return device_barrier (p, file, line).all; }
static inline int __syncthreads_or (int p, DEVICE_SITE) { return device_barrier (p, file, line).any; }
static inline void __syncwarp (unsigned mask = ~0u, DEVICE_SITE)
{ device_warp (SYNC_WARP, mask, 0, 0, 32, file, line); }
static inline void __trap (DEVICE_SITE) { device_trap ("__trap", file, line); }
#define assert(e) ((e) ? (void) 0 : device_trap ("assert: " #e, __FILE__, __LINE__))

template <class T>
static inline uint64_t
device_bits (T value)
{
  static_assert (sizeof value <= 8);
  uint64_t bits = 0;
  memcpy (&bits, &value, sizeof value);
  return bits;
}

template <class T>
static inline T
device_value (uint64_t bits)
{
  T value;
  memcpy (&value, &bits, sizeof value);
  return value;
}

static inline unsigned __ballot_sync (unsigned mask, int p, DEVICE_SITE)
{ return (unsigned) device_warp (BALLOT, mask, p != 0, 0, 32, file, line); }
static inline int __any_sync (unsigned mask, int p, DEVICE_SITE)
{ return (int) device_warp (ANY, mask, p != 0, 0, 32, file, line); }
static inline int __all_sync (unsigned mask, int p, DEVICE_SITE)
{ return (int) device_warp (ALL, mask, p != 0, 0, 32, file, line); }
template <class T> static inline unsigned __match_any_sync (unsigned mask, T value, DEVICE_SITE)
{ return (unsigned) device_warp (MATCH_ANY, mask, device_bits (value), 0, 32, file, line); }

#define DEVICE_SHUFFLE(name, operation) \
  template <class T> static inline T name (unsigned mask, T value, int argument, int width = 32, DEVICE_SITE) \
  { return device_value<T> (device_warp (operation, mask, device_bits (value), argument, width, file, line)); }
DEVICE_SHUFFLE (__shfl_sync, SHUFFLE)
DEVICE_SHUFFLE (__shfl_up_sync, SHUFFLE_UP)
DEVICE_SHUFFLE (__shfl_down_sync, SHUFFLE_DOWN)
DEVICE_SHUFFLE (__shfl_xor_sync, SHUFFLE_XOR)

#if __CUDA_ARCH__ >= 800
#define DEVICE_REDUCE(name, operation) \
  static inline unsigned name (unsigned mask, unsigned value, DEVICE_SITE) \
  { return (unsigned) device_warp (operation, mask, value, 0, 32, file, line); }
DEVICE_REDUCE (__reduce_add_sync, REDUCE_ADD)
DEVICE_REDUCE (__reduce_min_sync, REDUCE_MIN)
DEVICE_REDUCE (__reduce_max_sync, REDUCE_MAX)
DEVICE_REDUCE (__reduce_and_sync, REDUCE_AND)
DEVICE_REDUCE (__reduce_or_sync, REDUCE_OR)
#endif

/* --- single instructions ---------------------------------------------------------------------------------------- */

static inline int __popc (unsigned v) { return __builtin_popcount (v); }
static inline int __popcll (unsigned long long v) { return __builtin_popcountll (v); }
static inline int __ffs (int v) { return __builtin_ffs (v); }
static inline int __clz (int v) { return v != 0 ? __builtin_clz ((unsigned) v) : 32; }
static inline uint32_t __umulhi (uint32_t a, uint32_t b) { return (uint32_t) ((uint64_t) a * b >> 32); }
template <class T> static __forceinline__ T __ldg (const T *p) { return *p; }
static inline void __threadfence () { __atomic_thread_fence (__ATOMIC_SEQ_CST); }

/* --- atomics: CUDA's overloads and no others, so that what nvcc would refuse is refused here -------------------- */

/* Fibers give way only where they wait, so plain loads and stores will do; the checked variant must see that they are
 * atomic, and gets a compiler's builtin, which becomes a call of its own (checks.cpp). */
template <class T, class F>
static __forceinline__ T
device_modify (T *p, F change)
{
#ifdef ASSAY_DEVICE_CHECKED
  T before = __atomic_load_n (p, __ATOMIC_RELAXED);
  while (!__atomic_compare_exchange_n (p, &before, change (before), true, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) ;
#else
  const T before = *p;
  *p = change (before);
#endif
  return before;
}

#define DEVICE_ATOMICS(T) \
  static inline T atomicAdd (T *p, T v) { return device_modify (p, [=] (T was) { return (T) (was + v); }); } \
  static inline T atomicMin (T *p, T v) { return device_modify (p, [=] (T was) { return was < v ? was : v; }); } \
  static inline T atomicMax (T *p, T v) { return device_modify (p, [=] (T was) { return was > v ? was : v; }); } \
  static inline T atomicOr (T *p, T v) { return device_modify (p, [=] (T was) { return (T) (was | v); }); } \
  static inline T atomicExch (T *p, T v) { return device_modify (p, [=] (T) { return v; }); } \
  static inline T atomicCAS (T *p, T old, T v) \
  { return device_modify (p, [=] (T was) { return was == old ? v : was; }); }
DEVICE_ATOMICS (int)
DEVICE_ATOMICS (unsigned)
DEVICE_ATOMICS (unsigned long long)

/* --- registration: a kernel's parameters are deduced from the kernel itself ------------------------------------- */

struct DeviceKernel
{
  const char     *name;
  unsigned        n_parameters;
  const uint16_t *sizes;                      /* of the parameters */
  void          (*call) (void *const *arguments);
  DeviceKernel   *next;
};
void device_register (DeviceKernel *kernel);

template <auto Function> struct DeviceCall;
template <class... A, void (*Function) (A...)> struct DeviceCall<Function>
{
  static constexpr uint16_t sizes[sizeof...(A) + 1] = { sizeof (A)... };
  static constexpr unsigned n = sizeof...(A);

  template <size_t... I>
  __attribute__ ((no_sanitize ("thread"))) static void
  unpack (void *const *arguments, std::index_sequence<I...>)
  {
    Function (*static_cast<std::remove_cv_t<A> *> (arguments[I])...);
  }

  static void call (void *const *arguments) { unpack (arguments, std::index_sequence_for<A...> ()); }
};
