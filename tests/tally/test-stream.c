/* test-stream.c: tables do not depend on chunks, threads or the order of rows, and equal a naive count. */
#include "tally/stream.h"

#include <string.h>

#define MAX_COLUMNS 12
#define MAX_SHAPES 24

typedef struct
{
  guint           n_columns;
  guint           n_codes[MAX_COLUMNS];
  AssayAxis      *axes[MAX_COLUMNS];
  guint           n_shapes;
  AssayTableShape shapes[MAX_SHAPES];
  guint           n_rows;
  guint16        *codes[MAX_COLUMNS];
} Sample;

static AssayAxis *
make_axis (guint column,
           guint n_codes)
{
  g_autofree char *name = g_strdup_printf ("c%u", column);
  g_autofree const char **values = g_new0 (const char *, n_codes);

  for (guint code = 1; code < n_codes; code++)
    values[code] = "x";
  return assay_axis_new (name, ASSAY_AXIS_SLICE, n_codes, values);
}

/* Mostly small columns, some of thousands of codes, now and then one of all. */
static guint
random_n_codes (GRand *random)
{
  static const guint limits[] = { 2, 3, 3, 6, 12, 60, 300, 3000, ASSAY_MAX_VALUES + 2 };

  return g_rand_int_range (random, 1, limits[g_rand_int_range (random, 0, G_N_ELEMENTS (limits))]);
}

static void
fill_column (GRand   *random,
             guint16 *codes,
             guint    n_rows,
             guint    n_codes)
{
  guint order = g_rand_int_range (random, 0, 4), least = n_codes > 1 ? g_rand_int_range (random, 0, 2) : 0;

  for (guint row = 0; row < n_rows; row++)
    switch (order)
      {
      case 0: codes[row] = g_rand_int_range (random, least, n_codes); break;                         /* uniform */
      case 1: codes[row] = least + (guint64) row * (n_codes - least) / n_rows; break;                /* sorted */
      case 2: codes[row] = n_codes - 1; break;                                                       /* one cell */
      default: codes[row] = (guint) ((n_codes - 1) * g_rand_double (random) * g_rand_double (random)); /* skewed */
      }
}

static void
sample_init (Sample *self,
             GRand  *random)
{
  self->n_columns = g_rand_int_range (random, 1, MAX_COLUMNS + 1);
  self->n_rows = g_rand_int_range (random, 0, 9000);
  for (guint c = 0; c < self->n_columns; c++)
    {
      self->n_codes[c] = random_n_codes (random);
      self->axes[c] = make_axis (c, self->n_codes[c]);
      self->codes[c] = g_new (guint16, self->n_rows + 1);
      fill_column (random, self->codes[c], self->n_rows, self->n_codes[c]);
    }

  self->n_shapes = g_rand_int_range (random, 1, MAX_SHAPES + 1);
  for (guint s = 0; s < self->n_shapes; s++)
    {
      AssayTableShape *shape = &self->shapes[s];
      guint n_axes = g_rand_int_range (random, 1, 6);
      guint64 cells = 1;

      shape->n_axes = 0;
      for (guint i = 0; i < n_axes; i++)
        {
          guint c = i < 2 && g_rand_boolean (random) ? i % self->n_columns : (guint) g_rand_int_range (random, 0, self->n_columns);
          if (cells * self->n_codes[c] >= G_GUINT64_CONSTANT (1) << 46)
            continue;
          cells *= self->n_codes[c];
          shape->columns[shape->n_axes++] = c;
        }
    }
}

static void
sample_clear (Sample *self)
{
  for (guint c = 0; c < self->n_columns; c++)
    {
      assay_axis_unref (self->axes[c]);
      g_free (self->codes[c]);
    }
}

/* One cell and one count of 1 for every row; the table adds them up. */
static AssayCountTable *
naive_table (const Sample          *self,
             const AssayTableShape *shape)
{
  g_autofree guint64 *cells = g_new0 (guint64, self->n_rows + 1);
  g_autofree guint64 *ones = g_new0 (guint64, self->n_rows + 1);
  AssayAxis *axes[ASSAY_MAX_AXES];

  for (guint i = 0; i < shape->n_axes; i++)
    axes[i] = self->axes[shape->columns[i]];
  for (guint row = 0; row < self->n_rows; row++)
    {
      for (guint i = 0; i < shape->n_axes; i++)
        cells[row] = cells[row] * axes[i]->n_codes + self->codes[shape->columns[i]][row];
      ones[row] = 1;
    }
  return assay_count_table_from_pairs (axes, shape->n_axes, cells, ones, self->n_rows, NULL);
}

static void
stream_rows (const Sample     *self,
             AssayTallyStream *stream,
             guint             n_states,
             GRand            *random)
{
  AssayTallyState *states[4];
  guint max_rows = g_rand_int_range (random, 1, ASSAY_CHUNK_ROWS + 1);

  for (guint i = 0; i < n_states; i++)
    states[i] = assay_tally_stream_start (stream);
  for (guint row = 0, n; row < self->n_rows; row += n)
    {
      const guint16 *chunk[MAX_COLUMNS];
      n = g_rand_int_range (random, 0, max_rows + 1);
      n = MIN (n, self->n_rows - row);
      for (guint c = 0; c < self->n_columns; c++)
        chunk[c] = self->codes[c] + row;
      g_assert_true (assay_tally_stream_add (states[g_rand_int_range (random, 0, n_states)], chunk, n));
    }
}

static void
test_random (void)
{
  guint32 seed = g_test_rand_int ();
  g_test_message ("seed %u", seed);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (guint round = 0; round < 150; round++)
    {
      g_autoptr (GError) error = NULL;
      Sample sample;
      sample_init (&sample, random);
      g_autoptr (AssayTallyStream) stream = assay_tally_stream_new (sample.n_columns, sample.shapes, sample.n_shapes);
      stream_rows (&sample, stream, g_rand_int_range (random, 1, 5), random);
      g_assert_cmpuint (assay_tally_stream_rows (stream), ==, sample.n_rows);
      g_autoptr (GPtrArray) tables = assay_tally_stream_finish (stream, sample.axes, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (tables->len, ==, sample.n_shapes);
      for (guint s = 0; s < sample.n_shapes; s++)
        {
          g_autoptr (AssayCountTable) expected = naive_table (&sample, &sample.shapes[s]);
          if (!assay_count_table_equal (tables->pdata[s], expected))
            g_error ("seed %u, round %u: shape %u differs from the naive count", seed, round, s);
        }
      g_assert_cmpuint (assay_tally_stream_rows (stream), ==, sample.n_rows);
      sample_clear (&sample);
    }
}

/* An axis with too little room is a bug of the caller that must not end in a wrong table. */
static void
test_axis_too_small (void)
{
  AssayTableShape shape = { 1, { 0 } };
  g_autoptr (AssayAxis) axis = make_axis (0, 3);
  g_autoptr (AssayTallyStream) stream = assay_tally_stream_new (1, &shape, 1);
  AssayTallyState *state = assay_tally_stream_start (stream);
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_tally_stream_add (state, (const guint16 *[]) { (guint16[]) { 1, 3 } }, 2));
  g_assert_null (assay_tally_stream_finish (stream, &axis, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES);
}

/* A stream that nobody started, and a state that saw no row, give tables of zeros. */
static void
test_empty (void)
{
  for (guint n_states = 0; n_states < 2; n_states++)
    {
      AssayTableShape shape = { 2, { 0, 1 } };
      AssayAxis *axes[] = { make_axis (0, 3), make_axis (1, 1) };
      g_autoptr (AssayTallyStream) stream = assay_tally_stream_new (2, &shape, 1);
      if (n_states > 0)
        g_assert_true (assay_tally_stream_add (assay_tally_stream_start (stream), (const guint16 *[]) { NULL, NULL }, 0));
      g_autoptr (GPtrArray) tables = assay_tally_stream_finish (stream, axes, NULL);
      g_assert_cmpuint (tables->len, ==, 1);
      g_assert_cmpuint (assay_count_table_total (tables->pdata[0]), ==, 0);
      assay_axis_unref (axes[0]);
      assay_axis_unref (axes[1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/stream/random", test_random);
  g_test_add_func ("/tally/stream/axis-too-small", test_axis_too_small);
  g_test_add_func ("/tally/stream/empty", test_empty);
  return g_test_run ();
}
