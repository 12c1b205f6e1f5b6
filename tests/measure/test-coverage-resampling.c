/* test-coverage-resampling.c: how often intervals that are resampled of weighted rows hold the truth: 2,000 sets a setting
 * (measures.md 3, "weighted rows").
 *
 * Rows are drawn from a population of cells (label, new, old); each weighs a log-normal number that knows nothing of its
 * cell, so that weighted measures estimate the population's. σ = .5 and .8 cost a quarter and half of the rows.
 *
 * What counts is how many effective rows the smallest cell has that a measure rests on: 50 and more in the first settings,
 * 20 to 30 in the second. Percentiles of so few are a little short on the long side, the more so as Σw and Σw² do not tell
 * how skew the weights are: the cost of rare errors is above the interval in 1 of 20 sets, below in 1 of 60.
 */
#include "weighted-rows.h"

#include "simulation.h"

typedef struct
{
  guint  n, n_classes;
  double spread;                /* σ of the log of a weight */
  double labels[ROWS_CLASSES];
  double right, same;           /* chance of a right new prediction; of an old one that is the same */
} Setting;

static const Setting settings[] = {
  { 1000, 2, 0.5, { .6, .4 }, .8, .75 },
  { 2000, 2, 0.8, { .7, .3 }, .8, .8 },
  { 2000, 3, 0.5, { .5, .3, .2 }, .75, .7 },
  { 4000, 3, 0.8, { .6, .25, .15 }, .8, .75 },
};

static const Setting small_settings[] = {
  { 1000, 3, 0.5, { .5, .3, .2 }, .75, .7 },
  { 2000, 3, 0.8, { .6, .25, .15 }, .85, .8 },
};

static const AssayCost costs[] = { { 0, 1, 1 }, { 1, 0, 5 } };
static const char *const names[] = { "mcc", "kappa", "f2", "cost", "macro_f1" };
static const char *const pair_names[] = { "accuracy", "recall", "f1" };
#define N_OWN G_N_ELEMENTS (names)
#define N_ALL (N_OWN + G_N_ELEMENTS (pair_names))

G_STATIC_ASSERT (N_ALL * COVERAGE_TALLIES <= SIMULATION_TALLIES);

/* Wrong predictions are spread over the other classes. */
static double
chance (const Setting *setting,
        double         hit,
        gboolean       is_hit)
{
  return is_hit ? hit : (1 - hit) / (setting->n_classes - 1);
}

static guint
draw_prediction (gsl_rng       *rng,
                 const Setting *setting,
                 guint          centre,
                 double         hit)
{
  const guint step = gsl_rng_uniform (rng) < hit ? 0 : 1 + gsl_rng_uniform_int (rng, setting->n_classes - 1);

  return (centre + step) % setting->n_classes;
}

static void
draw_rows (gsl_rng       *rng,
           const Setting *setting,
           WeightedRows  *rows)
{
  rows->n = setting->n;
  rows->n_classes = setting->n_classes;
  for (guint i = 0; i < rows->n; i++)
    {
      double u = gsl_rng_uniform (rng);
      guint label = 0;

      while (label + 1 < setting->n_classes && u >= setting->labels[label])
        u -= setting->labels[label++];
      rows->label[i] = label;
      rows->new[i] = draw_prediction (rng, setting, label, setting->right);
      rows->old[i] = draw_prediction (rng, setting, rows->new[i], setting->same);
      rows->weight[i] = (guint64) llrint (ROWS_UNIT * gsl_ran_lognormal (rng, 0, setting->spread));
    }
}

/* Of the population: every cell as one row that weighs its chance. */
static double
truth_of (const Setting             *setting,
          const AssayMeasure        *measure,
          gboolean                   is_pair,
          const AssayMeasureOptions *options)
{
  const guint c = setting->n_classes;
  g_autofree WeightedRows *rows = g_new0 (WeightedRows, 1);
  double weight[ROWS_CLASSES * ROWS_CLASSES * ROWS_CLASSES];

  *rows = (WeightedRows) { .n = c * c * c, .n_classes = c };
  for (guint i = 0; i < rows->n; i++)
    {
      rows->label[i] = i / c / c;
      rows->new[i] = i / c % c;
      rows->old[i] = i % c;
      weight[i] = setting->labels[rows->label[i]] * chance (setting, setting->right, rows->new[i] == rows->label[i])
                  * chance (setting, setting->same, rows->old[i] == rows->new[i]);
    }
  const double new = weighted_value (rows, rows->new, weight, measure, options);
  return is_pair ? new - weighted_value (rows, rows->old, weight, measure, options) : new;
}

static AssayMeasure
statement (guint i)
{
  AssayMeasure measure;

  g_assert_true (assay_measure_find (i < N_OWN ? names[i] : pair_names[i - N_OWN], &measure));
  return measure;
}

static void
run_set (gsl_rng       *rng,
         gconstpointer  data,
         guint64       *tallies)
{
  const Setting *setting = data;
  g_autofree WeightedRows *rows = g_new (WeightedRows, 1);
  const AssayMeasureOptions options = { .confidence = 0.95, .seed = gsl_rng_get (rng), .stream = "", .costs = costs,
                                        .n_costs = G_N_ELEMENTS (costs) };
  g_auto (WeightedTables) tables = { 0 };

  draw_rows (rng, setting, rows);
  weighted_tables_init (&tables, rows);
  for (guint i = 0; i < N_ALL; i++)
    {
      const AssayMeasure measure = statement (i);
      const AssayEstimate estimate = i < N_OWN ? assay_measure_estimate (&measure, &tables.evidence, &options)
                                               : assay_paired_difference (&measure, &tables.pair, &options, NULL);
      tally_truth (tallies + i * COVERAGE_TALLIES, truth_of (setting, &measure, i >= N_OWN, &options), estimate.lo,
                   estimate.hi);
    }
}

static void
cover (const Setting *of,
       guint          n_settings,
       const char    *what,
       double         lo,
       double         hi)
{
  Coverage coverages[N_ALL] = { 0 };

  for (guint s = 0; s < n_settings; s++)
    {
      guint64 tallies[SIMULATION_TALLIES] = { 0 };

      simulate (run_set, &of[s], 301 + s, SIMULATION_SETS, tallies);
      for (guint i = 0; i < N_ALL; i++)
        coverage_add (&coverages[i], tallies + i * COVERAGE_TALLIES);
    }
  for (guint i = 0; i < N_ALL; i++)
    {
      g_autofree char *name = g_strconcat (what, i < N_OWN ? " " : " difference of ",
                                           i < N_OWN ? names[i] : pair_names[i - N_OWN], NULL);
      coverages[i].name = name;
      coverage_check (&coverages[i], lo, hi);
    }
}

static void
test_coverage (void)
{
  cover (settings, G_N_ELEMENTS (settings), "weighted", 0.935, 0.965);
}

static void
test_small (void)
{
  cover (small_settings, G_N_ELEMENTS (small_settings), "few weighted rows:", 0.92, 0.965);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/coverage-resampling/enough", test_coverage);
  g_test_add_func ("/measure/coverage-resampling/few", test_small);
  return g_test_run ();
}
