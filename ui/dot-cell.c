/* dot-cell.c: a short scene in each row: the lines that all rows share, and the row's own mark. */
#include "dot-cell.h"

#include "draw/render.h"
#include "palette-of.h"

#include <math.h>

#define HEIGHT 30
#define NATURAL_WIDTH 240
#define MARGIN 8.0
#define DOT 9.0
#define EDGE 0.02   /* of the scale, beyond the outermost interval */

struct _AssayDotCell
{
  GtkWidget            parent;
  const AssayDotScale *scale;
  AssayDotMark         mark;
};

G_DEFINE_FINAL_TYPE (AssayDotCell, assay_dot_cell, GTK_TYPE_WIDGET)

/* --- the scale -------------------------------------------------------------------------------------------------- */

void
assay_dot_scale_clear (AssayDotScale *self)
{
  *self = (AssayDotScale) { NAN, NAN, NAN, NAN };
}

void
assay_dot_scale_take (AssayDotScale *self,
                      double         value)
{
  if (!isfinite (value))
    return;
  self->lo = isnan (self->lo) ? value : MIN (self->lo, value);
  self->hi = isnan (self->hi) ? value : MAX (self->hi, value);
}

void
assay_dot_scale_finish (AssayDotScale *self,
                        gboolean       is_share)
{
  const double more = (self->hi - self->lo) * EDGE;

  self->lo = is_share ? MAX (self->lo - more, 0) : self->lo - more;
  self->hi = is_share ? MIN (self->hi + more, 1) : self->hi + more;
}

/* --- drawing ---------------------------------------------------------------------------------------------------- */

static double
place (const AssayDotCell *self,
       double              value,
       double              width)
{
  const double span = self->scale->hi - self->scale->lo;

  return MARGIN + (span > 0 ? (value - self->scale->lo) / span : 0.5) * (width - 2 * MARGIN);
}

static void
draw_lines (const AssayDotCell *self,
            AssayScene         *scene)
{
  const double height = scene->height;

  if (isfinite (self->scale->whole))
    {
      const double x = place (self, self->scale->whole, scene->width);
      assay_scene_line (scene, x, 0, x, height, ASSAY_PAINT (WHOLE), 1, FALSE);
    }
  if (isfinite (self->scale->bound))
    {
      const double x = place (self, self->scale->bound, scene->width);
      assay_scene_line (scene, x, 0, x, height, ASSAY_PAINT (BOUND), 1, TRUE);
    }
}

static void
draw_mark (const AssayDotCell *self,
           AssayScene         *scene)
{
  const AssayDotMark *mark = &self->mark;
  const AssayPaint paint = { mark->role, 0 };
  const double y = scene->height / 2, x = place (self, mark->estimate.value, scene->width);

  if (isfinite (mark->estimate.lo))
    assay_scene_line (scene, place (self, mark->estimate.lo, scene->width), y,
                      place (self, mark->estimate.hi, scene->width), y, paint, mark->is_marked ? 2.5 : 1.8, FALSE);
  assay_scene_mark (scene, mark->is_marked ? ASSAY_SHAPE_DIAMOND : ASSAY_SHAPE_CIRCLE, x, y,
                    mark->is_marked ? DOT + 2 : DOT, paint, mark->is_hollow);
}

/* Beside the line that goes through all rows, not under it, where there is room. */
static double
text_place (const AssayDotCell *self,
            int                 text_width,
            int                 width)
{
  const double line = isfinite (self->scale->whole) ? place (self, self->scale->whole, width) : -MARGIN;

  if (line < MARGIN / 2 || line > 2 * MARGIN + text_width)
    return MARGIN;
  return line + MARGIN + text_width <= width ? line + MARGIN : MARGIN;
}

/* What is said in place of a mark: why there is none. */
static void
draw_why (AssayDotCell *self,
          GtkSnapshot  *snapshot,
          int           width,
          int           height)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->mark.why);
  GdkRGBA color;
  int text_width, text_height;

  pango_layout_set_width (layout, (int) (MAX (width - 2 * MARGIN, 1) * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  gtk_style_context_get_color (context, &color);
  color.alpha *= 0.72f;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) text_place (self, text_width, width),
                                                           (float) (height - text_height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
assay_dot_cell_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  AssayDotCell *self = ASSAY_DOT_CELL (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (AssayScene) scene = assay_scene_new (NULL, width, height);

  draw_lines (self, scene);
  if (self->mark.why == NULL && isfinite (self->mark.estimate.value))
    draw_mark (self, scene);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  assay_scene_paint (scene, cr, assay_palette_of ());
  cairo_destroy (cr);
  if (self->mark.why != NULL)
    draw_why (self, snapshot, width, height);
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
assay_dot_cell_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 100 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : HEIGHT;
}

static void
assay_dot_cell_finalize (GObject *object)
{
  g_free (ASSAY_DOT_CELL (object)->mark.why);
  G_OBJECT_CLASS (assay_dot_cell_parent_class)->finalize (object);
}

static void
assay_dot_cell_class_init (AssayDotCellClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = assay_dot_cell_finalize;
  widget_class->measure = assay_dot_cell_measure;
  widget_class->snapshot = assay_dot_cell_snapshot;
  gtk_widget_class_set_css_name (widget_class, "dotcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
assay_dot_cell_init (AssayDotCell *self)
{
  self->mark.estimate.value = NAN;
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE); /* lines of one row meet those of the next */
  assay_palette_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
}

GtkWidget *
assay_dot_cell_new (const AssayDotScale *scale)
{
  AssayDotCell *self = g_object_new (ASSAY_TYPE_DOT_CELL, NULL);

  self->scale = scale;
  return GTK_WIDGET (self);
}

void
assay_dot_cell_show (AssayDotCell *self,
                     AssayDotMark  mark,
                     const char   *says)
{
  g_return_if_fail (ASSAY_IS_DOT_CELL (self));
  g_free (self->mark.why);
  self->mark = mark;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, says, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), says);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
