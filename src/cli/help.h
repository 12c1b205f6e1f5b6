/* help.h: --help, made from the table of commands and the plan's table of keys. */
#pragma once

#include "cli/commands.h"

G_BEGIN_DECLS

char *assay_help_program (void);                        /* (transfer full) */
char *assay_help_command (const AssayCommand *command); /* (transfer full) */
char *assay_help_keys    (void);                        /* (transfer full) of a plan, all sections */

G_END_DECLS
