/* rows.h: coded columns, and values to sum, that stay in memory, so that they can be counted again.
 *
 * A column is one or two byte planes of n_rows each: the code is low[row] | high[row] << 8, and high is NULL
 * while every code is below 256. Both planes are 64-byte aligned and readable 64 bytes past their end.
 *
 * A set of tags is one bit plane of n_rows a tag: row r has the tag when bit r % 64 of word r / 64 is 1. Planes are
 * 64-byte aligned, readable 64 bytes past their end, and 0 behind the last row.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const guint8 *low;     /* (nullable) only when n_rows is 0 */
  const guint8 *high;    /* (nullable) */
  guint         n_codes; /* every code is below this; code 0 (missing) included */
} AssayCodedColumn;

/* A row has no value of a kind: it is left out of sums of it. */
#define ASSAY_NO_VALUE G_MININT64

/* What a value of a row is called and its unit: the number is value * 2^-k, |value| <= 2^31. */
typedef struct
{
  const char *name;
  int         k;
} AssayValueScale;

#define ASSAY_MAX_TAGS 256 /* of one set */
#define ASSAY_MAX_SETS 16

typedef struct
{
  guint    n_tags;
  gsize    plane_words; /* from one tag's plane to the next: a multiple of 8 */
  guint64 *planes;      /* (nullable) only when n_rows is 0 */
  guint64 *n_tagged;    /* (nullable) rows that have each tag; NULL before assay_rows_close_set() */
} AssayTagPlanes;

typedef struct
{
  guint64           n_rows;
  guint             n_columns;
  AssayCodedColumn *columns;
  guint             n_values;
  gint64          **values;  /* n_values arrays of n_rows: |value| <= 2^31, or ASSAY_NO_VALUE */
  guint             n_sets;
  AssayTagPlanes   *sets;
  gpointer          identity; /* (nullable) of g_atomic_rc_box: an engine that holds a reference may keep a copy of the
                               * columns, which do not change once they were counted; NULL: it may not */
} AssayRows;

/* Planes are mapped lazily: a high plane that is never written costs no memory. */
AssayRows *assay_rows_new       (guint     n_columns,
                                 guint64   n_rows,
                                 GError  **error);
/* Where to write row `row` of a column; the caller fills low always and high for codes of 256 and more. */
guint8    *assay_rows_low       (AssayRows *self, guint column);
guint8    *assay_rows_high      (AssayRows *self, guint column); /* marks the plane as used */
void       assay_rows_set_codes (AssayRows *self, guint column, guint n_codes);
/* Adds an array of n_rows values, all 0, for the caller to fill; NULL when memory is short. */
gint64    *assay_rows_add_value (AssayRows *self);
/* Adds a set of 1 .. ASSAY_MAX_TAGS tags that no row has yet, up to ASSAY_MAX_SETS sets: number n_sets - 1. */
gboolean   assay_rows_add_set   (AssayRows *self,
                                 guint      n_tags,
                                 GError   **error) G_GNUC_WARN_UNUSED_RESULT;
/* Where to write a tag's bits, (n_rows + 63) / 64 words; NULL when there is no row. */
guint64   *assay_rows_plane     (AssayRows *self, guint set, guint tag);
/* Once a set's bits are written, before it is counted: clears what lies behind the last row and counts each tag's rows,
 * which every engine's tables are checked against. */
void       assay_rows_close_set (AssayRows *self, guint set);
void       assay_rows_free      (AssayRows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRows, assay_rows_free)

G_END_DECLS
