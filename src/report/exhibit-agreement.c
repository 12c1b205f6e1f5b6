/* exhibit-agreement.c: what two annotators say of the same rows, and for whom people agree. */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

#define MOST_CLASSES 20
#define MOST_PARTS 24

/* --- two annotators --------------------------------------------------------------------------------------------- */

/* Lower is less agreement; pairs without kappa come after those with it, by the share of rows. */
static gboolean
agrees_less (const AssayAnnotatorPair *one,
             const AssayAnnotatorPair *other)
{
  const double x = one->kappas[ASSAY_KAPPA_PLAIN].value, y = other->kappas[ASSAY_KAPPA_PLAIN].value;

  if (isnan (x) || isnan (y))
    return isnan (x) != isnan (y) ? isnan (y) : one->agreement.value < other->agreement.value;
  return x < y;
}

const AssayPairOfAnnotators *
assay_story_least_pair (const AssayPlan             *plan,
                        const AssayAgreementFinding *of)
{
  const AssayPairOfAnnotators *least = NULL;
  gboolean has_enough = FALSE;

  for (guint i = 0; i < of->n_pairs; i++)
    has_enough = has_enough || of->pairs[i].pair.agreement.n >= plan->min_rows;
  for (guint i = 0; i < of->n_pairs; i++)
    {
      const AssayAnnotatorPair *pair = &of->pairs[i].pair;
      if (pair->agreement.n == 0 || (has_enough && pair->agreement.n < plan->min_rows))
        continue;
      if (least == NULL || agrees_less (pair, &least->pair))
        least = &of->pairs[i];
    }
  return least;
}

static const char *
name_of (AssayStory *self,
         guint       annotator)
{
  return assay_story_title_name (self, assay_story_safe (self, self->findings->annotators->names[annotator]));
}

/* "Of all pairs a and b agree least: kappa 0.21 (0.11 to 0.31)" */
static char *
pair_title (AssayStory                  *self,
            const AssayPairOfAnnotators *pair,
            gboolean                     is_least,
            const char                  *of)
{
  const AssayEstimate *kappa = &pair->pair.kappas[ASSAY_KAPPA_PLAIN], *agreement = &pair->pair.agreement;
  const char *first = name_of (self, pair->i), *second = name_of (self, pair->j);
  g_autofree char *value = isnan (kappa->value) ? assay_number_estimate (agreement, ASSAY_UNIT_PERCENT, TRUE)
                                                : assay_number_estimate (kappa, ASSAY_UNIT_PLAIN, TRUE);

  g_autofree char *before = of != NULL ? g_strdup_printf ("%s: ", of) : g_strdup ("");
  if (isnan (kappa->value))
    return g_strdup_printf (_("%s%s and %s say the same of %s of the rows; kappa is undefined"), before, first,
                            second, value);
  if (is_least)
    return g_strdup_printf (of != NULL ? _("%sof all pairs %s and %s agree least: kappa %s")
                                       : _("%sOf all pairs %s and %s agree least: kappa %s"), before, first, second,
                            value);
  return g_strdup_printf (_("%s%s and %s: kappa %s"), before, first, second, value);
}

/* The value's lines: its interval, rows, share; weighted kappas where classes may have an order. */
static const char *const *
beside_of (AssayStory                  *self,
           const AssayPairOfAnnotators *pair)
{
  const AssayEstimate *kappa = &pair->pair.kappas[ASSAY_KAPPA_PLAIN];
  const char **lines = assay_document_alloc (self->document, 4 * sizeof *lines);
  g_autofree char *rows = assay_number_rows (pair->pair.agreement.n);
  g_autofree char *share = assay_number_point (&pair->pair.agreement, ASSAY_UNIT_PERCENT, FALSE, TRUE);
  guint n = 0;

  if (!isnan (kappa->lo))
    lines[n++] = assay_document_take (self->document, assay_number_interval (kappa, ASSAY_UNIT_PLAIN, TRUE));
  else if (kappa->why != NULL)
    lines[n++] = assay_document_keep (self->document, _(kappa->why));
  lines[n++] = assay_document_take (self->document, g_strdup_printf (_("%s rows"), rows));
  lines[n++] = assay_document_take (self->document, g_strdup_printf (_("%s agree"), share));
  return lines;
}

static AssayScene *
draw_matrix (AssayFonts    *fonts,
             gconstpointer  data,
             double         width,
             guint          n_most)
{
  return assay_chart_confusion (fonts, data, width);
}

AssayFigure *
assay_exhibit_agreement (AssayStory                  *self,
                         const AssayPairOfAnnotators *pair,
                         gboolean                     is_least,
                         const char                  *of)
{
  const AssayEstimate *kappa = &pair->pair.kappas[ASSAY_KAPPA_PLAIN];
  AssayConfusionChart *chart = assay_document_alloc (self->document, sizeof *chart);

  if (pair->matrix.n_cells == 0)
    return NULL;
  g_autofree char *value = assay_number_point (kappa, ASSAY_UNIT_PLAIN, FALSE, TRUE);
  *chart = (AssayConfusionChart) {
    .rows_title = assay_document_take (self->document, g_strdup_printf (_("%s says"), name_of (self, pair->i))),
    .columns_title = assay_document_take (self->document, g_strdup_printf (_("%s says"), name_of (self, pair->j))),
    .right_text = _("both agree"), .wrong_text = _("they split"),
    .value_text = assay_document_take (self->document, g_strdup_printf ("\xce\xba %s", value)),
    .beside = beside_of (self, pair),
  };
  const guint n = assay_story_matrix (self, chart, &pair->matrix, MOST_CLASSES);
  g_autofree char *title = pair_title (self, pair, is_least, of);
  g_autofree char *note = pair->matrix.n_classes > n
                            ? g_strdup_printf (_("Rows that both rated, of the %u classes they split about most, of "
                                                 "%u. Kappa: 1 where both always agree, 0 as by chance."), n,
                                               pair->matrix.n_classes)
                            : g_strdup (_("Rows that both rated. Kappa: 1 where both always agree, 0 as by chance."));
  return assay_document_figure (self->document, draw_matrix, chart, &chart->head, title, note);
}

/* --- for whom --------------------------------------------------------------------------------------------------- */

static const AssayEstimate *
alpha_of (const AssayAgreementFinding *part)
{
  return &part->agreement.alphas[ASSAY_ALPHA_NOMINAL];
}

static const AssayEstimate *
level_of (const AssayAgreementFinding *part)
{
  return &part->level.human;
}

/* The least alpha first, undefined ones last: both charts have one order. */
static int
compare_parts (gconstpointer a,
               gconstpointer b)
{
  const double x = alpha_of (*(const AssayAgreementFinding *const *) a)->value;
  const double y = alpha_of (*(const AssayAgreementFinding *const *) b)->value;

  return isnan (x) || isnan (y) ? isnan (x) - isnan (y) : (x > y) - (x < y);
}

typedef const AssayEstimate *(*EstimateOf) (const AssayAgreementFinding *part);

static gboolean
is_apart (const AssayEstimate *estimate,
          const AssayEstimate *whole)
{
  return !isnan (estimate->lo) && (estimate->lo > whole->value || estimate->hi < whole->value);
}

/* Without a unit: the note has it. */
static char *
point_text (const AssayEstimate *estimate,
            AssayUnit            unit)
{
  if (isnan (estimate->value))
    return g_strdup ("\xe2\x80\x93");
  return assay_number_value (estimate->value, assay_number_decimals (estimate, unit), unit, TRUE);
}

static AssayDot
dot_of (AssayStory                  *self,
        const AssayAgreementFinding *part,
        const AssayEstimate         *estimate,
        const AssayEstimate         *whole,
        AssayUnit                    unit)
{
  AssayDot dot = { .n_rows = part->agreement.rows, .estimate = *estimate, .verdict = -1,
                   .is_undecided = !is_apart (estimate, whole) };
  g_autofree char *all = assay_number_estimate (estimate, unit, TRUE);

  dot.name = assay_story_slice (self, part->finding, &dot.of);
  dot.value = assay_document_take (self->document, point_text (estimate, unit));
  dot.says = assay_document_take (self->document, g_strdup_printf ("%s: %s", dot.name, all));
  if (isnan (estimate->value))
    dot.why = assay_story_safe (self, estimate->why != NULL ? _(estimate->why) : _("undefined"));
  return dot;
}

/* Below the whole set by an interval that is wide enough for the lowest of n (Bonferroni): what a title says of. */
static gboolean
is_below (const AssayEstimate *estimate,
          const AssayEstimate *whole,
          guint                n,
          double               confidence)
{
  const double wider = assay_z (1 - (1 - confidence) / n) / assay_z (confidence);

  return estimate->value + wider * (estimate->hi - estimate->value) < whole->value;
}

/* "Alpha is lowest for Kyoto: 0.23 (0.17 to 0.28)"; short, for it stands over a half. */
static char *
parts_title (AssayStory      *self,
             const GPtrArray *parts,
             EstimateOf       of,
             AssayUnit        unit)
{
  const AssayEstimate *whole = of (self->findings->annotators->whole);
  const AssayAgreementFinding *least = NULL;

  for (guint i = 0; i < parts->len; i++)
    {
      const AssayEstimate *estimate = of (parts->pdata[i]);
      if (is_below (estimate, whole, parts->len, self->report->plan->confidence)
          && (least == NULL || estimate->value < of (least)->value))
        least = parts->pdata[i];
    }
  if (least == NULL)
    return g_strdup (of == alpha_of ? _("No slice is shown to have a lower alpha")
                                    : _("No slice is shown to have a lower human level"));
  g_autofree char *value = assay_number_estimate (of (least), unit, TRUE);
  const char *name = assay_story_title_name (self, assay_story_slice (self, least->finding, NULL));
  return of == alpha_of ? g_strdup_printf (_("Alpha is lowest for %s: %s"), name, value)
                        : g_strdup_printf (_("Human level is lowest for %s: %s"), name, value);
}

static AssayFigure *
exhibit_parts (AssayStory *self,
               EstimateOf  of,
               AssayUnit   unit,
               const char *reading)
{
  const AssayEstimate *whole = of (self->findings->annotators->whole);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  gboolean has_value = FALSE;
  AssayDotChart *chart = assay_document_alloc (self->document, sizeof *chart);

  for (guint i = 0; i < self->findings->annotators->parts->len; i++)
    g_ptr_array_add (parts, self->findings->annotators->parts->pdata[i]);
  for (guint i = 0; i < parts->len; i++)
    has_value = has_value || !isnan (of (parts->pdata[i])->value);
  if (!has_value)
    return NULL;
  g_ptr_array_sort (parts, compare_parts); /* stable */
  const guint n = MIN (parts->len, MOST_PARTS);
  AssayDot *dots = assay_document_alloc (self->document, n * sizeof *dots);
  for (guint i = 0; i < n; i++)
    dots[i] = dot_of (self, parts->pdata[i], of (parts->pdata[i]), whole, unit);
  g_autofree char *title = parts_title (self, parts, of, unit);
  g_autofree char *point = assay_number_point (whole, unit, FALSE, TRUE);
  g_autofree char *some = parts->len > n ? g_strdup_printf (_("The %u with the least alpha of %u; annotators.csv has "
                                                              "them all. "), n, parts->len) : g_strdup ("");
  g_autofree char *note = g_strconcat (some, reading, NULL);
  *chart = (AssayDotChart) {
    .dots = dots, .n_dots = n, .is_share = unit == ASSAY_UNIT_PERCENT, .whole = whole->value, .bound = NAN,
    .whole_text = assay_document_take (self->document, g_strdup_printf (_("whole set %s"), point)),
    .names_title = _("slice"), .lo = NAN, .hi = NAN,
  };
  AssayFigure *figure = assay_document_figure (self->document, assay_story_draw_dots, chart, &chart->head, title,
                                               note);
  figure->is_half = TRUE;
  return figure;
}

AssayFigure *
assay_exhibit_alphas (AssayStory *self)
{
  return exhibit_parts (self, alpha_of, ASSAY_UNIT_PLAIN,
                        _("Krippendorff's alpha, nominal. Hollow, dashed: the interval holds the whole set's "
                          "value; the title allows for the number of slices."));
}

AssayFigure *
assay_exhibit_levels (AssayStory *self)
{
  return exhibit_parts (self, level_of, ASSAY_UNIT_PERCENT,
                        _("Human level, %, in the same order. Hollow, dashed: the interval holds the whole set's "
                          "value; the title allows for the number of slices."));
}
