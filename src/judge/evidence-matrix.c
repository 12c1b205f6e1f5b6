/* evidence-matrix.c: the tables (K..., label, prediction[, baseline]) in, matrices of every slice out.
 *
 * Cells of a slice come in ascending order of (label, prediction, baseline): a matrix grows at its end, a cell with
 * another baseline adds to the last. Code 0 is missing and in no matrix; rows without a baseline's prediction are in
 * the audited model's matrix, not in their pair. With several baselines there is a table for each: all give their
 * pairs, the first the matrix as well.
 */
#include "judge-private.h"

#include <string.h>

/* The matrices of the slice that is being walked. */
typedef struct
{
  const AssayFindings *findings;
  int                  baseline;  /* -1: none */
  gboolean             is_first;  /* of the key's tables: gives the matrix */
  AssayFinding        *current;   /* (nullable) */
  GArray              *cells;     /* of AssayMatrixCell */
  GArray              *pairs;     /* of AssayPairedCell */
} Filling;

static void
filling_init (Filling             *self,
              const AssayFindings *findings,
              int                  baseline,
              gboolean             is_first)
{
  *self = (Filling) { .findings = findings, .baseline = baseline, .is_first = is_first };
  self->cells = g_array_new (FALSE, FALSE, sizeof (AssayMatrixCell));
  self->pairs = g_array_new (FALSE, FALSE, sizeof (AssayPairedCell));
}

static void
filling_clear (Filling *self)
{
  g_array_unref (self->cells);
  g_array_unref (self->pairs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filling, filling_clear)

/* Gives the current slice what was gathered of it. */
static void
finish_slice (Filling *self)
{
  const AssayCounts *counts = self->findings->counts;
  AssayFinding *finding = self->current;

  if (finding == NULL)
    return;
  if (self->is_first)
    finding->evidence.matrix = (AssayMatrix) { counts->n_classes, counts->positive, self->cells->len,
                                               g_memdup2 (self->cells->data,
                                                          self->cells->len * sizeof (AssayMatrixCell)) };
  if (self->baseline >= 0)
    finding->pairs[self->baseline] = (AssayPairedMatrix) { counts->n_classes, counts->positive, self->pairs->len,
                                                           g_memdup2 (self->pairs->data,
                                                                      self->pairs->len * sizeof (AssayPairedCell)) };
  g_array_set_size (self->cells, 0);
  g_array_set_size (self->pairs, 0);
}

static void
add_to_matrix (GArray *cells,
               guint   label,
               guint   prediction,
               guint64 n)
{
  AssayMatrixCell *last = cells->len > 0 ? &g_array_index (cells, AssayMatrixCell, cells->len - 1) : NULL;

  if (last != NULL && last->label == label && last->prediction == prediction)
    last->n += n;
  else
    g_array_append_val (cells, ((AssayMatrixCell) { label, prediction, n }));
}

static void
visit_cell (AssayFinding *finding,
            const guint  *codes,
            guint64       count,
            gpointer      data)
{
  Filling *self = data;
  const guint label = codes[0], prediction = codes[1];

  if (finding != self->current)
    {
      finish_slice (self);
      self->current = finding;
    }
  if (label == 0 || prediction == 0)
    return;
  if (self->is_first)
    add_to_matrix (self->cells, label - 1, prediction - 1, count);
  if (self->baseline >= 0 && codes[2] != 0)
    g_array_append_val (self->pairs, ((AssayPairedCell) { label - 1, prediction - 1, codes[2] - 1, count }));
}

/* (nullable) The table of a key; baseline -1: without one. */
static const AssayCountTable *
find_table (const AssayJudging  *self,
            const AssaySliceKey *key,
            int                  baseline)
{
  const AssayCounts *counts = self->findings->counts;
  AssayAxis *axes[ASSAY_PLAN_MAX_CROSS + 3];
  guint n = key->n_axes;

  memcpy (axes, key->axes, n * sizeof *axes);
  axes[n++] = assay_counts_axis (counts, ASSAY_AXIS_LABEL, NULL);
  axes[n++] = assay_counts_axis (counts, ASSAY_AXIS_PREDICTION, NULL);
  if (baseline >= 0)
    axes[n++] = assay_counts_axis (counts, ASSAY_AXIS_BASELINE, self->findings->baselines[baseline]);
  for (guint i = 0; i < n; i++)
    if (axes[i] == NULL)
      return NULL;
  return assay_counts_table (counts, axes, n);
}

/* Label, prediction and baselines share the classes: code i + 1 is class i. */
static gboolean
has_classes (const AssayJudging    *self,
             const AssayCountTable *table,
             guint                  first)
{
  for (guint i = first; i < table->n_axes; i++)
    if (table->axes[i]->n_codes > self->findings->counts->n_classes + 1)
      return FALSE;
  return TRUE;
}

static gboolean
fill (AssayJudging        *self,
      const AssaySliceKey *key,
      int                  baseline,
      gboolean             is_first,
      GError             **error)
{
  const AssayCountTable *table = find_table (self, key, baseline);
  g_auto (Filling) filling = { 0 };

  filling_init (&filling, self->findings, baseline, is_first);
  if (table == NULL)
    return assay_judging_fail (self, key, ASSAY_JUDGE_NOT_COUNTED, error);
  if (!has_classes (self, table, key->n_axes))
    return assay_judging_fail (self, key, "a table has codes that stand for no class", error);
  if (!assay_judging_walk (self, key, table, visit_cell, &filling, error))
    return FALSE;
  finish_slice (&filling);
  return TRUE;
}

static void
complete (const AssayFindings *self,
          AssayFinding        *finding)
{
  const guint n_classes = self->counts->n_classes, positive = self->counts->positive;

  /* A slice without rows was not walked. */
  finding->evidence.matrix.n_classes = n_classes;
  finding->evidence.matrix.positive = positive;
  for (guint i = 0; i < self->n_baselines; i++)
    {
      finding->pairs[i].n_classes = n_classes;
      finding->pairs[i].positive = positive;
    }
  finding->confusion = assay_confusion (&finding->evidence.matrix);
  finding->n_left_out = finding->n_rows - finding->confusion.n;
}

gboolean
assay_judging_matrices (AssayJudging        *self,
                        const AssaySliceKey *key,
                        GError             **error)
{
  const int n_baselines = self->findings->n_baselines;

  for (int i = n_baselines > 0 ? 0 : -1; i < n_baselines; i++)
    if (!fill (self, key, i, i <= 0, error))
      return FALSE;
  if (key->n_axes == 0)
    complete (self->findings, self->findings->whole);
  for (guint i = key->first; i < key->first + key->n_slices; i++)
    complete (self->findings, g_array_index (self->slices, AssayCodedSlice, i).finding);
  return TRUE;
}
