/* review-model.c: findings put in the order in which a meeting goes through them. */
#include "review-model.h"

#include "report/phrases-review.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

#define MOST_UNCOVERED 3
#define MOST_REGRESSIONS 3 /* of a model */
#define MOST_TAGS 3

static void
page_free (gpointer data)
{
  AssayReviewPage *self = data;

  g_free (self->name);
  g_free (self->of);
  g_free (self->headline);
  g_free (self->more);
  g_free (self->cross);
  g_free (self->about);
  g_free (self->mark);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self);
}

static AssayReviewPage *
add (AssayReviewModel *self,
     AssayReviewKind   kind,
     const char       *name,
     char             *about)
{
  AssayReviewPage *page = g_new0 (AssayReviewPage, 1);

  page->kind = kind;
  page->name = assay_phrase_safe (name);
  page->about = about;
  page->wants_decision = kind == ASSAY_REVIEW_CHECK || kind == ASSAY_REVIEW_UNCOVERED || kind == ASSAY_REVIEW_REGRESSION
                         || kind == ASSAY_REVIEW_TAG;
  self->n_findings += page->wants_decision;
  g_ptr_array_add (self->pages, page);
  return page;
}

/* --- verdict and checks ------------------------------------------------------------------------------------------- */

static void
add_verdict (AssayReviewModel  *self,
             const AssayReport *report)
{
  const AssayFindings *findings = report->findings;
  g_autoptr (GArray) behind = assay_findings_behind (findings, 1);
  AssayReviewPage *page = add (self, ASSAY_REVIEW_VERDICT, report->plan->title, g_strdup ("audit"));

  page->verdict = findings->verdict;
  page->headline = assay_phrase_decision (findings);
  page->more = assay_phrase_decision_aloud (findings);
  page->chart = (AssayChartRequest) { .kind = behind->len > 0 ? "dots" : NULL };
}

static void
add_check (AssayReviewModel        *self,
           const AssayCheckFinding *check)
{
  AssayReviewPage *page = add (self, ASSAY_REVIEW_CHECK, check->check->name,
                               g_strconcat ("check ", check->check->name, NULL));
  g_autofree char *reason = assay_sentence_capital (check->reason), *safe = assay_phrase_safe (reason);

  page->verdict = check->verdict;
  page->of = check->check->risk != NULL ? assay_phrase_safe (check->check->risk) : NULL;
  page->headline = assay_phrase_check_aloud (check);
  page->more = g_strconcat (safe, ".", NULL);
  page->chart = (AssayChartRequest) { .kind = "bound", .check = check->check->name };
}

/* Failing ones, undecided ones, and those that the plan accepts undecided. */
static void
add_checks (AssayReviewModel    *self,
            const AssayFindings *findings)
{
  static const struct { AssayVerdict verdict; gboolean is_accepted; } order[] = {
    { ASSAY_VERDICT_FAIL, FALSE }, { ASSAY_VERDICT_UNDECIDED, FALSE }, { ASSAY_VERDICT_UNDECIDED, TRUE },
  };

  for (guint o = 0; o < G_N_ELEMENTS (order); o++)
    for (guint i = 0; i < findings->checks->len; i++)
      {
        const AssayCheckFinding *check = findings->checks->pdata[i];
        if (check->verdict == order[o].verdict && !check->is_accepted == !order[o].is_accepted)
          add_check (self, check);
      }
}

/* --- slices ------------------------------------------------------------------------------------------------------- */

/* The slice among the others of its column or crossing. */
static void
chart_of_slice (AssayReviewPage    *page,
                const AssayFinding *finding,
                const char         *measure)
{
  page->chart = (AssayChartRequest) { .kind = "dots", .measure = measure };
  if (finding->kind == ASSAY_SLICE_COLUMN)
    page->chart.column = finding->parts[0].column;
  if (finding->kind != ASSAY_SLICE_CROSS || finding->n_parts != 2)
    return;
  page->cross = g_strconcat (finding->parts[0].column, "*", finding->parts[1].column, NULL);
  page->chart.kind = "heat";
  page->chart.cross = page->cross;
}

static void
add_uncovered (AssayReviewModel    *self,
               const AssayFindings *findings)
{
  guint n_all = 0;
  g_autoptr (GArray) behind = assay_findings_uncovered (findings, MOST_UNCOVERED, &n_all);

  for (guint i = 0; i < behind->len; i++)
    {
      const AssayBehind *one = &g_array_index (behind, AssayBehind, i);
      AssayReviewPage *page = add (self, ASSAY_REVIEW_UNCOVERED, _("Behind, and no check is about it"),
                                   g_strconcat ("slice ", one->finding->text, NULL));
      page->of = assay_phrase_slice_aloud (one->finding);
      page->headline = assay_phrase_behind_aloud (findings, one->finding, one->tested);
      page->more = assay_phrase_uncovered (n_all - 1);
      page->mark = assay_phrase_behind_mark (findings, one->finding, one->tested);
      chart_of_slice (page, one->finding, findings->measures[findings->tested[one->tested]].name);
    }
}

/* --- today's models ------------------------------------------------------------------------------------------------ */

static int
compare_losses (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const guint baseline = GPOINTER_TO_UINT (data);
  const double x = (*(const AssayFinding *const *) a)->paired[baseline].paired.difference.value;
  const double y = (*(const AssayFinding *const *) b)->paired[baseline].paired.difference.value;

  return (x > y) - (x < y); /* of a regression undefined, in the plan's order */
}

static void
add_regression (AssayReviewModel   *self,
                const AssayReport  *report,
                const AssayFinding *finding,
                guint               baseline)
{
  const char *model = report->findings->baselines[baseline];
  g_autofree char *name = g_strdup_printf (_("Worse than %s"), model);
  AssayReviewPage *page = add (self, ASSAY_REVIEW_REGRESSION, name, g_strconcat ("slice ", finding->text, NULL));

  page->of = assay_phrase_slice_aloud (finding);
  page->headline = assay_phrase_regression (report->findings, finding, baseline);
  page->chart = (AssayChartRequest) { .kind = "paired", .baseline = model };
  if (finding->kind == ASSAY_SLICE_COLUMN)
    page->chart.column = finding->parts[0].column;
  else if (report->plan->task != ASSAY_TASK_REGRESSION)
    page->chart = (AssayChartRequest) { .kind = "flips", .slice = finding->text, .baseline = model };
}

static void
add_regressions (AssayReviewModel  *self,
                 const AssayReport *report)
{
  const AssayFindings *findings = report->findings;

  for (guint b = 0; b < findings->n_baselines; b++)
    {
      g_autoptr (GPtrArray) worse = g_ptr_array_new ();
      for (guint i = 0; i < findings->slices->len; i++)
        {
          AssayFinding *finding = findings->slices->pdata[i];
          if (finding->paired != NULL && finding->paired[b].is_regression)
            g_ptr_array_add (worse, finding);
        }
      g_ptr_array_sort_with_data (worse, compare_losses, GUINT_TO_POINTER (b));
      for (guint i = 0; i < MIN (worse->len, MOST_REGRESSIONS); i++)
        add_regression (self, report, worse->pdata[i], b);
    }
}

/* --- tags, labels, what is not known -------------------------------------------------------------------------------- */

/* Those that something is to be gained by; where no gain is known the one that is on the most errors. */
static void
add_tags (AssayReviewModel  *self,
          const AssayReport *report)
{
  const AssayTagFindings *tags = report->findings->tag_findings;

  for (guint rank = 0; tags != NULL && tags->why_no_errors == NULL && rank < MIN (tags->n_tags, MOST_TAGS); rank++)
    {
      const guint at = tags->ranked[rank];
      const AssayTagFinding *tag = &tags->tags[at];
      const gboolean is_known = tag->priority > 0;
      if (!is_known && (rank > 0 || tags->against >= 0 || tag->shares.share_of_errors.n == 0))
        break;
      AssayReviewPage *page = add (self, ASSAY_REVIEW_TAG, _("What to work on next"),
                                   g_strconcat ("tag ", tag->name, NULL));
      g_autofree char *reason = is_known ? assay_phrase_tag_reason (report, rank, TRUE) : NULL;
      page->of = assay_phrase_safe (tag->name);
      page->headline = assay_phrase_tag_aloud (tags, at);
      page->more = reason != NULL ? assay_phrase_safe (reason) : NULL;
      page->chart = (AssayChartRequest) { .kind = is_known ? "pareto" : NULL };
    }
}

static void
add_labels (AssayReviewModel  *self,
            const AssayReport *report)
{
  if (!assay_report_labels_are_weak (report))
    return;
  AssayReviewPage *page = add (self, ASSAY_REVIEW_LABELS, _("Labels that people do not agree on"), g_strdup ("audit"));
  g_autofree char *headline = assay_phrase_agreement (report, TRUE);

  page->headline = assay_phrase_safe (headline);
  page->more = assay_phrase_labels_weak (report);
  page->chart = (AssayChartRequest) { .kind = "agreement" };
}

static void
add_unknown (AssayReviewModel  *self,
             const AssayReport *report)
{
  AssayReviewPage *page = add (self, ASSAY_REVIEW_UNKNOWN, _("What is not known"), g_strdup ("audit"));

  page->lines = assay_phrase_unknown (report);
  page->headline = assay_phrase_unknown_title (page->lines->len);
}

/* --- the model ------------------------------------------------------------------------------------------------------ */

AssayReviewModel *
assay_review_model_new (const AssayReport *report)
{
  g_return_val_if_fail (report != NULL, NULL);
  AssayReviewModel *self = g_new0 (AssayReviewModel, 1);

  self->pages = g_ptr_array_new_with_free_func (page_free);
  add_verdict (self, report);
  add_checks (self, report->findings);
  add_uncovered (self, report->findings);
  add_regressions (self, report);
  add_tags (self, report);
  add_labels (self, report);
  add_unknown (self, report);
  add (self, ASSAY_REVIEW_SIGN_OFF, _("Sign-off"), g_strdup ("audit"));
  return self;
}

void
assay_review_model_free (AssayReviewModel *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->pages);
  g_free (self);
}

const AssayReviewPage *
assay_review_model_page (const AssayReviewModel *self,
                         guint                   position)
{
  return position < self->pages->len ? self->pages->pdata[position] : NULL;
}

guint
assay_review_model_n_decided (const AssayReviewModel *self,
                              const AssayReview      *review)
{
  guint n = 0;

  for (guint i = 0; i < self->pages->len; i++)
    {
      const AssayReviewPage *page = self->pages->pdata[i];
      n += page->wants_decision && assay_review_decision (review, page->about) != NULL;
    }
  return n;
}

GPtrArray *
assay_review_said (const AssayReview *review,
                   const char        *about)
{
  GPtrArray *said = g_ptr_array_new ();

  for (guint i = 0; review != NULL && i < review->decisions->len; i++)
    if (strcmp (((const AssayDecision *) review->decisions->pdata[i])->about, about) == 0)
      g_ptr_array_add (said, review->decisions->pdata[i]);
  return said;
}

static gboolean
has_page (const AssayReviewModel *self,
          const char             *about)
{
  for (guint i = 0; i < self->pages->len; i++)
    if (strcmp (((const AssayReviewPage *) self->pages->pdata[i])->about, about) == 0)
      return TRUE;
  return FALSE;
}

GPtrArray *
assay_review_model_others (const AssayReviewModel *self,
                           const AssayReview      *review)
{
  GPtrArray *others = g_ptr_array_new ();

  for (guint i = 0; review != NULL && i < review->decisions->len; i++)
    {
      AssayDecision *decision = review->decisions->pdata[i];
      const gboolean counts = decision->kind == ASSAY_DECISION_NOTE
                              || assay_review_decision (review, decision->about) == decision;
      if (counts && !has_page (self, decision->about))
        g_ptr_array_add (others, decision);
    }
  return others;
}
