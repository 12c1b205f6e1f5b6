/* pixels.c: pixels of a picture, written without asking Cairo for each. */
#include "pixels.h"

#include <math.h>

/* Pixels may be written: a picture in memory that nothing shifts. */
static gboolean
is_picture (cairo_surface_t *surface)
{
  double dx, dy, sx, sy;

  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_IMAGE
      || cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return FALSE;
  const cairo_format_t format = cairo_image_surface_get_format (surface);
  cairo_surface_get_device_offset (surface, &dx, &dy);
  cairo_surface_get_device_scale (surface, &sx, &sy);
  return (format == CAIRO_FORMAT_RGB24 || format == CAIRO_FORMAT_ARGB32) && dx == 0 && dy == 0 && sx == 1 && sy == 1;
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
  const gboolean is_one = list->status == CAIRO_STATUS_SUCCESS && list->num_rectangles == 1
                          && one->x == floor (one->x)
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

gboolean
assay_pixels_init (AssayPixels *self,
                   cairo_t     *cr)
{
  self->surface = cairo_get_group_target (cr);
  if (!is_picture (self->surface) || !find_clip (cr, self->surface, &self->clip))
    return FALSE;
  self->data = cairo_image_surface_get_data (self->surface);
  self->stride = cairo_image_surface_get_stride (self->surface);
  return TRUE;
}

/* --- colours ---------------------------------------------------------------------------------------------------- */

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

/* --- boxes ------------------------------------------------------------------------------------------------------ */

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

void
assay_pixels_fill_box (const AssayPixels *self,
                       double             left,
                       double             top,
                       double             right,
                       double             bottom,
                       AssayColor         paint)
{
  const guint32 color = pixel_of (paint);
  const int first = MAX ((int) floor (left), self->clip.x);
  const int end = MIN ((int) ceil (right), self->clip.x + self->clip.width);
  const int last_row = MIN ((int) ceil (bottom), self->clip.y + self->clip.height);

  if (first >= end)
    return;
  for (int row = MAX ((int) floor (top), self->clip.y); row < last_row; row++)
    {
      guint32 *pixels = (guint32 *) (self->data + (gsize) row * self->stride);
      const double height = covered (row, top, bottom);

      fill_span (pixels, first, first + 1, color, height * covered (first, left, right));
      if (end - 1 > first + 1)
        fill_span (pixels, first + 1, end - 1, color, height);
      if (end - 1 > first)
        fill_span (pixels, end - 1, end, color, height * covered (end - 1, left, right));
    }
}

void
assay_pixels_prefetch (const AssayPixels *self,
                       double             left,
                       double             top,
                       double             right,
                       double             bottom)
{
  const int first = MAX ((int) floor (left), self->clip.x);
  const int end = MIN ((int) ceil (right), self->clip.x + self->clip.width);
  const int last_row = MIN ((int) ceil (bottom), self->clip.y + self->clip.height);

  for (int row = MAX ((int) floor (top), self->clip.y); row < last_row; row++)
    for (int column = first; column < end; column += 16)
      __builtin_prefetch (self->data + (gssize) row * self->stride + 4 * (gssize) column, 1);
}

/* --- coverage --------------------------------------------------------------------------------------------------- */

AssayCoverage *
assay_coverage_new (cairo_surface_t *surface,
                    int              origin)
{
  const int size = cairo_image_surface_get_width (surface), stride = cairo_image_surface_get_stride (surface);
  AssayCoverage *self = g_malloc (sizeof *self + (gsize) (size * size) * sizeof (AssayCovered));

  *self = (AssayCoverage) { size, size, -size, -size, 0 };
  cairo_surface_flush (surface);
  const guint8 *data = cairo_image_surface_get_data (surface);
  for (int row = 0; row < size; row++)
    for (int column = 0; column < size; column++)
      {
        const int x = column - origin, y = row - origin;

        if (data[row * stride + column] == 0)
          continue;
        self->pixels[self->n++] = (AssayCovered) { (gint16) x, (gint16) y, data[row * stride + column] };
        self->left = MIN (self->left, x), self->right = MAX (self->right, x + 1);
        self->top = MIN (self->top, y), self->bottom = MAX (self->bottom, y + 1);
      }
  return g_realloc (self, sizeof *self + self->n * sizeof (AssayCovered));
}

/* Pixel by pixel: an edge of the clip runs through it, or beside it. */
static void
set_part (const AssayPixels   *self,
          const AssayCoverage *stamp,
          int                  x,
          int                  y,
          guint32              color)
{
  for (guint i = 0; i < stamp->n; i++)
    {
      const AssayCovered *pixel = &stamp->pixels[i];
      const int column = x + pixel->x - self->clip.x, row = y + pixel->y - self->clip.y;

      if (column < 0 || row < 0 || column >= self->clip.width || row >= self->clip.height)
        continue;
      guint32 *at = (guint32 *) (self->data + (gssize) (y + pixel->y) * self->stride) + x + pixel->x;
      *at = blend (color, *at, pixel->share);
    }
}

void
assay_pixels_set (const AssayPixels   *self,
                  const AssayCoverage *stamp,
                  int                  x,
                  int                  y,
                  AssayColor           paint)
{
  const cairo_rectangle_int_t *clip = &self->clip;
  const guint32 color = pixel_of (paint);

  if (x + stamp->left < clip->x || y + stamp->top < clip->y || x + stamp->right > clip->x + clip->width
      || y + stamp->bottom > clip->y + clip->height)
    {
      set_part (self, stamp, x, y, color);
      return;
    }
  const gssize stride = self->stride / 4;
  guint32 *origin = (guint32 *) self->data + y * stride + x;
  for (guint i = 0; i < stamp->n; i++)
    {
      guint32 *at = origin + stamp->pixels[i].y * stride + stamp->pixels[i].x;
      *at = blend (color, *at, stamp->pixels[i].share);
    }
}
