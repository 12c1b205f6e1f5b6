/* golden.c: compares a drawing with what it has to look like, and leaves what a person needs to see why it does not. */
#include "golden.h"

#include <string.h>

#define MOST_OFF 64      /* of a channel's 255 */
#define MOST_PIXELS .0002 /* share of them that may be off by more: less than one dot that moved */
#define AMPLIFIED 4

/* (transfer full) Where the build keeps NAME and what. */
static char *
left_path (const char *name,
           const char *what)
{
  g_autofree char *file = g_strconcat (name, what, NULL);

  return g_test_build_filename (G_TEST_BUILT, file, NULL);
}

static char *
golden_path (const char *name,
             const char *what)
{
  g_autofree char *file = g_strconcat (name, what, NULL);

  return g_test_build_filename (G_TEST_DIST, "golden", file, NULL);
}

static void
leave (const char *path,
       const void *data,
       gsize       size)
{
  g_autoptr (GError) error = NULL;

  if (g_file_set_contents (path, data, (gssize) size, &error))
    g_test_message ("see %s", path);
  else
    g_test_message ("%s", error->message);
}

/* --- texts -------------------------------------------------------------------------------------------------------- */

typedef struct
{
  char **a, **b;
  guint  n_a, n_b;
  guint *common; /* (n_a + 1) x (n_b + 1): lines that the ends from i and from j have in common */
} Lines;

static guint *
common_at (const Lines *self,
           guint        i,
           guint        j)
{
  return &self->common[(gsize) i * (self->n_b + 1) + j];
}

/* Lines in common, from the end: a display list has some hundreds. */
static void
find_common (Lines *self)
{
  self->common = g_new0 (guint, (gsize) (self->n_a + 1) * (self->n_b + 1));
  for (guint i = self->n_a; i-- > 0;)
    for (guint j = self->n_b; j-- > 0;)
      if (strcmp (self->a[i], self->b[j]) == 0)
        *common_at (self, i, j) = 1 + *common_at (self, i + 1, j + 1);
      else
        *common_at (self, i, j) = MAX (*common_at (self, i + 1, j), *common_at (self, i, j + 1));
}

char *
assay_text_difference (const char *expected,
                       const char *found)
{
  g_auto (GStrv) a = g_strsplit (expected, "\n", -1), b = g_strsplit (found, "\n", -1);
  Lines lines = { .a = a, .b = b, .n_a = g_strv_length (a), .n_b = g_strv_length (b) };
  GString *text = g_string_new (NULL);
  gboolean was_equal = TRUE;

  find_common (&lines);
  for (guint i = 0, j = 0; i < lines.n_a || j < lines.n_b;)
    {
      const gboolean is_equal = i < lines.n_a && j < lines.n_b && strcmp (a[i], b[j]) == 0;

      if (!is_equal && was_equal)
        g_string_append_printf (text, "@ line %u\n", i + 1);
      was_equal = is_equal;
      if (is_equal)
        i++, j++;
      else if (j == lines.n_b || (i < lines.n_a && *common_at (&lines, i + 1, j) >= *common_at (&lines, i, j + 1)))
        g_string_append_printf (text, "-%s\n", a[i++]);
      else
        g_string_append_printf (text, "+%s\n", b[j++]);
    }
  g_free (lines.common);
  return g_string_free (text, FALSE);
}

void
assay_check_golden (const AssayScene *scene,
                    const char       *name)
{
  g_autofree char *dump = assay_scene_dump (scene), *expected = NULL, *path = golden_path (name, ".txt");
  g_autoptr (GError) error = NULL;

  if (g_getenv ("ASSAY_UPDATE_GOLDEN") != NULL)
    {
      g_file_set_contents (path, dump, -1, &error);
      g_assert_no_error (error);
    }
  g_file_get_contents (path, &expected, NULL, &error);
  g_assert_no_error (error);
  if (strcmp (dump, expected) == 0)
    return;
  g_autofree char *out = left_path (name, ".txt.out"), *ref = left_path (name, ".txt.ref");
  g_autofree char *diff = left_path (name, ".txt.diff"), *difference = assay_text_difference (expected, dump);
  leave (out, dump, strlen (dump));
  leave (ref, expected, strlen (expected));
  leave (diff, difference, strlen (difference));
  g_test_fail_printf ("%s differs from its golden: %s", name, diff);
}

/* --- pictures ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  const guint8 *data;
  int           stride, width, height;
} Picture;

static Picture
picture_of (cairo_surface_t *surface)
{
  cairo_surface_flush (surface);
  return (Picture) { cairo_image_surface_get_data (surface), cairo_image_surface_get_stride (surface),
                     cairo_image_surface_get_width (surface), cairo_image_surface_get_height (surface) };
}

static guint32
pixel_at (const Picture *self,
          int            x,
          int            y)
{
  return *(const guint32 *) (const void *) (self->data + (gsize) y * self->stride + 4 * x);
}

/* By how much each channel differs, amplified; is_off: by more than MOST_OFF in one. */
static guint32
pixel_difference (guint32   a,
                  guint32   b,
                  gboolean *is_off)
{
  guint32 difference = 0;

  *is_off = FALSE;
  for (guint shift = 0; shift < 24; shift += 8)
    {
      const int by = ABS ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff));

      *is_off |= by > MOST_OFF;
      difference |= (guint32) MIN (by * AMPLIFIED, 255) << shift;
    }
  return difference;
}

cairo_surface_t *
assay_picture_difference (cairo_surface_t *expected,
                          cairo_surface_t *found,
                          guint           *n_different)
{
  const Picture a = picture_of (expected), b = picture_of (found);
  cairo_surface_t *difference = cairo_image_surface_create (CAIRO_FORMAT_RGB24, MAX (a.width, b.width),
                                                            MAX (a.height, b.height));
  const Picture to = picture_of (difference);

  *n_different = 0;
  for (int y = 0; y < to.height; y++)
    for (int x = 0; x < to.width; x++)
      {
        guint32 *pixel = (guint32 *) (void *) (cairo_image_surface_get_data (difference) + (gsize) y * to.stride + 4 * x);
        gboolean is_off = TRUE;

        *pixel = 0xffffff;
        if (x < MIN (a.width, b.width) && y < MIN (a.height, b.height))
          *pixel = pixel_difference (pixel_at (&a, x, y), pixel_at (&b, x, y), &is_off);
        *n_different += is_off;
      }
  cairo_surface_mark_dirty (difference);
  return difference;
}

static cairo_status_t
read_bytes (void          *closure,
            unsigned char *data,
            unsigned int   length)
{
  GInputStream *stream = closure;
  gsize n = 0;

  return g_input_stream_read_all (stream, data, length, &n, NULL, NULL) && n == length ? CAIRO_STATUS_SUCCESS
                                                                                       : CAIRO_STATUS_READ_ERROR;
}

static cairo_surface_t *
surface_of (gconstpointer data,
            gsize         size)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (read_bytes, stream);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

static void
leave_pictures (const char      *name,
                GBytes          *png,
                const char      *golden,
                gsize            size,
                cairo_surface_t *difference)
{
  g_autofree char *out = left_path (name, ".out.png"), *ref = left_path (name, ".ref.png");
  g_autofree char *diff = left_path (name, ".diff.png");

  leave (out, g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  leave (ref, golden, size);
  if (cairo_surface_write_to_png (difference, diff) == CAIRO_STATUS_SUCCESS)
    g_test_message ("see %s", diff);
}

void
assay_check_picture (const AssayScene *scene,
                     const char       *name)
{
  g_autofree char *path = golden_path (name, ".png"), *golden = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = assay_scene_png (scene, ASSAY_PALETTE_LIGHT, 2, &error);
  gsize size = 0;
  guint n;

  g_assert_no_error (error);
  if (g_getenv ("ASSAY_UPDATE_GOLDEN") != NULL)
    g_assert_true (g_file_set_contents (path, g_bytes_get_data (png, NULL), (gssize) g_bytes_get_size (png), NULL));
  g_file_get_contents (path, &golden, &size, &error);
  g_assert_no_error (error);
  cairo_surface_t *found = surface_of (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  cairo_surface_t *expected = surface_of (golden, size);
  cairo_surface_t *difference = assay_picture_difference (expected, found, &n);
  const guint most = (guint) (scene->width * scene->height * 4 * MOST_PIXELS);

  if (n > most)
    {
      leave_pictures (name, png, golden, size, difference);
      g_test_fail_printf ("%s: %u pixels differ from the golden, more than %u", name, n, most);
    }
  cairo_surface_destroy (difference);
  cairo_surface_destroy (expected);
  cairo_surface_destroy (found);
}
