/* saved.h: a small audit file that tests do things to, and what must come of it.
 *
 * Whatever is in a file: the audit that was saved, or an error that says what is wrong; never a crash, other numbers,
 * a change or something left beside.
 */
#pragma once

#include "audit/audit-file-private.h"

#include "audit/audit-digest.h"
#include "example.h"
#include "scratch.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

static const char saved_plan[] =
  "[data]\nfiles=people.csv\nlabel=repaid\nprediction=candidate\npositive=1\nbaseline=current\n"
  "[slices]\ncolumns=sex;region\nmin-rows=5\n"
  "[check No region far behind]\nmeasure=recall\nslices=region\nat-least=0.5\n";

typedef struct
{
  char   *folder, *path;
  guint8 *bytes;          /* of a whole file, before anything is done to it */
  gsize   n_bytes;
  char   *facts;          /* all that its report is made of */
  char   *print;          /* its report */
  guint   n_opened;
} Saved;

/* (transfer full) Reports are a function of these; printing them takes ten times as long. */
static inline char *
saved_facts (const AssayAudit *audit)
{
  const AssayReport *report = assay_audit_report (audit);
  const AssayProvenance *provenance = report->provenance;
  g_autofree char *content = assay_audit_digest_content (report->plan, report->counts);
  g_autoptr (GString) facts = g_string_new (content);

  g_string_append_printf (facts, "|%s|%s|%s|%s|%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT, report->plan->title,
                          provenance->engine, provenance->assay_version, provenance->host, provenance->code_version,
                          provenance->started_us, provenance->elapsed_us);
  for (guint i = 0; i < provenance->n_files; i++)
    g_string_append_printf (facts, "|%s|%" G_GUINT64_FORMAT "|%s", provenance->files[i].name,
                            provenance->files[i].n_bytes, provenance->files[i].sha256);
  for (guint i = 0; provenance->notes[i] != NULL; i++)
    g_string_append_printf (facts, "|%s", provenance->notes[i]);
  return g_string_free (g_steal_pointer (&facts), FALSE);
}

static inline void
saved_set_up (Saved         *self,
        gconstpointer  data)
{
  g_autoptr (AssayAudit) audit = example_audit_of (saved_plan, "/home/somebody/loans.ini", 60, 3);
  g_autoptr (GBytes) bytes = assay_audit_file_bytes (assay_audit_report (audit), NULL);

  self->folder = scratch_new ();
  self->path = g_build_filename (self->folder, "audit.assay", NULL);
  self->facts = saved_facts (audit);
  self->print = example_print (audit);
  self->bytes = g_bytes_unref_to_data (g_steal_pointer (&bytes), &self->n_bytes);
}

static inline void
saved_tear_down (Saved         *self,
           gconstpointer  data)
{
  scratch_remove (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->facts);
  g_free (self->print);
  g_free (self->bytes);
}

static inline void
saved_put (const char   *path,
     const guint8 *bytes,
     gsize         n_bytes)
{
  int file = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (write (file, bytes, n_bytes), ==, (gssize) n_bytes);
  close (file);
}

/* Opens; TRUE when it is the audit that was saved, FALSE when there is an error that names the path. */
static inline gboolean
saved_open (Saved    *self,
             GError  **error)
{
  GError *local = NULL;
  g_autoptr (AssayAudit) audit = assay_audit_open (self->path, &local);

  if (audit == NULL)
    {
      g_assert_nonnull (local);
      g_assert_cmpint (local->domain, ==, ASSAY_AUDIT_ERROR);
      g_assert_true (g_str_has_prefix (local->message, self->path));
      g_propagate_error (error, local);
      return FALSE;
    }
  g_autofree char *facts = saved_facts (audit);
  g_assert_cmpstr (facts, ==, self->facts);
  if (self->n_opened++ % 16 == 0)
    {
      g_autofree char *print = example_print (audit);
      g_assert_cmpstr (print, ==, self->print);
    }
  return TRUE;
}

static inline void
saved_assert_alone (Saved      *self,
                  const char *expected)
{
  g_autofree char *list = scratch_list (self->folder);

  g_assert_cmpstr (list, ==, expected);
}

/* 32 MiB of zeros, as zlib has them. */
static inline void
saved_make_bomb (sqlite3_context *context,
                 int              n_arguments,
                 sqlite3_value  **arguments)
{
  gsize n_zeros = 32 << 20;
  g_autofree guint8 *zeros = g_malloc0 (n_zeros);
  uLongf n_bytes = compressBound (n_zeros);
  g_autofree guint8 *content = g_malloc (n_bytes);

  compress (content, &n_bytes, zeros, n_zeros);
  sqlite3_result_blob64 (context, content, n_bytes, SQLITE_TRANSIENT);
}

static inline int
saved_stop (gpointer data)
{
  return 1;
}

static inline void
saved_refresh_digest (sqlite3 *db)
{
  sqlite3_progress_handler (db, 1000000, saved_stop, NULL); /* a view that never ends */
  g_autofree char *digest = assay_audit_digest_rows (db);

  if (digest == NULL)
    return;
  char *sql = sqlite3_mprintf ("UPDATE digests SET sha256 = %Q WHERE part = 'rows'", digest);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_free (sql);
}

/* Done to a whole file by SQL; the digest over rows is made anew, as its author would. */
typedef struct
{
  const char *sql;
  const char *expected;    /* of the error; NULL: the file stays the audit that was saved */
} SavedChange;

static inline void
saved_change (Saved      *self,
              const char *sql,
              const char *expected)
{
  sqlite3 *db;
  char *message = NULL;
  saved_put (self->path, self->bytes, self->n_bytes);
  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  sqlite3_create_function (db, "bomb", 0, SQLITE_UTF8, NULL, saved_make_bomb, NULL, NULL);
  int status = sqlite3_exec (db, sql, NULL, NULL, &message);
  if (status == SQLITE_OK)
    saved_refresh_digest (db);
  else
    g_error ("%s: %s", sql, message);
  sqlite3_close (db);

  g_autoptr (GError) error = NULL;
  g_test_message ("%s", sql);
  g_assert_cmpint (saved_open (self, &error), ==, expected == NULL);
  if (expected == NULL)
    return;
  g_test_message ("-> %s", error->message);
  g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, expected));
}

static inline void
saved_changes (Saved             *self,
               const SavedChange *changes,
               gsize              n_changes)
{
  for (gsize i = 0; i < n_changes; i++)
    saved_change (self, changes[i].sql, changes[i].expected);
  saved_assert_alone (self, "audit.assay");
}
