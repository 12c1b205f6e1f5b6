/* test-gamma.c: gamma variates follow their distribution, in the middle and in the tails, and depend on nothing else
 * than their stream. Seeds are fixed, so that what is close to a bound holds or not for ever. */
#include "measure/measure-private.h"
#include "near.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

#define N_DRAWS 40000

static int
compare (const void *a,
         const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

/* For large shapes, where GSL gives up, by Wilson & Hilferty 1931: the cube root of x/shape is nearly normal. */
static double
share_below (double x,
             double shape)
{
  if (shape < 1e5)
    return gsl_cdf_gamma_P (x, shape, 1);
  return gsl_cdf_ugaussian_P ((cbrt (x / shape) - 1 + 1 / (9 * shape)) * 3 * sqrt (shape));
}

/* √N times Kolmogorov's distance: below 1.95 in 999 of 1,000 seeds. */
static double
distance (double *draws,
          guint   n,
          double  shape)
{
  double furthest = 0;

  qsort (draws, n, sizeof *draws, compare);
  for (guint i = 0; i < n; i++)
    {
      const double p = share_below (draws[i], shape);
      furthest = MAX (furthest, MAX ((i + 1.0) / n - p, p - (double) i / n));
    }
  return sqrt (n) * furthest;
}

/* Each way of drawing: lowered shapes, 1/2, Marsaglia & Tsang's squeeze, the one of large shapes. */
static const double shapes[] = { 0.02, 0.25, 0.5, 0.7, 1, 1.5, 2.2, 2.5, 5, 20.5, 300, 50000.5, 1e9 };

/* Two shapes at a time, so that both halves of a block are looked at. */
static void
test_distribution (void)
{
  g_autofree double *draws = g_new (double, 2 * N_DRAWS), *of_one = g_new (double, N_DRAWS);
  AssayStream stream;

  assay_stream_init (&stream, 11, "gamma");
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      AssayGamma cells[2];

      for (guint j = 0; j < 2; j++)
        assay_gamma_init (&cells[j], shapes[(i + j) % G_N_ELEMENTS (shapes)]);
      assay_gamma_draws (&stream, i * N_DRAWS, N_DRAWS, cells, 2, draws);
      for (guint j = 0; j < 2; j++)
        {
          for (guint draw = 0; draw < N_DRAWS; draw++)
            of_one[draw] = draws[2 * draw + j];
          const double far = distance (of_one, N_DRAWS, cells[j].shape);
          if (!(far < 1.95))
            g_error ("shape %g: distance %g", cells[j].shape, far);
        }
    }
}

static void
test_one_after_the_other (void)
{
  g_autofree double *draws = g_new (double, N_DRAWS);
  AssayStream stream;

  assay_stream_init (&stream, 12, "gamma");
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      AssayGammas gammas = assay_gammas (&stream, i);

      for (guint draw = 0; draw < N_DRAWS; draw++)
        draws[draw] = assay_gammas_next (&gammas, shapes[i]);
      g_assert_cmpfloat (distance (draws, N_DRAWS, shapes[i]), <, 1.95);
    }
}

/* Shape 1/2 is half a square of a normal x. How often |x| is beyond a few edges, the last two beyond the ziggurat's
 * own at 3.44, of 4 million: within four standard errors. */
static void
test_tail (void)
{
  static const double edges[] = { 0.1, 1, 2, 3, 3.4426198558966521, 3.7, 4.2 };
  enum { N_BLOCK = 4000, N_BLOCKS = 1000 };
  g_autofree double *draws = g_new (double, N_BLOCK);
  guint beyond[G_N_ELEMENTS (edges)] = { 0 };
  AssayGamma half;
  AssayStream stream;

  assay_gamma_init (&half, 0.5);
  assay_stream_init (&stream, 13, "tail");
  for (guint block = 0; block < N_BLOCKS; block++)
    {
      assay_gamma_draws (&stream, block * N_BLOCK, N_BLOCK, &half, 1, draws);
      for (guint i = 0; i < N_BLOCK; i++)
        for (guint edge = 0; edge < G_N_ELEMENTS (edges); edge++)
          beyond[edge] += draws[i] > edges[edge] * edges[edge] / 2;
    }
  for (guint edge = 0; edge < G_N_ELEMENTS (edges); edge++)
    {
      const double n = (double) N_BLOCK * N_BLOCKS, p = 2 * gsl_cdf_ugaussian_Q (edges[edge]);
      g_autofree char *where = g_strdup_printf ("beyond %g", edges[edge]);

      near_at (where, "share", beyond[edge] / n, p, 4 * sqrt (p * (1 - p) / n));
    }
}

/* Cells are independent: the correlation of neighbours, in a block and across blocks, of a draw and of the next. */
static void
test_independent (void)
{
  g_autofree double *draws = g_new (double, 3 * N_DRAWS);
  double products[3] = { 0 };
  AssayGamma cells[3];
  AssayStream stream;

  assay_stream_init (&stream, 14, "independent");
  for (guint i = 0; i < 3; i++)
    assay_gamma_init (&cells[i], 30.5);
  assay_gamma_draws (&stream, 0, N_DRAWS, cells, 3, draws);
  for (guint i = 0; i + 1 < N_DRAWS; i++)
    {
      const double *at = draws + 3 * i;

      products[0] += (at[0] - 30.5) * (at[1] - 30.5) / 30.5;
      products[1] += (at[1] - 30.5) * (at[2] - 30.5) / 30.5;
      products[2] += (at[2] - 30.5) * (at[3] - 30.5) / 30.5;
    }
  for (guint i = 0; i < 3; i++)
    near_at ("neighbours", "correlation", products[i] / N_DRAWS, 0, 4 / sqrt (N_DRAWS));
}

/* In one go or in portions, of a large or a small number of draws: the same bits; as are those of a draw made alone. */
static void
test_portions (void)
{
  enum { N = 7, N_ALL = 700 };
  double all[N * N_ALL], parts[N * N_ALL];
  AssayGamma cells[N];
  AssayStream stream;

  assay_stream_init (&stream, 15, "portions");
  for (guint i = 0; i < N; i++)
    assay_gamma_init (&cells[i], shapes[i]);
  assay_gamma_draws (&stream, 0, N_ALL, cells, N, all);
  for (guint first = 0, n; first < N_ALL; first += n)
    {
      n = (guint) g_test_rand_int_range (1, 90); /* apart, for MIN takes its arguments twice */
      n = MIN (n, N_ALL - first);
      assay_gamma_draws (&stream, first, n, cells, N, parts + first * N);
    }
  g_assert_cmpmem (all, sizeof all, parts, sizeof parts);
}

/* Many at once are those that come one after the other, and what follows them is the same; also across what is made
 * ahead, and where variates take more than their own words. */
static void
test_each (void)
{
  enum { N = 1000 };
  g_autofree AssayGamma *cells = g_new (AssayGamma, N);
  g_autofree const AssayGamma **laws = g_new (const AssayGamma *, N);
  g_autofree double *variates = g_new (double, N);
  AssayStream stream;

  assay_stream_init (&stream, 16, "each");
  for (guint i = 0; i < N; i++)
    {
      assay_gamma_init (&cells[i], i % 3 == 0 ? 1 : shapes[i % G_N_ELEMENTS (shapes)]);
      laws[i] = &cells[i];
    }
  for (guint n = 0; n <= N; n = n < 70 ? n + 1 : n + 310)
    {
      AssayGammas gammas = assay_gammas (&stream, n), other = gammas;

      assay_gammas_each (&gammas, laws, n, variates);
      for (guint i = 0; i < n; i++)
        g_assert_cmpfloat (variates[i], ==, assay_gammas_of (&other, laws[i]));
      g_assert_cmpuint (gammas.block, ==, other.block);
    }
}

/* The first variates of a stream, worked out by another program in the same steps (Python's floats and its integers):
 * they are to be these on every machine, to the last bit. */
static void
test_known (void)
{
  static const double expected[] = {
    60.658436617068666, 0.03326650221557768, 0.07084638428420231, 0.9606755915433124,
    49.331887711535046, 0.2902138586771552, 0.297674093746525, 4.394798575221885,
    67.65603880962196, 0.9394791686638307, 0.05142176157518322, 0.24819395440916409,
    62.319782042900094, 0.5866731466986287, 0.0018035092782231533, 2.186529568438647,
    57.833795277730005, 0.392572071869935, 0.08387659446077925, 0.778594758123361,
    54.99752656779934, 1.0793353145423372, 2.7136904324559625e-11, 2.2401983929402087,
  };
  double draws[G_N_ELEMENTS (expected)];
  AssayGamma cells[4];
  AssayStream stream;

  assay_stream_init (&stream, 1, "race=Black");
  for (guint i = 0; i < 4; i++)
    assay_gamma_init (&cells[i], ((const double[]) { 50.5, 0.5, 0.08, 1.5 })[i]);
  assay_gamma_draws (&stream, 0, G_N_ELEMENTS (expected) / 4, cells, 4, draws);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpfloat (draws[i], ==, expected[i]);
}

static void
assert_digest (double     *variates,
               gsize       n,
               const char *expected)
{
  for (gsize i = 0; i < n; i++)
    {
      guint64 bits;
      memcpy (&bits, &variates[i], sizeof bits);
      bits = GUINT64_TO_LE (bits);
      memcpy (&variates[i], &bits, sizeof bits);
    }
  g_autofree char *found = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guint8 *) variates, n * sizeof *variates);
  g_assert_cmpstr (found, ==, expected);
}

/* The same program's SHA-256 over the bits of 120,000 variates, made as a table and one after the other: 3,216 of the
 * first came from beside a layer, 69 from the tail, 2,117 after another was thrown away. It decided all without the
 * squeeze, on the layers of the literature's recursion. */
static void
test_known_many (void)
{
  enum { N = 6, N_DRAWS_OF_EACH = 20000, N_ONE = 30000 };
  static const double known_shapes[N] = { 50.5, 0.5, 0.08, 1.5, 0.9, 2.5 };
  g_autofree double *draws = g_new (double, N *N_DRAWS_OF_EACH);
  AssayGamma cells[N];
  AssayStream stream;

  assay_stream_init (&stream, 1, "race=Black");
  for (guint i = 0; i < N; i++)
    assay_gamma_init (&cells[i], known_shapes[i]);
  assay_gamma_draws (&stream, 0, N_DRAWS_OF_EACH, cells, N, draws);
  assert_digest (draws, N * N_DRAWS_OF_EACH, "e14c9374c77ed677feac58a8063322258d19b2904dcfcf7d737eaf48dfdf29ef");

  assay_stream_init (&stream, 7, "one");
  AssayGammas gammas = assay_gammas (&stream, 3);
  for (guint i = 0; i < N_ONE; i++)
    draws[i] = assay_gammas_next (&gammas, known_shapes[i % N]);
  assert_digest (draws, N_ONE, "ff56a14f34a92bd5c72dd6f698177b68a3a7ef8ee633946d4a0e2b6261ddf6b0");
}

/* Within two units of the last digit of the C library's, whose own error is below one. */
static void
test_log_and_exp (void)
{
  for (guint i = 0; i < 200000; i++)
    {
      const double u = (i + 0.5) / 200000, x = u < 0.5 ? pow (u, 40) : exp (600 * (u - 0.75)), y = -745 * u * u;
      const double unit = 0x1p-52;

      near_at ("log", "value", assay_log (x), log (x), 2 * unit * fabs (log (x)) + 0x1p-1060);
      near_at ("exp", "value", assay_exp (y), exp (y), 2 * unit * exp (y) + 0x1p-1073);
    }
  g_assert_cmpfloat (assay_log (1), ==, 0);
  g_assert_cmpfloat (assay_exp (0), ==, 1);
  g_assert_cmpfloat (assay_exp (-1e6), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/gamma/distribution", test_distribution);
  g_test_add_func ("/measure/gamma/one-after-the-other", test_one_after_the_other);
  g_test_add_func ("/measure/gamma/tail", test_tail);
  g_test_add_func ("/measure/gamma/independent", test_independent);
  g_test_add_func ("/measure/gamma/portions", test_portions);
  g_test_add_func ("/measure/gamma/each", test_each);
  g_test_add_func ("/measure/gamma/known", test_known);
  g_test_add_func ("/measure/gamma/known-many", test_known_many);
  g_test_add_func ("/measure/gamma/log-and-exp", test_log_and_exp);
  return g_test_run ();
}
