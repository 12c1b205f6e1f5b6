/* The names that slips were meant to be. Distances by hand: optimal string alignment, see src/plan/nearest.c. */
#include "plan/plan.h"

#include <string.h>

static const char *const names[] = { "label", "prediction", "score", "threshold", "positive", "min-rows", "tags", "id" };

static const struct
{
  const char *name, *nearest, *why;
} table[] = {
  { "lable", "label", "two neighbours swapped: 1" },
  { "label", "label", "none: 0" },
  { "LABEL", "label", "case is no difference: 0" },
  { "labels", "label", "1 of 6" },
  { "predicton", "prediction", "1 of 10" },
  { "predictions", "prediction", "1 of 11" },
  { "min_rows", "min-rows", "1 of 8" },
  { "minrows", "min-rows", "1 of 8" },
  { "treshhold", "threshold", "h moved: 2 of 9" },
  { "tag", "tags", "1 of 4" },
  { "xy", NULL, "2 of 2 is another word" },
  { "x", NULL, "1 of 2 from nothing in common" },
  { "colour", NULL, "nothing near" },
  { "", NULL, "nothing" },
  { "lbl", "label", "2 of 5: at most (5 + 2) / 3 = 2" },
  { "lb", NULL, "3 of 5" },
  { "\xff\xfe", NULL, "not UTF-8" },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const char *nearest = assay_plan_nearest (table[i].name, names, G_N_ELEMENTS (names));
      if (g_strcmp0 (nearest, table[i].nearest) != 0)
        g_error ("%s: %s, expected %s (%s)", table[i].name, nearest, table[i].nearest, table[i].why);
    }
}

static void
test_first_of_equals (void)
{
  const char *const same[] = { "slice", "slices", "sliced" };
  g_assert_cmpstr (assay_plan_nearest ("slic", same, 3), ==, "slice");
  g_assert_cmpstr (assay_plan_nearest ("slicex", same + 1, 2), ==, "slices");
  g_assert_null (assay_plan_nearest ("slice", NULL, 0));
}

/* A letter is a letter, not a byte. */
static void
test_unicode (void)
{
  const char *const words[] = { "größe", "straße" };
  g_assert_cmpstr (assay_plan_nearest ("grösse", words, 2), ==, "größe");
  g_assert_cmpstr (assay_plan_nearest ("GRÖßE", words, 2), ==, "größe");
  g_assert_cmpstr (assay_plan_nearest ("strasse", words, 2), ==, "straße");
}

static void
test_limit (void)
{
  g_autofree char *most = g_strnfill (ASSAY_PLAN_MAX_SLIP, 'a');
  g_autofree char *more = g_strnfill (ASSAY_PLAN_MAX_SLIP + 1, 'a');
  const char *const longest[] = { most }, *const longer[] = { more };
  g_assert_cmpstr (assay_plan_nearest (most, longest, 1), ==, most);
  g_assert_null (assay_plan_nearest (more, longest, 1));
  g_assert_null (assay_plan_nearest (most, longer, 1));
}

/* The plain recursion of the definition, as an oracle for short words. */
static guint
slow_distance (const char *a,
               const char *b)
{
  if (*a == '\0' || *b == '\0')
    return strlen (a) + strlen (b);
  guint least = slow_distance (a + 1, b + 1) + (*a != *b);
  least = MIN (least, slow_distance (a + 1, b) + 1);
  least = MIN (least, slow_distance (a, b + 1) + 1);
  if (a[1] != '\0' && b[1] != '\0' && a[0] == b[1] && a[1] == b[0])
    least = MIN (least, slow_distance (a + 2, b + 2) + 1);
  return least;
}

static void
random_word (GRand *random,
             char  *word)
{
  guint n = g_rand_int_range (random, 0, 7);
  for (guint i = 0; i < n; i++)
    word[i] = 'a' + g_rand_int_range (random, 0, 3);
  word[n] = '\0';
}

static void
test_against_recursion (void)
{
  guint seed = g_test_rand_int ();
  g_test_message ("seed %u", seed);
  GRand *random = g_rand_new_with_seed (seed);
  for (guint round = 0; round < 400; round++)
    {
      char wrong[8], words[4][8];
      const char *list[4], *expected = NULL;
      guint least = G_MAXUINT;
      random_word (random, wrong);
      for (guint i = 0; i < 4; i++)
        {
          random_word (random, words[i]);
          list[i] = words[i];
          guint longer = MAX (strlen (wrong), strlen (words[i])), d = slow_distance (wrong, words[i]);
          if (d < least && d < longer && d <= (longer + 2) / 3)
            {
              least = d;
              expected = words[i];
            }
        }
      g_assert_cmpstr (assay_plan_nearest (wrong, list, 4), ==, expected);
    }
  g_rand_free (random);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/nearest/table", test_table);
  g_test_add_func ("/plan/nearest/first-of-equals", test_first_of_equals);
  g_test_add_func ("/plan/nearest/unicode", test_unicode);
  g_test_add_func ("/plan/nearest/limit", test_limit);
  g_test_add_func ("/plan/nearest/against-recursion", test_against_recursion);
  return g_test_run ();
}
