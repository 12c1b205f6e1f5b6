/* slices-list.c: GtkColumnView over a lazy list.
 *
 * The view's own sorting compares row objects and is slow; here each column's sorter only notes that it was asked, the
 * model sorts plain numbers. Rows that are on the screen are told when their numbers change; none is made anew.
 */
#include "slices-list.h"

#include "dot-cell.h"
#include "report/phrases.h"
#include "verdict-mark.h"
#include "words/number.h"

#include <math.h>

enum { NAME, ROWS, DOTS, VALUE, DIFFERENCE, VERDICT, N_COLUMNS };

struct _AssaySlicesList
{
  GtkWidget           parent;
  AssaySlicesModel   *model;
  AssayDotScale       scale;
  GtkColumnView      *view;
  GtkSingleSelection *selection;
  GHashTable         *bound;      /* GtkListItems that have a row: some two hundred, of which some are on the screen */
  GHashTable         *stale;      /* those of them that show older numbers, out of sight */
  GtkColumnViewColumn *columns[N_COLUMNS];
  int                 asked;      /* the column whose sorter was asked last */
  GObject            *probes[2];
  guint               selected;   /* slice */
  gboolean            is_moving;  /* the list is being changed by us */
};

G_DEFINE_FINAL_TYPE (AssaySlicesList, assay_slices_list, GTK_TYPE_WIDGET)

enum { SLICE_SELECTED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- cells -------------------------------------------------------------------------------------------------------- */

static int
column_of (GtkListItem *item)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (item), "assay-column"));
}

static void
set_text (GtkWidget  *label,
          const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

static AssayUnit
unit_of (AssaySlicesList *self,
         gboolean         is_difference)
{
  const AssayFindings *findings = assay_slices_model_findings (self->model);

  return assay_number_unit (&findings->measures[assay_slices_model_measure (self->model)], is_difference);
}

static void
show_name (AssaySlicesList        *self,
           GtkWidget              *box,
           guint                   slice,
           const AssaySliceValues *values)
{
  GtkWidget *name = gtk_widget_get_first_child (box), *of = gtk_widget_get_next_sibling (name);
  g_autofree char *safe = assay_phrase_safe (values->name), *columns = assay_phrase_safe (values->of);
  g_autofree char *stays = assay_slices_model_stays (self->model, slice);
  g_autofree char *more = stays != NULL ? g_strdup_printf ("%s, %s", columns, stays) : g_strdup (columns);

  set_text (name, safe);
  set_text (of, more);
}

/* (transfer full) */
static char *
difference_text (AssaySlicesList        *self,
                 const AssaySliceValues *values)
{
  if (isnan (values->difference.value) || values->is_too_small)
    return g_strdup ("");
  return assay_number_bare (&values->difference, unit_of (self, TRUE), TRUE, TRUE);
}

static void
show_difference (AssaySlicesList        *self,
                 GtkWidget              *label,
                 const AssaySliceValues *values)
{
  g_autofree char *text = difference_text (self, values);

  set_text (label, text);
  if (values->is_worse)
    gtk_widget_add_css_class (label, "worse");
  else
    gtk_widget_remove_css_class (label, "worse");
}

static void
show_cell (AssaySlicesList *self,
           GtkListItem     *item)
{
  const guint slice = assay_row_index (gtk_list_item_get_item (item));
  const AssaySliceValues *values = assay_slices_model_values (self->model, slice);
  GtkWidget *child = gtk_list_item_get_child (item);
  g_autofree char *text = NULL;

  switch (column_of (item))
    {
    case NAME: show_name (self, child, slice, values); break;
    case ROWS: set_text (child, text = assay_number_rows (values->n_rows)); break;
    case DOTS: assay_dot_cell_show (ASSAY_DOT_CELL (child), slice); break;
    case VALUE: set_text (child, text = assay_number_point (&values->estimate, unit_of (self, FALSE), FALSE, TRUE)); break;
    case DIFFERENCE: show_difference (self, child, values); break;
    case VERDICT: gtk_stack_set_visible_child_name (GTK_STACK (child), assay_verdict_name (values->verdict)); break;
    }
}

static GtkWidget *
name_cell (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *name = gtk_label_new (NULL), *of = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_ellipsize (GTK_LABEL (of), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (of, "row-more");
  gtk_widget_set_hexpand (of, TRUE);
  gtk_label_set_xalign (GTK_LABEL (of), 0);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), of);
  return box;
}

static GtkWidget *
verdict_cell (void)
{
  GtkWidget *stack = gtk_stack_new ();

  gtk_stack_add_named (GTK_STACK (stack), gtk_label_new (NULL), assay_verdict_name (ASSAY_VERDICT_NONE));
  for (AssayVerdict verdict = ASSAY_VERDICT_PASS; verdict <= ASSAY_VERDICT_UNDECIDED; verdict++)
    gtk_stack_add_named (GTK_STACK (stack), assay_verdict_mark_new (verdict, 16), assay_verdict_name (verdict));
  return stack;
}

static GtkWidget *
number_cell (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "row-end");
  return label;
}

static void
setup (GtkSignalListItemFactory *factory,
       GtkListItem              *item,
       AssaySlicesList          *self)
{
  const int column = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), "assay-column"));

  g_object_set_data (G_OBJECT (item), "assay-column", GINT_TO_POINTER (column));
  gtk_list_item_set_child (item, column == NAME      ? name_cell ()
                                 : column == DOTS    ? assay_dot_cell_new (self->model, &self->scale)
                                 : column == VERDICT ? verdict_cell ()
                                                     : number_cell ());
}

static void
bind (GtkSignalListItemFactory *factory,
      GtkListItem              *item,
      AssaySlicesList          *self)
{
  g_hash_table_add (self->bound, item);
  g_hash_table_remove (self->stale, item);
  show_cell (self, item);
}

static void
unbind (GtkSignalListItemFactory *factory,
        GtkListItem              *item,
        AssaySlicesList          *self)
{
  g_hash_table_remove (self->bound, item);
  g_hash_table_remove (self->stale, item);
}

/* Rows are of one height. */
static gboolean
is_in_view (AssaySlicesList *self,
            GtkListItem     *item)
{
  GtkAdjustment *at = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  const guint n = assay_slices_model_n_shown (self->model);
  const double height = gtk_adjustment_get_upper (at) / MAX (n, 1), y = height * gtk_list_item_get_position (item);

  return y + 2 * height >= gtk_adjustment_get_value (at)
         && y - height <= gtk_adjustment_get_value (at) + gtk_adjustment_get_page_size (at);
}

/* What comes into sight shows what there is now. */
static void
scrolled (AssaySlicesList *self)
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

static void
values_changed (AssaySlicesList *self)
{
  const AssayFindings *findings = assay_slices_model_findings (self->model);
  GHashTableIter iter;
  gpointer item;

  self->scale.whole = findings->whole->measures[assay_slices_model_measure (self->model)].value;
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    g_hash_table_add (self->stale, item);
  scrolled (self);
}

/* --- order -------------------------------------------------------------------------------------------------------- */

/* No object is compared: which sorter is asked says which column it is, and its answer's sign which way. */
static int
note_column (gconstpointer a,
             gconstpointer b,
             gpointer      data)
{
  GtkColumnViewColumn *column = data;
  AssaySlicesList *self = g_object_get_data (G_OBJECT (column), "assay-list");

  self->asked = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (column), "assay-column"));
  return a == b ? 0 : a == (gconstpointer) self->probes[0] ? -1 : 1;
}

static AssaySlicesBy
by_of (int column)
{
  static const AssaySlicesBy by[N_COLUMNS] = { ASSAY_SLICES_BY_NAME, ASSAY_SLICES_BY_ROWS, ASSAY_SLICES_BY_VALUE,
                                               ASSAY_SLICES_BY_VALUE, ASSAY_SLICES_BY_DIFFERENCE, ASSAY_SLICES_BY_VERDICT };

  return column < 0 ? ASSAY_SLICES_BY_PLAN : by[column];
}

static void
select_again (AssaySlicesList *self)
{
  const guint position = self->selected < assay_slices_model_n (self->model)
                           ? assay_slices_model_position (self->model, self->selected) : G_MAXUINT;

  gtk_single_selection_set_selected (self->selection, position == G_MAXUINT ? GTK_INVALID_LIST_POSITION : position);
}

static void
sorter_changed (AssaySlicesList *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);

  self->asked = -1;
  const GtkOrdering ordering = gtk_sorter_compare (sorter, self->probes[0], self->probes[1]);
  self->is_moving = TRUE;
  assay_slices_model_sort (self->model, by_of (self->asked), ordering == GTK_ORDERING_LARGER);
  self->is_moving = FALSE;
  select_again (self);
}

void
assay_slices_list_sort (AssaySlicesList *self,
                        AssaySlicesBy    by,
                        gboolean         is_descending)
{
  GtkColumnViewColumn *column = NULL;

  for (int c = 0; column == NULL && c < N_COLUMNS; c++)
    if (by != ASSAY_SLICES_BY_PLAN && by_of (c) == by)
      column = self->columns[c];
  gtk_column_view_sort_by_column (self->view, column, is_descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

/* --- selection ---------------------------------------------------------------------------------------------------- */

static void
selection_changed (AssaySlicesList *self)
{
  const guint position = gtk_single_selection_get_selected (self->selection);

  if (self->is_moving || position == GTK_INVALID_LIST_POSITION)
    return;
  const guint slice = assay_slices_model_at (self->model, position);
  if (slice == self->selected)
    return;
  self->selected = slice;
  g_signal_emit (self, signals[SLICE_SELECTED], 0, slice);
}

/* A filter may hide the slice that is selected: it stays in the detail, and is selected again when it comes back. */
static void
items_changed (AssaySlicesList *self)
{
  if (!self->is_moving)
    select_again (self);
}

guint
assay_slices_list_selected (AssaySlicesList *self)
{
  return self->selected;
}

void
assay_slices_list_select (AssaySlicesList *self,
                          guint            slice)
{
  g_return_if_fail (ASSAY_IS_SLICES_LIST (self));
  if (slice == self->selected)
    return;
  self->selected = slice;
  select_again (self);
  if (slice != G_MAXUINT)
    g_signal_emit (self, signals[SLICE_SELECTED], 0, slice);
}

/* In GTK 4.8 Tab never leaves a column view. */
static gboolean
key_pressed (GtkEventControllerKey *keys,
             guint                  key,
             guint                  code,
             GdkModifierType        state,
             AssaySlicesList       *self)
{
  if (key != GDK_KEY_Tab && key != GDK_KEY_ISO_Left_Tab)
    return GDK_EVENT_PROPAGATE;
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  const gboolean is_back = key == GDK_KEY_ISO_Left_Tab || (state & GDK_SHIFT_MASK) != 0;

  while (parent != NULL && !gtk_widget_child_focus (parent, is_back ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD))
    parent = gtk_widget_get_parent (parent);
  return GDK_EVENT_STOP;
}

/* --- the widget --------------------------------------------------------------------------------------------------- */

static void
add_column (AssaySlicesList *self,
            int              at,
            const char      *title,
            int              width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;

  g_object_set_data (G_OBJECT (factory), "assay-column", GINT_TO_POINTER (at));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind), self, 0);
  column = gtk_column_view_column_new (title, factory);
  g_object_set_data (G_OBJECT (column), "assay-column", GINT_TO_POINTER (at));
  g_object_set_data (G_OBJECT (column), "assay-list", self);
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (note_column, column, NULL));
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (column, width);
  else
    gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (self->view, column);
  self->columns[at] = column;
  g_object_unref (column);
}

static void
set_titles (AssaySlicesList *self)
{
  const AssayFindings *findings = assay_slices_model_findings (self->model);
  const AssayMeasure *measure = &findings->measures[assay_slices_model_measure (self->model)];
  const gboolean is_share = unit_of (self, FALSE) == ASSAY_UNIT_PERCENT;
  g_autofree char *lo = assay_number_value (self->scale.lo, is_share ? 0 : 2, unit_of (self, FALSE), TRUE);
  g_autofree char *hi = assay_number_value (self->scale.hi, is_share ? 0 : 2, unit_of (self, FALSE), TRUE);
  g_autofree char *dots = isnan (self->scale.lo) ? g_strdup (measure->label)
                                                 : g_strdup_printf ("%s, from %s to %s%s", measure->label, lo, hi,
                                                                    is_share ? " %" : "");

  gtk_column_view_column_set_title (self->columns[DOTS], dots);
  gtk_column_view_column_set_title (self->columns[VALUE], "Value");
  gtk_column_view_column_set_title (self->columns[DIFFERENCE], is_share ? "To the rest, pts" : "To the rest");
}

void
assay_slices_list_fit (AssaySlicesList *self)
{
  assay_dot_scale_fit (&self->scale, self->model);
  set_titles (self);
  values_changed (self);
}

static void
assay_slices_list_dispose (GObject *object)
{
  AssaySlicesList *self = ASSAY_SLICES_LIST (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->probes[0]);
  g_clear_object (&self->probes[1]);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (assay_slices_list_parent_class)->dispose (object);
}

static void
assay_slices_list_finalize (GObject *object)
{
  g_hash_table_unref (ASSAY_SLICES_LIST (object)->bound);
  g_hash_table_unref (ASSAY_SLICES_LIST (object)->stale);
  G_OBJECT_CLASS (assay_slices_list_parent_class)->finalize (object);
}

static void
assay_slices_list_class_init (AssaySlicesListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = assay_slices_list_dispose;
  G_OBJECT_CLASS (class)->finalize = assay_slices_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  signals[SLICE_SELECTED] = g_signal_new ("slice-selected", ASSAY_TYPE_SLICES_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
assay_slices_list_init (AssaySlicesList *self)
{
  self->bound = g_hash_table_new (NULL, NULL);
  self->stale = g_hash_table_new (NULL, NULL);
  self->selected = G_MAXUINT;
  for (guint i = 0; i < 2; i++)
    self->probes[i] = g_object_new (G_TYPE_OBJECT, NULL);
}

static void
build (AssaySlicesList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->selection = gtk_single_selection_new (g_object_ref (assay_slices_model_list (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "slices");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, "Slices", -1);
  add_column (self, NAME, "Slice", 176);
  add_column (self, ROWS, "Rows", 66);
  add_column (self, DOTS, "", 0);
  add_column (self, VALUE, "Value", 70);
  add_column (self, DIFFERENCE, "To the rest", 128);
  add_column (self, VERDICT, "", 34);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_parent (scroller, GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)), "value-changed", G_CALLBACK (scrolled), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
assay_slices_list_new (AssaySlicesModel *model)
{
  AssaySlicesList *self = g_object_new (ASSAY_TYPE_SLICES_LIST, NULL);

  self->model = g_object_ref (model);
  build (self);
  assay_slices_list_fit (self);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sorter_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (assay_slices_model_list (model), "items-changed", G_CALLBACK (items_changed), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (model, "values-changed", G_CALLBACK (values_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

GtkColumnView *
assay_slices_list_view (AssaySlicesList *self)
{
  return self->view;
}
