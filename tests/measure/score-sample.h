/* score-sample.h: histograms of scores that are written down or drawn, and the rows they came from. */
#pragma once

#include "measure/score-private.h"

#define SCORE_K 30
#define SCORE_MOST_ROWS 20000
#define SCORE_MOST_BINS 1024

typedef struct
{
  guint          n_rows, n_bins;
  gboolean       labels[SCORE_MOST_ROWS];
  double         scores[SCORE_MOST_ROWS];
  double         edges[SCORE_MOST_BINS + 1];
  AssayScoreBin  all[SCORE_MOST_BINS], filled[SCORE_MOST_BINS];
  AssayHistogram histogram;
} ScoreSample;

static inline guint
score_bin (double score,
           guint  n_bins)
{
  return MIN ((guint) (score * n_bins), n_bins - 1);
}

static inline __int128
score_fixed (double value)
{
  return llrint (ldexp (value, SCORE_K));
}

/* Losses of a row, each with its square. */
static inline void
score_add_losses (AssayHistogram *histogram,
                  gboolean        label,
                  double          score)
{
  const double hit = label ? score : 1 - score;
  const __int128 brier = llrint (ldexp ((1 - hit) * (1 - hit), 30));
  const __int128 log_loss = llrint (ldexp (-log (MAX (hit, 1e-15)), 25));

  histogram->brier.sum += brier;
  histogram->brier.squares += brier * brier;
  histogram->log_loss.sum += log_loss;
  histogram->log_loss.squares += log_loss * log_loss;
}

/* Makes the histogram of the sample's rows: n_bins of equal width on [0, 1]. */
static inline void
score_sample_bin (ScoreSample *self,
                  guint        n_bins)
{
  self->n_bins = n_bins;
  for (guint bin = 0; bin < n_bins; bin++)
    self->all[bin] = (AssayScoreBin) { .bin = bin };
  for (guint bin = 0; bin <= n_bins; bin++)
    self->edges[bin] = (double) bin / n_bins;
  self->histogram = (AssayHistogram) { .n_edges = n_bins + 1, .edges = self->edges, .bins = self->filled,
                                       .k = SCORE_K, .is_probability = TRUE, .brier = { 30, 0, 0 },
                                       .log_loss = { 25, 0, 0 } };
  for (guint i = 0; i < self->n_rows; i++)
    {
      AssayScoreBin *bin = &self->all[score_bin (self->scores[i], n_bins)];

      *(self->labels[i] ? &bin->positives : &bin->negatives) += 1;
      *(self->labels[i] ? &bin->positive_sum : &bin->negative_sum) += score_fixed (self->scores[i]);
      score_add_losses (&self->histogram, self->labels[i], self->scores[i]);
    }
  for (guint bin = 0; bin < n_bins; bin++)
    if (self->all[bin].negatives + self->all[bin].positives > 0)
      self->filled[self->histogram.n_bins++] = self->all[bin];
}

/* Rows as text: "0 .1;1 .4;..." */
static inline void
score_sample_read (ScoreSample *self,
                   const char  *rows,
                   guint        n_bins)
{
  g_auto (GStrv) parts = g_strsplit (rows, ";", -1);

  self->n_rows = g_strv_length (parts);
  for (guint i = 0; i < self->n_rows; i++)
    {
      self->labels[i] = parts[i][0] == '1';
      self->scores[i] = g_ascii_strtod (parts[i] + 1, NULL);
    }
  score_sample_bin (self, n_bins);
}

/* Random rows with many ties: scores on the middles of bins. A share of the scores is pushed towards the label. */
static inline void
score_sample_draw (ScoreSample *self,
                   guint        n_rows,
                   guint        n_bins,
                   double       push)
{
  self->n_rows = n_rows;
  for (guint i = 0; i < n_rows; i++)
    {
      const guint bin = g_test_rand_int_range (0, n_bins);

      self->labels[i] = g_test_rand_bit ();
      self->scores[i] = (bin + 0.5) / n_bins;
      if (g_test_rand_double () < push)
        self->scores[i] = (MIN (bin / 2 + (self->labels[i] ? n_bins / 2 : 0), n_bins - 1) + 0.5) / n_bins;
    }
  score_sample_bin (self, n_bins);
}
