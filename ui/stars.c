/* stars.c: five icons that are one slider. */
#include "stars.h"

#define MOST 5
#define STAR 24   /* of a star's place: large enough to be hit */

struct _AssayStars
{
  GtkWidget  parent;
  GtkWidget *images[MOST];
  guint      value;
};

G_DEFINE_FINAL_TYPE (AssayStars, assay_stars, GTK_TYPE_WIDGET)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

void
assay_stars_set (AssayStars *self,
                 guint       value)
{
  g_return_if_fail (ASSAY_IS_STARS (self) && value >= 1 && value <= MOST);
  g_autofree char *text = g_strdup_printf ("%u of %u", value, MOST);

  self->value = value;
  for (guint i = 0; i < MOST; i++)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->images[i]),
                                  i < value ? "starred-symbolic" : "non-starred-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) value,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 1.0, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) MOST,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

guint
assay_stars_value (AssayStars *self)
{
  return self->value;
}

void
assay_stars_give (AssayStars *self,
                  guint       value)
{
  g_return_if_fail (ASSAY_IS_STARS (self) && value >= 1 && value <= MOST);
  if (value == self->value)
    return;
  assay_stars_set (self, value);
  g_signal_emit (self, signals[CHANGED], 0, value);
}

static void
pressed (GtkGestureClick *click,
         int              n_press,
         double           x,
         double           y,
         AssayStars      *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  assay_stars_give (self, (guint) CLAMP ((int) x / STAR + 1, 1, MOST));
}

static gboolean
key_pressed (GtkEventControllerKey *keys,
             guint                  key,
             guint                  code,
             GdkModifierType        state,
             AssayStars            *self)
{
  if (key >= GDK_KEY_1 && key <= GDK_KEY_5)
    assay_stars_give (self, key - GDK_KEY_0);
  else if (key == GDK_KEY_Left || key == GDK_KEY_minus)
    assay_stars_give (self, MAX (self->value, 2) - 1);
  else if (key == GDK_KEY_Right || key == GDK_KEY_plus)
    assay_stars_give (self, MIN (self->value, MOST - 1) + 1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
assay_stars_dispose (GObject *object)
{
  AssayStars *self = ASSAY_STARS (object);

  for (guint i = 0; i < MOST; i++)
    g_clear_pointer (&self->images[i], gtk_widget_unparent);
  G_OBJECT_CLASS (assay_stars_parent_class)->dispose (object);
}

static void
assay_stars_class_init (AssayStarsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = assay_stars_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "stars");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
  signals[CHANGED] = g_signal_new ("changed", ASSAY_TYPE_STARS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   1, G_TYPE_UINT);
}

static void
assay_stars_init (AssayStars *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  for (guint i = 0; i < MOST; i++)
    {
      self->images[i] = gtk_image_new ();
      gtk_widget_set_size_request (self->images[i], STAR, STAR);
      gtk_widget_set_parent (self->images[i], GTK_WIDGET (self));
    }
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
assay_stars_new (const char *label)
{
  AssayStars *self = g_object_new (ASSAY_TYPE_STARS, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), label);
  assay_stars_set (self, 3);
  return GTK_WIDGET (self);
}
