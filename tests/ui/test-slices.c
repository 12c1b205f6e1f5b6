/* test-slices.c: the page of slices in a real window: sorted, filtered, a slice selected, the threshold moved. */
#include "turn-page.h"

#include "chart-view.h"
#include "slice-detail.h"
#include "slices-list.h"
#include "threshold-bar.h"

#include <math.h>

static AssayApplication *application;

typedef struct
{
  AssayWindow       *window;
  AssaySlicesList   *list;
  AssayThresholdBar *bar;
  GListModel        *shown;
} Screen;

static Screen
screen_slices (void)
{
  Screen self = { screen_window (application, 1280, 720) };

  screen_open (self.window, screen_audit ());
  turn_page (self.window, "slices");
  self.list = ASSAY_SLICES_LIST (screen_find (self.window, ASSAY_TYPE_SLICES_LIST, NULL, NULL));
  self.bar = ASSAY_THRESHOLD_BAR (screen_find (self.window, ASSAY_TYPE_THRESHOLD_BAR, NULL, NULL));
  self.shown = G_LIST_MODEL (gtk_column_view_get_model (assay_slices_list_view (self.list)));
  return self;
}

static void
move (const Screen *self,
      guint         edge)
{
  AssayOpenAudit *audit = assay_window_audit (self->window);

  assay_threshold_bar_move (self->bar, edge);
  WAIT (assay_open_audit_is_settled (audit));
}

static const AssayFindings *
findings_of (const Screen *self)
{
  return assay_open_audit_report (assay_window_audit (self->window))->findings;
}

static const AssayFinding *
row_at (const Screen *self,
        guint         position)
{
  g_autoptr (AssayRow) row = g_list_model_get_item (self->shown, position);

  return findings_of (self)->slices->pdata[assay_row_index (row)];
}

static guint
slice_named (const Screen *self,
             const char   *text)
{
  const GPtrArray *slices = findings_of (self)->slices;

  for (guint i = 0; i < slices->len; i++)
    if (strcmp (((const AssayFinding *) slices->pdata[i])->text, text) == 0)
      return i;
  g_error ("no slice %s", text);
}

static void
test_sort (void)
{
  Screen self = screen_slices ();

  g_assert_cmpuint (g_list_model_get_n_items (self.shown), ==, findings_of (&self)->slices->len);
  assay_slices_list_sort (self.list, ASSAY_SLICES_BY_ROWS, TRUE);
  for (guint i = 1; i < g_list_model_get_n_items (self.shown); i++)
    g_assert_cmpuint (row_at (&self, i - 1)->n_rows, >=, row_at (&self, i)->n_rows);
  assay_slices_list_sort (self.list, ASSAY_SLICES_BY_ROWS, FALSE);
  g_assert_cmpuint (row_at (&self, 0)->n_rows, <=, row_at (&self, 1)->n_rows);
  screen_close (self.window);
}

static GtkDropDown *
down_called (const Screen *self,
             GtkWidget    *from,
             const char   *tooltip)
{
  if (GTK_IS_DROP_DOWN (from) && g_strcmp0 (gtk_widget_get_tooltip_text (from), tooltip) == 0)
    return GTK_DROP_DOWN (from);
  for (GtkWidget *child = gtk_widget_get_first_child (from); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkDropDown *found = down_called (self, child, tooltip);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* What the heads of columns do for the pointer, a list does for the keyboard. */
static void
test_sort_by (void)
{
  Screen self = screen_slices ();
  GtkDropDown *orders = down_called (&self, GTK_WIDGET (self.window), "Sort by");

  gtk_drop_down_set_selected (orders, 2); /* most rows first */
  for (guint i = 1; i < g_list_model_get_n_items (self.shown); i++)
    g_assert_cmpuint (row_at (&self, i - 1)->n_rows, >=, row_at (&self, i)->n_rows);
  gtk_drop_down_set_selected (orders, 7); /* as in the plan */
  for (guint i = 0; i < g_list_model_get_n_items (self.shown); i++)
    g_assert_true (row_at (&self, i) == findings_of (&self)->slices->pdata[i]);
  screen_close (self.window);
}

static void
test_filter (void)
{
  Screen self = screen_slices ();
  GtkWidget *search = screen_find (self.window, GTK_TYPE_SEARCH_ENTRY, "slice-search", NULL);

  gtk_editable_set_text (GTK_EDITABLE (search), "female");
  WAIT (g_list_model_get_n_items (self.shown) < findings_of (&self)->slices->len);
  for (guint i = 0; i < g_list_model_get_n_items (self.shown); i++)
    g_assert_nonnull (strstr (row_at (&self, i)->text, "Female"));
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  WAIT (g_list_model_get_n_items (self.shown) == findings_of (&self)->slices->len);
  GtkWidget *worse = screen_find (self.window, GTK_TYPE_TOGGLE_BUTTON, NULL, "Worse only");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (worse), TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (self.shown), >, 0);
  for (guint i = 0; i < g_list_model_get_n_items (self.shown); i++)
    g_assert_true (row_at (&self, i)->rest[0].is_worse);
  screen_close (self.window);
}

/* The detail tells of the slice that is selected, and stays with it when the order changes. */
static void
test_select (void)
{
  Screen self = screen_slices ();
  const guint female = slice_named (&self, "sex=Female");
  GtkWidget *detail = screen_find (self.window, ASSAY_TYPE_SLICE_DETAIL, NULL, NULL);

  assay_slices_list_select (self.list, female);
  g_assert_nonnull (screen_find (detail, GTK_TYPE_LABEL, "heading", "Accuracy for Female is "));
  assay_slices_list_sort (self.list, ASSAY_SLICES_BY_NAME, TRUE);
  g_assert_cmpuint (assay_slices_list_selected (self.list), ==, female);
  const guint at = gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (self.shown));
  g_assert_cmpstr (row_at (&self, at)->text, ==, "sex=Female");
  screen_close (self.window);
}

/* Dragged to another edge the list shows that threshold's numbers, the verdict follows, and what stays says where it is. */
static void
test_threshold (void)
{
  Screen self = screen_slices ();
  const AssayFindings *findings = findings_of (&self);
  AssayWhatIf *expected = assay_what_if_new (findings, NULL);
  GtkWidget *before = screen_find (self.window, GTK_TYPE_LABEL, "threshold-says", NULL);
  g_autofree char *said = g_strdup (gtk_label_get_text (GTK_LABEL (before)));

  assay_slices_list_select (self.list, slice_named (&self, "sex=Female"));
  GtkWidget *detail = screen_find (self.window, ASSAY_TYPE_SLICE_DETAIL, NULL, NULL);
  GtkWidget *row = screen_find (detail, GTK_TYPE_LABEL, "row-value", NULL);
  g_autofree char *value = g_strdup (gtk_label_get_text (GTK_LABEL (row)));
  move (&self, assay_what_if_nearest (expected, 0.25));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self.window));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (screen_find (detail, GTK_TYPE_LABEL, "row-value", NULL))), !=, value);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (before)), !=, said);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (before)), "do not follow the threshold, at 0.50"));
  assay_slices_list_select (self.list, slice_named (&self, "sex=Female*race=Black"));
  g_assert_nonnull (screen_find (detail, GTK_TYPE_LABEL, "dim-label", "it is at 0.50"));
  move (&self, assay_what_if_own_edge (expected));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (before)), ==, said);
  assay_what_if_free (expected); /* before the findings it is of */
  screen_close (self.window);
}

/* To the pixel: a list keeps one of its rows in place, and may end a pixel off. */
static void
scroll_to (GtkAdjustment *at,
           double         place,
           GtkWidget     *view)
{
  for (guint i = 0; i == 0 || gtk_adjustment_get_value (at) != place; i++)
    {
      g_assert_cmpuint (i, <, 10);
      gtk_adjustment_set_value (at, place);
      gtk_test_widget_wait_for_draw (view);
    }
}

/* Rows that were out of sight while the threshold moved show its numbers when they are scrolled to. */
static void
test_scroll (void)
{
  Screen self = screen_slices ();
  GtkAdjustment *at = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (assay_slices_list_view (self.list)));
  GtkWidget *view = GTK_WIDGET (assay_slices_list_view (self.list));

  assay_slices_list_sort (self.list, ASSAY_SLICES_BY_PLAN, FALSE);
  move (&self, 256);
  const double place = floor (gtk_adjustment_get_upper (at) / 8);
  scroll_to (at, place, view);
  g_autoptr (GdkTexture) followed = screen_picture (view);
  gtk_adjustment_set_value (at, 0);
  turn_page (self.window, "overview");
  turn_page (self.window, "slices");
  assay_slices_list_fit (self.list); /* every row anew */
  scroll_to (at, place, view);
  g_autoptr (GdkTexture) anew = screen_picture (view);
  const gsize stride = 4 * (gsize) gdk_texture_get_width (followed), n = stride * (gsize) gdk_texture_get_height (followed);
  g_autofree guchar *a = g_malloc (n), *b = g_malloc (n);

  g_assert_cmpint (gdk_texture_get_width (followed), ==, gdk_texture_get_width (anew));
  gdk_texture_download (followed, a, stride);
  gdk_texture_download (anew, b, stride);
    g_assert_true (memcmp (a, b, n) == 0);
  screen_close (self.window);
}

static void
test_map (void)
{
  Screen self = screen_slices ();
  GtkWidget *switcher = screen_find (self.window, GTK_TYPE_STACK_SWITCHER, NULL, NULL);
  GtkStack *stack = gtk_stack_switcher_get_stack (GTK_STACK_SWITCHER (switcher));

  gtk_stack_set_visible_child_name (stack, "map");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self.window));
  g_assert_nonnull (screen_find (gtk_stack_get_visible_child (stack), ASSAY_TYPE_CHART_VIEW, NULL, NULL));
  g_assert_null (screen_find (gtk_stack_get_visible_child (stack), GTK_TYPE_LABEL, "dim-label", "it is at 0.50"));
  move (&self, 256);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self.window));
  g_assert_nonnull (screen_find (gtk_stack_get_visible_child (stack), GTK_TYPE_LABEL, "dim-label", "it is at 0.50"));
  screen_close (self.window);
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  g_test_add_func ("/workbench/slices/sort", test_sort);
  g_test_add_func ("/workbench/slices/sort-by", test_sort_by);
  g_test_add_func ("/workbench/slices/filter", test_filter);
  g_test_add_func ("/workbench/slices/select", test_select);
  g_test_add_func ("/workbench/slices/threshold", test_threshold);
  g_test_add_func ("/workbench/slices/scroll", test_scroll);
  g_test_add_func ("/workbench/slices/map", test_map);
  const int status = g_test_run ();
  g_object_unref (application);
  screen_exit (status);
}
