/* order.h: which of many rows are shown, and in what order: a permutation of plain arrays.
 *
 * A sorter that compares row objects takes seconds for a million rows; this takes the keys as numbers, once. Rows
 * without a number come last whichever way they are sorted, and equal ones keep their order.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint  n;      /* shown */
  guint *at;     /* rows, first to last; room for all */
  guint *place;  /* of every row among those shown; G_MAXUINT: it is not */
  guint  n_rows;
} AssayOrder;

void assay_order_init  (AssayOrder *self, guint n_rows);
void assay_order_clear (AssayOrder *self);
/* keys: one for each row; is_shown (nullable): all are. TRUE when what is shown, or its order, is another than
 * before. */
gboolean assay_order_sort (AssayOrder *self, const double *keys, gboolean is_descending, const gboolean *is_shown);
/* (transfer full) Ranks of texts by the locale's order, as keys; NULL texts last. */
double  *assay_order_ranks (const char *const *texts, guint n);

G_END_DECLS
