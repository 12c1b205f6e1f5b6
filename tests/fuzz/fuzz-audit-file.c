/* fuzz-audit-file.c: any bytes as an audit file: no crash, no leak, memory bounded; one message that names the file, or
 * an audit that can be printed.
 *
 * Digests are not compared, for no change would get behind them; a file whose digests do fit is read the same with
 * them. Besides bytes, rows are changed by SQL.
 */
#include "driver.h"

#include "../audit/example.h"
#include "audit/audit-file-private.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* $d is a small number, $n any one, $s a text. What SQLite refuses is no change. */
static const char *const changes[] = {
  "UPDATE plan SET text = substr (text, 1, $d * 7)",
  "UPDATE plan SET text = replace (text, substr (text, $d * 5, 9), '$s')",
  "UPDATE plan SET text = replace (text, 'region', '$s')",
  "UPDATE plan SET text = text || '$s'",
  "UPDATE audit SET n_rows = $n, positive = $d % 3",
  "UPDATE audit SET positive_why = '$s'",
  "DELETE FROM classes WHERE position = $d % 3",
  "UPDATE classes SET value = '$s' WHERE position = $d % 3",
  "UPDATE axes SET kind = (SELECT kind FROM axes WHERE id = $d % 6) WHERE id = $n % 6",
  "UPDATE axes SET name = '$s' WHERE id = $d % 6",
  "UPDATE axes SET n_codes = $d WHERE id = $n % 6",
  "DELETE FROM axes WHERE id >= $d % 8",
  "UPDATE axis_values SET value = '$s' WHERE code = $d % 3 AND axis = $n % 6",
  "DELETE FROM axis_values WHERE code > $d % 3 AND axis = $n % 6",
  "DELETE FROM count_tables WHERE id >= $d % 6",
  "UPDATE count_tables SET n_cells = $n WHERE id = $d % 6",
  "UPDATE count_table_axes SET axis = $d % 6 WHERE position = $n % 5",
  "DELETE FROM count_table_axes WHERE position >= $d % 5",
  "UPDATE blocks SET count_table = count_table + $d % 3 - 1",
  "UPDATE blocks SET n_entries = n_entries + $d - 8",
  "UPDATE blocks SET first_cell = $n, last_cell = $n + $d WHERE count_table = $d % 6",
  "UPDATE blocks SET content = substr (content, 1, $d)",
  "UPDATE count_table_sums SET name = '$s', k = $d - 32 WHERE position = $n % 3",
  "DELETE FROM count_table_sums WHERE position >= $d % 3",
  "INSERT INTO count_table_sums VALUES ($d % 6, $n % 4, '$s', $d)",
  "UPDATE sum_blocks SET content = substr (content, 1, $d)",
  "UPDATE sum_blocks SET first_cell = first_cell + $d % 3 - 1, count_table = $n % 2",
  "DELETE FROM sum_blocks",
  "UPDATE inputs SET name = '$s', n_bytes = $n",
  "UPDATE decisions SET who = '$s', note = '$s' WHERE position = $d % 2",
  "UPDATE decisions SET at_us = $n, subject = '$s'",
  "INSERT INTO decisions VALUES ($n, $n, '$s', '$s', 'note', '$s')",
  "UPDATE signoffs SET n_decisions = $d, at_us = $n, note = '$s'",
  "INSERT INTO signoffs SELECT $n, at_us, '$s', decision, note, sha256, sha256, $d FROM signoffs",
  "DELETE FROM decisions WHERE position = $d % 2",
  "DELETE FROM notes; DELETE FROM inputs; UPDATE provenance SET host = '$s', started_us = $n",
};

static int
stop (gpointer data)
{
  return 1;
}

/* (transfer full) */
static char *
draw_sql (GRand *random)
{
  static const char *const texts[] = { "", "0", "1", "sex", "age", "race=Black", "all;*", "[check a]\n", "(missing)",
                                       "\n[slices]\ncolumns=sex;age\n", "\303\274\n", "recall", "fpr", "current" };
  guint64 number = ((guint64) g_rand_int (random) << 32) | g_rand_int (random);
  const char *text = texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))];
  GString *sql = g_string_new (changes[g_rand_int_range (random, 0, G_N_ELEMENTS (changes))]);

  g_autofree char *small = g_strdup_printf ("%d", g_rand_int_range (random, 0, 64));
  g_autofree char *any = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) (number >> g_rand_int_range (random, 0, 64)));
  g_string_replace (sql, "$d", small, 0);
  g_string_replace (sql, "$n", any, 0);
  g_string_replace (sql, "$s", text, 0);
  return g_string_free (sql, FALSE);
}

/* In memory, so that a run of many leaves no file. */
static void
change_row (GRand      *random,
            GByteArray *bytes)
{
  g_autofree char *sql = draw_sql (random);
  sqlite3_int64 n_bytes = bytes->len;
  unsigned char *content = sqlite3_malloc64 (bytes->len + 1);
  sqlite3 *db;

  memcpy (content, bytes->data, bytes->len);
  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  sqlite3_progress_handler (db, 100000, stop, NULL);
  if (bytes->len > 0
      && sqlite3_deserialize (db, "main", content, n_bytes, n_bytes,
                              SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) == SQLITE_OK
      && sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    {
      unsigned char *changed = sqlite3_serialize (db, "main", &n_bytes, 0);
      g_byte_array_set_size (bytes, 0);
      if (changed != NULL)
        g_byte_array_append (bytes, changed, (guint) n_bytes);
      sqlite3_free (changed);
    }
  else if (bytes->len == 0)
    sqlite3_free (content);
  sqlite3_close (db);
}

const FuzzTarget fuzz_target = { .n_rounds = 200, .change = change_row };

static void
expect_message (const GError *error,
                const char   *path)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == ASSAY_AUDIT_ERROR);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strpbrk (error->message, "\n\r"));
}

static void
check_file (const char *path)
{
  static const AssayAuditFileOptions options = { .most_bytes = 64 << 20, .ignores_digests = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) open_error = NULL;
  g_autoptr (AssayAudit) audit = assay_audit_file_read (path, &options, &error);
  g_autoptr (AssayAudit) opened = assay_audit_open (path, &open_error);

  if (opened == NULL)
    expect_message (open_error, path);
  if (audit == NULL)
    {
      expect_message (error, path);
      return;
    }
  g_assert_no_error (error);
  g_autofree char *print = example_print (audit);
  g_assert_true (g_utf8_validate (print, -1, NULL));
  if (opened != NULL)
    {
      g_autofree char *opened_print = example_print (opened);
      g_assert_cmpstr (opened_print, ==, print);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         length)
{
  g_autofree char *path = NULL;
  int file = g_file_open_tmp ("fuzz-XXXXXX.assay", &path, NULL);

  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (write (file, data, length), ==, (gssize) length);
  close (file);
  check_file (path);
  g_unlink (path);
  return 0;
}
