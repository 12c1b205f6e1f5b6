/* test-tag-distinct.c: sets of tags have numbers, up to as many as there is room for. */
#include "sample-rows.h"
#include "tally/tag-distinct-private.h"

#include <string.h>

/* Set number i of n_words words; near ones differ in one bit, wherever it is. */
static void
make_set (guint    i,
          guint    n_words,
          guint64 *set)
{
  memset (set, 0, n_words * sizeof *set);
  for (guint bit = 0; bit < 13; bit++)
    if (i >> bit & 1)
      set[bit % n_words] |= G_GUINT64_CONSTANT (1) << (bit * 5 % 64);
}

static void
test_numbers (void)
{
  g_autoptr (GRand) random = sample_random ();

  for (guint n_words = 1; n_words <= 4; n_words++)
    {
      AssayTagDistinct self;
      g_autofree guint *number_of = g_new (guint, ASSAY_MOST_SETS);
      guint n = 0;
      g_assert_true (assay_tag_distinct_init (&self, n_words));
      for (guint i = 0; i < ASSAY_MOST_SETS; i++)
        number_of[i] = G_MAXUINT;
      for (guint round = 0; round < 40; round++)
        {
          guint64 words[500 * 4];
          guint16 numbers[500];
          guint drawn[500];
          for (guint row = 0; row < 500; row++)
            {
              drawn[row] = (guint) g_rand_int_range (random, 0, round < 20 ? 50 : ASSAY_MOST_SETS);
              make_set (drawn[row], n_words, words + row * n_words);
            }
          g_assert_true (assay_tag_distinct_find (&self, words, 500, numbers));
          for (guint row = 0; row < 500; row++)
            {
              if (number_of[drawn[row]] == G_MAXUINT)
                number_of[drawn[row]] = n++;
              g_assert_cmpuint (numbers[row], ==, number_of[drawn[row]]);
              g_assert_cmpmem (self.sets + numbers[row] * n_words, n_words * 8, words + row * n_words, n_words * 8);
            }
          g_assert_cmpuint (self.n, ==, n);
        }
      assay_tag_distinct_clear (&self);
    }
}

/* One more set than there is room for; forgotten sets make room. */
static void
test_full (void)
{
  AssayTagDistinct self;
  guint64 word[1];
  guint16 number;

  g_assert_true (assay_tag_distinct_init (&self, 1));
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < ASSAY_MOST_SETS; i++)
        {
          make_set (i, 1, word);
          g_assert_true (assay_tag_distinct_find (&self, word, 1, &number));
          g_assert_cmpuint (number, ==, i);
        }
      make_set (ASSAY_MOST_SETS, 1, word);
      g_assert_false (assay_tag_distinct_find (&self, word, 1, &number));
      make_set (5, 1, word);
      g_assert_true (assay_tag_distinct_find (&self, word, 1, &number));
      g_assert_cmpuint (number, ==, 5);
      assay_tag_distinct_reset (&self);
      g_assert_cmpuint (self.n, ==, 0);
    }
  assay_tag_distinct_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/tag-distinct/numbers", test_numbers);
  g_test_add_func ("/tally/tag-distinct/full", test_full);
  return g_test_run ();
}
