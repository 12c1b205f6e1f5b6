/* test-agreement-draws.c: the ends of alphas and kappas again, from the same gamma variates and the definitions, and
 * the sums that they are made of. */
#include "measure/agreement-private.h"
#include "near.h"
#include "rated-rows.h"

/* 202 is no multiple of the draws that are added up at once. */
static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 7, .stream = "slice", .n_draws = 202 };

/* Patterns in the order in which they are drawn: by their classes, of more raters first, a shorter one first. */
static int
compare_patterns (gconstpointer first,
                  gconstpointer second,
                  gpointer      data)
{
  const AssayRatings *ratings = data;
  const guint p = *(const guint *) first, q = *(const guint *) second;
  const guint at_p = ratings->offsets[p], at_q = ratings->offsets[q];
  const guint n_p = ratings->offsets[p + 1] - at_p, n_q = ratings->offsets[q + 1] - at_q;

  for (guint i = 0; i < MIN (n_p, n_q); i++)
    {
      const AssayRating *a = &ratings->ratings[at_p + i], *b = &ratings->ratings[at_q + i];

      if (a->class != b->class)
        return (int) a->class - (int) b->class;
      if (a->n != b->n)
        return (int) b->n - (int) a->n;
    }
  return (int) n_p - (int) n_q;
}

/* weights[draw * n_patterns + pattern], by the patterns' own numbers. */
static double *
draw_weights (const AssayRatings        *ratings,
              const AssayMeasureOptions *with)
{
  const guint n = ratings->n_patterns;
  double *weights = g_new0 (double, (gsize) n * with->n_draws);
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  AssayStream stream;

  for (guint pattern = 0; pattern < n; pattern++)
    if (assay_ratings_raters (ratings, pattern) > 1)
      g_array_append_val (order, pattern);
  g_array_sort_with_data (order, compare_patterns, (gpointer) ratings);
  assay_stream_init (&stream, with->seed, with->stream);
  g_autofree AssayGamma *gammas = g_new (AssayGamma, order->len);
  g_autofree double *drawn = g_new (double, order->len);
  for (guint i = 0; i < order->len; i++)
    assay_gamma_init (&gammas[i], (double) ratings->rows[g_array_index (order, guint, i)]);
  for (guint draw = 0; draw < with->n_draws; draw++)
    {
      assay_gamma_draws (&stream, draw, 1, gammas, order->len, drawn);
      for (guint i = 0; i < order->len; i++)
        weights[draw * n + g_array_index (order, guint, i)] = drawn[i];
    }
  return weights;
}

/* Of patterns with weights, straight from the definitions; a and b (a = b: none) are one class. */
static double
weighted_alpha (const AssayRatings *ratings,
                const double       *weights,
                double              n_ratings,
                AssayAlpha          kind,
                guint               a,
                guint               b)
{
  const guint k = ratings->n_classes;
  double o[8][8] = { 0 }, totals[8] = { 0 }, n = 0, observed = 0, expected = 0;

  for (guint pattern = 0; pattern < ratings->n_patterns; pattern++)
    {
      const double m = assay_ratings_raters (ratings, pattern);
      double counts[8] = { 0 };

      for (guint i = ratings->offsets[pattern]; i < ratings->offsets[pattern + 1]; i++)
        counts[ratings->ratings[i].class == b ? a : ratings->ratings[i].class] += ratings->ratings[i].n;
      for (guint c = 0; c < k && m > 1; c++)
        {
          totals[c] += weights[pattern] * counts[c];
          for (guint d = 0; d < k; d++)
            o[c][d] += weights[pattern] * counts[c] * (counts[d] - (c == d)) / (m - 1);
        }
    }
  for (guint c = 0; c < k; c++)
    n += totals[c];
  for (guint c = 0; c < k; c++)
    for (guint d = 0; d < k; d++)
      {
        double between = -(totals[c] + totals[d]) / 2;

        for (guint g = MIN (c, d); g <= MAX (c, d); g++)
          between += totals[g];
        const double apart = kind == ASSAY_ALPHA_NOMINAL ? c != d
                             : kind == ASSAY_ALPHA_ORDINAL ? (c == d ? 0 : between)
                             : ratings->values[c] - ratings->values[d];
        observed += o[c][d] * apart * apart / n;
        expected += totals[c] * totals[d] * apart * apart / n / n;
      }
  return 1 - (n_ratings - 1) / n_ratings * observed / expected;
}

/* raters: of rows with that many; 0: of all, and the share of pairs that agree. */
static double
weighted_fleiss (const AssayRatings *ratings,
                 const double       *weights,
                 guint               raters)
{
  double totals[8] = { 0 }, n = 0, equal = 0, pairs = 0, chance = 0;

  for (guint pattern = 0; pattern < ratings->n_patterns; pattern++)
    {
      const double m = assay_ratings_raters (ratings, pattern);

      if (m < 2 || (raters > 0 && m != raters))
        continue;
      pairs += weights[pattern] * m * (m - 1);
      for (guint i = ratings->offsets[pattern]; i < ratings->offsets[pattern + 1]; i++)
        {
          const double said = ratings->ratings[i].n;

          totals[ratings->ratings[i].class] += weights[pattern] * said;
          equal += weights[pattern] * said * (said - 1);
          n += weights[pattern] * said;
        }
    }
  for (guint c = 0; c < ratings->n_classes; c++)
    chance += totals[c] / n * totals[c] / n;
  return raters > 0 ? (equal / pairs - chance) / (1 - chance) : equal / pairs;
}

/* ± t s of log (1 - kappa). */
static void
check_ends (const char          *what,
            const AssayEstimate *e,
            const double        *draws,
            double               least)
{
  const guint n = options.n_draws;
  double mean = 0, squares = 0;

  for (guint i = 0; i < n; i++)
    mean += log1p (-draws[i]) / n;
  for (guint i = 0; i < n; i++)
    squares += (log1p (-draws[i]) - mean) * (log1p (-draws[i]) - mean);
  const double reach = assay_t (0.95, e->n - 1.0) * sqrt (squares / (n - 1));
  near_at (what, "lo", e->lo, MAX (1 - (1 - e->value) * exp (reach), least), 1e-11);
  near_at (what, "hi", e->hi, 1 - (1 - e->value) * exp (-reach), 1e-11);
}

/* Every interval again, from the same gamma variates and the definitions. */
static void
test_draws (void)
{
  for (guint repeat = 0; repeat < 5; repeat++)
    {
      g_auto (RatedRows) rows = rated_rows_random (5, 60, 4, 0.6, 0.8);
      g_auto (Rated) rated = { 0 };
      g_auto (AssayAgreement) agreement = { 0 };
      const guint n = options.n_draws;
      g_autofree double *draws = g_new (double, n);

      rows.values = g_new (double, 5);
      for (guint class = 0; class < 5; class++)
        rows.values[class] = 1e6 + class * class;
      rated_init (&rated, &rows);
      const AssayRatings *r = &rated.ratings;
      g_autofree double *weights = draw_weights (r, &options);
      assay_agreement (r, 1000, &options, &agreement);
      const double n_ratings = (double) agreement.ratings;
      for (guint kind = 0; kind < ASSAY_N_ALPHAS; kind++)
        {
          for (guint draw = 0; draw < n; draw++)
            draws[draw] = weighted_alpha (r, weights + draw * r->n_patterns, n_ratings, kind, 0, 0);
          check_ends ("alpha", &agreement.alphas[kind], draws, -1);
        }
      for (guint draw = 0; draw < n; draw++)
        draws[draw] = weighted_fleiss (r, weights + draw * r->n_patterns, agreement.fleiss_ratings);
      check_ends ("Fleiss", &agreement.fleiss, draws, -1);
      for (guint draw = 0; draw < n; draw++)
        draws[draw] = weighted_fleiss (r, weights + draw * r->n_patterns, 0);
      check_ends ("pairs that agree", &agreement.pairwise, draws, 0);
      for (guint i = 0; i < agreement.n_splits; i++)
        for (guint kind = ASSAY_ALPHA_NOMINAL; kind <= ASSAY_ALPHA_ORDINAL; kind++)
          {
            const AssayClassSplit *split = &agreement.splits[i];

            for (guint draw = 0; draw < n; draw++)
              draws[draw] = weighted_alpha (r, weights + draw * r->n_patterns, n_ratings, kind, split->a, split->b);
            if (kind == ASSAY_ALPHA_NOMINAL || split->b == split->a + 1)
              check_ends ("merged", kind == ASSAY_ALPHA_NOMINAL ? &split->nominal : &split->ordinal, draws, -1);
          }
    }
}

/* --- sums ------------------------------------------------------------------------------------------------------- */

static void
keep_sums (gpointer      data,
           guint         draw,
           const double *sums)
{
  memcpy ((double *) data + 2 * draw, sums, 2 * sizeof *sums);
}

/* Three groups, two slots, one group without a term. Fewer draws are the first of more. */
static void
test_sums (void)
{
  static const guint64 rows[] = { 3, 1, 200 };
  g_auto (AssayLinear) linear = { 0 };
  AssayMeasureOptions few = options;
  AssayGamma gammas[3];
  AssayStream stream;
  double sums[2], drawn[3], draws[2 * 202], first[2 * 5];

  assay_linear_init (&linear, 2);
  assay_linear_add (&linear, 0, 1);
  assay_linear_add (&linear, 1, 0.25);
  assay_linear_end (&linear, rows[0]);
  assay_linear_end (&linear, rows[1]);
  assay_linear_add (&linear, 1, 2);
  assay_linear_end (&linear, rows[2]);
  assay_linear_sums (&linear, sums);
  near_at ("sums", "0", sums[0], 3, 0);
  near_at ("sums", "1", sums[1], 400.75, 0);

  few.n_draws = 5;
  assay_linear_draws (&linear, &options, keep_sums, draws);
  assay_linear_draws (&linear, &few, keep_sums, first);
  g_assert_cmpmem (draws, sizeof first, first, sizeof first);
  assay_stream_init (&stream, options.seed, options.stream);
  for (guint i = 0; i < 3; i++)
    assay_gamma_init (&gammas[i], (double) rows[i]);
  for (guint draw = 0; draw < options.n_draws; draw++)
    {
      assay_gamma_draws (&stream, draw, 1, gammas, 3, drawn);
      near_at ("draw", "0", draws[2 * draw], drawn[0], 0);
      near_at ("draw", "1", draws[2 * draw + 1], 0.25 * drawn[0] + 2 * drawn[2], 0);
    }
}

/* Draws that are all equal but for their rounding are no spread, and so is a value of 1; one undefined draw in 20 is
 * left out, more are too many. */
static void
test_ends (void)
{
  double draws[40], room[40];
  AssayEstimate one = { 1, NAN, NAN, 9 }, cut = { 0.5, NAN, NAN, 9 }, few = { 0.5, NAN, NAN, 9 };
  AssayEstimate equal = { 0, NAN, NAN, 9 }, many = { 0.5, NAN, NAN, 9 };

  for (guint i = 0; i < 40; i++)
    draws[i] = i % 2 == 0 ? 1e-16 : -1e-14;
  assay_linear_ends (&equal, draws, 40, 0.95, -1);
  g_assert_cmpstr (equal.why, ==, "no spread");
  g_assert_true (equal.value == 0 && equal.n == 9 && isnan (equal.lo) && isnan (equal.hi));
  for (guint i = 0; i < 40; i++)
    draws[i] = 1;
  assay_linear_ends (&one, draws, 40, 0.95, -1);
  g_assert_cmpstr (one.why, ==, "no spread");

  for (guint i = 0; i < 40; i++)
    draws[i] = i < 2 ? NAN : i % 2 == 0 ? 0 : 0.75;
  memcpy (room, draws, sizeof draws);
  assay_linear_ends (&few, room, 40, 0.95, -1);
  /* log 1 and log 1/4, 19 each; t(8) = 2.306004 */
  const double reach = 2.306004135204166 * log (4) / 2 * sqrt (38.0 / 37);
  near_at ("few", "lo", few.lo, MAX (1 - 0.5 * exp (reach), -1), 1e-12);
  near_at ("few", "hi", few.hi, 1 - 0.5 * exp (-reach), 1e-12);
  memcpy (room, draws, sizeof draws);
  assay_linear_ends (&cut, room, 40, 0.95, 0.25);
  near_at ("cut", "lo", cut.lo, 0.25, 0);
  draws[2] = NAN;
  assay_linear_ends (&many, draws, 40, 0.95, -1);
  g_assert_cmpstr (many.why, ==, "undefined in more than 5 % of the draws");
  g_assert_true (many.value == 0.5 && isnan (many.lo));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agreement-draws/definitions", test_draws);
  g_test_add_func ("/agreement-draws/sums", test_sums);
  g_test_add_func ("/agreement-draws/ends", test_ends);
  return g_test_run ();
}
