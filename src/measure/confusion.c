/* confusion.c: one class against all others, from a matrix of rows by label and prediction. */
#include "measure.h"

AssayConfusion
assay_confusion (const AssayMatrix *matrix)
{
  AssayConfusion confusion = { 0 };

  g_return_val_if_fail (matrix != NULL, confusion);
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const AssayMatrixCell *cell = &matrix->cells[i];

      confusion.n += cell->n;
      if (cell->label == cell->prediction)
        confusion.right += cell->n;
      if (cell->label == matrix->positive)
        *(cell->prediction == matrix->positive ? &confusion.tp : &confusion.fn) += cell->n;
      else
        *(cell->prediction == matrix->positive ? &confusion.fp : &confusion.tn) += cell->n;
    }
  return confusion;
}
