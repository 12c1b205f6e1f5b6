/* test-manual.c: the man pages hold every command, option, key and measure, and groff has nothing to say about them. */
#include "cli/manual.h"
#include "cli/options.h"
#include "measure/measure.h"
#include "report/report.h"

#include <string.h>

/* "--min-rows" as the page's source spells it. (transfer full) */
static char *
escaped (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", -1);

  return g_strjoinv ("\\-", parts);
}

static void
assert_tag (const char *page, const char *bold)
{
  g_autofree char *source = escaped (bold);
  g_autofree char *tag = g_strdup_printf (".TP\n\\fB%s\\fR", source);

  if (strstr (page, tag) == NULL)
    g_error ("%s is not in the page", bold);
}

static void
test_program (void)
{
  g_autofree char *page = assay_manual_program ();
  const char *const *sections = assay_report_sections ();
  guint n_keys, n_options = 0;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);

  for (const AssayCommand *command = assay_commands; command->name != NULL; command++)
    {
      g_autofree char *heading = g_strdup_printf (".SS \"assay %s", command->name);

      g_assert_cmpint (strstr (page, heading) != NULL, ==, command->run != NULL);
      for (const AssayOption *option = command->options; option->name != NULL; option++)
        {
          g_autofree char *name = g_strconcat ("--", option->name, NULL);

          if (!option->is_later)
            assert_tag (page, name);
          n_options++;
        }
    }
  g_assert_cmpuint (n_options, >, 30);
  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *option = keys[i].is_later ? NULL : assay_option_for_key (&keys[i]);
      g_autofree char *name = g_strconcat ("--", option, NULL);

      if (option != NULL)
        assert_tag (page, name);
    }
  for (guint i = 0; sections[i] != NULL; i += 2)
    assert_tag (page, sections[i]);
}

static void
test_plan (void)
{
  g_autofree char *page = assay_manual_plan ();
  guint n_keys, n_measures;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);
  const AssayMeasure *measures = assay_measure_table (&n_measures);
  const char *later = strstr (page, "KEYS OF A LATER VERSION");

  g_assert_nonnull (later);
  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *name = g_strconcat (keys[i].name, "=", NULL), *source = escaped (name);

      if (keys[i].is_later && strstr (later, source) == NULL)
        g_error ("%s is not in the page", name);
      if (keys[i].is_later)
        continue;
      assert_tag (page, name);
      if (assay_plan_section_help (keys[i].section) == NULL)
        g_error ("[%s] has no help in plan-keys.c", keys[i].section);
    }
  for (guint i = 0; i < n_measures; i++)
    assert_tag (page, measures[i].name);
}

static void
test_example (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_parse (assay_manual_example, strlen (assay_manual_example), "plan.ini", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (plan->checks->len, ==, 2);
}

/* groff's every warning; where there is no groff the pages are not looked at. */
static void
check_page (char *page)
{
  const char *const words[] = { "groff", "-man", "-Tascii", "-ww", "-z", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) groff = NULL;
  g_autofree char *said = NULL;

  groff = g_subprocess_newv (words, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  if (g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
    g_test_skip ("there is no groff here");
  else
    {
      g_assert_no_error (error);
      g_assert_true (g_subprocess_communicate_utf8 (groff, page, NULL, NULL, &said, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (said, ==, "");
    }
  g_free (page);
}

static void
test_groff (void)
{
  check_page (assay_manual_program ());
  check_page (assay_manual_plan ());
}

/* Lines that begin with a dot are requests of the pages' own; no help text made one. */
static void
test_requests (void)
{
  static const char *const known[] = { ".TH", ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi", ".nh", ".br", ".\\\"",
                                       NULL };
  char *pages[] = { assay_manual_program (), assay_manual_plan () };

  for (gsize p = 0; p < G_N_ELEMENTS (pages); p++)
    {
      g_auto (GStrv) lines = g_strsplit (pages[p], "\n", -1);

      for (guint i = 0; lines[i] != NULL; i++)
        {
          g_autofree char *request = g_strndup (lines[i], strcspn (lines[i], " "));

          if (*lines[i] == '.' || *lines[i] == '\'')
            g_assert_true (g_strv_contains (known, request));
        }
      g_free (pages[p]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manual/program", test_program);
  g_test_add_func ("/manual/plan", test_plan);
  g_test_add_func ("/manual/example", test_example);
  g_test_add_func ("/manual/groff", test_groff);
  g_test_add_func ("/manual/requests", test_requests);
  return g_test_run ();
}
