/* exhibit-thresholds.c: what each threshold of a model's scores brings, as lines. */
#include "exhibits.h"

#include "measure/scores.h"
#include "words/translate.h"

#include <math.h>

#define LEAST_STEP 0.002 /* of the range: nearer points cannot be told apart on paper */

/* What a line shows of the counts at a threshold. */
typedef enum { LINE_RECALL, LINE_PRECISION, LINE_FALSE, LINE_KEPT, LINE_RIGHT } LineKind;

typedef struct
{
  LineKind    kind;
  const char *name, *says;
  AssayRole   role;
} LineStyle;

static const LineStyle two_classes[] = {
  { LINE_RECALL, N_("recall"), N_("of the positives are found"), ASSAY_ROLE_FINE },
  { LINE_PRECISION, N_("precision"), N_("of those called positive are positive"), ASSAY_ROLE_WHOLE },
  { LINE_FALSE, N_("false positives"), N_("of the negatives are called positive"), ASSAY_ROLE_WORSE },
};
static const LineStyle more_classes[] = {
  { LINE_RIGHT, N_("right, of those kept"), N_("of the rows that are kept are right"), ASSAY_ROLE_FINE },
  { LINE_KEPT, N_("kept"), N_("of the rows have such a score"), ASSAY_ROLE_WHOLE },
};

static AssayScene *
draw_thresholds (AssayFonts    *fonts,
                 gconstpointer  data,
                 double         width,
                 guint          n_most)
{
  return assay_chart_curve (fonts, data, width);
}

static AssayEstimate
share_of (const AssayStory      *self,
          const AssayScorePoint *point,
          LineKind               kind)
{
  const guint64 called = point->tp + point->fp, rows = called + point->fn + point->tn;
  const double confidence = self->report->plan->confidence;

  switch (kind)
    {
    case LINE_RECALL: return assay_wilson (point->tp, point->tp + point->fn, confidence);
    case LINE_PRECISION:
    case LINE_RIGHT: return assay_wilson (point->tp, called, confidence);
    case LINE_FALSE: return assay_wilson (point->fp, point->fp + point->tn, confidence);
    case LINE_KEPT: return assay_wilson (called, rows, confidence);
    }
  g_assert_not_reached ();
}

/* Of weighted or clustered rows a share of counts has no such interval. */
static gboolean
has_band (const AssayEvidence *evidence)
{
  return evidence->weights == NULL && evidence->replicates == NULL;
}

static AssayCurveLine
line_of (AssayStory            *self,
         const AssayScored     *model,
         const LineStyle       *style,
         const AssayScorePoint *points,
         guint                  n)
{
  AssayCurveLine line = { .name = _(style->name), .role = style->role, .ring_x = NAN, .ring_y = NAN };
  double *values[4], last = NAN;
  const double range = points[1].threshold - points[n - 1].threshold;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = assay_document_alloc (self->document, n * sizeof **values);
  for (guint i = n - 1; i >= 1; i--) /* points[0] calls nothing positive */
    {
      const AssayEstimate share = share_of (self, &points[i], style->kind);
      if (i > 1 && fabs (points[i].threshold - last) < LEAST_STEP * range)
        continue;
      values[0][line.n_points] = last = points[i].threshold;
      values[1][line.n_points] = share.value;
      values[2][line.n_points] = share.lo;
      values[3][line.n_points++] = share.hi;
    }
  line.x = values[0];
  line.y = values[1];
  line.lo = has_band (model->evidence) ? values[2] : NULL;
  line.hi = has_band (model->evidence) ? values[3] : NULL;
  return line;
}

/* Where the plan's threshold cuts the line. */
static void
set_ring (AssayStory            *self,
          AssayCurveLine        *line,
          const LineStyle       *style,
          const AssayScorePoint *planned)
{
  const AssayEstimate share = share_of (self, planned, style->kind);
  g_autofree char *words = assay_number_estimate (&share, ASSAY_UNIT_PERCENT, TRUE);
  line->ring_x = planned->threshold;
  line->ring_y = share.value;
  line->value = assay_document_keep (self->document, words);
  line->ring_says = assay_document_take (self->document, g_strdup_printf ("%s %s", words, _(style->says)));
  line->says = line->ring_says;
}

static char *
threshold_text (double threshold)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.4g", threshold));
}

/* "Threshold 0.5 finds 63 % (62 to 64) of the positives; 77 % (76 to 78) of those it calls positive are positive" */
static char *
planned_title (const AssayCurveLine *lines,
               double                threshold,
               const char           *of)
{
  g_autofree char *text = threshold_text (threshold);

  const char *found = lines[LINE_RECALL].value, *right = lines[LINE_PRECISION].value;
  if (of != NULL)
    return g_strdup_printf (_("%s: threshold %s finds %s of the positives; %s of those it calls positive are "
                              "positive"),
                            of, text, found, right);
  return g_strdup_printf (_("Threshold %s finds %s of the positives; %s of those it calls positive are positive"),
                          text, found, right);
}

/* "Of the half of the rows with the highest scores 96 % (95 to 97) are right, of all 91 % (90 to 92)" */
static char *
kept_title (AssayStory            *self,
            const AssayScorePoint *points,
            guint                  n,
            const char            *of)
{
  const AssayScorePoint *half = &points[1], *all = &points[n - 1];
  const guint64 rows = all->tp + all->fp;

  for (guint i = 1; i < n && half->tp + half->fp < rows / 2; i++)
    half = &points[i];
  const AssayEstimate best = assay_wilson (half->tp, half->tp + half->fp, self->report->plan->confidence);
  const AssayEstimate whole = assay_wilson (all->tp, rows, self->report->plan->confidence);
  g_autofree char *first = assay_number_estimate (&best, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *second = assay_number_estimate (&whole, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *share = assay_number_share ((double) (half->tp + half->fp) / rows, TRUE);
  if (of != NULL)
    return g_strdup_printf (_("%s: of the %s of rows with the highest scores %s are right, of all %s"), of, share,
                            first, second);
  return g_strdup_printf (_("Of the %s of rows with the highest scores %s are right, of all %s"), share, first,
                          second);
}

AssayFigure *
assay_exhibit_thresholds (AssayStory        *self,
                          const AssayScored *model,
                          const char        *of)
{
  const AssayHistogram *scores = model->evidence->scores;
  const gboolean is_top_label = scores->is_top_label;
  const LineStyle *styles = is_top_label ? more_classes : two_classes;
  const guint n_lines = is_top_label ? G_N_ELEMENTS (more_classes) : G_N_ELEMENTS (two_classes);
  const guint n = scores->n_bins + 1;
  g_autofree AssayScorePoint *points = g_new (AssayScorePoint, n);
  g_autofree char *title = NULL, *at = threshold_text (model->threshold);

  if (scores->n_bins < 2)
    return NULL;
  AssayCurveChart *chart = assay_document_alloc (self->document, sizeof *chart);
  AssayCurveLine *lines = assay_document_alloc (self->document, n_lines * sizeof *lines);
  const AssayScorePoint planned = assay_score_at (scores, model->threshold);
  assay_score_points (scores, points);
  for (guint i = 0; i < n_lines; i++)
    {
      lines[i] = line_of (self, model, &styles[i], points, n);
      if (!is_top_label)
        set_ring (self, &lines[i], &styles[i], &planned);
    }
  *chart = (AssayCurveChart) {
    .curves = lines, .n_curves = n_lines, .y_is_share = TRUE, .x_title = _("threshold of the score"), .y_title = "%",
    .threshold = is_top_label ? NAN : planned.threshold,
    .threshold_text = assay_document_take (self->document, g_strdup_printf (_("threshold %s"), at)),
  };
  title = is_top_label ? kept_title (self, points, n, of) : planned_title (lines, model->threshold, of);
  g_autofree char *note = g_strdup_printf (is_top_label
                                             ? _("%s: rows with a score of at least the threshold are kept.%s")
                                             : _("%s: rows with a score of at least the threshold are called "
                                                 "positive.%s"),
                                           assay_story_safe (self, model->name),
                                           has_band (model->evidence) ? _(" Bands: intervals of each point.") : "");
  AssayFigure *figure = assay_document_figure (self->document, draw_thresholds, chart, &chart->head, title, note);
  figure->is_half = TRUE;
  return figure;
}
