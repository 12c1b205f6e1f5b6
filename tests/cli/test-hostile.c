/* test-hostile.c: input that is damaged, wrong or meant to harm: one line that says what to do, status 3, nothing
 * written; what can be audited is audited, with every row accounted for. */
#include "program.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BY_PREDICTION " --label label --prediction prediction"
#define BY_SCORE      " --label label --score score"
#define PLAN          "[data]\nfiles=d.csv\nlabel=label\nprediction=prediction\n"

/* --- helpers --------------------------------------------------------------------------------------------------- */

static void
check_one_line (const Outcome *outcome,
                const char    *words)
{
  g_assert_cmpint (outcome->status, ==, 3);
  g_assert_cmpstr (outcome->out, ==, "");
  g_assert_true (g_str_has_prefix (outcome->err, "assay: "));
  g_assert_cmpstr (strchr (outcome->err, '\n'), ==, "\n");
  g_assert_nonnull (strstr (outcome->err, words));
  for (const char *c = outcome->err; *c != '\n'; c++)
    g_assert_false (g_ascii_iscntrl (*c));
}

/* The command fails so, and the folder is as it was. */
static void
check_refused (const char *line,
               const char *words)
{
  g_auto (GStrv) before = folder_list ();
  g_auto (Outcome) outcome = run (line);
  g_auto (GStrv) after = folder_list ();

  check_one_line (&outcome, words);
  g_assert_true (g_strv_equal ((const char *const *) before, (const char *const *) after));
}

static void
write_bytes (const char *name,
             const char *bytes,
             gssize      length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (name, bytes, length, &error);
  g_assert_no_error (error);
}

/* head, then n rows of "F,1,0" and "M,0,1", then tail. (transfer full) */
static char *
rows (const char *head,
      guint       n,
      const char *tail)
{
  GString *text = g_string_new (head);

  for (guint i = 0; i < n; i++)
    g_string_append (text, i % 2 == 0 ? "F,1,0\n" : "M,0,1\n");
  g_string_append (text, tail);
  return g_string_free (text, FALSE);
}

static JsonObject *
report_of (JsonParser *parser,
           const char *line)
{
  g_auto (Outcome) outcome = run (line);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (outcome.status, >=, 0);
  g_assert_cmpint (outcome.status, <=, 2);
  json_parser_load_from_data (parser, outcome.out, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

/* --- text files ------------------------------------------------------------------------------------------------ */

/* The line is that of the file, its first being 1; late: after what DuckDB looks at to guess types. */
static void
test_csv_late (void)
{
  static const struct { guint n; const char *tail, *words; } table[] = {
    { 3, "\"F,1,0\nM,0,1\n", "d.csv, line 5: a quote is opened here" },
    { 100001, "\"F,1,0\nM,0,1\n", "d.csv, line 100003: a quote is opened here" },
    { 100001, "\"F,1,0", "d.csv, line 100003: a quote is opened here" },
    { 100000, "F,1\nM,0,1\n", "d.csv, line 100002: 2 fields; the header has 3" },
    { 100000, "F,1,0,9\nM,0,1\n", "d.csv, line 100002: 4 fields; the header has 3" },
    { 100000, "F\xe4,1,0\n", "d.csv, line 100002: the byte 0xE4 is not UTF-8" },
    { 10, "F,1\n", "d.csv, line 12: 2 fields" },
    { 10, "\"F\"x,1,0\n", "d.csv, line 12: text after a closing quote" },
  };
  char *folder = folder_enter ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = rows ("sex,label,prediction\n", table[i].n, table[i].tail);

      write_file ("d.csv", text);
      check_refused ("audit d.csv" BY_PREDICTION, table[i].words);
      check_refused ("plan d.csv --out p.ini", "d.csv");
    }
  folder_leave (folder);
}

static void
test_csv_nul (void)
{
  static const guint at[] = { 3, 150000 };
  char *folder = folder_enter ();

  for (guint i = 0; i < G_N_ELEMENTS (at); i++)
    {
      g_autofree char *text = rows ("sex,label,prediction\n", at[i], "F@F,1,0\nM,0,1\n");
      gsize length = strlen (text);
      g_autofree char *words = g_strdup_printf ("d.csv, line %u: a NUL byte", at[i] + 2);

      *strchr (text, '@') = '\0';
      write_bytes ("d.csv", text, (gssize) length);
      check_refused ("audit d.csv" BY_PREDICTION, words);
    }
  folder_leave (folder);
}

static void
test_csv_headers (void)
{
  static const struct { const char *content, *words; } table[] = {
    { "\n\n", "expected a header" },
    { "\xEF\xBB\xBF", "expected a header" },
    { "sex,label,prediction", "no rows" },
    { "sex,label,label,prediction\nF,1,1,1\nM,0,0,0\n", "column 3 is another 'label'" },
    { "sex,label,LABEL,prediction\nF,1,1,1\nM,0,0,0\n", "column 3 is another 'LABEL'" },
    { "sex,sex,label,prediction\nF,F,1,1\nM,M,0,0\n", "column 2 is another 'sex'" },
    { ",label,prediction\nF,1,1\nM,0,0\n", "column 1 has no name" },
    { "sex,l\xe4" "bel,label,prediction\nF,1,1,1\n", "line 1: the byte 0xE4" },
    { "sex,label,prediction\nF,a,b\nM,b,b\n", "set positive=" },
    { "sex,label,prediction\nF,,1\nM,,0\n", "'label' is missing in every row" },
  };
  char *folder = folder_enter ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      write_file ("d.csv", table[i].content);
      check_refused ("audit d.csv" BY_PREDICTION, table[i].words);
    }
  folder_leave (folder);
}

static void
test_scores (void)
{
  static const struct { const char *score, *words; } table[] = {
    { "nan", "the score in row 101 is nan" },
    { "NaN", "the score in row 101 is nan" },
    { "inf", "the score in row 101 is inf" },
    { "-inf", "the score in row 101 is -inf" },
    { "1e999", "the score in row 101 is inf" },
    { "abc", "column 'score' holds text" },
  };
  char *folder = folder_enter ();
  g_autoptr (JsonParser) parser = json_parser_new ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GString) text = g_string_new ("label,score\n");

      for (guint r = 0; r < 100; r++)
        g_string_append (text, r % 2 == 0 ? "1,0.75\n" : "0,0.25\n");
      g_string_append_printf (text, "1,%s\n", table[i].score);
      write_file ("d.csv", text->str);
      check_refused ("audit d.csv" BY_SCORE, table[i].words);
    }
  write_file ("d.csv", "label,score\n1,-7\n0,12\n1,\n");
  JsonObject *data = json_object_get_object_member (report_of (parser, "audit d.csv --json" BY_SCORE), "data");
  g_assert_cmpint (json_object_get_int_member (data, "rows"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (data, "left_out"), ==, 1);
  folder_leave (folder);
}

/* A slice column has 65,534 values at most (u16 codes without missing and overflow). */
static void
test_many_values (void)
{
  static const struct { const char *prefix, *words; } table[] = {
    { "v", "column 'sex' has more than 65534 values" }, { "", "bins.sex=quantiles 5" },
  };
  char *folder = folder_enter ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GString) text = g_string_new ("sex,label,prediction\n");

      for (guint r = 0; r < 70000; r++)
        g_string_append_printf (text, "%s%u,%u,1\n", table[i].prefix, r, r % 2);
      write_file ("d.csv", text->str);
      check_refused ("audit d.csv --slices sex" BY_PREDICTION, table[i].words);
    }
  folder_leave (folder);
}

/* --- Parquet --------------------------------------------------------------------------------------------------- */

static char *
sample (gsize *length)
{
  g_autofree char *path = g_build_filename (g_getenv ("ASSAY_SOURCE"), "data", "adult-income.parquet", NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;

  g_file_get_contents (path, &bytes, length, &error);
  g_assert_no_error (error);
  return bytes;
}

static void
test_parquet_cut (void)
{
  char *folder = folder_enter ();
  gsize length;
  g_autofree char *bytes = sample (&length);
  const gsize cuts[] = { 0, 1, 4, 8, 12, 1000, length / 2, length - 1000, length - 9, length - 8,
                         length - 5, length - 4, length - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      write_bytes ("d.parquet", bytes, (gssize) cuts[i]);
      check_refused ("audit d.parquet --label label --prediction candidate", "d.parquet");
    }
  folder_leave (folder);
}

/* A flipped bit may hit a byte that nothing reads; it never ends the program otherwise than by a word or an audit. */
static void
test_parquet_flipped (void)
{
  char *folder = folder_enter ();
  gsize length;
  g_autofree char *bytes = sample (&length);
  g_autoptr (GRand) random = g_rand_new_with_seed (20260);

  for (guint i = 0; i < 40; i++)
    {
      gsize at = i % 2 == 0 ? (gsize) g_rand_int_range (random, 0, (gint32) length)
                            : length - 1 - (gsize) g_rand_int_range (random, 0, 4000);
      char was = bytes[at];

      bytes[at] ^= (char) (1 << g_rand_int_range (random, 0, 8));
      write_bytes ("d.parquet", bytes, (gssize) length);
      bytes[at] = was;
      g_auto (Outcome) outcome = run ("columns d.parquet");
      if (outcome.status != 0)
        check_one_line (&outcome, "");
    }
  folder_leave (folder);
}

/* --- plans ----------------------------------------------------------------------------------------------------- */

static void
test_plans (void)
{
  static const struct { const char *more, *words; } table[] = {
    { "lable=x\n", "p.ini:5: unknown key 'lable'" },
    { "[slizes]\n", "p.ini:5: unknown section 'slizes'; did you mean [slices]?" },
    { "label=label\n", "p.ini:5: key 'label' is there twice, first on line 3" },
    { "[data]\n", "p.ini:5: section 'data' is there twice, first on line 1" },
    { "[check a]\nmeasure=recall\nat-least=0.5\n[check a]\n", "p.ini:8: section 'check a' is there twice" },
    { "title\x1b[2J\n", "p.ini:5: byte 0x1b" },
    { "[audit]\ntitle=\xe4\n", "p.ini:6: byte 0xe4" },
    { "hello\n", "p.ini:5: 'hello' is no line of a plan" },
    { "[check a]\nmeasure=recall\n", "p.ini:5: [check a] has no bound" },
    { "[check a]\nmeasure=recall\nat-least=nan\n", "p.ini:7: 'at-least' is 'nan'" },
    { "[check a]\nmeasure=recal\nat-least=0.5\n", "did you mean 'recall'?" },
    { "[slices]\ncolumns=sx\n", "did you mean 'sex'?" },
    { "[slices]\ncolumns=sex\nbins.sex=0;1\n", "p.ini:7:" },
  };
  char *folder = folder_enter ();

  write_file ("d.csv", "sex,label,prediction\nF,1,0\nM,0,1\nF,0,0\n");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *plan = g_strconcat (PLAN, table[i].more, NULL);

      write_file ("p.ini", plan);
      check_refused ("audit p.ini", table[i].words);
    }
  folder_leave (folder);
}

/* A plan is untrusted text: its expressions see the row and nothing else. */
static void
test_where (void)
{
  static const struct { const char *where, *words; } table[] = {
    { "(SELECT 1) = 1", "a subquery is not allowed" },
    { "EXISTS (SELECT * FROM read_csv('/etc/passwd'))", "a subquery is not allowed" },
    { "read_text('/etc/passwd') IS NULL", "read_text() is not one of those allowed" },
    { "getenv('HOME') = 'x'", "getenv() is not one of those allowed" },
    { "label = 1; DROP TABLE x", "[slice x] where=label = 1; DROP TABLE x" },
    { "label = 1 -- x", "a comment is not allowed" },
    { "sum(label) > 5", "sum() is not one of those allowed" },
    { "row_number() OVER () < 5", "a window is not allowed" },
    { "random() < 0.5", "random() is not one of those allowed" },
    { "now() > '2020-01-01'", "now() is not one of those allowed" },
    { "$1 = 1", "a parameter is not allowed" },
    { "COLUMNS(*) = 1", "a star is not allowed" },
    { "length(repeat('a', 1000000000)) > 5", "repeat() is not one of those allowed" },
    { "lable = 1", "did you mean 'label'?" },
    { "'text'", "its result is no truth value" },
    { "cast(sex AS int) > 1", "fails on some row" },
  };
  char *folder = folder_enter ();
  g_autofree char *text = rows ("sex,label,prediction\n", 100, "");

  write_file ("d.csv", text);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *plan = g_strconcat (PLAN "[slice x]\nwhere=", table[i].where, "\n", NULL);

      write_file ("p.ini", plan);
      check_refused ("audit p.ini", table[i].words);
    }
  folder_leave (folder);
}

/* --- files and names ------------------------------------------------------------------------------------------- */

static void
test_no_file (void)
{
  char *folder = folder_enter ();

  g_assert_cmpint (g_mkdir ("dir.csv", 0777), ==, 0);
  g_assert_cmpint (g_mkdir ("dir.ini", 0777), ==, 0);
  g_assert_cmpint (mkfifo ("fifo.csv", 0666), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", "zero.csv"), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", "zero.ini"), ==, 0);
  g_assert_cmpint (symlink ("loop.csv", "loop.csv"), ==, 0);
  check_refused ("audit dir.csv" BY_PREDICTION, "it is a folder");
  check_refused ("audit dir.ini", "dir.ini");
  check_refused ("audit fifo.csv" BY_PREDICTION, "it is no regular file");
  check_refused ("audit zero.csv" BY_PREDICTION, "it is no regular file");
  check_refused ("audit zero.ini", "it is no regular file");
  check_refused ("audit loop.csv" BY_PREDICTION, "loop.csv");
  check_refused ("audit http://localhost/d.csv" BY_PREDICTION, "there is no such file");
  folder_leave (folder);
}

static void
test_names (void)
{
  static const char *const names[] = { "it's.csv", "a\"b.csv", "a b.csv", "a%s%n.csv", "a[1].csv", "a*.csv",
    "$HOME.csv", "a=b.csv", "a#b.csv", "{a,b}.csv", "a\\b.csv", "\xc3\xbc\xf0\x9f\x98\x80.csv" };
  char *folder = folder_enter ();
  g_autofree char *text = rows ("sex,label,prediction\n", 100, "");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *quoted = g_shell_quote (names[i]);
      g_autofree char *line = g_strconcat ("audit ", quoted, BY_PREDICTION " --out x --quiet", NULL);

      write_file (names[i], text);
      g_auto (Outcome) audit = run (line);
      g_assert_cmpint (audit.status, ==, 0);
      g_auto (Outcome) behind = run ("rows x --limit 1");
      g_assert_cmpint (behind.status, ==, 0);
      g_remove (names[i]);
    }
  folder_leave (folder);
}

static void
test_out (void)
{
  char *folder = folder_enter ();
  g_autofree char *text = rows ("sex,label,prediction\n", 100, "");

  write_file ("d.csv", text);
  write_file ("taken", "mine");
  g_assert_cmpint (g_mkdir_with_parents ("o/report.json", 0777), ==, 0);
  check_refused ("audit d.csv --out taken" BY_PREDICTION, "taken: cannot be written");
  check_refused ("audit d.csv --out taken/below" BY_PREDICTION, "taken");
  check_refused ("audit d.csv --out /dev/null" BY_PREDICTION, "/dev/null: cannot be written");
  check_refused ("audit d.csv --out o" BY_PREDICTION, "o/report.json: cannot be written");
  g_assert_false (g_file_test ("o/audit.assay", G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("o/slices.csv", G_FILE_TEST_EXISTS));
  folder_leave (folder);
}

/* --- what is audited all the same ------------------------------------------------------------------------------ */

/* An undefined number is null and says why. */
static void
check_measures (JsonObject *measures)
{
  g_autoptr (GList) names = json_object_get_members (measures);

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *measure = json_object_get_object_member (measures, l->data);

      if (json_object_get_null_member (measure, "value"))
        g_assert_cmpstr (json_object_get_string_member (measure, "why"), !=, "");
    }
}

static void
check_rows (JsonObject *report,
            const char *column,
            gint64      n_rows,
            gint64      n_left_out)
{
  JsonArray *slices = json_object_get_array_member (report, "slices");
  JsonObject *data = json_object_get_object_member (report, "data");
  gint64 n = 0, left_out = 0;

  g_assert_cmpint (json_object_get_int_member (data, "rows"), ==, n_rows);
  g_assert_cmpint (json_object_get_int_member (data, "left_out"), ==, n_left_out);
  check_measures (json_object_get_object_member (json_object_get_object_member (report, "overall"), "measures"));
  for (guint i = 0; i < json_array_get_length (slices); i++)
    {
      JsonObject *slice = json_array_get_object_element (slices, i);

      check_measures (json_object_get_object_member (slice, "measures"));
      if (!json_object_has_member (json_object_get_object_member (slice, "slice"), column))
        continue;
      n += json_object_get_int_member (slice, "rows");
      left_out += json_object_get_int_member (slice, "left_out");
    }
  g_assert_cmpint (n, ==, n_rows);
  g_assert_cmpint (left_out, ==, n_left_out);
}

static void
test_audited (void)
{
  static const struct { const char *content; gint64 n_rows, n_left_out; } table[] = {
    { "sex,label,prediction\nF,1,1\n", 1, 0 },
    { "sex,label,prediction\nF,1,1\nM,1,1\nM,1,1\n", 3, 0 },                /* one class */
    { "sex,label,prediction\nF,0,0\nM,0,0\n", 2, 0 },
    { "sex,label,prediction\nF,1,1\nM,0,0\nM,0,7\n", 3, 0 },                /* a class no label has */
    { "sex,label,prediction\nF,1,1\nF,0,1\nM,,1\nM,,0\n", 4, 2 },           /* no label in a slice */
    { "sex,label,prediction\nF,1,\nF,0,1\n,1,1\nM,,\n", 4, 2 },
    { "sex,label,prediction\n,1,1\n,0,1\n", 2, 0 },                         /* a column with no value */
    { "sex,label,prediction\nF,1,1\n\nM,0,0\n", 2, 0 },                     /* an empty line is no row */
    { "sex,label,prediction\r\nF,1,1\r\nM,0,0\r\n", 2, 0 },
    { "\xEF\xBB\xBFsex,label,prediction\nF,1,1\nM,0,0", 2, 0 },
  };
  char *folder = folder_enter ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonObject *report;

      write_file ("d.csv", table[i].content);
      report = report_of (parser, "audit d.csv --slices sex --json" BY_PREDICTION);
      check_rows (report, "sex", table[i].n_rows, table[i].n_left_out);
    }
  folder_leave (folder);
}

static void
test_wide (void)
{
  char *folder = folder_enter ();
  g_autoptr (GString) text = g_string_new ("label,prediction");
  g_autoptr (JsonParser) parser = json_parser_new ();

  for (guint c = 0; c < 300; c++)
    g_string_append_printf (text, ",c%u", c);
  for (guint r = 0; r < 200; r++)
    {
      g_string_append_printf (text, "\n%u,%u", r % 2, r % 3 == 0);
      for (guint c = 0; c < 300; c++)
        g_string_append_printf (text, ",%u", (r * 7 + c) % 4);
    }
  write_file ("d.csv", text->str);
  check_rows (report_of (parser, "audit d.csv --json" BY_PREDICTION), "c299", 200, 0);
  folder_leave (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hostile/csv-late", test_csv_late);
  g_test_add_func ("/hostile/csv-nul", test_csv_nul);
  g_test_add_func ("/hostile/csv-headers", test_csv_headers);
  g_test_add_func ("/hostile/scores", test_scores);
  g_test_add_func ("/hostile/many-values", test_many_values);
  g_test_add_func ("/hostile/parquet-cut", test_parquet_cut);
  g_test_add_func ("/hostile/parquet-flipped", test_parquet_flipped);
  g_test_add_func ("/hostile/plans", test_plans);
  g_test_add_func ("/hostile/where", test_where);
  g_test_add_func ("/hostile/no-file", test_no_file);
  g_test_add_func ("/hostile/names", test_names);
  g_test_add_func ("/hostile/out", test_out);
  g_test_add_func ("/hostile/audited", test_audited);
  g_test_add_func ("/hostile/wide", test_wide);
  return g_test_run ();
}
