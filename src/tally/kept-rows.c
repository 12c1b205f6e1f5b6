/* kept-rows.c: a list of chunks, each one allocation: codes column by column, then values. */
#include "tally/kept-rows-private.h"

#include <string.h>

#define CHECK_CHUNKS 64 /* between two looks at the cancellable: some 100,000 rows */

typedef struct
{
  guint    n_rows;
  gint64  *values;  /* n_values times n_rows */
  guint16 *codes;   /* n_kept times n_rows, behind the values */
} KeptChunk;

struct _AssayKeptRows
{
  const AssayKeptColumns *columns;
  GQueue                  chunks;  /* of KeptChunk */
  guint64                 n_rows;
};

AssayKeptRows *
assay_kept_rows_new (const AssayKeptColumns *columns)
{
  AssayKeptRows *self = g_new0 (AssayKeptRows, 1);

  self->columns = columns;
  g_queue_init (&self->chunks);
  return self;
}

void
assay_kept_rows_free (AssayKeptRows *self)
{
  if (self == NULL)
    return;
  g_queue_clear_full (&self->chunks, g_free);
  g_free (self);
}

static gsize
row_bytes (const AssayKeptColumns *columns)
{
  return columns->n_values * sizeof (gint64) + columns->n_kept * sizeof (guint16);
}

gboolean
assay_kept_rows_add (AssayKeptRows        *self,
                     const guint16 *const *codes,
                     const gint64 *const  *values,
                     guint                 n_rows)
{
  const AssayKeptColumns *columns = self->columns;
  KeptChunk *chunk = g_try_malloc (sizeof *chunk + n_rows * row_bytes (columns));

  if (chunk == NULL)
    return FALSE;
  chunk->n_rows = n_rows;
  chunk->values = (gint64 *) (chunk + 1);
  chunk->codes = (guint16 *) (chunk->values + (gsize) columns->n_values * n_rows);
  for (guint i = 0; i < columns->n_values; i++)
    memcpy (chunk->values + (gsize) i * n_rows, values[i], n_rows * sizeof (gint64));
  for (guint i = 0; i < columns->n_kept; i++)
    memcpy (chunk->codes + (gsize) i * n_rows, codes[columns->columns[i]], n_rows * sizeof (guint16));
  g_queue_push_tail (&self->chunks, chunk);
  self->n_rows += n_rows;
  return TRUE;
}

guint64
assay_kept_rows_n_rows (const AssayKeptRows *self)
{
  return self->n_rows;
}

guint64
assay_kept_rows_bytes (const AssayKeptRows *self)
{
  return self->n_rows * row_bytes (self->columns);
}

gboolean
assay_kept_rows_take (AssayKeptRows     *self,
                      AssayChunkVisitor  visit,
                      gpointer           data)
{
  const AssayKeptColumns *columns = self->columns;
  g_autofree const guint16 **codes = g_new0 (const guint16 *, columns->n_columns + 1);
  g_autofree const gint64 **values = g_new0 (const gint64 *, columns->n_values + 1);
  gboolean goes_on = TRUE;

  while (goes_on && !g_queue_is_empty (&self->chunks))
    {
      g_autofree KeptChunk *chunk = g_queue_pop_head (&self->chunks);
      for (guint i = 0; i < columns->n_kept; i++)
        codes[columns->columns[i]] = chunk->codes + (gsize) i * chunk->n_rows;
      for (guint i = 0; i < columns->n_values; i++)
        values[i] = chunk->values + (gsize) i * chunk->n_rows;
      goes_on = visit (codes, values, chunk->n_rows, data);
    }
  return goes_on;
}

static void
copy_codes (const guint16 *codes,
            guint          n_rows,
            guint8        *low,
            guint8        *high) /* (nullable) */
{
  for (guint row = 0; row < n_rows; row++)
    low[row] = (guint8) codes[row];
  for (guint row = 0; high != NULL && row < n_rows; row++)
    high[row] = (guint8) (codes[row] >> 8);
}

static void
copy_tag (const guint16 *codes,
          guint          n_rows,
          guint64       *plane,
          guint64        first)
{
  for (guint row = 0; row < n_rows; row++)
    if (codes[row] == ASSAY_TAG_YES)
      plane[(first + row) / 64] |= G_GUINT64_CONSTANT (1) << (first + row) % 64;
}

/* The codes of a column, whose place among those kept is not known to the caller. */
static const guint16 *
codes_of (const AssayKeptColumns *columns,
          const KeptChunk        *chunk,
          guint                   column)
{
  for (guint i = 0; i < columns->n_kept; i++)
    if (columns->columns[i] == column)
      return chunk->codes + (gsize) i * chunk->n_rows;
  g_assert_not_reached ();
}

static void
copy_chunk (const AssayKeptRows *self,
            const KeptChunk     *chunk,
            AssayRows           *rows,
            guint64              first,
            const AssayTagSet   *sets)
{
  const AssayKeptColumns *columns = self->columns;

  for (guint i = 0; i < columns->n_kept; i++)
    {
      guint column = columns->columns[i];
      gboolean is_wide = rows->columns[column].n_codes > 256;
      copy_codes (chunk->codes + (gsize) i * chunk->n_rows, chunk->n_rows, assay_rows_low (rows, column) + first,
                  is_wide ? assay_rows_high (rows, column) + first : NULL);
    }
  for (guint i = 0; i < columns->n_values; i++)
    memcpy (rows->values[i] + first, chunk->values + (gsize) i * chunk->n_rows, chunk->n_rows * sizeof (gint64));
  for (guint set = 0; set < rows->n_sets; set++)
    for (guint tag = 0; tag < rows->sets[set].n_tags; tag++)
      copy_tag (codes_of (columns, chunk, sets[set].columns[tag]), chunk->n_rows, assay_rows_plane (rows, set, tag),
                first);
}

gboolean
assay_kept_rows_copy (const AssayKeptRows  *self,
                      AssayRows            *rows,
                      guint64               first,
                      const AssayTagSet    *sets,
                      GCancellable         *cancellable,
                      GError              **error)
{
  guint n_chunks = 0;

  for (const GList *link = self->chunks.head; link != NULL; link = link->next)
    {
      const KeptChunk *chunk = link->data;
      if (n_chunks++ % CHECK_CHUNKS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      copy_chunk (self, chunk, rows, first, sets);
      first += chunk->n_rows;
    }
  return TRUE;
}
