/* paired-moments.c: two models of a regression on the same rows: every measure of both, and the difference.
 *
 * measures.md 4 tests shares of rows only: here there is no test, and no slice is called a regression by one. The
 * intervals are there to be checked (no-worse-than).
 */
#include "judge-private.h"
#include "measure/moments.h"

static const AssayEstimate nothing = { NAN, NAN, NAN, 0, NULL };

/* Both models' values on the rows of the pair. */
static AssayPairedMeasure
pair_measure (const AssayFindings *findings,
              const AssayMeasure  *measure,
              const AssayMoments  *moments)
{
  AssayMoments own[2][ASSAY_MOMENTS_REGRESSION];
  AssayMeasureOptions options = assay_findings_options (findings, findings->plan->confidence, "");
  const AssayEvidence new = { .moments = own[0], .n_moments = ASSAY_MOMENTS_REGRESSION };
  const AssayEvidence old = { .moments = own[1], .n_moments = ASSAY_MOMENTS_REGRESSION };

  assay_moments_of_new (moments, own[0]);
  assay_moments_of_old (moments, own[1]);
  return (AssayPairedMeasure) { assay_measure_estimate (measure, &new, &options),
                                assay_measure_estimate (measure, &old, &options),
                                assay_moments_difference (measure, moments, options.confidence) };
}

void
assay_judging_pair_moments (const AssayFindings *findings,
                            AssayFinding        *slice,
                            guint                baseline)
{
  const AssayMoments *moments = slice->pair_moments + baseline * ASSAY_MOMENTS_PAIR;
  AssayPairedFinding *finding = &slice->paired[baseline];

  finding->paired = (AssayPaired) { .rows = moments[ASSAY_MOMENTS_ABSOLUTE].n, .new_accuracy = nothing,
                                    .old_accuracy = nothing, .difference = nothing, .flip_rate = nothing,
                                    .test = { NAN, ASSAY_TEST_NONE } };
  finding->measures = g_new0 (AssayPairedMeasure, findings->n_measures);
  for (guint i = 0; i < findings->n_measures; i++)
    {
      const char *why = assay_moments_why_unpaired (&findings->measures[i], moments->is_weighted);

      if (why == NULL)
        finding->measures[i] = pair_measure (findings, &findings->measures[i], moments);
      else
        finding->measures[i] = (AssayPairedMeasure) { nothing, nothing, { NAN, NAN, NAN, 0, why } };
    }
}
