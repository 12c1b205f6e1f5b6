/* overview-model.h: what the first page of an audit shows: the verdict and why, a card a risk, who is furthest behind,
 * and what is undecided and how many rows it would take. Plain data, made anew when the findings have changed. */
#pragma once

#include "judge/judge.h"

G_BEGIN_DECLS

typedef struct
{
  const char   *name;
  const char   *reason;      /* one sentence */
  AssayVerdict  verdict;
  gboolean      is_accepted; /* undecided=accept took it out of the count */
  guint         check;       /* its place among the findings' checks */
  const AssayFinding *finding; /* (nullable) the slice that decides it: the first of its verdict; of groups none */
} AssayOverviewCheck;

/* A risk with its checks; of checks without a risk name and why are NULL, and that card is the last. */
typedef struct
{
  const char   *name, *why;  /* (nullable) */
  AssayVerdict  verdict;     /* the worst of its checks */
  GArray       *checks;      /* of AssayOverviewCheck, in the plan's order */
} AssayOverviewCard;

typedef struct
{
  const AssayFinding *finding;
  guint               measure;  /* position in the findings' measures */
  char               *sentence; /* owned */
} AssayOverviewSlice;

typedef struct
{
  const AssayCheckFinding *check;
  const AssayCheckResult  *result;
  double                   more;  /* rows beyond those there are; INFINITY: never, NaN: not known */
} AssayOverviewUndecided;

typedef struct
{
  AssayVerdict verdict;
  const char  *reason;     /* one sentence */
  guint64      n_rows, n_left_out;
  guint        n_pass, n_fail, n_undecided; /* checks */
  GArray      *cards;      /* of AssayOverviewCard, in the plan's order */
  GArray      *behind;     /* of AssayOverviewSlice */
  GArray      *undecided;  /* of AssayOverviewUndecided: the nearest to a decision first; none that is accepted */
} AssayOverview;

/* (transfer full) Borrows the findings' texts. */
AssayOverview *assay_overview_new  (const AssayFindings *findings, guint most_behind);
void           assay_overview_free (AssayOverview *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayOverview, assay_overview_free)

G_END_DECLS
