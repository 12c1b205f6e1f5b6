/* equal.c: whether two columns hold the same class, as SQL: canonical forms are equal (measures.md 0.5). */
#include "source-private.h"

/* Empty text and NaN are missing. (transfer full) */
static char *
value_sql (const AssaySource *self,
           guint              column,
           gboolean           as_number)
{
  const gboolean is_text = self->columns[column].kind == ASSAY_COLUMN_TEXT;
  guint n_columns;
  g_autofree char *name = assay_quote_identifier (assay_source_columns (self, &n_columns)[column].name);

  if (as_number)
    return g_strdup_printf (is_text ? "TRY_CAST(%s AS DOUBLE)" : "nullif(CAST(%s AS DOUBLE), 'NaN'::DOUBLE)", name);
  return is_text ? g_strdup_printf ("nullif(%s, '')", name) : g_strdup (name);
}

char *
assay_source_equal_sql (const AssaySource *self,
                        const char        *a,
                        const char        *b)
{
  const int first = assay_source_find_column (self, a), second = assay_source_find_column (self, b);

  g_return_val_if_fail (first >= 0 && second >= 0, NULL);
  const gboolean is_alike = self->columns[first].type == self->columns[second].type
                            && self->columns[first].type != DUCKDB_TYPE_DOUBLE
                            && self->columns[first].type != DUCKDB_TYPE_FLOAT;
  g_autofree char *left = value_sql (self, (guint) first, !is_alike);
  g_autofree char *right = value_sql (self, (guint) second, !is_alike);
  return g_strdup_printf ("%s = %s", left, right);
}
