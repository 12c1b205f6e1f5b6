/* sample.h: small sets of rows for the tests of src/judge, counted one row at a time.
 *
 *   sample_init (&sample, "race: Black;White | label: 0;1 | prediction: 0;1 | old=baseline: 0;1 | old people=where: 0;1")
 *   sample_add (&sample, "Black 1 0 1 0", 12)     twelve such rows; - is missing
 *   judged_init (&judged, &sample, "", "columns=race", "[check A]\nmeasure=recall\nat-least=0.7")
 *   judged.findings
 */
#pragma once

#include "judge/judge-private.h"

#include <string.h>

#define SAMPLE_MOST_AXES 8

typedef struct
{
  guint   codes[SAMPLE_MOST_AXES];
  guint64 count;
} SampleRow;

typedef struct
{
  guint      n_axes;
  AssayAxis *axes[SAMPLE_MOST_AXES];
  GArray    *rows; /* of SampleRow */
} Sample;

static inline AssayAxisKind
sample_kind (const char *word)
{
  static const struct
  {
    const char   *word;
    AssayAxisKind kind;
  } kinds[] = {
    { "label", ASSAY_AXIS_LABEL },       { "prediction", ASSAY_AXIS_PREDICTION }, { "baseline", ASSAY_AXIS_BASELINE },
    { "where", ASSAY_AXIS_WHERE },       { "scored", ASSAY_AXIS_SCORED },         { "bins", ASSAY_AXIS_BINS },
    { "tag", ASSAY_AXIS_TAG },           { "set", ASSAY_AXIS_TAG_SET },           { "reviewed", ASSAY_AXIS_REVIEWED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].word, word) == 0)
      return kinds[i].kind;
  return ASSAY_AXIS_SLICE;
}

/* "race: Black;White", "old=baseline: 0;1", "label: 0;1" */
static inline AssayAxis *
sample_axis (const char *text)
{
  g_auto (GStrv) halves = g_strsplit (text, ": ", 2);
  g_auto (GStrv) name = g_strsplit (g_strstrip (halves[0]), "=", 2);
  g_auto (GStrv) values = g_strsplit (g_strstrip (halves[1]), ";", -1);
  const guint n = g_strv_length (values);
  g_autofree const char **coded = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    coded[i + 1] = values[i];
  return assay_axis_new (name[0], sample_kind (name[1] != NULL ? name[1] : name[0]), n + 1, coded);
}

static inline void
sample_init (Sample     *self,
             const char *axes)
{
  g_auto (GStrv) texts = g_strsplit (axes, " | ", -1);

  self->rows = g_array_new (FALSE, TRUE, sizeof (SampleRow));
  for (self->n_axes = 0; texts[self->n_axes] != NULL; self->n_axes++)
    self->axes[self->n_axes] = sample_axis (texts[self->n_axes]);
}

static inline void
sample_clear (Sample *self)
{
  for (guint i = 0; i < self->n_axes; i++)
    assay_axis_unref (self->axes[i]);
  g_array_unref (self->rows);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

static inline void
sample_add (Sample     *self,
            const char *values,
            guint64     count)
{
  g_auto (GStrv) words = g_strsplit (values, " ", -1);
  SampleRow row = { .count = count };

  g_assert_cmpuint (g_strv_length (words), ==, self->n_axes);
  for (guint i = 0; i < self->n_axes; i++)
    {
      row.codes[i] = strcmp (words[i], "-") == 0 ? 0 : assay_axis_find (self->axes[i], words[i]);
      g_assert_true (row.codes[i] > 0 || strcmp (words[i], "-") == 0);
    }
  g_array_append_val (self->rows, row);
}

/* tp, fp, fn, tn rows of a slice in a sample whose axes are the slice column, label, prediction. */
static inline void
sample_add_matrix (Sample     *self,
                   const char *slice,
                   guint64     tp,
                   guint64     fp,
                   guint64     fn,
                   guint64     tn)
{
  const struct
  {
    const char *cell;
    guint64     count;
  } cells[] = { { "1 1", tp }, { "0 1", fp }, { "1 0", fn }, { "0 0", tn } };

  for (guint i = 0; i < 4; i++)
    if (cells[i].count > 0)
      {
        g_autofree char *row = g_strdup_printf ("%s %s", slice, cells[i].cell);
        sample_add (self, row, cells[i].count);
      }
}

static inline guint
sample_find (const Sample *self,
             AssayAxisKind kind,
             const char   *name)
{
  for (guint i = 0; i < self->n_axes; i++)
    if (self->axes[i]->kind == kind && (name == NULL || strcmp (self->axes[i]->name, name) == 0))
      return i;
  return G_MAXUINT;
}

/* The table over the axes at these positions, row by row. */
static inline AssayCountTable *
sample_table (const Sample *self,
              const guint  *at,
              guint         n)
{
  g_autofree guint64 *cells = g_new0 (guint64, self->rows->len + 1), *rows = g_new0 (guint64, self->rows->len + 1);
  AssayAxis *axes[SAMPLE_MOST_AXES];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    axes[i] = self->axes[at[i]];
  for (guint r = 0; r < self->rows->len; r++)
    {
      const SampleRow *row = &g_array_index (self->rows, SampleRow, r);

      rows[r] = row->count;
      for (guint i = 0; i < n; i++)
        cells[r] = cells[r] * axes[i]->n_codes + row->codes[at[i]];
    }
  AssayCountTable *table = assay_count_table_from_pairs (axes, n, cells, rows, self->rows->len, &error);
  g_assert_no_error (error);
  return table;
}

static inline void
sample_add_tables (const Sample *self,
                   AssayCounts  *counts,
                   const guint  *key,
                   guint         n_key)
{
  guint at[SAMPLE_MOST_AXES];
  gboolean has_baseline = FALSE;

  for (guint i = 0; i < n_key; i++)
    at[i] = key[i];
  at[n_key] = sample_find (self, ASSAY_AXIS_LABEL, NULL);
  at[n_key + 1] = sample_find (self, ASSAY_AXIS_PREDICTION, NULL);
  for (guint i = 0; i < self->n_axes; i++)
    if (self->axes[i]->kind == ASSAY_AXIS_BASELINE)
      {
        at[n_key + 2] = i;
        g_ptr_array_add (counts->tables, sample_table (self, at, n_key + 3));
        has_baseline = TRUE;
      }
  if (!has_baseline)
    g_ptr_array_add (counts->tables, sample_table (self, at, n_key + 2));
}

static inline void
sample_add_cross (const Sample     *self,
                  AssayCounts      *counts,
                  const AssayCross *cross)
{
  guint key[SAMPLE_MOST_AXES];

  for (guint i = 0; i < cross->n_columns; i++)
    {
      key[i] = sample_find (self, ASSAY_AXIS_SLICE, cross->columns[i]);
      if (key[i] == G_MAXUINT)
        return;
    }
  sample_add_tables (self, counts, key, cross->n_columns);
}

/* Of every tag, of reviewed rows of it, and of the sets of tags. */
static inline void
sample_add_tags (const Sample *self,
                 AssayCounts  *counts)
{
  const guint reviewed = sample_find (self, ASSAY_AXIS_REVIEWED, NULL);

  for (guint i = 0; i < self->n_axes; i++)
    {
      const guint with_review[] = { reviewed, i, sample_find (self, ASSAY_AXIS_LABEL, NULL),
                                    sample_find (self, ASSAY_AXIS_PREDICTION, NULL) };
      if (self->axes[i]->kind == ASSAY_AXIS_TAG && reviewed != G_MAXUINT)
        g_ptr_array_add (counts->tables, sample_table (self, with_review, G_N_ELEMENTS (with_review)));
      if (self->axes[i]->kind == ASSAY_AXIS_TAG || self->axes[i]->kind == ASSAY_AXIS_TAG_SET)
        sample_add_tables (self, counts, &i, 1);
    }
}

static inline AssayCounts *
sample_counts (const Sample    *self,
               const AssayPlan *plan)
{
  AssayCounts *counts = assay_counts_new ();
  const AssayAxis *label = self->axes[sample_find (self, ASSAY_AXIS_LABEL, NULL)];

  for (guint i = 0; i < self->n_axes; i++)
    g_ptr_array_add (counts->axes, assay_axis_ref (self->axes[i]));
  for (guint r = 0; r < self->rows->len; r++)
    counts->n_rows += g_array_index (self->rows, SampleRow, r).count;
  counts->n_classes = label->n_codes - 1;
  counts->classes = g_new0 (char *, counts->n_classes + 1);
  for (guint i = 0; i < counts->n_classes; i++)
    counts->classes[i] = g_strdup (label->values[i + 1]);
  counts->positive = MIN (assay_axis_find (label, "1") - 1, counts->n_classes); /* no "1": no positive class */

  sample_add_tables (self, counts, NULL, 0);
  for (guint i = 0; i < plan->columns->len; i++)
    sample_add_cross (self, counts, g_ptr_array_index (plan->columns, i));
  for (guint i = 0; i < plan->crosses->len; i++)
    sample_add_cross (self, counts, g_ptr_array_index (plan->crosses, i));
  for (guint i = 0; i < plan->fairness.controlled->len; i++)
    sample_add_cross (self, counts, g_ptr_array_index (plan->fairness.controlled, i));
  for (guint i = 0; i < plan->named->len; i++)
    {
      const AssayNamedSlice *named = g_ptr_array_index (plan->named, i);
      const guint at = sample_find (self, ASSAY_AXIS_WHERE, named->name);
      if (at != G_MAXUINT)
        sample_add_tables (self, counts, &at, 1);
    }
  sample_add_tags (self, counts);
  return counts;
}

/* A plan with [data] settled, lines of [slices], and further sections. */
static inline AssayPlan *
sample_plan (const char *data,
             const char *slices,
             const char *sections)
{
  g_autofree char *text = g_strdup_printf ("[data]\nfiles=x.csv\nlabel=label\nprediction=prediction\npositive=1\n%s\n"
                                           "[slices]\n%s\n%s\n", data, slices, sections);
  g_autoptr (GError) error = NULL;
  AssayPlan *plan = assay_plan_parse (text, strlen (text), "plan.ini", &error);

  g_assert_no_error (error);
  return plan;
}

/* Plan, counts and findings that belong together. */
typedef struct
{
  AssayPlan     *plan;
  AssayCounts   *counts;
  AssayFindings *findings;
} Judged;

static inline void
judged_clear (Judged *self)
{
  assay_findings_free (self->findings);
  assay_counts_free (self->counts);
  assay_plan_free (self->plan);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Judged, judged_clear)

static inline void
judged_init (Judged       *self,
             const Sample *sample,
             const char   *data,
             const char   *slices,
             const char   *sections)
{
  g_autoptr (GError) error = NULL;

  self->plan = sample_plan (data, slices, sections);
  self->counts = sample_counts (sample, self->plan);
  self->findings = assay_findings_new (self->plan, self->counts, &error);
  g_assert_no_error (error);
}

/* (transfer full) Why there are no findings. */
static inline char *
judged_failure (const Sample *sample,
                const char   *data,
                const char   *slices,
                const char   *sections)
{
  AssayPlan *plan = sample_plan (data, slices, sections);
  AssayCounts *counts = sample_counts (sample, plan);
  g_autoptr (GError) error = NULL;

  g_assert_null (assay_findings_new (plan, counts, &error));
  g_assert_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN);
  assay_counts_free (counts);
  assay_plan_free (plan);
  return g_strdup (error->message);
}

static inline AssayFinding *
judged_slice (const Judged *self,
              const char   *text)
{
  for (guint i = 0; i < self->findings->slices->len; i++)
    {
      AssayFinding *slice = g_ptr_array_index (self->findings->slices, i);
      if (strcmp (slice->text, text) == 0)
        return slice;
    }
  g_error ("no slice %s", text);
}

static inline const AssayAgainstRest *
judged_rest (const Judged *self,
             const char   *slice,
             const char   *measure)
{
  for (guint i = 0; i < self->findings->n_tested; i++)
    if (strcmp (self->findings->measures[self->findings->tested[i]].name, measure) == 0)
      return &judged_slice (self, slice)->rest[i];
  g_error ("%s is not tested", measure);
}

static inline const AssayCheckFinding *
judged_check (const Judged *self,
              guint         position)
{
  g_assert_cmpuint (position, <, self->findings->checks->len);
  return g_ptr_array_index (self->findings->checks, position);
}

static inline const AssayCheckResult *
judged_result (const AssayCheckFinding *check,
               guint                    position)
{
  g_assert_cmpuint (position, <, check->results->len);
  return g_ptr_array_index (check->results, position);
}
