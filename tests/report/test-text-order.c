/* test-text-order.c: names from right to left keep what stands beside them in its order. */
#include "report/terminal-text-private.h"

#define MARK "\xe2\x80\x8e"

static const struct { const char *safe, *ordered; } table[] = {
  { "", "" },
  { "north, [12, 18)", "north, [12, 18)" },
  { "القاهرة", "القاهرة" MARK },
  { "القاهرة, [12, 18)", "القاهرة" MARK ", [12, 18)" },
  { "مدينة القاهرة; 11 of 84", "مدينة القاهرة" MARK "; 11 of 84" },
  { "בן-גוריון 12 א = 3", "בן-גוריון 12 א" MARK " = 3" },
  { "אא, בב", "אא" MARK ", בב" MARK },
  { "אא and בב", "אא" MARK " and בב" MARK },
  { "日本語 😀 <b>", "日本語 😀 <b>" },
};

static void
test_ordered (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *ordered = assay_text_ordered (table[i].safe);
      g_autofree char *bare = assay_text_unordered (ordered), *again = assay_text_ordered (bare);

      g_assert_cmpstr (ordered, ==, table[i].ordered);
      g_assert_cmpstr (bare, ==, table[i].safe);
      g_assert_cmpstr (again, ==, ordered);
    }
}

/* A mark elsewhere is the data's, and is then shown; bytes that are no UTF-8 stay. */
static void
test_others (void)
{
  static const char *const texts[] = { "a" MARK "b", MARK, "\xff\x80", "אא " MARK };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *bare = assay_text_unordered (texts[i]);
      g_assert_cmpstr (bare, ==, texts[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/text-order/ordered", test_ordered);
  g_test_add_func ("/report/text-order/others", test_others);
  return g_test_run ();
}
