/* chart-mark.c: GtkAccessible cannot be implemented before GTK 4.10, so each mark of a chart is a child widget: a
 * list's item with a name. Its style draws focus and hover. */
#include "chart-mark.h"

struct _AssayChartMark
{
  GtkWidget       parent;

  graphene_rect_t area;
  char           *name, *says;
};

enum { ACTIVATE, EXPLAIN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayChartMark, assay_chart_mark, GTK_TYPE_WIDGET)

static void
assay_chart_mark_finalize (GObject *object)
{
  AssayChartMark *self = ASSAY_CHART_MARK (object);

  g_free (self->name);
  g_free (self->says);
  G_OBJECT_CLASS (assay_chart_mark_parent_class)->finalize (object);
}

static void
assay_chart_mark_class_init (AssayChartMarkClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = assay_chart_mark_finalize;
  gtk_widget_class_set_css_name (widget_class, "chartmark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  signals[ACTIVATE] = g_signal_new ("activate", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EXPLAIN] = g_signal_new ("explain", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_activate_signal (widget_class, signals[ACTIVATE]);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Return, 0, "activate", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_KP_Enter, 0, "activate", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_space, 0, "explain", NULL);
}

static void
clicked (AssayChartMark *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  g_signal_emit (self, signals[ACTIVATE], 0);
}

static void
assay_chart_mark_init (AssayChartMark *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (click, "released", G_CALLBACK (clicked), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

GtkWidget *
assay_chart_mark_new (const graphene_rect_t *area,
                      const char            *name,
                      const char            *says)
{
  AssayChartMark *self = g_object_new (ASSAY_TYPE_CHART_MARK, NULL);

  self->area = *area;
  self->name = g_strdup (name);
  self->says = g_strdup (says);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), says);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, says, -1);
  return GTK_WIDGET (self);
}

const graphene_rect_t *
assay_chart_mark_area (AssayChartMark *self)
{
  return &self->area;
}

void
assay_chart_mark_move (AssayChartMark        *self,
                       const graphene_rect_t *area)
{
  self->area = *area;
}

const char *
assay_chart_mark_name (AssayChartMark *self)
{
  return self->name;
}

const char *
assay_chart_mark_says (AssayChartMark *self)
{
  return self->says;
}
