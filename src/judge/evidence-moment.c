/* evidence-moment.c: the sums of the tables in, moments of every slice out (moment-sets.h).
 *
 * The sums of a slice's cells add up, whatever their label and prediction. What a file says is not believed: sums
 * that cannot be of its rows are an error.
 */
#include "judge-private.h"
#include "measure/moments.h"
#include "moment-sets.h"

#include <string.h>

#define MOST_K 1200 /* 2^31 / the least double */

/* Where a set's sums stand in a table; -1: the set has no use for it. */
typedef struct
{
  int rows, x, xx, y, xy, yy;
  int xh, xl, yh, yl, hh, hl, ll;
  int w, ww, xw, yw;
} Positions;

typedef struct
{
  const AssayMomentSets *sets;
  Positions             *positions;
  const AssayCountTable *table;
  int                    baseline; /* -1: the audited model's own */
  gboolean               is_even;  /* all rows weigh the same */
} Filling;

static int
find_product (const AssayCountTable *table,
              const char            *a,
              const char            *b)
{
  g_autofree char *name = g_strconcat (a, " * ", b, NULL);

  return assay_count_table_find_sum (table, name);
}

/* Of products with the halves of a squared label. */
static gboolean
find_halves (const AssayCountTable *table,
             const AssayMomentSet  *set,
             Positions             *p)
{
  const char *x = set->x.name, *y = set->y.name, *h = set->high.name, *l = set->low.name;

  p->xh = find_product (table, x, h);
  p->xl = find_product (table, x, l);
  p->yh = find_product (table, y, h);
  p->yl = find_product (table, y, l);
  p->hh = find_product (table, h, h);
  p->hl = find_product (table, h, l);
  p->ll = find_product (table, l, l);
  return MIN (MIN (MIN (p->xh, p->xl), MIN (p->yh, p->yl)), MIN (MIN (p->hh, p->hl), p->ll)) >= 0;
}

/* Of weights; with R² the label's sums are weighted by them, and nothing else is there. */
static gboolean
find_weighted (const AssayCountTable *table,
               const AssayMomentSet  *set,
               Positions             *p)
{
  const char *x = set->x.name, *y = set->y.name, *w = set->w.name;
  const gboolean has_powers = set->high.name != NULL;

  p->w = assay_count_table_find_sum (table, w);
  p->ww = find_product (table, w, w);
  p->xw = find_product (table, x, w);
  if (has_powers)
    {
      p->y = find_product (table, w, y);
      p->yh = find_product (table, w, set->high.name);
      p->yl = find_product (table, w, set->low.name);
    }
  else if (y != NULL)
    p->yw = find_product (table, y, w);
  return MIN (p->w, MIN (p->ww, p->xw)) >= 0 && (y == NULL || has_powers || p->yw >= 0)
         && (!has_powers || MIN (p->y, MIN (p->yh, p->yl)) >= 0);
}

/* FALSE when the table lacks one. */
static gboolean
find_positions (const AssayCountTable *table,
                const AssayMomentSet  *set,
                Positions             *p)
{
  const char *x = set->x.name, *y = set->y.name;
  const gboolean is_weighted = set->w.name != NULL, is_weighted_r2 = is_weighted && set->high.name != NULL;
  g_autofree char *rows_of = g_strconcat ("rows of ", x, NULL);

  memset (p, -1, sizeof *p);
  p->rows = assay_count_table_find_sum (table, rows_of);
  p->x = assay_count_table_find_sum (table, x);
  p->xx = find_product (table, x, x);
  if (p->rows < 0 || p->x < 0 || p->xx < 0 || (is_weighted && !find_weighted (table, set, p)))
    return FALSE;
  if (y == NULL || is_weighted_r2)
    return TRUE;
  p->y = assay_count_table_find_sum (table, y);
  p->yy = find_product (table, y, y);
  if (set->has_xy)
    p->xy = find_product (table, x, y);
  return p->y >= 0 && p->yy >= 0 && (!set->has_xy || p->xy >= 0)
         && (set->high.name == NULL || find_halves (table, set, p));
}

/* (nullable) The first table of a key that has a sum of that name. */
static const AssayCountTable *
find_table (const AssayJudging  *self,
            const AssaySliceKey *key,
            const char          *rows)
{
  const GPtrArray *tables = self->findings->counts->tables;
  g_autofree char *name = g_strconcat ("rows of ", rows, NULL);

  for (guint i = 0; i < tables->len; i++)
    if (assay_judging_is_of_key (tables->pdata[i], key) && assay_count_table_find_sum (tables->pdata[i], name) >= 0)
      return tables->pdata[i];
  return NULL;
}

static AssayMoments *
moments_of (const Filling *self,
            AssayFinding  *finding)
{
  if (self->baseline < 0)
    return (AssayMoments *) finding->evidence.moments;
  return finding->pair_moments + self->baseline * ASSAY_MOMENTS_PAIR;
}

static void
add_sum (__int128       *to,
         const AssaySum *sums,
         int             position)
{
  if (position >= 0)
    *to += sums[position];
}

static void
visit_cell (AssayFinding   *finding,
            const guint    *codes,
            guint64         count,
            const AssaySum *sums,
            gpointer        data)
{
  const Filling *self = data;
  AssayMoments *moments = moments_of (self, finding);

  for (guint i = 0; i < self->sets->sets->len; i++)
    {
      const Positions *p = &self->positions[i];

      moments[i].n += (guint64) sums[p->rows];
      add_sum (&moments[i].x, sums, p->x);
      add_sum (&moments[i].xx, sums, p->xx);
      add_sum (&moments[i].y, sums, p->y);
      add_sum (&moments[i].xy, sums, p->xy);
      add_sum (&moments[i].yy, sums, p->yy);
      add_sum (&moments[i].xh, sums, p->xh);
      add_sum (&moments[i].xl, sums, p->xl);
      add_sum (&moments[i].yh, sums, p->yh);
      add_sum (&moments[i].yl, sums, p->yl);
      add_sum (&moments[i].hh, sums, p->hh);
      add_sum (&moments[i].hl, sums, p->hl);
      add_sum (&moments[i].ll, sums, p->ll);
      add_sum (&moments[i].w, sums, p->w);
      add_sum (&moments[i].ww, sums, p->ww);
      add_sum (&moments[i].xw, sums, p->xw);
      add_sum (&moments[i].yw, sums, p->yw);
    }
}

/* Scales are the tables', also for a slice without rows. */
static void
set_scales (const Filling *self,
            AssayMoments  *moments)
{
  for (guint i = 0; i < self->sets->sets->len; i++)
    {
      const Positions *p = &self->positions[i];

      moments[i].k_x = self->table->scales[p->x].k;
      moments[i].k_y = p->y >= 0 ? self->table->scales[p->y].k : 0;
      moments[i].is_weighted = p->w >= 0;
      moments[i].is_even = self->is_even;
      moments[i].k_w = p->w >= 0 ? self->table->scales[p->w].k : 0;
      if (p->w >= 0 && p->yh >= 0) /* Σw y: of a label */
        moments[i].k_y -= (int) moments[i].k_w;
    }
}

static gboolean
are_halves_possible (const AssayMoments *m)
{
  const __int128 most = (__int128) m->n << 62;

  return m->xh >= 0 && m->xh <= most && m->xl >= 0 && m->xl <= most && m->yh <= most && m->yh >= -most
         && m->yl <= most
         && m->yl >= -most && m->hh >= 0 && m->hh <= most && m->hl >= 0 && m->hl <= most && m->ll >= 0
         && m->ll <= most;
}

static gboolean
are_weights_possible (const AssayMoments *m)
{
  const __int128 most = (__int128) m->n << 31, squares = (__int128) m->n << 62;

  return m->w >= 0 && m->w <= most && m->ww >= 0 && m->ww <= squares && (m->ww > 0) == (m->w > 0) && m->xw <= squares
         && m->xw >= -squares && m->yw <= squares && m->yw >= -squares && ABS (m->k_w) <= MOST_K;
}

static gboolean
is_possible (const AssayMoments   *m,
             const AssayMomentSet *set,
             guint64               n_rows)
{
  const __int128 most = ((__int128) m->n << 31), squares = ((__int128) m->n << 62);
  const __int128 most_y = m->is_weighted && set->high.name != NULL ? squares : most;

  return m->n <= n_rows && m->n < (G_GUINT64_CONSTANT (1) << 40) && ABS (m->k_x) <= MOST_K && ABS (m->k_y) <= MOST_K
         && m->x <= most && m->x >= (set->is_least_0 ? 0 : -most) && m->y <= most_y && m->y >= -most_y && m->xx >= 0
         && m->xx <= squares && m->yy >= 0 && m->yy <= squares && m->xy <= squares && m->xy >= -squares
         && are_halves_possible (m) && are_weights_possible (m);
}

/* A slice has no more rows with a value than the whole set. */
static gboolean
is_part (const AssayMoments *m,
         const AssayMoments *whole)
{
  return m->n <= whole->n && m->k_x == whole->k_x && m->k_y == whole->k_y && m->k_w == whole->k_w;
}

static gboolean
is_sound (const AssayJudging *self,
          const Filling      *filling,
          AssayFinding       *finding)
{
  const AssayMoments *moments = moments_of (filling, finding), *whole = moments_of (filling, self->findings->whole);

  for (guint i = 0; i < filling->sets->sets->len; i++)
    if (!is_possible (&moments[i], &g_array_index (filling->sets->sets, AssayMomentSet, i), finding->n_rows)
        || !is_part (&moments[i], &whole[i]))
      return FALSE;
  return TRUE;
}

static void
prepare (const Filling *filling,
         AssayFinding  *finding,
         guint          n_baselines)
{
  const guint n = filling->sets->sets->len;

  if (filling->baseline < 0)
    {
      finding->evidence.moments = g_new0 (AssayMoments, n);
      finding->evidence.n_moments = n;
    }
  else if (finding->pair_moments == NULL)
    finding->pair_moments = g_new0 (AssayMoments, n_baselines * ASSAY_MOMENTS_PAIR);
  set_scales (filling, moments_of (filling, finding));
}

/* (transfer container) The slices of a key. */
static GPtrArray *
slices_of (const AssayJudging  *self,
           const AssaySliceKey *key)
{
  GPtrArray *slices = g_ptr_array_new ();

  if (key->n_axes == 0)
    g_ptr_array_add (slices, self->findings->whole);
  for (guint i = key->first; i < key->first + key->n_slices; i++)
    g_ptr_array_add (slices, g_array_index (self->slices, AssayCodedSlice, i).finding);
  return slices;
}

static gboolean
fill (AssayJudging        *self,
      const AssaySliceKey *key,
      int                  baseline,
      GError             **error)
{
  g_autoptr (AssayMomentSets) sets = assay_moment_sets_new (self->findings->plan, baseline);
  g_autofree Positions *positions = g_new0 (Positions, sets->sets->len + 1);
  g_autoptr (GPtrArray) slices = slices_of (self, key);
  Filling filling = { .sets = sets, .positions = positions, .baseline = baseline,
                      .is_even = !self->is_weighted };

  if (sets->sets->len == 0)
    return TRUE;
  for (guint i = 0; i < sets->sets->len; i++)
    {
      const AssayMomentSet *set = &g_array_index (sets->sets, AssayMomentSet, i);
      if (filling.table == NULL)
        filling.table = find_table (self, key, set->x.name);
      if (filling.table == NULL || !find_positions (filling.table, set, &positions[i]))
        return assay_judging_fail (self, key, ASSAY_JUDGE_NOT_COUNTED, error);
    }
  for (guint i = 0; i < slices->len; i++)
    prepare (&filling, slices->pdata[i], self->findings->n_baselines);
  if (!assay_judging_walk (self, key, filling.table, visit_cell, &filling, error))
    return FALSE;
  for (guint i = 0; i < slices->len; i++)
    if (!is_sound (self, &filling, slices->pdata[i]))
      return assay_judging_fail (self, key, "a table's sums cannot be of its rows", error);
  return TRUE;
}

gboolean
assay_judging_moments (AssayJudging        *self,
                       const AssaySliceKey *key,
                       GError             **error)
{
  const int n_pairs = self->findings->plan->task == ASSAY_TASK_REGRESSION ? (int) self->findings->n_baselines : 0;

  for (int i = -1; i < n_pairs; i++)
    if (!fill (self, key, i, error))
      return FALSE;
  return TRUE;
}
