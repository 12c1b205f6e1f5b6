/* show-checks.c: checks slice by slice, and what is undecided. */
#include "terminal-private.h"
#include "terminal-table-private.h"

#include <string.h>

/* --- what is undecided ----------------------------------------------------------------------------------------- */

typedef struct
{
  const AssayCheckFinding *check;
  const AssayCheckResult  *result;
} Judgement;

static double
rows_missing (const AssayCheckResult *result)
{
  if (isnan (result->rows_to_decide) || result->finding == NULL)
    return G_MAXDOUBLE;
  return result->rows_to_decide - (double) result->finding->n_rows;
}

static int
compare_judgements (gconstpointer a,
                    gconstpointer b,
                    gpointer      judgements)
{
  const Judgement *one = a, *other = b;
  double           x = rows_missing (one->result), y = rows_missing (other->result);

  return (x > y) - (x < y);
}

/* (transfer container) Soonest decided first; those that cannot be said last, in the plan's order. */
static GArray *
collect_undecided (const AssayFindings *findings,
                   guint               *n_judgements)
{
  GArray *undecided = g_array_new (FALSE, FALSE, sizeof (Judgement));

  *n_judgements = 0;
  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];

      for (guint j = 0; j < check->results->len; j++)
        {
          Judgement judgement = { check, check->results->pdata[j] };

          *n_judgements += assay_result_decides (judgement.result);
          if (judgement.result->verdict == ASSAY_VERDICT_UNDECIDED && !check->is_accepted)
            g_array_append_val (undecided, judgement);
        }
    }
  g_array_sort_with_data (undecided, compare_judgements, NULL); /* stable: merge sort since GLib 2.32 */
  return undecided;
}

/* "recall of cat: 93 (88 to 96)", "recall 93 (88 to 96)" */
static char *
measured (const AssayPage         *page,
          const AssayCheckFinding *check,
          const char              *words)
{
  g_autofree char *class = check->check->class_name != NULL ? assay_page_safe (page, check->check->class_name) : NULL;

  if (class == NULL)
    return g_strconcat (check->measure.name, " ", words, NULL);
  return g_strconcat (check->measure.name, " of ", class, ": ", words, NULL);
}

static void
add_undecided (AssayTextTable  *table,
               const AssayPage *page,
               const Judgement *judgement)
{
  const AssayCheckFinding *check = judgement->check;
  const AssayCheckResult  *result = judgement->result;
  guint64                  n_rows = assay_result_rows (result);
  const char              *why = result->estimate.why != NULL ? result->estimate.why : result->reason;
  AssayUnit                unit = assay_check_unit (check);
  g_autofree char         *words = assay_number_bare (&result->estimate, unit, FALSE, page->is_utf8);
  g_autofree char         *bound = assay_phrase_bound_short (check, page->is_utf8);
  g_autofree char         *rows = assay_phrase_to_decide (result->rows_to_decide, n_rows);

  assay_text_table_add (table, ASSAY_INK_UNDECIDED, g_strdup (assay_page_mark (page, ASSAY_VERDICT_UNDECIDED)));
  assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, assay_phrase_slice (result->slice)));
  assay_text_table_add (table, ASSAY_INK_PLAIN, measured (page, check, words));
  assay_text_table_add (table, ASSAY_INK_PLAIN, g_steal_pointer (&bound));
  assay_text_table_add (table, ASSAY_INK_PLAIN, rows != NULL ? g_steal_pointer (&rows)
                                                        : assay_page_safe (page, why != NULL ? why : ""));
}

static char *
undecided_title (guint n,
                 guint n_judgements,
                 guint most)
{
  g_autofree char *nearest = n > most ? g_strdup_printf ("; the %u nearest to a decision", most) : g_strdup ("");
  g_autofree char *some = assay_number_rows (n), *all = assay_number_rows (n_judgements);

  return g_strdup_printf ("%s of %s judgement%s %s undecided%s", some, all, n_judgements == 1 ? "" : "s",
                          n == 1 ? "is" : "are", nearest);
}

guint
assay_count_undecided (const AssayFindings *findings)
{
  guint              n_judgements;
  g_autoptr (GArray) undecided = collect_undecided (findings, &n_judgements);

  return undecided->len;
}

void
assay_show_undecided (AssayPage         *page,
                      const AssayReport *report,
                      guint              most)
{
  static const AssayTextColumn columns[] = {
    { "", FALSE, 0, 0, FALSE },      { "slice", FALSE, 14, 0, FALSE },  { "measured", FALSE, 0, 1, FALSE },
    { "bound", FALSE, 0, 2, FALSE }, { "rows needed", TRUE, 12, 0, FALSE },
  };
  guint                  n_judgements;
  g_autoptr (GArray)     undecided = collect_undecided (report->findings, &n_judgements);
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  if (undecided->len == 0)
    return;
  g_autofree char *title = undecided_title (undecided->len, n_judgements, most);
  assay_page_heading (page, title);
  for (guint i = 0; i < undecided->len && i < most; i++)
    add_undecided (table, page, &g_array_index (undecided, Judgement, i));
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

/* --- assay show AUDIT checks ------------------------------------------------------------------------------------ */

static char *
rows_cell (double rows)
{
  if (isnan (rows))
    return g_strdup ("");
  if (isinf (rows) || rows >= 1e15)
    return g_strdup ("never");
  return assay_number_rows ((guint64) ceil (rows));
}

static void
add_result_row (AssayTextTable          *table,
                const AssayPage         *page,
                const AssayCheckFinding *check,
                const AssayCheckResult  *result)
{
  AssayInk    ink = assay_verdict_ink (result->verdict);
  const char *verdict = assay_result_decides (result) ? assay_verdict_name (result->verdict) : "left out";
  char       *rows = assay_result_rows (result) > 0 ? assay_number_rows (assay_result_rows (result)) : NULL;

  assay_text_table_add (table, ink, g_strdup (assay_page_mark (page, result->verdict)));
  assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, assay_phrase_slice (result->slice)));
  assay_text_table_add (table, ASSAY_INK_PLAIN, rows);
  assay_text_table_add (table, ASSAY_INK_PLAIN,
                        assay_number_bare (&result->estimate, assay_check_unit (check), FALSE, page->is_utf8));
  assay_text_table_add (table, ASSAY_INK_PLAIN, rows_cell (result->rows_to_decide));
  assay_text_table_add (table, ASSAY_INK_PLAIN, rows_cell (result->rows_to_decide_4of5));
  assay_text_table_add_tail (table, ink, g_strdup (verdict), assay_phrase_note (check, result));
}

static const char *
measured_title (AssayUnit unit)
{
  static const char *const titles[] = { "measured, %", "measured, points", "measured", "measured, difference",
                                        "measured", "measured, difference" };
  G_STATIC_ASSERT (G_N_ELEMENTS (titles) == ASSAY_UNIT_AMOUNT_CHANGE + 1);

  return titles[unit];
}

static void
show_results (AssayPage               *page,
              const AssayCheckFinding *check)
{
  const char *unit = measured_title (assay_check_unit (check));
  const AssayTextColumn columns[] = {
    { "", FALSE, 0, 0, FALSE },         { "slice", FALSE, 16, 0, FALSE },  { "rows", TRUE, 0, 0, FALSE },
    { unit, TRUE, 0, 0, FALSE },        { "decided at", TRUE, 0, 1, FALSE }, { "4 of 5 at", TRUE, 0, 2, FALSE },
    { "verdict", FALSE, 9, 0, FALSE },
  };
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));
  guint                  n = check->results->len;
  guint                  most = page->most > 0 ? MIN (page->most, n) : n;

  for (guint i = 0; i < most; i++)
    add_result_row (table, page, check, check->results->pdata[i]);
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
  if (n > most)
    {
      g_autofree char *more = assay_number_rows (n - most), *text = g_strdup_printf ("%s more slices", more);
      assay_page_paragraph (page, 2, ASSAY_INK_DIM, text);
    }
}

static char *
confidence_words (const AssayCheckFinding *check)
{
  g_autofree char *own = assay_number_bound (check->confidence, ASSAY_UNIT_PERCENT);
  g_autofree char *many = assay_number_bound (floor (check->confidence_m * 1e5) / 1e5, ASSAY_UNIT_PERCENT);

  if (check->m <= 1)
    return g_strdup_printf ("passes and fails on its interval at %s", own);
  g_autofree char *m = assay_number_rows (check->m);
  return g_strdup_printf ("%s slices decide: each passes on its interval at %s, fails at %s", m, own, many);
}

static void
show_check (AssayPage               *page,
            const AssayCheckFinding *check)
{
  g_autofree char *name = assay_page_safe (page, check->check->name);
  g_autofree char *title = g_strdup_printf ("%s %s: %s%s", assay_page_mark (page, check->verdict),
                                            assay_verdict_name (check->verdict), name,
                                            check->is_accepted ? " (accepted)" : "");
  g_autofree char *raw = assay_phrase_statement (check, page->is_utf8);
  g_autofree char *statement = assay_page_safe (page, raw);
  g_autofree char *confidence = confidence_words (check);
  g_autofree char *line = g_strconcat (statement, "; ", confidence, NULL);

  assay_page_heading (page, title);
  assay_page_paragraph (page, 2, ASSAY_INK_DIM, line);
  if (check->reason != NULL)
    {
      g_autofree char *reason = assay_page_safe (page, check->reason);
      assay_page_paragraph (page, 2, ASSAY_INK_PLAIN, reason);
    }
  if (check->is_accepted)
    {
      g_autofree char *safe = assay_page_safe (page, check->check->accept);
      g_autofree char *accepted = g_strconcat ("undecided is accepted: ", safe, NULL);
      assay_page_paragraph (page, 2, ASSAY_INK_PLAIN, accepted);
    }
  show_results (page, check);
}

void
assay_show_checks (AssayPage         *page,
                   const AssayReport *report)
{
  const GPtrArray *checks = report->findings->checks;

  for (guint i = 0; i < checks->len; i++)
    show_check (page, checks->pdata[i]);
  if (checks->len == 0)
    assay_page_paragraph (page, 0, ASSAY_INK_PLAIN,
                          "The plan has no checks: add [check NAME] sections to get a verdict.");
}
