/* engine.c: what is the same for every engine: the request is checked once, the tables are checked after.
 */
#include "tally/engine.h"

struct _AssayEngine
{
  const AssayEngineType *type;
  AssayEngineLimits      limits;
  gpointer               self;
};

AssayEngine *
assay_engine_open (const AssayEngineType    *type,
                   const AssayEngineOptions *options,
                   GError                  **error)
{
  AssayEngine *engine = g_new0 (AssayEngine, 1);
  AssayEngineOptions filled = options != NULL ? *options : (AssayEngineOptions) { 0 };

  if (filled.n_threads == 0)
    filled.n_threads = g_get_num_processors ();
  engine->type = type;
  engine->self = type->open (&filled, &engine->limits, error);
  if (engine->self != NULL)
    return engine;
  g_free (engine);
  return NULL;
}

void
assay_engine_close (AssayEngine *self)
{
  if (self == NULL)
    return;
  self->type->close (self->self);
  g_free (self);
}

const char *
assay_engine_name (const AssayEngine *self)
{
  return self->type->name;
}

const AssayEngineLimits *
assay_engine_limits (const AssayEngine *self)
{
  return &self->limits;
}

/* --- sums ------------------------------------------------------------------------------------------------------- */

AssaySumScale *
assay_shape_scales (const AssayTableShape *shape,
                    const AssayValueScale *values)
{
  AssaySumScale *scales = g_new0 (AssaySumScale, shape->n_sums);
  static const AssayValueScale nameless = { "value", 0 };

  for (guint i = 0; i < shape->n_sums; i++)
    {
      const AssayShapeSum *sum = &shape->sums[i];
      const AssayValueScale *a = values != NULL ? &values[sum->a] : &nameless;
      if (sum->b == ASSAY_SUM_VALUES)
        scales[i] = (AssaySumScale) { g_strdup (a->name), a->k };
      else if (sum->b == ASSAY_SUM_ROWS)
        scales[i] = (AssaySumScale) { g_strdup_printf ("rows of %s", a->name), 0 };
      else
        {
          const AssayValueScale *b = values != NULL ? &values[sum->b] : &nameless;
          scales[i] = (AssaySumScale) { g_strdup_printf ("%s * %s", a->name, b->name), a->k + b->k };
        }
    }
  return scales;
}

void
assay_sum_scales_free (AssaySumScale *scales,
                       guint          n_sums)
{
  for (guint i = 0; i < n_sums; i++)
    g_free (scales[i].name);
  g_free (scales);
}

/* --- before ------------------------------------------------------------------------------------------------------ */

/* A column's codes as an axis: no name, the codes' own numbers as values. */
static AssayAxis *
nameless_axis (guint n_codes)
{
  g_auto (GStrv) values = g_new0 (char *, n_codes + 1);
  AssayAxis *axis;

  for (guint code = 1; code < n_codes; code++)
    values[code] = g_strdup_printf ("%u", code);
  axis = assay_axis_new ("", ASSAY_AXIS_SLICE, n_codes, (const char *const *) values);
  for (guint code = 1; code < n_codes; code++)
    g_clear_pointer (&values[code], g_free);
  return axis;
}

/* Where a column's axis is among those of the columns and, behind them, of the sets. */
static guint
place_of (const AssayRows *rows,
          guint            column)
{
  return column >= ASSAY_SET_COLUMN (0) ? rows->n_columns + column - ASSAY_SET_COLUMN (0) : column;
}

/* The request's axis of a column or a set, or a nameless one. */
static AssayAxis *
fill_axis (const AssayRows         *rows,
           const AssayCountRequest *request,
           guint                    column)
{
  if (column >= ASSAY_SET_COLUMN (0))
    {
      guint set = column - ASSAY_SET_COLUMN (0);
      return request->set_axes != NULL ? assay_axis_ref (request->set_axes[set]) : nameless_axis (rows->sets[set].n_tags + 1);
    }
  return request->axes != NULL ? assay_axis_ref (request->axes[column]) : nameless_axis (rows->columns[column].n_codes);
}

/* Axes of the columns and sets that the request names. */
static GPtrArray *
fill_axes (const AssayRows         *rows,
           const AssayCountRequest *request)
{
  GPtrArray *axes = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_axis_unref);

  g_ptr_array_set_size (axes, (gint) (rows->n_columns + rows->n_sets));
  for (guint i = 0; i < request->n_shapes; i++)
    for (guint axis = 0; axis < request->shapes[i].n_axes; axis++)
      {
        guint c = request->shapes[i].columns[axis];
        if (axes->pdata[place_of (rows, c)] == NULL)
          axes->pdata[place_of (rows, c)] = fill_axis (rows, request, c);
      }
  return axes;
}

static gboolean
has_sound_sums (const AssayRows       *rows,
                const AssayTableShape *shape)
{
  if (shape->n_sums > ASSAY_MAX_SUMS)
    return FALSE;
  for (guint i = 0; i < shape->n_sums; i++)
    if (shape->sums[i].a >= rows->n_values || (shape->sums[i].b < ASSAY_SUM_ROWS && shape->sums[i].b >= rows->n_values))
      return FALSE;
  return TRUE;
}

/* Its columns are columns of the rows, or sets of them that are closed, and in places where a set can be. */
static gboolean
has_sound_columns (const AssayRows       *rows,
                   const AssayTableShape *shape)
{
  guint set = 0;

  if (shape->n_axes < 1 || shape->n_axes > ASSAY_MAX_AXES)
    return FALSE;
  AssayShapeKind kind = assay_shape_kind (shape, &set);
  if (kind == ASSAY_SHAPE_UNKNOWN)
    return FALSE;
  if (kind != ASSAY_SHAPE_ROWS && (set >= rows->n_sets || rows->sets[set].n_tagged == NULL))
    return FALSE;
  for (guint axis = 0; axis < shape->n_axes; axis++)
    if (place_of (rows, shape->columns[axis]) == shape->columns[axis] && shape->columns[axis] >= rows->n_columns)
      return FALSE;
  return TRUE;
}

static gboolean
is_sound (const AssayRows         *rows,
          const AssayCountRequest *request)
{
  for (guint i = 0; i < request->n_shapes; i++)
    if (!has_sound_columns (rows, &request->shapes[i]) || !has_sound_sums (rows, &request->shapes[i]))
      return FALSE;
  return TRUE;
}

/* What a message calls an axis: nameless ones by the column's number. */
static char *
label_axis (const AssayAxis *axis,
            guint            column)
{
  if (axis->name[0] != '\0')
    return g_strdup (axis->name);
  return column >= ASSAY_SET_COLUMN (0) ? g_strdup_printf ("set %u", column - ASSAY_SET_COLUMN (0))
                                        : g_strdup_printf ("column %u", column);
}

static gboolean
check_axis (const AssayEngine *self,
            const AssayRows   *rows,
            const AssayAxis   *axis,
            guint              column,
            GError           **error)
{
  g_autofree char *label = label_axis (axis, column);
  gboolean is_set = column >= ASSAY_SET_COLUMN (0);
  guint n_codes = is_set ? rows->sets[column - ASSAY_SET_COLUMN (0)].n_tags + 1 : rows->columns[column].n_codes;

  if (axis->n_codes < n_codes || (is_set && axis->n_codes > n_codes))
    g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES, "the rows have %u codes of %s, its axis has %u",
                 n_codes, label, axis->n_codes);
  else if (axis->n_codes > self->limits.max_codes)
    g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED, "%s has %u codes; engine %s counts up to %u",
                 label, axis->n_codes, self->type->name, self->limits.max_codes);
  else
    return TRUE;
  return FALSE;
}

/* What only set tables can be refused for. */
static gboolean
check_set_shape (const AssayEngine     *self,
                 const AssayRows       *rows,
                 const AssayTableShape *shape,
                 GError               **error)
{
  guint set;

  if (assay_shape_kind (shape, &set) == ASSAY_SHAPE_ROWS)
    return TRUE;
  if (shape->n_sums > 0)
    g_set_error_literal (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED,
                         "a table of tags counts rows; sums of weights or values over tags are not supported");
  else if (self->limits.max_tags == 0)
    g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED, "engine %s does not count tables of tags",
                 self->type->name);
  else if (rows->sets[set].n_tags > self->limits.max_tags)
    g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED, "a row can have %u tags; engine %s counts up to %u",
                 rows->sets[set].n_tags, self->type->name, self->limits.max_tags);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_shape (const AssayEngine     *self,
             const AssayRows       *rows,
             const AssayTableShape *shape,
             AssayAxis *const      *axes,
             GError               **error)
{
  guint64 n_cells = 1;

  if (!check_set_shape (self, rows, shape, error))
    return FALSE;
  if (shape->n_axes > self->limits.max_axes)
    {
      g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED, "a table has %u axes; engine %s counts up to %u",
                   shape->n_axes, self->type->name, self->limits.max_axes);
      return FALSE;
    }
  for (guint i = 0; i < shape->n_axes; i++)
    {
      const AssayAxis *axis = axes[place_of (rows, shape->columns[i])];
      if (!check_axis (self, rows, axis, shape->columns[i], error))
        return FALSE;
      if (n_cells > self->limits.max_cells / axis->n_codes)
        {
          g_autofree char *label = label_axis (axis, shape->columns[i]);
          g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                       "a table of %s and %u more columns has more than the %" G_GUINT64_FORMAT
                       " cells that engine %s counts; cross fewer columns or bin them",
                       label, shape->n_axes - 1, self->limits.max_cells, self->type->name);
          return FALSE;
        }
      n_cells *= axis->n_codes;
    }
  return TRUE;
}

/* --- after ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayShapeKind kind;
  guint64        n_tagged[ASSAY_MAX_TAGS + 1]; /* of each code of the tags */
  gboolean       is_misplaced;                 /* a count where none can be */
} TaggedRows;

static void
add_tagged (const guint *codes,
            guint64      count,
            gpointer     data)
{
  TaggedRows *self = data;

  self->is_misplaced = self->is_misplaced || codes[1] == 0
                       || (self->kind == ASSAY_SHAPE_PAIRS && (codes[0] == 0 || codes[0] > codes[1]));
  if (self->kind == ASSAY_SHAPE_MEMBERS || codes[0] == codes[1])
    self->n_tagged[codes[1]] += count;
}

/* A tag with itself, or over all keys, has the rows whose bits are 1. */
static gboolean
check_set_table (const AssayEngine     *self,
                 const AssayRows       *rows,
                 const AssayTableShape *shape,
                 const AssayCountTable *table,
                 GError               **error)
{
  guint set = 0;
  TaggedRows tagged = { .kind = assay_shape_kind (shape, &set) };
  const AssayTagPlanes *planes = &rows->sets[set];

  assay_count_table_foreach (table, add_tagged, &tagged);
  for (guint tag = 0; tag < planes->n_tags; tag++)
    if (tagged.is_misplaced || tagged.n_tagged[tag + 1] != planes->n_tagged[tag])
      {
        g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_MISCOUNT,
                     "engine %s counted %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                     " rows with tag %u: a fault of Assay or of the machine; nothing of it can be used",
                     self->type->name, tagged.n_tagged[tag + 1], planes->n_tagged[tag], tag);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_tables (const AssayEngine       *self,
              const AssayRows         *rows,
              GPtrArray               *tables,
              const AssayCountRequest *request,
              GError                 **error)
{
  g_return_val_if_fail (tables->len == request->n_shapes, FALSE);

  for (guint i = 0; i < request->n_shapes; i++)
    {
      if (assay_shape_kind (&request->shapes[i], NULL) != ASSAY_SHAPE_ROWS)
        {
          if (!check_set_table (self, rows, &request->shapes[i], tables->pdata[i], error))
            return FALSE;
          continue;
        }
      guint64 total = assay_count_table_total (tables->pdata[i]);
      if (total != rows->n_rows)
        {
          g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_MISCOUNT,
                       "engine %s counted %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                       " rows in table %u: a fault of Assay or of the machine; nothing of it can be used",
                       self->type->name, total, rows->n_rows, i);
          return FALSE;
        }
    }
  return TRUE;
}

GPtrArray *
assay_engine_count (AssayEngine             *self,
                    const AssayRows         *rows,
                    const AssayCountRequest *request,
                    AssayProgress           *progress,
                    GCancellable            *cancellable,
                    GError                 **error)
{
  g_return_val_if_fail (is_sound (rows, request), NULL);

  AssayProgress unseen = { 0 };
  g_autoptr (GPtrArray) axes = fill_axes (rows, request);
  AssayCountRequest filled = { request->shapes, request->n_shapes, (AssayAxis *const *) axes->pdata, request->scales,
                               (AssayAxis *const *) axes->pdata + rows->n_columns };

  for (guint i = 0; i < request->n_shapes; i++)
    if (!check_shape (self, rows, &request->shapes[i], filled.axes, error))
      return NULL;
  if (self->type->supports != NULL && !self->type->supports (self->self, &filled, error))
    return NULL;

  if (progress == NULL)
    progress = &unseen;
  atomic_store (&progress->n_rows_done, 0);
  atomic_store (&progress->n_rows_total, rows->n_rows);
  g_autoptr (GPtrArray) tables = self->type->count (self->self, rows, &filled, progress, cancellable, error);
  if (tables == NULL || !check_tables (self, rows, tables, request, error))
    return NULL;
  return g_steal_pointer (&tables);
}

static gboolean
is_of_the_engine (const GError *error)
{
  return g_error_matches (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_DEVICE)
         || g_error_matches (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE)
         || g_error_matches (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

gboolean
assay_engine_give_up (const AssayEngine  *self,
                      GError             *failure,
                      gboolean            is_insistent,
                      char              **why,
                      GError            **error)
{
  gboolean may_another = is_of_the_engine (failure);

  if (!may_another)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (is_insistent)
    g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_ENGINE,
                 "the engine '%s' failed: %s; fallback=none lets nothing else count, with fallback=cpu the processor does",
                 self->type->name, failure->message);
  else if (why != NULL && *why == NULL)
    *why = g_strdup (failure->message);
  g_clear_error (&failure);
  return may_another && !is_insistent;
}

gboolean
assay_engine_replicate (AssayEngine               *self,
                        const AssayReplicateWork  *work,
                        GCancellable              *cancellable,
                        GError                   **error)
{
  if (self->type->replicate != NULL)
    return self->type->replicate (self->self, work, cancellable, error);
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED, "engine %s does not draw replicates", self->type->name);
  return FALSE;
}
