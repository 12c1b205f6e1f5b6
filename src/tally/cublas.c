/* cublas.c: libcublas.so.13 as a table of functions.
 *
 * Linked no more than the driver's library is. It stays in memory once it is there: what it registered with CUDA's
 * run-time library would otherwise be taken back at a time that nobody chose.
 */
#include "tally/cublas.h"

#include <dlfcn.h>

#define LIBRARY "libcublas.so.13"
#define LEAST_MAJOR 13

static gboolean
fail (GError     **error,
      const char  *why)
{
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_DEVICE, "no cuBLAS: %s", why);
  return FALSE;
}

static gboolean
check (AssayCublasResult   result,
       const char         *call,
       GError            **error)
{
  if (result == ASSAY_CUBLAS_SUCCESS)
    return TRUE;
  g_set_error (error, ASSAY_TALLY_ERROR,
               result == ASSAY_CUBLAS_ALLOC_FAILED ? ASSAY_TALLY_ERROR_TOO_LARGE : ASSAY_TALLY_ERROR_DEVICE,
               "no cuBLAS: %s gave status %u", call, result);
  return FALSE;
}

#define CHECKED(self, error, name, ...) check ((self)->name (__VA_ARGS__), #name, (error))

static gboolean
find_functions (AssayCublas  *self,
                GError      **error)
{
#define CALL(name, parameters) \
  *(void **) (&self->name) = dlsym (self->library, #name); \
  if (self->name == NULL) \
    return fail (error, "its " LIBRARY " has no function " #name "; that of CUDA 13 is needed");
  ASSAY_CUBLAS_CALLS (CALL)
#undef CALL
  return TRUE;
}

static gboolean
read_version (const AssayCublas  *self,
              int                 version[3],
              GError            **error)
{
  for (guint i = 0; i < 3; i++)
    if (!CHECKED (self, error, cublasGetProperty, ASSAY_CUBLAS_MAJOR + i, &version[i]))
      return FALSE;
  if (version[0] >= LEAST_MAJOR)
    return TRUE;
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_DEVICE,
               "no cuBLAS: its version is %d.%d.%d; %d or later is needed", version[0], version[1], version[2],
               LEAST_MAJOR);
  return FALSE;
}

static AssayCublas *
open_library (int      version[3],
              GError **error)
{
  g_autoptr (AssayCublas) self = g_new0 (AssayCublas, 1);

  self->library = dlopen (LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (self->library == NULL)
    fail (error, dlerror ());
  else if (find_functions (self, error) && read_version (self, version, error))
    return g_steal_pointer (&self);
  return NULL;
}

AssayCublas *
assay_cublas_open (AssayCuStream   stream,
                   GError        **error)
{
  int version[3];
  g_autoptr (AssayCublas) self = open_library (version, error);

  if (self == NULL || !CHECKED (self, error, cublasCreate_v2, &self->handle)
      || !CHECKED (self, error, cublasSetStream_v2, self->handle, stream)
      || !CHECKED (self, error, cublasSetMathMode, self->handle, ASSAY_CUBLAS_PEDANTIC))
    return NULL;
  return g_steal_pointer (&self);
}

void
assay_cublas_close (AssayCublas *self)
{
  if (self == NULL)
    return;
  if (self->handle != NULL)
    self->cublasDestroy_v2 (self->handle);
  if (self->library != NULL)
    dlclose (self->library);
  g_free (self);
}

char *
assay_cublas_describe (void)
{
  g_autoptr (GError) error = NULL;
  int version[3];
  g_autoptr (AssayCublas) self = open_library (version, &error);

  if (self == NULL)
    return g_strdup (error->message);
  return g_strdup_printf ("cuBLAS %d.%d.%d", version[0], version[1], version[2]);
}

static double *
at_address (AssayCuAddress address)
{
  return (double *) (gpointer) (uintptr_t) address;
}

gboolean
assay_cublas_multiply (AssayCublas              *self,
                       const AssayCublasProduct *product,
                       GError                  **error)
{
  const double one = 1;
  const int m = (int) product->m, n = (int) product->n, k = (int) product->k;

  return CHECKED (self, error, cublasDgemm_v2, self->handle, ASSAY_CUBLAS_PLAIN, ASSAY_CUBLAS_TRANSPOSED, m, n, k,
                  &one, at_address (product->left), m, at_address (product->right), n, &one,
                  at_address (product->sums), m);
}
