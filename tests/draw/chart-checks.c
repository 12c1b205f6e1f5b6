/* chart-checks.c: what holds for every chart. */
#include "chart-checks.h"

#include <math.h>
#include <string.h>

#define SLACK 0.3 /* points that touching is allowed to be */

#define TEN(text) text text text text text text text text text text

const char *const assay_hostile_names[] = {
  TEN (TEN ("a name without an end, ")),
  TEN (TEN ("nowordbreak")),
  "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae\xe5\x90\x8d\xe5\x89\x8d\xe3\x81\xaf\xe9\x95\xb7\xe3\x81\x84\xe3\x81\x93\xe3\x81\xa8\xe3\x81\x8c\xe3\x81\x82\xe3\x82\x8b",
  "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 \xd8\xa8\xd8\xa7\xd9\x84\xd8\xb9\xd8\xa7\xd9\x84\xd9\x85 \xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 \xd8\xa8\xd8\xa7\xd9\x84\xd8\xb9\xd8\xa7\xd9\x84\xd9\x85",
  "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
  "<b>bold</b> <script>alert(1)</script> &amp; &#0; %s %n",
  "\"quoted\" 'and' \\ ]]> --> {}",
  "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86 o\xcc\x88 \xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3",
  "",
  " ",
  NULL
};

/* --- properties ------------------------------------------------------------------------------------------------- */

typedef struct
{
  double left, top, right, bottom;
} Box;

static Box
text_box (const AssayOp *op)
{
  const double left = op->anchor == ASSAY_ANCHOR_START    ? op->x
                      : op->anchor == ASSAY_ANCHOR_MIDDLE ? op->x - op->w / 2
                                                          : op->x - op->w;

  return (Box) { left, op->y - 0.74 * op->style.size, left + op->w, op->y + 0.2 * op->style.size };
}

static gboolean
box_of (const AssayScene *scene,
        const AssayOp    *op,
        Box              *box)
{
  switch (op->kind)
    {
    case ASSAY_OP_TEXT: *box = text_box (op); return op->w > 0;
    case ASSAY_OP_LINE:
      *box = (Box) { MIN (op->x, op->x2), MIN (op->y, op->y2), MAX (op->x, op->x2), MAX (op->y, op->y2) };
      return TRUE;
    case ASSAY_OP_RECT:
    case ASSAY_OP_HIT: *box = (Box) { op->x, op->y, op->x + op->w, op->y + op->h }; return TRUE;
    case ASSAY_OP_MARK:
      *box = (Box) { op->x - op->h / 2, op->y - op->h / 2, op->x + op->h / 2, op->y + op->h / 2 };
      return TRUE;
    case ASSAY_OP_PATH:
      *box = (Box) { INFINITY, INFINITY, -INFINITY, -INFINITY };
      for (guint i = 0; i < op->n_points; i++)
        {
          const double *point = &g_array_index (scene->points, double, op->first + 2 * i);
          *box = (Box) { MIN (box->left, point[0]), MIN (box->top, point[1]), MAX (box->right, point[0]),
                         MAX (box->bottom, point[1]) };
        }
      return op->n_points > 0;
    default: return FALSE;
    }
}

static void
check_inside (const AssayScene *scene,
              const AssayOp    *op,
              guint             at,
              const char       *what)
{
  Box box;

  if (!box_of (scene, op, &box))
    return;
  /* so written that a NaN fails */
  if (!(box.left >= -SLACK && box.right <= scene->width + SLACK && box.top >= -SLACK
        && box.bottom <= scene->height + SLACK))
    g_test_fail_printf ("%s: op %u, kind %d, is outside: %.2f,%.2f to %.2f,%.2f of %.2f x %.2f: %s", what, at,
                        op->kind,
                        box.left, box.top, box.right, box.bottom, scene->width, scene->height,
                        op->text != NULL ? op->text : "");
}

static void
check_texts (const AssayScene *scene,
             const char       *what)
{
  for (guint i = 0; i < scene->ops->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const AssayOp *a = &g_array_index (scene->ops, AssayOp, i), *b = &g_array_index (scene->ops, AssayOp, j);

        if (a->kind != ASSAY_OP_TEXT || b->kind != ASSAY_OP_TEXT || !(a->w > 0) || !(b->w > 0))
          continue;
        const Box one = text_box (a), other = text_box (b);
        if (MIN (one.right, other.right) - MAX (one.left, other.left) > SLACK
            && MIN (one.bottom, other.bottom) - MAX (one.top, other.top) > SLACK)
          g_test_fail_printf ("%s: \"%s\" (%.1f, %.1f) stands on \"%s\" (%.1f, %.1f)", what, a->text, one.left, a->y,
                              b->text,
                              other.left, b->y);
      }
}

void
assay_check_chart (const AssayScene *scene,
                   const char       *what)
{
  int depth = 0;

  g_assert_true (scene->height > 0 && isfinite (scene->height));
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);

      check_inside (scene, op, i, what);
      depth += op->kind == ASSAY_OP_BEGIN ? 1 : op->kind == ASSAY_OP_END ? -1 : 0;
      g_assert_cmpint (depth, >=, 0);
      if (op->kind == ASSAY_OP_TEXT)
        g_assert_true (g_utf8_validate (op->text, -1, NULL));
      if (op->kind == ASSAY_OP_MARK && assay_scene_at (scene, op->x, op->y) == NULL)
        g_test_fail_printf ("%s: nothing answers at the mark %u, at %.2f, %.2f", what, i, op->x, op->y);
    }
  g_assert_cmpint (depth, ==, 0);
  check_texts (scene, what);
}

/* --- for the tests of single charts ------------------------------------------------------------------------------- */

AssayFonts *
assay_check_fonts (void)
{
  g_autoptr (GError) error = NULL;
  AssayFonts *fonts = assay_fonts_new (&error);

  g_assert_no_error (error);
  return fonts;
}

void
assay_check_sound (const AssayScene *scene)
{
  assay_check_chart (scene, g_test_get_path ());
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (op->kind == ASSAY_OP_TEXT)
        {
          g_assert_cmpfloat (op->style.size, >=, 6.3); /* the least size of print */
          g_assert_true (g_utf8_validate (op->text, -1, NULL));
        }
    }
}

gboolean
assay_check_has_text (const AssayScene *scene,
                      const char       *text)
{
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (op->kind == ASSAY_OP_TEXT && strcmp (op->text, text) == 0)
        return TRUE;
    }
  return FALSE;
}

void
assay_check_sound_golden (const AssayScene *scene,
                          const char       *name)
{
  assay_check_sound (scene);
  assay_check_golden (scene, name);
}
