/* bench-cuda-work.c: rows and requests, and how fast a device could do them at most.
 *
 * Nothing counts faster than its columns are read, once each, and nothing faster than its kernels update cells:
 *
 *     shared memory   32 updates a clock and multiprocessor, one a bank          (CUDA C++ Programming Guide, 16.4 on)
 *     device memory   4 updates of 64 bits a clock and multiprocessor            (as in cuda-products.c, derived)
 *     bits            16 words of 32 bits a clock and multiprocessor             (throughput of population count)
 *
 * How many updates that are is the planner's to say: it puts several shapes into one group (cover.c). Tags x tags are
 * pairs x outcomes words for each 32 rows. Which of the bounds is higher is a request's limit.
 */
#include "bench-cuda.h"

#include "tally/cover-private.h"
#include "tally/cuda-groups.h"

#include <string.h>

#define SHARED_A_CLOCK 32
#define DEVICE_A_CLOCK 4
#define WORDS_A_CLOCK 16

const guint cuda_n_codes[CUDA_COLUMNS] = { 6, 7, 7, 11, 13, 21, 51, 101, 401, 2001, 3, 3, 1027, 1001, 1001 };

const char *const cuda_order_names[] = { "uniform", "skewed", "sorted", "all equal" };

/* --- rows ------------------------------------------------------------------------------------------------------- */

/* SplitMix64 (Steele, Lea & Flood 2014). */
guint64
cuda_next_random (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static guint
draw_code (CudaOrder order,
           guint     column,
           guint64   row,
           guint64   n_rows,
           guint64  *state)
{
  guint n = cuda_n_codes[column] - 1;
  double u = (double) (cuda_next_random (state) >> 11) * 0x1p-53;

  if (order == CUDA_EQUAL)
    return n;
  if (order == CUDA_SKEWED)
    return 1 + (guint) (n * u * u * u * u);
  if (order == CUDA_SORTED && column < CUDA_SLICES)
    return 1 + (guint) (row * n / n_rows);
  return 1 + (guint) (n * u);
}

/* Tags that one row in eight has. */
static gboolean
add_tags (AssayRows *rows,
          guint64    seed,
          GError   **error)
{
  guint64 state = seed;

  if (!assay_rows_add_set (rows, CUDA_TAGS, error))
    return FALSE;
  for (guint tag = 0; tag < CUDA_TAGS; tag++)
    for (guint64 word = 0; word < (rows->n_rows + 63) / 64; word++)
      {
        guint64 a = cuda_next_random (&state), b = cuda_next_random (&state), c = cuda_next_random (&state);
        assay_rows_plane (rows, 0, tag)[word] = a & b & c;
      }
  if (rows->n_rows % 64 > 0)
    for (guint tag = 0; tag < CUDA_TAGS; tag++)
      assay_rows_plane (rows, 0, tag)[rows->n_rows / 64] &= (G_GUINT64_CONSTANT (1) << rows->n_rows % 64) - 1;
  assay_rows_close_set (rows, 0);
  return TRUE;
}

/* Of 32 bits with their sign. */
static gboolean
add_values (AssayRows *rows,
            guint64    seed,
            GError   **error)
{
  gint64 *values = assay_rows_add_value (rows);
  guint64 state = seed + 1;

  if (values == NULL)
    {
      g_set_error_literal (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE, "no memory for a column of values");
      return FALSE;
    }
  for (guint64 row = 0; row < rows->n_rows; row++)
    values[row] = (gint32) cuda_next_random (&state);
  return TRUE;
}

AssayRows *
cuda_rows_new (CudaOrder order,
               guint64   n_rows,
               guint64   seed,
               GError  **error)
{
  g_autoptr (AssayRows) rows = assay_rows_new (CUDA_COLUMNS, n_rows, error);
  guint64 state = seed;

  for (guint c = 0; rows != NULL && c < CUDA_COLUMNS; c++)
    {
      guint8 *low = assay_rows_low (rows, c), *high = cuda_n_codes[c] > 256 ? assay_rows_high (rows, c) : NULL;
      for (guint64 row = 0; row < n_rows; row++)
        {
          guint code = draw_code (order, c, row, n_rows, &state);
          low[row] = (guint8) code;
          if (high != NULL)
            high[row] = (guint8) (code >> 8);
        }
      assay_rows_set_codes (rows, c, cuda_n_codes[c]);
    }
  if (rows == NULL || (order == CUDA_UNIFORM && (!add_values (rows, seed, error) || !add_tags (rows, seed, error))))
    return NULL;
  return g_steal_pointer (&rows);
}

/* --- requests --------------------------------------------------------------------------------------------------- */

static void
add_shape (CudaRequest    *self,
           AssayTableShape shape)
{
  self->shapes[self->n_shapes++] = shape;
}

void
cuda_requests_init (CudaRequest *all)
{
  static const CudaRequest named[CUDA_REQUESTS] = {
    { "ten slices", .share_aim = ">= 0.5", .host_aim = ">= 0.85" },
    { "45 pairs", .cpu_aim = ">= 20" },
    { "64 x 64 tags", .cpu_aim = ">= 20" },
    { "score histograms", .cpu_aim = ">= 20" },
    { "sums in 64 bits" },
    { "sums in 128 bits" },
    { "confusion of 1,000 classes" },
  };

  memcpy (all, named, sizeof named);
  for (guint16 c = 0; c < CUDA_SLICES; c++)
    add_shape (&all[0], (AssayTableShape) { .n_axes = 3, .columns = { c, CUDA_LABEL, CUDA_PREDICTION } });
  for (guint16 a = 0; a < CUDA_SLICES; a++)
    for (guint16 b = 0; b < a; b++)
      add_shape (&all[1], (AssayTableShape) { .n_axes = 2, .columns = { a, b } });
  add_shape (&all[2], (AssayTableShape) { .n_axes = 3, .columns = { ASSAY_SET_COLUMN (0), ASSAY_SET_COLUMN (0),
                                                                    CUDA_LABEL } });
  for (guint16 c = 0; c < 3; c++)
    add_shape (&all[3], (AssayTableShape) { .n_axes = 3, .columns = { c, CUDA_LABEL, CUDA_BINS } });
  add_shape (&all[4], (AssayTableShape) { .n_axes = 2, .columns = { 6, CUDA_LABEL }, .n_sums = 1,
                                          .sums = { { 0, ASSAY_SUM_VALUES } } });
  add_shape (&all[5], (AssayTableShape) { .n_axes = 2, .columns = { 6, CUDA_LABEL }, .n_sums = 2,
                                          .sums = { { 0, ASSAY_SUM_VALUES }, { 0, 0 } } });
  add_shape (&all[6], (AssayTableShape) { .n_axes = 2, .columns = { CUDA_CLASS, CUDA_GUESS } });
}

/* --- limits ----------------------------------------------------------------------------------------------------- */

static gboolean
is_of_tags (const AssayTableShape *shape)
{
  return shape->columns[0] >= ASSAY_SET_COLUMN (0);
}

/* Bytes of the columns that a request has, each once. */
double
cuda_bytes_of (const CudaRequest *request,
               const AssayRows   *rows)
{
  gboolean is_used[CUDA_COLUMNS] = { FALSE };
  double n_bytes = 0;

  for (guint i = 0; i < request->n_shapes; i++)
    {
      const AssayTableShape *shape = &request->shapes[i];
      for (guint axis = 0; axis < shape->n_axes; axis++)
        if (shape->columns[axis] < CUDA_COLUMNS)
          is_used[shape->columns[axis]] = TRUE;
      n_bytes += is_of_tags (shape) ? (double) rows->n_rows * CUDA_TAGS / 8 : 0;
      n_bytes += shape->n_sums > 0 ? (double) rows->n_rows * sizeof (gint64) : 0;
    }
  for (guint c = 0; c < CUDA_COLUMNS; c++)
    if (is_used[c])
      n_bytes += (double) rows->n_rows * (cuda_n_codes[c] > 256 ? 2 : 1);
  return n_bytes;
}

/* Clocks of all multiprocessors together that the plain shapes' groups take. */
static double
clocks_of_groups (const CudaRequest *request,
                  const AssayRows   *rows)
{
  g_autoptr (AssayCover) cover = assay_cover_new (&(AssayCoverRequest) {
    .shapes = request->shapes, .n_shapes = request->n_shapes, .n_codes = cuda_n_codes, .n_rows = rows->n_rows,
    .joint_bytes = ASSAY_CUDA_SHARED_BYTES,
  });
  double clocks = 0;

  for (guint i = 0; i < cover->groups->len; i++)
    {
      const AssayGroup *group = cover->groups->pdata[i];
      gboolean is_joint = group->kind == ASSAY_GROUP_JOINT || group->kind == ASSAY_GROUP_SUMS;
      guint n_lanes = group->lanes != NULL ? group->lanes->n_lanes : 1;
      clocks += (double) n_lanes * (is_joint && group->lanes != NULL ? 2 : 1) /* a lane of sums is two halves there */
                / (is_joint ? SHARED_A_CLOCK : DEVICE_A_CLOCK);
    }
  return clocks * (double) rows->n_rows;
}

double
cuda_least_seconds (const CudaRequest *request,
                    const AssayRows   *rows,
                    const CudaLimits  *limits)
{
  double reading = cuda_bytes_of (request, rows) / limits->copy_rate, clocks = 0;

  if (is_of_tags (&request->shapes[0]))
    clocks = CUDA_TAGS * (CUDA_TAGS + 1) / 2.0 * cuda_n_codes[CUDA_LABEL] * (double) rows->n_rows / 32 / WORDS_A_CLOCK;
  else
    clocks = clocks_of_groups (request, rows);
  return MAX (reading, clocks / limits->n_multiprocessors / limits->clock);
}
