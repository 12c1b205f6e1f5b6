/* engine-choice.h: the engine that a person chose: "auto", "cpu", "cuda" (its first device), "cuda:1", "cuda:all". */
#pragma once

#include "audit/audit.h"

G_BEGIN_DECLS

/* FALSE, and automatic: the text names no engine. */
gboolean assay_engine_choice_read (const char *text, const char **engine, guint *device);

G_END_DECLS
