/* bench-audit.c: the whole `assay audit` as a user runs it: process start to written files, and its peak memory.
 *
 *   bench-audit [--runs N]
 *
 * On the census income set where it is there (../shared/data/acs_income.parquet; 332,900 rows, every column but person sliced, sex*race
 * crossed, two baselines), on the sample, and on 100 M rows that are streamed under --memory 1G. ASSAY_PROGRAM names the program, ASSAY_SOURCE the source folder.
 */
#include "bench.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define STREAMED_ROWS 100000000

typedef struct
{
  const char *program, *plan, *out;
  const char *memory;       /* (nullable) --memory */
  long        peak_kib;     /* greatest of all runs */
} Run;

/* One run of the program; its own peak memory, not the bench's. */
static gboolean
run_audit (gpointer data)
{
  Run *run = data;
  struct rusage usage;
  int   status;
  pid_t child = fork ();

  if (child == 0)
    {
      execl (run->program, run->program, "audit", run->plan, "--out", run->out, "--quiet",
             run->memory != NULL ? "--memory" : NULL, run->memory, (char *) NULL);
      _exit (127);
    }
  if (child < 0 || wait4 (child, &status, 0, &usage) != child)
    return FALSE;
  run->peak_kib = MAX (run->peak_kib, usage.ru_maxrss);
  return WIFEXITED (status) && WEXITSTATUS (status) <= 2;
}

static void
remove_folder (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_remove (path);
    }
  if (dir != NULL)
    g_dir_close (dir);
  g_rmdir (folder);
}

static void
bench_plan (const char *title,
            const char *program,
            const char *plan,
            const char *memory_bound, /* (nullable) */
            guint       n_runs,
            guint64     n_rows,
            const char *time_aim,
            const char *memory_aim)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("assay-bench-XXXXXX", &error);
  g_autofree char *out = g_build_filename (folder, "out", NULL);
  g_autofree char *seconds = g_strdup_printf ("%s: seconds", title), *memory = g_strdup_printf ("%s: peak memory", title);
  Run run = { program, plan, out, memory_bound, 0 };
  AssayBenchCase cases[] = { { title, run_audit, &run } };

  assay_bench_run (cases, 1, n_runs);
  assay_bench_table (cases, 1, n_runs, n_rows);
  assay_bench_figure ("audit", seconds, cases[0].median, "s", time_aim);
  assay_bench_figure ("audit", memory, (double) run.peak_kib / 1024, "MiB", memory_aim);
  remove_folder (out);
  g_rmdir (folder);
}

/* A plan over the census set, written beside nothing else. (transfer full) (nullable) */
static char *
write_census_plan (const char *source)
{
  g_autofree char *data = g_build_filename (source, "..", "shared", "data", "acs_income.parquet", NULL);
  g_autofree char *path = g_canonicalize_filename (data, NULL);
  char *plan;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  g_autofree char *text = g_strdup_printf (
    "[data]\nfiles=%s\nlabel=label\nprediction=candidate\nbaseline=current;alternative\n\n[slices]\n"
    "columns=sex;race;age;hours_per_week;education;class_of_worker;marital_status;occupation_code;birthplace_code\n"
    "cross=sex*race\n", path);
  int file = g_file_open_tmp ("assay-bench-XXXXXX.ini", &plan, NULL);
  g_assert_true (file >= 0);
  close (file);
  g_assert_true (g_file_set_contents (plan, text, -1, NULL));
  return plan;
}

/* More rows than anybody keeps in memory, written by DuckDB and read under --memory 1G: 0.8 GB of Parquet. */
static void
bench_streamed (const char *program,
                guint       n_runs)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("assay-bench-XXXXXX", &error);
  g_autofree char *data = g_build_filename (folder, "rows.parquet", NULL), *plan = g_build_filename (folder, "plan.ini", NULL);
  g_autofree char *sql = g_strdup_printf (
    "SET memory_limit = '2GB'; SET preserve_insertion_order = false; COPY (SELECT 'group ' || (i * 2654435761 %% 50) AS a, "
    "(i * 40503 %% 1000)::INTEGER AS c, (i %% 7)::TINYINT AS d, (i * 69069 %% 5 > 1)::TINYINT AS y, "
    "(i * 69069 %% 5 > 1 AND i %% 11 <> 0)::TINYINT AS p, (i * 69069 %% 5 > 1 OR i %% 13 = 0)::TINYINT AS q, "
    "(i * 7919 %% 1000003) / 1000003.0 AS x FROM range(%d) r(i)) TO '%s'", STREAMED_ROWS, data);
  const char *text = "[data]\nfiles=rows.parquet\nlabel=y\nprediction=p\nbaseline=q\n[slices]\ncolumns=a;c;d;x\n"
                     "cross=a*d;c*d\nbins.x=quantiles 20\n";
  pid_t child = fork ();

  if (child == 0) /* so that DuckDB's memory is not this process': a child's peak begins with its parent's */
    {
      AssayBenchDuckdb duckdb;
      assay_bench_duckdb_open (&duckdb, g_get_num_processors ());
      _exit (assay_bench_duckdb_query (&duckdb, sql) ? 0 : 1);
    }
  int status;
  g_assert_true (waitpid (child, &status, 0) == child && WIFEXITED (status) && WEXITSTATUS (status) == 0);
  g_assert_true (g_file_set_contents (plan, text, -1, NULL));
  bench_plan ("100 M rows streamed, --memory 1G", program, plan, "1G", n_runs, STREAMED_ROWS, NULL, "< 1167");
  remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  guint n_runs = (guint) CLAMP (assay_bench_option (argc, argv, "runs", 7), 1, ASSAY_BENCH_MAX_RUNS);
  const char *program = g_getenv ("ASSAY_PROGRAM"), *source = g_getenv ("ASSAY_SOURCE");

  program = program != NULL ? program : "build/assay";
  source = source != NULL ? source : ".";
  g_autofree char *sample = g_build_filename (source, "data", "adult-income.ini", NULL);
  g_autofree char *census = write_census_plan (source);
  printf ("\nassay audit, start to written files, %u runs\n", n_runs);
  bench_plan ("the sample, 22,611 rows", program, sample, NULL, n_runs, 22611, NULL, NULL);
  bench_streamed (program, MIN (n_runs, 3));
  if (census == NULL)
    {
      printf ("  the census income set is not there (../shared/data/acs_income.parquet): skipped\n");
      return 0;
    }
  bench_plan ("census income, 332,900 rows", program, census, NULL, n_runs, 332900, "< 1.5", "< 400");
  g_remove (census);
  g_free (g_steal_pointer (&census));
  return 0;
}
