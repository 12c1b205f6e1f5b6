/* rest.c: is a slice worse than the rest of the set? (measures.md 4)
 *
 * The rest is the whole less the slice. Each measure of measures= that is a share of rows is tested (f1 through J),
 * and the slices of [slices] are one family for each measure, the named ones another, tags a third: Benjamini-Hochberg.
 */
#include "judge-private.h"

#include <string.h>

/* Draws of a rest with many cells. Its ends lie far nearer its value than the slice's, so that 100 draws, which leave
 * an end uncertain by a seventh of its distance, hardly show in the difference; 1,000 classes would take minutes
 * else. */
#define LEAST_DRAWS 100
#define MOST_DRAWS 2000
#define MOST_GAMMAS 5e6

#define TOLERANCE 1e-12 /* .80 - .79 is a whole point, though not in binary */

/* Everything that the slices' comparisons share. */
typedef struct
{
  const AssayFindings *findings;
  AssayMeasure        *measures;   /* n_tested */
} Comparison;

static void
comparison_init (Comparison          *self,
                 const AssayFindings *findings)
{
  self->findings = findings;
  self->measures = g_new (AssayMeasure, MAX (findings->n_tested, 1));
  for (guint i = 0; i < findings->n_tested; i++)
    self->measures[i] = findings->measures[findings->tested[i]];
}

static void
comparison_clear (Comparison *self)
{
  g_free (self->measures);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Comparison, comparison_clear)

static gboolean
is_share (const AssayMeasure *measure)
{
  return measure->interval == ASSAY_INTERVAL_WILSON || measure->interval == ASSAY_INTERVAL_JACCARD;
}

gboolean
assay_findings_have_tests (const AssayFindings *self)
{
  for (guint i = 0; i < self->n_tested; i++)
    if (is_share (&self->measures[self->tested[i]]))
      return TRUE;
  return FALSE;
}

/* (nullable) Why the measure is not tested. */
static const char *
why_no_test (const AssayFindings *findings,
             const AssayFinding  *slice,
             const AssayMeasure  *measure,
             guint64              n_slice,
             guint64              n_rest)
{
  if (!is_share (measure))
    return "the measure is no share of rows";
  if (slice->n_rows == findings->whole->n_rows)
    return "the slice is the whole set";
  if (slice->same_rows_as != NULL)
    return "the same rows as an earlier slice";
  if (is_under_min_rows (findings, n_slice))
    return "fewer rows than min-rows";
  if (n_slice == 0 || n_rest == 0)
    return "no rows to compare";
  return NULL;
}

/* A slice in whose cluster lie other rows too is not independent of its rest; that makes z too small, if anything. */
static void
compare_measure (const Comparison     *self,
                 const AssayFinding   *slice,
                 const AssayEvidence  *rest,
                 const AssayConfusion *confusion,
                 const AssayEstimate  *estimate,
                 guint                 tested,
                 AssayAgainstRest     *out)
{
  const AssayMeasure *measure = &self->measures[tested];
  const AssayEstimate *own = &slice->measures[self->findings->tested[tested]];
  guint64 k1 = 0, n1 = 0, k2 = 0, n2 = 0;

  *out = (AssayAgainstRest) { .test = { NAN, ASSAY_TEST_NONE }, .q = NAN };
  /* On Wilson ends MOVER is Newcombe's interval. */
  out->difference = assay_mover (own, estimate);
  assay_measure_proportion (measure, &slice->confusion, &k1, &n1);
  assay_measure_proportion (measure, confusion, &k2, &n2);
  out->why = why_no_test (self->findings, slice, measure, n1, n2);
  if (out->why == NULL)
    out->test = assay_test_evidence (measure, &slice->evidence, rest, self->findings->plan->confidence);
  if (out->why == NULL && out->test.kind == ASSAY_TEST_NONE)
    out->why = own->why != NULL ? own->why : estimate->why != NULL ? estimate->why : "no interval to compare";
}

static void
compare_with (const Comparison    *self,
              AssayFinding        *slice,
              const AssayEvidence *rest,
              gboolean             only_matrices,
              gboolean             is_quick)
{
  const AssayFindings *findings = self->findings;
  g_autofree AssayEstimate *estimates = g_new (AssayEstimate, MAX (findings->n_tested, 1));
  g_autofree char *stream = g_strconcat ("the rest of ", slice->text, NULL);
  AssayMeasureOptions options = assay_findings_options (findings, findings->plan->confidence, stream);

  options.n_draws = (guint) CLAMP (MOST_GAMMAS / MAX (rest->matrix.n_cells, 1), LEAST_DRAWS, MOST_DRAWS);
  options.is_quick = is_quick;
  const AssayConfusion confusion = assay_confusion (&rest->matrix);
  assay_measure_estimates (self->measures, findings->n_tested, rest, &options, estimates);
  for (guint i = 0; i < findings->n_tested; i++)
    if (!only_matrices || self->measures[i].family == ASSAY_FAMILY_MATRIX)
      compare_measure (self, slice, rest, &confusion, &estimates[i], i, &slice->rest[i]);
}

static void
compare_slice (const AssayFindings *findings,
               AssayFinding        *slice,
               gpointer             data)
{
  g_auto (AssayEvidence) rest = assay_evidence_less (&findings->whole->evidence, &slice->evidence);

  slice->rest = g_new (AssayAgainstRest, MAX (findings->n_tested, 1));
  compare_with (data, slice, &rest, FALSE, FALSE);
}

void
assay_judging_compare_matrices (const AssayFindings *findings,
                                const AssayMeasure  *tested,
                                AssayFinding        *slice,
                                const AssayEvidence *rest,
                                gboolean             is_quick)
{
  const Comparison comparison = { findings, (AssayMeasure *) tested };

  compare_with (&comparison, slice, rest, TRUE, is_quick);
}

/* By how much the slice is behind; negative when it is ahead. */
static double
harm (AssayDirection direction,
      double         difference)
{
  switch (direction)
    {
    case ASSAY_DIRECTION_HIGHER: return -difference;
    case ASSAY_DIRECTION_LOWER: return difference;
    case ASSAY_DIRECTION_NONE: return NAN;
    }
  g_assert_not_reached ();
}

static void
mark (const AssayFindings *findings,
      const AssayMeasure  *measure,
      AssayAgainstRest    *rest)
{
  const double least = findings->plan->min_effect - TOLERANCE;
  const gboolean is_found = rest->q <= ASSAY_JUDGE_Q; /* FALSE for NaN */

  rest->is_different = is_found && fabs (rest->difference.value) >= least;
  rest->is_worse = is_found && harm (measure->direction, rest->difference.value) >= least;
}

/* One family: a measure over the slices of one section. */
static void
adjust_family (AssayFindings *findings,
               guint          tested,
               guint          family)
{
  const guint n = findings->slices->len;
  g_autofree double *p = g_new (double, MAX (n, 1)), *q = g_new (double, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      const AssayFinding *slice = g_ptr_array_index (findings->slices, i);
      p[i] = slice_family (slice->kind) == family ? slice->rest[tested].test.p : NAN;
      *(family == FAMILY_TAGS ? &findings->n_tag_tests : &findings->n_tests) += !isnan (p[i]);
    }
  assay_adjust_bh (p, q, n);
  for (guint i = 0; i < n; i++)
    if (!isnan (q[i]))
      {
        AssayFinding *slice = g_ptr_array_index (findings->slices, i);
        slice->rest[tested].q = q[i];
        mark (findings, &findings->measures[findings->tested[tested]], &slice->rest[tested]);
      }
}

void
assay_judging_adjust_rest (AssayFindings *findings)
{
  findings->n_tests = findings->n_tag_tests = 0;
  for (guint i = 0; i < findings->n_tested; i++)
    for (guint family = 0; family < N_FAMILIES; family++)
      adjust_family (findings, i, family);
}

void
assay_judging_rest (AssayJudging *self)
{
  AssayFindings *findings = self->findings;
  g_auto (Comparison) comparison = { 0 };

  comparison_init (&comparison, findings);
  assay_judging_each_slice (findings, compare_slice, &comparison);
  assay_judging_adjust_rest (findings);
}

/* --- furthest behind ---------------------------------------------------------------------------------------- */

typedef struct
{
  AssayBehind behind;
  gboolean    is_worse;
  double      harm;
  guint       position; /* ties keep the findings' order */
} Ranked;

static int
compare_ranked (gconstpointer a,
                gconstpointer b)
{
  const Ranked *first = a, *second = b;

  if (first->is_worse != second->is_worse)
    return first->is_worse ? -1 : 1;
  if (first->harm != second->harm)
    return first->harm > second->harm ? -1 : 1;
  return first->position < second->position ? -1 : 1;
}

/* What has no test has no common scale either: slices are then ranked by the first of measures=. */
static gboolean
is_ranked_untested (const AssayFindings *self,
                    const AssayFinding  *slice,
                    guint                tested)
{
  return tested == 0 && !assay_findings_have_tests (self) && !slice->is_too_small
         && slice->n_rows < self->whole->n_rows;
}

/* The slices that some check judges, of each tested measure. */
typedef struct
{
  guint        n_tested;
  GHashTable **slices; /* of AssayFinding */
} Covered;

/* A check of one class is about another number. */
static void
cover (Covered                 *self,
       const AssayFindings     *findings,
       const AssayCheckFinding *check)
{
  for (guint i = 0; i < self->n_tested && check->check->class_name == NULL; i++)
    for (guint j = 0; j < check->results->len; j++)
      {
        const AssayCheckResult *result = check->results->pdata[j];
        if (strcmp (findings->measures[findings->tested[i]].name, check->measure.name) == 0
            && result->verdict != ASSAY_VERDICT_NONE && result->finding != NULL)
          g_hash_table_add (self->slices[i], (gpointer) result->finding);
      }
}

static void
covered_init (Covered             *self,
              const AssayFindings *findings)
{
  *self = (Covered) { findings->n_tested, g_new0 (GHashTable *, MAX (findings->n_tested, 1)) };
  for (guint i = 0; i < self->n_tested; i++)
    self->slices[i] = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < findings->checks->len; i++)
    cover (self, findings, findings->checks->pdata[i]);
}

static void
covered_clear (Covered *self)
{
  for (guint i = 0; i < self->n_tested; i++)
    g_hash_table_unref (self->slices[i]);
  g_free (self->slices);
}

/* The measure in which the slice is furthest behind, of those in which it is worse if it is so in any. FALSE when it
 * is behind in nothing that was tested. covered (nullable): only what is worse and in none of it counts. */
static gboolean
furthest (const AssayFindings *self,
          const AssayFinding  *slice,
          const Covered       *covered,
          Ranked              *out)
{
  gboolean is_behind = FALSE;

  for (guint i = 0; i < self->n_tested; i++)
    {
      const AssayAgainstRest *rest = &slice->rest[i];
      const Ranked ranked = { { slice, i }, rest->is_worse,
                              harm (self->measures[self->tested[i]].direction, rest->difference.value), 0 };

      if (!(ranked.harm > 0) || (rest->test.kind == ASSAY_TEST_NONE && !is_ranked_untested (self, slice, i)))
        continue;
      if (covered != NULL && (!rest->is_worse || g_hash_table_contains (covered->slices[i], slice)))
        continue;
      if (!is_behind || ranked.is_worse > out->is_worse
          || (ranked.is_worse == out->is_worse && ranked.harm > out->harm))
        *out = ranked;
      is_behind = TRUE;
    }
  return is_behind;
}

/* (transfer full) (element-type Ranked) */
static GArray *
rank (const AssayFindings *self,
      const Covered       *covered)
{
  GArray *ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));

  for (guint i = 0; i < self->slices->len; i++)
    {
      Ranked slice;

      if (!furthest (self, g_ptr_array_index (self->slices, i), covered, &slice))
        continue;
      slice.position = i;
      g_array_append_val (ranked, slice);
    }
  g_array_sort (ranked, compare_ranked);
  return ranked;
}

static GArray *
first_of (const GArray *ranked,
          guint         most)
{
  GArray *behind = g_array_new (FALSE, FALSE, sizeof (AssayBehind));

  for (guint i = 0; i < MIN (ranked->len, most); i++)
    g_array_append_val (behind, g_array_index (ranked, Ranked, i).behind);
  return behind;
}

GArray *
assay_findings_behind (const AssayFindings *self,
                       guint                most)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (GArray) ranked = rank (self, NULL);
  return first_of (ranked, most);
}

GArray *
assay_findings_uncovered (const AssayFindings *self,
                          guint                most,
                          guint               *n_all)
{
  g_return_val_if_fail (self != NULL, NULL);

  Covered covered;
  covered_init (&covered, self);
  g_autoptr (GArray) ranked = rank (self, &covered);
  covered_clear (&covered);
  if (n_all != NULL)
    *n_all = ranked->len;
  return first_of (ranked, most);
}
