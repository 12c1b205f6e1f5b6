/* paired-findings.c: slice by slice, the audited model against each baseline on the same rows (measures.md 6). */
#include "judge-private.h"

static void
pair_slice (const AssayFindings *findings,
            AssayFinding        *slice,
            gpointer             unused)
{
  const AssayMeasureOptions options = assay_findings_options (findings, findings->plan->confidence, slice->text);

  slice->paired = g_new0 (AssayPairedFinding, MAX (findings->n_baselines, 1));
  for (guint i = 0; i < findings->n_baselines; i++)
    {
      slice->paired[i].q = NAN;
      if (slice->pair_moments != NULL)
        assay_judging_pair_moments (findings, slice, i);
      else
        slice->paired[i].paired = assay_paired (&slice->pairs[i], &options);
    }
}

/* Accuracy: lower is the harmful side. */
static void
mark (AssayPairedFinding *finding)
{
  finding->is_regression = finding->paired.difference.hi < 0 && finding->q <= ASSAY_JUDGE_Q;
}

static double
family_p (const AssayFindings *findings,
          const AssayFinding  *slice,
          guint                baseline,
          guint                family)
{
  const AssayPaired *paired = &slice->paired[baseline].paired;

  if (slice_family (slice->kind) != family || slice->same_rows_as != NULL
      || is_under_min_rows (findings, paired->rows))
    return NAN;
  return paired->test.p;
}

static void
adjust_family (AssayFindings *findings,
               guint          baseline,
               guint          family)
{
  const guint n = findings->slices->len;
  g_autofree double *p = g_new (double, MAX (n, 1)), *q = g_new (double, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    p[i] = family_p (findings, g_ptr_array_index (findings->slices, i), baseline, family);
  assay_adjust_bh (p, q, n);
  for (guint i = 0; i < n; i++)
    if (!isnan (q[i]))
      {
        AssayFinding *slice = g_ptr_array_index (findings->slices, i);
        slice->paired[baseline].q = q[i];
        mark (&slice->paired[baseline]);
      }
}

void
assay_judging_adjust_paired (AssayFindings *findings)
{
  for (guint i = 0; i < findings->n_baselines; i++)
    {
      /* The whole set is a family of its own. */
      findings->whole->paired[i].q = findings->whole->paired[i].paired.test.p;
      mark (&findings->whole->paired[i]);
      for (guint family = 0; family < N_FAMILIES; family++)
        adjust_family (findings, i, family);
    }
}

void
assay_judging_paired (AssayJudging *self)
{
  assay_judging_whole_and_slices (self->findings, pair_slice, NULL);
  assay_judging_adjust_paired (self->findings);
}
