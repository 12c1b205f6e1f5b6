/* field.h: what fields of a form share: a value that is shown and not taken from under the hand that types. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* value (nullable) into an entry, unless it says so already but for blanks. */
void       assay_field_show     (GtkWidget *entry, const char *value);
/* A label that names the field beside it, for eyes. */
GtkWidget *assay_field_label    (const char *text);
/* message (nullable): under a field whose text is none that it can have. */
void       assay_field_trouble  (GtkWidget *field, GtkLabel *says, const char *message);

G_END_DECLS
