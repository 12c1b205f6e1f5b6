/* Any bytes as a plan: no crash, no leak, one clear message or a plan that gives its bytes back.
 *
 * With libFuzzer: clang -fsanitize=fuzzer,address -DASSAY_LIBFUZZER, and the corpus beside this file. Otherwise the
 * driver below runs the files that it is given, whole, cut short at every length, and changed by chance from a printed
 * seed, so that the corpus is an ordinary test: fuzz-plan-file [--rounds N] FILE...
 */
#include "expect.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize length);

static const AssayColumn columns[] = {
  { "label", ASSAY_COLUMN_NUMBER }, { "candidate", ASSAY_COLUMN_BOOLEAN }, { "score", ASSAY_COLUMN_NUMBER },
  { "current", ASSAY_COLUMN_TEXT }, { "sex", ASSAY_COLUMN_TEXT },          { "age", ASSAY_COLUMN_NUMBER },
  { "day", ASSAY_COLUMN_TIME },     { "tags", ASSAY_COLUMN_OTHER },
};

static void
check_resolve (const AssayPlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) draft_error = NULL;
  if (!assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), &error))
    expect_message (error);
  /* Whatever is resolved is a draft that is. */
  if (!assay_plan_resolve_draft (plan, columns, G_N_ELEMENTS (columns), &draft_error))
    {
      expect_message (draft_error);
      g_assert_nonnull (error);
    }
  g_autofree const char **names = assay_plan_slice_columns (plan);
  g_assert_nonnull (names);
}

static void
check_override (const AssayPlan *plan)
{
  static const AssayPlanSetting settings[] = { { "data", "label", "label", "--label" },
                                               { "slices", "columns", "sex", "--columns" },
                                               { "data", "baseline", "current", "--baseline" } };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) over = assay_plan_override (plan, settings, G_N_ELEMENTS (settings), &error);
  if (over == NULL)
    {
      expect_message (error);
      return;
    }
  g_autoptr (AssayPlan) again = assay_plan_parse (over->text, strlen (over->text), plan->file, &error);
  g_assert_no_error (error);
  g_autofree char *dump = dump_plan (over), *dump_again = dump_plan (again);
  g_assert_cmpstr (dump, ==, dump_again);
  g_assert_cmpstr (over->label, ==, "label");
  check_resolve (over);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_parse ((const char *) data, length, "fuzz.ini", &error);
  if (plan == NULL)
    {
      expect_message (error);
      g_assert_true (g_str_has_prefix (error->message, "fuzz.ini:"));
      return 0;
    }
  g_assert_no_error (error);
  g_assert_cmpmem (plan->text, strlen (plan->text), data, length);
  g_autofree char *text = assay_plan_to_text (plan);
  g_assert_cmpstr (text, ==, plan->text);
  check_resolve (plan);
  check_override (plan);
  return 0;
}

#ifndef ASSAY_LIBFUZZER

/* A copy of its own, so that a read past the end is seen by the address sanitizer. */
static void
run (const guint8 *data,
     gsize         length)
{
  g_autofree guint8 *copy = g_memdup2 (data, length);
  LLVMFuzzerTestOneInput (copy, length);
}

static void
change (GRand      *random,
        GByteArray *bytes)
{
  static const char *const pieces[] = { "\n", "=", "[", "]", ";", "*", "#", " by ", "bins.", "\r\n", "[check a]\n", "\xff",
                                        "\xEF\xBB\xBF", "1e999", "-", "all", "(missing)", "ü" };
  const char *piece = pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))];
  guint at = bytes->len > 0 ? g_rand_int_range (random, 0, bytes->len) : 0;
  guint most = g_rand_int_range (random, 0, 20), n = MIN (bytes->len - at, most);
  switch (g_rand_int_range (random, 0, 4))
    {
    case 0:
      g_byte_array_remove_range (bytes, at, n);
      break;
    case 1:
      g_byte_array_append (bytes, (const guint8 *) piece, strlen (piece));
      break;
    case 2:
      if (n > 0)
        memcpy (bytes->data + at, piece, MIN (n, strlen (piece)));
      break;
    default:
      if (n > 0)
        bytes->data[at] = g_rand_int_range (random, 0, 256);
    }
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
      g_byte_array_append (bytes, data, length);
      for (guint n = g_rand_int_range (random, 1, 6); n > 0; n--)
        change (random, bytes);
      run (bytes->data, bytes->len);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gboolean has_rounds = argc > 2 && strcmp (argv[1], "--rounds") == 0;
  guint n_rounds = has_rounds ? atoi (argv[2]) : 300, seed = g_test_rand_int ();
  GRand *random = g_rand_new_with_seed (seed);
  int first = has_rounds ? 3 : 1;

  g_assert_cmpint (argc, >, first);
  g_print ("1..%d\n# seed %u\n", argc - first, seed);
  for (int i = first; i < argc; i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;
      g_file_get_contents (argv[i], &text, &length, &error);
      g_assert_no_error (error);
      for (gsize cut = 0; cut <= length; cut++)
        run ((const guint8 *) text, cut);
      run_changed (random, (const guint8 *) text, length, n_rounds);
      g_autofree char *name = g_path_get_basename (argv[i]);
      g_print ("ok %d %s\n", i - first + 1, name);
    }
  g_rand_free (random);
  return 0;
}

#endif
