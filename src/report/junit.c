/* junit.c: junit.xml: a test suite for each check, a test case for each result.
 *
 * fail is a failure of type "fail"; undecided is a failure of type "undecided", because the exit status is not 0
 * then either: a build must not turn green on what the counts cannot tell. An undecided check that the plan accepts,
 * and a slice too small to take part, are skipped, with the reason. A result passes or fails as its own verdict
 * says; where the check as a whole says something else ("one of m"), its suite has one more case that does.
 */
#include "report.h"

#include "phrases.h"

#include <string.h>

typedef enum { CASE_PASS, CASE_FAILURE, CASE_SKIPPED } CaseKind;

typedef struct
{
  GString *out;      /* the cases of one suite */
  guint    n_cases, n_failures, n_skipped;
} Suite;

/* XML 1.0 has no way to write most control characters, U+FFFE and U+FFFF: they become U+FFFD, as bad UTF-8 does. */
static gboolean
is_xml_char (gunichar c)
{
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xfffe && c != 0xffff);
}

/* Characters that have a meaning, and white space that an attribute would lose. */
static const char *
entity (gunichar c)
{
  switch (c)
    {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\t': return "&#9;";
    case '\n': return "&#10;";
    case '\r': return "&#13;";
    default: return NULL;
    }
}

static void
append_xml (GString    *out,
            const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar    c = g_utf8_get_char (at);
      const char *escaped = entity (c);

      if (escaped != NULL)
        g_string_append (out, escaped);
      else
        g_string_append_unichar (out, is_xml_char (c) ? c : 0xfffd);
    }
}

static void
append_attribute (GString    *out,
                  const char *name,
                  const char *value)
{
  g_string_append_printf (out, " %s=\"", name);
  append_xml (out, value);
  g_string_append_c (out, '"');
}

static void
append_counts (GString *out,
               guint    n_cases,
               guint    n_failures,
               guint    n_skipped)
{
  g_string_append_printf (out, " tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"%u\"", n_cases, n_failures,
                          n_skipped);
}

static void
add_case (Suite                   *suite,
          const AssayCheckFinding *check,
          const char              *name,
          CaseKind                 kind,
          const char              *type,
          const char              *message)
{
  GString *out = suite->out;

  suite->n_cases++;
  suite->n_failures += kind == CASE_FAILURE;
  suite->n_skipped += kind == CASE_SKIPPED;
  g_string_append (out, "    <testcase");
  append_attribute (out, "classname", check->check->name);
  append_attribute (out, "name", name);
  if (kind == CASE_PASS)
    {
      g_string_append (out, "/>\n");
      return;
    }
  g_string_append (out, kind == CASE_FAILURE ? ">\n      <failure" : ">\n      <skipped");
  if (kind == CASE_FAILURE)
    append_attribute (out, "type", type);
  append_attribute (out, "message", message);
  g_string_append (out, "/>\n    </testcase>\n");
}

static CaseKind
case_kind (const AssayCheckFinding *check,
           AssayVerdict             verdict)
{
  switch (verdict)
    {
    case ASSAY_VERDICT_PASS: return CASE_PASS;
    case ASSAY_VERDICT_NONE: return CASE_SKIPPED;
    case ASSAY_VERDICT_UNDECIDED: return check->is_accepted ? CASE_SKIPPED : CASE_FAILURE;
    case ASSAY_VERDICT_FAIL: return CASE_FAILURE;
    }
  g_assert_not_reached ();
}

/* The verdict's sentence; without one "recall 52 % (50 to 54), >= 60 %". */
static char *
result_message (const AssayCheckFinding *check,
                const AssayCheckResult  *result)
{
  g_autofree char *estimate = assay_number_estimate (&result->estimate, assay_check_unit (check), FALSE);
  g_autofree char *bound = assay_phrase_bound (check, FALSE);
  GString         *out = g_string_new (NULL);

  if (check->is_accepted && result->verdict == ASSAY_VERDICT_UNDECIDED)
    g_string_append_printf (out, "undecided is accepted (%s): ", check->check->accept);
  if (result->reason != NULL)
    g_string_append (out, result->reason);
  else
    g_string_append_printf (out, "%s %s, %s", check->measure.name, estimate, bound);
  return g_string_free (out, FALSE);
}

/* Names are the same in every run of one plan, so that a server can follow a case: no number that was measured. */
static void
add_result (Suite                   *suite,
            const AssayCheckFinding *check,
            const AssayCheckResult  *result)
{
  g_autofree char *message = result_message (check, result);

  add_case (suite, check, assay_phrase_slice (result->slice), case_kind (check, result->verdict),
            assay_verdict_name (result->verdict), message);
}

static gboolean
is_said_by_results (const AssayCheckFinding *check)
{
  gboolean has_result = FALSE;

  for (guint i = 0; i < check->results->len; i++)
    {
      const AssayCheckResult *result = check->results->pdata[i];

      has_result = has_result || result->verdict == check->verdict;
    }
  return has_result;
}

static void
add_suite (GString                 *out,
           const AssayCheckFinding *check,
           Suite                   *total)
{
  Suite suite = { g_string_new (NULL), 0, 0, 0 };

  for (guint i = 0; i < check->results->len; i++)
    add_result (&suite, check, check->results->pdata[i]);
  if (!is_said_by_results (check))
    add_case (&suite, check, "the check as a whole", case_kind (check, check->verdict),
              assay_verdict_name (check->verdict), check->reason != NULL ? check->reason : "");

  g_string_append (out, "  <testsuite");
  append_attribute (out, "name", check->check->name);
  append_counts (out, suite.n_cases, suite.n_failures, suite.n_skipped);
  g_string_append (out, ">\n");
  g_string_append_len (out, suite.out->str, suite.out->len);
  g_string_append (out, "  </testsuite>\n");
  g_string_free (suite.out, TRUE);
  total->n_cases += suite.n_cases;
  total->n_failures += suite.n_failures;
  total->n_skipped += suite.n_skipped;
}

char *
assay_report_junit (const AssayReport *report)
{
  g_autoptr (GString) suites = g_string_new (NULL);
  GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
  Suite    total = { NULL, 0, 0, 0 };
  char     seconds[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < report->findings->checks->len; i++)
    add_suite (suites, report->findings->checks->pdata[i], &total);

  append_attribute (out, "name", report->plan->title != NULL ? report->plan->title : "");
  append_counts (out, total.n_cases, total.n_failures, total.n_skipped);
  g_ascii_formatd (seconds, sizeof seconds, "%.3f", report->provenance->elapsed_us / 1e6);
  append_attribute (out, "time", seconds);
  g_string_append_printf (out, ">\n%s</testsuites>\n", suites->str);
  return g_string_free (out, FALSE);
}
