/* fiber.h: switching between stacks: a few pushes on x86-64, ucontext elsewhere (-DASSAY_DEVICE_UCONTEXT: here
 * too). */
#pragma once

#include <stddef.h>

#if defined(__x86_64__) && !defined(ASSAY_DEVICE_UCONTEXT)
struct FiberContext { void *stack_pointer; };
#else
#include <ucontext.h>
struct FiberContext { ucontext_t context; };
#endif

/* The next switch to it calls entry, which must not return. */
void fiber_prepare (FiberContext *self, void *stack, size_t n_bytes, void (*entry) ());
void fiber_switch (FiberContext *from, FiberContext *to);
/* Makes a signal's context go on in landing, on a stack that ends at top. */
void fiber_divert (void *signal_context, void *top, void (*landing) ());
