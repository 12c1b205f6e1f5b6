/* palette-of.c: libadwaita knows dark and high contrast; a chart has to follow both by itself. */
#include "palette-of.h"

#include <adwaita.h>

AssayPalette
assay_palette_of (void)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  const gboolean is_dark = adw_style_manager_get_dark (style);

  if (adw_style_manager_get_high_contrast (style))
    return is_dark ? ASSAY_PALETTE_CONTRAST_DARK : ASSAY_PALETTE_CONTRAST_LIGHT;
  return is_dark ? ASSAY_PALETTE_DARK : ASSAY_PALETTE_LIGHT;
}

void
assay_palette_watch (GtkWidget *widget,
                     GCallback  callback)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_signal_connect_object (style, "notify::dark", callback, widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", callback, widget, G_CONNECT_SWAPPED);
}
