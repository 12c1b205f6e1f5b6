/* csv-tags.c: tags.csv, one row a tag and reference. */
#include "csv-writer-private.h"

static void
tag_cells (AssayCsv              *csv,
           const AssayTagFinding *tag,
           gboolean               has_errors)
{
  assay_csv_text (csv, tag->name);
  assay_csv_count (csv, tag->rank);
  assay_csv_count (csv, tag->n_rows);
  if (has_errors)
    assay_csv_count (csv, tag->shares.errors);
  else
    assay_csv_blanks (csv, 1);
  assay_csv_ends (csv, &tag->shares.share_of_errors);
  assay_csv_ends (csv, &tag->shares.error_rate);
  assay_csv_ends (csv, &tag->shares.share_of_data);
  assay_csv_ends (csv, &tag->shares.lift);
  assay_csv_number (csv, tag->q);
  assay_csv_boolean (csv, tag->is_worse);
  assay_csv_count (csv, tag->ease);
  assay_csv_count (csv, tag->importance);
  assay_csv_number (csv, tag->priority);
}

static void
tag_row (AssayCsv               *csv,
         const AssayTagFindings *tags,
         const AssayTagFinding  *tag,
         int                     reference)
{
  tag_cells (csv, tag, tags->why_no_errors == NULL);
  if (reference < 0)
    assay_csv_blanks (csv, 11);
  else
    {
      const AssayRoom *room = &tag->rooms[reference];
      assay_csv_text (csv, tags->references[reference].name);
      assay_csv_boolean (csv, reference == tags->against);
      assay_csv_ends (csv, &room->value);
      assay_csv_ends (csv, &room->room);
      assay_csv_ends (csv, &room->gain);
    }
  assay_csv_end_line (csv);
}

char *
assay_report_tags_csv (const AssayReport *report)
{
  static const char *const header[] = {
    "tag", "rank", "rows", "errors", "share of errors", "share of errors lo", "share of errors hi", "error rate",
    "error rate lo", "error rate hi", "share of data", "share of data lo", "share of data hi", "lift", "lift lo", "lift hi",
    "q", "worse", "ease", "importance", "priority", "against", "of priority", "its accuracy", "its accuracy lo",
    "its accuracy hi", "room", "room lo", "room hi", "potential gain", "potential gain lo", "potential gain hi",
  };
  const AssayTagFindings *tags = report->findings->tag_findings;
  AssayCsv csv = { NULL, FALSE };

  if (tags == NULL)
    return NULL;
  csv.out = g_string_sized_new (1 << 12);
  assay_csv_headers (&csv, "", "", header, G_N_ELEMENTS (header));
  assay_csv_end_line (&csv);
  for (guint i = 0; i < tags->n_tags; i++)
    {
      const AssayTagFinding *tag = &tags->tags[tags->ranked[i]];
      for (guint r = 0; r < tags->n_references; r++)
        tag_row (&csv, tags, tag, (int) r);
      if (tags->n_references == 0)
        tag_row (&csv, tags, tag, -1);
    }
  return g_string_free (csv.out, FALSE);
}
