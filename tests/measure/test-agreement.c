/* test-agreement.c: agreement of all annotators against published tables, against what other programs give, against
 * the definitions row by row, and its properties. */
#include "near.h"
#include "rated-rows.h"

static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 7, .stream = "slice", .n_draws = 202 };

/* --- published -------------------------------------------------------------------------------------------------- */

/* Fleiss 1971, Measuring nominal scale agreement among many raters, table 1: 30 patients, 6 psychiatrists;
 * depression, personality disorder, schizophrenia, neurosis, other. */
static const guint8 fleiss_1971[30][5] = {
  { 0, 0, 0, 6, 0 }, { 0, 3, 0, 0, 3 }, { 0, 1, 4, 0, 1 }, { 0, 0, 0, 0, 6 }, { 0, 3, 0, 3, 0 }, { 2, 0, 4, 0, 0 },
  { 0, 0, 4, 0, 2 }, { 2, 0, 3, 1, 0 }, { 2, 0, 0, 4, 0 }, { 0, 0, 0, 0, 6 }, { 1, 0, 0, 5, 0 }, { 1, 1, 0, 4, 0 },
  { 0, 3, 3, 0, 0 }, { 1, 0, 0, 5, 0 }, { 0, 2, 0, 3, 1 }, { 0, 0, 5, 0, 1 }, { 3, 0, 0, 1, 2 }, { 5, 1, 0, 0, 0 },
  { 0, 2, 0, 4, 0 }, { 1, 0, 2, 0, 3 }, { 0, 0, 0, 0, 6 }, { 0, 1, 0, 5, 0 }, { 0, 2, 0, 1, 3 }, { 2, 0, 0, 4, 0 },
  { 1, 0, 0, 4, 1 }, { 0, 5, 0, 1, 0 }, { 4, 0, 0, 0, 2 }, { 0, 2, 0, 4, 0 }, { 1, 0, 5, 0, 0 }, { 0, 0, 0, 0, 6 },
};

static RatedRows
fleiss_rows (void)
{
  RatedRows rows = rated_rows_new (5, 30, 6);

  for (guint row = 0; row < 30; row++)
    for (guint class = 0, i = 0; class < 5; class++)
      for (guint n = 0; n < fleiss_1971[row][class]; n++)
        rows.said[row * 6 + i++] = (gint) class;
  rows.values = g_new (double, 5);
  for (guint class = 0; class < 5; class++)
    rows.values[class] = class + 1;
  return rows;
}

/* Krippendorff 2011, Computing Krippendorff's alpha-reliability, section C: four observers, twelve units, gaps. */
static const char *const krippendorff_2011[4] = { "123321412...", "1233224125.3", ".3332342251.", "12332441251." };

static RatedRows
krippendorff_rows (void)
{
  RatedRows rows = rated_rows_new (5, 12, 4);

  for (guint row = 0; row < 12; row++)
    for (guint i = 0; i < 4; i++)
      if (krippendorff_2011[i][row] != '.')
        rows.said[row * 4 + i] = krippendorff_2011[i][row] - '1';
  rows.values = g_new (double, 5);
  for (guint class = 0; class < 5; class++)
    rows.values[class] = class + 1;
  return rows;
}

static void
check_interval (const char          *where,
                const AssayEstimate *e)
{
  if (!(e->lo < e->value && e->value < e->hi && e->hi <= 1 && e->why == NULL))
    g_error ("%s: %g [%g, %g], %s", where, e->value, e->lo, e->hi, e->why);
}

/* The paper's digits, and those of statsmodels 0.15 (fleiss_kappa) and krippendorff 0.9 (alpha of value_counts). */
static void
test_fleiss_1971 (void)
{
  g_auto (RatedRows) rows = fleiss_rows ();
  g_auto (Rated) rated = { 0 };
  g_auto (AssayAgreement) agreement = { 0 };

  rated_init (&rated, &rows);
  assay_agreement (&rated.ratings, 0, &options, &agreement);
  near_at ("Fleiss 1971", "kappa", agreement.fleiss.value, .430, .0005);
  near_at ("Fleiss 1971", "kappa", agreement.fleiss.value, 0.43024452006014074, 1e-14);
  near_at ("Fleiss 1971", "mean agreement", agreement.pairwise.value, 0.5555555555555556, 1e-14);
  near_at ("Fleiss 1971", "nominal", agreement.alphas[ASSAY_ALPHA_NOMINAL].value, 0.4334098282820289, 1e-14);
  near_at ("Fleiss 1971", "ordinal", agreement.alphas[ASSAY_ALPHA_ORDINAL].value, 0.3358575221739839, 1e-14);
  near_at ("Fleiss 1971", "interval", agreement.alphas[ASSAY_ALPHA_INTERVAL].value, 0.28804962598066053, 1e-14);
  check_interval ("Fleiss 1971, kappa", &agreement.fleiss);
  check_interval ("Fleiss 1971, mean agreement", &agreement.pairwise);
  g_assert_cmpuint (agreement.fleiss_ratings, ==, 6);
  g_assert_cmpuint (agreement.fleiss_left_out, ==, 0);
  g_assert_cmpuint (agreement.rows, ==, 30);
  g_assert_cmpuint (agreement.ratings, ==, 180);
  g_assert_cmpuint (agreement.n_splits, ==, 0);
}

static void
test_krippendorff_2011 (void)
{
  /* The paper's digits; then krippendorff 0.9; then with 1 and 2, 2 and 3, 3 and 4 merged in its data. */
  static const double published[ASSAY_N_ALPHAS] = { .743, .815, .849 };
  static const double precise[ASSAY_N_ALPHAS] = { 0.743421052631579, 0.8153875037548814, 0.8491071428571428 };
  static const struct { guint a, b; double nominal, ordinal; } merged[] = {
    { 0, 1, 0.7881873727087576, 0.8176451149425288 },
    { 1, 2, 0.7824267782426778, 0.8031323598681112 },
    { 2, 3, 0.7437275985663083, 0.8164689970869746 },
  };
  g_auto (RatedRows) rows = krippendorff_rows ();
  g_auto (Rated) rated = { 0 };
  g_auto (AssayAgreement) agreement = { 0 };
  guint n_found = 0;

  rated_init (&rated, &rows);
  assay_agreement (&rated.ratings, 100, &options, &agreement);
  for (guint i = 0; i < ASSAY_N_ALPHAS; i++)
    {
      near_at ("Krippendorff 2011", "alpha, published", agreement.alphas[i].value, published[i], .0005);
      near_at ("Krippendorff 2011", "alpha", agreement.alphas[i].value, precise[i], 1e-14);
      check_interval ("Krippendorff 2011", &agreement.alphas[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (merged); i++)
    for (guint split = 0; split < agreement.n_splits; split++)
      if (agreement.splits[split].a == merged[i].a && agreement.splits[split].b == merged[i].b)
        {
          near_at ("merged", "nominal", agreement.splits[split].nominal.value, merged[i].nominal, 1e-13);
          near_at ("merged", "ordinal", agreement.splits[split].ordinal.value, merged[i].ordinal, 1e-13);
          n_found++;
        }
  g_assert_cmpuint (n_found, ==, G_N_ELEMENTS (merged));
  g_assert_cmpuint (agreement.rows, ==, 11);
  g_assert_cmpuint (agreement.ratings, ==, 40);
  g_assert_cmpuint (agreement.one_rating, ==, 1);
}

/* --- row by row ------------------------------------------------------------------------------------------------- */

/* The sum over pairs of ratings of different annotators of the same row, each worth 1/(m - 1), and over all pairs. */
static double
alpha_by_pairs (const RatedRows *rows,
                AssayAlpha       kind)
{
  const guint m = rows->n_annotators;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint));
  double totals[64] = { 0 }, observed = 0, expected = 0, distance[64][64];

  for (guint row = 0; row < rows->n_rows; row++)
    {
      guint raters = 0;

      for (guint i = 0; i < m; i++)
        raters += rows->said[row * m + i] != NOT_RATED;
      for (guint i = 0; i < m && raters > 1; i++)
        if (rows->said[row * m + i] != NOT_RATED)
          {
            g_array_append_val (all, rows->said[row * m + i]);
            totals[rows->said[row * m + i]]++;
          }
    }
  for (guint a = 0; a < rows->n_classes; a++)
    for (guint b = 0; b < rows->n_classes; b++)
      {
        double between = 0;

        for (guint g = MIN (a, b); g <= MAX (a, b); g++)
          between += totals[g];
        between -= (totals[a] + totals[b]) / 2;
        distance[a][b] = kind == ASSAY_ALPHA_NOMINAL ? a != b
                         : kind == ASSAY_ALPHA_ORDINAL ? (a == b ? 0 : between * between)
                         : (rows->values[a] - rows->values[b]) * (rows->values[a] - rows->values[b]);
      }
  for (guint row = 0; row < rows->n_rows; row++)
    {
      const gint *said = rows->said + row * m;
      guint raters = 0;

      for (guint i = 0; i < m; i++)
        raters += said[i] != NOT_RATED;
      for (guint i = 0; i < m; i++)
        for (guint j = 0; j < m; j++)
          if (i != j && said[i] != NOT_RATED && said[j] != NOT_RATED)
            observed += distance[said[i]][said[j]] / (raters - 1.0);
    }
  for (guint i = 0; i < all->len; i++)
    for (guint j = 0; j < all->len; j++)
      if (i != j)
        expected += distance[g_array_index (all, gint, i)][g_array_index (all, gint, j)];
  return expected > 0 ? 1 - (all->len - 1.0) * observed / expected : NAN;
}

static void
merge (const RatedRows *from,
       guint            a,
       guint            b,
       RatedRows       *to)
{
  *to = rated_rows_new (from->n_classes, from->n_rows, from->n_annotators);
  for (guint i = 0; i < from->n_rows * from->n_annotators; i++)
    to->said[i] = from->said[i] == (gint) b ? (gint) a : from->said[i];
}

static void
check_split (const RatedRows       *rows,
             const AssayClassSplit *split)
{
  const guint m = rows->n_annotators;
  guint64 n_splits = 0;
  g_auto (RatedRows) merged = { 0 };

  for (guint row = 0; row < rows->n_rows; row++)
    for (guint i = 0; i < m; i++)
      for (guint j = 0; j < m; j++)
        n_splits += rows->said[row * m + i] == (gint) split->a && rows->said[row * m + j] == (gint) split->b;
  g_assert_cmpuint (split->n_splits, ==, n_splits);
  merge (rows, split->a, split->b, &merged);
  near_at ("random", "nominal, merged", split->nominal.value, alpha_by_pairs (&merged, ASSAY_ALPHA_NOMINAL), 1e-12);
  if (!isnan (split->ordinal.value))
    near_at ("random", "ordinal, merged", split->ordinal.value, alpha_by_pairs (&merged, ASSAY_ALPHA_ORDINAL), 1e-12);
  else
    g_assert_cmpstr (split->ordinal.why, ==, "the two classes are not neighbours");
}

static void
test_by_pairs (void)
{
  for (guint repeat = 0; repeat < 60; repeat++)
    {
      const guint n_classes = g_test_rand_int_range (3, 9);
      g_auto (RatedRows) rows = rated_rows_random (n_classes, 40, g_test_rand_int_range (2, 7), 0.6, 0.7);
      g_auto (Rated) rated = { 0 };
      g_auto (AssayAgreement) agreement = { 0 };

      rows.values = g_new (double, n_classes);
      for (guint class = 0; class < n_classes; class++)
        rows.values[class] = 2000 + class * class;
      rated_init (&rated, &rows);
      assay_agreement (&rated.ratings, 1000, &options, &agreement);
      for (guint i = 0; i < ASSAY_N_ALPHAS; i++)
        near_at ("random", "alpha", agreement.alphas[i].value, alpha_by_pairs (&rows, i), 1e-12);
      for (guint i = 0; i < agreement.n_splits; i++)
        {
          check_split (&rows, &agreement.splits[i]);
          if (i > 0)
            g_assert_cmpuint (agreement.splits[i].n_splits, <=, agreement.splits[i - 1].n_splits);
        }
      g_assert_cmpuint (agreement.n_splits, >, 0);
    }
}

/* Rows of which all but those with `raters` ratings are gone have the same Fleiss, and nothing left out. */
static void
test_fleiss_of_gaps (void)
{
  g_auto (RatedRows) rows = rated_rows_random (4, 200, 5, 0.6, 0.8);
  g_auto (RatedRows) kept = rated_rows_new (4, 200, 5);
  g_auto (Rated) rated = { 0 }, rated_kept = { 0 };
  g_auto (AssayAgreement) with_gaps = { 0 }, without = { 0 };
  guint64 counts[6] = { 0 };

  rated_init (&rated, &rows);
  assay_agreement (&rated.ratings, 0, &options, &with_gaps);
  for (guint row = 0; row < 200; row++)
    {
      guint raters = 0;

      for (guint i = 0; i < 5; i++)
        raters += rows.said[row * 5 + i] != NOT_RATED;
      counts[raters]++;
      if (raters == with_gaps.fleiss_ratings)
        memcpy (kept.said + row * 5, rows.said + row * 5, 5 * sizeof *kept.said);
    }
  rated_init (&rated_kept, &kept);
  assay_agreement (&rated_kept.ratings, 0, &options, &without);
  for (guint raters = 2; raters <= 5; raters++)
    g_assert_cmpuint (counts[raters], <=, counts[with_gaps.fleiss_ratings]);
  g_assert_cmpuint (with_gaps.fleiss.n, ==, counts[with_gaps.fleiss_ratings]);
  g_assert_cmpuint (with_gaps.fleiss_left_out, ==, 200 - counts[0] - counts[1] - with_gaps.fleiss.n);
  g_assert_cmpfloat (with_gaps.fleiss.value, ==, without.fleiss.value);
  g_assert_cmpfloat (with_gaps.pairwise.value, !=, without.pairwise.value);
  check_interval ("gaps", &with_gaps.fleiss);
}

/* --- properties ------------------------------------------------------------------------------------------------- */

static gboolean
are_same (const AssayEstimate *a,
          const AssayEstimate *b)
{
  return memcmp (&a->value, &b->value, sizeof a->value) == 0 && memcmp (&a->lo, &b->lo, sizeof a->lo) == 0
         && memcmp (&a->hi, &b->hi, sizeof a->hi) == 0 && a->n == b->n && a->why == b->why;
}

/* Annotators exchanged within rows, and rows in another order: not a bit changes. */
static void
test_permuted (void)
{
  g_auto (RatedRows) rows = rated_rows_random (5, 100, 4, 0.7, 0.8), other = rated_rows_new (5, 100, 4);
  g_auto (Rated) rated = { 0 }, rated_other = { 0 };
  g_auto (AssayAgreement) agreement = { 0 }, again = { 0 };

  for (guint row = 0; row < 100; row++)
    for (guint i = 0; i < 4; i++)
      other.said[((row * 37 + 11) % 100) * 4 + (i + row) % 4] = rows.said[row * 4 + i];
  rated_init (&rated, &rows);
  rated_init (&rated_other, &other);
  assay_agreement (&rated.ratings, 10, &options, &agreement);
  assay_agreement (&rated_other.ratings, 10, &options, &again);
  g_assert_true (are_same (&agreement.fleiss, &again.fleiss));
  g_assert_true (are_same (&agreement.pairwise, &again.pairwise));
  g_assert_true (are_same (&agreement.alphas[ASSAY_ALPHA_NOMINAL], &again.alphas[ASSAY_ALPHA_NOMINAL]));
  g_assert_true (are_same (&agreement.alphas[ASSAY_ALPHA_ORDINAL], &again.alphas[ASSAY_ALPHA_ORDINAL]));
  g_assert_cmpuint (agreement.n_splits, ==, again.n_splits);
  for (guint i = 0; i < agreement.n_splits; i++)
    g_assert_true (are_same (&agreement.splits[i].nominal, &again.splits[i].nominal));
}

/* Classes in another order keep what is nominal; the reverse order keeps what is ordinal. */
static void
test_classes_permuted (void)
{
  g_auto (RatedRows) rows = rated_rows_random (5, 100, 4, 0.7, 0.8), other = rated_rows_new (5, 100, 4);
  g_auto (RatedRows) reversed = rated_rows_new (5, 100, 4);
  g_auto (Rated) rated = { 0 }, rated_other = { 0 }, rated_reversed = { 0 };
  g_auto (AssayAgreement) agreement = { 0 }, again = { 0 }, back = { 0 };

  for (guint i = 0; i < 400; i++)
    if (rows.said[i] != NOT_RATED)
      {
        other.said[i] = (rows.said[i] * 2 + 1) % 5;
        reversed.said[i] = 4 - rows.said[i];
      }
  rated_init (&rated, &rows);
  rated_init (&rated_other, &other);
  rated_init (&rated_reversed, &reversed);
  assay_agreement (&rated.ratings, 0, &options, &agreement);
  assay_agreement (&rated_other.ratings, 0, &options, &again);
  assay_agreement (&rated_reversed.ratings, 0, &options, &back);
  near_at ("permuted", "Fleiss", again.fleiss.value, agreement.fleiss.value, 1e-14);
  near_at ("permuted", "nominal", again.alphas[ASSAY_ALPHA_NOMINAL].value,
           agreement.alphas[ASSAY_ALPHA_NOMINAL].value, 1e-14);
  near_at ("reversed", "ordinal", back.alphas[ASSAY_ALPHA_ORDINAL].value,
           agreement.alphas[ASSAY_ALPHA_ORDINAL].value, 1e-14);
  g_assert_cmpfloat (fabs (again.alphas[ASSAY_ALPHA_ORDINAL].value
                           - agreement.alphas[ASSAY_ALPHA_ORDINAL].value), >, 1e-4);
}

/* Every row twice keeps rates; alpha's (n - 1) becomes (2n - 1)/2, exactly. */
static void
test_doubled (void)
{
  g_auto (RatedRows) rows = rated_rows_random (4, 80, 4, 0.7, 0.9);
  g_auto (Rated) rated = { 0 };
  g_auto (AssayAgreement) once = { 0 }, twice = { 0 };

  rated_init (&rated, &rows);
  assay_agreement (&rated.ratings, 0, &options, &once);
  for (guint i = 0; i < rated.rows->len; i++)
    g_array_index (rated.rows, guint64, i) *= 2;
  assay_agreement (&rated.ratings, 0, &options, &twice);
  const double n = (double) once.ratings;
  g_assert_cmpuint (twice.ratings, ==, 2 * once.ratings);
  near_at ("doubled", "Fleiss", twice.fleiss.value, once.fleiss.value, 1e-14);
  near_at ("doubled", "agreement", twice.pairwise.value, once.pairwise.value, 1e-14);
  for (guint i = 0; i < 2; i++)
    near_at ("doubled", "1 - alpha", 1 - twice.alphas[i].value,
             (1 - once.alphas[i].value) * (n - 0.5) / (n - 1), 1e-14);
  g_assert_cmpfloat (twice.fleiss.hi - twice.fleiss.lo, <, 0.9 * (once.fleiss.hi - once.fleiss.lo));
}

/* Draws are of the slice's text and the seed, and of nothing else. */
static void
test_stream (void)
{
  g_auto (RatedRows) rows = rated_rows_random (4, 80, 4, 0.7, 0.9);
  g_auto (Rated) rated = { 0 };
  g_auto (AssayAgreement) first = { 0 }, same = { 0 }, other = { 0 };
  AssayMeasureOptions elsewhere = options;

  elsewhere.stream = "another slice";
  rated_init (&rated, &rows);
  assay_agreement (&rated.ratings, 3, &options, &first);
  assay_agreement (&rated.ratings, 0, &options, &same);
  assay_agreement (&rated.ratings, 0, &elsewhere, &other);
  g_assert_true (are_same (&first.fleiss, &same.fleiss));
  g_assert_cmpfloat (first.fleiss.value, ==, other.fleiss.value);
  g_assert_cmpfloat (first.fleiss.lo, !=, other.fleiss.lo);
}

/* --- undefined -------------------------------------------------------------------------------------------------- */

static void
say (RatedRows  *rows,
     const char *text)
{
  for (guint i = 0; i < rows->n_rows * rows->n_annotators; i++)
    rows->said[i] = text[i] == '.' ? NOT_RATED : text[i] - '0';
}

static void
test_undefined (void)
{
  /* what three annotators said of four rows; alpha's and Fleiss' reason, or their value 1 */
  static const struct { const char *name, *said, *why; guint64 rows; } cases[] = {
    { "all of one class", "000000000000", "one class only", 4 },
    { "one rater", "0..1..2..0..", "no row with two ratings", 0 },
    { "nobody", "............", "no row with two ratings", 0 },
    { "one row of two ratings, one class", "11.0........", "one class only", 1 },
    { "all agree", "000111222000", NULL, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (RatedRows) rows = rated_rows_new (3, 4, 3);
      g_auto (Rated) rated = { 0 };
      g_auto (AssayAgreement) agreement = { 0 };

      say (&rows, cases[i].said);
      rated_init (&rated, &rows);
      assay_agreement (&rated.ratings, 5, &options, &agreement);
      const AssayEstimate *nominal = &agreement.alphas[ASSAY_ALPHA_NOMINAL];
      near_at (cases[i].name, "alpha", nominal->value, cases[i].why == NULL ? 1 : NAN, 0);
      near_at (cases[i].name, "Fleiss", agreement.fleiss.value, cases[i].why == NULL ? 1 : NAN, 0);
      g_assert_cmpstr (nominal->why, ==, cases[i].why != NULL ? cases[i].why : "no spread");
      g_assert_cmpstr (agreement.fleiss.why, ==, nominal->why);
      g_assert_true (isnan (nominal->lo) && isnan (nominal->hi));
      g_assert_cmpuint (agreement.rows, ==, cases[i].rows);
      g_assert_cmpuint (nominal->n, ==, cases[i].rows);
      g_assert_cmpuint (agreement.pairwise.n, ==, cases[i].rows);
      g_assert_cmpuint (agreement.rows + agreement.one_rating + agreement.no_rating, ==, 4);
      g_assert_true (isnan (agreement.alphas[ASSAY_ALPHA_INTERVAL].value));
    }
}

/* Splits that are equally frequent stand in the order of their classes; most_splits takes the first. */
static void
test_order_of_splits (void)
{
  static const struct { guint a, b; guint64 n; } expected[] = { { 1, 2, 3 }, { 0, 1, 2 }, { 0, 3, 2 }, { 2, 3, 2 } };
  static const char *const said = "233212211201103003"; /* by two */

  for (guint most = 1; most <= G_N_ELEMENTS (expected); most++)
    {
      g_auto (RatedRows) rows = rated_rows_new (4, 9, 2);
      g_auto (Rated) rated = { 0 };
      g_auto (AssayAgreement) agreement = { 0 };

      say (&rows, said);
      rated_init (&rated, &rows);
      assay_agreement (&rated.ratings, most, &options, &agreement);
      g_assert_cmpuint (agreement.n_splits, ==, most);
      for (guint i = 0; i < most; i++)
        {
          g_assert_cmpuint (agreement.splits[i].a, ==, expected[i].a);
          g_assert_cmpuint (agreement.splits[i].b, ==, expected[i].b);
          g_assert_cmpuint (agreement.splits[i].n_splits, ==, expected[i].n);
        }
    }
}

/* One row, whose two raters are apart: as expected by chance of two ratings (alpha 0), and never equal (kappa -1). */
static void
test_one_row (void)
{
  g_auto (RatedRows) rows = rated_rows_new (3, 1, 3);
  g_auto (Rated) rated = { 0 };
  g_auto (AssayAgreement) agreement = { 0 };

  say (&rows, "0.2");
  rated_init (&rated, &rows);
  assay_agreement (&rated.ratings, 5, &options, &agreement);
  near_at ("one row", "nominal", agreement.alphas[ASSAY_ALPHA_NOMINAL].value, 0, 0);
  near_at ("one row", "ordinal", agreement.alphas[ASSAY_ALPHA_ORDINAL].value, 0, 0);
  near_at ("one row", "Fleiss", agreement.fleiss.value, -1, 0);
  near_at ("one row", "pairs that agree", agreement.pairwise.value, 0, 0);
  g_assert_cmpstr (agreement.fleiss.why, ==, "no spread");
  g_assert_cmpuint (agreement.n_splits, ==, 1);
  g_assert_cmpuint (agreement.splits[0].a, ==, 0);
  g_assert_cmpuint (agreement.splits[0].b, ==, 2);
  g_assert_cmpstr (agreement.splits[0].split.why, ==, "one row only");
}

/* A pattern without rows, and its classes, are as if they were not there; so are 997 classes that nobody uses. */
static void
test_without_rows (void)
{
  static const AssayRating said[] = { { 0, 2 }, { 500, 1 }, { 999, 3 }, { 0, 1 }, { 500, 2 }, { 7, 1 }, { 8, 2 } };
  static const AssayRating few[] = { { 0, 2 }, { 1, 1 }, { 2, 3 }, { 0, 1 }, { 1, 2 } };
  static const guint offsets[] = { 0, 2, 3, 5, 7 };
  static const guint64 rows[] = { 5, 6, 7, 0 };
  const AssayRatings ratings = { 1000, NULL, 4, offsets, said, rows }, same = { 3, NULL, 3, offsets, few, rows };
  g_auto (AssayAgreement) agreement = { 0 }, expected = { 0 };

  assay_agreement (&ratings, 5, &options, &agreement);
  assay_agreement (&same, 5, &options, &expected);
  g_assert_true (are_same (&agreement.fleiss, &expected.fleiss));
  g_assert_true (are_same (&agreement.pairwise, &expected.pairwise));
  for (guint i = 0; i < 2; i++)
    g_assert_true (are_same (&agreement.alphas[i], &expected.alphas[i]));
  g_assert_cmpuint (agreement.rows, ==, 18);
  g_assert_cmpuint (agreement.n_splits, ==, 1);
  g_assert_cmpuint (agreement.splits[0].b, ==, 500);
  g_assert_true (are_same (&agreement.splits[0].ordinal, &expected.splits[0].ordinal));
  g_assert_true (are_same (&agreement.splits[0].split, &expected.splits[0].split));
}

/* Two classes leave nothing to merge, and classes that are not numbers have no interval scale. */
static void
test_reasons (void)
{
  g_auto (RatedRows) rows = rated_rows_new (2, 4, 3);
  g_auto (Rated) rated = { 0 };
  g_auto (AssayAgreement) agreement = { 0 };

  say (&rows, "001011000111");
  rated_init (&rated, &rows);
  assay_agreement (&rated.ratings, 5, &options, &agreement);
  g_assert_cmpstr (agreement.alphas[ASSAY_ALPHA_INTERVAL].why, ==, "the classes are not all numbers");
  g_assert_cmpuint (agreement.n_splits, ==, 1);
  g_assert_cmpuint (agreement.splits[0].n_splits, ==, 4);
  g_assert_cmpstr (agreement.splits[0].nominal.why, ==, "no other class would be left");
  g_assert_cmpstr (agreement.splits[0].ordinal.why, ==, "no other class would be left");
  /* of two classes all scales are one */
  near_at ("two classes", "ordinal", agreement.alphas[ASSAY_ALPHA_ORDINAL].value,
           agreement.alphas[ASSAY_ALPHA_NOMINAL].value, 1e-15);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agreement/fleiss-1971", test_fleiss_1971);
  g_test_add_func ("/agreement/krippendorff-2011", test_krippendorff_2011);
  g_test_add_func ("/agreement/by-pairs", test_by_pairs);
  g_test_add_func ("/agreement/fleiss-of-gaps", test_fleiss_of_gaps);
  g_test_add_func ("/agreement/permuted", test_permuted);
  g_test_add_func ("/agreement/classes-permuted", test_classes_permuted);
  g_test_add_func ("/agreement/doubled", test_doubled);
  g_test_add_func ("/agreement/stream", test_stream);
  g_test_add_func ("/agreement/undefined", test_undefined);
  g_test_add_func ("/agreement/one-row", test_one_row);
  g_test_add_func ("/agreement/without-rows", test_without_rows);
  g_test_add_func ("/agreement/reasons", test_reasons);
  g_test_add_func ("/agreement/order-of-splits", test_order_of_splits);
  return g_test_run ();
}
