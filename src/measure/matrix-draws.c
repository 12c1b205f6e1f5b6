/* matrix-draws.c: ends of measures of a confusion matrix, by the Bayesian bootstrap (measures.md 3).
 *
 * The shares of all C² cells of the C classes present are drawn from Dirichlet (rows + 2/C²). Up to DENSE_CLASSES
 * classes cell by cell. Beyond, a set has more empty cells than could be drawn 2,000 times, and none of it is needed:
 *
 *   F-beta             four sums of cells: sums of gammas of one scale are gammas, so four draws
 *   cost               the cells that cost something, and the sum of all others
 *   averages, R_k, κ   the diagonal and the margins. A cell's gamma of shape n + a, a = 2/C², is one of shape n and one
 *                      of shape a. The first are drawn for the cells with rows; the C² second ones as one mass, a gamma
 *                      of shape C² a = 2, which is then broken up
 *
 * A symmetric Dirichlet (a, ..., a) over M cells taken in size-biased order breaks off shares V_k of what is left,
 * V_k from Beta (1 + a, (M - k) a), and the cells taken are a random permutation of the M (Pitman 1996, Random discrete
 * distributions invariant under size-biased permutation). Some 75 pieces leave less than 2^-53 of the whole, which is
 * what a double keeps of it. So the law of the draws is that of drawing every cell.
 */
#include "measure-private.h"

#include <string.h>

#define DENSE_CLASSES 10
#define CELLS_AT_ONCE 2048

#define IN_LABELS 1
#define IN_ANY 2

/* The classes that are named in labels or predictions, and the cells with rows among them. */
typedef struct
{
  guint            n_classes, positive;  /* of those present */
  guint8          *in_labels;
  AssayMatrixCell *cells;                /* renumbered, in the matrix's order */
  guint            n_cells;
  guint64          n_all;                /* cells, those without rows too */
  double           prior;
  AssayCost       *costs;                /* of pairs of those present, renumbered, in order */
  guint            n_costs;
  gboolean         has_costs;            /* there are any, also of classes that are not here */
  GArray          *taken;                /* of guint32: cells that have had their piece of the prior in this draw */
} Present;

static void
present_clear (Present *self)
{
  g_free (self->in_labels);
  g_free (self->cells);
  g_free (self->costs);
  g_clear_pointer (&self->taken, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Present, present_clear)

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
keep_costs (Present                   *self,
            const AssayMeasureOptions *options,
            const guint8              *named,
            const guint               *places)
{
  self->has_costs = options->n_costs > 0;
  self->costs = g_new (AssayCost, options->n_costs);
  for (guint i = 0; i < options->n_costs; i++)
    {
      const AssayCost *cost = &options->costs[i];

      if (named[cost->label] != 0 && named[cost->prediction] != 0)
        self->costs[self->n_costs++] = (AssayCost) { places[cost->label], places[cost->prediction], cost->cost };
    }
}

static void
present_init (Present                   *self,
              const AssayMatrix         *matrix,
              const AssayMeasureOptions *options)
{
  g_autofree guint8 *named = g_new0 (guint8, matrix->n_classes + 1);
  g_autofree guint *places = g_new (guint, matrix->n_classes + 1);
  const guint n = number_present (matrix, named, places);

  self->n_classes = n;
  self->positive = named[matrix->positive] != 0 ? places[matrix->positive] : n;
  self->in_labels = g_new0 (guint8, n);
  for (guint class = 0; class < matrix->n_classes; class++)
    if (named[class] != 0)
      self->in_labels[places[class]] = (named[class] & IN_LABELS) != 0;
  self->n_cells = matrix->n_cells;
  self->cells = g_new (AssayMatrixCell, matrix->n_cells);
  for (guint i = 0; i < matrix->n_cells; i++)
    self->cells[i] = (AssayMatrixCell) { places[matrix->cells[i].label], places[matrix->cells[i].prediction],
                                         matrix->cells[i].n };
  self->n_all = (guint64) n * n;
  self->taken = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->prior = 2.0 / self->n_all;
  keep_costs (self, options, named, places);
}

/* --- few classes: every cell --------------------------------------------------------------------------------- */

/* Draws of all measures: draws[measure * n_draws + draw]. */
typedef struct
{
  const AssayMeasure *measures;
  guint               n_measures;
  const guint8       *is_wanted;  /* n_measures */
  double             *draws;
  guint               n_draws;
} Drawing;

static void
keep_draw (const Drawing     *self,
           const AssayShares *shares,
           guint              draw)
{
  for (guint i = 0; i < self->n_measures; i++)
    if (self->is_wanted[i])
      self->draws[(gsize) i * self->n_draws + draw] = assay_shares_value (shares, &self->measures[i]);
}

/* Measures for which two classes have a short way; the others are left to keep_draw(). Returns whether there are any. */
static gboolean
keep_two_class_draws (const Drawing *self,
                      const Present *present,
                      const double  *cells,
                      guint          first,
                      guint          n_draws,
                      guint8        *is_left)
{
  gboolean is_any_left = FALSE;

  for (guint i = 0; i < self->n_measures; i++)
    {
      double *draws = self->draws + (gsize) i * self->n_draws + first;

      is_left[i] = self->is_wanted[i]
                   && !(present->n_classes == 2
                        && assay_two_class_values (&self->measures[i], present->positive, cells, n_draws, draws));
      is_any_left |= is_left[i];
    }
  return is_any_left;
}

static void
add_every_cell (AssayShares   *shares,
                const Present *present,
                const double  *cells)
{
  const guint n = present->n_classes;

  assay_shares_zero (shares);
  for (guint label = 0; label < n; label++)
    for (guint prediction = 0; prediction < n; prediction++)
      assay_shares_add (shares, label, prediction, cells[label * n + prediction]);
  for (guint i = 0; i < present->n_costs; i++)
    shares->cost += present->costs[i].cost * cells[present->costs[i].label * n + present->costs[i].prediction];
}

/* As many draws at a time as stay in the first cache. */
static void
draw_every_cell (const Drawing     *self,
                 const Present     *present,
                 const AssayStream *stream)
{
  const guint n = present->n_classes, at_once = CELLS_AT_ONCE / MAX (n * n, 1);
  guint64 counts[DENSE_CLASSES * DENSE_CLASSES] = { 0 };
  double cells[CELLS_AT_ONCE];
  g_autofree guint8 *is_left = g_new (guint8, self->n_measures);
  Drawing left = *self;
  g_auto (AssayShares) shares = { 0 };
  g_auto (AssayDirichlet) dirichlet = { 0 };

  assay_shares_init (&shares, n, present->positive, present->in_labels);
  shares.has_costs = present->has_costs;
  for (guint i = 0; i < present->n_cells; i++)
    counts[present->cells[i].label * n + present->cells[i].prediction] = present->cells[i].n;
  assay_dirichlet_init (&dirichlet, stream, counts, n * n, present->prior);
  left.is_wanted = is_left;
  for (guint first = 0; first < self->n_draws; first += at_once)
    {
      const guint n_draws = MIN (at_once, self->n_draws - first);

      assay_dirichlet_draws (&dirichlet, first, n_draws, cells);
      if (!keep_two_class_draws (self, present, cells, first, n_draws, is_left))
        continue;
      for (guint draw = 0; draw < n_draws; draw++)
        {
          add_every_cell (&shares, present, cells + draw * n * n);
          keep_draw (&left, &shares, first + draw);
        }
    }
}

/* --- many classes: F-beta ------------------------------------------------------------------------------------ */

/* The four sums are those of one set of draws whatever else is asked for, so F-beta has draws of its own. */
static void
draw_f_beta (const Drawing     *self,
             const Present     *present,
             const AssayStream *stream,
             guint              measure)
{
  const double others = present->n_classes - 1.0, prior = present->prior;
  const guint8 in_labels = TRUE;
  g_auto (AssayShares) sums = { 0 };
  double tp = prior, fp = prior * others, fn = prior * others, tn = prior * others * others;

  for (guint i = 0; i < present->n_cells; i++)
    {
      const AssayMatrixCell *cell = &present->cells[i];
      const gboolean by_model = cell->prediction == present->positive;

      *(cell->label == present->positive ? (by_model ? &tp : &fn) : (by_model ? &fp : &tn)) += cell->n;
    }
  assay_shares_init (&sums, 1, 0, &in_labels);
  for (guint draw = 0; draw < self->n_draws; draw++)
    {
      AssayGammas gammas = assay_gammas (stream, draw);

      sums.tp = assay_gammas_next (&gammas, tp);
      sums.fp = assay_gammas_next (&gammas, fp);
      sums.fn = assay_gammas_next (&gammas, fn);
      sums.tn = assay_gammas_next (&gammas, tn);
      sums.n = sums.tp + sums.fp + sums.fn + sums.tn;
      self->draws[(gsize) measure * self->n_draws + draw] = assay_shares_value (&sums, &self->measures[measure]);
    }
}

/* --- many classes: cost --------------------------------------------------------------------------------------- */

/* One gamma for every cell with a cost, one for all that cost nothing. */
static void
draw_cost (const Drawing     *self,
           const Present     *present,
           const AssayMatrix *matrix,
           const AssayStream *stream,
           guint              measure)
{
  double free_shape = present->prior * (present->n_all - present->n_costs);
  g_autofree double *shapes = g_new (double, MAX (present->n_costs, 1));

  for (guint i = 0; i < present->n_cells; i++)
    free_shape += present->cells[i].n;
  for (guint i = 0; i < present->n_costs; i++)
    {
      const guint64 n = assay_matrix_rows (matrix, present->costs[i].label, present->costs[i].prediction);

      shapes[i] = n + present->prior;
      free_shape -= n;
    }
  for (guint draw = 0; draw < self->n_draws; draw++)
    {
      AssayGammas gammas = assay_gammas (stream, draw);
      double sum = assay_gammas_next (&gammas, free_shape), cost = 0;

      for (guint i = 0; i < present->n_costs; i++)
        {
          const double share = assay_gammas_next (&gammas, shapes[i]);
          sum += share;
          cost += share * present->costs[i].cost;
        }
      self->draws[(gsize) measure * self->n_draws + draw] = cost / sum;
    }
}

/* --- many classes: margins ----------------------------------------------------------------------------------- */

static gboolean
is_taken (const Present *self,
          guint32        cell)
{
  for (guint i = 0; i < self->taken->len; i++)
    if (g_array_index (self->taken, guint32, i) == cell)
      return TRUE;
  return FALSE;
}

/* One of the cells that are not taken yet, each as likely as the other. */
static guint32
take_cell (Present     *self,
           AssayGammas *gammas)
{
  guint32 cell;

  do
    cell = (guint32) (assay_gammas_unit (gammas) * self->n_all);
  while (is_taken (self, cell));
  g_array_append_val (self->taken, cell);
  return cell;
}

/* The prior's part of every cell, most of which is in a few. */
static void
draw_prior (Present     *self,
            AssayGammas *gammas,
            AssayShares *shares)
{
  const double whole = shares->n;
  double left = assay_gammas_next (gammas, self->n_all * self->prior);

  g_array_set_size (self->taken, 0);
  for (guint64 k = 1; k <= self->n_all && left > whole * 0x1p-53; k++)
    {
      const guint32 cell = take_cell (self, gammas);
      double piece = left;

      if (k < self->n_all)
        {
          const double a = assay_gammas_next (gammas, 1 + self->prior);
          const double b = assay_gammas_next (gammas, (self->n_all - k) * self->prior);
          piece = left * (a / (a + b));
        }
      assay_shares_add (shares, cell / self->n_classes, cell % self->n_classes, piece);
      left -= piece;
    }
}

/* The distributions of the cells with rows: one for each number of rows, because most cells have 1 or 2, and what is
 * read over and over should be near. */
typedef struct
{
  AssayGamma        *all;   /* as they were seen first */
  const AssayGamma **cells; /* n_cells, borrowed from all */
} Laws;

static void
laws_init (Laws          *self,
           const Present *present)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_int64_hash, g_int64_equal);

  self->all = g_new (AssayGamma, MAX (present->n_cells, 1));
  self->cells = g_new (const AssayGamma *, MAX (present->n_cells, 1));
  for (guint i = 0; i < present->n_cells; i++)
    {
      guint64 *n = &present->cells[i].n;
      AssayGamma *law = g_hash_table_lookup (known, n);

      if (law == NULL)
        {
          law = &self->all[g_hash_table_size (known)];
          assay_gamma_init (law, *n);
          g_hash_table_insert (known, n, law);
        }
      self->cells[i] = law;
    }
}

static void
laws_clear (Laws *self)
{
  g_free (self->all);
  g_free (self->cells);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Laws, laws_clear)

static void
draw_margins (const Drawing     *self,
              Present           *present,
              const AssayStream *stream)
{
  g_autofree double *with_rows = g_new (double, MAX (present->n_cells, 1));
  g_auto (AssayShares) shares = { 0 };
  g_auto (Laws) laws = { 0 };

  laws_init (&laws, present);
  assay_shares_init (&shares, present->n_classes, present->positive, present->in_labels);
  for (guint draw = 0; draw < self->n_draws; draw++)
    {
      AssayGammas gammas = assay_gammas (stream, draw);

      assay_gammas_each (&gammas, laws.cells, present->n_cells, with_rows);
      assay_shares_zero (&shares);
      for (guint i = 0; i < present->n_cells; i++)
        assay_shares_add (&shares, present->cells[i].label, present->cells[i].prediction, with_rows[i]);
      draw_prior (present, &gammas, &shares);
      keep_draw (self, &shares, draw);
    }
}

/* --- all of it ------------------------------------------------------------------------------------------------ */

static void
draw_many_classes (Drawing           *self,
                   Present           *present,
                   const AssayStream *stream,
                   guint8            *is_wanted)
{
  const AssayMatrix renumbered = { present->n_classes, present->positive, present->n_cells, present->cells };
  gboolean needs_margins = FALSE;

  for (guint i = 0; i < self->n_measures; i++)
    if (is_wanted[i] && self->measures[i].id == ASSAY_MEASURE_F_BETA)
      {
        draw_f_beta (self, present, stream, i);
        is_wanted[i] = FALSE;
      }
    else if (is_wanted[i] && self->measures[i].id == ASSAY_MEASURE_COST)
      {
        draw_cost (self, present, &renumbered, stream, i);
        is_wanted[i] = FALSE;
      }
    else
      needs_margins |= is_wanted[i];
  if (needs_margins)
    draw_margins (self, present, stream);
}

gboolean
assay_matrix_is_drawn (const AssayMeasure *measure)
{
  return measure->family == ASSAY_FAMILY_MATRIX && measure->interval == ASSAY_INTERVAL_DIRICHLET;
}

void
assay_matrix_draw_ends (const AssayMeasure        *measures,
                        guint                      n_measures,
                        const AssayMatrix         *matrix,
                        const AssayMeasureOptions *options,
                        AssayEstimate             *estimates)
{
  const guint n_draws = assay_dirichlet_n (options);
  g_autofree double *draws = g_new (double, (gsize) n_measures * n_draws);
  g_autofree guint8 *is_wanted = g_new (guint8, n_measures);
  g_auto (Present) present = { 0 };
  Drawing drawing = { measures, n_measures, is_wanted, draws, n_draws };
  AssayStream stream;

  for (guint i = 0; i < n_measures; i++)
    is_wanted[i] = assay_matrix_is_drawn (&measures[i]) && !isnan (estimates[i].value);
  assay_stream_init (&stream, options->seed, options->stream);
  present_init (&present, matrix, options);
  if (present.n_classes <= DENSE_CLASSES)
    draw_every_cell (&drawing, &present, &stream);
  else
    draw_many_classes (&drawing, &present, &stream, is_wanted);
  for (guint i = 0; i < n_measures; i++)
    if (assay_matrix_is_drawn (&measures[i]) && !isnan (estimates[i].value))
      assay_dirichlet_ends (&estimates[i], draws + (gsize) i * n_draws, n_draws, options->confidence);
}
