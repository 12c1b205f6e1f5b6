/* what-if.c: findings made ready to move: a copy that borrows what stays, and the scores added up. */
#include "what-if-private.h"

#include <string.h>

/* --- whether it can be -------------------------------------------------------------------------------------------- */

char *
assay_what_if_why_not (const AssayFindings *findings)
{
  g_return_val_if_fail (findings != NULL, NULL);
  const AssayPlan *plan = findings->plan;
  const AssayHistogram *scores = findings->whole != NULL ? findings->whole->evidence.scores : NULL;

  if (plan->task == ASSAY_TASK_REGRESSION)
    return g_strdup ("A regression has no threshold.");
  if (plan->score == NULL)
    return g_strdup ("The plan names no score=, so there is no threshold to move.");
  if (findings->counts->n_classes != 2 || findings->counts->positive >= 2)
    return g_strdup ("With more than two classes no threshold decides.");
  if (plan->cluster != NULL)
    return g_strdup ("Rows are clustered: their scores were not counted, so the threshold cannot be moved.");
  if (scores == NULL || scores->is_top_label || scores->n_edges < 2)
    return g_strdup ("No scores were counted, so the threshold cannot be moved.");
  if (scores->n_bins == 0)
    return g_strdup ("No row has both a label and a score.");
  return NULL;
}

/* Of the same bins as the whole set's, and weighted as its matrix is. */
static gboolean
can_follow (const AssayFinding *finding,
            const AssayFinding *whole)
{
  const AssayHistogram *scores = finding->evidence.scores;

  return scores != NULL && scores->n_edges == whole->evidence.scores->n_edges && finding->evidence.replicates == NULL
         && (whole->evidence.weights == NULL) == (scores->weighing == NULL);
}

/* --- slices ------------------------------------------------------------------------------------------------------- */

static gpointer
copy_of (gconstpointer data,
         gsize         n,
         gsize         size)
{
  gpointer copy = g_malloc0 (MAX (n, 1) * size);

  if (data != NULL)
    memcpy (copy, data, n * size);
  return copy;
}

static void
moved_free (gpointer data)
{
  AssayMoved *self = data;
  AssayFinding *own = &self->own;

  g_free (own->measures);
  g_free (own->rest);
  g_free (own->pairs);
  g_free (own->paired);
  g_free (own->literature);
  assay_cumulative_clear (&self->counts);
  for (guint b = 0; self->pairs != NULL && self->pairs[b].above != NULL; b++)
    g_free (self->pairs[b].above);
  g_free (self->pairs);
  g_free (self->weights);
  g_free (self->paired_cells);
  g_free (self);
}

static void
moved_add (AssayWhatIf        *self,
           const AssayFinding *base)
{
  const AssayFindings *findings = self->base;
  AssayMoved *moved = g_new0 (AssayMoved, 1);
  AssayFinding *own = &moved->own;

  *own = *base;
  moved->base = base;
  moved->position = self->moved->len;
  moved->follows = can_follow (base, findings->whole);
  own->measures = copy_of (base->measures, findings->n_measures, sizeof *own->measures);
  own->rest = copy_of (base->rest, findings->n_tested, sizeof *own->rest);
  own->pairs = copy_of (base->pairs, findings->n_baselines, sizeof *own->pairs);
  own->paired = copy_of (base->paired, findings->n_baselines, sizeof *own->paired);
  own->literature = copy_of (base->literature, findings->n_literature, sizeof *own->literature);
  moved->paired_cells = g_malloc0 ((findings->n_baselines + 1) * sizeof *moved->paired_cells);
  if (moved->follows)
    {
      const gboolean is_weighted = base->evidence.weights != NULL || base->evidence.scores->weighing != NULL;
      moved->weights = is_weighted ? assay_weights_new (4) : NULL;
      own->evidence.weights = moved->weights;
      assay_cumulative_init (&moved->counts, base->evidence.scores, is_weighted);
    }
  g_ptr_array_add (self->moved, moved);
  g_hash_table_insert (self->by_base, (gpointer) base, moved);
}

/* (transfer full) */
static GPtrArray *
own_findings (AssayWhatIf     *self,
              const GPtrArray *of)
{
  GPtrArray *own = g_ptr_array_new ();

  for (guint i = 0; i < of->len; i++)
    {
      moved_add (self, of->pdata[i]);
      g_ptr_array_add (own, self->moved->pdata[self->moved->len - 1]);
    }
  return own;
}

/* --- pairs -------------------------------------------------------------------------------------------------------- */

/* The baseline's bin from which on it says positive; G_MAXUINT: its predictions are a column of their own, or rows weigh
 * differently. */
static guint
old_edge_of (const AssayWhatIf *self,
             guint              baseline)
{
  const AssayFinding *whole = self->base->whole;
  const AssayModel *model = assay_plan_model (self->base->plan, self->base->baselines[baseline]);
  const AssayHistogram *scores = whole->models[baseline].scores;

  if (model == NULL || model->prediction != NULL || scores == NULL || whole->score_pairs[baseline].n_pairs == 0
      || whole->evidence.weights != NULL || whole->pairs[baseline].is_folded)
    return G_MAXUINT;
  return assay_threshold_edge (scores->edges, scores->n_edges, model->threshold);
}

/* Every slice's pair has to be known: a family is judged as one. */
static gboolean
has_pairs (const AssayWhatIf *self,
           guint              baseline)
{
  for (guint i = 0; i < self->moved->len; i++)
    {
      const AssayMoved *moved = self->moved->pdata[i];
      if (!moved->follows || (moved->base->score_pairs[baseline].pairs == NULL && moved->base->pairs[baseline].n_cells > 0))
        return FALSE;
    }
  return TRUE;
}

static void
add_pairs (AssayWhatIf *self)
{
  const guint n = self->base->n_baselines;

  self->pair_follows = g_new0 (gboolean, n + 1);
  for (guint i = 0; i < self->moved->len; i++)
    ((AssayMoved *) self->moved->pdata[i])->pairs = g_new0 (AssayCumulativePair, n + 1);
  for (guint b = 0; b < n; b++)
    {
      const guint old_edge = old_edge_of (self, b);

      if (old_edge == G_MAXUINT || !has_pairs (self, b))
        continue;
      self->pair_follows[b] = TRUE;
      for (guint i = 0; i < self->moved->len; i++)
        {
          AssayMoved *moved = self->moved->pdata[i];
          assay_cumulative_pair_init (&moved->pairs[b], &moved->base->score_pairs[b], self->n_edges, old_edge);
        }
    }
}

/* --- checks, tags, measures --------------------------------------------------------------------------------------- */

static int
compare_selected (gconstpointer a,
                  gconstpointer b)
{
  const AssayMoved *first = (const AssayMoved *) ((const AssaySelected *) a)->finding;
  const AssayMoved *second = (const AssayMoved *) ((const AssaySelected *) b)->finding;
  const guint x = first != NULL ? first->position : G_MAXUINT, y = second != NULL ? second->position : G_MAXUINT;

  return (x > y) - (x < y);
}

/* The slices of each check in the findings' order, which its results are not in: that depends on the threshold. */
static void
add_checks (AssayWhatIf *self)
{
  self->selected = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->check_follows = g_new0 (AssayFollow, self->base->checks->len + 1);
  self->findings.checks = g_ptr_array_new ();
  for (guint i = 0; i < self->base->checks->len; i++)
    {
      const AssayCheckFinding *check = self->base->checks->pdata[i];
      GArray *selected = g_array_new (FALSE, FALSE, sizeof (AssaySelected));

      for (guint r = 0; r < check->results->len; r++)
        {
          const AssayCheckResult *result = check->results->pdata[r];
          const AssaySelected one = { result->finding != NULL ? g_hash_table_lookup (self->by_base, result->finding) : NULL,
                                      result->slice, result->is_single };
          g_array_append_val (selected, one);
        }
      g_array_sort (selected, compare_selected);
      g_ptr_array_add (self->selected, selected);
      g_ptr_array_add (self->findings.checks, self->base->checks->pdata[i]);
      self->check_follows[i] = ASSAY_STAYS;
    }
}

static void
add_tags (AssayWhatIf *self)
{
  const AssayTagFindings *base = self->base->tag_findings;

  if (base == NULL)
    return;
  self->tags = g_memdup2 (base, sizeof *base);
  self->tags->tags = g_memdup2 (base->tags, base->n_tags * sizeof *base->tags);
  self->tags->ranked = g_memdup2 (base->ranked, base->n_tags * sizeof *base->ranked);
  for (guint i = 0; i < base->n_tags; i++)
    {
      self->tags->tags[i].finding = g_hash_table_lookup (self->by_base, base->tags[i].finding);
      self->tags->tags[i].rooms = copy_of (base->tags[i].rooms, base->n_references, sizeof *base->tags[i].rooms);
    }
  self->findings.tag_findings = self->tags;
}

static void
add_measures (AssayWhatIf *self)
{
  const AssayFindings *findings = self->base;

  self->measures = g_new0 (AssayMeasure, findings->n_measures + 1);
  self->at = g_new0 (guint, findings->n_measures + 1);
  for (guint i = 0; i < findings->n_measures; i++)
    if (findings->measures[i].family == ASSAY_FAMILY_MATRIX)
      {
        self->at[self->n_measures] = i;
        self->measures[self->n_measures++] = findings->measures[i];
      }
  self->tested = g_new0 (AssayMeasure, findings->n_tested + 1);
  for (guint i = 0; i < findings->n_tested; i++)
    self->tested[i] = findings->measures[findings->tested[i]];
}

/* --- making one --------------------------------------------------------------------------------------------------- */

static void
add_findings (AssayWhatIf *self)
{
  const AssayFindings *base = self->base;

  self->findings = *base;
  self->findings.verdict_reason = NULL;
  self->findings.classes = copy_of (base->classes, base->counts->n_classes, sizeof *base->classes);
  moved_add (self, base->whole);
  self->findings.whole = self->moved->pdata[0];
  self->findings.slices = own_findings (self, base->slices);
  self->findings.tags = own_findings (self, base->tags);
  add_tags (self);
  add_checks (self);
  self->judged = self->findings;
  self->judged.slices = g_ptr_array_new ();
  for (guint i = 1; i < self->moved->len; i++)
    g_ptr_array_add (self->judged.slices, self->moved->pdata[i]);
}

static gboolean
is_same_matrix (const AssayMatrix *a,
                const AssayMatrix *b)
{
  gboolean is_same = a->n_cells == b->n_cells;

  for (guint i = 0; is_same && i < a->n_cells; i++)
    is_same = a->cells[i].label == b->cells[i].label && a->cells[i].prediction == b->cells[i].prediction
              && a->cells[i].n == b->cells[i].n;
  return is_same;
}

/* Whether the predictions of every slice are the score's. */
static gboolean
find_is_own (const AssayWhatIf *self)
{
  for (guint i = 0; i < self->moved->len; i++)
    {
      const AssayMoved *moved = self->moved->pdata[i];
      AssayMatrixCell cells[4];
      AssayMatrix matrix;

      if (!moved->follows)
        continue;
      assay_cumulative_matrix (&moved->counts, self->own_edge, self->base->counts->positive, &matrix, cells, NULL);
      if (!is_same_matrix (&matrix, &moved->base->evidence.matrix))
        return FALSE;
    }
  return TRUE;
}

static void
set_edges (AssayWhatIf *self)
{
  const AssayHistogram *scores = self->base->whole->evidence.scores;

  self->n_edges = scores->n_edges;
  self->edges = g_memdup2 (scores->edges, self->n_edges * sizeof *self->edges);
  self->edges[self->n_edges - 1] = INFINITY;
  self->own_edge = assay_threshold_edge (scores->edges, scores->n_edges, self->base->plan->threshold);
  if (self->own_edge == G_MAXUINT) /* edges of another audit */
    self->own_edge = assay_what_if_nearest (self, self->base->plan->threshold);
}

AssayWhatIf *
assay_what_if_new (const AssayFindings  *findings,
                   char                **why)
{
  char *reason = assay_what_if_why_not (findings);

  if (why != NULL)
    *why = reason;
  if (reason != NULL)
    {
      if (why == NULL)
        g_free (reason);
      return NULL;
    }
  AssayWhatIf *self = g_new0 (AssayWhatIf, 1);
  self->base = findings;
  self->moved = g_ptr_array_new_with_free_func (moved_free);
  self->by_base = g_hash_table_new (NULL, NULL);
  set_edges (self);
  add_measures (self);
  add_findings (self);
  add_pairs (self);
  self->is_own = find_is_own (self);
  assay_what_if_settle_at (self, self->own_edge);
  return self;
}

void
assay_what_if_free (AssayWhatIf *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->findings.checks->len; i++)
    if (self->findings.checks->pdata[i] != self->base->checks->pdata[i])
      assay_check_finding_free (self->findings.checks->pdata[i]);
  for (guint i = 0; self->tags != NULL && i < self->tags->n_tags; i++)
    g_free (self->tags->tags[i].rooms);
  if (self->tags != NULL)
    {
      g_free (self->tags->tags);
      g_free (self->tags->ranked);
    }
  g_free (self->tags);
  g_ptr_array_unref (self->findings.checks);
  g_ptr_array_unref (self->findings.slices);
  g_ptr_array_unref (self->findings.tags);
  g_ptr_array_unref (self->judged.slices);
  g_free (self->findings.classes);
  g_free (self->findings.verdict_reason);
  g_ptr_array_unref (self->selected);
  g_ptr_array_unref (self->moved);
  g_hash_table_unref (self->by_base);
  g_free (self->check_follows);
  g_free (self->pair_follows);
  g_free (self->edges);
  g_free (self->measures);
  g_free (self->at);
  g_free (self->tested);
  g_free (self);
}

/* --- using it ----------------------------------------------------------------------------------------------------- */

const double *
assay_what_if_edges (const AssayWhatIf *self,
                     guint             *n_edges)
{
  *n_edges = self->n_edges;
  return self->edges;
}

guint
assay_what_if_own_edge (const AssayWhatIf *self)
{
  return self->own_edge;
}

guint
assay_what_if_nearest (const AssayWhatIf *self,
                       double             score)
{
  guint nearest = 0;

  for (guint i = 1; i + 1 < self->n_edges; i++)
    if (fabs (self->edges[i] - score) < fabs (self->edges[nearest] - score) || isinf (self->edges[nearest]))
      nearest = i;
  return nearest;
}

guint
assay_what_if_edge (const AssayWhatIf *self)
{
  return self->edge;
}

double
assay_what_if_threshold (const AssayWhatIf *self)
{
  return self->edges[self->edge];
}

gboolean
assay_what_if_is_own (const AssayWhatIf *self)
{
  return self->is_own;
}

gboolean
assay_what_if_is_settled (const AssayWhatIf *self)
{
  return self->is_settled;
}

const AssayFindings *
assay_what_if_findings (const AssayWhatIf *self)
{
  return &self->findings;
}

void
assay_what_if_move (AssayWhatIf *self,
                    guint        edge)
{
  g_return_if_fail (self != NULL && edge < self->n_edges);
  self->edge = edge;
  self->is_quick = TRUE;
  assay_what_if_judge (self);
  self->is_settled = FALSE;
}

void
assay_what_if_settle_at (AssayWhatIf *self,
                         guint        edge)
{
  g_return_if_fail (self != NULL && edge < self->n_edges);
  self->edge = edge;
  self->is_quick = FALSE;
  assay_what_if_judge (self);
  self->is_settled = TRUE;
}

void
assay_what_if_settle (AssayWhatIf *self)
{
  g_return_if_fail (self != NULL);
  assay_what_if_settle_at (self, self->edge);
}

AssayFollow
assay_what_if_slice (const AssayWhatIf  *self,
                     const AssayFinding *finding)
{
  return ((const AssayMoved *) finding)->follows ? ASSAY_FOLLOWS : ASSAY_STAYS;
}

AssayFollow
assay_what_if_paired (const AssayWhatIf *self,
                      guint              baseline)
{
  g_return_val_if_fail (baseline < self->base->n_baselines, ASSAY_STAYS);
  return self->pair_follows[baseline] ? ASSAY_FOLLOWS : ASSAY_STAYS;
}

AssayFollow
assay_what_if_check (const AssayWhatIf *self,
                     guint              check)
{
  g_return_val_if_fail (check < self->base->checks->len, ASSAY_STAYS);
  return self->check_follows[check];
}

AssayFollow
assay_what_if_reference (const AssayWhatIf *self,
                         guint              reference)
{
  const AssayTagFindings *tags = self->base->tag_findings;

  g_return_val_if_fail (tags != NULL && reference < tags->n_references, ASSAY_STAYS);
  switch (tags->references[reference].kind)
    {
    case ASSAY_REFERENCE_BASELINE: return assay_what_if_paired (self, tags->references[reference].index);
    case ASSAY_REFERENCE_LITERATURE: return ASSAY_FOLLOWS;
    case ASSAY_REFERENCE_HUMAN: return ASSAY_STAYS;
    }
  g_assert_not_reached ();
}
