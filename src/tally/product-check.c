/* product-check.c: 32 clusters with values of up to 46 bits and weights up to 12: sums up to 2^51.8. */
#include "tally/product-check.h"

static gint64
part_of (gint64 cluster,
         gint64 sum)
{
  return (sum % 5 - 2) * ((G_GINT64_CONSTANT (1) << (45 - cluster % 8)) - 12345 * cluster - 2 * sum - 1);
}

static gint64
weight_of (gint64 cluster,
           gint64 replicate)
{
  return (cluster * 7 + replicate * 5) % 13;
}

AssayProductCheck *
assay_product_check_new (void)
{
  AssayProductCheck *self = g_new0 (AssayProductCheck, 1);

  for (guint cluster = 0; cluster < ASSAY_CHECK_CLUSTERS; cluster++)
    {
      for (guint sum = 0; sum < ASSAY_CHECK_SUMS; sum++)
        self->parts[cluster * ASSAY_CHECK_SUMS + sum] = (double) part_of (cluster, sum);
      for (guint i = 0; i < ASSAY_CHECK_REPLICATES; i++)
        self->weights[cluster * ASSAY_CHECK_REPLICATES + i] = (double) weight_of (cluster, i);
    }
  return self;
}

gboolean
assay_product_check_is_right (const AssayProductCheck *self)
{
  for (guint sum = 0; sum < ASSAY_CHECK_SUMS; sum++)
    for (guint i = 0; i < ASSAY_CHECK_REPLICATES; i++)
      {
        gint64 expected = 0;
        for (guint cluster = 0; cluster < ASSAY_CHECK_CLUSTERS; cluster++)
          expected += part_of (cluster, sum) * weight_of (cluster, i);
        if (self->product[sum * ASSAY_CHECK_REPLICATES + i] != (double) expected)
          return FALSE;
      }
  return TRUE;
}
