/* plan-slices.c: what columns, cross, bins. and a check's slices say about slices. */
#include "plan-private.h"

#include <string.h>

#define MISSING "(missing)"

/* --- crossings ---------------------------------------------------------------------------------------------- */

/* sex*race;sex*race would be one crossing; sex*sex none at all. */
static gboolean
check_crossed (char *const     *columns,
               const char      *text,
               const PlanLine  *where,
               GError         **error)
{
  guint n = g_strv_length ((char **) columns);
  if (n > ASSAY_PLAN_MAX_CROSS)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "%s crosses %u columns; at most %d can be crossed",
                      plan_quote (text).text, n, ASSAY_PLAN_MAX_CROSS);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      if (strcmp (columns[i], columns[j]) == 0)
        return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "%s names column %s twice",
                          plan_quote (text).text, plan_quote (columns[i]).text);
  return TRUE;
}

/* Empty parts are kept, so that "sex*" is seen. */
static char **
split_crossing (const char      *text,
                const PlanLine  *where,
                GError         **error)
{
  g_auto (GStrv) parts = plan_split (text, '*', TRUE);
  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] == '\0')
      {
        plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "%s lacks a column beside *; expected such as sex*race",
                   plan_quote (text).text);
        return NULL;
      }
  return g_steal_pointer (&parts);
}

/* text is one item of columns=, cross= or groups=. */
AssayCross *
plan_cross_new (const char      *text,
                const PlanLine  *where,
                GError         **error)
{
  gboolean is_cross = strcmp (where->key, "cross") == 0, is_either = strcmp (where->key, "groups") == 0;
  g_auto (GStrv) columns = split_crossing (text, where, error);
  if (columns == NULL || !check_crossed (columns, text, where, error))
    return NULL;
  guint n = g_strv_length (columns);
  if (!is_either && is_cross != (n > 1))
    {
      plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where,
                 is_cross ? "%s is one column; cross= takes two or more, such as sex*race; move it to columns="
                          : "%s is a crossing; columns= takes single columns; move it to cross=",
                 plan_quote (text).text);
      return NULL;
    }
  AssayCross *self = g_new0 (AssayCross, 1);
  self->columns = g_steal_pointer (&columns);
  self->n_columns = n;
  self->line = where->number;
  return self;
}

void
plan_cross_free (gpointer data)
{
  AssayCross *self = data;

  if (self == NULL)
    return;
  g_strfreev (self->columns);
  g_free (self);
}

int
plan_compare_texts (gconstpointer a,
                    gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
plan_cross_key (char *const *columns,
                guint        n_columns)
{
  const char *sorted[ASSAY_PLAN_MAX_CROSS + 1] = { NULL };

  g_assert (n_columns <= ASSAY_PLAN_MAX_CROSS);
  for (guint i = 0; i < n_columns; i++)
    sorted[i] = columns[i];
  qsort (sorted, n_columns, sizeof *sorted, plan_compare_texts);
  return g_strjoinv ("*", (char **) sorted);
}

/* --- bins --------------------------------------------------------------------------------------------------- */

static const struct
{
  const char   *word;
  AssayBinsKind kind;
  gboolean      has_number;
} ways[] = {
  { "quantiles", ASSAY_BINS_QUANTILES, TRUE },
  { "width", ASSAY_BINS_WIDTH, TRUE },
  { "day", ASSAY_BINS_DAY },
  { "week", ASSAY_BINS_WEEK },
  { "month", ASSAY_BINS_MONTH },
};

static gboolean
set_number (AssayBins       *self,
            const char      *number,
            const PlanLine  *line,
            GError         **error)
{
  guint64 n = 0;
  if (self->kind == ASSAY_BINS_WIDTH)
    {
      if (plan_parse_number (number, &self->width) && self->width > 0)
        return TRUE;
      return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "%s: the width is %s; expected a number above 0",
                        plan_quote (line->key).text, plan_quote (number).text);
    }
  if (!plan_parse_integer (number, &n) || n < 2 || n > ASSAY_PLAN_MAX_BINS)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line,
                      "%s: the number of quantiles is %s; expected a whole number from 2 to %d",
                      plan_quote (line->key).text, plan_quote (number).text, ASSAY_PLAN_MAX_BINS);
  self->n = n;
  return TRUE;
}

static gboolean
set_way (AssayBins       *self,
         const PlanLine  *line,
         GError         **error)
{
  gsize length = strcspn (line->value, " \t");
  g_autofree char *word = g_strndup (line->value, length);
  g_autofree char *rest = g_strstrip (g_strdup (line->value + length));
  const char *words[G_N_ELEMENTS (ways)];
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      words[i] = ways[i].word;
      if (strcmp (word, words[i]) != 0)
        continue;
      self->kind = ways[i].kind;
      if (ways[i].has_number)
        return set_number (self, rest, line, error);
      if (rest[0] == '\0')
        return TRUE;
      return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "%s is %s; %s takes nothing more",
                        plan_quote (line->key).text, plan_quote (line->value).text, word);
    }
  g_autofree char *hint = plan_hint (word, words, G_N_ELEMENTS (ways), "ways beside edges such as 0;25;50");
  return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, line, "%s is %s; %s", plan_quote (line->key).text,
                    plan_quote (line->value).text, hint);
}

static gboolean
set_edge (AssayBins       *self,
          const char      *text,
          const PlanLine  *line,
          GError         **error)
{
  double edge = 0;
  if (!plan_parse_number (text, &edge))
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "%s: edge %s is no number; expected such as 0;25;50",
                      plan_quote (line->key).text, plan_quote (text).text);
  double last = self->n_edges > 0 ? self->edges[self->n_edges - 1] : -G_MAXDOUBLE;
  if (self->n_edges > 0 && edge == last)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "%s: edge %s is there twice; remove one",
                      plan_quote (line->key).text, plan_quote (text).text);
  if (self->n_edges > 0 && edge < last)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "%s: edge %s comes after %.15g; edges must ascend",
                      plan_quote (line->key).text, plan_quote (text).text, last);
  self->edges[self->n_edges++] = edge;
  return TRUE;
}

static gboolean
set_edges (AssayBins       *self,
           const PlanLine  *line,
           GError         **error)
{
  g_auto (GStrv) edges = plan_split (line->value, ';', FALSE);
  guint n = g_strv_length (edges);
  if (n < 2 || n > ASSAY_PLAN_MAX_BINS)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "%s has %u edge%s; expected 2 to %d, such as 0;25;50",
                      plan_quote (line->key).text, n, n == 1 ? "" : "s", ASSAY_PLAN_MAX_BINS);
  self->kind = ASSAY_BINS_EDGES;
  self->edges = g_new0 (double, n);
  for (guint i = 0; i < n; i++)
    if (!set_edge (self, edges[i], line, error))
      return FALSE;
  return TRUE;
}

AssayBins *
plan_bins_new (const PlanLine  *line,
               GError         **error)
{
  AssayBins *self = g_new0 (AssayBins, 1);
  self->column = g_strdup (strchr (line->key, '.') + 1);
  self->line = line->number;
  gboolean is_way = g_ascii_isalpha (line->value[0]);
  if (is_way ? set_way (self, line, error) : set_edges (self, line, error))
    return self;
  plan_bins_free (self);
  return NULL;
}

void
plan_bins_free (gpointer data)
{
  AssayBins *self = data;

  if (self == NULL)
    return;
  g_free (self->column);
  g_free (self->edges);
  g_free (self);
}

/* --- targets ------------------------------------------------------------------------------------------------ */

/* Parts "sex", or "sex=Female", into columns and values. */
static gboolean
set_parts (AssayTarget     *self,
           const PlanLine  *where,
           GError         **error)
{
  g_auto (GStrv) parts = split_crossing (self->text, where, error);
  if (parts == NULL)
    return FALSE;
  guint n = g_strv_length (parts), n_values = 0;
  self->columns = g_new0 (char *, n + 1);
  self->values = g_new0 (char *, n + 1);
  self->n_columns = n;
  for (guint i = 0; i < n; i++)
    {
      char *equals = strchr (parts[i], '=');
      self->columns[i] = g_strchomp (g_strndup (parts[i], strcspn (parts[i], "=")));
      if (equals == NULL)
        continue;
      n_values++;
      const char *value = g_strchug (equals + 1);
      if (value[0] == '\0' || self->columns[i][0] == '\0')
        return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where,
                          "%s: expected COLUMN=VALUE, or COLUMN=" MISSING " for rows without one",
                          plan_quote (parts[i]).text);
      self->values[i] = strcmp (value, MISSING) != 0 ? g_strdup (value) : NULL;
    }
  if (n_values != 0 && n_values != n)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where,
                      "%s gives a value to some columns; expected all, such as sex=Female*race=Black, or none",
                      plan_quote (self->text).text);
  self->kind = n_values > 0 ? ASSAY_TARGET_VALUES : ASSAY_TARGET_COLUMNS;
  return check_crossed (self->columns, self->text, where, error);
}

/* race=Black*sex=Female is the cell of sex*race when the plan crosses so. */
static void
order_as_crossed (AssayTarget     *self,
                  const PlanIndex *index)
{
  g_autofree char *key = plan_cross_key (self->columns, self->n_columns);
  const AssayCross *cross = g_hash_table_lookup (index->crosses, key);
  if (cross == NULL)
    return;
  for (guint to = 0; to < self->n_columns; to++)
    for (guint from = to + 1; from < self->n_columns; from++)
      if (strcmp (self->columns[from], cross->columns[to]) == 0)
        {
          char *column = self->columns[to], *value = self->values[to];
          self->columns[to] = self->columns[from];
          self->values[to] = self->values[from];
          self->columns[from] = column;
          self->values[from] = value;
        }
}

AssayTarget *
plan_target_new (const PlanIndex  *index,
                 const char       *text,
                 const PlanLine   *where,
                 GError          **error)
{
  AssayTarget *self = g_new0 (AssayTarget, 1);
  self->text = g_strdup (text);
  if (g_hash_table_contains (index->named, text))
    self->kind = ASSAY_TARGET_NAMED;
  else if (strcmp (text, "all") == 0)
    self->kind = ASSAY_TARGET_WHOLE;
  else if (strcmp (text, "*") == 0)
    self->kind = ASSAY_TARGET_EVERY;
  else if (set_parts (self, where, error))
    order_as_crossed (self, index);
  else
    g_clear_pointer (&self, plan_target_free);
  return self;
}

void
plan_target_free (gpointer data)
{
  AssayTarget *self = data;

  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_columns; i++)
    {
      g_free (self->columns[i]);
      g_free (self->values[i]);
    }
  g_free (self->columns);
  g_free (self->values);
  g_free (self->text);
  g_free (self);
}
