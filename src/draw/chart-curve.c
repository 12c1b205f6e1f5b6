/* chart-curve.c: lines of one model or several over a square, their names beside them, a table of what rings mean. */
#include "chart-curve-private.h"
#include "chart-plane.h"

#include <math.h>

#define LARGEST 230.0     /* the square */
#define LEAST_TABLE 150.0
#define HIT 6.0
#define LEAST_STEP 0.35   /* points of a line that are nearer are one */

static const AssayTextStyle style_name = { 7.5, ASSAY_WEIGHT_SEMIBOLD };

/* --- lines ------------------------------------------------------------------------------------------------------ */

static AssayPaint
line_paint (const AssayCurveLine *curve)
{
  return (AssayPaint) { curve->role, 0 };
}

static void
extend (double       *lo,
        double       *hi,
        const double *values,
        guint         n)
{
  for (guint i = 0; values != NULL && i < n; i++)
    if (isfinite (values[i]))
      {
        *lo = isnan (*lo) ? values[i] : MIN (*lo, values[i]);
        *hi = isnan (*hi) ? values[i] : MAX (*hi, values[i]);
      }
}

/* A share's scale is 0 to 100 %, whatever the lines do; another goes as far as they do. */
static AssayScale
make_scale (const AssayCurveChart *chart,
            gboolean               is_y)
{
  const gboolean is_share = is_y ? chart->y_is_share : chart->x_is_share;
  double lo = is_share ? 0 : NAN, hi = is_share ? 1 : NAN;

  for (guint i = 0; i < chart->n_curves && !is_share; i++)
    {
      const AssayCurveLine *curve = &chart->curves[i];
      extend (&lo, &hi, is_y ? curve->y : curve->x, curve->n_points);
      extend (&lo, &hi, is_y ? curve->lo : NULL, curve->n_points);
      extend (&lo, &hi, is_y ? curve->hi : NULL, curve->n_points);
      extend (&lo, &hi, is_y ? &curve->ring_y : &curve->ring_x, 1);
    }
  if (!is_share && is_y && chart->base == ASSAY_BASE_LEVEL)
    extend (&lo, &hi, &chart->base_level, 1);
  if (!is_share && !is_y)
    extend (&lo, &hi, &chart->threshold, 1);
  return isnan (lo) ? assay_scale_new (0, 1, 6, is_share) : assay_scale_new (lo, hi, 6, is_share);
}

static double
at (const AssayScale *scale,
    double            value)
{
  return assay_scale_at (scale, CLAMP (value, scale->lo, scale->hi));
}

/* From first to the end or to a NaN: appends to points, and returns where the next piece may begin. */
static guint
trace (const AssayPlane     *plane,
       const AssayCurveLine *curve,
       guint                 first,
       GArray               *points)
{
  guint i = first;

  while (i < curve->n_points && (isnan (curve->x[i]) || isnan (curve->y[i])))
    i++;
  for (; i < curve->n_points && !isnan (curve->x[i]) && !isnan (curve->y[i]); i++)
    {
      const double point[] = { at (&plane->x, curve->x[i]), at (&plane->y, curve->y[i]) };
      const double *last = points->len > 0 ? &g_array_index (points, double, points->len - 2) : NULL;
      const gboolean is_end = i + 1 == curve->n_points || isnan (curve->y[i + 1]) || isnan (curve->x[i + 1]);

      if (last == NULL || is_end || hypot (point[0] - last[0], point[1] - last[1]) >= LEAST_STEP)
        g_array_append_vals (points, point, 2);
    }
  return i;
}

static void
draw_band (AssayScene           *scene,
           const AssayPlane     *plane,
           const AssayCurveLine *curve)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));
  guint n = 0;

  if (curve->lo == NULL || curve->hi == NULL)
    return;
  for (guint i = 0; i < 2 * curve->n_points; i++)
    {
      const guint which = i < curve->n_points ? i : 2 * curve->n_points - 1 - i;
      const double value = i < curve->n_points ? curve->hi[which] : curve->lo[which];
      const double point[] = { at (&plane->x, curve->x[which]), at (&plane->y, value) };
      if (isnan (point[0]) || isnan (point[1]))
        continue;
      g_array_append_vals (points, point, 2);
      n++;
    }
  if (n > 2)
    assay_scene_path (scene, (const double *) points->data, n, TRUE, ASSAY_PAINT (SHADE), ASSAY_PAINT (NONE), 0);
}

/* Every HIT points or so of a line answer to a pointer. */
static void
draw_hits (AssayScene           *scene,
           const AssayPlane     *plane,
           const AssayCurveLine *curve,
           const double         *points,
           guint                 n)
{
  const char *says = curve->says != NULL ? curve->says : curve->value != NULL ? curve->value : curve->name;
  guint first = 0;

  for (guint i = 1; i < n; i++)
    {
      const double x = points[2 * first], y = points[2 * first + 1], x2 = points[2 * i], y2 = points[2 * i + 1];
      if (i + 1 < n && hypot (x2 - x, y2 - y) < 2 * HIT)
        continue;
      const double left = MAX (MIN (x, x2) - HIT / 2, plane->left), top = MAX (MIN (y, y2) - HIT / 2, plane->top);
      assay_scene_hit (scene, left, top, MIN (MAX (x, x2) + HIT / 2, plane->right) - left,
                       MIN (MAX (y, y2) + HIT / 2, plane->bottom) - top, curve->name, says);
      first = i;
    }
}

static void
draw_curve (AssayScene           *scene,
            const AssayPlane     *plane,
            AssayPlaces          *places,
            const AssayCurveLine *curve,
            guint                 owner)
{
  guint next = 0;

  while (next < curve->n_points)
    {
      g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));
      next = trace (plane, curve, next, points);
      const guint n = points->len / 2;
      if (n < 2)
        continue;
      assay_scene_path (scene, (const double *) points->data, n, FALSE, ASSAY_PAINT (NONE), line_paint (curve), 1.4);
      assay_places_line (places, owner, (const double *) points->data, n);
      draw_hits (scene, plane, curve, (const double *) points->data, n);
    }
}

static gboolean
has_ring (const AssayCurveLine *curve)
{
  return !isnan (curve->ring_x) && !isnan (curve->ring_y);
}

static void
draw_ring (AssayScene           *scene,
           const AssayPlane     *plane,
           AssayPlaces          *places,
           const AssayCurveLine *curve)
{
  const double x = at (&plane->x, curve->ring_x), y = at (&plane->y, curve->ring_y);
  const double left = MAX (x - HIT, 0), top = MAX (y - HIT, 0);

  assay_scene_mark (scene, ASSAY_SHAPE_CIRCLE, x, y, ASSAY_CURVE_RING, line_paint (curve), TRUE);
  assay_scene_hit (scene, left, top, MIN (x + HIT, scene->width) - left, y + HIT - top, curve->name,
                   curve->ring_says != NULL ? curve->ring_says : curve->name);
  assay_places_box (places, (AssayBox) { x - HIT, y - HIT, x + HIT, y + HIT });
}

/* The diagonal or the level, and the upright line of the threshold. */
static void
draw_base (AssayScene            *scene,
           const AssayCurveChart *chart,
           const AssayPlane      *plane,
           AssayPlaces           *places)
{
  const double level = chart->base == ASSAY_BASE_LEVEL ? at (&plane->y, chart->base_level) : plane->bottom;
  const double base[] = { plane->left, level, plane->right, chart->base == ASSAY_BASE_LEVEL ? level : plane->top };

  if (chart->base != ASSAY_BASE_NONE)
    {
      assay_scene_line (scene, base[0], base[1], base[2], base[3], ASSAY_PAINT (TEXT_3), 0.8, TRUE);
      assay_places_line (places, chart->n_curves, base, 2);
    }
  if (isnan (chart->threshold))
    return;
  const double x = at (&plane->x, chart->threshold), upright[] = { x, plane->top, x, plane->bottom };
  assay_scene_line (scene, x, plane->top - 2, x, plane->bottom, ASSAY_PAINT (TEXT_2), 1, TRUE);
  assay_places_line (places, chart->n_curves + 1, upright, 2);
}

/* --- labels ----------------------------------------------------------------------------------------------------- */

static void
draw_leader (AssayScene            *scene,
             const AssayPlaceFound *found,
             AssayPaint             paint)
{
  const AssayBox *box = &found->box;
  const double x = CLAMP (found->tip_x, box->left, box->right), y = CLAMP (found->tip_y, box->top, box->bottom);

  assay_scene_line (scene, x, y, found->tip_x, found->tip_y, paint, 0.6, FALSE);
}

static gboolean
draw_label (AssayScene           *scene,
            const AssayPlane     *plane,
            AssayPlaces          *places,
            const AssayCurveLine *curve,
            guint                 owner,
            gboolean              may_lead)
{
  const double most = (plane->right - plane->left) * 0.55;
  g_autofree char *name = assay_fonts_fit (scene->fonts, curve->name, style_name, most);
  g_autofree char *value = NULL;
  if (curve->value != NULL)
    value = assay_fonts_fit (scene->fonts, curve->value, assay_style_label, most);
  const double wide = value != NULL ? assay_fonts_width (scene->fonts, value, assay_style_label) : 0;
  const double w = MAX (assay_fonts_width (scene->fonts, name, style_name), wide), h = value != NULL ? 16 : 8;
  AssayPlaceFound found;

  if (!assay_places_find (places, owner, w, h, has_ring (curve) ? at (&plane->x, curve->ring_x) : NAN,
                          at (&plane->y, curve->ring_y), may_lead, &found))
    return FALSE;
  if (found.needs_leader)
    draw_leader (scene, &found, line_paint (curve));
  const gboolean is_left = found.tip_x < found.box.right; /* the line is left of it, above or below */
  const double x = is_left ? found.box.left : found.box.right;
  const AssayAnchor anchor = is_left ? ASSAY_ANCHOR_START : ASSAY_ANCHOR_END;
  assay_scene_text (scene, x, found.box.top + 6.8, anchor, style_name, assay_curve_ink (curve), name);
  assay_scene_halo (scene);
  if (value == NULL)
    return TRUE;
  assay_scene_text (scene, x, found.box.top + 15.2, anchor, assay_style_label, assay_curve_ink (curve), value);
  assay_scene_halo (scene);
  return TRUE;
}

static void
draw_base_text (AssayScene            *scene,
                const AssayCurveChart *chart,
                AssayPlaces           *places)
{
  AssayPlaceFound found;

  if (chart->base == ASSAY_BASE_NONE || chart->base_text == NULL)
    return;
  const double w = assay_fonts_width (scene->fonts, chart->base_text, assay_style_small);
  if (!assay_places_find (places, chart->n_curves, w, 7, NAN, NAN, FALSE, &found))
    return;
  assay_scene_text (scene, found.box.left, found.box.top + 6, ASSAY_ANCHOR_START, assay_style_small,
                    ASSAY_PAINT (TEXT_2), chart->base_text);
  assay_scene_halo (scene);
}

/* A line's name and value below the plot. Returns the bottom. */
static double
draw_below (AssayScene           *scene,
            const AssayCurveLine *curve,
            double                y)
{
  const double x = 18;
  const double right = x + 5 + assay_scene_text_fit (scene, x, y + 8.5, ASSAY_ANCHOR_START, style_name,
                                                     assay_curve_ink (curve), curve->name, scene->width * 0.5);

  assay_scene_line (scene, 0, y + 6, 13, y + 6, line_paint (curve), 1.4, FALSE);
  if (curve->value != NULL)
    assay_scene_text_fit (scene, right, y + 8.5, ASSAY_ANCHOR_START, assay_style_label, assay_curve_ink (curve),
                          curve->value, MAX (0, scene->width - right));
  return y + ASSAY_CURVE_ROW;
}

/* First who has a place beside its line, then who needs a leader, then who has none. Returns the bottom. */
static double
draw_labels (AssayScene            *scene,
             const AssayCurveChart *chart,
             const AssayPlane      *plane,
             AssayPlaces           *places,
             double                 bottom)
{
  g_autofree gboolean *is_done = g_new0 (gboolean, chart->n_curves + 1);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < chart->n_curves; i++)
      is_done[i] = is_done[i] || draw_label (scene, plane, places, &chart->curves[i], i, pass == 1);
  for (guint i = 0; i < chart->n_curves; i++)
    if (!is_done[i])
      bottom = draw_below (scene, &chart->curves[i], bottom);
  return bottom;
}

/* --- all -------------------------------------------------------------------------------------------------------- */

static gboolean
has_table (const AssayCurveChart *chart)
{
  return chart->n_rows > 0 || chart->ring_text != NULL;
}

static AssayPlane
lay_out (const AssayCurveChart *chart,
         double                 width,
         double                 top,
         gboolean              *is_beside)
{
  const AssayScale x = make_scale (chart, FALSE), y = make_scale (chart, TRUE);
  double left = ASSAY_PLANE_LEFT;

  if (fabs (y.hi) >= 1000 || y.step < 0.1)
    left += 16;
  *is_beside = has_table (chart) && width >= left + 140 + 20 + LEAST_TABLE;
  const double room = width - left - 10 - (*is_beside ? LEAST_TABLE + 14 : 0);
  const double side = MIN (LARGEST, *is_beside ? MAX (room * 0.72, 140) : room);
  return assay_plane_new (x, y, left, top, side, side);
}

/* The titles above the plot. Returns its top. */
static double
draw_titles (AssayScene            *scene,
             const AssayCurveChart *chart,
             double                 y)
{
  if (chart->y_title != NULL)
    assay_scene_text_fit (scene, 0, y + 7, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2),
                          chart->y_title, scene->width);
  return y + (chart->y_title != NULL ? 13 : 5) + (isnan (chart->threshold) ? 0 : 10);
}

static void
draw_threshold_text (AssayScene            *scene,
                     const AssayCurveChart *chart,
                     const AssayPlane      *plane)
{
  if (isnan (chart->threshold) || chart->threshold_text == NULL)
    return;
  const double w = MIN (assay_fonts_width (scene->fonts, chart->threshold_text, style_name),
                        plane->right - plane->left);
  const double x = CLAMP (at (&plane->x, chart->threshold), plane->left + w / 2, plane->right - w / 2);
  assay_scene_text_fit (scene, x, plane->top - 5, ASSAY_ANCHOR_MIDDLE, style_name, ASSAY_PAINT (TEXT),
                        chart->threshold_text, w + 0.5);
}

static double
draw_plot (AssayScene            *scene,
           const AssayCurveChart *chart,
           const AssayPlane      *plane)
{
  double bottom = plane->bottom + ASSAY_PLANE_BELOW + (chart->x_title != NULL ? ASSAY_PLANE_TITLE : 0) + 2;
  AssayPlaces places;

  assay_places_init (&places, (AssayBox) { plane->left + 3, plane->top + 3, plane->right - 2, plane->bottom - 3 });
  for (guint i = 0; i < chart->n_curves; i++)
    draw_band (scene, plane, &chart->curves[i]);
  assay_plane_draw (scene, plane, chart->x_title, plane->bottom);
  draw_base (scene, chart, plane, &places);
  draw_threshold_text (scene, chart, plane);
  for (guint i = 0; i < chart->n_curves; i++)
    draw_curve (scene, plane, &places, &chart->curves[i], i);
  for (guint i = 0; i < chart->n_curves; i++)
    if (has_ring (&chart->curves[i]))
      draw_ring (scene, plane, &places, &chart->curves[i]);
  bottom = draw_labels (scene, chart, plane, &places, bottom);
  draw_base_text (scene, chart, &places);
  assay_places_clear (&places);
  return bottom;
}

AssayScene *
assay_chart_curve (AssayFonts            *fonts,
                   const AssayCurveChart *chart,
                   double                 width)
{
  AssayScene *scene = assay_scene_new (fonts, width, 0);
  gboolean is_beside;
  const double top = assay_chart_head (scene, &chart->head, 0);

  assay_scene_begin (scene, "Figure", chart->head.title);
  const AssayPlane plane = lay_out (chart, width, draw_titles (scene, chart, top), &is_beside);
  double bottom = draw_plot (scene, chart, &plane);
  if (is_beside)
    bottom = MAX (bottom, assay_curve_table (scene, chart, plane.right + 20, plane.top, width - plane.right - 20));
  else if (has_table (chart))
    bottom = assay_curve_table (scene, chart, 0, bottom + 4, width);
  scene->height = bottom + 2;
  assay_scene_end (scene);
  return scene;
}
