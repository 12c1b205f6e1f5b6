/* share-bar.c: text above a bar; undefined numbers say why in place of it. */
#include "share-bar.h"

#include "draw/render.h"
#include "palette-of.h"
#include "words/translate.h"

#include <math.h>

#define WIDTH 104
#define BAR 7.0
#define HEIGHT 34

struct _AssayShareBar
{
  GtkWidget     parent;
  AssayEstimate estimate;
  AssayUnit     unit;
  double        least, most;
  gboolean      is_worse;
};

G_DEFINE_FINAL_TYPE (AssayShareBar, assay_share_bar, GTK_TYPE_WIDGET)

static double
place (const AssayShareBar *self,
       double               value,
       double               width)
{
  return CLAMP ((value - self->least) / (self->most - self->least), 0, 1) * width;
}

static void
draw_bar (AssayShareBar *self,
          AssayScene    *scene)
{
  const double y = scene->height - BAR - 3, width = scene->width;
  const AssayPaint paint = { self->is_worse ? ASSAY_ROLE_WORSE : ASSAY_ROLE_FINE, 0 };

  assay_scene_rect (scene, 0, y, width, BAR, 0, ASSAY_PAINT (GRID));
  const double zero = place (self, 0, width), end = place (self, self->estimate.value, width);
  assay_scene_rect (scene, MIN (zero, end), y, fabs (end - zero), BAR, 0, paint);
  if (self->least < 0)
    assay_scene_line (scene, zero, y - 2, zero, y + BAR + 2, ASSAY_PAINT (TEXT_3), 1, FALSE);
  if (isfinite (self->estimate.lo))
    assay_scene_line (scene, place (self, self->estimate.lo, width), y + BAR / 2,
                      place (self, self->estimate.hi, width), y + BAR / 2,
                      ASSAY_PAINT (TEXT), 1.4, FALSE);
}

static void
assay_share_bar_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  AssayShareBar *self = ASSAY_SHARE_BAR (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const gboolean is_there = isfinite (self->estimate.value);
  g_autofree char *text = is_there ? assay_number_point (&self->estimate, self->unit, FALSE, TRUE)
                                   : g_strdup (self->estimate.why != NULL ? self->estimate.why : _("undefined"));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (AssayScene) scene = assay_scene_new (NULL, width, height);
  GdkRGBA color;

  if (is_there)
    draw_bar (self, scene);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  assay_scene_paint (scene, cr, assay_palette_of ());
  cairo_destroy (cr);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= is_there ? 1 : 0.72f;
  gtk_snapshot_append_layout (snapshot, layout, &color);
}

static void
assay_share_bar_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 72 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
assay_share_bar_class_init (AssayShareBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->measure = assay_share_bar_measure;
  widget_class->snapshot = assay_share_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "sharebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
assay_share_bar_init (AssayShareBar *self)
{
  self->most = 1;
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  assay_palette_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
}

GtkWidget *
assay_share_bar_new (void)
{
  return g_object_new (ASSAY_TYPE_SHARE_BAR, NULL);
}

void
assay_share_bar_set (AssayShareBar       *self,
                     const AssayEstimate *estimate,
                     AssayUnit            unit,
                     double               least,
                     double               most,
                     gboolean             is_worse,
                     const char          *name)
{
  g_return_if_fail (ASSAY_IS_SHARE_BAR (self));
  g_autofree char *whole = assay_number_estimate (estimate, unit, TRUE);
  g_autofree char *says = isnan (estimate->value)
                            ? g_strdup_printf (_("%s: undefined, %s"), name,
                                               estimate->why != NULL ? estimate->why : "")
                            : g_strdup_printf (_("%s: %s"), name, whole);

  self->estimate = *estimate;
  self->unit = unit;
  self->least = MIN (least, 0);
  self->most = most > 0 || least < 0 ? MAX (most, 0) : 1;
  self->is_worse = is_worse;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, says, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), says);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
