/* annotators.c: the tables of ratings and of pairs of annotators in, agreement of the whole set and of each slice out.
 *
 *   (K..., ratings[, label][, prediction])   what a multiset of ratings is, its axis' value says; read once an axis
 *   (K..., annotator, annotator)             of every pair
 *   (ratings, annotator)                     of each, for its own level and biases
 *
 * Every part is worked out on its own, on all processors; streams are keyed by the part's text.
 */
#include "judge-private.h"

#include <stdlib.h>
#include <string.h>

#define MOST_SPLITS 20
#define MOST_PART_SPLITS 0 /* merging is a question about the whole set */
#define FEW_RATINGS "more distinct sets of ratings than can be counted"

/* --- the axis of ratings ---------------------------------------------------------------------------------------- */

/* What each code of the axis stands for. */
typedef struct
{
  guint       *offsets;  /* n_codes + 1 */
  GArray      *ratings;  /* of AssayRating */
  double      *values;   /* (nullable) of the classes, when all are numbers */
} Multisets;

static int
compare_ratings (gconstpointer a,
                 gconstpointer b)
{
  const guint first = ((const AssayRating *) a)->class, second = ((const AssayRating *) b)->class;

  return (first > second) - (first < second);
}

/* Appends the ratings of one value, "3:cat,3:cat,3:dog,". */
static void
read_value (GArray     *ratings,
            GHashTable *classes,
            const char *value)
{
  const guint first = ratings->len;
  g_auto (GStrv) names = assay_axis_split (value);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      gpointer found;
      if (!g_hash_table_lookup_extended (classes, names[i], NULL, &found))
        continue;
      guint at = first;
      while (at < ratings->len && g_array_index (ratings, AssayRating, at).class != GPOINTER_TO_UINT (found))
        at++;
      if (at == ratings->len)
        g_array_append_val (ratings, ((AssayRating) { GPOINTER_TO_UINT (found), 0 }));
      g_array_index (ratings, AssayRating, at).n++;
    }
  qsort (&g_array_index (ratings, AssayRating, first), ratings->len - first, sizeof (AssayRating), compare_ratings);
}

/* (nullable) (transfer full) NULL: a class is no number. */
static double *
class_values (const AssayCounts *counts)
{
  double *values = g_new (double, MAX (counts->n_classes, 1));

  for (guint i = 0; i < counts->n_classes; i++)
    {
      char *end;
      values[i] = g_ascii_strtod (counts->classes[i], &end);
      if (end == counts->classes[i] || *end != '\0' || !isfinite (values[i]))
        {
          g_free (values);
          return NULL;
        }
    }
  return values;
}

static void
multisets_init (Multisets         *self,
                const AssayAxis   *axis,
                const AssayCounts *counts)
{
  g_autoptr (GHashTable) classes = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < counts->n_classes; i++)
    g_hash_table_insert (classes, counts->classes[i], GUINT_TO_POINTER (i));
  self->offsets = g_new0 (guint, axis->n_codes + 1);
  self->ratings = g_array_new (FALSE, FALSE, sizeof (AssayRating));
  self->values = class_values (counts);
  for (guint code = 0; code < axis->n_codes; code++)
    {
      self->offsets[code] = self->ratings->len;
      if (axis->values[code] != NULL)
        read_value (self->ratings, classes, axis->values[code]);
    }
  self->offsets[axis->n_codes] = self->ratings->len;
}

static void
multisets_clear (Multisets *self)
{
  g_free (self->offsets);
  g_free (self->values);
  g_clear_pointer (&self->ratings, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Multisets, multisets_clear)

/* --- patterns of one part ----------------------------------------------------------------------------------------- */

/* The rows of one part as assay_agreement() takes them. */
typedef struct
{
  GArray *codes;         /* of guint: the axis' code of each pattern, ascending */
  GArray *rows;          /* of guint64 */
  GArray *cell_offsets;  /* of guint */
  GArray *cells;         /* of AssayMatrixCell */
} Patterns;

static void
patterns_free (Patterns *self)
{
  g_array_unref (self->codes);
  g_array_unref (self->rows);
  g_array_unref (self->cell_offsets);
  g_array_unref (self->cells);
  g_free (self);
}

static Patterns *
patterns_new (void)
{
  Patterns *self = g_new0 (Patterns, 1);

  self->codes = g_array_new (FALSE, FALSE, sizeof (guint));
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->cell_offsets = g_array_new (FALSE, FALSE, sizeof (guint));
  self->cells = g_array_new (FALSE, FALSE, sizeof (AssayMatrixCell));
  return self;
}

static void
patterns_add (Patterns       *self,
              guint           code,
              AssayMatrixCell cell)
{
  if (self->codes->len == 0 || g_array_index (self->codes, guint, self->codes->len - 1) != code)
    {
      const guint64 none = 0;
      g_array_append_val (self->codes, code);
      g_array_append_val (self->rows, none);
      g_array_append_val (self->cell_offsets, self->cells->len);
    }
  g_array_index (self->rows, guint64, self->rows->len - 1) += cell.n;
  g_array_append_val (self->cells, cell);
}

/* A part while it is worked out. */
typedef struct
{
  AssayAgreementFinding *finding;
  Patterns              *patterns;  /* (nullable) */
} Part;

typedef struct
{
  const AssayJudging  *judging;
  const AssaySliceKey *key;         /* n_axes 0: the whole set */
  GHashTable          *parts;       /* AssayFinding to Part */
  int                  label, prediction; /* positions among the axes; -1: none */
} RatingsVisit;

static Part *
part_of (const RatingsVisit *visit,
         const guint        *codes)
{
  if (visit->key->n_axes == 0)
    return g_hash_table_lookup (visit->parts, visit->judging->findings->whole);
  const int at = assay_judging_find (visit->judging, visit->key, codes);
  return at < 0 ? NULL
                : g_hash_table_lookup (visit->parts, g_array_index (visit->judging->slices, AssayCodedSlice, at).finding);
}

static guint
class_of (const guint *codes,
          int          position)
{
  return position < 0 || codes[position] == 0 ? ASSAY_NO_CLASS : codes[position] - 1;
}

static void
visit_ratings (const guint *codes,
               guint64      count,
               gpointer     data)
{
  const RatingsVisit *visit = data;
  Part *part = part_of (visit, codes);

  if (part == NULL)
    return;
  if (part->patterns == NULL)
    part->patterns = patterns_new ();
  patterns_add (part->patterns, codes[visit->key->n_axes],
                (AssayMatrixCell) { class_of (codes, visit->label), class_of (codes, visit->prediction), count });
}

/* (nullable) The table of a key over ratings, and what models say beside them. */
static const AssayCountTable *
ratings_table (const AssayCounts   *counts,
               const AssaySliceKey *key,
               RatingsVisit        *visit)
{
  AssayAxis *axes[ASSAY_PLAN_MAX_CROSS + 3];
  AssayAxis *ratings = assay_counts_axis (counts, ASSAY_AXIS_RATINGS, NULL);
  AssayAxis *others[] = { assay_counts_axis (counts, ASSAY_AXIS_LABEL, NULL),
                          assay_counts_axis (counts, ASSAY_AXIS_PREDICTION, NULL) };
  guint n = key->n_axes;

  memcpy (axes, key->axes, n * sizeof *axes);
  axes[n++] = ratings;
  visit->label = others[0] != NULL ? (int) n : -1;
  if (others[0] != NULL)
    axes[n++] = others[0];
  visit->prediction = others[1] != NULL ? (int) n : -1;
  if (others[1] != NULL)
    axes[n++] = others[1];
  return ratings != NULL ? assay_counts_table (counts, axes, n) : NULL;
}

/* --- pairs ---------------------------------------------------------------------------------------------------------- */

typedef struct
{
  const RatingsVisit *of;
  guint               i, j;
} PairVisit;

static AssayPairOfAnnotators *
last_pair (AssayAgreementFinding *finding,
           guint                  i,
           guint                  j)
{
  AssayPairOfAnnotators *last = finding->n_pairs > 0 ? &finding->pairs[finding->n_pairs - 1] : NULL;

  if (last != NULL && last->i == i && last->j == j)
    return last;
  finding->pairs = g_renew (AssayPairOfAnnotators, finding->pairs, finding->n_pairs + 1);
  finding->pairs[finding->n_pairs] = (AssayPairOfAnnotators) { .i = i, .j = j };
  return &finding->pairs[finding->n_pairs++];
}

static void
visit_pair (const guint *codes,
            guint64      count,
            gpointer     data)
{
  const PairVisit *visit = data;
  const guint *classes = codes + visit->of->key->n_axes;
  Part *part = part_of (visit->of, codes);

  if (part == NULL || classes[0] == 0 || classes[1] == 0)
    return;
  AssayMatrix *matrix = &last_pair (part->finding, visit->i, visit->j)->matrix;
  AssayMatrixCell *cells = g_renew (AssayMatrixCell, (AssayMatrixCell *) matrix->cells, matrix->n_cells + 1);
  cells[matrix->n_cells++] = (AssayMatrixCell) { classes[0] - 1, classes[1] - 1, count };
  matrix->cells = cells;
}

/* Every pair of a key's parts, those without a common row too. */
static void
walk_pairs (const RatingsVisit *visit,
            guint               n_annotators)
{
  const AssayCounts *counts = visit->judging->findings->counts;
  char *const *names = visit->judging->findings->plan->annotators;
  AssayAxis *axes[ASSAY_PLAN_MAX_CROSS + 2];
  const guint n = visit->key->n_axes;

  memcpy (axes, visit->key->axes, n * sizeof *axes);
  for (guint i = 0; i < n_annotators; i++)
    for (guint j = i + 1; j < n_annotators; j++)
      {
        PairVisit pair = { visit, i, j };
        axes[n] = assay_counts_axis (counts, ASSAY_AXIS_ANNOTATOR, names[i]);
        axes[n + 1] = assay_counts_axis (counts, ASSAY_AXIS_ANNOTATOR, names[j]);
        const AssayCountTable *table = axes[n] != NULL && axes[n + 1] != NULL ? assay_counts_table (counts, axes, n + 2)
                                                                              : NULL;
        if (table != NULL)
          assay_count_table_foreach (table, visit_pair, &pair);
      }
}

/* --- working out ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  const AssayFindings *findings;
  const Multisets     *multisets;  /* (nullable) */
  GHashTable          *parts;
} Work;

/* The patterns as what they stand for: ratings are copied, so that they lie side by side. */
static void
with_ratings (const Work      *work,
              const Patterns  *patterns,
              AssayRatings    *ratings,
              GArray         **copied,
              guint          **offsets,
              guint          **cell_offsets)
{
  const guint n = patterns->codes->len;

  *copied = g_array_new (FALSE, FALSE, sizeof (AssayRating));
  *offsets = g_new (guint, n + 1);
  *cell_offsets = g_new (guint, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const guint code = g_array_index (patterns->codes, guint, i), first = work->multisets->offsets[code];
      (*offsets)[i] = (*copied)->len;
      (*cell_offsets)[i] = g_array_index (patterns->cell_offsets, guint, i);
      if (work->multisets->offsets[code + 1] > first)
        g_array_append_vals (*copied, &g_array_index (work->multisets->ratings, AssayRating, first),
                             work->multisets->offsets[code + 1] - first);
    }
  (*offsets)[n] = (*copied)->len;
  (*cell_offsets)[n] = patterns->cells->len;
  *ratings = (AssayRatings) { .n_classes = work->findings->counts->n_classes, .values = work->multisets->values,
                              .n_patterns = n, .offsets = *offsets, .ratings = (AssayRating *) (gpointer) (*copied)->data,
                              .rows = (guint64 *) (gpointer) patterns->rows->data, .cell_offsets = *cell_offsets,
                              .cells = (AssayMatrixCell *) (gpointer) patterns->cells->data };
}

static void
work_out_ratings (const Work          *work,
                  const AssayFinding  *finding,
                  Part                *part,
                  AssayMeasureOptions  options)
{
  g_autofree guint *offsets = NULL, *cell_offsets = NULL;
  g_autoptr (GArray) copied = NULL;
  AssayRatings ratings;

  with_ratings (work, part->patterns, &ratings, &copied, &offsets, &cell_offsets);
  assay_agreement (&ratings, finding->kind == ASSAY_SLICE_WHOLE ? MOST_SPLITS : MOST_PART_SPLITS, &options,
                   &part->finding->agreement);
  part->finding->level = assay_human_level (&ratings, options.confidence);
  part->finding->noise = assay_label_noise (&ratings, options.confidence);
  part->finding->uncertain = assay_uncertain (&ratings, options.confidence);
}

static AssayEstimate
undefined (const char *why)
{
  return (AssayEstimate) { NAN, NAN, NAN, 0, why };
}

/* Without ratings nothing but pairs is known. */
static void
leave_undefined (AssayAgreementFinding *finding)
{
  const AssayEstimate none = undefined (FEW_RATINGS);

  finding->agreement.pairwise = finding->agreement.fleiss = none;
  for (guint i = 0; i < ASSAY_N_ALPHAS; i++)
    finding->agreement.alphas[i] = none;
  finding->level = (AssayHumanLevel) { none, none, none, none };
  finding->noise = (AssayLabelNoise) { 0, none };
  finding->uncertain = (AssayUncertain) { none, none, none, none };
}

static void
work_out_part (const AssayFindings *findings,
               AssayFinding        *finding,
               gpointer             data)
{
  const Work *work = data;
  Part *part = g_hash_table_lookup (work->parts, finding);

  if (part == NULL)
    return;
  const AssayMeasureOptions options = assay_findings_options (findings, findings->plan->confidence, finding->text);
  if (part->patterns != NULL && work->multisets != NULL)
    work_out_ratings (work, finding, part, options);
  else
    leave_undefined (part->finding);
  for (guint i = 0; i < part->finding->n_pairs; i++)
    {
      AssayPairOfAnnotators *pair = &part->finding->pairs[i];
      pair->matrix.n_classes = pair->matrix.positive = findings->counts->n_classes;
      pair->pair = assay_annotator_pair (&pair->matrix, &options);
    }
}

/* --- each annotator ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  GHashTable *at;     /* code of ratings to position among the patterns + 1 */
  GArray     *cells;  /* of AssayAnnotatorCell */
} EachVisit;

static void
visit_each (const guint *codes,
            guint64      count,
            gpointer     data)
{
  const EachVisit *visit = data;
  const guint pattern = GPOINTER_TO_UINT (g_hash_table_lookup (visit->at, GUINT_TO_POINTER (codes[0])));

  if (pattern > 0 && codes[1] > 0)
    g_array_append_val (visit->cells, ((AssayAnnotatorCell) { pattern - 1, codes[1] - 1, count }));
}

static void
work_out_each (const Work             *work,
               AssayAnnotatorFindings *self)
{
  const Part *whole = g_hash_table_lookup (work->parts, work->findings->whole);
  const AssayCounts *counts = work->findings->counts;
  g_autoptr (GHashTable) at = g_hash_table_new (NULL, NULL);
  g_autofree guint *offsets = NULL, *cell_offsets = NULL;
  g_autoptr (GArray) copied = NULL;
  AssayRatings ratings;

  self->each = g_new0 (AssayAnnotator, self->n_annotators);
  for (guint i = 0; i < self->n_annotators; i++)
    self->each[i].level = undefined (FEW_RATINGS);
  if (whole->patterns == NULL || work->multisets == NULL)
    return;
  with_ratings (work, whole->patterns, &ratings, &copied, &offsets, &cell_offsets);
  for (guint i = 0; i < ratings.n_patterns; i++)
    g_hash_table_insert (at, GUINT_TO_POINTER (g_array_index (whole->patterns->codes, guint, i)), GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < self->n_annotators; i++)
    {
      AssayAxis *axes[] = { assay_counts_axis (counts, ASSAY_AXIS_RATINGS, NULL),
                            assay_counts_axis (counts, ASSAY_AXIS_ANNOTATOR, self->names[i]) };
      const AssayCountTable *table = axes[0] != NULL && axes[1] != NULL ? assay_counts_table (counts, axes, 2) : NULL;
      g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (AssayAnnotatorCell));
      EachVisit visit = { at, cells };
      if (table == NULL)
        continue;
      assay_count_table_foreach (table, visit_each, &visit);
      assay_annotator (&ratings, (AssayAnnotatorCell *) (gpointer) cells->data, cells->len,
                       work->findings->plan->confidence, &self->each[i]);
    }
}

/* --- all of it -------------------------------------------------------------------------------------------------------------- */

static void
agreement_free (gpointer data)
{
  AssayAgreementFinding *self = data;

  assay_agreement_clear (&self->agreement);
  for (guint i = 0; i < self->n_pairs; i++)
    g_free ((gpointer) self->pairs[i].matrix.cells);
  g_free (self->pairs);
  g_free (self);
}

void
assay_annotator_findings_free (AssayAnnotatorFindings *self)
{
  if (self == NULL)
    return;
  agreement_free (self->whole);
  g_ptr_array_unref (self->parts);
  for (guint i = 0; self->each != NULL && i < self->n_annotators; i++)
    assay_annotator_clear (&self->each[i]);
  g_free (self->each);
  g_free (self);
}

static void
part_free (gpointer data)
{
  Part *part = data;

  g_clear_pointer (&part->patterns, patterns_free);
  g_free (part);
}

static AssayAgreementFinding *
add_part (GHashTable         *parts,
          const AssayFinding *finding)
{
  Part *part = g_new0 (Part, 1);

  part->finding = g_new0 (AssayAgreementFinding, 1);
  part->finding->finding = finding;
  g_hash_table_insert (parts, (gpointer) finding, part);
  return part->finding;
}

static gboolean
is_part (const AssayFinding *finding)
{
  return (finding->kind == ASSAY_SLICE_COLUMN || is_where (finding->kind)) && !finding->is_too_small;
}

/* Counts of one key's tables, into the parts that are its slices. */
static gboolean
walk_key (const AssayJudging  *judging,
          const AssaySliceKey *key,
          GHashTable          *parts,
          guint                n_annotators)
{
  RatingsVisit visit = { .judging = judging, .key = key, .parts = parts };
  const AssayCountTable *table = ratings_table (judging->findings->counts, key, &visit);

  if (table != NULL)
    assay_count_table_foreach (table, visit_ratings, &visit);
  walk_pairs (&visit, n_annotators);
  return table != NULL;
}

void
assay_judging_annotators (AssayJudging *judging)
{
  AssayFindings *findings = judging->findings;
  const AssaySliceKey whole = { .kind = ASSAY_SLICE_WHOLE };
  const AssayAxis *axis = assay_counts_axis (findings->counts, ASSAY_AXIS_RATINGS, NULL);
  g_autoptr (GHashTable) parts = g_hash_table_new_full (NULL, NULL, NULL, part_free);
  g_auto (Multisets) multisets = { 0 };

  if (findings->plan->annotators[0] == NULL)
    return;
  AssayAnnotatorFindings *self = findings->annotators = g_new0 (AssayAnnotatorFindings, 1);
  self->names = findings->plan->annotators;
  self->n_annotators = g_strv_length (findings->plan->annotators);
  self->parts = g_ptr_array_new_with_free_func (agreement_free);
  self->whole = add_part (parts, findings->whole);
  for (guint i = 0; i < judging->slices->len; i++)
    {
      const AssayFinding *slice = g_array_index (judging->slices, AssayCodedSlice, i).finding;
      if (is_part (slice))
        g_ptr_array_add (self->parts, add_part (parts, slice));
    }
  if (axis != NULL)
    multisets_init (&multisets, axis, findings->counts);
  self->has_ratings = walk_key (judging, &whole, parts, self->n_annotators);
  for (guint i = 0; i < judging->keys->len; i++)
    if (g_array_index (judging->keys, AssaySliceKey, i).n_axes == 1)
      walk_key (judging, &g_array_index (judging->keys, AssaySliceKey, i), parts, self->n_annotators);
  Work work = { findings, axis != NULL ? &multisets : NULL, parts };
  assay_judging_whole_and_slices (findings, work_out_part, &work);
  work_out_each (&work, self);
}

const AssayAgreementFinding *
assay_findings_agreement (const AssayFindings *self,
                          const AssayFinding  *finding)
{
  if (self->annotators == NULL)
    return NULL;
  if (finding == self->whole)
    return self->annotators->whole;
  for (guint i = 0; i < self->annotators->parts->len; i++)
    {
      const AssayAgreementFinding *part = self->annotators->parts->pdata[i];
      if (part->finding == finding)
        return part;
    }
  return NULL;
}
