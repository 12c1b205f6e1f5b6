/* test-readme.c: README shows the terminal summary as it really looks. */
#include "program.h"

#include <string.h>

static void
check_summary (const char *name,
               int         status)
{
  g_autofree char *path = g_build_filename (g_getenv ("ASSAY_SOURCE"), "README.md", NULL);
  g_autofree char *plan = g_build_filename (g_getenv ("ASSAY_SOURCE"), "data", name, NULL);
  g_autofree char *quoted = g_shell_quote (plan);
  g_autofree char *line = g_strdup_printf ("LC_ALL=C.UTF-8 audit %s --out out", quoted);
  g_autofree char *readme = NULL;
  char *folder = folder_enter ();

  g_assert_true (g_file_get_contents (path, &readme, NULL, NULL));
  g_auto (Outcome) outcome = run (line);
  g_assert_cmpint (outcome.status, ==, status);
  char *end = strstr (outcome.out, "\nWritten to ");
  g_assert_nonnull (end);
  *end = '\0';
  if (strstr (readme, outcome.out) == NULL)
    g_error ("README.md does not hold this summary:\n%s", outcome.out);
  folder_leave (folder);
}

static void
test_summary (void)
{
  check_summary ("adult-income.ini", 1);
}

static void
test_regression (void)
{
  check_summary ("diabetes.ini", 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readme/summary", test_summary);
  g_test_add_func ("/readme/regression", test_regression);
  return g_test_run ();
}
