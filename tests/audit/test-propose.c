/* test-propose.c: roles and slices from tables of columns as `assay columns` would see them. */
#include "audit/propose.h"

#include <string.h>

typedef struct
{
  const char     *name;
  AssayColumnKind kind;
  guint64         n_missing, n_distinct;
  const char     *least, *most;
  gboolean        is_fractional;
  const char     *examples[3];
} Column;

typedef struct
{
  Column          column;
  AssayColumnRole role;
  const char     *bins;   /* (nullable) */
  const char     *why;    /* (nullable) found in why */
} Expected;

static void
profile_free (gpointer data)
{
  AssayColumnProfile *profile = data;

  g_strfreev (profile->examples);
  g_free (profile->example_rows);
  g_free (profile->name);
  g_free (profile->least);
  g_free (profile->most);
  g_free (profile);
}

static AssayColumnProfile *
profile_new (const Column *column, guint64 n_rows)
{
  AssayColumnProfile *profile = g_new0 (AssayColumnProfile, 1);
  g_autoptr (GPtrArray) examples = g_ptr_array_new ();

  for (guint i = 0; i < 3 && column->examples[i] != NULL; i++)
    g_ptr_array_add (examples, g_strdup (column->examples[i]));
  profile->n_examples = examples->len;
  profile->example_rows = g_new0 (guint64, examples->len + 1);
  g_ptr_array_add (examples, NULL);
  profile->examples = (char **) g_ptr_array_free (g_steal_pointer (&examples), FALSE);
  profile->name = g_strdup (column->name);
  profile->kind = column->kind;
  profile->n_rows = n_rows;
  profile->n_missing = column->n_missing;
  profile->n_distinct = column->n_distinct;
  profile->least = g_strdup (column->least);
  profile->most = g_strdup (column->most);
  profile->is_fractional = column->is_fractional;
  return profile;
}

static GPtrArray *
profiles_new (const Expected *table, guint n, guint64 n_rows)
{
  GPtrArray *profiles = g_ptr_array_new_with_free_func (profile_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (profiles, profile_new (&table[i].column, n_rows));
  return profiles;
}

static void
check_table (const Expected *table, guint n, guint64 n_rows, const AssayPlan *plan)
{
  g_autoptr (GPtrArray) profiles = profiles_new (table, n, n_rows);
  g_autoptr (AssayProposal) proposal = assay_propose (profiles, plan);

  g_assert_cmpuint (proposal->n_columns, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const AssayProposedColumn *column = &proposal->columns[i];

      g_test_message ("%s: %s, %s (%s)", table[i].column.name, assay_column_role_name (column->role),
                      column->bins, column->why);
      g_assert_cmpint (column->role, ==, table[i].role);
      g_assert_cmpstr (column->bins, ==, table[i].bins);
      g_assert_nonnull (column->why);
      if (table[i].why != NULL)
        g_assert_nonnull (strstr (column->why, table[i].why));
    }
}

#define NUMBER ASSAY_COLUMN_NUMBER
#define TEXT ASSAY_COLUMN_TEXT

/* The American Community Survey sample: 332,900 rows. */
static const Expected survey[] = {
  { { "person", NUMBER, 0, 332900, "0", "378816" }, ASSAY_ROLE_NONE, NULL, "identifier" },
  { { "sex", TEXT, 0, 2, "female", "male", FALSE, { "male", "female" } }, ASSAY_ROLE_SLICE, NULL, "2 values, 0 missing" },
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
  check_table (survey, G_N_ELEMENTS (survey), 332900, NULL);
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
  { { "today", ASSAY_COLUMN_TIME, 0, 90, "2018-01-01 08:00:00", "2018-01-01 09:00:00" }, ASSAY_ROLE_NONE, NULL, "one day" },
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
  check_table (slices, G_N_ELEMENTS (slices), 10000, NULL);
}

/* Names that make a role, alone with a label. */
static void
test_names (void)
{
  static const struct { const char *name; gboolean is_share; AssayColumnRole role; } table[] = {
    { "prediction", FALSE, ASSAY_ROLE_PREDICTION },
    { "yPred", FALSE, ASSAY_ROLE_PREDICTION },
    { "Y_HAT", FALSE, ASSAY_ROLE_PREDICTION },
    { "predicted-label", FALSE, ASSAY_ROLE_PREDICTION },
    { "xgb pred", FALSE, ASSAY_ROLE_PREDICTION },
    { "pred", TRUE, ASSAY_ROLE_SCORE },          /* a share is no class */
    { "proba", TRUE, ASSAY_ROLE_SCORE },
    { "model_score", TRUE, ASSAY_ROLE_SCORE },
    { "credit_score", FALSE, ASSAY_ROLE_SLICE }, /* two values only */
    { "old", FALSE, ASSAY_ROLE_BASELINE },
    { "colder", FALSE, ASSAY_ROLE_SLICE },       /* words, not parts of words */
    { "sex", FALSE, ASSAY_ROLE_SLICE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Expected pair[2] = { { { "target", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_LABEL } };

      pair[1].column = (Column) { table[i].name, NUMBER, 0, table[i].is_share ? 100 : 2, "0", "1",
                                  table[i].is_share, { "0", "1" } };
      pair[1].role = table[i].role;
      pair[1].bins = table[i].is_share && table[i].role == ASSAY_ROLE_SLICE ? "quantiles 5" : NULL;
      check_table (pair, 2, 1000, NULL);
    }
}

/* Of two models' scores the one that belongs to the audited model. */
static void
test_scores (void)
{
  static const Expected table[] = {
    { { "current_score", NUMBER, 0, 900, "0.01", "0.99", TRUE }, ASSAY_ROLE_NONE, NULL, "[model NAME]" },
    { { "candidate_score", NUMBER, 0, 900, "0.01", "0.99", TRUE }, ASSAY_ROLE_SCORE },
    { { "y_true", TEXT, 0, 2, "no", "yes", FALSE, { "no", "yes" } }, ASSAY_ROLE_LABEL },
    { { "candidate", TEXT, 0, 2, "no", "yes", FALSE, { "yes", "no" } }, ASSAY_ROLE_PREDICTION },
    { { "current", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_SLICE }, /* not the label's values */
    { { "test_score", NUMBER, 0, 900, "200", "800" }, ASSAY_ROLE_SLICE, "quantiles 5" },
  };

  check_table (table, G_N_ELEMENTS (table), 1000, NULL);
}

static AssayPlan *
plan_new (const AssayPlanSetting *settings, guint n)
{
  g_autoptr (GError) error = NULL;
  AssayPlan *plan = assay_plan_from_settings (settings, n, &error);

  g_assert_no_error (error);
  return plan;
}

/* What the plan says is not guessed again, and nobody else gets its role. */
static void
test_plan (void)
{
  static const AssayPlanSetting settings[] = {
    { "data", "label", "current" }, { "data", "score", "share" }, { "slices", "bins.age", "width 10" },
  };
  static const Expected table[] = {
    { { "label", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_SLICE },
    { { "current", NUMBER, 0, 2, "0", "1", FALSE, { "0", "1" } }, ASSAY_ROLE_LABEL, NULL, "as named" },
    { { "share", NUMBER, 0, 900, "0", "1", TRUE }, ASSAY_ROLE_SCORE, NULL, "as named" },
    { { "proba", NUMBER, 0, 900, "0", "1", TRUE }, ASSAY_ROLE_NONE, NULL, "another model's score" },
    { { "age", NUMBER, 0, 40, "1", "40" }, ASSAY_ROLE_SLICE, NULL, "the plan names it" },
  };
  g_autoptr (AssayPlan) plan = plan_new (settings, G_N_ELEMENTS (settings));

  check_table (table, G_N_ELEMENTS (table), 1000, plan);
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
  g_autoptr (GPtrArray) profiles = profiles_new (table, G_N_ELEMENTS (table), 1000);
  g_autoptr (AssayProposal) proposal = NULL;

  g_assert_no_error (error);
  check_table (table, G_N_ELEMENTS (table), 1000, plan);
  proposal = assay_propose (profiles, plan);
  g_assert_cmpstr (proposal->settings[0].value, ==, "y;old;code;age");
}

static void
test_settings_and_notes (void)
{
  g_autoptr (GPtrArray) profiles = profiles_new (survey, G_N_ELEMENTS (survey), 332900);
  g_autoptr (AssayProposal) proposal = assay_propose (profiles, NULL);
  g_autoptr (AssayPlan) empty = plan_new (NULL, 0);
  g_autoptr (GError) error = NULL;
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
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func (profile_free);
  g_autoptr (AssayProposal) proposal = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("column %u", i);
      Column column = { name, TEXT, 0, 5, "a", "e" };

      g_ptr_array_add (profiles, profile_new (&column, 1000));
    }
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
  g_test_add_func ("/propose/names", test_names);
  g_test_add_func ("/propose/scores", test_scores);
  g_test_add_func ("/propose/plan", test_plan);
  g_test_add_func ("/propose/sliced-by-plan", test_sliced_by_plan);
  g_test_add_func ("/propose/settings-and-notes", test_settings_and_notes);
  g_test_add_func ("/propose/many-columns", test_many_columns);
  g_test_add_func ("/propose/no-columns", test_no_columns);
  return g_test_run ();
}
