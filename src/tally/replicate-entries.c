/* replicate-entries.c: what each cluster has in each sum, as lists for an engine that draws the weights. */
#include "tally/replicate-count-private.h"

#include <string.h>

#define CHUNK_ENTRIES (1u << 20) /* 16 MiB; a cluster is never cut */
#define SAMPLE_CLUSTERS 64       /* of the first chunk, at least, and 1 in 16 rows: it is looked at beforehand */
#define SAMPLE_SHARE 16

/* Clusters as lists of what they have in which sum; sums are numbered over all shapes. */
typedef struct
{
  AssayReplicateWorker   worker;
  guint64  begin, end; /* of its rows, whole clusters */
  guint64  position; /* of the next cluster's first row */
  guint64  n_seen;   /* rows that progress knows of */
  GArray  *keys, *first, *at, *values;
} Entries;

static void
rewind_entries (gpointer source)
{
  Entries *self = source;

  self->position = self->begin;
}

static void
list_met (Entries *self,
          guint    shape)
{
  AssayReplicateWorker *worker = &self->worker;
  guint n_sums = worker->count->counted[shape].table->n_sums;

  for (guint i = 0; i < worker->met[shape]->len; i++)
    {
      const guint64 entry = g_array_index (worker->met[shape], guint64, i);

      worker->is_met[shape][entry] = 0;
      for (guint64 sum = entry * n_sums; sum < (entry + 1) * n_sums; sum++)
        {
          const guint64 number = self->worker.count->offsets[shape] + sum;
          if (worker->values[shape][sum] == 0)
            continue;
          g_array_append_val (self->at, number);
          g_array_append_val (self->values, worker->values[shape][sum]);
          worker->values[shape][sum] = 0;
        }
    }
  g_array_set_size (worker->met[shape], 0);
}

static void
list_cluster (Entries *self)
{
  const AssayClusterRows *rows = self->worker.count->rows;
  const guint n_shapes = self->worker.count->request->n_shapes;
  const guint64 end = assay_cluster_rows_end (rows, self->position);
  const guint64 key = assay_cluster_rows_get (rows, self->position).key;

  for (; self->position < end; self->position++)
    {
      const AssayClusterRow row = assay_cluster_rows_get (rows, self->position);
      for (guint i = 0; i < n_shapes; i++)
        assay_replicate_worker_meet (&self->worker, i, &row);
    }
  for (guint i = 0; i < n_shapes; i++)
    list_met (self, i);
  const guint64 n = self->at->len;
  g_array_append_val (self->keys, key);
  g_array_append_val (self->first, n);
}

/* Rows that are listed again, for a block of replicates, are not done again. */
static void
tell (Entries *self)
{
  AssayProgress *progress = self->worker.count->progress;

  if (progress != NULL && self->position > self->n_seen)
    atomic_fetch_add (&progress->n_rows_done, self->position - self->n_seen);
  self->n_seen = MAX (self->n_seen, self->position);
}

static gboolean
is_full (const Entries *self,
         gboolean       is_first)
{
  return self->at->len >= CHUNK_ENTRIES || self->keys->len >= CHUNK_ENTRIES
         || (is_first && self->keys->len >= SAMPLE_CLUSTERS
             && self->position - self->begin >= (self->end - self->begin) / SAMPLE_SHARE);
}

static gboolean
next_entries (gpointer             source,
              AssayReplicateChunk *chunk)
{
  Entries *self = source;
  const guint64 none = 0;
  const gboolean is_first = self->position == self->begin;

  g_array_set_size (self->keys, 0);
  g_array_set_size (self->first, 0);
  g_array_set_size (self->at, 0);
  g_array_set_size (self->values, 0);
  g_array_append_val (self->first, none);
  while (self->position < self->end && !is_full (self, is_first))
    list_cluster (self);
  tell (self);
  *chunk = (AssayReplicateChunk) { self->keys->len, (guint64 *) (void *) self->keys->data,
                                   (guint64 *) (void *) self->first->data, (guint64 *) (void *) self->at->data,
                                   (gint64 *) (void *) self->values->data };
  return self->keys->len > 0;
}

static guint
shape_of_number (const Entries *self,
                 guint64        number)
{
  guint shape = 0;

  while (number >= self->worker.count->offsets[shape + 1])
    shape++;
  return shape;
}

static gint64 *
sums_of_number (gpointer source,
                guint64  number)
{
  const Entries *self = source;
  const guint shape = shape_of_number (self, number);
  const AssayReplicateTable *table = self->worker.count->counted[shape].table;

  return table->sums + (number - self->worker.count->offsets[shape]) * table->n_replicates;
}

static guint64
most_of_number (gpointer source,
                guint64  number)
{
  const Entries *self = source;
  const AssayReplicateCounted *counted = &self->worker.count->counted[shape_of_number (self, number)];
  const guint64 sum = number - self->worker.count->offsets[counted - self->worker.count->counted];

  return counted->most[sum % counted->table->n_sums];
}

static void
entries_init (Entries     *self,
              const AssayReplicateCount *count)
{
  *self = (Entries) { .end = assay_cluster_rows_n_rows (count->rows) };
  assay_replicate_worker_init (&self->worker, count, 0, 0);
  self->keys = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->first = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->at = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->values = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
entries_clear (Entries *self)
{
  assay_replicate_worker_clear (&self->worker);
  g_array_unref (self->keys);
  g_array_unref (self->first);
  g_array_unref (self->at);
  g_array_unref (self->values);
}

/* The first cluster that begins at this row or later. */
static guint64
cluster_from (const AssayClusterRows *rows,
              guint64                 row)
{
  return row == 0 ? 0 : assay_cluster_rows_end (rows, row - 1);
}

static gpointer
entries_part (gpointer source,
              guint    number,
              guint    n_parts)
{
  const Entries *whole = source;
  const AssayReplicateCount *count = whole->worker.count;
  const guint64 n_rows = whole->end;
  Entries *self = g_new (Entries, 1);

  entries_init (self, count);
  self->begin = cluster_from (count->rows, n_rows / n_parts * number);
  self->end = number + 1 < n_parts ? cluster_from (count->rows, n_rows / n_parts * (number + 1)) : n_rows;
  self->position = self->n_seen = self->begin;
  return self;
}

static void
entries_part_free (gpointer part)
{
  entries_clear (part);
  g_free (part);
}

static AssayReplicateWork
entries_work (Entries *self)
{
  const AssayReplicateCount *count = self->worker.count;

  return (AssayReplicateWork) {
    .seed = count->request->seed,
    .n_replicates = count->request->n_replicates,
    .n_sums = count->offsets[count->request->n_shapes],
    .rewind = rewind_entries,
    .next = next_entries,
    .sums_of = sums_of_number,
    .most_of = most_of_number,
    .source = self,
    .part = entries_part,
    .part_free = entries_part_free,
  };
}

/* Multiplying saves at most some 65 ps a cluster, sum and replicate; looking at a row takes as long as a thousand. */
static gboolean
could_gain (const AssayReplicateCount *count)
{
  const AssayReplicateRequest *request = count->request;

  if (request->blas != NULL)
    return *request->blas != '\0';
  return (double) assay_cluster_rows_n_clusters (count->rows) * (double) count->offsets[request->n_shapes]
         * request->n_replicates > 1000.0 * (double) assay_cluster_rows_n_rows (count->rows);
}

void
assay_replicate_plan_product (AssayReplicateCount *count)
{
  Entries entries;

  if (!could_gain (count))
    return;
  entries_init (&entries, count);
  entries.n_seen = entries.end; /* a look is no progress */
  const AssayReplicateWork work = entries_work (&entries);
  assay_replicate_product_init (&count->product, count, &work);
  entries_clear (&entries);
}

/* What the engine left. */
static void
clear_sums (const AssayReplicateCount *count)
{
  for (guint i = 0; i < count->request->n_shapes; i++)
    {
      const AssayReplicateTable *table = count->counted[i].table;
      memset (table->sums, 0, table->n_entries * table->n_sums * table->n_replicates * sizeof (gint64));
    }
}

gboolean
assay_replicate_run_engine (const AssayReplicateCount *count,
                            GError                   **error)
{
  const AssayReplicateRequest *request = count->request;
  GError *local = NULL;
  Entries entries;

  if (request->engine == NULL)
    return FALSE;
  entries_init (&entries, count);
  const AssayReplicateWork work = entries_work (&entries);
  gboolean done = assay_engine_replicate (request->engine, &work, count->cancellable, &local);
  entries_clear (&entries);
  if (!done && assay_engine_give_up (request->engine, local, request->is_insistent, request->why, error))
    clear_sums (count);
  return done;
}
