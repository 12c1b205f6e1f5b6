/* cuda.c: the engine that counts on NVIDIA devices, through the driver's interface.
 *
 *   rows -> cover (cover.c) -> groups of columns (cuda-groups.c) <- chunks of columns (cuda-feed.c) <- rows
 *                                   |
 *                               kernels/ -> cells -> totals (totals.c) -> tables
 *
 * With several devices each has a thread, a part of the rows and cells of its own; their cells meet in the totals.
 * Groups whose cells do not fit the device together are counted in halves, one after the other. Variants, for tests
 * and benches, are words with commas between:
 *
 *     wide        no table in shared memory
 *     sparse      no dense table
 *     streamed    nothing stays on the device
 *     chunk=N, flush=N, staging=N     rows of a chunk (entries of a piece of clusters), rows before cells are added up,
 *                 bytes of a staging buffer: at most
 */
#include "tally/cuda.h"

#include "tally/cuda-groups.h"
#include "tally/cuda-shares.h"

#include <stdlib.h>
#include <string.h>

#define PART_ROWS ((guint64) 1 << 16) /* a device's part of the rows at least */
#define MOST_SET_CELLS (G_GUINT64_CONSTANT (1) << 24) /* of a table of tags: 128 MiB */

typedef struct
{
  AssayCudaDevice *device;
  AssayCudaKeep    keep;
} Place;

typedef struct
{
  AssayCudaDriver     *driver;
  Place               *places;    /* one for each device */
  guint                n_places;
  gboolean             is_wide, is_sparse;
  AssayCudaFeedOptions feed;
  guint64              flush_rows;
  GMutex               lock;      /* one count at a time: it holds the devices */
} CudaEngine;

/* --- opening ---------------------------------------------------------------------------------------------------- */

static gboolean
read_variant (CudaEngine  *self,
              const char  *word,
              GError     **error)
{
  const char *equals = strchr (word, '=');
  guint64 number = equals != NULL ? g_ascii_strtoull (equals + 1, NULL, 10) : 0;

  if (strcmp (word, "wide") == 0)
    self->is_wide = TRUE;
  else if (strcmp (word, "sparse") == 0)
    self->is_sparse = TRUE;
  else if (strcmp (word, "streamed") == 0)
    self->feed.is_streamed = TRUE;
  else if (g_str_has_prefix (word, "chunk=") && number > 0)
    self->feed.most_rows = number;
  else if (g_str_has_prefix (word, "flush=") && number > 0)
    self->flush_rows = number;
  else if (g_str_has_prefix (word, "staging=") && number > 0)
    self->feed.staging_bytes = number;
  else
    {
      g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED,
                   "engine cuda has no variant %s; variants are wide, sparse, streamed, chunk=N, flush=N and staging=N", word);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_variants (CudaEngine  *self,
               const char  *variant,
               GError     **error)
{
  g_auto (GStrv) words = g_strsplit (variant != NULL ? variant : "", ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (!read_variant (self, words[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
open_place (CudaEngine  *self,
            guint        number,
            GError     **error)
{
  AssayCudaDevice *device = assay_cuda_device_open (self->driver, number, error);

  if (device == NULL)
    return FALSE;
  self->places = g_renew (Place, self->places, self->n_places + 1);
  self->places[self->n_places].device = device;
  assay_cuda_keep_init (&self->places[self->n_places++].keep);
  return TRUE;
}

/* All devices that can be used; the reason of the first that cannot when none can. */
static gboolean
open_all (CudaEngine  *self,
          GError     **error)
{
  g_autoptr (GPtrArray) devices = assay_cuda_describe (self->driver, error);
  g_autoptr (GError) first = NULL;

  if (devices == NULL)
    return FALSE;
  for (guint i = 0; i < devices->len; i++)
    open_place (self, i, first == NULL ? &first : NULL);
  if (self->n_places > 0)
    return TRUE;
  if (first != NULL)
    g_propagate_error (error, g_steal_pointer (&first));
  else
    g_set_error_literal (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_DEVICE, "no CUDA device: the driver finds none");
  return FALSE;
}

static void
cuda_close (gpointer handle)
{
  CudaEngine *self = handle;

  for (guint i = 0; i < self->n_places; i++)
    {
      self->driver->cuCtxSetCurrent (self->places[i].device->context);
      assay_cuda_keep_clear (&self->places[i].keep, self->places[i].device);
      assay_cuda_device_close (self->places[i].device);
    }
  assay_cuda_driver_close (self->driver);
  g_mutex_clear (&self->lock);
  g_free (self->places);
  g_free (self);
}

static gpointer
cuda_open (const AssayEngineOptions  *options,
           AssayEngineLimits         *limits,
           GError                   **error)
{
  CudaEngine *self = g_new0 (CudaEngine, 1);

  g_mutex_init (&self->lock);
  if (!read_variants (self, options->variant, error) || (self->driver = assay_cuda_driver_open (error)) == NULL
      || !(options->device == ASSAY_DEVICE_ALL ? open_all (self, error) : open_place (self, options->device, error)))
    {
      cuda_close (self);
      return NULL;
    }
  size_t n_bytes = 0;
  if (self->driver->cuDeviceTotalMem_v2 (&n_bytes, self->places[0].device->device) != ASSAY_CU_SUCCESS)
    n_bytes = 0;
  *limits = (AssayEngineLimits) {
    .max_cells = ASSAY_MAX_CELLS,
    .max_axes = ASSAY_MAX_AXES,
    .max_codes = ASSAY_MAX_VALUES + 1,
    .device_bytes = n_bytes,
    .max_tags = ASSAY_MAX_TAGS,
  };
  return self;
}

/* --- counting --------------------------------------------------------------------------------------------------- */

/* What the devices of one count share. */
typedef struct
{
  const CudaEngine *engine;
  const AssayRows  *rows;
  const AssayArrangedShapes *shapes;
  const AssayCover *cover;
  const guint      *n_codes;
  AssayTotals      *totals;
  AssayProgress    *progress;
  GCancellable     *cancellable;
  atomic_bool       has_failed;
} CudaCount;

/* One device's part. */
typedef struct
{
  CudaCount *count;
  Place     *place;
  guint64    begin, end;
  gboolean   has_begun; /* with a chunk of the groups that are counted now */
  GError    *error;
} CudaPart;

static guint64
least_of (guint64 a,
          guint64 b)
{
  return a == 0 || (b > 0 && b < a) ? b : a; /* 0: no limit */
}

static gboolean
feed_groups (CudaPart         *part,
             AssayCudaGroups  *groups,
             gboolean          is_last,
             GError          **error)
{
  const CudaCount *count = part->count;
  AssayCudaFeedOptions options = count->engine->feed;

  options.most_rows = least_of (least_of (options.most_rows, assay_cuda_groups_rows (groups)),
                                count->engine->flush_rows);
  g_autoptr (AssayCudaFeed) feed = assay_cuda_feed_new (part->place->device, &part->place->keep, count->rows,
                                                        part->begin,
                                                        part->end, assay_cuda_groups_items (groups), &options, error);
  if (feed == NULL)
    return FALSE;
  part->has_begun = TRUE;
  while (assay_cuda_feed_left (feed) > 0)
    {
      AssayCudaChunk chunk;
      if (atomic_load (&count->has_failed) || g_cancellable_set_error_if_cancelled (count->cancellable, error))
        return FALSE;
      if (!assay_cuda_feed_load (feed, &chunk, error) || !assay_cuda_groups_count (groups, &chunk, error)
          || !assay_cuda_feed_release (feed, error))
        return FALSE;
      if (is_last)
        atomic_fetch_add (&count->progress->n_rows_done, chunk.n_rows);
    }
  return assay_cuda_feed_finish (feed, error) && assay_cuda_groups_flush (groups, error);
}

static gboolean
count_together (CudaPart  *part,
                guint      first,
                guint      n,
                GError   **error)
{
  const CudaCount *count = part->count;
  const AssayCudaRequest request = { count->rows, count->shapes, count->cover, count->n_codes, count->totals, first,
                                     n,
                                     first + n == count->cover->groups->len, count->engine->feed.most_rows,
                                     count->engine->flush_rows, count->cancellable };

  part->has_begun = FALSE;
  g_autoptr (AssayCudaGroups) groups = assay_cuda_groups_new (part->place->device, &request, error);
  return groups != NULL && feed_groups (part, groups, request.has_sets, error);
}

/* What does not fit may fit when nothing of other counts is kept on the device, or in halves. */
static gboolean
count_groups (CudaPart  *part,
              guint      first,
              guint      n,
              GError   **error)
{
  g_autoptr (GError) local = NULL;

  if (count_together (part, first, n, &local))
    return TRUE;
  gboolean may_fit = !part->has_begun && g_error_matches (local, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE);
  if (may_fit && part->place->keep.columns->len > 0)
    {
      assay_cuda_keep_drop (&part->place->keep, part->place->device);
      return count_groups (part, first, n, error);
    }
  if (may_fit && n > 1)
    return count_groups (part, first, n / 2, error) && count_groups (part, first + n / 2, n - n / 2, error);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gpointer
count_part (gpointer data)
{
  CudaPart *part = data;

  if (part->end > part->begin
      && (!assay_cuda_device_enter (part->place->device, &part->error)
          || !count_groups (part, 0, part->count->cover->groups->len, &part->error)))
    atomic_store (&part->count->has_failed, TRUE);
  return NULL;
}

/* Each device takes about as many rows, beginning at a multiple of 64. */
static guint
divide (CudaEngine *self,
        CudaCount  *count,
        CudaPart   *parts)
{
  guint64 n_rows = count->rows->n_rows;
  guint n = (guint) CLAMP (n_rows / PART_ROWS, 1, self->n_places);

  for (guint i = 0; i < n; i++)
    parts[i] = (CudaPart) {
      .count = count,
      .place = &self->places[i],
      .begin = n_rows / n * i / 64 * 64,
      .end = i + 1 < n ? n_rows / n * (i + 1) / 64 * 64 : n_rows,
    };
  return n;
}

static void
run_parts (CudaPart *parts,
           guint     n)
{
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  guint i = 1;

  for (; i < n; i++)
    {
      GThread *thread = g_thread_try_new ("assay-cuda", count_part, &parts[i], NULL);
      if (thread == NULL)
        break;
      g_ptr_array_add (threads, thread);
    }
  count_part (&parts[0]);
  for (; i < n; i++)
    count_part (&parts[i]); /* without a thread of its own it waits its turn */
  for (guint t = 0; t < threads->len; t++)
    g_thread_join (threads->pdata[t]);
}

static gboolean
count_rows (CudaEngine  *self,
            CudaCount   *count,
            GError     **error)
{
  g_autofree CudaPart *parts = g_new0 (CudaPart, self->n_places);
  guint n = divide (self, count, parts);
  gboolean done = TRUE;

  run_parts (parts, n);
  for (guint i = 0; i < n; i++)
    {
      if (parts[i].error == NULL)
        continue;
      if (done)
        g_propagate_error (error, g_steal_pointer (&parts[i].error));
      g_clear_error (&parts[i].error);
      done = FALSE;
    }
  return done;
}

/* Joint tables fit a block's shared memory; a variant's limits force the other kinds. */
static AssayCover *
make_cover (const CudaEngine          *self,
            const AssayRows           *rows,
            const AssayArrangedShapes *shapes,
            const guint               *n_codes)
{
  return assay_cover_new (&(AssayCoverRequest) {
    .shapes = shapes->shapes,
    .n_shapes = shapes->n_plain,
    .n_codes = n_codes,
    .n_rows = self->is_sparse ? 1 : MAX (rows->n_rows / self->n_places, 1),
    .joint_bytes = self->is_wide || self->is_sparse ? 1 : ASSAY_CUDA_SHARED_BYTES,
  });
}

/* Codes, or axes, of the columns with those of the sets behind them. */
static guint *
list_codes (const AssayRows *rows)
{
  guint *n_codes = g_new (guint, rows->n_columns + rows->n_sets + 1);

  for (guint i = 0; i < rows->n_columns; i++)
    n_codes[i] = rows->columns[i].n_codes;
  for (guint i = 0; i < rows->n_sets; i++)
    n_codes[rows->n_columns + i] = rows->sets[i].n_tags + 1;
  return n_codes;
}

static AssayAxis **
list_axes (const AssayRows         *rows,
           const AssayCountRequest *request)
{
  AssayAxis **axes = g_new0 (AssayAxis *, rows->n_columns + rows->n_sets + 1);

  for (guint i = 0; i < rows->n_columns; i++)
    axes[i] = request->axes[i];
  for (guint i = 0; i < rows->n_sets; i++)
    axes[rows->n_columns + i] = request->set_axes[i];
  return axes;
}

/* Tables of tags are dense on the device. */
static gboolean
cuda_supports (gpointer                  handle,
               const AssayCountRequest  *request,
               GError                  **error)
{
  for (guint i = 0; i < request->n_shapes; i++)
    {
      const AssayTableShape *shape = &request->shapes[i];
      guint64 n_cells = 1;
      if (assay_shape_kind (shape, NULL) == ASSAY_SHAPE_ROWS)
        continue;
      for (guint axis = 0; axis < shape->n_axes; axis++)
        {
          guint c = shape->columns[axis];
          n_cells *= (c >= ASSAY_SET_COLUMN (0) ? request->set_axes[c - ASSAY_SET_COLUMN (0)]
                      : request->axes[c])->n_codes;
        }
      if (n_cells > MOST_SET_CELLS)
        {
          g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED,
                       "a table of tags has %" G_GUINT64_FORMAT " cells; engine cuda counts up to %" G_GUINT64_FORMAT,
                         n_cells,
                       MOST_SET_CELLS);
          return FALSE;
        }
    }
  return TRUE;
}

static GPtrArray *
count_shapes (CudaEngine                *self,
              const AssayRows           *rows,
              const AssayCountRequest   *request,
              const AssayArrangedShapes *shapes,
              AssayProgress             *progress,
              GCancellable              *cancellable,
              GError                   **error)
{
  g_autofree guint *n_codes = list_codes (rows);
  g_autofree AssayAxis **axes = list_axes (rows, request);
  g_autoptr (AssayTotals) totals = assay_totals_new (shapes->shapes, shapes->n_shapes);
  g_autoptr (AssayCover) cover = make_cover (self, rows, shapes, n_codes);
  CudaCount count = { self, rows, shapes, cover, n_codes, totals, progress, cancellable, FALSE };

  g_mutex_lock (&self->lock);
  gboolean done = count_rows (self, &count, error);
  g_mutex_unlock (&self->lock);
  return done ? assay_totals_to_tables (totals, axes, request->scales, error) : NULL;
}

static GPtrArray *
cuda_count (gpointer                  handle,
            const AssayRows          *rows,
            const AssayCountRequest  *request,
            AssayProgress            *progress,
            GCancellable             *cancellable,
            GError                  **error)
{
  g_auto (AssayArrangedShapes) shapes;

  assay_arranged_shapes_init (&shapes, rows->n_columns, request->shapes, request->n_shapes);
  GPtrArray *tables = count_shapes (handle, rows, request, &shapes, progress, cancellable, error);
  return tables != NULL ? assay_arranged_shapes_order (&shapes, tables) : NULL;
}

/* On all devices, where nothing is kept meanwhile. */
static gboolean
cuda_replicate (gpointer                   handle,
                const AssayReplicateWork  *work,
                GCancellable              *cancellable,
                GError                   **error)
{
  CudaEngine *self = handle;
  g_autofree AssayCudaDevice **devices = g_new (AssayCudaDevice *, self->n_places);
  gboolean done = TRUE;

  g_mutex_lock (&self->lock);
  for (guint i = 0; done && i < self->n_places; i++)
    {
      devices[i] = self->places[i].device;
      done = assay_cuda_device_enter (devices[i], error);
      if (done)
        assay_cuda_keep_drop (&self->places[i].keep, devices[i]);
    }
  done = done && assay_cuda_share_replicates (devices, self->n_places, work, self->feed.most_rows, cancellable, error);
  g_mutex_unlock (&self->lock);
  return done;
}

GPtrArray *
assay_engine_cuda_devices (int     *driver_version,
                           GError **error)
{
  g_autoptr (AssayCudaDriver) driver = assay_cuda_driver_open (error);

  if (driver == NULL)
    return NULL;
  *driver_version = assay_cuda_driver_version (driver);
  return assay_cuda_describe (driver, error);
}

const AssayEngineType assay_engine_cuda = { "cuda", cuda_open, cuda_supports, cuda_count, cuda_close,
                                            cuda_replicate };
