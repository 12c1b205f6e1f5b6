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

/* One model's own predictions. */
typedef struct
{
  const AssayReplicateTable *replicates;
  const AssayClusterTable   *clusters;
} Own;

typedef struct
{
  Own                         own;
  Own                        *models; /* n_baselines, as pairs */
  const AssayReplicateTable **pairs;
} Tables;

/* axes: the key's and the label's; prediction comes behind them. FALSE when a table was not counted. */
static gboolean
find_own (const AssayCounts *counts,
          AssayAxis        **axes,
          guint              n_axes,
          AssayAxis         *prediction,
          Own               *own)
{
  if (prediction == NULL)
    return FALSE;
  axes[n_axes] = prediction;
  *own = (Own) { assay_counts_replicates (counts, axes, n_axes + 1),
                 assay_counts_clusters (counts, axes, n_axes + 1) };
  return own->replicates != NULL && own->clusters != NULL;
}

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
  AssayAxis *prediction = assay_counts_axis (counts, ASSAY_AXIS_PREDICTION, NULL);
  if (axes[n] == NULL || !find_own (counts, axes, n + 1, prediction, &tables->own))
    return FALSE;
  for (guint i = 0; i < findings->n_baselines; i++)
    {
      AssayAxis *baseline = assay_counts_axis (counts, ASSAY_AXIS_BASELINE, findings->baselines[i]);

      if (!find_own (counts, axes, n + 1, baseline, &tables->models[i]))
        return FALSE;
      axes[n + 1] = prediction;
      axes[n + 2] = baseline;
      tables->pairs[i] = assay_counts_replicates (counts, axes, n + 3);
      if (tables->pairs[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
fill_own (AssayEvidence *evidence,
          const Own     *own,
          guint64        cell)
{
  evidence->replicates = assay_replicates_of (&evidence->matrix, own->replicates, 0, own->clusters, cell);
}

static void
fill (AssayFinding        *finding,
      const AssayFindings *findings,
      const Tables        *tables,
      guint64              cell)
{
  fill_own (&finding->evidence, &tables->own, cell);
  finding->n_clusters = (guint64) MAX (assay_replicates_clusters (finding->evidence.replicates, ASSAY_PART_ALL, 0).n,
                                       0);
  for (guint i = 0; i < findings->n_baselines; i++)
    {
      fill_own (&finding->models[i], &tables->models[i], cell);
      finding->pairs[i].replicates = assay_replicates_of_pairs (&finding->pairs[i], tables->pairs[i], 0,
                                                                finding->evidence.replicates, cell);
    }
}

gboolean
assay_judging_replicates (AssayJudging        *self,
                          const AssaySliceKey *key,
                          GError             **error)
{
  const AssayFindings *findings = self->findings;
  g_autofree const AssayReplicateTable **pairs = g_new0 (const AssayReplicateTable *, findings->n_baselines + 1);
  g_autofree Own *models = g_new0 (Own, findings->n_baselines + 1);
  Tables tables = { .models = models, .pairs = pairs };

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
