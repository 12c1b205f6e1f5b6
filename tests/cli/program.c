#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void
outcome_clear (Outcome *self)
{
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
}

/* --- folders ------------------------------------------------------------------------------------------------- */

char *
folder_enter (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("assay-cli-XXXXXX", &error);

  g_assert_no_error (error);
  g_assert_cmpint (g_chdir (folder), ==, 0);
  return folder;
}

static void
remove_all (const char *path)
{
  GDir *dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_remove (path);
}

void
folder_leave (char *folder)
{
  g_assert_cmpint (g_chdir (g_get_tmp_dir ()), ==, 0);
  remove_all (folder);
  g_free (folder);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char **
folder_list (void)
{
  GDir *dir = g_dir_open (".", 0, NULL);
  GPtrArray *names = g_ptr_array_new ();
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_dir_close (dir);
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

void
write_file (const char *name, const char *content)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (name, content, -1, &error);
  g_assert_no_error (error);
}

char *
read_file (const char *name)
{
  g_autoptr (GError) error = NULL;
  char *content = NULL;

  g_file_get_contents (name, &content, NULL, &error);
  g_assert_no_error (error);
  return content;
}

/* --- running ------------------------------------------------------------------------------------------------- */

typedef struct
{
  char **argv;
  char **envp;
} Call;

static void
call_clear (Call *self)
{
  g_strfreev (self->argv);
  g_strfreev (self->envp);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, call_clear)

static gboolean
is_assignment (const char *word)
{
  const char *c = word;

  while (g_ascii_isupper (*c) || *c == '_')
    c++;
  return c > word && *c == '=';
}

static Call
call_new (const char *line)
{
  const char *program = g_getenv ("ASSAY_PROGRAM");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  GPtrArray *argv = g_ptr_array_new ();
  char **envp = g_get_environ ();

  g_assert_nonnull (program);
  if (*line != '\0')
    g_shell_parse_argv (line, NULL, &words, &error);
  g_assert_no_error (error);
  g_ptr_array_add (argv, g_strdup (program));
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      char *equals = argv->len == 1 && is_assignment (words[i]) ? strchr (words[i], '=') : NULL;

      if (equals == NULL)
        {
          g_ptr_array_add (argv, g_strdup (words[i]));
          continue;
        }
      *equals = '\0';
      envp = equals[1] != '\0' ? g_environ_setenv (envp, words[i], equals + 1, TRUE)
                               : g_environ_unsetenv (envp, words[i]);
    }
  g_ptr_array_add (argv, NULL);
  return (Call) { (char **) g_ptr_array_free (argv, FALSE), envp };
}

static G_GNUC_NORETURN void
become (const Call *call)
{
  signal (SIGPIPE, SIG_DFL);
  execve (call->argv[0], call->argv, call->envp);
  _exit (127);
}

typedef struct
{
  int      fd;
  GString *text;
} Reader;

/* To its end; a terminal whose other side is gone gives EIO. */
static gpointer
read_all (gpointer data)
{
  Reader *reader = data;
  char buffer[4096];
  gssize n;

  while ((n = read (reader->fd, buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR))
    if (n > 0)
      g_string_append_len (reader->text, buffer, n);
  close (reader->fd);
  return NULL;
}

static int
wait_for (pid_t child)
{
  int status;

  while (waitpid (child, &status, 0) < 0)
    g_assert_cmpint (errno, ==, EINTR);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -WTERMSIG (status);
}

static pid_t
start_on_pipes (const Call *call, int *out, int *err)
{
  int outs[2], errs[2], null;
  pid_t child;

  g_assert_cmpint (pipe (outs), ==, 0);
  g_assert_cmpint (pipe (errs), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      null = open ("/dev/null", O_RDONLY);
      dup2 (null, 0);
      dup2 (outs[1], 1);
      dup2 (errs[1], 2);
      for (int fd = 3; fd < 256; fd++)
        close (fd);
      become (call);
    }
  close (outs[1]);
  close (errs[1]);
  *out = outs[0];
  *err = errs[0];
  return child;
}

Outcome
run_and_signal (const char *line, int number, guint n_signals, guint delay_ms)
{
  g_auto (Call) call = call_new (line);
  Reader out = { 0, g_string_new (NULL) }, err = { 0, g_string_new (NULL) };
  pid_t child = start_on_pipes (&call, &out.fd, &err.fd);
  GThread *out_thread = g_thread_new ("out", read_all, &out);
  GThread *err_thread = g_thread_new ("err", read_all, &err);
  Outcome outcome;

  for (guint i = 0; i < n_signals; i++)
    {
      g_usleep (delay_ms * 1000);
      kill (child, number);
    }
  g_thread_join (out_thread);
  g_thread_join (err_thread);
  outcome.status = wait_for (child);
  outcome.out = g_string_free (out.text, FALSE);
  outcome.err = g_string_free (err.text, FALSE);
  g_test_message ("assay %s: status %d\n%s%s", line, outcome.status, outcome.out, outcome.err);
  return outcome;
}

Outcome
run (const char *line)
{
  return run_and_signal (line, 0, 0, 0);
}

gboolean
terminal_is_there (void)
{
  int master = posix_openpt (O_RDWR | O_NOCTTY);
  gboolean is_there = master >= 0 && grantpt (master) == 0 && unlockpt (master) == 0 && ptsname (master) != NULL
                      && access (ptsname (master), R_OK | W_OK) == 0;

  if (master >= 0)
    close (master);
  if (!is_there)
    g_test_skip ("no pseudo-terminal can be opened here (is /dev/pts mounted?)");
  return is_there;
}

Outcome
run_on_terminal (const char *line, guint n_columns, guint n_lines)
{
  g_auto (Call) call = call_new (line);
  struct winsize size = { .ws_col = (unsigned short) n_columns, .ws_row = (unsigned short) n_lines };
  Reader reader = { 0, g_string_new (NULL) };
  Outcome outcome = { 0 };
  pid_t child = forkpty (&reader.fd, NULL, NULL, &size);

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    become (&call);
  read_all (&reader);
  outcome.status = wait_for (child);
  outcome.out = g_string_free (reader.text, FALSE);
  outcome.err = g_strdup ("");
  g_test_message ("assay %s on %ux%u: status %d\n%s", line, n_columns, n_lines, outcome.status, outcome.out);
  return outcome;
}

/* --- data ---------------------------------------------------------------------------------------------------- */

/* Women's positives are missed twice as often as men's, so that there is something to find. */
void
write_income (const char *name, guint n_rows)
{
  static const char *const races[] = { "White", "Black", "Asian" };
  g_autoptr (GRand) random = g_rand_new_with_seed (20181);
  g_autoptr (GString) text = g_string_new ("sex,race,age,label,prediction,score\n");

  for (guint i = 0; i < n_rows; i++)
    {
      gboolean is_woman = g_rand_boolean (random);
      gboolean is_positive = g_rand_double (random) < 0.3;
      double miss = !is_positive ? 0.1 : is_woman ? 0.4 : 0.2;
      gboolean is_predicted = is_positive != (g_rand_double (random) < miss);
      double score = (is_predicted ? 0.5 : 0) + g_rand_double (random) * 0.49;
      char digits[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (text, "%s,%s,%d,%d,%d,%s\n", is_woman ? "Female" : "Male",
                              races[g_rand_int_range (random, 0, 3)],
                              g_rand_int_range (random, 17, 90), is_positive, is_predicted,
                              g_ascii_formatd (digits, sizeof digits, "%.4f", score));
    }
  write_file (name, text->str);
}
