/* measure-private.h: what the files of src/measure share and no other room sees. */
#pragma once

#include "measure.h"
#include "tally/philox.h"

G_BEGIN_DECLS

/* Text of an interval that a sample without variation does not have (measures.md 0.4). */
#define ASSAY_NO_SPREAD "no spread"

static inline AssayEstimate
estimate_undefined (guint64     n,
                    const char *why)
{
  return (AssayEstimate) { .value = NAN, .lo = NAN, .hi = NAN, .n = n, .why = why };
}

/* measures.md 0.4: ends are widened to include the point. */
static inline AssayEstimate
estimate_widened (double  value,
                  double  lo,
                  double  hi,
                  guint64 n)
{
  return (AssayEstimate) { .value = value, .lo = MIN (lo, value), .hi = MAX (hi, value), .n = n };
}

/* interval.c; z as assay_z() gives it */
AssayEstimate assay_wilson_z  (guint64 k, guint64 n, double z);
/* Mean of n_parts proportions, each with its interval: MOVER on their ends (measures.md 3). */
AssayEstimate assay_mean_of   (const AssayEstimate *parts, guint n_parts, guint64 n);

/* fisher.c: two-sided p = min (1, twice the smaller tail), at any size. */
double        assay_fisher    (guint64 k1, guint64 n1, guint64 k2, guint64 n2);

/* A family's file fills in the estimates of its own measures and leaves the others as they are. */
void          assay_matrix_estimates (const AssayMeasure *measures, guint n_measures, const AssayEvidence *evidence,
                                      const AssayMeasureOptions *options, AssayEstimate *estimates);

/* value.c: a matrix of real shares instead of rows, as the draws make them. The classes averaged are those of
 * in_labels, fixed over draws (measures.md 3). */
typedef struct
{
  guint         n_classes;
  guint         positive;  /* n_classes: the positive class is not among them */
  const guint8 *in_labels; /* n_classes booleans */
  const double *cells;     /* cells[label * n_classes + prediction] >= 0 */
} AssayShares;

/* NaN where measures.md 1 calls the measure undefined. */
double        assay_shares_value  (const AssayShares *shares, const AssayMeasure *measure);
/* (transfer none) Why a measure is undefined on a set with rows. */
const char   *assay_measure_why   (const AssayMeasure *measure);

/* dirichlet.c: one draw from Dirichlet (counts + prior), written to n shares that add up to 1. */
void          assay_dirichlet_draw (const AssayStream *stream, guint32 draw, const guint64 *counts, gsize n,
                                    double prior, double *shares);
/* Ends of estimate from n draws of it, NaN for undefined ones; sorts the draws. measures.md 3: type 7, above 5 %
 * of undefined draws no interval, all draws equal "no spread". */
void          assay_dirichlet_ends (AssayEstimate *estimate, double *draws, guint n, double confidence);
/* Hyndman & Fan 1996, type 7; sorts the draws, of which none is NaN. */
double        assay_draws_quantile (double *draws, guint n, double p);
/* Draws that options ask for. */
guint         assay_dirichlet_n    (const AssayMeasureOptions *options);

G_END_DECLS
