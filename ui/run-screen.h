/* run-screen.h: how far a run is: a screen of its own, or one line above the numbers that are there already. */
#pragma once

#include "runner.h"

G_BEGIN_DECLS

GtkWidget *assay_run_screen_new (AssayRunner *runner);
/* Shown while the runner runs. */
GtkWidget *assay_run_line_new   (AssayRunner *runner);

G_END_DECLS
