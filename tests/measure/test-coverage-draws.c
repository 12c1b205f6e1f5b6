/* test-coverage-draws.c: how often the intervals of the Dirichlet bootstrap hold the truth, by simulation: 2,000 sets
 * a setting, and why it is not the multinomial bootstrap (measures.md 3 [sim]). */
#include "dense.h"
#include "simulation.h"

#include <stdlib.h>

#define MOST_CLASSES 10
#define MOST_CELLS (MOST_CLASSES * MOST_CLASSES)

/* Another seed for every set: the ends of one seed's draws all stray together. */
static AssayMeasureOptions
options_of_set (gsl_rng *rng)
{
  return (AssayMeasureOptions) { .confidence = 0.95, .seed = gsl_rng_get (rng), .stream = "" };
}

static AssayMeasure
find (const char *name)
{
  AssayMeasure measure;

  if (!assay_measure_find (name, &measure))
    g_error ("no measure %s", name);
  return measure;
}

/* --- populations ------------------------------------------------------------------------------------------------ */

/* n rows of C classes. Each label is `skew` times as frequent as the one before it and right with `right`; wrong rows
 * go half to the next class, half evenly to all others. */
typedef struct
{
  guint  n_classes, n;
  double right, skew;
} Population;

static void
population_shares (const Population *self,
                   double           *shares)
{
  const guint n = self->n_classes;
  double total = 0;

  for (guint label = 0; label < n; label++)
    total += pow (self->skew, label);
  for (guint label = 0; label < n; label++)
    for (guint prediction = 0; prediction < n; prediction++)
      {
        const double wrong = 0.5 / (n - 1) + (prediction == (label + 1) % n ? 0.5 : 0);

        shares[label * n + prediction] =
          pow (self->skew, label) / total * (prediction == label ? self->right : (1 - self->right) * wrong);
      }
}

/* The truth, straight from the definitions. */
enum { MCC, KAPPA, F2, F_HALF, N_DRAWN };
static const char *const drawn_names[N_DRAWN] = { "mcc", "kappa", "f2", "f0.5" };

static void
true_values (guint         n,
             const double *shares,
             double       *values)
{
  double right = 0, chance = 0, labels_2 = 0, predicted_2 = 0, positive = 0, selected = 0;

  for (guint class = 0; class < n; class++)
    {
      double label = 0, prediction = 0;

      for (guint other = 0; other < n; other++)
        {
          label += shares[class * n + other];
          prediction += shares[other * n + class];
        }
      right += shares[class * n + class];
      chance += label * prediction;
      labels_2 += label * label;
      predicted_2 += prediction * prediction;
      positive = class == 1 ? label : positive;
      selected = class == 1 ? prediction : selected;
    }
  const double precision = shares[n + 1] / selected, recall = shares[n + 1] / positive;
  values[MCC] = (right - chance) / sqrt ((1 - labels_2) * (1 - predicted_2));
  values[KAPPA] = (right - chance) / (1 - chance);
  values[F2] = 5 * precision * recall / (4 * precision + recall);
  values[F_HALF] = 1.25 * precision * recall / (0.25 * precision + recall);
}

static void
draw_cells (gsl_rng      *rng,
            guint         n_cells,
            guint         n_rows,
            const double *shares,
            guint64      *cells)
{
  guint counts[MOST_CELLS];

  gsl_ran_multinomial (rng, n_cells, n_rows, shares, counts);
  for (guint cell = 0; cell < n_cells; cell++)
    cells[cell] = counts[cell];
}

/* --- one model -------------------------------------------------------------------------------------------------- */

static void
run_drawn (gsl_rng      *rng,
           gconstpointer data,
           guint64      *tallies)
{
  const Population *population = data;
  const guint n = population->n_classes;
  AssayMeasure measures[N_DRAWN];
  AssayEstimate estimates[N_DRAWN];
  double shares[MOST_CELLS], truth[N_DRAWN];
  guint64 cells[MOST_CELLS];
  AssayMatrixCell room[MOST_CELLS];

  for (guint i = 0; i < N_DRAWN; i++)
    measures[i] = find (drawn_names[i]);
  population_shares (population, shares);
  true_values (n, shares, truth);
  draw_cells (rng, n * n, population->n, shares, cells);
  const AssayEvidence evidence = { .matrix = dense_matrix_in (room, n, 1, cells) };

  const AssayMeasureOptions options = options_of_set (rng);
  assay_measure_estimates (measures, N_DRAWN, &evidence, &options, estimates);
  for (guint i = 0; i < N_DRAWN; i++)
    tally_truth (tallies + i * COVERAGE_TALLIES, truth[i], estimates[i].lo, estimates[i].hi);
}

static void
check_drawn (const Population *populations,
             guint             n_populations)
{
  Coverage coverages[N_DRAWN] = { 0 };

  for (guint i = 0; i < n_populations; i++)
    {
      guint64 tallies[SIMULATION_TALLIES] = { 0 };

      simulate (run_drawn, &populations[i], i, SIMULATION_SETS, tallies);
      for (guint measure = 0; measure < N_DRAWN; measure++)
        coverage_add (&coverages[measure], tallies + measure * COVERAGE_TALLIES);
    }
  for (guint measure = 0; measure < N_DRAWN; measure++)
    {
      g_autofree char *name = g_strdup_printf ("Dirichlet, %u classes, %s", populations[0].n_classes,
                                               drawn_names[measure]);

      coverages[measure].name = name;
      coverage_check (&coverages[measure], 0.92, 0.957);
    }
}

static void
test_two (void)
{
  static const Population populations[] = {
    { 2, 50, 0.8, 1 }, { 2, 100, 0.9, 0.3 }, { 2, 200, 0.75, 0.5 }, { 2, 1000, 0.97, 0.1 },
  };

  check_drawn (populations, G_N_ELEMENTS (populations));
}

static void
test_five (void)
{
  static const Population populations[] = { { 5, 200, 0.8, 1 }, { 5, 500, 0.9, 0.7 }, { 5, 1000, 0.7, 0.5 } };

  check_drawn (populations, G_N_ELEMENTS (populations));
}

static void
test_ten (void)
{
  static const Population populations[] = { { 10, 500, 0.8, 1 }, { 10, 1000, 0.85, 0.9 }, { 10, 3000, 0.9, 0.7 } };

  check_drawn (populations, G_N_ELEMENTS (populations));
}

/* --- why not the multinomial bootstrap -------------------------------------------------------------------------- */

static int
compare_doubles (const void *a,
                 const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static double
mcc_of (const double *shares)
{
  double values[N_DRAWN];

  true_values (2, shares, values);
  return values[MCC];
}

/* The ends of 500 multinomial resamples, those with the measure undefined left out. */
static void
multinomial_ends (gsl_rng       *rng,
                  const guint64 *cells,
                  guint          n_rows,
                  double        *lo,
                  double        *hi)
{
  double draws[500], shares[4];
  guint n = 0;

  for (guint cell = 0; cell < 4; cell++)
    shares[cell] = cells[cell];
  for (guint draw = 0; draw < 500; draw++)
    {
      guint counts[4];
      double resample[4];

      gsl_ran_multinomial (rng, 4, n_rows, shares, counts);
      for (guint cell = 0; cell < 4; cell++)
        resample[cell] = counts[cell] / (double) n_rows;
      draws[n] = mcc_of (resample);
      n += !isnan (draws[n]);
    }
  qsort (draws, n, sizeof *draws, compare_doubles);
  *lo = n > 0 ? draws[(guint) (0.025 * (n - 1))] : NAN;
  *hi = n > 0 ? draws[(guint) (0.975 * (n - 1))] : NAN;
}

enum { N_WITHOUT_ERROR = 2 * COVERAGE_TALLIES, N_FLAT };

static void
run_both (gsl_rng      *rng,
          gconstpointer data,
          guint64      *tallies)
{
  const Population *population = data;
  const AssayMeasure mcc = find ("mcc");
  double shares[4], lo, hi;
  guint64 cells[4];

  population_shares (population, shares);
  draw_cells (rng, 4, population->n, shares, cells);
  AssayMatrixCell room[4];
  const AssayEvidence evidence = { .matrix = dense_matrix_in (room, 2, 1, cells) };
  const AssayMeasureOptions options = options_of_set (rng);
  const AssayEstimate e = assay_measure_estimate (&mcc, &evidence, &options);
  multinomial_ends (rng, cells, population->n, &lo, &hi);
  tally_truth (tallies, mcc_of (shares), e.lo, e.hi);
  tally_truth (tallies + COVERAGE_TALLIES, mcc_of (shares), lo, hi);
  if (cells[1] + cells[2] == 0)
    {
      tallies[N_WITHOUT_ERROR]++;
      tallies[N_FLAT] += lo == hi;
      g_assert_cmpfloat (e.lo, <, e.hi);
    }
}

/* Of 60 rows 3 % are wrong: one set in six shows no error, and every resample of it is 1. */
static void
test_no_width (void)
{
  static const Population population = { 2, 60, 0.97, 1 };
  Coverage dirichlet = { "Dirichlet, mcc, hardly an error" };
  guint64 tallies[SIMULATION_TALLIES] = { 0 };

  simulate (run_both, &population, 1, SIMULATION_SETS, tallies);
  const guint64 *multinomial = tallies + COVERAGE_TALLIES;
  coverage_add (&dirichlet, tallies);
  coverage_check (&dirichlet, 0.92, 0.98);
  g_test_message ("multinomial: coverage %.4f; no width in %" G_GUINT64_FORMAT " of the %" G_GUINT64_FORMAT
                  " sets without an error", multinomial[COVERED] / (double) SIMULATION_SETS, tallies[N_FLAT],
                  tallies[N_WITHOUT_ERROR]);
  g_assert_cmpuint (tallies[N_WITHOUT_ERROR], >, 0.1 * SIMULATION_SETS);
  g_assert_cmpuint (tallies[N_FLAT], ==, tallies[N_WITHOUT_ERROR]);
  g_assert_cmpuint (multinomial[COVERED], <, 0.9 * SIMULATION_SETS);
}

/* --- two models on the same rows -------------------------------------------------------------------------------- */

/* The new model is right where the old one is with `both`, else with `right`; C = 2. */
typedef struct
{
  guint  n;
  double prevalence, old_right, both, right;
} Pair;

static const char *const paired_names[] = { "precision", "f1", "mcc" };

static void
pair_shares (const Pair *self,
             double     *shares)
{
  for (guint cell = 0; cell < 8; cell++)
    {
      const guint label = cell / 4, new = cell / 2 % 2, old = cell % 2;
      const double by_label = label == 1 ? self->prevalence : 1 - self->prevalence;
      const double by_old = old == label ? self->old_right : 1 - self->old_right;
      const double new_right = old == label ? self->both : self->right;

      shares[cell] = by_label * by_old * (new == label ? new_right : 1 - new_right);
    }
}

/* One model's measures from its own four shares, label by prediction. */
static void
pair_values (const double *four,
             double       *values)
{
  double drawn[N_DRAWN];

  true_values (2, four, drawn);
  values[0] = four[3] / (four[3] + four[1]);
  values[1] = 2 * four[3] / (2 * four[3] + four[1] + four[2]);
  values[2] = drawn[MCC];
}

static void
pair_truth (const double *shares,
            double       *differences)
{
  double new[4] = { 0 }, old[4] = { 0 }, new_values[3], old_values[3];

  for (guint cell = 0; cell < 8; cell++)
    {
      new[cell / 4 * 2 + cell / 2 % 2] += shares[cell];
      old[cell / 4 * 2 + cell % 2] += shares[cell];
    }
  pair_values (new, new_values);
  pair_values (old, old_values);
  for (guint i = 0; i < 3; i++)
    differences[i] = new_values[i] - old_values[i];
}

static void
run_paired (gsl_rng      *rng,
            gconstpointer data,
            guint64      *tallies)
{
  const Pair *pair = data;
  double shares[8], truth[3];
  guint64 cells[8];

  pair_shares (pair, shares);
  pair_truth (shares, truth);
  draw_cells (rng, 8, pair->n, shares, cells);
  AssayPairedCell room[8];
  const AssayPairedMatrix matrix = dense_pair_in (room, 2, 1, cells);
  const AssayMeasureOptions options = options_of_set (rng);
  for (guint i = 0; i < G_N_ELEMENTS (paired_names); i++)
    {
      const AssayMeasure measure = find (paired_names[i]);
      const AssayEstimate e =
        assay_paired_difference (&measure, &matrix, &options, NULL);

      tally_truth (tallies + i * COVERAGE_TALLIES, truth[i], e.lo, e.hi);
    }
}

static void
test_paired (void)
{
  static const Pair pairs[] = { { 150, 0.4, 0.8, 0.95, 0.4 }, { 1000, 0.2, 0.9, 0.97, 0.5 } };
  Coverage coverages[] = { { "Paired Dirichlet, precision" }, { "Paired Dirichlet, F1" },
                           { "Paired Dirichlet, MCC" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      guint64 tallies[SIMULATION_TALLIES] = { 0 };

      simulate (run_paired, &pairs[i], i, SIMULATION_SETS, tallies);
      for (guint measure = 0; measure < G_N_ELEMENTS (coverages); measure++)
        coverage_add (&coverages[measure], tallies + measure * COVERAGE_TALLIES);
    }
  for (guint measure = 0; measure < G_N_ELEMENTS (coverages); measure++)
    coverage_check (&coverages[measure], 0.935, 0.965);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/coverage-draws/two-classes", test_two);
  g_test_add_func ("/measure/coverage-draws/five-classes", test_five);
  g_test_add_func ("/measure/coverage-draws/ten-classes", test_ten);
  g_test_add_func ("/measure/coverage-draws/multinomial-has-no-width", test_no_width);
  g_test_add_func ("/measure/coverage-draws/paired", test_paired);
  return g_test_run ();
}
