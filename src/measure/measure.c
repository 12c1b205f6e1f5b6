/* measure.c: the table of measures, and a measure of a matrix with its interval.
 *
 * Proportions and their kin are closed forms on the counts of one class against the rest and need no memory: an
 * audit works them all out for each of its slices. The bootstrapped ones share one set of draws.
 */
#include "measure-private.h"

#include <string.h>

#define HIGHER ASSAY_DIRECTION_HIGHER
#define LOWER ASSAY_DIRECTION_LOWER
#define NEITHER ASSAY_DIRECTION_NONE

static const AssayMeasure measure_table[] = {
  { ASSAY_MEASURE_ACCURACY, "accuracy", "Accuracy", HIGHER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_ERROR_RATE, "error_rate", "Error rate", LOWER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_PRECISION, "precision", "Precision", HIGHER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_RECALL, "recall", "Recall", HIGHER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_SPECIFICITY, "specificity", "Specificity", HIGHER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_FPR, "fpr", "False positive rate", LOWER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_FNR, "fnr", "False negative rate", LOWER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_FDR, "fdr", "False discovery rate", LOWER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_FOR, "for", "False omission rate", LOWER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_F1, "f1", "F1", HIGHER, ASSAY_INTERVAL_JACCARD, 1 },
  { ASSAY_MEASURE_JACCARD, "jaccard", "Jaccard", HIGHER, ASSAY_INTERVAL_JACCARD, 0 },
  { ASSAY_MEASURE_BALANCED_ACCURACY, "balanced_accuracy", "Balanced accuracy", HIGHER, ASSAY_INTERVAL_MOVER, 0 },
  { ASSAY_MEASURE_MCC, "mcc", "Matthews correlation", HIGHER, ASSAY_INTERVAL_DIRICHLET, 0 },
  { ASSAY_MEASURE_KAPPA, "kappa", "Cohen's kappa", HIGHER, ASSAY_INTERVAL_DIRICHLET, 0 },
  { ASSAY_MEASURE_PREVALENCE, "prevalence", "Prevalence", NEITHER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_SELECTION_RATE, "selection_rate", "Selection rate", NEITHER, ASSAY_INTERVAL_WILSON, 0 },
};

const AssayMeasure *
assay_measure_table (guint *n_measures)
{
  if (n_measures != NULL)
    *n_measures = G_N_ELEMENTS (measure_table);
  return measure_table;
}

/* "f0.5", "f2": digits and at most one point, beta > 0. f1.0 is f1. */
static gboolean
find_f_beta (const char   *name,
             AssayMeasure *out)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE], *end;

  if (name[0] != 'f' || !g_ascii_isdigit (name[1]) || strspn (name + 1, "0123456789.") != strlen (name + 1))
    return FALSE;
  const double beta = g_ascii_strtod (name + 1, &end);
  if (*end != '\0' || !(beta > 0) || !isfinite (beta))
    return FALSE;
  if (beta == 1)
    return assay_measure_find ("f1", out);

  g_ascii_formatd (text, sizeof text, "%g", beta);
  g_autofree char *canonical = g_strconcat ("f", text, NULL);
  g_autofree char *label = g_strconcat ("F", text, NULL);
  *out = (AssayMeasure) { ASSAY_MEASURE_F_BETA, g_intern_string (canonical), g_intern_string (label), HIGHER,
                          ASSAY_INTERVAL_DIRICHLET, beta };
  return TRUE;
}

gboolean
assay_measure_find (const char   *name,
                    AssayMeasure *out)
{
  g_return_val_if_fail (name != NULL && out != NULL, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (measure_table); i++)
    if (strcmp (measure_table[i].name, name) == 0)
      {
        *out = measure_table[i];
        return TRUE;
      }
  return find_f_beta (name, out);
}

gboolean
assay_measure_proportion (const AssayMeasure   *measure,
                          const AssayConfusion *confusion,
                          guint64              *k,
                          guint64              *n)
{
  const AssayConfusion *c = confusion;

  switch (measure->id)
    {
    case ASSAY_MEASURE_ACCURACY: *k = c->right, *n = c->n; return TRUE;
    case ASSAY_MEASURE_ERROR_RATE: *k = c->n - c->right, *n = c->n; return TRUE;
    case ASSAY_MEASURE_PRECISION: *k = c->tp, *n = c->tp + c->fp; return TRUE;
    case ASSAY_MEASURE_RECALL: *k = c->tp, *n = c->tp + c->fn; return TRUE;
    case ASSAY_MEASURE_SPECIFICITY: *k = c->tn, *n = c->tn + c->fp; return TRUE;
    case ASSAY_MEASURE_FPR: *k = c->fp, *n = c->fp + c->tn; return TRUE;
    case ASSAY_MEASURE_FNR: *k = c->fn, *n = c->fn + c->tp; return TRUE;
    case ASSAY_MEASURE_FDR: *k = c->fp, *n = c->fp + c->tp; return TRUE;
    case ASSAY_MEASURE_FOR: *k = c->fn, *n = c->fn + c->tn; return TRUE;
    case ASSAY_MEASURE_F1:
    case ASSAY_MEASURE_JACCARD: *k = c->tp, *n = c->tp + c->fp + c->fn; return TRUE;
    case ASSAY_MEASURE_PREVALENCE: *k = c->tp + c->fn, *n = c->n; return TRUE;
    case ASSAY_MEASURE_SELECTION_RATE: *k = c->tp + c->fp, *n = c->n; return TRUE;
    case ASSAY_MEASURE_F_BETA:
    case ASSAY_MEASURE_BALANCED_ACCURACY:
    case ASSAY_MEASURE_MCC:
    case ASSAY_MEASURE_KAPPA: return FALSE;
    }
  g_assert_not_reached ();
}

/* F1 = 2J/(1+J) rises with J, so the ends go the same way. */
static double
f1_of_jaccard (double jaccard)
{
  return 2 * jaccard / (1 + jaccard);
}

static AssayEstimate
estimate_proportion (const AssayMeasure   *measure,
                     const AssayConfusion *confusion,
                     double                z)
{
  guint64 k, n;

  g_assert (assay_measure_proportion (measure, confusion, &k, &n));
  if (n == 0)
    return estimate_undefined (0, confusion->n == 0 ? "no rows" : assay_measure_why (measure));

  AssayEstimate estimate = assay_wilson_z (k, n, z);
  if (measure->id == ASSAY_MEASURE_F1)
    estimate = estimate_widened (f1_of_jaccard (estimate.value), f1_of_jaccard (estimate.lo),
                                 f1_of_jaccard (estimate.hi), n);
  return estimate;
}

/* Mean recall over the classes present among the labels. */
static AssayEstimate
estimate_balanced_accuracy (const AssayMatrix *matrix,
                            guint64            n,
                            double             z)
{
  g_autofree AssayEstimate *recalls = g_new (AssayEstimate, matrix->n_classes);
  guint n_recalls = 0;

  for (guint label = 0; label < matrix->n_classes; label++)
    {
      const guint64 *row = matrix->cells + (gsize) label * matrix->n_classes;
      guint64 n_label = 0;

      for (guint prediction = 0; prediction < matrix->n_classes; prediction++)
        n_label += row[prediction];
      if (n_label > 0)
        recalls[n_recalls++] = assay_wilson_z (row[label], n_label, z);
    }
  return assay_mean_of (recalls, n_recalls, n);
}

/* The cells of the classes that are present, and room for a draw of their shares. */
typedef struct
{
  guint    n_classes, positive;
  guint8  *in_labels;
  guint64 *counts;
  double  *shares;
} Present;

static void
present_clear (Present *self)
{
  g_free (self->in_labels);
  g_free (self->counts);
  g_free (self->shares);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Present, present_clear)

static void
present_init (Present           *self,
              const AssayMatrix *matrix)
{
  const guint all = matrix->n_classes;
  g_autofree guint *kept = g_new (guint, all);
  guint n = 0;

  self->in_labels = g_new0 (guint8, all);
  self->positive = G_MAXUINT;
  for (guint class = 0; class < all; class++)
    {
      guint64 n_label = 0, n_prediction = 0;

      for (guint other = 0; other < all; other++)
        {
          n_label += matrix->cells[(gsize) class * all + other];
          n_prediction += matrix->cells[(gsize) other * all + class];
        }
      if (n_label + n_prediction == 0)
        continue;
      if (class == matrix->positive)
        self->positive = n;
      self->in_labels[n] = n_label > 0;
      kept[n++] = class;
    }
  self->n_classes = n;
  self->counts = g_new (guint64, (gsize) n * n);
  self->shares = g_new (double, (gsize) n * n);
  for (guint label = 0; label < n; label++)
    for (guint prediction = 0; prediction < n; prediction++)
      self->counts[(gsize) label * n + prediction] = matrix->cells[(gsize) kept[label] * all + kept[prediction]];
}

static AssayWeights
present_weights (const Present *self)
{
  return (AssayWeights) { self->n_classes, MIN (self->positive, self->n_classes), self->in_labels, self->shares };
}

/* n of a bootstrapped measure: the rows that any of its terms counts. */
static guint64
bootstrapped_rows (const AssayMeasure   *measure,
                   const AssayConfusion *confusion)
{
  return measure->id == ASSAY_MEASURE_F_BETA ? confusion->tp + confusion->fp + confusion->fn : confusion->n;
}

static AssayEstimate
bootstrapped_point (const AssayMeasure   *measure,
                    const Present        *present,
                    const AssayConfusion *confusion)
{
  const guint64 n = bootstrapped_rows (measure, confusion);
  const AssayWeights weights = present_weights (present);

  for (gsize cell = 0; cell < (gsize) present->n_classes * present->n_classes; cell++)
    present->shares[cell] = present->counts[cell];
  const double value = assay_weights_value (&weights, measure);
  if (isnan (value))
    return estimate_undefined (n, confusion->n == 0 ? "no rows" : assay_measure_why (measure));
  return (AssayEstimate) { value, NAN, NAN, n, NULL };
}

static gboolean
is_bootstrapped (const AssayMeasure  *measure,
                 const AssayEstimate *estimate)
{
  return measure->interval == ASSAY_INTERVAL_DIRICHLET && !isnan (estimate->value);
}

/* Draws once for all bootstrapped measures that have a value; draws[measure * n_draws + draw]. */
static void
estimate_ends (const AssayMeasure        *measures,
               guint                      n_measures,
               Present                   *present,
               const AssayMeasureOptions *options,
               AssayEstimate             *estimates)
{
  const guint n_draws = assay_dirichlet_n (options);
  const gsize n_cells = (gsize) present->n_classes * present->n_classes;
  const AssayWeights weights = present_weights (present);
  g_autofree double *draws = g_new (double, (gsize) n_measures * n_draws);
  AssayStream stream;

  assay_stream_init (&stream, options->seed, options->stream);
  for (guint draw = 0; draw < n_draws; draw++)
    {
      assay_dirichlet_draw (&stream, draw, present->counts, n_cells, 2.0 / n_cells, present->shares);
      for (guint i = 0; i < n_measures; i++)
        if (is_bootstrapped (&measures[i], &estimates[i]))
          draws[(gsize) i * n_draws + draw] = assay_weights_value (&weights, &measures[i]);
    }
  for (guint i = 0; i < n_measures; i++)
    if (is_bootstrapped (&measures[i], &estimates[i]))
      assay_dirichlet_ends (&estimates[i], draws + (gsize) i * n_draws, n_draws, options->confidence);
}

static void
estimate_bootstrapped (const AssayMeasure        *measures,
                       guint                      n_measures,
                       const AssayMatrix         *matrix,
                       const AssayConfusion      *confusion,
                       const AssayMeasureOptions *options,
                       AssayEstimate             *estimates)
{
  g_auto (Present) present = { 0 };
  gboolean has_value = FALSE;

  present_init (&present, matrix);
  for (guint i = 0; i < n_measures; i++)
    if (measures[i].interval == ASSAY_INTERVAL_DIRICHLET)
      {
        estimates[i] = bootstrapped_point (&measures[i], &present, confusion);
        has_value |= !isnan (estimates[i].value);
      }
  if (has_value)
    estimate_ends (measures, n_measures, &present, options, estimates);
}

void
assay_measure_estimates (const AssayMeasure        *measures,
                         guint                      n_measures,
                         const AssayMatrix         *matrix,
                         const AssayMeasureOptions *options,
                         AssayEstimate             *estimates)
{
  g_return_if_fail (matrix != NULL && options != NULL && matrix->positive < matrix->n_classes);

  const AssayConfusion confusion = assay_confusion (matrix);
  const double z = assay_z (options->confidence);
  gboolean has_bootstrapped = FALSE;

  for (guint i = 0; i < n_measures; i++)
    if (measures[i].interval == ASSAY_INTERVAL_DIRICHLET)
      has_bootstrapped = TRUE;
    else if (measures[i].interval == ASSAY_INTERVAL_MOVER)
      estimates[i] = estimate_balanced_accuracy (matrix, confusion.n, z);
    else
      estimates[i] = estimate_proportion (&measures[i], &confusion, z);
  if (has_bootstrapped)
    estimate_bootstrapped (measures, n_measures, matrix, &confusion, options, estimates);
}

AssayEstimate
assay_measure_estimate (const AssayMeasure        *measure,
                        const AssayMatrix         *matrix,
                        const AssayMeasureOptions *options)
{
  AssayEstimate estimate = estimate_undefined (0, "no rows");

  assay_measure_estimates (measure, 1, matrix, options, &estimate);
  return estimate;
}
