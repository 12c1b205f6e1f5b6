/* paired.c: two models on the same rows, from the table (label, new, old).
 *
 * Where the labels alone say which rows a measure is about, only the rows on which the models disagree count:
 * McNemar's test and Bonett & Price's interval. Other measures are bootstrapped on the cells, so that what the two
 * models share is drawn once for both.
 */
#include "measure-private.h"

AssayPaired
assay_paired (const AssayPairedMatrix *matrix,
              double                   confidence)
{
  AssayPaired paired = { 0 };

  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const AssayPairedCell *cell = &matrix->cells[i];

      paired.rows += cell->n;
      paired.flips += cell->new != cell->old ? cell->n : 0;
      if (cell->new == cell->label)
        *(cell->old == cell->label ? &paired.both_right : &paired.only_new_right) += cell->n;
      else
        *(cell->old == cell->label ? &paired.only_old_right : &paired.both_wrong) += cell->n;
    }

  const double z = assay_z (confidence);
  paired.new_accuracy = assay_wilson_z (paired.both_right + paired.only_new_right, paired.rows, z);
  paired.old_accuracy = assay_wilson_z (paired.both_right + paired.only_old_right, paired.rows, z);
  paired.flip_rate = assay_wilson_z (paired.flips, paired.rows, z);
  paired.difference = assay_bonett_price (paired.only_new_right, paired.only_old_right, paired.rows, confidence);
  paired.test = paired.rows == 0 ? (AssayTest) { NAN, ASSAY_TEST_NONE }
                                 : assay_test_mcnemar (paired.only_new_right, paired.only_old_right);
  return paired;
}

/* Whether the labels alone fix the measure's denominator, the rows of `label` are in it, and a prediction puts one
 * of them in the numerator. */
static gboolean
is_fixed (const AssayMeasure *measure)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_ACCURACY:
    case ASSAY_MEASURE_ERROR_RATE:
    case ASSAY_MEASURE_RECALL:
    case ASSAY_MEASURE_FNR:
    case ASSAY_MEASURE_SPECIFICITY:
    case ASSAY_MEASURE_FPR:
    case ASSAY_MEASURE_SELECTION_RATE: return TRUE;
    default: return FALSE;
    }
}

static gboolean
in_denominator (const AssayMeasure *measure,
                gboolean            is_positive)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_RECALL:
    case ASSAY_MEASURE_FNR: return is_positive;
    case ASSAY_MEASURE_SPECIFICITY:
    case ASSAY_MEASURE_FPR: return !is_positive;
    default: return TRUE;
    }
}

static gboolean
in_numerator (const AssayMeasure *measure,
              guint               positive,
              guint               label,
              guint               prediction)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_ACCURACY: return prediction == label;
    case ASSAY_MEASURE_ERROR_RATE: return prediction != label;
    case ASSAY_MEASURE_FNR:
    case ASSAY_MEASURE_SPECIFICITY: return prediction != positive;
    default: return prediction == positive;
    }
}

/* b rows that only the new model puts in the numerator, c only the old, of n in the denominator. */
static void
count_discordant (const AssayMeasure      *measure,
                  const AssayPairedMatrix *matrix,
                  guint64                 *b,
                  guint64                 *c,
                  guint64                 *n)
{
  const guint positive = matrix->positive;

  *b = *c = *n = 0;
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const AssayPairedCell *cell = &matrix->cells[i];
      const gboolean by_new = in_numerator (measure, positive, cell->label, cell->new);
      const gboolean by_old = in_numerator (measure, positive, cell->label, cell->old);

      if (!in_denominator (measure, cell->label == positive))
        continue;
      *n += cell->n;
      *b += by_new && !by_old ? cell->n : 0;
      *c += by_old && !by_new ? cell->n : 0;
    }
}

/* The cells of the classes present in labels or either prediction, and the two models' matrices of one draw. */
typedef struct
{
  guint    n_classes, positive;
  guint8  *in_labels;
  guint64 *counts; /* n_classes³ */
  double  *shares; /* n_classes³ */
  double  *new, *old;
} PairedPresent;

static void
paired_present_clear (PairedPresent *self)
{
  g_free (self->in_labels);
  g_free (self->counts);
  g_free (self->shares);
  g_free (self->new);
  g_free (self->old);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PairedPresent, paired_present_clear)

#define IN_LABELS 1
#define IN_ANY 2

/* Marks what each class is named as; places[class] is then its position among those present. Returns how many. */
static guint
number_present (const AssayPairedMatrix *matrix,
                guint8                  *named,
                guint                   *places)
{
  guint n = 0;

  for (guint i = 0; i < matrix->n_cells; i++)
    {
      named[matrix->cells[i].label] |= IN_LABELS | IN_ANY;
      named[matrix->cells[i].new] |= IN_ANY;
      named[matrix->cells[i].old] |= IN_ANY;
    }
  for (guint class = 0; class < matrix->n_classes; class++)
    if (named[class] != 0)
      places[class] = n++;
  return n;
}

static void
paired_present_init (PairedPresent           *self,
                     const AssayPairedMatrix *matrix)
{
  g_autofree guint8 *named = g_new0 (guint8, matrix->n_classes + 1);
  g_autofree guint *places = g_new (guint, matrix->n_classes + 1);
  const gsize n = number_present (matrix, named, places);

  self->n_classes = n;
  self->positive = named[matrix->positive] != 0 ? places[matrix->positive] : n;
  self->in_labels = g_new0 (guint8, n);
  self->counts = g_new0 (guint64, n * n * n);
  self->shares = g_new (double, n * n * n);
  self->new = g_new (double, n * n);
  self->old = g_new (double, n * n);
  for (guint class = 0; class < matrix->n_classes; class++)
    if (named[class] != 0)
      self->in_labels[places[class]] = (named[class] & IN_LABELS) != 0;
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const AssayPairedCell *cell = &matrix->cells[i];
      self->counts[(places[cell->label] * n + places[cell->new]) * n + places[cell->old]] = cell->n;
    }
}

/* Each model's value on the shares; returns new - old, NaN when one is undefined. */
static double
paired_value (const PairedPresent *self,
              const AssayMeasure  *measure)
{
  const guint n = self->n_classes;
  const double *share = self->shares;
  const AssayShares new_shares = { n, self->positive, self->in_labels, self->new };
  const AssayShares old_shares = { n, self->positive, self->in_labels, self->old };

  for (gsize cell = 0; cell < (gsize) n * n; cell++)
    self->new[cell] = self->old[cell] = 0;
  for (guint label = 0; label < n; label++)
    for (guint new = 0; new < n; new++)
      for (guint old = 0; old < n; old++, share++)
        {
          self->new[label * n + new] += *share;
          self->old[label * n + old] += *share;
        }
  return assay_shares_value (&new_shares, measure) - assay_shares_value (&old_shares, measure);
}

/* Rows of the measure's denominator by one model's predictions. */
static guint64
denominator_rows (const AssayMeasure  *measure,
                  const PairedPresent *self,
                  gboolean             is_new)
{
  AssayConfusion c = { 0 };
  const guint n = self->n_classes, positive = self->positive;
  guint64 k, rows;

  for (guint label = 0; label < n; label++)
    for (guint new = 0; new < n; new++)
      for (guint old = 0; old < n; old++)
        {
          const guint64 count = self->counts[((gsize) label * n + new) * n + old];
          const guint prediction = is_new ? new : old;

          c.n += count;
          if (label == positive)
            *(prediction == positive ? &c.tp : &c.fn) += count;
          else
            *(prediction == positive ? &c.fp : &c.tn) += count;
        }
  if (measure->id == ASSAY_MEASURE_F_BETA)
    return c.tp + c.fp + c.fn;
  return assay_measure_proportion (measure, &c, &k, &rows) ? rows : c.n;
}

static AssayEstimate
bootstrapped_difference (const AssayMeasure        *measure,
                         const AssayPairedMatrix   *matrix,
                         const AssayMeasureOptions *options)
{
  const guint n_draws = assay_dirichlet_n (options);
  g_auto (PairedPresent) present = { 0 };
  g_autofree double *draws = g_new (double, n_draws);
  AssayStream stream;

  paired_present_init (&present, matrix);
  const gsize n_cells = (gsize) present.n_classes * present.n_classes * present.n_classes;
  const guint64 n = MIN (denominator_rows (measure, &present, TRUE), denominator_rows (measure, &present, FALSE));
  if (n_cells == 0)
    return estimate_undefined (0, "no rows");

  for (gsize cell = 0; cell < n_cells; cell++)
    present.shares[cell] = present.counts[cell];
  AssayEstimate estimate = { paired_value (&present, measure), NAN, NAN, n, NULL };
  if (isnan (estimate.value))
    return estimate_undefined (n, assay_measure_why (measure));

  assay_stream_init (&stream, options->seed, options->stream);
  for (guint draw = 0; draw < n_draws; draw++)
    {
      assay_dirichlet_draw (&stream, draw, present.counts, n_cells, 2.0 / n_cells, present.shares);
      draws[draw] = paired_value (&present, measure);
    }
  assay_dirichlet_ends (&estimate, draws, n_draws, options->confidence);
  return estimate;
}

AssayEstimate
assay_paired_difference (const AssayMeasure        *measure,
                         const AssayPairedMatrix   *matrix,
                         const AssayMeasureOptions *options,
                         AssayTest                 *test)
{
  guint64 b, c, n;

  g_return_val_if_fail (matrix != NULL && options != NULL, estimate_undefined (0, "no rows"));
  if (test != NULL)
    *test = (AssayTest) { NAN, ASSAY_TEST_NONE };
  count_discordant (measure, matrix, &b, &c, &n);
  if (test != NULL && is_fixed (measure) && n > 0)
    *test = assay_test_mcnemar (b, c);

  /* Both models are asked about the same labels: a difference of exactly 0, in every draw. */
  if (measure->id == ASSAY_MEASURE_PREVALENCE && n > 0)
    return (AssayEstimate) { 0, NAN, NAN, n, ASSAY_NO_SPREAD };
  if (!assay_paired_has_formula (measure))
    return bootstrapped_difference (measure, matrix, options);

  AssayEstimate estimate = assay_bonett_price (b, c, n, options->confidence);
  if (n == 0 && assay_paired (matrix, options->confidence).rows > 0)
    estimate.why = assay_measure_why (measure);
  return estimate;
}

/* measures.md 3 names these; the selection rate is not among them, though its denominator is fixed too. */
gboolean
assay_paired_has_formula (const AssayMeasure *measure)
{
  return is_fixed (measure) && measure->id != ASSAY_MEASURE_SELECTION_RATE;
}
