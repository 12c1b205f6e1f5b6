/* dot-cell.c: dot and interval, with the marks of the charts: a diamond is behind, a hollow one undecided. */
#include "dot-cell.h"

#include "draw/render.h"
#include "palette-of.h"
#include "words/number.h"

#include <math.h>
#include <string.h>

#define HEIGHT 30
#define NATURAL_WIDTH 240
#define MARGIN 8.0
#define DOT 9.0
#define EDGE 0.02   /* of the scale, beyond the outermost interval */

struct _AssayDotCell
{
  GtkWidget            parent;
  AssaySlicesModel    *model;
  const AssayDotScale *scale;
  guint                slice;
};

G_DEFINE_FINAL_TYPE (AssayDotCell, assay_dot_cell, GTK_TYPE_WIDGET)

/* --- the scale ---------------------------------------------------------------------------------------------------- */

/* The one bound of the checks in this measure; NaN: none, or several. */
static double
bound_of (const AssayFindings *findings,
          const AssayMeasure  *measure)
{
  double bound = NAN;

  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];

      if (check->check->bound == ASSAY_BOUND_NO_WORSE_THAN || check->check->class_name != NULL
          || strcmp (check->measure.name, measure->name) != 0)
        continue;
      if (!isnan (bound) && bound != check->check->value)
        return NAN;
      bound = check->check->value;
    }
  return bound;
}

static void
take_in (AssayDotScale *self,
         double         value)
{
  if (!isfinite (value))
    return;
  self->lo = isnan (self->lo) ? value : MIN (self->lo, value);
  self->hi = isnan (self->hi) ? value : MAX (self->hi, value);
}

void
assay_dot_scale_fit (AssayDotScale    *self,
                     AssaySlicesModel *model)
{
  const AssayFindings *findings = assay_slices_model_findings (model);
  const guint measure = assay_slices_model_measure (model);

  *self = (AssayDotScale) { NAN, NAN, findings->whole->measures[measure].value,
                            bound_of (findings, &findings->measures[measure]) };
  for (guint i = 0; i < assay_slices_model_n (model); i++)
    {
      const AssaySliceValues *values = assay_slices_model_values (model, i);
      if (values->is_too_small)
        continue;
      take_in (self, isnan (values->estimate.lo) ? values->estimate.value : values->estimate.lo);
      take_in (self, isnan (values->estimate.hi) ? values->estimate.value : values->estimate.hi);
    }
  take_in (self, self->whole);
  take_in (self, self->bound);
  const double more = (self->hi - self->lo) * EDGE;
  const gboolean is_share = assay_number_unit (&findings->measures[measure], FALSE) == ASSAY_UNIT_PERCENT;
  self->lo = is_share ? MAX (self->lo - more, 0) : self->lo - more;
  self->hi = is_share ? MIN (self->hi + more, 1) : self->hi + more;
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */

static double
place (const AssayDotCell *self,
       double              value,
       double              width)
{
  const double span = self->scale->hi - self->scale->lo;

  return MARGIN + (span > 0 ? (value - self->scale->lo) / span : 0.5) * (width - 2 * MARGIN);
}

/* What stays where the threshold was is pale: it is not to be held against the line of the whole set. */
static AssayRole
role_of (const AssaySliceValues *values,
         gboolean                stays)
{
  if (stays)
    return ASSAY_ROLE_TEXT_3;
  if (values->verdict == ASSAY_VERDICT_FAIL || values->is_worse)
    return ASSAY_ROLE_WORSE;
  return values->verdict == ASSAY_VERDICT_UNDECIDED ? ASSAY_ROLE_UNDECIDED : ASSAY_ROLE_FINE;
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
draw_slice (const AssayDotCell     *self,
            const AssaySliceValues *values,
            AssayScene             *scene)
{
  g_autofree char *stays = assay_slices_model_stays (self->model, self->slice);
  const AssayPaint paint = { role_of (values, stays != NULL), 0 };
  const double y = scene->height / 2, x = place (self, values->estimate.value, scene->width);

  if (isfinite (values->estimate.lo))
    assay_scene_line (scene, place (self, values->estimate.lo, scene->width), y, place (self, values->estimate.hi, scene->width), y,
                      paint, values->is_worse ? 2.5 : 1.8, FALSE);
  assay_scene_mark (scene, values->is_worse ? ASSAY_SHAPE_DIAMOND : ASSAY_SHAPE_CIRCLE, x, y, values->is_worse ? DOT + 2 : DOT, paint,
                    paint.role == ASSAY_ROLE_UNDECIDED || isnan (values->estimate.lo));
}

/* What is said in place of a mark: why there is none. */
static void
draw_why (AssayDotCell           *self,
          const AssaySliceValues *values,
          GtkSnapshot            *snapshot,
          int                     height)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  g_autofree char *few = g_strdup_printf ("under %u rows", (guint) assay_slices_model_findings (self->model)->plan->min_rows);
  const char *why = isnan (values->estimate.value) && values->estimate.why != NULL ? values->estimate.why : few;
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), why);
  GdkRGBA color;
  int text_height;

  pango_layout_get_pixel_size (layout, NULL, &text_height);
  gtk_style_context_get_color (context, &color);
  color.alpha *= 0.72f;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) MARGIN, (float) (height - text_height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
assay_dot_cell_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  AssayDotCell *self = ASSAY_DOT_CELL (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const AssaySliceValues *values = assay_slices_model_values (self->model, self->slice);

  if (values == NULL)
    return;
  g_autoptr (AssayScene) scene = assay_scene_new (NULL, width, height);
  draw_lines (self, scene);
  const gboolean is_there = !values->is_too_small && isfinite (values->estimate.value);
  if (is_there)
    draw_slice (self, values, scene);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  assay_scene_paint (scene, cr, assay_palette_of ());
  cairo_destroy (cr);
  if (!is_there)
    draw_why (self, values, snapshot, height);
}

/* --- the widget --------------------------------------------------------------------------------------------------- */

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
assay_dot_cell_class_init (AssayDotCellClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->measure = assay_dot_cell_measure;
  widget_class->snapshot = assay_dot_cell_snapshot;
  gtk_widget_class_set_css_name (widget_class, "dotcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
assay_dot_cell_init (AssayDotCell *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE); /* lines of one row meet those of the next */
  assay_palette_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
}

GtkWidget *
assay_dot_cell_new (AssaySlicesModel    *model,
                    const AssayDotScale *scale)
{
  AssayDotCell *self = g_object_new (ASSAY_TYPE_DOT_CELL, NULL);

  self->model = model;
  self->scale = scale;
  return GTK_WIDGET (self);
}

void
assay_dot_cell_show (AssayDotCell *self,
                     guint         slice)
{
  g_autofree char *sentence = assay_slices_model_sentence (self->model, slice);

  self->slice = slice;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), sentence);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
