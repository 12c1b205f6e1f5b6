/* chart-confusion-private.h: a confusion matrix's counts, and where its parts stand. Inside src/draw. */
#pragma once

#include "chart-parts.h"

G_BEGIN_DECLS

#define ASSAY_CONFUSION_MOST 20

static const AssayTextStyle assay_confusion_head = { 7, ASSAY_WEIGHT_MEDIUM };

typedef struct
{
  guint    n, n_all;                       /* names that are shown; with the others */
  double   names, numbers, grid, totals;   /* widths; left edge of the cells; right edge of the totals */
  double   cell, w, height, h;             /* from cell to cell, and what is drawn of that */
  gboolean is_numbered, is_beside;
  gboolean has_counts;                     /* in the cells */
  guint64  most_shortened;                 /* of those that are written in thousands or more; 0: none is */
  guint    head_lines;
  double   reach;                          /* the share that is full orange */
  guint64  totals_of[ASSAY_CONFUSION_MOST]; /* rows of each label */
} AssayConfusionLayout;

AssayConfusionLayout assay_confusion_lay_out (AssayFonts *fonts, const AssayConfusionChart *chart, double width);

/* Of a cell; row and column n are the others', whose crossing is not known. */
guint64     assay_confusion_count  (const AssayConfusionChart *chart, const AssayConfusionLayout *layout, guint row,
                                    guint column);
/* What a row and a column add to. */
guint64     assay_confusion_row    (const AssayConfusionChart *chart, const AssayConfusionLayout *layout, guint row);
guint64     assay_confusion_column (const AssayConfusionChart *chart, const AssayConfusionLayout *layout,
                                    guint column);
/* Of its row, 0 to 1. */
double      assay_confusion_share  (const AssayConfusionChart *chart, const AssayConfusionLayout *layout, guint row,
                                    guint column);
const char *assay_confusion_name   (const AssayConfusionChart *chart, const AssayConfusionLayout *layout, guint i);
/* (transfer full) The count, or as much of it as has room: "1,234", "1.2k", "12M", ""; in that style. */
char       *assay_confusion_text   (AssayFonts *fonts, guint64 n, double room, AssayTextStyle *style);

G_END_DECLS
