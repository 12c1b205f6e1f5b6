/* Numbers, lists and choices: what is read and what is refused. */
#include "expect.h"
#include "plan/plan-private.h"

#include <locale.h>

static void
test_numbers (void)
{
  static const struct { const char *text; double value; } good[] = {
    { "0", 0 }, { "0.95", 0.95 }, { ".5", 0.5 }, { "5.", 5 }, { "-1e-3", -0.001 }, { "+2", 2 }, { "1E5", 1e5 },
    { "1e-400", 0 }, { "007", 7 },
  };
  static const char *const bad[] = { "", "inf", "nan", "-inf", "0x10", "1e999", "1,5", "1 5", "5%", "--5", "5a", "e5", "+",
                                     ".", "1e", "1_000", "٣" };
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      double value = -1;
      g_assert_true (plan_parse_number (good[i].text, &value));
      g_assert_cmpfloat (value, ==, good[i].value);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      double value = -7;
      if (plan_parse_number (bad[i], &value) || value != -7)
        g_error ("'%s' is no number", bad[i]);
    }
}

static void
test_integers (void)
{
  static const char *const bad[] = { "", "-1", "+1", "1.0", "1e3", "0x1", " 1", "1 ", "18446744073709551616", "a" };
  guint64 value = 0;
  g_assert_true (plan_parse_integer ("18446744073709551615", &value));
  g_assert_cmpuint (value, ==, G_MAXUINT64);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (plan_parse_integer (bad[i], &value))
      g_error ("'%s' is no whole number from 0", bad[i]);
}

static void
test_split (void)
{
  static const struct { const char *text, *joined, *kept; } rows[] = {
    { "", "", "" }, { ";;", "", "||" }, { "a", "a", "a" }, { " a b ;\tc; ;", "a b|c", "a b|c||" }, { "a,b", "a,b", "a,b" },
    { ";a", "a", "|a" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) items = plan_split (rows[i].text, ';', FALSE);
      g_autofree char *joined = g_strjoinv ("|", items);
      g_assert_cmpstr (joined, ==, rows[i].joined);
      g_auto (GStrv) all = plan_split (rows[i].text, ';', TRUE);
      g_autofree char *kept = g_strjoinv ("|", all);
      g_assert_cmpstr (kept, ==, rows[i].kept);
    }
}

static const struct
{
  const char    *text;
  AssayPlanError code;
  const char    *message;
} failures[] = {
  { "[audit]\nseed=-1\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'seed' is '-1'; expected a whole number from 0 to 18446744073709551615" },
  { "[audit]\nseed=18446744073709551616\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'seed' is '18446744073709551616'; expected a whole number from 0 to 18446744073709551615" },
  { "[audit]\nconfidence=0.5\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'confidence' is '0.5'; expected a number above 0.5 and below 1" },
  { "[audit]\nconfidence=1\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'confidence' is '1'; expected a number above 0.5 and below 1" },
  { "[audit]\nconfidence=95\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'confidence' is '95'; expected a number above 0.5 and below 1" },
  { "[audit]\nconfidence=0,95\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'confidence' is '0,95'; expected a number above 0.5 and below 1" },
  { "[slices]\nmin-rows=0\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'min-rows' is '0'; expected a whole number from 1 to 4294967295" },
  { "[slices]\nmin-rows=4294967296\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'min-rows' is '4294967296'; expected a whole number from 1 to 4294967295" },
  { "[slices]\nmin-rows=30 # enough\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'min-rows' is '30 # enough'; expected a whole number from 1 to 4294967295" },
  { "[slices]\nmin-effect=-0.01\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'min-effect' is '-0.01'; expected a number from 0 to 1" },
  { "[slices]\nmin-effect=1.01\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'min-effect' is '1.01'; expected a number from 0 to 1" },
  { "[data]\nthreshold=inf\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'threshold' is 'inf'; expected a number, such as 0.95" },
  { "[data]\ntask=regresion\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: 'task' is 'regresion'; did you mean 'regression'?" },
  { "[data]\ntask=guess\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: 'task' is 'guess'; choices are: auto, classification, regression" },
  { "[check a]\nbetter=up\n", ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:2: 'better' is 'up'; choices are: higher, lower" },
  { "[data]\ntime=w\n", ASSAY_PLAN_ERROR_LATER,
    "t.ini:2: key 'time' is not acted on by this version of Assay; remove it, or leave its value empty" },
  { "[data]\nfiles=a;b; a\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:2: 'files' names 'a' twice; remove one" },
  { "[data]\nbaseline=a;a\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:2: 'baseline' names 'a' twice; remove one" },
  { "[slices]\nmeasures=f1;f1\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:2: 'measures' names 'f1' twice; remove one" },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (assay_plan_parse (failures[i].text, strlen (failures[i].text), "t.ini", &error));
      expect_failure (failures[i].text, error, failures[i].code, failures[i].message);
    }
}

/* A default that is written out changes nothing, also where the key is refused otherwise. */
static void
test_later_default (void)
{
  g_autoptr (AssayPlan) plan = expect_plan ("[data]\ntask=auto\nkeep-rows=0\nhide-below=0\n"
                                            "[slices]\nrare-class-share=0.01\n");
  g_assert_nonnull (plan);
}

static void
test_item_limit (void)
{
  GString *text = g_string_new ("[data]\nfiles=");
  for (guint i = 0; i < ASSAY_PLAN_MAX_ITEMS; i++)
    g_string_append_printf (text, "%u;", i);
  g_autoptr (AssayPlan) plan = expect_plan (text->str);
  g_assert_cmpuint (g_strv_length (plan->files), ==, ASSAY_PLAN_MAX_ITEMS);
  g_string_append (text, "x");
  g_autoptr (GError) error = NULL;
  g_assert_null (assay_plan_parse (text->str, text->len, "t.ini", &error));
  expect_failure ("2001 files", error, ASSAY_PLAN_ERROR_VALUE, "t.ini:2: 'files' has more than 2000 items");
  g_string_free (text, TRUE);
}

/* 0.95 is 0.95 where a comma is the decimal point. */
static void
test_locale (void)
{
  static const char *const names[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8" };
  gboolean is_set = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names) && !is_set; i++)
    is_set = setlocale (LC_ALL, names[i]) != NULL;
  g_test_message (is_set ? "a locale with a comma" : "no locale with a comma is installed: the C locale");
  g_autoptr (AssayPlan) plan = expect_plan ("[audit]\nconfidence=0.9\n[slices]\nbins.a=0.5;1.5\n");
  g_assert_cmpfloat (plan->confidence, ==, 0.9);
  g_assert_cmpfloat (assay_plan_bins (plan, "a")->edges[1], ==, 1.5);
  setlocale (LC_ALL, "C");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/value/numbers", test_numbers);
  g_test_add_func ("/plan/value/integers", test_integers);
  g_test_add_func ("/plan/value/split", test_split);
  g_test_add_func ("/plan/value/failures", test_failures);
  g_test_add_func ("/plan/value/later-default", test_later_default);
  g_test_add_func ("/plan/value/item-limit", test_item_limit);
  g_test_add_func ("/plan/value/locale", test_locale);
  return g_test_run ();
}
