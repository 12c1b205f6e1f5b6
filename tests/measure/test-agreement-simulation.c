/* test-agreement-simulation.c: how often the intervals of agreement and of human level hold the truth, by simulation:
 * 2,000 sets a setting (measures.md 9). */
#include "rated-rows.h"
#include "simulation.h"

#define MOST_CLASSES 5
#define DRAWS 1000

/* Rows with a true class, each `skew` times as frequent as the one before it. A rater is there with `there`, and says
 * the true class with `right`, else one beside it (half) or any (half). The model says the true class with `model`.
 * */
typedef struct
{
  guint  n_classes, n_raters, n_rows;
  double right, there, skew, model;
} Population;

static double
share_of (const Population *self,
          guint             truth)
{
  double total = 0;

  for (guint class = 0; class < self->n_classes; class++)
    total += pow (self->skew, class);
  return pow (self->skew, truth) / total;
}

/* The chance of saying a class when another is true. */
static double
chance (const Population *self,
        guint             truth,
        guint             class,
        double            right)
{
  const guint next = truth + 1 < self->n_classes ? truth + 1 : truth - 1;

  return (class == truth ? right : 0) + (1 - right) * ((class == next) / 2.0 + 0.5 / self->n_classes);
}

/* --- the truth -------------------------------------------------------------------------------------------------- */

enum { NOMINAL, ORDINAL, INTERVAL, FLEISS, PAIRWISE, KAPPA, LINEAR, QUADRATIC, N_AGREEMENTS };
static const char *const agreement_names[] = { "alpha, nominal", "alpha, ordinal", "alpha, interval", "Fleiss",
                                               "pairs that agree", "kappa", "kappa, linear", "kappa, quadratic" };

/* 1 - the mean distance of two ratings of a row over that of two ratings of any rows. */
static double
chance_corrected (const Population *self,
                  double            joint[MOST_CLASSES][MOST_CLASSES],
                  const double     *margin,
                  const double     *x,
                  guint             power)
{
  double observed = 0, expected = 0;

  for (guint a = 0; a < self->n_classes; a++)
    for (guint b = 0; b < self->n_classes; b++)
      {
        const double distance = power == 0 ? a != b : pow (fabs (x[a] - x[b]), power);

        observed += joint[a][b] * distance;
        expected += margin[a] * margin[b] * distance;
      }
  return 1 - observed / expected;
}

/* Raters are alike, so that all chance-corrected values of one distance are one in the population. */
static void
true_agreements (const Population *self,
                 double           *values)
{
  double joint[MOST_CLASSES][MOST_CLASSES] = { 0 }, margin[MOST_CLASSES] = { 0 }, ranks[MOST_CLASSES], below = 0;
  static const double numbers[MOST_CLASSES] = { 0, 1, 2, 3, 4 };

  values[PAIRWISE] = 0;
  for (guint truth = 0; truth < self->n_classes; truth++)
    for (guint a = 0; a < self->n_classes; a++)
      {
        margin[a] += share_of (self, truth) * chance (self, truth, a, self->right);
        for (guint b = 0; b < self->n_classes; b++)
          joint[a][b] += share_of (self, truth) * chance (self, truth, a, self->right)
                         * chance (self, truth, b, self->right);
      }
  for (guint a = 0; a < self->n_classes; a++)
    {
      ranks[a] = below + margin[a] / 2;
      below += margin[a];
      values[PAIRWISE] += joint[a][a];
    }
  values[NOMINAL] = values[FLEISS] = values[KAPPA] = chance_corrected (self, joint, margin, NULL, 0);
  values[ORDINAL] = chance_corrected (self, joint, margin, ranks, 2);
  values[INTERVAL] = values[QUADRATIC] = chance_corrected (self, joint, margin, numbers, 2);
  values[LINEAR] = chance_corrected (self, joint, margin, numbers, 1);
}

enum { HUMAN, MODEL, ROOM, ANNOTATOR, N_LEVELS };
static const char *const level_names[] = { "human level", "model against humans", "room", "one annotator" };

/* The mean credit of a rating, and of the model, against what n others say: over all that they can say. */
static void
credits_against (const Population *self,
                 guint             n,
                 double           *human,
                 double           *model)
{
  guint64 n_tuples = 1;

  *human = *model = 0;
  for (guint i = 0; i < n; i++)
    n_tuples *= self->n_classes;
  for (guint64 tuple = 0; tuple < n_tuples; tuple++)
    {
      guint counts[MOST_CLASSES] = { 0 }, most = 0, n_most = 0;

      for (guint64 i = 0, rest = tuple; i < n; i++, rest /= self->n_classes)
        counts[rest % self->n_classes]++;
      for (guint class = 0; class < self->n_classes; class++)
        most = MAX (most, counts[class]);
      for (guint class = 0; class < self->n_classes; class++)
        n_most += counts[class] == most;
      for (guint truth = 0; truth < self->n_classes; truth++)
        {
          double p = share_of (self, truth) / n_most;

          for (guint class = 0; class < self->n_classes; class++)
            p *= pow (chance (self, truth, class, self->right), counts[class]);
          for (guint class = 0; class < self->n_classes; class++)
            if (counts[class] == most)
              {
                *human += p * chance (self, truth, class, self->right);
                *model += p * chance (self, truth, class, self->model);
              }
        }
    }
}

static double
binomial (guint  n,
          guint  k,
          double p)
{
  return gsl_ran_binomial_pdf (k, p, n);
}

/* Rows of m ratings count m times; a given annotator's row has m - 1 others. */
static void
true_levels (const Population *self,
             double           *values)
{
  double ratings = 0, human = 0, model = 0;

  for (guint m = 2; m <= self->n_raters; m++)
    {
      const double weight = m * binomial (self->n_raters, m, self->there);
      double of_human, of_model;

      credits_against (self, m - 1, &of_human, &of_model);
      ratings += weight;
      human += weight * of_human;
      model += weight * of_model;
    }
  values[HUMAN] = values[ANNOTATOR] = human / ratings;
  values[MODEL] = model / ratings;
  values[ROOM] = values[HUMAN] - values[MODEL];
}

/* --- sets ------------------------------------------------------------------------------------------------------- */

static guint
draw_class (gsl_rng          *rng,
            const Population *self,
            guint             truth,
            double            right)
{
  double u = gsl_rng_uniform (rng);
  guint class = 0;

  for (; class + 1 < self->n_classes; class++)
    {
      u -= truth == G_MAXUINT ? share_of (self, class) : chance (self, truth, class, right);
      if (u < 0)
        break;
    }
  return class;
}

static void
draw_rows (gsl_rng          *rng,
           const Population *self,
           gboolean          has_model,
           RatedRows        *rows)
{
  *rows = rated_rows_new (self->n_classes, self->n_rows, self->n_raters);
  rows->values = g_new (double, self->n_classes);
  for (guint class = 0; class < self->n_classes; class++)
    rows->values[class] = class;
  rows->labels = has_model ? g_new (guint, self->n_rows) : NULL;
  rows->predictions = has_model ? g_new (guint, self->n_rows) : NULL;
  for (guint row = 0; row < self->n_rows; row++)
    {
      const guint truth = draw_class (rng, self, G_MAXUINT, 0);

      for (guint i = 0; i < self->n_raters; i++)
        if (gsl_rng_uniform (rng) < self->there)
          rows->said[row * self->n_raters + i] = (gint) draw_class (rng, self, truth, self->right);
      if (has_model)
        {
          rows->labels[row] = truth;
          rows->predictions[row] = draw_class (rng, self, truth, self->model);
        }
    }
}

/* Of the first two annotators. */
static AssayAnnotatorPair
pair_of (const RatedRows           *rows,
         const AssayMeasureOptions *options)
{
  guint64 counts[MOST_CLASSES * MOST_CLASSES] = { 0 };
  AssayMatrixCell cells[MOST_CLASSES * MOST_CLASSES];
  guint n = 0;

  for (guint row = 0; row < rows->n_rows; row++)
    {
      const gint *said = rows->said + row * rows->n_annotators;

      if (said[0] != NOT_RATED && said[1] != NOT_RATED)
        counts[(guint) said[0] * rows->n_classes + (guint) said[1]]++;
    }
  for (guint i = 0; i < rows->n_classes * rows->n_classes; i++)
    if (counts[i] > 0)
      cells[n++] = (AssayMatrixCell) { i / rows->n_classes, i % rows->n_classes, counts[i] };
  const AssayMatrix matrix = { rows->n_classes, rows->n_classes, n, cells };
  return assay_annotator_pair (&matrix, options);
}

static void
run_agreements (gsl_rng      *rng,
                gconstpointer data,
                guint64      *tallies)
{
  const AssayMeasureOptions options = { 0.95, gsl_rng_get (rng), "", .n_draws = DRAWS };
  double truth[N_AGREEMENTS];
  g_auto (RatedRows) rows = { 0 };
  g_auto (Rated) rated = { 0 };
  g_auto (AssayAgreement) a = { 0 };

  true_agreements (data, truth);
  draw_rows (rng, data, FALSE, &rows);
  rated_init (&rated, &rows);
  assay_agreement (&rated.ratings, 0, &options, &a);
  const AssayAnnotatorPair pair = pair_of (&rows, &options);
  const AssayEstimate *estimates[N_AGREEMENTS] = {
    &a.alphas[ASSAY_ALPHA_NOMINAL], &a.alphas[ASSAY_ALPHA_ORDINAL], &a.alphas[ASSAY_ALPHA_INTERVAL], &a.fleiss,
    &a.pairwise, &pair.kappas[ASSAY_KAPPA_PLAIN], &pair.kappas[ASSAY_KAPPA_LINEAR],
    &pair.kappas[ASSAY_KAPPA_QUADRATIC],
  };
  for (guint i = 0; i < N_AGREEMENTS; i++)
    tally_truth (tallies + i * COVERAGE_TALLIES, truth[i], estimates[i]->lo, estimates[i]->hi);
}

static void
run_levels (gsl_rng      *rng,
            gconstpointer data,
            guint64      *tallies)
{
  double truth[N_LEVELS];
  g_auto (RatedRows) rows = { 0 };
  g_auto (Rated) rated = { 0 };
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (AssayAnnotatorCell));
  g_auto (AssayAnnotator) annotator = { 0 };

  true_levels (data, truth);
  draw_rows (rng, data, TRUE, &rows);
  rated_init (&rated, &rows);
  for (guint row = 0; row < rows.n_rows; row++)
    if (rows.said[row * rows.n_annotators] != NOT_RATED)
      g_array_append_val (cells, ((AssayAnnotatorCell) { rated.pattern_of[row],
                                                         (guint) rows.said[row * rows.n_annotators], 1 }));
  const AssayHumanLevel level = assay_human_level (&rated.ratings, 0.95);
  assay_annotator (&rated.ratings, (const AssayAnnotatorCell *) cells->data, cells->len, 0.95, &annotator);
  const AssayEstimate *estimates[N_LEVELS] = { &level.human, &level.model, &level.room, &annotator.level };
  for (guint i = 0; i < N_LEVELS; i++)
    tally_truth (tallies + i * COVERAGE_TALLIES, truth[i], estimates[i]->lo, estimates[i]->hi);
}

/* --- settings --------------------------------------------------------------------------------------------------- */

static void
check_coverages (SimulationRun      run,
                 const char *const *names,
                 guint              n_names,
                 const Population  *populations,
                 guint              n_populations,
                 double             lo,
                 double             hi)
{
  Coverage coverages[SIMULATION_TALLIES / COVERAGE_TALLIES] = { 0 };

  for (guint i = 0; i < n_populations; i++)
    {
      const Population *p = &populations[i];
      guint64 tallies[SIMULATION_TALLIES] = { 0 };

      simulate (run, p, i, SIMULATION_SETS, tallies);
      for (guint j = 0; j < n_names; j++)
        {
          const guint64 *t = tallies + j * COVERAGE_TALLIES;

          g_test_message ("%u classes, %u raters, %u rows, right %g, there %g, skew %g: %s: %.4f, below %.4f, "
                          "above %.4f", p->n_classes, p->n_raters, p->n_rows, p->right, p->there, p->skew, names[j],
                          (double) t[COVERED] / MAX (t[COVERED] + t[BELOW] + t[ABOVE], 1),
                          (double) t[BELOW] / SIMULATION_SETS, (double) t[ABOVE] / SIMULATION_SETS);
          coverage_add (&coverages[j], t);
        }
    }
  for (guint j = 0; j < n_names; j++)
    {
      coverages[j].name = names[j];
      coverage_check (&coverages[j], lo, hi);
    }
}

static const Population settings[] = {
  { 3, 3, 30, 0.8, 1, 0.6, 0.7 },    { 4, 5, 30, 0.9, 0.9, 0.7, 0.85 },
  { 2, 3, 50, 0.8, 1, 1, 0.8 },      { 2, 5, 100, 0.9, 0.7, 0.4, 0.95 }, { 3, 3, 100, 0.8, 1, 0.6, 0.7 },
  { 5, 5, 100, 0.7, 0.8, 1, 0.75 }, { 5, 5, 200, 0.85, 1, 0.6, 0.9 },   { 5, 3, 500, 0.9, 0.9, 0.7, 0.85 },
};

static void
test_agreements (void)
{
  check_coverages (run_agreements, agreement_names, N_AGREEMENTS, settings, G_N_ELEMENTS (settings), 0.93, 0.955);
}

static void
test_levels (void)
{
  check_coverages (run_levels, level_names, N_LEVELS, settings, G_N_ELEMENTS (settings), 0.945, 0.97);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agreement-simulation/agreements", test_agreements);
  g_test_add_func ("/agreement-simulation/levels", test_levels);
  return g_test_run ();
}
