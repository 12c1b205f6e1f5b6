/* reviewer.h: who speaks in a review: one name for all fields, remembered. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer none) What every name field shows: the name that was given last, at first the account's. */
GtkEntryBuffer *assay_reviewer_buffer (void);
/* What was said under it is written: it is the name from now on, in later sessions too. */
void            assay_reviewer_keep   (void);

G_END_DECLS
