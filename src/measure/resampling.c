/* resampling.c: replicates of a matrix or of pairs, one at a time, and percentiles over them.
 *
 * Of clustered rows the replicates were counted with the rows (tally/replicates.h). Weighted rows are each a cluster of
 * their own, and for them the table is enough: a cell's Σ w, each row taken Poisson(1) times, is a compound Poisson sum
 * with mean Σ w and variance Σ w². It is drawn as s times a Poisson of mean m, s = Σw²/Σw and m = (Σw)²/Σw², which has
 * both (Bohm & Zech 2014, Statistics of weighted Poisson events and its applications): exact where the rows of a cell
 * weigh the same. Cells have no row in common, so they are drawn one by one. It costs nothing while rows are read, and
 * tables that are merged are drawn like any other.
 */
#include "measure-private.h"
#include "replicates.h"
#include "weighted.h"

static void
init_weights (AssayResampling           *self,
              const AssayWeights        *weights,
              const AssayMeasureOptions *options)
{
  self->n = options->n_draws > 0 ? options->n_draws : ASSAY_REPLICATES;
  self->laws = g_new0 (AssayPoissonMean, weights->n_cells + 1);
  self->scales = g_new0 (double, weights->n_cells + 1);
  for (guint i = 0; i < weights->n_cells; i++)
    if (weights->cells[i].sum > 0)
      {
        const double sum = (double) weights->cells[i].sum, squares = (double) weights->cells[i].squares;

        self->scales[i] = squares / sum;
        assay_poisson_mean_init (&self->laws[i], sum / squares * sum);
      }
  assay_stream_init (&self->stream, options->seed, options->stream);
}

void
assay_resampling_init (AssayResampling           *self,
                       const AssayReplicates     *replicates,
                       const AssayWeights        *weights,
                       const AssayMeasureOptions *options)
{
  *self = (AssayResampling) { .n_cells = replicates != NULL ? replicates->n_cells : weights->n_cells,
                              .replicates = replicates };
  self->sums = g_new0 (double, self->n_cells + 1);
  if (replicates != NULL)
    self->n = replicates->n_replicates;
  else
    init_weights (self, weights, options);
}

void
assay_resampling_clear (AssayResampling *self)
{
  g_free (self->laws);
  g_free (self->scales);
  g_free (self->sums);
  *self = (AssayResampling) { 0 };
}

const double *
assay_resampling_take (AssayResampling *self,
                       guint            replicate)
{
  AssayGammas numbers = assay_gammas (&self->stream, replicate);

  for (guint i = 0; i < self->n_cells; i++)
    if (self->replicates != NULL)
      self->sums[i] = (double) self->replicates->sums[(gsize) i * self->n + replicate];
    else if (self->scales[i] > 0)
      self->sums[i] = self->scales[i] * assay_poisson_mean_next (&self->laws[i], &numbers);
  return self->sums;
}

/* --- percentiles --------------------------------------------------------------------------------------------------- */

static double
scale_of (const AssayMeasure        *measure,
          const AssayMeasureOptions *options)
{
  double most = 0;

  if (measure->id != ASSAY_MEASURE_COST)
    return 1;
  for (guint i = 0; i < options->n_costs; i++)
    most = MAX (most, fabs (options->costs[i].cost));
  return most;
}

void
assay_resampled_end (const AssayMeasure        *measure,
                     const AssayMeasureOptions *options,
                     double                    *draws,
                     guint                      n,
                     AssayEstimate             *estimate)
{
  assay_dirichlet_ends (estimate, draws, n, options->confidence);
  /* Sums of real weights in another order are no spread. */
  if (estimate->hi - estimate->lo <= ASSAY_NOISE * scale_of (measure, options))
    *estimate = (AssayEstimate) { estimate->value, NAN, NAN, estimate->n, ASSAY_NO_SPREAD };
}

/* The sums of a replicate, as those of a matrix. */
static void
replicate_shares (AssayShares               *shares,
                  const AssayMatrix         *matrix,
                  const double              *sums,
                  const AssayMeasureOptions *options)
{
  assay_shares_zero (shares);
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const AssayMatrixCell *cell = &matrix->cells[i];

      assay_shares_add (shares, cell->label, cell->prediction, sums[i]);
      if (shares->has_costs)
        shares->cost += sums[i] * assay_cost_of (options->costs, options->n_costs, cell->label, cell->prediction);
    }
}

static gboolean
is_resampled (const AssayMeasure  *measure,
              const AssayEvidence *evidence,
              const AssayEstimate *estimate)
{
  return assay_matrix_is_drawn_of (measure, evidence) && !isnan (estimate->value);
}

void
assay_resampled_ends (const AssayMeasure        *measures,
                      guint                      n_measures,
                      const AssayEvidence       *evidence,
                      const AssayMeasureOptions *options,
                      AssayEstimate             *estimates)
{
  const AssayMatrix *matrix = &evidence->matrix;
  const gboolean has_too_few = assay_replicates_are_few (evidence->replicates);
  g_autofree guint8 *in_labels = g_new0 (guint8, matrix->n_classes + 1);
  g_auto (AssayResampling) resampling = { 0 };
  g_auto (AssayShares) shares = { 0 };

  assay_resampling_init (&resampling, evidence->replicates, evidence->weights, options);
  g_autofree double *draws = g_new (double, (gsize) n_measures * resampling.n);
  for (guint i = 0; i < matrix->n_cells; i++)
    in_labels[matrix->cells[i].label] = TRUE;
  assay_shares_init (&shares, matrix->n_classes, matrix->positive, in_labels);
  shares.has_costs = options->n_costs > 0;
  for (guint r = 0; r < resampling.n && !has_too_few; r++)
    {
      replicate_shares (&shares, matrix, assay_resampling_take (&resampling, r), options);
      for (guint i = 0; i < n_measures; i++)
        if (is_resampled (&measures[i], evidence, &estimates[i]))
          draws[(gsize) i * resampling.n + r] = assay_shares_value (&shares, &measures[i]);
    }
  for (guint i = 0; i < n_measures; i++)
    if (is_resampled (&measures[i], evidence, &estimates[i]))
      {
        if (has_too_few)
          estimates[i].why = ASSAY_TOO_FEW_CLUSTERS;
        else
          assay_resampled_end (&measures[i], options, draws + (gsize) i * resampling.n, resampling.n, &estimates[i]);
      }
}
