/* chart-columns.c: names, sizes and heads of rows; room for labels. */
#include "chart-columns.h"

#include "words/number.h"

#include <math.h>

#define NAME_GAP 4

double
assay_chart_name_width (AssayFonts *fonts,
                        const char *name,
                        const char *of)
{
  const double width = assay_fonts_width (fonts, name, assay_style_name);

  return of != NULL ? width + NAME_GAP + assay_fonts_width (fonts, of, assay_style_label) : width;
}

void
assay_chart_name (AssayScene *scene,
                  double      x,
                  double      y,
                  const char *name,
                  const char *of,
                  double      max_width)
{
  const double full = of != NULL ? assay_fonts_width (scene->fonts, of, assay_style_label) : 0;
  const double room = of != NULL ? max_width - MIN (full, max_width * 0.3) - NAME_GAP : max_width;
  const double width = assay_scene_text_fit (scene, x, y + ASSAY_CHART_SINK, ASSAY_ANCHOR_START, assay_style_name,
                                             ASSAY_PAINT (TEXT), name, room);

  if (of != NULL)
    assay_scene_text_fit (scene, x + width + NAME_GAP, y + ASSAY_CHART_SINK, ASSAY_ANCHOR_START, assay_style_label,
                          ASSAY_PAINT (TEXT_3), of, max_width - width - NAME_GAP);
}

double
assay_chart_rows_width (AssayFonts *fonts,
                        guint64     n_rows)
{
  g_autofree char *text = assay_number_rows (n_rows);

  return assay_fonts_width (fonts, text, assay_style_label);
}

void
assay_chart_rows (AssayScene *scene,
                  double      x,
                  double      y,
                  guint64     n_rows)
{
  g_autofree char *text = assay_number_rows (n_rows);

  assay_scene_text (scene, x, y + ASSAY_CHART_SINK, ASSAY_ANCHOR_END, assay_style_label, ASSAY_PAINT (TEXT_2), text);
}

void
assay_chart_column (AssayScene  *scene,
                    double       x,
                    double       y,
                    AssayAnchor  anchor,
                    const char  *text,
                    double       max_width)
{
  assay_scene_text_fit (scene, x, y, anchor, assay_style_label, ASSAY_PAINT (TEXT_2), text, max_width);
}

AssayPaint
assay_chart_trend (AssayTrend trend)
{
  return trend == ASSAY_TREND_WORSE    ? ASSAY_PAINT (WORSE)
         : trend == ASSAY_TREND_BETTER ? ASSAY_PAINT (BETTER)
                                       : ASSAY_PAINT (UNDECIDED);
}

AssayPaint
assay_chart_trend_text (AssayTrend trend)
{
  return trend == ASSAY_TREND_WORSE ? ASSAY_PAINT (WORSE_TEXT) : assay_chart_trend (trend);
}

void
assay_chart_extend (double *lo,
                    double *hi,
                    double  value)
{
  if (!isfinite (value))
    return;
  *lo = isnan (*lo) ? value : MIN (*lo, value);
  *hi = isnan (*hi) ? value : MAX (*hi, value);
}

void
assay_chart_extend_by (double              *lo,
                       double              *hi,
                       const AssayEstimate *estimate)
{
  assay_chart_extend (lo, hi, estimate->value);
  assay_chart_extend (lo, hi, estimate->lo);
  assay_chart_extend (lo, hi, estimate->hi);
}

/* What a tick takes: its widest label, or the height of one. */
static double
tick_room (AssayFonts       *fonts,
           const AssayScale *scale)
{
  double room = 0;

  if (scale->from > scale->to)
    return 14;
  for (guint i = 0; i < assay_scale_n (scale); i++)
    {
      g_autofree char *label = assay_scale_label (scale, assay_scale_tick (scale, i));
      room = MAX (room, assay_fonts_width (fonts, label, assay_style_label));
    }
  return room + 12;
}

AssayScale
assay_chart_scale (AssayFonts *fonts,
                   double      lo,
                   double      hi,
                   gboolean    is_share,
                   gboolean    is_signed,
                   double      from,
                   double      to)
{
  AssayScale scale;

  if (isnan (lo))
    lo = 0, hi = 1;
  for (guint n = 8; n >= 2; n--)
    {
      scale = assay_scale_new (lo, hi, n, is_share);
      assay_scale_trim (&scale, lo, hi);
      scale.from = from;
      scale.to = to;
      scale.is_signed = is_signed;
      if (scale.step / (scale.hi - scale.lo) * fabs (to - from) >= tick_room (fonts, &scale))
        break;
    }
  return scale;
}

void
assay_chart_grid_up (AssayScene       *scene,
                     const AssayScale *scale,
                     double            left,
                     double            right)
{
  for (guint i = 0; i < assay_scale_n (scale); i++)
    {
      const double value = assay_scale_tick (scale, i), y = assay_scale_at (scale, value);
      g_autofree char *label = assay_scale_label (scale, value);

      assay_scene_line (scene, left, y, right, y, ASSAY_PAINT (GRID), 0.6, FALSE);
      assay_scene_text (scene, left - 4, y + ASSAY_CHART_SINK, ASSAY_ANCHOR_END, assay_style_label,
                        ASSAY_PAINT (TEXT_2),
                        label);
    }
}

/* --- room for labels -------------------------------------------------------------------------------------------- */

/* Where an op stands. FALSE: it is no obstacle. */
static gboolean
box_of (const AssayOp *op,
        double         box[4])
{
  const double left = op->anchor == ASSAY_ANCHOR_START    ? op->x
                      : op->anchor == ASSAY_ANCHOR_MIDDLE ? op->x - op->w / 2
                                                          : op->x - op->w;

  switch (op->kind)
    {
    case ASSAY_OP_TEXT:
      box[0] = left, box[1] = op->y - 0.8 * op->h, box[2] = left + op->w, box[3] = op->y + 0.25 * op->h;
      return TRUE;
    case ASSAY_OP_MARK:
      box[0] = op->x - op->h / 2, box[1] = op->y - op->h / 2, box[2] = op->x + op->h / 2, box[3] = op->y + op->h / 2;
      return TRUE;
    case ASSAY_OP_LINE: /* upright and level ones: all that charts have */
      box[0] = MIN (op->x, op->x2), box[1] = MIN (op->y, op->y2);
      box[2] = MAX (op->x, op->x2), box[3] = MAX (op->y, op->y2);
      return op->stroke.role != ASSAY_ROLE_GRID;
    default: return FALSE;
    }
}

/* A path stands where its points are: charts' curves and ribbons have many. */
static gboolean
has_point_in (const AssayScene *scene,
              const AssayOp    *op,
              double            x,
              double            y,
              double            w,
              double            h)
{
  const double *points = &g_array_index (scene->points, double, op->first);

  for (guint i = 0; op->kind == ASSAY_OP_PATH && i < op->n_points; i++)
    if (points[2 * i] > x && points[2 * i] < x + w && points[2 * i + 1] > y && points[2 * i + 1] < y + h)
      return TRUE;
  return FALSE;
}

gboolean
assay_chart_is_free (const AssayScene *scene,
                     double            x,
                     double            y,
                     double            w,
                     double            h)
{
  if (x < 0 || x + w > scene->width)
    return FALSE;
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      double box[4];

      if (box_of (op, box) && box[0] < x + w && box[2] > x && box[1] < y + h && box[3] > y)
        return FALSE;
      if (has_point_in (scene, op, x, y, w, h))
        return FALSE;
    }
  return TRUE;
}
