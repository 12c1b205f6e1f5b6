/* setup-source.h: what Set-up opens: a plan's text, and a look at the columns of its data. Read in a thread. */
#pragma once

#include "read/read.h"

G_BEGIN_DECLS

typedef struct
{
  char      *text;      /* a plan: the file's, the audit's, or one proposed for data */
  char      *path;      /* (nullable) the plan's file; NULL: it is in none yet */
  char      *folder;    /* of the files that it names */
  char      *suggested; /* where it would be saved: its path, or one beside the data */
  GPtrArray *profiles;  /* (nullable) (element-type AssayColumnProfile); NULL: the data could not be looked at */
  GError    *why;       /* (nullable) why not */
} AssaySetupSource;

void              assay_setup_source_free        (AssaySetupSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySetupSource, assay_setup_source_free)

/* (transfer full) In any thread. path: of data or a plan. Fails where there is no plan to show: the plan is none, data that
 * a plan was to be proposed for cannot be read, or it was cancelled. */
AssaySetupSource *assay_setup_source_read        (const char *path, AssayProgress *progress, GCancellable *cancellable,
                                                  GError **error);
/* (transfer full) The same of an audit's own plan. folder: (nullable) where its data is; NULL: nowhere. */
AssaySetupSource *assay_setup_source_read_audit  (const char *text, const char *audit_path, const char *folder,
                                                  AssayProgress *progress, GCancellable *cancellable, GError **error);

/* progress outlives the task. text: (nullable) the plan of the audit that path then is, its data in folder (nullable). */
void              assay_setup_source_load_async  (const char *path, const char *text, const char *folder,
                                                  AssayProgress *progress, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer data);
AssaySetupSource *assay_setup_source_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
