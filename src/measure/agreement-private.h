/* agreement-private.h: what the files of agreement share. */
#pragma once

#include "agreement.h"
#include "measure-private.h"

G_BEGIN_DECLS

#define ASSAY_NO_PAIRS "no row with two ratings"
#define ASSAY_NOT_BOTH "no row that both rated"
#define ASSAY_ONE_CLASS "one class only"
#define ASSAY_NO_PREDICTIONS "no row with two ratings and a prediction"
#define ASSAY_NO_LABELS "no row with two ratings and a label"
#define ASSAY_NO_LABELLED "no row with a label and a prediction"

/* agreement-draws.c: sums that are linear in how many rows each group of rows has, and draws of them: a group of n
 * rows weighs as a gamma variate of shape n. */
typedef struct
{
  guint  slot;
  double share;
} AssayLinearTerm;

typedef struct
{
  guint   n_slots;
  GArray *rows;   /* of guint64, of each group */
  GArray *ends;   /* of guint: where each group's terms end */
  GArray *terms;  /* of AssayLinearTerm */
} AssayLinear;

void assay_linear_init  (AssayLinear *self, guint n_slots);
void assay_linear_clear (AssayLinear *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayLinear, assay_linear_clear)

/* A term of the group that assay_linear_end() closes. */
static inline void
assay_linear_add (AssayLinear *self,
                  guint        slot,
                  double       share)
{
  const AssayLinearTerm term = { slot, share };

  g_array_append_val (self->terms, term);
}

void assay_linear_end   (AssayLinear *self, guint64 rows);
/* The sums of the rows themselves. sums has room for n_slots. */
void assay_linear_sums  (const AssayLinear *self, double *sums);

/* What is made of the sums of one draw. */
typedef void (*AssayLinearUse) (gpointer data, guint draw, const double *sums);
/* Draws of all groups, one use after the other; they depend on (seed, stream, draw) and on the groups. */
void assay_linear_draws (const AssayLinear *self, const AssayMeasureOptions *options, AssayLinearUse use,
                         gpointer data);
/* Ends of an estimate that has a value, 1 where all agree; changes the draws. The lower end is no less than `least`.
 * */
void assay_linear_ends  (AssayEstimate *estimate, double *draws, guint n_draws, double confidence, double least);

/* agreement-table.c: patterns of two ratings or more as groups of rows. Places number the classes that were rated
 * there, in the class list's order; splits are the pairs of places that some row has both of. Slots of the groups'
 * sums: a block of all rows, one of Fleiss' rows (the same one where those are all), then Σ n(a) n(b)/(m - 1) of each
 * split, Krippendorff's coincidences. A block is ASSAY_BLOCK_TOTALS and the ratings of each place. */
enum { ASSAY_BLOCK_SPLIT, ASSAY_BLOCK_PAIRS, ASSAY_BLOCK_TOTALS }; /* ordered pairs of ratings that differ; all */

typedef struct
{
  guint   a, b;   /* places, a < b */
  guint64 n;      /* unordered pairs of ratings of a row that say a and b */
} AssayTableSplit;

typedef struct
{
  guint        k;
  guint       *places;       /* of each class; only of those rated */
  guint       *classes;      /* of each place */
  GArray      *splits;       /* of AssayTableSplit */
  guint32     *split_at;     /* [a * k + b], either order: its position + 1; 0: there is none */
  guint        fleiss_at;    /* slot of Fleiss' block */
  guint        splits_at;    /* slot of the first split */
  AssayLinear  linear;
} AssayAgreementTable;

/* Fills in what agreement counts of rows as well. */
void assay_agreement_table_init  (AssayAgreementTable *self, const AssayRatings *ratings, AssayAgreement *agreement);
void assay_agreement_table_clear (AssayAgreementTable *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayAgreementTable, assay_agreement_table_clear)

/* agreement-labels.c: split and accuracy of each of the splits. */
void assay_agreement_label_splits (const AssayRatings *ratings, double confidence, AssayAgreement *agreement);

/* Raters of a pattern that say the class. */
static inline guint
assay_ratings_said (const AssayRatings *self,
                    guint               pattern,
                    guint               class)
{
  for (guint i = self->offsets[pattern]; i < self->offsets[pattern + 1]; i++)
    if (self->ratings[i].class == class)
      return self->ratings[i].n;
  return 0;
}

/* The raters of a pattern. */
static inline guint
assay_ratings_raters (const AssayRatings *self,
                      guint               pattern)
{
  guint n = 0;

  for (guint i = self->offsets[pattern]; i < self->offsets[pattern + 1]; i++)
    n += self->ratings[i].n;
  return n;
}

/* agreement-ratio.c: Σx/Σy over rows by the delta method. */
typedef struct
{
  guint64 n;
  double  x, y, xx, xy, yy;
} AssayRatio;

static inline void
assay_ratio_add (AssayRatio *self,
                 guint64     n,
                 double      x,
                 double      y)
{
  const double rows = (double) n;

  self->n += n;
  self->x += rows * x;
  self->y += rows * y;
  self->xx += rows * x * x;
  self->xy += rows * x * y;
  self->yy += rows * y * y;
}

/* x of a row within 0 and y, and within -y and y; why: of no rows. */
AssayEstimate assay_ratio_share      (const AssayRatio *self, double confidence, const char *why);
AssayEstimate assay_ratio_difference (const AssayRatio *self, double confidence, const char *why);

G_END_DECLS
