/* share-bar.h: a number with its bar from zero, the interval across its end. */
#pragma once

#include "words/number.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_SHARE_BAR (assay_share_bar_get_type ())
G_DECLARE_FINAL_TYPE (AssayShareBar, assay_share_bar, ASSAY, SHARE_BAR, GtkWidget)

GtkWidget *assay_share_bar_new (void);
/* most: what a whole bar stands for, > 0; a value below 0 has no bar. name: for who does not see it. */
void       assay_share_bar_set (AssayShareBar *self, const AssayEstimate *estimate, AssayUnit unit, double most, gboolean is_worse,
                                const char *name);

G_END_DECLS
