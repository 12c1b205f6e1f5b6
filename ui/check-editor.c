/* check-editor.c: every choice is an edit of the draft at once; what is refused is said under the sentence. */
#include "check-editor.h"

#include "choice-field.h"
#include "field.h"
#include "words/check-sentence.h"
#include "words/translate.h"
#include "wrap-box.h"

#include <string.h>

typedef struct
{
  AssayPlanDraft  *draft;
  const GPtrArray *profiles;    /* (nullable) */
  char            *name;
  GtkWidget       *measure, *target, *relation, *bound, *than, *than_words, *risk, *called, *class_name, *slices;
  GtkLabel        *says;
  gboolean         is_working;  /* while fields are set to what the draft says */
} Editor;

static void
editor_free (gpointer data)
{
  Editor *self = data;

  g_object_unref (self->draft);
  g_free (self->name);
  g_free (self);
}

static Editor *
editor_of (GtkWidget *editor)
{
  return g_object_get_data (G_OBJECT (editor), "assay-check-editor");
}

static void refresh (Editor *self);

/* name: (nullable) taken: what an edit gave. */
static void
was_edited (Editor    *self,
            GtkWidget *field,
            char      *name,
            GError    *error)
{
  g_autofree char *message = error != NULL ? assay_plan_draft_message (self->draft, error) : NULL;

  if (name != NULL)
    {
      g_free (self->name);
      self->name = name;
    }
  else if (!GTK_IS_EDITABLE (field))
    refresh (self); /* what was chosen springs back; what is typed stays, to be mended */
  assay_field_trouble (field, self->says, message);
  g_clear_error (&error);
}

/* --- edits ------------------------------------------------------------------------------------------------------ */

static void
choose (Editor     *self,
        GtkWidget  *field,
        const char *key,
        const char *value)
{
  GError *error = NULL;

  assay_plan_draft_pause (self->draft);
  char *name = assay_draft_set_check (self->draft, self->name, key, value, &error);
  was_edited (self, field, name, error);
}

static void
measure_chosen (const char *value,
                gpointer    data)
{
  choose (data, ((Editor *) data)->measure, "measure", value);
}

static void
target_chosen (const char *value,
               gpointer    data)
{
  choose (data, ((Editor *) data)->target, "slices", value);
}

static void
risk_chosen (const char *value,
             gpointer    data)
{
  choose (data, ((Editor *) data)->risk, "risk", value);
}

static void
than_chosen (const char *value,
             gpointer    data)
{
  Editor *self = data;
  GError *error = NULL;

  char *name = assay_draft_set_than (self->draft, self->name, value, &error);
  was_edited (self, self->than, name, error);
}

static void
relation_chosen (const char *value,
                 gpointer    data)
{
  Editor *self = data;
  GError *error = NULL;
  const AssayBoundKind relation = (AssayBoundKind) atoi (value);

  char *name = assay_draft_set_relation (self->draft, self->name, relation, &error);
  was_edited (self, self->relation, name, error);
}

static void
bound_typed (GtkEditable *field,
             Editor      *self)
{
  GError *error = NULL;

  if (self->is_working)
    return;
  char *name = assay_draft_set_bound (self->draft, self->name, gtk_editable_get_text (field), &error);
  was_edited (self, self->bound, name, error);
}

static void
name_typed (GtkEditable *field,
            Editor      *self)
{
  GError *error = NULL;

  if (self->is_working)
    return;
  char *name = assay_draft_rename_check (self->draft, self->name, gtk_editable_get_text (field), &error);
  was_edited (self, self->called, name, error);
}

/* key: that of the check that the field is of. */
static void
key_typed (GtkEditable *field,
           Editor      *self)
{
  const char *key = g_object_get_data (G_OBJECT (field), "assay-key");
  GError *error = NULL;

  if (self->is_working)
    return;
  char *name = assay_draft_set_check (self->draft, self->name, key, gtk_editable_get_text (field), &error);
  was_edited (self, GTK_WIDGET (field), name, error);
}

/* What cannot stand there goes when the field is left. */
static void
field_left (Editor *self)
{
  GtkWidget *const fields[] = { self->bound, self->called, self->class_name, self->slices };

  assay_plan_draft_pause (self->draft);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    assay_field_trouble (fields[i], self->says, NULL);
  refresh (self);
}

/* --- what the draft says ---------------------------------------------------------------------------------------- */

static GPtrArray *
relations (void)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (assay_choice_free);

  for (AssayBoundKind kind = ASSAY_BOUND_AT_LEAST; kind <= ASSAY_BOUND_NO_WORSE_THAN; kind++)
    {
      AssayChoice *choice = g_new (AssayChoice, 1);
      *choice = (AssayChoice) { g_strdup_printf ("%d", kind), g_strdup (assay_bound_words (kind)) };
      g_ptr_array_add (choices, choice);
    }
  return choices;
}

static void
refresh (Editor *self)
{
  const AssayCheck *check = assay_draft_check_of (self->draft, self->name);
  g_autofree char *bound = assay_draft_bound (self->draft, self->name);
  g_autofree char *slices = check != NULL ? g_strjoinv (";", check->slices) : NULL;

  if (check == NULL)
    return;
  const gboolean is_than = check->bound == ASSAY_BOUND_NO_WORSE_THAN;
  g_autofree char *relation = g_strdup_printf ("%d", check->bound);
  self->is_working = TRUE;
  assay_choice_field_show (self->measure, assay_draft_measures (self->draft, check->measure), check->measure);
  assay_choice_field_show (self->target, assay_draft_targets (self->draft, self->profiles, slices), slices);
  assay_choice_field_show (self->relation, relations (), relation);
  assay_choice_field_show (self->than, assay_draft_comparables (self->draft), check->than);
  assay_choice_field_show (self->risk, assay_draft_risks (self->draft), check->risk != NULL ? check->risk : "");
  assay_field_show (self->bound, bound);
  assay_field_show (self->called, check->name);
  assay_field_show (self->class_name, check->class_name);
  assay_field_show (self->slices, slices);
  gtk_widget_set_visible (self->than, is_than);
  gtk_widget_set_visible (self->than_words, is_than);
  self->is_working = FALSE;
}

/* --- fields ----------------------------------------------------------------------------------------------------- */

static GtkWidget *
entry_new (Editor     *self,
           const char *label,
           int         n_chars,
           GCallback   typed)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), n_chars);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), n_chars);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect (entry, "changed", typed, self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (field_left), self);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

static GtkWidget *
sentence_new (Editor *self)
{
  GtkWidget *box = assay_wrap_box_new ();

  self->measure = assay_choice_field_new (_("Measure"), measure_chosen, self);
  self->target = assay_choice_field_new (_("Of which slices"), target_chosen, self);
  self->relation = assay_choice_field_new (_("Relation"), relation_chosen, self);
  self->than = assay_choice_field_new (_("Than what"), than_chosen, self);
  self->bound = entry_new (self, _("Bound"), 6, G_CALLBACK (bound_typed));
  self->than_words = assay_field_label (_("by more than"));
  assay_wrap_box_append (box, self->measure);
  assay_wrap_box_append (box, assay_field_label (_("of")));
  assay_wrap_box_append (box, self->target);
  assay_wrap_box_append (box, assay_field_label (_("is")));
  assay_wrap_box_append (box, self->relation);
  assay_wrap_box_append (box, self->than);
  assay_wrap_box_append (box, self->than_words);
  assay_wrap_box_append (box, self->bound);
  return box;
}

static void
add_field (GtkWidget  *grid,
           int         row,
           const char *label,
           GtkWidget  *field)
{
  gtk_grid_attach (GTK_GRID (grid), assay_field_label (label), 0, row, 1, 1);
  gtk_widget_set_hexpand (field, TRUE);
  gtk_widget_set_halign (field, GTK_IS_DROP_DOWN (field) ? GTK_ALIGN_START : GTK_ALIGN_FILL);
  gtk_grid_attach (GTK_GRID (grid), field, 1, row, 1, 1);
}

/* What the sentence has no room for. */
static GtkWidget *
details_new (Editor *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  self->risk = assay_choice_field_new (_("Risk"), risk_chosen, self);
  self->called = entry_new (self, _("Name"), 24, G_CALLBACK (name_typed));
  self->class_name = entry_new (self, _("Class"), 24, G_CALLBACK (key_typed));
  self->slices = entry_new (self, _("Slices, parted by ;"), 24, G_CALLBACK (key_typed));
  g_object_set_data (G_OBJECT (self->class_name), "assay-key", (gpointer) "class");
  g_object_set_data (G_OBJECT (self->slices), "assay-key", (gpointer) "slices");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->class_name), _("the positive one"));
  add_field (grid, 0, _("Guards against"), self->risk);
  add_field (grid, 1, _("Name"), self->called);
  add_field (grid, 2, _("Slices"), self->slices);
  add_field (grid, 3, _("Class"), self->class_name);
  return grid;
}

GtkWidget *
assay_check_editor_new (AssayPlanDraft  *draft,
                        const GPtrArray *profiles,
                        const char      *name)
{
  Editor *self = g_new0 (Editor, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->draft = g_object_ref (draft);
  self->profiles = profiles;
  self->name = g_strdup (name);
  g_object_set_data_full (G_OBJECT (box), "assay-check-editor", self, editor_free);
  gtk_box_append (GTK_BOX (box), sentence_new (self));
  gtk_box_append (GTK_BOX (box), details_new (self));
  self->says = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->says, 0);
  gtk_label_set_wrap (self->says, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->says), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->says), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->says));
  refresh (self);
  return box;
}

void
assay_check_editor_set_name (GtkWidget  *editor,
                             const char *name)
{
  Editor *self = editor_of (editor);

  g_free (self->name);
  self->name = g_strdup (name);
}

void
assay_check_editor_refresh (GtkWidget *editor)
{
  Editor *self = editor_of (editor);

  if (!gtk_widget_has_css_class (self->bound, "error") && !gtk_widget_has_css_class (self->called, "error")
      && !gtk_widget_has_css_class (self->slices, "error"))
    refresh (self);
}
