/* test-row-page.c: the rows behind conditions, as many as SQL finds. */
#include "test-data.h"

#include <string.h>

static void
check (AssaySource             *source,
       const AssayRowCondition *conditions,
       guint                    n_conditions,
       guint64                  n_matching)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayRowPage) page = assay_source_rows (source, conditions, n_conditions, 1, 3, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (page->n_matching, ==, n_matching);
  g_assert_cmpuint (page->rows->len, ==, n_matching > 3 ? 3 : n_matching > 0 ? n_matching - 1 : 0);
}

static void
test_conditions (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();
  double edges[] = { 0, 10, 20 };
  AssayBins bins = { .kind = ASSAY_BINS_EDGES, .edges = edges, .n_edges = 3 };
  AssayScanColumn sex = { .name = "sex", .column = "sex" }, age = { .name = "age", .column = "age", .bins = &bins },
                  old = { .name = "old", .where = "age >= 50" }, score = { .name = "s", .column = "s", .is_score = TRUE, .threshold = 0.5 };
  const char *f[] = { "F" }, *f_or_m[] = { "F", "M" }, *missing[] = { NULL }, *first_bin[] = { "[0, 10)" }, *one[] = { "1" },
             *none[] = { "no such value" };

  /* i from 0 to 99: sex F, M, missing in turn; age i; s = i / 100 */
  assay_test_sql (folder, "COPY (SELECT CASE i % 3 WHEN 0 THEN 'F' WHEN 1 THEN 'M' END sex, i age, i / 100.0 s FROM range(100) r(i)) "
                          "TO '@/r.parquet'");
  g_autoptr (AssaySource) source = assay_test_open (folder, "r.parquet", 1, &error);
  g_assert_no_error (error);
  check (source, NULL, 0, 100);
  check (source, (AssayRowCondition[]) { { &sex, f, 1, 0 } }, 1, 34);
  check (source, (AssayRowCondition[]) { { &sex, f_or_m, 2, 0 } }, 1, 67);
  check (source, (AssayRowCondition[]) { { &sex, missing, 1, 0 } }, 1, 33);
  check (source, (AssayRowCondition[]) { { &sex, f, 1, 0 }, { &age, first_bin, 1, 0 } }, 2, 4); /* 0 3 6 9 */
  check (source, (AssayRowCondition[]) { { &sex, f, 1, 0 }, { &age, first_bin, 1, 1 } }, 2, 40); /* 34 + 10 - 4 */
  check (source, (AssayRowCondition[]) { { &old, one, 1, 0 }, { &sex, f, 1, 0 } }, 2, 17); /* 51, 54 .. 99 */
  check (source, (AssayRowCondition[]) { { &score, one, 1, 0 } }, 1, 50);
  check (source, (AssayRowCondition[]) { { &sex, none, 1, 0 } }, 1, 0);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-page/conditions", test_conditions);
  return g_test_run ();
}
