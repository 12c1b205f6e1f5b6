/* audit-classes.c: labels, predictions and baselines of one task share one class list (measures.md 0.5, 1). */
#include "audit-classes.h"
#include "audit.h"
#include "judge/moment-sets.h"

#include <stdlib.h>
#include <string.h>

/* Classes that are taken for the positive one, and what stands against each when it is alone. */
static const struct { const char *positive, *negative; } known[] = {
  { "1", "0" }, { "true", "false" }, { "yes", "no" }, { "y", "n" }, { "positive", "negative" }, { "pos", "neg" },
};

static gboolean
is_class_column (const AssayLayout *layout,
                 guint              column)
{
  return column < layout->first_slice && !assay_layout_column (layout, column)->is_score;
}

static int
compare_classes (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  double left = g_ascii_strtod (*(const char *const *) a, NULL), right = g_ascii_strtod (*(const char *const *) b, NULL);

  return left < right ? -1 : left > right ? 1 : compare_classes (a, b);
}

static gboolean
is_number (const char *text)
{
  char *end;

  g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && !g_ascii_isspace (*text);
}

static void
sort_names (GPtrArray *names)
{
  gboolean all_numbers = TRUE;

  for (guint i = 0; i < names->len; i++)
    all_numbers = all_numbers && is_number (names->pdata[i]);
  g_ptr_array_sort (names, all_numbers ? compare_numbers : compare_classes);
}

static void
collect (GPtrArray       *names,
         const AssayAxis *axis)
{
  for (guint code = 1; code < axis->n_codes; code++)
    assay_classes_add (names, axis->values[code]);
}

static gboolean
find_name (const GPtrArray *names,
           const char      *name,
           guint           *at)
{
  return g_ptr_array_find_with_equal_func ((GPtrArray *) names, name, g_str_equal, at);
}

/* "0, 1, maybe", cut to a readable length. (transfer full) */
static char *
list_names (const GPtrArray *names)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < names->len && i < 12; i++)
    g_string_append_printf (list, "%s'%s'", i > 0 ? ", " : "", (char *) names->pdata[i]);
  if (names->len > 12)
    g_string_append_printf (list, " and %u more", names->len - 12);
  return g_string_free (list, FALSE);
}

static char *
list_axis (const AssayAxis *axis)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  collect (names, axis);
  return list_names (names);
}

/* What a column's classes are compared with: the label's, or without a label those of all other columns. */
static void
collect_others (GPtrArray         *names,
                const AssayLayout *layout,
                const AssayScan   *scan,
                guint              column)
{
  if (layout->label != ASSAY_LAYOUT_NONE)
    collect (names, scan->axes[layout->label]);
  for (guint c = 0; layout->label == ASSAY_LAYOUT_NONE && c < layout->first_slice; c++)
    if (c != column && is_class_column (layout, c))
      collect (names, scan->axes[c]);
}

/* Labels and predictions with several classes each and none in common are of two spellings, not all wrong. */
static gboolean
check_common (const AssayLayout *layout,
              const AssayScan   *scan,
              guint              column,
              GError           **error)
{
  const AssayAxis *own = scan->axes[column];
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);

  collect_others (others, layout, scan, column);
  if (others->len < 2 || own->n_codes < 3)
    return TRUE;
  for (guint i = 0; i < others->len; i++)
    if (assay_axis_find (own, others->pdata[i]) != 0)
      return TRUE;
  g_autofree char *theirs = list_names (others), *classes = list_axis (own);
  g_autofree char *whose = layout->label != ASSAY_LAYOUT_NONE
                             ? g_strdup_printf ("the label '%s' has", scan->axes[layout->label]->name)
                             : g_strdup ("the other annotators have");
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
               "column '%s' has the classes %s, but %s %s: none in common; write both with the same names%s", own->name,
               classes, whose, theirs,
               own->kind == ASSAY_AXIS_ANNOTATOR ? "" : " (a probability goes into score= with threshold=)");
  return FALSE;
}

/* People who never both rated are no two people who can agree, but one of them saying nothing at all is a slip. */
static gboolean
check_annotators (const AssayLayout *layout,
                  const AssayScan   *scan,
                  GError           **error)
{
  for (guint c = layout->first_annotator; c < layout->first_annotator + layout->n_annotators; c++)
    if (scan->axes[c]->n_codes < 2)
      {
        g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
                     "annotator '%s' labelled no row: the column is missing in every row; take it out of annotators=",
                     scan->axes[c]->name);
        return FALSE;
      }
  return TRUE;
}

static guint
add_counterpart (GPtrArray  *names,
                 const char *name)
{
  g_ptr_array_add (names, g_strdup (name));
  return names->len - 1;
}

/* The one class present among the known ones; G_MAXUINT when there is none, names->len when there are several. */
static guint
find_known (const GPtrArray *names)
{
  guint found = G_MAXUINT;

  for (guint i = 0; i < names->len; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (known); k++)
      if (g_ascii_strcasecmp (names->pdata[i], known[k].positive) == 0)
        found = found == G_MAXUINT ? i : names->len;
  return found;
}

/* One class that is a known negative stands against its absent positive. */
static guint
find_by_negative (GPtrArray *names)
{
  for (gsize k = 0; names->len == 1 && k < G_N_ELEMENTS (known); k++)
    if (g_ascii_strcasecmp (names->pdata[0], known[k].negative) == 0)
      return add_counterpart (names, known[k].positive);
  return G_MAXUINT;
}

/* names->len: more than two classes, each of them against the rest. A class whose name says that it is the positive one
 * is so only among two labels: the digit 1 is no answer. */
static gboolean
find_positive (GPtrArray       *names,
               guint            n_labels,
               const AssayPlan *plan,
               guint           *positive,
               GError         **error)
{
  g_autofree char *list = list_names (names);

  if (plan->positive != NULL)
    {
      if (find_name (names, plan->positive, positive))
        return TRUE;
      if (names->len < 2)
        {
          *positive = add_counterpart (names, plan->positive);
          return TRUE;
        }
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
                   "positive=%s is none of the classes; they are %s: set positive= to one of them", plan->positive, list);
      return FALSE;
    }
  *positive = n_labels > 2 ? names->len : find_known (names);
  if (*positive == G_MAXUINT)
    *positive = find_by_negative (names);
  if (*positive < names->len)
    return TRUE;
  *positive = names->len;
  if (names->len > 2)
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
               "which class is the positive one cannot be told; the classes are %s: set positive= to one of them", list);
  return FALSE;
}

/* Whether a model has nothing but scores, so that they have to name a class. */
static gboolean
predicts_by_score (const AssayPlan *plan)
{
  gboolean is_by_score = plan->prediction == NULL && plan->score != NULL;

  for (guint i = 0; plan->baselines != NULL && plan->baselines[i] != NULL; i++)
    {
      const AssayModel *model = assay_plan_model (plan, plan->baselines[i]);
      is_by_score = is_by_score || (model != NULL && model->score != NULL);
    }
  return is_by_score;
}

/* What a score below the threshold predicts: the one other class, made up when the data has only one. Of many classes a
 * score beside a prediction says how sure that is, and any class but the positive one stands for what is below. */
static gboolean
find_negative (GPtrArray       *names,
               guint            positive,
               const AssayPlan *plan,
               gboolean         has_score,
               guint           *negative,
               GError         **error)
{
  *negative = names->len;
  if (!has_score)
    return TRUE;
  if (names->len == 1)
    {
      const char *name = NULL;
      for (gsize k = 0; k < G_N_ELEMENTS (known); k++)
        if (g_ascii_strcasecmp (names->pdata[0], known[k].positive) == 0)
          name = known[k].negative;
      g_autofree char *made = g_strdup_printf ("not %s", (char *) names->pdata[0]);
      *negative = add_counterpart (names, name != NULL ? name : made);
      return TRUE;
    }
  *negative = positive == 0 ? 1 : 0;
  if (names->len == 2 || !predicts_by_score (plan))
    return TRUE;
  g_autofree char *list = list_names (names);
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
               "a score with a threshold needs two classes, the data has %u: %s; name a prediction= column instead",
               names->len, list);
  return FALSE;
}

static guint
index_after_sort (const GPtrArray *names,
                  const char      *name)
{
  guint at = names->len;

  if (name != NULL)
    find_name (names, name, &at);
  return at;
}

void
assay_classes_add (GPtrArray  *names,
                   const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (name));
}

gboolean
assay_classes_choose (AssayClasses    *self,
                      GPtrArray       *names,
                      guint            n_labels,
                      const AssayPlan *plan,
                      gboolean         has_score,
                      GError         **error)
{
  guint positive, negative;

  if (plan->task == ASSAY_TASK_REGRESSION)
    {
      *self = (AssayClasses) { .n = 1, .names = g_strsplit (ASSAY_REGRESSION_CLASS, "\n", 1) };
      return TRUE;
    }
  sort_names (names);
  positive = names->len; /* of annotators alone no class is */
  if ((assay_plan_has_model (plan) && !find_positive (names, n_labels, plan, &positive, error))
      || !find_negative (names, positive, plan, has_score, &negative, error))
    return FALSE;
  g_autofree char *positive_name = positive < names->len ? g_strdup (names->pdata[positive]) : NULL;
  g_autofree char *negative_name = negative < names->len ? g_strdup (names->pdata[negative]) : NULL;
  sort_names (names);
  *self = (AssayClasses) { .n = names->len, .positive = index_after_sort (names, positive_name),
                           .negative = index_after_sort (names, negative_name) };
  if (plan->positive == NULL && positive_name != NULL)
    self->why = g_strdup_printf ("the positive class is '%s', by its name; positive= would set it", positive_name);
  g_ptr_array_add (names, NULL);
  self->names = (char **) g_ptr_array_steal (names, NULL);
  return TRUE;
}

gboolean
assay_classes_find (AssayClasses      *self,
                    const AssayPlan   *plan,
                    const AssayLayout *layout,
                    const AssayScan   *scan,
                    GError           **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gboolean has_score = FALSE;

  for (guint c = 0; c < layout->first_slice; c++)
    if (is_class_column (layout, c))
      {
        if (!check_common (layout, scan, c, error))
          return FALSE;
        collect (names, scan->axes[c]);
      }
    else
      has_score = TRUE;
  const guint n_labels = layout->label != ASSAY_LAYOUT_NONE ? scan->axes[layout->label]->n_codes - 1 : 0;
  if (layout->label != ASSAY_LAYOUT_NONE && n_labels == 0)
    {
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN, "the label '%s' is missing in every row; nothing can be "
                   "audited", plan->label);
      return FALSE;
    }
  return check_annotators (layout, scan, error)
         && assay_classes_choose (self, names, n_labels, plan, has_score, error);
}

void
assay_classes_clear (AssayClasses *self)
{
  g_strfreev (self->names);
  g_free (self->why);
  *self = (AssayClasses) { 0 };
}

static guint
class_code (const AssayClasses *self,
            const char         *name)
{
  for (guint i = 0; name != NULL && i < self->n; i++)
    if (strcmp (self->names[i], name) == 0)
      return i + 1;
  return 0;
}

AssayAxis *
assay_classes_axis (const AssayClasses *self,
                    const AssayLayout  *layout,
                    const AssayScan    *scan,
                    guint               column,
                    guint             **map)
{
  const AssayScanColumn *scanned = assay_layout_column (layout, column);
  g_autofree const char **values = g_new0 (const char *, self->n + 2);

  for (guint i = 0; i < self->n; i++)
    values[i + 1] = self->names[i];
  *map = g_new0 (guint, scan->n_first_codes[column]);
  for (guint code = 1; code < scan->n_first_codes[column]; code++)
    {
      guint axis_code = scan->maps[column][code];
      if (scanned->is_score) /* values "0" and "1" */
        (*map)[code] = self->positive == self->n ? 0 : (axis_code == 2 ? self->positive : self->negative) + 1;
      else
        (*map)[code] = class_code (self, scan->axes[column]->values[axis_code]);
    }
  return assay_axis_new (scanned->name, scanned->kind, self->n + 1, values);
}

char *
assay_note_absent_class (const char *name)
{
  return g_strdup_printf ("class '%s' is in no label", name);
}

static void
mark_label (const guint *codes,
            guint64      count,
            gpointer     data)
{
  ((gboolean *) data)[codes[0]] = TRUE;
}

static void
mark_annotators (const guint *codes,
                 guint64      count,
                 gpointer     data)
{
  ((gboolean *) data)[codes[0]] = ((gboolean *) data)[codes[1]] = TRUE;
}

/* (transfer full) A class that only annotators use, such as "unclear", is one all the same. */
static char *
note_absent (const char *name,
             gboolean    is_annotated)
{
  g_autofree char *absent = assay_note_absent_class (name);

  return is_annotated ? g_strconcat (absent, "; annotators use it", NULL) : g_steal_pointer (&absent);
}

static void
mark_prediction (const guint *codes,
                 guint64      count,
                 gpointer     data)
{
  ((gboolean *) data)[codes[1]] = TRUE;
}

/* A threshold on the wrong scale, such as 40 for 0.40, leaves one side empty. */
static void
note_threshold (GPtrArray             *notes,
                const AssayPlan       *plan,
                const AssayCounts     *counts,
                const AssayCountTable *table)
{
  g_autofree gboolean *is_predicted = g_new0 (gboolean, table->axes[1]->n_codes);
  char threshold[G_ASCII_DTOSTR_BUF_SIZE];
  guint n = 0;

  assay_count_table_foreach (table, mark_prediction, is_predicted);
  for (guint code = 1; code < table->axes[1]->n_codes; code++)
    n += is_predicted[code];
  if (n != 1 || counts->positive == counts->n_classes)
    return;
  const gboolean is_all = is_predicted[counts->positive + 1];
  g_ascii_formatd (threshold, sizeof threshold, "%.6g", plan->threshold);
  g_ptr_array_insert (notes, 0, g_strdup_printf ("%s score is at or above the threshold %s: %s is predicted '%s'",
                                           is_all ? "every" : "no", threshold, is_all ? "every row" : "no row",
                                           counts->classes[counts->positive]));
}

/* The tables over no slice say of every row; label is the first axis of all of them. */
void
assay_note_classes (GPtrArray         *notes,
                    const AssayPlan   *plan,
                    const AssayCounts *counts)
{
  gboolean is_noted = plan->prediction != NULL;

  g_autofree gboolean *is_there = g_new0 (gboolean, counts->n_classes + 1);
  g_autofree gboolean *is_annotated = g_new0 (gboolean, counts->n_classes + 1);

  if (counts->positive_why != NULL)
    g_ptr_array_add (notes, g_strdup (counts->positive_why));
  for (guint t = 0; t < counts->tables->len; t++)
    {
      const AssayCountTable *table = counts->tables->pdata[t];
      if (table->n_axes > 0 && table->axes[0]->kind == ASSAY_AXIS_LABEL)
        assay_count_table_foreach (table, mark_label, is_there);
      if (table->n_axes == 2 && table->axes[0]->kind == ASSAY_AXIS_ANNOTATOR)
        assay_count_table_foreach (table, mark_annotators, is_annotated);
      if (!is_noted && table->n_axes > 1 && table->axes[0]->kind == ASSAY_AXIS_LABEL
          && table->axes[1]->kind == ASSAY_AXIS_PREDICTION)
        {
          note_threshold (notes, plan, counts, table);
          is_noted = TRUE;
        }
    }
  for (guint i = 0; plan->label != NULL && i < counts->n_classes; i++)
    if (!is_there[i + 1])
      g_ptr_array_add (notes, note_absent (counts->classes[i], is_annotated[i + 1]));
}
