/* audit-file-check.c: what everything behind an opened file may rely on.
 *
 * A digest shows damage, not intent: whoever writes a file by hand can write its digest too. These are the
 * properties of counts without which the judge would read beyond a table, divide a wrong total or take all memory.
 */
#include "audit/audit-file-private.h"
#include "audit/audit-file-replicates.h"

#include <string.h>

#define FINDING_BYTES 4096   /* of one AssayFinding: its text, measures, tests and pairs */
#define RESULT_BYTES 512     /* of one AssayCheckResult with its reason */

static guint64
add_or_stop (guint64 a,
             guint64 b)
{
  return a > G_MAXUINT64 - b ? G_MAXUINT64 : a + b;
}

static guint64
multiply_or_stop (guint64 a,
                  guint64 b)
{
  return b != 0 && a > G_MAXUINT64 / b ? G_MAXUINT64 : a * b;
}

static gboolean
is_of_tags (const AssayAxis *axis)
{
  return axis->kind == ASSAY_AXIS_TAGS;
}

static gboolean
is_outcome (const AssayAxis *axis)
{
  return axis->kind == ASSAY_AXIS_LABEL || axis->kind == ASSAY_AXIS_PREDICTION || axis->kind == ASSAY_AXIS_BASELINE
         || axis->kind == ASSAY_AXIS_ANNOTATOR;
}

/* What tells no slices apart, but what is counted of each: outcomes, scores' bins, whether a row is right. */
static gboolean
is_counted (const AssayAxis *axis)
{
  switch (axis->kind)
    {
    case ASSAY_AXIS_RATINGS:
    case ASSAY_AXIS_SCORED:
    case ASSAY_AXIS_SCORE:
    case ASSAY_AXIS_BASELINE_SCORE:
    case ASSAY_AXIS_RIGHT: return TRUE;
    default: return is_outcome (axis);
    }
}

AssayFootprint
assay_footprint (const AssayPlan *plan)
{
  return (AssayFootprint) { .slice_bytes = FINDING_BYTES + (guint64) plan->checks->len * RESULT_BYTES };
}

void
assay_footprint_add_table (AssayFootprint   *self,
                           AssayAxis *const *axes,
                           guint             n_axes,
                           guint             n_sums,
                           guint64           n_entries)
{
  guint64 n_cells = 1, n_slices = 1, cell_bytes = sizeof (AssayMatrixCell);
  gboolean is_set = FALSE;
  for (guint i = 0; i < n_axes; i++)
    {
      n_cells = multiply_or_stop (n_cells, axes[i]->n_codes);
      if (!is_counted (axes[i]))
        n_slices = multiply_or_stop (n_slices, axes[i]->n_codes);
      if (axes[i]->kind == ASSAY_AXIS_BASELINE)
        cell_bytes += sizeof (AssayPairedCell);
      if (axes[i]->kind == ASSAY_AXIS_SCORE || axes[i]->kind == ASSAY_AXIS_BASELINE_SCORE)
        cell_bytes += sizeof (AssayScoreBin);
    }
  guint64 sums_bytes = n_sums * sizeof (AssaySum);
  guint64 table_bytes = assay_count_table_fits_dense (n_cells, n_sums)
                          ? n_cells * (sizeof (guint64) + sums_bytes)
                          : multiply_or_stop (n_entries, 2 * sizeof (guint64) + sums_bytes);
  cell_bytes += sums_bytes;
  /* Values and crossings without rows have no finding, the whole set always has one. */
  guint64 n_findings = is_set ? 0 : MAX (MIN (n_slices, n_entries), 1);
  guint64 finding_bytes = multiply_or_stop (n_findings, self->slice_bytes);
  self->n_bytes = add_or_stop (self->n_bytes, add_or_stop (table_bytes, finding_bytes));
  self->n_bytes = add_or_stop (self->n_bytes, multiply_or_stop (n_entries, cell_bytes));
}

static char *
check_classes (const AssayPlan   *plan,
               const AssayCounts *counts)
{
  if (counts->n_classes > ASSAY_AUDIT_FILE_MOST_CLASSES)
    return g_strdup_printf ("%u classes are more than %u", counts->n_classes, ASSAY_AUDIT_FILE_MOST_CLASSES);
  /* Of more than two classes none need be the positive one, and of annotators alone none is. */
  if (counts->positive > counts->n_classes
      || (counts->positive == counts->n_classes && counts->n_classes <= 2 && assay_plan_has_model (plan)))
    return g_strdup ("its positive class is none of its classes");
  return NULL;
}

static gboolean
has_the_classes (const AssayAxis   *axis,
                 const AssayCounts *counts)
{
  if (axis->n_codes != counts->n_classes + 1)
    return FALSE;
  for (guint i = 0; i < counts->n_classes; i++)
    if (strcmp (axis->values[i + 1], counts->classes[i]) != 0)
      return FALSE;
  return TRUE;
}

/* Labels of one row: netstrings of classes, as many as there are annotators at most, in order. */
static gboolean
is_ratings (const char        *text,
            const AssayCounts *counts,
            guint              n_annotators)
{
  g_auto (GStrv) given = assay_axis_split (text);
  const guint n = given != NULL ? g_strv_length (given) : 0;

  for (guint i = 0; i < n; i++)
    if (!g_strv_contains ((const char *const *) counts->classes, given[i]) || (i > 0 && strcmp (given[i - 1], given[i]) > 0))
      return FALSE;
  return n > 0 && n <= n_annotators;
}

static gboolean
has_ratings (const AssayAxis   *axis,
             const AssayCounts *counts)
{
  guint n_annotators = 0;

  for (guint i = 0; i < counts->axes->len; i++)
    n_annotators += ((const AssayAxis *) counts->axes->pdata[i])->kind == ASSAY_AXIS_ANNOTATOR;
  for (guint code = 1; code < axis->n_codes; code++)
    if (!is_ratings (axis->values[code], counts, n_annotators))
      return FALSE;
  return TRUE;
}

static char *
check_axes (const AssayCounts *counts)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < counts->axes->len; i++)
    {
      const AssayAxis *axis = g_ptr_array_index (counts->axes, i);
      if (!g_hash_table_add (seen, g_strdup_printf ("%d %s", axis->kind, axis->name)))
        return g_strdup_printf ("the axis %s is there twice", axis->name);
      if (is_outcome (axis) && !has_the_classes (axis, counts))
        return g_strdup_printf ("the values of the axis %s are not the classes", axis->name);
      if (axis->kind == ASSAY_AXIS_RATINGS && !has_ratings (axis, counts))
        return g_strdup_printf ("the axis %s has values that are no labels of annotators", axis->name);
      if (axis->kind == ASSAY_AXIS_WHERE && axis->n_codes > 3)
        return g_strdup_printf ("the axis %s has more values than yes and no", axis->name);
    }
  return NULL;
}

/* The rows of the table, or more than any n_rows when they overflow. */
static guint64
total_or_stop (const AssayCountTable *table)
{
  guint64 total = 0;

  for (guint64 i = 0; i < table->n_entries; i++)
    total = add_or_stop (total, table->counts[i]);
  return total;
}

static gboolean
has_tags (const AssayCountTable *table)
{
  for (guint i = 0; i < table->n_axes; i++)
    if (is_of_tags (table->axes[i]))
      return TRUE;
  return FALSE;
}

typedef struct
{
  gboolean is_pairs;
  guint64  n_rows;
  gboolean is_bad;
} SetVisit;

static void
visit_set_cell (const guint *codes,
                guint64      count,
                gpointer     data)
{
  SetVisit *visit = data;

  visit->is_bad = visit->is_bad || count > visit->n_rows || (visit->is_pairs ? codes[0] == 0 || codes[0] > codes[1] : codes[1] == 0);
}

/* Rows are in as many cells as they have tags: (tags, tags, ...) with the first not behind the second, or (key, tags, ...). */
static char *
check_set_table (const AssayCountTable *table,
                 const AssayCounts     *counts)
{
  SetVisit visit = { .n_rows = counts->n_rows };

  if (table->n_axes < 2 || table->n_axes > 3 || !is_of_tags (table->axes[1]) || table->n_sums > 0
      || (table->n_axes == 3 && is_of_tags (table->axes[2])))
    return g_strdup ("a table has tags where none can be");
  visit.is_pairs = is_of_tags (table->axes[0]);
  assay_count_table_foreach (table, visit_set_cell, &visit);
  return visit.is_bad ? g_strdup ("a table of tags has a cell that no row can be in") : NULL;
}

static char *
check_table (const AssayCountTable *table,
             const AssayCounts     *counts)
{
  for (guint i = 0; i < table->n_axes; i++)
    {
      if (assay_audit_file_axis_position (counts, table->axes[i]) == G_MAXUINT)
        return g_strdup_printf ("a table's axis %s is not among the axes", table->axes[i]->name);
      for (guint j = 0; j < i; j++)
        if (table->axes[i] == table->axes[j] && !is_of_tags (table->axes[i]))
          return g_strdup_printf ("a table has the axis %s twice", table->axes[i]->name);
    }

  if (has_tags (table))
    return check_set_table (table, counts);
  guint64 total = total_or_stop (table);
  if (total != counts->n_rows)
    return g_strdup_printf ("a table has %" G_GUINT64_FORMAT " rows, the audit %" G_GUINT64_FORMAT, total,
                            counts->n_rows);
  return NULL;
}

/* Cells that are not 0. */
static guint64
entries_of (const AssayCountTable *table)
{
  guint64 n = 0;

  for (guint64 i = 0; i < table->n_entries; i++)
    n += table->counts[i] != 0;
  return n;
}

char *
assay_audit_file_check (const AssayPlan   *plan,
                        const AssayCounts *counts,
                        guint64            most_bytes)
{
  AssayFootprint footprint = assay_footprint (plan);
  char *problem = check_classes (plan, counts);

  if (problem == NULL)
    problem = check_axes (counts);
  for (guint i = 0; problem == NULL && i < counts->tables->len; i++)
    {
      const AssayCountTable *table = g_ptr_array_index (counts->tables, i);
      assay_footprint_add_table (&footprint, table->axes, table->n_axes, table->n_sums, entries_of (table));
      if (footprint.n_bytes > most_bytes)
        return g_strdup_printf ("its tables and slices need more than %" G_GUINT64_FORMAT " MiB; audit with fewer slices",
                                most_bytes >> 20);
      problem = check_table (table, counts);
    }
  if (problem == NULL && assay_audit_file_replicates_bytes (counts) > most_bytes)
    return g_strdup_printf ("its replicates need more than %" G_GUINT64_FORMAT " MiB; audit with fewer slices, or without "
                            "cluster=", most_bytes >> 20);
  if (problem == NULL && counts->n_rows > G_MAXINT64)
    problem = g_strdup ("it has too many rows");
  return problem;
}
