/* audit.c: plan, counts and provenance, with the findings that follow from them. */
#include "audit/audit-private.h"

G_DEFINE_QUARK (assay-audit-error-quark, assay_audit_error)

void
assay_own_provenance_clear (AssayOwnProvenance *self)
{
  for (guint i = 0; i < self->n_files; i++)
    {
      g_free (self->files[i].name);
      g_free (self->files[i].path);
      g_free (self->files[i].sha256);
    }
  g_free (self->files);
  g_free (self->engine);
  g_free (self->assay_version);
  g_free (self->host);
  g_free (self->code_version);
  g_strfreev (self->notes);
  *self = (AssayOwnProvenance) { .n_files = 0 };
}

/* File names and host names need not be UTF-8; everything that is written from here on must be. */
static void
make_valid (char **text)
{
  if (*text == NULL || g_utf8_validate (*text, -1, NULL))
    return;
  char *valid = g_utf8_make_valid (*text, -1);
  g_free (*text);
  *text = valid;
}

static void
make_provenance_valid (AssayOwnProvenance *self)
{
  for (guint i = 0; i < self->n_files; i++)
    make_valid (&self->files[i].name);
  make_valid (&self->host);
  for (guint i = 0; self->notes != NULL && self->notes[i] != NULL; i++)
    make_valid (&self->notes[i]);
}

AssayAudit *
assay_audit_new (AssayPlan           *plan,
                 AssayCounts         *counts,
                 AssayOwnProvenance  *provenance,
                 GError             **error)
{
  g_return_val_if_fail (plan != NULL && counts != NULL && provenance != NULL, NULL);

  g_autoptr (AssayAudit) self = g_new0 (AssayAudit, 1);
  self->plan = plan;
  self->counts = counts;
  self->own = *provenance;
  *provenance = (AssayOwnProvenance) { .n_files = 0 };
  make_provenance_valid (&self->own);

  self->findings = assay_findings_new (plan, counts, error);
  if (self->findings == NULL)
    return NULL;
  self->provenance = (AssayProvenance) {
    .files = self->own.files,
    .n_files = self->own.n_files,
    .engine = self->own.engine,
    .assay_version = self->own.assay_version,
    .host = self->own.host,
    .code_version = self->own.code_version,
    .started_us = self->own.started_us,
    .elapsed_us = self->own.elapsed_us,
    .notes = (const char *const *) self->own.notes,
  };
  self->report = (AssayReport) { plan, counts, self->findings, &self->provenance };
  return g_steal_pointer (&self);
}

const AssayReport *
assay_audit_report (const AssayAudit *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->report;
}

void
assay_audit_free (AssayAudit *self)
{
  if (self == NULL)
    return;
  assay_findings_free (self->findings); /* it borrows the two that follow */
  assay_counts_free (self->counts);
  assay_plan_free (self->plan);
  assay_own_provenance_clear (&self->own);
  assay_review_free (self->review);
  g_free (self->content);
  g_free (self->rows);
  g_free (self);
}
