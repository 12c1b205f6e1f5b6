/* matrix.c: measures of a confusion matrix, with their intervals.
 *
 * Proportions and their kin are closed forms on the counts of one class against the rest and need no memory: an
 * audit works them all out for each of its slices. The bootstrapped ones share one set of draws.
 */
#include "measure-private.h"

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

/* The cells of one label stand together. Returns the position after them. */
static guint
label_rows (const AssayMatrix *matrix,
            guint              first,
            guint64           *n_label,
            guint64           *n_right)
{
  const guint label = matrix->cells[first].label;
  guint i = first;

  *n_label = *n_right = 0;
  for (; i < matrix->n_cells && matrix->cells[i].label == label; i++)
    {
      *n_label += matrix->cells[i].n;
      if (matrix->cells[i].prediction == label)
        *n_right = matrix->cells[i].n;
    }
  return i;
}

/* Mean recall over the classes present among the labels. */
static AssayEstimate
estimate_balanced_accuracy (const AssayMatrix *matrix,
                            guint64            n,
                            double             z)
{
  g_autofree AssayEstimate *recalls = g_new (AssayEstimate, MIN (matrix->n_cells, matrix->n_classes));
  guint n_recalls = 0;

  for (guint i = 0; i < matrix->n_cells;)
    {
      guint64 n_label, n_right;

      i = label_rows (matrix, i, &n_label, &n_right);
      recalls[n_recalls++] = assay_wilson_z (n_right, n_label, z);
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

#define IN_LABELS 1
#define IN_ANY 2

/* Marks what each class is named as; places[class] is then its position among those present. Returns how many. */
static guint
number_present (const AssayMatrix *matrix,
                guint8            *named,
                guint             *places)
{
  guint n = 0;

  for (guint i = 0; i < matrix->n_cells; i++)
    {
      named[matrix->cells[i].label] |= IN_LABELS | IN_ANY;
      named[matrix->cells[i].prediction] |= IN_ANY;
    }
  for (guint class = 0; class < matrix->n_classes; class++)
    if (named[class] != 0)
      places[class] = n++;
  return n;
}

static void
present_init (Present           *self,
              const AssayMatrix *matrix)
{
  g_autofree guint8 *named = g_new0 (guint8, matrix->n_classes + 1);
  g_autofree guint *places = g_new (guint, matrix->n_classes + 1);
  const guint n = number_present (matrix, named, places);

  self->n_classes = n;
  self->positive = named[matrix->positive] != 0 ? places[matrix->positive] : n;
  self->in_labels = g_new0 (guint8, n);
  self->counts = g_new0 (guint64, (gsize) n * n);
  self->shares = g_new (double, (gsize) n * n);
  for (guint class = 0; class < matrix->n_classes; class++)
    if (named[class] != 0)
      self->in_labels[places[class]] = (named[class] & IN_LABELS) != 0;
  for (guint i = 0; i < matrix->n_cells; i++)
    self->counts[(gsize) places[matrix->cells[i].label] * n + places[matrix->cells[i].prediction]] =
      matrix->cells[i].n;
}

static AssayShares
present_shares (const Present *self)
{
  return (AssayShares) { self->n_classes, self->positive, self->in_labels, self->shares };
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
  const AssayShares shares = present_shares (present);

  for (gsize cell = 0; cell < (gsize) present->n_classes * present->n_classes; cell++)
    present->shares[cell] = present->counts[cell];
  const double value = assay_shares_value (&shares, measure);
  if (isnan (value))
    return estimate_undefined (n, confusion->n == 0 ? "no rows" : assay_measure_why (measure));
  return (AssayEstimate) { value, NAN, NAN, n, NULL };
}

static gboolean
is_drawn (const AssayMeasure *measure)
{
  return measure->family == ASSAY_FAMILY_MATRIX && measure->interval == ASSAY_INTERVAL_DIRICHLET;
}

static gboolean
is_bootstrapped (const AssayMeasure  *measure,
                 const AssayEstimate *estimate)
{
  return is_drawn (measure) && !isnan (estimate->value);
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
  const AssayShares shares = present_shares (present);
  g_autofree double *draws = g_new (double, (gsize) n_measures * n_draws);
  AssayStream stream;

  assay_stream_init (&stream, options->seed, options->stream);
  for (guint draw = 0; draw < n_draws; draw++)
    {
      assay_dirichlet_draw (&stream, draw, present->counts, n_cells, 2.0 / n_cells, present->shares);
      for (guint i = 0; i < n_measures; i++)
        if (is_bootstrapped (&measures[i], &estimates[i]))
          draws[(gsize) i * n_draws + draw] = assay_shares_value (&shares, &measures[i]);
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
    if (is_drawn (&measures[i]))
      {
        estimates[i] = bootstrapped_point (&measures[i], &present, confusion);
        has_value |= !isnan (estimates[i].value);
      }
  if (has_value)
    estimate_ends (measures, n_measures, &present, options, estimates);
}

void
assay_matrix_estimates (const AssayMeasure        *measures,
                        guint                      n_measures,
                        const AssayEvidence       *evidence,
                        const AssayMeasureOptions *options,
                        AssayEstimate             *estimates)
{
  const AssayMatrix *matrix = &evidence->matrix;
  const AssayConfusion confusion = assay_confusion (matrix);
  const double z = assay_z (options->confidence);
  gboolean has_bootstrapped = FALSE;

  g_return_if_fail (matrix->positive <= matrix->n_classes);
  for (guint i = 0; i < n_measures; i++)
    if (measures[i].family != ASSAY_FAMILY_MATRIX)
      continue;
    else if (measures[i].interval == ASSAY_INTERVAL_DIRICHLET)
      has_bootstrapped = TRUE;
    else if (measures[i].interval == ASSAY_INTERVAL_MOVER)
      estimates[i] = estimate_balanced_accuracy (matrix, confusion.n, z);
    else
      estimates[i] = estimate_proportion (&measures[i], &confusion, z);
  if (has_bootstrapped)
    estimate_bootstrapped (measures, n_measures, matrix, &confusion, options, estimates);
}
