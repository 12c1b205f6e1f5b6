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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/audit-file-counts/" name, Saved, NULL, saved_set_up, function, saved_tear_down)
  ADD ("rows", test_rows);
  return g_test_run ();
}
