/* test-axis-union.c: axes of several sets as one: order, codes, edges. */
#include "read/read.h"

#include <string.h>

/* values: parted by | */
static AssayAxis *
axis_of (AssayAxisKind  kind,
         const char    *values)
{
  g_autofree char *text = g_strconcat ("|", values, NULL);
  g_auto (GStrv) parts = g_strsplit (text, "|", -1);

  return assay_axis_new ("x", kind, *values != '\0' ? g_strv_length (parts) : 1, (const char *const *) parts);
}

static void
test_order (void)
{
  static const struct { AssayAxisKind kind; const char *a, *b, *expected; } cases[] = {
    { ASSAY_AXIS_SLICE, "A|B", "B|C", "A|B|C" },
    { ASSAY_AXIS_SLICE, "9", "10", "9|10" },
    { ASSAY_AXIS_SLICE, "9|10", "x", "10|9|x" },          /* numbers no more */
    { ASSAY_AXIS_SLICE, "-1|0.5", "1e3|7", "-1|0.5|7|1e3" },
    { ASSAY_AXIS_SLICE, "1|2", "", "1|2" },
    { ASSAY_AXIS_SLICE, "", "", "" },
    { ASSAY_AXIS_SLICE, "b", "a|B", "B|a|b" },            /* by bytes */
    { ASSAY_AXIS_BINS, "[0, 5)|[5, 10]", "< 0|[0, 5)|[5, 10]|> 10", "< 0|[0, 5)|[5, 10]|> 10" },
    { ASSAY_AXIS_BINS, "[0, 5)|[5, 10]|> 10", "< 0|[0, 5)|[5, 10]", "< 0|[0, 5)|[5, 10]|> 10" },
    { ASSAY_AXIS_BINS, "[20, 30)", "[-10, 0)|[100, 110)", "[-10, 0)|[20, 30)|[100, 110)" },
    { ASSAY_AXIS_BINS, "2019-W01", "2018-W52|2019-W02", "2018-W52|2019-W01|2019-W02" },
    { ASSAY_AXIS_WHERE, "0|1", "0|1", "0|1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AssayAxis *axes[] = { axis_of (cases[i].kind, cases[i].a), axis_of (cases[i].kind, cases[i].b) };
      g_autoptr (AssayAxis) expected = axis_of (cases[i].kind, cases[i].expected);
      guint *maps[2];
      g_autoptr (AssayAxis) both = assay_axis_union (axes, 2, maps, NULL);
      g_test_message ("%s and %s", cases[i].a, cases[i].b);
      g_assert_true (assay_axis_equal (both, expected));
      for (guint a = 0; a < 2; a++)
        {
          g_assert_cmpuint (maps[a][0], ==, 0);
          for (guint code = 1; code < axes[a]->n_codes; code++)
            g_assert_cmpstr (both->values[maps[a][code]], ==, axes[a]->values[code]);
          g_free (maps[a]);
          assay_axis_unref (axes[a]);
        }
    }
}

static void
test_edges (void)
{
  static const struct { const char *values; guint n; double edges[4]; } cases[] = {
    { "[0, 2.5)|[2.5, 10]", 3, { 0, 2.5, 10 } },
    { "< -1|[-1, 0)|[0, 1e+20]|> 1e+20", 3, { -1, 0, 1e20 } },
    { "[4, 4]", 2, { 4, 4 } },
    { "[0, 5)|[7, 10]", 0 },     /* a gap */
    { "[0, 10)|[10, 20)", 0 },   /* of a width */
    { "2020-01|2020-02", 0 },
    { "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayAxis) axis = axis_of (ASSAY_AXIS_BINS, cases[i].values);
      guint n;
      g_autofree double *edges = assay_axis_edges (axis, &n);
      g_test_message ("%s", cases[i].values);
      g_assert_cmpuint (n, ==, cases[i].n);
      g_assert_cmpint (edges != NULL, ==, n > 0);
      for (guint e = 0; e < n; e++)
        g_assert_true (edges[e] == cases[i].edges[e]);
    }
}

static void
test_check_edges (void)
{
  g_autoptr (AssayAxis) a = axis_of (ASSAY_AXIS_BINS, "[0, 5)|[5, 10]"), b = axis_of (ASSAY_AXIS_BINS, "[0, 6)|[6, 10]");
  g_autoptr (AssayAxis) more = axis_of (ASSAY_AXIS_BINS, "< 0|[0, 5)|[5, 10]"), none = axis_of (ASSAY_AXIS_BINS, "");
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_axis_check_edges (a, more, NULL));
  g_assert_true (assay_axis_check_edges (a, none, NULL));
  g_assert_false (assay_axis_check_edges (a, b, &error));
  g_assert_cmpstr (error->message, ==, "the bins of 'x' have other edges: 0, 5, 10 and 0, 6, 10");
}

static AssayAxis *
numbered (guint first,
          guint n)
{
  g_autofree const char **values = g_new0 (const char *, n + 1);
  for (guint i = 1; i <= n; i++)
    values[i] = g_strdup_printf ("%u", first + i);
  AssayAxis *axis = assay_axis_new ("id", ASSAY_AXIS_SLICE, n + 1, values);
  for (guint i = 1; i <= n; i++)
    g_free ((char *) values[i]);
  return axis;
}

static void
test_limit (void)
{
  AssayAxis *axes[] = { numbered (0, 40000), numbered (ASSAY_MAX_VALUES - 40000, 40000), numbered (39999, 40000) };
  g_autoptr (GError) error = NULL;
  guint *maps[3];

  g_autoptr (AssayAxis) both = assay_axis_union (axes, 2, maps, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (both->n_codes, ==, ASSAY_MAX_VALUES + 1);
  for (guint i = 0; i < 2; i++)
    g_free (maps[i]);
  g_assert_null (assay_axis_union (axes, 3, maps, &error));
  g_assert_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_TOO_MANY);
  for (guint i = 0; i < 3; i++)
    assay_axis_unref (axes[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/axis-union/order", test_order);
  g_test_add_func ("/axis-union/edges", test_edges);
  g_test_add_func ("/axis-union/check-edges", test_check_edges);
  g_test_add_func ("/axis-union/limit", test_limit);
  return g_test_run ();
}
