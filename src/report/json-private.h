/* json-private.h: what the files that write report.json share. */
#pragma once

#include "json-writer-private.h"
#include "report.h"

G_BEGIN_DECLS

void assay_json_ends    (AssayJson *json, const AssayEstimate *estimate); /* keys lo and hi */
void assay_json_strings (AssayJson *json, const char *key, const char *const *strings);
void assay_json_parts   (AssayJson *json, const AssayFinding *finding);   /* key slice */
void assay_json_estimate (AssayJson *json, const char *key, const AssayEstimate *estimate);
/* json.c: keys measures, models, against_rest and paired of a slice or a tag. */
void assay_json_judged (AssayJson *json, const AssayReport *report, const AssayFinding *finding);
/* json-classes.c: key counts, matrix or cells; keys of a set with many classes; key per_class. */
void assay_json_counts    (AssayJson *json, const AssayReport *report, const AssayFinding *finding);
void assay_json_classes   (AssayJson *json, const AssayReport *report);
void assay_json_per_class (AssayJson *json, const AssayReport *report, const AssayFinding *finding);
/* json-models.c: keys costs and literature of the whole report; models and against_literature of a finding. */
void assay_json_numbers   (AssayJson *json, const AssayReport *report);
void assay_json_models    (AssayJson *json, const AssayReport *report, const AssayFinding *finding);
/* json-tags.c: keys tagging, tags, tag_pairs, tag_sets, tags_in_slices; key gaps. Nothing where there are none. */
void assay_json_tags      (AssayJson *json, const AssayReport *report);
void assay_json_gaps      (AssayJson *json, const AssayReport *report);
/* Key agreement (json-agreement.c): nothing without annotators. */
void assay_json_agreement (AssayJson *json, const AssayReport *report);
/* json-fairness.c: keys fairness_threshold and fairness. Nothing where there are no groups. */
void assay_json_fairness  (AssayJson *json, const AssayReport *report);
/* Keys decisions and sign_offs (json-review.c) */
void assay_json_review  (AssayJson *json, const AssayReport *report);
/* Key scores (json-scores.c) */
void assay_json_scores  (AssayJson *json, const AssayReport *report);
/* Keys checks and risks (json-checks.c) */
void assay_json_checks  (AssayJson *json, const AssayReport *report);
void assay_json_risks   (AssayJson *json, const AssayReport *report);

G_END_DECLS
