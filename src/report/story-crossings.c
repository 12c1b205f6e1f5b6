/* story-crossings.c: crossings of two columns as heat maps. */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

#define MOST_CROSSINGS 6
#define MOST_VALUES 40 /* of a side */

/* One side of a heat map. */
typedef struct
{
  const char *column;
  GPtrArray  *values;  /* as the parts have them; NULL is missing */
} Side;

static gboolean
is_of_crossing (const AssayFinding *finding,
                const AssayCross   *cross)
{
  return finding->kind == ASSAY_SLICE_CROSS && finding->n_parts == 2
         && strcmp (finding->parts[0].column, cross->columns[0]) == 0
         && strcmp (finding->parts[1].column, cross->columns[1]) == 0;
}

static int
find_value (const GPtrArray *values,
            const char      *value)
{
  for (guint i = 0; i < values->len; i++)
    if (g_strcmp0 (values->pdata[i], value) == 0)
      return (int) i;
  return -1;
}

typedef struct
{
  AssayAxis *axis; /* (nullable) */
} Order;

/* In the axis' order, missing last. */
static int
compare_values (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const Order *order = data;
  const char *one = *(const char *const *) a, *other = *(const char *const *) b;

  if (one == NULL || other == NULL || order->axis == NULL)
    return (one == NULL) - (other == NULL);
  return (int) assay_axis_find (order->axis, one) - (int) assay_axis_find (order->axis, other);
}

static Side
collect (const AssayFindings *findings,
         const AssayCross    *cross,
         guint                part)
{
  Side side = { cross->columns[part], g_ptr_array_new () };
  Order order = { assay_counts_axis (findings->counts, ASSAY_AXIS_SLICE, cross->columns[part]) };

  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      if (is_of_crossing (finding, cross) && find_value (side.values, finding->parts[part].value) < 0)
        g_ptr_array_add (side.values, (gpointer) finding->parts[part].value);
    }
  g_ptr_array_sort_with_data (side.values, compare_values, &order);
  return side;
}

static const char **
names_of (AssayStory *self,
          const Side *side)
{
  const char **names = assay_document_alloc (self->document, (side->values->len + 1) * sizeof *names);

  for (guint i = 0; i < side->values->len; i++)
    names[i] = side->values->pdata[i] != NULL ? assay_story_safe (self, side->values->pdata[i]) : _("(missing)");
  return names;
}

/* --- cells ------------------------------------------------------------------------------------------------------ */

/* "±4": half the interval, in the value's digits. */
static const char *
half_text (AssayStory          *self,
           const AssayEstimate *estimate,
           AssayUnit            unit)
{
  if (isnan (estimate->lo) || isnan (estimate->hi))
    return NULL;
  const double half = (estimate->hi - estimate->lo) / 2;
  const guint decimals = unit == ASSAY_UNIT_PERCENT && half >= 0.005 ? 0 : assay_number_decimals (estimate, unit);
  g_autofree char *digits = assay_number_value (half, decimals, unit, TRUE);
  return assay_document_take (self->document, g_strconcat ("\xc2\xb1", digits, NULL));
}

static gboolean
is_told_apart (const AssayEstimate *estimate,
               double               middle)
{
  return !isnan (estimate->lo) && (estimate->lo > middle || estimate->hi < middle);
}

static AssayHeatCell
cell_of (AssayStory         *self,
         const AssayFinding *finding)
{
  const AssayFindings *findings = self->findings;
  const guint at = findings->tested[self->tested];
  const AssayDot dot = assay_story_dot (self, finding, self->tested);
  const AssayEstimate *estimate = &finding->measures[at];
  const double middle = findings->whole->measures[at].value;
  AssayHeatCell cell = { .estimate = *estimate, .n_rows = finding->n_rows, .value = dot.value, .why = dot.why,
                         .says = dot.says };

  cell.is_told_apart = is_told_apart (estimate, middle);
  cell.half = half_text (self, estimate, assay_number_unit (&findings->measures[at], FALSE));
  return cell;
}

static AssayScene *
draw_heat (AssayFonts    *fonts,
           gconstpointer  data,
           double         width,
           guint          n_most)
{
  return assay_chart_heat (fonts, data, width);
}

/* --- words ------------------------------------------------------------------------------------------------------ */

/* By its test, corrected for their number; a measure without one by the interval of its difference. */
static gboolean
is_behind (const AssayStory   *self,
           const AssayFinding *finding)
{
  const AssayMeasure *measure = &self->findings->measures[self->findings->tested[self->tested]];
  const AssayAgainstRest *rest = &finding->rest[self->tested];

  if (assay_findings_have_tests (self->findings))
    return rest->is_worse;
  return measure->direction == ASSAY_DIRECTION_LOWER ? rest->difference.lo > 0 : rest->difference.hi < 0;
}

/* "Recall is worst for Male, [17, 25); 4 of 12 cells are behind the rest", of all cells, those included for which the
 * picture has no room. */
static char *
crossing_title (AssayStory       *self,
                const AssayCross *cross)
{
  const AssayFindings *findings = self->findings;
  const guint at = findings->tested[self->tested];
  const AssayMeasure *measure = &findings->measures[at];
  const double sign = measure->direction == ASSAY_DIRECTION_LOWER ? -1 : 1,
               middle = findings->whole->measures[at].value;
  g_autofree char *name = assay_sentence_measure (measure), *subject = assay_sentence_capital (name);
  const AssayFinding *worst = NULL;
  guint n_behind = 0, n_cells = 0;

  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      const double distance = sign * (finding->measures[at].value - middle);

      if (!is_of_crossing (finding, cross) || finding->is_too_small || isnan (finding->measures[at].value))
        continue;
      n_cells++;
      if (!is_behind (self, finding))
        continue;
      n_behind++;
      if (worst == NULL || distance < sign * (worst->measures[at].value - middle))
        worst = finding;
    }
  if (worst == NULL)
    return g_strdup_printf (_("%s: no cell is shown to be behind the rest"), subject);
  g_autofree char *some = assay_number_rows (n_behind), *all = assay_number_rows (n_cells);
  return g_strdup_printf (P_("%s is worst for %s; %s of %s cells is behind the rest",
                             "%s is worst for %s; %s of %s cells are behind the rest", n_behind),
                          subject, assay_story_title_name (self, assay_story_slice (self, worst, NULL)), some, all);
}

/* "Recall by sex and race, %, with half the interval's width." and what there is no room for. */
static char *
crossing_note (AssayStory *self,
               const Side *down,
               const Side *across)
{
  const AssayMeasure *measure = &self->findings->measures[self->findings->tested[self->tested]];
  g_autofree char *name = assay_sentence_measure (measure), *capital = assay_sentence_capital (name);
  g_autoptr (GString) text = g_string_new (NULL);
  const Side *const sides[] = { down, across };

  g_string_append_printf (text, assay_number_unit (measure, FALSE) == ASSAY_UNIT_PERCENT
                                  ? _("%s by %s and %s, %%, with half the interval's width.")
                                  : _("%s by %s and %s, with half the interval's width."),
                          capital, assay_story_safe (self, down->column), assay_story_safe (self, across->column));
  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    if (sides[i]->values->len > MOST_VALUES)
      g_string_append_printf (text, _(" Of %u values of %s the first %u."), sides[i]->values->len,
                              assay_story_safe (self, sides[i]->column), MOST_VALUES);
  if (down->values->len > MOST_VALUES || across->values->len > MOST_VALUES)
    g_string_append (text, _(" All are in slices.csv."));
  return g_strdup (text->str);
}

AssayFigure *
assay_exhibit_crossing (AssayStory       *self,
                        const AssayCross *cross)
{
  const AssayFindings *findings = self->findings;
  const guint at = findings->tested[self->tested];
  const AssayMeasure *measure = &findings->measures[at];
  const AssayUnit unit = assay_number_unit (measure, FALSE);
  Side one = collect (findings, cross, 0), other = collect (findings, cross, 1);
  const gboolean is_turned = one.values->len > other.values->len;
  const Side *down = is_turned ? &other : &one, *across = is_turned ? &one : &other;
  const guint n_rows = MIN (down->values->len, MOST_VALUES), n_columns = MIN (across->values->len, MOST_VALUES);
  AssayHeatCell *cells = assay_document_alloc (self->document, (n_rows * n_columns + 1) * sizeof *cells);
  const char **rows = names_of (self, down), **columns = names_of (self, across);
  AssayFigure *figure = NULL;

  for (guint i = 0; i < n_rows * n_columns; i++)
    cells[i] = (AssayHeatCell) { .estimate = { NAN, NAN, NAN, 0, NULL }, .value = "", .why = _("no rows") };
  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      if (!is_of_crossing (finding, cross))
        continue;
      const int row = find_value (down->values, finding->parts[is_turned ? 1 : 0].value);
      const int column = find_value (across->values, finding->parts[is_turned ? 0 : 1].value);
      if (row >= 0 && column >= 0 && (guint) row < n_rows && (guint) column < n_columns)
        cells[(guint) row * n_columns + (guint) column] = cell_of (self, finding);
    }
  if (n_rows > 0 && n_columns > 0)
    {
      AssayHeatChart *chart = assay_document_alloc (self->document, sizeof *chart);
      g_autofree char *whole = assay_number_point (&findings->whole->measures[at], unit, FALSE, TRUE);
      g_autofree char *title = crossing_title (self, cross), *note = crossing_note (self, down, across);
      *chart = (AssayHeatChart) {
        .rows = rows, .columns = columns, .n_rows = n_rows, .n_columns = n_columns, .cells = cells,
        .columns_title = assay_story_safe (self, across->column), .middle = findings->whole->measures[at].value,
        .middle_text = assay_document_take (self->document, g_strdup_printf (_("whole set %s"), whole)),
        .is_share = unit == ASSAY_UNIT_PERCENT, .is_lower_better = measure->direction == ASSAY_DIRECTION_LOWER,
        .dash_text = assay_document_take (self->document, g_strdup_printf (_("under %u rows, or undefined"),
                                                                          findings->plan->min_rows)),
      };
      figure = assay_document_figure (self->document, draw_heat, chart, &chart->head, title, note);
    }
  g_ptr_array_unref (one.values);
  g_ptr_array_unref (other.values);
  return figure;
}

void
assay_story_crossings (AssayStory *self)
{
  const GPtrArray *crosses = self->report->plan->crosses;
  guint n = 0;

  if (self->findings->n_tested == 0)
    return;
  for (guint i = 0; i < crosses->len; i++)
    {
      const AssayCross *cross = crosses->pdata[i];

      if (cross->n_columns != 2 || n == MOST_CROSSINGS)
        continue;
      if (n++ == 0)
        assay_document_heading (self->document, 1, _("Crossings"), "crossings");
      assay_document_show (self->document, assay_exhibit_crossing (self, cross));
    }
  if (n > 0 && n < crosses->len)
    assay_document_add (self->document, ASSAY_BLOCK_NOTE, _("Further crossings are in slices.csv."));
}
