/* verdict-mark.h: the mark of a verdict, as charts draw it: shape and colour. */
#pragma once

#include "judge/judge.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_VERDICT_MARK (assay_verdict_mark_get_type ())
G_DECLARE_FINAL_TYPE (AssayVerdictMark, assay_verdict_mark, ASSAY, VERDICT_MARK, GtkWidget)

/* size in pixels. NONE is an empty box. */
GtkWidget *assay_verdict_mark_new (AssayVerdict verdict, int size);
void       assay_verdict_mark_set (AssayVerdictMark *self, AssayVerdict verdict);

G_END_DECLS
