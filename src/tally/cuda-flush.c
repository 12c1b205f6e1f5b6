/* cuda-flush.c: cells on their way back, into the totals of their shapes. */
#include "tally/cuda-groups-private.h"

#include "tally/marginals-private.h"

#define PIECE_BYTES ((gsize) 32 << 20)      /* between two looks at the cancellable */
#define PIECE_ENTRIES ((guint64) 1 << 18)

/* Nothing is written to `to` any more when it returns, whatever it returns. */
static gboolean
download (AssayCudaGroups  *self,
          gpointer          to,
          AssayCuAddress    from,
          gsize             n_bytes,
          GError          **error)
{
  const AssayCudaDriver *driver = self->device->driver;
  gboolean done = !g_cancellable_set_error_if_cancelled (self->request.cancellable, error);

  for (gsize at = 0, n; done && at < n_bytes; at += n)
    {
      n = MIN (n_bytes - at, PIECE_BYTES);
      done = ASSAY_CUDA_CALL (driver, error, cuMemcpyDtoHAsync_v2, (guint8 *) to + at, from + at, n,
                              self->device->computing)
             && ASSAY_CUDA_CALL (driver, error, cuStreamSynchronize, self->device->computing)
             && !g_cancellable_set_error_if_cancelled (self->request.cancellable, error);
    }
  if (!done)
    driver->cuStreamSynchronize (self->device->computing);
  return done;
}

/* With the totals' lock held. */
static gboolean
add_dense (AssayCudaGroups *self,
           guint            i)
{
  const AssayGroup *group = assay_cuda_group (self, i);
  const guint64 *cells = self->counts + (self->places[i].cells - self->dense) / sizeof (guint64);
  AssayDenseCells dense = { .large = cells, .lanes = group->lanes != NULL ? cells : NULL };
  g_auto (AssayMarginals) marginals = { .n_columns = 0 };

  return assay_marginals_init (&marginals, group, self->request.n_codes, self->request.n_codes, self->request.totals)
         && assay_marginals_add_dense (&marginals, &dense, group->n_cells);
}

/* With the totals' lock held. A total has the table's layout, for all codes of its columns are known. */
static gboolean
add_tags (AssayCudaGroups *self,
          guint            i)
{
  const AssayCudaSet *table = assay_cuda_set (self, i);
  const guint64 *cells = self->counts + (table->cells - self->dense) / sizeof (guint64);
  AssayTotals *totals = self->request.totals;
  gboolean done = assay_totals_reserve (totals, table->shape, self->request.n_codes);

  for (guint64 cell = 0; done && cell < table->n_cells; cell++)
    if (cells[cell] > 0)
      done = assay_total_add (&totals->totals[table->shape], cell, cells[cell]);
  return done;
}

gboolean
assay_cuda_groups_flush_dense (AssayCudaGroups  *self,
                               GError          **error)
{
  gboolean done = TRUE, is_cancelled = FALSE;

  if (self->n_waiting == 0 || self->n_bytes == self->dense)
    return TRUE;
  if (!download (self, self->counts, self->block + self->dense, self->n_bytes - self->dense, error))
    return FALSE;
  g_mutex_lock (&self->request.totals->lock);
  for (guint i = 0; done && !is_cancelled && i < self->request.n; i++)
    {
      done = assay_cuda_is_sparse (assay_cuda_group (self, i)) || add_dense (self, i);
      is_cancelled = g_cancellable_is_cancelled (self->request.cancellable);
    }
  for (guint i = 0; done && !is_cancelled && i < self->sets->len; i++)
    done = add_tags (self, i);
  self->request.totals->failed = self->request.totals->failed || !done;
  g_mutex_unlock (&self->request.totals->lock);
  return !g_cancellable_set_error_if_cancelled (self->request.cancellable, error)
         && assay_cuda_groups_clear_dense (self, error);
}

/* How many entries a hash table has. Waits for the kernels. */
static gboolean
read_entries (AssayCudaGroups  *self,
              guint             i,
              guint64          *n_entries,
              GError          **error)
{
  return download (self, n_entries, self->groups[i].n_entries, sizeof *n_entries, error);
}

static gboolean
add_entries (AssayCudaGroups *self,
             guint            i,
             const guint64   *cells,
             const guint64   *lanes,
             guint64          n_entries)
{
  g_auto (AssayMarginals) marginals = { .n_columns = 0 };

  g_mutex_lock (&self->request.totals->lock);
  gboolean done = assay_marginals_init (&marginals, assay_cuda_group (self, i), self->request.n_codes, self->request.n_codes,
                                        self->request.totals);
  for (guint64 at = 0; done && at < n_entries && !g_cancellable_is_cancelled (self->request.cancellable);
       at += PIECE_ENTRIES)
    done = assay_marginals_add_entries (&marginals, cells + at, lanes + at * self->groups[i].n_lanes,
                                        MIN (n_entries - at, PIECE_ENTRIES));
  self->request.totals->failed = self->request.totals->failed || !done;
  g_mutex_unlock (&self->request.totals->lock);
  return done;
}

/* Gathers a hash table's entries on the device and brings them back. */
static gboolean
flush_hash (AssayCudaGroups  *self,
            guint             i,
            GError          **error)
{
  const AssayCudaPlace *place = &self->places[i];
  guint n_lanes = self->groups[i].n_lanes;
  guint64 n_entries = 0, room = self->n_slots / 2;
  AssayCuAddress group = self->block + i * sizeof (AssayKernelGroup), n_taken
    = self->groups[i].n_entries + sizeof (guint64);
  AssayCuAddress cells_to = place->taken_cells, lanes_to = place->taken_lanes;
  AssayCudaLaunch launch = { ASSAY_KERNEL_sparse_take, self->n_slots, 1 };
  void *arguments[] = { &group, &cells_to, &lanes_to, &n_taken, &room };

  if (!read_entries (self, i, &n_entries, error))
    return FALSE;
  if (n_entries == 0)
    return TRUE;
  g_autofree guint64 *cells = g_try_new (guint64, n_entries);
  g_autofree guint64 *lanes = g_try_new (guint64, n_entries * n_lanes);
  if (cells == NULL || lanes == NULL)
    return assay_cuda_set_no_memory (n_entries * (1 + n_lanes) * sizeof (guint64), error);
  if (!assay_cuda_groups_clear (self, n_taken, sizeof (guint64), error) || !assay_cuda_device_launch (self->device, &launch, arguments,
                                                                                    error)
      || !download (self, cells, cells_to, n_entries * sizeof *cells, error)
      || !download (self, lanes, lanes_to, n_entries * n_lanes * sizeof *lanes, error))
    return FALSE;
  add_entries (self, i, cells, lanes, n_entries);
  return !g_cancellable_set_error_if_cancelled (self->request.cancellable, error);
}

gboolean
assay_cuda_groups_flush_hashes (AssayCudaGroups  *self,
                                GError          **error)
{
  if (self->n_hashed == 0)
    return TRUE;
  for (guint i = 0; i < self->request.n; i++)
    if (self->places[i].keys != 0 && !flush_hash (self, i, error))
      return FALSE;
  return assay_cuda_groups_clear_hashes (self, error);
}

/* Room in every hash table for as many new cells as there are rows: their entries are counted before they are
 * emptied, for most rows bring none. */
gboolean
assay_cuda_groups_make_room (AssayCudaGroups  *self,
                             guint64           n_rows,
                             GError          **error)
{
  if (self->n_slots == 0 || self->n_hashed + n_rows <= self->n_slots / 2)
    return TRUE;
  self->n_hashed = 0;
  for (guint i = 0; i < self->request.n; i++)
    {
      guint64 n_entries = 0;
      if (self->places[i].keys != 0 && !read_entries (self, i, &n_entries, error))
        return FALSE;
      self->n_hashed = MAX (self->n_hashed, n_entries);
    }
  return self->n_hashed + n_rows <= self->n_slots / 2 || assay_cuda_groups_flush_hashes (self, error);
}
