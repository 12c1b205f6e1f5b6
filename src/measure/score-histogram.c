/* score-histogram.c: histograms of scores, and the whole less a part. */
#include "score-private.h"

guint64
assay_histogram_positives (const AssayHistogram *self)
{
  guint64 positives = 0;

  for (guint i = 0; i < self->n_bins; i++)
    positives += self->bins[i].positives;
  return positives;
}

guint64
assay_histogram_rows (const AssayHistogram *self)
{
  guint64 rows = assay_histogram_positives (self);

  for (guint i = 0; i < self->n_bins; i++)
    rows += self->bins[i].negatives;
  return rows;
}

static void
subtract_bin (AssayScoreBin       *bin,
              const AssayScoreBin *part)
{
  g_assert (part->negatives <= bin->negatives && part->positives <= bin->positives);
  bin->negatives -= part->negatives;
  bin->positives -= part->positives;
  bin->negative_sum -= part->negative_sum;
  bin->positive_sum -= part->positive_sum;
}

static AssayScoreLoss
loss_less (const AssayScoreLoss *whole,
           const AssayScoreLoss *part)
{
  g_assert (whole->k == part->k);
  return (AssayScoreLoss) { whole->k, whole->sum - part->sum, whole->squares - part->squares };
}

AssayHistogram *
assay_histogram_less (const AssayHistogram *whole,
                      const AssayHistogram *part)
{
  g_return_val_if_fail (whole->n_edges == part->n_edges && whole->k == part->k, NULL);

  AssayHistogram *rest = g_new (AssayHistogram, 1);
  AssayScoreBin *bins = g_new (AssayScoreBin, whole->n_bins);
  guint n = 0, at = 0;

  for (guint i = 0; i < whole->n_bins; i++)
    {
      bins[n] = whole->bins[i];
      if (at < part->n_bins && part->bins[at].bin == bins[n].bin)
        subtract_bin (&bins[n], &part->bins[at++]);
      n += bins[n].negatives + bins[n].positives > 0;
    }
  g_assert (at == part->n_bins);
  *rest = *whole;
  rest->bins = bins;
  rest->n_bins = n;
  rest->brier = loss_less (&whole->brier, &part->brier);
  rest->log_loss = loss_less (&whole->log_loss, &part->log_loss);
  rest->weighing = whole->weighing != NULL && part->weighing != NULL ? assay_score_weighing_less (whole, part, rest) : NULL;
  return rest;
}

void
assay_histogram_free (AssayHistogram *self)
{
  if (self == NULL)
    return;
  g_free ((AssayScoreBin *) self->bins);
  g_free (self->weighing);
  g_free (self);
}
