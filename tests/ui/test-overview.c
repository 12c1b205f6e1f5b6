/* test-overview.c: the Overview in a real window: it follows the threshold, and leads to the slice of a check. */
#include "turn-page.h"

#include "slices-list.h"
#include "threshold-bar.h"
#include "verdict-mark.h"

static AssayApplication *application;

static const AssayFinding *
slice_at (AssayWindow *window,
          guint        slice)
{
  const AssayFindings *findings = assay_open_audit_report (assay_window_audit (window))->findings;

  return slice < findings->slices->len ? findings->slices->pdata[slice] : NULL;
}

static AssayWindow *
open_overview (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  screen_open (window, screen_audit ());
  g_assert_cmpstr (assay_window_page (window), ==, "overview");
  return window;
}

static char *
decision_of (AssayWindow *window)
{
  return g_strdup (gtk_label_get_text (GTK_LABEL (screen_find (window, GTK_TYPE_LABEL, "page-sentence", NULL))));
}

/* The page that has a widget. */
static GtkWidget *
page_of (AssayWindow *window,
         GType        type)
{
  GtkWidget *widget = screen_find (window, type, NULL, NULL);

  while (!gtk_widget_has_css_class (widget, "audit-page"))
    widget = gtk_widget_get_parent (widget);
  return widget;
}

/* Verdict and checks at another threshold, marked as such; back to the plan's by a button; other pages show the same one. */
static void
test_threshold (void)
{
  AssayWindow *window = open_overview ();
  AssayOpenAudit *audit = assay_window_audit (window);
  g_autofree char *planned = decision_of (window);
  GtkWidget *button = screen_find (window, GTK_TYPE_TOGGLE_BUTTON, NULL, "Threshold");

  g_assert_null (screen_find (window, ASSAY_TYPE_THRESHOLD_BAR, NULL, NULL));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  GtkWidget *bar = screen_find (window, ASSAY_TYPE_THRESHOLD_BAR, NULL, NULL);
  g_assert_nonnull (bar);
  assay_threshold_bar_drag (ASSAY_THRESHOLD_BAR (bar), 256);
  g_autofree char *dragged = decision_of (window);
  g_assert_cmpstr (dragged, !=, planned);
  g_assert_false (assay_open_audit_is_settled (audit));
  assay_open_audit_let_go (audit);
  WAIT (assay_open_audit_is_settled (audit));
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "threshold-moved", "At 0.25; the plan says 0.50"));
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "row-end", ", at 0.50"));
  turn_page (window, "slices");
  g_assert_nonnull (screen_find (page_of (window, ASSAY_TYPE_SLICES_LIST), GTK_TYPE_LABEL, "threshold-moved", "At 0.25"));
  turn_page (window, "overview");
  g_assert_nonnull (screen_find (page_of (window, ASSAY_TYPE_VERDICT_MARK), GTK_TYPE_LABEL, "heading",
                                 "(at 0.25; the plan says 0.50)"));
  GtkWidget *back = screen_find (window, GTK_TYPE_BUTTON, NULL, "Back to 0.50");
  gtk_widget_activate (back);
  WAIT (assay_open_audit_moved (audit) == NULL);
  g_autofree char *again = decision_of (window);
  g_assert_cmpstr (again, ==, planned);
  screen_close (window);
}

/* A check leads to its slice, in its measure. */
static void
test_leads (void)
{
  AssayWindow *window = open_overview ();
  GtkWidget *name = screen_find (window, GTK_TYPE_LABEL, "row-name", "Women and men with enough income");
  GtkWidget *row = gtk_widget_get_ancestor (name, GTK_TYPE_LIST_BOX_ROW);

  gtk_widget_activate (row);
  g_assert_cmpstr (assay_window_page (window), ==, "slices");
  AssaySlicesList *list = ASSAY_SLICES_LIST (screen_find (window, ASSAY_TYPE_SLICES_LIST, NULL, NULL));
  g_assert_cmpstr (slice_at (window, assay_slices_list_selected (list))->text, ==, "sex=Female");
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "heading", "Recall for Female is "));
  screen_close (window);
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  g_test_add_func ("/workbench/overview/threshold", test_threshold);
  g_test_add_func ("/workbench/overview/leads", test_leads);
  const int status = g_test_run ();
  g_object_unref (application);
  screen_exit (status);
}
