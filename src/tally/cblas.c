/* cblas.c: OpenBLAS as a table of functions. Like cuBLAS it stays in memory once it is there: it has threads. */
#include "tally/cblas.h"

#include "tally/product-check.h"

#include <dlfcn.h>

#define ROW_MAJOR 101 /* CBLAS_ORDER and CBLAS_TRANSPOSE, as every cblas.h has them */
#define PLAIN 111
#define TRANSPOSED 112

void
assay_cblas_multiply (const AssayCblas *self,
                      guint             m,
                      guint             n,
                      guint             k,
                      const double     *left,
                      guint             stride,
                      const double     *right,
                      double           *product)
{
  self->dgemm (ROW_MAJOR, TRANSPOSED, PLAIN, (int) m, (int) n, (int) k, 1, left, (int) stride, right, (int) n, 0,
               product, (int) n);
}

static gboolean
is_exact (const AssayCblas *self)
{
  g_autofree AssayProductCheck *check = assay_product_check_new ();

  assay_cblas_multiply (self, ASSAY_CHECK_SUMS, ASSAY_CHECK_REPLICATES, ASSAY_CHECK_CLUSTERS, check->parts,
                        ASSAY_CHECK_SUMS, check->weights, check->product);
  return assay_product_check_is_right (check);
}

/* A function of OpenBLAS's own, of which others have none. */
static gpointer
own_function (const AssayCblas *self,
              const char       *name)
{
  return dlsym (self->library, name);
}

static const char *
find_dgemm (AssayCblas *self)
{
  *(void **) (&self->dgemm) = dlsym (self->library, "cblas_dgemm");
  void (*set_threads) (int) = (void (*) (int)) own_function (self, "openblas_set_num_threads");

  if (self->dgemm == NULL)
    return "it has no function cblas_dgemm";
  if (set_threads != NULL)
    set_threads (1);
  return is_exact (self) ? NULL : "it does not multiply whole numbers exactly";
}

AssayCblas *
assay_cblas_open (const char  *name,
                  char       **why)
{
  g_autoptr (AssayCblas) self = g_new0 (AssayCblas, 1);
  const char *reason = NULL;

  self->library = dlopen (name != NULL ? name : ASSAY_CBLAS_LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  reason = self->library == NULL ? dlerror () : find_dgemm (self);
  if (reason == NULL)
    return g_steal_pointer (&self);
  if (why != NULL)
    *why = g_strdup (reason);
  return NULL;
}

void
assay_cblas_close (AssayCblas *self)
{
  if (self == NULL)
    return;
  if (self->library != NULL)
    dlclose (self->library);
  g_free (self);
}

/* OpenBLAS's configuration begins with its name and version. */
char *
assay_cblas_describe (void)
{
  g_autofree char *why = NULL;
  g_autoptr (AssayCblas) self = assay_cblas_open (NULL, &why);

  if (self == NULL)
    return g_strdup_printf ("no CBLAS: %s", why);
  const char *(*get_config) (void) = (const char *(*) (void)) own_function (self, "openblas_get_config");
  g_auto (GStrv) words = g_strsplit (get_config != NULL ? get_config () : "", " ", 3);
  return g_strv_length (words) >= 2 ? g_strdup_printf ("%s %s", words[0], words[1]) : g_strdup ("CBLAS");
}
