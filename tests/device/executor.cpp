/* executor.cpp: runs a kernel: block after block, the threads of a block as fibers.
 *
 * A fiber runs until it waits: at a barrier for its block, at a warp operation for the lanes of its mask. The last
 * lane to reach a warp operation works it out for all. Nothing else interrupts a fiber, so a missing barrier shows
 * as a wrong number only in some orders of the threads (device_order()), which tests vary; the checked variant finds
 * it in any order. Shared memory and the stacks are filled with DEVICE_POISON or left as they are, never cleared.
 */
#include "device.h"
#include "fiber.h"
#include "language.h"

#include <algorithm>
#include <vector>

#include <link.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST_SHARED (48 * 1024)
#define MOST_THREADS 1024
#define STACK_BYTES (64 * 1024)
#define PAGE_BYTES 4096

extern __shared__ unsigned char shared_bytes[];
alignas (1024) __shared__ unsigned char shared_bytes[MOST_SHARED];

DeviceThread *device_thread;
DeviceBlock device_block;

namespace
{
  enum State : uint8_t { READY, AT_BARRIER, AT_WARP, DONE };

  /* One thread of a block. */
  struct Fiber : DeviceThread
  {
    FiberContext  context;
    char         *stack;
    unsigned      number;
    State         state;
    uint8_t       step;                   /* warp operations since the last barrier */
    const char   *file;                   /* where it waits */
    int           line;
    int           predicate;              /* at a barrier */
    BarrierVotes  votes;
    WarpOperation operation;              /* at a warp operation */
    unsigned      mask;
    uint64_t      value, outcome;
    int           argument, width;
  };

  struct Launch
  {
    const DeviceKernel *kernel;
    void *const        *arguments;
    unsigned            n_threads, n_shared;
    LaunchFault         fault;
    bool                is_given_up;
    unsigned            n_reports;
    unsigned            waiting[MOST_THREADS / 32]; /* of each warp: lanes that wait at a warp operation */
    unsigned            alive[MOST_THREADS / 32];   /* lanes that have not returned, as a mask */
    uint32_t            first_epoch, block_epoch;
  };

  DeviceKernel *kernels;
  Fiber fibers[MOST_THREADS];
  char *stacks;
  FiberContext scheduler;
  Fiber *current;                          /* null: no kernel runs */
  Launch launch;
  unsigned order[MOST_THREADS];
  uint64_t random_state;
  uint32_t epoch = 1;
  uintptr_t shared_base;                   /* all thread-local variables of the kernels */
  size_t shared_size;
  struct sigaction chained;
}

/* --- kernels --------------------------------------------------------------------------------------------------- */

void
device_register (DeviceKernel *kernel)
{
  kernel->next = kernels;
  kernels = kernel;
}

DeviceKernel *
kernel_find (const char *name)
{
  for (DeviceKernel *kernel = kernels; kernel != nullptr; kernel = kernel->next)
    if (strcmp (kernel->name, name) == 0)
      return kernel;
  return nullptr;
}

/* --- fibers ---------------------------------------------------------------------------------------------------- */

static void
wait_for_others (State state, const char *file, int line)
{
  Fiber *fiber = current;

  fiber->state = state;
  fiber->file = file;
  fiber->line = line;
  fiber_switch (&fiber->context, &scheduler);
}

[[noreturn]] static void
give_up ()
{
  launch.is_given_up = true;
  wait_for_others (DONE, nullptr, 0);
  __builtin_unreachable ();
}

static void
report (const Fiber *fiber, LaunchFault fault, const char *file, int line, const char *format, va_list arguments)
{
  char text[600], where[200] = "";
  const DeviceBlock &b = device_block;

  launch.fault = fault;
  if (launch.n_reports++ >= 4)
    return;
  vsnprintf (text, sizeof text, format, arguments);
  if (file != nullptr)
    snprintf (where, sizeof where, "%s:%d: ", file, line);
  device_say ("%s: %s%s [block (%u,%u,%u) thread %u]", launch.kernel->name, where, text, b.index.x, b.index.y,
              b.index.z,
              fiber->number);
}

static void
complain (const Fiber *fiber, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  report (fiber, FAULT_SYNC, fiber->file, fiber->line, format, arguments);
  va_end (arguments);
}

void
launch_fail (LaunchFault fault, const char *file, int line, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  report (current, fault, file, line, format, arguments);
  va_end (arguments);
  give_up ();
}

void
device_trap (const char *what, const char *file, int line)
{
  launch_fail (FAULT_ASSERT, file, line, "%s", what);
}

static void
fiber_main ()
{
  launch.kernel->call (launch.arguments);
  wait_for_others (DONE, nullptr, 0);
}

/* --- barriers and warps ---------------------------------------------------------------------------------------- */

BarrierVotes
device_barrier (int predicate, const char *file, int line)
{
  Fiber *fiber = current;

  fiber->predicate = predicate != 0;
  wait_for_others (AT_BARRIER, file, line);
  return fiber->votes;
}

/* The lane that a shuffle reads. */
static int
source_lane (const Fiber *fiber, int lane)
{
  const int width = fiber->width, first = lane & ~(width - 1), argument = fiber->argument;

  switch (fiber->operation)
    {
    case SHUFFLE:      return first + (argument & (width - 1));
    case SHUFFLE_UP:   return lane - argument < first ? lane : lane - argument;
    case SHUFFLE_DOWN: return lane + argument >= first + width ? lane : lane + argument;
    default:           return (lane ^ argument) >= first + width ? lane : lane ^ argument;
    }
}

static uint64_t
shuffle (Fiber *warp, unsigned live, int lane)
{
  const int source = source_lane (&warp[lane], lane);

  if (live >> source & 1)
    return warp[source].value;
  complain (&warp[lane], "a shuffle reads lane %d, which is not in its mask", source);
  return 0xC5C5C5C5C5C5C5C5ull;
}

static uint64_t
reduce (const Fiber *warp, unsigned live, WarpOperation operation)
{
  uint64_t all = operation == REDUCE_MIN || operation == REDUCE_AND ? ~uint64_t { 0 } : 0;

  for (int i = 0; i < 32; i++)
    if (live >> i & 1)
      {
        const uint64_t v = warp[i].value;
        switch (operation)
          {
          case REDUCE_ADD: all += v; break;
          case REDUCE_MIN: all = std::min (all, v); break;
          case REDUCE_MAX: all = std::max (all, v); break;
          case REDUCE_AND: all &= v; break;
          case REDUCE_XOR: all ^= v; break;
          default:         all |= v; break;
          }
      }
  return all;
}

static unsigned
equal_lanes (const Fiber *warp, unsigned live, uint64_t value)
{
  unsigned lanes = 0;

  for (int i = 0; i < 32; i++)
    if ((live >> i & 1) && warp[i].value == value)
      lanes |= 1u << i;
  return lanes;
}

static void
complete_warp (Fiber *warp, unsigned live)
{
  unsigned votes = live & ~equal_lanes (warp, live, 0);

  for (int i = 0; i < 32; i++)
    {
      if (!(live >> i & 1))
        continue;
      Fiber *fiber = &warp[i];
      switch (fiber->operation)
        {
        case SYNC_WARP: break;
        case BALLOT:    fiber->outcome = votes; break;
        case ANY:       fiber->outcome = votes != 0; break;
        case ALL:       fiber->outcome = votes == live; break;
        case MATCH_ANY: fiber->outcome = equal_lanes (warp, live, fiber->value); break;
        case SHUFFLE:
        case SHUFFLE_UP:
        case SHUFFLE_DOWN:
        case SHUFFLE_XOR:
          fiber->outcome = shuffle (warp, live, i);
          break;
        default:
          fiber->outcome = reduce (warp, live, fiber->operation);
        }
      fiber->state = READY;
      fiber->step++;
    }
}

/* Whether every lane of a fiber's mask that has not returned waits for the same; then their operation is done. */
static bool
try_warp (Fiber *fiber)
{
  const unsigned number = fiber->number / 32, live = fiber->mask & launch.alive[number];
  Fiber *warp = &fibers[number * 32];

  for (int i = 0; i < 32; i++)
    if (live >> i & 1)
      if (warp[i].state != AT_WARP || warp[i].mask != fiber->mask || warp[i].operation != fiber->operation
          || warp[i].line != fiber->line)
        return false;
  launch.waiting[number] -= (unsigned) __builtin_popcount (live);
  complete_warp (warp, live);
  return true;
}

uint64_t
device_warp (WarpOperation operation, unsigned mask, uint64_t value, int argument, int width, const char *file,
             int line)
{
  Fiber *fiber = current;
  const unsigned lane = fiber->number % 32, warp = fiber->number / 32;

  if (!(mask >> lane & 1))
    launch_fail (FAULT_SYNC, file, line, "lane %u calls with mask %#x, which leaves it out", lane, mask);
  fiber->operation = operation;
  fiber->mask = mask;
  fiber->value = value;
  fiber->argument = argument;
  fiber->width = width;
  fiber->state = AT_WARP;
  fiber->file = file;
  fiber->line = line;
  launch.waiting[warp]++;
  if (!try_warp (fiber))
    wait_for_others (AT_WARP, file, line);
  return fiber->outcome;
}

/* --- a block --------------------------------------------------------------------------------------------------- */

/* All that have not returned wait at a barrier: they must be at the same one, and none may have returned. */
static bool
pass_barrier (unsigned n_done)
{
  const Fiber *first = nullptr;
  int n_votes = 0;

  for (unsigned i = 0; i < launch.n_threads; i++)
    {
      const Fiber *fiber = &fibers[i];
      if (fiber->state != AT_BARRIER)
        continue;
      n_votes += fiber->predicate;
      if (first == nullptr)
        first = fiber;
      if (fiber->line != first->line || fiber->file != first->file)
        {
          complain (fiber, "divergent barrier: thread %u waits at line %d, this one at line %d", first->number,
                    first->line,
                    fiber->line);
          return false;
        }
    }
  if (n_done > 0)
    {
      complain (first, "divergent barrier: %u of %u threads have returned", n_done, launch.n_threads);
      return false;
    }
  for (unsigned i = 0; i < launch.n_threads; i++)
    {
      fibers[i].votes = { n_votes, n_votes == (int) launch.n_threads, n_votes > 0 };
      fibers[i].state = READY;
      fibers[i].step = 0;
    }
  epoch++;
  return true;
}

static void
complain_of_deadlock ()
{
  for (unsigned i = 0, said = 0; i < launch.n_threads && said < 3; i++)
    {
      const Fiber *fiber = &fibers[i];
      if (fiber->state == AT_WARP)
        complain (fiber, "deadlock: waits for the lanes of mask %#x", fiber->mask);
      else if (fiber->state == AT_BARRIER)
        complain (fiber, "deadlock: waits at a barrier");
      said += fiber->state == AT_WARP || fiber->state == AT_BARRIER;
    }
}

/* A thread returned: those of its warp may have waited for nobody but it. */
static void
leave_warp (const Fiber *fiber)
{
  const unsigned warp = fiber->number / 32;

  launch.alive[warp] &= ~(1u << fiber->number % 32);
  for (unsigned i = warp * 32; launch.waiting[warp] > 0 && i < std::min (launch.n_threads, warp * 32 + 32); i++)
    if (fibers[i].state == AT_WARP)
      try_warp (&fibers[i]);
}

static void
run_fiber (Fiber *fiber)
{
  current = fiber;
  device_thread = fiber;
  fiber_switch (&scheduler, &fiber->context);
  current = nullptr;
  if (fiber->state == DONE && !launch.is_given_up)
    leave_warp (fiber);
}

static uint64_t
draw ()
{
  random_state = random_state * 6364136223846793005ull + 1442695040888963407ull; /* Knuth, MMIX */
  return random_state >> 33;
}

static void
prepare_block ()
{
  const unsigned n = launch.n_threads, seed = device_order ();
  const dim3 &size = device_block.size;

  for (unsigned i = 0; i < n; i++)
    {
      Fiber *fiber = &fibers[i];
      char *stack = stacks + (size_t) i * STACK_BYTES;
      fiber->number = i;
      fiber->index = { i % size.x, i / size.x % size.y, i / (size.x * size.y) };
      fiber->state = READY;
      fiber->step = 0;
      fiber->stack = stack;
      /* Tops at different places, lest all of them share cache sets. */
      fiber_prepare (&fiber->context, stack + PAGE_BYTES, STACK_BYTES - PAGE_BYTES - i * 192 % 4096, fiber_main);
      order[i] = seed == 1 ? n - 1 - i : i;
    }
  for (unsigned i = n; seed > 1 && i > 1; i--)
    std::swap (order[i - 1], order[draw () % i]);
  for (unsigned i = 0; i < (n + 31) / 32; i++)
    {
      launch.waiting[i] = 0;
      launch.alive[i] = n - i * 32 >= 32 ? ~0u : (1u << (n - i * 32)) - 1;
    }
  launch.block_epoch = ++epoch;
  memset (reinterpret_cast<void *> (shared_base), DEVICE_POISON, shared_size);
}

/* One turn of all fibers that can go on: how many have returned, how many wait at a barrier; false: given up. */
static bool
run_turn (unsigned *n_done, unsigned *n_waiting, bool *has_moved)
{
  *n_done = *n_waiting = 0;
  *has_moved = false;
  for (unsigned i = 0; i < launch.n_threads; i++)
    {
      Fiber *fiber = &fibers[order[i]];
      if (fiber->state == READY)
        {
          run_fiber (fiber);
          *has_moved = true;
          if (launch.is_given_up)
            return false;
        }
      *n_done += fiber->state == DONE;
      *n_waiting += fiber->state == AT_BARRIER;
    }
  return true;
}

static bool
run_block ()
{
  const unsigned n = launch.n_threads;

  prepare_block ();
  for (;;)
    {
      unsigned n_done, n_waiting;
      bool has_moved;
      if (!run_turn (&n_done, &n_waiting, &has_moved))
        return false;
      if (n_done == n)
        return launch.fault == FAULT_NONE;
      if (n_waiting > 0 && n_waiting + n_done == n)
        {
          if (!pass_barrier (n_done))
            return false;
        }
      else if (!has_moved)
        {
          complain_of_deadlock ();
          return false;
        }
    }
}

/* --- a launch -------------------------------------------------------------------------------------------------- */

/* Where this thread's copy of the kernels' thread-local variables lies. */
static int
find_shared (dl_phdr_info *module, size_t, void *)
{
  const uintptr_t wanted = reinterpret_cast<uintptr_t> (shared_bytes);

  for (int i = 0; i < module->dlpi_phnum; i++)
    {
      const uintptr_t base = reinterpret_cast<uintptr_t> (module->dlpi_tls_data);
      if (module->dlpi_phdr[i].p_type == PT_TLS && base != 0 && wanted - base < module->dlpi_phdr[i].p_memsz)
        {
          shared_base = base;
          shared_size = module->dlpi_phdr[i].p_memsz;
          return 1;
        }
    }
  return 0;
}

static void
landing ()
{
  give_up ();
}

static void
say_address (uintptr_t address)
{
  const Allocation *near = memory_holds (address) ? memory_before (address) : nullptr;
  va_list none = {};

  char text[200];
  if (near != nullptr)
    snprintf (text, sizeof text, "address %#lx is %ld bytes behind the end of an allocation of %zu",
              (unsigned long) address,
              (long) (address - near->base - near->size), near->size);
  else
    snprintf (text, sizeof text, "address %#lx is no memory of the device", (unsigned long) address);
  report (current, FAULT_ADDRESS, nullptr, 0, text, none);
}

/* A kernel's bad address ends its launch; anybody else's ends the program, and says whose memory it was. */
static void
on_fault (int, siginfo_t *info, void *context)
{
  const uintptr_t address = reinterpret_cast<uintptr_t> (info->si_addr);

  if (current != nullptr)
    {
      say_address (address);
      fiber_divert (context, current->stack + STACK_BYTES, landing);
      return;
    }
  if (memory_holds (address))
    {
      static const char text[] = "software device: the host touched the device's memory\n";
      if (write (STDERR_FILENO, text, sizeof text - 1) < 0)
        _exit (1);
    }
  sigaction (SIGSEGV, &chained, nullptr);
}

static void
start ()
{
  if (stacks != nullptr)
    return;
  stacks = static_cast<char *> (mmap (nullptr, (size_t) MOST_THREADS * STACK_BYTES, PROT_READ | PROT_WRITE,
                                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  if (stacks == MAP_FAILED)
    abort ();
  for (size_t i = 0; i < MOST_THREADS; i++)
    mprotect (stacks + i * STACK_BYTES, PAGE_BYTES, PROT_NONE);
  struct sigaction action = {};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  sigaction (SIGSEGV, &action, &chained);
}

/* A fiber's stack may be what faulted, so the handler has one of its own. */
class SignalStack
{
  stack_t before = {};
  char *bytes;

public:
  SignalStack () : bytes (new char[STACK_BYTES])
  {
    stack_t own = {};
    own.ss_sp = bytes;
    own.ss_size = STACK_BYTES;
    sigaltstack (&own, &before);
  }

  ~SignalStack ()
  {
    sigaltstack (&before, nullptr);
    delete[] bytes;
  }
};

LaunchFault
launch_run (const DeviceKernel *kernel, const unsigned grid[3], const unsigned block[3], unsigned n_shared,
            void *const *arguments)
{
  start ();
  SignalStack signals;
  const uint64_t n_blocks = (uint64_t) grid[0] * grid[1] * grid[2];
  volatile unsigned char *touched = shared_bytes; /* thread-local variables exist once they are used */
  touched[0] = 0;
  dl_iterate_phdr (find_shared, nullptr);

  launch = {};
  launch.kernel = kernel;
  launch.arguments = arguments;
  launch.n_threads = block[0] * block[1] * block[2];
  launch.n_shared = n_shared;
  launch.first_epoch = epoch + 1;
  random_state = device_order () * 0x9E3779B97F4A7C15ull + epoch; /* another order in every launch */
  checks_begin_launch (shared_size);
  memory_open (true);
  device_block.size = { block[0], block[1], block[2] };
  device_block.grid = { grid[0], grid[1], grid[2] };
  const uint64_t first = device_order () > 1 ? draw () % n_blocks : 0;
  for (uint64_t i = 0; i < n_blocks; i++)
    {
      const uint64_t at = device_order () == 1 ? n_blocks - 1 - i : (first + i) % n_blocks;
      device_block.index = { (unsigned) (at % grid[0]), (unsigned) (at / grid[0] % grid[1]),
                             (unsigned) (at / grid[0] / grid[1]) };
      if (!run_block ())
        break;
    }
  current = nullptr;
  device_thread = nullptr;
  memory_open (false);
  return launch.fault;
}

LaunchPlace
launch_place ()
{
  if (current == nullptr)
    return {};
  return { true, (uint16_t) current->number, current->step, epoch, launch.block_epoch, launch.first_epoch,
           launch.n_shared,
           shared_base, shared_size, reinterpret_cast<uintptr_t> (shared_bytes), reinterpret_cast<uintptr_t> (stacks),
           (size_t) MOST_THREADS * STACK_BYTES };
}
