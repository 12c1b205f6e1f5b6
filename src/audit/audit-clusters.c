/* audit-clusters.c: counting rows and keeping them with their clusters in one scan, resampling them after it.
 *
 * For every slice key K the layout counts a table over (K, label, prediction) or, where baselines are compared, one over
 * (K, label, prediction, baseline) for each. Replicates are made of the first for every key, of the others as well, and
 * of (K, label, baseline), which has rows without a prediction too. The clusters of every slice and denominator are counted
 * by label and prediction, and by label and each baseline. With weight= rows are kept with their weight, and it is summed in
 * the place of rows.
 */
#include "audit-clusters.h"

#include "words/number.h"

struct _AssayRowSink
{
  const AssayLayout *layout;
  const AssayPlan   *plan;
  guint64            most_bytes;
  AssayTallyStream  *stream;
  AssayEngine       *engine;  /* (nullable) */
  gboolean           is_insistent; /* on the engine */
  char              *why;     /* (nullable) the engine did not draw the replicates */
  AssayEngineOptions may;     /* of a device that is opened when there is work for it */
  guint64            least_additions; /* 0: none may be opened */
  AssayEngine       *opened;  /* (nullable) */
  char              *says;
  AssayClusterRows  *rows;    /* NULL without cluster= */
  int                weight;  /* position among the layout's values; -1: rows count as rows */
  GMutex             lock;    /* guards states */
  GPtrArray         *states;  /* of State */
};

/* One thread's. */
typedef struct
{
  AssayTallyState   *tally;
  AssayClusterState *rows;     /* (nullable) */
  guint              n_values; /* of the layout; the key comes after them */
  int                weight;   /* the sink's */
} State;

AssayRowSink *
assay_row_sink_new (AssayTallyStream  *stream,
                    const AssayLayout *layout,
                    const AssayPlan   *plan,
                    guint64            most_bytes)
{
  AssayRowSink *self = g_new0 (AssayRowSink, 1);

  *self = (AssayRowSink) { .layout = layout, .plan = plan, .most_bytes = most_bytes, .stream = stream };
  self->weight = plan->weight != NULL ? assay_layout_find_value (layout, ASSAY_WEIGHT) : -1;
  if (plan->cluster != NULL)
    self->rows = assay_cluster_rows_new (layout->columns->len, self->weight >= 0, most_bytes);
  g_mutex_init (&self->lock);
  self->states = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
assay_row_sink_free (AssayRowSink *self)
{
  if (self == NULL)
    return;
  assay_cluster_rows_free (self->rows);
  g_ptr_array_unref (self->states);
  g_mutex_clear (&self->lock);
  g_free (self->why);
  g_free (self->says);
  assay_engine_close (self->opened);
  g_free (self);
}

void
assay_row_sink_use (AssayRowSink *self,
                    AssayEngine  *engine,
                    gboolean      is_insistent)
{
  self->engine = engine;
  self->is_insistent = is_insistent;
}

void
assay_row_sink_may_use (AssayRowSink             *self,
                        const AssayEngineOptions *options,
                        guint64                   least_additions)
{
  self->may = *options;
  self->least_additions = least_additions;
}

const char *
assay_row_sink_says (const AssayRowSink *self)
{
  return self->says;
}

gboolean
assay_row_sink_took (const AssayRowSink *self)
{
  return self->opened != NULL && self->why == NULL;
}

/* Opens a device when its work is worth one. */
static void
look_for_device (AssayRowSink *self,
                 guint         n_shapes)
{
  const guint64 n = assay_cluster_rows_n_rows (self->rows) * n_shapes * ASSAY_REPLICATES;
  g_autofree char *all = assay_number_rows (n), *least = assay_number_rows (self->least_additions);
  g_autoptr (GError) error = NULL;

  if (self->least_additions == 0)
    return;
  if (n >= self->least_additions)
    self->opened = assay_engine_open (&assay_engine_cuda, &self->may, &error);
  self->engine = self->opened;
  if (self->opened != NULL)
    self->says = g_strdup_printf ("its replicates take %s additions, which is worth a device", all);
  else if (error != NULL)
    self->says = g_strdup_printf ("its replicates take %s additions, which would be worth a device: %s", all,
                                  error->message);
  else if (self->least_additions == G_MAXUINT64)
    self->says = g_strdup_printf ("its replicates take %s additions, and so many threads are as fast as a device", all);
  else
    self->says = g_strdup_printf ("its replicates take %s additions; a device is worth it from %s on", all, least);
}

const char *
assay_row_sink_why (const AssayRowSink *self)
{
  return self->why;
}

static gpointer
sink_start (gpointer data)
{
  AssayRowSink *self = data;
  State *state = g_new0 (State, 1);

  state->tally = assay_tally_stream_start (self->stream);
  state->n_values = self->layout->values->len;
  state->weight = self->weight;
  if (self->rows != NULL)
    state->rows = assay_cluster_rows_start (self->rows);
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->states, state);
  g_mutex_unlock (&self->lock);
  return state;
}

/* When the rows no longer fit, they are still counted: the message that says so comes at the end, with all of them. */
static gboolean
sink_add (gpointer              data,
          const guint16 *const *codes,
          const gint64 *const  *values,
          guint                 n_rows,
          gint64                first_row)
{
  State *state = data;
  const gint64 *const *weights = state->weight >= 0 ? &values[state->weight] : NULL;

  if (state->rows != NULL
      && !assay_cluster_rows_add (state->rows, (const guint64 *) values[state->n_values], codes, weights, n_rows))
    state->rows = NULL;
  return assay_tally_stream_add (state->tally, codes, values, n_rows);
}

AssayScanSink
assay_row_sink_scan (AssayRowSink *self)
{
  return (AssayScanSink) { self, sink_start, sink_add, (AssayScanValue *) (void *) self->layout->values->data,
                           self->layout->values->len, self->plan->cluster };
}

/* Where in a table's axes its label is, with the prediction after it; -1: it has other outcomes. */
static int
label_at (const AssayLayout     *layout,
          const AssayTableShape *shape)
{
  for (guint i = 0; i + 1 < shape->n_axes; i++)
    if (shape->columns[i] == layout->label)
      return shape->columns[i + 1] == layout->prediction && i + 3 >= shape->n_axes ? (int) i : -1;
  return -1;
}

static gboolean
has_shape (const GArray          *shapes,
           const AssayTableShape *shape)
{
  for (guint i = 0; i < shapes->len; i++)
    {
      const AssayTableShape *other = &g_array_index (shapes, AssayReplicateShape, i).axes;
      gboolean is_same = other->n_axes == shape->n_axes;

      for (guint a = 0; is_same && a < shape->n_axes; a++)
        is_same = other->columns[a] == shape->columns[a];
      if (is_same)
        return TRUE;
    }
  return FALSE;
}

/* value: what is summed, of the kept rows. */
static void
add_shape (GArray          *shapes,
           AssayTableShape  axes,
           guint            n_outcomes,
           guint16          value)
{
  const AssayReplicateShape shape = { axes, n_outcomes, 1, { value } };

  if (!has_shape (shapes, &axes))
    g_array_append_val (shapes, shape);
}

/* Sets of tags may be many: replicates of them would outgrow everything else. */
static gboolean
is_of_sets (const AssayLayout     *layout,
            const AssayTableShape *shape)
{
  return layout->tag_set != 0 && shape->columns[0] == layout->tag_set;
}

/* own: for every key (K, label, prediction), and (K, label, baseline) for each; pairs: both predictions. */
static void
find_shapes (const AssayLayout *layout,
             guint16            value,
             GArray            *own,
             GArray            *pairs)
{
  for (guint i = 0; i < layout->shapes->len; i++)
    {
      AssayTableShape shape = g_array_index (layout->shapes, AssayTableShape, i);
      const int label = is_of_sets (layout, &shape) ? -1 : label_at (layout, &shape);

      shape.n_sums = 0;
      if (label >= 0 && shape.n_axes == (guint) label + 3)
        {
          AssayTableShape old = shape;

          add_shape (pairs, shape, 3, value);
          old.columns[label + 1] = shape.columns[label + 2];
          old.n_axes = (guint) label + 2;
          add_shape (own, old, 2, value);
        }
      if (label >= 0)
        {
          shape.n_axes = (guint) label + 2;
          add_shape (own, shape, 2, value);
        }
    }
}

static gboolean
take_tables (GPtrArray  *to,
             GPtrArray  *tables, /* (nullable) (transfer full) */
             guint64    *n_bytes)
{
  if (tables == NULL)
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    {
      const AssayReplicateTable *table = tables->pdata[i];
      *n_bytes += table->n_entries * table->n_sums * table->n_replicates * sizeof (gint64);
    }
  g_ptr_array_extend_and_steal (to, tables);
  return TRUE;
}

gboolean
assay_row_sink_count (AssayRowSink      *self,
                      AssayAxis *const  *axes,
                      guint *const      *maps,
                      guint              n_threads,
                      AssayCounts       *counts,
                      GCancellable      *cancellable,
                      GError           **error)
{
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (AssayReplicateShape));
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (AssayReplicateShape));
  guint64 n_bytes = 0;

  if (self->rows == NULL)
    return TRUE;
  if (!assay_cluster_rows_sort (self->rows, error))
    {
      g_prefix_error (error, "cluster=%s: ", self->plan->cluster);
      return FALSE;
    }
  find_shapes (self->layout, self->weight >= 0 ? 0 : ASSAY_REPLICATE_COUNT, own, pairs);
  look_for_device (self, own->len + pairs->len);
  AssayReplicateRequest request = { .shapes = (const AssayReplicateShape *) (const void *) own->data, .n_shapes = own->len,
                                    .axes = axes, .maps = (const guint *const *) maps, .seed = self->plan->seed,
                                    .n_threads = n_threads, .most_bytes = self->most_bytes, .engine = self->engine,
                                    .is_insistent = self->is_insistent, .why = &self->why };
  GPtrArray *clusters = assay_clusters_count (self->rows, &request, cancellable, error);
  if (clusters == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (counts->clusters, clusters);
  if (!take_tables (counts->replicates, assay_replicates_count (self->rows, &request, NULL, cancellable, error), &n_bytes))
    {
      g_prefix_error (error, "cluster=%s: ", self->plan->cluster);
      return FALSE;
    }
  request.shapes = (const AssayReplicateShape *) (const void *) pairs->data;
  request.n_shapes = pairs->len;
  request.most_bytes = self->most_bytes == 0 ? 0 : MAX (self->most_bytes, n_bytes + 1) - n_bytes;
  if (pairs->len == 0
      || take_tables (counts->replicates, assay_replicates_count (self->rows, &request, NULL, cancellable, error), &n_bytes))
    return TRUE;
  g_prefix_error (error, "cluster=%s: ", self->plan->cluster);
  return FALSE;
}
