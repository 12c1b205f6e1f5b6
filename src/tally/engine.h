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

/* Tags: a row has any number of the up to 256 tags of a set. A shape whose columns have a set among them gives a set
 * table, whose axis of that place has the tags as its codes: tag t of the set (from 0) is code t + 1, code 0 has no
 * row.
 *
 *     pairs     { SET, SET }            cell (i, j): rows that have tags i and j, for i <= j only; (i, i): rows with
 *               i { SET, SET, outcome }   the same of each code of a column, such as whether the prediction is right
 *     members   { key, SET }            cell (k, t): rows of code k of a column that have tag t
 *               { key, SET, outcome }   the same of each code of another column
 *
 * A row is in as many cells as it has tags or pairs of them, so set tables do not sum to the rows: the cells of a tag
 * with itself, and those of a tag over all keys, sum to the tag's rows. Set tables have no sums of values. */
#define ASSAY_SET_COLUMN(set) ((guint16) (0xfff0u + (set))) /* of a shape: the tags of set number `set` */
#define ASSAY_TAG_YES 2                                     /* the code of a row that has a tag, in the tag's column */

typedef enum
{
  ASSAY_SHAPE_ROWS,              /* every row is in one cell */
  ASSAY_SHAPE_PAIRS,
  ASSAY_SHAPE_MEMBERS,
  ASSAY_SHAPE_UNKNOWN,           /* a set where none can be; no engine counts it */
} AssayShapeKind;

/* A set of tags in rows that pass by: a column of codes for each tag, code ASSAY_TAG_YES for rows that have it. */
typedef struct
{
  guint          n_tags;         /* 1 .. ASSAY_MAX_TAGS */
  const guint16 *columns;        /* n_tags */
  AssayAxis     *axis;           /* of n_tags + 1 codes, usually of kind ASSAY_AXIS_TAGS */
} AssayTagSet;

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
  AssayAxis *const      *set_axes; /* (nullable) one for each of the rows' sets; NULL: nameless ones */
} AssayCountRequest;

#define ASSAY_DEVICE_ALL G_MAXUINT /* every device that can be used: rows are split among them */

typedef struct
{
  guint       n_threads;         /* 0: as many as there are processors */
  guint       device;            /* for engines that have devices: its number, or ASSAY_DEVICE_ALL */
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
  guint    max_tags;             /* of one set */
} AssayEngineLimits;

/* Clusters for replicates. Entry e of cluster c, first[c] <= e < first[c + 1], adds values[e] times the cluster's
 * weight to sum number at[e]. */
typedef struct
{
  guint64        n_clusters;
  const guint64 *keys;           /* of the clusters: their weights follow from these, see poisson.h */
  const guint64 *first;          /* n_clusters + 1 */
  const guint64 *at;
  const gint64  *values;
} AssayReplicateChunk;

typedef struct
{
  guint64   seed;
  guint     n_replicates;
  guint64   n_sums;
  void    (*rewind)  (gpointer source); /* to the first cluster; may be asked for more than once */
  gboolean (*next)   (gpointer source, AssayReplicateChunk *chunk); /* FALSE: there is none; valid until the next one */
  gint64 *(*sums_of) (gpointer source, guint64 number);             /* where its n_replicates sums go */
  guint64  (*most_of) (gpointer source, guint64 number);            /* no replicate of it is larger, nor -it */
  gpointer  source;
  /* (nullable) For several devices: (transfer full) a source of the clusters of one of n parts, of which each is in one,
   * for rewind and next in a thread of its own. */
  gpointer (*part)      (gpointer source, guint number, guint n_parts);
  void     (*part_free) (gpointer part);
} AssayReplicateWork;

typedef struct
{
  const char *name;              /* "cpu", ...: also the value of --engine */
  gpointer   (*open)     (const AssayEngineOptions *options, AssayEngineLimits *limits, GError **error);
  gboolean   (*supports) (gpointer self, const AssayCountRequest *request, GError **error); /* (nullable): all */
  GPtrArray *(*count)    (gpointer self, const AssayRows *rows, const AssayCountRequest *request,
                          AssayProgress *progress, GCancellable *cancellable, GError **error);
  void       (*close)    (gpointer self);
  gboolean   (*replicate) (gpointer self, const AssayReplicateWork *work, GCancellable *cancellable,
                           GError **error);     /* (nullable): it cannot */
} AssayEngineType;

typedef struct _AssayEngine AssayEngine;

extern const AssayEngineType assay_engine_cpu;
extern const AssayEngineType assay_engine_cuda;

/* What a shape counts; *set (nullable) becomes the number of its set. */
AssayShapeKind           assay_shape_kind   (const AssayTableShape *shape,
                                             guint                 *set);

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
/* What an engine's failure (transfer full) comes to. TRUE: another engine may do the work, for the device failed or the
 * work is too large or not of its kind; *why (nullable), where it is NULL, becomes the reason. FALSE, with an error: the
 * caller insists on this engine (ASSAY_TALLY_ERROR_ENGINE), or nothing makes up for it, such as a cancelled or wrong
 * count. */
gboolean                 assay_engine_give_up (const AssayEngine        *self,
                                              GError                   *failure,
                                              gboolean                  is_insistent,
                                              char                    **why,
                                              GError                  **error);
/* Sets every sum of the work. Fails with ASSAY_TALLY_ERROR_UNSUPPORTED where an engine cannot; sums are then
 * undefined. */
gboolean                 assay_engine_replicate (AssayEngine              *self,
                                              const AssayReplicateWork *work,
                                              GCancellable             *cancellable, /* (nullable) */
                                              GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
void                     assay_engine_close  (AssayEngine              *self);
/* One line on what this machine gives the engine, such as "joint keys and bit planes (AVX-512 VPOPCNTDQ)". */
char                    *assay_engine_cpu_describe (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayEngine, assay_engine_close)

G_END_DECLS
