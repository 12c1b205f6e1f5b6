/* engine.h: what an engine is: rows and a request in, count tables out.
 *
 * Callers use assay_engine_count(), which checks the request once, fills defaults and checks that every table's
 * cells sum to the rows. Engines repeat none of that. Tables of all engines are equal bit for bit.
 */
#pragma once

#include "read/progress.h"
#include "read/rows.h"
#include "tally/count-table.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ASSAY_SUM_VALUES 0xffffu /* AssayShapeSum.b: the values themselves */
#define ASSAY_SUM_ROWS 0xfffeu   /* AssayShapeSum.b: the rows that have a value */

/* What to sum over the rows of a cell: value a (b = ASSAY_SUM_VALUES), value a x value b (b = a: squares), or 1
 * (b = ASSAY_SUM_ROWS). Rows that have no value a, or no value b, are left out of this sum and of nothing else. */
typedef struct
{
  guint16 a, b;                  /* numbers of the rows' values */
} AssayShapeSum;

/* One table to count: the columns of the rows that are its axes, in order, and what to sum in its cells. */
typedef struct
{
  guint         n_axes;          /* 1 .. ASSAY_MAX_AXES */
  guint16       columns[ASSAY_MAX_AXES];
  guint         n_sums;          /* 0 .. ASSAY_MAX_SUMS */
  AssayShapeSum sums[ASSAY_MAX_SUMS];
} AssayTableShape;

typedef struct
{
  const AssayTableShape *shapes;
  guint                  n_shapes;
  AssayAxis *const      *axes;   /* (nullable) one for each column: the tables' axes; NULL: nameless ones */
  const AssayValueScale *scales; /* (nullable) one for each of the rows' values: name and k; NULL: nameless, k = 0 */
} AssayCountRequest;

typedef struct
{
  guint       n_threads;         /* 0: as many as there are processors */
  guint       device;            /* for engines that have devices */
  const char *variant;           /* (nullable) forces one code path of the engine, for tests and benches */
} AssayEngineOptions;

/* What an engine can do, as data; 0 = cannot. */
typedef struct
{
  guint64  max_cells;            /* of one table */
  guint    max_axes;
  guint    max_codes;            /* of one axis */
  gsize    device_bytes;         /* memory of the device, 0 for the host's */
  gboolean can_stream;           /* rows may come in chunks (see stream.h) */
} AssayEngineLimits;

typedef struct
{
  const char *name;              /* "cpu", ...: also the value of --engine */
  gpointer   (*open)     (const AssayEngineOptions *options, AssayEngineLimits *limits, GError **error);
  gboolean   (*supports) (gpointer self, const AssayCountRequest *request, GError **error); /* (nullable): all */
  GPtrArray *(*count)    (gpointer self, const AssayRows *rows, const AssayCountRequest *request,
                          AssayProgress *progress, GCancellable *cancellable, GError **error);
  void       (*close)    (gpointer self);
} AssayEngineType;

typedef struct _AssayEngine AssayEngine;

extern const AssayEngineType assay_engine_cpu;

/* (transfer full) n_sums scales of a shape's sums: "w", "w * w", "rows of w", with the k that goes with each; then
 * assay_sum_scales_free(). */
AssaySumScale           *assay_shape_scales (const AssayTableShape *shape,
                                             const AssayValueScale *values); /* (nullable) */
void                     assay_sum_scales_free (AssaySumScale *scales,
                                             guint             n_sums);
AssayEngine             *assay_engine_open   (const AssayEngineType    *type,
                                              const AssayEngineOptions *options, /* (nullable) */
                                              GError                  **error);
const char              *assay_engine_name   (const AssayEngine        *self);
const AssayEngineLimits *assay_engine_limits (const AssayEngine        *self);
/* (transfer full) (element-type AssayCountTable): one table a shape, in their order. */
GPtrArray               *assay_engine_count  (AssayEngine              *self,
                                              const AssayRows          *rows,
                                              const AssayCountRequest  *request,
                                              AssayProgress            *progress,    /* (nullable) */
                                              GCancellable             *cancellable, /* (nullable) */
                                              GError                  **error);
void                     assay_engine_close  (AssayEngine              *self);
/* One line on what this machine gives the engine, such as "joint keys and bit planes (AVX-512 VPOPCNTDQ)". */
char                    *assay_engine_cpu_describe (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayEngine, assay_engine_close)

G_END_DECLS
