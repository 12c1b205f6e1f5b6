/* page-overview.c: one audit on one page, in the words of the report. */
#include "page-overview.h"

#include "chart-view.h"
#include "columns.h"
#include "overview-cards.h"
#include "report/phrases.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <adwaita.h>

#define WIDE 900           /* two columns from here on */
#define MOST_BEHIND 6
#define MARK_LARGE 40

/* --- the verdict ------------------------------------------------------------------------------------------------ */

static GtkWidget *
banner (const AssayFindings *findings)
{
  static const char *const classes[] = { "none", "pass", "fail", "undecided" };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *decision = assay_phrase_decision (findings), *why = assay_phrase_decision_why (findings);

  gtk_widget_add_css_class (box, "verdict");
  gtk_widget_add_css_class (box, classes[findings->verdict]);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), assay_verdict_mark_new (findings->verdict, MARK_LARGE));
  gtk_box_append (GTK_BOX (words), assay_label (decision, "page-sentence"));
  if (why != NULL)
    {
      g_autofree char *safe = assay_phrase_safe (why);
      gtk_box_append (GTK_BOX (words), assay_label (safe, NULL));
    }
  gtk_box_append (GTK_BOX (box), words);
  return box;
}

/* --- risks and checks ------------------------------------------------------------------------------------------- */

static GtkWidget *
check_row (const AssayCheckFinding *check)
{
  static const char *const classes[] = { "dim-label", "dim-label", "worse", "undecided" };
  g_autofree char *name = assay_phrase_safe (check->check->name), *tally = assay_phrase_tally (check);
  g_autofree char *statement = assay_phrase_statement (check, TRUE), *safe = assay_phrase_safe (statement);
  GtkWidget *row = assay_card_row (assay_verdict_mark_new (check->verdict, 16), name, safe);

  if (check->is_accepted)
    {
      g_autofree char *accepted = g_strdup_printf (_("%s, accepted"), tally);
      assay_card_row_end (row, accepted, classes[check->verdict]);
    }
  else
    assay_card_row_end (row, tally, classes[check->verdict]);
  if (check->reason != NULL)
    {
      g_autofree char *reason = assay_phrase_safe (check->reason);
      gtk_widget_set_tooltip_text (row, reason);
    }
  return row;
}

/* why: what the plan says of the risk. */
static void
add_risk (GtkWidget           *column,
          const AssayFindings *findings,
          const char          *risk,
          const char          *why)
{
  GtkWidget *list = NULL;

  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];
      if (g_strcmp0 (check->check->risk, risk) != 0)
        continue;
      if (list == NULL)
        {
          g_autofree char *title = assay_phrase_safe (risk != NULL ? risk : _("Without a risk"));
          g_autofree char *more = why != NULL ? assay_phrase_safe (why) : NULL;
          list = assay_card_new (column, findings->plan->risks->len > 0 ? title : NULL, more);
        }
      gtk_list_box_append (GTK_LIST_BOX (list), check_row (check));
    }
}

static void
add_checks (GtkWidget           *column,
            const AssayFindings *findings)
{
  if (findings->checks->len == 0)
    {
      gtk_box_append (GTK_BOX (column), assay_heading (_("The plan has no checks")));
      gtk_box_append (GTK_BOX (column),
                      assay_label (_("With [check NAME] sections in the plan an audit says pass or fail."),
                                   "dim-label"));
      return;
    }
  g_autofree char *title = assay_phrase_checks (findings);
  gtk_box_append (GTK_BOX (column), assay_heading (title));
  for (guint i = 0; i < findings->plan->risks->len; i++)
    {
      const AssayRisk *risk = findings->plan->risks->pdata[i];
      add_risk (column, findings, risk->name, risk->why);
    }
  add_risk (column, findings, NULL, NULL);
}

/* --- who is behind ---------------------------------------------------------------------------------------------- */

static void
add_behind (GtkWidget      *column,
            AssayOpenAudit *audit)
{
  const AssayChartRequest request = { .kind = "dots" };
  g_autoptr (GError) error = NULL;
  AssayExhibit *exhibit = assay_exhibit_new (assay_open_audit_report (audit), &request, &error);

  if (exhibit == NULL)
    {
      g_autofree char *why = assay_sentence_capital (error->message), *safe = assay_phrase_safe (why);
      gtk_box_append (GTK_BOX (column), assay_heading (_("Nobody is shown to be behind")));
      gtk_box_append (GTK_BOX (column), assay_label (safe, "dim-label"));
      return;
    }
  GtkWidget *view = assay_chart_view_new (), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (column), assay_heading (assay_exhibit_title (exhibit)));
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "paper");
  gtk_box_append (GTK_BOX (card), view);
  if (assay_exhibit_note (exhibit) != NULL)
    gtk_box_append (GTK_BOX (card), assay_label (assay_exhibit_note (exhibit), "note"));
  assay_chart_view_show (ASSAY_CHART_VIEW (view), audit, exhibit, MOST_BEHIND);
  gtk_box_append (GTK_BOX (column), card);
}

/* --- today's model ---------------------------------------------------------------------------------------------- */

static void
add_today (GtkWidget         *column,
           const AssayReport *report)
{
  const AssayFindings *findings = report->findings;
  AssayMeasure accuracy;

  if (findings->n_baselines == 0 || report->plan->task == ASSAY_TASK_REGRESSION
      || !assay_measure_find ("accuracy", &accuracy))
    return;
  const AssayPaired *paired = &findings->whole->paired[0].paired;
  g_autofree char *model = assay_phrase_safe (findings->baselines[0]);
  g_autofree char *sentence = assay_sentence_against_model (&accuracy, model, &paired->difference);
  g_autofree char *new = assay_number_estimate (&paired->new_accuracy, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *old = assay_number_estimate (&paired->old_accuracy, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *flips = assay_number_share (paired->flip_rate.value, TRUE);
  g_autofree char *more = g_strdup_printf (_("%s against %s on the same rows; %s of the predictions differ."),
                                           new, old, flips);

  gtk_box_append (GTK_BOX (column), assay_heading (sentence));
  gtk_box_append (GTK_BOX (column), assay_label (more, "dim-label"));
}

/* --- the page --------------------------------------------------------------------------------------------------- */

static GtkWidget *
column_new (void)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_set_valign (column, GTK_ALIGN_START);
  return column;
}

GtkWidget *
assay_page_overview_new (AssayOpenAudit *audit)
{
  const AssayReport *report = assay_open_audit_report (audit);
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18), *left = column_new (), *right = column_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (page, "audit-page");
  gtk_box_append (GTK_BOX (page), banner (report->findings));
  add_checks (left, report->findings);
  if (report->findings->n_tested > 0)
    add_behind (right, audit);
  assay_overview_undecided (right, report->findings);
  add_today (right, report);
  assay_overview_identity (right, report);
  gtk_box_append (GTK_BOX (page), assay_columns_new (left, right, WIDE));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), page);
  g_object_set_data_full (G_OBJECT (scroller), "assay-audit", g_object_ref (audit), g_object_unref);
  return scroller;
}
