/* tag-findings.h: which error tags matter, and what mending one would bring (measures.md 5). Part of src/judge's door.
 *
 * A row has any number of tags. Each tag's rows are judged as a slice's are (AssayFindings.tags: measures, against all
 * other rows, paired with baselines); here is what makes it a tag: Ng's four numbers, lift, room, potential gain, priority.
 */
#pragma once

#include "measure/tags.h"

G_BEGIN_DECLS

typedef struct _AssayFinding  AssayFinding;
typedef struct _AssayFindings AssayFindings;

/* What a model's accuracy is held against: a column's predictions, a published number, or the annotators themselves. */
typedef enum
{
  ASSAY_REFERENCE_BASELINE,
  ASSAY_REFERENCE_LITERATURE,
  ASSAY_REFERENCE_HUMAN,      /* each annotator against the majority of the others */
} AssayReferenceKind;

typedef struct
{
  AssayReferenceKind kind;
  guint              index;   /* of the baselines, or of the published numbers */
  const char        *name;
} AssayReference;

/* The reference's accuracy less the model's within a part of the rows. Never clipped: a negative room is one. */
typedef struct
{
  AssayEstimate value;        /* the reference's own accuracy there */
  AssayEstimate room;         /* reference - model */
  AssayEstimate gain;         /* what the room is worth, as a share of all rows: points of overall accuracy */
} AssayRoom;

typedef struct
{
  const char         *name;
  const AssayFinding *finding;   /* its rows as a slice */
  guint64             n_rows;    /* rows with the tag, those left out included */
  AssayTagShares      shares;    /* with reviewed=: of reviewed rows */
  AssayEstimate       share_times_error; /* with reviewed=, share of errors times error rate: about the tag's errors, of
                                          * all rows; else undefined */
  AssayRoom          *rooms;     /* n_references */
  double              q;         /* of the error rate against all other rows: Benjamini-Hochberg over the tags */
  gboolean            is_worse;  /* q <= 0.05 and an error rate that is at least min-effect above theirs */
  guint               ease, importance; /* 1 to 5: the plan's, or those of the reviewer who rated it last */
  guint               plan_ease, plan_importance;
  const char         *rated_by;  /* (nullable) borrowed: who gave them in place of the plan's */
  double              priority;  /* gain in points, at least 0, * ease * importance; NaN: no gain is known */
  gboolean            is_ahead;  /* the room is negative: the model is better there */
  guint               rank;      /* by priority, then by errors; 1 is the first */
} AssayTagFinding;

/* Two tags on the same rows, a < b. */
typedef struct
{
  guint         a, b;            /* positions in the tags */
  guint64       n_rows, n_errors;
  AssayEstimate error_rate;      /* of measured rows with both */
  AssayEstimate lift;            /* rows with both over what independent tags would have; undefined where one has none */
} AssayTagPair;

/* The rows that have exactly these tags. */
typedef struct
{
  guint         n_tags;
  guint        *tags;            /* owned; ascending positions in the tags */
  guint64       n_rows, n_errors;
  AssayEstimate error_rate;
} AssayTagSetFinding;

/* A gap to a reference over the parts of a partition: gains that add up to the whole's. */
typedef struct
{
  char         *name;            /* owned: the column's value, NULL missing; the tags of a set */
  gboolean      is_missing, is_others; /* is_others: all smaller parts together */
  guint64       n_rows;          /* of the pair */
  AssayEstimate gain;            /* points of overall accuracy that are lost here */
} AssayGapPart;

typedef struct
{
  AssayReference reference;      /* a baseline, or a published accuracy */
  const char   *column;          /* (nullable) NULL: the distinct sets of tags */
  AssayEstimate total;           /* what the parts add up to */
  GArray       *parts;           /* of AssayGapPart: the greatest gain first, others last */
} AssayGap;

/* How much of a slice's errors a tag holds. */
typedef struct
{
  const AssayFinding *slice;
  guint               tag;
  guint64             n_rows, n_errors;  /* with the tag, in the slice */
  AssayEstimate       share_of_errors;   /* of the slice's */
} AssayTagSlice;

typedef struct
{
  guint            n_references;
  AssayReference  *references;
  int              against;      /* the reference of priorities: room-against=; -1: none */
  const char      *why_no_errors; /* (nullable) a regression, or no model: then all numbers of errors are 0 and mean nothing */
  gboolean         is_reviewed;  /* reviewed= */
  gboolean         only_errors;  /* only errors were reviewed */
  guint64          n_reviewed, n_reviewed_errors;
  guint            n_tags;
  AssayTagFinding *tags;         /* in the order of the plan */
  guint           *ranked;       /* n_tags positions, by rank */
  GArray          *pairs;        /* of AssayTagPair: those that share a row */
  gboolean         has_sets;     /* FALSE: more than can be listed */
  GArray          *sets;         /* of AssayTagSetFinding: the commonest first */
  GArray          *slices;       /* of AssayTagSlice: every slice of one column with every tag that it has errors of */
} AssayTagFindings;

G_END_DECLS
