/* bench-tables.c: tables of other shapes than bench-tally's, beside DuckDB's own SQL over the same codes.
 *
 *   bench-tables [--rows N] [--runs N] [--threads N] [--seed N] [--only NAME]
 *
 *   pairs       all 45 pairs of ten columns of 5 to 100 values
 *   scores      slices x label x 1,024 score bins: one column of ten values, and all ten columns
 *   confusion   100 slices x 1,000 labels x 1,000 predictions
 *   tags        64 tags, rows and errors of all pairs (bench-tables-tags.c)
 *   weights     ten slices x label x prediction with Σw and Σw², against the same without: no DuckDB, hence first
 *
 * Answers are compared with DuckDB's before anything is timed.
 */
#include "bench.h"
#include "bench-tables-tags.h"

#include "tally/tally.h"

#include <stdio.h>
#include <string.h>

#define N_SLICES 10
enum { BIN = N_SLICES, LABEL, PREDICTION, CLASS, GUESS, HUNDRED, N_COLUMNS };
#define N_PAIRS (N_SLICES * (N_SLICES - 1) / 2)

static const guint n_values[N_COLUMNS] = { 5, 6, 6, 10, 12, 20, 50, 100, 8, 3, 1024, 2, 2, 1000, 1000, 100 };

/* --- the rows -------------------------------------------------------------------------------------------------------- */

/* SplitMix64 (Steele, Lea & Flood 2014). */
static guint64
next_random (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

/* 7 of 10 guesses are the class; weights are positive fixed-point numbers. */
static AssayRows *
make_rows (guint64 n_rows,
           guint64 seed)
{
  g_autoptr (GError) error = NULL;
  AssayRows *rows = assay_rows_new (N_COLUMNS, n_rows, &error);
  guint64 state = seed;

  g_assert_no_error (error);
  gint64 *weights = assay_rows_add_value (rows);
  g_assert_nonnull (weights);
  for (guint c = 0; c < N_COLUMNS; c++)
    {
      guint8 *low = assay_rows_low (rows, c), *high = n_values[c] > G_MAXUINT8 ? assay_rows_high (rows, c) : NULL;

      assay_rows_set_codes (rows, c, n_values[c] + 1);
      for (guint64 row = 0; row < n_rows; row++)
        {
          const guint64 draw = next_random (&state);
          guint code = 1 + (guint) ((draw >> 32) * n_values[c] >> 32);

          if (c == GUESS && draw % 10 < 7)
            code = rows->columns[CLASS].low[row] | rows->columns[CLASS].high[row] << 8;
          low[row] = (guint8) code;
          if (high != NULL)
            high[row] = (guint8) (code >> 8);
        }
    }
  for (guint64 row = 0; row < n_rows; row++)
    weights[row] = (gint64) (next_random (&state) >> 33);
  return rows;
}

/* --- Assay ----------------------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayEngine     *engine;
  const AssayRows *rows;
  guint            n_shapes;
  AssayTableShape  shapes[N_PAIRS];
} Count;

static Count
count_new (const AssayRows *rows,
           guint            n_threads)
{
  const AssayEngineOptions options = { .n_threads = n_threads };

  return (Count) { assay_engine_open (&assay_engine_cpu, &options, NULL), rows, 0, { { 0 } } };
}

static void
count_add (Count           *self,
           AssayTableShape  shape)
{
  self->shapes[self->n_shapes++] = shape;
}

static GPtrArray *
count_tables (const Count *self)
{
  const AssayCountRequest request = { .shapes = self->shapes, .n_shapes = self->n_shapes };
  g_autoptr (GError) error = NULL;
  GPtrArray *tables = assay_engine_count (self->engine, self->rows, &request, NULL, NULL, &error);

  g_assert_no_error (error);
  return tables;
}

static gboolean
run_count (gpointer data)
{
  g_autoptr (GPtrArray) tables = count_tables (data);

  return tables != NULL;
}

/* --- DuckDB ---------------------------------------------------------------------------------------------------------- */

static void
append_rows (duckdb_connection connection,
             const AssayRows  *rows)
{
  duckdb_appender appender;
  duckdb_logical_type types[N_COLUMNS];

  g_assert_true (duckdb_appender_create (connection, NULL, "t", &appender) == DuckDBSuccess);
  for (guint c = 0; c < N_COLUMNS; c++)
    types[c] = duckdb_appender_column_type (appender, c);
  duckdb_data_chunk chunk = duckdb_create_data_chunk (types, N_COLUMNS);
  for (guint64 first = 0; first < rows->n_rows; first += ASSAY_CHUNK_ROWS)
    {
      const guint n = (guint) MIN (ASSAY_CHUNK_ROWS, rows->n_rows - first);
      duckdb_data_chunk_reset (chunk);
      for (guint c = 0; c < N_COLUMNS; c++)
        {
          const AssayCodedColumn *column = &rows->columns[c];
          void *out = duckdb_vector_get_data (duckdb_data_chunk_get_vector (chunk, c));
          for (guint row = 0; column->high != NULL && row < n; row++)
            ((guint16 *) out)[row] = (guint16) (column->low[first + row] | column->high[first + row] << 8);
          if (column->high == NULL)
            memcpy (out, column->low + first, n);
        }
      duckdb_data_chunk_set_size (chunk, n);
      g_assert_true (duckdb_append_data_chunk (appender, chunk) == DuckDBSuccess);
    }
  g_assert_true (duckdb_appender_destroy (&appender) == DuckDBSuccess);
  duckdb_destroy_data_chunk (&chunk);
  for (guint c = 0; c < N_COLUMNS; c++)
    duckdb_destroy_logical_type (&types[c]);
}

typedef struct
{
  AssayBenchDuckdb *duckdb;
  GPtrArray        *queries; /* one a shape */
} Sql;

/* The GROUP BY of each shape. */
static Sql
sql_new (AssayBenchDuckdb *duckdb,
         const Count      *count)
{
  Sql self = { duckdb, g_ptr_array_new_with_free_func (g_free) };

  for (guint i = 0; i < count->n_shapes; i++)
    {
      g_autoptr (GString) select = g_string_new ("SELECT ");
      for (guint a = 0; a < count->shapes[i].n_axes; a++)
        g_string_append_printf (select, "c%u, ", count->shapes[i].columns[a]);
      g_ptr_array_add (self.queries, g_strdup_printf ("%scount(*) FROM t GROUP BY ALL", select->str));
    }
  return self;
}

static gboolean
run_sql (gpointer data)
{
  const Sql *self = data;

  for (guint i = 0; i < self->queries->len; i++)
    if (!assay_bench_duckdb_query (self->duckdb, self->queries->pdata[i]))
      return FALSE;
  return TRUE;
}

/* DuckDB's groups are the cells that are not 0, with the same counts. */
static void
compare (const Sql             *sql,
         guint                  shape,
         const AssayCountTable *table)
{
  duckdb_result result;
  guint64 total = 0;

  g_assert_true (duckdb_query (sql->duckdb->connection, sql->queries->pdata[shape], &result) == DuckDBSuccess);
  for (idx_t row = 0; row < duckdb_row_count (&result); row++)
    {
      guint codes[ASSAY_MAX_AXES];
      for (guint a = 0; a < table->n_axes; a++)
        codes[a] = (guint) duckdb_value_int64 (&result, a, row);
      const guint64 count = (guint64) duckdb_value_int64 (&result, table->n_axes, row);
      g_assert_cmpuint (assay_count_table_get (table, codes), ==, count);
      total += count;
    }
  g_assert_cmpuint (total, ==, assay_count_table_total (table));
  duckdb_destroy_result (&result);
}

/* --- the figures ----------------------------------------------------------------------------------------------------- */

static void
bench_beside_sql (const char       *name,
                  Count            *count,
                  AssayBenchDuckdb *duckdb,
                  guint             n_runs,
                  const char       *aim)
{
  Sql sql = sql_new (duckdb, count);
  AssayBenchCase cases[] = { { "assay, cpu", run_count, count }, { "DuckDB, a GROUP BY each", run_sql, &sql } };
  g_autofree char *figure = g_strdup_printf ("%s: times as fast as %u GROUP BYs", name, count->n_shapes);
  g_autoptr (GPtrArray) tables = count_tables (count);

  printf ("%s\n  %s%s\n", name, (char *) sql.queries->pdata[0], count->n_shapes > 1 ? " ... and so on" : "");
  for (guint i = 0; i < count->n_shapes; i += MAX (1, count->n_shapes / 3))
    compare (&sql, i, tables->pdata[i]);
  assay_bench_run (cases, G_N_ELEMENTS (cases), n_runs);
  assay_bench_table (cases, G_N_ELEMENTS (cases), n_runs, count->rows->n_rows);
  assay_bench_figure ("tables", figure, cases[1].median / cases[0].median, "x", aim);
  g_ptr_array_unref (sql.queries);
  assay_engine_close (count->engine);
}

static void
bench_pairs (const AssayRows  *rows,
             AssayBenchDuckdb *duckdb,
             guint             n_runs,
             guint             n_threads)
{
  Count count = count_new (rows, n_threads);

  for (guint16 a = 0; a < N_SLICES; a++)
    for (guint16 b = a + 1; b < N_SLICES; b++)
      count_add (&count, (AssayTableShape) { .n_axes = 2, .columns = { a, b } });
  bench_beside_sql ("45 pairs of columns", &count, duckdb, n_runs, ">= 12");
}

static void
bench_scores (const AssayRows  *rows,
              AssayBenchDuckdb *duckdb,
              guint             n_runs,
              guint             n_threads)
{
  Count count = count_new (rows, n_threads);

  count_add (&count, (AssayTableShape) { .n_axes = 3, .columns = { 3, LABEL, BIN } });
  bench_beside_sql ("score histogram, 10 slices x label x 1,024 bins", &count, duckdb, n_runs, ">= 35");

  Count columns = count_new (rows, n_threads);
  for (guint16 c = 0; c < N_SLICES; c++)
    count_add (&columns, (AssayTableShape) { .n_axes = 3, .columns = { c, LABEL, BIN } });
  bench_beside_sql ("score histograms, ten columns x label x 1,024 bins", &columns, duckdb, n_runs, ">= 35");
}

static void
bench_confusion (const AssayRows  *rows,
                 AssayBenchDuckdb *duckdb,
                 guint             n_runs,
                 guint             n_threads)
{
  Count count = count_new (rows, n_threads);

  count_add (&count, (AssayTableShape) { .n_axes = 3, .columns = { HUNDRED, CLASS, GUESS } });
  bench_beside_sql ("confusion of 1,000 classes x 100 slices", &count, duckdb, n_runs, NULL);
}

static void
bench_weights (const AssayRows *rows,
               guint            n_runs,
               guint            n_threads)
{
  Count plain = count_new (rows, n_threads), weighted = count_new (rows, n_threads);

  for (guint16 c = 0; c < N_SLICES; c++)
    {
      count_add (&plain, (AssayTableShape) { .n_axes = 3, .columns = { c, LABEL, PREDICTION } });
      count_add (&weighted, (AssayTableShape) { .n_axes = 3, .columns = { c, LABEL, PREDICTION }, .n_sums = 2,
                                                .sums = { { 0, ASSAY_SUM_VALUES }, { 0, 0 } } });
    }
  AssayBenchCase cases[] = { { "rows", run_count, &plain }, { "rows, weights and their squares", run_count, &weighted } };
  assay_bench_run (cases, G_N_ELEMENTS (cases), n_runs);
  assay_bench_table (cases, G_N_ELEMENTS (cases), n_runs, rows->n_rows);
  assay_bench_figure ("tables", "weighted tallies, times unweighted ones", cases[1].median / cases[0].median, "x", "<= 2");
  assay_engine_close (plain.engine);
  assay_engine_close (weighted.engine);
}

static gboolean
is_wanted (int         argc,
           char      **argv,
           const char *name)
{
  const char *only = assay_bench_text (argc, argv, "only");

  return only == NULL || strcmp (only, name) == 0;
}

int
main (int    argc,
      char **argv)
{
  const guint64 n_rows = (guint64) assay_bench_option (argc, argv, "rows", 100000000);
  const guint n_runs = (guint) CLAMP (assay_bench_option (argc, argv, "runs", 5), 1, ASSAY_BENCH_MAX_RUNS);
  const guint n_threads = (guint) assay_bench_option (argc, argv, "threads", 2);
  g_autoptr (GString) create = g_string_new ("CREATE TABLE t (");
  AssayBenchDuckdb duckdb;

  printf ("%" G_GUINT64_FORMAT " rows, %u threads; DuckDB %s, other settings as they come\n", n_rows, n_threads,
          duckdb_library_version ());
  const guint64 seed = (guint64) assay_bench_option (argc, argv, "seed", 1);
  const char *only = assay_bench_text (argc, argv, "only");
  if (is_wanted (argc, argv, "tags"))
    bench_tags (n_rows, n_runs, n_threads, seed);
  if (only != NULL && strcmp (only, "tags") == 0)
    return 0;
  g_autoptr (AssayRows) rows = make_rows (n_rows, seed);
  if (is_wanted (argc, argv, "weights"))
    bench_weights (rows, n_runs, n_threads);
  assay_bench_duckdb_open (&duckdb, n_threads);
  for (guint c = 0; c < N_COLUMNS; c++)
    g_string_append_printf (create, "%sc%u %s", c > 0 ? ", " : "", c, n_values[c] > G_MAXUINT8 ? "USMALLINT" : "UTINYINT");
  g_string_append (create, ")");
  g_assert_true (assay_bench_duckdb_query (&duckdb, create->str));
  append_rows (duckdb.connection, rows);
  if (is_wanted (argc, argv, "pairs"))
    bench_pairs (rows, &duckdb, n_runs, n_threads);
  if (is_wanted (argc, argv, "scores"))
    bench_scores (rows, &duckdb, n_runs, n_threads);
  if (is_wanted (argc, argv, "confusion"))
    bench_confusion (rows, &duckdb, n_runs, n_threads);
  assay_bench_duckdb_close (&duckdb);
  return 0;
}
