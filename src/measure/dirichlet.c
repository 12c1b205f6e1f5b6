/* dirichlet.c: the Bayesian bootstrap of a table of counts.
 *
 * Shares of the cells are drawn from Dirichlet (counts + prior) as gamma variates over their sum. A prior mass of 2
 * in all, spread evenly (1/2 a cell for 2x2), gives width even where no error was seen, which a multinomial bootstrap
 * does not (measures.md 3, simulated).
 */
#include "measure-private.h"

#include <stdlib.h>

#define DEFAULT_DRAWS 2000
#define MOST_UNDEFINED 0.05 /* share of the draws */

static double
open_unit (guint32 high,
           guint32 low)
{
  const guint64 bits = ((guint64) high << 32 | low) >> 11;

  return (bits + 0.5) * 0x1p-53; /* 53 bits, never 0 or 1 */
}

static void
two_uniforms (AssayGammas *source,
              double      *a,
              double      *b)
{
  guint32 words[4];

  assay_stream_block (source->stream, source->draw, source->block++, words);
  *a = open_unit (words[0], words[1]);
  *b = open_unit (words[2], words[3]);
}

/* Box & Muller 1958 */
static double
normal (AssayGammas *source)
{
  double u, v, sine, cosine;

  if (!isnan (source->spare))
    {
      const double spare = source->spare;
      source->spare = NAN;
      return spare;
    }
  two_uniforms (source, &u, &v);
  const double radius = sqrt (-2 * log (u));
  sincos (2 * G_PI * v, &sine, &cosine);
  source->spare = radius * sine;
  return radius * cosine;
}

/* Marsaglia & Tsang 2000; for shape < 1 a draw of shape + 1 times u^(1/shape). Their squeeze spares the logarithms in
 * 98 of 100 draws. */
static gboolean
is_accepted (double u,
             double x,
             double cube,
             double d)
{
  if (cube <= 0)
    return FALSE;
  return u < 1 - 0.0331 * (x * x) * (x * x) || log (u) < x * x / 2 + d - d * cube + d * log (cube);
}

double
assay_gammas_next (AssayGammas *source,
                   double       shape)
{
  const double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / sqrt (9 * d);
  double x, cube, u, boost;

  do
    {
      x = normal (source);
      cube = (1 + c * x) * (1 + c * x) * (1 + c * x);
      two_uniforms (source, &u, &boost);
    }
  while (!is_accepted (u, x, cube, d));
  return d * cube * (shape < 1 ? pow (boost, 1 / shape) : 1);
}

double
assay_gammas_unit (AssayGammas *source)
{
  double unit, unused;

  two_uniforms (source, &unit, &unused);
  return unit;
}

void
assay_dirichlet_draw (const AssayStream *stream,
                      guint32            draw,
                      const guint64     *counts,
                      gsize              n,
                      double             prior,
                      double            *shares)
{
  AssayGammas gammas = assay_gammas (stream, draw);
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      shares[i] = assay_gammas_next (&gammas, counts[i] + prior);
      sum += shares[i];
    }
  for (gsize i = 0; i < n; i++)
    shares[i] /= sum;
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  const double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* Hyndman & Fan 1996, type 7 */
static double
quantile (const double *sorted,
          guint         n,
          double        p)
{
  const double at = (n - 1) * p;
  const guint below = (guint) at, above = MIN (below + 1, n - 1);

  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

double
assay_draws_quantile (double *draws,
                      guint   n,
                      double  p)
{
  qsort (draws, n, sizeof *draws, compare_doubles);
  return quantile (draws, n, p);
}

guint
assay_dirichlet_n (const AssayMeasureOptions *options)
{
  return options->n_draws > 0 ? options->n_draws : DEFAULT_DRAWS;
}

void
assay_dirichlet_ends (AssayEstimate *estimate,
                      double        *draws,
                      guint          n,
                      double         confidence)
{
  guint n_defined = 0;

  estimate->lo = estimate->hi = NAN;
  for (guint i = 0; i < n; i++)
    if (!isnan (draws[i]))
      draws[n_defined++] = draws[i];
  if (n_defined == 0 || n - n_defined > MOST_UNDEFINED * n)
    {
      estimate->why = ASSAY_UNDEFINED_DRAWS;
      return;
    }
  qsort (draws, n_defined, sizeof *draws, compare_doubles);
  const double lo = quantile (draws, n_defined, (1 - confidence) / 2);
  const double hi = quantile (draws, n_defined, (1 + confidence) / 2);
  if (lo == hi)
    {
      estimate->why = ASSAY_NO_SPREAD;
      return;
    }
  estimate->lo = MIN (lo, estimate->value);
  estimate->hi = MAX (hi, estimate->value);
}
