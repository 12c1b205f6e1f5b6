/* slices-model.c: slices as plain arrays behind a lazy list. */
#include "slices-model.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

struct _AssaySlicesModel
{
  GObject              parent;
  const AssayFindings *base;
  const AssayWhatIf   *what_if;   /* (nullable) */
  guint                n;
  GStringChunk        *texts;
  const char         **names;
  char               **folded;    /* names and columns, for a search */
  double              *ranks;     /* of names */
  AssaySliceValues    *values;
  GHashTable          *position;  /* slice + 1 by its finding, of the findings that are shown */
  const AssayFindings *positioned;
  guint                measure;
  AssaySlicesBy        by;
  gboolean             is_descending;
  char                *text, *column;
  gboolean             only_worse;
  AssayOrder           order;
  AssayRowList        *list;
};

G_DEFINE_FINAL_TYPE (AssaySlicesModel, assay_slices_model, G_TYPE_OBJECT)

enum { VALUES_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
assay_slices_model_finalize (GObject *object)
{
  AssaySlicesModel *self = ASSAY_SLICES_MODEL (object);

  g_clear_object (&self->list);
  assay_order_clear (&self->order);
  g_clear_pointer (&self->position, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_strfreev (self->folded);
  g_free (self->names);
  g_free (self->ranks);
  g_free (self->values);
  g_free (self->text);
  g_free (self->column);
  G_OBJECT_CLASS (assay_slices_model_parent_class)->finalize (object);
}

static void
assay_slices_model_class_init (AssaySlicesModelClass *class)
{
  G_OBJECT_CLASS (class)->finalize = assay_slices_model_finalize;
  signals[VALUES_CHANGED] = g_signal_new ("values-changed", ASSAY_TYPE_SLICES_MODEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
assay_slices_model_init (AssaySlicesModel *self)
{
}

/* --- names ------------------------------------------------------------------------------------------------------ */

static const char *
keep (AssaySlicesModel *self,
      char             *text) /* taken */
{
  const char *kept = g_string_chunk_insert_const (self->texts, text);

  g_free (text);
  return kept;
}

static void
name_slice (AssaySlicesModel   *self,
            guint               at,
            const AssayFinding *finding)
{
  AssaySliceValues *values = &self->values[at];
  const gboolean is_where = finding->kind == ASSAY_SLICE_NAMED || finding->kind == ASSAY_SLICE_TAG;
  const char *parts[ASSAY_PLAN_MAX_CROSS], *columns[ASSAY_PLAN_MAX_CROSS + 1] = { NULL };

  for (guint i = 0; i < finding->n_parts; i++)
    {
      parts[i] = finding->parts[i].value;
      columns[i] = finding->parts[i].column;
    }
  values->name = keep (self, assay_sentence_slice (parts, finding->n_parts));
  values->of = keep (self, is_where ? g_strdup ("") : g_strjoinv (", ", (char **) columns));
  self->names[at] = values->name;
  g_autofree char *all = g_strconcat (values->name, "\n", values->of, NULL);
  self->folded[at] = g_utf8_casefold (all, -1);
}

static void
name_slices (AssaySlicesModel *self)
{
  self->n = self->base->slices->len;
  self->texts = g_string_chunk_new (4096);
  self->names = g_new0 (const char *, self->n + 1);
  self->folded = g_new0 (char *, self->n + 1);
  self->values = g_new0 (AssaySliceValues, self->n + 1);
  for (guint i = 0; i < self->n; i++)
    name_slice (self, i, self->base->slices->pdata[i]);
  self->ranks = assay_order_ranks (self->names, self->n);
}

/* --- values ----------------------------------------------------------------------------------------------------- */

const AssayFindings *
assay_slices_model_findings (AssaySlicesModel *self)
{
  return self->what_if != NULL ? assay_what_if_findings (self->what_if) : self->base;
}

/* The measure's place among those that are compared with the rest; -1: it is not. */
static int
tested_at (const AssayFindings *findings,
           guint                measure)
{
  for (guint i = 0; i < findings->n_tested; i++)
    if (findings->tested[i] == measure)
      return (int) i;
  return -1;
}

static void
fill_slice (AssaySlicesModel    *self,
            const AssayFindings *findings,
            guint                at,
            int                  tested)
{
  const AssayFinding *finding = findings->slices->pdata[at];
  const AssayAgainstRest *rest = tested >= 0 && finding->rest != NULL ? &finding->rest[tested] : NULL;
  AssaySliceValues *values = &self->values[at];

  values->n_rows = finding->n_rows;
  values->estimate = finding->measures != NULL && self->measure < findings->n_measures
                       ? finding->measures[self->measure]
                       : (AssayEstimate) { NAN, NAN, NAN, finding->n_rows, "not measured" };
  values->difference = rest != NULL ? rest->difference : (AssayEstimate) { NAN, NAN, NAN, 0, "not compared" };
  values->q = rest != NULL ? rest->q : NAN;
  values->is_worse = rest != NULL && rest->is_worse;
  values->is_too_small = finding->is_too_small;
  values->verdict = ASSAY_VERDICT_NONE;
  values->follow = self->what_if != NULL ? assay_what_if_slice (self->what_if, finding) : ASSAY_FOLLOWS;
}

/* A what-if has the same findings at every step. */
static void
find_positions (AssaySlicesModel    *self,
                const AssayFindings *findings)
{
  if (self->positioned == findings)
    return;
  g_clear_pointer (&self->position, g_hash_table_unref);
  self->position = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->n; i++)
    g_hash_table_insert (self->position, findings->slices->pdata[i], GUINT_TO_POINTER (i + 1));
  self->positioned = findings;
}

static guint
severity (AssayVerdict verdict)
{
  static const guint severities[] = { [ASSAY_VERDICT_NONE] = 0, [ASSAY_VERDICT_PASS] = 1,
                                      [ASSAY_VERDICT_UNDECIDED] = 2,
                                      [ASSAY_VERDICT_FAIL] = 3 };

  return severities[verdict];
}

/* The worst of the checks in this measure about each slice. */
static void
fill_verdicts (AssaySlicesModel    *self,
               const AssayFindings *findings)
{
  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];

      if (self->measure >= findings->n_measures
          || strcmp (check->measure.name, findings->measures[self->measure].name) != 0)
        continue;
      for (guint r = 0; r < check->results->len; r++)
        {
          const AssayCheckResult *result = check->results->pdata[r];
          const guint at = GPOINTER_TO_UINT (g_hash_table_lookup (self->position, result->finding));

          if (at > 0 && severity (result->verdict) > severity (self->values[at - 1].verdict))
            self->values[at - 1].verdict = result->verdict;
        }
    }
}

void
assay_slices_model_refresh (AssaySlicesModel *self)
{
  g_return_if_fail (ASSAY_IS_SLICES_MODEL (self));
  const AssayFindings *findings = assay_slices_model_findings (self);
  const int tested = tested_at (findings, self->measure);

  for (guint i = 0; i < self->n; i++)
    fill_slice (self, findings, i, tested);
  find_positions (self, findings);
  fill_verdicts (self, findings);
  g_signal_emit (self, signals[VALUES_CHANGED], 0);
}

/* --- order ------------------------------------------------------------------------------------------------------ */

static double
verdict_key (const AssaySliceValues *values)
{
  switch (values->verdict)
    {
    case ASSAY_VERDICT_FAIL: return 0;
    case ASSAY_VERDICT_UNDECIDED: return 1;
    case ASSAY_VERDICT_NONE: return values->is_worse ? 2 : 3;
    case ASSAY_VERDICT_PASS: return values->is_worse ? 2 : 4;
    }
  g_assert_not_reached ();
}

static double
key_of (const AssaySlicesModel *self,
        guint                   at)
{
  const AssaySliceValues *values = &self->values[at];

  switch (self->by)
    {
    case ASSAY_SLICES_BY_PLAN: return at;
    case ASSAY_SLICES_BY_NAME: return self->ranks[at];
    case ASSAY_SLICES_BY_ROWS: return (double) values->n_rows;
    case ASSAY_SLICES_BY_VALUE: return values->estimate.value;
    case ASSAY_SLICES_BY_DIFFERENCE: return values->difference.value;
    case ASSAY_SLICES_BY_VERDICT: return verdict_key (values);
    }
  g_assert_not_reached ();
}

static gboolean
is_shown (const AssaySlicesModel *self,
          guint                   at)
{
  const AssaySliceValues *values = &self->values[at];

  return (!self->only_worse || values->is_worse) && (self->column == NULL || strcmp (values->of, self->column) == 0)
         && (self->text == NULL || strstr (self->folded[at], self->text) != NULL);
}

static void
arrange (AssaySlicesModel *self)
{
  g_autofree double *keys = g_new (double, self->n + 1);
  g_autofree gboolean *shown = g_new (gboolean, self->n + 1);

  for (guint i = 0; i < self->n; i++)
    {
      keys[i] = key_of (self, i);
      shown[i] = is_shown (self, i);
    }
  if (assay_order_sort (&self->order, keys, self->is_descending, shown))
    assay_row_list_changed (self->list);
}

void
assay_slices_model_sort (AssaySlicesModel *self,
                         AssaySlicesBy     by,
                         gboolean          is_descending)
{
  g_return_if_fail (ASSAY_IS_SLICES_MODEL (self));
  self->by = by;
  self->is_descending = is_descending;
  arrange (self);
}

void
assay_slices_model_filter (AssaySlicesModel *self,
                           const char       *text,
                           const char       *column,
                           gboolean          only_worse)
{
  g_return_if_fail (ASSAY_IS_SLICES_MODEL (self));
  char *folded = text != NULL && *text != '\0' ? g_utf8_casefold (text, -1) : NULL, *copy = g_strdup (column);

  g_free (self->text);
  g_free (self->column);
  self->text = folded;
  self->column = copy;
  self->only_worse = only_worse;
  arrange (self);
}

/* --- making one ------------------------------------------------------------------------------------------------- */

AssaySlicesModel *
assay_slices_model_new (const AssayFindings *findings)
{
  g_return_val_if_fail (findings != NULL, NULL);
  AssaySlicesModel *self = g_object_new (ASSAY_TYPE_SLICES_MODEL, NULL);

  self->base = findings;
  self->measure = findings->n_tested > 0 ? findings->tested[0] : 0;
  name_slices (self);
  assay_order_init (&self->order, self->n);
  self->list = assay_row_list_new (&self->order);
  assay_slices_model_refresh (self);
  return self;
}

void
assay_slices_model_set_what_if (AssaySlicesModel  *self,
                                const AssayWhatIf *what_if)
{
  g_return_if_fail (ASSAY_IS_SLICES_MODEL (self));
  self->what_if = what_if;
  assay_slices_model_refresh (self);
}

void
assay_slices_model_set_measure (AssaySlicesModel *self,
                                guint             measure)
{
  g_return_if_fail (ASSAY_IS_SLICES_MODEL (self) && measure < self->base->n_measures);
  self->measure = measure;
  assay_slices_model_refresh (self);
  arrange (self);
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

guint
assay_slices_model_measure (AssaySlicesModel *self)
{
  return self->measure;
}

char **
assay_slices_model_columns (AssaySlicesModel *self)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();

  for (guint i = 0; i < self->n; i++)
    if (*self->values[i].of != '\0' && !g_ptr_array_find (columns, self->values[i].of, NULL))
      g_ptr_array_add (columns, (gpointer) self->values[i].of); /* equal texts are one pointer */
  g_ptr_array_add (columns, NULL);
  return g_strdupv ((char **) columns->pdata);
}

GListModel *
assay_slices_model_list (AssaySlicesModel *self)
{
  return G_LIST_MODEL (self->list);
}

guint
assay_slices_model_n (AssaySlicesModel *self)
{
  return self->n;
}

guint
assay_slices_model_n_shown (AssaySlicesModel *self)
{
  return self->order.n;
}

guint
assay_slices_model_at (AssaySlicesModel *self,
                       guint             position)
{
  g_return_val_if_fail (position < self->order.n, 0);
  return self->order.at[position];
}

guint
assay_slices_model_position (AssaySlicesModel *self,
                             guint             slice)
{
  g_return_val_if_fail (slice < self->n, G_MAXUINT);
  return self->order.place[slice];
}

const AssaySliceValues *
assay_slices_model_values (AssaySlicesModel *self,
                           guint             slice)
{
  g_return_val_if_fail (slice < self->n, NULL);
  return &self->values[slice];
}

const AssayFinding *
assay_slices_model_finding (AssaySlicesModel *self,
                            guint             slice)
{
  g_return_val_if_fail (slice < self->n, NULL);
  return assay_slices_model_findings (self)->slices->pdata[slice];
}

/* --- words ------------------------------------------------------------------------------------------------------ */

static AssayHedge
hedge_of (const AssayAgainstRest *rest)
{
  if (rest->is_worse || rest->is_different)
    return ASSAY_HEDGE_SHOWN;
  return rest->test.kind == ASSAY_TEST_NONE && (rest->difference.lo > 0
                                                || rest->difference.hi < 0) ? ASSAY_HEDGE_SHOWN
                                                                                                    : ASSAY_HEDGE_NOT_SHOWN;
}

/* "Cost for Female is 1.20 (1.10 to 1.31); 2,310 rows": of what has no rest to be compared with. */
static char *
plain_sentence (const AssayMeasure     *measure,
                const AssaySliceValues *values)
{
  g_autofree char *name = assay_sentence_measure (measure), *subject = assay_sentence_capital (name);
  g_autofree char *rows = assay_number_rows (values->n_rows);
  g_autofree char *value = assay_number_estimate (&values->estimate, assay_number_unit (measure, FALSE), TRUE);

  if (isnan (values->estimate.value))
    return g_strdup_printf (_("%s for %s is undefined: %s; %s rows"), subject, values->name,
                            values->estimate.why != NULL ? values->estimate.why : _("no rows"), rows);
  return g_strdup_printf (_("%s for %s is %s; %s rows"), subject, values->name, value, rows);
}

char *
assay_slices_model_sentence (AssaySlicesModel *self,
                             guint             slice)
{
  g_return_val_if_fail (slice < self->n, NULL);
  const AssayFindings *findings = assay_slices_model_findings (self);
  const AssayFinding *finding = findings->slices->pdata[slice];
  const AssaySliceValues *values = &self->values[slice];
  const int tested = tested_at (findings, self->measure);

  if (tested < 0 || finding->rest == NULL || isnan (finding->rest[tested].difference.value))
    return plain_sentence (&findings->measures[self->measure], values);
  return assay_sentence_against_rest (&findings->measures[self->measure], values->name, &values->difference,
                                      hedge_of (&finding->rest[tested]), values->n_rows);
}

char *
assay_slices_model_stays (AssaySlicesModel *self,
                          guint             slice)
{
  g_return_val_if_fail (slice < self->n, NULL);
  if (self->what_if == NULL || self->values[slice].follow != ASSAY_STAYS
      || assay_what_if_edge (self->what_if) == assay_what_if_own_edge (self->what_if))
    return NULL;
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  const double threshold = self->base->plan->threshold;

  /* 0.50, 0.125: two decimals at least. */
  g_ascii_formatd (text, sizeof text, threshold * 100 == floor (threshold * 100) ? "%.2f" : "%.4g", threshold);
  return g_strdup_printf (_("at %s"), text);
}

char *
assay_slices_model_summary (AssaySlicesModel *self)
{
  g_autofree char *all = assay_number_rows (self->n), *shown = assay_number_rows (self->order.n);
  guint n_worse = 0;

  for (guint i = 0; i < self->order.n; i++)
    n_worse += self->values[self->order.at[i]].is_worse;
  if (self->order.n == self->n)
    return g_strdup_printf (_("%s slices, %u worse than the rest"), all, n_worse);
  return g_strdup_printf (_("%s of %s slices, %u worse than the rest"), shown, all, n_worse);
}
