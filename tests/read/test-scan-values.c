/* test-scan-values.c: numbers of rows become integers: their scale, their rounding, which rows have none, and which rows
 * stop a scan. */
#include "test-data.h"

#include <math.h>
#include <string.h>

#define MOST_VALUES 12

/* All values that passed, by row number where there is one thread. */
typedef struct
{
  guint   n_values;
  GMutex  mutex;
  GArray *values[MOST_VALUES]; /* of gint64 */
} Kept;

static gpointer
keep_start (gpointer data)
{
  return data;
}

static gboolean
keep_add (gpointer              state,
          const guint16 *const *codes,
          const gint64 *const  *values,
          guint                 n_rows,
          gint64                first_row)
{
  Kept *self = state;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->n_values; i++)
    g_array_append_vals (self->values[i], values[i], n_rows);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static void
kept_init (Kept  *self,
           guint  n_values)
{
  *self = (Kept) { .n_values = n_values };
  g_mutex_init (&self->mutex);
  for (guint i = 0; i < n_values; i++)
    self->values[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
kept_clear (Kept *self)
{
  for (guint i = 0; i < self->n_values; i++)
    g_array_unref (self->values[i]);
  g_mutex_clear (&self->mutex);
}

/* Finds the scales, scans, keeps the values. */
static gboolean
scan (const char     *folder,
      const char     *file,
      guint           n_threads,
      AssayScanValue *values,
      Kept           *kept,
      GError        **error)
{
  g_autoptr (AssaySource) source = assay_test_open (folder, file, n_threads, error);
  AssayScanColumn column = { .name = "g", .kind = ASSAY_AXIS_SLICE, .column = "g" };
  AssayScanSink sink = { kept, keep_start, keep_add, values, kept->n_values };

  g_assert_nonnull (source);
  if (!assay_scan_find_scales (source, values, kept->n_values, NULL, error))
    return FALSE;
  g_autoptr (AssayScan) done = assay_scan_run (source, &column, 1, &sink, FALSE, NULL, NULL, error);
  return done != NULL;
}

static const struct
{
  double max;
  int    k;
} scales[] = {
  { 0, 0 }, { 1, 31 }, { -1, 31 }, { 0.75, 31 }, { 0.5, 32 }, { 1.0000001, 30 }, { 2, 30 }, { 3, 29 }, { 2147483648., 0 },
  { 2147483649., -1 }, { 1e6, 11 }, { 1e300, -966 }, { 0x1p-1074, 1105 }, { 34.6, 25 },
};

static void
test_scales (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      int k = assay_value_scale (scales[i].max);
      g_assert_cmpint (k, ==, scales[i].k);
      if (scales[i].max == 0 || k > 1000)
        continue;
      g_assert_cmpfloat (ldexp (fabs (scales[i].max), k), <=, 2147483648.);
      g_assert_cmpfloat (ldexp (fabs (scales[i].max), k + 1), >, 2147483648.);
    }
}

/* With 2^31 among them the unit is 1, and halves go to the even side. */
static void
test_rounding (void)
{
  static const gint64 expected[] = { 0, 2, 2, -2, 0, 4, 2147483647, -2147483648, 2147483648, 0, ASSAY_NO_VALUE, ASSAY_NO_VALUE };
  g_autofree char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;
  AssayScanValue value = { .name = "a", .a = "a" };
  Kept kept;

  assay_test_sql (folder, "COPY (SELECT 'x' AS g, unnest([0.5, 1.5, 2.5, -1.5, -0.5, 3.5, 2147483646.6, -2147483648, 2147483648, "
                          "1e-300, NULL, 'nan'::DOUBLE]::DOUBLE[]) AS a) TO '@/a.parquet' (FORMAT parquet)");
  kept_init (&kept, 1);
  g_assert_true (scan (folder, "a.parquet", 1, &value, &kept, &error));
  g_assert_no_error (error);
  g_assert_cmpint (value.k, ==, 0);
  g_assert_cmpmem (kept.values[0]->data, kept.values[0]->len * sizeof (gint64), expected, sizeof expected);
  kept_clear (&kept);
  assay_test_folder_free (g_steal_pointer (&folder));
}

/* a b w c: the columns of the rows below. */
static const double rows[][4] = {
  { 0.25, 1, 2, 1 }, { 0.9, 0, 0.5, NAN }, { 0, 0, 0, 1 }, { 1, 0, 3.75, 1 }, { 0.1, NAN, 1, 2 }, { NAN, 1, 1, 3 }, { 1, 1, 0.1, 4 },
  { 1e-20, 1, 1, 5 },
};

static double
expected_value (const AssayScanValue *value,
                const double         *row)
{
  double a = row[0], b = row[1], v = a;

  switch (value->kind)
    {
    case ASSAY_SCAN_WEIGHT: v = row[2]; break;
    case ASSAY_SCAN_ERROR: v = a - b; break;
    case ASSAY_SCAN_ABSOLUTE_ERROR: v = fabs (a - b); break;
    case ASSAY_SCAN_SQUARED_ERROR: v = (a - b) * (a - b); break;
    case ASSAY_SCAN_BRIER_0: v = a * a; break;
    case ASSAY_SCAN_BRIER_1: v = (1 - a) * (1 - a); break;
    case ASSAY_SCAN_LOG_LOSS_0: v = -log (fmax (1 - a, 1e-15)); break;
    case ASSAY_SCAN_LOG_LOSS_1: v = -log (fmax (a, 1e-15)); break;
    default: break;
    }
  if (value->weight != NULL)
    v *= row[2];
  return (isnan (a) && value->kind != ASSAY_SCAN_WEIGHT) || (value->with[0] != NULL && isnan (row[3])) ? NAN : v;
}

static const struct
{
  AssayScanValue value;
  int            k;
} kinds[] = {
  { { .name = "number", .kind = ASSAY_SCAN_NUMBER, .a = "a" }, 31 },
  { { .name = "weight", .kind = ASSAY_SCAN_WEIGHT, .a = "w" }, 29 },
  { { .name = "error", .kind = ASSAY_SCAN_ERROR, .a = "a", .b = "b" }, 31 },
  { { .name = "absolute", .kind = ASSAY_SCAN_ABSOLUTE_ERROR, .a = "a", .b = "b" }, 31 },
  { { .name = "squared", .kind = ASSAY_SCAN_SQUARED_ERROR, .a = "a", .b = "b" }, 31 },
  { { .name = "brier 0", .kind = ASSAY_SCAN_BRIER_0, .a = "a" }, 30 },
  { { .name = "brier 1", .kind = ASSAY_SCAN_BRIER_1, .a = "a" }, 30 },
  { { .name = "log loss 0", .kind = ASSAY_SCAN_LOG_LOSS_0, .a = "a" }, 25 },
  { { .name = "log loss 1", .kind = ASSAY_SCAN_LOG_LOSS_1, .a = "a" }, 25 },
  { { .name = "weighted", .kind = ASSAY_SCAN_NUMBER, .a = "a", .weight = "w" }, 29 },
  { { .name = "weighted loss", .kind = ASSAY_SCAN_LOG_LOSS_1, .a = "a", .weight = "w" }, 23 }, /* 3.75 * 34.6 < 2^8 */
  { { .name = "beside", .kind = ASSAY_SCAN_NUMBER, .a = "a", .with = { "c" } }, 31 },
};

static char *
rows_as_sql (void)
{
  GString *sql = g_string_new ("COPY (SELECT 'x' AS g, * FROM (VALUES ");

  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      g_string_append (sql, r > 0 ? ", (" : "(");
      for (guint c = 0; c < 4; c++)
        if (isnan (rows[r][c]))
          g_string_append (sql, c > 0 ? ", NULL" : "NULL");
        else
          g_string_append_printf (sql, "%s%.17g::DOUBLE", c > 0 ? ", " : "", rows[r][c]);
      g_string_append (sql, ")");
    }
  g_string_append (sql, ") t(a, b, w, c)) TO '@/a.parquet' (FORMAT parquet)");
  return g_string_free (sql, FALSE);
}

static void
test_kinds (void)
{
  g_autofree char *folder = assay_test_folder_new ();
  g_autofree char *sql = rows_as_sql ();
  g_autoptr (GError) error = NULL;
  AssayScanValue values[G_N_ELEMENTS (kinds)];
  Kept kept;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    values[i] = kinds[i].value;
  assay_test_sql (folder, sql);
  kept_init (&kept, G_N_ELEMENTS (kinds));
  g_assert_true (scan (folder, "a.parquet", 1, values, &kept, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_test_message ("%s", values[i].name);
      g_assert_cmpint (values[i].k, ==, kinds[i].k);
      for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
        {
          double expected = expected_value (&values[i], rows[r]);
          gint64 integer = isnan (expected) ? ASSAY_NO_VALUE : (gint64) nearbyint (ldexp (expected, values[i].k));
          g_assert_cmpint (g_array_index (kept.values[i], gint64, r), ==, integer);
        }
    }
  kept_clear (&kept);
  assay_test_folder_free (g_steal_pointer (&folder));
}

/* The halves of a squared number make the square of its integer, where it is there beside two other columns'. */
static void
test_squares (void)
{
  g_autofree char *folder = assay_test_folder_new ();
  g_autofree char *sql = rows_as_sql ();
  g_autoptr (GError) error = NULL;
  AssayScanValue values[] = {
    { .name = "number", .kind = ASSAY_SCAN_NUMBER, .a = "a", .with = { "b", "c" } },
    { .name = "high", .kind = ASSAY_SCAN_SQUARE_HIGH, .a = "a", .with = { "b", "c" } },
    { .name = "low", .kind = ASSAY_SCAN_SQUARE_LOW, .a = "a", .with = { "b", "c" } },
    { .name = "fixed", .kind = ASSAY_SCAN_SQUARE_HIGH, .a = "b", .has_range = TRUE, .least = -3, .most = 5 },
  };
  guint n_values = 0;
  Kept kept;

  assay_test_sql (folder, sql);
  kept_init (&kept, G_N_ELEMENTS (values));
  g_assert_true (scan (folder, "a.parquet", 1, values, &kept, &error));
  g_assert_no_error (error);
  g_assert_cmpint (values[1].k, ==, 2 * values[0].k - 31);
  g_assert_cmpint (values[2].k, ==, 2 * values[0].k);
  g_assert_cmpint (values[3].k, ==, 2 * 28 - 31); /* 5 * 2^28 < 2^31 */
  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      const gint64 number = g_array_index (kept.values[0], gint64, r), high = g_array_index (kept.values[1], gint64, r);
      const gint64 low = g_array_index (kept.values[2], gint64, r);

      g_assert_cmpint (number == ASSAY_NO_VALUE, ==, isnan (rows[r][0]) || isnan (rows[r][1]) || isnan (rows[r][3]));
      g_assert_true ((number == ASSAY_NO_VALUE) == (high == ASSAY_NO_VALUE) && (number == ASSAY_NO_VALUE) == (low == ASSAY_NO_VALUE));
      if (number == ASSAY_NO_VALUE)
        continue;
      n_values++;
      g_assert_true (low >= 0 && low < (gint64) 1 << 31 && high >= 0 && high <= (gint64) 1 << 31);
      g_assert_cmpint (number * number, ==, high * ((gint64) 1 << 31) + low);
    }
  g_assert_cmpuint (n_values, >, 0);
  kept_clear (&kept);
  assay_test_folder_free (g_steal_pointer (&folder));

  AssayScanValue again = values[2];
  assay_scan_value_set_scale (&again, values[2].k);
  again.k = 0;
  g_assert_true (again.has_range && again.most == ldexp (1, 31 - values[0].k) && again.least == -again.most);
}

/* Scores outside [0, 1] are no probabilities: no Brier score, no log loss. */
static void
test_no_probabilities (void)
{
  g_autofree char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;
  AssayScanValue values[] = { { .name = "b", .kind = ASSAY_SCAN_BRIER_1, .a = "a" },
                              { .name = "l", .kind = ASSAY_SCAN_LOG_LOSS_0, .a = "a" },
                              { .name = "n", .kind = ASSAY_SCAN_NUMBER, .a = "a" } };
  Kept kept;

  assay_test_sql (folder, "COPY (SELECT 'x' AS g, unnest([-0.25, 1.5, 0.5]::FLOAT[]) AS a) TO '@/a.parquet' (FORMAT parquet)");
  kept_init (&kept, 3);
  g_assert_true (scan (folder, "a.parquet", 1, values, &kept, &error));
  for (guint row = 0; row < 3; row++)
    for (guint i = 0; i < 3; i++)
      g_assert_cmpint (g_array_index (kept.values[i], gint64, row) == ASSAY_NO_VALUE, ==, row < 2 && i < 2);
  kept_clear (&kept);
  assay_test_folder_free (g_steal_pointer (&folder));
}

static gint64
sum_of (const GArray *values)
{
  gint64 sum = 0;

  for (guint i = 0; i < values->len; i++)
    sum += g_array_index (values, gint64, i) != ASSAY_NO_VALUE ? g_array_index (values, gint64, i) : 0;
  return sum;
}

/* The same integers from CSV and Parquet, from one thread and several, in one file and in parts. */
static void
test_same_everywhere (void)
{
  static const struct { const char *file; guint n_threads; } cases[] = {
    { "a.parquet", 1 }, { "a.parquet", 4 }, { "a.csv", 1 }, { "a.csv", 4 }, { "part-*.parquet", 3 },
  };
  g_autofree char *folder = assay_test_folder_new ();
  gint64 sums[2][3];

  assay_test_sql (folder, "CREATE TABLE t AS SELECT 'x' AS g, ((hash(i) % 1000003) / 7.0)::DOUBLE AS a, CASE WHEN i % 9 = 0 THEN NULL "
                          "ELSE (hash(i + 1) % 1009)::INTEGER END AS b, ((hash(i + 2) % 997) / 13.0)::DOUBLE AS w FROM range(60000) r(i);"
                          "COPY t TO '@/a.parquet' (FORMAT parquet, ROW_GROUP_SIZE 5000); COPY t TO '@/a.csv';"
                          "COPY (SELECT * FROM t WHERE w < 30) TO '@/part-1.parquet' (FORMAT parquet);"
                          "COPY (SELECT * FROM t WHERE w >= 30) TO '@/part-2.parquet' (FORMAT parquet)");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AssayScanValue values[] = { { .name = "v", .kind = ASSAY_SCAN_NUMBER, .a = "a" },
                                  { .name = "e", .kind = ASSAY_SCAN_ERROR, .a = "a", .b = "b", .weight = "w" },
                                  { .name = "w", .kind = ASSAY_SCAN_WEIGHT, .a = "w" } };
      g_autoptr (GError) error = NULL;
      Kept kept;
      kept_init (&kept, 3);
      g_test_message ("%s, %u threads", cases[i].file, cases[i].n_threads);
      g_assert_true (scan (folder, cases[i].file, cases[i].n_threads, values, &kept, &error));
      g_assert_no_error (error);
      for (guint v = 0; v < 3; v++)
        {
          sums[i > 0][v] = sum_of (kept.values[v]);
          g_assert_cmpuint (kept.values[v]->len, ==, 60000);
          g_assert_cmpint (sums[i > 0][v], ==, sums[0][v]);
        }
      kept_clear (&kept);
    }
  assay_test_folder_free (g_steal_pointer (&folder));
}

static const struct
{
  const char    *numbers; /* of column a; row 3 is the bad one */
  AssayScanValue value;
  const char    *expected;
} bad[] = {
  { "1, 2, -0.5, 1", { .name = "weight", .kind = ASSAY_SCAN_WEIGHT, .a = "a" },
    "column 'a': the weight in row 3 is -0.5; a weight must be finite and >= 0: mend it, or make it 0 to leave the row out" },
  { "1, 2, NULL, 1", { .name = "weight", .kind = ASSAY_SCAN_WEIGHT, .a = "a" }, "the weight in row 3 is missing; a weight must" },
  { "1, 2, 'nan'::DOUBLE, 1", { .name = "weight", .kind = ASSAY_SCAN_WEIGHT, .a = "a" }, "the weight in row 3 is nan; a weight" },
  { "1, 2, 'inf'::DOUBLE, 'inf'::DOUBLE", { .name = "weight", .kind = ASSAY_SCAN_WEIGHT, .a = "a" }, "in row 3 is inf; a weight" },
  { "1, 2, '-inf'::DOUBLE, 1", { .name = "latency", .kind = ASSAY_SCAN_NUMBER, .a = "a" },
    "column 'a': latency in row 3 is -inf; a number that is summed must be finite: mend it, or leave it empty" },
  { "1, 2, 11, 1", { .name = "latency", .kind = ASSAY_SCAN_NUMBER, .a = "a", .has_range = TRUE, .least = 0, .most = 10 },
    "column 'a': latency in row 3 is 11.0; its declared range is 0 to 10: widen it (range.a=), or mend the row" },
  { "1, 2, -1, 1", { .name = "latency", .kind = ASSAY_SCAN_NUMBER, .a = "a", .has_range = TRUE, .least = 0, .most = 10 },
    "latency in row 3 is -1.0; its declared range is 0 to 10" },
  { "1, 2, NULL, 1", { .name = "w", .kind = ASSAY_SCAN_WEIGHT, .a = "a", .has_range = TRUE, .least = 0, .most = 10 },
    "the weight in row 3 is missing; a weight must be finite" },
  { "1, 2, 3, 4", { .name = "cost", .kind = ASSAY_SCAN_NUMBER, .a = "b" },
    "column 'b' is not in the data, which cost needs; name a numeric column" },
  { "1, 2, 3, 4", { .name = "cost", .kind = ASSAY_SCAN_NUMBER, .a = "g" }, "column 'g' holds no numbers, which cost needs" },
  { "1, 2, 3, 4", { .name = "cost", .kind = ASSAY_SCAN_NUMBER, .a = "a", .weight = "g" }, "column 'g' holds no numbers" },
};

static void
test_bad_rows (void)
{
  g_autofree char *folder = assay_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *sql = g_strdup_printf ("COPY (SELECT 'x' AS g, unnest([%s]::DOUBLE[]) AS a) TO '@/a.parquet' (FORMAT parquet)",
                                              bad[i].numbers);
      AssayScanValue value = bad[i].value;
      g_autoptr (GError) error = NULL;
      Kept kept;
      assay_test_sql (folder, sql);
      kept_init (&kept, 1);
      g_assert_false (scan (folder, "a.parquet", 2, &value, &kept, &error));
      g_test_message ("%s", error->message);
      g_assert_cmpint (error->domain, ==, ASSAY_READ_ERROR);
      g_assert_nonnull (strstr (error->message, bad[i].expected));
      kept_clear (&kept);
    }
  assay_test_folder_free (g_steal_pointer (&folder));
}

/* A declared range decides the unit, not the rows; so it does when there is nothing but missing rows. */
static void
test_ranges (void)
{
  g_autofree char *folder = assay_test_folder_new ();
  AssayScanValue values[] = { { .name = "a", .a = "a", .has_range = TRUE, .least = -1000, .most = 10 }, { .name = "b", .a = "b" } };
  g_autoptr (GError) error = NULL;
  Kept kept;

  assay_test_sql (folder, "COPY (SELECT 'x' AS g, unnest([-1000, 10, 0.5]::DOUBLE[]) AS a, NULL::DOUBLE AS b) TO '@/a.parquet' "
                          "(FORMAT parquet)");
  kept_init (&kept, 2);
  g_assert_true (scan (folder, "a.parquet", 1, values, &kept, &error));
  g_assert_no_error (error);
  g_assert_cmpint (values[0].k, ==, 21);
  g_assert_cmpint (g_array_index (kept.values[0], gint64, 0), ==, -1000 * (1 << 21));
  g_assert_cmpint (g_array_index (kept.values[0], gint64, 2), ==, 1 << 20);
  g_assert_cmpint (values[1].k, ==, 0);
  g_assert_cmpint (g_array_index (kept.values[1], gint64, 0), ==, ASSAY_NO_VALUE);
  kept_clear (&kept);
  assay_test_folder_free (g_steal_pointer (&folder));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scan-values/scales", test_scales);
  g_test_add_func ("/scan-values/rounding", test_rounding);
  g_test_add_func ("/scan-values/kinds", test_kinds);
  g_test_add_func ("/scan-values/squares", test_squares);
  g_test_add_func ("/scan-values/no-probabilities", test_no_probabilities);
  g_test_add_func ("/scan-values/same-everywhere", test_same_everywhere);
  g_test_add_func ("/scan-values/bad-rows", test_bad_rows);
  g_test_add_func ("/scan-values/ranges", test_ranges);
  return g_test_run ();
}
