/* test-score-histogram.c: the whole less a part is the rest, cell for cell. */
#include "score-sample.h"

static void
test_less (void)
{
  static ScoreSample whole, part, rest;

  for (guint round = 0; round < 50; round++)
    {
      part.n_rows = rest.n_rows = 0;
      score_sample_draw (&whole, g_test_rand_int_range (1, 200), 32, 0.4);
      for (guint i = 0; i < whole.n_rows; i++)
        {
          ScoreSample *side = g_test_rand_bit () ? &part : &rest;

          side->labels[side->n_rows] = whole.labels[i];
          side->scores[side->n_rows++] = whole.scores[i];
        }
      score_sample_bin (&part, 32);
      score_sample_bin (&rest, 32);
      g_autoptr (AssayHistogram) less = assay_histogram_less (&whole.histogram, &part.histogram);
      g_assert_cmpuint (less->n_bins, ==, rest.histogram.n_bins);
      for (guint i = 0; i < less->n_bins; i++)
        {
          g_assert_cmpuint (less->bins[i].bin, ==, rest.filled[i].bin);
          g_assert_cmpuint (less->bins[i].negatives, ==, rest.filled[i].negatives);
          g_assert_cmpuint (less->bins[i].positives, ==, rest.filled[i].positives);
          g_assert_true (less->bins[i].negative_sum == rest.filled[i].negative_sum);
          g_assert_true (less->bins[i].positive_sum == rest.filled[i].positive_sum);
        }
      g_assert_true (less->brier.sum == rest.histogram.brier.sum);
      g_assert_true (less->log_loss.squares == rest.histogram.log_loss.squares);
      g_assert_cmpuint (assay_histogram_rows (less), ==, rest.n_rows);
      g_assert_cmpuint (assay_histogram_positives (less), ==, assay_histogram_positives (&rest.histogram));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/score-histogram/less", test_less);
  return g_test_run ();
}
