/* threshold-strip.c: the same on every page; each follows the audit. */
#include "threshold-strip.h"

#include "button-name.h"
#include "follow.h"
#include "report/phrases.h"
#include "threshold-bar.h"
#include "words/translate.h"

typedef struct
{
  AssayOpenAudit *audit;
  GtkLabel       *moved, *says;
  GtkWidget      *back;
} Strip;

/* "At 0.62; the plan says 0.50", and the verdict there. */
static void
tell (gpointer data)
{
  Strip *self = data;
  const AssayWhatIf *what_if = assay_open_audit_what_if (self->audit, NULL);
  g_autofree char *moved = assay_phrase_moved (what_if), *says = assay_phrase_what_if (what_if);

  gtk_label_set_text (self->moved, moved != NULL ? moved : "");
  gtk_widget_set_visible (GTK_WIDGET (self->moved), moved != NULL);
  gtk_widget_set_visible (self->back, moved != NULL);
  gtk_label_set_text (self->says, says);
}

static GtkLabel *
line_label (GtkWidget  *line,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (line), label);
  return GTK_LABEL (label);
}

/* (transfer full) */
static GtkWidget *
back_button (AssayOpenAudit *audit)
{
  g_autofree char *plan = assay_phrase_threshold (assay_open_audit_report (audit)->plan->threshold);
  g_autofree char *label = g_strdup_printf (_("Back to %s"), plan);
  GtkWidget *button = assay_button_named_once (gtk_button_new_with_label (label));

  gtk_widget_set_tooltip_text (button, _("The threshold back to the plan's"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "threshold-back");
  g_signal_connect_object (button, "clicked", G_CALLBACK (assay_open_audit_threshold_back), audit, G_CONNECT_SWAPPED);
  return button;
}

static void
strip_free (gpointer data)
{
  g_object_unref (((Strip *) data)->audit);
  g_free (data);
}

GtkWidget *
assay_threshold_strip_new (AssayOpenAudit *audit,
                           GtkWidget      *end)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *why = NULL;
  const gboolean has_threshold = assay_open_audit_what_if (audit, &why) != NULL;
  Strip *self = g_new0 (Strip, 1);

  self->audit = g_object_ref (audit);
  g_object_set_data_full (G_OBJECT (box), "assay-strip", self, strip_free);
  if (has_threshold)
    gtk_box_append (GTK_BOX (box), assay_threshold_bar_new (audit));
  gtk_box_append (GTK_BOX (box), line);
  self->moved = line_label (line, "threshold-moved");
  self->says = line_label (line, has_threshold ? "threshold-says" : "dim-label");
  gtk_label_set_wrap (self->says, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->says), TRUE);
  self->back = back_button (audit);
  gtk_box_append (GTK_BOX (line), self->back);
  if (end != NULL)
    gtk_box_append (GTK_BOX (line), end);
  gtk_widget_set_visible (GTK_WIDGET (self->moved), FALSE);
  gtk_widget_set_visible (self->back, FALSE);
  gtk_label_set_text (self->says, why);
  if (has_threshold)
    {
      tell (self);
      assay_follow_threshold (box, audit, tell, tell, self);
    }
  return box;
}

/* --- behind a button -------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayOpenAudit  *audit;
  GtkToggleButton *button;
  GtkWidget       *shown;
  gboolean         with_words;
} Behind;

static void
behind_free (gpointer data)
{
  g_object_unref (((Behind *) data)->audit);
  g_free (data);
}

/* A what-if takes a moment to make: only when it is asked for. */
static void
toggled (Behind *self)
{
  const gboolean is_down = gtk_toggle_button_get_active (self->button);

  if (is_down && gtk_widget_get_first_child (self->shown) == NULL)
    gtk_box_append (GTK_BOX (self->shown), self->with_words ? assay_threshold_strip_new (self->audit, NULL)
                                                            : assay_threshold_bar_new (self->audit));
  gtk_widget_set_visible (self->shown, is_down);
}

/* What is moved is not hidden. */
static void
press_if_moved (gpointer data)
{
  Behind *self = data;

  if (assay_open_audit_moved (self->audit) != NULL)
    gtk_toggle_button_set_active (self->button, TRUE);
}

GtkWidget *
assay_threshold_button_new (AssayOpenAudit  *audit,
                            gboolean         with_words,
                            GtkWidget      **shown)
{
  g_autofree char *why_not = assay_what_if_why_not (assay_open_audit_report (audit)->findings);

  if (why_not != NULL)
    return NULL;
  Behind *self = g_new0 (Behind, 1);
  GtkWidget *button = assay_button_named_once (gtk_toggle_button_new_with_mnemonic (_("_Threshold")));
  self->audit = g_object_ref (audit);
  self->button = GTK_TOGGLE_BUTTON (button);
  self->with_words = with_words;
  self->shown = *shown = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_object_set_data_full (G_OBJECT (button), "assay-behind", self, behind_free);
  gtk_widget_set_tooltip_text (button, _("Move the threshold, and see what would be there"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (*shown, FALSE);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (toggled), self);
  assay_follow_threshold (button, audit, NULL, press_if_moved, self);
  press_if_moved (self);
  return button;
}
