/* audit-file-findings.c: slices, measures and verdicts as plain tables.
 *
 * Nothing here is read when the file is opened: findings are worked out anew from plan and counts, and a test
 * compares the two to the last bit.
 */
#include "audit/audit-file-private.h"

static const char *
slice_kind_name (AssaySliceKind kind)
{
  static const char *const names[] = {
    [ASSAY_SLICE_WHOLE] = "whole",
    [ASSAY_SLICE_COLUMN] = "column",
    [ASSAY_SLICE_CROSS] = "cross",
    [ASSAY_SLICE_NAMED] = "named",
    [ASSAY_SLICE_TAG] = "tag",
  };

  return names[kind];
}

static const char *
bound_name (AssayBoundKind bound)
{
  static const char *const names[] = {
    [ASSAY_BOUND_AT_LEAST] = "at-least",
    [ASSAY_BOUND_AT_MOST] = "at-most",
    [ASSAY_BOUND_NO_WORSE_THAN] = "no-worse-than",
  };

  return names[bound];
}

static AssaySqlValue
test_text (const AssayTest *test)
{
  return assay_sql_text (test->kind != ASSAY_TEST_NONE ? assay_test_name (test->kind) : NULL);
}

static void
put_slice (AssaySqlWriter     *writer,
           guint               id,
           const AssayFinding *slice)
{
  const AssayConfusion *confusion = &slice->confusion;

  assay_sql_put (writer, "slices", assay_sql_integer (id), assay_sql_text (slice_kind_name (slice->kind)),
                 assay_sql_text (slice->text), assay_sql_integer (slice->n_rows),
                 assay_sql_integer (slice->n_left_out), assay_sql_real (slice->share),
                 assay_sql_integer (confusion->tp), assay_sql_integer (confusion->fp),
                 assay_sql_integer (confusion->fn), assay_sql_integer (confusion->tn),
                 assay_sql_integer (confusion->right), assay_sql_integer (slice->is_too_small),
                 assay_sql_text (slice->same_rows_as));
  for (guint i = 0; i < slice->n_parts; i++)
    assay_sql_put (writer, "slice_parts", assay_sql_integer (id), assay_sql_integer (i),
                   assay_sql_text (slice->parts[i].column), assay_sql_text (slice->parts[i].value));
}

static void
put_measures (AssaySqlWriter      *writer,
              guint                id,
              const AssayFinding  *slice,
              const AssayFindings *findings)
{
  for (guint i = 0; i < findings->n_measures; i++)
    {
      const AssayEstimate *estimate = &slice->measures[i];
      assay_sql_put (writer, "measures", assay_sql_integer (id), assay_sql_text (findings->measures[i].name),
                     assay_sql_real (estimate->value), assay_sql_real (estimate->lo),
                     assay_sql_real (estimate->hi), assay_sql_integer (estimate->n), assay_sql_text (estimate->why));
    }
}

static void
put_against_rest (AssaySqlWriter      *writer,
                  guint                id,
                  const AssayFinding  *slice,
                  const AssayFindings *findings)
{
  for (guint i = 0; slice->rest != NULL && i < findings->n_tested; i++)
    {
      const AssayAgainstRest *rest = &slice->rest[i];
      const AssayEstimate *difference = &rest->difference;
      assay_sql_put (writer, "against_rest", assay_sql_integer (id),
                     assay_sql_text (findings->measures[findings->tested[i]].name),
                     assay_sql_real (difference->value), assay_sql_real (difference->lo),
                     assay_sql_real (difference->hi), assay_sql_real (rest->test.p), assay_sql_real (rest->q),
                     test_text (&rest->test), assay_sql_integer (rest->is_worse),
                     assay_sql_integer (rest->is_different),
                     assay_sql_text (rest->why != NULL ? rest->why : difference->why));
    }
}

static void
put_paired (AssaySqlWriter      *writer,
            guint                id,
            const AssayFinding  *slice,
            const AssayFindings *findings)
{
  for (guint i = 0; slice->paired != NULL && i < findings->n_baselines; i++)
    {
      const AssayPairedFinding *finding = &slice->paired[i];
      const AssayPaired *paired = &finding->paired;
      assay_sql_put (writer, "paired", assay_sql_integer (id), assay_sql_text (findings->baselines[i]),
                     assay_sql_integer (paired->rows), assay_sql_integer (paired->both_right),
                     assay_sql_integer (paired->only_new_right), assay_sql_integer (paired->only_old_right),
                     assay_sql_integer (paired->both_wrong), assay_sql_integer (paired->flips),
                     assay_sql_real (paired->new_accuracy.value), assay_sql_real (paired->old_accuracy.value),
                     assay_sql_real (paired->difference.value), assay_sql_real (paired->difference.lo),
                     assay_sql_real (paired->difference.hi), assay_sql_real (paired->test.p),
                     assay_sql_real (finding->q), test_text (&paired->test),
                     assay_sql_integer (finding->is_regression));
    }
}

static void
put_check_result (AssaySqlWriter         *writer,
                  guint                   check,
                  guint                   position,
                  const AssayCheckResult *result)
{
  const AssayEstimate *estimate = &result->estimate;

  assay_sql_put (writer, "check_results", assay_sql_integer (check), assay_sql_integer (position),
                 assay_sql_text (result->slice), assay_sql_real (estimate->value), assay_sql_real (estimate->lo),
                 assay_sql_real (estimate->hi), assay_sql_real (result->lo_m), assay_sql_real (result->hi_m),
                 assay_sql_integer (estimate->n), assay_sql_text (assay_verdict_name (result->verdict)),
                 assay_sql_text (result->reason), assay_sql_real (result->rows_to_decide),
                 assay_sql_real (result->rows_to_decide_4of5));
}

static void
put_check (AssaySqlWriter          *writer,
           guint                    id,
           const AssayCheckFinding *finding)
{
  const AssayCheck *check = finding->check;

  assay_sql_put (writer, "checks", assay_sql_integer (id), assay_sql_text (check->name),
                 assay_sql_text (check->risk), assay_sql_text (check->measure),
                 assay_sql_text (bound_name (check->bound)), assay_sql_real (check->value),
                 assay_sql_text (check->than), assay_sql_text (assay_verdict_name (finding->verdict)),
                 assay_sql_integer (finding->is_accepted), assay_sql_text (finding->reason),
                 assay_sql_real (finding->confidence), assay_sql_real (finding->confidence_m),
                 assay_sql_integer (finding->m), assay_sql_integer (finding->n_too_small),
                 assay_sql_real (finding->share_too_small));
  for (guint i = 0; i < finding->results->len; i++)
    put_check_result (writer, id, i, g_ptr_array_index (finding->results, i));
}

void
assay_audit_file_put_findings (AssaySqlWriter      *writer,
                               const AssayFindings *findings)
{
  for (guint id = 0; id <= findings->slices->len; id++)
    {
      const AssayFinding *slice = id == 0 ? findings->whole : g_ptr_array_index (findings->slices, id - 1);
      put_slice (writer, id, slice);
      put_measures (writer, id, slice, findings);
      put_against_rest (writer, id, slice, findings);
      put_paired (writer, id, slice, findings);
    }
  for (guint id = 0; id < findings->checks->len; id++)
    put_check (writer, id, g_ptr_array_index (findings->checks, id));
}
