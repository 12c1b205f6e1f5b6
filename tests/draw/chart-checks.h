/* chart-checks.h: what holds for every chart: its golden display list, and properties. */
#pragma once

#include "draw/charts.h"
#include "golden.h"

/* Names as they come: long, of other scripts, with markup, with marks to combine, empty. NULL-terminated. */
extern const char *const assay_hostile_names[];

/* Nothing outside the scene, no two texts over each other, a hit area under every mark, groups closed. what: for the
 * message. */
void assay_check_chart (const AssayScene *scene, const char *what);
