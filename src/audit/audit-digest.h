/* audit-digest.h: SHA-256 over what an audit is, in one order of bytes that no program, host or SQLite changes. */
#pragma once

#include "plan/plan.h"
#include "report/review.h"
#include "tally/counts.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* (transfer full) Lower-case hex: over the plan's text, the classes, the axes and every count. */
char *assay_audit_digest_content (const AssayPlan   *plan,
                                  const AssayCounts *counts);
/* (transfer full) Over the rows of the tables that hold everything else. NULL: SQLite could not read them. */
char *assay_audit_digest_rows    (sqlite3           *db);
/* (transfer full) What a sign-off's digest has to be; content, rows: the audit's. It covers n_decisions of the review. */
char *assay_audit_digest_sign_off (const char       *content,
                                  const char        *rows,
                                  const AssayReview *review,
                                  const AssaySignOff *sign_off);

G_END_DECLS
