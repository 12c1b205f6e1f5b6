/* test-readme.c: README shows the terminal summary as it really looks. */
#include "program.h"

#include <string.h>

/* from (nullable): where the README's excerpt begins; until: what comes after its end. */
static void
check_excerpt (const char *name,
               int         status,
               const char *from,
               const char *until)
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
  char *start = from != NULL ? strstr (outcome.out, from) : outcome.out;
  g_assert_nonnull (start);
  char *end = strstr (start, until);
  g_assert_nonnull (end);
  *end = '\0';
  if (strstr (readme, start) == NULL)
    g_error ("README.md does not hold this:\n%s", start);
  folder_leave (folder);
}

static void
check_summary (const char *name,
               int         status)
{
  check_excerpt (name, status, NULL, "\nWritten to ");
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

/* The picture in README is the one that the program draws. */
static void
test_chart (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("ASSAY_SOURCE"), "data", "occupation.svg", NULL);
  g_autofree char *plan = g_build_filename (g_getenv ("ASSAY_SOURCE"), "data", "adult-income.ini", NULL);
  g_autofree char *quoted = g_shell_quote (plan);
  g_autofree char *audit = g_strdup_printf ("audit %s --out out --format csv --quiet", quoted);
  g_autofree char *expected = NULL, *drawn = NULL;
  char *folder = folder_enter ();

  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  g_auto (Outcome) audited = run (audit);
  g_assert_cmpint (audited.status, ==, 1);
  g_auto (Outcome) outcome = run ("chart out --kind dots --column occupation --measure recall --out drawn.svg");
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_true (g_file_get_contents ("drawn.svg", &drawn, NULL, NULL));
  g_assert_true (strcmp (drawn, expected) == 0);
  folder_leave (folder);
}

/* Of further examples the verdict and the checks. */
static void
test_classes (void)
{
  check_excerpt ("digits.ini", 2, "  data ", "\nNone of the");
}

static void
test_scores (void)
{
  check_excerpt ("adult-scores.ini", 2, "  data ", "\n2 of 16 judgements");
}

static void
test_weights (void)
{
  check_excerpt ("survey.ini", 1, "  data ", "\n7 of 21 slices");
}

/* What `assay show` says of the sample of spoken commands. */
static void
check_shown (const char *what,
             const char *until)
{
  g_autofree char *path = g_build_filename (g_getenv ("ASSAY_SOURCE"), "README.md", NULL);
  g_autofree char *plan = g_build_filename (g_getenv ("ASSAY_SOURCE"), "data", "speech.ini", NULL);
  g_autofree char *quoted = g_shell_quote (plan), *readme = NULL;
  g_autofree char *audit = g_strdup_printf ("audit %s --out out --format csv --quiet", quoted);
  g_autofree char *show = g_strdup_printf ("LC_ALL=C.UTF-8 show out %s", what);
  char *folder = folder_enter ();

  g_assert_true (g_file_get_contents (path, &readme, NULL, NULL));
  g_auto (Outcome) audited = run (audit);
  g_assert_cmpint (audited.status, ==, 2);
  g_auto (Outcome) outcome = run (show);
  g_assert_cmpint (outcome.status, ==, 0);
  char *end = strstr (outcome.out, until);
  g_assert_nonnull (end);
  *end = '\0';
  if (strstr (readme, outcome.out) == NULL)
    g_error ("README.md does not hold this:\n%s", outcome.out);
  folder_leave (folder);
}

static void
test_tags (void)
{
  check_shown ("tags", "\nWork on these next");
}

static void
test_agreement (void)
{
  check_shown ("agreement", "\nPairs of annotators");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readme/summary", test_summary);
  g_test_add_func ("/readme/regression", test_regression);
  g_test_add_func ("/readme/classes", test_classes);
  g_test_add_func ("/readme/scores", test_scores);
  g_test_add_func ("/readme/weights", test_weights);
  g_test_add_func ("/readme/tags", test_tags);
  g_test_add_func ("/readme/agreement", test_agreement);
  g_test_add_func ("/readme/chart", test_chart);
  return g_test_run ();
}
