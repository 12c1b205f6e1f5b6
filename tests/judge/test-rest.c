/* test-rest.c: a slice against the rest of the set. */
#include "sample.h"
#include "../measure/near.h"

#define SLICES "columns=race\nmeasures=accuracy;recall;fpr;f1;mcc;selection_rate\nmin-rows=30"

/* A: tp 30, fp 20, fn 30, tn 120; B: tp 80, fp 10, fn 20, tn 190. Each is the other's rest. */
static void
sample_two (Sample *sample)
{
  sample_init (sample, "race: A;B | label: 0;1 | prediction: 0;1");
  sample_add_matrix (sample, "A", 30, 20, 30, 120);
  sample_add_matrix (sample, "B", 80, 10, 20, 190);
}

static void
test_two (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_two (&sample);
  judged_init (&judged, &sample, "", SLICES, "");
  const AssayAgainstRest *accuracy = judged_rest (&judged, "race=A", "accuracy");
  const AssayAgainstRest *recall = judged_rest (&judged, "race=A", "recall");
  const AssayAgainstRest *fpr = judged_rest (&judged, "race=A", "fpr"), *f1 = judged_rest (&judged, "race=A", "f1");

  /* 150/200 - 270/300 = -.15; least expected 200 * 80/500 = 32: score. p = .84, v = .84 * .16 * (1/200 + 1/300)
   * = .00112, z = 4.48211, erfc (z/√2) = 7.391e-6. Two equal p of two tests: q = p. */
  near_at ("accuracy", "difference", accuracy->difference.value, -0.15, 1e-12);
  g_assert_cmpint (accuracy->test.kind, ==, ASSAY_TEST_SCORE);
  near_at ("accuracy", "p", accuracy->test.p, 7.391e-6, 2e-9);
  near_at ("accuracy", "q", accuracy->q, accuracy->test.p, 1e-18);
  g_assert_true (accuracy->is_worse && accuracy->is_different);
  near_at ("accuracy", "lo", accuracy->difference.lo, assay_newcombe (150, 200, 270, 300, 0.95).lo, 1e-12);
  near_at ("accuracy", "hi", accuracy->difference.hi, assay_newcombe (150, 200, 270, 300, 0.95).hi, 1e-12);

  /* 30/60 - 80/100; least expected 60 * 50/160 = 18.75: Fisher. */
  near_at ("recall", "difference", recall->difference.value, -0.3, 1e-12);
  g_assert_cmpint (recall->test.kind, ==, ASSAY_TEST_FISHER);
  near_at ("recall", "p", recall->test.p, assay_test_proportions (30, 60, 80, 100).p, 0);

  /* 20/140 - 10/200 = .0929: lower is better, so that A is worse, and B is not. */
  near_at ("fpr", "difference", fpr->difference.value, 20.0 / 140 - 0.05, 1e-12);
  g_assert_true (fpr->is_worse);
  g_assert_false (judged_rest (&judged, "race=B", "fpr")->is_worse);
  g_assert_true (judged_rest (&judged, "race=B", "fpr")->is_different);

  /* F1: 60/110 - 160/190, tested through J: 30/80 against 80/110. */
  near_at ("f1", "difference", f1->difference.value, 60.0 / 110 - 160.0 / 190, 1e-12);
  near_at ("f1", "p", f1->test.p, assay_test_proportions (30, 80, 80, 110).p, 0);
  g_assert_true (f1->is_worse);
  g_assert_cmpuint (judged.findings->n_tests, ==, 10); /* two slices, five measures that are shares */
}

/* No share of rows: shown with MOVER's interval, not tested. No direction: different, not worse. */
static void
test_others (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_two (&sample);
  judged_init (&judged, &sample, "", SLICES, "");
  const AssayAgainstRest *mcc = judged_rest (&judged, "race=A", "mcc");
  const AssayAgainstRest *selected = judged_rest (&judged, "race=A", "selection_rate");

  g_assert_cmpint (mcc->test.kind, ==, ASSAY_TEST_NONE);
  g_assert_cmpstr (mcc->why, ==, "the measure is no share of rows");
  g_assert_true (isnan (mcc->q) && mcc->difference.lo < mcc->difference.value
                 && mcc->difference.value < mcc->difference.hi && !mcc->is_worse);
  /* 50/200 - 90/300 = -.05: p = .28, v = .28 * .72/120, z = 1.2199, p = .2225 */
  near_at ("selection rate", "difference", selected->difference.value, -0.05, 1e-12);
  near_at ("selection rate", "p", selected->test.p, 0.2225, 5e-5);
  g_assert_false (selected->is_worse || selected->is_different);
}

/* A slice turns its rest's difference round, and they have one p. */
static void
test_antisymmetric (void)
{
  for (guint repeat = 0; repeat < 50; repeat++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };

      sample_init (&sample, "race: A;B | label: 0;1 | prediction: 0;1");
      for (guint i = 0; i < 2; i++)
        sample_add_matrix (&sample, i == 0 ? "A" : "B", g_test_rand_int_range (1, 60), g_test_rand_int_range (1, 60),
                           g_test_rand_int_range (1, 60), g_test_rand_int_range (1, 60));
      judged_init (&judged, &sample, "", "columns=race\nmeasures=accuracy;recall;precision;fpr;f1\nmin-rows=1", "");
      for (guint i = 0; i < judged.findings->n_tested; i++)
        {
          const AssayAgainstRest *a = &judged_slice (&judged, "race=A")->rest[i];
          const AssayAgainstRest *b = &judged_slice (&judged, "race=B")->rest[i];

          near_at ("turned", "value", a->difference.value, -b->difference.value, 1e-12);
          near_at ("turned", "lo", a->difference.lo, -b->difference.hi, 1e-12);
          near_at ("turned", "p", a->test.p, b->test.p, 1e-10);
          g_assert_false (a->is_worse && b->is_worse);
        }
    }
}

static void
test_no_test (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "race: A;B | all: x | label: 0;1 | prediction: 0;1");
  sample_add (&sample, "A x 1 1", 20);
  sample_add (&sample, "A x 1 0", 9);
  sample_add (&sample, "A x 0 0", 40);
  sample_add (&sample, "B x 1 1", 50);
  sample_add (&sample, "B x 0 0", 70);
  judged_init (&judged, &sample, "", "columns=race;all\ncross=race*all\nmeasures=accuracy;recall;fpr", "");

  /* 29 positive rows, under 30, though the slice has 69; their difference is shown all the same. */
  g_assert_cmpstr (judged_rest (&judged, "race=A", "recall")->why, ==, "fewer rows than min-rows");
  near_at ("recall", "difference", judged_rest (&judged, "race=A", "recall")->difference.value, 20.0 / 29 - 1, 1e-12);
  g_assert_cmpint (judged_rest (&judged, "race=A", "accuracy")->test.kind, !=, ASSAY_TEST_NONE);
  g_assert_cmpstr (judged_rest (&judged, "all=x", "accuracy")->why, ==, "the slice is the whole set");
  g_assert_cmpstr (judged_rest (&judged, "all=x", "accuracy")->difference.why, ==, "no rows");
  g_assert_cmpstr (judged_rest (&judged, "race=A*all=x", "accuracy")->why, ==, "the same rows as an earlier slice");
  /* Accuracy and FPR of A and B, recall of B. */
  g_assert_cmpuint (judged.findings->n_tests, ==, 5);
}

/* Columns and crossings are one family, named slices another: with p of three slices p, p, p' a family of three, and
 * a named slice with the rows of A alone q = p. */
static void
test_families (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "race: A;B;C | w=where: 0;1 | label: 0;1 | prediction: 0;1");
  sample_add (&sample, "A 1 1 1", 40);
  sample_add (&sample, "A 1 1 0", 20);
  sample_add (&sample, "B 0 1 1", 70);
  sample_add (&sample, "B 0 1 0", 15);
  sample_add (&sample, "C 0 1 1", 80);
  sample_add (&sample, "C 0 1 0", 20);
  judged_init (&judged, &sample, "", "columns=race\nmeasures=recall", "[slice w]\nwhere=x = 1");
  const double p[3] = { assay_test_proportions (40, 60, 150, 185).p, assay_test_proportions (70, 85, 120, 160).p,
                        assay_test_proportions (80, 100, 110, 145).p };

  /* p: A .0195, B .187, C .438: q = 3 p_A, 3/2 p_B, p_C */
  g_assert_true (p[0] < p[1] && p[1] < p[2]);
  near_at ("family", "q of A", judged_rest (&judged, "race=A", "recall")->q, 3 * p[0], 1e-12);
  near_at ("family", "q of B", judged_rest (&judged, "race=B", "recall")->q, 1.5 * p[1], 1e-12);
  near_at ("family", "q of C", judged_rest (&judged, "race=C", "recall")->q, p[2], 1e-12);
  g_assert_false (judged_rest (&judged, "race=A", "recall")->is_worse); /* 3 * .0195 > .05 */
  near_at ("family", "q of w", judged_rest (&judged, "w", "recall")->q, p[0], 1e-12);
  g_assert_true (judged_rest (&judged, "w", "recall")->is_worse);
  g_assert_cmpuint (judged.findings->n_tests, ==, 4);
}

/* .81 against .82 of 300,000 rows each: certain, and a whole point, though .82 - .81 is .0099999999999998979 in binary.
 * With min-effect .011 it is not worse. */
static void
test_min_effect (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 }, larger = { 0 };

  sample_init (&sample, "race: A;B | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 243000, 0, 57000, 0);
  sample_add_matrix (&sample, "B", 246000, 0, 54000, 0);
  judged_init (&judged, &sample, "", "columns=race\nmeasures=recall", "");
  judged_init (&larger, &sample, "", "columns=race\nmeasures=recall\nmin-effect=0.011", "");
  g_assert_true (judged_rest (&judged, "race=A", "recall")->is_worse);
  g_assert_false (judged_rest (&judged, "race=B", "recall")->is_worse);
  g_assert_false (judged_rest (&larger, "race=A", "recall")->is_worse);
}

/* Worse ones first, by the greatest difference among those in which they are worse; then those behind; never those
 * that were not tested. */
static void
test_behind (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "race: A;B;C;D;E | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 300, 60, 200, 440); /* recall .6, fpr .12 */
  sample_add_matrix (&sample, "B", 350, 50, 150, 450); /* recall .7 */
  sample_add_matrix (&sample, "C", 480, 50, 20, 450);
  sample_add_matrix (&sample, "D", 29, 5, 11, 45); /* recall .725, 40 rows: behind, not worse */
  sample_add_matrix (&sample, "E", 2, 1, 18, 1);   /* recall .1 of 20 rows */
  judged_init (&judged, &sample, "", "columns=race\nmeasures=recall;fpr", "");
  g_autoptr (GArray) all = assay_findings_behind (judged.findings, 10), one = assay_findings_behind (judged.findings, 1);
  static const char *const expected[] = { "race=A", "race=B", "race=D" };

  g_assert_cmpuint (all->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpstr (g_array_index (all, AssayBehind, i).finding->text, ==, expected[i]);
      g_assert_cmpuint (g_array_index (all, AssayBehind, i).tested, ==, 0);
    }
  g_assert_true (judged_rest (&judged, "race=B", "recall")->is_worse);
  g_assert_false (judged_rest (&judged, "race=D", "recall")->is_worse);
  g_assert_cmpuint (one->len, ==, 1);
}

/* Random rows: numerator and denominator of the slice and of the rest by a pass over the rows. */
static void
count_rows (const Sample *sample,
            guint         axis,
            guint         code,
            guint64      *inside,
            guint64      *outside)
{
  for (guint r = 0; r < sample->rows->len; r++)
    {
      const SampleRow *row = &g_array_index (sample->rows, SampleRow, r);
      const guint label = row->codes[sample->n_axes - 2], prediction = row->codes[sample->n_axes - 1];
      guint64 *counts = row->codes[axis] == code ? inside : outside;

      if (label == 0 || prediction == 0)
        continue;
      counts[0] += label == prediction ? row->count : 0;
      counts[1] += row->count;
      counts[2] += label == 2 && prediction == 2 ? row->count : 0;
      counts[3] += label == 2 ? row->count : 0;
    }
}

static void
test_by_rows (void)
{
  for (guint repeat = 0; repeat < 40; repeat++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };

      sample_init (&sample, "a: 1;2;3 | b: 1;2 | label: 0;1 | prediction: 0;1");
      for (guint i = 0; i < 50; i++)
        {
          SampleRow row = { .count = g_test_rand_int_range (1, 9) };
          for (guint axis = 0; axis < 4; axis++)
            row.codes[axis] = g_test_rand_int_range (axis < 2, sample.axes[axis]->n_codes);
          g_array_append_val (sample.rows, row);
        }
      judged_init (&judged, &sample, "", "columns=a;b\nmeasures=accuracy;recall\nmin-rows=10", "");
      for (guint i = 0; i < judged.findings->slices->len; i++)
        {
          const AssayFinding *slice = judged.findings->slices->pdata[i];
          const guint axis = slice->parts[0].column[0] - 'a';
          guint64 inside[4] = { 0 }, outside[4] = { 0 };

          count_rows (&sample, axis, assay_axis_find (sample.axes[axis], slice->parts[0].value), inside, outside);
          for (guint m = 0; m < 2; m++)
            {
              const AssayTest test =
                assay_test_proportions (inside[2 * m], inside[2 * m + 1], outside[2 * m], outside[2 * m + 1]);
              const gboolean is_tested = inside[2 * m + 1] >= 10 && outside[2 * m + 1] > 0;

              g_assert_cmpint (slice->rest[m].test.kind, ==, is_tested ? test.kind : ASSAY_TEST_NONE);
              if (is_tested)
                near_at ("by rows", "p", slice->rest[m].test.p, test.p, 0);
            }
        }
    }
}

/* Where nothing is tested, slices stand by the first of measures=, whatever the second says. */
static void
test_behind_untested (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "s: A;B | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 40, 10, 10, 40); /* balanced accuracy .8 */
  sample_add_matrix (&sample, "B", 8, 20, 1, 200);  /* .899, but F2 is behind */
  judged_init (&judged, &sample, "", "columns=s\nmeasures=balanced_accuracy;f2", "");
  g_autoptr (GArray) behind = assay_findings_behind (judged.findings, 10);

  g_assert_false (assay_findings_have_tests (judged.findings));
  g_assert_cmpuint (behind->len, ==, 1);
  g_assert_cmpstr (g_array_index (behind, AssayBehind, 0).finding->text, ==, "s=A");
  g_assert_cmpuint (g_array_index (behind, AssayBehind, 0).tested, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/rest/two", test_two);
  g_test_add_func ("/judge/rest/others", test_others);
  g_test_add_func ("/judge/rest/antisymmetric", test_antisymmetric);
  g_test_add_func ("/judge/rest/no-test", test_no_test);
  g_test_add_func ("/judge/rest/families", test_families);
  g_test_add_func ("/judge/rest/min-effect", test_min_effect);
  g_test_add_func ("/judge/rest/behind", test_behind);
  g_test_add_func ("/judge/rest/behind-untested", test_behind_untested);
  g_test_add_func ("/judge/rest/by-rows", test_by_rows);
  return g_test_run ();
}
