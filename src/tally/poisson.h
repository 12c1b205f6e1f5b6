/* poisson.h: Poisson(1) weights of clusters, as integers.
 *
 * A replicate of a set gives each cluster of rows a weight from Poisson(1), independent of all others: a bootstrap
 * that needs no list of clusters, whose shards add up. The weight of a cluster in a replicate depends on (seed, the
 * cluster's key, replicate) alone, the key being the first eight bytes of the SHA-256 of the cluster's canonical
 * text.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_POISSON_MOST 12 /* greatest weight, see poisson.c */
#define ASSAY_POISSON_LANE 32 /* weights that are drawn together */

/* The key of a cluster from its canonical text. */
guint64 assay_poisson_key    (const char    *text,
                              gsize          n_bytes);
/* One word as a weight. */
guint   assay_poisson_weight (guint32        word);

/* The loops for one instruction set. */
typedef struct
{
  const char *name;
  gboolean  (*is_supported) (void);
  /* weights[i] = weight in replicate first + i, i < n; first is a multiple of ASSAY_POISSON_LANE and weights has room
   * for n rounded up to one. */
  void      (*draw)         (guint64 seed, guint64 key, guint first, guint n, guint8 *weights);
  /* sums[i] += value * weights[i], i < n */
  void      (*add)          (gint64 *sums, const guint8 *weights, gint64 value, guint n);
} AssayPoissonKernel;

/* Best first; the last one runs everywhere. */
const AssayPoissonKernel *assay_poisson_kernels (guint *n_kernels);
const AssayPoissonKernel *assay_poisson_best    (void);

G_END_DECLS
