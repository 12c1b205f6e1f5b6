/* short-name.h: names of any length in choices and heads, whose widgets cannot do without room for all of a text. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full) Safe for people, at most so many characters: the middle of a longer one is left out. */
char *assay_short_name (const char *name, guint most);

G_END_DECLS
