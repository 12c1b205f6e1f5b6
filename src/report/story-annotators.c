/* story-annotators.c: audits of annotators alone: how many rows each slice has. */
#include "story-private.h"

#include "phrases.h"
#include "words/translate.h"

#define MOST_ROWS 60

static void
add_row (AssayStory         *self,
         AssayTable         *table,
         const AssayFinding *finding)
{
  const char *columns = NULL, *name = assay_story_slice (self, finding, &columns);
  g_autofree char *rows = assay_number_rows (finding->n_rows), *share = assay_number_share (finding->share, TRUE);

  assay_document_cell_add (self->document, table, name)->is_strong = TRUE;
  assay_document_cell_add (self->document, table, columns)->role = ASSAY_ROLE_TEXT_3;
  assay_document_cell_add (self->document, table, rows)->sort = (double) finding->n_rows;
  assay_document_cell_add (self->document, table, share)->sort = finding->share;
}

static void
add_slices (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { N_("slice"), ASSAY_ANCHOR_START, FALSE, 0.4 }, { N_("of"), ASSAY_ANCHOR_START, FALSE, 0.3 },
    { N_("rows"), ASSAY_ANCHOR_END, FALSE, 0 }, { N_("share of all rows"), ASSAY_ANCHOR_END, FALSE, 0 },
  };
  const GPtrArray *slices = self->findings->slices;
  const guint n = MIN (slices->len, MOST_ROWS);

  if (slices->len == 0)
    return;
  AssayBlock *heading = assay_document_heading (self->document, 1, _("Slices: how many rows?"), "slices");
  if (slices->len > n)
    heading->more = assay_document_take (self->document, g_strdup_printf (_("The first %u of %u; slices.csv has them "
                                                                            "all."), n,
                                                                         slices->len));
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));
  table->caption = _("Slices and their rows");
  for (guint i = 0; i < n; i++)
    add_row (self, table, slices->pdata[i]);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}

void
assay_story_annotators (AssayStory *self)
{
  if (assay_plan_has_model (self->report->plan))
    return;
  add_slices (self);
}
