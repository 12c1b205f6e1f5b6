/* story-errors.c: a regression's model against each baseline on the same rows: every measure of the whole set, and the first
 * that can be compared, slice by slice (measures.md 6). */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>

#define MOST_PAIRS 18
#define MOST_MODELS 6

/* (nullable) Of every measure of the findings. */
static const AssayPairedMeasure *
pairs_of (const AssayFinding *finding,
          guint               baseline)
{
  return finding->paired[baseline].measures;
}

/* By how much the new model is behind; negative when it is ahead, NaN without a direction. */
static double
loss (const AssayMeasure *measure,
      double              difference)
{
  switch (measure->direction)
    {
    case ASSAY_DIRECTION_HIGHER: return -difference;
    case ASSAY_DIRECTION_LOWER: return difference;
    default: return NAN;
    }
}

static AssayTrend
trend_of (const AssayMeasure  *measure,
          const AssayEstimate *difference)
{
  const double behind = loss (measure, difference->value);

  if (isnan (difference->lo) || (difference->lo <= 0 && difference->hi >= 0) || isnan (behind))
    return ASSAY_TREND_UNDECIDED;
  return behind > 0 ? ASSAY_TREND_WORSE : ASSAY_TREND_BETTER;
}

/* --- the whole set ------------------------------------------------------------------------------------------------ */

static void
add_measure (AssayStory               *self,
             AssayTable               *table,
             const AssayMeasure       *measure,
             const AssayPairedMeasure *pair)
{
  const AssayUnit unit = assay_number_unit (measure, FALSE);
  const AssayTrend trend = trend_of (measure, &pair->difference);
  g_autofree char *new_value = assay_number_estimate (&pair->new_value, unit, TRUE);
  g_autofree char *old_value = assay_number_estimate (&pair->old_value, unit, TRUE);
  g_autofree char *difference = assay_number_estimate (&pair->difference, assay_number_unit (measure, TRUE), TRUE);

  assay_document_cell_add (self->document, table, assay_story_safe (self, measure->name))->is_strong = TRUE;
  assay_document_cell_add (self->document, table, old_value);
  assay_document_cell_add (self->document, table, new_value);
  AssayCell *cell = assay_document_cell_add (self->document, table, difference);
  cell->role = trend == ASSAY_TREND_WORSE    ? ASSAY_ROLE_WORSE_TEXT
               : trend == ASSAY_TREND_BETTER ? ASSAY_ROLE_BETTER
                                             : ASSAY_ROLE_TEXT_2;
}

/* Those that both models have on their common rows. */
static void
add_whole (AssayStory *self,
           guint       baseline,
           const char *model)
{
  const AssayFindings *findings = self->findings;
  const AssayPairedMeasure *pairs = pairs_of (findings->whole, baseline);
  const AssayTableColumn columns[] = {
    { _("measure"), ASSAY_ANCHOR_START, FALSE, 0.25 }, { model, ASSAY_ANCHOR_END, FALSE, 0.25 },
    { _("new"), ASSAY_ANCHOR_END, FALSE, 0.25 }, { _("difference"), ASSAY_ANCHOR_END, FALSE, 0.25 },
  };
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));

  table->caption = _("Both models on the same rows");
  for (guint i = 0; i < findings->n_measures; i++)
    if (!isnan (pairs[i].difference.value))
      add_measure (self, table, &findings->measures[i], &pairs[i]);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}

/* --- slice by slice ------------------------------------------------------------------------------------------------ */

typedef struct
{
  const AssayMeasure *measure;
  guint               at, baseline;
} Order;

/* Those that lose most first; without a direction, those that rise most. */
static int
compare_findings (gconstpointer a,
                  gconstpointer b,
                  gpointer      data)
{
  const Order *order = data;
  double x = pairs_of (*(const AssayFinding *const *) a, order->baseline)[order->at].difference.value;
  double y = pairs_of (*(const AssayFinding *const *) b, order->baseline)[order->at].difference.value;

  if (order->measure->direction == ASSAY_DIRECTION_HIGHER)
    return (x > y) - (x < y);
  return (x < y) - (x > y);
}

static AssayPair
pair_of (AssayStory         *self,
         const AssayFinding *finding,
         const Order        *order)
{
  const AssayPairedMeasure *of = &pairs_of (finding, order->baseline)[order->at];
  AssayPair pair = { .n_rows = finding->paired[order->baseline].paired.rows, .before = of->old_value.value,
                     .after = of->new_value.value, .difference = of->difference,
                     .trend = trend_of (order->measure, &of->difference) };

  pair.name = assay_story_slice (self, finding, &pair.of);
  pair.difference_text = assay_document_take (self->document,
                                              assay_number_bare (&of->difference, assay_number_unit (order->measure, TRUE),
                                                                 FALSE, TRUE));
  pair.says = assay_document_take (self->document, g_strdup_printf ("%s: %s", pair.name, pair.difference_text));
  return pair;
}

static AssayScene *
draw_pairs (AssayFonts    *fonts,
            gconstpointer  data,
            double         width,
            guint          n_most)
{
  AssayPairedChart chart = *(const AssayPairedChart *) data;

  if (n_most > 0)
    chart.n_pairs = MIN (chart.n_pairs, n_most);
  return assay_chart_paired (fonts, &chart, width);
}

static char *
pairs_title (AssayStory      *self,
             const Order     *order,
             const GPtrArray *slices,
             const char      *model)
{
  g_autofree char *words = assay_sentence_measure (order->measure), *subject = assay_sentence_capital (words);
  const char *name = assay_story_safe (self, subject);
  g_autofree char *all = assay_number_rows (slices->len);
  guint n_worse = 0, n_better = 0;

  for (guint i = 0; i < slices->len; i++)
    {
      const AssayPairedMeasure *pairs = pairs_of (slices->pdata[i], order->baseline);
      const AssayTrend trend = trend_of (order->measure, &pairs[order->at].difference);

      n_worse += trend == ASSAY_TREND_WORSE;
      n_better += trend == ASSAY_TREND_BETTER;
    }
  if (n_worse + n_better == 0)
    return g_strdup_printf (_("%s is not shown to differ from that of %s in any slice"), name, model);
  return g_strdup_printf (_("%s against %s: %u of %s slices are worse, %u better"), name, model, n_worse, all, n_better);
}

static char *
pairs_note (guint n_shown,
            guint n_all)
{
  g_autofree char *all = assay_number_rows (n_all);

  if (n_shown == n_all)
    return g_strdup (_("On the same rows, sorted by the difference; intervals of each slice, not corrected for their number."));
  return g_strdup_printf (_("On the same rows. The %u that lose most, or gain least, of %s; all are in slices.csv. Intervals of each "
                            "slice, not corrected for their number."), n_shown, all);
}

/* (transfer container) */
static GPtrArray *
compared_slices (const AssayFindings *findings,
                 const Order         *order,
                 const char          *column)
{
  GPtrArray *slices = g_ptr_array_new ();

  for (guint i = 0; i < findings->slices->len; i++)
    {
      AssayFinding *finding = findings->slices->pdata[i];

      if (finding->is_too_small || finding->same_rows_as != NULL
          || (column != NULL && !assay_story_is_of_column (finding, column)))
        continue;
      if (!isnan (pairs_of (finding, order->baseline)[order->at].difference.value))
        g_ptr_array_add (slices, finding);
    }
  g_ptr_array_sort_with_data (slices, compare_findings, (gpointer) order); /* stable */
  return slices;
}

AssayFigure *
assay_exhibit_error_pairs (AssayStory *self,
                           guint       baseline,
                           const char *column,
                           guint       n_most)
{
  const AssayFindings *findings = self->findings;
  const char *model = assay_story_safe (self, findings->baselines[baseline]);
  const guint at = findings->n_tested > 0 ? findings->tested[self->tested] : 0;
  const Order order = { &findings->measures[at], at, baseline };
  g_autoptr (GPtrArray) slices = compared_slices (findings, &order, column);
  AssayPairedChart *chart = assay_document_alloc (self->document, sizeof *chart);
  const guint n = MIN (slices->len, n_most);

  if (n == 0)
    return NULL;
  AssayPair *pairs = assay_document_alloc (self->document, n * sizeof *pairs);
  for (guint i = 0; i < n; i++)
    pairs[i] = pair_of (self, slices->pdata[i], &order);
  g_autofree char *title = pairs_title (self, &order, slices, model), *note = pairs_note (n, slices->len);
  *chart = (AssayPairedChart) {
    .pairs = pairs, .n_pairs = n, .names_title = _("slice"), .rows_title = _("rows"),
    .value_title = assay_story_safe (self, order.measure->name), .before_name = model, .after_name = _("new"),
    .difference_title = _("difference"),
  };
  return assay_document_figure (self->document, draw_pairs, chart, &chart->head, title, note);
}

static gboolean
is_compared (const AssayFindings *findings,
             guint                baseline)
{
  const AssayPairedMeasure *pairs = pairs_of (findings->whole, baseline);

  for (guint i = 0; pairs != NULL && i < findings->n_measures; i++)
    if (!isnan (pairs[i].difference.value))
      return TRUE;
  return FALSE;
}

void
assay_story_compare_errors (AssayStory *self)
{
  const AssayFindings *findings = self->findings;

  for (guint b = 0; b < MIN (findings->n_baselines, MOST_MODELS); b++)
    {
      const char *model = assay_story_safe (self, findings->baselines[b]);
      g_autofree char *title = g_strdup_printf (_("Against %s"), model), *anchor = g_strdup_printf ("against-%u", b + 1);

      if (!is_compared (findings, b))
        continue;
      g_autofree char *rows = assay_number_rows (findings->whole->paired[b].paired.rows);
      AssayBlock *heading = assay_document_heading (self->document, 1, title, anchor);
      heading->more = assay_document_take (self->document, g_strdup_printf (_("%s rows that both judged."), rows));
      add_whole (self, b, model);
      assay_document_show (self->document, assay_exhibit_error_pairs (self, b, NULL, MOST_PAIRS));
    }
}
