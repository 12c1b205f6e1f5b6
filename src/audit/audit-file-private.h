/* audit-file-private.h: what the sources of the audit file share.
 *
 *   audit-file.c           saving: plan, dictionaries, tables, provenance; the file as a whole
 *   audit-file-findings.c  saving: the numbers once more, as tables that anybody can query
 *   audit-file-check.c     whether counts are those of one audit, and not too large
 *   audit-file-connect.c   a database that nobody has to trust
 *   audit-file-counts.c    from its rows to axes and tables
 *   audit-file-read.c      from its rows to plan, provenance and an audit
 *   audit-review.c         notes, decisions and sign-offs as rows, and whether sign-offs hold
 *   audit-decisions.c      adds one to a file that is there
 */
#pragma once

#include "audit/audit.h"
#include "audit/sql-rows.h"

G_BEGIN_DECLS

#define ASSAY_AUDIT_FILE_ID 0x41736179u     /* "Asay" */
#define ASSAY_AUDIT_FILE_MAJOR 1u
#define ASSAY_AUDIT_FILE_MINOR 3u

/* What an audit may take in memory, tables and findings together: 4 GiB are 500 million cells, or 900,000 slices of
 * two classes. A file that asks for more is refused before memory is taken, and no audit is saved that could not be
 * opened. */
#define ASSAY_AUDIT_FILE_MOST_BYTES (G_GUINT64_CONSTANT (4) << 30)
#define ASSAY_AUDIT_FILE_VALUE_BYTES (64 << 20)   /* of one value in the file: a text or a block */
#define ASSAY_AUDIT_FILE_MOST_AXES 65536
#define ASSAY_AUDIT_FILE_MOST_TABLES 65536
#define ASSAY_AUDIT_FILE_MOST_CLASSES 1000

/* "slice", "bins", ...: how the file spells an axis' kind. */
const char  *assay_audit_file_kind          (AssayAxisKind kind);
gboolean     assay_audit_file_find_kind     (const char    *name,
                                             AssayAxisKind *kind);
/* G_MAXUINT when counts do not list the axis. */
guint        assay_audit_file_axis_position (const AssayCounts *counts,
                                             const AssayAxis   *axis);

/* --- checking (audit-file-check.c) --- */

/* Memory that an audit takes once it is read and judged, added up table by table. */
typedef struct
{
  guint64 n_bytes;
  guint64 slice_bytes;    /* of what is found out about one slice, its matrices apart */
} AssayFootprint;
AssayFootprint assay_footprint              (const AssayPlan *plan);
/* n_entries: cells that are not 0. */
void         assay_footprint_add_table      (AssayFootprint    *self,
                                             AssayAxis *const  *axes,
                                             guint              n_axes,
                                             guint              n_sums,
                                             guint64            n_entries);
/* (transfer full) (nullable) What makes counts no counts of one audit: a total that is not n_rows, an axis with
 * other classes, ...: the judge relies on it. Or that they need more than most_bytes. */
char        *assay_audit_file_check         (const AssayPlan   *plan,
                                             const AssayCounts *counts,
                                             guint64            most_bytes);

/* --- saving --- */

void         assay_audit_file_put_findings  (AssaySqlWriter      *writer,
                                             const AssayFindings *findings);
GBytes      *assay_audit_file_bytes         (const AssayReport *report,
                                             GError           **error);
/* The same for counts that assay_audit_file_check() would refuse: tests of hostile files start here. */
GBytes      *assay_audit_file_bytes_unchecked (const AssayReport *report,
                                             GError           **error);

/* --- opening --- */

/* What went wrong in reading: damage, a later minor, or ASSAY_SQL_UNREADABLE. */
void         assay_audit_file_set_problem   (GError     **error,
                                             const char  *path,
                                             guint        minor,
                                             const char  *problem);
/* An open database whose header, schema and pages have been looked at. (transfer full) */
sqlite3     *assay_audit_file_connect       (const char *path,
                                             guint      *minor,   /* the file's */
                                             GError    **error);
/* What a database of others may do here: nothing but be read. */
void         assay_audit_file_distrust      (sqlite3 *db);
/* Appends axes and tables to counts, whose classes are known. minor: the file's. */
void         assay_audit_file_read_counts   (sqlite3         *db,
                                             guint            minor,
                                             const AssayPlan *plan,
                                             guint64          most_bytes,
                                             AssayCounts     *counts,
                                             char           **problem);
typedef struct
{
  guint64  most_bytes;        /* 0: ASSAY_AUDIT_FILE_MOST_BYTES */
  gboolean ignores_digests;   /* for fuzzing, which gets nowhere behind a SHA-256 */
} AssayAuditFileOptions;
/* What an audit file holds, without the findings that follow from it. */
typedef struct
{
  AssayPlan          *plan;
  AssayCounts        *counts;
  AssayOwnProvenance  provenance;
  gboolean            has_review;   /* notes, decisions, sign-offs */
} AssayAuditParts;
void         assay_audit_parts_clear        (AssayAuditParts *self);
gboolean     assay_audit_file_read_parts    (const char                  *path,
                                             const AssayAuditFileOptions *options,
                                             AssayAuditParts             *parts,
                                             GError                     **error);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayAuditParts, assay_audit_parts_clear)
AssayAudit  *assay_audit_file_read          (const char                  *path,
                                             const AssayAuditFileOptions *options,
                                             GError                     **error);

G_END_DECLS
