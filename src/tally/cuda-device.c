/* cuda-device.c: what is opened is closed in the opposite order, on every way out. */
#include "tally/cuda.h"

#include <gio/gio.h>

#include <string.h>

#define LEAST_DRIVER 13000      /* the kernels are compiled by CUDA 13 */
#define LEAST_CAPABILITY 75     /* the oldest that CUDA 13 compiles for */

/* Not measured: blocks of 512 threads fill the multiprocessors of every capability from 7.5, and four for each of
 * them and group leave none idle at the end; a thread with fewer items than this is not worth its start. */
static const struct
{
  guint n_threads, blocks_a_multiprocessor;
  guint items_a_thread;
} tuning = { 512, 4, 1 };

extern GResource *assay_kernels_get_resource (void);

/* --- looking ---------------------------------------------------------------------------------------------------- */

static void
description_free (gpointer data)
{
  AssayCudaDescription *self = data;

  g_free (self->name);
  g_free (self->why);
  g_free (self);
}

static gboolean
read_description (const AssayCudaDriver *driver,
                  AssayCudaDescription  *self,
                  GError               **error)
{
  AssayCuDevice device;
  char name[256] = "";
  size_t n_bytes = 0;

  if (!ASSAY_CUDA_CALL (driver, error, cuDeviceGet, &device, (int) self->number)
      || !ASSAY_CUDA_CALL (driver, error, cuDeviceGetName, name, (int) sizeof name - 1, device)
      || !ASSAY_CUDA_CALL (driver, error, cuDeviceTotalMem_v2, &n_bytes, device)
      || !ASSAY_CUDA_CALL (driver, error, cuDeviceGetAttribute, &self->major, ASSAY_CU_ATTRIBUTE_MAJOR, device)
      || !ASSAY_CUDA_CALL (driver, error, cuDeviceGetAttribute, &self->minor, ASSAY_CU_ATTRIBUTE_MINOR, device))
    return FALSE;
  self->name = g_utf8_make_valid (name, -1);
  self->n_bytes = n_bytes;
  return TRUE;
}

static char *
why_unusable (const AssayCudaDriver      *driver,
              const AssayCudaDescription *self)
{
  int version = assay_cuda_driver_version (driver);

  if (10 * self->major + self->minor < LEAST_CAPABILITY)
    return g_strdup_printf ("its compute capability is %d.%d; %d.%d or later is needed", self->major, self->minor,
                            LEAST_CAPABILITY / 10, LEAST_CAPABILITY % 10);
  if (version < LEAST_DRIVER)
    return g_strdup_printf ("the driver supports CUDA %d.%d; a newer NVIDIA driver, for CUDA %d.%d, is needed",
                            version / 1000,
                            version % 1000 / 10, LEAST_DRIVER / 1000, LEAST_DRIVER % 1000 / 10);
  return NULL;
}

static AssayCudaDescription *
describe (const AssayCudaDriver *driver,
          guint                  number)
{
  AssayCudaDescription *self = g_new0 (AssayCudaDescription, 1);
  g_autoptr (GError) error = NULL;

  self->number = number;
  if (read_description (driver, self, &error))
    self->why = why_unusable (driver, self);
  else
    self->why = g_strdup (error->message);
  if (self->name == NULL)
    self->name = g_strdup ("a device that does not say its name");
  return self;
}

GPtrArray *
assay_cuda_describe (const AssayCudaDriver *driver,
                     GError               **error)
{
  int n_devices = 0;

  if (!ASSAY_CUDA_CALL (driver, error, cuDeviceGetCount, &n_devices))
    return NULL;
  GPtrArray *devices = g_ptr_array_new_with_free_func (description_free);
  for (int i = 0; i < n_devices; i++)
    g_ptr_array_add (devices, describe (driver, (guint) i));
  return devices;
}

/* --- opening ---------------------------------------------------------------------------------------------------- */

static gboolean
check_usable (const AssayCudaDriver *driver,
              guint                  number,
              GError               **error)
{
  g_autoptr (GPtrArray) devices = assay_cuda_describe (driver, error);

  if (devices == NULL)
    return FALSE;
  if (number >= devices->len)
    {
      g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_DEVICE, "there is no CUDA device %u: %s%u", number,
                   devices->len > 0 ? "the last one is " : "there are ", MAX (devices->len, 1) - 1);
      return FALSE;
    }
  const AssayCudaDescription *device = devices->pdata[number];
  if (device->why == NULL)
    return TRUE;
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_DEVICE, "CUDA device %u (%s) cannot be used: %s", number,
               device->name, device->why);
  return FALSE;
}

gboolean
assay_engine_cuda_is_built (void)
{
  g_autoptr (GBytes) image
    = g_resource_lookup_data (assay_kernels_get_resource (), "/assay/kernels.image", G_RESOURCE_LOOKUP_FLAGS_NONE,
                              NULL);

  return image != NULL && !g_str_has_prefix (g_bytes_get_data (image, NULL), "//"); /* none.ptx begins so */
}

/* The driver wants the image aligned and, when it is PTX, ended by a 0. */
static gboolean
load_module (AssayCudaDevice  *self,
             GError          **error)
{
  g_autoptr (GBytes) image
    = g_resource_lookup_data (assay_kernels_get_resource (), "/assay/kernels.image", G_RESOURCE_LOOKUP_FLAGS_NONE,
                              error);
  if (image == NULL)
    return FALSE;
  gsize n_bytes;
  gconstpointer bytes = g_bytes_get_data (image, &n_bytes);
  g_autofree char *copy = g_malloc0 (n_bytes + 1);
  memcpy (copy, bytes, n_bytes);
  return ASSAY_CUDA_CALL (self->driver, error, cuModuleLoadData, &self->module, copy);
}

static gboolean
find_kernels (AssayCudaDevice  *self,
              GError          **error)
{
  static const char *const names[] = {
#define KERNEL(name) #name,
#include "../kernels/kernels.def"
#undef KERNEL
  };

  for (guint i = 0; i < ASSAY_N_KERNELS; i++)
    {
      AssayCuResult result = self->driver->cuModuleGetFunction (&self->kernels[i], self->module, names[i]);
      if (result == ASSAY_CU_NOT_FOUND)
        {
          g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_DEVICE,
                       "this build of Assay has no kernel %s: it was built without NVIDIA's compiler, which "
                       "./bootstrap build -Dcuda=enabled fetches", names[i]);
          return FALSE;
        }
      if (!assay_cuda_check (self->driver, result, "cuModuleGetFunction", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
open_device (AssayCudaDevice  *self,
             guint             number,
             GError          **error)
{
  const AssayCudaDriver *driver = self->driver;
  int n_multiprocessors = 1, major = 0, minor = 0;

  if (!ASSAY_CUDA_CALL (driver, error, cuDeviceGet, &self->device, (int) number)
      || !ASSAY_CUDA_CALL (driver, error, cuDeviceGetAttribute, &n_multiprocessors,
                           ASSAY_CU_ATTRIBUTE_MULTIPROCESSORS,
                           self->device)
      || !ASSAY_CUDA_CALL (driver, error, cuDeviceGetAttribute, &major, ASSAY_CU_ATTRIBUTE_MAJOR, self->device)
      || !ASSAY_CUDA_CALL (driver, error, cuDeviceGetAttribute, &minor, ASSAY_CU_ATTRIBUTE_MINOR, self->device)
      || !ASSAY_CUDA_CALL (driver, error, cuDevicePrimaryCtxRetain, &self->context, self->device)
      || !assay_cuda_device_enter (self, error) || !load_module (self, error) || !find_kernels (self, error)
      || !ASSAY_CUDA_CALL (driver, error, cuStreamCreate, &self->copying, ASSAY_CU_STREAM_NON_BLOCKING)
      || !ASSAY_CUDA_CALL (driver, error, cuStreamCreate, &self->computing, ASSAY_CU_STREAM_NON_BLOCKING))
    return FALSE;
  self->n_multiprocessors = (guint) MAX (n_multiprocessors, 1);
  self->capability = (guint) (10 * major + minor);
  return TRUE;
}

AssayCudaDevice *
assay_cuda_device_open (const AssayCudaDriver *driver,
                        guint                  number,
                        GError               **error)
{
  g_autoptr (AssayCudaDevice) self = g_new0 (AssayCudaDevice, 1);

  self->driver = driver;
  if (!check_usable (driver, number, error) || !open_device (self, number, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* What fails here fails because the device is lost, and with it all that is to be freed. */
void
assay_cuda_device_close (AssayCudaDevice *self)
{
  if (self == NULL)
    return;
  const AssayCudaDriver *driver = self->driver;
  if (self->context != NULL)
    {
      driver->cuCtxSetCurrent (self->context);
      assay_cublas_close (self->blas);
      if (self->computing != NULL)
        driver->cuStreamDestroy_v2 (self->computing);
      if (self->copying != NULL)
        driver->cuStreamDestroy_v2 (self->copying);
      if (self->module != NULL)
        driver->cuModuleUnload (self->module);
      driver->cuCtxSetCurrent (NULL);
      driver->cuDevicePrimaryCtxRelease_v2 (self->device);
    }
  g_free (self);
}

gboolean
assay_cuda_device_enter (AssayCudaDevice  *self,
                         GError          **error)
{
  return ASSAY_CUDA_CALL (self->driver, error, cuCtxSetCurrent, self->context);
}

/* Opening takes a good part of a second and memory of the device: only who has work for it asks. */
AssayCublas *
assay_cuda_device_blas (AssayCudaDevice *self)
{
  if (self->blas == NULL && !self->has_no_blas)
    self->blas = assay_cublas_open (self->computing, NULL);
  self->has_no_blas = self->blas == NULL;
  return self->blas;
}

void
assay_cuda_device_drop_blas (AssayCudaDevice *self,
                             gboolean         is_broken)
{
  g_clear_pointer (&self->blas, assay_cublas_close);
  self->has_no_blas = is_broken;
}

/* --- memory and work -------------------------------------------------------------------------------------------- */

gboolean
assay_cuda_device_alloc (AssayCudaDevice  *self,
                         guint64           n_bytes,
                         AssayCuAddress   *address,
                         GError          **error)
{
  return ASSAY_CUDA_CALL (self->driver, error, cuMemAlloc_v2, address, n_bytes);
}

void
assay_cuda_device_free (AssayCudaDevice *self,
                        AssayCuAddress  *address)
{
  if (*address != 0)
    self->driver->cuMemFree_v2 (*address);
  *address = 0;
}

gboolean
assay_cuda_device_pin (AssayCudaDevice  *self,
                       guint64           n_bytes,
                       gpointer         *bytes,
                       GError          **error)
{
  return ASSAY_CUDA_CALL (self->driver, error, cuMemAllocHost_v2, bytes, n_bytes);
}

void
assay_cuda_device_unpin (AssayCudaDevice *self,
                         gpointer        *bytes)
{
  if (*bytes != NULL)
    self->driver->cuMemFreeHost (*bytes);
  *bytes = NULL;
}

gboolean
assay_cuda_device_wait (AssayCudaDevice  *self,
                        GError          **error)
{
  return ASSAY_CUDA_CALL (self->driver, error, cuStreamSynchronize, self->copying)
         && ASSAY_CUDA_CALL (self->driver, error, cuStreamSynchronize, self->computing);
}

gboolean
assay_cuda_device_launch (AssayCudaDevice       *self,
                          const AssayCudaLaunch *launch,
                          void                 **arguments,
                          GError               **error)
{
  guint64 n_wanted = launch->n_items / ((guint64) tuning.n_threads * tuning.items_a_thread);
  guint n_blocks = (guint) CLAMP (n_wanted, 1, (guint64) self->n_multiprocessors * tuning.blocks_a_multiprocessor);

  return ASSAY_CUDA_CALL (self->driver, error, cuLaunchKernel, self->kernels[launch->kernel], n_blocks,
                          launch->n_groups,
                          MAX (launch->n_codes, 1),
                          tuning.n_threads, 1, 1, launch->n_shared, self->computing, arguments, NULL);
}
