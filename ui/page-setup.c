/* page-setup.c: the columns beside what is asked of them; under the head a line that says what is wrong or missing. */
#include "page-setup.h"

#include "button-name.h"
#include "closing.h"
#include "models/draft-columns.h"
#include "report/phrases.h"
#include "run-ask.h"
#include "setup-columns.h"
#include "setup-more.h"
#include "setup-sentences.h"
#include "setup-slices.h"
#include "trouble.h"
#include "words/translate.h"

#include <adwaita.h>
#include <string.h>

#define CLOSING_NAME "setup"
#define LEAST_WIDTH 340 /* of a pane, so that a phone shows one */

typedef struct
{
  GtkWidget            *page;
  AssaySetupSource     *source;
  AssayPlanDraft       *draft;
  char                 *files;    /* whose columns are shown */
  GSimpleActionGroup   *actions;
  GtkFileChooserNative *chooser;  /* (nullable) */
  gboolean              runs_then; /* after it was saved */
  AssayKept             kept;     /* (nullable) to be told when it was saved, or not */
  gpointer              token;

  AdwWindowTitle       *title;
  GtkWidget            *undo, *redo, *says_box, *says_icon;
  GtkWidget            *columns;  /* (nullable) */
  GtkWidget            *slices, *sentences, *more;
  GtkWidget            *switcher; /* of the panes, where there is room for one */
  AdwLeaflet           *panes;
  guint                 folding;
  GtkLabel             *says;
} Page;

static Page *
page_of (GtkWidget *page)
{
  return g_object_get_data (G_OBJECT (page), "assay-setup");
}

/* (nullable) */
static GtkWindow *
window_of (Page *self)
{
  return GTK_WINDOW (gtk_widget_get_ancestor (self->page, GTK_TYPE_WINDOW));
}

static void
page_free (gpointer data)
{
  Page *self = data;

  g_clear_object (&self->chooser);
  g_clear_handle_id (&self->folding, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->draft, self);
  g_object_unref (self->actions);
  g_object_unref (self->draft);
  g_free (self->files);
  assay_setup_source_free (self->source);
  g_free (self);
}

static void
say (Page       *self,
     const char *text)
{
  gtk_widget_activate_action (self->page, "win.say", "s", text);
}

/* (transfer full) The data by its place, wherever the plan is named from. */
static char *
files_of (AssayPlanDraft *draft)
{
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  GString *text = g_string_new (NULL);

  for (guint i = 0; plan->files != NULL && plan->files[i] != NULL; i++)
    {
      g_autofree char *path = g_canonicalize_filename (plan->files[i], assay_plan_draft_folder (draft));
      g_string_append_printf (text, "%s\n", path);
    }
  return g_string_free (text, FALSE);
}

/* (nullable) Of the data that the plan names now. */
static const GPtrArray *
profiles_of (Page *self)
{
  g_autofree char *files = files_of (self->draft);

  return strcmp (files, self->files) == 0 ? self->source->profiles : NULL;
}

/* --- saving ----------------------------------------------------------------------------------------------------- */

static void
tell_kept (Page     *self,
           gboolean  is_kept)
{
  const AssayKept kept = self->kept;

  self->kept = NULL;
  if (kept != NULL)
    kept (self->token, is_kept);
}

static void
run (Page *self)
{
  const char *path = assay_plan_draft_path (self->draft);
  g_autofree char *audit = assay_run_default_audit (path);

  gtk_widget_activate_action (self->page, "win.run", "(ss)", path, audit);
}

static void show_says (Page *self, const char *message, gboolean is_trouble);

static gboolean
save_to (Page       *self,
         const char *path)
{
  g_autoptr (GError) error = NULL;
  const gboolean is_saved = assay_plan_draft_save (self->draft, path, &error);
  const gboolean runs_then = self->runs_then;

  self->runs_then = FALSE;
  if (is_saved)
    {
      g_autofree char *name = g_filename_display_basename (path), *text = g_strdup_printf (_("Saved as %s"), name);
      say (self, text);
    }
  else
    show_says (self, error->message, TRUE);
  tell_kept (self, is_saved);
  if (is_saved && runs_then)
    run (self);
  return is_saved;
}

static void
chosen (GtkNativeDialog *dialog,
        int              response,
        Page            *self)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = g_file_get_path (file);
      if (path != NULL)
        {
          save_to (self, path);
          return;
        }
    }
  self->runs_then = FALSE;
  tell_kept (self, FALSE);
}

static void
choose (Page *self)
{
  const char *path = assay_plan_draft_path (self->draft);
  g_autofree char *name = g_path_get_basename (path != NULL ? path : self->source->suggested);
  g_autofree char *folder = g_path_get_dirname (path != NULL ? path : self->source->suggested);
  g_autoptr (GFile) at = g_file_new_for_path (folder);

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Save the Plan"), window_of (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _("_Save"), _("_Cancel"));
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), at, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* Into its file, or into one that is chosen. */
static void
save (Page *self)
{
  const char *path = assay_plan_draft_path (self->draft);
  g_autofree char *copy = g_strdup (path);

  if (copy != NULL)
    save_to (self, copy);
  else
    choose (self);
}

static void
keep (gpointer  data,
      AssayKept kept,
      gpointer  token)
{
  Page *self = data;

  self->kept = kept;
  self->token = token;
  save (self);
}

/* --- actions ---------------------------------------------------------------------------------------------------- */

static void
action_save (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  save (data);
}

static void
action_save_as (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  choose (data);
}

static void
action_save_to (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  save_to (data, g_variant_get_string (parameter, NULL));
}

/* What runs is what is in the file: the command line then does the same. */
static void
action_run (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  Page *self = data;
  g_autoptr (GError) error = NULL;

  if (!assay_draft_check (self->draft, profiles_of (self), &error))
    return; /* the line under the head says why */
  if (assay_plan_draft_path (self->draft) != NULL && !assay_plan_draft_is_modified (self->draft))
    {
      run (self);
      return;
    }
  self->runs_then = TRUE;
  save (self);
}

static void
action_undo (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  assay_plan_draft_undo (((Page *) data)->draft);
}

static void
action_redo (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  assay_plan_draft_redo (((Page *) data)->draft);
}

static void
action_add_risk (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  assay_setup_sentences_add_risk (((Page *) data)->sentences);
}

static void
action_add_check (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  assay_setup_sentences_add_check (((Page *) data)->sentences);
}

static void
action_back (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  gtk_widget_activate_action (((Page *) data)->page, "win.leave-setup", NULL);
}

static void
add_actions (Page *self)
{
  static const GActionEntry entries[] = {
    { "run", action_run },   { "save", action_save }, { "save-as", action_save_as }, { "save-to", action_save_to, "s" },
    { "undo", action_undo }, { "redo", action_redo }, { "back", action_back },
    { "add-risk", action_add_risk }, { "add-check", action_add_check },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (self->page, "setup", G_ACTION_GROUP (self->actions));
}

/* --- what the draft says ---------------------------------------------------------------------------------------- */

static void
enable (Page       *self,
        const char *action,
        gboolean    is_enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), action)),
                               is_enabled);
}

static void
name_button (GtkWidget  *button,
             const char *text)
{
  g_autofree char *safe = assay_phrase_safe (text);

  gtk_widget_set_tooltip_text (button, safe);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, safe, -1);
}

static void
show_undo (Page *self)
{
  const char *undo = assay_plan_draft_undo_name (self->draft), *redo = assay_plan_draft_redo_name (self->draft);
  g_autofree char *undo_text = undo != NULL ? g_strdup_printf (_("Undo “%s”"), undo) : g_strdup (_("Undo"));
  g_autofree char *redo_text = redo != NULL ? g_strdup_printf (_("Redo “%s”"), redo) : g_strdup (_("Redo"));

  name_button (self->undo, undo_text);
  name_button (self->redo, redo_text);
  enable (self, "undo", undo != NULL);
  enable (self, "redo", redo != NULL);
}

static void
show_says (Page       *self,
           const char *message,
           gboolean    is_trouble)
{
  g_autofree char *safe = assay_trouble_sentence (message);

  gtk_label_set_text (self->says, safe);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->says_icon), is_trouble ? "dialog-warning-symbolic"
                                                                       : "emblem-ok-symbolic");
  if (is_trouble)
    gtk_widget_add_css_class (self->says_box, "undecided");
  else
    gtk_widget_remove_css_class (self->says_box, "undecided");
}

static void
show_title (Page *self)
{
  const AssayPlan *plan = assay_plan_draft_plan (self->draft);
  const char *path = assay_plan_draft_path (self->draft);
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : g_strdup (_("new plan"));
  g_autofree char *title = assay_phrase_safe (plan->title != NULL ? plan->title : name);
  g_autofree char *state = assay_plan_draft_is_modified (self->draft) || path == NULL
                             ? g_strdup_printf (_("%s, not saved"), name) : g_strdup (name);
  g_autofree char *safe = assay_phrase_safe (state);

  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, safe);
}

/* What would be lost when the window closes. */
static void
show_closing (Page *self)
{
  GtkWindow *window = window_of (self);

  if (window == NULL)
    return;
  if (assay_plan_draft_is_modified (self->draft))
    assay_closing_add (window, CLOSING_NAME, &(AssayUnsaved) { _("The changes to the plan"), keep, NULL, self });
  else
    assay_closing_remove (window, CLOSING_NAME);
}

static void
show_check (Page *self)
{
  g_autoptr (GError) error = NULL;
  const GPtrArray *profiles = profiles_of (self);
  const gboolean can_run = assay_draft_check (self->draft, profiles, &error);
  const gboolean is_other = profiles == NULL && self->source->profiles != NULL;

  enable (self, "run", can_run && (profiles != NULL || is_other));
  if (!can_run)
    {
      g_autofree char *message = assay_plan_draft_message (self->draft, error);
      show_says (self, message, TRUE);
    }
  else if (is_other)
    show_says (self, _("the plan names other data now: save it and open it again to see its columns"), TRUE);
  else if (profiles == NULL)
    show_says (self, self->source->why != NULL ? self->source->why->message : _("the plan names no data"), TRUE);
  else
    show_says (self, _("Ready to run"), FALSE);
}

static void
refresh (Page *self)
{
  show_undo (self);
  enable (self, "save", assay_plan_draft_path (self->draft) == NULL || assay_plan_draft_is_modified (self->draft));
  show_title (self);
  show_closing (self);
  show_check (self);
  if (self->columns != NULL)
    assay_setup_columns_refresh (self->columns);
  assay_setup_slices_refresh (self->slices);
  assay_setup_sentences_refresh (self->sentences);
  assay_setup_more_refresh (self->more);
}

/* --- the head --------------------------------------------------------------------------------------------------- */

static GtkWidget *
icon_button (const char *icon,
             const char *label,
             const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static GtkWidget *
text_button (const char *label,
             const char *action)
{
  GtkWidget *button = assay_button_named_once (gtk_button_new_with_mnemonic (label));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static GtkWidget *
head_new (Page *self)
{
  GtkWidget *bar = adw_header_bar_new (), *go = text_button (_("_Run"), "setup.run");

  self->title = ADW_WINDOW_TITLE (adw_window_title_new ("", NULL));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), GTK_WIDGET (self->title));
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), icon_button ("go-previous-symbolic", _("Back"), "setup.back"));
  self->undo = icon_button ("edit-undo-symbolic", _("Undo"), "setup.undo");
  self->redo = icon_button ("edit-redo-symbolic", _("Redo"), "setup.redo");
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), self->undo);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), self->redo);
  gtk_widget_add_css_class (go, "suggested-action");
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), go);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), text_button (_("_Save Plan…"), "setup.save"));
  return bar;
}

static GtkWidget *
says_new (Page *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  self->says_box = box;
  self->says_icon = gtk_image_new ();
  self->says = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->says, 0);
  gtk_label_set_wrap (self->says, TRUE);
  gtk_label_set_wrap_mode (self->says, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (GTK_WIDGET (self->says), TRUE);
  gtk_box_append (GTK_BOX (box), self->says_icon);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->says));
  gtk_widget_add_css_class (box, "setup-says");
  return box;
}

/* --- the page --------------------------------------------------------------------------------------------------- */

static GtkWidget *
pane_new (GtkWidget *child,
          int        least_width)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (child, "audit-page");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  gtk_widget_set_size_request (scroller, least_width, -1);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_hexpand (scroller, TRUE);
  return scroller;
}

/* Why there are no columns to look at. */
static GtkWidget *
no_columns_new (Page *self)
{
  GtkWidget *status = adw_status_page_new ();
  g_autofree char *why = assay_trouble_sentence (self->source->why != NULL ? self->source->why->message
                                                                           : _("the plan names no data"));
  g_autofree char *escaped = g_markup_escape_text (why, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (status), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (status), _("The data is not at hand"));
  adw_status_page_set_description (ADW_STATUS_PAGE (status), escaped);
  gtk_widget_add_css_class (status, "compact");
  return status;
}

static GtkWidget *
heading_new (const char *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static GtkWidget *
plan_pane_new (Page *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *heading = heading_new (_("Risks and checks"));

  self->sentences = assay_setup_sentences_new (self->draft, self->source->profiles);
  self->slices = assay_setup_slices_new (self->draft, self->source->profiles);
  self->more = assay_setup_more_new (self->draft);
  gtk_box_append (GTK_BOX (heading), text_button (_("Add a _Risk"), "setup.add-risk"));
  gtk_box_append (GTK_BOX (heading), text_button (_("Add a _Check"), "setup.add-check"));
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), self->sentences);
  gtk_box_append (GTK_BOX (box), heading_new (_("Slices")));
  gtk_box_append (GTK_BOX (box), self->slices);
  gtk_box_append (GTK_BOX (box), self->more);
  return box;
}

/* In a narrow window one of the two, which these choose. */
static void
pane_chosen (GtkToggleButton *button,
             GtkWidget       *pane)
{
  if (gtk_toggle_button_get_active (button))
    adw_leaflet_set_visible_child (ADW_LEAFLET (gtk_widget_get_ancestor (pane, ADW_TYPE_LEAFLET)), pane);
}

/* Whether there is room is found while the window is laid out, which is no time to show anything. */
static gboolean
show_switcher (gpointer data)
{
  Page *self = data;

  self->folding = 0;
  gtk_widget_set_visible (self->switcher, adw_leaflet_get_folded (self->panes));
  return G_SOURCE_REMOVE;
}

static void
folded (Page *self)
{
  if (self->folding == 0)
    self->folding = g_idle_add (show_switcher, self);
}

static GtkWidget *
switcher_new (GtkWidget *columns,
              GtkWidget *plan)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *one = assay_button_named_once (gtk_toggle_button_new_with_mnemonic (_("C_olumns")));
  GtkWidget *other = assay_button_named_once (gtk_toggle_button_new_with_mnemonic (_("Checks and _slices")));

  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (other), GTK_TOGGLE_BUTTON (one));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (one), TRUE);
  g_signal_connect (one, "toggled", G_CALLBACK (pane_chosen), columns);
  g_signal_connect (other, "toggled", G_CALLBACK (pane_chosen), plan);
  gtk_box_append (GTK_BOX (box), one);
  gtk_box_append (GTK_BOX (box), other);
  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (box, FALSE);
  return box;
}

static void
add_body (Page *self)
{
  GtkWidget *panes = adw_leaflet_new (), *columns, *plan;

  if (self->source->profiles != NULL)
    self->columns = assay_setup_columns_new (self->draft, self->source->profiles);
  columns = pane_new (self->columns != NULL ? self->columns : no_columns_new (self), LEAST_WIDTH);
  plan = pane_new (plan_pane_new (self), LEAST_WIDTH);
  adw_leaflet_append (ADW_LEAFLET (panes), columns);
  adw_leaflet_page_set_navigatable (adw_leaflet_append (ADW_LEAFLET (panes),
                                                        gtk_separator_new (GTK_ORIENTATION_VERTICAL)), FALSE);
  adw_leaflet_append (ADW_LEAFLET (panes), plan);
  adw_leaflet_set_fold_threshold_policy (ADW_LEAFLET (panes), ADW_FOLD_THRESHOLD_POLICY_MINIMUM);
  self->panes = ADW_LEAFLET (panes);
  self->switcher = switcher_new (columns, plan);
  g_signal_connect_swapped (panes, "notify::folded", G_CALLBACK (folded), self);
  gtk_box_append (GTK_BOX (self->page), self->switcher);
  gtk_box_append (GTK_BOX (self->page), panes);
}

GtkWidget *
assay_page_setup_new (AssaySetupSource  *source,
                      GError           **error)
{
  AssayPlanDraft *draft = assay_plan_draft_new (source->text, source->path, source->folder, error);

  if (draft == NULL)
    {
      assay_setup_source_free (source);
      return NULL;
    }
  Page *self = g_new0 (Page, 1);
  self->page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->source = source;
  self->draft = draft;
  self->files = files_of (draft);
  add_actions (self);
  gtk_box_append (GTK_BOX (self->page), head_new (self));
  gtk_box_append (GTK_BOX (self->page), says_new (self));
  add_body (self);
  g_object_set_data_full (G_OBJECT (self->page), "assay-setup", self, page_free);
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (refresh), self);
  g_signal_connect_swapped (self->page, "map", G_CALLBACK (show_closing), self);
  refresh (self);
  return self->page;
}

void
assay_page_setup_forget (GtkWidget *page)
{
  GtkWindow *window = window_of (page_of (page));

  if (window != NULL)
    assay_closing_remove (window, CLOSING_NAME);
}

AssayPlanDraft *
assay_page_setup_draft (GtkWidget *page)
{
  return page_of (page)->draft;
}
