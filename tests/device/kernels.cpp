/* kernels.cpp: the program's kernels, compiled for the software device. */
#include "kernels/kernels.cu"

#define KERNEL(name) \
  static DeviceKernel kernel_##name = { #name, DeviceCall<&name>::n, DeviceCall<&name>::sizes, DeviceCall<&name>::call, nullptr }; \
  __attribute__ ((constructor)) static void register_##name () { device_register (&kernel_##name); }
#include "kernels/kernels.def"
