/* test-poisson.c: the distribution exactly, and every kernel against Philox word by word. */
#include "tally/philox.h"
#include "tally/poisson.h"

#include <string.h>

#define GUARD 0xa5

/* e⁻¹ as an integer over 2^100: Σ (-1)^k / k!. */
static unsigned __int128
inverse_e (void)
{
  unsigned __int128 term = (unsigned __int128) 1 << 100, sum = 0;

  for (guint k = 0; k < 30; k++)
    {
      sum += k % 2 == 0 ? term : -term;
      term /= k + 1;
    }
  return sum;
}

/* The weight rises by one exactly at round (2^32 F(k)), for every k: with a monotone function that is the whole
 * distribution. */
static void
test_distribution (void)
{
  unsigned __int128 share = inverse_e (), cumulative = 0;
  guint32 before = 0;

  for (guint k = 0; k < ASSAY_POISSON_MOST; k++)
    {
      cumulative += share;
      share /= k + 1;
      const guint32 from = (guint32) ((cumulative + ((unsigned __int128) 1 << 67)) >> 68);
      g_assert_cmpuint (assay_poisson_weight (from - 1), ==, k);
      g_assert_cmpuint (assay_poisson_weight (from), ==, k + 1);
      g_assert_cmpuint (assay_poisson_weight (before), ==, k);
      g_assert_cmpuint (from, >, before);
      before = from;
    }
  cumulative += share;
  g_assert_true ((cumulative + ((unsigned __int128) 1 << 67)) >> 68 == (unsigned __int128) 1 << 32);
  g_assert_cmpuint (assay_poisson_weight (G_MAXUINT32), ==, ASSAY_POISSON_MOST);
}

/* Mean and variance over all 2^32 words, from the words at which the weight rises: 1 and 1 to within 1e-8. */
static void
test_moments (void)
{
  guint64 first = 0, second = 0;
  guint32 from[ASSAY_POISSON_MOST];

  for (guint k = 0; k < ASSAY_POISSON_MOST; k++)
    {
      guint64 lo = 0, hi = (guint64) 1 << 32;
      while (lo < hi)
        {
          const guint64 middle = (lo + hi) / 2;
          if (assay_poisson_weight ((guint32) middle) > k)
            hi = middle;
          else
            lo = middle + 1;
        }
      from[k] = (guint32) lo;
    }
  for (guint k = 0; k < ASSAY_POISSON_MOST; k++)
    {
      const guint64 n_above = ((guint64) 1 << 32) - from[k];
      first += n_above;
      second += n_above * (2 * k + 1);
    }
  const double mean = first / 4294967296.0, variance = second / 4294967296.0 - mean * mean;
  g_assert_cmpfloat_with_epsilon (mean, 1, 1e-8);
  g_assert_cmpfloat_with_epsilon (variance, 1, 1e-8);
}

static guint
naive_weight (guint64 seed,
              guint64 key,
              guint   replicate)
{
  const guint32 counter[4] = { replicate / 32 * 8 + replicate % 8, G_MAXUINT32, (guint32) key,
                               (guint32) (key >> 32) };
  guint32 out[4];

  assay_philox (counter, (const guint32[2]) { (guint32) seed, (guint32) (seed >> 32) }, out);
  return assay_poisson_weight (out[replicate / 8 % 4]);
}

static void
test_draw (void)
{
  static const guint sizes[] = { 1, 8, 31, 32, 33, 64, 1000, 1024, 1025, 2100 };
  guint n_kernels;
  const AssayPoissonKernel *kernels = assay_poisson_kernels (&n_kernels);
  g_autoptr (GRand) random = g_rand_new_with_seed (20);

  for (guint i = 0; i < n_kernels; i++)
    for (guint j = 0; kernels[i].is_supported () && j < G_N_ELEMENTS (sizes); j++)
      {
        const guint64 seed = (guint64) g_rand_int (random) << 32 | g_rand_int (random);
        const guint64 key = (guint64) g_rand_int (random) << 32 | g_rand_int (random);
        const guint first = 32 * (guint) g_rand_int_range (random, 0, 40), room = (sizes[j] + 31) / 32 * 32;
        g_autofree guint8 *weights = g_malloc (room + 1);

        weights[room] = GUARD;
        kernels[i].draw (seed, key, first, sizes[j], weights);
        for (guint r = 0; r < sizes[j]; r++)
          g_assert_cmpuint (weights[r], ==, naive_weight (seed, key, first + r));
        g_assert_cmpuint (weights[room], ==, GUARD);
      }
}

static void
test_add (void)
{
  static const gint64 values[] = { 0, 1, -1, 7, G_MAXINT32, G_MININT32, (gint64) G_MAXINT32 + 1,
                                   (gint64) G_MININT32 - 1, (gint64) 1 << 58, -((gint64) 1 << 58) };
  static const guint sizes[] = { 0, 1, 7, 8, 9, 33, 1000 };
  guint n_kernels;
  const AssayPoissonKernel *kernels = assay_poisson_kernels (&n_kernels);

  for (guint i = 0; i < n_kernels; i++)
    for (guint j = 0; kernels[i].is_supported () && j < G_N_ELEMENTS (sizes); j++)
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        {
          gint64 sums[1001];
          guint8 weights[1001];

          for (guint r = 0; r < G_N_ELEMENTS (sums); r++)
            {
              sums[r] = (gint64) r << 40;
              weights[r] = r % (ASSAY_POISSON_MOST + 1);
            }
          kernels[i].add (sums, weights, values[k], sizes[j]);
          for (guint r = 0; r < G_N_ELEMENTS (sums); r++)
            g_assert_cmpint (sums[r], ==, ((gint64) r << 40) + (r < sizes[j] ? values[k] * weights[r] : 0));
        }
}

/* SHA-256 ("abc") begins ba7816bf 8f01cfea, SHA-256 ("") e3b0c442 98fc1c14 (FIPS 180-2). */
static void
test_key (void)
{
  g_assert_cmphex (assay_poisson_key ("abc", 3), ==, G_GUINT64_CONSTANT (0xeacf018fbf1678ba));
  g_assert_cmphex (assay_poisson_key ("abcd", 3), ==, G_GUINT64_CONSTANT (0xeacf018fbf1678ba));
  g_assert_cmphex (assay_poisson_key ("", 0), ==, G_GUINT64_CONSTANT (0x141cfc9842c4b0e3));
}

/* Pearson's test over a thousand clusters and a thousand replicates, six classes: 5 degrees, 99.99 % at 25.7. */
static void
test_frequencies (void)
{
  static const double shares[] = { .367879441, .367879441, .183939721, .061313240, .015328310, .003659847 };
  const AssayPoissonKernel *kernel = assay_poisson_best ();
  guint64 seen[6] = { 0 };
  double square = 0;

  for (guint cluster = 0; cluster < 1000; cluster++)
    {
      g_autofree char *text = g_strdup_printf ("person %u", cluster);
      guint8 weights[1024];

      kernel->draw (1, assay_poisson_key (text, strlen (text)), 0, 1000, weights);
      for (guint r = 0; r < 1000; r++)
        seen[MIN (weights[r], 5)]++;
    }
  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    square += (seen[i] - 1e6 * shares[i]) * (seen[i] - 1e6 * shares[i]) / (1e6 * shares[i]);
  g_test_message ("chi-square %.2f on 5 degrees", square);
  g_assert_cmpfloat (square, <, 25.7);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/poisson/distribution", test_distribution);
  g_test_add_func ("/tally/poisson/moments", test_moments);
  g_test_add_func ("/tally/poisson/draw", test_draw);
  g_test_add_func ("/tally/poisson/add", test_add);
  g_test_add_func ("/tally/poisson/key", test_key);
  g_test_add_func ("/tally/poisson/frequencies", test_frequencies);
  return g_test_run ();
}
