/* audit-file-read.c: an audit from the rows of its file.
 *
 * Everything is read into memory before any of it is judged; each number is checked where it is read, counts as a
 * whole by assay_audit_file_check(), and all of it by the digests. The first problem stops the reading.
 */
#include "audit/audit-file-private.h"

#include "audit/audit-digest.h"
#include "audit/audit-private.h"
#include "audit/audit-review.h"

#include <string.h>

typedef struct
{
  sqlite3            *db;
  char               *problem;      /* (nullable) the first one */
  guint64             most_bytes;
  guint               minor;        /* the file's */
  AssayPlan          *plan;
  AssayCounts        *counts;
  AssayOwnProvenance  provenance;
  AssayReview        *review;
  char               *content, *rows; /* digests */
} Reading;

static void
reading_clear (Reading *self)
{
  g_clear_pointer (&self->db, sqlite3_close);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->plan, assay_plan_free);
  g_clear_pointer (&self->counts, assay_counts_free);
  assay_own_provenance_clear (&self->provenance);
  g_clear_pointer (&self->review, assay_review_free);
  g_clear_pointer (&self->content, g_free);
  g_clear_pointer (&self->rows, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static void
start (Reading        *self,
       AssaySqlCursor *cursor,
       const char     *table,
       const char     *sql,
       guint64         parameter)
{
  assay_sql_cursor_init (cursor, self->db, table, sql, parameter, &self->problem);
}

/* The one row of a table that has one. */
static gboolean
start_single (Reading        *self,
              AssaySqlCursor *cursor,
              const char     *table,
              const char     *sql)
{
  start (self, cursor, table, sql, 0);
  if (assay_sql_cursor_next (cursor))
    return TRUE;
  if (self->problem == NULL)
    self->problem = g_strdup_printf ("%s is empty", table);
  return FALSE;
}

/* --- provenance ---------------------------------------------------------------------------------------------- */

static void
read_provenance (Reading *self)
{
  AssayOwnProvenance *provenance = &self->provenance;
  g_auto (AssaySqlCursor) row;

  if (!start_single (self, &row, "provenance",
                     "SELECT engine, assay_version, host, code_version, started_us, elapsed_us FROM provenance"))
    return;
  provenance->engine = assay_sql_cursor_text (&row, 0);
  provenance->assay_version = assay_sql_cursor_text (&row, 1);
  provenance->host = assay_sql_cursor_text (&row, 2);
  provenance->code_version = assay_sql_cursor_nullable (&row, 3);
  provenance->started_us = (gint64) assay_sql_cursor_integer (&row, 4, 0, G_MAXINT64);
  provenance->elapsed_us = (gint64) assay_sql_cursor_integer (&row, 5, 0, G_MAXINT64);
}

static void
read_inputs (Reading *self)
{
  g_autoptr (GArray) files = g_array_new (FALSE, TRUE, sizeof (AssayInputFile));
  g_auto (AssaySqlCursor) row;

  start (self, &row, "inputs", "SELECT position, name, n_bytes, sha256 FROM inputs ORDER BY position", 0);
  while (assay_sql_cursor_next (&row))
    {
      AssayInputFile file = { NULL };
      assay_sql_cursor_place (&row, 0, files->len, G_MAXUINT);
      file.name = assay_sql_cursor_text (&row, 1);
      file.n_bytes = assay_sql_cursor_integer (&row, 2, 0, G_MAXINT64);
      file.sha256 = assay_sql_cursor_text (&row, 3);
      g_array_append_val (files, file);
    }
  self->provenance.n_files = files->len;
  self->provenance.files = (AssayInputFile *) g_array_free (g_steal_pointer (&files), FALSE);
}

/* (transfer full) (array zero-terminated) Texts in the order of their positions 0, 1, ... */
static char **
read_texts (Reading    *self,
            const char *table,
            const char *sql,
            guint       most,
            guint      *n_texts)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  guint n = 0;
  g_auto (AssaySqlCursor) row;

  start (self, &row, table, sql, 0);
  while (assay_sql_cursor_next (&row))
    {
      assay_sql_cursor_place (&row, 0, n, most);
      g_autofree char *text = assay_sql_cursor_text (&row, 1);
      g_strv_builder_add (texts, text);
      n++;
    }
  if (n_texts != NULL)
    *n_texts = n;
  return g_strv_builder_end (texts);
}

static void
read_plan (Reading *self)
{
  g_auto (AssaySqlCursor) row;

  if (!start_single (self, &row, "plan", "SELECT file, text FROM plan"))
    return;
  g_autofree char *file = assay_sql_cursor_text (&row, 0);
  g_autofree char *text = assay_sql_cursor_text (&row, 1);
  if (self->problem != NULL)
    return;
  g_autoptr (GError) error = NULL;
  self->plan = assay_plan_parse (text, strlen (text), file, &error);
  if (self->plan == NULL)
    self->problem = g_strdup_printf ("its plan: %s", error->message);
}

/* --- counts -------------------------------------------------------------------------------------------------- */

static void
read_audit (Reading *self)
{
  AssayCounts *counts = self->counts;
  g_auto (AssaySqlCursor) row;

  if (start_single (self, &row, "audit", "SELECT n_rows, positive, positive_why FROM audit"))
    {
      counts->n_rows = assay_sql_cursor_integer (&row, 0, 0, G_MAXINT64);
      counts->positive = (guint) assay_sql_cursor_integer (&row, 1, 0, ASSAY_AUDIT_FILE_MOST_CLASSES);
      counts->positive_why = assay_sql_cursor_nullable (&row, 2);
    }
  counts->classes = read_texts (self, "classes", "SELECT position, value FROM classes ORDER BY position",
                                ASSAY_AUDIT_FILE_MOST_CLASSES, &counts->n_classes);
}

/* --- all of it ----------------------------------------------------------------------------------------------- */

static const char other_content[] = "its content is not what its digest was made of";

static void
make_digests (Reading *self)
{
  if (self->problem != NULL)
    return;
  self->content = assay_audit_digest_content (self->plan, self->counts);
  self->rows = assay_audit_digest_rows (self->db);
  if (self->rows == NULL)
    self->problem = assay_sql_problem (sqlite3_errcode (self->db), other_content);
}

static void
check_digests (Reading *self)
{
  guint n_equal = 0;
  g_auto (AssaySqlCursor) row;

  start (self, &row, "digests", "SELECT part, sha256 FROM digests WHERE part IN ('content', 'rows')", 0);
  while (assay_sql_cursor_next (&row))
    {
      g_autofree char *part = assay_sql_cursor_text (&row, 0);
      g_autofree char *sha256 = assay_sql_cursor_text (&row, 1);
      n_equal += g_strcmp0 (sha256, strcmp (part, "content") == 0 ? self->content : self->rows) == 0;
    }
  if (self->problem == NULL && n_equal != 2)
    self->problem = g_strdup (other_content);
}

static void
read_all (Reading *self)
{
  self->counts = assay_counts_new ();
  read_plan (self);
  read_provenance (self);
  read_inputs (self);
  self->provenance.notes = read_texts (self, "notes", "SELECT position, text FROM notes ORDER BY position", G_MAXUINT,
                                       NULL);
  read_audit (self);
  assay_audit_file_read_counts (self->db, self->minor, self->plan, self->most_bytes, self->counts, &self->problem);
  self->review = self->minor >= ASSAY_AUDIT_FILE_MINOR_REVIEW ? assay_audit_review_read (self->db, &self->problem)
                                                              : assay_review_new ();
}

void
assay_audit_parts_clear (AssayAuditParts *self)
{
  g_clear_pointer (&self->plan, assay_plan_free);
  g_clear_pointer (&self->counts, assay_counts_free);
  assay_own_provenance_clear (&self->provenance);
}

static gboolean
check_reading (Reading                     *reading,
               const AssayAuditFileOptions *options)
{
  if (!options->ignores_digests || reading->review->sign_offs->len > 0)
    make_digests (reading);
  if (!options->ignores_digests)
    check_digests (reading);
  if (reading->problem == NULL)
    reading->problem = assay_audit_file_check (reading->plan, reading->counts, reading->most_bytes);
  return reading->problem == NULL;
}

static gboolean
start_reading (Reading                      *reading,
               const char                   *path,
               const AssayAuditFileOptions  *options,
               guint                        *minor,
               GError                      **error)
{
  reading->most_bytes = options->most_bytes != 0 ? options->most_bytes : ASSAY_AUDIT_FILE_MOST_BYTES;
  reading->db = assay_audit_file_connect (path, minor, error);
  if (reading->db == NULL)
    return FALSE;
  reading->minor = *minor;
  read_all (reading);
  if (check_reading (reading, options))
    {
      assay_audit_review_verify (reading->review, reading->content, reading->rows);
      return TRUE;
    }
  assay_audit_file_set_problem (error, path, *minor, reading->problem);
  return FALSE;
}

gboolean
assay_audit_file_read_parts (const char                   *path,
                             const AssayAuditFileOptions  *options,
                             AssayAuditParts              *parts,
                             GError                      **error)
{
  guint minor;
  g_auto (Reading) reading = { NULL };

  if (!start_reading (&reading, path, options, &minor, error))
    return FALSE;
  *parts = (AssayAuditParts) { g_steal_pointer (&reading.plan), g_steal_pointer (&reading.counts), reading.provenance,
                               reading.review->decisions->len + reading.review->sign_offs->len > 0 };
  reading.provenance = (AssayOwnProvenance) { .n_files = 0 };
  return TRUE;
}

AssayAudit *
assay_audit_file_read (const char                   *path,
                       const AssayAuditFileOptions  *options,
                       GError                      **error)
{
  guint minor;
  g_auto (Reading) reading = { NULL };

  if (!start_reading (&reading, path, options, &minor, error))
    return NULL;
  g_autoptr (GError) local = NULL;
  AssayAudit *audit = assay_audit_new (g_steal_pointer (&reading.plan), g_steal_pointer (&reading.counts),
                                       &reading.provenance, &local);
  if (audit == NULL)
    {
      assay_audit_file_set_problem (error, path, minor, local->message);
      return NULL;
    }
  audit->review = g_steal_pointer (&reading.review);
  audit->content = g_steal_pointer (&reading.content);
  audit->rows = g_steal_pointer (&reading.rows);
  audit->minor = minor;
  audit->report.review = audit->review;
  assay_audit_review_rate (audit->findings, audit->review);
  return audit;
}

AssayAudit *
assay_audit_open (const char  *path,
                  GError     **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return assay_audit_file_read (path, &(AssayAuditFileOptions) { 0 }, error);
}
