/* palette-of.h: the charts' colours for the style that the desktop asks for. */
#pragma once

#include "draw/palette.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Light or dark, high contrast when the desktop has it or the settings' palette does. */
AssayPalette assay_palette_of  (void);
/* callback (swapped) whenever that changes, as long as widget lives. */
void         assay_palette_watch (GtkWidget *widget, GCallback callback);

G_END_DECLS
