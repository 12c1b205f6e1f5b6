/* flip-bar.c: bars from a line in the middle, so that fixed and broken can be held against each other. */
#include "flip-bar.h"

#include "draw/render.h"
#include "palette-of.h"
#include "words/translate.h"

#include <math.h>

#define WIDTH 116
#define HEIGHT 30
#define BAR 6.0
#define GAP 4.0

struct _AssayFlipBar
{
  GtkWidget parent;
  guint64   n_broken, n_fixed, n_rows;
  double    most;
  char     *says;
};

G_DEFINE_FINAL_TYPE (AssayFlipBar, assay_flip_bar, GTK_TYPE_WIDGET)

static double
length_of (const AssayFlipBar *self,
           guint64             n,
           double              half)
{
  return CLAMP ((double) n / (double) self->n_rows / self->most, 0, 1) * half;
}

static void
draw_bars (const AssayFlipBar *self,
           AssayScene         *scene)
{
  const double middle = scene->width / 2, y = scene->height - BAR - 3;
  const double left = length_of (self, self->n_broken, middle), right = length_of (self, self->n_fixed, middle);

  assay_scene_rect (scene, middle - left, y, left, BAR, 0, ASSAY_PAINT (WORSE));
  assay_scene_rect (scene, middle, y, right, BAR, 0, ASSAY_PAINT (BETTER));
  assay_scene_line (scene, middle, 0, middle, scene->height, ASSAY_PAINT (WHOLE), 1, FALSE);
}

/* at_end: it ends at x, else begins there. */
static void
draw_count (AssayFlipBar *self,
            GtkSnapshot  *snapshot,
            guint64       n,
            double        x,
            gboolean      at_end)
{
  g_autofree char *text = assay_number_rows (n);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA color;
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (at_end ? x - width : x), 1));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
assay_flip_bar_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  AssayFlipBar *self = ASSAY_FLIP_BAR (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (AssayScene) scene = assay_scene_new (NULL, width, height);

  if (self->n_rows == 0)
    return;
  draw_bars (self, scene);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  assay_scene_paint (scene, cr, assay_palette_of ());
  cairo_destroy (cr);
  draw_count (self, snapshot, self->n_broken, width / 2.0 - GAP, TRUE);
  draw_count (self, snapshot, self->n_fixed, width / 2.0 + GAP, FALSE);
}

static void
assay_flip_bar_measure (GtkWidget      *widget,
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
assay_flip_bar_finalize (GObject *object)
{
  g_free (ASSAY_FLIP_BAR (object)->says);
  G_OBJECT_CLASS (assay_flip_bar_parent_class)->finalize (object);
}

static void
assay_flip_bar_class_init (AssayFlipBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = assay_flip_bar_finalize;
  widget_class->measure = assay_flip_bar_measure;
  widget_class->snapshot = assay_flip_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "flipbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
assay_flip_bar_init (AssayFlipBar *self)
{
  self->most = 1;
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE); /* lines of one row meet those of the next */
  assay_palette_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
}

GtkWidget *
assay_flip_bar_new (void)
{
  return g_object_new (ASSAY_TYPE_FLIP_BAR, NULL);
}

/* (transfer full) "Female: 62 rows fixed, 41 broken; 4.5 % of 2,310 predictions differ" */
static char *
says_of (const AssayPaired *paired,
         const char        *name)
{
  g_autofree char *fixed = assay_number_rows (paired->only_new_right);
  g_autofree char *broken = assay_number_rows (paired->only_old_right), *rows = assay_number_rows (paired->rows);
  g_autofree char *rate = assay_number_estimate (&paired->flip_rate, ASSAY_UNIT_PERCENT, TRUE);

  return g_strdup_printf (_("%s: %s fixed, %s broken; of %s predictions %s differ"), name, fixed, broken, rows, rate);
}

void
assay_flip_bar_show (AssayFlipBar      *self,
                     const AssayPaired *paired,
                     double             most,
                     const char        *name)
{
  g_return_if_fail (ASSAY_IS_FLIP_BAR (self));
  g_free (self->says);
  self->says = paired != NULL && paired->rows > 0 ? says_of (paired, name) : g_strdup ("");
  self->n_broken = paired != NULL ? paired->only_old_right : 0;
  self->n_fixed = paired != NULL ? paired->only_new_right : 0;
  self->n_rows = paired != NULL ? paired->rows : 0;
  self->most = most > 0 ? most : 1;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->says, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), *self->says != '\0' ? self->says : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const char *
assay_flip_bar_says (AssayFlipBar *self)
{
  return self->says;
}
