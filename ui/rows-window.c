/* rows-window.c: a page of rows as a table. Its columns are made when the first page is there; later pages change what
 * they show. The page that was read last stays, greyed, until the next one is there. */
#include "rows-window.h"

#include "button-name.h"
#include "models/rows-model.h"
#include "report/phrases.h"
#include "trouble.h"
#include "words/translate.h"

#include <string.h>

#define WIDTH 980
#define HEIGHT 560
#define MOST_COLUMNS 80 /* a table of more takes seconds to lay out; the copy has all */
#define MOST_CHARS 40
#define MOST_WIDE 22    /* characters that a column asks for, from the longest text on its first page */

struct _AssayRowsWindow
{
  AdwWindow       parent;

  AssayOpenAudit *audit;
  AssayRowsModel *model;
  GtkStack       *stack;
  GtkColumnView  *view;
  GtkStringList  *items;        /* as many as rows; what they show is the model's */
  GtkLabel       *says, *more;
  GtkDropDown    *cells;
  GtkSpinner     *spinner;
  GtkWidget      *stop, *turn;  /* turn: of the pages */
  GtkWidget      *again;        /* where the data has changed */
  AdwStatusPage  *trouble;
  gboolean        is_quiet;     /* the choice follows the page, not the other way round */
};

G_DEFINE_FINAL_TYPE (AssayRowsWindow, assay_rows_window, ADW_TYPE_WINDOW)

/* --- the table -------------------------------------------------------------------------------------------------- */

/* As wide as its texts, where they are short: a table that is too wide is scrolled. */
static int
n_chars (AssayRowsWindow *self,
         guint            column)
{
  glong most = 1;

  for (guint row = 0; row < assay_rows_model_n_rows (self->model); row++)
    {
      const char *value = assay_rows_model_value (self->model, row, column);
      most = MAX (most, value != NULL ? g_utf8_strlen (value, MOST_WIDE) : 7);
    }
  return (int) MIN (most, MOST_WIDE);
}

static void
setup_cell (GtkSignalListItemFactory *factory,
            GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_width_chars (GTK_LABEL (label), GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), "assay-chars")));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MOST_CHARS);
  gtk_list_item_set_child (item, label);
}

static void
bind_cell (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           AssayRowsWindow          *self)
{
  const guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "assay-column"));
  const guint row = gtk_list_item_get_position (item);
  GtkWidget *label = gtk_list_item_get_child (item);

  if (row >= assay_rows_model_n_rows (self->model))
    return;
  const char *value = assay_rows_model_value (self->model, row, column);
  g_autofree char *safe = value != NULL ? assay_phrase_safe (value) : g_strdup (_("missing"));
  gtk_label_set_text (GTK_LABEL (label), safe);
  if (value == NULL)
    gtk_widget_add_css_class (label, "dim-label");
  else
    gtk_widget_remove_css_class (label, "dim-label");
}

static void
add_column (AssayRowsWindow *self,
            const char      *name,
            guint            number)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autofree char *safe = assay_phrase_safe (name);

  g_object_set_data (G_OBJECT (factory), "assay-column", GUINT_TO_POINTER (number));
  g_object_set_data (G_OBJECT (factory), "assay-chars", GINT_TO_POINTER (n_chars (self, number)));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), self);
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (safe, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->view, column);
}

static void
make_columns (AssayRowsWindow *self)
{
  const char *const *columns = assay_rows_model_columns (self->model);
  const guint n = g_strv_length ((char **) columns);

  if (g_list_model_get_n_items (gtk_column_view_get_columns (self->view)) > 0)
    return;
  for (guint i = 0; i < MIN (n, MOST_COLUMNS); i++)
    {
      const guint column = assay_rows_model_column_at (self->model, i);
      add_column (self, columns[column], column);
    }
  if (n <= MOST_COLUMNS)
    return;
  g_autofree char *text = g_strdup_printf (_("%u more columns are in the copy"), n - MOST_COLUMNS);
  gtk_label_set_text (self->more, text);
}

/* --- a page ----------------------------------------------------------------------------------------------------- */

static void
update_actions (AssayRowsWindow *self)
{
  const gboolean is_busy = assay_rows_model_is_busy (self->model);
  const gboolean has_page = assay_rows_model_columns (self->model) != NULL;
  const guint64 page = assay_rows_model_page (self->model);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rows.previous", !is_busy && page > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rows.next",
                                 !is_busy && page + 1 < assay_rows_model_n_pages (self->model));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rows.copy", !is_busy && assay_rows_model_n_rows (self->model) > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rows.stop", is_busy && has_page);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_widget_set_visible (self->stop, is_busy && has_page);
  gtk_widget_set_visible (self->turn, g_str_equal (assay_rows_window_screen (self), "rows"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->view), !is_busy);
}

static void
show_rows (AssayRowsWindow *self)
{
  const guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  const guint n = assay_rows_model_n_rows (self->model);
  g_autofree char *says = assay_rows_model_says (self->model);
  g_autofree const char **names = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = "";
  make_columns (self);
  gtk_string_list_splice (self->items, 0, n_before, names);
  gtk_label_set_text (self->says, says);
  if (assay_rows_model_cell (self->model) > 0 && assay_open_audit_moved (self->audit) != NULL)
    gtk_label_set_text (self->more, _("Right and wrong by the plan's threshold"));
  self->is_quiet = TRUE;
  gtk_drop_down_set_selected (self->cells, assay_rows_model_cell (self->model));
  self->is_quiet = FALSE;
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "rows" : "none");
}

static void
show_trouble (AssayRowsWindow *self,
              const GError    *error)
{
  const gboolean is_gone = g_error_matches (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DATA);
  g_autofree char *folder = assay_open_audit_data_folder (self->audit); /* the data is there, and another */
  AssayTrouble trouble;

  assay_trouble_of (error, &trouble);
  adw_status_page_set_title (self->trouble, is_gone ? _("The rows cannot be shown") : trouble.title);
  const char *advice = is_gone ? _("Every number of the audit stands without them. To see rows, put the data beside the "
                                   "audit file, as it was when it was audited.")
                               : trouble.advice;
  g_autofree char *text = g_markup_printf_escaped ("%s\n\n%s", trouble.what, advice);
  adw_status_page_set_description (self->trouble, text);
  gtk_widget_set_visible (self->again, is_gone && folder != NULL);
  assay_trouble_clear (&trouble);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

static void
loaded (AssayRowsModel *model,
        const GError   *error,
        gpointer        data)
{
  AssayRowsWindow *self = data;

  if (error != NULL)
    {
      show_trouble (self, error);
      if (error->domain == ASSAY_AUDIT_ERROR)
        assay_open_audit_look_at_data (self->audit);
    }
  else
    show_rows (self);
  update_actions (self);
}

static void
load (AssayRowsWindow *self,
      guint            cell,
      guint64          page)
{
  assay_rows_model_load (self->model, cell, page, loaded, self);
  if (assay_rows_model_columns (self->model) == NULL || !g_str_equal (assay_rows_window_screen (self), "rows"))
    gtk_stack_set_visible_child_name (self->stack, "busy");
  update_actions (self);
}

/* --- actions ---------------------------------------------------------------------------------------------------- */

static void
action_turn (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AssayRowsWindow *self = ASSAY_ROWS_WINDOW (widget);
  const guint64 page = assay_rows_model_page (self->model);

  load (self, assay_rows_model_cell (self->model), g_str_equal (name, "rows.next") ? page + 1 : page - 1);
}

static void
action_copy (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AssayRowsWindow *self = ASSAY_ROWS_WINDOW (widget);
  g_autofree char *csv = assay_rows_model_csv (self->model);
  g_autoptr (GBytes) bytes = g_bytes_new (csv, strlen (csv));
  GdkContentProvider *both[] = { gdk_content_provider_new_for_bytes ("text/csv", bytes),
                                 gdk_content_provider_new_typed (G_TYPE_STRING, csv) };
  g_autoptr (GdkContentProvider) all = gdk_content_provider_new_union (both, G_N_ELEMENTS (both));

  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), all);
  gtk_label_set_text (self->more, _("Copied"));
}

/* Back to the page that is there. */
static void
action_stop (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AssayRowsWindow *self = ASSAY_ROWS_WINDOW (widget);

  assay_rows_model_cancel (self->model);
  show_rows (self);
  update_actions (self);
}

static void
cell_chosen (AssayRowsWindow *self)
{
  if (!self->is_quiet)
    load (self, gtk_drop_down_get_selected (self->cells), 0);
}

/* --- the window ------------------------------------------------------------------------------------------------- */

const char *
assay_rows_window_screen (AssayRowsWindow *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

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
header_new (AssayRowsWindow *self,
            const char      *slice)
{
  GtkWidget *bar = adw_header_bar_new (), *copy = icon_button ("edit-copy-symbolic", _("Copy as CSV"), "rows.copy");
  const AssayRowsCell *cells;
  guint n_cells;
  g_autofree char *safe = assay_phrase_safe (assay_phrase_slice (slice));

  cells = assay_rows_model_cells (self->model, &n_cells);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  for (guint i = 0; i < n_cells; i++)
    gtk_string_list_append (titles, _(cells[i].title));
  self->cells = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&titles)), NULL));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cells), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Which rows"), -1);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), adw_window_title_new (safe, _("The rows behind its numbers")));
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), GTK_WIDGET (self->cells));
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), copy);
  return bar;
}

static GtkWidget *
foot_new (AssayRowsWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *space = gtk_label_new (NULL);

  self->turn = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->stop = icon_button ("process-stop-symbolic", _("Stop Reading"), "rows.stop");
  self->says = GTK_LABEL (gtk_label_new (NULL));
  self->more = GTK_LABEL (space);
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->says), "numeric");
  gtk_widget_add_css_class (space, "dim-label");
  gtk_widget_set_hexpand (space, TRUE);
  gtk_label_set_xalign (self->more, 0);
  gtk_label_set_ellipsize (self->more, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (box, "toolbar");
  gtk_box_append (GTK_BOX (box), space);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (box), self->stop);
  gtk_box_append (GTK_BOX (self->turn), icon_button ("go-previous-symbolic", _("Rows Before"), "rows.previous"));
  gtk_box_append (GTK_BOX (self->turn), GTK_WIDGET (self->says));
  gtk_box_append (GTK_BOX (self->turn), icon_button ("go-next-symbolic", _("Rows After"), "rows.next"));
  gtk_box_append (GTK_BOX (box), self->turn);
  return box;
}

static GtkWidget *
status_new (const char *icon,
            const char *title)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  return page;
}

static GtkWidget *
busy_new (void)
{
  GtkWidget *page = status_new (NULL, _("Reading the rows")), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *spinner = gtk_spinner_new (), *cancel = assay_button_named_once (gtk_button_new_with_mnemonic (_("_Cancel")));

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (cancel, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (cancel, "pill");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  gtk_box_append (GTK_BOX (box), spinner);
  gtk_box_append (GTK_BOX (box), cancel);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);
  return page;
}

/* The audit's window counts; this one goes. */
static void
run_again (AssayRowsWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_window_close (GTK_WINDOW (self));
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.run-again", NULL);
}

static GtkWidget *
trouble_new (AssayRowsWindow *self)
{
  GtkWidget *page = status_new ("dialog-warning-symbolic", "");

  self->trouble = ADW_STATUS_PAGE (page);
  self->again = assay_button_named_once (gtk_button_new_with_mnemonic (_("_Run Again")));
  gtk_widget_set_halign (self->again, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->again, "pill");
  g_signal_connect_object (self->again, "clicked", G_CALLBACK (run_again), self, G_CONNECT_SWAPPED);
  adw_status_page_set_child (self->trouble, self->again);
  return page;
}

static GtkWidget *
table_new (AssayRowsWindow *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->items = gtk_string_list_new (NULL);
  GtkNoSelection *selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (selection)));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "rows");
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Rows of the data"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static void
fill (AssayRowsWindow *self,
      const char      *slice)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, busy_new (), "busy");
  gtk_stack_add_named (self->stack, table_new (self), "rows");
  gtk_stack_add_named (self->stack, status_new (NULL, _("There are no such rows")), "none");
  gtk_stack_add_named (self->stack, trouble_new (self), "trouble");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), header_new (self, slice));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), foot_new (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  g_signal_connect_object (self->cells, "notify::selected", G_CALLBACK (cell_chosen), self, G_CONNECT_SWAPPED);
}

static void
assay_rows_window_dispose (GObject *object)
{
  AssayRowsWindow *self = ASSAY_ROWS_WINDOW (object);

  if (self->model != NULL)
    assay_rows_model_cancel (self->model);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  self->view = NULL;
  g_clear_object (&self->items);
  g_clear_object (&self->audit);
  G_OBJECT_CLASS (assay_rows_window_parent_class)->dispose (object);
}

static void
assay_rows_window_finalize (GObject *object)
{
  assay_rows_model_unref (ASSAY_ROWS_WINDOW (object)->model);
  G_OBJECT_CLASS (assay_rows_window_parent_class)->finalize (object);
}

static void
assay_rows_window_class_init (AssayRowsWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = assay_rows_window_dispose;
  G_OBJECT_CLASS (class)->finalize = assay_rows_window_finalize;
  gtk_widget_class_install_action (widget_class, "rows.previous", NULL, action_turn);
  gtk_widget_class_install_action (widget_class, "rows.next", NULL, action_turn);
  gtk_widget_class_install_action (widget_class, "rows.copy", NULL, action_copy);
  gtk_widget_class_install_action (widget_class, "rows.stop", NULL, action_stop);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_ALT_MASK, "rows.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_ALT_MASK, "rows.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "rows.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
assay_rows_window_init (AssayRowsWindow *self)
{
}

/* The number of a cell; 0, all rows, where there is none of that name. */
static guint
find_cell (AssayRowsWindow *self,
           const char      *cell)
{
  guint n_cells;
  const AssayRowsCell *cells = assay_rows_model_cells (self->model, &n_cells);

  for (guint i = 0; i < n_cells; i++)
    if (g_strcmp0 (cells[i].cell, cell) == 0)
      return i;
  return 0;
}

AssayRowsWindow *
assay_rows_window_show (GtkWindow      *parent,
                        AssayOpenAudit *audit,
                        const char     *slice,
                        const char     *cell)
{
  AssayRowsWindow *self = g_object_new (ASSAY_TYPE_ROWS_WINDOW, "default-width", WIDTH, "default-height", HEIGHT,
                                        "transient-for", parent, "destroy-with-parent", TRUE, NULL);

  g_set_object (&self->audit, audit);
  self->model = assay_open_audit_rows (audit, slice);
  fill (self, slice);
  gtk_window_set_title (GTK_WINDOW (self), _("Rows"));
  const guint chosen = find_cell (self, cell);
  self->is_quiet = TRUE;
  gtk_drop_down_set_selected (self->cells, chosen);
  self->is_quiet = FALSE;
  load (self, chosen, 0);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

/* --- the button ------------------------------------------------------------------------------------------------- */

static void
show_window (GtkWidget      *button,
             AssayOpenAudit *audit)
{
  const char *slice = g_object_get_data (G_OBJECT (button), "assay-slice");

  assay_rows_window_show (GTK_WINDOW (gtk_widget_get_root (button)), audit, slice, NULL);
}

GtkWidget *
assay_rows_button_new (AssayOpenAudit *audit,
                       const char     *slice)
{
  GtkWidget *button = assay_button_named_once (gtk_button_new_with_mnemonic (_("_Rows…")));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _("The rows behind these numbers, from the data"));
  g_object_set_data_full (G_OBJECT (button), "assay-slice", g_strdup (slice), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (show_window), audit, 0);
  return button;
}
