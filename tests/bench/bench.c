/* bench.c: timing side by side. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

double
assay_bench_now (void)
{
  return (double) g_get_monotonic_time () / 1e6;
}

static double
cpu_now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static int
compare (const void *a,
         const void *b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static void
run_once (AssayBenchCase *one,
          guint           at)
{
  double start = assay_bench_now (), cpu_start = cpu_now ();

  if (!one->run (one->data))
    {
      fprintf (stderr, "bench: '%s' failed\n", one->name);
      exit (1);
    }
  if (at == ASSAY_BENCH_MAX_RUNS)
    return;
  one->seconds[at] = assay_bench_now () - start;
  one->cpu_seconds[at] = cpu_now () - cpu_start;
}

static double
sort_to_median (double *values,
                guint   n)
{
  qsort (values, n, sizeof *values, compare);
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

void
assay_bench_run (AssayBenchCase *cases,
                 guint           n_cases,
                 guint           n_runs)
{
  for (guint c = 0; c < n_cases; c++)
    run_once (&cases[c], ASSAY_BENCH_MAX_RUNS);
  for (guint run = 0; run < n_runs; run++)
    for (guint c = 0; c < n_cases; c++)
      run_once (&cases[c], run);
  for (guint c = 0; c < n_cases; c++)
    {
      cases[c].median = sort_to_median (cases[c].seconds, n_runs);
      cases[c].cpu_median = sort_to_median (cases[c].cpu_seconds, n_runs);
    }
}

void
assay_bench_figure (const char *bench,
                    const char *figure,
                    double      value,
                    const char *unit,
                    const char *aim)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  printf ("{\"bench\":\"%s\",\"figure\":\"%s\",\"value\":%s,\"unit\":\"%s\"", bench, figure,
          g_ascii_formatd (number, sizeof number, "%.4g", value), unit);
  if (aim != NULL)
    printf (",\"aim\":\"%s\"", aim);
  printf ("}\n");
  fflush (stdout);
}

void
assay_bench_table (const AssayBenchCase *cases,
                   guint                 n_cases,
                   guint                 n_runs,
                   guint64               n_rows)
{
  printf ("  %-44s %9s %9s %9s %9s %10s\n", "", "median s", "least", "most", "CPU s", "M rows/s");
  for (guint c = 0; c < n_cases; c++)
    printf ("  %-44s %9.4f %9.4f %9.4f %9.4f %10.1f\n", cases[c].name, cases[c].median, cases[c].seconds[0],
            cases[c].seconds[n_runs - 1], cases[c].cpu_median, (double) n_rows / cases[c].median / 1e6);
  fflush (stdout);
}

const char *
assay_bench_text (int         argc,
                  char      **argv,
                  const char *name)
{
  gsize length = strlen (name);

  for (int i = 1; i < argc; i++)
    if (strncmp (argv[i], "--", 2) == 0 && strncmp (argv[i] + 2, name, length) == 0)
      {
        if (argv[i][length + 2] == '=')
          return argv[i] + length + 3;
        if (argv[i][length + 2] == '\0' && i + 1 < argc)
          return argv[i + 1];
      }
  return NULL;
}

gint64
assay_bench_option (int         argc,
                    char      **argv,
                    const char *name,
                    gint64      otherwise)
{
  const char *text = assay_bench_text (argc, argv, name);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : otherwise;
}

/* --- read bandwidth ---------------------------------------------------------------------------------------------- */

typedef struct
{
  const guint64 *words;
  gsize          n_words;
  guint64        sum;
} Reader;

static gpointer
read_words (gpointer data)
{
  Reader *reader = data;
  guint64 sums[8] = { 0 };

  for (gsize i = 0; i + 8 <= reader->n_words; i += 8)
    for (guint j = 0; j < 8; j++)
      sums[j] += reader->words[i + j];
  for (guint j = 0; j < 8; j++)
    reader->sum += sums[j];
  return NULL;
}

double
assay_bench_read_bandwidth (guint n_threads)
{
  gsize n_bytes = (gsize) 1 << 30;
  guint64 *words = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  double best = G_MAXDOUBLE;

  g_assert_true (words != MAP_FAILED);
  madvise (words, n_bytes, MADV_HUGEPAGE);
  memset (words, 1, n_bytes);
  for (guint run = 0; run < 5; run++)
    {
      Reader readers[64] = { 0 };
      GThread *threads[64];
      double start = assay_bench_now ();
      for (guint t = 0; t < n_threads; t++)
        {
          gsize n_words = n_bytes / 8 / n_threads;
          readers[t] = (Reader) { words + t * n_words, n_words, 0 };
          threads[t] = g_thread_new ("read", read_words, &readers[t]);
        }
      for (guint t = 0; t < n_threads; t++)
        g_thread_join (threads[t]);
      best = MIN (best, assay_bench_now () - start);
    }
  munmap (words, n_bytes);
  return (double) n_bytes / best;
}

/* --- DuckDB -------------------------------------------------------------------------------------------------------- */

void
assay_bench_duckdb_open (AssayBenchDuckdb *self,
                         guint             n_threads)
{
  duckdb_config config;
  g_autofree char *threads = g_strdup_printf ("%u", n_threads);

  duckdb_create_config (&config);
  duckdb_set_config (config, "threads", threads);
  g_assert_true (duckdb_open_ext (NULL, &self->database, config, NULL) == DuckDBSuccess);
  g_assert_true (duckdb_connect (self->database, &self->connection) == DuckDBSuccess);
  duckdb_destroy_config (&config);
}

gboolean
assay_bench_duckdb_query (AssayBenchDuckdb *self,
                          const char       *sql)
{
  duckdb_result result;
  gboolean is_ok = duckdb_query (self->connection, sql, &result) == DuckDBSuccess;

  if (!is_ok)
    fprintf (stderr, "DuckDB: %s\n  in %.300s\n", duckdb_result_error (&result), sql);
  duckdb_destroy_result (&result);
  return is_ok;
}

void
assay_bench_duckdb_close (AssayBenchDuckdb *self)
{
  duckdb_disconnect (&self->connection);
  duckdb_close (&self->database);
}
