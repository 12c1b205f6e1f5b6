/* closing.h: what would be lost if a window closed now, and the question before it does.
 *
 * Whoever holds something that is not kept yet says so by a name of its own, and takes it back when it is. The window
 * asks before it closes or shows another audit: Save, Discard or Cancel.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* To be called once by whoever was asked to keep something, at once or later. FALSE: it is not kept, and the window
 * stays; why stands where it arose. */
typedef void (*AssayKept) (gpointer token, gboolean is_kept);

typedef struct
{
  const char *text;                                             /* copied: "The note on Young and old" */
  void      (*keep) (gpointer data, AssayKept kept, gpointer token);
  void      (*drop) (gpointer data);                            /* (nullable) it was discarded */
  gpointer    data;
} AssayUnsaved;

/* Of several by one name the last. */
void     assay_closing_add    (GtkWindow *window, const char *name, const AssayUnsaved *unsaved);
void     assay_closing_remove (GtkWindow *window, const char *name);
gboolean assay_closing_asks   (GtkWindow *window); /* whether something is unsaved */

/* Calls then at once when nothing is unsaved; else when all of it was kept or discarded, and never after Cancel. A
 * window that asks already does not ask twice. */
typedef void (*AssayClosingThen) (GtkWindow *window, gpointer data);
void     assay_closing_ask    (GtkWindow *window, AssayClosingThen then, gpointer data, GDestroyNotify destroy);

G_END_DECLS
