/* bench-start.c: how long somebody waits for the workbench: its first window, an audit of 10 MB, and what it keeps.
 *
 *   tests/ui/xsession bench-start [--starts N] [--columns N] [--rows N]
 *
 * The program is started with the sample's audit, files in the page cache, and watched from outside: until its window can
 * be seen, until that bears the audit's name. Memory is what the kernel counts to the program then: all pages it holds, and
 * its share of those that others hold too. The large audit is opened in a window of this process, to its first frame.
 */
#include "../bench/bench.h"
#include "screen.h"
#include "x-window.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#define TITLE "Income model for personal loans"
#define REST_US (2 * G_USEC_PER_SEC)

static Display *display;

/* --- from outside ------------------------------------------------------------------------------------------------- */

static double
seconds_until (const char *title,
               double      from)
{
  while (x_window_find (display, DefaultRootWindow (display), title) == 0)
    g_usleep (2000);
  return assay_bench_now () - from;
}

/* KiB of a line of /proc/PID/smaps_rollup. */
static double
kib_of (GPid        pid,
        const char *line)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", (int) pid), *text = NULL;
  const char *found;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (found = strstr (text, line)) == NULL)
    return NAN;
  return g_ascii_strtod (found + strlen (line), NULL);
}

typedef struct
{
  double window, audit;          /* seconds */
  double resident, proportional; /* MB */
} Start;

static Start
start (const char *audit)
{
  const char *argv[] = { g_getenv ("ASSAY_WORKBENCH"), audit, NULL };
  g_autoptr (GError) error = NULL;
  Start self;
  GPid pid;
  const double from = assay_bench_now ();

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  self.window = seconds_until ("", from);
  self.audit = seconds_until (TITLE, from);
  g_usleep (REST_US);
  self.resident = kib_of (pid, "Rss:") / 1000;
  self.proportional = kib_of (pid, "Pss:") / 1000;
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  return self;
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values,
        guint   n)
{
  qsort (values, n, sizeof *values, compare_doubles);
  return values[n / 2];
}

/* The first start warms up. */
static void
bench_starts (const char *audit,
              guint       n)
{
  g_autofree double *window = g_new (double, n), *shown = g_new (double, n), *resident = g_new (double, n);
  g_autofree double *proportional = g_new (double, n);

  start (audit);
  for (guint i = 0; i < n; i++)
    {
      const Start one = start (audit);
      window[i] = one.window;
      shown[i] = one.audit;
      resident[i] = one.resident;
      proportional[i] = one.proportional;
    }
  assay_bench_figure ("start", "first window, median", median (window, n), "s", "1 s");
  assay_bench_figure ("start", "the sample's audit in it, median", median (shown, n), "s", NULL);
  assay_bench_figure ("start", "memory, resident, median", median (resident, n), "MB", "250 MB");
  assay_bench_figure ("start", "memory, proportional share, median", median (proportional, n), "MB", NULL);
}

/* --- a large audit ------------------------------------------------------------------------------------------------ */

/* (transfer full) The path of an audit file of n_columns columns of 100 values each. */
static char *
make_large (const char *folder,
            guint       n_columns,
            guint       n_rows)
{
  g_autoptr (GString) sql = g_string_new ("COPY (SELECT "), columns = g_string_new (NULL);
  g_autofree char *data = g_build_filename (folder, "a.parquet", NULL), *path = g_build_filename (folder, "l.assay", NULL);
  g_autoptr (GError) error = NULL;
  AssayBenchDuckdb duckdb;

  for (guint c = 0; c < n_columns; c++)
    {
      g_string_append_printf (sql, "'value ' || hash(i*64+%u) %% 100 AS c%u, ", c, c);
      g_string_append_printf (columns, "%sc%u", c == 0 ? "" : ";", c);
    }
  g_string_append_printf (sql, "(hash(i*64+61) %% 10007 / 10006.0)::DOUBLE AS s, CASE WHEN hash(i*64+62) %% 10007 < "
                               "hash(i*64+61) %% 10007 THEN 1 ELSE 0 END AS label FROM range(%u) r(i)) TO '%s'",
                          n_rows, data);
  assay_bench_duckdb_open (&duckdb, 2);
  g_assert_true (assay_bench_duckdb_query (&duckdb, sql->str));
  assay_bench_duckdb_close (&duckdb);
  g_autofree char *text = g_strdup_printf ("[data]\nfiles=a.parquet\nlabel=label\nscore=s\npositive=1\n[slices]\n"
                                           "measures=accuracy;recall;precision;fpr;f1;balanced_accuracy\ncolumns=%s\n",
                                           columns->str);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "bench.ini", &error);
  g_assert_no_error (error);
  const AssayAuditOptions options = { .folder = folder };
  g_autoptr (AssayAudit) audit = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  const gboolean is_saved = assay_audit_file_save (assay_audit_report (audit), path, &error);
  g_assert_no_error (error);
  g_assert_true (is_saved);
  g_remove (data);
  return g_steal_pointer (&path);
}

static void
bench_large (AssayApplication *application,
             guint             n_columns,
             guint             n_rows,
             guint             n)
{
  g_autofree char *folder = g_dir_make_tmp ("bench-start-XXXXXX", NULL), *path = make_large (folder, n_columns, n_rows);
  g_autofree double *seconds = g_new (double, n), *processor = g_new (double, n);
  AssayWindow *window = screen_window (application, 1366, 768);
  GStatBuf file;

  g_assert_cmpint (g_stat (path, &file), ==, 0);
  screen_open (window, path);
  const guint n_slices = assay_open_audit_report (assay_window_audit (window))->findings->slices->len;
  for (guint i = 0; i < n; i++)
    {
      const double from = assay_bench_now ();
      const clock_t worked = clock ();
      screen_open (window, path);
      seconds[i] = assay_bench_now () - from;
      processor[i] = (double) (clock () - worked) / CLOCKS_PER_SEC;
    }
  g_print ("an audit file of %u slices\n", n_slices);
  assay_bench_figure ("start", "the large audit file", (double) file.st_size / 1e6, "MB", NULL);
  assay_bench_figure ("start", "opened, to its first frame, median", median (seconds, n), "s", "0.5 s");
  assay_bench_figure ("start", "processor time of all threads for that, median", median (processor, n), "s", NULL);
  screen_close (window);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  const guint n = (guint) assay_bench_option (argc, argv, "starts", 7);
  const guint n_columns = (guint) assay_bench_option (argc, argv, "columns", 12);
  const guint n_rows = (guint) assay_bench_option (argc, argv, "rows", 300000);
  int argc_of_gtk = 1;
  g_autoptr (AssayApplication) application = screen_application (&argc_of_gtk, &argv);

  display = XOpenDisplay (NULL);
  g_assert_nonnull (display);
  x_window_quiet ();
  bench_starts (screen_audit (), n);
  bench_large (application, n_columns, n_rows, n);
  XCloseDisplay (display);
  return EXIT_SUCCESS;
}
