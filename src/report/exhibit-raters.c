/* exhibit-raters.c: who agrees with whom, as a heat map: kappa of every two annotators against the alpha of all. */
#include "exhibits.h"

#include "words/translate.h"

#include <math.h>

#define MOST_RATERS 12   /* columns: what one band of a page holds */

static AssayScene *
draw_map (AssayFonts    *fonts,
          gconstpointer  data,
          double         width,
          guint          n_most)
{
  return assay_chart_heat (fonts, data, width);
}

static const AssayEstimate *
kappa_of (const AssayPairOfAnnotators *pair)
{
  return &pair->pair.kappas[ASSAY_KAPPA_PLAIN];
}

/* Told apart: its interval does not hold the alpha of all. */
static AssayHeatCell
cell_of (AssayStory                  *self,
         const AssayPairOfAnnotators *pair,
         const char                  *first,
         const char                  *second,
         double                       middle)
{
  const AssayEstimate *kappa = kappa_of (pair);
  const guint decimals = assay_number_decimals (kappa, ASSAY_UNIT_PLAIN);
  g_autofree char *value = assay_number_estimate (kappa, ASSAY_UNIT_PLAIN, TRUE);
  g_autofree char *rows = assay_number_rows (pair->pair.agreement.n);
  AssayHeatCell cell = { .estimate = *kappa, .n_rows = pair->pair.agreement.n };

  cell.is_told_apart = kappa->lo > middle || kappa->hi < middle;
  cell.value = isnan (kappa->value) ? ""
    : assay_document_take (self->document, assay_number_value (kappa->value, decimals, ASSAY_UNIT_PLAIN, TRUE));
  cell.says = assay_document_take (self->document, g_strdup_printf (_("%s and %s: kappa %s, %s rows"), first, second,
                                                                      value, rows));
  if (isnan (kappa->value))
    cell.why = kappa->why != NULL ? assay_document_keep (self->document, _(kappa->why)) : _("undefined");
  else if (!isnan (kappa->lo))
    {
      g_autofree char *half = assay_number_value ((kappa->hi - kappa->lo) / 2, decimals, ASSAY_UNIT_PLAIN, TRUE);
      cell.half = assay_document_take (self->document, g_strconcat ("\xc2\xb1", half, NULL));
    }
  return cell;
}

/* The lower triangle: all but the first as rows, all but the last as columns. */
static AssayHeatCell *
cells_of (AssayStory                  *self,
          const AssayAgreementFinding *of,
          const char                 **names,
          guint                        n,
          double                       middle)
{
  AssayHeatCell *cells = assay_document_alloc (self->document, (gsize) n * n * sizeof *cells);

  for (guint i = 0; i < n * n; i++)
    cells[i] = (AssayHeatCell) { .estimate = { NAN, NAN, NAN, 0, NULL }, .value = "", .why = _("no row in common"),
                                 .is_blank = i % n > i / n };
  for (guint i = 0; i < of->n_pairs; i++)
    {
      const guint a = MIN (of->pairs[i].i, of->pairs[i].j), b = MAX (of->pairs[i].i, of->pairs[i].j);
      if (b > n)
        continue;
      cells[(b - 1) * n + a] = cell_of (self, &of->pairs[i], names[a], names[b], middle);
    }
  return cells;
}

static char *
title_of (AssayStory                  *self,
          const AssayPairOfAnnotators *least,
          const char                 **names,
          const char                  *of)
{
  g_autofree char *kappa = assay_number_estimate (kappa_of (least), ASSAY_UNIT_PLAIN, TRUE);
  g_autofree char *before = of != NULL ? g_strdup_printf ("%s: ", of) : g_strdup ("");

  return g_strdup_printf (_("%s%s and %s agree least: kappa %s"), before,
                          assay_story_title_name (self, names[least->i]),
                          assay_story_title_name (self, names[least->j]), kappa);
}

AssayFigure *
assay_exhibit_raters (AssayStory                  *self,
                      const AssayAgreementFinding *of,
                      const char                  *name)
{
  const AssayAnnotatorFindings *annotators = self->findings->annotators;
  const AssayPairOfAnnotators *least = assay_story_least_pair (self->report->plan, of);
  const guint n = MIN (annotators->n_annotators, MOST_RATERS + 1) - 1;
  const double middle = of->agreement.alphas[ASSAY_ALPHA_NOMINAL].value;

  if (annotators->n_annotators < 3 || least == NULL || isnan (kappa_of (least)->value) || isnan (middle))
    return NULL;
  const char **names = assay_document_alloc (self->document, annotators->n_annotators * sizeof *names);
  for (guint i = 0; i < annotators->n_annotators; i++)
    names[i] = assay_story_safe (self, annotators->names[i]);
  AssayHeatChart *chart = assay_document_alloc (self->document, sizeof *chart);
  g_autofree char *alpha = assay_number_value (middle, 2, ASSAY_UNIT_PLAIN, TRUE);
  g_autofree char *title = title_of (self, least, names, name);
  g_autofree char *first = n + 1 < annotators->n_annotators
    ? g_strdup_printf (_(" The first %u of %u annotators."), n + 1, annotators->n_annotators) : g_strdup ("");
  g_autofree char *note = g_strdup_printf (_("Cohen's kappa of every two annotators: 1 where both always agree, 0 as "
                                             "by chance.%s"), first);
  *chart = (AssayHeatChart) {
    .rows = names + 1, .columns = names, .n_rows = n, .n_columns = n, .cells = cells_of (self, of, names, n, middle),
    .middle = middle, .dash_text = _("no row in common, or undefined"),
    .middle_text = assay_document_take (self->document, g_strdup_printf (_("alpha of all %s"), alpha)),
  };
  return assay_document_figure (self->document, draw_map, chart, &chart->head, title, note);
}
