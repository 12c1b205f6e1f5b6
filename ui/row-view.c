/* row-view.c: GtkColumnView over a lazy list.
 *
 * The view's own sorting compares row objects and is slow; here each column's sorter only notes that it was asked,
 * and the owner sorts plain numbers. Rows on the screen are told when their numbers change; none is made anew.
 */
#include "row-view.h"

#include "words/translate.h"

#define MOST_COLUMNS 12

struct _AssayRowView
{
  GtkWidget             parent;
  AssayRowList         *list;
  const AssayRowColumn *columns;
  guint                 n_columns;
  AssayRowSort          sort;
  gpointer              owner;
  GtkColumnView        *view;
  GtkSingleSelection   *selection;
  GHashTable           *bound;      /* GtkListItems that have a row: some two hundred, a few of them in sight */
  GHashTable           *stale;      /* those of them that show older numbers, out of sight */
  GtkColumnViewColumn  *heads[MOST_COLUMNS];
  int                   asked;      /* the column whose sorter was asked last */
  GObject              *probes[2];
  guint                 selected;   /* row */
  gboolean              is_moving;  /* the list is being changed by us */
};

G_DEFINE_FINAL_TYPE (AssayRowView, assay_row_view, GTK_TYPE_WIDGET)

enum { ROW_SELECTED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- cells ------------------------------------------------------------------------------------------------------ */

static int
column_of (gpointer object)
{
  return GPOINTER_TO_INT (g_object_get_data (object, "assay-column"));
}

static void
show_cell (AssayRowView *self,
           GtkListItem  *item)
{
  self->columns[column_of (item)].show (self->owner, gtk_list_item_get_child (item),
                                        assay_row_index (gtk_list_item_get_item (item)));
}

static void
setup (GtkSignalListItemFactory *factory,
       GtkListItem              *item,
       AssayRowView             *self)
{
  const int column = column_of (factory);

  g_object_set_data (G_OBJECT (item), "assay-column", GINT_TO_POINTER (column));
  gtk_list_item_set_child (item, self->columns[column].create (self->owner));
}

static void
bind (GtkSignalListItemFactory *factory,
      GtkListItem              *item,
      AssayRowView             *self)
{
  g_hash_table_add (self->bound, item);
  g_hash_table_remove (self->stale, item);
  show_cell (self, item);
}

static void
unbind (GtkSignalListItemFactory *factory,
        GtkListItem              *item,
        AssayRowView             *self)
{
  g_hash_table_remove (self->bound, item);
  g_hash_table_remove (self->stale, item);
}

/* Rows are of one height. */
static gboolean
is_in_view (AssayRowView *self,
            GtkListItem  *item)
{
  GtkAdjustment *at = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  const double height = gtk_adjustment_get_upper (at) / MAX (n, 1), y = height * gtk_list_item_get_position (item);

  return y + 2 * height >= gtk_adjustment_get_value (at)
         && y - height <= gtk_adjustment_get_value (at) + gtk_adjustment_get_page_size (at);
}

/* What comes into sight shows what there is now. */
static void
scrolled (AssayRowView *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->stale);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    if (is_in_view (self, item))
      {
        show_cell (self, item);
        g_hash_table_iter_remove (&iter);
      }
}

void
assay_row_view_refresh (AssayRowView *self)
{
  g_return_if_fail (ASSAY_IS_ROW_VIEW (self));
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    g_hash_table_add (self->stale, item);
  scrolled (self);
}

/* --- order ------------------------------------------------------------------------------------------------------ */

/* No object is compared: which sorter is asked says which column it is, and its answer's sign which way. */
static int
note_column (gconstpointer a,
             gconstpointer b,
             gpointer      data)
{
  GtkColumnViewColumn *column = data;
  AssayRowView *self = g_object_get_data (G_OBJECT (column), "assay-list");

  self->asked = column_of (column);
  return a == b ? 0 : a == (gconstpointer) self->probes[0] ? -1 : 1;
}

static void
select_again (AssayRowView *self)
{
  const guint position = assay_row_list_position (self->list, self->selected);

  gtk_single_selection_set_selected (self->selection, position == G_MAXUINT ? GTK_INVALID_LIST_POSITION : position);
}

static void
sorter_changed (AssayRowView *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);

  self->asked = -1;
  const GtkOrdering ordering = gtk_sorter_compare (sorter, self->probes[0], self->probes[1]);
  self->is_moving = TRUE;
  self->sort (self->owner, self->asked < 0 ? 0 : self->columns[self->asked].by, ordering == GTK_ORDERING_LARGER);
  self->is_moving = FALSE;
  select_again (self);
}

void
assay_row_view_sort (AssayRowView *self,
                     int           by,
                     gboolean      is_descending)
{
  g_return_if_fail (ASSAY_IS_ROW_VIEW (self));
  GtkColumnViewColumn *column = NULL;

  for (guint c = 0; by != 0 && column == NULL && c < self->n_columns; c++)
    if (self->columns[c].by == by)
      column = self->heads[c];
  gtk_column_view_sort_by_column (self->view, column, is_descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

/* --- selection -------------------------------------------------------------------------------------------------- */

static void
selection_changed (AssayRowView *self)
{
  const guint position = gtk_single_selection_get_selected (self->selection);

  if (self->is_moving || position == GTK_INVALID_LIST_POSITION)
    return;
  const guint row = assay_row_list_at (self->list, position);
  if (row == self->selected)
    return;
  self->selected = row;
  g_signal_emit (self, signals[ROW_SELECTED], 0, row);
}

/* A filter may hide the row that is selected: it stays in the detail, and is selected again when it comes back. */
static void
items_changed (AssayRowView *self)
{
  if (!self->is_moving)
    select_again (self);
}

guint
assay_row_view_selected (AssayRowView *self)
{
  return self->selected;
}

/* GTK 4.8 cannot scroll to a row. One that is in sight stays where it is. */
static void
scroll_to (AssayRowView *self,
           guint         row)
{
  GtkAdjustment *at = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  const guint position = assay_row_list_position (self->list, row);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  const double height = gtk_adjustment_get_upper (at) / MAX (n, 1), page = gtk_adjustment_get_page_size (at);
  const double y = height * position, from = gtk_adjustment_get_value (at);

  if (position != G_MAXUINT && (y < from || y + 2 * height > from + page))
    gtk_adjustment_set_value (at, y - page / 3);
}

void
assay_row_view_select (AssayRowView *self,
                       guint         row)
{
  g_return_if_fail (ASSAY_IS_ROW_VIEW (self));
  scroll_to (self, row);
  if (row == self->selected)
    return;
  self->selected = row;
  select_again (self);
  if (row != G_MAXUINT)
    g_signal_emit (self, signals[ROW_SELECTED], 0, row);
}

/* In GTK 4.8 Tab never leaves a column view. */
static gboolean
key_pressed (GtkEventControllerKey *keys,
             guint                  key,
             guint                  code,
             GdkModifierType        state,
             AssayRowView          *self)
{
  if (key != GDK_KEY_Tab && key != GDK_KEY_ISO_Left_Tab)
    return GDK_EVENT_PROPAGATE;
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  const gboolean is_back = key == GDK_KEY_ISO_Left_Tab || (state & GDK_SHIFT_MASK) != 0;

  while (parent != NULL && !gtk_widget_child_focus (parent, is_back ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD))
    parent = gtk_widget_get_parent (parent);
  return GDK_EVENT_STOP;
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
add_column (AssayRowView *self,
            guint         at)
{
  const AssayRowColumn *made_of = &self->columns[at];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;

  g_object_set_data (G_OBJECT (factory), "assay-column", GUINT_TO_POINTER (at));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind), self, 0);
  column = gtk_column_view_column_new (*made_of->title != '\0' ? _(made_of->title) : "", factory);
  g_object_set_data (G_OBJECT (column), "assay-column", GUINT_TO_POINTER (at));
  g_object_set_data (G_OBJECT (column), "assay-list", self);
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (note_column, column, NULL));
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (made_of->width > 0)
    gtk_column_view_column_set_fixed_width (column, made_of->width);
  else
    gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (self->view, column);
  self->heads[at] = column; /* ours, in the view or not */
}

void
assay_row_view_set_title (AssayRowView *self,
                          guint         column,
                          const char   *title)
{
  g_return_if_fail (ASSAY_IS_ROW_VIEW (self) && column < self->n_columns);
  gtk_column_view_column_set_title (self->heads[column], title);
}

/* Not by its visibility: GTK 4.8 leaves the room of a hidden column empty. */
void
assay_row_view_set_visible (AssayRowView *self,
                            guint         column,
                            gboolean      is_visible)
{
  g_return_if_fail (ASSAY_IS_ROW_VIEW (self) && column < self->n_columns);
  const gboolean is_there = gtk_column_view_column_get_column_view (self->heads[column]) != NULL;
  guint at = 0;

  if (is_there == is_visible)
    return;
  for (guint c = 0; c < column; c++)
    at += gtk_column_view_column_get_column_view (self->heads[c]) != NULL;
  if (is_visible)
    gtk_column_view_insert_column (self->view, at, self->heads[column]);
  else
    gtk_column_view_remove_column (self->view, self->heads[column]);
}

static void
assay_row_view_dispose (GObject *object)
{
  AssayRowView *self = ASSAY_ROW_VIEW (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&child, gtk_widget_unparent);
  for (guint c = 0; c < self->n_columns; c++)
    g_clear_object (&self->heads[c]);
  g_clear_object (&self->probes[0]);
  g_clear_object (&self->probes[1]);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (assay_row_view_parent_class)->dispose (object);
}

static void
assay_row_view_finalize (GObject *object)
{
  g_hash_table_unref (ASSAY_ROW_VIEW (object)->bound);
  g_hash_table_unref (ASSAY_ROW_VIEW (object)->stale);
  G_OBJECT_CLASS (assay_row_view_parent_class)->finalize (object);
}

static void
assay_row_view_class_init (AssayRowViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = assay_row_view_dispose;
  G_OBJECT_CLASS (class)->finalize = assay_row_view_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  signals[ROW_SELECTED] = g_signal_new ("row-selected", ASSAY_TYPE_ROW_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
assay_row_view_init (AssayRowView *self)
{
  self->bound = g_hash_table_new (NULL, NULL);
  self->stale = g_hash_table_new (NULL, NULL);
  self->selected = G_MAXUINT;
  for (guint i = 0; i < 2; i++)
    self->probes[i] = g_object_new (G_TYPE_OBJECT, NULL);
}

static void
build (AssayRowView *self,
       const char   *label)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "slices");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  for (guint c = 0; c < self->n_columns; c++)
    add_column (self, c);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_parent (scroller, GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)), "value-changed",
                           G_CALLBACK (scrolled), self, G_CONNECT_SWAPPED);
}

GtkWidget *
assay_row_view_new (AssayRowList         *list,
                    const AssayRowColumn *columns,
                    guint                 n_columns,
                    const char           *label,
                    AssayRowSort          sort,
                    gpointer              owner)
{
  g_return_val_if_fail (ASSAY_IS_ROW_LIST (list) && n_columns <= MOST_COLUMNS, NULL);
  AssayRowView *self = g_object_new (ASSAY_TYPE_ROW_VIEW, NULL);

  self->list = g_object_ref (list);
  self->columns = columns;
  self->n_columns = n_columns;
  self->sort = sort;
  self->owner = owner;
  build (self, label);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sorter_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selection_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return GTK_WIDGET (self);
}

GtkColumnView *
assay_row_view_columns (AssayRowView *self)
{
  return self->view;
}
