/* chart-parts.c: heads, intervals, grids. */
#include "chart-parts.h"

#include <math.h>

double
assay_chart_head (AssayScene           *scene,
                  const AssayChartHead *head,
                  double                y)
{
  if (head->title != NULL)
    {
      g_auto (GStrv) lines = assay_fonts_wrap (scene->fonts, head->title, assay_style_title, scene->width, 3);
      for (guint i = 0; lines[i] != NULL; i++, y += 13)
        assay_scene_text (scene, 0, y + 10, ASSAY_ANCHOR_START, assay_style_title, ASSAY_PAINT (TEXT), lines[i]);
    }
  if (head->note != NULL)
    {
      g_auto (GStrv) lines = assay_fonts_wrap (scene->fonts, head->note, assay_style_note, scene->width, 3);
      for (guint i = 0; lines[i] != NULL; i++, y += 9.5)
        assay_scene_text (scene, 0, y + 8.5, ASSAY_ANCHOR_START, assay_style_note, ASSAY_PAINT (TEXT_2), lines[i]);
    }
  return y > 0 ? y + ASSAY_CHART_GAP : y;
}

/* A cap where an interval ends; a point where it goes on beyond the scale. outward: 1 to the right, -1 to the
 * left. */
static void
interval_end (AssayScene       *scene,
              const AssayScale *scale,
              double            y,
              double            value,
              AssayPaint        paint,
              double            mark,
              double            outward)
{
  const double x = assay_scale_at (scale, CLAMP (value, scale->lo, scale->hi)), half = mark * 0.33;
  const double back = value < scale->lo || value > scale->hi ? outward * half : 0;

  assay_scene_line (scene, x - back, y - half, x, back != 0 ? y : y + half, paint, 1, FALSE);
  if (back != 0)
    assay_scene_line (scene, x, y, x - back, y + half, paint, 1, FALSE);
}

void
assay_chart_interval (AssayScene          *scene,
                      const AssayScale    *scale,
                      double               y,
                      const AssayEstimate *estimate,
                      AssayShape           shape,
                      AssayPaint           paint,
                      gboolean             is_undecided,
                      double               mark)
{
  if (!isnan (estimate->lo) && !isnan (estimate->hi))
    {
      const double lo = assay_scale_at (scale, CLAMP (estimate->lo, scale->lo, scale->hi));
      const double hi = assay_scale_at (scale, CLAMP (estimate->hi, scale->lo, scale->hi));

      assay_scene_line (scene, lo, y, hi, y, paint, 1.3, is_undecided);
      interval_end (scene, scale, y, estimate->lo, paint, mark, -1);
      interval_end (scene, scale, y, estimate->hi, paint, mark, 1);
    }
  assay_scene_mark (scene, shape, assay_scale_at (scale, CLAMP (estimate->value, scale->lo, scale->hi)), y, mark,
                    paint, is_undecided);
}

void
assay_chart_grid (AssayScene       *scene,
                  const AssayScale *scale,
                  double            top,
                  double            bottom)
{
  double taken = -INFINITY; /* up to here by labels */

  for (guint i = 0; i < assay_scale_n (scale); i++)
    {
      const double value = assay_scale_tick (scale, i), x = assay_scale_at (scale, value);
      g_autofree char *label = assay_scale_label (scale, value);
      const double half = assay_fonts_width (scene->fonts, label, assay_style_label) / 2;
      const double middle = CLAMP (x, half, scene->width - half);

      assay_scene_line (scene, x, top, x, bottom, ASSAY_PAINT (GRID), 0.6, FALSE);
      if (middle - half < taken + 2)
        continue;
      assay_scene_text (scene, middle, top - 4, ASSAY_ANCHOR_MIDDLE, assay_style_label, ASSAY_PAINT (TEXT_2), label);
      taken = middle + half;
    }
}
