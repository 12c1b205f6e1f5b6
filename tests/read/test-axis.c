/* test-axis.c: values, equality and look-up of an axis. */
#include "read/axis.h"

#include <glib.h>

static AssayAxis *
make_axis (const char    *name,
           AssayAxisKind  kind,
           const char    *first,
           const char    *second)
{
  const char *values[] = { NULL, first, second };

  return assay_axis_new (name, kind, second != NULL ? 3 : 2, values);
}

static void
test_new (void)
{
  g_autofree char *name = g_strdup ("sex");
  g_autoptr (AssayAxis) axis = make_axis (name, ASSAY_AXIS_SLICE, "Female", "Male");

  name[0] = '?'; /* names and values are copies */
  g_assert_cmpstr (axis->name, ==, "sex");
  g_assert_cmpuint (axis->n_codes, ==, 3);
  g_assert_null (axis->values[0]);
  g_assert_cmpstr (axis->values[1], ==, "Female");
  g_assert_cmpstr (axis->values[2], ==, "Male");

  /* Only missing values: one code, no value. */
  g_autoptr (AssayAxis) empty = assay_axis_new ("nothing", ASSAY_AXIS_SLICE, 1, (const char *[]) { NULL });
  g_assert_cmpuint (assay_axis_find (empty, "x"), ==, 0);
}

static void
test_reference (void)
{
  AssayAxis *axis = make_axis ("sex", ASSAY_AXIS_SLICE, "Female", "Male");
  AssayAxis *again = assay_axis_ref (axis);

  g_assert_true (again == axis);
  assay_axis_unref (axis);
  g_assert_cmpstr (again->values[2], ==, "Male");
  assay_axis_unref (again);
  assay_axis_unref (NULL);
}

static void
test_equal (void)
{
  static const struct
  {
    const char   *name;
    AssayAxisKind kind;
    const char   *first, *second;
    gboolean      expected;
  } cases[] = {
    { "sex", ASSAY_AXIS_SLICE, "Female", "Male", TRUE },
    { "Sex", ASSAY_AXIS_SLICE, "Female", "Male", FALSE },
    { "sex", ASSAY_AXIS_BINS, "Female", "Male", FALSE },
    { "sex", ASSAY_AXIS_SLICE, "Male", "Female", FALSE },
    { "sex", ASSAY_AXIS_SLICE, "Female", "male", FALSE },
    { "sex", ASSAY_AXIS_SLICE, "Female", NULL, FALSE },
  };
  g_autoptr (AssayAxis) axis = make_axis ("sex", ASSAY_AXIS_SLICE, "Female", "Male");

  g_assert_true (assay_axis_equal (axis, axis));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayAxis) other = make_axis (cases[i].name, cases[i].kind, cases[i].first, cases[i].second);
      g_test_message ("case %u", i);
      g_assert_cmpint (assay_axis_equal (axis, other), ==, cases[i].expected);
      g_assert_cmpint (assay_axis_equal (other, axis), ==, cases[i].expected);
    }
}

static void
test_find (void)
{
  g_autoptr (AssayAxis) axis = make_axis ("sex", ASSAY_AXIS_SLICE, "Female", "Male");

  g_assert_cmpuint (assay_axis_find (axis, "Female"), ==, 1);
  g_assert_cmpuint (assay_axis_find (axis, "Male"), ==, 2);
  g_assert_cmpuint (assay_axis_find (axis, "male"), ==, 0);
  g_assert_cmpuint (assay_axis_find (axis, ""), ==, 0);
  g_assert_cmpuint (assay_axis_find (axis, NULL), ==, 0);
}

/* Joined by |, NULL for what is no list of netstrings. */
static void
test_split (void)
{
  static const struct { const char *value, *parts; } rows[] = {
    { "", "" }, { "3:cat,", "cat" }, { "3:cat,3:cat,3:dog,", "cat|cat|dog" }, { "0:,", "" }, { "0:,1:a,", "|a" },
    { "5:1:a,b,", "1:a,b" }, { "2:\xc3\xa9,", "\xc3\xa9" }, { "10:0123456789,", "0123456789" },
    { "cat", NULL }, { "3:cat", NULL }, { "3:cat;", NULL }, { "4:cat,", NULL }, { "2:cat,", NULL }, { "03:cat,", NULL },
    { " 3:cat,", NULL }, { "-3:cat,", NULL }, { "3:cat,x", NULL }, { "99999999999999999999:a,", NULL }, { ":", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) parts = assay_axis_split (rows[i].value);
      g_autofree char *joined = parts != NULL ? g_strjoinv ("|", parts) : NULL;
      g_assert_cmpstr (joined, ==, rows[i].parts);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read/axis/new", test_new);
  g_test_add_func ("/read/axis/reference", test_reference);
  g_test_add_func ("/read/axis/equal", test_equal);
  g_test_add_func ("/read/axis/find", test_find);
  g_test_add_func ("/read/axis/split", test_split);
  return g_test_run ();
}
