/* field.c: small helpers of fields. */
#include "field.h"

#include "report/phrases.h"

#include <string.h>

void
assay_field_show (GtkWidget  *entry,
                  const char *value)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));

  if (strcmp (text, value != NULL ? value : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), value != NULL ? value : "");
}

GtkWidget *
assay_field_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  return label;
}

void
assay_field_trouble (GtkWidget  *field,
                     GtkLabel   *says,
                     const char *message)
{
  g_autofree char *safe = message != NULL ? assay_phrase_safe (message) : NULL;

  if (message != NULL)
    gtk_widget_add_css_class (field, "error");
  else
    gtk_widget_remove_css_class (field, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                               message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_label_set_text (says, safe != NULL ? safe : "");
  gtk_widget_set_visible (GTK_WIDGET (says), safe != NULL);
}
