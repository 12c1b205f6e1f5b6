/* test-score-auc.c: the AUC and DeLong's variance against rows taken pair by pair, the ends against their equations.
 * */
#include "near.h"
#include "score-sample.h"

static double
pair (double positive,
      double negative)
{
  return positive > negative ? 1 : positive == negative ? 0.5 : 0;
}

/* DeLong's variance and covariance from structural components, a double loop for each row. Scores are exact ties. */
typedef struct
{
  double area, placements[SCORE_MOST_ROWS];
  guint  positives, negatives;
} Brute;

static void
brute_init (Brute             *self,
            const gboolean    *labels,
            const double      *scores,
            guint              n)
{
  double sum = 0;

  self->positives = self->negatives = 0;
  for (guint i = 0; i < n; i++)
    *(labels[i] ? &self->positives : &self->negatives) += 1;
  for (guint i = 0; i < n; i++)
    {
      double placement = 0;

      for (guint j = 0; j < n; j++)
        if (labels[j] != labels[i])
          placement += labels[i] ? pair (scores[i], scores[j]) : pair (scores[j], scores[i]);
      self->placements[i] = placement / (labels[i] ? self->negatives : self->positives);
      sum += labels[i] ? self->placements[i] : 0;
    }
  self->area = sum / self->positives;
}

static double
brute_covariance (const Brute    *a,
                  const Brute    *b,
                  const gboolean *labels,
                  guint           n)
{
  double sums[2] = { 0, 0 };

  for (guint i = 0; i < n; i++)
    sums[labels[i]] += (a->placements[i] - a->area) * (b->placements[i] - b->area);
  return sums[1] / (a->positives - 1.0) / a->positives + sums[0] / (a->negatives - 1.0) / a->negatives;
}

/* scikit-learn's documented example of roc_auc_score. */
static void
test_published (void)
{
  static ScoreSample sample;

  score_sample_read (&sample, "0 .1;0 .4;1 .35;1 .8", 1024);
  near_at ("scikit-learn", "AUC", assay_score_auc (&sample.histogram, 0.95).value, 0.75, 0);
}

static void
test_brute_force (void)
{
  static ScoreSample sample;
  static Brute brute;
  const double z = assay_z (0.95);

  for (guint round = 0; round < 60; round++)
    {
      score_sample_draw (&sample, g_test_rand_int_range (60, 200), g_test_rand_int_range (3, 40), 0.3);
      brute_init (&brute, sample.labels, sample.scores, sample.n_rows);
      const double a = brute.area, s = sqrt (brute_covariance (&brute, &brute, sample.labels, sample.n_rows));
      const AssayEstimate estimate = assay_score_auc (&sample.histogram, 0.95);

      near_at ("brute", "AUC", estimate.value, a, 1e-12);
      g_assert_cmpuint (estimate.n, ==, sample.n_rows);
      if (MIN (brute.positives, brute.negatives) * MIN (a, 1 - a) < 5)
        continue;
      const double logit = log (a / (1 - a)), reach = z * s / (a * (1 - a));
      near_at ("brute", "lo", log (estimate.lo / (1 - estimate.lo)), logit - reach, 1e-9);
      near_at ("brute", "hi", log (estimate.hi / (1 - estimate.hi)), logit + reach, 1e-9);
    }
}

/* (A - θ)² - z² V(θ), V written out as measures.md has it. */
static double
equation (double a,
          double theta,
          double p,
          double n,
          double z)
{
  const double m = (p + n) / 2;
  const double v = theta * (1 - theta) * (1 + (m - 1) * ((1 - theta) / (2 - theta) + theta / (1 + theta))) / (p * n);

  return (a - theta) * (a - theta) - z * z * v;
}

static void
test_few_rows (void)
{
  static ScoreSample sample;
  static const struct { const char *rows; double area, p, n; } table[] = {
    { "0 .1;0 .2;0 .3;1 .8;1 .9", 1, 2, 3 },
    { "1 .1;1 .2;0 .8;0 .9", 0, 2, 2 },
    { "0 .1;0 .4;1 .35;1 .8", 0.75, 2, 2 },
    { "0 .1;0 .5;1 .5;1 .8;1 .9;0 .2;0 .3", 11.5 / 12, 3, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      score_sample_read (&sample, table[i].rows, 1024);
      const AssayEstimate estimate = assay_score_auc (&sample.histogram, 0.95);
      const double a = table[i].area, p = table[i].p, n = table[i].n, z = assay_z (0.95);

      near_at (table[i].rows, "AUC", estimate.value, table[i].area, 1e-15);
      if (table[i].area < 1)
        near_at (table[i].rows, "hi", equation (a, estimate.hi, p, n, z), 0, 1e-12);
      else
        g_assert_cmpfloat (estimate.hi, ==, 1);
      if (table[i].area > 0)
        near_at (table[i].rows, "lo", equation (a, estimate.lo, p, n, z), 0, 1e-12);
      else
        g_assert_cmpfloat (estimate.lo, ==, 0);
      g_assert_cmpfloat (estimate.lo, <, estimate.hi);
      g_assert_true ((table[i].area == 0 || estimate.lo > 0) && (table[i].area == 1 || estimate.hi < 1));
    }
}

/* Labels turned round: A and its ends become 1 less them, in the other order. */
static void
test_mirrored (void)
{
  static ScoreSample sample;

  for (guint round = 0; round < 60; round++)
    {
      score_sample_draw (&sample, g_test_rand_int_range (6, 60), 20, 0.8);
      const AssayEstimate one = assay_score_auc (&sample.histogram, 0.9);
      for (guint i = 0; i < sample.n_rows; i++)
        sample.labels[i] = !sample.labels[i];
      score_sample_bin (&sample, 20);
      const AssayEstimate other = assay_score_auc (&sample.histogram, 0.9);

      near_at ("mirrored", "value", other.value, 1 - one.value, 1e-12);
      near_at ("mirrored", "lo", other.lo, 1 - one.hi, 1e-9);
      near_at ("mirrored", "hi", other.hi, 1 - one.lo, 1e-9);
    }
}

static void
test_undefined (void)
{
  static ScoreSample sample;
  static const struct { const char *rows; double value; const char *why; } table[] = {
    { "0 .1;0 .2", NAN, "needs positives and negatives" },
    { "1 .1", NAN, "needs positives and negatives" },
    { "0 .1;1 .2", 1, "fewer than two positives or two negatives" },
    { "0 .5;1 .5;0 .5;1 .5", 0.5, "no spread" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      score_sample_read (&sample, table[i].rows, 1024);
      const AssayEstimate estimate = assay_score_auc (&sample.histogram, 0.95);

      near_at (table[i].rows, "value", estimate.value, table[i].value, 0);
      g_assert_true (isnan (estimate.lo) && isnan (estimate.hi));
      g_assert_cmpstr (estimate.why, ==, table[i].why);
    }
  sample.n_rows = 0;
  score_sample_bin (&sample, 8);
  g_assert_cmpstr (assay_score_auc (&sample.histogram, 0.95).why, ==, "no rows");
}

/* --- two models ------------------------------------------------------------------------------------------------- */

#define PAIRED_BINS 12

/* Scores of a second model on the sample's rows. */
static void
draw_second (const ScoreSample *sample,
             double            *scores)
{
  for (guint i = 0; i < sample->n_rows; i++)
    scores[i] = g_test_rand_double () < 0.6 ? sample->scores[i]
                                            : (g_test_rand_int_range (0, PAIRED_BINS) + 0.5) / PAIRED_BINS;
}

static guint
fill_pairs (const ScoreSample *sample,
            const double      *old_scores,
            AssayScorePair    *pairs)
{
  guint n = 0;

  for (guint new = 0; new < PAIRED_BINS; new++)
    for (guint old = 0; old < PAIRED_BINS; old++)
      {
        AssayScorePair cell = { .new_bin = new, .old_bin = old };

        for (guint i = 0; i < sample->n_rows; i++)
          if (score_bin (sample->scores[i], PAIRED_BINS) == new && score_bin (old_scores[i], PAIRED_BINS) == old)
            *(sample->labels[i] ? &cell.positives : &cell.negatives) += 1;
        if (cell.positives + cell.negatives > 0)
          pairs[n++] = cell;
      }
  return n;
}

static void
test_difference (void)
{
  static ScoreSample sample;
  static Brute new, old;
  double old_scores[200];
  AssayScorePair cells[PAIRED_BINS * PAIRED_BINS];

  for (guint round = 0; round < 60; round++)
    {
      score_sample_draw (&sample, g_test_rand_int_range (20, 200), PAIRED_BINS, 0.4);
      draw_second (&sample, old_scores);
      const guint n = fill_pairs (&sample, old_scores, cells);
      const AssayScorePairs pairs = { PAIRED_BINS, PAIRED_BINS, n, cells, 0, 0 };
      brute_init (&new, sample.labels, sample.scores, sample.n_rows);
      brute_init (&old, sample.labels, old_scores, sample.n_rows);
      const double variance = brute_covariance (&new, &new, sample.labels, sample.n_rows)
                              + brute_covariance (&old, &old, sample.labels, sample.n_rows)
                              - 2 * brute_covariance (&new, &old, sample.labels, sample.n_rows);
      const AssayEstimate estimate = assay_score_auc_difference (&pairs, 0.95);
      const double d = new.area - old.area, reach = assay_z (0.95) * sqrt (variance);

      near_at ("paired", "difference", estimate.value, d, 1e-12);
      near_at ("paired", "lo", estimate.lo, MAX (d - reach, -1), 1e-9);
      near_at ("paired", "hi", estimate.hi, MIN (d + reach, 1), 1e-9);
    }
}

static void
test_same_ranking (void)
{
  static ScoreSample sample;
  AssayScorePair cells[PAIRED_BINS * PAIRED_BINS];

  score_sample_draw (&sample, 100, PAIRED_BINS, 0.4);
  const AssayScorePairs pairs = { PAIRED_BINS, PAIRED_BINS, fill_pairs (&sample, sample.scores, cells), cells, 0, 0 };
  const AssayEstimate estimate = assay_score_auc_difference (&pairs, 0.95);

  g_assert_cmpfloat (estimate.value, ==, 0);
  g_assert_true (isnan (estimate.lo) && isnan (estimate.hi));
  g_assert_cmpstr (estimate.why, ==, "no spread");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/score-auc/published", test_published);
  g_test_add_func ("/measure/score-auc/brute-force", test_brute_force);
  g_test_add_func ("/measure/score-auc/few-rows", test_few_rows);
  g_test_add_func ("/measure/score-auc/mirrored", test_mirrored);
  g_test_add_func ("/measure/score-auc/undefined", test_undefined);
  g_test_add_func ("/measure/score-auc/difference", test_difference);
  g_test_add_func ("/measure/score-auc/same-ranking", test_same_ranking);
  return g_test_run ();
}
