/* source-private.h: an opened data set, as the files of this folder see it. */
#pragma once

#include "read/dictionary.h"
#include "read/read.h"

#include <duckdb.h>
#include <sys/stat.h>

typedef enum
{
  ASSAY_FILES_PARQUET,
  ASSAY_FILES_CSV,
  ASSAY_FILES_JSON,
} AssayFilesKind;

typedef struct
{
  char           *name;
  char           *sql_type;
  duckdb_type     type;
  gboolean        is_json;   /* a JSON column of mixed types: VARCHAR under another name */
  AssayColumnKind kind;
} AssaySourceColumn;

/* How assay_code() turns the values of one column into codes. */
typedef struct
{
  AssayDictionary       *dictionary;
  const AssayScanColumn *column;
  double                 threshold;    /* is_score: rounded to the column's type */
  atomic_uint_fast64_t   n_calls;      /* values seen by the function */
  atomic_uint_fast64_t   n_outside;    /* scores outside [0, 1] */
  atomic_bool            has_bad_score;/* NaN or infinite */
} AssayCoder;

/* How the numbers of one AssayScanValue are made: scan-values.c. */
typedef struct
{
  const AssayScanValue *value;
  int                   a, b, weight, with[3]; /* positions among the run's inputs; -1: none */
  int                   k;                  /* of what is rounded: the value, or the number that is squared */
  double                scale;              /* 2^k */
  atomic_bool           has_bad;            /* a row that the value cannot be made of */
} AssayValueMaker;

/* What one query's functions write into; see codes.c and sink.c. Lives as long as the query. */
typedef struct
{
  const AssayScanSink *sink;
  guint                n_columns;
  guint                n_derived;    /* of them, made of others: derived.c */
  AssayCoder          *coders;       /* n_columns */
  AssayValueMaker     *makers;       /* one for each value of the sink */
  guint                n_makers;
  GPtrArray           *inputs;       /* of char*, the values' columns, each once; (nullable) */
  AssayProgress       *progress;     /* (nullable) */
  gboolean             takes_full;   /* a full dictionary does not stop the scan */
  gint64               n_rows_before;/* rows of the files read by earlier queries of the same scan */
  atomic_uint_fast64_t n_rows;
  atomic_bool          sink_failed;
  atomic_bool          lacks_cluster;/* a row names none */
} AssayScanRun;

typedef struct _AssayJoin AssayJoin;

struct _AssaySource
{
  AssaySourceOptions  options;
  AssayFilesKind      kind;
  char                delimiter;      /* CSV */
  gboolean            is_lenient;     /* CSV: well-formed, but not by DuckDB's strict mode (mixed line ends) */
  GString           **first_lines;    /* text files: the first record of each */
  gboolean            sample_all;     /* text files: types were found from every row, not from the first ones */
  AssayInputFile     *files;          /* n_files, and behind them the tags file where there is one */
  guint               n_files;
  AssayJoin          *join;           /* (nullable) */
  gboolean            has_tags_file;  /* it stands behind the files */
  struct stat        *status;         /* of each file when it was opened */
  AssaySourceColumn  *columns;
  guint               n_columns;
  AssayColumn        *plan_columns;   /* the same, for the plan */
  guint64             n_rows_hint;
  duckdb_database     database;
  duckdb_connection   connection;
  AssayScanRun       *run;            /* the scan that assay_code() and assay_sink() of a running query serve */
  gpointer            rank_pass;      /* quantiles.c: what assay_rank() counts into */
  GPtrArray          *function_types; /* what codes.c hung on its functions */
};

/* A column by name, -1 when there is none. */
int        assay_source_find_column   (const AssaySource *self, const char *name);
/* read_parquet([...], ...), read_csv or read_json of one file or of all (file < 0). (transfer full) */
char      *assay_source_from_clause   (const AssaySource *self, int file, gboolean want_row_numbers);
/* The same of all files, without the columns of the tags file. (transfer full) */
char      *assay_source_plain_clause  (const AssaySource *self);
/* joined.c: the tags file of options, opened and checked; its rows loaded, once the data's columns are known; how the data
 * is read with its columns beside. */
AssayJoin *assay_join_open            (AssaySource *data, const char *folder, const AssaySourceOptions *options,
                                       GError **error);
gboolean   assay_join_load            (AssayJoin *self, AssaySource *data, const char *const *wanted, GError **error);
void       assay_join_free            (AssayJoin *self);
void       assay_join_describe        (AssayJoin *self, const AssaySource *data); /* after the data's types were found anew */
gboolean   assay_join_has             (const AssayJoin *self, const char *column); /* self is nullable */
const AssayInputFile *assay_join_input (const AssayJoin *self);
char      *assay_join_from_clause     (const AssayJoin *self, const char *from);
/* The same as assay_source_from_clause() of all files, with the numbers of the rows, from 1, as "assay row". (transfer full) */
char      *assay_source_numbered_clause (const AssaySource *self);
/* What a message about a row by its number is about: rows are counted through all files. (transfer full) */
char      *assay_source_rows_name     (const AssaySource *self);
/* Where a column alone is read from, with "assay row", and what it is in (transfer full), as above. (transfer full) */
char      *assay_source_home          (const AssaySource *self, const char *column, char **file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayJoin, assay_join_free)
/* The error of a failed query in Assay's words: where, what, what to do. Looks at the files when they are text. */
void       assay_source_explain       (AssaySource *self, const char *duckdb_message, GError **error);
/* Whether a failed query over text files failed because of the types that their first rows suggested. */
gboolean   assay_source_types_failed  (const AssaySource *self, const char *duckdb_message);
/* The error of a failed query: local (transfer full) when message is NULL, else message explained;
 * ASSAY_READ_ERROR_AGAIN after types were found anew. */
void       assay_source_fail          (AssaySource *self, const char *message, GError *local, GError **error);
/* After a CSV file failed: when its content is well-formed all the same (line ends of two kinds), reads it without
 * DuckDB's strict mode from now on. FALSE when that cannot help. */
gboolean   assay_source_be_lenient    (AssaySource *self);
/* Types are found again from every row, after a value did not fit the type that the first rows suggest. */
gboolean   assay_source_sample_all    (AssaySource *self, GError **error);
/* input-check.c: text files, digest and content, before anyone else reads them. */
gboolean   assay_input_check_text     (AssaySource *self, GError **error);
/* row-sample.c: the query of a sample; its columns stand from sample->first on among the scan's. (transfer full) */
char      *assay_row_sample_sql       (const AssaySource *source, const AssayScanColumn *columns, const AssayRowSample *sample,
                                       const char *list, const char *where);
/* codes.c, sink.c: makes assay_code() and assay_sink() known to the source's connection. */
gboolean   assay_codes_register       (AssaySource *self, GError **error);
gboolean   assay_sink_register        (AssaySource *self, GError **error);
gboolean   assay_rank_register        (AssaySource *self, GError **error);

/* scan.c: the parts of a scan, for those who run queries of their own with assay_code(). */
gboolean   assay_scan_run_init        (AssayScanRun          *run,
                                       AssaySource           *source,
                                       const AssayScanColumn *columns,
                                       guint                  n_columns,
                                       GError               **error);
void       assay_scan_run_clear       (AssayScanRun          *run);
/* Runs the scan; source->run is run meanwhile. */
AssayScan *assay_scan_run_all         (AssayScanRun          *run,
                                       AssaySource           *source,
                                       const AssayScanColumn *columns,
                                       gboolean               want_row_numbers,
                                       GCancellable          *cancellable,
                                       GError               **error);
/* "assay_code(N, expression)" of column number `column`. (transfer full) */
char      *assay_scan_code_sql        (const AssaySource     *source,
                                       const AssayScanColumn *columns,
                                       guint                  column);
/* row-page.c: a page to fill; every column as text; its rows, and how many there are, by a query each. */
/* A scan for its dictionaries alone. */
AssayScanSink assay_scan_sink_ignore  (void);
AssayRowPage *assay_row_page_new      (void);
char      *assay_row_page_list        (const AssaySource     *source);
gboolean   assay_row_page_query       (AssayRowPage          *page,
                                       AssaySource           *source,
                                       const char            *count,
                                       const char            *rows,
                                       GCancellable          *cancellable,
                                       GError               **error);
/* scan-values.c: the values' part of a run: their columns as one more argument each of assay_sink(). */
gboolean   assay_scan_values_init     (AssayScanRun          *run,
                                       const AssaySource     *source,
                                       const AssayScanSink   *sink,
                                       GError               **error);
void       assay_scan_values_clear    (AssayScanRun          *run);
void       assay_scan_values_sql      (const AssayScanRun    *run,
                                       GString               *sql);
/* numbers[input] and validities[input] (NULL: all valid) of n rows. */
void       assay_scan_values_make     (const AssayScanRun    *run,
                                       const double *const   *numbers,
                                       const uint64_t *const *validities,
                                       guint                  n,
                                       gint64               **values);
/* FALSE, with error naming the first row that a value cannot be made of, when there was one. */
gboolean   assay_scan_values_check    (const AssayScanRun    *run,
                                       AssaySource           *source,
                                       GError               **error);
/* derived.c: what one thread makes of the codes of a chunk: columns with members, of the codes of their members. */
typedef struct _AssayDerived AssayDerived;
gboolean      assay_derived_is        (const AssayScanColumn *column);
AssayDerived *assay_derived_new       (const AssayScanRun *run); /* (nullable): the run has no such column */
void          assay_derived_free      (AssayDerived *self);
/* Fills codes[c] of each such column c from those of its members; n rows, at most 2048. */
void          assay_derived_make      (AssayDerived *self, const guint16 **codes, guint n);
/* clusters.c: assay_cluster(), the call of it for a column, and what stopped a scan. (transfer full) */
gboolean   assay_cluster_register     (AssaySource *self, GError **error);
gboolean   assay_cluster_check_column (const AssaySource *source, const char *column, GError **error);
char      *assay_cluster_sql          (const AssaySource *source, const char *column);
void       assay_cluster_set_error    (AssaySource *source, const char *column, GError **error);
/* query.c: runs one statement. Interrupted when cancellable is cancelled, when the run's sink or a full dictionary
 * asks for it, or when watch_rows is set and no row of the run came for options.deadline_s. message (nullable) gets
 * DuckDB's own words, (transfer full), when the statement failed by itself; error is set in every case. */
gboolean   assay_source_query         (AssaySource   *self,
                                       const char    *sql,
                                       gboolean       watch_rows,
                                       GCancellable  *cancellable,
                                       duckdb_result *result,
                                       char         **message,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* A column of a small result as text, NULL for NULL. (transfer full) */
char      *assay_result_text          (duckdb_result *result, idx_t column, idx_t row);
