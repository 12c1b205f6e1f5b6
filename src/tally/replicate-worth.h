/* replicate-worth.h: from how much work on a device draws replicates sooner than the processor.
 *
 * A thread of the processor adds a value to 1,000 replicates in some .25 us (replicate-count.c): .25 ns an addition.
 * For a device the host lists what each cluster has, in one thread, which takes a sixth of that: 0.84 s for a million
 * entries where one thread took 5.0 s for all of it, both on a busy machine of two cores. What the device itself does
 * meanwhile was not measured and is taken to hide behind the listing. Opening a device (its context, the kernels,
 * cuBLAS) is taken to cost half a second, and a device is to gain as much again before it is worth having another
 * engine's name in a report:
 *
 *     n x .25 ns / threads - n x .25 ns / 6 >= 1 s       n = 4e9 / (1 / threads - 1 / 6)
 *
 * With six threads or more one listing thread is no faster than they are: never.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Additions, rows x tables x replicates; G_MAXUINT64: never. n_threads 0: as many as there are processors. */
guint64 assay_replicates_worth (guint n_threads);

G_END_DECLS
