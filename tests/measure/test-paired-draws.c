/* test-paired-draws.c: drawn differences of two models: what is folded, absent or weighted, against the rows. */
#include "dense.h"
#include "near.h"
#include "weighted-rows.h"

static const AssayCost costs[] = { { 0, 1, 1 }, { 1, 0, 5 }, { 2, 1, 3 } };
static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 8, .stream = "sex=F", .costs = costs,
                                             .n_costs = G_N_ELEMENTS (costs) };

static AssayMeasure
find (const char *name)
{
  AssayMeasure measure;

  g_assert_true (assay_measure_find (name, &measure));
  return measure;
}

/* Of three classes; cells (label, new, old). */
static void
random_cells (guint64 *cells,
              guint    most)
{
  for (guint i = 0; i < 27; i++)
    cells[i] = near_random_count (most) + 1;
}

/* What is known of each row when there are too many classes: evidence.h. */
static AssayPairedMatrix
fold (const guint64   *cells,
      AssayPairedCell *room)
{
  guint n = 0;

  for (guint label = 0; label < 3; label++)
    {
      guint64 both = 0, only_new = 0, only_old = 0, same = 0, other = 0;

      for (guint new = 0; new < 3; new++)
        for (guint old = 0; old < 3; old++)
          *(new == label && old == label ? &both : new == label ? &only_new : old == label ? &only_old
            : new == old ? &same : &other) += cells[(label * 3 + new) * 3 + old];
      room[n++] = (AssayPairedCell) { label, label, label, both };
      room[n++] = (AssayPairedCell) { label, label, ASSAY_PAIRED_WRONG, only_new };
      room[n++] = (AssayPairedCell) { label, ASSAY_PAIRED_WRONG, label, only_old };
      room[n++] = (AssayPairedCell) { label, ASSAY_PAIRED_WRONG, ASSAY_PAIRED_WRONG, same };
      room[n++] = (AssayPairedCell) { label, ASSAY_PAIRED_WRONG, ASSAY_PAIRED_OTHER, other };
    }
  return (AssayPairedMatrix) { .n_classes = 3, .positive = 1, .n_cells = n, .cells = room, .is_folded = TRUE };
}

/* Sums of gammas are gammas: four sums a label tell of what is right as much as nine cells. Ends of 20,000 draws
 * differ by the noise of a 2.5 % quantile, .019 sd each, .027 sd together: a 25th of the width is six times that. */
static void
test_folded (void)
{
  static const char *const of_right[] = { "accuracy", "recall", "fnr", "macro_recall", "balanced_accuracy" };
  AssayMeasureOptions many = options;

  many.n_draws = 20000;
  for (guint repeat = 0; repeat < 3; repeat++)
    {
      guint64 cells[27];
      AssayPairedCell room[15];

      random_cells (cells, 5);
      const AssayPairedMatrix plain = dense_pair (3, 1, cells), folded = fold (cells, room);
      for (guint i = 0; i < G_N_ELEMENTS (of_right); i++)
        {
          const AssayMeasure measure = find (of_right[i]);
          const AssayEstimate a = assay_paired_draw (&measure, &plain, &many, NULL);
          const AssayEstimate b = assay_paired_draw (&measure, &folded, &many, NULL);

          near_at (of_right[i], "folded", b.value, a.value, 1e-14);
          near_at (of_right[i], "folded lo", b.lo, a.lo, (a.hi - a.lo) / 25);
          near_at (of_right[i], "folded hi", b.hi, a.hi, (a.hi - a.lo) / 25);
          g_assert_cmpuint (b.n, ==, a.n);
        }
    }
}

/* Three rows, each right in both models: all that is drawn as different, the prior alone put there. */
static void
test_prior (void)
{
  static const char *const of_right[] = { "accuracy", "recall", "macro_recall" };
  AssayMeasureOptions many = options;
  AssayPairedCell room[15], right[3];
  guint64 cells[27] = { 0 };

  many.n_draws = 100000;
  for (guint class = 0; class < 3; class++)
    {
      cells[class * 9 + class * 3 + class] = 1;
      right[class] = (AssayPairedCell) { class, class, class, 1 };
    }
  const AssayPairedMatrix plain = dense_pair (3, 1, cells);
  AssayPairedMatrix folded = fold (cells, room);
  folded.n_cells = 3;
  folded.cells = right;
  for (guint i = 0; i < G_N_ELEMENTS (of_right); i++)
    {
      const AssayMeasure measure = find (of_right[i]);
      const AssayEstimate a = assay_paired_draw (&measure, &plain, &many, NULL);
      const AssayEstimate b = assay_paired_draw (&measure, &folded, &many, NULL);

      near_at (of_right[i], "width", b.hi - b.lo, a.hi - a.lo, 0.02 * (a.hi - a.lo));
      near_at (of_right[i], "lo", b.lo, a.lo, 0.02 * (a.hi - a.lo));
    }
}

/* Dirichlet's mean and variance: with P = rows + 2 the share won less the share lost has variance
 * ((w + l) - (w - l)²)/(P + 1), each share of rows + prior: 2/27 a cell, 6 of them won, 6 lost. */
static void
test_accuracy (void)
{
  const AssayMeasure accuracy = find ("accuracy");
  AssayMeasureOptions many = options;
  guint64 cells[27], n = 0, won = 0, lost = 0;

  many.n_draws = 20000;
  random_cells (cells, 60);
  for (guint i = 0; i < 27; i++)
    {
      const guint label = i / 9, new = i / 3 % 3, old = i % 3;
      n += cells[i];
      won += new == label && old != label ? cells[i] : 0;
      lost += new != label && old == label ? cells[i] : 0;
    }
  const AssayPairedMatrix matrix = dense_pair (3, 1, cells);
  const AssayEstimate estimate = assay_paired_draw (&accuracy, &matrix, &many, NULL);
  const double all = n + 2.0, w = (won + 12.0 / 27) / all, l = (lost + 12.0 / 27) / all;
  const double sd = sqrt ((w + l - (w - l) * (w - l)) / (all + 1));

  near_at ("accuracy", "value", estimate.value, ((double) won - (double) lost) / n, 1e-14);
  /* The noise of a 2.5 % quantile is .019 sd; the rest is for its not being normal. */
  near_at ("accuracy", "lo", estimate.lo, w - l - 1.96 * sd, 0.15 * sd);
  near_at ("accuracy", "hi", estimate.hi, w - l + 1.96 * sd, 0.15 * sd);
}

/* Classes that neither labels nor predictions name change nothing: not a bit of it. */
static void
test_absent (void)
{
  static const guint as[] = { 1, 3, 4 };
  AssayCost moved[G_N_ELEMENTS (costs)];
  AssayMeasureOptions wide = options;
  AssayPairedCell room[27];
  guint64 cells[27];
  guint n_measures;
  const AssayMeasure *table = assay_measure_table (&n_measures);

  random_cells (cells, 9);
  const AssayPairedMatrix matrix = dense_pair (3, 1, cells);
  for (guint i = 0; i < matrix.n_cells; i++)
    room[i] = (AssayPairedCell) { as[matrix.cells[i].label], as[matrix.cells[i].new], as[matrix.cells[i].old],
                                  matrix.cells[i].n };
  for (guint i = 0; i < G_N_ELEMENTS (costs); i++)
    moved[i] = (AssayCost) { as[costs[i].label], as[costs[i].prediction], costs[i].cost };
  wide.costs = moved;
  const AssayPairedMatrix gaps = { .n_classes = 6, .positive = 3, .n_cells = matrix.n_cells, .cells = room };
  for (guint i = 0; i < n_measures; i++)
    {
      const AssayEstimate a = assay_paired_draw (&table[i], &matrix, &options, NULL);
      const AssayEstimate b = assay_paired_draw (&table[i], &gaps, &wide, NULL);

      g_assert_true (a.value == b.value || (isnan (a.value) && isnan (b.value)));
      g_assert_true (a.lo == b.lo || (isnan (a.lo) && isnan (b.lo)));
      g_assert_true (a.hi == b.hi || (isnan (a.hi) && isnan (b.hi)));
      g_assert_cmpuint (a.n, ==, b.n);
    }
}

/* By hand: 40 rows of label 1 that the new model calls 1 and the old one 0 at 5 each, 10 of label 0 turned to 1 at 1
 * each, 50 right for both: (10 - 200)/100. Costs per row. */
static void
test_cost (void)
{
  const guint64 cells[8] = { 50, 0, 10, 0, 0, 0, 40, 0 };
  const AssayMeasure cost = find ("cost");
  const AssayPairedMatrix matrix = dense_pair (2, 1, cells);
  const AssayEstimate estimate = assay_paired_draw (&cost, &matrix, &options, NULL);

  near_at ("cost", "value", estimate.value, -1.9, 1e-14);
  g_assert_true (estimate.lo < -1.9 && estimate.hi > -1.9);
}

/* The variance over replicates of weighted rows, by linearization: Σ w² (x - d)²/(Σw)² with x = 1, 0, -1 for rows
 * won, equal, lost. 20,000 of them know it to 1 %. */
static void
test_variance (void)
{
  const AssayMeasure accuracy = find ("accuracy");
  AssayMeasureOptions many = options;
  g_autofree WeightedRows *rows = g_new0 (WeightedRows, 1);
  g_auto (WeightedTables) tables = { 0 };
  double all = 0, d = 0, expected = 0, v;

  many.n_draws = 20000;
  rows->n = 600;
  rows->n_classes = 3;
  for (guint i = 0; i < rows->n; i++)
    {
      rows->label[i] = g_test_rand_int_range (0, 3);
      rows->new[i] = g_test_rand_int_range (0, 4) ? rows->label[i] : (guint) g_test_rand_int_range (0, 3);
      rows->old[i] = g_test_rand_int_range (0, 3) ? rows->label[i] : (guint) g_test_rand_int_range (0, 3);
      rows->weight[i] = (guint64) g_test_rand_int_range (1, 10) * ROWS_UNIT;
    }
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < rows->n; i++)
      {
        const double w = (double) rows->weight[i];
        const int x = (rows->new[i] == rows->label[i]) - (rows->old[i] == rows->label[i]);

        if (pass == 0)
          all += w, d += w * x;
        else
          expected += w * w / all / all * (x - d / all) * (x - d / all);
      }
  weighted_tables_init (&tables, rows);
  const AssayEstimate estimate = assay_paired_draw (&accuracy, &tables.pair, &many, &v);
  near_at ("weighted", "value", estimate.value, d / all, 1e-12);
  near_at ("weighted", "v", v, expected, 0.06 * expected);
  g_assert_cmpuint (estimate.n, ==, 600);
}

/* One class: of a folded pair nothing can be wrong, and no draw differs. */
static void
test_one_class (void)
{
  const AssayPairedCell only[] = { { 0, 0, 0, 12 } };
  const AssayPairedMatrix folded = { .n_classes = 1, .positive = 1, .n_cells = 1, .cells = only, .is_folded = TRUE };
  const AssayMeasure accuracy = find ("accuracy");
  double v = 1;
  AssayMeasureOptions without = options;

  without.n_costs = 0; /* they name classes that this set lacks */
  const AssayEstimate estimate = assay_paired_draw (&accuracy, &folded, &without, &v);

  g_assert_cmpfloat (estimate.value, ==, 0);
  g_assert_cmpuint (estimate.n, ==, 12);
  g_assert_true (isnan (v));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/paired-draws/folded", test_folded);
  g_test_add_func ("/measure/paired-draws/prior", test_prior);
  g_test_add_func ("/measure/paired-draws/accuracy", test_accuracy);
  g_test_add_func ("/measure/paired-draws/absent", test_absent);
  g_test_add_func ("/measure/paired-draws/cost", test_cost);
  g_test_add_func ("/measure/paired-draws/variance", test_variance);
  g_test_add_func ("/measure/paired-draws/one-class", test_one_class);
  return g_test_run ();
}
