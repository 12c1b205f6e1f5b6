/* device.h: inside the software device: what its files share. One lock, held by every call of the driver's interface,
 * guards all of it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct DeviceKernel;

/* --- memory.cpp: one range of addresses, mapped twice; kernels see one map, and only while one runs ------------- */

struct Allocation { uintptr_t base; size_t size; int device; };

uintptr_t memory_alloc (size_t n_bytes, int device);       /* 0: the device's limit is reached */
bool      memory_free (uintptr_t address);                 /* false: it is none's base */
/* Where the host reads or writes these bytes; null when they are not inside one allocation. */
void     *memory_for_host (uintptr_t address, size_t n_bytes, bool is_written);
const Allocation *memory_find (uintptr_t address);         /* null: in none */
const Allocation *memory_before (uintptr_t address);       /* the last one that begins at or before it, or null */
bool      memory_holds (uintptr_t address);                /* within the device's range of addresses */
void      memory_open (bool is_open);
unsigned  memory_count ();                                 /* allocations that were not freed */
void      pinned_add (void *bytes, size_t n_bytes);
bool      pinned_remove (void *bytes);
bool      pinned_holds (uintptr_t address);
unsigned  pinned_count ();

#define DEVICE_POISON 0xC5                                 /* of memory that nobody wrote */

/* What is known of each byte of memory, for the checked variant. An epoch is an interval between barriers; 0:
 * never. */
struct ByteState
{
  uint32_t write_epoch, read_epoch;
  uint16_t writer, reader;                                 /* threads; reader 0xffff: several */
  uint8_t  write_step, read_step;                          /* the writer's and reader's warp operations before it */
  bool     is_write_atomic, is_read_atomic;
};
ByteState *memory_states (uintptr_t address);              /* of the bytes from there on */
uint8_t   *memory_written (uintptr_t address);             /* 1 for each byte that was written */

/* --- executor.cpp ----------------------------------------------------------------------------------------------- */

enum LaunchFault { FAULT_NONE, FAULT_ADDRESS, FAULT_ASSERT, FAULT_SYNC, FAULT_RACE };

DeviceKernel *kernel_find (const char *name);
LaunchFault   launch_run (const DeviceKernel *kernel, const unsigned grid[3], const unsigned block[3],
                          unsigned n_shared,
                          void *const *arguments);
/* On a fiber: reports, then gives the launch up. file (nullable). */
[[noreturn]] void launch_fail (LaunchFault fault, const char *file, int line, const char *format, ...)
  __attribute__ ((format (printf, 4, 5)));

/* --- checks.cpp: the checked variant's -------------------------------------------------------------------------- */

/* Where the running thread is, for checks; is_running: a kernel is. */
struct LaunchPlace
{
  bool      is_running;
  uint16_t  thread;
  uint8_t   step;                                          /* warp operations since the last barrier */
  uint32_t  epoch, block_epoch, launch_epoch;              /* now; when the block, the launch began */
  unsigned  n_shared;                                      /* bytes of dynamic shared memory */
  uintptr_t shared, shared_size;                           /* all of the block's shared memory */
  uintptr_t dynamic;                                       /* where the dynamic part begins */
  uintptr_t stacks, stacks_size;
};
LaunchPlace launch_place ();
void        checks_begin_launch (size_t n_shared);

/* --- faults.cpp ------------------------------------------------------------------------------------------------- */

/* Counts a call; true: it is to fail. */
bool   faults_count (const char *call);
size_t device_limit ();
int    device_count ();
unsigned device_order ();
void   device_say (const char *format, ...) __attribute__ ((format (printf, 1, 2)));

/* --- cubins.cpp: what a fat binary that is not compressed says of its kernels ----------------------------------- */

bool        fatbin_take (const void *image);               /* false: it is none */
/* Why a kernel cannot be used as it is compiled here; null: it can. */
const char *fatbin_refuses (const DeviceKernel *kernel);
const char *fatbin_refuses_launch (const DeviceKernel *kernel, unsigned n_threads, unsigned n_shared);
