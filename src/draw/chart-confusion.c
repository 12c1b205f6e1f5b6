/* chart-confusion.c: what was taken for what; or how two raters agree, which is the same picture.
 *
 * Grey on the diagonal and orange off it, by the share of the row. Names that have no room above the columns are
 * replaced by numbers, which then stand beside the rows' names, too. What is not among the names is summed in a last
 * row and column; of labels that are not shown there is no share, so that row has no colour.
 */
#include "chart-confusion-private.h"
#include "words/number.h"

#include "words/translate.h"

#include <math.h>

#define STRONGEST 0.9 /* of the orange */
#define HEAD_LINE 8.5
#define RIGHT 0.6     /* of the grey: counts in it are read at any size */

static const AssayTextStyle style_large = { 14, ASSAY_WEIGHT_SEMIBOLD };

static const char *
rows_title (const AssayConfusionChart *chart)
{
  return chart->rows_title != NULL ? chart->rows_title : _("label");
}

static const char *
columns_title (const AssayConfusionChart *chart)
{
  return chart->columns_title != NULL ? chart->columns_title : _("taken for");
}

/* --- cells ------------------------------------------------------------------------------------------------------ */

static void
draw_cell_hit (AssayScene                 *scene,
               const AssayConfusionChart  *chart,
               const AssayConfusionLayout *layout,
               guint                       row,
               guint                       column,
               double                      x,
               double                      y)
{
  const char *from = assay_confusion_name (chart, layout, row), *to = assay_confusion_name (chart, layout, column);
  g_autofree char *count = assay_number_rows (assay_confusion_count (chart, layout, row, column));
  g_autofree char *all = assay_number_rows (row < layout->n ? layout->totals_of[row] : 0);
  g_autofree char *share = assay_number_share (assay_confusion_share (chart, layout, row, column), TRUE);
  g_autofree char *name = g_strdup_printf ("%s, %s", from, to);
  g_autofree char *says = g_strdup_printf ("%s %s, %s %s: %s", rows_title (chart),
                                           from, columns_title (chart), to,
                                           count);
  g_autofree char *shared = g_strdup_printf (_("%s of %s, %s"), says, all, share);

  assay_scene_hit (scene, x, y, layout->cell, layout->height, name, row < layout->n ? shared : says);
}

/* Zero is a dash; a count keeps its colour's contrast. */
static void
draw_cell (AssayScene                 *scene,
           const AssayConfusionChart  *chart,
           const AssayConfusionLayout *layout,
           guint                       row,
           guint                       column,
           double                      x,
           double                      y)
{
  const guint64 n = assay_confusion_count (chart, layout, row, column);
  const double w = layout->w, h = layout->h, share = assay_confusion_share (chart, layout, row, column);
  const gboolean is_right = row == column, is_other = row >= layout->n;
  const double level = is_right ? RIGHT * share : STRONGEST * MIN (1, share / layout->reach);
  const AssayPaint fill = { is_right ? ASSAY_ROLE_COUNT : ASSAY_ROLE_MISS, level };
  AssayPaint ink = { is_right ? ASSAY_ROLE_COUNT_TEXT : ASSAY_ROLE_MISS_TEXT, level };
  AssayTextStyle style;
  g_autofree char *text = assay_confusion_text (scene->fonts, n, w - 1.5, &style);

  if (n == 0 || is_other)
    ink = n == 0 ? ASSAY_PAINT (TEXT_3) : ASSAY_PAINT (TEXT_2);
  assay_scene_rect (scene, x, y, w, h, 0, n == 0 || is_other ? ASSAY_PAINT (SHADE) : fill);
  if (layout->has_counts)
    assay_scene_text (scene, x + w / 2, y + h / 2 + style.size * 0.36, ASSAY_ANCHOR_MIDDLE, style, ink,
                      n == 0 ? "–" : text);
  draw_cell_hit (scene, chart, layout, row, column, x, y);
}

static void
draw_row (AssayScene                 *scene,
          const AssayConfusionChart  *chart,
          const AssayConfusionLayout *layout,
          guint                       row,
          double                      y)
{
  const double base = y + layout->h / 2 + 2.7;
  g_autofree char *total = assay_number_rows (assay_confusion_row (chart, layout, row));
  g_autofree char *number = g_strdup_printf ("%u", row + 1);

  assay_scene_text_fit (scene, layout->names, base, ASSAY_ANCHOR_END, assay_style_name,
                        row < layout->n ? ASSAY_PAINT (TEXT) : ASSAY_PAINT (TEXT_2),
                        assay_confusion_name (chart, layout, row), layout->names);
  if (layout->is_numbered && row < layout->n)
    assay_scene_text (scene, layout->grid - 5, base, ASSAY_ANCHOR_END, assay_confusion_head,
                      ASSAY_PAINT (TEXT_2), number);
  for (guint j = 0; j < layout->n_all; j++)
    if (row < layout->n || j < layout->n)
      draw_cell (scene, chart, layout, row, j, layout->grid + j * layout->cell, y);
  assay_scene_text (scene, layout->totals, base, ASSAY_ANCHOR_END, assay_style_label, ASSAY_PAINT (TEXT_2), total);
}

/* Below the cells: what each column adds to. The corner is not known where others are. */
static void
draw_totals (AssayScene                 *scene,
             const AssayConfusionChart  *chart,
             const AssayConfusionLayout *layout,
             double                      y)
{
  guint64 all = 0;

  if (!layout->has_counts)
    return;
  assay_scene_text (scene, layout->names, y + 9, ASSAY_ANCHOR_END, assay_style_label, ASSAY_PAINT (TEXT_2), _("all"));
  for (guint j = 0; j < layout->n_all; j++)
    {
      AssayTextStyle style;
      const guint64 n = assay_confusion_column (chart, layout, j);
      g_autofree char *text = assay_confusion_text (scene->fonts, n, layout->w - 1.5, &style);
      g_autofree char *whole = assay_number_rows (n);
      const double x = layout->grid + j * layout->cell;

      style.weight = ASSAY_WEIGHT_REGULAR;
      assay_scene_text (scene, x + layout->w / 2, y + 9, ASSAY_ANCHOR_MIDDLE, style, ASSAY_PAINT (TEXT_2),
                        text);
      assay_scene_hit (scene, x, y, layout->cell, 12, assay_confusion_name (chart, layout, j), whole);
      all += n;
    }
  if (layout->n_all > layout->n)
    return;
  g_autofree char *text = assay_number_rows (all);
  assay_scene_text (scene, layout->totals, y + 9, ASSAY_ANCHOR_END, assay_style_label, ASSAY_PAINT (TEXT_2), text);
}

/* --- heads ------------------------------------------------------------------------------------------------------ */

/* Where numbers are too wide for their columns, only some have theirs. */
static gboolean
has_number (AssayFonts                 *fonts,
            const AssayConfusionLayout *layout,
            guint                       column)
{
  const double w = assay_fonts_width (fonts, "20", assay_confusion_head) + 2;
  const guint step = (guint) ceil (w / layout->cell);

  return step <= 1 || (column + 1) % step == 0;
}

static void
draw_number (AssayScene                 *scene,
             const AssayConfusionLayout *layout,
             guint                       column,
             double                      bottom)
{
  const double x = layout->grid + column * layout->cell;
  g_autofree char *number = g_strdup_printf ("%u", column + 1);

  if (has_number (scene->fonts, layout, column))
    assay_scene_text (scene, x + layout->w / 2, bottom - 4, ASSAY_ANCHOR_MIDDLE, assay_confusion_head,
                      ASSAY_PAINT (TEXT_2), number);
}

/* Above the numbers, where others have no room to their sides. */
static void
draw_others_head (AssayScene                 *scene,
                  const AssayConfusionChart  *chart,
                  const AssayConfusionLayout *layout,
                  double                      bottom)
{
  const double right = layout->grid + layout->n * layout->cell + layout->w;

  assay_scene_text_fit (scene, right, bottom - 4 - HEAD_LINE, ASSAY_ANCHOR_END, assay_confusion_head,
                        ASSAY_PAINT (TEXT_2), assay_confusion_name (chart, layout, layout->n), right - layout->grid);
}

static void
draw_name_lines (AssayScene *scene,
                 const char *name,
                 double      middle,
                 double      width,
                 double      bottom)
{
  g_auto (GStrv) lines = assay_fonts_wrap (scene->fonts, name, assay_confusion_head, width, 2);
  const guint n_lines = g_strv_length (lines);

  for (guint i = 0; i < n_lines; i++)
    assay_scene_text (scene, middle, bottom - 4 - (n_lines - 1 - i) * HEAD_LINE, ASSAY_ANCHOR_MIDDLE,
                      assay_confusion_head, ASSAY_PAINT (TEXT_2), lines[i]);
}

static void
draw_column_head (AssayScene                 *scene,
                  const AssayConfusionChart  *chart,
                  const AssayConfusionLayout *layout,
                  guint                       column,
                  double                      bottom)
{
  const double x = layout->grid + column * layout->cell, w = layout->w;
  const char *name = assay_confusion_name (chart, layout, column);

  if (layout->is_numbered && column < layout->n)
    draw_number (scene, layout, column, bottom);
  else if (layout->is_numbered)
    draw_others_head (scene, chart, layout, bottom);
  else
    draw_name_lines (scene, name, x + w / 2, w - 1, bottom);
  assay_scene_hit (scene, x, bottom - 12, layout->cell, 12, name, name);
}

/* Returns where the cells begin. */
static double
draw_heads (AssayScene                 *scene,
            const AssayConfusionChart  *chart,
            const AssayConfusionLayout *layout,
            double                      y)
{
  const double bottom = y + 10 + layout->head_lines * HEAD_LINE + 4;

  assay_scene_text_fit (scene, layout->grid, y + 7, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2),
                        columns_title (chart), layout->totals - layout->grid);
  assay_scene_text_fit (scene, layout->names, bottom - 4, ASSAY_ANCHOR_END, assay_style_label, ASSAY_PAINT (TEXT_2),
                        rows_title (chart), layout->names);
  for (guint j = 0; j < layout->n_all; j++)
    draw_column_head (scene, chart, layout, j, bottom);
  assay_scene_text (scene, layout->totals, bottom - 4, ASSAY_ANCHOR_END, assay_style_label, ASSAY_PAINT (TEXT_2),
                    _("all"));
  return bottom;
}

/* The value, large, and its lines. Returns their bottom. */
static double
draw_beside (AssayScene                *scene,
             const AssayConfusionChart *chart,
             double                     x,
             double                     y)
{
  const double room = scene->width - x;

  if (chart->value_text != NULL)
    {
      assay_scene_text_fit (scene, x, y + 12, ASSAY_ANCHOR_START, style_large, ASSAY_PAINT (TEXT), chart->value_text,
                            room);
      y += 17;
    }
  for (guint i = 0; chart->beside != NULL && chart->beside[i] != NULL; i++, y += 10)
    assay_scene_text_fit (scene, x, y + 8, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2),
                          chart->beside[i], room);
  return y;
}

/* One swatch for right, a few from pale to full for wrong. Returns its bottom. */
static double
draw_key (AssayScene                 *scene,
          const AssayConfusionChart  *chart,
          const AssayConfusionLayout *layout,
          double                      y)
{
  g_autofree char *reach = assay_number_share (layout->reach, TRUE);
  const char *shortened = layout->most_shortened >= 1000000 ? _("; k, M: thousands, millions")
                          : layout->most_shortened > 0      ? _("; k: thousands")
                                                            : "";
  const char *name = chart->wrong_text != NULL ? chart->wrong_text : _("wrong");
  g_autofree char *wrong = g_strdup_printf (_("%s: share of the row, to %s%s"), name, reach, shortened);
  const char *right = chart->right_text != NULL ? chart->right_text : _("right");
  const double w = 34 + assay_fonts_width (scene->fonts, wrong, assay_style_label);
  double x = 0;

  assay_scene_rect (scene, x, y, 12, 7, 0, (AssayPaint) { ASSAY_ROLE_COUNT, RIGHT });
  x += 30 + assay_scene_text_fit (scene, 16, y + 6, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2),
                                  right, scene->width * 0.4);
  if (x + w > scene->width)
    x = 0, y += 12;
  for (guint i = 0; i < 5; i++)
    assay_scene_rect (scene, x + i * 6, y, 6, 7, 0, (AssayPaint) { ASSAY_ROLE_MISS, STRONGEST * (i + 1) / 5 });
  assay_scene_text_fit (scene, x + 34, y + 6, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2), wrong,
                        MAX (0, scene->width - x - 34));
  return y + 9;
}

AssayScene *
assay_chart_confusion (AssayFonts                *fonts,
                       const AssayConfusionChart *chart,
                       double                     width)
{
  AssayScene *scene = assay_scene_new (fonts, width, 0);
  const AssayConfusionLayout layout = assay_confusion_lay_out (fonts, chart, width);
  double y = assay_chart_head (scene, &chart->head, 0), beside = 0;

  assay_scene_begin (scene, "Figure", chart->head.title);
  y = draw_heads (scene, chart, &layout, y);
  if (layout.is_beside)
    beside = draw_beside (scene, chart, layout.totals + 14, y);
  for (guint i = 0; i < layout.n_all; i++, y += layout.height)
    draw_row (scene, chart, &layout, i, y);
  draw_totals (scene, chart, &layout, y);
  y = draw_key (scene, chart, &layout, MAX (y + 18, beside + 4));
  if (!layout.is_beside)
    y = draw_beside (scene, chart, 0, y + 4);
  scene->height = y + 2;
  assay_scene_end (scene);
  return scene;
}
