/* bench-report.c: `assay report` as a user runs it, process start to written files, and its peak memory.
 *
 *   bench-report [--runs N]
 *
 * PDF and HTML of the sample, and of a made audit with 10,000 slices. ASSAY_PROGRAM names the program, ASSAY_SOURCE the source
 * folder.
 */
#include "bench.h"

#include <glib/gstdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MADE_ROWS 400000
#define MADE_VALUES 100 /* of two columns that are crossed: 10,000 slices, and 200 of one column */

typedef struct
{
  const char *program, *audit, *out, *format;
  long        peak_kib; /* greatest of all runs */
} Run;

static gboolean
run (const char *const *argv,
     long              *peak_kib) /* (nullable) */
{
  struct rusage usage;
  int   status;
  pid_t child = fork ();

  if (child == 0)
    {
      execv (argv[0], (char *const *) argv);
      _exit (127);
    }
  if (child < 0 || wait4 (child, &status, 0, &usage) != child)
    return FALSE;
  if (peak_kib != NULL)
    *peak_kib = MAX (*peak_kib, usage.ru_maxrss);
  return WIFEXITED (status) && WEXITSTATUS (status) <= 2;
}

static gboolean
run_report (gpointer data)
{
  Run *self = data;
  const char *const argv[] = { self->program, "report", self->audit, "--format", self->format, "--out", self->out, "--quiet",
                               NULL };

  return run (argv, &self->peak_kib);
}

/* An audit without its reports. (transfer full) (nullable) */
static char *
make_audit (const char *program,
            const char *plan,
            const char *folder)
{
  const char *const argv[] = { program, "audit", plan, "--format", "csv", "--out", folder, "--quiet", NULL };

  return run (argv, NULL) ? g_build_filename (folder, "audit.assay", NULL) : NULL;
}

/* Every slice its own share of mistakes. */
static char *
write_made_plan (const char *folder)
{
  g_autofree char *data = g_build_filename (folder, "rows.csv", NULL);
  char *plan = g_build_filename (folder, "plan.ini", NULL);
  g_autofree char *text = g_strdup_printf ("[data]\nfiles=%s\nlabel=y\nprediction=p\nbaseline=q\npositive=1\n[slices]\ncolumns=a;b\n"
                                           "cross=a*b\n[check All]\nmeasure=recall\nslices=*\nat-least=0.7\n", data);
  g_autoptr (GString) rows = g_string_new ("a,b,y,p,q\n");
  guint64 state = 1;

  for (guint i = 0; i < MADE_ROWS; i++)
    {
      state = state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
      const guint a = (guint) (state >> 33) % MADE_VALUES, b = (guint) (state >> 45) % MADE_VALUES, y = state >> 60 & 1;
      const guint p = (state >> 20) % 100 < 10 + a / 10 ? 1 - y : y, q = (state >> 10) % 100 < 14 ? 1 - y : y;
      g_string_append_printf (rows, "group %u,kind %u,%u,%u,%u\n", a, b, y, p, q);
    }
  g_assert_true (g_file_set_contents (data, rows->str, (gssize) rows->len, NULL));
  g_assert_true (g_file_set_contents (plan, text, -1, NULL));
  return plan;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_remove (path);
    }
  g_rmdir (folder);
}

static void
bench_audit (const char *title,
             const char *program,
             const char *audit,
             const char *folder,
             guint       n_runs,
             const char *time_aim,
             const char *memory_aim)
{
  g_autofree char *out = g_build_filename (folder, "report", NULL);
  g_autofree char *seconds = g_strdup_printf ("%s: seconds", title), *memory = g_strdup_printf ("%s: peak memory", title);
  Run both = { program, audit, out, "pdf,html", 0 }, pdf = { program, audit, out, "pdf", 0 };
  AssayBenchCase cases[] = { { "PDF and HTML", run_report, &both }, { "PDF", run_report, &pdf } };

  g_print ("%s\n", title);
  assay_bench_run (cases, G_N_ELEMENTS (cases), n_runs);
  assay_bench_table (cases, G_N_ELEMENTS (cases), n_runs, 0);
  assay_bench_figure ("report", seconds, cases[0].median, "s", time_aim);
  assay_bench_figure ("report", memory, (double) both.peak_kib / 1024, "MiB", memory_aim);
}

int
main (int    argc,
      char **argv)
{
  const char *program = g_getenv ("ASSAY_PROGRAM"), *source = g_getenv ("ASSAY_SOURCE");
  int n_runs = 5;
  const GOptionEntry entries[] = {
    { "runs", 0, 0, G_OPTION_ARG_INT, &n_runs, "Timed runs", "N" }, { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || program == NULL || source == NULL || n_runs < 1)
    {
      g_printerr ("bench-report: %s\n", error != NULL ? error->message : "ASSAY_PROGRAM and ASSAY_SOURCE name the program and the source");
      return 3;
    }
  g_autofree char *folder = g_dir_make_tmp ("assay-bench-XXXXXX", &error);
  g_autofree char *sample = g_build_filename (source, "data", "adult-income.ini", NULL), *made = write_made_plan (folder);
  g_autofree char *first = g_build_filename (folder, "sample", NULL), *second = g_build_filename (folder, "made", NULL);
  g_autofree char *audit = make_audit (program, sample, first), *large = make_audit (program, made, second);
  g_assert_true (audit != NULL && large != NULL);
  bench_audit ("report of the sample", program, audit, folder, (guint) n_runs, "under 0.5", NULL);
  bench_audit ("report of 10,000 slices", program, large, folder, (guint) n_runs, "under 3", "under 200");
  remove_folder (folder);
  return 0;
}
