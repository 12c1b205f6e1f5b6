/* tags.h: the error tags of a plan, as expressions over a source's rows. */
#pragma once

#include "read/read.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *where;           /* an expression that is checked, or made here */
  char *column;          /* (nullable) the yes/no column that it is made of: its value is 1, 0, NULL, or 2 for any other */
  gboolean is_joined;    /* column is of the tags file: rows that it does not have are not tagged */
} AssayTag;

typedef struct
{
  GPtrArray *tags;       /* of AssayTag: in the plan's order, those of a list bytewise; at most ASSAY_PLAN_MAX_TAGS */
  AssayTag  *reviewed;   /* (nullable) */
  GPtrArray *notes;      /* of char*: what the reader of the audit has to know */
} AssayTags;

/* (transfer full) The plan is resolved against the source's columns. Where tags= is one column of text, a pass over the
 * rows tells whether it says yes and no or lists tags; a list's tags are found by a pass. */
AssayTags      *assay_tags_find   (const AssayPlan *plan,
                                   AssaySource     *source,
                                   GCancellable    *cancellable, /* (nullable) */
                                   GError         **error);
void            assay_tags_free   (AssayTags       *self);
/* A column that scans a tag: kind TAG, or REVIEWED; borrows from it. A value that is neither yes nor no stops the scan. */
AssayScanColumn assay_tag_column  (const AssayTag  *self,
                                   AssayAxisKind    kind);
/* Inside src/read: names the first row of a yes/no column that has another value. */
void            assay_tags_set_error (AssaySource  *source,
                                   const char      *column,
                                   GError         **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayTags, assay_tags_free)

G_END_DECLS
