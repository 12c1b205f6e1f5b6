/* terminal-chart.c: intervals drawn in characters, all on one axis.
 *
 *     0        20        40        60        80 %
 *               ├──────◆───────┤           │           the line is the whole set
 *
 * An interval narrower than a cell is its mark alone; nothing is enlarged. Plain ASCII: |======*=====| and ':' for
 * the line; |------?-----| when it is undecided.
 */
#include "terminal-chart-private.h"

#include <math.h>
#include <string.h>

/* Glyphs by [is_utf8]. */
typedef enum { GLYPH_LINE, GLYPH_SOLID, GLYPH_DASHED, GLYPH_START, GLYPH_END, GLYPH_CROSS } Glyph;
static const gunichar glyphs[2][6] = {
  { ':', '=', '-', '|', '|', ':' },
  { 0x2502, 0x2500, 0x254c, 0x251c, 0x2524, 0x253c }, /* │ ─ ╌ ├ ┤ ┼ */
};
/* [is_utf8][is_behind][is_undecided] */
static const gunichar points[2][2][2] = {
  { { 'o', '?' }, { '*', '?' } },
  { { 0x25cf, 0x25cb }, { 0x25c6, 0x25c7 } }, /* ● ○ ◆ ◇ */
};

static void
extend (double *lo,
        double *hi,
        double  value)
{
  if (isnan (value))
    return;
  *lo = isnan (*lo) ? value : MIN (*lo, value);
  *hi = isnan (*hi) ? value : MAX (*hi, value);
}

/* Steps between the ends, once these are moved out to whole ones. */
static double
n_steps (double lo,
         double hi,
         double step)
{
  return ceil (hi / step - 1e-9) - floor (lo / step + 1e-9);
}

/* 1, 2 or 5 times a power of ten, with room for a label of six cells. */
static double
amount_step (double lo,
             double hi,
             guint  width)
{
  static const double steps[] = { 1, 2, 5, 10, 20, 50 };
  const double        power = pow (10, floor (log10 ((hi - lo) * 6 / MAX (width, 6))));

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (n_steps (lo, hi, steps[i] * power) * 6 < width)
      return steps[i] * power;
  return 100 * power;
}

/* "12.5": as many decimals as the step has. (transfer full) */
static char *
amount_label (double value,
              double step)
{
  char format[8], digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (fabs (value) >= 1e15 || step < 1e-9)
    return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.3g", value));
  g_snprintf (format, sizeof format, "%%.%uf", (guint) MAX (0, -floor (log10 (step) + 1e-9)));
  return g_strdup (g_ascii_formatd (digits, sizeof digits, format, value));
}

AssayTextChart
assay_text_chart_new (const AssayTextChartRow *rows,
                      guint                    n_rows,
                      guint                    width)
{
  static const double steps[] = { 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5 };
  double              lo = NAN, hi = NAN, step = 1;

  for (guint i = 0; i < n_rows; i++)
    {
      extend (&lo, &hi, rows[i].estimate.value);
      extend (&lo, &hi, rows[i].estimate.lo);
      extend (&lo, &hi, rows[i].estimate.hi);
      extend (&lo, &hi, rows[i].reference);
    }
  if (isnan (lo))
    lo = hi = 0;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (n_steps (lo, hi, steps[i]) * 6 < width) /* a label and its space need six cells */
      {
        step = steps[i];
        break;
      }
  const gboolean is_amount = n_rows > 0 && rows[0].is_amount && hi > lo;
  if (is_amount)
    step = amount_step (lo, hi, width);
  lo = floor (lo / step + 1e-9) * step;
  hi = ceil (hi / step - 1e-9) * step;
  return (AssayTextChart) { lo, hi > lo ? hi : lo + step, step, width, is_amount };
}

static guint
cell_of (const AssayTextChart *self,
         double                value)
{
  double at = (value - self->lo) / (self->hi - self->lo) * (self->width - 1);

  return (guint) CLAMP (floor (at + 0.5), 0, self->width - 1);
}

/* A label stands over its tick, moved in at the ends; one that would touch the label before it is left out. */
static void
put_label (char       *line,
           guint       width,
           guint       at,
           const char *label,
           guint      *free_from)
{
  guint length = strlen (label);
  guint start = MIN (at > length / 2 ? at - length / 2 : 0, width - MIN (length, width));

  if (start < *free_from || start + length > width)
    return;
  memcpy (line + start, label, length);
  *free_from = start + length + 1;
}

char *
assay_text_chart_axis (const AssayTextChart *self,
                       const AssayPage      *page)
{
  g_autofree char *line = g_strnfill (self->width, ' ');
  guint            n = (guint) floor ((self->hi - self->lo) / self->step + 0.5), free_from = 0;
  GString         *out = g_string_new (NULL);

  for (guint i = 0; i <= n; i++)
    {
      double           value = self->lo + i * self->step;
      g_autofree char *label = self->is_amount ? amount_label (value, self->step)
                                               : g_strdup_printf ("%d%s", (int) floor (value * 100 + 0.5),
                                                                  i == n ? " %" : "");

      put_label (line, self->width, cell_of (self, value), label, &free_from);
    }
  assay_ink_append (out, page->has_color, ASSAY_INK_DIM, line);
  return g_string_free (out, FALSE);
}

static void
put_interval (const AssayTextChart    *self,
              const AssayPage         *page,
              const AssayTextChartRow *row,
              gunichar                *cells)
{
  const gunichar *glyph = glyphs[page->is_utf8 != FALSE];
  guint           from = cell_of (self, row->estimate.lo), to = cell_of (self, row->estimate.hi);

  for (guint i = from; i <= to && to > from; i++)
    {
      gunichar line = glyph[row->is_undecided ? GLYPH_DASHED : GLYPH_SOLID];

      if (cells[i] == glyph[GLYPH_LINE])
        line = glyph[GLYPH_CROSS];
      cells[i] = i == from ? glyph[GLYPH_START] : i == to ? glyph[GLYPH_END] : line;
    }
}

/* Runs of one ink: the reference line is plain, the interval has the row's ink. */
static char *
cells_to_text (const AssayPage *page,
               const gunichar  *cells,
               guint            width,
               guint            from,
               guint            to,
               AssayInk         ink)
{
  GString            *out = g_string_new (NULL);
  g_autoptr (GString) run = g_string_new (NULL);

  for (guint i = 0; i < width; i++)
    {
      gboolean is_inside = i >= from && i <= to;

      g_string_append_unichar (run, cells[i]);
      if (i + 1 == width || is_inside != (i + 1 >= from && i + 1 <= to))
        {
          assay_ink_append (out, page->has_color, is_inside ? ink : ASSAY_INK_PLAIN, run->str);
          g_string_truncate (run, 0);
        }
    }
  return g_string_free (out, FALSE);
}

char *
assay_text_chart_row (const AssayTextChart    *self,
                      const AssayPage         *page,
                      const AssayTextChartRow *row)
{
  g_autofree gunichar *cells = g_new (gunichar, self->width);
  guint                from = 1, to = 0; /* nothing is inside */

  for (guint i = 0; i < self->width; i++)
    cells[i] = ' ';
  if (!isnan (row->reference))
    cells[cell_of (self, row->reference)] = glyphs[page->is_utf8 != FALSE][GLYPH_LINE];
  if (!isnan (row->estimate.value))
    {
      guint point = from = to = cell_of (self, row->estimate.value);

      if (!isnan (row->estimate.lo) && !isnan (row->estimate.hi))
        {
          put_interval (self, page, row, cells);
          from = MIN (from, cell_of (self, row->estimate.lo));
          to = MAX (to, cell_of (self, row->estimate.hi));
        }
      cells[point] = points[page->is_utf8 != FALSE][row->is_behind != FALSE][row->is_undecided != FALSE];
    }
  return cells_to_text (page, cells, self->width, from, to, row->ink);
}
