/* audit-review.h: notes, decisions and sign-offs as rows of an audit file; whether sign-offs hold. Inside src/audit. */
#pragma once

#include "audit/sql-rows.h"
#include "judge/judge.h"
#include "report/review.h"

G_BEGIN_DECLS

#define ASSAY_AUDIT_FILE_MINOR_REVIEW 2u   /* since 1.2; earlier files have none */

/* (transfer full) problem: as of cursors; what was read until then. */
AssayReview *assay_audit_review_read     (sqlite3             *db,
                                          char               **problem);
/* One row behind those that are there. */
void         assay_audit_review_put_decision (AssaySqlWriter  *writer,
                                          guint                position,
                                          const AssayDecision *decision);
void         assay_audit_review_put_sign_off (AssaySqlWriter  *writer,
                                          guint                position,
                                          const AssaySignOff  *sign_off);
void         assay_audit_review_put      (AssaySqlWriter      *writer,
                                          const AssayReview   *review);  /* (nullable) */
/* Says of each sign-off whether it holds. content, rows: the file's digests (audit-digest.h). */
void         assay_audit_review_verify   (AssayReview         *review,
                                          const char          *content,
                                          const char          *rows);

/* Tags get the ease and importance that they were rated last, the plan's where nobody rated them. Borrows names of review. */
void         assay_audit_review_rate     (AssayFindings       *findings,
                                          const AssayReview   *review);  /* (nullable) */

G_END_DECLS
