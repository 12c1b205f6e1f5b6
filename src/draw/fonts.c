/* fonts.c: Inter from memory, and laid out texts. */
#include "fonts.h"

#include "draw/glyphs.h"

#include <errno.h>
#include <fontconfig/fontconfig.h>
#include <gio/gio.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "draw/draw-resources.h"

#define MOST_LAYOUTS 8192 /* some 2 kB each */
#define ROUNDING 1e-6     /* of a room that was computed from the width itself */
#define FAMILY "Assay Inter"
#define ELLIPSIS "\xe2\x80\xa6"

static const char *const files[] = { "Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf" };
static const PangoWeight weights[] = { PANGO_WEIGHT_NORMAL, PANGO_WEIGHT_MEDIUM, PANGO_WEIGHT_SEMIBOLD };

struct _AssayFonts
{
  int           descriptors[G_N_ELEMENTS (files)]; /* of the fonts' bytes, which have no name on disk */
  FcConfig     *config;
  PangoFontMap *map;
  PangoContext *context;
  PangoAttrList *attributes;
  GHashTable   *layouts;   /* Key: PangoLayout */
  AssayGlyphs  *glyphs[G_N_ELEMENTS (files)];
  cairo_font_face_t *faces[G_N_ELEMENTS (files)]; /* (nullable) until one is asked for */
};

typedef struct
{
  AssayTextStyle style;
  char          *text;
} Key;

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return g_str_hash (key->text) ^ g_double_hash (&key->style.size) ^ (guint) key->style.weight * 0x9e3779b9u;
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  const Key *one = a, *other = b;

  return one->style.size == other->style.size && one->style.weight == other->style.weight
         && strcmp (one->text, other->text) == 0;
}

static void
key_free (gpointer data)
{
  Key *key = data;

  g_free (key->text);
  g_free (key);
}

/* --- loading ---------------------------------------------------------------------------------------------------- */

static gboolean
write_all (int         descriptor,
           const char *data,
           gsize       size)
{
  while (size > 0)
    {
      const gssize n = write (descriptor, data, size);

      if (n < 0 && errno != EINTR)
        return FALSE;
      data += MAX (n, 0);
      size -= MAX (n, 0);
    }
  return TRUE;
}

/* A file in memory: fontconfig takes paths, and this one is the process' own. */
static int
open_font (const char *name,
           GBytes     *bytes,
           GError    **error)
{
  const int descriptor = memfd_create (name, MFD_CLOEXEC);
  if (descriptor >= 0 && write_all (descriptor, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)))
    return descriptor;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "the font %s cannot be kept in memory: %s", name,
               g_strerror (errno));
  if (descriptor >= 0)
    close (descriptor);
  return -1;
}

static gboolean
load (AssayFonts *self,
      GError    **error)
{
  self->config = FcInitLoadConfigAndFonts ();
  if (self->config == NULL)
    self->config = FcConfigCreate ();
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strconcat ("/assay/fonts/", files[i], NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (assay_draw_data_get_resource (), name, 0, error);

      if (bytes == NULL)
        return FALSE;
      self->glyphs[i] = assay_glyphs_new (bytes);
      self->descriptors[i] = open_font (files[i], bytes, error);
      if (self->descriptors[i] < 0)
        return FALSE;
      g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", self->descriptors[i]);
      if (!FcConfigAppFontAddFile (self->config, (const FcChar8 *) path))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the font %s is not taken by fontconfig", files[i]);
          return FALSE;
        }
    }
  return TRUE;
}

/* No hinting and no rounding: widths are those of the paper. */
static void
set_up_context (AssayFonts *self)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  self->map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
  pango_fc_font_map_set_config (PANGO_FC_FONT_MAP (self->map), self->config);
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (self->map), 72);
  self->context = pango_font_map_create_context (self->map);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (self->context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  pango_context_set_base_dir (self->context, PANGO_DIRECTION_LTR);
  pango_context_set_language (self->context, pango_language_from_string ("en"));
  self->attributes = pango_attr_list_new ();
  pango_attr_list_insert (self->attributes, pango_attr_font_features_new ("tnum=1"));
}

AssayFonts *
assay_fonts_new (GError **error)
{
  g_autoptr (AssayFonts) self = g_new0 (AssayFonts, 1);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    self->descriptors[i] = -1;
  self->layouts = g_hash_table_new_full (key_hash, key_equal, key_free, g_object_unref);
  if (!load (self, error))
    return NULL;
  set_up_context (self);
  return g_steal_pointer (&self);
}

void
assay_fonts_free (AssayFonts *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->layouts, g_hash_table_unref);
  g_clear_pointer (&self->attributes, pango_attr_list_unref);
  g_clear_object (&self->context);
  /* Pango 1.50 does not give back the configuration that it was given: 230 kB each time. */
  if (self->map != NULL)
    pango_fc_font_map_set_config (PANGO_FC_FONT_MAP (self->map), NULL);
  g_clear_object (&self->map);
  g_clear_pointer (&self->config, FcConfigDestroy);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_clear_pointer (&self->glyphs[i], assay_glyphs_free);
      g_clear_pointer (&self->faces[i], cairo_font_face_destroy);
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    if (self->descriptors[i] >= 0)
      close (self->descriptors[i]);
  g_free (self);
}

/* --- texts ------------------------------------------------------------------------------------------------------ */

static PangoFontDescription *
new_description (AssayTextStyle style)
{
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, FAMILY);
  pango_font_description_set_weight (font, weights[style.weight]);
  pango_font_description_set_absolute_size (font, style.size * PANGO_SCALE);
  return font;
}

static PangoLayout *
new_layout (AssayFonts     *self,
            const char     *text,
            AssayTextStyle  style)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = new_description (style);

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_attributes (layout, self->attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_auto_dir (layout, FALSE); /* a page runs from left to right, whatever its names begin with */
  pango_layout_set_text (layout, text, -1);
  return layout;
}

PangoLayout *
assay_fonts_layout (AssayFonts     *self,
                    const char     *text,
                    AssayTextStyle  style)
{
  const Key key = { style, (char *) text };
  PangoLayout *layout = g_hash_table_lookup (self->layouts, &key);

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (self->layouts) >= MOST_LAYOUTS)
    g_hash_table_remove_all (self->layouts);

  Key *own = g_new (Key, 1);
  *own = (Key) { style, g_strdup (text) };
  layout = new_layout (self, text, style);
  g_hash_table_insert (self->layouts, own, layout);
  return layout;
}

double
assay_fonts_width (AssayFonts     *self,
                   const char     *text,
                   AssayTextStyle  style)
{
  const double ems = assay_glyphs_width (self->glyphs[style.weight], text);
  PangoRectangle extents;

  if (ems >= 0)
    return ems * style.size;
  pango_layout_get_extents (assay_fonts_layout (self, text, style), NULL, &extents);
  return (double) extents.width / PANGO_SCALE;
}

gboolean
assay_fonts_glyphs (AssayFonts     *self,
                    const char     *text,
                    AssayTextStyle  style,
                    double          x,
                    double          y,
                    GArray         *glyphs)
{
  return assay_glyphs_place (self->glyphs[style.weight], text, style.size, x, y, glyphs);
}

cairo_font_face_t *
assay_fonts_face (AssayFonts  *self,
                  AssayWeight  weight)
{
  if (self->faces[weight] != NULL)
    return self->faces[weight];

  PangoFontDescription *description = new_description ((AssayTextStyle) { 10, weight });
  g_autoptr (PangoFont) font = pango_context_load_font (self->context, description);
  cairo_scaled_font_t *scaled = pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (font));

  pango_font_description_free (description);
  self->faces[weight] = cairo_font_face_reference (cairo_scaled_font_get_font_face (scaled));
  return self->faces[weight];
}

/* The text's first `head` and last `tail` characters around an ellipsis. */
static char *
cut (const char *text,
     gssize      n_chars,
     gssize      head,
     gssize      tail)
{
  g_autofree char *start = g_utf8_substring (text, 0, head);
  g_autofree char *end = g_utf8_substring (text, n_chars - tail, n_chars);

  return g_strconcat (g_strchomp (start), ELLIPSIS, g_strchug (end), NULL);
}

/* Moves a cut to where a character, as people see it, begins. */
static gssize
cursor_before (const PangoLogAttr *attributes,
               gssize              at)
{
  while (at > 0 && !attributes[at].is_cursor_position)
    at--;
  return at;
}

static gssize
cursor_after (const PangoLogAttr *attributes,
              gssize              at,
              gssize              n)
{
  while (at < n && !attributes[at].is_cursor_position)
    at++;
  return at;
}

/* n characters are kept, two thirds of them at the beginning. attributes (nullable): a plain text may be cut
 * anywhere. */
static char *
cut_to (const char         *text,
        gssize              n_chars,
        const PangoLogAttr *attributes,
        gssize              n)
{
  const gssize head = n - n / 3, tail = n / 3;

  if (attributes == NULL)
    return cut (text, n_chars, head, tail);
  return cut (text, n_chars, cursor_before (attributes, head),
              n_chars - cursor_after (attributes, n_chars - tail, n_chars));
}

char *
assay_fonts_fit (AssayFonts     *self,
                 const char     *text,
                 AssayTextStyle  style,
                 double          max_width)
{
  if (assay_fonts_width (self, text, style) <= max_width + ROUNDING)
    return g_strdup (text);

  const gboolean is_plain = assay_glyphs_width (self->glyphs[style.weight], text) >= 0;
  g_autoptr (PangoLayout) layout = is_plain ? NULL : new_layout (self, text, style);
  const PangoLogAttr *attributes = is_plain ? NULL : pango_layout_get_log_attrs_readonly (layout, NULL);
  const gssize n_chars = g_utf8_strlen (text, -1);
  gssize lo = 0, hi = n_chars;
  char *best = g_strdup ("");

  while (lo + 1 < hi)
    {
      const gssize middle = (lo + hi) / 2;
      g_autofree char *shorter = cut_to (text, n_chars, attributes, middle);

      if (assay_fonts_width (self, shorter, style) > max_width)
        {
          hi = middle;
          continue;
        }
      g_free (best);
      best = g_steal_pointer (&shorter);
      lo = middle;
    }
  return best;
}

static char *
line_text (const PangoLayoutLine *line,
           const char            *text)
{
  char *copy = g_strndup (text + line->start_index, line->length);

  return g_strchomp (copy);
}

/* A number and its % stay on one line. */
static void
keep_percents (AssayFonts  *self,
               PangoLayout *layout,
               const char  *text)
{
  PangoAttrList *list = NULL;

  for (const char *at = strstr (text, " %"); at != NULL; at = strstr (at + 1, " %"))
    {
      if (at == text || !g_ascii_isdigit (at[-1]))
        continue;
      PangoAttribute *attribute = pango_attr_allow_breaks_new (FALSE);
      attribute->start_index = (guint) (at - 1 - text);
      attribute->end_index = (guint) (at + 2 - text);
      if (list == NULL)
        list = pango_attr_list_copy (self->attributes);
      pango_attr_list_insert (list, attribute);
    }
  if (list == NULL)
    return;
  pango_layout_set_attributes (layout, list);
  pango_attr_list_unref (list);
}

char **
assay_fonts_wrap (AssayFonts     *self,
                  const char     *text,
                  AssayTextStyle  style,
                  double          width,
                  guint           n_most)
{
  g_autoptr (PangoLayout) layout = new_layout (self, text, style);
  GPtrArray *lines = g_ptr_array_new ();

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  const char *laid = pango_layout_get_text (layout);
  keep_percents (self, layout, laid);
  const guint n = (guint) pango_layout_get_line_count (layout);
  for (guint i = 0; i < n && (n_most == 0 || i < n_most); i++)
    {
      const PangoLayoutLine *line = pango_layout_get_line_readonly (layout, (int) i);
      if (i + 1 == n_most && i + 1 < n)
        g_ptr_array_add (lines, assay_fonts_fit (self, laid + line->start_index, style, width));
      else
        g_ptr_array_add (lines, line_text (line, laid));
    }
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (lines, FALSE);
}
