/* scene.c: building a display list, and reading it. */
#include "scene.h"

#include <math.h>
#include <string.h>

AssayScene *
assay_scene_new (AssayFonts *fonts,
                 double      width,
                 double      height)
{
  AssayScene *self = g_new0 (AssayScene, 1);

  self->width = width;
  self->height = height;
  self->ops = g_array_new (FALSE, TRUE, sizeof (AssayOp));
  self->points = g_array_new (FALSE, FALSE, sizeof (double));
  self->strings = g_string_chunk_new (4096);
  self->fonts = fonts;
  return self;
}

void
assay_scene_free (AssayScene *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->ops);
  g_array_unref (self->points);
  g_string_chunk_free (self->strings);
  g_free (self);
}

static const char *
keep (AssayScene *self,
      const char *text)
{
  return text != NULL ? g_string_chunk_insert (self->strings, text) : NULL;
}

static AssayOp *
add (AssayScene  *self,
     AssayOpKind  kind)
{
  g_array_set_size (self->ops, self->ops->len + 1);

  AssayOp *op = &g_array_index (self->ops, AssayOp, self->ops->len - 1);
  op->kind = kind;
  return op;
}

/* --- shapes ----------------------------------------------------------------------------------------------------- */

void
assay_scene_line (AssayScene *self,
                  double      x,
                  double      y,
                  double      x2,
                  double      y2,
                  AssayPaint  stroke,
                  double      line,
                  gboolean    is_dashed)
{
  AssayOp *op = add (self, ASSAY_OP_LINE);

  op->x = x;
  op->y = y;
  op->x2 = x2;
  op->y2 = y2;
  op->stroke = stroke;
  op->line = line;
  op->is_dashed = is_dashed;
}

static AssayOp *
add_box (AssayScene  *self,
         AssayOpKind  kind,
         double       x,
         double       y,
         double       w,
         double       h)
{
  AssayOp *op = add (self, kind);

  op->x = x;
  op->y = y;
  op->w = w;
  op->h = h;
  return op;
}

void
assay_scene_rect (AssayScene *self,
                  double      x,
                  double      y,
                  double      w,
                  double      h,
                  double      radius,
                  AssayPaint  fill)
{
  AssayOp *op = add_box (self, ASSAY_OP_RECT, x, y, w, h);

  op->radius = radius;
  op->fill = fill;
}

void
assay_scene_hatch (AssayScene *self,
                   double      x,
                   double      y,
                   double      w,
                   double      h,
                   AssayPaint  stroke)
{
  AssayOp *op = add_box (self, ASSAY_OP_RECT, x, y, w, h);

  op->is_hatched = TRUE;
  op->stroke = stroke;
}

void
assay_scene_path (AssayScene   *self,
                  const double *points,
                  guint         n,
                  gboolean      is_closed,
                  AssayPaint    fill,
                  AssayPaint    stroke,
                  double        line)
{
  AssayOp *op = add (self, ASSAY_OP_PATH);

  op->first = self->points->len;
  op->n_points = n;
  op->is_closed = is_closed;
  op->fill = fill;
  op->stroke = stroke;
  op->line = line;
  g_array_append_vals (self->points, points, 2 * n);
}

void
assay_scene_mark (AssayScene *self,
                  AssayShape  shape,
                  double      x,
                  double      y,
                  double      height,
                  AssayPaint  paint,
                  gboolean    is_hollow)
{
  AssayOp *op = add (self, ASSAY_OP_MARK);

  op->shape = shape;
  op->x = x;
  op->y = y;
  op->h = height;
  op->fill = is_hollow ? ASSAY_PAINT (PAPER) : paint;
  op->stroke = paint;
}

/* --- text ------------------------------------------------------------------------------------------------------- */

double
assay_scene_text (AssayScene     *self,
                  double          x,
                  double          y,
                  AssayAnchor     anchor,
                  AssayTextStyle  style,
                  AssayPaint      fill,
                  const char     *text)
{
  const double width = assay_fonts_width (self->fonts, text, style);
  AssayOp *op = add (self, ASSAY_OP_TEXT);

  op->x = x;
  op->y = y;
  op->w = width;
  op->h = style.size;
  op->anchor = anchor;
  op->style = style;
  op->fill = fill;
  op->text = keep (self, text);
  return width;
}

double
assay_scene_text_fit (AssayScene     *self,
                      double          x,
                      double          y,
                      AssayAnchor     anchor,
                      AssayTextStyle  style,
                      AssayPaint      fill,
                      const char     *text,
                      double          max_width)
{
  g_autofree char *fitted = assay_fonts_fit (self->fonts, text, style, max_width);
  const double width = assay_scene_text (self, x, y, anchor, style, fill, fitted);
  const double left = anchor == ASSAY_ANCHOR_START ? x : anchor == ASSAY_ANCHOR_MIDDLE ? x - width / 2 : x - width;

  if (strcmp (fitted, text) != 0)
    assay_scene_hit (self, left, y - style.size, width, 1.3 * style.size, "", text);
  return width;
}

void
assay_scene_halo (AssayScene *self)
{
  g_return_if_fail (self->ops->len > 0);

  guint last = self->ops->len - 1;
  while (last > 0 && g_array_index (self->ops, AssayOp, last).kind != ASSAY_OP_TEXT) /* behind it: its hit area */
    last--;
  g_array_index (self->ops, AssayOp, last).has_halo = TRUE;
}

/* --- structure -------------------------------------------------------------------------------------------------- */

void
assay_scene_hit (AssayScene *self,
                 double      x,
                 double      y,
                 double      w,
                 double      h,
                 const char *name,
                 const char *text)
{
  AssayOp *op = add_box (self, ASSAY_OP_HIT, x, y, w, h);

  op->name = keep (self, name);
  op->text = keep (self, text);
}

void
assay_scene_begin (AssayScene *self,
                   const char *name,
                   const char *text)
{
  AssayOp *op = add (self, ASSAY_OP_BEGIN);

  op->name = keep (self, name);
  op->text = keep (self, text);
}

void
assay_scene_end (AssayScene *self)
{
  add (self, ASSAY_OP_END);
}

void
assay_scene_anchor (AssayScene *self,
                    const char *name,
                    double      y)
{
  AssayOp *op = add (self, ASSAY_OP_ANCHOR);

  op->name = keep (self, name);
  op->y = y;
}

void
assay_scene_outline (AssayScene *self,
                     guint       level,
                     const char *text,
                     const char *anchor)
{
  AssayOp *op = add (self, ASSAY_OP_OUTLINE);

  op->level = level;
  op->text = keep (self, text);
  op->name = keep (self, anchor);
}

void
assay_scene_place (AssayScene       *self,
                   const AssayScene *other,
                   double            x,
                   double            y)
{
  const guint first = self->points->len;

  for (guint i = 0; i < other->points->len; i++)
    {
      const double moved = g_array_index (other->points, double, i) + (i % 2 == 0 ? x : y);
      g_array_append_val (self->points, moved);
    }
  for (guint i = 0; i < other->ops->len; i++)
    {
      AssayOp op = g_array_index (other->ops, AssayOp, i);

      op.x += x;
      op.x2 += x;
      op.y += y;
      op.y2 += y;
      op.first += first;
      op.name = keep (self, op.name);
      op.text = keep (self, op.text);
      g_array_append_val (self->ops, op);
    }
}

const AssayOp *
assay_scene_at (const AssayScene *self,
                double            x,
                double            y)
{
  for (guint i = self->ops->len; i > 0; i--)
    {
      const AssayOp *op = &g_array_index (self->ops, AssayOp, i - 1);

      if (op->kind == ASSAY_OP_HIT && x >= op->x && x < op->x + op->w && y >= op->y && y < op->y + op->h)
        return op;
    }
  return NULL;
}
