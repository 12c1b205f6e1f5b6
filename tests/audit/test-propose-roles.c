/* test-propose-roles.c: who is label, prediction, score and baseline. */
#include "columns.h"

/* Names that make a role, alone with a label. */
static void
test_names (void)
{
  static const struct { const char *name; gboolean is_share; AssayColumnRole role; } table[] = {
    { "prediction", FALSE, ASSAY_ROLE_PREDICTION },
    { "yPred", FALSE, ASSAY_ROLE_PREDICTION },
    { "Y_HAT", FALSE, ASSAY_ROLE_PREDICTION },
    { "predicted-label", FALSE, ASSAY_ROLE_PREDICTION },
    { "xgb pred", FALSE, ASSAY_ROLE_PREDICTION },
    { "pred", TRUE, ASSAY_ROLE_SCORE },          /* a share is no class */
    { "proba", TRUE, ASSAY_ROLE_SCORE },
    { "model_score", TRUE, ASSAY_ROLE_SCORE },
    { "credit_score", FALSE, ASSAY_ROLE_SLICE }, /* two values only */
    { "old", FALSE, ASSAY_ROLE_BASELINE },
    { "colder", FALSE, ASSAY_ROLE_SLICE },       /* words, not parts of words */
    { "sex", FALSE, ASSAY_ROLE_SLICE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Expected pair[2] = { { { "target", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_LABEL } };

      pair[1].column = (Column) { table[i].name, NUMBER, 0, table[i].is_share ? 100 : 2, "0", "1",
                                  table[i].is_share, { "0", "1" } };
      pair[1].role = table[i].role;
      pair[1].bins = table[i].is_share && table[i].role == ASSAY_ROLE_SLICE ? "quantiles 5" : NULL;
      columns_check (pair, 2, 1000, NULL);
    }
}

/* Of two models' scores the one that belongs to the audited model. */
static void
test_scores (void)
{
  static const Expected table[] = {
    { { "current_score", NUMBER, 0, 900, "0.01", "0.99", TRUE }, ASSAY_ROLE_NONE, NULL, "[model NAME]" },
    { { "candidate_score", NUMBER, 0, 900, "0.01", "0.99", TRUE }, ASSAY_ROLE_SCORE },
    { { "y_true", TEXT, 0, 2, "no", "yes", FALSE, { "no", "yes" } }, ASSAY_ROLE_LABEL },
    { { "candidate", TEXT, 0, 2, "no", "yes", FALSE, { "yes", "no" } }, ASSAY_ROLE_PREDICTION },
    { { "current", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_SLICE }, /* not the label's values */
    { { "test_score", NUMBER, 0, 900, "200", "800" }, ASSAY_ROLE_SLICE, "quantiles 5" },
  };

  columns_check (table, G_N_ELEMENTS (table), 1000, NULL);
}

static AssayPlan *
plan_new (const AssayPlanSetting *settings, guint n)
{
  g_autoptr (GError) error = NULL;
  AssayPlan *plan = assay_plan_from_settings (settings, n, &error);

  g_assert_no_error (error);
  return plan;
}

/* What the plan says is not guessed again, and nobody else gets its role. */
static void
test_plan (void)
{
  static const AssayPlanSetting settings[] = {
    { "data", "label", "current" }, { "data", "score", "share" }, { "slices", "bins.age", "width 10" },
  };
  static const Expected table[] = {
    { { "label", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_SLICE },
    { { "current", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_LABEL, NULL, "as named" },
    { { "share", NUMBER, 0, 900, "0", "1", TRUE }, ASSAY_ROLE_SCORE, NULL, "as named" },
    { { "proba", NUMBER, 0, 900, "0", "1", TRUE }, ASSAY_ROLE_NONE, NULL, "another model's score" },
    { { "age", NUMBER, 0, 40, "1", "40" }, ASSAY_ROLE_SLICE, NULL, "the plan names it" },
  };
  g_autoptr (AssayPlan) plan = plan_new (settings, G_N_ELEMENTS (settings));

  columns_check (table, G_N_ELEMENTS (table), 1000, plan);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/propose-roles/names", test_names);
  g_test_add_func ("/propose-roles/scores", test_scores);
  g_test_add_func ("/propose-roles/plan", test_plan);
  return g_test_run ();
}
