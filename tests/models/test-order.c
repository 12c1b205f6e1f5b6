/* test-order.c: shown rows against a plain sort of them. */
#include "models/order.h"
#include "models/row-list.h"

#include <math.h>
#include <string.h>

static void
test_sorts (void)
{
  const double keys[] = { 3, NAN, 1, 3, 2, NAN };
  static const guint up[] = { 2, 4, 0, 3, 1, 5 }, down[] = { 0, 3, 4, 2, 1, 5 };
  AssayOrder order;

  assay_order_init (&order, 6);
  g_assert_true (assay_order_sort (&order, keys, FALSE, NULL));
  g_assert_cmpmem (order.at, sizeof up, up, sizeof up);
  g_assert_false (assay_order_sort (&order, keys, FALSE, NULL));
  assay_order_sort (&order, keys, TRUE, NULL);
  g_assert_cmpmem (order.at, sizeof down, down, sizeof down);
  assay_order_clear (&order);
}

static void
test_filters (void)
{
  const double keys[] = { 3, 2, 1, 0 };
  const gboolean shown[] = { TRUE, FALSE, TRUE, FALSE };
  AssayOrder order;

  assay_order_init (&order, 4);
  g_assert_true (assay_order_sort (&order, keys, FALSE, shown));
  g_assert_cmpuint (order.n, ==, 2);
  g_assert_cmpuint (order.at[0], ==, 2);
  g_assert_cmpuint (order.place[0], ==, 1);
  g_assert_cmpuint (order.place[1], ==, G_MAXUINT);
  assay_order_clear (&order);
}

/* Any keys: every row once, ascending, NaN last, place the inverse. */
static void
test_property (void)
{
  for (guint round = 0; round < 200; round++)
    {
      const guint n = (guint) g_test_rand_int_range (0, 60);
      g_autofree double *keys = g_new (double, n + 1);
      AssayOrder order;

      for (guint i = 0; i < n; i++)
        keys[i] = g_test_rand_int_range (0, 9) == 0 ? NAN : g_test_rand_int_range (0, 12);
      assay_order_init (&order, n);
      assay_order_sort (&order, keys, FALSE, NULL);
      g_assert_cmpuint (order.n, ==, n);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpuint (order.place[order.at[i]], ==, i);
          if (i > 0)
            g_assert_false (keys[order.at[i - 1]] > keys[order.at[i]] || (isnan (keys[order.at[i - 1]])
                                                                         && !isnan (keys[order.at[i]])));
        }
      assay_order_clear (&order);
    }
}

static void
test_ranks (void)
{
  static const char *const texts[] = { "b10", "a", NULL, "b9", "a" };
  g_autofree double *ranks = assay_order_ranks (texts, 5);

  g_assert_true (ranks[1] == ranks[4] && ranks[1] < ranks[3]);
  g_assert_true (ranks[3] < ranks[0] && ranks[0] < ranks[2]); /* 9 before 10 */
}

/* Objects only for what is asked, and each says its row. */
static void
test_list (void)
{
  AssayOrder order;
  double keys[1000];

  for (guint i = 0; i < 1000; i++)
    keys[i] = -(double) i;
  assay_order_init (&order, 1000);
  assay_order_sort (&order, keys, FALSE, NULL);
  g_autoptr (AssayRowList) list = assay_row_list_new (&order);
  g_autoptr (AssayRow) first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpuint (assay_row_index (first), ==, 999);
  g_assert_cmpuint (assay_row_list_n_live (list), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1000);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 1000));
  assay_order_clear (&order);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/order/sorts", test_sorts);
  g_test_add_func ("/models/order/filters", test_filters);
  g_test_add_func ("/models/order/property", test_property);
  g_test_add_func ("/models/order/ranks", test_ranks);
  g_test_add_func ("/models/order/list", test_list);
  return g_test_run ();
}
