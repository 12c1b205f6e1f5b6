/* agreement-ratio.c: a ratio of two sums over rows, by the delta method (Cochran 1977, Sampling techniques, 6.4).
 *
 * v = n/(n - 1) Σ(x - r y)² / (Σy)², t with n - 1 degrees. Ratings come in small numbers and credits in halves and
 * thirds, so sums in double keep all that matters; what is left of Σ(x - r y)² beside its terms by their rounding
 * alone is no spread.
 */
#include "agreement-private.h"

#define ROUNDING 1e-13

AssayEstimate
assay_ratio_estimate (const AssayRatio *self,
                      double            confidence,
                      double            least,
                      double            most,
                      const char       *why)
{
  const double rows = (double) self->n, ratio = self->x / self->y;

  if (!(self->y > 0))
    return estimate_undefined (self->n, why);
  if (self->n < 2)
    return (AssayEstimate) { ratio, NAN, NAN, self->n, ASSAY_ONE_ROW };
  const double squares = self->xx - 2 * ratio * self->xy + ratio * ratio * self->yy;
  if (!(squares > ROUNDING * (self->xx + ratio * ratio * self->yy)))
    return (AssayEstimate) { ratio, NAN, NAN, self->n, ASSAY_NO_SPREAD };

  const double reach = assay_t (confidence, rows - 1) * sqrt (squares * rows / (rows - 1)) / self->y;
  return estimate_widened (ratio, MAX (ratio - reach, least), MIN (ratio + reach, most), self->n);
}
