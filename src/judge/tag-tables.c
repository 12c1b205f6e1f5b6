/* tag-tables.c: tags together: every pair of them, the distinct sets, and each tag within the slices.
 *
 *   (TAG_SET, label, prediction[, baseline])   which tags a row has: sets, and pairs by adding up the sets with both
 *   (TAGS, TAGS, RIGHT)                        pairs where there are too many sets; a cell (i, j), i <= j, i = j the tag's own
 *   (column, TAGS, RIGHT)                      each slice's rows of each tag
 */
#include "judge-private.h"

#include <string.h>

#define RIGHT_NO 1 /* codes of an axis RIGHT: 0 neither, left out */
#define RIGHT_YES 2

static double
confidence_of (const AssayFindings *self)
{
  return self->plan->confidence;
}

/* (nullable) Why of these tables there are rows and errors and no shares: they count rows, each once, reviewed or not. */
static const char *
why_not (const AssayFindings *self)
{
  return self->tag_findings->is_reviewed        ? "known of all rows only, not of the reviewed ones"
         : assay_findings_are_effective (self) ? "not worked out of weighted or clustered rows"
                                               : NULL;
}

static AssayEstimate
share_of (const AssayFindings *self,
          guint64              n_with,
          guint64              n)
{
  const char *why = self->tag_findings->why_no_errors != NULL ? self->tag_findings->why_no_errors : why_not (self);

  return why != NULL ? (AssayEstimate) { NAN, NAN, NAN, 0, why } : assay_wilson (n_with, n, confidence_of (self));
}

/* --- sets ------------------------------------------------------------------------------------------------------- */

static int
position_of (const AssayTagFindings *self,
             const char             *name)
{
  for (guint i = 0; i < self->n_tags; i++)
    if (strcmp (self->tags[i].name, name) == 0)
      return (int) i;
  return -1;
}

static int
compare_positions (gconstpointer a,
                   gconstpointer b)
{
  return (int) *(const guint *) a - (int) *(const guint *) b;
}

static void
read_set (const AssayTagFindings *self,
          const char             *value,
          AssayTagSetFinding            *set)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint));
  g_auto (GStrv) names = assay_axis_split (value);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      const int at = position_of (self, names[i]);
      if (at >= 0)
        g_array_append_val (tags, at);
    }
  g_array_sort (tags, compare_positions);
  set->n_tags = tags->len;
  set->tags = (guint *) (gpointer) g_array_free (g_steal_pointer (&tags), FALSE);
}

/* (nullable) The table over the sets, with the baseline or, where there is none, without. */
static const AssayCountTable *
sets_table (const AssayFindings *findings,
            int                  baseline)
{
  const AssayCounts *counts = findings->counts;
  AssayAxis *axes[4] = { assay_counts_axis (counts, ASSAY_AXIS_TAG_SET, NULL), assay_counts_axis (counts, ASSAY_AXIS_LABEL, NULL),
                         assay_counts_axis (counts, ASSAY_AXIS_PREDICTION, NULL) };
  guint n = 3;

  if (baseline >= 0)
    axes[n++] = assay_counts_axis (counts, ASSAY_AXIS_BASELINE, findings->baselines[baseline]);
  for (guint i = 0; i < n; i++)
    if (axes[i] == NULL)
      return NULL;
  return assay_counts_table (counts, axes, n);
}

typedef struct
{
  AssayTagSetFinding *sets;     /* by code */
  guint64     *measured; /* by code: rows with label and prediction */
} SetVisit;

static void
visit_set (const guint *codes,
           guint64      count,
           gpointer     data)
{
  SetVisit *visit = data;
  AssayTagSetFinding *set = &visit->sets[codes[0]];

  set->n_rows += count;
  if (codes[1] == 0 || codes[2] == 0)
    return;
  visit->measured[codes[0]] += count;
  set->n_errors += codes[1] != codes[2] ? count : 0;
}

/* --- pairs ------------------------------------------------------------------------------------------------------ */

/* Rows and errors of every pair, the tags' own on the diagonal. */
typedef struct
{
  guint    n;
  guint64 *rows, *measured, *errors; /* n x n, a <= b */
} Together;

static void
together_init (Together *self,
               guint     n)
{
  self->n = n;
  self->rows = g_new0 (guint64, 3 * (gsize) n * n);
  self->measured = self->rows + (gsize) n * n;
  self->errors = self->measured + (gsize) n * n;
}

static void
together_clear (Together *self)
{
  g_free (self->rows);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Together, together_clear)

static void
add_set (Together          *self,
         const AssayTagSetFinding *set,
         guint64            measured)
{
  for (guint i = 0; i < set->n_tags; i++)
    for (guint j = i; j < set->n_tags; j++)
      {
        const gsize at = (gsize) set->tags[i] * self->n + set->tags[j];
        self->rows[at] += set->n_rows;
        self->measured[at] += measured;
        self->errors[at] += set->n_errors;
      }
}

typedef struct
{
  Together *together;
  guint    *tags;     /* by code of the axis TAGS: position of the tag */
} PairVisit;

static void
visit_pair (const guint *codes,
            guint64      count,
            gpointer     data)
{
  const PairVisit *visit = data;
  const guint a = visit->tags[codes[0]], b = visit->tags[codes[1]];
  const gsize at = (gsize) MIN (a, b) * visit->together->n + MAX (a, b);

  visit->together->rows[at] += count;
  visit->together->measured[at] += codes[2] != 0 ? count : 0;
  visit->together->errors[at] += codes[2] == RIGHT_NO ? count : 0;
}

/* (transfer full) Positions of the tags by code of an axis TAGS; NULL when it has another one. */
static guint *
tags_by_code (const AssayTagFindings *self,
              const AssayAxis        *axis)
{
  guint *tags = g_new0 (guint, axis->n_codes);

  for (guint code = 1; code < axis->n_codes; code++)
    {
      const int at = position_of (self, axis->values[code]);
      if (at < 0)
        {
          g_free (tags);
          return NULL;
        }
      tags[code] = (guint) at;
    }
  return tags;
}

/* (nullable) A table over tags: (first, TAGS, RIGHT). */
static const AssayCountTable *
tags_table (const AssayFindings *findings,
            AssayAxis           *first)
{
  AssayAxis *axes[] = { first, assay_counts_axis (findings->counts, ASSAY_AXIS_TAGS, NULL),
                        assay_counts_axis (findings->counts, ASSAY_AXIS_RIGHT, NULL) };

  for (guint i = 0; i < G_N_ELEMENTS (axes); i++)
    if (axes[i] == NULL)
      return NULL;
  return assay_counts_table (findings->counts, axes, G_N_ELEMENTS (axes));
}

static void
pairs_from_table (const AssayFindings    *findings,
                  const AssayTagFindings *self,
                  Together               *together)
{
  const AssayCountTable *table = tags_table (findings, assay_counts_axis (findings->counts, ASSAY_AXIS_TAGS, NULL));
  g_autofree guint *tags = table != NULL ? tags_by_code (self, table->axes[0]) : NULL;
  PairVisit visit = { together, tags };

  if (tags != NULL)
    assay_count_table_foreach (table, visit_pair, &visit);
}

static AssayEstimate
lift_of (const AssayFindings *findings,
         const Together      *self,
         guint                a,
         guint                b)
{
  const char *why = why_not (findings);

  return why != NULL ? (AssayEstimate) { NAN, NAN, NAN, 0, why }
                     : assay_tag_together (self->rows[(gsize) a * self->n + b], self->rows[(gsize) a * self->n + a],
                                           self->rows[(gsize) b * self->n + b], findings->counts->n_rows, confidence_of (findings));
}

static void
list_pairs (const AssayFindings *findings,
            AssayTagFindings    *self,
            const Together      *together)
{
  for (guint a = 0; a < self->n_tags; a++)
    for (guint b = a + 1; b < self->n_tags; b++)
      {
        const gsize at = (gsize) a * self->n_tags + b;
        const AssayTagPair pair = { a, b, together->rows[at], together->errors[at],
                                    share_of (findings, together->errors[at], together->measured[at]),
                                    lift_of (findings, together, a, b) };
        if (pair.n_rows > 0)
          g_array_append_val (self->pairs, pair);
      }
}

/* --- both ------------------------------------------------------------------------------------------------------- */

static int
compare_sets (gconstpointer a,
              gconstpointer b)
{
  const AssayTagSetFinding *first = a, *second = b;

  if (first->n_rows != second->n_rows)
    return first->n_rows > second->n_rows ? -1 : 1;
  for (guint i = 0; i < MIN (first->n_tags, second->n_tags); i++)
    if (first->tags[i] != second->tags[i])
      return first->tags[i] < second->tags[i] ? -1 : 1;
  return (int) first->n_tags - (int) second->n_tags;
}

/* Sets from their table, and pairs from the sets. */
static void
list_sets (const AssayFindings   *findings,
           AssayTagFindings      *self,
           const AssayCountTable *table,
           Together              *together)
{
  const AssayAxis *axis = table->axes[0];
  g_autofree AssayTagSetFinding *sets = g_new0 (AssayTagSetFinding, axis->n_codes);
  g_autofree guint64 *measured = g_new0 (guint64, axis->n_codes);
  SetVisit visit = { sets, measured };

  assay_count_table_foreach (table, visit_set, &visit);
  for (guint code = 0; code < axis->n_codes; code++)
    {
      AssayTagSetFinding *set = &sets[code];
      if (set->n_rows == 0)
        continue;
      read_set (self, axis->values[code] != NULL ? axis->values[code] : "", set);
      set->error_rate = share_of (findings, set->n_errors, measured[code]);
      add_set (together, set, measured[code]);
      g_array_append_val (self->sets, *set);
    }
  g_array_sort (self->sets, compare_sets);
  self->has_sets = TRUE;
}

/* --- slices ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  const AssayJudging  *judging;
  const AssaySliceKey *key;
  const guint         *tags;   /* by code */
  GArray              *slices; /* of AssayTagSlice */
  guint64             *errors; /* n_slices of the key x n_tags */
  guint64             *rows;
} SliceVisit;

static void
visit_slice (const guint *codes,
             guint64      count,
             gpointer     data)
{
  SliceVisit *visit = data;
  const int slice = assay_judging_find (visit->judging, visit->key, codes);

  if (slice < 0)
    return;
  const gsize at = ((gsize) slice - visit->key->first) * visit->judging->findings->tag_findings->n_tags + visit->tags[codes[1]];
  visit->rows[at] += count;
  visit->errors[at] += codes[2] == RIGHT_NO ? count : 0;
}

static void
list_slice (const AssayJudging *judging,
            const AssayFinding *slice,
            guint               tag,
            guint64             rows,
            guint64             errors)
{
  const guint64 all = slice->confusion.n - slice->confusion.right;
  const AssayTagSlice found = { slice, tag, rows, errors,
                                share_of (judging->findings, MIN (errors, all), all) };

  if (errors > 0)
    g_array_append_val (judging->findings->tag_findings->slices, found);
}

static void
list_key (const AssayJudging  *judging,
          const AssaySliceKey *key)
{
  const AssayFindings *findings = judging->findings;
  const AssayTagFindings *self = findings->tag_findings;
  const AssayCountTable *table = tags_table (findings, key->axes[0]);
  g_autofree guint *tags = table != NULL ? tags_by_code (self, table->axes[1]) : NULL;

  if (tags == NULL)
    return;
  const gsize n = (gsize) key->n_slices * self->n_tags;
  g_autofree guint64 *errors = g_new0 (guint64, n + 1), *rows = g_new0 (guint64, n + 1);
  SliceVisit visit = { judging, key, tags, self->slices, errors, rows };
  assay_count_table_foreach (table, visit_slice, &visit);
  for (guint i = 0; i < key->n_slices; i++)
    for (guint t = 0; t < self->n_tags; t++)
      list_slice (judging, g_array_index (judging->slices, AssayCodedSlice, key->first + i).finding, t,
                  rows[(gsize) i * self->n_tags + t], errors[(gsize) i * self->n_tags + t]);
}

gboolean
assay_judging_tag_tables (AssayJudging *judging,
                          GError      **error)
{
  const AssayFindings *findings = judging->findings;
  AssayTagFindings *self = findings->tag_findings;
  const AssayCountTable *table = sets_table (findings, findings->n_baselines > 0 ? 0 : -1);
  g_auto (Together) together = { 0 };

  together_init (&together, self->n_tags);
  if (table != NULL)
    list_sets (findings, self, table, &together);
  else
    pairs_from_table (findings, self, &together);
  list_pairs (findings, self, &together);
  for (guint i = 0; i < judging->keys->len; i++)
    {
      const AssaySliceKey *key = &g_array_index (judging->keys, AssaySliceKey, i);
      if (key->kind == ASSAY_SLICE_COLUMN)
        list_key (judging, key);
    }
  return TRUE;
}

/* --- sets as parts of a gap ------------------------------------------------------------------------------------- */

typedef struct
{
  GArray **cells;   /* by code, of AssayPairedCell */
} CellVisit;

static void
visit_paired (const guint *codes,
              guint64      count,
              gpointer     data)
{
  CellVisit *visit = data;
  GArray **cells = &visit->cells[codes[0]];

  if (codes[1] == 0 || codes[2] == 0 || codes[3] == 0)
    return;
  if (*cells == NULL)
    *cells = g_array_new (FALSE, FALSE, sizeof (AssayPairedCell));
  g_array_append_val (*cells, ((AssayPairedCell) { codes[1] - 1, codes[2] - 1, codes[3] - 1, count }));
}

GPtrArray *
assay_judging_set_pairs (const AssayFindings *findings,
                         guint                baseline)
{
  const AssayCountTable *table = sets_table (findings, (int) baseline);

  if (table == NULL || findings->tag_findings == NULL)
    return NULL;
  const AssayAxis *axis = table->axes[0];
  GPtrArray *pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_set_pairs_free);
  g_autofree GArray **cells = g_new0 (GArray *, axis->n_codes);
  CellVisit visit = { cells };
  assay_count_table_foreach (table, visit_paired, &visit);
  for (guint code = 0; code < axis->n_codes; code++)
    {
      if (cells[code] == NULL)
        continue;
      AssaySetPairs *set = g_new0 (AssaySetPairs, 1);
      read_set (findings->tag_findings, axis->values[code] != NULL ? axis->values[code] : "", &set->set);
      set->pairs = (AssayPairedMatrix) { findings->counts->n_classes, findings->counts->positive, cells[code]->len };
      set->pairs.cells = (AssayPairedCell *) (gpointer) g_array_free (cells[code], FALSE);
      g_ptr_array_add (pairs, set);
    }
  return pairs;
}

void
assay_set_pairs_free (AssaySetPairs *self)
{
  g_free (self->set.tags);
  g_free ((gpointer) self->pairs.cells);
  g_free (self);
}
