/* cell-runs.c: rows' cells are sorted by their digits (Knuth, TAOCP 3, 5.2.5), lowest first.
 *
 * Rows wait until there are a few million of them, and then until there are a few for each cell of the run: each cell
 * is then merged a few times, not once for every million rows, and what waits takes no more memory than the run.
 */
#include "tally/cell-runs-private.h"

#include <string.h>

#define DIGIT_BITS 9              /* 512 places that are written to in turn: as many as the first cache has lines */
#define DIGITS (1u << DIGIT_BITS)
#define MOST_PASSES 8             /* of 64 bits */
#define FIRST_ROOM 4096
#define MOST_KEYS ((guint64) 1 << 22)
#define KEYS_FOR_CELL 2           /* pending for each cell of the run */

void
assay_cell_run_clear (AssayCellRun *self)
{
  g_free (self->cells);
  g_free (self->counts);
  *self = (AssayCellRun) { 0 };
}

static gboolean
run_init (AssayCellRun *self,
          guint64       n)
{
  *self = (AssayCellRun) { 0, g_try_new (guint64, n), g_try_new (guint64, n) };
  if (self->cells != NULL && self->counts != NULL)
    return TRUE;
  assay_cell_run_clear (self);
  return FALSE;
}

static void
append (AssayCellRun       *self,
        const AssayCellRun *from,
        guint64             first)
{
  guint64 n = from->n - first;

  memcpy (self->cells + self->n, from->cells + first, n * sizeof *self->cells);
  memcpy (self->counts + self->n, from->counts + first, n * sizeof *self->counts);
  self->n += n;
}

/* Gives back what was not needed. */
static void
fit (AssayCellRun *self)
{
  self->cells = g_realloc_n (self->cells, self->n, sizeof *self->cells);
  self->counts = g_realloc_n (self->counts, self->n, sizeof *self->counts);
}

/* No branch depends on a cell: which list is next cannot be foreseen. */
static void
merge_both (const AssayCellRun *a,
            const AssayCellRun *b,
            AssayCellRun       *to)
{
  guint64 i = 0, j = 0, n = 0;

  while (i < a->n && j < b->n)
    {
      guint64 left = a->cells[i], right = b->cells[j];
      guint64 takes_left = left <= right, takes_right = right <= left;
      to->cells[n] = takes_left ? left : right;
      to->counts[n++] = (a->counts[i] & -takes_left) + (b->counts[j] & -takes_right);
      i += takes_left;
      j += takes_right;
    }
  to->n = n;
  append (to, a, i);
  append (to, b, j);
}

gboolean
assay_cell_run_merge (AssayCellRun *self,
                      AssayCellRun *other)
{
  AssayCellRun both;

  if (other->n == 0)
    return TRUE;
  if (self->n == 0)
    {
      assay_cell_run_clear (self);
      *self = *other;
      *other = (AssayCellRun) { 0 };
      return TRUE;
    }
  if (!run_init (&both, self->n + other->n))
    return FALSE;
  merge_both (self, other, &both);
  fit (&both);
  assay_cell_run_clear (self);
  assay_cell_run_clear (other);
  *self = both;
  return TRUE;
}

static guint64
move_cell (guint64        cell,
           const guint   *n_codes,
           const guint64 *steps,
           guint          n_axes)
{
  guint64 moved = 0;

  for (guint i = n_axes; i-- > 0; cell /= n_codes[i])
    moved += cell % n_codes[i] * steps[i];
  return moved;
}

void
assay_cell_run_move (AssayCellRun  *self,
                     const guint   *n_codes,
                     const guint64 *steps,
                     guint          n_axes)
{
  guint n_last = n_codes[n_axes - 1];
  guint64 first = 0, end = 0, to = 0;

  for (guint64 i = 0; i < self->n; i++)
    {
      guint64 cell = self->cells[i];
      if (cell >= end) /* other codes than the last have changed */
        {
          first = cell - cell % n_last;
          end = first + n_last;
          to = move_cell (first, n_codes, steps, n_axes);
        }
      self->cells[i] = to + (cell - first) * steps[n_axes - 1];
    }
}

/* --- sorting ----------------------------------------------------------------------------------------------------- */

void
assay_cell_sorter_init (AssayCellSorter *self,
                        guint64          n_cells,
                        guint64          most_keys)
{
  guint n_bits = n_cells > 1 ? g_bit_storage (n_cells - 1) : 1;

  *self = (AssayCellSorter) { .is_wide = n_cells > (guint64) 1 << 32, .n_passes = (n_bits + DIGIT_BITS - 1) / DIGIT_BITS,
                              .most_keys = most_keys > 0 ? most_keys : MOST_KEYS };
}

void
assay_cell_sorter_clear (AssayCellSorter *self)
{
  g_clear_pointer (&self->keys, g_free);
  assay_cell_run_clear (&self->run);
}

static gsize
key_size (const AssayCellSorter *self)
{
  return self->is_wide ? sizeof (guint64) : sizeof (guint32);
}

/* For keys of 4 and of 8 bytes: sorts keys, which may end up in scratch; counts cells; lists them with their counts. */
#define SORTER(Key)                                                                                           \
  static Key *                                                                                                \
  sort_##Key (Key *keys, Key *scratch, guint64 n, guint n_passes)                                             \
  {                                                                                                           \
    for (guint shift = 0; shift < n_passes * DIGIT_BITS; shift += DIGIT_BITS)                                 \
      {                                                                                                       \
        guint64 places[DIGITS + 1] = { 0 };                                                                   \
        for (guint64 i = 0; i < n; i++)                                                                       \
          places[(keys[i] >> shift & (DIGITS - 1)) + 1]++;                                                    \
        for (guint digit = 0; digit < DIGITS; digit++)                                                        \
          places[digit + 1] += places[digit];                                                                 \
        for (guint64 i = 0; i < n; i++)                                                                       \
          scratch[places[keys[i] >> shift & (DIGITS - 1)]++] = keys[i];                                       \
        Key *sorted = scratch;                                                                                \
        scratch = keys;                                                                                       \
        keys = sorted;                                                                                        \
      }                                                                                                       \
    return keys;                                                                                              \
  }                                                                                                           \
                                                                                                              \
  static guint64                                                                                              \
  distinct_##Key (const Key *keys, guint64 n)                                                                 \
  {                                                                                                           \
    guint64 n_distinct = 1;                                                                                   \
    for (guint64 i = 1; i < n; i++)                                                                           \
      n_distinct += keys[i] != keys[i - 1];                                                                   \
    return n_distinct;                                                                                        \
  }                                                                                                           \
                                                                                                              \
  static void                                                                                                 \
  list_##Key (const Key *keys, guint64 n, AssayCellRun *run)                                                  \
  {                                                                                                           \
    guint64 first = 0;                                                                                        \
    run->n = 0;                                                                                               \
    for (guint64 i = 0; i + 1 < n; i++)                                                                       \
      {                                                                                                       \
        gboolean ends = keys[i] != keys[i + 1];                                                               \
        run->cells[run->n] = keys[i];                                                                         \
        run->counts[run->n] = i + 1 - first;                                                                  \
        run->n += ends;                                                                                       \
        first = ends ? i + 1 : first;                                                                         \
      }                                                                                                       \
    run->cells[run->n] = keys[n - 1];                                                                         \
    run->counts[run->n++] = n - first;                                                                        \
  }                                                                                                           \
                                                                                                              \
  static gboolean                                                                                             \
  settle_##Key (AssayCellSorter *self, Key *scratch, AssayCellRun *run)                                       \
  {                                                                                                           \
    Key *sorted = sort_##Key (self->keys, scratch, self->n_keys, self->n_passes);                             \
    if (!run_init (run, distinct_##Key (sorted, self->n_keys)))                                               \
      return FALSE;                                                                                           \
    list_##Key (sorted, self->n_keys, run);                                                                   \
    return TRUE;                                                                                              \
  }

SORTER (guint32)
SORTER (guint64)

gboolean
assay_cell_sorter_settle (AssayCellSorter *self)
{
  if (self->n_keys == 0)
    return TRUE;

  AssayCellRun run = { 0 };
  g_autofree gpointer scratch = g_try_malloc_n (self->n_keys, key_size (self));
  if (scratch == NULL)
    return FALSE;
  gboolean done = self->is_wide ? settle_guint64 (self, scratch, &run) : settle_guint32 (self, scratch, &run);
  if (done)
    self->n_keys = 0;
  done = done && assay_cell_run_merge (&self->run, &run);
  assay_cell_run_clear (&run);
  return done;
}

static guint64
most_pending (const AssayCellSorter *self)
{
  return MAX (self->most_keys, KEYS_FOR_CELL * self->run.n);
}

static gboolean
make_room (AssayCellSorter *self,
           guint64          n)
{
  if (n <= self->n_room)
    return TRUE;
  guint64 n_room = MAX (MIN (MAX (FIRST_ROOM, 2 * self->n_room), most_pending (self)), n);
  gpointer keys = g_try_realloc_n (self->keys, n_room, key_size (self));
  if (keys == NULL)
    return FALSE;
  self->keys = keys;
  self->n_room = n_room;
  return TRUE;
}

gpointer
assay_cell_sorter_add (AssayCellSorter *self,
                       guint            n)
{
  if (self->n_keys + n > most_pending (self) && !assay_cell_sorter_settle (self))
    return NULL;
  if (!make_room (self, self->n_keys + n))
    return NULL;
  gpointer at = (guint8 *) self->keys + self->n_keys * key_size (self);
  self->n_keys += n;
  return at;
}
