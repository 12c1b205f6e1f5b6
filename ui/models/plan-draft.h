/* plan-draft.h: a plan that somebody works on: its text, what it says, and every change so that it can be undone.
 *
 * The text is a plan at all times: an edit that would make it none is refused with the plan's own message, and nothing
 * has changed. Comments, order and lines that an edit does not name stay (assay_plan_edit()). Main thread only.
 */
#pragma once

#include "plan/plan.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_PLAN_DRAFT (assay_plan_draft_get_type ())
G_DECLARE_FINAL_TYPE (AssayPlanDraft, assay_plan_draft, ASSAY, PLAN_DRAFT, GObject)

/* Signal "changed": after an edit, an undo, a redo and when it was saved. */

/* path (nullable): the file that it was read from; NULL: it is in none yet. folder: what its files are relative to. Fails
 * when the text is no plan. */
AssayPlanDraft  *assay_plan_draft_new         (const char *text, const char *path, const char *folder, GError **error);
const AssayPlan *assay_plan_draft_plan        (AssayPlanDraft *self);
const char      *assay_plan_draft_path        (AssayPlanDraft *self); /* (nullable) */
const char      *assay_plan_draft_folder      (AssayPlanDraft *self);
/* Whether something would be lost without saving: it is not as it was opened or saved. */
gboolean         assay_plan_draft_is_modified (AssayPlanDraft *self);

/* name: what undo calls it, such as "label is income". Edits that come one after the other with the same group (nullable),
 * such as letters typed into a field, are undone together. */
gboolean         assay_plan_draft_edit        (AssayPlanDraft      *self,
                                               const char          *name,
                                               const char          *group,
                                               const AssayPlanEdit *edits,
                                               guint                n_edits,
                                               GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* What follows is undone by itself, whatever its group. */
void             assay_plan_draft_pause       (AssayPlanDraft *self);
/* (nullable) The name of what would be undone; NULL: nothing. */
const char      *assay_plan_draft_undo_name   (AssayPlanDraft *self);
const char      *assay_plan_draft_redo_name   (AssayPlanDraft *self);
void             assay_plan_draft_undo        (AssayPlanDraft *self);
void             assay_plan_draft_redo        (AssayPlanDraft *self);

/* Whole or not at all. Into another folder its files are named from there, which can be undone. Fails, beside what a disk
 * can do, when there is another file than a plan, or its own one was changed by others since it was opened. */
gboolean         assay_plan_draft_save        (AssayPlanDraft *self, const char *path, GError **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) A file as a plan in folder names it: from below it, else in full. */
char            *assay_plan_draft_name_file   (const char *path, const char *folder);
/* (transfer full) The error's message without the plan's name and line in front: for where it arose. */
char            *assay_plan_draft_message     (AssayPlanDraft *self, const GError *error);

G_END_DECLS
