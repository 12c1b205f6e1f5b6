/* r2.c: R² = 1 - S/T, S = Σe², T = Σ(y - ȳ)², and its interval from exact sums.
 *
 * The delta method on log (S/T): a row's influence is u = e²/S - (y - ȳ)²/T, of which Σu = 0 and Σu² is what sums of
 * products of e² and powers of y add up to. That is the variance which a Poisson bootstrap of the rows has to the first
 * order, without its draws; the ends are transformed back. Of two models on the same rows R² - R²' is Σ(f² - e²)/T, and
 * a row's influence [f² - e² - (R² - R²') (y - ȳ)²]/T.
 *
 * Influences are differences of squares, skew and long-tailed, so that Σu² itself is less sure than a variance of
 * normal values: t has (n - 1)/3 degrees. With n - 1 the bootstrap held more often where rows are few and errors
 * heavy-tailed (50 rows, double exponential errors: .918 against .930), with a third of them nowhere [sim].
 *
 * Powers of labels far from 0 would cancel. The label's integer has 31 bits, its square 62: kept as two halves of 31,
 * y² = h 2^31 + l, whose products are exact (moments.h). All sums are moved to the integer c next to the mean,
 * exactly, in 256 bits; what is left of the mean, |r| <= 1/2 of the label's unit, is taken out in double.
 */
#include "moments-private.h"
#include "measure-private.h"

#define HALF 31          /* bits of h and l */
#define ROUNDING 1e-14   /* what is less than this beside its terms is their rounding */
#define FEWEST 4         /* rows: one degree of freedom */
#define TOO_FEW "fewer than 4 rows"

/* --- the labels, centred --------------------------------------------------------------------------------------- */

typedef struct
{
  __int128 c;       /* integer */
  double   r;       /* the mean is c + r */
  double   squares; /* Σ(y - ȳ)² */
  double   fourths; /* Σ(y - ȳ)⁴ */
} Labels;

static AssayWide
times (__int128  a,
       AssayWide b)
{
  return assay_wide_multiply (assay_wide (a), b);
}

/* high 2^31 + low */
static AssayWide
joined (AssayWide high,
        AssayWide low)
{
  return assay_wide_add (times ((__int128) 1 << HALF, high), low);
}

/* a - 2 c b + c² d, as Σ v (y - c)² of any v. */
static AssayWide
moved (AssayWide a,
       AssayWide b,
       AssayWide d,
       __int128  c)
{
  return assay_wide_add (assay_wide_subtract (a, times (2 * c, b)), times (c * c, d));
}

/* Σ(y - c)³ = Σ(y - c) (y - c)², and so on. */
static Labels
labels_of (const AssayMoments *m)
{
  const __int128 n = m->n, c = (m->y + (m->y < 0 ? -n : n) / 2) / n;
  const AssayWide rows = assay_wide (n), y = assay_wide (m->y), yy = assay_wide (m->yy);
  const AssayWide cubes = joined (assay_wide (m->yh), assay_wide (m->yl));
  const AssayWide fourths = joined (joined (assay_wide (m->hh), times (2, assay_wide (m->hl))), assay_wide (m->ll));
  const AssayWide rest = assay_wide (m->y - n * c), z2 = moved (yy, y, rows, c);
  const AssayWide y_z2 = moved (cubes, yy, y, c), yy_z2 = moved (fourths, cubes, yy, c);
  const AssayWide z3 = assay_wide_subtract (y_z2, times (c, z2)), z4 = moved (yy_z2, y_z2, z2, c);
  const AssayWide spread = assay_wide_subtract (times (n, z2), assay_wide_multiply (rest, rest));
  const double r = (double) (m->y - n * c) / (double) n;

  return (Labels) { c, r, assay_wide_to_double (spread) / (double) n,
                    assay_wide_to_double (z4) - 4 * r * assay_wide_to_double (z3)
                      + 6 * r * r * assay_wide_to_double (z2) - 3 * (double) n * r * r * r * r };
}

/* A value beside the labels' squares: Σv, Σvy, Σvh, Σvl. */
typedef struct
{
  AssayWide v, y, h, l;
} Beside;

static Beside
beside_of (const AssayMoments *m,
           int                 bits)
{
  return (Beside) { assay_wide_shift (m->x, bits), assay_wide_shift (m->xy, bits), assay_wide_shift (m->xh, bits),
                    assay_wide_shift (m->xl, bits) };
}

/* Σ v (y - ȳ)² */
static double
product_with (const Labels *labels,
              const Beside *v)
{
  const AssayWide vz = assay_wide_subtract (v->y, times (labels->c, v->v));
  const double squares = assay_wide_to_double (moved (joined (v->h, v->l), v->y, v->v, labels->c));

  return squares - 2 * labels->r * assay_wide_to_double (vz) + labels->r * labels->r * assay_wide_to_double (v->v);
}

/* --- one model -------------------------------------------------------------------------------------------------- */

/* (nullable) Why there is no R²: then no labels. */
static const char *
why_undefined (const AssayMoments *m,
               Labels             *labels)
{
  if (m->n == 0)
    return "no rows";
  *labels = labels_of (m);
  if (labels->squares > 0)
    return NULL;
  return m->n == 1 ? ASSAY_ONE_ROW : "all labels are equal";
}

/* Σu², of which the terms are near 1; 0 where they leave nothing but their rounding. */
static double
square_of_influence (double a,
                     double b,
                     double c)
{
  const double sum = a - 2 * b + c;

  return sum > ROUNDING * (a + c) ? sum : 0;
}

/* Of half the interval, the error being √Σu² (n large). */
static double
reach_of (double  u2,
          guint64 n,
          double  confidence)
{
  const double rows = (double) n;

  return assay_t (confidence, (rows - 1) / 3) * sqrt (u2 * rows / (rows - 1));
}

AssayEstimate
assay_moments_r2 (const AssayMoments *m,
                  double              confidence)
{
  Labels labels;

  if (m->is_weighted)
    return assay_weighted_r2 (m);
  const char *why = why_undefined (m, &labels);
  if (why != NULL)
    return estimate_undefined (m->n, why);
  const double errors = (double) m->x;
  /* S/T of integers, each in its unit. */
  const double ratio = ldexp (errors / labels.squares, 2 * m->k_y - m->k_x), value = 1 - ratio;
  const Beside beside = beside_of (m, 0);
  const double u2 = m->x > 0 ? square_of_influence ((double) m->xx / (errors * errors),
                                                    product_with (&labels, &beside) / errors / labels.squares,
                                                    labels.fourths / labels.squares / labels.squares)
                             : 0;
  if (m->n < FEWEST || !(u2 > 0))
    return (AssayEstimate) { value, NAN, NAN, m->n, m->n < FEWEST ? TOO_FEW : ASSAY_NO_SPREAD };

  const double reach = reach_of (u2, m->n, confidence);
  const double lo = 1 - ratio * exp (reach), hi = 1 - ratio * exp (-reach);
  if (!isfinite (lo))
    return (AssayEstimate) { value, NAN, NAN, m->n, "too few rows" };
  return (AssayEstimate) { value, MIN (lo, nextafter (value, -INFINITY)), MAX (hi, nextafter (value, INFINITY)), m->n,
                           NULL };
}

/* --- two models on the same rows -------------------------------------------------------------------------------- */

/* Of f² - e², both on the finer one's scale. */
typedef struct
{
  int    k;
  double sum, squares;
  Beside beside;
} Gain;

static Beside
less (const Beside *a,
      const Beside *b)
{
  return (Beside) { assay_wide_subtract (a->v, b->v), assay_wide_subtract (a->y, b->y),
                    assay_wide_subtract (a->h, b->h), assay_wide_subtract (a->l, b->l) };
}

static Gain
gain_of (const AssayMoments *new,
         const AssayMoments *old,
         __int128            product)
{
  const int k = assay_wide_scale (new->k_x, old->k_x), up = k - new->k_x, up_old = k - old->k_x;
  const Beside e = beside_of (new, up), f = beside_of (old, up_old), beside = less (&f, &e);
  const AssayWide e4 = assay_wide_shift (new->xx, 2 * up), f4 = assay_wide_shift (old->xx, 2 * up_old);
  const AssayWide twice = times (2, assay_wide_shift (product, up + up_old));
  const AssayWide squares = assay_wide_subtract (assay_wide_add (e4, f4), twice);

  return (Gain) { k, assay_wide_to_double (beside.v), assay_wide_to_double (squares), beside };
}

AssayEstimate
assay_moments_r2_difference (const AssayMoments *new,
                             const AssayMoments *old,
                             __int128            product,
                             double              confidence)
{
  Labels labels;
  const char *why = why_undefined (new, &labels);

  g_return_val_if_fail (new->n == old->n && new->k_y == old->k_y, estimate_undefined (0, "no rows"));
  if (why != NULL)
    return estimate_undefined (new->n, why);
  const Gain gain = gain_of (new, old, product);
  const double d = gain.sum / labels.squares;
  const double beside = d * product_with (&labels, &gain.beside);
  const double u2 = square_of_influence (gain.squares, beside, d * d * labels.fourths);
  const double value = ldexp (d, 2 * new->k_y - gain.k);
  if (new->n < FEWEST || !(u2 > 0))
    return (AssayEstimate) { value, NAN, NAN, new->n, new->n < FEWEST ? TOO_FEW : ASSAY_NO_SPREAD };

  const double reach = ldexp (reach_of (u2, new->n, confidence) / labels.squares, 2 * new->k_y - gain.k);
  return (AssayEstimate) { value, MIN (value - reach, nextafter (value, -INFINITY)),
                           MAX (value + reach, nextafter (value, INFINITY)), new->n, NULL };
}
