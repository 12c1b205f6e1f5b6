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

void
assay_confusion_classes (const AssayMatrix *matrix,
                         AssayConfusion    *confusions)
{
  guint64 n = 0, right = 0;

  g_return_if_fail (matrix != NULL && confusions != NULL);
  for (guint class = 0; class < matrix->n_classes; class++)
    confusions[class] = (AssayConfusion) { 0 };
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const AssayMatrixCell *cell = &matrix->cells[i];

      n += cell->n;
      if (cell->label != cell->prediction)
        {
          confusions[cell->label].fn += cell->n;
          confusions[cell->prediction].fp += cell->n;
          continue;
        }
      right += cell->n;
      confusions[cell->label].tp = cell->n;
    }
  for (guint class = 0; class < matrix->n_classes; class++)
    {
      AssayConfusion *c = &confusions[class];

      c->n = n;
      c->right = right;
      c->tn = n - c->tp - c->fp - c->fn;
    }
}
