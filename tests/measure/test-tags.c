/* test-tags.c: Ng's four numbers, lift and gain (measures.md 5): the lecture's table, brute force, properties. */
#include "measure/measure-private.h"
#include "measure/tags.h"
#include "measure/weighted.h"
#include "near.h"

#define assert_near(actual, expected, tolerance) near_at (G_STRLOC, #actual, (actual), (expected), (tolerance))

#define MOST_ROWS 400
#define N_CLASSES 3

static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = "" };

/* --- rows, and evidence counted from them --------------------------------------------------------------------- */

typedef struct
{
  guint label, new, old;
  gint  weight;
  gboolean is_tagged;
} Row;

typedef struct
{
  AssayMatrixCell   cells[N_CLASSES * N_CLASSES];
  AssayPairedCell   pair_cells[N_CLASSES * N_CLASSES * N_CLASSES];
  AssayEvidence     evidence;
  AssayPairedMatrix pairs;
} Counted;

static void
count_matrix (Counted   *self,
              const Row *rows,
              guint      n,
              gboolean   only_tagged)
{
  AssayMatrix *matrix = &self->evidence.matrix;
  AssayWeights *weights = assay_weights_new (N_CLASSES * N_CLASSES);

  *matrix = (AssayMatrix) { .n_classes = N_CLASSES, .positive = N_CLASSES, .cells = self->cells };
  for (guint cell = 0; cell < N_CLASSES * N_CLASSES; cell++)
    {
      AssayMatrixCell *to = &self->cells[matrix->n_cells];
      AssayWeight *weight = &weights->cells[matrix->n_cells];

      *to = (AssayMatrixCell) { cell / N_CLASSES, cell % N_CLASSES, 0 };
      for (guint i = 0; i < n; i++)
        if (rows[i].label == to->label && rows[i].new == to->prediction && (rows[i].is_tagged || !only_tagged))
          {
            to->n++;
            weight->sum += rows[i].weight;
            weight->squares += rows[i].weight * rows[i].weight;
          }
      matrix->n_cells += to->n > 0;
    }
  weights->n_cells = matrix->n_cells;
  self->evidence.weights = weights;
}

static void
count_pairs (Counted   *self,
             const Row *rows,
             guint      n,
             gboolean   only_tagged)
{
  self->pairs = (AssayPairedMatrix) { .n_classes = N_CLASSES, .positive = N_CLASSES, .cells = self->pair_cells };
  for (guint cell = 0; cell < N_CLASSES * N_CLASSES * N_CLASSES; cell++)
    {
      AssayPairedCell *to = &self->pair_cells[self->pairs.n_cells];

      *to = (AssayPairedCell) { cell / (N_CLASSES * N_CLASSES), cell / N_CLASSES % N_CLASSES, cell % N_CLASSES, 0 };
      for (guint i = 0; i < n; i++)
        to->n += rows[i].label == to->label && rows[i].new == to->new && rows[i].old == to->old
                 && (rows[i].is_tagged || !only_tagged);
      self->pairs.n_cells += to->n > 0;
    }
}

static void
counted_init (Counted   *self,
              const Row *rows,
              guint      n,
              gboolean   only_tagged,
              gboolean   is_weighted)
{
  *self = (Counted) { 0 };
  count_matrix (self, rows, n, only_tagged);
  count_pairs (self, rows, n, only_tagged);
  if (!is_weighted)
    {
      g_free ((gpointer) self->evidence.weights);
      self->evidence.weights = NULL;
    }
}

static void
counted_clear (Counted *self)
{
  g_free ((gpointer) self->evidence.weights);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Counted, counted_clear)

static guint
random_rows (Row *rows)
{
  const guint n = (guint) g_test_rand_int_range (50, MOST_ROWS);

  for (guint i = 0; i < n; i++)
    {
      const guint label = (guint) g_test_rand_int_range (0, N_CLASSES);
      const gboolean is_right = g_test_rand_int_range (0, 10) < 7, is_old_right = g_test_rand_int_range (0, 10) < 6;

      rows[i] = (Row) { label, is_right ? label : (label + 1) % N_CLASSES, is_old_right ? label : (label + 2) % N_CLASSES,
                        g_test_rand_int_range (1, 6), g_test_rand_int_range (0, 10) < 3 };
    }
  return n;
}

static void
assert_same (AssayEstimate a,
             AssayEstimate b)
{
  assert_near (a.value, b.value, 1e-12);
  assert_near (a.lo, b.lo, 1e-12);
  assert_near (a.hi, b.hi, 1e-12);
  g_assert_cmpuint (a.n, ==, b.n);
  g_assert_cmpstr (a.why, ==, b.why);
}

/* --- the lecture ---------------------------------------------------------------------------------------------- */

/* A thousand and more rows of one tag, a share of `all`, of which the baseline has `room` points more right. */
static AssayPairedMatrix
pairs_of (guint            rows,
          guint            only_old,
          AssayPairedCell *cells)
{
  cells[0] = (AssayPairedCell) { 0, 0, 0, rows - only_old };
  cells[1] = (AssayPairedCell) { 0, 1, 0, only_old };
  return (AssayPairedMatrix) { .n_classes = 2, .positive = 2, .n_cells = only_old > 0 ? 2 : 1, .cells = cells };
}

static void
test_lecture (void)
{
  static const struct { guint share, room; double gain; } tags[] = {
    { 60, 1, 0.60 }, { 4, 4, 0.16 }, { 30, 2, 0.60 }, { 6, 0, 0 },
  };
  AssayPairedCell all[2], cells[2];
  guint64 won = 0;

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    won += tags[i].share * 100 * tags[i].room / 100;
  const AssayPairedMatrix whole = pairs_of (10000, won, all);
  double sum = 0;
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      const AssayPairedMatrix part = pairs_of (tags[i].share * 100, tags[i].share * tags[i].room, cells);
      const AssayEstimate gain = assay_tag_gain (&whole, &part, &options);

      assert_near (100 * gain.value, tags[i].gain, 1e-12);
      g_assert_cmpuint (gain.n, ==, 10000);
      g_assert_true (gain.lo <= gain.value && gain.value <= gain.hi);
      sum += gain.value;
    }
  assert_near (sum, assay_tag_gain (&whole, &whole, &options).value, 1e-12);
}

/* --- brute force ---------------------------------------------------------------------------------------------- */

static void
test_brute (void)
{
  Row rows[MOST_ROWS];
  g_auto (Counted) whole = { 0 }, tag = { 0 };
  const guint n = random_rows (rows);
  guint64 errors = 0, tagged = 0, tagged_errors = 0, b = 0, c = 0;

  for (guint i = 0; i < n; i++)
    {
      const gboolean is_wrong = rows[i].label != rows[i].new, old_wrong = rows[i].label != rows[i].old;
      errors += is_wrong;
      tagged += rows[i].is_tagged;
      tagged_errors += is_wrong && rows[i].is_tagged;
      b += rows[i].is_tagged && is_wrong && !old_wrong;
      c += rows[i].is_tagged && !is_wrong && old_wrong;
    }
  counted_init (&whole, rows, n, FALSE, FALSE);
  counted_init (&tag, rows, n, TRUE, FALSE);
  const AssayTagShares shares = assay_tag_shares (&whole.evidence, &tag.evidence, &options);
  g_assert_cmpuint (shares.rows, ==, tagged);
  g_assert_cmpuint (shares.errors, ==, tagged_errors);
  assert_same (shares.share_of_errors, assay_wilson (tagged_errors, errors, 0.95));
  assert_same (shares.error_rate, assay_wilson (tagged_errors, tagged, 0.95));
  assert_same (shares.share_of_data, assay_wilson (tagged, n, 0.95));
  assert_same (shares.lift, assay_katz (tagged_errors, tagged, errors - tagged_errors, n - tagged, 0.95));
  assert_same (assay_tag_gain (&whole.pairs, &tag.pairs, &options), assay_bonett_price (b, c, n, 0.95));
}

/* --- properties ----------------------------------------------------------------------------------------------- */

static void
test_doubled (void)
{
  Row rows[2 * MOST_ROWS];
  g_auto (Counted) whole = { 0 }, tag = { 0 }, whole2 = { 0 }, tag2 = { 0 };
  const guint n = random_rows (rows);

  for (guint i = 0; i < n; i++)
    rows[n + i] = rows[i];
  counted_init (&whole, rows, n, FALSE, FALSE);
  counted_init (&tag, rows, n, TRUE, FALSE);
  counted_init (&whole2, rows, 2 * n, FALSE, FALSE);
  counted_init (&tag2, rows, 2 * n, TRUE, FALSE);
  const AssayTagShares once = assay_tag_shares (&whole.evidence, &tag.evidence, &options);
  const AssayTagShares twice = assay_tag_shares (&whole2.evidence, &tag2.evidence, &options);
  g_assert_cmpuint (twice.rows, ==, 2 * once.rows);
  g_assert_cmpuint (twice.errors, ==, 2 * once.errors);
  assert_near (once.share_of_errors.value, twice.share_of_errors.value, 0);
  assert_near (once.lift.value, twice.lift.value, 1e-15);
  g_assert_true (twice.lift.hi - twice.lift.lo < once.lift.hi - once.lift.lo);
  assert_near (assay_tag_gain (&whole.pairs, &tag.pairs, &options).value,
               assay_tag_gain (&whole2.pairs, &tag2.pairs, &options).value, 1e-15);
}

static void
test_every_row (void)
{
  Row rows[MOST_ROWS];
  g_auto (Counted) whole = { 0 };
  const guint n = random_rows (rows);

  counted_init (&whole, rows, n, FALSE, FALSE);
  const AssayTagShares shares = assay_tag_shares (&whole.evidence, &whole.evidence, &options);
  g_assert_true (isnan (shares.lift.value));
  g_assert_cmpstr (shares.lift.why, ==, "no rows");
  assert_near (shares.share_of_data.value, 1, 0);
}

static void
test_no_row (void)
{
  Row rows[MOST_ROWS];
  g_auto (Counted) whole = { 0 };
  const AssayEvidence none = { .matrix = { .n_classes = N_CLASSES, .positive = N_CLASSES } };
  const AssayPairedMatrix no_pairs = { .n_classes = N_CLASSES, .positive = N_CLASSES };
  const guint n = random_rows (rows);

  counted_init (&whole, rows, n, FALSE, TRUE);
  const AssayTagShares shares = assay_tag_shares (&whole.evidence, &none, &options);
  g_assert_true (isnan (shares.error_rate.value) && isnan (shares.lift.value));
  assert_near (shares.share_of_data.value, 0, 0);
  assert_near (assay_tag_gain (&whole.pairs, &no_pairs, &options).value, 0, 0);
}

/* Without an error anywhere no share of errors, and lift divides by 0. */
static void
test_no_errors (void)
{
  const AssayMatrixCell all[] = { { 0, 0, 40 } }, some[] = { { 0, 0, 10 } };
  const AssayEvidence whole = { .matrix = { 2, 1, 1, all } }, tag = { .matrix = { 2, 1, 1, some } };
  const AssayTagShares shares = assay_tag_shares (&whole, &tag, &options);

  g_assert_true (isnan (shares.share_of_errors.value) && shares.share_of_errors.why != NULL);
  g_assert_true (isnan (shares.lift.value) && shares.lift.why != NULL);
  assert_near (shares.error_rate.value, 0, 0);
}

/* Rows that all weigh the same are as good as plain ones. */
static void
test_equal_weights (void)
{
  Row rows[MOST_ROWS];
  g_auto (Counted) whole = { 0 }, tag = { 0 }, plain = { 0 }, plain_tag = { 0 };
  const guint n = random_rows (rows);

  for (guint i = 0; i < n; i++)
    rows[i].weight = 7;
  counted_init (&whole, rows, n, FALSE, TRUE);
  counted_init (&tag, rows, n, TRUE, TRUE);
  counted_init (&plain, rows, n, FALSE, FALSE);
  counted_init (&plain_tag, rows, n, TRUE, FALSE);
  const AssayTagShares weighted = assay_tag_shares (&whole.evidence, &tag.evidence, &options);
  const AssayTagShares shares = assay_tag_shares (&plain.evidence, &plain_tag.evidence, &options);
  assert_same (weighted.share_of_errors, shares.share_of_errors);
  assert_same (weighted.error_rate, shares.error_rate);
  assert_same (weighted.share_of_data, shares.share_of_data);
  assert_same (weighted.lift, shares.lift);
}

static void
test_weighted_brute (void)
{
  Row rows[MOST_ROWS];
  g_auto (Counted) whole = { 0 }, tag = { 0 };
  const guint n = random_rows (rows);
  double errors = 0, tagged = 0, both = 0, all = 0;

  for (guint i = 0; i < n; i++)
    {
      const gboolean is_wrong = rows[i].label != rows[i].new;
      errors += is_wrong * rows[i].weight;
      tagged += rows[i].is_tagged * rows[i].weight;
      both += is_wrong && rows[i].is_tagged ? rows[i].weight : 0;
      all += rows[i].weight;
    }
  counted_init (&whole, rows, n, FALSE, TRUE);
  counted_init (&tag, rows, n, TRUE, TRUE);
  const AssayTagShares shares = assay_tag_shares (&whole.evidence, &tag.evidence, &options);
  assert_near (shares.share_of_errors.value, both / errors, 1e-12);
  assert_near (shares.share_of_data.value, tagged / all, 1e-12);
  assert_near (shares.lift.value, (both / tagged) / ((errors - both) / (all - tagged)), 1e-12);
  g_assert_cmpfloat (shares.share_of_data.n_eff, <, n);
}

/* Delta: g = r s, v = s² v_r + r² v_s. */
static void
test_gain_by_share (void)
{
  const double z = assay_z (0.95);
  const AssayEstimate room = { 0.04, 0.04 - z * 0.01, 0.04 + z * 0.01, 100, NULL };
  const AssayEstimate share = { 0.25, 0.25 - z * 0.02, 0.25 + z * 0.02, 400, NULL };
  const AssayEstimate gain = assay_tag_gain_by_share (&room, &share, 0.95);
  const double sd = sqrt (0.25 * 0.25 * 0.01 * 0.01 + 0.04 * 0.04 * 0.02 * 0.02);

  assert_near (gain.value, 0.01, 1e-15);
  assert_near (gain.lo, 0.01 - z * sd, 1e-12);
  assert_near (gain.hi, 0.01 + z * sd, 1e-12);
  g_assert_cmpuint (gain.n, ==, 400);
  const AssayEstimate none = { NAN, NAN, NAN, 0, "no rows" };
  g_assert_cmpstr (assay_tag_gain_by_share (&none, &share, 0.95).why, ==, "no rows");
}

/* The four kinds of rows, both, a alone, b alone, neither. */
static double
log_together (const double cells[4])
{
  const double n = cells[0] + cells[1] + cells[2] + cells[3];

  return log (cells[0] * n / ((cells[0] + cells[1]) * (cells[0] + cells[2])));
}

/* Delta method with slopes by differences: the cells are near to Poisson, and together is the same when all are doubled. */
static void
check_together (const guint64 cells[4])
{
  const guint64 n = cells[0] + cells[1] + cells[2] + cells[3];
  const AssayEstimate found = assay_tag_together (cells[0], cells[0] + cells[1], cells[0] + cells[2], n, 0.95);
  const AssayEstimate mirrored = assay_tag_together (cells[0], cells[0] + cells[2], cells[0] + cells[1], n, 0.95);
  double variance = 0;

  for (guint i = 0; i < 4; i++)
    {
      double more[4] = { cells[0], cells[1], cells[2], cells[3] }, less[4] = { cells[0], cells[1], cells[2], cells[3] };
      const double step = 1e-4 * cells[i];
      more[i] += step;
      less[i] -= step;
      if (cells[i] > 0)
        variance += cells[i] * pow ((log_together (more) - log_together (less)) / (2 * step), 2);
    }
  const double exact[4] = { cells[0], cells[1], cells[2], cells[3] }, half = assay_z (0.95) * sqrt (variance);
  assert_near (found.value, exp (log_together (exact)), 1e-12 * found.value);
  assert_near (log (found.hi / found.value), half, 1e-6);
  assert_near (log (found.value / found.lo), half, 1e-6);
  g_assert_cmpuint (found.n, ==, n);
  assert_near (mirrored.lo, found.lo, 1e-12 * found.value);
  assert_near (mirrored.hi, found.hi, 1e-12 * found.value);
}

static void
test_pairs_of_tags (void)
{
  static const guint64 sets[][4] = { { 20, 50, 25, 110 }, { 10, 90, 90, 810 }, { 30, 0, 0, 70 }, { 5, 0, 200, 400 }, { 1, 3, 4, 9000 } };

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    check_together (sets[i]);
  assert_near (assay_tag_together (10, 100, 100, 1000, 0.95).value, 1, 1e-15); /* independent */
  const AssayEstimate all = assay_tag_together (50, 50, 50, 50, 0.95), never = assay_tag_together (0, 10, 20, 100, 0.95);
  assert_near (all.lo, 1, 1e-12);
  assert_near (all.hi, 1, 1e-12);
  assert_near (never.value, 0, 0);
  assert_near (never.lo, 0, 0);
  assert_near (never.hi, assay_wilson (0, 100, 0.95).hi / 0.02, 1e-12);
  g_assert_cmpstr (assay_tag_together (0, 0, 20, 100, 0.95).why, ==, "a tag without rows");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tags/lecture", test_lecture);
  g_test_add_func ("/tags/brute", test_brute);
  g_test_add_func ("/tags/doubled", test_doubled);
  g_test_add_func ("/tags/every-row", test_every_row);
  g_test_add_func ("/tags/no-row", test_no_row);
  g_test_add_func ("/tags/no-errors", test_no_errors);
  g_test_add_func ("/tags/equal-weights", test_equal_weights);
  g_test_add_func ("/tags/weighted-brute", test_weighted_brute);
  g_test_add_func ("/tags/gain-by-share", test_gain_by_share);
  g_test_add_func ("/tags/pairs", test_pairs_of_tags);
  return g_test_run ();
}
