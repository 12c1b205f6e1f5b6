/* command-plan.c: assay plan: a first plan from a look at the data. */
#include "audit/propose.h"
#include "cli/input.h"
#include "cli/profile.h"
#include "cli/terminal.h"

#include <gio/gio.h>
#include <string.h>

/* A plan's files are named from its own folder: as typed when that is the current one, else below it or in full. */
static char *
name_from (const char *file, const char *out)
{
  g_autofree char *folder = g_path_get_dirname (out);
  g_autoptr (GFile) from = g_file_new_for_path (folder);
  g_autoptr (GFile) to = g_file_new_for_path (file);
  char *below;

  if (strcmp (folder, ".") == 0)
    return g_strdup (file);
  below = g_file_get_relative_path (from, to);
  return below != NULL ? below : g_file_get_path (to);
}

static void
rename_files (char **files, const char *out)
{
  for (guint i = 0; files[i] != NULL; i++)
    {
      char *name = name_from (files[i], out);

      g_free (files[i]);
      files[i] = name;
    }
}

/* --- checking ---------------------------------------------------------------------------------------------------- */

/* The columns that options name must be there. */
static gboolean
check_names (const AssayPlan *plan, const GPtrArray *profiles, GError **error)
{
  g_autofree AssayColumn *columns = g_new0 (AssayColumn, profiles->len + 1);

  for (guint i = 0; i < profiles->len; i++)
    {
      const AssayColumnProfile *profile = profiles->pdata[i];

      columns[i] = (AssayColumn) { profile->name, profile->kind };
    }
  return assay_plan_resolve_draft (plan, columns, profiles->len, error);
}

static gboolean
check_out (const char *out, gboolean is_forced, GError **error)
{
  if (out == NULL || is_forced || !g_file_test (out, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_OUTPUT,
               "%s is there already; choose another name, or --force to replace it", out);
  return FALSE;
}

/* --- the command ------------------------------------------------------------------------------------------------- */

/* On a terminal a column's name must not move the cursor; in a file it must be the column's. */
static gboolean
print_plan (const char *text, GError **error)
{
  g_autofree char *safe = assay_terminal_table_width () > 0 ? assay_output_harmless (text, TRUE) : g_strdup (text);

  return assay_output_data (safe, error);
}

static gboolean
write_plan (const char *text, const char *out, gboolean is_quiet, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *safe = assay_output_harmless (out, FALSE);
  g_autofree char *message = g_strdup_printf ("Wrote %s. Read and change it, then: assay audit %s\n", safe, safe);

  /* Written beside and renamed: no half plan is left. */
  if (!g_file_set_contents (out, text, -1, &cause))
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_OUTPUT, "cannot write the plan: %s", cause->message);
      return FALSE;
    }
  return is_quiet || assay_output_text (message, error);
}

AssayExit
assay_command_plan (const AssayOptions *options, GError **error)
{
  const AssayPlanSetting *settings = (const AssayPlanSetting *) options->settings->data;
  const char *out = assay_options_value (options, "out");
  g_auto (GStrv) files = assay_input_files (options);
  g_autoptr (AssayPlan) plan = assay_plan_from_settings (settings, options->settings->len, error);
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (AssayProposal) proposal = NULL;
  g_autofree char *text = NULL;
  gboolean is_written;

  if (plan == NULL || !check_out (out, assay_options_has (options, "force"), error))
    return ASSAY_EXIT_ERROR;
  profiles = assay_profile_files (options, (const char *const *) files, error);
  if (profiles == NULL || !check_names (plan, profiles, error))
    return ASSAY_EXIT_ERROR;
  proposal = assay_propose (profiles, plan);
  if (out != NULL)
    rename_files (files, out);
  text = assay_proposal_to_plan (proposal, (const char *const *) files, settings, options->settings->len, error);
  if (text == NULL)
    return ASSAY_EXIT_ERROR;
  is_written = out != NULL ? write_plan (text, out, assay_options_has (options, "quiet"), error)
                           : print_plan (text, error);
  return is_written ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
}
