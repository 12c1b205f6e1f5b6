/* confusion.c: one class against all others, from a matrix of rows by label and prediction. */
#include "measure.h"

AssayConfusion
assay_confusion (const AssayMatrix *matrix)
{
  AssayConfusion confusion = { 0 };

  g_return_val_if_fail (matrix != NULL, confusion);
  const guint n_classes = matrix->n_classes;
  for (guint label = 0; label < n_classes; label++)
    {
      const guint64 *row = matrix->cells + (gsize) label * n_classes;
      guint64 n_label = 0;

      for (guint prediction = 0; prediction < n_classes; prediction++)
        n_label += row[prediction];
      const guint64 as_positive = matrix->positive < n_classes ? row[matrix->positive] : 0;
      confusion.n += n_label;
      confusion.right += row[label];
      if (label == matrix->positive)
        {
          confusion.tp = as_positive;
          confusion.fn = n_label - as_positive;
        }
      else
        {
          confusion.fp += as_positive;
          confusion.tn += n_label - as_positive;
        }
    }
  return confusion;
}
