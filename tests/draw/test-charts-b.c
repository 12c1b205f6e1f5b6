/* Charts of two models, of bounds, of gains and of time. */
#include "chart-checks.h"

#include <math.h>

static AssayFonts *fonts;

static const double widths[] = { 515, 380, 248, 240 };

/* --- paired --------------------------------------------------------------------------------------------------------- */

static const AssayPair pairs[] = {
  { "Asian", "race", 8548, 0.809, 0.744, { -0.065, -0.071, -0.060 }, ASSAY_TREND_WORSE, "−6.5 (−7.1 to −6.0)", NULL, "asian" },
  { "under 25", "age", 1411, 0.214, 0.156, { -0.06, -0.07, -0.04 }, ASSAY_TREND_WORSE, "−6 (−7 to −4)", NULL, "young" },
  { "Black", "race", 7227, 0.63, 0.628, { -0.003, -0.008, 0.003 }, ASSAY_TREND_UNDECIDED, "−0.3 (−0.8 to +0.3)", NULL,
    "black" },
  { "Some other race", "race", 2270, 0.45, 0.52, { 0.07, 0.06, 0.08 }, ASSAY_TREND_BETTER, "+7 (+6 to +8)", NULL, "other" },
  { "Alaska Native", NULL, 29, 0.41, 0.72, { 0.31, 0.11, 0.47 }, ASSAY_TREND_BETTER, "+31 (+11 to +47)", NULL, "alaska" },
  { "Pacific Islander", "race", 4, NAN, NAN, { NAN, NAN, NAN }, ASSAY_TREND_UNDECIDED, "", "under 30 rows", "pacific" },
};

static AssayPairedChart
paired_chart (const AssayPair *of,
              guint            n)
{
  return (AssayPairedChart) { { "Against today’s model two slices lose recall and two gain",
                                "The same people judged by both models, sorted by the difference in recall." },
                              of, n, TRUE, "slice", "high earners", "recall, %", "today", "new",
                              "difference, points" };
}

static void
test_paired (void)
{
  const AssayPairedChart chart = paired_chart (pairs, G_N_ELEMENTS (pairs));

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (AssayScene) scene = assay_chart_paired (fonts, &chart, widths[i]);
      assay_check_chart (scene, "paired");
    }
  g_autoptr (AssayScene) wide = assay_chart_paired (fonts, &chart, 515);
  assay_check_golden (wide, "paired");
  g_autoptr (AssayScene) narrow = assay_chart_paired (fonts, &chart, 240);
  assay_check_golden (narrow, "paired-narrow");
}

static guint
n_marks (const AssayScene *scene,
         AssayShape        shape,
         AssayRole         stroke,
         gboolean          is_hollow)
{
  guint n = 0;

  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      n += op->kind == ASSAY_OP_MARK && op->shape == shape && op->stroke.role == stroke
           && (op->fill.role == ASSAY_ROLE_PAPER) == is_hollow;
    }
  return n;
}

/* Shape, colour and fill say the same. */
static void
test_paired_marks (void)
{
  const AssayPairedChart chart = paired_chart (pairs, G_N_ELEMENTS (pairs));
  g_autoptr (AssayScene) scene = assay_chart_paired (fonts, &chart, 515);

  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_DIAMOND, ASSAY_ROLE_WORSE, FALSE), ==, 4); /* two slices, two plots */
  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_CIRCLE, ASSAY_ROLE_BETTER, FALSE), ==, 4);
  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_CIRCLE, ASSAY_ROLE_UNDECIDED, TRUE), ==, 2);
  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_CIRCLE, ASSAY_ROLE_TEXT_2, TRUE), ==, 6); /* old values, and the key's */
}

static void
test_paired_hostile (void)
{
  for (guint n = 0; assay_hostile_names[n] != NULL; n++)
    for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
      {
        AssayPair hostile[] = { pairs[0], pairs[4], pairs[5] };
        for (guint k = 0; k < G_N_ELEMENTS (hostile); k++)
          hostile[k].name = hostile[k].of = hostile[k].says = assay_hostile_names[n];
        hostile[2].why = assay_hostile_names[n];
        hostile[1].n_rows = G_MAXUINT64 / 1000;
        AssayPairedChart chart = paired_chart (hostile, G_N_ELEMENTS (hostile));
        chart.names_title = chart.rows_title = chart.value_title = assay_hostile_names[n];
        chart.before_name = chart.after_name = chart.difference_title = chart.head.title = assay_hostile_names[n];
        g_autoptr (AssayScene) scene = assay_chart_paired (fonts, &chart, widths[i]);
        g_autofree char *what = g_strdup_printf ("paired, name %u, width %g", n, widths[i]);
        assay_check_chart (scene, what);
      }
}

/* Any numbers: marks stay within, ticks stay apart. */
static void
test_paired_numbers (void)
{
  const guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint run = 0; run < 200; run++)
    {
      AssayPair some[3];
      const double size = pow (10, g_rand_double_range (rand, -5, 7));
      for (guint i = 0; i < G_N_ELEMENTS (some); i++)
        {
          const double before = g_rand_double_range (rand, -1, 1) * size, after = g_rand_double_range (rand, -1, 1) * size;
          const double half = g_rand_double_range (rand, 0, 0.5) * size;
          some[i] = (AssayPair) { "a", NULL, run, before, after, { after - before, after - before - half, after - before + half },
                                  (AssayTrend) g_rand_int_range (rand, 0, 3), "−6.5 (−7.1 to −6.0)", NULL, "a" };
        }
      AssayPairedChart chart = paired_chart (some, (guint) g_rand_int_range (rand, 0, 4));
      chart.is_share = FALSE;
      g_autoptr (AssayScene) scene = assay_chart_paired (fonts, &chart, widths[run % G_N_ELEMENTS (widths)]);
      g_autofree char *what = g_strdup_printf ("paired, run %u", run);
      assay_check_chart (scene, what);
    }
}

/* --- flips ---------------------------------------------------------------------------------------------------------- */

static AssayFlipsChart
flips_chart (guint64 both_right,
             guint64 only_before,
             guint64 only_after,
             guint64 both_wrong)
{
  return (AssayFlipsChart) { { "The new model loses more rows than it wins",
                               "Rows by which model is right; paired difference of accuracy." },
                             both_right, only_before, only_after, both_wrong, "both right", "only today’s right",
                             "only the new right", "both wrong", "both judge every row alike", TRUE,
                             { -0.0037, -0.0044, -0.0030 }, ASSAY_TREND_WORSE, "−0.37 points (−0.44 to −0.30)", "less accurate" };
}

static void
test_flips (void)
{
  const AssayFlipsChart chart = flips_chart (265629, 7424, 6189, 53658);

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (AssayScene) scene = assay_chart_flips (fonts, &chart, widths[i]);
      assay_check_chart (scene, "flips");
    }
  g_autoptr (AssayScene) wide = assay_chart_flips (fonts, &chart, 515);
  assay_check_golden (wide, "flips");
  g_autoptr (AssayScene) narrow = assay_chart_flips (fonts, &chart, 240);
  assay_check_golden (narrow, "flips-narrow");
}

/* The first bar's parts are as long as their counts, and fill it. */
static void
test_flips_lengths (void)
{
  const AssayFlipsChart chart = flips_chart (600, 100, 200, 100);
  g_autoptr (AssayScene) scene = assay_chart_flips (fonts, &chart, 500);
  const AssayRole roles[] = { ASSAY_ROLE_COUNT, ASSAY_ROLE_COUNT, ASSAY_ROLE_WORSE_TEXT, ASSAY_ROLE_BETTER };
  const double lengths[] = { 300, 50, 50, 100 };
  guint at = 0;

  for (guint i = 0; i < scene->ops->len && at < G_N_ELEMENTS (roles); i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (op->kind != ASSAY_OP_RECT)
        continue;
      g_assert_cmpint (op->fill.role, ==, roles[at]);
      g_assert_cmpfloat_with_epsilon (op->w, lengths[at], 1e-9);
      at++;
    }
  g_assert_cmpuint (at, ==, G_N_ELEMENTS (roles));
}

static void
test_flips_edges (void)
{
  static const guint64 counts[][4] = {
    { 0, 0, 0, 0 }, { 10, 0, 0, 5 }, { 0, 10, 0, 0 }, { 0, 0, 1, 0 }, { 1, 1, 1, 1 }, { 1000000000, 1, 0, 0 },
    { 5, 0, 100, 5 }, { G_MAXUINT64 / 8, G_MAXUINT64 / 8, G_MAXUINT64 / 8, G_MAXUINT64 / 8 },
  };
  static const AssayEstimate differences[] = {
    { -0.0037, -0.0044, -0.003 }, { 0.3, -0.2, 0.8 }, { 0, 0, 0 }, { NAN, NAN, NAN }, { 1, NAN, NAN }, { -1, -1, -1 },
    { 0.9, 0.85, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint d = 0; d < G_N_ELEMENTS (differences); d++)
      for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
        {
          AssayFlipsChart chart = flips_chart (counts[i][0], counts[i][1], counts[i][2], counts[i][3]);
          g_autofree char *what = g_strdup_printf ("flips, counts %u, difference %u, width %g", i, d, widths[w]);
          chart.difference = differences[d];
          chart.trend = (AssayTrend) (i % 3);
          g_autoptr (AssayScene) scene = assay_chart_flips (fonts, &chart, widths[w]);
          assay_check_chart (scene, what);
        }
}

static void
test_flips_hostile (void)
{
  for (guint n = 0; assay_hostile_names[n] != NULL; n++)
    for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
      {
        AssayFlipsChart chart = flips_chart (265629, 7424, 6189, 53658);
        g_autofree char *what = g_strdup_printf ("flips, name %u, width %g", n, widths[w]);
        chart.both_right_name = chart.both_wrong_name = chart.only_before_name = assay_hostile_names[n];
        chart.only_after_name = chart.difference_text = chart.says = chart.head.note = assay_hostile_names[n];
        g_autoptr (AssayScene) scene = assay_chart_flips (fonts, &chart, widths[w]);
        assay_check_chart (scene, what);
      }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  fonts = assay_fonts_new (&error);
  g_assert_no_error (error);
  g_test_add_func ("/charts/paired/golden", test_paired);
  g_test_add_func ("/charts/paired/marks", test_paired_marks);
  g_test_add_func ("/charts/paired/hostile", test_paired_hostile);
  g_test_add_func ("/charts/paired/numbers", test_paired_numbers);
  g_test_add_func ("/charts/flips/golden", test_flips);
  g_test_add_func ("/charts/flips/lengths", test_flips_lengths);
  g_test_add_func ("/charts/flips/edges", test_flips_edges);
  g_test_add_func ("/charts/flips/hostile", test_flips_hostile);
  const int result = g_test_run ();
  assay_fonts_free (fonts);
  return result;
}
