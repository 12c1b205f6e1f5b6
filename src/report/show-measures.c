/* show-measures.c: the whole set's measures, the comparison with each baseline, the definitions. */
#include "terminal-private.h"
#include "terminal-table-private.h"

#include "words/translate.h"

#include <string.h>

#define MOST_MATRIX 6 /* classes whose matrix fits a screen */
#define MOST_WORDED 3 /* classes whose titles have room for a word more */
#define MOST_CONFUSIONS 20

/* --- the whole set ---------------------------------------------------------------------------------------------- */

/* Rows are labels, columns predictions. */
static void
show_matrix (AssayPage         *page,
             const AssayReport *report)
{
  const AssayCounts            *counts = report->counts;
  const AssayMatrix            *matrix = &report->findings->whole->evidence.matrix;
  guint                         n = counts->n_classes;
  g_autofree AssayTextColumn  *columns = g_new0 (AssayTextColumn, n + 1);
  g_autoptr (GPtrArray)         names = g_ptr_array_new_with_free_func (g_free);

  columns[0] = (AssayTextColumn) { "label", FALSE, 8, 0, FALSE };
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *safe = assay_page_safe (page, counts->classes[i]);
      g_autofree char *name = assay_text_middle (safe, 16, page->is_utf8);

      g_ptr_array_add (names, g_strconcat (n <= MOST_WORDED ? "predicted " : "", name, NULL));
      columns[i + 1] = (AssayTextColumn) { names->pdata[i], TRUE, 0, i + 1, FALSE };
    }
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, n + 1);
  for (guint label = 0; label < n; label++)
    {
      gboolean is_positive = label == counts->positive;

      g_autofree char *name = assay_page_safe (page, counts->classes[label]);
      assay_text_table_add (table, ASSAY_INK_PLAIN, g_strconcat (name, is_positive ? " (positive)" : "", NULL));
      for (guint i = 0; i < n; i++)
        assay_text_table_add (table, ASSAY_INK_PLAIN, assay_number_rows (assay_matrix_rows (matrix, label, i)));
    }
  assay_page_heading (page, n <= MOST_WORDED ? "Rows by label and prediction" : "Rows by label (down) and prediction "
                                                                                "(across)");
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

static const char *
better_words (const AssayMeasure *measure)
{
  static const char *const words[] = { "no direction", "higher is better", "lower is better" };

  return words[measure->direction];
}

void
assay_show_measures (AssayPage         *page,
                     const AssayReport *report)
{
  static const AssayTextColumn columns[] = {
    { "measure", FALSE, 0, 0, FALSE }, { "whole set", TRUE, 0, 0, FALSE }, { "of rows", TRUE, 0, 0, FALSE },
    { "", FALSE, 0, 1, FALSE }, { "worth", TRUE, 0, 2, FALSE },
  };
  const AssayFindings   *findings = report->findings;
  gboolean               is_effective = assay_findings_are_effective (findings);
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns) - !is_effective);

  for (guint i = 0; i < findings->n_measures; i++)
    {
      const AssayMeasure  *measure = &findings->measures[i];
      const AssayEstimate *estimate = &findings->whole->measures[i];
      AssayUnit            unit = assay_number_unit (measure, FALSE);
      const char          *note = estimate->why != NULL ? estimate->why : better_words (measure);
      g_autofree char     *words = assay_number_estimate (estimate, unit, page->is_utf8);

      assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup (measure->name));
      assay_text_table_add (table, ASSAY_INK_PLAIN,
                            g_strconcat (words, isnan (estimate->value) ? NULL : measure->unit, NULL));
      assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (estimate->n));
      assay_text_table_add (table, ASSAY_INK_DIM, g_strdup (note));
      if (is_effective)
        assay_text_table_add (table, ASSAY_INK_DIM,
                              estimate->n_eff > 0 ? g_strdup_printf ("%.0f rows", estimate->n_eff) : g_strdup (""));
    }
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
  if (assay_is_regression (report))
    return;
  if (report->counts->n_classes > MOST_MATRIX)
    assay_show_confusions (page, report, MOST_CONFUSIONS);
  else if (report->counts->n_classes > 0)
    show_matrix (page, report);
}

/* --- against each baseline -------------------------------------------------------------------------------------- */

static char *
percent_cell (const AssayPage     *page,
              const AssayEstimate *estimate)
{
  return assay_number_bare (estimate, ASSAY_UNIT_PERCENT, FALSE, page->is_utf8);
}

static void
add_pair (AssayTextTable           *table,
          const AssayPage          *page,
          const AssayFinding       *finding,
          const AssayPairedFinding *pair,
          gboolean                  is_whole)
{
  const AssayPaired *paired = &pair->paired;
  AssayInk           ink = pair->is_regression ? ASSAY_INK_FAIL : ASSAY_INK_PLAIN;
  const char        *mark = page->is_utf8 ? " \xe2\x97\x86" : " *";
  g_autofree char   *difference = assay_number_bare (&paired->difference, ASSAY_UNIT_POINTS, FALSE, page->is_utf8);

  assay_text_table_add (table, is_whole ? ASSAY_INK_BOLD : ASSAY_INK_PLAIN,
                        assay_page_safe (page, assay_phrase_slice (finding->text)));
  assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (paired->rows));
  assay_text_table_add (table, ASSAY_INK_PLAIN, percent_cell (page, &paired->new_accuracy));
  assay_text_table_add (table, ASSAY_INK_PLAIN, percent_cell (page, &paired->old_accuracy));
  assay_text_table_add (table, ink, g_strconcat (difference, pair->is_regression ? mark : "  ", NULL));
  assay_text_table_add (table, ASSAY_INK_DIM, assay_number_p (is_whole ? paired->test.p : pair->q));
  assay_text_table_add (table, ASSAY_INK_DIM, assay_number_share (paired->flip_rate.value, page->is_utf8));
}

static void
show_baseline (AssayPage         *page,
               const AssayReport *report,
               guint              baseline)
{
  static const AssayTextColumn columns[] = {
    { "slice", FALSE, 16, 0, FALSE },     { "rows", TRUE, 0, 1, FALSE }, { "new accuracy %", TRUE, 0, 3, FALSE },
    { "old accuracy %", TRUE, 0, 3, FALSE }, { "new - old, points  ", TRUE, 0, 0, FALSE },
    { "q", TRUE, 0, 0, FALSE },           { "differ", TRUE, 0, 2, FALSE },
  };
  const AssayFindings   *findings = report->findings;
  guint                  n = findings->slices->len, most = page->most > 0 ? MIN (page->most, n) : n;
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));
  const AssayPlan       *plan = report->plan;
  g_autofree char       *raw = g_strdup_printf ("%s (new) against %s (old), on the same rows",
                                                plan->prediction != NULL ? plan->prediction : plan->score,
                                                findings->baselines[baseline]);
  g_autofree char       *title = assay_page_safe (page, raw);

  assay_page_heading (page, title);
  add_pair (table, page, findings->whole, &findings->whole->paired[baseline], TRUE);
  for (guint i = 0; i < most; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      add_pair (table, page, finding, &finding->paired[baseline], FALSE);
    }
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

void
assay_show_compare (AssayPage         *page,
                    const AssayReport *report)
{
  guint n = report->findings->n_baselines;

  for (guint i = 0; i < n; i++)
    if (assay_is_regression (report))
      assay_show_compare_numbers (page, report, i);
    else
      show_baseline (page, report, i);
  if (n == 0)
    {
      assay_page_paragraph (page, 0, ASSAY_INK_PLAIN, "The plan has no baseline= to compare with.");
      return;
    }
  if (assay_is_regression (report))
    return;
  assay_page_end_line (page);
  assay_page_paragraph (page, 2, ASSAY_INK_DIM,
                        page->is_utf8 ? "\xe2\x97\x86 worse: the whole interval is below 0 and q is 0.05 or less. "
                                        "differ: share of rows where the two predictions differ."
                                      : "* worse: the whole interval is below 0 and q is 0.05 or less. "
                                        "differ: share of rows where the two predictions differ.");
}

/* --- definitions ------------------------------------------------------------------------------------------------ */

/* measures.md 1. tp, fp, fn, tn: rows by label and prediction, n their sum. */
static const char *const formulas[] = {
  [ASSAY_MEASURE_ACCURACY] = "(tp + tn) / n",
  [ASSAY_MEASURE_ERROR_RATE] = "(fp + fn) / n",
  [ASSAY_MEASURE_PRECISION] = "tp / (tp + fp)",
  [ASSAY_MEASURE_RECALL] = "tp / (tp + fn)",
  [ASSAY_MEASURE_SPECIFICITY] = "tn / (tn + fp)",
  [ASSAY_MEASURE_FPR] = "fp / (fp + tn)",
  [ASSAY_MEASURE_FNR] = "fn / (fn + tp)",
  [ASSAY_MEASURE_FDR] = "fp / (fp + tp)",
  [ASSAY_MEASURE_FOR] = "fn / (fn + tn)",
  [ASSAY_MEASURE_F1] = "2 tp / (2 tp + fp + fn)",
  [ASSAY_MEASURE_F_BETA] = "(1 + b^2) tp / ((1 + b^2) tp + b^2 fn + fp)",
  [ASSAY_MEASURE_JACCARD] = "tp / (tp + fp + fn)",
  [ASSAY_MEASURE_BALANCED_ACCURACY] = N_("(recall + specificity) / 2"),
  [ASSAY_MEASURE_MACRO_PRECISION] = N_("mean of the classes' precisions"),
  [ASSAY_MEASURE_MACRO_RECALL] = N_("mean of the classes' recalls"),
  [ASSAY_MEASURE_MACRO_F1] = N_("mean of the classes' F1"),
  [ASSAY_MEASURE_WEIGHTED_PRECISION] = N_("mean of the classes' precisions, by label counts"),
  [ASSAY_MEASURE_WEIGHTED_RECALL] = N_("mean of the classes' recalls, by label counts: accuracy"),
  [ASSAY_MEASURE_WEIGHTED_F1] = N_("mean of the classes' F1, by label counts"),
  [ASSAY_MEASURE_COST] = N_("sum of the rows' costs / n"),
  [ASSAY_MEASURE_MCC] = "(tp tn - fp fn) / sqrt ((tp+fp)(tp+fn)(tn+fp)(tn+fn))",
  [ASSAY_MEASURE_KAPPA] = N_("(agreement - agreement by chance) / (1 - agreement by chance)"),
  [ASSAY_MEASURE_PREVALENCE] = "(tp + fn) / n",
  [ASSAY_MEASURE_SELECTION_RATE] = "(tp + fp) / n",
  [ASSAY_MEASURE_MAE] = N_("mean of |e|"),
  [ASSAY_MEASURE_RMSE] = N_("root of the mean of e^2"),
  [ASSAY_MEASURE_MEAN_ERROR] = N_("mean of e"),
  [ASSAY_MEASURE_R2] = N_("1 - sum of e^2 / sum of (label - its mean)^2"),
  [ASSAY_MEASURE_MEAN] = N_("mean of the column"),
  [ASSAY_MEASURE_RATIO] = N_("sum of the numerator / sum of the denominator"),
  [ASSAY_MEASURE_ROC_AUC] = N_("share of pairs of a positive and a negative in the right order, ties half"),
  [ASSAY_MEASURE_AP] = N_("sum of (recall gained) x precision, thresholds from high to low"),
  [ASSAY_MEASURE_KS] = N_("greatest distance of recall and false positive rate over thresholds"),
  [ASSAY_MEASURE_BRIER] = N_("mean of (score - y)^2"),
  [ASSAY_MEASURE_LOG_LOSS] = N_("mean of -ln (score of what came true)"),
  [ASSAY_MEASURE_CALIBRATION_ERROR] = N_("mean of (observed - score)^2 over 15 bins, less what chance adds"),
};

/* Rows that weigh differently. */
static const char *
weighted_interval_words (const AssayMeasure *measure)
{
  switch (measure->interval)
    {
    case ASSAY_INTERVAL_WILSON: return N_("Wilson 1927 on the rows they are worth");
    case ASSAY_INTERVAL_T: return N_("delta method on sums of w x and w, t with (sum w)^2 / sum w^2 - 1 degrees");
    case ASSAY_INTERVAL_LOG_T: return N_("none for weighted rows");
    case ASSAY_INTERVAL_DIRICHLET:
    case ASSAY_INTERVAL_DELONG: return N_("1000 Poisson replicates of the weighted rows");
    default: return NULL;
    }
}

const char *
assay_definition_interval (const AssayMeasure *measure,
                           gboolean            is_weighted)
{
  const char *weighted = is_weighted ? weighted_interval_words (measure) : NULL;

  if (weighted != NULL)
    return weighted;
  switch (measure->interval)
    {
    case ASSAY_INTERVAL_WILSON: return N_("Wilson 1927");
    case ASSAY_INTERVAL_JACCARD:
      return measure->id == ASSAY_MEASURE_JACCARD ? N_("Wilson on rows that are no true negatives")
                                                  : N_("Wilson on Jaccard J, ends as 2J/(1+J)");
    case ASSAY_INTERVAL_MOVER: return N_("MOVER, Zou & Donner 2008");
    case ASSAY_INTERVAL_T: return N_("delta method, t with n - 1 degrees");
    case ASSAY_INTERVAL_LOG_T: return N_("delta method on log (1 - R2), t with (n - 1)/3 degrees");
    case ASSAY_INTERVAL_DIRICHLET:
      return measure->family == ASSAY_FAMILY_SCORE ? N_("Bayesian bootstrap, 1000 draws")
                                                     : N_("Bayesian bootstrap, 2000 draws");
    case ASSAY_INTERVAL_DELONG: return N_("DeLong 1988, logit; few errors: Newcombe 2006");
    case ASSAY_INTERVAL_PAIRS: break; /* of groups: never in this table */
    }
  g_assert_not_reached ();
}

/* The judgements in words; measures.md 4, 6 and 8. */
static const char *const number_rules[][2] = {
  { N_("rest"), N_("A slice's difference from the rest of the set is shown and not tested: MOVER, Zou and Donner "
            "2008, on the ends of both.") },
  { N_("difference"), N_("To a baseline, on the same rows: the mean of the rows' differences, t with n - 1 degrees; "
                  "of rmse by the delta method.") },
};
static const char *const rules[][2] = {
  { N_("behind"), N_("A slice is behind the rest of the set when its difference is at least min-effect in the "
              "harmful direction and its q is 0.05 or less. p is Fisher's exact test where the least expected count "
              "is below 20, else the score test; q is Benjamini and Hochberg 1995 over the slices of columns "
              "and crossings, or over the named ones, for each measure.") },
  { N_("difference"), N_("To the rest, disjoint rows: Newcombe 1998, hybrid score. To a baseline, the same rows: "
                  "Bonett and Price 2012, with McNemar's test.") },
  { N_("pass"), N_("Every slice that decides has its whole interval on the right side of the bound.") },
  { N_("fail"), N_("Some slice has its whole interval on the wrong side, the interval being widened to confidence "
            "1 - (1 - c)/m for the m slices that decide.") },
  { N_("undecided"),
    N_("Neither. The rows to decide are those at which half of repeats would; 4 of 5 is said too.") },
};

gboolean
assay_is_weighted (const AssayReport *report)
{
  return report->plan->weight != NULL && report->plan->cluster == NULL
         && assay_findings_are_effective (report->findings);
}

const char *
assay_definition_formula (const AssayMeasure *measure)
{
  return formulas[measure->id];
}

const char *const *
assay_definition_rule (const AssayReport *report,
                       guint              i)
{
  if (i >= G_N_ELEMENTS (rules))
    return NULL;
  return assay_is_regression (report) && i < G_N_ELEMENTS (number_rules) ? number_rules[i] : rules[i];
}

void
assay_show_definitions (AssayPage         *page,
                        const AssayReport *report)
{
  static const AssayTextColumn columns[] = {
    { "measure", FALSE, 0, 0, FALSE }, { "formula", FALSE, 20, 0, FALSE }, { "interval", FALSE, 20, 0, FALSE },
  };
  const AssayFindings   *findings = report->findings;
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));
  const gboolean is_weighted = assay_is_weighted (report);

  for (guint i = 0; i < findings->n_measures; i++)
    {
      const AssayMeasure *measure = &findings->measures[i];

      assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup (measure->name));
      assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup (formulas[measure->id]));
      assay_text_table_add (table, ASSAY_INK_DIM, g_strdup (assay_definition_interval (measure, is_weighted)));
    }
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
  assay_page_end_line (page);
  assay_page_paragraph (page, 2, ASSAY_INK_DIM,
                        assay_is_regression (report)
                          ? "e: prediction - label. A measure of no rows is undefined, never 0."
                          : "tp, fp, fn, tn: rows by label and prediction of the positive class; n: their sum. A "
                            "measure whose denominator is 0 is undefined, never 0.");
  assay_page_end_line (page);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const char *const *rule = assay_definition_rule (report, i);

      assay_page_entry (page, rule[0], 14, ASSAY_INK_PLAIN, rule[1]);
    }
}
