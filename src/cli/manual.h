/* manual.h: the man pages, made at build time from the tables that drive the program. Not part of the program. */
#pragma once

#include "cli/commands.h"

G_BEGIN_DECLS

char *assay_manual_program (void); /* (transfer full) assay(1) */
char *assay_manual_plan    (void); /* (transfer full) assay-plan(5) */

/* The plan that assay-plan(5) shows; a test reads it. */
extern const char assay_manual_example[];

G_END_DECLS
