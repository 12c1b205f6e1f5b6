/* labels-model.c: a part of the annotators' findings as lines. */
#include "labels-model.h"

#include "report/phrases.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>

#define MOST_BIASES 4

struct _AssayLabelsModel
{
  GObject                      parent;
  const AssayReport           *report;
  const AssayAgreementFinding *of;
  guint                        part;
  GArray                      *measures, *levels, *each; /* of AssayLabelsLine */
  GArray                      *merges;                   /* of AssayLabelsMerge */
};

G_DEFINE_FINAL_TYPE (AssayLabelsModel, assay_labels_model, G_TYPE_OBJECT)

enum { VALUES_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
line_clear (gpointer data)
{
  g_free (((AssayLabelsLine *) data)->reading);
}

static void
merge_clear (gpointer data)
{
  g_free (((AssayLabelsMerge *) data)->name);
}

static void
assay_labels_model_finalize (GObject *object)
{
  AssayLabelsModel *self = ASSAY_LABELS_MODEL (object);

  g_array_unref (self->measures);
  g_array_unref (self->levels);
  g_array_unref (self->each);
  g_array_unref (self->merges);
  G_OBJECT_CLASS (assay_labels_model_parent_class)->finalize (object);
}

static void
assay_labels_model_class_init (AssayLabelsModelClass *class)
{
  G_OBJECT_CLASS (class)->finalize = assay_labels_model_finalize;
  signals[VALUES_CHANGED] = g_signal_new ("values-changed", ASSAY_TYPE_LABELS_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);
}

static GArray *
lines_new (gsize          size,
           GDestroyNotify clear)
{
  GArray *lines = g_array_new (FALSE, TRUE, (guint) size);

  g_array_set_clear_func (lines, clear);
  return lines;
}

static void
assay_labels_model_init (AssayLabelsModel *self)
{
  self->measures = lines_new (sizeof (AssayLabelsLine), line_clear);
  self->levels = lines_new (sizeof (AssayLabelsLine), line_clear);
  self->each = lines_new (sizeof (AssayLabelsLine), line_clear);
  self->merges = lines_new (sizeof (AssayLabelsMerge), merge_clear);
}

/* --- lines ------------------------------------------------------------------------------------------------------ */

static void
add_line (GArray              *lines,
          const char          *name,
          const AssayEstimate *estimate,
          AssayUnit            unit,
          char                *reading) /* taken */
{
  const AssayLabelsLine line = { name, reading, *estimate, unit };

  g_array_append_val (lines, line);
}

/* What a number is of, or why there is none. */
static char *
reading_of (const AssayEstimate *estimate,
            const char          *what)
{
  return g_strdup (isnan (estimate->value) && estimate->why != NULL ? _(estimate->why) : what);
}

/* "67 % of the way from chance to full agreement; rows with 3 ratings" */
static char *
chance_and (const AssayEstimate *kappa,
            const char          *what)
{
  g_autofree char *chance = assay_phrase_beyond_chance (kappa);

  return what == NULL || isnan (kappa->value) ? g_steal_pointer (&chance) : g_strdup_printf ("%s; %s", chance, what);
}

static void
fill_measures (AssayLabelsModel *self)
{
  const AssayAgreement *agreement = &self->of->agreement;
  const AssayEstimate *alphas = agreement->alphas;
  g_autofree char *rows = assay_number_rows (agreement->rows);
  g_autofree char *pairs = g_strdup_printf (_("of all pairs of ratings of a row; %s rows"), rows);
  g_autofree char *fleiss = g_strdup_printf (_("rows with %u ratings"), agreement->fleiss_ratings);
  const gboolean are_words = isnan (alphas[ASSAY_ALPHA_INTERVAL].value);

  g_array_set_size (self->measures, 0);
  add_line (self->measures, _("Ratings that agree"), &agreement->pairwise, ASSAY_UNIT_PERCENT,
            reading_of (&agreement->pairwise, pairs));
  add_line (self->measures, _("Fleiss' kappa"), &agreement->fleiss, ASSAY_UNIT_PLAIN,
            chance_and (&agreement->fleiss, fleiss));
  add_line (self->measures, _("Krippendorff's alpha"), &alphas[ASSAY_ALPHA_NOMINAL], ASSAY_UNIT_PLAIN,
            chance_and (&alphas[ASSAY_ALPHA_NOMINAL], NULL));
  add_line (self->measures, _("Alpha, ordinal"), &alphas[ASSAY_ALPHA_ORDINAL], ASSAY_UNIT_PLAIN,
            reading_of (&alphas[ASSAY_ALPHA_ORDINAL],
                        are_words ? _("near classes count less, if the alphabet is their order")
                                  : _("near classes count less")));
  add_line (self->measures, _("Alpha, interval"), &alphas[ASSAY_ALPHA_INTERVAL], ASSAY_UNIT_PLAIN,
            reading_of (&alphas[ASSAY_ALPHA_INTERVAL], _("by the classes' distances as numbers")));
}

static void
fill_levels (AssayLabelsModel *self)
{
  const AssayHumanLevel *level = &self->of->level;
  const AssayEstimate less = assay_estimate_negated (level->room);
  g_autofree char *room = assay_phrase_human_room (&level->room, TRUE);
  const gboolean has_model = assay_labels_model_has_model (self);

  g_array_set_size (self->levels, 0);
  add_line (self->levels, _("Each person"), &level->human, ASSAY_UNIT_PERCENT,
            reading_of (&level->human, _("human level: against what most of the others say")));
  if (self->report->plan->label != NULL)
    add_line (self->levels, _("The label"), &level->label, ASSAY_UNIT_PERCENT,
              reading_of (&level->label, _("against the same majorities")));
  if (!has_model)
    return;
  add_line (self->levels, _("The model"), &level->model, ASSAY_UNIT_PERCENT,
            reading_of (&level->model, _("against the same majorities")));
  add_line (self->levels, _("Model less human"), &less, ASSAY_UNIT_POINTS,
            isnan (less.value) ? reading_of (&less, "") : assay_sentence_capital (room));
}

/* --- each annotator --------------------------------------------------------------------------------------------- */

/* (transfer full) "too often dog +6 (4 to 8), too rarely fox −3 (−5 to −1) points": what is shown, the most first. */
static char *
biases_text (AssayLabelsModel     *self,
             const AssayAnnotator *one)
{
  g_autoptr (GPtrArray) biases = assay_annotator_biases (one);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (biases->len, MOST_BIASES); i++)
    {
      const AssayBias *bias = biases->pdata[i];
      g_autofree char *by = assay_number_estimate (&bias->difference, ASSAY_UNIT_POINTS, TRUE);
      g_string_append (text, i > 0 ? ", " : "");
      g_string_append_printf (text, bias->difference.value > 0 ? _("too often %s, %s") : _("too rarely %s, %s"),
                              self->report->counts->classes[bias->class], by);
    }
  if (biases->len > MOST_BIASES)
    g_string_append_printf (text, _(" and %u more"), biases->len - MOST_BIASES);
  return g_strdup (biases->len > 0 ? text->str : _("no class is shown to be said too often or too rarely"));
}

static void
fill_each (AssayLabelsModel *self)
{
  const AssayAnnotatorFindings *annotators = self->report->findings->annotators;

  for (guint i = 0; annotators->each != NULL && i < annotators->n_annotators; i++)
    add_line (self->each, annotators->names[i], &annotators->each[i].level, ASSAY_UNIT_PERCENT,
              biases_text (self, &annotators->each[i]));
}

/* --- merges ----------------------------------------------------------------------------------------------------- */

static void
fill_merges (AssayLabelsModel *self)
{
  const AssayAgreement *agreement = &self->of->agreement;
  char *const *classes = self->report->counts->classes;

  g_array_set_size (self->merges, 0);
  for (guint i = 0; self->report->counts->n_classes > 2 && i < agreement->n_splits; i++)
    {
      const AssayClassSplit *split = &agreement->splits[i];
      const AssayLabelsMerge merge = {
        g_strdup_printf (_("%s and %s"), classes[split->a], classes[split->b]), split->n_splits, split->split,
        split->nominal, split->accuracy,
      };
      g_array_append_val (self->merges, merge);
    }
}

/* --- making one ------------------------------------------------------------------------------------------------- */

static void
fill (AssayLabelsModel *self)
{
  fill_measures (self);
  fill_levels (self);
  fill_merges (self);
}

AssayLabelsModel *
assay_labels_model_new (const AssayReport *report)
{
  g_return_val_if_fail (report != NULL, NULL);
  if (report->findings->annotators == NULL)
    return NULL;
  AssayLabelsModel *self = g_object_new (ASSAY_TYPE_LABELS_MODEL, NULL);

  self->report = report;
  self->of = report->findings->annotators->whole;
  fill (self);
  fill_each (self);
  return self;
}

void
assay_labels_model_set_part (AssayLabelsModel *self,
                             guint             part)
{
  g_return_if_fail (ASSAY_IS_LABELS_MODEL (self) && part < assay_labels_model_n_parts (self));
  const AssayAnnotatorFindings *annotators = self->report->findings->annotators;

  self->part = part;
  self->of = part == 0 ? annotators->whole : annotators->parts->pdata[part - 1];
  fill (self);
  g_signal_emit (self, signals[VALUES_CHANGED], 0);
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

guint
assay_labels_model_n_parts (AssayLabelsModel *self)
{
  return self->report->findings->annotators->parts->len + 1;
}

char *
assay_labels_model_part_name (AssayLabelsModel *self,
                              guint             part)
{
  if (part == 0)
    return g_strdup (_("whole set"));
  const AssayAgreementFinding *of = self->report->findings->annotators->parts->pdata[part - 1];
  const AssayFinding *finding = of->finding;
  const char *value = finding->parts[0].value != NULL ? finding->parts[0].value : _("(missing)");

  if (finding->kind == ASSAY_SLICE_NAMED)
    return g_strdup (value);
  return g_strdup_printf (_("%s: %s"), finding->kind == ASSAY_SLICE_TAG ? _("tag") : finding->parts[0].column, value);
}

guint
assay_labels_model_part (AssayLabelsModel *self)
{
  return self->part;
}

const AssayAgreementFinding *
assay_labels_model_finding (AssayLabelsModel *self)
{
  return self->of;
}

gboolean
assay_labels_model_has_model (AssayLabelsModel *self)
{
  return assay_plan_has_model (self->report->plan);
}

guint
assay_labels_model_n_measures (AssayLabelsModel *self)
{
  return self->measures->len;
}

const AssayLabelsLine *
assay_labels_model_measure (AssayLabelsModel *self,
                            guint             at)
{
  g_return_val_if_fail (at < self->measures->len, NULL);
  return &g_array_index (self->measures, AssayLabelsLine, at);
}

guint
assay_labels_model_n_levels (AssayLabelsModel *self)
{
  return self->levels->len;
}

const AssayLabelsLine *
assay_labels_model_level (AssayLabelsModel *self,
                          guint             at)
{
  g_return_val_if_fail (at < self->levels->len, NULL);
  return &g_array_index (self->levels, AssayLabelsLine, at);
}

guint
assay_labels_model_n_each (AssayLabelsModel *self)
{
  return self->each->len;
}

const AssayLabelsLine *
assay_labels_model_each (AssayLabelsModel *self,
                         guint             at)
{
  g_return_val_if_fail (at < self->each->len, NULL);
  return &g_array_index (self->each, AssayLabelsLine, at);
}

guint
assay_labels_model_n_merges (AssayLabelsModel *self)
{
  return self->merges->len;
}

const AssayLabelsMerge *
assay_labels_model_merge (AssayLabelsModel *self,
                          guint             at)
{
  g_return_val_if_fail (at < self->merges->len, NULL);
  return &g_array_index (self->merges, AssayLabelsMerge, at);
}

guint
assay_labels_model_n_pairs (AssayLabelsModel *self)
{
  return self->of->n_pairs;
}

char *
assay_labels_model_pair_name (AssayLabelsModel *self,
                              guint             at,
                              gboolean          for_people)
{
  g_return_val_if_fail (at < self->of->n_pairs, NULL);
  char *const *names = self->report->findings->annotators->names;
  const AssayPairOfAnnotators *pair = &self->of->pairs[at];

  return for_people ? g_strdup_printf (_("%s and %s"), names[pair->i], names[pair->j])
                    : g_strconcat (names[pair->i], "*", names[pair->j], NULL);
}

char *
assay_labels_model_slice (AssayLabelsModel *self)
{
  if (self->part == 0)
    return g_strdup ("");
  return self->of->finding->kind == ASSAY_SLICE_TAG ? NULL : g_strdup (self->of->finding->text);
}

char *
assay_labels_model_sentence (AssayLabelsModel *self)
{
  return assay_phrase_agreement (self->report, TRUE);
}

char *
assay_labels_model_people (AssayLabelsModel *self)
{
  return assay_phrase_people (self->report->findings);
}
