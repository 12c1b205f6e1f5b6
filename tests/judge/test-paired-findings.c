/* test-paired-findings.c: two models on the same rows, slice by slice. */
#include "sample.h"
#include "../measure/near.h"

/* Positive rows; both right, only new, only old right, neither. */
static void
add_pairs (Sample     *sample,
           const char *slice,
           guint64     both,
           guint64     only_new,
           guint64     only_old,
           guint64     neither)
{
  const struct
  {
    const char *cell;
    guint64     count;
  } cells[] = { { "1 1 1", both }, { "1 1 0", only_new }, { "1 0 1", only_old }, { "1 0 0", neither } };

  for (guint i = 0; i < 4; i++)
    if (cells[i].count > 0)
      {
        g_autofree char *row = g_strdup_printf ("%s %s", slice, cells[i].cell);
        sample_add (sample, row, cells[i].count);
      }
}

/* A loses 30 rows and wins 6: (30 - 6)²/36 = 16. B is even. C has 20 rows. */
static void
sample_hand (Sample *sample)
{
  sample_init (sample, "race: A;B;C | label: 0;1 | prediction: 0;1 | old=baseline: 0;1");
  add_pairs (sample, "A", 100, 6, 30, 14);
  add_pairs (sample, "B", 200, 10, 10, 30);
  add_pairs (sample, "C", 8, 0, 12, 0);
}

static void
test_hand (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_hand (&sample);
  judged_init (&judged, &sample, "baseline=old", "columns=race", "");
  const AssayPairedFinding *a = judged_slice (&judged, "race=A")->paired, *b = judged_slice (&judged, "race=B")->paired;
  const AssayPairedFinding *c = judged_slice (&judged, "race=C")->paired, *whole = judged.findings->whole->paired;

  g_assert_cmpuint (a->paired.rows, ==, 150);
  near_at ("A", "difference", a->paired.difference.value, -24.0 / 150, 1e-12);
  near_at ("A", "p", a->paired.test.p, erfc (sqrt (8)), 1e-15); /* z² = 16, erfc (4/√2) */
  /* B: 20 pairs, even: 1 - C(20,10)/2^20/2 = 1 - .088099. Two tests: q_A = 2 p, q_B = p_B. */
  near_at ("B", "p", b->paired.test.p, 1 - 184756.0 / 1048576 / 2, 1e-12);
  near_at ("A", "q", a->q, 2 * a->paired.test.p, 1e-15);
  near_at ("B", "q", b->q, b->paired.test.p, 1e-12);
  g_assert_true (a->is_regression);
  g_assert_false (b->is_regression);
  /* C loses all 12 of its pairs, on 20 rows, under min-rows. */
  g_assert_true (isnan (c->q) && !c->is_regression && c->paired.test.p < 0.001);
  /* The whole: 16 won, 52 lost of 420: (36)²/68, a family of its own. */
  near_at ("whole", "q", whole->q, erfc (36 / sqrt (68) / G_SQRT2), 1e-15);
  g_assert_true (whole->is_regression);
  near_at ("whole", "flips", whole->paired.flip_rate.value, 68.0 / 420, 1e-12);
}

/* Models exchanged, nothing is a regression: the interval lies on the good side. */
static void
test_turned (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "race: A;B;C | label: 0;1 | prediction: 0;1 | old=baseline: 0;1");
  add_pairs (&sample, "A", 100, 30, 6, 14);
  add_pairs (&sample, "B", 200, 10, 10, 30);
  judged_init (&judged, &sample, "baseline=old", "columns=race", "");
  g_assert_cmpfloat (judged_slice (&judged, "race=A")->paired->q, <, 0.001);
  g_assert_false (judged_slice (&judged, "race=A")->paired->is_regression);
  g_assert_false (judged.findings->whole->paired->is_regression);
}

/* Named slices are a family of their own; the same rows count once. */
static void
test_families (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "race: A;B | all: x | w=where: 0;1 | label: 0;1 | prediction: 0;1 | old=baseline: 0;1");
  add_pairs (&sample, "A x 1", 100, 6, 30, 14);
  add_pairs (&sample, "B x 0", 200, 10, 10, 30);
  judged_init (&judged, &sample, "baseline=old", "columns=race\ncross=race*all\nmeasures=mcc", "[slice w]\nwhere=x=1");
  const AssayPairedFinding *a = judged_slice (&judged, "race=A")->paired;

  near_at ("family", "q of A", a->q, 2 * a->paired.test.p, 1e-15);
  near_at ("family", "q of w", judged_slice (&judged, "w")->paired->q, a->paired.test.p, 1e-15);
  g_assert_true (isnan (judged_slice (&judged, "race=A*all=x")->paired->q));
  guint n_paired = 0;
  for (guint i = 0; i < judged.findings->slices->len; i++)
    n_paired += !isnan (((AssayFinding *) g_ptr_array_index (judged.findings->slices, i))->paired[0].q);
  g_assert_cmpuint (n_paired, ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/paired-findings/hand", test_hand);
  g_test_add_func ("/judge/paired-findings/turned", test_turned);
  g_test_add_func ("/judge/paired-findings/families", test_families);
  return g_test_run ();
}
