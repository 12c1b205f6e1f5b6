/* audit-merge-private.h: audits of the same plan becoming one. Inside src/audit.
 *
 *   audit-merge.c          the files: opened, their plans compared, plan and provenance of the whole
 *   audit-merge-counts.c   the tables: axes made one, tables added
 *   audit-merge-twins.c    tables over two slice columns, which not every audit needs to have
 */
#pragma once

#include "audit/audit-file-private.h"

G_BEGIN_DECLS

typedef struct
{
  char            *name;     /* as messages and notes call it */
  AssayAuditParts  parts;
} AssayMergePart;

typedef struct
{
  const AssayPlan      *plan;     /* of the first part: it says which columns are scores */
  const AssayMergePart *parts;
  guint                 n_parts;
  AssayCounts          *whole;
  guint              ***maps;     /* [part][position in whole->axes]: from the part's codes to the whole's */
  GPtrArray            *notes;    /* of char* */
} AssayMerging;

/* (transfer full) (nullable) The counts of all parts together; appends to notes what they cannot tell. */
AssayCounts     *assay_merge_counts      (const AssayPlan      *plan,
                                          const AssayMergePart *parts,
                                          guint                 n_parts,
                                          GPtrArray            *notes,
                                          GError              **error);
/* (transfer none) The part's axis that the whole has at a position. */
AssayAxis       *assay_merging_axis      (const AssayMerging   *self,
                                          guint                 part,
                                          guint                 position);
/* G_MAXUINT: none. */
guint            assay_merging_position  (const AssayMerging   *self,
                                          const AssayAxis      *axis);
/* (transfer full) A part's table under the whole's axes. */
AssayCountTable *assay_merging_remap     (const AssayMerging    *self,
                                          guint                  part,
                                          const AssayCountTable *table,
                                          GError               **error);
/* Adds table, which is taken, to *sum, which is NULL for the first. */
gboolean         assay_merging_add       (AssayCountTable      **sum,
                                          AssayCountTable       *table,
                                          GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a table is there to tell two columns' slices apart (audit-twins.h). */
gboolean         assay_merging_is_twins  (const AssayCountTable *table);
/* Adds such tables to the whole, whose other tables are there. */
void             assay_merging_twins     (AssayMerging          *self);

G_END_DECLS
