/* score-calibration.c: whether scores mean what they say (measures.md 2).
 *
 * Rows are put into at most 15 calibration bins of about equal mass; in each the share of positives is set against
 * the mean score. With few rows the two differ though the model is perfect, so the ECE stands beside its mean over
 * draws of labels from the scores themselves; the rows of a score bin, 1/1024 wide, are drawn at their mean score. */
#include "score-private.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

guint
assay_calibration_groups (const guint64 *counts,
                          guint          n,
                          guint         *groups)
{
  unsigned __int128 total = 0, cumulative = 0;
  guint n_groups = 0;
  guint64 target = 1;

  for (guint i = 0; i < n; i++)
    total += counts[i];
  for (guint i = 0; i < n; i++)
    {
      cumulative += counts[i];
      if (target > ASSAY_CALIBRATION_BINS) /* all have closed: what is left has no mass */
        {
          groups[i] = n_groups - 1;
          continue;
        }
      groups[i] = n_groups;
      if (ASSAY_CALIBRATION_BINS * cumulative < target * total)
        continue;
      while (ASSAY_CALIBRATION_BINS * cumulative >= target * total && target <= ASSAY_CALIBRATION_BINS)
        target++;
      n_groups++;
    }
  return n_groups;
}

double
assay_calibration_squared (const AssayCalibrationShape *shape,
                           const AssayScoreWeights     *w)
{
  struct { double positives, all, score; } sums[ASSAY_CALIBRATION_BINS] = { 0 };
  double total = 0, error = 0;

  for (guint i = 0; i < w->n; i++)
    {
      const guint group = shape->groups[i];

      sums[group].positives += w->positives[i];
      sums[group].all += w->positives[i] + w->negatives[i];
      sums[group].score += w->positives[i] * shape->positive_scores[i] + w->negatives[i] * shape->negative_scores[i];
      total += w->positives[i] + w->negatives[i];
    }
  for (guint group = 0; group < shape->n_groups; group++)
    {
      const double all = sums[group].all, rows = shape->rows[group] * all / total;
      const double y = sums[group].positives / all, off = y - sums[group].score / all;

      if (rows >= 2)
        error += all / total * (off * off - y * (1 - y) / (rows - 1));
    }
  return total > 0 ? error : NAN;
}

/* --- the reliability table ------------------------------------------------------------------------------------ */

static double
mean_score (__int128 sum,
            guint64  n,
            guint    k)
{
  return ldexp ((double) sum / (double) n, -(int) k);
}

double
assay_mean_score (__int128 sum,
                  guint64  n,
                  __int128 other_sum,
                  guint64  other_n,
                  guint    k)
{
  return n > 0 ? mean_score (sum, n, k) : mean_score (other_sum, other_n, k);
}

static void
fill_bins (const AssayHistogram *self,
           const guint          *groups,
           double                z,
           AssayCalibration     *calibration)
{
  __int128 sums[ASSAY_CALIBRATION_BINS] = { 0 };

  for (guint i = 0; i < self->n_bins; i++)
    {
      const AssayScoreBin *from = &self->bins[i];
      AssayCalibrationBin *bin = &calibration->bins[groups[i]];

      if (bin->n == 0)
        bin->lo = self->edges[from->bin];
      bin->hi = self->edges[from->bin + 1];
      bin->n += from->negatives + from->positives;
      bin->positives += from->positives;
      sums[groups[i]] += from->negative_sum + from->positive_sum;
    }
  for (guint i = 0; i < calibration->n_bins; i++)
    {
      AssayCalibrationBin *bin = &calibration->bins[i];

      bin->score = mean_score (sums[i], bin->n, self->k);
      bin->observed = assay_wilson_z (bin->positives, bin->n, z);
    }
}

static void
errors_of (const AssayCalibration *calibration,
           const double           *observed,
           guint64                 rows,
           double                 *ece,
           double                 *max_error)
{
  *ece = *max_error = 0;
  for (guint i = 0; i < calibration->n_bins; i++)
    {
      const double off = fabs (observed[i] - calibration->bins[i].score);

      *ece += off * calibration->bins[i].n / rows;
      *max_error = MAX (*max_error, off);
    }
}

/* --- what a perfect model would show --------------------------------------------------------------------------- */

/* The words of one draw as one of GSL's generators, so that its exact binomial variates can be had. */
typedef struct
{
  AssayStream stream;
  guint32     draw, block, words[4];
  guint       n_used;
} Words;

static unsigned long
words_get (void *state)
{
  Words *self = state;

  if (self->n_used == 4)
    {
      assay_stream_block (&self->stream, self->draw, self->block++, self->words);
      self->n_used = 0;
    }
  return self->words[self->n_used++];
}

static double
words_get_double (void *state)
{
  return (words_get (state) + 0.5) * 0x1p-32; /* never 0, which an inversion would take for certain */
}

static const gsl_rng_type words_type = {
  "philox4x32-10", G_MAXUINT32, 0, sizeof (Words), NULL, words_get, words_get_double,
};

static guint64
binomial (Words  *words,
          double  p,
          guint64 n)
{
  const gsl_rng rng = { &words_type, words };
  guint64 k = 0;

  for (; n > G_MAXINT32; n -= G_MAXINT32) /* GSL counts in unsigned int */
    k += gsl_ran_binomial (&rng, p, G_MAXINT32);
  return k + gsl_ran_binomial (&rng, p, n);
}

static void
expect_errors (const AssayHistogram      *self,
               const guint               *groups,
               guint64                    rows,
               const AssayMeasureOptions *options,
               AssayCalibration          *calibration)
{
  const guint n_draws = options->n_draws > 0 ? options->n_draws : ASSAY_SCORE_DRAWS;
  Words words = { .n_used = 4 };

  assay_stream_init (&words.stream, options->seed, options->stream);
  for (guint draw = 0; draw < n_draws; draw++)
    {
      double observed[ASSAY_CALIBRATION_BINS] = { 0 }, ece, max_error;

      words.draw = draw;
      words.block = 0;
      words.n_used = 4;
      for (guint i = 0; i < self->n_bins; i++)
        {
          const AssayScoreBin *bin = &self->bins[i];
          const guint64 n = bin->negatives + bin->positives;
          const double score = mean_score (bin->negative_sum + bin->positive_sum, n, self->k);

          observed[groups[i]] += binomial (&words, CLAMP (score, 0, 1), n);
        }
      for (guint i = 0; i < calibration->n_bins; i++)
        observed[i] /= calibration->bins[i].n;
      errors_of (calibration, observed, rows, &ece, &max_error);
      calibration->expected_ece += ece / n_draws;
      calibration->expected_max_error += max_error / n_draws;
    }
}

AssayCalibration
assay_score_calibration (const AssayHistogram      *self,
                         const AssayMeasureOptions *options)
{
  const guint64 rows = assay_histogram_rows (self);
  AssayCalibration calibration = { .ece = NAN, .max_error = NAN, .expected_ece = NAN, .expected_max_error = NAN };
  g_autofree guint *groups = g_new (guint, self->n_bins);
  g_autofree guint64 *counts = g_new (guint64, self->n_bins);
  double observed[ASSAY_CALIBRATION_BINS];

  if (rows == 0 || !self->is_probability || self->weighing != NULL)
    {
      calibration.why = rows == 0 ? "no rows" : !self->is_probability ? ASSAY_OUTSIDE_UNIT : ASSAY_WEIGHTED_CALIBRATION;
      return calibration;
    }
  for (guint i = 0; i < self->n_bins; i++)
    counts[i] = self->bins[i].negatives + self->bins[i].positives;
  calibration.n_bins = assay_calibration_groups (counts, self->n_bins, groups);
  fill_bins (self, groups, assay_z (options->confidence), &calibration);
  for (guint i = 0; i < calibration.n_bins; i++)
    observed[i] = calibration.bins[i].observed.value;
  errors_of (&calibration, observed, rows, &calibration.ece, &calibration.max_error);
  calibration.expected_ece = calibration.expected_max_error = 0;
  expect_errors (self, groups, rows, options, &calibration);
  return calibration;
}
