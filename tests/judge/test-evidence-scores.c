/* test-evidence-scores.c: tables of score bins in, histograms and pairs of bins out. */
#include "sample.h"

#include "measure/scores.h"

#define K 10

/* label, bin of the new score, bin of the old one: codes, 0 is missing; rows, and the sums of both scores of these */
static const struct { guint label, new, old; guint64 rows; AssaySum new_sum, old_sum; } cells[] = {
  { 2, 2, 2, 5, 4000, 3500 }, { 2, 2, 1, 3, 2000, 1200 }, { 1, 1, 1, 7, 1400, 700 },
  { 1, 2, 1, 2, 1300, 600 },  { 1, 0, 2, 4, 0, 2800 },    { 0, 1, 1, 6, 900, 900 },
  { 2, 1, 0, 1, 300, 0 },
};

static AssayAxis *
bins_axis (const char    *name,
           AssayAxisKind  kind)
{
  static const char *const values[] = { NULL, "[0, 0.5)", "[0.5, 1]" };

  return assay_axis_new (name, kind, 3, (const char **) values);
}

/* Over the label and the axes of codes that are asked for: new, old or both, with a sum for each. */
static void
add_table (AssayCounts *counts,
           AssayAxis   *label,
           AssayAxis   *new,
           AssayAxis   *old)
{
  const AssaySumScale of_new = { (char *) "score", K }, of_old = { (char *) "score of old", K };
  AssaySumScale scales[2];
  AssayAxis *axes[3] = { label };
  guint64 places[G_N_ELEMENTS (cells)], rows[G_N_ELEMENTS (cells)];
  AssaySum sums[2 * G_N_ELEMENTS (cells)];
  guint n_axes = 1, n_sums = 0;
  g_autoptr (GError) error = NULL;

  if (new != NULL)
    axes[n_axes++] = new, scales[n_sums++] = of_new;
  if (old != NULL)
    axes[n_axes++] = old, scales[n_sums++] = of_old;
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      guint at = 0;

      places[i] = cells[i].label;
      rows[i] = cells[i].rows;
      if (new != NULL)
        places[i] = places[i] * 3 + cells[i].new, sums[i * n_sums + at++] = cells[i].new_sum;
      if (old != NULL)
        places[i] = places[i] * 3 + cells[i].old, sums[i * n_sums + at++] = cells[i].old_sum;
    }
  g_ptr_array_add (counts->tables, assay_count_table_from_sums (axes, n_axes, scales, n_sums, places, rows, sums,
                                                                G_N_ELEMENTS (cells), &error));
  g_assert_no_error (error);
}

static AssayCounts *
make_counts (const Sample    *sample,
             const AssayPlan *plan)
{
  AssayCounts *counts = sample_counts (sample, plan);
  AssayAxis *label = assay_counts_axis (counts, ASSAY_AXIS_LABEL, NULL);
  AssayAxis *new = bins_axis ("s", ASSAY_AXIS_SCORE), *old = bins_axis ("old", ASSAY_AXIS_BASELINE_SCORE);

  g_ptr_array_add (counts->axes, new);
  g_ptr_array_add (counts->axes, old);
  add_table (counts, label, new, NULL);
  add_table (counts, label, NULL, old);
  add_table (counts, label, new, old);
  return counts;
}

static void
check_bin (const AssayHistogram *scores,
           guint                 at,
           AssayScoreBin         expected)
{
  const AssayScoreBin *bin = &scores->bins[at];

  g_assert_cmpuint (scores->n_bins, ==, 2);
  g_assert_cmpuint (scores->k, ==, K);
  g_assert_true (scores->is_probability);
  g_assert_cmpuint (bin->bin, ==, expected.bin);
  g_assert_cmpuint (bin->negatives, ==, expected.negatives);
  g_assert_cmpuint (bin->positives, ==, expected.positives);
  g_assert_true (bin->negative_sum == expected.negative_sum && bin->positive_sum == expected.positive_sum);
}

static void
check_pair (const AssayScorePairs *pairs,
            AssayScorePair         expected)
{
  for (guint i = 0; i < pairs->n_pairs; i++)
    {
      const AssayScorePair *pair = &pairs->pairs[i];

      if (pair->new_bin != expected.new_bin || pair->old_bin != expected.old_bin)
        continue;
      g_assert_cmpuint (pair->negatives, ==, expected.negatives);
      g_assert_cmpuint (pair->positives, ==, expected.positives);
      g_assert_true (pair->new_sum == expected.new_sum && pair->old_sum == expected.old_sum);
      return;
    }
  g_error ("no pair of bins %u and %u", expected.new_bin, expected.old_bin);
}

/* Rows without a label or a score are in no histogram, rows without either score in no pair. */
static void
test_whole (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (GError) error = NULL;

  sample_init (&sample, "label: 0;1 | prediction: 0;1 | old=baseline: 0;1");
  sample_add (&sample, "1 1 1", 9);
  sample_add (&sample, "0 0 0", 13);
  sample_add (&sample, "- 0 0", 6);
  g_autoptr (AssayPlan) plan = sample_plan ("score=s\nbaseline=old\n[model old]\nscore=t", "", "");
  g_autoptr (AssayCounts) counts = make_counts (&sample, plan);
  g_autoptr (AssayFindings) findings = assay_findings_new (plan, counts, &error);
  g_assert_no_error (error);
  const AssayFinding *whole = findings->whole;
  const AssayScorePairs *pairs = &whole->score_pairs[0];

  check_bin (whole->evidence.scores, 0, (AssayScoreBin) { 0, 7, 1, 1400, 300 });
  check_bin (whole->evidence.scores, 1, (AssayScoreBin) { 1, 2, 8, 1300, 6000 });
  check_bin (whole->models[0].scores, 0, (AssayScoreBin) { 0, 9, 3, 1300, 1200 });
  check_bin (whole->models[0].scores, 1, (AssayScoreBin) { 1, 4, 5, 2800, 3500 });
  g_assert_cmpuint (pairs->n_pairs, ==, 3);
  g_assert_true (pairs->are_probabilities);
  check_pair (pairs, (AssayScorePair) { 0, 0, 7, 0, 1400, 700 });
  check_pair (pairs, (AssayScorePair) { 1, 0, 2, 3, 3300, 1800 });
  check_pair (pairs, (AssayScorePair) { 1, 1, 0, 5, 4000, 3500 });
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/evidence-scores/whole", test_whole);
  return g_test_run ();
}
