/* Scales: ticks that hold the values, are few, and can be told apart. */
#include "draw/scale.h"

#include <math.h>
#include <string.h>

static void
test_known (void)
{
  static const struct { double lo, hi; guint n_most; gboolean is_share; const char *expected; } rows[] = {
    { 0.16, 0.76, 6, TRUE, "0 20 40 60 80" },
    { 0, 1, 5, TRUE, "0 50 100" },
    { 0, 1, 6, TRUE, "0 20 40 60 80 100" },
    { 0.981, 0.989, 9, TRUE, "98.1 98.2 98.3 98.4 98.5 98.6 98.7 98.8 98.9" },
    { -0.071, 0.47, 5, TRUE, "−20 0 20 40 60" },
    { 1200, 4100, 5, FALSE, "1000 2000 3000 4000 5000" },
    { -3, 8, 4, FALSE, "−5 0 5 10" },
    { 5, 5, 3, FALSE, "4.5 5.0 5.5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const AssayScale scale = assay_scale_new (rows[i].lo, rows[i].hi, rows[i].n_most, rows[i].is_share);
      g_autoptr (GString) ticks = g_string_new (NULL);

      for (guint k = 0; k < assay_scale_n (&scale); k++)
        {
          g_autofree char *label = assay_scale_label (&scale, assay_scale_tick (&scale, k));
          g_string_append_printf (ticks, "%s%s", k > 0 ? " " : "", label);
        }
      g_assert_cmpstr (ticks->str, ==, rows[i].expected);
    }
}

/* The values are within, ticks are at most so many, in order and within, and no two labels are alike. */
static void
check_scale (const AssayScale *scale,
             double            lo,
             double            hi,
             guint             n_most,
             const char       *what)
{
  g_autoptr (GHashTable) labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const guint n = assay_scale_n (scale);
  const double slack = 1e-6 * scale->step;

  if (!(scale->lo <= lo + slack && scale->hi >= hi - slack))
    g_test_fail_printf ("%s: %g to %g is not within %g to %g", what, lo, hi, scale->lo, scale->hi);
  if (n > n_most)
    g_test_fail_printf ("%s: %u ticks instead of %u for %g to %g", what, n, n_most, lo, hi);
  for (guint i = 0; i < n; i++)
    {
      const double tick = assay_scale_tick (scale, i);
      char *label = assay_scale_label (scale, tick);

      g_assert_true (tick >= scale->lo - slack && tick <= scale->hi + slack);
      g_assert_true (i == 0 || tick > assay_scale_tick (scale, i - 1));
      if (g_hash_table_contains (labels, label))
        g_test_fail_printf ("%s: two ticks are labelled %s (%g to %g)", what, label, lo, hi);
      g_hash_table_add (labels, label);
    }
}

static void
test_properties (void)
{
  const guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint run = 0; run < 20000; run++)
    {
      const double size = pow (10, g_rand_double_range (rand, -14, 14));
      double lo = g_rand_double_range (rand, -1, 1) * size, hi = lo + g_rand_double_range (rand, 0.001, 2) * size;
      const guint n_most = (guint) g_rand_int_range (rand, 3, 12);
      const gboolean is_share = g_rand_boolean (rand);
      if (is_share)
        {
          lo = g_rand_double_range (rand, 0, 0.999);
          hi = g_rand_double_range (rand, lo + 0.0001, 1);
        }
      AssayScale scale = assay_scale_new (lo, hi, n_most, is_share);
      g_autofree char *what = g_strdup_printf ("run %u", run);

      check_scale (&scale, lo, hi, n_most, what);
      if (is_share)
        g_assert_true (scale.lo >= 0 && scale.hi <= 1);
      assay_scale_trim (&scale, lo, hi);
      check_scale (&scale, lo, hi, n_most, what);
    }
}

/* Where values are drawn: the ends at the ends, in order, upright too. */
static void
test_at (void)
{
  AssayScale scale = assay_scale_new (0, 10, 6, FALSE);

  scale.from = 100;
  scale.to = 200;
  g_assert_cmpfloat_with_epsilon (assay_scale_at (&scale, 0), 100, 1e-9);
  g_assert_cmpfloat_with_epsilon (assay_scale_at (&scale, 10), 200, 1e-9);
  g_assert_cmpfloat_with_epsilon (assay_scale_at (&scale, 2.5), 125, 1e-9);
  scale.from = 200;
  scale.to = 100;
  g_assert_cmpfloat_with_epsilon (assay_scale_at (&scale, 2.5), 175, 1e-9);
}

static void
test_labels (void)
{
  static const struct { double step, value; gboolean is_share, is_signed; const char *expected; } rows[] = {
    { 0.2, 0.2, TRUE, FALSE, "20" },      { 0.2, 0.2, TRUE, TRUE, "+20" },  { 0.2, -0.2, TRUE, TRUE,
                                                                              "\xe2\x88\x92" "20" },
    { 0.2, 0, TRUE, TRUE, "0" },          { 0.005, 0, TRUE, FALSE, "0" },   { 0.005, 0.005, TRUE, FALSE, "0.5" },
    { 0.05, 0.85, FALSE, FALSE, "0.85" }, { 1000, 5000, FALSE, FALSE, "5000" }, { 1e9, 2e9, FALSE, FALSE, "2e+09" },
    { 1e8, 2.1e9, FALSE, FALSE, "2.1e+09" }, { 2e-12, 1.4e-11, FALSE, TRUE, "+1.4e-11" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const AssayScale scale = { .lo = 0, .hi = 1, .step = rows[i].step, .is_share = rows[i].is_share,
                                 .is_signed = rows[i].is_signed };
      g_autofree char *label = assay_scale_label (&scale, rows[i].value);
      g_assert_cmpstr (label, ==, rows[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/scale/known", test_known);
  g_test_add_func ("/scale/properties", test_properties);
  g_test_add_func ("/scale/at", test_at);
  g_test_add_func ("/scale/labels", test_labels);
  return g_test_run ();
}
