/* test-set-shapes.c: which shapes are of sets, and that the others' order is kept. */
#include "tally/set-shapes-private.h"

#define SET(n) ASSAY_SET_COLUMN (n)

static const struct
{
  AssayTableShape shape;
  AssayShapeKind  kind;
  guint           set;
} cases[] = {
  { { 1, { 0 } }, ASSAY_SHAPE_ROWS, 0 },
  { { 3, { 0, 1, 0xffef } }, ASSAY_SHAPE_ROWS, 0 },
  { { 2, { SET (0), SET (0) } }, ASSAY_SHAPE_PAIRS, 0 },
  { { 3, { SET (15), SET (15), 4 } }, ASSAY_SHAPE_PAIRS, 15 },
  { { 2, { 4, SET (1) } }, ASSAY_SHAPE_MEMBERS, 1 },
  { { 3, { 4, SET (2), 4 } }, ASSAY_SHAPE_MEMBERS, 2 },
  { { 1, { SET (0) } }, ASSAY_SHAPE_UNKNOWN, 0 },
  { { 2, { SET (0), 3 } }, ASSAY_SHAPE_UNKNOWN, 0 },
  { { 2, { SET (0), SET (1) } }, ASSAY_SHAPE_UNKNOWN, 0 },
  { { 3, { SET (0), SET (0), SET (0) } }, ASSAY_SHAPE_UNKNOWN, 0 },
  { { 3, { 1, 2, SET (0) } }, ASSAY_SHAPE_UNKNOWN, 0 },
  { { 4, { SET (0), SET (0), 1, 2 } }, ASSAY_SHAPE_UNKNOWN, 0 },
};

static void
test_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint set = 77;
      g_test_message ("case %u", i);
      g_assert_cmpint (assay_shape_kind (&cases[i].shape, &set), ==, cases[i].kind);
      g_assert_cmpint (assay_shape_kind (&cases[i].shape, NULL), ==, cases[i].kind);
      if (cases[i].kind == ASSAY_SHAPE_PAIRS || cases[i].kind == ASSAY_SHAPE_MEMBERS)
        g_assert_cmpuint (set, ==, cases[i].set);
    }
}

/* Tables of two and three codes stand for the shapes: they come back in the order of the request. */
static void
test_order (void)
{
  static const AssayTableShape shapes[] = { { 2, { SET (1), SET (1) } }, { 1, { 3 } }, { 3, { 2, SET (0), 5 } }, { 2, { 0, 1 } } };
  static const guint arranged[] = { 1, 3, 0, 2 };
  g_auto (AssayArrangedShapes) self;

  assay_arranged_shapes_init (&self, 9, shapes, G_N_ELEMENTS (shapes));
  g_assert_cmpuint (self.n_plain, ==, 2);
  g_assert_cmpuint (self.n_shapes, ==, 4);
  for (guint i = 0; i < self.n_shapes; i++)
    g_assert_cmpuint (self.from[i], ==, arranged[i]);
  g_assert_cmpuint (self.shapes[2].columns[0], ==, 9 + 1);
  g_assert_cmpuint (self.shapes[2].columns[1], ==, 9 + 1);
  g_assert_cmpuint (self.shapes[3].columns[0], ==, 2);
  g_assert_cmpuint (self.shapes[3].columns[1], ==, 9 + 0);
  g_assert_cmpuint (self.shapes[3].columns[2], ==, 5);

  GPtrArray *tables = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_count_table_free);
  AssayCountTable *of_shape[4];
  for (guint i = 0; i < 4; i++)
    {
      of_shape[arranged[i]] = assay_count_table_new (NULL, 0, NULL);
      g_ptr_array_add (tables, of_shape[arranged[i]]);
    }
  g_autoptr (GPtrArray) ordered = assay_arranged_shapes_order (&self, tables);
  g_assert_cmpuint (ordered->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_true (ordered->pdata[i] == of_shape[i]);
}

static void
test_none (void)
{
  g_auto (AssayArrangedShapes) self;

  assay_arranged_shapes_init (&self, 0, NULL, 0);
  g_autoptr (GPtrArray) ordered = assay_arranged_shapes_order (&self, g_ptr_array_new ());
  g_assert_cmpuint (ordered->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/set-shapes/kinds", test_kinds);
  g_test_add_func ("/tally/set-shapes/order", test_order);
  g_test_add_func ("/tally/set-shapes/none", test_none);
  return g_test_run ();
}
