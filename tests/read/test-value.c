/* test-value.c: canonical text of numbers and bins, and which texts are numbers (measures.md 0.5). */
#include "../../src/read/value.h"

#include <math.h>
#include <string.h>

static void
test_doubles (void)
{
  static const struct { double value; gboolean is_float; const char *text; } cases[] = {
    { 0, FALSE, "0" }, { -0.0, FALSE, "0" }, { 1, FALSE, "1" }, { -7, FALSE, "-7" }, { 0.5, FALSE, "0.5" },
    { 0.1, FALSE, "0.1" }, { (float) 0.1f, TRUE, "0.1" }, { (float) 0.1f, FALSE, "0.10000000149011612" },
    { 1e15, FALSE, "1000000000000000" }, { 9007199254740991, FALSE, "9007199254740991" }, { 1e300, FALSE, "1e+300" },
    { 1.0 / 3, FALSE, "0.3333333333333333" }, { INFINITY, FALSE, "inf" }, { -INFINITY, FALSE, "-inf" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = assay_canonical_double (cases[i].value, cases[i].is_float);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
  for (guint round = 0; round < 10000; round++) /* it reads back */
    {
      double value = ldexp (g_test_rand_double_range (-1, 1), g_test_rand_int_range (-60, 60));
      g_autofree char *text = assay_canonical_double (value, FALSE);
      g_assert_true (g_ascii_strtod (text, NULL) == value);
    }
}

static void
test_bins (void)
{
  double edges[] = { 0, 2.5, 10 };
  AssayBins bins = { .kind = ASSAY_BINS_EDGES, .edges = edges, .n_edges = 3 };
  static const char *const texts[] = { "< 0", "[0, 2.5)", "[2.5, 10]", "> 10" };

  for (gint64 bin = 0; bin < 4; bin++)
    {
      g_autofree char *text = assay_bin_text (&bins, bin);
      g_assert_cmpstr (text, ==, texts[bin]);
    }
}

static void
test_numbers (void)
{
  static const struct { const char *text; gboolean is_number; } cases[] = {
    { "1", TRUE }, { "-1.5", TRUE }, { "1e5", TRUE }, { "007", TRUE }, { "", FALSE }, { " 1", FALSE }, { "1 ", FALSE },
    { "0x10", FALSE }, { "nan", FALSE }, { "one", FALSE }, { "1,5", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double value;
      g_assert_cmpint (assay_text_is_number (cases[i].text, &value), ==, cases[i].is_number);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/doubles", test_doubles);
  g_test_add_func ("/value/bins", test_bins);
  g_test_add_func ("/value/numbers", test_numbers);
  return g_test_run ();
}
