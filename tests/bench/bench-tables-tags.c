/* bench-tables-tags.c: 64 tags, rows and errors of each and of every pair, by every instruction set that the processor has,
 * beside the best SQL for it.
 *
 * Nothing in SQL is near in kind, so DuckDB counts fewer rows and its time is compared per row. Forms that were tried, in
 * nanoseconds of processor time a row of 3.7 tags (2 threads of an AMD EPYC, 2026-11-25):
 *
 *     lists of tags, unnested twice                                          330    (kept, for tags that are independent)
 *     a long table (row, tag, error) joined with itself                      600
 *     bit strings of 65,536 rows a tag, joined, bit_count (x & y)          1,600
 *     64 columns, 2,080 sums of a & b                                      8,600
 *     a table of masks joined: sets & mask = mask                         15,800
 *     2,080 counts FILTER (sets & mask = mask)                           549,000
 *     sets as 64-bit numbers, GROUP BY, then unnested               best of few distinct sets (kept for those)
 */
#include "bench.h"
#include "bench-tables-tags.h"

#include "tally/tally.h"

#include <stdio.h>
#include <string.h>

#define N_TAGS 64
#define SQL_ROWS 2000000      /* of DuckDB, where tags are independent */
#define SQL_SET_ROWS 20000000 /* where sets are few */
#define N_SETS 1000           /* distinct ones, where they are few */

/* SplitMix64 (Steele, Lea & Flood 2014). */
static guint64
next_random (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

/* --- the rows ------------------------------------------------------------------------------------------------------ */

/* Tag t is on one row in 8, 16, 32 or 64: 3.75 tags a row. */
static void
draw_independent (AssayRows *rows,
                  guint64   *state)
{
  for (guint tag = 0; tag < N_TAGS; tag++)
    {
      guint64 *plane = assay_rows_plane (rows, 0, tag);
      for (guint64 word = 0; word < (rows->n_rows + 63) / 64; word++)
        {
          plane[word] = G_MAXUINT64;
          for (guint i = 0; i < 3 + tag % 4; i++)
            plane[word] &= next_random (state);
        }
    }
}

/* Every row has one of N_SETS sets, some of them far more often than others. */
static void
draw_sets (AssayRows *rows,
           guint64   *state)
{
  guint64 sets[N_SETS], *planes[N_TAGS];

  for (guint i = 0; i < N_SETS; i++)
    sets[i] = next_random (state) & next_random (state) & next_random (state) & next_random (state);
  for (guint tag = 0; tag < N_TAGS; tag++)
    planes[tag] = assay_rows_plane (rows, 0, tag);
  for (guint64 row = 0; row < rows->n_rows; row++)
    {
      const double x = (double) (next_random (state) >> 11) * 0x1p-53;
      for (guint64 bits = sets[(guint) (N_SETS * x * x)]; bits != 0; bits &= bits - 1)
        planes[__builtin_ctzll (bits)][row / 64] |= G_GUINT64_CONSTANT (1) << row % 64;
    }
}

/* Column 0 is whether the prediction is right: one in eight is not. */
static AssayRows *
make_rows (guint64  n_rows,
           gboolean has_few_sets,
           guint64  seed)
{
  g_autoptr (GError) error = NULL;
  AssayRows *rows = assay_rows_new (1, n_rows, &error);
  guint64 state = seed;

  g_assert_no_error (error);
  assay_rows_set_codes (rows, 0, 3);
  for (guint64 row = 0; row < n_rows; row++)
    assay_rows_low (rows, 0)[row] = next_random (&state) % 8 == 0 ? 1 : 2;
  gboolean done = assay_rows_add_set (rows, N_TAGS, &error);
  g_assert_true (done);
  if (has_few_sets)
    draw_sets (rows, &state);
  else
    draw_independent (rows, &state);
  assay_rows_close_set (rows, 0);
  return rows;
}

/* The first n_rows rows, a multiple of 64. */
static AssayRows *
first_rows (const AssayRows *rows,
            guint64          n_rows)
{
  AssayRows *first = assay_rows_new (1, n_rows, NULL);
  gboolean done = first != NULL && assay_rows_add_set (first, N_TAGS, NULL);

  g_assert_true (done);
  assay_rows_set_codes (first, 0, 3);
  memcpy (assay_rows_low (first, 0), rows->columns[0].low, n_rows);
  for (guint tag = 0; tag < N_TAGS; tag++)
    memcpy (assay_rows_plane (first, 0, tag), rows->sets[0].planes + tag * rows->sets[0].plane_words, n_rows / 8);
  assay_rows_close_set (first, 0);
  return first;
}

/* --- Assay ---------------------------------------------------------------------------------------------------------- */

static const AssayTableShape shapes[] = { { 3, { ASSAY_SET_COLUMN (0), ASSAY_SET_COLUMN (0), 0 } } };

typedef struct
{
  AssayEngine     *engine;
  const AssayRows *rows;
} Count;

static AssayCountTable *
count_table (const Count *self)
{
  const AssayCountRequest request = { .shapes = shapes, .n_shapes = 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = assay_engine_count (self->engine, self->rows, &request, NULL, NULL, &error);

  g_assert_no_error (error);
  return g_steal_pointer (&tables->pdata[0]);
}

static gboolean
run_count (gpointer data)
{
  g_autoptr (AssayCountTable) table = count_table (data);

  return table != NULL;
}

/* --- DuckDB --------------------------------------------------------------------------------------------------------- */

static const char unnested[] = "WITH u AS (SELECT e, tags, unnest(tags) a FROM lists) "
                               "SELECT a, b, e, count(*) FROM (SELECT e, a, unnest(tags) b FROM u) WHERE a <= b GROUP BY ALL";
static const char grouped[] = "WITH g AS (SELECT tags, e, count(*) n FROM sets GROUP BY ALL), "
                              "l AS (SELECT list_filter(range(64), lambda i: (tags >> i) & 1 = 1) tags, e, n FROM g), "
                              "u AS (SELECT tags, unnest(tags) a, e, n FROM l) "
                              "SELECT a, b, e, sum(n)::BIGINT FROM (SELECT a, unnest(tags) b, e, n FROM u) WHERE a <= b GROUP BY ALL";

static guint64
set_of_row (const AssayRows *rows,
            guint64          row)
{
  guint64 set = 0;

  for (guint tag = 0; tag < N_TAGS; tag++)
    set |= (rows->sets[0].planes[tag * rows->sets[0].plane_words + row / 64] >> row % 64 & 1) << tag;
  return set;
}

/* sets (tags UBIGINT, e UTINYINT), and the same as lists. */
static void
append_rows (AssayBenchDuckdb *duckdb,
             const AssayRows  *rows,
             gboolean          has_lists)
{
  duckdb_appender appender;

  g_assert_true (assay_bench_duckdb_query (duckdb, "CREATE OR REPLACE TABLE sets (tags UBIGINT, e UTINYINT)"));
  g_assert_true (duckdb_appender_create (duckdb->connection, NULL, "sets", &appender) == DuckDBSuccess);
  duckdb_logical_type types[] = { duckdb_appender_column_type (appender, 0), duckdb_appender_column_type (appender, 1) };
  duckdb_data_chunk chunk = duckdb_create_data_chunk (types, 2);
  for (guint64 first = 0; first < rows->n_rows; first += ASSAY_CHUNK_ROWS)
    {
      const guint n = (guint) MIN (ASSAY_CHUNK_ROWS, rows->n_rows - first);
      duckdb_data_chunk_reset (chunk);
      guint64 *tags = duckdb_vector_get_data (duckdb_data_chunk_get_vector (chunk, 0));
      for (guint row = 0; row < n; row++)
        tags[row] = set_of_row (rows, first + row);
      memcpy (duckdb_vector_get_data (duckdb_data_chunk_get_vector (chunk, 1)), rows->columns[0].low + first, n);
      duckdb_data_chunk_set_size (chunk, n);
      g_assert_true (duckdb_append_data_chunk (appender, chunk) == DuckDBSuccess);
    }
  g_assert_true (duckdb_appender_destroy (&appender) == DuckDBSuccess);
  duckdb_destroy_data_chunk (&chunk);
  duckdb_destroy_logical_type (&types[0]);
  duckdb_destroy_logical_type (&types[1]);
  if (has_lists)
    g_assert_true (assay_bench_duckdb_query (duckdb, "CREATE OR REPLACE TABLE lists AS SELECT list_filter(range(64), "
                                                     "lambda i: (tags >> i) & 1 = 1)::UTINYINT[] tags, e FROM sets"));
}

typedef struct
{
  AssayBenchDuckdb *duckdb;
  const char       *sql;
} Sql;

static gboolean
run_sql (gpointer data)
{
  const Sql *self = data;

  return assay_bench_duckdb_query (self->duckdb, self->sql);
}

/* DuckDB's groups are the cells that are not 0, with the same counts. */
static void
compare (const Sql             *sql,
         const AssayCountTable *table)
{
  duckdb_result result;
  guint64 total = 0;

  g_assert_true (duckdb_query (sql->duckdb->connection, sql->sql, &result) == DuckDBSuccess);
  for (idx_t row = 0; row < duckdb_row_count (&result); row++)
    {
      const guint codes[] = { (guint) duckdb_value_int64 (&result, 0, row) + 1, (guint) duckdb_value_int64 (&result, 1, row) + 1,
                              (guint) duckdb_value_int64 (&result, 2, row) };
      const guint64 count = (guint64) duckdb_value_int64 (&result, 3, row);
      g_assert_cmpuint (assay_count_table_get (table, codes), ==, count);
      total += count;
    }
  g_assert_cmpuint (total, ==, assay_count_table_total (table));
  duckdb_destroy_result (&result);
}

/* --- the figures ---------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;    /* of the case */
  const char *variant; /* of the engine */
  const char *aim;
} variants[] = {
  { "assay, AVX-512 VPOPCNTDQ", "planes", ">= 0.2" },
  { "assay, AVX2", "joint-avx2", NULL },
  { "assay, portable", "joint-portable", ">= 0.04" },
};

static void
print_figures (const AssayBenchCase *cases,
               guint                 n_cases, /* the last is DuckDB's */
               const char           *name,
               guint64               n_rows,
               guint64               n_sql_rows)
{
  const AssayBenchCase *sql = &cases[n_cases - 1];

  for (guint i = 0; i + 1 < n_cases; i++)
    {
      g_autofree char *rate = g_strdup_printf ("%s: G rows/s a core, %s", name, cases[i].name);
      const char *aim = NULL;
      for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
        if (strcmp (variants[v].name, cases[i].name) == 0)
          aim = variants[v].aim;
      assay_bench_figure ("tables", rate, (double) n_rows / cases[i].cpu_median / 1e9, "G rows/s", aim);
    }
  g_autofree char *times = g_strdup_printf ("%s: times as fast as SQL, per row", name);
  assay_bench_figure ("tables", times, sql->median / (double) n_sql_rows / (cases[0].median / (double) n_rows), "x", NULL);
}

static void
bench_rows (const char *name,
            gboolean    has_few_sets,
            guint64     n_rows,
            guint       n_runs,
            guint       n_threads,
            guint64     seed)
{
  g_autoptr (AssayRows) rows = make_rows (n_rows, has_few_sets, seed);
  const guint64 n_sql = MIN (n_rows, has_few_sets ? SQL_SET_ROWS : SQL_ROWS) / 64 * 64;
  g_autoptr (AssayRows) few = first_rows (rows, n_sql);
  AssayBenchDuckdb duckdb;
  AssayBenchCase cases[G_N_ELEMENTS (variants) + 1] = { { NULL } };
  Count counts[G_N_ELEMENTS (variants)];
  guint n = 0;

  assay_bench_duckdb_open (&duckdb, n_threads);
  append_rows (&duckdb, few, !has_few_sets);
  Sql sql = { &duckdb, has_few_sets ? grouped : unnested };
  printf ("%s: %" G_GUINT64_FORMAT " rows; SQL: %" G_GUINT64_FORMAT " rows\n  %s\n", name, n_rows, n_sql, sql.sql);
  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    {
      const AssayEngineOptions options = { .n_threads = n_threads, .variant = variants[i].variant };
      counts[n] = (Count) { assay_engine_open (&assay_engine_cpu, &options, NULL), few };
      if (counts[n].engine == NULL)
        continue;
      g_autoptr (AssayCountTable) table = count_table (&counts[n]);
      compare (&sql, table);
      counts[n].rows = rows;
      cases[n] = (AssayBenchCase) { variants[i].name, run_count, &counts[n] };
      n++;
    }
  cases[n] = (AssayBenchCase) { has_few_sets ? "DuckDB, sets grouped" : "DuckDB, lists unnested", run_sql, &sql };
  assay_bench_run (cases, n + 1, n_runs);
  assay_bench_table (cases, n, n_runs, n_rows);
  assay_bench_table (cases + n, 1, n_runs, n_sql);
  print_figures (cases, n + 1, name, n_rows, n_sql);
  for (guint i = 0; i < n; i++)
    assay_engine_close (counts[i].engine);
  assay_bench_duckdb_close (&duckdb);
}

void
bench_tags (guint64 n_rows,
            guint   n_runs,
            guint   n_threads,
            guint64 seed)
{
  bench_rows ("64 tags, rows and errors of all pairs", FALSE, n_rows, n_runs, n_threads, seed);
  bench_rows ("the same, 1,000 distinct sets of tags", TRUE, n_rows, n_runs, n_threads, seed);
}
