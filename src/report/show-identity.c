/* show-identity.c: what was audited, in a few lines: rows, files, the whole set, each baseline, notes. */
#include "terminal-private.h"

#define INDENT 13
#define MOST_NOTES 1
#define MOST_WHOLE 4 /* measures: one or two lines */

static char *
file_words (const AssayPage      *page,
            const AssayInputFile *file)
{
  g_autofree char *name = assay_page_safe (page, file->name);
  g_autofree char *shorter = assay_text_middle (name, 40, page->is_utf8);
  g_autofree char *bytes = assay_number_bytes (file->n_bytes);

  return g_strdup_printf ("%s, %s", shorter, bytes);
}

static void
show_data (AssayPage         *page,
           const AssayReport *report)
{
  const AssayProvenance *provenance = report->provenance;
  g_autofree char       *rows = assay_number_rows (report->counts->n_rows);
  g_autofree char       *left_out = assay_number_rows (report->findings->n_left_out);
  g_autoptr (GPtrArray)  items = g_ptr_array_new_with_free_func (g_free);
  const AssayInputFile  *file = provenance->n_files > 0 ? &provenance->files[0] : NULL;

  g_ptr_array_add (items, g_strdup_printf ("%s row%s", rows, report->counts->n_rows == 1 ? "" : "s"));
  if (report->findings->n_left_out > 0)
    g_ptr_array_add (items, g_strdup_printf ("%s left out: no label or prediction", left_out));
  if (report->plan->annotators[0] != NULL)
    g_ptr_array_add (items, g_strdup_printf ("%u annotators", g_strv_length (report->plan->annotators)));
  if (report->plan->weight != NULL)
    {
      g_autofree char *weight = assay_page_safe (page, report->plan->weight);
      g_ptr_array_add (items, g_strdup_printf ("weighted by %s", weight));
    }
  if (report->plan->cluster != NULL)
    {
      g_autofree char *clusters = assay_number_rows (report->findings->whole->n_clusters);
      g_autofree char *column = assay_page_safe (page, report->plan->cluster);
      g_ptr_array_add (items, g_strdup_printf ("in %s cluster%s by %s", clusters,
                                               report->findings->whole->n_clusters == 1 ? "" : "s", column));
    }
  if (file != NULL)
    g_ptr_array_add (items, file_words (page, file));
  if (file != NULL && file->sha256 != NULL && provenance->n_files == 1)
    g_ptr_array_add (items, g_strdup_printf ("SHA-256 %.12s%s", file->sha256, page->is_utf8 ? "\xe2\x80\xa6" : ".."));
  if (provenance->n_files > 1)
    g_ptr_array_add (items, g_strdup_printf ("%u more file%s", provenance->n_files - 1,
                                             provenance->n_files == 2 ? "" : "s"));
  assay_page_items (page, "data", INDENT, items);
}

/* The measures that the plan asks for. */
static void
show_whole (AssayPage         *page,
            const AssayReport *report)
{
  const AssayFindings  *findings = report->findings;
  guint                 n = MIN (findings->n_tested > 0 ? findings->n_tested : findings->n_measures, MOST_WHOLE);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      guint                at = findings->n_tested > 0 ? findings->tested[i] : i;
      const AssayMeasure  *measure = &findings->measures[at];
      const AssayEstimate *estimate = &findings->whole->measures[at];
      g_autofree char     *words = assay_number_estimate (estimate, assay_number_unit (measure, FALSE),
                                                          page->is_utf8);
      gboolean             is_undefined = isnan (estimate->value) && estimate->why != NULL;
      g_autofree char     *raw = assay_phrase_measure (report->plan, measure);
      g_autofree char     *name = assay_page_safe (page, raw);

      g_ptr_array_add (items, g_strdup_printf ("%s %s%s%s", name, words, is_undefined ? " " : "",
                                               is_undefined ? estimate->why : ""));
    }
  assay_page_items (page, "whole set", INDENT, items);
}

static void
show_baseline (AssayPage         *page,
               const char        *raw_name,
               const AssayPaired *paired)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  g_autofree char      *safe = assay_page_safe (page, raw_name);
  g_autofree char      *name = assay_text_middle (safe, 24, page->is_utf8);
  g_autofree char      *difference = assay_number_estimate (&paired->difference, ASSAY_UNIT_POINTS, page->is_utf8);
  g_autofree char      *old = assay_number_estimate (&paired->old_accuracy, ASSAY_UNIT_PERCENT, page->is_utf8);
  g_autofree char      *flips = assay_number_share (paired->flip_rate.value, page->is_utf8);

  if (isnan (paired->difference.value))
    g_ptr_array_add (items, g_strdup_printf ("%s: %s", name,
                                             paired->difference.why != NULL ? paired->difference.why : "undefined"));
  else
    {
      g_ptr_array_add (items, g_strdup_printf ("%s: accuracy %s", name, difference));
      g_ptr_array_add (items, g_strdup_printf ("from %s", old));
      g_ptr_array_add (items, g_strdup_printf ("%s of predictions differ", flips));
    }
  assay_page_items (page, "against", INDENT, items);
}

static void
show_numbers (AssayPage           *page,
              const AssayFindings *findings,
              guint                baseline)
{
  g_autofree char *safe = assay_page_safe (page, findings->baselines[baseline]);
  g_autofree char *name = assay_text_middle (safe, 24, page->is_utf8);

  assay_show_pair_of_numbers (page, findings, name, &findings->whole->paired[baseline]);
}

static void
show_notes (AssayPage         *page,
            const AssayReport *report)
{
  const char *const *notes = report->provenance->notes;
  guint              n = notes != NULL ? g_strv_length ((char **) notes) : 0;

  for (guint i = 0; i < n && i < MOST_NOTES; i++)
    {
      g_autofree char *safe = assay_page_safe (page, notes[i]);
      g_autofree char *more = n > MOST_NOTES ? g_strdup_printf (" (%u more: assay show AUDIT provenance)",
                                                                n - MOST_NOTES)
                                             : g_strdup ("");
      g_autofree char *line = g_strconcat (safe, more, NULL);
      assay_page_entry (page, "note", INDENT, ASSAY_INK_PLAIN, line);
    }
}

void
assay_show_identity (AssayPage         *page,
                     const AssayReport *report)
{
  const AssayFindings *findings = report->findings;

  show_data (page, report);
  show_whole (page, report);
  for (guint i = 0; i < findings->n_baselines; i++)
    if (findings->whole->paired[i].measures != NULL)
      show_numbers (page, findings, i);
    else
      show_baseline (page, findings->baselines[i], &findings->whole->paired[i].paired);
  show_notes (page, report);
  assay_show_signed (page, report);
}
