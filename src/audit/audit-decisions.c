/* audit-decisions.c: adds a note, a decision or a sign-off to an audit file that is there.
 *
 * Not by SQLite on the file itself: a journal beside it would have to be rolled back by whoever reads it after a
 * crash, which those who may only read cannot do. The lock is on the file; who has waited for it looks whether the name
 * still leads there, since the one before has put another file in its place.
 */
#include "audit/audit-decisions.h"

#include "audit/audit-data.h"
#include "audit/audit-digest.h"
#include "audit/audit-file-private.h"
#include "audit/audit-private.h"
#include "audit/audit-review.h"
#include "audit/file-set.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAIT_US (10 * G_USEC_PER_SEC)   /* for whoever else is writing */
#define PAUSE_US 5000

/* --- what may be said ----------------------------------------------------------------------------------------- */

static gboolean
set_refused (GError     **error,
             const char  *what,
             char        *problem, /* (transfer full) (nullable) */
             const char  *advice)
{
  g_autofree char *why = problem;

  if (why == NULL)
    return FALSE;
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_REVIEW, "%s %s; %s", what, why, advice);
  return TRUE;
}

static gboolean
check_words (const char  *who,
             const char  *text, /* (nullable) */
             GError     **error)
{
  return !set_refused (error, "the name", assay_review_name_problem (who != NULL ? who : ""),
                       "expected who says it, in up to 200 characters on one line")
         && (text == NULL || !set_refused (error, "the note", assay_review_text_problem (text),
                                           "expected text of up to 10,000 characters"));
}

static char *
nothing_called (const char *kind,
                const char *name)
{
  return g_strdup_printf ("the audit has no %s %s", kind, name);
}

static char *
check_problem (const AssayPlan *plan,
               const char      *name)
{
  for (guint i = 0; i < plan->checks->len; i++)
    if (strcmp (((const AssayCheck *) plan->checks->pdata[i])->name, name) == 0)
      return NULL;
  return nothing_called ("check", name);
}

static char *
slice_problem (const AssayFindings *findings,
               const char          *text)
{
  for (guint i = 0; i < findings->slices->len; i++)
    if (strcmp (((const AssayFinding *) findings->slices->pdata[i])->text, text) == 0)
      return NULL;
  return nothing_called ("slice", text);
}

static char *
tag_problem (const AssayCounts *counts,
             const char        *name)
{
  for (guint i = 0; i < counts->axes->len; i++)
    {
      const AssayAxis *axis = counts->axes->pdata[i];
      if (axis->kind == ASSAY_AXIS_TAG && strcmp (axis->name, name) == 0)
        return NULL;
    }
  return nothing_called ("tag", name);
}

char *
assay_audit_about_problem (const AssayAudit *self,
                           const char       *about)
{
  const AssayReport *report = assay_audit_report (self);

  if (strcmp (about, "audit") == 0)
    return NULL;
  if (g_str_has_prefix (about, "check "))
    return check_problem (report->plan, about + strlen ("check "));
  if (g_str_has_prefix (about, "slice "))
    return slice_problem (report->findings, about + strlen ("slice "));
  if (g_str_has_prefix (about, "tag "))
    return tag_problem (report->counts, about + strlen ("tag "));
  return g_strdup_printf ("%s names no finding: expected audit, check NAME, slice TEXT or tag NAME", about);
}

/* --- the lock ------------------------------------------------------------------------------------------------- */

static gboolean
set_unwritable (GError     **error,
                const char  *path,
                int          number)
{
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT,
               "%s: nothing can be added: %s; decisions and sign-offs are kept in the audit file: allow writing to it, "
               "or use a copy", path, g_strerror (number));
  return FALSE;
}

/* 0: locked; EAGAIN: the name leads to another file by now. Else the number of the error. */
static int
try_lock (int         file,
          const char *path)
{
  struct stat locked, named;

  if (flock (file, LOCK_EX | LOCK_NB) != 0)
    return errno;
  if (fstat (file, &locked) != 0 || stat (path, &named) != 0)
    return errno;
  return locked.st_dev == named.st_dev && locked.st_ino == named.st_ino ? 0 : EAGAIN;
}

/* A descriptor that holds the lock until it is closed; -1: an error. It is opened to be written, so that a file that
 * was set read-only is left alone. */
static int
lock_file (const char  *path,
           GError     **error)
{
  const gint64 until = g_get_monotonic_time () + WAIT_US;

  for (;;)
    {
      const int file = open (path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
      const int number = file >= 0 ? try_lock (file, path) : errno;
      if (file >= 0 && number == 0)
        return file;
      if (file >= 0)
        close (file);
      if (number != EAGAIN && number != EWOULDBLOCK && number != EINTR)
        {
          set_unwritable (error, path, number);
          return -1;
        }
      if (g_get_monotonic_time () > until)
        break;
      g_usleep (PAUSE_US);
    }
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT,
               "%s: nothing was added: another program has been writing to it for %d seconds; try again", path,
               (int) (WAIT_US / G_USEC_PER_SEC));
  return -1;
}

/* --- the file, with a row more -------------------------------------------------------------------------------- */

/* What is added: one of the two. */
typedef struct
{
  AssayDecision    *decision;
  AssaySignOff     *sign_off;
  const AssayAudit *of;   /* (nullable) what it is about: nothing is added to another */
} Addition;

/* (transfer full) The layout's statements; tables that are there stay. */
static char *
missing_tables (void)
{
  g_autoptr (GBytes) schema = g_resource_lookup_data (assay_audit_data_get_resource (), "/assay/audit.sql",
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GString) sql = g_string_new (g_bytes_get_data (schema, NULL));

  g_string_replace (sql, "\nCREATE TABLE ", "\nCREATE TABLE IF NOT EXISTS ", 0);
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* No version wrote any into a file of an earlier minor, and none reads them there: they would come to light now. */
static void
refuse_strays (AssaySqlWriter *writer)
{
  char *problem = NULL;
  g_auto (AssaySqlCursor) cursor;

  assay_sql_cursor_init (&cursor, writer->db, "decisions",
                         "SELECT 1 FROM decisions UNION ALL SELECT 1 FROM signoffs", 0, &problem);
  if (assay_sql_cursor_next (&cursor))
    problem = g_strdup ("it has decisions or sign-offs that no version of Assay wrote");
  if (problem != NULL)
    assay_sql_writer_fail (writer, problem);
  g_free (problem);
}

static void
upgrade (AssaySqlWriter *writer,
         guint           minor)
{
  if (minor >= ASSAY_AUDIT_FILE_MINOR)
    return;
  if (minor < ASSAY_AUDIT_FILE_MINOR_REVIEW)
    refuse_strays (writer);
  g_autofree char *tables = missing_tables ();
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %u",
                                              ASSAY_AUDIT_FILE_MAJOR * 1000 + ASSAY_AUDIT_FILE_MINOR);
  assay_sql_writer_run (writer, tables);
  if (minor < ASSAY_AUDIT_FILE_MINOR_REVIEW)
    assay_sql_writer_run (writer, "ALTER TABLE signoffs ADD COLUMN n_decisions INTEGER");
  assay_sql_writer_run (writer, version);
}

static guint
next_position (sqlite3    *db,
               const char *sql,
               char      **problem)
{
  g_auto (AssaySqlCursor) cursor;

  assay_sql_cursor_init (&cursor, db, "decisions", sql, 0, problem);
  return assay_sql_cursor_next (&cursor) ? (guint) assay_sql_cursor_integer (&cursor, 0, 0, G_MAXINT32) : 0;
}

static void
put_addition (AssaySqlWriter *writer,
              const Addition *addition)
{
  static const char *const queries[] = { "SELECT ifnull (max (position), -1) + 1 FROM decisions",
                                         "SELECT ifnull (max (position), -1) + 1 FROM signoffs" };
  char *problem = NULL;
  const guint position = writer->problem != NULL
                           ? 0 : next_position (writer->db, queries[addition->decision != NULL ? 0 : 1], &problem);

  if (problem != NULL)
    assay_sql_writer_fail (writer, problem);
  g_free (problem);
  if (addition->decision != NULL)
    assay_audit_review_put_decision (writer, position, addition->decision);
  else
    assay_audit_review_put_sign_off (writer, position, addition->sign_off);
}

/* A database in memory that is a copy of bytes. */
static gboolean
load (sqlite3    **db,
      const char  *bytes,
      gsize        n_bytes)
{
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

  if (sqlite3_open_v2 (":memory:", db, flags, NULL) != SQLITE_OK)
    return FALSE;
  unsigned char *copy = sqlite3_malloc64 (n_bytes);
  if (copy == NULL)
    return FALSE;
  memcpy (copy, bytes, n_bytes);
  if (sqlite3_deserialize (*db, "main", copy, (sqlite3_int64) n_bytes, (sqlite3_int64) n_bytes,
                           SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) != SQLITE_OK)
    return FALSE;
  assay_audit_file_distrust (*db);
  return sqlite3_exec (*db, "PRAGMA query_only = OFF", NULL, NULL, NULL) == SQLITE_OK;
}

/* (transfer full) (nullable) NULL with a problem. */
static GBytes *
bytes_with (const char     *old,
            gsize           n_old,
            guint           minor,
            const Addition *addition,
            char          **problem)
{
  sqlite3 *db = NULL;
  guint8 *bytes = NULL;
  sqlite3_int64 n_bytes = 0;
  g_auto (AssaySqlWriter) writer = { NULL };

  if (load (&db, old, n_old))
    {
      assay_sql_writer_init (&writer, db);
      assay_sql_writer_run (&writer, "BEGIN IMMEDIATE");
      upgrade (&writer, minor);
      put_addition (&writer, addition);
      assay_sql_writer_run (&writer, "COMMIT");
      if (writer.problem == NULL)
        bytes = sqlite3_serialize (db, "main", &n_bytes, 0);
    }
  if (bytes == NULL)
    *problem = g_strdup (writer.problem != NULL ? writer.problem : "no memory");
  assay_sql_writer_clear (&writer);
  sqlite3_close (db);
  return bytes != NULL ? g_bytes_new_with_free_func (bytes, (gsize) n_bytes, sqlite3_free, bytes) : NULL;
}

static gboolean
write_with (const char      *path,
            guint            minor,
            const Addition  *addition,
            GError         **error)
{
  g_autofree char *old = NULL, *problem = NULL;
  g_autoptr (GError) local = NULL;
  gsize n_old = 0;

  if (!g_file_get_contents (path, &old, &n_old, &local))
    {
      g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT, "nothing was added: %s", local->message);
      return FALSE;
    }
  g_autoptr (GBytes) bytes = bytes_with (old, n_old, minor, addition, &problem);
  if (bytes == NULL)
    {
      g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT, "%s: nothing was added: %s", path, problem);
      return FALSE;
    }
  g_autofree char *folder = g_path_get_dirname (path), *name = g_path_get_basename (path);
  g_autoptr (AssayFileSet) set = assay_file_set_new (folder, FALSE, error);
  return set != NULL && assay_file_set_change (set, name, bytes, error) && assay_file_set_commit (set, error);
}

/* Whether two openings are of one audit. One that was just run has no digests yet. */
static gboolean
is_same (const AssayAudit *a,
         const AssayAudit *b)
{
  if (a->content != NULL && b->content != NULL)
    return strcmp (a->content, b->content) == 0;
  return a->own.started_us == b->own.started_us && strcmp (a->plan->text, b->plan->text) == 0;
}

/* --- adding --------------------------------------------------------------------------------------------------- */

static void
seal (AssayAudit   *audit,
      AssaySignOff *sign_off)
{
  const GPtrArray *before = audit->review->sign_offs;

  sign_off->n_decisions = audit->review->decisions->len;
  g_free (sign_off->previous);
  g_free (sign_off->sha256);
  sign_off->previous = before->len > 0 ? g_strdup (((AssaySignOff *) before->pdata[before->len - 1])->sha256) : NULL;
  sign_off->sha256 = assay_audit_digest_sign_off (audit->content, audit->rows, audit->review, sign_off);
}

static gboolean
check_addition (const AssayAudit *audit,
                const char       *path,
                const Addition   *addition,
                GError          **error)
{
  g_autofree char *problem = addition->decision != NULL
                               ? assay_audit_about_problem (audit, addition->decision->about) : NULL;

  if (addition->of != NULL && !is_same (addition->of, audit))
    g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_REVIEW,
                 "%s: holds another audit by now: nothing was added; open it again", path);
  else if (audit->minor > ASSAY_AUDIT_FILE_MINOR)
    g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_NEWER,
                 "%s: was written by a later Assay (format %u.%u): nothing was added; use that version", path,
                 ASSAY_AUDIT_FILE_MAJOR, audit->minor);
  else if (problem != NULL)
    g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_REVIEW, "%s: %s", path, problem);
  else
    return TRUE;
  return FALSE;
}

/* The addition is taken. With the lock held. */
static AssayAudit *
add_to (const char  *path,
        Addition    *addition,
        GError     **error)
{
  g_autoptr (AssayAudit) audit = assay_audit_open (path, error);

  if (audit == NULL || !check_addition (audit, path, addition, error))
    return NULL;
  if (addition->sign_off != NULL)
    seal (audit, addition->sign_off);
  if (!write_with (path, audit->minor, addition, error))
    return NULL;
  if (addition->decision != NULL)
    g_ptr_array_add (audit->review->decisions, g_steal_pointer (&addition->decision));
  else
    g_ptr_array_add (audit->review->sign_offs, g_steal_pointer (&addition->sign_off));
  assay_audit_review_verify (audit->review, audit->content, audit->rows);
  assay_audit_review_rate (audit->findings, audit->review);
  audit->minor = ASSAY_AUDIT_FILE_MINOR;
  return g_steal_pointer (&audit);
}

static gboolean
add (const char  *path,
     Addition    *addition,
     AssayAudit **changed,
     GError     **error)
{
  g_autofree char *real = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? realpath (path, NULL) /* a link stays one */
                                                                     : g_strdup (path);
  g_autoptr (AssayAudit) audit = NULL;
  g_autoptr (GError) locked = NULL;
  const int file = real != NULL ? lock_file (real, &locked) : -1;

  if (file >= 0)
    {
      audit = add_to (real, addition, error);
      close (file);
      if (audit == NULL)
        return FALSE;
      if (changed != NULL)
        *changed = g_steal_pointer (&audit);
      return TRUE;
    }
  audit = assay_audit_open (path, error); /* what is no audit at all says so first */
  if (audit != NULL)
    g_propagate_error (error, g_steal_pointer (&locked));
  return FALSE;
}

static char *
trimmed (const char *text)
{
  return text != NULL ? g_strstrip (g_strdup (text)) : NULL;
}

static gboolean
decide (const AssayAudit     *of,
        const char           *path,
        const AssayDecision  *decision,
        AssayAudit          **audit,
        GError              **error)
{
  AssayDecision given = *decision;
  g_autofree char *who = trimmed (decision->who), *text = trimmed (decision->text);
  given.who = who;
  given.text = text != NULL ? text : (char *) "";
  given.at_us = decision->at_us > 0 ? decision->at_us : g_get_real_time ();
  if (!check_words (given.who, given.text, error)
      || set_refused (error, "the rating", g_strdup (assay_rating_problem (&given)),
                      "expected 'ease 4, importance 2', each from 1 to 5, of a tag"))
    return FALSE;
  Addition addition = { .decision = assay_decision_copy (&given), .of = of };
  const gboolean is_added = add (path, &addition, audit, error);
  g_clear_pointer (&addition.decision, assay_decision_free);
  return is_added;
}

static gboolean
sign (const AssayAudit    *of,
      const char          *path,
      const AssaySignOff  *sign_off,
      AssayAudit         **audit,
      GError             **error)
{
  AssaySignOff given = { .is_approval = sign_off->is_approval };
  g_autofree char *who = trimmed (sign_off->who), *note = trimmed (sign_off->note);
  given.who = who;
  given.note = note != NULL && note[0] != '\0' ? note : NULL;
  given.at_us = sign_off->at_us > 0 ? sign_off->at_us : g_get_real_time ();
  if (!check_words (given.who, given.note, error))
    return FALSE;
  Addition addition = { .sign_off = assay_sign_off_copy (&given), .of = of };
  const gboolean is_added = add (path, &addition, audit, error);
  g_clear_pointer (&addition.sign_off, assay_sign_off_free);
  return is_added;
}

gboolean
assay_audit_decide (const char           *path,
                    const AssayDecision  *decision,
                    AssayAudit          **audit,
                    GError              **error)
{
  g_return_val_if_fail (path != NULL && decision != NULL && decision->about != NULL, FALSE);

  return decide (NULL, path, decision, audit, error);
}

gboolean
assay_audit_sign (const char          *path,
                  const AssaySignOff  *sign_off,
                  AssayAudit         **audit,
                  GError             **error)
{
  g_return_val_if_fail (path != NULL && sign_off != NULL, FALSE);

  return sign (NULL, path, sign_off, audit, error);
}

gboolean
assay_audit_say (const AssayAudit     *self,
                 const char           *path,
                 const AssayDecision  *decision,
                 const AssaySignOff   *sign_off,
                 AssayAudit          **audit,
                 GError              **error)
{
  g_return_val_if_fail (self != NULL && path != NULL && (decision != NULL) != (sign_off != NULL), FALSE);

  return decision != NULL ? decide (self, path, decision, audit, error) : sign (self, path, sign_off, audit, error);
}

gboolean
assay_audit_swap_review (AssayAudit *self,
                         AssayAudit *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  if (!is_same (self, other))
    return FALSE;
  AssayReview *review = self->review;
  self->review = other->review;
  other->review = review;
  self->report.review = self->review;
  other->report.review = other->review;
  assay_audit_review_rate (self->findings, self->review);
  assay_audit_review_rate (other->findings, other->review);
  return TRUE;
}
