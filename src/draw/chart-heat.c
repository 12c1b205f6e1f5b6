/* chart-heat.c: one measure over the crossing of two columns.
 *
 * Colour diverges around the whole set's value, and both arms end at the largest distance that the counts can tell
 * from it: a cell whose interval holds the middle has hatching and no hue. A bar at its foot says how many rows it
 * has.
 */
#include "chart-heat-private.h"

#include "words/translate.h"

#include <math.h>
#include <string.h>

#define MOST 40            /* columns, rows */
#define GAP 1.5            /* between cells */
#define LEAST_CELL 28.0
#define WIDEST_WORD 58.0 /* that makes a cell wider */
#define WIDEST_CELL 66.0
#define TALL 26.0          /* a cell whose half-width stands below its value */
#define FLAT 17.0          /* beside it, or nothing but a value */
#define HIGHEST 640.0      /* of all bands: a page's worth */
#define HEAD_LINE 8.5
#define BAND_GAP 8.0

static const AssayTextStyle style_head = { 7, ASSAY_WEIGHT_MEDIUM };
static const AssayTextStyle style_small_head = { 6.3, ASSAY_WEIGHT_MEDIUM };
static const AssayTextStyle style_half = { 6.3, ASSAY_WEIGHT_REGULAR };

/* --- colour ----------------------------------------------------------------------------------------------------- */

/* The largest decided distance from the middle; 0: nothing is decided. */
static double
reach (const AssayHeatChart *chart)
{
  double most = 0;

  for (gsize i = 0; i < (gsize) chart->n_rows * chart->n_columns; i++)
    if (assay_heat_has_hue (chart, &chart->cells[i]))
      most = MAX (most, fabs (chart->cells[i].estimate.value - chart->middle));
  return most;
}

static guint64
most_rows (const AssayHeatChart *chart)
{
  guint64 most = 1;

  for (gsize i = 0; i < (gsize) chart->n_rows * chart->n_columns; i++)
    most = MAX (most, chart->cells[i].n_rows);
  return most;
}

/* --- layout ----------------------------------------------------------------------------------------------------- */

static double
widest_name (AssayFonts           *fonts,
             const AssayHeatChart *chart)
{
  double width = 0;

  for (guint i = 0; i < MIN (chart->n_rows, MOST); i++)
    width = MAX (width, assay_fonts_width (fonts, chart->rows[i], assay_style_name));
  return width;
}

/* Of all cells: the wider of value and half-width, and both in one line. */
static void
measure_cells (AssayFonts           *fonts,
               const AssayHeatChart *chart,
               double               *tall,
               double               *flat)
{
  *tall = *flat = 0;
  for (gsize i = 0; i < (gsize) chart->n_rows * chart->n_columns; i++)
    if (assay_heat_has_value (&chart->cells[i]))
      {
        const AssayHeatCell *cell = &chart->cells[i];
        const double value = assay_fonts_width (fonts, cell->value, assay_style_value);
        const double half = cell->half != NULL ? assay_fonts_width (fonts, cell->half, style_half) : 0;

        *tall = MAX (*tall, MAX (value, half) + 5);
        *flat = MAX (*flat, value + (half > 0 ? 2.5 + half : 0) + 5);
      }
}

/* The widest word of the columns' names: names break between words as long as that does not make columns too wide. */
static double
widest_word (AssayFonts           *fonts,
             const AssayHeatChart *chart)
{
  double width = 0;

  for (guint i = 0; i < MIN (chart->n_columns, MOST); i++)
    {
      g_auto (GStrv) words = g_strsplit (chart->columns[i], " ", -1);
      for (guint word = 0; words[word] != NULL; word++)
        width = MAX (width, assay_fonts_width (fonts, words[word], style_small_head));
    }
  return width;
}

/* Lines of the tallest head of a band. */
static guint
head_lines (AssayFonts            *fonts,
            const AssayHeatChart  *chart,
            const AssayHeatLayout *layout,
            guint                  first)
{
  guint most = 1;

  for (guint i = first; i < MIN (layout->n_columns, first + layout->band); i++)
    {
      g_auto (GStrv) lines = assay_fonts_wrap (fonts, chart->columns[i], layout->head, layout->cell - 3, 3);
      most = MAX (most, g_strv_length (lines));
    }
  return most;
}

/* Only the first band names the column. */
static double
heads_height (AssayFonts            *fonts,
              const AssayHeatChart  *chart,
              const AssayHeatLayout *layout,
              guint                  first)
{
  const double title = first == 0 && chart->columns_title != NULL ? 10 : 0;

  return title + head_lines (fonts, chart, layout, first) * HEAD_LINE + 3;
}

/* As many bands as a page holds, and their columns. */
static void
cut_bands (AssayFonts           *fonts,
           const AssayHeatChart *chart,
           AssayHeatLayout      *layout)
{
  double height = 0;
  guint n = 0;

  while (n < layout->n_bands)
    {
      height += heads_height (fonts, chart, layout, n * layout->band) + layout->n_rows * layout->height + BAND_GAP;
      if (n > 0 && height > HIGHEST)
        break;
      n++;
    }
  layout->n_bands = n;
  layout->n_columns = MIN (layout->n_columns, n * layout->band);
}

/* A column is at least as wide as its cells' numbers and as the words of a name; as many bands as that takes, all
 * about equally wide. */
static AssayHeatLayout
lay_out (AssayFonts           *fonts,
         const AssayHeatChart *chart,
         double                width)
{
  AssayHeatLayout self = { .n_rows = MIN (chart->n_rows, MOST), .n_columns = MIN (chart->n_columns, MOST) };
  double tall, flat;

  measure_cells (fonts, chart, &tall, &flat);
  self.names = MIN (widest_name (fonts, chart), width * 0.28) + 6;
  const double room = width - self.names, word = widest_word (fonts, chart);
  const double least = MIN (MAX (MAX (tall, MIN (word + 3.5, WIDEST_WORD)), LEAST_CELL), MAX (room, 1));
  const guint n_fit = MAX (1, (guint) floor (room / least));
  self.n_bands = MAX (1, (self.n_columns + n_fit - 1) / n_fit);
  self.band = MAX (1, (self.n_columns + self.n_bands - 1) / self.n_bands);
  self.cell = MIN (room / self.band, MAX (WIDEST_CELL, flat));
  self.is_flat = flat <= self.cell - GAP && self.n_rows * self.n_bands > 8;
  self.height = self.is_flat ? FLAT : TALL;
  self.n_rows = MIN (self.n_rows, (guint) (HIGHEST / self.height));
  self.head = word * style_head.size / style_small_head.size <= self.cell - 3 ? style_head : style_small_head;
  cut_bands (fonts, chart, &self);
  self.most = reach (chart);
  self.most_rows = most_rows (chart);
  return self;
}

/* --- cells ------------------------------------------------------------------------------------------------------ */

/* The bar's track is a step away from its cell, towards the middle on strong colours. */
static AssayPaint
track_paint (gboolean is_hued,
             double   level)
{
  const double step = fabs (level) < 0.5 ? 0.25 : -0.35;

  return is_hued ? (AssayPaint) { ASSAY_ROLE_HEAT, level + copysign (step, level) } : ASSAY_PAINT (RULE);
}

static void
draw_words (AssayScene            *scene,
            const AssayHeatLayout *layout,
            const AssayHeatCell   *cell,
            AssayPaint             paint,
            gboolean               has_halo,
            double                 x,
            double                 y,
            double                 w)
{
  const double value = assay_fonts_width (scene->fonts, cell->value, assay_style_value);
  const double half = cell->half != NULL ? assay_fonts_width (scene->fonts, cell->half, style_half) : 0;
  const double all = value + 2.5 + half;
  const gboolean is_beside = layout->is_flat && half > 0;
  const double at = is_beside ? x + (w - all) / 2 : x + w / 2;
  const double base = y + (layout->is_flat ? 9.5 : half > 0 ? 10 : 13);

  assay_scene_text_fit (scene, at, base, is_beside ? ASSAY_ANCHOR_START : ASSAY_ANCHOR_MIDDLE, assay_style_value,
                        paint, cell->value, w - 2);
  if (has_halo)
    assay_scene_halo (scene);
  if (half == 0)
    return;
  if (is_beside)
    assay_scene_text (scene, at + value + 2.5, base, ASSAY_ANCHOR_START, style_half, paint, cell->half);
  else
    assay_scene_text_fit (scene, at, base + 8, ASSAY_ANCHOR_MIDDLE, style_half, paint, cell->half, w - 2);
  if (has_halo)
    assay_scene_halo (scene);
}

static void
draw_cell (AssayScene            *scene,
           const AssayHeatChart  *chart,
           const AssayHeatLayout *layout,
           const AssayHeatCell   *cell,
           double                 x,
           double                 y)
{
  const double w = layout->cell - GAP, h = layout->height - GAP;
  const gboolean is_hued = assay_heat_has_hue (chart, cell);
  const double level = is_hued ? assay_heat_level (chart, layout->most, cell->estimate.value) : 0;
  const double share = log1p ((double) cell->n_rows) / log1p ((double) layout->most_rows);
  const AssayPaint text = is_hued ? (AssayPaint) { ASSAY_ROLE_HEAT_TEXT, level } : ASSAY_PAINT (TEXT);

  if (is_hued)
    {
      assay_scene_rect (scene, x, y, w, h, 0, (AssayPaint) { ASSAY_ROLE_HEAT, level });
    }
  else
    {
      if (assay_heat_has_value (cell))
        assay_scene_hatch (scene, x, y, w, h, ASSAY_PAINT (RULE));
      assay_heat_frame (scene, x, y, w, h);
    }
  if (assay_heat_has_value (cell))
    draw_words (scene, layout, cell, text, !is_hued, x, y, w);
  else
    assay_scene_text (scene, x + w / 2, y + (layout->is_flat ? 9.5 : 13), ASSAY_ANCHOR_MIDDLE, assay_style_value,
                      ASSAY_PAINT (TEXT_3), "–");
  if (cell->n_rows > 0)
    assay_heat_bar (scene, x + 3, y + h - 3.6, w - 6, share, is_hued ? text : ASSAY_PAINT (TEXT_2),
                    track_paint (is_hued, level));
}

static void
draw_cell_hit (AssayScene            *scene,
               const AssayHeatChart  *chart,
               const AssayHeatLayout *layout,
               guint                  row,
               guint                  column,
               double                 x,
               double                 y)
{
  const AssayHeatCell *cell = &chart->cells[(gsize) row * chart->n_columns + column];
  g_autofree char *name = g_strdup_printf ("%s, %s", chart->rows[row], chart->columns[column]);
  const char *why = cell->why != NULL ? cell->why : cell->estimate.why != NULL ? cell->estimate.why : _("undefined");

  assay_scene_hit (scene, x, y, layout->cell, layout->height, name,
                   cell->says != NULL ? cell->says : assay_heat_has_value (cell) ? cell->value : why);
}

static void
draw_heads (AssayScene            *scene,
            const AssayHeatChart  *chart,
            const AssayHeatLayout *layout,
            guint                  first,
            guint                  n,
            double                 top,
            double                 bottom)
{
  if (first == 0 && chart->columns_title != NULL)
    assay_scene_text_fit (scene, layout->names, top + 7, ASSAY_ANCHOR_START, assay_style_label,
                          ASSAY_PAINT (TEXT_2), chart->columns_title, scene->width - layout->names);
  for (guint i = 0; i < n; i++)
    {
      const double x = layout->names + i * layout->cell;
      const char *name = chart->columns[first + i];
      g_auto (GStrv) lines = assay_fonts_wrap (scene->fonts, name, layout->head, layout->cell - 3, 3);
      const guint n_lines = g_strv_length (lines);

      for (guint line = 0; line < n_lines; line++)
        assay_scene_text (scene, x + (layout->cell - GAP) / 2, bottom - 4 - (n_lines - 1 - line) * HEAD_LINE,
                          ASSAY_ANCHOR_MIDDLE, layout->head, ASSAY_PAINT (TEXT_2), lines[line]);
      assay_scene_hit (scene, x, bottom - n_lines * HEAD_LINE - 3, layout->cell, n_lines * HEAD_LINE + 3, name, name);
    }
}

/* Returns its bottom. */
static double
draw_band (AssayScene            *scene,
           const AssayHeatChart  *chart,
           const AssayHeatLayout *layout,
           guint                  band,
           double                 top)
{
  const guint first = band * layout->band, n = MIN (layout->band, layout->n_columns - first);
  double y = top + heads_height (scene->fonts, chart, layout, first);

  draw_heads (scene, chart, layout, first, n, top, y);
  for (guint row = 0; row < layout->n_rows; row++, y += layout->height)
    {
      assay_scene_text_fit (scene, layout->names - 6, y + (layout->height - GAP) / 2 + 2.7, ASSAY_ANCHOR_END,
                            assay_style_name, ASSAY_PAINT (TEXT), chart->rows[row], layout->names - 6);
      for (guint i = 0; i < n; i++)
        {
          const double x = layout->names + i * layout->cell;
          if (chart->cells[(gsize) row * chart->n_columns + first + i].is_blank)
            continue;
          draw_cell (scene, chart, layout, &chart->cells[(gsize) row * chart->n_columns + first + i], x, y);
          draw_cell_hit (scene, chart, layout, row, first + i, x, y);
        }
    }
  return y;
}

/* "12 more columns and 3 more rows are not shown". Returns its bottom. */
static double
draw_left_out (AssayScene            *scene,
               const AssayHeatChart  *chart,
               const AssayHeatLayout *layout,
               double                 y)
{
  const guint columns = chart->n_columns - layout->n_columns, rows = chart->n_rows - layout->n_rows;
  g_autofree char *some = g_strdup_printf (P_("%u more column", "%u more columns", columns), columns);
  g_autofree char *others = g_strdup_printf (P_("%u more row of cells", "%u more rows of cells", rows), rows);
  g_autofree char *both = g_strdup_printf (_("%s and %s"), some, others), *text = NULL;

  if (columns + rows == 0)
    return y;
  text = g_strdup_printf (P_("%s has no room here", "%s have no room here", columns + rows),
                          rows == 0 ? some : columns == 0 ? others : both);
  assay_scene_text_fit (scene, 0, y + 9, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2), text,
                        scene->width);
  return y + 12;
}

AssayScene *
assay_chart_heat (AssayFonts           *fonts,
                  const AssayHeatChart *chart,
                  double                width)
{
  AssayScene *scene = assay_scene_new (fonts, width, 0);
  const AssayHeatLayout layout = lay_out (fonts, chart, width);
  double y = assay_chart_head (scene, &chart->head, 0);

  assay_scene_begin (scene, "Figure", chart->head.title);
  for (guint band = 0; band < layout.n_bands; band++)
    y = draw_band (scene, chart, &layout, band, y) + BAND_GAP;
  y = assay_heat_keys (scene, chart, &layout, y - 2);
  scene->height = draw_left_out (scene, chart, &layout, y) + 2;
  assay_scene_end (scene);
  return scene;
}
