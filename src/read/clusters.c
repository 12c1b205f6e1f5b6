/* clusters.c: assay_cluster (value) -> BIGINT, the key of the cluster that a value names.
 *
 * A key is the first eight bytes of the SHA-256 of the value's canonical text (measures.md 0.5), so that it depends on
 * neither the order of the rows nor the files: any number of clusters, and two of them meet in one key once in 10^8
 * sets of 600,000 clusters. DuckDB runs the function on a column's dictionary where there is one. A row that names no
 * cluster (NULL, NaN, empty text) ends the scan: to leave it out, to make it a cluster of its own or to put it with
 * the other such rows gives three different intervals, and only the data's owner knows which is right.
 */
#include "source-private.h"
#include "value.h"

#include <math.h>
#include <openssl/sha.h>
#include <string.h>

static gint64
key_of_text (const char *text,
             gsize       n_bytes)
{
  guint8 digest[SHA256_DIGEST_LENGTH];
  guint64 key = 0;

  SHA256 ((const guint8 *) text, n_bytes, digest);
  for (guint i = 0; i < 8; i++)
    key |= (guint64) digest[i] << 8 * i;
  return (gint64) key;
}

static inline gboolean
is_valid (const uint64_t *validity,
          idx_t           row)
{
  return validity == NULL || (validity[row >> 6] >> (row & 63) & 1) != 0;
}

/* FALSE where the value names no cluster. */
static gboolean
key_at (duckdb_type  type,
        const void  *data,
        idx_t        row,
        gint64      *key)
{
  if (type == DUCKDB_TYPE_VARCHAR)
    {
      duckdb_string_t *text = &((duckdb_string_t *) data)[row];
      const guint32 n_bytes = duckdb_string_t_length (*text);

      *key = key_of_text (duckdb_string_t_data (text), n_bytes);
      return n_bytes > 0;
    }
  const gboolean is_float = type == DUCKDB_TYPE_FLOAT;
  const double value = is_float ? ((const float *) data)[row] : ((const double *) data)[row];
  g_autofree char *canonical = assay_canonical_double (value, is_float);

  *key = key_of_text (canonical, strlen (canonical));
  return !isnan (value);
}

static void
cluster_function (duckdb_function_info info,
                  duckdb_data_chunk    input,
                  duckdb_vector        output)
{
  const duckdb_type type = GPOINTER_TO_INT (duckdb_scalar_function_get_extra_info (info));
  duckdb_vector vector = duckdb_data_chunk_get_vector (input, 0);
  const void *data = duckdb_vector_get_data (vector);
  const uint64_t *validity = duckdb_vector_get_validity (vector);
  const idx_t n = duckdb_data_chunk_get_size (input);
  gint64 *keys = duckdb_vector_get_data (output);

  duckdb_vector_ensure_validity_writable (output);
  uint64_t *named = duckdb_vector_get_validity (output);
  for (idx_t i = 0; i < n; i++)
    if (!is_valid (validity, i) || !key_at (type, data, i, &keys[i]))
      {
        keys[i] = 0;
        duckdb_validity_set_row_invalid (named, i);
      }
}

gboolean
assay_cluster_register (AssaySource *self,
                        GError     **error)
{
  static const duckdb_type types[] = { DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_DOUBLE, DUCKDB_TYPE_FLOAT };
  duckdb_scalar_function_set set = duckdb_create_scalar_function_set ("assay_cluster");
  duckdb_logical_type key = duckdb_create_logical_type (DUCKDB_TYPE_BIGINT);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      duckdb_scalar_function function = duckdb_create_scalar_function ();
      duckdb_logical_type value = duckdb_create_logical_type (types[i]);

      duckdb_scalar_function_set_name (function, "assay_cluster");
      duckdb_scalar_function_add_parameter (function, value);
      duckdb_scalar_function_set_return_type (function, key);
      duckdb_scalar_function_set_special_handling (function);
      duckdb_scalar_function_set_extra_info (function, GINT_TO_POINTER (types[i]), NULL);
      duckdb_scalar_function_set_function (function, cluster_function);
      duckdb_add_scalar_function_to_set (set, function);
      duckdb_destroy_scalar_function (&function);
      duckdb_destroy_logical_type (&value);
    }
  gboolean is_registered = duckdb_register_scalar_function_set (self->connection, set) == DuckDBSuccess;
  duckdb_destroy_scalar_function_set (&set);
  duckdb_destroy_logical_type (&key);
  if (!is_registered)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_INTERNAL,
                 "DuckDB did not take the function assay_cluster()");
  return is_registered;
}

gboolean
assay_cluster_check_column (const AssaySource *source,
                            const char        *column,
                            GError           **error)
{
  const int at = assay_source_find_column (source, column);

  if (at >= 0 && source->columns[at].kind != ASSAY_COLUMN_OTHER)
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN, "column '%s' %s", column,
               at < 0 ? "is not in the data; check its spelling"
                      : "holds lists, structures or bytes, so it cannot be cluster=; name a column of text or numbers");
  return FALSE;
}

char *
assay_cluster_sql (const AssaySource *source,
                   const char        *column)
{
  const AssaySourceColumn *found = &source->columns[assay_source_find_column (source, column)];
  g_autofree char *name = assay_quote_identifier (column);

  if (found->is_json)
    return g_strdup_printf ("assay_cluster(json_extract_string(%s, '$'))", name);
  switch ((int) found->type)
    {
    case DUCKDB_TYPE_VARCHAR: case DUCKDB_TYPE_DOUBLE: case DUCKDB_TYPE_FLOAT:
      return g_strdup_printf ("assay_cluster(%s)", name);
    case DUCKDB_TYPE_DECIMAL:
      return g_strdup_printf ("assay_cluster(CAST(%s AS DOUBLE))", name);
    case DUCKDB_TYPE_BOOLEAN:
      return g_strdup_printf ("assay_cluster(CAST(CAST(%s AS INTEGER) AS VARCHAR))", name);
    default:
      return g_strdup_printf ("assay_cluster(CAST(%s AS VARCHAR))", name);
    }
}

void
assay_cluster_set_error (AssaySource *source,
                         const char  *column,
                         GError     **error)
{
  g_autofree char *from = assay_source_numbered_clause (source);
  g_autofree char *key = assay_cluster_sql (source, column);
  g_autofree char *sql = g_strdup_printf ("SELECT min(row)::VARCHAR, count(*)::VARCHAR FROM (SELECT \"assay row\" "
                                          "AS row, %s AS key FROM %s) WHERE key IS NULL", key, from);
  g_autofree char *row = NULL, *n_rows = NULL, *file = assay_source_rows_name (source);
  duckdb_result result;

  if (assay_source_query (source, sql, FALSE, NULL, &result, NULL, NULL))
    {
      row = assay_result_text (&result, 0, 0);
      n_rows = assay_result_text (&result, 1, 0);
      duckdb_destroy_result (&result);
    }
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
               "%s, column '%s': row %s names no cluster (%s such rows); cluster= needs one in every row: give such rows "
               "values of their own, or one they share, as they belong together or not", file, column,
               row != NULL ? row : "(unknown)", n_rows != NULL ? n_rows : "at least one");
}
