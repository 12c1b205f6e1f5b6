/* test-merge.c: audits of two days, merged by the program: what is written, said, and refused. */
#include "program.h"

#include <json-glib/json-glib.h>
#include <string.h>

static const char plan[] = "[data]\nfiles=gone.csv\nlabel=label\nprediction=prediction\npositive=1\n[slices]\ncolumns=sex;race\n"
                           "[check c]\nmeasure=recall\nat-least=0.9\n";

static void
audit (const char *data, const char *out)
{
  g_autofree char *line = g_strdup_printf ("audit plan.ini --data %s --out %s --quiet", data, out);
  g_auto (Outcome) outcome = run (line);

  g_assert_cmpstr (outcome.err, ==, "");
}

/* monday.csv and tuesday.csv, audited; both.csv holds the rows of both. */
static char *
enter_with_audits (void)
{
  char *folder = folder_enter ();

  write_file ("plan.ini", plan);
  write_income ("monday.csv", 700);
  write_income ("both.csv", 1500);
  g_autofree char *monday = read_file ("monday.csv"), *both = read_file ("both.csv");
  g_auto (GStrv) lines = g_strsplit (both, "\n", -1);
  g_assert_true (g_str_has_prefix (both, monday));
  g_autofree char *tuesday = g_strconcat (lines[0], "\n", both + strlen (monday), NULL);
  write_file ("tuesday.csv", tuesday);
  audit ("monday.csv", "monday");
  audit ("tuesday.csv", "tuesday");
  audit ("both.csv", "both");
  return folder;
}

static char *
overall_of (const char *report)
{
  g_autofree char *text = read_file (report);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonObject *object = json_node_get_object (node);

  return json_to_string (json_object_get_member (object, "overall"), FALSE);
}

static void
test_merge (void)
{
  char *folder = enter_with_audits ();
  g_auto (Outcome) merged = run ("merge tuesday monday/audit.assay --out week");
  g_autofree char *whole = overall_of ("both/report.json"), *found = overall_of ("week/report.json");

  g_assert_cmpint (merged.status, ==, 1);
  g_assert_cmpstr (merged.err, ==, "");
  g_assert_nonnull (strstr (merged.out, "1,500 rows"));
  g_assert_nonnull (strstr (merged.out, "Written to week/: audit.assay, checks.csv, junit.xml, report.html, report.json, report.pdf, slices.csv\n"));
  g_assert_cmpstr (found, ==, whole);

  g_auto (Outcome) shown = run ("show week");
  g_assert_cmpint (shown.status, ==, 0);
  g_auto (Outcome) quiet = run ("merge monday tuesday --out other --format json --quiet");
  g_assert_cmpint (quiet.status, ==, 1);
  g_assert_cmpstr (quiet.out, ==, "");
  folder_leave (folder);
}

static void
test_refused (void)
{
  static const struct { const char *line, *words; } table[] = {
    { "merge monday monday --out week", "is in both monday and monday" },
    { "merge monday both --out both", "--out both would overwrite both/audit.assay" },
    { "merge monday plan.ini --out week", "plan.ini" },
    { "merge monday gone --out week", "gone" },
    { "merge monday tuesday --out week --format xml", "--format xml" },
  };
  char *folder = enter_with_audits ();
  g_auto (GStrv) before = folder_list ();

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_auto (Outcome) outcome = run (table[i].line);
      g_auto (GStrv) after = folder_list ();

      g_assert_cmpint (outcome.status, ==, 3);
      g_assert_cmpstr (outcome.out, ==, "");
      g_assert_nonnull (strstr (outcome.err, table[i].words));
      g_assert_true (g_strv_equal ((const char *const *) before, (const char *const *) after));
    }
  folder_leave (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/merge", test_merge);
  g_test_add_func ("/cli/merge/refused", test_refused);
  return g_test_run ();
}
