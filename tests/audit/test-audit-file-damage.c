/* test-audit-file-damage.c: files that are broken, foreign, newer or made to do harm.
 *
 * Whatever is in a file: the audit that was saved, or an error that says what is wrong; never a crash, other numbers,
 * a change or something left beside.
 */
#include "audit/audit-file-private.h"

#include "audit/audit-digest.h"
#include "audit/table-blocks.h"
#include "example.h"
#include "scratch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

static const char small_plan[] =
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
} Fixture;

/* (transfer full) Reports are a function of these; printing them takes ten times as long. */
static char *
facts_of (const AssayAudit *audit)
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

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (AssayAudit) audit = example_audit_of (small_plan, "/home/somebody/loans.ini", 60, 3);
  g_autoptr (GBytes) bytes = assay_audit_file_bytes (assay_audit_report (audit), NULL);

  self->folder = scratch_new ();
  self->path = g_build_filename (self->folder, "audit.assay", NULL);
  self->facts = facts_of (audit);
  self->print = example_print (audit);
  self->bytes = g_bytes_unref_to_data (g_steal_pointer (&bytes), &self->n_bytes);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  scratch_remove (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->facts);
  g_free (self->print);
  g_free (self->bytes);
}

static void
put (const char   *path,
     const guint8 *bytes,
     gsize         n_bytes)
{
  int file = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (write (file, bytes, n_bytes), ==, (gssize) n_bytes);
  close (file);
}

/* Opens; TRUE when it is the audit that was saved, FALSE when there is an error that names the path. */
static gboolean
open_or_say (Fixture  *self,
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
  g_autofree char *facts = facts_of (audit);
  g_assert_cmpstr (facts, ==, self->facts);
  if (self->n_opened++ % 16 == 0)
    {
      g_autofree char *print = example_print (audit);
      g_assert_cmpstr (print, ==, self->print);
    }
  return TRUE;
}

static void
assert_untouched (Fixture    *self,
                  const char *expected)
{
  g_autofree char *list = scratch_list (self->folder);

  g_assert_cmpstr (list, ==, expected);
}

/* --- damage -------------------------------------------------------------------------------------------------- */

/* Every twelfth byte, from a seed; slow: every byte. One bit of it, chosen by the position, or all bits. */
static void
test_flips (Fixture       *self,
            gconstpointer  data)
{
  guint32 seed = g_test_rand_int ();
  g_test_message ("seed %u", seed);
  gsize step = g_test_slow () ? 1 : 12, n_refused = 0, n_tried = 0;
  int file = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  g_assert_cmpint (pwrite (file, self->bytes, self->n_bytes, 0), ==, (gssize) self->n_bytes);

  for (gsize i = seed % step; i < self->n_bytes; i += step)
    {
      guint bit = (seed + i / step) % 9;
      guint8 byte = self->bytes[i] ^ (guint8) (bit < 8 ? 1 << bit : 0xff);
      g_assert_cmpint (pwrite (file, &byte, 1, (off_t) i), ==, 1);
      g_autoptr (GError) error = NULL;
      n_refused += !open_or_say (self, &error);
      n_tried++;
      g_assert_cmpint (pwrite (file, &self->bytes[i], 1, (off_t) i), ==, 1);
    }
  close (file);
  g_test_message ("%" G_GSIZE_FORMAT " bytes, %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " changes refused",
                  self->n_bytes, n_refused, n_tried);
  /* The rest is room between rows, comments in the schema and the like. */
  g_assert_cmpuint (n_refused, >, n_tried / 5);
  assert_untouched (self, "audit.assay");
}

/* Runs of zeros, ones, chance and of other places in the file. */
static void
test_runs (Fixture       *self,
           gconstpointer  data)
{
  guint32 seed = g_test_rand_int ();
  g_test_message ("seed %u", seed);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (guint round = 0; round < 300; round++)
    {
      g_autofree guint8 *bytes = g_memdup2 (self->bytes, self->n_bytes);
      gsize from = (gsize) g_rand_int_range (rand, 0, (gint32) self->n_bytes);
      gsize n_most = (gsize) 1 << g_rand_int_range (rand, 1, 13), n = MIN (n_most, self->n_bytes - from);
      switch (round % 3)
        {
        case 0:
          memset (bytes + from, round % 2 ? 0 : 0xff, n);
          break;
        case 1:
          for (gsize i = from; i < from + n; i++)
            bytes[i] = (guint8) g_rand_int (rand);
          break;
        default:
          memmove (bytes + from, bytes + g_rand_int_range (rand, 0, (gint32) (self->n_bytes - n + 1)), n);
        }
      put (self->path, bytes, self->n_bytes);
      g_autoptr (GError) error = NULL;
      open_or_say (self, &error);
    }
  assert_untouched (self, "audit.assay");
}

static void
test_cut (Fixture       *self,
          gconstpointer  data)
{
  for (gsize n = 0; n < self->n_bytes; n += n < 200 ? 1 : 509)
    {
      put (self->path, self->bytes, n);
      g_autoptr (GError) error = NULL;
      g_assert_false (open_or_say (self, &error));
      AssayAuditError expected = n < 16 ? ASSAY_AUDIT_ERROR_FOREIGN : ASSAY_AUDIT_ERROR_DAMAGED;
      g_assert_error (error, ASSAY_AUDIT_ERROR, (int) expected);
    }
  assert_untouched (self, "audit.assay");
}

/* --- foreign and newer --------------------------------------------------------------------------------------- */

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
test_foreign (Fixture       *self,
              gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autoptr (GError) error = NULL;
      put (self->path, (const guint8 *) foreign[i].bytes, foreign[i].n_bytes);
      g_test_message ("%s", foreign[i].name);
      g_assert_false (open_or_say (self, &error));
      g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_FOREIGN);
      g_assert_nonnull (strstr (error->message, foreign[i].expected));
    }
  assert_untouched (self, "audit.assay");
}

static void
test_no_file (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GError) missing = NULL, folder = NULL, pipe = NULL, database = NULL;

  g_assert_false (open_or_say (self, &missing));
  g_assert_error (missing, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OPEN);

  g_assert_cmpint (g_mkdir (self->path, 0755), ==, 0);
  g_assert_false (open_or_say (self, &folder));
  g_assert_error (folder, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_FOREIGN);
  g_assert_nonnull (strstr (folder->message, "but a folder"));
  g_rmdir (self->path);

  g_assert_cmpint (mkfifo (self->path, 0644), ==, 0); /* with nobody at its other end */
  g_assert_false (open_or_say (self, &pipe));
  g_assert_error (pipe, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_FOREIGN);
  g_unlink (self->path);

  sqlite3 *db;
  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE plan (text)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_false (open_or_say (self, &database));
  g_assert_error (database, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_FOREIGN);
  g_assert_nonnull (strstr (database->message, "another program's SQLite database"));
  assert_untouched (self, "audit.assay");
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
test_versions (Fixture       *self,
               gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (GError) error = NULL;
      guint32 version = GUINT32_TO_BE (versions[i].version);
      memcpy (self->bytes + 60, &version, sizeof version);
      put (self->path, self->bytes, self->n_bytes);
      g_assert_cmpint (open_or_say (self, &error), ==, versions[i].opens);
      if (versions[i].opens)
        continue;
      g_assert_error (error, ASSAY_AUDIT_ERROR, (int) versions[i].code);
      g_assert_nonnull (strstr (error->message, versions[i].expected));
    }
  assert_untouched (self, "audit.assay");
}

/* --- made to do harm ----------------------------------------------------------------------------------------- */

static void
make_zip_bomb (sqlite3_context *context,
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

/* Each is done to a whole file by SQL; the digest over rows is made anew, as its author would. */
static const struct
{
  const char *sql;
  const char *expected;    /* NULL: the file stays an audit */
} hostile[] = {
  { "CREATE VIEW v AS SELECT 1", "the view v is no part of an audit file" },
  { "DROP TABLE plan; CREATE VIEW plan AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT 1 AS id, 'p' AS file, group_concat(i) AS text, '' AS sha256 FROM n", "the view plan is no part" },
  { "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM plan; END", "the trigger t is no part" },
  { "CREATE INDEX i ON notes (text)", "the index i is no part" },
  { "CREATE VIRTUAL TABLE f USING fts5 (x)", "the table f is no part" },
  { "ALTER TABLE plan ADD COLUMN g AS (hex(zeroblob(1e9)))", "the generated column g is no part" },
  { "CREATE TABLE later (x); INSERT INTO later VALUES (1)", NULL },
  { "DROP TABLE blocks", "blocks: no such table: blocks" },
  { "DROP TABLE measures", "its content is not what its digest was made of" },
  { "ALTER TABLE axes RENAME COLUMN kind TO k", "axes: no such column: kind" },
  { "DELETE FROM plan", "plan is empty" },
  { "DELETE FROM audit", "audit is empty" },
  { "DELETE FROM digests", "its content is not what its digest was made of" },
  { "UPDATE plan SET text = ''", "its content is not what its digest was made of" },
  { "UPDATE plan SET text = replace(text, 'min-rows', 'min_rows')", "unknown key 'min_rows'" },
  { "UPDATE plan SET text = text || '# '", "its content is not what its digest was made of" },
  { "UPDATE plan SET text = zeroblob(2000000)", "row 1 of plan: text is not text" },
  { "UPDATE plan SET text = NULL", "NOT NULL" }, /* refused by SQLite itself */
  { "UPDATE plan SET text = CAST(x'5b617564697400' AS TEXT)", "row 1 of plan: text is not text" },
  { "UPDATE provenance SET host = CAST(x'ff' AS TEXT)", "row 1 of provenance: host is not text" },
  { "UPDATE provenance SET elapsed_us = -1", "elapsed_us is not a whole number from 0" },
  { "UPDATE inputs SET n_bytes = 1.5", "n_bytes is not a whole number" },
  { "UPDATE inputs SET position = position + 1 WHERE position = 1", "row 2 of inputs: position is not" },
  { "UPDATE audit SET n_rows = n_rows + 1", "its content is not what its digest was made of" },
  { "UPDATE audit SET positive = 2", "its content is not what its digest was made of" },
  { "UPDATE audit SET positive = 1001", "positive is not a whole number from 0 to 1000" },
  { "UPDATE classes SET value = '2' WHERE position = 1", "its content is not what its digest was made of" },
  { "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) INSERT INTO classes"
    " SELECT i, i FROM n", "row 1001 of classes: there are too many" },
  { "UPDATE axes SET n_codes = 65536 WHERE id = 0", "n_codes is not a whole number from 1 to 65535" },
  { "UPDATE axes SET n_codes = 65535 WHERE id = 0", "row 1 of axes: it has other values than n_codes says" },
  { "UPDATE axes SET n_codes = 0 WHERE id = 0", "n_codes is not a whole number from 1 to 65535" },
  { "UPDATE axes SET kind = 'lable' WHERE id = 3", "row 4 of axes: there is no such kind" },
  { "UPDATE axes SET id = 2147483648 WHERE id = 5", "row 6 of axes: id is not" },
  { "UPDATE axis_values SET code = 9 WHERE axis = 0 AND code = 3", "row 3 of axis_values: code is not" },
  { "INSERT INTO axis_values VALUES (0, 4, 'more')", "row 4 of axis_values: there are too many" },
  { "UPDATE count_table_axes SET axis = 6 WHERE count_table = 1 AND position = 0", "there is no such axis" },
  { "UPDATE count_table_axes SET axis = 1 WHERE count_table = 1 AND position = 0", "another number of cells" },
  { "WITH RECURSIVE n (i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO count_table_axes"
    " SELECT 1, i, 0 FROM n", "row 11 of count_table_axes: there are too many" },
  { "UPDATE count_tables SET n_cells = 4611686018427387904 WHERE id = 1", "another number of cells" },
  { "UPDATE count_tables SET n_cells = 9223372036854775807 WHERE id = 1", "n_cells is not a whole number" },
  { "UPDATE count_tables SET n_entries = n_entries + 1 WHERE id = 1", "table 1 lacks entries" },
  { "UPDATE count_tables SET n_entries = 1 WHERE id = 1", "its table has fewer entries" },
  { "DELETE FROM blocks WHERE count_table = 2", "table 2 lacks entries" },
  { "INSERT INTO blocks SELECT count_table, first_cell + 1, last_cell, n_entries, content FROM blocks"
    " WHERE count_table = 1", "row 2 of blocks: " },
  { "UPDATE blocks SET n_entries = 65537 WHERE count_table = 1", "n_entries is not a whole number from 1 to 65536" },
  { "UPDATE blocks SET n_entries = 0 WHERE count_table = 1", "n_entries is not a whole number from 1 to 65536" },
  { "UPDATE blocks SET last_cell = 108 WHERE count_table = 1", "last_cell is not a whole number" },
  { "UPDATE blocks SET content = zeroblob(50000000) WHERE count_table = 1", "its content does not inflate" },
  { "UPDATE blocks SET content = 'text' WHERE count_table = 1", "content is not bytes" },
  { "UPDATE blocks SET content = bomb() WHERE count_table = 1", "its content does not inflate" },
  { "UPDATE notes SET text = text || '!' WHERE position = 0", NULL }, /* another note: not the audit that was saved */
};

static int
stop (gpointer data)
{
  return 1;
}

static void
refresh_rows_digest (sqlite3 *db)
{
  sqlite3_progress_handler (db, 1000000, stop, NULL); /* a view that never ends */
  g_autofree char *digest = assay_audit_digest_rows (db);

  if (digest == NULL)
    return;
  char *sql = sqlite3_mprintf ("UPDATE digests SET sha256 = %Q WHERE part = 'rows'", digest);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_free (sql);
}

static void
test_hostile (Fixture       *self,
              gconstpointer  data)
{
  for (gsize i = 0; i + 1 < G_N_ELEMENTS (hostile); i++)
    {
      g_test_message ("%s", hostile[i].sql);
      put (self->path, self->bytes, self->n_bytes);
      sqlite3 *db;
      char *message = NULL;
      g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
      sqlite3_create_function (db, "bomb", 0, SQLITE_UTF8, NULL, make_zip_bomb, NULL, NULL);
      int status = sqlite3_exec (db, hostile[i].sql, NULL, NULL, &message);
      if (status != SQLITE_OK)
        {
          g_assert_nonnull (strstr (message, hostile[i].expected));
          sqlite3_free (message);
          sqlite3_close (db);
          continue;
        }
      refresh_rows_digest (db);
      sqlite3_close (db);

      g_autoptr (GError) error = NULL;
      g_assert_cmpint (open_or_say (self, &error), ==, hostile[i].expected == NULL);
      if (hostile[i].expected == NULL)
        continue;
      g_test_message ("-> %s", error->message);
      g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, hostile[i].expected));
    }
  assert_untouched (self, "audit.assay");
}

/* A header that says write-ahead log must not make one; one that is hot is not played back either. */
static void
test_journals (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *journal = g_strconcat (self->path, "-journal", NULL);
  g_autoptr (GError) error = NULL;
  put (self->path, self->bytes, self->n_bytes);
  put (journal, (const guint8 *) "\331\325\005\371 \241c\327\0\0\0\1", 12);
  g_assert_true (open_or_say (self, &error));
  assert_untouched (self, "audit.assay audit.assay-journal");
  g_unlink (journal);

  self->bytes[18] = self->bytes[19] = 2;
  put (self->path, self->bytes, self->n_bytes);
  open_or_say (self, &error);
  assert_untouched (self, "audit.assay");
}

/* --- counts that do not fit, with digests that do ------------------------------------------------------------- */

static void
add_table (AssayCounts *counts,
           AssayAxis   *a,
           AssayAxis   *b,
           guint64      count)
{
  AssayCountTable *table = assay_count_table_new ((AssayAxis *[]) { a, b }, 2, NULL);

  table->counts[0] = count;
  g_ptr_array_add (counts->tables, table);
}

static void
add_axis (AssayCounts   *counts,
          const char    *name,
          AssayAxisKind  kind,
          const char    *first,
          const char    *second)
{
  const char *values[] = { NULL, first, second, "3" };

  g_ptr_array_add (counts->axes, assay_axis_new (name, kind, second == NULL ? 2 : kind == ASSAY_AXIS_WHERE ? 4 : 3, values));
}

static void
spoil (AssayCounts *counts,
       guint        way)
{
  gpointer *axes = counts->axes->pdata;

  switch (way)
    {
    case 0: counts->n_rows++; break;
    case 1: counts->positive = 2; break;
    case 2: ((AssayCountTable *) counts->tables->pdata[1])->counts[40]++; break;
    case 3: ((AssayCountTable *) counts->tables->pdata[0])->counts[13] -= 1; break;
    case 4: add_table (counts, axes[0], axes[0], counts->n_rows); break;
    case 5: add_table (counts, axes[0], axes[1], counts->n_rows);
            ((AssayCountTable *) counts->tables->pdata[counts->tables->len - 1])->counts[1] = G_MAXUINT64; break;
    case 6: add_axis (counts, "sex", ASSAY_AXIS_SLICE, "Female", "Male"); break;
    case 7: add_axis (counts, "another", ASSAY_AXIS_PREDICTION, "0", "2"); break;
    case 8: add_axis (counts, "another", ASSAY_AXIS_LABEL, "1", "0"); break;
    case 9: add_axis (counts, "another", ASSAY_AXIS_BASELINE, "0", NULL); break;
    case 10: add_axis (counts, "old men", ASSAY_AXIS_WHERE, "0", "1"); break;
    default: g_assert_not_reached ();
    }
}

static const char *const inconsistencies[] = {
  "a table has 60 rows, the audit 61",
  "its positive class is none of its classes",
  "a table has 61 rows, the audit 60",
  "a table has ",
  "a table has the axis region twice",
  "a table has 18446744073709551615 rows, the audit 60",
  "the axis sex is there twice",
  "the values of the axis another are not the classes",
  "the values of the axis another are not the classes",
  "the values of the axis another are not the classes",
  "the axis old men has more values than yes and no",
};

static void
test_inconsistent (Fixture       *self,
                   gconstpointer  data)
{
  for (guint way = 0; way < G_N_ELEMENTS (inconsistencies); way++)
    {
      g_autoptr (AssayAudit) audit = example_audit (60, 3);
      const AssayReport *report = assay_audit_report (audit);
      g_autoptr (GError) saving = NULL, opening = NULL;
      spoil ((AssayCounts *) report->counts, way);

      g_autofree char *problem = assay_audit_file_check (report->plan, report->counts, ASSAY_AUDIT_FILE_MOST_BYTES);
      g_assert_nonnull (problem);
      g_assert_nonnull (strstr (problem, inconsistencies[way]));
      g_assert_false (assay_audit_file_save (report, self->path, &saving));
      g_assert_error (saving, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);

      g_autoptr (GBytes) bytes = assay_audit_file_bytes_unchecked (report, NULL);
      put (self->path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_assert_false (open_or_say (self, &opening));
      g_assert_error (opening, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DAMAGED);
      g_assert_nonnull (strstr (opening->message, inconsistencies[way]));
      g_unlink (self->path);
    }
}

/* What is asked for is compared with the bound before it is taken: 64 tables of 32 MB each in a file of 40 kB. */
static void
test_memory (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (AssayAudit) audit = example_audit (60, 3);
  const AssayReport *report = assay_audit_report (audit);
  AssayCounts *counts = (AssayCounts *) report->counts;
  g_autofree const char **values = g_new0 (const char *, 1800);
  for (guint code = 1; code < 1800; code++)
    values[code] = "v";
  for (guint i = 0; i < 2; i++)
    g_ptr_array_add (counts->axes, assay_axis_new (i == 0 ? "a" : "b", ASSAY_AXIS_SLICE, 1800, values));
  for (guint i = 0; i < 64; i++)
    add_table (counts, counts->axes->pdata[6], counts->axes->pdata[7], 60);
  g_autoptr (GBytes) bytes = assay_audit_file_bytes_unchecked (report, NULL);
  put (self->path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_autoptr (GError) error = NULL;
  AssayAuditFileOptions options = { .most_bytes = 256 << 20 };
  g_assert_null (assay_audit_file_read (self->path, &options, &error));
  g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "need more memory than any audit's"));
  g_autofree char *problem = assay_audit_file_check (report->plan, counts, 256 << 20);
  g_assert_nonnull (problem);
  g_assert_nonnull (strstr (problem, "its tables and slices need more than 256 MiB"));
}

/* --- a disk that fails --------------------------------------------------------------------------------------- */

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
test_reads (Fixture       *self,
            gconstpointer  data)
{
  sqlite3_vfs *before = sqlite3_vfs_find (NULL), failing = *before;
  true_open = before->xOpen;
  failing.zName = "failing";
  failing.xOpen = failing_open;
  sqlite3_vfs_register (&failing, 1);
  put (self->path, self->bytes, self->n_bytes);

  guint n_failed = 0;
  for (int n = 0;; n++)
    {
      g_autoptr (GError) error = NULL;
      n_reads_left = n;
      if (open_or_say (self, &error))
        break;
      n_failed++;
      /* SQLite's look at the pages tells of a failed read in the words it has for a bad page. */
      g_assert_true (error->code == ASSAY_AUDIT_ERROR_OPEN || error->code == ASSAY_AUDIT_ERROR_DAMAGED);
    }
  sqlite3_vfs_unregister (&failing);
  sqlite3_vfs_register (before, 1);
  g_assert_cmpuint (n_failed, >, 10);
  assert_untouched (self, "audit.assay");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/audit-file-damage/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("flips", test_flips);
  ADD ("runs", test_runs);
  ADD ("cut", test_cut);
  ADD ("foreign", test_foreign);
  ADD ("no-file", test_no_file);
  ADD ("versions", test_versions);
  ADD ("hostile", test_hostile);
  ADD ("journals", test_journals);
  ADD ("inconsistent", test_inconsistent);
  ADD ("memory", test_memory);
  ADD ("reads", test_reads);
  return g_test_run ();
}
