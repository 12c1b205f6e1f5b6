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

static void
check_ends (const char          *what,
            const AssayEstimate *e,
            double              *draws)
{
  const double lo = assay_draws_quantile (draws, options.n_draws, 0.025);
  const double hi = assay_draws_quantile (draws, options.n_draws, 0.975);

  near_at (what, "lo", e->lo, MIN (lo, e->value), 1e-12);
  near_at (what, "hi", e->hi, MAX (hi, e->value), 1e-12);
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
          check_ends ("alpha", &agreement.alphas[kind], draws);
        }
      for (guint draw = 0; draw < n; draw++)
        draws[draw] = weighted_fleiss (r, weights + draw * r->n_patterns, agreement.fleiss_ratings);
      check_ends ("Fleiss", &agreement.fleiss, draws);
      for (guint draw = 0; draw < n; draw++)
        draws[draw] = weighted_fleiss (r, weights + draw * r->n_patterns, 0);
      check_ends ("pairs that agree", &agreement.pairwise, draws);
      for (guint i = 0; i < agreement.n_splits; i++)
        for (guint kind = ASSAY_ALPHA_NOMINAL; kind <= ASSAY_ALPHA_ORDINAL; kind++)
          {
            const AssayClassSplit *split = &agreement.splits[i];

            for (guint draw = 0; draw < n; draw++)
              draws[draw] = weighted_alpha (r, weights + draw * r->n_patterns, n_ratings, kind, split->a, split->b);
            if (kind == ASSAY_ALPHA_NOMINAL || split->b == split->a + 1)
              check_ends ("merged", kind == ASSAY_ALPHA_NOMINAL ? &split->nominal : &split->ordinal, draws);
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

/* Draws that are all equal but for their rounding are no spread; the point is within the ends. */
static void
test_ends (void)
{
  AssayEstimate e = { 0.5, NAN, NAN, 9 }, outside = { 2, NAN, NAN, 9 };
  double draws[] = { 0.5, 0.5 + 1e-16, 0.5 - 5e-13, 0.5 }, others[] = { 0.1, 0.2, 0.3 };

  assay_linear_ends (&e, draws, G_N_ELEMENTS (draws), 0.95);
  g_assert_cmpstr (e.why, ==, "no spread");
  g_assert_true (e.value == 0.5 && e.n == 9 && isnan (e.lo) && isnan (e.hi));
  assay_linear_ends (&outside, others, G_N_ELEMENTS (others), 0.5);
  near_at ("outside", "lo", outside.lo, 0.15, 1e-15);
  near_at ("outside", "hi", outside.hi, 2, 0);
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
