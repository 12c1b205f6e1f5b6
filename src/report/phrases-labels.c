/* phrases-labels.c: what people's labels say, in sentences: who they are, how far from chance, which labels may be
 * wrong, what an uncertain class would do. Names are as the data spell them: who shows a sentence makes it safe. */
#include "phrases.h"

#include "words/translate.h"

#include <math.h>

#define MOST_NAMES 8

/* "cat, dog, fox", and how many more. */
static char *
names_text (char *const *names,
            guint        n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, MOST_NAMES); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", names[i]);
  if (n > MOST_NAMES)
    g_string_append_printf (text, _(" and %u more"), n - MOST_NAMES);
  return g_strdup (text->str);
}

char *
assay_phrase_people (const AssayFindings *findings)
{
  const AssayAnnotatorFindings *annotators = findings->annotators;
  const AssayAgreement *agreement = &annotators->whole->agreement;
  g_autofree char *names = names_text (annotators->names, annotators->n_annotators);
  g_autofree char *rows = assay_number_rows (agreement->rows), *one = assay_number_rows (agreement->one_rating);
  g_autofree char *none = assay_number_rows (agreement->no_rating);

  if (agreement->one_rating + agreement->no_rating == 0)
    return g_strdup_printf (_("%u annotators (%s); %s rows with two ratings or more."), annotators->n_annotators,
                            names, rows);
  return g_strdup_printf (_("%u annotators (%s); %s rows with two ratings or more; left out: %s with one, %s with "
                            "none."), annotators->n_annotators, names, rows, one, none);
}

/* Kappa and alpha are both 1 where all agree and 0 as by chance (Cohen 1960, Krippendorff 2011): what lies between is
 * a share of that way. No word such as "good": where that begins is the plan's to say. */
char *
assay_phrase_beyond_chance (const AssayEstimate *kappa)
{
  if (isnan (kappa->value))
    return g_strdup (kappa->why != NULL ? _(kappa->why) : _("undefined"));
  if (kappa->value >= 1)
    return g_strdup (_("all agree"));
  if (kappa->value <= 0)
    return g_strdup (_("no more than by chance"));
  g_autofree char *share = assay_number_point (kappa, ASSAY_UNIT_PERCENT, FALSE, TRUE);
  if (!isnan (kappa->lo) && kappa->lo <= 0)
    return g_strdup_printf (_("%s of the way from chance to full agreement; it may be chance alone"), share);
  return g_strdup_printf (_("%s of the way from chance to full agreement"), share);
}

char *
assay_phrase_noise (const AssayReport           *report,
                    const AssayAgreementFinding *part,
                    char                       **more)
{
  const AssayLabelNoise *noise = &part->noise;
  g_autofree char *rows = assay_number_rows (noise->rows), *all = assay_number_rows (noise->share.n);
  g_autofree char *share = assay_number_estimate (&noise->share, ASSAY_UNIT_PERCENT, TRUE);

  if (!assay_plan_has_model (report->plan) || isnan (noise->share.value))
    return NULL;
  *more = noise->rows == 0
            ? g_strdup_printf (_("%s of %s rows with two ratings or more, a label and a prediction."), share, all)
            : g_strdup_printf (_("assay rows AUDIT --noise lists these rows, %s of %s: two annotators or more and "
                                 "the model say one class, the label another."), share, all);
  if (noise->rows == 0)
    return g_strdup (_("No label stands against all annotators and the model"));
  return g_strdup_printf (P_("%s label stands against all annotators and the model",
                             "%s labels stand against all annotators and the model", noise->rows), rows);
}

char *
assay_phrase_uncertain (const AssayReport           *report,
                        const AssayAgreementFinding *part,
                        char                       **more)
{
  const AssayUncertain *uncertain = &part->uncertain;
  g_autofree char *share = assay_number_estimate (&uncertain->share, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *agree = assay_number_estimate (&uncertain->pairwise, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *before = assay_number_point (&part->agreement.pairwise, ASSAY_UNIT_PERCENT, FALSE, TRUE);
  g_autofree char *right = assay_number_estimate (&uncertain->accuracy, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *right_before = assay_number_point (&uncertain->all_accuracy, ASSAY_UNIT_PERCENT, FALSE, TRUE);

  if (isnan (uncertain->share.value))
    return NULL;
  g_autofree char *first = g_strdup_printf (_("Rows of which no class has more than half of the ratings. On the "
                                              "others %s of the ratings agree, now %s."), agree, before);
  g_autofree char *second = assay_plan_has_model (report->plan) && !isnan (uncertain->accuracy.value)
    ? g_strdup_printf (_("The model is right on %s, now %s."), right, right_before) : NULL;
  *more = g_strjoin (" ", first, second, NULL);
  return g_strdup_printf (_("A class \"uncertain\" would take %s of the rows"), share);
}

const char *
assay_phrase_one_person (const AssayReport *report)
{
  if (report->plan->truth != ASSAY_TRUTH_ONE_HUMAN)
    return NULL;
  return assay_plan_has_model (report->plan)
           ? _("The label is one person's word: accuracy says how far the model agrees with that person, and no one "
               "could reach 100 %.")
           : _("The label is one person's word: no one could agree with it on 100 % of the rows.");
}
