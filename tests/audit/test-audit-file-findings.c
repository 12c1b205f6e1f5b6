/* test-audit-file-findings.c: what SQL sees is what the report says. */
#include "audit/audit-file-private.h"

#include "example.h"
#include "scratch.h"

#include <math.h>

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

static void
assert_real (sqlite3_stmt *row,
             int           column,
             double        expected)
{
  if (isnan (expected))
    g_assert_cmpint (sqlite3_column_type (row, column), ==, SQLITE_NULL);
  else
    {
      g_assert_cmpint (sqlite3_column_type (row, column), ==, SQLITE_FLOAT);
      g_assert_true (sqlite3_column_double (row, column) == expected);
    }
}

static void
assert_text (sqlite3_stmt *row,
             int           column,
             const char   *expected)
{
  g_assert_cmpstr ((const char *) sqlite3_column_text (row, column), ==, expected);
}

static sqlite3_stmt *
row_of (sqlite3    *db,
        const char *sql,
        guint       id,
        const char *name)
{
  sqlite3_stmt *row = query (db, sql);

  sqlite3_bind_int64 (row, 1, id);
  sqlite3_bind_text (row, 2, name, -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  return row;
}

static void
check_slice (sqlite3             *db,
             const AssayFindings *findings,
             const AssayFinding  *slice,
             guint                id)
{
  sqlite3_stmt *row = row_of (db, "SELECT text, n_rows, tp, fp, fn, tn, share FROM slices WHERE id = ?1", id, NULL);
  assert_text (row, 0, slice->text);
  g_assert_cmpint (sqlite3_column_int64 (row, 1), ==, slice->n_rows);
  g_assert_cmpint (sqlite3_column_int64 (row, 2), ==, slice->confusion.tp);
  g_assert_cmpint (sqlite3_column_int64 (row, 3), ==, slice->confusion.fp);
  g_assert_cmpint (sqlite3_column_int64 (row, 4), ==, slice->confusion.fn);
  g_assert_cmpint (sqlite3_column_int64 (row, 5), ==, slice->confusion.tn);
  assert_real (row, 6, slice->share);
  sqlite3_finalize (row);

  for (guint i = 0; i < findings->n_measures; i++)
    {
      row = row_of (db, "SELECT value, lo, hi, n, why FROM measures WHERE slice = ?1 AND measure = ?2", id,
                    findings->measures[i].name);
      assert_real (row, 0, slice->measures[i].value);
      assert_real (row, 1, slice->measures[i].lo);
      assert_real (row, 2, slice->measures[i].hi);
      g_assert_cmpint (sqlite3_column_int64 (row, 3), ==, slice->measures[i].n);
      assert_text (row, 4, slice->measures[i].why);
      sqlite3_finalize (row);
    }
  for (guint i = 0; slice->rest != NULL && i < findings->n_tested; i++)
    {
      row = row_of (db, "SELECT difference, lo, hi, p, q, is_worse FROM against_rest WHERE slice = ?1 AND measure = ?2",
                    id, findings->measures[findings->tested[i]].name);
      assert_real (row, 0, slice->rest[i].difference.value);
      assert_real (row, 1, slice->rest[i].difference.lo);
      assert_real (row, 2, slice->rest[i].difference.hi);
      assert_real (row, 3, slice->rest[i].test.p);
      assert_real (row, 4, slice->rest[i].q);
      g_assert_cmpint (sqlite3_column_int (row, 5), ==, slice->rest[i].is_worse);
      sqlite3_finalize (row);
    }
  for (guint i = 0; slice->paired != NULL && i < findings->n_baselines; i++)
    {
      row = row_of (db, "SELECT n_rows, difference, lo, hi, p, q FROM paired WHERE slice = ?1 AND baseline = ?2", id,
                    findings->baselines[i]);
      g_assert_cmpint (sqlite3_column_int64 (row, 0), ==, slice->paired[i].paired.rows);
      assert_real (row, 1, slice->paired[i].paired.difference.value);
      assert_real (row, 2, slice->paired[i].paired.difference.lo);
      assert_real (row, 3, slice->paired[i].paired.difference.hi);
      assert_real (row, 4, slice->paired[i].paired.test.p);
      assert_real (row, 5, slice->paired[i].q);
      sqlite3_finalize (row);
    }
}

static void
check_check (sqlite3                 *db,
             const AssayCheckFinding *finding,
             guint                    id)
{
  sqlite3_stmt *row = row_of (db, "SELECT name, verdict, confidence_m, m FROM checks WHERE id = ?1", id, NULL);
  assert_text (row, 0, finding->check->name);
  assert_text (row, 1, assay_verdict_name (finding->verdict));
  assert_real (row, 2, finding->confidence_m);
  g_assert_cmpint (sqlite3_column_int64 (row, 3), ==, finding->m);
  sqlite3_finalize (row);

  row = query (db, "SELECT slice, value, lo, hi, lo_m, hi_m, verdict, rows_to_decide, rows_to_decide_4of5"
                   " FROM check_results WHERE check_id = ?1 ORDER BY position");
  sqlite3_bind_int64 (row, 1, id);
  for (guint i = 0; i < finding->results->len; i++)
    {
      const AssayCheckResult *result = finding->results->pdata[i];
      g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
      assert_text (row, 0, result->slice);
      assert_real (row, 1, result->estimate.value);
      assert_real (row, 2, result->estimate.lo);
      assert_real (row, 3, result->estimate.hi);
      assert_real (row, 4, result->lo_m);
      assert_real (row, 5, result->hi_m);
      assert_text (row, 6, assay_verdict_name (result->verdict));
      assert_real (row, 7, result->rows_to_decide);
      assert_real (row, 8, result->rows_to_decide_4of5);
    }
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_DONE);
  sqlite3_finalize (row);
}

/* Findings worked out from the file against the numbers stored in it: equal to the last bit, those from random draws
 * too. */
static void
test_stored_numbers (void)
{
  g_autofree char *folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "audit.assay", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (example_plan);
  g_string_replace (text, "measures=accuracy", "measures=mcc;balanced_accuracy;accuracy", 1);
  g_autoptr (AssayAudit) saved = example_audit_of (text->str, "loans.ini", 500, 11);
  g_assert_true (assay_audit_file_save (assay_audit_report (saved), path, &error));
  g_autoptr (AssayAudit) audit = assay_audit_open (path, &error);
  g_assert_no_error (error);
  const AssayFindings *findings = assay_audit_report (audit)->findings;
  sqlite3 *db = open_plainly (path);

  g_assert_cmpuint (findings->slices->len, >, 15);
  g_assert_cmpuint (findings->checks->len, ==, 3);
  check_slice (db, findings, findings->whole, 0);
  for (guint i = 0; i < findings->slices->len; i++)
    check_slice (db, findings, findings->slices->pdata[i], i + 1);
  for (guint i = 0; i < findings->checks->len; i++)
    check_check (db, findings->checks->pdata[i], i);
  sqlite3_stmt *row = query (db, "SELECT count(*) FROM slices");
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (row, 0), ==, findings->slices->len + 1);
  sqlite3_finalize (row);
  sqlite3_close (db);
  scratch_remove (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-file-findings/stored-numbers", test_stored_numbers);
  return g_test_run ();
}
