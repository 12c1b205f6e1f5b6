/* story.c: the whole document, and what its parts share. */
#include "story-private.h"

#include "terminal-text-private.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

#define MOST_TITLE_CELLS 40

const char *
assay_story_safe (AssayStory *self,
                  const char *text)
{
  return assay_document_take (self->document, assay_phrase_safe (text));
}

const char *
assay_story_slice (AssayStory          *self,
                   const AssayFinding  *finding,
                   const char         **columns)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new (), names = g_ptr_array_new ();

  if (columns != NULL)
    *columns = NULL;
  if (finding->kind == ASSAY_SLICE_WHOLE)
    return _("whole set");
  if (finding->kind == ASSAY_SLICE_NAMED)
    return assay_story_safe (self, finding->text);
  for (guint i = 0; i < finding->n_parts; i++)
    {
      g_ptr_array_add (values, (gpointer) finding->parts[i].value);
      g_ptr_array_add (names, (gpointer) finding->parts[i].column);
    }
  g_ptr_array_add (names, NULL);
  if (columns != NULL)
    {
      g_autofree char *joined = g_strjoinv (", ", (char **) names->pdata);
      *columns = assay_story_safe (self, joined);
    }
  g_autofree char *text = assay_sentence_slice ((const char *const *) values->pdata, values->len);
  return assay_story_safe (self, text);
}

const char *
assay_story_check_anchor (AssayStory              *self,
                          const AssayCheckFinding *check)
{
  guint at = 0;

  g_ptr_array_find (self->findings->checks, check, &at);
  return assay_document_take (self->document, g_strdup_printf ("check-%u", at + 1));
}

const char *
assay_story_title_name (AssayStory *self,
                        const char *name)
{
  return assay_document_take (self->document, assay_text_middle (name, MOST_TITLE_CELLS, TRUE));
}

int
assay_story_shape (AssayVerdict verdict)
{
  switch (verdict)
    {
    case ASSAY_VERDICT_FAIL: return ASSAY_SHAPE_FAIL;
    case ASSAY_VERDICT_UNDECIDED: return ASSAY_SHAPE_UNDECIDED;
    case ASSAY_VERDICT_PASS: return ASSAY_SHAPE_PASS;
    default: return -1;
    }
}

static AssayHedge
hedge_of (const AssayAgainstRest *rest)
{
  if (rest == NULL || isnan (rest->difference.lo))
    return ASSAY_HEDGE_NOT_SHOWN;
  if (rest->is_worse || rest->is_different)
    return ASSAY_HEDGE_SHOWN;
  return rest->test.kind == ASSAY_TEST_NONE && (rest->difference.lo > 0 || rest->difference.hi < 0)
         ? ASSAY_HEDGE_SHOWN
                                                                                                    : ASSAY_HEDGE_NOT_SHOWN;
}

/* Without a unit: the chart's note has it. From half a point on whole points. */
static char *
point_text (const AssayEstimate *estimate,
            AssayUnit            unit)
{
  const gboolean is_cramped = unit == ASSAY_UNIT_PERCENT && estimate->hi - estimate->lo >= 0.01;

  if (isnan (estimate->value))
    return g_strdup ("\xe2\x80\x93");
  return assay_number_value (estimate->value, is_cramped ? 0 : assay_number_decimals (estimate, unit), unit, TRUE);
}

AssayDot
assay_story_dot (AssayStory         *self,
                 const AssayFinding *finding,
                 guint               tested)
{
  const AssayFindings *findings = self->findings;
  const AssayMeasure *measure = &findings->measures[findings->tested[tested]];
  const AssayEstimate *estimate = &finding->measures[findings->tested[tested]];
  const AssayAgainstRest *rest = finding->rest != NULL ? &finding->rest[tested] : NULL;
  const AssayVerdict verdict = assay_verdict_at_bound (findings, finding, measure);
  AssayDot dot = { .n_rows = finding->n_rows, .estimate = *estimate, .verdict = assay_story_shape (verdict) };

  dot.name = assay_story_slice (self, finding, &dot.of);
  dot.is_behind = rest != NULL && rest->is_worse;
  dot.is_undecided = verdict == ASSAY_VERDICT_UNDECIDED
                     || (verdict == ASSAY_VERDICT_NONE && !dot.is_behind && hedge_of (rest) == ASSAY_HEDGE_NOT_SHOWN
                         && rest != NULL && !isnan (rest->difference.value));
  dot.value = assay_document_take (self->document,
                                   point_text (estimate, assay_number_unit (measure, FALSE)));
  if (rest != NULL && !isnan (rest->difference.value))
    dot.difference = assay_document_take (self->document, assay_number_bare (&rest->difference,
                                                                            assay_number_unit (measure, TRUE), TRUE,
                                                                            TRUE));
  if (isnan (estimate->value))
    dot.why = assay_story_safe (self, estimate->why != NULL ? estimate->why : _("undefined"));
  else if (finding->is_too_small)
    dot.why = assay_document_take (self->document,
                                   g_strdup_printf (_("under %u rows"), (guint) findings->plan->min_rows));
  if (rest != NULL)
    dot.says = assay_document_take (self->document, assay_sentence_against_rest (measure, dot.name, &rest->difference,
                                                                                hedge_of (rest), finding->n_rows));
  return dot;
}

double
assay_story_bound (const AssayFindings *findings,
                   const AssayMeasure  *measure)
{
  double bound = NAN;

  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];

      if (check->check->bound == ASSAY_BOUND_NO_WORSE_THAN || check->check->class_name != NULL
          || strcmp (check->measure.name, measure->name) != 0)
        continue;
      if (!isnan (bound) && bound != check->check->value)
        return NAN;
      bound = check->check->value;
    }
  return bound;
}

void
assay_story_lines (AssayStory    *self,
                   AssayDotChart *chart)
{
  const guint at = self->findings->tested[self->tested];
  const AssayMeasure *measure = &self->findings->measures[at];
  const AssayUnit unit = assay_number_unit (measure, FALSE);
  const AssayEstimate *whole = &self->findings->whole->measures[at];
  g_autofree char *value = assay_number_point (whole, unit, FALSE, TRUE);

  chart->whole = whole->value;
  chart->whole_text = assay_document_take (self->document, g_strdup_printf (_("whole set %s"), value));
  chart->bound = assay_story_bound (self->findings, measure);
  if (isnan (chart->bound))
    return;
  g_autofree char *bound = assay_number_bound (chart->bound, unit);
  chart->bound_text = assay_document_take (self->document, g_strdup_printf (_("bound %s"), bound));
}

char *
assay_story_reading (AssayStory *self,
                     const char *first)
{
  const AssayMeasure *measure = &self->findings->measures[self->findings->tested[self->tested]];
  g_autofree char *name = assay_phrase_measure (self->report->plan, measure);

  return g_strdup_printf (_("%s%s%s%s. Diamond: significantly behind the rest. Hollow, dashed: undecided."),
                          first != NULL ? first : "", first != NULL ? " " : "", assay_story_safe (self, name),
                          assay_number_unit (measure, FALSE) == ASSAY_UNIT_PERCENT ? ", %" : "");
}

AssayScene *
assay_story_draw_dots (AssayFonts    *fonts,
                       gconstpointer  data,
                       double         width,
                       guint          n_most)
{
  AssayDotChart chart = *(const AssayDotChart *) data;

  if (n_most > 0)
    chart.n_dots = MIN (chart.n_dots, n_most);
  if (width < 340 && !isnan (chart.whole)) /* no room for numbers that the line of the whole set shows */
    chart.difference_title = NULL;
  return assay_chart_dots (fonts, &chart, width);
}

void
assay_story_begin (AssayStory *self)
{
  g_autoptr (GArray) behind = assay_findings_behind (self->findings, 1);
  const char *title = self->report->plan->title;

  self->document->title = assay_story_safe (self, title != NULL && title[0] != '\0' ? title : _("Audit"));
  self->document->running = self->document->title;
  self->document->created_us = self->report->provenance->started_us;
  if (behind->len > 0)
    self->tested = g_array_index (behind, AssayBehind, 0).tested;
}

AssayDocument *
assay_story_new (const AssayReport *report)
{
  AssayStory self = { assay_document_new (), report, report->findings, 0 };

  assay_story_begin (&self);
  assay_story_front (&self);
  assay_story_slices (&self);
  assay_story_crossings (&self);
  assay_story_fairness (&self);
  assay_story_compare (&self);
  assay_story_tags (&self);
  assay_story_gaps (&self);
  assay_story_labels (&self);
  assay_story_annotators (&self);
  assay_story_scores (&self);
  assay_story_classes (&self);
  assay_story_checks (&self);
  assay_story_review (&self);
  assay_story_notes (&self);
  return self.document;
}
