/* two-classes.c: measures of many draws of a binary matrix.
 *
 * Most sets have two classes, and most of their bootstrapped measures are these three: each in a loop of its own over
 * the four cells, without the sums over classes of value.c, which cost more than the draws themselves.
 */
#include "measure-private.h"

/* Gorodkin's R_k of two classes. */
static void
mcc (const double *s,
     guint         n_draws,
     double       *values)
{
  for (guint i = 0; i < n_draws; i++, s += 4)
    {
      const double r = (s[0] * s[3] - s[1] * s[2])
                       / sqrt ((s[0] + s[1]) * (s[2] + s[3]) * (s[0] + s[2]) * (s[1] + s[3]));
      values[i] = CLAMP (r, -1, 1); /* NaN stays */
    }
}

/* Cohen's kappa of two classes, with nothing left of p_o - p_e and 1 - p_e to cancel. */
static void
kappa (const double *s,
       guint         n_draws,
       double       *values)
{
  for (guint i = 0; i < n_draws; i++, s += 4)
    values[i] = 2 * (s[0] * s[3] - s[1] * s[2])
                / ((s[2] + s[3]) * (s[0] + s[2]) + (s[0] + s[1]) * (s[1] + s[3]));
}

/* Of class 0, tp stands first, and the two errors change places. */
static void
f_beta (const double *s,
        guint         n_draws,
        guint         positive,
        double        beta,
        double       *values)
{
  const double beta2 = beta * beta;
  const guint tp = 3 * positive, fp = 2 - positive, fn = 1 + positive;

  for (guint i = 0; i < n_draws; i++, s += 4)
    {
      const double right = (1 + beta2) * s[tp];
      values[i] = right / (right + beta2 * s[fn] + s[fp]);
    }
}

gboolean
assay_two_class_values (const AssayMeasure *measure,
                        guint               positive,
                        const double       *cells,
                        guint               n_draws,
                        double             *values)
{
  if (measure->id == ASSAY_MEASURE_MCC)
    mcc (cells, n_draws, values);
  else if (measure->id == ASSAY_MEASURE_KAPPA)
    kappa (cells, n_draws, values);
  else if (measure->id == ASSAY_MEASURE_F_BETA && positive < 2)
    f_beta (cells, n_draws, positive, measure->beta, values);
  else
    return FALSE;
  return TRUE;
}
