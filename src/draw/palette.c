/* palette.c: the colours. */
#include "palette.h"

#include <math.h>

#define RGB(hex) { (hex) >> 16 & 0xff, (hex) >> 8 & 0xff, (hex) & 0xff }

static const struct
{
  const char *name;
  AssayColor  colors[ASSAY_N_PALETTES]; /* light, dark, high contrast light and dark */
} roles[ASSAY_N_ROLES] = {
  [ASSAY_ROLE_NONE] = { "none", { RGB (0), RGB (0), RGB (0), RGB (0) } },
  [ASSAY_ROLE_TEXT] = { "text", { RGB (0x1b1d22), RGB (0xf2f3f5), RGB (0x000000), RGB (0xffffff) } },
  [ASSAY_ROLE_TEXT_2] = { "text-2", { RGB (0x5c6370), RGB (0xb4bac4), RGB (0x000000), RGB (0xffffff) } },
  [ASSAY_ROLE_TEXT_3] = { "text-3", { RGB (0x6b717b), RGB (0x959ba6), RGB (0x2b2f36), RGB (0xd7dbe2) } },
  [ASSAY_ROLE_PAPER] = { "paper", { RGB (0xffffff), RGB (0x1e2025), RGB (0xffffff), RGB (0x000000) } },
  [ASSAY_ROLE_ON] = { "on", { RGB (0xffffff), RGB (0x1e2025), RGB (0xffffff), RGB (0x000000) } },
  [ASSAY_ROLE_GRID] = { "grid", { RGB (0xeceef1), RGB (0x34373d), RGB (0x8a8a8a), RGB (0x8a8a8a) } },
  [ASSAY_ROLE_RULE] = { "rule", { RGB (0xd9dce1), RGB (0x4a4e56), RGB (0x8a8a8a), RGB (0x8a8a8a) } },
  [ASSAY_ROLE_SHADE] = { "shade", { RGB (0xf1f2f4), RGB (0x2a2d33), RGB (0xe4e4e4), RGB (0x303030) } },
  [ASSAY_ROLE_WORSE] = { "worse", { RGB (0xd55e00), RGB (0xff8b3d), RGB (0x963b00), RGB (0xffb27a) } },
  [ASSAY_ROLE_WORSE_TEXT] = { "worse-text", { RGB (0xb84f00), RGB (0xff9a56), RGB (0x963b00), RGB (0xffb27a) } },
  [ASSAY_ROLE_UNDECIDED] = { "undecided", { RGB (0x0072b2), RGB (0x6ec1f2), RGB (0x004c7f), RGB (0x9ad7ff) } },
  [ASSAY_ROLE_FINE] = { "fine", { RGB (0x5f6673), RGB (0xa9b0bc), RGB (0x2b2f36), RGB (0xd7dbe2) } },
  [ASSAY_ROLE_BETTER] = { "better", { RGB (0x007a5a), RGB (0x33c79a), RGB (0x005a3c), RGB (0x6fe8be) } },
  [ASSAY_ROLE_WHOLE] = { "whole", { RGB (0x1b1d22), RGB (0xf2f3f5), RGB (0x000000), RGB (0xffffff) } },
  [ASSAY_ROLE_BOUND] = { "bound", { RGB (0xa23b72), RGB (0xe58fbf), RGB (0x7a1f52), RGB (0xffb8dc) } },
  [ASSAY_ROLE_HEAT] = { "heat", { RGB (0xf5f2ee), RGB (0x3a3d43), RGB (0xffffff), RGB (0x303030) } }, /* its middle */
  [ASSAY_ROLE_HEAT_TEXT] = { "heat-text", { RGB (0x1b1d22), RGB (0x101114), RGB (0x000000), RGB (0x000000) } },
  [ASSAY_ROLE_MISS] = { "miss", { RGB (0xfdf3ea), RGB (0x3a3029), RGB (0xffffff), RGB (0x303030) } },   /* its least */
  [ASSAY_ROLE_MISS_TEXT] = { "miss-text", { RGB (0x1b1d22), RGB (0x101114), RGB (0x000000), RGB (0x000000) } },
  [ASSAY_ROLE_COUNT] = { "count", { RGB (0xf1f2f4), RGB (0x2f3238), RGB (0xffffff), RGB (0x303030) } },
  [ASSAY_ROLE_COUNT_TEXT] = { "count-text", { RGB (0x1b1d22), RGB (0x101114), RGB (0x000000), RGB (0x000000) } },
};

static guint8
between (guint8 from,
         guint8 to,
         double share)
{
  return (guint8) floor (from + (to - from) * share + 0.5);
}

static AssayColor
mix (AssayColor from,
     AssayColor to,
     double     share)
{
  return (AssayColor) { between (from.red, to.red, share), between (from.green, to.green, share),
                        between (from.blue, to.blue, share) };
}

/* What a scale ends at. */
static AssayRole
end_of (AssayPaint paint)
{
  switch (paint.role)
    {
    case ASSAY_ROLE_HEAT:
    case ASSAY_ROLE_HEAT_TEXT: return paint.level < 0 ? ASSAY_ROLE_WORSE : ASSAY_ROLE_UNDECIDED;
    case ASSAY_ROLE_MISS:
    case ASSAY_ROLE_MISS_TEXT: return ASSAY_ROLE_WORSE;
    case ASSAY_ROLE_COUNT:
    case ASSAY_ROLE_COUNT_TEXT: return ASSAY_ROLE_FINE;
    default: return ASSAY_ROLE_NONE;
    }
}

/* The colour of a scale at a level. */
static AssayColor
scale (AssayPalette palette,
       AssayRole    role,
       double       level)
{
  const AssayColor middle = roles[role].colors[palette];
  const AssayRole  end = end_of ((AssayPaint) { role, level });

  return mix (middle, roles[end].colors[palette], CLAMP (fabs (level), 0, 1));
}

/* Of two colours the one that can be read better on a third. */
static AssayColor
better (AssayColor one,
        AssayColor other,
        AssayColor ground)
{
  return assay_color_contrast (one, ground) >= assay_color_contrast (other, ground) ? one : other;
}

/* The palette's text or its opposite; in the middle, where neither has 4.5 : 1, black or white, one of which always
 * does. */
static AssayColor
text_on (AssayPalette palette,
         AssayColor   ground)
{
  const AssayColor black = RGB (0x000000), white = RGB (0xffffff);
  const AssayColor own = better (roles[ASSAY_ROLE_TEXT].colors[palette], roles[ASSAY_ROLE_PAPER].colors[palette],
                                 ground);

  return assay_color_contrast (own, ground) >= 4.5 ? own : better (black, white, ground);
}

AssayColor
assay_palette_color (AssayPalette palette,
                     AssayPaint   paint)
{
  switch (paint.role)
    {
    case ASSAY_ROLE_HEAT:
    case ASSAY_ROLE_MISS:
    case ASSAY_ROLE_COUNT: return scale (palette, paint.role, paint.level);
    case ASSAY_ROLE_HEAT_TEXT: return text_on (palette, scale (palette, ASSAY_ROLE_HEAT, paint.level));
    case ASSAY_ROLE_MISS_TEXT: return text_on (palette, scale (palette, ASSAY_ROLE_MISS, paint.level));
    case ASSAY_ROLE_COUNT_TEXT: return text_on (palette, scale (palette, ASSAY_ROLE_COUNT, paint.level));
    default: return roles[paint.role].colors[palette];
    }
}

/* One of three, linear. */
static double
linear (guint8 channel)
{
  const double value = channel / 255.0;

  return value <= 0.03928 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

double
assay_color_luminance (AssayColor color)
{
  return 0.2126 * linear (color.red) + 0.7152 * linear (color.green) + 0.0722 * linear (color.blue);
}

double
assay_color_contrast (AssayColor a,
                      AssayColor b)
{
  const double x = assay_color_luminance (a), y = assay_color_luminance (b);

  return (MAX (x, y) + 0.05) / (MIN (x, y) + 0.05);
}

const char *
assay_role_name (AssayRole role)
{
  return roles[role].name;
}
