/* x-window.c: a walk through the tree of windows. */
#include "x-window.h"

#include <X11/Xatom.h>

/* (transfer full) (nullable) */
static char *
title_of (Display *display,
          Window   window)
{
  Atom name = XInternAtom (display, "_NET_WM_NAME", False), type;
  int format;
  unsigned long n, left;
  unsigned char *bytes = NULL;
  char *title = NULL;

  XGetWindowProperty (display, window, name, 0, 1000, False, AnyPropertyType, &type, &format, &n, &left, &bytes);
  if (bytes != NULL)
    title = g_strdup ((const char *) bytes);
  if (bytes != NULL)
    XFree (bytes);
  return title;
}

static gboolean
is_seen (Display *display,
         Window   window)
{
  XWindowAttributes attributes;

  return XGetWindowAttributes (display, window, &attributes) != 0 && attributes.map_state == IsViewable;
}

Window
x_window_find (Display    *display,
               Window      root,
               const char *title)
{
  Window top, parent, *children = NULL, found = 0;
  unsigned int n = 0;
  g_autofree char *own = title_of (display, root);

  if (own != NULL && g_str_has_prefix (own, title) && is_seen (display, root))
    return root;
  if (XQueryTree (display, root, &top, &parent, &children, &n) != 0)
    for (unsigned int i = 0; i < n && found == 0; i++)
      found = x_window_find (display, children[i], title);
  if (children != NULL)
    XFree (children);
  return found;
}

static int
ignore (Display     *of,
        XErrorEvent *event)
{
  return 0;
}

void
x_window_quiet (void)
{
  XSetErrorHandler (ignore);
}
