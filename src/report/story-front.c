/* story-front.c: page 1, to be read alone in a minute. */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

#define MOST_MARKS 11
#define MOST_CHECKS 10
#define MOST_UNDECIDED 4
#define MOST_DOTS 60

/* --- the verdict ------------------------------------------------------------------------------------------------ */

static void
add_verdict (AssayStory *self)
{
  static const char *const words[] = { N_("NO CHECKS"), N_("PASS"), N_("FAIL"), N_("UNDECIDED") };
  const AssayVerdict verdict = self->findings->verdict;
  g_autofree char *sentence = assay_phrase_decision (self->findings);
  g_autofree char *why = assay_phrase_decision_why (self->findings);
  AssayBlock *block = assay_document_add (self->document, ASSAY_BLOCK_VERDICT, sentence);

  block->word = assay_plan_has_model (self->report->plan) ? _(words[verdict]) : _("NO VERDICT");
  block->shape = verdict == ASSAY_VERDICT_NONE ? ASSAY_SHAPE_BOX : (AssayShape) assay_story_shape (verdict);
  block->more = why != NULL ? assay_story_safe (self, why) : NULL;
}

static void
add_fact (AssayStory *self,
          GPtrArray  *items,
          char       *text)
{
  g_ptr_array_add (items, (gpointer) assay_story_safe (self, text));
  g_free (text);
}

static void
add_facts (AssayStory *self)
{
  const AssayProvenance *provenance = self->report->provenance;
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autofree char *rows = assay_number_rows (self->findings->whole->n_rows);
  g_autofree char *tests = assay_number_rows (self->findings->n_tests);
  g_autofree char *confidence = assay_number_bound (self->report->plan->confidence, ASSAY_UNIT_PERCENT);

  add_fact (self, items, g_strdup_printf (_("%s rows"), rows));
  if (self->report->plan->annotators[0] != NULL)
    add_fact (self, items, g_strdup_printf (_("%u annotators"), g_strv_length (self->report->plan->annotators)));
  for (guint i = 0; i < MIN (provenance->n_files, 1); i++)
    {
      g_autofree char *base = g_path_get_basename (provenance->files[i].name);
      g_autofree char *size = assay_number_bytes (provenance->files[i].n_bytes);
      add_fact (self, items, provenance->n_files > 1
                               ? g_strdup_printf (_("%s and %u more, %s"), base, provenance->n_files - 1, size)
                               : g_strdup_printf ("%s, %s", base, size));
      if (provenance->files[i].sha256 != NULL && provenance->n_files == 1)
        add_fact (self, items, g_strdup_printf ("SHA-256 %.12s\xe2\x80\xa6", provenance->files[i].sha256));
    }
  add_fact (self, items, g_strdup_printf (_("%s intervals"), confidence));
  if (assay_findings_have_tests (self->findings))
    add_fact (self, items, g_strdup_printf (_("%s tests, false discovery rate 5\xe2\x80\xaf%%"), tests));
  AssayBlock *block = assay_document_add (self->document, ASSAY_BLOCK_FACTS, NULL);
  block->items = assay_document_alloc (self->document, (items->len + 1) * sizeof *block->items);
  memcpy (block->items, items->pdata, items->len * sizeof *block->items);
}

/* --- risks and checks ------------------------------------------------------------------------------------------- */

/* One mark for each slice that decides, the worst first. */
static const char *
marks_of (AssayStory              *self,
          const AssayCheckFinding *check)
{
  static const struct { AssayVerdict verdict; char mark; } order[] = {
    { ASSAY_VERDICT_FAIL, 'f' }, { ASSAY_VERDICT_UNDECIDED, 'u' }, { ASSAY_VERDICT_PASS, 'p' },
  };
  g_autoptr (GString) marks = g_string_new (NULL);

  for (guint o = 0; o < G_N_ELEMENTS (order); o++)
    for (guint i = 0; i < check->results->len && marks->len < MOST_MARKS; i++)
      if (((const AssayCheckResult *) check->results->pdata[i])->verdict == order[o].verdict)
        g_string_append_c (marks, order[o].mark);
  return assay_document_keep (self->document, marks->str);
}

/* risk (nullable): without that column. */
static void
add_check (AssayStory              *self,
           AssayTable              *table,
           const char              *risk,
           const AssayCheckFinding *check)
{
  if (risk != NULL)
    assay_document_cell_add (self->document, table, risk)->is_strong = TRUE;
  AssayCell *cell = assay_document_cell_add (self->document, table, assay_story_safe (self, check->check->name));
  cell->mark = assay_story_shape (check->verdict);
  cell->link = assay_story_check_anchor (self, check);
  cell = assay_document_cell_add (self->document, table, NULL);
  cell->marks = marks_of (self, check);
  g_autofree char *tally = assay_phrase_tally (check);
  g_autofree char *words = check->is_accepted ? g_strdup_printf (_("%s, accepted"), tally) : g_strdup (tally);
  cell = assay_document_cell_add (self->document, table, words);
  cell->role = check->verdict == ASSAY_VERDICT_FAIL        ? ASSAY_ROLE_WORSE_TEXT
               : check->verdict == ASSAY_VERDICT_UNDECIDED ? ASSAY_ROLE_UNDECIDED
                                                           : ASSAY_ROLE_TEXT_2;
}

static gboolean
is_of_risk (const AssayCheckFinding *check,
            const char              *risk)
{
  return g_strcmp0 (check->check->risk, risk) == 0;
}

/* (nullable) What stands before a check: its risk at the first of them; without risks there is no such column. */
static const char *
risk_text (AssayStory *self,
           const char *risk,
           gboolean    is_first)
{
  if (self->report->plan->risks->len == 0)
    return NULL;
  return is_first && risk != NULL ? assay_story_safe (self, risk) : "";
}

/* Failing and undecided ones of a risk first, passing ones while there is room. */
static void
add_checks_of (AssayStory *self,
               AssayTable *table,
               const char *risk,
               guint      *left)
{
  static const AssayVerdict order[] = { ASSAY_VERDICT_FAIL, ASSAY_VERDICT_UNDECIDED, ASSAY_VERDICT_PASS,
                                        ASSAY_VERDICT_NONE };
  gboolean is_first = TRUE;

  for (guint o = 0; o < G_N_ELEMENTS (order); o++)
    for (guint i = 0; i < self->findings->checks->len && *left > 0; i++)
      {
        const AssayCheckFinding *check = self->findings->checks->pdata[i];

        if (check->verdict != order[o] || !is_of_risk (check, risk))
          continue;
        add_check (self, table, risk_text (self, risk, is_first), check);
        is_first = FALSE;
        (*left)--;
      }
}

static void
add_checks (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { "", ASSAY_ANCHOR_START, FALSE, 0.17 }, { "", ASSAY_ANCHOR_START, FALSE, 0.4 },
    { "", ASSAY_ANCHOR_START, FALSE, 0 }, { "", ASSAY_ANCHOR_END, FALSE, 0.22 },
  };
  const guint n_without = self->report->plan->risks->len == 0 ? 1 : 0;
  guint left = MOST_CHECKS;

  if (self->findings->checks->len == 0)
    return;
  g_autofree char *title = assay_phrase_checks (self->findings);
  AssayBlock *heading = assay_document_heading (self->document, 2, title, "checks-at-a-glance");
  heading->more = _("One mark a slice: a cross where the whole interval misses the bound, a ring where it holds it, "
                  "a tick where it keeps it.");
  AssayTable *table = assay_document_table (self->document, columns + n_without, G_N_ELEMENTS (columns) - n_without);
  table->caption = n_without > 0 ? _("Checks") : _("Checks by risk");
  for (guint i = 0; i < self->report->plan->risks->len; i++)
    add_checks_of (self, table, ((const AssayRisk *) self->report->plan->risks->pdata[i])->name, &left);
  add_checks_of (self, table, NULL, &left);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
  if (self->findings->checks->len > MOST_CHECKS)
    {
      g_autofree char *more = g_strdup_printf (_("%u more checks: see Every check."),
                                               self->findings->checks->len - MOST_CHECKS);
      assay_document_add (self->document, ASSAY_BLOCK_NOTE, more);
    }
}

/* --- who is behind ---------------------------------------------------------------------------------------------- */

typedef struct
{
  const AssayFinding *finding;
  double              harm;
  gboolean            is_worse;
  guint               position; /* ties keep the findings' order */
} Behind;

static int
compare_behind (gconstpointer a,
                gconstpointer b)
{
  const Behind *one = a, *other = b;

  if (one->is_worse != other->is_worse)
    return one->is_worse ? -1 : 1;
  if (one->harm != other->harm)
    return one->harm > other->harm ? -1 : 1;
  return one->position < other->position ? -1 : 1;
}

/* (element-type Behind) All that are behind the rest in the story's measure, worse ones first; as judge ranks them
 * (assay_findings_behind()), for one measure: whoever is further behind in another is behind in this one all the
 * same. */
static GArray *
behind_in_one (const AssayStory *self)
{
  const AssayFindings *findings = self->findings;
  const AssayDirection direction = findings->measures[findings->tested[self->tested]].direction;
  const gboolean has_tests = assay_findings_have_tests (findings);
  GArray *behind = g_array_new (FALSE, FALSE, sizeof (Behind));

  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      if (finding->rest == NULL)
        continue;
      const AssayAgainstRest *rest = &finding->rest[self->tested];
      const double difference = rest->difference.value;
      const Behind one = { finding, direction == ASSAY_DIRECTION_HIGHER  ? -difference
                                    : direction == ASSAY_DIRECTION_LOWER ? difference
                                                                         : fabs (difference),
                                                                         rest->is_worse || rest->is_different, i };

      if (!(one.harm > 0) || (rest->test.kind == ASSAY_TEST_NONE
                              && (has_tests || finding->is_too_small || finding->n_rows == findings->whole->n_rows)))
        continue;
      g_array_append_val (behind, one);
    }
  g_array_sort (behind, compare_behind);
  return behind;
}

/* "Recall falls furthest behind for Other service, 10th grade and Cleaner" */
static char *
behind_title (AssayStory         *self,
              const AssayMeasure *measure,
              const AssayDot     *dots,
              guint               n,
              gboolean            is_shown)
{
  const char *names[3] = { NULL };
  g_autofree char *name = assay_sentence_measure (measure), *subject = assay_sentence_capital (name);
  const char *whom;

  if (!is_shown && measure->direction == ASSAY_DIRECTION_NONE)
    return g_strdup_printf (_("No slice is shown to differ from the rest in %s"), name);
  if (!is_shown)
    return g_strdup_printf (_("No slice is shown to be behind the rest in %s"), name);
  for (guint i = 0; i < MIN (n, G_N_ELEMENTS (names)); i++)
    names[i] = assay_story_title_name (self, dots[i].name);
  whom = n == 1   ? names[0]
         : n == 2 ? assay_document_take (self->document, g_strdup_printf (_("%s and %s"), names[0], names[1]))
                  : assay_document_take (self->document,
                                         g_strdup_printf (_("%s, %s and %s"), names[0], names[1], names[2]));
  return g_strdup_printf (measure->direction == ASSAY_DIRECTION_LOWER    ? _("%s is highest for %s")
                          : measure->direction == ASSAY_DIRECTION_HIGHER ? _("%s falls furthest behind for %s")
                                                                         : _("%s is furthest from the rest for %s"),
                          subject, whom);
}

AssayFigure *
assay_exhibit_behind (AssayStory *self)
{
  const AssayFindings *findings = self->findings;
  g_autoptr (GArray) behind = behind_in_one (self);

  if (behind->len == 0)
    return NULL;
  g_array_set_size (behind, MIN (behind->len, MOST_DOTS));
  const guint at = findings->tested[self->tested];
  const AssayMeasure *measure = &findings->measures[at];
  const AssayUnit unit = assay_number_unit (measure, FALSE);
  AssayDotChart *chart = assay_document_alloc (self->document, sizeof *chart);
  AssayDot *dots = assay_document_alloc (self->document, behind->len * sizeof *dots);
  gboolean is_shown = FALSE;

  for (guint i = 0; i < behind->len; i++)
    {
      dots[i] = assay_story_dot (self, g_array_index (behind, Behind, i).finding, self->tested);
      is_shown = is_shown || g_array_index (behind, Behind, i).is_worse;
    }
  g_autofree char *title = behind_title (self, measure, dots, behind->len, is_shown
                                         || !assay_findings_have_tests (findings));
  g_autofree char *note = assay_story_reading (self, NULL);
  *chart = (AssayDotChart) {
    .dots = dots, .n_dots = behind->len, .is_share = unit == ASSAY_UNIT_PERCENT,
    .names_title = _("slice"), .difference_title = unit == ASSAY_UNIT_PERCENT ? _("to the rest, points")
                                                                              : _("to the rest"),
    .has_verdicts = TRUE, .lo = NAN, .hi = NAN,
  };
  assay_story_lines (self, chart);
  AssayFigure *figure = assay_document_figure (self->document, assay_story_draw_dots, chart, &chart->head, title,
                                               note);
  figure->n_rows = behind->len;
  figure->row_height = 14.5;
  return figure;
}

/* --- undecided, today's model ----------------------------------------------------------------------------------- */

static int
compare_need (gconstpointer a,
              gconstpointer b)
{
  const AssayCheckResult *one = *(AssayCheckResult *const *) a, *other = *(AssayCheckResult *const *) b;
  const double x = isnan (one->rows_to_decide) || one->finding == NULL ? G_MAXDOUBLE
                                                                       : one->rows_to_decide - one->finding->n_rows;
  const double y = isnan (other->rows_to_decide) || other->finding == NULL ? G_MAXDOUBLE
                                                                           : other->rows_to_decide - other->finding->n_rows;

  return (x > y) - (x < y);
}

static const AssayCheckFinding *
check_of (const AssayFindings    *findings,
          const AssayCheckResult *result)
{
  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];
      if (g_ptr_array_find (check->results, result, NULL))
        return check;
    }
  return NULL;
}

static void
add_undecided_row (AssayStory              *self,
                   AssayTable              *table,
                   const AssayCheckFinding *check,
                   const AssayCheckResult  *result)
{
  const guint64 n_rows = assay_result_rows (result);
  const AssayUnit unit = assay_check_unit (check);
  g_autofree char *words = assay_number_estimate (&result->estimate, unit, TRUE);
  g_autofree char *subject = assay_phrase_subject (check), *raw = g_strconcat (subject, " ", words, NULL);
  const char *measured = assay_story_safe (self, raw);
  g_autofree char *bound = assay_phrase_bound (check, TRUE), *rows = assay_number_rows (n_rows);
  g_autofree char *need = assay_phrase_to_decide (result->rows_to_decide, n_rows);
  const char *reason = result->estimate.why != NULL ? result->estimate.why : "";
  AssayCell *cell = assay_document_cell_add (self->document, table,
                                     result->finding != NULL ? assay_story_slice (self, result->finding, NULL)
                                                             : assay_story_safe (self, result->slice));

  cell->mark = ASSAY_SHAPE_UNDECIDED;
  assay_document_cell_add (self->document, table, measured);
  assay_document_cell_add (self->document, table, assay_story_safe (self, bound));
  assay_document_cell_add (self->document, table, rows);
  assay_document_cell_add (self->document, table, need != NULL ? need : assay_story_safe (self, reason));
}

static void
add_undecided (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { N_("slice"), ASSAY_ANCHOR_START, FALSE, 0.28 }, { N_("measured"), ASSAY_ANCHOR_START, FALSE, 0.3 },
    { N_("bound"), ASSAY_ANCHOR_START, FALSE, 0.24 }, { N_("rows now"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("rows it would take"), ASSAY_ANCHOR_END, FALSE, 0.26 },
  };
  g_autoptr (GPtrArray) undecided = g_ptr_array_new ();

  for (guint i = 0; i < self->findings->checks->len; i++)
    {
      const AssayCheckFinding *check = self->findings->checks->pdata[i];
      for (guint j = 0; j < check->results->len && !check->is_accepted; j++)
        if (((const AssayCheckResult *) check->results->pdata[j])->verdict == ASSAY_VERDICT_UNDECIDED)
          g_ptr_array_add (undecided, check->results->pdata[j]);
    }
  if (undecided->len == 0)
    return;
  g_ptr_array_sort (undecided, compare_need);
  const guint n_shown = MIN (undecided->len, MOST_UNDECIDED);
  g_autofree char *n = assay_number_rows (undecided->len);
  g_autofree char *title = undecided->len > n_shown
                             ? g_strdup_printf (_("%s judgements are undecided; the %u nearest to a decision"), n,
                                                n_shown)
                             : g_strdup_printf (P_("%s judgement is undecided", "%s judgements are undecided",
                                                   undecided->len), n);
  assay_document_heading (self->document, 2, title, "undecided");
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));
  table->caption = _("Undecided judgements and the rows that would decide them");
  for (guint i = 0; i < n_shown; i++)
    add_undecided_row (self, table, check_of (self->findings, undecided->pdata[i]), undecided->pdata[i]);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}

/* "Accuracy is 3.7 points (3.3 to 4.0) above that of current", of the whole set. */
static void
add_today (AssayStory *self)
{
  AssayMeasure accuracy;

  if (self->findings->n_baselines == 0 || self->report->plan->task == ASSAY_TASK_REGRESSION
      || !assay_measure_find ("accuracy", &accuracy))
    return;
  const AssayPaired *paired = &self->findings->whole->paired[0].paired;
  const char *model = assay_story_safe (self, self->findings->baselines[0]);
  g_autofree char *sentence = assay_sentence_against_model (&accuracy, model, &paired->difference);
  g_autofree char *new = assay_number_estimate (&paired->new_accuracy, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *old = assay_number_estimate (&paired->old_accuracy, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *flips = assay_number_share (paired->flip_rate.value, TRUE);
  AssayBlock *heading = assay_document_heading (self->document, 2, sentence, NULL);

  heading->more = assay_document_take (self->document,
                                       g_strdup_printf (_("%s against %s on the same rows; %s of the predictions "
                                                          "differ."), new, old,
                                                        flips));
}

/* How far people agree, and where the model is beside them. */
static void
add_people (AssayStory *self)
{
  if (self->findings->annotators == NULL)
    return;
  const AssayAgreementFinding *whole = self->findings->annotators->whole;
  g_autofree char *sentence = assay_phrase_agreement (self->report, TRUE);
  g_autofree char *human = assay_number_estimate (&whole->level.human, ASSAY_UNIT_PERCENT, TRUE);
  const AssayEstimate *nominal = &whole->agreement.alphas[ASSAY_ALPHA_NOMINAL];
  g_autofree char *alpha = assay_number_estimate (nominal, ASSAY_UNIT_PLAIN, TRUE);
  AssayBlock *heading = assay_document_heading (self->document, 2, sentence, NULL);

  g_autofree char *more = g_strdup_printf (_("Human level %s; Krippendorff's alpha %s: see Labels and human level."),
                                           human, alpha);
  heading->more = assay_document_keep (self->document, more);
}

void
assay_story_front (AssayStory *self)
{
  assay_document_add (self->document, ASSAY_BLOCK_TITLE, self->document->title);
  add_verdict (self);
  add_facts (self);
  add_checks (self);
  if (self->findings->n_tested > 0)
    assay_document_show (self->document, assay_exhibit_behind (self));
  add_undecided (self);
  add_today (self);
  add_people (self);
  assay_story_tag_line (self);
  assay_story_sign (self);
  assay_document_add (self->document, ASSAY_BLOCK_BREAK, NULL);
}
