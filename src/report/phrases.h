/* phrases.h: what an audit found, in a few words, the same in every format and on screen. Sentences are judge's. */
#pragma once

#include "words/number.h"
#include "judge/what-if.h"
#include "report.h"

G_BEGIN_DECLS

/* "at-least", "at-most", "no-worse-than", as a plan spells them */
const char  *assay_phrase_bound_kind  (AssayBoundKind kind);
const char  *assay_phrase_kind        (AssaySliceKind kind);      /* "whole", "column", "cross", "named" */
const char  *assay_phrase_direction   (AssayDirection direction); /* "higher", "lower", "none" */
const char  *assay_phrase_slice       (const char *text);         /* "whole set" for "" */

/* All (transfer full). ">= 70 %", "at most 1 point below current"; short: a bound on the difference, ">= -1 point" */
char        *assay_phrase_bound       (const AssayCheckFinding *check, gboolean is_utf8);
char        *assay_phrase_bound_short (const AssayCheckFinding *check, gboolean is_utf8);
/* "recall >= 70 %, race", "recall of cat >= 70 %" */
char        *assay_phrase_statement   (const AssayCheckFinding *check, gboolean is_utf8);
/* "recall of cat", "recall": what a check is about */
char        *assay_phrase_subject     (const AssayCheckFinding *check);
/* "recall", "cost in EUR", "latency in ms" */
char        *assay_phrase_measure     (const AssayPlan *plan, const AssayMeasure *measure);
/* "1 fail, 4 undecided, 4 pass", of the results that decide */
const char  *assay_phrase_verdict     (AssayVerdict verdict); /* (transfer none) for people: assay_verdict_name() is for machines */
char        *assay_phrase_tally       (const AssayCheckFinding *check);
/* Why a result is as it is, where its numbers do not say so; NULL: they do */
char        *assay_phrase_note        (const AssayCheckFinding *check, const AssayCheckResult *result);
/* Rows: "38 more"; from 4 times what there is "3,600 in all (6 times)"; from 50 times "too close to decide"; NULL
 * when it cannot be said */
char        *assay_phrase_to_decide   (double rows_to_decide, guint64 n_rows);
/* (nullable) Why the tag of this rank should be worked on; NULL: nothing is to be gained there that is known. */
char        *assay_phrase_tag_reason  (const AssayReport *report, guint rank, gboolean is_utf8);
/* (nullable) "Ease and importance of noisy, young: rated by Ada in place of the plan's." */
char        *assay_phrase_rated       (const AssayTagFindings *tags);
/* phrases-fairness.c: "race, within education = HS-grad"; what a parity's ratio says; (nullable) which groups are left out,
 * at most `most` named. */
char        *assay_phrase_groups      (const AssayFairness *fairness);
char        *assay_phrase_parity      (const AssayReport *report, const AssayFairness *fairness, AssayParity parity,
                                       gboolean is_utf8);
char        *assay_phrase_left_out    (const AssayFairness *fairness, AssayParity parity, guint most);
/* "People agree on 82 % of ratings; the model is 10 points (6 to 13) below human level"; of an audit with annotators. */
char        *assay_phrase_agreement   (const AssayReport *report, gboolean is_utf8);
/* "the model is 10 points (6 to 13) below human level", of what people are ahead by; hedged where that may be nothing. */
char        *assay_phrase_human_room  (const AssayEstimate *room, gboolean is_utf8);
/* phrases-labels.c, names as the data spell them. "3 annotators (a, b, c); 4,812 rows with two ratings or more." */
char        *assay_phrase_people      (const AssayFindings *findings);
/* "67 % of the way from chance to full agreement", of a kappa or an alpha; why there is none. */
char        *assay_phrase_beyond_chance (const AssayEstimate *kappa);
/* (nullable) Labels against all annotators and the model; a class for rows without a majority. more: a sentence. */
char        *assay_phrase_noise       (const AssayReport *report, const AssayAgreementFinding *part, char **more);
char        *assay_phrase_uncertain   (const AssayReport *report, const AssayAgreementFinding *part, char **more);
const char  *assay_phrase_one_person  (const AssayReport *report); /* (nullable) (transfer none) whose the label is */
char        *assay_phrase_time        (gint64 unix_us);           /* "2026-11-23T18:04:05Z" */

/* A name from data for people: nothing in it acts (control characters, directions of writing) */
char        *assay_phrase_safe        (const char *text);
/* The audit as one sentence: "Not ready by its plan: 3 of 14 checks fail" */
char        *assay_phrase_decision    (const AssayFindings *findings);
/* (nullable) Why: sentences on the first checks that fail or, when none does, are undecided */
char        *assay_phrase_decision_why (const AssayFindings *findings);
/* "3 of the 14 checks fail, 4 cannot be decided yet"; there is a check */
char        *assay_phrase_checks      (const AssayFindings *findings);
/* phrases-what-if.c: of a threshold that is moved. "0.62"; "at 0.62"; (nullable) "At 0.62; the plan says 0.50", NULL where it
 * is not; the verdict there and how many checks stay: "Not ready by its plan: 3 of 14 checks fail; 2 checks do not follow ..." */
char        *assay_phrase_threshold   (double threshold);
char        *assay_phrase_at          (double threshold);
char        *assay_phrase_moved       (const AssayWhatIf *what_if);
char        *assay_phrase_moved_at    (const AssayWhatIf *what_if); /* (nullable) "at 0.62; the plan says 0.50" */
char        *assay_phrase_stays       (const AssayWhatIf *what_if); /* (nullable) "6 checks do not follow ..." */
char        *assay_phrase_slices_stay (const AssayWhatIf *what_if); /* (nullable) "34 slices of crossings do not ..." */
char        *assay_phrase_what_if     (const AssayWhatIf *what_if);
gboolean     assay_what_if_is_moved   (const AssayWhatIf *what_if); /* (nullable) */

AssayVerdict assay_verdict_worse      (AssayVerdict a, AssayVerdict b); /* fail, undecided, pass, none */
/* The worst verdict of the checks that name the risk and count; none without one. */
AssayVerdict assay_risk_verdict       (const AssayFindings *findings, const char *risk);
/* What the plan's checks against a bound say of a slice and a measure: the worst. */
AssayVerdict assay_verdict_at_bound   (const AssayFindings *findings, const AssayFinding *finding,
                                       const AssayMeasure *measure);
AssayUnit    assay_check_unit         (const AssayCheckFinding *check); /* of its results and its bound */
gboolean     assay_check_is_least     (const AssayCheckFinding *check); /* its bound is a lower one */
/* A result that is listed but takes no part: a slice that is too small. */
gboolean     assay_result_decides     (const AssayCheckResult *result);
/* Of the slice; of groups those of the measure. */
guint64      assay_result_rows        (const AssayCheckResult *result);


/* A model that has scores, of the whole set. */
typedef struct
{
  const char          *name;
  const AssayEvidence *evidence;
  double               threshold;
} AssayScored;
/* (transfer full) (element-type AssayScored) The audited model first. */
GArray      *assay_report_scored      (const AssayReport *report);

/* (nullable) How the label was made, as the plan says it; NULL: it does not. */
const char *assay_phrase_truth (AssayTruth truth);

G_END_DECLS
