/* columns.c: what AdwBreakpoint would do, which libadwaita 1.2 does not have. */
#include "columns.h"

#define GAP 18

struct _AssayColumns
{
  GtkWidget parent;

  int       least_width;
};

G_DEFINE_FINAL_TYPE (AssayColumns, assay_columns, GTK_TYPE_WIDGET)

static gboolean
is_side_by_side (AssayColumns *self,
                 int           width)
{
  return width >= self->least_width;
}

static int
height_for (GtkWidget *child,
            int        width)
{
  int least, height, narrowest;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, NULL, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, narrowest), &least, &height, NULL, NULL);
  return MAX (least, height);
}

static void
assay_columns_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  AssayColumns *self = ASSAY_COLUMNS (widget);
  GtkWidget *left = gtk_widget_get_first_child (widget), *right = gtk_widget_get_last_child (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int one, other;
      gtk_widget_measure (left, orientation, -1, &one, NULL, NULL, NULL);
      gtk_widget_measure (right, orientation, -1, &other, NULL, NULL, NULL);
      *minimum = MAX (one, other);
      *natural = MAX (*minimum, self->least_width);
      return;
    }
  const int width = for_size > 0 ? for_size : self->least_width;
  *minimum = *natural = is_side_by_side (self, width)
                          ? MAX (height_for (left, (width - GAP) / 2), height_for (right, (width - GAP) / 2))
                          : height_for (left, width) + GAP + height_for (right, width);
}

static void
assay_columns_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  GtkWidget *left = gtk_widget_get_first_child (widget), *right = gtk_widget_get_last_child (widget);
  const gboolean is_wide = is_side_by_side (ASSAY_COLUMNS (widget), width);
  const int half = is_wide ? (width - GAP) / 2 : width;
  const int first = is_wide ? height : height_for (left, width);
  const GtkAllocation one = { 0, 0, half, first };
  const GtkAllocation other = is_wide ? (GtkAllocation) { width - half, 0, half, height }
                                      : (GtkAllocation) { 0, first + GAP, width, MAX (height - first - GAP, 0) };

  gtk_widget_size_allocate (left, &one, -1);
  gtk_widget_size_allocate (right, &other, -1);
}

static GtkSizeRequestMode
assay_columns_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
assay_columns_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (assay_columns_parent_class)->dispose (object);
}

static void
assay_columns_class_init (AssayColumnsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = assay_columns_dispose;
  widget_class->get_request_mode = assay_columns_request_mode;
  widget_class->measure = assay_columns_measure;
  widget_class->size_allocate = assay_columns_size_allocate;
}

static void
assay_columns_init (AssayColumns *self)
{
}

GtkWidget *
assay_columns_new (GtkWidget *left,
                   GtkWidget *right,
                   int        least_width)
{
  AssayColumns *self = g_object_new (ASSAY_TYPE_COLUMNS, NULL);

  self->least_width = least_width;
  gtk_widget_set_parent (left, GTK_WIDGET (self));
  gtk_widget_set_parent (right, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
