/* chart-plane.c: the plane and its labels.
 *
 * A label's place is looked for on a grid: no point of a line and no box in it, near its own line, and nearer to that
 * than to another. Lines count as points SPACING apart, so that a label of that height cannot hide one.
 */
#include "chart-plane.h"

#include <math.h>

#define SPACING 3.0   /* of a line's points */
#define CLEAR 3.5     /* around a label */
#define STEP 4.0      /* of the grid of places */
#define FAR 11.0      /* from its line: a leader */
#define LONGEST 45.0  /* leader */
#define APART 6.0     /* from other lines: where a leader may point */

typedef struct
{
  double x, y;
  guint  owner;
  double clear; /* squared distance to another line, of who looks for a place */
} Point;

/* --- the plane -------------------------------------------------------------------------------------------------- */

AssayPlane
assay_plane_new (AssayScale x,
                 AssayScale y,
                 double     left,
                 double     top,
                 double     width,
                 double     height)
{
  AssayPlane self = { x, y, left, left + width, top, top + height };

  self.x.from = self.left;
  self.x.to = self.right;
  self.y.from = self.bottom;
  self.y.to = self.top;
  return self;
}

void
assay_plane_draw (AssayScene       *scene,
                  const AssayPlane *self,
                  const char       *x_title,
                  double            bottom)
{
  for (guint i = 0; i < assay_scale_n (&self->x); i++)
    {
      const double value = assay_scale_tick (&self->x, i), x = assay_scale_at (&self->x, value);
      g_autofree char *label = assay_scale_label (&self->x, value);

      assay_scene_line (scene, x, self->top, x, self->bottom, ASSAY_PAINT (GRID), 0.6, FALSE);
      assay_scene_text (scene, x, bottom + 9, ASSAY_ANCHOR_MIDDLE, assay_style_label, ASSAY_PAINT (TEXT_2),
                        label);
    }
  for (guint i = 0; i < assay_scale_n (&self->y); i++)
    {
      const double value = assay_scale_tick (&self->y, i), y = assay_scale_at (&self->y, value);
      g_autofree char *label = assay_scale_label (&self->y, value);

      assay_scene_line (scene, self->left, y, self->right, y, ASSAY_PAINT (GRID), 0.6, FALSE);
      assay_scene_text (scene, self->left - 4, y + 2.6, ASSAY_ANCHOR_END, assay_style_label, ASSAY_PAINT (TEXT_2),
                        label);
    }
  if (x_title != NULL)
    assay_scene_text_fit (scene, self->right, bottom + ASSAY_PLANE_BELOW + 7, ASSAY_ANCHOR_END,
                          assay_style_label, ASSAY_PAINT (TEXT_2), x_title, self->right);
}

/* --- places ----------------------------------------------------------------------------------------------------- */

void
assay_places_init (AssayPlaces *self,
                   AssayBox     within)
{
  self->points = g_array_new (FALSE, FALSE, sizeof (Point));
  self->boxes = g_array_new (FALSE, FALSE, sizeof (AssayBox));
  self->within = within;
}

void
assay_places_clear (AssayPlaces *self)
{
  g_array_unref (self->points);
  g_array_unref (self->boxes);
}

/* Unless it is hardly away from the last one. */
static void
add_point (AssayPlaces *self,
           const Point *point)
{
  const guint n = self->points->len;

  if (n > 0)
    {
      const Point *last = &g_array_index (self->points, Point, n - 1);
      if (last->owner == point->owner && hypot (point->x - last->x, point->y - last->y) < SPACING * 0.6)
        return;
    }
  g_array_append_val (self->points, *point);
}

void
assay_places_line (AssayPlaces  *self,
                   guint         owner,
                   const double *points,
                   guint         n)
{
  for (guint i = 0; i + 1 < n; i++)
    {
      const double x = points[2 * i], y = points[2 * i + 1], dx = points[2 * i + 2] - x, dy = points[2 * i + 3] - y;
      const guint n_steps = 1 + (guint) (hypot (dx, dy) / SPACING);

      for (guint step = 0; step < n_steps; step++)
        {
          const Point point = { x + dx * step / n_steps, y + dy * step / n_steps, owner, 0 };
          add_point (self, &point);
        }
    }
}

void
assay_places_box (AssayPlaces *self,
                  AssayBox     box)
{
  g_array_append_val (self->boxes, box);
}

static gboolean
meet (const AssayBox *a,
      const AssayBox *b)
{
  return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static gboolean
is_free (const AssayPlaces *self,
         const AssayBox    *box)
{
  for (guint i = 0; i < self->boxes->len; i++)
    if (meet (box, &g_array_index (self->boxes, AssayBox, i)))
      return FALSE;
  return TRUE;
}

static double
squared_to (const AssayBox *box,
            double          x,
            double          y)
{
  const double dx = x < box->left ? box->left - x : x > box->right ? x - box->right : 0;
  const double dy = y < box->top ? box->top - y : y > box->bottom ? y - box->bottom : 0;

  return dx * dx + dy * dy;
}

/* Whether the way to the tip crosses no box but the tip's own. */
static gboolean
is_way_free (const AssayPlaces     *self,
             const AssayPlaceFound *found)
{
  const double x = CLAMP (found->tip_x, found->box.left, found->box.right);
  const double y = CLAMP (found->tip_y, found->box.top, found->box.bottom);

  for (guint step = 0; step <= 10; step++)
    {
      const double at_x = x + (found->tip_x - x) * step / 10, at_y = y + (found->tip_y - y) * step / 10;
      for (guint i = 0; i < self->boxes->len; i++)
        {
          const AssayBox *box = &g_array_index (self->boxes, AssayBox, i);
          if (squared_to (box, at_x, at_y) < 1 && squared_to (box, found->tip_x, found->tip_y) > 0)
            return FALSE;
        }
    }
  return TRUE;
}

/* How far owner's points are from other lines. */
static void
measure_clear (AssayPlaces *self,
               guint        owner)
{
  for (guint i = 0; i < self->points->len; i++)
    {
      Point *point = &g_array_index (self->points, Point, i);

      point->clear = INFINITY;
      for (guint j = 0; point->owner == owner && j < self->points->len; j++)
        {
          const Point *other = &g_array_index (self->points, Point, j);
          const double dx = other->x - point->x, dy = other->y - point->y;
          if (other->owner != owner)
            point->clear = MIN (point->clear, dx * dx + dy * dy);
        }
    }
}

/* What a place costs; INFINITY: it is taken. found's tip is set: a leader points to where its line is alone. */
static double
cost_of (const AssayPlaces *self,
         guint              owner,
         double             near_x,
         double             near_y,
         AssayPlaceFound   *found)
{
  double own = INFINITY, other = INFINITY, tip = INFINITY;

  if (!is_free (self, &found->box))
    return INFINITY;
  for (guint i = 0; i < self->points->len; i++)
    {
      const Point *point = &g_array_index (self->points, Point, i);
      const double distance = squared_to (&found->box, point->x, point->y);

      if (distance < CLEAR * CLEAR)
        return INFINITY;
      if (point->owner != owner)
        other = MIN (other, distance);
      else
        own = MIN (own, distance);
      if (point->owner == owner && point->clear >= APART * APART && distance < tip)
        tip = distance, found->tip_x = point->x, found->tip_y = point->y;
    }
  own = sqrt (own);
  other = sqrt (other);
  found->needs_leader = own > FAR || other < own + 1;
  if (!isfinite (tip) || (found->needs_leader && (tip > LONGEST * LONGEST || !is_way_free (self, found))))
    return INFINITY;
  const double away = isnan (near_x) ? 0 : sqrt (squared_to (&found->box, near_x, near_y));
  return found->needs_leader ? 30 + sqrt (tip) + 2 * MAX (0, own - other) + 0.6 * away : own + 0.25 * away;
}

/* Other labels keep a distance. */
static void
take (AssayPlaces    *self,
      const AssayBox *box)
{
  assay_places_box (self, (AssayBox) { box->left - 3, box->top - 2, box->right + 3, box->bottom + 2 });
}

gboolean
assay_places_find (AssayPlaces     *self,
                   guint            owner,
                   double           w,
                   double           h,
                   double           near_x,
                   double           near_y,
                   gboolean         may_lead,
                   AssayPlaceFound *found)
{
  double least = INFINITY;

  measure_clear (self, owner);
  for (double y = self->within.top; y + h <= self->within.bottom + 1e-6; y += STEP)
    for (double x = self->within.left; x + w <= self->within.right + 1e-6; x += STEP)
      {
        AssayPlaceFound place = { .box = { x, y, x + w, y + h } };
        const double cost = cost_of (self, owner, near_x, near_y, &place);
        if (cost < least && (may_lead || !place.needs_leader))
          least = cost, *found = place;
      }
  if (!isfinite (least))
    return FALSE;
  take (self, &found->box);
  return TRUE;
}

/* Neither a box nor a point of a line is in it or close to it. */
static gboolean
is_clear (const AssayPlaces *self,
          const AssayBox    *box)
{
  if (!is_free (self, box))
    return FALSE;
  for (guint i = 0; i < self->points->len; i++)
    {
      const Point *point = &g_array_index (self->points, Point, i);
      if (squared_to (box, point->x, point->y) < CLEAR * CLEAR)
        return FALSE;
    }
  return TRUE;
}

gboolean
assay_places_near (AssayPlaces     *self,
                   double           x,
                   double           y,
                   double           w,
                   double           h,
                   AssayPlaceFound *found)
{
  double least = INFINITY;

  for (double top = self->within.top; top + h <= self->within.bottom + 1e-6; top += STEP / 2)
    for (double left = self->within.left; left + w <= self->within.right + 1e-6; left += STEP / 2)
      {
        AssayPlaceFound place = { { left, top, left + w, top + h }, x, y, FALSE };
        const double away = squared_to (&place.box, x, y);
        place.needs_leader = away > FAR * FAR;
        if (away < least && is_clear (self, &place.box) && (!place.needs_leader || is_way_free (self, &place)))
          least = away, *found = place;
      }
  if (!isfinite (least))
    return FALSE;
  take (self, &found->box);
  return TRUE;
}
