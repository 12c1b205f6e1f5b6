/* plan.h: the door of src/plan: what to audit, written down before the numbers are known.
 *
 *   plan = assay_plan_load (path, ...)            the text, checked by itself
 *   plan = assay_plan_override (plan, ...)        the command line's options, then the columns chosen for it
 *   assay_plan_resolve (plan, columns, ...)       checked against the columns that the data really has
 *
 * A plan is a text file of [section]s and key=value lines (design.md 4), UTF-8 (a BOM is passed over), LF or CRLF:
 *   - a comment is a line of its own that starts with # or ; so a value may hold both;
 *   - there are no escapes: a value is all after the first =, without the blanks around it;
 *   - a key without a value, such as "weight=", is as if it were not there;
 *   - a list's items are parted by ; and a crossing's columns by * so that a column whose name holds one of these, or
 *     = or a line break, cannot be written (assay_plan_can_name);
 *   - an unknown or duplicate section or key is an error.
 *
 * Every message says file and line (or the option), what was found, what was expected and the nearest known name. A
 * parsed plan keeps its lines, so that assay_plan_to_text() gives comments, order and blank lines back. The plan never
 * changes afterwards: everybody reads the fields. Functions are pure but for assay_plan_load() and may run on any
 * thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_PLAN_MAX_BYTES (1 << 20)
#define ASSAY_PLAN_MAX_NAME 200   /* characters in the NAME of [check NAME] and its like */
#define ASSAY_PLAN_MAX_ITEMS 2000 /* items of one list */
#define ASSAY_PLAN_MAX_BINS 1000  /* edges or quantiles of one column */
#define ASSAY_PLAN_MAX_CROSS 6 /* columns in one crossing: with label, prediction the axes of a table */

#define ASSAY_PLAN_ERROR (assay_plan_error_quark ())
typedef enum
{
  ASSAY_PLAN_ERROR_SYNTAX,  /* not a plan: a line that is no section, key or comment; a duplicate; not UTF-8 */
  ASSAY_PLAN_ERROR_UNKNOWN, /* a section, key, value or column that does not exist; names the nearest */
  ASSAY_PLAN_ERROR_VALUE,   /* a value out of range or of the wrong kind */
  ASSAY_PLAN_ERROR_LATER,   /* a key of the design that this version does not act on */
  ASSAY_PLAN_ERROR_READ,    /* the file itself */
} AssayPlanError;
GQuark assay_plan_error_quark (void);

/* How values of a column become slices. */
typedef enum
{
  ASSAY_BINS_NONE,      /* each value is a slice */
  ASSAY_BINS_EDGES,     /* bins.COL=0;25;35 */
  ASSAY_BINS_QUANTILES, /* bins.COL=quantiles 5 */
  ASSAY_BINS_WIDTH,     /* bins.COL=width 10 */
  ASSAY_BINS_DAY,       /* bins.COL=day | week | month: dates and timestamps, UTC, ISO weeks */
  ASSAY_BINS_WEEK,
  ASSAY_BINS_MONTH,
} AssayBinsKind;

typedef struct
{
  char         *column;
  AssayBinsKind kind;
  double       *edges;   /* EDGES: n_edges >= 2, ascending, finite */
  guint         n_edges;
  guint         n;       /* QUANTILES: 2 .. 1000 */
  double        width;   /* WIDTH: > 0 */
  guint         line;
} AssayBins;

/* sex*race, or one column (n_columns = 1). Two crossings never have the same columns. */
typedef struct
{
  char **columns;        /* (array zero-terminated) 1 .. ASSAY_PLAN_MAX_CROSS, all different */
  guint  n_columns;
  guint  line;
} AssayCross;

/* [slice NAME] where=... */
typedef struct
{
  char *name;
  char *where;           /* a pure SQL expression, not yet checked: src/read does */
  guint line;
} AssayNamedSlice;

/* [risk NAME] why=... */
typedef struct
{
  char *name;
  char *why;             /* (nullable) */
  guint line;
} AssayRisk;

/* [model NAME]: prediction= or score= with threshold=. Named in baseline=. */
typedef struct
{
  char   *name;
  char   *prediction;    /* (nullable) column */
  char   *score;         /* (nullable) column */
  double  threshold;
  guint   line;
} AssayModel;

/* [baseline NAME]: a number from the literature. */
typedef struct
{
  char   *name;
  char   *measure;       /* in lower case; src/judge checks that there is one */
  double  value;
  char   *source;
  guint64 n;             /* rows it was found on; 0: not told, and the number is taken as exact */
  guint   line;
} AssayLiterature;

/* [costs] fn=5, or cat as dog=2. */
typedef struct
{
  char  *pair;           /* "tp", "fp", "fn", "tn", or "LABEL as PREDICTION": src/judge knows the classes */
  double cost;
  guint  line;
} AssayPlanCost;

/* What a check is about: one item of its slices=. */
typedef enum
{
  ASSAY_TARGET_WHOLE,   /* "all": the whole set */
  ASSAY_TARGET_EVERY,   /* "*": every slice of the plan, named ones too */
  ASSAY_TARGET_COLUMNS, /* "race", "sex*race": every slice of a column or crossing */
  ASSAY_TARGET_VALUES,  /* "race=Black", "sex=Female*race=(missing)": one slice */
  ASSAY_TARGET_NAMED,   /* the name of a [slice NAME]; it wins over the other readings */
} AssayTargetKind;

typedef struct
{
  AssayTargetKind kind;
  char           *text;      /* as written */
  guint           n_columns; /* COLUMNS, VALUES: 1 .. ASSAY_PLAN_MAX_CROSS, else 0 */
  char          **columns;   /* n_columns, in the order of the plan's crossing */
  char          **values;    /* VALUES: n_columns, canonical text; NULL is "(missing)" */
} AssayTarget;

typedef enum
{
  ASSAY_BOUND_AT_LEAST,
  ASSAY_BOUND_AT_MOST,
  ASSAY_BOUND_NO_WORSE_THAN, /* no-worse-than=current by 0.01 */
} AssayBoundKind;

typedef enum
{
  ASSAY_BETTER_DEFAULT,  /* the measure's own direction */
  ASSAY_BETTER_HIGHER,
  ASSAY_BETTER_LOWER,
} AssayBetter;

/* [check NAME] */
typedef struct
{
  char          *name;
  char          *risk;      /* (nullable) NAME of a [risk] */
  char          *measure;   /* in lower case, such as "recall"; src/judge checks that there is one. A parity such as
                             * "demographic_parity" is one statement about the groups of one column or crossing */
  char         **slices;    /* (array zero-terminated) as written: "all" (the whole set, the default), "*",
                             * a column, "sex*race", "race=Black", "sex=Female*race=Black", or a named slice;
                             * several with ; */
  GPtrArray     *targets;   /* of AssayTarget: slices, taken apart, in their order */
  AssayBoundKind bound;
  double         value;     /* the bound, or the margin of NO_WORSE_THAN (>= 0) */
  char          *than;      /* (nullable) NO_WORSE_THAN: a baseline of the plan, or the NAME of a [baseline] */
  char          *class_name; /* (nullable) class=: the one that a measure of one class is about */
  AssayBetter    better;
  char          *accept;    /* (nullable) undecided=accept REASON: the reason; the check does not count while
                             * it is undecided */
  guint          line;
} AssayCheck;

/* [measure NAME]: mean=COL, or numerator=COL and denominator=COL, of numbers that each row has. */
typedef struct
{
  char       *name;        /* as measures= and checks name it */
  char       *mean;        /* (nullable) column: the mean of its values */
  char       *numerator;   /* (nullable) column, together with denominator: the sum of the one over that of the other */
  char       *denominator;
  AssayBetter better;      /* DEFAULT: neither */
  char       *unit;        /* (nullable) for people, such as ms */
  guint       line;
} AssayOwnMeasure;

/* range.COL=0;1000: what the values of a column may be. It fixes the scale of their sums, so that audits of different
 * rows can be merged; a value outside is an error. */
typedef struct
{
  char  *column;
  double least, most;      /* least <= most */
  guint  line;
} AssayRange;

/* Of what kind labels are. */
typedef enum
{
  ASSAY_TASK_AUTO,            /* regression when the label's column is floating and has a fraction; the audit puts
                               * task=regression over the plan then */
  ASSAY_TASK_CLASSIFICATION,
  ASSAY_TASK_REGRESSION,
} AssayTask;

/* ground-truth=: what the label is, as somebody's word. */
typedef enum
{
  ASSAY_TRUTH_UNKNOWN,     /* not told */
  ASSAY_TRUTH_ONE_HUMAN,   /* one person's label, as any annotator's */
  ASSAY_TRUTH_MAJORITY,    /* what most of several people said */
  ASSAY_TRUTH_ADJUDICATED, /* decided where people disagreed */
} AssayTruth;

/* [tag NAME]: a tag by an expression, or what is told of one of tags=. */
typedef struct
{
  char *name;
  char *where;           /* (nullable) a pure SQL expression, not yet checked: src/read does; NULL: tags= makes it */
  guint ease;            /* 1 .. 5, 3: how easy it is to mend */
  guint importance;      /* 1 .. 5, 3: how much it matters */
  guint line;
} AssayPlanTag;

#define ASSAY_PLAN_MAX_TAGS 256

/* [fairness]: groups whose rates are to be equal. */
typedef struct
{
  GPtrArray *groups;       /* of AssayCross: one column or more; all are in columns or crosses of [slices], too */
  GPtrArray *controlled;   /* of AssayCross: the control column and a group's, where crosses has not got them: counted, and
                            * no slices of the plan */
  gboolean   is_largest;   /* reference=largest; else best: every pair of groups */
  GPtrArray *references;   /* of AssayTarget, VALUES: the reference group of its own columns */
  char      *control;      /* (nullable) column: the same within each of its values */
  double     threshold;    /* 0.8: the four-fifths rule's; 0 < t <= 1 */
  char     **measures;     /* (array zero-terminated) parities as src/judge knows them; none: all */
} AssayPlanFairness;

#define ASSAY_PLAN_NO_FILE "(no plan)"

typedef struct
{
  char     *file;         /* for messages; ASSAY_PLAN_NO_FILE when made from options */
  char     *text;         /* the plan that runs: as read, or with the options written in */
  GPtrArray *lines;       /* private: the lines, for saving */

  /* [audit] */
  char     *title;        /* default: the plan file's name, without a plan the first data file's */
  guint64   seed;         /* 1 */
  double    confidence;   /* 0.95; 0.5 < c < 1 */
  char     *code_version; /* (nullable) the version of the model or code that the user names */
  gboolean  no_fallback;  /* fallback=none: what the engine asked for cannot count, nothing else counts */

  /* [data] */
  char    **files;        /* (array zero-terminated) names and globs as written; relative to the plan's folder */
  char     *label;        /* (nullable) column */
  char     *prediction;   /* (nullable) column; prediction, score or both */
  char     *score;        /* (nullable) column */
  double    threshold;    /* 0.5 */
  gboolean  has_threshold;/* the plan names it */
  char     *positive;     /* (nullable) canonical value */
  char     *cluster;      /* (nullable) column: rows of one value belong together */
  char    **baselines;    /* (array zero-terminated) columns, or names of [model] sections */
  AssayTask task;         /* auto; REGRESSION has no score, threshold and positive */
  GPtrArray *ranges;      /* of AssayRange */
  char     *weight;       /* (nullable) column of sampling weights */
  char    **annotators;   /* (array zero-terminated) none, or columns with 2 or more people's labels. The label may be one
                           * of them, the prediction is none */
  AssayTruth truth;       /* of ground-truth=; ONE_HUMAN where the label is an annotator's column */
  char    **tags;         /* (array zero-terminated) yes/no columns, one list column, or names of [tag NAME]s with where= */
  char     *tags_separator; /* parts the items of a list column of text; "," */
  gboolean  has_tags_separator; /* the plan names it: the one column of tags= is a list */
  char     *reviewed;     /* (nullable) yes/no column: errors that someone looked at */
  char     *tags_file;    /* (nullable) one file, whose columns stand beside the data's; relative to the plan's folder */
  char     *id;           /* (nullable) the column that names a row; there when tags_file is */
  char     *room_against; /* (nullable) a baseline; NULL: human level with annotators, else the baseline called human,
                           * else the first */

  /* [slices] */
  gboolean  slices_given; /* columns= is there; otherwise put the chosen ones over the plan:
                           * assay_plan_override() with [slices] columns= and bins.COL= */
  GPtrArray *columns;     /* of AssayCross with n_columns = 1 */
  GPtrArray *crosses;     /* of AssayCross with n_columns >= 2 */
  GPtrArray *bins;        /* of AssayBins */
  char     *edges_from;   /* (nullable) an audit file whose edges are used again; relative to the plan's folder */
  guint     min_rows;     /* 30 */
  double    min_effect;   /* 0.01 */
  char    **measures;     /* (array zero-terminated) default accuracy;recall;precision;fpr;fnr;f1, of a regression
                           * mae;rmse;mean_error;r2 */
  gboolean  measures_given; /* the plan names them; else a set without a positive class has other ones */
  double    rare_class_share; /* 0.01 */
  gboolean  per_class;    /* per-class=slices: every class's measures are reported of every slice too */

  /* [costs] */
  char      *cost_unit;   /* (nullable) "EUR" */
  GPtrArray *costs;       /* of AssayPlanCost, in the plan's order */

  GPtrArray *named;       /* of AssayNamedSlice, in the plan's order, as all below */
  GPtrArray *risks;       /* of AssayRisk */
  GPtrArray *checks;      /* of AssayCheck */
  GPtrArray *models;      /* of AssayModel */
  GPtrArray *own_measures; /* of AssayOwnMeasure */
  GPtrArray *literature;  /* of AssayLiterature */
  GPtrArray *tag_sections; /* of AssayPlanTag */
  AssayPlanFairness fairness;
} AssayPlan;

/* What reading found, in the plan's words. */
typedef enum
{
  ASSAY_COLUMN_NUMBER,
  ASSAY_COLUMN_TEXT,
  ASSAY_COLUMN_BOOLEAN,
  ASSAY_COLUMN_TIME,      /* date or timestamp */
  ASSAY_COLUMN_OTHER,     /* lists, structs, blobs: cannot be sliced */
} AssayColumnKind;

typedef struct
{
  const char     *name;
  AssayColumnKind kind;
} AssayColumn;

/* (transfer full) Reads a plan file; names in messages are as given. */
AssayPlan *assay_plan_load       (const char         *path,
                                  GError            **error);
/* (transfer full) file is for messages only. text need not be valid in any way. */
AssayPlan *assay_plan_parse      (const char         *text,
                                  gsize               length,
                                  const char         *file,
                                  GError            **error);
typedef struct
{
  const char *section;    /* "data", "slices", "check NAME", ... */
  const char *key;        /* "label", "bins.age", ... */
  const char *value;      /* "" takes the key out */
  const char *option;     /* (nullable) for messages: "--label", or in words where it came from; NULL: "--KEY" */
} AssayPlanSetting;
/* (transfer full) A plan as the options of the command line say it, checked like lines of a file. n_settings may be
 * 0. Of two settings of one key the last counts. */
AssayPlan *assay_plan_from_settings (const AssayPlanSetting *settings,
                                  guint               n_settings,
                                  GError            **error);
/* (transfer full) The same plan with settings put over it (the command line's options win over the file). Lines of the
 * file that no longer fit go: bins of columns that a new columns= or cross= does not slice, [model]s that a new
 * baseline= does not name. */
AssayPlan *assay_plan_override   (const AssayPlan    *self,
                                  const AssayPlanSetting *settings,
                                  guint               n_settings,
                                  GError            **error);
typedef enum
{
  ASSAY_PLAN_SET,         /* section, key, value: as a setting does; "" takes the key out. A section that is not there is
                           * made as ADD makes it */
  ASSAY_PLAN_ADD,         /* section; value (nullable): the section that it stands after, else the last of its kind, else
                           * all others. It may be there: then nothing is done */
  ASSAY_PLAN_REMOVE,      /* section, with its keys and what stands between them; comments above its header stay */
  ASSAY_PLAN_RENAME,      /* section, a [risk], [check] or [slice]; value: its new NAME, which checks then use as well */
} AssayPlanEditKind;
typedef struct
{
  AssayPlanEditKind kind;
  const char       *section;
  const char       *key;
  const char       *value;
} AssayPlanEdit;
/* (transfer full) The plan after all edits, one after the other; what they do not name keeps its bytes. Fails when it would
 * be no plan: each by itself need not be one. */
AssayPlan *assay_plan_edit       (const AssayPlan    *self,
                                  const AssayPlanEdit *edits,
                                  guint               n_edits,
                                  GError            **error);
/* Checks every column, baseline and slice that the plan names against the data's columns: that they are there, that
 * each can serve as what it is named for. Where columns= is not given, bins. and checks may name any column that can
 * be sliced; the choice must then take in assay_plan_slice_columns(). With annotators= the label, the prediction or both
 * may be lacking, and then whatever is of a model. */
gboolean   assay_plan_resolve    (const AssayPlan    *self,
                                  const AssayColumn  *columns,
                                  guint               n_columns,
                                  GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a plan that is not finished: label, prediction and score may be lacking (`assay plan`, `columns`). */
gboolean   assay_plan_resolve_draft (const AssayPlan *self,
                                  const AssayColumn  *columns,
                                  guint               n_columns,
                                  GError            **error) G_GNUC_WARN_UNUSED_RESULT;
char      *assay_plan_to_text    (const AssayPlan    *self);
/* (transfer full) Where a key got its value, for messages: "plan.ini:12", "option --measures"; without one the plan's
 * file. */
char      *assay_plan_where      (const AssayPlan    *self,
                                  const char         *section,
                                  const char         *key);
/* (nullable) A key's value as it is written; NULL: the plan does not have it, or empty. */
const char *assay_plan_value     (const AssayPlan    *self,
                                  const char         *section,
                                  const char         *key);
/* (transfer full) (nullable) The first thing in which two plans ask for something else, in words; NULL: audits by them
 * may be added. files=, title=, code-version= and edges-from= may differ. */
char      *assay_plan_difference (const AssayPlan    *left,
                                  const char         *left_name,
                                  const AssayPlan    *right,
                                  const char         *right_name);
const AssayBins  *assay_plan_bins  (const AssayPlan  *self, const char *column); /* (nullable) */
const AssayModel *assay_plan_model (const AssayPlan  *self, const char *name);   /* (nullable) */
const AssayOwnMeasure *assay_plan_own_measure (const AssayPlan *self, const char *name); /* (nullable) */
const AssayRange *assay_plan_range (const AssayPlan  *self, const char *column); /* (nullable) */
const AssayPlanTag *assay_plan_tag (const AssayPlan  *self, const char *name);   /* (nullable) the section */
const AssayLiterature *assay_plan_literature (const AssayPlan *self, const char *name); /* (nullable) */
/* Whether the plan names labels and a model's predictions or scores: else only its annotators are audited. */
gboolean   assay_plan_has_model  (const AssayPlan    *self);
/* (nullable) What it lacks, in a sentence for people; NULL: nothing. */
const char *assay_plan_why_no_model (const AssayPlan *self);
/* (transfer container) (array zero-terminated) Every column that columns=, cross=, bins., groups= and the checks' slices name,
 * each once; borrowed from the plan. */
const char **assay_plan_slice_columns (const AssayPlan *self);
/* Whether a column's name can be written in every list and key of a plan. */
gboolean   assay_plan_can_name   (const char         *column);
void       assay_plan_free       (AssayPlan          *self);

/* A line of a new plan file, with its reason. Entries of one section stand together. */
typedef struct
{
  const char *section;    /* (nullable) NULL in the first entries: a comment at the file's head */
  const char *key;        /* (nullable) NULL: only the comment, or the section's header */
  const char *value;      /* (nullable) like "" */
  const char *comment;    /* (nullable) above the key; may have several lines */
} AssayPlanEntry;
/* (transfer full) A plan's text that parses and says what the entries say; fails when that cannot be. */
char      *assay_plan_write      (const AssayPlanEntry *entries,
                                  guint               n_entries,
                                  GError            **error);

/* The table of keys: one truth for the reader, --help, the man page, `assay plan` and the workbench. */
typedef enum { ASSAY_KEY_TEXT, ASSAY_KEY_LIST, ASSAY_KEY_INTEGER, ASSAY_KEY_NUMBER, ASSAY_KEY_CHOICE } AssayKeyType;
typedef struct
{
  const char  *section;       /* "audit", "data", "slices", "slice NAME", "risk NAME", ... */
  const char  *name;          /* "bins.COL" stands for every bins. key */
  AssayKeyType type;
  const char  *default_value; /* (nullable) as it would be written */
  const char  *help;          /* one line */
  const char  *choices;       /* (nullable) CHOICE: "a|b|c" */
  const char  *later_choices; /* (nullable) CHOICE: of the design, not acted on by this version */
  double       least, most;   /* INTEGER, NUMBER: closed range; both 0: any */
  gboolean     is_open;       /* the range is without its ends */
  gboolean     is_later;      /* of the design, not acted on by this version: an error that says so, unless the value
                               * is empty or the default */
} AssayPlanKey;
const AssayPlanKey *assay_plan_keys (guint *n_keys);
/* (nullable) What a section ("check NAME", as keys name theirs) is for. */
const char *assay_plan_section_help (const char *section);
/* (nullable) The nearest name by edit distance, when near enough to be a slip. */
const char *assay_plan_nearest   (const char *name, const char *const *names, guint n_names);
#define ASSAY_PLAN_MAX_SLIP 200 /* characters; a longer name is nobody's slip */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayPlan, assay_plan_free)

G_END_DECLS
