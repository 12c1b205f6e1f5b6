/* test-audit-file-connect.c: files that are cut short, foreign, newer, in a journal's midst or made to run something. */
#include "saved.h"

#include <sys/stat.h>

static void
test_cut (Saved         *self,
          gconstpointer  data)
{
  for (gsize n = 0; n < self->n_bytes; n += n < 200 ? 1 : 509)
    {
      saved_put (self->path, self->bytes, n);
      g_autoptr (GError) error = NULL;
      g_assert_false (saved_open (self, &error));
      AssayAuditError expected = n < 16 ? ASSAY_AUDIT_ERROR_FOREIGN : ASSAY_AUDIT_ERROR_DAMAGED;
      g_assert_error (error, ASSAY_AUDIT_ERROR, (int) expected);
    }
  saved_assert_alone (self, "audit.assay");
}

static const struct
{
  const char *name;
  const char *bytes;
  gsize       n_bytes;
  const char *expected;
} foreign[] = {
  { "empty", "", 0, "is not an audit file but empty" },
  { "text", "title,value\n1,2\n", 16, "but no SQLite database" },
  { "a picture", "\211PNG\r\n\032\n\0\0\0\rIHDR", 16, "but no SQLite database" },
  { "zeros", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24, "but no SQLite database" },
  { "nearly", "SQLite format 4\0\0\0\0\0", 20, "but no SQLite database" },
};

static void
test_foreign (Saved         *self,
              gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autoptr (GError) error = NULL;
      saved_put (self->path, (const guint8 *) foreign[i].bytes, foreign[i].n_bytes);
      g_test_message ("%s", foreign[i].name);
      g_assert_false (saved_open (self, &error));
      g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_FOREIGN);
      g_assert_nonnull (strstr (error->message, foreign[i].expected));
    }
  saved_assert_alone (self, "audit.assay");
}

static void
test_no_file (Saved         *self,
              gconstpointer  data)
{
  g_autoptr (GError) missing = NULL, folder = NULL, pipe = NULL, database = NULL;

  g_assert_false (saved_open (self, &missing));
  g_assert_error (missing, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OPEN);

  g_assert_cmpint (g_mkdir (self->path, 0755), ==, 0);
  g_assert_false (saved_open (self, &folder));
  g_assert_error (folder, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_FOREIGN);
  g_assert_nonnull (strstr (folder->message, "but a folder"));
  g_rmdir (self->path);

  g_assert_cmpint (mkfifo (self->path, 0644), ==, 0); /* with nobody at its other end */
  g_assert_false (saved_open (self, &pipe));
  g_assert_error (pipe, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_FOREIGN);
  g_unlink (self->path);

  sqlite3 *db;
  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE plan (text)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_false (saved_open (self, &database));
  g_assert_error (database, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_FOREIGN);
  g_assert_nonnull (strstr (database->message, "another program's SQLite database"));
  saved_assert_alone (self, "audit.assay");
}

static const struct
{
  guint           version;
  gboolean        opens;
  AssayAuditError code;
  const char     *expected;
} versions[] = {
  { 1000, TRUE, 0, NULL },
  { 1007, TRUE, 0, NULL },
  { 2000, FALSE, ASSAY_AUDIT_ERROR_NEWER, "was written by a later Assay: format 2.0, this one reads 1.x" },
  { 4294967295u, FALSE, ASSAY_AUDIT_ERROR_NEWER, "format 4294967.295" },
  { 999, FALSE, ASSAY_AUDIT_ERROR_DAMAGED, "there is no version 999" },
  { 0, FALSE, ASSAY_AUDIT_ERROR_DAMAGED, "there is no version 0" },
};

static void
test_versions (Saved         *self,
               gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (GError) error = NULL;
      guint32 version = GUINT32_TO_BE (versions[i].version);
      memcpy (self->bytes + 60, &version, sizeof version);
      saved_put (self->path, self->bytes, self->n_bytes);
      g_assert_cmpint (saved_open (self, &error), ==, versions[i].opens);
      if (versions[i].opens)
        continue;
      g_assert_error (error, ASSAY_AUDIT_ERROR, (int) versions[i].code);
      g_assert_nonnull (strstr (error->message, versions[i].expected));
    }
  saved_assert_alone (self, "audit.assay");
}

static const SavedChange schemas[] = {
  { "CREATE VIEW v AS SELECT 1", "the view v is no part of an audit file" },
  { "DROP TABLE plan; CREATE VIEW plan AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT 1 AS id, 'p' AS file, group_concat(i) AS text, '' AS sha256 FROM n", "the view plan is no part" },
  { "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM plan; END", "the trigger t is no part" },
  { "CREATE INDEX i ON notes (text)", "the index i is no part" },
  { "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES"
    " ('table', 'f', 'f', 0, 'CREATE VIRTUAL TABLE f USING anything (x)')", "the table f is no part" },
  { "ALTER TABLE plan ADD COLUMN g AS (hex(zeroblob(1e9)))", "the generated column g is no part" },
  { "CREATE TABLE later (x); INSERT INTO later VALUES (1)", NULL },
};

static void
test_schemas (Saved         *self,
              gconstpointer  data)
{
  saved_changes (self, schemas, G_N_ELEMENTS (schemas));
}

/* A header that says write-ahead log must not make one; one that is hot is not played back either. */
static void
test_journals (Saved         *self,
               gconstpointer  data)
{
  g_autofree char *journal = g_strconcat (self->path, "-journal", NULL);
  g_autoptr (GError) error = NULL;
  saved_put (self->path, self->bytes, self->n_bytes);
  saved_put (journal, (const guint8 *) "\331\325\005\371 \241c\327\0\0\0\1", 12);
  g_assert_true (saved_open (self, &error));
  saved_assert_alone (self, "audit.assay audit.assay-journal");
  g_unlink (journal);

  self->bytes[18] = self->bytes[19] = 2;
  saved_put (self->path, self->bytes, self->n_bytes);
  saved_open (self, &error);
  saved_assert_alone (self, "audit.assay");
}

static int n_reads_left;
static int (*true_open) (sqlite3_vfs *, const char *, sqlite3_file *, int, int *);
static int (*true_read) (sqlite3_file *, void *, int, sqlite3_int64);
static sqlite3_io_methods failing_methods;

static int
failing_read (sqlite3_file  *file,
              void          *bytes,
              int            n_bytes,
              sqlite3_int64  offset)
{
  return n_reads_left-- > 0 ? true_read (file, bytes, n_bytes, offset) : SQLITE_IOERR_READ;
}

static int
failing_open (sqlite3_vfs  *vfs,
              const char   *name,
              sqlite3_file *file,
              int           flags,
              int          *out_flags)
{
  int status = true_open (vfs, name, file, flags, out_flags);

  if (status == SQLITE_OK && file->pMethods != NULL && file->pMethods != &failing_methods)
    {
      failing_methods = *file->pMethods;
      true_read = failing_methods.xRead;
      failing_methods.xRead = failing_read;
      file->pMethods = &failing_methods;
    }
  return status;
}

/* The n-th read fails, for every n. */
static void
test_reads (Saved         *self,
            gconstpointer  data)
{
  sqlite3_vfs *before = sqlite3_vfs_find (NULL), failing = *before;
  true_open = before->xOpen;
  failing.zName = "failing";
  failing.xOpen = failing_open;
  sqlite3_vfs_register (&failing, 1);
  saved_put (self->path, self->bytes, self->n_bytes);

  guint n_failed = 0;
  for (int n = 0;; n++)
    {
      g_autoptr (GError) error = NULL;
      n_reads_left = n;
      if (saved_open (self, &error))
        break;
      n_failed++;
      /* SQLite's look at the pages tells of a failed read in the words it has for a bad page. */
      g_assert_true (error->code == ASSAY_AUDIT_ERROR_OPEN || error->code == ASSAY_AUDIT_ERROR_DAMAGED);
    }
  sqlite3_vfs_unregister (&failing);
  sqlite3_vfs_register (before, 1);
  g_assert_cmpuint (n_failed, >, 10);
  saved_assert_alone (self, "audit.assay");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/audit-file-connect/" name, Saved, NULL, saved_set_up, function, saved_tear_down)
  ADD ("cut", test_cut);
  ADD ("foreign", test_foreign);
  ADD ("no-file", test_no_file);
  ADD ("versions", test_versions);
  ADD ("schemas", test_schemas);
  ADD ("journals", test_journals);
  ADD ("reads", test_reads);
  return g_test_run ();
}
