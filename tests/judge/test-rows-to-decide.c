/* test-rows-to-decide.c: how many rows would decide, and that they would. */
#include "sample.h"
#include "../measure/near.h"

static const AssayCheckResult *
only_result (Judged       *judged,
             const Sample *sample,
             const char   *check)
{
  g_autofree char *section = g_strconcat ("[check A]\n", check, NULL);

  judged_init (judged, sample, sample->n_axes > 3 ? "baseline=old" : "", "columns=race", section);
  return judged_result (judged_check (judged, 0), 0);
}

/* 38 of 57 in A, whose 100 rows hold 43 others: p = .6667 against .7, towards a fail (m = 1):
 * 3.841459 * .7 * .3/(.0333333)² = 726.04, 727 rows of the denominator, 727 * 100/57 = 1275.4 of the slice.
 * 4 in 5: 727 * ((1.959964 + .842)/1.959964)² = 727 * 2.043741 = 1485.80, * 100/57 = 2606.7 */
static void
test_wilson (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "race: A | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 38, 0, 19, 43);
  const AssayCheckResult *result = only_result (&judged, &sample, "measure=recall\nslices=race=A\nat-least=0.7");

  g_assert_cmpint (result->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  near_at ("recall", "rows", result->rows_to_decide, 1276, 0);
  near_at ("recall", "rows, 4 of 5", result->rows_to_decide_4of5, 2607, 0);
}

/* F1 of tp 38, fp 10, fn 9: J = 38/57 = .6667; the bound .8 is J = .8/1.2 = .6667 too: 76/95 = .8 exactly. */
static void
test_f1 (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) on_bound = { 0 }, judged = { 0 };

  sample_init (&sample, "race: A | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 38, 10, 9, 43);
  g_assert_true (isinf (only_result (&on_bound, &sample, "measure=f1\nslices=race=A\nat-least=0.8")->rows_to_decide));
  /* .75: J = .6, 3.841459 * .6 * .4/(.0666667)² = 207.44, 208 of the 57, * 100/57 = 364.9 */
  near_at ("f1", "rows", only_result (&judged, &sample, "measure=f1\nslices=race=A\nat-least=0.75")->rows_to_decide, 365,
           0);
}

/* Of two slices the worse one misses .165 on its own: 15/148, and a fail takes z = 2.241403 (.975):
 * 5.023886 * .165 * .835/(.165 - .1013514)² = 170.86, 171 rows */
static void
test_one_of_m (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "race: A;B | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 15, 0, 133, 0);
  sample_add_matrix (&sample, "B", 90, 0, 10, 0);
  const AssayCheckResult *result = only_result (&judged, &sample, "measure=recall\nslices=race\nat-least=0.165");

  g_assert_cmpstr (result->slice, ==, "race=A");
  g_assert_cmpint (result->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  near_at ("one of m", "rows", result->rows_to_decide, 171, 0);
}

/* b = 10, c = 14 of 200: centre -4/202 = -.0198020, p₁ + p₂ = 26/202, half = 1.959964 √((.1287129 - .0003921)/202)
 * = .0493993. At most .01 worse: 200 * (.0493993/(.0198020 - .01))² = 5079.7 */
static void
test_bonett_price (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 }, never = { 0 };

  sample_init (&sample, "race: A | label: 0;1 | prediction: 0;1 | old=baseline: 0;1");
  sample_add (&sample, "A 1 1 0", 10);
  sample_add (&sample, "A 1 0 1", 14);
  sample_add (&sample, "A 1 1 1", 176);
  const AssayCheckResult *result =
    only_result (&judged, &sample, "measure=accuracy\nslices=race=A\nno-worse-than=old by 0.01");

  g_assert_cmpint (result->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  near_at ("Bonett-Price", "rows", result->rows_to_decide, 5080, 0);
}

/* Too few for min-rows, however clear: 12 of 12 positive rows of 20; 30 * 20/12 = 50 rows. */
static void
test_min_rows (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "race: A | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 12, 0, 0, 8);
  const AssayCheckResult *result = only_result (&judged, &sample, "measure=recall\nslices=race=A\nat-least=0.1");

  g_assert_cmpint (result->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  near_at ("min-rows", "rows", result->rows_to_decide, 50, 0);
}

static void
test_none (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) decided = { 0 }, undefined = { 0 };

  sample_init (&sample, "race: A | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "A", 0, 10, 0, 80);
  g_assert_true (isnan (only_result (&decided, &sample, "measure=accuracy\nat-least=0.5")->rows_to_decide));
  g_assert_true (isnan (only_result (&undefined, &sample, "measure=recall\nat-least=0.5")->rows_to_decide));
}

/* Wilson ends at a share p of n rows, both real. */
static void
wilson_at (double  p,
           double  n,
           double *lo,
           double *hi)
{
  const double z = assay_z (0.95), half = z * sqrt (p * (1 - p) / n + z * z / (4 * n * n));

  *lo = (p + z * z / (2 * n) - half) / (1 + z * z / n);
  *hi = (p + z * z / (2 * n) + half) / (1 + z * z / n);
}

/* At n* rows and the same share the check is decided, at two fewer it is not. */
static void
test_decides (void)
{
  guint n_undecided = 0;

  for (guint repeat = 0; repeat < 300; repeat++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };
      const guint n = g_test_rand_int_range (30, 300), k = g_test_rand_int_range (1, n);
      const double bound = g_test_rand_int_range (5, 95) / 100.0, p = (double) k / n;
      double lo, hi;

      sample_init (&sample, "race: A | label: 0;1 | prediction: 0;1");
      sample_add_matrix (&sample, "A", k, 0, n - k, 0);
      g_autofree char *check = g_strdup_printf ("measure=recall\nat-least=%.2f", bound);
      const AssayCheckResult *result = only_result (&judged, &sample, check);
      if (result->verdict != ASSAY_VERDICT_UNDECIDED || isinf (result->rows_to_decide))
        continue;
      n_undecided++;
      g_assert_cmpfloat (result->rows_to_decide, >, n);
      g_assert_cmpfloat (result->rows_to_decide_4of5, >, result->rows_to_decide);
      wilson_at (p, result->rows_to_decide, &lo, &hi);
      g_assert_true (lo >= bound - 1e-12 || hi <= bound + 1e-12);
      wilson_at (p, result->rows_to_decide - 2, &lo, &hi);
      g_assert_true (lo < bound && bound < hi);
    }
  g_assert_cmpuint (n_undecided, >, 10);
}

/* 100 of 200 rows are the denominator's. Where ends are not Wilson's their distance shrinks as 1/√n: of an AUC on the
 * logit scale, of R² on that of log (1 - R²), elsewhere and where a scale ends as it is.
 *     n = 100 (s (value - end)/(value - bound))², s = 1 at 95 %, 2.241403/1.959964 at 97.5 %
 * logit .9 = 2.197225, logit .7 = .847298, logit .6 = .405465: 100 * .753409² = 56.762, 113.52 rows of the slice;
 * plainly 100 * (.2/.3)² = 44.44, 88.89 rows. log .5 = -.693147, log .7 = -.356675, log .8 = -.223144: 51.25 */
static const struct
{
  const char *measure;
  double      value, lo, hi, bound;
  gboolean    is_least, is_difference;
  double      confidence_m, rows, n_eff;
} scales[] = {
  { "roc_auc", 0.9, 0.7, 0.97, 0.6, TRUE, FALSE, 0.95, 114 },
  { "roc_auc", 0.9, 0.7, 1, 0.6, TRUE, FALSE, 0.95, 89 },     /* a root that reaches 1 */
  { "roc_auc", 0.1, 0.05, 0.3, 0.4, TRUE, FALSE, 0.95, 114 },
  { "roc_auc", 0.1, 0, 0.3, 0.4, TRUE, FALSE, 0.95, 89 },
  { "roc_auc", 1, 0.8, 0.99, 0.7, TRUE, FALSE, 0.95, 89 },
  { "roc_auc", 0, 0.01, 0.2, 0.3, TRUE, FALSE, 0.95, 89 },
  { "roc_auc", 0.9, 0.7, 0.98, 1, TRUE, FALSE, 0.95, 128 },   /* (.08/.1)² */
  { "roc_auc", 0.1, 0.02, 0.3, 0, FALSE, FALSE, 0.95, 128 },
  { "roc_auc", 0.9, 0.7, 0.97, 0.6, TRUE, TRUE, 0.95, 89 },   /* of two AUCs: on no scale of its own */
  { "roc_auc", 0.5, 0.3, 0.7, 0.6, TRUE, FALSE, 0.95, 874 },  /* 100 * 2.089694² = 436.68 */
  { "roc_auc", 0.5, 0.3, 0.7, 0.6, TRUE, FALSE, 0.975, 1143 }, /* a fail takes one of m's ends */
  { "roc_auc", 0.5, 0.3, 0.7, 0.6, FALSE, FALSE, 0.975, 874 }, /* a pass the slice's own */
  { "r2", 0.5, 0.3, 0.65, 0.2, TRUE, FALSE, 0.95, 103 },
  { "r2", 0.5, 0.3, 0.65, 0.2, TRUE, TRUE, 0.95, 89 },
  { "r2", 1, 0.8, 1, 0.7, TRUE, FALSE, 0.95, 89 },
  { "r2", 0.9, 0.7, 0.98, 1, TRUE, FALSE, 0.95, 128 },
  { "mcc", 0.5, 0.3, 0.65, 0.2, TRUE, FALSE, 0.95, 89 },
  { "mcc", 0.5, 0.45, 0.55, 0.2, TRUE, FALSE, 0.95, 60 },     /* 2.8 rows: 30 are the least */
  /* 3.841459 * .8 * .2/.05² = 245.85: 246 rows, and twice as many where two weighted rows are worth one. */
  { "accuracy", 0.75, 0.6, 0.9, 0.8, TRUE, FALSE, 0.95, 492, 100 },
  { "accuracy", 0.75, 0.6, 0.9, 0.8, TRUE, FALSE, 0.95, 984, 50 },
  { "accuracy", 0.75, 0.6, 0.9, 0.8, TRUE, FALSE, 0.95, 98400, 0.5 },
  { "accuracy", 0.75, NAN, NAN, 0.8, TRUE, FALSE, 0.95, NAN }, /* without an interval nothing is said */
};

static void
test_scales (void)
{
  g_autoptr (AssayPlan) plan = sample_plan ("", "", "");
  const AssayFindings findings = { .plan = plan };
  const AssayFinding finding = { .n_rows = 200 };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      AssayStatement statement = { .findings = &findings, .is_least = scales[i].is_least, .bound = scales[i].bound,
                                   .is_difference = scales[i].is_difference };
      AssayCheckResult result = { .finding = &finding, .rows_to_decide = NAN,
                                  .estimate = { .value = scales[i].value, .lo = scales[i].lo, .hi = scales[i].hi,
                                                .n = 100, .n_eff = scales[i].n_eff } };
      g_autofree char *where = g_strdup_printf ("case %u, %s", i, scales[i].measure);

      g_assert_true (assay_measure_find (scales[i].measure, &statement.measure));
      assay_rows_to_decide (&statement, scales[i].confidence_m, &result);
      near_at (where, "rows", result.rows_to_decide, scales[i].rows, 0);
    }
}

/* A number taken as exact shifts an interval and changes no distance: .5 [.3, .65] less .3, at least -.1, is as .5
 * at least .2. A share's rows are those of the share itself: .75 less .3, at least .5, is as .75 at least .8. */
static void
test_exact_number (void)
{
  const AssayLiterature number = { .value = 0.3 };
  const AssayLiteratureFinding literature = { .number = &number };
  static const struct { const char *measure; double value, lo, hi, bound, rows; } cases[] = {
    { "mcc", 0.2, 0, 0.35, -0.1, 89 }, { "accuracy", 0.45, 0.3, 0.6, 0.5, 492 },
  };
  g_autoptr (AssayPlan) plan = sample_plan ("", "", "");
  const AssayFindings findings = { .plan = plan };
  const AssayFinding finding = { .n_rows = 200 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AssayStatement statement = { .findings = &findings, .is_least = TRUE, .bound = cases[i].bound,
                                   .is_difference = TRUE, .literature = &literature };
      AssayCheckResult result = { .finding = &finding,
                                  .estimate = { cases[i].value, cases[i].lo, cases[i].hi, 100, NULL } };

      g_assert_true (assay_measure_find (cases[i].measure, &statement.measure));
      assay_rows_to_decide (&statement, 0.95, &result);
      near_at (cases[i].measure, "rows", result.rows_to_decide, cases[i].rows, 0);
    }
}

/* Beside a published number only the slice's own distance to its end shrinks: from MOVER,
 * n = 100 reach²/((value - bound)² - fixed²), and half of the slice's rows are the denominator's. With Wilson's ends by
 * scipy: 90/100 [.825634, .944771], 80/100 [.711171, .866633], .85 of 400 [.811686, .881655]. */
static const struct
{
  guint       k;
  const char *number, *by;
  double      rows, rows_4of5; /* (1 + .842/1.959964)² = 2.043741 as many */
} beside[] = {
  /* reach .074366, fixed .031655, .07² - fixed² = .0038980: 141.88 */
  { 90, "value=0.85\nn=400", "0.02", 284, 580 },
  { 90, "value=0.85\nn=400", "0", 739, 1510 },
  /* Below the bound the upper end counts, and the number's lower one: .066633²/(.05² - .038314²) */
  { 80, "value=0.85\nn=400", "0", 861, 1759 },
  /* The number's own end is too far away, however many rows there are. */
  { 90, "value=0.85\nn=40", "0.02", INFINITY, INFINITY },
  { 90, "value=1\nn=1", "0", INFINITY, INFINITY },
};

static void
test_beside_literature (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };
      g_autofree char *sections =
        g_strdup_printf ("[baseline told]\n%s\nmeasure=recall\nsource=x\n[check A]\nmeasure=recall\nslices=race=A\n"
                         "no-worse-than=told by %s", beside[i].number, beside[i].by);

      sample_init (&sample, "race: A | label: 0;1 | prediction: 0;1");
      sample_add_matrix (&sample, "A", beside[i].k, 0, 100 - beside[i].k, 100);
      judged_init (&judged, &sample, "", "columns=race", sections);
      const AssayCheckResult *result = judged_result (judged_check (&judged, 0), 0);
      g_assert_cmpint (result->verdict, ==, ASSAY_VERDICT_UNDECIDED);
      g_assert_cmpfloat (result->rows_to_decide, ==, beside[i].rows);
      g_assert_cmpfloat (result->rows_to_decide_4of5, ==, beside[i].rows_4of5);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/rows-to-decide/wilson", test_wilson);
  g_test_add_func ("/judge/rows-to-decide/f1", test_f1);
  g_test_add_func ("/judge/rows-to-decide/one-of-m", test_one_of_m);
  g_test_add_func ("/judge/rows-to-decide/bonett-price", test_bonett_price);
  g_test_add_func ("/judge/rows-to-decide/min-rows", test_min_rows);
  g_test_add_func ("/judge/rows-to-decide/none", test_none);
  g_test_add_func ("/judge/rows-to-decide/decides", test_decides);
  g_test_add_func ("/judge/rows-to-decide/scales", test_scales);
  g_test_add_func ("/judge/rows-to-decide/exact-number", test_exact_number);
  g_test_add_func ("/judge/rows-to-decide/beside-literature", test_beside_literature);
  return g_test_run ();
}
