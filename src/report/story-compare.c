/* story-compare.c: the audited model against each baseline on the same rows: who is right where they part, and for
 * whom. */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

#define MOST_PAIRS 18
#define MOST_MODELS 6

static AssayTrend
trend_of (const AssayEstimate *difference)
{
  if (isnan (difference->lo) || (difference->lo <= 0 && difference->hi >= 0))
    return ASSAY_TREND_UNDECIDED;
  return difference->value < 0 ? ASSAY_TREND_WORSE : ASSAY_TREND_BETTER;
}

/* One of many slices: as a regression slice is one (measures.md 6), in both directions, by its interval and by
 * McNemar's test corrected for their number. */
static AssayTrend
trend_of_slice (const AssayFinding *finding,
                guint               baseline)
{
  const AssayPairedFinding *pair = &finding->paired[baseline];

  return pair->q <= ASSAY_JUDGE_Q ? trend_of (&pair->paired.difference) : ASSAY_TREND_UNDECIDED; /* q NaN: no test */
}

/* "4.2 points less right: ..." of accuracy, which every pair has. */
static const AssayPaired *
paired_of (const AssayFinding *finding,
           guint               baseline)
{
  return &finding->paired[baseline].paired;
}

/* --- flips ------------------------------------------------------------------------------------------------------ */

static AssayScene *
draw_flips (AssayFonts    *fonts,
            gconstpointer  data,
            double         width,
            guint          n_most)
{
  return assay_chart_flips (fonts, data, width);
}

AssayFigure *
assay_exhibit_flips (AssayStory         *self,
                     guint               baseline,
                     const AssayFinding *finding)
{
  const AssayPaired *paired = paired_of (finding, baseline);
  const char *model = assay_story_safe (self, self->findings->baselines[baseline]);
  AssayFlipsChart *chart = assay_document_alloc (self->document, sizeof *chart);
  AssayMeasure accuracy;

  if (isnan (paired->difference.value))
    return NULL;
  g_assert (assay_measure_find ("accuracy", &accuracy));
  g_autofree char *whole = assay_sentence_against_model (&accuracy, model, &paired->difference);
  g_autofree char *sentence = finding->kind == ASSAY_SLICE_WHOLE
                                ? g_strdup (whole)
                                : g_strdup_printf ("%s: %c%s", assay_story_slice (self, finding, NULL),
                                                   g_ascii_tolower (whole[0]), whole + 1);
  g_autofree char *flips = assay_number_share (paired->flip_rate.value, TRUE),
                  *rows = assay_number_rows (paired->rows);
  g_autofree char *note = g_strdup_printf (_("%s rows that both judged; %s of the predictions differ."), rows, flips);
  *chart = (AssayFlipsChart) {
    .both_right = paired->both_right, .only_before = paired->only_old_right, .only_after = paired->only_new_right,
    .both_wrong = paired->both_wrong, .both_right_name = _("both right"), .both_wrong_name = _("both wrong"),
    .only_before_name = assay_document_take (self->document, g_strdup_printf (_("only %s right"), model)),
    .only_after_name = _("only the new right"), .none_text = _("both judge every row alike"), .is_share = TRUE,
    .difference = paired->difference, .trend = trend_of (&paired->difference),
    .difference_text = assay_document_take (self->document,
                                            assay_number_estimate (&paired->difference, ASSAY_UNIT_POINTS, TRUE)),
    .says = assay_document_keep (self->document, sentence),
  };
  return assay_document_figure (self->document, draw_flips, chart, &chart->head, sentence, note);
}

/* --- slice by slice --------------------------------------------------------------------------------------------- */

/* By the difference: those that lose most first. */
static int
compare_findings (gconstpointer a,
                  gconstpointer b,
                  gpointer      data)
{
  const guint baseline = *(const guint *) data;
  const double x = paired_of (*(const AssayFinding *const *) a, baseline)->difference.value;
  const double y = paired_of (*(const AssayFinding *const *) b, baseline)->difference.value;

  return (x > y) - (x < y);
}

static AssayPair
pair_of (AssayStory         *self,
         const AssayFinding *finding,
         guint               baseline)
{
  const AssayPaired *paired = paired_of (finding, baseline);
  AssayPair pair = { .n_rows = paired->rows, .before = paired->old_accuracy.value,
                     .after = paired->new_accuracy.value,
                     .difference = paired->difference, .trend = trend_of_slice (finding, baseline) };

  pair.name = assay_story_slice (self, finding, &pair.of);
  pair.difference_text = assay_document_take (self->document,
                                              assay_number_bare (&paired->difference, ASSAY_UNIT_POINTS, FALSE,
                                                                 TRUE));
  pair.says = assay_document_take (self->document,
                                   g_strdup_printf (_("%s: %s points"), pair.name, pair.difference_text));
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
pairs_title (const GPtrArray *slices,
             guint            baseline,
             const char      *model)
{
  guint n_worse = 0, n_better = 0;
  const guint n = slices->len;

  for (guint i = 0; i < n; i++)
    {
      const AssayTrend trend = trend_of_slice (slices->pdata[i], baseline);
      n_worse += trend == ASSAY_TREND_WORSE;
      n_better += trend == ASSAY_TREND_BETTER;
    }
  if (n_worse == 0 && n_better == 0)
    return g_strdup_printf (_("No slice is shown to be more or less accurate than by %s"), model);
  g_autofree char *worse = assay_number_rows (n_worse), *better = assay_number_rows (n_better),
                  *all = assay_number_rows (n);
  if (n_worse == 0)
    return g_strdup_printf (_("No slice is shown to be less accurate than by %s; %s of %s gain"), model, better, all);
  return g_strdup_printf (_("%s of %s slices are less accurate than by %s, %s more"), worse, all, model, better);
}

AssayFigure *
assay_exhibit_pairs (AssayStory *self,
                     guint       baseline,
                     const char *column,
                     guint       n_most)
{
  const AssayFindings *findings = self->findings;
  const char *model = assay_story_safe (self, findings->baselines[baseline]);
  AssayPairedChart *chart = assay_document_alloc (self->document, sizeof *chart);
  g_autoptr (GPtrArray) slices = g_ptr_array_new ();

  for (guint i = 0; i < findings->slices->len; i++)
    {
      AssayFinding *finding = findings->slices->pdata[i];
      if (column != NULL && !assay_story_is_of_column (finding, column))
        continue;
      if (!finding->is_too_small && finding->same_rows_as == NULL
          && !isnan (paired_of (finding, baseline)->difference.value))
        g_ptr_array_add (slices, finding);
    }
  if (slices->len == 0)
    return NULL;
  g_ptr_array_sort_with_data (slices, compare_findings, &baseline); /* stable */
  const guint n = MIN (slices->len, n_most);
  AssayPair *pairs = assay_document_alloc (self->document, n * sizeof *pairs);
  for (guint i = 0; i < n; i++)
    pairs[i] = pair_of (self, slices->pdata[i], baseline);
  g_autofree char *title = pairs_title (slices, baseline, model);
  g_autofree char *all = assay_number_rows (slices->len);
  g_autofree char *note = slices->len > n
                            ? g_strdup_printf (_("Accuracy, %%, on the same rows. The %u that lose most, or gain "
                                               "least, of %s; all are in slices.csv."), n, all)
                            : g_strdup (_("Accuracy, %, on the same rows, sorted by the difference."));
  *chart = (AssayPairedChart) {
    .pairs = pairs, .n_pairs = n, .is_share = TRUE, .names_title = _("slice"), .rows_title = _("rows"),
    .value_title = _("accuracy, %"), .before_name = model, .after_name = _("new"), .difference_title = _("difference, points"),
  };
  return assay_document_figure (self->document, draw_pairs, chart, &chart->head, title, note);
}

void
assay_story_compare (AssayStory *self)
{
  const AssayFindings *findings = self->findings;

  if (self->report->plan->task == ASSAY_TASK_REGRESSION)
    assay_story_compare_errors (self);
  for (guint b = 0; b < MIN (findings->n_baselines, MOST_MODELS); b++)
    {
      const char *model = assay_story_safe (self, findings->baselines[b]);
      g_autofree char *title = g_strdup_printf (_("Against %s"), model),
                      *anchor = g_strdup_printf ("against-%u", b + 1);

      if (isnan (paired_of (findings->whole, b)->difference.value)) /* a regression has none of accuracy */
        continue;
      assay_document_heading (self->document, 1, title, anchor);
      assay_document_show (self->document, assay_exhibit_flips (self, b, findings->whole));
      assay_document_show (self->document, assay_exhibit_pairs (self, b, NULL, MOST_PAIRS));
    }
  if (findings->n_baselines > MOST_MODELS)
    {
      g_autofree char *note = g_strdup_printf (_("%u more models are in models.csv."),
                                               findings->n_baselines - MOST_MODELS);
      assay_document_add (self->document, ASSAY_BLOCK_NOTE, note);
    }
}
