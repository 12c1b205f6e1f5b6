/* exhibits.h: figures that findings can be shown as: the story shows some, assay chart any one. Inside src/report.
 *
 * An exhibit is a chart's numbers, its title (what it finds) and its note (how to read it), owned by the document and
 * not yet a block of it: assay_document_show() adds it to the story. NULL: there is nothing to draw. All are about
 * the story's measure where they are about one.
 */
#pragma once

#include "story-private.h"

G_BEGIN_DECLS

typedef enum { ASSAY_PLOT_ROC, ASSAY_PLOT_PR } AssayScorePlot;

/* The slices furthest behind the rest. */
AssayFigure *assay_exhibit_behind      (AssayStory *self);
/* Every slice of a column, at the scale lo to hi of other columns; NaN: alone, at its own. */
AssayFigure *assay_exhibit_column      (AssayStory *self, const char *column, double lo, double hi);
/* A heat map of two columns. */
AssayFigure *assay_exhibit_crossing    (AssayStory *self, const AssayCross *cross);
/* models: (element-type AssayScored). of (nullable): a slice, the second of models; the first is the whole set. */
AssayFigure *assay_exhibit_curve       (AssayStory *self, AssayScorePlot plot, const GArray *models, const char *of);
/* Recall, precision and false positives by threshold; of scores of the predicted class: how many are right. of
 * (nullable): whose they are, before the title. */
AssayFigure *assay_exhibit_thresholds  (AssayStory *self, const AssayScored *model, const char *of);
/* why: (transfer none) with NULL */
AssayFigure *assay_exhibit_calibration (AssayStory *self, const AssayScored *model, const char **why);
/* of (nullable): whose matrix it is, before the title. */
AssayFigure *assay_exhibit_confusion   (AssayStory *self, const AssayMatrix *matrix, const char *of);
/* Of two annotators; NULL: they rated no row together. is_least: of all pairs they agree least. */
AssayFigure *assay_exhibit_agreement   (AssayStory *self, const AssayPairOfAnnotators *pair, gboolean is_least,
                                        const char *of);
/* Kappa of every two annotators; NULL: fewer than three, or none is known. of (nullable), as above. */
AssayFigure *assay_exhibit_raters      (AssayStory *self, const AssayAgreementFinding *part, const char *of);
/* For whom people agree: alpha, or human level. NULL: of no part it is known. */
AssayFigure *assay_exhibit_alphas      (AssayStory *self);
AssayFigure *assay_exhibit_levels      (AssayStory *self);
AssayFigure *assay_exhibit_flips       (AssayStory *self, guint baseline, const AssayFinding *finding);
/* Slice by slice, both models; column (nullable): only its slices. */
AssayFigure *assay_exhibit_pairs       (AssayStory *self, guint baseline, const char *column, guint n_most);
/* The same of a regression, in the story's measure. */
AssayFigure *assay_exhibit_error_pairs (AssayStory *self, guint baseline, const char *column, guint n_most);
/* A check's slices against its bound, the worst first, at most n_most. is_alone: it names the check. */
AssayFigure *assay_exhibit_check       (AssayStory *self, const AssayCheckFinding *check, guint n_most,
                                        gboolean is_alone);
/* What mending each tag would gain against a reference, a position in the tags' references; NULL: nothing is known. */
AssayFigure *assay_exhibit_tag_gains  (AssayStory *self, guint reference);
/* How often rows with two tags are wrong. */
AssayFigure *assay_exhibit_tag_pairs  (AssayStory *self);
/* How much of each slice's errors each tag is on. */
AssayFigure *assay_exhibit_tag_slices (AssayStory *self);
/* Parts of the difference to a baseline, which add up to it. is_alone: its note says what it is of. */
AssayFigure *assay_exhibit_gap        (AssayStory *self, const AssayGap *gap, gboolean is_alone);

G_END_DECLS
