/* chart-view.c: layout, drawing and keys of a chart; chart-copy.c takes it to the clipboard and into files. */
#include "chart-view-private.h"

#include "draw/render.h"
#include "palette-of.h"
#include "words/translate.h"

#include <math.h>

#define PIXELS_A_UNIT 1.66   /* at a text scale of 1: a row of 14.5 points is 24 px high, its text 12 */
#define LEAST_WIDTH 260
#define NATURAL_WIDTH 520
#define MOST_MARKS 2000      /* more are not walked: the largest heat map has 1,600 */

enum { MARK_ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayChartView, assay_chart_view, GTK_TYPE_WIDGET)

/* --- the scene -------------------------------------------------------------------------------------------------- */

/* Grows with the text scale that the desktop asks for. */
double
assay_chart_view_pixels (AssayChartView *self)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  return PIXELS_A_UNIT * (dpi > 0 ? dpi / 1024.0 / 96.0 : 1.0);
}

/* (nullable) (transfer none) For a width in pixels. */
static AssayScene *
scene_for (AssayChartView *self,
           int             width)
{
  const double scale = assay_chart_view_pixels (self) * self->magnification;

  if (self->exhibit == NULL)
    return NULL;
  if (self->scene == NULL || self->scene_width != width || self->scale != scale)
    {
      g_clear_pointer (&self->scene, assay_scene_free);
      self->scale = scale;
      self->scene_width = width;
      self->scene = assay_exhibit_draw (self->exhibit, assay_open_audit_fonts (self->audit), width / scale,
                                        self->n_most);
    }
  return self->scene;
}

static void
assay_chart_view_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  AssayChartView *self = ASSAY_CHART_VIEW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = LEAST_WIDTH;
      *natural = NATURAL_WIDTH;
      return;
    }
  const AssayScene *scene = scene_for (self, for_size > 0 ? MAX (for_size, LEAST_WIDTH) : NATURAL_WIDTH);
  *minimum = *natural = scene != NULL ? (int) ceil (scene->height * self->scale) : 0;
}

static gboolean
is_mark (const AssayOp *op)
{
  return op->kind == ASSAY_OP_HIT && op->name != NULL && *op->name != '\0' && op->text != NULL && *op->text != '\0';
}

static AssayChartMark *
nth_mark (AssayChartView *self,
          guint           n)
{
  return n < self->marks->len ? self->marks->pdata[n] : NULL;
}

/* Marks that say the same stay who they are: focus and the screen reader stay with them. */
static void
place_mark (AssayChartView *self,
            guint           n,
            const AssayOp  *op)
{
  const graphene_rect_t area = GRAPHENE_RECT_INIT ((float) op->x, (float) op->y, (float) op->w, (float) op->h);
  AssayChartMark *mark = nth_mark (self, n);

  if (mark != NULL && g_strcmp0 (assay_chart_mark_says (mark), op->text) == 0)
    {
      assay_chart_mark_move (mark, &area);
      return;
    }
  GtkWidget *made = assay_chart_mark_new (&area, op->name, op->text);
  g_signal_connect_swapped (made, "activate", G_CALLBACK (assay_chart_view_activate_mark), self);
  g_signal_connect_swapped (made, "explain", G_CALLBACK (assay_chart_view_explain), self);
  gtk_widget_insert_after (made, GTK_WIDGET (self), n > 0 ? self->marks->pdata[n - 1] : NULL);
  if (mark != NULL)
    {
      gtk_widget_unparent (GTK_WIDGET (mark));
      self->marks->pdata[n] = made;
    }
  else
    g_ptr_array_add (self->marks, made);
}

static void
remove_marks (AssayChartView *self,
              guint           from)
{
  for (guint i = from; i < self->marks->len; i++)
    gtk_widget_unparent (self->marks->pdata[i]);
  g_ptr_array_set_size (self->marks, (int) MIN (from, self->marks->len));
}

static void
place_marks (AssayChartView   *self,
             const AssayScene *scene)
{
  guint n = 0;

  for (guint i = 0; scene != NULL && i < scene->ops->len && n < MOST_MARKS; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (is_mark (op))
        place_mark (self, n++, op);
    }
  remove_marks (self, n);
}

/* At another width: no child may come or go while sizes are given out, and charts say the same at every width. */
static void
move_marks (AssayChartView   *self,
            const AssayScene *scene)
{
  guint n = 0;

  for (guint i = 0; scene != NULL && i < scene->ops->len && n < self->marks->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (!is_mark (op))
        continue;
      const graphene_rect_t area = GRAPHENE_RECT_INIT ((float) op->x, (float) op->y, (float) op->w, (float) op->h);
      assay_chart_mark_move (self->marks->pdata[n++], &area);
    }
}

static void
assay_chart_view_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  AssayChartView *self = ASSAY_CHART_VIEW (widget);

  move_marks (self, scene_for (self, width));
  for (guint i = 0; i < self->marks->len; i++)
    {
      const graphene_rect_t *area = assay_chart_mark_area (self->marks->pdata[i]);
      const GtkAllocation place = { (int) floor (area->origin.x * self->scale),
                                    (int) floor (area->origin.y * self->scale),
                                    (int) ceil (area->size.width * self->scale),
                                    (int) ceil (area->size.height * self->scale) };
      gtk_widget_measure (self->marks->pdata[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (self->marks->pdata[i], &place, -1);
    }
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
  if (self->saying != NULL)
    gtk_popover_present (GTK_POPOVER (self->saying));
}

static void
assay_chart_view_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  AssayChartView *self = ASSAY_CHART_VIEW (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const AssayScene *scene = scene_for (self, width);

  if (scene == NULL)
    return;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_scale (cr, self->scale, self->scale);
  assay_scene_paint (scene, cr, assay_palette_of ());
  cairo_destroy (cr);
  for (guint i = 0; i < self->marks->len; i++)
    gtk_widget_snapshot_child (widget, self->marks->pdata[i], snapshot);
}

/* --- keys ------------------------------------------------------------------------------------------------------- */

static int
focused_mark (AssayChartView *self)
{
  for (guint i = 0; i < self->marks->len; i++)
    if (gtk_widget_has_focus (self->marks->pdata[i]))
      return (int) i;
  return -1;
}

/* How far a mark lies in a direction; sideways counts thrice. Not that way: infinitely. */
static double
distance (const graphene_rect_t *from,
          const graphene_rect_t *to,
          GtkDirectionType       direction)
{
  const double dx = to->origin.x + to->size.width / 2 - from->origin.x - from->size.width / 2;
  const double dy = to->origin.y + to->size.height / 2 - from->origin.y - from->size.height / 2;
  const double along = direction == GTK_DIR_LEFT    ? -dx
                       : direction == GTK_DIR_RIGHT ? dx
                       : direction == GTK_DIR_UP    ? -dy
                                                    : dy;
  const double across = fabs (direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT ? dy : dx);

  return along > 0.5 ? along + 3 * across : INFINITY;
}

static int
next_mark (AssayChartView   *self,
           int               from,
           GtkDirectionType  direction)
{
  const graphene_rect_t *area = assay_chart_mark_area (self->marks->pdata[from]);
  double least = INFINITY;
  int nearest = -1;

  for (guint i = 0; i < self->marks->len; i++)
    {
      const double d = distance (area, assay_chart_mark_area (self->marks->pdata[i]), direction);
      if (d < least)
        {
          least = d;
          nearest = (int) i;
        }
    }
  return nearest;
}

/* One Tab stop: the mark that was last walked to; arrows inside; Home and End go through keys of their own. */
static gboolean
assay_chart_view_focus (GtkWidget        *widget,
                        GtkDirectionType  direction)
{
  AssayChartView *self = ASSAY_CHART_VIEW (widget);
  const int at = focused_mark (self);
  int next = -1;

  if (self->marks->len == 0)
    return FALSE;
  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    next = at >= 0 ? -1 : (int) MIN (self->last, self->marks->len - 1);
  else
    next = at >= 0 ? next_mark (self, at, direction) : (int) MIN (self->last, self->marks->len - 1);
  if (next < 0)
    return FALSE;
  self->last = (guint) next;
  return gtk_widget_grab_focus (self->marks->pdata[next]);
}

static gboolean
assay_chart_view_grab_focus (GtkWidget *widget)
{
  return assay_chart_view_focus (widget, GTK_DIR_TAB_FORWARD);
}

void
assay_chart_view_activate_mark (AssayChartView *self,
                                AssayChartMark *mark)
{
  guint position;

  if (g_ptr_array_find (self->marks, mark, &position))
    {
      self->last = position;
      assay_chart_view_select (self, (int) position);
    }
  g_signal_emit (self, signals[MARK_ACTIVATED], 0, mark);
}

/* For whoever does not hover: the same sentence, until Escape. */
void
assay_chart_view_explain (AssayChartView *self,
                          AssayChartMark *mark)
{
  graphene_rect_t area;

  if (self->saying == NULL)
    {
      GtkWidget *label = gtk_label_new (NULL);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
      self->saying = gtk_popover_new ();
      gtk_popover_set_child (GTK_POPOVER (self->saying), label);
      gtk_widget_set_parent (self->saying, GTK_WIDGET (self));
    }
  gtk_label_set_text (GTK_LABEL (gtk_popover_get_child (GTK_POPOVER (self->saying))), assay_chart_mark_says (mark));
  if (gtk_widget_compute_bounds (GTK_WIDGET (mark), GTK_WIDGET (self), &area))
    gtk_popover_set_pointing_to (GTK_POPOVER (self->saying),
                                 &(GdkRectangle) { (int) area.origin.x, (int) area.origin.y, (int) area.size.width,
                                                   (int) area.size.height });
  gtk_popover_popup (GTK_POPOVER (self->saying));
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
assay_chart_view_dispose (GObject *object)
{
  AssayChartView *self = ASSAY_CHART_VIEW (object);

  remove_marks (self, 0);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->saying, gtk_widget_unparent);
  g_clear_pointer (&self->scene, assay_scene_free);
  g_clear_pointer (&self->exhibit, assay_exhibit_free);
  g_clear_object (&self->audit);
  G_OBJECT_CLASS (assay_chart_view_parent_class)->dispose (object);
}

static void
assay_chart_view_finalize (GObject *object)
{
  g_ptr_array_unref (ASSAY_CHART_VIEW (object)->marks);
  G_OBJECT_CLASS (assay_chart_view_parent_class)->finalize (object);
}

static GtkSizeRequestMode
assay_chart_view_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
assay_chart_view_class_init (AssayChartViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = assay_chart_view_dispose;
  G_OBJECT_CLASS (class)->finalize = assay_chart_view_finalize;
  widget_class->get_request_mode = assay_chart_view_request_mode;
  widget_class->measure = assay_chart_view_measure;
  widget_class->size_allocate = assay_chart_view_size_allocate;
  widget_class->snapshot = assay_chart_view_snapshot;
  widget_class->focus = assay_chart_view_focus;
  widget_class->grab_focus = assay_chart_view_grab_focus;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  signals[MARK_ACTIVATED] = g_signal_new ("mark-activated", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, ASSAY_TYPE_CHART_MARK);
  assay_chart_view_add_actions (widget_class);
}

static void
assay_chart_view_init (AssayChartView *self)
{
  self->marks = g_ptr_array_new ();
  self->selected = -1;
  self->magnification = 1;
  assay_palette_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
  assay_chart_view_add_menu (self);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (gtk_widget_queue_resize), self, G_CONNECT_SWAPPED);
}

GtkWidget *
assay_chart_view_new (void)
{
  return g_object_new (ASSAY_TYPE_CHART_VIEW, NULL);
}

void
assay_chart_view_show (AssayChartView *self,
                       AssayOpenAudit *audit,
                       AssayExhibit   *exhibit,
                       guint           n_most)
{
  g_clear_pointer (&self->scene, assay_scene_free);
  g_clear_pointer (&self->exhibit, assay_exhibit_free);
  g_set_object (&self->audit, audit);
  self->exhibit = exhibit;
  self->n_most = n_most;
  assay_chart_view_select (self, -1);
  place_marks (self, scene_for (self, MAX (gtk_widget_get_width (GTK_WIDGET (self)), NATURAL_WIDTH)));
  const char *note = exhibit != NULL ? assay_exhibit_note (exhibit) : NULL;
  g_autofree char *keys = g_strdup_printf (_("%s%sArrow keys walk its marks."), note != NULL ? note : "",
                                           note != NULL ? " " : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, exhibit != NULL ? assay_exhibit_title (exhibit) : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, keys, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
assay_chart_view_scale (AssayChartView *self,
                        double          magnification,
                        guint           n_most)
{
  if (magnification == self->magnification && n_most == self->n_most)
    return;
  self->magnification = magnification;
  self->n_most = n_most;
  g_clear_pointer (&self->scene, assay_scene_free);
  place_marks (self, scene_for (self, MAX (gtk_widget_get_width (GTK_WIDGET (self)), LEAST_WIDTH)));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

int
assay_chart_view_selected (AssayChartView *self)
{
  return self->selected;
}

void
assay_chart_view_select (AssayChartView *self,
                         int             position)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      const gboolean is_selected = (int) i == position;
      if (is_selected)
        gtk_widget_set_state_flags (self->marks->pdata[i], GTK_STATE_FLAG_SELECTED, FALSE);
      else
        gtk_widget_unset_state_flags (self->marks->pdata[i], GTK_STATE_FLAG_SELECTED);
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->marks->pdata[i]), GTK_ACCESSIBLE_STATE_SELECTED, is_selected,
                                   -1);
    }
  self->selected = position < (int) self->marks->len ? position : -1;
}

AssayExhibit *
assay_chart_view_exhibit (AssayChartView *self)
{
  return self->exhibit;
}

guint
assay_chart_view_n_marks (AssayChartView *self)
{
  return self->marks->len;
}

AssayChartMark *
assay_chart_view_mark (AssayChartView *self,
                       guint           position)
{
  return nth_mark (self, position);
}
