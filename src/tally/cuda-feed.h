/* cuda-feed.h: rows on their way to a device, chunk by chunk (inside this room).
 *
 *   feed = assay_cuda_feed_new (...);
 *   while (assay_cuda_feed_left (feed) > 0)
 *     {
 *       assay_cuda_feed_load (feed, &chunk, ...);      the chunk's columns are, or will be, on the device
 *       ... put kernels on the computing stream ...
 *       assay_cuda_feed_release (feed, ...);
 *     }
 *   assay_cuda_feed_finish (feed, ...);                 waits; what can stay on the device stays
 */
#pragma once

#include "read/rows.h"
#include "tally/cuda-device.h"

G_BEGIN_DECLS

/* What one column of a kernel is. */
typedef enum
{
  ASSAY_CUDA_LOW,      /* a coded column's first byte plane */
  ASSAY_CUDA_HIGH,     /* its second */
  ASSAY_CUDA_VALUE,    /* values to sum, 64 bits a row */
  ASSAY_CUDA_TAG,      /* a tag's bit plane */
} AssayCudaItemKind;

typedef struct
{
  AssayCudaItemKind kind;
  guint             number; /* of the column or value; set * ASSAY_MAX_TAGS + tag */
} AssayCudaItem;

static inline gboolean
assay_cuda_item_equal (const AssayCudaItem *a,
                       const AssayCudaItem *b)
{
  return a->kind == b->kind && a->number == b->number;
}

/* Columns that are on a device, of rows that are known by their identity. */
typedef struct
{
  gpointer identity;   /* a reference; NULL: nothing is kept */
  guint64  begin, end; /* rows of them */
  GArray  *columns;    /* of item and address */
} AssayCudaKeep;

void assay_cuda_keep_init  (AssayCudaKeep   *self);
void assay_cuda_keep_drop  (AssayCudaKeep   *self,
                            AssayCudaDevice *device);
void assay_cuda_keep_clear (AssayCudaKeep   *self,
                            AssayCudaDevice *device);

typedef struct
{
  guint64  staging_bytes;  /* of one staging buffer, 0: the default */
  guint64  most_rows;      /* of a chunk, 0: as many as suit */
  gboolean is_streamed;    /* nothing is kept on the device */
} AssayCudaFeedOptions;

/* A chunk on the device. */
typedef struct
{
  AssayCuAddress addresses; /* of a list: where each item's rows begin */
  guint64        n_rows;
} AssayCudaChunk;

typedef struct _AssayCudaFeed AssayCudaFeed;

/* Rows begin .. end - 1, begin a multiple of 64. Items are borrowed. Allocates; what does not fit in whole is
 * streamed, and a chunk is halved until it fits. Fails with ASSAY_TALLY_ERROR_TOO_LARGE when not even a small one
 * does. */
AssayCudaFeed *assay_cuda_feed_new     (AssayCudaDevice            *device,
                                        AssayCudaKeep              *keep,
                                        const AssayRows            *rows,
                                        guint64                     begin,
                                        guint64                     end,
                                        const GArray               *items, /* of AssayCudaItem */
                                        const AssayCudaFeedOptions *options,
                                        GError                    **error);
guint64        assay_cuda_feed_left    (const AssayCudaFeed        *self); /* rows that were not loaded yet */
guint64        assay_cuda_feed_rows    (const AssayCudaFeed        *self); /* of a chunk, at most */
gboolean       assay_cuda_feed_load    (AssayCudaFeed              *self,
                                        AssayCudaChunk             *chunk,
                                        GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       assay_cuda_feed_release (AssayCudaFeed              *self,
                                        GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       assay_cuda_feed_finish  (AssayCudaFeed              *self,
                                        GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for the device, whatever it says; what was not finished is not kept. */
void           assay_cuda_feed_free    (AssayCudaFeed              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCudaFeed, assay_cuda_feed_free)

G_END_DECLS
