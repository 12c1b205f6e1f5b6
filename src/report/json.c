/* json.c: report.json, format assay-report-1.
 *
 * data/report.schema.json describes every key. An undefined number is null with its `why` beside it; a missing value
 * of a slice is null; a number of rows that no amount of rows can reach is "never". An estimate is one line.
 */
#include "report.h"

#include "json-private.h"
#include "phrases.h"

#include <string.h>

#define FALSE_DISCOVERY_RATE 0.05 /* measures.md 4 */

void
assay_json_ends (AssayJson           *json,
                 const AssayEstimate *estimate)
{
  assay_json_number (json, "lo", estimate->lo);
  assay_json_number (json, "hi", estimate->hi);
}

void
assay_json_estimate (AssayJson           *json,
                     const char          *key,
                     const AssayEstimate *estimate)
{
  assay_json_open_line (json, key, '{');
  assay_json_number (json, "value", estimate->value);
  assay_json_ends (json, estimate);
  assay_json_count (json, "n", estimate->n);
  if (estimate->n_eff > 0)
    assay_json_number (json, "n_eff", estimate->n_eff);
  if (estimate->why != NULL)
    assay_json_text (json, "why", estimate->why);
  assay_json_close (json);
}

void
assay_json_strings (AssayJson         *json,
               const char        *key,
               const char *const *strings)
{
  assay_json_open_line (json, key, '[');
  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    assay_json_text (json, NULL, strings[i]);
  assay_json_close (json);
}

/* --- what was audited --------------------------------------------------------------------------------------- */

static void
write_data (AssayJson         *json,
            const AssayReport *report)
{
  const AssayProvenance *provenance = report->provenance;

  assay_json_open (json, "data", '{');
  assay_json_count (json, "rows", report->counts->n_rows);
  assay_json_count (json, "left_out", report->findings->n_left_out);
  assay_json_count (json, "disagree", report->findings->n_disagree);
  if (report->plan->weight != NULL)
    assay_json_text (json, "weight", report->plan->weight);
  if (report->plan->cluster != NULL)
    {
      assay_json_text (json, "cluster", report->plan->cluster);
      assay_json_count (json, "clusters", report->findings->whole->n_clusters);
    }
  assay_json_open (json, "files", '[');
  for (guint i = 0; i < provenance->n_files; i++)
    {
      assay_json_open_line (json, NULL, '{');
      assay_json_text (json, "name", provenance->files[i].name);
      assay_json_count (json, "bytes", provenance->files[i].n_bytes);
      assay_json_text (json, "sha256", provenance->files[i].sha256);
      assay_json_close (json);
    }
  assay_json_close (json);
  assay_json_close (json);
}

static void
write_plan (AssayJson       *json,
            const AssayPlan *plan)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, plan->text, -1);

  assay_json_open (json, "plan", '{');
  assay_json_text (json, "sha256", sha256);
  assay_json_text (json, "text", plan->text);
  assay_json_close (json);
}

static void
write_provenance (AssayJson             *json,
                  const AssayProvenance *provenance)
{
  g_autofree char *started = assay_phrase_time (provenance->started_us);

  assay_json_text (json, "engine", provenance->engine);
  assay_json_text (json, "assay", provenance->assay_version);
  assay_json_text (json, "host", provenance->host);
  assay_json_text (json, "started", started);
  assay_json_number (json, "elapsed_s", provenance->elapsed_us / 1e6);
  assay_json_text (json, "code_version", provenance->code_version);
}

static void
write_model (AssayJson  *json,
             const char *name,
             const char *role,
             const char *prediction,
             const char *score,
             double      threshold)
{
  assay_json_open_line (json, name, '{');
  assay_json_text (json, "role", role);
  assay_json_text (json, "prediction", prediction);
  assay_json_text (json, "score", score);
  assay_json_number (json, "threshold", score != NULL ? threshold : NAN);
  assay_json_close (json);
}

static void
write_models (AssayJson         *json,
              const AssayReport *report)
{
  const AssayPlan *plan = report->plan;
  const char      *audited = plan->prediction != NULL ? plan->prediction : plan->score;

  assay_json_open (json, "models", '{');
  if (audited != NULL)
    write_model (json, audited, "audited", plan->prediction, plan->score, plan->threshold);
  for (guint i = 0; i < report->findings->n_baselines; i++)
    {
      const char       *name = report->findings->baselines[i];
      const AssayModel *model = assay_plan_model (plan, name);

      if (audited != NULL && strcmp (name, audited) == 0) /* a key twice would hide the first */
        continue;
      if (model != NULL)
        write_model (json, name, "baseline", model->prediction, model->score, model->threshold);
      else
        write_model (json, name, "baseline", name, NULL, NAN);
    }
  assay_json_close (json);
}

/* Whose labels there are beside the truth, and whose the truth itself is. */
static void
write_annotators (AssayJson       *json,
                  const AssayPlan *plan)
{
  if (plan->annotators[0] == NULL && plan->truth == ASSAY_TRUTH_UNKNOWN)
    return;
  assay_json_open (json, "annotators", '{');
  assay_json_strings (json, "columns", (const char *const *) plan->annotators);
  assay_json_text (json, "ground_truth", assay_phrase_truth (plan->truth));
  assay_json_close (json);
}

static void
write_classes (AssayJson         *json,
               const AssayReport *report)
{
  const AssayCounts *counts = report->counts;
  const AssayPlan   *plan = report->plan;

  static const char *const none[] = { NULL };
  const gboolean is_regression = plan->task == ASSAY_TASK_REGRESSION;

  assay_json_text (json, "task", is_regression                   ? "regression"
                                 : assay_plan_has_model (plan) ? "classification"
                                                               : "annotation");
  assay_json_strings (json, "classes", is_regression ? none : (const char *const *) counts->classes);
  assay_json_text (json, "positive",
                   counts->n_classes > 0 && !is_regression ? counts->classes[counts->positive] : NULL);
  assay_json_text (json, "positive_why", counts->positive_why);
  write_annotators (json, plan);
  assay_json_classes (json, report);
  assay_json_number (json, "threshold", plan->score != NULL ? plan->threshold : NAN);
  write_models (json, report);
  assay_json_numbers (json, report);
  assay_json_strings (json, "notes", report->provenance->notes);
  assay_json_number (json, "confidence", plan->confidence);
  assay_json_count (json, "min_rows", plan->min_rows);
  assay_json_number (json, "min_effect", plan->min_effect);
}

/* --- slices ------------------------------------------------------------------------------------------------- */

void
assay_json_parts (AssayJson          *json,
                  const AssayFinding *finding)
{
  assay_json_open_line (json, "slice", '{');
  for (guint i = 0; i < finding->n_parts; i++)
    assay_json_text (json, finding->parts[i].column, finding->parts[i].value);
  assay_json_close (json);
}

static void
write_measures (AssayJson           *json,
                const AssayFindings *findings,
                const AssayFinding  *finding)
{
  assay_json_open (json, "measures", '{');
  for (guint i = 0; i < findings->n_measures; i++)
    assay_json_estimate (json, findings->measures[i].name, &finding->measures[i]);
  assay_json_close (json);
}

static void
write_against_rest (AssayJson              *json,
                    const AssayMeasure     *measure,
                    const AssayAgainstRest *rest)
{
  const char *why = rest->difference.why != NULL ? rest->difference.why : rest->why;

  assay_json_open_line (json, measure->name, '{');
  assay_json_number (json, "difference", rest->difference.value);
  assay_json_ends (json, &rest->difference);
  assay_json_number (json, "p", rest->test.p);
  assay_json_number (json, "q", rest->q);
  assay_json_text (json, "test", rest->test.kind == ASSAY_TEST_NONE ? NULL : assay_test_name (rest->test.kind));
  assay_json_boolean (json, "worse", rest->is_worse);
  assay_json_boolean (json, "different", rest->is_different);
  if (why != NULL)
    assay_json_text (json, "why", why);
  assay_json_close (json);
}

static void
write_pair_test (AssayJson                *json,
                 const AssayPairedFinding *pair,
                 gboolean                  is_slice)
{
  const AssayPaired *paired = &pair->paired;

  assay_json_number (json, "difference", paired->difference.value);
  assay_json_ends (json, &paired->difference);
  if (paired->difference.why != NULL)
    assay_json_text (json, "why", paired->difference.why);
  assay_json_number (json, "p", paired->test.p);
  if (is_slice)
    assay_json_number (json, "q", pair->q);
  assay_json_text (json, "test",
                   paired->test.kind == ASSAY_TEST_NONE ? NULL : assay_test_name (paired->test.kind));
  if (is_slice)
    assay_json_boolean (json, "regression", pair->is_regression);
}

static void
write_pair (AssayJson                *json,
            const char               *new_name,
            const char               *old_name,
            const AssayPairedFinding *pair,
            gboolean                  is_slice)
{
  const AssayPaired *paired = &pair->paired;

  assay_json_open (json, NULL, '{');
  assay_json_text (json, "new", new_name);
  assay_json_text (json, "old", old_name);
  assay_json_count (json, "rows", paired->rows);
  assay_json_count (json, "both_right", paired->both_right);
  assay_json_count (json, "only_new_right", paired->only_new_right);
  assay_json_count (json, "only_old_right", paired->only_old_right);
  assay_json_count (json, "both_wrong", paired->both_wrong);
  assay_json_estimate (json, "new_accuracy", &paired->new_accuracy);
  assay_json_estimate (json, "old_accuracy", &paired->old_accuracy);
  write_pair_test (json, pair, is_slice);
  assay_json_estimate (json, "flip_rate", &paired->flip_rate);
  assay_json_close (json);
}

/* Of a regression: each measure that can be compared. */
static void
write_pair_of_numbers (AssayJson                *json,
                       const char               *new_name,
                       const char               *old_name,
                       const AssayFindings      *findings,
                       const AssayPairedFinding *pair)
{
  assay_json_open (json, NULL, '{');
  assay_json_text (json, "new", new_name);
  assay_json_text (json, "old", old_name);
  assay_json_count (json, "rows", pair->paired.rows);
  assay_json_open (json, "measures", '{');
  for (guint i = 0; i < findings->n_measures; i++)
    if (isfinite (pair->measures[i].new_value.value) || pair->measures[i].new_value.why != NULL)
      {
        assay_json_open (json, findings->measures[i].name, '{');
        assay_json_estimate (json, "new", &pair->measures[i].new_value);
        assay_json_estimate (json, "old", &pair->measures[i].old_value);
        assay_json_estimate (json, "difference", &pair->measures[i].difference);
        assay_json_close (json);
      }
  assay_json_close (json);
  assay_json_close (json);
}

static void
write_pairs (AssayJson          *json,
             const AssayReport  *report,
             const AssayFinding *finding)
{
  const AssayPlan *plan = report->plan;
  const char      *audited = plan->prediction != NULL ? plan->prediction : plan->score;

  assay_json_open (json, "paired", '[');
  for (guint i = 0; i < report->findings->n_baselines; i++)
    if (finding->paired[i].measures != NULL)
      write_pair_of_numbers (json, audited, report->findings->baselines[i], report->findings, &finding->paired[i]);
    else
      write_pair (json, audited, report->findings->baselines[i], &finding->paired[i],
                  finding != report->findings->whole);
  assay_json_close (json);
}

static void
write_overall (AssayJson         *json,
               const AssayReport *report)
{
  const AssayFinding *whole = report->findings->whole;

  assay_json_open (json, "overall", '{');
  assay_json_count (json, "rows", whole->n_rows);
  assay_json_count (json, "left_out", whole->n_left_out);
  assay_json_counts (json, report, whole);
  write_measures (json, report->findings, whole);
  assay_json_per_class (json, report, whole);
  assay_json_models (json, report, whole);
  write_pairs (json, report, whole);
  assay_json_close (json);
}

void
assay_json_judged (AssayJson          *json,
                   const AssayReport  *report,
                   const AssayFinding *finding)
{
  const AssayFindings *findings = report->findings;

  write_measures (json, findings, finding);
  if (report->plan->per_class)
    assay_json_per_class (json, report, finding);
  assay_json_models (json, report, finding);
  assay_json_open (json, "against_rest", '{');
  for (guint i = 0; i < findings->n_tested; i++)
    write_against_rest (json, &findings->measures[findings->tested[i]], &finding->rest[i]);
  assay_json_close (json);
  write_pairs (json, report, finding);
}

static void
write_slice (AssayJson          *json,
             const AssayReport  *report,
             const AssayFinding *finding)
{
  assay_json_open (json, NULL, '{');
  assay_json_parts (json, finding);
  assay_json_text (json, "text", finding->text);
  assay_json_text (json, "kind", assay_phrase_kind (finding->kind));
  assay_json_count (json, "rows", finding->n_rows);
  assay_json_count (json, "left_out", finding->n_left_out);
  if (report->plan->cluster != NULL)
    assay_json_count (json, "clusters", finding->n_clusters);
  assay_json_number (json, "share", finding->share);
  assay_json_boolean (json, "too_small", finding->is_too_small);
  assay_json_text (json, "same_rows_as", finding->same_rows_as);
  assay_json_counts (json, report, finding);
  assay_json_judged (json, report, finding);
  assay_json_close (json);
}

static void
write_tests (AssayJson           *json,
             const AssayFindings *findings)
{
  assay_json_open_line (json, "tests", '{');
  assay_json_count (json, "n", findings->n_tests);
  assay_json_number (json, "q", FALSE_DISCOVERY_RATE);
  assay_json_text (json, "family",
                   "one measure over the slices of columns and crossings, or over the named ones; "
                   "Benjamini-Hochberg");
  assay_json_close (json);
}

static void
write_judgements (AssayJson         *json,
                  const AssayReport *report)
{
  const AssayFindings *findings = report->findings;

  assay_json_open (json, "slices", '[');
  for (guint i = 0; i < findings->slices->len; i++)
    write_slice (json, report, findings->slices->pdata[i]);
  assay_json_close (json);
  write_pairs (json, report, findings->whole);
  assay_json_tags (json, report);
  assay_json_gaps (json, report);
  assay_json_agreement (json, report);
  assay_json_fairness (json, report);
  assay_json_checks (json, report);
  assay_json_risks (json, report);
  write_tests (json, findings);
}

char *
assay_report_json (const AssayReport *report)
{
  AssayJson           *json = assay_json_new ();
  const AssayFindings *findings = report->findings;

  assay_json_open (json, NULL, '{');
  assay_json_text (json, "format", "assay-report-1");
  assay_json_text (json, "title", report->plan->title);
  assay_json_text (json, "verdict", assay_verdict_name (findings->verdict));
  assay_json_text (json, "verdict_reason", findings->verdict_reason);
  write_data (json, report);
  write_plan (json, report->plan);
  write_provenance (json, report->provenance);
  write_classes (json, report);
  write_overall (json, report);
  assay_json_scores (json, report);
  write_judgements (json, report);
  assay_json_review (json, report);
  assay_json_close (json);
  return assay_json_finish (json);
}
