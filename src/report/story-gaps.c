/* story-gaps.c: where the points lie that the model and each baseline part by: every column, and the sets of tags. */
#include "exhibits.h"

#include "words/translate.h"

#include <math.h>

#define MOST_MODELS 3
#define MOST_GAPS 5 /* of a model; the tags' is another */

static gboolean
is_drawn (const AssayGap *gap)
{
  return gap->reference.kind == ASSAY_REFERENCE_BASELINE && gap->reference.index < MOST_MODELS && gap->parts->len > 1 && !isnan (gap->total.value);
}

/* Charts of one baseline; returns how many there was no room for. */
static guint
add_model (AssayStory *self,
           guint       baseline)
{
  const GArray *gaps = self->findings->gaps;
  guint n = 0, n_more = 0;

  for (guint i = 0; i < gaps->len; i++)
    {
      const AssayGap *gap = &g_array_index (gaps, AssayGap, i);

      if (!is_drawn (gap) || gap->reference.index != baseline)
        continue;
      if (gap->column != NULL && n++ >= MOST_GAPS)
        n_more++;
      else
        assay_document_show (self->document, assay_exhibit_gap (self, gap, FALSE));
    }
  return n_more;
}

void
assay_story_gaps (AssayStory *self)
{
  const GArray *gaps = self->findings->gaps;
  guint n = 0, n_more = 0;

  for (guint i = 0; gaps != NULL && i < gaps->len; i++)
    n += is_drawn (&g_array_index (gaps, AssayGap, i));
  if (n == 0)
    return;
  AssayBlock *heading = assay_document_heading (self->document, 1, _("Where the points lie"), "gaps");
  heading->more = _("Model less baseline, points of overall accuracy, with each part's rows in grey. Every row is "
                     "in one part, and so "
                     "they add up: each bar begins where the one above ends. Hatched: may be nothing.");
  for (guint b = 0; b < MIN (self->findings->n_baselines, MOST_MODELS); b++)
    n_more += add_model (self, b);
  if (n_more == 0 && self->findings->n_baselines <= MOST_MODELS)
    return;
  assay_document_add (self->document, ASSAY_BLOCK_NOTE, _("Further columns and models are in report.json."));
}
