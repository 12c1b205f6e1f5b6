/* test-counts.c: axes and tables are found by what they are, not by who made them. */
#include "tally/counts.h"

static AssayAxis *
make_axis (const char    *name,
           AssayAxisKind  kind,
           const char    *value)
{
  return assay_axis_new (name, kind, 2, (const char *[]) { NULL, value });
}

static void
test_find (void)
{
  g_autoptr (AssayCounts) counts = assay_counts_new ();
  AssayAxis *sex = make_axis ("sex", ASSAY_AXIS_SLICE, "Female");
  AssayAxis *race = make_axis ("race", ASSAY_AXIS_SLICE, "Black");
  AssayAxis *label = make_axis ("label", ASSAY_AXIS_LABEL, "1");
  g_ptr_array_add (counts->axes, sex);
  g_ptr_array_add (counts->axes, race);
  g_ptr_array_add (counts->axes, label);

  g_assert_true (assay_counts_axis (counts, ASSAY_AXIS_SLICE, NULL) == sex);
  g_assert_true (assay_counts_axis (counts, ASSAY_AXIS_SLICE, "race") == race);
  g_assert_true (assay_counts_axis (counts, ASSAY_AXIS_LABEL, NULL) == label);
  g_assert_null (assay_counts_axis (counts, ASSAY_AXIS_LABEL, "race"));
  g_assert_null (assay_counts_axis (counts, ASSAY_AXIS_BASELINE, NULL));

  AssayCountTable *pair = assay_count_table_new ((AssayAxis *[]) { sex, label }, 2, NULL);
  AssayCountTable *whole = assay_count_table_new ((AssayAxis *[]) { label }, 1, NULL);
  g_ptr_array_add (counts->tables, pair);
  g_ptr_array_add (counts->tables, whole);
  g_autoptr (AssayAxis) same_sex = make_axis ("sex", ASSAY_AXIS_SLICE, "Female");
  g_assert_true (assay_counts_table (counts, (AssayAxis *[]) { same_sex, label }, 2) == pair);
  g_assert_true (assay_counts_table (counts, (AssayAxis *[]) { label }, 1) == whole);
  g_assert_null (assay_counts_table (counts, (AssayAxis *[]) { label, sex }, 2));
  g_assert_null (assay_counts_table (counts, (AssayAxis *[]) { sex }, 1));
  g_autoptr (AssayAxis) other_sex = make_axis ("sex", ASSAY_AXIS_SLICE, "Male");
  g_assert_null (assay_counts_table (counts, (AssayAxis *[]) { other_sex, label }, 2));
  assay_counts_free (NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/counts/find", test_find);
  return g_test_run ();
}
