/* propose.h: looks at columns, says what each could serve as, and writes a first plan.
 *
 *   profiles = assay_source_profile (source, ...)
 *   proposal = assay_propose (profiles, plan)      roles, slices, and the reason of each
 *   assay_proposal_to_plan (proposal, ...)         `assay plan`: a plan file with the reasons as comments
 *   assay_plan_override (plan, proposal->settings, proposal->n_settings, ...)
 *                                                  an audit whose plan has no columns=
 *
 * Only names and counts of values are looked at: a proposal is a start for whoever writes the plan, and every choice
 * says why it was made.
 */
#pragma once

#include "plan/plan.h"
#include "read/read.h"

G_BEGIN_DECLS

/* Columns with up to this many values (missing not counted) become slices value by value. */
#define ASSAY_PROPOSE_MAX_VALUES 50
/* Text with more values than this is free text, whatever the number of rows. */
#define ASSAY_PROPOSE_MAX_TEXT 1000

typedef enum
{
  ASSAY_ROLE_NONE,        /* left out; why says the reason */
  ASSAY_ROLE_LABEL,
  ASSAY_ROLE_PREDICTION,  /* of the audited model */
  ASSAY_ROLE_SCORE,
  ASSAY_ROLE_BASELINE,    /* predictions of another model */
  ASSAY_ROLE_SLICE,
  ASSAY_ROLE_ANNOTATOR,   /* one of several people's labels */
} AssayColumnRole;
const char *assay_column_role_name (AssayColumnRole role); /* "", "label", "prediction", "score", "baseline", "slice",
                                                              * "annotator" */

typedef struct
{
  const AssayColumnProfile *profile; /* borrowed from the profiles */
  AssayColumnRole           role;
  gboolean                  is_sliced; /* stands in columns=: every SLICE, and what the plan both names and slices */
  const char               *bins;    /* (nullable) static, as a plan writes it: "quantiles 5", "month" */
  char                     *why;     /* "5 values, 0 missing", "as many values as rows: an identifier" */
} AssayProposedColumn;

typedef struct
{
  AssayProposedColumn *columns;      /* one a profile, in their order */
  guint                n_columns;
  guint64              n_rows;
  AssayPlanSetting    *settings;     /* [slices] columns= and bins.COL= of the columns chosen; none: n_settings is 0 */
  guint                n_settings;
  gboolean             is_regression; /* the label has numbers with fractions */
  char               **notes;        /* (array zero-terminated) what was chosen, what was left out and why */
} AssayProposal;

/* (transfer full) profiles: of AssayColumnProfile, outlive the proposal. plan (nullable): what is settled already:
 * its label, prediction, score, baselines, bins and assay_plan_slice_columns() are kept and not guessed again. */
AssayProposal *assay_propose          (const GPtrArray        *profiles,
                                       const AssayPlan        *plan);
/* (transfer full) A plan's text that parses. files: (array zero-terminated) as the plan should name them; settings:
 * of [audit], [data] and [slices], written in place of what is proposed; fails when one cannot be written. */
char          *assay_proposal_to_plan (const AssayProposal    *self,
                                       const char *const      *files,
                                       const AssayPlanSetting *settings,
                                       guint                   n_settings,
                                       GError                **error);
void           assay_proposal_free    (AssayProposal          *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayProposal, assay_proposal_free)

G_END_DECLS
