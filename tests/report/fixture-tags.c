/* fixture-tags.c: audits with error tags and gaps, made by hand around fixture_income(). */
#include "fixture-tags.h"

#include "report/exhibits.h"

#include <math.h>
#include <string.h>

const AssayEstimate fixture_none = { NAN, NAN, NAN, 0, "not counted" };

AssayEstimate
fixture_about (double value,
               double half)
{
  return (AssayEstimate) { value, value - half, value + half, 1000, NULL };
}

void
tags_set (Tags       *self,
          guint       at,
          const char *name,
          double      share,
          double      room,
          double      half)
{
  const double gain = room * share;

  self->room[at] = (AssayRoom) { fixture_about (0.9, 0.01), fixture_about (room, half),
                                 fixture_about (gain, half * share) };
  self->tag[at] = (AssayTagFinding) {
    .name = name,
    .n_rows = (guint64) (1000 * share),
    .rooms = &self->room[at],
    .ease = 3,
    .importance = 3,
    .shares = { (guint64) (1000 * share), (guint64) (100 * share), fixture_about (share, 0.02),
                fixture_about (0.1, 0.01), fixture_about (share, 0.01), fixture_about (1.2, 0.1) },
    .share_times_error = fixture_none,
    .q = 0.5,
    .priority = MAX (gain, 0) * 100 * 9,
    .is_ahead = room < 0,
    .rank = at + 1,
  };
  self->ranked[at] = at;
}

Tags *
tags_new (guint n)
{
  Tags *self = g_new0 (Tags, 1);

  self->fixture = fixture_income ();
  self->human = (AssayReference) { ASSAY_REFERENCE_HUMAN, 0, "human level" };
  self->tags = (AssayTagFindings) {
    .n_references = 1,
    .references = &self->human,
    .against = 0,
    .n_tags = n,
    .tags = self->tag,
    .ranked = self->ranked,
    .pairs = g_array_new (FALSE, FALSE, sizeof (AssayTagPair)),
    .has_sets = TRUE,
    .sets = g_array_new (FALSE, FALSE, sizeof (AssayTagSetFinding)),
    .slices = g_array_new (FALSE, FALSE, sizeof (AssayTagSlice)),
  };
  self->gaps = g_array_new (FALSE, FALSE, sizeof (AssayGap));
  self->without = self->fixture->report.findings;
  self->findings = *self->without;
  self->findings.tag_findings = &self->tags;
  self->findings.gaps = self->gaps;
  self->fixture->report.findings = &self->findings;
  return self;
}

void
tags_free (Tags *self)
{
  for (guint i = 0; i < self->gaps->len; i++)
    g_array_unref (g_array_index (self->gaps, AssayGap, i).parts);
  g_array_unref (self->gaps);
  g_array_unref (self->tags.pairs);
  g_array_unref (self->tags.sets);
  g_array_unref (self->tags.slices);
  self->fixture->report.findings = self->without;
  fixture_free (self->fixture);
  g_free (self);
}

/* The lecture's: 30, 60, 4 and 6 % of the data with rooms of 2, 1, 4 and 0 points (measures.md 5). */
Tags *
tags_of_lecture (void)
{
  Tags *self = tags_new (4);

  tags_set (self, 0, "people talking", 0.3, 0.02, 0.005);
  tags_set (self, 1, "clean speech", 0.6, 0.01, 0.005);
  tags_set (self, 2, "car noise", 0.04, 0.04, 0.01);
  tags_set (self, 3, "low bandwidth", 0.06, 0, 0.01);
  return self;
}

void
tags_add_pair (Tags    *self,
               guint    a,
               guint    b,
               double   rate,
               guint64  n_rows)
{
  const AssayTagPair pair = { a, b, n_rows, (guint64) (rate * (double) n_rows), fixture_about (rate, 0.02),
                              fixture_about (1, 0.1) };

  g_array_append_val (self->tags.pairs, pair);
}

char *
tags_html (const Tags *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayFonts) fonts = assay_fonts_new (&error);
  g_autoptr (AssayDocument) document = assay_story_new (&self->fixture->report);

  return assay_document_html (document, fonts);
}

void
fixture_assert_says (const char *html,
                     const char *text)
{
  if (strstr (html, text) == NULL)
    g_error ("'%s' is not in the report: %.6000s", text,
             strstr (html, "id=\"tags\"") != NULL ? strstr (html, "id=\"tags\"") : html);
}

void
fixture_assert_silent (const char *html,
                       const char *text)
{
  if (strstr (html, text) != NULL)
    g_error ("'%s' is in the report", text);
}

guint
tags_n_pages (const Tags *self,
              gboolean    on_first)
{
  g_autoptr (AssayFonts) fonts = assay_fonts_new (NULL);
  g_autoptr (AssayDocument) document = assay_story_new (&self->fixture->report);
  g_autoptr (GPtrArray) pages = assay_document_pages (document, fonts, ASSAY_PAPER_A4);
  guint at = 0;

  for (guint i = 0; i < pages->len && on_first; i++)
    {
      const AssayScene *page = pages->pdata[i];
      for (guint j = 0; j < page->ops->len; j++)
        if (g_array_index (page->ops, AssayOp, j).kind == ASSAY_OP_TEXT
            && strcmp (g_array_index (page->ops, AssayOp, j).text, "Decision") == 0)
          at = i + 1;
    }
  return on_first ? at : pages->len;
}

void
tags_add_gap (Tags              *self,
              const char        *column,
              double             total,
              guint              n,
              const char *const *names,
              const double      *gains)
{
  AssayGap gap = { { ASSAY_REFERENCE_BASELINE, 0, self->fixture->report.findings->baselines[0] }, column, fixture_about (total, 0.0005),
                   g_array_new (FALSE, FALSE, sizeof (AssayGapPart)) };

  for (guint i = 0; i < n; i++)
    {
      const AssayGapPart part =
          { (char *) names[i], names[i] == NULL, FALSE, 1000 * (i + 1), fixture_about (gains[i], 0.0002) };
      g_array_append_val (gap.parts, part);
    }
  g_array_append_val (self->gaps, gap);
}

/* The chart's text or why there is none. */
char *
tags_chart (const Tags *self,
            const char *kind,
            const char *column,
            const char *baseline)
{
  g_autoptr (GError) error = NULL;
  const AssayChartRequest request = { .kind = kind, .column = column, .baseline = baseline, .width = 543 };
  g_autoptr (GBytes) bytes = assay_report_chart (&self->fixture->report, &request, &error);

  if (bytes == NULL)
    return g_strdup (error->message);
  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}
