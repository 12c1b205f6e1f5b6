/* loop-cblas.c: a BLAS of one loop that counts its calls, as a library of its own; with SINGLE it multiplies in
 * single precision, which is not exact. */
#define EXPORT __attribute__ ((visibility ("default")))

#ifdef SINGLE
typedef float Number;
#else
typedef double Number;
#endif

static unsigned n_calls;

EXPORT unsigned loop_cblas_calls (void);
EXPORT void cblas_dgemm (int order, int of_a, int of_b, int m, int n, int k, double alpha, const double *a, int stride_a,
                         const double *b, int stride_b, double beta, double *c, int stride_c);

EXPORT unsigned
loop_cblas_calls (void)
{
  return __atomic_load_n (&n_calls, __ATOMIC_SEQ_CST);
}

/* Rows behind each other, a transposed; from the last row on, for the order must not matter. */
EXPORT void
cblas_dgemm (int order, int of_a, int of_b, int m, int n, int k, double alpha, const double *a, int stride_a,
             const double *b, int stride_b, double beta, double *c, int stride_c)
{
  __atomic_add_fetch (&n_calls, 1, __ATOMIC_SEQ_CST);
  if (order != 101 || of_a != 112 || of_b != 111 || alpha != 1 || beta != 0)
    __builtin_trap ();
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++)
      {
        Number sum = 0;
        for (int row = k; row-- > 0;)
          sum += (Number) a[row * stride_a + i] * (Number) b[row * stride_b + j];
        c[i * stride_c + j] = sum;
      }
}
