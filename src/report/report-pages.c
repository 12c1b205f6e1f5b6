/* report-pages.c: an audit as PDF and as HTML. */
#include "report.h"

#include "draw/render.h"
#include "story-private.h"
#include "words/translate.h"

GBytes *
assay_report_pdf (const AssayReport  *report,
                  gboolean            is_letter,
                  GError            **error)
{
  g_autoptr (AssayFonts) fonts = assay_fonts_new (error);

  if (fonts == NULL)
    return NULL;
  g_autoptr (AssayDocument) document = assay_story_new (report);
  g_autoptr (GPtrArray) pages = assay_document_pages (document, fonts, is_letter ? ASSAY_PAPER_LETTER : ASSAY_PAPER_A4);
  const AssayPdfAbout about = { .title = document->title, .subject = _("Audit of predictions"),
                                .created_us = document->created_us };
  return assay_scenes_pdf (pages, &about, error);
}

char *
assay_report_html (const AssayReport  *report,
                   GError            **error)
{
  g_autoptr (AssayFonts) fonts = assay_fonts_new (error);

  if (fonts == NULL)
    return NULL;
  g_autoptr (AssayDocument) document = assay_story_new (report);
  return assay_document_html (document, fonts);
}
