/* paired-draws.c: the difference of two models' measures on the same rows, by the Bayesian bootstrap.
 *
 * The shares of all C³ cells (label, new, old) of the C classes present are drawn from Dirichlet (rows + 2/C³), and each
 * model's value is worked out on its margin, so that what the two share is drawn once for both. Of a folded matrix only
 * what is right is known, and four sums a label are enough: C³ cells of one label are C² of them, of which one is both
 * right, C - 1 only the new, C - 1 only the old and (C - 1)² neither, and sums of gammas are gammas. C is there the
 * number of classes among the labels.
 */
#include "measure-private.h"
#include "replicates.h"
#include "weighted.h"

#define MOST_MATRIX (ASSAY_PAIRED_MOST_CLASSES * ASSAY_PAIRED_MOST_CLASSES)
#define MOST_CELLS (MOST_MATRIX * ASSAY_PAIRED_MOST_CLASSES)

#define IN_LABELS 1
#define IN_ANY 2

/* The cells of the classes present in labels or either prediction, and the two models' sums of one draw. */
typedef struct
{
  guint       n_classes, positive;
  guint8     *in_labels;
  gsize       n_cells;
  guint64    *counts; /* n_classes³; of a folded matrix 4 a label */
  gsize      *places; /* in counts, of each of the matrix's cells */
  double     *shares; /* n_cells */
  AssayShares new, old;
  double     *costs;  /* n_classes² */
} Present;

static void
present_clear (Present *self)
{
  g_free (self->in_labels);
  g_free (self->counts);
  g_free (self->places);
  g_free (self->shares);
  g_free (self->costs);
  assay_shares_clear (&self->new);
  assay_shares_clear (&self->old);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Present, present_clear)

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
      if (matrix->is_folded)
        continue;
      named[matrix->cells[i].new] |= IN_ANY;
      named[matrix->cells[i].old] |= IN_ANY;
    }
  for (guint class = 0; class < matrix->n_classes; class++)
    if (named[class] != 0)
      places[class] = n++;
  return n;
}

/* Which of its label's four sums a folded cell is of: bit 0, the new model is right; bit 1, the old one. */
static guint
folded_sum (const AssayPairedCell *cell)
{
  return (cell->new == cell->label) | (cell->old == cell->label) << 1;
}

static void
keep_costs (Present                   *self,
            const AssayMeasureOptions *options,
            const guint8              *named,
            const guint               *places)
{
  self->costs = g_new0 (double, (gsize) self->n_classes * self->n_classes);
  self->new.has_costs = self->old.has_costs = options->n_costs > 0;
  for (guint i = 0; i < options->n_costs; i++)
    if (named[options->costs[i].label] != 0 && named[options->costs[i].prediction] != 0)
      self->costs[places[options->costs[i].label] * self->n_classes + places[options->costs[i].prediction]] =
        options->costs[i].cost;
}

static void
present_init (Present                   *self,
              const AssayPairedMatrix   *matrix,
              const AssayMeasureOptions *options)
{
  g_autofree guint8 *named = g_new0 (guint8, matrix->n_classes + 1);
  g_autofree guint *places = g_new (guint, matrix->n_classes + 1);
  const gsize n = number_present (matrix, named, places);

  self->n_classes = n;
  self->positive = named[matrix->positive] != 0 ? places[matrix->positive] : n;
  self->in_labels = g_new0 (guint8, n);
  self->n_cells = matrix->is_folded ? 4 * n : n * n * n;
  self->counts = g_new0 (guint64, self->n_cells);
  self->places = g_new (gsize, matrix->n_cells + 1);
  self->shares = g_new (double, self->n_cells);
  for (guint class = 0; class < matrix->n_classes; class++)
    if (named[class] != 0)
      self->in_labels[places[class]] = (named[class] & IN_LABELS) != 0;
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const AssayPairedCell *cell = &matrix->cells[i];
      const gsize label = places[cell->label];

      self->places[i] = matrix->is_folded ? 4 * label + folded_sum (cell)
                                          : (label * n + places[cell->new]) * n + places[cell->old];
      self->counts[self->places[i]] += cell->n;
    }
  assay_shares_init (&self->new, n, self->positive, self->in_labels);
  assay_shares_init (&self->old, n, self->positive, self->in_labels);
  keep_costs (self, options, named, places);
}

/* A wrong prediction of a folded cell counts for some other class: no measure that is asked for minds which. */
static void
add_folded (Present *self,
            guint    label,
            guint    sum,
            double   share)
{
  const guint wrong = label == 0 ? MIN (1, self->n_classes - 1) : 0;

  assay_shares_add (&self->new, label, sum & 1 ? label : wrong, share);
  assay_shares_add (&self->old, label, sum & 2 ? label : wrong, share);
}

/* One model's matrix first, then its sums: the order of a matrix that was counted. */
static void
add_matrix (AssayShares  *sums,
            const double *cells,
            const double *costs)
{
  const guint n = sums->n_classes;

  for (guint label = 0; label < n; label++)
    for (guint prediction = 0; prediction < n; prediction++)
      {
        assay_shares_add (sums, label, prediction, cells[label * n + prediction]);
        sums->cost += cells[label * n + prediction] * costs[label * n + prediction];
      }
}

static void
add_shares (Present  *self,
            gboolean  is_folded)
{
  const guint n = self->n_classes;
  const double *share = self->shares;
  double new_cells[MOST_MATRIX] = { 0 }, old_cells[MOST_MATRIX] = { 0 };

  assay_shares_zero (&self->new);
  assay_shares_zero (&self->old);
  for (guint label = 0; label < n; label++)
    if (is_folded)
      for (guint sum = 0; sum < 4; sum++)
        add_folded (self, label, sum, *share++);
    else
      for (guint new = 0; new < n; new++)
        for (guint old = 0; old < n; old++, share++)
          {
            new_cells[label * n + new] += *share;
            old_cells[label * n + old] += *share;
          }
  if (is_folded)
    return;
  add_matrix (&self->new, new_cells, self->costs);
  add_matrix (&self->old, old_cells, self->costs);
}

/* Each model's value on the shares; returns new - old, NaN when one is undefined. */
static double
difference_of (Present            *self,
               gboolean            is_folded,
               const AssayMeasure *measure)
{
  add_shares (self, is_folded);
  return assay_shares_value (&self->new, measure) - assay_shares_value (&self->old, measure);
}

static void
draw_folded (Present           *self,
             const AssayStream *stream,
             guint              draw)
{
  const double c = self->n_classes, prior = 2 / (c * c * c);
  const double priors[4] = { prior * (c - 1) * (c - 1), prior * (c - 1), prior * (c - 1), prior };
  AssayGammas gammas = assay_gammas (stream, draw);

  for (gsize cell = 0; cell < self->n_cells; cell++)
    if (self->counts[cell] + priors[cell % 4] > 0)
      self->shares[cell] = assay_gammas_next (&gammas, self->counts[cell] + priors[cell % 4]);
    else
      self->shares[cell] = 0; /* one class: nothing is ever wrong */
}

/* Rows of the measure's denominator by one model's predictions; sums of rows. */
static guint64
denominator_rows (const AssayMeasure *measure,
                  const AssayShares  *sums)
{
  const AssayConfusion c = { .n = (guint64) sums->n, .right = (guint64) sums->right, .tp = (guint64) sums->tp,
                             .fp = (guint64) sums->fp, .fn = (guint64) sums->fn, .tn = (guint64) sums->tn };
  guint64 k, rows;

  if (measure->id == ASSAY_MEASURE_F_BETA)
    return c.tp + c.fp + c.fn;
  return assay_measure_proportion (measure, &c, &k, &rows) ? rows : c.n;
}

/* Sums of the pairs' cells, instead of draws. */
static void
take_sums (Present                 *self,
           const AssayPairedMatrix *matrix,
           const double            *sums)
{
  for (gsize cell = 0; cell < self->n_cells; cell++)
    self->shares[cell] = 0;
  for (guint i = 0; i < matrix->n_cells; i++)
    self->shares[self->places[i]] += sums[i];
}

/* Rows of the denominator that weigh nothing are no rows that lack. */
static const char *
why_undefined (const Present           *self,
               const AssayPairedMatrix *matrix,
               const AssayMeasure      *measure,
               guint64                  rows)
{
  const AssayConfusion none = { 0 };
  guint64 k, n;

  if (matrix->weights != NULL && rows > 0
      && (!(self->new.n > 0) || assay_measure_proportion (measure, &none, &k, &n)))
    return ASSAY_NO_WEIGHT;
  return assay_measure_why (measure);
}

/* Value and rows of the measure's denominator, the lesser of both models'; n counts rows, the value weighs them. */
static AssayEstimate
pair_point (Present                 *self,
            const AssayPairedMatrix *matrix,
            const AssayMeasure      *measure)
{
  for (gsize cell = 0; cell < self->n_cells; cell++)
    self->shares[cell] = self->counts[cell];
  AssayEstimate estimate = { difference_of (self, matrix->is_folded, measure), NAN, NAN, 0, NULL };
  estimate.n = MIN (denominator_rows (measure, &self->new), denominator_rows (measure, &self->old));
  if (matrix->weights != NULL)
    {
      g_autofree double *sums = g_new (double, matrix->n_cells + 1);

      for (guint i = 0; i < matrix->n_cells; i++)
        sums[i] = (double) matrix->weights->cells[i].sum;
      take_sums (self, matrix, sums);
      estimate.value = difference_of (self, matrix->is_folded, measure);
    }
  if (isnan (estimate.value))
    return estimate_undefined (estimate.n, why_undefined (self, matrix, measure, estimate.n));
  return estimate;
}

/* Differences over Dirichlet's draws; draws has room for n. */
static void
draw_differences (Present                   *self,
                  const AssayPairedMatrix   *matrix,
                  const AssayMeasure        *measure,
                  const AssayMeasureOptions *options,
                  guint                      n,
                  double                    *draws)
{
  g_auto (AssayDirichlet) dirichlet = { 0 };
  AssayStream stream;

  assay_stream_init (&stream, options->seed, options->stream);
  assay_dirichlet_init (&dirichlet, &stream, self->counts, self->n_cells, 2.0 / self->n_cells);
  for (guint draw = 0; draw < n; draw++)
    {
      if (matrix->is_folded)
        draw_folded (self, &stream, draw);
      else
        assay_dirichlet_draws (&dirichlet, draw, 1, self->shares);
      draws[draw] = difference_of (self, matrix->is_folded, measure);
    }
}

/* The same over replicates; v (nullable) gets their variance. */
static void
resample_difference (Present                   *self,
                     const AssayPairedMatrix   *matrix,
                     const AssayMeasure        *measure,
                     const AssayMeasureOptions *options,
                     double                    *v,
                     AssayEstimate             *estimate)
{
  g_auto (AssayResampling) resampling = { 0 };

  assay_resampling_init (&resampling, matrix->replicates, matrix->weights, options);
  g_autofree double *draws = g_new (double, resampling.n);
  for (guint r = 0; r < resampling.n; r++)
    {
      take_sums (self, matrix, assay_resampling_take (&resampling, r));
      draws[r] = difference_of (self, matrix->is_folded, measure);
    }
  if (v != NULL)
    *v = assay_draws_variance (draws, resampling.n);
  assay_resampled_end (measure, options, draws, resampling.n, estimate);
}

AssayEstimate
assay_paired_draw (const AssayMeasure        *measure,
                   const AssayPairedMatrix   *matrix,
                   const AssayMeasureOptions *options,
                   double                    *v)
{
  g_auto (Present) present = { 0 };

  if (v != NULL)
    *v = NAN;
  present_init (&present, matrix, options);
  if (present.n_cells == 0)
    return estimate_undefined (0, "no rows");
  g_return_val_if_fail (matrix->is_folded || present.n_cells <= MOST_CELLS, estimate_undefined (0, "too many classes"));

  AssayEstimate estimate = pair_point (&present, matrix, measure);
  if (isnan (estimate.value))
    return estimate;
  if (assay_replicates_are_few (matrix->replicates))
    {
      estimate.why = ASSAY_TOO_FEW_CLUSTERS;
      return estimate;
    }
  if (matrix->replicates != NULL || matrix->weights != NULL)
    {
      resample_difference (&present, matrix, measure, options, v, &estimate);
      return estimate;
    }
  const guint n_draws = assay_dirichlet_n (options);
  g_autofree double *draws = g_new (double, n_draws);
  draw_differences (&present, matrix, measure, options, n_draws, draws);
  assay_dirichlet_ends (&estimate, draws, n_draws, options->confidence);
  return estimate;
}
