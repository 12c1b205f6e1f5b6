/* html-head.c: what comes before an HTML report's body: what it may load (nothing), its colours, its styles. */
#include "html-private.h"

#include "draw/render.h"
#include "report/report-resources.h"

/* A resource ends with a zero byte. */
static const char *
resource (const char *path)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (assay_report_data_get_resource (), path, 0, NULL);

  g_assert (bytes != NULL);
  return g_bytes_get_data (bytes, NULL);
}

const char *
assay_html_script (void)
{
  return resource ("/assay/report/html.js");
}

/* Nothing from elsewhere, no script but the one whose digest this is: what names hold cannot run. */
static void
append_policy (GString *out)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize n_bytes = sizeof digest;

  g_checksum_update (checksum, (const guchar *) assay_html_script (), -1);
  g_checksum_get_digest (checksum, digest, &n_bytes);
  g_autofree char *hash = g_base64_encode (digest, n_bytes);
  g_string_append_printf (out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                          "'unsafe-inline'; font-src data:; img-src data:; script-src 'sha256-%s'; base-uri 'none'; "
                          "form-action 'none'\">\n", hash);
}

static void
append_colors (GString      *out,
               AssayPalette  palette)
{
  g_string_append (out, ":root{");
  for (guint role = ASSAY_ROLE_TEXT; role < ASSAY_ROLE_HEAT; role++)
    {
      const AssayColor color = assay_palette_color (palette, (AssayPaint) { role, 0 });
      g_string_append_printf (out, "--%s:#%02x%02x%02x;", assay_role_name (role), color.red, color.green, color.blue);
    }
  g_string_append (out, "}\n");
}

static void
append_palettes (GString *out)
{
  static const struct { AssayPalette palette; const char *when; } palettes[] = {
    { ASSAY_PALETTE_DARK, "(prefers-color-scheme:dark)" },
    { ASSAY_PALETTE_CONTRAST_LIGHT, "(prefers-contrast:more)" },
    { ASSAY_PALETTE_CONTRAST_DARK, "(prefers-contrast:more) and (prefers-color-scheme:dark)" },
  };

  append_colors (out, ASSAY_PALETTE_LIGHT);
  for (guint i = 0; i < G_N_ELEMENTS (palettes); i++)
    {
      g_string_append_printf (out, "@media screen and %s{", palettes[i].when);
      append_colors (out, palettes[i].palette);
      g_string_append (out, "}\n");
    }
}

void
assay_html_head (AssayHtml *self)
{
  g_autofree char *pictures = assay_svg_style ();

  g_string_append (self->out, "<!DOCTYPE html>\n<html lang=\"");
  assay_html_text (self, self->document->language);
  g_string_append (self->out, "\">\n<head>\n<meta charset=\"utf-8\">\n");
  append_policy (self->out);
  g_string_append (self->out, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                              "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" "
                              "content=\"Assay\">\n<title>");
  assay_html_text (self, self->document->title);
  g_string_append (self->out, " \xc2\xb7 Assay</title>\n<style>\n");
  g_string_append (self->out, pictures);
  append_palettes (self->out);
  g_string_append (self->out, resource ("/assay/report/html.css"));
  g_string_append (self->out, "</style>\n</head>\n");
}
