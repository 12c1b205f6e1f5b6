/* test-product-plan.c: which sums a product takes, and a chunk's entries in two lists. */
#include "tally/product-plan.h"

#define CLUSTERS 10
#define SUMS 5
#define EXACT (G_GUINT64_CONSTANT (1) << 53)

/* Sum number s has an entry in 2 s + 2 of the clusters: 2, 4, 6, 8, 10. */
typedef struct
{
  guint64 keys[CLUSTERS], first[CLUSTERS + 1], at[CLUSTERS * SUMS], most[SUMS];
  gint64  values[CLUSTERS * SUMS];
  guint   n_next;
} Source;

static void
source_rewind (gpointer source)
{
  ((Source *) source)->n_next = 0;
}

static gboolean
source_next (gpointer             source,
             AssayReplicateChunk *chunk)
{
  Source *self = source;

  *chunk = (AssayReplicateChunk) { CLUSTERS, self->keys, self->first, self->at, self->values };
  return self->n_next++ == 0;
}

static guint64
source_most (gpointer source,
             guint64  number)
{
  return ((Source *) source)->most[number];
}

static void
source_init (Source *self)
{
  guint64 n = 0;

  for (guint64 c = 0; c < CLUSTERS; c++)
    {
      self->first[c] = n;
      for (guint64 sum = 0; sum < SUMS; sum++)
        if (c < 2 * sum + 2)
          {
            self->at[n] = sum;
            self->values[n++] = (gint64) (100 * c + sum) - 250;
          }
    }
  self->first[CLUSTERS] = n;
  for (guint sum = 0; sum < SUMS; sum++)
    self->most[sum] = EXACT;
}

static AssayProductPlan *
make_plan (Source  *source,
           guint64  entry,
           guint64  product,
           guint64  weight)
{
  const AssayReplicateWork work = { .n_replicates = 32, .n_sums = SUMS, .rewind = source_rewind, .next = source_next,
                                    .most_of = source_most, .source = source };
  AssayProductPlan *plan = assay_product_plan_new (&work, &(AssayProductCosts) { entry, product, weight });

  g_assert_cmpuint (source->n_next, ==, 0); /* rewound */
  return plan;
}

/* together: a bit for each sum. */
static void
check_plan (const AssayProductPlan *plan,
            guint                   together)
{
  guint64 n[2] = { 0, 0 };

  for (guint sum = 0; sum < SUMS; sum++)
    n[together >> sum & 1]++;
  g_assert_cmpuint (plan->n_alone, ==, n[0]);
  g_assert_cmpuint (plan->n_together, ==, n[1]);
  n[1] = n[0];
  n[0] = 0;
  for (guint sum = 0; sum < SUMS; sum++)
    g_assert_cmpuint (plan->places[sum], ==, n[together >> sum & 1]++);
}

static void
test_choice (void)
{
  Source source = { 0 };

  source_init (&source);
  g_autoptr (AssayProductPlan) half = make_plan (&source, 2, 1, 0); /* 6 of 10 and more */
  check_plan (half, 0x1c);
  g_autoptr (AssayProductPlan) all = make_plan (&source, 6, 1, 0);
  check_plan (all, 0x1f);
  g_autoptr (AssayProductPlan) last = make_plan (&source, 10, 9, 0);
  check_plan (last, 0x10);
  g_assert_null (make_plan (&source, 1, 1, 0)); /* as many as there are clusters: no gain */
  /* The three save 2 + 6 + 10 of 10 weights. */
  g_autoptr (AssayProductPlan) just = make_plan (&source, 20, 10, 17);
  check_plan (just, 0x1c);
  g_assert_null (make_plan (&source, 20, 10, 18));
}

/* A sum that may pass 2^53 is not exact in a double. */
static void
test_exact (void)
{
  Source source = { 0 };

  source_init (&source);
  source.most[3]++;
  g_autoptr (AssayProductPlan) plan = make_plan (&source, 2, 1, 0);
  check_plan (plan, 0x14);
}

static void
test_split (void)
{
  Source source = { 0 };
  AssayProductSplit split;
  AssayReplicateChunk chunk, alone, together;
  guint64 n_alone = 0, n_together = 0;

  source_init (&source);
  g_autoptr (AssayProductPlan) plan = make_plan (&source, 2, 1, 0);
  assay_product_split_init (&split);
  for (guint time = 0; time < 2; time++)
    {
      source_rewind (&source);
      source_next (&source, &chunk);
      assay_product_split_chunk (&split, plan, &chunk, &alone, &together);
    }
  for (guint c = 0; c < CLUSTERS; c++)
    {
      g_assert_cmpuint (alone.first[c], ==, n_alone);
      g_assert_cmpuint (together.first[c], ==, n_together);
      for (guint64 entry = chunk.first[c]; entry < chunk.first[c + 1]; entry++)
        {
          const AssayReplicateChunk *to = chunk.at[entry] < 2 ? &alone : &together;
          const guint64 i = to == &alone ? n_alone++ : n_together++;
          g_assert_cmpuint (to->at[i], ==, chunk.at[entry] < 2 ? chunk.at[entry] : chunk.at[entry] - 2);
          g_assert_cmpint (to->values[i], ==, chunk.values[entry]);
        }
    }
  g_assert_cmpuint (alone.first[CLUSTERS], ==, n_alone);
  g_assert_cmpuint (together.first[CLUSTERS], ==, n_together);
  g_assert_true (alone.keys == chunk.keys && together.n_clusters == CLUSTERS);
  assay_product_split_clear (&split);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/product-plan/choice", test_choice);
  g_test_add_func ("/tally/product-plan/exact", test_exact);
  g_test_add_func ("/tally/product-plan/split", test_split);
  return g_test_run ();
}
