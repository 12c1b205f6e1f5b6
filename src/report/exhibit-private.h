/* exhibit-private.h: what an exhibit is made of. Inside src/report. */
#pragma once

#include "exhibit.h"

#include "document.h"

G_BEGIN_DECLS

struct _AssayExhibit
{
  AssayDocument *document;   /* owns the figure */
  AssayFigure   *figure;
  char          *kind;       /* "dots": what the figure's data are */
  char          *at;         /* (nullable) of a moved threshold, as AssayReport has it */
};

G_END_DECLS
