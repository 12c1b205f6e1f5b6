/* product-plan.c: a sum is in the product when its entries would cost more by themselves. */
#include "tally/product-plan.h"

#define MOST_EXACT (G_GUINT64_CONSTANT (1) << 53)

void
assay_product_plan_free (AssayProductPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->places);
  g_free (self);
}

/* How many clusters of the chunk have a part in each sum. */
static void
count_entries (const AssayReplicateChunk *chunk,
               guint64                   *n_entries)
{
  for (guint64 entry = 0; entry < chunk->first[chunk->n_clusters]; entry++)
    n_entries[chunk->at[entry]]++;
}

/* What all sums that are cheaper together save of the chunk's work, a replicate; marks them in is_together. */
static guint64
choose (const AssayReplicateWork *work,
        const AssayProductCosts  *costs,
        guint64                   n_clusters,
        const guint64            *n_entries,
        gboolean                 *is_together)
{
  guint64 saved = 0;

  for (guint64 number = 0; number < work->n_sums; number++)
    {
      const guint64 alone = n_entries[number] * costs->entry, together = n_clusters * costs->product;
      is_together[number] = alone > together && work->most_of (work->source, number) <= MOST_EXACT;
      if (is_together[number])
        saved += alone - together;
    }
  return saved;
}

static AssayProductPlan *
make_plan (guint64         n_sums,
           const gboolean *is_together)
{
  AssayProductPlan *self = g_new0 (AssayProductPlan, 1);

  self->places = g_new (guint64, n_sums);
  for (guint64 number = 0; number < n_sums; number++)
    if (!is_together[number])
      self->places[number] = self->n_alone++;
  for (guint64 number = 0; number < n_sums; number++)
    if (is_together[number])
      self->places[number] = self->n_alone + self->n_together++;
  return self;
}

AssayProductPlan *
assay_product_plan_new (const AssayReplicateWork *work,
                        const AssayProductCosts  *costs)
{
  g_autofree guint64 *n_entries = g_new0 (guint64, work->n_sums + 1);
  g_autofree gboolean *is_together = g_new0 (gboolean, work->n_sums + 1);
  AssayProductPlan *plan = NULL;
  AssayReplicateChunk chunk;

  work->rewind (work->source);
  if (work->next (work->source, &chunk))
    {
      count_entries (&chunk, n_entries);
      if (choose (work, costs, chunk.n_clusters, n_entries, is_together) > chunk.n_clusters * costs->weight)
        plan = make_plan (work->n_sums, is_together);
    }
  work->rewind (work->source);
  return plan;
}

/* --- a chunk in two --------------------------------------------------------------------------------------------- */

static void
list_init (AssayProductList *self)
{
  self->first = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->at = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->values = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
list_clear (AssayProductList *self)
{
  g_array_unref (self->first);
  g_array_unref (self->at);
  g_array_unref (self->values);
}

void
assay_product_split_init (AssayProductSplit *self)
{
  list_init (&self->alone);
  list_init (&self->together);
}

void
assay_product_split_clear (AssayProductSplit *self)
{
  list_clear (&self->alone);
  list_clear (&self->together);
}

static void
list_begin (AssayProductList *self)
{
  g_array_set_size (self->first, 0);
  g_array_set_size (self->at, 0);
  g_array_set_size (self->values, 0);
}

static void
list_mark (AssayProductList *self)
{
  const guint64 n = self->at->len;

  g_array_append_val (self->first, n);
}

static void
list_add (AssayProductList *self,
          guint64           at,
          gint64            value)
{
  g_array_append_val (self->at, at);
  g_array_append_val (self->values, value);
}

static AssayReplicateChunk
list_chunk (const AssayProductList    *self,
            const AssayReplicateChunk *whole)
{
  return (AssayReplicateChunk) { whole->n_clusters, whole->keys, (guint64 *) (void *) self->first->data,
                                 (guint64 *) (void *) self->at->data, (gint64 *) (void *) self->values->data };
}

void
assay_product_split_chunk (AssayProductSplit         *self,
                           const AssayProductPlan    *plan,
                           const AssayReplicateChunk *chunk,
                           AssayReplicateChunk       *alone,
                           AssayReplicateChunk       *together)
{
  list_begin (&self->alone);
  list_begin (&self->together);
  for (guint64 cluster = 0; cluster < chunk->n_clusters; cluster++)
    {
      list_mark (&self->alone);
      list_mark (&self->together);
      for (guint64 entry = chunk->first[cluster]; entry < chunk->first[cluster + 1]; entry++)
        {
          const guint64 place = plan->places[chunk->at[entry]];
          if (place < plan->n_alone)
            list_add (&self->alone, place, chunk->values[entry]);
          else
            list_add (&self->together, place - plan->n_alone, chunk->values[entry]);
        }
    }
  list_mark (&self->alone);
  list_mark (&self->together);
  *alone = list_chunk (&self->alone, chunk);
  *together = list_chunk (&self->together, chunk);
}
