/* story-checks.c: every check, slice by slice: the worst of long ones, and the counts of the rest. */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

#define MOST_RESULTS 24   /* of one check */
#define LEAST_RESULTS 4
#define ALL_RESULTS 360   /* of all checks, as far as the least allows: some fifteen pages */
#define MOST_CHECKS 60

static void
add_result (AssayStory              *self,
            AssayTable              *table,
            const AssayCheckFinding *check,
            const AssayCheckResult  *result)
{
  const guint64 n_rows = assay_result_rows (result);
  g_autofree char *rows = assay_number_rows (n_rows);
  g_autofree char *words = assay_number_estimate (&result->estimate, assay_check_unit (check), TRUE);
  g_autofree char *note = assay_phrase_note (check, result);
  g_autofree char *need = result->verdict == ASSAY_VERDICT_UNDECIDED
                          ? assay_phrase_to_decide (result->rows_to_decide, n_rows)
                                                                     : NULL;
  AssayCell *cell = assay_document_cell_add (self->document, table,
                                     result->finding != NULL ? assay_story_slice (self, result->finding, NULL)
                                                             : assay_story_safe (self, result->slice));

  cell->mark = assay_story_shape (result->verdict);
  assay_document_cell_add (self->document, table, rows)->sort = (double) n_rows;
  assay_document_cell_add (self->document, table, words)->sort = result->estimate.value;
  g_autofree char *last = g_strconcat (note != NULL ? note : "", note != NULL && need != NULL ? "; " : "", need != NULL ? need : "",
                                       NULL);
  cell = assay_document_cell_add (self->document, table, assay_story_safe (self, last));
  cell->role = ASSAY_ROLE_TEXT_2;
}

/* How many slices of a check are shown: all where there is room, else some of the worst; fewer where all is well. */
static guint
most_results (const AssayStory        *self,
              const AssayCheckFinding *check)
{
  const guint n_checks = MIN (self->findings->checks->len, MOST_CHECKS);
  const guint most = CLAMP (ALL_RESULTS / n_checks, LEAST_RESULTS, MOST_RESULTS);

  if (check->results->len <= most)
    return most;
  return MAX (check->verdict == ASSAY_VERDICT_PASS ? most / 3 : 2 * most / 3, LEAST_RESULTS);
}

static void
add_check (AssayStory              *self,
           const AssayCheckFinding *check)
{
  static const AssayTableColumn columns[] = {
    { N_("slice"), ASSAY_ANCHOR_START, FALSE, 0.4 }, { N_("rows"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("measured"), ASSAY_ANCHOR_END, FALSE, 0.3 }, { N_("rows it would take, or why"), ASSAY_ANCHOR_START, TRUE,
                                                        0 },
  };
  const char *anchor = assay_story_check_anchor (self, check);
  g_autofree char *statement = assay_phrase_statement (check, TRUE), *tally = assay_phrase_tally (check);
  g_autofree char *capital = assay_sentence_capital (check->reason != NULL ? check->reason : "");
  g_autofree char *words = check->is_accepted ? g_strdup_printf (_("%s, accepted"), tally) : g_strdup (tally);
  g_autofree char *more = g_strdup_printf ("%s \xc2\xb7 %s. %s.", statement, words, capital);
  g_autofree char *name = g_strdup_printf ("%s: %s", assay_phrase_verdict (check->verdict), check->check->name);
  g_autofree char *title = assay_sentence_capital (name);
  const guint n_most = most_results (self, check);
  g_autoptr (GPtrArray) results = assay_story_results (check, n_most);

  AssayBlock *heading = assay_document_heading (self->document, 2, assay_story_safe (self, title), anchor);
  heading->more = assay_story_safe (self, more);
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));
  table->caption = assay_story_safe (self, check->check->name);
  for (guint i = 0; i < MIN (results->len, n_most); i++)
    add_result (self, table, check, results->pdata[i]);
  if (results->len > 1)
    {
      AssayFigure *figure = assay_exhibit_check (self, check, n_most, FALSE);
      figure->numbers = table;
      figure->is_headed = TRUE;
      assay_document_show (self->document, figure);
      return;
    }
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}

void
assay_story_checks (AssayStory *self)
{
  const GPtrArray *checks = self->findings->checks;

  if (checks->len == 0)
    return;
  assay_document_heading (self->document, 1, _("Every check"), "checks")->more
    = _("Grey: keeps the bound. Diamond: significantly behind the rest. Hollow, dashed: undecided.");
  for (guint i = 0; i < MIN (checks->len, MOST_CHECKS); i++)
    add_check (self, checks->pdata[i]);
  if (checks->len > MOST_CHECKS)
    {
      g_autofree char *note = g_strdup_printf (_("%u more checks are in checks.csv."), checks->len - MOST_CHECKS);
      assay_document_add (self->document, ASSAY_BLOCK_NOTE, note);
    }
}
