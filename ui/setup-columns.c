/* setup-columns.c: a row for each column: its name, what is in it, how it is cut, whether it is sliced by, what it is. */
#include "setup-columns.h"

#include "field.h"
#include "models/draft-columns.h"
#include "report/phrases.h"
#include "words/number.h"
#include "words/translate.h"

#include <string.h>

#define MOST_ROWS 300 /* widgets of more take longer than a search */

typedef struct
{
  AssayPlanDraft  *draft;
  const GPtrArray *profiles;
  GtkListBox      *list;
  GtkLabel        *says, *left_out;
  GtkWidget       *search;
  GPtrArray       *rows;      /* of Row, owned by the list's rows */
  GtkSizeGroup    *uses;      /* all of one width */
  guint            n_working; /* while the widgets are set to what the draft says */
} Columns;

typedef struct
{
  Columns                  *columns;
  const AssayColumnProfile *profile;
  GtkWidget                *cut, *slice, *use;
  GtkLabel                 *more;
} Row;

static void
columns_free (gpointer data)
{
  Columns *self = data;

  g_object_unref (self->draft);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->uses);
  g_free (self);
}

static Columns *
columns_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "assay-setup-columns");
}

/* --- what is in a column ---------------------------------------------------------------------------------------- */

static const char *
kind_title (AssayColumnKind kind)
{
  static const char *const titles[] = {
    [ASSAY_COLUMN_NUMBER] = N_("numbers"), [ASSAY_COLUMN_TEXT] = N_("text"), [ASSAY_COLUMN_BOOLEAN] = N_("yes or no"),
    [ASSAY_COLUMN_TIME] = N_("times"), [ASSAY_COLUMN_OTHER] = N_("lists or structures"),
  };

  return _(titles[kind]);
}

static void
append_examples (GString                  *text,
                 const AssayColumnProfile *profile)
{
  for (guint i = 0; i < profile->n_examples; i++)
    {
      g_autofree char *safe = assay_phrase_safe (profile->examples[i]);
      g_string_append_printf (text, "%s%s", i == 0 ? " · " : ", ", safe);
    }
  if (profile->n_examples < profile->n_distinct)
    g_string_append (text, ", …");
}

/* "numbers · 73 values · 12 missing · 36, 23, 31, …" */
static char *
describe (const AssayColumnProfile *profile)
{
  GString *text = g_string_new (kind_title (profile->kind));
  g_autofree char *distinct = assay_number_rows (profile->n_distinct), *missing = assay_number_rows (profile->n_missing);

  g_string_append (text, " · ");
  g_string_append_printf (text, P_("%s value", "%s values", profile->n_distinct), distinct);
  if (profile->n_missing > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _("%s missing"), missing);
    }
  append_examples (text, profile);
  return g_string_free (text, FALSE);
}

/* The commonest values with their rows. */
static char *
tooltip_of (const AssayColumnProfile *profile)
{
  g_autofree char *type = assay_phrase_safe (profile->type);
  GString *text = g_string_new (type);

  for (guint i = 0; i < profile->n_examples; i++)
    {
      g_autofree char *safe = assay_phrase_safe (profile->examples[i]), *rows = assay_number_rows (profile->example_rows[i]);
      g_string_append_printf (text, "\n%s: ", safe);
      g_string_append_printf (text, P_("%s row", "%s rows", profile->example_rows[i]), rows);
    }
  return g_string_free (text, FALSE);
}

/* --- edits ------------------------------------------------------------------------------------------------------ */

/* What went wrong stands under the list's head, and the field is marked. */
static void
was_edited (Row       *row,
            GtkWidget *field,
            GError    *error)
{
  Columns *self = row->columns;
  g_autofree char *message = error != NULL ? assay_plan_draft_message (self->draft, error) : NULL;
  g_autofree char *line = message != NULL ? g_strdup_printf ("%s: %s", row->profile->name, message) : NULL;

  assay_field_trouble (field, self->says, line);
  g_clear_error (&error);
}

static void show_row (Row *row);

static void
use_chosen (GtkDropDown *use,
            GParamSpec  *pspec,
            Row         *row)
{
  const AssayColumnUse chosen = gtk_drop_down_get_selected (use);
  GError *error = NULL;

  /* set back after a refusal, it says so once more */
  if (row->columns->n_working > 0 || chosen == assay_draft_use (row->columns->draft, row->profile->name))
    return;
  if (!assay_draft_set_use (row->columns->draft, row->profile->name, chosen, &error))
    show_row (row);
  was_edited (row, GTK_WIDGET (use), error);
}

static void
slice_toggled (GtkCheckButton *slice,
               Row            *row)
{
  GError *error = NULL;

  if (row->columns->n_working > 0)
    return;
  if (!assay_draft_set_sliced (row->columns->draft, row->profile->name, gtk_check_button_get_active (slice), &error))
    show_row (row);
  was_edited (row, GTK_WIDGET (slice), error);
}

static void
cut_typed (GtkEditable *cut,
           Row         *row)
{
  GError *error = NULL;

  if (row->columns->n_working > 0)
    return;
  if (assay_draft_set_bins (row->columns->draft, row->profile->name, gtk_editable_get_text (cut), &error))
    g_clear_error (&error);
  was_edited (row, GTK_WIDGET (cut), error);
}

/* What is no way to cut goes when the field is left. */
static void
cut_left (GtkEventControllerFocus *focus,
          Row                     *row)
{
  assay_plan_draft_pause (row->columns->draft);
  gtk_widget_remove_css_class (row->cut, "error");
  show_row (row);
}

/* --- rows ------------------------------------------------------------------------------------------------------- */

static void
show_row (Row *row)
{
  Columns *self = row->columns;
  const char *name = row->profile->name, *bins = assay_draft_bins (self->draft, name);
  const gboolean is_sliced = assay_draft_is_sliced (self->draft, name);
  const gboolean can_cut = row->profile->kind == ASSAY_COLUMN_NUMBER || row->profile->kind == ASSAY_COLUMN_TIME;
  g_autofree char *others = assay_draft_other_uses (self->draft, name), *what = describe (row->profile);
  g_autofree char *more = others != NULL ? g_strdup_printf ("%s · %s", others, what) : g_steal_pointer (&what);

  const AssayColumnUse use = assay_draft_use (self->draft, name);

  self->n_working++;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (row->use), use);
  if (use == ASSAY_USE_NONE)
    gtk_widget_add_css_class (row->use, "of-no-use");
  else
    gtk_widget_remove_css_class (row->use, "of-no-use");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (row->slice), is_sliced);
  gtk_widget_set_visible (row->cut, bins != NULL || (is_sliced && can_cut));
  if (!gtk_widget_has_css_class (row->cut, "error"))
    assay_field_show (row->cut, bins);
  gtk_label_set_text (row->more, more);
  self->n_working--;
}

/* name: taken. */
static void
name_widget (GtkWidget *widget,
             char      *name)
{
  g_autofree char *owned = name, *safe = assay_phrase_safe (owned);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, safe, -1);
}

static GtkWidget *
label_new (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
use_new (void)
{
  const char *titles[ASSAY_N_USES + 1] = { NULL };

  for (AssayColumnUse use = 0; use < ASSAY_N_USES; use++)
    titles[use] = assay_column_use_title (use);
  return gtk_drop_down_new_from_strings (titles);
}

static GtkWidget *
cut_new (Row *row)
{
  GtkWidget *cut = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  const gboolean is_time = row->profile->kind == ASSAY_COLUMN_TIME;

  gtk_editable_set_width_chars (GTK_EDITABLE (cut), 13);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (cut), 13);
  gtk_entry_set_placeholder_text (GTK_ENTRY (cut), _("value by value"));
  gtk_widget_set_tooltip_text (cut, is_time ? _("How the times are cut: day, week or month")
                                            : _("How the numbers are cut: edges such as 0;25;50, or quantiles 5, or width 10"));
  name_widget (cut, g_strdup_printf (_("How %s is cut"), row->profile->name));
  g_signal_connect (cut, "changed", G_CALLBACK (cut_typed), row);
  g_signal_connect (focus, "leave", G_CALLBACK (cut_left), row);
  gtk_widget_add_controller (cut, focus);
  return cut;
}

static GtkWidget *
names_new (Row *row)
{
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *name;
  g_autofree char *safe = assay_phrase_safe (row->profile->name), *tooltip = tooltip_of (row->profile);

  name = label_new (safe, "row-name");
  row->more = GTK_LABEL (label_new (NULL, "row-more"));
  gtk_box_append (GTK_BOX (names), name);
  gtk_box_append (GTK_BOX (names), GTK_WIDGET (row->more));
  gtk_widget_set_hexpand (names, TRUE);
  gtk_widget_set_valign (names, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (names, tooltip);
  return names;
}

static GtkWidget *
row_new (Columns                  *self,
         const AssayColumnProfile *profile)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *item = gtk_list_box_row_new ();

  row->columns = self;
  row->profile = profile;
  row->cut = cut_new (row);
  row->slice = gtk_check_button_new_with_label (_("Slice"));
  row->use = use_new ();
  name_widget (row->slice, g_strdup_printf (_("Slice by %s"), profile->name));
  name_widget (row->use, g_strdup_printf (_("What %s is"), profile->name));
  gtk_size_group_add_widget (self->uses, row->use);
  gtk_widget_set_sensitive (row->slice, profile->kind != ASSAY_COLUMN_OTHER);
  g_signal_connect (row->slice, "toggled", G_CALLBACK (slice_toggled), row);
  g_signal_connect (row->use, "notify::selected", G_CALLBACK (use_chosen), row);
  gtk_box_append (GTK_BOX (box), names_new (row));
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *controls[] = { row->cut, row->slice, row->use };
      gtk_widget_set_valign (controls[i], GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), controls[i]);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (item), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (item), FALSE);
  gtk_widget_set_focusable (item, FALSE);
  g_object_set_data_full (G_OBJECT (item), "assay-row", row, g_free);
  g_ptr_array_add (self->rows, row);
  show_row (row);
  return item;
}

/* --- the list --------------------------------------------------------------------------------------------------- */

static gboolean
is_found (const char *name,
          const char *folded)
{
  g_autofree char *other = g_utf8_casefold (name, -1);

  return *folded == '\0' || strstr (other, folded) != NULL;
}

static void
fill (Columns *self)
{
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  GtkWidget *item;
  guint n_found = 0;

  g_ptr_array_set_size (self->rows, 0);
  while ((item = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, item);
  for (guint i = 0; i < self->profiles->len; i++)
    if (is_found (((const AssayColumnProfile *) self->profiles->pdata[i])->name, folded) && n_found++ < MOST_ROWS)
      gtk_list_box_append (self->list, row_new (self, self->profiles->pdata[i]));
  g_autofree char *all = assay_number_rows (n_found);
  g_autofree char *text = n_found == 0 ? g_strdup (_("No column has that in its name"))
                                       : g_strdup_printf (_("The first %d of %s columns; search for the others"), MOST_ROWS,
                                                          all);
  gtk_label_set_text (self->left_out, text);
  gtk_widget_set_visible (GTK_WIDGET (self->left_out), n_found == 0 || n_found > MOST_ROWS);
  gtk_widget_set_visible (GTK_WIDGET (self->list), n_found > 0);
}

void
assay_setup_columns_refresh (GtkWidget *columns)
{
  Columns *self = columns_of (columns);

  for (guint i = 0; i < self->rows->len; i++)
    show_row (self->rows->pdata[i]);
}

static GtkWidget *
heading_new (Columns *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *title = gtk_label_new (NULL);
  const AssayColumnProfile *first = self->profiles->len > 0 ? self->profiles->pdata[0] : NULL;
  g_autofree char *n = assay_number_rows (self->profiles->len);
  g_autofree char *n_rows = assay_number_rows (first != NULL ? first->n_rows : 0);
  g_autofree char *text = g_strdup_printf (P_("%s column, %s rows", "%s columns, %s rows", self->profiles->len), n, n_rows);

  gtk_label_set_text (GTK_LABEL (title), text);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (title, "heading");
  self->search = gtk_search_entry_new ();
  gtk_widget_set_valign (self->search, GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->search), 16);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search columns"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (fill), self);
  gtk_widget_set_visible (self->search, self->profiles->len > 12);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->search);
  return box;
}

GtkWidget *
assay_setup_columns_new (AssayPlanDraft  *draft,
                         const GPtrArray *profiles)
{
  Columns *self = g_new0 (Columns, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->draft = g_object_ref (draft);
  self->profiles = profiles;
  self->rows = g_ptr_array_new ();
  self->uses = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_widget_add_css_class (box, "setup-columns");
  gtk_box_append (GTK_BOX (box), heading_new (self));
  self->says = GTK_LABEL (label_new (NULL, "error"));
  gtk_label_set_ellipsize (self->says, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (self->says, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->says), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->says));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "card-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Columns"), -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  self->left_out = GTK_LABEL (label_new (NULL, "row-more"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->left_out));
  g_object_set_data_full (G_OBJECT (box), "assay-setup-columns", self, columns_free);
  fill (self);
  return box;
}
