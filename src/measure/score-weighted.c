/* score-weighted.c: what the rows of a histogram weigh, and their measures (measures.md 3, "weighted rows").
 *
 * Brier score and log loss are weighted means. AUC, AP, KS and the calibration error are those of the bins' weights in
 * place of their rows; the interval comes from 1,000 replicates in which every row is its own cluster, and the weights
 * of a bin's label are drawn at once (resampling.c). Calibration bins close by weight, and their noise is that of as many
 * rows as they are worth.
 */
#include "score-private.h"

#define MOST_MASS ((guint64) 1 << 58) /* 15 times it, and as many bins, stay in 128 bits */

AssayScoreWeighing *
assay_score_weighing_new (guint n_bins)
{
  return g_malloc0 (sizeof (AssayScoreWeighing) + n_bins * sizeof (AssayScoreWeight));
}

AssayScoreWeighing *
assay_score_weighing_less (const AssayHistogram *whole,
                           const AssayHistogram *part,
                           const AssayHistogram *rest)
{
  AssayScoreWeighing *self = assay_score_weighing_new (rest->n_bins);
  guint at = 0, n = 0;

  self->k_score = whole->weighing->k_score;
  self->k_w = whole->weighing->k_w;
  self->brier = whole->weighing->brier;
  self->log_loss = whole->weighing->log_loss;
  assay_moments_subtract (&self->brier, &part->weighing->brier);
  assay_moments_subtract (&self->log_loss, &part->weighing->log_loss);
  for (guint i = 0; i < whole->n_bins; i++)
    {
      AssayScoreWeight weight = whole->weighing->bins[i];

      if (at < part->n_bins && part->bins[at].bin == whole->bins[i].bin)
        {
          const AssayScoreWeight *less = &part->weighing->bins[at++];
          for (guint y = 0; y < 2; y++)
            {
              weight.w[y] -= less->w[y];
              weight.ww[y] -= less->ww[y];
              weight.score[y] -= less->score[y];
            }
        }
      if (n < rest->n_bins && rest->bins[n].bin == whole->bins[i].bin)
        self->bins[n++] = weight;
    }
  return self;
}

AssayWeights *
assay_score_weighing_cells (const AssayHistogram *scores)
{
  const guint n = scores->n_bins;
  AssayWeights *weights = assay_weights_new (2 * n);

  for (guint i = 0; i < 2 * n; i++)
    {
      const AssayScoreWeight *bin = &scores->weighing->bins[i % n];
      weights->cells[i] = (AssayWeight) { bin->w[i / n], bin->ww[i / n] };
    }
  return weights;
}

double
assay_score_weighing_mean (const AssayHistogram *scores,
                           guint                 bin,
                           guint                 y)
{
  const AssayScoreWeighing *self = scores->weighing;
  const AssayScoreWeight *weight = &self->bins[bin];
  const guint from = weight->w[y] > 0 ? y : 1 - y;

  if (weight->w[from] <= 0)
    return 0;
  return ldexp ((double) weight->score[from] / (double) weight->w[from], self->k_w - self->k_score);
}

/* (Σw)²/Σw² of all rows */
double
assay_score_worth (const AssayHistogram *scores)
{
  double w = 0, ww = 0;

  for (guint i = 0; i < scores->n_bins; i++)
    for (guint y = 0; y < 2; y++)
      {
        w += (double) scores->weighing->bins[i].w[y];
        ww += (double) scores->weighing->bins[i].ww[y];
      }
  return ww > 0 ? w * w / ww : 0;
}

void
assay_score_weighing_masses (const AssayHistogram *scores,
                             guint64              *masses)
{
  __int128 total = 0;
  guint cut = 0;

  for (guint i = 0; i < scores->n_bins; i++)
    total += scores->weighing->bins[i].w[0] + scores->weighing->bins[i].w[1];
  while (total >> cut > MOST_MASS)
    cut++;
  for (guint i = 0; i < scores->n_bins; i++)
    masses[i] = (guint64) ((scores->weighing->bins[i].w[0] + scores->weighing->bins[i].w[1]) >> cut);
}

/* The noise of a group's share is that of n rows, if all rows together were n / (the group's share of weight). */
void
assay_score_weighing_rows (const AssayHistogram *scores,
                           const guint          *groups,
                           double               *rows)
{
  double w[ASSAY_CALIBRATION_BINS] = { 0 }, ww[ASSAY_CALIBRATION_BINS] = { 0 }, total = 0;

  for (guint i = 0; i < scores->n_bins; i++)
    for (guint y = 0; y < 2; y++)
      {
        w[groups[i]] += (double) scores->weighing->bins[i].w[y];
        ww[groups[i]] += (double) scores->weighing->bins[i].ww[y];
        total += (double) scores->weighing->bins[i].w[y];
      }
  for (guint i = 0; i < ASSAY_CALIBRATION_BINS; i++)
    rows[i] = ww[i] > 0 ? w[i] / ww[i] * total : 0;
}
