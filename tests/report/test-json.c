/* report.json against its schema, its own rules and the findings. */
#include "fixture.h"
#include "../judge/sample.h"
#include "report/phrases.h"
#include "schema.h"

#include <math.h>
#include <string.h>

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode          *node = json_from_string (text, &error);

  g_assert_no_error (error);
  return node;
}

static JsonNode *
report_of (Fixture *fixture)
{
  g_autofree char *text = assay_report_json (&fixture->report);

  return parse (text);
}

static JsonNode *
load_schema (void)
{
  g_autofree char   *path = g_test_build_filename (G_TEST_DIST, "data", "report.schema.json", NULL);
  g_autofree char   *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return parse (text);
}

typedef Fixture *(*Make) (void);
static Fixture *one_class (void) { return fixture_classes (1); }
static Fixture *three_classes (void) { return fixture_classes (3); }
static Fixture *no_class (void) { return fixture_classes (0); }
static Fixture *many (void) { return fixture_many (300); }
static const struct { const char *name; Make make; } audits[] = {
  { "income", fixture_income }, { "hostile", fixture_hostile }, { "bare", fixture_bare },
  { "empty", fixture_empty },   { "one class", one_class },     { "three classes", three_classes },
  { "two classes", no_class },  { "many", many },
};

static void
test_schema (void)
{
  g_autoptr (JsonNode) schema = load_schema ();

  for (guint i = 0; i < G_N_ELEMENTS (audits); i++)
    {
      g_autoptr (Fixture)  fixture = audits[i].make ();
      g_autoptr (JsonNode) report = report_of (fixture);
      g_autofree char     *message = schema_check (json_node_get_object (schema), report);

      g_test_message ("%s", audits[i].name);
      g_assert_cmpstr (message, ==, NULL);
    }
}

static void
test_schema_describes (void)
{
  g_autoptr (JsonNode) schema = load_schema ();
  g_autofree char     *undescribed = schema_undescribed (json_node_get_object (schema));

  g_assert_cmpstr (undescribed, ==, "");
}

/* The validator is worth nothing unless it says no. */
static void
test_schema_refuses (void)
{
  static const struct { const char *from, *to; } rows[] = {
    { "\"assay-report-1\"", "\"assay-report-2\"" },
    { "\"title\": ", "\"titel\": " },                            /* one missing, one too many */
    { "\"rows\": 33000", "\"rows\": -1" },
    { "\"rows\": 33000", "\"rows\": 1.5" },
    { "\"rows\": 33000", "\"rows\": \"33000\"" },
    { "\"verdict\": \"fail\"", "\"verdict\": \"failed\"" },
    { "\"kind\": \"column\"", "\"kind\": null" },
    { "\"tp\": 8600, ", "" },
    { "\"counts\": {", "\"matrix\": [[1]], \"counts\": {" },     /* both, where one is right */
    { "\"worse\": true", "\"worse\": 1" },
    { "\"rows_to_decide\": null", "\"rows_to_decide\": \"soon\"" },
    { "\"share\": 0.", "\"share\": 1." },
    { "\"slice\": {\"sex\": \"Female\"}", "\"slice\": {\"sex\": 1}" },
  };
  g_autoptr (JsonNode) schema = load_schema ();
  g_autoptr (Fixture)  fixture = fixture_income ();
  g_autofree char     *text = assay_report_json (&fixture->report);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char *at = strstr (text, rows[i].from);

      g_assert_nonnull (at);
      g_autofree char     *before = g_strndup (text, at - text);
      g_autofree char     *changed = g_strconcat (before, rows[i].to, at + strlen (rows[i].from), NULL);
      g_autoptr (JsonNode) report = parse (changed);
      g_autofree char     *message = schema_check (json_node_get_object (schema), report);
      g_test_message ("%s: %s", rows[i].to, message);
      g_assert_nonnull (message);
    }
}

/* --- no point without its interval (measures.md 0.4) ------------------------------------------------------------ */

static double
number_of (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_has_member (object, name) ? json_object_get_member (object, name) : NULL;

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NAN : json_node_get_double (node);
}

/* An object that has lo and hi has a point: value or difference. */
static void
check_point (JsonObject *object,
             guint      *n_points)
{
  const char *name = json_object_has_member (object, "value") ? "value" : "difference";
  double      value = number_of (object, name), lo = number_of (object, "lo"), hi = number_of (object, "hi");
  const char *why = json_object_has_member (object, "why") ? json_object_get_string_member (object, "why") : NULL;

  g_assert_true (json_object_has_member (object, name));
  (*n_points)++;
  if (isnan (value))
    {
      g_assert_nonnull (why);
      g_assert_true (isnan (lo) && isnan (hi));
      return;
    }
  if (isnan (lo) || isnan (hi))
    {
      g_assert_cmpstr (why, ==, "no spread");
      return;
    }
  g_assert_cmpfloat (lo, <, hi);
  g_assert_cmpfloat (lo, <=, value);
  g_assert_cmpfloat (value, <=, hi);
}

static void
walk (JsonNode *node,
      guint    *n_points)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject       *object = json_node_get_object (node);
      g_autoptr (GList) names = json_object_get_members (object);

      if (json_object_has_member (object, "lo"))
        check_point (object, n_points);
      for (GList *l = names; l != NULL; l = l->next)
        walk (json_object_get_member (object, l->data), n_points);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      walk (json_array_get_element (json_node_get_array (node), i), n_points);
}

static void
test_walk (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (audits); i++)
    {
      g_autoptr (Fixture)  fixture = audits[i].make ();
      g_autoptr (JsonNode) report = report_of (fixture);
      guint                n_points = 0;

      g_test_message ("%s", audits[i].name);
      walk (report, &n_points);
      g_assert_cmpuint (n_points, >=, fixture->report.findings->n_measures);
    }
}

/* --- the real way: a plan and counts, measured and judged --------------------------------------------------------- */

#define SECTIONS "[risk Bias]\nwhy=It matters\n" \
                 "[check recall]\nrisk=Bias\nmeasure=recall\nslices=race\nat-least=0.6\n" \
                 "[check fpr]\nmeasure=fpr\nslices=*\nat-most=0.3\n" \
                 "[check mcc]\nmeasure=mcc\nslices=race;all\nat-least=0.2\n" \
                 "[check today]\nmeasure=accuracy\nslices=*\nno-worse-than=old by 0.02\nundecided=accept for now\n" \
                 "[check f1 today]\nmeasure=f1\nslices=all\nno-worse-than=old by 0.1\n" \
                 "[check nobody]\nmeasure=recall\nslices=sex=F*race=Green\nat-least=0.5\n"

/* Green are few, and all of one class; Blue are all right; some labels are missing. */
static void
fill_sample (Sample *sample,
             guint32 seed)
{
  static const char *const races[] = { "Black", "White", "Blue", "Green", "-" };
  g_autoptr (GRand)        rand = g_rand_new_with_seed (seed);

  for (guint race = 0; race < G_N_ELEMENTS (races); race++)
    for (guint cell = 0; cell < 16; cell++)
      {
        const char      *label = cell & 1 ? "1" : "0", *prediction = cell & 2 ? "1" : "0";
        guint            n = g_rand_int_range (rand, 0, 300);
        gboolean         is_right = (cell & 1) == (cell >> 1 & 1);
        g_autofree char *row = g_strdup_printf ("%s %s %s %s %s", races[race], cell & 8 ? "F" : "M",
                                                cell == 9 ? "-" : label, prediction, cell & 4 ? "1" : "0");

        if ((race == 2 && !is_right) || (race == 3 && (cell & 1)))
          continue;
        sample_add (sample, row, race == 3 ? n % 5 : n);
      }
}

static void
test_judged (void)
{
  g_autoptr (JsonNode)  schema = load_schema ();
  guint32               seed = g_test_rand_int ();
  const AssayInputFile  file = { (char *) "x.csv", NULL, 10, NULL };
  const AssayProvenance provenance = { .files = &file, .n_files = 1, .engine = "cpu", .assay_version = "0" };

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 5; round++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };
      guint           n_points = 0;

      sample_init (&sample, "race: Black;White;Blue;Green | sex: F;M | label: 0;1 | prediction: 0;1 | "
                            "old=baseline: 0;1");
      fill_sample (&sample, seed + round);
      judged_init (&judged, &sample, "baseline=old",
                   "columns=race;sex\ncross=sex*race\nmeasures=accuracy;recall;fpr;f1;mcc;kappa;prevalence", SECTIONS);
      const AssayReport    report = { judged.plan, judged.counts, judged.findings, &provenance };
      g_autofree char     *text = assay_report_json (&report);
      g_autoptr (JsonNode) node = parse (text);
      g_autofree char     *message = schema_check (json_node_get_object (schema), node);
      g_assert_cmpstr (message, ==, NULL);
      walk (node, &n_points);
      g_assert_cmpuint (n_points, >, 300);
    }
}

/* --- what it says ----------------------------------------------------------------------------------------------- */

static JsonObject *
member (JsonObject *object,
        const char *name)
{
  return json_object_get_object_member (object, name);
}

/* Every number of a finding, read back, is the same double. */
static void
test_numbers (void)
{
  g_autoptr (Fixture)  fixture = fixture_many (100);
  const AssayFindings *findings = fixture->report.findings;
  g_autoptr (JsonNode) report = report_of (fixture);
  JsonArray           *slices = json_object_get_array_member (json_node_get_object (report), "slices");

  g_assert_cmpuint (json_array_get_length (slices), ==, 100);
  for (guint i = 0; i < 100; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      JsonObject         *slice = json_array_get_object_element (slices, i);
      JsonObject         *counts = member (slice, "counts");

      g_assert_cmpint (json_object_get_int_member (slice, "rows"), ==, finding->n_rows);
      g_assert_cmpint (json_object_get_int_member (counts, "tp"), ==, finding->confusion.tp);
      g_assert_cmpint (json_object_get_int_member (counts, "fn"), ==, finding->confusion.fn);
      for (guint m = 0; m < findings->n_measures; m++)
        {
          JsonObject *estimate = member (member (slice, "measures"), findings->measures[m].name);

          g_assert_true (number_of (estimate, "value") == finding->measures[m].value);
          g_assert_true (number_of (estimate, "lo") == finding->measures[m].lo);
          g_assert_true (number_of (estimate, "hi") == finding->measures[m].hi);
          g_assert_cmpint (json_object_get_int_member (estimate, "n"), ==, finding->measures[m].n);
        }
      for (guint t = 0; t < findings->n_tested; t++)
        {
          JsonObject *rest = member (member (slice, "against_rest"), findings->measures[findings->tested[t]].name);

          g_assert_true (number_of (rest, "p") == finding->rest[t].test.p);
          g_assert_cmpint (json_object_get_boolean_member (rest, "worse"), ==, finding->rest[t].is_worse);
        }
    }
}

static void
test_names (void)
{
  static const struct { guint slice; const char *column, *value, *text, *kind; } rows[] = {
    { 0, "sex", "Female", "sex=Female", "column" },
    { 10, "race", NULL, "race=(missing)", "column" },
    { 11, "race", "Black", "sex=Female*race=Black", "cross" },
    { 12, "slice", "young women", "young women", "named" },
  };
  g_autoptr (Fixture)  fixture = fixture_income ();
  g_autoptr (JsonNode) report = report_of (fixture);
  JsonArray           *slices = json_object_get_array_member (json_node_get_object (report), "slices");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JsonObject *slice = json_array_get_object_element (slices, rows[i].slice);
      JsonNode   *value = json_object_get_member (member (slice, "slice"), rows[i].column);

      g_assert_nonnull (value);
      g_assert_true (JSON_NODE_HOLDS_NULL (value) == (rows[i].value == NULL));
      if (rows[i].value != NULL)
        g_assert_cmpstr (json_node_get_string (value), ==, rows[i].value);
      g_assert_cmpstr (json_object_get_string_member (slice, "text"), ==, rows[i].text);
      g_assert_cmpstr (json_object_get_string_member (slice, "kind"), ==, rows[i].kind);
    }
}

static void
test_matrix (void)
{
  g_autoptr (Fixture)  three = fixture_classes (3), one = fixture_classes (1);
  g_autoptr (JsonNode) of_three = report_of (three), of_one = report_of (one);
  g_autofree char     *a = json_to_string (
    json_object_get_member (member (json_node_get_object (of_three), "overall"), "matrix"), FALSE);
  g_autofree char *b = json_to_string (
    json_object_get_member (member (json_node_get_object (of_one), "overall"), "matrix"), FALSE);

  g_assert_cmpstr (a, ==, "[[50,5,0],[6,30,0],[0,0,0]]");
  g_assert_cmpstr (b, ==, "[[50]]");
}

/* Ten thousand slices take no longer than a few seconds even on a slow machine under a sanitizer. */
static void
test_speed (void)
{
  g_autoptr (Fixture) fixture = fixture_many (10000);
  gint64              start = g_get_monotonic_time ();
  g_autofree char    *text = assay_report_json (&fixture->report);
  double              elapsed_s = (g_get_monotonic_time () - start) / 1e6;

  g_test_message ("%.2f s for %.1f MB", elapsed_s, strlen (text) / 1e6);
  g_assert_cmpfloat (elapsed_s, <, 20);
  g_assert_cmpuint (strlen (text), <, 60 * 1000 * 1000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/schema", test_schema);
  g_test_add_func ("/json/schema-describes", test_schema_describes);
  g_test_add_func ("/json/schema-refuses", test_schema_refuses);
  g_test_add_func ("/json/walk", test_walk);
  g_test_add_func ("/json/judged", test_judged);
  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/names", test_names);
  g_test_add_func ("/json/matrix", test_matrix);
  g_test_add_func ("/json/speed", test_speed);
  return g_test_run ();
}
