/* test-memory.c: an audit of more rows than memory holds: --memory N bounds the process at N + 150 MB (design.md 5).
 *
 * 100 million rows as DuckDB writes them from range(); the whole process' peak as the kernel kept it. The file is
 * written by a process of its own: a child's peak begins with what its parent had.
 */
#include "../read/test-data.h"
#include "program.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_ROWS G_GUINT64_CONSTANT (100000000)
#define BEYOND_KIB (150 * 1000 * 1000 / 1024)

static const char plan[] =
  "[data]\nfiles=rows.parquet\nlabel=y\nprediction=p\nbaseline=q\n"
  "[slices]\ncolumns=a;c;d;x\ncross=a*d;c*d\nbins.x=quantiles 20\n"
  "[check c]\nmeasure=recall\nslices=a\nat-least=0.5\n";

static void
wait_for (pid_t child, struct rusage *usage)
{
  int status;

  g_assert_cmpint (child, >, 0);
  g_assert_cmpint (wait4 (child, &status, 0, usage), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static void
write_rows (guint64 n_rows)
{
  struct rusage usage;
  pid_t child = fork ();

  if (child == 0)
    {
      g_autofree char *sql = g_strdup_printf (
        "SET memory_limit = '2GB'; SET preserve_insertion_order = false; COPY (SELECT 'group ' || (i * 2654435761 %% 50) AS a, "
        "(i * 40503 %% 1000)::INTEGER AS c, (i %% 7)::TINYINT AS d, (i * 69069 %% 5 > 1)::TINYINT AS y, "
        "(i * 69069 %% 5 > 1 AND i %% 11 <> 0)::TINYINT AS p, (i * 69069 %% 5 > 1 OR i %% 13 = 0)::TINYINT AS q, "
        "(i * 7919 %% 1000003) / 1000003.0 AS x FROM range(%" G_GUINT64_FORMAT ") r(i)) TO '@/rows.parquet'", n_rows);
      assay_test_sql (".", sql);
      _exit (0);
    }
  wait_for (child, &usage);
}

/* The peak in KiB, VmHWM of the process when it ended. */
static long
audit (const char *memory)
{
  const char *program = g_getenv ("ASSAY_PROGRAM");
  struct rusage usage;
  pid_t child = fork ();

  if (child == 0)
    {
      execl (program, "assay", "audit", "plan.ini", "--out", "out", "--quiet", "--memory", memory, (char *) NULL);
      _exit (127);
    }
  wait_for (child, &usage);
  return usage.ru_maxrss;
}

static void
check_report (guint64 n_rows)
{
  g_autofree char *text = read_file ("out/report.json");
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *data = json_object_get_object_member (json_node_get_object (root), "data");

  g_assert_cmpuint (json_object_get_int_member (data, "rows"), ==, n_rows);
}

static void
test_bound (void)
{
  static const struct { const char *memory; long kib; } bounds[] = { { "1G", 1 << 20 }, { "200M", 200 << 10 } };
  char *folder = folder_enter ();

  write_file ("plan.ini", plan);
  write_rows (N_ROWS);
  for (gsize i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      gint64 started = g_get_monotonic_time ();
      long peak = audit (bounds[i].memory);

      g_test_message ("%" G_GUINT64_FORMAT " rows, --memory %s: peak %ld KiB, %.1f s", N_ROWS, bounds[i].memory, peak,
                      (g_get_monotonic_time () - started) / 1e6);
      g_assert_cmpint (peak, <=, bounds[i].kib + BEYOND_KIB);
    }
  check_report (N_ROWS); /* last: its JSON would be in the peak of a later child */
  folder_leave (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/memory/bound", test_bound);
  return g_test_run ();
}
