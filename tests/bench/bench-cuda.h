/* bench-cuda.h: what the files of bench-cuda share. */
#pragma once

#include "bench.h"

#include "tally/cuda-device.h"
#include "tally/tally.h"

#define CUDA_SLICES 10
#define CUDA_LABEL CUDA_SLICES       /* 3 codes, as the prediction has */
#define CUDA_PREDICTION (CUDA_SLICES + 1)
#define CUDA_BINS (CUDA_SLICES + 2)  /* of scores, 1027 */
#define CUDA_CLASS (CUDA_SLICES + 3) /* 1001, as the guess has: label and prediction of 1,000 classes */
#define CUDA_GUESS (CUDA_SLICES + 4)
#define CUDA_COLUMNS (CUDA_SLICES + 5)
#define CUDA_TAGS 64
#define CUDA_MOST_SHAPES 45
#define CUDA_REQUESTS 7

extern const guint cuda_n_codes[CUDA_COLUMNS];

typedef enum { CUDA_UNIFORM, CUDA_SKEWED, CUDA_SORTED, CUDA_EQUAL } CudaOrder;

extern const char *const cuda_order_names[];

typedef struct
{
  const char     *name;
  AssayTableShape shapes[CUDA_MOST_SHAPES];
  guint           n_shapes;
  const char     *share_aim, *host_aim, *cpu_aim; /* (nullable) figures that the issue asks for */
} CudaRequest;

/* What the device could do at most. */
typedef struct
{
  double   copy_rate, pinned_rate; /* bytes a second, measured: read plus written within the device; from the host */
  guint    n_multiprocessors;
  double   clock;                  /* a second */
  gboolean is_software;            /* the tests' device: its rates are of no device */
} CudaLimits;

guint64      cuda_next_random (guint64 *state);
/* (transfer full) Columns, and of uniform rows a column of values and a set of tags; NULL when memory is short. */
AssayRows   *cuda_rows_new    (CudaOrder order, guint64 n_rows, guint64 seed, GError **error);
/* Fills CUDA_REQUESTS of them: all that is timed; the first is the joint tally of ten slices. */
void         cuda_requests_init (CudaRequest *all);
double       cuda_bytes_of    (const CudaRequest *request, const AssayRows *rows);
/* Seconds that a request takes at least: reading each column once, or the updates of its kernels. */
double       cuda_least_seconds (const CudaRequest *request, const AssayRows *rows, const CudaLimits *limits);

/* A figure as a line of JSON, with whether its aim (nullable), such as ">= 0.5" or "<= 1.25", is met. */
void         cuda_figure      (const CudaLimits *limits, const char *figure, double value, const char *unit,
                               const char *aim);

/* 1,000 replicates of rows in clusters of ten, by both engines; FALSE when something fails or tables differ. */
gboolean     cuda_bench_replicates (const CudaLimits *limits, guint device, guint n_threads, guint64 n_rows,
                                    guint n_slices, guint n_runs, guint64 seed);
