/* chart-heat-private.h: what the cells of a heat map and its key share. Inside src/draw. */
#pragma once

#include "chart-parts.h"

G_BEGIN_DECLS

/* Where the map's parts stand, and what its colours and bars end at. */
typedef struct
{
  guint          n_rows, n_columns;    /* that are shown */
  guint          n_bands, band;        /* columns in a band */
  double         names, cell, height;  /* widths, and the height of a cell */
  AssayTextStyle head;
  gboolean       is_flat;              /* a cell's half-width stands beside its value */
  double         most;                 /* the largest decided distance from the middle; 0: nothing is decided */
  guint64        most_rows;
} AssayHeatLayout;

gboolean assay_heat_has_value (const AssayHeatCell *cell);
/* Told apart from the middle. */
gboolean assay_heat_has_hue   (const AssayHeatChart *chart, const AssayHeatCell *cell);
/* -1 worst to 1 best, at most apart from the middle. */
double   assay_heat_level     (const AssayHeatChart *chart, double most, double value);
void     assay_heat_frame     (AssayScene *scene, double x, double y, double w, double h);
/* share of its track, 0 to 1. */
void     assay_heat_bar       (AssayScene *scene, double x, double y, double w, double share, AssayPaint bar,
                               AssayPaint track);
/* Of what the map has. Returns its bottom. */
double   assay_heat_keys      (AssayScene *scene, const AssayHeatChart *chart, const AssayHeatLayout *layout,
                               double y);

G_END_DECLS
