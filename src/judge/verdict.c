/* verdict.c: the audit's verdict: fail if a check fails, else undecided if one is, else pass; none without checks. */
#include "judge-private.h"

const char *
assay_verdict_name (AssayVerdict verdict)
{
  static const char *const names[] = { "none", "pass", "fail", "undecided" };

  g_return_val_if_fail ((guint) verdict < G_N_ELEMENTS (names), "none");
  return names[verdict];
}

/* A check that undecided=accept took out of the count counts for nothing. */
void
assay_findings_conclude (AssayFindings *self)
{
  guint n[4] = { 0 };

  for (guint i = 0; i < self->checks->len; i++)
    {
      const AssayCheckFinding *check = g_ptr_array_index (self->checks, i);
      if (!check->is_accepted)
        n[check->verdict]++;
    }
  self->verdict = n[ASSAY_VERDICT_FAIL] > 0        ? ASSAY_VERDICT_FAIL
                  : n[ASSAY_VERDICT_UNDECIDED] > 0 ? ASSAY_VERDICT_UNDECIDED
                  : n[ASSAY_VERDICT_PASS] > 0      ? ASSAY_VERDICT_PASS
                                                   : ASSAY_VERDICT_NONE;
  self->verdict_reason = assay_words_audit (self);
}
