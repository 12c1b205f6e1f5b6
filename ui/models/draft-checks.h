/* draft-checks.h: a draft's risks and checks as sentences whose words are chosen: measure, slices, relation, bound,
 * risk.
 *
 * A check's name is its sentence until somebody gives it another: it then follows what is chosen.
 */
#pragma once

#include "models/plan-draft.h"

G_BEGIN_DECLS

/* (nullable) By name, borrowed from the plan. */
const AssayCheck *assay_draft_check_of  (AssayPlanDraft *draft, const char *name);
const AssayRisk  *assay_draft_risk_of   (AssayPlanDraft *draft, const char *name);
/* (transfer full) The bound or margin as it is written. */
char       *assay_draft_bound           (AssayPlanDraft *draft, const char *name);

/* Each (transfer full) (nullable): the check's name afterwards; NULL and error: nothing has changed. */
/* risk: nullable. */
char       *assay_draft_add_check       (AssayPlanDraft *draft, const char *risk, GError **error);
/* measure, class, slices, risk, undecided, better; "" takes it out. */
char       *assay_draft_set_check       (AssayPlanDraft *draft, const char *name, const char *key, const char *value,
                                         GError **error);
char       *assay_draft_set_relation    (AssayPlanDraft *draft, const char *name, AssayBoundKind relation,
                                         GError **error);
/* The number: the bound, or of no-worse-than= the margin. */
char       *assay_draft_set_bound       (AssayPlanDraft *draft, const char *name, const char *bound, GError **error);
char       *assay_draft_set_than        (AssayPlanDraft *draft, const char *name, const char *than, GError **error);
char       *assay_draft_rename_check    (AssayPlanDraft *draft, const char *name, const char *to, GError **error);
gboolean    assay_draft_remove_check    (AssayPlanDraft *draft, const char *name, GError **error)
                                         G_GNUC_WARN_UNUSED_RESULT;

/* A name that no risk has yet. */
char       *assay_draft_add_risk        (AssayPlanDraft *draft, GError **error);
char       *assay_draft_rename_risk     (AssayPlanDraft *draft, const char *name, const char *to, GError **error);
/* Its checks stay, without a risk. */
gboolean    assay_draft_remove_risk     (AssayPlanDraft *draft, const char *name, GError **error)
                                         G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
