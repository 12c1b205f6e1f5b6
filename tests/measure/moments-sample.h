/* moments-sample.h: rows of one or two real values as the exact sums of moments.h. */
#pragma once

#include "measure/moments.h"

/* values must be whole at the scale 2^k, so that the sums stand for them and nothing else. */
static inline __int128
moments_fixed (double value,
               guint  k)
{
  const double scaled = ldexp (value, (int) k);

  g_assert_cmpfloat (scaled, ==, rint (scaled));
  g_assert_cmpfloat (fabs (scaled), <=, 0x1p31);
  return (__int128) scaled;
}

static inline void
moments_add_row (AssayMoments *self,
                 __int128      x,
                 __int128      y)
{
  self->n++;
  self->x += x;
  self->xx += x * x;
  self->y += y;
  self->xy += x * y;
  self->yy += y * y;
  self->xh += x * (y * y >> 31);
  self->xl += x * (y * y & 0x7fffffff);
  self->yh += y * (y * y >> 31);
  self->yl += y * (y * y & 0x7fffffff);
  self->hh += (y * y >> 31) * (y * y >> 31);
  self->hl += (y * y >> 31) * (y * y & 0x7fffffff);
  self->ll += (y * y & 0x7fffffff) * (y * y & 0x7fffffff);
}

/* x and y exchanged */
static inline AssayMoments
moments_turned (const AssayMoments *self)
{
  return (AssayMoments) { self->n, self->k_y, self->k_x, self->y, self->yy, self->x, self->xy, self->xx };
}

/* y: NULL, or as many values */
static inline AssayMoments
moments_of (const double *x,
            guint         k_x,
            const double *y,
            guint         k_y,
            guint         n)
{
  AssayMoments moments = { .k_x = k_x, .k_y = k_y };

  for (guint i = 0; i < n; i++)
    moments_add_row (&moments, moments_fixed (x[i], k_x), y != NULL ? moments_fixed (y[i], k_y) : 0);
  return moments;
}
