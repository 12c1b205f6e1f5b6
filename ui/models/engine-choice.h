/* engine-choice.h: the engine that a person chose: "auto", "cpu", "cuda" (its first device), "cuda:1", "cuda:all". */
#pragma once

#include "audit/audit.h"
#include "tally/engine-list.h"

G_BEGIN_DECLS

/* FALSE, and automatic: the text names no engine. */
gboolean assay_engine_choice_read (const char *text, const char **engine, guint *device);

typedef struct
{
  char       *id;        /* as above: what the setting becomes */
  char       *title, *more;
  gboolean    is_usable; /* or it is what is set now */
} AssayEngineChoice;

void       assay_engine_choice_free (AssayEngineChoice *self);
/* (transfer full) (element-type AssayEngineChoice) What can be chosen: automatic, the processor, each device by its name,
 * all devices where there are several; what cannot be used says why. lines: of assay_engine_list(); NULL: not known yet.
 * chosen: (nullable) a setting, which is among them even when there is no such device now. */
GPtrArray *assay_engine_choices     (const GPtrArray *lines, const char *chosen);

/* What counted an audit: "the processor". (transfer full) */
char      *assay_engine_says        (const char *engine);

G_END_DECLS
