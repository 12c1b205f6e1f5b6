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
/* Of what is opened, not of a run: what stands in the way is mended elsewhere. */
void assay_trouble_of_opening (const GError *error, AssayTrouble *trouble);
/* (transfer full) An error's message as a sentence for a label. */
char *assay_trouble_sentence (const char *message);
void assay_trouble_clear (AssayTrouble *trouble);

G_END_DECLS
