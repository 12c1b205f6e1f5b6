/* setup-slices.c: columns are taken and left out in their own list; here stands what comes of it. */
#include "setup-slices.h"

#include "audit/propose.h"
#include "button-name.h"
#include "choice-field.h"
#include "field.h"
#include "models/draft-columns.h"
#include "models/draft-slices.h"
#include "report/phrases.h"
#include "words/number.h"
#include "words/translate.h"
#include "wrap-box.h"

#include <string.h>

typedef struct
{
  AssayPlanDraft  *draft;
  const GPtrArray *profiles;   /* (nullable) */
  GtkWidget       *list, *one, *other, *propose, *crossing;
  GtkLabel        *says;
  char            *left, *right; /* (nullable) columns that are chosen to be crossed */
  char            *shown;      /* what the rows were made of */
  guint            filling;
  gboolean         is_typing;  /* the rows say what the draft is about to say */
} Slices;

/* A row that can be taken out, of cross= or a [slice NAME]. */
typedef struct
{
  Slices  *slices;
  char    *name;
  gboolean is_cross;
} Row;

static void
row_free (gpointer data)
{
  g_free (((Row *) data)->name);
  g_free (data);
}

static void
slices_free (gpointer data)
{
  Slices *self = data;

  g_clear_handle_id (&self->filling, g_source_remove);
  g_object_unref (self->draft);
  g_free (self->left);
  g_free (self->right);
  g_free (self->shown);
  g_free (self);
}

/* error: (nullable) taken. */
static void
say (Slices *self,
     GError *error)
{
  g_autofree char *message = error != NULL ? assay_plan_draft_message (self->draft, error) : NULL;
  g_autofree char *safe = message != NULL ? assay_phrase_safe (message) : NULL;

  gtk_label_set_text (self->says, safe != NULL ? safe : "");
  gtk_widget_set_visible (GTK_WIDGET (self->says), safe != NULL);
  g_clear_error (&error);
}

/* --- edits ------------------------------------------------------------------------------------------------------ */

static void
remove_clicked (GtkButton *button,
                Row       *row)
{
  Slices *self = row->slices;
  GError *error = NULL;
  const gboolean is_removed = row->is_cross ? assay_draft_set_crossed (self->draft, row->name, FALSE, &error)
                                            : assay_draft_remove_slice (self->draft, row->name, &error);

  say (self, is_removed ? NULL : error);
}

static void
name_typed (GtkEditable *field,
            Row         *row)
{
  GError *error = NULL;

  row->slices->is_typing = TRUE;
  char *name = assay_draft_rename_slice (row->slices->draft, row->name, gtk_editable_get_text (field), &error);
  row->slices->is_typing = FALSE;
  if (name != NULL)
    {
      g_free (row->name);
      row->name = name;
    }
  say (row->slices, error);
}

static void
where_typed (GtkEditable *field,
             Row         *row)
{
  g_autofree char *section = g_strconcat ("slice ", row->name, NULL);
  GError *error = NULL;

  row->slices->is_typing = TRUE;
  if (assay_draft_set_key (row->slices->draft, section, "where", gtk_editable_get_text (field), &error))
    g_clear_error (&error);
  row->slices->is_typing = FALSE;
  say (row->slices, error);
}

static void
add_slice (Slices *self)
{
  GError *error = NULL;
  g_autofree char *name = assay_draft_add_slice (self->draft, &error);

  say (self, error);
}

static void
left_chosen (const char *value,
             gpointer    data)
{
  g_free (((Slices *) data)->left);
  ((Slices *) data)->left = g_strdup (value);
}

static void
right_chosen (const char *value,
              gpointer    data)
{
  g_free (((Slices *) data)->right);
  ((Slices *) data)->right = g_strdup (value);
}

static void
add_cross (Slices *self)
{
  GError *error = NULL;

  if (self->left == NULL || self->right == NULL)
    return;
  g_autofree char *crossing = g_strdup_printf ("%s*%s", self->left, self->right);
  if (assay_draft_set_crossed (self->draft, crossing, TRUE, &error))
    g_clear_error (&error);
  say (self, error);
}

static void
propose (Slices *self)
{
  g_autoptr (AssayProposal) proposal = assay_propose (self->profiles, assay_plan_draft_plan (self->draft));
  GError *error = NULL;

  if (assay_draft_set_slices (self->draft, proposal->settings, proposal->n_settings, &error))
    g_clear_error (&error);
  say (self, error);
}

/* --- rows ------------------------------------------------------------------------------------------------------- */

static GtkWidget *
label_new (const char *text,
           const char *css_class)
{
  g_autofree char *safe = assay_phrase_safe (text != NULL ? text : "");
  GtkWidget *label = gtk_label_new (safe);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
remove_new (Row *row)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *name = g_strdup_printf (_("Remove %s"), row->name), *safe = assay_phrase_safe (name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, safe, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_clicked), row);
  return button;
}

/* row: (nullable) taken; it can be removed. */
static void
add_row (Slices    *self,
         GtkWidget *texts,
         Row       *row)
{
  GtkWidget *item = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), texts);
  if (row != NULL)
    {
      gtk_box_append (GTK_BOX (box), remove_new (row));
      g_object_set_data_full (G_OBJECT (item), "assay-row", row, row_free);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (item), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (item), FALSE);
  gtk_widget_set_focusable (item, FALSE);
  gtk_list_box_append (GTK_LIST_BOX (self->list), item);
}

static GtkWidget *
texts_new (const char *title,
           const char *more)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (texts), label_new (title, "row-name"));
  gtk_box_append (GTK_BOX (texts), label_new (more, "row-more"));
  return texts;
}

static Row *
row_new (Slices     *self,
         const char *name,
         gboolean    is_cross)
{
  Row *row = g_new (Row, 1);

  *row = (Row) { self, g_strdup (name), is_cross };
  return row;
}

/* "up to 10 slices" */
static char *
cross_sizes (Slices           *self,
             const AssayCross *cross)
{
  guint64 n = 1;

  for (guint i = 0; i < cross->n_columns; i++)
    {
      const AssayColumnProfile *profile = assay_profile_of (self->profiles, cross->columns[i]);
      n *= profile != NULL ? assay_draft_n_slices (self->draft, profile) : 0;
    }
  g_autofree char *rows = assay_number_rows (n);
  return n > 0 ? g_strdup_printf (_("up to %s slices"), rows) : g_strdup ("");
}

static void
add_crosses (Slices *self)
{
  const AssayPlan *plan = assay_plan_draft_plan (self->draft);
  const char *list = assay_plan_value (plan, "slices", "cross");

  for (guint i = 0; i < plan->crosses->len; i++)
    {
      const AssayCross *cross = plan->crosses->pdata[i];
      g_autofree char *value = g_strjoinv ("*", cross->columns), *title = g_strjoinv (" × ", cross->columns);
      g_autofree char *sizes = cross_sizes (self, cross);
      /* those of [fairness] are taken out there */
      const gboolean is_own = list != NULL && strstr (list, value) != NULL;
      add_row (self, texts_new (title, sizes), is_own ? row_new (self, value, TRUE) : NULL);
    }
}

static GtkWidget *
entry_new (const char *text,
           const char *label,
           int         n_chars,
           GCallback   typed,
           Row        *row)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), n_chars);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect (entry, "changed", typed, row);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (assay_plan_draft_pause), row->slices->draft);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

static void
add_named (Slices *self)
{
  const AssayPlan *plan = assay_plan_draft_plan (self->draft);

  for (guint i = 0; i < plan->named->len; i++)
    {
      const AssayNamedSlice *named = plan->named->pdata[i];
      Row *row = row_new (self, named->name, FALSE);
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
      GtkWidget *name = entry_new (named->name, _("Name of the slice"), 14, G_CALLBACK (name_typed), row);
      GtkWidget *where = entry_new (named->where, _("Rows of the slice, as an expression"), 16,
                                    G_CALLBACK (where_typed), row);
      gtk_box_append (GTK_BOX (box), name);
      gtk_box_append (GTK_BOX (box), assay_field_label (_("where")));
      gtk_widget_set_hexpand (where, TRUE);
      gtk_box_append (GTK_BOX (box), where);
      add_row (self, box, row);
    }
}

static void
add_columns (Slices *self)
{
  const AssayPlan *plan = assay_plan_draft_plan (self->draft);

  for (guint i = 0; i < plan->columns->len; i++)
    {
      const char *column = ((const AssayCross *) plan->columns->pdata[i])->columns[0];
      const AssayColumnProfile *profile = assay_profile_of (self->profiles, column);
      g_autofree char *sizes = self->profiles != NULL ? assay_draft_sizes (self->draft, profile) : g_strdup ("");
      add_row (self, texts_new (column, sizes), NULL);
    }
  if (plan->columns->len == 0)
    add_row (self, texts_new (_("No column is chosen"), _("Then slices are chosen from the data when it runs")),
             NULL);
}

/* --- the list --------------------------------------------------------------------------------------------------- */

static GPtrArray *
columns_to_cross (Slices *self)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (assay_choice_free);
  const AssayPlan *plan = assay_plan_draft_plan (self->draft);

  for (guint i = 0; i < plan->columns->len; i++)
    {
      const char *column = ((const AssayCross *) plan->columns->pdata[i])->columns[0];
      AssayChoice *choice = g_new (AssayChoice, 1);
      *choice = (AssayChoice) { g_strdup (column), g_strdup (column) };
      g_ptr_array_add (choices, choice);
    }
  return choices;
}

/* Two columns to begin with, and none that is no longer there. */
static void
choose_columns (Slices *self)
{
  const AssayPlan *plan = assay_plan_draft_plan (self->draft);
  char **const chosen[] = { &self->left, &self->right };

  for (guint i = 0; i < G_N_ELEMENTS (chosen); i++)
    if (*chosen[i] == NULL || !assay_draft_is_sliced (self->draft, *chosen[i]))
      {
        const AssayCross *column = plan->columns->len > i ? plan->columns->pdata[i] : NULL;
        g_free (*chosen[i]);
        *chosen[i] = column != NULL ? g_strdup (column->columns[0]) : NULL;
      }
}

/* What the rows say of the plan; names and expressions that are typed are in their fields already. */
static char *
signature (const AssayPlan *plan)
{
  GString *text = g_string_new (NULL);
  GPtrArray *const lists[] = { plan->columns, plan->crosses };

  for (guint list = 0; list < G_N_ELEMENTS (lists); list++)
    for (guint i = 0; i < lists[list]->len; i++)
      {
        g_autofree char *value = g_strjoinv ("*", ((const AssayCross *) lists[list]->pdata[i])->columns);
        g_autofree char *key = g_strconcat ("bins.", value, NULL);
        const char *bins = assay_plan_value (plan, "slices", key);
        g_string_append_printf (text, "%s\n%s\n", value, bins != NULL ? bins : "");
      }
  g_string_append_printf (text, "%u", plan->named->len);
  return g_string_free (text, FALSE);
}

static void
fill (Slices *self)
{
  GtkWidget *item;

  g_clear_handle_id (&self->filling, g_source_remove);
  while ((item = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), item);
  add_columns (self);
  add_crosses (self);
  add_named (self);
  choose_columns (self);
  gtk_widget_set_visible (self->crossing, assay_plan_draft_plan (self->draft)->columns->len > 1);
  assay_choice_field_show (self->one, columns_to_cross (self), self->left);
  assay_choice_field_show (self->other, columns_to_cross (self), self->right);
  gtk_widget_set_visible (self->propose, self->profiles != NULL
                                           && !assay_plan_draft_plan (self->draft)->slices_given);
  g_free (self->shown);
  self->shown = signature (assay_plan_draft_plan (self->draft));
}

static gboolean
fill_later (gpointer data)
{
  ((Slices *) data)->filling = 0;
  fill (data);
  return G_SOURCE_REMOVE;
}

void
assay_setup_slices_refresh (GtkWidget *slices)
{
  Slices *self = g_object_get_data (G_OBJECT (slices), "assay-slices");
  g_autofree char *now = signature (assay_plan_draft_plan (self->draft));

  if (self->filling == 0 && (strcmp (now, self->shown) != 0 || !self->is_typing))
    self->filling = g_idle_add (fill_later, self);
}

/* --- the pane --------------------------------------------------------------------------------------------------- */

static GtkWidget *
button_new (const char *label,
            GCallback   clicked,
            Slices     *self)
{
  GtkWidget *button = assay_button_named_once (gtk_button_new_with_mnemonic (label));

  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static GtkWidget *
crossing_new (Slices *self)
{
  GtkWidget *box = assay_wrap_box_new ();

  self->one = assay_choice_field_new (_("Column to cross"), left_chosen, self);
  self->other = assay_choice_field_new (_("Column to cross it with"), right_chosen, self);
  assay_wrap_box_append (box, assay_field_label (_("Cross")));
  assay_wrap_box_append (box, self->one);
  assay_wrap_box_append (box, assay_field_label (_("with")));
  assay_wrap_box_append (box, self->other);
  assay_wrap_box_append (box, button_new (_("_Cross"), G_CALLBACK (add_cross), self));
  return box;
}

GtkWidget *
assay_setup_slices_new (AssayPlanDraft  *draft,
                        const GPtrArray *profiles)
{
  Slices *self = g_new0 (Slices, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->draft = g_object_ref (draft);
  self->profiles = profiles;
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_add_css_class (self->list, "card-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Slices"), -1);
  self->says = GTK_LABEL (label_new (NULL, "error"));
  gtk_widget_set_visible (GTK_WIDGET (self->says), FALSE);
  self->propose = button_new (_("_Propose Slices"), G_CALLBACK (propose), self);
  gtk_box_append (GTK_BOX (tools), button_new (_("Slice by _Expression"), G_CALLBACK (add_slice), self));
  gtk_box_append (GTK_BOX (tools), self->propose);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->says));
  gtk_box_append (GTK_BOX (box), self->list);
  self->crossing = crossing_new (self);
  gtk_box_append (GTK_BOX (box), self->crossing);
  gtk_box_append (GTK_BOX (box), tools);
  g_object_set_data_full (G_OBJECT (box), "assay-slices", self, slices_free);
  fill (self);
  return box;
}
