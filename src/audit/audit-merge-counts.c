/* audit-merge-counts.c: from the counts of several audits to those of one over all their rows.
 *
 * Each axis becomes the one that a single scan would have made: every value that some part has, in canonical order.
 * Classes are chosen again from the names that rows really have, since a part with one class only makes up the other.
 * Then tables have equal axes and are added; none is looked into.
 */
#include "audit/audit-merge-private.h"

#include "audit/audit-classes.h"
#include "audit/audit-layout.h"

#include <string.h>

static gboolean
is_class_axis (const AssayAxis *axis)
{
  return axis->kind == ASSAY_AXIS_LABEL || axis->kind == ASSAY_AXIS_PREDICTION || axis->kind == ASSAY_AXIS_BASELINE
         || axis->kind == ASSAY_AXIS_ANNOTATOR;
}

/* Whether a score made its classes: then it has two, and theirs are the names of the label's. */
static gboolean
is_scored_axis (const AssayPlan *plan,
                const AssayAxis *axis)
{
  const AssayModel *model = axis->kind == ASSAY_AXIS_BASELINE ? assay_plan_model (plan, axis->name) : NULL;

  return (axis->kind == ASSAY_AXIS_PREDICTION && plan->prediction == NULL) || (model != NULL && model->score != NULL);
}

static AssayCounts *
counts_of (const AssayMerging *self,
           guint               part)
{
  return self->parts[part].parts.counts;
}

AssayAxis *
assay_merging_axis (const AssayMerging *self,
                    guint               part,
                    guint               position)
{
  const AssayAxis *axis = counts_of (self, 0)->axes->pdata[position];

  return assay_counts_axis (counts_of (self, part), axis->kind, axis->name);
}

guint
assay_merging_position (const AssayMerging *self,
                        const AssayAxis    *axis)
{
  for (guint i = 0; i < self->whole->axes->len; i++)
    {
      const AssayAxis *other = self->whole->axes->pdata[i];
      if (other->kind == axis->kind && strcmp (other->name, axis->name) == 0)
        return i;
    }
  return G_MAXUINT;
}

/* --- classes -------------------------------------------------------------------------------------------------- */

typedef struct
{
  const AssayCountTable *table;
  const gboolean        *is_scored; /* by axis of the table */
  GHashTable            *seen;      /* set of the axes' values */
  GPtrArray             *labels;    /* of char*: those of the label, each once */
} ClassVisit;

static void
visit_classes (const guint *codes,
               guint64      count,
               gpointer     data)
{
  ClassVisit *visit = data;

  for (guint i = 0; i < visit->table->n_axes; i++)
    if (!visit->is_scored[i] && codes[i] != 0)
      {
        char *value = visit->table->axes[i]->values[codes[i]];

        g_hash_table_add (visit->seen, value);
        if (visit->table->axes[i]->kind == ASSAY_AXIS_LABEL)
          assay_classes_add (visit->labels, value);
      }
}

/* The classes that rows of the part have, made up ones left out; in its own order. */
static void
add_classes (const AssayMerging *self,
             const AssayCounts  *counts,
             GPtrArray          *names,
             GPtrArray          *labels)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint t = 0; t < counts->tables->len; t++)
    {
      const AssayCountTable *table = counts->tables->pdata[t];
      gboolean is_scored[ASSAY_MAX_AXES] = { FALSE }, is_whole = TRUE;
      for (guint i = 0; i < table->n_axes; i++)
        {
          is_whole = is_whole && is_class_axis (table->axes[i]);
          is_scored[i] = is_scored_axis (self->plan, table->axes[i]);
        }
      if (is_whole)
        assay_count_table_foreach (table, visit_classes, &(ClassVisit) { table, is_scored, seen, labels });
    }
  for (guint i = 0; i < counts->n_classes; i++)
    if (g_hash_table_contains (seen, counts->classes[i]))
      assay_classes_add (names, counts->classes[i]);
}

/* Parts that each had a positive class do not make a set in which none has. */
static gboolean
check_positive (const AssayMerging *self,
                const AssayClasses *classes,
                GError            **error)
{
  for (guint part = 0; classes->positive == classes->n && part < self->n_parts; part++)
    if (counts_of (self, part)->positive < counts_of (self, part)->n_classes)
      {
        g_autofree char *list = g_strjoinv ("', '", classes->names);
        g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
                     "which class is the positive one cannot be told; the classes are '%s': set positive= to one of them",
                     list);
        return FALSE;
      }
  return TRUE;
}

static gboolean
choose_classes (const AssayMerging *self,
                AssayClasses       *classes,
                GError            **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  const AssayCounts *first = counts_of (self, 0);
  gboolean has_score = FALSE;

  for (guint i = 0; i < first->axes->len; i++)
    has_score = has_score || is_scored_axis (self->plan, first->axes->pdata[i]);
  for (guint part = 0; part < self->n_parts; part++)
    add_classes (self, counts_of (self, part), names, labels);
  if (!assay_classes_choose (classes, names, labels->len, self->plan, has_score, error))
    return FALSE;
  if (check_positive (self, classes, error))
    return TRUE;
  assay_classes_clear (classes);
  return FALSE;
}

static guint
class_code (const AssayClasses *classes,
            const char         *name)
{
  for (guint i = 0; i < classes->n; i++)
    if (strcmp (classes->names[i], name) == 0)
      return i + 1;
  return 0; /* a made up class of a part, which no row has */
}

static guint *
class_map (const AssayClasses *classes,
           const AssayCounts  *counts,
           gboolean            is_scored)
{
  guint *map = g_new0 (guint, counts->n_classes + 1);

  for (guint i = 0; i < counts->n_classes; i++)
    if (is_scored)
      map[i + 1] = MIN (i == counts->positive ? classes->positive : classes->negative, classes->n - 1) + 1;
    else
      map[i + 1] = class_code (classes, counts->classes[i]);
  return map;
}

/* --- axes ----------------------------------------------------------------------------------------------------- */

static AssayAxis *
class_axis (const AssayMerging *self,
            const AssayClasses *classes,
            guint               position)
{
  const AssayAxis *first = counts_of (self, 0)->axes->pdata[position];
  g_autofree const char **values = g_new0 (const char *, classes->n + 2);

  for (guint i = 0; i < classes->n; i++)
    values[i + 1] = classes->names[i];
  for (guint part = 0; part < self->n_parts; part++)
    self->maps[part][position] = class_map (classes, counts_of (self, part), is_scored_axis (self->plan, first));
  return assay_axis_new (first->name, first->kind, classes->n + 1, values);
}

/* The first part whose bins have edges speaks for those before it. */
static gboolean
check_edges (const AssayMerging *self,
             AssayAxis *const   *axes,
             GError            **error)
{
  guint known = 0, n_edges = 0;

  for (guint part = 0; part < self->n_parts; part++)
    {
      if (!assay_axis_check_edges (axes[known], axes[part], error))
        {
          g_prefix_error (error, "%s and %s do not add up: ", self->parts[known].name, self->parts[part].name);
          if (error != NULL)
            {
              char *message = g_strconcat ((*error)->message, "; audit the second with edges-from= the first", NULL);
              g_free ((*error)->message);
              (*error)->message = message;
            }
          return FALSE;
        }
      g_autofree double *edges = assay_axis_edges (axes[known], &n_edges);
      known = edges == NULL ? part : known;
    }
  return TRUE;
}

/* The tags stand in the plan's order, which is the same in all parts. */
static AssayAxis *
tags_axis (const AssayMerging *self,
           guint               position,
           GError            **error)
{
  AssayAxis *first = assay_merging_axis (self, 0, position);

  for (guint part = 0; part < self->n_parts; part++)
    {
      if (!assay_axis_equal (assay_merging_axis (self, part, position), first))
        {
          g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_MERGE,
                       "%s and %s have other tags; a section [tag NAME] for each tag of the list lets every audit count it",
                       self->parts[0].name, self->parts[part].name);
          return NULL;
        }
      guint *map = self->maps[part][position] = g_new (guint, first->n_codes);
      for (guint code = 0; code < first->n_codes; code++)
        map[code] = code;
    }
  return assay_axis_ref (first);
}

static gboolean
is_of_combinations (const AssayAxis *axis)
{
  return axis->kind == ASSAY_AXIS_TAG_SET || axis->kind == ASSAY_AXIS_RATINGS;
}

/* Whether some table of a part is over the axis: else it had more combinations than an axis has room for. */
static gboolean
is_counted (const AssayCounts *counts,
            const AssayAxis   *axis)
{
  for (guint t = 0; t < counts->tables->len; t++)
    {
      const AssayCountTable *table = counts->tables->pdata[t];
      for (guint i = 0; i < table->n_axes; i++)
        if (table->axes[i] == axis)
          return TRUE;
    }
  return FALSE;
}

/* (transfer full) The tags, or the annotators' labels, of a row together: an axis without values when a part has lost its
 * own, or all together are too many; the tables over it then go, as in one audit of all rows. */
static AssayAxis *
combinations_axis (const AssayMerging *self,
                   guint               position)
{
  static const char *const none[] = { NULL };
  g_autofree AssayAxis **axes = g_new0 (AssayAxis *, self->n_parts);
  g_autofree guint **maps = g_new0 (guint *, self->n_parts);
  gboolean is_lost = FALSE;

  for (guint part = 0; part < self->n_parts; part++)
    {
      axes[part] = assay_merging_axis (self, part, position);
      is_lost = is_lost || !is_counted (counts_of (self, part), axes[part]);
    }
  AssayAxis *axis = is_lost ? NULL : assay_axis_union (axes, self->n_parts, maps, NULL);
  for (guint part = 0; part < self->n_parts; part++)
    self->maps[part][position] = axis != NULL ? maps[part] : g_new0 (guint, axes[part]->n_codes);
  if (axis != NULL)
    return axis;
  if (!is_lost) /* else the part says so */
    g_ptr_array_add (self->notes, g_strdup (axes[0]->kind == ASSAY_AXIS_TAG_SET ? ASSAY_NOTE_TAG_SETS : ASSAY_NOTE_RATINGS));
  return assay_axis_new (axes[0]->name, axes[0]->kind, 1, none);
}

static AssayAxis *
union_axis (const AssayMerging *self,
            guint               position,
            GError            **error)
{
  if (((const AssayAxis *) counts_of (self, 0)->axes->pdata[position])->kind == ASSAY_AXIS_TAGS)
    return tags_axis (self, position, error);
  if (is_of_combinations (counts_of (self, 0)->axes->pdata[position]))
    return combinations_axis (self, position);
  g_autofree AssayAxis **axes = g_new0 (AssayAxis *, self->n_parts);
  g_autofree guint **maps = g_new0 (guint *, self->n_parts);

  for (guint part = 0; part < self->n_parts; part++)
    axes[part] = assay_merging_axis (self, part, position);
  AssayAxis *axis = check_edges (self, axes, error) ? assay_axis_union (axes, self->n_parts, maps, error) : NULL;
  for (guint part = 0; part < self->n_parts; part++)
    self->maps[part][position] = maps[part];
  return axis;
}

/* A list has the tags that its rows have. */
static gboolean
has_other_tags (const AssayCounts *a,
                const AssayCounts *b)
{
  const AssayAxis *left = assay_counts_axis (a, ASSAY_AXIS_TAGS, NULL), *right = assay_counts_axis (b, ASSAY_AXIS_TAGS, NULL);

  return (left == NULL) != (right == NULL) || (left != NULL && !assay_axis_equal (left, right));
}

/* The plans are the same, but a plan may have its crossings or baselines counted otherwise by a later version. */
static gboolean
check_same_axes (const AssayMerging *self,
                 GError            **error)
{
  const AssayCounts *first = counts_of (self, 0);

  for (guint part = 1; part < self->n_parts; part++)
    {
      gboolean is_same = counts_of (self, part)->axes->len == first->axes->len;
      for (guint i = 0; is_same && i < first->axes->len; i++)
        is_same = assay_merging_axis (self, part, i) != NULL;
      if (!is_same)
        {
          if (has_other_tags (counts_of (self, part), first))
            g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_MERGE,
                         "%s and %s have other tags; a section [tag NAME] for each tag of the list lets every audit count it",
                         self->parts[0].name, self->parts[part].name);
          else
            g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_MERGE,
                       "%s and %s have other axes, so that their tables do not add up; audit both with one version of "
                       "assay",
                       self->parts[0].name, self->parts[part].name);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
make_axes (AssayMerging       *self,
           const AssayClasses *classes,
           GError            **error)
{
  const GPtrArray *axes = counts_of (self, 0)->axes;

  for (guint i = 0; i < axes->len; i++)
    {
      AssayAxis *axis = is_class_axis (axes->pdata[i]) ? class_axis (self, classes, i) : union_axis (self, i, error);
      if (axis == NULL)
        return FALSE;
      g_ptr_array_add (self->whole->axes, axis);
    }
  return TRUE;
}

/* --- tables --------------------------------------------------------------------------------------------------- */

AssayCountTable *
assay_merging_remap (const AssayMerging    *self,
                     guint                  part,
                     const AssayCountTable *table,
                     GError               **error)
{
  AssayCountTable *mapped = NULL;

  for (guint i = 0; i < table->n_axes; i++)
    {
      guint position = assay_merging_position (self, table->axes[i]);
      AssayAxis *axis = self->whole->axes->pdata[position];
      AssayCountTable *next = assay_count_table_remap (mapped != NULL ? mapped : table, i, axis, self->maps[part][position],
                                                       error);
      assay_count_table_free (mapped);
      mapped = next;
      if (mapped == NULL)
        return NULL;
    }
  return mapped;
}

gboolean
assay_merging_add (AssayCountTable **sum,
                   AssayCountTable  *table,
                   GError          **error)
{
  gboolean is_added = table != NULL;

  if (*sum == NULL)
    {
      *sum = table;
      return is_added;
    }
  is_added = is_added && assay_count_table_merge (*sum, table, error);
  assay_count_table_free (table);
  return is_added;
}

/* (transfer none) (nullable) The table over axes of the same names. */
static const AssayCountTable *
find_table (const AssayCounts     *counts,
            const AssayCountTable *like)
{
  for (guint t = 0; t < counts->tables->len; t++)
    {
      const AssayCountTable *table = counts->tables->pdata[t];
      gboolean is_same = table->n_axes == like->n_axes;
      for (guint i = 0; is_same && i < like->n_axes; i++)
        is_same = table->axes[i]->kind == like->axes[i]->kind
                  && strcmp (table->axes[i]->name, like->axes[i]->name) == 0;
      if (is_same)
        return table;
    }
  return NULL;
}

/* Tables over combinations are not there when a part, or all parts together, have too many of them. */
static gboolean
is_dropped (const AssayMerging    *self,
            const AssayCountTable *first)
{
  for (guint i = 0; i < first->n_axes; i++)
    if (is_of_combinations (first->axes[i])
        && ((const AssayAxis *) self->whole->axes->pdata[assay_merging_position (self, first->axes[i])])->n_codes == 1
        && first->axes[i]->n_codes > 1)
      return TRUE;
  return FALSE;
}

/* (transfer full) */
static AssayCountTable *
add_up (const AssayMerging    *self,
        const AssayCountTable *first,
        GError               **error)
{
  g_autoptr (AssayCountTable) sum = NULL;

  for (guint part = 0; part < self->n_parts; part++)
    {
      const AssayCountTable *table = find_table (counts_of (self, part), first);
      if (table == NULL)
        {
          g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_MERGE, "%s lacks a table that %s has; audit both "
                       "with one version of assay", self->parts[part].name, self->parts[0].name);
          return NULL;
        }
      if (!assay_merging_add (&sum, assay_merging_remap (self, part, table, error), error))
        {
          g_prefix_error (error, "%s and %s: ", self->parts[0].name, self->parts[part].name);
          return NULL;
        }
    }
  return g_steal_pointer (&sum);
}

gboolean
assay_merging_is_twins (const AssayCountTable *table)
{
  for (guint i = 0; i < table->n_axes; i++)
    if (table->axes[i]->kind != ASSAY_AXIS_SLICE && table->axes[i]->kind != ASSAY_AXIS_BINS
        && table->axes[i]->kind != ASSAY_AXIS_WHERE)
      return FALSE;
  return table->n_axes == 2;
}

static gboolean
add_tables (AssayMerging *self,
            GError      **error)
{
  const GPtrArray *tables = counts_of (self, 0)->tables;

  for (guint t = 0; t < tables->len; t++)
    {
      if (assay_merging_is_twins (tables->pdata[t]) || is_dropped (self, tables->pdata[t]))
        continue;
      AssayCountTable *sum = add_up (self, tables->pdata[t], error);
      if (sum == NULL)
        return FALSE;
      g_ptr_array_add (self->whole->tables, sum);
    }
  return TRUE;
}

/* --- the whole ------------------------------------------------------------------------------------------------ */

static gboolean
sum_rows (AssayMerging *self,
          GError      **error)
{
  for (guint part = 0; part < self->n_parts; part++)
    {
      if (counts_of (self, part)->n_rows > G_MAXINT64 - self->whole->n_rows)
        {
          g_set_error_literal (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_MERGE,
                               "together they have more than 2^63 rows");
          return FALSE;
        }
      self->whole->n_rows += counts_of (self, part)->n_rows;
    }
  return TRUE;
}

static void
take_classes (AssayCounts  *whole,
              AssayClasses *classes)
{
  whole->classes = g_steal_pointer (&classes->names);
  whole->n_classes = classes->n;
  whole->positive = classes->positive;
  whole->positive_why = g_steal_pointer (&classes->why);
  assay_classes_clear (classes);
}

static void
free_maps (AssayMerging *self)
{
  for (guint part = 0; part < self->n_parts; part++)
    {
      for (guint i = 0; i < counts_of (self, 0)->axes->len; i++)
        g_free (self->maps[part][i]);
      g_free (self->maps[part]);
    }
  g_free (self->maps);
}

AssayCounts *
assay_merge_counts (const AssayPlan      *plan,
                    const AssayMergePart *parts,
                    guint                 n_parts,
                    GPtrArray            *notes,
                    GError              **error)
{
  g_autoptr (AssayCounts) whole = assay_counts_new ();
  AssayMerging self = { plan, parts, n_parts, whole, g_new0 (guint **, n_parts), notes };
  AssayClasses classes = { 0 };

  for (guint part = 0; part < n_parts; part++)
    self.maps[part] = g_new0 (guint *, counts_of (&self, 0)->axes->len + 1);
  gboolean is_ok = check_same_axes (&self, error) && choose_classes (&self, &classes, error)
                   && make_axes (&self, &classes, error);
  take_classes (whole, &classes);
  is_ok = is_ok && sum_rows (&self, error) && add_tables (&self, error);
  if (is_ok)
    assay_merging_twins (&self);
  free_maps (&self);
  return is_ok ? g_steal_pointer (&whole) : NULL;
}
