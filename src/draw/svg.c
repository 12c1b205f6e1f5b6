/* svg.c: a display list as SVG: text stays text, colours are those of light with class names for the others. */
#include "render.h"

#include <math.h>
#include <string.h>

#include "draw/draw-resources.h"

/* What is written, and in which colours. */
typedef struct
{
  GString      *out;
  gboolean      is_fixed; /* only those of the palette; else light, and class names for the others */
  AssayPalette  palette;
} Svg;

/* Enough for paper, and no longer than it has to be: "12.5", "7". */
static void
append_number (GString *out,
               double   value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.2f", value + 0.0);
  char *end = digits + strlen (digits);
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    *--end = '\0';
  g_string_append (out, strcmp (digits, "-0") == 0 ? "0" : digits);
}

static void
append_attribute (GString    *out,
                  const char *name,
                  double      value)
{
  g_string_append_printf (out, " %s=\"", name);
  append_number (out, value);
  g_string_append_c (out, '"');
}

/* Characters that XML has no place for were replaced where text enters (words); what means something to it is
 * escaped. */
static void
append_text (GString    *out,
             const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

static void
append_color (GString    *out,
              const char *attribute,
              AssayColor  color)
{
  g_string_append_printf (out, " %s=\"#%02x%02x%02x\"", attribute, color.red, color.green, color.blue);
}

static gboolean
has_level (AssayRole role)
{
  return role >= ASSAY_ROLE_HEAT;
}

/* fill="#..." class="f-worse"; a colour of a scale carries its dark twin along. */
static void
append_paint (Svg        *svg,
              const char *attribute,
              AssayPaint  paint)
{
  GString *out = svg->out;
  if (paint.role == ASSAY_ROLE_NONE)
    {
      g_string_append_printf (out, " %s=\"none\"", attribute);
      return;
    }
  append_color (out, attribute, assay_palette_color (svg->palette, paint));
  if (svg->is_fixed)
    return;
  if (has_level (paint.role))
    {
      const AssayColor dark = assay_palette_color (ASSAY_PALETTE_DARK, paint);
      g_string_append_printf (out, " class=\"%c-level\" style=\"--d:#%02x%02x%02x\"", attribute[0], dark.red,
                              dark.green, dark.blue);
    }
  else
    g_string_append_printf (out, " class=\"%c-%s\"", attribute[0], assay_role_name (paint.role));
}

static void
append_line_width (GString *out,
                   double   line,
                   gboolean is_dashed)
{
  append_attribute (out, "stroke-width", line);
  if (!is_dashed)
    return;
  g_string_append (out, " stroke-dasharray=\"");
  append_number (out, 3 * line);
  g_string_append_c (out, ' ');
  append_number (out, 2 * line);
  g_string_append_c (out, '"');
}

/* --- shapes ----------------------------------------------------------------------------------------------------- */

static void
append_line (Svg           *svg,
             const AssayOp *op)
{
  GString *out = svg->out;
  g_string_append (out, "<line");
  append_attribute (out, "x1", op->x);
  append_attribute (out, "y1", op->y);
  append_attribute (out, "x2", op->x2);
  append_attribute (out, "y2", op->y2);
  append_paint (svg, "stroke", op->stroke);
  append_line_width (out, op->line, op->is_dashed);
  g_string_append (out, "/>");
}

static void
append_move (GString *out,
             gboolean is_first,
             double   x,
             double   y)
{
  g_string_append_c (out, is_first ? 'M' : 'L');
  append_number (out, x);
  g_string_append_c (out, ' ');
  append_number (out, y);
}

/* The lines of a hatching end at the box: no clipping, no pattern with an id. */
static void
append_hatch (Svg           *svg,
              const AssayOp *op)
{
  GString *out = svg->out;
  g_string_append (out, "<path d=\"");
  for (double at = 2; at < op->w + op->h; at += 4)
    {
      const double over = MAX (0, at - op->w), under = MIN (at, op->h);
      append_move (out, TRUE, op->x + at - over, op->y + over);
      append_move (out, FALSE, op->x + at - under, op->y + under);
    }
  g_string_append (out, "\"");
  append_paint (svg, "stroke", op->stroke);
  append_line_width (out, 0.6, FALSE);
  g_string_append (out, "/>");
}

static void
append_rect (Svg           *svg,
             const AssayOp *op)
{
  GString *out = svg->out;
  if (op->is_hatched)
    {
      append_hatch (svg, op);
      return;
    }
  g_string_append (out, "<rect");
  append_attribute (out, "x", op->x);
  append_attribute (out, "y", op->y);
  append_attribute (out, "width", op->w);
  append_attribute (out, "height", op->h);
  if (op->radius > 0)
    append_attribute (out, "rx", op->radius);
  append_paint (svg, "fill", op->fill);
  g_string_append (out, "/>");
}

static void
append_path (Svg              *svg,
             const AssayScene *scene,
             const AssayOp    *op)
{
  GString *out = svg->out;
  const double *points = &g_array_index (scene->points, double, op->first);

  g_string_append (out, "<path d=\"");
  for (guint i = 0; i < op->n_points; i++)
    append_move (out, i == 0, points[2 * i], points[2 * i + 1]);
  g_string_append (out, op->is_closed ? "Z\"" : "\"");
  if (op->fill.role != ASSAY_ROLE_NONE)
    append_paint (svg, "fill", op->fill);
  else
    {
      g_string_append (out, " fill=\"none\"");
      append_paint (svg, "stroke", op->stroke);
      append_line_width (out, op->line, op->is_dashed);
      g_string_append (out, " stroke-linejoin=\"round\"");
    }
  g_string_append (out, "/>");
}

/* --- marks ------------------------------------------------------------------------------------------------------ */

static void
append_diamond (GString       *out,
                const AssayOp *op,
                double         radius)
{
  g_string_append (out, "<path d=\"");
  append_move (out, TRUE, op->x, op->y - radius);
  append_move (out, FALSE, op->x + radius, op->y);
  append_move (out, FALSE, op->x, op->y + radius);
  append_move (out, FALSE, op->x - radius, op->y);
  g_string_append (out, "Z\"");
}

static void
append_circle (GString       *out,
               const AssayOp *op,
               double         radius)
{
  g_string_append (out, "<circle");
  append_attribute (out, "cx", op->x);
  append_attribute (out, "cy", op->y);
  append_attribute (out, "r", radius);
}

static void
append_point (Svg           *svg,
              const AssayOp *op)
{
  GString *out = svg->out;
  const gboolean is_diamond = op->shape == ASSAY_SHAPE_DIAMOND, is_hollow = op->fill.role == ASSAY_ROLE_PAPER;
  const double radius = (is_diamond ? 0.62 : 0.5) * op->h, line = 0.2 * op->h;
  void (*append_shape) (GString *, const AssayOp *, double) = is_diamond ? append_diamond : append_circle;

  append_shape (out, op, radius + 0.12 * op->h);
  append_paint (svg, "fill", ASSAY_PAINT (PAPER));
  g_string_append (out, "/>");
  append_shape (out, op, is_hollow ? radius - line / 2 : radius);
  if (is_hollow)
    {
      g_string_append (out, " fill=\"none\"");
      append_paint (svg, "stroke", op->stroke);
      append_line_width (out, line, FALSE);
    }
  else
    append_paint (svg, "fill", op->fill);
  g_string_append (out, "/>");
}

static void
append_strokes (Svg           *svg,
                const AssayOp *op,
                const double  *points,
                guint          n,
                guint          n_each,
                AssayPaint     paint,
                double         line)
{
  GString *out = svg->out;
  g_string_append (out, "<path fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"");
  for (guint i = 0; i < n; i++)
    append_move (out, i % n_each == 0, op->x + points[2 * i] * op->h, op->y + points[2 * i + 1] * op->h);
  g_string_append (out, "\"");
  append_paint (svg, "stroke", paint);
  append_line_width (out, line * op->h, FALSE);
  g_string_append (out, "/>");
}

static void
append_box (GString       *out,
            const AssayOp *op)
{
  g_string_append (out, "<rect");
  append_attribute (out, "x", op->x - op->h / 2);
  append_attribute (out, "y", op->y - op->h / 2);
  append_attribute (out, "width", op->h);
  append_attribute (out, "height", op->h);
  append_attribute (out, "rx", 0.16 * op->h);
}

static void
append_verdict (Svg           *svg,
                const AssayOp *op)
{
  GString *out = svg->out;
  static const double tick[] = { -0.34, 0.04, -0.1, 0.32, 0.38, -0.34 }, dash[] = { -0.22, 0, 0.22, 0 };
  static const double cross[] = { -0.2, -0.2, 0.2, 0.2, -0.2, 0.2, 0.2, -0.2 };

  switch (op->shape)
    {
    case ASSAY_SHAPE_FAIL:
      append_box (out, op);
      append_paint (svg, "fill", op->stroke);
      g_string_append (out, "/>");
      append_strokes (svg, op, cross, 4, 2, op->stroke.role == ASSAY_ROLE_ON ? ASSAY_PAINT (WORSE) : ASSAY_PAINT (ON), 0.15);
      break;
    case ASSAY_SHAPE_UNDECIDED:
      append_circle (out, op, 0.43 * op->h);
      g_string_append (out, " fill=\"none\"");
      append_paint (svg, "stroke", op->stroke);
      append_line_width (out, 0.14 * op->h, FALSE);
      g_string_append (out, "/>");
      append_strokes (svg, op, dash, 2, 2, op->stroke, 0.14);
      break;
    case ASSAY_SHAPE_PASS: append_strokes (svg, op, tick, 3, 3, op->stroke, 0.18); break;
    default:
      append_box (out, op);
      g_string_append (out, " fill=\"none\"");
      append_paint (svg, "stroke", op->stroke);
      append_line_width (out, 0.1 * op->h, FALSE);
      g_string_append (out, "/>");
      break;
    }
}

/* --- text and structure ----------------------------------------------------------------------------------------- */

static void
append_words (Svg           *svg,
              const AssayOp *op)
{
  GString *out = svg->out;
  static const char *const anchors[] = { NULL, "middle", "end" };
  static const char *const weights[] = { NULL, "500", "600" };

  g_string_append (out, "<text");
  append_attribute (out, "x", op->x);
  append_attribute (out, "y", op->y);
  append_attribute (out, "font-size", op->style.size);
  if (weights[op->style.weight] != NULL)
    g_string_append_printf (out, " font-weight=\"%s\"", weights[op->style.weight]);
  if (anchors[op->anchor] != NULL)
    g_string_append_printf (out, " text-anchor=\"%s\"", anchors[op->anchor]);
  append_paint (svg, "fill", op->fill);
  if (op->has_halo)
    {
      g_string_append (out, " paint-order=\"stroke\"");
      append_color (out, "stroke", assay_palette_color (svg->palette, ASSAY_PAINT (PAPER)));
      append_attribute (out, "stroke-width", 0.35 * op->style.size);
      g_string_append (out, " data-halo=\"\"");
    }
  g_string_append_c (out, '>');
  append_text (out, op->text);
  g_string_append (out, "</text>");
}

static void
append_hit (GString       *out,
            const AssayOp *op)
{
  if (op->text == NULL || op->text[0] == '\0')
    return;
  g_string_append (out, "<rect fill=\"none\" pointer-events=\"all\"");
  append_attribute (out, "x", op->x);
  append_attribute (out, "y", op->y);
  append_attribute (out, "width", op->w);
  append_attribute (out, "height", op->h);
  g_string_append (out, "><title>");
  append_text (out, op->text);
  g_string_append (out, "</title></rect>");
}

static void
append_op (Svg              *svg,
           const AssayScene *scene,
           const AssayOp    *op)
{
  GString *out = svg->out;
  switch (op->kind)
    {
    case ASSAY_OP_LINE: append_line (svg, op); break;
    case ASSAY_OP_RECT: append_rect (svg, op); break;
    case ASSAY_OP_PATH: append_path (svg, scene, op); break;
    case ASSAY_OP_MARK:
      if (op->shape == ASSAY_SHAPE_CIRCLE || op->shape == ASSAY_SHAPE_DIAMOND)
        append_point (svg, op);
      else
        append_verdict (svg, op);
      break;
    case ASSAY_OP_TEXT: append_words (svg, op); break;
    case ASSAY_OP_HIT: append_hit (out, op); break;
    default: break; /* links and tags are of pages */
    }
}

/* --- the style -------------------------------------------------------------------------------------------------- */

static void
append_font (GString    *out,
             const char *name,
             const char *weight)
{
  g_autofree char *path = g_strconcat ("/assay/fonts/", name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (assay_draw_data_get_resource (), path, 0, NULL);

  g_assert (bytes != NULL);
  g_autofree char *data = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_string_append_printf (out, "@font-face{font-family:\"Assay Inter\";font-weight:%s;"
                          "src:url(data:font/woff2;base64,%s) format(\"woff2\")}\n", weight, data);
}

/* The colours of one palette over the attributes. */
static void
append_palette (GString      *out,
                AssayPalette  palette)
{
  for (guint role = ASSAY_ROLE_TEXT; role < ASSAY_ROLE_HEAT; role++)
    {
      const AssayColor color = assay_palette_color (palette, (AssayPaint) { role, 0 });
      const char *name = assay_role_name (role);
      g_string_append_printf (out, ".f-%s{fill:#%02x%02x%02x}.s-%s{stroke:#%02x%02x%02x}\n", name, color.red,
                              color.green, color.blue, name, color.red, color.green, color.blue);
    }
}

static void
append_fonts (GString *out)
{
  append_font (out, "Inter-Regular.woff2", "400");
  append_font (out, "Inter-Medium.woff2", "500");
  append_font (out, "Inter-SemiBold.woff2", "600");
  g_string_append (out, "svg.assay text{font-family:\"Assay Inter\",Inter,system-ui,sans-serif;"
                        "font-variant-numeric:tabular-nums;white-space:pre}\n");
}

char *
assay_svg_style (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  append_fonts (out);
  g_string_append (out, "@media screen and (prefers-color-scheme:dark){\n");
  append_palette (out, ASSAY_PALETTE_DARK);
  g_string_append (out, ".f-level{fill:var(--d)}.s-level{stroke:var(--d)}text[data-halo]{stroke:#1e2025}\n}\n"
                        "@media screen and (prefers-contrast:more){\n");
  append_palette (out, ASSAY_PALETTE_CONTRAST_LIGHT);
  g_string_append (out, "}\n@media screen and (prefers-contrast:more) and (prefers-color-scheme:dark){\n");
  append_palette (out, ASSAY_PALETTE_CONTRAST_DARK);
  g_string_append (out, "text[data-halo]{stroke:#000000}\n}\n");
  return g_strdup (out->str);
}

static void
append_start (GString          *out,
              const AssayScene *self,
              const char       *title)
{
  g_string_append (out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"assay\" role=\"img\" "
                        "font-family=\"Assay Inter, Inter, sans-serif\"");
  append_attribute (out, "width", self->width);
  append_attribute (out, "height", self->height);
  g_string_append (out, " viewBox=\"0 0 ");
  append_number (out, self->width);
  g_string_append_c (out, ' ');
  append_number (out, self->height);
  g_string_append (out, "\">");
  if (title == NULL)
    return;
  g_string_append (out, "<title>");
  append_text (out, title);
  g_string_append (out, "</title>");
}

/* style (nullable): of a file that stands alone. */
static char *
write_svg (const AssayScene *self,
           const char       *title,
           const char       *style,
           gboolean          is_fixed,
           AssayPalette      palette)
{
  g_autoptr (GString) out = g_string_new (style != NULL ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : NULL);
  Svg svg = { out, is_fixed, palette };

  append_start (out, self, title);
  if (style != NULL)
    {
      g_string_append_printf (out, "<style>%s</style><rect width=\"100%%\" height=\"100%%\"", style);
      append_paint (&svg, "fill", ASSAY_PAINT (PAPER));
      g_string_append (out, "/>");
    }
  for (guint i = 0; i < self->ops->len; i++)
    append_op (&svg, self, &g_array_index (self->ops, AssayOp, i));
  g_string_append (out, "</svg>");
  return g_strdup (out->str);
}

char *
assay_scene_svg (const AssayScene *self,
                 const char       *title,
                 gboolean          is_alone)
{
  g_autofree char *style = is_alone ? assay_svg_style () : NULL;

  return write_svg (self, title, style, FALSE, ASSAY_PALETTE_LIGHT);
}

char *
assay_scene_svg_in (const AssayScene *self,
                    const char       *title,
                    AssayPalette      palette)
{
  g_autoptr (GString) style = g_string_new (NULL);

  append_fonts (style);
  return write_svg (self, title, style->str, TRUE, palette);
}
