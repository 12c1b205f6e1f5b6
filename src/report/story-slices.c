/* story-slices.c: every column's slices at one scale, then a table of those furthest behind. */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

#define MOST_VALUES 24   /* of a column drawn in full */
#define MOST_ALONE 100   /* of one drawn alone */
#define MOST_COLUMNS 16
#define MOST_ROWS 40     /* of the table */

gboolean
assay_story_is_of_column (const AssayFinding *finding,
                          const char         *column)
{
  return finding->kind == ASSAY_SLICE_COLUMN && strcmp (finding->parts[0].column, column) == 0;
}

/* (transfer container) (element-type AssayFinding) A column's slices in the values' order. */
static GPtrArray *
slices_of (const AssayFindings *findings,
           const char          *column)
{
  GPtrArray *slices = g_ptr_array_new ();

  for (guint i = 0; i < findings->slices->len; i++)
    if (assay_story_is_of_column (findings->slices->pdata[i], column))
      g_ptr_array_add (slices, findings->slices->pdata[i]);
  return slices;
}

static void
extend (double *lo,
        double *hi,
        double  value)
{
  if (isnan (value))
    return;
  *lo = isnan (*lo) ? value : MIN (*lo, value);
  *hi = isnan (*hi) ? value : MAX (*hi, value);
}

/* The values, and the ends of intervals that are not wider than half of all values: one small slice does not squeeze
 * the others. */
static void
find_range (const AssayFindings *findings,
            guint                at,
            double              *lo,
            double              *hi)
{
  *lo = *hi = NAN;
  extend (lo, hi, findings->whole->measures[at].value);
  extend (lo, hi, assay_story_bound (findings, &findings->measures[at]));
  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      if (finding->kind == ASSAY_SLICE_COLUMN && !finding->is_too_small)
        extend (lo, hi, finding->measures[at].value);
    }
  const double spread = *hi - *lo;
  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      const AssayEstimate *estimate = &finding->measures[at];
      if (finding->kind != ASSAY_SLICE_COLUMN || finding->is_too_small || estimate->hi - estimate->lo > 0.5 * spread)
        continue;
      extend (lo, hi, estimate->lo);
      extend (lo, hi, estimate->hi);
    }
}

/* Where a column has too many values to draw. */
typedef struct
{
  guint    at;               /* the measure */
  gboolean is_lower_better;
} Harm;

/* The worst values first, those without one last. */
static int
compare_harm (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  const Harm *harm = data;
  const double sign = harm->is_lower_better ? -1 : 1;
  const double x = sign * (*(const AssayFinding *const *) a)->measures[harm->at].value;
  const double y = sign * (*(const AssayFinding *const *) b)->measures[harm->at].value;

  return isnan (x) || isnan (y) ? isnan (x) - isnan (y) : (x > y) - (x < y);
}

static char *
column_title (const char         *column,
              const AssayMeasure *measure,
              const GPtrArray    *slices,
              guint               at)
{
  const AssayEstimate *least = NULL, *most = NULL;

  for (guint i = 0; i < slices->len; i++)
    {
      const AssayFinding *finding = slices->pdata[i];
      const AssayEstimate *estimate = &finding->measures[at];
      if (finding->is_too_small || isnan (estimate->value))
        continue;
      if (least == NULL || estimate->value < least->value)
        least = estimate;
      if (most == NULL || estimate->value > most->value)
        most = estimate;
    }
  if (least == NULL)
    return g_strdup_printf (_("%s: too few rows in every slice"), column);
  /* as many digits as the wider interval of the two bears */
  const gboolean is_least_wider = least->hi - least->lo > most->hi - most->lo;
  return assay_sentence_range (measure, column, least->value, most->value, is_least_wider ? least : most);
}

/* What is written where the chart stands alone: what lines mean, and how far each slice is from the rest. */
static void
set_alone (AssayStory    *self,
           AssayDotChart *chart)
{
  const guint at = self->findings->tested[self->tested];
  const AssayUnit unit = assay_number_unit (&self->findings->measures[at], FALSE);

  chart->name_width = 0;
  chart->names_title = _("slice");
  chart->has_verdicts = TRUE;
  assay_story_lines (self, chart);
  chart->difference_title = unit == ASSAY_UNIT_PERCENT ? _("to the rest, points") : _("to the rest");
}

AssayFigure *
assay_exhibit_column (AssayStory *self,
                      const char *column,
                      double      lo,
                      double      hi)
{
  const gboolean is_alone = isnan (lo);
  const guint n_most = is_alone ? MOST_ALONE : MOST_VALUES;
  const AssayFindings *findings = self->findings;
  const guint at = findings->tested[self->tested];
  const AssayMeasure *measure = &findings->measures[at];
  const AssayUnit unit = assay_number_unit (measure, FALSE);
  g_autoptr (GPtrArray) slices = slices_of (findings, column);
  if (slices->len == 0)
    return NULL;
  const guint n = MIN (slices->len, n_most);
  AssayDot *dots = assay_document_alloc (self->document, n * sizeof *dots);
  AssayDotChart *chart = assay_document_alloc (self->document, sizeof *chart);
  Harm harm = { at, measure->direction == ASSAY_DIRECTION_LOWER };

  if (slices->len > n_most)
    g_ptr_array_sort_with_data (slices, compare_harm, &harm);
  for (guint i = 0; i < n; i++)
    {
      dots[i] = assay_story_dot (self, slices->pdata[i], self->tested);
      dots[i].of = NULL;
    }
  g_autofree char *title = column_title (assay_story_safe (self, column), measure, slices, at);
  g_autofree char *some = slices->len > n_most
                            ? g_strdup_printf (_("The %u furthest behind of %u; all are in slices.csv."), n_most,
                                               slices->len)
                            : NULL;
  g_autofree char *note = is_alone ? assay_story_reading (self, some) : g_strdup (some);
  *chart = (AssayDotChart) {
    .dots = dots, .n_dots = n, .is_share = unit == ASSAY_UNIT_PERCENT,
    .whole = findings->whole->measures[at].value, .bound = assay_story_bound (findings, measure), .whole_text = "",
    .bound_text = "", .names_title = "", .lo = lo, .hi = hi, .name_width = 92,
  };
  if (is_alone)
    set_alone (self, chart);
  AssayFigure *figure = assay_document_figure (self->document, assay_story_draw_dots, chart, &chart->head, title,
                                               note);
  figure->is_half = TRUE;
  return figure;
}

static void
add_columns (AssayStory *self)
{
  const AssayFindings *findings = self->findings;
  const GPtrArray *columns = self->report->plan->columns;
  double lo, hi;

  find_range (findings, findings->tested[self->tested], &lo, &hi);
  for (guint i = 0; i < MIN (columns->len, MOST_COLUMNS); i++)
    {
      const AssayCross *column = columns->pdata[i];

      assay_document_show (self->document, assay_exhibit_column (self, column->columns[0], lo, hi));
    }
  if (columns->len > MOST_COLUMNS)
    {
      g_autofree char *more = g_strdup_printf (_("%u more columns are in slices.csv."), columns->len - MOST_COLUMNS);
      assay_document_add (self->document, ASSAY_BLOCK_NOTE, more);
    }
}

/* --- the table -------------------------------------------------------------------------------------------------- */

static void
add_row (AssayStory        *self,
         AssayTable        *table,
         const AssayBehind *behind)
{
  const AssayFindings *findings = self->findings;
  const AssayFinding *finding = behind->finding;
  const guint at = findings->tested[behind->tested];
  const AssayMeasure *measure = &findings->measures[at];
  const AssayAgainstRest *rest = &finding->rest[behind->tested];
  const char *columns = NULL, *name = assay_story_slice (self, finding, &columns);
  g_autofree char *rows = assay_number_rows (finding->n_rows);
  g_autofree char *value = assay_number_estimate (&finding->measures[at], assay_number_unit (measure, FALSE), TRUE);
  g_autofree char *difference = assay_number_estimate (&rest->difference, assay_number_unit (measure, TRUE), TRUE);
  g_autofree char *q = assay_number_p (rest->q);

  assay_document_cell_add (self->document, table, name)->is_strong = TRUE;
  assay_document_cell_add (self->document, table, columns)->role = ASSAY_ROLE_TEXT_3;
  assay_document_cell_add (self->document, table, rows)->sort = (double) finding->n_rows;
  assay_document_cell_add (self->document, table, measure->name);
  assay_document_cell_add (self->document, table, value)->sort = finding->measures[at].value;
  AssayCell *cell = assay_document_cell_add (self->document, table, difference);
  cell->sort = rest->difference.value;
  if (rest->is_worse)
    cell->role = ASSAY_ROLE_WORSE_TEXT;
  if (assay_findings_have_tests (findings))
    assay_document_cell_add (self->document, table, q[0] != '\0' ? q : "\xe2\x80\x93")->sort = rest->q;
}

static guint
count_behind (const AssayFindings *findings)
{
  guint n = 0;

  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      gboolean is_behind = FALSE;

      for (guint j = 0; j < findings->n_tested && finding->rest != NULL; j++)
        is_behind = is_behind || finding->rest[j].is_worse;
      n += is_behind;
    }
  return n;
}

static void
add_table (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { N_("slice"), ASSAY_ANCHOR_START, FALSE, 0.26 }, { N_("of"), ASSAY_ANCHOR_START, FALSE, 0.14 },
    { N_("rows"), ASSAY_ANCHOR_END, FALSE, 0 }, { N_("measure"), ASSAY_ANCHOR_START, FALSE, 0.16 },
    { N_("value"), ASSAY_ANCHOR_END, FALSE, 0.2 }, { N_("to the rest"), ASSAY_ANCHOR_END, FALSE, 0.24 },
    { "q", ASSAY_ANCHOR_END, FALSE, 0 },
  };
  const AssayFindings *findings = self->findings;
  const gboolean has_tests = assay_findings_have_tests (findings);
  g_autoptr (GArray) behind = assay_findings_behind (findings, MOST_ROWS);
  const guint n_behind = count_behind (findings);
  g_autofree char *some = assay_number_rows (n_behind), *all = assay_number_rows (findings->slices->len);
  g_autofree char *title = n_behind > 0 ? g_strdup_printf (P_("%s of %s slices are significantly behind the rest in "
                                                              "some measure",
                                                              "%s of %s slices are significantly behind the rest in "
                                                              "some measure",
                                                              n_behind), some, all)
                                        : g_strdup_printf (_("The slices furthest behind the rest, of %s"), all);

  if (behind->len == 0)
    return;
  AssayBlock *heading = assay_document_heading (self->document, 2, title, "furthest-behind");
  g_autofree char *tests = assay_number_rows (findings->n_tests);
  g_autofree char *q = has_tests ? g_strdup_printf (_(" q: significance after correction for %s tests."), tests)
                                 : g_strdup ("");
  g_autofree char *note = g_strdup_printf (_("The %u furthest, each in the measure in which it is furthest; "
                                           "slices.csv has all of them in every measure.%s"), behind->len, q);
  heading->more = assay_document_keep (self->document, note);
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns) - !has_tests);
  table->caption = _("The slices furthest behind");
  for (guint i = 0; i < behind->len; i++)
    add_row (self, table, &g_array_index (behind, AssayBehind, i));
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}

void
assay_story_slices (AssayStory *self)
{
  if (self->findings->slices->len == 0 || self->findings->n_tested == 0)
    return;
  const AssayMeasure *measure = &self->findings->measures[self->findings->tested[self->tested]];
  g_autofree char *name = assay_sentence_measure (measure);
  g_autofree char *whole = assay_number_estimate (&self->findings->whole->measures[self->findings->tested[self->tested]],
                                                  assay_number_unit (measure, FALSE), TRUE);
  g_autofree char *of = assay_number_unit (measure, FALSE) == ASSAY_UNIT_PERCENT
                          ? g_strdup_printf (_("%s by column, %%"), name) : g_strdup_printf (_("%s by column"), name);
  g_autofree char *note = g_strdup_printf (_("%s, every column at one scale. Solid line: whole set, %s. Dashed: the "
                                             "plan's bound, where a check asks for one. Diamond: significantly "
                                             "behind the rest; hollow: undecided; a point: the interval goes on."), of, whole);
  g_autofree char *more = assay_sentence_capital (note);
  AssayBlock *heading = assay_document_heading (self->document, 1, _("Slices: for whom?"), "slices");

  heading->more = assay_document_keep (self->document, more);
  add_columns (self);
  add_table (self);
}
