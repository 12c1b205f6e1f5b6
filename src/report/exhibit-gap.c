/* exhibit-gap.c: where the points lie that the model and a baseline part by: parts of a whole, each from where the
 * one above ended.
 *
 * Signs are those of every comparison: model less baseline. The parts that go with the whole's sign come first; of
 * more than there is room for, the largest either way are shown, and the note says so.
 */
#include "exhibits.h"

#include "words/translate.h"

#include <math.h>

#define MOST_PARTS 12

static gboolean
is_shown (const AssayEstimate *estimate)
{
  return estimate->lo > 0 || estimate->hi < 0;
}

static int
compare_sizes (gconstpointer a,
               gconstpointer b)
{
  const double x = fabs ((*(const AssayGapPart *const *)a)->gain.value),
               y = fabs ((*(const AssayGapPart *const *)b)->gain.value);

  return (x < y) - (x > y);
}

static int
compare_signed (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const double sign = *(const double *) data;
  const double x = sign * (*(const AssayGapPart *const *)a)->gain.value,
               y = sign * (*(const AssayGapPart *const *)b)->gain.value;

  return (x < y) - (x > y);
}

/* (transfer container) The parts that are shown, in order. */
static GPtrArray *
parts_of (const AssayGap *gap)
{
  const double sign = gap->total.value < 0 ? -1 : 1;
  GPtrArray *parts = g_ptr_array_new ();

  for (guint i = 0; i < gap->parts->len; i++)
    if (!isnan (g_array_index (gap->parts, AssayGapPart, i).gain.value))
      g_ptr_array_add (parts, &g_array_index (gap->parts, AssayGapPart, i));
  g_ptr_array_sort (parts, compare_sizes);
  if (parts->len > MOST_PARTS)
    g_ptr_array_set_size (parts, MOST_PARTS);
  g_ptr_array_sort_with_data (parts, compare_signed, (gpointer) &sign);
  return parts;
}

static const char *
part_name (AssayStory         *self,
           const AssayGapPart *part)
{
  return part->is_missing || part->name == NULL ? _("(missing)") : assay_story_safe (self, part->name);
}

static AssayGain
bar_of (AssayStory         *self,
        const AssayGapPart *part)
{
  g_autofree char *rows = assay_number_rows (part->n_rows);
  AssayGain bar = { .name = part_name (self, part), .gain = assay_estimate_negated (part->gain) };

  bar.detail = assay_document_keep (self->document, rows);
  bar.is_undecided = !is_shown (&bar.gain);
  bar.value = assay_document_take (self->document, assay_number_bare (&bar.gain, ASSAY_UNIT_POINTS, FALSE, TRUE));
  bar.says =
      assay_document_take (self->document, g_strdup_printf (_("%s: %s points of overall accuracy on %s rows"),
                                                              bar.name, bar.value, rows));
  return bar;
}

static AssayScene *
draw_gap (AssayFonts    *fonts,
          gconstpointer  data,
          double         width,
          guint          n_most)
{
  return assay_chart_pareto (fonts, data, width);
}

/* "0.22", of an amount of points without its sign. */
static char *
size_text (const AssayEstimate *estimate)
{
  return assay_number_value (fabs (estimate->value), assay_number_decimals (estimate, ASSAY_UNIT_POINTS),
                             ASSAY_UNIT_PERCENT, TRUE);
}

/* The part that goes furthest with the whole, if it is shown to go that way at all. */
static char *
title_of (AssayStory         *self,
          const AssayGap     *gap,
          const AssayGapPart *most)
{
  const char *baseline =
      assay_story_title_name (self, assay_story_safe (self, gap->reference.name));
  const char *over =
      gap->column != NULL ? assay_story_title_name (self, assay_story_safe (self, gap->column)) : _("tags");
  const gboolean is_behind = gap->total.value > 0;

  if (!is_shown (&gap->total))
    return g_strdup_printf (_("By %s: in all no difference to %s is shown"), over, baseline);
  g_autofree char *total = size_text (&gap->total), *part = size_text (&most->gain);
  if (!is_shown (&most->gain) || (most->gain.value > 0) != is_behind)
    return g_strdup_printf (is_behind ? _("By %s: of no part alone is it shown that it loses to %s")
                                      : _("By %s: of no part alone is it shown that it wins over %s"),
                            over, baseline);
  const char *name = assay_story_title_name (self, part_name (self, most));
  if (fabs (most->gain.value) > fabs (gap->total.value))
    return g_strdup_printf (is_behind ? _("By %s: %s alone loses %s points to %s; others win some back")
                                      : _("By %s: %s alone wins %s points over %s; others lose some again"),
                            over, name, part, baseline);
  return g_strdup_printf (is_behind ? _("By %s: %s loses most to %s, %s of %s points")
                                    : _("By %s: %s wins most over %s, %s of %s points"),
                          over, name, baseline, part, total);
}

/* is_alone: nothing before the chart says what it is of. */
static char *
note_of (AssayStory     *self,
         const AssayGap *gap,
         guint           n,
         gboolean        is_alone)
{
  const AssayEstimate all = assay_estimate_negated (gap->total);
  g_autofree char *total = assay_number_estimate (&all, ASSAY_UNIT_POINTS, TRUE);
  g_autofree char *sum = g_strdup_printf (_("The parts add up to %s."), total), *of = NULL, *more = NULL;

  if (is_alone)
    of = g_strdup_printf (_("Model less %s, points of overall accuracy. Hatched: may be nothing. "),
                          assay_story_safe (self, gap->reference.name));
  if (n < gap->parts->len)
    more = g_strdup_printf (_(" The %u largest of %u parts; report.json has the rest."), n, gap->parts->len);
  return g_strconcat (of != NULL ? of : "", sum, more, NULL);
}

AssayFigure *
assay_exhibit_gap (AssayStory     *self,
                   const AssayGap *gap,
                   gboolean        is_alone)
{
  g_autoptr (GPtrArray) parts = parts_of (gap);

  if (parts->len == 0 || isnan (gap->total.value))
    return NULL;
  AssayGain *bars = assay_document_alloc (self->document, parts->len * sizeof *bars);
  for (guint i = 0; i < parts->len; i++)
    bars[i] = bar_of (self, parts->pdata[i]);
  AssayParetoChart *chart = assay_document_alloc (self->document, sizeof *chart);
  *chart = (AssayParetoChart) {
    .gains = bars,
    .n_gains = parts->len,
    .is_share = TRUE,
    .names_title = gap->column != NULL ? assay_story_safe (self, gap->column) : _("tags of a row"),
    .value_title = _("points"),
  };
  g_autofree char *title = title_of (self, gap, parts->pdata[0]), *note = note_of (self, gap, parts->len, is_alone);
  return assay_document_figure (self->document, draw_gap, chart, &chart->head, title, note);
}
