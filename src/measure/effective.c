/* effective.c: Wilson's interval and a test on effective rows. */
#include "effective.h"

#include "measure-private.h"
#include "replicates.h"
#include "weighted.h"

static gboolean
is_at_end (double p)
{
  return p == 0 || p == 1;
}

AssayEffective
assay_effective_new (double  p,
                     double  v,
                     double  n_at_end,
                     double  quantile,
                     guint64 rows)
{
  AssayEffective self = { .p = p, .v = v, .quantile = quantile, .rows = rows };

  self.n = is_at_end (p) ? n_at_end : p * (1 - p) / v;
  if (is_at_end (p))
    self.v = 0;
  else if (!(v > 0))
    self.why = ASSAY_NO_SPREAD;
  return self;
}

gboolean
assay_evidence_is_effective (const AssayEvidence *evidence)
{
  return evidence->replicates != NULL || evidence->weights != NULL;
}

AssayEffective
assay_effective_of (const AssayMeasure  *measure,
                    const AssayEvidence *evidence,
                    double               confidence)
{
  return evidence->replicates != NULL ? assay_replicates_effective (measure, evidence, confidence)
                                      : assay_weights_effective (measure, evidence, assay_z (confidence));
}

AssayEstimate
assay_effective_interval (const AssayEffective *self)
{
  const double p = self->p, n = self->n, z = self->quantile, z2 = z * z;

  if (isnan (p))
    return estimate_undefined (self->rows, self->why);
  if (self->why != NULL)
    return (AssayEstimate) { p, NAN, NAN, self->rows, self->why, n };

  /* Wilson 1927, with rows that need not be whole. */
  const double centre = p + z2 / (2 * n), scale = 1 + z2 / n;
  const double half = z * sqrt ((p * (1 - p) + z2 / (4 * n)) / n);
  AssayEstimate estimate = estimate_widened (p, (centre - half) / scale, (centre + half) / scale, self->rows);
  estimate.n_eff = n;
  if (p == 0)
    estimate.lo = 0;
  if (p == 1)
    estimate.hi = 1;
  return estimate;
}

static double
variance_of (const AssayEffective *self,
             double                pooled)
{
  return is_at_end (self->p) ? pooled * (1 - pooled) / self->n : self->v;
}

AssayTest
assay_effective_test (const AssayEffective *a,
                      const AssayEffective *b)
{
  if (isnan (a->p) || isnan (b->p) || a->why != NULL || b->why != NULL)
    return (AssayTest) { NAN, ASSAY_TEST_NONE };
  if (is_at_end (a->p) && a->p == b->p)
    return (AssayTest) { 1, ASSAY_TEST_Z };

  const double pooled = (a->p * a->n + b->p * b->n) / (a->n + b->n);
  const double variance = variance_of (a, pooled) + variance_of (b, pooled);
  return (AssayTest) { erfc (fabs (a->p - b->p) / sqrt (2 * variance)), ASSAY_TEST_Z };
}

AssayTest
assay_test_evidence (const AssayMeasure  *measure,
                     const AssayEvidence *a,
                     const AssayEvidence *b,
                     double               confidence)
{
  if (assay_evidence_is_effective (a))
    {
      const AssayEffective first = assay_effective_of (measure, a, confidence);
      const AssayEffective second = assay_effective_of (measure, b, confidence);

      return assay_effective_test (&first, &second);
    }
  const AssayConfusion first = assay_confusion (&a->matrix), second = assay_confusion (&b->matrix);
  guint64 k1, n1, k2, n2;

  if (!assay_measure_proportion (measure, &first, &k1, &n1) || !assay_measure_proportion (measure, &second, &k2, &n2)
      || n1 == 0 || n2 == 0)
    return (AssayTest) { NAN, ASSAY_TEST_NONE };
  return assay_test_proportions (k1, n1, k2, n2);
}

AssayEstimate
assay_effective_ratio (const AssayEffective *a,
                       const AssayEffective *b)
{
  const guint64 rows = a->rows + b->rows;

  if (isnan (a->p) || isnan (b->p))
    return estimate_undefined (rows, isnan (a->p) ? a->why : b->why);
  if (b->p == 0)
    return estimate_undefined (rows, "division by a share of 0");
  if (a->why != NULL || b->why != NULL)
    return (AssayEstimate) { a->p / b->p, NAN, NAN, rows, a->why != NULL ? a->why : b->why };
  AssayEstimate ratio = assay_katz_z (a->p == 1 ? a->n : a->p * a->n, a->n, b->p == 1 ? b->n : b->p * b->n, b->n,
                                      MAX (a->quantile, b->quantile), rows);
  ratio.value = a->p / b->p;
  ratio.n_eff = a->n + b->n;
  return ratio;
}
