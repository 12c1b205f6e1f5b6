/* pages.c: the table of pages. */
#include "pages.h"

#include "page-compare.h"
#include "page-labels.h"
#include "page-overview.h"
#include "page-review.h"
#include "page-slices.h"
#include "page-tags.h"
#include "words/translate.h"

/* Checks that fail. */
static guint
n_failing (const AssayReport *report)
{
  guint n = 0;

  for (guint i = 0; i < report->findings->checks->len; i++)
    {
      const AssayCheckFinding *check = report->findings->checks->pdata[i];
      n += check->verdict == ASSAY_VERDICT_FAIL && !check->is_accepted;
    }
  return n;
}

static char *
count_failing (const AssayReport *report)
{
  const guint n = n_failing (report);

  return n > 0 ? g_strdup_printf ("%u", n) : NULL;
}

static gboolean
is_failing (const AssayReport *report)
{
  return n_failing (report) > 0;
}

static char *
count_worse (const AssayReport *report)
{
  guint n = 0;

  for (guint i = 0; i < report->findings->slices->len; i++)
    {
      const AssayFinding *slice = report->findings->slices->pdata[i];
      gboolean is_worse = FALSE;
      for (guint t = 0; slice->rest != NULL && t < report->findings->n_tested; t++)
        is_worse |= slice->rest[t].is_worse;
      n += is_worse;
    }
  return n > 0 ? g_strdup_printf ("%u", n) : NULL;
}

/* Slices in which the first baseline is better. */
static char *
count_regressions (const AssayReport *report)
{
  const AssayFindings *findings = report->findings;
  guint n = 0;

  for (guint i = 0; findings->n_baselines > 0 && i < findings->slices->len; i++)
    n += ((const AssayFinding *) findings->slices->pdata[i])->paired[0].is_regression;
  return n > 0 ? g_strdup_printf ("%u", n) : NULL;
}

static char *
count_tags (const AssayReport *report)
{
  const AssayTagFindings *tags = report->findings->tag_findings;

  return tags != NULL ? g_strdup_printf ("%u", tags->n_tags) : NULL;
}

const AssayPage assay_pages[] = {
  { "overview", N_("Overview"), "view-grid-symbolic", assay_page_overview_new, count_failing, is_failing },
  { "slices", N_("Slices"), "view-list-symbolic", assay_page_slices_new, count_worse, NULL },
  { "tags", N_("Tags"), "user-bookmarks-symbolic", assay_page_tags_new, count_tags, NULL },
  { "compare", N_("Compare"), "view-dual-symbolic", assay_page_compare_new, count_regressions, NULL },
  { "labels", N_("Labels"), "system-users-symbolic", assay_page_labels_new, NULL, NULL },
  { "review", N_("Review"), "x-office-presentation-symbolic", assay_page_review_new, NULL, NULL },
  { NULL }
};
