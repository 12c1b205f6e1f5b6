/* chart-plane.h: two scales at right angles, and where a label may stand between lines. Inside src/draw. */
#pragma once

#include "chart-parts.h"

G_BEGIN_DECLS

typedef struct
{
  AssayScale x, y;
  double     left, right, top, bottom;
} AssayPlane;

typedef struct
{
  double left, top, right, bottom;
} AssayBox;

/* Room for the labels left of a plane, and below it with and without a title. */
#define ASSAY_PLANE_LEFT  22.0
#define ASSAY_PLANE_BELOW 12.0
#define ASSAY_PLANE_TITLE 10.0

/* Of the values lo to hi each; sets from and to of both scales. */
AssayPlane assay_plane_new      (AssayScale x, AssayScale y, double left, double top, double width, double height);
/* Grid and labels; those of x and x_title (nullable) hang below bottom, the plane's own or further down. */
void       assay_plane_draw     (AssayScene *scene, const AssayPlane *self, const char *x_title, double bottom);

/* Points of lines and boxes that labels keep away from. Whose a line is, a number says. */
typedef struct
{
  GArray  *points;
  GArray  *boxes;   /* of AssayBox */
  AssayBox within;
} AssayPlaces;

typedef struct
{
  AssayBox box;
  double   tip_x, tip_y;   /* of its line, the nearest point */
  gboolean needs_leader;   /* far from its line, or another one is nearer */
} AssayPlaceFound;

void       assay_places_init    (AssayPlaces *self, AssayBox within);
void       assay_places_clear   (AssayPlaces *self);
/* n pairs x, y. */
void       assay_places_line    (AssayPlaces *self, guint owner, const double *points, guint n);
void       assay_places_box     (AssayPlaces *self, AssayBox box);
/* The best place for a label of w by h beside owner's line, near (near_x, near_y) unless NaN; its box is then taken.
 * may_lead: or further away, with a leader. FALSE: there is none. */
gboolean   assay_places_find    (AssayPlaces *self, guint owner, double w, double h, double near_x, double near_y,
                                 gboolean may_lead, AssayPlaceFound *found);
/* The place nearest to a point, which is the tip. */
gboolean   assay_places_near    (AssayPlaces *self, double x, double y, double w, double h, AssayPlaceFound *found);

G_END_DECLS
