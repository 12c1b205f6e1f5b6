/* evidence.c: sparse matrices of rows, and the evidence of a slice's complement. */
#include "moments.h"
#include "replicates.h"
#include "weighted.h"
#include "scores.h"

/* Whether a comes before b in the order of a matrix's cells. */
static gboolean
is_before (const AssayMatrixCell *a,
           guint                  label,
           guint                  prediction)
{
  return a->label < label || (a->label == label && a->prediction < prediction);
}

int
assay_matrix_find (const AssayMatrix *matrix,
                   guint              label,
                   guint              prediction)
{
  guint lo = 0, hi = matrix->n_cells;

  while (lo < hi)
    {
      const guint middle = lo + (hi - lo) / 2;

      if (is_before (&matrix->cells[middle], label, prediction))
        lo = middle + 1;
      else
        hi = middle;
    }
  if (lo == matrix->n_cells || matrix->cells[lo].label != label || matrix->cells[lo].prediction != prediction)
    return -1;
  return (int) lo;
}

guint64
assay_matrix_rows (const AssayMatrix *matrix,
                   guint              label,
                   guint              prediction)
{
  const int at = assay_matrix_find (matrix, label, prediction);

  return at >= 0 ? matrix->cells[at].n : 0;
}

/* Both are in one order and every cell of the part is one of the whole's: one walk. */
static AssayMatrix
matrix_less (const AssayMatrix *whole,
             const AssayMatrix *part)
{
  AssayMatrixCell *cells = g_new (AssayMatrixCell, MAX (whole->n_cells, 1));
  guint n_cells = 0, next = 0;

  for (guint i = 0; i < whole->n_cells; i++)
    {
      AssayMatrixCell cell = whole->cells[i];

      if (next < part->n_cells && part->cells[next].label == cell.label
          && part->cells[next].prediction == cell.prediction)
        cell.n -= part->cells[next++].n;
      if (cell.n > 0)
        cells[n_cells++] = cell;
    }
  g_assert (next == part->n_cells);
  return (AssayMatrix) { whole->n_classes, whole->positive, n_cells, cells };
}

/* (transfer full) */
static AssayMoments *
moments_less (const AssayEvidence *whole,
              const AssayEvidence *part)
{
  AssayMoments *moments = g_memdup2 (whole->moments, whole->n_moments * sizeof *whole->moments);

  g_assert (part->n_moments == whole->n_moments);
  for (guint i = 0; i < whole->n_moments; i++)
    assay_moments_subtract (&moments[i], &part->moments[i]);
  return moments;
}

AssayEvidence
assay_evidence_less (const AssayEvidence *whole,
                     const AssayEvidence *part)
{
  AssayEvidence rest = { .matrix = matrix_less (&whole->matrix, &part->matrix),
                         .moments = moments_less (whole, part), .n_moments = whole->n_moments };

  if (whole->replicates != NULL && part->replicates != NULL)
    rest.replicates = assay_replicates_less (whole, part, &rest.matrix);
  if (whole->weights != NULL && part->weights != NULL)
    rest.weights = assay_weights_less (whole, part, &rest.matrix);
  if (whole->scores != NULL && part->scores != NULL)
    rest.scores = assay_histogram_less (whole->scores, part->scores);
  return rest;
}

void
assay_evidence_clear (AssayEvidence *self)
{
  g_free ((gpointer) self->matrix.cells);
  assay_replicates_free ((AssayReplicates *) self->replicates);
  g_free ((gpointer) self->moments);
  g_free ((gpointer) self->weights);
  assay_histogram_free ((AssayHistogram *) self->scores);
  *self = (AssayEvidence) { 0 };
}
