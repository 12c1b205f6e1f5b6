/* test-audit-file-counts.c: axes, tables and blocks that lie about their sizes. */
#include "saved.h"

static const SavedChange rows[] = {
  { "DROP TABLE blocks", "blocks: no such table: blocks" },
  { "ALTER TABLE axes RENAME COLUMN kind TO k", "axes: no such column: kind" },
  { "UPDATE axes SET n_codes = 65536 WHERE id = 0", "n_codes is not a whole number from 1 to 65535" },
  { "UPDATE axes SET n_codes = 65535 WHERE id = 0", "row 1 of axes: it has other values than n_codes says" },
  { "UPDATE axes SET n_codes = 0 WHERE id = 0", "n_codes is not a whole number from 1 to 65535" },
  { "UPDATE axes SET kind = 'lable' WHERE id = 3", "row 4 of axes: there is no such kind" },
  { "UPDATE axes SET id = 2147483648 WHERE id = 5", "row 6 of axes: id is not" },
  { "UPDATE axis_values SET code = 9 WHERE axis = 0 AND code = 3", "row 3 of axis_values: code is not" },
  { "INSERT INTO axis_values VALUES (0, 4, 'more')", "row 4 of axis_values: there are too many" },
  { "UPDATE count_table_axes SET axis = 6 WHERE count_table = 1 AND position = 0", "there is no such axis" },
  { "UPDATE count_table_axes SET axis = 1 WHERE count_table = 1 AND position = 0", "another number of cells" },
  { "WITH RECURSIVE n (i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO count_table_axes"
    " SELECT 1, i, 0 FROM n", "row 11 of count_table_axes: there are too many" },
  { "UPDATE count_tables SET n_cells = 4611686018427387904 WHERE id = 1", "another number of cells" },
  { "UPDATE count_tables SET n_cells = 9223372036854775807 WHERE id = 1", "n_cells is not a whole number" },
  { "UPDATE count_tables SET n_entries = n_entries + 1 WHERE id = 1", "table 1 lacks entries" },
  { "UPDATE count_tables SET n_entries = 1 WHERE id = 1", "its table has fewer entries" },
  { "DELETE FROM blocks WHERE count_table = 2", "table 2 lacks entries" },
  { "INSERT INTO blocks SELECT count_table, first_cell + 1, last_cell, n_entries, content FROM blocks"
    " WHERE count_table = 1", "row 2 of blocks: " },
  { "UPDATE blocks SET n_entries = 65537 WHERE count_table = 1", "n_entries is not a whole number from 1 to 65536" },
  { "UPDATE blocks SET n_entries = 0 WHERE count_table = 1", "n_entries is not a whole number from 1 to 65536" },
  { "UPDATE blocks SET last_cell = 108 WHERE count_table = 1", "last_cell is not a whole number" },
  { "UPDATE blocks SET content = zeroblob(50000000) WHERE count_table = 1", "its content does not inflate" },
  { "UPDATE blocks SET content = 'text' WHERE count_table = 1", "content is not bytes" },
  { "UPDATE blocks SET content = bomb() WHERE count_table = 1", "its content does not inflate" },
};

static void
test_rows (Saved         *self,
           gconstpointer  data)
{
  saved_changes (self, rows, G_N_ELEMENTS (rows));
}

/* --- sums ---------------------------------------------------------------------------------------------------- */

static const AssaySumScale scales[] = { { "weight", 20 }, { "weight * weight", 40 }, { "rows of loss", 0 }, { "loss", -3 } };

/* The same table with sums of both signs and all sizes; the largest that an entry's rows allow among them. */
static AssayCountTable *
table_with_sums (const AssayCountTable *table,
                 GRand                 *random)
{
  AssayCountTable *summed
    = assay_count_table_new_sums (table->axes, table->n_axes, scales, G_N_ELEMENTS (scales), NULL);

  g_assert_true (summed->is_dense);
  memcpy (summed->counts, table->counts, table->n_entries * sizeof (guint64));
  for (guint64 i = 0; i < table->n_entries * G_N_ELEMENTS (scales); i++)
    {
      AssaySum most = (AssaySum) summed->counts[i / G_N_ELEMENTS (scales)] << 62;
      AssaySum sum = most >> g_rand_int_range (random, 0, 66);
      summed->sums[i] = g_rand_boolean (random) ? -sum : sum;
    }
  return summed;
}

static void
add_sums (AssayCounts *counts,
          GRand       *random)
{
  for (guint i = 0; i < counts->tables->len; i++)
    {
      AssayCountTable *table = counts->tables->pdata[i];
      if (i == 1) /* one table has none */
        continue;
      counts->tables->pdata[i] = table_with_sums (table, random);
      assay_count_table_free (table);
    }
}

static void
sums_set_up (Saved         *self,
             gconstpointer  data)
{
  saved_set_up (self, data);
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_autoptr (AssayAudit) audit = example_audit_of (saved_plan, "/home/somebody/loans.ini", 60, 3);
  add_sums ((AssayCounts *) assay_audit_report (audit)->counts, random);
  g_autoptr (GBytes) bytes = assay_audit_file_bytes (assay_audit_report (audit), NULL);

  g_free (self->facts);
  g_free (self->bytes);
  self->facts = saved_facts (audit);
  self->bytes = g_bytes_unref_to_data (g_steal_pointer (&bytes), &self->n_bytes);
}

/* Every sum comes back, by value and by the digest over them. */
static void
test_sums (Saved         *self,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_autoptr (AssayCounts) expected = example_counts (60, 3);
  add_sums (expected, random);

  saved_put (self->path, self->bytes, self->n_bytes);
  g_autoptr (AssayAudit) audit = assay_audit_open (self->path, &error);
  g_assert_no_error (error);
  const AssayCounts *counts = assay_audit_report (audit)->counts;
  g_assert_cmpuint (counts->tables->len, ==, expected->tables->len);
  for (guint i = 0; i < counts->tables->len; i++)
    g_assert_true (assay_count_table_equal (counts->tables->pdata[i], expected->tables->pdata[i]));
  g_assert_true (saved_open (self, &error));
}

static const SavedChange sum_rows[] = {
  { "UPDATE count_table_sums SET k = 21 WHERE count_table = 0 AND position = 0", "is not what its digest was made of" },
  { "UPDATE count_table_sums SET name = 'wait' WHERE count_table = 0 AND position = 0", "is not what its digest" },
  { "UPDATE count_table_sums SET k = 4601 WHERE count_table = 0 AND position = 0",
    "k is not a whole number from -4200 to 4600" },
  { "UPDATE count_table_sums SET position = 7 WHERE count_table = 0 AND position = 0", "row 1 of count_table_sums: " },
  { "WITH RECURSIVE n (i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 280) INSERT INTO count_table_sums"
    " SELECT 2, i, 'more', 0 FROM n", "row 257 of count_table_sums: there are too many" },
  { "DROP TABLE count_table_sums", "count_table_sums: no such table" },
  { "DELETE FROM sum_blocks WHERE count_table = 2", "row 1 of blocks: sums is not bytes" },
  { "UPDATE sum_blocks SET content = bomb() WHERE count_table = 2", "its sums do not inflate" },
  { "UPDATE sum_blocks SET content = (SELECT content FROM sum_blocks WHERE count_table = 0) WHERE count_table = 2",
    "row 1 of blocks: " },
  { "INSERT INTO count_table_sums VALUES (1, 0, 'weight', 3)", "row 1 of blocks: sums is not bytes" },
};

static void
test_sum_rows (Saved         *self,
               gconstpointer  data)
{
  saved_changes (self, sum_rows, G_N_ELEMENTS (sum_rows));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/audit-file-counts/" name, Saved, NULL, saved_set_up, function, saved_tear_down)
  ADD ("rows", test_rows);
  g_test_add ("/audit-file-counts/sums", Saved, NULL, sums_set_up, test_sums, saved_tear_down);
  g_test_add ("/audit-file-counts/sum-rows", Saved, NULL, sums_set_up, test_sum_rows, saved_tear_down);
  return g_test_run ();
}
