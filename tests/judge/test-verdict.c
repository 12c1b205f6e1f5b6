/* test-verdict.c: the audit's verdict from its checks'. */
#include "sample.h"

/* Recall 81/263 is 25.5 to 36.6 %: a bound of .2 passes, .3 is undecided, .4 fails. */
#define PASSES "[check %u]\nmeasure=recall\nat-least=0.2\n"
#define FAILS "[check %u]\nmeasure=recall\nat-least=0.4\n"
#define UNDECIDED "[check %u]\nmeasure=recall\nat-least=0.3\n"
#define ACCEPTED UNDECIDED "undecided=accept few rows\n"

static const struct
{
  const char  *checks; /* one letter each */
  AssayVerdict verdict;
  const char  *reason;
} rows[] = {
  { "", ASSAY_VERDICT_NONE, "the plan has no checks" },
  { "p", ASSAY_VERDICT_PASS, "the one check passed" },
  { "pp", ASSAY_VERDICT_PASS, "all 2 checks passed" },
  { "pup", ASSAY_VERDICT_UNDECIDED, "no check failed, 1 of 3 is undecided: 2" },
  { "uu", ASSAY_VERDICT_UNDECIDED, "no check failed, 2 of 2 are undecided: 1; 2" },
  { "ufp", ASSAY_VERDICT_FAIL, "1 of 3 checks failed: 2" },
  { "fffff", ASSAY_VERDICT_FAIL, "5 of 5 checks failed: 1; 2; 3; and 2 more" },
  { "ap", ASSAY_VERDICT_PASS, "the one check passed; 1 undecided check is accepted by the plan" },
  { "aau", ASSAY_VERDICT_UNDECIDED, "no check failed, 1 of 1 is undecided: 3; 2 undecided checks are accepted by the plan" },
  { "a", ASSAY_VERDICT_NONE, "no check counts; 1 undecided check is accepted by the plan" },
  { "f", ASSAY_VERDICT_FAIL, "1 of 1 check failed: 1" },
};

static void
test_rows (void)
{
  g_auto (Sample) sample = { 0 };

  sample_init (&sample, "race: A | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 81, 0, 182, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Judged) judged = { 0 };
      g_autoptr (GString) sections = g_string_new (NULL);

      for (guint check = 0; rows[i].checks[check] != '\0'; check++)
        switch (rows[i].checks[check])
          {
          case 'p': g_string_append_printf (sections, PASSES, check + 1); break;
          case 'f': g_string_append_printf (sections, FAILS, check + 1); break;
          case 'a': g_string_append_printf (sections, ACCEPTED, check + 1); break;
          default: g_string_append_printf (sections, UNDECIDED, check + 1);
          }
      judged_init (&judged, &sample, "", "", sections->str);
      g_assert_cmpstr (judged.findings->verdict_reason, ==, rows[i].reason);
      g_assert_cmpint (judged.findings->verdict, ==, rows[i].verdict);
    }
}

static void
test_names (void)
{
  g_assert_cmpstr (assay_verdict_name (ASSAY_VERDICT_NONE), ==, "none");
  g_assert_cmpstr (assay_verdict_name (ASSAY_VERDICT_PASS), ==, "pass");
  g_assert_cmpstr (assay_verdict_name (ASSAY_VERDICT_FAIL), ==, "fail");
  g_assert_cmpstr (assay_verdict_name (ASSAY_VERDICT_UNDECIDED), ==, "undecided");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/verdict/rows", test_rows);
  g_test_add_func ("/judge/verdict/names", test_names);
  return g_test_run ();
}
