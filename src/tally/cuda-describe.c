/* cuda-describe.c: a cover's groups and tables of tags as the kernels read them. */
#include "tally/cuda-groups-private.h"

#define MOST_COPIES_LOG2 5 /* of a cell in shared memory: one for each lane of a warp */

/* The position of an item in the list of addresses. */
static guint
position_of (AssayCudaGroups *self,
             AssayCudaItem    item)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const AssayCudaItem *known = &g_array_index (self->items, AssayCudaItem, i);
      if (assay_cuda_item_equal (known, &item))
        return i;
    }
  g_array_append_val (self->items, item);
  return self->items->len - 1;
}

/* A column's code times step: one term or two. */
static void
add_terms (AssayCudaGroups *self,
           AssayKernelTerm *terms,
           guint32         *n_terms,
           guint            column,
           guint64          step)
{
  terms[(*n_terms)++]
    = (AssayKernelTerm) { .step = step, .plane = position_of (self, (AssayCudaItem) { ASSAY_CUDA_LOW, column }) };
  if (self->request.rows->columns[column].high != NULL)
    terms[(*n_terms)++]
      = (AssayKernelTerm) { .step = 256 * step, .plane = position_of (self, (AssayCudaItem) { ASSAY_CUDA_HIGH,
                                                                                              column }) };
}

/* Terms that are not there name no column, so that a kernel that reads one is found out. */
static void
close_terms (AssayKernelTerm *terms,
             guint            n_terms,
             guint            n_most)
{
  for (guint t = n_terms; t < n_most; t++)
    terms[t].plane = G_MAXUINT32;
}

/* The sums' first position; groups that stand together share them. */
static guint
add_sums (AssayCudaGroups  *self,
          const AssayLanes *lanes)
{
  guint first = self->sums->len;

  for (guint i = 0; i < lanes->n_sums; i++)
    {
      const AssayShapeSum *sum = &lanes->sums[i];
      AssayKernelSum added = { .lane = lanes->first[i] };
      added.a = added.b = position_of (self, (AssayCudaItem) { ASSAY_CUDA_VALUE, sum->a });
      if (sum->b == ASSAY_SUM_VALUES)
        added.kind = ASSAY_KERNEL_SUM_VALUES;
      else if (sum->b == ASSAY_SUM_ROWS)
        added.kind = ASSAY_KERNEL_SUM_ROWS;
      else
        {
          added.kind = ASSAY_KERNEL_SUM_PRODUCTS;
          added.b = position_of (self, (AssayCudaItem) { ASSAY_CUDA_VALUE, sum->b });
        }
      g_array_append_val (self->sums, added);
    }
  return first;
}

static guint
copies_log2 (const AssayGroup *group)
{
  guint64 n_bytes = group->n_cells * (group->lanes != NULL ? assay_cuda_lanes (group) * sizeof (guint64) : sizeof (guint32));
  guint log2 = 0;

  if (group->kind != ASSAY_GROUP_JOINT && group->kind != ASSAY_GROUP_SUMS)
    return 0;
  while (log2 < MOST_COPIES_LOG2 && n_bytes << (log2 + 1) <= ASSAY_CUDA_SHARED_BYTES)
    log2++;
  return log2;
}

static void
describe (AssayCudaGroups *self,
          guint            i)
{
  const AssayGroup *group = assay_cuda_group (self, i);
  AssayKernelGroup *described = &self->groups[i];

  described->n_cells = group->n_cells;
  described->n_lanes = assay_cuda_lanes (group);
  described->copies_log2 = copies_log2 (group);
  for (guint c = 0; c < group->n_columns; c++)
    add_terms (self, described->terms, &described->n_terms, group->columns[c], group->steps[c]);
  close_terms (described->terms, described->n_terms, ASSAY_KERNEL_TERMS);
  if (group->lanes == NULL)
    return;
  described->n_sums = group->lanes->n_sums;
  described->first_sum = i > 0 && assay_cuda_group (self, i - 1)->lanes == group->lanes ? self->groups[i - 1].first_sum
                                                                                : add_sums (self, group->lanes);
}

/* The position of a set's first tag; the others follow it. */
static guint
position_of_tags (AssayCudaGroups *self,
                  guint            set)
{
  guint first = position_of (self, (AssayCudaItem) { ASSAY_CUDA_TAG, set * ASSAY_MAX_TAGS });

  for (guint tag = 1; tag < self->request.rows->sets[set].n_tags; tag++)
    position_of (self, (AssayCudaItem) { ASSAY_CUDA_TAG, set * ASSAY_MAX_TAGS + tag });
  return first;
}

/* The axes are (set, set) or (key, set), and then perhaps an outcome. */
static void
describe_tags (AssayCudaGroups *self,
               guint            number)
{
  const AssayTableShape *shape = &self->request.shapes->shapes[number];
  guint set = shape->columns[1] - self->request.shapes->n_columns, n_tags = self->request.rows->sets[set].n_tags;
  AssayCudaSet table = { .shape = number, .is_pairs = shape->columns[0] == shape->columns[1], .n_outcomes = 1,
                     .n_cells = 1 };

  if (shape->n_axes == 3)
    {
      table.n_outcomes = self->request.n_codes[shape->columns[2]];
      add_terms (self, table.tags.terms, &table.tags.n_terms, shape->columns[2], 1);
    }
  table.tags.tag_step = table.n_outcomes;
  table.tags.pair_step = (guint64) table.n_outcomes * (n_tags + 1);
  if (!table.is_pairs)
    add_terms (self, table.tags.terms, &table.tags.n_terms, shape->columns[0], table.tags.pair_step);
  close_terms (table.tags.terms, table.tags.n_terms, ASSAY_KERNEL_TAG_TERMS);
  table.tags.first_tag = position_of_tags (self, set);
  table.tags.n_tags = n_tags;
  for (guint axis = 0; axis < shape->n_axes; axis++)
    table.n_cells *= self->request.n_codes[shape->columns[axis]];
  g_array_append_val (self->sets, table);
}

void
assay_cuda_groups_describe (AssayCudaGroups *self)
{
  const AssayArrangedShapes *shapes = self->request.shapes;

  for (guint i = 0; i < self->request.n; i++)
    describe (self, i);
  for (guint i = shapes->n_plain; self->request.has_sets && i < shapes->n_shapes; i++)
    describe_tags (self, i);
}
