/* sample.h: the audit that is shipped: made from its data when it is first opened, kept for decisions. */
#pragma once

#include "open-audit.h"

G_BEGIN_DECLS

/* An AssayAuditReader; path: the sample's plan. The audit file is in the user's data folder. */
AssayAudit *assay_sample_read (const char *path, char **audit_path, AssayProgress *progress,
                               GCancellable *cancellable, GError **error);
/* (transfer full) Where the sample's audit file is, once it was made. */
char       *assay_sample_path (void);

G_END_DECLS
