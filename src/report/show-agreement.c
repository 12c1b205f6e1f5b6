/* show-agreement.c: annotators in the terminal: agreement, human level, who splits about what, whose label may be wrong. */
#include "terminal-private.h"
#include "terminal-table-private.h"

#include "words/translate.h"

#define MOST_PAIRS 20
#define MOST_PARTS 30
#define MOST_MERGES 6
#define LEAST_NAME 8

static char *
percent (const AssayPage     *page,
         const AssayEstimate *estimate)
{
  return assay_number_bare (estimate, ASSAY_UNIT_PERCENT, FALSE, page->is_utf8);
}

static char *
plain (const AssayPage     *page,
       const AssayEstimate *estimate)
{
  return assay_number_bare (estimate, ASSAY_UNIT_PLAIN, FALSE, page->is_utf8);
}

/* --- the whole set ------------------------------------------------------------------------------------------------ */

static void
add_line (AssayTextTable *table,
          const char     *name,
          char           *value, /* taken */
          char           *what)  /* taken */
{
  assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup (name));
  assay_text_table_add (table, ASSAY_INK_BOLD, value);
  assay_text_table_add (table, ASSAY_INK_DIM, what);
}

/* (transfer full) Why there is no number, or what it is of. */
static char *
why_or (const AssayEstimate *estimate,
        char                *what) /* taken */
{
  if (!isnan (estimate->value) && !isnan (estimate->lo))
    return what;
  g_free (what);
  return g_strdup (estimate->why);
}

/* Words have the order of the alphabet, which may be none of what they mean; only numbers have distances. */
static gboolean
are_words (const AssayAgreement *agreement)
{
  return !isnan (agreement->alphas[ASSAY_ALPHA_ORDINAL].value) && isnan (agreement->alphas[ASSAY_ALPHA_INTERVAL].value);
}

static void
add_chance_corrected (AssayTextTable       *table,
                      const AssayPage      *page,
                      const AssayAgreement *agreement)
{
  static const char *const names[] = { N_("Krippendorff's alpha"), N_("alpha, ordinal"), N_("alpha, interval") };

  add_line (table, _("Fleiss' kappa"), plain (page, &agreement->fleiss),
            why_or (&agreement->fleiss, g_strdup_printf (_("rows with %u ratings"), agreement->fleiss_ratings)));
  for (guint i = 0; i < ASSAY_N_ALPHAS; i++)
    add_line (table, _(names[i]), plain (page, &agreement->alphas[i]),
              why_or (&agreement->alphas[i], g_strdup (i == ASSAY_ALPHA_ORDINAL && are_words (agreement)
                                                         ? _("if the alphabet is their order") : _("1: all agree, 0: as by chance"))));
}

static void
add_levels (AssayTextTable        *table,
            const AssayPage       *page,
            const AssayHumanLevel *level,
            gboolean               has_model)
{
  add_line (table, _("human level"), assay_number_estimate (&level->human, ASSAY_UNIT_PERCENT, page->is_utf8),
            why_or (&level->human, g_strdup (_("each against the others"))));
  if (!has_model)
    return;
  add_line (table, _("the model"), assay_number_estimate (&level->model, ASSAY_UNIT_PERCENT, page->is_utf8),
            why_or (&level->model, g_strdup (_("against the same majorities"))));
  add_line (table, _("room to human level"), assay_number_estimate (&level->room, ASSAY_UNIT_POINTS, page->is_utf8),
            why_or (&level->room, g_strdup (_("on the same rows"))));
  add_line (table, _("the label"), assay_number_estimate (&level->label, ASSAY_UNIT_PERCENT, page->is_utf8),
            why_or (&level->label, g_strdup (_("against the same majorities"))));
}

static void
show_whole (AssayPage         *page,
            const AssayReport *report)
{
  static const AssayTextColumn columns[] = {
    { "", FALSE, LEAST_NAME, 0, FALSE }, { "", TRUE, 0, 0, FALSE }, { "", FALSE, 10, 1, FALSE },
  };
  const AssayAgreementFinding *whole = report->findings->annotators->whole;
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));
  g_autofree char *rows = assay_number_rows (whole->agreement.rows);

  add_line (table, _("ratings that agree"),
            assay_number_estimate (&whole->agreement.pairwise, ASSAY_UNIT_PERCENT, page->is_utf8),
            why_or (&whole->agreement.pairwise, g_strdup_printf (_("pairs of ratings, %s rows"), rows)));
  add_chance_corrected (table, page, &whole->agreement);
  add_levels (table, page, &whole->level, assay_plan_has_model (report->plan));
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

/* Whose word the label is, beside human level: one person's label cannot measure people (measures.md 9). */
static void
show_truth (AssayPage         *page,
            const AssayReport *report)
{
  const AssayLabelNoise *noise = &report->findings->annotators->whole->noise;

  if (report->plan->truth == ASSAY_TRUTH_ONE_HUMAN)
    assay_page_paragraph (page, 2, ASSAY_INK_UNDECIDED, _("The label is one person's word: accuracy says how far the model agrees "
                                                          "with that person, and no one could reach 100 %."));
  if (!assay_plan_has_model (report->plan) || noise->rows == 0)
    return;
  g_autofree char *rows = assay_number_rows (noise->rows);
  g_autofree char *share = assay_number_estimate (&noise->share, ASSAY_UNIT_PERCENT, page->is_utf8);
  g_autofree char *text = g_strdup_printf (_("%s rows, %s, where all annotators and the model say one thing and the label "
                                             "another: assay rows AUDIT --noise lists them."), rows, share);
  assay_page_paragraph (page, 2, ASSAY_INK_PLAIN, text);
}

/* --- pairs, parts, merges ----------------------------------------------------------------------------------------- */

static void
show_pairs (AssayPage                    *page,
            const AssayAnnotatorFindings *self)
{
  const AssayTextColumn columns[] = {
    { _("pair"), FALSE, LEAST_NAME, 0, FALSE }, { _("rows"), TRUE, 0, 1, FALSE }, { _("agree %"), TRUE, 0, 0, FALSE },
    { "kappa", TRUE, 0, 0, FALSE }, { _("linear"), TRUE, 0, 2, FALSE }, { _("quadratic"), TRUE, 0, 3, FALSE },
  };
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < MIN (self->whole->n_pairs, MOST_PAIRS); i++)
    {
      const AssayPairOfAnnotators *pair = &self->whole->pairs[i];
      g_autofree char *names = g_strdup_printf (_("%s and %s"), self->names[pair->i], self->names[pair->j]);

      assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, names));
      assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (pair->pair.agreement.n));
      assay_text_table_add (table, ASSAY_INK_PLAIN, percent (page, &pair->pair.agreement));
      for (guint k = 0; k < ASSAY_N_KAPPAS; k++)
        assay_text_table_add (table, ASSAY_INK_PLAIN, plain (page, &pair->pair.kappas[k]));
    }
  assay_page_heading (page, _("Pairs of annotators: Cohen's kappa"));
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

static void
show_each (AssayPage                    *page,
           const AssayReport            *report,
           const AssayAnnotatorFindings *self)
{
  const AssayTextColumn columns[] = {
    { _("annotator"), FALSE, LEAST_NAME, 0, FALSE }, { _("rows"), TRUE, 0, 1, FALSE },
    { _("with the majority %"), TRUE, 0, 0, FALSE }, { _("says most too often"), FALSE, 12, 2, FALSE },
  };
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < MIN (self->n_annotators, MOST_PAIRS); i++)
    {
      const AssayAnnotator *one = &self->each[i];
      const AssayBias *most = NULL;
      for (guint b = 0; b < one->n_biases; b++)
        if (one->biases[b].difference.lo > 0 && (most == NULL || one->biases[b].difference.value > most->difference.value))
          most = &one->biases[b];
      assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, self->names[i]));
      assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (one->level.n));
      assay_text_table_add (table, ASSAY_INK_PLAIN, percent (page, &one->level));
      g_autofree char *by = most != NULL ? assay_number_estimate (&most->difference, ASSAY_UNIT_POINTS, page->is_utf8) : NULL;
      g_autofree char *text = most != NULL ? g_strdup_printf ("%s %s", report->counts->classes[most->class], by)
                                           : g_strdup (_("nothing that is shown"));
      assay_text_table_add (table, ASSAY_INK_DIM, assay_page_safe (page, text));
    }
  assay_page_heading (page, _("Each annotator against the others"));
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

static void
show_parts (AssayPage                    *page,
            const AssayReport            *report,
            const AssayAnnotatorFindings *self)
{
  const AssayTextColumn columns[] = {
    { _("slice"), FALSE, LEAST_NAME, 0, FALSE }, { _("rows"), TRUE, 0, 1, FALSE }, { "alpha", TRUE, 0, 0, FALSE },
    { _("human level %"), TRUE, 0, 0, FALSE }, { _("room, points"), TRUE, 0, 2, FALSE },
  };
  const guint most = MIN (self->parts->len, page->most > 0 ? page->most : MOST_PARTS);
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  if (most == 0)
    return;
  for (guint i = 0; i < most; i++)
    {
      const AssayAgreementFinding *part = self->parts->pdata[i];
      const char *text = part->finding->text;

      assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, text));
      assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (part->agreement.rows));
      assay_text_table_add (table, ASSAY_INK_PLAIN, plain (page, &part->agreement.alphas[ASSAY_ALPHA_NOMINAL]));
      assay_text_table_add (table, ASSAY_INK_PLAIN, percent (page, &part->level.human));
      assay_text_table_add (table, ASSAY_INK_PLAIN,
                            assay_plan_has_model (report->plan)
                              ? assay_number_bare (&part->level.room, ASSAY_UNIT_POINTS, FALSE, page->is_utf8) : NULL);
    }
  assay_page_heading (page, _("For whom do they agree?"));
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

static void
show_merges (AssayPage                    *page,
             const AssayReport            *report,
             const AssayAnnotatorFindings *self)
{
  const AssayTextColumn columns[] = {
    { _("merged"), FALSE, LEAST_NAME, 0, FALSE }, { _("splits"), TRUE, 0, 0, FALSE }, { "alpha", TRUE, 0, 0, FALSE },
    { _("accuracy of the model %"), TRUE, 0, 1, FALSE },
  };
  const gboolean has_model = assay_plan_has_model (report->plan);
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  if (self->whole->agreement.n_splits == 0 || report->counts->n_classes < 3)
    return;
  for (guint i = 0; i < MIN (self->whole->agreement.n_splits, MOST_MERGES); i++)
    {
      const AssayClassSplit *split = &self->whole->agreement.splits[i];
      g_autofree char *names = g_strdup_printf (_("%s and %s"), report->counts->classes[split->a],
                                                report->counts->classes[split->b]);

      assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, names));
      assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (split->n_splits));
      assay_text_table_add (table, ASSAY_INK_PLAIN, plain (page, &split->nominal));
      assay_text_table_add (table, ASSAY_INK_PLAIN, has_model ? percent (page, &split->accuracy) : NULL);
    }
  assay_page_heading (page, _("What merging two classes would do"));
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

static void
show_uncertain (AssayPage            *page,
                const AssayReport    *report,
                const AssayUncertain *uncertain)
{
  g_autofree char *share = assay_number_estimate (&uncertain->share, ASSAY_UNIT_PERCENT, page->is_utf8);
  g_autofree char *agree = assay_number_estimate (&uncertain->pairwise, ASSAY_UNIT_PERCENT, page->is_utf8);
  g_autofree char *accuracy = assay_number_estimate (&uncertain->accuracy, ASSAY_UNIT_PERCENT, page->is_utf8);
  g_autofree char *text = assay_plan_has_model (report->plan)
    ? g_strdup_printf (_("A class \"uncertain\" for rows without a majority would take %s of them; on the others %s of the ratings "
                         "agree, and the model is right on %s."), share, agree, accuracy)
    : g_strdup_printf (_("A class \"uncertain\" for rows without a majority would take %s of them; on the others %s of the ratings "
                         "agree."), share, agree);

  if (!isnan (uncertain->share.value))
    assay_page_paragraph (page, 2, ASSAY_INK_PLAIN, text);
}

void
assay_show_agreement (AssayPage         *page,
                      const AssayReport *report)
{
  const AssayAnnotatorFindings *self = report->findings->annotators;

  if (self == NULL)
    {
      assay_page_paragraph (page, 0, ASSAY_INK_PLAIN,
                            _("The plan has no annotators: name two or more people's columns by annotators= in [data]."));
      return;
    }
  show_whole (page, report);
  show_truth (page, report);
  show_pairs (page, self);
  show_each (page, report, self);
  show_parts (page, report, self);
  show_merges (page, report, self);
  show_uncertain (page, report, &self->whole->uncertain);
}
