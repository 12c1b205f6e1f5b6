/* test-paired.c: two models on the same rows, against rows taken one by one. */
#include "measure/measure-private.h"
#include "dense.h"
#include "near.h"

static const AssayCost costs[] = { { 0, 1, 1 }, { 1, 0, 5 } };
static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = "", .costs = costs,
                                             .n_costs = G_N_ELEMENTS (costs) };

static AssayEstimate
difference_of (const char    *name,
               guint          n_classes,
               const guint64 *cells,
               AssayTest     *test)
{
  AssayMeasure measure;

  g_assert_true (assay_measure_find (name, &measure));
  const AssayPairedMatrix matrix = dense_pair (n_classes, 1, cells);
  return assay_paired_difference (&measure, &matrix, &options, test);
}

/* Bonett & Price's counts 12, 4, 26, 6 as rights and wrongs of positive rows: both right 12, only old 4, only new 26,
 * neither 6. Cells (label, new, old). */
static void
test_published (void)
{
  const guint64 cells[8] = { 0, 0, 0, 0, 6, 4, 26, 12 };
  const AssayPairedMatrix matrix = dense_pair (2, 1, cells);
  const AssayPaired paired = assay_paired (&matrix, &options);

  g_assert_cmpuint (paired.rows, ==, 48);
  g_assert_cmpuint (paired.both_right, ==, 12);
  g_assert_cmpuint (paired.only_new_right, ==, 26);
  g_assert_cmpuint (paired.only_old_right, ==, 4);
  g_assert_cmpuint (paired.both_wrong, ==, 6);
  g_assert_cmpuint (paired.flips, ==, 30);
  near_at ("Bonett & Price 2012", "difference", paired.difference.value, 22.0 / 48, 1e-15);
  near_at ("Bonett & Price 2012", "lo", paired.difference.lo, 0.25481, 5e-6);
  near_at ("Bonett & Price 2012", "hi", paired.difference.hi, 0.62519, 5e-6);
  near_at ("by hand", "new", paired.new_accuracy.value, 38.0 / 48, 1e-15);
  near_at ("by hand", "old", paired.old_accuracy.value, 16.0 / 48, 1e-15);
  near_at ("by hand", "flip rate", paired.flip_rate.value, 30.0 / 48, 1e-15);
  g_assert_cmpint (paired.test.kind, ==, ASSAY_TEST_MCNEMAR);
  /* (26 - 4)²/30 = 16.1333, erfc (√8.06667) = 5.90e-5 */
  near_at ("by hand", "p", paired.test.p, 5.90e-5, 1e-7);
}

/* A measure's numerator and denominator, row by row; the models' matrices say the rest. */
#define N_ROWS 60

typedef struct
{
  guint   n_classes;
  guint   label[N_ROWS], new[N_ROWS], old[N_ROWS];
  guint64 cells[27], by_new[9], by_old[9];
} Sample;

static void
sample_init (Sample *self)
{
  *self = (Sample) { .n_classes = g_test_rand_int_range (2, 4) };
  const guint n = self->n_classes;

  for (guint i = 0; i < N_ROWS; i++)
    {
      self->label[i] = g_test_rand_int_range (0, 2);
      self->new[i] = g_test_rand_int_range (0, 3) ? self->label[i] : (guint) g_test_rand_int_range (0, n);
      self->old[i] = g_test_rand_int_range (0, 3) ? self->new[i] : (guint) g_test_rand_int_range (0, n);
      self->cells[(self->label[i] * n + self->new[i]) * n + self->old[i]]++;
      self->by_new[self->label[i] * n + self->new[i]]++;
      self->by_old[self->label[i] * n + self->old[i]]++;
    }
}

/* The difference of any measure is that of the two models' own values. */
static void
test_values (void)
{
  guint n_measures;
  const AssayMeasure *table = assay_measure_table (&n_measures);

  for (guint repeat = 0; repeat < 20; repeat++)
    {
      Sample sample;

      sample_init (&sample);
      for (guint i = 0; i < n_measures; i++)
        {
          const AssayEvidence new = dense_evidence (sample.n_classes, 1, sample.by_new);
          const AssayEvidence old = dense_evidence (sample.n_classes, 1, sample.by_old);
          const AssayEstimate a = assay_measure_estimate (&table[i], &new, &options);
          const AssayEstimate b = assay_measure_estimate (&table[i], &old, &options);
          const AssayEstimate d = difference_of (table[i].name, sample.n_classes, sample.cells, NULL);

          near_at (table[i].name, "new - old", d.value, a.value - b.value, 1e-12);
          g_assert_cmpuint (d.n, ==, MIN (a.n, b.n));
          if (table[i].id == ASSAY_MEASURE_PREVALENCE)
            g_assert_cmpstr (d.why, ==, "no spread");
          else
            g_assert_true (d.lo <= d.value && d.value <= d.hi && d.lo < d.hi && d.why == NULL);
        }
    }
}

static gboolean
counts (const char *name,
        guint       label,
        guint       prediction,
        gboolean   *in_numerator)
{
  const gboolean positive = prediction == 1;

  switch (name[0])
    {
    case 'a': *in_numerator = prediction == label; return TRUE;  /* accuracy */
    case 'e': *in_numerator = prediction != label; return TRUE;  /* error_rate */
    case 'r': *in_numerator = positive; return label == 1;       /* recall */
    case 's': *in_numerator = !positive; return label != 1;      /* specificity */
    default: *in_numerator = name[1] == 'p' ? positive : !positive;
      return name[1] == 'p' ? label != 1 : label == 1;           /* fpr, fnr */
    }
}

static void
test_discordant (void)
{
  static const char *const names[] = { "accuracy", "error_rate", "recall", "specificity", "fpr", "fnr" };

  for (guint repeat = 0; repeat < 50; repeat++)
    for (guint m = 0; m < G_N_ELEMENTS (names); m++)
      {
        Sample sample;
        AssayTest test;
        guint64 b = 0, c = 0, n = 0;

        sample_init (&sample);
        for (guint i = 0; i < N_ROWS; i++)
          {
            gboolean by_new, by_old;

            if (!counts (names[m], sample.label[i], sample.new[i], &by_new))
              continue;
            counts (names[m], sample.label[i], sample.old[i], &by_old);
            n++;
            b += by_new && !by_old;
            c += by_old && !by_new;
          }
        const AssayEstimate d = difference_of (names[m], sample.n_classes, sample.cells, &test);
        const AssayEstimate expected = assay_bonett_price (b, c, n, 0.95);

        g_assert_cmpfloat (d.value, ==, expected.value);
        g_assert_cmpfloat (d.lo, ==, expected.lo);
        g_assert_cmpfloat (d.hi, ==, expected.hi);
        g_assert_cmpuint (d.n, ==, n);
        g_assert_cmpfloat (test.p, ==, assay_test_mcnemar (b, c).p);
      }
}

/* The bootstrap draws what the models share once: for accuracy its ends come near Bonett & Price's. Precision of two
 * models that never differed has width from the prior alone. */
static void
test_bootstrap (void)
{
  const guint64 cells[8] = { 400, 40, 60, 100, 30, 70, 90, 610 }, equal[8] = { 50, 0, 0, 7, 12, 0, 0, 31 };
  const AssayEstimate by_formula = difference_of ("accuracy", 2, cells, NULL);
  AssayTest test;
  /* tp + fp: new 60 + 100 + 90 + 610 = 860, of them tp 700; old 40 + 100 + 70 + 610 = 820, tp 680 */
  const AssayEstimate precision = difference_of ("precision", 2, cells, &test);
  const AssayEstimate balanced = difference_of ("balanced_accuracy", 2, cells, NULL);
  const AssayEstimate none = difference_of ("precision", 2, equal, NULL);

  near_at ("precision", "value", precision.value, 700.0 / 860 - 680.0 / 820, 1e-14);
  g_assert_cmpuint (precision.n, ==, 820);
  g_assert_cmpint (test.kind, ==, ASSAY_TEST_NONE);
  /* Recall 20/800, sd √(160 - 400/800)/800 = .015787; specificity -20/600, sd √(100 - 400/600)/600 = .016611: the mean
   * of the two is -.004167, sd .011458. */
  near_at ("balanced", "value", balanced.value, -0.0041666667, 1e-9);
  near_at ("balanced", "lo", balanced.lo, -0.0041667 - 1.96 * 0.011458, 0.15 * 0.011458);
  near_at ("balanced", "hi", balanced.hi, -0.0041667 + 1.96 * 0.011458, 0.15 * 0.011458);
  g_assert_cmpfloat (by_formula.hi - by_formula.lo, >, 0);
  g_assert_cmpfloat (none.value, ==, 0);
  /* A prior of 1/4 a cell, 1,000,000 draws by numpy.random.default_rng: -.0327 and .0327. */
  near_at ("equal models", "lo", none.lo, -0.0327, 0.004);
  near_at ("equal models", "hi", none.hi, 0.0327, 0.004);
}

static void
test_undefined (void)
{
  const guint64 nothing[8] = { 0 }, negative_only[8] = { 5, 1, 2, 0, 0, 0, 0, 0 };
  const AssayPairedMatrix none = dense_pair (2, 1, nothing);
  AssayTest test;

  g_assert_cmpstr (difference_of ("accuracy", 2, nothing, &test).why, ==, "no rows");
  g_assert_cmpint (test.kind, ==, ASSAY_TEST_NONE);
  g_assert_cmpstr (difference_of ("precision", 2, nothing, NULL).why, ==, "no rows");
  g_assert_cmpstr (difference_of ("prevalence", 2, nothing, NULL).why, ==, "no rows");
  g_assert_cmpstr (difference_of ("recall", 2, negative_only, NULL).why, ==, "no positive labels");
  g_assert_cmpstr (difference_of ("mcc", 2, negative_only, NULL).why, ==, "one class only");
  g_assert_true (isnan (assay_paired (&none, &options).difference.value));
}

/* New and old exchanged, everything turns round. */
static void
test_turned (void)
{
  for (guint repeat = 0; repeat < 100; repeat++)
    {
      Sample sample;
      guint64 turned[27];

      sample_init (&sample);
      const guint n = sample.n_classes;
      for (guint label = 0; label < n; label++)
        for (guint new = 0; new < n; new++)
          for (guint old = 0; old < n; old++)
            turned[(label * n + old) * n + new] = sample.cells[(label * n + new) * n + old];
      const AssayPairedMatrix one = dense_pair (n, 1, sample.cells), other = dense_pair (n, 1, turned);
      const AssayPaired a = assay_paired (&one, &options);
      const AssayPaired b = assay_paired (&other, &options);

      g_assert_cmpuint (a.only_new_right, ==, b.only_old_right);
      g_assert_cmpuint (a.both_right + a.only_new_right + a.only_old_right + a.both_wrong, ==, a.rows);
      near_at ("turned", "difference", a.difference.value, -b.difference.value, 1e-15);
      near_at ("turned", "lo", a.difference.lo, -b.difference.hi, 1e-12);
      near_at ("turned", "p", a.test.p, b.test.p, 1e-15);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/paired/published", test_published);
  g_test_add_func ("/measure/paired/values", test_values);
  g_test_add_func ("/measure/paired/discordant", test_discordant);
  g_test_add_func ("/measure/paired/bootstrap", test_bootstrap);
  g_test_add_func ("/measure/paired/undefined", test_undefined);
  g_test_add_func ("/measure/paired/turned", test_turned);
  return g_test_run ();
}
