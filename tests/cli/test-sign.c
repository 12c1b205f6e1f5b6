/* test-sign.c: assay sign: what is kept, where it shows, and what is refused. */
#include "program.h"

#include "../audit/scratch.h"

#include <json-glib/json-glib.h>
#include <sqlite3.h>
#include <string.h>

#define SIGN "sign audit --decision approve"

static const char plan[] = "[data]\nfiles=people.csv\nlabel=label\nprediction=prediction\npositive=1\n"
                           "[slices]\ncolumns=sex\n[check c]\nmeasure=recall\nat-least=0.1\n";

static char *
enter_with_audit (void)
{
  char *folder = folder_enter ();

  write_file ("plan.ini", plan);
  write_income ("people.csv", 300);
  g_auto (Outcome) audit = run ("audit plan.ini --out audit --format json --quiet");
  g_assert_cmpstr (audit.err, ==, "");
  return folder;
}

/* (transfer full) What it printed. */
static char *
expect_done (const char *line)
{
  Outcome outcome = run (line);

  g_assert_cmpstr (outcome.err, ==, "");
  g_assert_cmpint (outcome.status, ==, 0);
  g_free (outcome.err);
  return outcome.out;
}

static void
expect_has (const char *line,
            const char *text)
{
  g_autofree char *out = expect_done (line);

  g_test_message ("%s", out);
  g_assert_nonnull (strstr (out, text));
}

static void
expect_refused (const char *line,
                const char *text)
{
  g_autofree char *before = scratch_read ("audit", "audit.assay");
  g_auto (Outcome) outcome = run (line);
  g_autofree char *after = scratch_read ("audit", "audit.assay");

  g_test_message ("%s", outcome.err);
  g_assert_cmpint (outcome.status, ==, 3);
  g_assert_cmpstr (outcome.out, ==, "");
  g_assert_true (g_str_has_prefix (outcome.err, "assay: "));
  g_assert_nonnull (strstr (outcome.err, text));
  g_assert_cmpstr (before, ==, after);
}

static void
change (const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open ("audit/audit.assay", &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
test_shown (void)
{
  char *folder = enter_with_audit ();

  expect_has ("show audit decisions", "Nobody has decided or signed anything yet");
  expect_has (SIGN " --as 'Ada Lovelace' --note 'for 30 days'", "Ada Lovelace, 20");
  g_autofree char *quiet = expect_done ("sign audit/audit.assay --as Bob --decision reject --quiet");
  g_assert_cmpstr (quiet, ==, "");
  expect_has ("show audit decisions", ": for 30 days\n");
  expect_has ("show audit decisions", "holds");
  expect_has ("show audit decisions", "It is no proof of who");
  expect_has ("show audit", "approve: Ada Lovelace, 20");
  expect_has ("show audit", "reject: Bob, 20");
  folder_leave (folder);
}

/* A change of what was signed is told wherever the sign-off is. */
static void
test_changed (void)
{
  char *folder = enter_with_audit ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-"), *told = g_strconcat ("changed after Bob signed on ", day, NULL);

  g_free (expect_done (SIGN " --as Ada"));
  g_free (expect_done (SIGN " --as Bob --note no"));
  change ("UPDATE signoffs SET note = 'yes' WHERE who = 'Bob'");
  expect_has ("show audit", "changed after Bob signed on");
  expect_has ("show audit decisions", told);
  g_autofree char *json = expect_done ("show audit --json");
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  JsonArray *sign_offs = json_object_get_array_member (json_node_get_object (root), "sign_offs");
  g_assert_cmpuint (json_array_get_length (sign_offs), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (sign_offs, 0), "state"), ==, "holds");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (sign_offs, 1), "state"), ==, "changed");
  expect_has (SIGN " --as Cy", told); /* who signs now is told, too */
  folder_leave (folder);
}

static void
test_refused (void)
{
  char *folder = enter_with_audit ();
  g_autofree char *name = g_strnfill (10000, 'x');
  g_autofree char *long_one = g_strdup_printf (SIGN " --as %s", name);

  expect_refused (SIGN " --as ''", "the name is empty; expected who says it");
  expect_refused (SIGN " --as '  '", "the name is empty");
  expect_refused (long_one, "the name has 10000 characters, more than 200");
  expect_refused (SIGN " --as 'A\033[2Jda'", "the name has a control character");
  expect_refused (SIGN " --as 'A\nda'", "the name has a control character");
  expect_refused (SIGN " --as Ada --note 'a\033b'", "the note has a control character");
  expect_refused ("sign audit --as Ada --decision maybe", "--decision maybe: expected one of approve, reject");
  expect_refused ("sign people.csv --as Ada --decision approve", "people.csv: is not an audit file");
  expect_refused ("sign plan.ini --as Ada --decision approve", "plan.ini: is not an audit file");
  change ("UPDATE audit SET n_rows = n_rows + 1");
  expect_refused (SIGN " --as Ada", "audit/audit.assay: is damaged");
  folder_leave (folder);
}

/* A name that is markup, or that would move a terminal's text, is shown as what it is. */
static void
test_harmless (void)
{
  char *folder = enter_with_audit ();

  g_free (expect_done (SIGN " --as '<script>alert(1)</script>' --note 'a\n\342\200\256b'"));
  g_autofree char *text = expect_done ("show audit decisions");
  g_assert_nonnull (strstr (text, "<script>alert(1)</script>, 20"));
  g_assert_null (strstr (text, "\342\200\256"));
  g_free (expect_done ("report audit --format html,json"));
  g_autofree char *html = read_file ("audit/report.html");
  g_assert_null (strstr (html, "<script>alert(1)"));
  folder_leave (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sign/shown", test_shown);
  g_test_add_func ("/sign/changed", test_changed);
  g_test_add_func ("/sign/refused", test_refused);
  g_test_add_func ("/sign/harmless", test_harmless);
  return g_test_run ();
}
