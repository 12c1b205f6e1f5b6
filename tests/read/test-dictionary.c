/* test-dictionary.c: exact identity of values, from several threads, up to the limit. */
#include "read/dictionary.h"

#include <string.h>

static void
test_identity (void)
{
  /* texts on both sides of the 12 bytes that are their own key, that differ in one byte, or only in length */
  static const char *const texts[] = { "a", "b", "ab", "twelve bytes", "twelve bytez", "thirteen byte", "thirteen bytf",
                                       "a text that is longer than sixteen bytes", "a text that is longer than sixteen bytez" };
  g_autoptr (AssayDictionary) dictionary = assay_dictionary_new (0);
  AssayCodeCache *one = assay_code_cache_new (dictionary), *two = assay_code_cache_new (dictionary);

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
      {
        g_autofree char *copy = g_strdup (texts[i]); /* nothing of the caller's is kept */
        g_assert_cmpuint (assay_code_cache_text (round == 0 ? one : two, copy, (guint32) strlen (copy)), ==, i + 1);
      }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize length;
      g_assert_cmpstr (assay_dictionary_text (dictionary, i + 1, &length), ==, texts[i]);
      g_assert_cmpuint (length, ==, strlen (texts[i]));
    }
  assay_code_cache_free (one);
  assay_code_cache_free (two);
}

static void
test_numbers (void)
{
  static const gint64 numbers[] = { 0, -1, 1, G_MAXINT64, G_MININT64, 1 << 30 };
  g_autoptr (AssayDictionary) dictionary = assay_dictionary_new (0);
  AssayCodeCache *cache = assay_code_cache_new (dictionary);

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
      g_assert_cmpuint (assay_code_cache_number (cache, numbers[i]), ==, i + 1);
  g_assert_cmpint (assay_dictionary_number (dictionary, 5), ==, G_MININT64);
  assay_code_cache_free (cache);
}

static void
test_full (void)
{
  static const guint limits[] = { 1, 2, 1000, ASSAY_MAX_VALUES };

  for (gsize l = 0; l < G_N_ELEMENTS (limits); l++)
    {
      g_autoptr (AssayDictionary) dictionary = assay_dictionary_new (limits[l]);
      AssayCodeCache *cache = assay_code_cache_new (dictionary);
      for (guint i = 0; i < limits[l]; i++)
        g_assert_cmpuint (assay_code_cache_number (cache, i * 7), ==, i + 1);
      g_assert_false (assay_dictionary_is_full (dictionary));
      g_assert_cmpuint (assay_code_cache_number (cache, -1), ==, ASSAY_CODE_OVERFLOW);
      g_assert_true (assay_dictionary_is_full (dictionary));
      g_assert_cmpuint (assay_code_cache_number (cache, 0), ==, 1); /* known values keep their codes */
      g_assert_cmpuint (assay_dictionary_n_codes (dictionary), ==, limits[l] + 1);
      assay_code_cache_free (cache);
    }
}

typedef struct
{
  AssayDictionary *dictionary;
  guint            first;
  guint16          codes[20000];
} Worker;

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  AssayCodeCache *cache = assay_code_cache_new (worker->dictionary);

  for (guint i = 0; i < G_N_ELEMENTS (worker->codes); i++)
    {
      char text[40];
      guint value = (i * 7919 + worker->first) % G_N_ELEMENTS (worker->codes);
      int length = g_snprintf (text, sizeof text, value % 2 == 0 ? "%u" : "a long text with number %u", value);
      worker->codes[value] = assay_code_cache_text (cache, text, (guint32) length);
    }
  assay_code_cache_free (cache);
  return NULL;
}

/* Three threads meet the values in different orders; each value has one code, each code one value. */
static void
test_threads (void)
{
  g_autoptr (AssayDictionary) dictionary = assay_dictionary_new (0);
  g_autofree Worker *workers = g_new0 (Worker, 3);
  GThread *threads[3];
  g_autofree gboolean *seen = g_new0 (gboolean, ASSAY_MAX_VALUES + 2);

  for (guint t = 0; t < 3; t++)
    {
      workers[t].dictionary = dictionary;
      workers[t].first = t * 6000;
      threads[t] = g_thread_new ("worker", work, &workers[t]);
    }
  for (guint t = 0; t < 3; t++)
    g_thread_join (threads[t]);
  g_assert_cmpuint (assay_dictionary_n_codes (dictionary), ==, G_N_ELEMENTS (workers[0].codes) + 1);
  for (guint value = 0; value < G_N_ELEMENTS (workers[0].codes); value++)
    {
      g_assert_cmpuint (workers[0].codes[value], ==, workers[1].codes[value]);
      g_assert_cmpuint (workers[0].codes[value], ==, workers[2].codes[value]);
      g_assert_false (seen[workers[0].codes[value]]);
      seen[workers[0].codes[value]] = TRUE;
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dictionary/identity", test_identity);
  g_test_add_func ("/dictionary/numbers", test_numbers);
  g_test_add_func ("/dictionary/full", test_full);
  g_test_add_func ("/dictionary/threads", test_threads);
  return g_test_run ();
}
