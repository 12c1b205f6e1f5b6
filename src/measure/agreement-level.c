/* agreement-level.c: human level by leaving one out, and what one annotator says more often than the others.
 *
 * Of a row only how often each class is said counts, and of that the greatest number and how many classes have it: a
 * rating left out changes its own class alone. Three raters who say a, a, b: without either a the others are tied, a
 * and b, 1/2 each; without b they say a. The humans' credit is 1/2 + 1/2 + 0 of 3, that of a model that says a is
 * 1/2 + 1/2 + 1.
 */
#include "agreement-private.h"

/* How often the classes of a row are said that are said most, and next to most. */
typedef struct
{
  guint most, n_most;      /* how often, and how many classes are */
  guint second, n_second;  /* below most */
} Votes;

/* The majority without one rating: said `most` times, by n_most classes. */
typedef struct
{
  guint most, n_most;
} Majority;

static Votes
votes_of (const AssayRatings *ratings,
          guint               pattern)
{
  Votes votes = { 0 };

  for (guint i = ratings->offsets[pattern]; i < ratings->offsets[pattern + 1]; i++)
    {
      const guint n = ratings->ratings[i].n;

      if (n > votes.most)
        votes = (Votes) { n, 1, votes.most, votes.n_most };
      else if (n == votes.most)
        votes.n_most++;
      else if (n > votes.second)
        votes = (Votes) { votes.most, votes.n_most, n, 1 };
      else if (n == votes.second)
        votes.n_second++;
    }
  return votes;
}

/* Without one rating of a class that is said n times. */
static Majority
majority_without (const Votes *votes,
                  guint        n)
{
  if (n < votes->most)
    return (Majority) { votes->most, votes->n_most };
  if (votes->n_most > 1)
    return (Majority) { votes->most, votes->n_most - 1 };
  return (Majority) { votes->most - 1, 1 + (votes->most - 1 == votes->second ? votes->n_second : 0) };
}

/* Of saying a class that the others say n times. */
static double
credit_of (const Majority *majority,
           guint           n)
{
  return n == majority->most ? 1.0 / majority->n_most : 0;
}

/* Of all ratings of a row, each against the others. */
static double
human_credit (const AssayRatings *ratings,
              guint               pattern,
              const Votes        *votes)
{
  double credit = 0;

  for (guint i = ratings->offsets[pattern]; i < ratings->offsets[pattern + 1]; i++)
    {
      const guint n = ratings->ratings[i].n;
      const Majority majority = majority_without (votes, n);

      credit += n * credit_of (&majority, n - 1);
    }
  return credit;
}

/* Of the same class said each time, whichever rating is left out. */
static double
class_credit (const AssayRatings *ratings,
              guint               pattern,
              const Votes        *votes,
              guint               class)
{
  const guint said = assay_ratings_said (ratings, pattern, class);
  double credit = 0;

  for (guint i = ratings->offsets[pattern]; i < ratings->offsets[pattern + 1]; i++)
    {
      const AssayRating *out = &ratings->ratings[i];
      const Majority majority = majority_without (votes, out->n);

      credit += out->n * credit_of (&majority, said - (out->class == class));
    }
  return credit;
}

/* --- all annotators --------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayRatio human, model, label, room;
} Levels;

static void
add_cells (Levels             *self,
           const AssayRatings *ratings,
           guint               pattern,
           const Votes        *votes,
           double              raters,
           double              human)
{
  for (guint i = ratings->cell_offsets[pattern]; i < ratings->cell_offsets[pattern + 1]; i++)
    {
      const AssayMatrixCell *cell = &ratings->cells[i];

      if (cell->label != ASSAY_NO_CLASS)
        assay_ratio_add (&self->label, cell->n, class_credit (ratings, pattern, votes, cell->label), raters);
      if (cell->prediction != ASSAY_NO_CLASS)
        {
          const double model = class_credit (ratings, pattern, votes, cell->prediction);

          assay_ratio_add (&self->model, cell->n, model, raters);
          assay_ratio_add (&self->room, cell->n, human - model, raters);
        }
    }
}

AssayHumanLevel
assay_human_level (const AssayRatings *ratings,
                   double              confidence)
{
  Levels levels = { 0 };

  for (guint pattern = 0; pattern < ratings->n_patterns; pattern++)
    {
      const guint raters = assay_ratings_raters (ratings, pattern);

      if (raters < 2 || ratings->rows[pattern] == 0)
        continue;
      const Votes votes = votes_of (ratings, pattern);
      const double human = human_credit (ratings, pattern, &votes);
      assay_ratio_add (&levels.human, ratings->rows[pattern], human, raters);
      if (ratings->cell_offsets != NULL)
        add_cells (&levels, ratings, pattern, &votes, raters, human);
    }
  return (AssayHumanLevel) {
    .human = assay_ratio_share (&levels.human, confidence, ASSAY_NO_PAIRS),
    .model = assay_ratio_share (&levels.model, confidence, ASSAY_NO_PREDICTIONS),
    .label = assay_ratio_share (&levels.label, confidence, ASSAY_NO_LABELS),
    .room = assay_ratio_difference (&levels.room, confidence, ASSAY_NO_PREDICTIONS),
  };
}

/* --- one annotator ---------------------------------------------------------------------------------------------- */

/* Of one class over the annotator's rows. */
typedef struct
{
  guint64    own;          /* rows in which the annotator says it */
  AssayRatio others, difference;
} ClassSums;

/* Rows that do not name the class are in none of its sums; they are 0 in all of them. */
static void
add_class (ClassSums *self,
           guint64    n,
           gboolean   is_own,
           double     others)
{
  self->own += is_own ? n : 0;
  assay_ratio_add (&self->others, n, others, 1);
  assay_ratio_add (&self->difference, n, is_own - others, 1);
}

static void
add_annotator_cell (const AssayRatings       *ratings,
                    const AssayAnnotatorCell *cell,
                    AssayRatio               *level,
                    ClassSums                *classes)
{
  const guint raters = assay_ratings_raters (ratings, cell->pattern);
  const guint said = assay_ratings_said (ratings, cell->pattern, cell->class);

  if (raters < 2 || said == 0 || cell->n == 0)
    return;
  const Votes votes = votes_of (ratings, cell->pattern);
  const Majority majority = majority_without (&votes, said);
  assay_ratio_add (level, cell->n, credit_of (&majority, said - 1), 1);
  for (guint i = ratings->offsets[cell->pattern]; i < ratings->offsets[cell->pattern + 1]; i++)
    {
      const AssayRating *rating = &ratings->ratings[i];
      const gboolean is_own = rating->class == cell->class;

      add_class (&classes[rating->class], cell->n, is_own, (double) (rating->n - is_own) / (raters - 1));
    }
}

/* Over all n rows of the annotator. */
static AssayRatio
mean_over (AssayRatio sums,
           guint64    n)
{
  sums.n = n;
  sums.xy = sums.x;
  sums.y = sums.yy = (double) n;
  return sums;
}

static AssayBias
bias_of (const ClassSums *sums,
         guint            class,
         guint64          n,
         double           confidence)
{
  const AssayRatio others = mean_over (sums->others, n), difference = mean_over (sums->difference, n);

  return (AssayBias) { class, assay_wilson (sums->own, n, confidence),
                       assay_ratio_share (&others, confidence, ASSAY_NO_PAIRS),
                       assay_ratio_difference (&difference, confidence, ASSAY_NO_PAIRS) };
}

void
assay_annotator (const AssayRatings       *ratings,
                 const AssayAnnotatorCell *cells,
                 guint                     n_cells,
                 double                    confidence,
                 AssayAnnotator           *annotator)
{
  g_autofree ClassSums *classes = g_new0 (ClassSums, ratings->n_classes + 1);
  AssayRatio level = { 0 };

  for (guint i = 0; i < n_cells; i++)
    add_annotator_cell (ratings, &cells[i], &level, classes);
  *annotator = (AssayAnnotator) { .level = assay_ratio_share (&level, confidence, ASSAY_NO_PAIRS),
                                  .biases = g_new0 (AssayBias, ratings->n_classes + 1) };
  for (guint class = 0; class < ratings->n_classes; class++)
    if (classes[class].others.n > 0)
      annotator->biases[annotator->n_biases++] = bias_of (&classes[class], class, level.n, confidence);
}

void
assay_annotator_clear (AssayAnnotator *self)
{
  g_clear_pointer (&self->biases, g_free);
  *self = (AssayAnnotator) { 0 };
}

static int
compare_biases (gconstpointer a,
                gconstpointer b)
{
  const double x = fabs ((*(const AssayBias *const *) a)->difference.value);
  const double y = fabs ((*(const AssayBias *const *) b)->difference.value);

  return (x < y) - (x > y);
}

GPtrArray *
assay_annotator_biases (const AssayAnnotator *self)
{
  GPtrArray *biases = g_ptr_array_new ();

  for (guint i = 0; i < self->n_biases; i++)
    if (self->biases[i].difference.lo > 0 || self->biases[i].difference.hi < 0)
      g_ptr_array_add (biases, &self->biases[i]);
  g_ptr_array_sort (biases, compare_biases); /* stable */
  return biases;
}
