/* chart-view-private.h: what chart-view.c and chart-copy.c share. */
#pragma once

#include "chart-view.h"

G_BEGIN_DECLS

struct _AssayChartView
{
  GtkWidget       parent;

  AssayOpenAudit *audit;
  AssayExhibit   *exhibit;
  guint           n_most;
  AssayScene     *scene;       /* (nullable) for scene_width at scale pixels a unit */
  int             scene_width;
  double          scale;
  double          magnification; /* 1: as on a page */
  GPtrArray      *marks;       /* of AssayChartMark, children, in the scene's order */
  int             selected;    /* -1: none */
  guint           last;        /* the mark that Tab comes back to */
  GtkWidget      *menu;        /* (nullable) of the right button */
  GtkWidget      *saying;      /* (nullable) what the mark says on which Space was pressed */
};

/* Pixels a point at a magnification of 1. */
double assay_chart_view_pixels       (AssayChartView *self);
/* Draws it so much larger, n_most of its rows. */
void assay_chart_view_scale         (AssayChartView *self, double magnification, guint n_most);
void assay_chart_view_activate_mark (AssayChartView *self, AssayChartMark *mark);
void assay_chart_view_add_actions   (GtkWidgetClass *class);
void assay_chart_view_add_menu      (AssayChartView *self);
void assay_chart_view_explain       (AssayChartView *self, AssayChartMark *mark);

G_END_DECLS
