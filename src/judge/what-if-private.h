/* what-if-private.h: what the files of a what-if share. */
#pragma once

#include "judge-private.h"
#include "measure/weighted.h"
#include "what-if.h"

G_BEGIN_DECLS

/* One slice at every threshold: its scores added up from above. `at` says for each edge how many of its bins lie below, so
 * that a matrix is one look-up, whatever the number of bins. */
typedef struct
{
  guint16     *at;            /* n_edges */
  guint        n_bins;
  guint64    (*above)[2];     /* n_bins + 1: rows from a bin on, of the other class and of the positive one */
  AssayWeight (*weights)[2];  /* (nullable) the same of weighted rows */
} AssayCumulative;

/* Both models' scores, the baseline's by its own threshold: for each edge rows [positive label][old is positive] above. */
typedef struct
{
  guint64 (*above)[4];        /* n_edges; NULL: the pair does not follow */
} AssayCumulativePair;

typedef struct
{
  AssayFinding         own;   /* first: what is shown; all but what follows is borrowed from base */
  const AssayFinding  *base;
  guint                position; /* the whole set 0, then slices, then tags */
  gboolean             follows;
  AssayCumulative      counts;
  AssayCumulativePair *pairs; /* n_baselines */
  AssayMatrixCell      cells[4];
  AssayWeights        *weights; /* (nullable) room for 4 */
  AssayPairedCell    (*paired_cells)[8]; /* n_baselines */
} AssayMoved;

struct _AssayWhatIf
{
  const AssayFindings *base;
  AssayFindings        findings;  /* what is shown */
  AssayFindings        judged;    /* the same with tags among the slices, as they are tested */
  guint                n_edges;
  double              *edges;
  guint                own_edge, edge;
  gboolean             is_own, is_settled;
  GPtrArray           *moved;     /* of AssayMoved; the whole set first */
  GHashTable          *by_base;   /* AssayMoved by the finding it is made from */
  gboolean            *pair_follows; /* n_baselines */
  AssayMeasure        *measures;  /* those of matrices: */
  guint               *at;        /* their positions among all */
  guint                n_measures;
  AssayMeasure        *tested;    /* n_tested of the findings */
  AssayTagFindings    *tags;      /* (nullable) */
  GPtrArray           *selected;  /* of GArray of AssaySelected: one a check */
  AssayFollow         *check_follows;
  gboolean             is_quick;  /* of the step that is worked out */
};

/* what-if-counts.c */
void     assay_cumulative_init       (AssayCumulative *self, const AssayHistogram *scores, gboolean is_weighted);
void     assay_cumulative_clear      (AssayCumulative *self);
/* The matrix at an edge; cells and weights have room for 4. */
void     assay_cumulative_matrix     (const AssayCumulative *self, guint edge, guint positive, AssayMatrix *matrix,
                                      AssayMatrixCell *cells, AssayWeights *weights);
/* old_edge: from this bin on the baseline says positive. n_edges: of the audited model's bins. */
void     assay_cumulative_pair_init  (AssayCumulativePair *self, const AssayScorePairs *pairs, guint n_edges, guint old_edge);
guint    assay_cumulative_pair_cells (const AssayCumulativePair *self, guint edge, guint positive, AssayPairedCell *cells);
/* The edge at which a threshold stands among n_edges of bins; G_MAXUINT: between two. */
guint    assay_threshold_edge        (const double *edges, guint n_edges, double threshold);

/* what-if-judge.c: everything that follows from the matrices at the current edge. */
void     assay_what_if_judge         (AssayWhatIf *self);

G_END_DECLS
