/* test-fairness-simulation.c: how often the interval of a gap between groups is right, by simulation: 2,000 sets a
 * setting (measures.md 7). Groups that are equal are called unequal (an interval of the difference that begins above
 * 0, or one of the ratio that ends below 1) in at most 5 of 100 sets; groups that differ by a known gap have it in
 * their interval in at least 95. Pairs share groups, so both are kept with room to spare. */
#include "simulation.h"

#include "measure/fairness.h"

#define MOST 10

typedef struct
{
  guint  n_groups, rows;
  double rates[MOST];
} Setting;

static const Setting equal[] = {
  { 2, 60, { .5, .5 } },
  { 2, 400, { .1, .1 } },
  { 3, 150, { .3, .3, .3 } },
  { 5, 200, { .7, .7, .7, .7, .7 } },
  { 10, 100, { .2, .2, .2, .2, .2, .2, .2, .2, .2, .2 } },
  { 10, 500, { .05, .05, .05, .05, .05, .05, .05, .05, .05, .05 } },
};
static const Setting unequal[] = {
  { 2, 100, { .5, .4 } },
  { 3, 200, { .3, .24, .3 } },
  { 5, 300, { .6, .48, .55, .5, .58 } },
  { 10, 150, { .5, .5, .5, .5, .5, .5, .5, .5, .5, .3 } },
};

enum { DIFFERENCE, RATIO = DIFFERENCE + COVERAGE_TALLIES };

/* Selection rates: the label is of no account. Sizes differ fourfold. */
static void
run (gsl_rng       *rng,
     gconstpointer  data,
     guint64       *tallies)
{
  const Setting *setting = data;
  AssayMatrixCell cells[MOST][2];
  AssayEvidence groups[MOST] = { 0 };
  const AssayEvidence *list[MOST];
  AssayGroupRates rates[MOST];
  double least = 1, most = 0;

  for (guint i = 0; i < setting->n_groups; i++)
    {
      const guint n = setting->rows * (1 + 3 * (i % 2));
      const guint k = gsl_ran_binomial (rng, setting->rates[i], n);
      guint n_cells = 0;

      if (k < n)
        cells[i][n_cells++] = (AssayMatrixCell) { 0, 0, n - k };
      if (k > 0)
        cells[i][n_cells++] = (AssayMatrixCell) { 0, 1, k };
      groups[i].matrix = (AssayMatrix) { 2, 1, n_cells, cells[i] };
      list[i] = &groups[i];
      least = MIN (least, setting->rates[i]);
      most = MAX (most, setting->rates[i]);
    }
  const AssayParityGap gap = assay_parity_gap (ASSAY_PARITY_DEMOGRAPHIC, list, setting->n_groups, 1,
                                               ASSAY_PARITY_NO_GROUP, 0.95, rates);
  tally_truth (tallies + DIFFERENCE, most - least, gap.difference.lo, gap.difference.hi);
  tally_truth (tallies + RATIO, least / most, gap.ratio.lo, gap.ratio.hi);
}

static void
cover (const Setting *settings,
       guint          n_settings,
       const char    *difference_name,
       const char    *ratio_name)
{
  Coverage difference = { .name = difference_name }, ratio = { .name = ratio_name };

  for (guint i = 0; i < n_settings; i++)
    {
      guint64 tallies[SIMULATION_TALLIES] = { 0 };
      simulate (run, &settings[i], 70 + i, SIMULATION_SETS, tallies);
      coverage_add (&difference, tallies + DIFFERENCE);
      coverage_add (&ratio, tallies + RATIO);
    }
  coverage_check (&difference, 0.95, 1);
  coverage_check (&ratio, 0.95, 1);
  g_assert_cmpfloat (difference.least, >=, 0.94);
  g_assert_cmpfloat (ratio.least, >=, 0.94);
}

static void
test_equal (void)
{
  cover (equal, G_N_ELEMENTS (equal), "difference of equal groups", "ratio of equal groups");
}

static void
test_unequal (void)
{
  cover (unequal, G_N_ELEMENTS (unequal), "difference of unequal groups", "ratio of unequal groups");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/fairness-simulation/equal", test_equal);
  g_test_add_func ("/measure/fairness-simulation/unequal", test_unequal);
  return g_test_run ();
}
