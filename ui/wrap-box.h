/* wrap-box.h: widgets one after the other like the words of a sentence, on as many lines as they need. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_WRAP_BOX (assay_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (AssayWrapBox, assay_wrap_box, ASSAY, WRAP_BOX, GtkWidget)

GtkWidget *assay_wrap_box_new    (void);
/* Takes the child. */
void       assay_wrap_box_append (GtkWidget *box, GtkWidget *child);

G_END_DECLS
