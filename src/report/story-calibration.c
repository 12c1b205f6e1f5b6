/* story-calibration.c: what scores mean: groups of scores beside how often they come true. */
#include "exhibits.h"

#include "measure/scores.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>

#define N_BARS 40

/* The figure and the table of one model stand together. */
static AssayCalibration
calibration_of (AssayStory        *self,
                const AssayScored *model)
{
  const AssayMeasureOptions options = { .confidence = self->report->plan->confidence,
                                        .seed = self->report->plan->seed,
                                        .stream = "" };

  if (self->calibrated != model->evidence)
    self->calibration = assay_score_calibration (model->evidence->scores, &options);
  self->calibrated = model->evidence;
  return self->calibration;
}

static AssayScene *
draw_reliability (AssayFonts    *fonts,
                  gconstpointer  data,
                  double         width,
                  guint          n_most)
{
  return assay_chart_reliability (fonts, data, width);
}

/* Rows with scores of equal parts of 0 to 1; a bin counts where its middle is. */
static guint64 *
bars_of (AssayStory           *self,
         const AssayHistogram *scores)
{
  guint64 *bars = assay_document_alloc (self->document, N_BARS * sizeof *bars);

  for (guint i = 0; i < scores->n_bins; i++)
    {
      const AssayScoreBin *bin = &scores->bins[i];
      const double middle = (scores->edges[bin->bin] + scores->edges[bin->bin + 1]) / 2;
      bars[(guint) CLAMP (middle * N_BARS, 0, N_BARS - 1)] += bin->negatives + bin->positives;
    }
  return bars;
}

static char *
percent_text (double value)
{
  return assay_number_value (value, value > 0 && value < 0.1 ? 1 : 0, ASSAY_UNIT_PERCENT, TRUE);
}

/* The group whose interval lies furthest from its score; n_bins: none does. */
static guint
find_worst (const AssayCalibration *calibration)
{
  guint worst = calibration->n_bins;
  double most = 0;

  for (guint i = 0; i < calibration->n_bins; i++)
    {
      const AssayCalibrationBin *bin = &calibration->bins[i];
      const double off = MAX (bin->score - bin->observed.hi, bin->observed.lo - bin->score);
      if (off > most)
        {
          most = off;
          worst = i;
        }
    }
  return worst;
}

/* "Scores about 62 % come true in 58 % (55 to 60): too high" */
static char *
calibration_title (const AssayCalibration *calibration,
                   guint                   worst)
{
  guint n_high = 0, n_low = 0;

  for (guint i = 0; i < calibration->n_bins; i++)
    {
      n_high += calibration->bins[i].score > calibration->bins[i].observed.hi;
      n_low += calibration->bins[i].score < calibration->bins[i].observed.lo;
    }
  if (worst == calibration->n_bins)
    return g_strdup_printf (_("Scores mean what they say, as far as %u groups can tell"), calibration->n_bins);
  return g_strdup_printf (_("Scores are too high in %u of %u groups, too low in %u"), n_high, calibration->n_bins,
                          n_low);
}

AssayFigure *
assay_exhibit_calibration (AssayStory         *self,
                           const AssayScored  *model,
                           const char        **why)
{
  const AssayCalibration calibration = calibration_of (self, model);
  const char *name = assay_story_safe (self, model->name);

  if (calibration.why != NULL || calibration.n_bins == 0)
    {
      *why = calibration.why != NULL ? calibration.why : _("no rows");
      return NULL;
    }
  AssayReliabilityChart *chart = assay_document_alloc (self->document, sizeof *chart);
  AssayReliabilityDot *dots = assay_document_alloc (self->document, calibration.n_bins * sizeof *dots);
  const guint worst = find_worst (&calibration);
  for (guint i = 0; i < calibration.n_bins; i++)
    {
      const AssayCalibrationBin *bin = &calibration.bins[i];
      g_autofree char *score = percent_text (bin->score);
      g_autofree char *share = assay_number_estimate (&bin->observed, ASSAY_UNIT_PERCENT, TRUE);
      dots[i] = (AssayReliabilityDot) { bin->score, bin->observed, bin->n,
                                        bin->score < bin->observed.lo || bin->score > bin->observed.hi, NULL };
      dots[i].says = assay_document_take (self->document, g_strdup_printf (_("scored %s %%, true %s"), score, share));
    }
  g_autofree char *ece = assay_number_value (calibration.ece, 2, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *expected = assay_number_value (calibration.expected_ece, 2, ASSAY_UNIT_PERCENT, TRUE);
  const gboolean is_top_label = model->evidence->scores->is_top_label;
  *chart = (AssayReliabilityChart) {
    .dots = dots, .n_dots = calibration.n_bins, .worst = worst, .worst_text = worst < calibration.n_bins
            ? dots[worst].says : NULL,
    .histogram = bars_of (self, model->evidence->scores), .n_bars = N_BARS, .histogram_text = _("rows by score"),
    .diagonal_text = _("as scored"), .x_title = _("score, %"), .y_title = is_top_label ? _("right, %")
                                                                                       : _("positive, %"),
    .error_text = assay_document_take (self->document, g_strdup_printf (_("error %s points; of a perfectly "
                                                                       "calibrated model with these rows %s"), ece, expected)),
  };
  g_autofree char *title = calibration_title (&calibration, worst);
  g_autofree char *note = g_strdup_printf (_("%s: %u groups of equal size. On the line: as scored. Of 20 intervals "
                                             "one misses by chance."), name, calibration.n_bins);
  AssayFigure *figure = assay_document_figure (self->document, draw_reliability, chart, &chart->head, title, note);
  figure->is_half = TRUE;
  return figure;
}

void
assay_story_calibration (AssayStory        *self,
                         const AssayScored *model)
{
  const char *why = NULL;
  AssayFigure *figure = assay_exhibit_calibration (self, model, &why);

  assay_document_show (self->document, figure);
  if (figure != NULL)
    return;
  g_autofree char *text = g_strdup_printf (_("Calibration of %s is undefined: %s."),
                                           assay_story_safe (self, model->name), why);
  assay_document_add (self->document, ASSAY_BLOCK_NOTE, text);
}

void
assay_story_groups (AssayStory        *self,
                    const AssayScored *model)
{
  static const AssayTableColumn columns[] = {
    { "scores", ASSAY_ANCHOR_START, FALSE, 0 }, { N_("rows"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("mean score, %"), ASSAY_ANCHOR_END, FALSE, 0 }, { N_("come true"), ASSAY_ANCHOR_END, FALSE, 0 },
    { "", ASSAY_ANCHOR_START, FALSE, 0 },
  };
  const AssayCalibration calibration = calibration_of (self, model);

  if (calibration.why != NULL || calibration.n_bins == 0)
    return;
  assay_document_heading (self->document, 2, _("Calibration, group by group"), "calibration-groups")->more =
    assay_story_safe (self, model->name);
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));
  table->caption = _("Groups of scores and how often they come true");
  for (guint i = 0; i < calibration.n_bins; i++)
    {
      const AssayCalibrationBin *bin = &calibration.bins[i];
      g_autofree char *from = assay_number_value (bin->lo, 3, ASSAY_UNIT_PLAIN, TRUE);
      g_autofree char *to = assay_number_value (bin->hi, 3, ASSAY_UNIT_PLAIN, TRUE);
      g_autofree char *scores = g_strdup_printf (_("%s to %s"), from, to), *rows = assay_number_rows (bin->n);
      g_autofree char *score = assay_number_value (bin->score, 1, ASSAY_UNIT_PERCENT, TRUE);
      g_autofree char *observed = assay_number_estimate (&bin->observed, ASSAY_UNIT_PERCENT, TRUE);
      const char *off = bin->score > bin->observed.hi ? _("too high") : bin->score < bin->observed.lo
                        ? _("too low") : "";

      assay_document_cell_add (self->document, table, scores)->sort = bin->lo;
      assay_document_cell_add (self->document, table, rows)->sort = (double) bin->n;
      assay_document_cell_add (self->document, table, score)->sort = bin->score;
      assay_document_cell_add (self->document, table, observed)->sort = bin->observed.value;
      assay_document_cell_add (self->document, table, off)->role = ASSAY_ROLE_WORSE_TEXT;
    }
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}
