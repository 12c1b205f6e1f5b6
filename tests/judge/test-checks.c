/* test-checks.c: the rules of measures.md 8, each by a small example. */
#include "sample.h"
#include "../measure/near.h"

static const AssayCheckFinding *
check_of (Judged       *judged,
          const Sample *sample,
          const char   *check)
{
  g_autofree char *section = g_strconcat ("[check A]\n", check, NULL);

  judged_init (judged, sample, "", "columns=race", section);
  return judged_check (judged, 0);
}

/* Recall 81/263: Wilson [.2553, .3662] (Newcombe 1998). */
static const struct
{
  const char  *bound;
  AssayVerdict expected;
} one_slice[] = {
  { "at-least=0.2552", ASSAY_VERDICT_PASS },      { "at-least=0.2554", ASSAY_VERDICT_UNDECIDED },
  { "at-least=0.3661", ASSAY_VERDICT_UNDECIDED }, { "at-least=0.3663", ASSAY_VERDICT_FAIL },
  { "at-most=0.3663", ASSAY_VERDICT_PASS },       { "at-most=0.3661", ASSAY_VERDICT_UNDECIDED },
  { "at-most=0.2554", ASSAY_VERDICT_UNDECIDED },  { "at-most=0.2552", ASSAY_VERDICT_FAIL },
};

static void
test_one_slice (void)
{
  g_auto (Sample) sample = { 0 };

  sample_init (&sample, "race: A | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 81, 0, 182, 0);
  for (guint i = 0; i < G_N_ELEMENTS (one_slice); i++)
    {
      g_auto (Judged) judged = { 0 };
      g_autofree char *text = g_strconcat ("measure=recall\nslices=race=A\n", one_slice[i].bound, NULL);
      const AssayCheckFinding *check = check_of (&judged, &sample, text);
      const AssayCheckResult *result = judged_result (check, 0);

      if (check->verdict != one_slice[i].expected || result->verdict != check->verdict)
        g_error ("%s: %s", one_slice[i].bound, assay_verdict_name (check->verdict));
      g_assert_cmpuint (check->m, ==, 1);
      g_assert_cmpfloat (check->confidence_m, ==, 0.95);
      near_at ("one slice", "lo", result->estimate.lo, 0.2553, 5e-5);
      near_at ("one slice", "hi", result->estimate.hi, 0.3662, 5e-5);
      g_assert_true (result->lo_m == result->estimate.lo && result->hi_m == result->estimate.hi);
      g_assert_nonnull (result->reason);
      g_assert_nonnull (check->reason);
    }
}

/* A: 15/148 is [.0624, .1605] at .95; at 1 - .05/2 = .975, z = 2.241403, z² = 5.023886:
 * (.101351 + .016972 + 2.241403 √(.0910790/148 + 5.023886/87616))/1.033945 = (.118323 + .058136)/1.033945 = .170666.
 * B: 90/100. Between .1605 and .1707 A misses alone, and one of two may. */
static const struct
{
  const char  *bound;
  AssayVerdict a, check;
} two_slices[] = {
  { "at-least=0.06", ASSAY_VERDICT_PASS, ASSAY_VERDICT_PASS },
  { "at-least=0.12", ASSAY_VERDICT_UNDECIDED, ASSAY_VERDICT_UNDECIDED },
  { "at-least=0.1650", ASSAY_VERDICT_UNDECIDED, ASSAY_VERDICT_UNDECIDED },
  { "at-least=0.1706", ASSAY_VERDICT_UNDECIDED, ASSAY_VERDICT_UNDECIDED },
  { "at-least=0.1707", ASSAY_VERDICT_FAIL, ASSAY_VERDICT_FAIL },
};

static void
test_one_of_m (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) alone = { 0 };

  sample_init (&sample, "race: A;B | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 15, 0, 133, 0);
  sample_add_matrix (&sample, "B", 90, 0, 10, 0);
  for (guint i = 0; i < G_N_ELEMENTS (two_slices); i++)
    {
      g_auto (Judged) judged = { 0 };
      g_autofree char *text = g_strconcat ("measure=recall\nslices=race\n", two_slices[i].bound, NULL);
      const AssayCheckFinding *check = check_of (&judged, &sample, text);

      if (check->verdict != two_slices[i].check || judged_result (check, 0)->verdict != two_slices[i].a)
        g_error ("%s: %s", two_slices[i].bound, check->reason);
      g_assert_cmpuint (check->m, ==, 2);
      near_at ("m = 2", "confidence", check->confidence_m, 0.975, 1e-15);
      near_at ("m = 2", "hi", judged_result (check, 0)->hi_m, 0.170666, 5e-7);
      g_assert_cmpint (judged_result (check, 1)->verdict, ==, ASSAY_VERDICT_PASS);
    }
  /* Named alone, nothing but its own interval counts. */
  const AssayCheckFinding *check = check_of (&alone, &sample, "measure=recall\nslices=race=A\nat-least=0.165");
  g_assert_cmpint (check->verdict, ==, ASSAY_VERDICT_FAIL);
}

/* C has 10 positive rows of 40: too small for recall. Of a column it is listed, with its share of all rows, 40/288;
 * by name it makes the check undecided. */
static void
test_too_small (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) column = { 0 }, every = { 0 }, named = { 0 }, both = { 0 }, all_small = { 0 };

  sample_init (&sample, "race: A;B;C | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 140, 0, 8, 0);
  sample_add_matrix (&sample, "B", 90, 0, 10, 0);
  sample_add_matrix (&sample, "C", 0, 0, 10, 30);

  const AssayCheckFinding *check = check_of (&column, &sample, "measure=recall\nslices=race\nat-least=0.5");
  g_assert_cmpint (check->verdict, ==, ASSAY_VERDICT_PASS);
  g_assert_cmpuint (check->m, ==, 2);
  g_assert_cmpuint (check->n_too_small, ==, 1);
  near_at ("too small", "share", check->share_too_small, 40.0 / 288, 1e-15);
  g_assert_cmpuint (check->results->len, ==, 3);
  g_assert_cmpstr (judged_result (check, 2)->slice, ==, "race=C");
  g_assert_cmpint (judged_result (check, 2)->verdict, ==, ASSAY_VERDICT_NONE);
  g_assert_cmpstr (judged_result (check, 2)->reason, ==, "recall of race = C stands on 10 rows, fewer than min-rows 30");

  check = check_of (&every, &sample, "measure=recall\nslices=*\nat-least=0.5");
  g_assert_cmpint (check->verdict, ==, ASSAY_VERDICT_PASS);
  g_assert_true (isnan (check->share_too_small));

  check = check_of (&named, &sample, "measure=recall\nslices=race=A;race=C\nat-least=0.5");
  g_assert_cmpint (check->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  g_assert_cmpuint (check->m, ==, 1);
  g_assert_cmpuint (check->n_too_small, ==, 0);
  g_assert_cmpint (judged_result (check, 1)->verdict, ==, ASSAY_VERDICT_UNDECIDED);

  /* Named beside its column it is still named. */
  check = check_of (&both, &sample, "measure=recall\nslices=race=C;race\nat-least=0.5");
  g_assert_cmpint (check->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  g_assert_cmpuint (check->results->len, ==, 3);

  /* Nothing that decides: undecided, though nothing speaks against it. */
  judged_init (&all_small, &sample, "", "columns=race\nmin-rows=1000",
               "[check A]\nmeasure=recall\nslices=race\nat-least=0.5");
  check = judged_check (&all_small, 0);
  g_assert_cmpuint (check->m, ==, 0);
  g_assert_cmpint (check->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  g_assert_cmpstr (check->reason, ==, "no slice decides; 3 slices are too small, 100 % of the rows");
}

/* Absent, undefined and without spread: undecided, with the reason. */
static void
test_undecided (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) absent = { 0 }, undefined = { 0 }, both = { 0 }, flat = { 0 };

  sample_init (&sample, "race: A;B | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 140, 0, 8, 0);
  sample_add_matrix (&sample, "B", 90, 20, 10, 50);

  const AssayCheckFinding *check = check_of (&absent, &sample, "measure=recall\nslices=race=C;race=A\nat-least=0.5");
  g_assert_cmpint (check->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  g_assert_cmpint (judged_result (check, 0)->verdict, ==, ASSAY_VERDICT_PASS);
  g_assert_null (judged_result (check, 1)->finding);
  g_assert_cmpstr (judged_result (check, 1)->slice, ==, "race=C");
  g_assert_cmpstr (judged_result (check, 1)->reason, ==, "no row is in race=C");

  /* A's labels are all positive: MCC has no value, though A has rows enough. */
  check = check_of (&undefined, &sample, "measure=mcc\nslices=race\nat-least=-0.5");
  g_assert_cmpint (check->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  g_assert_cmpuint (check->m, ==, 1);
  g_assert_cmpint (judged_result (check, 0)->verdict, ==, ASSAY_VERDICT_PASS);
  g_assert_cmpstr (judged_result (check, 1)->reason, ==,
                   "Matthews correlation of race = A has no value: one class only");

  /* A slice that fails decides all the same. */
  check = check_of (&both, &sample, "measure=mcc\nslices=race\nat-least=0.9");
  g_assert_cmpint (check->verdict, ==, ASSAY_VERDICT_FAIL);
}

/* Positive rows; b = 26, c = 4 of 48 gives new - old in [.25481, .62519] (Bonett & Price 2012); turned [-.62519, -.25481]. */
static const struct
{
  const char  *bound;
  gboolean     is_turned;
  AssayVerdict expected;
} pairs[] = {
  { "measure=accuracy\nno-worse-than=old by 0.01", FALSE, ASSAY_VERDICT_PASS },
  { "measure=accuracy\nno-worse-than=old by 0.2", TRUE, ASSAY_VERDICT_FAIL },
  { "measure=accuracy\nno-worse-than=old by 0.3", TRUE, ASSAY_VERDICT_UNDECIDED },
  { "measure=accuracy\nno-worse-than=old by 0.63", TRUE, ASSAY_VERDICT_PASS },
  { "measure=error_rate\nno-worse-than=old by 0.01", FALSE, ASSAY_VERDICT_PASS },
  { "measure=error_rate\nno-worse-than=old by 0.2", TRUE, ASSAY_VERDICT_FAIL },
  { "measure=fnr\nno-worse-than=old by 0.3", TRUE, ASSAY_VERDICT_UNDECIDED },
  { "measure=recall\nno-worse-than=old by 0.2", TRUE, ASSAY_VERDICT_FAIL },
  { "measure=recall\nno-worse-than=old by 0.2\nbetter=lower", TRUE, ASSAY_VERDICT_PASS },
  { "measure=recall\nno-worse-than=old by 0.2\nbetter=lower", FALSE, ASSAY_VERDICT_FAIL },
};

static void
test_pairs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };
      g_autofree char *section = g_strconcat ("[check A]\n", pairs[i].bound, NULL);

      sample_init (&sample, "label: 0;1 | prediction: 0;1 | old=baseline: 0;1");
      sample_add (&sample, "1 1 0", pairs[i].is_turned ? 4 : 26);
      sample_add (&sample, "1 0 1", pairs[i].is_turned ? 26 : 4);
      sample_add (&sample, "1 1 1", 12);
      sample_add (&sample, "1 0 0", 6);
      judged_init (&judged, &sample, "baseline=old", "", section);
      const AssayCheckFinding *check = judged_check (&judged, 0);
      if (check->verdict != pairs[i].expected)
        g_error ("row %u: %s", i, check->reason);
      near_at ("pairs", "width", judged_result (check, 0)->estimate.hi - judged_result (check, 0)->estimate.lo,
               0.62519 - 0.25481, 1e-5);
    }
}

static void
test_accept (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) undecided = { 0 }, failed = { 0 };

  sample_init (&sample, "race: A | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 81, 0, 182, 0);
  const AssayCheckFinding *check =
    check_of (&undecided, &sample, "measure=recall\nat-least=0.3\nundecided=accept looked at again in May");
  g_assert_true (check->is_accepted);
  g_assert_cmpint (check->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  g_assert_cmpint (undecided.findings->verdict, ==, ASSAY_VERDICT_NONE);
  g_assert_true (g_str_has_suffix (check->reason, "; the plan accepts that: looked at again in May"));

  check = check_of (&failed, &sample, "measure=recall\nat-least=0.4\nundecided=accept looked at again in May");
  g_assert_false (check->is_accepted);
  g_assert_cmpint (failed.findings->verdict, ==, ASSAY_VERDICT_FAIL);
}

/* A bootstrapped measure: its ends at the wider confidence contain its own, and are made only for a miss. */
static void
test_bootstrapped (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "race: A;B | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 60, 40, 40, 60);
  sample_add_matrix (&sample, "B", 90, 10, 10, 90);
  const AssayCheckFinding *check = check_of (&judged, &sample, "measure=mcc\nslices=race\nat-least=0.6");
  const AssayCheckResult *a = judged_result (check, 0), *b = judged_result (check, 1);

  /* MCC (60 * 60 - 40 * 40)/10000 = .2 and .8 */
  near_at ("A", "value", a->estimate.value, 0.2, 1e-12);
  near_at ("B", "value", b->estimate.value, 0.8, 1e-12);
  g_assert_cmpint (a->verdict, ==, ASSAY_VERDICT_FAIL);
  g_assert_cmpint (b->verdict, ==, ASSAY_VERDICT_PASS);
  g_assert_true (a->lo_m < a->estimate.lo && a->estimate.hi < a->hi_m && a->hi_m < 0.6);
  g_assert_true (isnan (b->lo_m));
}

/* Rows in other orders, and a plan parsed anew: the same sentence and the same bits. */
static void
test_same_again (void)
{
  g_auto (Sample) sample = { 0 }, turned = { 0 };
  g_auto (Judged) first = { 0 }, second = { 0 };
  const char *text = "measure=mcc\nslices=race\nat-least=0.5";

  sample_init (&sample, "race: A;B | label: 0;1 | prediction: 0;1");
  sample_init (&turned, "race: A;B | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 60, 40, 40, 60);
  sample_add_matrix (&sample, "B", 90, 10, 10, 90);
  sample_add_matrix (&turned, "B", 90, 10, 10, 90);
  sample_add_matrix (&turned, "A", 60, 40, 40, 60);
  const AssayCheckFinding *a = check_of (&first, &sample, text), *b = check_of (&second, &turned, text);

  g_assert_cmpstr (a->reason, ==, b->reason);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpfloat (judged_result (a, i)->estimate.lo, ==, judged_result (b, i)->estimate.lo);
      g_assert_cmpfloat (judged_result (a, i)->estimate.hi, ==, judged_result (b, i)->estimate.hi);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/checks/one-slice", test_one_slice);
  g_test_add_func ("/judge/checks/one-of-m", test_one_of_m);
  g_test_add_func ("/judge/checks/too-small", test_too_small);
  g_test_add_func ("/judge/checks/undecided", test_undecided);
  g_test_add_func ("/judge/checks/pairs", test_pairs);
  g_test_add_func ("/judge/checks/accept", test_accept);
  g_test_add_func ("/judge/checks/bootstrapped", test_bootstrapped);
  g_test_add_func ("/judge/checks/same-again", test_same_again);
  return g_test_run ();
}
