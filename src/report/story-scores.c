/* story-scores.c: what the scores are worth before a threshold: ROC, precision and recall, and what each threshold brings. */
#include "exhibits.h"

#include "measure/scores.h"
#include "words/sentence.h"

#include <math.h>
#include <string.h>

#define N_THRESHOLDS 21
#define MOST_POINTS 400 /* of a line: more cannot be told apart on paper */


static double
share (guint64 part,
       guint64 all)
{
  return all > 0 ? (double) part / all : NAN;
}

static void
point_of (AssayScorePlot         plot,
          const AssayScorePoint *point,
          double                *x,
          double                *y)
{
  const double recall = share (point->tp, point->tp + point->fn);

  *x = plot == ASSAY_PLOT_ROC ? share (point->fp, point->fp + point->tn) : recall;
  *y = plot == ASSAY_PLOT_ROC ? recall : share (point->tp, point->tp + point->fp);
}

static AssayScene *
draw_curve (AssayFonts    *fonts,
            gconstpointer  data,
            double         width,
            guint          n_most)
{
  return assay_chart_curve (fonts, data, width);
}

/* A model and what its curve's area is, worked out once: average precision takes a bootstrap. */
typedef struct
{
  const AssayScored *model;
  AssayEstimate      area;
} Ranked;

/* --- lines ------------------------------------------------------------------------------------------------------- */

static AssayEstimate
estimate_of (const AssayStory  *self,
             const AssayScored *model,
             const char        *name)
{
  const AssayMeasureOptions options = { .confidence = self->report->plan->confidence, .seed = self->report->plan->seed,
                                        .stream = "" };
  AssayMeasure measure;
  AssayEstimate estimate = { NAN, NAN, NAN, 0, NULL };

  if (assay_measure_find (name, &measure))
    assay_measure_estimates (&measure, 1, model->evidence, &options, &estimate);
  return estimate;
}

static void
set_points (AssayStory        *self,
            AssayScorePlot     plot,
            const AssayScored *model,
            AssayCurveLine    *line)
{
  const AssayHistogram *scores = model->evidence->scores;
  g_autofree AssayScorePoint *points = g_new (AssayScorePoint, scores->n_bins + 1);
  double *x = assay_document_alloc (self->document, (scores->n_bins + 2) * sizeof *x);
  double *y = assay_document_alloc (self->document, (scores->n_bins + 2) * sizeof *y);
  double last_x = NAN, last_y = NAN;

  assay_score_points (scores, points);
  for (guint i = 0; i <= scores->n_bins; i++)
    {
      double at_x, at_y;
      point_of (plot, &points[i], &at_x, &at_y);
      if (isnan (at_x) || isnan (at_y))
        continue;
      if (i < scores->n_bins && fabs (at_x - last_x) + fabs (at_y - last_y) < 1.0 / MOST_POINTS)
        continue;
      x[line->n_points] = last_x = at_x;
      y[line->n_points++] = last_y = at_y;
    }
  line->x = x;
  line->y = y;
}

static AssayCurveLine
line_of (AssayStory        *self,
         AssayScorePlot     plot,
         const Ranked      *ranked,
         guint              i)
{
  const AssayScored *model = ranked->model;
  static const AssayRole roles[] = { ASSAY_ROLE_WHOLE, ASSAY_ROLE_FINE };
  AssayCurveLine line = { .name = assay_story_safe (self, model->name), .role = roles[MIN (i, G_N_ELEMENTS (roles) - 1)] };
  g_autofree char *words = assay_number_estimate (&ranked->area, ASSAY_UNIT_PLAIN, TRUE);

  line.value = assay_document_take (self->document, g_strconcat (plot == ASSAY_PLOT_ROC ? "AUC " : "AP ", words, NULL));
  line.says = assay_document_take (self->document, g_strdup_printf ("%s: %s", line.name, line.value));
  line.ring_x = line.ring_y = NAN;
  set_points (self, plot, model, &line);
  if (!model->evidence->scores->is_top_label)
    {
      const AssayScorePoint planned = assay_score_at (model->evidence->scores, model->threshold);
      point_of (plot, &planned, &line.ring_x, &line.ring_y);
    }
  return line;
}

/* --- words ------------------------------------------------------------------------------------------------------- */

/* "ROC AUC is 0.923 (0.919 to 0.927); that of today 0.880 (0.875 to 0.885)"; of a slice "ROC AUC for Black is 0.914 (0.9
 * to 0.93); whole set 0.923 (0.919 to 0.927)" */
static char *
curve_title (AssayStory     *self,
             AssayScorePlot  plot,
             const Ranked   *ranked,
             guint           n,
             const char     *of)
{
  const char *name = plot == ASSAY_PLOT_ROC ? "ROC AUC" : "Average precision";
  const Ranked *first = &ranked[of != NULL ? 1 : 0], *second = n < 2 ? NULL : &ranked[of != NULL ? 0 : 1];
  g_autofree char *subject = of != NULL ? g_strdup_printf ("%s for %s", name, of) : g_strdup (name);
  g_autofree char *one = assay_number_estimate (&first->area, ASSAY_UNIT_PLAIN, TRUE);
  g_autofree char *start = g_strdup_printf ("%s is %s", subject, isnan (first->area.value) ? "undefined" : one);

  if (second == NULL)
    return g_steal_pointer (&start);
  g_autofree char *other = assay_number_estimate (&second->area, ASSAY_UNIT_PLAIN, TRUE);
  return g_strdup_printf ("%s; %s%s %s", start, of != NULL ? "" : "that of ", assay_story_safe (self, second->model->name),
                          isnan (second->area.value) ? "undefined" : other);
}

AssayFigure *
assay_exhibit_curve (AssayStory     *self,
                     AssayScorePlot  plot,
                     const GArray   *models,
                     const char     *of)
{
  AssayCurveChart *chart = assay_document_alloc (self->document, sizeof *chart);
  AssayCurveLine *lines = assay_document_alloc (self->document, models->len * sizeof *lines);
  const AssayHistogram *scores = g_array_index (models, AssayScored, 0).evidence->scores;
  g_autofree Ranked *ranked = g_new (Ranked, models->len);
  char threshold[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < models->len; i++)
    {
      ranked[i].model = &g_array_index (models, AssayScored, i);
      ranked[i].area = estimate_of (self, ranked[i].model, plot == ASSAY_PLOT_ROC ? "roc_auc" : "ap");
      lines[i] = line_of (self, plot, &ranked[i], i);
    }
  g_ascii_formatd (threshold, sizeof threshold, "%.4g", g_array_index (models, AssayScored, 0).threshold);
  *chart = (AssayCurveChart) {
    .curves = lines, .n_curves = models->len, .x_is_share = TRUE, .y_is_share = TRUE, .threshold = NAN,
    .x_title = plot == ASSAY_PLOT_ROC ? "false positives, % of negatives" : "recall, % of positives found",
    .y_title = plot == ASSAY_PLOT_ROC ? "recall, % of positives found" : "precision, %",
    .base = plot == ASSAY_PLOT_ROC ? ASSAY_BASE_DIAGONAL : ASSAY_BASE_LEVEL,
    .base_level = share (assay_histogram_positives (scores), assay_histogram_rows (scores)), .base_text = "by chance",
    .ring_text = scores->is_top_label ? NULL
                                      : assay_document_take (self->document, g_strdup_printf ("ring: threshold %s", threshold)),
  };
  g_autofree char *title = curve_title (self, plot, ranked, models->len, of);
  AssayFigure *figure = assay_document_figure (self->document, draw_curve, chart, &chart->head, title,
                                               plot == ASSAY_PLOT_ROC ? "Every threshold: positives found against false positives."
                                                                  : "Every threshold: precision against positives found.");
  figure->is_half = TRUE;
  return figure;
}

/* --- calibration --------------------------------------------------------------------------------------------------- */

#define N_BARS 40

static AssayScene *
draw_reliability (AssayFonts    *fonts,
                  gconstpointer  data,
                  double         width,
                  guint          n_most)
{
  return assay_chart_reliability (fonts, data, width);
}

/* Rows with scores of equal parts of 0 to 1; a bin counts where its middle is. */
static guint64 *
bars_of (AssayStory           *self,
         const AssayHistogram *scores)
{
  guint64 *bars = assay_document_alloc (self->document, N_BARS * sizeof *bars);

  for (guint i = 0; i < scores->n_bins; i++)
    {
      const AssayScoreBin *bin = &scores->bins[i];
      const double middle = (scores->edges[bin->bin] + scores->edges[bin->bin + 1]) / 2;
      bars[(guint) CLAMP (middle * N_BARS, 0, N_BARS - 1)] += bin->negatives + bin->positives;
    }
  return bars;
}

static char *
percent_text (double value)
{
  return assay_number_value (value, value > 0 && value < 0.1 ? 1 : 0, ASSAY_UNIT_PERCENT, TRUE);
}

/* The group whose interval lies furthest from its score; n_bins: none does. */
static guint
find_worst (const AssayCalibration *calibration)
{
  guint worst = calibration->n_bins;
  double most = 0;

  for (guint i = 0; i < calibration->n_bins; i++)
    {
      const AssayCalibrationBin *bin = &calibration->bins[i];
      const double off = MAX (bin->score - bin->observed.hi, bin->observed.lo - bin->score);
      if (off > most)
        {
          most = off;
          worst = i;
        }
    }
  return worst;
}

/* "Scores about 62 % come true in 58 % (55 to 60): too high" */
static char *
calibration_title (const AssayCalibration *calibration,
                   guint                   worst)
{
  guint n_high = 0, n_low = 0;

  for (guint i = 0; i < calibration->n_bins; i++)
    {
      n_high += calibration->bins[i].score > calibration->bins[i].observed.hi;
      n_low += calibration->bins[i].score < calibration->bins[i].observed.lo;
    }
  if (worst == calibration->n_bins)
    return g_strdup_printf ("Scores mean what they say, as far as %u groups can tell", calibration->n_bins);
  return g_strdup_printf ("Scores are too high in %u of %u groups, too low in %u", n_high, calibration->n_bins, n_low);
}

AssayFigure *
assay_exhibit_calibration (AssayStory         *self,
                           const AssayScored  *model,
                           const char        **why)
{
  const AssayMeasureOptions options = { .confidence = self->report->plan->confidence, .seed = self->report->plan->seed,
                                        .stream = "" };
  const AssayCalibration calibration = assay_score_calibration (model->evidence->scores, &options);
  const char *name = assay_story_safe (self, model->name);

  if (calibration.why != NULL || calibration.n_bins == 0)
    {
      *why = calibration.why != NULL ? calibration.why : "no rows";
      return NULL;
    }
  AssayReliabilityChart *chart = assay_document_alloc (self->document, sizeof *chart);
  AssayReliabilityDot *dots = assay_document_alloc (self->document, calibration.n_bins * sizeof *dots);
  const guint worst = find_worst (&calibration);
  for (guint i = 0; i < calibration.n_bins; i++)
    {
      const AssayCalibrationBin *bin = &calibration.bins[i];
      g_autofree char *score = percent_text (bin->score);
      g_autofree char *share = assay_number_estimate (&bin->observed, ASSAY_UNIT_PERCENT, TRUE);
      dots[i] = (AssayReliabilityDot) { bin->score, bin->observed, bin->n,
                                        bin->score < bin->observed.lo || bin->score > bin->observed.hi, NULL };
      dots[i].says = assay_document_take (self->document, g_strdup_printf ("scored %s %%, true %s", score, share));
    }
  g_autofree char *ece = assay_number_value (calibration.ece, 2, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *expected = assay_number_value (calibration.expected_ece, 2, ASSAY_UNIT_PERCENT, TRUE);
  const gboolean is_top_label = model->evidence->scores->is_top_label;
  *chart = (AssayReliabilityChart) {
    .dots = dots, .n_dots = calibration.n_bins, .worst = worst, .worst_text = worst < calibration.n_bins ? dots[worst].says : NULL,
    .histogram = bars_of (self, model->evidence->scores), .n_bars = N_BARS, .histogram_text = "rows by score",
    .diagonal_text = "as scored", .x_title = "score, %", .y_title = is_top_label ? "right, %" : "positive, %",
    .error_text = assay_document_take (self->document, g_strdup_printf ("error %s points; of a perfectly calibrated model with these "
                                                                       "rows %s", ece, expected)),
  };
  g_autofree char *title = calibration_title (&calibration, worst);
  g_autofree char *note = g_strdup_printf ("%s: %u groups of equal size. On the line: as scored.", name, calibration.n_bins);
  AssayFigure *figure = assay_document_figure (self->document, draw_reliability, chart, &chart->head, title, note);
  figure->is_half = TRUE;
  return figure;
}

static void
add_calibration (AssayStory        *self,
                 const AssayScored *model)
{
  const char *why = NULL;
  AssayFigure *figure = assay_exhibit_calibration (self, model, &why);

  assay_document_show (self->document, figure);
  if (figure != NULL)
    return;
  g_autofree char *text = g_strdup_printf ("Calibration of %s is undefined: %s.", assay_story_safe (self, model->name), why);
  assay_document_add (self->document, ASSAY_BLOCK_NOTE, text);
}

/* --- thresholds --------------------------------------------------------------------------------------------------- */

static void
add_percent (AssayStory *self,
             AssayTable *table,
             double      value)
{
  g_autofree char *text = isnan (value) ? g_strdup ("\xe2\x80\x93") : assay_number_value (value, 1, ASSAY_UNIT_PERCENT, TRUE);

  assay_document_cell_add (self->document, table, text)->sort = value;
}

static void
add_threshold (AssayStory            *self,
               AssayTable            *table,
               const AssayScorePoint *point,
               gboolean               is_planned)
{
  const guint64 called = point->tp + point->fp, positives = point->tp + point->fn, negatives = point->fp + point->tn;
  const guint64 counts[] = { point->tp, point->fp, point->fn, point->tn };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.4g", point->threshold);
  g_autofree char *words = g_strconcat (text, is_planned ? ", the plan's" : "", NULL);
  AssayCell *cell = assay_document_cell_add (self->document, table, words);
  cell->is_strong = is_planned;
  cell->sort = point->threshold;
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *rows = assay_number_rows (counts[i]);
      assay_document_cell_add (self->document, table, rows)->sort = (double) counts[i];
    }
  add_percent (self, table, share (point->tp, positives));
  add_percent (self, table, share (point->fp, negatives));
  add_percent (self, table, share (point->tp, called));
  add_percent (self, table, share (called, positives + negatives));
}

static AssayTable *
thresholds_table (AssayStory        *self,
                  const AssayScored *model)
{
  static const AssayTableColumn columns[] = {
    { "score \xe2\x89\xa5", ASSAY_ANCHOR_START, FALSE, 0 }, { "found", ASSAY_ANCHOR_END, FALSE, 0 },
    { "false alarms", ASSAY_ANCHOR_END, FALSE, 0 }, { "missed", ASSAY_ANCHOR_END, FALSE, 0 },
    { "rightly left", ASSAY_ANCHOR_END, FALSE, 0 }, { "recall, %", ASSAY_ANCHOR_END, FALSE, 0 },
    { "fpr, %", ASSAY_ANCHOR_END, FALSE, 0 }, { "precision, %", ASSAY_ANCHOR_END, FALSE, 0 },
    { "called positive, %", ASSAY_ANCHOR_END, FALSE, 0 },
  };
  const AssayHistogram *scores = model->evidence->scores;
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));
  g_autofree AssayScorePoint *points = g_new (AssayScorePoint, scores->n_bins + 1);
  const guint64 rows = assay_histogram_rows (scores);
  gboolean has_planned = scores->is_top_label;
  guint64 next = 0;

  assay_score_points (scores, points);
  for (guint i = 1; i <= scores->n_bins && rows > 0; i++)
    {
      const guint64 called = points[i].tp + points[i].fp;

      if (!has_planned && points[i].threshold <= model->threshold)
        {
          const AssayScorePoint planned = assay_score_at (scores, model->threshold);
          add_threshold (self, table, &planned, TRUE);
          has_planned = TRUE;
          if (points[i].threshold == model->threshold)
            continue;
        }
      if (called * (N_THRESHOLDS - 1) >= next * rows)
        {
          add_threshold (self, table, &points[i], FALSE);
          next = called * (N_THRESHOLDS - 1) / rows + 1;
        }
    }
  return table;
}

void
assay_story_scores (AssayStory *self)
{
  g_autoptr (GArray) models = assay_report_scored (self->report);

  if (models->len == 0)
    return;
  assay_document_heading (self->document, 1, "Scores: what any threshold brings", "scores");
  if (g_array_index (models, AssayScored, 0).evidence->scores->weighing != NULL)
    {
      assay_document_add (self->document, ASSAY_BLOCK_NOTE, "Curves, thresholds and calibration count rows; these rows are weighted, "
                          "and their measures stand with the checks and in report.json.");
      return;
    }
  if (!g_array_index (models, AssayScored, 0).evidence->scores->is_top_label)
    {
      assay_document_show (self->document, assay_exhibit_curve (self, ASSAY_PLOT_ROC, models, NULL));
      assay_document_show (self->document, assay_exhibit_curve (self, ASSAY_PLOT_PR, models, NULL));
    }
  assay_document_show (self->document, assay_exhibit_thresholds (self, &g_array_index (models, AssayScored, 0), NULL));
  for (guint i = 0; i < MIN (models->len, 4); i++)
    add_calibration (self, &g_array_index (models, AssayScored, i));
  AssayBlock *heading = assay_document_heading (self->document, 2, "Every twentieth part of the rows as a threshold", "thresholds");
  heading->more = assay_story_safe (self, g_array_index (models, AssayScored, 0).name);
  AssayTable *table = thresholds_table (self, &g_array_index (models, AssayScored, 0));
  table->caption = "Thresholds and what they bring";
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}
