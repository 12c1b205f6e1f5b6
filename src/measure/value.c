/* value.c: a measure of a matrix of real shares, straight from the definitions of measures.md 1.
 *
 * Measures are ratios, so shares need not add up to 1. Sums run in the order of the cells: the same shares give
 * the same bits everywhere. Averages, R_k and kappa need the diagonal and the margins alone, which is what makes
 * 1,000 classes bearable.
 */
#include "measure-private.h"

#include <string.h>

/* x/0 is NaN, also for 0 < x: undefined, never infinite. */
static double
ratio (double numerator,
       double denominator)
{
  return denominator > 0 ? numerator / denominator : NAN;
}

void
assay_shares_init (AssayShares  *self,
                   guint         n_classes,
                   guint         positive,
                   const guint8 *in_labels)
{
  double *sums = g_new0 (double, 3 * (gsize) MAX (n_classes, 1));

  *self = (AssayShares) { .n_classes = n_classes, .positive = positive, .in_labels = in_labels, .diagonal = sums,
                          .labels = sums + n_classes, .predictions = sums + 2 * (gsize) n_classes };
}

void
assay_shares_zero (AssayShares *self)
{
  self->n = self->right = self->tp = self->fp = self->fn = self->tn = self->cost = 0;
  memset (self->diagonal, 0, 3 * (gsize) self->n_classes * sizeof *self->diagonal);
}

void
assay_shares_clear (AssayShares *self)
{
  g_free (self->diagonal);
  *self = (AssayShares) { 0 };
}

double
assay_cost_of (const AssayCost *costs,
               guint            n_costs,
               guint            label,
               guint            prediction)
{
  guint lo = 0, hi = n_costs;

  while (lo < hi)
    {
      const guint middle = lo + (hi - lo) / 2;
      const AssayCost *cost = &costs[middle];

      if (cost->label == label && cost->prediction == prediction)
        return cost->cost;
      if (cost->label < label || (cost->label == label && cost->prediction < prediction))
        lo = middle + 1;
      else
        hi = middle;
    }
  return 0;
}

/* One class's part in an average; NaN where measures.md 1 calls it undefined. */
static double
class_precision (const AssayShares *w,
                 guint              class)
{
  return ratio (w->diagonal[class], w->predictions[class]);
}

static double
class_recall (const AssayShares *w,
              guint              class)
{
  return ratio (w->diagonal[class], w->labels[class]);
}

static double
class_f1 (const AssayShares *w,
          guint              class)
{
  return ratio (2 * w->diagonal[class], w->labels[class] + w->predictions[class]);
}

/* Over the classes that have rows among the labels, undefined if it is for one of them; weighted by label counts. */
static double
average (const AssayShares *w,
         double           (*of_class) (const AssayShares *w, guint class),
         gboolean           is_weighted)
{
  double sum = 0, weights = 0;

  for (guint class = 0; class < w->n_classes; class++)
    if (w->in_labels[class])
      {
        const double weight = is_weighted ? w->labels[class] : 1;

        sum += weight * of_class (w, class);
        weights += weight;
      }
  return ratio (sum, weights);
}

/* What R_k and kappa are made of: the diagonal and three sums over the marginals, as shares. */
typedef struct
{
  double agreed;      /* Σ n(c,c) */
  double by_chance;   /* Σ label share * prediction share */
  double labels_2;    /* Σ label share² */
  double predicted_2; /* Σ prediction share² */
  gboolean one_label, one_prediction;
} Margins;

static Margins
shares_margins (const AssayShares *w,
                 double              n)
{
  Margins margins = { 0 };
  guint n_labels = 0, n_predictions = 0;

  for (guint class = 0; class < w->n_classes; class++)
    {
      const double label = w->labels[class] / n, prediction = w->predictions[class] / n;

      margins.agreed += w->diagonal[class] / n;
      margins.by_chance += label * prediction;
      margins.labels_2 += label * label;
      margins.predicted_2 += prediction * prediction;
      n_labels += label > 0;
      n_predictions += prediction > 0;
    }
  margins.one_label = n_labels < 2;
  margins.one_prediction = n_predictions < 2;
  return margins;
}

/* Gorodkin 2004, R_k = (c s - Σ t p) / √((s² - Σ p²)(s² - Σ t²)), in shares (s = 1). For two classes it is MCC. */
static double
correlation (const AssayShares *w,
             double              n)
{
  const Margins m = shares_margins (w, n);

  if (m.one_label || m.one_prediction)
    return NAN;
  return CLAMP ((m.agreed - m.by_chance) / sqrt ((1 - m.predicted_2) * (1 - m.labels_2)), -1, 1);
}

/* Cohen 1960. p_e = 1 only when labels and predictions are all of one and the same class. */
static double
kappa (const AssayShares *w,
       double              n)
{
  const Margins m = shares_margins (w, n);

  if (m.one_label && m.one_prediction && m.by_chance > 0)
    return NAN;
  return MIN (1, (m.agreed - m.by_chance) / (1 - m.by_chance));
}

static double
f_beta (const AssayShares *s,
        double             beta)
{
  const double right = (1 + beta * beta) * s->tp;

  return ratio (right, right + beta * beta * s->fn + s->fp);
}

double
assay_shares_value (const AssayShares  *shares,
                    const AssayMeasure *measure)
{
  const AssayShares *s = shares;

  if (!(s->n > 0))
    return NAN;
  switch (measure->id)
    {
    case ASSAY_MEASURE_ACCURACY: return ratio (s->right, s->n);
    case ASSAY_MEASURE_ERROR_RATE: return ratio (s->n - s->right, s->n);
    case ASSAY_MEASURE_PRECISION: return ratio (s->tp, s->tp + s->fp);
    case ASSAY_MEASURE_RECALL: return ratio (s->tp, s->tp + s->fn);
    case ASSAY_MEASURE_SPECIFICITY: return ratio (s->tn, s->tn + s->fp);
    case ASSAY_MEASURE_FPR: return ratio (s->fp, s->fp + s->tn);
    case ASSAY_MEASURE_FNR: return ratio (s->fn, s->fn + s->tp);
    case ASSAY_MEASURE_FDR: return ratio (s->fp, s->fp + s->tp);
    case ASSAY_MEASURE_FOR: return ratio (s->fn, s->fn + s->tn);
    case ASSAY_MEASURE_F1: return f_beta (s, 1);
    case ASSAY_MEASURE_F_BETA: return f_beta (s, measure->beta);
    case ASSAY_MEASURE_JACCARD: return ratio (s->tp, s->tp + s->fp + s->fn);
    case ASSAY_MEASURE_BALANCED_ACCURACY: return average (s, class_recall, FALSE);
    case ASSAY_MEASURE_MACRO_PRECISION: return average (s, class_precision, FALSE);
    case ASSAY_MEASURE_MACRO_RECALL: return average (s, class_recall, FALSE);
    case ASSAY_MEASURE_MACRO_F1: return average (s, class_f1, FALSE);
    case ASSAY_MEASURE_WEIGHTED_PRECISION: return average (s, class_precision, TRUE);
    case ASSAY_MEASURE_WEIGHTED_RECALL: return ratio (s->right, s->n);
    case ASSAY_MEASURE_WEIGHTED_F1: return average (s, class_f1, TRUE);
    case ASSAY_MEASURE_MCC: return correlation (shares, s->n);
    case ASSAY_MEASURE_KAPPA: return kappa (shares, s->n);
    case ASSAY_MEASURE_COST: return s->has_costs ? ratio (s->cost, s->n) : NAN;
    case ASSAY_MEASURE_PREVALENCE: return ratio (s->tp + s->fn, s->n);
    case ASSAY_MEASURE_SELECTION_RATE: return ratio (s->tp + s->fp, s->n);
    default: g_assert_not_reached (); /* no measure of a matrix */
    }
}

const char *
assay_measure_why (const AssayMeasure *measure)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_PRECISION:
    case ASSAY_MEASURE_FDR: return "no positive predictions";
    case ASSAY_MEASURE_RECALL:
    case ASSAY_MEASURE_FNR: return "no positive labels";
    case ASSAY_MEASURE_SPECIFICITY:
    case ASSAY_MEASURE_FPR: return "no negative labels";
    case ASSAY_MEASURE_FOR: return "no negative predictions";
    case ASSAY_MEASURE_F1:
    case ASSAY_MEASURE_F_BETA:
    case ASSAY_MEASURE_JACCARD: return "no positive labels or predictions";
    case ASSAY_MEASURE_MACRO_PRECISION:
    case ASSAY_MEASURE_WEIGHTED_PRECISION: return "a class is never predicted";
    case ASSAY_MEASURE_COST: return "the plan has no [costs]";
    case ASSAY_MEASURE_MCC:
    case ASSAY_MEASURE_KAPPA: return "one class only";
    default: return "no rows";
    }
}
