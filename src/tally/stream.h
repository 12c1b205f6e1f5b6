/* stream.h: counting rows that pass by once, in chunks, from several threads.
 *
 *   stream = assay_tally_stream_new (n_columns, shapes, n_shapes);
 *   state  = assay_tally_stream_start (stream);          one for each thread, any thread
 *   assay_tally_stream_add (state, codes, values, ...);  as often as there are chunks; see below
 *   tables = assay_tally_stream_finish (stream, axes, ...);  once, after every thread has stopped
 *
 * How many codes a column has is not known until the last row: a state plans its joint keys for the codes it
 * has met, and when a chunk brings a larger one it flushes and plans again; only then does it take the stream's
 * lock. States merge by +, so tables do not depend on the threads, the chunks or the order of the rows.
 */
#pragma once

#include "tally/engine.h"

G_BEGIN_DECLS

#define ASSAY_CHUNK_ROWS 2048 /* rows of one chunk at most: DuckDB's vector size */

typedef struct _AssayTallyStream AssayTallyStream;
typedef struct _AssayTallyState  AssayTallyState;

/* Copies the shapes. */
AssayTallyStream *assay_tally_stream_new    (guint                  n_columns,
                                             const AssayTableShape *shapes,
                                             guint                  n_shapes);
/* The same with sets of tags, which shapes name by ASSAY_SET_COLUMN (); copies the sets, too. */
AssayTallyStream *assay_tally_stream_new_sets (guint                  n_columns,
                                             const AssayTableShape *shapes,
                                             guint                  n_shapes,
                                             const AssayTagSet     *sets,
                                             guint                  n_sets);
/* Before the first state: rows are kept, in at most n_bytes (0: no bound), and the engine, which is borrowed, counts them
 * at finish. What it cannot count, rows beyond the bound and those of a device that fails are counted here after all. */
void              assay_tally_stream_keep   (AssayTallyStream      *self,
                                             AssayEngine           *engine,
                                             guint64                n_bytes,
                                             GCancellable          *cancellable); /* (nullable) borrowed */
/* After keep: what the engine cannot count is counted by nothing else, and finish fails with the engine's error. */
void              assay_tally_stream_insist (AssayTallyStream      *self);
/* After finish: (nullable) why the engine did not count; NULL: it did, or none was to. */
const char       *assay_tally_stream_why    (const AssayTallyStream *self);
/* A thread's own state, owned by the stream. Safe from any thread. */
AssayTallyState  *assay_tally_stream_start  (AssayTallyStream      *self);
/* codes[column] has n_rows codes (n_rows <= ASSAY_CHUNK_ROWS), values[value] as many values for the shapes' sums
 * (nullable when no shape has any). Returns FALSE when memory ran out; the stream then fails at finish. Called by one
 * thread at a time for each state. */
gboolean          assay_tally_stream_add    (AssayTallyState       *state,
                                             const guint16 *const  *codes,
                                             const gint64 *const   *values,
                                             guint                  n_rows);
/* (transfer full) (element-type AssayCountTable), one a shape; axes[column] must have room for every code met;
 * scales[value] names the values (nullable: no shape has sums). Frees the states' memory; the stream can only be
 * freed afterwards. */
GPtrArray        *assay_tally_stream_finish (AssayTallyStream      *self,
                                             AssayAxis *const      *axes,
                                             const AssayValueScale *scales,
                                             GError               **error);
guint64           assay_tally_stream_rows   (AssayTallyStream      *self); /* rows added so far by all states;
                                                                              exact after the threads stopped */
void              assay_tally_stream_free   (AssayTallyStream      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayTallyStream, assay_tally_stream_free)

G_END_DECLS
