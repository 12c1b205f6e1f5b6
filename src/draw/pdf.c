/* pdf.c: scenes as pages of a PDF, one as a PNG. */
#include "render.h"

#include <cairo-pdf.h>
#include <string.h>

static cairo_status_t
append (void                *closure,
        const unsigned char *data,
        unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
fail_status (cairo_status_t  status,
             const char     *what,
             GError        **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return FALSE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s cannot be drawn: %s", what, cairo_status_to_string (status));
  return TRUE;
}

GBytes *
assay_scene_png (const AssayScene *self,
                 AssayPalette      palette,
                 double            scale,
                 GError          **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const int width = (int) (self->width * scale + 0.5), height = (int) (self->height * scale + 0.5);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  const AssayColor paper = assay_palette_color (palette, ASSAY_PAINT (PAPER));

  cairo_set_source_rgb (cr, paper.red / 255.0, paper.green / 255.0, paper.blue / 255.0);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  assay_scene_paint (self, cr, palette);
  cairo_status_t status = cairo_status (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append, bytes);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  if (fail_status (status, "the picture", error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static void
set_about (cairo_surface_t     *surface,
           const AssayPdfAbout *about)
{
  const struct { cairo_pdf_metadata_t key; const char *value; } texts[] = {
    { CAIRO_PDF_METADATA_TITLE, about->title },     { CAIRO_PDF_METADATA_AUTHOR, about->author },
    { CAIRO_PDF_METADATA_SUBJECT, about->subject }, { CAIRO_PDF_METADATA_KEYWORDS, about->keywords },
    { CAIRO_PDF_METADATA_CREATOR, "Assay " ASSAY_VERSION },
  };
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (about->created_us / G_USEC_PER_SEC);
  g_autofree char *created = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].value != NULL)
      cairo_pdf_surface_set_metadata (surface, texts[i].key, texts[i].value);
  if (created != NULL)
    {
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, created);
    }
}

/* Bookmarks of a page; parents[level] is the last one of each level. */
static void
add_outlines (cairo_surface_t  *surface,
              const AssayScene *page,
              int              *parents)
{
  for (guint i = 0; i < page->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (page->ops, AssayOp, i);

      if (op->kind != ASSAY_OP_OUTLINE)
        continue;
      const guint level = MIN (op->level, 3);
      g_autofree char *link = g_strdup_printf ("dest='%s'", op->name);
      parents[level] = cairo_pdf_surface_add_outline (surface, level == 0 ? CAIRO_PDF_OUTLINE_ROOT : parents[level - 1],
                                                      op->text, link,
                                                      level == 0 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
    }
}

/* Where the last of text begins, among any bytes; NULL: it does not occur. */
static const char *
find_last (const GByteArray *bytes,
           const char       *text)
{
  const gsize length = strlen (text);

  for (gsize at = bytes->len; at >= length; at--)
    if (memcmp (bytes->data + at - length, text, length) == 0)
      return (const char *) bytes->data + at - length;
  return NULL;
}

/* Cairo writes tags but does not say so before 1.18, nor the language, nor that a window is to show the title (ISO
 * 32000-1,
 * 7.7.2). The catalog is the last object, before the table of objects, whose place alone changes; a file that is laid
 * out in another way is left as it is. */
static void
add_to_catalog (GByteArray *bytes)
{
  static const char end[] = ">>\nendobj\n", more[] = "   /Lang (en)\n   /ViewerPreferences << /DisplayDocTitle true "
                                                     ">>\n";
  static const char tagged[] = "   /MarkInfo << /Marked true >>\n";
  const char *data = (const char *) bytes->data, *catalog = find_last (bytes, "<< /Type /Catalog\n"),
             *start = find_last (bytes, "startxref\n");

  if (catalog == NULL || start == NULL)
    return;
  const guint64 place = g_ascii_strtoull (start + strlen ("startxref\n"), NULL, 10);
  g_autoptr (GString) text = g_string_new_len (catalog, data + bytes->len - catalog);
  const char *table = strstr (text->str, "xref\n");
  if (table == NULL || (guint64) (catalog - data) + (guint64) (table - text->str) != place
      || !g_str_has_prefix (table - strlen (end), end)
      || memmem (text->str, (gsize) (table - text->str), "/Lang", 5) != NULL)
    return;
  const gboolean is_tagged = strstr (text->str, "/StructTreeRoot") != NULL && strstr (text->str, "/MarkInfo") == NULL;
  g_autofree char *added = g_strconcat (is_tagged ? tagged : "", more, NULL);
  g_string_insert (text, table - text->str - (gssize) strlen (end), added);
  g_string_truncate (text, (gsize) (strstr (text->str, "startxref\n") - text->str));
  g_string_append_printf (text, "startxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", place + strlen (added));
  g_byte_array_set_size (bytes, (guint) (catalog - data));
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
}

/* Paper is white by itself. */
static void
paint_page (cairo_t          *cr,
            const AssayScene *page,
            AssayPalette      palette)
{
  const AssayColor paper = assay_palette_color (palette, ASSAY_PAINT (PAPER));

  if (palette != ASSAY_PALETTE_LIGHT)
    {
      cairo_set_source_rgb (cr, paper.red / 255.0, paper.green / 255.0, paper.blue / 255.0);
      cairo_paint (cr);
    }
  assay_scene_paint (page, cr, palette);
}

static GBytes *
write_pdf (GPtrArray            *pages,
           AssayPalette          palette,
           const AssayPdfAbout  *about,
           GError              **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const AssayScene *first = pages->pdata[0];
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, bytes, first->width, first->height);
  cairo_t *cr = cairo_create (surface);
  int parents[4] = { CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT };

  set_about (surface, about);
  for (guint i = 0; i < pages->len; i++)
    {
      const AssayScene *page = pages->pdata[i];
      cairo_pdf_surface_set_size (surface, page->width, page->height);
      paint_page (cr, page, palette);
      add_outlines (surface, page, parents);
      cairo_show_page (cr);
    }
  const cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  const cairo_status_t finished = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (fail_status (status, "the report", error) || fail_status (finished, "the report", error))
    return NULL;
  add_to_catalog (bytes);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

GBytes *
assay_scenes_pdf (GPtrArray            *pages,
                  const AssayPdfAbout  *about,
                  GError              **error)
{
  return write_pdf (pages, ASSAY_PALETTE_LIGHT, about, error);
}

GBytes *
assay_scene_pdf (const AssayScene     *self,
                 AssayPalette          palette,
                 const AssayPdfAbout  *about,
                 GError              **error)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new ();

  g_ptr_array_add (pages, (gpointer) self);
  return write_pdf (pages, palette, about, error);
}
