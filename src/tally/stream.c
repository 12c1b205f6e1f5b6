/* stream.c: one joint counter a thread; tables are the sums of what the counters hold.
 *
 * The lock guards only the list of states: add touches nothing that another thread sees, apart from the number of
 * rows, which is an atomic of the state.
 */
#include "tally/stream.h"
#include "tally/joint.h"

#include <stdatomic.h>

G_STATIC_ASSERT (ASSAY_CHUNK_ROWS <= ASSAY_BLOCK_ROWS);

struct _AssayTallyStream
{
  guint            n_columns;
  AssayTableShape *shapes;
  guint            n_shapes;
  GMutex           lock;      /* guards states */
  GPtrArray       *states;    /* of AssayTallyState */
  guint64          n_finished; /* rows of states that are gone */
};

struct _AssayTallyState
{
  AssayJoint          *joint;
  AssayCodes          *columns; /* where add puts a block's columns for the counter */
  guint                n_columns;
  atomic_uint_fast64_t n_rows;
  gboolean             is_short; /* of memory, at some time */
};

static void
state_free (gpointer data)
{
  AssayTallyState *state = data;

  assay_joint_free (state->joint);
  g_free (state->columns);
  g_free (state);
}

AssayTallyStream *
assay_tally_stream_new (guint                  n_columns,
                        const AssayTableShape *shapes,
                        guint                  n_shapes)
{
  AssayTallyStream *self = g_new0 (AssayTallyStream, 1);

  for (guint i = 0; i < n_shapes; i++)
    for (guint axis = 0; axis < shapes[i].n_axes; axis++)
      g_assert (shapes[i].columns[axis] < n_columns);
  self->n_columns = n_columns;
  self->shapes = g_memdup2 (shapes, n_shapes * sizeof *shapes);
  self->n_shapes = n_shapes;
  g_mutex_init (&self->lock);
  self->states = g_ptr_array_new_with_free_func (state_free);
  return self;
}

void
assay_tally_stream_free (AssayTallyStream *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->states);
  g_mutex_clear (&self->lock);
  g_free (self->shapes);
  g_free (self);
}

AssayTallyState *
assay_tally_stream_start (AssayTallyStream *self)
{
  AssayTallyState *state = g_new0 (AssayTallyState, 1);

  state->joint = assay_joint_new (self->n_columns, self->shapes, self->n_shapes, NULL);
  state->columns = g_new0 (AssayCodes, self->n_columns);
  state->n_columns = self->n_columns;
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->states, state);
  g_mutex_unlock (&self->lock);
  return state;
}

gboolean
assay_tally_stream_add (AssayTallyState      *state,
                        const guint16 *const *codes,
                        guint                 n_rows)
{
  g_return_val_if_fail (n_rows <= ASSAY_CHUNK_ROWS, FALSE);

  for (guint c = 0; c < state->n_columns; c++)
    state->columns[c].words = codes[c];
  if (!state->is_short)
    state->is_short = !assay_joint_add (state->joint, state->columns, n_rows);
  if (!state->is_short)
    atomic_fetch_add_explicit (&state->n_rows, n_rows, memory_order_relaxed);
  return !state->is_short;
}

guint64
assay_tally_stream_rows (AssayTallyStream *self)
{
  g_mutex_lock (&self->lock);
  guint64 n_rows = self->n_finished;
  for (guint i = 0; i < self->states->len; i++)
    n_rows += atomic_load_explicit (&((AssayTallyState *) self->states->pdata[i])->n_rows, memory_order_relaxed);
  g_mutex_unlock (&self->lock);
  return n_rows;
}

/* --- finish ------------------------------------------------------------------------------------------------------ */

/* The codes of all states fit the axes, and no state lost rows. */
static gboolean
check_states (AssayTallyStream  *self,
              AssayAxis *const  *axes,
              GError           **error)
{
  for (guint i = 0; i < self->states->len; i++)
    {
      AssayTallyState *state = self->states->pdata[i];

      if (state->is_short || !assay_joint_flush (state->joint))
        {
          g_set_error_literal (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                               "no memory for the count tables; ask for fewer or coarser slices");
          return FALSE;
        }
      for (guint c = 0; c < self->n_columns; c++)
        if (assay_joint_n_codes (state->joint, c) > axes[c]->n_codes)
          {
            g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES,
                         "code %u was met in %s, whose axis has %u codes",
                         assay_joint_n_codes (state->joint, c) - 1, axes[c]->name, axes[c]->n_codes);
            return FALSE;
          }
    }
  return TRUE;
}

static AssayCountTable *
make_table (AssayTallyStream  *self,
            guint              shape,
            AssayAxis *const  *axes,
            GError           **error)
{
  const AssayTableShape *columns = &self->shapes[shape];
  AssayAxis *table_axes[ASSAY_MAX_AXES];
  g_autofree const AssayAccumulator **parts = g_new (const AssayAccumulator *, self->states->len);

  for (guint axis = 0; axis < columns->n_axes; axis++)
    table_axes[axis] = axes[columns->columns[axis]];
  for (guint i = 0; i < self->states->len; i++)
    parts[i] = assay_joint_accumulator (((AssayTallyState *) self->states->pdata[i])->joint, shape);
  return assay_accumulators_to_table (parts, self->states->len, table_axes, columns->n_axes, error);
}

GPtrArray *
assay_tally_stream_finish (AssayTallyStream  *self,
                           AssayAxis *const  *axes,
                           GError           **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_count_table_free);
  gboolean is_ok = check_states (self, axes, error);

  for (guint i = 0; is_ok && i < self->n_shapes; i++)
    {
      AssayCountTable *table = make_table (self, i, axes, error);
      is_ok = table != NULL;
      if (is_ok)
        g_ptr_array_add (tables, table);
    }
  self->n_finished = assay_tally_stream_rows (self);
  g_ptr_array_set_size (self->states, 0);
  return is_ok ? g_steal_pointer (&tables) : NULL;
}
