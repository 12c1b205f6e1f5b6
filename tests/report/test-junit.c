/* junit.xml, read back by GMarkup. */
#include "fixture.h"

#include <string.h>

typedef struct
{
  guint    n_suites, n_cases, n_failures, n_skipped;
  guint    said_cases, said_failures, said_skipped; /* by the outermost element */
  GString *log;                                     /* a line an element: name, then attributes */
} Seen;

static guint
count_in (const char **names,
          const char **values,
          const char  *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return (guint) g_ascii_strtoull (values[i], NULL, 10);
  g_error ("no %s", name);
}

static void
start_element (GMarkupParseContext *context,
               const char          *element,
               const char         **names,
               const char         **values,
               gpointer             data,
               GError             **error)
{
  Seen *seen = data;

  seen->n_suites += strcmp (element, "testsuite") == 0;
  seen->n_cases += strcmp (element, "testcase") == 0;
  seen->n_failures += strcmp (element, "failure") == 0;
  seen->n_skipped += strcmp (element, "skipped") == 0;
  if (strcmp (element, "testsuites") == 0)
    {
      seen->said_cases = count_in (names, values, "tests");
      seen->said_failures = count_in (names, values, "failures");
      seen->said_skipped = count_in (names, values, "skipped");
    }
  g_string_append (seen->log, element);
  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (seen->log, " %s=%s", names[i], values[i]);
  g_string_append_c (seen->log, '\n');
}

static Seen
read_junit (const char *text)
{
  static const GMarkupParser       parser = { .start_element = start_element };
  Seen                             seen = { .log = g_string_new (NULL) };
  g_autoptr (GMarkupParseContext)  context = g_markup_parse_context_new (&parser, 0, &seen, NULL);
  g_autoptr (GError)               error = NULL;

  g_markup_parse_context_parse (context, text, strlen (text), &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  /* GMarkup lets through what XML 1.0 forbids: control characters, U+FFFE, U+FFFF */
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      g_assert_true (c == '\n' || (c >= 0x20 && c != 0xfffe && c != 0xffff));
    }
  g_assert_cmpuint (seen.said_cases, ==, seen.n_cases);
  g_assert_cmpuint (seen.said_failures, ==, seen.n_failures);
  g_assert_cmpuint (seen.said_skipped, ==, seen.n_skipped);
  return seen;
}

static void
test_income (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = assay_report_junit (&fixture->report);
  Seen                seen = read_junit (text);

  g_assert_cmpuint (seen.n_suites, ==, 6);
  g_assert_cmpuint (seen.n_cases, ==, 6 + 2 + 3 + 1 + 1 + 1);
  g_assert_cmpuint (seen.n_failures, ==, 2 + 4); /* two fail, four are undecided */
  g_assert_cmpuint (seen.n_skipped, ==, 1);      /* undecided and accepted */
  g_assert_nonnull (strstr (seen.log->str, "failure type=fail message=recall 16 % (12 to 21), >= 60 %\n"));
  g_assert_nonnull (strstr (seen.log->str, "failure type=undecided message=recall 71 % (56 to 83), >= 60 %\n"));
  g_assert_nonnull (strstr (seen.log->str, "skipped message=undecided is accepted (known, to be looked at in May): "));
  g_assert_nonnull (strstr (seen.log->str, "testcase classname=As accurate as today name=whole set\n"));
  g_string_free (seen.log, TRUE);
}

static void
test_hostile (void)
{
  g_autoptr (Fixture) fixture = fixture_hostile ();
  g_autofree char    *text = assay_report_junit (&fixture->report);
  Seen                seen = read_junit (text);

  g_assert_cmpuint (seen.n_suites, ==, 1);
  g_assert_cmpuint (seen.n_cases, ==, 7);
  g_assert_nonnull (strstr (seen.log->str, "A1=</testcase><!-- ]]> & \"quoted\", 'so'\n"));
  g_assert_nonnull (strstr (seen.log->str, "A1=line\r\nbreak\ttab\n"));
  g_assert_nonnull (strstr (seen.log->str, "A1=\xef\xbf\xbd[2J"));
  g_string_free (seen.log, TRUE);
}

/* A check whose results do not say what it says has a case of its own. */
static void
test_whole (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  AssayCheckFinding  *first = fixture->report.findings->checks->pdata[0];

  g_ptr_array_set_size (first->results, 0);
  first->verdict = ASSAY_VERDICT_UNDECIDED;
  g_autofree char *text = assay_report_junit (&fixture->report);
  Seen             seen = read_junit (text);
  g_assert_nonnull (strstr (seen.log->str, " name=the check as a whole\nfailure type=undecided message=1 of 6 fail\n"));
  g_assert_cmpuint (seen.n_cases, ==, 1 + 2 + 3 + 1 + 1 + 1);
  g_string_free (seen.log, TRUE);
}

/* A slice too small to take part is skipped. */
static void
test_too_small (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  AssayCheckFinding  *first = fixture->report.findings->checks->pdata[0];
  AssayCheckResult   *result = first->results->pdata[0];

  result->verdict = ASSAY_VERDICT_NONE;
  g_autofree char *text = assay_report_junit (&fixture->report);
  Seen             seen = read_junit (text);
  g_assert_cmpuint (seen.n_skipped, ==, 2);
  g_assert_cmpuint (seen.n_failures, ==, 5);
  g_string_free (seen.log, TRUE);
}

static void
test_no_checks (void)
{
  g_autoptr (Fixture) fixture = fixture_bare ();
  g_autofree char    *text = assay_report_junit (&fixture->report);
  Seen                seen = read_junit (text);

  g_assert_cmpstr (text, ==, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                             "<testsuites name=\"bare\" tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\" "
                             "time=\"0.812\">\n</testsuites>\n");
  g_string_free (seen.log, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/junit/income", test_income);
  g_test_add_func ("/junit/hostile", test_hostile);
  g_test_add_func ("/junit/whole", test_whole);
  g_test_add_func ("/junit/too-small", test_too_small);
  g_test_add_func ("/junit/no-checks", test_no_checks);
  return g_test_run ();
}
