/* csv.c: slices.csv, one row a slice and the whole set first; classes.csv, one row a class; models.csv, one row a
 * model and measure of each slice; checks.csv, one row a result. RFC 4180.
 *
 * Text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage return) gets an
 * apostrophe before it; numbers never do. Undefined is empty. A name is as the report writes it, so that the files
 * join: "slice" of one is "slice" of the other.
 */
#include "report.h"

#include "phrases-private.h"

#include <string.h>

/* A file being written; lines end with CR LF. */
typedef struct
{
  GString *out;
  gboolean is_line_begun;
} Csv;

static void
begin_cell (Csv *csv)
{
  if (csv->is_line_begun)
    g_string_append_c (csv->out, ',');
  csv->is_line_begun = TRUE;
}

static void
end_line (Csv *csv)
{
  g_string_append (csv->out, "\r\n");
  csv->is_line_begun = FALSE;
}

static void
append_quoted (GString    *out,
               const char *before,
               const char *text)
{
  g_string_append_c (out, '"');
  g_string_append (out, before);
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}

static void
add_text (Csv        *csv,
          const char *text)
{
  begin_cell (csv);
  if (text == NULL || text[0] == '\0')
    return;

  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const char      *before = strchr ("=+-@\t\r", valid[0]) != NULL ? "'" : "";

  if (strpbrk (valid, ",\"\r\n") != NULL || g_ascii_isspace (valid[0]) || g_ascii_isspace (valid[strlen (valid) - 1]))
    append_quoted (csv->out, before, valid);
  else
    g_string_append_printf (csv->out, "%s%s", before, valid);
}

/* A header made of a name and what follows it. */
static void
add_header (Csv        *csv,
            const char *before,
            const char *name,
            const char *after)
{
  g_autofree char *text = g_strconcat (before, name, after, NULL);

  add_text (csv, text);
}

static void
add_count (Csv    *csv,
           guint64 count)
{
  begin_cell (csv);
  g_string_append_printf (csv->out, "%" G_GUINT64_FORMAT, count);
}

static void
add_number (Csv   *csv,
            double number)
{
  begin_cell (csv);
  if (isfinite (number))
    assay_number_append (csv->out, number);
}

/* Rows to decide: "never" when no number of them does. */
static void
add_rows (Csv   *csv,
          double rows)
{
  if (isinf (rows))
    add_text (csv, "never");
  else
    add_number (csv, rows);
}

static void
add_boolean (Csv     *csv,
             gboolean value)
{
  begin_cell (csv);
  g_string_append (csv->out, value ? "true" : "false");
}

static void
add_ends (Csv                 *csv,
          const AssayEstimate *estimate)
{
  add_number (csv, estimate->value);
  add_number (csv, estimate->lo);
  add_number (csv, estimate->hi);
}

static void
add_blanks (Csv  *csv,
            guint n)
{
  for (guint i = 0; i < n; i++)
    begin_cell (csv);
}

/* --- slices.csv --------------------------------------------------------------------------------------------- */

static void
add_headers (Csv               *csv,
             const char        *before,
             const char        *name,
             const char *const *after,
             guint              n)
{
  for (guint i = 0; i < n; i++)
    add_header (csv, before, name, after[i]);
}

static gboolean
is_compared (const AssayPairedMeasure *measure)
{
  return measure->new_value.why != NULL || !isnan (measure->new_value.value);
}

/* "against old: mae new", ... of a regression. */
static void
add_number_headers (Csv                 *csv,
                    const AssayFindings *findings,
                    guint                baseline)
{
  static const char *const after[] = { " new", " old", " difference", " difference lo", " difference hi" };
  const AssayPairedFinding *pair = &findings->whole->paired[baseline];

  for (guint i = 0; i < findings->n_measures; i++)
    if (is_compared (&pair->measures[i]))
      {
        g_autofree char *before = g_strconcat ("against ", findings->baselines[baseline], ": ", NULL);
        add_headers (csv, before, findings->measures[i].name, after, G_N_ELEMENTS (after));
      }
}

static void
add_numbers (Csv                      *csv,
             const AssayFindings      *findings,
             const AssayPairedFinding *pair)
{
  for (guint i = 0; i < findings->n_measures; i++)
    if (is_compared (&pair->measures[i]))
      {
        add_number (csv, pair->measures[i].new_value.value);
        add_number (csv, pair->measures[i].old_value.value);
        add_ends (csv, &pair->measures[i].difference);
      }
}

static void
slices_header (Csv                 *csv,
               const AssayFindings *findings)
{
  static const char *const first[] = { "slice", "kind",  "columns", "values",    "rows",         "left_out", "share",
                                       "tp",    "fp",    "fn",      "tn",        "too_small",    "same_rows_as" };
  static const char *const measure[] = { "", " lo", " hi", " n", " n_eff" };
  const guint n_cells = G_N_ELEMENTS (measure) - !assay_findings_are_effective (findings);
  static const char *const rest[] = { "", " lo", " hi", " p", " q", " worse" };
  static const char *const paired[] = { " new accuracy", " old accuracy", " difference", " difference lo",
                                        " difference hi", " p", " q", " regression", " flip rate" };

  add_headers (csv, "", "", first, G_N_ELEMENTS (first));
  for (guint i = 0; i < findings->n_measures; i++)
    add_headers (csv, "", findings->measures[i].name, measure, n_cells);
  for (guint i = 0; i < findings->n_tested; i++)
    add_headers (csv, "against rest: ", findings->measures[findings->tested[i]].name, rest, G_N_ELEMENTS (rest));
  for (guint i = 0; i < findings->n_baselines; i++)
    if (findings->whole->paired[i].measures != NULL)
      add_number_headers (csv, findings, i);
    else
      add_headers (csv, "against ", findings->baselines[i], paired, G_N_ELEMENTS (paired));
  end_line (csv);
}

/* "sex*race" and "Female*Black": what a slice's text says, apart. */
static void
add_parts (Csv                *csv,
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
  add_text (csv, columns->str);
  add_text (csv, values->str);
}

static void
add_rest (Csv                 *csv,
          const AssayFindings *findings,
          const AssayFinding  *finding)
{
  for (guint i = 0; i < findings->n_tested; i++)
    {
      const AssayAgainstRest *rest = finding->rest != NULL ? &finding->rest[i] : NULL;

      if (rest == NULL)
        {
          add_blanks (csv, 6);
          continue;
        }
      add_ends (csv, &rest->difference);
      add_number (csv, rest->test.p);
      add_number (csv, rest->q);
      add_boolean (csv, rest->is_worse);
    }
}

static void
add_pairs (Csv                 *csv,
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
      add_number (csv, pair->paired.new_accuracy.value);
      add_number (csv, pair->paired.old_accuracy.value);
      add_ends (csv, &pair->paired.difference);
      add_number (csv, pair->paired.test.p);
      add_number (csv, pair->q);
      add_boolean (csv, pair->is_regression);
      add_number (csv, pair->paired.flip_rate.value);
    }
}

/* Of one class against the rest: without a positive one there are none. */
static void
add_outcomes (Csv                  *csv,
              const AssayFindings  *findings,
              const AssayConfusion *confusion)
{
  if (findings->counts->positive == findings->counts->n_classes)
    {
      add_blanks (csv, 4);
      return;
    }
  add_count (csv, confusion->tp);
  add_count (csv, confusion->fp);
  add_count (csv, confusion->fn);
  add_count (csv, confusion->tn);
}

static void
slices_row (Csv                 *csv,
            const AssayFindings *findings,
            const AssayFinding  *finding)
{
  const gboolean is_effective = assay_findings_are_effective (findings);

  add_text (csv, assay_phrase_slice (finding->text));
  add_text (csv, assay_phrase_kind (finding->kind));
  add_parts (csv, finding);
  add_count (csv, finding->n_rows);
  if (assay_plan_has_model (findings->plan))
    add_count (csv, finding->n_left_out);
  else
    add_blanks (csv, 1);
  add_number (csv, finding->share);
  if (findings->plan->task == ASSAY_TASK_REGRESSION)
    add_blanks (csv, 4);
  else
    add_outcomes (csv, findings, &finding->confusion);
  add_boolean (csv, finding->is_too_small);
  add_text (csv, finding->same_rows_as);
  for (guint i = 0; i < findings->n_measures; i++)
    {
      add_ends (csv, &finding->measures[i]);
      add_count (csv, finding->measures[i].n);
      if (is_effective)
        add_number (csv, finding->measures[i].n_eff > 0 ? finding->measures[i].n_eff : NAN);
    }
  add_rest (csv, findings, finding);
  add_pairs (csv, findings, finding);
  end_line (csv);
}

char *
assay_report_slices_csv (const AssayReport *report)
{
  const AssayFindings *findings = report->findings;
  Csv                  csv = { g_string_sized_new (1 << 16), FALSE };

  slices_header (&csv, findings);
  slices_row (&csv, findings, findings->whole);
  for (guint i = 0; i < findings->slices->len; i++)
    slices_row (&csv, findings, findings->slices->pdata[i]);
  return g_string_free (csv.out, FALSE);
}

/* --- classes.csv -------------------------------------------------------------------------------------------- */

static void
classes_rows (Csv                *csv,
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
      add_text (csv, assay_phrase_slice (finding->text));
      add_text (csv, counts->classes[class]);
      add_count (csv, c->tp + c->fn);
      add_count (csv, c->tp + c->fp);
      add_boolean (csv, report->findings->is_rare[class]);
      for (guint i = 0; i < n_measures; i++)
        {
          const AssayEstimate estimate = assay_findings_class_estimate (report->findings, finding, class,
                                                                        &measures[i], c);
          add_ends (csv, &estimate);
          add_count (csv, estimate.n);
        }
      end_line (csv);
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
  Csv csv = { NULL, FALSE };

  if (report->counts->n_classes <= 2 || !assay_plan_has_model (report->plan))
    return NULL;
  csv.out = g_string_sized_new (1 << 14);
  add_headers (&csv, "", "", first, G_N_ELEMENTS (first));
  for (guint i = 0; i < n_measures; i++)
    add_headers (&csv, "", measures[i].name, each, G_N_ELEMENTS (each));
  end_line (&csv);
  classes_rows (&csv, report, report->findings->whole);
  for (guint i = 0; report->plan->per_class && i < slices->len; i++)
    classes_rows (&csv, report, slices->pdata[i]);
  return g_string_free (csv.out, FALSE);
}

/* --- models.csv --------------------------------------------------------------------------------------------- */

static void
model_row (Csv                 *csv,
           const AssayFinding  *finding,
           const char          *model,
           const char          *measure,
           const AssayEstimate *estimate,
           const AssayEstimate *difference)
{
  add_text (csv, assay_phrase_slice (finding->text));
  add_text (csv, model);
  add_text (csv, measure);
  add_ends (csv, estimate);
  add_count (csv, estimate->n);
  if (difference != NULL)
    add_ends (csv, difference);
  else
    add_blanks (csv, 3);
  end_line (csv);
}

static void
models_rows (Csv                *csv,
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
  Csv csv = { NULL, FALSE };

  if (findings->n_baselines + findings->n_literature == 0)
    return NULL;
  csv.out = g_string_sized_new (1 << 16);
  add_headers (&csv, "", "", header, G_N_ELEMENTS (header));
  end_line (&csv);
  models_rows (&csv, report, findings->whole);
  for (guint i = 0; i < findings->slices->len; i++)
    models_rows (&csv, report, findings->slices->pdata[i]);
  return g_string_free (csv.out, FALSE);
}

/* --- checks.csv --------------------------------------------------------------------------------------------- */

/* What is the same in all rows of a check. */
static void
add_check (Csv                     *csv,
           const AssayCheckFinding *check)
{
  const AssayCheck *plan = check->check;

  add_text (csv, plan->name);
  add_text (csv, plan->risk);
  add_text (csv, assay_verdict_name (check->verdict));
  add_text (csv, check->reason);
  add_text (csv, check->is_accepted ? plan->accept : NULL);
  add_text (csv, check->measure.name);
  add_text (csv, assay_phrase_bound_kind (plan->bound));
  add_number (csv, plan->value);
  add_text (csv, plan->bound == ASSAY_BOUND_NO_WORSE_THAN ? plan->than : NULL);
  add_number (csv, check->confidence);
  add_number (csv, check->confidence_m);
  add_count (csv, check->m);
}

static void
add_result (Csv                    *csv,
            const AssayCheckResult *result)
{
  add_text (csv, assay_phrase_slice (result->slice));
  if (result->finding != NULL)
    add_count (csv, result->finding->n_rows);
  else
    add_blanks (csv, 1);
  add_ends (csv, &result->estimate);
  add_count (csv, result->estimate.n);
  add_number (csv, result->lo_m);
  add_number (csv, result->hi_m);
  add_text (csv, assay_verdict_name (result->verdict));
  add_text (csv, result->reason != NULL ? result->reason : result->estimate.why);
  add_rows (csv, result->rows_to_decide);
  add_rows (csv, result->rows_to_decide_4of5);
}

/* A check that no slice decides still has its row: it must not vanish. */
static void
checks_rows (Csv                     *csv,
             const AssayCheckFinding *check)
{
  for (guint i = 0; i < check->results->len; i++)
    {
      add_check (csv, check);
      add_result (csv, check->results->pdata[i]);
      end_line (csv);
    }
  if (check->results->len == 0)
    {
      add_check (csv, check);
      add_blanks (csv, 12);
      end_line (csv);
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
  Csv csv = { g_string_sized_new (1 << 14), FALSE };

  add_headers (&csv, "", "", header, G_N_ELEMENTS (header));
  end_line (&csv);
  for (guint i = 0; i < report->findings->checks->len; i++)
    checks_rows (&csv, report->findings->checks->pdata[i]);
  return g_string_free (csv.out, FALSE);
}
