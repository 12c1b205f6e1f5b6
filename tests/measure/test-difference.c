/* test-difference.c: published intervals of differences. */
#include "measure/measure-private.h"
#include "near.h"

typedef struct
{
  guint64     a, b, c, d;
  double      value, lo, hi, tolerance;
  const char *source;
} Row;

/* a/b - c/d */
static const Row newcombe_rows[] = {
  { 5, 56, 0, 29, 5.0 / 56, -0.0381, 0.1926, 5e-5, "Newcombe 1998" },
  { 56, 70, 48, 80, 0.2, 0.0524, 0.3339, 5e-5, "Newcombe 1998" },
  { 9, 10, 3, 10, 0.6, 0.1705, 0.8090, 5e-5, "Newcombe 1998" },
  { 10, 10, 0, 20, 1, 0.6791, 1, 5e-5, "Newcombe 1998" },
  { 0, 0, 0, 20, NAN, NAN, NAN, 0, "no rows" },
};

static void
check (const char          *method,
       const Row           *row,
       const AssayEstimate *estimate)
{
  g_autofree char *where = g_strdup_printf ("%s %" G_GUINT64_FORMAT ", %" G_GUINT64_FORMAT " (%s)", method, row->a,
                                            row->b, row->source);

  near_at (where, "value", estimate->value, row->value, 1e-12);
  near_at (where, "lo", estimate->lo, row->lo, row->tolerance);
  near_at (where, "hi", estimate->hi, row->hi, row->tolerance);
}

static void
test_newcombe (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (newcombe_rows); i++)
    {
      const Row *row = &newcombe_rows[i];
      const AssayEstimate estimate = assay_newcombe (row->a, row->b, row->c, row->d, 0.95);

      check ("Newcombe", row, &estimate);
    }
}

/* (a - b)/c */
static const Row bonett_rows[] = {
  { 26, 4, 48, 0, 22.0 / 48, 0.25481, 0.62519, 5e-6, "Bonett & Price 2012: 12, 4, 26, 6" },
  { 1, 7, 21, 0, -6.0 / 21, -0.5084, -0.0134, 5e-5, "measures.md, airways" },
  { 86, 150, 1600, 0, -64.0 / 1600, -0.05872, -0.02118, 5e-6, "measures.md, approval" },
  { 0, 0, 0, 0, NAN, NAN, NAN, 0, "no rows" },
  /* No disagreement on 98 rows: p = 1/100 twice, centre 0, half z √(.02/100) = 1.959964 * .0141421 = .0277181 */
  { 0, 0, 98, 0, 0, -0.0277181, 0.0277181, 5e-8, "by hand" },
  /* All rows won: p₁ = 6/7, p₂ = 1/7, centre 5/7, half z √((1 - 25/49)/7) = 1.959964 * .264520 = .518449; the point
   * is 1, and so is hi: 5/7 + .5184 is clipped. */
  { 5, 0, 5, 0, 1, 0.195837, 1, 5e-6, "by hand" },
};

static void
test_bonett_price (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bonett_rows); i++)
    {
      const Row *row = &bonett_rows[i];
      const AssayEstimate estimate = assay_bonett_price (row->a, row->b, row->c, 0.95);

      check ("Bonett-Price", row, &estimate);
      g_assert_cmpuint (estimate.n, ==, row->c);
    }
}

static void
test_mover (void)
{
  /* .8 [.7, .85] - .5 [.38, .6]: .3, below √(.1² + .1²) = .141421, above √(.05² + .12²) = .13 */
  const AssayEstimate a = { 0.8, 0.7, 0.85, 50, NULL }, b = { 0.5, 0.38, 0.6, 60, NULL };
  const AssayEstimate none = { NAN, NAN, NAN, 0, "no rows" }, flat = { 1, NAN, NAN, 9, "no spread" };
  AssayEstimate d = assay_mover (&a, &b);

  near_at ("MOVER", "value", d.value, 0.3, 1e-12);
  near_at ("MOVER", "lo", d.lo, 0.3 - 0.1414213562, 1e-9);
  near_at ("MOVER", "hi", d.hi, 0.43, 1e-12);
  g_assert_cmpuint (d.n, ==, 110);
  d = assay_mover (&a, &none);
  g_assert_true (isnan (d.value) && isnan (d.lo) && isnan (d.hi));
  g_assert_cmpstr (d.why, ==, "no rows");
  d = assay_mover (&flat, &b);
  near_at ("MOVER", "value without spread", d.value, 0.5, 1e-12);
  g_assert_true (isnan (d.lo) && isnan (d.hi));
  g_assert_cmpstr (d.why, ==, "no spread");
  /* What has no value is why there is none, whatever else lacks. */
  d = assay_mover (&flat, &none);
  g_assert_true (isnan (d.value));
  g_assert_cmpstr (d.why, ==, "no rows");
}

/* Sides exchanged, the interval turns round; it holds its value, has width and stays in [-1, 1]. */
static void
test_antisymmetric (void)
{
  for (guint repeat = 0; repeat < 2000; repeat++)
    {
      const guint64 n1 = 1 + near_random_count (300), n2 = 1 + near_random_count (300);
      const guint64 k1 = near_random_count (n1), k2 = near_random_count (n2), c = near_random_count (n1 - k1);
      const AssayEstimate pairs[][2] = {
        { assay_newcombe (k1, n1, k2, n2, 0.95), assay_newcombe (k2, n2, k1, n1, 0.95) },
        { assay_bonett_price (k1, c, n1, 0.95), assay_bonett_price (c, k1, n1, 0.95) },
      };

      for (guint i = 0; i < 2; i++)
        {
          const AssayEstimate a = pairs[i][0], b = pairs[i][1];

          g_assert_true (-1 <= a.lo && a.lo <= a.value && a.value <= a.hi && a.hi <= 1 && a.lo < a.hi);
          near_at ("turned", "value", a.value, -b.value, 1e-12);
          near_at ("turned", "lo", a.lo, -b.hi, 1e-12);
          near_at ("turned", "hi", a.hi, -b.lo, 1e-12);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/difference/newcombe", test_newcombe);
  g_test_add_func ("/measure/difference/bonett-price", test_bonett_price);
  g_test_add_func ("/measure/difference/mover", test_mover);
  g_test_add_func ("/measure/difference/antisymmetric", test_antisymmetric);
  return g_test_run ();
}
