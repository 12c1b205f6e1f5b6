/* chart-confusion-layout.c: counts of a matrix with its others, and how they are laid out. */
#include "chart-confusion-private.h"
#include "words/number.h"

#include "words/translate.h"

#include <math.h>
#include <string.h>

#define GAP 1.0             /* between cells */
#define LEAST_NAME 12.0     /* "all" */
#define WIDEST_CELL 50.0
#define HIGHEST_CELL 23.0
#define LEAST_HEIGHT 13.5
#define BESIDE 96.0         /* width of what stands beside it */
#define LEAST_REACH 0.1     /* the share that is full orange is this at least */
#define LEAST_COUNT 13.0    /* cells that are narrower have no counts, only colours */

static const AssayTextStyle style_count = { 7.5, ASSAY_WEIGHT_SEMIBOLD };
static const AssayTextStyle style_small_count = { 6.3, ASSAY_WEIGHT_MEDIUM };

/* --- counts ----------------------------------------------------------------------------------------------------- */

static gboolean
has_others (const AssayConfusionChart *chart)
{
  return chart->row_others != NULL || chart->column_others != NULL || chart->n > ASSAY_CONFUSION_MOST;
}

guint64
assay_confusion_count (const AssayConfusionChart  *chart,
                       const AssayConfusionLayout *layout,
                       guint                       row,
                       guint                       column)
{
  guint64 n = 0;

  if (row < layout->n && column < layout->n)
    return chart->counts[(gsize) row * chart->n + column];
  if (row < layout->n)
    {
      for (guint j = layout->n; j < chart->n; j++)
        n += chart->counts[(gsize) row * chart->n + j];
      return n + (chart->row_others != NULL ? chart->row_others[row] : 0);
    }
  for (guint i = layout->n; column < layout->n && i < chart->n; i++)
    n += chart->counts[(gsize) i * chart->n + column];
  return n + (chart->column_others != NULL && column < layout->n ? chart->column_others[column] : 0);
}

guint64
assay_confusion_row (const AssayConfusionChart  *chart,
                     const AssayConfusionLayout *layout,
                     guint                       row)
{
  guint64 n = 0;

  for (guint j = 0; j < layout->n_all; j++)
    n += assay_confusion_count (chart, layout, row, j);
  return n;
}

guint64
assay_confusion_column (const AssayConfusionChart  *chart,
                        const AssayConfusionLayout *layout,
                        guint                       column)
{
  guint64 n = 0;

  for (guint i = 0; i < layout->n_all; i++)
    n += assay_confusion_count (chart, layout, i, column);
  return n;
}

double
assay_confusion_share (const AssayConfusionChart  *chart,
                       const AssayConfusionLayout *layout,
                       guint                       row,
                       guint                       column)
{
  const guint64 total = row < layout->n ? layout->totals_of[row] : 0;

  return total > 0 ? (double) assay_confusion_count (chart, layout, row, column) / (double) total : 0;
}

static double
find_reach (const AssayConfusionChart  *chart,
            const AssayConfusionLayout *layout)
{
  double most = LEAST_REACH;

  for (guint i = 0; i < layout->n; i++)
    for (guint j = 0; j < layout->n_all; j++)
      if (i != j)
        most = MAX (most, assay_confusion_share (chart, layout, i, j));
  return most;
}

char *
assay_confusion_text (AssayFonts     *fonts,
                      guint64         n,
                      double          room,
                      AssayTextStyle *style)
{
  static const struct { double unit; const char *format; const char *name; } units[] = {
    { 1e3, "%.1f", "k" }, { 1e3, "%.0f", "k" }, { 1e6, "%.1f", "M" }, { 1e6, "%.0f", "M" }, { 1e9, "%.1f", "G" },
    { 1e9, "%.0f", "G" }, { 1e12, "%.0f", "T" }, { 1e15, "%.0f", "P" },
  };
  g_autofree char *whole = assay_number_rows (n);

  *style = style_count;
  if (assay_fonts_width (fonts, whole, *style) <= room)
    return g_steal_pointer (&whole);
  *style = style_small_count;
  if (assay_fonts_width (fonts, whole, *style) <= room)
    return g_steal_pointer (&whole);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];
      g_ascii_formatd (digits, sizeof digits, units[i].format, (double) n / units[i].unit);
      g_autofree char *text = g_strconcat (digits, units[i].name, NULL);
      if ((double) n >= units[i].unit && assay_fonts_width (fonts, text, *style) <= room)
        return g_steal_pointer (&text);
    }
  return g_strdup ("");
}

/* --- layout ----------------------------------------------------------------------------------------------------- */

static const char *
others_name (const AssayConfusionChart *chart)
{
  return chart->others_name != NULL ? chart->others_name : _("others");
}

const char *
assay_confusion_name (const AssayConfusionChart  *chart,
                      const AssayConfusionLayout *layout,
                      guint                       i)
{
  return i < layout->n ? chart->names[i] : others_name (chart);
}

static double
widest_name (AssayFonts                 *fonts,
             const AssayConfusionChart  *chart,
             const AssayConfusionLayout *layout)
{
  const char *title = chart->rows_title != NULL ? chart->rows_title : _("label");
  double width = MAX (assay_fonts_width (fonts, title, assay_style_label), LEAST_NAME);

  for (guint i = 0; i < layout->n_all; i++)
    width = MAX (width, assay_fonts_width (fonts, assay_confusion_name (chart, layout, i), assay_style_name));
  return width;
}

/* Whether all names stand above their columns in two lines, without breaking a word. */
static gboolean
do_names_fit (AssayFonts                 *fonts,
              const AssayConfusionChart  *chart,
              const AssayConfusionLayout *layout)
{
  for (guint i = 0; i < layout->n; i++)
    {
      g_auto (GStrv) words = g_strsplit (chart->names[i], " ", -1);
      g_auto (GStrv) lines = assay_fonts_wrap (fonts, chart->names[i], assay_confusion_head, layout->w - 1, 3);
      for (guint word = 0; words[word] != NULL; word++)
        if (assay_fonts_width (fonts, words[word], assay_confusion_head) > layout->w - 1)
          return FALSE;
      if (g_strv_length (lines) > 2)
        return FALSE;
    }
  return TRUE;
}

/* The widest of the totals, of which there is one for each row. */
static double
totals_width (AssayFonts                 *fonts,
              const AssayConfusionChart  *chart,
              const AssayConfusionLayout *layout)
{
  double width = 20;

  for (guint i = 0; i < layout->n_all; i++)
    {
      g_autofree char *text = assay_number_rows (assay_confusion_row (chart, layout, i));
      width = MAX (width, assay_fonts_width (fonts, text, assay_style_label));
    }
  return width;
}

/* The largest count, in the cells and below them, that is not written in full. */
static guint64
find_shortened (AssayFonts                 *fonts,
                const AssayConfusionChart  *chart,
                const AssayConfusionLayout *layout)
{
  guint64 most = 0;

  for (guint j = 0; j < layout->n_all; j++)
    for (guint i = 0; i <= layout->n_all; i++)
      {
        const guint64 n = i < layout->n_all ? assay_confusion_count (chart, layout, i, j)
                                            : assay_confusion_column (chart, layout, j);
        AssayTextStyle style;
        g_autofree char *text = assay_confusion_text (fonts, n, layout->w - 1.5, &style);
        g_autofree char *whole = assay_number_rows (n);
        if (strcmp (text, whole) != 0)
          most = MAX (most, n);
      }
  return most;
}

static guint
count_head_lines (AssayFonts                 *fonts,
                  const AssayConfusionChart  *chart,
                  const AssayConfusionLayout *layout)
{
  guint most = 1;

  if (layout->is_numbered)
    return layout->n_all > layout->n ? 2 : 1;
  for (guint i = 0; i < layout->n_all; i++)
    {
      const char *name = assay_confusion_name (chart, layout, i);
      g_auto (GStrv) lines = assay_fonts_wrap (fonts, name, assay_confusion_head, layout->w - 1, 2);
      most = MAX (most, g_strv_length (lines));
    }
  return most;
}

AssayConfusionLayout
assay_confusion_lay_out (AssayFonts                *fonts,
                         const AssayConfusionChart *chart,
                         double                     width)
{
  AssayConfusionLayout self = { .n = MIN (chart->n, ASSAY_CONFUSION_MOST) };

  self.n_all = self.n + (has_others (chart) ? 1 : 0);
  for (guint i = 0; i < self.n; i++)
    self.totals_of[i] = assay_confusion_row (chart, &self, i);
  self.reach = find_reach (chart, &self);
  self.names = MIN (widest_name (fonts, chart, &self), width * (self.n > 10 ? 0.22 : 0.28));
  const gboolean has_beside = chart->value_text != NULL || chart->beside != NULL;
  const double totals = totals_width (fonts, chart, &self) + 6;
  const double room = width - self.names - 6 - totals;
  self.is_beside = has_beside && room - BESIDE >= self.n_all * 28;
  self.cell = MIN ((room - (self.is_beside ? BESIDE : 0)) / MAX (self.n_all, 1), WIDEST_CELL);
  self.w = self.cell - GAP;
  self.is_numbered = !do_names_fit (fonts, chart, &self);
  self.numbers = self.is_numbered ? assay_fonts_width (fonts, "20", assay_confusion_head) + 4 : 0;
  if (self.is_numbered)
    self.cell = MIN (self.cell, (room - self.numbers - (self.is_beside ? BESIDE : 0)) / MAX (self.n_all, 1));
  self.grid = self.names + self.numbers + 6;
  self.totals = self.grid + self.n_all * self.cell + totals;
  self.height = CLAMP (self.cell * 0.62, LEAST_HEIGHT, HIGHEST_CELL);
  self.w = self.cell - GAP;
  self.h = self.height - GAP;
  self.has_counts = self.cell >= LEAST_COUNT;
  self.most_shortened = self.has_counts ? find_shortened (fonts, chart, &self) : 0;
  self.head_lines = count_head_lines (fonts, chart, &self);
  return self;
}
