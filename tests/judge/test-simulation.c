/* test-simulation.c: what measures.md promises about many slices at once, by simulation [sim]: 2,000 audits each, the
 * seeds fixed. */
#include "sample.h"
#include "../measure/simulation.h"

#define N_SLICES 50

/* What every slice is made of: positive and negative rows, and the shares of them that are right. */
typedef struct
{
  guint  n_positive, n_negative;
  double recall, specificity;
} Slice;

/* slices[i % n] is what slice i is made of. */
static void
sample_draw (Sample      *sample,
             const Slice *slices,
             guint        n,
             gsl_rng     *rng)
{
  g_autoptr (GString) axes = g_string_new ("s: ");

  for (guint i = 0; i < N_SLICES; i++)
    g_string_append_printf (axes, "%s%u", i > 0 ? ";" : "", i);
  g_string_append (axes, " | label: 0;1 | prediction: 0;1");
  sample_init (sample, axes->str);
  for (guint i = 0; i < N_SLICES; i++)
    {
      const Slice *s = &slices[i % n];
      const guint tp = gsl_ran_binomial (rng, s->recall, s->n_positive);
      const guint tn = gsl_ran_binomial (rng, s->specificity, s->n_negative);
      char slice[8];

      g_snprintf (slice, sizeof slice, "%u", i);
      sample_add_matrix (sample, slice, tp, s->n_negative - tn, s->n_positive - tp, tn);
    }
}

/* Up to three standard errors of the share of SIMULATION_SETS audits. */
static double
with_noise (double share)
{
  return share + 3 * sqrt (share * (1 - share) / SIMULATION_SETS);
}

/* --- every slice exactly on its bound --------------------------------------------------------------------------- */

enum { FAILED, PASSED, MISSED_ALONE };

/* Over the results of a check: does one of them miss the bound on its own interval? */
static gboolean
misses_alone (const AssayCheckFinding *check,
              double                   bound,
              gboolean                 is_least)
{
  for (guint i = 0; i < check->results->len; i++)
    {
      const AssayEstimate *e = &judged_result (check, i)->estimate;
      if (is_least ? e->hi < bound : e->lo > bound)
        return TRUE;
    }
  return FALSE;
}

static void
tally_check (const Judged *judged,
             double        bound,
             gboolean      is_least,
             guint64      *tallies)
{
  tallies[FAILED] += judged->findings->verdict == ASSAY_VERDICT_FAIL;
  tallies[PASSED] += judged->findings->verdict == ASSAY_VERDICT_PASS;
  tallies[MISSED_ALONE] += misses_alone (judged_check (judged, 0), bound, is_least);
}

/* An audit fails in at most 5 of 100 (up to noise), though some slice misses on its own interval in most of them. */
static void
check_tallies (const char    *name,
               const guint64 *tallies)
{
  const double failed = tallies[FAILED] / (double) SIMULATION_SETS;

  g_test_message ("%s: failed %.4f, passed %.4f, a slice missed alone %.4f of %u audits", name, failed,
                  tallies[PASSED] / (double) SIMULATION_SETS, tallies[MISSED_ALONE] / (double) SIMULATION_SETS,
                  SIMULATION_SETS);
  g_assert_cmpfloat (failed, <=, with_noise (0.05));
  g_assert_cmpuint (tallies[PASSED], ==, 0);
  g_assert_cmpuint (tallies[MISSED_ALONE], >, 0.6 * SIMULATION_SETS);
}

typedef struct
{
  const char *name, *check;
  double      bound;
  gboolean    is_least;
  Slice       slice;
} Bound;

/* f1: tp 160, fp 20, fn 40: 320/380. balanced accuracy: (.8 + .9)/2. */
static const Bound bounds[] = {
  { "recall at its bound", "measure=recall\nat-least=0.8", 0.8, TRUE, { 200, 0, 0.8, 0 } },
  { "fpr at its bound", "measure=fpr\nat-most=0.2", 0.2, FALSE, { 0, 200, 0, 0.8 } },
  { "accuracy at its bound", "measure=accuracy\nat-least=0.9", 0.9, TRUE, { 200, 300, 0.9, 0.9 } },
  { "f1 at its bound", "measure=f1\nat-least=0.8421052631578947", 0.8421052631578947, TRUE, { 200, 200, 0.8, 0.9 } },
  { "balanced at its bound", "measure=balanced_accuracy\nat-least=0.85", 0.85, TRUE, { 200, 300, 0.8, 0.9 } },
};

static void
run_bound (gsl_rng      *rng,
           gconstpointer data,
           guint64      *tallies)
{
  const Bound *self = data;
  g_autofree char *check = g_strdup_printf ("[check A]\nslices=s\n%s", self->check);
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_draw (&sample, &self->slice, 1, rng);
  judged_init (&judged, &sample, "", "columns=s", check);
  tally_check (&judged, self->bound, self->is_least, tallies);
}

/* [sim]: without the second confidence, 50 slices exactly on their bound fail in 72 of 100 audits. */
static void
test_on_the_bound (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      guint64 tallies[SIMULATION_TALLIES] = { 0 };

      simulate (run_bound, &bounds[i], i, SIMULATION_SETS, tallies);
      check_tallies (bounds[i].name, tallies);
    }
}

/* Slices of 400 rows: only the new model is right on 5 of 100, only the old one on 10: exactly 5 points behind. */
static void
run_no_worse (gsl_rng      *rng,
              gconstpointer data,
              guint64      *tallies)
{
  g_autoptr (GString) axes = g_string_new ("s: ");
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  for (guint i = 0; i < N_SLICES; i++)
    g_string_append_printf (axes, "%s%u", i > 0 ? ";" : "", i);
  g_string_append (axes, " | label: 0;1 | prediction: 0;1 | old=baseline: 0;1");
  sample_init (&sample, axes->str);
  for (guint i = 0; i < N_SLICES; i++)
    {
      static const char *const cells[] = { "1 1 0", "1 0 1", "1 1 1" };
      guint counts[3];

      gsl_ran_multinomial (rng, 3, 400, (const double[3]) { 0.05, 0.1, 0.85 }, counts);
      for (guint cell = 0; cell < 3; cell++)
        {
          g_autofree char *row = g_strdup_printf ("%u %s", i, cells[cell]);
          sample_add (&sample, row, counts[cell]);
        }
    }
  judged_init (&judged, &sample, "baseline=old", "columns=s",
               "[check A]\nmeasure=accuracy\nslices=s\nno-worse-than=old by 0.05");
  tally_check (&judged, -0.05, TRUE, tallies);
}

static void
test_on_the_margin (void)
{
  guint64 tallies[SIMULATION_TALLIES] = { 0 };

  simulate (run_no_worse, NULL, 1, SIMULATION_SETS, tallies);
  check_tallies ("accuracy no worse than old by 0.05", tallies);
}

/* --- false discoveries ------------------------------------------------------------------------------------------ */

/* Ten of 50 slices are behind by 15 points: of what is called worse, at most 5 in 100 are not (on average), and most
 * of the ten are found. A slice that is not behind is compared with a rest that contains the ten, and so is a little
 * ahead: "worse" counts only those that come out behind. */
enum { N_FOUND, SHARE_FALSE }; /* the share in millionths */

static void
run_ten_behind (gsl_rng      *rng,
                gconstpointer data,
                guint64      *tallies)
{
  static const Slice slices[] = {
    { 200, 0, 0.7, 0 }, { 200, 0, 0.85, 0 }, { 200, 0, 0.85, 0 }, { 200, 0, 0.85, 0 }, { 200, 0, 0.85, 0 },
  };
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };
  guint n_true = 0, n_false = 0;

  sample_draw (&sample, slices, 5, rng);
  judged_init (&judged, &sample, "", "columns=s\nmeasures=recall", "");
  for (guint i = 0; i < N_SLICES; i++)
    {
      const AssayFinding *slice = judged.findings->slices->pdata[i];
      *(i % 5 == 0 ? &n_true : &n_false) += slice->rest[0].is_worse;
    }
  tallies[N_FOUND] += n_true;
  tallies[SHARE_FALSE] += n_true + n_false > 0 ? 1000000 * n_false / (n_true + n_false) : 0;
}

static void
test_ten_behind (void)
{
  guint64 tallies[SIMULATION_TALLIES] = { 0 };

  simulate (run_ten_behind, NULL, 1, SIMULATION_SETS, tallies);
  const double is_false = tallies[SHARE_FALSE] / 1e6 / SIMULATION_SETS;
  const double found = tallies[N_FOUND] / (10.0 * SIMULATION_SETS);

  g_test_message ("false %.4f of what is called worse, %.3f of what is worse found", is_false, found);
  g_assert_cmpfloat (is_false, <=, 0.05);
  g_assert_cmpfloat (found, >, 0.8);
}

/* Nothing is behind anything: every "worse" is false, and an audit with one counts whole. Slices of 150 to 900 rows
 * with the same share of positive ones (F1 depends on it); the errors expected in them lie on both sides of the
 * change from Fisher's to the score test. */
static const Slice nothing[][4] = {
  { { 50, 100, 0.97, 0.97 }, { 100, 200, 0.97, 0.97 }, { 200, 400, 0.97, 0.97 }, { 300, 600, 0.97, 0.97 } },
  { { 50, 100, 0.85, 0.9 }, { 100, 200, 0.85, 0.9 }, { 200, 400, 0.85, 0.9 }, { 300, 600, 0.85, 0.9 } },
};

static void
run_nothing (gsl_rng      *rng,
             gconstpointer data,
             guint64      *tallies)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_draw (&sample, data, 4, rng);
  judged_init (&judged, &sample, "", "columns=s\nmeasures=accuracy;recall;fpr;f1", "");
  for (guint tested = 0; tested < 4; tested++)
    {
      gboolean is_alarm = FALSE;

      for (guint i = 0; i < N_SLICES; i++)
        is_alarm |= ((const AssayFinding *) judged.findings->slices->pdata[i])->rest[tested].is_worse;
      tallies[tested] += is_alarm;
    }
}

static void
test_nothing_there (void)
{
  static const char *const names[] = { "accuracy", "recall", "fpr", "f1" };

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    {
      guint64 tallies[SIMULATION_TALLIES] = { 0 };

      simulate (run_nothing, nothing[i], i, SIMULATION_SETS, tallies);
      for (guint tested = 0; tested < 4; tested++)
        {
          const double share = tallies[tested] / (double) SIMULATION_SETS;

          g_test_message ("nothing there, recall %g, %s: a false \"worse\" in %.4f of %u audits",
                          nothing[i][0].recall, names[tested], share, SIMULATION_SETS);
          g_assert_cmpfloat (share, <=, with_noise (0.05));
        }
    }
}

/* --- where Fisher's test ends ----------------------------------------------------------------------------------- */

#define N_MANY 200
#define N_MANY_ROWS 60 /* of which 6 are wrong, on average */

static double
score_p (guint64 k1,
         guint64 n1,
         guint64 k2,
         guint64 n2)
{
  const double p = (double) (k1 + k2) / (n1 + n2), difference = (double) k1 / n1 - (double) k2 / n2;

  return erfc (fabs (difference) / sqrt (p * (1 - p) * (1.0 / n1 + 1.0 / n2)) / G_SQRT2);
}

static gboolean
is_any_worse (const double  *p,
              const guint64 *wrong,
              guint64        n_wrong)
{
  double q[N_MANY];

  assay_adjust_bh (p, q, N_MANY);
  for (guint i = 0; i < N_MANY; i++)
    if (q[i] <= 0.05 && (double) wrong[i] / N_MANY_ROWS > (double) n_wrong / N_MANY / N_MANY_ROWS)
      return TRUE;
  return FALSE;
}

static void
run_switch (gsl_rng      *rng,
            gconstpointer data,
            guint64      *tallies)
{
  const guint64 n_rest = (N_MANY - 1) * N_MANY_ROWS;
  guint64 wrong[N_MANY], n_wrong = 0;
  double shipped[N_MANY], at_5[N_MANY];

  for (guint i = 0; i < N_MANY; i++)
    n_wrong += wrong[i] = gsl_ran_binomial (rng, 0.1, N_MANY_ROWS);
  for (guint i = 0; i < N_MANY; i++)
    {
      const AssayTest test = assay_test_proportions (wrong[i], N_MANY_ROWS, n_wrong - wrong[i], n_rest);

      g_assert_cmpint (test.kind, ==, ASSAY_TEST_FISHER);
      shipped[i] = test.p;
      at_5[i] = score_p (wrong[i], N_MANY_ROWS, n_wrong - wrong[i], n_rest);
    }
  tallies[0] += is_any_worse (shipped, wrong, n_wrong);
  tallies[1] += is_any_worse (at_5, wrong, n_wrong);
}

/* [sim]: the score test from an expected count of 5 on breaks the false-discovery rate. 200 slices, 6 errors expected
 * in each: the tail of so small a count is longer than the normal one where Benjamini-Hochberg looks. */
static void
test_switch (void)
{
  guint64 tallies[SIMULATION_TALLIES] = { 0 };

  simulate (run_switch, NULL, 1, SIMULATION_SETS, tallies);
  const double shipped = tallies[0] / (double) SIMULATION_SETS, at_5 = tallies[1] / (double) SIMULATION_SETS;

  g_test_message ("200 slices, 6 errors expected in each: a false \"worse\" in %.4f of audits, by the score test in "
                  "%.4f", shipped, at_5);
  g_assert_cmpfloat (shipped, <=, with_noise (0.05));
  g_assert_cmpfloat (at_5, >, 0.1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/simulation/on-the-bound", test_on_the_bound);
  g_test_add_func ("/judge/simulation/on-the-margin", test_on_the_margin);
  g_test_add_func ("/judge/simulation/ten-behind", test_ten_behind);
  g_test_add_func ("/judge/simulation/nothing-there", test_nothing_there);
  g_test_add_func ("/judge/simulation/switching-at-5", test_switch);
  return g_test_run ();
}
