/* test-completion.c: what a real bash completes: by asking its function, and by pressing Tab on a terminal. */
#include "cli/completion.h"
#include "program.h"

#include <gio/gio.h>
#include <pty.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char ask[] =
  "source ./assay.bash; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _assay; printf '%s ' \"${COMPREPLY[@]}\"";

static gboolean
has_bash (void)
{
  g_autofree char *bash = g_find_program_in_path ("bash");

  if (bash == NULL)
    g_test_skip ("there is no bash here");
  return bash != NULL;
}

/* An empty folder with the script, some files and a folder. (transfer full) */
static char *
enter (void)
{
  char *folder = folder_enter ();
  g_autofree char *script = assay_completion_bash ();

  write_file ("assay.bash", script);
  write_file ("plan.ini", "");
  write_file ("predictions.csv", "");
  g_assert_cmpint (g_mkdir_with_parents ("income-audit", 0755), ==, 0);
  return folder;
}

/* What is proposed, in order. (transfer full) */
static char *
complete (const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_auto (GStrv) typed = g_strsplit (line, " ", -1);
  g_autofree char *out = NULL, *err = NULL;

  g_ptr_array_add (words, (gpointer) "bash");
  g_ptr_array_add (words, (gpointer) "-c");
  g_ptr_array_add (words, (gpointer) ask);
  g_ptr_array_add (words, (gpointer) "bash");
  for (guint i = 0; typed[i] != NULL; i++)
    g_ptr_array_add (words, typed[i]);
  g_ptr_array_add (words, NULL);
  g_spawn_sync (NULL, (char **) words->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (err, ==, "");
  return g_strdup (g_strstrip (out));
}

static void
test_words (void)
{
  static const struct { const char *line, *expected; } table[] = {
    { "assay au", "audit" },
    { "assay he", "help" },
    { "assay help k", "keys" },
    { "assay help me", "merge" },
    { "assay rep", "report" },
    { "assay dif", "" },                      /* not built yet */
    { "assay report --", "--format --paper --out --quiet --help" },
    { "assay report --paper ", "a4 letter" },
    { "assay report in", "income-audit" },
    { "assay audit --fo", "--format" },
    { "assay audit --min", "--min-rows --min-effect" },
    { "assay audit --dev", "--device" },
    { "assay sign --", "--as --decision --note --quiet --help" },
    { "assay sign --decision ", "approve reject" },
    { "assay sign in", "income-audit" },
    { "assay merge --", "--out --format --quiet --json --help" },
    { "assay audit --format ", "pdf html json csv junit" },
    { "assay audit --format j", "json junit" },
    { "assay audit --format json,c", "json,csv" },
    { "assay audit --format = js", "json" },  /* = is a word of its own */
    { "assay audit --format =", "pdf html json csv junit" },
    { "assay rows --cell f", "fp fn" },
    { "assay audit --engine ", "auto cpu cuda" },
    { "assay audit --task r", "regression" },
    { "assay audit --measures 'accuracy;kap", "accuracy;kappa" },
    { "assay audit --measures 'spec", "specificity" },
    { "assay audit --memory ", "" },
    { "assay audit pl", "plan.ini" },
    { "assay audit --quiet pred", "predictions.csv" },
    { "assay audit --data pl", "plan.ini" },
    { "assay audit --out i", "income-audit" },
    { "assay audit --out p", "" },            /* folders only */
    { "assay show income-audit sl", "slices" },
    { "assay show --most 3 income-audit sl", "slices" },
    { "assay show in", "income-audit" },
    { "assay engines ", "" },
    { "assay xyzzy ", "" },
  };

  if (!has_bash ())
    return;
  char *folder = enter ();
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *found = complete (table[i].line);

      g_test_message ("%s", table[i].line);
      g_assert_cmpstr (found, ==, table[i].expected);
    }
  folder_leave (folder);
}

/* Reads until text is there or nothing comes for some seconds. */
static gboolean
wait_for (int terminal, GString *seen, const char *text)
{
  while (strstr (seen->str, text) == NULL)
    {
      struct pollfd poll_terminal = { terminal, POLLIN };
      char bytes[4096];
      gssize n = poll (&poll_terminal, 1, 20000) == 1 ? read (terminal, bytes, sizeof bytes) : 0;

      if (n <= 0)
        return FALSE;
      g_string_append_len (seen, bytes, n);
    }
  return TRUE;
}

static void
type (int terminal, const char *keys)
{
  g_assert_cmpint (write (terminal, keys, strlen (keys)), ==, (gssize) strlen (keys));
}

/* A person at a terminal: Tab, and what stands on the line then (bash closes a quote itself). echo runs in place of assay, so that the line comes
 * back as bash understood it. */
static void
test_tab (void)
{
  if (!has_bash () || !terminal_is_there ())
    return;
  char *folder = enter ();
  struct winsize size = { .ws_row = 40, .ws_col = 200 };
  g_autoptr (GString) seen = g_string_new (NULL);
  int terminal;
  pid_t child = forkpty (&terminal, NULL, NULL, &size);

  if (child == 0)
    {
      g_setenv ("PS1", "ready> ", TRUE);
      g_setenv ("TERM", "dumb", TRUE);
      g_setenv ("INPUTRC", "/dev/null", TRUE);
      execlp ("bash", "bash", "--norc", "--noprofile", "-i", NULL);
      _exit (127);
    }
  g_assert_true (wait_for (terminal, seen, "ready> "));
  type (terminal, "source ./assay.bash; assay() { echo \"got:$*.\"; }; echo is''set\n");
  g_assert_true (wait_for (terminal, seen, "isset"));
  type (terminal, "assay aud\t--qui\tpla\t\n");
  g_assert_true (wait_for (terminal, seen, "got:audit --quiet plan.ini."));
  type (terminal, "assay rows income\t --format=cs\t\n");
  g_assert_true (wait_for (terminal, seen, "got:rows income-audit/ --format=csv."));
  type (terminal, "assay audit --measures \"recall;kap\t\n");
  g_assert_true (wait_for (terminal, seen, "got:audit --measures recall;kappa."));
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  close (terminal);
  folder_leave (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/completion/words", test_words);
  g_test_add_func ("/completion/tab", test_tab);
  return g_test_run ();
}
