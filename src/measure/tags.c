/* tags.c: a set folded to what matters of a tag: four cells by wrong or right, tagged or not.
 *
 * Counts, weights and replicates of the four cells are sums of those of the matrix, so that every share of them is
 * estimated as any other share of rows is. For gains the cells are those of a pair of models, and all rows that are
 * outside the tag, or that both or none has right, are one cell.
 */
#include "tags.h"

#include "measure-private.h"
#include "replicates.h"
#include "weighted.h"

#include <string.h>

enum { RIGHT, WRONG, TAGGED_RIGHT, TAGGED_WRONG, N_CELLS };

typedef struct
{
  guint64       n[N_CELLS];
  AssayWeights *weights;      /* (nullable) N_CELLS */
  double       *replicates;   /* (nullable) N_CELLS x n_replicates */
  guint         n_replicates;
  AssayClusterSums clusters[2]; /* of the whole, of the tag */
} Folded;

/* --- folding --------------------------------------------------------------------------------------------------- */

static void
add_weight (AssayWeight       *to,
            const AssayWeight *from,
            int                sign)
{
  to->sum += sign * from->sum;
  to->squares += sign * from->squares;
}

static void
add_replicates (double                *to,
                const AssayReplicates *from,
                guint                  cell,
                int                    sign)
{
  for (guint r = 0; r < from->n_replicates; r++)
    to[r] += sign * (double) from->sums[(gsize) cell * from->n_replicates + r];
}

/* Adds a cell of the matrix to one of the four. */
static void
add_cell (Folded              *self,
          guint                to,
          const AssayEvidence *from,
          guint                cell,
          int                  sign)
{
  self->n[to] += sign * from->matrix.cells[cell].n;
  if (self->weights != NULL)
    add_weight (&self->weights->cells[to], &from->weights->cells[cell], sign);
  if (self->replicates != NULL)
    add_replicates (self->replicates + (gsize) to * self->n_replicates, from->replicates, cell, sign);
}

static void
folded_init (Folded              *self,
             const AssayEvidence *whole,
             const AssayEvidence *tag)
{
  *self = (Folded) { .weights = whole->weights != NULL ? assay_weights_new (N_CELLS) : NULL };
  if (whole->replicates != NULL)
    {
      self->n_replicates = whole->replicates->n_replicates;
      self->replicates = g_new0 (double, (gsize) N_CELLS * self->n_replicates);
      self->clusters[0] = assay_replicates_clusters (whole->replicates, ASSAY_PART_ALL, 0);
      if (tag->replicates != NULL)
        self->clusters[1] = assay_replicates_clusters (tag->replicates, ASSAY_PART_ALL, 0);
    }
  for (guint i = 0; i < whole->matrix.n_cells; i++)
    add_cell (self, whole->matrix.cells[i].label == whole->matrix.cells[i].prediction ? RIGHT : WRONG, whole, i, 1);
  for (guint i = 0; i < tag->matrix.n_cells; i++)
    {
      const gboolean is_right = tag->matrix.cells[i].label == tag->matrix.cells[i].prediction;
      add_cell (self, is_right ? RIGHT : WRONG, tag, i, -1);
      add_cell (self, is_right ? TAGGED_RIGHT : TAGGED_WRONG, tag, i, 1);
    }
}

static void
folded_clear (Folded *self)
{
  g_free (self->weights);
  g_free (self->replicates);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folded, folded_clear)

/* --- shares ---------------------------------------------------------------------------------------------------- */

/* Which of the cells are meant, as bits. */
typedef guint Cells;
#define CELL(cell) (1u << (cell))

static guint64
rows_of (const Folded *self,
         Cells         cells)
{
  guint64 n = 0;

  for (guint i = 0; i < N_CELLS; i++)
    n += cells & CELL (i) ? self->n[i] : 0;
  return n;
}

static double
replicate_of (const Folded *self,
              Cells         cells,
              guint         replicate)
{
  double sum = 0;

  for (guint i = 0; i < N_CELLS; i++)
    sum += cells & CELL (i) ? self->replicates[(gsize) i * self->n_replicates + replicate] : 0;
  return sum;
}

/* What replicates are sums of: rows, or their weights. */
static double
sum_of (const Folded *self,
        Cells         cells)
{
  double sum = 0;

  for (guint i = 0; i < N_CELLS; i++)
    if (cells & CELL (i))
      sum += self->weights != NULL ? (double) self->weights->cells[i].sum : (double) self->n[i];
  return sum;
}

static AssayEffective
clustered_share (const Folded     *self,
                 Cells             successes,
                 Cells             in,
                 AssayClusterSums  clusters,
                 double            confidence)
{
  const double all = sum_of (self, in);
  g_autofree double *draws = g_new (double, self->n_replicates);

  if (!(all > 0))
    return (AssayEffective) { .p = NAN, .rows = rows_of (self, in), .why = "no rows" };
  for (guint r = 0; r < self->n_replicates; r++)
    {
      const double sum = replicate_of (self, in, r);
      draws[r] = sum > 0 ? replicate_of (self, successes & in, r) / sum : NAN;
    }
  clusters.n = MIN (clusters.n, (gint64) rows_of (self, in));
  return assay_replicates_share (&clusters, sum_of (self, successes & in) / all,
                                 assay_draws_variance (draws, self->n_replicates), all, rows_of (self, in), confidence);
}

/* Of weighted or clustered rows. clusters: which of the two sets the denominator is part of. */
static AssayEffective
effective_share (const Folded *self,
                 Cells         successes,
                 Cells         in,
                 guint         clusters,
                 double        confidence)
{
  guint8 is_success[N_CELLS], is_in[N_CELLS];

  if (self->replicates != NULL)
    return clustered_share (self, successes, in, self->clusters[clusters], confidence);
  for (guint i = 0; i < N_CELLS; i++)
    {
      is_success[i] = (successes & CELL (i)) != 0;
      is_in[i] = (in & CELL (i)) != 0;
    }
  return assay_weights_share (self->weights, is_success, is_in, rows_of (self, in), assay_z (confidence));
}

static AssayEstimate
share (const Folded *self,
       Cells         successes,
       Cells         in,
       guint         clusters,
       double        confidence)
{
  if (self->weights == NULL && self->replicates == NULL)
    return assay_wilson (rows_of (self, successes & in), rows_of (self, in), confidence);
  const AssayEffective effective = effective_share (self, successes, in, clusters, confidence);
  return assay_effective_interval (&effective);
}

/* --- lift ------------------------------------------------------------------------------------------------------ */

#define TAGGED (CELL (TAGGED_RIGHT) | CELL (TAGGED_WRONG))
#define UNTAGGED (CELL (RIGHT) | CELL (WRONG))
#define ERRORS (CELL (WRONG) | CELL (TAGGED_WRONG))

static AssayEstimate
lift (const Folded *self,
      double        confidence)
{
  if (self->weights == NULL && self->replicates == NULL)
    return assay_katz (self->n[TAGGED_WRONG], rows_of (self, TAGGED), self->n[WRONG], rows_of (self, UNTAGGED), confidence);
  const AssayEffective within = effective_share (self, ERRORS, TAGGED, 1, confidence);
  const AssayEffective without = effective_share (self, ERRORS, UNTAGGED, 0, confidence);
  return assay_effective_ratio (&within, &without);
}

AssayTagShares
assay_tag_shares (const AssayEvidence       *whole,
                  const AssayEvidence       *tag,
                  const AssayMeasureOptions *options)
{
  const double confidence = options->confidence;
  g_auto (Folded) folded = { 0 };

  folded_init (&folded, whole, tag);
  return (AssayTagShares) {
    .rows = rows_of (&folded, TAGGED),
    .errors = folded.n[TAGGED_WRONG],
    .share_of_errors = share (&folded, TAGGED, ERRORS, 0, confidence),
    .error_rate = share (&folded, ERRORS, TAGGED, 1, confidence),
    .share_of_data = share (&folded, TAGGED, TAGGED | UNTAGGED, 0, confidence),
    .lift = lift (&folded, confidence),
  };
}

/* --- gain ------------------------------------------------------------------------------------------------------ */

enum { LEVEL, ONLY_NEW, ONLY_OLD, N_PAIRED };

static guint
kind_of (const AssayPairedCell *cell)
{
  if ((cell->new == cell->label) == (cell->old == cell->label))
    return LEVEL;
  return cell->new == cell->label ? ONLY_NEW : ONLY_OLD;
}

/* A pair of models, folded: what a model wins over the other in the part, of all rows. */
typedef struct
{
  guint64          n[N_PAIRED];
  AssayWeights    *weights;    /* (nullable) */
  AssayReplicates *replicates; /* (nullable) */
} FoldedPair;

static void
add_pair (FoldedPair              *self,
          guint                    to,
          const AssayPairedMatrix *from,
          guint                    cell,
          int                      sign)
{
  self->n[to] += sign * from->cells[cell].n;
  if (self->weights != NULL)
    add_weight (&self->weights->cells[to], &from->weights->cells[cell], sign);
  for (guint r = 0; self->replicates != NULL && r < self->replicates->n_replicates; r++)
    self->replicates->sums[(gsize) to * self->replicates->n_replicates + r]
      += sign * from->replicates->sums[(gsize) cell * from->replicates->n_replicates + r];
}

/* With the clusters of all rows: those are what was resampled. */
static AssayReplicates *
replicates_like (const AssayReplicates *whole)
{
  AssayReplicates *self = assay_replicates_new (whole->n_replicates, N_PAIRED, whole->n_parts);

  self->n_classes = whole->n_classes;
  memcpy (self->parts, whole->parts, whole->n_parts * sizeof *whole->parts);
  return self;
}

static void
folded_pair_init (FoldedPair              *self,
                  const AssayPairedMatrix *whole,
                  const AssayPairedMatrix *part)
{
  *self = (FoldedPair) { .weights = whole->weights != NULL ? assay_weights_new (N_PAIRED) : NULL,
                         .replicates = whole->replicates != NULL ? replicates_like (whole->replicates) : NULL };
  for (guint i = 0; i < whole->n_cells; i++)
    add_pair (self, LEVEL, whole, i, 1);
  for (guint i = 0; i < part->n_cells; i++)
    if (kind_of (&part->cells[i]) != LEVEL)
      {
        add_pair (self, LEVEL, part, i, -1);
        add_pair (self, kind_of (&part->cells[i]), part, i, 1);
      }
}

/* Leaves out kinds without a row, as a matrix does; returns how many are left. */
static guint
compact (FoldedPair      *self,
         AssayPairedCell *cells)
{
  static const AssayPairedCell kinds[N_PAIRED] = { [LEVEL] = { 0, 0, 0, 0 }, [ONLY_NEW] = { 0, 0, 1, 0 },
                                                   [ONLY_OLD] = { 0, 1, 0, 0 } };
  guint n = 0;

  for (guint i = 0; i < N_PAIRED; i++)
    {
      if (self->n[i] == 0)
        continue;
      cells[n] = kinds[i];
      cells[n].n = self->n[i];
      if (self->weights != NULL)
        self->weights->cells[n] = self->weights->cells[i];
      if (self->replicates != NULL)
        memmove (self->replicates->sums + (gsize) n * self->replicates->n_replicates,
                 self->replicates->sums + (gsize) i * self->replicates->n_replicates,
                 self->replicates->n_replicates * sizeof *self->replicates->sums);
      n++;
    }
  if (self->weights != NULL)
    self->weights->n_cells = n;
  if (self->replicates != NULL)
    self->replicates->n_cells = n;
  return n;
}

AssayEstimate
assay_estimate_negated (AssayEstimate estimate)
{
  const double lo = estimate.lo;

  estimate.value = estimate.value == 0 ? 0 : -estimate.value;
  estimate.lo = -estimate.hi;
  estimate.hi = -lo;
  return estimate;
}

AssayEstimate
assay_tag_gain (const AssayPairedMatrix   *whole,
                const AssayPairedMatrix   *part,
                const AssayMeasureOptions *options)
{
  AssayPairedCell cells[N_PAIRED];
  FoldedPair folded;

  folded_pair_init (&folded, whole, part);
  const guint n_cells = compact (&folded, cells);
  const AssayPairedMatrix matrix = { .n_classes = 2, .positive = 2, .n_cells = n_cells, .cells = cells,
                                     .weights = folded.weights, .replicates = folded.replicates };
  const AssayEstimate difference = assay_paired (&matrix, options).difference; /* new - old */

  g_free (folded.weights);
  assay_replicates_free (folded.replicates);
  return assay_estimate_negated (difference);
}

AssayEstimate
assay_tag_gain_by_share (const AssayEstimate *room,
                         const AssayEstimate *share,
                         double               confidence)
{
  const double value = room->value * share->value, z = assay_z (confidence);
  const double room_sd = (room->hi - room->lo) / (2 * z), share_sd = (share->hi - share->lo) / (2 * z);

  if (isnan (value))
    return estimate_undefined (share->n, room->why != NULL ? room->why : share->why);
  if (isnan (room_sd) || isnan (share_sd))
    return (AssayEstimate) { value, NAN, NAN, share->n, room->why != NULL ? room->why : share->why };
  const double half = z * sqrt (share->value * share->value * room_sd * room_sd
                                + room->value * room->value * share_sd * share_sd);
  return estimate_widened (value, value - half, value + half, share->n);
}

/* --- together --------------------------------------------------------------------------------------------------- */

AssayEstimate
assay_tag_together (guint64 both,
                    guint64 with_a,
                    guint64 with_b,
                    guint64 n,
                    double  confidence)
{
  g_return_val_if_fail (both <= MIN (with_a, with_b) && MAX (with_a, with_b) <= n, estimate_undefined (n, "no rows"));
  if (with_a == 0 || with_b == 0)
    return estimate_undefined (n, "a tag without rows");
  const double rows = n, p = both / rows, a = with_a / rows, b = with_b / rows;
  const double value = p / (a * b);
  if (both == 0)
    return estimate_widened (0, 0, assay_wilson (0, n, confidence).hi / (a * b), n);
  /* of log p - log a - log b: 1/p - 1/a - 1/b for rows with both, -1/a and -1/b with one; their mean is -1 */
  const double by_both = 1 / p - 1 / a - 1 / b;
  const double variance = (p * by_both * by_both + (a - p) / (a * a) + (b - p) / (b * b) - 1) / rows;
  const double half = assay_z (confidence) * sqrt (MAX (variance, 0));
  return estimate_widened (value, value * exp (-half), value * exp (half), n);
}
