/* moment-measures.c: the measures that are functions of moments, by name and of an evidence. */
#include "measure/moments.h"
#include "measure-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HIGHER ASSAY_DIRECTION_HIGHER
#define LOWER ASSAY_DIRECTION_LOWER
#define NEITHER ASSAY_DIRECTION_NONE
#define MOMENT ASSAY_FAMILY_MOMENT
#define T ASSAY_INTERVAL_T

/* A mean error has no better side: too high and too low are both wrong. */
static const AssayMeasure regression_table[] = {
  { ASSAY_MEASURE_MAE, "mae", N_("Mean absolute error"), LOWER, T, 0, MOMENT, .moments = ASSAY_MOMENTS_ABSOLUTE },
  { ASSAY_MEASURE_RMSE, "rmse", N_("Root mean squared error"), LOWER, T, 0, MOMENT, .moments = ASSAY_MOMENTS_SQUARE },
  { ASSAY_MEASURE_MEAN_ERROR, "mean_error", N_("Mean error"), NEITHER, T, 0, MOMENT, .moments = ASSAY_MOMENTS_ERROR },
  { ASSAY_MEASURE_R2, "r2", N_("R²"), HIGHER, ASSAY_INTERVAL_LOG_T, 0, MOMENT, .moments = ASSAY_MOMENTS_SQUARE },
};

const AssayMeasure *
assay_measure_regression_table (guint *n_measures)
{
  if (n_measures != NULL)
    *n_measures = G_N_ELEMENTS (regression_table);
  return regression_table;
}

gboolean
assay_moment_measure_find (const char   *name,
                           AssayMeasure *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (regression_table); i++)
    if (strcmp (regression_table[i].name, name) == 0)
      {
        *out = regression_table[i];
        return TRUE;
      }
  return FALSE;
}

static AssayEstimate
estimate (const AssayMeasure *measure,
          const AssayMoments *moments,
          double              confidence)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_MAE:
    case ASSAY_MEASURE_MEAN_ERROR:
    case ASSAY_MEASURE_MEAN: return assay_moments_mean (moments, confidence);
    case ASSAY_MEASURE_RATIO: return assay_moments_ratio (moments, confidence);
    case ASSAY_MEASURE_RMSE: return assay_moments_root_mean (moments, confidence);
    case ASSAY_MEASURE_R2: return assay_moments_r2 (moments, confidence);
    default: g_assert_not_reached ();
    }
}

void
assay_moment_estimates (const AssayMeasure        *measures,
                        guint                      n_measures,
                        const AssayEvidence       *evidence,
                        const AssayMeasureOptions *options,
                        AssayEstimate             *estimates)
{
  for (guint i = 0; i < n_measures; i++)
    if (measures[i].family == ASSAY_FAMILY_MOMENT)
      {
        g_return_if_fail (measures[i].moments < evidence->n_moments);
        estimates[i] = estimate (&measures[i], &evidence->moments[measures[i].moments], options->confidence);
      }
}

const char *
assay_moments_why_unpaired (const AssayMeasure *measure,
                            gboolean            is_weighted)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_MAE:
    case ASSAY_MEASURE_MEAN_ERROR:
    case ASSAY_MEASURE_RMSE: return NULL;
    case ASSAY_MEASURE_R2: return is_weighted ? "R² of weighted rows has no interval" : NULL;
    default: return "it is of the rows and the same for every model";
    }
}

AssayEstimate
assay_moments_difference (const AssayMeasure *measure,
                          const AssayMoments *moments,
                          double              confidence)
{
  const char *why = assay_moments_why_unpaired (measure, moments->is_weighted);

  if (why != NULL)
    return estimate_undefined (0, why);
  if (measure->id == ASSAY_MEASURE_R2)
    return assay_moments_r2_difference (&moments[ASSAY_MOMENTS_NEW], &moments[ASSAY_MOMENTS_OLD],
                                        moments[ASSAY_MOMENTS_SQUARE].xy, confidence);
  moments += measure->moments;
  return measure->id == ASSAY_MEASURE_RMSE ? assay_moments_root_difference (moments, confidence)
                                           : assay_moments_mean_difference (moments, confidence);
}

void
assay_moments_of_new (const AssayMoments *pair,
                      AssayMoments       *own)
{
  memcpy (own, pair, ASSAY_MOMENTS_REGRESSION * sizeof *own);
  own[ASSAY_MOMENTS_SQUARE] = pair[ASSAY_MOMENTS_NEW];
}

void
assay_moments_of_old (const AssayMoments *pair,
                      AssayMoments       *own)
{
  for (guint i = 0; i < ASSAY_MOMENTS_REGRESSION; i++)
    own[i] = (AssayMoments) { .n = pair[i].n, .k_x = pair[i].k_y, .x = pair[i].y, .xx = pair[i].yy,
                              .is_weighted = pair[i].is_weighted, .is_even = pair[i].is_even, .k_w = pair[i].k_w,
                              .w = pair[i].w, .ww = pair[i].ww, .xw = pair[i].yw };
  own[ASSAY_MOMENTS_SQUARE] = pair[ASSAY_MOMENTS_OLD];
}
