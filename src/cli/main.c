/* main.c: assay, the command line. Finds the command, reads its options, runs it, prints what went wrong.
 *
 *   main -> command (commands.c) -> options (options.c) -> command-NAME.c -> src/audit
 */
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/terminal.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static void
set_unknown_command (const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *nearest;

  for (const AssayCommand *command = assay_commands; command->name != NULL; command++)
    if (command->run != NULL)
      g_ptr_array_add (names, (gpointer) command->name);
  nearest = assay_plan_nearest (name, (const char *const *) names->pdata, names->len);
  if (nearest != NULL)
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                 "unknown command %s; did you mean assay %s?", name, nearest);
  else
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                 "unknown command %s; assay --help lists them", name);
}

static const AssayCommand *
find_command (const char *name, GError **error)
{
  const AssayCommand *command = assay_command_find (name);

  if (command == NULL)
    set_unknown_command (name, error);
  else if (command->run == NULL)
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                   "assay %s is not built yet; assay --help lists what is", name);
      return NULL;
    }
  return command;
}

static AssayExit
print_help (const AssayCommand *command, GError **error)
{
  g_autofree char *text = command != NULL ? assay_help_command (command) : assay_help_program ();

  return assay_output_text (text, error) ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
}

/* assay help, assay help COMMAND, assay help keys */
static AssayExit
run_help (const char *const *argv, guint argc, GError **error)
{
  const AssayCommand *command = NULL;

  if (argc > 0 && strcmp (argv[0], "keys") == 0)
    {
      g_autofree char *text = assay_help_keys ();

      return assay_output_text (text, error) ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
    }
  if (argc > 0)
    {
      command = find_command (argv[0], error);
      if (command == NULL)
        return ASSAY_EXIT_ERROR;
    }
  return print_help (command, error);
}

static AssayExit
run_command (const char *const *argv, guint argc, GError **error)
{
  const AssayCommand *command = find_command (argv[0], error);
  g_autoptr (AssayOptions) options = NULL;

  if (command == NULL)
    return ASSAY_EXIT_ERROR;
  options = assay_options_parse (command, argv + 1, argc - 1, error);
  if (options == NULL)
    return ASSAY_EXIT_ERROR;
  return options->wants_help ? print_help (command, error) : command->run (options, error);
}

static AssayExit
run (const char *const *argv, guint argc, GError **error)
{
  static const char *const help_names[] = { "--help", "-h", "help", NULL };

  if (argc == 0)
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "no command; assay --help lists them");
      return ASSAY_EXIT_ERROR;
    }
  if (g_strv_contains (help_names, argv[0]))
    return run_help (argv + 1, argc - 1, error);
  if (strcmp (argv[0], "--version") == 0)
    return assay_output_text ("assay " ASSAY_VERSION "\n", error) ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
  if (argv[0][0] == '-')
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                   "%s: a command comes first; assay --help lists them", argv[0]);
      return ASSAY_EXIT_ERROR;
    }
  return run_command (argv, argc, error);
}

/* Without this, "assay ... >&-" would open the first file as standard output and print into it. The wrong direction
 * makes every later use fail as that of a closed one does. */
static void
hold_standard_files (void)
{
  for (int fd = 0; fd <= 2; fd++)
    if (fcntl (fd, F_GETFD) == -1 && open ("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) == -1)
      _exit (ASSAY_EXIT_ERROR);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  AssayExit status;

  hold_standard_files ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, ASSAY_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN); /* a limit on file sizes is a full disk: an error, not a death */
  status = run ((const char *const *) argv + 1, argc > 0 ? (guint) argc - 1 : 0, &error);
  if (error != NULL)
    assay_output_error (error->message);
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? ASSAY_EXIT_INTERRUPTED : status;
}
