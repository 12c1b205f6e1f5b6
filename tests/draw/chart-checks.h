/* chart-checks.h: what holds for every chart: its golden display list, and properties. */
#pragma once

#include "draw/charts.h"
#include "golden.h"

/* Names as they come: long, of other scripts, with markup, with marks to combine, empty. NULL-terminated. */
extern const char *const assay_hostile_names[];

/* Nothing outside the scene, no two texts over each other, a hit area under every mark, groups closed. what: for the
 * message. */
void assay_check_chart (const AssayScene *scene, const char *what);

/* (transfer full) The report's fonts. */
AssayFonts *assay_check_fonts        (void);
/* The same under the test's name, and no text under the least size of print; with its golden. */
void        assay_check_sound        (const AssayScene *scene);
void        assay_check_sound_golden (const AssayScene *scene, const char *name);
gboolean    assay_check_has_text     (const AssayScene *scene, const char *text);
