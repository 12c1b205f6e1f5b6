/* screens-run.h: pictures of runs, of data that changed, of preferences. */
#pragma once

#include "screen.h"

G_BEGIN_DECLS

void screens_run (AssayApplication *application, int width, int height, void (*keep) (gpointer window, const char *name));

G_END_DECLS
