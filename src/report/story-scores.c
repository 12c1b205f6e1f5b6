/* story-scores.c: what the scores are worth before a threshold: ROC, precision and recall, and what each threshold
 * brings. */
#include "exhibits.h"

#include "measure/scores.h"
#include "words/sentence.h"
#include "words/translate.h"

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

/* --- lines ------------------------------------------------------------------------------------------------------ */

static AssayEstimate
estimate_of (const AssayStory  *self,
             const AssayScored *model,
             const char        *name)
{
  const AssayMeasureOptions options = { .confidence = self->report->plan->confidence,
                                        .seed = self->report->plan->seed,
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
  AssayCurveLine line = { .name = assay_story_safe (self, model->name),
                          .role = roles[MIN (i, G_N_ELEMENTS (roles) - 1)] };
  g_autofree char *words = assay_number_estimate (&ranked->area, ASSAY_UNIT_PLAIN, TRUE);

  line.value = assay_document_take (self->document,
                                    g_strdup_printf (plot == ASSAY_PLOT_ROC ? _("AUC %s") : _("AP %s"), words));
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

/* --- words ------------------------------------------------------------------------------------------------------ */

/* "ROC AUC is 0.923 (0.919 to 0.927); that of today 0.880 (0.875 to 0.885)"; of a slice "ROC AUC for Black is 0.914
 * (0.9 to 0.93); whole set 0.923 (0.919 to 0.927)" */
static char *
curve_title (AssayStory     *self,
             AssayScorePlot  plot,
             const Ranked   *ranked,
             guint           n,
             const char     *of)
{
  const char *name = plot == ASSAY_PLOT_ROC ? _("ROC AUC") : _("Average precision");
  const Ranked *first = &ranked[of != NULL ? 1 : 0], *second = n < 2 ? NULL : &ranked[of != NULL ? 0 : 1];
  g_autofree char *subject = of != NULL ? g_strdup_printf (_("%s for %s"), name, of) : g_strdup (name);
  g_autofree char *one = assay_number_estimate (&first->area, ASSAY_UNIT_PLAIN, TRUE);
  g_autofree char *start = g_strdup_printf (_("%s is %s"), subject, isnan (first->area.value) ? _("undefined") : one);

  if (second == NULL)
    return g_steal_pointer (&start);
  g_autofree char *other = assay_number_estimate (&second->area, ASSAY_UNIT_PLAIN, TRUE);
  return g_strdup_printf (of != NULL ? "%s; %s %s" : _("%s; that of %s %s"), start,
                          assay_story_safe (self, second->model->name),
                          isnan (second->area.value) ? _("undefined") : other);
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
    .x_title = plot == ASSAY_PLOT_ROC ? _("false positives, % of negatives") : _("recall, % of positives found"),
    .y_title = plot == ASSAY_PLOT_ROC ? _("recall, % of positives found") : _("precision, %"),
    .base = plot == ASSAY_PLOT_ROC ? ASSAY_BASE_DIAGONAL : ASSAY_BASE_LEVEL,
    .base_level = share (assay_histogram_positives (scores),
                         assay_histogram_rows (scores)), .base_text = _("by chance"),
    .ring_text = scores->is_top_label ? NULL
                                      : assay_document_take (self->document,
                                                             g_strdup_printf (_("ring: threshold %s"), threshold)),
  };
  g_autofree char *title = curve_title (self, plot, ranked, models->len, of);
  AssayFigure *figure = assay_document_figure (self->document, draw_curve, chart, &chart->head, title,
                                               plot == ASSAY_PLOT_ROC ? _("Every threshold: positives found against "
                                                                          "false positives.")
                                                                  : _("Every threshold: precision against positives "
                                                                      "found."));
  figure->is_half = TRUE;
  return figure;
}

/* --- thresholds ------------------------------------------------------------------------------------------------- */

static void
add_percent (AssayStory *self,
             AssayTable *table,
             double      value)
{
  g_autofree char *text = isnan (value) ? g_strdup ("\xe2\x80\x93")
                                        : assay_number_value (value, 1, ASSAY_UNIT_PERCENT, TRUE);

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
  g_autofree char *words = is_planned ? g_strdup_printf (_("%s, the plan's"), text) : g_strdup (text);
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
    { N_("score \xe2\x89\xa5"), ASSAY_ANCHOR_START, FALSE, 0 }, { N_("found"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("false alarms"), ASSAY_ANCHOR_END, FALSE, 0 }, { N_("missed"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("rightly left"), ASSAY_ANCHOR_END, FALSE, 0 }, { N_("recall, %"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("fpr, %"), ASSAY_ANCHOR_END, FALSE, 0 }, { N_("precision, %"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("called positive, %"), ASSAY_ANCHOR_END, FALSE, 0 },
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
  assay_document_heading (self->document, 1, _("Scores: what any threshold brings"), "scores");
  if (g_array_index (models, AssayScored, 0).evidence->scores->weighing != NULL)
    {
      assay_document_add (self->document, ASSAY_BLOCK_NOTE, _("Curves, thresholds and calibration count rows; these "
                          "rows are weighted, and their measures stand with the checks and in report.json."));
      return;
    }
  if (!g_array_index (models, AssayScored, 0).evidence->scores->is_top_label)
    {
      assay_document_show (self->document, assay_exhibit_curve (self, ASSAY_PLOT_ROC, models, NULL));
      assay_document_show (self->document, assay_exhibit_curve (self, ASSAY_PLOT_PR, models, NULL));
    }
  assay_document_show (self->document,
                       assay_exhibit_thresholds (self, &g_array_index (models, AssayScored, 0), NULL));
  for (guint i = 0; i < MIN (models->len, 4); i++)
    assay_story_calibration (self, &g_array_index (models, AssayScored, i));
  AssayBlock *heading = assay_document_heading (self->document, 2,
                                                _("Every twentieth part of the rows as a threshold"), "thresholds");
  heading->more = assay_story_safe (self, g_array_index (models, AssayScored, 0).name);
  AssayTable *table = thresholds_table (self, &g_array_index (models, AssayScored, 0));
  table->caption = _("Thresholds and what they bring");
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
  assay_story_groups (self, &g_array_index (models, AssayScored, 0));
}
