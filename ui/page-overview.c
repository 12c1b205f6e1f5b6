/* page-overview.c: one audit on one page, in the words of the report; at another threshold, what it would be there.
 *
 * While the threshold is dragged the verdict and each check follow in place; sentences, charts and rows to decide are
 * greyed until it rests, then they are made anew.
 */
#include "page-overview.h"

#include "button-name.h"
#include "chart-view.h"
#include "columns.h"
#include "follow.h"
#include "overview-cards.h"
#include "overview-review.h"
#include "report/phrases.h"
#include "threshold-strip.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <adwaita.h>

#define WIDE 900           /* two columns from here on */
#define MOST_BEHIND 6
#define MARK_LARGE 40
#define GREYED 0.45

/* What changes in a check's row while the threshold is dragged. */
typedef struct
{
  AssayVerdictMark *mark;
  GtkLabel         *tally;
} CheckRow;

typedef struct
{
  AssayOpenAudit   *audit;
  AssayReport       report;            /* the audit's, with the findings that are shown */
  GtkWidget        *banner;
  AssayVerdictMark *mark;
  GtkLabel         *moved, *decision, *why;
  GtkWidget        *back;              /* (nullable) where there is a threshold */
  GtkWidget        *left, *right;      /* made anew */
  GArray           *rows;              /* of CheckRow, by check */
} Page;

static void
page_free (gpointer data)
{
  Page *self = data;

  g_array_unref (self->rows);
  g_object_unref (self->audit);
  g_free (self);
}

/* --- the verdict ------------------------------------------------------------------------------------------------ */

static void
set_or_hide (GtkLabel   *label,
             const char *text)
{
  g_autofree char *safe = text != NULL ? assay_phrase_safe (text) : NULL;

  gtk_label_set_text (label, safe != NULL ? safe : "");
  gtk_widget_set_visible (GTK_WIDGET (label), safe != NULL);
}

static void
show_verdict (Page *self)
{
  static const char *const classes[] = { "none", "pass", "fail", "undecided" };
  const AssayFindings *findings = assay_open_audit_findings (self->audit);
  const AssayWhatIf *what_if = assay_open_audit_moved (self->audit);
  g_autofree char *decision = assay_phrase_decision (findings), *moved = assay_phrase_moved (what_if);
  g_autofree char *stays = what_if != NULL ? assay_phrase_stays (what_if) : NULL;
  g_autofree char *both = stays != NULL ? g_strdup_printf (_("%s. %s"), moved, stays) : g_strdup (moved);

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (self->banner, classes[i]);
  gtk_widget_add_css_class (self->banner, classes[findings->verdict]);
  assay_verdict_mark_set (self->mark, findings->verdict);
  set_or_hide (self->moved, both);
  set_or_hide (self->decision, decision);
  if (self->back != NULL)
    gtk_widget_set_visible (self->back, moved != NULL);
}

/* Sentences are there when the threshold rests. */
static void
show_why (Page *self)
{
  g_autofree char *why = assay_phrase_decision_why (assay_open_audit_findings (self->audit));

  set_or_hide (self->why, why);
}

static void
add_buttons (Page      *self,
             GtkWidget *box,
             GtkWidget *button)
{
  g_autofree char *plan = assay_phrase_threshold (assay_open_audit_report (self->audit)->plan->threshold);
  g_autofree char *label = g_strdup_printf (_("Back to %s"), plan);

  self->back = assay_button_named_once (gtk_button_new_with_label (label));
  gtk_widget_set_tooltip_text (self->back, _("The threshold back to the plan's"));
  g_signal_connect_object (self->back, "clicked", G_CALLBACK (assay_open_audit_threshold_back), self->audit,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_valign (self->back, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->back);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkLabel *
add_line (GtkWidget  *box,
          const char *css_class)
{
  GtkWidget *label = assay_label (NULL, css_class);

  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

/* button (nullable): shows the threshold below it. */
static GtkWidget *
banner_new (Page      *self,
            GtkWidget *button)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->banner = box;
  self->mark = ASSAY_VERDICT_MARK (assay_verdict_mark_new (ASSAY_VERDICT_NONE, MARK_LARGE));
  gtk_widget_add_css_class (box, "verdict");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->mark));
  self->moved = add_line (words, "threshold-moved");
  self->decision = add_line (words, "page-sentence");
  self->why = add_line (words, NULL);
  gtk_box_append (GTK_BOX (box), words);
  if (button != NULL)
    add_buttons (self, box, button);
  return box;
}

/* --- risks and checks ------------------------------------------------------------------------------------------- */

/* (transfer full) "1 fail, 4 pass", "1 fail, 4 pass, at 0.50" where it stays there. */
static char *
tally_text (Page                    *self,
            const AssayCheckFinding *check,
            guint                    at)
{
  const AssayWhatIf *what_if = assay_open_audit_moved (self->audit);
  g_autofree char *tally = assay_phrase_tally (check);
  g_autofree char *accepted = check->is_accepted ? g_strdup_printf (_("%s, accepted"), tally) : NULL;
  const char *text = accepted != NULL ? accepted : tally;

  if (what_if == NULL || assay_what_if_check (what_if, at) != ASSAY_STAYS)
    return g_strdup (text);
  g_autofree char *stays = assay_phrase_at (self->report.plan->threshold);
  return g_strdup_printf ("%s, %s", text, stays);
}

static const char *
tally_class (const AssayCheckFinding *check)
{
  static const char *const classes[] = { "dim-label", "dim-label", "worse", "undecided" };

  return classes[check->verdict];
}

static GtkWidget *
check_row (Page                     *self,
           const AssayOverviewCheck *one)
{
  const AssayCheckFinding *check = self->report.findings->checks->pdata[one->check];
  g_autofree char *name = assay_phrase_safe (one->name), *tally = tally_text (self, check, one->check);
  g_autofree char *statement = assay_phrase_statement (check, TRUE), *safe = assay_phrase_safe (statement);
  CheckRow *kept = &g_array_index (self->rows, CheckRow, one->check);

  kept->mark = ASSAY_VERDICT_MARK (assay_verdict_mark_new (one->verdict, 16));
  GtkWidget *row = assay_card_row (GTK_WIDGET (kept->mark), name, safe);
  g_autofree char *about = g_strconcat ("check ", one->name, NULL);
  gtk_box_append (GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row))), assay_decision_badge_new (self->audit, about));
  kept->tally = GTK_LABEL (assay_card_row_end (row, tally, tally_class (check)));
  if (one->reason != NULL)
    {
      g_autofree char *reason = assay_phrase_safe (one->reason);
      gtk_widget_set_tooltip_text (row, reason);
    }
  if (one->finding != NULL)
    assay_card_row_leads (row, one->finding, check->measure.name);
  return row;
}

/* In place, while the threshold is dragged. */
static void
move_check (Page  *self,
            guint  at)
{
  const AssayCheckFinding *check = assay_open_audit_findings (self->audit)->checks->pdata[at];
  const CheckRow *row = &g_array_index (self->rows, CheckRow, at);
  g_autofree char *tally = tally_text (self, check, at);

  if (row->mark == NULL)
    return;
  assay_verdict_mark_set (row->mark, check->verdict);
  gtk_label_set_text (row->tally, tally);
  for (AssayVerdict verdict = 0; verdict <= ASSAY_VERDICT_UNDECIDED; verdict++)
    gtk_widget_remove_css_class (GTK_WIDGET (row->tally), tally_class (&(AssayCheckFinding) { .verdict = verdict }));
  gtk_widget_add_css_class (GTK_WIDGET (row->tally), tally_class (check));
}

static void
add_card (Page                    *self,
          const AssayOverviewCard *card)
{
  g_autofree char *title = assay_phrase_safe (card->name != NULL ? card->name : _("Without a risk"));
  g_autofree char *more = card->why != NULL ? assay_phrase_safe (card->why) : NULL;
  const gboolean has_risks = self->report.plan->risks->len > 0;

  if (card->checks->len == 0)
    return;
  GtkWidget *list = assay_card_new (self->left, has_risks ? title : NULL, more);
  for (guint i = 0; i < card->checks->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), check_row (self, &g_array_index (card->checks, AssayOverviewCheck, i)));
}

static void
add_checks (Page                *self,
            const AssayOverview *overview)
{
  if (self->report.findings->checks->len == 0)
    {
      gtk_box_append (GTK_BOX (self->left), assay_heading (_("The plan has no checks")));
      gtk_box_append (GTK_BOX (self->left),
                      assay_label (_("With [check NAME] sections in the plan an audit says pass or fail."),
                                   "dim-label"));
      return;
    }
  g_autofree char *title = assay_phrase_checks (self->report.findings);
  gtk_box_append (GTK_BOX (self->left), assay_heading (title));
  for (guint i = 0; i < overview->cards->len; i++)
    add_card (self, &g_array_index (overview->cards, AssayOverviewCard, i));
}

/* --- who is behind ---------------------------------------------------------------------------------------------- */

static void
add_behind (Page *self)
{
  const AssayChartRequest request = { .kind = "dots" };
  g_autoptr (GError) error = NULL;
  AssayExhibit *exhibit = assay_exhibit_new (&self->report, &request, &error);

  if (exhibit == NULL)
    {
      g_autofree char *why = assay_sentence_capital (error->message), *safe = assay_phrase_safe (why);
      gtk_box_append (GTK_BOX (self->right), assay_heading (_("Nobody is shown to be behind")));
      gtk_box_append (GTK_BOX (self->right), assay_label (safe, "dim-label"));
      return;
    }
  GtkWidget *view = assay_chart_view_new (), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->right), assay_heading (assay_exhibit_title (exhibit)));
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "paper");
  gtk_box_append (GTK_BOX (card), view);
  if (assay_exhibit_note (exhibit) != NULL)
    gtk_box_append (GTK_BOX (card), assay_label (assay_exhibit_note (exhibit), "note"));
  assay_chart_view_show (ASSAY_CHART_VIEW (view), self->audit, exhibit, MOST_BEHIND);
  gtk_box_append (GTK_BOX (self->right), card);
  const AssayWhatIf *what_if = assay_open_audit_moved (self->audit);
  g_autofree char *stay = what_if != NULL ? assay_phrase_slices_stay (what_if) : NULL;
  if (stay != NULL)
    gtk_box_append (GTK_BOX (card), assay_label (stay, "note"));
}

/* --- today's model ---------------------------------------------------------------------------------------------- */

static void
add_today (Page *self)
{
  const AssayFindings *findings = self->report.findings;
  const AssayWhatIf *what_if = assay_open_audit_moved (self->audit);
  AssayMeasure accuracy;

  if (findings->n_baselines == 0 || self->report.plan->task == ASSAY_TASK_REGRESSION
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

  gtk_box_append (GTK_BOX (self->right), assay_heading (sentence));
  gtk_box_append (GTK_BOX (self->right), assay_label (more, "dim-label"));
  gtk_box_append (GTK_BOX (self->right), assay_page_link (_("Compare slice by slice"), "win.page::compare"));
  if (what_if != NULL && assay_what_if_paired (what_if, 0) == ASSAY_STAYS)
    {
      g_autofree char *at = assay_phrase_at (self->report.plan->threshold);
      g_autofree char *stays = g_strdup_printf (_("This does not follow the threshold: it is %s."), at);
      gtk_box_append (GTK_BOX (self->right), assay_label (stays, "dim-label"));
    }
}

/* --- people ----------------------------------------------------------------------------------------------------- */

static void
add_people (Page *self)
{
  if (self->report.findings->annotators == NULL)
    return;
  g_autofree char *sentence = assay_phrase_agreement (assay_open_audit_report (self->audit), TRUE);
  gtk_box_append (GTK_BOX (self->right), assay_heading (sentence));
  gtk_box_append (GTK_BOX (self->right), assay_page_link (_("Who agrees, and about what"), "win.page::labels"));
}

/* --- the page --------------------------------------------------------------------------------------------------- */

static void
clear (GtkWidget *column)
{
  for (GtkWidget *child; (child = gtk_widget_get_first_child (column)) != NULL;)
    gtk_box_remove (GTK_BOX (column), child);
}

static void
fill (gpointer data)
{
  Page *self = data;

  self->report = assay_open_audit_shown (self->audit);
  g_autoptr (AssayOverview) overview = assay_overview_new (self->report.findings, MOST_BEHIND);
  show_verdict (self);
  show_why (self);
  clear (self->left);
  clear (self->right);
  g_array_set_size (self->rows, 0);
  g_array_set_size (self->rows, self->report.findings->checks->len);
  gtk_widget_set_opacity (GTK_WIDGET (self->why), 1);
  gtk_widget_set_opacity (self->right, 1);
  add_checks (self, overview);
  const AssayReview *review = self->report.review;
  const gboolean is_reviewed = review != NULL && review->decisions->len + review->sign_offs->len > 0;
  if (is_reviewed)
    gtk_box_append (GTK_BOX (self->right), assay_overview_review_new (self->audit));
  if (self->report.findings->n_tested > 0)
    add_behind (self);
  assay_overview_undecided (self->right, overview);
  add_today (self);
  add_people (self);
  if (!is_reviewed)
    gtk_box_append (GTK_BOX (self->right), assay_overview_review_new (self->audit));
  assay_overview_identity (self->right, assay_open_audit_report (self->audit));
}

static void
follow (gpointer data)
{
  Page *self = data;

  show_verdict (self);
  for (guint i = 0; i < self->rows->len; i++)
    move_check (self, i);
  gtk_widget_set_opacity (GTK_WIDGET (self->why), GREYED);
  gtk_widget_set_opacity (self->right, GREYED);
}

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
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18), *scroller = gtk_scrolled_window_new ();
  GtkWidget *bar = NULL, *button = assay_threshold_button_new (audit, FALSE, &bar);
  Page *self = g_new0 (Page, 1);

  self->audit = g_object_ref (audit);
  self->rows = g_array_new (FALSE, TRUE, sizeof (CheckRow));
  self->left = column_new ();
  self->right = column_new ();
  gtk_widget_add_css_class (page, "audit-page");
  gtk_box_append (GTK_BOX (page), banner_new (self, button));
  if (bar != NULL)
    gtk_box_append (GTK_BOX (page), bar);
  gtk_box_append (GTK_BOX (page), assay_columns_new (self->left, self->right, WIDE));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), page);
  g_object_set_data_full (G_OBJECT (scroller), "assay-overview", self, page_free);
  fill (self);
  assay_follow_threshold (scroller, audit, follow, fill, self);
  return scroller;
}
