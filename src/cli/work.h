/* work.h: long work on a thread, while the first thread shows progress and listens for Ctrl-C. */
#pragma once

#include "read/progress.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs on a thread of its own. FALSE with an error; G_IO_ERROR_CANCELLED when it was interrupted. */
typedef gboolean (*AssayWork) (gpointer data, AssayProgress *progress, GCancellable *cancellable, GError **error);

/* Runs work to its end. SIGINT, SIGTERM and SIGHUP cancel it, with the message `interrupted`; a second one ends the
 * program. Shows a progress line on standard error when it is a terminal and is_quiet is not set, and takes it away
 * again. */
gboolean assay_work_run (AssayWork   work,
                         gpointer    data,
                         gboolean    is_quiet,
                         const char *interrupted,
                         GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
