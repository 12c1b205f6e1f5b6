/* test-compare-threshold.c: the page of comparisons follows the threshold, and says what of it does not: of an audit
 * that has both models' scores beside each other. */
#include "turn-page.h"

#include "chart-view.h"
#include "compare-charts.h"
#include "compare-detail.h"
#include "compare-list.h"
#include "words/number.h"

static AssayApplication *application;

static guint
row_of (const AssayFindings *findings,
        const char          *text)
{
  for (guint i = 0; i < findings->slices->len; i++)
    if (strcmp (((const AssayFinding *) findings->slices->pdata[i])->text, text) == 0)
      return i + 1;
  g_error ("no slice %s", text);
}

static void
move_to (AssayWindow *window,
         double       score)
{
  AssayOpenAudit *audit = assay_window_audit (window);

  assay_open_audit_move_threshold (audit, assay_what_if_nearest (assay_open_audit_what_if (audit, NULL), score));
  assay_open_audit_let_go (audit);
  WAIT (assay_open_audit_is_settled (audit));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
}

/* The counts of fixed and broken in the detail are those of the findings that are shown. */
static void
assert_detail (GtkWidget          *detail,
               const AssayFinding *finding)
{
  g_autofree char *fixed = assay_number_rows (finding->paired[0].paired.only_new_right);
  g_autofree char *broken = assay_number_rows (finding->paired[0].paired.only_old_right);
  g_autofree char *start = g_strconcat (fixed, " (", NULL), *worse = g_strconcat (broken, " (", NULL);

  g_assert_nonnull (screen_find (detail, GTK_TYPE_LABEL, "row-value", start));
  g_assert_nonnull (screen_find (detail, GTK_TYPE_LABEL, "worse", worse));
}

static void
test_follow (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  screen_open (window, screen_audit ());
  turn_page (window, "compare");
  AssayOpenAudit *audit = assay_window_audit (window);
  const AssayFindings *own = assay_open_audit_report (audit)->findings;
  GtkWidget *detail = screen_find (window, ASSAY_TYPE_COMPARE_DETAIL, NULL, NULL);
  GtkWidget *summary = screen_find (window, GTK_TYPE_LABEL, "compare-summary", NULL);
  AssayCompareList *list = ASSAY_COMPARE_LIST (screen_find (window, ASSAY_TYPE_COMPARE_LIST, NULL, NULL));
  g_autofree char *said = g_strdup (gtk_label_get_text (GTK_LABEL (summary)));
  assert_detail (detail, own->whole);
  move_to (window, 0.25);
  const AssayFindings *moved = assay_open_audit_findings (audit);
  g_assert_true (moved->whole->paired[0].paired.only_new_right != own->whole->paired[0].paired.only_new_right);
  assert_detail (detail, moved->whole);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (summary)), !=, said);
  const guint female = row_of (own, "sex=Female");
  assay_compare_list_select (list, female);
  assert_detail (detail, moved->slices->pdata[female - 1]);
  g_assert_null (screen_find (detail, GTK_TYPE_LABEL, "dim-label", "does not follow"));
  assay_open_audit_threshold_back (audit);
  WAIT (assay_open_audit_is_settled (audit));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (summary)), ==, said);
  screen_close (window);
}

/* The points of a column are the audit's; a page that was hidden has caught up when it is turned to. */
static void
test_charts (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  screen_open (window, screen_audit ());
  turn_page (window, "compare");
  GtkWidget *charts = screen_find (window, ASSAY_TYPE_COMPARE_CHARTS, NULL, NULL);
  GtkStack *stack = GTK_STACK (gtk_widget_get_ancestor (charts, GTK_TYPE_STACK));
  gtk_stack_set_visible_child_name (stack, "charts");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_assert_nonnull (screen_find (charts, ASSAY_TYPE_CHART_VIEW, NULL, NULL));
  g_assert_null (screen_find (charts, GTK_TYPE_LABEL, "dim-label", "does not follow"));
  turn_page (window, "overview");
  move_to (window, 0.25);
  turn_page (window, "compare");
  g_assert_nonnull (screen_find (charts, GTK_TYPE_LABEL, "dim-label", "not follow the threshold: it is at 0.50"));
  screen_close (window);
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  g_test_add_func ("/workbench/compare-threshold/follow", test_follow);
  g_test_add_func ("/workbench/compare-threshold/charts", test_charts);
  const int status = g_test_run ();
  g_object_unref (application);
  screen_exit (status);
}
