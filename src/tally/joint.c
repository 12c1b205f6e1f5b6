/* joint.c: counts joint keys of several columns.
 *
 * Reads    codes[column][row] of a block of at most 2048 rows, bytes or 16-bit words
 * Writes   32-bit joint cells, two copies of each table: even rows count in the first, odd rows in the second
 * Keys     16 bits, built column by column for the whole block, so that the compiler vectorises them
 * Counts   up to BATCH tables in one loop over the rows: increments of different tables overlap
 * Limits   a joint table has at most 65,536 cells; larger shapes are counted directly, one after the other
 * Checks   the codes of every block are looked through for ones that have no room yet
 *
 * Why two copies and one loop: on sorted or skewed rows the same cell is incremented again and again, and each
 * increment waits for the store of the one before. A single table, a column at a time, is 2.5 times slower on sorted
 * rows than on uniform ones; with both, the time does not depend on the order.
 */
#include "tally/joint.h"

#include <string.h>

#define MERGE_CELLS (1u << 14)
#define FLUSH_ROWS (G_MAXUINT32 - ASSAY_BLOCK_ROWS)
#define BATCH 6

typedef guint32 CellPair[2]; /* the two copies of one cell */

struct _AssayJoint
{
  guint             n_columns;
  AssayTableShape  *shapes;
  guint             n_shapes;
  AssayJointTuning  tuning;
  guint            *used;        /* the columns of any shape */
  guint             n_used;
  AssaySpan        *met;         /* of each column: the codes of the rows so far; end 0: none */
  AssaySpan        *spans;       /* what the plan has room for */
  AssayJointPlan   *plan;
  CellPair        **tables;      /* of each group */
  guint64           n_pending;   /* rows in the joint tables */
  AssayAccumulator *accumulators;
  guint16           keys[BATCH][ASSAY_BLOCK_ROWS];
  guint16           shared[ASSAY_BLOCK_ROWS];
};

AssayJoint *
assay_joint_new (guint                   n_columns,
                 const AssayTableShape  *shapes,
                 guint                   n_shapes,
                 const AssayJointTuning *tuning)
{
  AssayJoint *self = g_new0 (AssayJoint, 1);

  self->n_columns = n_columns;
  self->n_shapes = n_shapes;
  self->shapes = g_memdup2 (shapes, n_shapes * sizeof *shapes);
  self->tuning = tuning != NULL ? *tuning : (AssayJointTuning) { 0 };
  if (self->tuning.merge_cells == 0)
    self->tuning.merge_cells = MERGE_CELLS;
  if (self->tuning.flush_rows == 0)
    self->tuning.flush_rows = FLUSH_ROWS;
  self->met = g_new0 (AssaySpan, n_columns);
  self->spans = g_new0 (AssaySpan, n_columns);
  self->accumulators = g_new0 (AssayAccumulator, n_shapes);

  g_autofree gboolean *is_used = g_new0 (gboolean, n_columns);
  self->used = g_new0 (guint, n_columns);
  for (guint i = 0; i < n_shapes; i++)
    {
      assay_accumulator_init (&self->accumulators[i], shapes[i].n_axes);
      for (guint j = 0; j < shapes[i].n_axes; j++)
        is_used[shapes[i].columns[j]] = TRUE;
    }
  for (guint c = 0; c < n_columns; c++)
    if (is_used[c])
      self->used[self->n_used++] = c;
  return self;
}

static void
drop_plan (AssayJoint *self)
{
  for (guint i = 0; self->plan != NULL && i < self->plan->groups->len; i++)
    g_free (self->tables[i]);
  g_clear_pointer (&self->tables, g_free);
  g_clear_pointer (&self->plan, assay_joint_plan_free);
}

void
assay_joint_free (AssayJoint *self)
{
  if (self == NULL)
    return;
  drop_plan (self);
  for (guint i = 0; i < self->n_shapes; i++)
    assay_accumulator_clear (&self->accumulators[i]);
  g_free (self->accumulators);
  g_free (self->shapes);
  g_free (self->used);
  g_free (self->met);
  g_free (self->spans);
  g_free (self);
}

/* --- from joint tables to the shapes ----------------------------------------------------------------------------- */

static gboolean
add_margins (AssayJoint            *self,
             const AssayJointGroup *group,
             const guint           *group_codes,
             guint64                count)
{
  for (guint i = 0; i < group->shapes->len; i++)
    {
      guint shape = g_array_index (group->shapes, guint, i);
      guint codes[ASSAY_MAX_AXES];

      for (guint axis = 0; axis < self->shapes[shape].n_axes; axis++)
        for (guint j = 0; j < group->n_columns; j++)
          if (group->columns[j] == self->shapes[shape].columns[axis])
            codes[axis] = group_codes[j];
      if (!assay_accumulator_add (&self->accumulators[shape], codes, count))
        return FALSE;
    }
  return TRUE;
}

static gboolean
flush_group (AssayJoint            *self,
             const AssayJointGroup *group,
             CellPair              *table)
{
  for (guint cell = 0; cell < group->n_cells; cell++)
    {
      guint64 count = (guint64) table[cell][0] + table[cell][1];
      guint codes[ASSAY_JOINT_COLUMNS];
      guint rest = cell;

      if (count == 0)
        continue;
      for (guint i = 0; i < group->n_columns; i++)
        {
          codes[i] = rest / group->strides[i] + self->spans[group->columns[i]].first;
          rest %= group->strides[i];
        }
      if (!add_margins (self, group, codes, count))
        return FALSE;
    }
  memset (table, 0, group->n_cells * sizeof *table);
  return TRUE;
}

gboolean
assay_joint_flush (AssayJoint *self)
{
  gboolean is_ok = TRUE;

  for (guint i = 0; is_ok && self->n_pending > 0 && i < self->plan->groups->len; i++)
    is_ok = flush_group (self, self->plan->groups->pdata[i], self->tables[i]);
  self->n_pending = 0;
  return is_ok;
}

const AssayAccumulator *
assay_joint_accumulator (const AssayJoint *self,
                         guint             shape)
{
  return &self->accumulators[shape];
}

guint
assay_joint_n_codes (const AssayJoint *self,
                     guint             column)
{
  return self->met[column].end;
}

/* --- planning ---------------------------------------------------------------------------------------------------- */

static AssaySpan
span_of (const AssayCodes *column,
         guint             n_rows)
{
  guint16 least = G_MAXUINT16, greatest = 0;

  if (column->bytes != NULL)
    for (guint row = 0; row < n_rows; row++)
      {
        least = MIN (least, column->bytes[row]);
        greatest = MAX (greatest, column->bytes[row]);
      }
  else
    for (guint row = 0; row < n_rows; row++)
      {
        least = MIN (least, column->words[row]);
        greatest = MAX (greatest, column->words[row]);
      }
  return (AssaySpan) { least, greatest + 1u };
}

/* Notes the codes of a block; TRUE when the plan has no room for one of them. */
static gboolean
meet (AssayJoint       *self,
      const AssayCodes *columns,
      guint             n_rows)
{
  gboolean is_outside = self->plan == NULL;

  for (guint i = 0; i < self->n_used; i++)
    {
      guint c = self->used[i];
      AssaySpan span = span_of (&columns[c], n_rows);
      AssaySpan *met = &self->met[c];

      met->first = met->end == 0 ? span.first : MIN (met->first, span.first);
      met->end = MAX (met->end, span.end);
      is_outside |= met->first < self->spans[c].first || met->end > self->spans[c].end;
    }
  return is_outside;
}

/* A quarter more than was met, so that a column of n codes is planned O(log n) times. Code 0 (missing) has no cell
 * until it is met: most columns miss nothing, and labels of two classes then take four cells with their predictions,
 * not nine. */
static void
widen_spans (AssayJoint *self)
{
  for (guint i = 0; i < self->n_used; i++)
    {
      guint c = self->used[i];
      guint end = MIN (self->met[c].end + self->met[c].end / 4, G_MAXUINT16 + 1u);

      self->spans[c] = (AssaySpan) { MIN (self->met[c].first, 1), MAX (end, self->spans[c].end) };
    }
}

static gboolean
reserve (AssayJoint *self)
{
  for (guint i = 0; i < self->n_shapes; i++)
    {
      guint n_codes[ASSAY_MAX_AXES];
      for (guint axis = 0; axis < self->shapes[i].n_axes; axis++)
        n_codes[axis] = self->spans[self->shapes[i].columns[axis]].end;
      if (!assay_accumulator_reserve (&self->accumulators[i], n_codes))
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_plan (AssayJoint *self)
{
  if (!assay_joint_flush (self))
    return FALSE;
  drop_plan (self);
  widen_spans (self);
  if (!reserve (self))
    return FALSE;
  self->plan = assay_joint_plan_new (self->shapes, self->n_shapes, self->spans, self->n_columns, self->tuning.merge_cells);
  self->tables = g_new0 (CellPair *, self->plan->groups->len);
  for (guint i = 0; i < self->plan->groups->len; i++)
    {
      self->tables[i] = g_try_new0 (CellPair, ((AssayJointGroup *) self->plan->groups->pdata[i])->n_cells);
      if (self->tables[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

/* --- counting ---------------------------------------------------------------------------------------------------- */

static void
add_codes (guint16          *keys,
           const AssayCodes *column,
           guint16           stride,
           guint             n_rows)
{
  const guint8 *bytes = column->bytes;
  const guint16 *words = column->words;

  if (bytes != NULL)
    for (guint row = 0; row < n_rows; row++)
      keys[row] += (guint16) (bytes[row] * (guint) stride);
  else
    for (guint row = 0; row < n_rows; row++)
      keys[row] += (guint16) (words[row] * (guint) stride);
}

static void
make_shared (AssayJoint       *self,
             const AssayCodes *columns,
             guint             n_rows)
{
  memset (self->shared, 0, n_rows * sizeof *self->shared);
  for (guint i = 0; i < self->plan->n_shared; i++)
    add_codes (self->shared, &columns[self->plan->shared[i]], self->plan->shared_strides[i], n_rows);
}

/* Sums and bias are taken modulo 2^16: what is left is the cell, which is below it. */
static void
make_keys (AssayJoint            *self,
           guint16               *keys,
           const AssayJointGroup *group,
           const AssayCodes      *columns,
           guint                  n_rows)
{
  guint n = group->n_columns - (group->has_shared ? self->plan->n_shared : 0);
  guint16 bias = group->bias;

  for (guint row = 0; row < n_rows; row++)
    keys[row] = (group->has_shared ? self->shared[row] : 0) - bias;
  for (guint i = 0; i < n; i++)
    add_codes (keys, &columns[group->columns[i]], group->strides[i], n_rows);
}

/* n is a constant wherever this is called, so that the loops over tables unroll. */
static inline __attribute__ ((always_inline)) void
count_keys (CellPair *const     *tables,
            const guint16       (*keys)[ASSAY_BLOCK_ROWS],
            guint                n,
            guint                n_rows)
{
  guint row = 0;

  for (; row + 1 < n_rows; row += 2)
    {
      for (guint i = 0; i < n; i++)
        tables[i][keys[i][row]][0]++;
      for (guint i = 0; i < n; i++)
        tables[i][keys[i][row + 1]][1]++;
    }
  for (guint i = 0; i < n && row < n_rows; i++)
    tables[i][keys[i][row]][0]++;
}

static void
count_batch (AssayJoint *self,
             guint       first,
             guint       n,
             guint       n_rows)
{
  CellPair *tables[BATCH];

  memcpy (tables, self->tables + first, n * sizeof *tables);
  switch (n)
    {
    case 1: count_keys (tables, self->keys, 1, n_rows); break;
    case 2: count_keys (tables, self->keys, 2, n_rows); break;
    case 3: count_keys (tables, self->keys, 3, n_rows); break;
    case 4: count_keys (tables, self->keys, 4, n_rows); break;
    case 5: count_keys (tables, self->keys, 5, n_rows); break;
    case 6: count_keys (tables, self->keys, 6, n_rows); break;
    default: g_assert_not_reached ();
    }
}

static void
count_groups (AssayJoint       *self,
              const AssayCodes *columns,
              guint             n_rows)
{
  guint n_groups = self->plan->groups->len;
  guint n_batches = (n_groups + BATCH - 1) / BATCH;

  make_shared (self, columns, n_rows);
  for (guint batch = 0; batch < n_batches; batch++)
    {
      guint first = n_groups * batch / n_batches;
      guint n = n_groups * (batch + 1) / n_batches - first;
      for (guint i = 0; i < n; i++)
        make_keys (self, self->keys[i], self->plan->groups->pdata[first + i], columns, n_rows);
      count_batch (self, first, n, n_rows);
    }
}

static gboolean
count_direct (AssayJoint       *self,
              const AssayCodes *columns,
              guint             n_rows)
{
  for (guint i = 0; i < self->plan->direct->len; i++)
    {
      guint shape = g_array_index (self->plan->direct, guint, i);
      AssayCodes axes[ASSAY_MAX_AXES];

      for (guint axis = 0; axis < self->shapes[shape].n_axes; axis++)
        axes[axis] = columns[self->shapes[shape].columns[axis]];
      if (!assay_accumulator_count (&self->accumulators[shape], axes, n_rows))
        return FALSE;
    }
  return TRUE;
}

gboolean
assay_joint_add (AssayJoint       *self,
                 const AssayCodes *columns,
                 guint             n_rows)
{
  g_assert (n_rows <= ASSAY_BLOCK_ROWS);

  if (n_rows == 0)
    return TRUE;
  if (meet (self, columns, n_rows) && !make_plan (self))
    return FALSE;
  if (self->n_pending + n_rows > self->tuning.flush_rows && !assay_joint_flush (self))
    return FALSE;
  self->n_pending += n_rows;
  count_groups (self, columns, n_rows);
  return count_direct (self, columns, n_rows);
}
