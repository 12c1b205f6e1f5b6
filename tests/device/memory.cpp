/* memory.cpp: the device's memory: one file in memory, mapped twice.
 *
 * Kernels get addresses of a map that is closed unless one runs: a host that touches them dies on the spot. Copies go
 * through the other map. Each allocation ends as near to a closed page as 256-byte alignment allows, and an address
 * is not used again before every allocation has been freed, so that a pointer kept too long is found as well.
 */
#include "device.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <vector>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef ASSAY_DEVICE_ARENA
#define ASSAY_DEVICE_ARENA 256 /* GiB; fewer where addresses cost memory, as in an emulator */
#endif

namespace
{
  const size_t arena_size = size_t { ASSAY_DEVICE_ARENA } << 30; /* of addresses; memory is taken as it is written */
  const uintptr_t arena_hint = 0x200000000000;        /* the same addresses in every run, if they are free */
  const size_t page = 4096;

  uintptr_t arena;
  uint8_t *alias;
  int arena_file = -1;
  size_t arena_next = page;
  std::map<uintptr_t, Allocation> allocations;        /* by their base */
  std::map<int, size_t> used;
  std::map<uintptr_t, size_t> pinned;
#ifdef ASSAY_DEVICE_CHECKED
  ByteState *states;
  uint8_t *written;
#endif

  size_t
  to_pages (size_t n_bytes)
  {
    return (n_bytes + page - 1) & ~(page - 1);
  }

  uint8_t *
  reserve (size_t n_bytes, uintptr_t hint, int protection, int file)
  {
    const int kind = file >= 0 ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS;
    void *bytes = mmap (reinterpret_cast<void *> (hint), n_bytes, protection, kind | MAP_NORESERVE, file, 0);

    if (bytes == MAP_FAILED)
      {
        perror ("software device: addresses for its memory");
        abort ();
      }
    return static_cast<uint8_t *> (bytes);
  }

  void
  start ()
  {
    if (arena != 0)
      return;
    arena_file = memfd_create ("software device", MFD_CLOEXEC);
    if (arena_file < 0 || ftruncate (arena_file, arena_size) != 0)
      {
        perror ("software device: its memory");
        abort ();
      }
    alias = reserve (arena_size, 0, PROT_READ | PROT_WRITE, arena_file);
#ifdef ASSAY_DEVICE_CHECKED
    states = reinterpret_cast<ByteState *> (reserve (arena_size * sizeof (ByteState), 0, PROT_READ | PROT_WRITE, -1));
    written = reserve (arena_size, 0, PROT_READ | PROT_WRITE, -1);
#endif
    arena = reinterpret_cast<uintptr_t> (reserve (arena_size, arena_hint, PROT_NONE, arena_file));
  }

  /* Whether the bytes around an allocation, on its own pages, are as they were. */
  bool
  is_intact (const Allocation &a, size_t low, size_t high)
  {
    for (size_t at = low; at < high; at++)
      if ((at < a.base - arena || at >= a.base - arena + a.size) && alias[at] != DEVICE_POISON)
        {
          device_say ("a byte outside allocation %#lx+%zu was written, at offset %ld", (unsigned long) a.base, a.size,
                      (long) at - (long) (a.base - arena));
          return false;
        }
    return true;
  }
}

uintptr_t
memory_alloc (size_t n_bytes, int device)
{
  start ();
  if (n_bytes == 0 || n_bytes > device_limit () - std::min (used[device], device_limit ())
      || arena_next + to_pages (n_bytes) + 2 * page > arena_size)
    return 0;
  const size_t offset = arena_next + ((to_pages (n_bytes) - n_bytes) & ~size_t { 255 });
  memset (alias + arena_next, DEVICE_POISON, to_pages (n_bytes));
  arena_next += to_pages (n_bytes) + page;
  allocations[arena + offset] = { arena + offset, n_bytes, device };
  used[device] += n_bytes;
  return arena + offset;
}

bool
memory_free (uintptr_t address)
{
  const auto found = allocations.find (address);
  if (found == allocations.end ())
    return false;

  const Allocation a = found->second;
  const size_t low = (a.base - arena) & ~(page - 1), high = to_pages (a.base - arena + a.size);
  is_intact (a, low, high);
  fallocate (arena_file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t) low, (off_t) (high - low));
#ifdef ASSAY_DEVICE_CHECKED
  madvise (written + low, high - low, MADV_DONTNEED);
  madvise (states + low, (high - low) * sizeof *states, MADV_DONTNEED);
#endif
  used[a.device] -= a.size;
  allocations.erase (found);
  if (allocations.empty ())
    arena_next = page;
  return true;
}

const Allocation *
memory_before (uintptr_t address)
{
  auto after = allocations.upper_bound (address);

  return after != allocations.begin () ? &(--after)->second : nullptr;
}

const Allocation *
memory_find (uintptr_t address)
{
  const Allocation *a = memory_before (address);

  return a != nullptr && address - a->base < a->size ? a : nullptr;
}

void *
memory_for_host (uintptr_t address, size_t n_bytes, bool is_written)
{
  const Allocation *a = memory_find (address);

  if (a == nullptr || n_bytes > a->size - (address - a->base))
    return nullptr;
#ifdef ASSAY_DEVICE_CHECKED
  if (is_written)
    memset (written + (address - arena), 1, n_bytes);
#else
  (void) is_written;
#endif
  return alias + (address - arena);
}

bool memory_holds (uintptr_t address) { return arena != 0 && address - arena < arena_size; }
unsigned memory_count () { return (unsigned) allocations.size (); }

void
memory_open (bool is_open)
{
  start ();
  for (const auto &[base, a] : allocations)
    {
      const uintptr_t low = base & ~(page - 1);
      if (mprotect (reinterpret_cast<void *> (low), to_pages (base + a.size - low),
                    is_open ? PROT_READ | PROT_WRITE : PROT_NONE) != 0)
        {
          perror ("software device: opening its memory");
          abort ();
        }
    }
}

void
pinned_add (void *bytes, size_t n_bytes)
{
  pinned[reinterpret_cast<uintptr_t> (bytes)] = n_bytes;
}

bool
pinned_remove (void *bytes)
{
  return pinned.erase (reinterpret_cast<uintptr_t> (bytes)) > 0;
}

bool
pinned_holds (uintptr_t address)
{
  auto after = pinned.upper_bound (address);

  return after != pinned.begin () && address - (--after)->first < after->second;
}

unsigned pinned_count () { return (unsigned) pinned.size (); }

#ifdef ASSAY_DEVICE_CHECKED
ByteState *memory_states (uintptr_t address) { return states + (address - arena); }
uint8_t *memory_written (uintptr_t address) { return written + (address - arena); }
#endif
