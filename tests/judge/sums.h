/* sums.h: the tables of a sample once more, with sums over its rows. */
#pragma once

#include "sample.h"

/* What a row adds to a sum; `row` counts the sample's rows, of which each stands for its count. */
typedef AssaySum (*SampleValue) (const Sample *sample, guint row, guint sum);

static inline AssayCountTable *
sample_sum_table (const Sample          *self,
                  const AssayCountTable *plain,
                  const AssaySumScale   *scales,
                  guint                  n_sums,
                  SampleValue            value)
{
  const guint n_rows = self->rows->len;
  g_autofree guint64 *cells = g_new0 (guint64, n_rows), *counts = g_new0 (guint64, n_rows);
  g_autofree AssaySum *sums = g_new0 (AssaySum, (gsize) n_rows * n_sums);
  g_autoptr (GError) error = NULL;

  for (guint r = 0; r < n_rows; r++)
    {
      const SampleRow *row = &g_array_index (self->rows, SampleRow, r);

      for (guint i = 0; i < plain->n_axes; i++)
        for (guint axis = 0; axis < self->n_axes; axis++)
          if (self->axes[axis] == plain->axes[i])
            cells[r] = cells[r] * plain->axes[i]->n_codes + row->codes[axis];
      counts[r] = row->count;
      for (guint sum = 0; sum < n_sums; sum++)
        sums[(gsize) r * n_sums + sum] = (AssaySum) row->count * value (self, r, sum);
    }
  AssayCountTable *table = assay_count_table_from_sums (plain->axes, plain->n_axes, scales, n_sums, cells, counts,
                                                        sums, n_rows, &error);
  g_assert_no_error (error);
  return table;
}

/* (transfer full) */
static inline AssayCounts *
sample_sum_counts (const Sample        *self,
                   const AssayPlan     *plan,
                   const AssaySumScale *scales,
                   guint                n_sums,
                   SampleValue          value)
{
  AssayCounts *counts = sample_counts (self, plan);

  for (guint i = 0; i < counts->tables->len; i++)
    {
      AssayCountTable *plain = counts->tables->pdata[i];
      counts->tables->pdata[i] = sample_sum_table (self, plain, scales, n_sums, value);
      assay_count_table_free (plain);
    }
  return counts;
}
