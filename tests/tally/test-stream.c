/* test-stream.c: rows in chunks of any size, over any number of states, give the tables of the naive engine. */
#include "naive.h"
#include "sample-rows.h"
#include "tally/stream-private.h"

static GPtrArray *
count_naively (const AssayRows         *rows,
               const AssayCountRequest *request)
{
  g_autoptr (AssayEngine) naive = assay_engine_open (&assay_engine_naive, NULL, NULL);
  GPtrArray *tables = assay_engine_count (naive, rows, request, NULL, NULL, NULL);

  g_assert_nonnull (tables);
  return tables;
}

/* Gives rows [begin, end) to a state. */
static void
add_rows (AssayTallyState *state,
          const AssayRows *rows,
          guint64          begin,
          guint64          end)
{
  g_autofree guint16 *buffer = g_new (guint16, rows->n_columns * (end - begin) + 1);
  g_autofree const guint16 **codes = g_new (const guint16 *, rows->n_columns);
  g_autofree const gint64 **values = g_new (const gint64 *, rows->n_values + 1);

  for (guint column = 0; column < rows->n_columns; column++)
    {
      guint16 *chunk = buffer + column * (end - begin);
      for (guint64 row = begin; row < end; row++)
        chunk[row - begin] = (guint16) sample_code (rows, column, row);
      codes[column] = chunk;
    }
  for (guint value = 0; value < rows->n_values; value++)
    values[value] = rows->values[value] + begin;
  g_assert_true (assay_tally_stream_add (state, codes, values, (guint) (end - begin)));
}

static void
add_in_chunks (GRand           *random,
               AssayTallyState **states,
               guint            n_states,
               const AssayRows *rows)
{
  guint most = (guint) g_rand_int_range (random, 1, ASSAY_CHUNK_ROWS + 1);

  for (guint64 row = 0, end; row < rows->n_rows; row = end)
    {
      guint n_rows = (guint) g_rand_int_range (random, 0, (gint) most + 1);
      end = MIN (row + n_rows, rows->n_rows);
      add_rows (states[g_rand_int_range (random, 0, (gint) n_states)], rows, row, end);
    }
}

static void
check_stream (GRand                     *random,
              const guint               *n_codes,
              const AssayRows           *rows,
              const AssayTableShape     *shapes,
              guint                      n_shapes,
              const AssayCounterOptions *options,
              const char                *what)
{
  g_autoptr (GPtrArray) axes = sample_axes (n_codes, rows->n_columns);
  AssayCountRequest request = { shapes, n_shapes, (AssayAxis *const *) axes->pdata };
  g_autoptr (GPtrArray) expected = count_naively (rows, &request);

  g_autoptr (AssayTallyStream) stream = assay_tally_stream_new_full (rows->n_columns, shapes, n_shapes, NULL, 0, options);
  AssayTallyState *states[4];
  guint n_states = (guint) g_rand_int_range (random, 1, G_N_ELEMENTS (states) + 1);
  for (guint i = 0; i < n_states; i++)
    states[i] = assay_tally_stream_start (stream);
  add_in_chunks (random, states, n_states, rows);
  g_assert_cmpuint (assay_tally_stream_rows (stream), ==, rows->n_rows);

  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) actual = assay_tally_stream_finish (stream, (AssayAxis *const *) axes->pdata, NULL, &error);
  g_assert_no_error (error);
  sample_assert_equal (actual, expected, what);
}

static void
test_random (void)
{
  g_autoptr (GRand) random = sample_random ();
  guint n_kernels;
  const AssayKernel *kernels = assay_kernels (&n_kernels);

  for (guint round = 0; round < 80; round++)
    {
      guint n_columns = (guint) g_rand_int_range (random, 1, 14), n_codes[14];
      for (guint i = 0; i < n_columns; i++)
        n_codes[i] = 1 + (guint) g_rand_int_range (random, 0, 1 << g_rand_int_range (random, 1, 12));
      guint n_shapes = (guint) g_rand_int_range (random, 1, 20);
      SampleOrder order = (SampleOrder) g_rand_int_range (random, 0, SAMPLE_N_ORDERS);
      g_autofree AssayTableShape *shapes = sample_shapes (random, n_columns, 4, n_shapes);
      g_autoptr (AssayRows) rows
        = sample_rows (random, n_codes, n_columns, (guint64) g_rand_int_range (random, 0, 40000), order);
      sample_values (random, rows, 3);
      if (round % 2 == 0)
        sample_sums (random, shapes, n_shapes, 3);
      AssayCounterOptions options = { .kernel = &kernels[g_rand_int_range (random, 0, (gint) n_kernels)] };
      if (!options.kernel->is_supported ())
        options.kernel = NULL;
      if (g_rand_boolean (random))
        options.flush_rows = (guint64) g_rand_int_range (random, ASSAY_CHUNK_ROWS, 3 * ASSAY_CHUNK_ROWS);
      g_autofree char *what = g_strdup_printf ("round %u", round);
      check_stream (random, n_codes, rows, shapes, n_shapes, &options, what);
    }
}

/* Codes of first sight grow all the time, up to the greatest there is; two such columns crossed are sparse. */
static void
test_growing (void)
{
  const guint n_codes[] = { 65535, 60000, 3 };
  const AssayTableShape shapes[] = { { 2, { 0, 2 } }, { 3, { 1, 0, 2 } }, { 1, { 2 } }, { 2, { 2, 1 } },
                                     { 3, { 1, 0, 2 }, 2, { { 0, 0 }, { 1, ASSAY_SUM_VALUES } } },
                                     { 2, { 0, 2 }, 1, { { 0, 1 } } } };
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (AssayRows) rows = sample_rows (random, n_codes, 3, 120000, SAMPLE_SORTED);
  sample_values (random, rows, 2);

  check_stream (random, n_codes, rows, shapes, G_N_ELEMENTS (shapes), &(AssayCounterOptions) { NULL }, "growing");
}

static void
test_empty (void)
{
  const guint n_codes[] = { 5, 3 };
  const AssayTableShape shapes[] = { { 2, { 0, 1 } } };
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (AssayRows) rows = sample_rows (random, n_codes, 2, 0, SAMPLE_UNIFORM);

  check_stream (random, n_codes, rows, shapes, 1, &(AssayCounterOptions) { NULL }, "no rows");

  /* No state at all, and a stream that is never finished. */
  g_autoptr (GPtrArray) axes = sample_axes (n_codes, 2);
  g_autoptr (AssayTallyStream) idle = assay_tally_stream_new (2, shapes, 1);
  g_autoptr (GPtrArray) tables = assay_tally_stream_finish (idle, (AssayAxis *const *) axes->pdata, NULL, NULL);
  g_assert_cmpuint (assay_count_table_total (g_ptr_array_index (tables, 0)), ==, 0);
  g_autoptr (AssayTallyStream) dropped = assay_tally_stream_new (2, shapes, 1);
  const guint16 code = 2;
  g_assert_true (assay_tally_stream_add (assay_tally_stream_start (dropped), (const guint16 *[]) { &code, &code }, NULL, 1));
  assay_tally_stream_free (NULL);
}

/* A column may be named twice: only the cells on the diagonal are then met. */
static void
test_repeated_column (void)
{
  const guint n_codes[] = { 7, 3 };
  const AssayTableShape shapes[] = { { 3, { 0, 1, 0 } }, { 2, { 1, 1 } }, { 1, { 0 } } };
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (AssayRows) rows = sample_rows (random, n_codes, 2, 3000, SAMPLE_UNIFORM);

  check_stream (random, n_codes, rows, shapes, G_N_ELEMENTS (shapes), &(AssayCounterOptions) { NULL }, "repeated");
}

/* An axis with too little room is a bug of the caller that must not end in a wrong table. */
static void
test_axis_too_small (void)
{
  const guint n_codes[] = { 3 };
  const AssayTableShape shape = { 1, { 0 } };
  g_autoptr (GPtrArray) axes = sample_axes (n_codes, 1);
  g_autoptr (AssayTallyStream) stream = assay_tally_stream_new (1, &shape, 1);
  AssayTallyState *state = assay_tally_stream_start (stream);
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_tally_stream_add (state, (const guint16 *[]) { (const guint16[]) { 1, 3 } }, NULL, 2));
  g_assert_null (assay_tally_stream_finish (stream, (AssayAxis *const *) axes->pdata, NULL, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES);
}

typedef struct
{
  AssayTallyStream *stream;
  const AssayRows  *rows;
  guint             part, n_parts;
} Worker;

static gpointer
work (gpointer data)
{
  const Worker *self = data;
  AssayTallyState *state = assay_tally_stream_start (self->stream);

  for (guint64 row = self->part * 1000u; row < self->rows->n_rows; row += self->n_parts * 1000u)
    add_rows (state, self->rows, row, MIN (row + 1000, self->rows->n_rows));
  return NULL;
}

static void
test_threads (void)
{
  const guint n_codes[] = { 900, 12, 3, 3 };
  const AssayTableShape shapes[] = { { 3, { 0, 2, 3 } }, { 3, { 1, 2, 3 } }, { 2, { 2, 3 } }, { 4, { 0, 1, 2, 3 } } };
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (AssayRows) rows = sample_rows (random, n_codes, 4, 200000, SAMPLE_UNIFORM);
  g_autoptr (GPtrArray) axes = sample_axes (n_codes, 4);
  AssayCountRequest request = { shapes, G_N_ELEMENTS (shapes), (AssayAxis *const *) axes->pdata };
  g_autoptr (GPtrArray) expected = count_naively (rows, &request);

  for (guint n_threads = 1; n_threads <= 8; n_threads *= 2)
    {
      g_autoptr (AssayTallyStream) stream = assay_tally_stream_new (4, shapes, G_N_ELEMENTS (shapes));
      GThread *threads[8];
      Worker workers[8];
      for (guint i = 0; i < n_threads; i++)
        {
          workers[i] = (Worker) { stream, rows, i, n_threads };
          threads[i] = g_thread_new ("work", work, &workers[i]);
        }
      for (guint i = 0; i < n_threads; i++)
        g_thread_join (threads[i]);
      g_assert_cmpuint (assay_tally_stream_rows (stream), ==, rows->n_rows);
      g_autoptr (GPtrArray) actual = assay_tally_stream_finish (stream, (AssayAxis *const *) axes->pdata, NULL, NULL);
      sample_assert_equal (actual, expected, "threads");
    }
}

/* Four columns of 65,535 codes have more than 2^62 cells: the stream says which table, and does not crash. */
static void
test_too_large (void)
{
  const guint n_codes[] = { 65535, 65535, 65535, 65535, 3 };
  const AssayTableShape shapes[] = { { 1, { 4 } }, { 4, { 0, 1, 2, 3 } } };
  g_autoptr (GPtrArray) axes = sample_axes (n_codes, 5);
  g_autoptr (AssayTallyStream) stream = assay_tally_stream_new (5, shapes, 2);
  AssayTallyState *state = assay_tally_stream_start (stream);
  const guint16 most = 65534, one = 1;
  const guint16 *codes[] = { &most, &most, &most, &most, &one };
  g_autoptr (GError) error = NULL;

  assay_tally_stream_add (state, codes, NULL, 1);
  g_assert_null (assay_tally_stream_finish (stream, (AssayAxis *const *) axes->pdata, NULL, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (g_strstr_len (error->message, -1, "0 (65535) x 1 (65535) x 2 (65535) x 3 (65535)"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/stream/random", test_random);
  g_test_add_func ("/tally/stream/growing", test_growing);
  g_test_add_func ("/tally/stream/empty", test_empty);
  g_test_add_func ("/tally/stream/repeated-column", test_repeated_column);
  g_test_add_func ("/tally/stream/axis-too-small", test_axis_too_small);
  g_test_add_func ("/tally/stream/threads", test_threads);
  g_test_add_func ("/tally/stream/too-large", test_too_large);
  return g_test_run ();
}
