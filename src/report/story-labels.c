/* story-labels.c: labels and human level: how far people agree, where label and model are beside them, which labels
 * may be wrong, what an uncertain class would do. */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

#define MOST_CLASSES 4 /* of an order that is told */

/* --- whose words ------------------------------------------------------------------------------------------------ */

/* "cat, dog, fox", and how many more. */
static char *
names_text (char *const *names,
            guint        n,
            guint        n_most)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, n_most); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", names[i]);
  if (n > n_most)
    g_string_append_printf (text, _(" and %u more"), n - n_most);
  return g_strdup (text->str);
}

/* --- agreement -------------------------------------------------------------------------------------------------- */

static void
add_measure (AssayStory          *self,
             AssayTable          *table,
             const char          *name,
             const AssayEstimate *estimate,
             AssayUnit            unit,
             const char          *what)
{
  g_autofree char *value = assay_number_estimate (estimate, unit, TRUE), *rows = assay_number_rows (estimate->n);
  const gboolean has_reason = (isnan (estimate->value) || isnan (estimate->lo)) && estimate->why != NULL;

  assay_document_cell_add (self->document, table, name)->is_strong = TRUE;
  assay_document_cell_add (self->document, table, value)->sort = estimate->value;
  assay_document_cell_add (self->document, table, rows)->sort = (double) estimate->n;
  AssayCell *cell = assay_document_cell_add (self->document, table,
                                             has_reason ? assay_story_safe (self, _(estimate->why)) : what);
  cell->role = has_reason ? ASSAY_ROLE_UNDECIDED : ASSAY_ROLE_TEXT_2;
}

static char *
fleiss_text (const AssayAgreement *agreement)
{
  g_autofree char *left_out = assay_number_rows (agreement->fleiss_left_out);

  if (agreement->fleiss_left_out == 0)
    return g_strdup_printf (_("rows with %u ratings"), agreement->fleiss_ratings);
  return g_strdup_printf (_("rows with %u ratings; %s with another number are left out"), agreement->fleiss_ratings,
                          left_out);
}

/* A label or a model to be held against the same majorities: human level is then drawn with them. */
static gboolean
has_others (const AssayStory *self)
{
  return self->report->plan->label != NULL || assay_plan_has_model (self->report->plan);
}

static void
add_agreement (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { N_("agreement"), ASSAY_ANCHOR_START, FALSE, 0.28 }, { N_("value"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("rows"), ASSAY_ANCHOR_END, FALSE, 0 }, { N_("of what"), ASSAY_ANCHOR_START, TRUE, 0 },
  };
  const AssayAgreement *agreement = &self->findings->annotators->whole->agreement;
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));
  g_autofree char *fleiss = fleiss_text (agreement), *classes = NULL, *order = NULL;

  classes = names_text (self->report->counts->classes, self->report->counts->n_classes, MOST_CLASSES);
  order = g_strdup_printf (_("as nominal, but near classes count less, if their order is: %s"), classes);

  table->caption = _("Agreement of the annotators");
  add_measure (self, table, _("pairs of ratings that agree"), &agreement->pairwise, ASSAY_UNIT_PERCENT,
               _("of all pairs of ratings of a row"));
  add_measure (self, table, _("Fleiss' kappa"), &agreement->fleiss, ASSAY_UNIT_PLAIN, fleiss);
  add_measure (self, table, _("Krippendorff's alpha, nominal"), &agreement->alphas[ASSAY_ALPHA_NOMINAL],
               ASSAY_UNIT_PLAIN, _("1: all agree, 0: as by chance"));
  add_measure (self, table, _("Krippendorff's alpha, ordinal"), &agreement->alphas[ASSAY_ALPHA_ORDINAL],
               ASSAY_UNIT_PLAIN, assay_story_safe (self, order));
  add_measure (self, table, _("Krippendorff's alpha, interval"), &agreement->alphas[ASSAY_ALPHA_INTERVAL],
               ASSAY_UNIT_PLAIN, _("as ordinal, by the classes' distances as numbers"));
  if (!has_others (self))
    add_measure (self, table, _("human level"), &self->findings->annotators->whole->level.human, ASSAY_UNIT_PERCENT,
                 _("each rating against the majority of the others"));
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
  assay_document_add (self->document, ASSAY_BLOCK_NOTE,
                      _("Cohen 1960 and 1968, Fleiss 1971, Krippendorff 2011; their intervals: Bayesian bootstrap over "
                        "rows (Rubin 1981). Shares and levels: delta method over rows."));
}

/* --- human level ------------------------------------------------------------------------------------------------ */

/* Without a unit: the note has it. */
static char *
level_text (const AssayEstimate *estimate)
{
  if (isnan (estimate->value))
    return g_strdup ("\xe2\x80\x93");
  const guint decimals = assay_number_decimals (estimate, ASSAY_UNIT_PERCENT);
  return assay_number_value (estimate->value, decimals, ASSAY_UNIT_PERCENT, TRUE);
}

static void
fill_level (AssayStory          *self,
            AssayDot            *dot,
            const char          *name,
            const AssayEstimate *estimate)
{
  g_autofree char *all = assay_number_estimate (estimate, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *bare = assay_number_bare (estimate, ASSAY_UNIT_PERCENT, FALSE, TRUE);

  *dot = (AssayDot) { .name = name, .n_rows = estimate->n, .estimate = *estimate, .verdict = -1 };
  dot->value = assay_document_take (self->document, level_text (estimate));
  dot->difference = assay_document_keep (self->document, bare);
  dot->says = assay_document_take (self->document, g_strdup_printf ("%s: %s", name, all));
  if (isnan (estimate->value))
    dot->why = assay_story_safe (self, estimate->why != NULL ? _(estimate->why) : _("undefined"));
}

/* The model's mark says what its paired difference to human level says. */
static void
fill_model (AssayStory *self,
            AssayDot   *dot)
{
  const AssayHumanLevel *level = &self->findings->annotators->whole->level;

  fill_level (self, dot, _("the model"), &level->model);
  dot->is_behind = level->room.lo > 0;
  dot->is_better = level->room.hi < 0;
  dot->is_undecided = !dot->is_behind && !dot->is_better;
}

/* "Model less human level, on the same rows: −4 points (−5 to −2). %: ..." */
static char *
level_note (AssayStory *self)
{
  static const char *const reading = N_("%: each rating of a row is left out in turn, and what most of the others "
                                        "say is the majority; of t classes said equally often each counts 1/t.");
  const AssayEstimate *room = &self->findings->annotators->whole->level.room;
  const AssayEstimate less = { -room->value, -room->hi, -room->lo, room->n, room->why };
  g_autofree char *points = assay_number_estimate (&less, ASSAY_UNIT_POINTS, TRUE);

  if (isnan (room->value))
    return g_strdup (_(reading));
  g_autofree char *first = g_strdup_printf (_("Model less human level, on the same rows: %s."), points);
  return g_strjoin (" ", first, _(reading), NULL);
}

static char *
level_title (const AssayHumanLevel *level)
{
  g_autofree char *human = assay_number_estimate (&level->human, ASSAY_UNIT_PERCENT, TRUE);

  if (isnan (level->human.value))
    return g_strdup_printf (_("Human level is undefined: %s"), level->human.why != NULL ? _(level->human.why)
                                                                                        : _("no rows"));
  return g_strdup_printf (_("Human level: a rating is what most others say in %s of cases"), human);
}

static void
add_levels (AssayStory *self)
{
  const AssayHumanLevel *level = &self->findings->annotators->whole->level;
  const gboolean has_model = assay_plan_has_model (self->report->plan);
  if (!has_others (self))
    return;
  AssayDot *dots = assay_document_alloc (self->document, 3 * sizeof *dots);
  AssayDotChart *chart = assay_document_alloc (self->document, sizeof *chart);
  g_autofree char *human = assay_number_point (&level->human, ASSAY_UNIT_PERCENT, FALSE, TRUE);
  g_autofree char *title = level_title (level), *note = level_note (self);
  guint n = 0;

  fill_level (self, &dots[n++], _("each person"), &level->human);
  if (self->report->plan->label != NULL)
    fill_level (self, &dots[n++], _("the label"), &level->label);
  if (has_model)
    fill_model (self, &dots[n++]);
  *chart = (AssayDotChart) {
    .dots = dots, .n_dots = n, .is_share = TRUE, .whole = level->human.value, .bound = NAN, .lo = NAN, .hi = NAN,
    .whole_text = assay_document_take (self->document, g_strdup_printf (_("human level %s"), human)),
    .names_title = _("who"),
    .difference_title = _("%, interval"),
  };
  AssayFigure *figure = assay_document_figure (self->document, assay_story_draw_dots, chart, &chart->head, title,
                                               note);
  assay_document_show (self->document, figure);
}

/* Whose word the label is, beside human level: one person's label cannot measure people (measures.md 9). */
static void
add_truth (AssayStory *self)
{
  if (assay_phrase_one_person (self->report) != NULL)
    assay_document_add (self->document, ASSAY_BLOCK_PARAGRAPH, assay_phrase_one_person (self->report));
}

/* --- labels that may be wrong, rows that are hard --------------------------------------------------------------- */

/* Takes both; title NULL: there is nothing to say. */
static void
add_said (AssayStory *self,
          char       *title,
          char       *more,
          const char *anchor)
{
  if (title != NULL)
    assay_document_heading (self->document, 2, title, anchor)->more = assay_document_keep (self->document, more);
  g_free (title);
  g_free (more);
}

static void
add_noise (AssayStory *self)
{
  char *more = NULL, *title = assay_phrase_noise (self->report, self->findings->annotators->whole, &more);

  add_said (self, title, more, "label-noise");
}

static void
add_uncertain (AssayStory *self)
{
  char *more = NULL, *title = assay_phrase_uncertain (self->report, self->findings->annotators->whole, &more);

  add_said (self, title, more, "uncertain");
}

void
assay_story_labels (AssayStory *self)
{
  if (self->findings->annotators == NULL)
    return;
  g_autofree char *people = assay_phrase_people (self->findings), *title = assay_phrase_agreement (self->report, TRUE);
  AssayBlock *heading = assay_document_heading (self->document, 1, _("Labels and human level"), "labels");

  heading->more = assay_story_safe (self, people);
  assay_document_heading (self->document, 2, title, "agreement");
  add_agreement (self);
  add_levels (self);
  add_truth (self);
  assay_story_raters (self);
  add_noise (self);
  add_uncertain (self);
}
