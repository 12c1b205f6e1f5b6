/* review-model.h: an audit as pages for a meeting, one finding a page: the verdict; checks that fail, are undecided, or are
 * undecided and accepted; slices that are worse and that no check is about; where a model of today is better; tags to work
 * on next; weak labels; what is not known; the sign-off. Plain data of an audit's report, as it was run: what people said
 * of it is looked up in a review, which may change.
 */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_REVIEW_VERDICT,
  ASSAY_REVIEW_CHECK,
  ASSAY_REVIEW_UNCOVERED,
  ASSAY_REVIEW_REGRESSION,
  ASSAY_REVIEW_TAG,
  ASSAY_REVIEW_LABELS,
  ASSAY_REVIEW_UNKNOWN,
  ASSAY_REVIEW_SIGN_OFF,
} AssayReviewKind;

typedef struct
{
  AssayReviewKind    kind;
  AssayVerdict       verdict;
  char              *name;       /* what it is about, in few words */
  char              *of;         /* (nullable) the risk, the model, the tag */
  char              *headline;   /* a sentence that can be read aloud */
  char              *more;       /* (nullable) what stands below it */
  GPtrArray         *lines;      /* (nullable) (element-type utf8) sentences in place of a chart */
  AssayChartRequest  chart;      /* kind NULL: none; its texts are borrowed from the report */
  char              *cross;      /* (nullable) of the chart's */
  char              *mark;       /* (nullable) what the chart's mark says that it is about */
  char              *about;      /* what notes are about: "check NAME" */
  gboolean           wants_decision; /* a finding; else notes alone are kept */
} AssayReviewPage;

typedef struct
{
  GPtrArray *pages;      /* of AssayReviewPage; the verdict first, the sign-off last */
  guint      n_findings; /* pages that want a decision */
} AssayReviewModel;

/* (transfer full) Borrows from the report, which outlives it. */
AssayReviewModel      *assay_review_model_new       (const AssayReport      *report);
void                   assay_review_model_free      (AssayReviewModel       *self);
const AssayReviewPage *assay_review_model_page      (const AssayReviewModel *self, guint position);
/* How many findings have a decision; review nullable. */
guint                  assay_review_model_n_decided (const AssayReviewModel *self, const AssayReview *review);
/* (transfer container) (element-type AssayDecision) What was said about it, in order; review nullable. */
GPtrArray             *assay_review_said            (const AssayReview *review, const char *about);
/* (transfer container) (element-type AssayDecision) The decision that counts of each finding that is on none of the pages,
 * and notes about those. */
GPtrArray             *assay_review_model_others    (const AssayReviewModel *self, const AssayReview *review);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReviewModel, assay_review_model_free)

G_END_DECLS
