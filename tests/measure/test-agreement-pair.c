/* test-agreement-pair.c: two annotators against published tables, the definitions, and what has no kappa. */
#include "dense.h"
#include "measure/agreement.h"
#include "near.h"

#define MOST_CLASSES 6

static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 3, .stream = "", .n_draws = 400 };

/* Landis & Koch 1977, The measurement of observer agreement for categorical data, table 1; more digits are those of
 * statsmodels 0.15, cohens_kappa(). */
static const struct
{
  const char *name;
  guint64     cells[16];
  double      published[ASSAY_N_KAPPAS], precise[ASSAY_N_KAPPAS];
  guint64     n, agreed;
} tables[] = {
  { "Winnipeg", { 38, 5, 0, 1, 33, 11, 3, 0, 10, 14, 5, 6, 3, 7, 3, 10 }, { .2079, .3797, .5246 },
    { 0.20794246404002498, 0.3797305479866787, 0.5245764643318394 }, 149, 64 },
  { "New Orleans", { 5, 3, 0, 0, 3, 11, 4, 0, 2, 13, 3, 4, 1, 2, 4, 14 }, { .2965, .4773, .6256 },
    { 0.296516567544605, 0.4772727272727272, 0.6255813953488373 }, 69, 33 },
};

static void
test_landis_koch (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      AssayMatrixCell room[16];
      const AssayMatrix matrix = dense_matrix_in (room, 4, 4, tables[i].cells);
      const AssayAnnotatorPair pair = assay_annotator_pair (&matrix, &options);

      near_at (tables[i].name, "agreement", pair.agreement.value, (double) tables[i].agreed / tables[i].n, 1e-15);
      for (guint kappa = 0; kappa < ASSAY_N_KAPPAS; kappa++)
        {
          const AssayEstimate *e = &pair.kappas[kappa];

          near_at (tables[i].name, "kappa, published", e->value, tables[i].published[kappa], .00005);
          near_at (tables[i].name, "kappa", e->value, tables[i].precise[kappa], 1e-14);
          g_assert_cmpuint (e->n, ==, tables[i].n);
          g_assert_true (e->lo < e->value && e->value < e->hi && e->why == NULL);
        }
    }
}

/* Against Fleiss, Cohen & Everitt 1969 the error of the plain kappa is within a tenth: the two agree to the first
 * order. */
static double
error_of_kappa (const guint64 *cells,
                guint          k)
{
  double n = 0, rows[MOST_CLASSES] = { 0 }, columns[MOST_CLASSES] = { 0 }, observed = 0, expected = 0, v = 0;

  for (guint i = 0; i < k * k; i++)
    n += cells[i];
  for (guint i = 0; i < k * k; i++)
    {
      rows[i / k] += cells[i] / n;
      columns[i % k] += cells[i] / n;
      observed += i / k == i % k ? cells[i] / n : 0;
    }
  for (guint i = 0; i < k; i++)
    expected += rows[i] * columns[i];
  const double kappa = (observed - expected) / (1 - expected);
  for (guint i = 0; i < k * k; i++)
    {
      const double off = (columns[i / k] + rows[i % k]) * (1 - kappa), term = (i / k == i % k) - off;

      v += cells[i] / n * term * term;
    }
  v -= pow (kappa - expected * (1 - kappa), 2);
  return sqrt (v / n) / (1 - expected);
}

static void
test_width (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      AssayMatrixCell room[16];
      AssayMeasureOptions many = options;
      const AssayMatrix matrix = dense_matrix_in (room, 4, 4, tables[i].cells);

      many.n_draws = 4000;
      const AssayEstimate e = assay_annotator_pair (&matrix, &many).kappas[ASSAY_KAPPA_PLAIN];
      near_at (tables[i].name, "half width", (e.hi - e.lo) / 2, 1.96 * error_of_kappa (tables[i].cells, 4),
               0.1 * (e.hi - e.lo) / 2);
    }
}

/* Σ v p / Σ v r c over all pairs of categories, which are those used. */
static double
by_definition (const guint64 *cells,
               guint          n_classes,
               AssayKappa     kind)
{
  double rows[MOST_CLASSES] = { 0 }, columns[MOST_CLASSES] = { 0 }, n = 0, observed = 0, expected = 0;
  guint used[MOST_CLASSES], k = 0;

  for (guint i = 0; i < n_classes * n_classes; i++)
    {
      rows[i / n_classes] += cells[i];
      columns[i % n_classes] += cells[i];
      n += cells[i];
    }
  for (guint class = 0; class < n_classes; class++)
    if (rows[class] + columns[class] > 0)
      used[k++] = class;
  for (guint i = 0; i < k; i++)
    for (guint j = 0; j < k; j++)
      {
        const double apart = fabs ((double) i - j) / MAX (k - 1.0, 1);
        const double v = kind == ASSAY_KAPPA_PLAIN ? i != j : kind == ASSAY_KAPPA_LINEAR ? apart : apart * apart;

        observed += v * cells[used[i] * n_classes + used[j]] / n;
        expected += v * rows[used[i]] / n * columns[used[j]] / n;
      }
  return expected > 0 ? 1 - observed / expected : NAN;
}

static void
test_definition (void)
{
  for (guint repeat = 0; repeat < 200; repeat++)
    {
      const guint n = g_test_rand_int_range (2, MOST_CLASSES + 1);
      guint64 cells[MOST_CLASSES * MOST_CLASSES], turned[MOST_CLASSES * MOST_CLASSES];
      AssayMatrixCell room[MOST_CLASSES * MOST_CLASSES], turned_room[MOST_CLASSES * MOST_CLASSES];

      for (guint i = 0; i < n * n; i++)
        cells[i] = g_test_rand_bit () ? near_random_count (20) : 0;
      for (guint i = 0; i < n * n; i++)
        turned[i % n * n + i / n] = cells[i];
      const AssayMatrix matrix = dense_matrix_in (room, n, n, cells);
      const AssayMatrix other = dense_matrix_in (turned_room, n, n, turned);
      const AssayAnnotatorPair pair = assay_annotator_pair (&matrix, &options);
      const AssayAnnotatorPair exchanged = assay_annotator_pair (&other, &options);
      for (guint kappa = 0; kappa < ASSAY_N_KAPPAS; kappa++)
        {
          near_at ("random", "kappa", pair.kappas[kappa].value, by_definition (cells, n, kappa), 1e-12);
          near_at ("exchanged", "kappa", exchanged.kappas[kappa].value, pair.kappas[kappa].value, 1e-12);
        }
    }
}

static void
test_undefined (void)
{
  static const struct { const char *name; guint64 cells[9]; double value; const char *why; } cases[] = {
    { "no rows", { 0 }, NAN, "no row that both rated" },
    { "one class", { 0, 0, 0, 0, 9, 0, 0, 0, 0 }, NAN, "one class only" },
    { "all agree", { 3, 0, 0, 0, 9, 0, 0, 0, 1 }, 1, "no spread" },
    { "always the other", { 0, 0, 7, 0, 0, 0, 0, 0, 0 }, 0, "no spread" },
    { "one row", { 0, 0, 0, 0, 0, 0, 0, 1, 0 }, 0, "no spread" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AssayMatrixCell room[9];
      const AssayMatrix matrix = dense_matrix_in (room, 3, 3, cases[i].cells);
      const AssayAnnotatorPair pair = assay_annotator_pair (&matrix, &options);

      for (guint kappa = 0; kappa < ASSAY_N_KAPPAS; kappa++)
        {
          near_at (cases[i].name, "kappa", pair.kappas[kappa].value, cases[i].value, 0);
          g_assert_cmpstr (pair.kappas[kappa].why, ==, cases[i].why);
          g_assert_true (isnan (pair.kappas[kappa].lo) && isnan (pair.kappas[kappa].hi));
        }
      g_assert_true (isnan (pair.agreement.value) == (pair.agreement.n == 0));
      g_assert_cmpstr (pair.agreement.why, ==, i == 0 ? cases[i].why : NULL);
    }
}

/* Unused classes between two that are used are no categories: the weights stay as they are. */
static void
test_unused (void)
{
  AssayMatrixCell room[9], wide_room[25];
  const guint64 cells[9] = { 5, 2, 1, 0, 7, 3, 2, 0, 4 };
  guint64 wide[25] = { 0 };

  for (guint i = 0; i < 9; i++)
    wide[(i / 3 * 2) * 5 + i % 3 * 2] = cells[i];
  const AssayMatrix matrix = dense_matrix_in (room, 3, 3, cells), other = dense_matrix_in (wide_room, 5, 5, wide);
  const AssayAnnotatorPair pair = assay_annotator_pair (&matrix, &options);
  const AssayAnnotatorPair spread = assay_annotator_pair (&other, &options);
  for (guint kappa = 0; kappa < ASSAY_N_KAPPAS; kappa++)
    {
      g_assert_cmpfloat (pair.kappas[kappa].value, ==, spread.kappas[kappa].value);
      g_assert_cmpfloat (pair.kappas[kappa].lo, ==, spread.kappas[kappa].lo);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agreement-pair/landis-koch", test_landis_koch);
  g_test_add_func ("/agreement-pair/width", test_width);
  g_test_add_func ("/agreement-pair/definition", test_definition);
  g_test_add_func ("/agreement-pair/undefined", test_undefined);
  g_test_add_func ("/agreement-pair/unused", test_unused);
  return g_test_run ();
}
