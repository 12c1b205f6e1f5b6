/* bench-tally.c: coded rows in memory to count tables, beside DuckDB's own SQL over the same codes.
 *
 *   bench-tally [--rows N] [--runs N] [--threads N] [--seed N] [--duckdb 0]
 *
 * Ten slice columns of 5 to 2000 values, each counted with label and prediction (two values each): ten tables. Rows
 * are made from a seed, without missing values. DuckDB has the same codes in a native table, as UTINYINT and
 * USMALLINT, in memory. Its answers are compared with the tables before anything is timed. --duckdb 0 leaves it out.
 */
#include "bench.h"

#include "tally/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_SLICES 10
#define N_COLUMNS (N_SLICES + 2)
#define LABEL N_SLICES
#define PREDICTION (N_SLICES + 1)
#define FILL_ROWS 65536 /* filled from one state of the generator */

static const guint n_values[N_COLUMNS] = { 5, 6, 6, 10, 12, 20, 50, 100, 400, 2000, 2, 2 };

typedef enum { ORDER_UNIFORM, ORDER_SKEWED, ORDER_SORTED, ORDER_EQUAL } Order;

static const char *const order_names[] = { "uniform", "skewed", "sorted", "all equal" };

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

/* 1 .. n: skewed rows have a density that falls with the code like x^(-3/4); sorted rows keep random labels. */
static guint
code_of_row (Order    order,
             guint    column,
             guint64  row,
             guint64  n_rows,
             guint64 *state)
{
  guint n = n_values[column];
  guint64 draw = next_random (state);
  double u = (double) (draw >> 11) * 0x1p-53;

  if (order == ORDER_EQUAL)
    return n;
  if (order == ORDER_SKEWED)
    return 1 + (guint) (n * u * u * u * u);
  if (order == ORDER_SORTED && column < N_SLICES)
    return 1 + (guint) (row * n / n_rows);
  return 1 + (guint) ((draw >> 32) * n >> 32);
}

typedef struct
{
  AssayRows *rows;
  Order      order;
  guint64    seed;
  guint      first, step; /* chunks of one thread: first, first + step, ... */
} Fill;

static void
fill_chunk (Fill    *self,
            guint    column,
            guint64  chunk)
{
  guint8 *low = assay_rows_low (self->rows, column);
  guint8 *high = n_values[column] > G_MAXUINT8 ? assay_rows_high (self->rows, column) : NULL;
  guint64 n_rows = self->rows->n_rows, end = MIN ((chunk + 1) * FILL_ROWS, n_rows);
  guint64 state = self->seed * 1000003 + chunk * N_COLUMNS + column;

  for (guint64 row = chunk * FILL_ROWS; row < end; row++)
    {
      guint code = code_of_row (self->order, column, row, n_rows, &state);
      low[row] = (guint8) code;
      if (high != NULL)
        high[row] = (guint8) (code >> 8);
    }
}

static gpointer
fill_chunks (gpointer data)
{
  Fill *self = data;

  for (guint64 chunk = self->first; chunk * FILL_ROWS < self->rows->n_rows; chunk += self->step)
    for (guint c = 0; c < N_COLUMNS; c++)
      fill_chunk (self, c, chunk);
  return NULL;
}

static AssayRows *
make_rows (guint64 n_rows,
           Order   order,
           guint64 seed)
{
  g_autoptr (GError) error = NULL;
  AssayRows *rows = assay_rows_new (N_COLUMNS, n_rows, &error);
  Fill fills[2] = { { rows, order, seed, 0, 2 }, { rows, order, seed, 1, 2 } };

  g_assert_no_error (error);
  for (guint c = 0; c < N_COLUMNS; c++)
    assay_rows_set_codes (rows, c, n_values[c] + 1);
  GThread *other = g_thread_new ("fill", fill_chunks, &fills[1]);
  fill_chunks (&fills[0]);
  g_thread_join (other);
  return rows;
}

/* --- Assay ----------------------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayEngine     *engine;
  const AssayRows *rows;
  guint            n_shapes;
  AssayTableShape  shapes[N_SLICES];
} Count;

static Count
make_count (const AssayRows *rows,
            guint            n_threads,
            const char      *variant)
{
  AssayEngineOptions options = { .n_threads = n_threads, .variant = variant };
  Count self = { assay_engine_open (&assay_engine_cpu, &options, NULL), rows, N_SLICES };

  for (guint c = 0; c < N_SLICES; c++)
    self.shapes[c] = (AssayTableShape) { 3, { (guint16) c, LABEL, PREDICTION } };
  return self;
}

static GPtrArray *
count_tables (const Count *self)
{
  AssayCountRequest request = { .shapes = self->shapes, .n_shapes = self->n_shapes };

  return assay_engine_count (self->engine, self->rows, &request, NULL, NULL, NULL);
}

static gboolean
run_count (gpointer data)
{
  g_autoptr (GPtrArray) tables = count_tables (data);

  return tables != NULL;
}

/* --- DuckDB ---------------------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayBenchDuckdb duckdb;
  char            *group_bys[N_SLICES];
  char            *grouping_sets;
} Sql;

static void
append_rows (Sql             *self,
             const AssayRows *rows)
{
  duckdb_appender appender;
  duckdb_logical_type types[N_COLUMNS];

  g_assert_true (duckdb_appender_create (self->duckdb.connection, NULL, "t", &appender) == DuckDBSuccess);
  for (guint c = 0; c < N_COLUMNS; c++)
    types[c] = duckdb_appender_column_type (appender, c);
  duckdb_data_chunk chunk = duckdb_create_data_chunk (types, N_COLUMNS);
  for (guint64 first = 0; first < rows->n_rows; first += ASSAY_CHUNK_ROWS)
    {
      guint n = MIN (ASSAY_CHUNK_ROWS, rows->n_rows - first);
      duckdb_data_chunk_reset (chunk);
      for (guint c = 0; c < N_COLUMNS; c++)
        {
          const AssayCodedColumn *column = &rows->columns[c];
          void *out = duckdb_vector_get_data (duckdb_data_chunk_get_vector (chunk, c));
          if (column->high == NULL)
            memcpy (out, column->low + first, n);
          else
            for (guint row = 0; row < n; row++)
              ((guint16 *) out)[row] = column->low[first + row] | column->high[first + row] << 8;
        }
      duckdb_data_chunk_set_size (chunk, n);
      g_assert_true (duckdb_append_data_chunk (appender, chunk) == DuckDBSuccess);
    }
  g_assert_true (duckdb_appender_destroy (&appender) == DuckDBSuccess);
  duckdb_destroy_data_chunk (&chunk);
  for (guint c = 0; c < N_COLUMNS; c++)
    duckdb_destroy_logical_type (&types[c]);
}

static void
make_sql (Sql             *self,
          const AssayRows *rows,
          guint            n_threads)
{
  g_autoptr (GString) create = g_string_new ("CREATE TABLE t (");
  g_autoptr (GString) sets = g_string_new ("SELECT ");

  assay_bench_duckdb_open (&self->duckdb, n_threads);
  for (guint c = 0; c < N_SLICES; c++)
    g_string_append_printf (create, "c%u %s, ", c, n_values[c] > G_MAXUINT8 ? "USMALLINT" : "UTINYINT");
  g_string_append (create, "label UTINYINT, prediction UTINYINT)");
  g_assert_true (assay_bench_duckdb_query (&self->duckdb, create->str));
  append_rows (self, rows);

  for (guint c = 0; c < N_SLICES; c++)
    {
      self->group_bys[c] = g_strdup_printf ("SELECT c%u, label, prediction, count(*) FROM t GROUP BY ALL", c);
      g_string_append_printf (sets, "c%u, ", c);
    }
  g_string_append (sets, "label, prediction, count(*) FROM t GROUP BY GROUPING SETS (");
  for (guint c = 0; c < N_SLICES; c++)
    g_string_append_printf (sets, "%s(c%u, label, prediction)", c > 0 ? ", " : "", c);
  g_string_append (sets, ")");
  self->grouping_sets = g_strdup (sets->str);
  printf ("DuckDB %s, %u threads, other settings as they come\n  %s\n  %s ... and so on for c1 to c9\n  %s\n",
          duckdb_library_version (), n_threads, create->str, self->group_bys[0], self->grouping_sets);
}

static void
clear_sql (Sql *self)
{
  for (guint c = 0; c < N_SLICES; c++)
    g_free (self->group_bys[c]);
  g_free (self->grouping_sets);
  assay_bench_duckdb_close (&self->duckdb);
}

static gboolean
run_group_bys (gpointer data)
{
  Sql *self = data;

  for (guint c = 0; c < N_SLICES; c++)
    if (!assay_bench_duckdb_query (&self->duckdb, self->group_bys[c]))
      return FALSE;
  return TRUE;
}

static gboolean
run_grouping_sets (gpointer data)
{
  Sql *self = data;

  return assay_bench_duckdb_query (&self->duckdb, self->grouping_sets);
}

/* DuckDB's groups are the cells of the table that are not 0, with the same counts. */
static void
compare_with_duckdb (Sql                   *self,
                     guint                  slice,
                     const AssayCountTable *table)
{
  duckdb_result result;
  guint64 total = 0;

  g_assert_true (duckdb_query (self->duckdb.connection, self->group_bys[slice], &result) == DuckDBSuccess);
  for (idx_t row = 0; row < duckdb_row_count (&result); row++)
    {
      guint codes[3];
      for (guint i = 0; i < 3; i++)
        codes[i] = (guint) duckdb_value_int64 (&result, i, row);
      guint64 count = (guint64) duckdb_value_int64 (&result, 3, row);
      g_assert_cmpuint (assay_count_table_get (table, codes), ==, count);
      total += count;
    }
  g_assert_cmpuint (total, ==, assay_count_table_total (table));
  duckdb_destroy_result (&result);
}

/* --- the figures ----------------------------------------------------------------------------------------------------- */

enum { CASE_ALL, CASE_JOINT, CASE_ONE_THREAD, CASE_GROUP_BYS, CASE_GROUPING_SETS, N_CASES };

static void
compare_all (Sql         *sql,
             const Count *count)
{
  g_autoptr (GPtrArray) tables = count_tables (count);

  for (guint c = 0; c < N_SLICES; c++)
    compare_with_duckdb (sql, c, tables->pdata[c]);
}

static void
print_figures (const AssayBenchCase *cases,
               gboolean              has_duckdb,
               guint64               n_rows,
               double                bandwidth)
{
  double seconds = cases[CASE_ALL].median;
  double n_bytes = (double) n_rows * (N_COLUMNS + 2); /* two columns have two planes */

  if (has_duckdb)
    {
      double group_bys = cases[CASE_GROUP_BYS].median;
      assay_bench_figure ("tally", "times as fast as ten GROUP BYs", group_bys / seconds, "x", ">= 10, >= 14 with VPOPCNTDQ");
      assay_bench_figure ("tally", "joint keys only, times as fast as ten GROUP BYs", group_bys / cases[CASE_JOINT].median, "x",
                          ">= 10");
      assay_bench_figure ("tally", "times as fast as GROUPING SETS", cases[CASE_GROUPING_SETS].median / seconds, "x", NULL);
    }
  assay_bench_figure ("tally", "read bandwidth", bandwidth / 1e9, "GB/s", NULL);
  assay_bench_figure ("tally", "share of the read bandwidth", n_bytes / seconds / bandwidth, "share", ">= 0.14");
  assay_bench_figure ("tally", "all threads over one", cases[CASE_ONE_THREAD].median / seconds, "x", ">= 1.85 on two");
}

static void
bench_uniform (const AssayRows *rows,
               guint            n_runs,
               guint            n_threads,
               gboolean         has_duckdb)
{
  Sql sql;
  Count counts[] = { make_count (rows, n_threads, NULL), make_count (rows, n_threads, "joint"), make_count (rows, 1, NULL) };
  AssayBenchCase cases[N_CASES] = {
    [CASE_ALL] = { "assay, cpu", run_count, &counts[CASE_ALL] },
    [CASE_JOINT] = { "assay, cpu, joint keys only", run_count, &counts[CASE_JOINT] },
    [CASE_ONE_THREAD] = { "assay, cpu, one thread", run_count, &counts[CASE_ONE_THREAD] },
    [CASE_GROUP_BYS] = { "DuckDB, ten GROUP BYs", run_group_bys, &sql },
    [CASE_GROUPING_SETS] = { "DuckDB, GROUPING SETS", run_grouping_sets, &sql },
  };
  guint n_cases = has_duckdb ? N_CASES : CASE_GROUP_BYS;

  if (has_duckdb)
    {
      make_sql (&sql, rows, n_threads);
      compare_all (&sql, &counts[CASE_ALL]);
    }
  double before = assay_bench_read_bandwidth (n_threads);
  assay_bench_run (cases, n_cases, n_runs);
  double bandwidth = MAX (before, assay_bench_read_bandwidth (n_threads));

  assay_bench_table (cases, n_cases, n_runs, rows->n_rows);
  print_figures (cases, has_duckdb, rows->n_rows, bandwidth);
  if (has_duckdb)
    clear_sql (&sql);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    assay_engine_close (counts[i].engine);
}

static void
bench_orders (guint64 n_rows,
              guint   n_runs,
              guint   n_threads,
              guint64 seed)
{
  AssayRows *rows[G_N_ELEMENTS (order_names)];
  Count counts[G_N_ELEMENTS (order_names)];
  AssayBenchCase cases[G_N_ELEMENTS (order_names)];

  for (guint i = 0; i < G_N_ELEMENTS (order_names); i++)
    {
      rows[i] = make_rows (n_rows, (Order) i, seed);
      counts[i] = make_count (rows[i], n_threads, NULL);
      cases[i] = (AssayBenchCase) { order_names[i], run_count, &counts[i] };
    }
  assay_bench_run (cases, G_N_ELEMENTS (cases), n_runs);
  assay_bench_table (cases, G_N_ELEMENTS (cases), n_runs, n_rows);
  for (guint i = 0; i < G_N_ELEMENTS (order_names); i++)
    {
      g_autofree char *figure = g_strdup_printf ("time of %s rows over uniform ones", order_names[i]);
      if (i > 0)
        assay_bench_figure ("tally", figure, cases[i].median / cases[0].median, "x", "<= 1.25");
      assay_engine_close (counts[i].engine);
      assay_rows_free (rows[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  guint64 n_rows = (guint64) assay_bench_option (argc, argv, "rows", 100000000);
  guint64 seed = (guint64) assay_bench_option (argc, argv, "seed", 1);
  guint   n_runs = (guint) assay_bench_option (argc, argv, "runs", 5);
  guint   n_threads = (guint) assay_bench_option (argc, argv, "threads", 2);
  g_autofree char *cpu = assay_engine_cpu_describe ();

  n_runs = CLAMP (n_runs, 1, ASSAY_BENCH_MAX_RUNS);
  printf ("%" G_GUINT64_FORMAT " rows, seed %" G_GUINT64_FORMAT ", %u threads; engine cpu: %s\n", n_rows, seed, n_threads, cpu);
  AssayRows *rows = make_rows (n_rows, ORDER_UNIFORM, seed);
  bench_uniform (rows, n_runs, n_threads, assay_bench_option (argc, argv, "duckdb", 1) != 0);
  assay_rows_free (rows);
  bench_orders (MAX (1, n_rows / 4), n_runs, n_threads, seed);
  return 0;
}
