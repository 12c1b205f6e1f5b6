/* evidence-matrix.c: the tables (K..., label, prediction[, baseline]) in, matrices of every slice out.
 *
 * Cells of a slice come in ascending order of (label, prediction, baseline): a matrix grows at its end, a cell with
 * another baseline adds to the last. Code 0 is missing and in no matrix; rows without a baseline's prediction are in
 * the audited model's matrix, not in their pair, and the other way round. With several baselines there is a table for
 * each: all give their pairs and their baseline's own matrix, the first the audited model's as well.
 *
 * The cells of one label are at hand together, so what is summed over predictions is kept a label long: the
 * baseline's matrix, and of sets with many classes the pairs, folded to what is right (AssayPairedMatrix).
 */
#include "judge-private.h"

#include <stdlib.h>
#include <string.h>

/* The four kinds of rows of one label in a folded pair, wrong ones by whether the two differ. */
enum { BOTH_RIGHT, ONLY_NEW, ONLY_OLD, SAME_WRONG, OTHER_WRONG, N_FOLDED };

/* The matrices of the slice that is being walked. */
typedef struct
{
  const AssayFindings *findings;
  int                  baseline;  /* -1: none */
  gboolean             is_first;  /* of the key's tables: gives the matrix */
  gboolean             is_folded;
  AssayFinding        *current;   /* (nullable) */
  GArray              *cells;     /* of AssayMatrixCell */
  GArray              *models;    /* of AssayMatrixCell: the baseline's own */
  GArray              *pairs;     /* of AssayPairedCell */
  guint                label;     /* code that what follows is about; 0: none yet */
  guint64             *olds;      /* by class: rows of the label that the baseline calls so */
  GArray              *named;     /* of guint: classes with olds */
  guint64              folded[N_FOLDED];
} Filling;

static void
filling_init (Filling             *self,
              const AssayFindings *findings,
              int                  baseline,
              gboolean             is_first)
{
  const guint n_classes = findings->counts->n_classes;

  *self = (Filling) { .findings = findings, .baseline = baseline, .is_first = is_first };
  self->is_folded = n_classes > ASSAY_PAIRED_MOST_CLASSES;
  self->cells = g_array_new (FALSE, FALSE, sizeof (AssayMatrixCell));
  self->models = g_array_new (FALSE, FALSE, sizeof (AssayMatrixCell));
  self->pairs = g_array_new (FALSE, FALSE, sizeof (AssayPairedCell));
  self->olds = g_new0 (guint64, MAX (n_classes, 1));
  self->named = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
filling_clear (Filling *self)
{
  g_array_unref (self->cells);
  g_array_unref (self->models);
  g_array_unref (self->pairs);
  g_free (self->olds);
  g_array_unref (self->named);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filling, filling_clear)

static int
compare_classes (gconstpointer a,
                 gconstpointer b)
{
  const guint first = *(const guint *) a, second = *(const guint *) b;

  return (first > second) - (first < second);
}

static void
finish_model (Filling *self)
{
  g_array_sort (self->named, compare_classes);
  for (guint i = 0; i < self->named->len; i++)
    {
      const guint class = g_array_index (self->named, guint, i);

      g_array_append_val (self->models, ((AssayMatrixCell) { self->label - 1, class, self->olds[class] }));
      self->olds[class] = 0;
    }
  g_array_set_size (self->named, 0);
}

static void
finish_folded (Filling *self)
{
  const guint label = self->label - 1;
  const AssayPairedCell cells[N_FOLDED] = {
    [BOTH_RIGHT] = { label, label, label, self->folded[BOTH_RIGHT] },
    [ONLY_NEW] = { label, label, ASSAY_PAIRED_WRONG, self->folded[ONLY_NEW] },
    [ONLY_OLD] = { label, ASSAY_PAIRED_WRONG, label, self->folded[ONLY_OLD] },
    [SAME_WRONG] = { label, ASSAY_PAIRED_WRONG, ASSAY_PAIRED_WRONG, self->folded[SAME_WRONG] },
    [OTHER_WRONG] = { label, ASSAY_PAIRED_WRONG, ASSAY_PAIRED_OTHER, self->folded[OTHER_WRONG] },
  };

  for (guint i = 0; i < N_FOLDED; i++)
    if (cells[i].n > 0)
      g_array_append_val (self->pairs, cells[i]);
  memset (self->folded, 0, sizeof self->folded);
}

static void
finish_label (Filling *self)
{
  if (self->label != 0 && self->baseline >= 0)
    {
      finish_model (self);
      finish_folded (self);
    }
  self->label = 0;
}

/* (transfer full) */
static AssayMatrix
take_matrix (const Filling *self,
             GArray        *cells)
{
  const AssayCounts *counts = self->findings->counts;
  const AssayMatrix matrix = { counts->n_classes, counts->positive, cells->len,
                               g_memdup2 (cells->data, cells->len * sizeof (AssayMatrixCell)) };

  g_array_set_size (cells, 0);
  return matrix;
}

/* Gives the current slice what was gathered of it. */
static void
finish_slice (Filling *self)
{
  const AssayCounts *counts = self->findings->counts;
  AssayFinding *finding = self->current;

  if (finding == NULL)
    return;
  finish_label (self);
  if (self->is_first)
    finding->evidence.matrix = take_matrix (self, self->cells);
  if (self->baseline < 0)
    return;
  finding->models[self->baseline].matrix = take_matrix (self, self->models);
  finding->pairs[self->baseline] = (AssayPairedMatrix) { counts->n_classes, counts->positive, self->pairs->len,
                                                         g_memdup2 (self->pairs->data,
                                                                    self->pairs->len * sizeof (AssayPairedCell)),
                                                         self->is_folded };
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
add_to_model (Filling *self,
              guint    class,
              guint64  n)
{
  if (self->olds[class] == 0)
    g_array_append_val (self->named, class);
  self->olds[class] += n;
}

static void
add_to_pair (Filling *self,
             guint    label,
             guint    new,
             guint    old,
             guint64  n)
{
  if (!self->is_folded)
    g_array_append_val (self->pairs, ((AssayPairedCell) { label, new, old, n }));
  else if (new == label)
    self->folded[old == label ? BOTH_RIGHT : ONLY_NEW] += n;
  else if (old == label)
    self->folded[ONLY_OLD] += n;
  else
    self->folded[old == new ? SAME_WRONG : OTHER_WRONG] += n;
}

static void
visit_cell (AssayFinding   *finding,
            const guint    *codes,
            guint64         count,
            const AssaySum *sums,
            gpointer        data)
{
  Filling *self = data;
  const guint label = codes[0], prediction = codes[1], old = self->baseline >= 0 ? codes[2] : 0;

  if (finding != self->current)
    {
      finish_slice (self);
      self->current = finding;
    }
  if (label != self->label)
    finish_label (self);
  self->label = label;
  if (label == 0)
    return;
  if (self->is_first && prediction != 0)
    add_to_matrix (self->cells, label - 1, prediction - 1, count);
  if (old != 0)
    add_to_model (self, old - 1, count);
  if (old != 0 && prediction != 0)
    add_to_pair (self, label - 1, prediction - 1, old - 1, count);
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
      finding->pairs[i].n_classes = finding->models[i].matrix.n_classes = n_classes;
      finding->pairs[i].positive = finding->models[i].matrix.positive = positive;
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
