/* propose-plan.c: a first plan as text, every choice with its reason as a comment above it.
 *
 * What the user has settled by options is written as it is; the rest comes from the proposal. assay_plan_write() reads
 * the text back, so that it is a plan whatever columns are called. `assay audit` runs it as it stands when label and
 * prediction or score were found.
 */
#include "audit/propose-private.h"

#include <string.h>

typedef struct
{
  const AssayProposal    *proposal;
  const AssayPlanSetting *settings;
  guint                   n_settings;
  gboolean               *is_written; /* n_settings */
  GArray                 *entries;    /* of AssayPlanEntry */
  GStringChunk           *texts;      /* that the entries point to */
} Writer;

static void
add_entry (Writer *writer, const char *section, const char *key, const char *value, const char *comment)
{
  AssayPlanEntry entry = { .section = section };

  entry.key = key != NULL ? g_string_chunk_insert (writer->texts, key) : NULL;
  entry.value = value != NULL ? g_string_chunk_insert (writer->texts, value) : NULL;
  entry.comment = comment != NULL && *comment != '\0' ? g_string_chunk_insert (writer->texts, comment) : NULL;
  g_array_append_val (writer->entries, entry);
}

/* The comment of one column: a line whatever it is called. */
static void
append_reason (GString *comment, const AssayProposedColumn *column)
{
  g_autofree char *name = g_strdup (column->profile->name);

  g_string_append_printf (comment, "%s%s: %s", comment->len > 0 ? "\n" : "",
                          g_strdelimit (name, "\n\r", ' '), column->why);
}

static const AssayPlanSetting *
find_setting (const Writer *writer, const char *section, const char *key)
{
  for (guint i = 0; i < writer->n_settings; i++)
    if (strcmp (writer->settings[i].section, section) == 0 && strcmp (writer->settings[i].key, key) == 0)
      return &writer->settings[i];
  return NULL;
}

/* The user's setting where there is one, else what is proposed; FALSE when there is neither. */
static gboolean
add_key (Writer *writer, const char *section, const char *key, const char *proposed, const char *comment)
{
  const AssayPlanSetting *setting = find_setting (writer, section, key);

  if (setting != NULL)
    writer->is_written[setting - writer->settings] = TRUE;
  if (setting != NULL || proposed != NULL)
    add_entry (writer, section, key, setting != NULL ? setting->value : proposed, comment);
  return setting != NULL || proposed != NULL;
}

static void
add_other_settings (Writer *writer, const char *section)
{
  for (guint i = 0; i < writer->n_settings; i++)
    if (!writer->is_written[i] && strcmp (writer->settings[i].section, section) == 0)
      add_entry (writer, section, writer->settings[i].key, writer->settings[i].value, NULL);
}

/* --- sections -------------------------------------------------------------------------------------------------- */

static void
add_head (Writer *writer, const char *const *files)
{
  g_autofree char *name = files[0] != NULL ? g_filename_display_basename (files[0]) : g_strdup ("data");
  g_autofree char *head = NULL;

  head = g_strdup_printf ("Proposed by assay %s from %" G_GUINT64_FORMAT " rows of %u columns.\n"
                          "Read the reasons, change what is wrong, then: assay audit THIS-FILE\n",
                          ASSAY_VERSION, writer->proposal->n_rows, writer->proposal->n_columns);
  g_strstrip (g_strdelimit (name, "\n\r", ' '));
  add_entry (writer, NULL, NULL, NULL, g_strchomp (head));
  add_key (writer, "audit", "title", name, NULL);
  add_other_settings (writer, "audit");
}

static gboolean
can_be_listed (const char *file)
{
  gsize length = strlen (file);

  return length > 0 && g_utf8_validate (file, -1, NULL) && strpbrk (file, ";\n\r") == NULL
         && !g_ascii_isspace (file[0]) && !g_ascii_isspace (file[length - 1]);
}

static void
add_files (Writer *writer, const char *const *files)
{
  g_autofree char *joined = g_strjoinv (";", (char **) files);
  gboolean can = TRUE;

  for (guint i = 0; files[i] != NULL; i++)
    can = can && can_be_listed (files[i]);
  if (can)
    add_key (writer, "data", "files", joined, NULL);
  else
    add_entry (writer, "data", NULL, NULL, "the file's name cannot be written in a plan: give it with --data");
}

/* One line for a role, its columns joined by ";", the reasons above. */
static gboolean
add_role (Writer *writer, AssayColumnRole role)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) reasons = g_string_new (NULL);

  for (guint i = 0; i < writer->proposal->n_columns; i++)
    {
      const AssayProposedColumn *column = &writer->proposal->columns[i];

      if (column->role != role)
        continue;
      append_reason (reasons, column);
      g_string_append_printf (names, "%s%s", names->len > 0 ? ";" : "", column->profile->name);
    }
  const char *key = role == ASSAY_ROLE_ANNOTATOR ? "annotators" : assay_column_role_name (role);
  return add_key (writer, "data", key, names->len > 0 ? names->str : NULL, reasons->str);
}

/* Columns of x and nothing cannot be sliced, and look like tags. What they are is for the writer of the plan to say. */
static void
add_tags (Writer *writer)
{
  static const char *const yes[] = { "x", "yes", "true", "1", NULL };
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < writer->proposal->n_columns; i++)
    {
      const AssayProposedColumn *column = &writer->proposal->columns[i];
      const AssayColumnProfile *profile = column->profile;
      if (column->role != ASSAY_ROLE_NONE || profile->n_distinct != 1 || profile->n_missing == 0 || profile->n_examples == 0
          || !assay_plan_can_name (profile->name))
        continue;
      g_autofree char *value = g_ascii_strdown (profile->examples[0], -1);
      if (g_strv_contains (yes, value))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ";" : "", profile->name);
    }
  if (names->len == 0 || find_setting (writer, "data", "tags") != NULL)
    return;
  g_autofree char *text = g_strdup_printf ("x or nothing: if that says what is special about a row, errors are ranked by it:\n"
                                           "tags=%s", names->str);
  add_entry (writer, "data", NULL, NULL, text);
}

static void
add_data (Writer *writer, const char *const *files)
{
  gboolean has_prediction;

  add_files (writer, files);
  if (!add_role (writer, ASSAY_ROLE_LABEL))
    add_entry (writer, "data", NULL, NULL, "no column looks like the label; name the one with the truth:\nlabel=");
  has_prediction = add_role (writer, ASSAY_ROLE_PREDICTION);
  if (writer->proposal->is_regression)
    add_key (writer, "data", "task", "regression", "the label has numbers with fractions: no classes");
  if (writer->proposal->is_regression && !has_prediction)
    add_entry (writer, "data", NULL, NULL, "no column looks like a model's; name its predictions:\nprediction=");
  else if (!writer->proposal->is_regression && !add_role (writer, ASSAY_ROLE_SCORE) && !has_prediction)
    add_entry (writer, "data", NULL, NULL,
               "no column looks like a model's; name its predictions, its scores, or both:\n"
               "prediction=\nscore=\nthreshold=0.5");
  add_role (writer, ASSAY_ROLE_BASELINE);
  add_role (writer, ASSAY_ROLE_ANNOTATOR);
  add_tags (writer);
  add_other_settings (writer, "data");
}

/* (nullable) The n-th column that is sliced value by value. */
static const AssayProposedColumn *
plain_slice (const AssayProposal *proposal, guint n)
{
  for (guint i = 0; i < proposal->n_columns; i++)
    if (proposal->columns[i].role == ASSAY_ROLE_SLICE && proposal->columns[i].bins == NULL && n-- == 0)
      return &proposal->columns[i];
  return NULL;
}

static void
add_columns (Writer *writer)
{
  const AssayProposal *proposal = writer->proposal;
  g_autoptr (GString) reasons = g_string_new (NULL);

  for (guint i = 0; i < proposal->n_columns; i++)
    if (proposal->columns[i].is_sliced)
      append_reason (reasons, &proposal->columns[i]);
  for (guint i = 0; i < proposal->n_settings; i++)
    add_key (writer, "slices", proposal->settings[i].key, proposal->settings[i].value, i == 0 ? reasons->str : NULL);
  if (proposal->n_settings == 0 && !add_key (writer, "slices", "columns", NULL, NULL))
    add_entry (writer, "slices", NULL, NULL, "no column could be chosen; name some:\ncolumns=");
}

static void
add_left_out (Writer *writer)
{
  g_autoptr (GString) reasons = g_string_new ("left out:");

  for (guint i = 0; i < writer->proposal->n_columns; i++)
    if (writer->proposal->columns[i].role == ASSAY_ROLE_NONE)
      append_reason (reasons, &writer->proposal->columns[i]);
  if (strchr (reasons->str, '\n') != NULL)
    add_entry (writer, "slices", NULL, NULL, reasons->str);
}

static void
add_slices (Writer *writer)
{
  const AssayProposedColumn *first = plain_slice (writer->proposal, 0);
  const AssayProposedColumn *second = plain_slice (writer->proposal, 1);

  add_columns (writer);
  if (find_setting (writer, "slices", "cross") == NULL && second != NULL)
    {
      g_autofree char *cross = g_strdup_printf ("both at once may hide what each alone does not show:\ncross=%s*%s",
                                                first->profile->name, second->profile->name);

      add_entry (writer, "slices", NULL, NULL, cross);
    }
  add_other_settings (writer, "slices");
  add_left_out (writer);
}

/* Comments only, and no name that assay_plan_can_name() refuses. (transfer full) */
static char *
write_example (const AssayProposal *proposal)
{
  const AssayProposedColumn *slice = plain_slice (proposal, 0);
  const char *name = slice != NULL ? slice->profile->name : "*";
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
    "\n# Ways it might go wrong, and the check that would show each: written before anyone looks at numbers.\n"
    "# Take away the \"# \" to use these.\n"
    "# [risk One group is served worse]\n"
    "# why=Whom would it harm, and how?\n"
    "\n"
    "# [check %s holds for each %s]\n"
    "# risk=One group is served worse\n"
    "# measure=%s\n"
    "# slices=%s\n"
    "# %s\n", proposal->is_regression ? "The error" : "Recall", slice != NULL ? name : "slice",
    proposal->is_regression ? "mae" : "recall", name, proposal->is_regression ? "at-most=10" : "at-least=0.70");
  for (guint i = 0; i < proposal->n_columns; i++)
    if (proposal->columns[i].role == ASSAY_ROLE_BASELINE)
      {
        g_string_append_printf (text, "\n# [check No slice worse than today]\n# measure=%s\n# slices=*\n"
                                "# no-worse-than=%s by %s\n", proposal->is_regression ? "mae" : "accuracy",
                                proposal->columns[i].profile->name, proposal->is_regression ? "1" : "0.01");
        break;
      }
  return g_string_free (text, FALSE);
}

char *
assay_proposal_to_plan (const AssayProposal     *self,
                        const char *const       *files,
                        const AssayPlanSetting  *settings,
                        guint                    n_settings,
                        GError                 **error)
{
  g_autofree gboolean *is_written = g_new0 (gboolean, n_settings + 1);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (AssayPlanEntry));
  g_autoptr (GStringChunk) texts = g_string_chunk_new (4096);
  Writer writer = { self, settings, n_settings, is_written, entries, texts };
  g_autofree char *text = NULL;
  g_autofree char *example = write_example (self);

  add_head (&writer, files);
  add_data (&writer, files);
  add_slices (&writer);
  text = assay_plan_write ((AssayPlanEntry *) entries->data, entries->len, error);
  return text != NULL ? g_strconcat (text, example, NULL) : NULL;
}
