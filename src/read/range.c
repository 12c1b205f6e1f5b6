/* range.c: the least and the greatest number of a column, and numbers as a column's type has them. */
#include "source-private.h"

#include <math.h>

double
assay_source_round (const AssaySource *self,
                    const char        *column,
                    double             value)
{
  const int at = assay_source_find_column (self, column);

  return at >= 0 && self->columns[at].type == DUCKDB_TYPE_FLOAT ? (double) (float) value : value;
}

gboolean
assay_find_range (AssaySource   *source,
                  const char    *column,
                  double        *least,
                  double        *most,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autofree char *from = assay_source_from_clause (source, -1, FALSE);
  g_autofree char *name = assay_quote_identifier (column);
  g_autofree char *sql = g_strdup_printf ("SELECT min(v), max(v) FROM (SELECT CAST(%s AS DOUBLE) AS v FROM %s) "
                                          "WHERE isfinite(v)", name, from);
  g_autofree char *message = NULL;
  GError *local = NULL;
  duckdb_result result;

  if (!assay_source_query (source, sql, FALSE, cancellable, &result, &message, &local))
    {
      assay_source_fail (source, message, local, error);
      return FALSE;
    }
  const gboolean has_value = duckdb_row_count (&result) > 0 && !duckdb_value_is_null (&result, 0, 0);
  *least = has_value ? duckdb_value_double (&result, 0, 0) : NAN;
  *most = has_value ? duckdb_value_double (&result, 1, 0) : NAN;
  duckdb_destroy_result (&result);
  return TRUE;
}
