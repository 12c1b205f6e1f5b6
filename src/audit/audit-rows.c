/* audit-rows.c: the rows behind a number, from the data that was audited and no other: digests are compared. */
#include "audit.h"
#include "audit-layout.h"
#include "audit-private.h"

#include <string.h>

/* (transfer full) (element-type AssayInputFile) The audit's files of rows, and behind them its file of tags: as a source of
 * them has them. */
static GPtrArray *
audited_files (const AssayReport *report)
{
  const AssayProvenance *provenance = report->provenance;
  GPtrArray *files = g_ptr_array_new ();
  const AssayInputFile *tags = NULL;

  for (guint f = 0; f < provenance->n_files; f++)
    if (g_strcmp0 (provenance->files[f].name, report->plan->tags_file) == 0)
      tags = &provenance->files[f];
    else
      g_ptr_array_add (files, (gpointer) &provenance->files[f]);
  if (tags != NULL)
    g_ptr_array_add (files, (gpointer) tags);
  return files;
}

static gboolean
check_data (const GPtrArray   *audited,
            const AssaySource *source,
            GCancellable      *cancellable,
            GError           **error)
{
  guint n_files;
  const AssayInputFile *files = assay_source_files (source, &n_files);

  if (n_files != audited->len)
    {
      g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DATA,
                   "the audit read %u files, there are %u now; audit again", audited->len, n_files);
      return FALSE;
    }
  for (guint f = 0; f < n_files; f++)
    {
      g_autofree char *sha256 = assay_file_sha256 (files[f].path, cancellable, error);
      if (sha256 == NULL)
        return FALSE;
      if (g_strcmp0 (sha256, ((const AssayInputFile *) audited->pdata[f])->sha256) == 0)
        continue;
      g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DATA,
                   "'%s' is not the file that was audited (its content has changed); audit again", files[f].name);
      return FALSE;
    }
  return TRUE;
}

/* (transfer full) The data that an audit read, and no other. */
AssaySource *
assay_audit_open_data (const AssayReport *report,
                       const char        *folder,
                       GCancellable      *cancellable,
                       GError           **error)
{
  g_autoptr (GPtrArray) files = audited_files (report), paths = g_ptr_array_new ();

  for (guint f = 0; f < files->len; f++)
    if (report->plan->tags_file == NULL || f + 1 < files->len)
      g_ptr_array_add (paths, ((const AssayInputFile *) files->pdata[f])->name);
  g_ptr_array_add (paths, NULL);
  const AssaySourceOptions options = { .cancellable = cancellable };
  g_autoptr (AssaySource) source = assay_source_open_plan (report->plan, (const char *const *) paths->pdata, folder, &options,
                                                           error);
  return source != NULL && check_data (files, source, cancellable, error) ? g_steal_pointer (&source) : NULL;
}

/* (nullable) The first slice that has this value in one of its parts: Female is meant to be sex=Female. */
static const AssayFinding *
find_by_value (const AssayFindings *findings,
               const char          *value)
{
  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      for (guint p = 0; p < finding->n_parts; p++)
        if (finding->parts[p].value != NULL && g_ascii_strcasecmp (finding->parts[p].value, value) == 0)
          return finding;
    }
  return NULL;
}

const AssayFinding *
assay_audit_find_slice (const AssayFindings *findings,
            const char          *text,
            GError             **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  if (text == NULL || *text == '\0' || strcmp (text, "all") == 0)
    return findings->whole;
  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      if (strcmp (finding->text, text) == 0)
        return finding;
      g_ptr_array_add (texts, finding->text);
    }
  const AssayFinding *meant = find_by_value (findings, text);
  const char *nearest = meant != NULL ? meant->text
                                      : assay_plan_nearest (text, (const char *const *) texts->pdata, texts->len);
  if (nearest != NULL)
    g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE, "the audit has no slice '%s'; did you mean '%s'?", text,
                 nearest);
  else
    g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE,
                 "the audit has no slice '%s'; `assay show AUDIT slices` lists them", text);
  return NULL;
}

/* Conditions of one call, and the texts they borrow. */
typedef struct
{
  GArray     *conditions;   /* of AssayRowCondition */
  GPtrArray  *values;       /* of const char** : one array a condition, freed with it */
} Conditions;

static void
add_condition (Conditions            *self,
               const AssayScanColumn *column,
               guint                  alternative,
               const char            *value)
{
  const char **values = g_new0 (const char *, 1);

  values[0] = value;
  g_ptr_array_add (self->values, values);
  AssayRowCondition condition = { column, values, 1, alternative };
  g_array_append_val (self->conditions, condition);
}

/* All classes, or all but one. */
static void
add_classes (Conditions            *self,
             const AssayScanColumn *column,
             const AssayCounts     *counts,
             guint                  alternative,
             const char            *but)
{
  const char **values = g_new0 (const char *, counts->n_classes + 1);
  guint n = 0;

  for (guint i = 0; i < counts->n_classes; i++)
    if (but == NULL || strcmp (counts->classes[i], but) != 0)
      values[n++] = counts->classes[i];
  g_ptr_array_add (self->values, values);
  AssayRowCondition condition = { column, values, n, alternative };
  g_array_append_val (self->conditions, condition);
}

static void
add_slice (Conditions         *self,
           const AssayLayout  *layout,
           const AssayFinding *finding,
           guint               alternative)
{
  for (guint p = 0; p < finding->n_parts; p++)
    {
      const AssaySlicePart *part = &finding->parts[p];
      if (finding->kind == ASSAY_SLICE_NAMED)
        add_condition (self, assay_layout_column (layout, assay_layout_find_named (layout, part->value)), alternative, "1");
      else
        add_condition (self, assay_layout_column (layout, assay_layout_find_slice (layout, part->column)), alternative,
                       part->value);
    }
}

/* A prediction made from a score has the values "0" and "1" in the scan; classes are put as those. */
static void
add_prediction (Conditions            *self,
                const AssayScanColumn *column,
                const AssayCounts     *counts,
                guint                  alternative,
                const char            *value,
                gboolean               is_other)
{
  const char *positive = counts->classes[counts->positive];

  if (column->is_score)
    add_condition (self, column, alternative, (strcmp (value, positive) == 0) != is_other ? "1" : "0");
  else if (is_other)
    add_classes (self, column, counts, alternative, value);
  else
    add_condition (self, column, alternative, value);
}

/* tp, fp, fn, tn: positive against the rest; right, wrong: one alternative a class; all: both present. right_by: a
 * baseline that has right and wrong rows right; -1: any. */
static gboolean
add_cell (Conditions         *self,
          const AssayLayout  *layout,
          const AssayCounts  *counts,
          const AssayFinding *finding,
          const char         *cell,
          int                 right_by,
          GError            **error)
{
  if (cell == NULL || strcmp (cell, "all") == 0)
    {
      add_slice (self, layout, finding, 0);
      return TRUE;
    }
  const AssayScanColumn *label = assay_layout_column (layout, layout->label);
  const AssayScanColumn *prediction = assay_layout_column (layout, layout->prediction);
  const char *positive = counts->classes[counts->positive];

  if (strcmp (cell, "right") == 0 || strcmp (cell, "wrong") == 0)
    {
      for (guint i = 0; i < counts->n_classes; i++)
        {
          add_slice (self, layout, finding, i);
          add_condition (self, label, i, counts->classes[i]);
          add_prediction (self, prediction, counts, i, counts->classes[i], *cell == 'w');
          if (right_by >= 0)
            add_prediction (self, assay_layout_column (layout, layout->first_baseline + (guint) right_by), counts, i,
                            counts->classes[i], FALSE);
        }
      return TRUE;
    }
  gboolean label_is_positive = strcmp (cell, "tp") == 0 || strcmp (cell, "fn") == 0;
  if (!label_is_positive && strcmp (cell, "fp") != 0 && strcmp (cell, "tn") != 0)
    {
      g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE,
                   "there is no cell '%s'; expected tp, fp, fn, tn, right, wrong or all", cell);
      return FALSE;
    }
  if (positive == NULL)
    {
      g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE,
                   "no class is the positive one, so there is no cell '%s'; expected right, wrong or all", cell);
      return FALSE;
    }
  add_slice (self, layout, finding, 0);
  if (label_is_positive)
    add_condition (self, label, 0, positive);
  else
    add_classes (self, label, counts, 0, positive);
  add_prediction (self, prediction, counts, 0, positive, cell[1] == 'n');
  return TRUE;
}

/* The first rows of a cell, or with a sample that. */
static AssayRowPage *
rows_of_cell (const AssayReport    *report,
              AssaySource          *source,
              const AssayLayout    *layout,
              const AssayFinding   *finding,
              const char           *cell,
              int                   right_by,
              guint64               skip,
              guint64               most,
              const AssayRowSample *sample, /* (nullable) */
              GCancellable         *cancellable,
              GError              **error)
{
  Conditions conditions = { g_array_new (FALSE, TRUE, sizeof (AssayRowCondition)), g_ptr_array_new_with_free_func (g_free) };
  AssayRowPage *page = NULL;

  if (add_cell (&conditions, layout, report->counts, finding, cell, right_by, error))
    {
      const AssayRowCondition *all = (const AssayRowCondition *) (const void *) conditions.conditions->data;
      const guint n = conditions.conditions->len;
      page = sample != NULL ? assay_source_sample (source, all, n, sample, cancellable, error)
                            : assay_source_rows (source, all, n, skip, most, cancellable, error);
    }
  g_array_unref (conditions.conditions);
  g_ptr_array_unref (conditions.values);
  return page;
}

AssayRowPage *
assay_audit_page_of_cell (const AssayReport    *report,
                          AssaySource          *source,
                          const AssayLayout    *layout,
                          const AssayFinding   *finding,
                          const char           *cell,
                          int                   right_by,
                          const AssayRowSample *sample,
                          GCancellable         *cancellable,
                          GError              **error)
{
  return rows_of_cell (report, source, layout, finding, cell, right_by, 0, 0, sample, cancellable, error);
}

static AssayRowPage *
page_of (const AssayReport  *report,
         AssaySource        *source,
         const AssayFinding *finding,
         const char         *cell,
         guint64             skip,
         guint64             most,
         GCancellable       *cancellable,
         GError            **error)
{
  g_autoptr (AssayLayout) layout = assay_layout_new (report->plan, source, report->counts, cancellable, error);

  if (layout == NULL)
    return NULL;
  if (report->plan->task == ASSAY_TASK_REGRESSION && cell != NULL && strcmp (cell, "all") != 0)
    {
      g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE,
                   "a regression has no cell '%s'; leave it out, or give all", cell);
      return NULL;
    }
  if (!assay_plan_has_model (report->plan) && cell != NULL && strcmp (cell, "all") != 0)
    {
      g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE,
                   "an audit of annotators alone has no cell '%s'; leave it out, or give all", cell);
      return NULL;
    }
  return rows_of_cell (report, source, layout, finding, cell, -1, skip, most, NULL, cancellable, error);
}

AssayRowPage *
assay_audit_rows (const AssayAudit *self,
                  const char       *folder,
                  const char       *slice,
                  const char       *cell,
                  guint64           skip,
                  guint64           most,
                  GCancellable     *cancellable,
                  GError          **error)
{
  const AssayReport *report = assay_audit_report (self);
  const AssayFinding *finding = assay_audit_find_slice (report->findings, slice, error);

  if (finding == NULL)
    return NULL;
  g_autoptr (AssaySource) source = assay_audit_open_data (report, folder, cancellable, error);
  if (source == NULL)
    return NULL;
  return page_of (report, source, finding, cell, skip, most, cancellable, error);
}
