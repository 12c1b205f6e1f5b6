/* A chart that is drawn again and again: the same scene at the same width, its numbers with every digit. */
#include "fixture.h"

#include "report/exhibit.h"

#include <string.h>

static AssayExhibit *
make (const Fixture     *fixture,
      AssayChartRequest  request)
{
  g_autoptr (GError) error = NULL;
  AssayExhibit *exhibit = assay_exhibit_new (&fixture->report, &request, &error);

  g_assert_no_error (error);
  return exhibit;
}

static void
test_again (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autoptr (AssayExhibit) exhibit = make (fixture, (AssayChartRequest) { .kind = "dots", .column = "race" });
  g_autoptr (AssayFonts) fonts = assay_fonts_new (NULL);
  g_autoptr (AssayScene) first = assay_exhibit_draw (exhibit, fonts, 400, 0);
  g_autofree char *before = assay_scene_dump (first);
  g_autoptr (GBytes) picture = assay_exhibit_picture (exhibit, ASSAY_PICTURE_SVG, ASSAY_COLORS_LIGHT, 400, 0, NULL);
  g_autoptr (AssayScene) again = assay_exhibit_draw (exhibit, fonts, 400, 0);
  g_autoptr (AssayScene) wide = assay_exhibit_draw (exhibit, fonts, 600, 0);
  g_autofree char *after = assay_scene_dump (again);

  g_assert_cmpstr (before, ==, after);
  g_assert_cmpfloat (wide->width, ==, 600);
  g_assert_null (strstr (before, assay_exhibit_title (exhibit)));
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (picture, NULL), (gssize) g_bytes_get_size (picture),
                                  assay_exhibit_title (exhibit)));
}

static void
test_shortened (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autoptr (AssayExhibit) exhibit = make (fixture, (AssayChartRequest) { .kind = "dots" });
  g_autoptr (AssayFonts) fonts = assay_fonts_new (NULL);
  g_autoptr (AssayScene) all = assay_exhibit_draw (exhibit, fonts, 400, 0);
  g_autoptr (AssayScene) some = assay_exhibit_draw (exhibit, fonts, 400, 2);

  g_assert_cmpuint (assay_exhibit_n_rows (exhibit), >, 2);
  g_assert_cmpfloat (some->height, <, all->height);
}

/* The line of a slice: its name, column, rows and the estimate that the findings hold, digit by digit. */
static void
test_numbers (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  const AssayFindings *findings = fixture->report.findings;
  g_autoptr (AssayExhibit) exhibit = make (fixture, (AssayChartRequest) { .kind = "dots", .column = "race",
                                                                          .measure = "recall" });
  g_autofree char *csv = assay_exhibit_csv (exhibit);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  guint n = 0;

  g_assert_cmpstr (lines[0], ==, "name,of,rows,value,lo,hi,behind,note");
  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      if (finding->n_parts != 1 || strcmp (finding->parts[0].column, "race") != 0 || finding->is_too_small
          || finding->parts[0].value == NULL)
        continue;
      const AssayEstimate *recall = &finding->measures[assay_findings_measure (findings, "recall")];
      for (guint l = 1; lines[l] != NULL; l++)
        {
          g_auto (GStrv) cells = g_strsplit (lines[l], ",", -1);
          if (cells[0] == NULL || strcmp (cells[0], finding->parts[0].value) != 0)
            continue;
          g_assert_cmpuint (g_ascii_strtoull (cells[2], NULL, 10), ==, finding->n_rows);
          g_assert_true (g_ascii_strtod (cells[3], NULL) == recall->value);
          g_assert_true (g_ascii_strtod (cells[4], NULL) == recall->lo);
          n++;
        }
    }
  g_assert_cmpuint (n, >, 2);
}

/* At a moved threshold a chart says so in its title and in every line of its numbers. */
static void
test_moved (void)
{
  Fixture *fixture = fixture_income ();
  const AssayChartRequest request = { .kind = "dots" };
  g_autoptr (AssayExhibit) planned = assay_exhibit_new (&fixture->report, &request, NULL);
  AssayReport report = fixture->report;

  report.at = "at 0.62; the plan says 0.50";
  g_autoptr (AssayExhibit) moved = assay_exhibit_new (&report, &request, NULL);
  g_autofree char *title = g_strdup_printf ("%s (at 0.62; the plan says 0.50)", assay_exhibit_title (planned));
  g_autofree char *before = assay_exhibit_csv (planned), *after = assay_exhibit_csv (moved);
  g_auto (GStrv) lines = g_strsplit (after, "\r\n", -1);

  g_assert_cmpstr (assay_exhibit_title (moved), ==, title);
  g_assert_null (strstr (before, "threshold"));
  g_assert_true (g_str_has_suffix (lines[0], ",threshold"));
  for (guint i = 1; lines[i + 1] != NULL; i++)
    g_assert_true (g_str_has_suffix (lines[i], ",at 0.62; the plan says 0.50"));
  fixture_free (fixture);
}

/* Whatever is drawn has numbers. */
static void
test_kinds (void)
{
  static const char *const kinds[] = { "dots", "heat", "roc", "pr", "threshold", "calibration", "confusion", "paired",
                                       "flips", "pareto", "gap", "tags" };
  Fixture *fixtures[] = { fixture_income (), fixture_hostile (), fixture_classes (3) };
  guint n = 0;

  for (guint f = 0; f < G_N_ELEMENTS (fixtures); f++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        {
          const AssayChartRequest request = { .kind = kinds[k] };
          g_autoptr (AssayExhibit) exhibit = assay_exhibit_new (&fixtures[f]->report, &request, NULL);
          if (exhibit == NULL)
            continue;
          g_autofree char *csv = assay_exhibit_csv (exhibit);
          g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
          g_assert_cmpuint (g_strv_length (lines), >=, 3);
          n++;
        }
      fixture_free (fixtures[f]);
    }
  g_assert_cmpuint (n, >, 5);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exhibit/again", test_again);
  g_test_add_func ("/exhibit/shortened", test_shortened);
  g_test_add_func ("/exhibit/numbers", test_numbers);
  g_test_add_func ("/exhibit/kinds", test_kinds);
  g_test_add_func ("/exhibit/moved", test_moved);
  return g_test_run ();
}
