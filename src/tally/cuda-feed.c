/* cuda-feed.c: two staging buffers, two streams.
 *
 *   host       fill 0 | fill 1          | wait, fill 0          | wait, fill 1
 *   copying           | copy 0 | copy 1          | copy 0
 *   computing                  | count 0 | count 1        | count 0
 *
 * The host fills a pinned buffer while the other is copied. Kernels wait for their chunk's copy by an event; the host
 * waits for a chunk's kernels before it fills that chunk's buffer again, so that two chunks are under way and no
 * more: cancelling waits for those. Columns of rows with an identity stay on the device when they fit in whole: they
 * are copied to their place there, and the next count finds them. The others go through slots of one chunk each,
 * which also hold the list of addresses that the kernels read.
 *
 *   staging and slot:  | addresses | item | item | ...       each begins at a multiple of 256
 */
#include "tally/cuda-feed.h"

#include "../kernels/layout.h"

#include <string.h>

#define ALIGNMENT ((guint64) 256)
#define ROW_MULTIPLE ((guint64) 64)
#define LEAST_ROWS ((guint64) 4096)        /* a device without memory for this many is none */
#define MOST_ROWS ((guint64) 1 << 26)      /* what the kernels can do in time is fewer: cuda-pace.h */
#define STAGING_BYTES ((guint64) 32 << 20)

typedef struct
{
  AssayCudaItem  item;
  AssayCuAddress address;
} KeptColumn;

typedef struct
{
  AssayCudaItem  item;
  const guint8  *host;          /* the first row's */
  guint          n_bits;        /* of a row */
  AssayCuAddress resident;      /* 0: streamed */
  gboolean       is_uploaded;   /* by an earlier count */
  guint64        staged, slotted; /* where in a staging buffer, where in a slot */
} FeedColumn;

struct _AssayCudaFeed
{
  AssayCudaDevice *device;
  AssayCudaKeep   *keep;
  FeedColumn      *columns;
  guint            n_columns;
  guint64          n_rows, next;
  guint64          chunk_rows;
  guint            turn;        /* the chunk's number mod 2 */
  gpointer         staging[2];
  AssayCuAddress   slots[2];
  AssayCuEvent     copied[2], counted[2];
  gboolean         is_under_way[2];
  gboolean         is_finished;
};

/* Bytes of rows from a multiple of 64 on; bits come in words of 64. */
static guint64
bytes_of (const FeedColumn *column,
          guint64           n_rows)
{
  return column->n_bits == 1 ? (n_rows + 63) / 64 * 8 : n_rows * column->n_bits / 8;
}

/* --- columns that stay ------------------------------------------------------------------------------------------ */

void
assay_cuda_keep_init (AssayCudaKeep *self)
{
  *self = (AssayCudaKeep) { .columns = g_array_new (FALSE, FALSE, sizeof (KeptColumn)) };
}

void
assay_cuda_keep_drop (AssayCudaKeep   *self,
                      AssayCudaDevice *device)
{
  for (guint i = 0; i < self->columns->len; i++)
    assay_cuda_device_free (device, &g_array_index (self->columns, KeptColumn, i).address);
  g_array_set_size (self->columns, 0);
  g_clear_pointer (&self->identity, g_atomic_rc_box_release);
}

void
assay_cuda_keep_clear (AssayCudaKeep   *self,
                       AssayCudaDevice *device)
{
  if (self->columns == NULL)
    return;
  assay_cuda_keep_drop (self, device);
  g_clear_pointer (&self->columns, g_array_unref);
}

static AssayCuAddress
find_kept (const AssayCudaKeep *self,
           const AssayCudaItem *item)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const KeptColumn *kept = &g_array_index (self->columns, KeptColumn, i);
      if (assay_cuda_item_equal (&kept->item, item))
        return kept->address;
    }
  return 0;
}

/* What is kept belongs to these rows after this, or nothing is kept. */
static void
keep_only (AssayCudaKeep   *self,
           AssayCudaDevice *device,
           gpointer         identity,
           guint64          begin,
           guint64          end)
{
  if (self->identity != NULL && self->identity == identity && self->begin == begin && self->end == end)
    return;
  assay_cuda_keep_drop (self, device);
  if (identity != NULL)
    self->identity = g_atomic_rc_box_acquire (identity);
  self->begin = begin;
  self->end = end;
}

/* --- memory ----------------------------------------------------------------------------------------------------- */

static gboolean
is_full (GError *error)
{
  return g_error_matches (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE);
}

/* Takes back what this feed made resident and did not finish. */
static void
free_new_columns (AssayCudaFeed *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (!self->columns[i].is_uploaded)
      assay_cuda_device_free (self->device, &self->columns[i].resident);
}

/* Places for all columns, or for none that has none yet: half of a set on the device gains little. */
static gboolean
make_resident (AssayCudaFeed  *self,
               GError        **error)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      FeedColumn *column = &self->columns[i];
      g_autoptr (GError) local = NULL;
      if (column->resident != 0)
        continue;
      if (assay_cuda_device_alloc (self->device, bytes_of (column, self->n_rows), &column->resident, &local))
        continue;
      free_new_columns (self);
      if (is_full (local))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

static void
free_buffers (AssayCudaFeed *self)
{
  for (guint i = 0; i < 2; i++)
    {
      assay_cuda_device_unpin (self->device, &self->staging[i]);
      assay_cuda_device_free (self->device, &self->slots[i]);
    }
}

static guint64
align (guint64 n_bytes)
{
  return (n_bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static gboolean
make_buffers (AssayCudaFeed  *self,
              guint64         chunk_rows,
              GError        **error)
{
  guint64 staged = align (self->n_columns * sizeof (guint64)), slotted = staged;

  for (guint i = 0; i < self->n_columns; i++)
    {
      FeedColumn *column = &self->columns[i];
      column->staged = staged;
      column->slotted = slotted;
      staged += column->is_uploaded ? 0 : align (bytes_of (column, chunk_rows));
      slotted += column->resident != 0 ? 0 : align (bytes_of (column, chunk_rows));
    }
  for (guint i = 0; i < 2; i++)
    if (!assay_cuda_device_pin (self->device, staged, &self->staging[i], error)
        || !assay_cuda_device_alloc (self->device, slotted, &self->slots[i], error))
      {
        free_buffers (self);
        return FALSE;
      }
  self->chunk_rows = chunk_rows;
  return TRUE;
}

/* A multiple of a word of bits and of what a thread reads at once, so that every chunk begins aligned. */
static guint64
suitable_rows (const AssayCudaFeed        *self,
               const AssayCudaFeedOptions *options)
{
  guint64 n_bits = 0, n_rows = MOST_ROWS;

  for (guint i = 0; i < self->n_columns; i++)
    n_bits += self->columns[i].is_uploaded ? 0 : self->columns[i].n_bits;
  if (n_bits > 0)
    n_rows = MAX ((options->staging_bytes > 0 ? options->staging_bytes : STAGING_BYTES) * 8 / n_bits, LEAST_ROWS);
  if (options->most_rows > 0)
    n_rows = MIN (n_rows, options->most_rows);
  n_rows = CLAMP (n_rows, 1, MIN (self->n_rows, MOST_ROWS));
  return (n_rows + ROW_MULTIPLE - 1) / ROW_MULTIPLE * ROW_MULTIPLE;
}

static gboolean
make_halving (AssayCudaFeed               *self,
              const AssayCudaFeedOptions  *options,
              GError                     **error)
{
  guint64 n_rows = suitable_rows (self, options);

  for (;;)
    {
      g_autoptr (GError) local = NULL;
      if (make_buffers (self, n_rows, &local))
        return TRUE;
      if (!is_full (local) || n_rows < 2 * LEAST_ROWS)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      n_rows = n_rows / 2 / ROW_MULTIPLE * ROW_MULTIPLE;
    }
}

static gboolean
make_events (AssayCudaFeed  *self,
             GError        **error)
{
  for (guint i = 0; i < 2; i++)
    if (!ASSAY_CUDA_CALL (self->device->driver, error, cuEventCreate, &self->copied[i], ASSAY_CU_EVENT_DISABLE_TIMING)
        || !ASSAY_CUDA_CALL (self->device->driver, error, cuEventCreate, &self->counted[i],
                             ASSAY_CU_EVENT_DISABLE_TIMING))
      return FALSE;
  return TRUE;
}

/* --- a feed ----------------------------------------------------------------------------------------------------- */

static void
set_column (FeedColumn          *column,
            const AssayCudaItem *item,
            const AssayRows     *rows,
            guint64              begin)
{
  const AssayTagPlanes *set;

  column->item = *item;
  column->n_bits = 8;
  switch (item->kind)
    {
    case ASSAY_CUDA_LOW:
      column->host = rows->columns[item->number].low + begin;
      break;
    case ASSAY_CUDA_HIGH:
      column->host = rows->columns[item->number].high + begin;
      break;
    case ASSAY_CUDA_VALUE:
      column->n_bits = 64;
      column->host = (const guint8 *) (rows->values[item->number] + begin);
      break;
    case ASSAY_CUDA_TAG:
      set = &rows->sets[item->number / ASSAY_MAX_TAGS];
      column->n_bits = 1;
      column->host = (const guint8 *) (set->planes + item->number % ASSAY_MAX_TAGS * set->plane_words + begin / 64);
      break;
    }
}

static AssayCudaFeed *
feed_new (AssayCudaDevice  *device,
          AssayCudaKeep    *keep,
          const AssayRows  *rows,
          guint64           begin,
          guint64           end,
          const GArray     *items)
{
  AssayCudaFeed *self = g_new0 (AssayCudaFeed, 1);

  self->device = device;
  self->keep = keep;
  self->n_rows = end - begin;
  self->n_columns = items->len;
  self->columns = g_new0 (FeedColumn, items->len);
  for (guint i = 0; i < items->len; i++)
    {
      set_column (&self->columns[i], &g_array_index (items, AssayCudaItem, i), rows, begin);
      self->columns[i].resident = find_kept (keep, &self->columns[i].item);
      self->columns[i].is_uploaded = self->columns[i].resident != 0;
    }
  return self;
}

AssayCudaFeed *
assay_cuda_feed_new (AssayCudaDevice            *device,
                     AssayCudaKeep              *keep,
                     const AssayRows            *rows,
                     guint64                     begin,
                     guint64                     end,
                     const GArray               *items,
                     const AssayCudaFeedOptions *options,
                     GError                    **error)
{
  gpointer identity = options->is_streamed ? NULL : rows->identity;

  keep_only (keep, device, identity, begin, end);
  g_autoptr (AssayCudaFeed) self = feed_new (device, keep, rows, begin, end, items);
  if ((identity != NULL && !make_resident (self, error)) || !make_halving (self, options, error)
      || !make_events (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

guint64
assay_cuda_feed_left (const AssayCudaFeed *self)
{
  return self->n_rows - self->next;
}

guint64
assay_cuda_feed_rows (const AssayCudaFeed *self)
{
  return self->chunk_rows;
}

static AssayCuAddress
address_of (const AssayCudaFeed *self,
            const FeedColumn    *column)
{
  return column->resident != 0 ? column->resident + bytes_of (column, self->next)
    : self->slots[self->turn] + column->slotted;
}

static gboolean
copy_column (AssayCudaFeed     *self,
             const FeedColumn  *column,
             guint64            n_rows,
             GError           **error)
{
  guint8 *staged = (guint8 *) self->staging[self->turn] + column->staged;
  guint64 n_bytes = bytes_of (column, n_rows);

  memcpy (staged, column->host + bytes_of (column, self->next), n_bytes);
  return ASSAY_CUDA_CALL (self->device->driver, error, cuMemcpyHtoDAsync_v2, address_of (self, column), staged,
                          n_bytes,
                          self->device->copying);
}

static gboolean
wait_for_turn (AssayCudaFeed  *self,
               GError        **error)
{
  if (!self->is_under_way[self->turn])
    return TRUE;
  self->is_under_way[self->turn] = FALSE;
  return ASSAY_CUDA_CALL (self->device->driver, error, cuEventSynchronize, self->counted[self->turn]);
}

gboolean
assay_cuda_feed_load (AssayCudaFeed   *self,
                      AssayCudaChunk  *chunk,
                      GError         **error)
{
  const AssayCudaDevice *device = self->device;
  guint64 n_rows = MIN (self->chunk_rows, assay_cuda_feed_left (self));

  if (!wait_for_turn (self, error))
    return FALSE;
  guint64 *list = self->staging[self->turn];
  for (guint i = 0; i < self->n_columns; i++)
    {
      list[i] = address_of (self, &self->columns[i]);
      if (!self->columns[i].is_uploaded && !copy_column (self, &self->columns[i], n_rows, error))
        return FALSE;
    }
  *chunk = (AssayCudaChunk) { self->slots[self->turn], n_rows };
  return ASSAY_CUDA_CALL (device->driver, error, cuMemcpyHtoDAsync_v2, chunk->addresses, list,
                          self->n_columns * sizeof *list, device->copying)
         && ASSAY_CUDA_CALL (device->driver, error, cuEventRecord, self->copied[self->turn], device->copying)
         && ASSAY_CUDA_CALL (device->driver, error, cuStreamWaitEvent, device->computing, self->copied[self->turn],
                             ASSAY_CU_EVENT_DEFAULT);
}

gboolean
assay_cuda_feed_release (AssayCudaFeed  *self,
                         GError        **error)
{
  if (!ASSAY_CUDA_CALL (self->device->driver, error, cuEventRecord, self->counted[self->turn],
                        self->device->computing))
    return FALSE;
  self->is_under_way[self->turn] = TRUE;
  self->next += MIN (self->chunk_rows, assay_cuda_feed_left (self));
  self->turn ^= 1;
  return TRUE;
}

gboolean
assay_cuda_feed_finish (AssayCudaFeed  *self,
                        GError        **error)
{
  if (!assay_cuda_device_wait (self->device, error))
    return FALSE;
  for (guint i = 0; i < self->n_columns; i++)
    {
      FeedColumn *column = &self->columns[i];
      KeptColumn kept = { column->item, column->resident };
      if (column->resident == 0 || column->is_uploaded)
        continue;
      g_array_append_val (self->keep->columns, kept);
      column->is_uploaded = TRUE;
    }
  return TRUE;
}

void
assay_cuda_feed_free (AssayCudaFeed *self)
{
  if (self == NULL)
    return;
  const AssayCudaDriver *driver = self->device->driver;
  driver->cuStreamSynchronize (self->device->copying);
  driver->cuStreamSynchronize (self->device->computing);
  for (guint i = 0; i < 2; i++)
    {
      if (self->copied[i] != NULL)
        driver->cuEventDestroy_v2 (self->copied[i]);
      if (self->counted[i] != NULL)
        driver->cuEventDestroy_v2 (self->counted[i]);
    }
  free_buffers (self);
  free_new_columns (self);
  g_free (self->columns);
  g_free (self);
}
