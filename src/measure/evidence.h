/* evidence.h: all that was counted of one slice. Every measure is a function of it.
 *
 * Matrices are sparse: a set of 1,000 classes has a million cells, of which a slice fills a few. An evidence that was
 * made by a function of this header owns what it points to, and assay_evidence_clear() frees it; one written down with
 * an initialiser borrows and is never cleared. All functions are pure and may run on any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows by label and prediction. Rows with either missing are not in it. */
typedef struct
{
  guint   label, prediction;
  guint64 n;                    /* > 0 */
} AssayMatrixCell;

typedef struct
{
  guint                  n_classes;
  guint                  positive;  /* index of the positive class; n_classes: there is none */
  guint                  n_cells;
  const AssayMatrixCell *cells;     /* ascending by (label, prediction), each pair once */
} AssayMatrix;

/* Two models on the same rows. Rows with any of the three missing are not in it. */
typedef struct
{
  guint   label, new, old;
  guint64 n;                    /* > 0 */
} AssayPairedCell;

typedef struct
{
  guint                  n_classes;
  guint                  positive;  /* as AssayMatrix */
  guint                  n_cells;
  const AssayPairedCell *cells;     /* ascending by (label, new, old), each triple once */
  gboolean               is_folded; /* of a set with many classes, where only this is known of a row: its label and
                                     * ASSAY_PAIRED_WRONG or ..._OTHER in place of a wrong prediction */
  const struct _AssayWeights *weights; /* (nullable) of the same cells */
  const struct _AssayReplicates *replicates; /* (nullable) of these cells, with the clusters of all their rows; with
                                              * weights they are sums of those */
} AssayPairedMatrix;

/* More classes than these are folded: 1,000 classes cubed are too many cells to count, and to draw. */
#define ASSAY_PAIRED_MOST_CLASSES 10
/* In a folded cell: any wrong prediction; and the old one where both are wrong and they differ. */
#define ASSAY_PAIRED_WRONG (G_MAXUINT - 1)
#define ASSAY_PAIRED_OTHER G_MAXUINT

/* Defined in the headers of their own measures. */
typedef struct _AssayWeights    AssayWeights;
typedef struct _AssayHistogram  AssayHistogram;
typedef struct _AssayMoments    AssayMoments;
typedef struct _AssayReplicates AssayReplicates;

typedef struct
{
  AssayMatrix            matrix;
  const AssayWeights    *weights;     /* (nullable) sums of weights of the same cells */
  const AssayHistogram  *scores;      /* (nullable) */
  const AssayMoments    *moments;     /* (nullable) n_moments, as AssayMeasure.moments counts them */
  const AssayReplicates *replicates;  /* (nullable) Poisson replicates; with weights they are sums of those */
  guint                  n_moments;
} AssayEvidence;

/* Position of a cell, -1 where there is none: a binary search. */
int           assay_matrix_find    (const AssayMatrix *matrix, guint label, guint prediction);
/* Rows of a cell, 0 where there is none. */
guint64       assay_matrix_rows    (const AssayMatrix *matrix, guint label, guint prediction);
/* (transfer full) The whole less a part of it, exactly: what was counted of all other rows. */
AssayEvidence assay_evidence_less  (const AssayEvidence *whole, const AssayEvidence *part);
/* Frees what an evidence owns. */
void          assay_evidence_clear (AssayEvidence *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayEvidence, assay_evidence_clear)

G_END_DECLS
