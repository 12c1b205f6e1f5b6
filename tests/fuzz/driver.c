/* driver.c: a target's corpus as an ordinary test. */
#include "driver.h"

#include <stdlib.h>
#include <string.h>

/* A copy of its own, so that a read past the end is seen by the address sanitizer. */
static void
run (const guint8 *bytes,
     gsize         length)
{
  g_autofree guint8 *copy = g_malloc (MAX (length, 1));

  if (length > 0)
    memcpy (copy, bytes, length);
  LLVMFuzzerTestOneInput (copy, length);
}

static void
run_changed (GRand        *random,
             const guint8 *data,
             gsize         length,
             guint         n_rounds)
{
  for (guint round = 0; round < n_rounds; round++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_byte_array_append (bytes, data, (guint) length);
      for (int n = g_rand_int_range (random, 1, 6); n > 0; n--)
        fuzz_change (random, bytes);
      run (bytes->data, bytes->len);
    }
}

static void
run_file (GRand      *random,
          const char *path,
          guint       n_rounds)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  for (gsize cut = fuzz_target.is_cut ? 0 : length; cut <= length; cut++)
    run ((const guint8 *) text, cut);
  run_changed (random, (const guint8 *) text, length, n_rounds);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gboolean has_rounds = argc > 2 && strcmp (argv[1], "--rounds") == 0;
  guint n_rounds = has_rounds ? (guint) atoi (argv[2]) : fuzz_target.n_rounds, seed = (guint) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  int first = has_rounds ? 3 : 1;

  g_assert_cmpint (argc, >, first);
  g_print ("1..%d\n# seed %u\n", argc - first, seed);
  for (int i = first; i < argc; i++)
    {
      run_file (random, argv[i], n_rounds);
      g_autofree char *name = g_path_get_basename (argv[i]);
      g_print ("ok %d %s\n", i - first + 1, name);
    }
  return 0;
}
