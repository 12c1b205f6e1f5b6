/* json-scores.c: the key "scores" of report.json: what each model's scores say of the whole set. */
#include "json-private.h"

#include "measure/scores.h"

static void
write_curve (AssayJson            *json,
             const AssayHistogram *scores)
{
  g_autofree AssayScorePoint *points = g_new (AssayScorePoint, scores->n_bins + 1);

  assay_score_points (scores, points);
  assay_json_open (json, "curve", '[');
  for (guint i = 0; i <= scores->n_bins && scores->weighing == NULL; i++) /* thresholds count rows */
    {
      assay_json_open_line (json, NULL, '{');
      assay_json_number (json, "threshold", isfinite (points[i].threshold) ? points[i].threshold : NAN);
      assay_json_count (json, "tp", points[i].tp);
      assay_json_count (json, "fp", points[i].fp);
      assay_json_count (json, "fn", points[i].fn);
      assay_json_count (json, "tn", points[i].tn);
      assay_json_close (json);
    }
  assay_json_close (json);
}

static void
write_binning_error (AssayJson            *json,
                     const AssayHistogram *scores)
{
  const AssayBinningError error = assay_score_binning_error (scores);

  assay_json_open_line (json, "binning_error", '{');
  assay_json_number (json, "roc_auc", error.auc);
  assay_json_number (json, "ks", error.ks);
  assay_json_number (json, "ap_least", error.ap_least);
  assay_json_number (json, "ap_most", error.ap_most);
  assay_json_close (json);
}

static void
write_calibration_bin (AssayJson                 *json,
                       const AssayCalibrationBin *bin)
{
  assay_json_open (json, NULL, '{');
  assay_json_number (json, "from", bin->lo);
  assay_json_number (json, "to", bin->hi);
  assay_json_count (json, "rows", bin->n);
  assay_json_count (json, "positives", bin->positives);
  assay_json_number (json, "score", bin->score);
  assay_json_estimate (json, "observed", &bin->observed);
  assay_json_close (json);
}

static void
write_calibration (AssayJson                 *json,
                   const AssayHistogram      *scores,
                   const AssayMeasureOptions *options)
{
  const AssayCalibration calibration = assay_score_calibration (scores, options);

  assay_json_open (json, "calibration", '{');
  assay_json_number (json, "ece", calibration.ece);
  assay_json_number (json, "ece_expected", calibration.expected_ece);
  assay_json_number (json, "max_error", calibration.max_error);
  assay_json_number (json, "max_error_expected", calibration.expected_max_error);
  if (calibration.why != NULL)
    assay_json_text (json, "why", calibration.why);
  assay_json_open (json, "bins", '[');
  for (guint i = 0; i < calibration.n_bins; i++)
    write_calibration_bin (json, &calibration.bins[i]);
  assay_json_close (json);
  assay_json_close (json);
}

static void
write_model (AssayJson           *json,
             const AssayReport   *report,
             const char          *name,
             const AssayEvidence *evidence)
{
  const AssayMeasureOptions options = { .confidence = report->plan->confidence, .seed = report->plan->seed,
                                        .stream = "" };
  const AssayHistogram *scores = evidence->scores;
  guint n_measures;
  const AssayMeasure *measures = assay_score_measures (&n_measures);
  g_autofree AssayEstimate *estimates = g_new (AssayEstimate, n_measures);
  const guint64 positives = assay_histogram_positives (scores);

  assay_measure_estimates (measures, n_measures, evidence, &options, estimates);
  assay_json_open (json, NULL, '{');
  assay_json_text (json, "model", name);
  assay_json_boolean (json, "top_label", scores->is_top_label);
  assay_json_boolean (json, "probability", scores->is_probability);
  assay_json_count (json, "positives", positives);
  assay_json_count (json, "negatives", assay_histogram_rows (scores) - positives);
  assay_json_open (json, "measures", '{');
  for (guint i = 0; i < n_measures; i++)
    assay_json_estimate (json, measures[i].name, &estimates[i]);
  assay_json_close (json);
  write_binning_error (json, scores);
  write_calibration (json, scores, &options);
  write_curve (json, scores);
  assay_json_close (json);
}

void
assay_json_scores (AssayJson         *json,
                   const AssayReport *report)
{
  const AssayFindings *findings = report->findings;
  const AssayFinding *whole = findings->whole;

  assay_json_open (json, "scores", '[');
  if (whole->evidence.scores != NULL)
    write_model (json, report, report->plan->score, &whole->evidence);
  for (guint i = 0; i < findings->n_baselines; i++)
    if (whole->models[i].scores != NULL)
      write_model (json, report, findings->baselines[i], &whole->models[i]);
  assay_json_close (json);
}
