/* audit-sample.c: a sample of the errors, for somebody to look at and to tag (`assay rows --errors`).
 *
 * Errors are spread over the cells of label and prediction and over the values of each slice column of the plan, so that
 * rare ones are seen too (src/read/row-sample.c); the plan's seed draws them. What the plan has no tags for gets empty
 * columns, to be filled with x; the file is then the plan's tags-file=.
 */
#include "audit.h"
#include "audit-layout.h"
#include "audit-private.h"

#include <string.h>

#define N_EMPTY 5 /* columns of tags, where the plan has none */

static gboolean
has_column (const AssayRowPage *page,
            const char         *name)
{
  g_autofree char *wanted = g_utf8_casefold (name, -1);

  for (guint c = 0; page->columns[c] != NULL; c++)
    {
      g_autofree char *column = g_utf8_casefold (page->columns[c], -1);
      if (strcmp (column, wanted) == 0)
        return TRUE;
    }
  return FALSE;
}

/* (transfer full) (array zero-terminated) */
static char **
empty_columns (const AssayPlan    *plan,
               const AssayRowPage *page)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 1; plan->tags[0] == NULL && names->len < N_EMPTY; i++)
    {
      g_autofree char *name = g_strdup_printf ("tag_%u", i);
      if (!has_column (page, name))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
  if (plan->reviewed == NULL && !has_column (page, "reviewed"))
    g_ptr_array_add (names, g_strdup ("reviewed"));
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

static gboolean
check_model (const AssayReport *report,
             GError           **error)
{
  if (assay_plan_has_model (report->plan) && report->plan->task != ASSAY_TASK_REGRESSION)
    return TRUE;
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE, "%s; errors are of predicted classes",
               report->plan->task == ASSAY_TASK_REGRESSION ? "a regression has no rows that are simply wrong"
                                                           : "an audit of annotators alone has no model that is wrong");
  return FALSE;
}

/* Errors of a slice, those that a baseline has right or all of them. */
static AssayRowPage *
sample_errors (const AssayReport *report,
               const char        *folder,
               const char        *slice,
               int                right_by,
               guint64            most,
               GCancellable      *cancellable,
               GError           **error)
{
  const AssayFinding *finding = check_model (report, error) ? assay_audit_find_slice (report->findings, slice, error) : NULL;
  g_autoptr (AssaySource) source = finding != NULL ? assay_audit_open_data (report, folder, cancellable, error) : NULL;
  g_autoptr (AssayLayout) layout = source != NULL ? assay_layout_new (report->plan, source, report->counts, cancellable, error)
                                                  : NULL;
  if (layout == NULL)
    return NULL;
  g_autofree const AssayScanColumn **alone = g_new0 (const AssayScanColumn *, layout->n_slices + 1);
  const AssayScanColumn *together[] = { assay_layout_column (layout, layout->label),
                                        assay_layout_column (layout, layout->prediction) };
  for (guint i = 0; i < layout->n_slices; i++)
    alone[i] = assay_layout_column (layout, layout->first_slice + i);
  const AssayRowSample sample = { .together = together, .n_together = 2, .alone = alone, .n_alone = layout->n_slices,
                                  .seed = report->plan->seed, .most = most, .id = report->plan->id };
  return assay_audit_page_of_cell (report, source, layout, finding, "wrong", right_by, &sample, cancellable, error);
}

AssayRowPage *
assay_audit_sample (const AssayAudit *self,
                    const char       *folder,
                    const char       *slice,
                    guint64           most,
                    char           ***empty,
                    GCancellable     *cancellable,
                    GError          **error)
{
  const AssayReport *report = assay_audit_report (self);
  AssayRowPage *page = sample_errors (report, folder, slice, -1, most, cancellable, error);

  if (page != NULL)
    *empty = empty_columns (report->plan, page);
  return page;
}

/* -1 with an error when the audit has no such baseline. against NULL: the one that rooms are held against, else the first. */
static int
find_baseline (const AssayFindings *findings,
               const char          *against,
               GError             **error)
{
  const AssayTagFindings *tags = findings->tag_findings;

  if (findings->n_baselines == 0)
    {
      g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE, "candidates are rows that a baseline has right; the audit's "
                   "plan has no baseline=, such as baseline=human");
      return -1;
    }
  if (against == NULL && tags != NULL && tags->against >= 0
      && tags->references[tags->against].kind == ASSAY_REFERENCE_BASELINE)
    return (int) tags->references[tags->against].index;
  for (guint i = 0; i < findings->n_baselines; i++)
    if (against == NULL || strcmp (findings->baselines[i], against) == 0)
      return (int) i;
  const char *nearest = assay_plan_nearest (against, findings->baselines, findings->n_baselines);
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE, "the audit has no baseline '%s'; %s '%s'", against,
               nearest != NULL ? "did you mean" : "its first is", nearest != NULL ? nearest : findings->baselines[0]);
  return -1;
}

AssayRowPage *
assay_audit_candidates (const AssayAudit *self,
                        const char       *folder,
                        const char       *slice,
                        const char       *against,
                        guint64           most,
                        const char      **baseline,
                        GCancellable     *cancellable,
                        GError          **error)
{
  const AssayReport *report = assay_audit_report (self);
  const int at = check_model (report, error) ? find_baseline (report->findings, against, error) : -1;

  if (at < 0)
    return NULL;
  *baseline = report->findings->baselines[at];
  return sample_errors (report, folder, slice, at, most, cancellable, error);
}
