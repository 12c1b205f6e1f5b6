/* terminal-chart-private.h: intervals drawn in characters, all on one axis. */
#pragma once

#include "terminal-page-private.h"

G_BEGIN_DECLS

typedef struct
{
  double lo, hi;  /* of the axis, its ends are ticks; shares of 1 */
  double step;    /* between ticks */
  guint  width;   /* cells */
  gboolean is_amount; /* labels are plain numbers, else percent */
} AssayTextChart;

typedef struct
{
  AssayEstimate estimate;
  double        reference;     /* the whole set's value, a line; NaN: none */
  gboolean      is_behind;     /* a diamond, else a circle */
  gboolean      is_undecided;  /* hollow, its interval dashed */
  AssayInk      ink;
  gboolean      is_amount;     /* else a share; all rows of a chart alike */
} AssayTextChartRow;

/* An axis that holds all rows, with ticks at round numbers. */
AssayTextChart assay_text_chart_new  (const AssayTextChartRow *rows, guint n_rows, guint width);
/* (transfer full) Exactly `width` cells each: tick labels in percent; a row. */
char          *assay_text_chart_axis (const AssayTextChart *self, const AssayPage *page);
char          *assay_text_chart_row  (const AssayTextChart *self, const AssayPage *page, const AssayTextChartRow *row);

G_END_DECLS
