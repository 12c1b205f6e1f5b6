/* tags.c: Ng's four numbers of every tag, its room against every reference, and the order in which to work on them.
 *
 * A tag's rows are a finding like a slice's; the whole set and every tag are held together here. References are human
 * level where there are annotators, the plan's baselines and its published accuracies. Priority is gain * ease * importance (measures.md 5), by the reference
 * that room-against= names.
 */
#include "judge-private.h"

#include "measure/weighted.h"

#include <string.h>

#define ONLY_ERRORS "only errors were reviewed"
#define ONLY_REVIEWED "known of reviewed rows only"
#define NO_MODEL "without a label and a prediction there are no errors"
#define HUMAN_LEVEL "human level"
#define REGRESSION "a regression has no right and wrong"
#define TOLERANCE 1e-12
#define TAG_MIDDLE 3 /* ease and importance of a tag without a section */

static const AssayEstimate nothing = { NAN, NAN, NAN, 0, NULL };

static AssayEstimate
undefined (const char *why)
{
  return (AssayEstimate) { NAN, NAN, NAN, 0, why };
}

/* --- references ------------------------------------------------------------------------------------------------- */

static gboolean
is_accuracy (const AssayLiteratureFinding *literature)
{
  return literature->measure.id == ASSAY_MEASURE_ACCURACY;
}

static void
set_references (AssayTagFindings    *self,
                const AssayFindings *findings)
{
  self->references = g_new0 (AssayReference, findings->n_baselines + findings->n_literature + 2);
  if (!assay_plan_has_model (findings->plan))
    return;
  if (findings->annotators != NULL && findings->annotators->has_ratings)
    self->references[self->n_references++] = (AssayReference) { ASSAY_REFERENCE_HUMAN, 0, HUMAN_LEVEL };
  for (guint i = 0; i < findings->n_baselines; i++)
    self->references[self->n_references++] = (AssayReference) { ASSAY_REFERENCE_BASELINE, i, findings->baselines[i] };
  for (guint i = 0; i < findings->n_literature; i++)
    if (is_accuracy (&findings->literature[i]))
      self->references[self->n_references++] = (AssayReference) { ASSAY_REFERENCE_LITERATURE, i,
                                                                 findings->literature[i].number->name };
}

static int
find_reference (const AssayTagFindings *self,
                const char             *name)
{
  for (guint i = 0; i < self->n_references; i++)
    if (g_ascii_strcasecmp (self->references[i].name, name) == 0)
      return (int) i;
  return -1;
}

/* The one that room-against= names, else human level, else the baseline called human, else the first. */
static gboolean
choose_reference (AssayTagFindings *self,
                  const AssayPlan  *plan,
                  GError          **error)
{
  const char *standard = find_reference (self, HUMAN_LEVEL) >= 0 ? HUMAN_LEVEL : "human";

  self->against = find_reference (self, plan->room_against != NULL ? plan->room_against : standard);
  if (plan->room_against != NULL && self->against < 0)
    {
      g_autofree char *where = assay_plan_where (plan, "data", "room-against");
      g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN,
                   "%s: room-against=%s is no accuracy, which rooms are differences of; name a column of baseline=, or a "
                   "[baseline NAME] with measure=accuracy", where, plan->room_against);
      return FALSE;
    }
  if (self->against < 0 && self->n_references > 0)
    self->against = 0;
  return TRUE;
}

/* --- rooms ------------------------------------------------------------------------------------------------------ */

/* Against a column's predictions: the same rows, paired. */
static AssayRoom
room_of_baseline (const AssayFindings *findings,
                  const AssayFinding  *finding,
                  guint                baseline)
{
  const AssayMeasureOptions options = assay_findings_options (findings, findings->plan->confidence, finding->text);
  const AssayPaired *paired = &finding->paired[baseline].paired;

  return (AssayRoom) { paired->old_accuracy, assay_estimate_negated (paired->difference),
                       assay_tag_gain (&findings->whole->pairs[baseline], &finding->pairs[baseline], &options) };
}

static AssayRoom
room_of_literature (const AssayFindings  *findings,
                    const AssayFinding   *finding,
                    guint                 index,
                    const AssayTagShares *shares)
{
  const AssayEstimate room = assay_estimate_negated (finding->literature[index]);

  return (AssayRoom) { findings->literature[index].value, room,
                       assay_tag_gain_by_share (&room, &shares->share_of_data, findings->plan->confidence) };
}

/* Against each annotator's majority of the others: rows of two ratings or more. */
static AssayRoom
room_of_humans (const AssayFindings  *findings,
                const AssayFinding   *finding,
                const AssayTagShares *shares)
{
  const AssayAgreementFinding *part = assay_findings_agreement (findings, finding);

  if (part == NULL)
    return (AssayRoom) { undefined ("fewer rows than min-rows"), undefined ("fewer rows than min-rows"),
                         undefined ("fewer rows than min-rows") };
  return (AssayRoom) { part->level.human, part->level.room,
                       assay_tag_gain_by_share (&part->level.room, &shares->share_of_data, findings->plan->confidence) };
}

/* (nullable) Why nothing can be said of the gain in a tag. */
static const char *
why_no_room (const AssayFindings    *findings,
             const AssayTagFindings *self)
{
  if (findings->plan->task == ASSAY_TASK_REGRESSION)
    return REGRESSION;
  if (!self->is_reviewed)
    return NULL;
  return self->only_errors ? ONLY_ERRORS : ONLY_REVIEWED;
}

static void
set_rooms (const AssayFindings    *findings,
           const AssayTagFindings *self,
           AssayTagFinding        *tag)
{
  const char *why = why_no_room (findings, self);

  tag->rooms = g_new0 (AssayRoom, self->n_references + 1);
  for (guint i = 0; i < self->n_references; i++)
    {
      const AssayReference *reference = &self->references[i];

      if (why != NULL)
        tag->rooms[i] = (AssayRoom) { undefined (why), undefined (why), undefined (why) };
      else if (reference->kind == ASSAY_REFERENCE_HUMAN)
        tag->rooms[i] = room_of_humans (findings, tag->finding, &tag->shares);
      else if (reference->kind == ASSAY_REFERENCE_BASELINE)
        tag->rooms[i] = room_of_baseline (findings, tag->finding, reference->index);
      else
        tag->rooms[i] = room_of_literature (findings, tag->finding, reference->index, &tag->shares);
    }
}

/* --- reviewed rows ---------------------------------------------------------------------------------------------- */

/* (nullable) The table (reviewed, tag, label, prediction). */
static const AssayCountTable *
reviewed_table (const AssayFindings *findings,
                const char          *tag)
{
  const AssayCounts *counts = findings->counts;
  AssayAxis *axes[] = { assay_counts_axis (counts, ASSAY_AXIS_REVIEWED, NULL), assay_counts_axis (counts, ASSAY_AXIS_TAG, tag),
                        assay_counts_axis (counts, ASSAY_AXIS_LABEL, NULL),
                        assay_counts_axis (counts, ASSAY_AXIS_PREDICTION, NULL) };

  for (guint i = 0; i < G_N_ELEMENTS (axes); i++)
    if (axes[i] == NULL)
      return NULL;
  return assay_counts_table (counts, axes, G_N_ELEMENTS (axes));
}

/* Evidence of reviewed rows, all of them and those with the tag; cells of a table come by label and prediction for each
 * tag code, so they are gathered by a sum. */
typedef struct
{
  const AssayCountTable *table;
  int      sum, squares;     /* positions; -1: not weighted */
  GArray  *cells[2];         /* of AssayMatrixCell: all, tagged */
  GArray  *weights[2];       /* of AssayWeight */
} Review;

static void
add_reviewed (Review         *self,
              guint           side,
              guint           label,
              guint           prediction,
              guint64         count,
              const AssaySum *sums)
{
  GArray *cells = self->cells[side], *weights = self->weights[side];
  guint at = 0;

  while (at < cells->len && (g_array_index (cells, AssayMatrixCell, at).label < label
                             || (g_array_index (cells, AssayMatrixCell, at).label == label
                                 && g_array_index (cells, AssayMatrixCell, at).prediction < prediction)))
    at++;
  AssayMatrixCell *cell = at < cells->len ? &g_array_index (cells, AssayMatrixCell, at) : NULL;
  if (cell == NULL || cell->label != label || cell->prediction != prediction)
    {
      g_array_insert_val (cells, at, ((AssayMatrixCell) { label, prediction, 0 }));
      g_array_insert_val (weights, at, ((AssayWeight) { 0, 0 }));
    }
  g_array_index (cells, AssayMatrixCell, at).n += count;
  if (self->sum >= 0 && sums != NULL)
    {
      g_array_index (weights, AssayWeight, at).sum += sums[self->sum];
      g_array_index (weights, AssayWeight, at).squares += sums[self->squares];
    }
}

static void
visit_reviewed (const guint    *codes,
                guint64         count,
                const AssaySum *sums,
                gpointer        data)
{
  Review *self = data;
  const gboolean is_reviewed = g_strcmp0 (self->table->axes[0]->values[codes[0]], "1") == 0;
  const gboolean is_tagged = g_strcmp0 (self->table->axes[1]->values[codes[1]], "1") == 0;

  if (!is_reviewed || codes[2] == 0 || codes[3] == 0)
    return;
  add_reviewed (self, 0, codes[2] - 1, codes[3] - 1, count, sums);
  if (is_tagged)
    add_reviewed (self, 1, codes[2] - 1, codes[3] - 1, count, sums);
}

static void
review_init (Review                *self,
             const AssayCountTable *table,
             gboolean               is_weighted)
{
  *self = (Review) { .table = table, .sum = -1, .squares = -1 };
  for (guint i = 0; i < 2; i++)
    {
      self->cells[i] = g_array_new (FALSE, FALSE, sizeof (AssayMatrixCell));
      self->weights[i] = g_array_new (FALSE, FALSE, sizeof (AssayWeight));
    }
  if (is_weighted)
    {
      self->sum = assay_count_table_find_sum (table, ASSAY_WEIGHT);
      self->squares = assay_count_table_find_sum (table, ASSAY_WEIGHT_SQUARES);
    }
  assay_count_table_foreach_sums (table, visit_reviewed, self);
}

static void
review_clear (Review *self)
{
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&self->cells[i], g_array_unref);
      g_clear_pointer (&self->weights[i], g_array_unref);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Review, review_clear)

/* (transfer full) with assay_evidence_clear() */
static AssayEvidence
review_evidence (const Review *self,
                 guint         side)
{
  const GArray *cells = self->cells[side];
  AssayEvidence evidence = { .matrix = { .n_classes = G_MAXUINT, .positive = G_MAXUINT, .n_cells = cells->len } };

  evidence.matrix.cells = g_memdup2 (cells->data, cells->len * sizeof (AssayMatrixCell));
  if (self->sum < 0)
    return evidence;
  AssayWeights *weights = assay_weights_new (cells->len);
  if (cells->len > 0)
    memcpy (weights->cells, self->weights[side]->data, cells->len * sizeof (AssayWeight));
  evidence.weights = weights;
  return evidence;
}

static guint64
count_errors (const AssayMatrix *matrix,
              guint64           *n_rows)
{
  guint64 errors = 0;

  *n_rows = 0;
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      *n_rows += matrix->cells[i].n;
      errors += matrix->cells[i].label != matrix->cells[i].prediction ? matrix->cells[i].n : 0;
    }
  return errors;
}

/* Points of a known share of errors: about how many of all rows are wrong and have the tag. */
static AssayEstimate
share_times_error (const AssayFindings *findings,
                   const AssayEstimate *share)
{
  const AssayMeasureOptions options = assay_findings_options (findings, findings->plan->confidence, "");
  AssayMeasure error_rate;

  g_assert (assay_measure_find ("error_rate", &error_rate));
  const AssayEstimate rate = assay_measure_estimate (&error_rate, &findings->whole->evidence, &options);
  return assay_tag_gain_by_share (&rate, share, findings->plan->confidence);
}

static gboolean
set_reviewed_shares (const AssayJudging *judging,
                     AssayTagFindings   *self,
                     AssayTagFinding    *tag,
                     GError            **error)
{
  const AssayFindings *findings = judging->findings;
  const AssayMeasureOptions options = assay_findings_options (findings, findings->plan->confidence, tag->finding->text);
  const AssayCountTable *table = reviewed_table (findings, tag->name);
  g_auto (Review) review = { 0 };

  if (table == NULL)
    {
      g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s: reviewed rows of tag '%s': %s",
                   findings->plan->file, tag->name, ASSAY_JUDGE_NOT_COUNTED);
      return FALSE;
    }
  review_init (&review, table, judging->is_weighted && findings->plan->weight != NULL);
  g_auto (AssayEvidence) all = review_evidence (&review, 0), tagged = review_evidence (&review, 1);
  self->n_reviewed_errors = count_errors (&all.matrix, &self->n_reviewed);
  self->only_errors = self->n_reviewed == self->n_reviewed_errors;
  tag->shares = assay_tag_shares (&all, &tagged, &options);
  tag->share_times_error = share_times_error (findings, &tag->shares.share_of_errors);
  if (self->only_errors)
    tag->shares.error_rate = tag->shares.share_of_data = tag->shares.lift = undefined (ONLY_ERRORS);
  return TRUE;
}

/* --- one tag ---------------------------------------------------------------------------------------------------- */

static const AssayPlanTag *
section_of (const AssayPlan *plan,
            const char      *name)
{
  for (guint i = 0; i < plan->tag_sections->len; i++)
    {
      const AssayPlanTag *section = plan->tag_sections->pdata[i];
      if (strcmp (section->name, name) == 0)
        return section;
    }
  return NULL;
}

static const char *
why_no_shares (const AssayFindings *findings)
{
  if (findings->plan->task == ASSAY_TASK_REGRESSION)
    return REGRESSION;
  return findings->whole->confusion.n == 0 ? NO_MODEL : NULL;
}

static gboolean
set_shares (const AssayJudging *judging,
            AssayTagFindings   *self,
            AssayTagFinding    *tag,
            GError            **error)
{
  const AssayFindings *findings = judging->findings;
  const AssayMeasureOptions options = assay_findings_options (findings, findings->plan->confidence, tag->finding->text);
  const char *why = why_no_shares (findings);

  tag->share_times_error = nothing;
  if (why != NULL)
    {
      tag->shares = (AssayTagShares) { tag->n_rows, 0, undefined (why), undefined (why),
                                       assay_wilson (tag->n_rows, findings->counts->n_rows, options.confidence),
                                       undefined (why) };
      return TRUE;
    }
  if (self->is_reviewed)
    return set_reviewed_shares (judging, self, tag, error);
  tag->shares = assay_tag_shares (&findings->whole->evidence, &tag->finding->evidence, &options);
  return TRUE;
}

static void
set_priority (AssayTagFinding        *tag,
              const AssayTagFindings *self)
{
  tag->priority = NAN;
  if (self->against < 0)
    return;
  const AssayRoom *room = &tag->rooms[self->against];
  if (isnan (room->gain.value))
    return;
  tag->is_ahead = room->room.value < 0;
  tag->priority = 100 * MAX (room->gain.value, 0) * tag->ease * tag->importance;
}

static gboolean
fill_tag (const AssayJudging *judging,
          AssayTagFindings   *self,
          guint               at,
          GError            **error)
{
  const AssayFindings *findings = judging->findings;
  AssayTagFinding *tag = &self->tags[at];

  tag->finding = findings->tags->pdata[at];
  tag->name = tag->finding->parts[0].value;
  tag->n_rows = tag->finding->n_rows;
  const AssayPlanTag *section = section_of (findings->plan, tag->name);
  tag->ease = tag->plan_ease = section != NULL ? section->ease : TAG_MIDDLE;
  tag->importance = tag->plan_importance = section != NULL ? section->importance : TAG_MIDDLE;
  if (!set_shares (judging, self, tag, error))
    return FALSE;
  set_rooms (findings, self, tag);
  set_priority (tag, self);
  return TRUE;
}

/* --- all tags --------------------------------------------------------------------------------------------------- */

/* Whether a tag has more errors than other rows, tested as a slice's error rate is. */
static double
p_of (const AssayFindings *findings,
      const AssayFinding  *finding)
{
  AssayMeasure error_rate;

  if (finding->confusion.n == findings->whole->confusion.n || finding->same_rows_as != NULL
      || is_under_min_rows (findings, finding->confusion.n) || findings->plan->task == ASSAY_TASK_REGRESSION)
    return NAN;
  g_auto (AssayEvidence) rest = assay_evidence_less (&findings->whole->evidence, &finding->evidence);
  g_assert (assay_measure_find ("error_rate", &error_rate));
  return assay_test_evidence (&error_rate, &finding->evidence, &rest, findings->plan->confidence).p;
}

/* How much higher the error rate of the tag is than that of all other rows. */
static double
excess (const AssayFindings *findings,
        const AssayFinding  *finding)
{
  AssayMeasure error_rate;
  const AssayMeasureOptions options = assay_findings_options (findings, findings->plan->confidence, finding->text);
  g_auto (AssayEvidence) rest = assay_evidence_less (&findings->whole->evidence, &finding->evidence);

  g_assert (assay_measure_find ("error_rate", &error_rate));
  return assay_measure_estimate (&error_rate, &finding->evidence, &options).value
         - assay_measure_estimate (&error_rate, &rest, &options).value;
}

static void
test_tags (const AssayFindings *findings,
           AssayTagFindings    *self)
{
  g_autofree double *p = g_new (double, self->n_tags + 1), *q = g_new (double, self->n_tags + 1);

  for (guint i = 0; i < self->n_tags; i++)
    p[i] = self->is_reviewed ? NAN : p_of (findings, self->tags[i].finding);
  assay_adjust_bh (p, q, self->n_tags);
  for (guint i = 0; i < self->n_tags; i++)
    {
      self->tags[i].q = q[i];
      self->tags[i].is_worse = q[i] <= ASSAY_JUDGE_Q
                               && excess (findings, self->tags[i].finding) >= findings->plan->min_effect - TOLERANCE;
    }
}

static int
compare_rank (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  const AssayTagFinding *tags = data, *first = &tags[*(const guint *) a], *second = &tags[*(const guint *) b];
  const double x = isnan (first->priority) ? -1 : first->priority, y = isnan (second->priority) ? -1 : second->priority;

  if (x != y)
    return x > y ? -1 : 1;
  if (first->shares.errors != second->shares.errors)
    return first->shares.errors > second->shares.errors ? -1 : 1;
  return first < second ? -1 : 1;
}

static void
rank_tags (AssayTagFindings *self)
{
  self->ranked = g_new (guint, self->n_tags + 1);
  for (guint i = 0; i < self->n_tags; i++)
    self->ranked[i] = i;
  g_qsort_with_data (self->ranked, (int) self->n_tags, sizeof *self->ranked, compare_rank, self->tags);
  for (guint i = 0; i < self->n_tags; i++)
    self->tags[self->ranked[i]].rank = i + 1;
}

static void
set_clear (AssayTagSetFinding *set)
{
  g_free (set->tags);
}

void
assay_tag_findings_free (AssayTagFindings *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_tags; i++)
    g_free (self->tags[i].rooms);
  g_free (self->tags);
  g_free (self->references);
  g_free (self->ranked);
  g_array_unref (self->pairs);
  g_array_unref (self->sets);
  g_array_unref (self->slices);
  g_free (self);
}

void
assay_judging_tags_again (const AssayFindings *findings,
                          AssayTagFindings    *self)
{
  const AssayJudging judging = { .findings = (AssayFindings *) findings };

  for (guint i = 0; i < self->n_tags; i++)
    {
      AssayTagFinding *tag = &self->tags[i];

      if (!self->is_reviewed && !set_shares (&judging, self, tag, NULL))
        continue;
      g_free (tag->rooms);
      set_rooms (findings, self, tag);
      set_priority (tag, self);
    }
  test_tags (findings, self);
  g_free (self->ranked);
  rank_tags (self);
}

/* --- another's ease and importance ------------------------------------------------------------------------------ */

void
assay_findings_rate (AssayFindings *self,
                     const char    *tag,
                     guint          ease,
                     guint          importance,
                     const char    *who)
{
  AssayTagFindings *tags = self->tag_findings;

  for (guint i = 0; tags != NULL && i < tags->n_tags; i++)
    if (strcmp (tags->tags[i].name, tag) == 0)
      {
        tags->tags[i].ease = ease;
        tags->tags[i].importance = importance;
        tags->tags[i].rated_by = who;
        set_priority (&tags->tags[i], tags);
      }
}

void
assay_findings_unrate (AssayFindings *self)
{
  AssayTagFindings *tags = self->tag_findings;

  for (guint i = 0; tags != NULL && i < tags->n_tags; i++)
    assay_findings_rate (self, tags->tags[i].name, tags->tags[i].plan_ease, tags->tags[i].plan_importance, NULL);
}

void
assay_findings_rank_tags (AssayFindings *self)
{
  if (self->tag_findings == NULL)
    return;
  g_free (self->tag_findings->ranked);
  rank_tags (self->tag_findings);
}

gboolean
assay_judging_tags (AssayJudging *judging,
                    GError      **error)
{
  AssayFindings *findings = judging->findings;

  if (findings->tags->len == 0)
    return TRUE;
  AssayTagFindings *self = findings->tag_findings = g_new0 (AssayTagFindings, 1);
  self->n_tags = findings->tags->len;
  self->tags = g_new0 (AssayTagFinding, self->n_tags);
  self->pairs = g_array_new (FALSE, FALSE, sizeof (AssayTagPair));
  self->sets = g_array_new (FALSE, FALSE, sizeof (AssayTagSetFinding));
  g_array_set_clear_func (self->sets, (GDestroyNotify) set_clear);
  self->slices = g_array_new (FALSE, FALSE, sizeof (AssayTagSlice));
  self->is_reviewed = findings->plan->reviewed != NULL;
  self->why_no_errors = why_no_shares (findings);
  set_references (self, findings);
  if (!choose_reference (self, findings->plan, error))
    return FALSE;
  for (guint i = 0; i < self->n_tags; i++)
    if (!fill_tag (judging, self, i, error))
      return FALSE;
  test_tags (findings, self);
  rank_tags (self);
  return assay_judging_tag_tables (judging, error);
}
