/* dump.c: a display list as lines of text, for tests to keep. */
#include "palette.h"
#include "scene.h"

static void
append_paint (GString    *out,
              const char *name,
              AssayPaint  paint)
{
  if (paint.role == ASSAY_ROLE_NONE)
    return;
  g_string_append_printf (out, " %s %s", name, assay_role_name (paint.role));
  if (paint.role >= ASSAY_ROLE_HEAT)
    g_string_append_printf (out, "(%.2f)", paint.level);
}

static void
append_quoted (GString    *out,
               const char *text)
{
  g_autofree char *escaped = text != NULL ? g_strescape (text, NULL) : NULL;

  if (escaped != NULL)
    g_string_append_printf (out, " \"%s\"", escaped);
}

static void
append_where (GString          *out,
              const AssayScene *scene,
              const AssayOp    *op)
{
  static const char *const shapes[] = { "circle", "diamond", "fail", "undecided", "pass", "box" };
  static const char *const anchors[] = { "start", "middle", "end" };

  switch (op->kind)
    {
    case ASSAY_OP_LINE: g_string_append_printf (out, "line %.2f %.2f to %.2f %.2f", op->x, op->y, op->x2,
                                                op->y2); break;
    case ASSAY_OP_RECT:
      g_string_append_printf (out, "%s %.2f %.2f size %.2f %.2f", op->is_hatched ? "hatch" : "rect", op->x, op->y, op->w,
                              op->h);
      break;
    case ASSAY_OP_PATH:
      g_string_append_printf (out, "path of %u%s", op->n_points, op->is_closed ? ", closed" : "");
      for (guint i = 0; i < op->n_points; i++)
        g_string_append_printf (out, " %.2f,%.2f", g_array_index (scene->points, double, op->first + 2 * i),
                                g_array_index (scene->points, double, op->first + 2 * i + 1));
      break;
    case ASSAY_OP_MARK:
      g_string_append_printf (out, "mark %s %.2f %.2f height %.2f", shapes[op->shape], op->x, op->y, op->h);
      break;
    case ASSAY_OP_TEXT:
      g_string_append_printf (out, "text %.2f %.2f %s %.1f/%u%s", op->x, op->y, anchors[op->anchor], op->style.size,
                              400 + 100 * op->style.weight, op->has_halo ? " halo" : "");
      break;
    case ASSAY_OP_HIT: g_string_append_printf (out, "hit %.2f %.2f size %.2f %.2f", op->x, op->y, op->w,
                                               op->h); break;
    case ASSAY_OP_BEGIN: g_string_append (out, "begin"); break;
    case ASSAY_OP_END: g_string_append (out, "end"); break;
    case ASSAY_OP_ANCHOR: g_string_append_printf (out, "anchor %.2f", op->y); break;
    case ASSAY_OP_OUTLINE: g_string_append_printf (out, "outline %u", op->level); break;
    }
}

char *
assay_scene_dump (const AssayScene *self)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "scene %.2f x %.2f\n", self->width, self->height);
  for (guint i = 0; i < self->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (self->ops, AssayOp, i);

      append_where (out, self, op);
      append_paint (out, "fill", op->fill);
      append_paint (out, "stroke", op->stroke);
      if (op->line > 0)
        g_string_append_printf (out, " line %.2f%s", op->line, op->is_dashed ? " dashed" : "");
      append_quoted (out, op->name);
      append_quoted (out, op->text);
      g_string_append_c (out, '\n');
    }
  return g_strdup (out->str);
}
