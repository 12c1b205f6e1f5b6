/* test-labels.c: the page of labels in a real window: its numbers are the findings', of the rows that are chosen. */
#include "turn-page.h"

#include "chart-view.h"
#include "dot-cell.h"
#include "report/phrases.h"

static AssayApplication *application;

static AssayWindow *
open_labels (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  screen_open (window, screen_audit ());
  turn_page (window, "labels");
  return window;
}

static const AssayAnnotatorFindings *
annotators_of (AssayWindow *window)
{
  return assay_open_audit_report (assay_window_audit (window))->findings->annotators;
}

/* The choice with this name. */
static GtkDropDown *
find_choice (GtkWidget  *widget,
             const char *name)
{
  if (GTK_IS_DROP_DOWN (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), name) == 0)
    return GTK_DROP_DOWN (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkDropDown *found = find_choice (child, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
assert_shown (AssayWindow         *window,
              const AssayEstimate *estimate,
              AssayUnit            unit)
{
  g_autofree char *text = assay_number_estimate (estimate, unit, TRUE);

  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "row-value", text));
}

static void
assert_part (AssayWindow                 *window,
             const AssayAgreementFinding *of)
{
  assert_shown (window, &of->agreement.pairwise, ASSAY_UNIT_PERCENT);
  assert_shown (window, &of->agreement.fleiss, ASSAY_UNIT_PLAIN);
  assert_shown (window, &of->agreement.alphas[ASSAY_ALPHA_NOMINAL], ASSAY_UNIT_PLAIN);
  assert_shown (window, &of->level.human, ASSAY_UNIT_PERCENT);
  assert_shown (window, &of->level.model, ASSAY_UNIT_PERCENT);
}

/* Another choice of rows shows its own numbers. */
static void
test_parts (void)
{
  AssayWindow *window = open_labels ();
  const AssayAnnotatorFindings *annotators = annotators_of (window);
  GtkDropDown *rows = find_choice (GTK_WIDGET (window), "Rows");

  assert_part (window, annotators->whole);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (rows)), ==, annotators->parts->len + 1);
  for (guint part = 1; part <= annotators->parts->len; part++)
    {
      gtk_drop_down_set_selected (rows, part);
      assert_part (window, annotators->parts->pdata[part - 1]);
    }
  screen_close (window);
}

/* Everything that the audit knows of its annotators is on the page. */
static void
test_whole (void)
{
  AssayWindow *window = open_labels ();
  const AssayAnnotatorFindings *annotators = annotators_of (window);
  const AssayClassSplit *split = &annotators->whole->agreement.splits[0];

  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "compare-summary", "People agree on "));
  for (guint i = 0; i < annotators->n_annotators; i++)
    {
      g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "row-name", annotators->names[i]));
      assert_shown (window, &annotators->each[i].level, ASSAY_UNIT_PERCENT);
    }
  assert_shown (window, &split->nominal, ASSAY_UNIT_PLAIN);
  assert_shown (window, &split->accuracy, ASSAY_UNIT_PERCENT);
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "heading", "A class \"uncertain\" would take "));
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "heading", " against all annotators and the model"));
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "heading", " agree least: kappa "));
  GtkWidget *dot = screen_find (window, ASSAY_TYPE_DOT_CELL, NULL, NULL);
  g_assert_true (g_str_has_prefix (gtk_widget_get_tooltip_text (dot), "Each person: "));
  screen_close (window);
}

/* Two other people: what they confuse; the chart of kappas has every two. */
static void
test_pairs (void)
{
  AssayWindow *window = open_labels ();
  GtkDropDown *pairs = find_choice (GTK_WIDGET (window), "Two annotators");
  AssayChartView *raters = ASSAY_CHART_VIEW (screen_find (window, ASSAY_TYPE_CHART_VIEW, NULL, NULL));
  g_autofree char *csv = assay_exhibit_csv (assay_chart_view_exhibit (raters));
  const guint n = annotators_of (window)->whole->n_pairs;

  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (pairs)), ==, n);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, n + 2); /* its titles, the last end */
  for (guint i = 0; i < n; i++)
    {
      const AssayPairOfAnnotators *pair = &annotators_of (window)->whole->pairs[i];
      g_autofree char *names = g_strdup_printf ("%s and %s: kappa ", annotators_of (window)->names[pair->i],
                                                annotators_of (window)->names[pair->j]);
      gtk_drop_down_set_selected (pairs, i);
      g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "heading", names));
    }
  screen_close (window);
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  g_test_add_func ("/workbench/labels/parts", test_parts);
  g_test_add_func ("/workbench/labels/whole", test_whole);
  g_test_add_func ("/workbench/labels/pairs", test_pairs);
  const int status = g_test_run ();
  g_object_unref (application);
  screen_exit (status);
}
