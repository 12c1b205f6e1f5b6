/* columns.h: columns as `assay columns` would see them, and what should become of each. */
#pragma once

#include "audit/propose.h"

#define NUMBER ASSAY_COLUMN_NUMBER
#define TEXT ASSAY_COLUMN_TEXT

typedef struct
{
  const char     *name;
  AssayColumnKind kind;
  guint64         n_missing, n_distinct;
  const char     *least, *most;
  gboolean        is_fractional;
  const char     *examples[3];
} Column;

typedef struct
{
  Column          column;
  AssayColumnRole role;
  const char     *bins;   /* (nullable) */
  const char     *why;    /* (nullable) found in why */
} Expected;

/* (transfer full) (element-type AssayColumnProfile) */
GPtrArray *columns_new   (const Expected  *table,
                          guint            n,
                          guint64          n_rows);
/* Proposes and compares with the table, column by column. */
void       columns_check (const Expected  *table,
                          guint            n,
                          guint64          n_rows,
                          const AssayPlan *plan); /* (nullable) */
