/* test-expression.c: which where= are pure expressions over the data's columns, and which are not. */
#include "test-data.h"

#include <string.h>

static AssaySource *
open_data (char *folder)
{
  g_autoptr (GError) error = NULL;

  assay_test_sql (folder, "COPY (SELECT 30 AS age, 'Female' AS sex, 0.5::DOUBLE AS score, true AS flag, DATE '2020-02-03' AS day, "
                          "'7' AS \"odd name\") TO '@/a.parquet'");
  AssaySource *source = assay_test_open (folder, "a.parquet", 1, &error);
  g_assert_no_error (error);
  return source;
}

static void
test_allowed (void)
{
  static const char *const cases[] = {
    "age < 25 AND sex = 'Female'", "age BETWEEN 20 AND 40 OR NOT flag", "sex IN ('Female', 'Male')", "sex NOT IN ('x')",
    "age IS NULL", "age IS NOT NULL", "flag", "sex LIKE 'Fe%'", "sex NOT LIKE 'Fe%'", "sex ILIKE 'fe%'",
    "CASE WHEN age > 30 THEN score > 0.5 ELSE false END", "CAST(\"odd name\" AS INTEGER) > 3", "TRY_CAST(sex AS INTEGER) = 1",
    "\"odd name\"::INTEGER = 7", "lower(sex) = 'female'", "age * 2 + 1 > 60", "age % 2 = 0", "year(day) = 2020",
    "day >= DATE '2020-01-01'", "regexp_matches(sex, '^F')", "coalesce(age, 0) > 1", "abs(score - 0.5) < 0.1", "(((age > 1)))",
    "sex = 'it''s'", "AGE > 3", "age IN (1, 2, 30)", "substr(sex, 1, 1) = 'F'", "-age < 0", "sex || 'x' = 'Femalex'",
    "date_part('year', day) = 2020", "nullif(age, 3) > 1", "length(sex) > 3",
  };
  char *folder = assay_test_folder_new ();
  g_autoptr (AssaySource) source = open_data (folder);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      if (!assay_expression_check (source, cases[i], &error))
        g_error ("%s", error->message);
    }
  assay_test_folder_free (folder);
}

static void
test_refused (void)
{
  static const struct { const char *where, *part; } cases[] = {
    { "", "empty" },
    { "age <", "where=age <" },
    { "1) OR (1=1", "where=" },
    { "age > 1) UNION SELECT 1 FROM data WHERE (true", "" },
    { "age > 1); DROP TABLE data; SELECT (1", "" },
    { "age > 1; SELECT 2", "" },
    { "(SELECT true)", "subquery" },
    { "EXISTS (SELECT 1)", "subquery" },
    { "age IN (SELECT 1)", "subquery" },
    { "age = (SELECT max(age) FROM data)", "subquery" },
    { "age = (SELECT count(*) FROM read_csv('/etc/passwd'))", "subquery" },
    { "count(*) > 1", "" },
    { "sum(age) > 1", "sum()" },
    { "row_number() OVER () = 1", "window" },
    { "age > ?", "parameter" },
    { "age > $1", "parameter" },
    { "read_text('/etc/passwd') IS NOT NULL", "read_text()" },
    { "getenv('HOME') = 'x'", "getenv()" },
    { "random() < 0.5", "random()" },
    { "now() > day", "" },
    { "current_date > day", "" },
    { "length(repeat('x', 1000000000)) > 1", "repeat()" },
    { "list_sum(range(100000000000)) > 1", "" },
    { "age > 1 -- comment", "comment" },
    { "age /* x */ > 1", "comment" },
    { "ag > 1", "did you mean 'age'" },
    { "sex = \"Female\"", "no column 'Female'" },
    { "data.age > 1", "dot" },
    { "COLUMNS(*) > 1", "" },
    { "list_transform([1], x -> x + 1)[1] = 2", "" },
    { "{'a': age}.a = 1", "" },
    { "day", "where=" },
    { "assay_code(0::UINTEGER, age) = 1", "assay_code()" },
    { "sex = 'a' QUALIFY true", "" },
    { "true GROUP BY age", "" },
    { "true LIMIT 1", "" },
  };
  char *folder = assay_test_folder_new ();
  g_autoptr (AssaySource) source = open_data (folder);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      if (assay_expression_check (source, cases[i].where, &error))
        g_error ("allowed: %s", cases[i].where);
      g_test_message ("%s", error->message);
      g_assert_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_EXPRESSION);
      g_assert_nonnull (strstr (error->message, cases[i].part));
      g_assert_null (strchr (error->message, '\n'));
    }
  assay_test_folder_free (folder);
}

static void
test_deep (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (AssaySource) source = open_data (folder);
  g_autoptr (GString) deep = g_string_new ("age > 1");

  for (guint i = 0; i < 3000; i++)
    {
      g_string_prepend (deep, "(NOT ");
      g_string_append_c (deep, ')');
    }
  g_autoptr (GError) error = NULL;
  g_assert_false (assay_expression_check (source, deep->str, &error));
  g_clear_error (&error);
  for (guint i = 0; i < 10; i++)
    g_string_append (deep, deep->str);
  g_assert_false (assay_expression_check (source, deep->str, &error));
  g_assert_nonnull (strstr (error->message, "longer than"));
  assay_test_folder_free (folder);
}

/* Several at once: all of them, or the first that is wrong, whatever is wrong with it. */
static void
test_together (void)
{
  static const char *const bad[] = { "", "age <", "(SELECT true)", "day", "sex + 1 > 2", "nobody = 1", "1) OR (1=1", "age > 1 -- x" };
  const char *wheres[] = { "age < 25", "flag", "sex = 'it''s'", "NOT flag OR age IS NULL", "year(day) = 2020" };
  char *folder = assay_test_folder_new ();
  g_autoptr (AssaySource) source = open_data (folder);
  g_autoptr (GError) error = NULL;
  guint at = 99;

  g_assert_true (assay_expressions_check (source, wheres, G_N_ELEMENTS (wheres), &at, &error));
  g_assert_true (assay_expressions_check (source, NULL, 0, &at, &error));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    for (guint place = 0; place < G_N_ELEMENTS (wheres); place++)
      {
        g_autoptr (GError) alone = NULL;
        const char *good = wheres[place];
        wheres[place] = bad[i];
        g_assert_false (assay_expressions_check (source, wheres, G_N_ELEMENTS (wheres), &at, &error));
        g_assert_cmpuint (at, ==, place);
        g_assert_false (assay_expression_check (source, bad[i], &alone));
        g_assert_cmpstr (error->message, ==, alone->message);
        g_clear_error (&error);
        wheres[place] = good;
      }
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expression/allowed", test_allowed);
  g_test_add_func ("/expression/refused", test_refused);
  g_test_add_func ("/expression/deep", test_deep);
  g_test_add_func ("/expression/together", test_together);
  return g_test_run ();
}
