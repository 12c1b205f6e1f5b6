/* window-open.c: the desktop's dialog for what is to be opened. */
#include "window-private.h"

#include "words/translate.h"

static void
keep_folder (AssayWindow *self,
             GFile       *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

  if (self->settings != NULL && uri != NULL)
    g_settings_set_string (self->settings, "last-folder", uri);
}

static void
chosen (GtkNativeDialog *dialog,
        int              response,
        AssayWindow     *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      keep_folder (self, file);
      assay_window_open (self, file);
    }
  g_object_unref (dialog);
}

/* patterns: parted by spaces, of either case. */
static void
add_filter (GtkFileChooser *chooser,
            const char     *name,
            const char     *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_auto (GStrv) each = g_strsplit (patterns, " ", -1);

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; each[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, each[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

#define DATA_PATTERNS "*.parquet *.pq *.csv *.tsv *.json *.jsonl *.ndjson *.gz *.zst *.PARQUET *.CSV *.TSV"

void
assay_window_choose_file (AssayWindow *self,
                          gboolean     is_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (is_data ? _("Open Data") : _("Open an Audit, a Plan or Data"),
                                                              GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                                                              _("_Open"), _("_Cancel"));
  g_autofree char *uri = self->settings != NULL ? g_settings_get_string (self->settings, "last-folder") : NULL;

  if (!is_data)
    add_filter (GTK_FILE_CHOOSER (dialog), _("Audits, plans and data"), "*.assay *.ini *.plan " DATA_PATTERNS);
  add_filter (GTK_FILE_CHOOSER (dialog), _("Data"), DATA_PATTERNS);
  add_filter (GTK_FILE_CHOOSER (dialog), _("Audit files"), "*.assay");
  add_filter (GTK_FILE_CHOOSER (dialog), _("Plans"), "*.ini *.plan");
  add_filter (GTK_FILE_CHOOSER (dialog), _("All files"), "*");
  if (uri != NULL && *uri != '\0')
    {
      g_autoptr (GFile) folder = g_file_new_for_uri (uri);
      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
    }
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
