/* control.h: how a test steers the software device, beside the driver's interface; found by dlsym(). */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/* The n-th call from now of a function of the driver fails (1: the next one), once; NULL: none does. is_lost: with an
 * error that leaves the device unusable until its context is released, as after an illegal address. */
typedef void     (*AssayDeviceFail)    (const char *call, unsigned nth, int is_lost);
/* Is told of every call of the driver that is made, before it does anything; must call nothing of it. NULL: nobody. */
typedef void     (*AssayDeviceSeen)    (const char *call, void *data);
typedef void     (*AssayDeviceWatch)   (AssayDeviceSeen seen, void *data);
/* Calls of a function since the last assay_device_fail(). */
typedef unsigned (*AssayDeviceCalls)   (const char *call);
/* Bytes of each device. */
typedef void     (*AssayDeviceLimit)   (unsigned long long n_bytes);
typedef void     (*AssayDeviceDevices) (unsigned n_devices);
/* The order in which the blocks of a launch and the threads of a block run: 0 ascending, 1 descending, else drawn
 * from this seed. */
typedef void     (*AssayDeviceOrder)   (unsigned seed);
/* Objects that were not given back: memory, pinned memory, streams, events, modules, contexts. */
typedef unsigned (*AssayDeviceLeaks)   (void);
/* What was last found wrong in a kernel, "" if nothing was; and forgets it. Printed as well unless quiet. */
typedef void     (*AssayDeviceMessage) (char *text, unsigned n_bytes);
typedef void     (*AssayDeviceQuiet)   (int is_quiet);

#ifdef __cplusplus
}
#endif
