/* scene.h: a display list: what is drawn, in order, before anything is drawn.
 *
 * Charts and pages are made as scenes; one scene becomes a PDF page, an SVG, a PNG and, on screen, a widget's content, and
 * a test reads it as text. Units are points (1/72 inch) on paper and pixels on screen, x to the right, y downward, text
 * at its baseline. Colours are roles (palette.h), so that light, dark and high contrast are choices of who renders.
 *
 * A scene owns its strings and points; whoever adds to it may free their own. One thread at a time.
 */
#pragma once

#include "draw/fonts.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_ROLE_NONE,      /* nothing is drawn */
  ASSAY_ROLE_TEXT,      /* text 1, 2, 3: ever paler */
  ASSAY_ROLE_TEXT_2,
  ASSAY_ROLE_TEXT_3,
  ASSAY_ROLE_PAPER,     /* the background */
  ASSAY_ROLE_ON,        /* text on a strong colour: paper-white in every palette */
  ASSAY_ROLE_GRID,
  ASSAY_ROLE_RULE,
  ASSAY_ROLE_SHADE,     /* a pale band */
  ASSAY_ROLE_WORSE,     /* worse, fail; _TEXT: the same as text, with the contrast that takes */
  ASSAY_ROLE_WORSE_TEXT,
  ASSAY_ROLE_UNDECIDED,
  ASSAY_ROLE_FINE,
  ASSAY_ROLE_BETTER,    /* better, pass, gain */
  ASSAY_ROLE_WHOLE,     /* the whole set, for reference */
  ASSAY_ROLE_BOUND,     /* the bound of a check */
  ASSAY_ROLE_HEAT,      /* level -1 worst .. 0 the whole set's value .. 1 best */
  ASSAY_ROLE_HEAT_TEXT, /* text on that level */
  ASSAY_ROLE_MISS,      /* level 0..1: counts of what went wrong; _TEXT on it */
  ASSAY_ROLE_MISS_TEXT,
  ASSAY_ROLE_COUNT,     /* level 0..1: counts without a judgement; _TEXT on it */
  ASSAY_ROLE_COUNT_TEXT,
  ASSAY_N_ROLES
} AssayRole;

typedef struct
{
  AssayRole role;
  double    level;     /* of the roles that have one */
} AssayPaint;

#define ASSAY_PAINT(name) ((AssayPaint) { ASSAY_ROLE_##name, 0 })

typedef enum { ASSAY_ANCHOR_START, ASSAY_ANCHOR_MIDDLE, ASSAY_ANCHOR_END } AssayAnchor;

/* Shape says whether it is behind the rest; hollow says undecided. */
typedef enum
{
  ASSAY_SHAPE_CIRCLE,
  ASSAY_SHAPE_DIAMOND,   /* behind the rest */
  ASSAY_SHAPE_FAIL,      /* a square with a cross */
  ASSAY_SHAPE_UNDECIDED, /* a ring with a dash */
  ASSAY_SHAPE_PASS,      /* a tick */
  ASSAY_SHAPE_BOX,       /* an empty square, to be ticked by hand */
} AssayShape;

typedef enum
{
  ASSAY_OP_LINE,   /* x, y to x2, y2 */
  ASSAY_OP_RECT,   /* x, y, w, h; radius */
  ASSAY_OP_PATH,   /* points; is_closed */
  ASSAY_OP_MARK,   /* shape at x, y, its height h */
  ASSAY_OP_TEXT,   /* text with its baseline at y and its anchor at x; w is its width */
  ASSAY_OP_HIT,    /* x, y, w, h answers to a pointer: name is what, text what it says */
  ASSAY_OP_BEGIN,  /* a group: name is its structure (a PDF tag such as "Figure", "Table", "Link"), text its
                    * alternative text or, of a link, its target */
  ASSAY_OP_END,
  ASSAY_OP_ANCHOR, /* name: where links to it lead; y */
  ASSAY_OP_OUTLINE /* name: the anchor it leads to; text; level from 0 */
} AssayOpKind;

typedef struct
{
  AssayOpKind    kind;
  AssayPaint     fill, stroke;
  double         x, y, x2, y2, w, h;
  double         radius, line;    /* of a stroke: its width */
  gboolean       is_dashed, is_closed, is_hatched, has_halo;
  AssayShape     shape;
  AssayAnchor    anchor;
  AssayTextStyle style;
  guint          level;
  guint          first, n_points; /* pairs of coordinates in points */
  const char    *name, *text;     /* (nullable) owned by the scene */
} AssayOp;

typedef struct
{
  double        width, height;
  GArray       *ops;      /* of AssayOp */
  GArray       *points;   /* of double */
  GStringChunk *strings;
  AssayFonts   *fonts;    /* borrowed: widths of text come from here */
} AssayScene;

/* fonts is borrowed and outlives the scene. */
AssayScene *assay_scene_new       (AssayFonts *fonts, double width, double height);
void        assay_scene_free      (AssayScene *self);

void        assay_scene_line      (AssayScene *self, double x, double y, double x2, double y2, AssayPaint stroke,
                                   double line, gboolean is_dashed);
void        assay_scene_rect      (AssayScene *self, double x, double y, double w, double h, double radius,
                                   AssayPaint fill);
/* Only hatching: "not told apart". */
void        assay_scene_hatch     (AssayScene *self, double x, double y, double w, double h, AssayPaint stroke);
/* n pairs x, y. stroke with line, or fill of the closed outline, or both. */
void        assay_scene_path      (AssayScene *self, const double *points, guint n, gboolean is_closed, AssayPaint fill,
                                   AssayPaint stroke, double line);
/* is_hollow: undecided. A mark has a pale edge, so that it stands out from the lines behind it. */
void        assay_scene_mark      (AssayScene *self, AssayShape shape, double x, double y, double height, AssayPaint paint,
                                   gboolean is_hollow);
/* One line, never interpreted as markup. Returns its width. */
double      assay_scene_text      (AssayScene *self, double x, double y, AssayAnchor anchor, AssayTextStyle style,
                                   AssayPaint fill, const char *text);
/* The same, shortened in the middle to at most max_width; the whole text answers to a pointer. */
double      assay_scene_text_fit  (AssayScene *self, double x, double y, AssayAnchor anchor, AssayTextStyle style,
                                   AssayPaint fill, const char *text, double max_width);
/* The last text gets a pale halo: it stands on lines. */
void        assay_scene_halo      (AssayScene *self);
void        assay_scene_hit       (AssayScene *self, double x, double y, double w, double h, const char *name,
                                   const char *text);
void        assay_scene_begin     (AssayScene *self, const char *name, const char *text);
void        assay_scene_end       (AssayScene *self);
void        assay_scene_anchor    (AssayScene *self, const char *name, double y);
void        assay_scene_outline   (AssayScene *self, guint level, const char *text, const char *anchor);
/* Everything of other, moved by x and y. */
void        assay_scene_place     (AssayScene *self, const AssayScene *other, double x, double y);
/* (nullable) The uppermost hit area at a point. */
const AssayOp *assay_scene_at     (const AssayScene *self, double x, double y);
/* (transfer full) One line for each op, for tests: coordinates to two decimals, no fonts. */
char       *assay_scene_dump      (const AssayScene *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayScene, assay_scene_free)

G_END_DECLS
