/* audit-review.c: notes, decisions and sign-offs from the rows of an audit file and into them; their chain.
 *
 * Rows have an order and need no places without gaps: a row that was taken out is found by the sign-offs behind it,
 * which then say so, while the audit can still be read.
 */
#include "audit/audit-review.h"

#include "audit/audit-digest.h"

#include <string.h>

#define MOST_ROWS 1000000
#define DIGEST_LENGTH 64

/* --- reading -------------------------------------------------------------------------------------------------- */

static void
check_text (AssaySqlCursor *row,
            const char     *column,
            char           *problem) /* (transfer full) (nullable) */
{
  g_autofree char *why = problem;

  if (*row->problem != NULL || why == NULL)
    return;
  g_autofree char *text = g_strdup_printf ("%s %s", column, why);
  assay_sql_cursor_reject (row, text);
}

static AssayDecision *
read_decision (AssaySqlCursor *row)
{
  AssayDecision *self = g_new0 (AssayDecision, 1);
  g_autofree char *kind = assay_sql_cursor_text (row, 3);

  self->at_us = (gint64) assay_sql_cursor_integer (row, 0, 0, G_MAXINT64);
  self->who = assay_sql_cursor_text (row, 1);
  self->about = assay_sql_cursor_text (row, 2);
  self->text = assay_sql_cursor_text (row, 4);
  if (!assay_decision_kind_find (kind, &self->kind))
    assay_sql_cursor_reject (row, "decision is none of note, accept, fix, reject, rate");
  check_text (row, "who", assay_review_name_problem (self->who));
  check_text (row, "note", assay_review_text_problem (self->text));
  check_text (row, "a rating", g_strdup (assay_rating_problem (self)));
  return self;
}

/* (transfer full) (nullable) Lower-case hex of a SHA-256. */
static char *
read_digest (AssaySqlCursor *row,
             guint           column,
             gboolean        is_nullable)
{
  char *digest = is_nullable ? assay_sql_cursor_nullable (row, column) : assay_sql_cursor_text (row, column);

  if (digest != NULL && (strlen (digest) != DIGEST_LENGTH || strspn (digest, "0123456789abcdef") != DIGEST_LENGTH))
    assay_sql_cursor_reject (row, "a digest is no SHA-256");
  return digest;
}

static AssaySignOff *
read_sign_off (AssaySqlCursor *row)
{
  AssaySignOff *self = g_new0 (AssaySignOff, 1);
  g_autofree char *decision = assay_sql_cursor_text (row, 2);

  self->at_us = (gint64) assay_sql_cursor_integer (row, 0, 0, G_MAXINT64);
  self->who = assay_sql_cursor_text (row, 1);
  self->is_approval = strcmp (decision, "approve") == 0;
  if (!self->is_approval && strcmp (decision, "reject") != 0)
    assay_sql_cursor_reject (row, "decision is none of approve, reject");
  self->note = assay_sql_cursor_nullable (row, 3);
  self->previous = read_digest (row, 4, TRUE);
  self->sha256 = read_digest (row, 5, FALSE);
  self->n_decisions = (guint) assay_sql_cursor_integer (row, 6, 0, MOST_ROWS);
  check_text (row, "who", assay_review_name_problem (self->who));
  check_text (row, "note", self->note != NULL ? assay_review_text_problem (self->note) : NULL);
  return self;
}

AssayReview *
assay_audit_review_read (sqlite3  *db,
                         char    **problem)
{
  AssayReview *review = assay_review_new ();
  g_auto (AssaySqlCursor) decision, sign_off;

  assay_sql_cursor_init (&decision, db, "decisions", "SELECT at_us, who, subject, decision, note FROM decisions"
                         " ORDER BY position", 0, problem);
  while (review->decisions->len < MOST_ROWS && assay_sql_cursor_next (&decision))
    g_ptr_array_add (review->decisions, read_decision (&decision));
  assay_sql_cursor_init (&sign_off, db, "signoffs", "SELECT at_us, who, decision, note, previous, sha256, n_decisions"
                         " FROM signoffs ORDER BY position", 0, problem);
  while (review->sign_offs->len < MOST_ROWS && assay_sql_cursor_next (&sign_off))
    g_ptr_array_add (review->sign_offs, read_sign_off (&sign_off));
  if (*problem == NULL && (review->decisions->len == MOST_ROWS || review->sign_offs->len == MOST_ROWS))
    *problem = g_strdup_printf ("it has %u decisions or sign-offs, or more", MOST_ROWS);
  return review;
}

/* --- writing -------------------------------------------------------------------------------------------------- */

void
assay_audit_review_put_decision (AssaySqlWriter      *writer,
                                 guint                position,
                                 const AssayDecision *decision)
{
  assay_sql_put (writer, "decisions (position, at_us, who, subject, decision, note)", assay_sql_integer (position),
                 assay_sql_signed (decision->at_us), assay_sql_text (decision->who), assay_sql_text (decision->about),
                 assay_sql_text (assay_decision_kind_name (decision->kind)), assay_sql_text (decision->text));
}

void
assay_audit_review_put_sign_off (AssaySqlWriter     *writer,
                                 guint               position,
                                 const AssaySignOff *sign_off)
{
  assay_sql_put (writer, "signoffs (position, at_us, who, decision, note, previous, sha256, n_decisions)",
                 assay_sql_integer (position), assay_sql_signed (sign_off->at_us), assay_sql_text (sign_off->who),
                 assay_sql_text (assay_sign_off_word (sign_off)), assay_sql_text (sign_off->note),
                 assay_sql_text (sign_off->previous), assay_sql_text (sign_off->sha256),
                 assay_sql_integer (sign_off->n_decisions));
}

void
assay_audit_review_put (AssaySqlWriter    *writer,
                        const AssayReview *review)
{
  for (guint i = 0; review != NULL && i < review->decisions->len; i++)
    assay_audit_review_put_decision (writer, i, review->decisions->pdata[i]);
  for (guint i = 0; review != NULL && i < review->sign_offs->len; i++)
    assay_audit_review_put_sign_off (writer, i, review->sign_offs->pdata[i]);
}

/* --- ratings -------------------------------------------------------------------------------------------------- */

void
assay_audit_review_rate (AssayFindings     *findings,
                         const AssayReview *review)
{
  if (findings->tag_findings == NULL)
    return;
  assay_findings_unrate (findings);
  for (guint i = 0; review != NULL && i < review->decisions->len; i++)
    {
      const AssayDecision *decision = review->decisions->pdata[i];
      guint ease, importance;

      if (decision->kind == ASSAY_DECISION_RATE && assay_rating_parse (decision->text, &ease, &importance))
        assay_findings_rate (findings, decision->about + strlen ("tag "), ease, importance, decision->who);
    }
  assay_findings_rank_tags (findings);
}

/* --- the chain ------------------------------------------------------------------------------------------------ */

static AssaySignOffState
state_of (const AssayReview *review,
          guint              at,
          const char        *content,
          const char        *rows)
{
  const AssaySignOff *self = review->sign_offs->pdata[at];
  const AssaySignOff *before = at > 0 ? review->sign_offs->pdata[at - 1] : NULL;
  const char *previous = before != NULL ? before->sha256 : NULL;

  if (self->n_decisions > review->decisions->len || g_strcmp0 (self->previous, previous) != 0)
    return ASSAY_SIGN_OFF_CHANGED;
  g_autofree char *sha256 = assay_audit_digest_sign_off (content, rows, review, self);
  if (strcmp (sha256, self->sha256) != 0)
    return ASSAY_SIGN_OFF_CHANGED;
  return self->n_decisions == review->decisions->len ? ASSAY_SIGN_OFF_HOLDS : ASSAY_SIGN_OFF_ADDED;
}

void
assay_audit_review_verify (AssayReview *review,
                           const char  *content,
                           const char  *rows)
{
  for (guint i = 0; i < review->sign_offs->len; i++)
    ((AssaySignOff *) review->sign_offs->pdata[i])->state = state_of (review, i, content, rows);
}
