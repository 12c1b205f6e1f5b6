/* show-slices.c: the slices furthest behind, drawn; and all slices as a table. */
#include "terminal-chart-private.h"
#include "terminal-private.h"
#include "terminal-table-private.h"

#include <string.h>

/* --- furthest behind -------------------------------------------------------------------------------------------- */

enum { BEHIND_SLICE, BEHIND_ROWS, BEHIND_VALUE, BEHIND_CHART, BEHIND_REST, BEHIND_CHECK, N_BEHIND };
static const AssayTextColumn behind_columns[N_BEHIND] = {
  [BEHIND_SLICE] = { "", FALSE, 16, 0, FALSE },
  [BEHIND_ROWS] = { "rows", TRUE, 0, 2, FALSE },
  [BEHIND_VALUE] = { "", TRUE, 0, 0, FALSE },
  [BEHIND_CHART] = { "", FALSE, 24, 0, TRUE },
  [BEHIND_REST] = { "points to rest", TRUE, 0, 1, FALSE },
  [BEHIND_CHECK] = { "check", FALSE, 0, 3, FALSE },
};

static guint
measure_of (const AssayFindings *findings,
            const AssayBehind   *behind)
{
  return findings->tested[behind->tested];
}

/* Those of one measure together: first the measure whose slice is furthest behind. */
static void
group_by_measure (const AssayFindings *findings,
                  GArray              *behind)
{
  for (guint from = 0; from < behind->len;)
    {
      guint to = from + 1, measure = g_array_index (behind, AssayBehind, from).tested;

      for (guint i = to; i < behind->len; i++)
        {
          AssayBehind one = g_array_index (behind, AssayBehind, i);

          if (one.tested != measure)
            continue;
          g_array_remove_index (behind, i);
          g_array_insert_val (behind, to, one);
          to++;
        }
      from = to;
    }
}

static AssayTextChartRow
chart_row (const AssayFindings *findings,
           const AssayBehind   *behind)
{
  guint        measure = measure_of (findings, behind);
  AssayVerdict verdict = assay_verdict_at_bound (findings, behind->finding, &findings->measures[measure]);

  return (AssayTextChartRow) { behind->finding->measures[measure], findings->whole->measures[measure].value, TRUE,
                           verdict == ASSAY_VERDICT_UNDECIDED,
                           verdict == ASSAY_VERDICT_UNDECIDED ? ASSAY_INK_UNDECIDED : ASSAY_INK_FAIL,
                           assay_number_unit (&findings->measures[measure], FALSE) != ASSAY_UNIT_PERCENT };
}

static void
add_group (AssayTextTable      *table,
           const AssayPage     *page,
           const AssayFindings *findings,
           guint                measure)
{
  const AssayMeasure  *of = &findings->measures[measure];
  g_autofree char     *whole = assay_number_estimate (&findings->whole->measures[measure],
                                                      assay_number_unit (of, FALSE), page->is_utf8);
  const char          *line = page->is_utf8 ? "\xe2\x94\x82" : ":";
  const char          *better = of->direction == ASSAY_DIRECTION_LOWER ? ", lower is better" : "";

  g_autofree char     *raw = assay_phrase_measure (findings->plan, of);
  g_autofree char     *name = assay_page_safe (page, raw);

  assay_text_table_add_line (table, ASSAY_INK_PLAIN,
                             g_strdup_printf ("%s%s; whole set %s, the line %s", name, better, whole, line));
}

static void
add_behind (AssayTextTable      *table,
            const AssayPage     *page,
            const AssayFindings *findings,
            const AssayBehind   *behind)
{
  const AssayFinding  *finding = behind->finding;
  guint                measure = measure_of (findings, behind);
  const AssayEstimate *estimate = &finding->measures[measure];
  const AssayEstimate *difference = &finding->rest[behind->tested].difference;
  AssayUnit            change = assay_number_unit (&findings->measures[measure], TRUE);
  AssayUnit            unit = assay_number_unit (&findings->measures[measure], FALSE);
  AssayVerdict         verdict = assay_verdict_at_bound (findings, finding, &findings->measures[measure]);

  assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, finding->text));
  assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (finding->n_rows));
  assay_text_table_add (table, ASSAY_INK_PLAIN, assay_number_point (estimate, unit, TRUE, page->is_utf8));
  assay_text_table_add (table, ASSAY_INK_PLAIN, NULL);
  assay_text_table_add (table, ASSAY_INK_FAIL,
                        assay_number_bare (difference, change, TRUE, page->is_utf8));
  assay_text_table_add (table, assay_verdict_ink (verdict),
                        g_strdup (verdict == ASSAY_VERDICT_NONE ? "no check" : assay_verdict_name (verdict)));
}

/* The rows of the table are the slices and, before the first of each measure, its line. */
static AssayTextTable *
behind_table (const AssayPage     *page,
              const AssayFindings *findings,
              const GArray        *behind)
{
  AssayTextColumn columns[N_BEHIND];

  memcpy (columns, behind_columns, sizeof columns);
  if (!assay_findings_have_tests (findings))
    columns[BEHIND_REST].title = "to the rest";
  AssayTextTable *table = assay_text_table_new (columns, N_BEHIND);

  for (guint i = 0; i < behind->len; i++)
    {
      const AssayBehind *one = &g_array_index (behind, AssayBehind, i);

      if (i == 0 || one->tested != g_array_index (behind, AssayBehind, i - 1).tested)
        add_group (table, page, findings, measure_of (findings, one));
      add_behind (table, page, findings, one);
    }
  return table;
}

/* TRUE when an undecided one is among them. */
static gboolean
draw_behind (AssayTextTable      *table,
             const AssayPage     *page,
             const AssayFindings *findings,
             const GArray        *behind)
{
  g_autofree AssayTextChartRow *rows = g_new (AssayTextChartRow, behind->len);
  gboolean                      has_undecided = FALSE;

  for (guint i = 0; i < behind->len; i++)
    rows[i] = chart_row (findings, &g_array_index (behind, AssayBehind, i));
  AssayTextChart chart = assay_text_chart_new (rows, behind->len, assay_text_table_width (table, BEHIND_CHART));
  assay_text_table_draw (table, -1, BEHIND_CHART, assay_text_chart_axis (&chart, page));
  for (guint i = 0, row = 0; i < behind->len; i++, row++)
    {
      if (i == 0
          || g_array_index (behind, AssayBehind, i).tested != g_array_index (behind, AssayBehind, i - 1).tested)
        row++;
      assay_text_table_draw (table, row, BEHIND_CHART, assay_text_chart_row (&chart, page, &rows[i]));
      has_undecided = has_undecided || rows[i].is_undecided;
    }
  return has_undecided;
}

static guint
count_behind (const AssayFindings *findings)
{
  guint n = 0;

  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      gboolean            is_behind = FALSE;

      for (guint j = 0; j < findings->n_tested && finding->rest != NULL; j++)
        is_behind = is_behind || finding->rest[j].is_worse;
      n += is_behind;
    }
  return n;
}

/* Amounts and scores are compared, not tested. */
static char *
untested_title (const AssayFindings *findings,
                  guint                n_shown)
{
  const char *measure = findings->n_tested > 0 ? findings->measures[findings->tested[0]].name : "any measure";

  if (n_shown == 0)
    return g_strdup_printf ("No slice is behind the rest in %s", measure);
  return g_strdup_printf ("The %sfurthest behind the rest in %s", n_shown == 1 ? "slice " : "slices ", measure);
}

static char *
behind_title (const AssayFindings *findings,
              guint                n_behind,
              guint                n_shown)
{
  guint            n = findings->slices->len;
  g_autofree char *shown = n_shown < n_behind ? g_strdup_printf ("; the %u furthest", n_shown) : g_strdup ("");
  g_autofree char *some = assay_number_rows (n_behind), *all = assay_number_rows (n);

  if (!assay_findings_have_tests (findings))
    return untested_title (findings, n_shown);
  if (n == 1)
    return g_strdup_printf ("The one slice is %sbehind the rest", n_behind == 0 ? "not shown to be " : "");
  if (n_behind == 0)
    return g_strdup_printf ("None of the %s slices is shown to be behind the rest", all);
  return g_strdup_printf ("%s of %s slices %s behind the rest in some measure%s", some, all,
                          n_behind == 1 ? "is" : "are", shown);
}

void
assay_show_behind (AssayPage         *page,
                   const AssayReport *report,
                   guint              most)
{
  const AssayFindings   *findings = report->findings;
  guint                  n_behind = count_behind (findings);
  g_autoptr (GArray)     behind = assay_findings_behind (findings, most);
  g_autoptr (AssayTextTable) table = NULL;
  const char            *key = NULL;

  if (findings->slices->len == 0)
    return;
  g_autofree char *title = behind_title (findings, n_behind, behind->len);
  assay_page_heading (page, title);
  if (behind->len == 0)
    return;
  group_by_measure (findings, behind);
  table = behind_table (page, findings, behind);
  assay_text_table_fit (table, page);
  if (draw_behind (table, page, findings, behind))
    key = page->is_utf8 ? "\xe2\x97\x87 undecided at the bound of a check" : "? undecided at the bound of a check";
  assay_text_table_print (table, page);
  if (key != NULL)
    assay_page_paragraph (page, 2, ASSAY_INK_DIM, key);
}

/* --- all slices ------------------------------------------------------------------------------------------------- */

static char *
measure_title (const AssayMeasure *measure)
{
  gboolean is_percent = assay_number_unit (measure, FALSE) == ASSAY_UNIT_PERCENT;

  return g_strconcat (measure->name, is_percent ? " %" : "", NULL);
}

/* slice, rows, share, then a measure each: the share is left out first, then the measures from the right. */
static AssayTextTable *
slices_table (const AssayFindings *findings,
              GPtrArray           *titles)
{
  guint                        n = 3 + findings->n_tested;
  g_autofree AssayTextColumn *columns = g_new0 (AssayTextColumn, n);

  columns[0] = (AssayTextColumn) { "slice", FALSE, 20, 0, FALSE };
  columns[1] = (AssayTextColumn) { "rows", TRUE, 0, 0, FALSE };
  columns[2] = (AssayTextColumn) { "share", TRUE, 0, G_MAXUINT, FALSE };
  for (guint i = 0; i < findings->n_tested; i++)
    {
      g_ptr_array_add (titles, measure_title (&findings->measures[findings->tested[i]]));
      columns[3 + i] = (AssayTextColumn) { titles->pdata[titles->len - 1], TRUE, 0, i == 0 ? 0 : 1 + i, FALSE };
    }
  return assay_text_table_new (columns, n);
}

/* Behind, or different in a measure without a direction. */
static const char *
rest_mark (const AssayPage        *page,
           const AssayAgainstRest *rest,
           AssayDirection          direction)
{
  if (rest != NULL && rest->is_worse)
    return page->is_utf8 ? " \xe2\x97\x86" : " *";
  if (rest != NULL && rest->is_different && direction == ASSAY_DIRECTION_NONE)
    return page->is_utf8 ? " \xe2\x89\xa0" : " #";
  return "  ";
}

/* "58 (54 to 61)" and its mark. */
static void
add_measure (AssayTextTable      *table,
             const AssayPage     *page,
             const AssayFindings *findings,
             const AssayFinding  *finding,
             guint                tested)
{
  const AssayMeasure     *measure = &findings->measures[findings->tested[tested]];
  const AssayEstimate    *estimate = &finding->measures[findings->tested[tested]];
  const AssayAgainstRest *rest = finding->rest != NULL ? &finding->rest[tested] : NULL;
  g_autofree char *words = assay_number_bare (estimate, assay_number_unit (measure, FALSE), TRUE, page->is_utf8);

  assay_text_table_add (table, rest != NULL && rest->is_worse ? ASSAY_INK_FAIL : ASSAY_INK_PLAIN,
                        g_strconcat (words, rest_mark (page, rest, measure->direction), NULL));
}

/* Too few are in parentheses. */
static char *
rows_cell (const AssayFinding *finding)
{
  g_autofree char *rows = assay_number_rows (finding->n_rows);

  return finding->is_too_small ? g_strconcat ("(", rows, ")", NULL) : g_strdup (rows);
}

static char *
slice_tail (const AssayPage    *page,
            const AssayFinding *finding)
{
  if (finding->same_rows_as == NULL)
    return NULL;
  g_autofree char *safe = assay_page_safe (page, finding->same_rows_as);
  return g_strconcat ("the rows of ", safe, NULL);
}

static void
add_slice (AssayTextTable      *table,
           const AssayPage     *page,
           const AssayFindings *findings,
           const AssayFinding  *finding)
{
  assay_text_table_add_tail (table, finding == findings->whole ? ASSAY_INK_BOLD : ASSAY_INK_PLAIN,
                             assay_page_safe (page, assay_phrase_slice (finding->text)), slice_tail (page, finding));
  assay_text_table_add (table, ASSAY_INK_PLAIN, rows_cell (finding));
  assay_text_table_add (table, ASSAY_INK_DIM, assay_number_share (finding->share, page->is_utf8));
  for (guint i = 0; i < findings->n_tested; i++)
    add_measure (table, page, findings, finding, i);
}

static gboolean
has_undirected (const AssayFindings *findings)
{
  for (guint i = 0; i < findings->n_tested; i++)
    if (findings->measures[findings->tested[i]].direction == ASSAY_DIRECTION_NONE)
      return TRUE;
  return FALSE;
}

static gboolean
has_too_small (const AssayFindings *findings)
{
  for (guint i = 0; i < findings->slices->len; i++)
    if (((const AssayFinding *) findings->slices->pdata[i])->is_too_small)
      return TRUE;
  return FALSE;
}

static void
show_slices_key (AssayPage            *page,
                 const AssayFindings  *findings,
                 const AssayTextTable *table,
                 guint                 n_cut)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint               n_out = assay_text_table_left_out (table);

  if (!assay_findings_have_tests (findings))
    g_string_append (text, "compared with the rest in slices.csv, not tested");
  else
    g_string_append_printf (text, "%s behind the rest", page->is_utf8 ? "\xe2\x97\x86" : "*");
  if (has_undirected (findings) && assay_findings_have_tests (findings))
    g_string_append_printf (text, "; %s different from it", page->is_utf8 ? "\xe2\x89\xa0" : "#");
  if (has_too_small (findings))
    g_string_append (text, "; (rows) too few to test");
  if (n_out > 0)
    g_string_append_printf (text, "; %u column%s left out: a wider terminal or slices.csv has %s", n_out,
                            n_out == 1 ? "" : "s", n_out == 1 ? "it" : "them");
  if (n_cut > 0)
    g_string_append_printf (text, "; %u more slices", n_cut);
  assay_page_end_line (page);
  assay_page_paragraph (page, 2, ASSAY_INK_DIM, text->str);
}

void
assay_show_slices (AssayPage         *page,
                   const AssayReport *report)
{
  const AssayFindings   *findings = report->findings;
  g_autoptr (GPtrArray)  titles = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AssayTextTable) table = slices_table (findings, titles);
  guint                  n = findings->slices->len, most = page->most > 0 ? MIN (page->most, n) : n;

  add_slice (table, page, findings, findings->whole);
  for (guint i = 0; i < most; i++)
    add_slice (table, page, findings, findings->slices->pdata[i]);
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
  show_slices_key (page, findings, table, n - most);
}
