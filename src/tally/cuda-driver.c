/* cuda-driver.c: libcuda.so.1 as a table of functions.
 *
 * The library belongs to NVIDIA's kernel driver and is where a device is; the program neither links nor ships it. The
 * functions are those of one version of the interface (their names' _v2), which every driver since keeps.
 */
#include "tally/cuda-driver.h"

#include <dlfcn.h>

#define LIBRARY "libcuda.so.1"

static void
set_unusable (const char  *why,
              GError     **error)
{
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_DEVICE, "no CUDA device: %s", why);
}

static gboolean
find_function (const AssayCudaDriver *self,
               const char            *name,
               gpointer               function, /* to a pointer to a function */
               GError               **error)
{
  *(void **) function = dlsym (self->library, name);
  if (*(void **) function != NULL)
    return TRUE;
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_DEVICE,
               "no CUDA device: the driver's " LIBRARY " has no function %s; a newer NVIDIA driver is needed", name);
  return FALSE;
}

static gboolean
find_functions (AssayCudaDriver  *self,
                GError          **error)
{
#define CALL(name, parameters) \
  if (!find_function (self, #name, &self->name, error)) \
    return FALSE;
  ASSAY_CU_CALLS (CALL)
#undef CALL
  return TRUE;
}

AssayCudaDriver *
assay_cuda_driver_open (GError **error)
{
  g_autoptr (AssayCudaDriver) self = g_new0 (AssayCudaDriver, 1);
  g_autoptr (GError) local = NULL;

  self->library = dlopen (LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (self->library == NULL)
    {
      g_autofree char *why = g_strdup_printf ("%s (it comes with NVIDIA's driver)", dlerror ());
      set_unusable (why, error);
      return NULL;
    }
  if (!find_functions (self, error))
    return NULL;
  if (!ASSAY_CUDA_CALL (self, &local, cuInit, 0))
    {
      set_unusable (local->message, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
assay_cuda_driver_close (AssayCudaDriver *self)
{
  if (self == NULL)
    return;
  if (self->library != NULL)
    dlclose (self->library);
  g_free (self);
}

int
assay_cuda_driver_version (const AssayCudaDriver *self)
{
  int version = 0;

  return self->cuDriverGetVersion (&version) == ASSAY_CU_SUCCESS ? version : 0;
}

static const char *
what_to_do (AssayCuResult result)
{
  switch (result)
    {
    case ASSAY_CU_OUT_OF_MEMORY:
      return "free memory of the device, or count with --engine cpu";
    case ASSAY_CU_NO_DEVICE:
      return "count with --engine cpu";
    case ASSAY_CU_NO_BINARY_FOR_GPU:
    case ASSAY_CU_INVALID_IMAGE:
    case ASSAY_CU_SYSTEM_DRIVER_MISMATCH:
      return "a newer NVIDIA driver is needed";
    default:
      return "the device cannot be used until the program starts again; count with --engine cpu";
    }
}

gboolean
assay_cuda_check (const AssayCudaDriver *self,
                  AssayCuResult          result,
                  const char            *call,
                  GError               **error)
{
  const char *name = NULL, *text = NULL;

  if (result == ASSAY_CU_SUCCESS)
    return TRUE;
  if (self->cuGetErrorName (result, &name) != ASSAY_CU_SUCCESS || name == NULL)
    name = "an error without a name";
  if (self->cuGetErrorString (result, &text) != ASSAY_CU_SUCCESS || text == NULL)
    text = "the driver says no more";
  g_set_error (error, ASSAY_TALLY_ERROR,
               result == ASSAY_CU_OUT_OF_MEMORY ? ASSAY_TALLY_ERROR_TOO_LARGE : ASSAY_TALLY_ERROR_DEVICE,
               "%s (%u: %s) from %s; %s", name, result, text, call, what_to_do (result));
  return FALSE;
}
