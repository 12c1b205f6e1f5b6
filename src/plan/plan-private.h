/* plan-private.h: what the files of src/plan share. */
#pragma once

#include "plan.h"

/* --- lines (plan-file.c) ------------------------------------------------------------------------------------ */

typedef struct
{
  const char *title;     /* "check NAME": as keys name their section */
  const char *word;      /* "check" */
  gboolean    is_named;
  gboolean    is_later;  /* of the design, not acted on by this version */
  const char *help;      /* what it is for, a sentence or two */
} PlanSectionKind;

typedef enum
{
  PLAN_LINE_OTHER,       /* comments and blank lines, as many as stand together */
  PLAN_LINE_SECTION,
  PLAN_LINE_KEY,
} PlanLineKind;

/* All raw texts in their order are the plan, byte for byte. */
typedef struct
{
  PlanLineKind           kind;
  char                  *raw;     /* with its line's end, where it has one */
  char                  *origin;  /* a GRefString: the file, or the option that made the line */
  guint                  number;  /* from 1; 0: made by an option */
  const PlanSectionKind *section_kind; /* SECTION */
  char                  *section; /* SECTION, KEY: "data", "check No race" */
  char                  *name;    /* (nullable) SECTION: NAME */
  const AssayPlanKey    *known;   /* KEY: its row in the table */
  char                  *key;     /* KEY: "label", "bins.age" */
  char                  *value;   /* KEY */
} PlanLine;

/* (transfer full) (element-type PlanLine) Reads text into lines and checks each by itself: syntax, known and not
 * twice, a value of the key's kind. option (nullable): the text was made from it, not read from origin. */
GPtrArray      *plan_lines_read  (const char *text, gsize length, const char *origin, gboolean is_option,
                                  GError **error);
GPtrArray      *plan_lines_copy  (GPtrArray *lines);
char           *plan_lines_join  (GPtrArray *lines);
/* (nullable) */
const PlanLine *plan_lines_find  (GPtrArray *lines, const char *section, const char *key);

/* --- one key put over lines (plan-settings.c) --------------------------------------------------------------- */

/* (transfer full) The setting as two lines, [section] and key=value, read and checked as a file's would be; what comes
 * back must say what went in, so that no value can bring in a line of its own. */
GPtrArray      *plan_setting_read   (const AssayPlanSetting *setting, const char *line_end, GError **error);
/* setting: such lines. */
void            plan_put_setting    (GPtrArray *lines, GPtrArray *setting, const char *line_end);
/* LF or CRLF, as the first line has it. */
const char     *plan_line_end       (GPtrArray *lines);
/* The last line of a file may have no end. */
void            plan_end_last_line  (GPtrArray *lines, const char *line_end);
/* After the last key of the section that begins at header: comments that follow belong to what comes next. */
guint           plan_end_of_section (GPtrArray *lines, guint header);

/* --- sections (plan-section.c) ------------------------------------------------------------------------------ */

/* A section of the lines, borrowed. */
typedef struct
{
  const PlanSectionKind *kind;
  const PlanLine        *header;  /* (nullable) the section is not there: every key has its default */
  PlanLine *const       *lines;   /* after the header: KEY and OTHER */
  guint                  n_lines;
} PlanSection;

/* (transfer full) (element-type PlanSection) */
GPtrArray      *plan_sections      (GPtrArray *lines);
/* (nullable) The line of a key that has a value. */
const PlanLine *plan_section_line  (const PlanSection *self, const char *key);
/* (nullable) The key's value, else its default. */
const char     *plan_section_text  (const PlanSection *self, const char *key);
double          plan_section_number  (const PlanSection *self, const char *key);
guint64         plan_section_integer (const PlanSection *self, const char *key);
/* (transfer full) A list without duplicates. */
char          **plan_section_list  (const PlanSection *self, const char *key, GError **error);

/* --- keys (plan-keys.c) ------------------------------------------------------------------------------------- */

const PlanSectionKind *plan_find_section_kind (const char *word);
const AssayPlanKey    *plan_find_key      (const PlanSectionKind *section, const char *key);
/* (transfer full) "did you mean ...", or what there is instead. */
char                  *plan_hint_section  (const char *word);
char                  *plan_hint_key      (const PlanSectionKind *section, const char *key);

/* --- values (plan-value.c) ---------------------------------------------------------------------------------- */

gboolean   plan_parse_number   (const char *text, double *value);
gboolean   plan_parse_integer  (const char *text, guint64 *value);
/* (transfer full) Trimmed items; the empty ones are kept or passed over. */
char     **plan_split          (const char *text, char separator, gboolean keeps_empty);
/* FALSE and error: an item twice, or too many. */
gboolean   plan_check_items    (char *const *items, const PlanLine *where, GError **error);
gboolean   plan_check_value    (const PlanLine *line, GError **error);

/* --- crossings, bins, targets (plan-slices.c) --------------------------------------------------------------- */

/* What checks may name, borrowed from the plan that is being made. */
typedef struct
{
  GHashTable *crosses;    /* plan_cross_key() -> AssayCross */
  GHashTable *named;      /* set of names of [slice]s */
  GHashTable *risks;      /* set of names of [risk]s */
} PlanIndex;

AssayCross  *plan_cross_new    (const char *text, const PlanLine *where, GError **error);
void         plan_cross_free   (gpointer cross);
/* For qsort() over an array of texts: bytewise. */
int          plan_compare_texts (gconstpointer a, gconstpointer b);
/* (transfer full) The same for the same columns in whatever order. */
char        *plan_cross_key    (char *const *columns, guint n_columns);
AssayBins   *plan_bins_new     (const PlanLine *line, GError **error);
void         plan_bins_free    (gpointer bins);
AssayTarget *plan_target_new   (const PlanIndex *index, const char *text, const PlanLine *where, GError **error);
void         plan_target_free  (gpointer target);

/* --- costs (plan-costs.c) ----------------------------------------------------------------------------------- */

#define PLAN_ANY_PAIR "LABEL as PREDICTION"

/* (transfer full) (element-type AssayPlanCost) */
GPtrArray   *plan_costs        (const PlanSection *section);

/* --- the literature (plan-literature.c) --------------------------------------------------------------------- */

AssayLiterature *plan_literature_new  (const AssayPlan *plan, const PlanSection *section, GError **error);
void             plan_literature_free (gpointer literature);
/* (transfer container) (array zero-terminated) What no-worse-than= may name: baseline= and [baseline]s. */
const char     **plan_comparable      (const AssayPlan *plan);

/* --- tags (plan-tags.c) ------------------------------------------------------------------------------------- */

/* Keys of [data]. */
gboolean      plan_build_tags     (AssayPlan *plan, const PlanSection *data, GError **error);
AssayPlanTag *plan_tag_new        (const AssayPlan *plan, const PlanSection *section, GError **error);
void          plan_tag_free       (gpointer tag);
/* What can only be said when all sections are read. */
gboolean      plan_check_tags     (const AssayPlan *plan, const PlanSection *data, GError **error);

/* --- fairness (plan-fairness.c) ----------------------------------------------------------------------------- */

/* After [slices], whose columns and crossings it adds to. */
gboolean      plan_build_fairness (AssayPlan *plan, PlanIndex *index, const PlanSection *section, GError **error);
void          plan_clear_fairness (AssayPlanFairness *self);

/* --- checks (plan-checks.c) --------------------------------------------------------------------------------- */

AssayCheck  *plan_check_new    (const AssayPlan *plan, const PlanIndex *index, const PlanSection *section,
                                GError **error);
void         plan_check_free   (gpointer check);
gboolean     plan_check_measure (const char *measure, const PlanLine *where, GError **error);
AssayBetter  plan_better_of    (const PlanSection *section);

/* --- numbers of rows (plan-measures.c) ---------------------------------------------------------------------- */

AssayOwnMeasure *plan_own_measure_new (const PlanSection *section, GError **error);
void             plan_own_measure_free (gpointer measure);
AssayRange      *plan_range_new       (const PlanLine *line, GError **error);
void             plan_range_free      (gpointer range);
AssayTask        plan_task_of         (const PlanSection *data);
/* (transfer full) measures= of a regression when the plan has none. */
char           **plan_regression_measures (void);
gboolean         plan_check_regression (const PlanSection *data, GError **error);

/* --- annotators (plan-annotators.c) ------------------------------------------------------------------------- */

#define PLAN_MAX_ANNOTATORS 20 /* 190 pairs, each a table in every slice column */

/* How the label was made; whether the annotators can be told from what they are compared with. */
gboolean         plan_build_annotators (AssayPlan *plan, const PlanSection *data, GError **error);
/* Nothing that is of a model stands in a plan that lacks the label or the prediction. */
gboolean         plan_check_no_model   (const AssayPlan *plan, GError **error);

/* --- the plan (plan-build.c) -------------------------------------------------------------------------------- */

/* (transfer full) Makes the plan from lines that were read; takes lines, also when it fails. */
AssayPlan   *plan_from_lines   (GPtrArray *lines, const char *file, GError **error);

/* --- messages (plan-message.c) ------------------------------------------------------------------------------ */

/* FALSE always: "plan.ini:12: " or "option --label: ", then the message. */
gboolean     plan_fail         (GError **error, AssayPlanError code, const PlanLine *where, const char *format, ...)
                                G_GNUC_PRINTF (4, 5);
/* (transfer full) "plan.ini:12", "option --label". */
char        *plan_where_text  (const PlanLine *where);
/* A text in quotes, cut where it is long. */
typedef struct
{
  char text[256];
} PlanQuote;
PlanQuote    plan_quote        (const char *text);
/* (transfer full) "did you mean 'race'", or "columns are: age, race, ..." cut to a readable length. */
char        *plan_hint         (const char *name, const char *const *names, guint n_names, const char *what);
