/* story-notes.c: the definitions used, and where the numbers come from. */
#include "story-private.h"

#include "terminal-private.h"
#include "words/translate.h"

#include <string.h>

static void
add_definitions (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { N_("measure"), ASSAY_ANCHOR_START, FALSE, 0.2 }, { N_("formula"), ASSAY_ANCHOR_START, TRUE, 0 },
    { N_("interval"), ASSAY_ANCHOR_START, FALSE, 0.34 },
  };
  const AssayFindings *findings = self->findings;
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));

  assay_document_heading (self->document, 1, _("Definitions"), "definitions");
  table->caption = _("Measures, formulas and intervals");
  for (guint i = 0; i < findings->n_measures; i++)
    {
      const AssayMeasure *measure = &findings->measures[i];
      assay_document_cell_add (self->document, table, measure->name)->is_strong = TRUE;
      assay_document_cell_add (self->document, table, _(assay_definition_formula (measure)));
      const char *interval = assay_definition_interval (measure, assay_is_weighted (self->report));
      assay_document_cell_add (self->document, table, _(interval))->role = ASSAY_ROLE_TEXT_2;
    }
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
  for (guint i = 0; assay_definition_rule (self->report, i) != NULL; i++)
    {
      const char *const *rule = assay_definition_rule (self->report, i);
      g_autofree char *text = g_strdup_printf ("%s: %s", _(rule[0]), _(rule[1]));
      assay_document_add (self->document, ASSAY_BLOCK_NOTE, text);
    }
}

static void
add_entry (AssayStory *self,
           AssayTable *table,
           const char *name,
           const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  assay_document_cell_add (self->document, table, name)->role = ASSAY_ROLE_TEXT_2;
  assay_document_cell_add (self->document, table, assay_story_safe (self, value));
}

static void
add_provenance (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { "", ASSAY_ANCHOR_START, FALSE, 0.34 }, { "", ASSAY_ANCHOR_START, TRUE, 0 },
  };
  const AssayProvenance *provenance = self->report->provenance;
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));
  g_autofree char *rows = assay_number_rows (self->report->counts->n_rows);
  g_autofree char *left_out = assay_number_rows (self->findings->n_left_out);
  g_autofree char *time = assay_phrase_time (provenance->started_us);
  g_autofree char *plan = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->report->plan->text, -1);

  assay_document_heading (self->document, 1, _("Where the numbers come from"), "provenance");
  table->caption = _("Provenance");
  for (guint i = 0; i < MIN (provenance->n_files, 12); i++)
    {
      const AssayInputFile *file = &provenance->files[i];
      g_autofree char *base = g_path_get_basename (file->name), *size = assay_number_bytes (file->n_bytes);
      g_autofree char *text = g_strdup_printf ("%s, %s, SHA-256 %s", base, size,
                                               file->sha256 != NULL ? file->sha256 : _("not known"));
      add_entry (self, table, i == 0 ? _("data") : " ", text);
    }
  add_entry (self, table, _("rows"), rows);
  if (assay_plan_has_model (self->report->plan))
    add_entry (self, table, _("left out: label or prediction missing"), left_out);
  add_entry (self, table, _("plan, SHA-256 of its text"), plan);
  add_entry (self, table, _("audited"), time);
  add_entry (self, table, _("code version"), provenance->code_version);
  add_entry (self, table, _("engine"), provenance->engine);
  add_entry (self, table, "Assay", provenance->assay_version);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
  for (guint i = 0; provenance->notes != NULL && provenance->notes[i] != NULL; i++)
    assay_document_add (self->document, ASSAY_BLOCK_NOTE, assay_story_safe (self, provenance->notes[i]));
}

void
assay_story_notes (AssayStory *self)
{
  if (assay_plan_has_model (self->report->plan))
    add_definitions (self);
  add_provenance (self);
}
