/* rated-rows.h: rows with what each annotator said, counted as patterns, tables of pairs and of one annotator. */
#pragma once

#include "measure/agreement.h"

#include <string.h>

#define NOT_RATED (-1)

/* said[row * n_annotators + annotator]: a class or NOT_RATED. labels, predictions (nullable): a class or
 * ASSAY_NO_CLASS. */
typedef struct
{
  guint   n_classes, n_rows, n_annotators;
  gint   *said;
  guint  *labels, *predictions;
  double *values; /* (nullable) */
} RatedRows;

/* Patterns in the order of first sight. */
typedef struct
{
  AssayRatings ratings;
  GArray      *offsets, *of_pattern, *rows, *cell_offsets, *cells;
  guint       *pattern_of; /* n_rows */
} Rated;

static inline RatedRows
rated_rows_new (guint n_classes,
                guint n_rows,
                guint n_annotators)
{
  RatedRows self = { n_classes, n_rows, n_annotators, g_new (gint, (gsize) n_rows * n_annotators + 1) };

  for (gsize i = 0; i < (gsize) n_rows * n_annotators; i++)
    self.said[i] = NOT_RATED;
  return self;
}

static inline void
rated_rows_clear (RatedRows *self)
{
  g_free (self->said);
  g_free (self->labels);
  g_free (self->predictions);
  g_free (self->values);
  *self = (RatedRows) { 0 };
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RatedRows, rated_rows_clear)

static inline guint
rated_pattern (Rated      *self,
               GHashTable *known,
               const guint *counts,
               guint       n_classes)
{
  g_autoptr (GString) key = g_string_new (NULL);
  gpointer at;

  for (guint class = 0; class < n_classes; class++)
    if (counts[class] > 0)
      g_string_append_printf (key, "%u:%u,", class, counts[class]);
  if (g_hash_table_lookup_extended (known, key->str, NULL, &at))
    return GPOINTER_TO_UINT (at);
  for (guint class = 0; class < n_classes; class++)
    if (counts[class] > 0)
      g_array_append_val (self->of_pattern, ((AssayRating) { class, counts[class] }));
  g_array_append_val (self->offsets, self->of_pattern->len);
  g_array_append_val (self->rows, ((guint64) { 0 }));
  g_hash_table_insert (known, g_strdup (key->str), GUINT_TO_POINTER (self->rows->len - 1));
  return self->rows->len - 1;
}

static inline void
rated_cells (Rated           *self,
             const RatedRows *rows)
{
  self->cell_offsets = g_array_new (FALSE, TRUE, sizeof (guint));
  self->cells = g_array_new (FALSE, FALSE, sizeof (AssayMatrixCell));
  for (guint pattern = 0; pattern < self->rows->len; pattern++)
    {
      const guint first = self->cells->len;

      g_array_append_val (self->cell_offsets, first);
      for (guint row = 0; row < rows->n_rows; row++)
        if (self->pattern_of[row] == pattern)
          {
            guint at = first;

            while (at < self->cells->len
                   && (g_array_index (self->cells, AssayMatrixCell, at).label != rows->labels[row]
                       || g_array_index (self->cells, AssayMatrixCell, at).prediction != rows->predictions[row]))
              at++;
            if (at == self->cells->len)
              g_array_append_val (self->cells, ((AssayMatrixCell) { rows->labels[row], rows->predictions[row], 0 }));
            g_array_index (self->cells, AssayMatrixCell, at).n++;
          }
    }
  g_array_append_val (self->cell_offsets, self->cells->len);
  self->ratings.cell_offsets = (const guint *) self->cell_offsets->data;
  self->ratings.cells = (const AssayMatrixCell *) self->cells->data;
}

static inline void
rated_init (Rated           *self,
            const RatedRows *rows)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree guint *counts = g_new (guint, rows->n_classes + 1);

  *self = (Rated) { .offsets = g_array_new (FALSE, TRUE, sizeof (guint)),
                    .of_pattern = g_array_new (FALSE, FALSE, sizeof (AssayRating)),
                    .rows = g_array_new (FALSE, FALSE, sizeof (guint64)),
                    .pattern_of = g_new (guint, rows->n_rows + 1) };
  g_array_append_val (self->offsets, ((guint) { 0 }));
  for (guint row = 0; row < rows->n_rows; row++)
    {
      memset (counts, 0, rows->n_classes * sizeof *counts);
      for (guint i = 0; i < rows->n_annotators; i++)
        if (rows->said[(gsize) row * rows->n_annotators + i] != NOT_RATED)
          counts[rows->said[(gsize) row * rows->n_annotators + i]]++;
      self->pattern_of[row] = rated_pattern (self, known, counts, rows->n_classes);
      g_array_index (self->rows, guint64, self->pattern_of[row])++;
    }
  self->ratings = (AssayRatings) { rows->n_classes, rows->values, self->rows->len,
                                   (const guint *) self->offsets->data, (const AssayRating *) self->of_pattern->data,
                                   (const guint64 *) self->rows->data };
  if (rows->labels != NULL)
    rated_cells (self, rows);
}

static inline void
rated_clear (Rated *self)
{
  g_clear_pointer (&self->offsets, g_array_unref);
  g_clear_pointer (&self->of_pattern, g_array_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->cell_offsets, g_array_unref);
  g_clear_pointer (&self->cells, g_array_unref);
  g_free (self->pattern_of);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rated, rated_clear)

/* Wilson's ends of a share with variance v: the p with (p - share)² = z² p (1 - p)/m, m the rows that have this v. */
static inline void
rated_share_ends (double  share,
                  double  v,
                  double  z,
                  double *lo,
                  double *hi)
{
  const double m = share * (1 - share) / v, a = 1 + z * z / m, b = -2 * share - z * z / m, c = share * share;
  const double root = sqrt (b * b - 4 * a * c);

  *lo = MIN ((-b - root) / (2 * a), share);
  *hi = MAX ((-b + root) / (2 * a), share);
}

/* Of a mean difference of n rows with Σd and Σd², each of weight 1: two rows more, 1 and -1. */
static inline void
rated_difference_ends (guint64 n,
                       double  sum,
                       double  squares,
                       double  t,
                       double *lo,
                       double *hi)
{
  const double m = n + 2.0, centre = sum / m, v = (squares + 2 - m * centre * centre) / (m - 1) / m;

  *lo = CLAMP (centre - t * sqrt (v), -1, sum / n);
  *hi = CLAMP (centre + t * sqrt (v), sum / n, 1);
}

/* Random rows: the truth is a class, each annotator says it with `right`, else any; each rating is there with
 * `there`. */
static inline RatedRows
rated_rows_random (guint  n_classes,
                   guint  n_rows,
                   guint  n_annotators,
                   double right,
                   double there)
{
  RatedRows self = rated_rows_new (n_classes, n_rows, n_annotators);

  for (guint row = 0; row < n_rows; row++)
    {
      const gint truth = g_test_rand_int_range (0, (gint) n_classes);

      for (guint i = 0; i < n_annotators; i++)
        if (g_test_rand_double () < there)
          self.said[row * n_annotators + i] =
            g_test_rand_double () < right ? truth : g_test_rand_int_range (0, (gint) n_classes);
    }
  return self;
}
