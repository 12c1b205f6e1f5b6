/* audit-decisions.h: what people say of an audit, kept in its file: notes, decisions, sign-offs.
 *
 * What is there is in AssayReport.review of an opened audit, with whether each sign-off still holds. These add to it:
 *
 *     assay_audit_decide (path, &(AssayDecision) { ASSAY_DECISION_FIX, "slice race=Black", "Ada", "more data" }, ...)
 *     assay_audit_sign (path, &(AssaySignOff) { .is_approval = TRUE, .who = "Ada" }, ...)
 *
 * The file is locked (flock), read, and written anew beside; rename() puts the new one in its place. Two who write at a
 * time wait for each other, whoever reads meanwhile sees the old file or the new one, and so does everybody after a
 * crash. The waiting ends after ten seconds with an error; it blocks, so that a main loop calls this from a thread.
 * A file of an earlier minor becomes one of this minor; what was audited stays as it is, bit for bit.
 */
#pragma once

#include "audit/audit.h"

G_BEGIN_DECLS

/* (transfer full) (nullable) Why an audit has nothing by this name: "check NAME", "slice TEXT", "tag NAME", "audit". */
char    *assay_audit_about_problem (const AssayAudit     *self,
                                    const char           *about);

/* Adds a note or a decision. at_us 0: now. audit (nullable): (transfer full) the audit as it now is. */
gboolean assay_audit_decide        (const char           *path,
                                    const AssayDecision  *decision,
                                    AssayAudit          **audit,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds a sign-off; what it covers, its digest and state are found here. at_us 0: now. audit: as above. */
gboolean assay_audit_sign          (const char           *path,
                                    const AssaySignOff   *sign_off,
                                    AssayAudit          **audit,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Either of them, while the file still holds the audit that was read from it or written to it: what was said of it is
 * not said of another. One of decision and sign_off is NULL. self is not changed: swap its review. */
gboolean assay_audit_say           (const AssayAudit     *self,
                                    const char           *path,
                                    const AssayDecision  *decision,
                                    const AssaySignOff   *sign_off,
                                    AssayAudit          **audit,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was said in other, the same audit read again, becomes self's, and the other way round. FALSE: it is another audit,
 * and nothing was done. */
gboolean assay_audit_swap_review   (AssayAudit           *self,
                                    AssayAudit           *other) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
