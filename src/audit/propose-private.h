/* propose-private.h: what propose.c and propose-roles.c share. */
#pragma once

#include "audit/propose.h"

G_BEGIN_DECLS

/* Gives roles to the columns that the plan (nullable) or a name settles; those that are sliced already get none from
 * their name. is_settled: one a column, set by it; is_named: those of them that the plan names. */
void     assay_propose_roles        (AssayProposal            *self,
                                     const AssayPlan          *plan,
                                     gboolean                 *is_settled,
                                     gboolean                 *is_named);
/* Whether one of the words ((array zero-terminated), lower case) is in a name such as "yTrue", "y true", "y-true". */
gboolean assay_name_has_word        (const char               *name,
                                     const char *const        *words);
/* propose-annotators.c: gives the role to what is several people's labels, by names and values. */
void     assay_propose_annotators   (AssayProposal            *self,
                                     const AssayPlan          *plan, /* (nullable) */
                                     gboolean                 *is_settled);
gboolean assay_profile_could_be_classes (const AssayColumnProfile *profile);
/* Every row has its own value. */
gboolean assay_profile_is_all_different (const AssayColumnProfile *profile);
/* (transfer full) "80 values from 17 to 96, 0 missing" */
char    *assay_profile_describe     (const AssayColumnProfile *profile);

G_END_DECLS
