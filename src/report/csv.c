/* csv.c: slices.csv, one row a slice and the whole set first; classes.csv, one row a class; models.csv, one row a model
 * and measure of each slice; checks.csv, one row a result. RFC 4180.
 *
 * A name is as the report writes it, so that the files join: "slice" of one is "slice" of the other.
 */
#include "report.h"

#include "csv-writer-private.h"
#include "phrases.h"

#include <string.h>

/* --- slices.csv --------------------------------------------------------------------------------------------- */

static gboolean
is_compared (const AssayPairedMeasure *measure)
{
  return measure->new_value.why != NULL || !isnan (measure->new_value.value);
}

/* "against old: mae new", ... of a regression. */
static void
add_number_headers (AssayCsv            *csv,
                    const AssayFindings *findings,
                    guint                baseline)
{
  static const char *const after[] = { " new", " old", " difference", " difference lo", " difference hi" };
  const AssayPairedFinding *pair = &findings->whole->paired[baseline];

  for (guint i = 0; i < findings->n_measures; i++)
    if (is_compared (&pair->measures[i]))
      {
        g_autofree char *before = g_strconcat ("against ", findings->baselines[baseline], ": ", NULL);
        assay_csv_headers (csv, before, findings->measures[i].name, after, G_N_ELEMENTS (after));
      }
}

static void
add_numbers (AssayCsv                 *csv,
             const AssayFindings      *findings,
             const AssayPairedFinding *pair)
{
  for (guint i = 0; i < findings->n_measures; i++)
    if (is_compared (&pair->measures[i]))
      {
        assay_csv_number (csv, pair->measures[i].new_value.value);
        assay_csv_number (csv, pair->measures[i].old_value.value);
        assay_csv_ends (csv, &pair->measures[i].difference);
      }
}

static void
slices_header (AssayCsv            *csv,
               const AssayFindings *findings)
{
  static const char *const first[] = { "slice", "kind",  "columns", "values",    "rows",         "left_out", "share",
                                       "tp",    "fp",    "fn",      "tn",        "too_small",    "same_rows_as" };
  static const char *const measure[] = { "", " lo", " hi", " n", " n_eff" };
  const guint n_cells = G_N_ELEMENTS (measure) - !assay_findings_are_effective (findings);
  static const char *const rest[] = { "", " lo", " hi", " p", " q", " worse" };
  static const char *const paired[] = { " new accuracy", " old accuracy", " difference", " difference lo",
                                        " difference hi", " p", " q", " regression", " flip rate" };

  assay_csv_headers (csv, "", "", first, G_N_ELEMENTS (first));
  for (guint i = 0; i < findings->n_measures; i++)
    assay_csv_headers (csv, "", findings->measures[i].name, measure, n_cells);
  for (guint i = 0; i < findings->n_tested; i++)
    assay_csv_headers (csv, "against rest: ", findings->measures[findings->tested[i]].name, rest, G_N_ELEMENTS (rest));
  for (guint i = 0; i < findings->n_baselines; i++)
    if (findings->whole->paired[i].measures != NULL)
      add_number_headers (csv, findings, i);
    else
      assay_csv_headers (csv, "against ", findings->baselines[i], paired, G_N_ELEMENTS (paired));
  assay_csv_end_line (csv);
}

/* "sex*race" and "Female*Black": what a slice's text says, apart. */
static void
add_parts (AssayCsv           *csv,
           const AssayFinding *finding)
{
  g_autoptr (GString) columns = g_string_new (NULL);
  g_autoptr (GString) values = g_string_new (NULL);

  for (guint i = 0; i < finding->n_parts; i++)
    {
      const AssaySlicePart *part = &finding->parts[i];

      g_string_append_printf (columns, "%s%s", i > 0 ? "*" : "", part->column);
      g_string_append_printf (values, "%s%s", i > 0 ? "*" : "", part->value != NULL ? part->value : "(missing)");
    }
  assay_csv_text (csv, columns->str);
  assay_csv_text (csv, values->str);
}

static void
add_rest (AssayCsv            *csv,
          const AssayFindings *findings,
          const AssayFinding  *finding)
{
  for (guint i = 0; i < findings->n_tested; i++)
    {
      const AssayAgainstRest *rest = finding->rest != NULL ? &finding->rest[i] : NULL;

      if (rest == NULL)
        {
          assay_csv_blanks (csv, 6);
          continue;
        }
      assay_csv_ends (csv, &rest->difference);
      assay_csv_number (csv, rest->test.p);
      assay_csv_number (csv, rest->q);
      assay_csv_boolean (csv, rest->is_worse);
    }
}

static void
add_pairs (AssayCsv            *csv,
           const AssayFindings *findings,
           const AssayFinding  *finding)
{
  for (guint i = 0; i < findings->n_baselines; i++)
    {
      const AssayPairedFinding *pair = &finding->paired[i];

      if (pair->measures != NULL)
        {
          add_numbers (csv, findings, pair);
          continue;
        }
      assay_csv_number (csv, pair->paired.new_accuracy.value);
      assay_csv_number (csv, pair->paired.old_accuracy.value);
      assay_csv_ends (csv, &pair->paired.difference);
      assay_csv_number (csv, pair->paired.test.p);
      assay_csv_number (csv, pair->q);
      assay_csv_boolean (csv, pair->is_regression);
      assay_csv_number (csv, pair->paired.flip_rate.value);
    }
}

/* Of one class against the rest: without a positive one there are none. */
static void
add_outcomes (AssayCsv             *csv,
              const AssayFindings  *findings,
              const AssayConfusion *confusion)
{
  if (findings->counts->positive == findings->counts->n_classes)
    {
      assay_csv_blanks (csv, 4);
      return;
    }
  assay_csv_count (csv, confusion->tp);
  assay_csv_count (csv, confusion->fp);
  assay_csv_count (csv, confusion->fn);
  assay_csv_count (csv, confusion->tn);
}

static void
slices_row (AssayCsv            *csv,
            const AssayFindings *findings,
            const AssayFinding  *finding)
{
  const gboolean is_effective = assay_findings_are_effective (findings);

  assay_csv_text (csv, assay_phrase_slice (finding->text));
  assay_csv_text (csv, assay_phrase_kind (finding->kind));
  add_parts (csv, finding);
  assay_csv_count (csv, finding->n_rows);
  if (assay_plan_has_model (findings->plan))
    assay_csv_count (csv, finding->n_left_out);
  else
    assay_csv_blanks (csv, 1);
  assay_csv_number (csv, finding->share);
  if (findings->plan->task == ASSAY_TASK_REGRESSION)
    assay_csv_blanks (csv, 4);
  else
    add_outcomes (csv, findings, &finding->confusion);
  assay_csv_boolean (csv, finding->is_too_small);
  assay_csv_text (csv, finding->same_rows_as);
  for (guint i = 0; i < findings->n_measures; i++)
    {
      assay_csv_ends (csv, &finding->measures[i]);
      assay_csv_count (csv, finding->measures[i].n);
      if (is_effective)
        assay_csv_number (csv, finding->measures[i].n_eff > 0 ? finding->measures[i].n_eff : NAN);
    }
  add_rest (csv, findings, finding);
  add_pairs (csv, findings, finding);
  assay_csv_end_line (csv);
}

char *
assay_report_slices_csv (const AssayReport *report)
{
  const AssayFindings *findings = report->findings;
  AssayCsv                  csv = { g_string_sized_new (1 << 16), FALSE };

  slices_header (&csv, findings);
  slices_row (&csv, findings, findings->whole);
  for (guint i = 0; i < findings->slices->len; i++)
    slices_row (&csv, findings, findings->slices->pdata[i]);
  return g_string_free (csv.out, FALSE);
}

/* --- classes.csv -------------------------------------------------------------------------------------------- */

static void
classes_rows (AssayCsv           *csv,
              const AssayReport  *report,
              const AssayFinding *finding)
{
  const AssayCounts *counts = report->counts;
  g_autofree AssayConfusion *classes = g_new (AssayConfusion, counts->n_classes);
  guint n_measures;
  const AssayMeasure *measures = assay_findings_class_measures (&n_measures);

  assay_confusion_classes (&finding->evidence.matrix, classes);
  for (guint class = 0; class < counts->n_classes; class++)
    {
      const AssayConfusion *c = &classes[class];

      if (finding != report->findings->whole && c->tp + c->fp + c->fn == 0)
        continue;
      assay_csv_text (csv, assay_phrase_slice (finding->text));
      assay_csv_text (csv, counts->classes[class]);
      assay_csv_count (csv, c->tp + c->fn);
      assay_csv_count (csv, c->tp + c->fp);
      assay_csv_boolean (csv, report->findings->is_rare[class]);
      for (guint i = 0; i < n_measures; i++)
        {
          const AssayEstimate estimate = assay_findings_class_estimate (report->findings, finding, class, &measures[i], c);
          assay_csv_ends (csv, &estimate);
          assay_csv_count (csv, estimate.n);
        }
      assay_csv_end_line (csv);
    }
}

char *
assay_report_classes_csv (const AssayReport *report)
{
  static const char *const first[] = { "slice", "class", "labels", "predictions", "rare" };
  static const char *const each[] = { "", " lo", " hi", " n" };
  guint n_measures;
  const AssayMeasure *measures = assay_findings_class_measures (&n_measures);
  const GPtrArray *slices = report->findings->slices;
  AssayCsv csv = { NULL, FALSE };

  if (report->counts->n_classes <= 2 || !assay_plan_has_model (report->plan))
    return NULL;
  csv.out = g_string_sized_new (1 << 14);
  assay_csv_headers (&csv, "", "", first, G_N_ELEMENTS (first));
  for (guint i = 0; i < n_measures; i++)
    assay_csv_headers (&csv, "", measures[i].name, each, G_N_ELEMENTS (each));
  assay_csv_end_line (&csv);
  classes_rows (&csv, report, report->findings->whole);
  for (guint i = 0; report->plan->per_class && i < slices->len; i++)
    classes_rows (&csv, report, slices->pdata[i]);
  return g_string_free (csv.out, FALSE);
}

/* --- models.csv --------------------------------------------------------------------------------------------- */

static void
model_row (AssayCsv            *csv,
           const AssayFinding  *finding,
           const char          *model,
           const char          *measure,
           const AssayEstimate *estimate,
           const AssayEstimate *difference)
{
  assay_csv_text (csv, assay_phrase_slice (finding->text));
  assay_csv_text (csv, model);
  assay_csv_text (csv, measure);
  assay_csv_ends (csv, estimate);
  assay_csv_count (csv, estimate->n);
  if (difference != NULL)
    assay_csv_ends (csv, difference);
  else
    assay_csv_blanks (csv, 3);
  assay_csv_end_line (csv);
}

static void
models_rows (AssayCsv           *csv,
             const AssayReport  *report,
             const AssayFinding *finding)
{
  const AssayFindings *findings = report->findings;
  const char *audited = report->plan->prediction != NULL ? report->plan->prediction : report->plan->score;

  for (guint i = 0; i < findings->n_measures; i++)
    model_row (csv, finding, audited, findings->measures[i].name, &finding->measures[i], NULL);
  for (guint b = 0; b < findings->n_baselines; b++)
    for (guint i = 0; i < findings->n_measures; i++)
      model_row (csv, finding, findings->baselines[b], findings->measures[i].name,
                 &finding->model_measures[(gsize) b * findings->n_measures + i], NULL);
  for (guint i = 0; i < findings->n_literature; i++)
    model_row (csv, finding, findings->literature[i].number->name, findings->literature[i].measure.name,
               &findings->literature[i].value, &finding->literature[i]);
}

char *
assay_report_models_csv (const AssayReport *report)
{
  static const char *const header[] = { "slice", "model", "measure", "value", "lo", "hi", "n", "difference",
                                        "difference lo", "difference hi" };
  const AssayFindings *findings = report->findings;
  AssayCsv csv = { NULL, FALSE };

  if (findings->n_baselines + findings->n_literature == 0)
    return NULL;
  csv.out = g_string_sized_new (1 << 16);
  assay_csv_headers (&csv, "", "", header, G_N_ELEMENTS (header));
  assay_csv_end_line (&csv);
  models_rows (&csv, report, findings->whole);
  for (guint i = 0; i < findings->slices->len; i++)
    models_rows (&csv, report, findings->slices->pdata[i]);
  return g_string_free (csv.out, FALSE);
}

/* --- checks.csv --------------------------------------------------------------------------------------------- */

/* What is the same in all rows of a check. */
static void
add_check (AssayCsv                *csv,
           const AssayCheckFinding *check)
{
  const AssayCheck *plan = check->check;

  assay_csv_text (csv, plan->name);
  assay_csv_text (csv, plan->risk);
  assay_csv_text (csv, assay_verdict_name (check->verdict));
  assay_csv_text (csv, check->reason);
  assay_csv_text (csv, check->is_accepted ? plan->accept : NULL);
  assay_csv_text (csv, check->measure.name);
  assay_csv_text (csv, assay_phrase_bound_kind (plan->bound));
  assay_csv_number (csv, plan->value);
  assay_csv_text (csv, plan->bound == ASSAY_BOUND_NO_WORSE_THAN ? plan->than : NULL);
  assay_csv_number (csv, check->confidence);
  assay_csv_number (csv, check->confidence_m);
  assay_csv_count (csv, check->m);
}

static void
add_result (AssayCsv               *csv,
            const AssayCheckResult *result)
{
  assay_csv_text (csv, assay_phrase_slice (result->slice));
  if (result->finding != NULL)
    assay_csv_count (csv, result->finding->n_rows);
  else
    assay_csv_blanks (csv, 1);
  assay_csv_ends (csv, &result->estimate);
  assay_csv_count (csv, result->estimate.n);
  assay_csv_number (csv, result->lo_m);
  assay_csv_number (csv, result->hi_m);
  assay_csv_text (csv, assay_verdict_name (result->verdict));
  assay_csv_text (csv, result->reason != NULL ? result->reason : result->estimate.why);
  assay_csv_rows (csv, result->rows_to_decide);
  assay_csv_rows (csv, result->rows_to_decide_4of5);
}

/* A check that no slice decides still has its row: it must not vanish. */
static void
checks_rows (AssayCsv                *csv,
             const AssayCheckFinding *check)
{
  for (guint i = 0; i < check->results->len; i++)
    {
      add_check (csv, check);
      add_result (csv, check->results->pdata[i]);
      assay_csv_end_line (csv);
    }
  if (check->results->len == 0)
    {
      add_check (csv, check);
      assay_csv_blanks (csv, 12);
      assay_csv_end_line (csv);
    }
}

char *
assay_report_checks_csv (const AssayReport *report)
{
  static const char *const header[] = {
    "check",      "risk",     "check verdict", "check reason", "accepted", "measure", "bound", "bound value",
    "than",       "confidence", "confidence m", "m",           "slice",    "rows",    "value", "lo",
    "hi",         "n",        "lo m",          "hi m",         "verdict",  "reason",  "rows to decide",
    "rows to decide 4 of 5",
  };
  AssayCsv csv = { g_string_sized_new (1 << 14), FALSE };

  assay_csv_headers (&csv, "", "", header, G_N_ELEMENTS (header));
  assay_csv_end_line (&csv);
  for (guint i = 0; i < report->findings->checks->len; i++)
    checks_rows (&csv, report->findings->checks->pdata[i]);
  return g_string_free (csv.out, FALSE);
}
