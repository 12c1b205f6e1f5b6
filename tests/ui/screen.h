/* screen.h: windows of the workbench in a test: opened, waited for, looked into, photographed. */
#pragma once

#include "application.h"
#include "window.h"

G_BEGIN_DECLS

/* Turns the main loop until the condition holds; fails after 30 s, which no passing run takes. */
#define WAIT(condition)                                                                                              \
  G_STMT_START                                                                                                       \
  {                                                                                                                  \
    gboolean is_late_ = FALSE;                                                                                       \
    guint timeout_ = g_timeout_add_seconds (30, screen_is_late, &is_late_);                                          \
    while (!(condition) && !is_late_)                                                                                \
      g_main_context_iteration (NULL, TRUE);                                                                         \
    g_assert_true (condition);                                                                                       \
    if (!is_late_)                                                                                                   \
      g_source_remove (timeout_);                                                                                    \
  }                                                                                                                  \
  G_STMT_END

gboolean          screen_is_late    (gpointer is_late);
/* One for the whole test program, registered, not unique. */
AssayApplication *screen_application (int *argc, char ***argv);
/* Presented and drawn. */
AssayWindow      *screen_window     (AssayApplication *application, int width, int height);
/* An audit of data/adult-income, made once, opened and drawn. */
void              screen_open       (AssayWindow *window, const char *path);
const char       *screen_audit      (void);
/* The same of a plan; valid until the next call. */
const char       *screen_audit_of   (const char *plan);
/* Gone, nothing of it left: fails when something still holds it. */
void              screen_close      (AssayWindow *window);
/* The end of a test program, as of the workbench: with threads that nobody waits for. */
G_NORETURN void   screen_exit       (int status);
/* (nullable) The first of a type, with a style class or a label's text (both nullable). */
GtkWidget        *screen_find       (gpointer root, GType type, const char *css_class, const char *text);
/* (transfer full) As the window is drawn now. */
GdkTexture       *screen_picture    (gpointer widget);

G_END_DECLS
