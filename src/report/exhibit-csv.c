/* exhibit-csv.c: a chart's numbers as a table for a spreadsheet, every digit of them. */
#include "exhibit.h"

#include "chart-private.h"
#include "csv-writer-private.h"
#include "exhibit-private.h"

#include <string.h>

typedef void (*WriteCsv) (AssayCsv *csv, gconstpointer data);

/* A line of titles; "value" has its ends behind it. */
static void
write_titles (AssayCsv          *csv,
              const char *const *titles)
{
  for (; *titles != NULL; titles++)
    {
      assay_csv_text (csv, *titles);
      if (strcmp (*titles, "value") == 0 || strcmp (*titles, "difference") == 0 || strcmp (*titles, "gain") == 0)
        {
          assay_csv_text (csv, "lo");
          assay_csv_text (csv, "hi");
        }
    }
  assay_csv_end_line (csv);
}

#define WRITE_TITLES(csv, ...) write_titles (csv, (const char *const[]) { __VA_ARGS__, NULL })

static void
write_dots (AssayCsv      *csv,
            gconstpointer  data)
{
  const AssayDotChart *chart = data;

  WRITE_TITLES (csv, "name", "of", "rows", "value", "behind", "note");
  for (guint i = 0; i < chart->n_dots; i++)
    {
      const AssayDot *dot = &chart->dots[i];
      assay_csv_text (csv, dot->name);
      assay_csv_text (csv, dot->of);
      assay_csv_count (csv, dot->n_rows);
      assay_csv_ends (csv, &dot->estimate);
      assay_csv_boolean (csv, dot->is_behind);
      assay_csv_text (csv, dot->why);
      assay_csv_end_line (csv);
    }
}

static void
write_bound (AssayCsv      *csv,
             gconstpointer  data)
{
  const AssayBoundChart *chart = data;

  WRITE_TITLES (csv, "name", "of", "rows", "value", "bound", "rows it would take", "note");
  for (guint i = 0; i < chart->n_rows; i++)
    {
      const AssayBoundRow *row = &chart->rows[i];
      assay_csv_text (csv, row->name);
      assay_csv_text (csv, row->of);
      assay_csv_count (csv, row->n_rows);
      assay_csv_ends (csv, &row->estimate);
      assay_csv_number (csv, chart->bound);
      assay_csv_text (csv, row->need);
      assay_csv_text (csv, row->why);
      assay_csv_end_line (csv);
    }
}

static void
write_pairs (AssayCsv      *csv,
             gconstpointer  data)
{
  const AssayPairedChart *chart = data;

  WRITE_TITLES (csv, "name", "of", "rows", "before", "after", "difference", "note");
  for (guint i = 0; i < chart->n_pairs; i++)
    {
      const AssayPair *pair = &chart->pairs[i];
      assay_csv_text (csv, pair->name);
      assay_csv_text (csv, pair->of);
      assay_csv_count (csv, pair->n_rows);
      assay_csv_number (csv, pair->before);
      assay_csv_number (csv, pair->after);
      assay_csv_ends (csv, &pair->difference);
      assay_csv_text (csv, pair->why);
      assay_csv_end_line (csv);
    }
}

static void
write_flips (AssayCsv      *csv,
             gconstpointer  data)
{
  const AssayFlipsChart *chart = data;
  const struct { const char *name; guint64 n; } rows[] = {
    { chart->both_right_name, chart->both_right }, { chart->only_before_name, chart->only_before },
    { chart->only_after_name, chart->only_after }, { chart->both_wrong_name, chart->both_wrong },
  };

  WRITE_TITLES (csv, "name", "rows");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      assay_csv_text (csv, rows[i].name);
      assay_csv_count (csv, rows[i].n);
      assay_csv_end_line (csv);
    }
}

static void
write_gains (AssayCsv      *csv,
             gconstpointer  data)
{
  const AssayParetoChart *chart = data;

  WRITE_TITLES (csv, "name", "detail", "gain");
  for (guint i = 0; i < chart->n_gains; i++)
    {
      assay_csv_text (csv, chart->gains[i].name);
      assay_csv_text (csv, chart->gains[i].detail);
      assay_csv_ends (csv, &chart->gains[i].gain);
      assay_csv_end_line (csv);
    }
}

static void
write_heat (AssayCsv      *csv,
            gconstpointer  data)
{
  const AssayHeatChart *chart = data;

  WRITE_TITLES (csv, "row", "column", "rows", "value", "note");
  for (guint i = 0; i < chart->n_rows * chart->n_columns; i++)
    {
      const AssayHeatCell *cell = &chart->cells[i];
      if (cell->is_blank)
        continue;
      assay_csv_text (csv, chart->rows[i / chart->n_columns]);
      assay_csv_text (csv, chart->columns[i % chart->n_columns]);
      assay_csv_count (csv, cell->n_rows);
      assay_csv_ends (csv, &cell->estimate);
      assay_csv_text (csv, cell->why);
      assay_csv_end_line (csv);
    }
}

static void
write_curves (AssayCsv      *csv,
              gconstpointer  data)
{
  const AssayCurveChart *chart = data;

  WRITE_TITLES (csv, "curve", chart->x_title, chart->y_title, "lo", "hi");
  for (guint c = 0; c < chart->n_curves; c++)
    for (guint i = 0; i < chart->curves[c].n_points; i++)
      {
        const AssayCurveLine *line = &chart->curves[c];
        assay_csv_text (csv, line->name);
        assay_csv_number (csv, line->x[i]);
        assay_csv_number (csv, line->y[i]);
        assay_csv_number (csv, line->lo != NULL ? line->lo[i] : NAN);
        assay_csv_number (csv, line->hi != NULL ? line->hi[i] : NAN);
        assay_csv_end_line (csv);
      }
}

static void
write_reliability (AssayCsv      *csv,
                   gconstpointer  data)
{
  const AssayReliabilityChart *chart = data;

  WRITE_TITLES (csv, "score", "value", "rows");
  for (guint i = 0; i < chart->n_dots; i++)
    {
      assay_csv_number (csv, chart->dots[i].score);
      assay_csv_ends (csv, &chart->dots[i].share);
      assay_csv_count (csv, chart->dots[i].n_rows);
      assay_csv_end_line (csv);
    }
}

static void
write_confusion (AssayCsv      *csv,
                 gconstpointer  data)
{
  const AssayConfusionChart *chart = data;

  WRITE_TITLES (csv, "label", "prediction", "rows");
  for (guint i = 0; i < chart->n * chart->n; i++)
    {
      assay_csv_text (csv, chart->names[i / chart->n]);
      assay_csv_text (csv, chart->names[i % chart->n]);
      assay_csv_count (csv, chart->counts[i]);
      assay_csv_end_line (csv);
    }
}

static const struct
{
  const char *kind;
  WriteCsv    write;
} writers[] = {
  { "dots", write_dots },           { "bound", write_bound },         { "paired", write_pairs },
  { "flips", write_flips },         { "pareto", write_gains },        { "gap", write_gains },
  { "heat", write_heat },           { "roc", write_curves },          { "pr", write_curves },
  { "threshold", write_curves },    { "calibration", write_reliability }, { "confusion", write_confusion },
  { "agreement", write_confusion }, { "tags", write_heat },          { "raters", write_heat },
};

char *
assay_exhibit_csv (const AssayExhibit *self)
{
  AssayCsv csv = { .out = g_string_new (NULL), .more = self->at, .more_head = self->at != NULL ? "threshold" : NULL };

  if (self->figure->draw == assay_story_draw_dots)
    write_dots (&csv, self->figure->data); /* pairs of annotators as well as slices */
  for (guint i = 0; i < G_N_ELEMENTS (writers) && csv.out->len == 0; i++)
    if (strcmp (writers[i].kind, self->kind) == 0)
      writers[i].write (&csv, self->figure->data);
  return g_string_free (csv.out, FALSE);
}
