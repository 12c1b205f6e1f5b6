/* axis.h: the values a count table can be asked about.
 *
 * Reading turns a column into codes. An axis says what the codes mean: code 0 is "missing", codes
 * 1 .. n_codes - 1 stand for values[code] in the order of measures.md 0.5 (numeric, else bytewise).
 * An axis never changes after it was made and may be shared between threads.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_MAX_VALUES 65534 /* values of one axis; code 0 is missing, code 65535 is overflow */
#define ASSAY_MAX_AXES 10      /* axes of one count table: a crossing of 6, label, prediction, baseline */

typedef enum
{
  ASSAY_AXIS_SLICE,      /* a column, its values */
  ASSAY_AXIS_BINS,       /* a numeric or time column, binned; values are "[25, 35)", "2018-07", ... */
  ASSAY_AXIS_WHERE,      /* a [slice NAME]: two values, "0" and "1" */
  ASSAY_AXIS_LABEL,
  ASSAY_AXIS_PREDICTION, /* the audited model */
  ASSAY_AXIS_BASELINE,   /* another model's predictions */
  ASSAY_AXIS_SCORED,     /* the prediction that score >= threshold makes, beside a prediction column */
  ASSAY_AXIS_SCORE,      /* the audited model's score, binned */
  ASSAY_AXIS_BASELINE_SCORE, /* another model's, named after it */
  ASSAY_AXIS_RIGHT,      /* whether the prediction is the label: two values, "0" and "1" */
  ASSAY_AXIS_TAG,        /* one tag: "0" and "1" as WHERE, named as the tag */
  ASSAY_AXIS_REVIEWED,   /* whether someone looked at the row: "0" and "1" */
  ASSAY_AXIS_TAG_SET,    /* the tags of a row together: netstrings of their names in the plan's order, "5:noisy,4:dark,";
                          * without a tag "" */
  ASSAY_AXIS_TAGS,       /* the tags themselves, of which a row has any number: counted as a set, not as one value */
  ASSAY_AXIS_ANNOTATOR,  /* one annotator's labels: classes */
  ASSAY_AXIS_RATINGS,    /* all annotators' labels of a row: netstrings of the classes, sorted bytewise, each as often as it
                          * was given, "3:cat,3:cat,3:dog,"; missing when nobody rated the row */
} AssayAxisKind;

typedef struct
{
  char         *name;    /* the column's name, or NAME of [slice NAME]; UTF-8 */
  AssayAxisKind kind;
  guint         n_codes; /* 1 .. ASSAY_MAX_VALUES + 1, code 0 (missing) included */
  char        **values;  /* n_codes entries; values[0] is NULL, the others canonical text */
} AssayAxis;

AssayAxis *assay_axis_new   (const char        *name,
                             AssayAxisKind      kind,
                             guint              n_codes,
                             const char *const *values); /* n_codes entries, copied */
AssayAxis *assay_axis_ref   (AssayAxis *self);
void       assay_axis_unref (AssayAxis *self);           /* takes NULL */
/* Whether the values are bins of numbers or times. */
static inline gboolean
assay_axis_is_binned (AssayAxisKind kind)
{
  return kind == ASSAY_AXIS_BINS || kind == ASSAY_AXIS_SCORE || kind == ASSAY_AXIS_BASELINE_SCORE;
}

/* Same name, kind and values: tables over equal axes may be added (measures.md 0.2). */
gboolean   assay_axis_equal (const AssayAxis *a,
                             const AssayAxis *b);
/* The code of a canonical value, 0 when the axis does not have it or value is NULL. */
guint      assay_axis_find  (const AssayAxis *self,
                             const char      *value);
/* (transfer full) (nullable) What a value of TAG_SET or RATINGS is made of; NULL: it is none of them. */
char     **assay_axis_split  (const char *value);
/* (transfer full) (nullable) The edges of a binned axis, ascending, as its values spell them; NULL when it has none:
 * bins of a fixed width, days and the like, or a column without a value. */
double    *assay_axis_edges (const AssayAxis *self,
                             guint           *n_edges);
/* Whether bins of both may be added: equal edges (measures.md 0.2), or none known of one. The error names both. */
gboolean   assay_axis_check_edges (const AssayAxis  *a,
                                   const AssayAxis  *b,
                                   GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) The axis with every value that one of these axes has, in canonical order; all have one name and
 * kind. maps[i] (transfer full) leads from the codes of axes[i] to its codes. Fails with more than ASSAY_MAX_VALUES.
 * */
AssayAxis *assay_axis_union (AssayAxis *const  *axes,
                             guint              n_axes,
                             guint            **maps,
                             GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayAxis, assay_axis_unref)

G_END_DECLS
