/* x-window.h: windows of other programs on a display, found by their titles. */
#pragma once

#include <X11/Xlib.h>
#include <glib.h>

G_BEGIN_DECLS

/* (0: none) The one that can be seen and whose title begins so, at any depth: a manager puts frames around windows. */
Window x_window_find  (Display *display, Window root, const char *title);
/* Windows come and go between two questions: that is no error. */
void   x_window_quiet (void);

G_END_DECLS
