/* product-check.h: a product that only exact arithmetic of 53 bits gets right (inside this room). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_CHECK_CLUSTERS 32
#define ASSAY_CHECK_SUMS 32
#define ASSAY_CHECK_REPLICATES 32

/* What a BLAS is asked for: product = parts, transposed, times weights; rows behind each other. */
typedef struct
{
  double parts[ASSAY_CHECK_CLUSTERS * ASSAY_CHECK_SUMS];
  double weights[ASSAY_CHECK_CLUSTERS * ASSAY_CHECK_REPLICATES];
  double product[ASSAY_CHECK_SUMS * ASSAY_CHECK_REPLICATES]; /* 0 at first */
} AssayProductCheck;

/* (transfer full) Free with g_free(). */
AssayProductCheck *assay_product_check_new      (void);
gboolean           assay_product_check_is_right (const AssayProductCheck *self);

G_END_DECLS
