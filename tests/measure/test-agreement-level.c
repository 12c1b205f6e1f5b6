/* test-agreement-level.c: human level by leaving one out against the definition row by row, examples by hand, each
 * annotator's own level and bias. */
#include "near.h"
#include "rated-rows.h"

/* --- the definition --------------------------------------------------------------------------------------------- */

/* Credit of saying a class against what all but one annotator of the row say. */
static double
credit (const RatedRows *rows,
        guint            row,
        guint            without,
        guint            class)
{
  guint counts[16] = { 0 }, most = 0, n_most = 0;

  for (guint i = 0; i < rows->n_annotators; i++)
    if (i != without && rows->said[row * rows->n_annotators + i] != NOT_RATED)
      counts[rows->said[row * rows->n_annotators + i]]++;
  for (guint c = 0; c < rows->n_classes; c++)
    most = MAX (most, counts[c]);
  for (guint c = 0; c < rows->n_classes; c++)
    n_most += counts[c] == most;
  return counts[class] == most ? 1.0 / n_most : 0;
}

static guint
raters_of (const RatedRows *rows,
           guint            row)
{
  guint n = 0;

  for (guint i = 0; i < rows->n_annotators; i++)
    n += rows->said[row * rows->n_annotators + i] != NOT_RATED;
  return n;
}

typedef enum { HUMAN, MODEL, LABEL, ROOM, N_LEVELS } Level;

/* What a row gives to a level: the credit of all its ratings. FALSE: the row has no part in it. */
static gboolean
row_credit (const RatedRows *rows,
            guint            row,
            Level            level,
            double          *x)
{
  const gint *said = rows->said + row * rows->n_annotators;

  *x = 0;
  if (raters_of (rows, row) < 2 || ((level == MODEL || level == ROOM) && rows->predictions[row] == ASSAY_NO_CLASS)
      || (level == LABEL && rows->labels[row] == ASSAY_NO_CLASS))
    return FALSE;
  for (guint i = 0; i < rows->n_annotators; i++)
    if (said[i] != NOT_RATED)
      {
        const double human = credit (rows, row, i, said[i]);

        if (level == HUMAN)
          *x += human;
        else if (level == LABEL)
          *x += credit (rows, row, i, rows->labels[row]);
        else
          *x += (level == ROOM ? human : 0)
                + (level == ROOM ? -1 : 1) * credit (rows, row, i, rows->predictions[row]);
      }
  return TRUE;
}

/* Two passes over rows: the ratio, then its residuals. Room has two rows more, of as many raters as there are on
 * average, in which all of the humans and none of the model are right and the reverse. */
static AssayEstimate
by_rows (const RatedRows *rows,
         Level            level)
{
  double sum = 0, ratings = 0, squares = 0, x;
  guint64 n = 0;

  for (guint row = 0; row < rows->n_rows; row++)
    if (row_credit (rows, row, level, &x))
      {
        sum += x;
        ratings += raters_of (rows, row);
        n++;
      }
  const double more = level == ROOM ? 2 : 0, mean = ratings / n, m = n + more, t = assay_t (0.9, n - 1.0);
  const double ratio = sum / ratings, centre = sum / (ratings + more * mean);
  for (guint row = 0; row < rows->n_rows; row++)
    if (row_credit (rows, row, level, &x))
      squares += (x - centre * raters_of (rows, row)) * (x - centre * raters_of (rows, row));
  AssayEstimate e = { ratio, ratio, ratio, n };
  if (!(squares > 1e-9))
    return e;
  squares += more / 2 * mean * mean * ((1 - centre) * (1 - centre) + (1 + centre) * (1 + centre));
  const double v = squares * m / (m - 1) / pow (ratings + more * mean, 2);
  if (level != ROOM)
    rated_share_ends (ratio, v, t, &e.lo, &e.hi);
  else
    {
      e.lo = CLAMP (centre - t * sqrt (v), -1, ratio);
      e.hi = CLAMP (centre + t * sqrt (v), ratio, 1);
    }
  return e;
}

static void
add_model (RatedRows *rows)
{
  rows->labels = g_new (guint, rows->n_rows + 1);
  rows->predictions = g_new (guint, rows->n_rows + 1);
  for (guint row = 0; row < rows->n_rows; row++)
    {
      const gint first = rows->said[row * rows->n_annotators];

      rows->labels[row] = g_test_rand_int_range (0, 8) == 0 ? ASSAY_NO_CLASS
                                                             : (guint) g_test_rand_int_range (0, rows->n_classes);
      rows->predictions[row] = first != NOT_RATED && g_test_rand_bit () ? (guint) first
                               : g_test_rand_int_range (0, 8) == 0      ? ASSAY_NO_CLASS
                                                        : (guint) g_test_rand_int_range (0, rows->n_classes);
    }
}

static void
check (const char          *what,
       const AssayEstimate *actual,
       const AssayEstimate *expected)
{
  near_at (what, "value", actual->value, expected->value, 1e-13);
  g_assert_cmpuint (actual->n, ==, expected->n);
  if (expected->hi - expected->lo < 1e-15)
    {
      g_assert_cmpstr (actual->why, ==, "no spread");
      return;
    }
  near_at (what, "lo", actual->lo, expected->lo, 1e-12);
  near_at (what, "hi", actual->hi, expected->hi, 1e-12);
}

static void
test_by_rows (void)
{
  for (guint repeat = 0; repeat < 100; repeat++)
    {
      const guint n_classes = g_test_rand_int_range (2, 7);
      /* every other set is small and nearly all right, so that ends are cut at 1 */
      g_auto (RatedRows) rows = rated_rows_random (n_classes, repeat % 2 == 0 ? 60 : 12, g_test_rand_int_range (3, 8),
                                                   repeat % 2 == 0 ? 0.6 : 0.9, repeat % 2 == 0 ? 0.7 : 1);
      g_auto (Rated) rated = { 0 };
      AssayEstimate expected[N_LEVELS];

      add_model (&rows);
      rated_init (&rated, &rows);
      for (guint level = 0; level < N_LEVELS; level++)
        expected[level] = by_rows (&rows, level);
      const AssayHumanLevel actual = assay_human_level (&rated.ratings, 0.9);
      check ("human", &actual.human, &expected[HUMAN]);
      check ("model", &actual.model, &expected[MODEL]);
      check ("label", &actual.label, &expected[LABEL]);
      check ("room", &actual.room, &expected[ROOM]);
    }
}

/* --- by hand ---------------------------------------------------------------------------------------------------- */

/* One row twice (one row has no interval, two equal ones no spread): what was said, what the model says, and credits
 * of human and model times the raters. */
static void
test_by_hand (void)
{
  static const struct { const char *said; guint prediction; double human, model; } cases[] = {
    { "000", 0, 3, 3 },      /* all alike */
    { "001", 0, 1, 2 },      /* without either 0 the others are tied, without 1 they say 0 */
    { "001", 1, 1, 1 },
    { "001", 2, 1, 0 },
    { "01", 0, 0, 1 },       /* two: each is judged by the other */
    { "012", 0, 0, 1 },      /* all apart: 1/2 for either of the others */
    { "0011", 0, 0, 2 },     /* without a 0 they say 1 */
    { "0011", 1, 0, 2 },
    { "0001122", 0, 3.0 / 3, 3.0 / 3 + 4 }, /* without a 0 all are tied; without any other 0 is alone */
    { "00011", 0, 3.0 / 2, 3.0 / 2 + 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint m = strlen (cases[i].said);
      g_auto (RatedRows) rows = rated_rows_new (3, 2, m);
      g_auto (Rated) rated = { 0 };

      rows.labels = g_new0 (guint, 2);
      rows.predictions = g_new0 (guint, 2);
      for (guint j = 0; j < 2 * m; j++)
        rows.said[j] = cases[i].said[j % m] - '0';
      rows.predictions[0] = rows.predictions[1] = cases[i].prediction;
      rated_init (&rated, &rows);
      const AssayHumanLevel level = assay_human_level (&rated.ratings, 0.95);
      near_at (cases[i].said, "human", level.human.value, cases[i].human / m, 1e-15);
      near_at (cases[i].said, "model", level.model.value, cases[i].model / m, 1e-15);
      near_at (cases[i].said, "room", level.room.value, (cases[i].human - cases[i].model) / m, 1e-15);
      g_assert_cmpstr (level.human.why, ==, "no spread");
      g_assert_cmpstr (level.room.why, ==, "no spread");
    }
}

static void
test_undefined (void)
{
  g_auto (RatedRows) rows = rated_rows_new (3, 4, 3);
  g_auto (Rated) rated = { 0 }, one = { 0 };

  for (guint row = 0; row < 4; row++)
    rows.said[row * 3] = 1;
  rated_init (&rated, &rows);
  const AssayHumanLevel none = assay_human_level (&rated.ratings, 0.95);
  g_assert_true (isnan (none.human.value) && isnan (none.human.lo));
  g_assert_cmpstr (none.human.why, ==, "no row with two ratings");
  g_assert_cmpstr (none.model.why, ==, "no row with two ratings and a prediction");
  g_assert_cmpstr (none.label.why, ==, "no row with two ratings and a label");
  g_assert_cmpstr (none.room.why, ==, none.model.why);

  rows.said[1] = 1;
  rated_init (&one, &rows);
  const AssayHumanLevel single = assay_human_level (&one.ratings, 0.95);
  near_at ("one row", "human", single.human.value, 1, 0);
  g_assert_cmpstr (single.human.why, ==, "one row only");
  g_assert_cmpuint (single.human.n, ==, 1);
}

static void
test_doubled (void)
{
  g_auto (RatedRows) rows = rated_rows_random (4, 800, 4, 0.7, 0.8);
  g_auto (Rated) rated = { 0 };

  add_model (&rows);
  rated_init (&rated, &rows);
  const AssayHumanLevel once = assay_human_level (&rated.ratings, 0.95);
  for (guint i = 0; i < rated.rows->len; i++)
    g_array_index (rated.rows, guint64, i) *= 2;
  for (guint i = 0; i < rated.cells->len; i++)
    g_array_index (rated.cells, AssayMatrixCell, i).n *= 2;
  const AssayHumanLevel twice = assay_human_level (&rated.ratings, 0.95);
  near_at ("doubled", "human", twice.human.value, once.human.value, 1e-14);
  near_at ("doubled", "room", twice.room.value, once.room.value, 1e-14);
  g_assert_cmpuint (twice.human.n, ==, 2 * once.human.n);
  /* for large n: room has two rows more, t has more degrees */
  near_at ("doubled", "width", (twice.room.hi - twice.room.lo) / (once.room.hi - once.room.lo), sqrt (0.5), 0.01);
}

/* --- one annotator ---------------------------------------------------------------------------------------------- */

static GArray *
cells_of (const RatedRows *rows,
          const Rated     *rated,
          guint            annotator)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (AssayAnnotatorCell));

  /* a cell a row: equal ones add up */
  for (guint row = 0; row < rows->n_rows; row++)
    {
      const gint said = rows->said[row * rows->n_annotators + annotator];

      if (said != NOT_RATED)
        g_array_append_val (cells, ((AssayAnnotatorCell) { rated->pattern_of[row], said, 1 }));
    }
  return cells;
}

/* own - others of a row, others, or the credit. FALSE: the annotator or all others are not there. */
static gboolean
row_bias (const RatedRows *rows,
          guint            row,
          guint            annotator,
          guint            class,
          double          *own,
          double          *others)
{
  const guint m = rows->n_annotators;

  if (rows->said[row * m + annotator] == NOT_RATED || raters_of (rows, row) < 2)
    return FALSE;
  *own = rows->said[row * m + annotator] == (gint) class;
  *others = 0;
  for (guint i = 0; i < m; i++)
    if (i != annotator)
      *others += (rows->said[row * m + i] == (gint) class) / (raters_of (rows, row) - 1.0);
  return TRUE;
}

static void
check_bias (const RatedRows *rows,
            guint            annotator,
            const AssayBias *bias)
{
  double own, others, sum_own = 0, sum_others = 0, squares = 0;
  guint n = 0;

  for (guint row = 0; row < rows->n_rows; row++)
    if (row_bias (rows, row, annotator, bias->class, &own, &others))
      {
        sum_own += own;
        sum_others += others;
        squares += (own - others) * (own - others);
        n++;
      }
  const double mean = (sum_own - sum_others) / n;
  double lo, hi;
  rated_difference_ends (n, sum_own - sum_others, squares, assay_t (0.95, n - 1.0), &lo, &hi);
  near_at ("bias", "own", bias->own.value, sum_own / n, 1e-14);
  near_at ("bias", "others", bias->others.value, sum_others / n, 1e-13);
  near_at ("bias", "difference", bias->difference.value, mean, 1e-13);
  near_at ("bias", "lo", bias->difference.lo, lo, 1e-12);
  near_at ("bias", "hi", bias->difference.hi, hi, 1e-12);
  g_assert_cmpuint (bias->difference.n, ==, n);
  g_assert_cmpuint (bias->own.n, ==, n);
}

static void
test_annotators (void)
{
  for (guint repeat = 0; repeat < 30; repeat++)
    {
      g_auto (RatedRows) rows = rated_rows_random (4, 80, 5, 0.6, 0.7);
      g_auto (Rated) rated = { 0 };

      rated_init (&rated, &rows);
      for (guint i = 0; i < 5; i++)
        {
          g_autoptr (GArray) cells = cells_of (&rows, &rated, i);
          g_auto (AssayAnnotator) annotator = { 0 };
          double sum = 0, differences = 0;
          guint n = 0;

          assay_annotator (&rated.ratings, (const AssayAnnotatorCell *) cells->data, cells->len, 0.95, &annotator);
          for (guint row = 0; row < rows.n_rows; row++)
            if (rows.said[row * 5 + i] != NOT_RATED && raters_of (&rows, row) > 1)
              {
                sum += credit (&rows, row, i, rows.said[row * 5 + i]);
                n++;
              }
          near_at ("annotator", "level", annotator.level.value, sum / n, 1e-13);
          g_assert_cmpuint (annotator.level.n, ==, n);
          g_assert_true (annotator.level.lo < annotator.level.value);
          g_assert_cmpuint (annotator.n_biases, ==, 4);
          for (guint class = 0; class < 4; class++)
            {
              check_bias (&rows, i, &annotator.biases[class]);
              differences += annotator.biases[class].difference.value;
            }
          near_at ("biases", "sum", differences, 0, 1e-14);
        }
    }
}

/* Who says 0 where all others say 1; a pattern without the class, and rows that nobody else rated, are left out. */
static void
test_one_sided (void)
{
  g_auto (RatedRows) rows = rated_rows_new (3, 4, 3);
  g_auto (Rated) rated = { 0 };
  g_auto (AssayAnnotator) annotator = { 0 };

  for (guint row = 0; row < 3; row++)
    for (guint i = 0; i < 3; i++)
      rows.said[row * 3 + i] = i > 0;
  rows.said[9] = 2;
  rated_init (&rated, &rows);
  const AssayAnnotatorCell cells[] = { { rated.pattern_of[0], 0, 3 }, { rated.pattern_of[3], 2, 1 },
                                       { rated.pattern_of[0], 2, 5 } };
  assay_annotator (&rated.ratings, cells, G_N_ELEMENTS (cells), 0.95, &annotator);
  near_at ("one-sided", "level", annotator.level.value, 0, 0);
  g_assert_cmpstr (annotator.level.why, ==, "no spread");
  g_assert_cmpuint (annotator.level.n, ==, 3);
  g_assert_cmpuint (annotator.n_biases, ==, 2);
  near_at ("one-sided", "0", annotator.biases[0].difference.value, 1, 0);
  near_at ("one-sided", "1", annotator.biases[1].difference.value, -1, 0);
  g_assert_cmpstr (annotator.biases[1].difference.why, ==, "no spread");
}

/* What is beside 0 on either side, the largest first whatever its sign; equal ones by class. */
static void
test_biases (void)
{
  AssayBias all[] = {
    { .class = 0, .difference = { 0.02, 0.01, 0.03, 9, NULL } },  { .class = 1, .difference = { -0.05, -0.07, -0.03, 9, NULL } },
    { .class = 2, .difference = { 0.09, -0.01, 0.19, 9, NULL } }, { .class = 3, .difference = { 0.05, 0.03, 0.07, 9, NULL } },
    { .class = 4, .difference = { -0.08, -0.09, -0.07, 9, NULL } },
  };
  const AssayAnnotator annotator = { .biases = all, .n_biases = G_N_ELEMENTS (all) };
  static const guint order[] = { 4, 1, 3, 0 };
  g_autoptr (GPtrArray) biases = assay_annotator_biases (&annotator);

  g_assert_cmpuint (biases->len, ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < biases->len; i++)
    g_assert_cmpuint (((const AssayBias *) biases->pdata[i])->class, ==, order[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agreement-level/by-rows", test_by_rows);
  g_test_add_func ("/agreement-level/by-hand", test_by_hand);
  g_test_add_func ("/agreement-level/undefined", test_undefined);
  g_test_add_func ("/agreement-level/doubled", test_doubled);
  g_test_add_func ("/agreement-level/annotators", test_annotators);
  g_test_add_func ("/agreement-level/one-sided", test_one_sided);
  g_test_add_func ("/agreement-level/biases", test_biases);
  return g_test_run ();
}
