/* Numbers as text. */
#include "words/number.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

static void
test_every_digit (void)
{
  static const struct { double value; const char *expected; } rows[] = {
    { 0, "0" }, { -0.0, "0" }, { 1, "1" }, { 0.1, "0.1" }, { 0.7, "0.7" }, { -0.05, "-0.05" }, { 1e-28, "1e-28" },
    { 1.0 / 3, "0.3333333333333333" },             /* 16 digits */
    { 2.0 / 3, "0.6666666666666666" },
    { 0.1 + 0.2, "0.30000000000000004" },          /* 17 digits */
    { 123456789012345678.0, "1.2345678901234568e+17" },
    { 5e-324, "4.94065645841247e-324" },           /* the least there is: any 15 digits read back */
    { 1.7976931348623157e308, "1.797693134862316e+308" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      assay_number_append (out, rows[i].value);
      if (i != G_N_ELEMENTS (rows) - 1) /* 16 digits of the greatest would be infinite: 17 it is */
        g_assert_cmpstr (out->str, ==, rows[i].expected);
      g_assert_true (g_ascii_strtod (out->str, NULL) == rows[i].value);
    }
}

/* What was written reads back to the same double, for any double. */
static void
test_round_trip (void)
{
  guint32           seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 20000; i++)
    {
      guint64 bits = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
      double  value;

      memcpy (&value, &bits, sizeof value);
      if (i % 2 == 0) /* shares, which is what most are */
        value = (double) (bits >> 40) / ((bits & 0xffffff) + 1);
      if (!isfinite (value))
        continue;
      g_autoptr (GString) out = g_string_new (NULL);
      assay_number_append (out, value);
      g_assert_true (g_ascii_strtod (out->str, NULL) == value);
      g_assert_cmpuint (out->len, <=, 24);
      g_assert_null (strchr (out->str, ','));
    }
}

static void
test_estimates (void)
{
  static const struct { AssayUnit unit; double value, lo, hi; const char *expected; } rows[] = {
    /* half a point's width decides: 2 points, 1 point, 0.5, 0.05, 0.004 */
    { ASSAY_UNIT_PERCENT, 0.16, 0.14, 0.18, "16 % (14 to 18)" },
    { ASSAY_UNIT_PERCENT, 0.55, 0.54, 0.56, "55 % (54 to 56)" }, /* 0.56 - 0.54 is a little more than 0.02 */
    { ASSAY_UNIT_PERCENT, 0.57, 0.56, 0.58, "57 % (56 to 58)" }, /* and 0.58 - 0.56 a little less */
    { ASSAY_UNIT_PERCENT, 0.7, 0.695, 0.705, "70.0 % (69.5 to 70.5)" },
    { ASSAY_UNIT_PERCENT, 0.7, 0.6995, 0.7005, "70.00 % (69.95 to 70.05)" },
    { ASSAY_UNIT_PERCENT, 0.7, 0.69997, 0.70003, "70.00 % (±0.003)" }, /* both ends are 70.00 */
    { ASSAY_UNIT_PERCENT, 0, 0, 0.1611, "0 % (0 to 16)" },
    { ASSAY_UNIT_PERCENT, 1, 0.93, 1, "100 % (93 to 100)" },
    { ASSAY_UNIT_POINTS, -0.55, -0.57, -0.53, "−55 points (−57 to −53)" },
    { ASSAY_UNIT_POINTS, 0.11, 0.101, 0.119, "+11.0 points (+10.1 to +11.9)" },
    { ASSAY_UNIT_POINTS, -0.01, -0.03, 0.01, "−1 point (−3 to +1)" },
    { ASSAY_UNIT_POINTS, 0.001, -0.02, 0.022, "0 points (−2 to +2)" },  /* no "+0" */
    { ASSAY_UNIT_POINTS, -0.004, -0.03, 0.022, "0 points (−3 to +2)" }, /* no "-0" */
    { ASSAY_UNIT_PLAIN, 0.617021, 0.5, 0.7, "0.62 (0.50 to 0.70)" },
    { ASSAY_UNIT_PLAIN, -0.2, -0.21, -0.19, "−0.20 (−0.21 to −0.19)" },
    { ASSAY_UNIT_CHANGE, 0.05, 0.01, 0.09, "+0.05 (+0.01 to +0.09)" },
    { ASSAY_UNIT_PERCENT, 0.5, NAN, NAN, "50.0 %" }, /* no spread */
    { ASSAY_UNIT_AMOUNT, 1234.567, 1200, 1270, "1235 (1200 to 1270)" },
    { ASSAY_UNIT_AMOUNT, 12.34, 12.24, 12.44, "12.3 (12.2 to 12.4)" },
    { ASSAY_UNIT_AMOUNT, 0.0123, 0.0115, 0.0131, "0.0123 (0.0115 to 0.0131)" },
    { ASSAY_UNIT_AMOUNT, -2, -5, 1, "−2 (−5 to 1)" },
    { ASSAY_UNIT_AMOUNT, 3.14159, NAN, NAN, "3.142" },
    { ASSAY_UNIT_AMOUNT, 0, NAN, NAN, "0" },
    { ASSAY_UNIT_AMOUNT, 2.5e16, 2.4e16, 2.6e16, "2.5e+16 (2.4e+16 to 2.6e+16)" },
    { ASSAY_UNIT_AMOUNT, 2.5e-8, 2.4e-8, 2.6e-8, "2.5e-08 (2.4e-08 to 2.6e-08)" },
    { ASSAY_UNIT_AMOUNT_CHANGE, 31.2, 25, 37, "+31 (+25 to +37)" },
    { ASSAY_UNIT_AMOUNT_CHANGE, -0.2, -0.5, 0.1, "−0.2 (−0.5 to +0.1)" },
    { ASSAY_UNIT_PERCENT, NAN, NAN, NAN, "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AssayEstimate    estimate = { rows[i].value, rows[i].lo, rows[i].hi, 10, NULL };
      g_autofree char *text = assay_number_estimate (&estimate, rows[i].unit, TRUE);

      g_assert_cmpstr (text, ==, rows[i].expected);
      g_autofree char *ascii = assay_number_estimate (&estimate, rows[i].unit, FALSE);
      g_assert_true (g_str_is_ascii (ascii));
    }
}

static void
test_cramped (void)
{
  AssayEstimate    wide = { 0.163, 0.156, 0.17, 10, NULL }, narrow = { 0.163, 0.160, 0.166, 10, NULL };
  g_autofree char *a = assay_number_bare (&wide, ASSAY_UNIT_PERCENT, TRUE, TRUE);
  g_autofree char *b = assay_number_bare (&wide, ASSAY_UNIT_PERCENT, FALSE, TRUE);
  g_autofree char *c = assay_number_bare (&narrow, ASSAY_UNIT_PERCENT, TRUE, TRUE);
  g_autofree char *d = assay_number_point (&wide, ASSAY_UNIT_PERCENT, TRUE, TRUE);

  g_assert_cmpstr (a, ==, "16 (16 to 17)");
  g_assert_cmpstr (b, ==, "16.3 (15.6 to 17.0)");
  g_assert_cmpstr (c, ==, "16.3 (16.0 to 16.6)");
  g_assert_cmpstr (d, ==, "16 %");
}

typedef char *(*Print) (guint64 value);

static void
test_counts (void)
{
  static const struct { guint64 value; const char *rows, *bytes; } rows[] = {
    { 0, "0", "0 bytes" }, { 1, "1", "1 byte" }, { 999, "999", "999 bytes" }, { 1000, "1,000", "1.0 kB" }, { 332900, "332,900", "333 kB" },
    { 999499, "999,499", "999 kB" }, { 999500, "999,500", "1.0 MB" }, { 2004318, "2,004,318", "2.0 MB" },
    { 9949999, "9,949,999", "9.9 MB" }, { 9960000, "9,960,000", "10 MB" },
    { G_MAXUINT64, "18,446,744,073,709,551,615", "18 EB" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *n = assay_number_rows (rows[i].value), *bytes = assay_number_bytes (rows[i].value);

      g_assert_cmpstr (n, ==, rows[i].rows);
      g_assert_cmpstr (bytes, ==, rows[i].bytes);
    }
}

static void
test_others (void)
{
  static const struct { double value; const char *p, *share, *percent, *points; } rows[] = {
    { 0, "< 0.001", "0 %", "0 %", "0 points" },      { 0.0004, "< 0.001", "< 0.1 %", "0.04 %", "0.04 points" },
    { 0.0012, "0.001", "0.1 %", "0.12 %", "0.12 points" }, { 0.01, "0.01", "1.0 %", "1 %", "1 point" },
    { 0.05, "0.05", "5.0 %", "5 %", "5 points" },    { 0.0994, "0.10", "9.9 %", "9.94 %", "9.94 points" },
    { 0.55, "0.55", "55 %", "55 %", "55 points" },   { 1, "1.00", "100 %", "100 %", "100 points" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *p = assay_number_p (rows[i].value), *share = assay_number_share (rows[i].value, TRUE);
      g_autofree char *percent = assay_number_bound (rows[i].value, ASSAY_UNIT_PERCENT);
      g_autofree char *points = assay_number_bound (rows[i].value, ASSAY_UNIT_POINTS);

      g_assert_cmpstr (p, ==, rows[i].p);
      g_assert_cmpstr (share, ==, rows[i].share);
      g_assert_cmpstr (percent, ==, rows[i].percent);
      g_assert_cmpstr (points, ==, rows[i].points);
    }
  g_autofree char *no_p = assay_number_p (NAN), *no_share = assay_number_share (NAN, FALSE);
  g_assert_cmpstr (no_p, ==, "");
  g_assert_cmpstr (no_share, ==, "-");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/every-digit", test_every_digit);
  g_test_add_func ("/number/round-trip", test_round_trip);
  g_test_add_func ("/number/estimates", test_estimates);
  g_test_add_func ("/number/cramped", test_cramped);
  g_test_add_func ("/number/counts", test_counts);
  g_test_add_func ("/number/others", test_others);
  return g_test_run ();
}
