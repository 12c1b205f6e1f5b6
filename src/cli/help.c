#include "cli/help.h"

#include "cli/options.h"
#include "measure/measure.h"
#include "report/report.h"

#include <string.h>

#define HELP_COLUMN 24 /* where explanations begin */
#define HELP_WIDTH 80

/* Left, then the explanation from HELP_COLUMN, wrapped at words. */
static void
add_line (GString *text, const char *left, const char *help)
{
  g_auto (GStrv) words = g_strsplit (help, " ", -1);
  gsize column = strlen (left);

  g_string_append (text, left);
  if (column >= HELP_COLUMN)
    {
      g_string_append_c (text, '\n');
      column = 0;
    }
  for (guint i = 0; words[i] != NULL; i++)
    {
      gsize width = strlen (words[i]);

      if (i > 0 && column + 1 + width > HELP_WIDTH)
        {
          g_string_append_c (text, '\n');
          column = 0;
        }
      for (; column < HELP_COLUMN; column++)
        g_string_append_c (text, ' ');
      if (text->str[text->len - 1] != ' ')
        {
          g_string_append_c (text, ' ');
          column++;
        }
      g_string_append (text, words[i]);
      column += width;
    }
  g_string_append_c (text, '\n');
}

static void
add_option (GString *text, const char *name, const char *argument, const char *help)
{
  g_autofree char *left = argument != NULL ? g_strdup_printf ("  --%s %s", name, argument)
                                           : g_strdup_printf ("  --%s", name);

  add_line (text, left, help);
}

static void
add_key (GString *text, const AssayPlanKey *key)
{
  g_autofree char *name = key->is_later ? NULL : assay_option_for_key (key);
  g_autofree char *help = NULL;

  if (name == NULL)
    return;
  if (key->default_value != NULL && *key->default_value != '\0')
    help = g_strdup_printf ("%s (%s)", key->help, key->default_value);
  add_option (text, name, assay_option_key_argument (key), help != NULL ? help : key->help);
}

static void
add_keys (GString *text, const AssayCommand *command)
{
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);

  g_string_append (text, "\nsettings of the plan; they win over its file (LIST is \"a;b;c\"):\n");
  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *name = assay_option_for_key (&keys[i]);
      gboolean is_hidden = FALSE;

      for (const AssayOption *option = command->options; name != NULL && option->name != NULL; option++)
        is_hidden = is_hidden || strcmp (option->name, name) == 0;
      if (!is_hidden)
        add_key (text, &keys[i]);
    }
}

static void
add_measures (GString *text)
{
  guint n_measures;
  const AssayMeasure *measures = assay_measure_table (&n_measures);

  for (guint i = 0; i < n_measures; i++)
    {
      g_autofree char *left = g_strdup_printf ("  %s", measures[i].name);

      add_line (text, left, measures[i].label);
    }
  add_line (text, "  fBETA", "F-beta: f0.5, f2");
}

static void
add_sections (GString *text)
{
  const char *const *sections = assay_report_sections ();

  g_string_append (text, "\nWHAT is one of:\n");
  for (guint i = 0; sections[i] != NULL; i += 2)
    {
      g_autofree char *left = g_strdup_printf ("  %s", sections[i]);

      add_line (text, left, sections[i + 1]);
    }
}

char *
assay_help_program (void)
{
  GString *text = g_string_new ("Assay finds for whom and when a model goes wrong, how sure that is, and what to\n"
                                "fix first. It reads predictions, never the model.\n"
                                "\nusage: assay COMMAND ...\n\n");

  for (const AssayCommand *command = assay_commands; command->name != NULL; command++)
    {
      g_autofree char *left = g_strdup_printf ("  %s %s", command->name, command->arguments);

      if (command->run != NULL)
        add_line (text, left, command->summary);
    }
  g_string_append (text, "\nTo begin:\n"
                   "  assay plan predictions.csv --out plan.ini    propose a plan, then edit it\n"
                   "  assay audit plan.ini                         audit\n"
                   "  assay audit predictions.csv --label y_true --prediction y_pred\n"
                   "                                               audit without a plan\n"
                   "\nassay COMMAND --help tells more, assay help keys every key of a plan;\n"
                   "assay --version prints the version.\n");
  return g_string_free (text, FALSE);
}

char *
assay_help_command (const AssayCommand *command)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "usage: assay %s%s%s%s\n\nassay %s %s.\n", command->name,
                          *command->arguments != '\0' ? " " : "", command->arguments,
                          command->options[0].name != NULL ? " [OPTION...]" : "", command->name, command->summary);
  if (command->description != NULL)
    g_string_append_printf (text, "%s\n", command->description);
  if (strcmp (command->name, "show") == 0)
    add_sections (text);
  g_string_append (text, "\noptions (default):\n");
  for (const AssayOption *option = command->options; option->name != NULL; option++)
    if (!option->is_later)
      add_option (text, option->name, option->argument, option->help);
  if (command->has_plan_keys)
    add_keys (text, command);
  return g_string_free (text, FALSE);
}

/* Every key of a plan by its section, those of later versions left out. */
char *
assay_help_keys (void)
{
  GString *text = g_string_new ("A plan is a text file of [section]s and key=value lines. Its keys (default):\n");
  const char *section = "";
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);

  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *left = g_strdup_printf ("  %s=", keys[i].name);
      g_autofree char *help = keys[i].default_value != NULL ? g_strdup_printf ("%s (%s)", keys[i].help, keys[i].default_value)
                                                            : g_strdup (keys[i].help);

      if (keys[i].is_later)
        continue;
      if (strcmp (keys[i].section, section) != 0)
        g_string_append_printf (text, "\n[%s]\n", keys[i].section);
      section = keys[i].section;
      add_line (text, left, help);
    }
  g_string_append (text, "\nA measure is one of:\n");
  add_measures (text);
  return g_string_free (text, FALSE);
}
