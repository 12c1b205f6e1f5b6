/* json-private.h: what the files that write report.json share. */
#pragma once

#include "json-writer-private.h"
#include "report.h"

G_BEGIN_DECLS

void assay_json_ends    (AssayJson *json, const AssayEstimate *estimate); /* keys lo and hi */
void assay_json_strings (AssayJson *json, const char *key, const char *const *strings);
void assay_json_parts   (AssayJson *json, const AssayFinding *finding);   /* key slice */
/* Keys checks and risks (json-checks.c) */
void assay_json_checks  (AssayJson *json, const AssayReport *report);
void assay_json_risks   (AssayJson *json, const AssayReport *report);

G_END_DECLS
