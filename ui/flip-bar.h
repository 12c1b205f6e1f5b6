/* flip-bar.h: of the rows in which two models part, how many the old one alone has right (broken) and how many the
 * new one (fixed): bars to either side of a line, counts above them. */
#pragma once

#include "words/number.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_FLIP_BAR (assay_flip_bar_get_type ())
G_DECLARE_FINAL_TYPE (AssayFlipBar, assay_flip_bar, ASSAY, FLIP_BAR, GtkWidget)

GtkWidget *assay_flip_bar_new  (void);
/* paired (nullable): NULL: nothing is to be seen. most: the share of rows that a whole bar is. name: whose. */
void       assay_flip_bar_show (AssayFlipBar *self, const AssayPaired *paired, double most, const char *name);
/* (transfer none) What it says to who does not see it. */
const char *assay_flip_bar_says (AssayFlipBar *self);

G_END_DECLS
