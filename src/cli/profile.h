/* profile.h: what `assay columns` and `assay plan` both begin with: open the data, look at its columns. */
#pragma once

#include "cli/options.h"
#include "read/read.h"

G_BEGIN_DECLS

/* (transfer full) (element-type AssayColumnProfile) Opens files and profiles their columns, on a thread,
 * with progress. */
GPtrArray *assay_profile_files (const AssayOptions *options,
                                const char *const  *files,
                                GError            **error);

G_END_DECLS
