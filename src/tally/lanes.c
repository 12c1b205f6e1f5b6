/* lanes.c: lanes of rows, and back to sums. */
#include "tally/lanes-private.h"

#include <string.h>

AssayLanes *
assay_lanes_new (const AssayTableShape *shape)
{
  AssayLanes *self = g_new0 (AssayLanes, 1);

  self->n_sums = shape->n_sums;
  memcpy (self->sums, shape->sums, sizeof self->sums);
  self->n_lanes = 1;
  for (guint i = 0; i < self->n_sums; i++)
    {
      self->first[i] = self->n_lanes;
      self->n_lanes += self->sums[i].b < ASSAY_SUM_ROWS ? 2 : 1;
    }
  self->n_lanes += self->n_lanes % 2;
  return self;
}

gboolean
assay_lanes_suit (const AssayLanes      *self,
                  const AssayTableShape *shape)
{
  if (self->n_sums != shape->n_sums)
    return FALSE;
  for (guint i = 0; i < self->n_sums; i++)
    if (self->sums[i].a != shape->sums[i].a || self->sums[i].b != shape->sums[i].b)
      return FALSE;
  return TRUE;
}

static void
put_values (const gint64 *values,
            guint         n_rows,
            guint64      *lanes,
            guint         n_lanes)
{
  for (guint row = 0; row < n_rows; row++)
    lanes[row * n_lanes] = values[row] != ASSAY_NO_VALUE ? (guint64) values[row] : 0;
}

static void
put_rows (const gint64 *values,
          guint         n_rows,
          guint64      *lanes,
          guint         n_lanes)
{
  for (guint row = 0; row < n_rows; row++)
    lanes[row * n_lanes] = values[row] != ASSAY_NO_VALUE;
}

static void
put_products (const gint64 *a,
              const gint64 *b,
              guint         n_rows,
              guint64      *lanes,
              guint         n_lanes)
{
  for (guint row = 0; row < n_rows; row++)
    {
      gboolean has_both = a[row] != ASSAY_NO_VALUE && b[row] != ASSAY_NO_VALUE;
      gint64 product = has_both ? a[row] * b[row] : 0;
      lanes[row * n_lanes] = (guint32) product;
      lanes[row * n_lanes + 1] = (guint64) (product >> 32);
    }
}

/* A value and its square, such as weights: the lanes that most tables with sums have. */
static gboolean
are_squares (const AssayLanes *self)
{
  return self->n_sums == 2 && self->sums[0].b == ASSAY_SUM_VALUES && self->sums[1].a == self->sums[0].a
         && self->sums[1].b == self->sums[0].a;
}

void
assay_lanes_make (const AssayLanes    *self,
                  const AssayKernel   *kernel,
                  const gint64 *const *values,
                  guint                n_rows,
                  guint64             *lanes)
{
  guint n = self->n_lanes;

  if (are_squares (self))
    {
      kernel->make_square_lanes (values[self->sums[0].a], ASSAY_NO_VALUE, n_rows, lanes);
      return;
    }
  for (guint row = 0; row < n_rows; row++)
    {
      lanes[row * n] = 1;
      lanes[row * n + n - 1] = 0;
    }
  for (guint i = 0; i < self->n_sums; i++)
    {
      const gint64 *a = values[self->sums[i].a];
      guint64 *first = lanes + self->first[i];
      if (self->sums[i].b == ASSAY_SUM_VALUES)
        put_values (a, n_rows, first, n);
      else if (self->sums[i].b == ASSAY_SUM_ROWS)
        put_rows (a, n_rows, first, n);
      else
        put_products (a, values[self->sums[i].b], n_rows, first, n);
    }
}

void
assay_lanes_add_to (const AssayLanes *self,
                    const guint64    *cell,
                    AssaySum         *sums)
{
  for (guint i = 0; i < self->n_sums; i++)
    {
      const guint64 *lane = cell + self->first[i];
      if (self->sums[i].b < ASSAY_SUM_ROWS)
        sums[i] += (AssaySum) (gint64) lane[1] * ((AssaySum) 1 << 32) + lane[0];
      else
        sums[i] += (gint64) lane[0];
    }
}
