/* story-private.h: an audit told as a document, one file a part. Inside src/report. */
#pragma once

#include "document.h"
#include "measure/scores.h"
#include "phrases.h"

G_BEGIN_DECLS

/* What the parts share. */
typedef struct
{
  AssayDocument       *document;
  const AssayReport   *report;
  const AssayFindings *findings;
  guint                tested;   /* the measure that pages are about: in which a slice is furthest behind */
  const AssayEvidence *calibrated; /* (nullable) whose calibration was worked out last: its draws take their time */
  AssayCalibration     calibration;
} AssayStory;

/* Fills in the document's title and date, and what measure it is about. */
void        assay_story_begin      (AssayStory *self);
/* (transfer none) Text from data, made safe; owned by the document. */
const char *assay_story_safe       (AssayStory *self, const char *text);
/* (transfer none) "Female, Black", and "sex, race" behind it; the whole set has no columns. */
const char *assay_story_slice      (AssayStory *self, const AssayFinding *finding, const char **columns);
/* (transfer none) Where a check is told of: by its place, since lines of a plan that was given as options are all one. */
const char *assay_story_check_anchor (AssayStory *self, const AssayCheckFinding *check);
/* (transfer none) A name within a title: at most some 40 cells, its middle left out. */
const char *assay_story_title_name (AssayStory *self, const char *name);
int         assay_story_shape      (AssayVerdict verdict);  /* -1: none */
/* Fills a dot; tested: position in findings->tested. */
AssayDot    assay_story_dot        (AssayStory *self, const AssayFinding *finding, guint tested);
/* A figure's data: a dot chart that can be shortened. */
AssayScene *assay_story_draw_dots  (AssayFonts *fonts, gconstpointer data, double width, guint n_most);
/* The bound that a check puts on every slice of the measure; NaN: none, or several. */
double      assay_story_bound      (const AssayFindings *findings, const AssayMeasure *measure);

/* (transfer container) (element-type AssayCheckResult) Failing ones first, then undecided, passing and too small ones; of
 * more than n_most the worst of each. */
GPtrArray  *assay_story_results    (const AssayCheckFinding *check, guint n_most);
gboolean    assay_story_is_of_column (const AssayFinding *finding, const char *column);
/* The lines of a dot chart: the whole set and the bound, with their words. */
void        assay_story_lines      (AssayStory *self, AssayDotChart *chart);
/* (transfer full) How a dot chart is read; first (nullable): a sentence before it. */
char       *assay_story_reading    (AssayStory *self, const char *first);

/* Names, counts and others of a matrix: of more than n_most classes those with the most mistakes. How many there are. */
guint       assay_story_matrix     (AssayStory *self, AssayConfusionChart *chart, const AssayMatrix *matrix,
                                    guint n_most);
/* (nullable) The pair that agrees least, of those with min-rows rows where there are any; NULL: none has a row. */
const AssayPairOfAnnotators *assay_story_least_pair (const AssayPlan *plan, const AssayAgreementFinding *of);

/* Parts, in their order. */
void assay_story_front     (AssayStory *self);  /* page 1 */
void assay_story_annotators (AssayStory *self); /* of an audit without a model: the slices' rows */
void assay_story_labels     (AssayStory *self); /* how far people agree, human level, labels that may be wrong */
void assay_story_raters     (AssayStory *self); /* parts of it: pairs, each annotator, for whom, merged classes */
void assay_story_slices    (AssayStory *self);  /* every column at one scale, and the slices furthest behind */
void assay_story_crossings (AssayStory *self); /* heat maps */
void assay_story_fairness  (AssayStory *self);  /* groups: their ratios and rates; nothing without groups */
void assay_story_compare   (AssayStory *self);  /* each baseline on the same rows */
void assay_story_compare_errors (AssayStory *self); /* the same of a regression */
void assay_story_classes   (AssayStory *self);  /* what is taken for what */
/* Parts of the scores: a picture of a model's calibration, and its groups as rows, which the picture does not print. */
void assay_story_calibration (AssayStory *self, const AssayScored *model);
void assay_story_groups      (AssayStory *self, const AssayScored *model);
void assay_story_tags      (AssayStory *self);  /* error tags: what to work on next; nothing without tags */
void assay_story_tag_sets  (AssayStory *self);  /* part of the error tags: which come together */
void assay_story_tag_line  (AssayStory *self);  /* the first of them, for page 1 */
void assay_story_gaps      (AssayStory *self);  /* where the points lie that the model and each baseline part by */
void assay_story_scores    (AssayStory *self);  /* ROC, precision and recall, thresholds; nothing without scores */
void assay_story_checks    (AssayStory *self);  /* every check with its intervals */
void assay_story_sign      (AssayStory *self);  /* of page 1: who signed, or lines to sign on */
void assay_story_review    (AssayStory *self);  /* notes, decisions, sign-offs; nothing when there are none */
void assay_story_notes     (AssayStory *self);  /* definitions, provenance */

/* (transfer full) */
AssayDocument *assay_story_new (const AssayReport *report);

G_END_DECLS
