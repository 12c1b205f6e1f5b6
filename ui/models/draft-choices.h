/* draft-choices.h: what the words of a check in a draft may be: measures, slices, risks, baselines. */
#pragma once

#include "models/plan-draft.h"
#include "read/read.h"

G_BEGIN_DECLS

/* One of what may be chosen. */
typedef struct
{
  char *value; /* as the plan writes it; "" stands for nothing */
  char *title; /* for people */
} AssayChoice;
void        assay_choice_free           (gpointer choice);

/* All (transfer full) (element-type AssayChoice). current (nullable): a value that is among them whatever it is. */
GPtrArray  *assay_draft_measures        (AssayPlanDraft *draft, const char *current);
/* The whole, every slice, columns, crossings, named slices; of columns that are sliced value by value the commonest.
 * profiles: nullable. */
GPtrArray  *assay_draft_targets         (AssayPlanDraft *draft, const GPtrArray *profiles, const char *current);
GPtrArray  *assay_draft_risks           (AssayPlanDraft *draft);
/* What no-worse-than= may name. */
GPtrArray  *assay_draft_comparables     (AssayPlanDraft *draft);

G_END_DECLS
