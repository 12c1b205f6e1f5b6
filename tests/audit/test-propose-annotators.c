/* test-propose-annotators.c: which columns are several people's labels. */
#include "columns.h"

#define ANIMALS FALSE, { "cat", "dog" }

static void
test_names (void)
{
  static const struct { const char *a, *b; gboolean are_people; } table[] = {
    { "ann_1", "ann_2", TRUE },        { "annotator_1", "annotator_2", TRUE }, { "rater1", "rater2", TRUE },
    { "coder_a", "coder_b", TRUE },    { "RaterA", "RaterB", TRUE },           { "expert 1", "annotator", TRUE },
    { "annual_1", "annual_2", FALSE }, { "rate1", "rate2", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const AssayColumnRole role = table[i].are_people ? ASSAY_ROLE_ANNOTATOR : ASSAY_ROLE_SLICE;
      const Expected pair[] = {
        { { table[i].a, TEXT, 9, 2, "cat", "dog", ANIMALS }, role },
        { { table[i].b, TEXT, 0, 2, "cat", "dog", ANIMALS }, role },
      };
      columns_check (pair, 2, 1000, NULL);
    }
}

/* One alone, one with other values, one that is sliced. */
static void
test_others (void)
{
  static const Expected alone[] = {
    { { "ann_1", TEXT, 0, 2, "cat", "dog", ANIMALS }, ASSAY_ROLE_SLICE },
    { { "ann_2", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_SLICE },
    { { "rater_x", NUMBER, 0, 900, "0.1", "9.9", TRUE }, ASSAY_ROLE_SLICE, "quantiles 5" },
  };
  static const Expected beside[] = {
    { { "label", TEXT, 0, 2, "cat", "dog", ANIMALS }, ASSAY_ROLE_LABEL },
    { { "prediction", TEXT, 0, 2, "cat", "dog", ANIMALS }, ASSAY_ROLE_PREDICTION },
    { { "rater_1", TEXT, 0, 2, "cat", "dog", ANIMALS }, ASSAY_ROLE_ANNOTATOR },
    { { "rater_2", TEXT, 0, 3, "cat", "dog", FALSE, { "dog", "unclear" } }, ASSAY_ROLE_ANNOTATOR },
    { { "city", TEXT, 0, 2, "cat", "dog", ANIMALS }, ASSAY_ROLE_SLICE },
  };

  columns_check (alone, G_N_ELEMENTS (alone), 1000, NULL);
  columns_check (beside, G_N_ELEMENTS (beside), 1000, NULL);
}

static void
test_plan (void)
{
  static const AssayPlanSetting settings[] = { { "data", "annotators", "x;ann_1" } };
  static const Expected table[] = {
    { { "x", TEXT, 0, 2, "cat", "dog", ANIMALS }, ASSAY_ROLE_ANNOTATOR, NULL, "as named" },
    { { "ann_1", TEXT, 0, 2, "cat", "dog", ANIMALS }, ASSAY_ROLE_ANNOTATOR, NULL, "as named" },
    { { "ann_2", TEXT, 0, 2, "cat", "dog", ANIMALS }, ASSAY_ROLE_NONE, NULL, "annotators= does not name it" },
    { { "ann_3", TEXT, 0, 2, "cat", "dog", ANIMALS }, ASSAY_ROLE_NONE, NULL, "annotators= does not name it" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_from_settings (settings, G_N_ELEMENTS (settings), &error);

  g_assert_no_error (error);
  columns_check (table, G_N_ELEMENTS (table), 1000, plan);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/propose-annotators/names", test_names);
  g_test_add_func ("/propose-annotators/others", test_others);
  g_test_add_func ("/propose-annotators/plan", test_plan);
  return g_test_run ();
}
