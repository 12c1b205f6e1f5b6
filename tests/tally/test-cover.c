/* test-cover.c: every shape lies within a group, groups keep to their limits, and what an audit asks for is covered
 * the way it should be. */
#include "sample-rows.h"
#include "tally/cover-private.h"

static gboolean
group_has (const AssayGroup *group,
           guint16           column)
{
  for (guint i = 0; i < group->n_columns; i++)
    if (group->columns[i] == column)
      return TRUE;
  return FALSE;
}

static void
check_group (const AssayCover        *cover,
             const AssayGroup        *group,
             const AssayCoverRequest *request,
             guint                   *n_placed)
{
  guint64 step = 1;

  for (guint i = group->n_columns; i-- > 0; step *= request->n_codes[group->columns[i]])
    g_assert_cmpuint (group->steps[i], ==, step);
  g_assert_cmpuint (group->n_cells, ==, step);
  for (guint i = 0; group->has_base && i < cover->n_base; i++)
    g_assert_cmpuint (group->columns[i], ==, cover->base[i]);
  if (group->kind == ASSAY_GROUP_JOINT)
    g_assert_cmpuint (group->n_cells, <=, ASSAY_GROUP_CELLS);
  if (group->kind == ASSAY_GROUP_WIDE)
    g_assert_cmpuint (group->n_cells, <=, ASSAY_DENSE_CELLS);
  if (group->kind == ASSAY_GROUP_PLANES)
    g_assert_true (request->has_planes && group->has_base && group->n_columns <= cover->n_base + 1);
  for (guint i = 0; i < group->shapes->len; i++)
    {
      guint shape = g_array_index (group->shapes, guint, i);
      n_placed[shape]++;
      for (guint axis = 0; axis < request->shapes[shape].n_axes; axis++)
        g_assert_true (group_has (group, request->shapes[shape].columns[axis]));
    }
}

static void
check_cover (const AssayCover        *cover,
             const AssayCoverRequest *request)
{
  g_autofree guint *n_placed = g_new0 (guint, request->n_shapes);
  AssayGroupKind last = ASSAY_GROUP_PLANES;
  guint first;

  for (guint i = 0; i < cover->groups->len; i++)
    {
      const AssayGroup *group = g_ptr_array_index (cover->groups, i);
      g_assert_cmpint (group->kind, >=, last);
      last = group->kind;
      check_group (cover, group, request, n_placed);
    }
  for (guint i = 0; i < request->n_shapes; i++)
    g_assert_cmpuint (n_placed[i], ==, 1);
  /* Copies for one or two tables, halved until all of them are at most 2^15 cells. */
  guint n_joint = assay_cover_kind (cover, ASSAY_GROUP_JOINT, &first), n_copies = n_joint == 1 ? 4 : n_joint == 2 ? 2 : 1;
  guint64 n_cells = 0;
  for (guint i = first; i < first + n_joint; i++)
    n_cells += ((const AssayGroup *) cover->groups->pdata[i])->n_cells;
  for (; n_copies > 1 && n_copies * n_cells > 32768; n_copies /= 2)
    ;
  g_assert_cmpuint (cover->n_copies, ==, n_copies);
}

static void
test_random (void)
{
  g_autoptr (GRand) random = sample_random ();

  for (guint round = 0; round < 300; round++)
    {
      guint n_columns = (guint) g_rand_int_range (random, 1, 40), n_codes[40];
      for (guint i = 0; i < n_columns; i++)
        n_codes[i] = 1 + (guint) g_rand_int_range (random, 0, 1 << g_rand_int_range (random, 1, 16));
      guint n_shapes = (guint) g_rand_int_range (random, 1, 200);
      g_autofree AssayTableShape *shapes = sample_shapes (random, n_columns, 4, n_shapes);
      AssayCoverRequest request = {
        .shapes = shapes,
        .n_shapes = n_shapes,
        .n_codes = n_codes,
        .n_rows = g_rand_boolean (random) ? 0 : 1u << g_rand_int_range (random, 0, 30),
        .has_planes = g_rand_boolean (random),
      };
      g_autoptr (AssayCover) cover = assay_cover_new (&request);
      check_cover (cover, &request);
    }
}

/* Ten columns with label and prediction: {2000}, {400, ..}, {50, 100} and two groups more; planes take the six
 * columns of up to 21 codes. */
static void
test_audit (void)
{
  const guint n_codes[] = { 6, 7, 7, 11, 13, 21, 51, 101, 401, 2001, 3, 3 };
  AssayTableShape shapes[11];
  guint first;

  for (guint16 i = 0; i < 10; i++)
    shapes[i] = (AssayTableShape) { 3, { i, 10, 11 } };
  shapes[10] = (AssayTableShape) { 2, { 10, 11 } };
  AssayCoverRequest request = { .shapes = shapes, .n_shapes = 11, .n_codes = n_codes };
  g_autoptr (AssayCover) joint = assay_cover_new (&request);
  check_cover (joint, &request);
  g_assert_cmpuint (joint->n_base, ==, 2);
  g_assert_cmpuint (joint->base_codes, ==, 9);
  g_assert_cmpuint (joint->groups->len, ==, 5);
  g_assert_cmpuint (assay_cover_kind (joint, ASSAY_GROUP_JOINT, &first), ==, 5);

  request.has_planes = TRUE;
  g_autoptr (AssayCover) planes = assay_cover_new (&request);
  check_cover (planes, &request);
  g_assert_cmpuint (assay_cover_kind (planes, ASSAY_GROUP_PLANES, &first), ==, 6);
  g_assert_cmpuint (assay_cover_kind (planes, ASSAY_GROUP_JOINT, &first), ==, 3);
  g_assert_cmpuint (first, ==, 6);
}

static void
test_kinds (void)
{
  static const struct
  {
    guint          n_codes[2];
    guint64        n_rows;
    AssayGroupKind kind;
    const char    *why;
  } cases[] = {
    { { 256, 256 }, 0, ASSAY_GROUP_JOINT, "2^16 cells" },
    { { 257, 256 }, 0, ASSAY_GROUP_WIDE, "more than 2^16 cells" },
    { { 2048, 2048 }, 0, ASSAY_GROUP_WIDE, "2^22 cells" },
    { { 2049, 2048 }, 0, ASSAY_GROUP_SPARSE, "more than 2^22 cells" },
    { { 2048, 2048 }, 1000, ASSAY_GROUP_SPARSE, "far more cells than rows" },
    { { 256, 256 }, 1, ASSAY_GROUP_JOINT, "few cells stay dense" },
    { { 65535, 65535 }, 0, ASSAY_GROUP_SPARSE, "2^32 cells" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AssayTableShape shape = { 2, { 0, 1 } };
      AssayCoverRequest request = { &shape, 1, cases[i].n_codes, cases[i].n_rows, TRUE };
      g_autoptr (AssayCover) cover = assay_cover_new (&request);
      const AssayGroup *group = g_ptr_array_index (cover->groups, 0);
      g_test_message ("%s", cases[i].why);
      g_assert_cmpuint (cover->groups->len, ==, 1);
      g_assert_cmpint (group->kind, ==, cases[i].kind);
    }
}

/* With few rows groups stay small: clearing and adding up their cells would cost more than increments. */
static void
test_few_rows (void)
{
  const guint n_codes[] = { 20, 20, 20, 20, 3, 3 };
  AssayTableShape shapes[4];
  guint64 n_cells[2] = { 0 };

  for (guint16 i = 0; i < 4; i++)
    shapes[i] = (AssayTableShape) { 3, { i, 4, 5 } };
  for (guint i = 0; i < 2; i++)
    {
      AssayCoverRequest request = { shapes, 4, n_codes, i == 0 ? 500 : 100000000, FALSE };
      g_autoptr (AssayCover) cover = assay_cover_new (&request);
      check_cover (cover, &request);
      for (guint j = 0; j < cover->groups->len; j++)
        n_cells[i] += ((AssayGroup *) g_ptr_array_index (cover->groups, j))->n_cells;
    }
  g_assert_cmpuint (n_cells[0], ==, 4 * 20 * 9);
  g_assert_cmpuint (n_cells[1], >=, 2 * 20 * 20 * 9);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/cover/random", test_random);
  g_test_add_func ("/tally/cover/audit", test_audit);
  g_test_add_func ("/tally/cover/kinds", test_kinds);
  g_test_add_func ("/tally/cover/few-rows", test_few_rows);
  return g_test_run ();
}
