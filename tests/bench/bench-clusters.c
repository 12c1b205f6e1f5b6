/* bench-clusters.c: the cluster bootstrap, 1,000 replicates of label x prediction in every slice.
 *
 *   bench-clusters [--rows N] [--clusters N] [--slices N] [--replicates N] [--runs N] [--threads N] [--seed N]
 *
 *   assay        rows kept, sorted by cluster, and counted with a thousand Poisson weights at once; sums that many
 *                clusters have a part in by the system's BLAS, if it is there
 *   loop         the same without BLAS
 *   array        the loop that array languages offer: weights of all clusters, then one pass over the rows a replicate,
 *                with the same draws, on as many threads; its sums must be Assay's
 *   DuckDB       weights drawn in SQL, 100 replicates a query, joined to the rows by cluster and summed by slice; the
 *                other queries would be the same again: its time is multiplied
 *
 * Measured is everything from coded rows and cluster keys in memory to tables.
 */
#include "bench.h"

#include "tally/poisson.h"
#include "tally/replicate-count.h"
#include "tally/stream.h"

#include <stdio.h>
#include <string.h>

enum { SLICE, LABEL, PREDICTION, N_COLUMNS };
#define SQL_REPLICATES 100

typedef struct
{
  guint    n_rows, n_clusters, n_slices, n_replicates, n_threads;
  guint64  seed;
  guint32 *clusters;            /* of each row */
  guint64 *keys;                /* of each cluster */
  guint64 *row_keys;
  guint16 *codes[N_COLUMNS];
} Bench;

/* SplitMix64 (Steele, Lea & Flood 2014). */
static guint64
next_random (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

/* Rows in the order that they come in, not by cluster; 9 of 10 predictions are right. */
static void
make_rows (Bench *self)
{
  guint64 state = self->seed;

  self->clusters = g_new (guint32, self->n_rows);
  self->keys = g_new (guint64, self->n_clusters);
  self->row_keys = g_new (guint64, self->n_rows);
  for (guint c = 0; c < N_COLUMNS; c++)
    self->codes[c] = g_new (guint16, self->n_rows);
  for (guint i = 0; i < self->n_clusters; i++)
    self->keys[i] = next_random (&state);
  for (guint row = 0; row < self->n_rows; row++)
    {
      const guint64 draw = next_random (&state);
      self->clusters[row] = row < self->n_clusters ? row : (guint32) (draw % self->n_clusters);
      self->row_keys[row] = self->keys[self->clusters[row]];
      self->codes[SLICE][row] = (guint16) (1 + (draw >> 40) % self->n_slices);
      self->codes[LABEL][row] = 1 + next_random (&state) % 2;
      self->codes[PREDICTION][row] = next_random (&state) % 10 < 9 ? self->codes[LABEL][row] : 3 - self->codes[LABEL][row];
    }
}

/* --- Assay ----------------------------------------------------------------------------------------------------------- */

static AssayAxis *
make_axis (const char *name,
           guint       n_codes)
{
  g_auto (GStrv) values = g_new0 (char *, n_codes + 1);
  AssayAxis *axis;

  for (guint code = 1; code < n_codes; code++)
    values[code] = g_strdup_printf ("%u", code);
  axis = assay_axis_new (name, ASSAY_AXIS_SLICE, n_codes, (const char *const *) values);
  for (guint code = 1; code < n_codes; code++)
    g_clear_pointer (&values[code], g_free);
  return axis;
}

static AssayClusterRows *
keep_rows (const Bench *self)
{
  g_autoptr (GError) error = NULL;
  AssayClusterRows *rows = assay_cluster_rows_new (N_COLUMNS, 0, 0);
  AssayClusterState *state = assay_cluster_rows_start (rows);

  for (guint first = 0; first < self->n_rows; first += ASSAY_CHUNK_ROWS)
    {
      const guint16 *codes[N_COLUMNS];
      for (guint c = 0; c < N_COLUMNS; c++)
        codes[c] = self->codes[c] + first;
      g_assert_true (assay_cluster_rows_add (state, self->row_keys + first, codes, NULL,
                                             MIN (self->n_rows - first, ASSAY_CHUNK_ROWS)));
    }
  g_assert_true (assay_cluster_rows_sort (rows, &error));
  return rows;
}

static GPtrArray *
count_tables (const Bench *self,
              const char  *blas)
{
  static const AssayReplicateShape shape = { { 3, { SLICE, LABEL, PREDICTION } }, 2, 1, { ASSAY_REPLICATE_COUNT } };
  g_autoptr (AssayClusterRows) rows = keep_rows (self);
  g_autoptr (AssayAxis) slice = make_axis ("slice", self->n_slices + 1);
  g_autoptr (AssayAxis) label = make_axis ("label", 3);
  g_autoptr (AssayAxis) prediction = make_axis ("prediction", 3);
  AssayAxis *axes[N_COLUMNS] = { slice, label, prediction };
  g_autoptr (GError) error = NULL;
  GPtrArray *tables = assay_replicates_count (rows, &(AssayReplicateRequest) {
    .shapes = &shape, .n_shapes = 1, .axes = axes, .seed = self->seed,
    .n_replicates = self->n_replicates, .n_threads = self->n_threads, .blas = blas,
  }, NULL, NULL, &error);

  g_assert_no_error (error);
  return tables;
}

static gboolean
run_assay (gpointer data)
{
  g_autoptr (GPtrArray) tables = count_tables (data, NULL);

  return tables != NULL;
}

static gboolean
run_loop (gpointer data)
{
  g_autoptr (GPtrArray) tables = count_tables (data, "");

  return tables != NULL;
}

/* --- an array language ------------------------------------------------------------------------------------------------ */

typedef struct
{
  const Bench *bench;
  guint        first, end; /* replicates */
  gint64      *sums;       /* [replicate][cell]: cells of slice, label, prediction */
} ArrayPart;

static guint
cell_of_row (const Bench *self,
             guint        row)
{
  return (self->codes[SLICE][row] * 3u + self->codes[LABEL][row]) * 3 + self->codes[PREDICTION][row];
}

static guint
count_cells (const Bench *self)
{
  return (self->n_slices + 1) * 9;
}

/* ASSAY_POISSON_LANE replicates: all weights, then each replicate's pass over the rows. */
static gpointer
count_part (gpointer data)
{
  const ArrayPart *part = data;
  const Bench *self = part->bench;
  g_autofree guint8 *weights = g_new (guint8, (gsize) ASSAY_POISSON_LANE * self->n_clusters);
  g_autofree guint32 *cells = g_new (guint32, self->n_rows);

  for (guint row = 0; row < self->n_rows; row++)
    cells[row] = cell_of_row (self, row);
  for (guint first = part->first; first < part->end; first += ASSAY_POISSON_LANE)
    {
      const guint n = MIN (part->end - first, ASSAY_POISSON_LANE);
      for (guint i = 0; i < self->n_clusters; i++)
        {
          guint8 drawn[ASSAY_POISSON_LANE];
          assay_poisson_best ()->draw (self->seed, self->keys[i], first, n, drawn);
          for (guint r = 0; r < n; r++)
            weights[(gsize) r * self->n_clusters + i] = drawn[r];
        }
      for (guint r = 0; r < n; r++)
        {
          const guint8 *of_replicate = weights + (gsize) r * self->n_clusters;
          gint64 *sums = part->sums + (gsize) (first + r) * count_cells (self);
          for (guint row = 0; row < self->n_rows; row++)
            sums[cells[row]] += of_replicate[self->clusters[row]];
        }
    }
  return NULL;
}

static gint64 *
count_array (const Bench *self)
{
  gint64 *sums = g_new0 (gint64, (gsize) self->n_replicates * count_cells (self));
  const guint n_lanes = (self->n_replicates + ASSAY_POISSON_LANE - 1) / ASSAY_POISSON_LANE;
  g_autofree ArrayPart *parts = g_new (ArrayPart, self->n_threads);
  g_autofree GThread **threads = g_new (GThread *, self->n_threads);

  for (guint t = 0; t < self->n_threads; t++)
    {
      parts[t] = (ArrayPart) { self, n_lanes * t / self->n_threads * ASSAY_POISSON_LANE,
                               MIN (n_lanes * (t + 1) / self->n_threads * ASSAY_POISSON_LANE, self->n_replicates), sums };
      threads[t] = g_thread_new ("array", count_part, &parts[t]);
    }
  for (guint t = 0; t < self->n_threads; t++)
    g_thread_join (threads[t]);
  return sums;
}

static gboolean
run_array (gpointer data)
{
  g_autofree gint64 *sums = count_array (data);

  return sums != NULL;
}

static void
compare (const Bench *self)
{
  g_autoptr (GPtrArray) tables = count_tables (self, NULL);
  g_autofree gint64 *sums = count_array (self);
  const AssayReplicateTable *table = tables->pdata[0];

  for (guint cell = 0; cell < count_cells (self); cell++)
    {
      const gint64 *of_cell = assay_replicate_table_get (table, cell, 0);
      for (guint r = 0; r < self->n_replicates; r++)
        g_assert_cmpint (of_cell != NULL ? of_cell[r] : 0, ==, sums[(gsize) r * count_cells (self) + cell]);
    }
}

/* --- DuckDB ---------------------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayBenchDuckdb *duckdb;
  GString          *query;
} Sql;

static void
append_rows (duckdb_connection connection,
             const Bench      *self)
{
  duckdb_appender appender;

  g_assert_true (duckdb_appender_create (connection, NULL, "t", &appender) == DuckDBSuccess);
  for (guint row = 0; row < self->n_rows; row++)
    {
      duckdb_append_uint32 (appender, self->clusters[row]);
      for (guint c = 0; c < N_COLUMNS; c++)
        duckdb_append_uint16 (appender, self->codes[c][row]);
      g_assert_true (duckdb_appender_end_row (appender) == DuckDBSuccess);
    }
  g_assert_true (duckdb_appender_destroy (&appender) == DuckDBSuccess);
}

/* Inversion: P(weight > k) of Poisson(1), for k = 0 to 7; larger weights have a probability of 1 in a million. */
static GString *
make_query (void)
{
  static const char *const at_most[] = { "0.36787944117", "0.73575888234", "0.91969860293", "0.98101184312", "0.99634015317",
                                         "0.99940581518", "0.99991675885", "0.99998975080" };
  GString *query = g_string_new ("SELECT slice, label, prediction");

  for (guint r = 0; r < SQL_REPLICATES; r++)
    g_string_append_printf (query, ", sum(w%u)", r);
  g_string_append (query, " FROM t JOIN (SELECT cluster");
  for (guint r = 0; r < SQL_REPLICATES; r++)
    {
      g_string_append (query, ", (");
      for (guint k = 0; k < G_N_ELEMENTS (at_most); k++)
        g_string_append_printf (query, "%s(u%u > %s)::INTEGER", k > 0 ? " + " : "", r, at_most[k]);
      g_string_append_printf (query, ") AS w%u", r);
    }
  g_string_append (query, " FROM (SELECT cluster");
  for (guint r = 0; r < SQL_REPLICATES; r++)
    g_string_append_printf (query, ", random() AS u%u", r);
  g_string_append (query, " FROM c)) USING (cluster) GROUP BY ALL");
  return query;
}

static gboolean
run_sql (gpointer data)
{
  const Sql *self = data;

  return assay_bench_duckdb_query (self->duckdb, self->query->str);
}

static void
scale (AssayBenchCase *self,
       guint           n_runs,
       double          factor)
{
  self->median *= factor;
  self->cpu_median *= factor;
  for (guint run = 0; run < n_runs; run++)
    self->seconds[run] *= factor;
}

int
main (int    argc,
      char **argv)
{
  Bench bench = {
    .n_rows = (guint) assay_bench_option (argc, argv, "rows", 332900),
    .n_clusters = (guint) assay_bench_option (argc, argv, "clusters", 100000),
    .n_slices = (guint) assay_bench_option (argc, argv, "slices", 100),
    .n_replicates = (guint) assay_bench_option (argc, argv, "replicates", ASSAY_REPLICATES),
    .n_threads = (guint) CLAMP (assay_bench_option (argc, argv, "threads", 2), 1, 64),
    .seed = (guint64) assay_bench_option (argc, argv, "seed", 1),
  };
  const guint n_runs = (guint) CLAMP (assay_bench_option (argc, argv, "runs", 5), 1, ASSAY_BENCH_MAX_RUNS);
  const guint64 n_weighted = (guint64) bench.n_rows * bench.n_replicates;
  AssayBenchDuckdb duckdb;

  printf ("%u rows in %u clusters, %u slices x 2 x 2, %u replicates, %u threads; DuckDB %s, other settings as they come\n",
          bench.n_rows, bench.n_clusters, bench.n_slices, bench.n_replicates, bench.n_threads, duckdb_library_version ());
  make_rows (&bench);
  compare (&bench);
  assay_bench_duckdb_open (&duckdb, bench.n_threads);
  g_assert_true (assay_bench_duckdb_query (&duckdb, "CREATE TABLE t (cluster UINTEGER, slice USMALLINT, label USMALLINT, "
                                                    "prediction USMALLINT)"));
  append_rows (duckdb.connection, &bench);
  g_assert_true (assay_bench_duckdb_query (&duckdb, "CREATE TABLE c AS SELECT DISTINCT cluster FROM t"));

  Sql sql = { &duckdb, make_query () };
  AssayBenchCase cases[] = { { "assay", run_assay, &bench }, { "array, a pass over the rows each", run_array, &bench },
                             { "DuckDB, of 100 replicates, in proportion", run_sql, &sql },
                             { "loop, without BLAS", run_loop, &bench } };
  assay_bench_run (cases, G_N_ELEMENTS (cases), n_runs);
  scale (&cases[2], n_runs, (double) bench.n_replicates / SQL_REPLICATES);
  assay_bench_table (cases, G_N_ELEMENTS (cases), n_runs, n_weighted);
  assay_bench_figure ("clusters", "bootstrap, all replicates", cases[0].median, "s", NULL);
  assay_bench_figure ("clusters", "rows x replicates a second", (double) n_weighted / cases[0].median / 1e9, "G/s", NULL);
  assay_bench_figure ("clusters", "bootstrap, times as fast as the array loop", cases[1].median / cases[0].median, "x", NULL);
  assay_bench_figure ("clusters", "bootstrap, times as fast as SQL of as many replicates", cases[2].median / cases[0].median,
                      "x", NULL);
  assay_bench_figure ("clusters", "bootstrap, times as fast as without BLAS", cases[3].median / cases[0].median, "x", NULL);
  assay_bench_duckdb_close (&duckdb);
  g_string_free (sql.query, TRUE);
  g_free (bench.clusters);
  g_free (bench.keys);
  g_free (bench.row_keys);
  for (guint c = 0; c < N_COLUMNS; c++)
    g_free (bench.codes[c]);
  return 0;
}
