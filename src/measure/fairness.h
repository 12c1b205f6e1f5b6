/* fairness.h: how far groups of rows differ in a rate that fairness says is to be equal (measures.md 7).
 *
 * A parity is about one rate, equalized odds about two. Its difference is the greatest one between two groups, max -
 * min, its ratio the least, min/max; against a reference group only pairs with that group count. Their ends come from
 * the ends of all pairs, Newcombe's or Katz's, each at a confidence that holds for all of them together: a percentile
 * bootstrap of max - min calls equal groups unequal [sim]. Weighted and clustered groups have the intervals of
 * effective.h.
 *
 * All functions are pure and may run on any thread.
 */
#pragma once

#include "measure/measure.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_PARITY_DEMOGRAPHIC,       /* selection rate */
  ASSAY_PARITY_EQUAL_OPPORTUNITY, /* recall: the true positive rate */
  ASSAY_PARITY_EQUALIZED_ODDS,    /* recall and false positive rate, the worse of the two */
  ASSAY_PARITY_PREDICTIVE,        /* precision */
  ASSAY_PARITY_FPR,               /* false positive rate */
  ASSAY_N_PARITIES
} AssayParity;

#define ASSAY_PARITY_MOST_RATES 2
#define ASSAY_PARITY_MOST_GROUPS 1000 /* half a million pairs */
#define ASSAY_PARITY_NO_GROUP G_MAXUINT

const char  *assay_parity_name    (AssayParity parity); /* "demographic_parity" */
const char  *assay_parity_label   (AssayParity parity); /* "Demographic parity" */
/* The names by which a check asks for one: the parity's own, or with _ratio or _difference behind it. */
typedef enum { ASSAY_PARITY_EITHER, ASSAY_PARITY_RATIO, ASSAY_PARITY_DIFFERENCE } AssayParityForm;
gboolean     assay_parity_find    (const char *name, AssayParity *parity, AssayParityForm *form);
/* What a check of it measures: RATIO or DIFFERENCE. */
AssayMeasure assay_parity_measure (AssayParity parity, AssayParityForm form);
/* How many rates it is about, and which. */
guint        assay_parity_rates   (AssayParity parity, AssayMeasure rates[ASSAY_PARITY_MOST_RATES]);

typedef struct
{
  AssayEstimate rates[ASSAY_PARITY_MOST_RATES]; /* at the confidence asked for, each by itself */
  const char   *why_out;    /* (nullable) static: why the group is left out */
} AssayGroupRates;

typedef struct
{
  AssayEstimate difference, ratio; /* n: rows of the denominators of the groups that count; of two rates the fewer */
  guint         n_used;     /* groups that are not left out */
  guint         n_pairs;
  double        confidence; /* of each pair */
  guint         rate;       /* the rate with the greatest difference */
  guint         lowest, highest; /* the groups between which it is; ASSAY_PARITY_NO_GROUP: there is none */
  guint         ratio_rate; /* the same of the least ratio: not always of the same groups, against a reference */
  guint         ratio_lowest, ratio_highest;
} AssayParityGap;

/* groups: evidence of disjoint rows. Those with fewer than min_rows in a denominator, or without an interval, are
 * left out. reference: a group, or ASSAY_PARITY_NO_GROUP for all pairs. rates has room for n_groups. */
AssayParityGap assay_parity_gap   (AssayParity parity, const AssayEvidence *const *groups, guint n_groups,
                                   guint64 min_rows, guint reference, double confidence, AssayGroupRates *rates);

G_END_DECLS
