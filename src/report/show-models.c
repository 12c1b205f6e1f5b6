/* show-models.c: several models side by side, and published numbers. */
#include "terminal-private.h"
#include "terminal-table-private.h"

static void
add_measure (AssayTextTable    *table,
             const AssayPage   *page,
             const AssayReport *report,
             guint              measure)
{
  const AssayFindings *findings = report->findings;
  const AssayFinding  *whole = findings->whole;
  AssayUnit            unit = assay_number_unit (&findings->measures[measure], FALSE);

  assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup (findings->measures[measure].name));
  assay_text_table_add (table, ASSAY_INK_BOLD,
                        assay_number_estimate (&whole->measures[measure], unit, page->is_utf8));
  for (guint i = 0; i < findings->n_baselines; i++)
    assay_text_table_add (table, ASSAY_INK_PLAIN,
                          assay_number_estimate (&whole->model_measures[(gsize) i * findings->n_measures + measure],
                                                 unit, page->is_utf8));
}

static void
show_own_values (AssayPage         *page,
                 const AssayReport *report)
{
  const AssayFindings        *findings = report->findings;
  const AssayPlan            *plan = report->plan;
  g_autofree AssayTextColumn *columns = g_new0 (AssayTextColumn, findings->n_baselines + 2);
  g_autoptr (GPtrArray)       names = g_ptr_array_new_with_free_func (g_free);

  columns[0] = (AssayTextColumn) { "measure", FALSE, 0, 0, FALSE };
  g_ptr_array_add (names, assay_page_safe (page, plan->prediction != NULL ? plan->prediction : plan->score));
  for (guint i = 0; i < findings->n_baselines; i++)
    g_ptr_array_add (names, assay_page_safe (page, findings->baselines[i]));
  for (guint i = 0; i < names->len; i++)
    columns[i + 1] = (AssayTextColumn) { names->pdata[i], TRUE, 0, i, FALSE };
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, names->len + 1);
  for (guint i = 0; i < findings->n_measures; i++)
    add_measure (table, page, report, i);
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
  if (assay_text_table_left_out (table) > 0)
    assay_page_paragraph (page, 2, ASSAY_INK_DIM, "More models than fit: report.json has them all.");
}

static void
show_literature (AssayPage         *page,
                 const AssayReport *report)
{
  static const AssayTextColumn columns[] = {
    { "number", FALSE, 8, 0, FALSE }, { "measure", FALSE, 0, 0, FALSE }, { "value", TRUE, 0, 0, FALSE },
    { "here, less it", TRUE, 0, 0, FALSE }, { "source", FALSE, 12, 1, FALSE },
  };
  const AssayFindings       *findings = report->findings;
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  assay_page_heading (page, "From the literature");
  for (guint i = 0; i < findings->n_literature; i++)
    {
      const AssayLiteratureFinding *one = &findings->literature[i];
      AssayUnit                     unit = assay_number_unit (&one->measure, FALSE);
      AssayUnit                     change = assay_number_unit (&one->measure, TRUE);

      assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, one->number->name));
      assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup (one->measure.name));
      assay_text_table_add (table, ASSAY_INK_PLAIN, assay_number_estimate (&one->value, unit, page->is_utf8));
      assay_text_table_add (table, ASSAY_INK_PLAIN,
                            assay_number_estimate (&findings->whole->literature[i], change, page->is_utf8));
      assay_text_table_add (table, ASSAY_INK_DIM, assay_page_safe (page, one->number->source));
    }
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
  assay_page_paragraph (page, 2, ASSAY_INK_DIM,
                        "A number without an interval is taken as exact: its rows are not known.");
}

void
assay_show_models (AssayPage         *page,
                   const AssayReport *report)
{
  show_own_values (page, report);
  if (report->findings->n_literature > 0)
    show_literature (page, report);
}
