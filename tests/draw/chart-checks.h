/* chart-checks.h: what holds for every chart: its golden display list, and properties. */
#pragma once

#include "draw/charts.h"

/* Names as they come: long, of other scripts, with markup, with marks to combine, empty. NULL-terminated. */
extern const char *const assay_hostile_names[];

/* The display list equals golden/NAME.txt; ASSAY_UPDATE_GOLDEN=1 rewrites that, a difference leaves NAME.txt.out. */
void assay_check_golden (const AssayScene *scene, const char *name);
/* Nothing outside the scene, no two texts over each other, a hit area under every mark, groups closed. what: for the
 * message. */
void assay_check_chart  (const AssayScene *scene, const char *what);
