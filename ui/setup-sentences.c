/* setup-sentences.c: a card for each risk with its checks, then those of no risk. Rows are made anew when others are
 * there than before; while letters are typed they stay, so that the field does too. */
#include "setup-sentences.h"

#include "check-editor.h"
#include "field.h"
#include "models/draft-columns.h"
#include "report/phrases.h"
#include "words/check-sentence.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <string.h>

#define GO_MS 30 /* between looks whether a row that was added has been laid out */
#define MOST_TRIES 30

typedef struct
{
  AssayPlanDraft  *draft;
  const GPtrArray *profiles;  /* (nullable) */
  GtkWidget       *self;
  GtkWidget       *cards;
  GtkLabel        *says;
  GPtrArray       *rows;      /* of Row, as they stand; owned by their widgets */
  GtkWidget       *editor;    /* (nullable) of the check or risk that is open */
  char            *open;      /* (nullable) its section: "check NAME", "risk NAME" */
  guint            filling;   /* 0: rows are as they are to be */
  guint            going;     /* to the editor; 0: no */
  guint            n_tries;
  gboolean         is_typing; /* a risk's fields say what the draft is about to say */
} Sentences;

typedef struct
{
  Sentences *sentences;
  char      *section;  /* "risk NAME", "check NAME", "" of the checks without a risk */
  GtkLabel  *title, *more;
} Row;

static void
row_free (gpointer data)
{
  Row *self = data;

  g_free (self->section);
  g_free (self);
}

static void
sentences_free (gpointer data)
{
  Sentences *self = data;

  g_clear_handle_id (&self->filling, g_source_remove);
  g_clear_handle_id (&self->going, g_source_remove);
  g_object_unref (self->draft);
  g_ptr_array_unref (self->rows);
  g_free (self->open);
  g_free (self);
}

static Sentences *
sentences_of (GtkWidget *sentences)
{
  return g_object_get_data (G_OBJECT (sentences), "assay-sentences");
}

static const char *
name_in (const char *section)
{
  const char *blank = strchr (section, ' ');

  return blank != NULL ? blank + 1 : "";
}

static gboolean
is_check (const char *section)
{
  return g_str_has_prefix (section, "check ");
}

/* error: (nullable) taken. */
static void
say (Sentences *self,
     GError    *error)
{
  g_autofree char *message = error != NULL ? assay_plan_draft_message (self->draft, error) : NULL;
  g_autofree char *safe = message != NULL ? assay_phrase_safe (message) : NULL;

  gtk_label_set_text (self->says, safe != NULL ? safe : "");
  gtk_widget_set_visible (GTK_WIDGET (self->says), safe != NULL);
  g_clear_error (&error);
}

static void fill (Sentences *self);
static gboolean go_to_editor (gpointer data);

static void
set_open (Sentences  *self,
          const char *section)
{
  char *copy = g_strdup (section);

  assay_plan_draft_pause (self->draft);
  g_free (self->open);
  self->open = copy;
  fill (self);
  g_clear_handle_id (&self->going, g_source_remove);
  self->n_tries = 0;
  self->going = g_timeout_add (GO_MS, go_to_editor, self);
}

/* --- what stands in a row --------------------------------------------------------------------------------------- */

/* The check's own name, where it is not its sentence; when it does not count. */
static char *
more_of_check (const AssayPlan  *plan,
               const AssayCheck *check)
{
  g_autofree char *sentence = assay_check_sentence (plan, check), *capital = assay_sentence_capital (sentence);
  GString *more = g_string_new (g_str_has_prefix (check->name, capital) ? "" : check->name);

  if (check->accept != NULL)
    {
      g_string_append (more, more->len > 0 ? "; " : "");
      g_string_append_printf (more, _("undecided is accepted: %s"), check->accept);
    }
  return g_string_free (more, FALSE);
}

static void
show_row (Row *row)
{
  AssayPlanDraft *draft = row->sentences->draft;
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  const AssayCheck *check = is_check (row->section) ? assay_draft_check_of (draft, name_in (row->section)) : NULL;
  const AssayRisk *risk = check == NULL ? assay_draft_risk_of (draft, name_in (row->section)) : NULL;
  g_autofree char *sentence = check != NULL ? assay_check_sentence (plan, check) : NULL;
  g_autofree char *title = sentence != NULL ? assay_sentence_capital (sentence) : NULL;
  g_autofree char *more = check != NULL ? more_of_check (plan, check) : g_strdup (risk != NULL ? risk->why : NULL);
  g_autofree char *safe = assay_phrase_safe (title != NULL ? title : risk != NULL ? risk->name : _("Without a risk"));
  g_autofree char *safe_more = assay_phrase_safe (more != NULL ? more : "");

  gtk_label_set_text (row->title, safe);
  gtk_label_set_text (row->more, safe_more);
  gtk_widget_set_visible (GTK_WIDGET (row->more), *safe_more != '\0');
}

/* --- buttons of a row ------------------------------------------------------------------------------------------- */

static void
edit_clicked (GtkButton *button,
              Row       *row)
{
  Sentences *self = row->sentences;
  g_autofree char *section = g_strdup (row->section);

  set_open (self, g_strcmp0 (self->open, section) == 0 ? NULL : section);
}

static void
remove_clicked (GtkButton *button,
                Row       *row)
{
  Sentences *self = row->sentences;
  g_autofree char *section = g_strdup (row->section);
  GError *error = NULL;
  const gboolean is_removed = is_check (section) ? assay_draft_remove_check (self->draft, name_in (section), &error)
                                                 : assay_draft_remove_risk (self->draft, name_in (section), &error);

  say (self, is_removed ? NULL : error);
}

static void
add_check (Sentences  *self,
           const char *risk)
{
  GError *error = NULL;
  g_autofree char *name = assay_draft_add_check (self->draft, risk, &error);
  g_autofree char *section = name != NULL ? g_strconcat ("check ", name, NULL) : NULL;

  say (self, error);
  if (section != NULL)
    set_open (self, section);
}

static void
add_clicked (GtkButton *button,
             Row       *row)
{
  g_autofree char *risk = *row->section != '\0' ? g_strdup (name_in (row->section)) : NULL;

  add_check (row->sentences, risk);
}

static GtkWidget *
icon_button (Row        *row,
             const char *icon,
             const char *what,
             GCallback   clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *name = g_strdup_printf ("%s: %s", what, gtk_label_get_text (row->title));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", clicked, row);
  return button;
}

/* --- a risk is two fields --------------------------------------------------------------------------------------- */

static void
risk_named (GtkEditable *field,
            Sentences   *self)
{
  const char *text = gtk_editable_get_text (field);
  GError *error = NULL;
  g_autofree char *name = NULL;

  self->is_typing = TRUE;
  name = assay_draft_rename_risk (self->draft, name_in (self->open), text, &error);
  self->is_typing = FALSE;
  say (self, error);
}

static void
why_typed (GtkEditable *field,
           Sentences   *self)
{
  GError *error = NULL;

  self->is_typing = TRUE;
  if (assay_draft_set_key (self->draft, self->open, "why", gtk_editable_get_text (field), &error))
    g_clear_error (&error);
  self->is_typing = FALSE;
  say (self, error);
}

static void
entry_into (GtkWidget  *grid,
            int         row,
            const char *label,
            const char *text,
            GCallback   typed,
            Sentences  *self)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect (entry, "changed", typed, self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (assay_plan_draft_pause), self->draft);
  gtk_widget_add_controller (entry, focus);
  gtk_grid_attach (GTK_GRID (grid), assay_field_label (label), 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), entry, 1, row, 1, 1);
}

static GtkWidget *
risk_editor_new (Sentences  *self,
                 const char *name)
{
  const AssayRisk *risk = assay_draft_risk_of (self->draft, name);
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  entry_into (grid, 0, _("What may go wrong"), name, G_CALLBACK (risk_named), self);
  entry_into (grid, 1, _("Why it matters"), risk != NULL ? risk->why : NULL, G_CALLBACK (why_typed), self);
  return grid;
}

/* --- rows ------------------------------------------------------------------------------------------------------- */

static GtkLabel *
label_new (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static GtkWidget *
texts_new (Row *row)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  row->title = label_new (is_check (row->section) ? "check-sentence" : "row-name");
  row->more = label_new ("row-more");
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (row->title));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (row->more));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  show_row (row);
  return texts;
}

static void
scroll_to (GtkWidget *row)
{
  GtkWidget *view = gtk_widget_get_ancestor (row, GTK_TYPE_VIEWPORT);
  GtkWidget *content = view != NULL ? gtk_viewport_get_child (GTK_VIEWPORT (view)) : NULL;
  graphene_rect_t place;

  if (content == NULL || !gtk_widget_compute_bounds (row, content, &place))
    return;
  gtk_adjustment_clamp_page (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)), place.origin.y,
                             place.origin.y + place.size.height);
}

/* What is new may be out of sight: it is gone to as soon as it has been laid out. */
static gboolean
go_to_editor (gpointer data)
{
  Sentences *self = data;

  if (self->editor != NULL && gtk_widget_get_height (self->editor) <= 0 && self->n_tries++ < MOST_TRIES)
    return G_SOURCE_CONTINUE;
  self->going = 0;
  if (self->editor == NULL)
    return G_SOURCE_REMOVE;
  gtk_widget_child_focus (self->editor, GTK_DIR_TAB_FORWARD);
  scroll_to (gtk_widget_get_ancestor (self->editor, GTK_TYPE_LIST_BOX_ROW));
  return G_SOURCE_REMOVE;
}

static void
open_into (Row       *row,
           GtkWidget *box)
{
  Sentences *self = row->sentences;
  const char *name = name_in (row->section);

  self->editor = is_check (row->section) ? assay_check_editor_new (self->draft, self->profiles, name)
                                         : risk_editor_new (self, name);
  gtk_widget_add_css_class (self->editor, "sentence-editor");
  gtk_box_append (GTK_BOX (box), self->editor);
}

static void
add_button (Row        *row,
            GtkWidget  *line,
            const char *icon,
            const char *what,
            GCallback   clicked)
{
  gtk_box_append (GTK_BOX (line), icon_button (row, icon, what, clicked));
}

static void
add_buttons (Row       *row,
             GtkWidget *line,
             gboolean   is_open)
{
  if (!is_check (row->section))
    add_button (row, line, "list-add-symbolic", _("Add a check"), G_CALLBACK (add_clicked));
  if (*row->section == '\0')
    return;
  if (is_open)
    add_button (row, line, "emblem-ok-symbolic", _("Done"), G_CALLBACK (edit_clicked));
  else
    add_button (row, line, "document-edit-symbolic", _("Change"), G_CALLBACK (edit_clicked));
  add_button (row, line, "user-trash-symbolic", _("Remove"), G_CALLBACK (remove_clicked));
}

static void
add_row (Sentences  *self,
         GtkListBox *list,
         char       *section) /* taken */
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *item = gtk_list_box_row_new ();
  const gboolean is_open = g_strcmp0 (section, self->open) == 0;

  row->sentences = self;
  row->section = section;
  gtk_box_append (GTK_BOX (line), texts_new (row));
  add_buttons (row, line, is_open);
  gtk_box_append (GTK_BOX (box), line);
  if (is_open)
    open_into (row, box);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (item), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (item), FALSE);
  gtk_widget_set_focusable (item, FALSE);
  if (!is_check (section))
    gtk_widget_add_css_class (item, "card-head");
  g_object_set_data_full (G_OBJECT (item), "assay-row", row, row_free);
  g_ptr_array_add (self->rows, row);
  gtk_list_box_append (list, item);
}

/* --- the cards -------------------------------------------------------------------------------------------------- */

/* (transfer full) Sections as they stand: a risk, its checks, the next; "" before the checks of none. */
static GPtrArray *
sections_of (const AssayPlan *plan)
{
  GPtrArray *sections = g_ptr_array_new_with_free_func (g_free);

  for (guint r = 0; r <= plan->risks->len; r++)
    {
      const char *risk = r < plan->risks->len ? ((const AssayRisk *) plan->risks->pdata[r])->name : NULL;
      const guint head = sections->len;
      g_ptr_array_add (sections, risk != NULL ? g_strconcat ("risk ", risk, NULL) : g_strdup (""));
      for (guint i = 0; i < plan->checks->len; i++)
        {
          const AssayCheck *check = plan->checks->pdata[i];
          if (g_strcmp0 (check->risk, risk) == 0)
            g_ptr_array_add (sections, g_strconcat ("check ", check->name, NULL));
        }
      if (risk == NULL && sections->len == head + 1)
        g_ptr_array_set_size (sections, head);
    }
  return sections;
}

static GtkListBox *
card_new (Sentences *self)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (list, "card-list");
  gtk_box_append (GTK_BOX (self->cards), list);
  return GTK_LIST_BOX (list);
}

static void
fill (Sentences *self)
{
  g_autoptr (GPtrArray) sections = sections_of (assay_plan_draft_plan (self->draft));
  GtkListBox *list = NULL;
  GtkWidget *card;

  g_clear_handle_id (&self->filling, g_source_remove);
  self->editor = NULL;
  g_ptr_array_set_size (self->rows, 0);
  while ((card = gtk_widget_get_first_child (self->cards)) != NULL)
    gtk_box_remove (GTK_BOX (self->cards), card);
  for (guint i = 0; i < sections->len; i++)
    {
      if (!is_check (sections->pdata[i]))
        list = card_new (self);
      add_row (self, list, g_strdup (sections->pdata[i]));
    }
  if (sections->len == 0)
    gtk_box_append (GTK_BOX (self->cards), GTK_WIDGET (label_new ("row-more")));
  if (sections->len == 0)
    gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (self->cards)),
                        _("Write down what may go wrong, and from which number on it would not be accepted, before "
                          "anyone looks at numbers."));
}

/* Whether the rows are those that there are. The open one may have another name: a check's follows its sentence. */
static gboolean
still_stands (Sentences       *self,
              const GPtrArray *sections)
{
  guint n_others = 0;

  if (sections->len != self->rows->len)
    return FALSE;
  for (guint i = 0; i < sections->len; i++)
    {
      const Row *row = self->rows->pdata[i];
      if (strcmp (row->section, sections->pdata[i]) == 0)
        continue;
      if (g_strcmp0 (row->section, self->open) != 0 || is_check (row->section) != is_check (sections->pdata[i])
          || *(const char *) sections->pdata[i] == '\0')
        return FALSE;
      n_others++;
    }
  return n_others <= 1;
}

static void
follow_names (Sentences       *self,
              const GPtrArray *sections)
{
  for (guint i = 0; i < sections->len; i++)
    {
      Row *row = self->rows->pdata[i];
      if (strcmp (row->section, sections->pdata[i]) == 0)
        continue;
      g_free (row->section);
      row->section = g_strdup (sections->pdata[i]);
      g_free (self->open);
      self->open = g_strdup (sections->pdata[i]);
      if (self->editor != NULL && is_check (self->open))
        assay_check_editor_set_name (self->editor, name_in (self->open));
    }
}

static gboolean
fill_later (gpointer data)
{
  Sentences *self = data;

  self->filling = 0;
  fill (self);
  return G_SOURCE_REMOVE;
}

/* Rows are made anew when the field that changed the draft has done with it. */
void
assay_setup_sentences_refresh (GtkWidget *sentences)
{
  Sentences *self = sentences_of (sentences);
  g_autoptr (GPtrArray) sections = sections_of (assay_plan_draft_plan (self->draft));

  if (self->filling != 0)
    return;
  if (!still_stands (self, sections) || (self->editor != NULL && !is_check (self->open) && !self->is_typing))
    {
      self->filling = g_idle_add (fill_later, self);
      return;
    }
  follow_names (self, sections);
  for (guint i = 0; i < self->rows->len; i++)
    show_row (self->rows->pdata[i]);
  if (self->editor != NULL && is_check (self->open))
    assay_check_editor_refresh (self->editor);
}

void
assay_setup_sentences_add_check (GtkWidget *sentences)
{
  add_check (sentences_of (sentences), NULL);
}

void
assay_setup_sentences_add_risk (GtkWidget *sentences)
{
  Sentences *self = sentences_of (sentences);
  GError *error = NULL;
  g_autofree char *name = assay_draft_add_risk (self->draft, &error);
  g_autofree char *section = name != NULL ? g_strconcat ("risk ", name, NULL) : NULL;

  say (self, error);
  if (section != NULL)
    set_open (self, section);
}

void
assay_setup_sentences_open (GtkWidget  *sentences,
                            const char *check)
{
  g_autofree char *section = g_strconcat ("check ", check, NULL);

  set_open (sentences_of (sentences), section);
}

GtkWidget *
assay_setup_sentences_new (AssayPlanDraft  *draft,
                           const GPtrArray *profiles)
{
  Sentences *self = g_new0 (Sentences, 1);

  self->draft = g_object_ref (draft);
  self->profiles = profiles;
  self->rows = g_ptr_array_new ();
  self->self = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  self->cards = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->says = label_new ("error");
  gtk_widget_set_visible (GTK_WIDGET (self->says), FALSE);
  gtk_box_append (GTK_BOX (self->self), GTK_WIDGET (self->says));
  gtk_box_append (GTK_BOX (self->self), self->cards);
  g_object_set_data_full (G_OBJECT (self->self), "assay-sentences", self, sentences_free);
  fill (self);
  return self->self;
}
