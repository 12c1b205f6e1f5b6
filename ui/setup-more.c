/* setup-more.c: what columns, slices and sentences say stands elsewhere on the page; keys of one column, or of a
 * section with a name, are no single field. */
#include "setup-more.h"

#include "choice-field.h"
#include "field.h"
#include "models/draft-columns.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <adwaita.h>
#include <string.h>

typedef struct
{
  AssayPlanDraft *draft;
  GPtrArray      *fields;  /* of Field, owned by their widgets */
} More;

typedef struct
{
  More               *more;
  const AssayPlanKey *key;
  GtkWidget          *field;
  GtkLabel           *says;
  gboolean            is_working;
} Field;

static void
more_free (gpointer data)
{
  More *self = data;

  g_object_unref (self->draft);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

/* --- which keys ------------------------------------------------------------------------------------------------- */

static gboolean
is_use (const AssayPlanKey *key)
{
  for (AssayColumnUse use = ASSAY_USE_LABEL; use < ASSAY_N_USES; use++)
    if (strcmp (key->section, "data") == 0 && strcmp (key->name, assay_column_use_key (use)) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_field (const AssayPlanKey *key)
{
  static const char *const sections[] = { "audit", "data", "slices", "fairness", "costs", NULL };
  static const char *const elsewhere[] = { "columns", "cross", NULL };

  return g_strv_contains (sections, key->section) && !key->is_later && !is_use (key)
         && !(strcmp (key->section, "slices") == 0 && g_strv_contains (elsewhere, key->name))
         && strstr (key->name, ".COL") == NULL && strchr (key->name, ' ') == NULL;
}

/* --- a field ---------------------------------------------------------------------------------------------------- */

static void
set_key (Field      *self,
         const char *value)
{
  AssayPlanDraft *draft = self->more->draft;
  g_autoptr (GError) error = NULL;
  const gboolean is_set = assay_draft_set_key (draft, self->key->section, self->key->name, value, &error);
  g_autofree char *message = is_set ? NULL : assay_plan_draft_message (draft, error);

  assay_field_trouble (self->field, self->says, message);
}

static void
typed (GtkEditable *field,
       Field       *self)
{
  if (!self->is_working)
    set_key (self, gtk_editable_get_text (field));
}

static void
chosen (const char *value,
        gpointer    data)
{
  assay_plan_draft_pause (((Field *) data)->more->draft);
  set_key (data, value);
}

static GPtrArray *
choices_of (const AssayPlanKey *key)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (assay_choice_free);
  g_auto (GStrv) values = g_strsplit (key->choices, "|", -1);
  AssayChoice *none = g_new (AssayChoice, 1);

  none->value = g_strdup ("");
  none->title = key->default_value != NULL ? g_strdup_printf (_("%s (default)"), key->default_value)
                                           : g_strdup (_("not set"));
  g_ptr_array_add (choices, none);
  for (guint i = 0; values[i] != NULL; i++)
    {
      AssayChoice *choice = g_new (AssayChoice, 1);
      *choice = (AssayChoice) { g_strdup (values[i]), g_strdup (values[i]) };
      g_ptr_array_add (choices, choice);
    }
  return choices;
}

static void
show_field (Field *self)
{
  const AssayPlan *plan = assay_plan_draft_plan (self->more->draft);
  const char *value = assay_plan_value (plan, self->key->section, self->key->name);

  self->is_working = TRUE;
  if (self->key->type == ASSAY_KEY_CHOICE)
    assay_choice_field_show (self->field, choices_of (self->key), value != NULL ? value : "");
  else if (!gtk_widget_has_css_class (self->field, "error"))
    assay_field_show (self->field, value);
  self->is_working = FALSE;
}

/* What cannot stand there goes when the field is left. */
static void
left (Field *self)
{
  assay_plan_draft_pause (self->more->draft);
  assay_field_trouble (self->field, self->says, NULL);
  show_field (self);
}

static GtkWidget *
entry_new (Field *self)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  if (self->key->default_value != NULL)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), self->key->default_value);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 18);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, self->key->name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->key->help, -1);
  g_signal_connect (entry, "changed", G_CALLBACK (typed), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left), self);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

static GtkWidget *
text_new (const char *text,
          const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
field_new (More               *more,
           const AssayPlanKey *key)
{
  Field *self = g_new0 (Field, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *item = gtk_list_box_row_new ();
  g_autofree char *help = assay_sentence_capital (key->help);

  self->more = more;
  self->key = key;
  self->says = GTK_LABEL (text_new (NULL, "error"));
  gtk_widget_set_visible (GTK_WIDGET (self->says), FALSE);
  self->field = key->type == ASSAY_KEY_CHOICE ? assay_choice_field_new (key->name, chosen, self) : entry_new (self);
  gtk_box_append (GTK_BOX (texts), text_new (key->name, "row-name"));
  gtk_box_append (GTK_BOX (texts), text_new (help, "row-more"));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->says));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (self->field, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), self->field);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (item), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (item), FALSE);
  gtk_widget_set_focusable (item, FALSE);
  g_object_set_data_full (G_OBJECT (item), "assay-field", self, g_free);
  g_ptr_array_add (more->fields, self);
  show_field (self);
  return item;
}

/* --- all of them ------------------------------------------------------------------------------------------------ */

static GtkWidget *
section_new (More       *self,
             GtkWidget  *box,
             const char *section)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_box_append (GTK_BOX (box), text_new (assay_plan_section_help (section), "note"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (list, "card-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, section, -1);
  gtk_box_append (GTK_BOX (box), list);
  return list;
}

/* Made when it is looked at for the first time. */
static void
expanded (GtkExpander *expander,
          GParamSpec  *pspec,
          More        *self)
{
  GtkWidget *box, *list = NULL;
  const char *section = NULL;
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);

  if (gtk_expander_get_child (expander) != NULL)
    return;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  for (guint i = 0; i < n_keys; i++)
    {
      if (!is_field (&keys[i]))
        continue;
      if (g_strcmp0 (section, keys[i].section) != 0)
        list = section_new (self, box, keys[i].section);
      section = keys[i].section;
      gtk_list_box_append (GTK_LIST_BOX (list), field_new (self, &keys[i]));
    }
  gtk_expander_set_child (expander, box);
}

void
assay_setup_more_refresh (GtkWidget *more)
{
  More *self = g_object_get_data (G_OBJECT (more), "assay-more");

  for (guint i = 0; i < self->fields->len; i++)
    show_field (self->fields->pdata[i]);
}

GtkWidget *
assay_setup_more_new (AssayPlanDraft *draft)
{
  More *self = g_new0 (More, 1);
  GtkWidget *expander = gtk_expander_new (NULL);

  gtk_expander_set_label_widget (GTK_EXPANDER (expander), text_new (_("More settings"), "heading"));
  self->draft = g_object_ref (draft);
  self->fields = g_ptr_array_new ();
  g_signal_connect (expander, "notify::expanded", G_CALLBACK (expanded), self);
  g_object_set_data_full (G_OBJECT (expander), "assay-more", self, more_free);
  return expander;
}
