/* score-auc.c: the area under the ROC curve, on bins.
 *
 * A positive's placement is the share of negatives below it, ties half; a negative's the share of positives above
 * it. Both have mean A, and their variances make DeLong's (DeLong, DeLong & Clarke-Pearson 1988). Near 0 and 1, or
 * with few rows of a label, the ends are the θ with (A - θ)² = z² V(θ), V after Newcombe 2006 (method 5, with the
 * mean of the two sizes in place of both). */
#include "score-private.h"

#define FEW_PAIRS 5

typedef struct
{
  guint64 positives, negatives;
  double  area;
} Area;

/* Pairs in the right order, twice, ties once: exact. */
static Area
area_of (const AssayHistogram *self)
{
  Area a = { 0, 0, NAN };
  unsigned __int128 twice = 0;

  for (guint i = 0; i < self->n_bins; i++)
    {
      const AssayScoreBin *bin = &self->bins[i];

      twice += (unsigned __int128) bin->positives * (2 * a.negatives + bin->negatives);
      a.positives += bin->positives;
      a.negatives += bin->negatives;
    }
  if (a.positives > 0 && a.negatives > 0)
    a.area = (double) twice / (double) ((unsigned __int128) 2 * a.positives * a.negatives);
  return a;
}

/* Placements of the rows of one bin. */
typedef struct
{
  double positive; /* share of the negatives below */
  double negative; /* share of the positives above */
} Placement;

static Placement
placement_of (const AssayScoreBin *bin,
              const Area          *a,
              guint64              positives_below,
              guint64              negatives_below)
{
  return (Placement) { (negatives_below + bin->negatives / 2.0) / a->negatives,
                       (a->positives - positives_below - bin->positives / 2.0) / a->positives };
}

/* DeLong's variance of the area. */
static double
variance_of (const AssayHistogram *self,
             const Area           *a)
{
  const double p = a->positives, n = a->negatives;
  guint64 positives = 0, negatives = 0;
  double of_positives = 0, of_negatives = 0;

  for (guint i = 0; i < self->n_bins; i++)
    {
      const AssayScoreBin *bin = &self->bins[i];
      const Placement place = placement_of (bin, a, positives, negatives);

      of_positives += bin->positives * (place.positive - a->area) * (place.positive - a->area);
      of_negatives += bin->negatives * (place.negative - a->area) * (place.negative - a->area);
      positives += bin->positives;
      negatives += bin->negatives;
    }
  return of_positives / (p - 1) / p + of_negatives / (n - 1) / n;
}

/* (A - θ)² - z² V(θ) */
static double
excess (double      theta,
        const Area *a,
        double      z)
{
  const double p = a->positives, n = a->negatives, m = (p + n) / 2;
  const double spread = 1 + (m - 1) * ((1 - theta) / (2 - theta) + theta / (1 + theta));

  return (a->area - theta) * (a->area - theta) - z * z * theta * (1 - theta) * spread / (p * n);
}

/* The root between the far end, where the excess is positive, and A, where it is not: halved until doubles end. */
static double
root_towards (double      far,
              const Area *a,
              double      z)
{
  double outer = far, inner = a->area;

  for (;;)
    {
      const double middle = (outer + inner) / 2;

      if (middle == outer || middle == inner)
        return outer;
      *(excess (middle, a, z) > 0 ? &outer : &inner) = middle;
    }
}

static AssayEstimate
ends_by_roots (const Area *a,
               double      z)
{
  const double lo = a->area == 0 ? 0 : root_towards (0, a, z), hi = a->area == 1 ? 1 : root_towards (1, a, z);

  return estimate_widened (a->area, lo, hi, a->positives + a->negatives);
}

static AssayEstimate
ends_by_logit (const Area *a,
               double      variance,
               double      z)
{
  const double logit = log (a->area / (1 - a->area)), reach = z * sqrt (variance) / (a->area * (1 - a->area));

  return estimate_widened (a->area, 1 / (1 + exp (reach - logit)), 1 / (1 + exp (-reach - logit)),
                           a->positives + a->negatives);
}

AssayEstimate
assay_score_auc (const AssayHistogram *self,
                 double                confidence)
{
  const Area a = area_of (self);
  const guint64 n = a.positives + a.negatives;
  const double z = assay_z (confidence);

  if (n == 0 || self->is_top_label)
    return estimate_undefined (n, n == 0 ? "no rows" : ASSAY_TOP_LABEL);
  if (isnan (a.area))
    return estimate_undefined (n, ASSAY_NEEDS_BOTH);
  if (self->n_bins == 1)
    return (AssayEstimate) { a.area, NAN, NAN, n, ASSAY_NO_SPREAD };
  if (a.positives < 2 || a.negatives < 2)
    return (AssayEstimate) { a.area, NAN, NAN, n, ASSAY_NEEDS_TWO_OF_EACH };
  if (MIN (a.positives, a.negatives) * MIN (a.area, 1 - a.area) < FEW_PAIRS)
    return ends_by_roots (&a, z);
  return ends_by_logit (&a, variance_of (self, &a), z);
}

/* --- two models on the same rows ---------------------------------------------------------------------------- */

/* One model's rows by bin, from the pairs, and the placements of each bin. */
typedef struct
{
  guint          n;
  AssayScoreBin *bins;
  Placement     *places;
  Area           area;
} Margin;

static void
margin_clear (Margin *self)
{
  g_free (self->bins);
  g_free (self->places);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Margin, margin_clear)

static void
margin_init (Margin                *self,
             const AssayScorePairs *pairs,
             gboolean               is_new)
{
  guint64 positives = 0, negatives = 0;

  self->n = is_new ? pairs->n_new_bins : pairs->n_old_bins;
  self->bins = g_new0 (AssayScoreBin, self->n);
  self->places = g_new (Placement, self->n);
  for (guint i = 0; i < pairs->n_pairs; i++)
    {
      AssayScoreBin *bin = &self->bins[is_new ? pairs->pairs[i].new_bin : pairs->pairs[i].old_bin];

      bin->positives += pairs->pairs[i].positives;
      bin->negatives += pairs->pairs[i].negatives;
    }
  self->area = area_of (&(AssayHistogram) { .n_bins = self->n, .bins = self->bins });
  for (guint i = 0; i < self->n; i++)
    {
      self->places[i] = placement_of (&self->bins[i], &self->area, positives, negatives);
      positives += self->bins[i].positives;
      negatives += self->bins[i].negatives;
    }
}

/* Variance of the difference: that of the differences of placements, which has the covariance in it. */
static double
difference_variance (const AssayScorePairs *pairs,
                     const Margin          *new,
                     const Margin          *old)
{
  const double p = new->area.positives, n = new->area.negatives, d = new->area.area - old->area.area;
  double of_positives = 0, of_negatives = 0;

  for (guint i = 0; i < pairs->n_pairs; i++)
    {
      const AssayScorePair *pair = &pairs->pairs[i];
      const double by_positive = new->places[pair->new_bin].positive - old->places[pair->old_bin].positive - d;
      const double by_negative = new->places[pair->new_bin].negative - old->places[pair->old_bin].negative - d;

      of_positives += pair->positives * by_positive * by_positive;
      of_negatives += pair->negatives * by_negative * by_negative;
    }
  return of_positives / (p - 1) / p + of_negatives / (n - 1) / n;
}

AssayEstimate
assay_score_auc_difference (const AssayScorePairs *pairs,
                            double                 confidence)
{
  g_auto (Margin) new = { 0 }, old = { 0 };

  margin_init (&new, pairs, TRUE);
  margin_init (&old, pairs, FALSE);
  const guint64 n = new.area.positives + new.area.negatives;
  if (isnan (new.area.area))
    return estimate_undefined (n, n == 0 ? "no rows" : ASSAY_NEEDS_BOTH);

  const double difference = new.area.area - old.area.area;
  if (new.area.positives < 2 || new.area.negatives < 2)
    return (AssayEstimate) { difference, NAN, NAN, n, ASSAY_NEEDS_TWO_OF_EACH };
  const double reach = assay_z (confidence) * sqrt (difference_variance (pairs, &new, &old));
  if (!(reach > 1e-12)) /* what is left of rounding where all placements differ alike */
    return (AssayEstimate) { difference, NAN, NAN, n, ASSAY_NO_SPREAD };
  return estimate_widened (difference, MAX (difference - reach, -1), MIN (difference + reach, 1), n);
}
