/* data-watch.h: whether the data of an open audit is at hand and still what was audited, found out in a thread. */
#pragma once

#include "audit/data-state.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _AssayDataWatch AssayDataWatch;

/* owner has the signal "data-state-changed" and owns this. folder: (nullable) where the data was when it was run. */
AssayDataWatch *assay_data_watch_new    (GObject *owner, const AssayReport *report, const char *audit_path,
                                         const char *folder);
void            assay_data_watch_free   (AssayDataWatch *self); /* its thread is stopped */
/* ASSAY_DATA_UNKNOWN until it was looked at; the first call looks. says: (nullable) (transfer none) a sentence, or
 * NULL when there is nothing to say. */
AssayDataState  assay_data_watch_state  (AssayDataWatch *self, const char **says);
/* Looks once more. */
void            assay_data_watch_look   (AssayDataWatch *self);
const char     *assay_data_watch_folder (AssayDataWatch *self); /* (nullable) where it was found last */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayDataWatch, assay_data_watch_free)

G_END_DECLS
