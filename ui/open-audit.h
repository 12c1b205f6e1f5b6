/* open-audit.h: an audit that is open in a window: what pages show.
 *
 * Reading runs in a thread of its own. Whoever shows something of an audit holds a reference; exhibits and findings
 * are borrowed from it. Main thread only, but for the reading.
 */
#pragma once

#include "audit/audit.h"
#include "report/exhibit.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_OPEN_AUDIT (assay_open_audit_get_type ())
G_DECLARE_FINAL_TYPE (AssayOpenAudit, assay_open_audit, ASSAY, OPEN_AUDIT, GObject)

/* (transfer full) Runs in a thread. How an audit comes about: from its file, or from data. path: (nullable) to be
 * set to the audit file, when it is another one than was asked for. */
typedef AssayAudit *(*AssayAuditReader) (const char *path, char **audit_path, AssayProgress *progress,
                                         GCancellable *cancellable, GError **error);

/* The reader of audit files. */
AssayAudit        *assay_open_audit_read_file    (const char *path, char **audit_path, AssayProgress *progress,
                                                  GCancellable *cancellable, GError **error);

/* progress (nullable) outlives the task; a reader that cannot be stopped ends alone, and what it read is dropped. */
void               assay_open_audit_load_async   (const char          *path,
                                                  AssayAuditReader     reader,
                                                  AssayProgress       *progress,
                                                  GCancellable        *cancellable,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             data);
/* (transfer full) */
AssayOpenAudit    *assay_open_audit_load_finish  (GAsyncResult *result, GError **error);

const char        *assay_open_audit_path         (AssayOpenAudit *self);
const char        *assay_open_audit_title        (AssayOpenAudit *self); /* made safe for people */
const AssayAudit  *assay_open_audit_audit        (AssayOpenAudit *self);
const AssayReport *assay_open_audit_report       (AssayOpenAudit *self);
/* Widths of text in charts. */
AssayFonts        *assay_open_audit_fonts        (AssayOpenAudit *self);
/* Whether notes and decisions can be kept in its file. */
gboolean           assay_open_audit_is_read_only (AssayOpenAudit *self);

G_END_DECLS
