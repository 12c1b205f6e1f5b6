/* terminal.h: what the program says, and where it ends up.
 *
 * Everything on standard output goes through here: text for people in the locale's encoding, data as it is. A reader
 * that has gone away (assay show | head) is no error; a full disk is.
 */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

/* Standard output's width, colour (only on a terminal, without NO_COLOR) and encoding. */
AssayTerminalOptions assay_terminal_options (void);
/* Columns that a table may use: the terminal's, 0 (no bound) when standard output is none. */
guint       assay_terminal_table_width (void);
/* Whether a progress line may be shown on standard error. */
gboolean    assay_terminal_has_progress (void);

gboolean    assay_output_text  (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    assay_output_data  (const char *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* "assay: MESSAGE" on standard error, one line whatever is in it. */
void        assay_output_error (const char *message);
/* (transfer full) Text that a terminal shows as it is: control and direction characters and bytes that are no UTF-8
 * are written as \x1b, \u202e; with keep_lines line ends stay. */
char       *assay_output_harmless (const char *text, gboolean keep_lines);

G_END_DECLS
