/* outside.h: the built program, driven as a person would: by what assistive technology is told, a pointer and keys.
 *
 * Nothing of the program is linked. Things are found by role and name over AT-SPI, and asked for anew whenever they are
 * looked at: a cache would tell what was there before. The pointer goes where the thing says it is.
 */
#pragma once

#include <atspi/atspi.h>

G_BEGIN_DECLS

/* The library's own headers have none. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAccessible, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiComponent, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAction, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiValue, g_object_unref)

typedef struct _Outside Outside;

/* (transfer full) (nullable) Whether there is a display and a bus of accessibility; else the reason why not. */
char             *outside_why_not (void);
/* (transfer full) Starts ASSAY_WORKBENCH with an argument (nullable) and waits for its window. */
Outside          *outside_start   (const char *argument);
/* Ctrl+Q; it ends with status 0. */
void              outside_end     (Outside *self);

/* (transfer full) Waits for it: the first of a role whose name begins so. under (nullable): below it alone. */
AtspiAccessible  *outside_find    (Outside *self, AtspiRole role, const char *name);
AtspiAccessible  *outside_find_in (Outside *self, AtspiAccessible *under, AtspiRole role, const char *name);
/* Whether it is there now. */
gboolean          outside_has     (Outside *self, AtspiRole role, const char *name);
void              outside_wait_gone (Outside *self, AtspiRole role, const char *name);

/* The pointer, in the middle of it. */
void              outside_click   (Outside *self, AtspiAccessible *thing);
/* Pressed at one share of its width, moved to another in steps, released. */
void              outside_drag    (Outside *self, AtspiAccessible *thing, double from, double to);
/* By assistive technology, without a pointer. */
void              outside_press   (AtspiAccessible *button);
/* "ctrl+e", "Escape", "shift+ctrl+z"; a name of X's. */
void              outside_key     (Outside *self, const char *keys);
void              outside_type    (Outside *self, const char *text);

G_END_DECLS
