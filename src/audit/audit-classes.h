/* audit-classes.h: the one list of classes that label, predictions and baselines share. Inside src/audit. */
#pragma once

#include "audit-layout.h"

G_BEGIN_DECLS

typedef struct
{
  char     **names;      /* (array zero-terminated) in canonical order */
  guint      n;
  guint      positive;   /* index into names; n: none, each class is against the rest */
  guint      negative;   /* what a score below its threshold predicts; n when there is no single other class */
  char      *why;        /* (nullable) how the positive class was found when the plan does not name it */
} AssayClasses;

gboolean   assay_classes_find  (AssayClasses      *self,
                                const AssayPlan   *plan,
                                const AssayLayout *layout,
                                const AssayScan   *scan,
                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds a name to those that were seen, of char*, once. */
void       assay_classes_add   (GPtrArray         *names,
                                const char        *name);
/* The same from the names that were seen, n_labels of them in labels; empties them. has_score: some model predicts by
 * score >= threshold. */
gboolean   assay_classes_choose (AssayClasses     *self,
                                GPtrArray         *names,
                                guint              n_labels,
                                const AssayPlan   *plan,
                                gboolean           has_score,
                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void       assay_classes_clear (AssayClasses      *self);
/* The axis of classes for one of the scan's columns, and the map from its codes of first sight. (transfer full) */
AssayAxis *assay_classes_axis  (const AssayClasses *self,
                                const AssayLayout  *layout,
                                const AssayScan    *scan,
                                guint               column,
                                guint             **map);
/* Appends what a reader should know of the classes: how the positive one was found, those that no label has, a
 * threshold that leaves one side empty. */
void       assay_note_classes  (GPtrArray          *notes,  /* of char* */
                                const AssayPlan    *plan,
                                const AssayCounts  *counts);
char      *assay_note_absent_class (const char     *name);  /* (transfer full) */

G_END_DECLS
