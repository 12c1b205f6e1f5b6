/* chart-fit.c: a chart made as large as the room allows, with fewer rows where there are too many for it. */
#include "chart-view-private.h"

#include <math.h>

#define LEAST_ROWS 5
#define ENOUGH_ROWS 8     /* with so many in sight type may be larger than it has to be */
#define LEAST_UNITS 450.0 /* a chart's width in points, below which names and numbers are cut */
#define STEP 0.125

/* Pixels high at a magnification, with n_most rows. */
static double
height_of (AssayChartView *self,
           int             width,
           double          magnification,
           guint           n_most)
{
  const double scale = assay_chart_view_pixels (self) * magnification;
  g_autoptr (AssayScene) scene = assay_exhibit_draw (self->exhibit, assay_open_audit_fonts (self->audit), width / scale,
                                                     n_most);

  return scene->height * scale;
}

/* How many rows there is room for: all are as high. */
static guint
rows_for (AssayChartView *self,
          int             width,
          int             height,
          double          magnification)
{
  const guint n_all = assay_exhibit_n_rows (self->exhibit);

  if (n_all <= LEAST_ROWS || height_of (self, width, magnification, n_all) <= height)
    return n_all;
  const double least = height_of (self, width, magnification, LEAST_ROWS);
  const double row = height_of (self, width, magnification, LEAST_ROWS + 1) - least;
  const double more = row > 0 ? floor ((height - least) / row) : 0;
  return (guint) CLAMP (LEAST_ROWS + more, LEAST_ROWS, n_all);
}

guint
assay_chart_view_fit (AssayChartView *self,
                      int             width,
                      int             height,
                      double          most)
{
  if (self->exhibit == NULL)
    return 0;
  const double widest = width / (assay_chart_view_pixels (self) * LEAST_UNITS);
  const guint n_all = assay_exhibit_n_rows (self->exhibit);
  double magnification = CLAMP (most, 1.0, MAX (widest, 1.0));
  guint n = rows_for (self, width, height, magnification);

  while (magnification > 1 && (n < MIN (n_all, ENOUGH_ROWS) || height_of (self, width, magnification, n) > height))
    {
      magnification = MAX (magnification - STEP, 1.0);
      n = rows_for (self, width, height, magnification);
    }
  assay_chart_view_scale (self, magnification, n);
  return n;
}
