/* pages.h: the pages of an open audit, in the order of an audit. A new page is a line in pages.c. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *name;                                  /* "overview": of win.page, and of the stack's child */
  const char *title, *icon;
  GtkWidget *(*create)    (AssayOpenAudit *audit);   /* when it is first looked at */
  char      *(*count)     (const AssayReport *report);  /* (nullable) beside its title; may give NULL */
  gboolean   (*is_urgent) (const AssayReport *report);  /* (nullable) whether that number wants to be looked at */
} AssayPage;

/* (array terminated by a NULL name) */
extern const AssayPage assay_pages[];

G_END_DECLS
