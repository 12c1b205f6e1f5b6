/* engine-list.c: the processor and what the CUDA driver tells of its devices. */
#include "tally/engine-list.h"

#include "tally/cublas.h"
#include "tally/cuda.h"

void
assay_engine_line_free (AssayEngineLine *self)
{
  g_free (self->title);
  g_free (self->what);
  g_free (self);
}

static void
add (GPtrArray  *lines,
     const char *engine,
     int         device,
     const char *title,
     gboolean    is_usable,
     char       *what)
{
  AssayEngineLine *line = g_new (AssayEngineLine, 1);

  *line = (AssayEngineLine) { engine, device, g_strdup (title), is_usable, what };
  g_ptr_array_add (lines, line);
}

static void
add_device (GPtrArray                  *lines,
            const AssayCudaDescription *device,
            int                         version,
            const char                 *blas)
{
  g_autofree char *size = g_format_size_full (device->n_bytes, G_FORMAT_SIZE_IEC_UNITS);
  const char *why = device->why;

  if (why == NULL && !assay_engine_cuda_is_built ())
    why = "this build of Assay has no kernels, for nvcc was not found: ./bootstrap build -Dcuda=enabled fetches it";
  if (why != NULL)
    add (lines, "cuda", (int) device->number, device->name, FALSE,
         g_strdup_printf ("%s; %s", why, blas));
  else
    add (lines, "cuda", (int) device->number, device->name, TRUE,
         g_strdup_printf ("capability %d.%d, %s, driver for CUDA %d.%d; %s", device->major, device->minor, size,
                          version / 1000, version % 1000 / 10, blas));
}

GPtrArray *
assay_engine_list (void)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_engine_line_free);
  g_autoptr (GError) error = NULL;
  int version = 0;
  g_autoptr (GPtrArray) devices = assay_engine_cuda_devices (&version, &error);

  g_autofree char *blas = devices != NULL ? assay_cublas_describe () : NULL;

  add (lines, "cpu", -1, NULL, TRUE, assay_engine_cpu_describe ());
  for (guint i = 0; devices != NULL && i < devices->len; i++)
    add_device (lines, devices->pdata[i], version, blas);
  if (devices == NULL)
    add (lines, "cuda", -1, NULL, FALSE, g_strdup (error->message));
  else if (devices->len == 0)
    add (lines, "cuda", -1, NULL, FALSE, g_strdup ("no CUDA device: the driver finds none"));
  return lines;
}
