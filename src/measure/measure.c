/* measure.c: the table of measures; which file works one out is its family's. */
#include "measure-private.h"
#include "scores.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_FAMILIES (ASSAY_FAMILY_MOMENT + 1)

#define HIGHER ASSAY_DIRECTION_HIGHER
#define LOWER ASSAY_DIRECTION_LOWER
#define NEITHER ASSAY_DIRECTION_NONE
#define MATRIX ASSAY_FAMILY_MATRIX

static const AssayMeasure measure_table[] = {
  { ASSAY_MEASURE_ACCURACY, "accuracy", N_("Accuracy"), HIGHER, ASSAY_INTERVAL_WILSON, 0, MATRIX },
  { ASSAY_MEASURE_ERROR_RATE, "error_rate", N_("Error rate"), LOWER, ASSAY_INTERVAL_WILSON, 0, MATRIX },
  { ASSAY_MEASURE_PRECISION, "precision", N_("Precision"), HIGHER, ASSAY_INTERVAL_WILSON, 0, MATRIX },
  { ASSAY_MEASURE_RECALL, "recall", N_("Recall"), HIGHER, ASSAY_INTERVAL_WILSON, 0, MATRIX },
  { ASSAY_MEASURE_SPECIFICITY, "specificity", N_("Specificity"), HIGHER, ASSAY_INTERVAL_WILSON, 0, MATRIX },
  { ASSAY_MEASURE_FPR, "fpr", N_("False positive rate"), LOWER, ASSAY_INTERVAL_WILSON, 0, MATRIX },
  { ASSAY_MEASURE_FNR, "fnr", N_("False negative rate"), LOWER, ASSAY_INTERVAL_WILSON, 0, MATRIX },
  { ASSAY_MEASURE_FDR, "fdr", N_("False discovery rate"), LOWER, ASSAY_INTERVAL_WILSON, 0, MATRIX },
  { ASSAY_MEASURE_FOR, "for", N_("False omission rate"), LOWER, ASSAY_INTERVAL_WILSON, 0, MATRIX },
  { ASSAY_MEASURE_F1, "f1", N_("F1"), HIGHER, ASSAY_INTERVAL_JACCARD, 1, MATRIX },
  { ASSAY_MEASURE_JACCARD, "jaccard", N_("Jaccard"), HIGHER, ASSAY_INTERVAL_JACCARD, 0, MATRIX },
  { ASSAY_MEASURE_BALANCED_ACCURACY, "balanced_accuracy", N_("Balanced accuracy"), HIGHER, ASSAY_INTERVAL_MOVER, 0,
    MATRIX },
  { ASSAY_MEASURE_MACRO_PRECISION, "macro_precision", N_("Macro precision"), HIGHER, ASSAY_INTERVAL_DIRICHLET, 0, MATRIX },
  { ASSAY_MEASURE_MACRO_RECALL, "macro_recall", N_("Macro recall"), HIGHER, ASSAY_INTERVAL_MOVER, 0, MATRIX },
  { ASSAY_MEASURE_MACRO_F1, "macro_f1", N_("Macro F1"), HIGHER, ASSAY_INTERVAL_DIRICHLET, 0, MATRIX },
  { ASSAY_MEASURE_WEIGHTED_PRECISION, "weighted_precision", N_("Weighted precision"), HIGHER, ASSAY_INTERVAL_DIRICHLET, 0,
    MATRIX },
  { ASSAY_MEASURE_WEIGHTED_RECALL, "weighted_recall", N_("Weighted recall"), HIGHER, ASSAY_INTERVAL_WILSON, 0, MATRIX },
  { ASSAY_MEASURE_WEIGHTED_F1, "weighted_f1", N_("Weighted F1"), HIGHER, ASSAY_INTERVAL_DIRICHLET, 0, MATRIX },
  { ASSAY_MEASURE_MCC, "mcc", N_("Matthews correlation"), HIGHER, ASSAY_INTERVAL_DIRICHLET, 0, MATRIX },
  { ASSAY_MEASURE_KAPPA, "kappa", N_("Cohen's kappa"), HIGHER, ASSAY_INTERVAL_DIRICHLET, 0, MATRIX },
  { ASSAY_MEASURE_PREVALENCE, "prevalence", N_("Prevalence"), NEITHER, ASSAY_INTERVAL_WILSON, 0, MATRIX },
  { ASSAY_MEASURE_SELECTION_RATE, "selection_rate", N_("Selection rate"), NEITHER, ASSAY_INTERVAL_WILSON, 0, MATRIX },
  { ASSAY_MEASURE_COST, "cost", N_("Cost"), LOWER, ASSAY_INTERVAL_DIRICHLET, 0, MATRIX },
};

const AssayMeasure *
assay_measure_table (guint *n_measures)
{
  if (n_measures != NULL)
    *n_measures = G_N_ELEMENTS (measure_table);
  return measure_table;
}

/* "f0.5", "f2": digits and at most one point, beta > 0. f1.0 is f1. */
static gboolean
find_f_beta (const char   *name,
             AssayMeasure *out)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE], *end;

  if (name[0] != 'f' || !g_ascii_isdigit (name[1]) || strspn (name + 1, "0123456789.") != strlen (name + 1))
    return FALSE;
  const double beta = g_ascii_strtod (name + 1, &end);
  if (*end != '\0' || !(beta > 0) || !isfinite (beta))
    return FALSE;
  if (beta == 1)
    return assay_measure_find ("f1", out);

  g_ascii_formatd (text, sizeof text, "%g", beta);
  g_autofree char *canonical = g_strconcat ("f", text, NULL);
  g_autofree char *label = g_strconcat ("F", text, NULL);
  *out = (AssayMeasure) { ASSAY_MEASURE_F_BETA, g_intern_string (canonical), g_intern_string (label), HIGHER,
                          ASSAY_INTERVAL_DIRICHLET, beta, MATRIX };
  return TRUE;
}

static gboolean
find_in (const AssayMeasure *measures,
         guint               n_measures,
         const char         *name,
         AssayMeasure       *out)
{
  for (guint i = 0; i < n_measures; i++)
    if (strcmp (measures[i].name, name) == 0)
      {
        *out = measures[i];
        return TRUE;
      }
  return FALSE;
}

/* What others call the same. */
static const char *const synonyms[][2] = {
  { "tpr", "recall" },           { "sensitivity", "recall" },     { "tnr", "specificity" },    { "ppv", "precision" },
  { "auc", "roc_auc" },          { "average_precision", "ap" },
  { "brier_score", "brier" },    { "logloss", "log_loss" },       { "cohen_kappa", "kappa" },  { "matthews", "mcc" },
};

gboolean
assay_measure_find (const char   *name,
                    AssayMeasure *out)
{
  g_return_val_if_fail (name != NULL && out != NULL, FALSE);
  guint n_scores;

  for (gsize i = 0; i < G_N_ELEMENTS (synonyms); i++)
    if (strcmp (synonyms[i][0], name) == 0)
      name = synonyms[i][1];
  const AssayMeasure *scores = assay_score_measures (&n_scores);

  return find_in (measure_table, G_N_ELEMENTS (measure_table), name, out) || find_in (scores, n_scores, name, out)
         || assay_moment_measure_find (name, out) || find_f_beta (name, out);
}

gboolean
assay_measure_is_of_class (const AssayMeasure *measure)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_PRECISION:
    case ASSAY_MEASURE_RECALL:
    case ASSAY_MEASURE_SPECIFICITY:
    case ASSAY_MEASURE_FPR:
    case ASSAY_MEASURE_FNR:
    case ASSAY_MEASURE_FDR:
    case ASSAY_MEASURE_FOR:
    case ASSAY_MEASURE_F1:
    case ASSAY_MEASURE_F_BETA:
    case ASSAY_MEASURE_JACCARD:
    case ASSAY_MEASURE_PREVALENCE:
    case ASSAY_MEASURE_SELECTION_RATE: return measure->family == ASSAY_FAMILY_MATRIX;
    default: return FALSE;
    }
}

gboolean
assay_measure_proportion (const AssayMeasure   *measure,
                          const AssayConfusion *confusion,
                          guint64              *k,
                          guint64              *n)
{
  const AssayConfusion *c = confusion;

  switch (measure->id)
    {
    case ASSAY_MEASURE_ACCURACY: *k = c->right, *n = c->n; return TRUE;
    case ASSAY_MEASURE_ERROR_RATE: *k = c->n - c->right, *n = c->n; return TRUE;
    case ASSAY_MEASURE_PRECISION: *k = c->tp, *n = c->tp + c->fp; return TRUE;
    case ASSAY_MEASURE_RECALL: *k = c->tp, *n = c->tp + c->fn; return TRUE;
    case ASSAY_MEASURE_SPECIFICITY: *k = c->tn, *n = c->tn + c->fp; return TRUE;
    case ASSAY_MEASURE_FPR: *k = c->fp, *n = c->fp + c->tn; return TRUE;
    case ASSAY_MEASURE_FNR: *k = c->fn, *n = c->fn + c->tp; return TRUE;
    case ASSAY_MEASURE_FDR: *k = c->fp, *n = c->fp + c->tp; return TRUE;
    case ASSAY_MEASURE_FOR: *k = c->fn, *n = c->fn + c->tn; return TRUE;
    /* Weighted by label counts, Σ n_c tp_c/n_c is what is right. */
    case ASSAY_MEASURE_WEIGHTED_RECALL: *k = c->right, *n = c->n; return TRUE;
    case ASSAY_MEASURE_F1:
    case ASSAY_MEASURE_JACCARD: *k = c->tp, *n = c->tp + c->fp + c->fn; return TRUE;
    case ASSAY_MEASURE_PREVALENCE: *k = c->tp + c->fn, *n = c->n; return TRUE;
    case ASSAY_MEASURE_SELECTION_RATE: *k = c->tp + c->fp, *n = c->n; return TRUE;
    default: return FALSE;
    }
}

void
assay_measure_estimates (const AssayMeasure        *measures,
                         guint                      n_measures,
                         const AssayEvidence       *evidence,
                         const AssayMeasureOptions *options,
                         AssayEstimate             *estimates)
{
  gboolean is_asked[N_FAMILIES] = { FALSE };

  g_return_if_fail (evidence != NULL && options != NULL);
  for (guint i = 0; i < n_measures; i++)
    is_asked[measures[i].family] = TRUE;
  if (is_asked[ASSAY_FAMILY_MATRIX])
    assay_matrix_estimates (measures, n_measures, evidence, options, estimates);
  if (is_asked[ASSAY_FAMILY_MOMENT])
    assay_moment_estimates (measures, n_measures, evidence, options, estimates);
  if (is_asked[ASSAY_FAMILY_SCORE])
    assay_score_estimates (measures, n_measures, evidence, options, estimates);
}

AssayEstimate
assay_measure_estimate (const AssayMeasure        *measure,
                        const AssayEvidence       *evidence,
                        const AssayMeasureOptions *options)
{
  AssayEstimate estimate = estimate_undefined (0, "no rows");

  assay_measure_estimates (measure, 1, evidence, options, &estimate);
  return estimate;
}
