/* agreement-table.c: patterns of ratings as groups of rows and the sums that agreement is made of. */
#include "agreement-private.h"

static gboolean
is_rated (const AssayRatings *ratings,
          guint               pattern)
{
  return ratings->rows[pattern] > 0 && assay_ratings_raters (ratings, pattern) > 1;
}

/* --- which rows ------------------------------------------------------------------------------------------------- */

/* Rows with that many ratings. */
typedef struct
{
  guint   raters;
  guint64 rows;
} Raters;

static void
add_raters (GArray *all,
            guint   raters,
            guint64 rows)
{
  for (guint i = 0; i < all->len; i++)
    if (g_array_index (all, Raters, i).raters == raters)
      {
        g_array_index (all, Raters, i).rows += rows;
        return;
      }
  g_array_append_val (all, ((Raters) { raters, rows }));
}

static void
count_rows (const AssayRatings *ratings,
            AssayAgreement     *agreement)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Raters));
  guint64 most = 0;

  for (guint pattern = 0; pattern < ratings->n_patterns; pattern++)
    {
      const guint raters = assay_ratings_raters (ratings, pattern);
      const guint64 rows = ratings->rows[pattern];

      if (raters > 1 && rows > 0)
        {
          agreement->rows += rows;
          agreement->ratings += rows * raters;
          add_raters (all, raters, rows);
        }
      else
        *(raters == 1 ? &agreement->one_rating : &agreement->no_rating) += rows;
    }
  for (guint i = 0; i < all->len; i++)
    {
      const Raters *one = &g_array_index (all, Raters, i);

      if (one->rows > most || (one->rows == most && one->raters > agreement->fleiss_ratings))
        {
          agreement->fleiss_ratings = one->raters;
          most = one->rows;
        }
    }
  agreement->fleiss_left_out = agreement->rows - most;
}

/* --- classes and splits ----------------------------------------------------------------------------------------- */

static void
number_classes (AssayAgreementTable *self,
                const AssayRatings  *ratings)
{
  g_autofree guint8 *is_used = g_new0 (guint8, ratings->n_classes + 1);

  for (guint pattern = 0; pattern < ratings->n_patterns; pattern++)
    if (is_rated (ratings, pattern))
      for (guint i = ratings->offsets[pattern]; i < ratings->offsets[pattern + 1]; i++)
        is_used[ratings->ratings[i].class] = TRUE;
  self->places = g_new (guint, ratings->n_classes + 1);
  self->classes = g_new (guint, ratings->n_classes + 1);
  for (guint class = 0; class < ratings->n_classes; class++)
    if (is_used[class])
      {
        self->places[class] = self->k;
        self->classes[self->k++] = class;
      }
}

static AssayTableSplit *
split_of (AssayAgreementTable *self,
          guint                a,
          guint                b)
{
  guint32 *at = &self->split_at[(gsize) a * self->k + b];

  if (*at == 0)
    {
      g_array_append_val (self->splits, ((AssayTableSplit) { a, b, 0 }));
      *at = self->split_at[(gsize) b * self->k + a] = self->splits->len;
    }
  return &g_array_index (self->splits, AssayTableSplit, *at - 1);
}

/* Patterns in an order of their own, that of their ratings: what is drawn of a pattern then depends on the patterns
 * that there are, and on no code. */
static int
compare_patterns (gconstpointer first,
                  gconstpointer second,
                  gpointer      data)
{
  const AssayRatings *ratings = data;
  const guint p = *(const guint *) first, q = *(const guint *) second;
  guint i = ratings->offsets[p], j = ratings->offsets[q];

  for (; i < ratings->offsets[p + 1] && j < ratings->offsets[q + 1]; i++, j++)
    {
      const AssayRating *a = &ratings->ratings[i], *b = &ratings->ratings[j];

      if (a->class != b->class)
        return a->class < b->class ? -1 : 1;
      if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    }
  return (i < ratings->offsets[p + 1]) - (j < ratings->offsets[q + 1]);
}

static GArray *
order_patterns (const AssayRatings *ratings)
{
  GArray *order = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint pattern = 0; pattern < ratings->n_patterns; pattern++)
    if (is_rated (ratings, pattern))
      g_array_append_val (order, pattern);
  g_array_sort_with_data (order, compare_patterns, (gpointer) ratings);
  return order;
}

static void
find_splits (AssayAgreementTable *self,
             const AssayRatings  *ratings,
             const GArray        *order)
{
  self->splits = g_array_new (FALSE, FALSE, sizeof (AssayTableSplit));
  self->split_at = g_new0 (guint32, (gsize) self->k * self->k + 1);
  for (guint at = 0; at < order->len; at++)
    {
      const guint pattern = g_array_index (order, guint, at), end = ratings->offsets[pattern + 1];

      for (guint i = ratings->offsets[pattern]; i < end; i++)
        for (guint j = i + 1; j < end; j++)
          split_of (self, self->places[ratings->ratings[i].class], self->places[ratings->ratings[j].class])->n +=
            ratings->rows[pattern] * ratings->ratings[i].n * ratings->ratings[j].n;
    }
}

/* --- groups ----------------------------------------------------------------------------------------------------- */

static void
add_block (AssayAgreementTable *self,
           const AssayRatings  *ratings,
           guint                pattern,
           double               raters,
           guint                at)
{
  double equal = 0;

  for (guint i = ratings->offsets[pattern]; i < ratings->offsets[pattern + 1]; i++)
    {
      const double n = ratings->ratings[i].n;

      equal += n * (n - 1);
      assay_linear_add (&self->linear, at + ASSAY_BLOCK_TOTALS + self->places[ratings->ratings[i].class], n);
    }
  if (raters * (raters - 1) > equal)
    assay_linear_add (&self->linear, at + ASSAY_BLOCK_SPLIT, raters * (raters - 1) - equal);
  assay_linear_add (&self->linear, at + ASSAY_BLOCK_PAIRS, raters * (raters - 1));
}

static void
add_group (AssayAgreementTable *self,
           const AssayRatings  *ratings,
           guint                pattern,
           guint                fleiss_ratings)
{
  const guint raters = assay_ratings_raters (ratings, pattern), end = ratings->offsets[pattern + 1];

  add_block (self, ratings, pattern, raters, 0);
  if (self->fleiss_at > 0 && raters == fleiss_ratings)
    add_block (self, ratings, pattern, raters, self->fleiss_at);
  for (guint i = ratings->offsets[pattern]; i < end; i++)
    for (guint j = i + 1; j < end; j++)
      {
        const AssayRating *a = &ratings->ratings[i], *b = &ratings->ratings[j];
        const guint32 split = self->split_at[(gsize) self->places[a->class] * self->k + self->places[b->class]];

        assay_linear_add (&self->linear, self->splits_at + split - 1, (double) a->n * b->n / (raters - 1.0));
      }
  assay_linear_end (&self->linear, ratings->rows[pattern]);
}

void
assay_agreement_table_init (AssayAgreementTable *self,
                            const AssayRatings  *ratings,
                            AssayAgreement      *agreement)
{
  *self = (AssayAgreementTable) { 0 };
  count_rows (ratings, agreement);
  number_classes (self, ratings);
  g_autoptr (GArray) order = order_patterns (ratings);
  find_splits (self, ratings, order);

  const guint n_block = ASSAY_BLOCK_TOTALS + self->k;
  self->fleiss_at = agreement->fleiss_left_out > 0 ? n_block : 0;
  self->splits_at = self->fleiss_at + n_block;
  assay_linear_init (&self->linear, self->splits_at + self->splits->len);
  for (guint at = 0; at < order->len; at++)
    add_group (self, ratings, g_array_index (order, guint, at), agreement->fleiss_ratings);
}

void
assay_agreement_table_clear (AssayAgreementTable *self)
{
  g_free (self->places);
  g_free (self->classes);
  g_free (self->split_at);
  g_clear_pointer (&self->splits, g_array_unref);
  assay_linear_clear (&self->linear);
}
