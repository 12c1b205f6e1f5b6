/* command-columns.c: assay columns: what is in the data, and what each column could serve as. */
#include "audit/propose.h"
#include "cli/input.h"
#include "cli/profile.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "words/number.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define MOST_EXAMPLES 4
#define EXAMPLE_CHARS 20

static char *
join_examples (const AssayColumnProfile *profile)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (profile->n_examples, MOST_EXAMPLES); i++)
    {
      const char *value = profile->examples[i];
      gboolean is_long = g_utf8_strlen (value, -1) > EXAMPLE_CHARS;
      g_autofree char *head = is_long ? g_utf8_substring (value, 0, EXAMPLE_CHARS - 3) : g_strdup (value);

      g_string_append_printf (text, "%s%s%s", i > 0 ? ", " : "", head, is_long ? "..." : "");
    }
  return g_string_free (text, FALSE);
}

/* Above 65,535 the number of values is about right only (read.h). */
static char *
describe_values (const AssayColumnProfile *profile)
{
  g_autofree char *values = assay_number_rows (MIN (profile->n_distinct, profile->n_rows - profile->n_missing));

  return g_strconcat (profile->n_distinct > 65535 ? "~" : "", values, NULL);
}

/* "slice, 5 bins", "slice by month", "label"; NULL for none */
static char *
describe_role (const AssayProposedColumn *column)
{
  const char *role = assay_column_role_name (column->role);

  if (column->role == ASSAY_ROLE_NONE)
    return NULL;
  if (column->bins == NULL)
    return g_strdup (role);
  if (g_str_has_prefix (column->bins, "quantiles "))
    return g_strdup_printf ("%s, %s bins", role, column->bins + strlen ("quantiles "));
  return g_strdup_printf ("%s by %s", role, column->bins);
}

static void
add_row (AssayTable *table, const AssayProposedColumn *column)
{
  const AssayColumnProfile *profile = column->profile;
  g_autofree char *role = describe_role (column);
  g_autofree char *examples = join_examples (profile);
  g_autofree char *values = describe_values (profile);
  g_autofree char *missing = assay_number_rows (profile->n_missing);
  const char *const cells[] = { profile->name, profile->type, values, missing, role, examples };

  assay_table_add (table, cells);
}

static gboolean
print_table (const AssayProposal *proposal, GError **error)
{
  static const char *const heads[] = { "column", "type", "values", "missing", "could serve as", "commonest" };
  static const gboolean to_right[] = { FALSE, FALSE, TRUE, TRUE, FALSE, FALSE };
  g_autoptr (AssayTable) table = assay_table_new (heads, to_right, G_N_ELEMENTS (heads));
  AssayTerminalOptions terminal = assay_terminal_options ();
  g_autofree char *rows = assay_number_rows (proposal->n_rows);
  g_autofree char *text = NULL;
  g_autofree char *all = NULL;

  for (guint i = 0; i < proposal->n_columns; i++)
    add_row (table, &proposal->columns[i]);
  text = assay_table_text (table, assay_terminal_table_width (), terminal.is_utf8, NULL);
  all = g_strdup_printf ("%s%s rows, %u columns\n", text, rows, proposal->n_columns);
  return assay_output_text (all, error);
}

/* --- JSON -------------------------------------------------------------------------------------------------------- */

static void
add_member (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_count (JsonBuilder *json, const char *name, guint64 count)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, (gint64) count);
}

static void
add_column (JsonBuilder *json, const AssayProposedColumn *column)
{
  const AssayColumnProfile *profile = column->profile;

  json_builder_begin_object (json);
  add_member (json, "name", profile->name);
  add_member (json, "type", profile->type);
  add_count (json, "values", profile->n_distinct);
  add_count (json, "missing", profile->n_missing);
  add_member (json, "least", profile->least);
  add_member (json, "most", profile->most);
  json_builder_set_member_name (json, "commonest");
  json_builder_begin_array (json);
  for (guint i = 0; i < profile->n_examples; i++)
    {
      json_builder_begin_object (json);
      add_member (json, "value", profile->examples[i]);
      add_count (json, "rows", profile->example_rows[i]);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  add_member (json, "serves_as", column->role != ASSAY_ROLE_NONE ? assay_column_role_name (column->role) : NULL);
  add_member (json, "bins", column->bins);
  add_member (json, "why", column->why);
  json_builder_end_object (json);
}

static gboolean
print_json (const AssayProposal *proposal, GError **error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  json_builder_begin_object (json);
  add_count (json, "rows", proposal->n_rows);
  json_builder_set_member_name (json, "columns");
  json_builder_begin_array (json);
  for (guint i = 0; i < proposal->n_columns; i++)
    add_column (json, &proposal->columns[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, TRUE);
  line = g_strconcat (text, "\n", NULL);
  return assay_output_data (line, error);
}

AssayExit
assay_command_columns (const AssayOptions *options, GError **error)
{
  g_auto (GStrv) files = assay_input_files (options);
  g_autoptr (GPtrArray) profiles = assay_profile_files (options, (const char *const *) files, error);
  g_autoptr (AssayProposal) proposal = NULL;
  gboolean is_shown;

  if (profiles == NULL)
    return ASSAY_EXIT_ERROR;
  proposal = assay_propose (profiles, NULL);
  is_shown = assay_options_has (options, "json") ? print_json (proposal, error) : print_table (proposal, error);
  return is_shown ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
}
