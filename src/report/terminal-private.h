/* terminal-private.h: the parts that `assay audit` ends with and `assay show` prints. Each writes to the page. */
#pragma once

#include "terminal-page-private.h"
#include "phrases.h"

G_BEGIN_DECLS

/* The parts of the summary */
void  assay_show_identity   (AssayPage *page, const AssayReport *report);
/* Who signed, and whether that still holds. */
void  assay_show_signed     (AssayPage *page, const AssayReport *report);
/* Each risk, then its checks; passing checks are left out first, then undecided ones, when there are more lines. */
void  assay_show_judgements (AssayPage *page, const AssayReport *report, guint most_lines);
void  assay_show_behind     (AssayPage *page, const AssayReport *report, guint most);
/* The commonest mistakes: label, prediction, rows. */
void  assay_show_confusions (AssayPage *page, const AssayReport *report, guint most);
void  assay_show_undecided  (AssayPage *page, const AssayReport *report, guint most);
guint assay_count_undecided (const AssayFindings *findings);

/* Sections */
void assay_show_slices      (AssayPage *page, const AssayReport *report);
void assay_show_checks      (AssayPage *page, const AssayReport *report);
void assay_show_risks       (AssayPage *page, const AssayReport *report);
void assay_show_compare     (AssayPage *page, const AssayReport *report);
void assay_show_measures    (AssayPage *page, const AssayReport *report);
void assay_show_classes     (AssayPage *page, const AssayReport *report);
void assay_show_models      (AssayPage *page, const AssayReport *report);
void assay_show_tags        (AssayPage *page, const AssayReport *report);
void assay_show_agreement   (AssayPage *page, const AssayReport *report);
void assay_show_gaps        (AssayPage *page, const AssayReport *report);
void assay_show_fairness    (AssayPage *page, const AssayReport *report);
void assay_show_review      (AssayPage *page, const AssayReport *report);
void assay_show_scores      (AssayPage *page, const AssayReport *report);
void assay_show_calibration (AssayPage *page, const AssayReport *report);
void assay_show_plan        (AssayPage *page, const AssayReport *report);
void assay_show_columns     (AssayPage *page, const AssayReport *report);
void assay_show_provenance  (AssayPage *page, const AssayReport *report);
void assay_show_definitions (AssayPage *page, const AssayReport *report);

/* show-measures.c: what the definitions say, for pages too. */
gboolean           assay_is_weighted         (const AssayReport *report); /* and not clustered */
const char        *assay_definition_formula  (const AssayMeasure *measure);
const char        *assay_definition_interval (const AssayMeasure *measure, gboolean is_weighted);
/* (nullable) A name and a sentence; NULL: there are no more. */
const char *const *assay_definition_rule     (const AssayReport *report, guint i);

/* show-numbers.c: of a regression, which has no accuracy and no matrix. */
gboolean assay_is_regression        (const AssayReport *report);
void     assay_show_pair_of_numbers (AssayPage *page, const AssayFindings *findings, const char *name,
                                     const AssayPairedFinding *pair);
void     assay_show_compare_numbers (AssayPage *page, const AssayReport *report, guint baseline);

G_END_DECLS
