/* test-replicates.c: the table's arithmetic on numbers that can be checked by eye. */
#include "tally/replicates.h"

#include <string.h>

static AssayAxis *
axis (const char *name,
      const char *first,
      const char *second)
{
  return assay_axis_new (name, ASSAY_AXIS_SLICE, 3, (const char *[]) { NULL, first, second });
}

/* Cells (a, b): sums of cell c are 100 c + replicate, the second sum ten times that. */
static AssayReplicateTable *
table_of (AssayAxis    **axes,
          const guint64 *cells,
          guint64        n_cells,
          guint64        seed)
{
  AssayReplicateTable *table = assay_replicate_table_new (axes, 2, 3, 2, seed, cells, n_cells, NULL);

  for (guint64 entry = 0; entry < n_cells; entry++)
    for (guint i = 0; i < 6; i++)
      table->sums[entry * 6 + i] = (gint64) (100 * cells[entry] + i % 3) * (i < 3 ? 1 : 10);
  return table;
}

static void
assert_sums (const AssayReplicateTable *table,
             guint64                    cell,
             gint64                     first,
             gint64                     step)
{
  for (guint sum = 0; sum < 2; sum++)
    for (guint r = 0; r < 3; r++)
      g_assert_cmpint (assay_replicate_table_get (table, cell, sum)[r], ==, (first + step * r) * (sum == 0 ? 1 : 10));
}

static void
test_merge (void)
{
  g_autoptr (AssayAxis) a = axis ("a", "x", "y");
  g_autoptr (AssayAxis) b = axis ("b", "p", "q");
  AssayAxis *axes[] = { a, b };
  g_autoptr (AssayReplicateTable) one = table_of (axes, (guint64[]) { 1, 4, 8 }, 3, 7);
  g_autoptr (AssayReplicateTable) two = table_of (axes, (guint64[]) { 0, 4 }, 2, 7);
  g_autoptr (AssayReplicateTable) sum = assay_replicate_table_merge (one, two, NULL);

  g_assert_cmpuint (sum->n_entries, ==, 4);
  assert_sums (sum, 0, 0, 1);
  assert_sums (sum, 1, 100, 1);
  assert_sums (sum, 4, 800, 2);
  assert_sums (sum, 8, 800, 1);
  g_assert_null (assay_replicate_table_get (sum, 5, 0));
  g_assert_true (assay_replicate_table_equal (one, one));
  g_assert_false (assay_replicate_table_equal (one, two));
  one->sums[3]++;
  g_autoptr (AssayReplicateTable) again = table_of (axes, one->cells, 3, 7);
  g_assert_false (assay_replicate_table_equal (one, again));
}

static void
test_refused (void)
{
  g_autoptr (AssayAxis) a = axis ("a", "x", "y");
  g_autoptr (AssayAxis) b = axis ("b", "p", "q");
  g_autoptr (AssayAxis) other = axis ("b", "p", "r");
  g_autoptr (AssayReplicateTable) one = table_of ((AssayAxis *[]) { a, b }, (guint64[]) { 1 }, 1, 7);
  g_autoptr (AssayReplicateTable) two = table_of ((AssayAxis *[]) { a, other }, (guint64[]) { 1 }, 1, 7);
  g_autoptr (AssayReplicateTable) three = table_of ((AssayAxis *[]) { a, b }, (guint64[]) { 1 }, 1, 8);
  g_autoptr (GError) error = NULL;

  g_assert_null (assay_replicate_table_merge (one, two, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES);
  g_clear_error (&error);
  g_assert_null (assay_replicate_table_merge (one, three, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES);
  g_assert_nonnull (strstr (error->message, "seed 7 against"));
  g_assert_false (assay_replicate_table_equal (one, two));
  g_assert_false (assay_replicate_table_equal (one, three));
}

static void
test_project (void)
{
  static const guint swap[] = { 0, 2, 1 };
  g_autoptr (AssayAxis) a = axis ("a", "x", "y");
  g_autoptr (AssayAxis) b = axis ("b", "p", "q");
  g_autoptr (AssayReplicateTable) table = table_of ((AssayAxis *[]) { a, b }, (guint64[]) { 1, 4, 5, 8 }, 4, 7);
  /* over a: b = 1 has cells 1 and 4, b = 2 has cells 5 and 8 */
  g_autoptr (AssayReplicateTable) margin = assay_replicate_table_project (table, (guint[]) { 1 }, 1, &b, NULL, NULL);
  g_autoptr (AssayReplicateTable) swapped = assay_replicate_table_project (table, (guint[]) { 1, 0 }, 2,
                                                                           (AssayAxis *[]) { b, a },
                                                                           (const guint *[]) { swap, NULL }, NULL);

  g_assert_cmpuint (margin->n_entries, ==, 2);
  assert_sums (margin, 1, 500, 2);
  assert_sums (margin, 2, 1300, 2);
  /* (a, b) goes to (swap b, a): 1 = (0, 1) to (2, 0) = 6, 4 = (1, 1) to (2, 1) = 7, 5 = (1, 2) to (1, 1) = 4 */
  g_assert_cmpuint (swapped->n_entries, ==, 4);
  assert_sums (swapped, 6, 100, 1);
  assert_sums (swapped, 7, 400, 1);
  assert_sums (swapped, 4, 500, 1);
  assert_sums (swapped, 5, 800, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/replicates/merge", test_merge);
  g_test_add_func ("/tally/replicates/refused", test_refused);
  g_test_add_func ("/tally/replicates/project", test_project);
  return g_test_run ();
}
