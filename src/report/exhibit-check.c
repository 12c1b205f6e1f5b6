/* exhibit-check.c: a check's slices against its bound, the worst first. */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

typedef struct
{
  double sign;     /* of what is worse: 1 where values have to be at least the bound */
  gboolean is_cut; /* not all are shown: the worst come first */
} Order;

/* Fail, undecided, pass, too small; within these the results' order, which a reader knows, or the worst first. */
static int
compare_results (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  static const int verdicts[] = { 3, 2, 0, 1 }; /* none, pass, fail, undecided */
  const AssayCheckResult *one = *(AssayCheckResult *const *) a, *other = *(AssayCheckResult *const *) b;
  const Order *order = data;
  const double x = order->sign * one->estimate.value, y = order->sign * other->estimate.value;

  if (one->verdict != other->verdict)
    return verdicts[one->verdict] - verdicts[other->verdict];
  return !order->is_cut ? 0 : isnan (x) || isnan (y) ? isnan (x) - isnan (y) : (x > y) - (x < y);
}

GPtrArray *
assay_story_results (const AssayCheckFinding *check,
                     guint                    n_most)
{
  GPtrArray *results = g_ptr_array_sized_new (check->results->len);
  Order order = { assay_check_is_least (check) ? 1 : -1, check->results->len > n_most };

  for (guint i = 0; i < check->results->len; i++)
    g_ptr_array_add (results, check->results->pdata[i]);
  g_ptr_array_sort_with_data (results, compare_results, &order); /* stable */
  return results;
}

static AssayScene *
draw_check (AssayFonts    *fonts,
            gconstpointer  data,
            double         width,
            guint          n_most)
{
  AssayBoundChart chart = *(const AssayBoundChart *) data;

  if (n_most > 0)
    chart.n_rows = MIN (chart.n_rows, n_most);
  return assay_chart_bound (fonts, &chart, width);
}

/* Rows it would take, where undecided. */
static const char *
need_of (AssayStory             *self,
         const AssayCheckResult *result,
         guint64                 n_rows)
{
  if (result->verdict != ASSAY_VERDICT_UNDECIDED)
    return NULL;
  return assay_document_take (self->document, assay_phrase_to_decide (result->rows_to_decide, n_rows));
}

/* Behind the rest in the check's measure, where that is tested. */
static gboolean
is_behind (const AssayFindings     *findings,
           const AssayCheckFinding *check,
           const AssayFinding      *finding)
{
  if (finding == NULL || finding->rest == NULL || check->check->bound == ASSAY_BOUND_NO_WORSE_THAN
      || check->check->class_name != NULL)
    return FALSE;
  for (guint i = 0; i < findings->n_tested; i++)
    if (strcmp (findings->measures[findings->tested[i]].name, check->measure.name) == 0)
      return finding->rest[i].is_worse;
  return FALSE;
}

static AssayBoundRow
row_of (AssayStory              *self,
        const AssayCheckFinding *check,
        const AssayCheckResult  *result)
{
  const AssayFinding *finding = result->finding;
  const int shape = assay_story_shape (result->verdict);
  AssayBoundRow row = { .n_rows = finding != NULL ? finding->n_rows : 0, .estimate = result->estimate,
                        .verdict = shape };

  row.name = finding != NULL ? assay_story_slice (self, finding, &row.of) : assay_story_safe (self, result->slice);
  row.is_behind = is_behind (self->findings, check, finding);
  row.value = assay_document_take (self->document,
                                   assay_number_bare (&result->estimate, assay_check_unit (check), FALSE, TRUE));
  row.need = need_of (self, result, row.n_rows);
  if (result->verdict == ASSAY_VERDICT_NONE || isnan (result->estimate.value))
    {
      g_autofree char *note = assay_phrase_note (check, result);
      row.why = note != NULL ? assay_story_safe (self, note) : _("undefined");
    }
  g_autofree char *words = result->reason != NULL ? assay_sentence_capital (result->reason) : g_strdup (row.why);
  row.says = assay_story_safe (self, words != NULL ? words : row.name);
  return row;
}

/* "3 of 9 slices miss the bound, 1 is undecided" */
static char *
check_title (const AssayCheckFinding *check)
{
  guint counts[4] = { 0 };

  for (guint i = 0; i < check->results->len; i++)
    counts[((const AssayCheckResult *) check->results->pdata[i])->verdict]++;
  const guint n = counts[ASSAY_VERDICT_FAIL] + counts[ASSAY_VERDICT_UNDECIDED] + counts[ASSAY_VERDICT_PASS];
  const guint n_fail = counts[ASSAY_VERDICT_FAIL], n_undecided = counts[ASSAY_VERDICT_UNDECIDED];
  if (n == 0)
    return g_strdup (_("no slice is large enough to decide"));
  if (n_fail + n_undecided == 0)
    return n == 1 ? g_strdup (_("the slice keeps the bound"))
                  : n == 2 ? g_strdup (_("both slices keep the bound")) : g_strdup_printf (_("all %u slices keep the bound"), n);
  if (n == 1)
    return g_strdup (n_fail == 1 ? _("the slice misses the bound") : _("the slice is undecided"));
  g_autofree char *fails = n_fail == 0   ? g_strdup_printf (_("none of %u slices misses the bound"), n)
                                         : g_strdup_printf (P_("%u of %u slices misses the bound",
                                                               "%u of %u slices miss the bound", n_fail), n_fail, n);
  if (n_undecided == 0)
    return g_steal_pointer (&fails);
  return g_strdup_printf (P_("%s, %u is undecided", "%s, %u are undecided", n_undecided), fails, n_undecided);
}

static const char *
value_title (AssayUnit unit)
{
  switch (unit)
    {
    case ASSAY_UNIT_PERCENT: return _("measured, %");
    case ASSAY_UNIT_POINTS: return _("difference, points");
    case ASSAY_UNIT_CHANGE:
    case ASSAY_UNIT_AMOUNT_CHANGE: return _("difference");
    default: return _("measured");
    }
}

/* Of a comparison the values are differences: at most 1 point below is a bound of -1 point. */
static double
bound_of (const AssayCheckFinding *check)
{
  if (check->check->bound != ASSAY_BOUND_NO_WORSE_THAN)
    return check->check->value;
  return assay_check_is_least (check) ? -check->check->value : check->check->value;
}

AssayFigure *
assay_exhibit_check (AssayStory              *self,
                     const AssayCheckFinding *check,
                     guint                    n_most,
                     gboolean                 is_alone)
{
  g_autoptr (GPtrArray) results = assay_story_results (check, n_most);
  const guint n = MIN (results->len, n_most);
  const AssayUnit unit = assay_check_unit (check);
  AssayBoundChart *chart = assay_document_alloc (self->document, sizeof *chart);
  AssayBoundRow *rows = assay_document_alloc (self->document, n * sizeof *rows);
  gboolean has_need = FALSE;

  if (n == 0)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      rows[i] = row_of (self, check, results->pdata[i]);
      has_need = has_need || rows[i].need != NULL;
    }
  g_autofree char *bound = assay_phrase_bound_short (check, TRUE), *statement = assay_phrase_statement (check, TRUE);
  const gboolean is_share = unit == ASSAY_UNIT_PERCENT || unit == ASSAY_UNIT_POINTS;
  *chart = (AssayBoundChart) {
    .rows = rows, .n_rows = n, .is_share = is_share, .bound = bound_of (check),
    .passes_below = !assay_check_is_least (check), .bound_text = assay_story_safe (self, bound),
    .names_title = _("slice"), .value_title = value_title (unit),
    .need_title = has_need ? _("rows it would take") : NULL,
  };
  g_autofree char *found = check_title (check);
  g_autofree char *title = is_alone ? g_strdup_printf ("%s: %s", check->check->name, found)
                                    : assay_sentence_capital (found);
  g_autofree char *left = assay_number_rows (results->len - n);
  g_autofree char *rest = g_strdup_printf (_("The worst of them; %s more are in checks.csv."), left);
  const char *more = results->len > n ? rest : "";
  g_autofree char *note = !is_alone ? g_strdup (more)
                                    : g_strdup_printf (_("%s. Grey: keeps the bound. Diamond: significantly behind "
                                                       "the rest; hollow, dashed: undecided. %s"), statement, more);
  AssayFigure *figure = assay_document_figure (self->document, draw_check, chart, &chart->head,
                                               assay_story_safe (self, title),
                                               *note != '\0' ? assay_story_safe (self, note) : NULL);
  figure->row_height = 14.5;
  figure->n_rows = is_alone ? n : 0; /* a report shows all of them */
  return figure;
}
