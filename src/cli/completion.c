/* completion.c: a completion script for bash 4 and later, which needs nothing but bash.
 *
 * The tables become two `case`s: the options of a command, and what an option's value can be. A value is "words ..."
 * (one of them), "list SEPARATOR words ..." (some of them), "file", "folder", or nothing where there is nothing to
 * propose. "=" ends a word in COMP_WORDBREAKS, so that --format=cs comes as three words.
 */
#include "cli/completion.h"

#include "cli/options.h"
#include "measure/scores.h"
#include "report/report.h"

#include <string.h>

static const char head[] =
  "# bash completion for assay. Made from the program's tables (src/cli/completion.c).\n"
  "\n"
  "_assay_commands='%s'\n"
  "_assay_with_files='%s'\n"
  "_assay_sections='%s'\n"
  "\n"
  "# _assay_options COMMAND\n"
  "_assay_options() {\n"
  "  case $1 in\n";

static const char middle[] =
  "  esac\n"
  "}\n"
  "\n"
  "# _assay_value COMMAND OPTION: what its value can be\n"
  "_assay_value() {\n"
  "  case \"$1 $2\" in\n";

static const char tail[] =
  "  esac\n"
  "}\n"
  "\n"
  "# _assay_command: the first word that is no option\n"
  "_assay_command() {\n"
  "  local i\n"
  "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
  "    case ${COMP_WORDS[i]} in\n"
  "      -*) ;;\n"
  "      *) printf '%s' \"${COMP_WORDS[i]}\"; return ;;\n"
  "    esac\n"
  "  done\n"
  "}\n"
  "\n"
  "# _assay_arguments COMMAND: how many words that are neither options nor their values stand before this one\n"
  "_assay_arguments() {\n"
  "  local i n=0 kind\n"
  "  for ((i = 2; i < COMP_CWORD; i++)); do\n"
  "    case ${COMP_WORDS[i]} in\n"
  "      --*) kind=$(_assay_value \"$1\" \"${COMP_WORDS[i]}\")\n"
  "           if [[ $kind != switch ]]; then\n"
  "             [[ ${COMP_WORDS[i + 1]} == '=' ]] && i=$((i + 1))\n"
  "             i=$((i + 1))\n"
  "           fi ;;\n"
  "      *) n=$((n + 1)) ;;\n"
  "    esac\n"
  "  done\n"
  "  printf '%s' \"$n\"\n"
  "}\n"
  "\n"
  "# _assay_complete KIND WORD\n"
  "_assay_complete() {\n"
  "  local kind=$1 word=$2 separator done_part\n"
  "  case $kind in\n"
  "    words\\ *) mapfile -t COMPREPLY < <(compgen -W \"${kind#words }\" -- \"$word\") ;;\n"
  "    list\\ *)\n"
  "      separator=${kind:5:1}\n"
  "      done_part=''\n"
  "      [[ $word == *\"$separator\"* ]] && done_part=${word%\"$separator\"*}$separator\n"
  "      mapfile -t COMPREPLY < <(compgen -P \"$done_part\" -W \"${kind:7}\" -- \"${word#\"$done_part\"}\")\n"
  "      compopt -o nospace 2>/dev/null ;;\n"
  "    file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$word\") ;;\n"
  "    folder) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- \"$word\") ;;\n"
  "  esac\n"
  "}\n"
  "\n"
  "_assay() {\n"
  "  local word=${COMP_WORDS[COMP_CWORD]} option='' command\n"
  "  word=${word#[\\\"\\']} # an open quote, which bash keeps for itself\n"
  "  COMPREPLY=()\n"
  "  command=$(_assay_command)\n"
  "  if [[ $word == '=' ]]; then\n"
  "    option=${COMP_WORDS[COMP_CWORD - 1]} word=''\n"
  "  elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == '=' ]]; then\n"
  "    option=${COMP_WORDS[COMP_CWORD - 2]}\n"
  "  elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == --?* ]]; then\n"
  "    option=${COMP_WORDS[COMP_CWORD - 1]}\n"
  "    [[ $(_assay_value \"$command\" \"$option\") == switch ]] && option=''\n"
  "  fi\n"
  "  if [[ -z $command ]]; then\n"
  "    _assay_complete \"words $_assay_commands help --help --version\" \"$word\"\n"
  "  elif [[ $command == help ]]; then\n"
  "    _assay_complete \"words $_assay_commands keys\" \"$word\"\n"
  "  elif [[ $option == --* ]]; then\n"
  "    _assay_complete \"$(_assay_value \"$command\" \"$option\")\" \"$word\"\n"
  "  elif [[ $word == -* ]]; then\n"
  "    _assay_complete \"words $(_assay_options \"$command\") --help\" \"$word\"\n"
  "  elif [[ $command == show && $(_assay_arguments show) == 1 ]]; then\n"
  "    _assay_complete \"words $_assay_sections\" \"$word\"\n"
  "  elif [[ \" $_assay_with_files \" == *\" $command \"* ]]; then\n"
  "    _assay_complete file \"$word\"\n"
  "  fi\n"
  "}\n"
  "\n"
  "complete -F _assay assay\n";

/* --- what can be typed ----------------------------------------------------------------------------------------- */

/* Names of all options of a command, with their dashes, each once. (transfer full) */
static char *
option_names (const AssayCommand *command)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);

  for (const AssayOption *option = command->options; option->name != NULL; option++)
    if (!option->is_later)
      g_ptr_array_add (names, g_strconcat ("--", option->name, NULL));
  for (guint i = 0; command->has_plan_keys && i < n_keys; i++)
    {
      g_autofree char *name = keys[i].is_later ? NULL : assay_option_for_key (&keys[i]);
      char *option = name != NULL ? g_strconcat ("--", name, NULL) : NULL;

      if (option != NULL && !g_ptr_array_find_with_equal_func (names, option, g_str_equal, NULL))
        g_ptr_array_add (names, option);
      else
        g_free (option);
    }
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

/* "a|b" is "a b". (transfer full) */
static char *
words_of (const char *choices)
{
  return g_strdelimit (g_strdup (choices), "|", ' ');
}

/* (transfer full) */
static char *
option_value (const AssayOption *option)
{
  g_autofree char *words = option->choices != NULL ? words_of (option->choices) : NULL;

  if (option->argument == NULL)
    return g_strdup ("switch");
  if (words != NULL && strcmp (option->argument, "LIST") == 0)
    return g_strconcat ("list , ", words, NULL);
  if (words != NULL)
    return g_strconcat ("words ", words, NULL);
  if (strcmp (option->argument, "FILE") == 0)
    return g_strdup ("file");
  return g_strdup (strcmp (option->argument, "DIR") == 0 ? "folder" : "");
}

/* (transfer full) */
static char *
measure_names (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint n_measures, n_scores;
  const AssayMeasure *measures = assay_measure_table (&n_measures), *scores = assay_score_measures (&n_scores);

  for (guint i = 0; i < n_measures; i++)
    g_ptr_array_add (names, (gpointer) measures[i].name);
  for (guint i = 0; i < n_scores; i++)
    g_ptr_array_add (names, (gpointer) scores[i].name);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

/* (transfer full) */
static char *
key_value (const AssayPlanKey *key)
{
  g_autofree char *measures = measure_names ();
  g_autofree char *words = key->type == ASSAY_KEY_CHOICE ? words_of (key->choices) : NULL;

  if (words != NULL)
    return g_strconcat ("words ", words, NULL);
  if (strcmp (key->name, "measures") == 0)
    return g_strconcat ("list ; ", measures, NULL);
  return g_strdup (strcmp (key->name, "edges-from") == 0 ? "file" : "");
}

/* --- the script -------------------------------------------------------------------------------------------------- */

static void
add_value (GString *script, const char *command, const char *option, const char *value)
{
  g_string_append_printf (script, "    '%s --%s') printf '%%s' '%s' ;;\n", command, option, value);
}

static void
add_values (GString *script, const AssayCommand *command)
{
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);

  for (const AssayOption *option = command->options; option->name != NULL; option++)
    {
      g_autofree char *value = option_value (option);

      add_value (script, command->name, option->name, value);
    }
  for (guint i = 0; command->has_plan_keys && i < n_keys; i++)
    {
      g_autofree char *name = keys[i].is_later ? NULL : assay_option_for_key (&keys[i]);
      g_autofree char *value = key_value (&keys[i]);

      if (name != NULL)
        add_value (script, command->name, name, value);
    }
}

/* Commands that take at least so many arguments. (transfer full) */
static char *
command_names (guint least)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (const AssayCommand *command = assay_commands; command->name != NULL; command++)
    if (command->run != NULL && command->most >= least)
      g_ptr_array_add (names, (gpointer) command->name);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

/* (transfer full) */
static char *
section_names (void)
{
  const char *const *sections = assay_report_sections ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; sections[i] != NULL; i += 2)
    g_ptr_array_add (names, (gpointer) sections[i]);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

char *
assay_completion_bash (void)
{
  GString *script = g_string_new (NULL);
  g_autofree char *commands = command_names (0), *with_files = command_names (1), *sections = section_names ();

  g_string_append_printf (script, head, commands, with_files, sections);
  for (const AssayCommand *command = assay_commands; command->name != NULL; command++)
    if (command->run != NULL)
      {
        g_autofree char *names = option_names (command);

        g_string_append_printf (script, "    %s) printf '%%s' '%s' ;;\n", command->name, names);
      }
  g_string_append (script, middle);
  for (const AssayCommand *command = assay_commands; command->name != NULL; command++)
    if (command->run != NULL)
      add_values (script, command);
  g_string_append (script, "    *) printf '' ;;\n");
  g_string_append (script, tail);
  return g_string_free (script, FALSE);
}
