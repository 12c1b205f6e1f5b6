/* Checks and risks in report.json; that they fulfil the schema is in test-json.c. */
#include "fixture.h"

#include <json-glib/json-glib.h>
#include <math.h>

/* (transfer full) The member of report.json. */
static JsonNode *
member_of (const Fixture *fixture,
           const char    *name)
{
  g_autofree char     *text = assay_report_json (&fixture->report);
  g_autoptr (GError)   error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);
  return json_object_dup_member (json_node_get_object (node), name);
}

static JsonObject *
result_of (JsonArray *checks,
           guint      check,
           guint      result)
{
  JsonObject *object = json_array_get_object_element (checks, check);

  return json_array_get_object_element (json_object_get_array_member (object, "results"), result);
}

static void
test_results (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  AssayCheckFinding  *first = fixture->report.findings->checks->pdata[0];
  AssayCheckResult   *never = first->results->pdata[0];

  never->rows_to_decide = never->rows_to_decide_4of5 = INFINITY;
  never->lo_m = NAN; /* not worked out */
  g_autoptr (JsonNode) node = member_of (fixture, "checks");
  JsonArray           *checks = json_node_get_array (node);
  JsonObject          *native = result_of (checks, 0, 0), *black = result_of (checks, 0, 2);
  JsonObject          *absent = result_of (checks, 3, 0), *whole = result_of (checks, 4, 0);

  g_assert_cmpstr (json_object_get_string_member (native, "rows_to_decide"), ==, "never");
  g_assert_true (json_object_get_null_member (native, "lo_m"));
  g_assert_cmpfloat (json_object_get_double_member (black, "rows_to_decide"), ==, 9318);
  g_assert_cmpstr (json_object_get_string_member (black, "verdict"), ==, "undecided");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (black, "slice"), "race"), ==, "Black");
  g_assert_true (json_object_get_null_member (absent, "slice"));
  g_assert_true (json_object_get_null_member (absent, "value"));
  g_assert_cmpstr (json_object_get_string_member (absent, "text"), ==, "women of Mars");
  g_assert_cmpstr (json_object_get_string_member (absent, "why"), ==, "no such slice");
  g_assert_cmpuint (json_object_get_size (json_object_get_object_member (whole, "slice")), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (whole, "text"), ==, "");
}

static void
test_bounds (void)
{
  static const struct { guint check; const char *kind; double value; const char *than, *accepted; } rows[] = {
    { 0, "at-least", 0.6, NULL, NULL },
    { 1, "at-most", 0.2, NULL, NULL },
    { 4, "no-worse-than", 0.02, "current", NULL },
    { 5, "at-least", 0.79, NULL, "known, to be looked at in May" },
  };
  g_autoptr (Fixture)  fixture = fixture_income ();
  g_autoptr (JsonNode) node = member_of (fixture, "checks");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JsonObject *check = json_array_get_object_element (json_node_get_array (node), rows[i].check);
      JsonObject *bound = json_object_get_object_member (check, "bound");

      g_assert_cmpstr (json_object_get_string_member (bound, "kind"), ==, rows[i].kind);
      g_assert_cmpfloat (json_object_get_double_member (bound, "value"), ==, rows[i].value);
      g_assert_cmpstr (json_object_get_string_member_with_default (bound, "than", NULL), ==, rows[i].than);
      g_assert_cmpstr (json_object_get_string_member_with_default (check, "accepted", NULL), ==, rows[i].accepted);
    }
}

static void
test_risks (void)
{
  static const struct { const char *name, *why, *verdict; guint n_checks; } rows[] = {
    { "Bias", "Credit is decided on this", "fail", 2 },
    { "Young and old", "The young are the customers of tomorrow", "fail", 2 },
    { "Worse than today", NULL, "pass", 1 },
  };
  g_autoptr (Fixture)  fixture = fixture_income ();
  g_autoptr (JsonNode) node = member_of (fixture, "risks");

  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JsonObject *risk = json_array_get_object_element (json_node_get_array (node), i);

      g_assert_cmpstr (json_object_get_string_member (risk, "name"), ==, rows[i].name);
      g_assert_cmpstr (json_object_get_string_member_with_default (risk, "why", NULL), ==, rows[i].why);
      g_assert_cmpstr (json_object_get_string_member (risk, "verdict"), ==, rows[i].verdict);
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (risk, "checks")), ==, rows[i].n_checks);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-checks/results", test_results);
  g_test_add_func ("/json-checks/bounds", test_bounds);
  g_test_add_func ("/json-checks/risks", test_risks);
  return g_test_run ();
}
