/* manual.c: assay(1) and assay-plan(5), in the man macros, from the tables of commands, options, keys and measures.
 *
 * A line that begins with a dot or an apostrophe would be a request: text is put in by add_text() alone, which keeps
 * it text. Minus signs that a reader copies are \-.
 */
#include "cli/manual.h"

#include "cli/options.h"
#include "measure/measure.h"
#include "report/report.h"

#include <string.h>

/* --- text -------------------------------------------------------------------------------------------------------- */

/* Appends text that stands for itself; a new line starts a line of the source. */
static void
add_text (GString *page, const char *text)
{
  for (; *text != '\0'; text++)
    {
      gboolean is_first = page->len == 0 || page->str[page->len - 1] == '\n';

      if (is_first && (*text == '.' || *text == '\''))
        g_string_append (page, "\\&");
      switch (*text)
        {
        case '\\': g_string_append (page, "\\e"); break;
        case '-': g_string_append (page, "\\-"); break;
        case '\'': g_string_append (page, "\\(aq"); break;
        case '`': g_string_append (page, "\\(ga"); break;
        case '^': g_string_append (page, "\\(ha"); break;
        case '~': g_string_append (page, "\\(ti"); break;
        default: g_string_append_c (page, *text);
        }
    }
}

static void
add_line (GString *page, const char *text)
{
  add_text (page, text);
  g_string_append_c (page, '\n');
}

/* A heading in quotes, so that its words stay one argument. */
static void
add_heading (GString *page, const char *macro, const char *text)
{
  g_string_append_printf (page, ".%s \"", macro);
  for (const char *at = text; *at != '\0'; at++)
    g_string_append (page, *at == '"' ? "\\(dq" : (char[]) { *at, '\0' });
  g_string_append (page, "\"\n");
}

/* A paragraph with a tag: bold, then what stands for a value in italics. */
static void
add_tag (GString *page, const char *bold, const char *italic)
{
  g_string_append (page, ".TP\n\\fB");
  add_text (page, bold);
  g_string_append (page, "\\fR");
  if (italic != NULL)
    {
      g_string_append (page, " \\fI");
      add_text (page, italic);
      g_string_append (page, "\\fR");
    }
  g_string_append_c (page, '\n');
}

/* Lines as they are. */
static void
add_example (GString *page, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_string_append (page, ".PP\n.RS 4\n.nf\n");
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0' || lines[i + 1] != NULL)
      add_line (page, lines[i]);
  g_string_append (page, ".fi\n.RE\n");
}

/* Paragraphs parted by an empty line; lines that are indented stay as they are. */
static void
add_paragraphs (GString *page, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] == '\0')
      g_string_append (page, ".PP\n");
    else if (lines[i][0] == ' ')
      {
        add_example (page, lines[i] + strspn (lines[i], " "));
        g_string_append (page, ".PP\n");
      }
    else
      add_line (page, lines[i]);
}

static void
add_title (GString *page, const char *name, const char *section, const char *summary)
{
  g_string_append_printf (page, ".\\\" Made from the program's tables (src/cli/manual.c).\n"
                          ".TH %s %s \"\" \"assay %s\" \"Assay\"\n.nh\n.SH NAME\n%s \\- %s\n",
                          name, section, ASSAY_VERSION, name, summary);
}

/* --- assay(1) ---------------------------------------------------------------------------------------------------- */

static void
add_option (GString *page, const char *name, const char *argument, const char *help)
{
  g_autofree char *option = g_strconcat ("--", name, NULL);

  add_tag (page, option, argument);
  add_line (page, help);
}

static void
add_command (GString *page, const AssayCommand *command)
{
  g_autofree char *heading = g_strdup_printf ("assay %s %s%s", command->name,
                                              command->options[0].name != NULL ? "[OPTION...] " : "", command->arguments);

  g_strchomp (heading);
  add_heading (page, "SS", heading);
  g_string_append_printf (page, "assay %s ", command->name);
  add_text (page, command->summary);
  g_string_append (page, ".\n");
  if (command->description != NULL)
    add_paragraphs (page, command->description);
  for (const AssayOption *option = command->options; option->name != NULL; option++)
    if (!option->is_later)
      add_option (page, option->name, option->argument, option->help);
  if (command->has_plan_keys)
    g_string_append (page, ".PP\nThe settings below are options, too.\n");
}

static void
add_commands (GString *page)
{
  g_string_append (page, ".SH COMMANDS\n");
  for (const AssayCommand *command = assay_commands; command->name != NULL; command++)
    if (command->run != NULL)
      add_command (page, command);
}

static void
add_show_sections (GString *page)
{
  const char *const *sections = assay_report_sections ();

  g_string_append (page, ".SH \"WHAT ASSAY SHOW SHOWS\"\n");
  for (guint i = 0; sections[i] != NULL; i += 2)
    {
      add_tag (page, sections[i], NULL);
      add_line (page, sections[i + 1]);
    }
}

static gboolean
is_own_option (const char *name)
{
  const AssayCommand *audit = assay_command_find ("audit");

  for (const AssayOption *option = audit->options; option->name != NULL; option++)
    if (strcmp (option->name, name) == 0)
      return TRUE;
  return FALSE;
}

static void
add_settings (GString *page)
{
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);

  g_string_append (page, ".SH SETTINGS\nKeys of a plan that are options of \\fBassay audit\\fR and \\fBassay plan\\fR. They win "
                   "over the plan\\(aqs file; LIST is \\(dqa;b;c\\(dq. \\fBassay\\-plan\\fR(5) explains them.\n");
  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *name = keys[i].is_later ? NULL : assay_option_for_key (&keys[i]);
      g_autofree char *help = keys[i].default_value == NULL || *keys[i].default_value == '\0'
                                ? g_strdup (keys[i].help)
                                : g_strdup_printf ("%s (%s)", keys[i].help, keys[i].default_value);

      if (name != NULL && !is_own_option (name))
        add_option (page, name, assay_option_key_argument (&keys[i]), help);
    }
}

static void
add_table (GString *page, const char *const (*rows)[2], gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      add_tag (page, rows[i][0], NULL);
      add_line (page, rows[i][1]);
    }
}

static void
add_ends (GString *page)
{
  static const char *const statuses[][2] = {
    { "0", "Every check passed, or the plan has none; everything that is no audit." },
    { "1", "A check failed." },
    { "2", "A check is undecided, and none failed." },
    { "3", "It could not run: the plan, the data, the usage. One line on standard error says why." },
    { "130", "Interrupted; nothing was written." },
  };
  static const char *const files[][2] = {
    { "audit.assay", "The audit file, one SQLite database: plan, counts, findings and provenance; no row of the data." },
    { "report.json", "All of it for programs." },
    { "slices.csv, checks.csv", "Every slice with its measures; every result of every check." },
    { "junit.xml", "The checks as test cases, for continuous integration." },
  };

  g_string_append (page, ".SH \"EXIT STATUS\"\n");
  add_table (page, statuses, G_N_ELEMENTS (statuses));
  g_string_append (page, ".SH FILES\nIn the folder that \\fB\\-\\-out\\fR names:\n");
  add_table (page, files, G_N_ELEMENTS (files));
  g_string_append (page, ".SH ENVIRONMENT\n");
  add_tag (page, "NO_COLOR", NULL);
  add_line (page, "Set to anything: no colour on a terminal.");
  g_string_append (page, ".SH EXAMPLES\n");
  add_example (page, "assay plan predictions.csv --out plan.ini\n"
                     "assay audit plan.ini --out audit\n"
                     "assay show audit slices\n"
                     "assay rows audit --slice 'sex=Female*race=Black' --cell fn\n"
                     "assay merge monday tuesday --out week\n"
                     "assay sign audit --as 'Ada Lovelace' --decision approve --note 'for 30 days'");
  g_string_append (page, ".SH \"SEE ALSO\"\n\\fBassay\\-plan\\fR(5)\n");
}

char *
assay_manual_program (void)
{
  GString *page = g_string_new (NULL);

  add_title (page, "assay", "1", "audits the predictions of a machine\\-learning model");
  g_string_append (page, ".SH SYNOPSIS\n\\fBassay\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n"
                   ".br\n\\fBassay help\\fR [\\fICOMMAND\\fR|\\fBkeys\\fR]\n.br\n\\fBassay \\-\\-version\\fR\n"
                   ".SH DESCRIPTION\n");
  add_paragraphs (page, "Assay finds for whom and when a model goes wrong, how sure that is, and what to fix first. It\n"
                  "reads a file of predictions (CSV, also gzip and zstd, Parquet, JSON lines), never the model, counts it\n"
                  "slice by slice, judges it by a plan that was written down before, and leaves an audit file and reports.\n"
                  "\n"
                  "An option is --name VALUE or --name=VALUE; options and arguments may be mixed, and -- ends the options.");
  add_commands (page);
  add_settings (page);
  add_show_sections (page);
  add_ends (page);
  return g_string_free (page, FALSE);
}

/* --- assay-plan(5) ------------------------------------------------------------------------------------------------ */

const char assay_manual_example[] =
  "[data]\n"
  "files=income-2018.parquet\n"
  "label=label\n"
  "prediction=candidate\n"
  "baseline=current\n"
  "\n"
  "[slices]\n"
  "columns=sex;race;age\n"
  "cross=sex*race\n"
  "bins.age=0;25;35;50;65\n"
  "\n"
  "[slice young women]\n"
  "where=age < 25 AND sex = 'Female'\n"
  "\n"
  "[risk Bias]\n"
  "why=Credit is decided on this\n"
  "\n"
  "[check No race far behind]\n"
  "risk=Bias\n"
  "measure=recall\n"
  "slices=race\n"
  "at-least=0.70\n"
  "\n"
  "[check No slice worse than today]\n"
  "measure=accuracy\n"
  "slices=*\n"
  "no-worse-than=current by 0.01\n";

/* "a number from 0 to 1": (transfer full) */
static char *
describe_value (const AssayPlanKey *key)
{
  static const char *const types[] = { "text", "a list, parted by ;", "a whole number", "a number", NULL };

  if (key->type == ASSAY_KEY_CHOICE)
    {
      g_auto (GStrv) choices = g_strsplit (key->choices, "|", -1);
      g_autofree char *joined = g_strjoinv (", ", choices);

      return g_strdup_printf ("one of %s", joined);
    }
  if (key->least == 0 && key->most == 0)
    return g_strdup (types[key->type]);
  if (key->is_open)
    return g_strdup_printf ("%s above %.10g and below %.10g", types[key->type], key->least, key->most);
  return g_strdup_printf ("%s from %.10g to %.10g", types[key->type], key->least, key->most);
}

static void
add_key (GString *page, const AssayPlanKey *key)
{
  g_autofree char *name = g_strconcat (key->name, "=", NULL);
  g_autofree char *value = describe_value (key);

  add_tag (page, name, NULL);
  add_text (page, key->help);
  g_string_append (page, ".\n(");
  add_text (page, value);
  if (key->default_value != NULL && *key->default_value != '\0')
    {
      g_string_append (page, "; default ");
      add_text (page, key->default_value);
    }
  g_string_append (page, ")\n");
}

static void
add_keys (GString *page)
{
  const char *section = "";
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);

  g_string_append (page, ".SH \"SECTIONS AND KEYS\"\n");
  for (guint i = 0; i < n_keys; i++)
    {
      if (keys[i].is_later)
        continue;
      if (strcmp (keys[i].section, section) != 0)
        {
          g_autofree char *heading = g_strdup_printf ("[%s]", keys[i].section);
          const char *help = assay_plan_section_help (keys[i].section);

          add_heading (page, "SS", heading);
          if (help != NULL)
            add_line (page, help);
        }
      section = keys[i].section;
      add_key (page, &keys[i]);
    }
}

static void
add_later_keys (GString *page)
{
  guint n_keys, n = 0;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);

  g_string_append (page, ".SH \"KEYS OF A LATER VERSION\"\nThis version knows them and does not act on them: a plan that "
                   "gives one a value is an error.\n.PP\n");
  for (guint i = 0; i < n_keys; i++)
    if (keys[i].is_later)
      {
        g_autofree char *text = g_strdup_printf ("%s%s= of [%s]", n++ > 0 ? ", " : "", keys[i].name, keys[i].section);

        add_text (page, text);
      }
  g_string_append (page, n > 0 ? "\n" : "There is none.\n");
}

static void
add_measures (GString *page)
{
  static const char *const ways[] = { "higher or lower is neither better nor worse", "higher is better", "lower is better" };
  guint n_measures;
  const AssayMeasure *measures = assay_measure_table (&n_measures);

  g_string_append (page, ".SH MEASURES\nThe values of \\fBmeasure=\\fR and \\fBmeasures=\\fR.\n");
  for (guint i = 0; i < n_measures; i++)
    {
      g_autofree char *text = g_strdup_printf ("%s; %s.", measures[i].label, ways[measures[i].direction]);

      add_tag (page, measures[i].name, NULL);
      add_line (page, text);
    }
  add_tag (page, "f0.5, f2, ...", NULL);
  add_line (page, "F-beta, for any beta above 0; higher is better.");
}

char *
assay_manual_plan (void)
{
  GString *page = g_string_new (NULL);

  add_title (page, "assay-plan", "5", "what an audit asks, written down before the numbers are known");
  g_string_append (page, ".SH DESCRIPTION\n");
  add_paragraphs (page, "A plan is a text file of [section]s and key=value lines, in UTF-8. A line that starts with # or ; is a\n"
                  "comment; comments are lines of their own. There are no escapes: a value is all after the first =, without\n"
                  "the blanks around it. A key without a value is as if it were not there. Items of a list are parted by ;\n"
                  "and the columns of a crossing by * so that a column whose name holds one of these or = cannot be named. A\n"
                  "section or key that is unknown or there twice is an error, which names the line and the nearest known one.\n"
                  "\n"
                  "assay plan DATA writes a first plan, with the reason of each choice as a comment.");
  add_keys (page);
  add_measures (page);
  add_later_keys (page);
  g_string_append (page, ".SH EXAMPLE\n");
  add_example (page, assay_manual_example);
  g_string_append (page, ".SH \"SEE ALSO\"\n\\fBassay\\fR(1)\n");
  return g_string_free (page, FALSE);
}
