/* agreement-draws.c: the Bayesian bootstrap of sums over groups of rows.
 *
 * A kappa or an alpha needs some hundred sums of a table that may have fifty thousand patterns: so many ratings of a
 * class, so many pairs of ratings of two classes. All of them are linear in the patterns' weights, so a draw is one
 * pass over the weights, and eight draws are added up at once: 5 raters, 20 classes and 2,000 draws are two billion
 * additions, of which a processor's vectors make several at a time. Eight draws of 50,000 weights stay in the second
 * or third cache.
 */
#include "agreement-private.h"

#include <string.h>

#define LANES 8 /* draws at once */

void
assay_linear_init (AssayLinear *self,
                   guint        n_slots)
{
  *self = (AssayLinear) { n_slots, g_array_new (FALSE, FALSE, sizeof (guint64)),
                          g_array_new (FALSE, FALSE, sizeof (guint)),
                          g_array_new (FALSE, FALSE, sizeof (AssayLinearTerm)) };
}

void
assay_linear_clear (AssayLinear *self)
{
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->ends, g_array_unref);
  g_clear_pointer (&self->terms, g_array_unref);
}

void
assay_linear_end (AssayLinear *self,
                  guint64      rows)
{
  g_array_append_val (self->rows, rows);
  g_array_append_val (self->ends, self->terms->len);
}

void
assay_linear_sums (const AssayLinear *self,
                   double            *sums)
{
  const AssayLinearTerm *terms = (const AssayLinearTerm *) self->terms->data;
  guint at = 0;

  memset (sums, 0, self->n_slots * sizeof *sums);
  for (guint group = 0; group < self->rows->len; group++)
    for (const double rows = (double) g_array_index (self->rows, guint64, group);
         at < g_array_index (self->ends, guint, group); at++)
      sums[terms[at].slot] += terms[at].share * rows;
}

/* sums[slot * LANES + lane] of the weights at weights[lane * groups + group]. */
static void
add_lanes (const AssayLinear *self,
           const double      *weights,
           double            *sums)
{
  const AssayLinearTerm *terms = (const AssayLinearTerm *) self->terms->data;
  const guint *ends = (const guint *) self->ends->data;
  const gsize n = self->rows->len;
  guint at = 0;

  for (gsize group = 0; group < n; group++)
    {
      double weight[LANES];

      for (guint lane = 0; lane < LANES; lane++)
        weight[lane] = weights[lane * n + group];
      for (; at < ends[group]; at++)
        {
          double *sum = sums + (gsize) terms[at].slot * LANES;
          const double share = terms[at].share;

          for (guint lane = 0; lane < LANES; lane++)
            sum[lane] += share * weight[lane];
        }
    }
}

void
assay_linear_draws (const AssayLinear         *self,
                    const AssayMeasureOptions *options,
                    AssayLinearUse             use,
                    gpointer                   data)
{
  const gsize n = self->rows->len;
  const guint n_draws = assay_dirichlet_n (options);
  g_autofree AssayGamma *gammas = g_new (AssayGamma, n + 1);
  g_autofree double *weights = g_new0 (double, n * LANES + 1), *sums = g_new (double, (gsize) self->n_slots * LANES);
  g_autofree double *one = g_new (double, self->n_slots);
  AssayStream stream;

  assay_stream_init (&stream, options->seed, options->stream);
  for (gsize group = 0; group < n; group++)
    assay_gamma_init (&gammas[group], (double) g_array_index (self->rows, guint64, group));
  for (guint first = 0; first < n_draws; first += LANES)
    {
      const guint n_lanes = MIN (LANES, n_draws - first);

      assay_gamma_draws (&stream, first, n_lanes, gammas, n, weights);
      memset (sums, 0, (gsize) self->n_slots * LANES * sizeof *sums);
      add_lanes (self, weights, sums);
      for (guint lane = 0; lane < n_lanes; lane++)
        {
          for (guint slot = 0; slot < self->n_slots; slot++)
            one[slot] = sums[(gsize) slot * LANES + lane];
          use (data, first + lane, one);
        }
    }
}

/* 1 - kappa is what disagreement there is over what there would be by chance, a ratio whose logarithm is about
 * normal. */
void
assay_linear_ends (AssayEstimate *estimate,
                   double        *draws,
                   guint          n_draws,
                   double         confidence,
                   double         least)
{
  const double apart = 1 - estimate->value;

  for (guint i = 0; i < n_draws; i++)
    draws[i] = apart > 0 ? assay_log (1 - draws[i]) : 0;
  const double v = assay_draws_variance (draws, n_draws);
  if (isnan (v) || !(sqrt (v) > ASSAY_NOISE))
    {
      estimate->why = isnan (v) ? ASSAY_UNDEFINED_DRAWS : ASSAY_NO_SPREAD;
      return;
    }
  const double factor = assay_exp (-assay_t (confidence, (double) estimate->n - 1) * sqrt (v));
  *estimate = estimate_widened (estimate->value, MAX (1 - apart / factor, least), 1 - apart * factor, estimate->n);
}
