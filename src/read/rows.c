/* rows.c: one anonymous mapping holds the planes of all columns.
 *
 * Address space is taken, memory is not: the kernel gives a page when it is first written, so that the high plane of
 * a column with fewer than 257 codes costs nothing. Huge pages are asked for because counting reads every plane from
 * end to end: with 4 KiB pages a pass over ten columns of 100 M rows walks page tables 250,000 times. High planes lie
 * behind all low ones, so that no huge page of theirs is touched along with a low plane.
 *
 *     | low 0 | low 1 | ... | high 0 | high 1 | ...      each plane_bytes long, a multiple of 64
 */
#include "read/rows.h"

#include <gio/gio.h>
#include <sys/mman.h>

#define PLANE_ALIGNMENT 64                 /* of every plane, and the bytes readable past its end */
#define HUGE_PAGE ((gsize) 2 << 20)        /* x86-64's and most of aarch64's */

typedef struct
{
  AssayRows rows;                          /* must be first: what the caller holds */
  guint8   *planes;                        /* NULL when there is no byte to keep */
  gsize     n_bytes;
  gsize     plane_bytes;
} MappedRows;

static gsize
plane_size (guint64 n_rows)
{
  return (n_rows + 2 * PLANE_ALIGNMENT - 1) / PLANE_ALIGNMENT * PLANE_ALIGNMENT;
}

static guint8 *
map_bytes (gsize n_bytes)
{
  void *bytes = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (bytes == MAP_FAILED)
    return NULL;
  if (n_bytes >= HUGE_PAGE)
    madvise (bytes, n_bytes, MADV_HUGEPAGE); /* advice: a kernel without huge pages works as well */
  return bytes;
}

AssayRows *
assay_rows_new (guint     n_columns,
                guint64   n_rows,
                GError  **error)
{
  MappedRows *self = g_new0 (MappedRows, 1);
  g_autoptr (AssayRows) rows = &self->rows;

  rows->n_rows = n_rows;
  rows->n_columns = n_columns;
  rows->identity = g_atomic_rc_box_new0 (guint8);
  rows->columns = g_new0 (AssayCodedColumn, n_columns);
  for (guint i = 0; i < n_columns; i++)
    rows->columns[i].n_codes = 1;
  if (n_rows == 0 || n_columns == 0)
    return g_steal_pointer (&rows);

  gsize n_planes = 2 * (gsize) n_columns;
  self->plane_bytes = plane_size (MIN (n_rows, G_MAXINT64));
  if (self->plane_bytes <= G_MAXSSIZE / n_planes)
    {
      self->n_bytes = self->plane_bytes * n_planes;
      self->planes = map_bytes (self->n_bytes);
    }
  if (self->planes == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   "no memory to keep %" G_GUINT64_FORMAT " rows of %u columns; count them while they are read",
                   n_rows, n_columns);
      return NULL;
    }
  for (guint i = 0; i < n_columns; i++)
    rows->columns[i].low = self->planes + i * self->plane_bytes;
  return g_steal_pointer (&rows);
}

guint8 *
assay_rows_low (AssayRows *self,
                guint      column)
{
  g_return_val_if_fail (column < self->n_columns, NULL);

  return (guint8 *) self->columns[column].low;
}

guint8 *
assay_rows_high (AssayRows *self,
                 guint      column)
{
  g_return_val_if_fail (column < self->n_columns, NULL);

  if (self->columns[column].low == NULL)
    return NULL;
  guint8 *high = (guint8 *) self->columns[column].low + self->n_columns * ((MappedRows *) self)->plane_bytes;
  /* Several threads may write codes of one column; all of them store the same address. */
  g_atomic_pointer_set (&self->columns[column].high, high);
  return high;
}

void
assay_rows_set_codes (AssayRows *self,
                      guint      column,
                      guint      n_codes)
{
  g_return_if_fail (column < self->n_columns && n_codes >= 1);

  self->columns[column].n_codes = n_codes;
}

gint64 *
assay_rows_add_value (AssayRows *self)
{
  gint64 *values = g_try_new0 (gint64, MAX (self->n_rows, 1));
  if (values == NULL)
    return NULL;
  self->values = g_renew (gint64 *, self->values, self->n_values + 1);
  self->values[self->n_values++] = values;
  return values;
}

/* --- sets of tags ------------------------------------------------------------------------------------------------ */

/* An odd number of cache lines from plane to plane: the same rows of many tags, which are read together, then lie in
 * different sets of the caches. */
static gsize
tag_plane_words (guint64 n_rows)
{
  gsize n_lines = plane_size (MIN (n_rows, G_MAXINT64) / 8 + 1) / PLANE_ALIGNMENT;

  return (n_lines | 1) * (PLANE_ALIGNMENT / sizeof (guint64));
}

static gsize
set_bytes (const AssayTagPlanes *set)
{
  return set->n_tags * set->plane_words * sizeof (guint64);
}

gboolean
assay_rows_add_set (AssayRows  *self,
                    guint       n_tags,
                    GError    **error)
{
  g_return_val_if_fail (n_tags >= 1 && n_tags <= ASSAY_MAX_TAGS && self->n_sets < ASSAY_MAX_SETS, FALSE);

  AssayTagPlanes set = { .n_tags = n_tags, .plane_words = tag_plane_words (self->n_rows) };
  if (self->n_rows > 0)
    {
      set.planes = (guint64 *) (gpointer) map_bytes (set_bytes (&set));
      if (set.planes == NULL)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                       "no memory to keep %u tags of %" G_GUINT64_FORMAT " rows; count them while they are read",
                       n_tags, self->n_rows);
          return FALSE;
        }
    }
  self->sets = g_renew (AssayTagPlanes, self->sets, self->n_sets + 1);
  self->sets[self->n_sets++] = set;
  return TRUE;
}

guint64 *
assay_rows_plane (AssayRows *self,
                  guint      set,
                  guint      tag)
{
  g_return_val_if_fail (set < self->n_sets && tag < self->sets[set].n_tags, NULL);

  const AssayTagPlanes *planes = &self->sets[set];
  return planes->planes != NULL ? planes->planes + tag * planes->plane_words : NULL;
}

void
assay_rows_close_set (AssayRows *self,
                      guint      set)
{
  g_return_if_fail (set < self->n_sets);

  AssayTagPlanes *planes = &self->sets[set];
  gsize n_whole = self->n_rows / 64, n_words = (self->n_rows + 63) / 64;
  if (planes->n_tagged == NULL)
    planes->n_tagged = g_new (guint64, planes->n_tags);
  for (guint tag = 0; tag < planes->n_tags; tag++)
    {
      guint64 *plane = assay_rows_plane (self, set, tag);
      if (n_words > n_whole)
        plane[n_whole] &= (G_GUINT64_CONSTANT (1) << self->n_rows % 64) - 1;
      for (gsize word = n_words; plane != NULL && word < planes->plane_words; word++)
        plane[word] = 0;
      planes->n_tagged[tag] = 0;
      for (gsize word = 0; word < n_words; word++)
        planes->n_tagged[tag] += (guint) __builtin_popcountll (plane[word]);
    }
}

static void
free_sets (AssayRows *self)
{
  for (guint i = 0; i < self->n_sets; i++)
    {
      if (self->sets[i].planes != NULL)
        munmap (self->sets[i].planes, set_bytes (&self->sets[i]));
      g_free (self->sets[i].n_tagged);
    }
  g_free (self->sets);
}

void
assay_rows_free (AssayRows *self)
{
  if (self == NULL)
    return;
  free_sets (self);
  for (guint i = 0; i < self->n_values; i++)
    g_free (self->values[i]);
  g_free (self->values);
  MappedRows *mapped = (MappedRows *) self;
  if (mapped->planes != NULL)
    munmap (mapped->planes, mapped->n_bytes);
  g_free (self->columns);
  g_atomic_rc_box_release (self->identity);
  g_free (mapped);
}
