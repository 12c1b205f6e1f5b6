/* test-compare.c: the page of comparisons in a real window, of an audit with two other models and people. */
#include "turn-page.h"

#include "compare-charts.h"
#include "compare-detail.h"
#include "compare-list.h"
#include "chart-view.h"
#include "flip-bar.h"
#include "short-name.h"
#include "words/number.h"

static AssayApplication *application;

typedef struct
{
  AssayWindow      *window;
  AssayCompareList *list;
  GtkWidget        *detail;
  GListModel       *shown;
} Screen;

static Screen
screen_compare (int width)
{
  Screen self = { screen_window (application, width, 720) };

  screen_open (self.window, screen_audit ());
  turn_page (self.window, "compare");
  self.list = ASSAY_COMPARE_LIST (screen_find (self.window, ASSAY_TYPE_COMPARE_LIST, NULL, NULL));
  self.detail = screen_find (self.window, ASSAY_TYPE_COMPARE_DETAIL, NULL, NULL);
  self.shown = G_LIST_MODEL (gtk_column_view_get_model (assay_compare_list_columns (self.list)));
  return self;
}

static const AssayFindings *
findings_of (const Screen *self)
{
  return assay_open_audit_report (assay_window_audit (self->window))->findings;
}

/* The finding in a row of the list; its row in the model. */
static const AssayFinding *
finding_at (const Screen *self,
            guint         position,
            guint        *row)
{
  g_autoptr (AssayRow) item = g_list_model_get_item (self->shown, position);

  *row = assay_row_index (item);
  return *row == 0 ? findings_of (self)->whole : findings_of (self)->slices->pdata[*row - 1];
}

static const AssayPaired *
paired_at (const Screen *self,
           guint         position,
           guint         baseline)
{
  guint row;

  return &finding_at (self, position, &row)->paired[baseline].paired;
}

static void
choose (const Screen *self,
        const char   *label, /* of the choice's tooltip */
        guint         at)
{
  GtkWidget *page = gtk_widget_get_ancestor (self->detail, GTK_TYPE_STACK);
  GtkWidget *row = gtk_widget_get_first_child (gtk_stack_get_visible_child (GTK_STACK (page)));

  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_strcmp0 (gtk_widget_get_tooltip_text (child), label) == 0)
      {
        gtk_drop_down_set_selected (GTK_DROP_DOWN (child), at);
        return;
      }
  g_error ("no choice '%s'", label);
}

/* Every row is there, the one that loses most first. */
static void
test_list (void)
{
  Screen self = screen_compare (1280);
  const guint n = g_list_model_get_n_items (self.shown);

  g_assert_cmpuint (n, ==, findings_of (&self)->slices->len + 1);
  for (guint i = 1; i < n; i++)
    g_assert_cmpfloat (paired_at (&self, i - 1, 0)->difference.value, <=, paired_at (&self, i, 0)->difference.value);
  assay_compare_list_sort (self.list, ASSAY_COMPARE_BY_FLIPS, TRUE);
  for (guint i = 1; i < n; i++)
    g_assert_cmpfloat (paired_at (&self, i - 1, 0)->flip_rate.value, >=, paired_at (&self, i, 0)->flip_rate.value);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.list), "compare.sort", "s", "rows"));
  for (guint i = 1; i < n; i++)
    g_assert_cmpuint (paired_at (&self, i - 1, 0)->rows, >=, paired_at (&self, i, 0)->rows);
  screen_close (self.window);
}

static void
test_filter (void)
{
  Screen self = screen_compare (1280);
  GtkWidget *search = screen_find (self.window, GTK_TYPE_SEARCH_ENTRY, "compare-search", NULL);
  const guint n = g_list_model_get_n_items (self.shown);
  guint row, n_worse = findings_of (&self)->whole->paired[0].is_regression;

  gtk_editable_set_text (GTK_EDITABLE (search), "DEVICE");
  WAIT (g_list_model_get_n_items (self.shown) < n);
  for (guint i = 0; i < g_list_model_get_n_items (self.shown); i++)
    g_assert_true (g_str_has_prefix (finding_at (&self, i, &row)->text, "device="));
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  WAIT (g_list_model_get_n_items (self.shown) == n);
  for (guint i = 0; i < findings_of (&self)->slices->len; i++)
    n_worse += ((const AssayFinding *) findings_of (&self)->slices->pdata[i])->paired[0].is_regression;
  GtkWidget *worse = screen_find (self.window, GTK_TYPE_TOGGLE_BUTTON, NULL, "Worse only");
  g_assert_true (gtk_widget_activate_action (worse, "compare.worse-only", NULL));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (worse)));
  g_assert_cmpuint (g_list_model_get_n_items (self.shown), ==, n_worse);
  g_assert_nonnull (screen_find (self.window, GTK_TYPE_LABEL, "row-more", " shown"));
  screen_close (self.window);
}

/* Another choice: its own numbers, sentence, flips, or none of these. */
static void
test_reference (void)
{
  Screen self = screen_compare (1280);
  const AssayPaired *paired = &findings_of (&self)->whole->paired[1].paired;
  g_autofree char *fixed = assay_number_rows (paired->only_new_right);

  g_assert_nonnull (screen_find (self.window, GTK_TYPE_LABEL, "compare-summary", "Worse than human in 6 of 6"));
  g_assert_nonnull (screen_find (self.detail, GTK_TYPE_LABEL, "heading", "below that of human"));
  choose (&self, "What the model is held against", 1);
  g_assert_nonnull (screen_find (self.window, GTK_TYPE_LABEL, "compare-summary", "Worse than previous in 0 of 6"));
  g_assert_nonnull (screen_find (self.detail, GTK_TYPE_LABEL, "heading", "above that of previous"));
  g_assert_nonnull (screen_find (self.detail, GTK_TYPE_LABEL, "row-value", fixed));
  g_assert_nonnull (screen_find (self.detail, GTK_TYPE_LABEL, "row-name", "Better than the previous system"));
  g_assert_nonnull (screen_find (self.detail, ASSAY_TYPE_CHART_VIEW, NULL, NULL));
  choose (&self, "What the model is held against", 2);
  g_assert_nonnull (screen_find (self.detail, GTK_TYPE_LABEL, "heading", "human level; "));
  g_assert_null (screen_find (self.detail, ASSAY_TYPE_CHART_VIEW, NULL, NULL));
  g_assert_nonnull (screen_find (self.window, GTK_TYPE_LABEL, "note", "Each rating is left out in turn"));
  screen_close (self.window);
}

/* The detail tells of the row that is selected: the sentence, the four numbers. */
static void
test_detail (void)
{
  Screen self = screen_compare (1280);
  guint row;
  const AssayFinding *finding = finding_at (&self, 1, &row);
  g_autofree char *broken = assay_number_rows (finding->paired[0].paired.only_old_right);
  g_autofree char *both = assay_number_rows (finding->paired[0].paired.both_right);

  assay_compare_list_select (self.list, row);
  g_autofree char *start = g_strdup_printf ("%s: accuracy is ", finding->parts[0].value);
  g_assert_nonnull (screen_find (self.detail, GTK_TYPE_LABEL, "heading", start));
  g_autofree char *worse = g_strconcat (broken, " (", NULL), *right = g_strconcat (both, " (", NULL);
  g_assert_nonnull (screen_find (self.detail, GTK_TYPE_LABEL, "worse", worse));
  g_assert_nonnull (screen_find (self.detail, GTK_TYPE_LABEL, "row-value", right));
  const AssayEstimate *accuracy = &finding->measures[findings_of (&self)->tested[0]];
  g_autofree char *value = assay_number_estimate (accuracy, ASSAY_UNIT_PERCENT, TRUE);
  g_assert_nonnull (screen_find (self.detail, GTK_TYPE_LABEL, "row-value", value));
  screen_close (self.window);
}

/* What a cell says to who does not see it; the list, choices and buttons have names. */
static void
test_names (void)
{
  Screen self = screen_compare (1280);
  AssayFlipBar *bar = ASSAY_FLIP_BAR (screen_find (self.list, ASSAY_TYPE_FLIP_BAR, NULL, NULL));
  const AssayPaired *paired = paired_at (&self, 0, 0);
  g_autofree char *fixed = assay_number_rows (paired->only_new_right);
  g_autofree char *broken = assay_number_rows (paired->only_old_right);
  g_autofree char *says = g_strdup_printf (": %s fixed, %s broken; of ", fixed, broken);

  g_assert_nonnull (strstr (assay_flip_bar_says (bar), says));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (bar)), ==, assay_flip_bar_says (bar));
  gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_LABEL, assay_flip_bar_says (bar));
  gtk_test_accessible_assert_property (assay_compare_list_columns (self.list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Slices compared");
  screen_close (self.window);
}

/* Tab as it arrives at the list. */
static gboolean
press_tab (GtkWidget *view)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);
  gboolean is_handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Tab, 0, 0, &is_handled);
    }
  return is_handled;
}

/* Keys alone: Tab from the choices to the list and, though GTK keeps it there, out of it to the detail. */
static void
test_keyboard (void)
{
  Screen self = screen_compare (1280);
  GtkWidget *page = gtk_widget_get_parent (gtk_widget_get_parent (self.detail));
  GtkWidget *view = GTK_WIDGET (assay_compare_list_columns (self.list));
  gboolean was_in_list = FALSE, was_in_detail = FALSE;

  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
  for (guint i = 0; i < 40 && !was_in_detail; i++)
    {
      GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self.window));
      const gboolean is_in_list = focus != NULL && gtk_widget_is_ancestor (focus, view);
      was_in_list = was_in_list || is_in_list;
      was_in_detail = focus != NULL && gtk_widget_is_ancestor (focus, self.detail);
      if (is_in_list)
        g_assert_true (press_tab (view));
      else
        gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
    }
  g_assert_true (was_in_list && was_in_detail);
  screen_close (self.window);
}

/* From the Overview to the pages that have more of the same. */
static void
test_links (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  const struct { const char *label, *page; } links[] = {
    { "Compare slice by slice", "compare" }, { "Who agrees, and about what", "labels" },
  };

  screen_open (window, screen_audit ());
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      turn_page (window, "overview");
      GtkWidget *link = screen_find (window, GTK_TYPE_BUTTON, "page-link", links[i].label);
      g_assert_true (gtk_widget_activate (link));
      WAIT (g_strcmp0 (assay_window_page (window), links[i].page) == 0);
    }
  screen_close (window);
}

/* A name of any length leaves the window its width. */
static void
test_short_name (void)
{
  const struct { const char *name; guint most; const char *is; } rows[] = {
    { "current", 12, "current" }, { "twelve chars", 12, "twelve chars" }, { "", 12, "" },
    { "the model of 2019", 12, "the mod\xe2\x80\xa6" "2019" },
    { "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 3, "\xc3\xa9\xe2\x80\xa6\xc3\xa9" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *is = assay_short_name (rows[i].name, rows[i].most);
      g_assert_cmpstr (is, ==, rows[i].is);
    }
}

/* Where the points lie, and both models slice by slice. */
static void
test_charts (void)
{
  Screen self = screen_compare (1280);
  GtkStack *stack = GTK_STACK (gtk_widget_get_ancestor (GTK_WIDGET (self.list), GTK_TYPE_STACK));

  gtk_stack_set_visible_child_name (stack, "charts");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self.window));
  GtkWidget *charts = screen_find (self.window, ASSAY_TYPE_COMPARE_CHARTS, NULL, NULL);
  AssayChartView *first = ASSAY_CHART_VIEW (screen_find (charts, ASSAY_TYPE_CHART_VIEW, NULL, NULL));
  g_autofree char *csv = assay_exhibit_csv (assay_chart_view_exhibit (first));
  g_assert_nonnull (strstr (csv, "phone"));
  g_assert_nonnull (screen_find (charts, GTK_TYPE_LABEL, "heading", "By device: phone loses most to human"));
  g_assert_nonnull (screen_find (charts, GTK_TYPE_LABEL, "heading", "6 of 6 slices are less accurate than by human"));
  GtkWidget *parts = assay_compare_charts_parts (ASSAY_COMPARE_CHARTS (charts));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (parts), 1);
  g_assert_nonnull (screen_find (charts, GTK_TYPE_LABEL, "heading", "By seconds: "));
  choose (&self, "What the model is held against", 2);
  g_assert_null (screen_find (charts, ASSAY_TYPE_CHART_VIEW, NULL, NULL));
  screen_close (self.window);
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  g_test_add_func ("/workbench/compare/list", test_list);
  g_test_add_func ("/workbench/compare/filter", test_filter);
  g_test_add_func ("/workbench/compare/reference", test_reference);
  g_test_add_func ("/workbench/compare/detail", test_detail);
  g_test_add_func ("/workbench/compare/names", test_names);
  g_test_add_func ("/workbench/compare/keyboard", test_keyboard);
  g_test_add_func ("/workbench/compare/charts", test_charts);
  g_test_add_func ("/workbench/compare/links", test_links);
  g_test_add_func ("/workbench/compare/short-name", test_short_name);
  const int status = g_test_run ();
  g_object_unref (application);
  screen_exit (status);
}
