/* Any chart of any audit: a picture or one clear reason, never both; names are shown, not obeyed. */
#include "fixture.h"

#include "measure/scores.h"

#include <string.h>

static const char *const kinds[] = { "dots", "heat", "roc", "pr", "threshold", "calibration", "confusion", "paired", "flips",
                                     "bound", "pareto", "gap", "tags", "series", "agreement", "raters", "alphas", "levels", "" };

static GBytes *
draw (const Fixture      *fixture,
      AssayChartRequest   request)
{
  g_autoptr (GError) why = NULL;
  GBytes *bytes = assay_report_chart (&fixture->report, &request, &why);

  g_assert_true ((bytes == NULL) == (why != NULL));
  if (why != NULL)
    {
      g_assert_error (why, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_CHART);
      g_assert_cmpuint (strlen (why->message), >, 10);
    }
  return bytes;
}

/* Text between tags, and how many elements of each name: markup in a name would add some. */
static void
count_element (GMarkupParseContext  *context,
               const char           *name,
               const char          **names,
               const char          **values,
               gpointer              data,
               GError              **error)
{
  g_assert_true (strcmp (name, "script") != 0 && strcmp (name, "image") != 0 && strcmp (name, "a") != 0
                 && strcmp (name, "foreignObject") != 0);
  for (guint i = 0; names[i] != NULL; i++)
    g_assert_false (g_str_has_prefix (names[i], "on") || strcmp (names[i], "href") == 0);
  (*(guint *) data)++;
}

static void
check_svg (GBytes *bytes)
{
  const GMarkupParser parser = { .start_element = count_element };
  guint n = 0;
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &n, NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_cmpuint (n, >, 5);
}

static guint
draw_all (const Fixture *fixture)
{
  const GPtrArray *checks = fixture->report.plan->checks;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (double width = 160; width < 700; width += 250)
      {
        AssayChartRequest request = { .kind = kinds[i], .width = width };
        if (strcmp (kinds[i], "bound") == 0 && checks->len > 0)
          request.check = ((const AssayCheck *) checks->pdata[0])->name;
        g_autoptr (GBytes) bytes = draw (fixture, request);
        if (bytes == NULL)
          continue;
        check_svg (bytes);
        n++;
      }
  return n;
}

static void
test_fixtures (void)
{
  Fixture *fixtures[] = { fixture_income (), fixture_hostile (), fixture_bare (), fixture_empty (), fixture_classes (1),
                          fixture_classes (3), fixture_many (2000) };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      n += draw_all (fixtures[i]);
      fixture_free (fixtures[i]);
    }
  g_assert_cmpuint (n, >, 20);
}

static void
assert_text (GBytes     *bytes,
             const char *text)
{
  const char *svg = g_bytes_get_data (bytes, NULL);
  const gssize size = (gssize) g_bytes_get_size (bytes);

  if (g_strstr_len (svg, size, text) == NULL)
    g_error ("'%s' is not in %.*s", text, (int) MIN (size, 9000), g_strstr_len (svg, size, "</style>"));
}

static void
test_column (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  const AssayChartRequest request = { .kind = "dots", .column = "race", .measure = "recall", .width = 543 };
  g_autoptr (GBytes) bytes = draw (fixture, request);

  g_assert_nonnull (bytes);
  assert_text (bytes, ">race: recall from 52 to 75");
  assert_text (bytes, ">Some other race<");
  assert_text (bytes, ">whole set 69.9");
}

static void
test_check (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  const AssayChartRequest request = { .kind = "bound", .check = "No age band overlooked", .width = 543 };
  g_autoptr (GBytes) bytes = draw (fixture, request);

  g_assert_nonnull (bytes);
  assert_text (bytes, ">No age band overlooked: 1 of 3 slices misses the bound<");
  assert_text (bytes, ">16 (12 to 21)<");
}

/* 100 rows: scores of 0 to 0.25, 0.5, 0.75 and 1. */
static const double edges[] = { 0, 0.25, 0.5, 0.75, 1 };
static const AssayScoreBin bins[] = { { 0, 18, 2, 0, 0 }, { 1, 12, 8, 0, 0 }, { 2, 10, 20, 0, 0 }, { 3, 3, 27, 0, 0 } };

/* From 0.5 on 60 rows are called positive, 47 of the 57 positives among them. */
static void
test_threshold (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  AssayHistogram scores = { G_N_ELEMENTS (edges), edges, G_N_ELEMENTS (bins), bins, .is_probability = TRUE };
  const AssayChartRequest request = { .kind = "threshold", .width = 543 };
  AssayPlan plan = *fixture->report.plan;

  plan.score = (char *) "chance";
  plan.threshold = 0.5;
  fixture->report.plan = &plan;
  fixture->report.findings->whole->evidence.scores = &scores;
  g_autoptr (GBytes) two = draw (fixture, request);
  assert_text (two, ">Threshold 0.5 finds 82 % (71 to 90) of the positives; 78 % (66 to 87) of those it calls positive");
  assert_text (two, ">chance: rows with a score of at least the threshold are called positive. Bands: intervals of each");
  scores.is_top_label = TRUE;
  g_autoptr (GBytes) more = draw (fixture, request);
  assert_text (more, ">Of the 60 % of rows with the highest scores 78 % (66 to 87) are right, of all 57 % (47 to 66)<");
  AssayChartRequest roc = request;
  roc.kind = "roc";
  g_autoptr (GError) error = NULL;
  g_assert_null (assay_report_chart (&fixture->report, &roc, &error));
  g_assert_nonnull (strstr (error->message, "there is no roc chart, but calibration and threshold"));
  fixture->report.findings->whole->evidence.scores = NULL;
}

/* What is drawn for the most slices has an end. */
static void
test_many (void)
{
  g_autoptr (Fixture) fixture = fixture_many (5000);
  const AssayChartRequest request = { .kind = "dots", .column = "id", .width = 543, .picture = ASSAY_PICTURE_PNG };
  g_autoptr (GBytes) bytes = draw (fixture, request);

  g_assert_nonnull (bytes);
  g_assert_cmpuint (g_bytes_get_size (bytes), <, 5000000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/chart/fixtures", test_fixtures);
  g_test_add_func ("/report/chart/column", test_column);
  g_test_add_func ("/report/chart/check", test_check);
  g_test_add_func ("/report/chart/threshold", test_threshold);
  g_test_add_func ("/report/chart/many", test_many);
  return g_test_run ();
}
