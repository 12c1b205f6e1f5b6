/* test-audit-task.c: task=auto, told from the label's values and what the plan says. */
#include "audit/audit.h"

#include "../read/test-data.h"

#include <string.h>

static char *
make_data (void)
{
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT 'a' AS g, i + 0.5 AS y, i + 0.25 AS p, 'big' AS word, (i % 2)::INT AS zero_one, "
                          "(i % 3)::DOUBLE AS whole, i % 2 = 0 AS truth FROM range(40) t(i)) TO '@/a.parquet'");
  return folder;
}

/* (transfer full) (nullable) */
static AssayAudit *
run (const char *folder,
     const char *data,
     GError    **error)
{
  g_autofree char *text = g_strconcat ("[data]\nfiles=a.parquet\n", data, "\n[slices]\ncolumns=g\n", NULL);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", error);
  AssayAuditOptions options = { .n_threads = 1, .folder = folder };

  g_assert_nonnull (plan);
  return assay_audit_run (plan, &options, NULL, NULL, error);
}

static const struct { const char *data; AssayTask task; } chosen[] = {
  { "label=y\nprediction=p", ASSAY_TASK_REGRESSION },
  { "label=y\nprediction=whole", ASSAY_TASK_REGRESSION },     /* the label alone tells */
  { "label=whole\nprediction=p\ntask=regression", ASSAY_TASK_REGRESSION },
  { "label=zero_one\nprediction=truth", ASSAY_TASK_AUTO },
  { "label=whole\nprediction=zero_one", ASSAY_TASK_AUTO },    /* floating, and no fraction: classes */
  { "label=truth\nprediction=zero_one", ASSAY_TASK_AUTO },
};

static void
test_chosen (void)
{
  char *folder = make_data ();

  for (guint i = 0; i < G_N_ELEMENTS (chosen); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayAudit) audit = run (folder, chosen[i].data, &error);

      g_assert_no_error (error);
      g_assert_cmpint (assay_audit_report (audit)->plan->task, ==, chosen[i].task);
    }
  assay_test_folder_free (folder);
}

static const struct { const char *data, *message; } refused[] = {
  { "label=y\nprediction=word", "test.ini:4: column 'word' holds no numbers, and the label 'y' has numbers with fractions: a "
                               "regression has numbers in both; for classes set task=classification" },
  { "label=y\nprediction=truth", "column 'truth' holds no numbers" },
  { "label=word\nprediction=p\ntask=regression", "column 'word' holds text; a regression has numbers" },
  { "label=y\nprediction=nowhere", "the data has no column 'nowhere'" },
};

static void
test_refused (void)
{
  char *folder = make_data ();

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (run (folder, refused[i].data, &error));
      if (strstr (error->message, refused[i].message) == NULL)
        g_error ("\"%s\" does not say \"%s\"", error->message, refused[i].message);
    }
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-task/chosen", test_chosen);
  g_test_add_func ("/audit-task/refused", test_refused);
  return g_test_run ();
}
