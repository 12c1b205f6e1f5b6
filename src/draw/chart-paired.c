/* chart-paired.c: two models on the same rows: old ring to new mark, and the paired difference around zero. */
#include "chart-columns.h"

#include "words/translate.h"

#include <math.h>

#define NARROW 380    /* below it a slice has two lines */
#define SECOND_LINE 13

typedef struct
{
  double   rows, plot, plot_end, text, difference, difference_end; /* rows and text are right edges */
  double   name_width, second;  /* second: how far below its name a slice's marks are */
} Columns;

static const AssayTextStyle *
trend_style (AssayTrend trend)
{
  return trend == ASSAY_TREND_UNDECIDED ? &assay_style_label : &assay_style_value;
}

static double
widest_name (AssayFonts             *fonts,
             const AssayPairedChart *chart)
{
  double width = assay_fonts_width (fonts, chart->names_title, assay_style_label);

  for (guint i = 0; i < chart->n_pairs; i++)
    width = MAX (width, assay_chart_name_width (fonts, chart->pairs[i].name, chart->pairs[i].of));
  return width;
}

static double
widest_text (AssayFonts             *fonts,
             const AssayPairedChart *chart)
{
  double width = 0;

  for (guint i = 0; i < chart->n_pairs; i++)
    if (chart->pairs[i].why == NULL)
      width = MAX (width, assay_fonts_width (fonts, chart->pairs[i].difference_text,
                                             *trend_style (chart->pairs[i].trend)));
  return width;
}

static double
widest_rows (AssayFonts             *fonts,
             const AssayPairedChart *chart)
{
  double width = MIN (assay_fonts_width (fonts, chart->rows_title, assay_style_label), 60);

  for (guint i = 0; i < chart->n_pairs; i++)
    width = MAX (width, assay_chart_rows_width (fonts, chart->pairs[i].n_rows));
  return width;
}

/* Name, rows, the two values, the difference in words, the difference drawn; or the drawings below the words. */
static Columns
lay_out (AssayFonts             *fonts,
         const AssayPairedChart *chart,
         double                  width)
{
  const double name = widest_name (fonts, chart), rows = widest_rows (fonts, chart);
  const double text = widest_text (fonts, chart);
  Columns columns = { .second = 0 };

  if (width < NARROW)
    {
      columns.second = SECOND_LINE;
      columns.text = width;
      columns.rows = width - MIN (text, width * 0.45) - 12;
      columns.name_width = columns.rows - rows - 8;
      columns.plot_end = width * 0.48;
      columns.difference = width * 0.54;
    }
  else
    {
      columns.name_width = MIN (name, width * 0.27);
      columns.rows = columns.name_width + 10 + rows;
      columns.plot = columns.rows + 14;
      const double left = width - columns.plot - text - 26;
      columns.plot_end = columns.plot + left * 0.53;
      columns.text = columns.plot_end + 12 + text;
      columns.difference = columns.text + 14;
    }
  columns.difference_end = width;
  return columns;
}

static AssayScale
value_scale (AssayFonts             *fonts,
             const AssayPairedChart *chart,
             const Columns          *columns)
{
  double lo = NAN, hi = NAN;

  for (guint i = 0; i < chart->n_pairs; i++)
    if (chart->pairs[i].why == NULL)
      {
        assay_chart_extend (&lo, &hi, chart->pairs[i].before);
        assay_chart_extend (&lo, &hi, chart->pairs[i].after);
      }
  return assay_chart_scale (fonts, lo, hi, chart->is_share, FALSE, columns->plot + 8, columns->plot_end - 10);
}

/* Holds 0. */
static AssayScale
difference_scale (AssayFonts             *fonts,
                  const AssayPairedChart *chart,
                  const Columns          *columns)
{
  double lo = 0, hi = 0;

  for (guint i = 0; i < chart->n_pairs; i++)
    if (chart->pairs[i].why == NULL)
      assay_chart_extend_by (&lo, &hi, &chart->pairs[i].difference);
  return assay_chart_scale (fonts, lo, hi, chart->is_share, TRUE, columns->difference + 8,
                            columns->difference_end - 10);
}

/* "recall, %: today o > new •", on the plot's head. */
static void
draw_key (AssayScene             *scene,
          const AssayPairedChart *chart,
          const Columns          *columns,
          double                  y)
{
  const double room = columns->plot_end - columns->plot - 28;
  const double after = MIN (assay_fonts_width (scene->fonts, chart->after_name, assay_style_label), room / 2);
  g_autofree char *before = g_strdup_printf ("%s: %s", chart->value_title, chart->before_name);
  const gboolean fits = assay_fonts_width (scene->fonts, before, assay_style_label) <= room - after;
  double x = columns->plot;

  /* the models before the measure, where there is no room for both: a note or a title has it, too */
  x += assay_scene_text_fit (scene, x, y, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2),
                             fits ? before : chart->before_name, room - after);
  assay_scene_mark (scene, ASSAY_SHAPE_CIRCLE, x + 7, y - ASSAY_CHART_SINK, 5.5, ASSAY_PAINT (TEXT_2), TRUE);
  assay_scene_line (scene, x + 11, y - ASSAY_CHART_SINK, x + 17, y - ASSAY_CHART_SINK, ASSAY_PAINT (TEXT_2), 1,
                    FALSE);
  assay_scene_mark (scene, ASSAY_SHAPE_CIRCLE, x + 20, y - ASSAY_CHART_SINK, 5.5, ASSAY_PAINT (TEXT_2), FALSE);
  assay_scene_hit (scene, x + 3, y - 8, 9, 10, chart->before_name, chart->before_name);
  assay_scene_hit (scene, x + 15, y - 8, 10, 10, chart->after_name, chart->after_name);
  assay_scene_text_fit (scene, x + 26, y, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2),
                        chart->after_name,
                        columns->plot_end - x - 26);
}

static void
draw_heads (AssayScene             *scene,
            const AssayPairedChart *chart,
            const Columns          *columns,
            double                  top)
{
  const double y = columns->second > 0 ? top - 26 : top - 4;
  const double rows = columns->rows - columns->name_width - 8;

  assay_chart_column (scene, 0, y, ASSAY_ANCHOR_START, chart->names_title, columns->name_width);
  assay_chart_column (scene, columns->rows, y, ASSAY_ANCHOR_END, chart->rows_title, rows);
  draw_key (scene, chart, columns, top - 15);
  assay_chart_column (scene, columns->difference_end, top - 15, ASSAY_ANCHOR_END, chart->difference_title,
                      columns->difference_end - columns->plot_end - 8);
}

/* The old ring, the new mark, and what lies between. */
static void
draw_values (AssayScene       *scene,
             const AssayScale *scale,
             const AssayPair  *pair,
             double            y)
{
  const AssayPaint paint = assay_chart_trend (pair->trend);
  const gboolean has_before = isfinite (pair->before), has_after = isfinite (pair->after);
  const double before = has_before ? assay_scale_at (scale, pair->before) : 0;
  const double after = has_after ? assay_scale_at (scale, pair->after) : 0;

  if (has_before && has_after)
    assay_scene_line (scene, before, y, after, y, paint, 1.8, FALSE);
  if (has_before)
    assay_scene_mark (scene, ASSAY_SHAPE_CIRCLE, before, y, 6, ASSAY_PAINT (TEXT_2), TRUE);
  if (has_after)
    assay_scene_mark (scene, pair->trend == ASSAY_TREND_WORSE ? ASSAY_SHAPE_DIAMOND : ASSAY_SHAPE_CIRCLE, after, y,
                      ASSAY_CHART_MARK, paint, pair->trend == ASSAY_TREND_UNDECIDED);
}

static void
draw_pair (AssayScene       *scene,
           const Columns    *columns,
           const AssayScale *values,
           const AssayScale *differences,
           const AssayPair  *pair,
           double            y)
{
  const double marks = y + columns->second;

  assay_chart_name (scene, 0, y, pair->name, pair->of, columns->name_width);
  assay_chart_rows (scene, columns->rows, y, pair->n_rows);
  assay_scene_hit (scene, 0, y - ASSAY_CHART_ROW / 2, scene->width, ASSAY_CHART_ROW + columns->second, pair->name,
                   pair->says);
  if (pair->why != NULL || isnan (pair->difference.value))
    {
      assay_scene_text_fit (scene, columns->plot, marks + ASSAY_CHART_SINK, ASSAY_ANCHOR_START, assay_style_small,
                            ASSAY_PAINT (TEXT_2), pair->why != NULL ? pair->why : _("undefined"),
                            columns->difference_end - columns->plot);
      return;
    }
  draw_values (scene, values, pair, marks);
  assay_scene_text_fit (scene, columns->text, y + ASSAY_CHART_SINK, ASSAY_ANCHOR_END, *trend_style (pair->trend),
                        assay_chart_trend_text (pair->trend), pair->difference_text,
                        columns->text - (columns->second > 0 ? columns->rows + 6 : columns->plot_end + 4));
  assay_scene_halo (scene);
  assay_chart_interval (scene, differences, marks, &pair->difference,
                        pair->trend == ASSAY_TREND_WORSE ? ASSAY_SHAPE_DIAMOND : ASSAY_SHAPE_CIRCLE,
                        assay_chart_trend (pair->trend), pair->trend == ASSAY_TREND_UNDECIDED, ASSAY_CHART_MARK);
}

/* One line; of two lines a slice only beside the marks, for the words stand between them. */
static void
draw_zero (AssayScene             *scene,
           const AssayPairedChart *chart,
           const Columns          *columns,
           const AssayScale       *scale,
           double                  top,
           double                  bottom)
{
  const double zero = assay_scale_at (scale, 0), row = ASSAY_CHART_ROW + columns->second;

  if (columns->second == 0)
    assay_scene_line (scene, zero, top - 1, zero, bottom, ASSAY_PAINT (WHOLE), 1, FALSE);
  for (guint i = 0; columns->second > 0 && i < chart->n_pairs; i++)
    {
      const double marks = top + i * row + ASSAY_CHART_ROW / 2 + 1 + columns->second;
      assay_scene_line (scene, zero, marks - 6.5, zero, marks + 6.5, ASSAY_PAINT (WHOLE), 1, FALSE);
    }
}

AssayScene *
assay_chart_paired (AssayFonts             *fonts,
                    const AssayPairedChart *chart,
                    double                  width)
{
  AssayScene *scene = assay_scene_new (fonts, width, 0);
  const Columns columns = lay_out (fonts, chart, width);
  const AssayScale values = value_scale (fonts, chart, &columns);
  const AssayScale differences = difference_scale (fonts, chart, &columns);
  const double row = ASSAY_CHART_ROW + columns.second;
  const double top = assay_chart_head (scene, &chart->head, 0) + (columns.second > 0 ? 35 : 24);
  const double bottom = top + chart->n_pairs * row + 3;

  scene->height = bottom + 3;
  assay_scene_begin (scene, "Figure", chart->head.title);
  draw_heads (scene, chart, &columns, top);
  assay_chart_grid (scene, &values, top, bottom);
  assay_chart_grid (scene, &differences, top, bottom);
  for (guint i = 1; i < chart->n_pairs; i++)
    assay_scene_line (scene, 0, top + i * row + 1, width, top + i * row + 1, ASSAY_PAINT (GRID), 0.5, FALSE);
  draw_zero (scene, chart, &columns, &differences, top, bottom);
  for (guint i = 0; i < chart->n_pairs; i++)
    draw_pair (scene, &columns, &values, &differences, &chart->pairs[i], top + i * row + ASSAY_CHART_ROW / 2 + 1);
  assay_scene_end (scene);
  return scene;
}
