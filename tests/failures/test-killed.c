/* test-killed.c: an audit that is killed (SIGKILL) at some hundred moments, evenly over the time that it takes and once
 * more over its writing: whatever is left that opens is a whole audit, the one that was being made or the one before.
 *
 * Where a kill fell is seen from outside: the bytes that the process has read (/proc/PID/io; a text file is read once for
 * its digest, then once more to be counted), and whether new files are in the output folder.
 */
#include "../cli/program.h"

#include "../audit/scratch.h"
#include "../read/test-data.h"
#include "audit/audit-digest.h"
#include "audit/audit.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_SPREAD 200    /* kills over the whole run, into a new folder and over an old audit in turn */
#define N_WRITING 60    /* and over its writing */

typedef enum { READING, COUNTING, WRITING, N_PHASES } Phase;

static const char *const phases[] = { "reading", "counting", "writing" };

typedef struct
{
  char   *data;                /* a CSV file */
  guint64 n_bytes;             /* of it */
  char   *old_digest, *digest; /* of the audit before, of the one that is killed */
  gint64  run_us, write_us;    /* what one takes */
  guint   n_killed[N_PHASES];
  guint   n_whole, n_none;     /* what opened afterwards in a new folder */
} Series;

/* --- audits on disk ------------------------------------------------------------------------------------------ */

/* (transfer full) (nullable) What a file counted, when it opens as an audit. */
static char *
digest_of (const char *path)
{
  g_autoptr (AssayAudit) audit = assay_audit_open (path, NULL);

  if (audit == NULL)
    return NULL;
  const AssayReport *report = assay_audit_report (audit);
  return assay_audit_digest_content (report->plan, report->counts);
}

/* Every file in "out", whatever its name, is a whole audit or does not open. */
static void
check_left (Series   *self,
            gboolean  has_old)
{
  g_autofree char *names = scratch_list ("out");
  g_auto (GStrv) words = g_strsplit (strcmp (names, "-") == 0 ? "" : names, " ", -1);
  g_autofree char *finished = digest_of ("out/audit.assay");

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename ("out", words[i], NULL);
      g_autofree char *digest = digest_of (path);
      if (digest != NULL && strcmp (digest, self->digest) != 0 && !(has_old && strcmp (digest, self->old_digest) == 0))
        g_error ("%s opens as another audit", path);
    }
  g_assert_true (finished != NULL || !has_old);
  if (!has_old)
    *(finished != NULL ? &self->n_whole : &self->n_none) += 1;
}

/* --- one run ------------------------------------------------------------------------------------------------- */

static pid_t
start (const Series *self,
       const char   *slices)
{
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      int null = open ("/dev/null", O_RDWR);
      dup2 (null, 0);
      dup2 (null, 1);
      dup2 (null, 2);
      execl (g_getenv ("ASSAY_PROGRAM"), "assay", "audit", self->data, "--label", "label", "--prediction", "candidate",
             "--slices", slices, "--threads", "2", "--out", "out", NULL);
      _exit (127);
    }
  return child;
}

static guint64
bytes_read (pid_t child)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/io", child);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  const char *field = strstr (text, "rchar: ");
  return field != NULL ? g_ascii_strtoull (field + strlen ("rchar: "), NULL, 10) : 0;
}

static gboolean
is_writing (const char *before)
{
  g_autofree char *names = scratch_list ("out");

  return strcmp (names, before) != 0;
}

static Phase
phase_of (const Series *self,
          pid_t         child,
          const char   *before)
{
  return is_writing (before) ? WRITING : bytes_read (child) < self->n_bytes ? READING : COUNTING;
}

/* TRUE when the process was killed, FALSE when it had ended by itself. */
static gboolean
kill_now (Series     *self,
          pid_t       child,
          const char *before)
{
  Phase phase = phase_of (self, child, before);
  int status;

  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (!WIFSIGNALED (status))
    {
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
      return FALSE;
    }
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
  self->n_killed[phase]++;
  return TRUE;
}

static void
wait_until (gint64 time_us)
{
  gint64 left = time_us - g_get_monotonic_time ();

  if (left > 0)
    g_usleep ((gulong) left);
}

/* --- many ---------------------------------------------------------------------------------------------------- */

/* A whole run into "out"; keeps its times. */
static void
run_whole (Series     *self,
           const char *slices)
{
  g_autofree char *before = scratch_list ("out");
  gint64 started = g_get_monotonic_time (), writing = 0;
  pid_t child = start (self, slices);
  int status;

  while (waitpid (child, &status, WNOHANG) == 0)
    {
      if (writing == 0 && is_writing (before))
        writing = g_get_monotonic_time ();
      g_usleep (50);
    }
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  self->run_us = g_get_monotonic_time () - started;
  self->write_us = writing != 0 ? g_get_monotonic_time () - writing : 1000;
}

/* "out" is not there, or holds the audit before. */
static void
put_before (gboolean has_old)
{
  scratch_remove ("out");
  if (has_old)
    {
      g_assert_cmpint (mkdir ("out", 0777), ==, 0);
      g_autofree char *bytes = NULL;
      gsize n_bytes;
      g_assert_true (g_file_get_contents ("old.assay", &bytes, &n_bytes, NULL));
      g_assert_true (g_file_set_contents ("out/audit.assay", bytes, (gssize) n_bytes, NULL));
    }
}

/* A busy machine makes some end before their moment: those take part anew, at the moment that fits the time they took. */
static void
kill_spread (Series *self)
{
  guint n_ended = 0;

  for (guint k = 0; k < N_SPREAD;)
    {
      gboolean has_old = k % 2 == 1;
      put_before (has_old);
      g_autofree char *before = scratch_list ("out");
      gint64 started = g_get_monotonic_time ();
      pid_t child = start (self, "sex;race");
      wait_until (started + self->run_us * (2 * k + 1) / (2 * N_SPREAD));
      if (kill_now (self, child, before))
        k++;
      else
        {
          self->run_us = (g_get_monotonic_time () - started) * 95 / 100;
          g_assert_cmpuint (++n_ended, <, 5 * N_SPREAD);
        }
      check_left (self, has_old);
    }
}

static gboolean
has_ended (pid_t child)
{
  siginfo_t ended = { .si_pid = 0 };

  return waitid (P_PID, (id_t) child, &ended, WEXITED | WNOHANG | WNOWAIT) != 0 || ended.si_pid != 0;
}

static void
kill_writing (Series *self)
{
  guint n_ended = 0;

  for (guint k = 0; k < N_WRITING;)
    {
      gboolean has_old = k % 2 == 1;
      put_before (has_old);
      g_autofree char *before = scratch_list ("out");
      pid_t child = start (self, "sex;race");
      while (!is_writing (before) && !has_ended (child))
        g_usleep (20);
      wait_until (g_get_monotonic_time () + self->write_us * k / N_WRITING);
      if (kill_now (self, child, before))
        k++;
      else
        {
          self->write_us = self->write_us * 9 / 10;
          g_assert_cmpuint (++n_ended, <, 10 * N_WRITING);
        }
      check_left (self, has_old);
    }
}

static void
print_killed (const Series *self,
              const char   *when)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_PHASES; i++)
    g_string_append_printf (text, ", %u in %s", self->n_killed[i], phases[i]);
  g_test_message ("SIGKILLs %s%s; afterwards, in a new folder: %u whole audits, %u none", when, text->str, self->n_whole,
                  self->n_none);
}

/* The census set where it is there, as text; else as many rows made up. */
static void
make_data (const char *folder)
{
  g_autofree char *census = g_build_filename (g_getenv ("ASSAY_SOURCE"), "..", "shared", "data", "acs_income.parquet", NULL);
  gboolean has_census = g_file_test (census, G_FILE_TEST_EXISTS);

  if (!has_census)
    write_income ("made-up.csv", 300000);
  g_autofree char *sql = has_census
    ? g_strdup_printf ("COPY (SELECT sex, race, age, label, candidate FROM '%s') TO '@/data.csv'", census)
    : g_strdup ("COPY (SELECT sex, race, age, label, prediction AS candidate FROM '@/made-up.csv') TO '@/data.csv'");
  assay_test_sql (folder, sql);
  g_test_message ("%s", has_census ? census : "the census set is not there: 300,000 rows made up");
}

static void
test_killed (void)
{
  char *folder = folder_enter ();
  Series series = { .data = g_build_filename (folder, "data.csv", NULL) };
  struct stat status;

  make_data (folder);
  g_assert_cmpint (stat (series.data, &status), ==, 0);
  series.n_bytes = (guint64) status.st_size;
  run_whole (&series, "sex");
  series.old_digest = digest_of ("out/audit.assay");
  g_assert_cmpint (rename ("out/audit.assay", "old.assay"), ==, 0);
  scratch_remove ("out");
  run_whole (&series, "sex;race");
  series.digest = digest_of ("out/audit.assay");
  g_assert_true (series.digest != NULL && series.old_digest != NULL && strcmp (series.digest, series.old_digest) != 0);
  g_test_message ("one run takes %.0f ms, %.1f ms of it writing", series.run_us / 1e3, series.write_us / 1e3);

  kill_spread (&series);
  print_killed (&series, "spread evenly");
  g_assert_cmpuint (series.n_killed[READING], >, 0);
  g_assert_cmpuint (series.n_killed[COUNTING], >, 0);
  kill_writing (&series);
  print_killed (&series, "with those aimed at writing");
  g_assert_cmpuint (series.n_killed[WRITING], >=, N_WRITING / 2);
  /* What kills left behind is in nobody's way. */
  run_whole (&series, "sex;race");
  g_autofree char *last = digest_of ("out/audit.assay");
  g_assert_cmpstr (last, ==, series.digest);
  g_free (series.data);
  g_free (series.digest);
  g_free (series.old_digest);
  folder_leave (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/killed/audit", test_killed);
  return g_test_run ();
}
