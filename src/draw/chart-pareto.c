/* chart-pareto.c: gains, the largest first, each from where the one before ended, with its interval; those of parts
 * that overlap all from 0. */
#include "chart-columns.h"

#include <math.h>

#define NARROW 300 /* below it a gain has two lines */
#define SECOND_LINE 13
#define BAR 9

typedef struct
{
  double name_width, plot, plot_end, value, so_far; /* value and so_far are right edges */
  double value_width, so_far_width;
  double second;  /* how far below its name a gain's bar is */
} Columns;

static AssayPaint
gain_paint (const AssayParetoChart *chart,
            const AssayGain        *gain)
{
  return gain->gain.value >= 0 ? ASSAY_PAINT (BETTER) : chart->is_room ? ASSAY_PAINT (FINE) : ASSAY_PAINT (WORSE);
}

static AssayPaint
gain_text (const AssayParetoChart *chart,
           const AssayGain        *gain)
{
  if (gain->is_undecided)
    return ASSAY_PAINT (UNDECIDED);
  if (gain->gain.value >= 0)
    return ASSAY_PAINT (BETTER);
  return chart->is_room ? ASSAY_PAINT (TEXT_2) : ASSAY_PAINT (WORSE_TEXT);
}

static Columns
lay_out (AssayFonts             *fonts,
         const AssayParetoChart *chart,
         double                  width)
{
  const double most = width * (width < NARROW ? 0.42 : 0.24);
  Columns columns = { .name_width = assay_fonts_width (fonts, chart->names_title, assay_style_label),
                      .value_width = assay_fonts_width (fonts, chart->value_title, assay_style_label),
                      .so_far_width = chart->so_far_title != NULL
                                        ? assay_fonts_width (fonts, chart->so_far_title, assay_style_label) : 0 };

  for (guint i = 0; i < chart->n_gains; i++)
    {
      const AssayGain *gain = &chart->gains[i];

      columns.name_width = MAX (columns.name_width, assay_chart_name_width (fonts, gain->name, gain->detail));
      columns.value_width = MAX (columns.value_width, assay_fonts_width (fonts, gain->value, assay_style_value));
      if (chart->so_far_title != NULL && gain->so_far != NULL)
        columns.so_far_width = MAX (columns.so_far_width, assay_fonts_width (fonts, gain->so_far, assay_style_label));
    }
  columns.value_width = MIN (columns.value_width, most);
  columns.so_far_width = MIN (columns.so_far_width, most);
  columns.so_far = width;
  columns.value = width - columns.so_far_width - (columns.so_far_width > 0 ? 10 : 0);
  columns.second = width < NARROW ? SECOND_LINE : 0;
  const double room = columns.value - columns.value_width - 10;
  columns.name_width = columns.second > 0 ? room : MIN (columns.name_width, width * 0.34);
  columns.plot = columns.second > 0 ? 0 : columns.name_width + 10;
  columns.plot_end = columns.second > 0 ? width : room;
  return columns;
}

/* Lengths are compared: zero is in it. */
static AssayScale
make_scale (AssayFonts             *fonts,
            const AssayParetoChart *chart,
            const Columns          *columns)
{
  double lo = 0, hi = 0, sum = 0;

  for (guint i = 0; i < chart->n_gains; i++)
    {
      const AssayEstimate *gain = &chart->gains[i].gain;

      if (isnan (gain->value))
        continue;
      assay_chart_extend (&lo, &hi, sum + gain->lo);
      assay_chart_extend (&lo, &hi, sum + gain->hi);
      assay_chart_extend (&lo, &hi, sum + gain->value);
      sum += chart->is_apart ? 0 : gain->value;
    }
  if (lo == hi)
    hi = chart->is_share ? 0.01 : 1;
  return assay_chart_scale (fonts, lo, hi, chart->is_share, TRUE, columns->plot + 4, columns->plot_end - 10);
}

/* A length from the sum before to the sum after; undecided ones are hatched, for they may be nothing. */
static void
draw_bar (AssayScene             *scene,
          const AssayParetoChart *chart,
          const AssayScale       *scale,
          const AssayGain        *gain,
          double                  before,
          double                  y)
{
  const double from = assay_scale_at (scale, before), to = assay_scale_at (scale, before + gain->gain.value);
  const double left = MIN (from, to), width = fabs (to - from);

  if (!gain->is_undecided)
    assay_scene_rect (scene, left, y - BAR / 2.0, width, BAR, 0, gain_paint (chart, gain));
  else if (width > 0)
    assay_scene_hatch (scene, left, y - BAR / 2.0, width, BAR, ASSAY_PAINT (UNDECIDED));
  assay_scene_line (scene, to, y - BAR / 2.0 - 1.5, to, y + BAR / 2.0 + 1.5, gain_text (chart, gain), 1.4, FALSE);
}

/* Around the bar's end, in the colour of text: it stands on the bar and beyond it. */
static void
draw_interval (AssayScene       *scene,
               const AssayScale *scale,
               const AssayGain  *gain,
               double            before,
               double            y)
{
  if (isnan (gain->gain.lo) || isnan (gain->gain.hi))
    return;
  const double lo = assay_scale_at (scale, before + gain->gain.lo);
  const double hi = assay_scale_at (scale, before + gain->gain.hi);

  assay_scene_line (scene, lo, y, hi, y, ASSAY_PAINT (PAPER), 2.6, FALSE);
  assay_scene_line (scene, lo, y, hi, y, ASSAY_PAINT (TEXT), 1.1, gain->is_undecided);
  assay_scene_line (scene, lo, y - 2.2, lo, y + 2.2, ASSAY_PAINT (TEXT), 1, FALSE);
  assay_scene_line (scene, hi, y - 2.2, hi, y + 2.2, ASSAY_PAINT (TEXT), 1, FALSE);
}

static void
draw_heads (AssayScene             *scene,
            const AssayParetoChart *chart,
            const Columns          *columns,
            double                  top)
{
  const double y = columns->second > 0 ? top - 15 : top - 4;

  assay_chart_column (scene, 0, y, ASSAY_ANCHOR_START, chart->names_title, columns->name_width);
  assay_chart_column (scene, columns->value, y, ASSAY_ANCHOR_END, chart->value_title, columns->value_width);
  if (chart->so_far_title != NULL)
    assay_chart_column (scene, columns->so_far, y, ASSAY_ANCHOR_END, chart->so_far_title, columns->so_far_width);
}

/* Returns the sum after it. */
static double
draw_gain (AssayScene             *scene,
           const AssayParetoChart *chart,
           const Columns          *columns,
           const AssayScale       *scale,
           const AssayGain        *gain,
           double                  before,
           double                  y)
{
  const double bar = y + columns->second;

  assay_chart_name (scene, 0, y, gain->name, gain->detail, columns->name_width);
  assay_scene_hit (scene, 0, y - ASSAY_CHART_ROW / 2, scene->width, ASSAY_CHART_ROW + columns->second, gain->name,
                   gain->says);
  assay_scene_text_fit (scene, columns->value, y + ASSAY_CHART_SINK, ASSAY_ANCHOR_END,
                        gain->is_undecided ? assay_style_label : assay_style_value, gain_text (chart, gain),
                        gain->value,
                        columns->value_width);
  if (chart->so_far_title != NULL && gain->so_far != NULL)
    assay_scene_text_fit (scene, columns->so_far, y + ASSAY_CHART_SINK, ASSAY_ANCHOR_END, assay_style_label,
                          ASSAY_PAINT (TEXT_2), gain->so_far, columns->so_far_width);
  if (isnan (gain->gain.value))
    return before;
  draw_bar (scene, chart, scale, gain, before, bar);
  draw_interval (scene, scale, gain, before, bar);
  return chart->is_apart ? 0 : before + gain->gain.value;
}

AssayScene *
assay_chart_pareto (AssayFonts             *fonts,
                    const AssayParetoChart *chart,
                    double                  width)
{
  AssayScene *scene = assay_scene_new (fonts, width, 0);
  const Columns columns = lay_out (fonts, chart, width);
  const AssayScale scale = make_scale (fonts, chart, &columns);
  const double row = ASSAY_CHART_ROW + columns.second;
  const double top = assay_chart_head (scene, &chart->head, 0) + (columns.second > 0 ? 24 : 13);
  const double bottom = top + chart->n_gains * row + 3, zero = assay_scale_at (&scale, 0);
  double sum = 0;

  scene->height = bottom + 3;
  assay_scene_begin (scene, "Figure", chart->head.title);
  draw_heads (scene, chart, &columns, top);
  assay_chart_grid (scene, &scale, top, bottom);
  if (columns.second == 0)
    assay_scene_line (scene, zero, top - 1, zero, bottom, ASSAY_PAINT (WHOLE), 1, FALSE);
  for (guint i = 0; i < chart->n_gains; i++)
    {
      const double y = top + i * row + ASSAY_CHART_ROW / 2 + 1, before = sum;

      sum = draw_gain (scene, chart, &columns, &scale, &chart->gains[i], sum, y);
      if (columns.second > 0)
        assay_scene_line (scene, zero, y + columns.second - 6, zero, y + columns.second + 6, ASSAY_PAINT (WHOLE), 1,
                          FALSE);
      if (i > 0 && !chart->is_apart)
        assay_scene_line (scene, assay_scale_at (&scale, before), y - row + columns.second + BAR / 2.0,
                          assay_scale_at (&scale, before), y + columns.second - BAR / 2.0, ASSAY_PAINT (RULE), 0.8,
                          FALSE);
    }
  assay_scene_end (scene);
  return scene;
}
