/* test-kept-rows.c: chunks that are kept give the rows that came, and a stream that keeps them counts as one that
 * does not, whether the engine counts, cannot, or the rows are too many. */
#include "sample-rows.h"

#include "tally/kept-rows-private.h"
#include "tally/stream.h"

#define N_COLUMNS 4
#define N_ROWS 9000

static const guint n_codes[N_COLUMNS] = { 5, 300, 3, 3 };

/* Columns 2 and 3 are the tags of a set. */
static const guint16 tag_columns[] = { 2, 3 };
static const AssayTableShape shapes[] = {
  { .n_axes = 2, .columns = { 0, 1 } },
  { .n_axes = 1, .columns = { 1 }, .n_sums = 1, .sums = { { 0, ASSAY_SUM_VALUES } } },
  { .n_axes = 2, .columns = { ASSAY_SET_COLUMN (0), ASSAY_SET_COLUMN (0) } },
};

typedef struct
{
  guint16 *codes[N_COLUMNS];
  gint64  *values;
} Data;

static void
data_init (Data *self)
{
  g_autoptr (GRand) random = sample_random ();

  self->values = g_new (gint64, N_ROWS);
  for (guint c = 0; c < N_COLUMNS; c++)
    self->codes[c] = g_new (guint16, N_ROWS);
  for (guint row = 0; row < N_ROWS; row++)
    {
      self->values[row] = g_rand_int_range (random, -1000, 1000);
      for (guint c = 0; c < N_COLUMNS; c++)
        self->codes[c][row] = (guint16) g_rand_int_range (random, 0, (gint) n_codes[c]);
    }
}

static void
data_clear (Data *self)
{
  g_free (self->values);
  for (guint c = 0; c < N_COLUMNS; c++)
    g_free (self->codes[c]);
}

/* Calls add with rows from `first` on. */
static guint
chunk_at (const Data     *data,
          guint           first,
          const guint16 **codes,
          const gint64  **values)
{
  for (guint c = 0; c < N_COLUMNS; c++)
    codes[c] = data->codes[c] + first;
  values[0] = data->values + first;
  return MIN (first % 7 == 0 ? 1000 : 2048, N_ROWS - first);
}

static gboolean
compare_chunk (const guint16 *const *codes,
               const gint64 *const  *values,
               guint                 n_rows,
               gpointer              data)
{
  guint64 *next = data;
  const Data *expected = *(const Data **) (next + 1);

  g_assert_cmpmem (codes[1], n_rows * sizeof (guint16), expected->codes[1] + *next, n_rows * sizeof (guint16));
  g_assert_cmpmem (values[0], n_rows * sizeof (gint64), expected->values + *next, n_rows * sizeof (gint64));
  *next += n_rows;
  return TRUE;
}

static void
test_rows (void)
{
  const AssayKeptColumns columns = { N_COLUMNS, (const guint16[]) { 0, 1, 2, 3 }, N_COLUMNS, 1 };
  const AssayTagSet set = { 2, tag_columns, NULL };
  g_autoptr (AssayKeptRows) kept = assay_kept_rows_new (&columns);
  g_autoptr (AssayRows) rows = assay_rows_new (N_COLUMNS, N_ROWS, NULL);
  const guint16 *codes[N_COLUMNS];
  const gint64 *values[1];
  Data data;

  data_init (&data);
  for (guint first = 0, n; first < N_ROWS; first += n)
    {
      n = chunk_at (&data, first, codes, values);
      g_assert_true (assay_kept_rows_add (kept, codes, values, n));
    }
  g_assert_cmpuint (assay_kept_rows_n_rows (kept), ==, N_ROWS);
  g_assert_cmpuint (assay_kept_rows_bytes (kept), ==, N_ROWS * (4 * 2 + 8));
  for (guint c = 0; c < N_COLUMNS; c++)
    assay_rows_set_codes (rows, c, n_codes[c]);
  g_assert_nonnull (assay_rows_add_value (rows));
  g_assert_true (assay_rows_add_set (rows, 2, NULL));
  g_assert_true (assay_kept_rows_copy (kept, rows, 0, &set, NULL, NULL));
  for (guint row = 0; row < N_ROWS; row++)
    {
      for (guint c = 0; c < N_COLUMNS; c++)
        g_assert_cmpuint (sample_code (rows, c, row), ==, data.codes[c][row]);
      g_assert_cmpint (rows->values[0][row], ==, data.values[row]);
      for (guint tag = 0; tag < 2; tag++)
        g_assert_cmpuint (assay_rows_plane (rows, 0, tag)[row / 64] >> row % 64 & 1, ==,
                          data.codes[tag_columns[tag]][row] == ASSAY_TAG_YES);
    }
  struct { guint64 next; const Data *data; } seen = { 0, &data };
  g_assert_true (assay_kept_rows_take (kept, compare_chunk, &seen));
  g_assert_cmpuint (seen.next, ==, N_ROWS);
  data_clear (&data);
}

/* --- streams ---------------------------------------------------------------------------------------------------- */

/* An engine that counts as the cpu does, or gives the error that is wanted. */
static int wanted_error;
static guint n_counts;

static gpointer
other_open (const AssayEngineOptions *options,
            AssayEngineLimits        *limits,
            GError                  **error)
{
  return assay_engine_cpu.open (options, limits, error);
}

static GPtrArray *
other_count (gpointer                 self,
             const AssayRows         *rows,
             const AssayCountRequest *request,
             AssayProgress           *progress,
             GCancellable            *cancellable,
             GError                 **error)
{
  n_counts++;
  if (wanted_error < 0)
    return assay_engine_cpu.count (self, rows, request, progress, cancellable, error);
  g_set_error_literal (error, ASSAY_TALLY_ERROR, wanted_error, "the device is lost");
  return NULL;
}

static void
other_close (gpointer self)
{
  assay_engine_cpu.close (self);
}

static const AssayEngineType other = { "other", other_open, NULL, other_count, other_close };

static GPtrArray *
count (const Data  *data,
       AssayEngine *engine, /* (nullable) */
       guint64      n_bytes,
       gboolean     is_insistent,
       char       **why,
       GError     **error)
{
  g_autoptr (GPtrArray) axes = sample_axes (n_codes, N_COLUMNS);
  g_autoptr (AssayAxis) tags = assay_axis_new ("tags", ASSAY_AXIS_TAGS, 3, (const char *[]) { NULL, "a", "b" });
  const AssayTagSet set = { 2, tag_columns, tags };
  const AssayValueScale scale = { "value", 0 };
  g_autoptr (AssayTallyStream) stream = assay_tally_stream_new_sets (N_COLUMNS, shapes, G_N_ELEMENTS (shapes), &set,
                                                                     1);
  AssayTallyState *states[2];
  const guint16 *codes[N_COLUMNS];
  const gint64 *values[1];

  if (engine != NULL)
    assay_tally_stream_keep (stream, engine, n_bytes, NULL);
  if (is_insistent)
    assay_tally_stream_insist (stream);
  states[0] = assay_tally_stream_start (stream);
  states[1] = assay_tally_stream_start (stream);
  for (guint first = 0, n, turn = 0; first < N_ROWS; first += n, turn++)
    {
      n = chunk_at (data, first, codes, values);
      g_assert_true (assay_tally_stream_add (states[turn % 2], codes, values, n));
    }
  g_assert_cmpuint (assay_tally_stream_rows (stream), ==, N_ROWS);
  GPtrArray *tables = assay_tally_stream_finish (stream, (AssayAxis *const *) axes->pdata, &scale, error);
  *why = g_strdup (assay_tally_stream_why (stream));
  return tables;
}

/* Nothing counts in the engine's place: its error is finish's, with the word that allows another one. */
static void
check_insistent (const Data  *data,
                 AssayEngine *engine,
                 guint64      n_bytes,
                 const char  *why,
                 gboolean     fails)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  g_autoptr (GPtrArray) tables = count (data, engine, n_bytes, TRUE, &said, &error);

  g_assert_null (said);
  g_assert_true ((tables != NULL) == (why == NULL && !fails));
  if (why != NULL)
    {
      g_autofree char *start = g_strconcat ("the engine 'other' failed: ", why, "; fallback=none", NULL);
      g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_ENGINE);
      g_assert_true (g_str_has_prefix (error->message, start));
    }
  else if (fails)
    g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_MISCOUNT);
}

static void
test_stream (void)
{
  static const struct
  {
    int         error;   /* of the engine; -1: it counts */
    guint64     n_bytes; /* that the rows may take */
    const char *why;     /* in the error, when the engine is insisted on */
    gboolean    fails;
  } cases[] = {
    { -1, 0, NULL },
    { -1, 1 << 20, NULL },
    { -1, 40000, "the rows take more memory than they may; allow more with --memory" },
    { -1, 1, "the rows take more memory than they may; allow more with --memory" },
    { ASSAY_TALLY_ERROR_DEVICE, 0, "the device is lost" },
    { ASSAY_TALLY_ERROR_TOO_LARGE, 0, "the device is lost" },
    { ASSAY_TALLY_ERROR_UNSUPPORTED, 0, "the device is lost" },
    { ASSAY_TALLY_ERROR_MISCOUNT, 0, NULL, TRUE },
  };
  g_autoptr (AssayEngine) engine = assay_engine_open (&other, NULL, NULL);
  g_autofree char *none = NULL;
  Data data;

  data_init (&data);
  g_autoptr (GPtrArray) expected = count (&data, NULL, 0, FALSE, &none, NULL);
  g_assert_null (none);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *why = NULL;
      g_autoptr (GError) error = NULL;
      wanted_error = cases[i].error;
      n_counts = 0;
      g_autoptr (GPtrArray) tables = count (&data, engine, cases[i].n_bytes, FALSE, &why, &error);
      g_assert_cmpstr (why, ==, cases[i].why);
      g_assert_cmpuint (n_counts, ==, cases[i].n_bytes == 1 || cases[i].n_bytes == 40000 ? 0 : 1);
      g_assert_true ((tables == NULL) == cases[i].fails);
      if (cases[i].fails)
        g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_MISCOUNT);
      else
        sample_assert_equal (tables, expected, "a kept stream");
      check_insistent (&data, engine, cases[i].n_bytes, cases[i].why, cases[i].fails);
    }
  data_clear (&data);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/kept-rows/rows", test_rows);
  g_test_add_func ("/tally/kept-rows/stream", test_stream);
  return g_test_run ();
}
