/* show-audit.c: columns, provenance, the plan's text. */
#include "terminal-private.h"
#include "terminal-table-private.h"

#include <string.h>

/* --- columns ---------------------------------------------------------------------------------------------------- */

static const char *
axis_role (AssayAxisKind kind)
{
  static const char *const roles[] = {
    [ASSAY_AXIS_SLICE] = "slices",        [ASSAY_AXIS_BINS] = "slices, binned",
    [ASSAY_AXIS_WHERE] = "named slice",   [ASSAY_AXIS_LABEL] = "label",
    [ASSAY_AXIS_PREDICTION] = "prediction", [ASSAY_AXIS_BASELINE] = "baseline",
    [ASSAY_AXIS_SCORED] = "score at the threshold", [ASSAY_AXIS_SCORE] = "score, binned",
    [ASSAY_AXIS_BASELINE_SCORE] = "baseline's score, binned", [ASSAY_AXIS_RIGHT] = "prediction is the label",
    [ASSAY_AXIS_TAG] = "tag",             [ASSAY_AXIS_REVIEWED] = "reviewed",
    [ASSAY_AXIS_TAG_SET] = "tags together", [ASSAY_AXIS_TAGS] = "tags",
    [ASSAY_AXIS_ANNOTATOR] = "annotator", [ASSAY_AXIS_RATINGS] = "annotators' labels together",
  };

  return roles[kind];
}

#define MOST_VALUES 12

/* (transfer full) "cat + cat + dog" of what is made of several. */
static char *
value_words (const AssayAxis *axis,
             guint            code)
{
  const gboolean is_made = axis->kind == ASSAY_AXIS_TAG_SET || axis->kind == ASSAY_AXIS_RATINGS;
  g_auto (GStrv) parts = is_made ? assay_axis_split (axis->values[code]) : NULL;

  if (parts == NULL)
    return g_strdup (axis->values[code]);
  return parts[0] != NULL ? g_strjoinv (" + ", parts) : g_strdup ("none");
}

/* The first values; the table cuts what does not fit. */
static char *
axis_values (const AssayPage *page,
             const AssayAxis *axis)
{
  GString *out = g_string_new (NULL);
  guint    n = MIN (axis->n_codes, MOST_VALUES + 1);

  for (guint code = 1; code < n; code++)
    {
      g_autofree char *words = value_words (axis, code), *safe = assay_page_safe (page, words);
      g_autofree char *value = assay_text_middle (safe, 24, page->is_utf8);

      g_string_append_printf (out, "%s%s", code > 1 ? ", " : "", value);
    }
  if (axis->n_codes > n)
    g_string_append (out, ", ...");
  return g_string_free (out, FALSE);
}

void
assay_show_columns (AssayPage         *page,
                    const AssayReport *report)
{
  static const AssayTextColumn columns[] = {
    { "name", FALSE, 16, 0, FALSE }, { "counted as", FALSE, 0, 0, FALSE }, { "values", TRUE, 0, 0, FALSE },
    { "", FALSE, 0, 1, FALSE },
  };
  const GPtrArray       *axes = report->counts->axes;
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < axes->len; i++)
    {
      const AssayAxis *axis = axes->pdata[i];

      assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, axis->name));
      assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup (axis_role (axis->kind)));
      const gboolean is_number = assay_is_regression (report) && axis->kind >= ASSAY_AXIS_LABEL
                                 && axis->kind <= ASSAY_AXIS_BASELINE;
      assay_text_table_add (table, ASSAY_INK_PLAIN, is_number ? NULL : assay_number_rows (axis->n_codes - 1));
      assay_text_table_add_tail (table, ASSAY_INK_DIM, NULL,
                                 is_number ? g_strdup ("a number, or none") : axis_values (page, axis));
    }
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

/* --- provenance ------------------------------------------------------------------------------------------------- */

#define INDENT 15

static void
entry (AssayPage  *page,
       const char *word,
       const char *raw)
{
  g_autofree char *safe = assay_page_safe (page, raw != NULL && raw[0] != '\0' ? raw : "not given");

  assay_page_entry (page, word, INDENT, ASSAY_INK_PLAIN, safe);
}

static void
show_files (AssayPage             *page,
            const AssayProvenance *provenance)
{
  for (guint i = 0; i < provenance->n_files; i++)
    {
      const AssayInputFile *file = &provenance->files[i];
      g_autofree char      *bytes = assay_number_rows (file->n_bytes);
      g_autofree char      *line = g_strdup_printf ("%s, %s bytes", file->name, bytes);

      entry (page, "file", line);
      entry (page, "SHA-256", file->sha256);
    }
}

static void
show_classes (AssayPage         *page,
              const AssayReport *report)
{
  if (assay_is_regression (report))
    {
      entry (page, "task", "regression");
      return;
    }
  const AssayCounts *counts = report->counts;
  g_autofree char   *all = counts->n_classes > 0 ? g_strjoinv (", ", counts->classes) : g_strdup ("none");

  entry (page, "classes", all);
  if (counts->n_classes > 0 && assay_plan_has_model (report->plan))
    {
      const char      *why = counts->positive_why;
      const char      *name = counts->classes[counts->positive] != NULL ? counts->classes[counts->positive]
                                                                        : "none: each class against the rest";
      g_autofree char *positive = g_strconcat (name, why != NULL ? ": " : "", why, NULL);

      entry (page, "positive", positive);
    }
}

static void
show_run (AssayPage         *page,
          const AssayReport *report)
{
  const AssayProvenance *provenance = report->provenance;
  g_autofree char       *started = assay_phrase_time (provenance->started_us);
  char                   seconds[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (seconds, sizeof seconds, "%.3f", provenance->elapsed_us / 1e6);
  g_autofree char *elapsed = g_strconcat (seconds, " s", NULL);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, report->plan->text, -1);
  g_autofree char *plan = g_strconcat (report->plan->file, ", SHA-256 ", sha256, NULL);

  entry (page, "plan", plan);
  entry (page, "code version", provenance->code_version);
  entry (page, "assay", provenance->assay_version);
  entry (page, "engine", provenance->engine);
  entry (page, "host", provenance->host);
  entry (page, "started", started);
  entry (page, "took", elapsed);
}

void
assay_show_provenance (AssayPage         *page,
                       const AssayReport *report)
{
  const char *const *notes = report->provenance->notes;
  g_autofree char   *rows = assay_number_rows (report->counts->n_rows);
  g_autofree char   *left_out = assay_number_rows (report->findings->n_left_out);
  g_autofree char   *n_disagree = assay_number_rows (report->findings->n_disagree);
  g_autofree char   *disagree = g_strconcat (n_disagree, " rows, where prediction and score >= threshold differ",
                                             NULL);

  show_files (page, report->provenance);
  entry (page, "rows", rows);
  if (assay_plan_has_model (report->plan))
    entry (page, "left out", left_out);
  if (report->plan->score != NULL && report->plan->prediction != NULL)
    entry (page, "disagree", disagree);
  show_classes (page, report);
  show_run (page, report);
  for (guint i = 0; notes != NULL && notes[i] != NULL; i++)
    entry (page, "note", notes[i]);
}

/* --- plan ------------------------------------------------------------------------------------------------------- */

void
assay_show_plan (AssayPage         *page,
                 const AssayReport *report)
{
  g_auto (GStrv) lines = g_strsplit (report->plan->text, "\n", -1);
  guint          n = g_strv_length (lines);

  if (n > 0 && lines[n - 1][0] == '\0') /* the text ends with its last line's end */
    n--;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *safe = assay_page_safe (page, g_strchomp (lines[i]));

      assay_page_add (page, safe[0] == '[' ? ASSAY_INK_BOLD : safe[0] == '#' ? ASSAY_INK_DIM : ASSAY_INK_PLAIN, safe);
      assay_page_end_line (page);
    }
}
