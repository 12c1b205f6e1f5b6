/* stream.c: counting while codes are still being met.
 *
 * Every thread's state has a cover and a counter for the codes it has met so far. A chunk with a larger code, or four
 * times as many rows as at the last plan, lets the state flush and plan again: columns get room for half as many
 * codes again where there are many, so that an identifier's 65,534 values cost some 25 plans and not one for each
 * chunk; and joint tables grow with the rows that pay for clearing them.
 *
 * A stream that keeps its rows for an engine (kept-rows.c) counts them in the same way when that engine does not.
 */
#include "tally/kept-rows-private.h"
#include "tally/stream-private.h"
#include "tally/tag-counter-private.h"

#include <string.h>

#define FIRST_ROWS 16384              /* rows that the first plan is made for */
#define LAST_ROWS ((guint64) 1 << 24) /* from here on plans no longer change with the rows */
#define FEW_CODES 32                  /* columns with fewer get no room for more than they have */

struct _AssayTallyState
{
  AssayTallyStream *stream;
  guint            *n_codes;       /* of each column: room in the plan */
  guint            *n_met;         /* of each column: greatest code + 1; of each set behind them: its axis' codes */
  AssayCover       *cover;         /* NULL before the first chunk */
  AssayCounter     *counter;       /* NULL before the first chunk, and where all shapes are of sets */
  AssayTagCounter **tag_counters;  /* one for each set; NULL before the first chunk */
  AssayCodes       *codes;         /* of each column: scratch */
  AssayKeptRows    *kept;          /* NULL: rows are counted as they come */
  guint64           plan_rows;     /* plan again when n_rows reaches it */
  atomic_uint_fast64_t n_rows;     /* written by the state's thread, read by anyone */
  gboolean          failed;
};

struct _AssayTallyStream
{
  guint               n_columns;
  AssayArrangedShapes shapes;
  guint               n_sets;
  AssayTagSet        *sets;        /* owned copies */
  guint16            *used;        /* columns that a shape has, those of sets left out */
  guint               n_used;
  AssayCounterOptions options;
  AssayTotals        *totals;      /* of the arranged shapes */
  AssayTagContext     tags;
  GMutex              lock;        /* guards states */
  GPtrArray          *states;      /* of AssayTallyState */
  AssayEngine        *engine;      /* (nullable) borrowed: it counts what is kept */
  AssayKeptColumns    kept;
  guint64             most_bytes;  /* of kept rows; 0: no bound */
  atomic_uint_fast64_t n_bytes;    /* of kept rows, so far */
  atomic_bool         is_over;     /* they are too many: no state keeps any more */
  GCancellable       *cancellable;
  gboolean            is_insistent; /* nothing but the engine counts */
  char               *why;
};

static void
state_free (gpointer data)
{
  AssayTallyState *self = data;

  assay_counter_free (self->counter);
  for (guint i = 0; self->tag_counters != NULL && i < self->stream->n_sets; i++)
    assay_tag_counter_free (self->tag_counters[i]);
  g_free (self->tag_counters);
  assay_cover_free (self->cover);
  assay_kept_rows_free (self->kept);
  g_free (self->n_codes);
  g_free (self->n_met);
  g_free (self->codes);
  g_free (self);
}

static void
copy_sets (AssayTallyStream  *self,
           const AssayTagSet *sets,
           guint              n_sets)
{
  self->n_sets = n_sets;
  self->sets = g_new (AssayTagSet, n_sets);
  for (guint i = 0; i < n_sets; i++)
    {
      g_assert (sets[i].n_tags >= 1 && sets[i].n_tags <= ASSAY_MAX_TAGS
                && sets[i].axis->n_codes == sets[i].n_tags + 1);
      self->sets[i] = (AssayTagSet) { sets[i].n_tags, g_memdup2 (sets[i].columns, sets[i].n_tags * sizeof (guint16)),
                                      assay_axis_ref (sets[i].axis) };
    }
}

AssayTallyStream *
assay_tally_stream_new_full (guint                      n_columns,
                             const AssayTableShape     *shapes,
                             guint                      n_shapes,
                             const AssayTagSet         *sets,
                             guint                      n_sets,
                             const AssayCounterOptions *options)
{
  AssayTallyStream *self = g_new0 (AssayTallyStream, 1);
  g_autofree gboolean *is_used = g_new0 (gboolean, n_columns);

  self->n_columns = n_columns;
  self->used = g_new (guint16, n_columns);
  self->options = *options;
  if (self->options.kernel == NULL)
    self->options.kernel = assay_kernel_best ();
  for (guint i = 0; i < n_shapes; i++)
    g_assert (assay_shape_kind (&shapes[i], NULL) != ASSAY_SHAPE_UNKNOWN);
  assay_arranged_shapes_init (&self->shapes, n_columns, shapes, n_shapes);
  copy_sets (self, sets, n_sets);
  self->totals = assay_totals_new (self->shapes.shapes, n_shapes);
  self->tags = (AssayTagContext) { &self->shapes, self->totals, &self->options };
  self->states = g_ptr_array_new_with_free_func (state_free);
  g_mutex_init (&self->lock);
  for (guint i = 0; i < n_shapes; i++)
    for (guint j = 0; j < self->shapes.shapes[i].n_axes; j++)
      {
        guint16 column = self->shapes.shapes[i].columns[j];
        g_assert (column < n_columns + n_sets);
        if (column >= n_columns)
          continue;
        if (!is_used[column])
          self->used[self->n_used++] = column;
        is_used[column] = TRUE;
      }
  return self;
}

AssayTallyStream *
assay_tally_stream_new (guint                  n_columns,
                        const AssayTableShape *shapes,
                        guint                  n_shapes)
{
  return assay_tally_stream_new_sets (n_columns, shapes, n_shapes, NULL, 0);
}

AssayTallyStream *
assay_tally_stream_new_sets (guint                  n_columns,
                             const AssayTableShape *shapes,
                             guint                  n_shapes,
                             const AssayTagSet     *sets,
                             guint                  n_sets)
{
  return assay_tally_stream_new_full (n_columns, shapes, n_shapes, sets, n_sets, &(AssayCounterOptions) { NULL });
}

AssayTallyState *
assay_tally_stream_start (AssayTallyStream *self)
{
  AssayTallyState *state = g_new0 (AssayTallyState, 1);

  state->stream = self;
  state->kept = self->engine != NULL ? assay_kept_rows_new (&self->kept) : NULL;
  state->n_codes = g_new (guint, self->n_columns);
  state->n_met = g_new (guint, self->n_columns + self->n_sets);
  state->codes = g_new0 (AssayCodes, self->n_columns);
  for (guint column = 0; column < self->n_columns; column++)
    state->n_codes[column] = state->n_met[column] = 1;
  for (guint i = 0; i < self->n_sets; i++)
    state->n_met[self->n_columns + i] = self->sets[i].n_tags + 1;
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->states, state);
  g_mutex_unlock (&self->lock);
  return state;
}

/* TRUE when a code does not fit into the plan. */
static gboolean
meet_codes (AssayTallyState      *self,
            const guint16 *const *codes,
            guint                 n_rows)
{
  gboolean is_outgrown = FALSE;

  for (guint i = 0; i < self->stream->n_used; i++)
    {
      guint column = self->stream->used[i];
      guint n = self->stream->options.kernel->greatest_code (codes[column], n_rows) + 1;
      self->n_met[column] = MAX (self->n_met[column], n);
      is_outgrown = is_outgrown || n > self->n_codes[column];
      self->codes[column].wide = codes[column];
    }
  return is_outgrown;
}

static gboolean
state_plan (AssayTallyState *self)
{
  AssayTallyStream *stream = self->stream;
  guint64 n_rows = atomic_load_explicit (&self->n_rows, memory_order_relaxed);
  gboolean is_first = self->counter == NULL;

  if (!is_first && !assay_counter_flush (self->counter))
    return FALSE;
  g_clear_pointer (&self->counter, assay_counter_free);
  g_clear_pointer (&self->cover, assay_cover_free);
  for (guint i = 0; i < stream->n_used; i++)
    {
      guint column = stream->used[i], n_met = self->n_met[column];
      gboolean grows = n_met > self->n_codes[column] && !is_first;
      self->n_codes[column] = n_met;
      if (n_met >= FEW_CODES && !is_first)
        self->n_codes[column] += n_met / (grows ? 2 : 8);
    }

  guint64 planned = MAX (n_rows, FIRST_ROWS);
  self->plan_rows = planned < LAST_ROWS ? 4 * planned : G_MAXUINT64;
  self->cover = assay_cover_new (&(AssayCoverRequest) {
    .shapes = stream->shapes.shapes,
    .n_shapes = stream->shapes.n_plain,
    .n_codes = self->n_codes,
    .n_rows = planned < LAST_ROWS ? 3 * planned : 0,
  });
  self->counter = assay_counter_new (self->cover, self->n_codes, self->n_met, stream->totals, &stream->options);
  return self->counter != NULL;
}

/* Counts the chunk into the tables of sets. */
static gboolean
add_to_sets (AssayTallyState      *self,
             const guint16 *const *codes,
             guint                 n_rows)
{
  const AssayTallyStream *stream = self->stream;
  const guint16 *tags[ASSAY_MAX_TAGS];

  if (self->tag_counters == NULL)
    self->tag_counters = g_new0 (AssayTagCounter *, stream->n_sets);
  for (guint i = 0; i < stream->n_sets; i++)
    {
      const AssayTagSet *set = &stream->sets[i];
      if (self->tag_counters[i] == NULL)
        self->tag_counters[i] = assay_tag_counter_new (&stream->tags, i, set->n_tags, self->n_met);
      for (guint tag = 0; tag < set->n_tags; tag++)
        tags[tag] = codes[set->columns[tag]];
      if (self->tag_counters[i] == NULL || !assay_tag_counter_add_codes (self->tag_counters[i], tags, self->codes,
                                                                         n_rows))
        return FALSE;
    }
  return TRUE;
}

/* Counts a chunk; data: the state. */
static gboolean
count_chunk (const guint16 *const *codes,
             const gint64 *const  *values,
             guint                 n_rows,
             gpointer              data)
{
  AssayTallyState *state = data;
  guint64 n_before = atomic_load_explicit (&state->n_rows, memory_order_relaxed);
  gboolean is_outgrown = meet_codes (state, codes, n_rows);

  if (state->stream->shapes.n_plain > 0)
    {
      if (state->counter == NULL || is_outgrown || n_before >= state->plan_rows)
        state->failed = !state_plan (state);
      if (!state->failed)
        state->failed = !assay_counter_add (state->counter, state->codes, values, n_rows, FALSE);
    }
  if (!state->failed)
    state->failed = !add_to_sets (state, codes, n_rows);
  if (state->failed)
    return FALSE;
  atomic_store_explicit (&state->n_rows, n_before + n_rows, memory_order_relaxed);
  return TRUE;
}

/* Counts what was kept, for it is too much, or the engine cannot. */
static gboolean
count_kept (AssayTallyState *state)
{
  g_autoptr (AssayKeptRows) kept = g_steal_pointer (&state->kept);

  atomic_store_explicit (&state->n_rows, 0, memory_order_relaxed);
  return assay_kept_rows_take (kept, count_chunk, state);
}

/* FALSE: it was not kept, and no more is to be. */
static gboolean
keep_chunk (AssayTallyState      *state,
            const guint16 *const *codes,
            const gint64 *const  *values,
            guint                 n_rows)
{
  AssayTallyStream *stream = state->stream;
  guint64 n_before = assay_kept_rows_bytes (state->kept);

  if (atomic_load (&stream->is_over) || !assay_kept_rows_add (state->kept, codes, values, n_rows))
    {
      atomic_store (&stream->is_over, TRUE);
      return FALSE;
    }
  meet_codes (state, codes, n_rows);
  guint64 n_added = assay_kept_rows_bytes (state->kept) - n_before;
  guint64 n_bytes = atomic_fetch_add (&stream->n_bytes, n_added) + n_added;
  if (stream->most_bytes > 0 && n_bytes > stream->most_bytes)
    atomic_store (&stream->is_over, TRUE);
  atomic_store_explicit (&state->n_rows, assay_kept_rows_n_rows (state->kept), memory_order_relaxed);
  return TRUE;
}

gboolean
assay_tally_stream_add (AssayTallyState      *state,
                        const guint16 *const *codes,
                        const gint64 *const  *values,
                        guint                 n_rows)
{
  g_return_val_if_fail (n_rows <= ASSAY_CHUNK_ROWS, FALSE);

  if (state->failed)
    return FALSE;
  if (state->kept != NULL)
    {
      if (keep_chunk (state, codes, values, n_rows))
        return TRUE;
      if (!count_kept (state))
        return FALSE;
    }
  return count_chunk (codes, values, n_rows, state);
}

guint64
assay_tally_stream_rows (AssayTallyStream *self)
{
  guint64 n_rows = 0;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->states->len; i++)
    {
      AssayTallyState *state = g_ptr_array_index (self->states, i);
      n_rows += atomic_load_explicit (&state->n_rows, memory_order_relaxed);
    }
  g_mutex_unlock (&self->lock);
  return n_rows;
}

/* The codes of all states have room in the axes. */
static gboolean
check_axes (AssayTallyStream  *self,
            AssayAxis *const  *axes,
            GError           **error)
{
  for (guint i = 0; i < self->states->len; i++)
    {
      const AssayTallyState *state = g_ptr_array_index (self->states, i);
      for (guint j = 0; j < self->n_used; j++)
        {
          guint column = self->used[j];
          if (state->n_met[column] <= axes[column]->n_codes)
            continue;
          g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES,
                       "code %u was met in %s, whose axis has %u codes", state->n_met[column] - 1,
                       axes[column]->name, axes[column]->n_codes);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_set_shapes (const AssayTallyStream  *self,
                  GError                 **error)
{
  for (guint i = self->shapes.n_plain; i < self->shapes.n_shapes; i++)
    if (self->shapes.shapes[i].n_sums > 0)
      {
        g_set_error_literal (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED,
                             "a table of tags counts rows; sums of weights or values over tags are not supported");
        return FALSE;
      }
  return TRUE;
}

/* --- rows for an engine ----------------------------------------------------------------------------------------- */

static guint
count_values (const AssayTallyStream *self)
{
  guint n = 0;

  for (guint i = 0; i < self->shapes.n_shapes; i++)
    for (guint s = 0; s < self->shapes.shapes[i].n_sums; s++)
      {
        const AssayShapeSum *sum = &self->shapes.shapes[i].sums[s];
        n = MAX (n, sum->a + 1u);
        n = sum->b < ASSAY_SUM_ROWS ? MAX (n, sum->b + 1u) : n;
      }
  return n;
}

/* (transfer full) Columns that a shape or a set has, each once. */
static guint16 *
list_kept (const AssayTallyStream *self,
           guint                  *n)
{
  g_autofree gboolean *is_kept = g_new0 (gboolean, self->n_columns);
  guint16 *columns = g_new (guint16, self->n_columns);

  *n = 0;
  for (guint i = 0; i < self->n_used; i++)
    is_kept[self->used[i]] = TRUE;
  for (guint i = 0; i < self->n_sets; i++)
    for (guint tag = 0; tag < self->sets[i].n_tags; tag++)
      is_kept[self->sets[i].columns[tag]] = TRUE;
  for (guint column = 0; column < self->n_columns; column++)
    if (is_kept[column])
      columns[(*n)++] = (guint16) column;
  return columns;
}

void
assay_tally_stream_keep (AssayTallyStream *self,
                         AssayEngine      *engine,
                         guint64           n_bytes,
                         GCancellable     *cancellable)
{
  g_return_if_fail (self->states->len == 0 && self->engine == NULL);

  self->engine = engine;
  self->most_bytes = n_bytes;
  self->cancellable = cancellable;
  self->kept.n_columns = self->n_columns;
  self->kept.n_values = count_values (self);
  self->kept.columns = list_kept (self, &self->kept.n_kept);
}

void
assay_tally_stream_insist (AssayTallyStream *self)
{
  g_return_if_fail (self->engine != NULL);

  self->is_insistent = TRUE;
}

const char *
assay_tally_stream_why (const AssayTallyStream *self)
{
  return self->why;
}

static gboolean
add_values_and_sets (const AssayTallyStream  *self,
                     AssayRows               *rows,
                     GError                 **error)
{
  for (guint i = 0; i < self->kept.n_values; i++)
    if (assay_rows_add_value (rows) == NULL)
      {
        g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                     "no memory for the values of %" G_GUINT64_FORMAT
                     " rows", rows->n_rows);
        return FALSE;
      }
  for (guint i = 0; i < self->n_sets; i++)
    if (!assay_rows_add_set (rows, self->sets[i].n_tags, error))
      return FALSE;
  return TRUE;
}

static AssayRows *
gather_rows (AssayTallyStream  *self,
             AssayAxis *const  *axes,
             GError           **error)
{
  g_autoptr (AssayRows) rows = assay_rows_new (self->n_columns, assay_tally_stream_rows (self), error);
  guint64 first = 0;

  if (rows == NULL || !add_values_and_sets (self, rows, error))
    return NULL;
  for (guint i = 0; i < self->kept.n_kept; i++)
    assay_rows_set_codes (rows, self->kept.columns[i], axes[self->kept.columns[i]]->n_codes);
  for (guint i = 0; i < self->states->len; i++)
    {
      const AssayTallyState *state = g_ptr_array_index (self->states, i);
      if (!assay_kept_rows_copy (state->kept, rows, first, self->sets, self->cancellable, error))
        return NULL;
      first += assay_kept_rows_n_rows (state->kept);
    }
  for (guint i = 0; i < self->n_sets; i++)
    assay_rows_close_set (rows, i);
  return g_steal_pointer (&rows);
}

static GPtrArray *
count_by_engine (AssayTallyStream       *self,
                 AssayAxis *const       *axes,
                 const AssayValueScale  *scales,
                 GError                **error)
{
  g_autoptr (AssayRows) rows = gather_rows (self, axes, error);
  g_autofree AssayTableShape *shapes = g_new (AssayTableShape, self->shapes.n_shapes);
  g_autofree AssayAxis **set_axes = g_new0 (AssayAxis *, self->n_sets + 1);

  memcpy (shapes, self->shapes.shapes, self->shapes.n_shapes * sizeof *shapes);
  for (guint i = self->shapes.n_plain; i < self->shapes.n_shapes; i++)
    for (guint axis = 0; axis < shapes[i].n_axes; axis++)
      if (shapes[i].columns[axis] >= self->n_columns)
        shapes[i].columns[axis] = ASSAY_SET_COLUMN (shapes[i].columns[axis] - self->n_columns);
  for (guint i = 0; i < self->n_sets; i++)
    set_axes[i] = self->sets[i].axis;
  AssayCountRequest request = { shapes, self->shapes.n_shapes, axes, scales, set_axes };
  return rows != NULL ? assay_engine_count (self->engine, rows, &request, NULL, self->cancellable, error) : NULL;
}

/* The engine's tables, in the arranged order. NULL: it gave none; without an error the rows are then still to be
 * counted, and why is set. */
static GPtrArray *
finish_by_engine (AssayTallyStream       *self,
                  AssayAxis *const       *axes,
                  const AssayValueScale  *scales,
                  GError                **error)
{
  GError *local = NULL;
  GPtrArray *tables = NULL;

  if (atomic_load (&self->is_over))
    g_set_error_literal (&local, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE, "the rows take more memory than they may; allow more with --memory");
  else
    tables = count_by_engine (self, axes, scales, &local);
  if (tables != NULL)
    return tables;
  assay_engine_give_up (self->engine, local, self->is_insistent, &self->why, error);
  return NULL;
}

GPtrArray *
assay_tally_stream_finish (AssayTallyStream      *self,
                           AssayAxis *const      *axes,
                           const AssayValueScale *scales,
                           GError               **error)
{
  if (!check_set_shapes (self, error) || !check_axes (self, axes, error))
    return NULL;
  if (self->engine != NULL)
    {
      GPtrArray *counted = finish_by_engine (self, axes, scales, error);
      if (counted != NULL)
        return assay_arranged_shapes_order (&self->shapes, counted);
      if (self->why == NULL)
        return NULL;
      for (guint i = 0; i < self->states->len; i++)
        if (((AssayTallyState *) self->states->pdata[i])->kept != NULL)
          count_kept (self->states->pdata[i]);
    }
  for (guint i = 0; i < self->states->len; i++)
    {
      AssayTallyState *state = g_ptr_array_index (self->states, i);
      if (!state->failed && state->counter != NULL)
        state->failed = !assay_counter_flush (state->counter);
      for (guint j = 0; !state->failed && state->tag_counters != NULL && j < self->n_sets; j++)
        state->failed = !assay_tag_counter_flush (state->tag_counters[j]);
      self->totals->failed = self->totals->failed || state->failed;
      g_clear_pointer (&state->counter, assay_counter_free);
    }
  g_autofree AssayAxis **all_axes = g_new (AssayAxis *, self->n_columns + self->n_sets + 1);
  for (guint i = 0; i < self->n_columns; i++)
    all_axes[i] = axes[i];
  for (guint i = 0; i < self->n_sets; i++)
    all_axes[self->n_columns + i] = self->sets[i].axis;
  GPtrArray *tables = assay_totals_to_tables (self->totals, all_axes, scales, error);
  return tables != NULL ? assay_arranged_shapes_order (&self->shapes, tables) : NULL;
}

void
assay_tally_stream_free (AssayTallyStream *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->states);
  assay_totals_free (self->totals);
  assay_arranged_shapes_clear (&self->shapes);
  for (guint i = 0; i < self->n_sets; i++)
    {
      g_free ((gpointer) self->sets[i].columns);
      assay_axis_unref (self->sets[i].axis);
    }
  g_free (self->sets);
  g_free ((gpointer) self->kept.columns);
  g_free (self->why);
  g_mutex_clear (&self->lock);
  g_free (self->used);
  g_free (self);
}
