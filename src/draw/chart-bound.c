/* chart-bound.c: intervals against the bound of a check; the side that passes is shaded. */
#include "chart-columns.h"

#include "words/translate.h"

#include <math.h>

#define NARROW 380 /* below it a row has two lines */
#define SECOND_LINE 13
#define VERDICT 14

typedef struct
{
  double name_width, rows, plot, plot_end, value, verdict, need; /* rows, value and need are right edges */
  double value_width, need_width;
  double second;  /* how far below its name a row's mark is */
} Columns;

static const AssayTextStyle *
value_style (const AssayBoundRow *row)
{
  return row->verdict == ASSAY_SHAPE_PASS || row->verdict < 0 ? &assay_style_label : &assay_style_value;
}

/* Behind is orange, decided or not; else as the check says. */
static AssayPaint
row_paint (const AssayBoundRow *row)
{
  if (row->is_behind || row->verdict == ASSAY_SHAPE_FAIL)
    return ASSAY_PAINT (WORSE);
  return row->verdict == ASSAY_SHAPE_UNDECIDED ? ASSAY_PAINT (UNDECIDED) : ASSAY_PAINT (FINE);
}

static AssayPaint
verdict_paint (int verdict)
{
  return verdict == ASSAY_SHAPE_FAIL        ? ASSAY_PAINT (WORSE)
         : verdict == ASSAY_SHAPE_UNDECIDED ? ASSAY_PAINT (UNDECIDED)
                                            : ASSAY_PAINT (BETTER);
}

static AssayPaint
verdict_text (int verdict)
{
  return verdict == ASSAY_SHAPE_FAIL        ? ASSAY_PAINT (WORSE_TEXT)
         : verdict == ASSAY_SHAPE_UNDECIDED ? ASSAY_PAINT (UNDECIDED)
                                            : ASSAY_PAINT (TEXT_2);
}

/* Widest texts of each column. */
static Columns
measure (AssayFonts            *fonts,
         const AssayBoundChart *chart,
         double                *rows_width)
{
  Columns columns = { .name_width = assay_fonts_width (fonts, chart->names_title, assay_style_label),
                      .value_width = assay_fonts_width (fonts, chart->value_title, assay_style_label),
                      .need_width = chart->need_title != NULL
                                      ? assay_fonts_width (fonts, chart->need_title, assay_style_label) : 0 };

  *rows_width = assay_fonts_width (fonts, _("rows"), assay_style_label);
  for (guint i = 0; i < chart->n_rows; i++)
    {
      const AssayBoundRow *row = &chart->rows[i];

      columns.name_width = MAX (columns.name_width, assay_chart_name_width (fonts, row->name, row->of));
      *rows_width = MAX (*rows_width, assay_chart_rows_width (fonts, row->n_rows));
      columns.value_width = MAX (columns.value_width, assay_fonts_width (fonts, row->value, *value_style (row)));
      if (chart->need_title != NULL && row->need != NULL)
        columns.need_width = MAX (columns.need_width, assay_fonts_width (fonts, row->need, assay_style_label));
    }
  return columns;
}

/* Name, rows, drawing, value, verdict, rows it would take; or drawing and rows it would take below the rest. */
static Columns
lay_out (AssayFonts            *fonts,
         const AssayBoundChart *chart,
         double                 width)
{
  double rows;
  Columns columns = measure (fonts, chart, &rows);

  if (width < NARROW)
    {
      columns.second = SECOND_LINE;
      columns.verdict = width - 5;
      columns.value = width - VERDICT;
      columns.value_width = MIN (columns.value_width, width * 0.32);
      columns.rows = columns.value - columns.value_width - 10;
      columns.name_width = columns.rows - rows - 8;
      columns.need = width;
      columns.need_width = MIN (columns.need_width, width * 0.34);
      columns.plot_end = width - columns.need_width - (columns.need_width > 0 ? 8 : 0);
      return columns;
    }
  columns.name_width = MIN (columns.name_width, width * 0.28);
  columns.value_width = MIN (columns.value_width, width * 0.2);
  columns.need_width = MIN (columns.need_width, width * 0.2);
  columns.rows = columns.name_width + 10 + rows;
  columns.plot = columns.rows + 14;
  columns.need = width;
  columns.verdict = columns.need - columns.need_width - (columns.need_width > 0 ? 8 : 0) - 5;
  columns.value = columns.verdict - VERDICT + 5;
  columns.plot_end = columns.value - columns.value_width - 10;
  return columns;
}

static AssayScale
make_scale (AssayFonts            *fonts,
            const AssayBoundChart *chart,
            const Columns         *columns)
{
  double lo = chart->bound, hi = chart->bound;

  for (guint i = 0; i < chart->n_rows; i++)
    if (chart->rows[i].why == NULL)
      assay_chart_extend_by (&lo, &hi, &chart->rows[i].estimate);
  /* room beyond the bound, so that both sides are seen */
  const double room = hi > lo ? 0.1 * (hi - lo) : chart->is_share ? 0.05 : MAX (fabs (lo) * 0.1, 1e-6);
  lo = MIN (lo, chart->bound - room);
  hi = MAX (hi, chart->bound + room);
  if (chart->is_share && chart->bound >= 0 && chart->bound <= 1)
    lo = MAX (lo, 0), hi = MIN (hi, 1);
  return assay_chart_scale (fonts, lo, hi, chart->is_share, FALSE, columns->plot + 8, columns->plot_end - 8);
}

/* Where values pass, up to the plot's edge. */
static void
draw_side (AssayScene            *scene,
           const AssayBoundChart *chart,
           const Columns         *columns,
           double                 bound,
           double                 y,
           double                 height)
{
  const double from = chart->passes_below ? columns->plot : bound;
  const double to = chart->passes_below ? bound : columns->plot_end;

  assay_scene_rect (scene, from, y, to - from, height, 0, ASSAY_PAINT (SHADE));
}

/* Shade, grid and bound: all the way down, or beside the marks of each row. */
static void
draw_ground (AssayScene            *scene,
             const AssayBoundChart *chart,
             const Columns         *columns,
             const AssayScale      *scale,
             double                 top,
             double                 bottom)
{
  const double bound = assay_scale_at (scale, chart->bound), row = ASSAY_CHART_ROW + columns->second;
  const gboolean is_whole = columns->second == 0;
  const guint n = is_whole ? 1 : chart->n_rows;

  for (guint i = 0; i < n; i++)
    {
      const double y = is_whole ? top : top + i * row + columns->second + 2;
      draw_side (scene, chart, columns, bound, y, is_whole ? bottom - top : ASSAY_CHART_ROW - 3);
    }
  assay_chart_grid (scene, scale, top, bottom);
  for (guint i = 0; i < n; i++)
    {
      const double y = is_whole ? top - 1 : top + i * row + columns->second + 2;
      assay_scene_line (scene, bound, y, bound, is_whole ? bottom : y + ASSAY_CHART_ROW - 3, ASSAY_PAINT (BOUND), 1.2,
                        TRUE);
    }
}

static void
draw_heads (AssayScene            *scene,
            const AssayBoundChart *chart,
            const Columns         *columns,
            const AssayScale      *scale,
            double                 top)
{
  const AssayTextStyle style = { 7.2, ASSAY_WEIGHT_SEMIBOLD };
  const double y = columns->second > 0 ? top - 26 : top - 4, bound = assay_scale_at (scale, chart->bound);
  const double room = columns->plot_end - columns->plot;
  const double half = MIN (assay_fonts_width (scene->fonts, chart->bound_text, style), room) / 2;

  assay_chart_column (scene, 0, y, ASSAY_ANCHOR_START, chart->names_title, columns->name_width);
  assay_chart_column (scene, columns->rows, y, ASSAY_ANCHOR_END, _("rows"), columns->rows - columns->name_width);
  assay_chart_column (scene, columns->value, y, ASSAY_ANCHOR_END, chart->value_title, columns->value_width);
  if (chart->need_title != NULL)
    assay_chart_column (scene, columns->need, top - 4, ASSAY_ANCHOR_END, chart->need_title, columns->need_width);
  assay_scene_text_fit (scene, CLAMP (bound, columns->plot + half, columns->plot_end - half), top - 15,
                        ASSAY_ANCHOR_MIDDLE,
                        style, ASSAY_PAINT (BOUND), chart->bound_text, room);
}

static void
draw_row (AssayScene            *scene,
          const AssayBoundChart *chart,
          const Columns         *columns,
          const AssayScale      *scale,
          const AssayBoundRow   *row,
          double                 y)
{
  const double mark = y + columns->second, text = mark + ASSAY_CHART_SINK;

  assay_chart_name (scene, 0, y, row->name, row->of, columns->name_width);
  assay_chart_rows (scene, columns->rows, y, row->n_rows);
  assay_scene_hit (scene, 0, y - ASSAY_CHART_ROW / 2, scene->width, ASSAY_CHART_ROW + columns->second, row->name,
                   row->says);
  if (row->verdict >= 0)
    assay_scene_mark (scene, (AssayShape) row->verdict, columns->verdict, y, 7.5, verdict_paint (row->verdict),
                      FALSE);
  if (chart->need_title != NULL && row->need != NULL)
    assay_scene_text_fit (scene, columns->need, columns->second > 0 ? text : y + ASSAY_CHART_SINK, ASSAY_ANCHOR_END,
                          assay_style_label, ASSAY_PAINT (TEXT_2), row->need, columns->need_width);
  if (row->why != NULL || isnan (row->estimate.value))
    {
      assay_scene_text_fit (scene, columns->plot + 2, text, ASSAY_ANCHOR_START, assay_style_small,
                            ASSAY_PAINT (TEXT_2),
                            row->why != NULL ? row->why : _("undefined"), columns->plot_end - columns->plot - 2);
      assay_scene_halo (scene);
      return;
    }
  assay_scene_text_fit (scene, columns->value, y + ASSAY_CHART_SINK, ASSAY_ANCHOR_END, *value_style (row),
                        verdict_text (row->verdict), row->value, columns->value_width);
  assay_chart_interval (scene, scale, mark, &row->estimate, row->is_behind ? ASSAY_SHAPE_DIAMOND : ASSAY_SHAPE_CIRCLE,
                        row_paint (row), row->verdict == ASSAY_SHAPE_UNDECIDED, ASSAY_CHART_MARK);
}

AssayScene *
assay_chart_bound (AssayFonts            *fonts,
                   const AssayBoundChart *chart,
                   double                 width)
{
  AssayScene *scene = assay_scene_new (fonts, width, 0);
  const Columns columns = lay_out (fonts, chart, width);
  const AssayScale scale = make_scale (fonts, chart, &columns);
  const double row = ASSAY_CHART_ROW + columns.second;
  const double top = assay_chart_head (scene, &chart->head, 0) + (columns.second > 0 ? 35 : 24);
  const double bottom = top + chart->n_rows * row + 3;

  scene->height = bottom + 3;
  assay_scene_begin (scene, "Figure", chart->head.title);
  draw_ground (scene, chart, &columns, &scale, top, bottom);
  draw_heads (scene, chart, &columns, &scale, top);
  for (guint i = 1; i < chart->n_rows; i++)
    assay_scene_line (scene, 0, top + i * row + 1, width, top + i * row + 1, ASSAY_PAINT (GRID), 0.5, FALSE);
  for (guint i = 0; i < chart->n_rows; i++)
    draw_row (scene, chart, &columns, &scale, &chart->rows[i], top + i * row + ASSAY_CHART_ROW / 2 + 1);
  assay_scene_end (scene);
  return scene;
}
