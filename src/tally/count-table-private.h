/* count-table-private.h: what the files of the count table share. */
#pragma once

#include "tally/count-table.h"

G_BEGIN_DECLS

/* An entry of one table on its way to another: where it goes, and which it was. */
typedef struct
{
  guint64 cell;
  guint64 from;
} AssayCellEntry;

/* Sorts the entries and gives them to a sparse table that has none yet: counts[from], sums[from * n_sums]. */
gboolean assay_count_table_fill  (AssayCountTable *self,
                                  AssayCellEntry  *entries,
                                  guint64          n_given,
                                  const guint64   *counts,
                                  const AssaySum  *sums, /* (nullable) without sums */
                                  GError         **error);
/* Sets the error of memory that is short; returns FALSE. */
gboolean assay_count_table_short (guint64          n_entries,
                                  GError         **error);

G_END_DECLS
