/* show-scores.c: what scores say of the whole set: measures, thresholds, calibration. */
#include "terminal-private.h"
#include "terminal-table-private.h"

#include "measure/scores.h"

#include <string.h>

#define N_THRESHOLDS 21

static AssayMeasureOptions
options_of (const AssayReport *report)
{
  return (AssayMeasureOptions) { .confidence = report->plan->confidence, .seed = report->plan->seed, .stream = "" };
}

static void
show_name (AssayPage    *page,
           const AssayScored *model,
           const char   *what)
{
  g_autofree char *raw = g_strdup_printf ("%s: %s", model->name, what);
  g_autofree char *title = assay_page_safe (page, raw);

  assay_page_heading (page, title);
}

static char *
plain (double value,
       guint  decimals)
{
  return isnan (value) ? g_strdup ("-") : assay_number_value (value, decimals, ASSAY_UNIT_PLAIN, FALSE);
}

/* --- measures ----------------------------------------------------------------------------------------------------
 * */

static void
show_estimates (AssayPage         *page,
                const AssayReport *report,
                const AssayScored      *model)
{
  static const AssayTextColumn columns[] = {
    { "measure", FALSE, 0, 0, FALSE }, { "whole set", TRUE, 0, 0, FALSE }, { "of rows", TRUE, 0, 0, FALSE },
    { "", FALSE, 0, 1, FALSE },
  };
  const AssayMeasureOptions options = options_of (report);
  guint n;
  const AssayMeasure *measures = assay_score_measures (&n);
  g_autofree AssayEstimate *estimates = g_new (AssayEstimate, n);
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  assay_measure_estimates (measures, n, model->evidence, &options, estimates);
  for (guint i = 0; i < n; i++)
    {
      assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup (measures[i].name));
      assay_text_table_add (table, ASSAY_INK_PLAIN, assay_number_estimate (&estimates[i], ASSAY_UNIT_PLAIN,
                                                                           page->is_utf8));
      assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (estimates[i].n));
      assay_text_table_add (table, ASSAY_INK_DIM, g_strdup (estimates[i].why != NULL ? estimates[i].why
                                                                                     : measures[i].label));
    }
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

/* Only what is far enough from nothing to be told. */
static void
show_binning_error (AssayPage    *page,
                    const AssayScored *model)
{
  const AssayBinningError error = assay_score_binning_error (model->evidence->scores);
  GString *text = g_string_new (NULL);

  if (error.auc > ASSAY_BINNING_SHOWN)
    g_string_append_printf (text, ", roc_auc by %.4f", error.auc);
  if (error.ks > ASSAY_BINNING_SHOWN)
    g_string_append_printf (text, ", ks by %.4f", error.ks);
  if (error.ap_most - error.ap_least > ASSAY_BINNING_SHOWN)
    g_string_append_printf (text, ", ap from %.4f to %.4f", error.ap_least, error.ap_most);
  if (text->len > 0)
    {
      g_string_prepend (text, "The bins of the scores may have moved");
      text->str[strcspn (text->str, ",")] = ':';
      g_string_append (text, " at most.");
      assay_page_paragraph (page, 2, ASSAY_INK_DIM, text->str);
    }
  g_string_free (text, TRUE);
}

/* --- thresholds --------------------------------------------------------------------------------------------------
 * */

static double
share (guint64 part,
       guint64 all)
{
  return all > 0 ? (double) part / all : NAN;
}

static char *
percent (double value)
{
  return isnan (value) ? g_strdup ("-") : assay_number_value (value, 1, ASSAY_UNIT_PERCENT, FALSE);
}

static void
add_point (AssayTextTable        *table,
           const AssayScorePoint *point,
           gboolean               is_planned)
{
  const guint64 called = point->tp + point->fp, positives = point->tp + point->fn, negatives = point->fp + point->tn;
  const AssayInk ink = is_planned ? ASSAY_INK_BOLD : ASSAY_INK_PLAIN;
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.6g", point->threshold);
  assay_text_table_add (table, ink, g_strconcat (is_planned ? "plan's " : "", text, NULL));
  assay_text_table_add (table, ink, assay_number_rows (point->tp));
  assay_text_table_add (table, ink, assay_number_rows (point->fp));
  assay_text_table_add (table, ink, assay_number_rows (point->fn));
  assay_text_table_add (table, ink, assay_number_rows (point->tn));
  assay_text_table_add (table, ink, percent (share (point->tp, positives)));
  assay_text_table_add (table, ink, percent (share (point->fp, negatives)));
  assay_text_table_add (table, ink, percent (share (point->tp, called)));
  assay_text_table_add (table, ink, percent (share (called, positives + negatives)));
}

/* Thresholds that part the rows evenly, and the plan's own. */
static void
show_thresholds (AssayPage    *page,
                 const AssayScored *model)
{
  static const AssayTextColumn columns[] = {
    { "score >=", TRUE, 0, 0, FALSE }, { "tp", TRUE, 0, 1, FALSE },       { "fp", TRUE, 0, 1, FALSE },
    { "fn", TRUE, 0, 1, FALSE },       { "tn", TRUE, 0, 1, FALSE },       { "recall %", TRUE, 0, 0, FALSE },
    { "fpr %", TRUE, 0, 0, FALSE },    { "precision %", TRUE, 0, 0, FALSE },
    { "called positive %", TRUE, 0, 0, FALSE },
  };
  const AssayHistogram *scores = model->evidence->scores;
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));
  g_autofree AssayScorePoint *points = g_new (AssayScorePoint, scores->n_bins + 1);
  const guint64 rows = assay_histogram_rows (scores);
  gboolean has_planned = scores->is_top_label;
  guint64 next = 0;

  assay_score_points (scores, points);
  for (guint i = 1; i <= scores->n_bins; i++)
    {
      const guint64 called = points[i].tp + points[i].fp;

      if (!has_planned && points[i].threshold <= model->threshold)
        {
          const AssayScorePoint planned = assay_score_at (scores, model->threshold);
          add_point (table, &planned, TRUE);
          has_planned = TRUE;
          if (points[i].threshold == model->threshold)
            continue;
        }
      if (called * (N_THRESHOLDS - 1) >= next * rows)
        {
          add_point (table, &points[i], FALSE);
          next = called * (N_THRESHOLDS - 1) / rows + 1;
        }
    }
  show_name (page, model, "every twentieth part of the rows as a threshold");
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

void
assay_show_scores (AssayPage         *page,
                   const AssayReport *report)
{
  g_autoptr (GArray) models = assay_report_scored (report);

  for (guint i = 0; i < models->len; i++)
    {
      const AssayScored *model = &g_array_index (models, AssayScored, i);

      show_name (page, model, model->evidence->scores->is_top_label ? "score of the predicted class" : "scores");
      show_estimates (page, report, model);
      if (!model->evidence->scores->is_top_label)
        show_binning_error (page, model);
      if (model->evidence->scores->weighing == NULL)
        show_thresholds (page, model);
      else
        assay_page_paragraph (page, 2, ASSAY_INK_DIM, "Thresholds count rows: of rows that weigh differently they "
                                                      "are not shown.");
    }
  if (models->len == 0)
    assay_page_paragraph (page, 0, ASSAY_INK_PLAIN, "The plan has no score= to look at.");
}

/* --- calibration -------------------------------------------------------------------------------------------------
 * */

static void
add_bin (AssayTextTable            *table,
         const AssayPage           *page,
         const AssayCalibrationBin *bin)
{
  const gboolean is_off = bin->score < bin->observed.lo || bin->score > bin->observed.hi;
  g_autofree char *from = plain (bin->lo, 3), *to = plain (bin->hi, 3);

  assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup_printf ("%s to %s", from, to));
  assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (bin->n));
  assay_text_table_add (table, ASSAY_INK_PLAIN, plain (bin->score, 3));
  assay_text_table_add (table, ASSAY_INK_PLAIN, assay_number_estimate (&bin->observed, ASSAY_UNIT_PLAIN,
                                                                       page->is_utf8));
  assay_text_table_add (table, is_off ? ASSAY_INK_BOLD : ASSAY_INK_DIM,
                        g_strdup (!is_off ? "" : bin->score < bin->observed.lo ? "score too low" : "score too high"));
}

static void
show_errors (AssayPage              *page,
             const AssayReport      *report,
             const AssayScored           *model,
             const AssayCalibration *calibration)
{
  const AssayMeasureOptions options = options_of (report);
  AssayMeasure measure;
  g_autofree char *ece = plain (calibration->ece, 4), *expected = plain (calibration->expected_ece, 4);
  g_autofree char *most = plain (calibration->max_error, 4);
  g_autofree char *expected_most = plain (calibration->expected_max_error, 4);

  g_assert (assay_measure_find ("calibration_error", &measure));
  const AssayEstimate squared = assay_measure_estimate (&measure, model->evidence, &options);
  const AssayEstimate root = assay_score_root (&squared);
  g_autofree char *debiased = assay_number_estimate (&root, ASSAY_UNIT_PLAIN, page->is_utf8);
  g_autofree char *text = g_strdup_printf ("Expected calibration error %s, of a perfectly calibrated model with "
                                           "these rows %s; greatest error %s, of a perfect one %s. Root of the "
                                           "squared calibration error, less what chance adds: %s.",
                                           ece, expected, most, expected_most, debiased);
  assay_page_end_line (page);
  assay_page_paragraph (page, 2, ASSAY_INK_PLAIN, text);
}

static void
show_model_calibration (AssayPage         *page,
                        const AssayReport *report,
                        const AssayScored      *model)
{
  const gboolean is_top_label = model->evidence->scores->is_top_label;
  const AssayTextColumn columns[] = {
    { "scores", FALSE, 0, 0, FALSE },  { "rows", TRUE, 0, 1, FALSE }, { "mean score", TRUE, 0, 0, FALSE },
    { is_top_label ? "share right" : "share positive", TRUE, 0, 0, FALSE }, { "", FALSE, 0, 1, FALSE },
  };
  const AssayMeasureOptions options = options_of (report);
  const AssayCalibration calibration = assay_score_calibration (model->evidence->scores, &options);
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  show_name (page, model, "calibration");
  if (calibration.why != NULL)
    {
      g_autofree char *text = g_strdup_printf ("undefined: %s", calibration.why);
      assay_page_paragraph (page, 2, ASSAY_INK_PLAIN, text);
      return;
    }
  for (guint i = 0; i < calibration.n_bins; i++)
    add_bin (table, page, &calibration.bins[i]);
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
  show_errors (page, report, model, &calibration);
}

void
assay_show_calibration (AssayPage         *page,
                        const AssayReport *report)
{
  g_autoptr (GArray) models = assay_report_scored (report);

  for (guint i = 0; i < models->len; i++)
    show_model_calibration (page, report, &g_array_index (models, AssayScored, i));
  if (models->len == 0)
    assay_page_paragraph (page, 0, ASSAY_INK_PLAIN, "The plan has no score= to look at.");
}
