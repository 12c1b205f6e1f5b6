/* faulty.cpp: kernels with faults, compiled for a software device of their own. */
#include "faulty.cu"

#define KERNEL(name) \
  static DeviceKernel kernel_##name = { #name, DeviceCall<&name>::n, DeviceCall<&name>::sizes, DeviceCall<&name>::call, nullptr }; \
  __attribute__ ((constructor)) static void register_##name () { device_register (&kernel_##name); }
#include "faulty.def"
