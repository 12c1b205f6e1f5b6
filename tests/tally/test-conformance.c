/* test-conformance.c: what every engine must give: the tables of the naive engine, cell by cell.
 *
 * ASSAY_TEST_ENGINE says which engine is held against it: cpu, cuda (on whatever libcuda.so.1 is found, so that it
 * must open), or gpu (the same, but skipped where there is no device). Sizes lie on both sides of what any engine is
 * made of: words, vectors, blocks, chunks, shared memory. ASSAY_TEST_SHARE=N takes every N-th of the combinations,
 * from a place drawn from the seed, for devices that check every access. ASSAY_TEST_VARIANT=wide or sparse takes the
 * engines whose variant has that word, joint those that have neither: for one kernel's tests alone.
 */
#include "naive.h"
#include "sample-rows.h"

#include <stdlib.h>
#include <string.h>

#define MAX_COLUMNS 302

typedef struct
{
  const AssayEngineType *type;
  const char            *variant;
  guint                  device;
  guint                  n_threads;
} Engine;

static const Engine cpu_engines[] = {
  { &assay_engine_cpu, NULL, 0, 1 },
  { &assay_engine_cpu, "joint", 0, 3 },
  { &assay_engine_cpu, "joint-portable", 0, 2 },
};

/* Every path of the device's engine, and limits low enough that small sets cross them. */
static const Engine cuda_engines[] = {
  { &assay_engine_cuda, NULL },
  { &assay_engine_cuda, "wide" },
  { &assay_engine_cuda, "sparse" },
  { &assay_engine_cuda, "streamed,chunk=512" },
  { &assay_engine_cuda, "wide,streamed,chunk=1024,flush=2048" },
  { &assay_engine_cuda, "sparse,chunk=480,flush=2000" },
  { &assay_engine_cuda, "chunk=160,flush=1000" },
  { &assay_engine_cuda, "staging=400000", ASSAY_DEVICE_ALL },
};

static Engine engines[G_N_ELEMENTS (cuda_engines)];
static guint n_engines;
static guint share = 1, n_combinations, turn;

static GPtrArray *
count_with (AssayEngine             *engine,
            const AssayRows         *rows,
            const AssayCountRequest *request)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *tables = assay_engine_count (engine, rows, request, NULL, NULL, &error);

  g_assert_no_error (error);
  return tables;
}

static void
check_engine (const Engine            *wanted,
              const AssayRows         *rows,
              const AssayCountRequest *request,
              GPtrArray               *expected,
              const char              *what)
{
  g_autoptr (GError) error = NULL;
  AssayEngineOptions options = { .n_threads = wanted->n_threads, .device = wanted->device,
                                 .variant = wanted->variant };
  g_autoptr (AssayEngine) engine = assay_engine_open (wanted->type, &options, &error);
  g_assert_no_error (error);
  g_autofree char *where = g_strdup_printf ("%s, %s (%s)", what, wanted->type->name,
                                            wanted->variant != NULL ? wanted->variant : "no variant");

  for (guint time = 0; time < 2; time++) /* the second time finds what the first left on the device */
    {
      g_autoptr (GPtrArray) tables = count_with (engine, rows, request);
      sample_assert_equal (tables, expected, where);
    }
}

/* Whether an engine may count many rows at once. */
static gboolean
is_whole (const Engine *engine)
{
  return engine->variant == NULL || strstr (engine->variant, "chunk") == NULL;
}

/* By the engines that take all rows at once, or by a third of all engines, in turn. */
static void
check_request_on (const AssayRows         *rows,
                  const AssayCountRequest *wanted,
                  gboolean                 on_whole,
                  const char              *what)
{
  guint n_codes[MAX_COLUMNS];

  for (guint c = 0; c < rows->n_columns; c++)
    n_codes[c] = rows->columns[c].n_codes;
  g_autoptr (GPtrArray) axes = sample_axes (n_codes, rows->n_columns);
  g_autoptr (GPtrArray) set_axes = sample_axes ((guint[]) { rows->n_sets > 0 ? rows->sets[0].n_tags + 1 : 1 }, 1);
  AssayCountRequest request = { wanted->shapes, wanted->n_shapes, (AssayAxis *const *) axes->pdata, wanted->scales,
                                (AssayAxis *const *) set_axes->pdata };
  g_autoptr (AssayEngine) naive = assay_engine_open (&assay_engine_naive, NULL, NULL);
  g_autoptr (GPtrArray) expected = count_with (naive, rows, &request);
  const guint step = on_whole ? 1 : MIN (n_engines, 3);
  for (guint i = turn++ % step; i < n_engines; i += step)
    if (!on_whole || is_whole (&engines[i]))
      check_engine (&engines[i], rows, &request, expected, what);
}

static void
check_request (const AssayRows         *rows,
               const AssayCountRequest *wanted,
               const char              *what)
{
  check_request_on (rows, wanted, FALSE, what);
}

/* Whether this combination is among those that are tried. */
static gboolean
is_tried (void)
{
  return n_combinations++ % share == 0;
}

/* Each column with the last n_base ones, these alone, and the first two columns with them. */
static GArray *
audit_shapes (guint n_columns,
              guint n_base)
{
  GArray *shapes = g_array_new (FALSE, TRUE, sizeof (AssayTableShape));
  guint n_slices = n_columns - n_base;

  for (guint i = 0; i <= n_slices + 1; i++)
    {
      AssayTableShape shape = { 0 };
      if (i < n_slices)
        shape.columns[shape.n_axes++] = (guint16) i;
      if (i == n_slices + 1 && n_slices >= 2)
        {
          shape.columns[shape.n_axes++] = 1;
          shape.columns[shape.n_axes++] = 0;
        }
      for (guint j = 0; j < n_base; j++)
        shape.columns[shape.n_axes++] = (guint16) (n_slices + j);
      if (shape.n_axes > 0)
        g_array_append_val (shapes, shape);
    }
  return shapes;
}

static const struct
{
  const char *name;
  guint       n_columns, n_base;
  guint       n_codes[12];
  gboolean    is_large; /* takes long to clear and to bring back: fewer sizes */
} inputs[] = {
  { "ten columns", 12, 2, { 6, 7, 7, 11, 13, 21, 51, 101, 401, 2001, 3, 3 } },
  { "a baseline", 7, 3, { 6, 12, 33, 300, 3, 3, 3 } },
  { "one code", 4, 2, { 1, 1, 1, 1 } },
  { "one column", 1, 0, { 9 } },
  { "around a byte", 6, 2, { 255, 256, 257, 258, 3, 3 } },
  { "most codes", 3, 1, { 65535, 65534, 3 }, TRUE },
  { "shared memory less four cells", 2, 1, { 3007, 4 } },
  { "shared memory in full", 2, 1, { 3008, 4 } },
  { "shared memory and one cell", 1, 0, { 12033 } },
  { "a dense table in full", 2, 0, { 2048, 2048 }, TRUE },
  { "more than a dense table", 2, 0, { 2049, 2048 }, TRUE },
  { "multi-class and score bins", 4, 2, { 5, 1030, 40, 40 } },
};

static void
test_sizes (void)
{
  /* Around a word, a vector, a block of 512 threads, the vectors of a block, and chunks of 512 and 1024 rows. */
  static const guint64 sizes[] = { 0, 1, 15, 16, 17, 31, 32, 33, 511, 512, 513, 1023, 1024, 1025, 8191, 8192, 8193 };
  g_autoptr (GRand) random = sample_random ();

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        SampleOrder order = (i + s) % SAMPLE_N_ORDERS;
        if (!is_tried () || (inputs[i].is_large && (share > 1 || s % 6 != i % 6)))
          continue;
        g_autoptr (GArray) shapes = audit_shapes (inputs[i].n_columns, inputs[i].n_base);
        g_autoptr (AssayRows) rows = sample_rows (random, inputs[i].n_codes, inputs[i].n_columns, sizes[s], order);
        AssayCountRequest request = { (AssayTableShape *) (gpointer) shapes->data, shapes->len, NULL };
        g_autofree char *what = g_strdup_printf ("%s, %" G_GUINT64_FORMAT " rows, %s", inputs[i].name, sizes[s],
                                                 sample_order_names[order]);
        check_request (rows, &request, what);
      }
}

/* Every order of rows, with enough of them for several blocks. */
static void
test_orders (void)
{
  g_autoptr (GRand) random = sample_random ();
  const guint64 n_rows = share == 1 ? 30001 : 20001;

  for (SampleOrder order = 0; order < SAMPLE_N_ORDERS; order++)
    {
      g_autoptr (GArray) shapes = audit_shapes (inputs[0].n_columns, inputs[0].n_base);
      g_autoptr (AssayRows) rows = sample_rows (random, inputs[0].n_codes, inputs[0].n_columns, n_rows, order);
      AssayCountRequest request = { (AssayTableShape *) (gpointer) shapes->data, shapes->len, NULL };
      if (is_tried ())
        check_request (rows, &request, sample_order_names[order]);
    }
}

/* All pairs of ten columns, which are counted in a few groups. */
static void
test_pairs (void)
{
  g_autoptr (GRand) random = sample_random ();
  static const guint n_codes[] = { 3, 5, 6, 7, 9, 12, 17, 20, 33, 60 };
  AssayTableShape shapes[45] = { 0 };
  guint n = 0;

  for (guint16 a = 0; a < G_N_ELEMENTS (n_codes); a++)
    for (guint16 b = 0; b < a; b++)
      shapes[n++] = (AssayTableShape) { .n_axes = 2, .columns = { a, b } };
  g_autoptr (AssayRows) rows = sample_rows (random, n_codes, G_N_ELEMENTS (n_codes), 3001, SAMPLE_SKEWED);
  check_request (rows, &(AssayCountRequest) { shapes, n, NULL }, "pairs");
}

/* Values at both ends of what they may be, products of these, and rows without a value. */
static void
test_sums (void)
{
  static const AssayValueScale scales[] = { { "loss", 3 }, { "weight", 20 }, { "score", 31 } };
  static const AssayShapeSum sums[] = { { 1, ASSAY_SUM_VALUES }, { 2, 0 }, { 0, ASSAY_SUM_VALUES },
                                        { 0, ASSAY_SUM_ROWS }, { 0, 1 }, { 1, 1 }, { 2, ASSAY_SUM_ROWS } };
  static const guint n_sums[] = { 1, 2, 4, 7 };
  g_autoptr (GRand) random = sample_random ();

  for (guint i = 0; i < 4 * G_N_ELEMENTS (inputs); i++)
    {
      guint n_columns = inputs[i / 4].n_columns, n_base = inputs[i / 4].n_base;
      g_autoptr (GArray) shapes = audit_shapes (n_columns, n_base);
      for (guint shape = 0; shape < shapes->len; shape++)
        {
          AssayTableShape *summed = &g_array_index (shapes, AssayTableShape, shape);
          summed->n_sums = i % 3 == 0 && shape % 3 == 0 ? 0 : n_sums[(i + (i % 3 == 1 ? shape : 0)) % 4];
          memcpy (summed->sums, sums, sizeof sums);
        }
      guint64 n_rows = (guint64) g_rand_int_range (random, 0, 3000);
      if (!is_tried () || (inputs[i / 4].is_large && (share > 1 || i % 4 > 0)))
        continue;
      g_autoptr (AssayRows) rows
        = sample_rows (random, inputs[i / 4].n_codes, n_columns, n_rows, (SampleOrder) (i % SAMPLE_N_ORDERS));
      sample_values (random, rows, G_N_ELEMENTS (scales));
      AssayCountRequest request = { (AssayTableShape *) (gpointer) shapes->data, shapes->len, NULL, scales };
      g_autofree char *what = g_strdup_printf ("sums, %s, %" G_GUINT64_FORMAT " rows", inputs[i / 4].name, n_rows);
      check_request (rows, &request, what);
    }
}

/* The most sums of one table, so that a cell is larger than what shared memory suits. */
static void
test_most_sums (void)
{
  g_autoptr (GRand) random = sample_random ();
  const guint n_codes[] = { 7, 3 };
  AssayTableShape shape = { .n_axes = 2, .columns = { 0, 1 }, .n_sums = ASSAY_MAX_SUMS };
  g_autoptr (AssayRows) rows = sample_rows (random, n_codes, 2, 300, SAMPLE_UNIFORM);

  sample_values (random, rows, 16);
  for (guint i = 0; i < ASSAY_MAX_SUMS; i++)
    shape.sums[i] = (AssayShapeSum) { (guint16) (i / 16), (guint16) (i % 16) };
  if (is_tried ())
    check_request (rows, &(AssayCountRequest) { &shape, 1, NULL }, "most sums");
}

static void
test_random_requests (void)
{
  g_autoptr (GRand) random = sample_random ();

  for (guint round = 0; round < 40; round++)
    {
      guint n_columns = (guint) g_rand_int_range (random, 1, 20), n_codes[20];
      for (guint i = 0; i < n_columns; i++)
        n_codes[i] = 1 + (guint) g_rand_int_range (random, 0, 1 << g_rand_int_range (random, 1, 10));
      guint n_shapes = (guint) g_rand_int_range (random, 1, 30);
      g_autofree AssayTableShape *shapes = sample_shapes (random, n_columns, 5, n_shapes);
      g_autoptr (AssayRows) rows = sample_rows (random, n_codes, n_columns, (guint64) g_rand_int_range (random, 0,
                                                                                                        4000),
                                                (SampleOrder) g_rand_int_range (random, 0, SAMPLE_N_ORDERS));
      if (round % 2 == 0)
        {
          sample_values (random, rows, 3);
          sample_sums (random, shapes, n_shapes, 3);
        }
      g_autofree char *what = g_strdup_printf ("round %u", round);
      if (is_tried ())
        check_request (rows, &(AssayCountRequest) { shapes, n_shapes, NULL }, what);
    }
}

static void
test_many_columns (void)
{
  g_autoptr (GRand) random = sample_random ();
  guint n_codes[MAX_COLUMNS];

  for (guint i = 0; i < G_N_ELEMENTS (n_codes); i++)
    n_codes[i] = i >= 300 ? 3 : 1 + (guint) g_rand_int_range (random, 0, 1 << g_rand_int_range (random, 1, 9));
  g_autoptr (GArray) shapes = audit_shapes (G_N_ELEMENTS (n_codes), 2);
  g_autoptr (AssayRows) rows = sample_rows (random, n_codes, G_N_ELEMENTS (n_codes), 500, SAMPLE_UNIFORM);
  if (is_tried ())
    check_request (rows, &(AssayCountRequest) { (AssayTableShape *) (gpointer) shapes->data, shapes->len, NULL },
                   "300 columns");
}

/* Rows with a key, an outcome and a set of tags, of which some are on most rows and some on few. */
static AssayRows *
tagged_rows (GRand  *random,
             guint   n_tags,
             guint64 n_rows)
{
  static const guint n_codes[] = { 300, 3 };
  AssayRows *rows = sample_rows (random, n_codes, G_N_ELEMENTS (n_codes), n_rows, SAMPLE_SKEWED);

  g_assert_true (assay_rows_add_set (rows, n_tags, NULL));
  for (guint tag = 0; tag < n_tags; tag++)
    for (guint64 row = 0; row < n_rows; row++)
      if (g_rand_int_range (random, 0, 1 + (gint) tag % 9) == 0)
        assay_rows_plane (rows, 0, tag)[row / 64] |= G_GUINT64_CONSTANT (1) << row % 64;
  assay_rows_close_set (rows, 0);
  return rows;
}

/* All kinds of tables of tags, with a table of rows beside them and without. */
static void
test_tags (void)
{
  static const AssayTableShape shapes[] = {
    { 2, { ASSAY_SET_COLUMN (0), ASSAY_SET_COLUMN (0) } }, { 3, { ASSAY_SET_COLUMN (0), ASSAY_SET_COLUMN (0), 1 } },
    { 2, { 0, ASSAY_SET_COLUMN (0) } }, { 3, { 0, ASSAY_SET_COLUMN (0), 1 } }, { 2, { 0, 1 } },
  };
  static const guint n_tags[] = { 1, 2, 31, 32, 33, 64, 256 };
  static const guint64 sizes[] = { 0, 1, 31, 63, 64, 65, 511, 512, 513, 1500, 2100 };
  g_autoptr (GRand) random = sample_random ();

  for (guint i = 0; i < G_N_ELEMENTS (n_tags); i++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        g_autofree char *what = g_strdup_printf ("%u tags, %" G_GUINT64_FORMAT " rows", n_tags[i], sizes[s]);
        const gboolean ends_with_word = n_tags[i] == 2 && sizes[s] == 64; /* nothing lies behind it: always tried */
        if ((!is_tried () && !ends_with_word) || (n_tags[i] > 64 && (share > 1 || s % 5 > 0)))
          continue;
        g_autoptr (AssayRows) rows = tagged_rows (random, n_tags[i], sizes[s]);
        check_request (rows, &(AssayCountRequest) { shapes, G_N_ELEMENTS (shapes) - s % 2 }, what);
      }
}

/* Rows for two blocks of every kernel, each of which takes several turns, and for a part on each of two devices: 2048
 * rows a block, or that many vectors of 16 (cuda-device.c). */
static void
test_blocks (void)
{
  static const AssayTableShape counts[] = { { 2, { 0, 1 } }, { 1, { 0 } } };
  static const AssayTableShape others[] = {
    { 2, { 0, 1 }, 2, { { 0, ASSAY_SUM_VALUES }, { 0, 0 } } }, { 2, { 0, ASSAY_SET_COLUMN (0) } },
    { 3, { ASSAY_SET_COLUMN (0), ASSAY_SET_COLUMN (0), 1 } },
  };
  static const AssayValueScale scale = { "loss", 3 };
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (AssayRows) many = sample_rows (random, (guint[]) { 300, 3 }, 2, 140001, SAMPLE_SKEWED);
  g_autoptr (AssayRows) few = tagged_rows (random, 3, 9001);

  sample_values (random, few, 1);
  check_request_on (many, &(AssayCountRequest) { counts, G_N_ELEMENTS (counts) }, TRUE, "two blocks");
  check_request_on (few, &(AssayCountRequest) { others, G_N_ELEMENTS (others), NULL, &scale }, TRUE,
                    "two blocks of sums and tags");
}

/* One engine, one count after another: other columns of the same rows, other rows, the first again. */
static void
test_one_after_another (void)
{
  g_autoptr (GRand) random = sample_random ();
  const guint n_codes[] = { 5, 300, 7, 3 };
  AssayTableShape shapes[] = { { 2, { 0, 3 } }, { 2, { 1, 3 } }, { 3, { 2, 1, 0 } } };
  g_autoptr (AssayEngine) naive = assay_engine_open (&assay_engine_naive, NULL, NULL);

  for (guint e = 0; e < n_engines; e++)
    {
      g_autoptr (GError) error = NULL;
      AssayEngineOptions options = { .device = engines[e].device, .variant = engines[e].variant };
      g_autoptr (AssayEngine) engine = assay_engine_open (engines[e].type, &options, &error);
      g_assert_no_error (error);
      for (guint round = 0; round < 4; round++)
        {
          g_autoptr (AssayRows) rows = sample_rows (random, n_codes, 4, 700 + round, SAMPLE_UNIFORM);
          for (guint shape = 0; shape < 2 * G_N_ELEMENTS (shapes); shape++)
            {
              AssayCountRequest request = { &shapes[shape % G_N_ELEMENTS (shapes)], 1, NULL };
              g_autoptr (GPtrArray) expected = count_with (naive, rows, &request);
              g_autoptr (GPtrArray) tables = count_with (engine, rows, &request);
              sample_assert_equal (tables, expected, "one after another");
            }
        }
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const guint n_codes[] = { 5, 3 };
  AssayTableShape shape = { 2, { 0, 1 } };
  g_autoptr (AssayRows) rows = sample_rows (random, n_codes, 2, 5000, SAMPLE_UNIFORM);

  for (guint e = 0; e < n_engines; e++)
    {
      g_autoptr (GError) error = NULL;
      AssayEngineOptions options = { .device = engines[e].device, .variant = engines[e].variant };
      g_autoptr (AssayEngine) engine = assay_engine_open (engines[e].type, &options, &error);
      g_assert_no_error (error);
      g_cancellable_cancel (cancellable);
      g_assert_null (assay_engine_count (engine, rows, &(AssayCountRequest) { &shape, 1, NULL }, NULL, cancellable,
                                         &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_cancellable_reset (cancellable);
      AssayProgress progress = { 0 };
      g_clear_error (&error);
      g_autoptr (GPtrArray) tables
        = assay_engine_count (engine, rows, &(AssayCountRequest) { &shape, 1, NULL }, &progress, cancellable, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (tables->len, ==, 1);
      g_assert_cmpuint (atomic_load (&progress.n_rows_done), ==, 5000);
    }
}

/* Why there is no device to be tested. */
static void
test_gpu (gconstpointer why)
{
  g_test_skip (why);
}

static gboolean
is_wanted (const Engine *engine)
{
  const char *word = g_getenv ("ASSAY_TEST_VARIANT"), *variant = engine->variant != NULL ? engine->variant : "";

  if (g_strcmp0 (word, "joint") == 0)
    return strstr (variant, "wide") == NULL && strstr (variant, "sparse") == NULL;
  return word == NULL || strstr (variant, word) != NULL;
}

static void
take_engines (const Engine *all,
              guint         n)
{
  for (guint i = 0; i < n; i++)
    if (is_wanted (&all[i]))
      engines[n_engines++] = all[i];
  if (n_engines == 0)
    g_error ("ASSAY_TEST_VARIANT: no engine has such a variant");
}

/* The engine that the environment names. (transfer full) (nullable) why its tests are to be skipped. */
static char *
choose_engines (void)
{
  const char *name = g_getenv ("ASSAY_TEST_ENGINE"), *given = g_getenv ("ASSAY_TEST_SHARE");
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (GError) error = NULL;

  share = given != NULL ? (guint) MAX (atoi (given), 1) : 1;
  n_combinations = g_rand_int (random) % share;
  if (name == NULL || strcmp (name, "cpu") == 0)
    {
      take_engines (cpu_engines, G_N_ELEMENTS (cpu_engines));
      return NULL;
    }
  take_engines (cuda_engines, G_N_ELEMENTS (cuda_engines));
  if (strcmp (name, "gpu") != 0)
    return NULL;
  g_autoptr (AssayEngine) engine = assay_engine_open (&assay_engine_cuda, NULL, &error);
  return engine == NULL ? g_strdup (error->message) : NULL;
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *why = choose_engines ();
  if (why != NULL)
    {
      g_test_add_data_func ("/tally/conformance/gpu", why, test_gpu);
      return g_test_run ();
    }
  g_test_add_func ("/tally/conformance/sizes", test_sizes);
  g_test_add_func ("/tally/conformance/orders", test_orders);
  g_test_add_func ("/tally/conformance/pairs", test_pairs);
  g_test_add_func ("/tally/conformance/sums", test_sums);
  g_test_add_func ("/tally/conformance/most-sums", test_most_sums);
  g_test_add_func ("/tally/conformance/random-requests", test_random_requests);
  g_test_add_func ("/tally/conformance/tags", test_tags);
  g_test_add_func ("/tally/conformance/blocks", test_blocks);
  g_test_add_func ("/tally/conformance/many-columns", test_many_columns);
  g_test_add_func ("/tally/conformance/one-after-another", test_one_after_another);
  g_test_add_func ("/tally/conformance/cancelled", test_cancelled);
  return g_test_run ();
}
