/* trouble.h: an error as a person reads it: what it is, what exactly, what to do. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *title, *advice; /* static */
  char       *what;           /* owned: the error's own sentence */
} AssayTrouble;

void assay_trouble_of    (const GError *error, AssayTrouble *trouble);
void assay_trouble_clear (AssayTrouble *trouble);

G_END_DECLS
