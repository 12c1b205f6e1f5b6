/* button-name.h: what a button with a text is called by assistive technology. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* GTK 4.8 gives such a button two names, the text with its underscore and the text as it is shown, and both are read out.
 * This leaves the second. Returns the button. */
GtkWidget *assay_button_named_once  (GtkWidget *button);
/* Every button with a text below a widget: those of a template. */
void       assay_buttons_named_once (GtkWidget *root);

G_END_DECLS
