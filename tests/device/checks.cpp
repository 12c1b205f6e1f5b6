/* checks.cpp: the checked variant: every load and store of a kernel is looked at.
 *
 * Kernels are compiled with -fsanitize=thread,alignment,bounds,shift, which turns loads, stores and atomics into
 * calls. Here is what they call: not the sanitizers' run-times but some of our own, which know barriers, warps and
 * blocks:
 *
 *   bounds           inside one allocation of the device, or the dynamic shared memory that was asked for
 *   never written    device memory since it was allocated, shared memory since the block began
 *   race             two accesses, one of them a write, not both atomic: of two blocks of a launch to device memory;
 *                    of two threads of a block between two barriers; of two lanes of a warp between two warp
 *   operations host memory      anything but the program's own constants and pinned memory
 */
#include "device.h"

#include <vector>

#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <string.h>

#ifndef ASSAY_DEVICE_CHECKED

void checks_begin_launch (size_t) {}

#else

namespace
{
  std::vector<ByteState> shared_states;
  Allocation last;                       /* most accesses are to the allocation of the one before; size 0: none */
  uintptr_t module_begin, module_end;    /* this library: its constants and the launch's own variables */

  struct Access
  {
    uintptr_t   address;
    unsigned    n_bytes;
    bool        is_write, is_atomic;
    const void *code;
  };
}

void
checks_begin_launch (size_t n_shared)
{
  shared_states.resize (n_shared);
  last = {};
}

static int
find_module (dl_phdr_info *module, size_t, void *)
{
  uintptr_t begin = UINTPTR_MAX, end = 0;

  for (int i = 0; i < module->dlpi_phnum; i++)
    if (module->dlpi_phdr[i].p_type == PT_LOAD)
      {
        const uintptr_t at = module->dlpi_addr + module->dlpi_phdr[i].p_vaddr;
        begin = at < begin ? at : begin;
        end = at + module->dlpi_phdr[i].p_memsz > end ? at + module->dlpi_phdr[i].p_memsz : end;
      }
  const uintptr_t here = reinterpret_cast<uintptr_t> (&checks_begin_launch);
  if (here < begin || here >= end)
    return 0;
  module_begin = begin;
  module_end = end;
  return 1;
}

static bool
is_of_module (uintptr_t address)
{
  if (module_end == 0)
    dl_iterate_phdr (find_module, nullptr);
  return address >= module_begin && address < module_end;
}

/* The source line of code, as far as addr2line finds it: only on the way to a report. */
static void
describe (const void *code, char *text, size_t n)
{
  Dl_info info;
  char command[400];

  snprintf (text, n, "%p", code);
  if (dladdr (code, &info) == 0)
    return;
  const long offset = (const char *) code - (const char *) info.dli_fbase;
  snprintf (command, sizeof command, "addr2line -e '%s' -s %#lx 2>/dev/null", info.dli_fname, offset - 1);
  FILE *pipe = popen (command, "r");
  if (pipe == nullptr)
    return;
  char line[200];
  if (fgets (line, sizeof line, pipe) != nullptr && line[0] != '?')
    {
      line[strcspn (line, "\n")] = '\0';
      snprintf (text, n, "%s", line);
    }
  pclose (pipe);
}

[[noreturn]] static void
refuse (LaunchFault fault, const Access &access, const char *what)
{
  char where[240];

  describe (access.code, where, sizeof where);
  launch_fail (fault, nullptr, 0, "%s of %u bytes at %#lx, %s: %s", access.is_write ? "write" : "read",
               access.n_bytes,
               (unsigned long) access.address, where, what);
}

static void
find_allocation (const Access &access)
{
  if (last.size == 0 || access.address - last.base >= last.size)
    {
      const Allocation *found = memory_find (access.address);
      last = found != nullptr ? *found : Allocation {};
    }
  if (last.size == 0 || access.n_bytes > last.size - (access.address - last.base))
    refuse (FAULT_ADDRESS, access, "outside every allocation");
}

/* Whether an earlier access (its epoch, thread and step) can meet this one. */
static bool
can_meet (const LaunchPlace &now, uint32_t epoch, uint16_t thread, uint8_t step, bool is_shared)
{
  if (epoch < now.launch_epoch)
    return false;
  if (epoch < now.block_epoch)
    return !is_shared;
  return epoch == now.epoch && thread != now.thread && (thread == 0xffff || thread / 32 != now.thread / 32
                                                        || step == now.step);
}

static void
check_byte (const LaunchPlace &now, const Access &access, ByteState &byte, uint8_t *written, bool is_shared)
{
  const bool is_read = !access.is_write || access.is_atomic;

  if (is_read && (written != nullptr ? *written == 0 : byte.write_epoch < now.block_epoch))
    refuse (FAULT_RACE, access, is_shared ? "shared memory that was never written"
            : "device memory that was never written");
  if (can_meet (now, byte.write_epoch, byte.writer, byte.write_step, is_shared) && !(access.is_atomic
                                                                                     && byte.is_write_atomic))
    refuse (FAULT_RACE, access, is_shared ? "race in shared memory with a write"
            : "race in device memory with a write");
  if (access.is_write && can_meet (now, byte.read_epoch, byte.reader, byte.read_step, is_shared)
      && !(access.is_atomic && byte.is_read_atomic))
    refuse (FAULT_RACE, access, is_shared ? "race in shared memory with a read"
            : "race in device memory with a read");
  if (access.is_write)
    {
      byte.write_epoch = now.epoch;
      byte.writer = now.thread;
      byte.write_step = now.step;
      byte.is_write_atomic = access.is_atomic;
      if (written != nullptr)
        *written = 1;
    }
  if (is_read)
    {
      const bool is_same = byte.read_epoch == now.epoch;
      byte.reader = is_same && byte.reader != now.thread ? 0xffff : now.thread;
      byte.is_read_atomic = access.is_atomic && (!is_same || byte.is_read_atomic);
      byte.read_epoch = now.epoch;
      byte.read_step = now.step;
    }
}

static void
check (const Access &access)
{
  const LaunchPlace now = launch_place ();
  const uintptr_t a = access.address;

  if (!now.is_running || a - now.stacks < now.stacks_size)
    return;
  if (memory_holds (a))
    {
      find_allocation (access);
      for (unsigned i = 0; i < access.n_bytes; i++)
        check_byte (now, access, memory_states (a)[i], memory_written (a) + i, false);
    }
  else if (a - now.shared < now.shared_size)
    {
      if (a >= now.dynamic && a + access.n_bytes > now.dynamic + now.n_shared)
        refuse (FAULT_ADDRESS, access, "behind the shared memory that the launch asked for");
      for (unsigned i = 0; i < access.n_bytes; i++)
        check_byte (now, access, shared_states[a - now.shared + i], nullptr, true);
    }
  else if (!is_of_module (a) && !pinned_holds (a))
    refuse (FAULT_ADDRESS, access, "memory of the host");
}

#define HERE __builtin_return_address (0)
#define ADDRESS(p) reinterpret_cast<uintptr_t> (p)

extern "C"
{
  void __tsan_init () {}
  void __tsan_func_entry (void *) {}
  void __tsan_func_exit () {}
  void __tsan_atomic_thread_fence (int) {}
  void __tsan_atomic_signal_fence (int) {}
  void __tsan_read_range (void *p, unsigned long n) { check ({ ADDRESS (p), (unsigned) n, false, false, HERE }); }
  void __tsan_write_range (void *p, unsigned long n) { check ({ ADDRESS (p), (unsigned) n, true, false, HERE }); }

#define ACCESSES(n) \
  void __tsan_read##n (void *p) { check ({ ADDRESS (p), n, false, false, HERE }); } \
  void __tsan_write##n (void *p) { check ({ ADDRESS (p), n, true, false, HERE }); } \
  void __tsan_unaligned_read##n (void *p) { check ({ ADDRESS (p), n, false, false, HERE }); } \
  void __tsan_unaligned_write##n (void *p) { check ({ ADDRESS (p), n, true, false, HERE }); } \
  void __tsan_volatile_read##n (void *p) { check ({ ADDRESS (p), n, false, false, HERE }); } \
  void __tsan_volatile_write##n (void *p) { check ({ ADDRESS (p), n, true, false, HERE }); }
  ACCESSES (1)
  ACCESSES (2)
  ACCESSES (4)
  ACCESSES (8)
  ACCESSES (16)

  /* An atomic operation is a load and exchanges: the exchange that succeeds is the access. */
#define ATOMICS(bits, T) \
  T __tsan_atomic##bits##_load (const volatile T *p, int) { return *p; } \
  bool __tsan_atomic##bits##_compare_exchange_weak (volatile T *p, T *expected, T value, int, int) \
  { \
    check ({ ADDRESS (const_cast<T *> (p)), sizeof (T), true, true, HERE }); \
    return __atomic_compare_exchange_n (p, expected, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED); \
  }
  ATOMICS (32, uint32_t)
  ATOMICS (64, uint64_t)

  /* The undefined-behaviour checks hand over a location and data. */
  struct Location { const char *file; uint32_t line, column; };
#define UNDEFINED(name, text) \
  void __ubsan_handle_##name (Location *at, unsigned long a, unsigned long b) \
  { \
    if (launch_place ().is_running) \
      launch_fail (FAULT_ADDRESS, at->file, (int) at->line, text, a, b); \
  }
  UNDEFINED (type_mismatch_v1, "misaligned address %#lx (%#lx)")
  UNDEFINED (out_of_bounds, "array index %lu out of bounds (%#lx)")
  UNDEFINED (shift_out_of_bounds, "shift of %lu by %lu")
  UNDEFINED (divrem_overflow, "division of %lu by %lu")
}

#endif
