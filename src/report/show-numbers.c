/* show-numbers.c: what a regression has in place of accuracy: both models' measures and their difference. */
#include "terminal-private.h"
#include "terminal-table-private.h"

gboolean
assay_is_regression (const AssayReport *report)
{
  return report->plan->task == ASSAY_TASK_REGRESSION;
}

/* The first of measures= that two models are compared by; -1: none. */
static int
compared_measure (const AssayFindings      *findings,
                  const AssayPairedFinding *pair)
{
  for (guint i = 0; i < findings->n_tested; i++)
    if (!isnan (pair->measures[findings->tested[i]].difference.value))
      return (int) findings->tested[i];
  for (guint i = 0; i < findings->n_measures; i++)
    if (!isnan (pair->measures[i].difference.value))
      return (int) i;
  return -1;
}

void
assay_show_pair_of_numbers (AssayPage                *page,
                            const AssayFindings      *findings,
                            const char               *name,
                            const AssayPairedFinding *pair)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  const int at = compared_measure (findings, pair);

  if (at < 0)
    g_ptr_array_add (items, g_strdup_printf ("%s: no rows to compare", name));
  else
    {
      const AssayMeasure *measure = &findings->measures[at];
      const AssayUnit unit = assay_number_unit (measure, FALSE), change = assay_number_unit (measure, TRUE);
      g_autofree char *difference = assay_number_estimate (&pair->measures[at].difference, change, page->is_utf8);
      g_autofree char *old = assay_number_estimate (&pair->measures[at].old_value, unit, page->is_utf8);

      g_ptr_array_add (items, g_strdup_printf ("%s: %s %s", name, measure->name, difference));
      g_ptr_array_add (items, g_strdup_printf ("from %s", old));
    }
  assay_page_items (page, "against", 13, items);
}

static void
add_pair (AssayTextTable           *table,
          const AssayPage          *page,
          const AssayFindings      *findings,
          const AssayFinding       *finding,
          const AssayPairedFinding *pair,
          guint                     at)
{
  const AssayMeasure *measure = &findings->measures[at];
  const AssayPairedMeasure *both = &pair->measures[at];
  const AssayUnit unit = assay_number_unit (measure, FALSE), change = assay_number_unit (measure, TRUE);

  assay_text_table_add (table, finding == findings->whole ? ASSAY_INK_BOLD : ASSAY_INK_PLAIN,
                        assay_page_safe (page, assay_phrase_slice (finding->text)));
  assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (pair->paired.rows));
  assay_text_table_add (table, ASSAY_INK_PLAIN, assay_number_estimate (&both->new_value, unit, page->is_utf8));
  assay_text_table_add (table, ASSAY_INK_PLAIN, assay_number_estimate (&both->old_value, unit, page->is_utf8));
  assay_text_table_add (table, ASSAY_INK_PLAIN, assay_number_estimate (&both->difference, change, page->is_utf8));
}

static void
show_measure (AssayPage           *page,
              const AssayFindings *findings,
              guint                baseline,
              guint                at)
{
  static const AssayTextColumn columns[] = {
    { "slice", FALSE, 16, 0, FALSE }, { "rows", TRUE, 0, 1, FALSE }, { "new", TRUE, 0, 3, FALSE },
    { "old", TRUE, 0, 2, FALSE },     { "new - old", TRUE, 0, 0, FALSE },
  };
  const guint n = findings->slices->len, most = page->most > 0 ? MIN (page->most, n) : n;
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  assay_page_heading (page, findings->measures[at].label);
  add_pair (table, page, findings, findings->whole, &findings->whole->paired[baseline], at);
  for (guint i = 0; i < most; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      add_pair (table, page, findings, finding, &finding->paired[baseline], at);
    }
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

void
assay_show_compare_numbers (AssayPage         *page,
                            const AssayReport *report,
                            guint              baseline)
{
  const AssayFindings *findings = report->findings;
  const AssayPairedFinding *pair = &findings->whole->paired[baseline];
  g_autofree char *raw = g_strdup_printf ("%s (new) against %s (old), on the same rows", report->plan->prediction,
                                          findings->baselines[baseline]);
  g_autofree char *title = assay_page_safe (page, raw);

  assay_page_heading (page, title);
  for (guint i = 0; i < findings->n_measures; i++)
    if (pair->measures[i].new_value.why != NULL || !isnan (pair->measures[i].new_value.value))
      show_measure (page, findings, baseline, i);
}
