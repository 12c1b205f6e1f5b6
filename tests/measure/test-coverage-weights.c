/* test-coverage-weights.c: how often intervals of weighted rows hold the truth, by simulation: 2,000 sets a setting
 * (measures.md 3, "weighted rows").
 *
 * A population has strata of different shares of right rows. A sample takes rows of a stratum more or less often than they
 * occur, and gives each the weight that makes up for it, times a factor of its own (log-normal, up to a design effect of
 * 2): the weighted share then estimates the population's. Effective rows are 60 to 600 and the share .1 to .9, the range that
 * Wilson's interval is stated for here; below, its own steps show.
 */
#include "simulation.h"

#include "measure/weighted.h"

#define STRATA 3
#define UNIT 65536 /* weights are multiples of 1/UNIT */

typedef struct
{
  guint  n;
  double share[STRATA];   /* of the population */
  double sampled[STRATA]; /* of the sample */
  double right[STRATA];
  double spread;          /* σ of the log of the factor */
} Setting;

static const Setting settings[] = {
  { 200, { .5, .3, .2 }, { .5, .3, .2 }, { .8, .7, .6 }, 0 },
  { 200, { .5, .3, .2 }, { .33, .33, .34 }, { .8, .7, .6 }, 0.3 },
  { 400, { .7, .2, .1 }, { .4, .3, .3 }, { .9, .8, .5 }, 0.3 },
  { 400, { .7, .2, .1 }, { .33, .33, .34 }, { .3, .5, .7 }, 0.5 },
  { 800, { .8, .15, .05 }, { .5, .25, .25 }, { .12, .1, .3 }, 0.4 },
  { 800, { .6, .3, .1 }, { .3, .3, .4 }, { .85, .9, .95 }, 0.6 },
  { 150, { .4, .4, .2 }, { .3, .3, .4 }, { .5, .4, .6 }, 0.2 },
};

static guint
draw_stratum (gsl_rng      *rng,
              const Setting *setting)
{
  double u = gsl_rng_uniform (rng);
  guint stratum = 0;

  while (stratum + 1 < STRATA && u >= setting->sampled[stratum])
    u -= setting->sampled[stratum++];
  return stratum;
}

/* Failures and successes: two cells. */
static void
draw_weights (gsl_rng       *rng,
              const Setting *setting,
              AssayWeights  *weights)
{
  for (guint i = 0; i < setting->n; i++)
    {
      const guint stratum = draw_stratum (rng, setting);
      const guint right = gsl_rng_uniform (rng) < setting->right[stratum];
      const double factor = gsl_ran_lognormal (rng, 0, setting->spread);
      const AssaySum w = llrint (UNIT * factor * setting->share[stratum] / setting->sampled[stratum]);

      weights->cells[right].sum += w;
      weights->cells[right].squares += w * w;
    }
}

static void
run_interval (gsl_rng       *rng,
              gconstpointer  data,
              guint64       *tallies)
{
  const Setting *setting = data;
  static const guint8 all[] = { 1, 1 }, right[] = { 0, 1 };
  g_autofree AssayWeights *weights = assay_weights_new (2);
  double truth = 0;

  for (guint i = 0; i < STRATA; i++)
    truth += setting->share[i] * setting->right[i];
  draw_weights (rng, setting, weights);
  const AssayEffective effective = assay_weights_share (weights, right, all, setting->n, assay_z (0.95));
  const AssayEstimate estimate = assay_effective_interval (&effective);
  tally_truth (tallies, truth, estimate.lo, estimate.hi);
}

static void
test_interval (void)
{
  Coverage coverage = { .name = "weighted Wilson" };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      guint64 tallies[SIMULATION_TALLIES] = { 0 };
      simulate (run_interval, &settings[i], 101 + i, SIMULATION_SETS, tallies);
      coverage_add (&coverage, tallies);
    }
  coverage_check (&coverage, 0.935, 0.965);
}

/* What p and n instead of p and n_eff would do: the same sets, every row taken for one row. */
static void
run_plain (gsl_rng       *rng,
           gconstpointer  data,
           guint64       *tallies)
{
  const Setting *setting = data;
  static const guint8 all[] = { 1, 1 }, right[] = { 0, 1 };
  g_autofree AssayWeights *weights = assay_weights_new (2);
  double truth = 0;

  for (guint i = 0; i < STRATA; i++)
    truth += setting->share[i] * setting->right[i];
  draw_weights (rng, setting, weights);
  AssayEffective effective = assay_weights_share (weights, right, all, setting->n, assay_z (0.95));
  effective.n = setting->n;
  const AssayEstimate estimate = assay_effective_interval (&effective);
  tally_truth (tallies, truth, estimate.lo, estimate.hi);
}

static void
test_plain (void)
{
  Coverage coverage = { .name = "Wilson with n for n_eff" };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      guint64 tallies[SIMULATION_TALLIES] = { 0 };
      simulate (run_plain, &settings[i], 101 + i, SIMULATION_SETS, tallies);
      coverage_add (&coverage, tallies);
    }
  coverage_check (&coverage, 0.80, 0.93);
}

/* Two samples of one population, a setting each: p <= .05 in about 1 of 20. */
static void
run_test (gsl_rng       *rng,
          gconstpointer  data,
          guint64       *tallies)
{
  const Setting *setting = data;
  static const guint8 all[] = { 1, 1 }, right[] = { 0, 1 };
  g_autofree AssayWeights *a = assay_weights_new (2), *b = assay_weights_new (2);

  draw_weights (rng, setting, a);
  draw_weights (rng, setting, b);
  const AssayEffective first = assay_weights_share (a, right, all, setting->n, assay_z (0.95));
  const AssayEffective second = assay_weights_share (b, right, all, setting->n, assay_z (0.95));
  tallies[assay_effective_test (&first, &second).p <= 0.05]++;
}

static void
test_test (void)
{
  double sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      guint64 tallies[SIMULATION_TALLIES] = { 0 };
      simulate (run_test, &settings[i], 201 + i, SIMULATION_SETS, tallies);
      sum += (double) tallies[1] / SIMULATION_SETS;
    }
  const double rejected = sum / G_N_ELEMENTS (settings);
  g_test_message ("z of weighted shares: %.4f of null tests at .05 reject, over %zu settings; to be within [.040, .062]", rejected,
                  G_N_ELEMENTS (settings));
  g_assert_cmpfloat (rejected, >=, 0.040);
  g_assert_cmpfloat (rejected, <=, 0.062);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/coverage-weights/interval", test_interval);
  g_test_add_func ("/measure/coverage-weights/plain", test_plain);
  g_test_add_func ("/measure/coverage-weights/test", test_test);
  return g_test_run ();
}
