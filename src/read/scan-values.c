/* scan-values.c: numbers to sum, made beside the codes of a scan.
 *
 * Each column that a value needs is handed to assay_sink() as a DOUBLE; here every value is worked out once for each
 * row, multiplied by a power of two and rounded, half to even as the processor does. What engines add are integers.
 * The pass that finds a scale runs the same formulas in SQL: they are single IEEE operations, so that no row can be
 * greater than the greatest that was found.
 */
#include "source-private.h"

#include <math.h>
#include <string.h>

#define LARGEST 2147483648.0 /* 2^31 */
#define HALF 31              /* bits of one half of a square */
#define BRIER_K 30           /* (s - y)² <= 1 */
#define LOG_LOSS_K 25        /* -log 1e-15 < 34.6 */
#define GREATEST_LOG_LOSS 34.6
#define LEAST_PROBABILITY 1e-15

/* --- columns --------------------------------------------------------------------------------------------------- */

static gboolean
check_number (const AssaySource    *source,
              const AssayScanValue *value,
              const char           *column,
              GError              **error)
{
  if (column == NULL)
    return TRUE;
  int at = assay_source_find_column (source, column);
  if (at >= 0 && source->columns[at].kind == ASSAY_COLUMN_NUMBER)
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN, "column '%s' %s, which %s needs; name a numeric column",
               column, at < 0 ? "is not in the data" : "holds no numbers", value->name);
  return FALSE;
}

static gboolean
has_second (AssayScanValueKind kind)
{
  return kind == ASSAY_SCAN_ERROR || kind == ASSAY_SCAN_ABSOLUTE_ERROR || kind == ASSAY_SCAN_SQUARED_ERROR;
}

static gboolean
check_columns (const AssaySource    *source,
               const AssayScanValue *value,
               GError              **error)
{
  g_return_val_if_fail (value->name != NULL && value->a != NULL && (value->b != NULL) == has_second (value->kind), FALSE);

  return check_number (source, value, value->a, error) && check_number (source, value, value->b, error)
         && check_number (source, value, value->weight, error) && check_number (source, value, value->with[0], error)
         && check_number (source, value, value->with[1], error) && check_number (source, value, value->with[2], error);
}

/* k of what a row's number is rounded to, from the k of the value, and back. */
static int
rounded_scale (AssayScanValueKind kind,
               int                k)
{
  return kind == ASSAY_SCAN_SQUARE_HIGH ? (k + HALF) / 2 : kind == ASSAY_SCAN_SQUARE_LOW ? k / 2 : k;
}

static int
value_scale (AssayScanValueKind kind,
             int                rounded)
{
  return kind == ASSAY_SCAN_SQUARE_HIGH ? 2 * rounded - HALF : kind == ASSAY_SCAN_SQUARE_LOW ? 2 * rounded : rounded;
}

static int
find_input (AssayScanRun *run,
            const char   *column)
{
  guint at;

  if (column == NULL)
    return -1;
  if (!g_ptr_array_find_with_equal_func (run->inputs, column, g_str_equal, &at))
    {
      at = run->inputs->len;
      g_ptr_array_add (run->inputs, (gpointer) column);
    }
  return (int) at;
}

gboolean
assay_scan_values_init (AssayScanRun         *run,
                        const AssaySource    *source,
                        const AssayScanSink  *sink,
                        GError              **error)
{
  run->inputs = g_ptr_array_new ();
  run->makers = g_new0 (AssayValueMaker, sink->n_values);
  for (guint i = 0; i < sink->n_values; i++)
    {
      const AssayScanValue *value = &sink->values[i];
      AssayValueMaker *maker = &run->makers[i];
      if (!check_columns (source, value, error))
        return FALSE;
      maker->value = value;
      maker->a = find_input (run, value->a);
      maker->b = find_input (run, value->b);
      maker->weight = find_input (run, value->weight);
      for (guint w = 0; w < G_N_ELEMENTS (value->with); w++)
        maker->with[w] = find_input (run, value->with[w]);
      maker->k = rounded_scale (value->kind, value->k);
      maker->scale = ldexp (1, maker->k);
      run->n_makers++;
    }
  return TRUE;
}

void
assay_scan_values_clear (AssayScanRun *run)
{
  g_clear_pointer (&run->inputs, g_ptr_array_unref);
  g_clear_pointer (&run->makers, g_free);
}

/* The columns as further arguments: CAST("hours" AS DOUBLE). */
void
assay_scan_values_sql (const AssayScanRun *run,
                       GString            *sql)
{
  for (guint i = 0; run->inputs != NULL && i < run->inputs->len; i++)
    {
      g_autofree char *name = assay_quote_identifier (run->inputs->pdata[i]);
      g_string_append_printf (sql, ", CAST(%s AS DOUBLE)", name);
    }
}

/* --- numbers --------------------------------------------------------------------------------------------------- */

static inline double
log_loss (double probability)
{
  return -log (MAX (probability, LEAST_PROBABILITY));
}

/* NaN where there is none. */
static inline double
formula (AssayScanValueKind kind,
         double             a,
         double             b)
{
  gboolean is_score = a >= 0 && a <= 1;

  switch (kind)
    {
    case ASSAY_SCAN_ERROR:
      return a - b;
    case ASSAY_SCAN_ABSOLUTE_ERROR:
      return fabs (a - b);
    case ASSAY_SCAN_SQUARED_ERROR:
      return (a - b) * (a - b);
    case ASSAY_SCAN_BRIER_0:
      return is_score ? a * a : NAN;
    case ASSAY_SCAN_BRIER_1:
      return is_score ? (a - 1) * (a - 1) : NAN;
    case ASSAY_SCAN_LOG_LOSS_0:
      return is_score ? log_loss (1 - a) : NAN;
    case ASSAY_SCAN_LOG_LOSS_1:
      return is_score ? log_loss (a) : NAN;
    default:
      return a;
    }
}

/* v * 2^k, exact before it is rounded. */
static inline gint64
round_value (const AssayValueMaker *maker,
             double                 v)
{
  double scaled = v * maker->scale;

  if (G_UNLIKELY (!isfinite (maker->scale) || maker->scale == 0))
    scaled = ldexp (v, maker->k);
  return llrint (scaled);
}

static inline gint64
integer_of (const AssayValueMaker *maker,
            double                 v)
{
  const gint64 number = round_value (maker, v);

  switch (maker->value->kind)
    {
    case ASSAY_SCAN_SQUARE_HIGH: return number * number >> HALF;
    case ASSAY_SCAN_SQUARE_LOW: return number * number & (((gint64) 1 << HALF) - 1);
    default: return number;
    }
}

static inline gboolean
is_allowed (const AssayScanValue *value,
            double                v,
            double                scale)
{
  if (value->kind == ASSAY_SCAN_WEIGHT && v < 0)
    return FALSE;
  if (value->has_range)
    return v >= value->least && v <= value->most;
  return isfinite (v) && (fabs (v) * scale <= LARGEST || !isfinite (scale) || scale == 0);
}

typedef struct
{
  const double   *numbers;
  const uint64_t *validity; /* (nullable) */
} Input;

static inline double
number_at (const Input *input,
           guint        row)
{
  gboolean is_valid = input->validity == NULL || (input->validity[row >> 6] >> (row & 63) & 1) != 0;

  return is_valid ? input->numbers[row] : NAN;
}

static inline gboolean
lacks_number (const AssayValueMaker *maker,
              const Input           *inputs,
              guint                  row)
{
  for (guint w = 0; w < G_N_ELEMENTS (maker->with); w++)
    if (maker->with[w] >= 0 && isnan (number_at (&inputs[maker->with[w]], row)))
      return TRUE;
  return FALSE;
}

static void
make_values (AssayValueMaker *maker,
             const Input     *inputs,
             guint            n,
             gint64          *values)
{
  const AssayScanValue *value = maker->value;
  gboolean has_bad = FALSE;

  for (guint row = 0; row < n; row++)
    {
      double a = number_at (&inputs[maker->a], row);
      double v = formula (value->kind, a, maker->b >= 0 ? number_at (&inputs[maker->b], row) : 0);
      if (maker->weight >= 0)
        v *= number_at (&inputs[maker->weight], row);
      gboolean is_missing = isnan (v) || lacks_number (maker, inputs, row);
      gboolean is_bad = is_missing ? value->kind == ASSAY_SCAN_WEIGHT : !is_allowed (value, v, maker->scale);
      has_bad = has_bad || is_bad;
      values[row] = is_missing || is_bad ? ASSAY_NO_VALUE : integer_of (maker, v);
    }
  if (has_bad)
    atomic_store (&maker->has_bad, TRUE);
}

void
assay_scan_values_make (const AssayScanRun    *run,
                        const double *const   *numbers,
                        const uint64_t *const *validities,
                        guint                  n,
                        gint64               **values)
{
  g_autofree Input *inputs = g_new (Input, run->inputs->len);

  for (guint i = 0; i < run->inputs->len; i++)
    inputs[i] = (Input) { numbers[i], validities[i] };
  for (guint i = 0; i < run->n_makers; i++)
    make_values (&run->makers[i], inputs, n, values[i]);
}

/* --- scales ---------------------------------------------------------------------------------------------------- */

int
assay_value_scale (double max)
{
  int exponent;
  double fraction = frexp (fabs (max), &exponent); /* max = fraction 2^exponent, fraction in [0.5, 1) */

  if (fraction == 0)
    return 0;
  return 31 - exponent + (fraction == 0.5);
}

/* The formula in SQL. (transfer full) */
static char *
value_sql (const AssayScanValue *value)
{
  g_autofree char *a = assay_quote_identifier (value->a);
  g_autofree char *b = assay_quote_identifier (value->b != NULL ? value->b : "");
  g_autofree char *weight = assay_quote_identifier (value->weight != NULL ? value->weight : "");
  g_autofree char *difference = g_strdup_printf ("(CAST(%s AS DOUBLE) - CAST(%s AS DOUBLE))", a, b);
  g_autofree char *plain = NULL;

  switch (value->kind)
    {
    case ASSAY_SCAN_ERROR: case ASSAY_SCAN_ABSOLUTE_ERROR:
      plain = g_steal_pointer (&difference);
      break;
    case ASSAY_SCAN_SQUARED_ERROR:
      plain = g_strdup_printf ("%s * %s", difference, difference);
      break;
    case ASSAY_SCAN_BRIER_0: case ASSAY_SCAN_BRIER_1: case ASSAY_SCAN_LOG_LOSS_0: case ASSAY_SCAN_LOG_LOSS_1:
      plain = g_strdup ("1::DOUBLE"); /* weighted: the weight times the greatest */
      break;
    default:
      plain = g_strdup_printf ("CAST(%s AS DOUBLE)", a);
    }
  return value->weight != NULL ? g_strdup_printf ("(%s) * CAST(%s AS DOUBLE)", plain, weight) : g_steal_pointer (&plain);
}

/* What the formula in SQL leaves out. */
static double
bound_of_kind (AssayScanValueKind kind)
{
  return kind == ASSAY_SCAN_LOG_LOSS_0 || kind == ASSAY_SCAN_LOG_LOSS_1 ? GREATEST_LOG_LOSS : 1;
}

/* k by the kind or the declared range; FALSE: the rows must be asked. */
static gboolean
scale_is_known (AssayScanValue *value)
{
  gboolean is_brier = value->kind == ASSAY_SCAN_BRIER_0 || value->kind == ASSAY_SCAN_BRIER_1;
  gboolean is_log_loss = value->kind == ASSAY_SCAN_LOG_LOSS_0 || value->kind == ASSAY_SCAN_LOG_LOSS_1;

  if (value->has_range)
    value->k = value_scale (value->kind, assay_value_scale (MAX (fabs (value->least), fabs (value->most))));
  else if ((is_brier || is_log_loss) && value->weight == NULL)
    value->k = is_brier ? BRIER_K : LOG_LOSS_K;
  else
    return FALSE;
  return TRUE;
}

static gboolean
ask_rows (AssaySource    *source,
          AssayScanValue *values,
          const GArray   *asked, /* of guint */
          GCancellable   *cancellable,
          GError        **error)
{
  g_autofree char *from = assay_source_from_clause (source, -1, FALSE);
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autofree char *message = NULL;
  GError *local = NULL;
  duckdb_result result;

  for (guint i = 0; i < asked->len; i++)
    g_string_append_printf (sql, "%smax(abs(v%u)) FILTER (isfinite(v%u))", i > 0 ? ", " : "", i, i);
  g_string_append (sql, " FROM (SELECT ");
  for (guint i = 0; i < asked->len; i++)
    {
      g_autofree char *value = value_sql (&values[g_array_index (asked, guint, i)]);
      g_string_append_printf (sql, "%s%s AS v%u", i > 0 ? ", " : "", value, i);
    }
  g_string_append_printf (sql, " FROM %s)", from);
  if (!assay_source_query (source, sql->str, FALSE, cancellable, &result, &message, &local))
    {
      assay_source_fail (source, message, local, error);
      return FALSE;
    }
  for (guint i = 0; i < asked->len; i++)
    {
      AssayScanValue *value = &values[g_array_index (asked, guint, i)];
      const int k = assay_value_scale (duckdb_value_double (&result, i, 0) * bound_of_kind (value->kind));
      value->k = value_scale (value->kind, k);
    }
  duckdb_destroy_result (&result);
  return TRUE;
}

void
assay_scan_value_set_scale (AssayScanValue *value,
                            int             k)
{
  value->has_range = TRUE;
  value->most = ldexp (1, 31 - rounded_scale (value->kind, k));
  value->least = -value->most;
}

gboolean
assay_scan_find_scales (AssaySource     *source,
                        AssayScanValue  *values,
                        guint            n_values,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n_values; i++)
    {
      if (!check_columns (source, &values[i], error))
        return FALSE;
      if (!scale_is_known (&values[i]))
        g_array_append_val (asked, i);
    }
  return asked->len == 0 || ask_rows (source, values, asked, cancellable, error);
}

/* --- what stopped a scan --------------------------------------------------------------------------------------- */

/* A condition in SQL on value v that no row may fulfil. */
static char *
bad_condition (const AssayScanValue *value)
{
  const char *or_missing = value->kind == ASSAY_SCAN_WEIGHT ? " OR v IS NULL OR v < 0" : "";
  char least[G_ASCII_DTOSTR_BUF_SIZE], most[G_ASCII_DTOSTR_BUF_SIZE];

  if (!value->has_range)
    return g_strdup_printf ("%s%s", value->kind == ASSAY_SCAN_WEIGHT ? "NOT isfinite(v)" : "isinf(v)", or_missing);
  g_ascii_dtostr (least, sizeof least, value->least);
  g_ascii_dtostr (most, sizeof most, value->most);
  return g_strdup_printf ("NOT (v >= %s AND v <= %s)%s", least, most, or_missing);
}

/* What was expected instead of text (NULL: missing), and what to do. (transfer full) */
static char *
advice (const AssayScanValue *value,
        const char           *text)
{
  char least[G_ASCII_DTOSTR_BUF_SIZE], most[G_ASCII_DTOSTR_BUF_SIZE];
  gboolean is_negative = text != NULL && text[0] == '-';

  if (value->kind == ASSAY_SCAN_WEIGHT && (!value->has_range || text == NULL || is_negative))
    return g_strdup ("a weight must be finite and >= 0: mend it, or make it 0 to leave the row out");
  if (!value->has_range)
    return g_strdup ("a number that is summed must be finite: mend it, or leave it empty (the row is then left out and counted "
                     "as such)");
  g_ascii_formatd (least, sizeof least, "%.15g", value->least);
  g_ascii_formatd (most, sizeof most, "%.15g", value->most);
  return g_strdup_printf ("its declared range is %s to %s: widen it (range.%s=), or mend the row", least, most, value->a);
}

/* Where the first bad row is; rows are counted over all files. */
static void
set_bad_error (AssaySource          *source,
               const AssayScanValue *value,
               GError              **error)
{
  g_autofree char *from = assay_source_numbered_clause (source);
  g_autofree char *of_value = value_sql (value);
  g_autofree char *row = NULL, *text = NULL, *file = assay_source_rows_name (source);
  g_autofree char *condition = bad_condition (value);
  g_autofree char *sql = g_strdup_printf ("SELECT row::VARCHAR, v::VARCHAR FROM (SELECT \"assay row\" AS row, %s AS v "
                                          "FROM %s) WHERE %s ORDER BY row LIMIT 1", of_value, from, condition);
  duckdb_result result;

  if (assay_source_query (source, sql, FALSE, NULL, &result, NULL, NULL))
    {
      if (duckdb_row_count (&result) > 0)
        {
          row = assay_result_text (&result, 0, 0);
          text = assay_result_text (&result, 1, 0);
        }
      duckdb_destroy_result (&result);
    }
  g_autofree char *expected = advice (value, text);
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA, "%s, column '%s': %s in row %s is %s; %s",
               file, value->a, value->kind == ASSAY_SCAN_WEIGHT ? "the weight" : value->name,
               row != NULL ? row : "(unknown)", text != NULL ? text : row != NULL ? "missing" : "not finite", expected);
}

gboolean
assay_scan_values_check (const AssayScanRun  *run,
                         AssaySource         *source,
                         GError             **error)
{
  for (guint i = 0; i < run->n_makers; i++)
    if (atomic_load (&run->makers[i].has_bad))
      {
        source->run = NULL;
        set_bad_error (source, run->makers[i].value, error);
        return FALSE;
      }
  return TRUE;
}
