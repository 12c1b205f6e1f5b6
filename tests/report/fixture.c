/* fixture.c: audits made by hand.
 *
 * Wilson and Newcombe are written out here once more, so that the numbers are plausible and every test of src/report
 * stands without src/measure. p is that of the score test; q = p (no adjustment).
 */
#include "fixture.h"

#include <math.h>
#include <string.h>

#define Z 1.959963984540054   /* 95 % */
#define Z_M 2.807033768343811 /* 99.5 %: ten slices decide */

static const AssayMeasure measures[] = {
  { ASSAY_MEASURE_ACCURACY, "accuracy", "Accuracy", ASSAY_DIRECTION_HIGHER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_PRECISION, "precision", "Precision", ASSAY_DIRECTION_HIGHER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_RECALL, "recall", "Recall", ASSAY_DIRECTION_HIGHER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_FPR, "fpr", "False positive rate", ASSAY_DIRECTION_LOWER, ASSAY_INTERVAL_WILSON, 0 },
  { ASSAY_MEASURE_PREVALENCE, "prevalence", "Prevalence", ASSAY_DIRECTION_NONE, ASSAY_INTERVAL_WILSON, 0 },
};
static const guint tested[] = { 0, 2, 3, 4 };

/* --- memory ------------------------------------------------------------------------------------------------- */

static gpointer
own (Fixture *self,
     gpointer piece)
{
  g_ptr_array_add (self->owned, piece);
  return piece;
}

#define OWN_NEW(self, type, n) ((type *) own ((self), g_new0 (type, MAX ((n), 1))))

static char **
own_list (Fixture    *self,
          const char *text)
{
  char **list = OWN_NEW (self, char *, 2);

  list[0] = own (self, g_strdup (text));
  return list;
}

/* --- arithmetic --------------------------------------------------------------------------------------------- */

static AssayEstimate
wilson (guint64 k,
        guint64 n,
        double  z)
{
  if (n == 0)
    return (AssayEstimate) { NAN, NAN, NAN, 0, "no rows in its denominator" };

  double p = (double) k / n, t = z * z / n;
  double middle = p + t / 2, half = z * sqrt (p * (1 - p) / n + t / n / 4);
  double lo = (middle - half) / (1 + t), hi = (middle + half) / (1 + t);
  return (AssayEstimate) { p, k == 0 ? 0 : MIN (lo, p), k == n ? 1 : MAX (hi, p), n, NULL };
}

static AssayEstimate
newcombe (AssayEstimate a,
          AssayEstimate b)
{
  if (isnan (a.value) || isnan (b.value))
    return (AssayEstimate) { NAN, NAN, NAN, a.n, isnan (a.value) ? a.why : "the rest has none" };

  double difference = a.value - b.value;
  return (AssayEstimate) { difference, difference - hypot (a.value - a.lo, b.hi - b.value),
                           difference + hypot (a.hi - a.value, b.value - b.lo), a.n, NULL };
}

static void
fraction (const FixtureSlice *s,
          guint               measure,
          guint64            *k,
          guint64            *n)
{
  guint64 all = s->tp + s->fp + s->fn + s->tn;

  switch (measure)
    {
    case 0: *k = s->tp + s->tn; *n = all; break;
    case 1: *k = s->tp; *n = s->tp + s->fp; break;
    case 2: *k = s->tp; *n = s->tp + s->fn; break;
    case 3: *k = s->fp; *n = s->fp + s->tn; break;
    default: *k = s->tp + s->fn; *n = all; break;
    }
}

/* --- slices ------------------------------------------------------------------------------------------------- */

static void
set_rest (AssayAgainstRest   *rest,
          const FixtureSlice *slice,
          const FixtureSlice *whole,
          guint               measure)
{
  guint64       k, n, k_all, n_all;
  AssayDirection direction = measures[measure].direction;

  fraction (slice, measure, &k, &n);
  fraction (whole, measure, &k_all, &n_all);
  k_all = MAX (k_all, k);
  n_all = MAX (n_all, n);
  rest->difference = newcombe (wilson (k, n, Z), wilson (k_all - k, n_all - n, Z));
  rest->test = (AssayTest) { NAN, ASSAY_TEST_NONE };
  rest->q = NAN;
  if (n < 30 || n == n_all)
    {
      rest->why = n < 30 ? "under 30 rows" : "the whole set";
      return;
    }
  double p = (double) k_all / n_all;
  double z = rest->difference.value / sqrt (p * (1 - p) * (1.0 / n + 1.0 / (n_all - n)));
  rest->test = (AssayTest) { isnan (z) ? 1 : erfc (fabs (z) / G_SQRT2), ASSAY_TEST_SCORE };
  rest->q = rest->test.p;
  rest->is_different = rest->q <= 0.05 && fabs (rest->difference.value) >= 0.01;
  rest->is_worse = rest->is_different && direction != ASSAY_DIRECTION_NONE
                   && (rest->difference.value < 0) == (direction == ASSAY_DIRECTION_HIGHER);
}

/* Of 100 right rows the baseline gets 97, of 100 wrong ones 22. */
static void
set_paired (AssayPairedFinding *finding,
            const FixtureSlice *slice)
{
  AssayPaired *paired = &finding->paired;
  guint64      right = slice->tp + slice->tn, wrong = slice->fp + slice->fn;

  paired->rows = right + wrong;
  paired->only_new_right = right * 3 / 100;
  paired->both_right = right - paired->only_new_right;
  paired->only_old_right = wrong * 22 / 100;
  paired->both_wrong = wrong - paired->only_old_right;
  paired->flips = paired->only_new_right + paired->only_old_right;
  paired->new_accuracy = wilson (right, paired->rows, Z);
  paired->old_accuracy = wilson (paired->both_right + paired->only_old_right, paired->rows, Z);
  paired->flip_rate = wilson (paired->flips, paired->rows, Z);
  paired->difference = (AssayEstimate) { NAN, NAN, NAN, paired->rows, "no rows" };
  paired->test = (AssayTest) { NAN, ASSAY_TEST_NONE };
  finding->q = NAN;
  if (paired->rows == 0)
    return;

  double n = paired->rows, b = paired->only_new_right, c = paired->only_old_right;
  double value = (b - c) / n, half = Z * sqrt ((b + c + 2) / (n + 2) / (n + 2));
  paired->difference = (AssayEstimate) { value, MAX (value - half, -1), MIN (value + half, 1), paired->rows, NULL };
  paired->test = (AssayTest) { b + c > 0 ? erfc (fabs (b - c) / sqrt (b + c) / G_SQRT2) : 1, ASSAY_TEST_MCNEMAR };
  finding->q = paired->test.p;
  finding->is_regression = paired->difference.hi < 0 && finding->q <= 0.05;
}

static char *
slice_text (const FixtureSlice *slice)
{
  GString *text = g_string_new (NULL);

  if (slice->kind == ASSAY_SLICE_NAMED)
    g_string_append (text, slice->values[0]);
  else
    for (guint i = 0; i < 2 && slice->columns[i] != NULL; i++)
      g_string_append_printf (text, "%s%s=%s", i > 0 ? "*" : "", slice->columns[i],
                              slice->values[i] != NULL ? slice->values[i] : "(missing)");
  return g_string_free (text, FALSE);
}

static void
set_matrix (Fixture            *self,
            AssayFinding       *finding,
            const FixtureSlice *slice,
            guint               n_classes)
{
  const guint64 dense[4] = { slice->tn, slice->fp, slice->fn, slice->tp };
  AssayMatrixCell *cells = OWN_NEW (self, AssayMatrixCell, 4);
  guint n = 0;

  if (n_classes == 1 && finding->confusion.n > 0)
    cells[n++] = (AssayMatrixCell) { 0, 0, finding->confusion.n };
  for (guint i = 0; i < 4 && n_classes >= 2; i++)
    if (dense[i] > 0)
      cells[n++] = (AssayMatrixCell) { i / 2, i % 2, dense[i] };
  finding->evidence.matrix = (AssayMatrix) { n_classes, n_classes > 1, n, cells };
}

static AssayFinding *
make_finding (Fixture            *self,
              const FixtureSpec  *spec,
              const FixtureSlice *slice)
{
  AssayFinding       *finding = OWN_NEW (self, AssayFinding, 1);
  finding->models = OWN_NEW (self, AssayEvidence, 1);
  const FixtureSlice *whole = &spec->slices[0];
  guint64             n = slice->tp + slice->fp + slice->fn + slice->tn, k, denominator;
  guint64             n_all = whole->tp + whole->fp + whole->fn + whole->tn + whole->left_out;

  finding->kind = slice->kind;
  finding->parts = OWN_NEW (self, AssaySlicePart, 2);
  for (; finding->n_parts < 2 && slice->columns[finding->n_parts] != NULL; finding->n_parts++)
    finding->parts[finding->n_parts]
      = (AssaySlicePart) { slice->columns[finding->n_parts], slice->values[finding->n_parts] };
  finding->text = own (self, slice_text (slice));
  finding->n_rows = n + slice->left_out;
  finding->n_left_out = slice->left_out;
  finding->share = n_all > 0 ? (double) finding->n_rows / n_all : NAN;
  finding->is_too_small = finding->n_rows < 30;
  finding->confusion = (AssayConfusion) { n, slice->tp + slice->tn, slice->tp, slice->fp, slice->fn, slice->tn };
  set_matrix (self, finding, slice, spec->n_classes > 0 ? spec->n_classes : 2);
  finding->measures = OWN_NEW (self, AssayEstimate, G_N_ELEMENTS (measures));
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      fraction (slice, i, &k, &denominator);
      finding->measures[i] = wilson (k, denominator, Z);
    }
  finding->model_measures = OWN_NEW (self, AssayEstimate, G_N_ELEMENTS (measures));
  memcpy (finding->model_measures, finding->measures, sizeof (AssayEstimate) * G_N_ELEMENTS (measures));
  if (slice != whole)
    finding->rest = OWN_NEW (self, AssayAgainstRest, G_N_ELEMENTS (tested));
  for (guint i = 0; finding->rest != NULL && i < G_N_ELEMENTS (tested); i++)
    set_rest (&finding->rest[i], slice, whole, tested[i]);
  finding->paired = OWN_NEW (self, AssayPairedFinding, 1);
  set_paired (finding->paired, slice);
  return finding;
}

/* --- checks ------------------------------------------------------------------------------------------------- */

static AssayVerdict
judge (const AssayCheck       *check,
       AssayDirection          direction,
       const AssayCheckResult *result)
{
  gboolean is_lower = check->bound == ASSAY_BOUND_AT_MOST
                      || (check->bound == ASSAY_BOUND_NO_WORSE_THAN && direction == ASSAY_DIRECTION_LOWER);
  double   bound = check->bound == ASSAY_BOUND_NO_WORSE_THAN && !is_lower ? -check->value : check->value;

  if (is_lower ? result->estimate.hi <= bound : result->estimate.lo >= bound)
    return ASSAY_VERDICT_PASS;
  if (is_lower ? result->lo_m > bound : result->hi_m < bound)
    return ASSAY_VERDICT_FAIL;
  return ASSAY_VERDICT_UNDECIDED;
}

/* n((v - e)/(v - b))^2 on the denominator, then of the slice's rows: near enough. */
static void
set_rows_to_decide (AssayCheckResult *result,
                    const AssayCheck *check)
{
  double v = result->estimate.value;
  double b = check->bound == ASSAY_BOUND_NO_WORSE_THAN ? -check->value : check->value;
  double half = (result->estimate.hi - result->estimate.lo) / 2;

  result->rows_to_decide = result->rows_to_decide_4of5 = NAN;
  if (result->verdict != ASSAY_VERDICT_UNDECIDED || result->finding == NULL || isnan (v))
    return;
  result->rows_to_decide = v == b ? INFINITY : ceil (result->finding->n_rows * pow (half / (v - b), 2));
  result->rows_to_decide_4of5 = v == b ? INFINITY : ceil (result->rows_to_decide * pow ((Z + 0.842) / Z, 2));
}

static void
add_result (Fixture            *self,
            AssayCheckFinding  *check,
            const AssayFinding *finding,
            guint               measure)
{
  AssayCheckResult *result = OWN_NEW (self, AssayCheckResult, 1);
  double            wider = Z_M / Z;

  result->finding = finding;
  result->slice = finding != NULL ? finding->text : check->check->slices[0];
  result->estimate = (AssayEstimate) { NAN, NAN, NAN, 0, "no such slice" };
  if (finding != NULL)
    result->estimate = check->check->bound == ASSAY_BOUND_NO_WORSE_THAN ? finding->paired[0].paired.difference
                                                                        : finding->measures[measure];
  result->lo_m = result->estimate.value - wider * (result->estimate.value - result->estimate.lo);
  result->hi_m = result->estimate.value + wider * (result->estimate.hi - result->estimate.value);
  if (finding != NULL && finding->is_too_small && finding->kind != ASSAY_SLICE_WHOLE)
    {
      result->verdict = ASSAY_VERDICT_NONE;
      result->reason = own (self, g_strdup ("too small: under 30 rows"));
      check->n_too_small++;
    }
  else
    {
      result->verdict = judge (check->check, check->direction, result);
      check->m++;
      if (isnan (result->estimate.value))
        result->reason = own (self, g_strdup (result->estimate.why));
    }
  set_rows_to_decide (result, check->check);
  g_ptr_array_add (check->results, result);
}

static void
add_results (Fixture             *self,
             const AssayFindings *findings,
             AssayCheckFinding   *check,
             guint                measure)
{
  const char *slices = check->check->slices[0];

  if (strcmp (slices, "all") == 0)
    {
      add_result (self, check, findings->whole, measure);
      return;
    }
  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];

      if (strcmp (slices, "*") == 0 || strcmp (slices, finding->text) == 0
          || (finding->kind == ASSAY_SLICE_COLUMN && strcmp (slices, finding->parts[0].column) == 0))
        add_result (self, check, finding, measure);
    }
  if (check->results->len == 0)
    add_result (self, check, NULL, measure);
}

static AssayCheck *
make_plan_check (Fixture            *self,
                 const FixtureSpec  *spec,
                 const FixtureCheck *from)
{
  AssayCheck *check = OWN_NEW (self, AssayCheck, 1);

  check->name = own (self, g_strdup (from->name));
  check->risk = from->risk != NULL ? own (self, g_strdup (from->risk)) : NULL;
  check->measure = own (self, g_strdup (from->measure));
  check->slices = own_list (self, from->slices);
  check->bound = from->bound;
  check->value = from->value;
  check->accept = from->accept != NULL ? own (self, g_strdup (from->accept)) : NULL;
  if (from->bound == ASSAY_BOUND_NO_WORSE_THAN)
    check->than = own (self, g_strdup (spec->baseline));
  return check;
}

static AssayCheckFinding *
make_check (Fixture             *self,
            const AssayFindings *findings,
            const AssayCheck    *plan)
{
  AssayCheckFinding *check = OWN_NEW (self, AssayCheckFinding, 1);
  guint              counts[4] = { 0 }, measure = 0;

  while (strcmp (measures[measure].name, plan->measure) != 0)
    measure++;
  check->check = plan;
  check->measure = measures[measure];
  check->direction = measures[measure].direction;
  check->confidence = 0.95;
  check->confidence_m = 0.995;
  check->share_too_small = NAN;
  check->results = g_ptr_array_new ();
  add_results (self, findings, check, measure);
  for (guint i = 0; i < check->results->len; i++)
    counts[((AssayCheckResult *) check->results->pdata[i])->verdict]++;
  check->verdict = counts[ASSAY_VERDICT_FAIL] > 0                             ? ASSAY_VERDICT_FAIL
                   : counts[ASSAY_VERDICT_UNDECIDED] > 0 || check->m == 0 ? ASSAY_VERDICT_UNDECIDED
                                                                              : ASSAY_VERDICT_PASS;
  check->is_accepted = plan->accept != NULL && check->verdict == ASSAY_VERDICT_UNDECIDED;
  check->reason = own (self, g_strdup_printf ("%u of %u fail", counts[ASSAY_VERDICT_FAIL], check->m));
  return check;
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

static void
add_plan (Fixture           *self,
          const FixtureSpec *spec)
{
  AssayPlan *plan = OWN_NEW (self, AssayPlan, 1);

  plan->title = own (self, g_strdup (spec->title));
  plan->file = own (self, g_strdup ("income.ini"));
  plan->text = own (self, g_strdup ("[data]\nfiles=income.parquet\nlabel=label\nprediction=candidate\n"));
  plan->seed = 1;
  plan->confidence = 0.95;
  plan->label = own (self, g_strdup ("label"));
  plan->prediction = own (self, g_strdup ("candidate"));
  plan->annotators = OWN_NEW (self, char *, 1);
  plan->threshold = 0.5;
  plan->min_rows = 30;
  plan->min_effect = 0.01;
  plan->columns = g_ptr_array_new ();
  plan->crosses = g_ptr_array_new ();
  plan->bins = g_ptr_array_new ();
  plan->named = g_ptr_array_new ();
  plan->models = g_ptr_array_new ();
  plan->risks = g_ptr_array_new ();
  plan->checks = g_ptr_array_new ();
  for (guint i = 0; i < spec->n_risks; i++)
    g_ptr_array_add (plan->risks, (gpointer) &spec->risks[i]);
  for (guint i = 0; i < spec->n_checks; i++)
    g_ptr_array_add (plan->checks, make_plan_check (self, spec, &spec->checks[i]));
  self->report.plan = plan;
}

static gboolean
is_column (const FixtureSlice *slice,
           const char         *column)
{
  return slice->kind == ASSAY_SLICE_COLUMN && strcmp (slice->columns[0], column) == 0;
}

/* Once for each column, with the values of its slices. */
static void
add_axis (AssayCounts       *counts,
          const FixtureSpec *spec,
          const char        *column)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  g_ptr_array_add (values, NULL);
  for (guint i = 1; i < spec->n_slices; i++)
    if (is_column (&spec->slices[i], column) && spec->slices[i].values[0] != NULL)
      g_ptr_array_add (values, (gpointer) spec->slices[i].values[0]);
  for (guint i = 0; i < counts->axes->len; i++)
    if (strcmp (((const AssayAxis *) counts->axes->pdata[i])->name, column) == 0)
      return;
  if (values->len > 1)
    g_ptr_array_add (counts->axes, assay_axis_new (column, ASSAY_AXIS_SLICE, values->len,
                                                   (const char *const *) values->pdata));
}

static void
add_counts (Fixture           *self,
            const FixtureSpec *spec)
{
  static const char *const names[] = { "0", "1", "2" };
  AssayCounts             *counts = OWN_NEW (self, AssayCounts, 1);
  const FixtureSlice      *whole = &spec->slices[0];

  counts->n_rows = whole->tp + whole->fp + whole->fn + whole->tn + whole->left_out;
  counts->n_classes = spec->n_classes > 0 ? spec->n_classes : 2;
  counts->classes = OWN_NEW (self, char *, counts->n_classes + 1);
  for (guint i = 0; i < counts->n_classes; i++)
    counts->classes[i] = (char *) names[i];
  counts->positive = counts->n_classes > 1 ? 1 : 0;
  counts->axes = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_axis_unref);
  for (guint i = 1; i < spec->n_slices; i++)
    if (i == 1 || g_strcmp0 (spec->slices[i].columns[0], spec->slices[i - 1].columns[0]) != 0)
      add_axis (counts, spec, spec->slices[i].columns[0]);
  counts->tables = g_ptr_array_new ();
  self->report.counts = counts;
}

static char *
conclude (AssayFindings *findings)
{
  guint n[4] = { 0 };

  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];

      n[check->is_accepted ? ASSAY_VERDICT_NONE : check->verdict]++;
    }
  findings->verdict = n[ASSAY_VERDICT_FAIL] > 0        ? ASSAY_VERDICT_FAIL
                      : n[ASSAY_VERDICT_UNDECIDED] > 0 ? ASSAY_VERDICT_UNDECIDED
                      : n[ASSAY_VERDICT_PASS] > 0      ? ASSAY_VERDICT_PASS
                                                       : ASSAY_VERDICT_NONE;
  if (findings->checks->len == 0)
    return g_strdup ("the plan has no checks");
  return g_strdup_printf ("%u of %u checks failed", n[ASSAY_VERDICT_FAIL], findings->checks->len);
}

static void
add_findings (Fixture           *self,
              const FixtureSpec *spec)
{
  AssayFindings *findings = OWN_NEW (self, AssayFindings, 1);

  findings->plan = self->report.plan;
  findings->counts = self->report.counts;
  findings->n_measures = G_N_ELEMENTS (measures);
  findings->measures = (AssayMeasure *) measures;
  findings->n_tested = G_N_ELEMENTS (tested);
  findings->tested = (guint *) tested;
  findings->n_baselines = spec->baseline != NULL;
  findings->baselines = OWN_NEW (self, const char *, 1);
  findings->baselines[0] = spec->baseline;
  findings->whole = make_finding (self, spec, &spec->slices[0]);
  findings->classes = OWN_NEW (self, AssayConfusion, self->report.counts->n_classes);
  findings->is_rare = OWN_NEW (self, gboolean, self->report.counts->n_classes);
  assay_confusion_classes (&findings->whole->evidence.matrix, findings->classes);
  findings->n_left_out = findings->whole->n_left_out;
  findings->slices = g_ptr_array_new ();
  for (guint i = 1; i < spec->n_slices; i++)
    g_ptr_array_add (findings->slices, make_finding (self, spec, &spec->slices[i]));
  findings->n_tests = findings->slices->len * findings->n_tested;
  findings->checks = g_ptr_array_new ();
  for (guint i = 0; i < spec->n_checks; i++)
    g_ptr_array_add (findings->checks, make_check (self, findings, self->report.plan->checks->pdata[i]));
  findings->verdict_reason = own (self, conclude (findings));
  self->report.findings = findings;
}

static void
add_provenance (Fixture           *self,
                const FixtureSpec *spec)
{
  AssayProvenance *provenance = OWN_NEW (self, AssayProvenance, 1);
  AssayInputFile  *file = OWN_NEW (self, AssayInputFile, 1);

  *file = (AssayInputFile) { own (self, g_strdup ("income.parquet")), own (self, g_strdup ("/data/income.parquet")),
                             2004318, own (self, g_strnfill (64, 'a')) };
  *provenance = (AssayProvenance) { .files = file, .n_files = 1, .engine = "cpu", .assay_version = "0.1.0",
                                    .host = "host", .started_us = G_GINT64_CONSTANT (1795370645000000),
                                    .elapsed_us = 812345, .notes = spec->notes };
  self->report.provenance = provenance;
}

Fixture *
fixture_new (const FixtureSpec *spec)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->owned = g_ptr_array_new_with_free_func (g_free);
  add_plan (self, spec);
  add_counts (self, spec);
  add_findings (self, spec);
  add_provenance (self, spec);
  return self;
}

void
fixture_free (Fixture *self)
{
  const AssayReport *report = &self->report;

  for (guint i = 0; i < report->findings->checks->len; i++)
    g_ptr_array_unref (((AssayCheckFinding *) report->findings->checks->pdata[i])->results);
  g_ptr_array_unref (report->findings->checks);
  g_ptr_array_unref (report->findings->slices);
  g_ptr_array_unref (report->counts->axes);
  g_ptr_array_unref (report->counts->tables);
  g_ptr_array_unref (report->plan->columns);
  g_ptr_array_unref (report->plan->crosses);
  g_ptr_array_unref (report->plan->bins);
  g_ptr_array_unref (report->plan->named);
  g_ptr_array_unref (report->plan->models);
  g_ptr_array_unref (report->plan->risks);
  g_ptr_array_unref (report->plan->checks);
  g_ptr_array_unref (self->owned);
  assay_review_free (self->review);
  g_free (self);
}

/* --- the audits --------------------------------------------------------------------------------------------- */

#define WHOLE ASSAY_SLICE_WHOLE, { NULL }, { NULL }
#define COLUMN(column, value) ASSAY_SLICE_COLUMN, { column }, { value }

/* Counted from nothing real; the slices of a column add up to the whole. */
static const FixtureSlice income_slices[] = {
  { WHOLE, 8600, 2300, 3700, 18353, 47 },
  { COLUMN ("sex", "Female"), 2100, 500, 1250, 9100, 0 },
  { COLUMN ("sex", "Male"), 6500, 1800, 2450, 9253, 47 },
  { COLUMN ("age", "[0, 25)"), 40, 20, 210, 4100, 5 },
  { COLUMN ("age", "[25, 50)"), 5200, 1100, 1990, 8253, 20 },
  { COLUMN ("age", "[50, 100]"), 3360, 1180, 1500, 6000, 22 },
  { COLUMN ("race", "Alaska Native"), 30, 4, 12, 131, 0 },
  { COLUMN ("race", "Asian"), 1300, 350, 430, 2600, 0 },
  { COLUMN ("race", "Black"), 480, 170, 350, 2900, 0 },
  { COLUMN ("race", "Some other race"), 240, 60, 222, 1800, 0 },
  { COLUMN ("race", "White"), 6541, 1713, 2681, 10909, 47 },
  { COLUMN ("race", NULL), 9, 3, 5, 13, 0 },
  { ASSAY_SLICE_CROSS, { "sex", "race" }, { "Female", "Black" }, 180, 70, 170, 1600, 0 },
  { ASSAY_SLICE_NAMED, { "slice" }, { "young women" }, 12, 6, 90, 2000, 0 },
};
static const AssayRisk income_risks[] = {
  { (char *) "Bias", (char *) "Credit is decided on this", 0 },
  { (char *) "Young and old", (char *) "The young are the customers of tomorrow", 0 },
  { (char *) "Worse than today", NULL, 0 },
};
static const FixtureCheck income_checks[] = {
  { "Every race with enough income gets the loan", "Bias", "recall", "race", ASSAY_BOUND_AT_LEAST, 0.6, NULL },
  { "No sex lent more than it can pay", "Bias", "fpr", "sex", ASSAY_BOUND_AT_MOST, 0.2, NULL },
  { "No age band overlooked", "Young and old", "recall", "age", ASSAY_BOUND_AT_LEAST, 0.6, NULL },
  { "The middle-aged women of Mars", "Young and old", "recall", "women of Mars", ASSAY_BOUND_AT_LEAST, 0.6, NULL },
  { "As accurate as today", "Worse than today", "accuracy", "all", ASSAY_BOUND_NO_WORSE_THAN, 0.02, NULL },
  { "Few loans go wrong", NULL, "precision", "all", ASSAY_BOUND_AT_LEAST, 0.79, "known, to be looked at in May" },
};

Fixture *
fixture_income (void)
{
  static const char *const notes[] = { "the positive class is 1: the plan names it", NULL };
  const FixtureSpec        spec = {
    "Income model 2.1, before deployment", income_slices, G_N_ELEMENTS (income_slices), income_checks,
    G_N_ELEMENTS (income_checks), income_risks, G_N_ELEMENTS (income_risks), "current", notes, 2,
  };

  return fixture_new (&spec);
}

/* ESC [ 2 J would clear a terminal, U+202E turns the line round, the rest breaks CSV, XML and spreadsheets. */
Fixture *
fixture_hostile (void)
{
  static const FixtureSlice slices[] = {
    { WHOLE, 400, 90, 150, 900, 0 },
    { COLUMN ("=cmd|'/c calc'!A1", "\x1b[2J\x1b[31mred"), 100, 40, 100, 200, 0 },
    { COLUMN ("=cmd|'/c calc'!A1", "\xe2\x80\xae" "evil"), 50, 10, 10, 90, 0 },
    { COLUMN ("=cmd|'/c calc'!A1", "</testcase><!-- ]]> & \"quoted\", 'so'"), 50, 10, 10, 90, 0 },
    { COLUMN ("=cmd|'/c calc'!A1", "line\r\nbreak\ttab"), 50, 10, 10, 90, 0 },
    { COLUMN ("=cmd|'/c calc'!A1", "\xff\xfe not UTF-8"), 50, 10, 10, 90, 0 },
    { COLUMN ("=cmd|'/c calc'!A1", "日本語の値 🙂 é"), 50, 10, 10, 90, 0 },
    { COLUMN ("=cmd|'/c calc'!A1", "עברית"), 50, 10, 10, 90, 0 },
    { ASSAY_SLICE_NAMED, { "slice" }, { "@SUM(A1)" }, 10, 0, 0, 9, 0 },
  };
  static const AssayRisk risks[] = { { (char *) "-risk\x1b]0;title\x07", (char *) "\x01why", 0 } };
  static const FixtureCheck checks[] = {
    { "+check \x1b[1m\n<b>", "-risk\x1b]0;title\x07", "recall", "=cmd|'/c calc'!A1", ASSAY_BOUND_AT_LEAST, 0.7,
      NULL },
  };
  static const char *const notes[] = { "a note with \x1b[5mblinking\x1b[0m", NULL };
  const FixtureSpec        spec = { "\x1b]0;owned\x07 & <title>", slices, G_N_ELEMENTS (slices), checks, 1, risks, 1,
                                    "=base\x1b", notes, 2 };

  return fixture_new (&spec);
}

Fixture *
fixture_bare (void)
{
  static const FixtureSlice slices[] = { { WHOLE, 3, 1, 1, 5, 0 } };
  const FixtureSpec         spec = { "bare", slices, 1, NULL, 0, NULL, 0, NULL, NULL, 2 };

  return fixture_new (&spec);
}

Fixture *
fixture_empty (void)
{
  static const FixtureSlice slices[] = { { WHOLE, 0, 0, 0, 0, 0 }, { COLUMN ("sex", "Male"), 0, 0, 0, 0, 0 } };
  static const FixtureCheck checks[] = { { "any", NULL, "recall", "all", ASSAY_BOUND_AT_LEAST, 0.5, NULL } };
  const FixtureSpec         spec = { "empty", slices, 2, checks, 1, NULL, 0, "current", NULL, 2 };

  return fixture_new (&spec);
}

Fixture *
fixture_classes (guint n)
{
  static const FixtureSlice one[] = { { WHOLE, 0, 0, 0, 50, 0 }, { COLUMN ("sex", "Male"), 0, 0, 0, 40, 0 } };
  static const FixtureSlice three[] = { { WHOLE, 30, 5, 6, 50, 0 }, { COLUMN ("sex", "Male"), 20, 3, 3, 40, 0 } };
  const FixtureSpec         spec = { "classes", n == 1 ? one : three, 2, NULL, 0, NULL, 0, NULL, NULL, n };

  return fixture_new (&spec);
}

/* 997 and 613 are prime: the slices differ. */
Fixture *
fixture_many (guint n)
{
  static const FixtureCheck checks[]
    = { { "every slice", NULL, "recall", "*", ASSAY_BOUND_AT_LEAST, 0.6, NULL } };
  g_autofree FixtureSlice *slices = g_new0 (FixtureSlice, n + 1);
  g_autoptr (GPtrArray)    names = g_ptr_array_new_with_free_func (g_free);
  Fixture                 *self;

  slices[0] = (FixtureSlice) { WHOLE, 1000 * n, 200 * n, 500 * n, 3000 * n, 0 };
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (names, g_strdup_printf ("value %u", i));
      slices[i + 1] = (FixtureSlice) { COLUMN ("id", names->pdata[i]), 300 + i * 997 % 800, i % 211, 300 + i % 613,
                                       2000 + i % 101, 0 };
    }
  const FixtureSpec spec = { "many", slices, n + 1, checks, 1, NULL, 0, "current", NULL, 2 };
  self = fixture_new (&spec);
  /* the findings' values live as long as the fixture */
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->owned, names->pdata[i]);
  g_ptr_array_set_free_func (names, NULL);
  return self;
}

void
fixture_assert_text (const char *actual,
                     const char *expected)
{
  g_auto (GStrv) a = g_strsplit (actual, "\n", -1), b = g_strsplit (expected, "\n", -1);

  for (guint i = 0; a[i] != NULL || b[i] != NULL; i++)
    if (g_strcmp0 (a[i], b[i]) != 0)
      {
        g_test_message ("line %u\n  is       |%s|\n  expected |%s|\nall of it:\n%s", i + 1, a[i] != NULL ? a[i] : "",
                        b[i] != NULL ? b[i] : "", actual);
        g_test_fail ();
        return;
      }
}
