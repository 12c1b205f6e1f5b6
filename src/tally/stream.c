/* stream.c: counting while codes are still being met.
 *
 * Every thread's state has a cover and a counter for the codes it has met so far. A chunk with a larger code, or four
 * times as many rows as at the last plan, lets the state flush and plan again: columns get room for half as many
 * codes again where there are many, so that an identifier's 65,534 values cost some 25 plans and not one for each
 * chunk; and joint tables grow with the rows that pay for clearing them.
 */
#include "tally/stream-private.h"
#include "tally/tag-counter-private.h"

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
      g_assert (sets[i].n_tags >= 1 && sets[i].n_tags <= ASSAY_MAX_TAGS && sets[i].axis->n_codes == sets[i].n_tags + 1);
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
      if (self->tag_counters[i] == NULL || !assay_tag_counter_add_codes (self->tag_counters[i], tags, self->codes, n_rows))
        return FALSE;
    }
  return TRUE;
}

gboolean
assay_tally_stream_add (AssayTallyState      *state,
                        const guint16 *const *codes,
                        const gint64 *const  *values,
                        guint                 n_rows)
{
  g_return_val_if_fail (n_rows <= ASSAY_CHUNK_ROWS, FALSE);

  guint64 n_before = atomic_load_explicit (&state->n_rows, memory_order_relaxed);
  if (state->failed)
    return FALSE;
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

GPtrArray *
assay_tally_stream_finish (AssayTallyStream      *self,
                           AssayAxis *const      *axes,
                           const AssayValueScale *scales,
                           GError               **error)
{
  if (!check_set_shapes (self, error) || !check_axes (self, axes, error))
    return NULL;
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
  g_mutex_clear (&self->lock);
  g_free (self->used);
  g_free (self);
}
