/* command-show.c: assay show: an audit's tables in the terminal, from the audit file alone. */
#include "audit/audit.h"
#include "cli/input.h"
#include "cli/terminal.h"

static void
set_unknown_section (const char *what, GError **error)
{
  const char *const *sections = assay_report_sections ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *all = NULL;
  const char *nearest;

  for (guint i = 0; sections[i] != NULL; i += 2)
    g_ptr_array_add (names, (gpointer) sections[i]);
  nearest = assay_plan_nearest (what, (const char *const *) names->pdata, names->len);
  g_ptr_array_add (names, NULL);
  all = g_strjoinv (", ", (char **) names->pdata);
  if (nearest != NULL)
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                 "an audit has no %s; did you mean %s?", what, nearest);
  else
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "an audit has no %s; there are: %s", what, all);
}

static gboolean
show (const AssayReport *report, const char *what, guint most, GError **error)
{
  AssayTerminalOptions terminal = assay_terminal_options ();
  g_autofree char *text = NULL;

  terminal.most = most;
  text = what != NULL ? assay_report_section (report, what, &terminal) : assay_report_summary (report, &terminal);
  if (text == NULL)
    {
      set_unknown_section (what, error);
      return FALSE;
    }
  return assay_output_text (text, error);
}

AssayExit
assay_command_show (const AssayOptions *options, GError **error)
{
  g_autofree char *path = assay_input_audit (assay_options_argument (options, 0));
  const char *what = assay_options_argument (options, 1);
  g_autoptr (AssayAudit) audit = NULL;
  g_autofree char *json = NULL;
  guint64 most = 0;

  if (!assay_options_number (options, "most", 1, 1000000, &most, error))
    return ASSAY_EXIT_ERROR;
  if (what != NULL && assay_options_has (options, "json"))
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                   "--json prints the whole report; leave out %s", what);
      return ASSAY_EXIT_ERROR;
    }
  audit = assay_audit_open (path, error);
  if (audit == NULL)
    return ASSAY_EXIT_ERROR;
  if (!assay_options_has (options, "json"))
    return show (assay_audit_report (audit), what, (guint) most, error) ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
  json = assay_report_json (assay_audit_report (audit));
  return assay_output_data (json, error) ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
}
