/* chart-heat-key.c: what a heat map's colours, hatching, bars and dashes mean, and what cells and key share. */
#include "chart-heat-private.h"
#include "words/number.h"

#include "words/translate.h"

#include <math.h>

#define N_SHADES 40 /* of the colours */

gboolean
assay_heat_has_value (const AssayHeatCell *cell)
{
  return !cell->is_blank && cell->why == NULL && !isnan (cell->estimate.value);
}

gboolean
assay_heat_has_hue (const AssayHeatChart *chart,
                    const AssayHeatCell  *cell)
{
  return assay_heat_has_value (cell) && cell->is_told_apart && !isnan (chart->middle);
}

double
assay_heat_level (const AssayHeatChart *chart,
                  double                most,
                  double                value)
{
  const double level = most > 0 ? CLAMP ((value - chart->middle) / most, -1, 1) : 0;

  return chart->is_lower_better ? -level : level;
}

void
assay_heat_frame (AssayScene *scene,
                  double      x,
                  double      y,
                  double      w,
                  double      h)
{
  const double points[] = { x, y, x + w, y, x + w, y + h, x, y + h };

  assay_scene_path (scene, points, 4, TRUE, ASSAY_PAINT (NONE), ASSAY_PAINT (RULE), 0.6);
}

void
assay_heat_bar (AssayScene *scene,
                double      x,
                double      y,
                double      w,
                double      share,
                AssayPaint  bar,
                AssayPaint  track)
{
  assay_scene_rect (scene, x, y, w, 1.5, 0, track);
  assay_scene_rect (scene, x, y, MAX (0.75, w * share), 1.5, 0, bar);
}

/* An end of an arm, with as many digits as the arm is long. */
static char *
end_text (const AssayHeatChart *chart,
          double                most,
          double                value)
{
  const double times = chart->is_share ? 100 : 1;
  const double step = pow (10, floor (log10 (most * times)) - 1) / times;
  const AssayScale scale = { .step = chart->is_share ? MIN (step, 0.01) : step, .is_share = chart->is_share,
                             .is_signed = chart->is_difference };

  return assay_scale_label (&scale, value);
}

/* The colours, with their ends and the middle; a share's arm is cut where shares end. Returns the right edge. */
static double
draw_colors (AssayScene           *scene,
             const AssayHeatChart *chart,
             double                most,
             double                x,
             double                y)
{
  const gboolean is_cut = chart->is_share && !chart->is_difference;
  const double lo = is_cut ? MAX (0, chart->middle - most) : chart->middle - most;
  const double hi = is_cut ? MIN (1, chart->middle + most) : chart->middle + most;
  g_autofree char *from = end_text (chart, most, lo), *to = end_text (chart, most, hi);
  const double width = 96, left = x + assay_scene_text (scene, x, y + 6, ASSAY_ANCHOR_START, assay_style_label,
                                                         ASSAY_PAINT (TEXT_2), from) + 4;
  const double middle = left + width * (chart->middle - lo) / (hi - lo);

  for (guint i = 0; i < N_SHADES; i++)
    {
      const double value = lo + (hi - lo) * (i + 0.5) / N_SHADES;
      assay_scene_rect (scene, left + i * width / N_SHADES, y, width / N_SHADES + (i + 1 < N_SHADES ? 0.3 : 0), 7, 0,
                        (AssayPaint) { ASSAY_ROLE_HEAT, assay_heat_level (chart, most, value) });
    }
  assay_scene_line (scene, middle, y - 2, middle, y + 9, ASSAY_PAINT (WHOLE), 1, FALSE);
  const double end = left + width + 4;
  const double next = end + 8 + assay_scene_text (scene, end, y + 6, ASSAY_ANCHOR_START, assay_style_label,
                                                  ASSAY_PAINT (TEXT_2), to);
  return next + assay_scene_text_fit (scene, next, y + 6, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT),
                                      chart->middle_text, MAX (0, scene->width - next));
}

typedef enum { KEY_HATCH, KEY_BAR, KEY_DASH } Key;

/* One entry: a sample and its words, on the next line where this one is full. */
static void
draw_key (AssayScene *scene,
          Key         key,
          const char *words,
          double     *x,
          double     *y)
{
  const double sample = key == KEY_DASH ? 9 : 20;
  const double width = sample + assay_fonts_width (scene->fonts, words, assay_style_label);

  if (*x > 0 && *x + width > scene->width)
    *x = 0, *y += 12;
  if (key == KEY_HATCH)
    {
      assay_scene_hatch (scene, *x, *y, 16, 7, ASSAY_PAINT (FINE));
      assay_heat_frame (scene, *x, *y, 16, 7);
    }
  else if (key == KEY_BAR)
    assay_heat_bar (scene, *x, *y + 2.7, 16, 0.65, ASSAY_PAINT (TEXT_2), ASSAY_PAINT (RULE));
  else
    assay_scene_text (scene, *x, *y + 6, ASSAY_ANCHOR_START, assay_style_value, ASSAY_PAINT (TEXT_3), "–");
  *x += sample;
  *x += assay_scene_text_fit (scene, *x, *y + 6, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2), words,
                              MAX (0, scene->width - *x)) + 12;
}

/* Whether the map has a dash, or else hatching. */
static gboolean
any (const AssayHeatChart *chart,
     gboolean              is_dash)
{
  for (gsize i = 0; i < (gsize) chart->n_rows * chart->n_columns; i++)
    {
      const gboolean has_value = assay_heat_has_value (&chart->cells[i]);
      if (chart->cells[i].is_blank)
        continue;
      if (is_dash ? !has_value : has_value && !assay_heat_has_hue (chart, &chart->cells[i]))
        return TRUE;
    }
  return FALSE;
}

double
assay_heat_keys (AssayScene            *scene,
                 const AssayHeatChart  *chart,
                 const AssayHeatLayout *layout,
                 double                 y)
{
  const double most = layout->most;
  g_autofree char *rows = assay_number_rows (layout->most_rows);
  g_autofree char *bar = g_strdup_printf (_("rows, log scale to %s"), rows);
  double x = 0;

  if (most > 0)
    x = draw_colors (scene, chart, most, 0, y) + 12;
  if (any (chart, FALSE))
    draw_key (scene, KEY_HATCH, most > 0 ? _("interval holds it") : _("interval holds the whole set\xe2\x80\x99s "
                                                                      "value"), &x, &y);
  draw_key (scene, KEY_BAR, bar, &x, &y);
  if (any (chart, TRUE))
    draw_key (scene, KEY_DASH, chart->dash_text != NULL ? chart->dash_text : _("undefined"), &x, &y);
  return y + 9;
}

