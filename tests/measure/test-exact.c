/* test-exact.c: everything that can happen, listed: intervals against formulas written another way and their exact
 * coverage, tests against all tables and all tosses of coins, measures against their definitions on every 2x2 table
 * of up to 12 rows. */
#include "measure/measure-private.h"
#include "dense.h"
#include "near.h"

#define Z 1.959963984540054

static AssayEstimate
estimate_of (const AssayMeasure *measure,
             const guint64      *cells)
{
  const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = "", .n_draws = 100 };

  AssayMatrixCell room[4];
  const AssayEvidence evidence = { .matrix = dense_matrix_in (room, 2, 1, cells) };

  return assay_measure_estimate (measure, &evidence, &options);
}

static void
same (const char   *method,
      guint         a,
      guint         b,
      guint         c,
      guint         d,
      AssayEstimate actual,
      double        lo,
      double        hi)
{
  g_autofree char *where = g_strdup_printf ("%s %u %u %u %u", method, a, b, c, d);

  near_at (where, "lo", actual.lo, lo, 1e-9);
  near_at (where, "hi", actual.hi, hi, 1e-9);
}

static double
choose (guint n,
        guint k)
{
  double product = 1;

  for (guint i = 1; i <= k; i++)
    product = product * (n - k + i) / i; /* a whole number at every step */
  return product;
}

static double
binomial (guint  k,
          guint  n,
          double p)
{
  return choose (n, k) * pow (p, k) * pow (1 - p, n - k);
}

/* --- intervals -------------------------------------------------------------------------------------------------- */

/* The two p with n (k/n - p)² = z² p (1 - p): roots of (n + z²) p² - (2k + z²) p + k²/n. */
static void
wilson_roots (guint   k,
              guint   n,
              double *lo,
              double *hi)
{
  const double a = n + Z * Z, b = 2.0 * k + Z * Z, c = (double) k * k / n;
  const double root = sqrt (b * b - 4 * a * c);

  *lo = k == 0 ? 0 : (b - root) / (2 * a);
  *hi = k == n ? 1 : (b + root) / (2 * a);
}

static void
test_wilson (void)
{
  for (guint n = 1; n <= 60; n++)
    for (guint k = 0; k <= n; k++)
      {
        double lo, hi;

        wilson_roots (k, n, &lo, &hi);
        same ("Wilson", k, n, 0, 0, assay_wilson (k, n, 0.95), lo, hi);
      }
}

/* Newcombe 1998, method 10, as printed there: δ = √((p₁ - l₁)² + (u₂ - p₂)²), ε = √((u₁ - p₁)² + (p₂ - l₂)²). */
static void
newcombe_ends (guint   k1,
               guint   n1,
               guint   k2,
               guint   n2,
               double *lo,
               double *hi)
{
  const double p1 = (double) k1 / n1, p2 = (double) k2 / n2;
  double l1, u1, l2, u2;

  wilson_roots (k1, n1, &l1, &u1);
  wilson_roots (k2, n2, &l2, &u2);
  *lo = p1 - p2 - sqrt ((p1 - l1) * (p1 - l1) + (u2 - p2) * (u2 - p2));
  *hi = p1 - p2 + sqrt ((u1 - p1) * (u1 - p1) + (p2 - l2) * (p2 - l2));
}

static void
test_newcombe (void)
{
  for (guint n1 = 1; n1 <= 14; n1++)
    for (guint n2 = 1; n2 <= 14; n2++)
      for (guint k1 = 0; k1 <= n1; k1++)
        for (guint k2 = 0; k2 <= n2; k2++)
          {
            double lo, hi;

            newcombe_ends (k1, n1, k2, n2, &lo, &hi);
            same ("Newcombe", k1, n1, k2, n2, assay_newcombe (k1, n1, k2, n2, 0.95), lo, hi);
          }
}

/* Wald on the table with a row more in both discordant cells. */
static void
bonett_price_ends (guint   b,
                   guint   c,
                   guint   n,
                   double *lo,
                   double *hi)
{
  const double more = n + 2, mean = ((double) b - c) / more, square = (b + c + 2) / more;
  const double half = Z * sqrt ((square - mean * mean) / more), point = ((double) b - c) / n;

  *lo = MIN (point, MAX (-1, mean - half));
  *hi = MAX (point, MIN (1, mean + half));
}

static void
test_bonett_price (void)
{
  for (guint n = 1; n <= 30; n++)
    for (guint b = 0; b <= n; b++)
      for (guint c = 0; c <= n - b; c++)
        {
          double lo, hi;

          bonett_price_ends (b, c, n, &lo, &hi);
          same ("Bonett-Price", b, c, n, 0, assay_bonett_price (b, c, n, 0.95), lo, hi);
        }
}

/* The variance of a log share is (1 - p)/(n p). */
static void
test_katz (void)
{
  for (guint n1 = 1; n1 <= 14; n1++)
    for (guint n2 = 1; n2 <= 14; n2++)
      for (guint k1 = 0; k1 <= n1; k1++)
        for (guint k2 = 0; k2 <= n2; k2++)
          {
            const AssayEstimate e = assay_katz (k1, n1, k2, n2, 0.95);
            const double more = k1 == 0 || k1 == n1 || k2 == n2 ? 0.5 : 0;
            const double m1 = n1 + 2 * more, m2 = n2 + 2 * more, p1 = (k1 + more) / m1, p2 = (k2 + more) / m2;
            const double width = exp (Z * sqrt ((1 - p1) / (m1 * p1) + (1 - p2) / (m2 * p2)));
            const double point = (double) k1 * n2 / ((double) n1 * k2);

            if (k2 == 0)
              g_assert_true (isnan (e.value) && isnan (e.lo) && isnan (e.hi) && e.why != NULL);
            else
              same ("Katz", k1, n1, k2, n2, e, k1 == 0 ? 0 : MIN (point, p1 / p2 / width),
                    MAX (point, p1 / p2 * width));
          }
}

/* --- exact coverage --------------------------------------------------------------------------------------------- */

#define N_SHARES 49 /* .02, .04 ... .98 */

static double
share_at (guint i)
{
  return (i + 1) / (double) (N_SHARES + 1);
}

static double
wilson_coverage (guint  n,
                 double p)
{
  double covered = 0;

  for (guint k = 0; k <= n; k++)
    {
      const AssayEstimate e = assay_wilson (k, n, 0.95);
      covered += e.lo <= p && p <= e.hi ? binomial (k, n, p) : 0;
    }
  return covered;
}

/* The chance of a score test: what Wilson's interval turns round. No p stands on the edge, where rounding decides. */
static double
score_coverage (guint  n,
                double p)
{
  double covered = 0;

  for (guint k = 0; k <= n; k++)
    if (fabs ((double) k - n * p) <= Z * sqrt (n * p * (1 - p)))
      covered += binomial (k, n, p);
  return covered;
}

static void
test_wilson_coverage (void)
{
  static const guint rows[] = { 20, 50, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double sum = 0, least = 1;

      for (guint j = 0; j < N_SHARES; j++)
        {
          const double coverage = wilson_coverage (rows[i], share_at (j));

          near_at ("Wilson", "coverage", coverage, score_coverage (rows[i], share_at (j)), 1e-10);
          sum += coverage;
          least = MIN (least, coverage);
        }
      g_test_message ("Wilson, n = %u: exact coverage %.4f, at least %.4f", rows[i], sum / N_SHARES, least);
      g_assert_cmpfloat (fabs (sum / N_SHARES - 0.95), <, 0.015);
    }
}

static double
newcombe_coverage (guint  n1,
                   double p1,
                   guint  n2,
                   double p2)
{
  double covered = 0;

  for (guint k1 = 0; k1 <= n1; k1++)
    for (guint k2 = 0; k2 <= n2; k2++)
      {
        const AssayEstimate e = assay_newcombe (k1, n1, k2, n2, 0.95);
        const gboolean holds = e.lo <= p1 - p2 && p1 - p2 <= e.hi;
        covered += holds ? binomial (k1, n1, p1) * binomial (k2, n2, p2) : 0;
      }
  return covered;
}

static void
test_newcombe_coverage (void)
{
  static const guint rows[][2] = { { 20, 20 }, { 10, 40 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double sum = 0;
      guint n = 0;

      for (guint j = 0; j < N_SHARES; j += 6)
        for (guint k = 0; k < N_SHARES; k += 6, n++)
          sum += newcombe_coverage (rows[i][0], share_at (j), rows[i][1], share_at (k));
      g_test_message ("Newcombe, %u and %u rows: exact coverage %.4f", rows[i][0], rows[i][1], sum / n);
      g_assert_cmpfloat (fabs (sum / n - 0.95), <, 0.015);
    }
}

static double
bonett_price_coverage (guint  n,
                       double by_new,
                       double by_old)
{
  double covered = 0;

  for (guint b = 0; b <= n; b++)
    for (guint c = 0; c <= n - b; c++)
      {
        const AssayEstimate e = assay_bonett_price (b, c, n, 0.95);
        const double chance = binomial (b, n, by_new) * binomial (c, n - b, by_old / (1 - by_new));
        covered += e.lo <= by_new - by_old && by_new - by_old <= e.hi ? chance : 0;
      }
  return covered;
}

static void
test_bonett_price_coverage (void)
{
  static const guint rows[] = { 25, 60 };
  static const double only[] = { 0.05, 0.1, 0.2, 0.3 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double sum = 0;

      for (guint j = 0; j < G_N_ELEMENTS (only); j++)
        for (guint k = 0; k < G_N_ELEMENTS (only); k++)
          sum += bonett_price_coverage (rows[i], only[j], only[k]);
      g_test_message ("Bonett & Price, n = %u: exact coverage %.4f", rows[i], sum / 16);
      g_assert_cmpfloat (fabs (sum / 16 - 0.955), <, 0.015);
    }
}

/* --- tests ------------------------------------------------------------------------------------------------------ */

/* All tables with the same margins, in whole numbers: the tails are exact shares of C(n, k). */
static void
test_fisher (void)
{
  for (guint n1 = 1; n1 <= 12; n1++)
    for (guint n2 = 1; n2 <= 12; n2++)
      for (guint k1 = 0; k1 <= n1; k1++)
        for (guint k2 = 0; k2 <= n2; k2++)
          {
            const guint k = k1 + k2;
            double lower = 0, upper = 0;
            g_autofree char *where = g_strdup_printf ("%u/%u, %u/%u", k1, n1, k2, n2);

            for (guint x = k > n2 ? k - n2 : 0; x <= MIN (n1, k); x++)
              {
                lower += x <= k1 ? choose (n1, x) * choose (n2, k - x) : 0;
                upper += x >= k1 ? choose (n1, x) * choose (n2, k - x) : 0;
              }
            const AssayTest test = assay_test_proportions (k1, n1, k2, n2);
            g_assert_cmpint (test.kind, ==, ASSAY_TEST_FISHER);
            near_at (where, "p", test.p, MIN (1, 2 * MIN (lower, upper) / choose (n1 + n2, k)), 1e-12);
          }
}

/* The score test is Pearson's chi-square of the 2x2 table: N (ad - bc)² over the four margins. */
static void
test_score (void)
{
  guint n_tables = 0;

  for (guint n1 = 41; n1 <= 101; n1 += 20)
    for (guint n2 = 41; n2 <= 161; n2 += 40)
      for (guint k1 = 0; k1 <= n1; k1++)
        for (guint k2 = 0; k2 <= n2; k2++)
          {
            const double a = k1, b = n1 - k1, c = k2, d = n2 - k2, n = a + b + c + d;
            const double chi_square = n * (a * d - b * c) * (a * d - b * c) / ((a + b) * (c + d) * (a + c) * (b + d));
            const AssayTest test = assay_test_proportions (k1, n1, k2, n2);
            const double least = MIN (a + b, c + d) * MIN (a + c, b + d) / n;

            g_assert_cmpint (test.kind, ==, least < 20 ? ASSAY_TEST_FISHER : ASSAY_TEST_SCORE);
            if (test.kind == ASSAY_TEST_SCORE)
              near_at ("score", "p", test.p, erfc (sqrt (chi_square / 2)), 1e-12);
            n_tables += test.kind == ASSAY_TEST_SCORE;
          }
  g_assert_cmpuint (n_tables, >, 1000);
}

/* Every toss of n coins: those further from half than b count whole, those as far count half. */
static void
test_mcnemar (void)
{
  for (guint n = 1; n <= 16; n++)
    for (guint b = 0; b <= n; b++)
      {
        const int off = ABS (2 * (int) b - (int) n);
        guint further = 0, as_far = 0;

        for (guint toss = 0; toss < 1u << n; toss++)
          {
            const int other = ABS (2 * __builtin_popcount (toss) - (int) n);
            further += other > off;
            as_far += other == off;
          }
        const AssayTest test = assay_test_mcnemar (b, n - b);
        g_assert_cmpint (test.kind, ==, ASSAY_TEST_MCNEMAR_MID_P);
        near_at ("McNemar", "mid-p", test.p, (further + as_far / 2.0) / (1u << n), 1e-12);
      }
}

/* Benjamini & Hochberg 1995: reject the k least p, k the greatest with p(k) <= k q/m. At every level the adjusted p
 * reject the same tests. */
static int
compare (const void *a,
         const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static double
greatest_rejected (const double *p,
                   guint         m,
                   double        level)
{
  double sorted[50], greatest = -1;

  for (guint i = 0; i < m; i++)
    sorted[i] = p[i];
  qsort (sorted, m, sizeof *sorted, compare);
  for (guint k = 1; k <= m; k++)
    if (sorted[k - 1] <= k * level / m)
      greatest = sorted[k - 1];
  return greatest;
}

static void
test_bh (void)
{
  for (guint repeat = 0; repeat < 500; repeat++)
    {
      const guint m = g_test_rand_int_range (1, 50);
      const double steep = g_test_rand_int_range (1, 6);
      double p[50], q[50];

      for (guint i = 0; i < m; i++)
        p[i] = i > 0 && g_test_rand_int_range (0, 5) == 0 ? p[i - 1] : pow (g_test_rand_double (), steep);
      assay_adjust_bh (p, q, m);
      for (double level = 0.013; level < 1; level += 0.0371)
        {
          const double greatest = greatest_rejected (p, m, level);
          for (guint i = 0; i < m; i++)
            g_assert_cmpint (q[i] <= level, ==, p[i] <= greatest);
        }
    }
}

/* --- measures --------------------------------------------------------------------------------------------------- */

#define MOST_ROWS 12

/* From tp, fp, fn, tn as measures.md 1 writes them, as one ratio of whole numbers each: 0 below is "undefined". */
static double
by_definition (const char *name,
               double      tp,
               double      fp,
               double      fn,
               double      tn)
{
  const double n = tp + fp + fn + tn, p = tp + fn, m = tn + fp, chosen = tp + fp, others = tn + fn;
  const double by_chance = p * chosen + m * others; /* n² p_e */
  const struct
  {
    const char *name;
    double      above, below;
  } ratios[] = {
    { "accuracy", tp + tn, n },
    { "error_rate", fp + fn, n },
    { "precision", tp, chosen },
    { "recall", tp, p },
    { "specificity", tn, m },
    { "fpr", fp, m },
    { "fnr", fn, p },
    { "fdr", fp, chosen },
    { "for", fn, others },
    { "f1", 2 * tp, 2 * tp + fp + fn },
    { "f2", 5 * tp, 5 * tp + 4 * fn + fp },
    { "jaccard", tp, tp + fp + fn },
    { "balanced_accuracy", p == 0 || m == 0 ? tp + tn : tp * m + tn * p, p == 0 || m == 0 ? n : 2 * p * m },
    { "mcc", tp * tn - fp * fn, sqrt (p * m * chosen * others) },
    { "kappa", n * (tp + tn) - by_chance, n * n - by_chance },
    { "prevalence", p, n },
    { "selection_rate", chosen, n },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ratios); i++)
    if (g_str_equal (ratios[i].name, name))
      return ratios[i].below > 0 ? ratios[i].above / ratios[i].below : NAN;
  return INFINITY; /* not one of these */
}

static void
check_measure (const AssayMeasure *measure,
               guint               tp,
               guint               fp,
               guint               fn,
               guint               tn)
{
  const guint64 cells[4] = { tn, fp, fn, tp };
  const AssayEstimate e = estimate_of (measure, cells);
  const double expected = by_definition (measure->name, tp, fp, fn, tn);
  g_autofree char *where = g_strdup_printf ("%s of tp %u, fp %u, fn %u, tn %u", measure->name, tp, fp, fn, tn);

  if (isinf (expected))
    return;
  near_at (where, "value", e.value, expected, 1e-12);
  if (isnan (e.value) || (isnan (e.lo) && measure->interval == ASSAY_INTERVAL_DIRICHLET))
    g_assert_true (isnan (e.lo) && isnan (e.hi) && e.why != NULL);
  else if (!(e.lo <= e.value && e.value <= e.hi && e.lo < e.hi && e.why == NULL))
    g_error ("%s: %g in [%g, %g], %s", where, e.value, e.lo, e.hi, e.why);
}

static void
test_tables (void)
{
  guint n_measures, n_tables = 0, n_known = 1;
  const AssayMeasure *table = assay_measure_table (&n_measures);
  AssayMeasure f2;

  g_assert_true (assay_measure_find ("f2", &f2));
  for (guint i = 0; i < n_measures; i++)
    n_known += !isinf (by_definition (table[i].name, 1, 1, 1, 1));
  g_assert_cmpuint (n_known, ==, 17);
  for (guint n = 0; n <= MOST_ROWS; n++)
    for (guint tp = 0; tp <= n; tp++)
      for (guint fp = 0; fp <= n - tp; fp++)
        for (guint fn = 0; fn <= n - tp - fp; fn++, n_tables++)
          {
            for (guint i = 0; i < n_measures; i++)
              check_measure (&table[i], tp, fp, fn, n - tp - fp - fn);
            check_measure (&f2, tp, fp, fn, n - tp - fp - fn);
          }
  g_assert_cmpuint (n_tables, ==, 1820); /* C(16, 4) */
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/exact/wilson", test_wilson);
  g_test_add_func ("/measure/exact/newcombe", test_newcombe);
  g_test_add_func ("/measure/exact/bonett-price", test_bonett_price);
  g_test_add_func ("/measure/exact/katz", test_katz);
  g_test_add_func ("/measure/exact/wilson-coverage", test_wilson_coverage);
  g_test_add_func ("/measure/exact/newcombe-coverage", test_newcombe_coverage);
  g_test_add_func ("/measure/exact/bonett-price-coverage", test_bonett_price_coverage);
  g_test_add_func ("/measure/exact/fisher", test_fisher);
  g_test_add_func ("/measure/exact/score", test_score);
  g_test_add_func ("/measure/exact/mcnemar", test_mcnemar);
  g_test_add_func ("/measure/exact/bh", test_bh);
  g_test_add_func ("/measure/exact/tables", test_tables);
  return g_test_run ();
}
