/* Charts of two models, of bounds, of gains and of time. */
#include "chart-checks.h"

#include <math.h>

static AssayFonts *fonts;

static const double widths[] = { 515, 380, 248, 240 };

/* --- paired ----------------------------------------------------------------------------------------------------- */

static const AssayPair pairs[] = {
  { "Asian", "race", 8548, 0.809, 0.744, { -0.065, -0.071, -0.060 }, ASSAY_TREND_WORSE, "−6.5 (−7.1 to −6.0)", NULL,
    "asian" },
  { "under 25", "age", 1411, 0.214, 0.156, { -0.06, -0.07, -0.04 }, ASSAY_TREND_WORSE, "−6 (−7 to −4)", NULL,
    "young" },
  { "Black", "race", 7227, 0.63, 0.628, { -0.003, -0.008, 0.003 }, ASSAY_TREND_UNDECIDED, "−0.3 (−0.8 to +0.3)", NULL,
    "black" },
  { "Some other race", "race", 2270, 0.45, 0.52, { 0.07, 0.06, 0.08 }, ASSAY_TREND_BETTER, "+7 (+6 to +8)", NULL,
    "other" },
  { "Alaska Native", NULL, 29, 0.41, 0.72, { 0.31, 0.11, 0.47 }, ASSAY_TREND_BETTER, "+31 (+11 to +47)", NULL,
    "alaska" },
  { "Pacific Islander", "race", 4, NAN, NAN, { NAN, NAN, NAN }, ASSAY_TREND_UNDECIDED, "", "under 30 rows",
    "pacific" },
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
  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_CIRCLE, ASSAY_ROLE_TEXT_2, TRUE), ==,
                    6); /* old values, and the key's */
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
          const double before = g_rand_double_range (rand, -1, 1) * size, after = g_rand_double_range (rand, -1,
                                                                                                       1) * size;
          const double half = g_rand_double_range (rand, 0, 0.5) * size;
          some[i] = (AssayPair) { "a", NULL, run, before, after, { after - before, after - before - half,
                                                                   after - before + half },
                                  (AssayTrend) g_rand_int_range (rand, 0, 3), "−6.5 (−7.1 to −6.0)", NULL, "a" };
        }
      AssayPairedChart chart = paired_chart (some, (guint) g_rand_int_range (rand, 0, 4));
      chart.is_share = FALSE;
      g_autoptr (AssayScene) scene = assay_chart_paired (fonts, &chart, widths[run % G_N_ELEMENTS (widths)]);
      g_autofree char *what = g_strdup_printf ("paired, run %u", run);
      assay_check_chart (scene, what);
    }
}

/* --- flips ------------------------------------------------------------------------------------------------------ */

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
                             { -0.0037, -0.0044,
                               -0.0030 }, ASSAY_TREND_WORSE, "−0.37 points (−0.44 to −0.30)", "less accurate" };
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

/* --- bounds ----------------------------------------------------------------------------------------------------- */

static const AssayBoundRow bounds[] = {
  { "White", "race", 259625, { 0.71, 0.708, 0.713 }, FALSE, ASSAY_SHAPE_PASS, "71.0 (70.8 to 71.3)", NULL, NULL,
    "white" },
  { "Black", "race", 29482, { 0.63, 0.62, 0.64 }, TRUE, ASSAY_SHAPE_PASS, "63 (62 to 64)", NULL, NULL, "black" },
  { "female, Native", NULL, 206, { 0.56, 0.41, 0.70 }, FALSE, ASSAY_SHAPE_UNDECIDED, "56 (41 to 70)",
    "3,600 in all, 6 times as many", NULL, "native" },
  { "Native, tribe not given", "race", 415, { 0.60, 0.49, 0.69 }, TRUE, ASSAY_SHAPE_UNDECIDED, "60 (49 to 69)",
    "too close to decide", NULL, "not given" },
  { "Some other race", "race", 12646, { 0.52, 0.50, 0.54 }, TRUE, ASSAY_SHAPE_FAIL, "52 (50 to 54)", NULL, NULL,
    "other" },
  { "Pacific Islander", NULL, 4, { NAN, NAN, NAN }, FALSE, ASSAY_SHAPE_UNDECIDED, "", "26 more", "under 30 rows",
    "pacific" },
};

static AssayBoundChart
bound_chart (const AssayBoundRow *rows,
             guint                n)
{
  return (AssayBoundChart) { { "“Some other race” misses the bound; three slices are undecided",
                               "Recall, % of high earners found, with 95 % interval; the shaded side passes." },
                             rows, n, TRUE, 0.6, FALSE, "at least 60 %", "slice", "recall, %", "rows it would take" };
}

static void
test_bound (void)
{
  AssayBoundChart chart = bound_chart (bounds, G_N_ELEMENTS (bounds));

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (AssayScene) scene = assay_chart_bound (fonts, &chart, widths[i]);
      assay_check_chart (scene, "bound");
    }
  g_autoptr (AssayScene) wide = assay_chart_bound (fonts, &chart, 515);
  assay_check_golden (wide, "bound");
  g_autoptr (AssayScene) narrow = assay_chart_bound (fonts, &chart, 240);
  assay_check_golden (narrow, "bound-narrow");
  chart.n_rows = 1;
  chart.need_title = NULL;
  g_autoptr (AssayScene) one = assay_chart_bound (fonts, &chart, 248);
  assay_check_golden (one, "bound-one");
}

/* The shade begins at the bound and holds exactly the marks of the values that are on its side. */
static void
test_bound_side (void)
{
  for (guint below = 0; below < 2; below++)
    {
      AssayBoundChart chart = bound_chart (bounds, 5);
      AssayOp shade = { 0 };
      guint n_inside = 0, n_expected = 0;

      chart.passes_below = below == 1;
      chart.bound = 0.58;
      g_autoptr (AssayScene) scene = assay_chart_bound (fonts, &chart, 515);
      for (guint i = 0; i < scene->ops->len; i++)
        {
          const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
          if (op->kind == ASSAY_OP_RECT)
            shade = *op;
          if (op->kind == ASSAY_OP_MARK && (op->shape == ASSAY_SHAPE_CIRCLE || op->shape == ASSAY_SHAPE_DIAMOND))
            n_inside += op->x >= shade.x && op->x <= shade.x + shade.w;
        }
      for (guint i = 0; i < 5; i++)
        n_expected += below == 1 ? bounds[i].estimate.value <= 0.58 : bounds[i].estimate.value >= 0.58;
      g_assert_cmpint (shade.fill.role, ==, ASSAY_ROLE_SHADE);
      g_assert_cmpuint (n_inside, ==, n_expected);
    }
}

static void
test_bound_marks (void)
{
  const AssayBoundChart chart = bound_chart (bounds, G_N_ELEMENTS (bounds));
  g_autoptr (AssayScene) scene = assay_chart_bound (fonts, &chart, 515);

  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_CIRCLE, ASSAY_ROLE_FINE, FALSE), ==, 1);
  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_DIAMOND, ASSAY_ROLE_WORSE, FALSE), ==, 2);
  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_CIRCLE, ASSAY_ROLE_UNDECIDED, TRUE), ==, 1);
  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_DIAMOND, ASSAY_ROLE_WORSE, TRUE), ==, 1);
  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_PASS, ASSAY_ROLE_BETTER, FALSE), ==, 2);
  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_UNDECIDED, ASSAY_ROLE_UNDECIDED, FALSE), ==, 3);
  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_FAIL, ASSAY_ROLE_WORSE, FALSE), ==, 1);
}

static void
test_bound_hostile (void)
{
  for (guint n = 0; assay_hostile_names[n] != NULL; n++)
    for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
      {
        AssayBoundRow hostile[] = { bounds[2], bounds[4], bounds[5] };
        for (guint k = 0; k < G_N_ELEMENTS (hostile); k++)
          hostile[k].name = hostile[k].of = hostile[k].value = hostile[k].need = assay_hostile_names[n];
        hostile[2].why = assay_hostile_names[n];
        AssayBoundChart chart = bound_chart (hostile, G_N_ELEMENTS (hostile));
        chart.bound_text = chart.value_title = chart.need_title = chart.names_title = assay_hostile_names[n];
        chart.bound = w % 2; /* at an edge */
        g_autoptr (AssayScene) scene = assay_chart_bound (fonts, &chart, widths[w]);
        g_autofree char *what = g_strdup_printf ("bound, name %u, width %g", n, widths[w]);
        assay_check_chart (scene, what);
      }
}

/* --- gains ------------------------------------------------------------------------------------------------------ */

static const AssayGain gains[] = {
  { "people talking", "room 2", { 0.60, 0.26, 0.94 }, FALSE, "+0.60", "43 %", "people" },
  { "clean speech", "room 1", { 0.60, 0.21, 0.99 }, FALSE, "+0.60", "87 %", "clean" },
  { "car noise", NULL, { 0.16, 0.03, 0.28 }, FALSE, "+0.16", "98 %", "car" },
  { "low bandwidth", "room 0", { 0.03, -0.10, 0.16 }, TRUE, "+0.03", "100 %", "low" },
  { "echo", "room 5", { NAN, NAN, NAN }, TRUE, "–", NULL, "echo" },
};

static AssayParetoChart
pareto_chart (const AssayGain *of,
              guint            n)
{
  return (AssayParetoChart) { { "Two tags hold nine tenths of the gain",
                                "Points of accuracy; each begins where the one above ends. Hatched: may be nothing." },
                              of, n, FALSE, "tag", "points", "of all gain" };
}

static void
test_pareto (void)
{
  const AssayParetoChart chart = pareto_chart (gains, G_N_ELEMENTS (gains));

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (AssayScene) scene = assay_chart_pareto (fonts, &chart, widths[i]);
      assay_check_chart (scene, "pareto");
    }
  g_autoptr (AssayScene) wide = assay_chart_pareto (fonts, &chart, 515);
  assay_check_golden (wide, "pareto");
  g_autoptr (AssayScene) narrow = assay_chart_pareto (fonts, &chart, 240);
  assay_check_golden (narrow, "pareto-narrow");
}

/* Each bar begins where the one before ended, and is as long as its gain. */
static void
test_pareto_lengths (void)
{
  const AssayParetoChart chart = pareto_chart (gains, 3);
  g_autoptr (AssayScene) scene = assay_chart_pareto (fonts, &chart, 515);
  double end = NAN, unit = NAN;
  guint n = 0;

  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (op->kind != ASSAY_OP_RECT)
        continue;
      if (n == 0)
        unit = op->w / gains[0].gain.value;
      else
        g_assert_cmpfloat_with_epsilon (op->x, end, 1e-9);
      g_assert_cmpfloat_with_epsilon (op->w, gains[n].gain.value * unit, 1e-9);
      end = op->x + op->w;
      n++;
    }
  g_assert_cmpuint (n, ==, 3);
}

/* Parts that overlap: each bar begins where the first does. */
static void
test_pareto_apart (void)
{
  AssayParetoChart chart = pareto_chart (gains, 3);
  double first = NAN;
  guint n = 0;

  chart.is_apart = TRUE;
  g_autoptr (AssayScene) scene = assay_chart_pareto (fonts, &chart, 515);
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (op->kind != ASSAY_OP_RECT)
        continue;
      first = n++ == 0 ? op->x : first;
      g_assert_cmpfloat_with_epsilon (op->x, first, 0.01);
    }
  g_assert_cmpuint (n, ==, 3);
  assay_check_chart (scene, "pareto, apart");
}

static void
test_pareto_hostile (void)
{
  for (guint n = 0; assay_hostile_names[n] != NULL; n++)
    for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
      {
        AssayGain hostile[] = { gains[0], gains[3], gains[4] };
        for (guint k = 0; k < G_N_ELEMENTS (hostile); k++)
          hostile[k].name = hostile[k].detail = hostile[k].value = hostile[k].so_far = assay_hostile_names[n];
        hostile[0].gain.value = -hostile[0].gain.value;
        AssayParetoChart chart = pareto_chart (hostile, n % 2 == 0 ? G_N_ELEMENTS (hostile) : 0);
        chart.names_title = chart.value_title = chart.so_far_title = assay_hostile_names[n];
        g_autoptr (AssayScene) scene = assay_chart_pareto (fonts, &chart, widths[w]);
        g_autofree char *what = g_strdup_printf ("pareto, name %u, width %g", n, widths[w]);
        assay_check_chart (scene, what);
      }
}

/* --- time ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  AssaySeriesPoint points[400];
  char             labels[400][16];
} Series;

/* A wave that falls at a change, with a gap before it and alarms after. */
static Series *
series_new (guint n,
            guint change)
{
  Series *self = g_new0 (Series, 1);

  for (guint i = 0; i < n; i++)
    {
      const double value = 0.82 + 0.01 * sin (i) - (i >= change ? 0.03 : 0);
      g_snprintf (self->labels[i], sizeof self->labels[i], "week %u", i + 1);
      self->points[i] = (AssaySeriesPoint) { self->labels[i], { value, value - 0.016, value + 0.016 }, value < 0.785,
                                             "a week" };
    }
  self->points[n / 3].estimate = (AssayEstimate) { NAN, NAN, NAN };
  return self;
}

static AssaySeriesChart
series_chart (const Series    *series,
              guint            n,
              AssaySeriesStep *steps,
              guint            change)
{
  steps[0] = (AssaySeriesStep) { 0, change, 0.82, ASSAY_TREND_UNDECIDED, NULL, NULL };
  steps[1] = (AssaySeriesStep) { change, n - change, 0.79, ASSAY_TREND_WORSE, "change point: week 18",
                                 "−3.0 points (−3.6 to −2.4)" };
  return (AssaySeriesChart) { { "Accuracy fell at once in week 18",
                                "Accuracy a week, %, with 95 % interval; 2,400 rows a week." },
                              series->points, n, steps, 2, TRUE, 0.795, 0.845, "reference ± 3 sd" };
}

static void
test_series (void)
{
  AssaySeriesStep steps[2];
  g_autofree Series *series = series_new (26, 17);
  const AssaySeriesChart chart = series_chart (series, 26, steps, 17);

  g_autoptr (AssayScene) wide = assay_chart_series (fonts, &chart, 515);
  assay_check_chart (wide, "series");
  assay_check_golden (wide, "series");
  g_autoptr (AssayScene) narrow = assay_chart_series (fonts, &chart, 240);
  assay_check_chart (narrow, "series, narrow");
  assay_check_golden (narrow, "series-narrow");
}

/* Any number of points, with changes anywhere. */
static void
test_series_sizes (void)
{
  static const guint sizes[] = { 1, 2, 3, 60, 150, 399, 400 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
      for (guint k = 0; k < 4; k++)
        {
          AssaySeriesStep steps[2];
          const guint change = sizes[i] * k / 3;
          g_autofree Series *series = series_new (sizes[i], change);
          AssaySeriesChart chart = series_chart (series, sizes[i], steps, change);
          g_autofree char *what = g_strdup_printf ("series of %u, change %u, width %g", sizes[i], change, widths[w]);
          if (k == 0)
            chart.band_lo = chart.band_hi = NAN;
          g_autoptr (AssayScene) scene = assay_chart_series (fonts, &chart, widths[w]);
          assay_check_chart (scene, what);
        }
}

/* Every point answers, and alarms are diamonds. */
static void
test_series_points (void)
{
  AssaySeriesStep steps[2];
  g_autofree Series *series = series_new (26, 17);
  const AssaySeriesChart chart = series_chart (series, 26, steps, 17);
  g_autoptr (AssayScene) scene = assay_chart_series (fonts, &chart, 515);
  guint n_alarms = 0, n_hits = 0;

  for (guint i = 0; i < 26; i++)
    n_alarms += series->points[i].is_alarm;
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      n_hits += op->kind == ASSAY_OP_HIT && g_str_has_prefix (op->name, "week ");
    }
  g_assert_cmpuint (n_hits, ==, 26);
  g_assert_cmpuint (n_alarms, >, 0);
  g_assert_cmpuint (n_marks (scene, ASSAY_SHAPE_DIAMOND, ASSAY_ROLE_WORSE, FALSE), ==, n_alarms);
}

static void
test_series_hostile (void)
{
  for (guint n = 0; assay_hostile_names[n] != NULL; n++)
    for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
      {
        AssaySeriesStep steps[2];
        g_autofree Series *series = series_new (12, 6);
        AssaySeriesChart chart = series_chart (series, 12, steps, 6);
        for (guint i = 0; i < 12; i++)
          series->points[i].label = assay_hostile_names[n];
        steps[1].change_text = steps[1].text = steps[0].text = chart.band_text = assay_hostile_names[n];
        g_autoptr (AssayScene) scene = assay_chart_series (fonts, &chart, widths[w]);
        g_autofree char *what = g_strdup_printf ("series, name %u, width %g", n, widths[w]);
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
  g_test_add_func ("/charts/bound/golden", test_bound);
  g_test_add_func ("/charts/bound/side", test_bound_side);
  g_test_add_func ("/charts/bound/marks", test_bound_marks);
  g_test_add_func ("/charts/bound/hostile", test_bound_hostile);
  g_test_add_func ("/charts/pareto/golden", test_pareto);
  g_test_add_func ("/charts/pareto/lengths", test_pareto_lengths);
  g_test_add_func ("/charts/pareto/apart", test_pareto_apart);
  g_test_add_func ("/charts/pareto/hostile", test_pareto_hostile);
  g_test_add_func ("/charts/series/golden", test_series);
  g_test_add_func ("/charts/series/sizes", test_series_sizes);
  g_test_add_func ("/charts/series/points", test_series_points);
  g_test_add_func ("/charts/series/hostile", test_series_hostile);
  const int result = g_test_run ();
  assay_fonts_free (fonts);
  return result;
}
