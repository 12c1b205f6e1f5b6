/* Sections of the lines, values and defaults. */
#include "expect.h"
#include "plan/plan-private.h"

static void
test_sections (void)
{
  static const char text[] = "# a\n[audit]\nseed=5\n# b\n[data]\n[risk x y]\n\nwhy=z\n# c\n";
  g_autoptr (GPtrArray) lines = plan_lines_read (text, strlen (text), "t.ini", FALSE, NULL);
  g_autoptr (GPtrArray) sections = plan_sections (lines);
  g_assert_cmpuint (sections->len, ==, 3);
  const PlanSection *audit = sections->pdata[0], *data = sections->pdata[1], *risk = sections->pdata[2];
  g_assert_cmpstr (audit->kind->word, ==, "audit");
  g_assert_cmpuint (audit->n_lines, ==, 2);
  g_assert_cmpuint (plan_section_integer (audit, "seed"), ==, 5);
  g_assert_cmpfloat (plan_section_number (audit, "confidence"), ==, 0.95);
  g_assert_cmpuint (data->n_lines, ==, 0);
  g_assert_null (plan_section_text (data, "label"));
  g_assert_cmpstr (plan_section_text (data, "threshold"), ==, "0.5");
  g_assert_cmpstr (risk->header->name, ==, "x y");
  g_assert_cmpuint (plan_section_line (risk, "why")->number, ==, 8);
}

static void
test_absent (void)
{
  PlanSection section = { .kind = plan_find_section_kind ("slices") };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) measures = plan_section_list (&section, "measures", &error);
  g_auto (GStrv) columns = plan_section_list (&section, "columns", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (measures), ==, 6);
  g_assert_cmpuint (g_strv_length (columns), ==, 0);
  g_assert_null (plan_section_line (&section, "min-rows"));
  g_assert_cmpuint (plan_section_integer (&section, "min-rows"), ==, 30);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/section/sections", test_sections);
  g_test_add_func ("/plan/section/absent", test_absent);
  return g_test_run ();
}
