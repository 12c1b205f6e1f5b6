/* compare-private.h: a comparison's model, for its files alone. */
#pragma once

#include "compare-model.h"

G_BEGIN_DECLS

struct _AssayCompareModel
{
  GObject              parent;
  const AssayFindings *base;
  const AssayWhatIf   *what_if;    /* (nullable) */
  guint                n;
  GPtrArray           *names, *folded, *columns; /* owned texts; columns by their first use */
  double              *ranks;
  AssayCompareValues  *values;
  guint                n_references, reference;
  AssayReference      *references;
  GPtrArray           *measures;   /* of const AssayMeasure, that can be compared with the reference */
  guint                measure;
  AssayMeasure         accuracy;
  AssayCompareBy       by;
  gboolean             is_descending, only_regressions;
  char                *text;
  AssayOrder           order;
  AssayRowList        *list;
};

/* compare-values.c: of every row, from the findings that are shown. */
void assay_compare_fill (AssayCompareModel *self);

G_END_DECLS
