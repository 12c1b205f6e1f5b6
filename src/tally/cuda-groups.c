/* cuda-groups.c: what the kernels are told and where they write.
 *
 * One block of the device's memory has everything of a fixed size:
 *
 *   | groups | sums | tags | counters | cells of the first dense group | of the second | ... | of tables of tags
 *
 * so that it is cleared and brought back by one copy. Each sparse group has a hash table beside it, with room for twice
 * the rows of a chunk, and a place where its entries are gathered. Cells go into the totals by the same way as those of
 * the cpu engine (marginals.c): every cell of a group is a cell of each of its shapes.
 */
#include "tally/cuda-groups.h"

#include "tally/marginals-private.h"

#include "../kernels/layout.h"

#define ALIGNMENT ((guint64) 256)
#define MOST_COPIES_LOG2 5                      /* one for each lane of a warp */
#define FLUSH_ROWS ((guint64) G_MAXUINT32)      /* lanes-private.h: a lane holds the sum of this many rows */
#define SPARSE_ROWS ((guint64) 1 << 22)         /* a hash table of 128 MiB without sums */
#define LEAST_SPARSE_ROWS ((guint64) 4096)
#define MOST_LAUNCHED 65535                     /* groups of one launch: CUDA's limit of a grid in y */
#define PAIRS_A_BLOCK 512                       /* tally-tags.cu: one a thread */
#define TAG_STRIDE 17
#define TAG_WORDS 16

/* A table of tags. */
typedef struct
{
  guint           shape;           /* its number */
  AssayKernelTags tags;
  gboolean        is_pairs;
  guint           n_outcomes;
  guint64         cells, n_cells;  /* from the block's begin */
} SetTable;

/* Where a group's cells are. */
typedef struct
{
  guint64        cells;            /* dense: its cells, from the block's begin */
  guint64        n_bytes;          /* of these, or of the hash table's lanes */
  AssayCuAddress keys, lanes;      /* sparse */
  AssayCuAddress taken_cells, taken_lanes;
} GroupPlace;

struct _AssayCudaGroups
{
  AssayCudaDevice  *device;
  AssayCudaRequest  request;
  GArray           *items;
  AssayKernelGroup *groups;        /* request.n, as the device has them */
  GArray           *sums;          /* of AssayKernelSum */
  GroupPlace       *places;
  GArray           *sets;          /* of SetTable */
  AssayKernelTags  *tags;          /* theirs, as the device has them */
  AssayCuAddress    block;
  guint64           counters, dense, n_bytes; /* parts of the block: where they begin, where it ends */
  guint64           n_slots;       /* of every hash table; 0: there is none */
  guint64           n_waiting;     /* rows since the dense cells were cleared */
  guint64           n_hashed;      /* entries of any hash table, at most */
  guint64          *counts;        /* the dense part, brought back */
};

static const AssayGroup *
group_at (const AssayCudaGroups *self,
          guint                  i)
{
  return self->request.cover->groups->pdata[self->request.first + i];
}

static gboolean
is_sparse (const AssayGroup *group)
{
  return group->kind == ASSAY_GROUP_SPARSE || group->kind == ASSAY_GROUP_SPARSE_SUMS;
}

static guint
lanes_of (const AssayGroup *group)
{
  return group->lanes != NULL ? group->lanes->n_lanes : 1;
}

/* --- descriptions ------------------------------------------------------------------------------------------------------ */

/* The position of an item in the list of addresses. */
static guint
position_of (AssayCudaGroups *self,
             AssayCudaItem    item)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const AssayCudaItem *known = &g_array_index (self->items, AssayCudaItem, i);
      if (assay_cuda_item_equal (known, &item))
        return i;
    }
  g_array_append_val (self->items, item);
  return self->items->len - 1;
}

/* A column's code times step: one term or two. */
static void
add_terms (AssayCudaGroups *self,
           AssayKernelTerm *terms,
           guint32         *n_terms,
           guint            column,
           guint64          step)
{
  terms[(*n_terms)++] = (AssayKernelTerm) { .step = step, .plane = position_of (self, (AssayCudaItem) { ASSAY_CUDA_LOW, column }) };
  if (self->request.rows->columns[column].high != NULL)
    terms[(*n_terms)++]
      = (AssayKernelTerm) { .step = 256 * step, .plane = position_of (self, (AssayCudaItem) { ASSAY_CUDA_HIGH, column }) };
}

/* The sums' first position; groups that stand together share them. */
static guint
add_sums (AssayCudaGroups  *self,
          const AssayLanes *lanes)
{
  guint first = self->sums->len;

  for (guint i = 0; i < lanes->n_sums; i++)
    {
      const AssayShapeSum *sum = &lanes->sums[i];
      AssayKernelSum added = { .lane = lanes->first[i] };
      added.a = added.b = position_of (self, (AssayCudaItem) { ASSAY_CUDA_VALUE, sum->a });
      if (sum->b == ASSAY_SUM_VALUES)
        added.kind = ASSAY_KERNEL_SUM_VALUES;
      else if (sum->b == ASSAY_SUM_ROWS)
        added.kind = ASSAY_KERNEL_SUM_ROWS;
      else
        {
          added.kind = ASSAY_KERNEL_SUM_PRODUCTS;
          added.b = position_of (self, (AssayCudaItem) { ASSAY_CUDA_VALUE, sum->b });
        }
      g_array_append_val (self->sums, added);
    }
  return first;
}

static guint
copies_log2 (const AssayGroup *group)
{
  guint64 n_bytes = group->n_cells * (group->lanes != NULL ? lanes_of (group) * sizeof (guint64) : sizeof (guint32));
  guint log2 = 0;

  if (group->kind != ASSAY_GROUP_JOINT && group->kind != ASSAY_GROUP_SUMS)
    return 0;
  while (log2 < MOST_COPIES_LOG2 && n_bytes << (log2 + 1) <= ASSAY_CUDA_SHARED_BYTES)
    log2++;
  return log2;
}

static void
describe (AssayCudaGroups *self,
          guint            i)
{
  const AssayGroup *group = group_at (self, i);
  AssayKernelGroup *described = &self->groups[i];

  described->n_cells = group->n_cells;
  described->n_lanes = lanes_of (group);
  described->copies_log2 = copies_log2 (group);
  for (guint c = 0; c < group->n_columns; c++)
    add_terms (self, described->terms, &described->n_terms, group->columns[c], group->steps[c]);
  if (group->lanes == NULL)
    return;
  described->n_sums = group->lanes->n_sums;
  described->first_sum = i > 0 && group_at (self, i - 1)->lanes == group->lanes ? self->groups[i - 1].first_sum
                                                                                : add_sums (self, group->lanes);
}

/* The position of a set's first tag; the others follow it. */
static guint
position_of_tags (AssayCudaGroups *self,
                  guint            set)
{
  guint first = position_of (self, (AssayCudaItem) { ASSAY_CUDA_TAG, set * ASSAY_MAX_TAGS });

  for (guint tag = 1; tag < self->request.rows->sets[set].n_tags; tag++)
    position_of (self, (AssayCudaItem) { ASSAY_CUDA_TAG, set * ASSAY_MAX_TAGS + tag });
  return first;
}

/* The axes are (set, set) or (key, set), and then perhaps an outcome. */
static void
describe_tags (AssayCudaGroups *self,
               guint            number)
{
  const AssayTableShape *shape = &self->request.shapes->shapes[number];
  guint set = shape->columns[1] - self->request.shapes->n_columns, n_tags = self->request.rows->sets[set].n_tags;
  SetTable table = { .shape = number, .is_pairs = shape->columns[0] == shape->columns[1], .n_outcomes = 1, .n_cells = 1 };

  if (shape->n_axes == 3)
    {
      table.n_outcomes = self->request.n_codes[shape->columns[2]];
      add_terms (self, table.tags.terms, &table.tags.n_terms, shape->columns[2], 1);
    }
  table.tags.tag_step = table.n_outcomes;
  table.tags.pair_step = (guint64) table.n_outcomes * (n_tags + 1);
  if (!table.is_pairs)
    add_terms (self, table.tags.terms, &table.tags.n_terms, shape->columns[0], table.tags.pair_step);
  table.tags.first_tag = position_of_tags (self, set);
  table.tags.n_tags = n_tags;
  for (guint axis = 0; axis < shape->n_axes; axis++)
    table.n_cells *= self->request.n_codes[shape->columns[axis]];
  g_array_append_val (self->sets, table);
}

static SetTable *
set_table_at (const AssayCudaGroups *self,
              guint                  i)
{
  return &g_array_index (self->sets, SetTable, i);
}

/* --- memory ------------------------------------------------------------------------------------------------------------ */

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
      const AssayGroup *group = group_at (self, i);
      if (is_sparse (group))
        continue;
      self->places[i].cells = at;
      self->places[i].n_bytes = group->n_cells * lanes_of (group) * sizeof (guint64);
      at += align (self->places[i].n_bytes);
    }
  for (guint i = 0; i < self->sets->len; i++)
    {
      set_table_at (self, i)->cells = at;
      at += align (set_table_at (self, i)->n_cells * sizeof (guint64));
    }
  self->n_bytes = at;
}

static void
free_hash (AssayCudaGroups *self,
           GroupPlace      *place)
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
  GroupPlace *place = &self->places[i];
  guint64 n_bytes = self->n_slots * sizeof (guint64);

  place->n_bytes = n_bytes * lanes_of (group_at (self, i));
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
    done = !is_sparse (group_at (self, i)) || make_hash (self, i, error);
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
    has_sparse = has_sparse || is_sparse (group_at (self, i));
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
      const GroupPlace *place = &self->places[i];
      group->lanes = place->keys != 0 ? place->lanes : self->block + place->cells;
      group->keys = place->keys;
      group->n_entries = self->block + self->counters + 2 * i * sizeof (guint64);
      group->mask = self->n_slots - 1;
    }
  self->tags = g_new (AssayKernelTags, self->sets->len);
  for (guint i = 0; i < self->sets->len; i++)
    {
      set_table_at (self, i)->tags.cells = self->block + set_table_at (self, i)->cells;
      self->tags[i] = set_table_at (self, i)->tags;
    }
}

/* --- work -------------------------------------------------------------------------------------------------------------- */

static gboolean
clear (AssayCudaGroups  *self,
       AssayCuAddress    address,
       guint64           n_bytes,
       GError          **error)
{
  return n_bytes == 0
         || ASSAY_CUDA_CALL (self->device->driver, error, cuMemsetD8Async, address, 0, n_bytes, self->device->computing);
}

static gboolean
clear_dense (AssayCudaGroups  *self,
             GError          **error)
{
  self->n_waiting = 0;
  return clear (self, self->block + self->dense, self->n_bytes - self->dense, error);
}

static gboolean
clear_hashes (AssayCudaGroups  *self,
              GError          **error)
{
  self->n_hashed = 0;
  for (guint i = 0; i < self->request.n; i++)
    if (self->places[i].keys != 0
        && (!clear (self, self->places[i].keys, self->n_slots * sizeof (guint64), error)
            || !clear (self, self->places[i].lanes, self->places[i].n_bytes, error)))
      return FALSE;
  return clear (self, self->block + self->counters, self->dense - self->counters, error);
}

static gboolean
upload (AssayCudaGroups  *self,
        AssayCuAddress    to,
        gconstpointer     from,
        gsize             n_bytes,
        GError          **error)
{
  return n_bytes == 0
         || ASSAY_CUDA_CALL (self->device->driver, error, cuMemcpyHtoDAsync_v2, to, from, n_bytes, self->device->computing);
}

/* Nothing is written to `to` any more when it returns, whatever it returns. */
static gboolean
download (AssayCudaGroups  *self,
          gpointer          to,
          AssayCuAddress    from,
          gsize             n_bytes,
          GError          **error)
{
  const AssayCudaDriver *driver = self->device->driver;

  if (!ASSAY_CUDA_CALL (driver, error, cuMemcpyDtoHAsync_v2, to, from, n_bytes, self->device->computing))
    return FALSE;
  if (ASSAY_CUDA_CALL (driver, error, cuStreamSynchronize, self->device->computing))
    return TRUE;
  driver->cuStreamSynchronize (self->device->computing);
  return FALSE;
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

static gboolean
set_no_memory (guint64   n_bytes,
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
  if (self->counts == NULL && !set_no_memory (n_dense, error))
    return FALSE;
  if (!assay_cuda_device_alloc (self->device, self->n_bytes, &self->block, error) || !make_hashes_halving (self, error))
    return FALSE;
  set_addresses (self);
  return upload (self, self->block, self->groups, self->request.n * sizeof *self->groups, error)
         && upload (self, sums_address (self), self->sums->data, self->sums->len * sizeof (AssayKernelSum), error)
         && upload (self, tags_address (self), self->tags, self->sets->len * sizeof *self->tags, error)
         && clear_dense (self, error) && clear_hashes (self, error);
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
  self->sets = g_array_new (FALSE, FALSE, sizeof (SetTable));
  self->groups = g_new0 (AssayKernelGroup, request->n);
  self->places = g_new0 (GroupPlace, request->n);
  for (guint i = 0; i < request->n; i++)
    describe (self, i);
  for (guint i = request->shapes->n_plain; request->has_sets && i < request->shapes->n_shapes; i++)
    describe_tags (self, i);
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

guint64
assay_cuda_groups_rows (const AssayCudaGroups *self)
{
  return self->n_slots / 2;
}

static guint
shared_bytes (const AssayCudaGroups *self,
              guint                  i)
{
  const AssayKernelGroup *group = &self->groups[i];
  guint64 cell = group_at (self, i)->lanes != NULL ? group->n_lanes * sizeof (guint64) : sizeof (guint32);

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
  AssayGroupKind kind = group_at (self, first)->kind;
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
  const SetTable *table = set_table_at (self, i);
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
        if (group_at (self, end)->kind != group_at (self, first)->kind)
          break;
      if (!launch_kind (self, chunk, first, end - first, error))
        return FALSE;
    }
  for (guint i = 0; i < self->sets->len; i++)
    if (!launch_tags (self, chunk, i, error))
      return FALSE;
  return TRUE;
}

/* --- the way back -------------------------------------------------------------------------------------------------------- */

/* With the totals' lock held. */
static gboolean
add_dense (AssayCudaGroups *self,
           guint            i)
{
  const AssayGroup *group = group_at (self, i);
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
  const SetTable *table = set_table_at (self, i);
  const guint64 *cells = self->counts + (table->cells - self->dense) / sizeof (guint64);
  AssayTotals *totals = self->request.totals;
  gboolean done = assay_totals_reserve (totals, table->shape, self->request.n_codes);

  for (guint64 cell = 0; done && cell < table->n_cells; cell++)
    if (cells[cell] > 0)
      done = assay_total_add (&totals->totals[table->shape], cell, cells[cell]);
  return done;
}

static gboolean
flush_dense (AssayCudaGroups  *self,
             GError          **error)
{
  gboolean done = TRUE;

  if (self->n_waiting == 0 || self->n_bytes == self->dense)
    return TRUE;
  if (!download (self, self->counts, self->block + self->dense, self->n_bytes - self->dense, error))
    return FALSE;
  g_mutex_lock (&self->request.totals->lock);
  for (guint i = 0; done && i < self->request.n; i++)
    done = is_sparse (group_at (self, i)) || add_dense (self, i);
  for (guint i = 0; done && i < self->sets->len; i++)
    done = add_tags (self, i);
  self->request.totals->failed = self->request.totals->failed || !done;
  g_mutex_unlock (&self->request.totals->lock);
  return clear_dense (self, error);
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
  gboolean done = assay_marginals_init (&marginals, group_at (self, i), self->request.n_codes, self->request.n_codes,
                                        self->request.totals)
                  && assay_marginals_add_entries (&marginals, cells, lanes, n_entries);
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
  const GroupPlace *place = &self->places[i];
  guint n_lanes = self->groups[i].n_lanes;
  guint64 n_entries = 0, room = self->n_slots / 2;
  AssayCuAddress group = self->block + i * sizeof (AssayKernelGroup), n_taken = self->groups[i].n_entries + sizeof (guint64);
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
    return set_no_memory (n_entries * (1 + n_lanes) * sizeof (guint64), error);
  if (!clear (self, n_taken, sizeof (guint64), error) || !assay_cuda_device_launch (self->device, &launch, arguments, error)
      || !download (self, cells, cells_to, n_entries * sizeof *cells, error)
      || !download (self, lanes, lanes_to, n_entries * n_lanes * sizeof *lanes, error))
    return FALSE;
  add_entries (self, i, cells, lanes, n_entries);
  return TRUE;
}

static gboolean
flush_hashes (AssayCudaGroups  *self,
              GError          **error)
{
  if (self->n_hashed == 0)
    return TRUE;
  for (guint i = 0; i < self->request.n; i++)
    if (self->places[i].keys != 0 && !flush_hash (self, i, error))
      return FALSE;
  return clear_hashes (self, error);
}

/* Room in every hash table for as many new cells as there are rows: their entries are counted before they are emptied,
 * for most rows bring none. */
static gboolean
make_room (AssayCudaGroups  *self,
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
  return self->n_hashed + n_rows <= self->n_slots / 2 || flush_hashes (self, error);
}

gboolean
assay_cuda_groups_count (AssayCudaGroups       *self,
                         const AssayCudaChunk  *chunk,
                         GError               **error)
{
  guint64 most = self->request.flush_rows > 0 ? self->request.flush_rows : FLUSH_ROWS;

  if (self->n_waiting + chunk->n_rows > most)
    {
      if (!flush_dense (self, error) || !flush_hashes (self, error))
        return FALSE;
      self->n_waiting = 0;
    }
  if (!make_room (self, chunk->n_rows, error))
    return FALSE;
  self->n_waiting += chunk->n_rows;
  self->n_hashed += self->n_slots > 0 ? chunk->n_rows : 0;
  return launch_all (self, chunk, error);
}

gboolean
assay_cuda_groups_flush (AssayCudaGroups  *self,
                         GError          **error)
{
  return flush_dense (self, error) && flush_hashes (self, error);
}
