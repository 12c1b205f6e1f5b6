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

void
assay_scale_trim (AssayScale *self,
                  double      lo,
                  double      hi)
{
  const double room = 0.04 * (hi - lo);

  if (!(hi > lo))
    return;
  self->lo = MAX (self->lo, lo - room);
  self->hi = MIN (self->hi, hi + room);
}

double
assay_scale_at (const AssayScale *self,
                double            value)
{
  return self->from + (value - self->lo) / (self->hi - self->lo) * (self->to - self->from);
}

/* Ticks are whole multiples of the step; this is the first one within. */
static double
first_tick (const AssayScale *self)
{
  return ceil (self->lo / self->step - 1e-6);
}

guint
assay_scale_n (const AssayScale *self)
{
  return (guint) MAX (floor (self->hi / self->step + 1e-6) - first_tick (self) + 1, 0);
}

double
assay_scale_tick (const AssayScale *self,
                  guint             i)
{
  const double value = (first_tick (self) + i) * self->step;

  return value == 0 ? 0 : value; /* no -0 */
}

char *
assay_scale_label (const AssayScale *self,
                   double            value)
{
  const double times = self->is_share ? 100 : 1, step = self->step * times;
  const guint decimals = (guint) CLAMP (-floor (log10 (step) + NEAR), 0, 9);
  char format[16], digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (value == 0)
    return g_strdup ("0");
  if (fabs (value * times) >= 1e9 || step < 1e-9)
    {
      const double more = floor (log10 (fabs (value * times)) + NEAR) - floor (log10 (step) + NEAR);
      g_snprintf (format, sizeof format, "%%.%ue", (guint) CLAMP (more, 0, 16));
      g_ascii_formatd (digits, sizeof digits, format, fabs (value * times));
    }
  else
    {
      g_snprintf (format, sizeof format, "%%.%uf", decimals);
      g_ascii_formatd (digits, sizeof digits, format, fabs (value * times));
    }
  const char *sign = value < 0 ? "\xe2\x88\x92" : self->is_signed && value > 0 ? "+" : "";
  return g_strconcat (sign, digits, NULL);
}
