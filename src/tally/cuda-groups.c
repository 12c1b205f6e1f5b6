/* cuda-groups.c: what the kernels are told and where they write.
 *
 * One block of the device's memory has everything of a fixed size:
 *
 *   | groups | sums | tags | counters | cells of the first dense group | of the second | ... | of tables of tags
 *
 * so that it is cleared and brought back by one copy. Each sparse group has a hash table beside it, with room for
 * twice the rows of a chunk, and a place where its entries are gathered. Cells go into the totals by the same way as
 * those of the cpu engine (marginals.c): every cell of a group is a cell of each of its shapes.
 */
#include "tally/cuda-groups-private.h"

#include "tally/cuda-pace.h"

#define ALIGNMENT ((guint64) 256)
#define FLUSH_ROWS ((guint64) G_MAXUINT32)      /* lanes-private.h: a lane holds the sum of this many rows */
#define SPARSE_ROWS ((guint64) 1 << 22)         /* a hash table of 128 MiB without sums */
#define LEAST_SPARSE_ROWS ((guint64) 4096)
#define MOST_LAUNCHED 65535                     /* groups of one launch: CUDA's limit of a grid in y */
#define PAIRS_A_BLOCK 512                       /* tally-tags.cu: one a thread */
#define TAG_STRIDE 17
#define TAG_WORDS 16

/* --- memory ----------------------------------------------------------------------------------------------------- */

static guint64
align (guint64 n_bytes)
{
  return (n_bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* Where everything of a fixed size lies. A counter is a sparse group's number of entries and of those taken. */
static void
lay_out (AssayCudaGroups *self)
{
  guint64 at = align (self->request.n * sizeof (AssayKernelGroup)) + align (self->sums->len * sizeof (AssayKernelSum))
               + align (self->sets->len * sizeof (AssayKernelTags));

  self->counters = at;
  self->dense = at += align (self->request.n * 2 * sizeof (guint64));
  for (guint i = 0; i < self->request.n; i++)
    {
      const AssayGroup *group = assay_cuda_group (self, i);
      if (assay_cuda_is_sparse (group))
        continue;
      self->places[i].cells = at;
      self->places[i].n_bytes = group->n_cells * assay_cuda_lanes (group) * sizeof (guint64);
      at += align (self->places[i].n_bytes);
    }
  for (guint i = 0; i < self->sets->len; i++)
    {
      assay_cuda_set (self, i)->cells = at;
      at += align (assay_cuda_set (self, i)->n_cells * sizeof (guint64));
    }
  self->n_bytes = at;
}

static void
free_hash (AssayCudaGroups *self,
           AssayCudaPlace      *place)
{
  assay_cuda_device_free (self->device, &place->keys);
  assay_cuda_device_free (self->device, &place->lanes);
  assay_cuda_device_free (self->device, &place->taken_cells);
  assay_cuda_device_free (self->device, &place->taken_lanes);
}

static gboolean
make_hash (AssayCudaGroups  *self,
           guint             i,
           GError          **error)
{
  AssayCudaPlace *place = &self->places[i];
  guint64 n_bytes = self->n_slots * sizeof (guint64);

  place->n_bytes = n_bytes * assay_cuda_lanes (assay_cuda_group (self, i));
  return assay_cuda_device_alloc (self->device, n_bytes, &place->keys, error)
         && assay_cuda_device_alloc (self->device, place->n_bytes, &place->lanes, error)
         && assay_cuda_device_alloc (self->device, n_bytes / 2, &place->taken_cells, error)
         && assay_cuda_device_alloc (self->device, place->n_bytes / 2, &place->taken_lanes, error);
}

static gboolean
make_hashes (AssayCudaGroups  *self,
             GError          **error)
{
  gboolean done = TRUE;

  for (guint i = 0; done && i < self->request.n; i++)
    done = !assay_cuda_is_sparse (assay_cuda_group (self, i)) || make_hash (self, i, error);
  for (guint i = 0; !done && i < self->request.n; i++)
    free_hash (self, &self->places[i]);
  return done;
}

/* Tables for chunks of as many rows as fit, halved until they do. */
static gboolean
make_hashes_halving (AssayCudaGroups  *self,
                     GError          **error)
{
  guint64 n_rows = self->request.sparse_rows > 0 ? self->request.sparse_rows : SPARSE_ROWS;
  gboolean has_sparse = FALSE;

  for (guint i = 0; i < self->request.n; i++)
    has_sparse = has_sparse || assay_cuda_is_sparse (assay_cuda_group (self, i));
  if (!has_sparse)
    return TRUE;
  for (n_rows = MIN (n_rows, MAX (self->request.rows->n_rows, 16));; n_rows /= 2)
    {
      g_autoptr (GError) local = NULL;
      for (self->n_slots = 32; self->n_slots < 2 * n_rows;)
        self->n_slots *= 2;
      if (make_hashes (self, &local))
        return TRUE;
      if (n_rows >= LEAST_SPARSE_ROWS && g_error_matches (local, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE))
        continue;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
}

static void
set_addresses (AssayCudaGroups *self)
{
  for (guint i = 0; i < self->request.n; i++)
    {
      AssayKernelGroup *group = &self->groups[i];
      const AssayCudaPlace *place = &self->places[i];
      group->lanes = place->keys != 0 ? place->lanes : self->block + place->cells;
      group->keys = place->keys;
      group->n_entries = self->block + self->counters + 2 * i * sizeof (guint64);
      group->mask = self->n_slots - 1;
    }
  self->tags = g_new (AssayKernelTags, self->sets->len);
  for (guint i = 0; i < self->sets->len; i++)
    {
      assay_cuda_set (self, i)->tags.cells = self->block + assay_cuda_set (self, i)->cells;
      self->tags[i] = assay_cuda_set (self, i)->tags;
    }
}

/* --- work ------------------------------------------------------------------------------------------------------- */

gboolean
assay_cuda_groups_clear (AssayCudaGroups  *self,
                         AssayCuAddress    address,
                         guint64           n_bytes,
                         GError          **error)
{
  return n_bytes == 0
         || ASSAY_CUDA_CALL (self->device->driver, error, cuMemsetD8Async, address, 0, n_bytes,
                             self->device->computing);
}

gboolean
assay_cuda_groups_clear_dense (AssayCudaGroups  *self,
                               GError          **error)
{
  self->n_waiting = 0;
  return assay_cuda_groups_clear (self, self->block + self->dense, self->n_bytes - self->dense, error);
}

gboolean
assay_cuda_groups_clear_hashes (AssayCudaGroups  *self,
                                GError          **error)
{
  self->n_hashed = 0;
  for (guint i = 0; i < self->request.n; i++)
    if (self->places[i].keys != 0
        && (!assay_cuda_groups_clear (self, self->places[i].keys, self->n_slots * sizeof (guint64), error)
            || !assay_cuda_groups_clear (self, self->places[i].lanes, self->places[i].n_bytes, error)))
      return FALSE;
  return assay_cuda_groups_clear (self, self->block + self->counters, self->dense - self->counters, error);
}

static gboolean
upload (AssayCudaGroups  *self,
        AssayCuAddress    to,
        gconstpointer     from,
        gsize             n_bytes,
        GError          **error)
{
  return n_bytes == 0
         || ASSAY_CUDA_CALL (self->device->driver, error, cuMemcpyHtoDAsync_v2, to, from, n_bytes,
                             self->device->computing);
}

static AssayCuAddress
sums_address (const AssayCudaGroups *self)
{
  return self->block + align (self->request.n * sizeof (AssayKernelGroup));
}

static AssayCuAddress
tags_address (const AssayCudaGroups *self)
{
  return sums_address (self) + align (self->sums->len * sizeof (AssayKernelSum));
}

gboolean
assay_cuda_set_no_memory (guint64   n_bytes,
                          GError  **error)
{
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
               "no memory for the %" G_GUINT64_FORMAT " bytes that come back from the device; ask for fewer or coarser slices",
               n_bytes);
  return FALSE;
}

static gboolean
start (AssayCudaGroups  *self,
       GError          **error)
{
  guint64 n_dense = self->n_bytes - self->dense;

  self->counts = g_try_malloc (MAX (n_dense, 1));
  if (self->counts == NULL && !assay_cuda_set_no_memory (n_dense, error))
    return FALSE;
  if (!assay_cuda_device_alloc (self->device, self->n_bytes, &self->block, error) || !make_hashes_halving (self,
                                                                                                           error))
    return FALSE;
  set_addresses (self);
  return upload (self, self->block, self->groups, self->request.n * sizeof *self->groups, error)
         && upload (self, sums_address (self), self->sums->data, self->sums->len * sizeof (AssayKernelSum), error)
         && upload (self, tags_address (self), self->tags, self->sets->len * sizeof *self->tags, error)
         && assay_cuda_groups_clear_dense (self, error) && assay_cuda_groups_clear_hashes (self, error);
}

AssayCudaGroups *
assay_cuda_groups_new (AssayCudaDevice         *device,
                       const AssayCudaRequest  *request,
                       GError                 **error)
{
  g_autoptr (AssayCudaGroups) self = g_new0 (AssayCudaGroups, 1);

  self->device = device;
  self->request = *request;
  self->items = g_array_new (FALSE, FALSE, sizeof (AssayCudaItem));
  self->sums = g_array_new (FALSE, FALSE, sizeof (AssayKernelSum));
  self->sets = g_array_new (FALSE, FALSE, sizeof (AssayCudaSet));
  self->groups = g_new0 (AssayKernelGroup, request->n);
  self->places = g_new0 (AssayCudaPlace, request->n);
  assay_cuda_groups_describe (self);
  lay_out (self);
  return start (self, error) ? g_steal_pointer (&self) : NULL;
}

void
assay_cuda_groups_free (AssayCudaGroups *self)
{
  if (self == NULL)
    return;
  self->device->driver->cuStreamSynchronize (self->device->computing);
  for (guint i = 0; i < self->request.n; i++)
    free_hash (self, &self->places[i]);
  assay_cuda_device_free (self->device, &self->block);
  g_array_unref (self->items);
  g_array_unref (self->sums);
  g_array_unref (self->sets);
  g_free (self->tags);
  g_free (self->groups);
  g_free (self->places);
  g_free (self->counts);
  g_free (self);
}

const GArray *
assay_cuda_groups_items (const AssayCudaGroups *self)
{
  return self->items;
}

/* What a row of a group costs: shared memory takes a lane of sums in two halves, after reading its values. */
static void
add_cost (AssayCudaCost    *cost,
          const AssayGroup *group)
{
  guint n_sums = assay_cuda_lanes (group) - 1;

  cost->n_own += (1 + 4 * n_sums) * ASSAY_CUDA_OWN;
  if (group->kind == ASSAY_GROUP_WIDE || group->kind == ASSAY_GROUP_WIDE_SUMS)
    cost->n_shared += 1 + n_sums;
  if (assay_cuda_is_sparse (group))
    cost->n_shared += 4 + n_sums; /* finding the slot, a new key's count */
}

/* And of a table of tags. A multiprocessor counts bits of 16 words a clock; a word has 32 rows. Pairs look at the
 * outcome for each of its codes and each 512 pairs. Of members, every row may be the first of its kind in its word. */
static void
add_cost_of_tags (AssayCudaCost      *cost,
                  const AssayCudaSet *table)
{
  guint64 n_tags = table->tags.n_tags, n_pairs = n_tags * (n_tags + 1) / 2;

  if (table->is_pairs)
    cost->n_own += table->n_outcomes * (n_pairs + (n_pairs + PAIRS_A_BLOCK - 1) / PAIRS_A_BLOCK * ASSAY_CUDA_OWN);
  else
    cost->n_own += n_tags * ASSAY_CUDA_OWN;
  cost->n_shared += table->is_pairs ? 0 : (n_tags + 7) / 8;
}

guint64
assay_cuda_groups_rows (const AssayCudaGroups *self)
{
  AssayCudaCost cost = { 0 };

  for (guint i = 0; i < self->request.n; i++)
    add_cost (&cost, assay_cuda_group (self, i));
  for (guint i = 0; i < self->sets->len; i++)
    add_cost_of_tags (&cost, assay_cuda_set (self, i));
  guint64 n_rows = assay_cuda_pace_rows (&cost, self->device->n_multiprocessors);
  return self->n_slots > 0 ? MIN (n_rows, self->n_slots / 2) : n_rows;
}

static guint
shared_bytes (const AssayCudaGroups *self,
              guint                  i)
{
  const AssayKernelGroup *group = &self->groups[i];
  guint64 cell = assay_cuda_group (self, i)->lanes != NULL ? group->n_lanes * sizeof (guint64) : sizeof (guint32);

  return (guint) (group->n_cells * cell << group->copies_log2);
}

/* Groups first .. first + n - 1, all of one kind. */
static gboolean
launch_kind (AssayCudaGroups       *self,
             const AssayCudaChunk  *chunk,
             guint                  first,
             guint                  n,
             GError               **error)
{
  static const AssayKernelName kernels[] = {
    [ASSAY_GROUP_JOINT] = ASSAY_KERNEL_tally_joint,
    [ASSAY_GROUP_WIDE] = ASSAY_KERNEL_tally_wide,
    [ASSAY_GROUP_SPARSE] = ASSAY_KERNEL_tally_sparse,
    [ASSAY_GROUP_SUMS] = ASSAY_KERNEL_tally_joint_sums,
    [ASSAY_GROUP_WIDE_SUMS] = ASSAY_KERNEL_tally_wide_sums,
    [ASSAY_GROUP_SPARSE_SUMS] = ASSAY_KERNEL_tally_sparse,
  };
  AssayGroupKind kind = assay_cuda_group (self, first)->kind;
  gboolean is_joint = kind == ASSAY_GROUP_JOINT || kind == ASSAY_GROUP_SUMS;
  gboolean takes_vectors = kind == ASSAY_GROUP_JOINT || kind == ASSAY_GROUP_WIDE;
  AssayCudaLaunch launch = { kernels[kind], chunk->n_rows / (takes_vectors ? ASSAY_KERNEL_VECTOR : 1), n };
  AssayKernelRows rows = { self->block + first * sizeof (AssayKernelGroup), sums_address (self), chunk->addresses,
                           chunk->n_rows };

  for (guint i = first; is_joint && i < first + n; i++)
    launch.n_shared = MAX (launch.n_shared, shared_bytes (self, i));
  return assay_cuda_device_launch (self->device, &launch, (void *[]) { &rows }, error);
}

static gboolean
launch_tags (AssayCudaGroups       *self,
             const AssayCudaChunk  *chunk,
             guint                  i,
             GError               **error)
{
  const AssayCudaSet *table = assay_cuda_set (self, i);
  guint n_tags = table->tags.n_tags, n_pairs = n_tags * (n_tags + 1) / 2;
  AssayKernelRows rows = { tags_address (self) + i * sizeof (AssayKernelTags), 0, chunk->addresses, chunk->n_rows };
  AssayCudaLaunch launch = { ASSAY_KERNEL_tag_members, chunk->n_rows, 1 };

  if (table->is_pairs)
    launch = (AssayCudaLaunch) { ASSAY_KERNEL_tag_pairs, chunk->n_rows, (n_pairs + PAIRS_A_BLOCK - 1) / PAIRS_A_BLOCK,
                                 table->n_outcomes, (n_tags * TAG_STRIDE + TAG_WORDS) * sizeof (guint32) };
  return assay_cuda_device_launch (self->device, &launch, (void *[]) { &rows }, error);
}

static gboolean
launch_all (AssayCudaGroups       *self,
            const AssayCudaChunk  *chunk,
            GError               **error)
{
  for (guint first = 0, end; first < self->request.n; first = end)
    {
      for (end = first + 1; end < self->request.n && end - first < MOST_LAUNCHED; end++)
        if (assay_cuda_group (self, end)->kind != assay_cuda_group (self, first)->kind)
          break;
      if (!launch_kind (self, chunk, first, end - first, error))
        return FALSE;
    }
  for (guint i = 0; i < self->sets->len; i++)
    if (!launch_tags (self, chunk, i, error))
      return FALSE;
  return TRUE;
}

gboolean
assay_cuda_groups_count (AssayCudaGroups       *self,
                         const AssayCudaChunk  *chunk,
                         GError               **error)
{
  guint64 most = self->request.flush_rows > 0 ? self->request.flush_rows : FLUSH_ROWS;

  if (self->n_waiting + chunk->n_rows > most)
    {
      if (!assay_cuda_groups_flush_dense (self, error) || !assay_cuda_groups_flush_hashes (self, error))
        return FALSE;
      self->n_waiting = 0;
    }
  if (!assay_cuda_groups_make_room (self, chunk->n_rows, error))
    return FALSE;
  self->n_waiting += chunk->n_rows;
  self->n_hashed += self->n_slots > 0 ? chunk->n_rows : 0;
  return launch_all (self, chunk, error);
}

gboolean
assay_cuda_groups_flush (AssayCudaGroups  *self,
                         GError          **error)
{
  return assay_cuda_groups_flush_dense (self, error) && assay_cuda_groups_flush_hashes (self, error);
}
