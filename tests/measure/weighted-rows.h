/* weighted-rows.h: rows with weights for tests: two models' predictions of one label, and their tables. */
#pragma once

#include "measure/measure-private.h"
#include "measure/weighted.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <string.h>

#define ROWS_CLASSES 3
#define ROWS_MOST 4000
#define ROWS_UNIT 65536 /* weights are multiples of 1/ROWS_UNIT */

typedef struct
{
  guint   n, n_classes;
  guint   label[ROWS_MOST], new[ROWS_MOST], old[ROWS_MOST];
  guint64 weight[ROWS_MOST];
} WeightedRows;

/* Owns nothing: weights are freed by who made them. */
typedef struct
{
  AssayMatrixCell cells[ROWS_CLASSES * ROWS_CLASSES];
  AssayPairedCell paired[ROWS_CLASSES * ROWS_CLASSES * ROWS_CLASSES];
  AssayWeights   *cell_weights, *pair_weights;
  AssayEvidence   evidence;  /* of the new model */
  AssayPairedMatrix pair;
} WeightedTables;

static inline void
weighted_add (AssayWeight *to,
              guint64      weight)
{
  to->sum += weight;
  to->squares += (AssaySum) weight * weight;
}

/* Class 1 is the positive one. Cells without rows are in no matrix. */
static inline void
weighted_tables_init (WeightedTables     *self,
                      const WeightedRows *rows)
{
  const guint c = rows->n_classes;
  guint64 n_cell[ROWS_CLASSES * ROWS_CLASSES] = { 0 }, n_pair[ROWS_CLASSES * ROWS_CLASSES * ROWS_CLASSES] = { 0 };
  AssayWeight cell[ROWS_CLASSES * ROWS_CLASSES] = { 0 }, pair[ROWS_CLASSES * ROWS_CLASSES * ROWS_CLASSES] = { 0 };
  guint n_cells = 0, n_pairs = 0;

  for (guint i = 0; i < rows->n; i++)
    {
      const guint at = rows->label[i] * c + rows->new[i];
      n_cell[at]++;
      weighted_add (&cell[at], rows->weight[i]);
      n_pair[at * c + rows->old[i]]++;
      weighted_add (&pair[at * c + rows->old[i]], rows->weight[i]);
    }
  self->cell_weights = assay_weights_new (c * c);
  self->pair_weights = assay_weights_new (c * c * c);
  for (guint i = 0; i < c * c; i++)
    if (n_cell[i] > 0)
      {
        self->cell_weights->cells[n_cells] = cell[i];
        self->cells[n_cells++] = (AssayMatrixCell) { i / c, i % c, n_cell[i] };
      }
  for (guint i = 0; i < c * c * c; i++)
    if (n_pair[i] > 0)
      {
        self->pair_weights->cells[n_pairs] = pair[i];
        self->paired[n_pairs++] = (AssayPairedCell) { i / c / c, i / c % c, i % c, n_pair[i] };
      }
  self->cell_weights->n_cells = n_cells;
  self->pair_weights->n_cells = n_pairs;
  self->evidence = (AssayEvidence) { .matrix = { c, 1, n_cells, self->cells }, .weights = self->cell_weights };
  self->pair = (AssayPairedMatrix) { .n_classes = c, .positive = 1, .n_cells = n_pairs, .cells = self->paired,
                                     .weights = self->pair_weights };
}

static inline void
weighted_tables_clear (WeightedTables *self)
{
  g_free (self->cell_weights);
  g_free (self->pair_weights);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeightedTables, weighted_tables_clear)

/* The value of a measure of one model over the rows, each of them weighing `weight`, row by row. */
static inline double
weighted_value (const WeightedRows        *rows,
                const guint               *predictions,
                const double              *weight,
                const AssayMeasure        *measure,
                const AssayMeasureOptions *options)
{
  guint8 in_labels[ROWS_CLASSES] = { 0 };
  g_auto (AssayShares) shares = { 0 };

  assay_shares_init (&shares, rows->n_classes, 1, in_labels);
  shares.has_costs = options->n_costs > 0;
  for (guint i = 0; i < rows->n; i++)
    {
      in_labels[rows->label[i]] = TRUE;
      assay_shares_add (&shares, rows->label[i], predictions[i], weight[i]);
      shares.cost += weight[i] * assay_cost_of (options->costs, options->n_costs, rows->label[i], predictions[i]);
    }
  return assay_shares_value (&shares, measure);
}
