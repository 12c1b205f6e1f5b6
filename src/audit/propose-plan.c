/* propose-plan.c: a first plan as text, every choice with its reason as a comment above it.
 *
 * What the user has settled by options is written as it is; the rest comes from the proposal. The text is a plan: it
 * parses, and `assay audit` runs it as it stands when label and prediction or score were found.
 */
#include "audit/propose-private.h"

#include <string.h>

typedef struct
{
  const AssayProposal    *proposal;
  const AssayPlanSetting *settings;
  guint                   n_settings;
  gboolean               *is_written; /* n_settings */
  GString                *text;
} Writer;

/* A comment is one line of valid text, whatever a column is called. */
static void
add_comment (Writer *writer, const char *name, const char *what)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  g_string_append (writer->text, "# ");
  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    g_string_append_unichar (writer->text, g_unichar_iscntrl (g_utf8_get_char (c)) ? 0xFFFD : g_utf8_get_char (c));
  g_string_append_printf (writer->text, ": %s\n", what);
}

static gboolean
is_setting (const AssayPlanSetting *setting, const char *section, const char *key)
{
  return strcmp (setting->section, section) == 0 && strcmp (setting->key, key) == 0;
}

static const char *
find_setting (const Writer *writer, const char *section, const char *key)
{
  for (guint i = 0; i < writer->n_settings; i++)
    if (is_setting (&writer->settings[i], section, key))
      return writer->settings[i].value;
  return NULL;
}

/* Writes a line of a setting, and says whether there was one. */
static gboolean
add_setting (Writer *writer, const char *section, const char *key)
{
  for (guint i = 0; i < writer->n_settings; i++)
    if (is_setting (&writer->settings[i], section, key))
      {
        g_string_append_printf (writer->text, "%s=%s\n", key, writer->settings[i].value);
        writer->is_written[i] = TRUE;
        return TRUE;
      }
  return FALSE;
}

static void
add_other_settings (Writer *writer, const char *section)
{
  for (guint i = 0; i < writer->n_settings; i++)
    if (!writer->is_written[i] && strcmp (writer->settings[i].section, section) == 0)
      {
        g_string_append_printf (writer->text, "%s=%s\n", writer->settings[i].key, writer->settings[i].value);
        writer->is_written[i] = TRUE;
      }
}

/* --- sections -------------------------------------------------------------------------------------------------- */

static void
add_title (Writer *writer, const char *const *files)
{
  g_autofree char *name = files[0] != NULL ? g_path_get_basename (files[0]) : g_strdup ("data");
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  g_string_append_printf (writer->text, "# Proposed by assay %s from %" G_GUINT64_FORMAT " rows of %u columns.\n"
                          "# Read the reasons, change what is wrong, then: assay audit THIS-FILE\n\n[audit]\n",
                          ASSAY_VERSION, writer->proposal->n_rows, writer->proposal->n_columns);
  if (!add_setting (writer, "audit", "title"))
    g_string_append_printf (writer->text, "title=%s\n", g_strdelimit (valid, "\n\r\t", ' '));
  add_other_settings (writer, "audit");
}

static void
add_files (Writer *writer, const char *const *files)
{
  g_autofree char *joined = g_strjoinv (";", (char **) files);
  gboolean can = g_utf8_validate (joined, -1, NULL);

  for (guint i = 0; files[i] != NULL; i++)
    can = can && strpbrk (files[i], ";\n\r") == NULL && !g_ascii_isspace (files[i][0]);
  if (add_setting (writer, "data", "files"))
    return;
  if (can)
    g_string_append_printf (writer->text, "files=%s\n", joined);
  else
    g_string_append (writer->text, "# the file's name cannot be written in a plan: give it with --data\n");
}

/* One line for a role, its columns joined by ";", each with its reason above. */
static gboolean
add_role (Writer *writer, AssayColumnRole role)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const char *key = assay_column_role_name (role);

  for (guint i = 0; i < writer->proposal->n_columns; i++)
    {
      const AssayProposedColumn *column = &writer->proposal->columns[i];

      if (column->role != role)
        continue;
      add_comment (writer, column->profile->name, column->why);
      g_string_append_printf (names, "%s%s", names->len > 0 ? ";" : "", column->profile->name);
    }
  if (add_setting (writer, "data", key))
    return TRUE;
  if (names->len > 0)
    g_string_append_printf (writer->text, "%s=%s\n", key, names->str);
  return names->len > 0;
}

static void
add_data (Writer *writer, const char *const *files)
{
  gboolean has_model;

  g_string_append (writer->text, "\n[data]\n");
  add_files (writer, files);
  if (!add_role (writer, ASSAY_ROLE_LABEL))
    g_string_append (writer->text, "# no column looks like the label: name the true answer's column here\n#label=\n");
  has_model = add_role (writer, ASSAY_ROLE_PREDICTION);
  if (!add_role (writer, ASSAY_ROLE_SCORE) && !has_model)
    g_string_append (writer->text, "# no column looks like the model's: name its predictions, its scores, or both\n"
                     "#prediction=\n#score=\n#threshold=0.5\n");
  add_role (writer, ASSAY_ROLE_BASELINE);
  add_other_settings (writer, "data");
}

static void
add_columns (Writer *writer)
{
  const AssayProposal *proposal = writer->proposal;

  for (guint i = 0; i < proposal->n_columns; i++)
    if (proposal->columns[i].role == ASSAY_ROLE_SLICE)
      add_comment (writer, proposal->columns[i].profile->name, proposal->columns[i].why);
  for (guint i = 0; i < proposal->n_settings; i++)
    if (find_setting (writer, "slices", proposal->settings[i].key) == NULL)
      g_string_append_printf (writer->text, "%s=%s\n", proposal->settings[i].key, proposal->settings[i].value);
  if (proposal->n_settings == 0)
    g_string_append (writer->text, "# no column could be chosen: name some here\n#columns=\n");
}

static void
add_left_out (Writer *writer)
{
  gboolean is_first = TRUE;

  for (guint i = 0; i < writer->proposal->n_columns; i++)
    {
      const AssayProposedColumn *column = &writer->proposal->columns[i];

      if (column->role != ASSAY_ROLE_NONE)
        continue;
      if (is_first)
        g_string_append (writer->text, "# left out:\n");
      is_first = FALSE;
      add_comment (writer, column->profile->name, column->why);
    }
}

/* (nullable) The n-th column that is sliced value by value. */
static const AssayProposedColumn *
plain_slice (const Writer *writer, guint n)
{
  for (guint i = 0; i < writer->proposal->n_columns; i++)
    {
      const AssayProposedColumn *column = &writer->proposal->columns[i];

      if (column->role == ASSAY_ROLE_SLICE && column->bins == NULL && n-- == 0)
        return column;
    }
  return NULL;
}

static void
add_slices (Writer *writer)
{
  const AssayProposedColumn *first = plain_slice (writer, 0);
  const AssayProposedColumn *second = plain_slice (writer, 1);

  g_string_append (writer->text, "\n[slices]\n");
  if (!add_setting (writer, "slices", "columns"))
    add_columns (writer);
  if (find_setting (writer, "slices", "cross") == NULL && second != NULL)
    g_string_append_printf (writer->text, "# both at once, where they may hide what each alone does not show:\n#cross=%s*%s\n",
                            first->profile->name, second->profile->name);
  add_other_settings (writer, "slices");
  add_left_out (writer);
}

static void
add_example (Writer *writer)
{
  const AssayProposedColumn *slice = plain_slice (writer, 0);
  const char *name = slice != NULL ? slice->profile->name : "*";

  g_string_append_printf (writer->text,
    "\n# Ways it might go wrong, and the check that would show each: write them before you look at numbers.\n"
    "# Take away the # to use these.\n"
    "#[risk One group is served worse]\n"
    "#why=Whom would it harm, and how?\n"
    "\n"
    "#[check No %s far behind]\n"
    "#risk=One group is served worse\n"
    "#measure=recall\n"
    "#slices=%s\n"
    "#at-least=0.70\n", slice != NULL ? name : "slice", name);
  for (guint i = 0; i < writer->proposal->n_columns; i++)
    if (writer->proposal->columns[i].role == ASSAY_ROLE_BASELINE)
      {
        g_string_append_printf (writer->text, "\n#[check No slice worse than today]\n#measure=accuracy\n#slices=*\n"
                                "#no-worse-than=%s by 0.01\n", writer->proposal->columns[i].profile->name);
        break;
      }
}

char *
assay_proposal_to_plan (const AssayProposal    *self,
                        const char *const      *files,
                        const AssayPlanSetting *settings,
                        guint                   n_settings)
{
  g_autofree gboolean *is_written = g_new0 (gboolean, n_settings + 1);
  Writer writer = { self, settings, n_settings, is_written, g_string_new (NULL) };

  add_title (&writer, files);
  add_data (&writer, files);
  add_slices (&writer);
  add_example (&writer);
  return g_string_free (writer.text, FALSE);
}
