/* export-dialog.c: which formats, which folder; assay_audit_write_reports() does the rest, all files or none. */
#include "export-dialog.h"

#include "held-task.h"
#include "report/phrases.h"
#include "words/translate.h"

#include <adwaita.h>

/* --- writing ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  char         *folder, *path;
  AssayFormats  formats;
} Job;

static void
job_free (Job *job)
{
  g_free (job->folder);
  g_free (job->path);
  g_free (job);
}

/* The audit is opened again, for one is used by one thread at a time, and what is exported is what the file holds. */
static void
write_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  g_autoptr (AssayAudit) audit = assay_audit_open (job->path, &error);
  char **paths = NULL;

  if (audit != NULL && assay_audit_write_reports (audit, job->path, job->folder, job->formats, FALSE, &paths, &error))
    g_task_return_pointer (task, paths, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
was_written (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *text = NULL;

  if (paths == NULL)
    text = g_strdup_printf (_("Not exported: %s"), error->message);
  else if (g_strv_length (paths) == 1)
    {
      g_autofree char *name = g_path_get_basename (paths[0]);
      text = g_strdup_printf (_("Exported %s"), name);
    }
  else
    {
      g_autofree char *folder = g_path_get_dirname (paths[0]), *name = g_path_get_basename (folder);
      text = g_strdup_printf (_("Exported %u files into %s"), g_strv_length (paths), name);
    }
  gtk_widget_activate_action (GTK_WIDGET (source), "win.say", "s", text);
}

void
assay_export_run (GtkWindow      *window,
                  AssayOpenAudit *audit,
                  const char     *folder,
                  AssayFormats    formats)
{
  g_autoptr (GTask) task = g_task_new (window, NULL, was_written, NULL);
  Job *job = g_new (Job, 1);

  *job = (Job) { g_strdup (folder), g_strdup (assay_open_audit_path (audit)), formats };
  g_task_set_source_tag (task, assay_export_run);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  assay_held_task_run (task, write_in_thread);
}

/* --- the dialog ------------------------------------------------------------------------------------------------- */

static const struct
{
  AssayFormats format;
  const char  *title, *more;
  gboolean     is_on;
} formats[] = {
  { ASSAY_FORMAT_PDF, "PDF", N_("report.pdf: for print and for people who decide"), TRUE },
  { ASSAY_FORMAT_HTML, "HTML", N_("report.html: one file, sortable tables, loads nothing"), FALSE },
  { ASSAY_FORMAT_CSV, "CSV", N_("slices.csv, checks.csv and more: for spreadsheets"), FALSE },
  { ASSAY_FORMAT_JSON, "JSON", N_("report.json: every number, for programs"), FALSE },
};

typedef struct
{
  AssayOpenAudit *audit;
  GtkWindow      *window;
  GtkSwitch      *switches[G_N_ELEMENTS (formats)];
} Dialog;

static void
dialog_free (Dialog *self)
{
  g_object_unref (self->audit);
  g_free (self);
}

static AssayFormats
chosen_formats (const Dialog *self)
{
  AssayFormats all = 0;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (gtk_switch_get_active (self->switches[i]))
      all |= formats[i].format;
  return all;
}

static void
update_response (AdwMessageDialog *dialog)
{
  const Dialog *self = g_object_get_data (G_OBJECT (dialog), "assay-dialog");

  adw_message_dialog_set_response_enabled (dialog, "export", chosen_formats (self) != 0);
}

typedef struct
{
  AssayOpenAudit *audit;
  AssayFormats    formats;
} Choice;

static void
choice_free (gpointer  data,
             GClosure *closure)
{
  Choice *choice = data;

  g_object_unref (choice->audit);
  g_free (choice);
}

static void
folder_chosen (GtkNativeDialog *chooser,
               int              response,
               Choice          *choice)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char *path = g_file_get_path (folder);
      assay_export_run (gtk_native_dialog_get_transient_for (chooser), choice->audit, path, choice->formats);
    }
  g_object_unref (chooser);
}

static void
responded (AdwMessageDialog *dialog,
           const char       *response)
{
  const Dialog *self = g_object_get_data (G_OBJECT (dialog), "assay-dialog");

  if (g_strcmp0 (response, "export") != 0)
    return;
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Export into Folder"), self->window,
                                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                                               _("_Export"), _("_Cancel"));
  Choice *choice = g_new (Choice, 1);
  *choice = (Choice) { g_object_ref (self->audit), chosen_formats (self) };
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_data (chooser, "response", G_CALLBACK (folder_chosen), choice, choice_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static GtkWidget *
format_row (Dialog    *self,
            GtkWidget *dialog,
            guint      i)
{
  GtkWidget *row = adw_action_row_new (), *button = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (button), formats[i].is_on);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), formats[i].title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(formats[i].more));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  self->switches[i] = GTK_SWITCH (button);
  g_signal_connect_object (button, "notify::active", G_CALLBACK (update_response), dialog, G_CONNECT_SWAPPED);
  return row;
}

/* (transfer full) A report of a what-if would mix what follows the threshold with what stays: it is of the audit. */
static char *
body_of (AssayOpenAudit *audit)
{
  const AssayWhatIf *what_if = assay_open_audit_moved (audit);

  if (what_if == NULL)
    return g_strdup (_("It tells of the audit as its file holds it."));
  g_autofree char *plan = assay_phrase_at (assay_open_audit_report (audit)->plan->threshold);
  g_autofree char *here = assay_phrase_at (assay_what_if_threshold (what_if));
  return g_strdup_printf (_("It tells of the audit as its file holds it: %s, not %s as on the screen. A chart that is saved "
                            "from the screen says its threshold."), plan, here);
}

void
assay_export_dialog_show (GtkWindow      *window,
                          AssayOpenAudit *audit)
{
  g_autofree char *body = body_of (audit);
  GtkWidget *dialog = adw_message_dialog_new (window, _("Export the report"), NULL);
  Dialog *self = g_new0 (Dialog, 1);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
  self->audit = g_object_ref (audit);
  self->window = window;
  g_object_set_data_full (G_OBJECT (dialog), "assay-dialog", self, (GDestroyNotify) dialog_free);
  GtkWidget *list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    gtk_list_box_append (GTK_LIST_BOX (list), format_row (self, dialog, i));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"),
                                    "export", _("_Export…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "export", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "export");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (responded), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}
