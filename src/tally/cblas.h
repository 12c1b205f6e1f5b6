/* cblas.h: a BLAS of the system's, opened at run time (inside this room). It is of use, never needed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_CBLAS_LIBRARY "libopenblas.so.0"

typedef struct
{
  gpointer library;
  void   (*dgemm) (int order, int of_a, int of_b, int m, int n, int k, double alpha, const double *a, int stride_a,
                   const double *b, int stride_b, double beta, double *c, int stride_c);
} AssayCblas;

/* (transfer full) (nullable) name (nullable): the library, ASSAY_CBLAS_LIBRARY. NULL: it is not there, or does not
 * multiply whole numbers exactly; *why (nullable) (transfer full) is the reason. Calls run in the calling thread. */
AssayCblas *assay_cblas_open     (const char       *name,
                                  char            **why);
void        assay_cblas_close    (AssayCblas       *self);
/* (transfer full) "OpenBLAS 0.3.21", or "no CBLAS: " and why. */
char       *assay_cblas_describe (void);

/* product (m x n) = left (k x m), transposed, times right (k x n): rows behind each other, of left stride numbers
 * apart. */
void        assay_cblas_multiply (const AssayCblas *self,
                                  guint             m,
                                  guint             n,
                                  guint             k,
                                  const double     *left,
                                  guint             stride,
                                  const double     *right,
                                  double           *product);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCblas, assay_cblas_close)

G_END_DECLS
