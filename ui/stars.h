/* stars.h: one to five stars, to be set by a click or by the arrow keys; one Tab stop. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_STARS (assay_stars_get_type ())
G_DECLARE_FINAL_TYPE (AssayStars, assay_stars, ASSAY, STARS, GtkWidget)

/* Signal "changed" (guint value), by the user's hand alone. */
GtkWidget *assay_stars_new   (const char *label);
void       assay_stars_set   (AssayStars *self, guint value);
guint      assay_stars_value (AssayStars *self);
/* As a key or a click does. */
void       assay_stars_give  (AssayStars *self, guint value);

G_END_DECLS
