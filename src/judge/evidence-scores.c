/* evidence-scores.c: the tables (K..., label, score) in, a histogram of every slice and model out.
 *
 * Cells of a slice come in ascending order of (label, score): the bins of one label after those of another, so that
 * they are gathered in an array of all bins first. Sums of losses are those for y = 1 in the cells of the positive
 * class and those for y = 0 in the others. Rows without a label or a score are in no histogram. A key that was
 * counted without scores leaves its slices without. */
#include "judge-private.h"

#include "measure/scores.h"

#include <string.h>

char *
assay_score_sum_name (AssayScoreSum  sum,
                      const char    *model,
                      const char    *beside)
{
  static const char *const words[] = { "score", "Brier score for y = 0", "Brier score for y = 1",
                                       "log loss for y = 0", "log loss for y = 1" };
  GString *name = g_string_new (words[sum]);

  if (model != NULL)
    g_string_append_printf (name, " of %s", model);
  if (beside != NULL)
    g_string_append_printf (name, " where %s has a score", *beside != '\0' ? beside : "the audited model");
  return g_string_free (name, FALSE);
}

char *
assay_score_weight_name (const char *model)
{
  return g_strconcat ("weight of losses", model != NULL ? " of " : NULL, model, NULL);
}

/* --- bins of an axis -------------------------------------------------------------------------------------------- */

typedef struct
{
  guint     n_edges;
  double   *edges;
  gboolean  is_probability;
} Edges;

/* The edges of all bins, code i + 1 that of edges[i] and edges[i + 1]; below and above are open. */
static gboolean
edges_init (Edges           *self,
            const AssayAxis *axis)
{
  guint n;
  g_autofree double *inner = assay_axis_edges (axis, &n);
  guint at = 0;

  if (inner == NULL || axis->n_codes < 2)
    return FALSE;
  const gboolean has_below = axis->values[1][0] == '<', has_above = axis->values[axis->n_codes - 1][0] == '>';
  self->edges = g_new (double, n + 2);
  if (has_below)
    self->edges[at++] = -INFINITY;
  memcpy (self->edges + at, inner, n * sizeof *inner);
  at += n;
  if (has_above)
    self->edges[at++] = INFINITY;
  self->n_edges = at;
  self->is_probability = self->edges[0] == 0 && self->edges[at - 1] == 1;
  return at == axis->n_codes;
}

/* --- filling ---------------------------------------------------------------------------------------------------- */

/* One table, into the histograms of one model: -1 the audited one. */
typedef struct
{
  const AssayFindings *findings;
  int                  model;
  const Edges         *edges;
  gboolean             is_top_label;
  int                  score;     /* position of the sum of scores */
  guint                k;
  AssayScoreBin       *bins;      /* all of them */
  AssayScoreWeight    *weights;   /* (nullable) all of them: the rows weigh differently */
  int                  w, ww, weighted; /* positions of the sums of weights, squares, and scores times weights */
  int                  k_w, k_weighted;
  AssayFinding        *current;   /* (nullable) */
} Filling;

static AssayEvidence *
evidence_of (AssayFinding *finding,
             int           model)
{
  return model < 0 ? &finding->evidence : &finding->models[model];
}

static AssayHistogram *
histogram_new (const Filling *self)
{
  AssayHistogram *histogram = g_new0 (AssayHistogram, 1);
  AssayScoreBin *bins = g_new (AssayScoreBin, self->edges->n_edges);
  AssayScoreWeighing *weighing = self->weights != NULL ? assay_score_weighing_new (self->edges->n_edges) : NULL;
  guint n = 0;

  if (weighing != NULL)
    {
      weighing->k_w = self->k_w;
      weighing->k_score = self->k_weighted;
    }
  for (guint bin = 0; bin + 1 < self->edges->n_edges; bin++)
    if (self->bins[bin].negatives + self->bins[bin].positives > 0)
      {
        if (weighing != NULL)
          weighing->bins[n] = self->weights[bin];
        bins[n] = self->bins[bin];
        bins[n++].bin = bin;
      }
  *histogram = (AssayHistogram) { .n_edges = self->edges->n_edges, .edges = self->edges->edges, .n_bins = n,
                                  .bins = g_renew (AssayScoreBin, bins, MAX (n, 1)), .k = self->k,
                                  .is_probability = self->edges->is_probability, .is_top_label = self->is_top_label,
                                  .weighing = weighing };
  return histogram;
}

static void
finish_slice (Filling *self)
{
  if (self->current != NULL)
    {
      AssayEvidence *evidence = evidence_of (self->current, self->model);

      assay_histogram_free ((AssayHistogram *) evidence->scores);
      evidence->scores = histogram_new (self);
    }
  memset (self->bins, 0, self->edges->n_edges * sizeof *self->bins);
  if (self->weights != NULL)
    memset (self->weights, 0, self->edges->n_edges * sizeof *self->weights);
}

static void
visit_score (AssayFinding   *finding,
             const guint    *codes,
             guint64         count,
             const AssaySum *sums,
             gpointer        data)
{
  Filling *self = data;
  /* Of right and wrong: "0", "1". */
  const guint positive = self->is_top_label ? 2 : self->findings->counts->positive + 1;

  if (finding != self->current)
    {
      finish_slice (self);
      self->current = finding;
    }
  if (codes[0] == 0 || codes[1] == 0)
    return;
  AssayScoreBin *bin = &self->bins[codes[1] - 1];
  *(codes[0] == positive ? &bin->positives : &bin->negatives) += count;
  *(codes[0] == positive ? &bin->positive_sum : &bin->negative_sum) += sums[self->score];
  if (self->weights == NULL)
    return;
  AssayScoreWeight *weight = &self->weights[codes[1] - 1];
  weight->w[codes[0] == positive] += sums[self->w];
  weight->ww[codes[0] == positive] += sums[self->ww];
  weight->score[codes[0] == positive] += sums[self->weighted];
}

/* FALSE when the table lacks a sum of weights. */
static gboolean
find_weights (Filling               *self,
              const AssayCountTable *table,
              const char            *score)
{
  g_autofree char *weighted = g_strconcat (ASSAY_SCORE_WEIGHTED, score, NULL);

  self->w = assay_count_table_find_sum (table, ASSAY_WEIGHT);
  self->ww = assay_count_table_find_sum (table, ASSAY_WEIGHT_SQUARES);
  self->weighted = assay_count_table_find_sum (table, weighted);
  if (self->w < 0 || self->ww < 0 || self->weighted < 0)
    return FALSE;
  self->k_w = table->scales[self->w].k;
  self->k_weighted = table->scales[self->weighted].k;
  return TRUE;
}

static gboolean
fill_histograms (AssayJudging          *self,
                 const AssaySliceKey   *key,
                 int                    model,
                 const AssayCountTable *table,
                 const Edges           *edges,
                 GError               **error)
{
  const char *name = model < 0 ? NULL : self->findings->baselines[model];
  g_autofree char *score = assay_score_sum_name (ASSAY_SCORE_SUM_SCORE, name, NULL);
  g_autofree AssayScoreBin *bins = g_new0 (AssayScoreBin, edges->n_edges);
  g_autofree AssayScoreWeight *weights = self->is_weighted ? g_new0 (AssayScoreWeight, edges->n_edges) : NULL;
  Filling filling = { .weights = weights, .findings = self->findings, .model = model, .edges = edges, .bins = bins,
                      .is_top_label = table->axes[key->n_axes]->kind == ASSAY_AXIS_RIGHT,
                      .score = assay_count_table_find_sum (table, score) };

  if (filling.score < 0)
    return assay_judging_fail (self, key, "a table of scores has no sum of them", error);
  if (weights != NULL && !find_weights (&filling, table, score))
    return assay_judging_fail (self, key, "a table of scores has no sum of their weights", error);
  filling.k = (guint) table->scales[filling.score].k;
  if (!assay_judging_walk (self, key, table, visit_score, &filling, error))
    return FALSE;
  finish_slice (&filling);
  return TRUE;
}

/* --- losses ----------------------------------------------------------------------------------------------------- */

/* Positions of a loss and its square in a table, for y = 0 and y = 1. */
typedef struct
{
  int sum[2], square[2];
} LossAt;

/* The same of losses times their weights, with their products with these; and of the weights themselves. */
typedef struct
{
  int    rows, w, ww;
  int    k_w, k[2];
  struct { int x[2], xx[2], xw[2]; } at[2];
} WeightedAt;

typedef struct
{
  const AssayFindings *findings;
  int                  model;
  guint                k[2];
  LossAt               at[2]; /* Brier, log loss */
  gboolean             is_weighted;
  WeightedAt           weighted;
} Losses;

static int
find_product (const AssayCountTable *table,
              const char            *a,
              const char            *b)
{
  g_autofree char *name = g_strdup_printf ("%s * %s", a, b);

  return assay_count_table_find_sum (table, name);
}

static gboolean
losses_init (Losses                *self,
             const AssayCountTable *table,
             const char            *model)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *name = assay_score_sum_name (ASSAY_SCORE_SUM_BRIER_0 + i, model, NULL);
      const int sum = assay_count_table_find_sum (table, name), square = find_product (table, name, name);

      if (sum < 0 || square < 0)
        return FALSE;
      self->at[i / 2].sum[i % 2] = sum;
      self->at[i / 2].square[i % 2] = square;
      self->k[i / 2] = (guint) table->scales[sum].k;
    }
  return TRUE;
}

static gboolean
weighted_init (WeightedAt            *self,
               const AssayCountTable *table,
               const char            *model)
{
  g_autofree char *w = assay_score_weight_name (model), *rows = g_strconcat ("rows of ", w, NULL);

  *self = (WeightedAt) { .rows = assay_count_table_find_sum (table, rows), .w = assay_count_table_find_sum (table, w),
                         .ww = find_product (table, w, w) };
  if (self->rows < 0 || self->w < 0 || self->ww < 0)
    return FALSE;
  self->k_w = table->scales[self->w].k;
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *of = assay_score_sum_name (ASSAY_SCORE_SUM_BRIER_0 + i, model, NULL);
      g_autofree char *name = g_strconcat (ASSAY_SCORE_WEIGHTED, of, NULL);
      const int x = assay_count_table_find_sum (table, name), xx = find_product (table, name, name);
      const int xw = find_product (table, name, w);

      if (x < 0 || xx < 0 || xw < 0 || (i % 2 == 1 && table->scales[x].k != self->k[i / 2]))
        return FALSE;
      self->at[i / 2].x[i % 2] = x;
      self->at[i / 2].xx[i % 2] = xx;
      self->at[i / 2].xw[i % 2] = xw;
      self->k[i / 2] = table->scales[x].k;
    }
  return TRUE;
}

static void
add_weighted_losses (AssayScoreWeighing *weighing,
                     const WeightedAt   *at,
                     const AssaySum     *sums,
                     gboolean            has_label,
                     guint               y)
{
  AssayMoments *moments[2] = { &weighing->brier, &weighing->log_loss };

  for (guint i = 0; i < 2; i++)
    {
      AssayMoments *m = moments[i];

      m->is_weighted = TRUE;
      m->k_w = at->k_w;
      m->k_x = at->k[i];
      if (!has_label)
        continue;
      m->n += (guint64) sums[at->rows];
      m->w += sums[at->w];
      m->ww += sums[at->ww];
      m->x += sums[at->at[i].x[y]];
      m->xx += sums[at->at[i].xx[y]];
      m->xw += sums[at->at[i].xw[y]];
    }
}

static void
visit_loss (AssayFinding   *finding,
            const guint    *codes,
            guint64         count,
            const AssaySum *sums,
            gpointer        data)
{
  const Losses *self = data;
  AssayHistogram *histogram = (AssayHistogram *) evidence_of (finding, self->model)->scores;
  const guint y = codes[0] == self->findings->counts->positive + 1;

  if (histogram == NULL)
    return;
  if (self->is_weighted)
    add_weighted_losses (histogram->weighing, &self->weighted, sums, codes[0] != 0, y);
  AssayScoreLoss *losses[2] = { &histogram->brier, &histogram->log_loss };
  for (guint i = 0; i < 2; i++)
    {
      losses[i]->k = self->k[i]; /* also of a slice without any label: the rest is the whole less the slice */
      if (codes[0] == 0)
        continue;
      losses[i]->sum += sums[self->at[i].sum[y]];
      losses[i]->squares += sums[self->at[i].square[y]];
    }
}

/* --- two models ------------------------------------------------------------------------------------------------- */

typedef struct
{
  const AssayFindings *findings;
  guint                baseline;
  int                  new_score, old_score;
  GArray              *cells;    /* of AssayScorePair */
  GHashTable          *seen;     /* position + 1 by pair of bins */
  AssayScorePairs      pairs;    /* what all slices share */
  AssayFinding        *current;
} Pairing;

static void
finish_pairs (Pairing *self)
{
  if (self->current != NULL)
    {
      AssayScorePairs *pairs = &self->current->score_pairs[self->baseline];

      *pairs = self->pairs;
      pairs->n_pairs = self->cells->len;
      pairs->pairs = g_memdup2 (self->cells->data, self->cells->len * sizeof (AssayScorePair));
    }
  g_array_set_size (self->cells, 0);
  g_hash_table_remove_all (self->seen);
}

static AssayScorePair *
find_pair (Pairing *self,
           guint    new_bin,
           guint    old_bin)
{
  const gpointer key = GUINT_TO_POINTER (new_bin * self->pairs.n_old_bins + old_bin);
  guint at = GPOINTER_TO_UINT (g_hash_table_lookup (self->seen, key));

  if (at == 0)
    {
      g_array_append_val (self->cells, ((AssayScorePair) { .new_bin = new_bin, .old_bin = old_bin }));
      at = self->cells->len;
      g_hash_table_insert (self->seen, key, GUINT_TO_POINTER (at));
    }
  return &g_array_index (self->cells, AssayScorePair, at - 1);
}

static void
visit_pair (AssayFinding   *finding,
            const guint    *codes,
            guint64         count,
            const AssaySum *sums,
            gpointer        data)
{
  Pairing *self = data;

  if (finding != self->current)
    {
      finish_pairs (self);
      self->current = finding;
    }
  if (codes[0] == 0 || codes[1] == 0 || codes[2] == 0)
    return;
  AssayScorePair *pair = find_pair (self, codes[1] - 1, codes[2] - 1);
  *(codes[0] == self->findings->counts->positive + 1 ? &pair->positives : &pair->negatives) += count;
  pair->new_sum += sums[self->new_score];
  pair->old_sum += sums[self->old_score];
}

/* Products of the two models' losses. */
typedef struct
{
  const AssayFindings *findings;
  guint                baseline;
  int                  rows;
  struct { int x, xx, y, yy, xy; } at[4];
  guint                k[2];
} Products;

static gboolean
products_init (Products              *self,
               const AssayCountTable *table,
               const char            *old)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *a = assay_score_sum_name (ASSAY_SCORE_SUM_BRIER_0 + i, NULL, old);
      g_autofree char *b = assay_score_sum_name (ASSAY_SCORE_SUM_BRIER_0 + i, old, "");
      g_autofree char *rows = g_strconcat ("rows of ", a, NULL);

      self->at[i].x = assay_count_table_find_sum (table, a);
      self->at[i].y = assay_count_table_find_sum (table, b);
      self->at[i].xx = find_product (table, a, a);
      self->at[i].yy = find_product (table, b, b);
      self->at[i].xy = find_product (table, a, b);
      if (self->at[i].x < 0 || self->at[i].y < 0 || self->at[i].xx < 0 || self->at[i].yy < 0 || self->at[i].xy < 0)
        return FALSE;
      if (i == 0)
        self->rows = assay_count_table_find_sum (table, rows);
      self->k[i / 2] = (guint) table->scales[self->at[i].x].k;
    }
  return self->rows >= 0;
}

static void
visit_products (AssayFinding   *finding,
                const guint    *codes,
                guint64         count,
                const AssaySum *sums,
                gpointer        data)
{
  const Products *self = data;
  AssayScorePairs *pairs = &finding->score_pairs[self->baseline];
  AssayMoments *moments[2] = { &pairs->brier, &pairs->log_loss };
  const guint y = codes[0] == self->findings->counts->positive + 1;

  if (codes[0] == 0)
    return;
  for (guint i = 0; i < 2; i++)
    {
      moments[i]->k_x = moments[i]->k_y = self->k[i];
      moments[i]->n += (guint64) sums[self->rows];
      moments[i]->x += sums[self->at[2 * i + y].x];
      moments[i]->xx += sums[self->at[2 * i + y].xx];
      moments[i]->y += sums[self->at[2 * i + y].y];
      moments[i]->yy += sums[self->at[2 * i + y].yy];
      moments[i]->xy += sums[self->at[2 * i + y].xy];
    }
}

/* --- one key ---------------------------------------------------------------------------------------------------- */

/* (nullable) The table of a key and further axes that has a sum of this name. */
static const AssayCountTable *
find_table (const AssayJudging  *self,
            const AssaySliceKey *key,
            AssayAxis *const    *more,
            guint                n_more,
            const char          *sum)
{
  const GPtrArray *tables = self->findings->counts->tables;

  for (guint i = 0; i < tables->len; i++)
    {
      const AssayCountTable *table = tables->pdata[i];

      if (table->n_axes == key->n_axes + n_more && assay_count_table_find_sum (table, sum) >= 0
          && memcmp (table->axes, key->axes, key->n_axes * sizeof *key->axes) == 0
          && memcmp (table->axes + key->n_axes, more, n_more * sizeof *more) == 0)
        return table;
    }
  return NULL;
}

static AssayAxis *
score_axis (const AssayJudging *self,
            int                 model)
{
  const AssayFindings *findings = self->findings;

  return model < 0 ? assay_counts_axis (findings->counts, ASSAY_AXIS_SCORE, NULL)
                   : assay_counts_axis (findings->counts, ASSAY_AXIS_BASELINE_SCORE, findings->baselines[model]);
}

static gboolean
add_histograms (AssayJudging        *self,
                const AssaySliceKey *key,
                int                  model,
                GError             **error)
{
  const AssayCounts *counts = self->findings->counts;
  const gboolean is_top_label = counts->positive == counts->n_classes;
  AssayAxis *first = assay_counts_axis (counts, is_top_label ? ASSAY_AXIS_RIGHT : ASSAY_AXIS_LABEL, NULL);
  AssayAxis *axis = score_axis (self, model);
  const char *name = model < 0 ? NULL : self->findings->baselines[model];
  g_autofree char *sum = assay_score_sum_name (ASSAY_SCORE_SUM_SCORE, name, NULL);
  Edges edges;

  if (axis == NULL || first == NULL || (is_top_label && model >= 0))
    return TRUE;
  const AssayCountTable *table = find_table (self, key, (AssayAxis *const[]) { first, axis }, 2, sum);
  if (table == NULL || axis->n_codes < 2)
    return TRUE;
  if (!edges_init (&edges, axis))
    {
      g_free (edges.edges);
      return assay_judging_fail (self, key, "a table of scores has bins without edges", error);
    }
  g_ptr_array_add (self->findings->score_edges, edges.edges);
  return fill_histograms (self, key, model, table, &edges, error);
}

static gboolean
add_losses (AssayJudging        *self,
            const AssaySliceKey *key,
            int                  model,
            GError             **error)
{
  const AssayCounts *counts = self->findings->counts;
  const char *name = model < 0 ? NULL : self->findings->baselines[model];
  AssayAxis *axes[2] = { assay_counts_axis (counts, ASSAY_AXIS_LABEL, NULL), NULL };
  g_autofree char *sum = assay_score_sum_name (ASSAY_SCORE_SUM_BRIER_0, name, NULL);
  Losses losses = { .findings = self->findings, .model = model, .is_weighted = self->is_weighted };

  if (model >= 0)
    axes[1] = assay_counts_axis (counts, ASSAY_AXIS_BASELINE, name);
  const AssayCountTable *table = find_table (self, key, axes, model < 0 ? 1 : 2, sum);
  if (table == NULL)
    return TRUE;
  if (!losses_init (&losses, table, name))
    return assay_judging_fail (self, key, "a table of losses lacks some of their sums", error);
  if (losses.is_weighted && !weighted_init (&losses.weighted, table, name))
    return assay_judging_fail (self, key, "a table of losses lacks some of their weights' sums", error);
  return assay_judging_walk (self, key, table, visit_loss, &losses, error);
}

static gboolean
add_pairs (AssayJudging        *self,
           const AssaySliceKey *key,
           guint                baseline,
           GError             **error)
{
  const char *name = self->findings->baselines[baseline];
  AssayAxis *label = assay_counts_axis (self->findings->counts, ASSAY_AXIS_LABEL, NULL);
  AssayAxis *new = score_axis (self, -1), *old = score_axis (self, (int) baseline);
  g_autofree char *new_sum = assay_score_sum_name (ASSAY_SCORE_SUM_SCORE, NULL, NULL);
  g_autofree char *old_sum = assay_score_sum_name (ASSAY_SCORE_SUM_SCORE, name, NULL);

  if (new == NULL || old == NULL)
    return TRUE;
  const AssayCountTable *table = find_table (self, key, (AssayAxis *const[]) { label, new, old }, 3, old_sum);
  if (table == NULL || assay_count_table_find_sum (table, new_sum) < 0)
    return TRUE;
  Pairing pairing = { .findings = self->findings, .baseline = baseline,
                      .new_score = assay_count_table_find_sum (table, new_sum),
                      .old_score = assay_count_table_find_sum (table, old_sum) };
  Edges edges[2] = { 0 };
  const gboolean has_edges = edges_init (&edges[0], new) && edges_init (&edges[1], old);
  pairing.pairs = (AssayScorePairs) { .n_new_bins = new->n_codes - 1, .n_old_bins = old->n_codes - 1,
                                      .k_new = (guint) table->scales[pairing.new_score].k,
                                      .k_old = (guint) table->scales[pairing.old_score].k,
                                      .are_probabilities = has_edges && edges[0].is_probability
                                                           && edges[1].is_probability };
  g_free (edges[0].edges);
  g_free (edges[1].edges);
  pairing.cells = g_array_new (FALSE, FALSE, sizeof (AssayScorePair));
  pairing.seen = g_hash_table_new (NULL, NULL);
  const gboolean is_walked = assay_judging_walk (self, key, table, visit_pair, &pairing, error);
  if (is_walked)
    finish_pairs (&pairing);
  g_array_unref (pairing.cells);
  g_hash_table_unref (pairing.seen);
  return is_walked;
}

static gboolean
add_products (AssayJudging        *self,
              const AssaySliceKey *key,
              guint                baseline,
              GError             **error)
{
  const AssayCounts *counts = self->findings->counts;
  const char *name = self->findings->baselines[baseline];
  AssayAxis *axes[2] = { assay_counts_axis (counts, ASSAY_AXIS_LABEL, NULL),
                         assay_counts_axis (counts, ASSAY_AXIS_BASELINE, name) };
  g_autofree char *sum = assay_score_sum_name (ASSAY_SCORE_SUM_BRIER_0, NULL, name);
  Products products = { .findings = self->findings, .baseline = baseline };
  const AssayCountTable *table = find_table (self, key, axes, 2, sum);

  if (table == NULL)
    return TRUE;
  if (!products_init (&products, table, name))
    return assay_judging_fail (self, key, "a table of losses lacks some of their products", error);
  return assay_judging_walk (self, key, table, visit_products, &products, error);
}

gboolean
assay_judging_scores (AssayJudging        *self,
                      const AssaySliceKey *key,
                      GError             **error)
{
  const int n_baselines = (int) self->findings->n_baselines;

  for (int model = -1; model < n_baselines; model++)
    if (!add_histograms (self, key, model, error) || !add_losses (self, key, model, error))
      return FALSE;
  for (int model = 0; model < n_baselines; model++)
    if (!add_pairs (self, key, (guint) model, error) || !add_products (self, key, (guint) model, error))
      return FALSE;
  return TRUE;
}
