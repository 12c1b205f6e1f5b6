/* audit-twins.h: slices of two columns that may be one and the same set of rows. Inside src/audit. */
#pragma once

#include "audit-layout.h"

G_BEGIN_DECLS

#define ASSAY_MAX_TWINS 64 /* pairs of columns that are looked at */

/* A pair of the layout's columns, positions. */
typedef struct
{
  guint16 a, b;
} AssayTwins;

/* (transfer full) (element-type AssayTwins) Pairs of columns (or wheres) in which a slice of the one and a slice of the
 * other have the same rows by every count there is: only then can they be the same rows, and only a table over both
 * columns can tell. Slices under min_rows are no tests and are not looked at. */
GArray *assay_twins_find (const AssayCounts *counts,
                          const AssayLayout *layout,
                          guint              min_rows);

G_END_DECLS
