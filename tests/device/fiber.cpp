/* fiber.cpp: see fiber.h. */
#include "fiber.h"

#include <stdint.h>
#include <ucontext.h>

#if defined(__x86_64__) && !defined(ASSAY_DEVICE_UCONTEXT)

extern "C" void device_switch_stacks (void **save, void *to);
/* What the System V ABI lets a call keep: the stack pointer and six registers. */
asm (".text\n.globl device_switch_stacks\n.hidden device_switch_stacks\n.type device_switch_stacks,@function\n"
     "device_switch_stacks:\n"
     "push %rbp\npush %rbx\npush %r12\npush %r13\npush %r14\npush %r15\nmov %rsp,(%rdi)\nmov %rsi,%rsp\n"
     "pop %r15\npop %r14\npop %r13\npop %r12\npop %rbx\npop %rbp\nret\n");

void
fiber_prepare (FiberContext *self, void *stack, size_t n_bytes, void (*entry) ())
{
  void **top = reinterpret_cast<void **> ((reinterpret_cast<uintptr_t> (stack) + n_bytes) & ~uintptr_t { 63 });

  *--top = nullptr;                             /* a return address, so that entry finds the stack as a call leaves it */
  *--top = reinterpret_cast<void *> (entry);
  for (int i = 0; i < 6; i++)
    *--top = nullptr;
  self->stack_pointer = top;
}

void
fiber_switch (FiberContext *from, FiberContext *to)
{
  device_switch_stacks (&from->stack_pointer, to->stack_pointer);
}

#else

void
fiber_prepare (FiberContext *self, void *stack, size_t n_bytes, void (*entry) ())
{
  getcontext (&self->context);
  self->context.uc_stack.ss_sp = stack;
  self->context.uc_stack.ss_size = n_bytes;
  self->context.uc_link = nullptr;
  makecontext (&self->context, entry, 0);
}

void
fiber_switch (FiberContext *from, FiberContext *to)
{
  swapcontext (&from->context, &to->context);
}

#endif

void
fiber_divert (void *signal_context, void *top, void (*landing) ())
{
  ucontext_t *context = static_cast<ucontext_t *> (signal_context);
  const uintptr_t aligned = reinterpret_cast<uintptr_t> (top) & ~uintptr_t { 15 };

#if defined(__x86_64__)
  context->uc_mcontext.gregs[REG_RSP] = static_cast<greg_t> (aligned - 8); /* as a call leaves it */
  context->uc_mcontext.gregs[REG_RIP] = static_cast<greg_t> (reinterpret_cast<uintptr_t> (landing));
#elif defined(__aarch64__)
  context->uc_mcontext.sp = aligned;
  context->uc_mcontext.pc = reinterpret_cast<uintptr_t> (landing);
#else
#error "say here how a signal's context names its stack pointer and program counter"
#endif
}
