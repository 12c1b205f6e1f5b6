/* command-sign.c: assay sign: somebody approves or rejects an audit; its file keeps that, and shows later changes. */
#include "audit/audit-decisions.h"
#include "cli/input.h"
#include "cli/terminal.h"

#include <string.h>

static gboolean
set_usage (GError **error, const char *message)
{
  g_set_error_literal (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, message);
  return FALSE;
}

static gboolean
read_options (const AssayOptions *options, AssaySignOff *sign_off, GError **error)
{
  static const char *const decisions[] = { "approve", "reject", NULL };

  sign_off->who = (char *) assay_options_value (options, "as");
  sign_off->note = (char *) assay_options_value (options, "note");
  if (sign_off->who == NULL)
    return set_usage (error, "who signs? Give --as NAME");
  if (!assay_options_has (options, "decision"))
    return set_usage (error, "what is decided? Give --decision approve or --decision reject");
  const int decision = assay_options_choice (options, "decision", decisions, error);
  sign_off->is_approval = decision == 0;
  return decision >= 0;
}

AssayExit
assay_command_sign (const AssayOptions *options, GError **error)
{
  g_autofree char *path = assay_input_audit (assay_options_argument (options, 0));
  AssayTerminalOptions terminal = assay_terminal_options ();
  g_autoptr (AssayAudit) audit = NULL;
  AssaySignOff sign_off = { FALSE };

  if (!read_options (options, &sign_off, error) || !assay_audit_sign (path, &sign_off, &audit, error))
    return ASSAY_EXIT_ERROR;
  if (assay_options_has (options, "quiet"))
    return ASSAY_EXIT_PASS;
  g_autofree char *text = assay_report_section (assay_audit_report (audit), "decisions", &terminal);
  return assay_output_text (text, error) ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
}
