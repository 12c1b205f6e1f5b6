/* threshold-bar.c: scores by label as bars, the threshold as a line across them.
 *
 * Heights are square roots of rows, and the axis says so: most scores of most models stand at their ends, and a
 * threshold is sought where few are.
 * Bars are of equal width whatever the bins, so that quantile bins read as well: a place is a share of the bins.
 * Arrows move by one edge, with Shift by sixteen, Page by sixty-four, Escape goes back to the plan's.
 */
#include "threshold-bar.h"

#include "draw/render.h"
#include "measure/scores.h"
#include "palette-of.h"
#include "report/phrases.h"
#include "words/translate.h"
#include "words/translate.h"

#include <math.h>

#define HEIGHT 90
#define TEXT_HEIGHT 18.0
#define MARGIN 10.0
#define N_BARS 96
#define FAR 16
#define PAGE 64

struct _AssayThresholdBar
{
  GtkWidget    parent;
  AssayOpenAudit *audit;
  guint        n_edges;
  const double *edges;
  double       bars[N_BARS][2];  /* rows of the other class, of the positive one */
  double       most;
  char        *axis;
};

G_DEFINE_FINAL_TYPE (AssayThresholdBar, assay_threshold_bar, GTK_TYPE_WIDGET)

static AssayWhatIf *
what_if_of (AssayThresholdBar *self)
{
  return assay_open_audit_what_if (self->audit, NULL);
}

/* --- places ----------------------------------------------------------------------------------------------------- */

static double
place_of (AssayThresholdBar *self,
          guint              edge)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN;

  return MARGIN + width * edge / (self->n_edges - 1);
}

guint
assay_threshold_bar_edge_at (AssayThresholdBar *self,
                             double             x)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN;

  return (guint) CLAMP (round ((x - MARGIN) / MAX (width, 1) * (self->n_edges - 1)), 0, self->n_edges - 1);
}

static void
fill_bars (AssayThresholdBar    *self,
           const AssayHistogram *scores)
{
  for (guint i = 0; i < scores->n_bins; i++)
    {
      const guint bar = scores->bins[i].bin * N_BARS / (scores->n_edges - 1);

      self->bars[bar][0] += (double) scores->bins[i].negatives;
      self->bars[bar][1] += (double) scores->bins[i].positives;
    }
  for (guint i = 0; i < N_BARS; i++)
    self->most = MAX (self->most, sqrt (self->bars[i][0] + self->bars[i][1]));
}

/* --- drawing ---------------------------------------------------------------------------------------------------- */

static void
draw_text (AssayThresholdBar *self,
           GtkSnapshot       *snapshot,
           const char        *text,
           double             x,
           double             y,
           gboolean           is_strong)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  const double width = gtk_widget_get_width (GTK_WIDGET (self));
  GdkRGBA color;
  int text_width;

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.85));
  if (is_strong)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &text_width, NULL);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  color.alpha *= is_strong ? 1 : 0.72f;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) CLAMP (x - text_width / 2.0, 0,
                                                                         MAX (width - text_width, 0)), (float) y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* Positive labels from the ground, the others above them; what the threshold calls positive is strong. */
static void
draw_bars (AssayThresholdBar *self,
           AssayScene        *scene)
{
  const double ground = scene->height - TEXT_HEIGHT, room = ground - TEXT_HEIGHT;
  const double step = (scene->width - 2 * MARGIN) / N_BARS;

  for (guint i = 0; i < N_BARS && self->most > 0; i++)
    {
      const double rows = self->bars[i][0] + self->bars[i][1], all = sqrt (rows) / self->most * room;
      const double positives = rows > 0 ? all * self->bars[i][1] / rows : 0, others = all - positives;
      const double x = MARGIN + i * step;

      assay_scene_rect (scene, x, ground - positives, step - 1, positives, 0, ASSAY_PAINT (FINE));
      assay_scene_rect (scene, x, ground - positives - others, step - 1, others, 0, ASSAY_PAINT (RULE));
    }
  assay_scene_line (scene, MARGIN, ground, scene->width - MARGIN, ground, ASSAY_PAINT (TEXT_3), 1, FALSE);
}

static void
assay_threshold_bar_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  AssayThresholdBar *self = ASSAY_THRESHOLD_BAR (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const guint edge = assay_what_if_edge (what_if_of (self)), own = assay_what_if_own_edge (what_if_of (self));
  const double x = place_of (self, edge);
  g_autoptr (AssayScene) scene = assay_scene_new (NULL, width, height);

  draw_bars (self, scene);
  if (own != edge)
    assay_scene_line (scene, place_of (self, own), TEXT_HEIGHT, place_of (self, own), height - TEXT_HEIGHT,
                      ASSAY_PAINT (BOUND), 1, TRUE);
  assay_scene_line (scene, x, TEXT_HEIGHT - 2, x, height - TEXT_HEIGHT + 3, ASSAY_PAINT (TEXT), 2, FALSE);
  assay_scene_mark (scene, ASSAY_SHAPE_CIRCLE, x, height - TEXT_HEIGHT, 12, ASSAY_PAINT (TEXT), FALSE);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  assay_scene_paint (scene, cr, assay_palette_of ());
  cairo_destroy (cr);
  g_autofree char *at = assay_phrase_threshold (self->edges[edge]), *lo = assay_phrase_threshold (self->edges[0]);
  g_autofree char *hi = assay_phrase_threshold (self->edges[self->n_edges - 2]);
  draw_text (self, snapshot, at, x, 0, TRUE);
  draw_text (self, snapshot, isinf (self->edges[0]) ? _("lowest score") : lo, MARGIN, height - TEXT_HEIGHT + 2,
             FALSE);
  draw_text (self, snapshot, self->axis, width / 2.0, height - TEXT_HEIGHT + 4, FALSE);
  draw_text (self, snapshot, fabs (self->edges[self->n_edges - 2] - 1) < 0.002 ? "1" : hi, width - MARGIN,
             height - TEXT_HEIGHT + 2, FALSE);
}

/* --- moving ----------------------------------------------------------------------------------------------------- */

static void
tell (AssayThresholdBar *self)
{
  g_autofree char *text = assay_phrase_threshold (assay_what_if_threshold (what_if_of (self)));
  g_autofree char *name = g_strdup_printf (_("Threshold %s"), text);

  /* The name has it too: a value is told to the outside of GTK's own sliders alone. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) assay_what_if_edge (what_if_of (self)),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  (double) self->n_edges - 1, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
assay_threshold_bar_drag (AssayThresholdBar *self,
                          guint              edge)
{
  g_return_if_fail (ASSAY_IS_THRESHOLD_BAR (self) && edge < self->n_edges);
  assay_open_audit_move_threshold (self->audit, edge);
}

void
assay_threshold_bar_move (AssayThresholdBar *self,
                          guint              edge)
{
  assay_threshold_bar_drag (self, edge);
  assay_open_audit_let_go (self->audit);
}

static void
drag_began (GtkGestureDrag    *drag,
            double             x,
            double             y,
            AssayThresholdBar *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  assay_threshold_bar_drag (self, assay_threshold_bar_edge_at (self, x));
}

static void
drag_updated (GtkGestureDrag    *drag,
              double             dx,
              double             dy,
              AssayThresholdBar *self)
{
  double x, y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  assay_threshold_bar_drag (self, assay_threshold_bar_edge_at (self, x + dx));
}

static void
drag_ended (GtkGestureDrag    *drag,
            double             dx,
            double             dy,
            AssayThresholdBar *self)
{
  assay_open_audit_let_go (self->audit);
}

static guint
moved_by (AssayThresholdBar *self,
          int                by)
{
  return (guint) CLAMP ((int) assay_what_if_edge (what_if_of (self)) + by, 0, (int) self->n_edges - 1);
}

static gboolean
key_pressed (GtkEventControllerKey *keys,
             guint                  key,
             guint                  code,
             GdkModifierType        state,
             AssayThresholdBar     *self)
{
  const int by = state & GDK_SHIFT_MASK ? FAR : 1;

  switch (key)
    {
    case GDK_KEY_Left: case GDK_KEY_Down: assay_threshold_bar_drag (self, moved_by (self, -by)); break;
    case GDK_KEY_Right: case GDK_KEY_Up: assay_threshold_bar_drag (self, moved_by (self, by)); break;
    case GDK_KEY_Page_Down: assay_threshold_bar_drag (self, moved_by (self, -PAGE)); break;
    case GDK_KEY_Page_Up: assay_threshold_bar_drag (self, moved_by (self, PAGE)); break;
    case GDK_KEY_Home: assay_threshold_bar_drag (self, 0); break;
    case GDK_KEY_End: assay_threshold_bar_drag (self, self->n_edges - 1); break;
    case GDK_KEY_Escape: assay_threshold_bar_drag (self, assay_what_if_own_edge (what_if_of (self))); break;
    default: return GDK_EVENT_PROPAGATE;
    }
  return GDK_EVENT_STOP;
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
assay_threshold_bar_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 600 : HEIGHT;
}

static void
assay_threshold_bar_dispose (GObject *object)
{
  g_clear_object (&ASSAY_THRESHOLD_BAR (object)->audit);
  G_OBJECT_CLASS (assay_threshold_bar_parent_class)->dispose (object);
}

static void
assay_threshold_bar_finalize (GObject *object)
{
  g_free (ASSAY_THRESHOLD_BAR (object)->axis);
  G_OBJECT_CLASS (assay_threshold_bar_parent_class)->finalize (object);
}

static void
assay_threshold_bar_class_init (AssayThresholdBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = assay_threshold_bar_dispose;
  G_OBJECT_CLASS (class)->finalize = assay_threshold_bar_finalize;
  widget_class->measure = assay_threshold_bar_measure;
  widget_class->snapshot = assay_threshold_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "thresholdbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
assay_threshold_bar_init (AssayThresholdBar *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               _("Drag the threshold, or move it by the arrow keys; Escape goes back to the plan's"));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_updated), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  assay_palette_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
}

/* (transfer full) Beside the line there is no room for a legend: "candidate_score; full: label 1, faint: label 0;
 * heights by ..." */
static char *
axis_text (const AssayFindings *findings)
{
  const AssayCounts *counts = findings->counts;
  g_autofree char *text = g_strdup_printf (_("%s; full: label %s, faint: label %s; heights by the square root of rows"),
                                           findings->plan->score, counts->classes[counts->positive],
                                           counts->classes[1 - counts->positive]);

  return assay_phrase_safe (text);
}

GtkWidget *
assay_threshold_bar_new (AssayOpenAudit *audit)
{
  AssayThresholdBar *self = g_object_new (ASSAY_TYPE_THRESHOLD_BAR, NULL);
  const AssayFindings *findings = assay_open_audit_report (audit)->findings;

  self->audit = g_object_ref (audit);
  self->edges = assay_what_if_edges (what_if_of (self), &self->n_edges);
  self->axis = axis_text (findings);
  fill_bars (self, findings->whole->evidence.scores);
  tell (self);
  g_signal_connect_object (audit, "threshold-moved", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
