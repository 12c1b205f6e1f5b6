/* completion.h: what bash completes after `assay`, made at build time from the tables that drive the program. */
#pragma once

#include "cli/commands.h"

G_BEGIN_DECLS

char *assay_completion_bash (void); /* (transfer full) a script for bash-completion's folder, or to be sourced */

G_END_DECLS
