/* test-replicate-worth.c: the bound is where the derivation says it is. */
#include "tally/replicate-worth.h"

static void
test_worth (void)
{
  for (guint n_threads = 1; n_threads < 6; n_threads++)
    {
      double n = (double) assay_replicates_worth (n_threads), gained = n * .25e-9 / n_threads - n * .25e-9 / 6;
      g_assert_cmpfloat_with_epsilon (gained, 1, 1e-6); /* seconds */
    }
  g_assert_cmpuint (assay_replicates_worth (2), ==, G_GUINT64_CONSTANT (12000000000));
  g_assert_cmpuint (assay_replicates_worth (6), ==, G_MAXUINT64);
  g_assert_cmpuint (assay_replicates_worth (128), ==, G_MAXUINT64);
  g_assert_cmpuint (assay_replicates_worth (0), ==, assay_replicates_worth (g_get_num_processors ()));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/replicate-worth", test_worth);
  return g_test_run ();
}
