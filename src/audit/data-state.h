/* data-state.h: where the data of an audit lies, and whether it is still what was audited. */
#pragma once

#include "audit/audit.h"

G_BEGIN_DECLS

/* (transfer full) (nullable) The folder that an audit's file names are relative to: it names its files but does not know
 * where it was carried. The first that holds them of: folder (nullable), the current one, the audit file's, the one
 * above. NULL: none does. */
char *assay_data_folder (const AssayInputFile *files, guint n_files, const char *audit_path, const char *folder);

typedef enum
{
  ASSAY_DATA_UNKNOWN,    /* not looked at yet, or stopped */
  ASSAY_DATA_SAME,       /* every file is there, its digest the audit's */
  ASSAY_DATA_GONE,       /* a file is not there */
  ASSAY_DATA_CHANGED,    /* a file has another digest */
  ASSAY_DATA_UNREADABLE, /* a file is there and cannot be read */
} AssayDataState;

/* Reads every file to its end, unless its size says enough. says: (nullable) (transfer full) which file and what, NULL
 * when all is the same. folder: (nullable) none was found. */
AssayDataState assay_data_check (const AssayInputFile *files,
                                 guint                 n_files,
                                 const char           *folder,
                                 GCancellable         *cancellable,
                                 char                **says);

G_END_DECLS
