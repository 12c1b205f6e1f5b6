/* bench.h: timing side by side: alternated runs, medians, one JSON line a figure and a table for people. */
#pragma once

#include <duckdb.h>
#include <glib.h>

#define ASSAY_BENCH_MAX_RUNS 99

/* One thing that is timed. run does the whole of it once; FALSE ends the bench. */
typedef struct
{
  const char *name;
  gboolean  (*run) (gpointer data);
  gpointer    data;
  double      seconds[ASSAY_BENCH_MAX_RUNS]; /* sorted after assay_bench_run() */
  double      median;
  double      cpu_seconds[ASSAY_BENCH_MAX_RUNS], cpu_median; /* of all threads: what a busy machine changes less */
} AssayBenchCase;

double assay_bench_now    (void); /* seconds */
/* Runs every case once as a warm-up, then n_runs times in turn: A B C A B C ... */
void   assay_bench_run    (AssayBenchCase *cases, guint n_cases, guint n_runs);
/* {"bench":"read","figure":"...","value":...,"unit":"...","aim":"..."} on one line; aim may be NULL. */
void   assay_bench_figure (const char *bench, const char *figure, double value, const char *unit, const char *aim);
/* The cases as a table: median, least, most, processor time, and the rate for n_rows. */
void   assay_bench_table  (const AssayBenchCase *cases, guint n_cases, guint n_runs, guint64 n_rows);
/* --name VALUE or --name=VALUE among the arguments, else otherwise. */
gint64 assay_bench_option (int argc, char **argv, const char *name, gint64 otherwise);
/* (nullable) The same for a text. */
const char *assay_bench_text (int argc, char **argv, const char *name);
/* Bytes a second that n_threads read from memory, measured now. */
double assay_bench_read_bandwidth (guint n_threads);

/* DuckDB beside Assay, in the same process, on as many threads. */
typedef struct
{
  duckdb_database   database;
  duckdb_connection connection;
} AssayBenchDuckdb;

void     assay_bench_duckdb_open  (AssayBenchDuckdb *self, guint n_threads);
gboolean assay_bench_duckdb_query (AssayBenchDuckdb *self, const char *sql);
void     assay_bench_duckdb_close (AssayBenchDuckdb *self);
