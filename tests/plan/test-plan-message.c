/* How messages quote and list what a plan says. */
#include "expect.h"
#include "plan/plan-private.h"

static void
test_quote (void)
{
  g_assert_cmpstr (plan_quote ("").text, ==, "''");
  g_assert_cmpstr (plan_quote ("a b").text, ==, "'a b'");
  /* 56 characters whole, the 57th cut, of one byte and of four. */
  g_autofree char *whole = g_strnfill (56, 'a');
  g_autofree char *long_text = g_strnfill (57, 'a');
  g_autofree char *quoted = g_strdup_printf ("'%s'", whole);
  g_autofree char *cut = g_strdup_printf ("'%s...'", whole);
  g_assert_cmpstr (plan_quote (whole).text, ==, quoted);
  g_assert_cmpstr (plan_quote (long_text).text, ==, cut);
  GString *wide = g_string_new (NULL);
  for (guint i = 0; i < 100; i++)
    g_string_append (wide, "🙂");
  PlanQuote quote = plan_quote (wide->str);
  g_assert_true (g_utf8_validate (quote.text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (quote.text, -1), ==, 56 + 5);
  g_string_free (wide, TRUE);
}

static void
test_hint (void)
{
  static const char *const few[] = { "age", "sex" };
  g_autofree char *near = plan_hint ("agee", few, 2, "columns");
  g_autofree char *list = plan_hint ("income", few, 2, "columns");
  g_autofree char *none = plan_hint ("income", few, 0, "columns");
  g_assert_cmpstr (near, ==, "did you mean 'age'?");
  g_assert_cmpstr (list, ==, "columns are: age, sex");
  g_assert_cmpstr (none, ==, "there are no columns");
}

/* 300 columns are not listed. */
static void
test_long_hint (void)
{
  char names[300][16];
  const char *list[300];
  for (guint i = 0; i < 300; i++)
    {
      g_snprintf (names[i], sizeof names[i], "feature_%03u", i);
      list[i] = names[i];
    }
  g_autofree char *hint = plan_hint ("income", list, 300, "columns");
  g_assert_true (g_str_has_prefix (hint, "columns are: feature_000, feature_001, "));
  g_assert_true (g_str_has_suffix (hint, ", ... (300 in all)"));
  g_assert_cmpuint (strlen (hint), <, 250);
  g_autofree char *enormous = g_strnfill (5000, 'x');
  const char *one[] = { enormous, "b" };
  g_autofree char *cut = plan_hint ("income", one, 2, "columns");
  g_assert_cmpuint (strlen (cut), <, 250);
}

static void
test_where (void)
{
  static const struct { PlanLine where; const char *message; } rows[] = {
    { { .origin = (char *) "a.ini", .number = 7 }, "a.ini:7: found 5" },
    { { .origin = (char *) "--label" }, "option --label: found 5" },
    { { .origin = (char *) "columns chosen from the data" }, "columns chosen from the data: found 5" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (plan_fail (&error, ASSAY_PLAN_ERROR_VALUE, &rows[i].where, "found %d", 5));
      expect_failure ("", error, ASSAY_PLAN_ERROR_VALUE, rows[i].message);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/message/quote", test_quote);
  g_test_add_func ("/plan/message/hint", test_hint);
  g_test_add_func ("/plan/message/long-hint", test_long_hint);
  g_test_add_func ("/plan/message/where", test_where);
  return g_test_run ();
}
