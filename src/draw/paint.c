/* paint.c: a display list onto a cairo context. */
#include "render.h"

#include "draw/paint-private.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

typedef struct
{
  cairo_t          *cr;
  AssayPalette      palette;
  const AssayScene *scene;
  gboolean          is_pdf;
  AssayStamps      *stamps;  /* (nullable) of pictures: what is drawn once and set often */
} Painter;

static void
set_color (const Painter *self,
           AssayPaint     paint)
{
  const AssayColor color = assay_palette_color (self->palette, paint);

  cairo_set_source_rgb (self->cr, color.red / 255.0, color.green / 255.0, color.blue / 255.0);
}

static gboolean
is_contrast (const Painter *self)
{
  return self->palette == ASSAY_PALETTE_CONTRAST_LIGHT || self->palette == ASSAY_PALETTE_CONTRAST_DARK;
}

static void
stroke (const Painter *self,
        AssayPaint     paint,
        double         line,
        gboolean       is_dashed)
{
  const double dashes[] = { 3 * line, 2 * line };

  set_color (self, paint);
  cairo_set_line_width (self->cr, is_contrast (self) ? 1.5 * line : line);
  cairo_set_dash (self->cr, dashes, is_dashed ? 2 : 0, 0);
  cairo_stroke (self->cr);
  cairo_set_dash (self->cr, NULL, 0, 0);
}

/* --- boxes and paths -------------------------------------------------------------------------------------------- */

static void
outline_box (cairo_t *cr,
             double   x,
             double   y,
             double   w,
             double   h,
             double   radius)
{
  const double r = MIN (radius, MIN (w, h) / 2);

  cairo_new_path (cr);
  if (!(r > 0))
    {
      cairo_rectangle (cr, x, y, w, h);
      return;
    }
  cairo_arc (cr, x + w - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + w - r, y + h - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + h - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

/* Lines from lower left to upper right, four units apart. */
static void
paint_hatch (const Painter *self,
             const AssayOp *op)
{
  const double step = 4;

  cairo_save (self->cr);
  cairo_rectangle (self->cr, op->x, op->y, op->w, op->h);
  cairo_clip (self->cr);
  for (double at = step / 2; at < op->w + op->h; at += step)
    {
      cairo_move_to (self->cr, op->x + at, op->y);
      cairo_line_to (self->cr, op->x + at - op->h, op->y + op->h);
    }
  stroke (self, op->stroke, 0.6, FALSE);
  cairo_restore (self->cr);
}

static void
paint_rect (const Painter *self,
            const AssayOp *op)
{
  if (op->is_hatched)
    {
      paint_hatch (self, op);
      return;
    }
  outline_box (self->cr, op->x, op->y, op->w, op->h, op->radius);
  set_color (self, op->fill);
  cairo_fill (self->cr);
}

static void
paint_path (const Painter *self,
            const AssayOp *op)
{
  const double *points = &g_array_index (self->scene->points, double, op->first);

  cairo_new_path (self->cr);
  for (guint i = 0; i < op->n_points; i++)
    cairo_line_to (self->cr, points[2 * i], points[2 * i + 1]);
  if (op->is_closed)
    cairo_close_path (self->cr);
  if (op->fill.role != ASSAY_ROLE_NONE)
    {
      set_color (self, op->fill);
      cairo_fill_preserve (self->cr);
    }
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);
  if (op->stroke.role != ASSAY_ROLE_NONE)
    stroke (self, op->stroke, op->line, op->is_dashed);
  cairo_new_path (self->cr);
}

/* --- marks ------------------------------------------------------------------------------------------------------ */

static void
outline_mark (const Painter *self,
              const AssayOp *op,
              double         radius)
{
  cairo_new_path (self->cr);
  if (op->shape == ASSAY_SHAPE_DIAMOND)
    {
      cairo_move_to (self->cr, op->x, op->y - radius);
      cairo_line_to (self->cr, op->x + radius, op->y);
      cairo_line_to (self->cr, op->x, op->y + radius);
      cairo_line_to (self->cr, op->x - radius, op->y);
      cairo_close_path (self->cr);
    }
  else
    cairo_arc (self->cr, op->x, op->y, radius, 0, 2 * G_PI);
}

/* A circle or a diamond, with a pale edge. */
static void
paint_point (const Painter *self,
             const AssayOp *op)
{
  const double radius = (op->shape == ASSAY_SHAPE_DIAMOND ? 0.62 : 0.5) * op->h, line = 0.2 * op->h;

  outline_mark (self, op, radius + 0.12 * op->h);
  set_color (self, ASSAY_PAINT (PAPER));
  cairo_fill (self->cr);
  outline_mark (self, op, radius - (op->fill.role == ASSAY_ROLE_PAPER ? line / 2 : 0));
  set_color (self, op->fill);
  if (op->fill.role != ASSAY_ROLE_PAPER)
    {
      cairo_fill (self->cr);
      return;
    }
  cairo_fill_preserve (self->cr);
  stroke (self, op->stroke, line, FALSE);
}

static void
move_lines (const Painter *self,
            const AssayOp *op,
            const double  *points,
            guint          n)
{
  for (guint i = 0; i < n; i++)
    {
      const double x = op->x + points[2 * i] * op->h, y = op->y + points[2 * i + 1] * op->h;
      if (i == 0)
        cairo_move_to (self->cr, x, y);
      else
        cairo_line_to (self->cr, x, y);
    }
}

/* On a coloured ground the square is white and the cross has the colour. */
static AssayPaint
cross_paint (const AssayOp *op)
{
  return op->stroke.role == ASSAY_ROLE_ON ? ASSAY_PAINT (WORSE) : ASSAY_PAINT (ON);
}

/* Fail, undecided, pass, and the box to be ticked. */
static void
paint_verdict (const Painter *self,
               const AssayOp *op)
{
  static const double tick[] = { -0.34, 0.04, -0.1, 0.32, 0.38, -0.34 };
  static const double down[] = { -0.2, -0.2, 0.2, 0.2 }, up[] = { -0.2, 0.2, 0.2, -0.2 }, dash[] = { -0.22, 0, 0.22,
                                                                                                     0 };

  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);
  switch (op->shape)
    {
    case ASSAY_SHAPE_FAIL:
      outline_box (self->cr, op->x - op->h / 2, op->y - op->h / 2, op->h, op->h, 0.16 * op->h);
      set_color (self, op->stroke);
      cairo_fill (self->cr);
      move_lines (self, op, down, 2);
      move_lines (self, op, up, 2);
      stroke (self, cross_paint (op), 0.15 * op->h, FALSE);
      break;
    case ASSAY_SHAPE_UNDECIDED:
      cairo_new_path (self->cr);
      cairo_arc (self->cr, op->x, op->y, 0.43 * op->h, 0, 2 * G_PI);
      stroke (self, op->stroke, 0.14 * op->h, FALSE);
      move_lines (self, op, dash, 2);
      stroke (self, op->stroke, 0.14 * op->h, FALSE);
      break;
    case ASSAY_SHAPE_PASS:
      cairo_new_path (self->cr);
      move_lines (self, op, tick, 3);
      stroke (self, op->stroke, 0.18 * op->h, FALSE);
      break;
    default:
      outline_box (self->cr, op->x - op->h / 2, op->y - op->h / 2, op->h, op->h, 0.16 * op->h);
      stroke (self, op->stroke, 0.1 * op->h, FALSE);
      break;
    }
  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_BUTT);
}

static void
draw_mark (const Painter *self,
           const AssayOp *op)
{
  if (op->shape == ASSAY_SHAPE_CIRCLE || op->shape == ASSAY_SHAPE_DIAMOND)
    paint_point (self, op);
  else
    paint_verdict (self, op);
}

/* On another context, around its origin. */
static void
draw_stamp (cairo_t       *cr,
            const AssayOp *op,
            gpointer       data)
{
  const Painter *self = data;
  const Painter other = { cr, self->palette, self->scene, FALSE, NULL };
  AssayOp centred = *op;

  centred.x = 0;
  centred.y = 0;
  draw_mark (&other, &centred);
}

static void
paint_mark (const Painter *self,
            const AssayOp *op)
{
  if (self->stamps == NULL || !assay_stamps_set_mark (self->stamps, op, draw_stamp, (gpointer) self))
    draw_mark (self, op);
}

/* --- text ------------------------------------------------------------------------------------------------------- */

static void
paint_text (const Painter *self,
            const AssayOp *op)
{
  const double left = op->anchor == ASSAY_ANCHOR_START    ? op->x
                      : op->anchor == ASSAY_ANCHOR_MIDDLE ? op->x - op->w / 2
                                                          : op->x - op->w;
  const AssayColor paper = assay_palette_color (self->palette, ASSAY_PAINT (PAPER));

  if (self->stamps != NULL
      && assay_stamps_set_text (self->stamps, op, left, assay_palette_color (self->palette, op->fill), paper))
    return;
  PangoLayout *layout = assay_fonts_layout (self->scene->fonts, op->text, op->style);
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);

  if (op->has_halo)
    {
      cairo_move_to (self->cr, left, op->y);
      pango_cairo_layout_line_path (self->cr, line);
      cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);
      stroke (self, ASSAY_PAINT (PAPER), 0.35 * op->style.size, FALSE);
    }
  cairo_move_to (self->cr, left, op->y);
  set_color (self, op->fill);
  pango_cairo_show_layout_line (self->cr, line);
  cairo_new_path (self->cr);
}

/* --- structure -------------------------------------------------------------------------------------------------- */

/* Cairo's attributes are strings in apostrophes. (transfer full) */
static char *
quoted (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '\'' || *at == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *at);
    }
  return g_strdup (out->str);
}

static void
begin (const Painter *self,
       const AssayOp *op)
{
  g_autofree char *attributes = NULL;

  if (strcmp (op->name, CAIRO_TAG_LINK) == 0)
    {
      g_autofree char *target = quoted (op->text);
      attributes = g_strdup_printf ("dest='%s'", target);
    }
  cairo_tag_begin (self->cr, op->name, attributes);
}

static void
paint_anchor (const Painter *self,
              const AssayOp *op)
{
  g_autofree char *name = quoted (op->name);
  g_autofree char *attributes = g_strdup_printf ("name='%s' x=0 y=%d", name, (int) op->y);

  cairo_tag_begin (self->cr, CAIRO_TAG_DEST, attributes);
  cairo_tag_end (self->cr, CAIRO_TAG_DEST);
}

static void
paint_op (const Painter *self,
          const AssayOp *op)
{
  switch (op->kind)
    {
    case ASSAY_OP_RECT: paint_rect (self, op); break;
    case ASSAY_OP_PATH: paint_path (self, op); break;
    case ASSAY_OP_MARK: paint_mark (self, op); break;
    case ASSAY_OP_TEXT: paint_text (self, op); break;
    case ASSAY_OP_ANCHOR:
      if (self->is_pdf)
        paint_anchor (self, op);
      break;
    default: break;
    }
}

/* Whether a line is a box that a picture takes at once. */
static gboolean
is_box (const Painter *self,
        const AssayOp *op)
{
  return self->stamps != NULL && !op->is_dashed && (op->x == op->x2 || op->y == op->y2);
}

/* Lines of one kind after each other are one path: a grid. Returns how many there were. */
static guint
paint_lines (const Painter *self,
             guint          at)
{
  const AssayOp *first = &g_array_index (self->scene->ops, AssayOp, at), *op = first;

  if (is_box (self, first))
    {
      assay_stamps_fill_line (self->stamps, first, is_contrast (self) ? 1.5 * first->line : first->line,
                              assay_palette_color (self->palette, first->stroke));
      return 1;
    }
  cairo_new_path (self->cr);
  for (guint i = at; i < self->scene->ops->len && op->kind == ASSAY_OP_LINE && op->stroke.role == first->stroke.role
                     && op->stroke.level == first->stroke.level && op->line == first->line
                     && op->is_dashed == first->is_dashed; i++, op++)
    {
      cairo_move_to (self->cr, op->x, op->y);
      cairo_line_to (self->cr, op->x2, op->y2);
    }
  stroke (self, first->stroke, first->line, first->is_dashed);
  return (guint) (op - first);
}

void
assay_scene_paint (const AssayScene *self,
                   cairo_t          *cr,
                   AssayPalette      palette)
{
  const gboolean is_pdf = cairo_surface_get_type (cairo_get_target (cr)) == CAIRO_SURFACE_TYPE_PDF;
  g_autoptr (AssayStamps) stamps = assay_stamps_new (cr, self->fonts);
  const Painter painter = { cr, palette, self, is_pdf, stamps };
  g_autoptr (GPtrArray) open = g_ptr_array_new ();

  for (guint i = 0; i < self->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (self->ops, AssayOp, i);

      if (op->kind == ASSAY_OP_BEGIN)
        {
          if (is_pdf)
            begin (&painter, op);
          g_ptr_array_add (open, (gpointer) op);
        }
      else if (op->kind == ASSAY_OP_END)
        {
          const AssayOp *opened = g_ptr_array_steal_index (open, open->len - 1);
          if (is_pdf)
            cairo_tag_end (cr, opened->name);
        }
      else if (op->kind == ASSAY_OP_LINE)
        i += paint_lines (&painter, i) - 1;
      else
        paint_op (&painter, op);
    }
}
