/* test-product-check.c: arithmetic of fewer than 53 bits is found out. */
#include "tally/product-check.h"

#include <math.h>

/* With everything rounded to n_bits, the factors, each sum after every step, or both. */
static gboolean
is_right (int      n_bits,
          gboolean factors,
          gboolean sums)
{
  g_autofree AssayProductCheck *check = assay_product_check_new ();

  for (guint i = 0; i < G_N_ELEMENTS (check->product); i++)
    for (guint cluster = 0; cluster < ASSAY_CHECK_CLUSTERS; cluster++)
      {
        double part = check->parts[cluster * ASSAY_CHECK_SUMS + i / ASSAY_CHECK_REPLICATES], sum;
        int exponent;
        if (factors && part != 0)
          {
            part = frexp (part, &exponent);
            part = ldexp (nearbyint (ldexp (part, n_bits)), exponent - n_bits);
          }
        sum = check->product[i]
              + part * check->weights[cluster * ASSAY_CHECK_REPLICATES + i % ASSAY_CHECK_REPLICATES];
        if (sums && sum != 0)
          {
            sum = frexp (sum, &exponent);
            sum = ldexp (nearbyint (ldexp (sum, n_bits)), exponent - n_bits);
          }
        check->product[i] = sum;
      }
  return assay_product_check_is_right (check);
}

static void
test_bits (void)
{
  g_assert_true (is_right (53, TRUE, TRUE));
  g_assert_true (is_right (51, TRUE, TRUE));
  for (int n_bits = 8; n_bits <= 44; n_bits++)
    g_assert_false (is_right (n_bits, TRUE, FALSE));
  for (int n_bits = 8; n_bits <= 48; n_bits++)
    g_assert_false (is_right (n_bits, FALSE, TRUE));
}

static void
test_wrong (void)
{
  g_autofree AssayProductCheck *check = assay_product_check_new ();

  g_assert_false (assay_product_check_is_right (check)); /* nothing was multiplied */
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/product-check/bits", test_bits);
  g_test_add_func ("/tally/product-check/wrong", test_wrong);
  return g_test_run ();
}
