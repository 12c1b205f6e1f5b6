/* stamps.c: marks and glyphs of a picture. */
#include "paint-private.h"

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

/* A glyph's coverage, or that of its halo, with its origin on a whole pixel, as Cairo sets glyphs on pictures. */
typedef struct
{
  int    left, top, width, height;  /* from the origin */
  guint8 coverage[];
} Stamp;

/* A font in a size, and its stamps by glyph: of text and of halos. */
typedef struct
{
  AssayTextStyle       style;
  cairo_scaled_font_t *font;
  GPtrArray           *stamps[2]; /* (nullable) Stamp */
} Face;

struct _AssayStamps
{
  cairo_t             *cr;
  AssayFonts          *fonts;
  cairo_matrix_t       matrix, scale; /* scale: without its shift */
  cairo_surface_t     *surface;
  guint8              *data;    /* its pixels */
  int                  stride;
  cairo_rectangle_int_t clip;   /* of them */
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

/* Pixels may be written: a picture in memory that nothing shifts. */
static gboolean
is_picture (cairo_surface_t      *surface,
            const cairo_matrix_t *matrix)
{
  double dx, dy, sx, sy;

  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_IMAGE || cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return FALSE;
  const cairo_format_t format = cairo_image_surface_get_format (surface);
  cairo_surface_get_device_offset (surface, &dx, &dy);
  cairo_surface_get_device_scale (surface, &sx, &sy);
  return (format == CAIRO_FORMAT_RGB24 || format == CAIRO_FORMAT_ARGB32) && dx == 0 && dy == 0 && sx == 1 && sy == 1
         && matrix->xy == 0 && matrix->yx == 0 && matrix->xx == matrix->yy && matrix->xx > 0;
}

/* The clip in pixels. FALSE: it is no rectangle of whole ones. */
static gboolean
find_clip (cairo_t               *cr,
           cairo_surface_t       *surface,
           cairo_rectangle_int_t *clip)
{
  cairo_save (cr);
  cairo_identity_matrix (cr);
  cairo_rectangle_list_t *list = cairo_copy_clip_rectangle_list (cr);
  cairo_restore (cr);
  const cairo_rectangle_t *one = list->rectangles;
  const gboolean is_one = list->status == CAIRO_STATUS_SUCCESS && list->num_rectangles == 1 && one->x == floor (one->x)
                          && one->y == floor (one->y) && one->width == floor (one->width)
                          && one->height == floor (one->height);

  if (is_one)
    {
      const int right = MIN ((int) (one->x + one->width), cairo_image_surface_get_width (surface));
      const int bottom = MIN ((int) (one->y + one->height), cairo_image_surface_get_height (surface));
      clip->x = MAX ((int) one->x, 0);
      clip->y = MAX ((int) one->y, 0);
      clip->width = MAX (right - clip->x, 0);
      clip->height = MAX (bottom - clip->y, 0);
    }
  cairo_rectangle_list_destroy (list);
  return is_one;
}

AssayStamps *
assay_stamps_new (cairo_t    *cr,
                  AssayFonts *fonts)
{
  cairo_surface_t *surface = cairo_get_group_target (cr);
  cairo_rectangle_int_t clip;
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  if (!is_picture (surface, &matrix) || !find_clip (cr, surface, &clip) || fonts == NULL)
    return NULL;

  AssayStamps *self = g_new0 (AssayStamps, 1);
  self->cr = cr;
  self->fonts = fonts;
  self->matrix = matrix;
  cairo_matrix_init_scale (&self->scale, matrix.xx, matrix.yy);
  self->surface = surface;
  self->data = cairo_image_surface_get_data (surface);
  self->stride = cairo_image_surface_get_stride (surface);
  self->clip = clip;
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

/* --- marks ------------------------------------------------------------------------------------------------------- */

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
  const Key key = { op->shape, op->fill.role, op->stroke.role, op->h, (guint) (x - left * PHASES), (guint) (y - top * PHASES) };

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

/* --- lines ------------------------------------------------------------------------------------------------------- */

static guint32
pixel_of (AssayColor color)
{
  return 0xff000000u | (guint32) color.red << 16 | (guint32) color.green << 8 | color.blue;
}

/* Two channels at once: (a * share + b * (255 - share)) / 255, rounded. */
static inline guint32
blend_pair (guint32 a,
            guint32 b,
            guint32 share)
{
  const guint32 sum = a * share + b * (255 - share) + 0x00800080;

  return (sum + (sum >> 8 & 0x00ff00ff)) >> 8 & 0x00ff00ff;
}

static inline guint32
blend (guint32 color,
       guint32 under,
       guint32 share)
{
  return blend_pair (color & 0x00ff00ff, under & 0x00ff00ff, share)
         | blend_pair (color >> 8 & 0x00ff00ff, under >> 8 & 0x00ff00ff, share) << 8;
}

/* Edges on whole pixels, at least one of them apart. */
static void
snap (double *from,
      double *to)
{
  const double start = floor (*from + 0.5);

  *to = start + MAX (floor (*to - *from + 0.5), 1);
  *from = start;
}

/* How much of a pixel lies between. */
static inline double
covered (int    pixel,
         double from,
         double to)
{
  return MAX (MIN (pixel + 1, to) - MAX (pixel, from), 0);
}

/* Columns of one row, all covered alike. */
static void
fill_span (guint32 *pixels,
           int      first,
           int      end,
           guint32  color,
           double   share)
{
  const guint32 whole = (guint32) (255 * share + 0.5);

  if (whole == 255)
    for (int column = first; column < end; column++)
      pixels[column] = color;
  else
    for (int column = first; column < end; column++)
      pixels[column] = blend (color, pixels[column], whole);
}

static void
fill_box (AssayStamps *self,
          double       left,
          double       top,
          double       right,
          double       bottom,
          guint32      color)
{
  const int first = MAX ((int) floor (left), self->clip.x), end = MIN ((int) ceil (right), self->clip.x + self->clip.width);
  const int last_row = MIN ((int) ceil (bottom), self->clip.y + self->clip.height);

  if (first >= end)
    return;
  for (int row = MAX ((int) floor (top), self->clip.y); row < last_row; row++)
    {
      guint32 *pixels = (guint32 *) (self->data + (gsize) row * self->stride);
      const double height = covered (row, top, bottom);

      fill_span (pixels, first, first + 1, color, height * covered (first, left, right));
      fill_span (pixels, first + 1, end - 1, color, height);
      if (end - 1 > first)
        fill_span (pixels, end - 1, end, color, height * covered (end - 1, left, right));
    }
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
  cairo_surface_flush (self->surface);
  fill_box (self, left, top, right, bottom, pixel_of (color));
  cairo_surface_mark_dirty (self->surface);
}

/* --- text -------------------------------------------------------------------------------------------------------- */

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
  face->font = cairo_scaled_font_create (assay_fonts_face (self->fonts, style.weight), &size, &self->scale, self->options);
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
static Stamp *
new_stamp (const AssayStamps *self,
           const Face        *face,
           gulong             index,
           gboolean           is_halo)
{
  const int margin = (int) ceil (1.6 * face->style.size * self->matrix.xx) + 2, size = 2 * margin + 1;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, size, size);
  cairo_t *cr = cairo_create (surface);
  int left = size, top = size, right = 0, bottom = 0;

  cairo_translate (cr, margin, margin);
  draw_coverage (self, cr, face, index, is_halo);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  const guint8 *data = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);
  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      if (data[y * stride + x] != 0)
        left = MIN (left, x), right = MAX (right, x + 1), top = MIN (top, y), bottom = MAX (bottom, y + 1);
  const int width = MAX (right - left, 0), height = MAX (bottom - top, 0);
  Stamp *stamp = g_malloc (sizeof *stamp + (gsize) (width * height));
  stamp->left = left - margin;
  stamp->top = top - margin;
  stamp->width = width;
  stamp->height = height;
  for (int y = 0; y < height; y++)
    memcpy (stamp->coverage + y * width, data + (top + y) * stride + left, (gsize) width);
  cairo_surface_destroy (surface);
  return stamp;
}

static const Stamp *
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
set_stamp (AssayStamps *self,
           const Stamp *stamp,
           int          x,
           int          y,
           guint32      color)
{
  const int left = MAX (x + stamp->left, self->clip.x), top = MAX (y + stamp->top, self->clip.y);
  const int right = MIN (x + stamp->left + stamp->width, self->clip.x + self->clip.width);
  const int bottom = MIN (y + stamp->top + stamp->height, self->clip.y + self->clip.height);

  for (int row = top; row < bottom; row++)
    {
      guint32 *restrict pixels = (guint32 *) (self->data + (gsize) row * self->stride) + left;
      const guint8 *restrict coverage = stamp->coverage + (row - y - stamp->top) * stamp->width + left - x - stamp->left;

      for (int i = 0; i < right - left; i++)
        if (coverage[i] == 255)
          pixels[i] = color;
        else if (coverage[i] != 0)
          pixels[i] = blend (color, pixels[i], coverage[i]);
    }
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

      set_stamp (self, find_stamp (self, face, glyph->index, is_halo),
                 (int) floor (glyph->x * self->matrix.xx + self->matrix.x0 + 0.5),
                 (int) floor (glyph->y * self->matrix.yy + self->matrix.y0 + 0.5), pixel_of (color));
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
  cairo_surface_flush (self->surface);
  if (op->has_halo)
    set_glyphs (self, face, TRUE, paper);
  set_glyphs (self, face, FALSE, color);
  cairo_surface_mark_dirty (self->surface);
  return TRUE;
}
