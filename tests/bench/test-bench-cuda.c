/* test-bench-cuda.c: the bench of devices from end to end on the software device: every figure of the issue is there, is a
 * number, and has its aim; that device's rates are called rates of no device, and no aim is judged. On seconds nothing
 * is asserted. ASSAY_BENCH names the program.
 */
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static const struct { const char *figure, *aim; } expected[] = {
  { "copy bandwidth, read and written", NULL },
  { "copy from pinned memory", NULL },
  { "ten slices, uniform, resident, share of the copy bandwidth", ">= 0.5" },
  { "ten slices, uniform, resident, share of the derived limit", NULL },
  { "ten slices, uniform, from the host, share of the pinned rate", ">= 0.85" },
  { "ten slices, uniform, resident, times the cpu", NULL },
  { "45 pairs, uniform, resident, times the cpu", ">= 20" },
  { "64 x 64 tags, uniform, resident, share of the derived limit", NULL },
  { "64 x 64 tags, uniform, resident, times the cpu", ">= 20" },
  { "score histograms, uniform, resident, times the cpu", ">= 20" },
  { "sums in 64 bits, uniform, resident, share of the derived limit", NULL },
  { "sums in 128 bits, uniform, resident, share of the derived limit", NULL },
  { "confusion of 1,000 classes, uniform, resident, share of the derived limit", NULL },
  { "choices that are hits", NULL },
  { "ten slices, skewed, resident, times uniform rows", "<= 1.25" },
  { "ten slices, sorted, resident, times uniform rows", "<= 1.25" },
  { "ten slices, all equal, resident, times uniform rows", NULL },
  { "1,000 replicates, rows x replicates", NULL },
  { "1,000 replicates, share of the derived limit", NULL },
  { "1,000 replicates, times the cpu", NULL },
  { "ten slices, 300 rows", NULL },
  { "ten slices, 3000 rows", NULL },
  { "a row of the most rows, times one of the fewest", "<= 1" },
};

/* (element-type JsonObject) by figure. */
static GHashTable *
read_figures (const char *out)
{
  g_auto (GStrv) lines = g_strsplit (out, "\n", -1);
  GHashTable *figures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      if (lines[i][0] != '{')
        continue;
      g_autoptr (JsonNode) node = json_from_string (lines[i], &error);
      g_assert_no_error (error);
      JsonObject *figure = json_node_get_object (node);
      g_assert_true (g_hash_table_insert (figures, g_strdup (json_object_get_string_member (figure, "figure")),
                                          json_object_ref (figure)));
    }
  return figures;
}

static void
check_figure (GHashTable *figures,
              const char *name,
              const char *aim)
{
  JsonObject *figure = g_hash_table_lookup (figures, name);

  if (figure == NULL)
    g_error ("there is no figure '%s'", name);
  g_assert_cmpstr (json_object_get_string_member (figure, "bench"), ==, "cuda");
  double value = json_object_get_double_member (figure, "value");
  g_assert_true (isfinite (value) && value >= 0);
  g_assert_true (json_object_has_member (figure, "aim") == (aim != NULL));
  if (aim == NULL)
    return;
  g_assert_cmpstr (json_object_get_string_member (figure, "aim"), ==, aim);
  g_assert_true (json_object_get_null_member (figure, "met"));
}

static void
run_bench (const char *const *arguments,
           char             **out,
           char             **err,
           int               *status)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;

  g_strv_builder_add (words, g_getenv ("ASSAY_BENCH"));
  g_strv_builder_addv (words, (const char **) arguments);
  g_auto (GStrv) argv = g_strv_builder_end (words);
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, out, err, status, &error);
  g_assert_no_error (error);
}

static void
test_figures (void)
{
  static const char *const arguments[] = { "--engine", "cuda", "--rows", "3000", "--most", "3000", "--runs", "1", "--slices",
                                           "50", NULL };
  g_autofree char *out = NULL, *err = NULL;
  guint n_choices = 0;
  int status;

  run_bench (arguments, &out, &err, &status);
  g_assert_cmpstr (err, ==, "");
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_nonnull (strstr (out, "rates of no device, and no aim is judged"));
  g_autoptr (GHashTable) figures = read_figures (out);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    check_figure (figures, expected[i].figure, expected[i].aim);
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init (&iter, figures);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    n_choices += g_str_has_suffix (name, " cells, choice, times the best forced one");
  g_assert_cmpuint (n_choices, ==, 12);
  double hits = json_object_get_double_member (g_hash_table_lookup (figures, "choices that are hits"), "value");
  g_assert_cmpfloat (hits, <=, 1);
}

/* Without the word nothing is timed; without a device it says why. */
static void
test_no_device (void)
{
  g_autofree char *out = NULL, *err = NULL, *none_out = NULL, *none_err = NULL;
  int status;

  run_bench ((const char *[]) { NULL }, &out, &err, &status);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_cmpstr (out, ==, "nothing is timed without --engine cuda\n");
  run_bench ((const char *[]) { "--engine", "cuda", "--device", "9", NULL }, &none_out, &none_err, &status);
  g_assert_false (g_spawn_check_wait_status (status, NULL));
  g_assert_nonnull (strstr (none_err, "there is no CUDA device 9"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bench-cuda/figures", test_figures);
  g_test_add_func ("/bench-cuda/no-device", test_no_device);
  return g_test_run ();
}
