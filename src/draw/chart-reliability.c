/* chart-reliability.c: what scores promise and what came true, with the number of rows behind each score.
 *
 * Both scales are shares from 0 to 100 %; the histogram below has the plane's horizontal one.
 */
#include "chart-plane.h"
#include "words/number.h"

#include "words/translate.h"

#include <math.h>

#define LARGEST 220.0
#define MARK 6.0
#define BARS 30.0       /* height of the histogram */
#define MOST_BARS 50
#define LEAST_TEXT 120.0 /* beside the plot */

static const AssayTextStyle style_worst = { 7.5, ASSAY_WEIGHT_SEMIBOLD };

/* --- dots ------------------------------------------------------------------------------------------------------- */

static gboolean
is_shown (const AssayReliabilityDot *dot)
{
  return !isnan (dot->score) && !isnan (dot->share.value);
}

static double
at (const AssayScale *scale,
    double            value)
{
  return assay_scale_at (scale, CLAMP (value, 0, 1));
}

static void
draw_interval (AssayScene                *scene,
               const AssayPlane          *plane,
               const AssayReliabilityDot *dot,
               AssayPaint                 paint)
{
  const double x = at (&plane->x, dot->score);

  if (isnan (dot->share.lo) || isnan (dot->share.hi))
    return;
  const double lo = at (&plane->y, dot->share.lo), hi = at (&plane->y, dot->share.hi);
  assay_scene_line (scene, x, lo, x, hi, paint, 1.2, FALSE);
  assay_scene_line (scene, x - MARK * 0.3, lo, x + MARK * 0.3, lo, paint, 0.9, FALSE);
  assay_scene_line (scene, x - MARK * 0.3, hi, x + MARK * 0.3, hi, paint, 0.9, FALSE);
}

/* (transfer full) For those who point at a dot whose caller has no sentence. */
static char *
dot_text (const AssayReliabilityDot *dot)
{
  g_autofree char *rows = assay_number_rows (dot->n_rows);
  g_autofree char *share = assay_number_estimate (&dot->share, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *score = assay_number_share (dot->score, TRUE);

  return g_strdup_printf (_("scored %s, true %s; %s rows"), score, share, rows);
}

static void
draw_hit (AssayScene                *scene,
          const AssayPlane          *plane,
          const AssayReliabilityDot *dot)
{
  const double x = at (&plane->x, dot->score), y = at (&plane->y, dot->share.value);
  const double lo = isnan (dot->share.lo) ? y : at (&plane->y, dot->share.lo);
  const double hi = isnan (dot->share.hi) ? y : at (&plane->y, dot->share.hi);
  g_autofree char *says = dot_text (dot);

  assay_scene_hit (scene, x - MARK, MIN (hi, y - MARK), 2 * MARK, MAX (lo, y + MARK) - MIN (hi, y - MARK), "",
                   dot->says != NULL ? dot->says : says);
}

/* The thin line that joins the dots is behind all of them. */
static void
draw_dots (AssayScene                  *scene,
           const AssayReliabilityChart *chart,
           const AssayPlane            *plane,
           AssayPlaces                 *places)
{
  g_autoptr (GArray) line = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < chart->n_dots; i++)
    if (is_shown (&chart->dots[i]))
      {
        const AssayReliabilityDot *dot = &chart->dots[i];
        const double point[] = { at (&plane->x, dot->score), at (&plane->y, dot->share.value) };
        g_array_append_vals (line, point, 2);
      }
  if (line->len > 2)
    {
      assay_scene_path (scene, (const double *) line->data, line->len / 2, FALSE, ASSAY_PAINT (NONE),
                        ASSAY_PAINT (RULE), 0.8);
      assay_places_line (places, 1, (const double *) line->data, line->len / 2);
    }
  for (guint i = 0; i < chart->n_dots; i++)
    if (is_shown (&chart->dots[i]))
      {
        const AssayReliabilityDot *dot = &chart->dots[i];
        const AssayPaint paint = dot->is_off ? ASSAY_PAINT (WORSE) : ASSAY_PAINT (FINE);
        draw_interval (scene, plane, dot, paint);
        assay_scene_mark (scene, dot->is_off ? ASSAY_SHAPE_DIAMOND : ASSAY_SHAPE_CIRCLE, at (&plane->x, dot->score),
                          at (&plane->y, dot->share.value), MARK * 0.9, paint, FALSE);
        draw_hit (scene, plane, dot);
      }
}

/* Labels keep away from marks and intervals, too. */
static void
take_places (const AssayReliabilityChart *chart,
             const AssayPlane            *plane,
             AssayPlaces                 *places)
{
  for (guint i = 0; i < chart->n_dots; i++)
    if (is_shown (&chart->dots[i]))
      {
        const AssayReliabilityDot *dot = &chart->dots[i];
        const double x = at (&plane->x, dot->score), y = at (&plane->y, dot->share.value);
        const double lo = isnan (dot->share.lo) ? y : at (&plane->y, dot->share.lo);
        const double hi = isnan (dot->share.hi) ? y : at (&plane->y, dot->share.hi);
        assay_places_box (places, (AssayBox) { x - MARK * 0.8, MIN (hi, y - MARK) - 1, x + MARK * 0.8,
                                               MAX (lo, y + MARK) + 1 });
      }
}

/* --- labels ----------------------------------------------------------------------------------------------------- */

/* As near to its dot as it can be. FALSE: there is no room for it. */
static gboolean
draw_worst (AssayScene                  *scene,
            const AssayReliabilityChart *chart,
            const AssayPlane            *plane,
            AssayPlaces                 *places)
{
  const AssayReliabilityDot *dot = &chart->dots[chart->worst];
  const double x = at (&plane->x, dot->score), y = at (&plane->y, dot->share.value);
  const double w = assay_fonts_width (scene->fonts, chart->worst_text, style_worst);
  const AssayPaint ink = dot->is_off ? ASSAY_PAINT (WORSE_TEXT) : ASSAY_PAINT (TEXT_2);
  AssayPlaceFound found;

  if (!assay_places_near (places, x, y, w, 8, &found))
    return FALSE;
  if (found.needs_leader)
    assay_scene_line (scene, CLAMP (x, found.box.left, found.box.right), CLAMP (y, found.box.top, found.box.bottom),
                      x, y, dot->is_off ? ASSAY_PAINT (WORSE) : ASSAY_PAINT (FINE), 0.6, FALSE);
  assay_scene_text (scene, found.box.left, found.box.top + 6.8, ASSAY_ANCHOR_START, style_worst, ink,
                    chart->worst_text);
  assay_scene_halo (scene);
  return TRUE;
}

static void
draw_diagonal_text (AssayScene                  *scene,
                    const AssayReliabilityChart *chart,
                    AssayPlaces                 *places)
{
  AssayPlaceFound found;

  if (chart->diagonal_text == NULL)
    return;
  const double w = assay_fonts_width (scene->fonts, chart->diagonal_text, assay_style_small);
  if (!assay_places_find (places, 0, w, 7, NAN, NAN, FALSE, &found))
    return;
  assay_scene_text (scene, found.box.left, found.box.top + 6, ASSAY_ANCHOR_START, assay_style_small,
                    ASSAY_PAINT (TEXT_2), chart->diagonal_text);
  assay_scene_halo (scene);
}

/* Words in lines of at most width. Returns their bottom. */
static double
draw_lines (AssayScene     *scene,
            AssayTextStyle  style,
            AssayPaint      paint,
            const char     *text,
            double          x,
            double          y,
            double          width)
{
  g_auto (GStrv) lines = assay_fonts_wrap (scene->fonts, text, style, width, 6);

  for (guint i = 0; lines[i] != NULL; i++, y += 9.5)
    assay_scene_text (scene, x, y + 7, ASSAY_ANCHOR_START, style, paint, lines[i]);
  return y;
}

/* --- histogram -------------------------------------------------------------------------------------------------- */

/* Of bars that stand for n_each of the caller's parts. */
static guint64
sum (const AssayReliabilityChart *chart,
     guint                        first,
     guint                        n_each)
{
  guint64 n = 0;

  for (guint i = first; i < MIN (first + n_each, chart->n_bars); i++)
    n += chart->histogram[i];
  return n;
}

/* (transfer full) "scores 20 % to 22 %: 1,234 rows" */
static char *
bar_text (const AssayReliabilityChart *chart,
          guint                        first,
          guint                        n_each,
          guint64                      n)
{
  g_autofree char *rows = assay_number_rows (n);
  g_autofree char *from = assay_number_share (first / (double) chart->n_bars, TRUE);
  g_autofree char *to = assay_number_share (MIN (first + n_each, chart->n_bars) / (double) chart->n_bars, TRUE);

  return g_strdup_printf (_("scores %s to %s: %s rows"), from, to, rows);
}

/* Bars from zero, so that lengths compare. */
static void
draw_bars (AssayScene                  *scene,
           const AssayReliabilityChart *chart,
           const AssayPlane            *plane,
           double                       bottom)
{
  const guint n_each = (chart->n_bars + MOST_BARS - 1) / MOST_BARS;
  guint64 most = 1;

  for (guint i = 0; i < chart->n_bars; i += n_each)
    most = MAX (most, sum (chart, i, n_each));
  for (guint i = 0; i < chart->n_bars; i += n_each)
    {
      const guint64 n = sum (chart, i, n_each);
      const double from = at (&plane->x, i / (double) chart->n_bars);
      const double to = at (&plane->x, (i + n_each) / (double) chart->n_bars);
      const double h = n > 0 ? MAX (0.6, BARS * (double) n / (double) most) : 0;
      g_autofree char *says = bar_text (chart, i, n_each, n);

      if (n > 0)
        assay_scene_rect (scene, from, bottom - h, MAX (to - from - 0.6, 0.6), h, 0, ASSAY_PAINT (FINE));
      assay_scene_hit (scene, from, bottom - BARS, to - from, BARS, "", says);
    }
  assay_scene_line (scene, plane->left, bottom, plane->right, bottom, ASSAY_PAINT (RULE), 0.6, FALSE);
}

/* Below the plane. Returns its bottom. */
static double
draw_histogram (AssayScene                  *scene,
                const AssayReliabilityChart *chart,
                const AssayPlane            *plane)
{
  double y = plane->bottom;

  if (chart->histogram == NULL || chart->n_bars == 0)
    return y;
  y += 4;
  if (chart->histogram_text != NULL)
    {
      assay_scene_text_fit (scene, plane->left, y + 7, ASSAY_ANCHOR_START, assay_style_small, ASSAY_PAINT (TEXT_2),
                            chart->histogram_text, plane->right - plane->left);
      y += 10;
    }
  y += BARS;
  draw_bars (scene, chart, plane, y);
  return y;
}

/* --- all -------------------------------------------------------------------------------------------------------- */

static void
draw_diagonal (AssayScene       *scene,
               const AssayPlane *plane,
               AssayPlaces      *places)
{
  const double ends[] = { plane->left, plane->bottom, plane->right, plane->top };

  assay_scene_line (scene, ends[0], ends[1], ends[2], ends[3], ASSAY_PAINT (TEXT_3), 0.8, TRUE);
  assay_places_line (places, 0, ends, 2);
}

/* The error's words stand beside the plot or below it. Returns the bottom. */
static double
draw_error (AssayScene                  *scene,
            const AssayReliabilityChart *chart,
            const AssayPlane            *plane,
            AssayPlaces                 *places,
            double                       bottom)
{
  const double x = plane->right + 18, room = scene->width - x;

  if (chart->error_text == NULL)
    return bottom;
  if (room < LEAST_TEXT)
    return draw_lines (scene, assay_style_label, ASSAY_PAINT (TEXT_2), chart->error_text, 0, bottom + 4,
                       scene->width);
  const double end = draw_lines (scene, assay_style_label, ASSAY_PAINT (TEXT_2), chart->error_text, x, plane->top - 2,
                                 room);
  assay_places_box (places, (AssayBox) { x - 6, plane->top - 6, scene->width, end + 2 });
  return bottom;
}

static double
draw_plot (AssayScene                  *scene,
           const AssayReliabilityChart *chart,
           const AssayPlane            *plane)
{
  const double foot = draw_histogram (scene, chart, plane);
  double bottom = foot + ASSAY_PLANE_BELOW + (chart->x_title != NULL ? ASSAY_PLANE_TITLE : 0) + 2;
  AssayPlaces places;

  assay_places_init (&places, (AssayBox) { plane->left + 3, plane->top + 3, scene->width, plane->bottom - 3 });
  assay_plane_draw (scene, plane, chart->x_title, foot);
  draw_diagonal (scene, plane, &places);
  draw_dots (scene, chart, plane, &places);
  take_places (chart, plane, &places);
  bottom = draw_error (scene, chart, plane, &places, bottom);
  if (chart->worst < chart->n_dots && is_shown (&chart->dots[chart->worst]) && chart->worst_text != NULL
      && !draw_worst (scene, chart, plane, &places))
    bottom = draw_lines (scene, style_worst, ASSAY_PAINT (WORSE_TEXT), chart->worst_text, 0, bottom + 2,
                         scene->width);
  draw_diagonal_text (scene, chart, &places);
  assay_places_clear (&places);
  return bottom;
}

AssayScene *
assay_chart_reliability (AssayFonts                  *fonts,
                         const AssayReliabilityChart *chart,
                         double                       width)
{
  const double room = width - ASSAY_PLANE_LEFT - 10;
  const double side = MIN (LARGEST, room >= 170 + LEAST_TEXT ? MAX (room * 0.5, 170) : room);
  const AssayScale scale = assay_scale_new (0, 1, 6, TRUE);
  AssayScene *scene = assay_scene_new (fonts, width, 0);
  double y = assay_chart_head (scene, &chart->head, 0);

  assay_scene_begin (scene, "Figure", chart->head.title);
  if (chart->y_title != NULL)
    assay_scene_text_fit (scene, 0, y + 7, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2),
                          chart->y_title, width);
  y += chart->y_title != NULL ? 13 : 5;
  const AssayPlane plane = assay_plane_new (scale, scale, ASSAY_PLANE_LEFT, y, side, side);
  scene->height = draw_plot (scene, chart, &plane) + 2;
  assay_scene_end (scene);
  return scene;
}
