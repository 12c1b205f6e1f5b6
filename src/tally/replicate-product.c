/* replicate-product.c: sums of replicates as products of matrices, by the system's BLAS.
 *
 * A thread collects the weights of some clusters and what they have in the sums of the product, then multiplies both,
 * a tile of sums at a time, and adds the tile to the tables. What a replicate costs was measured with 512 of them on
 * one core (EPYC with AVX-512, OpenBLAS 0.3.21): adding an entry 112 ps, 156 to 290 when all sums outgrow the cache;
 * a value of the product 47; a weight as a double 130.
 */
#include "tally/replicate-count-private.h"

#include <string.h>

#define MOST_CLUSTERS 256        /* 1 MiB of weights of 512 replicates */
#define LEAST_CLUSTERS 64
#define MOST_PARTS (1u << 22)    /* 32 MiB */
#define MOST_SUMS (MOST_PARTS / LEAST_CLUSTERS)
#define TILE_SUMS 64             /* 256 KiB of 512 replicates */
#define CACHED_SUMS 256          /* 1 MiB of 512 replicates */

static AssayProductCosts
costs_of (const AssayReplicateCount *count,
          guint64                    n_sums)
{
  if (count->request->blas != NULL)
    return (AssayProductCosts) { 1, 0, 0 };  /* whatever it costs */
  return (AssayProductCosts) { n_sums <= CACHED_SUMS ? 112 : 200, 47, 150 };
}

void
assay_replicate_product_init (AssayReplicateProduct     *self,
                              const AssayReplicateCount *count,
                              const AssayReplicateWork  *work)
{
  const AssayProductCosts costs = costs_of (count, work->n_sums);

  *self = (AssayReplicateProduct) { .plan = assay_product_plan_new (work, &costs) };
  if (self->plan != NULL && self->plan->n_together <= MOST_SUMS)
    self->blas = assay_cblas_open (count->request->blas, NULL);
  if (self->blas == NULL)
    {
      assay_replicate_product_clear (self);
      return;
    }
  self->to = g_new (gint64 *, self->plan->n_together);
  for (guint64 number = 0; number < work->n_sums; number++)
    if (self->plan->places[number] >= self->plan->n_alone)
      self->to[self->plan->places[number] - self->plan->n_alone] = work->sums_of (work->source, number);
}

void
assay_replicate_product_clear (AssayReplicateProduct *self)
{
  g_clear_pointer (&self->plan, assay_product_plan_free);
  g_clear_pointer (&self->blas, assay_cblas_close);
  g_clear_pointer (&self->to, g_free);
}

void
assay_replicate_factors_init (AssayReplicateFactors       *self,
                              const AssayReplicateProduct *product,
                              guint                        first,
                              guint                        n)
{
  const guint64 n_sums = product->plan->n_together;

  *self = (AssayReplicateFactors) { .product = product, .first = first, .n = n };
  self->most_clusters = (guint) CLAMP (MOST_PARTS / n_sums, LEAST_CLUSTERS, MOST_CLUSTERS);
  self->weights = g_new (double, (gsize) self->most_clusters * n);
  self->parts = g_new0 (double, self->most_clusters * n_sums);
  self->tile = g_new (double, (gsize) TILE_SUMS * n);
}

void
assay_replicate_factors_clear (AssayReplicateFactors *self)
{
  g_free (self->weights);
  g_free (self->parts);
  g_free (self->tile);
}

void
assay_replicate_factors_begin (AssayReplicateFactors *self,
                               const guint8          *weights)
{
  double *to = self->weights + (gsize) self->n_clusters * self->n;

  for (guint i = 0; i < self->n; i++)
    to[i] = weights[i];
}

gboolean
assay_replicate_factors_put (AssayReplicateFactors *self,
                             guint64                number,
                             gint64                 value)
{
  const AssayProductPlan *plan = self->product->plan;
  const guint64 place = plan->places[number];

  if (place < plan->n_alone)
    return FALSE;
  self->parts[self->n_clusters * plan->n_together + place - plan->n_alone] = (double) value;
  return TRUE;
}

static void
add_tile (const AssayReplicateFactors *self,
          guint64                      first,
          guint                        n_sums)
{
  for (guint sum = 0; sum < n_sums; sum++)
    {
      gint64 *to = self->product->to[first + sum] + self->first;
      const double *tile = self->tile + (gsize) sum * self->n;

      for (guint i = 0; i < self->n; i++)
        to[i] += (gint64) tile[i];
    }
}

void
assay_replicate_factors_flush (AssayReplicateFactors *self)
{
  const guint n_sums = (guint) self->product->plan->n_together;

  if (self->n_clusters == 0)
    return;
  for (guint first = 0; first < n_sums; first += TILE_SUMS)
    {
      const guint n = MIN (n_sums - first, TILE_SUMS);
      assay_cblas_multiply (self->product->blas, n, self->n, self->n_clusters, self->parts + first, n_sums,
                            self->weights, self->tile);
      add_tile (self, first, n);
    }
  memset (self->parts, 0, (gsize) self->n_clusters * n_sums * sizeof *self->parts);
  self->n_clusters = 0;
}

void
assay_replicate_factors_end (AssayReplicateFactors *self)
{
  if (++self->n_clusters == self->most_clusters)
    assay_replicate_factors_flush (self);
}
