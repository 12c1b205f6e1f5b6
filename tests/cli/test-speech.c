/* test-speech.c: the sample of spoken commands, from its generator to report.json: a lecture's table. */
#include "program.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* Ng, Machine Learning in Production, week 2: shares of the data, accuracies, gains of 60 x 1, 4 x 4, 30 x 2, 6 x 0;
 * ease and importance are the plan's. */
static const struct
{
  const char *name;
  gint64      rows, errors;
  double      accuracy, human, gain, priority;
  gint64      rank;
} lecture[] = {
  { "clean", 6000, 360, 0.94, 0.95, 0.0060, 0.60 * 2 * 3, 2 },
  { "car noise", 400, 44, 0.89, 0.93, 0.0016, 0.16 * 4 * 4, 3 },
  { "people noise", 3000, 390, 0.87, 0.89, 0.0060, 0.60 * 4 * 3, 1 },
  { "low bandwidth", 600, 180, 0.70, 0.70, 0, 0, 4 },
};

/* What the generator says that the annotators agree in, by the definitions. */
#define AGREEMENT "2409 rows with two ratings or more: 4984 of 5485 pairs agree, alpha 0.895685862272\n"

#define NEAR 1e-12

static char *
sample (const char *name)
{
  return g_build_filename (g_getenv ("ASSAY_SOURCE"), "data", name, NULL);
}

static double
value_of (JsonObject *object,
          const char *name)
{
  return json_object_get_double_member (json_object_get_object_member (object, name), "value");
}

static void
check_tag (JsonObject *tag,
           guint       i)
{
  JsonObject *human = json_object_get_object_member (json_object_get_object_member (tag, "rooms"), "human");
  const double room = lecture[i].human - lecture[i].accuracy;
  double n = 10000;

  g_assert_cmpstr (json_object_get_string_member (tag, "tag"), ==, lecture[i].name);
  g_assert_cmpint (json_object_get_int_member (tag, "rows"), ==, lecture[i].rows);
  g_assert_cmpint (json_object_get_int_member (tag, "errors"), ==, lecture[i].errors);
  g_assert_cmpfloat_with_epsilon (value_of (tag, "share_of_data"), lecture[i].rows / n, NEAR);
  g_assert_cmpfloat_with_epsilon (value_of (tag, "error_rate"), 1 - lecture[i].accuracy, NEAR);
  g_assert_cmpfloat_with_epsilon (value_of (tag, "share_of_errors"), lecture[i].errors / 974.0, NEAR);
  g_assert_cmpfloat_with_epsilon (value_of (human, "accuracy"), lecture[i].human, NEAR);
  g_assert_cmpfloat_with_epsilon (value_of (tag, "room"), room, NEAR);
  g_assert_cmpfloat_with_epsilon (value_of (tag, "potential_gain"), lecture[i].gain, NEAR);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (tag, "priority"), lecture[i].priority, NEAR);
  g_assert_cmpint (json_object_get_int_member (tag, "rank"), ==, lecture[i].rank);
  g_assert_false (json_object_get_boolean_member (tag, "model_is_ahead"));
}

static JsonParser *
audit_sample (void)
{
  g_autofree char *plan = sample ("speech.ini");
  g_autofree char *quoted = g_shell_quote (plan);
  g_autofree char *line = g_strdup_printf ("audit %s --out out --format json --quiet", quoted);
  JsonParser *parser = json_parser_new ();

  g_auto (Outcome) outcome = run (line);
  g_assert_cmpstr (outcome.err, ==, "");
  g_assert_cmpint (outcome.status, ==, 2);
  g_assert_true (json_parser_load_from_file (parser, "out/report.json", NULL));
  return parser;
}

static void
test_table (void)
{
  char *folder = folder_enter ();
  g_autoptr (JsonParser) parser = audit_sample ();
  JsonObject *report = json_node_get_object (json_parser_get_root (parser));
  JsonArray *tags = json_object_get_array_member (report, "tags");

  g_assert_cmpuint (json_array_get_length (tags), ==, G_N_ELEMENTS (lecture));
  for (guint i = 0; i < G_N_ELEMENTS (lecture); i++)
    check_tag (json_array_get_object_element (tags, i), i);
  /* every row has one tag and no other, so that here the gains are the parts of the whole gap */
  JsonObject *sets = json_object_get_object_member (report, "tag_sets");
  g_assert_cmpint (json_object_get_int_member (sets, "distinct"), ==, G_N_ELEMENTS (lecture));
  folder_leave (folder);
}

/* Both counts over all pairs of ratings; every row that was mislabelled on purpose is doubtful, and one more by chance. */
static void
test_agreement (void)
{
  char *folder = folder_enter ();
  g_autoptr (JsonParser) parser = audit_sample ();
  JsonObject *report = json_node_get_object (json_parser_get_root (parser));
  JsonObject *agreement = json_object_get_object_member (report, "agreement");
  g_autofree char *said = g_strdup_printf ("%" G_GINT64_FORMAT " rows with two ratings or more: %d of %d pairs agree, alpha %.12f\n",
                                           json_object_get_int_member (agreement, "rows"), 4984, 5485,
                                           value_of (agreement, "alpha_nominal"));

  g_assert_cmpstr (said, ==, AGREEMENT);
  g_assert_cmpfloat_with_epsilon (value_of (agreement, "agreement"), 4984.0 / 5485, NEAR);
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (agreement, "label_noise"), "rows"), ==, 16);
  folder_leave (folder);
}

/* The file is what its generator makes, byte for byte. */
static void
test_generated (void)
{
  g_autofree char *python = g_find_program_in_path ("python3"), *script = sample ("make-speech.py");
  g_autofree char *path = sample ("speech.csv"), *kept = NULL;

  if (python == NULL)
    {
      g_test_skip ("python3 is not installed");
      return;
    }
  char *folder = folder_enter ();
  const char *words[] = { python, "-B", script, "made.csv", NULL };
  g_autofree char *said = NULL;
  int status = -1;
  g_assert_true (g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_DEFAULT, NULL, NULL, &said, NULL, &status, NULL));
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_autofree char *made = read_file ("made.csv");
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_true (strcmp (made, kept) == 0);
  g_assert_cmpstr (said, ==, AGREEMENT);
  folder_leave (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/speech/table", test_table);
  g_test_add_func ("/speech/agreement", test_agreement);
  g_test_add_func ("/speech/generated", test_generated);
  return g_test_run ();
}
