/* group.h: one group of columns as a cover has them, for tests of what is counted by it. */
#pragma once

#include "sample-rows.h"
#include "tally/cover-private.h"
#include "tally/totals-private.h"

#define GROUP_COLUMNS 5 /* of the rows; a group takes some of them */

/* Columns from the first, the last fastest; all shapes are its marginals. Cleared by group_clear(). */
static inline AssayGroup
group_new (AssayGroupKind    kind,
           const guint16    *columns,
           guint             n_columns,
           const guint      *n_codes,
           guint             n_shapes,
           const AssayLanes *lanes)
{
  AssayGroup group = { .kind = kind, .n_columns = n_columns, .n_cells = 1, .lanes = lanes };

  group.shapes = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < n_shapes; i++)
    g_array_append_val (group.shapes, i);
  for (guint i = n_columns; i-- > 0;)
    {
      group.columns[i] = columns[i];
      group.steps[i] = group.n_cells;
      group.n_cells *= n_codes[columns[i]];
    }
  return group;
}

static inline void
group_clear (AssayGroup *self)
{
  g_array_unref (self->shapes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayGroup, group_clear)

static inline guint
group_code (const AssayGroup *self,
            const guint      *n_codes,
            guint64           cell,
            guint             column)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i] == column)
      return (guint) (cell / self->steps[i] % n_codes[column]);
  g_error ("no column %u", column);
}

/* The cells' counts (and a sum, nullable) as a table of the shape has them: row by row. */
static inline void
group_check (const AssayGroup      *self,
             const guint           *n_codes,
             const AssayTableShape *shape,
             const AssayCountTable *table,
             const guint64         *counts,
             const AssaySum        *sums)
{
  g_autofree guint64 *expected = g_new0 (guint64, table->n_cells);
  g_autofree AssaySum *expected_sums = g_new0 (AssaySum, table->n_cells);
  guint codes[ASSAY_MAX_AXES];

  for (guint64 cell = 0; cell < self->n_cells; cell++)
    {
      guint64 to = 0;

      if (counts[cell] == 0)
        continue;
      for (guint i = 0; i < shape->n_axes; i++)
        to = to * table->axes[i]->n_codes + group_code (self, n_codes, cell, shape->columns[i]);
      expected[to] += counts[cell];
      expected_sums[to] += sums != NULL ? sums[cell] : 0;
    }
  for (guint64 cell = 0; cell < table->n_cells; cell++)
    {
      guint64 rest = cell;

      for (guint i = shape->n_axes; i-- > 0; rest /= table->axes[i]->n_codes)
        codes[i] = (guint) (rest % table->axes[i]->n_codes);
      g_assert_cmpuint (assay_count_table_get (table, codes), ==, expected[cell]);
      if (sums != NULL && expected[cell] > 0)
        g_assert_true (assay_count_table_get_sums (table, codes)[0] == expected_sums[cell]);
    }
}
