/* fairness.c: the greatest difference and the least ratio of a rate over groups, from the intervals of their
 * pairs. */
#include "fairness.h"

#include "effective.h"
#include "measure-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TOO_FEW_ROWS "fewer than min-rows rows"
#define TOO_FEW_GROUPS "fewer than two groups"
#define TOO_MANY_GROUPS "more than 1,000 groups"
#define REFERENCE_OUT "the reference group is left out"
#define NO_POSITIVE "no class is the positive one"
#define ALL_ZERO "division by a share of 0"

static const struct
{
  const char *name, *label, *rates[ASSAY_PARITY_MOST_RATES];
} parities[ASSAY_N_PARITIES] = {
  [ASSAY_PARITY_DEMOGRAPHIC] = { "demographic_parity", N_("Demographic parity"), { "selection_rate" } },
  [ASSAY_PARITY_EQUAL_OPPORTUNITY] = { "equal_opportunity", N_("Equal opportunity"), { "recall" } },
  [ASSAY_PARITY_EQUALIZED_ODDS] = { "equalized_odds", N_("Equalized odds"), { "recall", "fpr" } },
  [ASSAY_PARITY_PREDICTIVE] = { "predictive_parity", N_("Predictive parity"), { "precision" } },
  [ASSAY_PARITY_FPR] = { "fpr_parity", N_("FPR parity"), { "fpr" } },
};

/* --- names ----------------------------------------------------------------------------------------------------- */

const char *
assay_parity_name (AssayParity parity)
{
  g_return_val_if_fail (parity < ASSAY_N_PARITIES, NULL);
  return parities[parity].name;
}

const char *
assay_parity_label (AssayParity parity)
{
  g_return_val_if_fail (parity < ASSAY_N_PARITIES, NULL);
  return parities[parity].label;
}

gboolean
assay_parity_find (const char      *name,
                   AssayParity     *parity,
                   AssayParityForm *form)
{
  static const char *const endings[] = { [ASSAY_PARITY_EITHER] = "", [ASSAY_PARITY_RATIO] = "_ratio",
                                         [ASSAY_PARITY_DIFFERENCE] = "_difference" };

  g_return_val_if_fail (name != NULL, FALSE);
  for (guint p = 0; p < ASSAY_N_PARITIES; p++)
    for (guint e = 0; e < G_N_ELEMENTS (endings); e++)
      if (g_str_has_prefix (name, parities[p].name) && strcmp (name + strlen (parities[p].name), endings[e]) == 0)
        {
          *parity = p;
          *form = e;
          return TRUE;
        }
  return FALSE;
}

AssayMeasure
assay_parity_measure (AssayParity     parity,
                      AssayParityForm form)
{
  const gboolean is_ratio = form == ASSAY_PARITY_RATIO;
  g_autofree char *name = g_strconcat (assay_parity_name (parity), is_ratio ? "_ratio" : "_difference", NULL);
  g_autofree char *label = g_strconcat (assay_parity_label (parity), is_ratio ? " ratio" : " difference", NULL);

  g_return_val_if_fail (form != ASSAY_PARITY_EITHER, (AssayMeasure) { 0 });
  return (AssayMeasure) { .id = is_ratio ? ASSAY_MEASURE_PARITY_RATIO : ASSAY_MEASURE_PARITY_DIFFERENCE,
                          .name = g_intern_string (name), .label = g_intern_string (label),
                          .direction = is_ratio ? ASSAY_DIRECTION_HIGHER : ASSAY_DIRECTION_LOWER,
                          .interval = ASSAY_INTERVAL_PAIRS, .family = ASSAY_FAMILY_MATRIX };
}

guint
assay_parity_rates (AssayParity  parity,
                    AssayMeasure rates[ASSAY_PARITY_MOST_RATES])
{
  guint n = 0;

  g_return_val_if_fail (parity < ASSAY_N_PARITIES, 0);
  while (n < ASSAY_PARITY_MOST_RATES && parities[parity].rates[n] != NULL
         && assay_measure_find (parities[parity].rates[n], &rates[n]))
    n++;
  return n;
}

/* --- one rate of one group ------------------------------------------------------------------------------------- */

typedef struct
{
  gboolean       is_effective;
  guint64        k, n;        /* of plain rows */
  AssayEffective effective;   /* of weighted or clustered ones */
  AssayEstimate  interval;
  double         confidence;
} Rate;

static Rate
rate_of (const AssayMeasure  *measure,
         const AssayEvidence *group,
         double               confidence)
{
  Rate self = { .is_effective = assay_evidence_is_effective (group), .confidence = confidence };
  const AssayConfusion confusion = assay_confusion (&group->matrix);

  g_assert (assay_measure_proportion (measure, &confusion, &self.k, &self.n));
  if (self.is_effective)
    {
      self.effective = assay_effective_of (measure, group, confidence);
      self.interval = assay_effective_interval (&self.effective);
    }
  else
    self.interval = assay_wilson (self.k, self.n, confidence);
  return self;
}

static AssayEstimate
difference_of (const Rate *a,
               const Rate *b)
{
  AssayEstimate difference = assay_mover (&a->interval, &b->interval);

  difference.lo = CLAMP (difference.lo, -1, 1);
  difference.hi = CLAMP (difference.hi, -1, 1);
  return difference;
}

static AssayEstimate
ratio_of (const Rate *a,
          const Rate *b)
{
  return a->is_effective ? assay_effective_ratio (&a->effective, &b->effective)
                         : assay_katz (a->k, a->n, b->k, b->n, a->confidence);
}

/* --- one rate of all groups ------------------------------------------------------------------------------------ */

static void
take_pair (AssayParityGap *self,
           const Rate     *rates,
           guint           a,
           guint           b)
{
  const AssayEstimate difference = difference_of (&rates[a], &rates[b]);

  if (isnan (self->difference.value) || difference.value > self->difference.value)
    {
      self->difference.value = difference.value;
      self->highest = a;
      self->lowest = b;
    }
  self->difference.lo = fmax (self->difference.lo, difference.lo);
  self->difference.hi = fmax (self->difference.hi, difference.hi);
  if (rates[b].interval.value == 0)
    return;
  const AssayEstimate ratio = ratio_of (&rates[a], &rates[b]);
  if (isnan (self->ratio.value) || ratio.value < self->ratio.value)
    {
      self->ratio.value = ratio.value;
      self->ratio_lowest = a;
      self->ratio_highest = b;
    }
  self->ratio.lo = fmin (self->ratio.lo, ratio.lo);
  self->ratio.hi = fmin (self->ratio.hi, ratio.hi);
}

/* fmax() and fmin() take the number beside NaN. */
static AssayParityGap
gap_of_rate (const AssayMeasure         *measure,
             const AssayEvidence *const *groups,
             const guint                *used,
             guint                       n_used,
             guint                       reference,
             double                      confidence)
{
  AssayParityGap self = { .difference = estimate_undefined (0, NULL), .ratio = estimate_undefined (0, NULL) };
  g_autofree Rate *rates = g_new (Rate, n_used);

  for (guint i = 0; i < n_used; i++)
    {
      rates[i] = rate_of (measure, groups[used[i]], confidence);
      self.difference.n += rates[i].interval.n;
      self.difference.n_eff += rates[i].interval.n_eff;
    }
  for (guint a = 0; a < n_used; a++)
    for (guint b = 0; b < n_used; b++)
      if (a != b && (reference == ASSAY_PARITY_NO_GROUP || used[a] == reference || used[b] == reference))
        take_pair (&self, rates, a, b);
  self.difference.lo = MAX (self.difference.lo, 0);
  self.ratio.n = self.difference.n;
  self.ratio.n_eff = self.difference.n_eff;
  self.ratio.hi = isnan (self.ratio.value) ? NAN : MIN (self.ratio.hi, 1);
  self.ratio.why = isnan (self.ratio.value) ? ALL_ZERO : NULL;
  self.highest = used[self.highest];
  self.lowest = used[self.lowest];
  self.ratio_highest = isnan (self.ratio.value) ? ASSAY_PARITY_NO_GROUP : used[self.ratio_highest];
  self.ratio_lowest = isnan (self.ratio.value) ? ASSAY_PARITY_NO_GROUP : used[self.ratio_lowest];
  return self;
}

/* --- the parity ------------------------------------------------------------------------------------------------ */

/* Fills the group's rates; NULL: it counts. */
static const char *
why_out (const AssayMeasure  *measures,
         guint                n_measures,
         const AssayEvidence *group,
         guint64              min_rows,
         double               confidence,
         AssayGroupRates     *rates)
{
  const char *why = NULL;

  for (guint r = 0; r < n_measures; r++)
    {
      const AssayEstimate *rate = &rates->rates[r];
      rates->rates[r] = rate_of (&measures[r], group, confidence).interval;
      if (why == NULL && rate->n < min_rows)
        why = TOO_FEW_ROWS;
      else if (why == NULL && isnan (rate->lo))
        why = rate->why;
    }
  return why;
}

/* Two rates: the worse one by each of its ends; a ratio that one of them lacks is undefined. */
static void
take_worse (AssayParityGap       *self,
            const AssayParityGap *other,
            guint                 rate)
{
  if (other->difference.value > self->difference.value)
    {
      self->rate = rate;
      self->lowest = other->lowest;
      self->highest = other->highest;
      self->difference.value = other->difference.value;
    }
  self->difference.lo = MAX (self->difference.lo, other->difference.lo);
  self->difference.hi = MAX (self->difference.hi, other->difference.hi);
  self->difference.n = self->ratio.n = MIN (self->difference.n, other->difference.n);
  self->difference.n_eff = self->ratio.n_eff = MIN (self->difference.n_eff, other->difference.n_eff);
  if (isnan (self->ratio.value) || isnan (other->ratio.value))
    {
      self->ratio = estimate_undefined (self->ratio.n, ALL_ZERO);
      self->ratio_lowest = self->ratio_highest = ASSAY_PARITY_NO_GROUP;
      return;
    }
  if (other->ratio.value < self->ratio.value)
    {
      self->ratio_rate = rate;
      self->ratio_lowest = other->ratio_lowest;
      self->ratio_highest = other->ratio_highest;
      self->ratio.value = other->ratio.value;
    }
  self->ratio.lo = MIN (self->ratio.lo, other->ratio.lo);
  self->ratio.hi = MIN (self->ratio.hi, other->ratio.hi);
}

static AssayParityGap
gap_undefined (const char *why,
               guint       n_used)
{
  return (AssayParityGap) { .difference = estimate_undefined (0, why), .ratio = estimate_undefined (0, why),
                            .n_used = n_used, .confidence = NAN, .lowest = ASSAY_PARITY_NO_GROUP,
                            .highest = ASSAY_PARITY_NO_GROUP, .ratio_lowest = ASSAY_PARITY_NO_GROUP,
                            .ratio_highest = ASSAY_PARITY_NO_GROUP };
}

/* No positive class: no group has a rate. */
static AssayParityGap
gap_without_positive (guint            n_groups,
                      AssayGroupRates *rates)
{
  for (guint i = 0; i < n_groups; i++)
    {
      rates[i].why_out = NO_POSITIVE;
      for (guint r = 0; r < ASSAY_PARITY_MOST_RATES; r++)
        rates[i].rates[r] = estimate_undefined (0, NO_POSITIVE);
    }
  return gap_undefined (NO_POSITIVE, 0);
}

AssayParityGap
assay_parity_gap (AssayParity                 parity,
                  const AssayEvidence *const *groups,
                  guint                       n_groups,
                  guint64                     min_rows,
                  guint                       reference,
                  double                      confidence,
                  AssayGroupRates            *rates)
{
  AssayMeasure measures[ASSAY_PARITY_MOST_RATES];
  const guint n_measures = assay_parity_rates (parity, measures);
  g_autofree guint *used = g_new (guint, n_groups + 1);
  guint n_used = 0;

  if (n_groups > 0 && groups[0]->matrix.positive >= groups[0]->matrix.n_classes)
    return gap_without_positive (n_groups, rates);
  for (guint i = 0; i < n_groups; i++)
    {
      rates[i] = (AssayGroupRates) { 0 };
      rates[i].why_out = why_out (measures, n_measures, groups[i], min_rows, confidence, &rates[i]);
      if (rates[i].why_out == NULL)
        used[n_used++] = i;
    }
  if (n_used < 2 || n_used > ASSAY_PARITY_MOST_GROUPS)
    return gap_undefined (n_used < 2 ? TOO_FEW_GROUPS : TOO_MANY_GROUPS, n_used);
  if (reference != ASSAY_PARITY_NO_GROUP && rates[reference].why_out != NULL)
    return gap_undefined (REFERENCE_OUT, n_used);

  const guint n_pairs = reference == ASSAY_PARITY_NO_GROUP ? n_used * (n_used - 1) / 2 : n_used - 1;
  const double each = 1 - (1 - confidence) / n_pairs / n_measures;
  AssayParityGap self = gap_of_rate (&measures[0], groups, used, n_used, reference, each);
  for (guint r = 1; r < n_measures; r++)
    {
      const AssayParityGap other = gap_of_rate (&measures[r], groups, used, n_used, reference, each);
      take_worse (&self, &other, r);
    }
  self.n_used = n_used;
  self.n_pairs = n_pairs;
  self.confidence = each;
  return self;
}
