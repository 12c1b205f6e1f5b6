/* cuda-shares.c: a thread for each device, each with a source of clusters of its own.
 *
 * What a source gives is cut into pieces, inside a cluster where it is large: the weights of a cluster follow from its
 * key, so that its entries may come in several pieces, and sums are linear.
 */
#include "tally/cuda-shares.h"

#include "tally/cuda-pace.h"
#include "tally/cuda-replicates.h"

#include <stdatomic.h>

#define CHECK_SUMS 256 /* between two looks at the cancellable */

typedef struct
{
  const AssayReplicateWork *work;
  guint64       most_entries;
  GCancellable *cancellable;
  atomic_bool   has_failed;
} Sharing;

/* One device's. */
typedef struct
{
  Sharing            *sharing;
  AssayCudaDevice    *device;
  gpointer            source;   /* the work's, or a part of it */
  gint64             *sums;     /* (nullable) n_replicates of each number; NULL: they go to the work's */
  AssayReplicateChunk chunk;    /* of the source, and how far it went to the device */
  guint64             cluster, entry;
  GArray             *first;    /* of guint64: the piece's */
  GError             *error;
} Share;

/* --- the source that a device reads ------------------------------------------------------------------------------ */

static void
share_rewind (gpointer source)
{
  Share *self = source;

  self->sharing->work->rewind (self->source);
  self->chunk.n_clusters = self->cluster = 0;
}

/* Clusters from where the chunk stands: the last one may be cut. */
static void
cut (Share *self)
{
  const AssayReplicateChunk *chunk = &self->chunk;
  const guint64 begin = self->entry, most = self->sharing->most_entries, none = 0;

  g_array_set_size (self->first, 0);
  g_array_append_val (self->first, none);
  for (guint64 n = 0; n < most && self->cluster < chunk->n_clusters; n++)
    {
      const guint64 n_taken = MIN (chunk->first[self->cluster + 1] - self->entry, most - n);
      self->entry += n_taken;
      n += n_taken;
      g_array_append_vals (self->first, &(guint64) { self->entry - begin }, 1);
      if (self->entry < chunk->first[self->cluster + 1])
        return;
      self->cluster++;
    }
}

static gboolean
share_next (gpointer             source,
            AssayReplicateChunk *piece)
{
  Share *self = source;

  if (atomic_load (&self->sharing->has_failed))
    return FALSE;
  if (self->cluster == self->chunk.n_clusters)
    {
      if (!self->sharing->work->next (self->source, &self->chunk))
        return FALSE;
      self->cluster = 0;
      self->entry = self->chunk.first[0];
    }
  const guint64 cluster = self->cluster, entry = self->entry;
  cut (self);
  *piece = (AssayReplicateChunk) { self->first->len - 1, self->chunk.keys + cluster,
                                   (const guint64 *) (const void *) self->first->data, self->chunk.at + entry,
                                   self->chunk.values + entry };
  return TRUE;
}

static gint64 *
share_sums_of (gpointer source,
               guint64  number)
{
  const Share *self = source;
  const AssayReplicateWork *work = self->sharing->work;

  return self->sums != NULL ? self->sums + number * work->n_replicates : work->sums_of (work->source, number);
}

static guint64
share_most_of (gpointer source,
               guint64  number)
{
  const Share *self = source;
  const AssayReplicateWork *work = self->sharing->work;

  return work->most_of (work->source, number);
}

/* --- all devices -------------------------------------------------------------------------------------------------- */

static gpointer
run_share (gpointer data)
{
  Share *self = data;
  AssayReplicateWork work = *self->sharing->work;

  work.rewind = share_rewind;
  work.next = share_next;
  work.sums_of = share_sums_of;
  work.most_of = share_most_of;
  work.source = self;
  if (!assay_cuda_device_enter (self->device, &self->error)
      || !assay_cuda_replicate (self->device, &work, self->sharing->cancellable, &self->error))
    atomic_store (&self->sharing->has_failed, TRUE);
  return NULL;
}

static void
run_shares (Share *shares,
            guint  n)
{
  g_autofree GThread **threads = g_new0 (GThread *, n);

  for (guint i = 1; i < n; i++)
    threads[i] = g_thread_try_new ("assay-cuda", run_share, &shares[i], NULL);
  run_share (&shares[0]);
  for (guint i = 1; i < n; i++)
    if (threads[i] != NULL)
      g_thread_join (threads[i]);
    else
      run_share (&shares[i]); /* without a thread of its own it waits its turn */
}

static gboolean
add_sums (const AssayReplicateWork  *work,
          const Share               *share,
          GCancellable              *cancellable,
          GError                   **error)
{
  for (guint64 number = 0; number < work->n_sums; number++)
    {
      gint64 *to = work->sums_of (work->source, number);
      const gint64 *from = share->sums + number * work->n_replicates;
      if (number % CHECK_SUMS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint i = 0; i < work->n_replicates; i++)
        to[i] += from[i];
    }
  return TRUE;
}

/* FALSE: there is no memory for the sums of one more device. */
static gboolean
share_init (Share           *self,
            Sharing         *sharing,
            AssayCudaDevice *device,
            guint            number,
            guint            n_shares)
{
  const AssayReplicateWork *work = sharing->work;
  gint64 *sums = NULL;

  if (number > 0 && (sums = g_try_new0 (gint64, MAX (work->n_sums * work->n_replicates, 1))) == NULL)
    return FALSE;
  *self = (Share) { .sharing = sharing, .device = device, .sums = sums };
  self->source = n_shares > 1 ? work->part (work->source, number, n_shares) : work->source;
  self->first = g_array_new (FALSE, FALSE, sizeof (guint64));
  return TRUE;
}

static void
share_clear (Share *self)
{
  const AssayReplicateWork *work = self->sharing->work;

  if (self->source != work->source)
    work->part_free (self->source);
  g_array_unref (self->first);
  g_free (self->sums);
  g_clear_error (&self->error);
}

static gboolean
finish_shares (Sharing  *sharing,
               Share    *shares,
               guint     n,
               GError  **error)
{
  gboolean done = TRUE;

  for (guint i = 0; done && i < n; i++)
    if (shares[i].error != NULL)
      {
        g_propagate_error (error, g_steal_pointer (&shares[i].error));
        done = FALSE;
      }
  for (guint i = 1; done && i < n; i++)
    done = add_sums (sharing->work, &shares[i], sharing->cancellable, error);
  return done;
}

gboolean
assay_cuda_share_replicates (AssayCudaDevice *const    *devices,
                             guint                      n_devices,
                             const AssayReplicateWork  *work,
                             guint64                    most_entries,
                             GCancellable              *cancellable,
                             GError                   **error)
{
  const guint64 pace = assay_cuda_pace_entries (work->n_replicates);
  Sharing sharing = { work, most_entries > 0 ? MIN (most_entries, pace) : pace, cancellable, FALSE };
  guint n_shares = work->part != NULL ? n_devices : 1, n = 0;
  g_autofree Share *shares = g_new0 (Share, n_shares);

  while (n < n_shares && share_init (&shares[n], &sharing, devices[n], n, n_shares))
    n++;
  gboolean done = n == n_shares;
  if (!done)
    g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                 "no memory for the sums of %u replicates of %u devices; count with --device 0", work->n_replicates,
                 n_devices);
  else
    run_shares (shares, n);
  done = done && finish_shares (&sharing, shares, n, error);
  for (guint i = 0; i < n; i++)
    share_clear (&shares[i]);
  return done;
}
