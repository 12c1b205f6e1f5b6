/* agreement.c: agreement of all annotators: pairs of ratings, Fleiss' kappa, Krippendorff's alphas.
 *
 * Alpha (Krippendorff 2011, Computing Krippendorff's alpha-reliability) is, over pairs of classes a < b,
 *
 *   1 - (n - 1) Σ o(a,b) δ(a,b)² / Σ n(a) n(b) δ(a,b)²
 *
 * with o(a,b) the sum of n(a) n(b)/(m - 1) over rows of m ratings, n(a) all ratings of a and n all ratings. δ is 1
 * (nominal), the difference of the classes' numbers (interval), or of their middle ranks (ordinal): the published Σ
 * of n(g) from a to b less half of both ends is r(b) - r(a), r(a) = n(g < a) + n(a)/2. So the ordinal δ are those of
 * a scale, made anew of each draw, and the lower sum is n Σ n(a) (x(a) - x̄)², which takes the classes and not their
 * pairs. (n - 1)/n is a constant of the set: a draw resamples rows, of which there are as many in each.
 *
 * Merging a and b takes o(a,b) and n(a) n(b) off the nominal sums. On the ordinal scale both move to the middle rank
 * of the two together, which is the mean of their ranks, and no other class moves.
 */
#include "agreement-private.h"

#include <string.h>

#define NOT_NUMBERS "the classes are not all numbers"
#define NOT_NEIGHBOURS "the two classes are not neighbours"
#define TWO_CLASSES "no other class would be left"

/* What is drawn, one array of draws each: these, then nominal and ordinal of each split. */
enum { PAIRWISE, FLEISS, ALPHAS, SPLITS = ALPHAS + ASSAY_N_ALPHAS };

typedef struct
{
  const AssayAgreementTable *table;
  guint                      n_listed;  /* the first splits in `listed` */
  const guint               *listed;    /* positions of splits, those that split most first */
  double                     factor;    /* (n - 1)/n */
  const double              *numbers;   /* (nullable) of each place */
  double                    *ranks;     /* room for the places */
  double                    *draws;     /* [what * n_draws + draw] */
  guint                      n_draws;
} Drawing;

/* The sums of one draw. */
typedef struct
{
  const double *totals;   /* of each place */
  const double *o;        /* of each split */
  double        n;        /* all ratings */
} Sums;

/* --- one alpha -------------------------------------------------------------------------------------------------- */

/* Of the upper and lower sums above. */
static double
alpha_of (const Drawing *self,
          const Sums    *sums,
          double         observed,
          double         expected)
{
  return expected > 0 ? 1 - self->factor * sums->n * observed / expected : NAN;
}

static void
nominal_sums (const Drawing *self,
              const Sums    *sums,
              double        *observed,
              double        *expected)
{
  *observed = *expected = 0;
  for (guint i = 0; i < self->table->splits->len; i++)
    *observed += sums->o[i];
  for (guint a = 0; a < self->table->k; a++)
    *expected += sums->totals[a] * (sums->n - sums->totals[a]) / 2;
}

/* x: where each place stands. */
static void
scale_sums (const Drawing *self,
            const Sums    *sums,
            const double  *x,
            double        *observed,
            double        *expected)
{
  const AssayTableSplit *splits = (const AssayTableSplit *) self->table->splits->data;
  double mean = 0, squares = 0;

  *observed = 0;
  for (guint i = 0; i < self->table->splits->len; i++)
    {
      const double apart = x[splits[i].a] - x[splits[i].b];

      *observed += sums->o[i] * apart * apart;
    }
  for (guint a = 0; a < self->table->k; a++)
    mean += sums->totals[a] * x[a] / sums->n;
  for (guint a = 0; a < self->table->k; a++)
    squares += sums->totals[a] * (x[a] - mean) * (x[a] - mean);
  *expected = sums->n * squares;
}

/* About their mean, as shares of all ratings. */
static void
make_ranks (const Drawing *self,
            const Sums    *sums)
{
  double below = 0;

  for (guint a = 0; a < self->table->k; a++)
    {
      self->ranks[a] = (below + sums->totals[a] / 2) / sums->n - 0.5;
      below += sums->totals[a];
    }
}

/* --- merged ----------------------------------------------------------------------------------------------------- */

static double
square (double x)
{
  return x * x;
}

/* What o(place, c) adds when place moves to `to`, but for c = other. */
static double
moved (const Drawing *self,
       const Sums    *sums,
       guint          place,
       guint          other,
       double         to)
{
  const guint32 *split_at = self->table->split_at + (gsize) place * self->table->k;
  double sum = 0;

  for (guint c = 0; c < self->table->k; c++)
    if (split_at[c] > 0 && c != other)
      sum += sums->o[split_at[c] - 1] * (square (to - self->ranks[c]) - square (self->ranks[place] - self->ranks[c]));
  return sum;
}

static double
merged_ordinal (const Drawing         *self,
                const Sums            *sums,
                const AssayTableSplit *split,
                double                 o,
                double                 observed,
                double                 expected)
{
  const double a = sums->totals[split->a], b = sums->totals[split->b];
  const double from_a = self->ranks[split->a], from_b = self->ranks[split->b];
  const double to = from_a + (from_b - from_a) * b / (a + b);

  observed += moved (self, sums, split->a, split->b, to) + moved (self, sums, split->b, split->a, to);
  observed -= o * square (from_a - from_b);
  expected += sums->n * ((a + b) * square (to) - a * square (from_a) - b * square (from_b));
  return alpha_of (self, sums, observed, expected);
}

static gboolean
are_neighbours (const AssayTableSplit *split)
{
  return split->b == split->a + 1;
}

/* --- all of one draw -------------------------------------------------------------------------------------------- */

static double
fleiss (const Drawing *self,
        const double  *block)
{
  const double *totals = block + ASSAY_BLOCK_TOTALS;
  double n = 0, expected = 0;

  for (guint a = 0; a < self->table->k; a++)
    n += totals[a];
  for (guint a = 0; a < self->table->k; a++)
    expected += totals[a] / n * ((n - totals[a]) / n);
  return expected > 0 ? 1 - block[ASSAY_BLOCK_SPLIT] / block[ASSAY_BLOCK_PAIRS] / expected : NAN;
}

/* values: one of each kind, apart by stride. */
static void
values_of (const Drawing *self,
           const double  *slots,
           double        *values,
           gsize          stride)
{
  const AssayAgreementTable *table = self->table;
  Sums sums = { slots + ASSAY_BLOCK_TOTALS, slots + table->splits_at, 0 };
  double nominal[2], ordinal[2], interval[2];

  for (guint a = 0; a < table->k; a++)
    sums.n += sums.totals[a];
  make_ranks (self, &sums);
  nominal_sums (self, &sums, &nominal[0], &nominal[1]);
  scale_sums (self, &sums, self->ranks, &ordinal[0], &ordinal[1]);
  values[PAIRWISE * stride] = 1 - slots[ASSAY_BLOCK_SPLIT] / slots[ASSAY_BLOCK_PAIRS];
  values[FLEISS * stride] = fleiss (self, slots + table->fleiss_at);
  values[(ALPHAS + ASSAY_ALPHA_NOMINAL) * stride] = alpha_of (self, &sums, nominal[0], nominal[1]);
  values[(ALPHAS + ASSAY_ALPHA_ORDINAL) * stride] = alpha_of (self, &sums, ordinal[0], ordinal[1]);
  values[(ALPHAS + ASSAY_ALPHA_INTERVAL) * stride] = NAN;
  if (self->numbers != NULL)
    {
      scale_sums (self, &sums, self->numbers, &interval[0], &interval[1]);
      values[(ALPHAS + ASSAY_ALPHA_INTERVAL) * stride] = alpha_of (self, &sums, interval[0], interval[1]);
    }
  for (guint i = 0; i < self->n_listed; i++)
    {
      const AssayTableSplit *split = &g_array_index (table->splits, AssayTableSplit, self->listed[i]);
      const double o = sums.o[self->listed[i]];

      values[(SPLITS + 2 * i) * stride] =
        alpha_of (self, &sums, nominal[0] - o, nominal[1] - sums.totals[split->a] * sums.totals[split->b]);
      values[(SPLITS + 2 * i + 1) * stride] =
        are_neighbours (split) ? merged_ordinal (self, &sums, split, o, ordinal[0], ordinal[1]) : NAN;
    }
}

static void
keep_draw (gpointer      data,
           guint         draw,
           const double *sums)
{
  const Drawing *self = data;

  values_of (self, sums, self->draws + draw, self->n_draws);
}

/* --- estimates -------------------------------------------------------------------------------------------------- */

/* Where whole is a reason, or the value is NaN, there is none. */
static AssayEstimate
estimate_of (const Drawing *self,
             guint          what,
             double         value,
             guint64        n,
             double         confidence,
             const char    *why)
{
  AssayEstimate estimate = { value, NAN, NAN, n, NULL };

  if (why != NULL || isnan (value))
    return estimate_undefined (n, why != NULL ? why : ASSAY_ONE_CLASS);
  assay_linear_ends (&estimate, self->draws + (gsize) what * self->n_draws, self->n_draws, confidence,
                     what == PAIRWISE ? 0 : -1);
  return estimate;
}

static void
make_estimates (const Drawing  *self,
                const double   *values,
                double          confidence,
                AssayAgreement *agreement)
{
  const guint64 n = agreement->rows;

  agreement->pairwise = estimate_of (self, PAIRWISE, values[PAIRWISE], n, confidence, NULL);
  agreement->fleiss = estimate_of (self, FLEISS, values[FLEISS], n - agreement->fleiss_left_out, confidence, NULL);
  for (guint i = 0; i < ASSAY_N_ALPHAS; i++)
    agreement->alphas[i] = estimate_of (self, ALPHAS + i, values[ALPHAS + i], n, confidence,
                                        i == ASSAY_ALPHA_INTERVAL && self->numbers == NULL ? NOT_NUMBERS : NULL);
  for (guint i = 0; i < self->n_listed; i++)
    {
      const AssayTableSplit *split = &g_array_index (self->table->splits, AssayTableSplit, self->listed[i]);
      const char *why = self->table->k < 3 ? TWO_CLASSES : NULL;
      AssayClassSplit *to = &agreement->splits[i];

      to->a = self->table->classes[split->a];
      to->b = self->table->classes[split->b];
      to->n_splits = split->n;
      to->nominal = estimate_of (self, SPLITS + 2 * i, values[SPLITS + 2 * i], n, confidence, why);
      to->ordinal = estimate_of (self, SPLITS + 2 * i + 1, values[SPLITS + 2 * i + 1], n, confidence,
                                 are_neighbours (split) ? why : NOT_NEIGHBOURS);
    }
}

static int
compare_splits (gconstpointer first,
                gconstpointer second,
                gpointer      data)
{
  const AssayTableSplit *splits = data, *p = &splits[*(const guint *) first], *q = &splits[*(const guint *) second];

  if (p->n != q->n)
    return p->n > q->n ? -1 : 1;
  return p->a != q->a ? (p->a < q->a ? -1 : 1) : (p->b > q->b) - (p->b < q->b);
}

/* Positions of all splits, those that split most often first. */
static GArray *
order_splits (const AssayAgreementTable *table)
{
  GArray *order = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < table->splits->len; i++)
    g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_splits, table->splits->data);
  return order;
}

/* (nullable) The places' numbers. Of years no digits are lost: a mean that is off by e adds but n e² to the squares.
 * */
static double *
numbers_of (const AssayAgreementTable *table,
            const AssayRatings        *ratings)
{
  if (ratings->values == NULL)
    return NULL;

  double *numbers = g_new (double, table->k + 1);
  for (guint a = 0; a < table->k; a++)
    numbers[a] = ratings->values[table->classes[a]];
  return numbers;
}

static void
draw_all (const AssayAgreementTable *table,
          const AssayRatings        *ratings,
          const AssayMeasureOptions *options,
          AssayAgreement            *agreement)
{
  const guint n_draws = assay_dirichlet_n (options), n_listed = agreement->n_splits, n_whats = SPLITS + 2 * n_listed;
  g_autoptr (GArray) order = order_splits (table);
  g_autofree double *numbers = numbers_of (table, ratings), *ranks = g_new (double, table->k + 1);
  g_autofree double *sums = g_new (double, table->linear.n_slots), *values = g_new (double, n_whats);
  g_autofree double *draws = g_new (double, (gsize) n_whats * n_draws);
  const double n = (double) agreement->ratings;
  Drawing drawing = { table, n_listed, (const guint *) order->data, (n - 1) / n, numbers, ranks, draws, n_draws };

  assay_linear_sums (&table->linear, sums);
  values_of (&drawing, sums, values, 1);
  assay_linear_draws (&table->linear, options, keep_draw, &drawing);
  make_estimates (&drawing, values, options->confidence, agreement);
}

void
assay_agreement (const AssayRatings        *ratings,
                 guint                      most_splits,
                 const AssayMeasureOptions *options,
                 AssayAgreement            *agreement)
{
  g_auto (AssayAgreementTable) table = { 0 };

  *agreement = (AssayAgreement) { 0 };
  assay_agreement_table_init (&table, ratings, agreement);
  if (agreement->rows == 0)
    {
      agreement->pairwise = agreement->fleiss = estimate_undefined (0, ASSAY_NO_PAIRS);
      for (guint i = 0; i < ASSAY_N_ALPHAS; i++)
        agreement->alphas[i] = estimate_undefined (0, ASSAY_NO_PAIRS);
      return;
    }
  agreement->n_splits = MIN (table.splits->len, most_splits);
  agreement->splits = g_new0 (AssayClassSplit, agreement->n_splits);
  draw_all (&table, ratings, options, agreement);
  assay_agreement_label_splits (ratings, options->confidence, agreement);
}

void
assay_agreement_clear (AssayAgreement *self)
{
  g_clear_pointer (&self->splits, g_free);
  *self = (AssayAgreement) { 0 };
}
