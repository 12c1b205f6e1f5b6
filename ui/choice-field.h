/* choice-field.h: a drop-down over choices whose titles are for people and whose values are the plan's. */
#pragma once

#include "models/draft-choices.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*AssayChosen) (const char *value, gpointer data);

/* label: its accessible name. chosen is called when a person chooses, never by assay_choice_field_show(). */
GtkWidget  *assay_choice_field_new   (const char *label, AssayChosen chosen, gpointer data);
/* choices: (transfer full) (element-type AssayChoice). current: the value that stands there; none when it is not
 * among them. */
void        assay_choice_field_show  (GtkWidget *field, GPtrArray *choices, const char *current);
/* As a click on that choice does: for tests. FALSE: there is no such one. */
gboolean    assay_choice_field_choose (GtkWidget *field, const char *value);

G_END_DECLS
