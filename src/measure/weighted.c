/* weighted.c: shares of weighted rows, and what they are worth. */
#include "weighted.h"

#include "measure-private.h"

AssayWeights *
assay_weights_new (guint n_cells)
{
  AssayWeights *self = g_malloc0 (sizeof *self + MAX (n_cells, 1) * sizeof *self->cells);

  self->n_cells = n_cells;
  return self;
}

static gboolean
is_cell (const AssayMatrix *matrix,
         guint              at,
         guint              label,
         guint              prediction)
{
  return at < matrix->n_cells && matrix->cells[at].label == label && matrix->cells[at].prediction == prediction;
}

/* The cells of the rest and of the part are some of the whole's, in one order: one walk. */
AssayWeights *
assay_weights_less (const AssayEvidence *whole,
                    const AssayEvidence *part,
                    const AssayMatrix   *rest)
{
  AssayWeights *self = assay_weights_new (rest->n_cells);
  guint in_part = 0, in_rest = 0;

  for (guint i = 0; i < whole->matrix.n_cells; i++)
    {
      const AssayMatrixCell *cell = &whole->matrix.cells[i];
      AssayWeight weight = whole->weights->cells[i];

      if (is_cell (&part->matrix, in_part, cell->label, cell->prediction))
        {
          weight.sum -= part->weights->cells[in_part].sum;
          weight.squares -= part->weights->cells[in_part++].squares;
        }
      if (is_cell (rest, in_rest, cell->label, cell->prediction))
        self->cells[in_rest++] = weight;
    }
  return self;
}

gboolean
assay_weights_are_equal (guint64     n_rows,
                         AssayWeight all)
{
  AssaySum left, right;

  /* What does not fit into 128 bits is more than 2^32 rows: there weights are taken for weights. */
  if (__builtin_mul_overflow ((AssaySum) n_rows, all.squares, &left) || __builtin_mul_overflow (all.sum, all.sum, &right))
    return FALSE;
  return all.sum > 0 && left == right;
}

AssayEffective
assay_weights_share (const AssayWeights *weights,
                     const guint8       *is_success,
                     const guint8       *is_in,
                     guint64             rows,
                     double              quantile)
{
  AssayWeight of[2] = { { 0, 0 }, { 0, 0 } }; /* failures, successes */

  for (guint i = 0; i < weights->n_cells; i++)
    if (is_in[i])
      {
        AssayWeight *side = &of[is_success != NULL && is_success[i]];
        side->sum += weights->cells[i].sum;
        side->squares += weights->cells[i].squares;
      }
  const AssaySum sum = of[0].sum + of[1].sum;
  if (sum <= 0)
    return (AssayEffective) { .p = NAN, .rows = rows, .why = rows > 0 ? ASSAY_NO_WEIGHT : "no rows" };

  const double all = (double) sum, s0 = (double) of[0].squares, s1 = (double) of[1].squares;
  const double p = (double) of[1].sum / all, q = (double) of[0].sum / all;
  return assay_effective_new (p, (q * q * s1 + p * p * s0) / (all * all), all * all / (s0 + s1), quantile, rows);
}

/* Whether rows of a cell are in the measure's denominator, and among its successes: the measure of one such row. */
static void
place_cell (const AssayMeasure    *measure,
            const AssayMatrix     *matrix,
            const AssayMatrixCell *cell,
            guint8                *is_success,
            guint8                *is_in)
{
  const AssayMatrixCell one = { cell->label, cell->prediction, 1 };
  const AssayMatrix row = { matrix->n_classes, matrix->positive, 1, &one };
  const AssayConfusion confusion = assay_confusion (&row);
  guint64 k = 0, n = 0;

  g_assert (assay_measure_proportion (measure, &confusion, &k, &n));
  *is_success = k > 0;
  *is_in = n > 0;
}

AssayEffective
assay_weights_effective (const AssayMeasure  *measure,
                         const AssayEvidence *evidence,
                         double               quantile)
{
  const AssayMatrix *matrix = &evidence->matrix;
  const AssayConfusion confusion = assay_confusion (matrix);
  g_autofree guint8 *places = g_new0 (guint8, 2 * (gsize) matrix->n_cells + 1);
  guint64 k = 0, n = 0;

  g_return_val_if_fail (evidence->weights != NULL && evidence->weights->n_cells == matrix->n_cells,
                        (AssayEffective) { .p = NAN });
  assay_measure_proportion (measure, &confusion, &k, &n);
  if (n == 0 || (matrix->positive == matrix->n_classes && assay_measure_is_of_class (measure)))
    return (AssayEffective) { .p = NAN, .why = assay_matrix_why (measure, matrix, &confusion) };
  for (guint i = 0; i < matrix->n_cells; i++)
    place_cell (measure, matrix, &matrix->cells[i], &places[i], &places[matrix->n_cells + i]);
  return assay_weights_share (evidence->weights, places, places + matrix->n_cells, n, quantile);
}
