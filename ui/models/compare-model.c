/* compare-model.c: the model and what it is held against, slice by slice: order, filter, choice. */
#include "compare-private.h"

#include "report/phrases.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (AssayCompareModel, assay_compare_model, G_TYPE_OBJECT)

enum { VALUES_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
assay_compare_model_finalize (GObject *object)
{
  AssayCompareModel *self = ASSAY_COMPARE_MODEL (object);

  g_clear_object (&self->list);
  assay_order_clear (&self->order);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->folded, g_ptr_array_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->measures, g_ptr_array_unref);
  g_free (self->references);
  g_free (self->ranks);
  g_free (self->values);
  g_free (self->text);
  G_OBJECT_CLASS (assay_compare_model_parent_class)->finalize (object);
}

static void
assay_compare_model_class_init (AssayCompareModelClass *class)
{
  G_OBJECT_CLASS (class)->finalize = assay_compare_model_finalize;
  signals[VALUES_CHANGED] = g_signal_new ("values-changed", ASSAY_TYPE_COMPARE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_compare_model_init (AssayCompareModel *self)
{
}

/* --- names ------------------------------------------------------------------------------------------------------ */

/* (transfer full) */
static char *
name_of (const AssayFinding *finding)
{
  const char *parts[ASSAY_PLAN_MAX_CROSS];

  if (finding->kind == ASSAY_SLICE_WHOLE)
    return g_strdup (_("whole set"));
  for (guint i = 0; i < finding->n_parts; i++)
    parts[i] = finding->parts[i].value;
  return assay_sentence_slice (parts, finding->n_parts);
}

/* (transfer none) "sex, race"; slices of the same columns share a text. */
static const char *
columns_of (AssayCompareModel  *self,
            const AssayFinding *finding)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < finding->n_parts && finding->kind != ASSAY_SLICE_NAMED; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", finding->parts[i].column);
  if (self->columns->len == 0 || strcmp (self->columns->pdata[self->columns->len - 1], text->str) != 0)
    g_ptr_array_add (self->columns, g_strdup (text->str));
  return self->columns->pdata[self->columns->len - 1];
}

static void
name_rows (AssayCompareModel *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->folded = g_ptr_array_new_with_free_func (g_free);
  self->columns = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->n; i++)
    {
      const AssayFinding *finding = assay_compare_model_finding (self, i);
      char *name = name_of (finding);
      const char *of = columns_of (self, finding);
      g_autofree char *all = g_strjoin (" ", name, of, NULL);

      g_ptr_array_add (self->names, name);
      g_ptr_array_add (self->folded, g_utf8_casefold (all, -1));
      self->values[i].name = name;
      self->values[i].of = of;
    }
  self->ranks = assay_order_ranks ((const char *const *) self->names->pdata, self->n);
}

/* --- what it is held against ------------------------------------------------------------------------------------ */

/* People, where it is known how far they agree and where the model is beside them. */
static gboolean
has_people (const AssayFindings *findings)
{
  return findings->annotators != NULL && findings->annotators->has_ratings
         && !isnan (findings->annotators->whole->level.room.value);
}

static gboolean
is_compared (const AssayFindings *findings,
             guint                baseline)
{
  const AssayPairedFinding *paired = findings->whole->paired != NULL ? &findings->whole->paired[baseline] : NULL;

  if (paired == NULL || findings->plan->task != ASSAY_TASK_REGRESSION)
    return paired != NULL;
  for (guint m = 0; paired->measures != NULL && m < findings->n_measures; m++)
    if (!isnan (paired->measures[m].difference.value))
      return TRUE;
  return FALSE;
}

static void
find_references (AssayCompareModel *self)
{
  const AssayFindings *findings = self->base;

  self->references = g_new0 (AssayReference, findings->n_baselines + findings->n_literature + 1);
  for (guint i = 0; i < findings->n_baselines; i++)
    if (is_compared (findings, i))
      self->references[self->n_references++] = (AssayReference) { ASSAY_REFERENCE_BASELINE, i,
                                                                  findings->baselines[i] };
  for (guint i = 0; i < findings->n_literature; i++)
    self->references[self->n_references++] = (AssayReference) { ASSAY_REFERENCE_LITERATURE, i,
                                                                findings->literature[i].number->name };
  if (has_people (findings))
    self->references[self->n_references++] = (AssayReference) { ASSAY_REFERENCE_HUMAN, 0, _("human level") };
}

/* A regression's measures, those of measures= first: others follow from the same rows. */
static void
find_errors (AssayCompareModel *self)
{
  const AssayFindings *findings = self->base;
  const AssayPairedMeasure *pairs = findings->whole->paired[self->references[self->reference].index].measures;

  for (guint t = 0; t < findings->n_tested; t++)
    if (!isnan (pairs[findings->tested[t]].difference.value))
      g_ptr_array_add (self->measures, &findings->measures[findings->tested[t]]);
  for (guint m = 0; m < findings->n_measures; m++)
    if (!isnan (pairs[m].difference.value) && !g_ptr_array_find (self->measures, &findings->measures[m], NULL))
      g_ptr_array_add (self->measures, &findings->measures[m]);
}

static void
find_measures (AssayCompareModel *self)
{
  const AssayReference *reference = &self->references[self->reference];

  g_ptr_array_set_size (self->measures, 0);
  self->measure = 0;
  if (reference->kind == ASSAY_REFERENCE_LITERATURE)
    g_ptr_array_add (self->measures, (gpointer) &self->base->literature[reference->index].measure);
  else if (reference->kind == ASSAY_REFERENCE_BASELINE && self->base->plan->task == ASSAY_TASK_REGRESSION)
    find_errors (self);
  else
    g_ptr_array_add (self->measures, &self->accuracy);
}

/* --- order ------------------------------------------------------------------------------------------------------ */

/* Failed checks, undecided ones, regressions, others. */
static double
verdict_key (const AssayCompareValues *values)
{
  switch (values->verdict)
    {
    case ASSAY_VERDICT_FAIL: return 0;
    case ASSAY_VERDICT_UNDECIDED: return 1;
    default: return values->is_regression ? 2 : 3;
    }
}

static double
key_of (const AssayCompareModel *self,
        guint                    row)
{
  const AssayCompareValues *values = &self->values[row];

  switch (self->by)
    {
    case ASSAY_COMPARE_BY_PLAN: return row;
    case ASSAY_COMPARE_BY_NAME: return self->ranks[row];
    case ASSAY_COMPARE_BY_ROWS: return (double) values->n_rows;
    case ASSAY_COMPARE_BY_DIFFERENCE: return values->is_too_small ? NAN : values->difference.value;
    case ASSAY_COMPARE_BY_FLIPS:
      return values->has_flips && !values->is_too_small ? values->paired->paired.flip_rate.value : NAN;
    case ASSAY_COMPARE_BY_VERDICT: return verdict_key (values);
    }
  g_assert_not_reached ();
}

static void
arrange (AssayCompareModel *self)
{
  g_autofree double *keys = g_new (double, self->n + 1);
  g_autofree gboolean *shown = g_new (gboolean, self->n + 1);

  for (guint i = 0; i < self->n; i++)
    {
      keys[i] = key_of (self, i);
      shown[i] = (!self->only_regressions || self->values[i].is_regression)
                 && (self->text == NULL || strstr (self->folded->pdata[i], self->text) != NULL);
    }
  if (assay_order_sort (&self->order, keys, self->is_descending, shown))
    assay_row_list_changed (self->list);
}

void
assay_compare_model_sort (AssayCompareModel *self,
                          AssayCompareBy     by,
                          gboolean           is_descending)
{
  g_return_if_fail (ASSAY_IS_COMPARE_MODEL (self));
  self->by = by;
  self->is_descending = is_descending;
  arrange (self);
}

void
assay_compare_model_filter (AssayCompareModel *self,
                            const char        *text,
                            gboolean           only_regressions)
{
  g_return_if_fail (ASSAY_IS_COMPARE_MODEL (self));
  char *folded = text != NULL && *text != '\0' ? g_utf8_casefold (text, -1) : NULL;

  g_free (self->text);
  self->text = folded;
  self->only_regressions = only_regressions;
  arrange (self);
}

/* --- making one ------------------------------------------------------------------------------------------------- */

AssayCompareModel *
assay_compare_model_new (const AssayFindings *findings)
{
  g_return_val_if_fail (findings != NULL, NULL);
  AssayCompareModel *self = g_object_new (ASSAY_TYPE_COMPARE_MODEL, NULL);

  self->base = findings;
  find_references (self);
  if (self->n_references == 0)
    {
      g_object_unref (self);
      return NULL;
    }
  self->n = findings->slices->len + 1;
  self->values = g_new0 (AssayCompareValues, self->n);
  self->measures = g_ptr_array_new ();
  g_assert (assay_measure_find ("accuracy", &self->accuracy));
  name_rows (self);
  find_measures (self);
  assay_order_init (&self->order, self->n);
  self->list = assay_row_list_new (&self->order);
  assay_compare_model_refresh (self);
  return self;
}

void
assay_compare_model_refresh (AssayCompareModel *self)
{
  g_return_if_fail (ASSAY_IS_COMPARE_MODEL (self));
  assay_compare_fill (self);
  g_signal_emit (self, signals[VALUES_CHANGED], 0);
}

void
assay_compare_model_set_what_if (AssayCompareModel *self,
                                 const AssayWhatIf *what_if)
{
  g_return_if_fail (ASSAY_IS_COMPARE_MODEL (self));
  self->what_if = what_if;
  assay_compare_model_refresh (self);
}

void
assay_compare_model_set_reference (AssayCompareModel *self,
                                   guint              reference)
{
  g_return_if_fail (ASSAY_IS_COMPARE_MODEL (self) && reference < self->n_references);
  self->reference = reference;
  find_measures (self);
  assay_compare_model_refresh (self);
  arrange (self);
}

void
assay_compare_model_set_measure (AssayCompareModel *self,
                                 guint              measure)
{
  g_return_if_fail (ASSAY_IS_COMPARE_MODEL (self) && measure < self->measures->len);
  self->measure = measure;
  assay_compare_model_refresh (self);
  arrange (self);
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

const AssayFindings *
assay_compare_model_findings (AssayCompareModel *self)
{
  return self->what_if != NULL ? assay_what_if_findings (self->what_if) : self->base;
}

const AssayReference *
assay_compare_model_references (AssayCompareModel *self,
                                guint             *n_references)
{
  *n_references = self->n_references;
  return self->references;
}

guint
assay_compare_model_reference (AssayCompareModel *self)
{
  return self->reference;
}

int
assay_compare_model_baseline (AssayCompareModel *self)
{
  const AssayReference *reference = &self->references[self->reference];

  return reference->kind == ASSAY_REFERENCE_BASELINE ? (int) reference->index : -1;
}

const AssayMeasure **
assay_compare_model_measures (AssayCompareModel *self,
                              guint             *n_measures)
{
  *n_measures = self->measures->len;
  return (const AssayMeasure **) self->measures->pdata;
}

const AssayMeasure *
assay_compare_model_measure (AssayCompareModel *self)
{
  return self->measures->pdata[self->measure];
}

gboolean
assay_compare_model_loses_upwards (AssayCompareModel *self)
{
  return assay_compare_model_measure (self)->direction == ASSAY_DIRECTION_LOWER;
}

double
assay_compare_model_bound (AssayCompareModel *self)
{
  g_autoptr (GPtrArray) checks = assay_compare_model_checks (self);
  double bound = NAN;

  for (guint i = 0; i < checks->len; i++)
    {
      const AssayCheckFinding *check = checks->pdata[i];
      const double here = assay_check_is_least (check) ? -check->check->value : check->check->value;

      if (strcmp (check->measure.name, assay_compare_model_measure (self)->name) != 0)
        continue;
      if (!isnan (bound) && bound != here)
        return NAN;
      bound = here;
    }
  return bound;
}

AssayUnit
assay_compare_model_unit (AssayCompareModel *self,
                          gboolean           is_difference)
{
  return assay_number_unit (self->measures->pdata[self->measure], is_difference);
}

GListModel *
assay_compare_model_list (AssayCompareModel *self)
{
  return G_LIST_MODEL (self->list);
}

guint
assay_compare_model_n (AssayCompareModel *self)
{
  return self->n;
}

guint
assay_compare_model_n_shown (AssayCompareModel *self)
{
  return self->order.n;
}

guint
assay_compare_model_at (AssayCompareModel *self,
                        guint              position)
{
  g_return_val_if_fail (position < self->order.n, 0);
  return self->order.at[position];
}

const AssayCompareValues *
assay_compare_model_values (AssayCompareModel *self,
                            guint              row)
{
  g_return_val_if_fail (row < self->n, NULL);
  return &self->values[row];
}

const AssayFinding *
assay_compare_model_finding (AssayCompareModel *self,
                             guint              row)
{
  g_return_val_if_fail (row < self->n, NULL);
  const AssayFindings *findings = assay_compare_model_findings (self);

  return row == 0 ? findings->whole : findings->slices->pdata[row - 1];
}

GPtrArray *
assay_compare_model_checks (AssayCompareModel *self)
{
  const AssayFindings *findings = assay_compare_model_findings (self);
  GPtrArray *checks = g_ptr_array_new ();

  for (guint i = 0; i < findings->checks->len; i++)
    {
      AssayCheckFinding *check = findings->checks->pdata[i];
      if (check->check->bound == ASSAY_BOUND_NO_WORSE_THAN
          && g_strcmp0 (check->check->than, self->references[self->reference].name) == 0)
        g_ptr_array_add (checks, check);
    }
  return checks;
}
