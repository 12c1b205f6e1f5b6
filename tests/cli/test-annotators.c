/* test-annotators.c: a file of annotators alone, and rows for people to look at again. */
#include "program.h"

#include <string.h>

#define ROWS \
  "id,city,a,b,c,truth,model\n1,x,cat,cat,dog,cat,cat\n2,x,dog,dog,dog,cat,dog\n3,y,cat,,cat,cat,cat\n4,y,bird,cat,,cat,dog\n" \
  "5,y,,,,cat,cat\n6,x,dog,cat,bird,dog,dog\n"

static void
check_contains (const char *line,
                int         status,
                const char *words)
{
  g_auto (Outcome) outcome = run (line);
  const char *text = status == 3 ? outcome.err : outcome.out;

  g_test_message ("%s", line);
  g_assert_cmpint (outcome.status, ==, status);
  g_assert_cmpstr (status == 3 ? outcome.out : outcome.err, ==, "");
  if (strstr (text, words) == NULL)
    g_error ("%s: no '%s' in:\n%s", line, words, text);
}

static void
test_alone (void)
{
  char *folder = folder_enter ();

  write_file ("d.csv", ROWS);
  check_contains ("audit d.csv --annotators 'a;b;c' --slices city --out o", 0, "NO VERDICT");
  check_contains ("show o slices", 0, "city=x");
  check_contains ("show o measures", 0, "No model is judged, the annotators alone are audited: the plan names no label");
  check_contains ("show o columns", 0, "cat + cat + dog");
  check_contains ("report o --out r --format html,pdf,json,csv,junit", 0, "");
  check_contains ("rows o --slice city=x", 0, "3 that match");
  check_contains ("rows o --slice city=x --cell wrong", 3, "an audit of annotators alone has no cell 'wrong'");
  check_contains ("chart o --kind confusion --out c.svg", 3, "no model is judged");
  check_contains ("chart o --kind dots --out c.svg", 3, "no model is judged");
  check_contains ("audit d.csv --annotators a", 3, "option --annotators: one annotator agrees with nobody");
  check_contains ("audit d.csv --annotators 'a;b' --baseline model", 3, "option --baseline: baseline= is about a model's predictions");
  check_contains ("audit d.csv --annotators 'a;bb'", 3, "the data has no column 'bb' (annotators)");
  check_contains ("audit d.csv", 3, "or --annotators A;B of people's labels");
  folder_leave (folder);
}

static void
test_rows (void)
{
  char *folder = folder_enter ();

  write_file ("d.csv", ROWS);
  check_contains ("audit d.csv --annotators 'a;b;c' --label truth --prediction model --slices city --quiet --out o", 0, "");
  check_contains ("rows o --disagreement", 0, "rows 1 to 3 of 3 that match");
  check_contains ("rows o --disagreement --limit 1 --skip 2 --format csv", 0,
                  "id,city,a,b,c,truth,model,row_number,disagreement,majority\r\n1,x,cat,cat,dog,cat,cat,1,0.6666666666666667,cat\r\n");
  check_contains ("rows o --disagreement --out w.csv", 0, "3 of 3 rows written to w.csv\n");
  g_autofree char *written = read_file ("w.csv");
  g_assert_cmpstr (written, ==, "id,city,a,b,c,truth,model,row_number,disagreement,majority\r\n4,y,bird,cat,,cat,dog,4,1.0,\r\n"
                   "6,x,dog,cat,bird,dog,dog,6,1.0,\r\n1,x,cat,cat,dog,cat,cat,1,0.6666666666666667,cat\r\n");
  check_contains ("rows o --noise --format csv", 0, "\r\n2,x,dog,dog,dog,cat,dog,2,0.0,dog\r\n");
  check_contains ("rows o --noise --disagreement", 3, "--disagreement and --noise are different rows; give one of them");
  check_contains ("rows o --noise --slice city=x", 3, "--noise is of all rows; leave out --slice");
  check_contains ("rows o --disagreement --cell tp", 3, "--disagreement is of all rows; leave out --cell");
  check_contains ("rows o --disagreement --out w.csv --format json", 3, "--out writes csv; leave out --format");
  check_contains ("rows o --disagreement --out d.csv", 3, "would be overwritten");
  check_contains ("rows o --disagreement --out no/such/w.csv", 3, "no/such");
  check_contains ("audit d.csv --label truth --prediction model --positive cat --slices city --quiet --out p", 0, "");
  check_contains ("rows p --disagreement", 3, "annotators= of the audit's plan is needed");
  write_file ("d.csv", ROWS "7,x,dog,dog,dog,cat,dog\n");
  check_contains ("rows o --disagreement", 3, "its content has changed");
  folder_leave (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/annotators/alone", test_alone);
  g_test_add_func ("/cli/annotators/rows", test_rows);
  return g_test_run ();
}
