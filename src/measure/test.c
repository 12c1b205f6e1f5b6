/* test.c: is a difference more than chance? Two proportions (measures.md 4), two models on the same rows. */
#include "measure-private.h"

#include <gsl/gsl_randist.h>

/* Below these the asymptotic tests do not hold (measures.md 4, simulated). */
#define LEAST_EXPECTED 20
#define LEAST_DISCORDANT 25

const char *
assay_test_name (AssayTestKind kind)
{
  static const char *const names[] = { "none", "fisher", "score", "mcnemar-mid-p", "mcnemar", "z" };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (names), "none");
  return names[kind];
}

/* Two-sided p of a standard normal z. */
static double
two_sided (double z)
{
  return erfc (fabs (z) * G_SQRT2 / 2);
}

AssayTest
assay_test_proportions (guint64 k1,
                        guint64 n1,
                        guint64 k2,
                        guint64 n2)
{
  g_return_val_if_fail (k1 <= n1 && k2 <= n2, ((AssayTest) { NAN, ASSAY_TEST_NONE }));
  if (n1 == 0 || n2 == 0)
    return (AssayTest) { NAN, ASSAY_TEST_NONE };

  const double k = (double) k1 + k2, n = (double) n1 + n2, p = k / n;
  const double least = (double) MIN (n1, n2) * MIN (k, n - k) / n;
  if (least < LEAST_EXPECTED)
    return (AssayTest) { assay_fisher (k1, n1, k2, n2), ASSAY_TEST_FISHER };

  const double difference = (double) k1 / n1 - (double) k2 / n2;
  const double variance = p * (1 - p) * (1.0 / n1 + 1.0 / n2);
  return (AssayTest) { two_sided (difference / sqrt (variance)), ASSAY_TEST_SCORE };
}

/* Fagerland, Lydersen & Laake 2013: mid-p of the exact conditional test. */
static double
mcnemar_mid_p (guint b,
               guint c)
{
  const guint n = b + c, least = MIN (b, c);
  const double at = gsl_ran_binomial_pdf (least, 0.5, n);
  double below = 0;

  if (n == 0)
    return 1;
  if (b == c)
    return 1 - at / 2;
  for (guint i = 0; i < least; i++)
    below += gsl_ran_binomial_pdf (i, 0.5, n);
  return MIN (1, 2 * below + at);
}

AssayTest
assay_test_mcnemar (guint64 b,
                    guint64 c)
{
  const double sum = (double) b + c, difference = (double) b - (double) c;

  if (sum < LEAST_DISCORDANT)
    return (AssayTest) { mcnemar_mid_p (b, c), ASSAY_TEST_MCNEMAR_MID_P };
  return (AssayTest) { two_sided (difference / sqrt (sum)), ASSAY_TEST_MCNEMAR };
}
