/* html-private.h: what the files that write HTML share. Inside src/report. */
#pragma once

#include "document.h"

G_BEGIN_DECLS

typedef struct
{
  const AssayDocument *document;
  AssayFonts          *fonts;
  GString             *out;
  gboolean             is_in_part; /* a heading of level 1 came */
} AssayHtml;

/* Text where markup is: between tags and in quoted attributes alike. */
void        assay_html_text   (AssayHtml *self, const char *text);
/* A mark by reference to the sprite; says (nullable): to those who do not see it. */
void        assay_html_mark   (AssayHtml *self, int shape, const char *says);
void        assay_html_sprite (AssayHtml *self);
void        assay_html_table  (AssayHtml *self, const AssayTable *table);
void        assay_html_figure (AssayHtml *self, const AssayFigure *figure);
/* Title, the rule of what may load, styles. */
void        assay_html_head   (AssayHtml *self);
/* (transfer none) The script, as it stands in the file. */
const char *assay_html_script (void);

G_END_DECLS
