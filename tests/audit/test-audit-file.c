/* test-audit-file.c: what was saved is what is opened, and what SQL sees is what the report says. */
#include "audit/audit-file-private.h"

#include "audit/audit-digest.h"
#include "example.h"
#include "scratch.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char       *folder, *path;
  AssayAudit *audit;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->folder = scratch_new ();
  /* A path that a URI must escape. */
  self->path = g_build_filename (self->folder, "an audit? 100% #1.assay", NULL);
  self->audit = example_audit (500, 11);
  g_assert_true (assay_audit_file_save (assay_audit_report (self->audit), self->path, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  assay_audit_free (self->audit);
  scratch_remove (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

static AssayAudit *
open_audit (const char *path)
{
  g_autoptr (GError) error = NULL;
  AssayAudit *audit = assay_audit_open (path, &error);

  g_assert_no_error (error);
  return audit;
}

/* --- there and back ------------------------------------------------------------------------------------------ */

static void
assert_equal_counts (const AssayCounts *a,
                     const AssayCounts *b)
{
  g_assert_cmpuint (a->n_rows, ==, b->n_rows);
  g_assert_true (g_strv_equal ((const char *const *) a->classes, (const char *const *) b->classes));
  g_assert_cmpuint (a->n_classes, ==, b->n_classes);
  g_assert_cmpuint (a->positive, ==, b->positive);
  g_assert_cmpstr (a->positive_why, ==, b->positive_why);
  g_assert_cmpuint (a->axes->len, ==, b->axes->len);
  for (guint i = 0; i < a->axes->len; i++)
    g_assert_true (assay_axis_equal (a->axes->pdata[i], b->axes->pdata[i]));
  g_assert_cmpuint (a->tables->len, ==, b->tables->len);
  for (guint i = 0; i < a->tables->len; i++)
    g_assert_true (assay_count_table_equal (a->tables->pdata[i], b->tables->pdata[i]));
}

static void
assert_equal_provenance (const AssayProvenance *a,
                         const AssayProvenance *b)
{
  g_assert_cmpuint (a->n_files, ==, b->n_files);
  for (guint i = 0; i < a->n_files; i++)
    {
      g_assert_cmpstr (a->files[i].name, ==, b->files[i].name);
      g_assert_cmpuint (a->files[i].n_bytes, ==, b->files[i].n_bytes);
      g_assert_cmpstr (a->files[i].sha256, ==, b->files[i].sha256);
    }
  g_assert_cmpstr (a->engine, ==, b->engine);
  g_assert_cmpstr (a->assay_version, ==, b->assay_version);
  g_assert_cmpstr (a->host, ==, b->host);
  g_assert_cmpstr (a->code_version, ==, b->code_version);
  g_assert_cmpint (a->started_us, ==, b->started_us);
  g_assert_cmpint (a->elapsed_us, ==, b->elapsed_us);
  g_assert_true (g_strv_equal (a->notes, b->notes));
}

static void
test_there_and_back (Fixture       *self,
                     gconstpointer  data)
{
  const AssayReport *saved = assay_audit_report (self->audit);
  g_autoptr (AssayAudit) audit = open_audit (self->path);
  const AssayReport *opened = assay_audit_report (audit);

  g_assert_cmpstr (saved->plan->text, ==, opened->plan->text);
  g_assert_cmpstr (saved->plan->title, ==, opened->plan->title);
  g_assert_cmpstr (opened->plan->file, ==, "loans.ini"); /* where it lay is nobody's business */
  assert_equal_counts (saved->counts, opened->counts);
  assert_equal_provenance (saved->provenance, opened->provenance);
  g_assert_null (opened->provenance->files[0].path);

  g_autofree char *before = example_print (self->audit);
  g_autofree char *after = example_print (audit);
  g_assert_cmpstr (before, ==, after);
}

/* A plan without a title is called by its file, also when that file is gone. */
static void
test_title (void)
{
  static const char text[] = "[data]\nfiles=a.csv\nlabel=repaid\nprediction=candidate\npositive=1\nbaseline=current\n"
                             "[slices]\ncolumns=sex\n";
  static const struct { const char *file, *title; } cases[] = {
    { "/home/somebody/loans.ini", "loans.ini" },
    { "(no plan)", "a.csv" },
  };
  g_autofree char *folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "audit.assay", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayAudit) saved = example_audit_of (text, cases[i].file, 50, 1);
      g_assert_true (assay_audit_file_save (assay_audit_report (saved), path, &error));
      g_autoptr (AssayAudit) opened = open_audit (path);
      g_assert_cmpstr (assay_audit_report (opened)->plan->title, ==, cases[i].title);
    }
  scratch_remove (folder);
}

/* A host's or a file's name that is not UTF-8 is shown as it can be, and does not spoil the file. */
static void
test_odd_names (void)
{
  g_autofree char *folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "audit.assay", NULL);
  g_autoptr (GError) error = NULL;
  AssayOwnProvenance provenance = example_provenance ();
  g_free (provenance.files[0].name);
  provenance.files[0].name = g_strdup ("M\374ller.csv");
  g_free (provenance.host);
  provenance.host = g_strdup ("\377");
  AssayPlan *plan = assay_plan_parse (example_plan, strlen (example_plan), "/M\374ller/\374.ini", &error);
  g_assert_no_error (error);

  g_autoptr (AssayAudit) saved = assay_audit_new (plan, example_counts (50, 1), &provenance, &error);
  g_assert_no_error (error);
  g_assert_true (assay_audit_file_save (assay_audit_report (saved), path, &error));
  g_autoptr (AssayAudit) opened = open_audit (path);
  assert_equal_provenance (assay_audit_report (saved)->provenance, assay_audit_report (opened)->provenance);
  g_assert_cmpstr (assay_audit_report (opened)->provenance->files[0].name, ==, "M\357\277\275ller.csv");
  scratch_remove (folder);
}

/* Sparse tables and columns of many values come back too; properties from a printed seed. */
static void
test_large (void)
{
  guint32 seed = g_test_rand_int ();
  g_test_message ("seed %u", seed);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree char *folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "audit.assay", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayAudit) small = example_audit (300, seed);
  AssayReport report = *assay_audit_report (small);
  AssayCounts *counts = (AssayCounts *) report.counts;

  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  for (guint code = 0; code < 65535; code++)
    g_ptr_array_add (values, code > 0 ? g_strdup_printf ("%u", code) : NULL);
  AssayAxis *many = assay_axis_new ("many", ASSAY_AXIS_SLICE, 65535, (const char *const *) values->pdata);
  AssayAxis *axes[] = { many, counts->axes->pdata[0], counts->axes->pdata[1], counts->axes->pdata[3],
                        counts->axes->pdata[4], counts->axes->pdata[5] };
  g_ptr_array_add (counts->axes, many);
  guint64 cells[300], ones[300];
  for (guint i = 0; i < 300; i++)
    {
      cells[i] = (guint64) (g_rand_double (rand) * 65535 * 4 * 3 * 27);
      ones[i] = 1;
    }
  AssayCountTable *table = assay_count_table_from_pairs (axes, 6, cells, ones, 300, &error);
  g_assert_no_error (error);
  g_assert_false (table->is_dense);
  g_ptr_array_add (counts->tables, table);

  g_assert_true (assay_audit_file_save (&report, path, &error));
  g_autoptr (AssayAudit) opened = open_audit (path);
  assert_equal_counts (counts, assay_audit_report (opened)->counts);
  scratch_remove (folder);
}

static void
test_same_bytes (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (AssayAudit) again = example_audit (500, 11);
  g_autoptr (AssayAudit) opened = open_audit (self->path);
  g_autoptr (AssayAudit) other = example_audit (500, 12);
  g_autoptr (GBytes) first = assay_audit_file_bytes (assay_audit_report (self->audit), NULL);
  g_autoptr (GBytes) second = assay_audit_file_bytes (assay_audit_report (again), NULL);
  g_autoptr (GBytes) third = assay_audit_file_bytes (assay_audit_report (opened), NULL);
  g_autoptr (GBytes) different = assay_audit_file_bytes (assay_audit_report (other), NULL);

  g_assert_true (g_bytes_equal (first, second));
  g_assert_true (g_bytes_equal (first, third));
  g_assert_false (g_bytes_equal (first, different));
}

/* --- what is left alone -------------------------------------------------------------------------------------- */

/* Opened by somebody who may only look, in a folder that only lets look, as often as they like: not a bit changes. */
static void
test_read_only (Fixture       *self,
                gconstpointer  data)
{
  struct stat before, after;
  g_autofree char *bytes_before = NULL, *bytes_after = NULL;
  gsize n_before, n_after;
  g_assert_true (g_file_get_contents (self->path, &bytes_before, &n_before, NULL));
  g_assert_cmpint (g_chmod (self->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (self->folder, 0555), ==, 0);
  g_assert_cmpint (g_stat (self->path, &before), ==, 0);

  gboolean is_root = geteuid () == 0;
  if (is_root)
    g_assert_cmpint (seteuid (65534), ==, 0);
  g_autoptr (AssayAudit) first = open_audit (self->path);
  g_autoptr (AssayAudit) second = open_audit (self->path);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);

  g_assert_cmpint (g_stat (self->path, &after), ==, 0);
  g_assert_cmpint (before.st_mtim.tv_sec, ==, after.st_mtim.tv_sec);
  g_assert_cmpint (before.st_mtim.tv_nsec, ==, after.st_mtim.tv_nsec);
  g_assert_true (g_file_get_contents (self->path, &bytes_after, &n_after, NULL));
  g_assert_cmpmem (bytes_before, n_before, bytes_after, n_after);
  g_autofree char *list = scratch_list (self->folder);
  g_assert_cmpstr (list, ==, "an audit? 100% #1.assay");
}

/* A save that fails leaves the file that was there. */
static void
test_failed_save (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (AssayAudit) other = example_audit (100, 5);
  g_autofree char *folder_path = g_build_filename (self->folder, "folder", NULL);
  g_autofree char *missing_path = g_build_filename (self->folder, "missing", "audit.assay", NULL);
  g_autoptr (GError) is_folder = NULL, is_missing = NULL, is_full = NULL;
  signal (SIGXFSZ, SIG_IGN);

  rlim_t before = scratch_limit (5000);
  gboolean is_saved = assay_audit_file_save (assay_audit_report (other), self->path, &is_full);
  scratch_limit (before);
  g_assert_false (is_saved);
  g_assert_error (is_full, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);
  g_assert_true (g_str_has_prefix (is_full->message, self->path));

  g_assert_cmpint (g_mkdir (folder_path, 0755), ==, 0);
  g_assert_false (assay_audit_file_save (assay_audit_report (other), folder_path, &is_folder));
  g_assert_error (is_folder, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);
  g_assert_false (assay_audit_file_save (assay_audit_report (other), missing_path, &is_missing));
  g_assert_error (is_missing, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);

  g_autofree char *list = scratch_list (self->folder);
  g_assert_cmpstr (list, ==, "an audit? 100% #1.assay folder");
  g_autoptr (AssayAudit) opened = open_audit (self->path);
  assert_equal_counts (assay_audit_report (self->audit)->counts, assay_audit_report (opened)->counts);
}

/* --- what SQL sees ------------------------------------------------------------------------------------------- */

static sqlite3 *
open_plainly (const char *path)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  return db;
}

static sqlite3_stmt *
query (sqlite3    *db,
       const char *sql)
{
  sqlite3_stmt *row;

  if (sqlite3_prepare_v2 (db, sql, -1, &row, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  return row;
}

/* (transfer full) The one value of a query as text. */
static char *
ask (sqlite3    *db,
     const char *sql)
{
  sqlite3_stmt *row = query (db, sql);

  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  char *text = g_strdup ((const char *) sqlite3_column_text (row, 0));
  sqlite3_finalize (row);
  return text;
}

static const struct
{
  const char *sql;
  const char *expected;
} questions[] = {
  { "PRAGMA application_id", "1098080633" }, /* 0x41736179, "Asay" */
  { "PRAGMA user_version", "1003" },
  { "PRAGMA journal_mode", "delete" },
  { "PRAGMA integrity_check", "ok" },
  { "PRAGMA foreign_key_check", NULL },
  { "SELECT count(*) FROM sqlite_master WHERE type <> 'table'", "0" },
  { "SELECT group_concat(name || ' ' || n_bytes, ', ') FROM inputs", "people-0.csv 1000000, people-1.csv 1000001" },
  { "SELECT title FROM audit", "Loans, w\303\274rttembergisch" },
  { "SELECT n_rows FROM audit", "500" },
  { "SELECT datetime(started_us / 1000000, 'unixepoch') FROM provenance", "2025-01-01 12:00:00" },
  { "SELECT group_concat(value, '|') FROM axis_values JOIN axes ON id = axis WHERE name = 'sex'", "Female|Male" },
  { "SELECT count(*) FROM count_tables", "5" },
  { "SELECT n_rows FROM slices WHERE text = ''", "500" },
  { "SELECT sum(n_rows) FROM slices JOIN slice_parts ON id = slice WHERE kind = 'column' AND column = 'sex'", "500" },
  { "SELECT count(*) FROM checks", "3" },
  { "SELECT count(*) + (SELECT count(*) FROM signoffs) FROM decisions", "0" },
  { "SELECT length(sha256) FROM digests WHERE part = 'content'", "64" },
};

static void
test_questions (Fixture       *self,
                gconstpointer  data)
{
  sqlite3 *db = open_plainly (self->path);

  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_test_message ("%s", questions[i].sql);
      if (questions[i].expected == NULL)
        {
          sqlite3_stmt *row = query (db, questions[i].sql);
          g_assert_cmpint (sqlite3_step (row), ==, SQLITE_DONE);
          sqlite3_finalize (row);
          continue;
        }
      g_autofree char *answer = ask (db, questions[i].sql);
      g_assert_cmpstr (answer, ==, questions[i].expected);
    }
  sqlite3_close (db);
}

/* The content's digest depends on nothing but plan and counts: not on the host, the times or the engine. */
static void
test_content_digest (Fixture       *self,
                     gconstpointer  data)
{
  const AssayReport *report = assay_audit_report (self->audit);
  AssayProvenance elsewhere = *report->provenance;
  AssayReport moved = *report;
  elsewhere.host = "elsewhere";
  elsewhere.started_us++;
  moved.provenance = &elsewhere;
  g_autofree char *path = g_build_filename (self->folder, "moved", NULL);
  g_assert_true (assay_audit_file_save (&moved, path, NULL));

  sqlite3 *here = open_plainly (self->path), *there = open_plainly (path);
  g_autofree char *content_here = ask (here, "SELECT sha256 FROM digests WHERE part = 'content'");
  g_autofree char *content_there = ask (there, "SELECT sha256 FROM digests WHERE part = 'content'");
  g_autofree char *rows_here = ask (here, "SELECT sha256 FROM digests WHERE part = 'rows'");
  g_autofree char *rows_there = ask (there, "SELECT sha256 FROM digests WHERE part = 'rows'");
  g_assert_cmpstr (content_here, ==, content_there);
  g_assert_cmpstr (rows_here, !=, rows_there);
  sqlite3_close (here);
  sqlite3_close (there);
}

/* A file of every minor that was released: this version reads it and finds the same. */
static void
test_released (void)
{
  static const char *const names[] = { "1.0.assay", "1.1.assay", "1.2.assay", "1.3.assay" };
  g_autoptr (AssayCounts) counts = example_counts (500, 11);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "files", names[i], NULL);
      g_autoptr (AssayAudit) opened = open_audit (path);
      const AssayReport *report = assay_audit_report (opened);
      AssayOwnProvenance own = example_provenance ();
      const AssayProvenance provenance = { own.files, own.n_files, own.engine, own.assay_version, own.host, own.code_version,
                                           own.started_us, own.elapsed_us, (const char *const *) own.notes };

      g_assert_cmpstr (report->plan->text, ==, example_plan);
      assert_equal_counts (report->counts, counts);
      assert_equal_provenance (report->provenance, &provenance);
      g_assert_cmpuint (report->review->decisions->len, ==, i >= 2 ? 2 : 0);
      assay_own_provenance_clear (&own);
    }
}

/* What was said of it when the format had room for it, and that the sign-off still holds. */
static void
test_released_review (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "files", "1.2.assay", NULL);
  g_autoptr (AssayAudit) opened = open_audit (path);
  const AssayReview *review = assay_audit_report (opened)->review;
  const AssayDecision *note = review->decisions->pdata[1];
  const AssaySignOff *sign_off = review->sign_offs->pdata[0];

  g_assert_cmpstr (assay_review_decision (review, "slice sex=Female")->text, ==, "more rows");
  g_assert_cmpstr (note->text, ==, "two\nlines");
  g_assert_cmpint (note->at_us, ==, 1735732860000000);
  g_assert_cmpuint (review->sign_offs->len, ==, 1);
  g_assert_cmpstr (sign_off->who, ==, "Bob");
  g_assert_cmpstr (sign_off->note, ==, "not yet");
  g_assert_false (sign_off->is_approval);
  g_assert_cmpint (sign_off->state, ==, ASSAY_SIGN_OFF_HOLDS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/audit-file/there-and-back", test_there_and_back);
  g_test_add_func ("/audit-file/title", test_title);
  g_test_add_func ("/audit-file/odd-names", test_odd_names);
  g_test_add_func ("/audit-file/large", test_large);
  ADD ("/audit-file/same-bytes", test_same_bytes);
  ADD ("/audit-file/read-only", test_read_only);
  ADD ("/audit-file/failed-save", test_failed_save);
  ADD ("/audit-file/questions", test_questions);
  ADD ("/audit-file/content-digest", test_content_digest);
  g_test_add_func ("/audit-file/released", test_released);
  g_test_add_func ("/audit-file/released-review", test_released_review);
  return g_test_run ();
}
