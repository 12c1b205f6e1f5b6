/* bench-workbench.c: a threshold that is dragged: how long a step takes before anything is drawn.
 *
 *   bench-workbench [--rows N] [--columns N] [--values N] [--steps N] [--checks N]
 *
 * An audit of columns times values slices and six measures with intervals, each tested against its rest, and checks of
 * all slices; then the threshold goes up edge by edge. Aim: 16 ms of processor time a step, median and 99th percentile.
 */
#include "bench.h"

#include "audit/audit.h"
#include "judge/what-if.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct
{
  guint rows, columns, values, steps, checks;
} Sizes;

static double
processor_seconds (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static void
write_data (const Sizes *sizes,
            const char  *folder)
{
  AssayBenchDuckdb duckdb;
  g_autoptr (GString) sql = g_string_new ("COPY (SELECT ");

  for (guint c = 0; c < sizes->columns; c++)
    g_string_append_printf (sql, "hash(i*64+%u) %% %u AS c%u, ", c, sizes->values, c);
  g_string_append_printf (sql, "(hash(i*64+61) %% 10007 / 10006.0)::DOUBLE AS s, "
                               "CASE WHEN hash(i*64+62) %% 10007 < hash(i*64+61) %% 10007 THEN 1 ELSE 0 END AS label "
                               "FROM range(%u) r(i)) TO '%s/a.parquet'", sizes->rows, folder);
  assay_bench_duckdb_open (&duckdb, 2);
  g_assert_true (assay_bench_duckdb_query (&duckdb, sql->str));
  assay_bench_duckdb_close (&duckdb);
}

/* (transfer full) */
static char *
plan_text (const Sizes *sizes)
{
  static const char *const measures[] = { "recall", "precision", "accuracy", "f1", "fpr", "balanced_accuracy" };
  GString *text = g_string_new ("[data]\nfiles=a.parquet\nlabel=label\nscore=s\npositive=1\n[slices]\n"
                                "measures=accuracy;recall;precision;fpr;f1;balanced_accuracy\ncolumns=");

  for (guint c = 0; c < sizes->columns; c++)
    g_string_append_printf (text, "%sc%u", c == 0 ? "" : ";", c);
  for (guint i = 0; i < sizes->checks; i++)
    g_string_append_printf (text, "\n[check %u]\nmeasure=%s\nslices=*\nat-least=0.5\n", i, measures[i % 6]);
  return g_string_free (text, FALSE);
}

static AssayAudit *
make_audit (const Sizes *sizes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("bench-workbench-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "a.parquet", NULL), *text = plan_text (sizes);

  write_data (sizes, folder);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "bench.ini", &error);
  g_assert_no_error (error);
  const AssayAuditOptions options = { .folder = folder };
  AssayAudit *audit = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  g_remove (path);
  g_rmdir (folder);
  return audit;
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
report (const char   *what,
        double       *seconds,
        guint         n,
        const char   *aim)
{
  g_autofree char *median = g_strdup_printf ("%s, median", what), *late = g_strdup_printf ("%s, 99th percentile", what);

  qsort (seconds, n, sizeof *seconds, compare_doubles);
  assay_bench_figure ("workbench", median, 1000 * seconds[n / 2], "ms", aim);
  assay_bench_figure ("workbench", late, 1000 * seconds[(n * 99 + 99) / 100 - 1], "ms", aim);
}

static void
drag (const Sizes *sizes,
      AssayWhatIf *what_if)
{
  g_autofree double *cpu = g_new (double, sizes->steps), *wall = g_new (double, sizes->steps);
  guint n_edges;

  assay_what_if_edges (what_if, &n_edges);
  for (guint i = 0; i < sizes->steps; i++)
    {
      const double from = processor_seconds (), since = assay_bench_now ();

      assay_what_if_move (what_if, 1 + (guint) ((guint64) i * (n_edges - 2) / sizes->steps));
      cpu[i] = processor_seconds () - from;
      wall[i] = assay_bench_now () - since;
    }
  report ("a threshold step, recompute, processor", cpu, sizes->steps, "16 ms");
  report ("a threshold step, recompute, wall", wall, sizes->steps, NULL);
}

int
main (int    argc,
      char **argv)
{
  const Sizes sizes = { (guint) assay_bench_option (argc, argv, "rows", 300000),
                        (guint) assay_bench_option (argc, argv, "columns", 10),
                        (guint) assay_bench_option (argc, argv, "values", 100),
                        (guint) assay_bench_option (argc, argv, "steps", 300),
                        (guint) assay_bench_option (argc, argv, "checks", 2) };
  g_autoptr (AssayAudit) audit = make_audit (&sizes);
  const double from = assay_bench_now ();
  g_autoptr (AssayWhatIf) what_if = assay_what_if_new (assay_audit_report (audit)->findings, NULL);

  g_assert_nonnull (what_if);
  g_print ("%u slices, %u steps\n", assay_what_if_findings (what_if)->slices->len, sizes.steps);
  assay_bench_figure ("workbench", "making a what-if", 1000 * (assay_bench_now () - from), "ms", NULL);
  drag (&sizes, what_if);
  const double settling = assay_bench_now ();
  assay_what_if_settle (what_if);
  assay_bench_figure ("workbench", "settling after a drag", 1000 * (assay_bench_now () - settling), "ms", "500 ms");
  return EXIT_SUCCESS;
}
