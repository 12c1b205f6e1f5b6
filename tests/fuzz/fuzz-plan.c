/* fuzz-plan.c: any bytes as a plan: no crash, no leak, one clear message or a plan that gives its bytes back. */
#include "driver.h"

#include "../plan/expect.h"

static const char *const pieces[] = { "\n", "=", "[", "]", ";", "*", "#", " by ", "bins.", "\r\n", "[check a]\n", "\xff",
                                      "\xEF\xBB\xBF", "1e999", "-", "all", "(missing)", "\303\274", "[data]\n",
                                      "[slices]\n", "columns=", "cross=", "measure=", "at-least=", "no-worse-than=",
                                      "quantiles 5", "width 0.1", "[slice s]\nwhere=", "[risk r]\nwhy=", "undecided=accept ",
                                      NULL };

/* A line of the table of keys, with its default or a piece; so new keys are reached with no change here. */
static void
change (GRand      *random,
        GByteArray *bytes)
{
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys), *key = &keys[g_rand_int_range (random, 0, (gint32) n_keys)];
  const char *value = pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces) - 1)];

  if (key->default_value != NULL && g_rand_boolean (random))
    value = key->default_value;
  g_autofree char *text = g_strdup_printf ("\n[%s]\n%s=%s\n", key->section, key->name, value);
  const char *line = g_rand_boolean (random) ? text : strchr (text, ']') + 2;
  g_byte_array_append (bytes, (const guint8 *) line, (guint) strlen (line));
}

const FuzzTarget fuzz_target = { .is_cut = TRUE, .n_rounds = 300, .pieces = pieces, .change = change };

/* Columns that the corpus names, of kinds drawn from the plan's text, and some others. */
static GArray *
draw_columns (const AssayPlan *plan)
{
  static const char *const names[] = { "label", "candidate", "score", "current", "sex", "age", "day", "tags", "region" };
  g_autoptr (GRand) random = g_rand_new_with_seed (g_str_hash (plan->text));
  GArray *columns = g_array_new (FALSE, TRUE, sizeof (AssayColumn));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      AssayColumn column = { names[i], (AssayColumnKind) g_rand_int_range (random, 0, ASSAY_COLUMN_OTHER + 1) };
      if (g_rand_int_range (random, 0, 20) > 0)
        g_array_append_val (columns, column);
    }
  return columns;
}

static void
check_resolve (const AssayPlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) draft_error = NULL;
  g_autoptr (GArray) columns = draw_columns (plan);

  if (!assay_plan_resolve (plan, (AssayColumn *) columns->data, columns->len, &error))
    expect_message (error);
  /* Whatever is resolved is a draft that is. */
  if (!assay_plan_resolve_draft (plan, (AssayColumn *) columns->data, columns->len, &draft_error))
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
