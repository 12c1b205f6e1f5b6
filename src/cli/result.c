#include "cli/result.h"

#include "cli/terminal.h"

#include <string.h>

gboolean
assay_result_read_formats (const AssayOptions *options, AssayFormats otherwise, AssayFormats *formats, GError **error)
{
  static const struct { const char *name; AssayFormats format; } known[] = {
    { "pdf", ASSAY_FORMAT_PDF }, { "html", ASSAY_FORMAT_HTML }, { "json", ASSAY_FORMAT_JSON },
    { "csv", ASSAY_FORMAT_CSV }, { "junit", ASSAY_FORMAT_JUNIT },
  };
  const char *text = assay_options_value (options, "format");
  g_auto (GStrv) names = g_strsplit (text != NULL ? text : "", ",", -1);

  *formats = text == NULL ? otherwise : 0;
  for (guint i = 0; names[i] != NULL; i++)
    {
      guint j = 0;

      while (j < G_N_ELEMENTS (known) && strcmp (known[j].name, names[i]) != 0)
        j++;
      if (j == G_N_ELEMENTS (known))
        {
          g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                       "--format %s: expected pdf, html, json, csv, junit, joined by commas", names[i]);
          return FALSE;
        }
      *formats |= known[j].format;
    }
  return TRUE;
}

gboolean
assay_result_read_options (AssayResult *self, const AssayOptions *options, GError **error)
{
  if (!assay_options_has (options, "quiet") || !assay_options_has (options, "json"))
    return assay_result_read_formats (options, ASSAY_FORMAT_ALL, &self->formats, error);
  g_set_error_literal (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "--quiet and --json: give one of them");
  return FALSE;
}

gboolean
assay_result_write (AssayResult *self, GError **error)
{
  return assay_audit_write (self->audit, self->out, self->formats, &self->paths, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char *
assay_result_files (const AssayResult *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *out = assay_output_harmless (self->out, FALSE);
  g_autofree char *joined = NULL;

  for (guint i = 0; self->paths[i] != NULL; i++)
    g_ptr_array_add (names, g_path_get_basename (self->paths[i]));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (", ", (char **) names->pdata);
  return g_strdup_printf ("Written to %s%s: %s\n", out, g_str_has_suffix (out, "/") ? "" : "/", joined);
}

static gboolean
print_summary (const AssayResult *self, GError **error)
{
  AssayTerminalOptions terminal = assay_terminal_options ();
  g_autofree char *summary = assay_report_summary (assay_audit_report (self->audit), &terminal);
  g_autofree char *files = assay_result_files (self);
  g_autofree char *text = g_strconcat (summary, "\n", files, NULL);

  return assay_output_text (text, error);
}

static gboolean
print_json (const AssayResult *self, GError **error)
{
  g_autofree char *json = assay_report_json (assay_audit_report (self->audit));

  return assay_output_data (json, error);
}

static AssayExit
verdict_status (const AssayResult *self)
{
  switch (assay_audit_report (self->audit)->findings->verdict)
    {
    case ASSAY_VERDICT_FAIL:
      return ASSAY_EXIT_FAIL;
    case ASSAY_VERDICT_UNDECIDED:
      return ASSAY_EXIT_UNDECIDED;
    default:
      return ASSAY_EXIT_PASS;
    }
}

AssayExit
assay_result_show (const AssayResult *self, const AssayOptions *options, GError **error)
{
  gboolean is_shown = assay_options_has (options, "quiet")
                      || (assay_options_has (options, "json") ? print_json (self, error) : print_summary (self, error));

  return is_shown ? verdict_status (self) : ASSAY_EXIT_ERROR;
}

void
assay_result_clear (AssayResult *self)
{
  assay_audit_free (self->audit);
  g_strfreev (self->paths);
  g_free (self->out);
}
