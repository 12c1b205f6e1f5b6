/* program.h: runs the built program as a user would, in a folder of its own. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int   status;      /* exit status; -N: ended by signal N */
  char *out, *err;
} Outcome;

void   outcome_clear (Outcome *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

/* Makes an empty folder and goes there; its text is kept for folder_leave(). */
char  *folder_enter  (void);
/* Goes back, removes the folder and all that is in it, frees the text. */
void   folder_leave  (char *folder);
char **folder_list   (void);                    /* (transfer full) names in the current folder, sorted */
void   write_file    (const char *name, const char *content);
char  *read_file     (const char *name);        /* (transfer full) */

/* Runs assay with the words of line (quotes as in a shell); NAME=VALUE before the command are environment, NAME= takes
 * the variable away. Standard input is empty, the outputs are pipes. */
Outcome run          (const char *line);
/* FALSE where no pseudo-terminal can be opened (a bare tree without /dev/pts): the test case is then marked as skipped. */
gboolean terminal_is_there (void);
/* The same on a terminal of this size: out holds all that came on it. */
Outcome run_on_terminal (const char *line, guint n_columns, guint n_lines);
/* Starts it, sends the signal after delay_ms (and again, when n_signals is 2), waits for the end. */
Outcome run_and_signal (const char *line, int number, guint n_signals, guint delay_ms);

/* A small set that can be audited: label, prediction, score, sex, race; n_rows of them, from a seed. */
void   write_income  (const char *name, guint n_rows);

G_END_DECLS
