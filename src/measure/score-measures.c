/* score-measures.c: the measures of scores by name, and their estimates from the evidence of a slice. */
#include "score-private.h"

#include <glib/gi18n-lib.h>

#define HIGHER ASSAY_DIRECTION_HIGHER
#define LOWER ASSAY_DIRECTION_LOWER
#define SCORE ASSAY_FAMILY_SCORE

static const AssayMeasure score_measures[] = {
  { ASSAY_MEASURE_ROC_AUC, "roc_auc", N_("ROC AUC"), HIGHER, ASSAY_INTERVAL_DELONG, 0, SCORE },
  { ASSAY_MEASURE_AP, "ap", N_("Average precision"), HIGHER, ASSAY_INTERVAL_DIRICHLET, 0, SCORE },
  { ASSAY_MEASURE_KS, "ks", N_("KS separation"), HIGHER, ASSAY_INTERVAL_DIRICHLET, 0, SCORE },
  { ASSAY_MEASURE_BRIER, "brier", N_("Brier score"), LOWER, ASSAY_INTERVAL_T, 0, SCORE },
  { ASSAY_MEASURE_LOG_LOSS, "log_loss", N_("Log loss"), LOWER, ASSAY_INTERVAL_T, 0, SCORE },
  { ASSAY_MEASURE_CALIBRATION_ERROR, "calibration_error", N_("Squared calibration error"), LOWER,
    ASSAY_INTERVAL_DIRICHLET, 0, SCORE },
};

const AssayMeasure *
assay_score_measures (guint *n_measures)
{
  *n_measures = G_N_ELEMENTS (score_measures);
  return score_measures;
}

AssayCurve
assay_score_curve_of (const AssayMeasure *measure)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_AP: return ASSAY_CURVE_AP;
    case ASSAY_MEASURE_KS: return ASSAY_CURVE_KS;
    case ASSAY_MEASURE_CALIBRATION_ERROR: return ASSAY_CURVE_CALIBRATION;
    default: return ASSAY_N_CURVES;
    }
}

/* Of weighted rows the AUC is drawn, too. */
static AssayCurve
curve_of (const AssayMeasure   *measure,
          const AssayHistogram *scores)
{
  if (measure->id == ASSAY_MEASURE_ROC_AUC && scores->weighing != NULL)
    return ASSAY_CURVE_AUC;
  return assay_score_curve_of (measure);
}

static AssayEstimate
closed_form (const AssayMeasure   *measure,
             const AssayHistogram *scores,
             double                confidence)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_BRIER: return assay_score_brier (scores, confidence);
    case ASSAY_MEASURE_LOG_LOSS: return assay_score_log_loss (scores, confidence);
    default: return assay_score_auc (scores, confidence);
    }
}

static void
estimate_drawn (const AssayMeasure        *measures,
                guint                      n_measures,
                const AssayHistogram      *scores,
                const AssayMeasureOptions *options,
                AssayEstimate             *estimates)
{
  gboolean is_wanted[ASSAY_N_CURVES] = { FALSE }, has_wanted = FALSE;
  AssayEstimate curves[ASSAY_N_CURVES];

  for (guint i = 0; i < n_measures; i++)
    if (measures[i].family == SCORE && curve_of (&measures[i], scores) != ASSAY_N_CURVES)
      has_wanted = is_wanted[curve_of (&measures[i], scores)] = TRUE;
  if (!has_wanted)
    return;
  assay_score_curves (scores, is_wanted, options, curves);
  for (guint i = 0; i < n_measures; i++)
    if (measures[i].family == SCORE && curve_of (&measures[i], scores) != ASSAY_N_CURVES)
      estimates[i] = curves[curve_of (&measures[i], scores)];
}

void
assay_score_estimates (const AssayMeasure        *measures,
                       guint                      n_measures,
                       const AssayEvidence       *evidence,
                       const AssayMeasureOptions *options,
                       AssayEstimate             *estimates)
{
  const AssayHistogram *scores = evidence->scores;

  for (guint i = 0; i < n_measures; i++)
    if (measures[i].family != SCORE)
      continue;
    else if (scores == NULL)
      estimates[i] = estimate_undefined (0, ASSAY_NO_SCORE);
    else if (curve_of (&measures[i], scores) == ASSAY_N_CURVES)
      estimates[i] = closed_form (&measures[i], scores, options->confidence);
  if (scores != NULL)
    estimate_drawn (measures, n_measures, scores, options, estimates);
}
