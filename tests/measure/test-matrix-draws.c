/* test-matrix-draws.c: drawing sums of cells is drawing every cell. */
#include "measure/measure-private.h"
#include "dense.h"
#include "near.h"

#define N 12
#define N_DRAWS 20000

static const AssayCost costs[] = { { 0, 1, 4 }, { 3, 3, -1 }, { 7, 2, 10 } };
static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 5, .stream = "draws", .n_draws = N_DRAWS,
                                             .costs = costs, .n_costs = G_N_ELEMENTS (costs) };

static AssayMeasure
find (const char *name)
{
  AssayMeasure measure;

  g_assert_true (assay_measure_find (name, &measure));
  return measure;
}

/* The same measure with all N² cells drawn one by one, under another seed. */
static AssayEstimate
every_cell (const AssayMeasure *measure,
            const guint64      *cells,
            guint               positive,
            double              value)
{
  g_autofree double *draws = g_new (double, N_DRAWS);
  g_auto (AssayShares) shares = { 0 };
  guint8 in_labels[N] = { 0 };
  double drawn[N * N];
  g_auto (AssayDirichlet) dirichlet = { 0 };
  AssayStream stream;
  AssayEstimate estimate = { .value = value };

  for (guint i = 0; i < N * N; i++)
    in_labels[i / N] |= cells[i] > 0;
  assay_shares_init (&shares, N, positive, in_labels);
  shares.has_costs = TRUE;
  assay_stream_init (&stream, 99, "every cell");
  assay_dirichlet_init (&dirichlet, &stream, cells, N * N, 2.0 / (N * N));
  for (guint draw = 0; draw < N_DRAWS; draw++)
    {
      assay_dirichlet_draws (&dirichlet, draw, 1, drawn);
      assay_shares_zero (&shares);
      for (guint i = 0; i < N * N; i++)
        {
          assay_shares_add (&shares, i / N, i % N, drawn[i]);
          shares.cost += drawn[i] * assay_cost_of (costs, G_N_ELEMENTS (costs), i / N, i % N);
        }
      draws[draw] = assay_shares_value (&shares, measure);
    }
  assay_dirichlet_ends (&estimate, draws, N_DRAWS, 0.95);
  return estimate;
}

/* An end of 20,000 draws strays by √(.025 * .975/20000)/.0584 = .019 of a standard deviation for a normal law, a
 * quarter of the width; two of them, five times that: .14. */
static void
check_ends (const char    *name,
            const guint64 *cells)
{
  const AssayMeasure measure = find (name);
  const AssayEvidence evidence = dense_evidence (N, 3, cells);
  const AssayEstimate summed = assay_measure_estimate (&measure, &evidence, &options);
  const AssayEstimate each = every_cell (&measure, cells, 3, summed.value);
  const double sd = (each.hi - each.lo) / 4;

  near_at (name, "lo", summed.lo, each.lo, 0.14 * sd);
  near_at (name, "hi", summed.hi, each.hi, 0.14 * sd);
}

static const char *const names[] = { "mcc", "kappa", "macro_precision", "macro_f1", "weighted_precision", "weighted_f1",
                                     "f2", "cost" };

/* 40 rows in few cells: a prior of 2 in all tells, most of it in empty cells. */
static void
test_few_rows (void)
{
  guint64 cells[N * N] = { 0 };

  for (guint class = 0; class < N; class++)
    cells[class * N + class] = 1 + class % 4;
  cells[0 * N + 1] = 3;
  cells[3 * N + 5] = 2;
  cells[7 * N + 3] = 4;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    check_ends (names[i], cells);
}

/* All but ten cells, and then all, have rows. */
static void
test_few_empty (void)
{
  guint64 cells[N * N];

  for (guint i = 0; i < N * N; i++)
    cells[i] = i % 14 == 5 ? 0 : 1 + (i % N == i / N ? 30 : i % 3);
  check_ends ("kappa", cells);
  check_ends ("macro_f1", cells);
  for (guint i = 0; i < N * N; i++)
    cells[i] = 1 + i % 5;
  check_ends ("mcc", cells);
}

/* Where it matters most: one row each, so that the empty cells have as much weight as a row. */
static void
test_hardly_any_rows (void)
{
  guint64 cells[N * N] = { 0 };

  for (guint class = 0; class < N; class++)
    cells[class * N + (class == 2 ? 4 : class)] = 1;
  check_ends ("kappa", cells);
  check_ends ("macro_f1", cells);
}

static gboolean
same (const AssayEstimate *a,
      const AssayEstimate *b)
{
  return a->value == b->value && a->lo == b->lo && a->hi == b->hi && a->n == b->n;
}

/* Alone or with others, and with classes that are nowhere named: the same bits. */
static void
test_alone (void)
{
  AssayMeasure measures[G_N_ELEMENTS (names)];
  AssayEstimate together[G_N_ELEMENTS (names)];
  guint64 cells[N * N], wide[(N + 3) * (N + 3)] = { 0 };
  AssayMeasureOptions few = options;

  few.n_draws = 300;
  for (guint i = 0; i < N * N; i++)
    {
      cells[i] = g_test_rand_int_range (0, 3) == 0 ? g_test_rand_int_range (1, 9) : i % (N + 1) == 0;
      wide[i / N * (N + 3) + i % N] = cells[i];
    }
  const AssayEvidence evidence = dense_evidence (N, 3, cells), with_absent = dense_evidence (N + 3, 3, wide);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    measures[i] = find (names[i]);
  assay_measure_estimates (measures, G_N_ELEMENTS (names), &evidence, &few, together);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const AssayEstimate alone = assay_measure_estimate (&measures[i], &evidence, &few);
      const AssayEstimate absent = assay_measure_estimate (&measures[i], &with_absent, &few);

      if (!same (&alone, &together[i]) || !same (&absent, &together[i]))
        g_error ("%s depends on what else is there", names[i]);
    }
}

/* Two classes, fn costs 5 and fp 1: (5 * 12 + 7)/100. Ends: 4,000,000 draws of Dirichlet (50.5, 7.5, 12.5, 31.5) by
 * numpy.random.default_rng (1), sd .1609. */
static void
test_binary_cost (void)
{
  const AssayCost binary[] = { { 0, 1, 1 }, { 1, 0, 5 } };
  const AssayMeasureOptions with = { .confidence = 0.95, .seed = 1, .stream = "", .n_draws = N_DRAWS, .costs = binary,
                                     .n_costs = 2 };
  const AssayMeasureOptions without = { .confidence = 0.95, .seed = 1, .stream = "" };
  const AssayEvidence evidence = dense_evidence (2, 1, (const guint64[]) { 50, 7, 12, 31 });
  const AssayMeasure cost = find ("cost");
  const AssayEstimate e = assay_measure_estimate (&cost, &evidence, &with);

  near_at ("cost", "value", e.value, 0.67, 1e-15);
  near_at ("cost", "lo", e.lo, 0.40613, 0.1 * 0.1609);
  near_at ("cost", "hi", e.hi, 1.03266, 0.1 * 0.1609);
  g_assert_cmpuint (e.n, ==, 100);
  g_assert_cmpstr (assay_measure_estimate (&cost, &evidence, &without).why, ==, "the plan has no [costs]");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/matrix-draws/few-rows", test_few_rows);
  g_test_add_func ("/measure/matrix-draws/few-empty", test_few_empty);
  g_test_add_func ("/measure/matrix-draws/hardly-any-rows", test_hardly_any_rows);
  g_test_add_func ("/measure/matrix-draws/alone", test_alone);
  g_test_add_func ("/measure/matrix-draws/binary-cost", test_binary_cost);
  return g_test_run ();
}
