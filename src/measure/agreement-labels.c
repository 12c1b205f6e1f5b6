/* agreement-labels.c: what ratings say of the labels: classes that are taken for one another, rows without a
 * majority, labels that all the others contradict. */
#include "agreement-private.h"

static double
pairs_of (double n)
{
  return n * (n - 1) / 2;
}

/* --- pairs of classes ------------------------------------------------------------------------------------------- */

static AssayEstimate
split_share (const AssayRatings *ratings,
             guint               a,
             guint               b,
             double              confidence)
{
  AssayRatio ratio = { 0 };

  for (guint pattern = 0; pattern < ratings->n_patterns; pattern++)
    {
      const double said_a = assay_ratings_said (ratings, pattern, a);
      const double said_b = assay_ratings_said (ratings, pattern, b);
      const double raters = assay_ratings_raters (ratings, pattern);
      const double either = pairs_of (raters) - pairs_of (raters - said_a - said_b);

      if (either > 0)
        assay_ratio_add (&ratio, ratings->rows[pattern], said_a * said_b, either);
    }
  return assay_ratio_share (&ratio, confidence, ASSAY_NO_PAIRS);
}

static gboolean
has_both (const AssayMatrixCell *cell)
{
  return cell->label != ASSAY_NO_CLASS && cell->prediction != ASSAY_NO_CLASS;
}

static gpointer
key_of (const AssayRatings *ratings,
        guint               a,
        guint               b)
{
  return GSIZE_TO_POINTER ((gsize) MIN (a, b) * ratings->n_classes + MAX (a, b));
}

/* Of rows with a label and a prediction, however many ratings they have. */
static void
add_accuracies (const AssayRatings *ratings,
                double              confidence,
                AssayAgreement     *agreement)
{
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  g_autofree guint64 *confused = g_new0 (guint64, agreement->n_splits + 1);
  const guint n_cells = ratings->cell_offsets != NULL ? ratings->cell_offsets[ratings->n_patterns] : 0;
  guint64 n = 0, right = 0;

  for (guint i = 0; i < agreement->n_splits; i++)
    g_hash_table_insert (places, key_of (ratings, agreement->splits[i].a, agreement->splits[i].b), &confused[i]);
  for (guint i = 0; i < n_cells; i++)
    if (has_both (&ratings->cells[i]))
      {
        const AssayMatrixCell *cell = &ratings->cells[i];
        guint64 *place = g_hash_table_lookup (places, key_of (ratings, cell->label, cell->prediction));

        n += cell->n;
        right += cell->label == cell->prediction ? cell->n : 0;
        if (place != NULL)
          *place += cell->n;
      }
  for (guint i = 0; i < agreement->n_splits; i++)
    agreement->splits[i].accuracy = n > 0 ? assay_wilson (right + confused[i], n, confidence)
                                          : estimate_undefined (0, ASSAY_NO_LABELLED);
}

void
assay_agreement_label_splits (const AssayRatings *ratings,
                              double              confidence,
                              AssayAgreement     *agreement)
{
  for (guint i = 0; i < agreement->n_splits; i++)
    agreement->splits[i].split = split_share (ratings, agreement->splits[i].a, agreement->splits[i].b, confidence);
  add_accuracies (ratings, confidence, agreement);
}

/* --- rows without a majority ------------------------------------------------------------------------------------ */

/* Raters of the class that is said most. */
static guint
most_said (const AssayRatings *ratings,
           guint               pattern)
{
  guint most = 0;

  for (guint i = ratings->offsets[pattern]; i < ratings->offsets[pattern + 1]; i++)
    most = MAX (most, ratings->ratings[i].n);
  return most;
}

static double
equal_pairs (const AssayRatings *ratings,
             guint               pattern)
{
  double pairs = 0;

  for (guint i = ratings->offsets[pattern]; i < ratings->offsets[pattern + 1]; i++)
    pairs += pairs_of (ratings->ratings[i].n);
  return pairs;
}

double
assay_disagreement (const AssayRatings *ratings,
                    guint               pattern)
{
  const double pairs = pairs_of (assay_ratings_raters (ratings, pattern));

  return pairs > 0 ? (pairs - equal_pairs (ratings, pattern)) / pairs : NAN;
}

typedef struct
{
  guint64 n, right;
} Accuracy;

static void
add_accuracy (Accuracy           *self,
              const AssayRatings *ratings,
              guint               pattern)
{
  if (ratings->cell_offsets == NULL)
    return;
  for (guint i = ratings->cell_offsets[pattern]; i < ratings->cell_offsets[pattern + 1]; i++)
    if (has_both (&ratings->cells[i]))
      {
        self->n += ratings->cells[i].n;
        self->right += ratings->cells[i].label == ratings->cells[i].prediction ? ratings->cells[i].n : 0;
      }
}

static AssayEstimate
share_of (guint64     k,
          guint64     n,
          double      confidence,
          const char *why)
{
  return n > 0 ? assay_wilson (k, n, confidence) : estimate_undefined (0, why);
}

AssayUncertain
assay_uncertain (const AssayRatings *ratings,
                 double              confidence)
{
  AssayRatio pairwise = { 0 };
  Accuracy all = { 0 }, kept = { 0 };
  guint64 n = 0;

  for (guint pattern = 0; pattern < ratings->n_patterns; pattern++)
    {
      const guint raters = assay_ratings_raters (ratings, pattern);

      if (raters < 2 || ratings->rows[pattern] == 0)
        continue;
      n += ratings->rows[pattern];
      add_accuracy (&all, ratings, pattern);
      if (2 * most_said (ratings, pattern) > raters)
        {
          add_accuracy (&kept, ratings, pattern);
          assay_ratio_add (&pairwise, ratings->rows[pattern], equal_pairs (ratings, pattern), pairs_of (raters));
        }
    }
  return (AssayUncertain) {
    .share = share_of (n - pairwise.n, n, confidence, ASSAY_NO_PAIRS),
    .pairwise = assay_ratio_share (&pairwise, confidence, n > 0 ? "no row with a majority" : ASSAY_NO_PAIRS),
    .accuracy = share_of (kept.right, kept.n, confidence, ASSAY_NO_LABELLED),
    .all_accuracy = share_of (all.right, all.n, confidence, ASSAY_NO_LABELLED),
  };
}

/* --- labels that all contradict --------------------------------------------------------------------------------- */

AssayLabelNoise
assay_label_noise (const AssayRatings *ratings,
                   double              confidence)
{
  guint64 n = 0, wrong = 0;

  for (guint pattern = 0; pattern < ratings->n_patterns && ratings->cell_offsets != NULL; pattern++)
    {
      const guint first = ratings->offsets[pattern], n_said = ratings->offsets[pattern + 1] - first;

      if (assay_ratings_raters (ratings, pattern) < 2)
        continue;
      for (guint i = ratings->cell_offsets[pattern]; i < ratings->cell_offsets[pattern + 1]; i++)
        if (has_both (&ratings->cells[i]))
          {
            const AssayMatrixCell *cell = &ratings->cells[i];
            const gboolean all_say = n_said == 1 && ratings->ratings[first].class == cell->prediction;

            n += cell->n;
            wrong += all_say && cell->label != cell->prediction ? cell->n : 0;
          }
    }
  return (AssayLabelNoise) { wrong, share_of (wrong, n, confidence, ASSAY_NO_LABELLED) };
}
