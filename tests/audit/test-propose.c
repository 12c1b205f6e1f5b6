/* test-propose.c: which columns become slices, and how. */
#include "columns.h"

#include <string.h>

/* The American Community Survey sample: 332,900 rows. */
static const Expected survey[] = {
  { { "person", NUMBER, 0, 332900, "0", "378816" }, ASSAY_ROLE_NONE, NULL, "identifier" },
  { { "sex", TEXT, 0, 2, "female", "male", FALSE, { "male", "female" } }, ASSAY_ROLE_SLICE, NULL,
    "2 values, 0 missing" },
  { { "race", TEXT, 7, 9, "A", "W" }, ASSAY_ROLE_SLICE, NULL, "9 values, 7 missing" },
  { { "age", NUMBER, 0, 80, "17", "96" }, ASSAY_ROLE_SLICE, "quantiles 5", "80 values from 17 to 96" },
  { { "education", TEXT, 0, 8, "a", "z" }, ASSAY_ROLE_SLICE },
  { { "occupation_code", NUMBER, 0, 529, "10", "9830" }, ASSAY_ROLE_NONE, NULL, "codes" },
  { { "label", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_LABEL },
  { { "candidate", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_PREDICTION },
  { { "current", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_BASELINE },
  { { "alternative", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_BASELINE },
};

static void
test_survey (void)
{
  columns_check (survey, G_N_ELEMENTS (survey), 332900, NULL);
}

/* Each row alone decides; 10,000 rows. */
static const Expected slices[] = {
  { { "one", TEXT, 3, 1, "a", "a" }, ASSAY_ROLE_NONE, NULL, "one value only" },
  { { "none", TEXT, 10000, 0, NULL, NULL }, ASSAY_ROLE_NONE, NULL, "nothing but missing" },
  { { "two", TEXT, 0, 2, "a", "b" }, ASSAY_ROLE_SLICE },
  { { "fifty", TEXT, 9000, 50, "a", "b" }, ASSAY_ROLE_SLICE },
  { { "fifty-one", TEXT, 0, 51, "a", "b" }, ASSAY_ROLE_NONE, NULL, "columns=" },
  { { "thousand", TEXT, 0, 1000, "a", "b" }, ASSAY_ROLE_NONE, NULL, "columns=" },
  { { "words", TEXT, 0, 1001, "a", "b" }, ASSAY_ROLE_NONE, NULL, "free text" },
  { { "each", TEXT, 9990, 10, "a", "b" }, ASSAY_ROLE_NONE, NULL, "identifier" },
  { { "nearly each", TEXT, 0, 9000, "a", "b" }, ASSAY_ROLE_NONE, NULL, "identifier" },
  { { "yes", ASSAY_COLUMN_BOOLEAN, 0, 2, "0", "1" }, ASSAY_ROLE_SLICE },
  { { "rating", NUMBER, 0, 9, "1", "5", TRUE }, ASSAY_ROLE_SLICE },
  { { "hours", NUMBER, 0, 50, "1", "50" }, ASSAY_ROLE_SLICE },
  { { "long hours", NUMBER, 0, 51, "1", "51" }, ASSAY_ROLE_SLICE, "quantiles 5" },
  { { "income", NUMBER, 0, 9999, "0", "99999" }, ASSAY_ROLE_SLICE, "quantiles 5" },
  { { "share", NUMBER, 0, 10000, "0", "1", TRUE }, ASSAY_ROLE_SLICE, "quantiles 5" },
  { { "serial", NUMBER, 0, 10000, "1", "10000" }, ASSAY_ROLE_NONE, NULL, "identifier" },
  { { "customerId", NUMBER, 0, 4000, "1", "9999" }, ASSAY_ROLE_NONE, NULL, "identifier" },
  { { "zip", NUMBER, 0, 700, "501", "99950" }, ASSAY_ROLE_NONE, NULL, "codes" },
  { { "day", ASSAY_COLUMN_TIME, 0, 300, "2018-01-01", "2018-12-30" }, ASSAY_ROLE_SLICE, "month" },
  { { "short", ASSAY_COLUMN_TIME, 0, 30, "2018-01-01", "2018-01-30" }, ASSAY_ROLE_SLICE, "day" },
  { { "today", ASSAY_COLUMN_TIME, 0, 90, "2018-01-01 08:00:00", "2018-01-01 09:00:00" },
    ASSAY_ROLE_NONE, NULL, "one day" },
  { { "list", ASSAY_COLUMN_OTHER, 0, 9, NULL, NULL }, ASSAY_ROLE_NONE, NULL, "cannot be sliced" },
  { { "a;b", TEXT, 0, 2, "a", "b" }, ASSAY_ROLE_NONE, NULL, "cannot be written" },
  { { "a*b", TEXT, 0, 2, "a", "b" }, ASSAY_ROLE_NONE, NULL, "cannot be written" },
  { { "a=b", TEXT, 0, 2, "a", "b" }, ASSAY_ROLE_NONE, NULL, "cannot be written" },
  { { " a", TEXT, 0, 2, "a", "b" }, ASSAY_ROLE_NONE, NULL, "cannot be written" },
  { { "a\nb", TEXT, 0, 2, "a", "b" }, ASSAY_ROLE_NONE, NULL, "cannot be written" },
  { { "", TEXT, 0, 2, "a", "b" }, ASSAY_ROLE_NONE, NULL, "cannot be written" },
};

static void
test_slices (void)
{
  columns_check (slices, G_N_ELEMENTS (slices), 10000, NULL);
}

/* What bins, crossings and checks name is sliced, even what would be left out or looks like a model's. */
static void
test_sliced_by_plan (void)
{
  static const char text[] = "[data]\nlabel=y\n[slices]\ncross=sex*code\n"
                             "[check a]\nmeasure=recall\nslices=age;old=1;y\nat-least=0.5\n";
  static const Expected table[] = {
    { { "y", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_LABEL },
    { { "old", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_SLICE },
    { { "code", NUMBER, 0, 700, "1", "999" }, ASSAY_ROLE_SLICE, NULL, "the plan names it" },
    { { "age", NUMBER, 0, 80, "1", "80" }, ASSAY_ROLE_SLICE, "quantiles 5" },
    { { "id", TEXT, 0, 1000, "a", "z" }, ASSAY_ROLE_NONE },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "p.ini", &error);
  g_autoptr (GPtrArray) profiles = columns_new (table, G_N_ELEMENTS (table), 1000);
  g_autoptr (AssayProposal) proposal = NULL;

  g_assert_no_error (error);
  columns_check (table, G_N_ELEMENTS (table), 1000, plan);
  proposal = assay_propose (profiles, plan);
  g_assert_cmpstr (proposal->settings[0].value, ==, "y;old;code;age");
}

static void
test_settings_and_notes (void)
{
  g_autoptr (GPtrArray) profiles = columns_new (survey, G_N_ELEMENTS (survey), 332900);
  g_autoptr (AssayProposal) proposal = assay_propose (profiles, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) empty = assay_plan_from_settings (NULL, 0, &error);
  g_autoptr (AssayPlan) plan = assay_plan_override (empty, proposal->settings, proposal->n_settings, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (proposal->n_settings, ==, 2);
  g_assert_cmpstr (proposal->settings[0].key, ==, "columns");
  g_assert_cmpstr (proposal->settings[0].value, ==, "sex;race;age;education");
  g_assert_cmpstr (proposal->settings[1].key, ==, "bins.age");
  g_assert_true (plan->slices_given);
  g_assert_cmpuint (plan->columns->len, ==, 4);
  g_assert_cmpint (assay_plan_bins (plan, "age")->kind, ==, ASSAY_BINS_QUANTILES);
  g_assert_cmpuint (g_strv_length (proposal->notes), ==, 2);
  g_assert_nonnull (strstr (proposal->notes[0], "sex, race, age (quantiles 5), education"));
  g_assert_nonnull (strstr (proposal->notes[1], "person ("));
}

/* 300 columns are named in no note one by one. */
static void
test_many_columns (void)
{
  g_autofree Expected *table = g_new0 (Expected, 300);
  g_autoptr (GStringChunk) names = g_string_chunk_new (4096);
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (AssayProposal) proposal = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("column %u", i);

      table[i].column = (Column) { g_string_chunk_insert (names, name), TEXT, 0, 5, "a", "e" };
    }
  profiles = columns_new (table, 300, 1000);
  proposal = assay_propose (profiles, NULL);
  g_assert_true (g_str_has_suffix (proposal->notes[0], "column 19 and 280 more"));
  g_assert_cmpuint (g_strv_length (proposal->notes), ==, 1);
}

static void
test_no_columns (void)
{
  g_autoptr (GPtrArray) profiles = g_ptr_array_new ();
  g_autoptr (AssayProposal) proposal = assay_propose (profiles, NULL);

  g_assert_cmpuint (proposal->n_settings, ==, 0);
  g_assert_cmpuint (proposal->n_rows, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/propose/survey", test_survey);
  g_test_add_func ("/propose/slices", test_slices);
  g_test_add_func ("/propose/sliced-by-plan", test_sliced_by_plan);
  g_test_add_func ("/propose/settings-and-notes", test_settings_and_notes);
  g_test_add_func ("/propose/many-columns", test_many_columns);
  g_test_add_func ("/propose/no-columns", test_no_columns);
  return g_test_run ();
}
