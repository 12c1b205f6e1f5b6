/* open-audit.h: an audit that is open in a window: what pages show.
 *
 * Reading runs in a thread of its own. Whoever shows something of an audit holds a reference; exhibits and findings
 * are borrowed from it. Main thread only, but for the reading.
 *
 * Its threshold can be moved; every page shows the same one. Signals: "threshold-moved" after every step,
 * "threshold-settled" when all that follows is there (threshold.h; a page binds to both through follow.h).
 */
#pragma once

#include "audit/data-state.h"
#include "judge/what-if.h"
#include "models/rows-model.h"
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

/* (transfer full) In any thread. audit: taken. folder: (nullable) where its data was when it was run. */
AssayOpenAudit    *assay_open_audit_new          (AssayAudit *audit, const char *path, const char *folder,
                                                  GError **error);

const char        *assay_open_audit_path         (AssayOpenAudit *self);
/* (transfer full) (nullable) Where its data is; NULL: nowhere that it is looked for. */
char              *assay_open_audit_data_folder  (AssayOpenAudit *self);
/* Whether it is at hand and what was audited: found out in a thread when it is first asked for, and
 * ASSAY_DATA_UNKNOWN until then; "data-state-changed" tells. says: (nullable) (transfer none) (nullable) which file
 * and what. */
AssayDataState     assay_open_audit_data_state   (AssayOpenAudit *self, const char **says);
void               assay_open_audit_look_at_data (AssayOpenAudit *self); /* once more */
/* (transfer full) The rows behind a slice's numbers: "" those of the whole set. */
AssayRowsModel    *assay_open_audit_rows         (AssayOpenAudit *self, const char *slice);
const char        *assay_open_audit_title        (AssayOpenAudit *self); /* made safe for people */
const AssayAudit  *assay_open_audit_audit        (AssayOpenAudit *self);
const AssayReport *assay_open_audit_report       (AssayOpenAudit *self);
/* Widths of text in charts. */
AssayFonts        *assay_open_audit_fonts        (AssayOpenAudit *self);
/* Whether notes and decisions can be kept in its file. */
gboolean           assay_open_audit_is_read_only (AssayOpenAudit *self);

/* (nullable) (transfer none) why (nullable) (transfer full): a sentence, where the threshold cannot be moved. Ask
 * anew after each signal: it is another one then. */
AssayWhatIf         *assay_open_audit_what_if        (AssayOpenAudit *self, char **why);
/* The same where it is moved; NULL at the plan's threshold. */
AssayWhatIf         *assay_open_audit_moved          (AssayOpenAudit *self);
void                 assay_open_audit_move_threshold (AssayOpenAudit *self, guint edge);
/* The hand lets go of it: it settles now, not some time after the last step. */
void                 assay_open_audit_let_go         (AssayOpenAudit *self);
void                 assay_open_audit_threshold_back (AssayOpenAudit *self); /* to the plan's */
gboolean             assay_open_audit_is_settled     (AssayOpenAudit *self);
/* (transfer none) What is shown: those of the what-if once it is moved, else the audit's. */
const AssayFindings *assay_open_audit_findings       (AssayOpenAudit *self);
/* The same as a report, for charts: where it is moved, they say so. */
AssayReport          assay_open_audit_shown          (AssayOpenAudit *self);

G_END_DECLS
