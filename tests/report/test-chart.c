/* Any chart of any audit: a picture or one clear reason, never both; names are shown, not obeyed. */
#include "fixture.h"

#include <string.h>

static const char *const kinds[] = { "dots", "heat", "roc", "pr", "threshold", "calibration", "confusion", "paired", "flips",
                                     "bound", "pareto", "series", "agreement", "" };

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
  g_test_add_func ("/report/chart/many", test_many);
  return g_test_run ();
}
