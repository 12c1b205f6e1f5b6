/* story-tag-sets.c: which tags rows have together, the commonest sets first. */
#include "story-private.h"

#include "words/translate.h"

#include <math.h>

#define MOST_SETS 12

/* "noisy, dark and far". */
static const char *
set_name (AssayStory               *self,
          const AssayTagSetFinding *set)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  g_autoptr (GString) name = g_string_new (set->n_tags == 0 ? _("no tag") : NULL);

  for (guint i = 0; i < set->n_tags; i++)
    g_string_append_printf (name, "%s%s",
                            i == 0                ? ""
                            : i + 1 < set->n_tags ? ", "
                                                  : _(" and "),
                            tags->tags[set->tags[i]].name);
  return assay_story_safe (self, name->str);
}

static void
add_set (AssayStory               *self,
         AssayTable               *table,
         const AssayTagSetFinding *set)
{
  const guint64 all = self->findings->whole->n_rows;
  g_autofree char *rows = assay_number_rows (set->n_rows);
  g_autofree char *errors = self->findings->tag_findings->why_no_errors != NULL ? g_strdup ("–")
                                                                               : assay_number_rows (set->n_errors);
  const double share = all > 0 ? (double) set->n_rows / (double) all : NAN;
  g_autofree char *part = assay_number_share (share, TRUE);

  assay_document_cell_add (self->document, table, set_name (self, set));
  assay_document_cell_add (self->document, table, rows)->sort = (double) set->n_rows;
  assay_document_cell_add (self->document, table, part)->sort = share;
  assay_document_cell_add (self->document, table, errors)->sort = (double) set->n_errors;
  if (table->n_columns < 5)
    return;
  g_autofree char *rate = assay_number_bare (&set->error_rate, ASSAY_UNIT_PERCENT, TRUE, TRUE);
  assay_document_cell_add (self->document, table, rate)->sort = set->error_rate.value;
}

void
assay_story_tag_sets (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { N_("tags of a row"), ASSAY_ANCHOR_START, TRUE, 0 }, { N_("rows"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("of all rows"), ASSAY_ANCHOR_END, FALSE, 0 }, { N_("errors"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("wrong, %"), ASSAY_ANCHOR_END, FALSE, 0 },
  };
  const AssayTagFindings *tags = self->findings->tag_findings;
  const guint n = MIN (tags->sets->len, MOST_SETS);

  if (!tags->has_sets)
    {
      assay_document_add (self->document, ASSAY_BLOCK_NOTE,
                          _("Rows have more different sets of tags than are counted one by one."));
      return;
    }
  if (tags->sets->len < 2)
    return;
  g_autofree char *all = assay_number_rows (tags->sets->len);
  g_autofree char *title = n < tags->sets->len ? g_strdup_printf (_("The %u commonest of %s sets of tags"), n, all)
                                               : g_strdup_printf (_("Tags come in %s sets"), all);
  AssayBlock *heading = assay_document_heading (self->document, 2, title, "tag-sets");
  heading->more =
      n < tags->sets->len ? _("Every row is in one. report.json has more of them.") : _("Every row is in one.");
  AssayTable *table = assay_document_table (self->document, columns, tags->only_errors ? 4 : 5);
  table->caption = _("Sets of tags, the commonest first");
  for (guint i = 0; i < n; i++)
    add_set (self, table, &g_array_index (tags->sets, AssayTagSetFinding, i));
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}
