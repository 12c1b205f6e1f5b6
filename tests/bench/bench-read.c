/* bench-read.c: from files to count tables, beside DuckDB's own SQL on the same threads.
 *
 *   bench-read [--rows N] [--runs N] [--threads N] [--seed N]
 *
 * Inputs are made by DuckDB from a seed: ten slice columns of 2 to 400 values (text of 2 to 22 bytes, two integer
 * columns, two columns with missing values), label and prediction; Parquet (ZSTD) and CSV.
 */
#include "bench.h"

#include "read/read.h"
#include "tally/tally.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define N_SLICES 10

static const char *const slices[N_SLICES] = { "t2", "t5", "t9", "t17", "t50", "t400", "t5b", "t17b", "i80", "i100" };

typedef struct
{
  AssayBenchDuckdb *duckdb;
  AssaySource      *source;
  const char       *from;    /* the same files in SQL */
  guint             n_threads;
  guint64           n_cells; /* of the last tally, so that nothing is optimised away */
} Set;

/* --- Assay --------------------------------------------------------------------------------------------------------- */

static void
make_request (AssayScanColumn *columns,
              AssayTableShape *shapes)
{
  columns[0] = (AssayScanColumn) { .name = "label", .column = "label", .kind = ASSAY_AXIS_LABEL };
  columns[1] = (AssayScanColumn) { .name = "prediction", .column = "prediction", .kind = ASSAY_AXIS_PREDICTION };
  for (guint c = 0; c < N_SLICES; c++)
    {
      columns[c + 2] = (AssayScanColumn) { .name = slices[c], .column = slices[c], .kind = ASSAY_AXIS_SLICE };
      shapes[c] = (AssayTableShape) { .n_axes = 3, .columns = { (guint16) (c + 2), 0, 1 } };
    }
}

static gpointer
stream_start (gpointer data)
{
  return assay_tally_stream_start (data);
}

static gboolean
stream_add (gpointer state, const guint16 *const *codes, const gint64 *const *values, guint n_rows, gint64 first_row)
{
  return assay_tally_stream_add (state, codes, values, n_rows);
}

static void
remap_all (GPtrArray             *tables,
           const AssayScan       *scan,
           const AssayTableShape *shapes,
           Set                   *set)
{
  set->n_cells = 0;
  for (guint i = 0; i < tables->len; i++)
    {
      AssayCountTable *table = assay_count_table_remap (tables->pdata[i], 0, scan->axes[shapes[i].columns[0]],
                                                        scan->maps[shapes[i].columns[0]], NULL);
      set->n_cells += table->n_entries;
      assay_count_table_free (table);
    }
}

/* One pass, tables as an audit gets them: sorted. */
static gboolean
run_stream (gpointer data)
{
  Set *set = data;
  AssayScanColumn columns[N_SLICES + 2];
  AssayTableShape shapes[N_SLICES];
  g_autoptr (GError) error = NULL;

  make_request (columns, shapes);
  g_autoptr (AssayTallyStream) stream = assay_tally_stream_new (N_SLICES + 2, shapes, N_SLICES);
  AssayScanSink sink = { stream, stream_start, stream_add };
  g_autoptr (AssayScan) scan = assay_scan_run (set->source, columns, N_SLICES + 2, &sink, FALSE, NULL, NULL, &error);
  if (scan == NULL)
    g_error ("%s", error->message);
  g_autoptr (GPtrArray) tables = assay_tally_stream_finish (stream, scan->axes, NULL, &error);
  if (tables == NULL)
    g_error ("%s", error->message);
  remap_all (tables, scan, shapes, set);
  return TRUE;
}

/* Keeps the codes, then tallies them with the engine. */
static gboolean
run_keep (gpointer data)
{
  Set *set = data;
  AssayScanColumn columns[N_SLICES + 2];
  AssayTableShape shapes[N_SLICES];
  g_autoptr (GError) error = NULL;
  AssayScan *scan = NULL;
  AssayEngineOptions options = { .n_threads = set->n_threads };

  make_request (columns, shapes);
  g_autoptr (AssayRows) rows = assay_scan_keep (set->source, columns, N_SLICES + 2, &scan, NULL, NULL, &error);
  if (rows == NULL)
    g_error ("%s", error->message);
  AssayCountRequest request = { shapes, N_SLICES, scan->axes };
  g_autoptr (AssayEngine) engine = assay_engine_open (&assay_engine_cpu, &options, &error);
  g_autoptr (GPtrArray) tables = assay_engine_count (engine, rows, &request, NULL, NULL, &error);
  if (tables == NULL)
    g_error ("%s", error->message);
  remap_all (tables, scan, shapes, set);
  assay_scan_free (scan);
  return TRUE;
}

/* --- DuckDB -------------------------------------------------------------------------------------------------------- */

/* Every value decoded and touched by the cheapest function there is for its type. */
static char *
decode_sql (const char *from)
{
  GString *sql = g_string_new ("SELECT count(bit_count(label)), count(bit_count(prediction))");

  for (guint c = 0; c < N_SLICES; c++)
    g_string_append_printf (sql, slices[c][0] == 'i' ? ", count(bit_count(%s))" : ", count(strlen(%s))", slices[c]);
  g_string_append_printf (sql, " FROM %s", from);
  return g_string_free (sql, FALSE);
}

static char *
grouping_sets_sql (const char *from)
{
  GString *sql = g_string_new ("SELECT ");

  for (guint c = 0; c < N_SLICES; c++)
    g_string_append_printf (sql, "%s, ", slices[c]);
  g_string_append_printf (sql, "label, prediction, count(*) FROM %s GROUP BY GROUPING SETS (", from);
  for (guint c = 0; c < N_SLICES; c++)
    g_string_append_printf (sql, "%s(%s, label, prediction)", c > 0 ? ", " : "", slices[c]);
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

static gboolean
run_decode (gpointer data)
{
  Set *set = data;
  g_autofree char *sql = decode_sql (set->from);

  return assay_bench_duckdb_query (set->duckdb, sql);
}

static gboolean
run_grouping_sets (gpointer data)
{
  Set *set = data;
  g_autofree char *sql = grouping_sets_sql (set->from);

  return assay_bench_duckdb_query (set->duckdb, sql);
}

static gboolean
run_group_bys (gpointer data)
{
  Set *set = data;

  for (guint c = 0; c < N_SLICES; c++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %s, label, prediction, count(*) FROM %s GROUP BY ALL", slices[c], set->from);
      if (!assay_bench_duckdb_query (set->duckdb, sql))
        return FALSE;
    }
  return TRUE;
}

/* --- inputs -------------------------------------------------------------------------------------------------------- */

static void
make_inputs (AssayBenchDuckdb *duckdb,
             const char       *folder,
             guint64           n_rows,
             guint64           n_csv_rows,
             gint64            seed)
{
  g_autofree char *query = g_strdup_printf (
    "SELECT 'g' || hash(i*32+1+s) %% 2 AS t2, 'region-' || hash(i*32+2+s) %% 5 AS t5, "
    "CASE WHEN hash(i*32+23+s) %% 100 = 0 THEN NULL ELSE 'b' || hash(i*32+3+s) %% 9 END AS t9, "
    "'occupation/' || hash(i*32+4+s) %% 17 AS t17, 'state-of-residence-' || hash(i*32+5+s) %% 50 AS t50, "
    "'store-number-0000000' || hash(i*32+6+s) %% 400 AS t400, 'é' || hash(i*32+7+s) %% 5 AS t5b, "
    "'dev ' || hash(i*32+8+s) %% 17 AS t17b, "
    "CASE WHEN hash(i*32+29+s) %% 50 = 0 THEN NULL ELSE (18 + hash(i*32+9+s) %% 80)::INTEGER END AS i80, "
    "(hash(i*32+10+s) %% 100)::BIGINT - 3 AS i100, (hash(i*32+11+s) %% 2)::INTEGER AS label, "
    "CASE WHEN hash(i*32+12+s) %% 8 = 0 THEN 1 - (hash(i*32+11+s) %% 2)::INTEGER ELSE (hash(i*32+11+s) %% 2)::INTEGER END "
    "AS prediction FROM range(%" G_GUINT64_FORMAT ") r(i), (SELECT %" G_GINT64_FORMAT "::BIGINT * 1000003 AS s)", n_rows, seed);
  g_autofree char *parquet = g_strdup_printf ("COPY (%s) TO '%s/rows.parquet' (FORMAT parquet, COMPRESSION zstd)", query, folder);
  g_autofree char *csv = g_strdup_printf ("COPY (FROM '%s/rows.parquet' LIMIT %" G_GUINT64_FORMAT ") TO '%s/rows.csv'", folder,
                                          n_csv_rows, folder);

  g_assert_true (assay_bench_duckdb_query (duckdb, parquet));
  g_assert_true (assay_bench_duckdb_query (duckdb, csv));
}

static AssaySource *
open_source (const char *folder,
             const char *name,
             guint       n_threads)
{
  g_autoptr (GError) error = NULL;
  const char *files[] = { name, NULL };
  AssaySourceOptions options = { .n_threads = n_threads };
  AssaySource *source = assay_source_open (files, folder, &options, &error);

  if (source == NULL)
    g_error ("%s", error->message);
  return source;
}

static void
bench_parquet (AssayBenchDuckdb *duckdb,
               const char       *folder,
               guint64           n_rows,
               guint             n_runs,
               guint             n_threads)
{
  g_autofree char *from = g_strdup_printf ("read_parquet('%s/rows.parquet')", folder);
  g_autoptr (AssaySource) source = open_source (folder, "rows.parquet", n_threads);
  Set set = { duckdb, source, from, n_threads, 0 };
  AssayBenchCase cases[] = {
    { "decoding alone (DuckDB)", run_decode, &set }, { "one pass to sorted tables (Assay)", run_stream, &set },
    { "codes kept, then tallied (Assay)", run_keep, &set }, { "GROUPING SETS (DuckDB)", run_grouping_sets, &set },
    { "ten GROUP BYs (DuckDB)", run_group_bys, &set },
  };
  g_autofree char *sets = grouping_sets_sql ("read_parquet('rows.parquet')"), *decode = decode_sql ("read_parquet('rows.parquet')");

  printf ("\nParquet (ZSTD), %" G_GUINT64_FORMAT " rows x 12 columns, %u threads, %u runs\n", n_rows, n_threads, n_runs);
  printf ("  DuckDB %s; SET threads=%u; else as it comes\n  %s\n  %s\n"
          "  SELECT c, label, prediction, count(*) FROM read_parquet('rows.parquet') GROUP BY ALL, for each column c\n",
          duckdb_library_version (), n_threads, decode, sets);
  assay_bench_run (cases, G_N_ELEMENTS (cases), n_runs);
  assay_bench_table (cases, G_N_ELEMENTS (cases), n_runs, n_rows);
  double best_sql = MIN (cases[3].median, cases[4].median);
  assay_bench_figure ("read", "one pass, times decoding alone", cases[1].median / cases[0].median, "x", "<= 2");
  assay_bench_figure ("read", "better SQL, times one pass", best_sql / cases[1].median, "x", ">= 3");
  assay_bench_figure ("read", "better SQL, times codes kept then tallied", best_sql / cases[2].median, "x", ">= 2");
}

static gboolean
run_parse (gpointer data)
{
  return run_decode (data);
}

static void
bench_csv (AssayBenchDuckdb *duckdb,
           const char       *folder,
           guint64           n_rows,
           guint             n_runs,
           guint             n_threads)
{
  g_autofree char *from = g_strdup_printf ("read_csv('%s/rows.csv')", folder);
  g_autoptr (AssaySource) source = open_source (folder, "rows.csv", n_threads);
  Set set = { duckdb, source, from, n_threads, 0 };
  AssayBenchCase cases[] = { { "parsing alone (DuckDB)", run_parse, &set }, { "one pass to sorted tables (Assay)", run_stream, &set } };

  printf ("\nCSV, %" G_GUINT64_FORMAT " rows x 12 columns\n", n_rows);
  assay_bench_run (cases, G_N_ELEMENTS (cases), n_runs);
  assay_bench_table (cases, G_N_ELEMENTS (cases), n_runs, n_rows);
  assay_bench_figure ("read", "CSV: one pass, times parsing alone", cases[1].median / cases[0].median, "x", "<= 1.3");
}

int
main (int    argc,
      char **argv)
{
  guint64 n_rows = (guint64) assay_bench_option (argc, argv, "rows", 10000000);
  guint   n_runs = (guint) assay_bench_option (argc, argv, "runs", 5);
  guint   n_threads = (guint) assay_bench_option (argc, argv, "threads", 2);
  guint64 n_csv_rows = MAX (1, n_rows / 2);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("assay-bench-XXXXXX", &error);
  AssayBenchDuckdb duckdb;

  n_runs = CLAMP (n_runs, 1, ASSAY_BENCH_MAX_RUNS);
  assay_bench_duckdb_open (&duckdb, n_threads);
  make_inputs (&duckdb, folder, n_rows, n_csv_rows, assay_bench_option (argc, argv, "seed", 1));
  bench_parquet (&duckdb, folder, n_rows, n_runs, n_threads);
  bench_csv (&duckdb, folder, n_csv_rows, n_runs, n_threads);
  assay_bench_duckdb_close (&duckdb);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = g_build_filename (folder, i == 0 ? "rows.parquet" : "rows.csv", NULL);
      g_remove (path);
    }
  g_rmdir (folder);
  return 0;
}
