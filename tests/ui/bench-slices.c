/* bench-slices.c: the page of slices under the hand: a threshold that is dragged, a long list that is scrolled.
 *
 *   tests/ui/xsession bench-slices [--columns N] [--values N] [--rows N] [--steps N] [--scores 0] [--compare 1]
 *
 * An audit of columns times values slices in six measures is opened in a window of 1366 x 768. For every step: processor
 * time of what the step works out (findings, model, rows on the screen) and of drawing the frame, apart. Ten thousand slices (--columns 10 --values 1000) have
 * histograms of scores that no audit file holds: --scores 0 scrolls them without. --compare 1: the page of comparisons.
 */
#include "../bench/bench.h"
#include "turn-page.h"

#include "compare-list.h"
#include "slices-list.h"
#include "threshold-bar.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static guint n_columns, n_values, n_rows, n_steps, n_scores, n_compare;

static double
processor_seconds (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

/* (transfer full) The path of an audit file. */
static char *
make_audit (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("bench-slices-XXXXXX", &error);
  g_autoptr (GString) sql = g_string_new ("COPY (SELECT "), text = g_string_new (NULL);
  AssayBenchDuckdb duckdb;

  g_string_append_printf (text, "[data]\nfiles=a.parquet\nlabel=label\n%s\npositive=1\n[slices]\n"
                                "measures=accuracy;recall;precision;fpr;f1;balanced_accuracy\ncolumns=",
                          n_scores > 0 ? "score=s" : n_compare > 0 ? "prediction=p\nbaseline=b" : "prediction=p");
  for (guint c = 0; c < n_columns; c++)
    {
      g_string_append_printf (sql, "'value ' || hash(i*64+%u) %% %u AS c%u, ", c, n_values, c);
      g_string_append_printf (text, "%sc%u", c == 0 ? "" : ";", c);
    }
  g_string_append (text, "\n[check recall]\nmeasure=recall\nslices=*\nat-least=0.5\n");
  g_string_append_printf (sql, "(hash(i*64+61) %% 10007 / 10006.0)::DOUBLE AS s, (hash(i*64+61) %% 10007 >= 5003)::INTEGER AS p, (hash(i*64+61) %% 10007 >= 5003 + hash(i*64+63) %% 900)::INTEGER AS b, CASE WHEN hash(i*64+62) %% 10007 < "
                               "hash(i*64+61) %% 10007 THEN 1 ELSE 0 END AS label FROM range(%u) r(i)) TO '%s/a.parquet'",
                          n_rows, folder);
  assay_bench_duckdb_open (&duckdb, 2);
  g_assert_true (assay_bench_duckdb_query (&duckdb, sql->str));
  assay_bench_duckdb_close (&duckdb);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text->str, text->len, "bench.ini", &error);
  g_assert_no_error (error);
  const AssayAuditOptions options = { .folder = folder };
  g_autoptr (AssayAudit) audit = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  char *path = g_build_filename (folder, "bench.assay", NULL);
  const gboolean is_saved = assay_audit_file_save (assay_audit_report (audit), path, &error);
  g_assert_no_error (error);
  g_assert_true (is_saved);
  return path;
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
figures (const char *what,
         double     *seconds,
         const char *aim)
{
  g_autofree char *median = g_strdup_printf ("%s, median", what), *late = g_strdup_printf ("%s, 99th percentile", what);

  qsort (seconds, n_steps, sizeof *seconds, compare_doubles);
  assay_bench_figure ("slices", median, 1000 * seconds[n_steps / 2], "ms", aim);
  assay_bench_figure ("slices", late, 1000 * seconds[(n_steps * 99 + 99) / 100 - 1], "ms", aim);
  g_autofree char *worst = g_strdup_printf ("%s, the longest", what);
  assay_bench_figure ("slices", worst, 1000 * seconds[n_steps - 1], "ms", aim);
}

/* A step as the pointer makes it: the bar says "moved", the page follows; it comes to rest only after the last. */
static void
drag (AssayWindow *window)
{
  AssayThresholdBar *bar = ASSAY_THRESHOLD_BAR (screen_find (window, ASSAY_TYPE_THRESHOLD_BAR, NULL, NULL));
  g_autofree double *work = g_new (double, n_steps), *drawing = g_new (double, n_steps);

  for (guint i = 0; i < n_steps; i++)
    {
      const double from = processor_seconds ();
      assay_threshold_bar_drag (bar, 1 + i * 1000 / n_steps);
      work[i] = processor_seconds () - from;
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
      drawing[i] = processor_seconds () - from - work[i];
    }
  const double from = assay_bench_now ();
  assay_open_audit_let_go (assay_window_audit (window));
  WAIT (assay_open_audit_is_settled (assay_window_audit (window)));
  assay_bench_figure ("slices", "let go, all is settled (first time)", 1000 * (assay_bench_now () - from), "ms", "500 ms");
  const double again = assay_bench_now ();
  assay_threshold_bar_move (bar, 2);
  WAIT (assay_open_audit_is_settled (assay_window_audit (window)));
  assay_bench_figure ("slices", "let go, all is settled", 1000 * (assay_bench_now () - again), "ms", "500 ms");
  figures ("a threshold step, work", work, "16 ms");
  figures ("a threshold step, drawing", drawing, "16 ms");
}

static void
scroll (AssayWindow *window)
{
  const GType type = n_compare > 0 ? ASSAY_TYPE_COMPARE_LIST : ASSAY_TYPE_SLICES_LIST;
  GtkWidget *view = screen_find (screen_find (window, type, NULL, NULL), GTK_TYPE_COLUMN_VIEW, NULL, NULL);
  GtkAdjustment *at = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  const double room = gtk_adjustment_get_upper (at) - gtk_adjustment_get_page_size (at);
  g_autofree double *frames = g_new (double, n_steps);

  for (guint i = 0; i < n_steps; i++)
    {
      const double from = processor_seconds ();
      gtk_adjustment_set_value (at, room * i / n_steps);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
      frames[i] = processor_seconds () - from;
    }
  figures ("a frame of scrolling", frames, "33 ms");
}

int
main (int    argc,
      char **argv)
{
  n_columns = (guint) assay_bench_option (argc, argv, "columns", 10);
  n_values = (guint) assay_bench_option (argc, argv, "values", 100);
  n_rows = (guint) assay_bench_option (argc, argv, "rows", 300000);
  n_steps = (guint) assay_bench_option (argc, argv, "steps", 300);
  n_scores = (guint) assay_bench_option (argc, argv, "scores", 1);
  n_compare = (guint) assay_bench_option (argc, argv, "compare", 0);
  int argc_of_gtk = 1;
  g_autoptr (AssayApplication) application = screen_application (&argc_of_gtk, &argv);
  g_autofree char *path = make_audit (), *folder = g_path_get_dirname (path), *data = g_build_filename (folder, "a.parquet", NULL);
  AssayWindow *window = screen_window (application, 1366, 768);

  screen_open (window, path);
  double from = assay_bench_now ();
  assay_open_audit_what_if (assay_window_audit (window), NULL);
  assay_bench_figure ("slices", "a what-if is made", 1000 * (assay_bench_now () - from), "ms", NULL);
  from = assay_bench_now ();
  turn_page (window, n_compare > 0 ? "compare" : "slices");
  g_print ("%u slices\n", assay_open_audit_report (assay_window_audit (window))->findings->slices->len);
  assay_bench_figure ("slices", "the page, to its first frame", 1000 * (assay_bench_now () - from), "ms", NULL);
  if (n_scores > 0)
    drag (window);
  scroll (window);
  g_remove (path);
  g_remove (data);
  g_rmdir (folder);
  return EXIT_SUCCESS;
}
