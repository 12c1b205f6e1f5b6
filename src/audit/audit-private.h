/* audit-private.h: what an audit holds, for the sources of this folder. */
#pragma once

#include "audit/audit.h"
#include "audit/audit-layout.h"

G_BEGIN_DECLS

struct _AssayAudit
{
  AssayPlan          *plan;
  AssayCounts        *counts;
  AssayFindings      *findings;    /* borrows plan and counts */
  AssayOwnProvenance  own;
  AssayProvenance     provenance;  /* own, as reports see it */
  AssayReview        *review;      /* (nullable) of an opened one */
  char               *content, *rows; /* (nullable) its file's digests */
  guint               minor;       /* of its file */
  AssayReport         report;      /* all of the above */
};

/* audit-rows.c: (transfer full) the data that was audited; an error when it is another by now. folder: nullable. */
AssaySource *assay_audit_open_data (const AssayReport *report, const char *folder, GCancellable *cancellable,
                                    GError **error);
/* (nullable) The finding of a slice as reports name it. */
const AssayFinding *assay_audit_find_slice (const AssayFindings *findings, const char *text, GError **error);
/* A sample of the rows of a slice and cell; right_by: those of right or wrong that this baseline has right, -1: all. */
AssayRowPage *assay_audit_page_of_cell (const AssayReport    *report,
                                        AssaySource          *source,
                                        const AssayLayout    *layout,
                                        const AssayFinding   *finding,
                                        const char           *cell,
                                        int                   right_by,
                                        const AssayRowSample *sample,
                                        GCancellable         *cancellable,
                                        GError              **error);

G_END_DECLS
