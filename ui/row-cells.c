/* row-cells.c: the cells that lists of slices have in common. A label is laid out anew when its text is another. */
#include "row-view.h"

#include "report/phrases.h"
#include "verdict-mark.h"

static void
set_text (GtkWidget  *label,
          const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

GtkWidget *
assay_name_cell_new (gpointer owner)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (NULL), *of = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_ellipsize (GTK_LABEL (of), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (of, "row-more");
  gtk_widget_set_hexpand (of, TRUE);
  gtk_label_set_xalign (GTK_LABEL (of), 0);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), of);
  return box;
}

void
assay_name_cell_show (GtkWidget  *cell,
                      const char *name,
                      const char *more)
{
  GtkWidget *first = gtk_widget_get_first_child (cell);
  g_autofree char *safe = assay_phrase_safe (name), *safe_more = assay_phrase_safe (more);

  set_text (first, safe);
  set_text (gtk_widget_get_next_sibling (first), safe_more);
}

void
assay_name_cell_mark (GtkWidget *cell,
                      GtkWidget *mark)
{
  GtkWidget *more = gtk_widget_get_next_sibling (gtk_widget_get_first_child (cell));
  GtkWidget *before = gtk_widget_get_next_sibling (more);

  if (before != NULL)
    gtk_box_remove (GTK_BOX (cell), before);
  if (mark != NULL)
    gtk_box_append (GTK_BOX (cell), mark);
}

GtkWidget *
assay_number_cell_new (gpointer owner)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "row-end");
  return label;
}

void
assay_number_cell_show (GtkWidget  *cell,
                        const char *text,
                        gboolean    is_worse)
{
  set_text (cell, text);
  if (is_worse)
    gtk_widget_add_css_class (cell, "worse");
  else
    gtk_widget_remove_css_class (cell, "worse");
}

/* All marks at once: what is shown changes faster than one is made. */
GtkWidget *
assay_verdict_cell_new (gpointer owner)
{
  GtkWidget *stack = gtk_stack_new ();

  gtk_stack_add_named (GTK_STACK (stack), gtk_label_new (NULL), assay_verdict_name (ASSAY_VERDICT_NONE));
  for (AssayVerdict verdict = ASSAY_VERDICT_PASS; verdict <= ASSAY_VERDICT_UNDECIDED; verdict++)
    gtk_stack_add_named (GTK_STACK (stack), assay_verdict_mark_new (verdict, 16), assay_verdict_name (verdict));
  return stack;
}
