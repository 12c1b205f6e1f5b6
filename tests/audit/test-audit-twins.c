/* test-audit-twins.c: which slices may be the same rows, from their counts alone. */
#include "audit/audit-twins.h"

#include "tally/tally.h"

#define N_ROWS 12

/* Columns a, b and c, label and prediction; each row one digit a column. */
static AssayCounts *
counts_new (const char *const rows[N_ROWS])
{
  static const char *const values[] = { NULL, "1", "2" };
  static const struct { const char *name; AssayAxisKind kind; } columns[] = {
    { "a", ASSAY_AXIS_SLICE }, { "b", ASSAY_AXIS_SLICE },          { "c", ASSAY_AXIS_SLICE },
    { "y", ASSAY_AXIS_LABEL }, { "p", ASSAY_AXIS_PREDICTION },
  };
  AssayCounts *counts = assay_counts_new ();

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_ptr_array_add (counts->axes, assay_axis_new (columns[i].name, columns[i].kind, 3, (const char **) values));
  counts->n_rows = N_ROWS;
  for (guint key = 0; key < 3; key++)
    {
      AssayAxis *axes[3] = { counts->axes->pdata[key], counts->axes->pdata[3], counts->axes->pdata[4] };
      AssayCountTable *table = assay_count_table_new (axes, 3, NULL);

      g_assert_true (table->is_dense);
      for (guint row = 0; row < N_ROWS; row++)
        {
          const guint slice = (guint) rows[row][key] - '0', label = (guint) rows[row][3] - '0';
          table->counts[(slice * 3 + label) * 3 + (guint) rows[row][4] - '0']++;
        }
      g_ptr_array_add (counts->tables, table);
    }
  return counts;
}

static gboolean
has_axes (const GArray *pairs,
          guint         a,
          guint         b)
{
  for (guint i = 0; i < pairs->len; i++)
    if (g_array_index (pairs, AssayTwins, i).a == a && g_array_index (pairs, AssayTwins, i).b == b)
      return TRUE;
  return FALSE;
}

/* a and c are the same column; b has the same counts in other rows, and stands between them. */
static void
test_one_between (void)
{
  static const char *const rows[N_ROWS] = { "12111", "12111", "12111", "21211", "21211", "21211",
                                            "11111", "11111", "22211", "22211", "22222", "11122" };
  g_autoptr (AssayCounts) counts = counts_new (rows);
  g_autoptr (GArray) twins = assay_twins_find (counts, 1), pairs = assay_twins_pairs (twins);

  g_assert_true (has_axes (pairs, 0, 2));
  g_assert_true (has_axes (pairs, 0, 1));
  g_assert_true (has_axes (pairs, 1, 2));
}

/* Four, five and three rows; slices under min-rows are not looked at. */
static void
test_none (void)
{
  static const char *const rows[N_ROWS] = { "11111", "11111", "11111", "11211", "21211", "22211",
                                            "22211", "22211", "22211", "22211", "22211", "22211" };
  g_autoptr (AssayCounts) counts = counts_new (rows);
  g_autoptr (GArray) twins = assay_twins_find (counts, 1), few = assay_twins_find (counts, N_ROWS);

  g_assert_cmpuint (twins->len, ==, 0);
  g_assert_cmpuint (few->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-twins/one-between", test_one_between);
  g_test_add_func ("/audit-twins/none", test_none);
  return g_test_run ();
}
