/* audit.h: the door of src/audit: runs a plan from end to end, keeps it in one file, opens it again.
 *
 *   audit = assay_audit_run (plan, ...)               plan -> read -> tally -> measure -> judge
 *   assay_audit_write (audit, folder, formats, ...)   audit.assay, report.json, ...: all or none
 *   audit = assay_audit_open (path, ...)              the same audit from its file, the data gone
 *   audit = assay_audit_merge (paths, ...)            several audits of one plan, added
 *   assay_audit_decide, assay_audit_sign              what people say of it, added to its file: audit/audit-decisions.h
 *
 * An audit never changes. It may be used by one thread at a time.
 */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

#define ASSAY_AUDIT_ERROR (assay_audit_error_quark ())
typedef enum
{
  ASSAY_AUDIT_ERROR_OUTPUT,   /* a folder or file that cannot be written; a full disk */
  ASSAY_AUDIT_ERROR_OPEN,     /* an audit file that is not there or may not be read */
  ASSAY_AUDIT_ERROR_FOREIGN,  /* not an audit file */
  ASSAY_AUDIT_ERROR_NEWER,    /* an audit file of a later major version */
  ASSAY_AUDIT_ERROR_DAMAGED,  /* an audit file that is not whole */
  ASSAY_AUDIT_ERROR_ENGINE,   /* no such engine, or it cannot be used */
  ASSAY_AUDIT_ERROR_DATA,     /* data that was audited is gone or has changed */
  ASSAY_AUDIT_ERROR_SLICE,    /* no such slice or cell */
  ASSAY_AUDIT_ERROR_MERGE,    /* audits that do not add up: other plans, other edges, the same rows twice */
  ASSAY_AUDIT_ERROR_REVIEW,   /* a note, decision or sign-off that cannot be: no name, no such finding, ... */
} AssayAuditError;
GQuark assay_audit_error_quark (void);

typedef struct _AssayAudit AssayAudit;

typedef struct
{
  const char *engine;      /* (nullable) "auto": "cpu" counts, for an audit reads its data once, and reading takes longer
                            * than counting, and a device draws replicates of clusters where that gains; "cuda" keeps
                            * the rows and counts them on a device */
  guint64     least_additions; /* of replicates, rows x tables x 1,000, for which "auto" takes a device; 0: where that
                                * gains (tally/replicate-worth.h) */
  gboolean    says_engine; /* the first note says what "auto" took, and why */
  guint       device;      /* of engine cuda: its number, or ASSAY_DEVICE_ALL */
  guint       n_threads;   /* 0: as many as there are processors */
  guint64     n_bytes;     /* --memory; 0: no bound */
  const char *folder;      /* (nullable) the plan's folder: its file names are relative to it */
  const char *edges_from;  /* (nullable) in place of the plan's, and relative to the current folder */
} AssayAuditOptions;

AssayAudit        *assay_audit_run    (const AssayPlan         *plan,
                                       const AssayAuditOptions *options,     /* (nullable) */
                                       AssayProgress           *progress,    /* (nullable) */
                                       GCancellable            *cancellable, /* (nullable) */
                                       GError                 **error);
const AssayReport *assay_audit_report (const AssayAudit        *self);       /* (transfer none) */
void               assay_audit_free   (AssayAudit              *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayAudit, assay_audit_free)

typedef enum
{
  ASSAY_FORMAT_JSON  = 1 << 0,
  ASSAY_FORMAT_CSV   = 1 << 1,
  ASSAY_FORMAT_JUNIT = 1 << 2,
  ASSAY_FORMAT_PDF   = 1 << 3,
  ASSAY_FORMAT_HTML  = 1 << 4,
  ASSAY_FORMAT_ALL   = (1 << 5) - 1,
} AssayFormats;

/* Writes audit.assay and the formats into folder (made when it is not there). Everything is written beside and
 * then renamed, the audit file last: after a failure the folder is as it was. paths (nullable): (transfer full)
 * (array zero-terminated) what was written. */
gboolean    assay_audit_write      (const AssayAudit   *self,
                                    const char         *folder,
                                    AssayFormats        formats,
                                    char             ***paths,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* The audit file alone, under any name; its folder is made when it is not there. Never written over an input. */
gboolean    assay_audit_write_file (const AssayAudit   *self,
                                    const char         *path,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* The formats without audit.assay, all or none. from (nullable): the audit file they tell of, which is never written over.
 * is_letter: pages are US letter, else A4. */
gboolean    assay_audit_write_reports (const AssayAudit *self,
                                    const char         *from,
                                    const char         *folder,
                                    AssayFormats        formats,
                                    gboolean            is_letter,
                                    char             ***paths,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* One file, whole or not at all; never written over the audit file from, nor over an input. */
gboolean    assay_audit_write_picture (const AssayAudit *self,
                                    const char         *from,
                                    const char         *path,
                                    GBytes             *bytes,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* The audit file alone (src/audit/audit-file.c; layout in data/audit.sql). Opened read-only; a damaged, foreign or
 * newer file gives an error that says which. Findings are worked out anew from plan and tables. */
gboolean    assay_audit_file_save  (const AssayReport  *report,
                                    const char         *path,    /* an existing file is replaced by rename */
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;
AssayAudit *assay_audit_open       (const char         *path,
                                    GError            **error);

/* The audit of all rows of several audits, from their files (paths; n_paths >= 2): of shards, of days. Their plans must
 * ask the same (assay_plan_difference()), and no input may be in two of them. Every number is worked out anew from the
 * added tables and equals that of one audit over all the data; files=, inputs and notes are those of all. What
 * people said of the parts, they did not say of the whole: decisions and sign-offs stay behind, and a note says so. (transfer
 * full) */
AssayAudit *assay_audit_merge      (const char *const  *paths,
                                    guint               n_paths,
                                    GCancellable       *cancellable, /* (nullable) */
                                    GError            **error);

/* Takes plan, counts and provenance (transfer full), works out the findings. For audit-file.c and audit-run.c. */
typedef struct
{
  AssayInputFile *files;
  guint           n_files;
  char           *engine, *assay_version, *host, *code_version;
  gint64          started_us, elapsed_us;
  char          **notes;
} AssayOwnProvenance;
void        assay_own_provenance_clear (AssayOwnProvenance *self);
AssayAudit *assay_audit_new        (AssayPlan          *plan,
                                    AssayCounts        *counts,
                                    AssayOwnProvenance *provenance, /* its content is taken and cleared */
                                    GError            **error);

/* A sample of the errors of a slice, spread over the cells of label and prediction and the values of the slice columns, drawn
 * by the plan's seed, in the data's order. empty: (transfer full) (array zero-terminated) columns to be filled in. */
AssayRowPage *assay_audit_sample   (const AssayAudit   *self,
                                    const char         *folder,  /* (nullable) where the plan's files are */
                                    const char         *slice,
                                    guint64             most,
                                    char             ***empty,
                                    GCancellable       *cancellable,
                                    GError            **error);

/* Rows that would make good new data: the model is wrong and a baseline right, rare cases oftener than they are, as above.
 * against: a baseline; NULL the one that rooms of tags are held against, else the first. baseline: its name, borrowed. */
AssayRowPage *assay_audit_candidates (const AssayAudit *self,
                                    const char         *folder,  /* (nullable) */
                                    const char         *slice,
                                    const char         *against, /* (nullable) */
                                    guint64             most,
                                    const char        **baseline,
                                    GCancellable       *cancellable,
                                    GError            **error);

/* The rows behind a number, from the data (which must be there and unchanged: digests are compared).
 * slice: as in the report ("", "race=Black", "sex=Female*race=Black", "young women"); cell: "tp", "fp", "fn", "tn",
 * "right", "wrong" or NULL for all. */
AssayRowPage *assay_audit_rows     (const AssayAudit   *self,
                                    const char         *folder,  /* (nullable) where the plan's files are */
                                    const char         *slice,
                                    const char         *cell,
                                    guint64             skip,
                                    guint64             most,
                                    GCancellable       *cancellable,
                                    GError            **error);
/* The same rows, `most` of them after `skip`, by how far annotators disagree (read.h, AssayRowRanking); is_noise: those in
 * which two or more annotators say one thing, nobody another, the model the same and the label something else. */
AssayRowPage *assay_audit_disagreement (const AssayAudit *self,
                                    const char         *folder,  /* (nullable) */
                                    gboolean            is_noise,
                                    guint64             skip,
                                    guint64             most,
                                    GCancellable       *cancellable,
                                    GError            **error);

G_END_DECLS
