/* chart-dots.c: a value and its interval for each slice, over one scale, beside names, sizes and differences. */
#include "chart-columns.h"

#include "words/number.h"
#include "words/translate.h"

#include <math.h>

#define ROW 14.5
#define MARK 6.5
#define ROWS 42.0 /* room for 22,611,000 */

typedef struct
{
  double name, rows, plot, plot_end, difference, verdict; /* left edges; rows and difference are right ones */
} Columns;

static const AssayTextStyle *
value_style (const AssayDot *dot)
{
  return dot->is_behind || dot->is_undecided ? &assay_style_value : &assay_style_name;
}

static AssayPaint
dot_paint (const AssayDot *dot)
{
  if (dot->is_behind)
    return ASSAY_PAINT (WORSE);
  if (dot->is_undecided)
    return ASSAY_PAINT (UNDECIDED);
  return dot->is_better ? ASSAY_PAINT (BETTER) : ASSAY_PAINT (FINE);
}

static AssayPaint
text_paint (const AssayDot *dot)
{
  const AssayPaint paint = dot_paint (dot);

  if (paint.role == ASSAY_ROLE_WORSE)
    return ASSAY_PAINT (WORSE_TEXT);
  return paint.role == ASSAY_ROLE_FINE ? ASSAY_PAINT (TEXT_2) : paint;
}

/* Widest of a column's texts. */
static double
widest (AssayFonts          *fonts,
        const AssayDotChart *chart,
        gboolean             is_difference,
        const char          *title)
{
  double width = title != NULL ? assay_fonts_width (fonts, title, assay_style_label) : 0;

  for (guint i = 0; i < chart->n_dots; i++)
    {
      const AssayDot *dot = &chart->dots[i];
      if (is_difference && dot->difference != NULL)
        width = MAX (width, assay_fonts_width (fonts, dot->difference, assay_style_value));
      else if (!is_difference)
        width = MAX (width, assay_fonts_width (fonts, dot->name, assay_style_name)
                              + (dot->of != NULL ? 5 + assay_fonts_width (fonts, dot->of, assay_style_label) : 0));
    }
  return width;
}

static Columns
lay_out (AssayFonts          *fonts,
         const AssayDotChart *chart,
         double               width)
{
  const double name = chart->name_width > 0 ? chart->name_width
                                            : MIN (widest (fonts, chart, FALSE, chart->names_title), width * 0.34);
  const double difference = chart->difference_title != NULL ? widest (fonts, chart, TRUE, chart->difference_title)
                                                            : 0;
  const double verdict = chart->has_verdicts ? 36 : 0;
  Columns columns = { .name = 0, .rows = name + ROWS };

  columns.plot = columns.rows + 12;
  columns.verdict = width - verdict;
  columns.difference = columns.verdict - (verdict > 0 ? 6 : 0);
  columns.plot_end = columns.difference - difference - (difference > 0 ? 16 : 10);
  if (columns.plot_end < columns.plot + 60)
    columns.plot_end = columns.plot + 60;
  return columns;
}

static AssayScale
make_scale (AssayFonts          *fonts,
            const AssayDotChart *chart,
            double               from,
            double               to)
{
  double lo = chart->lo, hi = chart->hi;

  if (isnan (lo) || isnan (hi))
    {
      assay_chart_extend (&lo, &hi, chart->whole);
      assay_chart_extend (&lo, &hi, chart->bound);
      for (guint i = 0; i < chart->n_dots; i++)
        assay_chart_extend_by (&lo, &hi, &chart->dots[i].estimate);
    }
  if (!chart->is_share)
    return assay_chart_scale (fonts, lo, hi, FALSE, FALSE, from, to);
  if (isnan (lo))
    lo = 0, hi = 1;
  AssayScale scale = assay_scale_new (lo, hi, (guint) CLAMP ((to - from) / 24, 2, 9), TRUE);
  scale.from = from;
  scale.to = to;
  return scale;
}

/* The lines' names stand on their heads, apart from each other. */
static void
draw_lines (AssayScene          *scene,
            const AssayDotChart *chart,
            const AssayScale    *scale,
            double               top,
            double               bottom)
{
  const AssayTextStyle style = { 7.2, ASSAY_WEIGHT_SEMIBOLD };
  const gboolean has_bound = !isnan (chart->bound), has_whole = !isnan (chart->whole);
  const double bound = has_bound ? assay_scale_at (scale, chart->bound) : 0;
  const double whole = has_whole ? assay_scale_at (scale, chart->whole) : 0;
  const gboolean is_left = !has_whole || bound < whole;

  if (has_bound)
    {
      assay_scene_line (scene, bound, top - 1, bound, bottom, ASSAY_PAINT (BOUND), 1.1, TRUE);
      assay_scene_text (scene, is_left ? bound + 2 : bound - 2, top - 15, is_left ? ASSAY_ANCHOR_END : ASSAY_ANCHOR_START, style,
                        ASSAY_PAINT (BOUND), chart->bound_text);
    }
  if (has_whole)
    {
      assay_scene_line (scene, whole, top - 1, whole, bottom, ASSAY_PAINT (WHOLE), 1, FALSE);
      assay_scene_text (scene, has_bound && !is_left ? whole + 2 : whole - 2, top - 15,
                        has_bound && !is_left ? ASSAY_ANCHOR_END : ASSAY_ANCHOR_START, style, ASSAY_PAINT (TEXT),
                        chart->whole_text);
    }
}

/* The value stands right of the interval, or left of it where a line would run through. */
static void
draw_value (AssayScene          *scene,
            const AssayDotChart *chart,
            const AssayScale    *scale,
            const AssayDot      *dot,
            double               y)
{
  const double hi = isnan (dot->estimate.hi) ? dot->estimate.value : dot->estimate.hi;
  const double lo = isnan (dot->estimate.lo) ? dot->estimate.value : dot->estimate.lo;
  const double right = MAX (assay_scale_at (scale, hi), assay_scale_at (scale, dot->estimate.value) + MARK / 2) + 5;
  const double left = MIN (assay_scale_at (scale, lo), assay_scale_at (scale, dot->estimate.value) - MARK / 2) - 5;
  const double width = assay_fonts_width (scene->fonts, dot->value, *value_style (dot));
  const double lines[] = { chart->whole, chart->bound };
  gboolean is_crossed = right + width > scale->to + 8;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (!isnan (lines[i]))
      {
        const double x = assay_scale_at (scale, lines[i]);
        is_crossed = is_crossed || (x > right - 3 && x < right + width + 3);
      }
  if (is_crossed && left - width < scale->from - 8)
    is_crossed = FALSE;
  assay_scene_text (scene, is_crossed ? left : MIN (right, scene->width - width), y + 2.7,
                    is_crossed ? ASSAY_ANCHOR_END : ASSAY_ANCHOR_START,
                    *value_style (dot), ASSAY_PAINT (TEXT), dot->value);
  assay_scene_halo (scene);
}

static void
draw_names (AssayScene     *scene,
            const Columns  *columns,
            const AssayDot *dot,
            double          y)
{
  g_autofree char *rows = assay_number_rows (dot->n_rows);
  const double room = columns->rows - ROWS + 2,
               of = dot->of != NULL ? assay_fonts_width (scene->fonts, dot->of, assay_style_label) : 0;
  const double name_room = dot->of != NULL ? MAX (room - MIN (of, room * 0.35) - 5, room * 0.5) : room;
  const double width = assay_scene_text_fit (scene, columns->name, y + 2.7, ASSAY_ANCHOR_START, assay_style_name,
                                             ASSAY_PAINT (TEXT), dot->name, name_room);

  if (dot->of != NULL)
    assay_scene_text_fit (scene, columns->name + width + 4, y + 2.7, ASSAY_ANCHOR_START, assay_style_label,
                          ASSAY_PAINT (TEXT_3), dot->of, room - width - 4);
  assay_scene_text (scene, columns->rows, y + 2.7, ASSAY_ANCHOR_END, assay_style_label, ASSAY_PAINT (TEXT_2), rows);
}

static void
draw_verdict (AssayScene    *scene,
              const Columns *columns,
              int            verdict,
              double         y)
{
  const AssayPaint paint = verdict == ASSAY_SHAPE_FAIL        ? ASSAY_PAINT (WORSE)
                           : verdict == ASSAY_SHAPE_UNDECIDED ? ASSAY_PAINT (UNDECIDED)
                                                              : ASSAY_PAINT (BETTER);

  if (verdict < 0)
    assay_scene_text (scene, scene->width, y + 2.7, ASSAY_ANCHOR_END, assay_style_small, ASSAY_PAINT (TEXT_3),
                      _("no check"));
  else
    assay_scene_mark (scene, (AssayShape) verdict, scene->width - 6, y, 7.5, paint, FALSE);
}

static void
draw_dot (AssayScene          *scene,
          const AssayDotChart *chart,
          const Columns       *columns,
          const AssayScale    *scale,
          const AssayDot      *dot,
          double               y)
{
  draw_names (scene, columns, dot, y);
  if (dot->why != NULL || isnan (dot->estimate.value))
    {
      assay_scene_text_fit (scene, columns->plot, y + 2.7, ASSAY_ANCHOR_START, assay_style_small,
                            ASSAY_PAINT (TEXT_2),
                            dot->why != NULL ? dot->why : _("undefined"), columns->plot_end - columns->plot);
    }
  else
    {
      assay_chart_interval (scene, scale, y, &dot->estimate, dot->is_behind ? ASSAY_SHAPE_DIAMOND : ASSAY_SHAPE_CIRCLE,
                            dot_paint (dot), dot->is_undecided, MARK);
      draw_value (scene, chart, scale, dot, y);
    }
  if (chart->difference_title != NULL && dot->difference != NULL)
    assay_scene_text (scene, columns->difference, y + 2.7, ASSAY_ANCHOR_END, *value_style (dot), text_paint (dot),
                      dot->difference);
  if (chart->has_verdicts)
    draw_verdict (scene, columns, dot->verdict, y);
  assay_scene_hit (scene, 0, y - ROW / 2, scene->width, ROW, dot->name, dot->says);
}

static void
draw_heads (AssayScene          *scene,
            const AssayDotChart *chart,
            const Columns       *columns,
            double               y)
{
  assay_scene_text (scene, columns->name, y, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2),
                    chart->names_title != NULL ? chart->names_title : _("slice"));
  assay_scene_text (scene, columns->rows, y, ASSAY_ANCHOR_END, assay_style_label, ASSAY_PAINT (TEXT_2), _("rows"));
  if (chart->difference_title != NULL)
    assay_scene_text (scene, columns->difference, y, ASSAY_ANCHOR_END, assay_style_label, ASSAY_PAINT (TEXT_2),
                      chart->difference_title);
  if (chart->has_verdicts)
    assay_scene_text (scene, scene->width, y, ASSAY_ANCHOR_END, assay_style_label, ASSAY_PAINT (TEXT_2), _("check"));
}

AssayScene *
assay_chart_dots (AssayFonts          *fonts,
                  const AssayDotChart *chart,
                  double               width)
{
  AssayScene *scene = assay_scene_new (fonts, width, 0);
  const Columns columns = lay_out (fonts, chart, width);
  const AssayScale scale = make_scale (fonts, chart, columns.plot + 4, columns.plot_end - 4);
  const gboolean has_lines = (!isnan (chart->whole) && chart->whole_text[0] != '\0')
                             || (!isnan (chart->bound) && chart->bound_text[0] != '\0');
  const double top = assay_chart_head (scene, &chart->head, 0) + (has_lines ? 24 : 13);
  const double bottom = top + chart->n_dots * ROW + 3;

  scene->height = bottom + 3;
  assay_scene_begin (scene, "Figure", chart->head.title);
  draw_heads (scene, chart, &columns, top - 4);
  assay_chart_grid (scene, &scale, top, bottom);
  for (guint i = 0; i <= chart->n_dots; i++)
    if (i > 0 && i < chart->n_dots)
      assay_scene_line (scene, 0, top + i * ROW + 1, width, top + i * ROW + 1, ASSAY_PAINT (GRID), 0.5, FALSE);
  draw_lines (scene, chart, &scale, top, bottom);
  for (guint i = 0; i < chart->n_dots; i++)
    draw_dot (scene, chart, &columns, &scale, &chart->dots[i], top + (i + 0.5) * ROW + 1);
  assay_scene_end (scene);
  return scene;
}
