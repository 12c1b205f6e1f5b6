/* read.h: the door of src/read: files in, coded columns out.
 *
 *   source = assay_source_open (...)          files named, expanded, opened; nothing else can be reached
 *   columns = assay_source_columns (source)   for assay_plan_resolve()
 *   check = assay_input_check_start (source)  digests, on a thread of its own
 *   scan = assay_scan_run (source, columns, n, sink, ...)   one pass: codes go to the sink
 *   assay_input_check_finish (check)          the numbers count only when this says so
 *
 * Values become codes in two steps inside one DuckDB query: assay_code() turns a value into a code and is run by
 * DuckDB on a column's dictionary only where there is one; assay_sink() hands the codes of up to 2048 rows to the
 * sink of the thread that read them. Codes are given by first sight; the scan's axes are sorted (measures.md 0.5)
 * and its maps lead from the one to the other.
 *
 * A source belongs to one thread; the sink is called from DuckDB's threads.
 */
#pragma once

#include "plan/plan.h"
#include "read/axis.h"
#include "read/progress.h"
#include "read/rows.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ASSAY_READ_ERROR (assay_read_error_quark ())
typedef enum
{
  ASSAY_READ_ERROR_OPEN,        /* a file that is not there, empty, not readable, or of no known kind */
  ASSAY_READ_ERROR_DATA,        /* the content is damaged or not what its kind promises */
  ASSAY_READ_ERROR_COLUMN,      /* a column that cannot serve as what it is asked for */
  ASSAY_READ_ERROR_TOO_MANY,    /* more than ASSAY_MAX_VALUES values */
  ASSAY_READ_ERROR_EXPRESSION,  /* a where that is no pure expression, or fails, or does not end */
  ASSAY_READ_ERROR_MEMORY,
  ASSAY_READ_ERROR_AGAIN,       /* a text file's first rows suggested types that a later row does not fit: they have been
                                 * found again from every row; look at the columns and scan once more */
  ASSAY_READ_ERROR_INTERNAL,
} AssayReadError;
GQuark assay_read_error_quark (void);

typedef struct
{
  char   *name;      /* as the plan or the command line names it; a glob's match: with the glob's folder */
  char   *path;      /* absolute */
  guint64 n_bytes;
  char   *sha256;    /* lower-case hex; NULL until the check has finished */
} AssayInputFile;

typedef struct _AssaySource AssaySource;

typedef struct
{
  guint   n_threads;     /* 0: as many as there are processors */
  guint64 n_bytes;       /* memory that reading may use, 0: DuckDB's default */
  guint   deadline_s;    /* longest time without a row before a where is given up; 0: 60 */
  GCancellable *cancellable; /* (nullable) (transfer none) stops the opening, which reads text files once */
  const char *tags_file; /* (nullable) a file whose columns stand beside those of the rows that have the same id */
  const char *id;        /* of both; ASSAY_ROW_NUMBER: the row's number, where the data has no such column */
  const char *const *tags_columns; /* (array zero-terminated) what is taken of tags_file, where it has it */
} AssaySourceOptions;

#define ASSAY_ROW_NUMBER "row_number" /* id=: the number of a row in all files together, from 1 */

/* files: names and globs, relative to folder (nullable: the current one). (transfer full) */
AssaySource          *assay_source_open        (const char *const        *files,
                                                const char               *folder,
                                                const AssaySourceOptions *options, /* (nullable) */
                                                GError                  **error);
/* The same for a plan: its files, or others in their place, and its tags file. */
AssaySource          *assay_source_open_plan   (const AssayPlan          *plan,
                                                const char *const        *files,   /* (nullable) */
                                                const char               *folder,
                                                const AssaySourceOptions *options, /* (nullable) */
                                                GError                  **error);
void                  assay_source_free        (AssaySource              *self);
/* Whether each row of the tags file is one of the data's: *note (nullable) (transfer full) says how many are none. Ids
 * that the data repeats are an error where the tags file names them, and so is a file none of whose rows is found. One pass
 * over the data's ids; TRUE at once without a tags file. */
gboolean              assay_source_check_ids   (AssaySource              *self,
                                                char                    **note,
                                                GCancellable             *cancellable,
                                                GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a column comes from the tags file. */
gboolean              assay_source_is_joined   (const AssaySource        *self,
                                                const char               *column);
/* (transfer none) In the files' order of columns. */
const AssayColumn    *assay_source_columns     (const AssaySource        *self,
                                                guint                    *n_columns);
/* The type as SQL spells it, such as "VARCHAR" or "DOUBLE". */
const char           *assay_source_column_type (const AssaySource        *self,
                                                guint                     column);
/* Whether some row has a value there; TRUE as well when that cannot be found out. Reads until it meets one. */
gboolean              assay_source_has_values  (AssaySource              *self,
                                                const char               *column);
/* The files of rows, and behind them the tags file. */
const AssayInputFile *assay_source_files       (const AssaySource        *self,
                                                guint                    *n_files);
/* Rows by the files' own word (Parquet); 0 when only reading tells. */
guint64               assay_source_n_rows_hint (const AssaySource        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySource, assay_source_free)

/* --- digests and integrity ---------------------------------------------------------------------------------- */

typedef struct _AssayInputCheck AssayInputCheck;
/* Starts the digests (SHA-256) of a source's Parquet files on a thread; those of text files were made when it was opened,
 * with a look at NUL bytes, UTF-8 and whether compressed files are whole. */
AssayInputCheck *assay_input_check_start  (AssaySource      *source);
/* Waits for the end, stores the digests in the source's files and frees self. Fails with the first damage found,
 * by file and line. */
gboolean         assay_input_check_finish (AssayInputCheck  *self,
                                           GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Stops early and frees; takes NULL. */
void             assay_input_check_abandon (AssayInputCheck *self);
/* The digest of one file, for comparing with an audit's. (transfer full) */
char            *assay_file_sha256        (const char       *path,
                                           GCancellable     *cancellable, /* (nullable) */
                                           GError          **error);

/* --- scanning ----------------------------------------------------------------------------------------------- */

#define ASSAY_MAX_MEMBERS 256 /* of one column that is made of others */

/* One column of codes to make. */
typedef struct
{
  const char      *name;       /* the axis' name */
  AssayAxisKind    kind;
  const char      *column;     /* (nullable) the file's column; NULL with where or members */
  const char      *where;      /* (nullable) WHERE, TAG, REVIEWED: an expression that is checked (assay_expression_check) */
  const AssayBins *bins;       /* (nullable) quantile edges must be found first: assay_find_quantiles() */
  guint            max_values; /* more are an error; 0: ASSAY_MAX_VALUES */
  gboolean         is_score;   /* codes: 1 below, 2 at or above threshold; the axis' values are "0" and "1" */
  gboolean         is_yes_no;  /* where gives 1, 0, NULL or 2; 2 stops the scan: column holds neither yes nor no (tags.h) */
  gboolean         is_presence; /* beside is_score: code 2 where there is a number, whatever it is; NaN is missing */
  double           threshold;  /* rounded to the column's type before it is compared */
  const guint16   *members;    /* (nullable) TAG_SET, RATINGS: not read, but made of the values that n_members columns of */
  guint            n_members;  /* this scan have in the same row (axis.h); at most ASSAY_MAX_MEMBERS, none made so itself */
  gboolean         may_overflow; /* more than max_values values do not stop the scan: its axis then says nothing, and
                                  * has_overflow of the scan tells so; without a column of the file only */
} AssayScanColumn;

/* What a number of a row to be summed is made of. In formulas a and b are columns, y is a label. */
typedef enum
{
  ASSAY_SCAN_NUMBER,         /* a */
  ASSAY_SCAN_WEIGHT,         /* a: finite and >= 0 in every row, else the scan fails and names the first other one */
  ASSAY_SCAN_ERROR,          /* a - b: prediction - label */
  ASSAY_SCAN_ABSOLUTE_ERROR, /* |a - b| */
  ASSAY_SCAN_SQUARED_ERROR,  /* (a - b)² */
  ASSAY_SCAN_BRIER_0,        /* (a - y)² of a score a, for y = 0 and for y = 1: which of them counts is known only when */
  ASSAY_SCAN_BRIER_1,        /* the row's label is in its cell */
  ASSAY_SCAN_LOG_LOSS_0,     /* -log (1 - a), -log a; what log is taken of is at least 1e-15 */
  ASSAY_SCAN_LOG_LOSS_1,
  ASSAY_SCAN_SQUARE_HIGH,    /* of the square of the integer that NUMBER makes of a, 62 bits, the upper 31: its k is */
  ASSAY_SCAN_SQUARE_LOW,     /* 2k - 31 of NUMBER's; and the lower 31, of 2k. high 2^31 + low is the square, exactly */
} AssayScanValueKind;

/* One number a row, made once, here, as an integer in units of 2^-k (measures.md 0.1), rounded half to even. k is the
 * largest integer with |max| * 2^k <= 2^31, where max is the greatest absolute value (0: k = 0); Brier has k = 30, log
 * loss 25, unless weighted.
 *
 * A row without a number in one of the columns (NULL, NaN; a score outside [0, 1] for Brier and log loss) has no value:
 * it is left out of sums of it, and counted in all tables as any other row. An infinite number is an error that names
 * the row, as is one outside a declared range. Weights have no missing value: leaving rows out is what 0 is for. */
typedef struct
{
  const char        *name;   /* what sums of it are called */
  AssayScanValueKind kind;
  const char        *a, *b;  /* numeric columns; b only where the kind has one */
  const char        *weight; /* (nullable) column: the value times this one, rounded once */
  const char        *with[3]; /* (nullable) numeric columns: rows without a number in them have no value either */
  gboolean           has_range;
  double             least, most; /* has_range: what the value may be, by range. of the plan */
  int                k;      /* filled by assay_scan_find_scales() */
} AssayScanValue;

typedef struct
{
  gpointer   data;
  gpointer (*start) (gpointer data);                     /* a thread's state; owned by data */
  /* codes[column][row], values[value][row] (ASSAY_NO_VALUE where the row has none). first_row is the number of the
   * first row in all files together, rows being in sequence, or -1 when unknown (CSV). FALSE stops the scan ("out of
   * memory"). */
  gboolean (*add)   (gpointer state, const guint16 *const *codes, const gint64 *const *values, guint n_rows,
                     gint64 first_row);
  const AssayScanValue *values; /* (nullable) n_values numbers to make, their k found */
  guint                 n_values;
  const char           *cluster; /* (nullable) column: values has one more entry, the keys of the rows' clusters (the first
                                  * eight bytes of the SHA-256 of its canonical text); a row without one is an error */
} AssayScanSink;

typedef struct
{
  guint64     n_rows;
  guint       n_columns;
  AssayAxis **axes;          /* n_columns, sorted values */
  guint     **maps;          /* n_columns; maps[c][code of first sight] = code of axes[c] */
  guint      *n_first_codes; /* n_columns; entries of each map */
  guint64    *n_outside;     /* n_columns; scores outside [0, 1] */
  guint64    *n_calls;       /* n_columns; values that assay_code() was called for (performance tests) */
  gboolean   *has_overflow;  /* n_columns; may_overflow: it had more values, whose rows have got the code of missing */
} AssayScan;

/* One pass over all rows. want_row_numbers asks for first_row where the files can tell. After ASSAY_READ_ERROR_AGAIN
 * the sink has seen rows: start with a new one. */
AssayScan *assay_scan_run       (AssaySource           *source,
                                 const AssayScanColumn *columns,
                                 guint                  n_columns,
                                 const AssayScanSink   *sink,
                                 gboolean               want_row_numbers,
                                 AssayProgress         *progress,    /* (nullable) */
                                 GCancellable          *cancellable, /* (nullable) */
                                 GError               **error);
void       assay_scan_free      (AssayScan             *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayScan, assay_scan_free)

/* The largest k with |max| * 2^k <= 2^31; 0 for 0. */
int        assay_value_scale     (double                 max);
/* Gives a value the range that leads to this k (edges-from=). */
void       assay_scan_value_set_scale (AssayScanValue *value, int k);
/* Checks the columns and fills each value's k: from its kind or declared range, else from one pass over the rows. */
gboolean   assay_scan_find_scales (AssaySource          *source,
                                 AssayScanValue         *values,
                                 guint                   n_values,
                                 GCancellable           *cancellable, /* (nullable) */
                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;

/* A scan, kept: rows hold codes of first sight (remap the tables with scan->maps). (transfer full) */
AssayRows *assay_scan_keep      (AssaySource           *source,
                                 const AssayScanColumn *columns,
                                 guint                  n_columns,
                                 AssayScan            **scan,
                                 AssayProgress         *progress,
                                 GCancellable          *cancellable,
                                 GError               **error);

/* Type-7 quantile edges (Hyndman & Fan 1996) of a numeric column at any size, equal edges merged: an EDGES bins
 * for the same column. Missing, NaN and infinite values are left out. (transfer full) */
AssayBins *assay_find_quantiles (AssaySource           *source,
                                 const AssayBins       *bins,
                                 GCancellable          *cancellable,
                                 GError               **error);
void       assay_bins_free      (AssayBins             *self);

/* Least and greatest finite number of a numeric column; NaN without any. */
gboolean   assay_find_range     (AssaySource           *source,
                                 const char            *column,
                                 double                *least,
                                 double                *most,
                                 GCancellable          *cancellable,
                                 GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* A number as the column's type has it: 0.1 as a FLOAT is not 0.1 as a DOUBLE. */
double     assay_source_round   (const AssaySource     *self,
                                 const char            *column,
                                 double                 value);
/* "name" with quotes doubled, 'text' likewise. (transfer full) */
char      *assay_quote_identifier (const char           *name);
char      *assay_quote_text      (const char            *text);
/* (transfer full) SQL that is true where both columns hold the same class, NULL where one is missing. */
char      *assay_source_equal_sql (const AssaySource   *self,
                                 const char            *a,
                                 const char            *b);
/* Whether a column is floating (FLOAT, DOUBLE, DECIMAL) and has a finite value that is no integer. */
gboolean   assay_source_has_fraction (AssaySource        *self,
                                 const char            *column,
                                 gboolean              *has_fraction,
                                 GCancellable          *cancellable,
                                 GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- expressions -------------------------------------------------------------------------------------------- */

/* Whether a where is one pure expression over the source's columns; names the part that is not. */
gboolean assay_expression_check (AssaySource  *source,
                                 const char   *where,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for several at once, quickly; *bad is the first that is not. */
gboolean assay_expressions_check (AssaySource       *source,
                                  const char *const *wheres,
                                  guint              n_wheres,
                                  guint             *bad,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- looking ------------------------------------------------------------------------------------------------ */

typedef struct
{
  char    *name;
  char    *type;            /* as SQL spells it */
  AssayColumnKind kind;
  guint64  n_rows;
  guint64  n_missing;       /* NULL, NaN, empty text */
  guint64  n_distinct;      /* exact up to 65,535, else about */
  char    *least, *most;    /* (nullable) canonical text */
  char   **examples;        /* (array zero-terminated) the commonest values, up to 8, canonical */
  guint64 *example_rows;    /* their rows */
  guint    n_examples;
  gboolean is_fractional;   /* a number with a value that is no integer */
} AssayColumnProfile;

/* (transfer full) (element-type AssayColumnProfile) One pass over all columns. */
GPtrArray *assay_source_profile (AssaySource    *source,
                                 AssayProgress  *progress,
                                 GCancellable   *cancellable,
                                 GError        **error);

/* A condition on one column as the slices of an audit mean it. Those of one alternative hold together; a row matches
 * when one of the alternatives does. */
typedef struct
{
  const AssayScanColumn *column;      /* the same pointer for the same column */
  const char *const     *values;      /* n_values canonical texts as in the axis, one of which holds; NULL: missing */
  guint                  n_values;
  guint                  alternative; /* 0 .. ; those of one alternative stand together */
} AssayRowCondition;

typedef struct
{
  char     **columns;             /* (array zero-terminated) */
  GPtrArray *rows;                /* of char** (n_columns, text as SQL prints it, NULL missing) */
  guint64    n_matching;          /* rows that fulfil the conditions; rows holds the first of them */
} AssayRowPage;

/* The rows behind a number: those that fulfil the conditions, the first `skip` left out, at most `most`. */
AssayRowPage *assay_source_rows  (AssaySource             *source,
                                  const AssayRowCondition *conditions,
                                  guint                    n_conditions,
                                  guint64                  skip,
                                  guint64                  most,
                                  GCancellable            *cancellable,
                                  GError                 **error);
/* A sample of such rows, spread over their kinds (row-sample.c), in the order of the data. */
typedef struct
{
  const AssayScanColumn *const *together; /* n_together columns, each combination of whose values is a kind: label, prediction */
  guint                         n_together;
  const AssayScanColumn *const *alone;    /* n_alone columns, each value of which is one: slices */
  guint                         n_alone;
  guint64                       seed;
  guint64                       most;     /* rows taken at most */
  const char                   *id;       /* (nullable) column that names a row; NULL: its number does, and is the page's first
                                           * column, ASSAY_ROW_NUMBER */
  guint                         first;    /* used inside */
} AssayRowSample;
AssayRowPage *assay_source_sample (AssaySource             *source,
                                  const AssayRowCondition *conditions,
                                  guint                    n_conditions,
                                  const AssayRowSample    *sample,
                                  GCancellable            *cancellable,
                                  GError                 **error);
void          assay_row_page_free (AssayRowPage           *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRowPage, assay_row_page_free)

/* Rows by what several people say of them. columns: of classes, the annotators' among them. */
typedef struct
{
  const AssayScanColumn *columns;
  guint              n_columns;
  guint              first_annotator, n_annotators; /* positions in columns */
  guint              label, prediction;             /* positions; is_noise */
  guint           *(*map) (const AssayScan *scan, guint column, gpointer data); /* (transfer full) from codes of first sight to
                                                     * classes, from 1; 0: missing */
  gpointer           data;
  const char *const *classes;                       /* class 1 is classes[0] */
  gboolean           is_noise; /* two or more ratings, all of them and the prediction one class, the label another; else rows
                                * about which two annotators or more say different things */
  guint64            skip, most;
} AssayRowRanking;

/* The first rows by disagreement: the share of pairs of a row's annotators who say different things; equal ones by the
 * number of the row. Columns are the file's, then row_number (from 1), disagreement and majority: what is said most often,
 * NULL where several classes are. */
AssayRowPage *assay_source_ranked_rows (AssaySource           *source,
                                        const AssayRowRanking *ranking,
                                        GCancellable          *cancellable,
                                        GError               **error);

G_END_DECLS
