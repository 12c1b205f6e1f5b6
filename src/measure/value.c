/* value.c: a measure of a matrix of real shares, straight from the definitions of measures.md 1.
 *
 * Measures are ratios, so shares need not add up to 1. Sums run in the order of the cells: the same shares give
 * the same bits everywhere.
 */
#include "measure-private.h"

/* x/0 is NaN, also for 0 < x: undefined, never infinite. */
static double
ratio (double numerator,
       double denominator)
{
  return denominator > 0 ? numerator / denominator : NAN;
}

typedef struct
{
  double n, right, tp, fp, fn, tn;
} Sums;

static Sums
shares_sums (const AssayShares *w)
{
  Sums sums = { 0 };

  for (guint label = 0; label < w->n_classes; label++)
    for (guint prediction = 0; prediction < w->n_classes; prediction++)
      {
        const double cell = w->cells[(gsize) label * w->n_classes + prediction];

        sums.n += cell;
        if (label == prediction)
          sums.right += cell;
        if (label == w->positive)
          *(prediction == w->positive ? &sums.tp : &sums.fn) += cell;
        else
          *(prediction == w->positive ? &sums.fp : &sums.tn) += cell;
      }
  return sums;
}

static double
row_sum (const AssayShares *w,
         guint               label)
{
  double sum = 0;

  for (guint prediction = 0; prediction < w->n_classes; prediction++)
    sum += w->cells[(gsize) label * w->n_classes + prediction];
  return sum;
}

static double
column_sum (const AssayShares *w,
            guint               prediction)
{
  double sum = 0;

  for (guint label = 0; label < w->n_classes; label++)
    sum += w->cells[(gsize) label * w->n_classes + prediction];
  return sum;
}

/* Mean recall of the classes that have rows among the labels. */
static double
balanced_accuracy (const AssayShares *w)
{
  double sum = 0;
  guint n_labels = 0;

  for (guint label = 0; label < w->n_classes; label++)
    if (w->in_labels[label])
      {
        sum += ratio (w->cells[(gsize) label * w->n_classes + label], row_sum (w, label));
        n_labels++;
      }
  return ratio (sum, n_labels);
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
      const double label = row_sum (w, class) / n, prediction = column_sum (w, class) / n;

      margins.agreed += w->cells[(gsize) class * w->n_classes + class] / n;
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
f_beta (const Sums *s,
        double      beta)
{
  const double right = (1 + beta * beta) * s->tp;

  return ratio (right, right + beta * beta * s->fn + s->fp);
}

double
assay_shares_value (const AssayShares  *shares,
                    const AssayMeasure *measure)
{
  const Sums s = shares_sums (shares);

  if (!(s.n > 0))
    return NAN;
  switch (measure->id)
    {
    case ASSAY_MEASURE_ACCURACY: return ratio (s.right, s.n);
    case ASSAY_MEASURE_ERROR_RATE: return ratio (s.n - s.right, s.n);
    case ASSAY_MEASURE_PRECISION: return ratio (s.tp, s.tp + s.fp);
    case ASSAY_MEASURE_RECALL: return ratio (s.tp, s.tp + s.fn);
    case ASSAY_MEASURE_SPECIFICITY: return ratio (s.tn, s.tn + s.fp);
    case ASSAY_MEASURE_FPR: return ratio (s.fp, s.fp + s.tn);
    case ASSAY_MEASURE_FNR: return ratio (s.fn, s.fn + s.tp);
    case ASSAY_MEASURE_FDR: return ratio (s.fp, s.fp + s.tp);
    case ASSAY_MEASURE_FOR: return ratio (s.fn, s.fn + s.tn);
    case ASSAY_MEASURE_F1: return f_beta (&s, 1);
    case ASSAY_MEASURE_F_BETA: return f_beta (&s, measure->beta);
    case ASSAY_MEASURE_JACCARD: return ratio (s.tp, s.tp + s.fp + s.fn);
    case ASSAY_MEASURE_BALANCED_ACCURACY: return balanced_accuracy (shares);
    case ASSAY_MEASURE_MCC: return correlation (shares, s.n);
    case ASSAY_MEASURE_KAPPA: return kappa (shares, s.n);
    case ASSAY_MEASURE_PREVALENCE: return ratio (s.tp + s.fn, s.n);
    case ASSAY_MEASURE_SELECTION_RATE: return ratio (s.tp + s.fp, s.n);
    }
  g_assert_not_reached ();
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
    case ASSAY_MEASURE_MCC:
    case ASSAY_MEASURE_KAPPA: return "one class only";
    default: return "no rows";
    }
}
