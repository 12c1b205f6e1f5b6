/* agreement-ratio.c: a ratio of two sums over rows, by the delta method (Cochran 1977, Sampling techniques, 6.4).
 *
 * v = n/(n - 1) Σ(x - r y)² / (Σy)², t with n - 1 degrees. r ± t √v holds too rarely near 1, which is where human
 * level lies (30 rows: .909, simulated), so that what other shares with a variance of their own have is taken here,
 * too: a share is one of r (1 - r)/v effective rows, Wilson's (effective.h; .950). A difference gets Bonett & Price's
 * two rows more, in which the one and the other are all there is (.911 without, .978 with them; of 50 to 500 rows
 * .938 and .957).
 *
 * Ratings come in small numbers and credits in halves and thirds, so that sums in double keep all that matters; what
 * is left of Σ(x - r y)² beside its terms by their rounding alone is no spread.
 */
#include "agreement-private.h"
#include "effective.h"

#define ROUNDING 1e-13

/* FALSE: estimate is all there is. */
static gboolean
has_spread (const AssayRatio *self,
            double            ratio,
            double            squares,
            const char       *why,
            AssayEstimate    *estimate)
{
  if (!(self->y > 0))
    *estimate = estimate_undefined (self->n, why);
  else if (self->n < 2)
    *estimate = (AssayEstimate) { ratio, NAN, NAN, self->n, ASSAY_ONE_ROW };
  else if (!(squares > ROUNDING * (self->xx + ratio * ratio * self->yy)))
    *estimate = (AssayEstimate) { ratio, NAN, NAN, self->n, ASSAY_NO_SPREAD };
  else
    return TRUE;
  return FALSE;
}

static double
squares_about (const AssayRatio *self,
               double            ratio)
{
  return self->xx - 2 * ratio * self->xy + ratio * ratio * self->yy;
}

AssayEstimate
assay_ratio_share (const AssayRatio *self,
                   double            confidence,
                   const char       *why)
{
  const double rows = (double) self->n, ratio = self->x / self->y, squares = squares_about (self, ratio);
  AssayEstimate estimate;

  if (!has_spread (self, ratio, squares, why, &estimate))
    return estimate;
  const double v = squares * rows / (rows - 1) / (self->y * self->y);
  const AssayEffective share = assay_effective_new (ratio, v, rows, assay_t (confidence, rows - 1), self->n);
  estimate = assay_effective_interval (&share);
  estimate.n_eff = 0;
  return estimate;
}

AssayEstimate
assay_ratio_difference (const AssayRatio *self,
                        double            confidence,
                        const char       *why)
{
  const double rows = (double) self->n, ratio = self->x / self->y, mean = self->y / rows;
  AssayRatio more = *self;
  AssayEstimate estimate;

  if (!has_spread (self, ratio, squares_about (self, ratio), why, &estimate))
    return estimate;
  assay_ratio_add (&more, 1, mean, mean);
  assay_ratio_add (&more, 1, -mean, mean);
  const double centre = more.x / more.y, n = rows + 2;
  const double error = sqrt (squares_about (&more, centre) * n / (n - 1)) / more.y;
  const double reach = assay_t (confidence, rows - 1) * error;
  return estimate_widened (ratio, MAX (centre - reach, -1), MIN (centre + reach, 1), self->n);
}
