/* evidence-replicates.c: the tables of replicates in, those of every slice out; nothing to do without cluster=. */
#include "judge-private.h"

#include "measure/replicates.h"

#include <string.h>

/* The cell of a slice in a table of the key's axes alone. */
static guint64
key_cell (const AssaySliceKey *key,
          const guint         *codes)
{
  guint64 cell = 0;

  for (guint i = 0; i < key->n_axes; i++)
    cell = cell * key->axes[i]->n_codes + codes[i];
  return cell;
}

typedef struct
{
  const AssayReplicateTable  *own;
  const AssayClusterTable    *clusters;
  const AssayReplicateTable **pairs; /* n_baselines */
} Tables;

/* FALSE when one of them was not counted. */
static gboolean
find_tables (const AssayFindings *findings,
             const AssaySliceKey *key,
             Tables              *tables)
{
  const AssayCounts *counts = findings->counts;
  AssayAxis *axes[ASSAY_PLAN_MAX_CROSS + 3];
  const guint n = key->n_axes;

  memcpy (axes, key->axes, n * sizeof *axes);
  axes[n] = assay_counts_axis (counts, ASSAY_AXIS_LABEL, NULL);
  axes[n + 1] = assay_counts_axis (counts, ASSAY_AXIS_PREDICTION, NULL);
  if (axes[n] == NULL || axes[n + 1] == NULL)
    return FALSE;
  tables->own = assay_counts_replicates (counts, axes, n + 2);
  tables->clusters = assay_counts_clusters (counts, axes, n + 2);
  for (guint i = 0; i < findings->n_baselines; i++)
    {
      axes[n + 2] = assay_counts_axis (counts, ASSAY_AXIS_BASELINE, findings->baselines[i]);
      tables->pairs[i] = axes[n + 2] != NULL ? assay_counts_replicates (counts, axes, n + 3) : NULL;
      if (tables->pairs[i] == NULL)
        return FALSE;
    }
  return tables->own != NULL && tables->clusters != NULL;
}

static void
fill (AssayFinding        *finding,
      const AssayFindings *findings,
      const Tables        *tables,
      guint64              cell)
{
  finding->evidence.replicates = assay_replicates_of (&finding->evidence.matrix, tables->own, 0, tables->clusters, cell);
  finding->n_clusters = (guint64) MAX (assay_replicates_clusters (finding->evidence.replicates, ASSAY_PART_ALL, 0).n, 0);
  for (guint i = 0; i < findings->n_baselines; i++)
    finding->pairs[i].replicates = assay_replicates_of_pairs (&finding->pairs[i], tables->pairs[i], 0,
                                                              finding->evidence.replicates, cell);
}

gboolean
assay_judging_replicates (AssayJudging        *self,
                          const AssaySliceKey *key,
                          GError             **error)
{
  const AssayFindings *findings = self->findings;
  g_autofree const AssayReplicateTable **pairs = g_new0 (const AssayReplicateTable *, findings->n_baselines + 1);
  Tables tables = { .pairs = pairs };

  if (findings->plan->cluster == NULL)
    return TRUE;
  if (!find_tables (findings, key, &tables))
    return assay_judging_fail (self, key, ASSAY_JUDGE_NOT_COUNTED, error);
  if (key->n_axes == 0)
    fill (findings->whole, findings, &tables, 0);
  for (guint i = key->first; i < key->first + key->n_slices; i++)
    {
      const AssayCodedSlice *slice = &g_array_index (self->slices, AssayCodedSlice, i);
      fill (slice->finding, findings, &tables, key_cell (key, slice->codes));
    }
  return TRUE;
}
