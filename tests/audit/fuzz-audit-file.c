/* fuzz-audit-file.c: any bytes as an audit file: no crash, no leak, memory bounded; one message that names the file, or
 * an audit that can be printed.
 *
 * Digests are not compared, for no change would get behind them. With libFuzzer: clang -fsanitize=fuzzer,address
 * -DASSAY_LIBFUZZER, and the audit files beside this one. Otherwise the driver below runs the files that it is given,
 * whole and changed by chance from a printed seed, in their bytes and in their rows:
 * fuzz-audit-file [--rounds N] FILE...
 */
#include "audit/audit-file-private.h"

#include "example.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize length);

static void
check_file (const char *path)
{
  static const AssayAuditFileOptions options = { .most_bytes = 64 << 20, .ignores_digests = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayAudit) audit = assay_audit_file_read (path, &options, &error);

  if (audit == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (error->domain == ASSAY_AUDIT_ERROR);
      g_assert_true (g_str_has_prefix (error->message, path));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_assert_no_error (error);
  g_autofree char *print = example_print (audit);
  g_assert_true (g_utf8_validate (print, -1, NULL));
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

#ifndef ASSAY_LIBFUZZER

static void
change_bytes (GRand  *random,
              guint8 *bytes,
              gsize   length)
{
  gsize at = (gsize) g_rand_int_range (random, 0, (gint32) length);
  gsize most = (gsize) g_rand_int_range (random, 1, 64), n = MIN (length - at, most);

  switch (g_rand_int_range (random, 0, 4))
    {
    case 0:
      bytes[at] ^= (guint8) (1 << g_rand_int_range (random, 0, 8));
      break;
    case 1:
      bytes[at] = (guint8) g_rand_int (random);
      break;
    case 2:
      memset (bytes + at, g_rand_boolean (random) ? 0xff : 0, n);
      break;
    default:
      memmove (bytes + at, bytes + g_rand_int_range (random, 0, (gint32) (length - n + 1)), n);
    }
}

static void
run_changed_bytes (GRand        *random,
                   const guint8 *data,
                   gsize         length,
                   guint         n_rounds)
{
  for (guint round = 0; round < n_rounds; round++)
    {
      /* A copy of its own, so that a read past the end is seen by the address sanitizer. */
      g_autofree guint8 *copy = g_memdup2 (data, length);
      for (int n = g_rand_int_range (random, 1, 6); n > 0; n--)
        change_bytes (random, copy, length);
      LLVMFuzzerTestOneInput (copy, length);
    }
}

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
  "UPDATE inputs SET name = '$s', n_bytes = $n",
  "DELETE FROM notes; DELETE FROM inputs; UPDATE provenance SET host = '$s', started_us = $n",
};

static void
change_row (GRand      *random,
            const char *path)
{
  static const char *const texts[] = { "", "0", "1", "sex", "age", "race=Black", "all;*", "[check a]\n", "(missing)",
                                       "\n[slices]\ncolumns=sex;age\n", "\303\274\n", "recall", "fpr", "current" };
  const char *change = changes[g_rand_int_range (random, 0, G_N_ELEMENTS (changes))];
  guint64 number = ((guint64) g_rand_int (random) << 32) | g_rand_int (random);
  const char *text = texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))];
  sqlite3 *db;

  g_autoptr (GString) sql = g_string_new (change);
  g_autofree char *small = g_strdup_printf ("%d", g_rand_int_range (random, 0, 64));
  g_autofree char *any = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) (number >> g_rand_int_range (random, 0, 64)));
  g_string_replace (sql, "$d", small, 0);
  g_string_replace (sql, "$n", any, 0);
  g_string_replace (sql, "$s", text, 0);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, sql->str, NULL, NULL, NULL);
  sqlite3_close (db);
}

static void
run_changed_rows (GRand        *random,
                  const guint8 *data,
                  gsize         length,
                  guint         n_rounds)
{
  g_autofree char *folder = g_dir_make_tmp ("fuzz-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "rows.assay", NULL);

  for (guint round = 0; round < n_rounds; round++)
    {
      g_assert_true (g_file_set_contents_full (path, (const char *) data, (gssize) length, G_FILE_SET_CONTENTS_NONE,
                                               0600, NULL));
      for (int n = g_rand_int_range (random, 1, 4); n > 0; n--)
        change_row (random, path);
      check_file (path);
    }
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gboolean has_rounds = argc > 2 && strcmp (argv[1], "--rounds") == 0;
  guint n_rounds = has_rounds ? (guint) atoi (argv[2]) : 100, seed = g_test_rand_int ();
  GRand *random = g_rand_new_with_seed (seed);
  int first = has_rounds ? 3 : 1;

  g_assert_cmpint (argc, >, first);
  g_print ("1..%d\n# seed %u\n", argc - first, seed);
  for (int i = first; i < argc; i++)
    {
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;
      g_file_get_contents (argv[i], &bytes, &length, &error);
      g_assert_no_error (error);
      LLVMFuzzerTestOneInput ((const guint8 *) bytes, length);
      run_changed_bytes (random, (const guint8 *) bytes, length, n_rounds);
      run_changed_rows (random, (const guint8 *) bytes, length, n_rounds);
      g_autofree char *name = g_path_get_basename (argv[i]);
      g_print ("ok %d %s\n", i - first + 1, name);
    }
  g_rand_free (random);
  return 0;
}

#endif
