/* chart-series.c: values over time: a band for alarms, steps between changes, an interval each. */
#include "chart-columns.h"

#include <math.h>

#define HEIGHT 110
#define LABELS 12    /* below the plot */
#define LEAST_INTERVALS 2.2 /* points apart that intervals need to be told apart */

typedef struct
{
  double     left, right, top, bottom;
  double     step;   /* from one point to the next */
  AssayScale scale;
} Plot;

static double
point_x (const Plot *plot,
         double      at)
{
  return plot->left + (at + 0.5) * plot->step;
}

static AssayScale
make_scale (AssayFonts             *fonts,
            const AssaySeriesChart *chart,
            double                  bottom,
            double                  top)
{
  double lo = NAN, hi = NAN;

  assay_chart_extend (&lo, &hi, chart->band_lo);
  assay_chart_extend (&lo, &hi, chart->band_hi);
  for (guint i = 0; i < chart->n_points; i++)
    if (isfinite (chart->points[i].estimate.value))
      assay_chart_extend_by (&lo, &hi, &chart->points[i].estimate);
  for (guint i = 0; i < chart->n_steps; i++)
    assay_chart_extend (&lo, &hi, chart->steps[i].mean);
  return assay_chart_scale (fonts, lo, hi, chart->is_share, FALSE, bottom, top);
}

/* They get room below the points, beside their step. */
static gboolean
has_words (const AssaySeriesChart *chart)
{
  for (guint i = 0; i < chart->n_steps; i++)
    if (chart->steps[i].text != NULL)
      return TRUE;
  return FALSE;
}

static Plot
lay_out (AssayFonts             *fonts,
         const AssaySeriesChart *chart,
         double                  width,
         double                  top)
{
  Plot plot = { .right = width - 2, .top = top, .bottom = top + HEIGHT };
  double labels = 0;

  plot.scale = make_scale (fonts, chart, plot.bottom - (has_words (chart) ? 13 : 4), plot.top + 4);
  for (guint i = 0; i < assay_scale_n (&plot.scale); i++)
    {
      g_autofree char *label = assay_scale_label (&plot.scale, assay_scale_tick (&plot.scale, i));
      labels = MAX (labels, assay_fonts_width (fonts, label, assay_style_label));
    }
  plot.left = labels + 6;
  plot.step = (plot.right - plot.left) / MAX (chart->n_points, 1);
  return plot;
}

static void
draw_band (AssayScene             *scene,
           const AssaySeriesChart *chart,
           const Plot             *plot)
{
  if (isnan (chart->band_lo) || isnan (chart->band_hi))
    return;
  const double top = assay_scale_at (&plot->scale, chart->band_hi);
  const double bottom = assay_scale_at (&plot->scale, chart->band_lo);

  assay_scene_rect (scene, plot->left, top, plot->right - plot->left, bottom - top, 0, ASSAY_PAINT (SHADE));
}

/* --- points ----------------------------------------------------------------------------------------------------- */

/* The step that a point belongs to. (nullable) */
static const AssaySeriesStep *
step_of (const AssaySeriesChart *chart,
         guint                   point)
{
  for (guint i = 0; i < chart->n_steps; i++)
    if (point >= chart->steps[i].first && point - chart->steps[i].first < chart->steps[i].n)
      return &chart->steps[i];
  return NULL;
}

static AssayPaint
step_paint (const AssaySeriesStep *step)
{
  return step == NULL || step->trend == ASSAY_TREND_UNDECIDED ? ASSAY_PAINT (FINE) : assay_chart_trend (step->trend);
}

static void
draw_point (AssayScene             *scene,
            const AssaySeriesChart *chart,
            const Plot             *plot,
            guint                   i)
{
  const AssaySeriesPoint *point = &chart->points[i];
  const AssayPaint paint = point->is_alarm ? ASSAY_PAINT (WORSE) : step_paint (step_of (chart, i));
  const double x = point_x (plot, i), mark = CLAMP (plot->step * 0.75, 1.5, 5.5);

  assay_scene_hit (scene, x - plot->step / 2, plot->top, plot->step, plot->bottom - plot->top + LABELS, point->label,
                   point->says);
  if (!isfinite (point->estimate.value))
    return;
  if (!isnan (point->estimate.lo) && !isnan (point->estimate.hi) && plot->step >= LEAST_INTERVALS)
    assay_scene_line (scene, x, assay_scale_at (&plot->scale, point->estimate.lo), x,
                      assay_scale_at (&plot->scale, point->estimate.hi), paint, MIN (1.1, plot->step * 0.35), FALSE);
  assay_scene_mark (scene, point->is_alarm ? ASSAY_SHAPE_DIAMOND : ASSAY_SHAPE_CIRCLE, x,
                    assay_scale_at (&plot->scale, point->estimate.value), mark, paint, FALSE);
}

/* Many points: the intervals are one ribbon, which breaks at gaps. */
static void
draw_ribbon (AssayScene             *scene,
             const AssaySeriesChart *chart,
             const Plot             *plot)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, 2 * sizeof (double));

  for (guint i = 0; i <= chart->n_points; i++)
    {
      const AssayEstimate *estimate = i < chart->n_points ? &chart->points[i].estimate : NULL;
      const gboolean has = estimate != NULL && isfinite (estimate->lo) && isfinite (estimate->hi);
      if (has)
        {
          const double lo[] = { point_x (plot, i), assay_scale_at (&plot->scale, estimate->lo) };
          const double hi[] = { lo[0], assay_scale_at (&plot->scale, estimate->hi) };
          g_array_insert_vals (points, points->len / 2, (double[]) { hi[0], hi[1], lo[0], lo[1] }, 2);
          continue;
        }
      if (points->len >= 4)
        assay_scene_path (scene, (double *) points->data, points->len, TRUE, ASSAY_PAINT (RULE), ASSAY_PAINT (NONE),
                          0);
      g_array_set_size (points, 0);
    }
}

/* --- steps and changes ------------------------------------------------------------------------------------------ */

static void
draw_step (AssayScene            *scene,
           const Plot            *plot,
           const AssaySeriesStep *step)
{
  const double y = assay_scale_at (&plot->scale, step->mean);
  const double from = point_x (plot, step->first - 0.5), to = point_x (plot, step->first + step->n - 0.5);

  if (isfinite (step->mean) && step->n > 0)
    assay_scene_line (scene, from + 1, y, to - 1, y, step_paint (step), 1.4, FALSE);
}

/* Its line, and its name at the head of the line, on the side that has room; names end where others begin. */
static double
draw_change (AssayScene             *scene,
             const AssaySeriesChart *chart,
             const Plot             *plot,
             const AssaySeriesStep  *step,
             double                  taken)
{
  const AssayTextStyle style = { 7.2, ASSAY_WEIGHT_SEMIBOLD };
  const double x = point_x (plot, step->first - 0.5);

  if (step->change_text == NULL)
    return taken;
  const double width = assay_fonts_width (scene->fonts, step->change_text, style);
  const gboolean is_left = x - 3 - width >= taken;

  assay_scene_line (scene, x, plot->top - 10, x, plot->bottom, ASSAY_PAINT (TEXT), 0.9, TRUE);
  if (!is_left && x + 3 < taken)
    return taken; /* no room for its name */
  assay_scene_text_fit (scene, is_left ? x - 3 : x + 3, plot->top - 4,
                        is_left ? ASSAY_ANCHOR_END : ASSAY_ANCHOR_START, style,
                        ASSAY_PAINT (TEXT), step->change_text, is_left ? width : scene->width - x - 3);
  return is_left ? x + 3 : x + 6 + MIN (width, scene->width - x - 3);
}

/* --- labels ----------------------------------------------------------------------------------------------------- */

/* As many points as have room get their labels; the first always, and those after a change before others. */
static void
draw_label (AssayScene *scene,
            const Plot *plot,
            const char *text,
            double      at,
            GArray     *taken)
{
  const double width = MIN (assay_fonts_width (scene->fonts, text, assay_style_label), plot->right - plot->left);
  const double x = CLAMP (point_x (plot, at), plot->left + width / 2, scene->width - width / 2);

  for (guint i = 0; i < taken->len; i += 2)
    if (x - width / 2 < g_array_index (taken, double, i + 1) + 5
        && x + width / 2 > g_array_index (taken, double, i) - 5)
      return;
  const double ends[] = { x - width / 2, x + width / 2 };
  g_array_append_vals (taken, ends, 2);
  assay_scene_text_fit (scene, x, plot->bottom + LABELS - 2.5, ASSAY_ANCHOR_MIDDLE, assay_style_label,
                        ASSAY_PAINT (TEXT_2),
                        text, width);
}

static void
draw_labels (AssayScene             *scene,
             const AssaySeriesChart *chart,
             const Plot             *plot)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (double));
  const guint n = chart->n_points, every = MAX ((guint) ceil (48 / plot->step), 1);

  for (guint i = 0; i < chart->n_steps; i++)
    if (chart->steps[i].first < n)
      draw_label (scene, plot, chart->points[chart->steps[i].first].label, chart->steps[i].first, taken);
  if (n > 0)
    {
      draw_label (scene, plot, chart->points[0].label, 0, taken);
      draw_label (scene, plot, chart->points[n - 1].label, n - 1, taken);
    }
  for (guint i = every; i < n; i += every)
    draw_label (scene, plot, chart->points[i].label, i, taken);
}

/* In the plot where nothing stands, else in a line of its own below it. Returns whether that was needed. */
static gboolean
draw_words (AssayScene *scene,
            const Plot *plot,
            const char *text,
            AssayPaint  paint,
            double      left,
            double      right,
            double      near,
            double      below)
{
  const AssayTextStyle style = paint.role == ASSAY_ROLE_TEXT_2 ? assay_style_label : assay_style_value;
  const double width = assay_fonts_width (scene->fonts, text, style);

  for (guint i = 0; i < 60; i++) /* ever further, below first */
    {
      const double y = near + (i % 2 == 0 ? 1 : -1) * (i / 2) * 4.0;
      const double starts[] = { left + 2, right - width - 2, (left + right - width) / 2 };
      for (guint k = 0; k < G_N_ELEMENTS (starts); k++)
        if (y - 7 >= plot->top && y + 2 <= plot->bottom && starts[k] >= plot->left && starts[k] + width <= plot->right
            && assay_chart_is_free (scene, starts[k] - 1, y - 7, width + 2, 9))
          {
            assay_scene_text (scene, starts[k], y, ASSAY_ANCHOR_START, style, paint, text);
            assay_scene_halo (scene);
            return FALSE;
          }
    }
  const double room = plot->right - plot->left, end = CLAMP (right, plot->left + MIN (width, room), plot->right);
  assay_scene_text_fit (scene, end, below, ASSAY_ANCHOR_END, style, paint, text, room);
  return TRUE;
}

static AssayPaint
words_paint (const AssaySeriesStep *step)
{
  return step->trend == ASSAY_TREND_UNDECIDED ? ASSAY_PAINT (TEXT) : assay_chart_trend_text (step->trend);
}

/* Returns where the chart ends. */
static double
draw_all_words (AssayScene             *scene,
                const AssaySeriesChart *chart,
                const Plot             *plot)
{
  double y = plot->bottom + LABELS;

  for (guint i = 0; i < chart->n_steps; i++)
    {
      const AssaySeriesStep *step = &chart->steps[i];
      if (step->text != NULL && isfinite (step->mean)
          && draw_words (scene, plot, step->text, words_paint (step), point_x (plot, step->first - 0.5),
                         point_x (plot, step->first + step->n - 0.5),
                         assay_scale_at (&plot->scale, step->mean) + 20, y + 9))
        y += 11;
    }
  if (chart->band_text != NULL && !isnan (chart->band_lo)
      && draw_words (scene, plot, chart->band_text, ASSAY_PAINT (TEXT_2), plot->left, plot->right,
                     assay_scale_at (&plot->scale, chart->band_lo) + 9, y + 9))
    y += 11;
  return y;
}

AssayScene *
assay_chart_series (AssayFonts             *fonts,
                    const AssaySeriesChart *chart,
                    double                  width)
{
  AssayScene *scene = assay_scene_new (fonts, width, 0);
  const double top = assay_chart_head (scene, &chart->head, 0) + 12;
  const Plot plot = lay_out (fonts, chart, width, top);
  double taken = plot.left;

  assay_scene_begin (scene, "Figure", chart->head.title);
  draw_band (scene, chart, &plot);
  assay_chart_grid_up (scene, &plot.scale, plot.left, plot.right);
  if (plot.step < LEAST_INTERVALS)
    draw_ribbon (scene, chart, &plot);
  for (guint i = 0; i < chart->n_steps; i++)
    taken = draw_change (scene, chart, &plot, &chart->steps[i], taken);
  for (guint i = 0; i < chart->n_steps; i++)
    draw_step (scene, &plot, &chart->steps[i]);
  for (guint i = 0; i < chart->n_points; i++)
    draw_point (scene, chart, &plot, i);
  draw_labels (scene, chart, &plot);
  scene->height = draw_all_words (scene, chart, &plot) + 3;
  assay_scene_end (scene);
  return scene;
}
