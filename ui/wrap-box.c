/* wrap-box.c: what AdwWrapBox would do, which libadwaita 1.2 does not have. A line is as high as its highest child;
 * the others stand in its middle. */
#include "wrap-box.h"

#define GAP 8

struct _AssayWrapBox
{
  GtkWidget parent;
};

G_DEFINE_FINAL_TYPE (AssayWrapBox, assay_wrap_box, GTK_TYPE_WIDGET)

static int
width_of (GtkWidget *child,
          int        width)
{
  int least, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  return MAX (least, MIN (natural, width));
}

static int
height_of (GtkWidget *child,
           int        width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

/* The children of one line, from first on; its height. The next line's first child, or NULL. */
static GtkWidget *
line_end (GtkWidget *first,
          int        width,
          int       *height)
{
  GtkWidget *child = first;
  int x = 0;

  *height = 0;
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child))
        continue;
      const int own = width_of (child, width);
      if (x > 0 && x + own > width)
        break;
      x += own + GAP;
      *height = MAX (*height, height_of (child, own));
    }
  return child;
}

static int
place (GtkWidget *box,
       int        width,
       gboolean   allocates)
{
  GtkWidget *child = gtk_widget_get_first_child (box);
  int y = 0;

  while (child != NULL)
    {
      int height, x = 0;
      GtkWidget *next = line_end (child, width, &height);
      for (; child != next; child = gtk_widget_get_next_sibling (child))
        {
          if (!gtk_widget_should_layout (child))
            continue;
          const int own = width_of (child, width), high = height_of (child, own);
          if (allocates)
            gtk_widget_size_allocate (child, &(GtkAllocation) { x, y + (height - high) / 2, own, high }, -1);
          x += own + GAP;
        }
      y += height > 0 ? height + GAP : 0;
    }
  return MAX (y - GAP, 0);
}

static void
assay_wrap_box_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  int least = 0, all = -GAP;

  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int one, own;
      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &one, &own, NULL, NULL);
      least = MAX (least, one);
      all += own + GAP;
    }
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = MAX (all, least);
    }
  else
    *minimum = *natural = place (widget, for_size > 0 ? for_size : MAX (all, least), FALSE);
}

static void
assay_wrap_box_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  place (widget, width, TRUE);
}

static GtkSizeRequestMode
assay_wrap_box_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
assay_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (assay_wrap_box_parent_class)->dispose (object);
}

static void
assay_wrap_box_class_init (AssayWrapBoxClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = assay_wrap_box_dispose;
  widget_class->get_request_mode = assay_wrap_box_request_mode;
  widget_class->measure = assay_wrap_box_measure;
  widget_class->size_allocate = assay_wrap_box_size_allocate;
}

static void
assay_wrap_box_init (AssayWrapBox *self)
{
}

GtkWidget *
assay_wrap_box_new (void)
{
  return g_object_new (ASSAY_TYPE_WRAP_BOX, NULL);
}

void
assay_wrap_box_append (GtkWidget *box,
                       GtkWidget *child)
{
  gtk_widget_insert_before (child, box, NULL);
}
