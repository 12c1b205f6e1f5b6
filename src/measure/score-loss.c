/* score-loss.c: Brier score and log loss, means of a loss of every row (measures.md 2, 3). */
#include "moments.h"
#include "score-private.h"

static AssayEstimate
mean_loss (const AssayHistogram *self,
           const AssayScoreLoss *loss,
           const AssayMoments   *weighted, /* (nullable) */
           double                confidence)
{
  const guint64 n = assay_histogram_rows (self);
  const AssayMoments rows = { .n = n, .k_x = loss->k, .x = loss->sum, .xx = loss->squares };

  if (n == 0)
    return estimate_undefined (0, "no rows");
  if (self->is_top_label)
    return estimate_undefined (n, ASSAY_TOP_LABEL);
  if (!self->is_probability)
    return estimate_undefined (n, ASSAY_OUTSIDE_UNIT);

  AssayEstimate estimate = assay_moments_mean (weighted != NULL ? weighted : &rows, confidence);
  estimate.lo = isnan (estimate.lo) ? NAN : MAX (estimate.lo, 0); /* no loss is below 0 */
  return estimate;
}

AssayEstimate
assay_score_brier (const AssayHistogram *self,
                   double                confidence)
{
  return mean_loss (self, &self->brier, self->weighing != NULL ? &self->weighing->brier : NULL, confidence);
}

AssayEstimate
assay_score_log_loss (const AssayHistogram *self,
                      double                confidence)
{
  return mean_loss (self, &self->log_loss, self->weighing != NULL ? &self->weighing->log_loss : NULL, confidence);
}
