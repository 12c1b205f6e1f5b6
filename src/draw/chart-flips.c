/* chart-flips.c: rows that both, one or none of two models get right: a bar, its middle magnified, the difference. */
#include "chart-columns.h"

#include "words/number.h"

#include <math.h>

#define BAR 14
#define MIDDLE_BAR 15
#define GAP 5

typedef struct
{
  double from, to;       /* of the middle in the first bar */
  double split;          /* where the magnified halves meet: the difference's zero */
  double left, right;    /* ends of the magnified bar */
} Middle;

/* "only today's right 7,424" (transfer full) */
static char *
label (const char *name,
       guint64     n_rows)
{
  g_autofree char *rows = assay_number_rows (n_rows);

  return g_strconcat (name, " ", rows, NULL);
}

/* A part of a bar, which says what it is. */
static void
draw_part (AssayScene *scene,
           double      from,
           double      to,
           double      y,
           double      height,
           AssayPaint  paint,
           const char *name,
           guint64     n_rows)
{
  g_autofree char *text = label (name, n_rows);

  if (n_rows == 0)
    return;
  assay_scene_rect (scene, from, y, to - from, height, 0, paint);
  assay_scene_hit (scene, from, y, to - from, height, name, text);
}

/* The whole: four parts as long as their counts. */
static void
draw_bar (AssayScene            *scene,
          const AssayFlipsChart *chart,
          double                 y,
          Middle                *middle)
{
  const AssayPaint right = { ASSAY_ROLE_COUNT, 0.12 }, wrong = { ASSAY_ROLE_COUNT, 0.4 };
  const double total = (double) (chart->both_right + chart->only_before + chart->only_after + chart->both_wrong);
  const double unit = total > 0 ? scene->width / total : 0;
  const double first = chart->both_right * unit, second = first + chart->only_before * unit;
  const double third = second + chart->only_after * unit;

  draw_part (scene, 0, first, y, BAR, right, chart->both_right_name, chart->both_right);
  draw_part (scene, third, scene->width, y, BAR, wrong, chart->both_wrong_name, chart->both_wrong);
  draw_part (scene, first, second, y, BAR, ASSAY_PAINT (WORSE_TEXT), chart->only_before_name, chart->only_before);
  draw_part (scene, second, third, y, BAR, ASSAY_PAINT (BETTER), chart->only_after_name, chart->only_after);
  middle->from = first;
  middle->to = third;
}

/* Both halves on one scale, and parted where the difference below has its zero: the longer one is on its side. */
static void
lay_out_middle (const AssayFlipsChart *chart,
                double                 width,
                Middle                *middle)
{
  const double before = (double) chart->only_before, after = (double) chart->only_after;
  const double unit = (width / 2 - 16) / MAX (before, after);

  middle->split = width / 2;
  middle->left = middle->split - before * unit;
  middle->right = middle->split + after * unit;
}

static void
draw_lens (AssayScene   *scene,
           const Middle *middle,
           double        top,
           double        bottom)
{
  const double left[] = { middle->from, top, middle->left, bottom };
  const double right[] = { middle->to, top, middle->right, bottom };

  assay_scene_path (scene, left, 2, FALSE, ASSAY_PAINT (NONE), ASSAY_PAINT (RULE), 0.7);
  assay_scene_path (scene, right, 2, FALSE, ASSAY_PAINT (NONE), ASSAY_PAINT (RULE), 0.7);
}

/* Names stand in the halves where they fit; else above them. */
static gboolean
has_room (AssayScene            *scene,
          const AssayFlipsChart *chart,
          const Middle          *middle,
          const char            *before,
          const char            *after)
{
  return assay_fonts_width (scene->fonts, before, assay_style_value) + 2 * GAP <= middle->split - middle->left
         && assay_fonts_width (scene->fonts, after, assay_style_value) + 2 * GAP <= middle->right - middle->split;
}

static double
draw_middle (AssayScene            *scene,
             const AssayFlipsChart *chart,
             const Middle          *middle,
             double                 y)
{
  g_autofree char *before = label (chart->only_before_name, chart->only_before);
  g_autofree char *after = label (chart->only_after_name, chart->only_after);
  const gboolean is_inside = has_room (scene, chart, middle, before, after);
  const double bar = is_inside ? y : y + 11, text = is_inside ? y + MIDDLE_BAR / 2.0 + ASSAY_CHART_SINK : y + 7;
  const double half = scene->width / 2 - GAP;

  draw_part (scene, middle->left, middle->split, bar, MIDDLE_BAR, ASSAY_PAINT (WORSE_TEXT), chart->only_before_name,
             chart->only_before);
  draw_part (scene, middle->split, middle->right, bar, MIDDLE_BAR, ASSAY_PAINT (BETTER), chart->only_after_name,
             chart->only_after);
  assay_scene_text_fit (scene, middle->split - GAP, text, ASSAY_ANCHOR_END, assay_style_value,
                        is_inside ? ASSAY_PAINT (ON) : ASSAY_PAINT (WORSE_TEXT), before, half);
  assay_scene_text_fit (scene, middle->split + GAP, text, ASSAY_ANCHOR_START, assay_style_value,
                        is_inside ? ASSAY_PAINT (ON) : ASSAY_PAINT (BETTER), after, half);
  return bar + MIDDLE_BAR;
}

/* Zero in the middle, so that both sides count alike. */
static AssayScale
difference_scale (const AssayFlipsChart *chart,
                  double                 width)
{
  double lo = 0, hi = 0;

  assay_chart_extend_by (&lo, &hi, &chart->difference);
  const double most = MAX (-lo, hi) > 0 ? MAX (-lo, hi) : 0.01;
  AssayScale scale = assay_scale_new (-most, most, 3, chart->is_share);
  const double end = MAX (-scale.lo, scale.hi);
  scale.lo = -end;
  scale.hi = end;
  scale.step = end;
  scale.from = 16;
  scale.to = width - 16;
  scale.is_signed = TRUE;
  return scale;
}

/* Its words stand beyond zero, as far from the interval as can be; else above it. */
static double
draw_words (AssayScene            *scene,
            const AssayFlipsChart *chart,
            const AssayScale      *scale,
            double                 y)
{
  const AssayEstimate *difference = &chart->difference;
  const double lo = assay_scale_at (scale, MIN (isnan (difference->lo) ? difference->value : difference->lo, 0));
  const double hi = assay_scale_at (scale, MAX (isnan (difference->hi) ? difference->value : difference->hi, 0));
  const double width = assay_fonts_width (scene->fonts, chart->difference_text, assay_style_value);
  const AssayPaint paint = assay_chart_trend_text (chart->trend);
  const gboolean is_right = hi + 8 + width <= scene->width, is_left = lo - 8 - width >= 0;

  if ((is_right && difference->value < 0) || (is_right && !is_left))
    assay_scene_text (scene, hi + 8, y + ASSAY_CHART_SINK, ASSAY_ANCHOR_START, assay_style_value, paint,
                      chart->difference_text);
  else if (is_left)
    assay_scene_text (scene, lo - 8, y + ASSAY_CHART_SINK, ASSAY_ANCHOR_END, assay_style_value, paint,
                      chart->difference_text);
  else
    {
      assay_scene_text_fit (scene, scene->width / 2, y + ASSAY_CHART_SINK, ASSAY_ANCHOR_MIDDLE, assay_style_value,
                            paint,
                            chart->difference_text, scene->width);
      return y + 12;
    }
  return y;
}

static double
draw_difference (AssayScene            *scene,
                 const AssayFlipsChart *chart,
                 double                 y)
{
  const AssayScale scale = difference_scale (chart, scene->width);
  const double middle = draw_words (scene, chart, &scale, y + 8);
  const double bottom = middle + 10;

  for (guint i = 0; i < 3; i++)
    {
      const double value = (i - 1.0) * scale.hi, x = assay_scale_at (&scale, value);
      g_autofree char *text = assay_scale_label (&scale, value);

      assay_scene_line (scene, x, middle - 8, x, bottom, i == 1 ? ASSAY_PAINT (WHOLE) : ASSAY_PAINT (GRID),
                        i == 1 ? 1 : 0.6, FALSE);
      assay_scene_text (scene, x, bottom + 8, ASSAY_ANCHOR_MIDDLE, assay_style_label, ASSAY_PAINT (TEXT_2), text);
    }
  assay_chart_interval (scene, &scale, middle, &chart->difference,
                        chart->trend == ASSAY_TREND_WORSE ? ASSAY_SHAPE_DIAMOND : ASSAY_SHAPE_CIRCLE,
                        assay_chart_trend (chart->trend), chart->trend == ASSAY_TREND_UNDECIDED, ASSAY_CHART_MARK);
  assay_scene_hit (scene, 0, y, scene->width, bottom - y, chart->difference_text, chart->says);
  return bottom + 11;
}

AssayScene *
assay_chart_flips (AssayFonts            *fonts,
                   const AssayFlipsChart *chart,
                   double                 width)
{
  AssayScene *scene = assay_scene_new (fonts, width, 0);
  g_autofree char *right = label (chart->both_right_name, chart->both_right);
  g_autofree char *wrong = label (chart->both_wrong_name, chart->both_wrong);
  double y = assay_chart_head (scene, &chart->head, 0);
  Middle middle;

  assay_scene_begin (scene, "Figure", chart->head.title);
  assay_scene_text_fit (scene, 0, y + 7.5, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2), right,
                        width / 2 - GAP);
  assay_scene_text_fit (scene, width, y + 7.5, ASSAY_ANCHOR_END, assay_style_label, ASSAY_PAINT (TEXT_2), wrong,
                        width / 2 - GAP);
  y += 12;
  draw_bar (scene, chart, y, &middle);
  y += BAR;
  if (chart->only_before + chart->only_after > 0)
    {
      lay_out_middle (chart, width, &middle);
      draw_lens (scene, &middle, y, y + 22);
      y = draw_middle (scene, chart, &middle, y + 22) + 6;
    }
  else
    {
      assay_scene_text_fit (scene, 0, y + 12, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2),
                            chart->none_text, width);
      y += 18;
    }
  if (!isnan (chart->difference.value))
    y = draw_difference (scene, chart, y + 2);
  scene->height = y;
  assay_scene_end (scene);
  return scene;
}
