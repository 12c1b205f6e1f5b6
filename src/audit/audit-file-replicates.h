/* audit-file-replicates.h: tables of replicates and of clusters into an audit file and out of it. Inside src/audit. */
#pragma once

#include "audit/sql-rows.h"
#include "tally/tally.h"

G_BEGIN_DECLS

void  assay_audit_file_put_replicates  (AssaySqlWriter    *writer,
                                        const AssayCounts *counts);
/* Bytes that the replicates of counts take once they are read and judged: every slice has its own copy. */
guint64 assay_audit_file_replicates_bytes (const AssayCounts *counts);
/* Appends to counts, whose axes are known. most_bytes: what they may take. is_weighted: the plan has a weight=. */
void  assay_audit_file_read_replicates (sqlite3           *db,
                                        guint64            most_bytes,
                                        gboolean           is_weighted,
                                        AssayCounts       *counts,
                                        char             **problem);

G_END_DECLS
