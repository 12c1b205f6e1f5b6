/* glyphs.c: advances and kerning of plain texts. */
#include "glyphs.h"

#include <hb-ot.h>
#include <hb.h>
#include <string.h>

#define N_ASCII (0x7f - 0x20)
#define N_LATIN (0x100 - 0xa1)
#define UNKNOWN G_MININT16       /* not asked for yet */
#define CHANGES (G_MININT16 + 1) /* the two become other glyphs beside each other */

/* Behind ASCII and Latin-1: dashes, quotes, dots, spaces, arrows and comparisons. */
static const gunichar signs[] = { 0x00a0, 0x2009, 0x2013, 0x2014, 0x2018, 0x2019, 0x201c, 0x201d, 0x2026, 0x202f,
                                  0x2190, 0x2192,
                                  0x2212, 0x2264, 0x2265 };

#define N_PLAIN (N_ASCII + N_LATIN + G_N_ELEMENTS (signs))

struct _AssayGlyphs
{
  hb_blob_t   *blob;
  hb_font_t   *font;
  hb_buffer_t *buffer;
  double       em;                       /* units of one */
  gboolean     is_known[N_PLAIN];
  guint32      glyphs[N_PLAIN];          /* 0: the font has none */
  gint32       advances[N_PLAIN];
  gint16       kerning[N_PLAIN][N_PLAIN];
};

/* --- the table -------------------------------------------------------------------------------------------------- */

static gunichar
plain_char (guint index)
{
  if (index < N_ASCII)
    return 0x20 + index;
  return index < N_ASCII + N_LATIN ? 0xa1 + index - N_ASCII : signs[index - N_ASCII - N_LATIN];
}

/* -1: not plain. The soft hyphen is not: it is not seen. */
static int
plain_index (gunichar c)
{
  if (c >= 0x20 && c < 0x7f)
    return (int) (c - 0x20);
  if (c >= 0xa1 && c < 0x100)
    return c == 0xad ? -1 : (int) (c - 0xa1 + N_ASCII);
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (signs[i] == c)
      return (int) (N_ASCII + N_LATIN + i);
  return -1;
}

/* Shapes one or two characters; returns what there is of glyphs. */
static const hb_glyph_info_t *
shape (AssayGlyphs                 *self,
       const gunichar              *chars,
       guint                        n,
       guint                       *n_glyphs,
       const hb_glyph_position_t  **positions)
{
  static const hb_feature_t tabular = { HB_TAG ('t', 'n', 'u', 'm'), 1, HB_FEATURE_GLOBAL_START,
                                        HB_FEATURE_GLOBAL_END };

  hb_buffer_clear_contents (self->buffer);
  hb_buffer_add_codepoints (self->buffer, chars, (int) n, 0, (int) n);
  hb_buffer_set_direction (self->buffer, HB_DIRECTION_LTR);
  hb_buffer_set_script (self->buffer, HB_SCRIPT_LATIN);
  hb_buffer_set_language (self->buffer, hb_language_from_string ("en", -1));
  hb_shape (self->font, self->buffer, &tabular, 1);
  *positions = hb_buffer_get_glyph_positions (self->buffer, NULL);
  return hb_buffer_get_glyph_infos (self->buffer, n_glyphs);
}

/* A character's glyph, asked for when it is first met; 0: the font has none. */
static guint32
plain_glyph (AssayGlyphs *self,
             guint        index)
{
  if (self->is_known[index])
    return self->glyphs[index];

  const gunichar c = plain_char (index);
  const hb_glyph_position_t *positions;
  guint n;
  const hb_glyph_info_t *infos = shape (self, &c, 1, &n, &positions);

  self->is_known[index] = TRUE;
  self->glyphs[index] = n == 1 ? infos[0].codepoint : 0;
  self->advances[index] = n == 1 ? positions[0].x_advance : 0;
  return self->glyphs[index];
}

AssayGlyphs *
assay_glyphs_new (GBytes *font)
{
  AssayGlyphs *self = g_new0 (AssayGlyphs, 1);
  gsize size;
  const char *data = g_bytes_get_data (font, &size);

  self->blob = hb_blob_create (data, (unsigned int) size, HB_MEMORY_MODE_READONLY, g_bytes_ref (font),
                               (hb_destroy_func_t) g_bytes_unref);
  hb_face_t *face = hb_face_create (self->blob, 0);
  self->font = hb_font_create (face);
  self->em = hb_face_get_upem (face);
  hb_face_destroy (face);
  self->buffer = hb_buffer_create ();
  for (guint i = 0; i < N_PLAIN; i++)
    for (guint j = 0; j < N_PLAIN; j++)
      self->kerning[i][j] = UNKNOWN;
  return self;
}

void
assay_glyphs_free (AssayGlyphs *self)
{
  if (self == NULL)
    return;
  hb_buffer_destroy (self->buffer);
  hb_font_destroy (self->font);
  hb_blob_destroy (self->blob);
  g_free (self);
}

/* What the first one's advance changes by when the second one follows; CHANGES: more than that. */
static gint16
ask_kerning (AssayGlyphs *self,
             guint        first,
             guint        second)
{
  const gunichar chars[] = { plain_char (first), plain_char (second) };
  const hb_glyph_position_t *positions;
  guint n;
  const hb_glyph_info_t *infos = shape (self, chars, 2, &n, &positions);

  if (n != 2 || infos[0].codepoint != self->glyphs[first] || infos[1].codepoint != self->glyphs[second]
      || positions[1].x_advance != self->advances[second] || positions[1].x_offset != 0 || positions[0].x_offset != 0)
    return CHANGES;
  const gint32 kerning = positions[0].x_advance - self->advances[first];
  return kerning > CHANGES && kerning <= G_MAXINT16 ? (gint16) kerning : CHANGES;
}

static gint16
kerning (AssayGlyphs *self,
         guint        first,
         guint        second)
{
  gint16 *known = &self->kerning[first][second];

  if (*known == UNKNOWN)
    *known = ask_kerning (self, first, second);
  return *known;
}

/* --- texts ------------------------------------------------------------------------------------------------------ */

/* The next character's place in the table, and text moved behind it; -1: not plain. */
static int
next_plain (const char **text)
{
  const guint8 first = (guint8) **text;

  if (first < 0x80)
    {
      (*text)++;
      return plain_index (first);
    }
  const gunichar c = g_utf8_get_char (*text);
  *text = g_utf8_next_char (*text);
  return plain_index (c);
}

double
assay_glyphs_width (AssayGlyphs *self,
                    const char  *text)
{
  gint64 width = 0;

  for (int last = -1; *text != '\0';)
    {
      const int at = next_plain (&text);

      if (at < 0 || plain_glyph (self, (guint) at) == 0)
        return -1;
      const gint16 between = last >= 0 ? kerning (self, (guint) last, (guint) at) : 0;
      if (between == CHANGES)
        return -1;
      width += self->advances[at] + between;
      last = at;
    }
  return (double) width / self->em;
}

gboolean
assay_glyphs_place (AssayGlyphs *self,
                    const char  *text,
                    double       size,
                    double       x,
                    double       y,
                    GArray      *glyphs)
{
  const guint before = glyphs->len;
  const double unit = size / self->em;

  for (int last = -1; *text != '\0';)
    {
      const int at = next_plain (&text);
      const gboolean has_glyph = at >= 0 && plain_glyph (self, (guint) at) != 0;
      const gint16 between = has_glyph && last >= 0 ? kerning (self, (guint) last, (guint) at) : 0;

      if (!has_glyph || between == CHANGES)
        {
          g_array_set_size (glyphs, before);
          return FALSE;
        }
      x += between * unit;
      const cairo_glyph_t glyph = { self->glyphs[at], x, y };
      g_array_append_val (glyphs, glyph);
      x += self->advances[at] * unit;
      last = at;
    }
  return TRUE;
}
