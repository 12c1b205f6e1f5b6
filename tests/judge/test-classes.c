/* test-classes.c: sets with more than two classes, none of them the positive one. */
#include "sample.h"
#include "../measure/near.h"

static void
sample_three (Sample *sample)
{
  sample_init (sample, "s: A;B | label: cat;dog;fox | prediction: cat;dog;fox");
  sample_add (sample, "A cat cat", 400);
  sample_add (sample, "A cat dog", 40);
  sample_add (sample, "A dog dog", 300);
  sample_add (sample, "A dog fox", 60);
  sample_add (sample, "B dog cat", 50);
  sample_add (sample, "B fox fox", 6);
  sample_add (sample, "B fox cat", 2);
}

/* Only what is of no one class stands; measures= is another. */
static void
test_measures (void)
{
  static const char *const expected[] = { "accuracy", "error_rate", "balanced_accuracy", "macro_f1" };
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_three (&sample);
  judged_init (&judged, &sample, "", "columns=s", "");
  g_assert_cmpuint (judged.findings->n_measures, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (judged.findings->measures[i].name, ==, expected[i]);
  g_assert_cmpuint (judged.findings->n_tested, ==, 3);
  near_at ("whole", "accuracy", judged.findings->whole->measures[0].value, 706.0 / 858, 1e-15);
  near_at ("whole", "balanced accuracy", judged.findings->whole->measures[2].value,
           (400.0 / 440 + 300.0 / 410 + 6.0 / 8) / 3, 1e-15);
}

/* Each class in its turn; fox has 8 of 858 labels. */
static void
test_classes (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_three (&sample);
  judged_init (&judged, &sample, "", "columns=s", "");
  const AssayConfusion *classes = judged.findings->classes;
  const guint64 expected[3][4] = { { 400, 52, 40, 366 }, { 300, 40, 110, 408 }, { 6, 60, 2, 790 } };

  for (guint i = 0; i < 3; i++)
    {
      AssayMatrix matrix = judged.findings->whole->evidence.matrix;
      const guint64 found[4] = { classes[i].tp, classes[i].fp, classes[i].fn, classes[i].tn };

      g_assert_cmpmem (found, sizeof found, expected[i], sizeof expected[i]);
      matrix.positive = i;
      const AssayConfusion alone = assay_confusion (&matrix);
      g_assert_cmpmem (&alone, sizeof alone, &classes[i], sizeof classes[i]);
      g_assert_cmpint (judged.findings->is_rare[i], ==, i == 2);
    }
}

/* class=: recall of dogs, 300 of 410, in the sentence too. */
static void
test_check (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_three (&sample);
  judged_init (&judged, &sample, "", "columns=s",
               "[check dogs]\nmeasure=recall\nclass=dog\nat-least=0.7\nslices=all;s=A\n"
               "[check f]\nmeasure=f2\nclass=cat\nat-least=0.5\n");
  const AssayCheckResult *whole = judged_result (judged_check (&judged, 0), 0);
  const AssayEstimate wilson = assay_wilson (300, 410, 0.95), in_a = assay_wilson (300, 360, 0.95);

  near_at ("dogs", "lo", whole->estimate.lo, wilson.lo, 0);
  near_at ("dogs in A", "lo", judged_result (judged_check (&judged, 0), 1)->estimate.lo, in_a.lo, 0);
  g_assert_cmpstr (whole->reason, ==, "recall of 'dog' in all rows is 69 to 77 %, 300 of 410 rows; at least 70 % is needed");
  /* f2 of cats: 5 * 400/(5 * 400 + 4 * 40 + 52) */
  near_at ("cats", "f2", judged_result (judged_check (&judged, 1), 0)->estimate.value, 2000.0 / 2212, 1e-15);
}

static const struct { const char *slices, *sections, *message; } bad[] = {
  { "columns=s\nmeasures=recall", "", "recall is of one class against the rest; set positive= in [data], or name an average" },
  { "columns=s\nmeasures=cost", "", "cost needs a section [costs]" },
  { "columns=s", "[check a]\nmeasure=recall\nat-least=0.5\n", "check 'a': recall is of one class against the rest; add class=" },
  { "columns=s", "[check a]\nmeasure=recall\nclass=dgo\nat-least=0.5\n", "there is no class 'dgo'; did you mean 'dog'?" },
  { "columns=s", "[check a]\nmeasure=accuracy\nclass=dog\nat-least=0.5\n", "accuracy is not of one class; remove class=" },
};

static void
test_bad (void)
{
  g_auto (Sample) sample = { 0 };

  sample_three (&sample);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlan) plan = sample_plan ("", bad[i].slices, bad[i].sections);
      g_autoptr (AssayCounts) counts = sample_counts (&sample, plan);

      g_assert_null (assay_findings_new (plan, counts, &error));
      if (strstr (error->message, bad[i].message) == NULL)
        g_error ("\"%s\" does not say \"%s\"", error->message, bad[i].message);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/classes/measures", test_measures);
  g_test_add_func ("/judge/classes/classes", test_classes);
  g_test_add_func ("/judge/classes/check", test_check);
  g_test_add_func ("/judge/classes/bad", test_bad);
  return g_test_run ();
}
