/* scale.c: ticks at 1, 2 or 5 times a power of ten. */
#include "scale.h"

#include <math.h>
#include <string.h>

#define NEAR 1e-9

static double
n_steps (double lo,
         double hi,
         double step)
{
  return ceil (hi / step - NEAR) - floor (lo / step + NEAR);
}

AssayScale
assay_scale_new (double   lo,
                 double   hi,
                 guint    n_most,
                 gboolean is_share)
{
  static const double steps[] = { 1, 2, 5, 10, 20, 50, 100 };
  const gboolean is_within = lo >= 0 && hi <= 1;

  if (!(hi > lo))
    {
      const double about = lo != 0 ? fabs (lo) * 0.1 : 1;
      lo -= is_share ? 0.05 : about;
      hi += is_share ? 0.05 : about;
    }
  const double power = pow (10, floor (log10 ((hi - lo) / MAX (n_most, 2))));
  double step = steps[0] * power;
  for (guint i = 0; i < G_N_ELEMENTS (steps) && n_steps (lo, hi, step) + 1 > MAX (n_most, 2); i++)
    step = steps[i] * power;
  AssayScale self = { floor (lo / step + NEAR) * step, ceil (hi / step - NEAR) * step, step, 0, 1, is_share, FALSE };
  if (is_share && is_within)
    {
      self.lo = MAX (self.lo, 0);
      self.hi = MIN (self.hi, 1);
    }
  return self;
}

double
assay_scale_at (const AssayScale *self,
                double            value)
{
  return self->from + (value - self->lo) / (self->hi - self->lo) * (self->to - self->from);
}

guint
assay_scale_n (const AssayScale *self)
{
  return (guint) floor ((self->hi - self->lo) / self->step + 1e-6) + 1;
}

double
assay_scale_tick (const AssayScale *self,
                  guint             i)
{
  const double value = self->lo + i * self->step;

  return fabs (value) < self->step * 1e-6 ? 0 : value;
}

char *
assay_scale_label (const AssayScale *self,
                   double            value)
{
  const double times = self->is_share ? 100 : 1, step = self->step * times;
  const guint decimals = (guint) CLAMP (-floor (log10 (step) + NEAR), 0, 9);
  char format[8], digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (fabs (value * times) >= 1e9)
    {
      g_ascii_formatd (digits, sizeof digits, "%.3g", fabs (value * times));
    }
  else
    {
      g_snprintf (format, sizeof format, "%%.%uf", decimals);
      g_ascii_formatd (digits, sizeof digits, format, fabs (value * times));
    }
  const char *sign = value < 0 ? "\xe2\x88\x92" : self->is_signed && value > 0 ? "+" : "";
  return g_strconcat (sign, digits, NULL);
}
