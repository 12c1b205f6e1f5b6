/* row-sample.c: a sample of the rows that fulfil conditions, spread over their kinds.
 *
 * A kind is a combination of the values of the columns that stand together (label and prediction), or one value of a column
 * that stands alone (a slice). Each kind's rows are put in a random order by the seed and the row's id; a row's rank is the
 * least of its places in the kinds that it is of. The rows of the lowest ranks are taken: every kind has its first row
 * before any has a second, however rare it is, and the same seed takes the same rows.
 */
#include "source-private.h"

#include <string.h>

/* ", assay_code(3, ...) AS c3", ... */
static void
append_codes (GString               *sql,
              const AssaySource     *source,
              const AssayScanColumn *columns,
              const AssayRowSample  *sample)
{
  for (guint i = 0; i < sample->n_together + sample->n_alone; i++)
    {
      g_autofree char *code = assay_scan_code_sql (source, columns, sample->first + i);
      g_string_append_printf (sql, ", %s AS c%u", code, i);
    }
}

/* "least(row_number() OVER (PARTITION BY c0, c1 ORDER BY h, n), ...)" */
static void
append_rank (GString              *sql,
             const AssayRowSample *sample)
{
  g_string_append (sql, "least(row_number() OVER (PARTITION BY ");
  for (guint i = 0; i < sample->n_together; i++)
    g_string_append_printf (sql, "%sc%u", i > 0 ? ", " : "", i);
  g_string_append (sql, sample->n_together == 0 ? "1 ORDER BY h, n)" : " ORDER BY h, n)");
  for (guint i = 0; i < sample->n_alone; i++)
    g_string_append_printf (sql, ", row_number() OVER (PARTITION BY c%u ORDER BY h, n)", sample->n_together + i);
  g_string_append_c (sql, ')');
}

/* (transfer full) What a row's place among the others is drawn from: its id, or its number. */
static char *
id_sql (const AssayRowSample *sample)
{
  g_autofree char *id = sample->id != NULL ? assay_quote_identifier (sample->id) : g_strdup ("\"assay row\"");

  return g_strdup_printf ("coalesce(CAST(%s AS VARCHAR), '')", id);
}

char *
assay_row_sample_sql (const AssaySource     *source,
                      const AssayScanColumn *columns,
                      const AssayRowSample  *sample,
                      const char            *list,
                      const char            *where)
{
  g_autofree char *from = assay_source_numbered_clause (source), *id = id_sql (sample);
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "SELECT %s%s FROM %s WHERE \"assay row\" IN (SELECT n FROM (SELECT n, h, ",
                          sample->id == NULL ? "CAST(\"assay row\" AS VARCHAR) AS " ASSAY_ROW_NUMBER ", " : "", list, from);
  append_rank (sql, sample);
  g_string_append_printf (sql, " AS rank FROM (SELECT \"assay row\" AS n, md5('%" G_GUINT64_FORMAT " ' || %s) AS h", sample->seed, id);
  append_codes (sql, source, columns, sample);
  g_string_append_printf (sql, " FROM %s WHERE %s)) ORDER BY rank, h, n LIMIT %" G_GUINT64_FORMAT ") ORDER BY \"assay row\"", from, where,
                          sample->most);
  return g_string_free (sql, FALSE);
}
