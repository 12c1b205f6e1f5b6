/* bench-tables-tags.h: 64 tags with errors, rows and all pairs. */
#pragma once

#include <glib.h>

void bench_tags (guint64 n_rows, guint n_runs, guint n_threads, guint64 seed);
