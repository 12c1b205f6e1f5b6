/* wide.h: signed integers of 256 bits, inside src/measure: what a variance needs before it is rounded.
 *
 * n Σx² - (Σx)² of 2^32 rows of 31 bits has 128 bits, and the residuals of a ratio of sums y² Σx² - 2xy Σxy + x² Σy²
 * have 224. In double all of them would be lost where the values are large and alike. Two's complement, least limb
 * first; sums and products wrap at 256 bits, which callers keep away from (moments.h says how).
 */
#pragma once

#include <glib.h>
#include <math.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 limbs[4];
} AssayWide;

static inline AssayWide
assay_wide (__int128 value)
{
  const guint64 sign = value < 0 ? G_MAXUINT64 : 0;

  return (AssayWide) { { (guint64) value, (guint64) (value >> 64), sign, sign } };
}

static inline AssayWide
assay_wide_add (AssayWide a,
                AssayWide b)
{
  unsigned __int128 carry = 0;

  for (guint i = 0; i < 4; i++)
    {
      carry += (unsigned __int128) a.limbs[i] + b.limbs[i];
      a.limbs[i] = (guint64) carry;
      carry >>= 64;
    }
  return a;
}

static inline AssayWide
assay_wide_negate (AssayWide a)
{
  for (guint i = 0; i < 4; i++)
    a.limbs[i] = ~a.limbs[i];
  return assay_wide_add (a, assay_wide (1));
}

static inline AssayWide
assay_wide_subtract (AssayWide a,
                     AssayWide b)
{
  return assay_wide_add (a, assay_wide_negate (b));
}

/* Modulo 2^256, so that signs need no care. */
static inline AssayWide
assay_wide_multiply (AssayWide a,
                     AssayWide b)
{
  AssayWide product = { 0 };

  for (guint i = 0; i < 4; i++)
    {
      unsigned __int128 carry = 0;

      for (guint j = 0; i + j < 4; j++)
        {
          carry += (unsigned __int128) a.limbs[i] * b.limbs[j] + product.limbs[i + j];
          product.limbs[i + j] = (guint64) carry;
          carry >>= 64;
        }
    }
  return product;
}

/* Values on two scales come together on the finer one, exactly, unless they are more than 2^FURTHEST apart: then the finer
 * ones are nothing beside the others, and lose digits. */
#define ASSAY_WIDE_FURTHEST 50 /* n <= 2^40 of errors up to 2^31, shifted and squared, stay below 2^243 */

static inline int
assay_wide_scale (int k_x,
                  int k_y)
{
  return MIN (MAX (k_x, k_y), MIN (k_x, k_y) + ASSAY_WIDE_FURTHEST);
}

/* value * 2^bits; bits < 0 cuts. */
static inline AssayWide
assay_wide_shift (__int128 value,
                  int      bits)
{
  return bits < 0 ? assay_wide (value >> MIN (-bits, 127))
                  : assay_wide_multiply (assay_wide (value), assay_wide ((__int128) 1 << bits));
}

static inline gboolean
assay_wide_is_zero (AssayWide a)
{
  return (a.limbs[0] | a.limbs[1] | a.limbs[2] | a.limbs[3]) == 0;
}

/* Limbs are added from the top: exact up to 2^53, within 2 units in the last place above. */
static inline double
assay_wide_to_double (AssayWide a)
{
  const gboolean is_negative = a.limbs[3] >> 63;
  double value = 0;

  if (is_negative)
    a = assay_wide_negate (a);
  for (guint i = 4; i-- > 0;)
    value = value * 0x1p64 + (double) a.limbs[i];
  return is_negative ? -value : value;
}

G_END_DECLS
