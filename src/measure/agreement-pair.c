/* agreement-pair.c: two annotators: percent agreement and Cohen's kappas.
 *
 * A weighted kappa (Cohen 1968) is 1 - D/E, D = Σ v(i,j) p(i,j) and E = Σ v(i,j) r(i) c(j), r and c the margins, with
 * v 0 on the diagonal: 1 elsewhere (plain), |i - j| (linear), (i - j)² (quadratic); what v is divided by falls out. E
 * takes the margins alone: plain 1 - Σ r c; linear Σ_t R(t) (1 - C(t)) + C(t) (1 - R(t)) over the k - 1 places
 * between two categories, R and C the margins' distribution functions; quadratic the means of i², j² less twice that
 * of i times that of j. All of it is of sums of rows, so a draw takes 2k + 3 of them.
 */
#include "agreement-private.h"

typedef struct
{
  guint   k;      /* categories */
  double *draws;  /* (nullable) [kappa * n_draws + draw] */
  guint   n_draws;
} Kappas;

/* Slots: the three disagreements, then k rows of the one, then k of the other. */
static double *
rows_of (const double *sums)
{
  return (double *) sums + ASSAY_N_KAPPAS;
}

static double
expected_linear (const Kappas *self,
                 const double *r,
                 const double *c,
                 double        total)
{
  double below_r = 0, below_c = 0, sum = 0;

  for (guint i = 0; i + 1 < self->k; i++)
    {
      below_r += r[i];
      below_c += c[i];
      sum += below_r * (total - below_c) + below_c * (total - below_r);
    }
  return sum;
}

static double
expected_quadratic (const Kappas *self,
                    const double *r,
                    const double *c,
                    double        total)
{
  double squares = 0, mean_r = 0, mean_c = 0;

  for (guint i = 0; i < self->k; i++)
    {
      squares += (r[i] + c[i]) * i * i;
      mean_r += r[i] * i;
      mean_c += c[i] * i;
    }
  return squares * total - 2 * mean_r * mean_c;
}

static void
kappas_of (const Kappas *self,
           const double *sums,
           double        values[ASSAY_N_KAPPAS])
{
  const double *r = rows_of (sums), *c = r + self->k;
  double total = 0, plain = 0, expected[ASSAY_N_KAPPAS];

  for (guint i = 0; i < self->k; i++)
    total += r[i];
  for (guint i = 0; i < self->k; i++)
    plain += r[i] * (total - c[i]);
  expected[ASSAY_KAPPA_PLAIN] = plain;
  expected[ASSAY_KAPPA_LINEAR] = expected_linear (self, r, c, total);
  expected[ASSAY_KAPPA_QUADRATIC] = expected_quadratic (self, r, c, total);
  for (guint i = 0; i < ASSAY_N_KAPPAS; i++)
    values[i] = expected[i] > 0 ? 1 - total * sums[i] / expected[i] : NAN;
}

static void
keep_draw (gpointer      data,
           guint         draw,
           const double *sums)
{
  const Kappas *self = data;
  double values[ASSAY_N_KAPPAS];

  kappas_of (self, sums, values);
  for (guint i = 0; i < ASSAY_N_KAPPAS; i++)
    self->draws[(gsize) i * self->n_draws + draw] = values[i];
}

/* places[class] is its position among the classes that either used. Returns how many they are. */
static guint
number_used (const AssayMatrix *matrix,
             guint             *places)
{
  g_autofree guint8 *is_used = g_new0 (guint8, matrix->n_classes + 1);
  guint k = 0;

  for (guint i = 0; i < matrix->n_cells; i++)
    is_used[matrix->cells[i].label] = is_used[matrix->cells[i].prediction] = TRUE;
  for (guint class = 0; class < matrix->n_classes; class++)
    if (is_used[class])
      places[class] = k++;
  return k;
}

static void
add_cells (AssayLinear       *linear,
           const AssayMatrix *matrix,
           const guint       *places,
           guint              k)
{
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const guint row = places[matrix->cells[i].label], column = places[matrix->cells[i].prediction];
      const double apart = fabs ((double) row - column);

      if (row != column)
        {
          assay_linear_add (linear, ASSAY_KAPPA_PLAIN, 1);
          assay_linear_add (linear, ASSAY_KAPPA_LINEAR, apart);
          assay_linear_add (linear, ASSAY_KAPPA_QUADRATIC, apart * apart);
        }
      assay_linear_add (linear, ASSAY_N_KAPPAS + row, 1);
      assay_linear_add (linear, ASSAY_N_KAPPAS + k + column, 1);
      assay_linear_end (linear, matrix->cells[i].n);
    }
}

static void
draw_kappas (AssayAnnotatorPair        *pair,
             const AssayMatrix         *matrix,
             const guint               *places,
             guint                      k,
             const AssayMeasureOptions *options)
{
  const guint n_draws = assay_dirichlet_n (options);
  g_autofree double *draws = g_new (double, (gsize) ASSAY_N_KAPPAS * n_draws), *sums = NULL;
  Kappas kappas = { k, draws, n_draws };
  double values[ASSAY_N_KAPPAS];
  g_auto (AssayLinear) linear = { 0 };

  assay_linear_init (&linear, ASSAY_N_KAPPAS + 2 * k);
  add_cells (&linear, matrix, places, k);
  sums = g_new (double, linear.n_slots);
  assay_linear_sums (&linear, sums);
  kappas_of (&kappas, sums, values);
  assay_linear_draws (&linear, options, keep_draw, &kappas);
  for (guint i = 0; i < ASSAY_N_KAPPAS; i++)
    {
      pair->kappas[i] = (AssayEstimate) { values[i], NAN, NAN, pair->agreement.n, NULL };
      assay_linear_ends (&pair->kappas[i], draws + (gsize) i * n_draws, n_draws, options->confidence, -1);
    }
}

AssayAnnotatorPair
assay_annotator_pair (const AssayMatrix         *matrix,
                      const AssayMeasureOptions *options)
{
  g_autofree guint *places = g_new (guint, matrix->n_classes + 1);
  const guint k = number_used (matrix, places);
  guint64 n = 0, agreed = 0;
  AssayAnnotatorPair pair;

  for (guint i = 0; i < matrix->n_cells; i++)
    {
      n += matrix->cells[i].n;
      agreed += matrix->cells[i].label == matrix->cells[i].prediction ? matrix->cells[i].n : 0;
    }
  pair.agreement = n > 0 ? assay_wilson (agreed, n, options->confidence) : estimate_undefined (0, ASSAY_NOT_BOTH);
  for (guint i = 0; i < ASSAY_N_KAPPAS; i++)
    pair.kappas[i] = estimate_undefined (n, n > 0 ? ASSAY_ONE_CLASS : ASSAY_NOT_BOTH);
  if (k > 1)
    draw_kappas (&pair, matrix, places, k, options);
  return pair;
}
