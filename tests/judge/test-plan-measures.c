/* Names of measures in a plan that is being written, before any row is read. */
#include "judge/judge.h"

#include <string.h>

static const struct
{
  const char *text;
  const char *message; /* (nullable) how it begins; NULL: nothing is wrong */
} rows[] = {
  { "[data]\nlabel=y\n[check a]\nmeasure=recall\nat-least=0.5\n[check b]\nmeasure=f0.5\nat-least=0.5\n", NULL },
  { "[data]\nlabel=y\n[slices]\ncolumns=race\n[fairness]\ngroups=race\n[check a]\nmeasure=demographic_parity_ratio\n"
    "slices=race\nat-least=0.8\n", NULL },
  { "[data]\nlabel=y\n[check a]\nmeasure=recal\nat-least=0.5\n", "t.ini:3: check 'a': " },
  { "[data]\nlabel=y\n[slices]\nmeasures=accuracy;recal\n", "t.ini:4: " },
  { "[data]\nlabel=y\n[check a]\nmeasure=roc_auc\nat-least=0.5\n",
    "t.ini:3: check 'a': roc_auc is of scores; add score=COLUMN to [data]" },
  { "[data]\nlabel=y\nscore=s\n[check a]\nmeasure=roc_auc\nat-least=0.5\n", NULL },
  { "[data]\nlabel=y\n[check a]\nmeasure=mae\nat-most=2\n", "t.ini:3: check 'a': mae is of a regression" },
  { "[data]\nlabel=y\ntask=regression\n[check a]\nmeasure=mae\nat-most=2\n", NULL },
  { "[data]\nlabel=y\ntask=regression\n[check a]\nmeasure=recall\nat-least=0.5\n",
    "t.ini:4: check 'a': recall is of classes" },
  { "[data]\nlabel=y\n[measure latency]\nmean=ms\n[check a]\nmeasure=latency\nat-most=2\n", NULL },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlan) plan = assay_plan_parse (rows[i].text, strlen (rows[i].text), "t.ini", &error);
      g_assert_no_error (error);
      const gboolean is_right = assay_findings_check_measures (plan, &error);
      g_test_message ("%s: %s", rows[i].text, error != NULL ? error->message : "");
      g_assert_true (is_right == (rows[i].message == NULL));
      if (!is_right)
        g_assert_true (g_str_has_prefix (error->message, rows[i].message));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/plan-measures/rows", test_rows);
  return g_test_run ();
}
