/* what-if-judge.c: one step of a what-if: from the matrices at an edge to everything that follows from them.
 *
 * The work is the audit's own (rest.c, paired-findings.c, tags.c, checks.c), so that at the plan's threshold its numbers
 * are the audit's, bit for bit. What does not follow keeps its numbers; its tests stay in their families, for a hypothesis
 * about a slice remains one of those that are looked at.
 */
#include "what-if-private.h"

#include <string.h>

static AssayMoved *
moved_at (const AssayWhatIf *self,
          guint              position)
{
  return self->moved->pdata[position];
}

/* --- slices ------------------------------------------------------------------------------------------------------- */

static void
estimate (const AssayWhatIf *self,
          AssayMoved        *moved)
{
  AssayMeasureOptions options = assay_findings_options (&self->findings, self->findings.plan->confidence, moved->own.text);
  g_autofree AssayEstimate *estimates = g_new (AssayEstimate, self->n_measures + 1);
  const AssayEvidence evidence = { .matrix = moved->own.evidence.matrix, .weights = moved->own.evidence.weights };

  options.is_quick = self->is_quick;
  assay_measure_estimates (self->measures, self->n_measures, &evidence, &options, estimates);
  for (guint i = 0; i < self->n_measures; i++)
    moved->own.measures[self->at[i]] = estimates[i];
}

static void
move_matrix (const AssayWhatIf *self,
             AssayMoved        *moved)
{
  AssayFinding *own = &moved->own;

  assay_cumulative_matrix (&moved->counts, self->edge, self->findings.counts->positive, &own->evidence.matrix, moved->cells,
                           moved->weights);
  own->confusion = assay_confusion (&own->evidence.matrix);
  own->n_left_out = own->n_rows - own->confusion.n;
  estimate (self, moved);
  assay_judging_compare_literature (&self->findings, own);
}

/* Of both matrices' at most four cells. */
static guint
rest_cells (const AssayEvidence *whole,
            const AssayEvidence *part,
            AssayMatrixCell     *cells,
            AssayWeights        *weights)
{
  guint n = 0;

  for (guint i = 0, next = 0; i < whole->matrix.n_cells; i++)
    {
      AssayMatrixCell cell = whole->matrix.cells[i];
      AssayWeight weight = weights != NULL ? whole->weights->cells[i] : (AssayWeight) { 0, 0 };

      if (next < part->matrix.n_cells && part->matrix.cells[next].label == cell.label
          && part->matrix.cells[next].prediction == cell.prediction)
        {
          cell.n -= part->matrix.cells[next].n;
          weight.sum -= weights != NULL ? part->weights->cells[next].sum : 0;
          weight.squares -= weights != NULL ? part->weights->cells[next].squares : 0;
          next++;
        }
      if (cell.n == 0)
        continue;
      if (weights != NULL)
        weights->cells[n] = weight;
      cells[n++] = cell;
    }
  return n;
}

static void
compare (const AssayWhatIf *self,
         AssayMoved        *moved)
{
  const AssayEvidence *whole = &self->findings.whole->evidence;
  g_autofree AssayWeights *weights = moved->weights != NULL ? assay_weights_new (4) : NULL;
  AssayMatrixCell cells[4];
  const guint n = rest_cells (whole, &moved->own.evidence, cells, weights);
  const AssayEvidence rest = { .matrix = { 2, whole->matrix.positive, n, cells }, .weights = weights };

  if (weights != NULL)
    weights->n_cells = n;
  assay_judging_compare_matrices (&self->findings, self->tested, &moved->own, &rest, self->is_quick);
}

static void
pair (const AssayWhatIf *self,
      AssayMoved        *moved)
{
  const AssayMeasureOptions options = assay_findings_options (&self->findings, self->findings.plan->confidence,
                                                              moved->own.text);

  for (guint b = 0; b < self->findings.n_baselines; b++)
    if (self->pair_follows[b])
      {
        AssayPairedMatrix *pairs = &moved->own.pairs[b];

        pairs->n_cells = assay_cumulative_pair_cells (&moved->pairs[b], self->edge, self->findings.counts->positive,
                                                      moved->paired_cells[b]);
        pairs->cells = moved->paired_cells[b];
        moved->own.paired[b] = (AssayPairedFinding) { .paired = assay_paired (pairs, &options), .q = NAN };
      }
}

/* The whole set's matrix is there before that of any slice. */
static void
move_slice (const AssayFindings *findings,
            AssayFinding        *slice,
            gpointer             data)
{
  const AssayWhatIf *self = data;
  AssayMoved *moved = (AssayMoved *) slice;

  if (moved->follows)
    {
      move_matrix (self, moved);
      compare (self, moved);
    }
  pair (self, moved);
}

/* --- families ----------------------------------------------------------------------------------------------------- */

static void
restore_stayers (AssayWhatIf *self)
{
  for (guint i = 1; i < self->moved->len; i++)
    {
      AssayMoved *moved = moved_at (self, i);
      if (!moved->follows)
        memcpy (moved->own.rest, moved->base->rest, self->findings.n_tested * sizeof *moved->own.rest);
    }
}

static void
restore_pairs (AssayWhatIf *self)
{
  for (guint i = 0; i < self->moved->len; i++)
    for (guint b = 0; b < self->findings.n_baselines; b++)
      if (!self->pair_follows[b])
        moved_at (self, i)->own.paired[b] = moved_at (self, i)->base->paired[b];
}

static void
judge_families (AssayWhatIf *self)
{
  assay_judging_adjust_rest (&self->judged);
  restore_stayers (self);
  self->findings.n_tests = self->judged.n_tests;
  self->findings.n_tag_tests = self->judged.n_tag_tests;
  assay_judging_adjust_paired (&self->judged);
  restore_pairs (self);
}

/* --- checks ------------------------------------------------------------------------------------------------------- */

static gboolean
is_moving (const AssayFindings *findings,
           const AssayCheck    *check,
           AssayStatement      *statement)
{
  return !assay_check_is_of_groups (findings->plan, check) && assay_statement_init (statement, findings, check, NULL);
}

/* A check stays when its number does not follow, or that of a slice it is about. */
static AssayFollow
check_follow (const AssayWhatIf    *self,
              guint                 at,
              const AssayStatement *statement)
{
  const GArray *selected = self->selected->pdata[at];

  if (statement->measure.family == ASSAY_FAMILY_MATRIX && statement->is_difference && statement->literature == NULL
      && !self->pair_follows[statement->baseline])
    return ASSAY_STAYS;
  for (guint i = 0; i < selected->len; i++)
    {
      const AssayFinding *finding = g_array_index (selected, AssaySelected, i).finding;
      if (finding != NULL && !((const AssayMoved *) finding)->follows && statement->measure.family == ASSAY_FAMILY_MATRIX)
        return ASSAY_STAYS;
    }
  return assay_statement_is_cheap (statement) ? ASSAY_FOLLOWS : ASSAY_FOLLOWS_LATER;
}

static void
judge_check (AssayWhatIf *self,
             guint        at)
{
  AssayCheckFinding *check = self->findings.checks->pdata[at];
  AssayStatement statement;

  if (!is_moving (&self->findings, check->check, &statement))
    return;
  self->check_follows[at] = check_follow (self, at, &statement);
  /* What is of scores alone or of moments is the same at any threshold. */
  if (self->check_follows[at] == ASSAY_STAYS || statement.measure.family != ASSAY_FAMILY_MATRIX
      || (self->is_quick && self->check_follows[at] == ASSAY_FOLLOWS_LATER))
    return;
  statement.is_brief = self->is_quick;
  AssayCheckFinding *again = assay_check_finding_new (&statement, self->selected->pdata[at]);
  if (check != self->base->checks->pdata[at])
    assay_check_finding_free (check);
  self->findings.checks->pdata[at] = again;
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

void
assay_what_if_judge (AssayWhatIf *self)
{
  AssayMoved *whole = moved_at (self, 0);

  move_matrix (self, whole);
  pair (self, whole);
  assay_confusion_classes (&whole->own.evidence.matrix, self->findings.classes);
  assay_judging_each_slice (&self->judged, move_slice, self);
  judge_families (self);
  if (self->tags != NULL)
    assay_judging_tags_again (&self->findings, self->tags);
  for (guint i = 0; i < self->findings.checks->len; i++)
    judge_check (self, i);
  self->findings.n_left_out = self->findings.whole->n_left_out;
  g_clear_pointer (&self->findings.verdict_reason, g_free);
  assay_findings_conclude (&self->findings);
}
