/* test-usage.c: help, and everything that can be typed wrong: one line on standard error, status 3, nothing made. */
#include "plan/plan.h"
#include "program.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/wait.h>

/* One line, "assay: ...", that says these words; nothing on standard output, nothing in the folder. */
static void
check_error (const char *line, const char *words)
{
  g_auto (Outcome) outcome = run (line);
  const char *end = strchr (outcome.err, '\n');

  g_assert_cmpint (outcome.status, ==, 3);
  g_assert_cmpstr (outcome.out, ==, "");
  g_assert_true (g_str_has_prefix (outcome.err, "assay: "));
  g_assert_nonnull (end);
  g_assert_cmpstr (end, ==, "\n");
  g_assert_nonnull (strstr (outcome.err, words));
}

static void
test_errors (void)
{
  static const struct { const char *line, *words; } table[] = {
    { "", "no command; assay --help lists them" },
    { "--quiet", "--quiet: a command comes first" },
    { "audti", "unknown command audti; did you mean assay audit?" },
    { "colums x", "did you mean assay columns?" },
    { "xyzzy", "unknown command xyzzy; assay --help lists them" },
    { "help xyzzy", "unknown command xyzzy" },
    { "report", "assay report needs AUDIT" },
    { "report x y", "unexpected argument y" },
    { "report gone.assay", "gone.assay" },
    { "report x --paper a5", "--paper a5: expected one of a4, letter" },
    { "report x --format pdf,docx", "--format docx: expected pdf, html, json, csv, junit, joined by commas" },
    { "merge x", "assay merge needs AUDIT AUDIT..." },
    { "merge x y", "where does the merged audit go? Give --out DIR" },
    { "merge x y --out z", "x" },
    { "diff x", "assay diff is not built yet" },
    { "chart x", "assay chart needs --out" },
    { "sign", "assay sign needs AUDIT" },
    { "sign x y --as Ada --decision approve", "unexpected argument y" },
    { "sign x --decision approve", "who signs? Give --as NAME" },
    { "sign x --as Ada", "what is decided? Give --decision approve or --decision reject" },
    { "sign x --as Ada --decision maybe", "--decision maybe: expected one of approve, reject" },
    { "sign x --as '' --decision approve", "the name is empty" },
    { "sign gone.assay --as Ada --decision approve", "gone.assay: cannot be opened: No such file or directory" },
    { "ledger", "assay ledger is not built yet" },
    { "help diff", "assay diff is not built yet" },
    { "audit", "assay audit needs PLAN|DATA..." },
    { "show", "assay show needs AUDIT" },
    { "show a b c", "unexpected argument c" },
    { "engines x", "unexpected argument x" },
    { "audit x.csv --oot y", "did you mean --out?" },
    { "audit x.csv --out", "--out needs a value" },
    { "audit x.csv --out a --out b", "--out was given twice" },
    { "audit x.csv --engine sql", "--engine sql is not built yet; use auto, cpu or cuda" },
    { "audit x.csv --engine gpu", "there is no such engine" },
    { "audit x.csv --device 0", "--device goes with --engine cuda" },
    { "audit x.csv --engine cuda --device one", "--device one" },
    { "audit x.csv --format json,cvs", "--format cvs: expected pdf, html, json, csv, junit" },
    { "audit x.csv --threads 0", "--threads 0: expected a whole number from 1 to 1024" },
    { "audit x.csv --memory lots", "--memory lots: expected a size such as 400M or 2G" },
    { "audit x.csv --quiet --json", "--quiet and --json" },
    { "audit x.csv", "give --label COLUMN and --prediction COLUMN or --score COLUMN" },
    { "audit x.csv --label y", "assay plan x.csv --out plan.ini" },
    { "audit a.ini b.ini", "a.ini and b.ini are both plans" },
    { "audit gone.ini", "gone.ini" },
    { "audit gone.csv --label y --prediction p", "cannot read 'gone.csv': there is no such file" },
    { "audit gone.csv", "cannot read 'gone.csv': there is no such file" },
    { "audit '*.parquet' --label y --prediction p", "*.parquet" },
    { "audit old.assay", "old.assay is an audit, no data; assay show old.assay shows it" },
    { "columns old.assay", "assay show old.assay shows it" },
    { "audit 'a;b.csv' --label y --prediction p", "a file name with ; cannot be written in a plan" },
    { "audit x.csv --label y --prediction p --threshold 1.x", "threshold" },
    { "audit x.csv --label y --prediction p --weight w", "weight" },
    { "plan gone.csv", "gone.csv" },
    { "columns gone.csv", "gone.csv" },
    { "show gone.assay", "gone.assay" },
    { "show gone.assay slices --json", "--json prints the whole report" },
    { "rows gone.assay", "gone.assay" },
    { "rows gone.assay --cell xx", "--cell xx: expected one of tp, fp, fn, tn, right, wrong" },
    { "rows gone.assay --limit x", "--limit x: expected a whole number" },
    { "rows gone.assay --errors", "--errors goes into a file; give --out FILE" },
    { "rows gone.assay --errors --out x --skip 4", "--errors is a sample of all errors; leave out --skip" },
    { "rows gone.assay --sample 4", "--sample is of errors or candidates; give --errors or --candidates too, or --limit for the first rows" },
    { "rows gone.assay --against human --out x.csv", "--against is the baseline of --candidates; give that too" },
    { "rows gone.assay --candidates --errors --out x.csv", "candidates are some of the errors; give --candidates or --errors" },
    { "rows gone.assay --candidates", "--candidates goes into a file; give --out FILE" },
    { "rows gone.assay --errors --out x --sample 0", "--sample 0: expected a whole number" },
    { "rows gone.assay --format xml", "--format xml: expected one of table, csv, json" },
  };
  char *folder = folder_enter ();
  g_auto (GStrv) left = NULL;

  write_file ("x.csv", "y,p\n1,1\n");
  write_file ("a;b.csv", "y,p\n1,1\n");
  write_file ("old.assay", "");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    check_error (table[i].line, table[i].words);
  left = folder_list ();
  g_assert_cmpuint (g_strv_length (left), ==, 3);
  folder_leave (folder);
}

/* A name that would clear the screen or forge a second line does neither. */
static void
test_hostile_names (void)
{
  g_auto (Outcome) outcome = run ("columns 'x\x1b[2J\nassay: all is well.csv'");

  g_assert_cmpint (outcome.status, ==, 3);
  g_assert_null (strchr (outcome.err, '\x1b'));
  g_assert_cmpstr (strchr (outcome.err, '\n'), ==, "\n");
  g_assert_nonnull (strstr (outcome.err, "\\x1b[2J"));
}

static void
check_help (const char *line, const char *words)
{
  g_auto (Outcome) outcome = run (line);
  g_auto (GStrv) lines = g_strsplit (outcome.out, "\n", -1);

  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.err, ==, "");
  g_assert_nonnull (strstr (outcome.out, words));
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 80);
}

static void
test_help (void)
{
  static const char *const commands[] = { "audit", "plan", "columns", "show", "report", "rows", "merge", "sign", "engines" };

  check_help ("--help", "usage: assay COMMAND");
  check_help ("-h", "usage: assay COMMAND");
  check_help ("help", "usage: assay COMMAND");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *usage = g_strdup_printf ("usage: assay %s", commands[i]);
      g_autofree char *after = g_strdup_printf ("%s --help", commands[i]);
      g_autofree char *among = g_strdup_printf ("%s a b c d -h", commands[i]);
      g_autofree char *before = g_strdup_printf ("help %s", commands[i]);

      check_help (after, usage);
      check_help (among, usage);
      check_help (before, usage);
      check_help ("--help", commands[i]);
    }
}

static void
check_absent (const char *line, const char *const *words)
{
  g_auto (Outcome) outcome = run (line);

  for (guint i = 0; words[i] != NULL; i++)
    g_assert_null (strstr (outcome.out, words[i]));
}

/* What is not built is not promised. */
static void
test_help_is_honest (void)
{
  static const char *const commands[] = { "diff ", "ledger ", NULL };
  static const char *const options[] = { "sql", NULL };
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);
  g_auto (Outcome) audit = run ("audit --help");

  check_absent ("--help", commands);
  check_absent ("audit --help", options);
  check_absent ("plan --help", options);
  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *option = g_strdup_printf ("\n  --%s ", keys[i].name);

      if (keys[i].is_later)
        g_assert_null (strstr (audit.out, option));
    }
  g_assert_nonnull (strstr (audit.out, "--min-rows N"));
  g_assert_nonnull (strstr (audit.out, "--slices LIST"));
}

/* README: "assay help keys lists every key". */
static void
test_help_keys (void)
{
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);
  g_auto (Outcome) help = run ("help keys");

  check_help ("help keys", "[check NAME]");
  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *line = g_strdup_printf ("\n  %s=", keys[i].name);

      if (!keys[i].is_later)
        g_assert_nonnull (strstr (help.out, line));
    }
}

static void
test_version (void)
{
  g_auto (Outcome) outcome = run ("--version");

  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.out, ==, "assay " ASSAY_VERSION "\n");
}

static void
test_engines (void)
{
  g_auto (Outcome) table = run ("engines");
  g_auto (Outcome) json = run ("engines --json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (table.status, ==, 0);
  g_assert_nonnull (strstr (table.out, "\ncuda "));
  g_assert_nonnull (strstr (table.out, "\nsql "));
  g_assert_nonnull (strstr (table.out, "\n\nassay audit counts with cpu"));
  json_parser_load_from_data (parser, json.out, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (json_parser_get_root (parser))), >=, 3);
}

/* Runs "assay WHAT" in a shell; returns standard error. (transfer full) */
static char *
run_in_shell (const char *format_of_program, int *status)
{
  g_autofree char *program = g_shell_quote (g_getenv ("ASSAY_PROGRAM"));
  g_auto (GStrv) parts = g_strsplit (format_of_program, "ASSAY", -1);
  g_autofree char *command = g_strjoinv (program, parts);
  const char *const argv[] = { "sh", "-c", command, NULL };
  char *err = NULL;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &err, status, NULL));
  g_test_message ("%s: %s", command, err);
  return err;
}

/* A full disk and a closed output are errors; a reader that has gone away is none. */
static void
test_output (void)
{
  static const struct { const char *command; int status; const char *err; } table[] = {
    { "ASSAY --help >/dev/full", 3, "assay: cannot write to standard output: " },
    { "ASSAY --help >&-", 3, "assay: cannot write to standard output: " },
    { "(ASSAY audit --help; echo status $? >&2) | true", 0, "status 0\n" },
    { "ASSAY gone 2>&-", 3, "" },
    { "ASSAY --help <&- >/dev/null", 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      int status;
      g_autofree char *err = run_in_shell (table[i].command, &status);

      g_assert_cmpint (WEXITSTATUS (status), ==, table[i].status);
      g_assert_true (*table[i].err != '\0' ? g_str_has_prefix (err, table[i].err) : *err == '\0');
    }
}

/* The first file opened must not become standard output. */
static void
test_closed_output (void)
{
  char *folder = folder_enter ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *err = NULL;
  int status;

  write_income ("income.csv", 100);
  before = read_file ("income.csv");
  err = run_in_shell ("ASSAY columns income.csv >&- 2>&-", &status);
  after = read_file ("income.csv");
  g_assert_cmpint (WEXITSTATUS (status), ==, 3);
  g_assert_cmpstr (after, ==, before);
  folder_leave (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/usage/errors", test_errors);
  g_test_add_func ("/usage/hostile-names", test_hostile_names);
  g_test_add_func ("/usage/help", test_help);
  g_test_add_func ("/usage/help-is-honest", test_help_is_honest);
  g_test_add_func ("/usage/help-keys", test_help_keys);
  g_test_add_func ("/usage/version", test_version);
  g_test_add_func ("/usage/engines", test_engines);
  g_test_add_func ("/usage/output", test_output);
  g_test_add_func ("/usage/closed-output", test_closed_output);
  return g_test_run ();
}
