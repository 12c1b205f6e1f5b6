/* story-fairness.c: groups against the four-fifths rule, the rates of each, and the same within the control column's
 * values. */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>

#define MOST_KEYS 8
#define MOST_GROUPS 24
#define MOST_WITHIN 30
#define MOST_RATES 4

/* --- the ratios against the bound ------------------------------------------------------------------------------- */

static AssayScene *
draw_bound (AssayFonts    *fonts,
            gconstpointer  data,
            double         width,
            guint          n_most)
{
  return assay_chart_bound (fonts, data, width);
}

static const char *
capital (AssayStory *self,
         char       *text) /* taken */
{
  g_autofree char *raw = text, *sentence = assay_sentence_capital (raw);

  return assay_story_safe (self, sentence);
}

static AssayBoundRow
bound_row (AssayStory          *self,
           const AssayFairness *fairness,
           AssayParity          parity)
{
  const AssayParityGap *gap = &fairness->gaps[parity];
  const gboolean has_value = !isnan (gap->ratio.lo);

  return (AssayBoundRow) {
    .name = _(assay_parity_label (parity)), .n_rows = gap->ratio.n, .estimate = gap->ratio,
    .verdict = assay_story_shape (fairness->rules[parity]),
    .is_behind = fairness->rules[parity] == ASSAY_VERDICT_FAIL,
    .value = assay_document_take (self->document, assay_number_bare (&gap->ratio, ASSAY_UNIT_PLAIN, FALSE, TRUE)),
    .why = has_value ? NULL : assay_story_safe (self, gap->ratio.why),
    .says = capital (self, assay_phrase_parity (self->report, fairness, parity, TRUE)),
  };
}

/* "2 of 5 parities of race are below 0.8, 1 may be" (transfer full) */
static char *
bound_title (const AssayFairnessFindings *all,
             const AssayFairness         *fairness)
{
  g_autofree char *bound = assay_number_bound (all->threshold, ASSAY_UNIT_PLAIN);
  guint n_fail = 0, n_open = 0;

  for (guint i = 0; i < all->n_parities; i++)
    {
      n_fail += fairness->rules[all->parities[i]] == ASSAY_VERDICT_FAIL;
      n_open += fairness->rules[all->parities[i]] == ASSAY_VERDICT_UNDECIDED;
    }
  if (n_fail == 0 && n_open == 0)
    return all->n_parities == 1
             ? g_strdup_printf (_("The one parity of %s keeps %s"), fairness->key, bound)
             : g_strdup_printf (_("All %u parities of %s keep %s"), all->n_parities, fairness->key, bound);
  if (n_fail == 0)
    return g_strdup_printf (_("No parity of %s is shown to be below %s, %u of %u are undecided"), fairness->key,
                            bound, n_open,
                            all->n_parities);
  if (n_open == 0)
    return g_strdup_printf (P_("%u of %u parities of %s is below %s", "%u of %u parities of %s are below %s", n_fail),
                            n_fail,
                            all->n_parities, fairness->key, bound);
  return g_strdup_printf (P_("%u of %u parities of %s is below %s, %u undecided",
                             "%u of %u parities of %s are below %s, %u undecided", n_fail),
                          n_fail, all->n_parities, fairness->key, bound, n_open);
}

static void
show_bound (AssayStory          *self,
            const AssayFairness *fairness)
{
  const AssayFairnessFindings *all = self->findings->fairness;
  AssayBoundChart *chart = assay_document_alloc (self->document, sizeof *chart);
  AssayBoundRow *rows = assay_document_alloc (self->document, all->n_parities * sizeof *rows);
  g_autofree char *raw = bound_title (all, fairness), *bound = assay_number_bound (all->threshold, ASSAY_UNIT_PLAIN);

  for (guint i = 0; i < all->n_parities; i++)
    rows[i] = bound_row (self, fairness, all->parities[i]);
  *chart = (AssayBoundChart) {
    .rows = rows, .n_rows = all->n_parities, .bound = all->threshold, .names_title = _("parity"),
    .value_title = _("ratio"),
    .bound_text = assay_document_take (self->document, g_strdup_printf (_("bound %s"), bound)),
  };
  const char *title = assay_story_safe (self, raw);
  const char *note = _("Least rate of a group over the greatest; 1: groups are equal. Intervals hold for all pairs of "
                       "groups together. Hollow, dashed: undecided.");
  assay_document_show (self->document,
                       assay_document_figure (self->document, draw_bound, chart, &chart->head, title, note));
}

/* --- a rate, group by group ------------------------------------------------------------------------------------- */

typedef struct
{
  AssayParity  parity;
  guint        rate;
  AssayMeasure measure;
} RateOf;

/* Every rate once, in the order of the parities; equalized odds brings its two last. */
static guint
rates_of (const AssayFairnessFindings *all,
          RateOf                       found[MOST_RATES])
{
  guint n = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < all->n_parities; i++)
      {
        AssayMeasure measures[ASSAY_PARITY_MOST_RATES];
        const guint n_rates = assay_parity_rates (all->parities[i], measures);

        for (guint r = 0; r < n_rates && (n_rates > 1) == (pass == 1) && n < MOST_RATES; r++)
          {
            guint at = 0;
            while (at < n && found[at].measure.id != measures[r].id)
              at++;
            if (at == n)
              found[n++] = (RateOf) { all->parities[i], r, measures[r] };
          }
      }
  return n;
}

static int
compare_groups (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const RateOf *of = data;
  const AssayGroupRates *first = &(*(const AssayFairGroup *const *) a)->rates[of->parity];
  const AssayGroupRates *second = &(*(const AssayFairGroup *const *) b)->rates[of->parity];

  if ((first->why_out != NULL) != (second->why_out != NULL))
    return first->why_out != NULL ? 1 : -1;
  const double x = first->rates[of->rate].value, y = second->rates[of->rate].value;
  return x == y || isnan (x) || isnan (y) ? 0 : x < y ? -1 : 1;
}

/* A diamond at the end of a gap that fails: the group with the least rate, of a rate of errors the greatest. */
static gboolean
is_worst (const AssayFairness  *fairness,
          const AssayFairGroup *group,
          const RateOf         *of)
{
  const AssayParityGap *gap = &fairness->gaps[of->parity];
  const guint worst = of->measure.direction == ASSAY_DIRECTION_LOWER ? gap->highest : gap->lowest;

  return fairness->rules[of->parity] == ASSAY_VERDICT_FAIL && gap->rate == of->rate
         && group == &fairness->groups[worst];
}

static AssayDot
dot_of (AssayStory           *self,
        const AssayFairness  *fairness,
        const AssayFairGroup *group,
        const RateOf         *of)
{
  const AssayEstimate *estimate = &group->rates[of->parity].rates[of->rate];
  const char *why = group->rates[of->parity].why_out;
  g_autofree char *measure = assay_sentence_measure (&of->measure);
  g_autofree char *value = assay_number_estimate (estimate, ASSAY_UNIT_PERCENT, TRUE);
  AssayDot dot = { .name = assay_story_safe (self, group->name), .n_rows = estimate->n, .estimate = *estimate,
                   .verdict = -1, .why = why != NULL ? assay_story_safe (self, why) : NULL };

  dot.is_behind = is_worst (fairness, group, of);
  const guint decimals = assay_number_decimals (estimate, ASSAY_UNIT_PERCENT);
  dot.value = isnan (estimate->value)
                ? "\xe2\x80\x93"
                : assay_document_take (self->document,
                                       assay_number_value (estimate->value, decimals, ASSAY_UNIT_PERCENT, TRUE));
  dot.says = assay_document_take (self->document, g_strdup_printf (_("%s: %s %s"), dot.name, measure, value));
  return dot;
}

/* The line of the whole set, where the measure was worked out for it. */
static void
set_whole (AssayStory    *self,
           AssayDotChart *chart,
           const RateOf  *of)
{
  const int at = assay_findings_measure (self->findings, of->measure.name);

  chart->whole = chart->bound = NAN;
  if (at < 0 || isnan (self->findings->whole->measures[at].value))
    return;
  g_autofree char *value = assay_number_point (&self->findings->whole->measures[at], ASSAY_UNIT_PERCENT, FALSE, TRUE);
  chart->whole = self->findings->whole->measures[at].value;
  chart->whole_text = assay_document_take (self->document, g_strdup_printf (_("whole set %s"), value));
}

static void
show_rate (AssayStory          *self,
           const AssayFairness *fairness,
           const RateOf        *of)
{
  AssayDotChart *chart = assay_document_alloc (self->document, sizeof *chart);
  g_autofree const AssayFairGroup **groups = g_new (const AssayFairGroup *, fairness->n_groups + 1);
  const guint n = MIN (fairness->n_groups, MOST_GROUPS);
  AssayDot *dots = assay_document_alloc (self->document, MAX (n, 1) * sizeof *dots);
  g_autofree char *name = assay_sentence_measure (&of->measure);
  g_autofree char *measure = assay_sentence_capital (name);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < fairness->n_groups; i++)
    groups[i] = &fairness->groups[i];
  g_qsort_with_data (groups, (int) fairness->n_groups, sizeof *groups, compare_groups, (gpointer) of);
  for (guint i = 0; i < n; i++)
    dots[i] = dot_of (self, fairness, groups[i], of);
  *chart = (AssayDotChart) { .dots = dots, .n_dots = n, .is_share = TRUE, .lo = NAN, .hi = NAN,
                             .names_title = _("group") };
  set_whole (self, chart, of);
  g_autofree char *more = n < fairness->n_groups
                          ? g_strdup_printf (_(" %u more groups are in fairness.csv."),
                                             fairness->n_groups - n) : g_strdup ("");
  g_ascii_formatd (digits, sizeof digits, "%.5g", 100 * self->report->plan->confidence);
  g_autofree char *note = g_strdup_printf (_("%s, %%, each group with its interval at %s %% and the rows it stands "
                                             "on. Diamond: the far end of a gap that is below the bound.%s"), measure,
                                               digits, more);
  const char *title = capital (self, assay_phrase_parity (self->report, fairness, of->parity, TRUE));
  assay_document_show (self->document,
                       assay_document_figure (self->document, assay_story_draw_dots, chart, &chart->head, title,
                                              note));
}

/* --- within the control column ---------------------------------------------------------------------------------- */

static void
add_within (AssayStory          *self,
            AssayTable          *table,
            const AssayFairness *fairness)
{
  const AssayFairnessFindings *all = self->findings->fairness;

  const char *value = fairness->control_value != NULL ? fairness->control_value : _("(missing)");

  assay_document_cell_add (self->document, table, assay_story_safe (self, value));
  for (guint i = 0; i < all->n_parities; i++)
    {
      const AssayEstimate *ratio = &fairness->gaps[all->parities[i]].ratio;
      g_autofree char *text = assay_number_bare (ratio, ASSAY_UNIT_PLAIN, TRUE, TRUE);
      AssayCell *cell = assay_document_cell_add (self->document, table, text);

      cell->sort = ratio->value;
      if (!isnan (ratio->value))
        cell->mark = assay_story_shape (fairness->rules[all->parities[i]]);
    }
}

/* Keys from first on, which are the same groups within one value each. */
static void
show_within (AssayStory *self,
             guint       first)
{
  const AssayFairnessFindings *all = self->findings->fairness;
  AssayTableColumn columns[1 + ASSAY_N_PARITIES] = { { NULL, ASSAY_ANCHOR_START, TRUE, 0 } };
  guint n = 0;

  while (first + n < all->keys->len && ((const AssayFairness *) all->keys->pdata[first + n])->control != NULL)
    n++;
  if (n == 0)
    return;
  const AssayFairness *one = all->keys->pdata[first];
  g_autofree char *raw = g_strdup_printf (_("%s, within each value of %s"), one->key, one->control);
  columns[0].title = assay_story_safe (self, one->control);
  for (guint i = 0; i < all->n_parities; i++)
    columns[1 + i] = (AssayTableColumn) { assay_parity_label (all->parities[i]), ASSAY_ANCHOR_END, FALSE, 0 };
  assay_document_heading (self->document, 2, assay_story_safe (self, raw), NULL)->more
    = _("Ratios of the groups' rates. A dash: fewer than two groups have enough rows, or nobody has the rate.");
  AssayTable *table = assay_document_table (self->document, columns, 1 + all->n_parities);
  table->caption = assay_story_safe (self, raw);
  for (guint i = 0; i < MIN (n, MOST_WITHIN); i++)
    add_within (self, table, all->keys->pdata[first + i]);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
  if (n <= MOST_WITHIN)
    return;
  g_autofree char *more = g_strdup_printf (_("%u more values are in fairness.csv."), n - MOST_WITHIN);
  assay_document_add (self->document, ASSAY_BLOCK_NOTE, more);
}

/* --- all of it -------------------------------------------------------------------------------------------------- */

static void
show_left_out (AssayStory          *self,
               const AssayFairness *fairness)
{
  const AssayFairnessFindings *all = self->findings->fairness;

  for (guint i = 0; i < all->n_parities; i++)
    {
      g_autofree char *text = assay_phrase_left_out (fairness, all->parities[i], 6);
      if (text == NULL)
        continue;
      g_autofree char *note = g_strdup_printf ("%s: %s.", _(assay_parity_label (all->parities[i])), text);
      assay_document_add (self->document, ASSAY_BLOCK_NOTE, assay_story_safe (self, note));
    }
}

void
assay_story_fairness (AssayStory *self)
{
  const AssayFairnessFindings *all = self->findings->fairness;
  RateOf rates[MOST_RATES];
  guint n_keys = 0;

  if (all == NULL)
    return;
  const guint n_rates = rates_of (all, rates);
  assay_document_heading (self->document, 1, _("Fairness"), "fairness")->more
    = _("Whether groups have the same rates. Which of them should be equal is a question of the task, not of the "
        "data: they seldom all can be.");
  for (guint i = 0; i < all->keys->len; i++)
    {
      const AssayFairness *fairness = all->keys->pdata[i];

      if (fairness->control != NULL || n_keys++ >= MOST_KEYS)
        continue;
      show_bound (self, fairness);
      for (guint r = 0; r < n_rates && fairness->n_groups > 0; r++)
        show_rate (self, fairness, &rates[r]);
      show_left_out (self, fairness);
      show_within (self, i + 1);
    }
  if (n_keys <= MOST_KEYS)
    return;
  g_autofree char *more = g_strdup_printf (_("%u more ways to group are in fairness.csv."), n_keys - MOST_KEYS);
  assay_document_add (self->document, ASSAY_BLOCK_NOTE, more);
}
