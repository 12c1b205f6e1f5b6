/* test-dirichlet.c: the draws have the moments of a Dirichlet distribution. */
#include "measure/measure-private.h"
#include "near.h"

#define N_DRAWS 20000

typedef struct
{
  guint   n;
  guint64 counts[4];
  double  prior;
} Row;

static const Row rows[] = {
  { 4, { 50, 7, 12, 31 }, 0.5 },
  { 4, { 0, 0, 3, 1 }, 0.5 },
  { 2, { 0, 0 }, 0.25 },
  { 3, { 1000000000, 999, 0 }, 0.25 },
  { 2, { 0, 4 }, 1 },
};

/* Mean a/A and variance a (A - a)/(A² (A + 1)), within 5 standard errors: of a mean sd/√N, of a variance, whose
 * fourth moment is bounded by that of an exponential, var √(8/N). The seed is fixed, so that this holds or not for
 * ever. */
static void
test_moments (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      double shares[4], sum[4] = { 0 }, squares[4] = { 0 }, total = 0;
      g_auto (AssayDirichlet) dirichlet = { 0 };
      AssayStream stream;

      assay_stream_init (&stream, 7, "moments");
      assay_dirichlet_init (&dirichlet, &stream, row->counts, row->n, row->prior);
      for (guint cell = 0; cell < row->n; cell++)
        total += row->counts[cell] + row->prior;
      for (guint draw = 0; draw < N_DRAWS; draw++)
        {
          double all = 0;

          assay_dirichlet_draws (&dirichlet, draw, 1, shares);
          for (guint cell = 0; cell < row->n; cell++)
            {
              const double off = shares[cell] - (row->counts[cell] + row->prior) / total;

              all += shares[cell];
              sum[cell] += off;
              squares[cell] += off * off;
            }
          near_at ("shares", "sum", all, 1, 1e-12);
        }
      for (guint cell = 0; cell < row->n; cell++)
        {
          const double a = row->counts[cell] + row->prior;
          const double variance = a / total * ((total - a) / total) / (total + 1);
          g_autofree char *where = g_strdup_printf ("row %u, cell %u", i, cell);

          near_at (where, "mean", sum[cell] / N_DRAWS, 0, 5 * sqrt (variance / N_DRAWS));
          near_at (where, "variance", squares[cell] / N_DRAWS, variance, 5 * variance * sqrt (8.0 / N_DRAWS));
        }
    }
}

/* Dirichlet (0 + 1, 0 + 1): a uniform share. Kolmogorov: √N D stays below 1.95 in 999 of 1000 seeds. */
static int
compare (const void *a,
         const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static void
test_uniform (void)
{
  g_autofree double *draws = g_new (double, N_DRAWS);
  double furthest = 0;
  g_auto (AssayDirichlet) dirichlet = { 0 };
  AssayStream stream;

  assay_stream_init (&stream, 3, "uniform");
  assay_dirichlet_init (&dirichlet, &stream, (const guint64[2]) { 0, 0 }, 2, 1);
  for (guint draw = 0; draw < N_DRAWS; draw++)
    {
      double shares[2];

      assay_dirichlet_draws (&dirichlet, draw, 1, shares);
      draws[draw] = shares[0];
    }
  qsort (draws, N_DRAWS, sizeof *draws, compare);
  for (guint draw = 0; draw < N_DRAWS; draw++)
    furthest = MAX (furthest, MAX ((draw + 1.0) / N_DRAWS - draws[draw], draws[draw] - (double) draw / N_DRAWS));
  g_assert_cmpfloat (sqrt (N_DRAWS) * furthest, <, 1.95);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/dirichlet/moments", test_moments);
  g_test_add_func ("/measure/dirichlet/uniform", test_uniform);
  return g_test_run ();
}
