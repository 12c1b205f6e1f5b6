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

/* One table to count: the columns of the rows that are its axes, in order. */
typedef struct
{
  guint   n_axes;                /* 1 .. ASSAY_MAX_AXES */
  guint16 columns[ASSAY_MAX_AXES];
} AssayTableShape;

typedef struct
{
  const AssayTableShape *shapes;
  guint                  n_shapes;
  AssayAxis *const      *axes;   /* (nullable) one for each column: the tables' axes; NULL: nameless ones */
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
