/* stream-private.h: a stream whose kernel and flush limit are chosen, for tests. */
#pragma once

#include "tally/counter-private.h"
#include "tally/stream.h"

G_BEGIN_DECLS

G_STATIC_ASSERT (ASSAY_CHUNK_ROWS <= ASSAY_BLOCK_ROWS);

AssayTallyStream *assay_tally_stream_new_full (guint                      n_columns,
                                               const AssayTableShape     *shapes,
                                               guint                      n_shapes,
                                               const AssayTagSet         *sets,
                                               guint                      n_sets,
                                               const AssayCounterOptions *options);

G_END_DECLS
