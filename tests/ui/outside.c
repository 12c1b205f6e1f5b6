/* outside.c: libatspi for what is there, XTest for the hand. */
#include "outside.h"
#include "x-window.h"

#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/wait.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)
#define BETWEEN_US 30000

struct _Outside
{
  GPid     pid;
  Display *display;
  int      x, y;     /* of the window's content on the display */
};

char *
outside_why_not (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GVariant) address = NULL;

  if (bus == NULL)
    return g_strdup ("there is no session bus");
  address = g_dbus_connection_call_sync (bus, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", NULL, NULL,
                                         G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  return address != NULL ? NULL : g_strdup ("at-spi2-core is not installed");
}

/* --- what is there ------------------------------------------------------------------------------------------------ */

static gboolean
is_it (AtspiAccessible *thing,
       AtspiRole        role,
       const char      *name)
{
  if (atspi_accessible_get_role (thing, NULL) != role)
    return FALSE;
  g_autofree char *own = atspi_accessible_get_name (thing, NULL);

  return own != NULL && g_str_has_prefix (own, name);
}

/* What was on another screen keeps its place in the tree; what was never shown has none. */
static gboolean
has_a_place (AtspiAccessible *thing)
{
  g_autoptr (AtspiComponent) component = atspi_accessible_get_component_iface (thing);

  if (component == NULL)
    return FALSE;
  g_autofree AtspiRect *place = atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL);
  return place != NULL && place->width > 0 && place->height > 0;
}

/* (transfer full) (nullable) */
static AtspiAccessible *
search (AtspiAccessible *under,
        AtspiRole        role,
        const char      *name)
{
  if (is_it (under, role, name) && has_a_place (under))
    return g_object_ref (under);
  const int n = atspi_accessible_get_child_count (under, NULL);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (AtspiAccessible) child = atspi_accessible_get_child_at_index (under, i, NULL);
      AtspiAccessible *found = child != NULL ? search (child, role, name) : NULL;

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* (transfer full) (nullable) The program among those on this bus, which is its own. */
static AtspiAccessible *
application_of (void)
{
  g_autoptr (AtspiAccessible) desktop = atspi_get_desktop (0);
  const int n = atspi_accessible_get_child_count (desktop, NULL);

  for (int i = 0; i < n; i++)
    {
      g_autoptr (AtspiAccessible) one = atspi_accessible_get_child_at_index (desktop, i, NULL);
      g_autofree char *name = one != NULL ? atspi_accessible_get_name (one, NULL) : NULL;

      if (name == NULL || strstr (name, "assay-workbench") == NULL)
        continue;
      atspi_accessible_set_cache_mask (one, ATSPI_CACHE_NONE);
      return g_steal_pointer (&one);
    }
  return NULL;
}

/* (transfer full) (nullable) Newer windows, dialogs, come first. */
static AtspiAccessible *
look (AtspiAccessible *under,
      AtspiRole        role,
      const char      *name)
{
  if (under != NULL)
    return search (under, role, name);
  g_autoptr (AtspiAccessible) application = application_of ();
  AtspiAccessible *found = NULL;

  for (int i = application != NULL ? atspi_accessible_get_child_count (application, NULL) : 0; i > 0 && found == NULL; i--)
    {
      g_autoptr (AtspiAccessible) window = atspi_accessible_get_child_at_index (application, i - 1, NULL);
      found = window != NULL ? search (window, role, name) : NULL;
    }
  return found;
}

gboolean
outside_has (Outside    *self,
             AtspiRole   role,
             const char *name)
{
  g_autoptr (AtspiAccessible) found = look (NULL, role, name);

  return found != NULL;
}

AtspiAccessible *
outside_find_in (Outside         *self,
                 AtspiAccessible *under,
                 AtspiRole        role,
                 const char      *name)
{
  const gint64 until = g_get_monotonic_time () + PATIENCE_US;
  AtspiAccessible *found;

  g_test_message ("looking for %s “%s”", atspi_role_get_name (role), name);
  while ((found = look (under, role, name)) == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (BETWEEN_US);
    }
  return found;
}

AtspiAccessible *
outside_find (Outside    *self,
              AtspiRole   role,
              const char *name)
{
  return outside_find_in (self, NULL, role, name);
}

void
outside_wait_gone (Outside    *self,
                   AtspiRole   role,
                   const char *name)
{
  const gint64 until = g_get_monotonic_time () + PATIENCE_US;

  while (outside_has (self, role, name))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (BETWEEN_US);
    }
}

/* --- the hand ----------------------------------------------------------------------------------------------------- */

static void
point_at (Outside         *self,
          AtspiAccessible *thing,
          double           share)
{
  g_autoptr (AtspiComponent) component = atspi_accessible_get_component_iface (thing);
  g_assert_nonnull (component);
  g_autofree AtspiRect *place = atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL);

  XTestFakeMotionEvent (self->display, -1, self->x + place->x + (int) (place->width * share),
                        self->y + place->y + place->height / 2, CurrentTime);
  XSync (self->display, False);
}

static void
button (Outside  *self,
        gboolean  is_down)
{
  XTestFakeButtonEvent (self->display, 1, is_down, CurrentTime);
  XSync (self->display, False);
}

void
outside_click (Outside         *self,
               AtspiAccessible *thing)
{
  point_at (self, thing, 0.5);
  button (self, True);
  button (self, False);
}

void
outside_drag (Outside         *self,
              AtspiAccessible *thing,
              double           from,
              double           to)
{
  point_at (self, thing, from);
  g_usleep (BETWEEN_US);
  button (self, True);
  for (guint i = 1; i <= 10; i++)
    {
      g_usleep (BETWEEN_US);
      point_at (self, thing, from + (to - from) * i / 10);
    }
  button (self, False);
}

void
outside_press (AtspiAccessible *thing)
{
  g_autoptr (AtspiAction) action = atspi_accessible_get_action_iface (thing);

  g_assert_nonnull (action);
  g_assert_true (atspi_action_do_action (action, 0, NULL));
}

static void
strike (Outside  *self,
        KeySym    symbol,
        gboolean  is_down)
{
  const KeyCode code = XKeysymToKeycode (self->display, symbol);

  g_assert_cmpint (code, !=, 0);
  XTestFakeKeyEvent (self->display, code, is_down, CurrentTime);
}

static KeySym
symbol_of (const char *name)
{
  if (strcmp (name, "ctrl") == 0)
    return XK_Control_L;
  if (strcmp (name, "shift") == 0)
    return XK_Shift_L;
  if (strcmp (name, "alt") == 0)
    return XK_Alt_L;
  return XStringToKeysym (name);
}

void
outside_key (Outside    *self,
             const char *keys)
{
  g_auto (GStrv) names = g_strsplit (keys, "+", -1);
  const guint n = g_strv_length (names);

  for (guint i = 0; i < n; i++)
    strike (self, symbol_of (names[i]), True);
  for (guint i = n; i > 0; i--)
    strike (self, symbol_of (names[i - 1]), False);
  XSync (self->display, False);
  g_usleep (BETWEEN_US);
}

void
outside_type (Outside    *self,
              const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      const gboolean is_upper = g_ascii_isupper (*c);
      char name[] = { *c, '\0' };
      const KeySym symbol = *c == ' ' ? XK_space : *c == '.' ? XK_period : *c == '-' ? XK_minus : XStringToKeysym (name);

      if (is_upper)
        strike (self, XK_Shift_L, True);
      strike (self, symbol, True);
      strike (self, symbol, False);
      if (is_upper)
        strike (self, XK_Shift_L, False);
      XSync (self->display, False);
    }
}

/* --- the program -------------------------------------------------------------------------------------------------- */

/* (0: none yet) It may be called something else a moment later. */
static Window
window_named_as (Outside         *self,
                 AtspiAccessible *frame)
{
  g_autofree char *title = atspi_accessible_get_name (frame, NULL);

  return x_window_find (self->display, DefaultRootWindow (self->display), title);
}

/* Around the content is a border that AT-SPI does not count, the same on all sides. */
static void
find_place (Outside *self)
{
  g_autoptr (AtspiAccessible) frame = outside_find (self, ATSPI_ROLE_FRAME, "");
  g_autoptr (AtspiComponent) component = atspi_accessible_get_component_iface (frame);
  g_autofree AtspiRect *place = atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL);
  const gint64 until = g_get_monotonic_time () + PATIENCE_US;
  XWindowAttributes attributes;
  Window window, child;

  while ((window = window_named_as (self, frame)) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (BETWEEN_US);
    }
  XGetWindowAttributes (self->display, window, &attributes);
  XTranslateCoordinates (self->display, window, DefaultRootWindow (self->display), 0, 0, &self->x, &self->y, &child);
  self->x += (attributes.width - place->width) / 2;
  self->y += (attributes.height - place->height) / 2;
  XSetInputFocus (self->display, window, RevertToParent, CurrentTime);
  XSync (self->display, False);
}

Outside *
outside_start (const char *argument)
{
  const char *argv[] = { g_getenv ("ASSAY_WORKBENCH"), argument, NULL };
  g_autoptr (GError) error = NULL;
  Outside *self = g_new0 (Outside, 1);

  self->display = XOpenDisplay (NULL);
  g_assert_nonnull (self->display);
  x_window_quiet ();
  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &self->pid, &error);
  g_assert_no_error (error);
  find_place (self);
  return self;
}

void
outside_end (Outside *self)
{
  const gint64 until = g_get_monotonic_time () + PATIENCE_US;
  int status = 0;

  for (guint i = 0; waitpid (self->pid, &status, WNOHANG) == 0; i++)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      if (i % 50 == 0)
        outside_key (self, "ctrl+q");
      g_usleep (BETWEEN_US);
    }
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  XCloseDisplay (self->display);
  g_free (self);
}
