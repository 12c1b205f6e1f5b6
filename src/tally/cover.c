/* cover.c: from shapes to groups, in three steps.
 *
 * 1. The base: columns that more than half of the shapes have. In an audit these are label and prediction.
 * 2. Shapes of the base and one column of few codes go to bit planes, where there are some.
 * 3. The rest, largest first: a shape joins the group whose cost it raises least, or opens one of its own.
 *
 * The cost of a group, in increments of a small table: 1 for each row, more as its cells outgrow the caches, and
 * what clearing and marginalising its cells costs, spread over the rows. With few rows the last term keeps groups
 * small. Missing codes are rare, so the cells that matter to the cache are counted without code 0.
 */
#include "tally/cover-private.h"

#include <string.h>

/* Measured with ten columns of 5 to 2000 codes and 4 M rows on Zen 4: from half to twice cache_cells and plane_cells
 * the time changes by less than 3 %; with planes up to 24 it is 20 % longer. The same columns with weights: 8192 to 12288
 * cache_lanes take the same time, half as many 10 % more. With 300 columns and 10,000 rows the
 * cost of flushing makes groups of one or two columns, 3 ms in all. */
static const struct
{
  double  cache_cells;  /* this many cells make an increment twice as dear */
  double  cache_lanes;  /* this many lanes make their addition twice as dear */
  double  flush_cost;   /* of one cell, in increments */
  guint   plane_cells;  /* codes x outcomes up to which planes are cheaper than a share of a joint key */
  guint64 wide_cells;   /* cells that are worth a dense table for each row to be counted */
  guint   n_candidates; /* groups that a shape may still join: the latest ones */
} tuning = { .cache_cells = 32768, .cache_lanes = 12288, .flush_cost = 3, .plane_cells = 128, .wide_cells = 8, .n_candidates = 64 };

static gboolean
has_column (const guint16 *columns,
            guint          n_columns,
            guint16        column)
{
  for (guint i = 0; i < n_columns; i++)
    if (columns[i] == column)
      return TRUE;
  return FALSE;
}

static gboolean
has_columns (const guint16 *columns,
             guint          n_columns,
             const guint16 *wanted,
             guint          n_wanted)
{
  for (guint i = 0; i < n_wanted; i++)
    if (!has_column (columns, n_columns, wanted[i]))
      return FALSE;
  return TRUE;
}

static guint64
multiply (guint64 a,
          guint64 b)
{
  return a > ASSAY_MAX_CELLS / b ? ASSAY_MAX_CELLS : a * b; /* all that matters above is that it is too many */
}

/* Codes that occur in most data: all but missing. */
static guint
usual_codes (const AssayCoverRequest *request,
             guint16                  column)
{
  return MAX (request->n_codes[column], 2) - 1;
}

/* Shapes without sums decide alone, if there are any: tables with sums must not slow them down. */
static void
find_base (AssayCover              *self,
           const AssayCoverRequest *request,
           guint                    n_columns)
{
  g_autofree guint *n_uses = g_new0 (guint, n_columns);
  guint64 product = 1;
  guint n_plain = 0;

  for (guint i = 0; i < request->n_shapes; i++)
    n_plain += request->shapes[i].n_sums == 0;
  for (guint i = 0; i < request->n_shapes; i++)
    for (guint j = 0; j < request->shapes[i].n_axes && (n_plain == 0 || request->shapes[i].n_sums == 0); j++)
      n_uses[request->shapes[i].columns[j]]++;
  for (guint column = 0; column < n_columns; column++)
    if (n_uses[column] >= 2 && 2 * n_uses[column] > (n_plain > 0 ? n_plain : request->n_shapes))
      {
        product = multiply (product, request->n_codes[column]);
        if (self->n_base == ASSAY_MAX_AXES || product > ASSAY_GROUP_CELLS)
          {
            self->n_base = 0;
            product = 1;
            break;
          }
        self->base[self->n_base++] = (guint16) column;
      }
  self->base_codes = (guint32) product;
}

static AssayGroup *
group_new (AssayGroupKind kind)
{
  AssayGroup *self = g_new0 (AssayGroup, 1);

  self->kind = kind;
  self->n_cells = 1;
  self->shapes = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

static void
group_free (gpointer data)
{
  AssayGroup *self = data;

  g_array_unref (self->shapes);
  g_free (self);
}

static void
group_add (AssayGroup              *self,
           const AssayCoverRequest *request,
           guint                    shape)
{
  const AssayTableShape *added = &request->shapes[shape];

  for (guint i = 0; i < added->n_axes; i++)
    if (!has_column (self->columns, self->n_columns, added->columns[i]))
      {
        self->columns[self->n_columns++] = added->columns[i];
        self->n_cells = multiply (self->n_cells, request->n_codes[added->columns[i]]);
      }
  g_array_append_val (self->shapes, shape);
}

static double
cost_of (const AssayCoverRequest *request,
         const AssayLanes        *lanes,
         guint64                  n_cells,
         double                   n_usual)
{
  double cache = lanes != NULL ? n_usual * lanes->n_lanes / tuning.cache_lanes : n_usual / tuning.cache_cells;
  double flush = request->n_rows > 0 ? (double) n_cells * tuning.flush_cost / (double) request->n_rows : 0;

  return 1 + cache + flush;
}

/* Of a group that is counted by joint keys in one loop. */
static guint64
most_cells (const AssayCoverRequest *request,
            const AssayLanes        *lanes)
{
  gsize cell = lanes != NULL ? lanes->n_lanes * sizeof (guint64) : sizeof (guint32);

  return request->joint_bytes > 0 ? MIN (request->joint_bytes / cell, ASSAY_GROUP_CELLS) : ASSAY_GROUP_CELLS;
}

/* What it costs to count a shape in a group as well; INFINITY when the table would be too large. */
static double
cost_to_join (const AssayGroup        *group,
              const AssayCoverRequest *request,
              const AssayLanes        *lanes,
              const AssayTableShape   *shape)
{
  guint64 n_cells = group->n_cells;
  guint n_columns = group->n_columns;
  double n_usual = 1, n_usual_before = 1;

  for (guint i = 0; i < group->n_columns; i++)
    n_usual_before *= usual_codes (request, group->columns[i]);
  n_usual = n_usual_before;
  for (guint i = 0; i < shape->n_axes; i++)
    if (!has_column (group->columns, group->n_columns, shape->columns[i]))
      {
        n_columns++;
        n_cells = multiply (n_cells, request->n_codes[shape->columns[i]]);
        n_usual *= usual_codes (request, shape->columns[i]);
      }
  if (group->lanes != lanes)
    return G_MAXDOUBLE;
  if (n_columns == group->n_columns && group->kind != ASSAY_GROUP_SPARSE && group->kind != ASSAY_GROUP_SPARSE_SUMS)
    return 0;
  if ((group->kind != ASSAY_GROUP_JOINT && group->kind != ASSAY_GROUP_SUMS) || n_columns > ASSAY_GROUP_COLUMNS
      || n_cells > most_cells (request, lanes))
    return G_MAXDOUBLE;
  return cost_of (request, lanes, n_cells, n_usual) - cost_of (request, lanes, group->n_cells, n_usual_before);
}

static AssayGroupKind
kind_of_table (const AssayCoverRequest *request,
               const AssayLanes        *lanes,
               guint64                  n_cells)
{
  if (n_cells <= most_cells (request, lanes))
    return lanes != NULL ? ASSAY_GROUP_SUMS : ASSAY_GROUP_JOINT;
  if (!assay_count_table_fits_dense (n_cells, lanes != NULL ? lanes->n_sums : 0)
      || (request->n_rows > 0 && n_cells / tuning.wide_cells > request->n_rows))
    return lanes != NULL ? ASSAY_GROUP_SPARSE_SUMS : ASSAY_GROUP_SPARSE;
  return lanes != NULL ? ASSAY_GROUP_WIDE_SUMS : ASSAY_GROUP_WIDE;
}

/* (nullable) The lanes of a shape's sums, one for all shapes of the same sums. */
static const AssayLanes *
lanes_of_shape (AssayCover            *self,
                const AssayTableShape *shape)
{
  if (shape->n_sums == 0)
    return NULL;
  for (guint i = self->lanes->len; i-- > 0;)
    if (assay_lanes_suit (self->lanes->pdata[i], shape))
      return self->lanes->pdata[i];
  AssayLanes *lanes = assay_lanes_new (shape);
  lanes->position = self->lanes->len;
  g_ptr_array_add (self->lanes, lanes);
  return lanes;
}

static void
place_shape (AssayCover              *self,
             const AssayCoverRequest *request,
             guint                    shape)
{
  AssayGroup *own = group_new (ASSAY_GROUP_JOINT);
  group_add (own, request, shape);
  own->lanes = lanes_of_shape (self, &request->shapes[shape]);
  own->kind = kind_of_table (request, own->lanes, own->n_cells);
  double n_usual = 1;
  for (guint i = 0; i < own->n_columns; i++)
    n_usual *= usual_codes (request, own->columns[i]);

  double least = cost_of (request, own->lanes, own->n_cells, n_usual);
  AssayGroup *best = NULL;
  guint n = self->groups->len;
  for (guint i = n > tuning.n_candidates ? n - tuning.n_candidates : 0; i < n && least > 0; i++)
    {
      AssayGroup *group = g_ptr_array_index (self->groups, i);
      double cost = cost_to_join (group, request, own->lanes, &request->shapes[shape]);
      if (cost < least)
        {
          least = cost;
          best = group;
        }
    }

  if (best == NULL)
    g_ptr_array_add (self->groups, own);
  else
    {
      group_add (best, request, shape);
      group_free (own);
    }
}

/* The one column that a shape has beside the base; -1: it is the base itself, -2: it is neither. */
static int
column_beside_base (const AssayCover      *self,
                    const AssayTableShape *shape)
{
  int beside = -1;

  if (!has_columns (shape->columns, shape->n_axes, self->base, self->n_base))
    return -2;
  for (guint i = 0; i < shape->n_axes; i++)
    if (!has_column (self->base, self->n_base, shape->columns[i]))
      {
        if (beside >= 0)
          return -2;
        beside = shape->columns[i];
      }
  return beside;
}

static gboolean
suits_planes (const AssayCover        *self,
              const AssayCoverRequest *request,
              int                      column)
{
  guint outcomes = 1;

  if (!request->has_planes || self->n_base == 0 || self->base_codes > ASSAY_PLANE_OUTCOMES || column < 0)
    return FALSE;
  for (guint i = 0; i < self->n_base; i++)
    outcomes *= usual_codes (request, self->base[i]);
  return (guint64) usual_codes (request, (guint16) column) * outcomes <= tuning.plane_cells;
}

/* Takes the shapes that planes count best; placed[shape] becomes TRUE. */
static void
place_in_planes (AssayCover              *self,
                 const AssayCoverRequest *request,
                 gboolean                *placed,
                 guint                    n_columns)
{
  g_autofree AssayGroup **of_column = g_new0 (AssayGroup *, n_columns);

  for (guint i = 0; i < request->n_shapes; i++)
    {
      int column = column_beside_base (self, &request->shapes[i]);
      if (request->shapes[i].n_sums > 0 || !suits_planes (self, request, column))
        continue;
      if (of_column[column] == NULL)
        {
          of_column[column] = group_new (ASSAY_GROUP_PLANES);
          g_ptr_array_add (self->groups, of_column[column]);
        }
      group_add (of_column[column], request, i);
      placed[i] = TRUE;
    }
}

typedef struct
{
  guint   shape;
  guint64 n_cells;
} SizedShape;

static int
compare_sizes (const void *a,
               const void *b)
{
  const SizedShape *x = a, *y = b;

  if (x->n_cells != y->n_cells)
    return x->n_cells < y->n_cells ? 1 : -1;
  return x->shape < y->shape ? -1 : 1;
}

static void
place_by_size (AssayCover              *self,
               const AssayCoverRequest *request,
               const gboolean          *placed)
{
  g_autofree SizedShape *sized = g_new (SizedShape, request->n_shapes);
  guint n = 0;

  for (guint i = 0; i < request->n_shapes; i++)
    {
      guint64 n_cells = 1;
      for (guint j = 0; j < request->shapes[i].n_axes; j++)
        n_cells = multiply (n_cells, request->n_codes[request->shapes[i].columns[j]]);
      if (!placed[i])
        sized[n++] = (SizedShape) { i, n_cells };
    }
  if (n > 0)
    qsort (sized, n, sizeof *sized, compare_sizes);
  for (guint i = 0; i < n; i++)
    place_shape (self, request, sized[i].shape);
}

static void
set_steps (AssayGroup              *group,
           const AssayCoverRequest *request)
{
  guint64 step = 1;

  for (guint i = group->n_columns; i-- > 0; step = multiply (step, request->n_codes[group->columns[i]]))
    group->steps[i] = step;
}

/* The base first, then by the number of codes: the largest column runs fastest, and the columns that need two
 * planes stand together. With the base outermost, outcomes that do not occur leave whole stretches untouched. A
 * sparse group keeps the order of its one shape, so that its cells, once sorted, are in the order of the table. */
static void
order_columns (AssayGroup              *group,
               const AssayCover        *cover,
               const AssayCoverRequest *request)
{
  guint16 ordered[ASSAY_GROUP_COLUMNS];
  guint n = 0;

  if (group->kind == ASSAY_GROUP_SPARSE)
    {
      set_steps (group, request);
      return;
    }
  group->has_base = cover->n_base > 0 && has_columns (group->columns, group->n_columns, cover->base, cover->n_base);
  if (group->has_base)
    for (; n < cover->n_base; n++)
      ordered[n] = cover->base[n];
  guint n_fixed = n;
  for (guint i = 0; i < group->n_columns; i++)
    {
      guint16 column = group->columns[i];
      if (has_column (ordered, n_fixed, column))
        continue;
      guint at = n++;
      for (; at > n_fixed && request->n_codes[ordered[at - 1]] > request->n_codes[column]; at--)
        ordered[at] = ordered[at - 1];
      ordered[at] = column;
    }
  memcpy (group->columns, ordered, sizeof ordered);
  set_steps (group, request);
}

static int
compare_kinds (const void *a,
               const void *b)
{
  const AssayGroup *x = *(AssayGroup *const *) a, *y = *(AssayGroup *const *) b;

  if (x->kind != y->kind || x->lanes == y->lanes)
    return (int) x->kind - (int) y->kind;
  return x->lanes->position < y->lanes->position ? -1 : 1;
}

/* Enough for kernel.h's loop, as long as all copies fit the cache: rows that follow each other seldom meet in one of so
 * many cells. */
static guint
count_copies (const AssayCover *self)
{
  guint first, n_joint = assay_cover_kind (self, ASSAY_GROUP_JOINT, &first);
  guint n_copies = n_joint == 1 ? 4 : n_joint == 2 ? 2 : 1;
  guint64 n_cells = 0;

  for (guint i = first; i < first + n_joint; i++)
    n_cells += ((const AssayGroup *) self->groups->pdata[i])->n_cells;
  while (n_copies > 1 && (double) (n_copies * n_cells) > tuning.cache_cells)
    n_copies /= 2;
  return n_copies;
}

AssayCover *
assay_cover_new (const AssayCoverRequest *request)
{
  AssayCover *self = g_new0 (AssayCover, 1);
  g_autofree gboolean *placed = g_new0 (gboolean, request->n_shapes);
  guint n_columns = 0;

  for (guint i = 0; i < request->n_shapes; i++)
    for (guint j = 0; j < request->shapes[i].n_axes; j++)
      n_columns = MAX (n_columns, request->shapes[i].columns[j] + 1u);

  self->groups = g_ptr_array_new_with_free_func (group_free);
  self->lanes = g_ptr_array_new_with_free_func (g_free);
  find_base (self, request, n_columns);
  place_in_planes (self, request, placed, n_columns);
  place_by_size (self, request, placed);
  for (guint i = 0; i < self->groups->len; i++)
    order_columns (g_ptr_array_index (self->groups, i), self, request);
  g_ptr_array_sort (self->groups, compare_kinds);

  self->n_copies = count_copies (self);
  return self;
}

void
assay_cover_free (AssayCover *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->lanes);
  g_free (self);
}

guint
assay_cover_kind (const AssayCover *self,
                  AssayGroupKind    kind,
                  guint            *first)
{
  guint n = 0;

  *first = 0;
  for (guint i = 0; i < self->groups->len; i++)
    {
      const AssayGroup *group = g_ptr_array_index (self->groups, i);
      *first += group->kind < kind;
      n += group->kind == kind;
    }
  return n;
}
