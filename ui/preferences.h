/* preferences.h: what counts rows, and colours: the settings that a person chooses. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void assay_preferences_show (GtkWindow *window, GSettings *settings);

G_END_DECLS
