/* verdict-mark.c: one mark of the charts as a widget, so that a list and a chart speak the same language. */
#include "verdict-mark.h"

#include "draw/render.h"
#include "palette-of.h"
#include "report/phrases.h"

struct _AssayVerdictMark
{
  GtkWidget    parent;

  AssayVerdict verdict;
  int          size;
};

G_DEFINE_FINAL_TYPE (AssayVerdictMark, assay_verdict_mark, GTK_TYPE_WIDGET)

static const struct
{
  AssayShape shape;
  AssayRole  role;
} marks[] = {
  [ASSAY_VERDICT_NONE] = { ASSAY_SHAPE_BOX, ASSAY_ROLE_TEXT_2 },
  [ASSAY_VERDICT_PASS] = { ASSAY_SHAPE_PASS, ASSAY_ROLE_BETTER },
  [ASSAY_VERDICT_FAIL] = { ASSAY_SHAPE_FAIL, ASSAY_ROLE_WORSE },
  [ASSAY_VERDICT_UNDECIDED] = { ASSAY_SHAPE_UNDECIDED, ASSAY_ROLE_UNDECIDED },
};

static void
assay_verdict_mark_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  *minimum = *natural = ASSAY_VERDICT_MARK (widget)->size;
}

static void
assay_verdict_mark_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  AssayVerdictMark *self = ASSAY_VERDICT_MARK (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (AssayScene) scene = assay_scene_new (NULL, width, height);

  assay_scene_mark (scene, marks[self->verdict].shape, width / 2.0, height / 2.0, MIN (width, height) * 0.86,
                    (AssayPaint) { marks[self->verdict].role, 0 }, FALSE);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  assay_scene_paint (scene, cr, assay_palette_of ());
  cairo_destroy (cr);
}

static void
assay_verdict_mark_class_init (AssayVerdictMarkClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->measure = assay_verdict_mark_measure;
  widget_class->snapshot = assay_verdict_mark_snapshot;
  gtk_widget_class_set_css_name (widget_class, "verdictmark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
assay_verdict_mark_init (AssayVerdictMark *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  assay_palette_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
}

void
assay_verdict_mark_set (AssayVerdictMark *self,
                        AssayVerdict      verdict)
{
  g_return_if_fail (ASSAY_IS_VERDICT_MARK (self));
  self->verdict = verdict;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  assay_phrase_verdict (verdict), -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GtkWidget *
assay_verdict_mark_new (AssayVerdict verdict,
                        int          size)
{
  AssayVerdictMark *self = g_object_new (ASSAY_TYPE_VERDICT_MARK, NULL);

  self->size = size;
  assay_verdict_mark_set (self, verdict);
  return GTK_WIDGET (self);
}
