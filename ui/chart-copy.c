/* chart-copy.c: a chart to the clipboard and into files, as SVG, PNG, PDF or its numbers. */
#include "chart-view-private.h"
#include "words/translate.h"

#include <string.h>

#define PICTURE_WIDTH 543.0   /* points: the width of a page's text, as assay chart has it */

/* --- formats ---------------------------------------------------------------------------------------------------- */

static GBytes *
numbers (AssayChartView *self)
{
  char *csv = assay_exhibit_csv (self->exhibit);

  return g_bytes_new_take (csv, strlen (csv));
}

static GBytes *
picture (AssayChartView  *self,
         AssayPicture     kind,
         GError         **error)
{
  return assay_exhibit_picture (self->exhibit, kind, ASSAY_COLORS_AUTO, PICTURE_WIDTH, self->n_most, error);
}

static const struct
{
  const char  *ending, *mime;
  AssayPicture picture;
  gboolean     is_numbers;
} formats[] = {
  { "svg", "image/svg+xml", ASSAY_PICTURE_SVG, FALSE },
  { "png", "image/png", ASSAY_PICTURE_PNG, FALSE },
  { "csv", "text/csv", 0, TRUE },
  { "pdf", "application/pdf", ASSAY_PICTURE_PDF, FALSE },
};

static GBytes *
make (AssayChartView  *self,
      guint            format,
      GError         **error)
{
  return formats[format].is_numbers ? numbers (self) : picture (self, formats[format].picture, error);
}

/* --- the clipboard ---------------------------------------------------------------------------------------------- */

/* (transfer full) Text that every program takes, too: of numbers and of SVG. */
static GdkContentProvider *
provide (AssayChartView *self,
         guint           format)
{
  g_autoptr (GBytes) bytes = make (self, format, NULL);

  return bytes != NULL ? gdk_content_provider_new_for_bytes (formats[format].mime, bytes) : NULL;
}

static GdkContentProvider *
provide_text (AssayChartView *self,
              guint           format)
{
  g_autoptr (GBytes) bytes = make (self, format, NULL);
  g_autofree char *text = bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;

  return text != NULL ? gdk_content_provider_new_typed (G_TYPE_STRING, text) : NULL;
}

static void
put (AssayChartView      *self,
     GdkContentProvider **providers,
     guint                n)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    if (providers[i] != NULL)
      g_ptr_array_add (made, providers[i]);
  if (made->len == 0)
    return;
  GdkContentProvider **all_of = (GdkContentProvider **) made->pdata;
  g_autoptr (GdkContentProvider) all = gdk_content_provider_new_union (all_of, made->len);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), all);
}

/* Whoever pastes takes what it knows: a picture, or the numbers. */
static void
copy_all (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  AssayChartView *self = ASSAY_CHART_VIEW (widget);

  if (self->exhibit == NULL)
    return;
  GdkContentProvider *providers[] = {
    provide (self, 0), provide (self, 1), provide (self, 2), provide_text (self, 2),
  };
  put (self, providers, G_N_ELEMENTS (providers));
}

static void
copy_one (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  AssayChartView *self = ASSAY_CHART_VIEW (widget);

  for (guint i = 0; i < G_N_ELEMENTS (formats) && self->exhibit != NULL; i++)
    if (g_str_has_suffix (name, formats[i].ending))
      {
        const gboolean is_text = formats[i].picture == ASSAY_PICTURE_SVG || formats[i].is_numbers;
        GdkContentProvider *providers[] = { provide (self, i), is_text ? provide_text (self, i) : NULL };
        put (self, providers, G_N_ELEMENTS (providers));
      }
}

/* --- files ------------------------------------------------------------------------------------------------------ */

gboolean
assay_chart_view_export (AssayChartView  *self,
                         GFile           *file,
                         GError         **error)
{
  g_autofree char *name = g_file_get_basename (file);
  const char *dot = strrchr (name, '.');

  for (guint i = 0; i < G_N_ELEMENTS (formats) && dot != NULL; i++)
    if (g_ascii_strcasecmp (dot + 1, formats[i].ending) == 0)
      {
        g_autoptr (GBytes) bytes = make (self, i, error);
        g_autofree char *path = g_file_get_path (file);
        return bytes != NULL
               && assay_audit_write_picture (assay_open_audit_audit (self->audit),
                                             assay_open_audit_path (self->audit), path,
                                             bytes, error);
      }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "'%s' names no format; end it with .svg, .png, .pdf or .csv", name);
  return FALSE;
}

/* What became of it is said in the window. */
static void
export_to (AssayChartView *self,
           GFile          *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (file);
  const gboolean is_done = assay_chart_view_export (self, file, &error);
  g_autofree char *text = is_done ? g_strdup_printf (_("Saved %s"), name)
                                  : g_strdup_printf (_("Not saved: %s"), error->message);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", text);
}

static void
export_to_path (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  if (ASSAY_CHART_VIEW (widget)->exhibit != NULL)
    export_to (ASSAY_CHART_VIEW (widget), file);
}

static void
chosen (GtkNativeDialog *dialog,
        int              response,
        AssayChartView  *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      export_to (self, file);
    }
  g_object_unref (dialog);
}

static void
export (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Save Chart"), window, GTK_FILE_CHOOSER_ACTION_SAVE,
                                                              _("_Save"), _("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "chart.svg");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* --- actions and menu ------------------------------------------------------------------------------------------- */

void
assay_chart_view_add_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "chart.copy", NULL, copy_all);
  gtk_widget_class_install_action (class, "chart.copy-svg", NULL, copy_one);
  gtk_widget_class_install_action (class, "chart.copy-png", NULL, copy_one);
  gtk_widget_class_install_action (class, "chart.copy-csv", NULL, copy_one);
  gtk_widget_class_install_action (class, "chart.export", NULL, export);
  gtk_widget_class_install_action (class, "chart.export-to", "s", export_to_path);
  gtk_widget_class_add_binding_action (class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "chart.copy", NULL);
}

static void
open_menu (AssayChartView *self,
           int             n_presses,
           double          x,
           double          y)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

void
assay_chart_view_add_menu (AssayChartView *self)
{
  g_autoptr (GMenu) menu = g_menu_new (), copy = g_menu_new (), save = g_menu_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_menu_append (copy, _("Copy as _SVG"), "chart.copy-svg");
  g_menu_append (copy, _("Copy as _PNG"), "chart.copy-png");
  g_menu_append (copy, _("Copy _Numbers (CSV)"), "chart.copy-csv");
  g_menu_append (save, _("Save Chart…"), "chart.export");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copy));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (save));
  self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (open_menu), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
