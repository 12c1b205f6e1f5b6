/* open-audit-review.h: what people say of an open audit: written to its file in a thread, and read again when somebody
 * else wrote there. The review that assay_open_audit_report() has is replaced, then "review-changed" is emitted; nothing
 * else of the audit changes. Main thread only.
 */
#pragma once

#include "audit/audit-decisions.h"
#include "open-audit.h"

G_BEGIN_DECLS

/* Both wait up to ten seconds for another writer. What they give is copied. */
void     assay_open_audit_decide_async  (AssayOpenAudit      *self,
                                         const AssayDecision *decision,
                                         GAsyncReadyCallback  callback,
                                         gpointer             data);
void     assay_open_audit_sign_async    (AssayOpenAudit      *self,
                                         const AssaySignOff  *sign_off,
                                         GAsyncReadyCallback  callback,
                                         gpointer             data);
/* Of both. FALSE: nothing was written. */
gboolean assay_open_audit_say_finish    (AssayOpenAudit      *self,
                                         GAsyncResult        *result,
                                         GError             **error);

/* Looks whether the file is another one than was read last, and reads it; at once, in a thread. */
void     assay_open_audit_look_again    (AssayOpenAudit      *self);
/* The file holds another audit by now, or none: what is shown is no longer what is there. */
gboolean assay_open_audit_is_replaced   (AssayOpenAudit      *self);

/* Inside: from when it is open until it is finalized. */
void     assay_open_audit_watch         (AssayOpenAudit      *self);
/* open-audit.c: FALSE: other is another audit. */
gboolean assay_open_audit_take_review   (AssayOpenAudit      *self,
                                         AssayAudit          *other);

G_END_DECLS
