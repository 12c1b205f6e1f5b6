/* test-weighted.c: shares of weighted rows against the sums over rows that define them, and what weights may not change. */
#include "near.h"

#include "measure/weighted.h"

#include <string.h>

#define Z 1.959963984540054
#define MOST_ROWS 400

/* Rows of three classes with integer weights, and the evidence of some of them. */
typedef struct
{
  guint   n;
  guint   label[MOST_ROWS], prediction[MOST_ROWS];
  guint64 weight[MOST_ROWS];
} Rows;

static GRand *
test_random (void)
{
  const char *given = g_getenv ("ASSAY_TEST_SEED");
  guint32 seed = given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : g_random_int ();

  g_test_message ("ASSAY_TEST_SEED=%u", seed);
  return g_rand_new_with_seed (seed);
}

static Rows
make_rows (GRand *random,
           guint  n,
           guint  most_weight)
{
  Rows rows = { .n = n };

  for (guint i = 0; i < n; i++)
    {
      rows.label[i] = (guint) g_rand_int_range (random, 0, 3);
      rows.prediction[i] = g_rand_int_range (random, 0, 4) > 0 ? rows.label[i] : (guint) g_rand_int_range (random, 0, 3);
      rows.weight[i] = most_weight == 1 ? 1 : (guint64) g_rand_int_range (random, 0, (gint) most_weight + 1);
    }
  return rows;
}

/* Rows [begin, end). */
static AssayEvidence
evidence_of (const Rows *rows,
             guint       begin,
             guint       end)
{
  AssayMatrixCell cells[9];
  AssayWeight weights[9];
  guint n_cells = 0;

  for (guint label = 0; label < 3; label++)
    for (guint prediction = 0; prediction < 3; prediction++)
      {
        AssayMatrixCell cell = { label, prediction, 0 };
        AssayWeight weight = { 0, 0 };
        for (guint i = begin; i < end; i++)
          if (rows->label[i] == label && rows->prediction[i] == prediction)
            {
              cell.n++;
              weight.sum += rows->weight[i];
              weight.squares += rows->weight[i] * rows->weight[i];
            }
        cells[n_cells] = cell;
        weights[n_cells] = weight;
        n_cells += cell.n > 0;
      }
  AssayWeights *of_cells = assay_weights_new (n_cells);
  memcpy (of_cells->cells, weights, n_cells * sizeof *weights);
  return (AssayEvidence) { .matrix = { 3, 1, n_cells, g_memdup2 (cells, sizeof cells) }, .weights = of_cells };
}

static AssayMeasure
find (const char *name)
{
  AssayMeasure measure;

  g_assert_true (assay_measure_find (name, &measure));
  return measure;
}

/* Whether a row is in the denominator, and a success, by measures.md 1: class 1 is positive. */
static gboolean
is_in (const char *measure,
       guint       l,
       guint       p)
{
  if (strcmp (measure, "precision") == 0 || strcmp (measure, "fdr") == 0)
    return p == 1;
  if (strcmp (measure, "recall") == 0 || strcmp (measure, "fnr") == 0)
    return l == 1;
  if (strcmp (measure, "specificity") == 0 || strcmp (measure, "fpr") == 0)
    return l != 1;
  if (strcmp (measure, "for") == 0)
    return p != 1;
  return strcmp (measure, "jaccard") != 0 || l == 1 || p == 1;
}

static gboolean
is_success (const char *measure,
            guint       l,
            guint       p)
{
  if (strcmp (measure, "accuracy") == 0)
    return l == p;
  if (strcmp (measure, "error_rate") == 0)
    return l != p;
  if (strcmp (measure, "prevalence") == 0)
    return l == 1;
  if (strcmp (measure, "selection_rate") == 0)
    return p == 1;
  if (strcmp (measure, "specificity") == 0)
    return p != 1;
  if (strcmp (measure, "fpr") == 0)
    return p == 1;
  if (strcmp (measure, "fnr") == 0)
    return p != 1;
  if (strcmp (measure, "fdr") == 0)
    return l != 1;
  if (strcmp (measure, "for") == 0)
    return l == 1;
  return l == 1 && p == 1;
}

static const char *const names[] = { "accuracy", "error_rate", "precision", "recall", "specificity", "fpr", "fnr", "fdr", "for",
                                     "jaccard", "prevalence", "selection_rate" };

/* Row by row, from the formula of measures.md 3. */
static void
test_formula (void)
{
  g_autoptr (GRand) random = test_random ();

  for (guint round = 0; round < 40; round++)
    {
      const Rows rows = make_rows (random, 20 + 9 * round, 1000);
      g_auto (AssayEvidence) evidence = evidence_of (&rows, 0, rows.n);
      for (guint m = 0; m < G_N_ELEMENTS (names); m++)
        {
          const AssayMeasure measure = find (names[m]);
          double sum = 0, good = 0, s1 = 0, s0 = 0;
          guint64 n = 0;
          for (guint i = 0; i < rows.n; i++)
            if (is_in (names[m], rows.label[i], rows.prediction[i]))
              {
                const double w = rows.weight[i];
                const gboolean success = is_success (names[m], rows.label[i], rows.prediction[i]);
                n++;
                sum += w;
                good += success ? w : 0;
                *(success ? &s1 : &s0) += w * w;
              }
          const AssayEffective actual = assay_weights_effective (&measure, &evidence, Z);
          g_assert_cmpuint (actual.rows, ==, n);
          if (!(sum > 0))
            continue;
          const double p = good / sum, v = ((1 - p) * (1 - p) * s1 + p * p * s0) / (sum * sum);
          const double n_eff = p > 0 && p < 1 ? p * (1 - p) / v : sum * sum / (s0 + s1);
          g_assert_cmpfloat_with_epsilon (actual.p, p, 1e-12);
          g_assert_cmpfloat_with_epsilon (actual.v, p > 0 && p < 1 ? v : 0, 1e-12);
          g_assert_cmpfloat_with_epsilon (actual.n / n_eff, 1, 1e-10);
        }
    }
}

/* Weights of 1, or all of 7, are no weights: every closed form with its interval. What is drawn is resampled instead
 * (test-resampling.c). */
static void
test_equal_weights (void)
{
  g_autoptr (GRand) random = test_random ();
  const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = "" };
  guint n_table;
  const AssayMeasure *table = assay_measure_table (&n_table);

  for (guint round = 0; round < 40; round++)
    {
      Rows rows = make_rows (random, 5 + 7 * round, 1);
      for (guint i = 0; i < rows.n && round % 2 == 1; i++)
        rows.weight[i] = 7;
      g_auto (AssayEvidence) weighted = evidence_of (&rows, 0, rows.n);
      const AssayEvidence plain = { .matrix = weighted.matrix };
      for (guint m = 0; m < n_table; m++)
        {
          const AssayEstimate a = assay_measure_estimate (&table[m], &weighted, &options);
          const AssayEstimate b = assay_measure_estimate (&table[m], &plain, &options);
          g_assert_cmpuint (a.n, ==, b.n);
          g_assert_cmpint (isnan (a.value), ==, isnan (b.value));
          if (isnan (a.value))
            continue;
          g_assert_cmpfloat_with_epsilon (a.value, b.value, 1e-12);
          if (table[m].interval == ASSAY_INTERVAL_DIRICHLET)
            {
              g_assert_true (isnan (a.lo) ? a.why != NULL : a.why == NULL && a.lo <= a.value && a.value <= a.hi && a.lo < a.hi);
              continue;
            }
          g_assert_cmpfloat_with_epsilon (a.lo, b.lo, 1e-12);
          g_assert_cmpfloat_with_epsilon (a.hi, b.hi, 1e-12);
          if (table[m].interval != ASSAY_INTERVAL_MOVER)
            g_assert_cmpfloat_with_epsilon (a.n_eff, (double) a.n, 1e-8);
        }
    }
}

/* All weights doubled: the same bits. Multiplied by 3: the same but for the last of them. */
static void
test_scale (void)
{
  g_autoptr (GRand) random = test_random ();
  const AssayMeasureOptions options = { .confidence = 0.9, .seed = 1, .stream = "" };
  guint n_table;
  const AssayMeasure *table = assay_measure_table (&n_table);

  for (guint round = 0; round < 30; round++)
    {
      Rows rows = make_rows (random, 20 + 11 * round, 100000), doubled = rows, tripled = rows;
      for (guint i = 0; i < rows.n; i++)
        {
          doubled.weight[i] *= 2;
          tripled.weight[i] *= 3;
        }
      g_auto (AssayEvidence) first = evidence_of (&rows, 0, rows.n);
      g_auto (AssayEvidence) second = evidence_of (&doubled, 0, rows.n);
      g_auto (AssayEvidence) third = evidence_of (&tripled, 0, rows.n);
      for (guint m = 0; m < n_table; m++)
        {
          const AssayEstimate a = assay_measure_estimate (&table[m], &first, &options);
          const AssayEstimate b = assay_measure_estimate (&table[m], &second, &options);
          const AssayEstimate c = assay_measure_estimate (&table[m], &third, &options);
          g_assert_true (memcmp (&a.lo, &b.lo, sizeof a.lo) == 0 && memcmp (&a.hi, &b.hi, sizeof a.hi) == 0);
          g_assert_true (a.value == b.value || isnan (a.value));
          g_assert_true (isnan (a.value) || fabs (a.value - c.value) < 1e-12);
          g_assert_true (isnan (a.lo) || (fabs (a.lo - c.lo) < 1e-12 && fabs (a.hi - c.hi) < 1e-12));
        }
    }
}

/* A slice and its complement add up to the whole, weight by weight. */
static void
test_rest (void)
{
  g_autoptr (GRand) random = test_random ();

  for (guint round = 0; round < 50; round++)
    {
      const Rows rows = make_rows (random, 10 + 5 * round, 50);
      const guint cut = (guint) g_rand_int_range (random, 0, (gint) rows.n + 1);
      g_auto (AssayEvidence) whole = evidence_of (&rows, 0, rows.n);
      g_auto (AssayEvidence) slice = evidence_of (&rows, 0, cut);
      g_auto (AssayEvidence) expected = evidence_of (&rows, cut, rows.n);
      g_auto (AssayEvidence) rest = assay_evidence_less (&whole, &slice);
      g_assert_cmpuint (rest.weights->n_cells, ==, expected.weights->n_cells);
      g_assert_cmpmem (rest.weights->cells, rest.weights->n_cells * sizeof (AssayWeight), expected.weights->cells,
                       expected.weights->n_cells * sizeof (AssayWeight));
    }
}

/* z by hand. Slice: 30 of weight 1 and 10 of weight 3, of each half right: p = .5, v = .25 Σw²/(Σw)² = .25 * 120/3600. Rest: 50
 * rows of weight 2, 10 right: p = .2, v = .16/50. z = .3/√(.008333 + .0032) = 2.79347. */
static void
test_test (void)
{
  AssayMatrixCell slice_cells[] = { { 0, 0, 20 }, { 0, 1, 20 } }, rest_cells[] = { { 0, 0, 10 }, { 0, 1, 40 } };
  g_autofree AssayWeights *slice_weights = assay_weights_new (2), *rest_weights = assay_weights_new (2);
  const AssayMeasure accuracy = find ("accuracy"), recall = find ("recall");
  AssayEvidence slice = { .matrix = { 2, 1, 2, slice_cells }, .weights = slice_weights };
  AssayEvidence rest = { .matrix = { 2, 1, 2, rest_cells }, .weights = rest_weights };

  slice_weights->cells[0] = slice_weights->cells[1] = (AssayWeight) { 30, 60 };
  rest_weights->cells[0] = (AssayWeight) { 20, 40 };
  rest_weights->cells[1] = (AssayWeight) { 80, 160 };
  const AssayTest test = assay_test_evidence (&accuracy, &slice, &rest, 0.95);
  g_assert_cmpint (test.kind, ==, ASSAY_TEST_Z);
  g_assert_cmpfloat_with_epsilon (test.p, erfc (0.3 / sqrt (2 * (0.25 * 120 / 3600 + 0.16 / 50))), 1e-14);
  g_assert_cmpfloat_with_epsilon (test.p, 0.00521460513, 1e-10);
  g_assert_cmpint (assay_test_evidence (&recall, &slice, &rest, 0.95).kind, ==, ASSAY_TEST_NONE);

  /* Without weights it is the test of counts. */
  slice.weights = rest.weights = NULL;
  const AssayTest plain = assay_test_evidence (&accuracy, &slice, &rest, 0.95);
  g_assert_cmpint (plain.kind, ==, assay_test_proportions (20, 40, 10, 50).kind);
  g_assert_cmpfloat (plain.p, ==, assay_test_proportions (20, 40, 10, 50).p);
}

/* Rows that weigh nothing: not 0, not 1, but undefined; n is still their number. */
static void
test_no_weight (void)
{
  AssayMatrixCell cells[] = { { 0, 0, 20 }, { 1, 1, 20 } };
  g_autofree AssayWeights *weights = assay_weights_new (2);
  const AssayEvidence evidence = { .matrix = { 2, 1, 2, cells }, .weights = weights };
  const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = "" };
  static const struct { const char *measure; guint64 n; double value; } cases[] = {
    { "recall", 20, NAN }, { "balanced_accuracy", 40, NAN }, { "specificity", 20, 1 }, { "accuracy", 40, 1 }, { "f1", 20, NAN },
    { "mcc", 40, NAN },
  };

  weights->cells[0] = (AssayWeight) { 10, 10 };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AssayMeasure measure = find (cases[i].measure);
      const AssayEstimate estimate = assay_measure_estimate (&measure, &evidence, &options);
      g_test_message ("%s: %s", cases[i].measure, estimate.why);
      g_assert_cmpuint (estimate.n, ==, cases[i].n);
      g_assert_true (isnan (cases[i].value) ? isnan (estimate.value) && estimate.why != NULL : estimate.value == cases[i].value);
      if (strcmp (cases[i].measure, "recall") == 0)
        g_assert_cmpstr (estimate.why, ==, "no weight");
      /* Kish: ten rows of weight 1 among twenty of which ten weigh nothing are worth ten. */
      if (strcmp (cases[i].measure, "specificity") == 0)
        g_assert_cmpfloat (estimate.n_eff, ==, 10);
    }
}

static void
test_are_equal (void)
{
  const AssaySum large = (AssaySum) 1 << 62;

  g_assert_true (assay_weights_are_equal (5, (AssayWeight) { 15, 45 }));
  g_assert_false (assay_weights_are_equal (5, (AssayWeight) { 15, 46 }));
  /* Rows that all weigh nothing are none, and not as good as unweighted. */
  g_assert_false (assay_weights_are_equal (5, (AssayWeight) { 0, 0 }));
  g_assert_true (assay_weights_are_equal (1, (AssayWeight) { 3, 9 }));
  g_assert_true (assay_weights_are_equal (G_MAXUINT32, (AssayWeight) { ((AssaySum) G_MAXUINT32) << 31, large * G_MAXUINT32 }));
  g_assert_false (assay_weights_are_equal (G_MAXUINT32, (AssayWeight) { (((AssaySum) G_MAXUINT32) << 31) - 1, large * G_MAXUINT32 }));
  g_assert_false (assay_weights_are_equal (G_MAXUINT64, (AssayWeight) { large * 16, large * large }));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/weighted/formula", test_formula);
  g_test_add_func ("/measure/weighted/equal-weights", test_equal_weights);
  g_test_add_func ("/measure/weighted/scale", test_scale);
  g_test_add_func ("/measure/weighted/rest", test_rest);
  g_test_add_func ("/measure/weighted/test", test_test);
  g_test_add_func ("/measure/weighted/no-weight", test_no_weight);
  g_test_add_func ("/measure/weighted/are-equal", test_are_equal);
  return g_test_run ();
}
