/* phrases-review.h: findings as sentences that are read aloud in a review, and what is said of people's decisions.
 *
 * All (transfer full) texts are plain, made safe for people, UTF-8.
 */
#pragma once

#include "report/phrases.h"

G_BEGIN_DECLS

/* "Female, Black"; "age 17 to under 25": ranges with their column, as one says them; "all rows". */
char       *assay_phrase_slice_aloud    (const AssayFinding *finding);
/* "Recall of Female is 56 % (52 to 59), and has to be at least 65 %": of the slice that is worst; an undecided check:
 * "Whether recall of Black is at least 55 % cannot be decided yet: it is 60 % (54 to 65)". */
char       *assay_phrase_check_aloud    (const AssayCheckFinding *check);
/* Why the audit is as it is: the sentences of the first checks that fail or, when none does, are undecided; else what
 * assay_phrase_decision_why() says. (nullable) */
char       *assay_phrase_decision_aloud (const AssayFindings *findings);
/* "Recall for Female, Black is 12 points (9 to 15) below the rest; 2,310 rows"; tested: position in findings->tested */
char       *assay_phrase_behind_aloud   (const AssayFindings *findings, const AssayFinding *finding, guint tested);
/* What its mark in a chart says. */
char       *assay_phrase_behind_mark    (const AssayFindings *findings, const AssayFinding *finding, guint tested);
/* What stands below it: that no check is about it, and how many others are like it. */
char       *assay_phrase_uncovered      (guint n_others);
/* "Female, Black: accuracy is 3 points (1 to 5) below that of today's model"; of a regression in the first measure that is
 * worse. */
char       *assay_phrase_regression     (const AssayFindings *findings, const AssayFinding *finding, guint baseline);
/* "To be as good as human on noisy would bring 0.6 points (0.3 to 0.9) of accuracy"; without a reference what it is on. */
char       *assay_phrase_tag_aloud      (const AssayTagFindings *tags, guint tag);

/* Krippendorff's alpha is not shown to reach 0.80, below which he calls conclusions tentative (Content Analysis, 2004,
 * p. 241). FALSE without annotators. */
gboolean    assay_report_labels_are_weak (const AssayReport *report);
char       *assay_phrase_labels_weak    (const AssayReport *report);

/* (transfer full) (element-type utf8) What the audit cannot say, a sentence each: rows left out, slices too small, what is
 * undecided, labels that nobody compared, and the notes of how it was run. */
GPtrArray  *assay_phrase_unknown        (const AssayReport *report);
char       *assay_phrase_unknown_title  (guint n);

/* "The first 8 are shown; the report has all." of a chart with fewer rows than there are. */
char       *assay_phrase_shown          (guint n);
/* "2 of 9 findings have a decision" */
char       *assay_phrase_decided        (guint n_findings, guint n_decided);
/* (transfer none) "note", "accept", "fix", "reject", for people */
const char *assay_phrase_decision_kind  (AssayDecisionKind kind);
/* "Approved by Ada, 2026-11-25 14:03 UTC: holds" */
char       *assay_phrase_sign_off       (const AssayReview *review, const AssaySignOff *sign_off);

G_END_DECLS
