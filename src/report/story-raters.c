/* story-raters.c: who agrees with whom, what each annotator says too often, for whom people agree, merged classes. */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

#define MOST_PAIRS 15
#define MOST_EACH 30
#define MOST_BIASES 4
#define MOST_MERGES 8

/* --- pairs ------------------------------------------------------------------------------------------------------ */

/* The least kappa first, undefined ones last. */
static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const AssayPairOfAnnotators *one = *(const AssayPairOfAnnotators *const *) a;
  const AssayPairOfAnnotators *other = *(const AssayPairOfAnnotators *const *) b;
  const double x = one->pair.kappas[ASSAY_KAPPA_PLAIN].value, y = other->pair.kappas[ASSAY_KAPPA_PLAIN].value;

  return isnan (x) || isnan (y) ? isnan (x) - isnan (y) : (x > y) - (x < y);
}

static void
add_value (AssayStory          *self,
           AssayTable          *table,
           const AssayEstimate *estimate,
           AssayUnit            unit)
{
  g_autofree char *words = assay_number_bare (estimate, unit, FALSE, TRUE);

  assay_document_cell_add (self->document, table, words)->sort = estimate->value;
}

static void
add_pair (AssayStory                  *self,
          AssayTable                  *table,
          const AssayPairOfAnnotators *pair,
          guint                        n_kappas)
{
  char *const *all = self->findings->annotators->names;
  g_autofree char *names = g_strdup_printf (_("%s and %s"), all[pair->i], all[pair->j]);
  g_autofree char *rows = assay_number_rows (pair->pair.agreement.n);

  assay_document_cell_add (self->document, table, assay_story_safe (self, names))->is_strong = TRUE;
  assay_document_cell_add (self->document, table, rows)->sort = (double) pair->pair.agreement.n;
  add_value (self, table, &pair->pair.agreement, ASSAY_UNIT_PERCENT);
  for (guint k = 0; k < n_kappas; k++)
    add_value (self, table, &pair->pair.kappas[k], ASSAY_UNIT_PLAIN);
}

/* Weighted kappas need more than two classes. */
static void
add_pairs (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { N_("pair"), ASSAY_ANCHOR_START, FALSE, 0.36 }, { N_("rows"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("the same, %"), ASSAY_ANCHOR_END, FALSE, 0 }, { N_("Cohen's kappa"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("linear weights"), ASSAY_ANCHOR_END, FALSE, 0 }, { N_("quadratic weights"), ASSAY_ANCHOR_END, FALSE, 0 },
  };
  const AssayAgreementFinding *whole = self->findings->annotators->whole;
  const guint n_kappas = self->report->counts->n_classes > 2 ? ASSAY_N_KAPPAS : 1;
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();

  for (guint i = 0; i < whole->n_pairs; i++)
    g_ptr_array_add (pairs, &whole->pairs[i]);
  if (pairs->len == 0)
    return;
  g_ptr_array_sort (pairs, compare_pairs); /* stable */
  const guint n = MIN (pairs->len, MOST_PAIRS);
  AssayTable *table = assay_document_table (self->document, columns, 3 + n_kappas);
  AssayBlock *heading = assay_document_heading (self->document, 2, _("Pairs of annotators, those that agree least "
                                                                     "first"), "pairs");
  if (pairs->len > n)
    heading->more = assay_document_take (self->document, g_strdup_printf (_("The first %u of %u; annotators.csv has "
                                                                            "them all."), n, pairs->len));
  table->caption = _("Agreement of every two annotators");
  for (guint i = 0; i < n; i++)
    add_pair (self, table, pairs->pdata[i], n_kappas);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}

/* --- each annotator --------------------------------------------------------------------------------------------- */

/* "dog +6 (4 to 8), fox −3 (−5 to −1)": what is shown, the most first; a dash: nothing is. */
static char *
biases_text (AssayStory           *self,
             const AssayAnnotator *one)
{
  g_autoptr (GPtrArray) biases = assay_annotator_biases (one);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (biases->len, MOST_BIASES); i++)
    {
      const AssayBias *bias = biases->pdata[i];
      g_autofree char *by = assay_number_bare (&bias->difference, ASSAY_UNIT_POINTS, FALSE, TRUE);
      const char *name = assay_story_safe (self, self->report->counts->classes[bias->class]);
      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", assay_story_title_name (self, name), by);
    }
  if (biases->len > MOST_BIASES)
    g_string_append_printf (text, _(" and %u more"), biases->len - MOST_BIASES);
  return g_strdup (text->len > 0 ? text->str : "\xe2\x80\x93");
}

static void
add_annotator (AssayStory *self,
               AssayTable *table,
               guint       i)
{
  const AssayAnnotatorFindings *annotators = self->findings->annotators;
  const AssayAnnotator *one = &annotators->each[i];
  g_autofree char *rows = assay_number_rows (one->level.n), *biases = biases_text (self, one);

  assay_document_cell_add (self->document, table, assay_story_safe (self, annotators->names[i]))->is_strong = TRUE;
  assay_document_cell_add (self->document, table, rows)->sort = (double) one->level.n;
  add_value (self, table, &one->level, ASSAY_UNIT_PERCENT);
  assay_document_cell_add (self->document, table, biases);
}

typedef struct
{
  guint  annotator;
  double level;
} Ranked;

/* The lowest first, undefined ones last; ties in the plan's order. */
static int
compare_ranked (gconstpointer a,
                gconstpointer b)
{
  const Ranked *one = a, *other = b;

  if (isnan (one->level) || isnan (other->level))
    {
      if (isnan (one->level) != isnan (other->level))
        return isnan (one->level) ? 1 : -1;
    }
  else if (one->level != other->level)
    return one->level < other->level ? -1 : 1;
  return one->annotator < other->annotator ? -1 : 1;
}

/* "With most others: from 71 % (b) to 90 % (a)" */
static char *
each_title (AssayStory   *self,
            const GArray *ranked)
{
  const AssayAnnotatorFindings *annotators = self->findings->annotators;
  const Ranked *least = &g_array_index (ranked, Ranked, 0), *most = least;

  for (guint i = 0; i < ranked->len; i++)
    if (!isnan (g_array_index (ranked, Ranked, i).level))
      most = &g_array_index (ranked, Ranked, i);
  const AssayAnnotator *lowest = &annotators->each[least->annotator], *highest = &annotators->each[most->annotator];
  g_autofree char *lo = assay_number_point (&lowest->level, ASSAY_UNIT_PERCENT, FALSE, TRUE);
  g_autofree char *hi = assay_number_point (&highest->level, ASSAY_UNIT_PERCENT, FALSE, TRUE);
  const char *first = assay_story_safe (self, annotators->names[least->annotator]);
  const char *last = assay_story_safe (self, annotators->names[most->annotator]);
  if (strcmp (lo, hi) == 0)
    return g_strdup_printf (_("Each annotator says what most others say in %s of cases"), lo);
  return g_strdup_printf (_("Each annotator says what most others say: from %s (%s) to %s (%s)"), lo,
                          assay_story_title_name (self, first), hi, assay_story_title_name (self, last));
}

static void
add_each (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { N_("annotator"), ASSAY_ANCHOR_START, FALSE, 0.2 }, { N_("rows"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("as most others, %"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("says too often (+) or too rarely (\xe2\x88\x92), points"), ASSAY_ANCHOR_START, TRUE, 0 },
  };
  const AssayAnnotatorFindings *annotators = self->findings->annotators;
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));

  if (annotators->each == NULL || annotators->n_annotators == 0)
    return;
  for (guint i = 0; i < annotators->n_annotators; i++)
    g_array_append_val (ranked, ((Ranked) { i, annotators->each[i].level.value }));
  g_array_sort (ranked, compare_ranked);
  if (isnan (g_array_index (ranked, Ranked, 0).level)) /* nobody rated what another did */
    return;
  const guint n = MIN (ranked->len, MOST_EACH);
  g_autofree char *title = each_title (self, ranked);
  AssayBlock *heading = assay_document_heading (self->document, 2, title, "each-annotator");
  g_autofree char *note = g_strdup_printf (_("Too often, too rarely: against the others' ratings of the same rows, "
                                             "where the interval leaves out 0, without correction for their "
                                             "number.%s"),
                                           ranked->len > n ? _(" annotators.csv has everyone.") : "");
  heading->more = assay_document_keep (self->document, note);
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));
  table->caption = _("Each annotator against the others");
  for (guint i = 0; i < n; i++)
    add_annotator (self, table, g_array_index (ranked, Ranked, i).annotator);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}

/* --- merged classes --------------------------------------------------------------------------------------------- */

static const char *
merged_names (AssayStory            *self,
              const AssayClassSplit *split,
              gboolean               is_title)
{
  const char *a = assay_story_safe (self, self->report->counts->classes[split->a]);
  const char *b = assay_story_safe (self, self->report->counts->classes[split->b]);

  return assay_document_take (self->document,
                              g_strdup_printf (_("%s and %s"), is_title ? assay_story_title_name (self, a) : a,
                                               is_title ? assay_story_title_name (self, b) : b));
}

/* "Merging cat and dog would give alpha 0.67 (0.64 to 0.70), now 0.55"; of the merge that gives the highest. */
static char *
merges_title (AssayStory *self)
{
  const AssayAgreement *agreement = &self->findings->annotators->whole->agreement;
  const AssayEstimate *now = &agreement->alphas[ASSAY_ALPHA_NOMINAL];
  const AssayClassSplit *best = NULL;

  for (guint i = 0; i < agreement->n_splits; i++)
    {
      const AssayClassSplit *split = &agreement->splits[i];
      if (split->nominal.value > now->value && (best == NULL || split->nominal.value > best->nominal.value))
        best = split;
    }
  if (best == NULL)
    return g_strdup (_("Merging two classes would not raise alpha"));
  g_autofree char *value = assay_number_estimate (&best->nominal, ASSAY_UNIT_PLAIN, TRUE);
  g_autofree char *before = assay_number_point (now, ASSAY_UNIT_PLAIN, FALSE, TRUE);
  return g_strdup_printf (_("Merging %s would give alpha %s, now %s"), merged_names (self, best, TRUE), value,
                          before);
}

static void
add_merge (AssayStory            *self,
           AssayTable            *table,
           const AssayClassSplit *split,
           gboolean               has_model)
{
  g_autofree char *splits = assay_number_rows (split->n_splits);

  assay_document_cell_add (self->document, table, merged_names (self, split, FALSE))->is_strong = TRUE;
  assay_document_cell_add (self->document, table, splits)->sort = (double) split->n_splits;
  add_value (self, table, &split->split, ASSAY_UNIT_PERCENT);
  add_value (self, table, &split->nominal, ASSAY_UNIT_PLAIN);
  if (has_model)
    add_value (self, table, &split->accuracy, ASSAY_UNIT_PERCENT);
}

static void
add_merges (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { N_("merged"), ASSAY_ANCHOR_START, FALSE, 0.36 }, { N_("split ratings"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("of those that say either, %"), ASSAY_ANCHOR_END, FALSE, 0 }, { N_("alpha"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("accuracy of the model, %"), ASSAY_ANCHOR_END, FALSE, 0 },
  };
  const AssayAgreement *agreement = &self->findings->annotators->whole->agreement;
  const gboolean has_model = assay_plan_has_model (self->report->plan);
  const guint n = MIN (agreement->n_splits, MOST_MERGES);

  if (n == 0 || self->report->counts->n_classes < 3)
    return;
  g_autofree char *title = merges_title (self);
  AssayBlock *heading = assay_document_heading (self->document, 2, title, "merging");
  heading->more = _("Classes about which annotators split most often, and what would hold if the two were one.");
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns) - !has_model);
  table->caption = _("What merging two classes would do");
  for (guint i = 0; i < n; i++)
    add_merge (self, table, &agreement->splits[i], has_model);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}

void
assay_story_raters (AssayStory *self)
{
  const AssayAgreementFinding *whole = self->findings->annotators->whole;
  const AssayPairOfAnnotators *least = assay_story_least_pair (self->report->plan, whole);

  if (least != NULL)
    assay_document_show (self->document, assay_exhibit_agreement (self, least, whole->n_pairs > 1, NULL));
  if (whole->n_pairs > 1)
    add_pairs (self);
  add_each (self);
  assay_document_show (self->document, assay_exhibit_alphas (self));
  assay_document_show (self->document, assay_exhibit_levels (self));
  add_merges (self);
}
