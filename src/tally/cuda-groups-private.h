/* cuda-groups-private.h: what the files of cuda-groups.h share: cuda-describe.c, cuda-groups.c, cuda-flush.c. */
#pragma once

#include "tally/cuda-groups.h"

#include "../kernels/layout.h"

G_BEGIN_DECLS

/* A table of tags. */
typedef struct
{
  guint           shape;           /* its number */
  AssayKernelTags tags;
  gboolean        is_pairs;
  guint           n_outcomes;
  guint64         cells, n_cells;  /* from the block's begin */
} AssayCudaSet;

/* Where a group's cells are. */
typedef struct
{
  guint64        cells;            /* dense: its cells, from the block's begin */
  guint64        n_bytes;          /* of these, or of the hash table's lanes */
  AssayCuAddress keys, lanes;      /* sparse */
  AssayCuAddress taken_cells, taken_lanes;
} AssayCudaPlace;

struct _AssayCudaGroups
{
  AssayCudaDevice  *device;
  AssayCudaRequest  request;
  GArray           *items;
  AssayKernelGroup *groups;        /* request.n, as the device has them */
  GArray           *sums;          /* of AssayKernelSum */
  AssayCudaPlace       *places;
  GArray           *sets;          /* of AssayCudaSet */
  AssayKernelTags  *tags;          /* theirs, as the device has them */
  AssayCuAddress    block;
  guint64           counters, dense, n_bytes; /* parts of the block: where they begin, where it ends */
  guint64           n_slots;       /* of every hash table; 0: there is none */
  guint64           n_waiting;     /* rows since the dense cells were cleared */
  guint64           n_hashed;      /* entries of any hash table, at most */
  guint64          *counts;        /* the dense part, brought back */
};

static inline const AssayGroup *
assay_cuda_group (const AssayCudaGroups *self,
                  guint                  i)
{
  return self->request.cover->groups->pdata[self->request.first + i];
}

static inline AssayCudaSet *
assay_cuda_set (const AssayCudaGroups *self,
                guint                  i)
{
  return &g_array_index (self->sets, AssayCudaSet, i);
}

static inline gboolean
assay_cuda_is_sparse (const AssayGroup *group)
{
  return group->kind == ASSAY_GROUP_SPARSE || group->kind == ASSAY_GROUP_SPARSE_SUMS;
}

static inline guint
assay_cuda_lanes (const AssayGroup *group)
{
  return group->lanes != NULL ? group->lanes->n_lanes : 1;
}

/* Fills the descriptions of the request's groups and tables of tags, and the list of items that they read; addresses
 * are set later. */
void     assay_cuda_groups_describe     (AssayCudaGroups *self);
/* Puts zeros on the computing stream. */
gboolean assay_cuda_groups_clear        (AssayCudaGroups *self,
                                         AssayCuAddress   address,
                                         guint64          n_bytes,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean assay_cuda_groups_clear_dense  (AssayCudaGroups *self,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean assay_cuda_groups_clear_hashes (AssayCudaGroups *self,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for the kernels and adds the cells to the totals: those of dense groups and tags; of hash tables. */
gboolean assay_cuda_groups_flush_dense  (AssayCudaGroups *self,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean assay_cuda_groups_flush_hashes (AssayCudaGroups *self,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Room in every hash table for as many new cells as there are rows. */
gboolean assay_cuda_groups_make_room    (AssayCudaGroups *self,
                                         guint64          n_rows,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean assay_cuda_set_no_memory       (guint64          n_bytes,
                                         GError         **error);

G_END_DECLS
