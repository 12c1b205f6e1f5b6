/* stamps.c: marks and glyphs of a picture. */
#include "paint-private.h"

#include "draw/pixels.h"

#include <math.h>
#include <string.h>

#define PHASES 4       /* of a pixel */
#define N_FACES 16
#define HALO 0.35      /* of the size: as wide as the stroke of paint.c */

typedef struct
{
  AssayShape shape;
  AssayRole  fill, stroke;
  double     height;
  guint      x, y;   /* phases */
} Key;

/* A font in a size, and its stamps by glyph: of text and of halos. */
typedef struct
{
  AssayTextStyle       style;
  cairo_scaled_font_t *font;
  GPtrArray           *stamps[2]; /* AssayCoverage, or NULL */
} Face;

struct _AssayStamps
{
  cairo_t             *cr;
  AssayFonts          *fonts;
  cairo_matrix_t       matrix, scale; /* scale: without its shift */
  AssayPixels          pixels;
  GHashTable          *marks;   /* Key: cairo_surface_t */
  GArray              *glyphs;  /* of cairo_glyph_t, of one text */
  cairo_font_options_t *options;
  Face                 faces[N_FACES];
  guint                n_faces;
};

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return g_double_hash (&key->height) ^ key->shape ^ key->fill << 4 ^ key->stroke << 10 ^ key->x << 16 ^ key->y << 20;
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  const Key *one = a, *other = b;

  return one->shape == other->shape && one->fill == other->fill && one->stroke == other->stroke
         && one->height == other->height && one->x == other->x && one->y == other->y;
}

AssayStamps *
assay_stamps_new (cairo_t    *cr,
                  AssayFonts *fonts)
{
  AssayPixels pixels;
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  if (fonts == NULL || matrix.xy != 0 || matrix.yx != 0 || matrix.xx != matrix.yy || !(matrix.xx > 0)
      || !assay_pixels_init (&pixels, cr))
    return NULL;

  AssayStamps *self = g_new0 (AssayStamps, 1);
  self->cr = cr;
  self->fonts = fonts;
  self->matrix = matrix;
  cairo_matrix_init_scale (&self->scale, matrix.xx, matrix.yy);
  self->pixels = pixels;
  self->marks = g_hash_table_new_full (key_hash, key_equal, g_free, (GDestroyNotify) cairo_surface_destroy);
  self->glyphs = g_array_new (FALSE, FALSE, sizeof (cairo_glyph_t));
  self->options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (self->options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (self->options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (self->options, CAIRO_ANTIALIAS_GRAY);
  return self;
}

void
assay_stamps_free (AssayStamps *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_faces; i++)
    {
      cairo_scaled_font_destroy (self->faces[i].font);
      g_ptr_array_unref (self->faces[i].stamps[FALSE]);
      g_ptr_array_unref (self->faces[i].stamps[TRUE]);
    }
  cairo_font_options_destroy (self->options);
  g_array_unref (self->glyphs);
  g_hash_table_unref (self->marks);
  g_free (self);
}

/* --- marks ------------------------------------------------------------------------------------------------------ */

/* Around a mark's middle, in pixels: its height and its edge. */
static int
margin_of (const AssayStamps *self,
           double             height)
{
  return (int) ceil (0.8 * height * self->matrix.xx) + 2;
}

static cairo_surface_t *
draw_stamp (const AssayStamps *self,
            const AssayOp     *op,
            const Key         *key,
            AssayStampDraw     draw,
            gpointer           data)
{
  const int margin = margin_of (self, op->h);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 2 * margin + 1, 2 * margin + 1);
  cairo_t *cr = cairo_create (surface);

  cairo_translate (cr, margin + (double) key->x / PHASES, margin + (double) key->y / PHASES);
  cairo_scale (cr, self->matrix.xx, self->matrix.yy);
  draw (cr, op, data);
  cairo_destroy (cr);
  return surface;
}

gboolean
assay_stamps_set_mark (AssayStamps    *self,
                       const AssayOp  *op,
                       AssayStampDraw  draw,
                       gpointer        data)
{
  const double x = floor ((op->x * self->matrix.xx + self->matrix.x0) * PHASES + 0.5);
  const double y = floor ((op->y * self->matrix.yy + self->matrix.y0) * PHASES + 0.5);
  const double left = floor (x / PHASES), top = floor (y / PHASES);
  const Key key = { op->shape, op->fill.role, op->stroke.role, op->h, (guint) (x - left * PHASES),
                    (guint) (y - top * PHASES) };

  if (op->fill.role >= ASSAY_ROLE_HEAT || op->stroke.role >= ASSAY_ROLE_HEAT) /* too many colours */
    return FALSE;
  cairo_surface_t *stamp = g_hash_table_lookup (self->marks, &key);
  if (stamp == NULL)
    {
      stamp = draw_stamp (self, op, &key, draw, data);
      g_hash_table_insert (self->marks, g_memdup2 (&key, sizeof key), stamp);
    }
  const int margin = margin_of (self, op->h);
  cairo_identity_matrix (self->cr);
  cairo_set_source_surface (self->cr, stamp, left - margin, top - margin);
  cairo_paint (self->cr);
  cairo_set_matrix (self->cr, &self->matrix);
  return TRUE;
}

/* --- lines ------------------------------------------------------------------------------------------------------ */

/* Edges on whole pixels, at least one of them apart. */
static void
snap (double *from,
      double *to)
{
  const double start = floor (*from + 0.5);

  *to = start + MAX (floor (*to - *from + 0.5), 1);
  *from = start;
}

void
assay_stamps_fill_line (AssayStamps   *self,
                        const AssayOp *op,
                        double         line,
                        AssayColor     color)
{
  const gboolean is_level = op->y == op->y2;
  const double half_x = is_level ? 0 : line / 2, half_y = is_level ? line / 2 : 0;
  double left = (MIN (op->x, op->x2) - half_x) * self->matrix.xx + self->matrix.x0;
  double right = (MAX (op->x, op->x2) + half_x) * self->matrix.xx + self->matrix.x0;
  double top = (MIN (op->y, op->y2) - half_y) * self->matrix.yy + self->matrix.y0;
  double bottom = (MAX (op->y, op->y2) + half_y) * self->matrix.yy + self->matrix.y0;

  if (op->stroke.role == ASSAY_ROLE_GRID || op->stroke.role == ASSAY_ROLE_RULE)
    {
      snap (&left, &right);
      snap (&top, &bottom);
    }
  cairo_surface_flush (self->pixels.surface);
  assay_pixels_fill_box (&self->pixels, left, top, right, bottom, color);
  cairo_surface_mark_dirty (self->pixels.surface);
}

/* --- text ------------------------------------------------------------------------------------------------------- */

/* (nullable) NULL: the table is full. */
static Face *
find_face (AssayStamps    *self,
           AssayTextStyle  style)
{
  cairo_matrix_t size;

  for (guint i = 0; i < self->n_faces; i++)
    if (self->faces[i].style.size == style.size && self->faces[i].style.weight == style.weight)
      return &self->faces[i];
  if (self->n_faces == N_FACES)
    return NULL;
  Face *face = &self->faces[self->n_faces++];
  cairo_matrix_init_scale (&size, style.size, style.size);
  face->style = style;
  face->font = cairo_scaled_font_create (assay_fonts_face (self->fonts, style.weight), &size, &self->scale,
                                         self->options);
  face->stamps[FALSE] = g_ptr_array_new_with_free_func (g_free);
  face->stamps[TRUE] = g_ptr_array_new_with_free_func (g_free);
  return face;
}

static void
draw_coverage (const AssayStamps *self,
               cairo_t           *cr,
               const Face        *face,
               gulong             index,
               gboolean           is_halo)
{
  const cairo_glyph_t glyph = { index, 0, 0 };

  cairo_scale (cr, self->matrix.xx, self->matrix.yy);
  cairo_set_scaled_font (cr, face->font);
  if (!is_halo)
    {
      cairo_show_glyphs (cr, &glyph, 1);
      return;
    }
  cairo_glyph_path (cr, &glyph, 1);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, HALO * face->style.size);
  cairo_stroke_preserve (cr);
  cairo_fill (cr);
}

/* Drawn once, and copied out of its picture. */
static AssayCoverage *
new_stamp (const AssayStamps *self,
           const Face        *face,
           gulong             index,
           gboolean           is_halo)
{
  const int margin = (int) ceil (1.6 * face->style.size * self->matrix.xx) + 2, size = 2 * margin + 1;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, size, size);
  cairo_t *cr = cairo_create (surface);

  cairo_translate (cr, margin, margin);
  draw_coverage (self, cr, face, index, is_halo);
  cairo_destroy (cr);
  AssayCoverage *coverage = assay_coverage_new (surface, margin);
  cairo_surface_destroy (surface);
  return coverage;
}

static const AssayCoverage *
find_stamp (const AssayStamps *self,
            const Face        *face,
            gulong             index,
            gboolean           is_halo)
{
  GPtrArray *stamps = face->stamps[is_halo];

  if (index >= stamps->len)
    g_ptr_array_set_size (stamps, (int) index + 64);
  if (stamps->pdata[index] == NULL)
    stamps->pdata[index] = new_stamp (self, face, index, is_halo);
  return stamps->pdata[index];
}

static void
set_glyphs (AssayStamps *self,
            const Face  *face,
            gboolean     is_halo,
            AssayColor   color)
{
  for (guint i = 0; i < self->glyphs->len; i++)
    {
      const cairo_glyph_t *glyph = &g_array_index (self->glyphs, cairo_glyph_t, i);

      assay_pixels_set (&self->pixels, find_stamp (self, face, glyph->index, is_halo),
                        (int) floor (glyph->x * self->matrix.xx + self->matrix.x0 + 0.5),
                        (int) floor (glyph->y * self->matrix.yy + self->matrix.y0 + 0.5), color);
    }
}

gboolean
assay_stamps_set_text (AssayStamps   *self,
                       const AssayOp *op,
                       double         left,
                       AssayColor     color,
                       AssayColor     paper)
{
  const Face *face = find_face (self, op->style);

  g_array_set_size (self->glyphs, 0);
  if (face == NULL || !assay_fonts_glyphs (self->fonts, op->text, op->style, left, op->y, self->glyphs))
    return FALSE;
  const double x = left * self->matrix.xx + self->matrix.x0, y = op->y * self->matrix.yy + self->matrix.y0;
  const double size = op->style.size * self->matrix.yy;
  assay_pixels_prefetch (&self->pixels, x, y - 0.8 * size, x + op->w * self->matrix.xx, y + 0.3 * size);
  cairo_surface_flush (self->pixels.surface);
  if (op->has_halo)
    set_glyphs (self, face, TRUE, paper);
  set_glyphs (self, face, FALSE, color);
  cairo_surface_mark_dirty (self->pixels.surface);
  return TRUE;
}
