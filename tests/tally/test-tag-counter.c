/* test-tag-counter.c: set tables of the cpu engine and of streams, all variants, against the naive engine with ==. */
#include "naive.h"
#include "sample-rows.h"
#include "tally/stream-private.h"
#include "tally/tag-counter-private.h"

#include <string.h>

#define SET(n) ASSAY_SET_COLUMN (n)

static const char *const variants[] = { "joint-portable", "joint-avx2", "joint-avx512", "planes" };

typedef enum
{
  TAGS_MIXED,  /* tag t is on one row in 2 + t */
  TAGS_ALL,
  TAGS_NONE,
  TAGS_SORTED, /* the first rows have all tags, then fewer and fewer */
  TAGS_RARE,
  N_TAGGINGS,
} Tagging;

static const char *const tagging_names[N_TAGGINGS] = { "mixed", "all", "none", "sorted", "rare" };

static gboolean
draw_tag (GRand   *random,
          Tagging  tagging,
          guint    tag,
          guint    n_tags,
          guint64  row,
          guint64  n_rows)
{
  switch (tagging)
    {
    case TAGS_MIXED:
      return g_rand_int_range (random, 0, (gint) tag + 2) == 0;
    case TAGS_ALL:
      return TRUE;
    case TAGS_NONE:
      return FALSE;
    case TAGS_SORTED:
      return row * n_tags < n_rows * (n_tags - tag);
    default:
      return g_rand_int_range (random, 0, 400) == 0;
    }
}

/* Columns beside the tags: outcome, key, key of many codes, key of most codes, outcome of many codes. */
enum { RIGHT, KEY, MANY, MOST, LABEL, N_COLUMNS };
static const guint n_codes[N_COLUMNS] = { 3, 7, 300, 65535, 100 };

static AssayRows *
make_rows (GRand       *random,
           guint        n_tags,
           guint64      n_rows,
           Tagging      tagging,
           SampleOrder  order)
{
  AssayRows *rows = sample_rows (random, n_codes, N_COLUMNS, n_rows, order);

  for (guint64 row = 0; row < n_rows && order == SAMPLE_UNIFORM; row++) /* one row in eight is wrong */
    assay_rows_low (rows, RIGHT)[row] = (guint8) (g_rand_int_range (random, 0, 8) == 0 ? g_rand_int_range (random, 0, 2) : 2);
  g_assert_true (assay_rows_add_set (rows, n_tags, NULL));
  for (guint tag = 0; tag < n_tags; tag++)
    {
      guint64 *plane = assay_rows_plane (rows, 0, tag);
      for (guint64 row = 0; row < n_rows; row++)
        if (draw_tag (random, tagging, tag, n_tags, row, n_rows))
          plane[row / 64] |= G_GUINT64_CONSTANT (1) << row % 64;
      if (n_rows % 64 != 0) /* what lies behind the last row is nothing */
        plane[n_rows / 64] |= G_MAXUINT64 << n_rows % 64;
    }
  assay_rows_close_set (rows, 0);
  return rows;
}

static GPtrArray *
count_with (const AssayEngineType    *type,
            const AssayEngineOptions *options,
            const AssayRows          *rows,
            const AssayCountRequest  *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayEngine) engine = assay_engine_open (type, options, &error);
  g_assert_no_error (error);
  GPtrArray *tables = assay_engine_count (engine, rows, request, NULL, NULL, &error);

  g_assert_no_error (error);
  return tables;
}

static gboolean
has_variant (const char *variant)
{
  g_autoptr (AssayEngine) engine = assay_engine_open (&assay_engine_cpu, &(AssayEngineOptions) { .variant = variant }, NULL);

  return engine != NULL;
}

/* The rows' codes and tags as columns of a stream's chunks: the tags behind the other columns. */
static void
add_chunk (AssayTallyState *state,
           const AssayRows *rows,
           guint64          begin,
           guint            n_rows)
{
  const guint n_tags = rows->sets[0].n_tags, n_columns = N_COLUMNS + n_tags;
  g_autofree guint16 *buffer = g_new (guint16, n_columns * n_rows + 1);
  g_autofree const guint16 **codes = g_new (const guint16 *, n_columns);

  for (guint c = 0; c < n_columns; c++)
    {
      codes[c] = buffer + c * n_rows;
      for (guint row = 0; row < n_rows; row++)
        {
          guint64 at = begin + row;
          const guint64 *plane = c >= N_COLUMNS ? rows->sets[0].planes + (c - N_COLUMNS) * rows->sets[0].plane_words : NULL;
          gboolean has = plane != NULL && (plane[at / 64] >> at % 64 & 1);
          buffer[c * n_rows + row]
            = plane == NULL ? (guint16) sample_code (rows, c, at) : has ? ASSAY_TAG_YES : (guint16) ((at + c) % 2);
        }
    }
  g_assert_true (assay_tally_stream_add (state, codes, NULL, n_rows));
}

static void
check_stream (GRand                   *random,
              const AssayRows         *rows,
              const AssayCountRequest *request,
              GPtrArray               *expected,
              const AssayKernel       *kernel,
              guint64                  flush_rows,
              const char              *what)
{
  const guint n_tags = rows->sets[0].n_tags;
  guint16 columns[ASSAY_MAX_TAGS];
  g_autofree AssayAxis **axes = g_new0 (AssayAxis *, N_COLUMNS + n_tags);
  AssayTallyState *states[3];

  for (guint tag = 0; tag < n_tags; tag++)
    columns[tag] = (guint16) (N_COLUMNS + tag);
  memcpy (axes, request->axes, N_COLUMNS * sizeof *axes);
  const AssayTagSet set = { n_tags, columns, request->set_axes[0] };
  g_autoptr (AssayTallyStream) stream
    = assay_tally_stream_new_full (N_COLUMNS + n_tags, request->shapes, request->n_shapes, &set, 1,
                                   &(AssayCounterOptions) { .kernel = kernel, .flush_rows = flush_rows });
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    states[i] = assay_tally_stream_start (stream);
  guint most = (guint) g_rand_int_range (random, 1, ASSAY_CHUNK_ROWS + 1);
  for (guint64 row = 0, end; row < rows->n_rows; row = end)
    {
      guint n_rows = (guint) g_rand_int_range (random, 0, (gint) most + 1);
      end = MIN (row + n_rows, rows->n_rows);
      add_chunk (states[g_rand_int_range (random, 0, G_N_ELEMENTS (states))], rows, row, (guint) (end - row));
    }
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) actual = assay_tally_stream_finish (stream, axes, NULL, &error);
  g_assert_no_error (error);
  sample_assert_equal (actual, expected, what);
}

static void
check (GRand                 *random,
       const AssayRows       *rows,
       const AssayTableShape *shapes,
       guint                  n_shapes,
       const char            *what)
{
  g_autoptr (GPtrArray) axes = sample_axes (n_codes, N_COLUMNS), set_axes = sample_axes (&(guint) { rows->sets[0].n_tags + 1 }, 1);
  const AssayCountRequest request = { shapes, n_shapes, (AssayAxis *const *) axes->pdata, NULL,
                                      (AssayAxis *const *) set_axes->pdata };
  g_autoptr (GPtrArray) expected = count_with (&assay_engine_naive, NULL, rows, &request);
  guint n_kernels;
  const AssayKernel *kernels = assay_kernels (&n_kernels);

  for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
    for (guint n_threads = 1; n_threads <= (rows->n_rows > 5000 ? 3 : 1) && has_variant (variants[v]); n_threads += 2)
      {
        g_autofree char *where = g_strdup_printf ("%s, variant %s, %u threads", what, variants[v], n_threads);
        const AssayEngineOptions options = { .n_threads = n_threads, .variant = variants[v] };
        g_autoptr (GPtrArray) actual = count_with (&assay_engine_cpu, &options, rows, &request);
        sample_assert_equal (actual, expected, where);
      }
  for (guint k = 0; k < n_kernels; k++)
    if (kernels[k].is_supported ())
      {
        g_autofree char *where = g_strdup_printf ("%s, stream, kernel %s", what, kernels[k].name);
        check_stream (random, rows, &request, expected, &kernels[k], k == 0 ? 5000 : 0, where);
      }
}

static const AssayTableShape shapes[] = {
  { 2, { SET (0), SET (0) } },        { 3, { SET (0), SET (0), RIGHT } }, { 2, { KEY, SET (0) } },
  { 3, { KEY, SET (0), RIGHT } },     { 2, { RIGHT, KEY } },              { 3, { MANY, SET (0), RIGHT } },
  { 3, { RIGHT, SET (0), RIGHT } },   { 3, { SET (0), SET (0), KEY } },
};

static const guint tag_counts[] = { 1, 2, 7, 8, 9, 63, 64, 65, 255, 256 };
static const guint64 row_counts[] = { 0, 1, 63, 64, 65, 511, 512, 513, 2047, 2048, 2049 };

/* Every number of rows with some number of tags, and the other way round. */
static void
test_sizes (void)
{
  g_autoptr (GRand) random = sample_random ();

  for (guint t = 0; t < G_N_ELEMENTS (tag_counts); t++)
    for (guint r = 0; r < G_N_ELEMENTS (row_counts); r++)
      {
        if (tag_counts[t] > 65 && row_counts[r] > 513 && (t + r) % 3 != 0)
          continue;
        const Tagging tagging = tag_counts[t] > 65 ? TAGS_RARE : TAGS_MIXED;
        g_autofree char *what = g_strdup_printf ("%u tags, %" G_GUINT64_FORMAT " rows", tag_counts[t], row_counts[r]);
        g_autoptr (AssayRows) rows = make_rows (random, tag_counts[t], row_counts[r], tagging, SAMPLE_UNIFORM);
        check (random, rows, shapes, G_N_ELEMENTS (shapes), what);
      }
}

static void
test_taggings (void)
{
  static const guint n_tags[] = { 3, 64, 65, 256 };
  g_autoptr (GRand) random = sample_random ();

  for (guint t = 0; t < G_N_ELEMENTS (n_tags); t++)
    for (guint tagging = 0; tagging < N_TAGGINGS; tagging++)
      {
        const SampleOrder order = (t + tagging) % SAMPLE_N_ORDERS;
        const guint64 n_rows = n_tags[t] > 65 ? 700 : 3 * 2048 + 77;
        g_autofree char *what
          = g_strdup_printf ("%u tags, %s, %s", n_tags[t], tagging_names[tagging], sample_order_names[order]);
        g_autoptr (AssayRows) rows = make_rows (random, n_tags[t], n_rows, tagging, order);
        check (random, rows, shapes, G_N_ELEMENTS (shapes), what);
      }
}

/* More codes than masks are made for. */
static void
test_many_codes (void)
{
  static const AssayTableShape of_many[] = {
    { 2, { MANY, SET (0) } }, { 2, { MOST, SET (0) } }, { 3, { MOST, SET (0), RIGHT } }, { 3, { SET (0), SET (0), LABEL } },
    { 3, { LABEL, SET (0), LABEL } },
  };
  g_autoptr (GRand) random = sample_random ();

  for (guint order = 0; order < SAMPLE_N_ORDERS; order++)
    {
      g_autoptr (AssayRows) rows = make_rows (random, 5, 9000, TAGS_MIXED, order);
      check (random, rows, of_many, G_N_ELEMENTS (of_many), sample_order_names[order]);
    }
}

/* Enough rows for several chunks of the engine, with tables of rows beside. */
static void
test_many_rows (void)
{
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (AssayRows) rows = make_rows (random, 20, 600001, TAGS_MIXED, SAMPLE_UNIFORM);

  check (random, rows, shapes, G_N_ELEMENTS (shapes), "600,001 rows");
}

/* Every row has one of n_sets random sets of tags. is_sorted: rows of a set follow one another. */
static AssayRows *
make_rows_of_sets (GRand    *random,
                   guint     n_tags,
                   guint64   n_rows,
                   guint     n_sets,
                   gboolean  is_sorted)
{
  AssayRows *rows = make_rows (random, n_tags, n_rows, TAGS_NONE, SAMPLE_UNIFORM);
  g_autofree guint8 *has = g_new (guint8, n_sets * n_tags);

  for (guint i = 0; i < n_sets * n_tags; i++)
    has[i] = g_rand_int_range (random, 0, 12) == 0;
  for (guint64 row = 0; row < n_rows; row++)
    {
      guint set = is_sorted ? (guint) (row * n_sets / n_rows) : (guint) g_rand_int_range (random, 0, (gint) n_sets);
      for (guint tag = 0; tag < n_tags; tag++)
        assay_rows_plane (rows, 0, tag)[row / 64] |= (guint64) has[set * n_tags + tag] << row % 64;
    }
  assay_rows_close_set (rows, 0);
  return rows;
}

/* Rows counted by sets of tags: few, more than are told apart at a time, and so many a set that it is worth while. */
static void
test_distinct (void)
{
  static const struct
  {
    guint    n_tags, n_rows, n_sets;
    gboolean is_sorted;
  } cases[] = {
    { 64, 9001, 10, FALSE },    { 65, 9001, 300, TRUE },    { 130, 5000, 40, FALSE }, { 200, 5000, 9, TRUE },
    { 256, 3000, 20, FALSE },   { 64, 60000, 20000, FALSE }, { 64, 300000, 14000, TRUE }, { 48, 300000, 6000, FALSE },
  };
  g_autoptr (GRand) random = sample_random ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *what = g_strdup_printf ("%u tags, %u rows, %u sets", cases[i].n_tags, cases[i].n_rows, cases[i].n_sets);
      g_autoptr (AssayRows) rows
        = make_rows_of_sets (random, cases[i].n_tags, cases[i].n_rows, cases[i].n_sets, cases[i].is_sorted);
      check (random, rows, shapes, G_N_ELEMENTS (shapes), what);
    }
}

/* Tables do not change with the order of the rows; all rows twice double every cell. */
static void
test_properties (void)
{
  g_autoptr (GRand) random = sample_random ();
  const guint64 n_rows = 5000;
  g_autoptr (AssayRows) rows = make_rows (random, 70, n_rows, TAGS_MIXED, SAMPLE_UNIFORM);
  g_autoptr (AssayRows) twice = make_rows (random, 70, 2 * n_rows, TAGS_NONE, SAMPLE_UNIFORM);
  const AssayCountRequest request = { shapes, 2 };

  for (guint64 row = 0; row < 2 * n_rows; row++)
    {
      guint64 from = (row * 7919 + 11) % n_rows;
      assay_rows_low (twice, RIGHT)[row] = rows->columns[RIGHT].low[from];
      for (guint tag = 0; tag < 70; tag++)
        assay_rows_plane (twice, 0, tag)[row / 64] |= (assay_rows_plane ((AssayRows *) rows, 0, tag)[from / 64] >> from % 64 & 1)
                                                      << row % 64;
    }
  assay_rows_close_set (twice, 0);
  g_autoptr (GPtrArray) once = count_with (&assay_engine_cpu, NULL, rows, &request);
  g_autoptr (GPtrArray) doubled = count_with (&assay_engine_cpu, NULL, twice, &request);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (assay_count_table_merge (once->pdata[i], g_ptr_array_index (once, i), NULL));
      g_assert_true (assay_count_table_equal (once->pdata[i], doubled->pdata[i]));
    }
}

/* Two sets in one request, one of them in no shape of pairs; and nothing but set tables. */
static void
test_two_sets (void)
{
  static const AssayTableShape of_two[] = { { 3, { KEY, SET (1), RIGHT } }, { 2, { SET (0), SET (0) } }, { 2, { MANY, SET (1) } } };
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (AssayRows) rows = make_rows (random, 12, 3000, TAGS_MIXED, SAMPLE_SKEWED);
  g_autoptr (GPtrArray) axes = sample_axes (n_codes, N_COLUMNS), set_axes = sample_axes ((guint[]) { 13, 4 }, 2);
  const AssayCountRequest request = { of_two, G_N_ELEMENTS (of_two), (AssayAxis *const *) axes->pdata, NULL,
                                      (AssayAxis *const *) set_axes->pdata };

  g_assert_true (assay_rows_add_set (rows, 3, NULL));
  for (guint tag = 0; tag < 3; tag++)
    for (guint64 row = tag; row < 3000; row += 2 + tag)
      assay_rows_plane (rows, 1, tag)[row / 64] |= G_GUINT64_CONSTANT (1) << row % 64;
  assay_rows_close_set (rows, 1);
  g_autoptr (GPtrArray) expected = count_with (&assay_engine_naive, NULL, rows, &request);
  g_autoptr (GPtrArray) actual = count_with (&assay_engine_cpu, NULL, rows, &request);
  sample_assert_equal (actual, expected, "two sets");
}

/* Sums are refused in words, by the engine and by a stream. */
static void
test_no_sums (void)
{
  static const AssayTableShape summed[] = { { 2, { SET (0), SET (0) }, 1, { { 0, ASSAY_SUM_VALUES } } } };
  const guint16 tags[] = { 0, 1 };
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (GPtrArray) axes = sample_axes ((guint[]) { 3, 3 }, 2);
  g_autoptr (AssayRows) rows = make_rows (random, 2, 100, TAGS_MIXED, SAMPLE_UNIFORM);
  g_autoptr (AssayEngine) engine = assay_engine_open (&assay_engine_cpu, NULL, NULL);
  const AssayCountRequest request = { summed, 1 };
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (assay_rows_add_value (rows));
  g_assert_null (assay_engine_count (engine, rows, &request, NULL, NULL, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "tags"));
  g_clear_error (&error);
  const AssayTagSet set = { 2, tags, axes->pdata[0] };
  g_autoptr (AssayTallyStream) stream = assay_tally_stream_new_sets (2, summed, 1, &set, 1);
  g_assert_null (assay_tally_stream_finish (stream, (AssayAxis *const *) axes->pdata, NULL, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/tag-counter/sizes", test_sizes);
  g_test_add_func ("/tally/tag-counter/taggings", test_taggings);
  g_test_add_func ("/tally/tag-counter/many-codes", test_many_codes);
  g_test_add_func ("/tally/tag-counter/many-rows", test_many_rows);
  g_test_add_func ("/tally/tag-counter/distinct", test_distinct);
  g_test_add_func ("/tally/tag-counter/properties", test_properties);
  g_test_add_func ("/tally/tag-counter/two-sets", test_two_sets);
  g_test_add_func ("/tally/tag-counter/no-sums", test_no_sums);
  return g_test_run ();
}
