/* fairness-findings.h: how far groups are apart (measures.md 7). Part of src/judge's door. */
#pragma once

#include "measure/fairness.h"

G_BEGIN_DECLS

typedef struct _AssayFinding AssayFinding;

typedef struct
{
  const AssayFinding *finding;  /* its rows as a slice */
  char               *name;     /* owned: "Black", "Female, Black"; without the control column's value */
  AssayGroupRates     rates[ASSAY_N_PARITIES];
} AssayFairGroup;

/* The groups of one column or crossing, of all rows or of those with one value of the control column. */
typedef struct
{
  char           *key;           /* owned: "race", "sex*race" */
  const char     *control;       /* (nullable) the control column */
  const char     *control_value; /* with control; NULL: rows that have none */
  guint           n_groups;
  AssayFairGroup *groups;        /* in the order of the slices */
  guint           reference;     /* ASSAY_PARITY_NO_GROUP: the best; every pair counts */
  AssayParityGap  gaps[ASSAY_N_PARITIES];
  guint           n_left_out[ASSAY_N_PARITIES];
  int             rules[ASSAY_N_PARITIES]; /* AssayVerdict of the four-fifths rule on the ratio: pass when its whole
                                            * interval
                                            * is at least the threshold and no group is left out, fail when it is
                                            * wholly below */
} AssayFairness;

typedef struct
{
  double      threshold;
  guint       n_parities;
  AssayParity parities[ASSAY_N_PARITIES]; /* measures= of [fairness], else all */
  GPtrArray  *keys;              /* of AssayFairness: groups=, then those of checks, each followed by its control's
                                  * values */
} AssayFairnessFindings;

G_END_DECLS
