/* poisson-mean.c: Poisson variates of any mean, bit for bit the same on every machine.
 *
 * Below LEAST_REJECTED by inversion: the probabilities of 0, 1, 2 ... are taken off a uniform number until nothing is
 * left of it. Above, Hörmann 1993 (The transformed rejection method for generating Poisson random variables), algorithm
 * PTRS: k = floor ((2a/s + b) u + mean + .43), s = 1/2 - |u|, u uniform on (-1/2, 1/2), kept at once in the middle,
 * nine times in ten, else by its probability. log (mean^k e^-mean / k!) is taken by Stirling's series as
 * k log (mean/k) + (k - mean) - log (2πk)/2 - 1/(12k) ..., whose terms stay near the result: -mean + k log mean - log k!
 * would lose all digits at large means. log and exp are those of gamma.c.
 */
#include "measure-private.h"

#define LEAST_REJECTED 10 /* Hörmann's constants are for means from here on */
#define MOST_INVERTED 200 /* 10 has a chance of 1e-190 to come so far */
#define LOG_2_PI 1.8378770664093455

void
assay_poisson_mean_init (AssayPoissonMean *self,
                         double            mean)
{
  *self = (AssayPoissonMean) { .mean = mean };
  if (mean < LEAST_REJECTED)
    {
      self->none = assay_exp (-mean);
      return;
    }
  self->b = 0.931 + 2.53 * sqrt (mean);
  self->a = -0.059 + 0.02483 * self->b;
  self->inverse_alpha = 1.1239 + 1.1328 / (self->b - 3.4);
  self->kept = 0.9277 - 3.6224 / (self->b - 2);
}

/* 53 bits, never 0 or 1 */
static double
open_unit (guint32 high,
           guint32 low)
{
  return (((guint64) high << 32 | low) >> 11) * 0x1p-53 + 0x1p-54;
}

static double
invert (const AssayPoissonMean *self,
        double                  u)
{
  double p = self->none;
  guint k = 0;

  for (; u > p && k < MOST_INVERTED; p *= self->mean / k)
    {
      u -= p;
      k++;
    }
  return k;
}

/* Of k >= 0. Stirling's next term, 1/(1680 k^7), is below 1e-10 from 10 on; 0 to 9 have their log k!. */
static double
log_probability (double mean,
                 double k)
{
  static const double log_factorials[] = {
    0, 0, 0.69314718055994531, 1.791759469228055, 3.1780538303479458, 4.7874917427820458, 6.579251212010101,
    8.5251613610654143, 10.604602902745251, 12.801827480081469,
  };

  if (k < G_N_ELEMENTS (log_factorials))
    return k * assay_log (mean) - mean - log_factorials[(guint) k];
  const double inverse = 1 / k, square = inverse * inverse;
  const double series = inverse * (1.0 / 12 - square * (1.0 / 360 - square / 1260));
  return k * assay_log (mean / k) + (k - mean) - (LOG_2_PI + assay_log (k)) / 2 - series;
}

double
assay_poisson_mean_next (const AssayPoissonMean *self,
                         AssayGammas            *stream)
{
  guint32 words[4];

  for (;;)
    {
      assay_stream_block (stream->stream, stream->draw, stream->block++, words);
      const double first = open_unit (words[0], words[1]), v = open_unit (words[2], words[3]);
      if (self->mean < LEAST_REJECTED)
        return invert (self, first);

      const double u = first - 0.5, s = 0.5 - fabs (u);
      const double k = floor ((2 * self->a / s + self->b) * u + self->mean + 0.43);
      if (s >= 0.07 && v <= self->kept)
        return k;
      if (k < 0 || (s < 0.013 && v > s))
        continue;
      if (assay_log (v * self->inverse_alpha / (self->a / (s * s) + self->b)) <= log_probability (self->mean, k))
        return k;
    }
}
