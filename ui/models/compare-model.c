/* compare-model.c: two models on the same rows, slice by slice. */
#include "compare-model.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

struct _AssayCompareModel
{
  GObject              parent;
  const AssayFindings *base;
  const AssayWhatIf   *what_if;   /* (nullable) */
  guint                n;
  GPtrArray           *names, *folded; /* owned texts */
  double              *ranks;
  AssayCompareValues  *values;
  guint                baseline;
  AssayMeasure         accuracy;
  AssayCompareBy       by;
  gboolean             is_descending, only_regressions;
  char                *text;
  AssayOrder           order;
  AssayRowList        *list;
};

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
  g_free (self->ranks);
  g_free (self->values);
  g_free (self->text);
  G_OBJECT_CLASS (assay_compare_model_parent_class)->finalize (object);
}

static void
assay_compare_model_class_init (AssayCompareModelClass *class)
{
  G_OBJECT_CLASS (class)->finalize = assay_compare_model_finalize;
  signals[VALUES_CHANGED] = g_signal_new ("values-changed", ASSAY_TYPE_COMPARE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
assay_compare_model_init (AssayCompareModel *self)
{
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static const AssayFinding *
finding_at (const AssayFindings *findings,
            guint                row)
{
  return row == 0 ? findings->whole : findings->slices->pdata[row - 1];
}

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

void
assay_compare_model_refresh (AssayCompareModel *self)
{
  g_return_if_fail (ASSAY_IS_COMPARE_MODEL (self));
  const AssayFindings *findings = self->what_if != NULL ? assay_what_if_findings (self->what_if) : self->base;

  for (guint i = 0; i < self->n; i++)
    {
      const AssayPairedFinding *paired = &finding_at (findings, i)->paired[self->baseline];
      AssayCompareValues *values = &self->values[i];

      values->paired = paired;
      values->difference = paired->paired.difference;
      values->is_regression = paired->is_regression;
      values->is_better = paired->paired.difference.lo > 0 && paired->q <= ASSAY_JUDGE_Q;
    }
  g_signal_emit (self, signals[VALUES_CHANGED], 0);
}

/* --- order -------------------------------------------------------------------------------------------------------- */

static double
key_of (const AssayCompareModel *self,
        guint                    row)
{
  const AssayCompareValues *values = &self->values[row];

  switch (self->by)
    {
    case ASSAY_COMPARE_BY_PLAN: return row;
    case ASSAY_COMPARE_BY_NAME: return self->ranks[row];
    case ASSAY_COMPARE_BY_ROWS: return (double) values->paired->paired.rows;
    case ASSAY_COMPARE_BY_DIFFERENCE: return values->difference.value;
    case ASSAY_COMPARE_BY_FLIPS: return values->paired->paired.flip_rate.value;
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

/* --- making one --------------------------------------------------------------------------------------------------- */

AssayCompareModel *
assay_compare_model_new (const AssayFindings *findings)
{
  g_return_val_if_fail (findings != NULL, NULL);
  if (findings->n_baselines == 0 || findings->plan->task == ASSAY_TASK_REGRESSION || findings->whole->paired == NULL)
    return NULL;
  AssayCompareModel *self = g_object_new (ASSAY_TYPE_COMPARE_MODEL, NULL);

  self->base = findings;
  self->n = findings->slices->len + 1;
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->folded = g_ptr_array_new_with_free_func (g_free);
  self->values = g_new0 (AssayCompareValues, self->n);
  g_assert (assay_measure_find ("accuracy", &self->accuracy));
  for (guint i = 0; i < self->n; i++)
    {
      char *name = name_of (finding_at (findings, i));

      g_ptr_array_add (self->names, name);
      g_ptr_array_add (self->folded, g_utf8_casefold (name, -1));
      self->values[i].name = name;
    }
  self->ranks = assay_order_ranks ((const char *const *) self->names->pdata, self->n);
  assay_order_init (&self->order, self->n);
  self->list = assay_row_list_new (&self->order);
  assay_compare_model_refresh (self);
  return self;
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
assay_compare_model_set_baseline (AssayCompareModel *self,
                                  guint              baseline)
{
  g_return_if_fail (ASSAY_IS_COMPARE_MODEL (self) && baseline < self->base->n_baselines);
  self->baseline = baseline;
  assay_compare_model_refresh (self);
  arrange (self);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

guint
assay_compare_model_baseline (AssayCompareModel *self)
{
  return self->baseline;
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

char *
assay_compare_model_sentence (AssayCompareModel *self,
                              guint              row)
{
  g_return_val_if_fail (row < self->n, NULL);
  const AssayCompareValues *values = &self->values[row];
  g_autofree char *rows = assay_number_rows (values->paired->paired.rows);
  g_autofree char *against = assay_sentence_against_model (&self->accuracy, self->base->baselines[self->baseline],
                                                           &values->difference);

  return row == 0 ? g_strdup_printf (_("%s; %s rows"), against, rows)
                  : g_strdup_printf (_("%s: %s; %s rows"), values->name, against, rows);
}

char *
assay_compare_model_summary (AssayCompareModel *self)
{
  const char *name = self->base->baselines[self->baseline];
  guint n_worse = 0, n_better = 0;

  for (guint i = 1; i < self->n; i++)
    {
      n_worse += self->values[i].is_regression;
      n_better += self->values[i].is_better;
    }
  return g_strdup_printf (_("Worse than %s in %u of %u slices, better in %u"), name, n_worse, self->n - 1, n_better);
}
