/* json-checks.c: checks and risks in report.json. */
#include "json-private.h"

#include "phrases.h"

static void
write_rows (AssayJson  *json,
            const char *key,
            double      rows)
{
  if (isinf (rows))
    assay_json_text (json, key, "never");
  else
    assay_json_number (json, key, rows);
}

static void
write_result (AssayJson               *json,
              const AssayCheckFinding *check,
              const AssayCheckResult  *result)
{
  assay_json_open (json, NULL, '{');
  if (result->finding != NULL)
    assay_json_parts (json, result->finding);
  else
    assay_json_text (json, "slice", NULL);
  assay_json_text (json, "text", result->slice);
  assay_json_number (json, "value", result->estimate.value);
  assay_json_ends (json, &result->estimate);
  assay_json_count (json, "n", result->estimate.n);
  if (result->estimate.n_eff > 0)
    assay_json_number (json, "n_eff", result->estimate.n_eff);
  if (result->estimate.why != NULL)
    assay_json_text (json, "why", result->estimate.why);
  assay_json_number (json, "confidence", check->confidence);
  assay_json_number (json, "lo_m", result->lo_m);
  assay_json_number (json, "hi_m", result->hi_m);
  assay_json_text (json, "verdict", assay_verdict_name (result->verdict));
  assay_json_text (json, "reason", result->reason);
  write_rows (json, "rows_to_decide", result->rows_to_decide);
  write_rows (json, "rows_to_decide_4of5", result->rows_to_decide_4of5);
  assay_json_close (json);
}

static void
write_bound (AssayJson        *json,
             const AssayCheck *check)
{
  assay_json_open_line (json, "bound", '{');
  assay_json_text (json, "kind", assay_phrase_bound_kind (check->bound));
  assay_json_number (json, "value", check->value);
  if (check->bound == ASSAY_BOUND_NO_WORSE_THAN)
    assay_json_text (json, "than", check->than);
  assay_json_close (json);
}

static void
write_check (AssayJson               *json,
             const AssayCheckFinding *check)
{
  assay_json_open (json, NULL, '{');
  assay_json_text (json, "check", check->check->name);
  assay_json_text (json, "risk", check->check->risk);
  assay_json_text (json, "measure", check->measure.name);
  if (check->check->class_name != NULL)
    assay_json_text (json, "class", check->check->class_name);
  assay_json_text (json, "better", assay_phrase_direction (check->direction));
  write_bound (json, check->check);
  assay_json_strings (json, "slices", (const char *const *) check->check->slices);
  assay_json_text (json, "verdict", assay_verdict_name (check->verdict));
  assay_json_text (json, "accepted", check->is_accepted ? check->check->accept : NULL);
  assay_json_text (json, "reason", check->reason);
  assay_json_number (json, "confidence", check->confidence);
  assay_json_number (json, "confidence_m", check->confidence_m);
  assay_json_count (json, "m", check->m);
  assay_json_count (json, "too_small", check->n_too_small);
  assay_json_number (json, "share_too_small", check->share_too_small);
  assay_json_open (json, "results", '[');
  for (guint i = 0; i < check->results->len; i++)
    write_result (json, check, check->results->pdata[i]);
  assay_json_close (json);
  assay_json_close (json);
}

static void
write_risk (AssayJson         *json,
            const AssayReport *report,
            const AssayRisk   *risk)
{
  assay_json_open (json, NULL, '{');
  assay_json_text (json, "name", risk->name);
  assay_json_text (json, "why", risk->why);
  assay_json_text (json, "verdict", assay_verdict_name (assay_risk_verdict (report->findings, risk->name)));
  assay_json_open_line (json, "checks", '[');
  for (guint i = 0; i < report->plan->checks->len; i++)
    {
      const AssayCheck *check = report->plan->checks->pdata[i];

      if (g_strcmp0 (check->risk, risk->name) == 0)
        assay_json_text (json, NULL, check->name);
    }
  assay_json_close (json);
  assay_json_close (json);
}

void
assay_json_checks (AssayJson         *json,
                   const AssayReport *report)
{
  const GPtrArray *checks = report->findings->checks;

  assay_json_open (json, "checks", '[');
  for (guint i = 0; i < checks->len; i++)
    write_check (json, checks->pdata[i]);
  assay_json_close (json);
}

void
assay_json_risks (AssayJson         *json,
                  const AssayReport *report)
{
  const GPtrArray *risks = report->plan->risks;

  assay_json_open (json, "risks", '[');
  for (guint i = 0; i < risks->len; i++)
    write_risk (json, report, risks->pdata[i]);
  assay_json_close (json);
}
