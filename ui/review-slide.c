/* review-slide.c: the page of one finding; its chart takes the room that sentence, notes and fields leave. */
#include "review-slide.h"

#include "chart-view.h"
#include "columns.h"
#include "overview-cards.h"
#include "report/phrases-review.h"
#include "review-form.h"
#include "review-said.h"
#include "verdict-mark.h"
#include "words/translate.h"

#define MARK 24          /* at least: the style makes it as large as its sentence */
#define LEAST_CHART 150  /* pixels; below that the page scrolls */
#define MOST_SAID 96     /* of what was said before, then it scrolls */
#define CHART_LARGER 1.5  /* than text of the same factor: a chart's is small */
#define BELOW_CHART 9
#define WIDE 820         /* the sign-off's two columns stand side by side */

typedef struct
{
  AssayOpenAudit        *audit;
  const AssayReviewPage *page;
  const AssayReviewModel *model;
  GtkWidget             *chart, *stage;   /* (nullable) the chart and the scroller about it */
  GtkWidget             *note, *said, *form;
  GtkLabel              *headline;
  double                 factor;
  guint                  source;
} Slide;

static Slide *
slide_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "assay-slide");
}

static void
slide_free (gpointer data)
{
  Slide *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_object_unref (self->audit);
  g_free (self);
}

GtkWidget *
assay_review_slide_form (GtkWidget *slide)
{
  return slide_of (slide)->form;
}

/* --- the chart -------------------------------------------------------------------------------------------------- */

/* The slice that the page is about, among others. */
static void
select_mark (Slide *self)
{
  AssayChartView *chart = ASSAY_CHART_VIEW (self->chart);

  for (guint i = 0; self->page->mark != NULL && i < assay_chart_view_n_marks (chart); i++)
    if (g_strcmp0 (assay_chart_mark_says (assay_chart_view_mark (chart, i)), self->page->mark) == 0)
      assay_chart_view_select (chart, (int) i);
}

/* How the chart is read, and that it does not have all; n 0: no more than how it is read. */
static void
set_note (Slide *self,
          guint  n)
{
  const char *how = assay_exhibit_note (assay_chart_view_exhibit (ASSAY_CHART_VIEW (self->chart)));
  g_autofree char *some = n > 0 ? assay_phrase_shown (n) : NULL;
  g_autofree char *text = some != NULL && how != NULL ? g_strdup_printf ("%s %s", some, how)
                                                      : g_strdup (some != NULL ? some : how);

  gtk_label_set_text (GTK_LABEL (self->note), text != NULL ? text : "");
  gtk_widget_set_visible (self->note, text != NULL);
}

static gboolean
fit_chart (gpointer data)
{
  Slide *self = data;
  GtkScrolledWindow *stage = GTK_SCROLLED_WINDOW (self->stage);
  const int width = (int) gtk_adjustment_get_page_size (gtk_scrolled_window_get_hadjustment (stage));
  const int all = (int) gtk_adjustment_get_page_size (gtk_scrolled_window_get_vadjustment (stage));
  int note = 0;

  self->source = 0;
  if (width <= 0 || all <= 0)
    return G_SOURCE_REMOVE;
  const guint n_all = assay_exhibit_n_rows (assay_chart_view_exhibit (ASSAY_CHART_VIEW (self->chart)));
  set_note (self, n_all); /* at its longest */
  gtk_widget_measure (self->note, GTK_ORIENTATION_VERTICAL, width, NULL, &note, NULL, NULL);
  const int height = MAX (all - note - BELOW_CHART, LEAST_CHART / 2);
  const guint n = assay_chart_view_fit (ASSAY_CHART_VIEW (self->chart), width, height, self->factor * CHART_LARGER);
  set_note (self, n < n_all ? n : 0);
  select_mark (self);
  return G_SOURCE_REMOVE;
}

/* Not while sizes are given out: rows come and go. */
static void
room_changed (Slide *self)
{
  if (self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_chart, self, NULL);
}

static void
add_chart (Slide     *self,
           GtkWidget *box)
{
  AssayExhibit *exhibit = self->page->chart.kind != NULL
                            ? assay_exhibit_new (assay_open_audit_report (self->audit), &self->page->chart, NULL) : NULL;

  if (exhibit == NULL)
    return;
  self->chart = assay_chart_view_new ();
  self->stage = gtk_scrolled_window_new ();
  assay_chart_view_show (ASSAY_CHART_VIEW (self->chart), self->audit, exhibit, 0);
  GtkWidget *both = gtk_box_new (GTK_ORIENTATION_VERTICAL, BELOW_CHART);
  const char *how = assay_exhibit_note (exhibit);
  self->note = assay_label (how != NULL ? how : "", "review-note");
  gtk_box_append (GTK_BOX (both), self->chart);
  gtk_box_append (GTK_BOX (both), self->note);
  gtk_widget_set_valign (both, GTK_ALIGN_START);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->stage), both);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->stage), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->stage), LEAST_CHART);
  gtk_widget_set_vexpand (self->stage, TRUE);
  g_signal_connect_swapped (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->stage)), "notify::page-size",
                            G_CALLBACK (room_changed), self);
  g_signal_connect_swapped (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->stage)), "notify::page-size",
                            G_CALLBACK (room_changed), self);
  gtk_box_append (GTK_BOX (box), self->stage);
}

/* --- words ------------------------------------------------------------------------------------------------------ */

static void
add_lines (const Slide *self,
           GtkWidget   *box)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  for (guint i = 0; self->page->lines != NULL && i < self->page->lines->len; i++)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *mark = assay_label ("\xe2\x80\x93", "review-line");
      gtk_widget_set_valign (mark, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (row), mark);
      GtkWidget *line = assay_label (self->page->lines->pdata[i], "review-line");
      gtk_widget_set_hexpand (line, TRUE);
      gtk_box_append (GTK_BOX (row), line);
      gtk_box_append (GTK_BOX (lines), row);
    }
  gtk_widget_set_vexpand (lines, TRUE);
  gtk_widget_set_margin_top (lines, 12);
  gtk_box_append (GTK_BOX (box), lines);
}

/* (transfer full) A number stays with what it counts. */
static char *
unbroken (const char *text)
{
  g_autoptr (GString) all = g_string_new (text);

  g_string_replace (all, " %", "\xc2\xa0%", 0);
  g_string_replace (all, " points", "\xc2\xa0points", 0);
  g_string_replace (all, " rows", "\xc2\xa0rows", 0);
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static void
add_headline (Slide     *self,
              GtkWidget *box)
{
  g_autofree char *text = self->page->headline != NULL ? unbroken (self->page->headline) : g_strdup ("");
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16), *headline = assay_label (text, "review-headline");
  const gboolean has_mark = self->page->verdict != ASSAY_VERDICT_NONE;

  if (has_mark)
    {
      GtkWidget *mark = assay_verdict_mark_new (self->page->verdict, MARK);
      gtk_widget_set_valign (mark, GTK_ALIGN_START);
      gtk_widget_add_css_class (mark, "headline-mark");
      gtk_box_append (GTK_BOX (row), mark);
    }
  self->headline = GTK_LABEL (headline);
  gtk_widget_set_hexpand (headline, TRUE);
  gtk_box_append (GTK_BOX (row), headline);
  gtk_box_append (GTK_BOX (box), row);
  if (self->page->more != NULL)
    gtk_box_append (GTK_BOX (box), assay_label (self->page->more, "review-more"));
}

/* What was said stands just above where the next thing is said. */
static void
add_said (Slide     *self,
          GtkWidget *box)
{
  self->said = gtk_scrolled_window_new ();
  GtkWidget *list = assay_review_said_new (self->audit, self->page->about);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->said), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->said), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->said), TRUE);
  g_object_bind_property (list, "visible", self->said, "visible", G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (box), self->said);
  self->form = assay_review_form_new (self->audit, self->page);
  gtk_box_append (GTK_BOX (box), self->form);
}

/* --- the sign-off ----------------------------------------------------------------------------------------------- */

static void
count_decided (Slide *self)
{
  const AssayReview *review = assay_open_audit_report (self->audit)->review;
  g_autofree char *text = assay_phrase_decided (self->model->n_findings, assay_review_model_n_decided (self->model, review));

  gtk_label_set_text (self->headline, text);
}

static void
add_sign_off (Slide     *self,
              GtkWidget *box)
{
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *right = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *columns = assay_columns_new (left, right, WIDE);

  gtk_box_append (GTK_BOX (left), assay_review_all_new (self->audit, self->model));
  gtk_box_append (GTK_BOX (right), assay_heading (_("Sign-offs")));
  gtk_box_append (GTK_BOX (right), assay_review_signed_new (self->audit, _("Nobody has signed yet.")));
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), columns);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), LEAST_CHART);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_margin_top (scroller, 12);
  gtk_box_append (GTK_BOX (box), scroller);
  self->form = assay_review_form_new (self->audit, self->page);
  gtk_box_append (GTK_BOX (box), self->form);
  gtk_box_append (GTK_BOX (box), assay_label (assay_review_caution (), "review-note"));
  count_decided (self);
}

/* --- the slide -------------------------------------------------------------------------------------------------- */

static void
review_changed (GtkWidget *slide)
{
  Slide *self = slide_of (slide);

  assay_review_form_update (self->form);
  if (self->page->kind == ASSAY_REVIEW_SIGN_OFF)
    count_decided (self);
}

GtkWidget *
assay_review_slide_new (AssayOpenAudit         *audit,
                        const AssayReviewModel *model,
                        const AssayReviewPage  *page)
{
  GtkWidget *slide = gtk_scrolled_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  Slide *self = g_new0 (Slide, 1);

  *self = (Slide) { .audit = g_object_ref (audit), .page = page, .model = model, .factor = 1 };
  g_object_set_data_full (G_OBJECT (slide), "assay-slide", self, slide_free);
  gtk_widget_add_css_class (box, "review-slide");
  add_headline (self, box);
  if (page->kind == ASSAY_REVIEW_SIGN_OFF)
    add_sign_off (self, box);
  else
    {
      add_chart (self, box);
      if (self->chart == NULL)
        add_lines (self, box);
      add_said (self, box);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (slide), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (slide), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  g_signal_connect_object (audit, "review-changed", G_CALLBACK (review_changed), slide, G_CONNECT_SWAPPED);
  return slide;
}

void
assay_review_slide_fit (GtkWidget *slide,
                        double     factor,
                        gboolean   is_narrow)
{
  Slide *self = slide_of (slide);

  self->factor = factor;
  assay_review_form_fold (self->form, is_narrow);
  if (self->said != NULL)
    gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->said), (int) (MOST_SAID * factor));
  if (self->chart != NULL)
    room_changed (self);
}
