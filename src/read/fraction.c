/* fraction.c: whether a column of numbers has one that is no integer: what tells a regression's label from a class. */
#include "source-private.h"

#include <string.h>

static gboolean
is_floating (const AssaySource *source,
             guint              column)
{
  const char *type = assay_source_column_type (source, column);

  return strcmp (type, "DOUBLE") == 0 || strcmp (type, "FLOAT") == 0 || g_str_has_prefix (type, "DECIMAL");
}

gboolean
assay_source_has_fraction (AssaySource   *self,
                           const char    *column,
                           gboolean      *has_fraction,
                           GCancellable  *cancellable,
                           GError       **error)
{
  const int at = assay_source_find_column (self, column);
  g_autofree char *message = NULL;
  GError *local = NULL;
  duckdb_result result;

  *has_fraction = FALSE;
  if (at < 0 || !is_floating (self, (guint) at))
    return TRUE;
  g_autofree char *from = assay_source_from_clause (self, -1, FALSE), *name = assay_quote_identifier (column);
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM (SELECT CAST(%s AS DOUBLE) AS value FROM %s) "
                                          "WHERE isfinite(value) AND value <> trunc(value) LIMIT 1", name, from);
  if (!assay_source_query (self, sql, FALSE, cancellable, &result, &message, &local))
    {
      assay_source_fail (self, message, local, error);
      return FALSE;
    }
  *has_fraction = duckdb_row_count (&result) > 0;
  duckdb_destroy_result (&result);
  return TRUE;
}
