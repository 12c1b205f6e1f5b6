/* test-audit-fairness.c: groups of UCI Adult from the file to the numbers, against the same worked out with numpy;
 * the audit opened again, two halves merged; groups within a control column against those of a file of these rows
 * alone. */
#include "../read/test-data.h"
#include "../measure/near.h"
#include "audit/audit.h"

#include <string.h>

#define DATA "label=label\nprediction=candidate\npositive=1\nbaseline=current\n"

static AssayAudit *
run (const char *folder,
     const char *file,
     const char *sections)
{
  g_autofree char *text = g_strdup_printf ("[data]\nfiles=%s\n" DATA "[slices]\ncolumns=sex\n%s", file, sections);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "t.ini", &error);
  const AssayAuditOptions options = { .n_threads = 2, .folder = folder };

  g_assert_no_error (error);
  AssayAudit *audit = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  return audit;
}

static const AssayFairness *
find_key (const AssayAudit *audit,
          const char       *key,
          const char       *value) /* of the control column; NULL: all rows */
{
  const GPtrArray *keys = assay_audit_report (audit)->findings->fairness->keys;

  for (guint i = 0; i < keys->len; i++)
    {
      const AssayFairness *fairness = keys->pdata[i];
      if (strcmp (fairness->key, key) == 0 && (fairness->control != NULL) == (value != NULL)
          && g_strcmp0 (fairness->control_value, value) == 0)
        return fairness;
    }
  g_error ("no groups of %s within %s", key, value);
}

/* The rows of the sample, as CSV. */
static void
write_rows (const char *folder,
            const char *name,
            const char *where)
{
  g_autofree char *data = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "data", "adult-income.parquet", NULL);
  g_autofree char *sql = g_strdup_printf ("COPY (SELECT sex, race, education, label, candidate, current FROM '%s' "
                                          "WHERE %s) TO '@/%s' (HEADER)", data, where, name);
  assay_test_sql (folder, sql);
}

/* numpy 2: Wilson, Newcombe and Katz of all pairs; groups that count, groups, difference, ratio. */
static const struct
{
  const char *key;
  AssayParity parity;
  guint       n_used, n;
  double      difference[3], ratio[3];
} expected[] = {
  { "sex", ASSAY_PARITY_DEMOGRAPHIC, 2, 2, { 0.193793160, 0.184277895, 0.203103876 }, { 0.292205469, 0.269260351,
                                                                                        0.317105864 } },
  { "sex", ASSAY_PARITY_EQUAL_OPPORTUNITY, 2, 2, { 0.111029156, 0.075096525, 0.147353154 },
    { 0.834030735, 0.782699204, 0.888728727 } },
  { "sex", ASSAY_PARITY_EQUALIZED_ODDS, 2, 2, { 0.111029156, 0.069993538, 0.152575615 },
    { 0.195342784, 0.157754684, 0.241886974 } },
  { "sex", ASSAY_PARITY_PREDICTIVE, 2, 2, { 0.033016896, 0, 0.066365134 }, { 0.958499104, 0.916911263, 1 } },
  { "sex", ASSAY_PARITY_FPR, 2, 2, { 0.076046884, 0.069535771, 0.082525694 }, { 0.195342784, 0.162045311,
                                                                                0.235482304 } },
  { "race", ASSAY_PARITY_DEMOGRAPHIC, 5, 5, { 0.180329720, 0.118225926, 0.246961475 }, { 0.327861953, 0.172398603,
                                                                                         0.480118157 } },
  { "race", ASSAY_PARITY_EQUAL_OPPORTUNITY, 3, 5, { 0.077989418, 0, 0.184741256 }, { 0.884337728, 0.743289388, 1 } },
  { "race", ASSAY_PARITY_EQUALIZED_ODDS, 3, 5, { 0.080317371, 0.045369391, 0.195048547 },
    { 0.248092701, 0.147473643, 0.417362637 } },
  { "race", ASSAY_PARITY_PREDICTIVE, 3, 5, { 0.053902663, 0, 0.161116123 }, { 0.929910448, 0.803839603, 1 } },
  { "race", ASSAY_PARITY_FPR, 5, 5, { 0.080502392, 0.043442707, 0.132623447 }, { 0.246360582, 0.058488204,
                                                                                 0.431484280 } },
  { "sex*race", ASSAY_PARITY_DEMOGRAPHIC, 10, 10, { 0.325674675, 0.249058884, 0.406625564 },
    { 0.101137898, 0.040314017, 0.177241628 } },
  { "sex*race", ASSAY_PARITY_EQUAL_OPPORTUNITY, 5, 10, { 0.211228070, 0.053018379, 0.408237439 },
    { 0.706627680, 0.477329289, 0.924416142 } },
  { "sex*race", ASSAY_PARITY_EQUALIZED_ODDS, 5, 10, { 0.211228070, 0.091541347, 0.421354898 },
    { 0.057725948, 0.019397702, 0.171787622 } },
  { "sex*race", ASSAY_PARITY_PREDICTIVE, 5, 10, { 0.083059273, 0, 0.271242536 }, { 0.896571429, 0.705123299, 1 } },
  { "sex*race", ASSAY_PARITY_FPR, 10, 10, { 0.149907236, 0.087717546, 0.236477703 },
    { 0.057725948, 0.004822097, 0.187148257 } },
};

static void
check_estimate (const char          *what,
                const AssayEstimate *estimate,
                const double        *numbers)
{
  near_at (what, "value", estimate->value, numbers[0], 1e-9);
  near_at (what, "lo", estimate->lo, numbers[1], 1e-9);
  near_at (what, "hi", estimate->hi, numbers[2], 1e-9);
}

static void
check_expected (const AssayAudit *audit)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const AssayFairness *fairness = find_key (audit, expected[i].key, NULL);
      const AssayParityGap *gap = &fairness->gaps[expected[i].parity];
      g_autofree char *what = g_strdup_printf ("%s of %s", assay_parity_name (expected[i].parity), expected[i].key);

      g_assert_cmpuint (fairness->n_groups, ==, expected[i].n);
      g_assert_cmpuint (gap->n_used, ==, expected[i].n_used);
      g_assert_cmpuint (fairness->n_left_out[expected[i].parity], ==, expected[i].n - expected[i].n_used);
      check_estimate (what, &gap->difference, expected[i].difference);
      check_estimate (what, &gap->ratio, expected[i].ratio);
    }
}

static char *
save (const AssayAudit *audit,
      const char       *folder,
      const char       *name)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (assay_audit_file_save (assay_audit_report (audit), path, &error));
  g_assert_no_error (error);
  return path;
}

#define GROUPS "[fairness]\ngroups=sex;race;sex*race\n"

static void
test_adult (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;

  write_rows (folder, "rows.csv", "true");
  g_autoptr (AssayAudit) audit = run (folder, "rows.csv",
                                      GROUPS "[check A]\nmeasure=demographic_parity\nslices=sex\nat-least=0.8\n");
  const AssayFindings *findings = assay_audit_report (audit)->findings;

  check_expected (audit);
  g_assert_cmpint (findings->verdict, ==, ASSAY_VERDICT_FAIL);
  g_assert_cmpuint (findings->slices->len, ==, 17); /* groups are sliced by, each once */
  g_autofree char *path = save (audit, folder, "whole.assay");
  g_autoptr (AssayAudit) opened = assay_audit_open (path, &error);
  g_assert_no_error (error);
  g_autofree char *before = assay_report_json (assay_audit_report (audit));
  g_autofree char *after = assay_report_json (assay_audit_report (opened));
  g_assert_cmpstr (before, ==, after);
  g_autofree char *csv = assay_report_fairness_csv (assay_audit_report (opened));
  g_assert_true (strstr (csv, "\r\nsex,,,demographic_parity,Female,7337,selection_rate,0.08") != NULL);
  assay_test_folder_free (folder);
}

static void
test_merged (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;

  write_rows (folder, "a.csv", "education < 'C'");
  write_rows (folder, "b.csv", "education >= 'C'");
  g_autoptr (AssayAudit) first = run (folder, "a.csv", GROUPS "control=education\n");
  g_autoptr (AssayAudit) second = run (folder, "b.csv", GROUPS "control=education\n");
  g_autofree char *a = save (first, folder, "a.assay"), *b = save (second, folder, "b.assay");
  const char *const parts[] = { a, b };
  g_autoptr (AssayAudit) merged = assay_audit_merge (parts, 2, NULL, &error);

  g_assert_no_error (error);
  check_expected (merged);
  assay_test_folder_free (folder);
}

/* Groups within education = Bachelor are what a file of these rows says. */
static void
test_control (void)
{
  char *folder = assay_test_folder_new ();

  write_rows (folder, "rows.csv", "true");
  write_rows (folder, "bachelor.csv", "education = 'Bachelor'");
  g_autoptr (AssayAudit) whole = run (folder, "rows.csv", GROUPS "control=education\nreference=largest\n");
  g_autoptr (AssayAudit) alone = run (folder, "bachelor.csv", GROUPS "reference=largest\n");

  for (guint k = 0; k < 3; k++)
    {
      const char *key = ((const char *[]) { "sex", "race", "sex*race" })[k];
      const AssayFairness *within = find_key (whole, key, "Bachelor"), *by_itself = find_key (alone, key, NULL);
      for (guint p = 0; p < ASSAY_N_PARITIES; p++)
        {
          const AssayParityGap *a = &within->gaps[p], *b = &by_itself->gaps[p];
          g_assert_cmpuint (a->n_used, ==, b->n_used);
          near_at (key, "difference", a->difference.value, b->difference.value, 0);
          near_at (key, "hi", a->difference.hi, b->difference.hi, 0);
          near_at (key, "lo", a->ratio.lo, b->ratio.lo, 0);
        }
      g_assert_cmpstr (within->groups[within->reference].name, ==, by_itself->groups[by_itself->reference].name);
    }
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/fairness/adult", test_adult);
  g_test_add_func ("/audit/fairness/merged", test_merged);
  g_test_add_func ("/audit/fairness/control", test_control);
  return g_test_run ();
}
