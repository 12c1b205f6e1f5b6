/* annotator-findings.h: how far people agree about the rows, for whom they do not, and what that says of the label and of
 * the model (measures.md 9). Part of src/judge's door.
 */
#pragma once

#include "measure/agreement.h"

G_BEGIN_DECLS

typedef struct _AssayFinding AssayFinding;

/* Two annotators, by their place in the plan. */
typedef struct
{
  guint              i, j;
  AssayMatrix        matrix;   /* cells owned: classes of i as labels, of j as predictions */
  AssayAnnotatorPair pair;
} AssayPairOfAnnotators;

/* The whole set, a slice, or a tag. */
typedef struct
{
  const AssayFinding    *finding;
  AssayAgreement         agreement;
  AssayHumanLevel        level;
  AssayLabelNoise        noise;
  AssayUncertain         uncertain;
  guint                  n_pairs;
  AssayPairOfAnnotators *pairs;    /* owned */
} AssayAgreementFinding;

typedef struct
{
  guint                  n_annotators;
  char *const           *names;       /* the plan's */
  gboolean               has_ratings; /* FALSE: more distinct sets of ratings than an axis has values; only pairs are known */
  AssayAgreementFinding *whole;
  GPtrArray             *parts;       /* of AssayAgreementFinding: slices of one column and named ones with min-rows, in
                                       * the findings' order, then tags */
  AssayAnnotator        *each;        /* n_annotators: level and biases, of the whole set */
} AssayAnnotatorFindings;

G_END_DECLS
