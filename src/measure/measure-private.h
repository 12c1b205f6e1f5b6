/* measure-private.h: what the files of src/measure share and no other room sees. */
#pragma once

#include "measure.h"
#include "tally/philox.h"

G_BEGIN_DECLS

/* Text of an interval that a sample without variation does not have (measures.md 0.4). */
#define ASSAY_NO_SPREAD "no spread"
#define ASSAY_ONE_ROW "one row only"
#define ASSAY_NO_DENOMINATOR "the denominator's sum is 0"
/* Text of an interval whose measure too many draws or replicates leave undefined (measures.md 3). */
#define ASSAY_UNDEFINED_DRAWS "undefined in more than 5 % of the draws"

/* Of the greatest value that a measure takes: what rounding may do to draws that are all equal. */
#define ASSAY_NOISE 1e-12

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
/* Katz's ratio of k1/n1 and k2/n2, which need not be whole; k2 > 0. */
AssayEstimate assay_katz_z    (double k1, double n1, double k2, double n2, double z, guint64 rows);
/* Mean of n_parts proportions, each with its interval: MOVER on their ends (measures.md 3). */
AssayEstimate assay_mean_of   (const AssayEstimate *parts, guint n_parts, guint64 n);

/* fisher.c: two-sided p = min (1, twice the smaller tail), at any size. */
double        assay_fisher    (guint64 k1, guint64 n1, guint64 k2, guint64 n2);

/* A family's file fills in the estimates of its own measures and leaves the others as they are. */
void          assay_matrix_estimates (const AssayMeasure *measures, guint n_measures, const AssayEvidence *evidence,
                                      const AssayMeasureOptions *options, AssayEstimate *estimates);
void          assay_score_estimates  (const AssayMeasure *measures, guint n_measures, const AssayEvidence *evidence,
                                      const AssayMeasureOptions *options, AssayEstimate *estimates);

/* value.c: what the measures of a matrix are made of, as sums of real weights instead of rows: the draws make them.
 * The classes averaged are those of in_labels, fixed over draws (measures.md 3). */
typedef struct
{
  guint         n_classes;
  guint         positive;     /* n_classes: the positive class is not among them */
  const guint8 *in_labels;    /* n_classes booleans */
  double        n, right, tp, fp, fn, tn;
  gboolean      has_costs;
  double        cost;         /* Σ weight * cost, added by who knows the costs */
  double       *diagonal;     /* n_classes each: Σ of (c, c), of label c, of prediction c */
  double       *labels;
  double       *predictions;
} AssayShares;

/* All sums 0, in_labels borrowed. */
void          assay_shares_init   (AssayShares *self, guint n_classes, guint positive, const guint8 *in_labels);
void          assay_shares_zero   (AssayShares *self);
void          assay_shares_clear  (AssayShares *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayShares, assay_shares_clear)

static inline void
assay_shares_add (AssayShares *self,
                  guint        label,
                  guint        prediction,
                  double       weight)
{
  self->n += weight;
  self->labels[label] += weight;
  self->predictions[prediction] += weight;
  if (label == prediction)
    {
      self->right += weight;
      self->diagonal[label] += weight;
    }
  if (label == self->positive)
    *(prediction == self->positive ? &self->tp : &self->fn) += weight;
  else
    *(prediction == self->positive ? &self->fp : &self->tn) += weight;
}

/* 0 for a pair that is not among them. */
double        assay_cost_of       (const AssayCost *costs, guint n_costs, guint label, guint prediction);

/* NaN where measures.md 1 calls the measure undefined. */
double        assay_shares_value  (const AssayShares *shares, const AssayMeasure *measure);
/* (transfer none) Why a measure is undefined on a set with rows. */
const char   *assay_measure_why   (const AssayMeasure *measure);

/* matrix.c: whether rows are weighted or clustered, so that a share of them is worth other than its rows. */
gboolean      assay_evidence_is_effective (const AssayEvidence *evidence);
/* matrix.c: why a measure of this matrix is undefined. */
const char   *assay_matrix_why    (const AssayMeasure *measure, const AssayMatrix *matrix,
                                   const AssayConfusion *confusion);
/* matrix.c: whether the measure's ends are draws of this evidence: with clusters those of a mean of recalls as well. */
gboolean      assay_matrix_is_drawn_of (const AssayMeasure *measure, const AssayEvidence *evidence);
/* matrix-draws.c: the ends of those measures that are drawn and have a value already. */
gboolean      assay_matrix_is_drawn  (const AssayMeasure *measure);
void          assay_matrix_draw_ends (const AssayMeasure *measures, guint n_measures, const AssayMatrix *matrix,
                                      const AssayMeasureOptions *options, AssayEstimate *estimates);

/* two-classes.c: a measure of n_draws draws of the four cells (0, 0), (0, 1), (1, 0), (1, 1). FALSE: not one of those
 * for which there is a short way. */
gboolean      assay_two_class_values (const AssayMeasure *measure, guint positive, const double *cells, guint n_draws,
                                      double *values);

/* paired-draws.c: from Dirichlet, or resampled where rows are clustered or weighted; v (nullable) gets the variance over
 * the draws, NaN for none. */
AssayEstimate assay_paired_draw      (const AssayMeasure *measure, const AssayPairedMatrix *matrix,
                                      const AssayMeasureOptions *options, double *v);
/* paired-replicates.c: intervals and test of a resampled pair; z = d / √v, no test without a variance. */
void          assay_paired_resample  (AssayPaired *paired, const AssayPairedMatrix *matrix,
                                      const AssayMeasureOptions *options);
AssayTest     assay_paired_z         (const AssayEstimate *difference, double v);

/* gamma.c: the distribution of one gamma variate of scale 1. */
typedef struct
{
  double   shape, d, c;                    /* Marsaglia & Tsang's */
  double   least_root, most_root, squeeze; /* within these 1 - squeeze x⁴ bounds the chance to be kept */
  gboolean is_half;                        /* shape 1/2 */
  gboolean is_lowered;                     /* another shape below 1: drawn as shape + 1 and made smaller */
} AssayGamma;

void          assay_gamma_init  (AssayGamma *self, double shape);
/* A variate of each of n cells for draws first .. first + n_draws - 1, draw by draw; those of a draw depend on the
 * stream, the draw and the cells alone. */
void          assay_gamma_draws (const AssayStream *stream, guint32 first, guint n_draws, const AssayGamma *cells,
                                 gsize n, double *variates);

/* The random numbers of one draw, in the order they are asked for. */
typedef struct
{
  const AssayStream *stream;
  guint32            draw, block; /* the next block */
} AssayGammas;

static inline AssayGammas
assay_gammas (const AssayStream *stream,
              guint32            draw)
{
  return (AssayGammas) { .stream = stream, .draw = draw };
}

/* A gamma variate of scale 1; shape > 0. */
double        assay_gammas_next (AssayGammas *self, double shape);
/* The same, of a distribution that was made ahead. */
double        assay_gammas_of   (AssayGammas *self, const AssayGamma *gamma);
/* The same n times; laws[i] is the distribution of variates[i]. */
void          assay_gammas_each (AssayGammas *self, const AssayGamma *const *laws, gsize n, double *variates);
/* Uniform, never 0 or 1. */
double        assay_gammas_unit (AssayGammas *self);
/* The same bits on every machine, within 2 units of the last digit: for x > 0, and for x <= 0. */
double        assay_log         (double x);
double        assay_exp         (double x);

/* poisson-mean.c: a Poisson distribution of any mean > 0; what its algorithm needs. */
typedef struct
{
  double mean;
  double none;                      /* small means: the probability of 0 */
  double a, b, inverse_alpha, kept; /* others: Hörmann's */
} AssayPoissonMean;

void          assay_poisson_mean_init (AssayPoissonMean *self, double mean);
double        assay_poisson_mean_next (const AssayPoissonMean *self, AssayGammas *stream);

/* resampling.c: Poisson replicates of a matrix or of pairs: those that were counted, else drawn of weights. */
typedef struct
{
  guint                  n;          /* replicates */
  guint                  n_cells;
  const AssayReplicates *replicates; /* (nullable) borrowed */
  AssayPoissonMean      *laws;       /* of each cell's weights, drawn times scales[] */
  double                *scales;
  AssayStream            stream;
  double                *sums;       /* n_cells, of the replicate that was taken last */
} AssayResampling;

/* replicates and weights (nullable), not both: those of the same cells. Draws of weights are 1,000 unless options say
 * another number. */
void          assay_resampling_init  (AssayResampling *self, const AssayReplicates *replicates,
                                      const AssayWeights *weights, const AssayMeasureOptions *options);
void          assay_resampling_clear (AssayResampling *self);
/* (transfer none) The cells' sums in one replicate, until the next is taken. */
const double *assay_resampling_take  (AssayResampling *self, guint replicate);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayResampling, assay_resampling_clear)
/* Percentiles as ends of those measures of the evidence that are drawn and have a value already. */
void          assay_resampled_ends   (const AssayMeasure *measures, guint n_measures, const AssayEvidence *evidence,
                                      const AssayMeasureOptions *options, AssayEstimate *estimates);
/* Of one measure, or a difference of it: assay_dirichlet_ends(), and "no spread" where draws are equal but for their
 * rounding. */
void          assay_resampled_end    (const AssayMeasure *measure, const AssayMeasureOptions *options, double *draws,
                                      guint n, AssayEstimate *estimate);

/* dirichlet.c: shares of n cells from Dirichlet (counts + prior). */
typedef struct
{
  const AssayStream *stream; /* borrowed */
  gsize              n;
  AssayGamma        *cells;
} AssayDirichlet;

void          assay_dirichlet_init  (AssayDirichlet *self, const AssayStream *stream, const guint64 *counts, gsize n,
                                     double prior);
void          assay_dirichlet_clear (AssayDirichlet *self);
/* n_draws times n shares that add up to 1, draw by draw. */
void          assay_dirichlet_draws (const AssayDirichlet *self, guint32 first, guint n_draws, double *shares);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayDirichlet, assay_dirichlet_clear)

/* draw-ends.c */
/* Ends of estimate from n draws of it, NaN for undefined ones; sorts the draws. measures.md 3: type 7, above 5 %
 * of undefined draws no interval, all draws equal "no spread". */
void          assay_dirichlet_ends (AssayEstimate *estimate, double *draws, guint n, double confidence);
/* Hyndman & Fan 1996, type 7; sorts the draws, of which none is NaN. */
double        assay_draws_quantile (double *draws, guint n, double p);
/* replicates.c: the sample variance of n draws, NaN for undefined ones; NaN above 5 % of those, 0 where draws are equal but
 * for their rounding. */
double        assay_draws_variance (const double *draws, guint n);
/* Draws that options ask for. */
guint         assay_dirichlet_n    (const AssayMeasureOptions *options);

/* moment-measures.c: the MOMENT measures among measures. */
void          assay_moment_estimates    (const AssayMeasure *measures, guint n_measures, const AssayEvidence *evidence,
                                         const AssayMeasureOptions *options, AssayEstimate *estimates);
gboolean      assay_moment_measure_find (const char *name, AssayMeasure *out);

G_END_DECLS
