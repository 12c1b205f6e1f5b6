/* test-simulation.c: what measures.md promises about many slices at once, by simulation [sim]. Seeds are fixed. */
#include "sample.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#define N_SLICES 50
#define N_ROWS 200
#define N_AUDITS 1000

/* A sample with recall p[i] in slice i, N_ROWS positive rows each. */
static void
sample_draw (Sample       *sample,
             const double *p,
             gsl_rng      *rng)
{
  g_autoptr (GString) axes = g_string_new ("s: ");

  for (guint i = 0; i < N_SLICES; i++)
    g_string_append_printf (axes, "%s%u", i > 0 ? ";" : "", i);
  g_string_append (axes, " | label: 0;1 | prediction: 0;1");
  sample_init (sample, axes->str);
  for (guint i = 0; i < N_SLICES; i++)
    {
      const guint k = gsl_ran_binomial (rng, p[i], N_ROWS);
      char slice[8];

      g_snprintf (slice, sizeof slice, "%u", i);
      sample_add_matrix (sample, slice, k, 0, N_ROWS - k, 0);
    }
}

/* 50 slices exactly on their bound: the audit fails in at most 5 of 100, though some slice misses on its own interval
 * in most of them. */
static void
test_on_the_bound (void)
{
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  double p[N_SLICES];
  guint n_failed = 0, n_missed = 0;

  for (guint i = 0; i < N_SLICES; i++)
    p[i] = 0.8;
  for (guint audit = 0; audit < N_AUDITS; audit++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };
      gboolean is_missed = FALSE;

      sample_draw (&sample, p, rng);
      judged_init (&judged, &sample, "", "columns=s", "[check A]\nmeasure=recall\nslices=s\nat-least=0.8");
      const AssayCheckFinding *check = judged_check (&judged, 0);
      for (guint i = 0; i < check->results->len; i++)
        is_missed |= judged_result (check, i)->estimate.hi < 0.8;
      n_failed += judged.findings->verdict == ASSAY_VERDICT_FAIL;
      n_missed += is_missed;
      g_assert_cmpint (judged.findings->verdict, !=, ASSAY_VERDICT_PASS);
    }
  gsl_rng_free (rng);
  g_test_message ("failed %u, missed alone %u of %u", n_failed, n_missed, N_AUDITS);
  g_assert_cmpuint (n_failed, <=, 0.05 * N_AUDITS);
  g_assert_cmpuint (n_missed, >, 0.5 * N_AUDITS);
}

/* Ten of 50 slices are behind by 15 points: of what is called worse, at most 5 in 100 are not (on average), and most of
 * the ten are found. A slice that is not behind is compared with a rest that contains the ten, and so is a little ahead:
 * "worse" counts only those that come out behind. */
static void
test_false_discoveries (void)
{
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  double p[N_SLICES], share = 0;
  guint n_found = 0;

  for (guint i = 0; i < N_SLICES; i++)
    p[i] = i < 10 ? 0.7 : 0.85;
  for (guint audit = 0; audit < N_AUDITS; audit++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };
      guint n_true = 0, n_false = 0;

      sample_draw (&sample, p, rng);
      judged_init (&judged, &sample, "", "columns=s\nmeasures=recall", "");
      for (guint i = 0; i < N_SLICES; i++)
        {
          const AssayFinding *slice = judged.findings->slices->pdata[i];
          *(i < 10 ? &n_true : &n_false) += slice->rest[0].is_worse;
        }
      n_found += n_true;
      share += n_true + n_false > 0 ? (double) n_false / (n_true + n_false) : 0;
    }
  gsl_rng_free (rng);
  g_test_message ("false %.4f, found %.3f", share / N_AUDITS, n_found / (10.0 * N_AUDITS));
  g_assert_cmpfloat (share / N_AUDITS, <=, 0.05);
  g_assert_cmpfloat (n_found, >, 0.8 * 10 * N_AUDITS);
}

/* Nothing is behind anything: something is called worse in at most 5 of 100 audits, up to three standard errors. */
static void
test_nothing_there (void)
{
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  double p[N_SLICES];
  guint n_alarms = 0;

  for (guint i = 0; i < N_SLICES; i++)
    p[i] = 0.97; /* 6 expected errors a slice: Fisher */
  for (guint audit = 0; audit < N_AUDITS; audit++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };
      gboolean is_alarm = FALSE;

      sample_draw (&sample, p, rng);
      judged_init (&judged, &sample, "", "columns=s\nmeasures=recall", "");
      for (guint i = 0; i < N_SLICES; i++)
        is_alarm |= ((const AssayFinding *) judged.findings->slices->pdata[i])->rest[0].is_worse;
      n_alarms += is_alarm;
    }
  gsl_rng_free (rng);
  g_test_message ("alarms %u of %u", n_alarms, N_AUDITS);
  g_assert_cmpuint (n_alarms, <=, 0.05 * N_AUDITS + 3 * sqrt (0.05 * 0.95 * N_AUDITS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/simulation/on-the-bound", test_on_the_bound);
  g_test_add_func ("/judge/simulation/false-discoveries", test_false_discoveries);
  g_test_add_func ("/judge/simulation/nothing-there", test_nothing_there);
  return g_test_run ();
}
