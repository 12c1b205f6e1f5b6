/* test-literature.c: published numbers beside the data's own. */
#include "sample.h"
#include "../measure/near.h"

static void
sample_one (Sample *sample)
{
  sample_init (sample, "s: A;B | label: 0;1 | prediction: 0;1");
  sample_add_matrix (sample, "A", 56, 10, 14, 120);
}

#define PAPER "[baseline paper]\nvalue=0.6\nmeasure=recall\nsource=Smith 2024\n"

/* 56 of 70 against .6, taken as exact: Wilson's ends, shifted. */
static void
test_exact (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_one (&sample);
  judged_init (&judged, &sample, "", "columns=s", PAPER
               "[check c]\nmeasure=recall\nno-worse-than=paper by 0\n");
  const AssayEstimate wilson = assay_wilson (56, 70, 0.95), *difference = &judged.findings->whole->literature[0];

  near_at ("exact", "value", difference->value, 0.2, 1e-15);
  near_at ("exact", "lo", difference->lo, wilson.lo - 0.6, 1e-15);
  near_at ("exact", "hi", difference->hi, wilson.hi - 0.6, 1e-15);
  g_assert_cmpstr (judged.findings->literature[0].value.why, ==, "taken as exact");
  g_assert_cmpint (judged_check (&judged, 0)->verdict, ==, ASSAY_VERDICT_PASS);
}

/* With its rows: Newcombe 1998, 56/70 - 48/80 [.0524, .3339]. */
static void
test_newcombe (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_one (&sample);
  judged_init (&judged, &sample, "", "columns=s", PAPER "n=80\n[check c]\nmeasure=recall\nno-worse-than=paper by 0\n");
  const AssayEstimate *difference = &judged.findings->whole->literature[0];

  near_at ("Newcombe 1998", "lo", difference->lo, 0.0524, 5e-5);
  near_at ("Newcombe 1998", "hi", difference->hi, 0.3339, 5e-5);
  g_assert_cmpint (judged_check (&judged, 0)->verdict, ==, ASSAY_VERDICT_PASS);
  near_at ("check", "lo", judged_result (judged_check (&judged, 0), 0)->estimate.lo, difference->lo, 0);
}

/* The rows of a number taken as exact are those of the same bound on the measure itself; beside a number with 80 rows
 * of its own no rows are enough when it strays further than the bound. */
static void
test_rows (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_one (&sample);
  judged_init (&judged, &sample, "", "columns=s",
               "[baseline exact]\nvalue=0.75\nmeasure=recall\nsource=x\n"
               "[baseline told]\nvalue=0.75\nmeasure=recall\nsource=x\nn=80\n"
               "[baseline large]\nvalue=0.7\nmeasure=recall\nsource=x\nn=100000\n"
               "[check a]\nmeasure=recall\nno-worse-than=exact by 0\n[check b]\nmeasure=recall\nat-least=0.75\n"
               "[check c]\nmeasure=recall\nno-worse-than=told by 0\n"
               "[check d]\nmeasure=recall\nno-worse-than=large by 0\n[check e]\nmeasure=recall\nat-least=0.7\n");
  const double rows = judged_result (judged_check (&judged, 1), 0)->rows_to_decide;
  const double large = judged_result (judged_check (&judged, 3), 0)->rows_to_decide;
  const double bound = judged_result (judged_check (&judged, 4), 0)->rows_to_decide;

  g_assert_cmpfloat (rows, >, 0);
  near_at ("exact", "rows", judged_result (judged_check (&judged, 0), 0)->rows_to_decide, rows, 1);
  g_assert_true (isinf (judged_result (judged_check (&judged, 2), 0)->rows_to_decide));
  /* One rule takes Wilson's width at the bound, the other the width there is. */
  g_assert_true (large > 0.7 * bound && large < 1.4 * bound);
}

static const struct { const char *sections, *message; } bad[] = {
  { PAPER "[check c]\nmeasure=accuracy\nno-worse-than=paper\n", "[baseline paper] is a number of recall, not of accuracy" },
  { "[baseline b]\nvalue=1\nsource=x\nmeasure=recal\n", "[baseline b]: there is no measure 'recal'; did you mean 'recall'?" },
  { "[baseline b]\nvalue=.5\nsource=x\nmeasure=mcc\nn=9\n", "n= is for a number that is a share of rows" },
  { "[baseline b]\nvalue=78\nsource=x\n", "[baseline b]: the value is 78, and accuracy lies between 0 and 1; did you mean 0.78?" },
  { "[baseline b]\nvalue=-1.5\nsource=x\nmeasure=kappa\n", "kappa lies between -1 and 1; expected a number in that range" },
  { "[baseline b]\nvalue=3\nsource=x\nmeasure=mae\n", "[baseline b]: mae is of a regression, and the labels are classes" },
  { "[baseline b]\nvalue=.1\nsource=x\nmeasure=brier\n", "[baseline b]: brier is of scores; add score=COLUMN to [data]" },
  { "[baseline b]\nvalue=3\nsource=x\nmeasure=cost\n", "[baseline b]: cost needs a section [costs], such as fn=5" },
};

static void
test_bad (void)
{
  g_auto (Sample) sample = { 0 };

  sample_one (&sample);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlan) plan = sample_plan ("", "columns=s", bad[i].sections);
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
  g_test_add_func ("/judge/literature/exact", test_exact);
  g_test_add_func ("/judge/literature/newcombe", test_newcombe);
  g_test_add_func ("/judge/literature/rows", test_rows);
  g_test_add_func ("/judge/literature/bad", test_bad);
  return g_test_run ();
}
