/* chart-curve-table.c: what the rings of curves mean, a column for each curve. */
#include "chart-curve-private.h"

#include <math.h>

AssayPaint
assay_curve_ink (const AssayCurveLine *curve)
{
  return curve->role == ASSAY_ROLE_WORSE  ? ASSAY_PAINT (WORSE_TEXT)
         : curve->role == ASSAY_ROLE_FINE ? ASSAY_PAINT (TEXT_2)
                                         : (AssayPaint) { curve->role, 0 };
}

typedef struct
{
  double x, names, column; /* left edge; widths */
  guint  n_columns;        /* side by side */
} Table;

static Table
fit_table (AssayFonts            *fonts,
           const AssayCurveChart *chart,
           double                 x,
           double                 room)
{
  Table self = { .x = x };
  double value = 0, head = 0;

  for (guint j = 0; j < chart->n_curves; j++)
    head = MAX (head, assay_fonts_width (fonts, chart->curves[j].name, assay_style_value));
  for (guint i = 0; i < chart->n_rows; i++)
    {
      self.names = MAX (self.names, assay_fonts_width (fonts, chart->rows[i].name, assay_style_label));
      for (guint j = 0; j < chart->n_curves; j++)
        value = MAX (value, assay_fonts_width (fonts, chart->rows[i].values[j], assay_style_value));
    }
  self.names = MIN (self.names, room * 0.45);
  self.column = MIN (MAX (value, MIN (head, 80)) + 10, MAX (room - self.names, 1));
  self.n_columns = MAX (1, (guint) floor ((room - self.names) / self.column));
  return self;
}

/* The columns of n curves. Returns the bottom. */
static double
draw_columns (AssayScene            *scene,
              const AssayCurveChart *chart,
              const Table           *table,
              guint                  first,
              guint                  n,
              double                 y)
{
  const double x = table->x + table->names, right = x + n * table->column;

  for (guint j = 0; j < n; j++)
    {
      const AssayCurveLine *curve = &chart->curves[first + j];
      assay_scene_text_fit (scene, x + (j + 1) * table->column, y + 8.6, ASSAY_ANCHOR_END, assay_style_value,
                            assay_curve_ink (curve), curve->name, table->column - 6);
    }
  y += ASSAY_CURVE_ROW;
  for (guint i = 0; i < chart->n_rows; i++, y += ASSAY_CURVE_ROW)
    {
      assay_scene_line (scene, table->x, y, right, y, ASSAY_PAINT (RULE), 0.5, FALSE);
      assay_scene_text_fit (scene, table->x, y + 8.6, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2),
                            chart->rows[i].name, table->names);
      for (guint j = 0; j < n; j++)
        assay_scene_text_fit (scene, x + (j + 1) * table->column, y + 8.6, ASSAY_ANCHOR_END, assay_style_value,
                              assay_curve_ink (&chart->curves[first + j]), chart->rows[i].values[first + j],
                              table->column - 6);
    }
  return y;
}

double
assay_curve_table (AssayScene            *scene,
                   const AssayCurveChart *chart,
                   double                 x,
                   double                 y,
                   double                 room)
{
  const Table table = fit_table (scene->fonts, chart, x, room);

  if (chart->ring_text != NULL)
    {
      assay_scene_mark (scene, ASSAY_SHAPE_CIRCLE, x + 4, y + 6, ASSAY_CURVE_RING, ASSAY_PAINT (FINE), TRUE);
      assay_scene_hit (scene, x, y, 10, 12, chart->ring_text, chart->ring_text);
      assay_scene_text_fit (scene, x + 12, y + 8.6, ASSAY_ANCHOR_START, assay_style_label, ASSAY_PAINT (TEXT_2),
                            chart->ring_text, room - 12);
      y += ASSAY_CURVE_ROW + 2;
    }
  for (guint first = 0; chart->n_rows > 0 && first < chart->n_curves; first += table.n_columns)
    y = draw_columns (scene, chart, &table, first, MIN (table.n_columns, chart->n_curves - first), y) + 4;
  return y;
}
