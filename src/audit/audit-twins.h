/* audit-twins.h: slices of two columns that may be one and the same set of rows. Inside src/audit. */
#pragma once

#include "tally/tally.h"

G_BEGIN_DECLS

#define ASSAY_MAX_TWINS 64 /* pairs of columns that are looked at */

/* Two slices: positions in the counts' axes, and a code of each. */
typedef struct
{
  guint16 a, b;
  guint16 code_a, code_b;
} AssayTwins;

/* (transfer full) (element-type AssayTwins) Slices of two columns (or wheres) with the same rows by every count there
 * is: only then can they be the same rows, and only a table over both columns can tell. Slices under min_rows are no
 * tests and are not looked at. */
GArray *assay_twins_find  (const AssayCounts *counts,
                           guint              min_rows);
/* (transfer full) (element-type AssayTwins) Each pair of columns once, ASSAY_MAX_TWINS at most. */
GArray *assay_twins_pairs (const GArray      *twins);

G_END_DECLS
