/* data-line.c: see data-line.h. */
#include "data-line.h"

#include "button-name.h"
#include "models/engine-choice.h"
#include "report/phrases.h"
#include "words/number.h"
#include "words/translate.h"

/* --- beside the list of pages ----------------------------------------------------------------------------------- */

static const char *
state_says (AssayDataState state)
{
  switch (state)
    {
    case ASSAY_DATA_SAME:
      return _("Data at hand, unchanged");
    case ASSAY_DATA_GONE:
      return _("Data not at hand");
    case ASSAY_DATA_CHANGED:
      return _("Data changed since the audit");
    case ASSAY_DATA_UNREADABLE:
      return _("Data cannot be read");
    case ASSAY_DATA_UNKNOWN:
    default:
      return _("Looking for the data…");
    }
}

static void
show_state (AssayOpenAudit *audit,
            GtkLabel       *label)
{
  const char *says;
  const AssayDataState state = assay_open_audit_data_state (audit, &says);
  g_autofree char *safe = says != NULL ? assay_phrase_safe (says) : NULL;

  gtk_label_set_text (label, state_says (state));
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), safe);
  gtk_widget_remove_css_class (GTK_WIDGET (label), "worse");
  if (state == ASSAY_DATA_CHANGED || state == ASSAY_DATA_UNREADABLE)
    gtk_widget_add_css_class (GTK_WIDGET (label), "worse");
}

/* (transfer full) */
static char *
identity (const AssayReport *report)
{
  const AssayProvenance *provenance = report->provenance;
  g_autofree char *rows = assay_number_rows (report->findings->whole->n_rows), *engine = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, _("%s rows"), rows);
  if (provenance->n_files > 0)
    {
      g_autofree char *base = g_path_get_basename (provenance->files[0].name), *safe = assay_phrase_safe (base);
      g_string_append_printf (text, "\n%s", safe);
      if (provenance->n_files > 1)
        g_string_append_printf (text, _(" and %u more"), provenance->n_files - 1);
      else if (provenance->files[0].sha256 != NULL)
        g_string_append_printf (text, "\nSHA-256 %.8s…", provenance->files[0].sha256);
    }
  engine = assay_engine_says (provenance->engine);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("Counted by %s"), engine);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  return label;
}

GtkWidget *
assay_data_line_new (AssayOpenAudit *audit)
{
  g_autofree char *text = identity (assay_open_audit_report (audit));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *state = label_new (NULL);

  gtk_widget_add_css_class (box, "sidebar-data");
  gtk_box_append (GTK_BOX (box), label_new (text));
  gtk_box_append (GTK_BOX (box), state);
  g_signal_connect_object (audit, "data-state-changed", G_CALLBACK (show_state), state, 0);
  show_state (audit, GTK_LABEL (state));
  return box;
}

/* --- above the page --------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayOpenAudit *audit;
  GtkLabel       *label;
  GtkWidget      *again;
  gboolean        was_there;
} Notice;

static void
notice_free (gpointer data)
{
  g_object_unref (((Notice *) data)->audit);
  g_free (data);
}

/* (nullable) (transfer full) */
static char *
notice_says (const Notice   *self,
             AssayDataState  state,
             const char     *says)
{
  g_autofree char *safe = says != NULL ? assay_phrase_safe (says) : NULL;

  if (state == ASSAY_DATA_CHANGED)
    return g_strdup_printf (_("%s. The numbers here are those of the data as it was."), safe);
  if (state == ASSAY_DATA_UNREADABLE)
    return g_strdup_printf (_("%s. The numbers here are those of the audit."), safe);
  if (state == ASSAY_DATA_GONE && self->was_there)
    return g_strdup_printf (_("%s. The numbers stay; rows cannot be shown."), safe);
  return NULL;
}

static void
show_notice (AssayOpenAudit *audit,
             GtkRevealer    *revealer)
{
  Notice *self = g_object_get_data (G_OBJECT (revealer), "assay-notice");
  const char *says;
  const AssayDataState state = assay_open_audit_data_state (audit, &says);
  g_autofree char *text = notice_says (self, state, says);

  self->was_there |= state == ASSAY_DATA_SAME || state == ASSAY_DATA_CHANGED;
  if (text != NULL)
    {
      gtk_label_set_text (self->label, text);
      gtk_widget_set_visible (self->again, state == ASSAY_DATA_CHANGED);
    }
  gtk_revealer_set_reveal_child (revealer, text != NULL);
}

static void
hide (GtkRevealer *revealer)
{
  gtk_revealer_set_reveal_child (revealer, FALSE);
}

static GtkWidget *
close_button (GtkWidget *revealer)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Hide This"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Hide This"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (hide), revealer, G_CONNECT_SWAPPED);
  return button;
}

GtkWidget *
assay_data_notice_new (AssayOpenAudit *audit)
{
  GtkWidget *revealer = gtk_revealer_new (), *label = label_new (NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  Notice *self = g_new0 (Notice, 1);

  self->audit = g_object_ref (audit);
  self->label = GTK_LABEL (label);
  self->again = assay_button_named_once (gtk_button_new_with_mnemonic (_("_Run Again")));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->again), "win.run-again");
  g_object_set_data_full (G_OBJECT (revealer), "assay-notice", self, notice_free);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (box, "notice");
  gtk_widget_add_css_class (box, "data-notice");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->again);
  gtk_box_append (GTK_BOX (box), close_button (revealer));
  gtk_revealer_set_child (GTK_REVEALER (revealer), box);
  g_signal_connect_object (audit, "data-state-changed", G_CALLBACK (show_notice), revealer, 0);
  show_notice (audit, GTK_REVEALER (revealer));
  return revealer;
}
