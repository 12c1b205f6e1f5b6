/* share-bar.h: a number with its bar from zero, the interval across its end. */
#pragma once

#include "words/number.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_SHARE_BAR (assay_share_bar_get_type ())
G_DECLARE_FINAL_TYPE (AssayShareBar, assay_share_bar, ASSAY, SHARE_BAR, GtkWidget)

GtkWidget *assay_share_bar_new (void);
/* least <= 0 <= most: what the room of a bar stands for; bars start at 0, to the left below it. name: for who does
 * not see it. */
void       assay_share_bar_set (AssayShareBar *self, const AssayEstimate *estimate, AssayUnit unit, double least,
                                double most,
                                gboolean is_worse, const char *name);

G_END_DECLS
